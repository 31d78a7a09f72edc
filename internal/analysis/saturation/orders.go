package saturation

import (
	"context"
	"math/bits"
	"slices"
	"sort"
	"sync/atomic"

	"tematik/internal/progress"
	"tematik/internal/stat"
)

// How much is drawn at random.
const (
	replicates = 2000
	orders     = 10000
)

// measure is a whole number that an order of the units has; seen[k] is how many
// codes its first k units have.
type measure func(seen []int) int

// rule is a stopping rule of Guest, Namey & Chen 2020
// (doi:10.1371/journal.pone.0232076).
type rule struct {
	base, run int
	threshold float64
}

// francis is the rule of Francis et al. 2010 (doi:10.1080/08870440903194015):
// ten interviews, then three in a row without a new code.
var francis = rule{base: 10, run: 3}

// rules are all rules of the axes, each axis in ascending order, and francis
// last where it is not among them.
func rules(bases, runs []int, thresholds []float64) []rule {
	var out []rule
	for _, b := range bases {
		for _, r := range runs {
			for _, t := range thresholds {
				out = append(out, rule{b, r, t})
			}
		}
	}
	if !slices.Contains(out, francis) {
		out = append(out, francis)
	}
	return out
}

// stop is where the rule stops: the first s ≥ base with
//
//	Σ new[s+1…s+run] / Σ new[1…base] ≤ threshold
//
// Runs slide by one unit. 0 where no run within the units does, or where the
// base has no code. Of 10, 10, 10, 7, 4, 3, 1, 0 new codes with base 4, run 2 and
// threshold 0.05 it is 6: the 1 code of units 7 and 8 is 3 % of 37.
func (r rule) stop(seen []int) int {
	n := len(seen) - 1
	if r.base+r.run > n || seen[r.base] == 0 {
		return 0
	}
	for s := r.base; s+r.run <= n; s++ {
		if float64(seen[s+r.run]-seen[s])/float64(seen[r.base]) <= r.threshold {
			return s
		}
	}
	return 0
}

// met is after how many units so many codes were met.
func met(codes int) measure {
	return func(seen []int) int { return sort.SearchInts(seen, codes) }
}

// brought is how many codes the last units add.
func brought(last int) measure {
	return func(seen []int) int {
		n := len(seen) - 1
		return seen[n] - seen[max(n-last, 0)]
	}
}

// spread is what measures amount to over many orders: for each, how many orders
// have which value. All says that the orders are all there are.
type spread struct {
	counts [][]int
	orders int
	all    bool
}

// overOrders takes the measures of every order; none may exceed the units, or
// the codes. Orders are shared among the processors; what each order is depends
// on the seed alone.
func (x *incidence) overOrders(ctx context.Context, measures []measure, seed int64) (*spread, error) {
	o := stat.NewOrders(len(x.rows), orders, seed)
	out := &spread{counts: x.room(measures), orders: o.Len(), all: o.All()}
	var finished atomic.Int64
	err := stat.OnCores(ctx, o.Len(), func(int) (func(int), func()) {
		counts, w := x.room(measures), newWalker(x, o)
		return func(i int) {
				w.along(i)
				for m, f := range measures {
					counts[m][f(w.seen)]++
				}
				if n := int(finished.Add(1)); n%1024 == 0 {
					progress.Step(ctx, n, o.Len())
				}
			}, func() {
				for i := range counts {
					for v, c := range counts[i] {
						out.counts[i][v] += c
					}
				}
			}
	})
	return out, err
}

func (x *incidence) room(measures []measure) [][]int {
	out := make([][]int, len(measures))
	for i := range out {
		out[i] = make([]int, max(len(x.rows), len(x.sets))+1)
	}
	return out
}

// walker goes along orders, one at a time.
type walker struct {
	*incidence
	*stat.Walk
	all    bool
	freq   []int    // by code: its units
	codes  int      // that some unit has
	sum    int      // of freq
	seen   []int    // codes after so many units of this order
	known  []uint64 // codes met
	rest   int      // units of the codes not met, those of each counted
	places []int32
	units  []int32 // of the codes not met
	at     []int32 // by place: the unit
	taken  []uint64
	in     []bool // by unit: it is in units
}

func newWalker(x *incidence, o stat.Orders) *walker {
	n := len(x.rows)
	w := &walker{incidence: x, Walk: o.Walk(), all: o.All(), freq: make([]int, len(x.sets)), seen: make([]int, n+1),
		known: make([]uint64, (len(x.sets)+63)/64), at: make([]int32, n), taken: make([]uint64, (n+63)/64), in: make([]bool, n)}
	for j, set := range x.sets {
		each(set, func(int) { w.freq[j]++ })
		w.sum += w.freq[j]
		if w.freq[j] > 0 {
			w.codes++
		}
	}
	return w
}

// along goes along order i. Unit after unit it learns what is new; once the codes
// not met are in few of the units left, it asks where these alone stand.
func (w *walker) along(i int) {
	w.Begin(i)
	clear(w.known)
	w.rest = w.sum
	n := len(w.rows)
	for k := 1; k <= n; k++ {
		switch left := n - k + 1; {
		case w.rest == 0:
			w.seen[k] = w.codes
		case !w.all && 8*w.rest < left:
			w.leap(k)
			return
		default:
			w.seen[k] = w.seen[k-1] + w.learn(w.Next())
		}
	}
}

// learn takes the codes of a unit and says how many are new.
func (w *walker) learn(unit int) (news int) {
	for i, word := range w.rows[unit] {
		for fresh := word &^ w.known[i]; fresh != 0; fresh &= fresh - 1 {
			w.rest -= w.freq[i*64+bits.TrailingZeros64(fresh)]
			news++
		}
		w.known[i] |= word
	}
	return news
}

// leap fills in what is seen from the k-th unit on: only the units of codes
// not met yet matter, and none of these has come.
func (w *walker) leap(k int) {
	w.units = w.units[:0]
	for j, f := range w.freq {
		if f > 0 && w.known[j/64]>>(j%64)&1 == 0 {
			each(w.sets[j], func(u int) {
				if !w.in[u] {
					w.in[u] = true
					w.units = append(w.units, int32(u))
				}
			})
		}
	}
	w.places = slices.Grow(w.places[:0], len(w.units))[:len(w.units)]
	clear(w.taken)
	w.Scatter(w.places, w.taken)
	for i, p := range w.places {
		w.at[p], w.in[w.units[i]] = w.units[i], false
	}
	next := k
	each(w.taken, func(p int) {
		for ; next < k+p; next++ {
			w.seen[next] = w.seen[next-1]
		}
		w.seen[next] = w.seen[next-1] + w.learn(int(w.at[p]))
		next++
	})
	for ; next < len(w.seen); next++ {
		w.seen[next] = w.codes
	}
}

// stopped is the share of orders in which rule i stops.
func (s *spread) stopped(i int) float64 {
	return 1 - float64(s.counts[i][0])/float64(s.orders)
}

// quantile is that of where rule i stops; orders that never do come after all
// others, and a quantile among them is undefined.
func (s *spread) quantile(i int, p float64) float64 {
	at := append([]int{0}, s.counts[i][1:]...)
	return stat.Quantile(at, s.orders, p)
}
