package analysis

import (
	"slices"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// SamplingUnit is what was sampled one after the other: a case, or a document
// that has none.
type SamplingUnit struct {
	Name string
	Date string // of its first document
	Case int32  // index into the View's cases, or -1
	Doc  int32  // that document, an index too
}

// Sampling is the sampling units in their order.
type Sampling struct {
	Nobody int // codings that Incidence met on words of nobody who was sampled
	Units  []SamplingUnit
	ByCase bool // some document has a case
	Others int  // documents of other kinds, which are left out
	in     *Informants
	ofCase []int32 // by case: its unit, or -1
	ofDoc  []int32 // by document: its unit as a document, or -1
	member []bool  // by document: of a kind that is sampled
}

// The orders of sampling units.
const (
	GivenOrder = "given"
	DateOrder  = "date"
)

// AllKinds are all kinds of document, as the setting names them.
func AllKinds() (kinds []string) {
	for _, k := range qda.Kinds() {
		kinds = append(kinds, string(k))
	}
	return kinds
}

// KindParam is the setting of the kinds of document that were sampled.
func KindParam() Param {
	return Param{Name: "kind", Kind: Choice, Many: true, Default: string(qda.Interview) + "," + string(qda.FocusGroup), Allowed: AllKinds(),
		Help: lang.T("kinds of documents that count", "jenis dokumen yang dihitung")}
}

// Sampled finds the sampling units: the cases of the documents of some kinds if
// any of these has one (a document where someone has no case is a unit of its
// own), else the documents. A case stands at its first document; documents are
// as ordered in the View, or by date with the undated last.
func Sampled(v *qda.View, kinds []string, order string) *Sampling {
	s := &Sampling{in: NewInformants(v), member: make([]bool, len(v.Documents)),
		ofCase: make([]int32, len(v.Cases)), ofDoc: make([]int32, len(v.Documents))}
	for i := range s.ofCase {
		s.ofCase[i] = -1
	}
	docs := make([]int, 0, len(v.Documents))
	for d := range v.Documents {
		s.ofDoc[d] = -1
		kind := v.Documents[d].Kind
		if kind == "" {
			kind = qda.Interview
		}
		if s.member[d] = slices.Contains(kinds, string(kind)); s.member[d] {
			docs = append(docs, d)
		} else {
			s.Others++
		}
	}
	if order == DateOrder {
		slices.SortStableFunc(docs, func(a, b int) int { return byDate(v.Documents[a].Date, v.Documents[b].Date) })
	}
	for _, d := range docs {
		cases, stranger := s.in.Of(d)
		for _, c := range cases {
			s.ByCase = true
			if s.ofCase[c] < 0 {
				s.ofCase[c] = s.add(v.Cases[c].Name, v, d, c)
			}
		}
		if stranger {
			s.ofDoc[d] = s.add(v.Documents[d].Name, v, d, -1)
		}
	}
	return s
}

func (s *Sampling) add(name string, v *qda.View, doc int, c int32) int32 {
	s.Units = append(s.Units, SamplingUnit{name, v.Documents[doc].Date, c, int32(doc)})
	return int32(len(s.Units) - 1)
}

func byDate(a, b string) int {
	switch {
	case a == b:
		return 0
	case a == "" || b != "" && b < a:
		return 1
	}
	return -1
}

// Of gives the sampling units of a document.
func (s *Sampling) Of(doc int) (units []int32) {
	if !s.member[doc] {
		return nil
	}
	cases, _ := s.in.Of(doc)
	for _, c := range cases {
		units = append(units, s.ofCase[c])
	}
	if s.ofDoc[doc] >= 0 {
		units = append(units, s.ofDoc[doc])
	}
	return units
}

// At adds the sampling units that a passage of a document belongs to.
func (s *Sampling) At(doc int, span text.Span, out []int32) []int32 {
	if !s.member[doc] {
		return out
	}
	from := len(out)
	out, itself := s.in.Whose(doc, span, out)
	for i := from; i < len(out); i++ {
		out[i] = s.ofCase[out[i]]
	}
	if itself && s.ofDoc[doc] >= 0 {
		out = append(out, s.ofDoc[doc])
	}
	return out
}

// Incidence says which sampling units have which codes: for each column, bit i
// of word i/64 for unit i. The pool sees every coding.
func (s *Sampling) Incidence(v *qda.View, c *Columns, pool *Pool) [][]uint64 {
	words := (len(s.Units) + 63) / 64
	sets := make([][]uint64, len(c.Nodes))
	all := make([]uint64, words*len(sets))
	for i := range sets {
		sets[i] = all[i*words : (i+1)*words]
	}
	var units []int32
	for i, node := range v.Codings.Code {
		units = s.At(int(v.Codings.Doc[i]), v.Codings.Span(i), units[:0])
		if len(units) == 0 && s.member[v.Codings.Doc[i]] {
			s.Nobody++
		}
		for _, u := range units {
			sets[c.Of[node]][u/64] |= 1 << (u % 64)
			pool.See(int(u), v.Codings.Coder[i])
		}
	}
	return sets
}
