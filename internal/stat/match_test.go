package stat

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// F1 of the continua is the mean over the pairs of coders.
func TestF1Reference(t *testing.T) {
	for name, c := range readContinua(t) {
		coders, _ := c.units()
		for key, want := range c.RawF1 {
			part, err := strconv.ParseFloat(key, 64)
			if err != nil {
				t.Fatal(err)
			}
			sum, pairs := 0.0, 0.0
			for i := range coders {
				for j := range i {
					sum += F1(coders[i], coders[j], part)
					pairs++
				}
			}
			if name == "both_empty" {
				want = nan()
			}
			if !close12(sum/pairs, want) {
				t.Errorf("%s, %s: %v, want %v", name, key, sum/pairs, want)
			}
		}
	}
}

func TestMatchUnits(t *testing.T) {
	for name, c := range map[string]struct {
		a, b []Unit
		part float64
		want int
	}{
		// The first of a takes the first of b when it comes first; the second of
		// a then has none, unless the first gives way.
		"not what comes first": {[]Unit{{0, 20, 0}, {0, 8, 0}}, []Unit{{0, 10, 0}, {10, 20, 0}}, 0, 2},
		"three give way":       {[]Unit{{0, 30, 0}, {0, 18, 0}, {0, 9, 0}}, []Unit{{0, 10, 0}, {10, 20, 0}, {20, 30, 0}}, 0, 3},
		"one alone":            {[]Unit{{0, 10, 0}}, []Unit{{0, 5, 0}, {5, 10, 0}}, 0.5, 1},
		"half, exactly":        {[]Unit{{0, 10, 0}}, []Unit{{0, 5, 0}}, 0.5, 1},
		"less than half":       {[]Unit{{0, 11, 0}}, []Unit{{0, 5, 0}}, 0.5, 0},
		"touching":             {[]Unit{{0, 5, 0}}, []Unit{{5, 9, 0}}, 0, 0},
		"another value":        {[]Unit{{0, 5, 0}}, []Unit{{0, 5, 1}}, 0, 0},
		"a long one before":    {[]Unit{{40, 50, 0}}, []Unit{{0, 100, 0}, {1, 2, 0}, {3, 4, 0}}, 0, 1},
		"the same":             {[]Unit{{0, 5, 0}, {3, 9, 0}}, []Unit{{3, 9, 0}, {0, 5, 0}}, 1, 2},
		"none":                 {nil, nil, 0, 0},
	} {
		if got := MatchUnits(c.a, c.b, c.part); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if !math.IsNaN(F1(nil, nil, 0)) || F1(nil, []Unit{{0, 1, 0}}, 0) != 0 {
		t.Error("F1 without units")
	}
}

// most tries every matching.
func most(a, b []Unit, part float64, taken int) int {
	if len(a) == 0 {
		return 0
	}
	best := most(a[1:], b, part, taken)
	for j, y := range b {
		both := float64(min(a[0].End, y.End) - max(a[0].Start, y.Start))
		either := float64(a[0].End-a[0].Start) + float64(y.End-y.Start) - both
		if taken&(1<<j) == 0 && a[0].Value == y.Value && both > 0 && both/either >= part {
			best = max(best, 1+most(a[1:], b, part, taken|1<<j))
		}
	}
	return best
}

func TestMatchIsMaximum(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func() (out []Unit) {
			for range rapid.IntRange(0, 5).Draw(rt, "units") {
				start := rapid.IntRange(0, 12).Draw(rt, "start")
				out = append(out, Unit{start, start + rapid.IntRange(1, 10).Draw(rt, "length"), rapid.IntRange(0, 1).Draw(rt, "value")})
			}
			return out
		}
		a, b := draw(), draw()
		last := math.MaxInt
		for _, part := range []float64{0, 0.5, 0.75, 1} {
			got := MatchUnits(a, b, part)
			if want := most(a, b, part, 0); got != want || got != MatchUnits(b, a, part) || got > last {
				rt.Fatalf("%v: %d, want %d", part, got, want)
			}
			last = got
		}
	})
}

// Thousands of units are matched at once, and long chains do not take for ever.
func TestMatchIsFast(t *testing.T) {
	const n = 20000
	a, b := make([]Unit, n), make([]Unit, n)
	for i := range n {
		a[i] = Unit{10 * i, 10*i + 10, 0}
		b[n-1-i] = Unit{10*i + 5, 10*i + 15, 0}
	}
	if got := MatchUnits(a, b, 0); got != n {
		t.Errorf("%d matched, want %d", got, n)
	}
}
