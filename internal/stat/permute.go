package stat

import (
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"sort"
	"sync/atomic"
)

// Block is a stretch within which kinds are permuted, such as an interview.
type Block struct {
	Units int       // how many units it has, with or without a kind
	Place []int     // of each row, which unit it is
	Rows  [][]int32 // the kinds of a unit, no kind twice
}

// Permuted is what permutations say of each pair: how many units with both are
// to be expected, the two-sided p of as many as there are, and that p adjusted
// for all pairs. A pair is fixed if no permutation gave it another number.
type Permuted struct {
	Expected, P, Max []float64
	Fixed            []bool
}

// maxKept is how many bytes of replicates are remembered between the two
// looks at them; the others are drawn again.
const maxKept = 64 << 20

// permutation compares pairs of kinds with b replicates. begin gives each
// worker a way to draw replicate i, which must depend on nothing but i.
type permutation struct {
	seen  []int32 // by pair
	b     int
	begin func() func(i int, out []int32)
	step  func(done, total int)

	kept      []uint16 // the first replicates, a row each
	rows      int
	sum, sqr  []int64 // by pair, over the replicates
	mean, inv []float64
}

// each does work on every replicate, on all cores; again takes what was kept.
func (p *permutation) each(ctx context.Context, base int, again bool, work func() (one func(i int, t []int32), done func())) error {
	var finished atomic.Int64
	return OnCores(ctx, p.b, func(int) (func(int), func()) {
		draw, t := p.begin(), make([]int32, len(p.seen))
		one, done := work()
		return func(i int) {
			if again && i < p.rows {
				for k, x := range p.kept[i*len(t) : (i+1)*len(t)] {
					t[k] = int32(x)
				}
			} else {
				draw(i, t)
			}
			one(i, t)
			p.step(base+int(finished.Add(1)), 2*p.b)
		}, done
	})
}

// measure draws all replicates and sums them.
func (p *permutation) measure(ctx context.Context) error {
	n := len(p.seen)
	p.sum, p.sqr = make([]int64, n), make([]int64, n)
	return p.each(ctx, 0, false, func() (func(int, []int32), func()) {
		sum, sqr := make([]int64, n), make([]int64, n)
		return func(i int, t []int32) {
				for k, x := range t {
					sum[k] += int64(x)
					sqr[k] += int64(x) * int64(x)
				}
				if i < p.rows {
					for k, x := range t {
						p.kept[i*n+k] = uint16(x)
					}
				}
			}, func() {
				for k := range sum {
					p.sum[k] += sum[k]
					p.sqr[k] += sqr[k]
				}
			}
	})
}

// far is how unusual a count is of pair k, beside those of other pairs.
func (p *permutation) far(k int, t int32) float64 {
	return math.Abs(float64(t)-p.mean[k]) * p.inv[k]
}

// compare makes the p values of b replicates. Two-sided, each pair by itself:
//
//	p = (1 + #{b: |T_b − E| ≥ |T − E|}) / (B + 1),  E = mean of T_1…T_B
//
// and adjusted for all pairs at once by the maximum over pairs (Westfall &
// Young 1993, ISBN 978-0-471-55761-6, single step):
//
//	d = |T − m| / (s + 1);  p = (1 + #{b: max over pairs of d_b ≥ d}) / (B + 1)
//
// m and s are mean and standard deviation over the replicates and the observed
// count together, so that the observed is treated as any other. To s is added
// one unit, the least by which a count can differ (Tusher et al. 2001,
// doi:10.1073/pnas.091062498, add such a constant): else one unit of a pair that is
// next to impossible would outweigh dozens of a common one, in nearly every
// replicate. Smallest p-values in place of d would need far more replicates
// than there are pairs. The adjusted p is never below the pair's own.
func (p *permutation) compare(ctx context.Context) (*Permuted, error) {
	n, all := len(p.seen), float64(p.b+1)
	r := &Permuted{Expected: make([]float64, n), P: make([]float64, n), Max: make([]float64, n), Fixed: make([]bool, n)}
	if err := p.measure(ctx); err != nil {
		return nil, err
	}
	p.mean, p.inv = make([]float64, n), make([]float64, n)
	for k, t := range p.seen {
		x, b := int64(t), int64(p.b)
		r.Expected[k] = float64(p.sum[k]) / float64(p.b)
		r.Fixed[k] = p.sum[k] == x*b && p.sqr[k] == x*x*b
		p.mean[k] = float64(p.sum[k]+x) / all
		p.inv[k] = 1 / (math.Sqrt(math.Max(0, float64(p.sqr[k]+x*x)/all-p.mean[k]*p.mean[k])) + 1)
	}
	farthest, far := make([]float64, p.b), make([]int64, n)
	err := p.each(ctx, p.b, true, func() (func(int, []int32), func()) {
		count := make([]int64, n)
		return func(i int, t []int32) {
				for k, x := range t {
					if distance(int64(x), p.sum[k], p.b) >= distance(int64(p.seen[k]), p.sum[k], p.b) {
						count[k]++
					}
					farthest[i] = max(farthest[i], p.far(k, x))
				}
			}, func() {
				for k, c := range count {
					far[k] += c
				}
			}
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(farthest)
	for k, t := range p.seen {
		r.P[k] = float64(1+far[k]) / all
		d := p.far(k, t) * (1 - 1e-12) // equal ones of two pairs may differ by rounding
		r.Max[k] = max(r.P[k], float64(1+p.b-sort.SearchFloat64s(farthest, d))/all)
	}
	return r, nil
}

// distance is b |t − sum/b|.
func distance(t, sum int64, b int) int64 {
	d := t*int64(b) - sum
	return max(d, -d)
}

// permute compares the counts of pairs, none above most, with b replicates.
func permute(ctx context.Context, seen []int32, most, b int, step func(done, total int), begin func() func(i int, out []int32)) (*Permuted, error) {
	p := &permutation{seen: seen, b: b, begin: begin, step: step}
	if step == nil {
		p.step = func(int, int) {}
	}
	if most <= math.MaxUint16 {
		p.rows = min(b, maxKept/2/max(len(seen), 1))
		p.kept = make([]uint16, p.rows*len(seen))
	}
	return p.compare(ctx)
}

// tally counts, for a replicate, the units that have both of two kinds.
type tally struct {
	kinds int
	place []int32 // by a*kinds+b, a < b: the place of the pair, or -1
	pairs int
}

func newTally(kinds int, pairs [][2]int32) *tally {
	t := &tally{kinds: kinds, place: make([]int32, kinds*kinds), pairs: len(pairs)}
	for i := range t.place {
		t.place[i] = -1
	}
	for i, p := range pairs {
		t.place[int(min(p[0], p[1]))*kinds+int(max(p[0], p[1]))] = int32(i)
	}
	return t
}

// gather puts what was counted for every two kinds where the pairs stand, and
// clears it.
func (t *tally) gather(square, out []int32) {
	for at, k := range t.place {
		if k >= 0 {
			out[k] = square[at]
		}
	}
	clear(square)
}

// row counts the pairs of a unit; its kinds are in order.
func (t *tally) row(kinds []int32, square []int32) {
	for x, a := range kinds {
		line := square[int(a)*t.kinds:][:t.kinds]
		for _, b := range kinds[x+1:] {
			line[b]++
		}
	}
}

// dice draws small numbers from few large ones.
type dice struct {
	src  rand.PCG
	u    uint64 // uniform: what is left of the last number
	bits int    // how many bits of it are left
}

func (d *dice) begin(seed int64, i int) {
	d.src.Seed(uint64(seed), scramble(uint64(i)))
	d.bits = 0
}

// below is uniform from 0 to n−1, but for less than n/2³².
func (d *dice) below(n int) int {
	if d.bits -= bits.Len(uint(n)); d.bits < 32 {
		d.u, d.bits = d.src.Uint64(), 64-bits.Len(uint(n))
	}
	hi, lo := bits.Mul64(d.u, uint64(n))
	d.u = lo
	return int(hi)
}
