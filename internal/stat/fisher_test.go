package stat

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// The tables of testdata/fisher.csv were summed with 60 digits in Python
// (mpmath 1.3.0), over the whole support; fisher.test of R 4.2.2 agrees with
// them to 8e-14.
func TestFisherReferences(t *testing.T) {
	f, err := os.Open("testdata/fisher.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 57 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		var x [5]float64
		for i := range x {
			if x[i], err = strconv.ParseFloat(row[i], 64); err != nil && x[i] != 0 {
				t.Fatal(err)
			}
		}
		got, want := Pair{x[0], x[1], x[2], x[3]}.Fisher(), x[4]
		least := 1e-11 * want
		if want < 1e-300 {
			least = math.Max(1e-9*want, 1e-323) // few digits are left of so small a number
		}
		if !(math.Abs(got-want) <= least) {
			t.Errorf("%v: p = %.15g, want %.15g", row[:4], got, want)
		}
		if turned := (Pair{x[3], x[1], x[2], x[0]}).Fisher(); !(math.Abs(turned-got) <= math.Max(1e-12*got, 1e-323)) {
			t.Errorf("%v: turned round %.15g, not %.15g", row[:4], turned, got)
		}
	}
}

// Summing the whole support must give what summing outward gives.
func TestFisherSumsAll(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		n := 2 + r.IntN(60)
		n1, n2 := r.IntN(n+1), r.IntN(n+1)
		lo, hi := max(0, n1+n2-n), min(n1, n2)
		a := lo + r.IntN(hi-lo+1)
		seen, sum := binomialOf(n1, a)*binomialOf(n-n1, n2-a), 0.0
		for x := lo; x <= hi; x++ {
			if w := binomialOf(n1, x) * binomialOf(n-n1, n2-x); w <= seen*(1+1e-7) {
				sum += w
			}
		}
		if got, want := NewPair(a, n1, n2, n).Fisher(), sum/binomialOf(n, n2); !(math.Abs(got-want) <= 1e-12*want) {
			t.Fatalf("%d of %d, %d and %d: %.15g, want %.15g", a, n, n1, n2, got, want)
		}
	}
}

func binomialOf(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}

func TestFisherMargins(t *testing.T) {
	for name, p := range map[string]Pair{"no unit": {}, "never": {0, 0, 0, 10}, "always": {10, 0, 0, 0}, "first always": {3, 4, 0, 0}, "second never": {0, 3, 0, 5}} {
		if got := p.Fisher(); got != 1 {
			t.Errorf("%s: %v, want 1", name, got)
		}
	}
}

// p.adjust(method = "BH") of base R 4.2.2.
func TestAdjust(t *testing.T) {
	got := Adjust([]float64{.01, .02, .03, .04, .05, .001, .5, .5, math.NaN(), 1})
	for i, want := range []float64{0.045, 0.06, 0.0675, 0.072, 0.075, 0.009, 0.5625, 0.5625, math.NaN(), 1} {
		check(t, "q", got[i], want)
	}
	if q := Adjust(nil); len(q) != 0 {
		t.Errorf("of none: %v", q)
	}
	for _, q := range Adjust([]float64{1, 1, 1}) {
		check(t, "q of 1", q, 1)
	}
}

// mantelhaen.test(correct = FALSE) of base R 4.2.2.
func TestMantelReferences(t *testing.T) {
	for _, c := range []struct {
		strata  [][4]float64
		odds, p float64
	}{
		{[][4]float64{{1, 2, 4, 10}, {2, 1, 3, 9}}, 2.66666666666667, 0.290158838163333},
		{[][4]float64{{2, 3, 3, 11}, {2, 5, 3, 14}, {0, 5, 4, 9}, {1, 1, 0, 7}, {1, 3, 4, 15}}, 1.37450695212054, 0.556667670814087},
		{[][4]float64{{2, 2, 4, 10}, {1, 2, 3, 10}, {4, 3, 2, 9}, {1, 1, 4, 11}, {2, 0, 2, 7}, {1, 2, 4, 9}, {4, 5, 8, 15}, {2, 1, 2, 9}, {3, 4, 1, 7}},
			3.03842725878994, 0.00442531013928619},
		{[][4]float64{{3, 4, 2, 11}, {1, 4, 1, 13}, {0, 0, 6, 11}, {0, 0, 1, 13}, {0, 0, 4, 5}, {0, 0, 5, 11}, {2, 0, 6, 9}, {2, 5, 5, 9},
			{1, 1, 2, 12}, {3, 2, 4, 13}, {2, 0, 2, 10}, {0, 2, 2, 7}, {1, 5, 1, 12}, {3, 2, 4, 11}}, 3.16094254160023, 0.0032597581459422},
		// A stratum of one unit, and one in which a kind is missing, say nothing.
		{[][4]float64{{1, 2, 4, 10}, {1, 0, 0, 0}, {0, 0, 5, 5}, {2, 1, 3, 9}}, 2.66666666666667, 0.290158838163333},
		{[][4]float64{{1, 0, 0, 0}, {0, 0, 0, 1}}, math.NaN(), math.NaN()},
		{[][4]float64{{2, 0, 0, 5}}, math.NaN(), 0.0143058784354297}, // mantelhaen.test: odds ratio Inf, p = 0.01430588
		{nil, math.NaN(), math.NaN()},
	} {
		var m Mantel
		for _, s := range c.strata {
			m.Add(NewStratum(int(s[0]+s[1]+s[2]+s[3])), s[0], s[0]+s[1], s[0]+s[2])
		}
		check(t, "odds ratio", m.OddsRatio(), c.odds)
		check(t, "p", m.P(), c.p)
	}
}
