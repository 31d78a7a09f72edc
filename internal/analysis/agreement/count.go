package agreement

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/stat"
)

// ways of a pair, in the order of the constants.
func pairPanel() *stat.Panel {
	p := stat.NewPanel(2, 2)
	for _, w := range [][]int8{neither: {0, 0}, both: {1, 1}, firstOnly: {1, 0}, secondOnly: {0, 1}} {
		p.Way(w)
	}
	return p
}

// count counts, code by code, the units that two coders both read.
func (s *study) count(ctx context.Context, p *pair) error {
	p.columns = analysis.InUse(p.view, s.level)
	p.counts = s.column(p.view, p.columns, []int{p.a, p.b})
	held, err := analysis.Hold(ctx, p.view, 2*len(p.columns.Nodes), p.counts, s.unit)
	if err != nil {
		return err
	}
	p.held, p.mix = held, newMixer(held, 2)
	t := &tally{panel: pairPanel(), clusters: len(held.Strata), units: held.Units, from: make([]int32, 4),
		codes: make([][]part, len(p.columns.Nodes)), measures: ofPairs(true), over: ofPairs(false)}
	for k, n := range held.Strata {
		t.blank = put(t.blank, int32(k), neither, n)
	}
	way := [4]int32{0, firstOnly, secondOnly, both}
	for i := range held.Len() {
		for _, k := range p.mix.list(i) {
			t.codes[k] = put(t.codes[k], held.Stratum[i], way[p.mix.set[k]], held.Weight(i))
		}
	}
	p.values, err = t.run(ctx, s.values.Seed())
	return err
}

// column tells where a coding counts: code k of the r-th of some coders is
// column k·coders + r of the units.
func (s *study) column(v *qda.View, columns *analysis.Columns, coders []int) func(i int) int32 {
	rank := make([]int32, len(v.Coders))
	for r, c := range coders {
		rank[c] = int32(r)
	}
	return func(i int) int32 {
		k := columns.Of[v.AnyCode.Code[i]]
		if k < 0 {
			return -1
		}
		return k*int32(len(coders)) + rank[v.AnyCode.Coder[i]]
	}
}

// mixer tells which coders have a code in a unit.
type mixer struct {
	held   *analysis.Held
	coders int32
	set    []uint64 // by code: bit r for the r-th coder, of the latest list
	codes  []int32  // of the latest list
}

func newMixer(held *analysis.Held, coders int) *mixer {
	return &mixer{held: held, coders: int32(coders), set: make([]uint64, int(held.Other)/coders)}
}

// list gives the codes of a unit; who has them is in set until the next list.
func (m *mixer) list(i int) []int32 {
	for _, k := range m.codes {
		m.set[k] = 0
	}
	m.codes = m.codes[:0]
	for _, c := range m.held.Columns(i) {
		if c == m.held.Other {
			continue
		}
		k := c / m.coders
		if m.set[k] == 0 {
			m.codes = append(m.codes, k)
		}
		m.set[k] |= 1 << (c % m.coders)
	}
	return m.codes
}

// together counts the units that at least two coders read; what a coder has
// not begun is missing. Units that are cases must have been read by all.
func (s *study) together(ctx context.Context) error {
	c := &crowd{}
	least := 2
	if s.unit == analysis.Case {
		least = len(s.coders)
	}
	c.view = s.among(s.coders, least)
	c.columns = analysis.InUse(c.view, s.level)
	held, err := analysis.Hold(ctx, c.view, len(s.coders)*len(c.columns.Nodes), s.column(c.view, c.columns, s.coders), s.unit)
	if err != nil {
		return err
	}
	t := &tally{panel: stat.NewPanel(len(s.coders), 2), clusters: len(held.Strata), units: held.Units,
		codes: make([][]part, len(c.columns.Nodes)), measures: ofAll(), over: ofAll()}
	ratings := make([]int8, len(s.coders))
	blank := make([]int32, len(c.view.Documents))
	for d := range blank {
		s.unrated(&c.view.Documents[d], ratings)
		blank[d] = t.way(ratings, -1)
	}
	if s.unit == analysis.Case {
		clear(ratings)
		all := t.way(ratings, -1)
		for k, n := range held.Strata {
			t.blank = put(t.blank, int32(k), all, n)
		}
	}
	for _, x := range held.Shares {
		t.blank = put(t.blank, x.Stratum, blank[x.Doc], x.Units)
	}
	for _, p := range t.blank {
		for _, e := range p.entries {
			if t.panel.Full(int(p.way)) {
				c.full += int(e.units)
			}
		}
	}
	mix := newMixer(held, len(s.coders))
	for i := range held.Len() {
		empty := int32(0)
		clear(ratings)
		if d := held.Doc[i]; d >= 0 {
			s.unrated(&c.view.Documents[d], ratings)
			empty = blank[d]
		}
		for _, k := range mix.list(i) {
			for r := range ratings {
				if ratings[r] >= 0 {
					ratings[r] = int8(mix.set[k] >> r & 1)
				}
			}
			t.codes[k] = put(t.codes[k], held.Stratum[i], t.way(ratings, empty), held.Weight(i))
		}
	}
	s.all, c.held = c, held
	if c.values, err = t.run(ctx, s.values.Seed()); err == nil && s.categories != nil {
		c.choice, err = s.choose(ctx, c.view, s.coders, ofAll(), nil)
	}
	return err
}

// unrated fills in what coders say of a unit of a document that they coded
// nothing in: absence, or nothing where they have not begun.
func (s *study) unrated(d *qda.Document, ratings []int8) {
	for r, c := range s.coders {
		ratings[r] = 0
		if !begun(d, s.v.Coders[c].ID) {
			ratings[r] = stat.Missing
		}
	}
}

// way is the number of a way, whose units are of another where nothing is
// coded; -1 where it is that itself.
func (t *tally) way(ratings []int8, blank int32) int32 {
	w := int32(t.panel.Way(ratings))
	if int(w) == len(t.from) {
		if blank < 0 {
			blank = w
		}
		t.from = append(t.from, blank)
	}
	return w
}
