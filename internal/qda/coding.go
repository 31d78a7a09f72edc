package qda

import (
	"time"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// Origin says how a coding came to be.
type Origin uint8

// The origins.
const (
	Manual Origin = iota
	ByRule
	ByLearner
	ByModel
	Imported
)

var originNames = [...]string{"manual", "rule", "learner", "model", "import"}

func (o Origin) String() string {
	if int(o) < len(originNames) {
		return originNames[o]
	}
	return "import"
}

// ParseOrigin reads the name of an origin.
func ParseOrigin(s string) (Origin, error) {
	for i, n := range originNames {
		if n == s {
			return Origin(i), nil
		}
	}
	return 0, errs.New(errs.Usage, "origin %q: must be manual, rule, learner, model or import", s)
}

// Segment is a stretch of a document with its words; it cannot be built unless
// the words are the text's.
type Segment struct {
	document DocumentID
	span     text.Span
	check    uint64
}

// NewSegment cuts a span from a document's text. A quote, if given, must be
// exactly those words.
func NewSegment(d DocumentID, t *text.Text, span text.Span, quote string) (Segment, error) {
	if !t.Valid(span) {
		return Segment{}, errs.New(errs.Usage, "%d:%d: not a stretch of a text of %d characters", span.Start, span.End, t.Len())
	}
	words := t.Cut(span)
	if quote != "" && quote != words {
		return Segment{}, errs.New(errs.Usage, "%d:%d: the text there is not the quote", span.Start, span.End)
	}
	return Segment{d, span, text.Check(words)}, nil
}

// Document is the segment's document.
func (s Segment) Document() DocumentID { return s.document }

// Span is where the segment is.
func (s Segment) Span() text.Span { return s.span }

// In is the same segment when its document has got another number, as on
// being written to a project.
func (s Segment) In(d DocumentID) Segment {
	s.document = d
	return s
}

// Check is the 64-bit check of its words.
func (s Segment) Check() uint64 { return s.check }

// Coding is one code on one segment by one coder.
type Coding struct {
	ID      CodingID
	GUID    GUID // zero: one is made on writing
	Segment Segment
	Code    CodeID
	Coder   CoderID
	Origin  Origin
	Created time.Time // zero: the time of writing
	Aspect  string    // which side of its code it shows; "" as a rule
}

// Decision is what became of a proposal.
type Decision string

// The decisions.
const (
	Pending  Decision = "pending"
	Accepted Decision = "accepted"
	Rejected Decision = "rejected"
)

// Proposal is a passage that a rule, learner or model would code; never itself
// a coding.
type Proposal struct {
	ID       ProposalID
	Document DocumentID
	Span     text.Span
	Code     CodeID
	Origin   Origin
	Rule     string      // id of the rule
	RuleHash string      // of its content
	Evidence []text.Span // what matched, in order
	Decision Decision
	Created  time.Time
}

// Codings are many codings as parallel slices, ordered by document, start,
// end, code, coder. Doc, Code and Coder are indexes into the Snapshot's lists.
type Codings struct {
	ID         []CodingID
	Doc        []int32
	Code       []int32
	Coder      []int32
	Start, End []int32
	Origin     []Origin
	GUID       []GUID  // nil unless Needs.Identity
	Created    []int64 // Unix milliseconds; nil unless Needs.Identity or Times
}

// NewCodings are none yet, with room for n.
func NewCodings(n int) Codings {
	list := func() []int32 { return make([]int32, 0, n) }
	return Codings{ID: make([]CodingID, 0, n), Doc: list(), Code: list(), Coder: list(), Start: list(), End: list(), Origin: make([]Origin, 0, n)}
}

// Len is the number of codings.
func (c *Codings) Len() int { return len(c.Doc) }

// Span is where coding i is.
func (c *Codings) Span(i int) text.Span { return text.Span{Start: int(c.Start[i]), End: int(c.End[i])} }

// Append adds coding i of another set.
func (c *Codings) Append(o *Codings, i int) {
	c.ID = append(c.ID, o.ID[i])
	c.Doc = append(c.Doc, o.Doc[i])
	c.Code = append(c.Code, o.Code[i])
	c.Coder = append(c.Coder, o.Coder[i])
	c.Start = append(c.Start, o.Start[i])
	c.End = append(c.End, o.End[i])
	c.Origin = append(c.Origin, o.Origin[i])
	if o.GUID != nil {
		c.GUID = append(c.GUID, o.GUID[i])
	}
	if o.Created != nil {
		c.Created = append(c.Created, o.Created[i])
	}
}
