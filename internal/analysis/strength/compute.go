// Package strength says how widely each theme is spread over the informants,
// how far it rests on one of them, and which have nothing of it. It reads a
// View of the study and knows nothing of where that came from or how tables
// and figures look.
package strength

import (
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// people are the informants: the cases that count, or, where no document has a
// case, the documents.
type people struct {
	names     []string
	cases     []int // by informant: index into the View's cases; nil of documents
	codings   []int // by informant: codings of any code in their words
	documents bool
	caseless  []string
	whose     func(doc int, span text.Span, out []int32) []int32
}

func newPeople(v *qda.View) *people {
	in := analysis.NewInformants(v)
	counted, n := in.Counted()
	p := &people{caseless: in.Caseless(), documents: n == 0}
	if p.documents {
		for d := range v.Documents {
			p.names = append(p.names, v.Documents[d].Name)
		}
		p.whose = func(doc int, _ text.Span, out []int32) []int32 { return append(out, int32(doc)) }
	} else {
		place := make([]int32, len(v.Cases))
		for c, yes := range counted {
			if yes {
				place[c] = int32(len(p.names))
				p.names, p.cases = append(p.names, v.Cases[c].Name), append(p.cases, c)
			}
		}
		p.whose = func(doc int, span text.Span, out []int32) []int32 {
			from := len(out)
			out = in.At(doc, span, out)
			for i := from; i < len(out); i++ {
				out[i] = place[out[i]]
			}
			return out
		}
	}
	p.codings = make([]int, len(p.names))
	var whose []int32
	for i, d := range v.AnyCode.Doc {
		whose = p.whose(int(d), v.AnyCode.Span(i), whose[:0])
		for _, k := range whose {
			p.codings[k]++
		}
	}
	return p
}

// spread is how a theme, or a code, is spread.
type spread struct {
	node      int
	documents int
	segments  int
	per       []int // by informant: segments that hold words of theirs
	alone     []int // by informant: segments that hold words of nobody else
	all       sums
}

// sums are those of per, so that leaving one informant out takes no look at the
// others.
type sums struct {
	having, sum, squares int
	top, second          int // the most segments, and the most of anyone else
}

// add takes the segments of one informant.
func (a *sums) add(x int) {
	if x == 0 {
		return
	}
	a.having, a.sum, a.squares = a.having+1, a.sum+x, a.squares+x*x
	a.second = max(a.second, min(a.top, x))
	a.top = max(a.top, x)
}

// less is the sums without one whose segments are x.
func (a sums) less(x int) sums {
	if x > 0 {
		a.having, a.sum, a.squares = a.having-1, a.sum-x, a.squares-x*x
		if x == a.top {
			a.top = a.second
		}
	}
	return a
}

// spreads finds the spread of everything in use at a level, and how many
// segments are words of nobody who counts.
func spreads(ctx context.Context, v *qda.View, p *people, level analysis.Level) (all []spread, unowned int, err error) {
	columns := analysis.InUse(v, level)
	all = make([]spread, len(columns.Nodes))
	for k, node := range columns.Nodes {
		all[k] = spread{node: node, per: make([]int, len(p.names)), alone: make([]int, len(p.names))}
	}
	var whose []int32
	err = analysis.Connected(ctx, v, columns, func(doc int, k int32, pieces []text.Span) {
		s := &all[k]
		s.documents++
		s.segments += len(pieces)
		for _, piece := range pieces {
			whose = p.whose(doc, piece, whose[:0])
			for _, i := range whose {
				s.per[i]++
			}
			switch len(whose) {
			case 0:
				unowned++
			case 1:
				s.alone[whose[0]]++
			}
		}
	})
	for k := range all {
		for _, x := range all[k].per {
			all[k].all.add(x)
		}
	}
	return all, unowned, err
}

// What is said of a theme in one number.
const (
	casesShare = iota
	rank
	segments
	topShare
	effective
	measures
)

// everyone leaves nobody out.
const everyone = -1

// without is the sums without an informant.
func (s *spread) without(i int) sums {
	if i == everyone {
		return s.all
	}
	return s.all.less(s.per[i])
}

// cases is how many informants but one have it.
func (s *spread) cases(without int) int { return s.without(without).having }

// measure gives the numbers of a theme in a study without an informant, all but
// its rank. What holds words of others too stays.
//
//	top share = max s_i / segments
//	effective = (Σ s_i)² / Σ s_i²
//
// The effective number of informants (the inverse of Simpson's index, Hill
// 1973, doi:10.2307/1934352) is as many as would have it if all had equally
// many segments. Undefined where nobody has any; a share of nobody is too.
func (s *spread) measure(without int) [measures]float64 {
	n, left := len(s.per), s.segments
	if without != everyone {
		n, left = n-1, left-s.alone[without]
	}
	a := s.without(without)
	out := [measures]float64{casesShare: math.NaN(), segments: float64(left), topShare: math.NaN(), effective: math.NaN()}
	if n > 0 {
		out[casesShare] = float64(a.having) / float64(n)
	}
	if a.sum > 0 {
		out[topShare], out[effective] = float64(a.top)/float64(left), float64(a.sum)*float64(a.sum)/float64(a.squares)
	}
	return out
}

// top is the informant with most segments, the first of equals; -1: nobody.
func (s *spread) top() int {
	best := -1
	for i, x := range s.per {
		if x > 0 && (best < 0 || x > s.per[best]) {
			best = i
		}
	}
	return best
}

// extent is a number and how far it moves when one informant is left out. The
// informant is -1 where more than one gives the same.
type extent struct {
	value, low, high float64
	lowest, highest  int
}

// extents are the numbers of each theme. With fewer than two informants nobody
// can be left out.
func extents(all []spread, informants int) [][measures]extent {
	out := make([][measures]extent, len(all))
	var r ranking
	for k, row := range r.numbers(all, everyone) {
		for m, x := range row {
			out[k][m] = extent{x, math.NaN(), math.NaN(), -1, -1}
		}
	}
	if informants < 2 {
		return out
	}
	for i := range informants {
		for k, row := range r.numbers(all, i) {
			for m, x := range row {
				out[k][m].see(x, i)
			}
		}
	}
	return out
}

// see takes what is left without an informant.
func (e *extent) see(x float64, without int) {
	switch {
	case math.IsNaN(x):
		return
	case !(x >= e.low): // also the first
		e.low, e.lowest = x, without
	case x == e.low:
		e.lowest = -1
	}
	switch {
	case !(x <= e.high):
		e.high, e.highest = x, without
	case x == e.high:
		e.highest = -1
	}
}

// ranking is what the numbers of one study after the other are made in.
type ranking struct {
	out           [][measures]float64
	counts, order []int
}

// numbers are all of every theme without an informant. The rank of a theme is
// one more than there are themes that more informants have. They are good until
// the next call.
func (r *ranking) numbers(all []spread, without int) [][measures]float64 {
	r.out, r.counts = r.out[:0], r.counts[:0]
	for k := range all {
		r.out, r.counts = append(r.out, all[k].measure(without)), append(r.counts, all[k].cases(without))
	}
	r.order = append(r.order[:0], r.counts...)
	slices.Sort(r.order)
	for k, c := range r.counts {
		above, _ := slices.BinarySearch(r.order, c+1)
		r.out[k][rank] = float64(1 + len(r.order) - above)
	}
	return r.out
}
