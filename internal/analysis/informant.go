package analysis

import (
	"slices"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Informants tells whose words a passage holds. Cases are indexes into the
// View's; where cases were named, the others are not there.
type Informants struct {
	v     *qda.View
	heard string // whose turns count: a speaker of the filter, or "" for all
	index map[qda.CaseID]int32
	own   []bool // by document: speakers stand for cases of their own
	home  []bool // by document: some respondent there has no case of their own
}

// NewInformants looks at the documents of a view.
func NewInformants(v *qda.View) *Informants {
	in := &Informants{v: v, heard: v.Speaker, index: map[qda.CaseID]int32{}, own: make([]bool, len(v.Documents)), home: make([]bool, len(v.Documents))}
	for i, c := range v.Cases {
		if v.Named == nil || v.Named[c.ID] {
			in.index[c.ID] = int32(i)
		}
	}
	for d := range v.Documents {
		in.own[d], in.home[d] = v.Documents[d].Own()
	}
	return in
}

// Hear makes only turns of a speaker count.
func (in *Informants) Hear(speaker string) *Informants {
	in.heard = speaker
	return in
}

// At adds the cases whose words a passage of a document holds.
func (in *Informants) At(doc int, span text.Span, out []int32) []int32 {
	out, _ = in.Whose(doc, span, out)
	return out
}

// Whose adds the cases whose words a passage of a document holds, and says
// whether it holds words of someone without a case: then the document stands
// for itself. Words of the interviewer are of those for whom the document
// stands; where each respondent stands for a case of their own, of nobody. Of
// a group whose speakers have cases only turns of who was asked for count, and
// each turn by itself: how a passage was cut makes no difference.
func (in *Informants) Whose(doc int, span text.Span, out []int32) (cases []int32, itself bool) {
	d := &in.v.Documents[doc]
	home := !in.own[doc]
	if in.own[doc] {
		from := len(out)
		lo, hi := d.TurnsAt(span)
		for t := lo; t < hi; t++ {
			if in.heard != "" && !d.Is(t, in.heard) {
				continue
			}
			own := d.Speakers[d.Turns[t].Speaker].Case
			home = home || own == 0 && in.home[doc]
			if i, ok := in.index[own]; ok && !slices.Contains(out[from:], i) {
				out = append(out, i)
			}
		}
		if i, ok := in.index[d.Case]; home && ok && slices.Contains(out[from:], i) {
			return out, false
		}
	}
	switch {
	case !home:
		return out, false
	case d.Case == 0:
		return out, in.v.Named == nil
	}
	return in.add(d.Case, out), false
}

func (in *Informants) add(id qda.CaseID, out []int32) []int32 {
	if i, ok := in.index[id]; ok {
		out = append(out, i)
	}
	return out
}

// Of gives the cases of a document, those of its speakers first, and whether
// anyone in it has no case.
func (in *Informants) Of(doc int) (cases []int32, stranger bool) {
	d := &in.v.Documents[doc]
	if !in.own[doc] {
		return in.add(d.Case, nil), d.Case == 0
	}
	seen := map[int32]bool{}
	for _, s := range d.Speakers {
		id := s.Case
		if id == 0 && s.Role != qda.Interviewer {
			id = d.Case
			stranger = stranger || id == 0
		}
		for _, i := range in.add(id, nil) {
			if !seen[i] {
				seen[i] = true
				cases = append(cases, i)
			}
		}
	}
	return cases, stranger && in.v.Named == nil
}

// Caseless are the documents in which someone has no case.
func (in *Informants) Caseless() (names []string) {
	for d := range in.v.Documents {
		if _, stranger := in.Of(d); stranger {
			names = append(names, in.v.Documents[d].Name)
		}
	}
	return names
}

// Counted says which cases the documents of the view have, and how many.
func (in *Informants) Counted() (counted []bool, n int) {
	counted = make([]bool, len(in.v.Cases))
	for d := range in.v.Documents {
		cases, _ := in.Of(d)
		for _, c := range cases {
			if !counted[c] {
				counted[c] = true
				n++
			}
		}
	}
	return counted, n
}
