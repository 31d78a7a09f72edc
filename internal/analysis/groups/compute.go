// Package groups compares the use of codes between groups of informants, by an
// attribute of theirs. It reads a View of the study and knows nothing of where
// that came from or how tables and figures look.
package groups

import (
	"context"
	"maps"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/stat"
)

// grouping is the sampling units in groups.
type grouping struct {
	*analysis.Sampling
	names   []string // of the groups: the values of the attribute
	of      []int    // by unit: its group, or -1
	sizes   []int    // of the groups
	without []string // units without a value
	several []string // units with more than one
}

// group sorts the sampling units by an attribute: a case by its own value, else
// by that of its documents. Capital letters make no other value. Who has none,
// or documents that differ, is in no group.
func group(v *qda.View, kinds []string, attr string) *grouping {
	g := &grouping{Sampling: analysis.Sampled(v, kinds, analysis.GivenOrder)}
	values := make([]map[string]string, len(g.Units)) // as folded: as written first
	add := func(u int32, value string) {
		if value = strings.TrimSpace(value); value == "" {
			return
		}
		if values[u] == nil {
			values[u] = map[string]string{}
		}
		if fold := strings.ToLower(value); values[u][fold] == "" {
			values[u][fold] = value
		}
	}
	for u, x := range g.Units {
		if x.Case >= 0 {
			add(int32(u), v.Cases[x.Case].Values[attr])
		}
	}
	own := make([]bool, len(g.Units))
	for u := range values {
		own[u] = values[u] != nil
	}
	for d := range v.Documents {
		for _, u := range g.Of(d) {
			if !own[u] {
				add(u, v.Documents[d].Values[attr])
			}
		}
	}
	spelt := map[string]string{}
	for u, x := range values {
		switch len(x) {
		case 0:
			g.without = append(g.without, g.Units[u].Name)
		case 1:
			for fold, value := range x {
				if spelt[fold] == "" {
					spelt[fold] = value
				}
			}
		default:
			g.several = append(g.several, g.Units[u].Name)
		}
	}
	place := map[string]int{}
	for _, fold := range slices.SortedFunc(maps.Keys(spelt), analysis.CompareValues) {
		place[fold] = len(g.names)
		g.names = append(g.names, spelt[fold])
	}
	g.of, g.sizes = make([]int, len(g.Units)), make([]int, len(g.names))
	for u, x := range values {
		g.of[u] = -1
		if len(x) == 1 {
			for fold := range x {
				g.of[u] = place[fold]
			}
			g.sizes[g.of[u]]++
		}
	}
	return g
}

// grouped is how many units are in a group.
func (g *grouping) grouped() (n int) {
	for _, size := range g.sizes {
		n += size
	}
	return n
}

// difference is how groups differ in one code.
type difference struct {
	node         int
	with         []int // by group: units that have it
	p, q         float64
	effect       float64
	lower, upper float64
}

// compare counts the units of each group that have each code in use, and tests.
func compare(ctx context.Context, v *qda.View, g *grouping, level analysis.Level, seed int64, pool *analysis.Pool) ([]difference, error) {
	columns := analysis.InUse(v, level)
	sets := g.Incidence(v, columns, pool)
	all := make([]difference, len(sets))
	ps := make([]float64, len(sets))
	for k, set := range sets {
		d := difference{node: columns.Nodes[k], with: make([]int, len(g.names))}
		for w, word := range set {
			for ; word != 0; word &= word - 1 {
				if at := g.of[w*64+bits.TrailingZeros64(word)]; at >= 0 {
					d.with[at]++
				}
			}
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d.p = stat.FisherGroups(d.with, g.sizes)
		d.effect, d.lower, d.upper = math.NaN(), math.NaN(), math.NaN()
		if len(g.names) == 2 {
			d.effect, d.lower, d.upper = stat.Difference(d.with[0], g.sizes[0], d.with[1], g.sizes[1])
		} else {
			d.effect = stat.CramersV(d.with, g.sizes)
		}
		all[k], ps[k] = d, d.p
	}
	for k, q := range stat.Adjust(ps) {
		all[k].q = q
	}
	if len(g.names) > 2 {
		return all, strengths(ctx, g, sets, all, seed)
	}
	return all, ctx.Err()
}

// replicates of the bootstrap.
const replicates = 2000

// strengths fills in the intervals of Cramér's V, by drawing units.
func strengths(ctx context.Context, g *grouping, sets [][]uint64, all []difference, seed int64) error {
	var in []int // the units that are in a group
	for u, at := range g.of {
		if at >= 0 {
			in = append(in, u)
		}
	}
	members := make([][]int, len(sets)) // by code: places in in
	for k, set := range sets {
		for i, u := range in {
			if set[u/64]>>(u%64)&1 != 0 {
				members[k] = append(members[k], i)
			}
		}
	}
	scratch := make([][2][]int, runtime.GOMAXPROCS(0))
	for w := range scratch {
		scratch[w] = [2][]int{make([]int, len(g.names)), make([]int, len(g.names))}
	}
	intervals, err := stat.Bootstrap(ctx, len(in), len(sets), replicates, seed, func(worker int, drawn []int, out []float64) {
		sizes, with := scratch[worker][0], scratch[worker][1]
		clear(sizes)
		for i, n := range drawn {
			sizes[g.of[in[i]]] += n
		}
		for k, places := range members {
			clear(with)
			for _, i := range places {
				with[g.of[in[i]]] += drawn[i]
			}
			out[k] = stat.CramersV(with, sizes)
		}
	})
	for k, x := range intervals {
		all[k].lower, all[k].upper = x.Lower, x.Upper
	}
	return err
}
