package stat

import (
	"context"
	"math"
)

// MinClusters is how few clusters no interval is given for.
const MinClusters = 6

// Interval is a 95 % interval, and of how many replicates: those in which the
// value is undefined are left out.
type Interval struct {
	Lower, Upper float64
	Replicates   int
}

// Bootstrap gives percentile intervals of some values by drawing clusters (such
// as informants) with replacement: units of one cluster are not independent.
// statistic fills out from how often each cluster was drawn; it is called from
// several goroutines, for worker 0…GOMAXPROCS−1, and must not share scratch
// between workers. Replicate i draws from stream i of the seed, so the result is
// the same on any number of cores.
//
//	[q(0.025), q(0.975)] of the replicates, by the inverse of their distribution
//
// Efron 1979 (doi:10.1214/aos/1176344552); of clusters, Field & Welsh 2007
// (doi:10.1111/j.1467-9868.2007.00593.x). Undefined with fewer than six
// clusters, or where fewer than half the replicates are defined.
func Bootstrap(ctx context.Context, clusters, values, replicates int, seed int64, statistic func(worker int, drawn []int, out []float64)) ([]Interval, error) {
	out := make([]Interval, values)
	for i := range out {
		out[i] = Interval{nan(), nan(), 0}
	}
	if clusters < MinClusters || values == 0 || replicates == 0 {
		return out, ctx.Err()
	}
	all := newReplicates(values, replicates)
	err := OnCores(ctx, replicates, func(worker int) (func(int), func()) {
		drawn, row, own := make([]int, clusters), make([]float64, values), newReplicates(values, replicates)
		return func(i int) {
				clear(drawn)
				r := Stream(seed, i)
				for range clusters {
					drawn[r.IntN(clusters)]++
				}
				statistic(worker, drawn, row)
				for v, x := range row {
					own[v].add(x)
				}
			}, func() {
				for v := range all {
					all[v].join(&own[v])
				}
			}
	})
	if err != nil {
		return nil, err
	}
	for v := range out {
		out[v] = all[v].interval(replicates)
	}
	return out, nil
}

// replicated are the replicates of one value, of which only the ends are kept:
// the quantiles lie there, and all replicates of many values are much memory.
type replicated struct {
	defined   int
	low, high tail // high of the negated values
}

func newReplicates(values, replicates int) []replicated {
	out := make([]replicated, values)
	for v := range out {
		keep := int(0.025*float64(replicates)) + 2
		out[v].low.keep, out[v].high.keep = keep, keep
	}
	return out
}

// add takes a replicate; undefined ones are left out.
func (r *replicated) add(x float64) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return
	}
	r.defined++
	r.low.add(x)
	r.high.add(-x)
}

func (r *replicated) join(o *replicated) {
	r.defined += o.defined
	for _, x := range o.low.least {
		r.low.add(x)
	}
	for _, x := range o.high.least {
		r.high.add(x)
	}
}

// interval is undefined where fewer than half of all are defined.
func (r *replicated) interval(all int) Interval {
	n := r.defined
	if 2*n < all {
		return Interval{nan(), nan(), n}
	}
	place := func(p float64) int { return max(int(math.Ceil(p*float64(n)-1e-9)), 1) }
	return Interval{nth(r.low.least, place(0.025)-1), -nth(r.high.least, n-place(0.975)), n}
}

// tail is at least the keep least of some values.
type tail struct {
	keep  int
	least []float64
	full  bool // keep of them are at most bound
	bound float64
}

func (t *tail) add(x float64) {
	if t.full && x >= t.bound {
		return
	}
	if t.least = append(t.least, x); len(t.least) >= 2*t.keep {
		t.full, t.bound = true, nth(t.least, t.keep-1)
		t.least = t.least[:t.keep]
	}
}

// nth is the value that would be at place k if x were sorted; x is put into
// another order (Hoare 1961, doi:10.1145/366622.366647).
func nth(x []float64, k int) float64 {
	for lo, hi := 0, len(x)-1; lo < hi; {
		pivot, i, j := x[lo+(hi-lo)/2], lo, hi
		for i <= j {
			for x[i] < pivot {
				i++
			}
			for x[j] > pivot {
				j--
			}
			if i <= j {
				x[i], x[j] = x[j], x[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			hi = j
		case k >= i:
			lo = i
		default:
			return x[k]
		}
	}
	return x[k]
}
