package stat

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func closely(got, want, within float64) bool {
	return math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= within
}

// R 4.2.2: fisher.test(rbind(with, of - with))$p.value; of two groups the sum of
// probabilities with relative tolerance 1e-7, of more the network algorithm.
func TestFisherGroupsReference(t *testing.T) {
	for _, c := range []struct {
		with, of []int
		want     float64
	}{
		{[]int{3, 1}, []int{4, 4}, 0.485714285714286},
		{[]int{5, 1, 0}, []int{6, 5, 4}, 0.02997002997003},
		{[]int{2, 3, 1, 4}, []int{5, 7, 6, 4}, 0.0944813700231648},
		{[]int{1, 1, 4}, []int{5, 5, 5}, 0.200799200799201}, // ties: groups of one size
		{[]int{0, 3, 3, 0, 6}, []int{3, 6, 6, 3, 9}, 0.192518922724869},
		{[]int{10, 2}, []int{12, 15}, 0.00043523130075829},
		{[]int{8, 1, 2, 6, 3}, []int{12, 9, 10, 7, 11}, 0.00456266187013475},
		{[]int{1, 0, 0, 0, 1}, []int{1, 1, 1, 1, 1}, 1},
		{[]int{3, 3, 3}, []int{6, 6, 6}, 1},
		{[]int{30, 20, 25, 11}, []int{50, 45, 40, 35}, 0.019961756825117},
		{[]int{3, 0, 1}, []int{4, 0, 4}, 0.485714285714286}, // a group of nobody
		{[]int{0, 0}, []int{4, 3}, 1},
		{[]int{4, 3}, []int{4, 3}, 1},
		{[]int{2}, []int{4}, nan()},
		{nil, nil, nan()},
	} {
		if got := FisherGroups(c.with, c.of); !closely(got, c.want, 1e-12) {
			t.Errorf("%v of %v: %.15g, want %.15g", c.with, c.of, got, c.want)
		}
	}
}

// every table with the margins, one after the other.
func everyTable(of []int, sum int, each func(with []int)) {
	with := make([]int, len(of))
	var fill func(g, left int)
	fill = func(g, left int) {
		if g == len(of) {
			if left == 0 {
				each(with)
			}
			return
		}
		for with[g] = 0; with[g] <= min(of[g], left); with[g]++ {
			fill(g+1, left-with[g])
		}
		with[g] = 0
	}
	fill(0, sum)
}

func TestFisherGroupsByEnumeration(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		k := rapid.IntRange(2, 5).Draw(rt, "groups")
		with, of, sum := make([]int, k), make([]int, k), 0
		for g := range of {
			of[g] = rapid.IntRange(1, 7).Draw(rt, "of")
			with[g] = rapid.IntRange(0, of[g]).Draw(rt, "with")
			sum += with[g]
		}
		weight := func(with []int) float64 {
			w := 1.0
			for g, n := range of {
				w *= math.Round(math.Exp(choose(n, with[g])))
			}
			return w
		}
		seen, total, p := weight(with), 0.0, 0.0
		everyTable(of, sum, func(t []int) {
			w := weight(t)
			total += w
			if w <= seen*(1+1e-7) {
				p += w
			}
		})
		if got := FisherGroups(with, of); !closely(got, p/total, 1e-11) {
			rt.Fatalf("%v of %v: %v, want %v", with, of, got, p/total)
		}
	})
}

// Many groups of different sizes are no matter of patience.
func TestFisherGroupsOfMany(t *testing.T) {
	with, of := []int{1, 5, 2, 7, 3, 6, 4, 8}, []int{9, 10, 11, 12, 13, 14, 15, 16}
	if p := FisherGroups(with, of); !(p > 0 && p < 1) {
		t.Errorf("p %v", p)
	}
	one, ones := make([]int, 200), make([]int, 200)
	for i := range ones {
		ones[i], one[i] = 1, i%2
	}
	if p := FisherGroups(one, ones); !closely(p, 1, 1e-9) {
		t.Errorf("everyone is a group: p %v", p)
	}
}

// Newcombe 1998, table II, method 10, to its printed digits; more of them by its
// formula with R 4.2.2's prop.test(correct = FALSE).
func TestDifference(t *testing.T) {
	for _, c := range []struct {
		k1, n1, k2, n2      int
		want, lower, upper  float64
		publishedL, publish float64
	}{
		{56, 70, 48, 80, 0.2, 0.0524314724024, 0.3338726540369, 0.0524, 0.3339},
		{9, 10, 3, 10, 0.6, 0.170522723935, 0.809017973535, 0.1705, 0.8090},
		{6, 7, 2, 7, 4. / 7, 0.0582279274823, 0.8062496375242, 0.0582, 0.8062},
		{5, 56, 0, 29, 5. / 56, -0.0381371479035, 0.1925600138551, -0.0381, 0.1926},
		{0, 10, 0, 20, 0, -0.161125158053, 0.277532799863, -0.1611, 0.2775},
		{0, 10, 0, 10, 0, -0.277532799863, 0.277532799863, -0.2775, 0.2775},
		{10, 10, 0, 20, 1, 0.679086037142, 1, 0.6791, 1},
		{10, 10, 0, 10, 1, 0.607509350431, 1, 0.6075, 1},
	} {
		d, lower, upper := Difference(c.k1, c.n1, c.k2, c.n2)
		if !closely(d, c.want, 1e-12) || !closely(lower, c.lower, 1e-11) || !closely(upper, c.upper, 1e-11) || !closely(lower, c.publishedL, 5e-5) || !closely(upper, c.publish, 5e-5) {
			t.Errorf("%d/%d − %d/%d: %v %v %v", c.k1, c.n1, c.k2, c.n2, d, lower, upper)
		}
	}
	if d, lower, upper := Difference(1, 2, 0, 0); !math.IsNaN(d) || !math.IsNaN(lower) || !math.IsNaN(upper) {
		t.Errorf("a group of nobody: %v %v %v", d, lower, upper)
	}
}

// R 4.2.2: sqrt(chisq.test(x, correct = FALSE)$statistic / sum(x)).
func TestCramersV(t *testing.T) {
	for _, c := range []struct {
		with, of []int
		want     float64
	}{
		{[]int{5, 1, 0}, []int{6, 5, 4}, 0.739118594202782},
		{[]int{2, 3, 1, 4}, []int{5, 7, 6, 4}, 0.559407282698847},
		{[]int{8, 1, 2, 6, 3}, []int{12, 9, 10, 7, 11}, 0.554711305574547},
		{[]int{4, 0}, []int{4, 4}, 1},
		{[]int{4, 0, 0}, []int{4, 4, 0}, 1},
		{[]int{2, 2}, []int{4, 4}, 0},
		{[]int{4, 4}, []int{4, 4}, nan()},
		{[]int{0, 0}, []int{4, 4}, nan()},
		{[]int{1}, []int{4}, nan()},
	} {
		if got := CramersV(c.with, c.of); !closely(got, c.want, 1e-12) {
			t.Errorf("%v of %v: %v, want %v", c.with, c.of, got, c.want)
		}
	}
}
