package cooccurrence

import (
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/stat"
)

// tests ask, pair by pair, whether two columns go together more or less often
// than they would by chance. What was not asked is undefined.
type tests struct {
	fisher, fisherQ []float64
	odds, mantel    []float64 // Mantel and Haenszel's
	perm            *stat.Permuted
	permQ           []float64
}

// undefined are so many numbers that nobody asked for.
func undefined(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = math.NaN()
	}
	return x
}

// test makes the tests of all pairs.
func (s *study) test(ctx context.Context) error {
	n := len(s.tested)
	s.fisher, s.odds, s.mantel = undefined(n), undefined(n), undefined(n)
	s.perm = &stat.Permuted{Expected: undefined(n), P: undefined(n), Max: undefined(n), Fixed: make([]bool, n)}
	if s.unit != analysis.Char {
		sums, err := mantel(ctx, s.held)
		if err != nil {
			return err
		}
		if err := stat.OnCores(ctx, n, func(int) (func(int), func()) {
			return func(i int) {
				at := s.at(s.tested[i][0], s.tested[i][1])
				s.fisher[i] = s.table(at, i).Fisher()
				s.odds[i], s.mantel[i] = sums[at].OddsRatio(), sums[at].P()
			}, nil
		}); err != nil {
			return err
		}
	}
	s.fisherQ = stat.Adjust(s.fisher)
	if s.permutations > 0 {
		if err := s.permute(ctx); err != nil {
			return err
		}
	}
	s.permQ = stat.Adjust(s.perm.P)
	return nil
}

// table is the 2×2 table of pair i.
func (s *study) table(at, i int) stat.Pair {
	return stat.NewPair(s.both[at], s.n[s.tested[i][0]], s.n[s.tested[i][1]], s.units)
}

// mantelParts is into how many parts strata are cut, whatever the cores: sums
// of parts differ by rounding.
const mantelParts = 2

// mantel sums the 2×2 tables of all strata, for every two columns a < b at
// a*columns+b. Only those that a stratum has both of cost anything.
func mantel(ctx context.Context, l *analysis.Held) ([]stat.Mantel, error) {
	order, from := grouped(l.Stratum, len(l.Strata))
	var parts [mantelParts][]stat.Mantel
	err := stat.OnCores(ctx, mantelParts, func(int) (func(int), func()) {
		return func(p int) {
			x := newStrata(l)
			for k := p * len(l.Strata) / mantelParts; k < (p+1)*len(l.Strata)/mantelParts && ctx.Err() == nil; k++ {
				x.add(order[from[k]:from[k+1]], l.Strata[k])
			}
			parts[p] = x.sums
		}, nil
	})
	if err != nil {
		return nil, err
	}
	for _, other := range parts[1:] {
		for at := range other {
			parts[0][at].Join(other[at])
		}
	}
	return parts[0], nil
}

// strata sums one stratum after the other.
type strata struct {
	*analysis.Held
	columns int
	sums    []stat.Mantel
	both    []int32
	n       []int32
	has     []int32 // columns of the stratum
}

func newStrata(l *analysis.Held) *strata {
	k := int(l.Other)
	return &strata{Held: l, columns: k, sums: make([]stat.Mantel, k*k), both: make([]int32, k*k), n: make([]int32, k)}
}

// add takes the lists of a stratum.
func (s *strata) add(lists []int32, units int) {
	if units < 2 {
		return
	}
	s.has = s.has[:0]
	for _, i := range lists {
		w, list := int32(s.Weight(int(i))), s.Columns(int(i))
		for x, a := range list {
			if a == s.Other {
				continue
			}
			if s.n[a] == 0 {
				s.has = append(s.has, a)
			}
			s.n[a] += w
			for _, b := range list[x+1:] {
				if b != s.Other {
					s.both[int(min(a, b))*s.columns+int(max(a, b))] += w
				}
			}
		}
	}
	slices.Sort(s.has)
	stratum := stat.NewStratum(units)
	for x, a := range s.has {
		n1 := float64(s.n[a])
		sums, both := s.sums[int(a)*s.columns:][:s.columns], s.both[int(a)*s.columns:][:s.columns]
		for _, b := range s.has[x+1:] {
			sums[b].Add(stratum, float64(both[b]), n1, float64(s.n[b]))
			both[b] = 0
		}
	}
	for _, a := range s.has {
		s.n[a] = 0
	}
}

// grouped orders 0…len(of)−1 by their group: group g is order[from[g]:from[g+1]].
func grouped(of []int32, groups int) (order, from []int32) {
	from = make([]int32, groups+1)
	for _, g := range of {
		from[g+1]++
	}
	for g := range groups {
		from[g+1] += from[g]
	}
	order = make([]int32, len(of))
	next := slices.Clone(from)
	for i, g := range of {
		order[next[g]] = int32(i)
		next[g]++
	}
	return order, from
}
