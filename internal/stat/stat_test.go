package stat

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"math/bits"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const testdata = "../analysis/saturation/testdata/"

// reference holds what other routes say of a matrix: exact rationals in Python,
// vegan 2.6-4 under R 4.2.2. See testdata/README.md.
type reference struct {
	N        int       `json:"n"`
	MaoTau   []float64 `json:"mao_tau"`
	OrderSD  []float64 `json:"order_sd_exact"`
	Chao2    *estimate `json:"chao2"`
	Chao2BC  *estimate `json:"chao2_bc"`
	IChao2   float64   `json:"ichao2"`
	Jack1    *estimate `json:"jack1"`
	Jack2    float64   `json:"jack2"`
	Boot     float64   `json:"boot"`
	Q0       float64   `json:"Q0_chao2"`
	Coverage []float64 `json:"coverage_curve_1_to_2n"`
	Richness []float64 `json:"richness_curve_1_to_2n"`
	PNext    float64   `json:"p_next_adds_new_leave_one_out"`
	Software struct {
		Band   any `json:"vegan_exact_sd_unconditioned_chao"`
		Specpl struct {
			BootSE any `json:"boot.se"`
		} `json:"vegan_specpool"`
	} `json:"software"`
}

type estimate struct {
	Est float64   `json:"est"`
	SE  *float64  `json:"se"`
	HF  float64   `json:"se_heltshe_forrester"`
	CI  []float64 `json:"ci95_lognormal"`
}

func references(t *testing.T) map[string]reference {
	t.Helper()
	b, err := os.ReadFile(testdata + "saturation.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]reference
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// load reads a matrix of units by kinds.
func load(t *testing.T, name string) *Sample {
	t.Helper()
	f, err := os.Open(testdata + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return sample(rows)
}

func sample(rows [][]string) *Sample {
	var sets [][]uint64
	if len(rows) > 0 {
		sets = make([][]uint64, len(rows[0]))
	}
	for j := range sets {
		sets[j] = make([]uint64, (len(rows)+63)/64)
		for i, row := range rows {
			if row[j] == "1" {
				sets[j][i/64] |= 1 << (i % 64)
			}
		}
	}
	return NewSample(len(rows), sets)
}

// of makes a sample of rows such as "110 101".
func of(rows string) *Sample {
	var m [][]string
	for _, row := range strings.Fields(rows) {
		m = append(m, strings.Split(row, ""))
	}
	return sample(m)
}

func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b))
}

func check(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !near(got, want) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func floats(v any) []float64 {
	switch v := v.(type) {
	case float64:
		return []float64{v}
	case []any:
		out := make([]float64, len(v))
		for i := range v {
			out[i], _ = v[i].(float64)
		}
		return out
	}
	return nil
}

func TestCurveReferences(t *testing.T) {
	for name, ref := range references(t) {
		t.Run(name, func(t *testing.T) {
			s := load(t, name)
			curve := s.Curve()
			if len(curve) != ref.N {
				t.Fatalf("%d points, want %d", len(curve), ref.N)
			}
			band := floats(ref.Software.Band)
			for i, p := range curve {
				if ref.MaoTau != nil {
					check(t, "expected", p.Expected, ref.MaoTau[i])
					check(t, "order s.d.", p.OrderSD, ref.OrderSD[i])
				}
				if !s.Estimable() {
					check(t, "lower", p.Lower, math.NaN())
					check(t, "coverage", p.Coverage, math.NaN())
					continue
				}
				check(t, "upper", p.Upper, p.Expected+1.96*band[i])
				check(t, "lower", p.Lower, p.Expected-1.96*band[i])
				check(t, "coverage", p.Coverage, ref.Coverage[i])
			}
			if !s.Estimable() {
				return
			}
			for m := 1; m <= s.N; m++ {
				check(t, "richness", float64(s.S)+s.NewKinds(m), ref.Richness[s.N+m-1])
				check(t, "coverage beyond", s.Coverage(m), ref.Coverage[s.N+m-1])
			}
			p, _ := s.AddsNew()
			check(t, "adds new", p, ref.PNext)
		})
	}
}

func TestEstimateReferences(t *testing.T) {
	for name, ref := range references(t) {
		t.Run(name, func(t *testing.T) {
			s := load(t, name)
			e := map[string]Estimate{}
			for _, x := range s.Estimates() {
				e[x.Name] = x
			}
			if !s.Estimable() {
				check(t, "chao2", e["chao2"].Value, math.NaN())
				check(t, "boot s.e.", e["boot"].SE, math.NaN())
				check(t, "observed", e["observed"].Value, float64(s.S))
				return
			}
			check(t, "chao2", e["chao2"].Value, ref.Chao2.Est)
			check(t, "chao2 s.e.", e["chao2"].SE, *ref.Chao2.SE)
			check(t, "chao2 lower", e["chao2"].Lower, ref.Chao2.CI[0])
			check(t, "chao2 upper", e["chao2"].Upper, ref.Chao2.CI[1])
			check(t, "chao2_bc", e["chao2_bc"].Value, ref.Chao2BC.Est)
			if ref.Chao2BC.SE != nil && s.Q[2] > 0 {
				check(t, "chao2_bc s.e.", e["chao2_bc"].SE, *ref.Chao2BC.SE)
				check(t, "chao2_bc upper", e["chao2_bc"].Upper, ref.Chao2BC.CI[1])
			} else { // both forms are one
				check(t, "chao2_bc s.e.", e["chao2_bc"].SE, e["chao2"].SE)
				check(t, "chao2_bc upper", e["chao2_bc"].Upper, e["chao2"].Upper)
			}
			check(t, "ichao2", e["ichao2"].Value, ref.IChao2)
			check(t, "jack1", e["jack1"].Value, ref.Jack1.Est)
			check(t, "jack1 s.e.", e["jack1"].SE, ref.Jack1.HF)
			check(t, "jack2", e["jack2"].Value, ref.Jack2)
			check(t, "boot", e["boot"].Value, ref.Boot)
			if v := floats(ref.Software.Specpl.BootSE); v != nil {
				check(t, "boot s.e.", e["boot"].SE, v[0])
			}
		})
	}
}

// SpadeR 0.1.1 has wrong derivatives here; the variance is checked by
// difference quotients of the estimate itself.
func TestIChao2Variance(t *testing.T) {
	const n, seen = 18, 50.0
	value := func(q [4]float64) float64 {
		a := (n - 1.0) / n
		return seen + a*q[0]*q[0]/(2*q[1]) + (n-3.0)/(4*n)*q[2]/q[3]*(q[0]-(n-3.0)/(2*(n-1))*q[1]*q[2]/q[3])
	}
	q := [4]float64{16, 11, 6, 5}
	est := value(q)
	var g [4]float64
	for i := range q {
		up, down := q, q
		up[i] += 1e-4
		down[i] -= 1e-4
		g[i] = (value(up) - value(down)) / 2e-4
	}
	want := 0.0
	for i := range q {
		want += g[i] * g[i] * q[i]
		for j := range q {
			want -= g[i] * g[j] * q[i] * q[j] / est
		}
	}
	s := &Sample{N: n, S: 50, Q: make([]int, n+1)}
	copy(s.Q[1:], []int{16, 11, 6, 5})
	got := s.ichao2()
	if !(math.Abs(got.Value-est) <= 1e-9) || !(math.Abs(got.SE-math.Sqrt(want)) <= 1e-6) {
		t.Errorf("ichao2 = %v ± %v, want %v ± %v", got.Value, got.SE, est, math.Sqrt(want))
	}
}

// One kind in one unit is still alone: iNEXT 3.0.2 says coverage 1 here.
func TestOneUniqueNoDuplicate(t *testing.T) {
	s := of("111 110 110 110 110")
	check(t, "coverage at 4", s.Curve()[3].Coverage, 1-1.0/11)
	check(t, "coverage", s.Coverage(0), 1-1.0/11)
	check(t, "next", s.NewKinds(1), 0.2)
	check(t, "second next", s.NewKinds(2), math.NaN())
	lower, upper := s.Predict(1, 500)
	if lower[0] != 0 || upper[0] != 1 {
		t.Errorf("prediction for one further = [%v, %v], want [0, 1]", lower[0], upper[0])
	}
}

// The exact order variance equals that of a count over all n! orders.
func TestOrderVarianceIsThatOfAllOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "n")
		sets := make([][]uint64, rapid.IntRange(0, 6).Draw(t, "kinds"))
		for j := range sets {
			sets[j] = []uint64{rapid.Uint64Range(0, 1<<n-1).Draw(t, "set")}
		}
		s := NewSample(n, sets)
		o := NewOrders(n, 1000, 1)
		if !o.All() {
			t.Fatal("not all orders")
		}
		sum, squares := make([]float64, n), make([]float64, n)
		w := o.Walk()
		for i := range o.Len() {
			w.Begin(i)
			var seen uint64
			for k := range n {
				seen |= 1 << w.Next()
				x := 0.0
				for _, set := range sets {
					if set[0]&seen != 0 {
						x++
					}
				}
				sum[k] += x
				squares[k] += x * x
			}
		}
		for k, p := range s.Curve() {
			mean := sum[k] / float64(o.Len())
			if !near(p.Expected, mean) {
				t.Fatalf("k=%d: expected %v, want %v", k+1, p.Expected, mean)
			}
			v := squares[k]/float64(o.Len()) - mean*mean
			if !(math.Abs(p.OrderSD*p.OrderSD-v) <= 1e-9) {
				t.Fatalf("k=%d: variance %v, want %v", k+1, p.OrderSD*p.OrderSD, v)
			}
		}
	})
}

func TestOrders(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 3: 6, 7: 5040} {
		o := NewOrders(n, 10000, 1)
		seen := map[string]bool{}
		w := o.Walk()
		for i := range o.Len() {
			w.Begin(i)
			order := ""
			for range n {
				order += string(rune('a' + w.Next()))
			}
			seen[order] = true
		}
		if !o.All() || o.Len() != want || len(seen) != want {
			t.Errorf("n=%d: %d orders, %d different, want %d", n, o.Len(), len(seen), want)
		}
	}
	o := NewOrders(100, 10000, 1)
	if o.All() || o.Len() != 10000 {
		t.Fatalf("100 things: all=%v len=%d", o.All(), o.Len())
	}
	first := make([]int, 100)
	w, again := o.Walk(), o.Walk()
	for i := range o.Len() {
		w.Begin(i)
		var got uint64
		hi := uint64(0)
		for range 100 {
			x := w.Next()
			if x < 64 {
				got |= 1 << x
			} else {
				hi |= 1 << (x - 64)
			}
		}
		if bits.OnesCount64(got)+bits.OnesCount64(hi) != 100 {
			t.Fatalf("order %d is no permutation", i)
		}
		again.Begin(o.Len() - 1 - i)
		again.Begin(i)
		w.Begin(i)
		a, b := w.Next(), again.Next()
		if a != b {
			t.Fatalf("order %d begins with %d or %d", i, a, b)
		}
		first[a]++
	}
	chi := 0.0
	for _, c := range first {
		chi += sq(float64(c)-100) / 100
	}
	if chi > 160 || chi < 50 { // 99 degrees of freedom
		t.Errorf("first things are not uniform: chi² = %.1f", chi)
	}
}

func TestWilson(t *testing.T) {
	// Newcombe 1998 (Stat Med 17:857), table I, method 3, four decimals.
	for _, c := range []struct {
		k, n   int
		lo, hi float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {20, 20, 0.8389, 1}} {
		lo, hi := Wilson(c.k, c.n)
		if !(math.Abs(lo-c.lo) <= 5e-5) || !(math.Abs(hi-c.hi) <= 5e-5) {
			t.Errorf("Wilson(%d, %d) = %v, %v, want %v, %v", c.k, c.n, lo, hi, c.lo, c.hi)
		}
	}
	if lo, hi := Wilson(0, 0); !math.IsNaN(lo) || !math.IsNaN(hi) {
		t.Error("Wilson(0, 0) is defined")
	}
}

func TestQuantile(t *testing.T) {
	h := []int{0, 0, 1, 0, 2}
	for p, want := range map[float64]float64{0.05: 2, 0.25: 2, 0.5: 4, 0.75: 4, 0.95: math.NaN()} {
		check(t, "quantile", Quantile(h, 4, p), want)
	}
	check(t, "quantile of none", Quantile(nil, 10, 0.5), math.NaN())
}

// The replicates have, on average, as many new kinds as the assemblage says.
func TestPredictIsTheAssemblage(t *testing.T) {
	s := load(t, "syn12x5")
	if lower, upper := s.Predict(1, 2000); upper[0] > 1 || lower[0] != 0 {
		t.Errorf("syn12x5: [%v, %v]", lower[0], upper[0])
	}
	s = load(t, "singletons_8x8")
	mean := make([]float64, s.N)
	const b = 20000
	for i := range b {
		r := Stream(7, i)
		for _, g := range s.assemblage() {
			drawMet(r, g, s.N, func(m int) { mean[m]++ })
		}
	}
	for m := range mean {
		want := 0.0
		for _, g := range s.assemblage() {
			want += float64(g.size) * math.Pow(1-g.p, float64(s.N+m)) * g.p
		}
		if got := mean[m] / b; !(math.Abs(got-want) <= 5*math.Sqrt(want/b)) {
			t.Errorf("further %d: %.4f new, want %.4f", m+1, got, want)
		}
	}
	a1, a2 := s.Predict(1, 2000)
	b1, b2 := s.Predict(1, 2000)
	for m := range a1 {
		if a1[m] != b1[m] || a2[m] != b2[m] || a1[m] > a2[m] || m > 0 && a1[m] < a1[m-1] {
			t.Errorf("further %d: [%v, %v] and [%v, %v]", m+1, a1[m], a2[m], b1[m], b2[m])
		}
	}
}

// The numbers are base R 4.2.2's; npmi without a margin is undefined here.
func TestAssociation(t *testing.T) {
	na := math.NaN()
	for _, c := range []struct {
		name                                              string
		a, b, c, d                                        int
		jaccard, dice, overlap, lift, npmi, phi, odds, g2 float64
		corrected                                         bool
		givenSecond, givenFirst                           float64
	}{
		{"zero", 0, 5, 7, 20, 0, 0, 0, 0, -1, -0.2277100170213, 0.2484848484848, 2.717406713698, true, 0, 0},
		{"full", 10, 0, 0, 0, 1, 1, 1, 1, 1, na, na, 0, false, 1, 1},
		{"never", 0, 0, 0, 10, na, na, na, na, na, na, na, 0, false, na, na},
		{"none", 0, 0, 0, 0, na, na, na, na, na, na, na, na, false, na, na},
		{"tea", 3, 1, 1, 3, 0.6, 0.75, 0.75, 1.5, 0.4133901052228, 0.5, 9, 2.092992575058, false, 0.75, 0.75},
		{"perfect", 8, 0, 0, 12, 1, 1, 1, 2.5, 1, 1, 425, 26.92046668037, true, 1, 1},
		{"large", 500, 1500, 2500, 95500, 0.1111111111111, 0.2, 0.25, 8.333333333333, 0.4001767711362, 0.1842375485533, 12.733333333333, 1420.03416737357, false, 500.0 / 3000, 0.25},
		{"one margin empty", 0, 0, 4, 6, 0, 0, na, na, na, na, na, 0, false, 0, na},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := NewPair(c.a, c.a+c.b, c.a+c.c, c.a+c.b+c.c+c.d)
			odds, corrected := p.OddsRatio()
			for _, x := range []struct {
				what      string
				got, want float64
			}{
				{"jaccard", p.Jaccard(), c.jaccard}, {"dice", p.Dice(), c.dice}, {"overlap", p.Overlap(), c.overlap},
				{"lift", p.Lift(), c.lift}, {"npmi", p.NPMI(), c.npmi}, {"phi", p.Phi(), c.phi}, {"odds", odds, c.odds},
				{"g2", p.G2(), c.g2}, {"given second", p.GivenSecond(), c.givenSecond}, {"given first", p.GivenFirst(), c.givenFirst},
			} {
				check(t, x.what, x.got, x.want)
			}
			if corrected != c.corrected {
				t.Errorf("corrected = %v", corrected)
			}
		})
	}
}

func TestEmptySamples(t *testing.T) {
	for name, s := range map[string]*Sample{"no units": NewSample(0, nil), "no kinds": NewSample(3, nil), "one unit": of("11")} {
		lower, upper := s.Predict(1, 10)
		if len(s.Curve()) != s.N || len(lower) != s.N || len(upper) != s.N {
			t.Errorf("%s: %d points", name, len(s.Curve()))
		}
		p, _ := s.AddsNew()
		for what, v := range map[string]float64{"new": s.NewKinds(1), "coverage": s.Coverage(0), "adds new": p} {
			check(t, name+": "+what, v, math.NaN())
		}
	}
}

// big is a sample of n units and kinds of mixed frequency.
func big(n, kinds int) *Sample {
	sets := make([][]uint64, kinds)
	r := Stream(5, 0)
	for j := range sets {
		sets[j] = make([]uint64, (n+63)/64)
		p := 0.3 * math.Pow(r.Float64(), 3)
		for i := range n {
			if r.Float64() < p {
				sets[j][i/64] |= 1 << (i % 64)
			}
		}
	}
	return NewSample(n, sets)
}

func BenchmarkPredict1000(b *testing.B) {
	s := big(1000, 1000)
	for b.Loop() {
		s.Predict(1, 2000)
	}
}

// Where two kinds are always together phi is 1, never beyond it by rounding.
func TestPhiStaysInRange(t *testing.T) {
	for a := range 30 {
		for d := range 30 {
			if got := NewPair(a+1, a+1, a+1, a+d+2).Phi(); got > 1 || got < 1-1e-12 {
				t.Fatalf("phi of %d and %d units: %v", a+1, d+1, got)
			}
			if got := NewPair(0, a+1, d+1, a+d+2).Phi(); got < -1 || got > -1+1e-12 {
				t.Fatalf("phi of %d beside %d units: %v", a+1, d+1, got)
			}
		}
	}
}
