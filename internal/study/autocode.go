package study

import (
	"context"
	"slices"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/search"
	"tematik/internal/store"
	"tematik/internal/text"
)

// Autocode says how finds are coded.
type Autocode struct {
	Codes []string
	Unit  string // turn, sentence, paragraph, match; "": the codebook's, else turn
	Coder string // "": who is coding
}

// Passage is a unit with a find in it, which is or was coded.
type Passage struct {
	Document, Case, Speaker string
	Turn                    int
	Span                    text.Span
	Words                   string
	Codes                   []string // that are new there
	Before                  []string // that the coder had there already
}

// Autocoded is what finds were coded as.
type Autocoded struct {
	Passages []Passage
	Codes    []string
	Unit     string
	Coder    string
	Speaker  string // whose speech was coded
	Added    int    // codings
	Before   int    // left out: the coder had coded there so
	Instead  *Instead
}

// FindTag codes what a search finds, in one event: each unit with a find in
// it, but for those that the coder has coded so. Only respondents' speech is
// coded, unless the filter names a speaker; text outside of turns never is.
func (p *Project) FindTag(ctx context.Context, q Query, a Autocode) (*Autocoded, error) {
	return again(func() (*Autocoded, error) { return p.findTag(ctx, q, a) })
}

func (p *Project) findTag(ctx context.Context, q Query, a Autocode) (*Autocoded, error) {
	if q.Filter.Speaker == "" {
		q.Filter.Speaker = string(qda.Respondent)
	}
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	out := &Autocoded{Unit: a.Unit, Coder: a.Coder, Speaker: q.Filter.Speaker}
	if out.Unit == "" {
		out.Unit = search.Turn
		if slices.Contains(search.Units(), s.Codebook.Unit) { // a window is for rules
			out.Unit = s.Codebook.Unit
		}
	}
	if !slices.Contains(search.Units(), out.Unit) {
		return nil, errs.New(errs.Usage, "find --unit %s: must be turn, sentence, paragraph or match", out.Unit).Hint("tematik find --help")
	}
	if out.Coder == "" {
		out.Coder = p.Coder()
	}
	codes, err := findCodes(&s.Codebook, a.Codes)
	if err != nil {
		return nil, err
	}
	for _, c := range codes {
		out.Codes = append(out.Codes, s.Codes()[c].Key)
	}
	places, err := q.places(ctx, s)
	if err != nil {
		return nil, err
	}
	var segments []qda.Segment
	for i, found := range places.spans {
		for _, span := range search.Around(&s.Documents[i], s.Texts[i], found, out.Unit) {
			segment, err := qda.NewSegment(s.Documents[i].ID, s.Texts[i], span, "")
			if err != nil {
				return nil, err
			}
			out.passage(s, i, span, codes)
			segments = append(segments, segment)
		}
	}
	if out.Passages == nil {
		out.Instead, err = q.instead(ctx, s)
		return out, err
	}
	if out.Added == 0 {
		return out, nil
	}
	err = p.settle(ctx, p.stamp("find --tag"), false, func(tx *store.Tx) error { return out.write(tx, p, s, segments) })
	return out, err
}

// AutocodeUnits are the units in which finds can be coded.
func AutocodeUnits() []string { return search.Units() }

// passage notes a unit, and which codes the coder has there already.
func (out *Autocoded) passage(s *qda.Snapshot, doc int, span text.Span, codes []int) {
	p := Passage{Document: s.Documents[doc].Name, Span: span, Words: s.Texts[doc].Cut(span)}
	p.Case, p.Speaker, p.Turn = at(s, &s.Documents[doc], span)
	coder, known := s.CoderIndex(out.Coder)
	has := map[int]bool{}
	lo, hi := s.Range(doc)
	for i := lo; known && i < hi && int(s.Codings.Start[i]) < span.End; i++ {
		if int(s.Codings.Coder[i]) == coder && s.Codings.Span(i).Overlaps(span) {
			has[int(s.Codings.Code[i])] = true
		}
	}
	for _, c := range codes {
		if has[c] {
			p.Before = append(p.Before, s.Codes()[c].Key)
		} else {
			p.Codes = append(p.Codes, s.Codes()[c].Key)
		}
	}
	out.Added += len(p.Codes)
	out.Before += len(p.Before)
	out.Passages = append(out.Passages, p)
}

// write makes the codings.
func (out *Autocoded) write(tx *store.Tx, p *Project, s *qda.Snapshot, segments []qda.Segment) error {
	_, who, err := p.coding(tx, out.Coder)
	if err != nil {
		return err
	}
	var codings []qda.Coding
	for i, segment := range segments {
		for _, key := range out.Passages[i].Codes {
			c, _ := s.Tree.Find(key)
			codings = append(codings, qda.Coding{Segment: segment, Code: s.Codes()[c].ID, Coder: who})
		}
	}
	ids, err := tx.InsertCodings(codings)
	out.Added = len(ids)
	tx.Note("codings", len(ids))
	return err
}
