package analysis

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"tematik/internal/progress"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Held are the units that hold anything coded, each with the columns it holds,
// no column twice. List i is one such unit.
type Held struct {
	from    []int32 // list i is columns[from[i]:from[i+1]]
	columns []int32
	weight  []int // by list: how many units it stands for; nil: one each
	casesAt []int32
	cases   []int32 // of list i: cases[casesAt[i]:casesAt[i+1]]

	Other   int32   // the column of codings that were not chosen
	Doc     []int32 // by list: the document; -1 where the units are cases
	Place   []int32 // by list: which unit of its document; a character's is where it begins
	Start   []int32 // by list: where the unit lies in its document,
	End     []int32 // which a case does not
	Stratum []int32 // by list: whose unit it is
	Strata  []int   // units of each stratum, coded or not
	Shares  []Share // the same by document; empty where the units are cases
	Units   int     // of the universe, coded or not
	Outside int     // chosen codings that touch no unit
	Pool    Pool
	Noun    Unit // what the pool watches
}

// Share is how many units of a stratum a document has, coded or not; the same
// document and stratum may come again.
type Share struct {
	Doc, Stratum int32
	Units        int
}

// Len is the number of lists.
func (l *Held) Len() int { return len(l.from) - 1 }

// Columns are those of list i.
func (l *Held) Columns(i int) []int32 { return l.columns[l.from[i]:l.from[i+1]] }

// Weight is how many units list i stands for.
func (l *Held) Weight(i int) int {
	if l.weight == nil {
		return 1
	}
	return l.weight[i]
}

// Cases are those whose words list i holds.
func (l *Held) Cases(i int) []int32 { return l.cases[l.casesAt[i]:l.casesAt[i+1]] }

// Coded leaves units without any code out of the universe.
func (l *Held) Coded() {
	l.Units, l.Shares = 0, l.Shares[:0]
	clear(l.Strata)
	for i := range l.Len() {
		l.count(int(l.Doc[i]), l.Stratum[i], l.Weight(i))
	}
}

// count takes n units into the universe.
func (l *Held) count(doc int, stratum int32, n int) {
	l.Units += n
	l.Strata[stratum] += n
	last := len(l.Shares) - 1
	switch {
	case doc < 0:
	case last >= 0 && l.Shares[last].Doc == int32(doc) && l.Shares[last].Stratum == stratum:
		l.Shares[last].Units += n
	default:
		l.Shares = append(l.Shares, Share{int32(doc), stratum, n})
	}
}

// add takes a unit that holds something.
func (l *Held) add(doc, place int, span text.Span, stratum int32, columns, cases []int32) {
	l.Doc, l.Place, l.Stratum = append(l.Doc, int32(doc)), append(l.Place, int32(place)), append(l.Stratum, stratum)
	l.Start, l.End = append(l.Start, int32(span.Start)), append(l.End, int32(span.End))
	l.columns = append(l.columns, columns...)
	l.from = append(l.from, int32(len(l.columns)))
	l.cases = append(l.cases, cases...)
	l.casesAt = append(l.casesAt, int32(len(l.cases)))
}

// sorter puts the codings of one document after the other into units.
type sorter struct {
	v  *qda.View
	in *Informants
	of func(i int) int32
	*Held
	strata map[int32]int32 // of a case, or of a document as ^document
	open   [][]int32       // by unit of the document: its columns
	last   []int32         // by column: 1 + the last unit that has it
	cases  []int32
	spans  []text.Span
}

// Hold finds which units hold which of some columns; of says which column a
// coding of v.AnyCode counts for, or -1 where it was not chosen.
func Hold(ctx context.Context, v *qda.View, columns int, of func(i int) int32, unit Unit) (*Held, error) {
	all := v.AnyCode
	n := all.Len()
	l := &Held{Other: int32(columns), Noun: unit, columns: make([]int32, 0, n), from: make([]int32, 1, n+1), casesAt: make([]int32, 1, n+1)}
	s := &sorter{v: v, in: NewInformants(v).Hear(Heard(v)), of: of, Held: l, strata: map[int32]int32{}}
	s.last = make([]int32, columns+1)
	each, done := s.pieces(unit), func() {}
	switch unit {
	case Document:
		each = s.document
	case Segment:
		each = s.segments
	case Char:
		s.Noun = Document
		each = s.characters
	case Case:
		c := newCases(s)
		each, done = c.document, c.done
	}
	for d, at := 0, 0; d < len(v.Documents); d++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		progress.Step(ctx, d, len(v.Documents))
		from := at
		for ; at < all.Len() && int(all.Doc[at]) == d; at++ {
		}
		each(d, from, at)
	}
	done()
	return l, nil
}

// column is where coding i counts.
func (s *sorter) column(i int) int32 {
	if k := s.of(i); k >= 0 {
		return k
	}
	return s.Other
}

// missed counts a chosen coding that no unit has.
func (s *sorter) missed(i int) {
	if s.column(i) != s.Other {
		s.Outside++
	}
}

// saw tells the pool of a chosen coding in a unit.
func (s *sorter) saw(unit, i int) {
	if s.column(i) != s.Other {
		s.Pool.See(unit, s.v.AnyCode.Coder[i])
	}
}

// begin makes room for the columns of n units.
func (s *sorter) begin(n int) {
	for len(s.open) < n {
		s.open = append(s.open, nil)
	}
	for u := range n {
		s.open[u] = s.open[u][:0]
	}
}

// flush counts the units of a document, and takes those that hold anything.
func (s *sorter) flush(d int, spans []text.Span) {
	for u, span := range spans {
		stratum := s.owner(d, span)
		s.count(d, stratum, 1)
		if len(s.open[u]) > 0 {
			s.add(d, u, span, stratum, s.open[u], s.cases)
		}
	}
}

// owner is the stratum of a passage: that of the first case whose words it
// holds, else the document; the cases are in s.cases.
func (s *sorter) owner(d int, span text.Span) int32 {
	s.cases = s.in.At(d, span, s.cases[:0])
	key := int32(^d)
	if len(s.cases) > 0 {
		key = s.cases[0]
	}
	k, ok := s.strata[key]
	if !ok {
		k = int32(len(s.Strata))
		s.strata[key] = k
		s.Strata = append(s.Strata, 0)
	}
	return k
}

// pieces sorts into sentences, turns, paragraphs or windows. Codings come in
// the order of their starts, so a column that unit u has is in every earlier
// unit of the passage too: the last one is all there is to remember.
func (s *sorter) pieces(unit Unit) func(d, from, to int) {
	return func(d, from, to int) {
		spans := Pieces(s.v, d, unit)
		s.begin(len(spans))
		base, lo := s.Units, 0
		for i := from; i < to; i++ {
			span, k := s.v.AnyCode.Span(i), s.column(i)
			for lo < len(spans) && spans[lo].End <= span.Start {
				lo++
			}
			u := lo
			for ; u < len(spans) && spans[u].Start < span.End; u++ {
				if int(s.last[k]) <= base+u {
					s.open[u] = append(s.open[u], k)
					s.last[k] = int32(base+u) + 1
				}
				s.saw(base+u, i)
			}
			if u == lo {
				s.missed(i)
			}
		}
		s.flush(d, spans)

	}
}

// document sorts into the one unit that a document is.
func (s *sorter) document(d, from, to int) {
	speech := Speech(s.v, d)
	s.begin(1)
	for i := from; i < to; i++ {
		if len(s.within(i, speech)) == 0 {
			s.missed(i)
			continue
		}
		if k := s.column(i); int(s.last[k]) <= d {
			s.open[0] = append(s.open[0], k)
			s.last[k] = int32(d) + 1
		}
		s.saw(d, i)
	}
	s.flush(d, []text.Span{{Start: 0, End: s.v.Documents[d].Length}})
}

// within is what the passage of a coding shares with ordered, disjoint spans.
func (s *sorter) within(i int, spans []text.Span) []text.Span {
	span := s.v.AnyCode.Span(i)
	s.spans = s.spans[:0]
	for k := sort.Search(len(spans), func(k int) bool { return spans[k].End > span.Start }); k < len(spans) && spans[k].Start < span.End; k++ {
		s.spans = append(s.spans, span.Intersect(spans[k]))
	}
	return s.spans
}

// segments sorts into the distinct coded passages, so far as they are counted
// speech. They may overlap each other; farthest tells where those that reach
// into a coding can begin.
func (s *sorter) segments(d, from, to int) {
	speech := Speech(s.v, d)
	var spans []text.Span
	var farthest []int
	for i := from; i < to; i++ {
		span := s.v.AnyCode.Span(i)
		if n := len(spans); n > 0 && spans[n-1] == span || len(s.within(i, speech)) == 0 {
			continue
		}
		spans = append(spans, span)
		end := span.End
		if n := len(farthest); n > 0 {
			end = max(end, farthest[n-1])
		}
		farthest = append(farthest, end)
	}
	s.begin(len(spans))
	for i := from; i < to; i++ {
		parts := s.within(i, speech)
		if len(parts) == 0 {
			s.missed(i)
			continue
		}
		span, k := s.v.AnyCode.Span(i), s.column(i)
		for u := sort.SearchInts(farthest, span.Start+1); u < len(spans) && spans[u].Start < span.End; u++ {
			if !slices.ContainsFunc(parts, spans[u].Overlaps) {
				continue
			}
			if !slices.Contains(s.open[u], k) {
				s.open[u] = append(s.open[u], k)
			}
			s.saw(s.Units+u, i)
		}
	}
	s.flush(d, spans)

}

// edge is where a coded passage begins or ends.
type edge struct {
	at, by int32 // by: +1 or −1
	column int32
}

// characters counts code points: between two edges all have the same codes.
func (s *sorter) characters(d, from, to int) {
	speech := Speech(s.v, d)
	for _, span := range speech {
		s.count(d, s.owner(d, span), span.Len())
	}
	var edges []edge
	for i := from; i < to; i++ {
		parts := s.within(i, speech)
		if len(parts) == 0 {
			s.missed(i)
		} else {
			s.saw(d, i)
		}
		for _, p := range parts {
			edges = append(edges, edge{int32(p.Start), 1, s.column(i)}, edge{int32(p.End), -1, s.column(i)})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	depth := s.last // by column: passages that are open; all zero between documents
	var open []int32
	for i, e := range edges {
		if i > 0 && len(open) > 0 && edges[i-1].at < e.at {
			span := text.Span{Start: int(edges[i-1].at), End: int(e.at)}
			stratum := s.owner(d, span)
			s.add(d, span.Start, span, stratum, open, s.cases)
			s.weight = append(s.weight, int(e.at-edges[i-1].at))
		}
		switch depth[e.column] += e.by; {
		case depth[e.column] == 1 && e.by > 0:
			open = append(open, e.column)
		case depth[e.column] == 0:
			k := slices.Index(open, e.column)
			open = slices.Delete(open, k, k+1)
		}
	}
}

// caseSorter sorts into cases, and documents without one.
type caseSorter struct {
	*sorter
	sampling *Sampling
	sets     [][]uint64 // by unit: its columns
	units    []int32
}

func newCases(s *sorter) *caseSorter {
	c := &caseSorter{sorter: s, sampling: Sampled(s.v, AllKinds(), GivenOrder)}
	c.Held.Units = len(c.sampling.Units)
	for range c.sampling.Units {
		c.Strata = append(c.Strata, 1)
		c.sets = append(c.sets, make([]uint64, (int(s.Other)+64)/64))
	}
	return c
}

func (c *caseSorter) document(d, from, to int) {
	speech := Speech(c.v, d)
	for i := from; i < to; i++ {
		k := c.column(i)
		c.units = c.units[:0]
		for _, part := range c.within(i, speech) {
			c.units = c.sampling.At(d, part, c.units)
		}
		if len(c.units) == 0 {
			c.missed(i)
		}
		for _, u := range c.units {
			c.sets[u][k/64] |= 1 << (k % 64)
			c.saw(int(u), i)
		}
	}
}

// done takes the sets as lists.
func (c *caseSorter) done() {
	var columns []int32
	for u, set := range c.sets {
		columns = columns[:0]
		for k := range c.Other + 1 {
			if set[k/64]>>(k%64)&1 == 1 {
				columns = append(columns, k)
			}
		}
		if len(columns) == 0 {
			continue
		}
		c.cases = c.cases[:0]
		if one := c.sampling.Units[u].Case; one >= 0 {
			c.cases = append(c.cases, one)
		}
		c.add(-1, u, text.Span{}, int32(u), columns, c.cases)
	}
}
