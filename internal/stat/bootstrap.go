package stat

import (
	"context"
	"math"
	"slices"
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
	all := make([]float64, values*replicates) // by value
	err := OnCores(ctx, replicates, func(worker int) (func(int), func()) {
		drawn, row := make([]int, clusters), make([]float64, values)
		return func(i int) {
			clear(drawn)
			r := Stream(seed, i)
			for range clusters {
				drawn[r.IntN(clusters)]++
			}
			statistic(worker, drawn, row)
			for v, x := range row {
				all[v*replicates+i] = x
			}
		}, nil
	})
	if err != nil {
		return nil, err
	}
	for v := range out {
		out[v] = percentiles(all[v*replicates : (v+1)*replicates])
	}
	return out, nil
}

// percentiles sorts the replicates of a value.
func percentiles(x []float64) Interval {
	all := len(x)
	x = slices.DeleteFunc(x, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
	n := len(x)
	if 2*n < all {
		return Interval{nan(), nan(), n}
	}
	at := func(p float64) float64 { return nth(x, max(int(math.Ceil(p*float64(n)-1e-9))-1, 0)) }
	return Interval{at(0.025), at(0.975), n}
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
