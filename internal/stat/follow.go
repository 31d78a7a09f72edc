package stat

import (
	"context"
	"math"
	"sync/atomic"
)

// Following is what permutations say of ordered pairs of kinds (a, b): how
// often b is to be expected soon after a, the standard deviation of that number
// and the two-sided p of as many as there are. A pair is fixed if no
// permutation gave it another number.
type Following struct {
	Expected, SD, P []float64
	Fixed           []bool
}

// Followed counts, by a*kinds+b, the units with a after which b comes within so
// many places of the same block; with preceded those before which it comes. A
// unit counts once, however often b comes, and what stands in the unit itself
// does not count.
func Followed(kinds, within int, blocks []Block) (followed, preceded []int) {
	followed, preceded = make([]int, kinds*kinds), make([]int, kinds*kinds)
	f := newFollower(kinds)
	for _, b := range blocks {
		for i, row := range b.Rows {
			f.begin()
			for j := i + 1; j < len(b.Rows) && b.Place[j]-b.Place[i] <= within; j++ {
				f.see(b.Rows[j])
			}
			for _, a := range row {
				for _, c := range f.near {
					followed[int(a)*kinds+int(c)]++
				}
			}
			f.begin()
			for j := i - 1; j >= 0 && b.Place[i]-b.Place[j] <= within; j-- {
				f.see(b.Rows[j])
			}
			for _, a := range row {
				for _, c := range f.near {
					preceded[int(a)*kinds+int(c)]++
				}
			}
		}
	}
	return followed, preceded
}

// follower gathers the kinds of some units, each once.
type follower struct {
	near []int32
	last []int
	turn int
}

func newFollower(kinds int) *follower { return &follower{last: make([]int, kinds)} }

func (f *follower) begin() { f.near, f.turn = f.near[:0], f.turn+1 }

func (f *follower) see(row []int32) {
	for _, c := range row {
		if f.last[c] != f.turn {
			f.last[c] = f.turn
			f.near = append(f.near, c)
		}
	}
}

// ExpectedToFollow is the mean of what Followed counts over all orders of the
// rows of each block on the places where rows stand.
//
//	Σ over blocks and places (n_a − n_ab)/m h(n_b) + n_ab/m h(n_b − 1)
//	h(n) = 1 − C(m−1−n, w) / C(m−1, w)
//
// where m is the number of rows, n_ab those with both, w how many further rows
// are within reach of the place. With one kind in each of m neighbouring units
// and a reach of one it is n_a n_b / m. Of the block a, b, a it is 2/3.
func ExpectedToFollow(kinds, within int, blocks []Block) []float64 {
	out := make([]float64, kinds*kinds)
	count, both := make([]int, kinds), make([]int, kinds*kinds)
	f := newFollower(kinds)
	for _, b := range blocks {
		f.begin()
		for _, row := range b.Rows {
			f.see(row)
			for _, a := range row {
				count[a]++
				for _, c := range row {
					both[int(a)*kinds+int(c)]++
				}
			}
		}
		h := reached(b, within)
		for _, a := range f.near {
			for _, c := range f.near {
				at := int(a)*kinds + int(c)
				n := both[at]
				out[at] += float64(count[a]-n) * h[count[c]]
				if n > 0 {
					out[at] += float64(n) * h[count[c]-1]
				}
			}
		}
		for _, a := range f.near {
			for _, c := range f.near {
				both[int(a)*kinds+int(c)] = 0
			}
			count[a] = 0
		}
	}
	return out
}

// reached gives, by how many of the other rows of a block there are to reach,
// the sum over places of the chance that one of them is within reach, over the
// number of rows.
func reached(b Block, within int) []float64 {
	m := len(b.Rows)
	places := make([]int, m) // by how many rows are within reach
	most := 0
	for i, j := 0, 0; i < m; i++ {
		for j < m && b.Place[j]-b.Place[i] <= within {
			j++
		}
		places[j-i-1]++
		most = max(most, j-i-1)
	}
	h := make([]float64, m+1)
	for n := range h {
		sum, none := 0.0, 1.0
		for w := range most + 1 {
			sum += float64(places[w]) * (1 - none)
			none *= math.Max(0, float64(m-1-n-w)/math.Max(1, float64(m-1-w)))
		}
		h[n] = sum / float64(m)
	}
	return h
}

// Follow compares what Followed counts with b orders of the rows of each block,
// what stands in a row and where rows stand kept (Bakeman, Robinson & Quera
// 1996, doi:10.1037/1082-989X.1.1.4, of lag sequential analysis, Sackett 1979;
// Bakeman & Quera 2011, doi:10.1017/CBO9781139017343).
//
//	p = (1 + #{b: |T_b − E| ≥ |T − E|}) / (B + 1),  E = ExpectedToFollow
//
// Order i is drawn from stream i of the seed: the same on any number of cores.
func Follow(ctx context.Context, kinds, within int, blocks []Block, seen []int, expected []float64, b int, seed int64, step func(done, total int)) (*Following, error) {
	n := kinds * kinds
	r := &Following{expected, make([]float64, n), make([]float64, n), make([]bool, n)}
	low, high := make([]int, n), make([]int, n)
	for k, e := range expected {
		d := math.Abs(float64(seen[k])-e) - 1e-9*math.Max(1, e) // equally far but for rounding
		low[k], high[k] = int(math.Floor(e-d)), int(math.Ceil(e+d))
		if d <= 0 {
			low[k], high[k] = math.MaxInt, 0
		}
	}
	sum, square, far := make([]int64, n), make([]int64, n), make([]int64, n)
	var finished atomic.Int64
	err := OnCores(ctx, b, func(int) (func(int), func()) {
		o := newReorder(kinds, within, blocks)
		s, q, f := make([]int64, n), make([]int64, n), make([]int64, n)
		return func(i int) {
				for k, t := range o.draw(seed, i) {
					s[k] += int64(t)
					q[k] += int64(t) * int64(t)
					if int(t) <= low[k] || int(t) >= high[k] {
						f[k]++
					}
				}
				step(int(finished.Add(1)), b)
			}, func() {
				for k := range s {
					sum[k], square[k], far[k] = sum[k]+s[k], square[k]+q[k], far[k]+f[k]
				}
			}
	})
	if err != nil {
		return nil, err
	}
	for k, e := range expected {
		t, all := int64(seen[k]), float64(b)
		r.Fixed[k] = sum[k] == t*int64(b) && square[k] == t*t*int64(b)
		r.SD[k] = math.Sqrt(math.Max(0, float64(square[k])/all-2*e*float64(sum[k])/all+e*e))
		if r.Fixed[k] {
			r.SD[k] = 0
		}
		r.P[k] = float64(1+far[k]) / float64(b+1)
	}
	return r, nil
}

// reorder draws orders and counts in them.
type reorder struct {
	kinds  int
	blocks []Block
	reach  [][]int // by block and place: the first row out of reach
	perm   []int
	count  []int32
	*follower
}

func newReorder(kinds, within int, blocks []Block) *reorder {
	o := &reorder{kinds: kinds, count: make([]int32, kinds*kinds), follower: newFollower(kinds)}
	for _, b := range blocks {
		if len(b.Rows) < 2 {
			continue // nothing to order, and nothing follows
		}
		reach := make([]int, len(b.Rows))
		for i, j := 0, 0; i < len(b.Rows); i++ {
			for j < len(b.Rows) && b.Place[j]-b.Place[i] <= within {
				j++
			}
			reach[i] = j
		}
		o.blocks, o.reach = append(o.blocks, b), append(o.reach, reach)
	}
	return o
}

func (o *reorder) draw(seed int64, i int) []int32 {
	clear(o.count)
	random := Stream(seed, i)
	for k, b := range o.blocks {
		o.perm = o.perm[:0]
		for x := range b.Rows {
			o.perm = append(o.perm, x)
		}
		random.Shuffle(len(o.perm), func(x, y int) { o.perm[x], o.perm[y] = o.perm[y], o.perm[x] })
		for x, end := range o.reach[k] {
			o.begin()
			for y := x + 1; y < end; y++ {
				o.see(b.Rows[o.perm[y]])
			}
			for _, a := range b.Rows[o.perm[x]] {
				line := o.count[int(a)*o.kinds:][:o.kinds]
				for _, c := range o.near {
					line[c]++
				}
			}
		}
	}
	return o.count
}

// SignTest is the exact two-sided p of k of n signs being positive where either
// is as likely (Dixon & Mood 1946, doi:10.1080/01621459.1946.10501898).
//
//	min(1, 2 Σ i ≤ min(k, n−k) C(n, i) / 2ⁿ)
//
// Undefined without signs. Of 1 in 8 it is 0.0703125.
func SignTest(k, n int) float64 {
	if n == 0 {
		return nan()
	}
	sum := 0.0
	for i := range min(k, n-k) + 1 {
		sum += math.Exp(choose(n, i) - float64(n)*math.Ln2)
	}
	return math.Min(1, 2*sum)
}
