// Package saturation describes how codes come with further interviews: in the
// order they were held, over all orders, and beyond those held. It reads a View
// of the study and knows nothing of where that came from or how tables and
// curves look. It describes the use of codes; that a study is saturated is not
// for a count to say.
package saturation

import (
	"context"
	"math/bits"
	"runtime"
	"sync"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/stat"
)

// How much is drawn at random.
const (
	replicates = 2000
	orders     = 10000
)

// incidence is which sampling units have which codes, both ways round.
type incidence struct {
	columns *analysis.Columns
	sets    [][]uint64 // by code: its units
	rows    [][]uint64 // by unit: its codes
	seen    []bool     // by code: some unit has it
}

func newIncidence(columns *analysis.Columns, sets [][]uint64, units int) *incidence {
	x := &incidence{columns: columns, sets: sets, rows: make([][]uint64, units), seen: make([]bool, len(sets))}
	words := (len(sets) + 63) / 64
	for u := range x.rows {
		x.rows[u] = make([]uint64, words)
	}
	for j, set := range sets {
		each(set, func(u int) {
			x.rows[u][j/64] |= 1 << (j % 64)
			x.seen[j] = true
		})
	}
	return x
}

// each calls f with every member of a set.
func each(set []uint64, f func(i int)) {
	for w, word := range set {
		for ; word != 0; word &= word - 1 {
			f(w*64 + bits.TrailingZeros64(word))
		}
	}
}

// first is, by code, the first unit that has it, or -1.
func (x *incidence) first() []int {
	out := make([]int, len(x.sets))
	for j, set := range x.sets {
		out[j] = -1
		for w, word := range set {
			if word != 0 {
				out[j] = w*64 + bits.TrailingZeros64(word)
				break
			}
		}
	}
	return out
}

// news is how many codes each unit brings that none before it has.
func (x *incidence) news() []int {
	out := make([]int, len(x.rows))
	for _, u := range x.first() {
		if u >= 0 {
			out[u]++
		}
	}
	return out
}

// rule is a stopping rule of Guest, Namey & Chen 2020
// (doi:10.1371/journal.pone.0232076).
type rule struct {
	base, run int
	threshold float64
}

// rules are all rules of the axes, each axis in ascending order.
func rules(bases, runs []int, thresholds []float64) []rule {
	var out []rule
	for _, b := range bases {
		for _, r := range runs {
			for _, t := range thresholds {
				out = append(out, rule{b, r, t})
			}
		}
	}
	return out
}

// guest applies rules to one order after the other.
type guest struct {
	rules   []rule
	at      []int // by rule: where it stops in this order
	running []int // the rules that have not stopped
	seen    []int // codes after so many units
}

// stops tells where the rules stop over n units, given how many new codes each
// brings in turn: the first s ≥ base with
//
//	Σ new[s+1…s+run] / Σ new[1…base] ≤ threshold
//
// Runs slide by one unit. 0 where no run within the n units does, or where the
// base has no code. Units are asked for only while a rule still runs. Of 10,
// 10, 10, 7, 4, 3, 1, 0 with base 4, run 2 and threshold 0.05 it is 6: the 1
// code of units 7 and 8 is 3 % of 37. The result is valid until the next call.
func (g *guest) stops(n int, next func() int) []int {
	g.at, g.running, g.seen = g.at[:0], g.running[:0], append(g.seen[:0], 0)
	for i := range g.rules {
		g.at, g.running = append(g.at, 0), append(g.running, i)
	}
	for k := 1; k <= n && len(g.running) > 0; k++ {
		g.seen = append(g.seen, g.seen[k-1]+next())
		left := g.running[:0]
		for _, i := range g.running {
			if s, over := g.step(g.rules[i], k, n); over {
				g.at[i] = s
			} else {
				left = append(left, i)
			}
		}
		g.running = left
	}
	return g.at
}

// step looks at a rule after k of n units: whether it is over, and where it
// stopped.
func (g *guest) step(r rule, k, n int) (at int, over bool) {
	s := k - r.run
	switch {
	case k < r.base:
		return 0, false
	case g.seen[r.base] == 0 || n < r.base+r.run:
		return 0, true
	case s >= r.base && float64(g.seen[k]-g.seen[s])/float64(g.seen[r.base]) <= r.threshold:
		return s, true
	}
	return 0, false
}

// spread is where the rules stop over many orders: for each rule, how many
// orders stop after s units. All says that the orders are all there are.
type spread struct {
	stops [][]int
	count int
	all   bool
}

// overOrders lets every rule stop in every order. Orders are shared among the
// processors; what each order is depends on the seed alone.
func (x *incidence) overOrders(ctx context.Context, rules []rule, seed int64) (*spread, error) {
	n := len(x.rows)
	o := stat.NewOrders(n, orders, seed)
	out := &spread{stops: make([][]int, len(rules)), count: o.Len(), all: o.All()}
	for i := range out.stops {
		out.stops[i] = make([]int, n+1)
	}
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	var lock sync.Mutex
	for w := range workers {
		wait.Go(func() {
			stops := x.walk(ctx, o, rules, w, workers)
			lock.Lock()
			defer lock.Unlock()
			for i := range stops {
				for s, c := range stops[i] {
					out.stops[i][s] += c
				}
			}
		})
	}
	wait.Wait()
	return out, ctx.Err()
}

// walk goes along every workers-th order and counts where each rule stops.
func (x *incidence) walk(ctx context.Context, o stat.Orders, rules []rule, from, workers int) [][]int {
	n, all := len(x.rows), 0
	out := make([][]int, len(rules))
	for i := range out {
		out[i] = make([]int, n+1)
	}
	for _, yes := range x.seen {
		if yes {
			all++
		}
	}
	walk, g := o.Walk(), guest{rules: rules}
	seen := make([]uint64, (len(x.sets)+63)/64)
	for i := from; i < o.Len() && ctx.Err() == nil; i += workers {
		walk.Begin(i)
		clear(seen)
		left := all
		at := g.stops(n, func() int {
			if left == 0 {
				return 0
			}
			news := 0
			for w, word := range x.rows[walk.Next()] {
				news += bits.OnesCount64(word &^ seen[w])
				seen[w] |= word
			}
			left -= news
			return news
		})
		for j, s := range at {
			out[j][s]++
		}
	}
	return out
}

// stopped is the share of orders in which rule i stops.
func (s *spread) stopped(i int) float64 {
	return 1 - float64(s.stops[i][0])/float64(s.count)
}

// quantile is that of where rule i stops; orders that never do come after all
// others, and a quantile among them is undefined.
func (s *spread) quantile(i int, p float64) float64 {
	at := append([]int{0}, s.stops[i][1:]...)
	return stat.Quantile(at, s.count, p)
}

// segments counts the connected pieces of coded text of each column.
func segments(v *qda.View, c *analysis.Columns, s *analysis.Sampling) []int {
	out := make([]int, len(c.Nodes))
	end := make([]int32, len(c.Nodes)) // of the last piece in the document
	doc := make([]int32, len(c.Nodes)) // 1 + the document of that piece
	var units []int32
	for i, node := range v.Codings.Code {
		if units = s.At(int(v.Codings.Doc[i]), v.Codings.Span(i), units[:0]); len(units) == 0 {
			continue
		}
		k := c.Of[node]
		if doc[k] != v.Codings.Doc[i]+1 || v.Codings.Start[i] >= end[k] {
			out[k]++
			doc[k], end[k] = v.Codings.Doc[i]+1, v.Codings.End[i]
		}
		end[k] = max(end[k], v.Codings.End[i])
	}
	return out
}
