// Package themes makes the table of themes and codes for a paper: what each
// means, how widely it was said, and in whose words. It reads a View of the
// study and knows nothing of where that came from or how tables look.
package themes

import (
	"cmp"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// A quote that reads well has between shortest and longest characters (about 8
// to 60 words), best middling of them.
const (
	shortest = 40
	middling = 150
	longest  = 400
)

// passage is a coded stretch of a document.
type passage struct {
	doc  int
	span text.Span
}

// picker chooses quotes: as many informants as there are before any of them
// twice in a theme.
type picker struct {
	v       *qda.View
	in      *analysis.Informants
	byCode  []int32 // codings ordered by code, then position
	from    []int   // by code: where its codings begin in byCode
	used    map[int]int
	quoted  map[passage]bool
	scratch []int32
}

func newPicker(v *qda.View, in *analysis.Informants) *picker {
	p := &picker{v: v, in: in, from: make([]int, len(v.Codes())+1), byCode: make([]int32, v.Codings.Len())}
	for _, c := range v.Codings.Code {
		p.from[c+1]++
	}
	for c := range v.Codes() {
		p.from[c+1] += p.from[c]
	}
	next := append([]int(nil), p.from...)
	for i, c := range v.Codings.Code {
		p.byCode[next[c]] = int32(i)
		next[c]++
	}
	p.theme()
	return p
}

// theme forgets whom it has quoted: another theme begins.
func (p *picker) theme() {
	p.used, p.quoted = map[int]int{}, map[passage]bool{}
}

// merit ranks a passage as a quote; the least is the best. A person's choice of
// a good length comes first, then words not quoted yet in the theme, then the
// informant quoted least, then length, then place in the study.
type merit struct {
	long, machine, again bool
	used, off            int
	coding               int32
}

func (m merit) compare(o merit) int {
	return cmp.Or(bools(m.long, o.long), bools(m.machine, o.machine), bools(m.again, o.again),
		cmp.Compare(m.used, o.used), cmp.Compare(m.off, o.off), cmp.Compare(m.coding, o.coding))
}

func bools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// quotes picks up to n different passages of a node and all below it.
func (p *picker) quotes(node, n int) []passage {
	var out []passage
	taken := map[passage]bool{}
	codings := p.byCode[p.from[node]:p.from[p.v.Tree.Last[node]]]
	for len(out) < n {
		var best merit
		var chosen passage
		found := false
		for _, i := range codings {
			at := passage{int(p.v.Codings.Doc[i]), p.v.Codings.Span(int(i))}
			if taken[at] {
				continue
			}
			if m := p.judge(i, at); !found || m.compare(best) < 0 {
				best, chosen, found = m, at, true
			}
		}
		if !found {
			break
		}
		taken[chosen], p.quoted[chosen] = true, true
		p.used[p.informant(chosen)]++
		out = append(out, chosen)
	}
	return out
}

func (p *picker) judge(i int32, at passage) merit {
	n := at.span.Len()
	o := p.v.Codings.Origin[i]
	m := merit{long: n < shortest || n > longest, machine: o != qda.Manual && o != qda.Imported, off: max(n-middling, middling-n), coding: i}
	m.again = p.quoted[at]
	m.used = p.used[p.informant(at)]
	return m
}

// informant is the case that speaks in a passage, or a number for its document.
func (p *picker) informant(at passage) int {
	if c, ok := p.caseOf(at); ok {
		return c
	}
	return len(p.v.Cases) + at.doc
}

func (p *picker) caseOf(at passage) (c int, ok bool) {
	if p.scratch = p.in.At(at.doc, at.span, p.scratch[:0]); len(p.scratch) == 0 {
		return 0, false
	}
	return int(p.scratch[0]), true
}
