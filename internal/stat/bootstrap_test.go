package stat

import (
	"context"
	"math"
	"runtime"
	"slices"
	"testing"
)

// The bootstrap of a mean of n clusters has the variance of the clusters over
// n: for 1…20, 33.25/20, so that the interval is about 10.5 ± 1.96·1.2894.
func TestBootstrapOfAMean(t *testing.T) {
	mean := func(_ int, drawn []int, out []float64) {
		sum := 0.0
		for i, d := range drawn {
			sum += float64(d * (i + 1))
		}
		out[0], out[1] = sum/20, math.NaN()
		if drawn[0] == 0 {
			out[1] = 1
		}
	}
	run := func() []Interval {
		got, err := Bootstrap(context.Background(), 20, 2, 20000, 1, mean)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := run()
	if !(math.Abs(got[0].Lower-7.973) <= 0.1) || !(math.Abs(got[0].Upper-13.027) <= 0.1) || got[0].Replicates != 20000 {
		t.Errorf("mean: %v", got[0])
	}
	// A cluster is left out of a draw with chance (1 − 1/20)^20 = 0.358: fewer
	// than half the replicates are defined.
	if !math.IsNaN(got[1].Lower) || !(math.Abs(float64(got[1].Replicates)-7170) <= 250) {
		t.Errorf("rarely defined: %v", got[1])
	}
	before := runtime.GOMAXPROCS(1)
	if one := run(); one[0] != got[0] {
		t.Errorf("on one core %v, on more %v", one[0], got[0])
	}
	runtime.GOMAXPROCS(before)
	few, _ := Bootstrap(context.Background(), 5, 1, 100, 1, mean)
	if !math.IsNaN(few[0].Lower) {
		t.Errorf("five clusters have an interval: %v", few[0])
	}
}

// The k-th of any list is the one at place k when sorted.
func TestNth(t *testing.T) {
	r := Stream(1, 0)
	for range 2000 {
		x := make([]float64, 1+r.IntN(40))
		for i := range x {
			x[i] = float64(r.IntN(12))
		}
		sorted := slices.Sorted(slices.Values(x))
		if k := r.IntN(len(x)); nth(slices.Clone(x), k) != sorted[k] {
			t.Fatalf("%v at %d of %v", nth(slices.Clone(x), k), k, sorted)
		}
	}
}

// Quantiles by the inverse of the distribution, as R's quantile(type = 1): of
// 1…40 the first and the 39th, of 1…2000 the 50th and the 1950th.
func TestPercentiles(t *testing.T) {
	for _, c := range []struct {
		n, undefined int
		lower, upper float64
		replicates   int
	}{
		{40, 0, 1, 39, 40},
		{2000, 0, 50, 1950, 2000},
		{2000, 1, 50, 1950, 2000},
		{1001, 999, 26, 976, 1001}, // ceil(25.025), ceil(975.975)
		{1, 1, 1, 1, 1},            // half of them are defined: enough
		{1, 2, math.NaN(), math.NaN(), 1},
		{0, 3, math.NaN(), math.NaN(), 0},
	} {
		x := make([]float64, 0, c.n+c.undefined)
		for i := range c.n {
			x = append(x, float64(c.n-i))
		}
		for range c.undefined {
			x = append(x, math.NaN())
		}
		parts := newReplicates(3, len(x)) // as two workers have them, and together
		for i, v := range x {
			parts[i%2].add(v)
		}
		parts[2].join(&parts[0])
		parts[2].join(&parts[1])
		got := parts[2].interval(len(x))
		if !close12(got.Lower, c.lower) || !close12(got.Upper, c.upper) || got.Replicates != c.replicates {
			t.Errorf("%d and %d undefined: %+v", c.n, c.undefined, got)
		}
	}
}

// Six clusters are enough.
func TestBootstrapOfSix(t *testing.T) {
	got, err := Bootstrap(context.Background(), 6, 1, 100, 1, func(_ int, drawn []int, out []float64) {
		out[0] = 0
		for _, n := range drawn {
			out[0] += float64(n)
		}
	})
	if err != nil || got[0] != (Interval{6, 6, 100}) {
		t.Errorf("%+v, %v", got, err)
	}
}
