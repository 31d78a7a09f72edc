package stat

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// rated reads a rating table.
func rated(t *testing.T, name string) [][]int8 {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out [][]int8
	for _, line := range lines {
		row := make([]int8, len(line))
		for i, s := range line {
			row[i] = Missing
			if n, err := strconv.Atoi(s); err == nil {
				row[i] = int8(n - 1)
			}
		}
		out = append(out, row)
	}
	return out
}

// crossed is two raters by how many units they put where.
func crossed(q int, n ...int) (rows [][]int8) {
	for i, k := range n {
		for range k {
			rows = append(rows, []int8{int8(i / q), int8(i % q)})
		}
	}
	return rows
}

func agreed(q int, rows [][]int8) [Coefficients]Chance {
	p := NewPanel(len(rows[0]), q)
	var units []float64
	for _, row := range rows {
		w := p.Way(row)
		if w == len(units) {
			units = append(units, 0)
		}
		units[w]++
	}
	return p.Agreement(units)
}

const x = Missing

// Authorities: published values to their printed digits; irr 0.84.1, irrCAC
// 1.4 and psych 2.2.9 where named (irrCAC prints five digits); the other rows
// from the formulas written anew in R 4.2.2, by ratings and not by ways.
func TestAgreement(t *testing.T) {
	three := [][]int8{{0, 0, 0}, {0, 0, 1}, {1, 1, 1}, {1, 1, 1}, {0, 1, 1}, {1, 1, 1}, {0, 0, 0}, {1, 0, 1}, {1, 1, 1}, {0, 0, 0}, {1, 1, 0}, {1, 1, 1}}
	holes := [][]int8{{0, 0, 0}, {0, 0, x}, {1, 1, 1}, {1, 1, 1}, {x, 1, 1}, {1, 1, 1}, {0, 0, 0}, {1, 0, 1}, {1, x, x}, {0, 0, 0}, {x, 1, 0}, {1, 1, 1}}
	two := [][]int8{{0, 0}, {0, 1}, {2, 2}, {1, 1}, {3, 3}, {3, 2}, {0, 0}, {1, x}, {x, 2}, {1, 1}, {2, 2}, {3, 0}, {1, 1}}
	meg := [][]int8{{0, 1}, {0, 0}, {1, 1}, {1, 1}, {3, 1}, {2, 2}, {2, 2}, {2, 2}, {4, 4}, {3, 3}, {3, 3}, {0, 3}}
	u := math.NaN()
	for _, c := range []struct {
		name string
		q    int
		rows [][]int8
		tol  float64
		want [Coefficients]float64 // percent, kappa, Fleiss, alpha, AC1, BP
	}{
		{"Cohen 1960 table 1 (irr, psych)", 3, rated(t, "agr_cohen1960_ex1.csv"), 1e-9, [...]float64{0.29, -0.09230769230769, -0.1007751937984, -0.09527131782946, -0.047970479704797, -0.065}},
		{"Cohen 1968, kappa .492 (psych; R)", 3, crossed(3, 88, 14, 18, 10, 40, 10, 2, 6, 12), 1e-9, [...]float64{0.7, 0.491525423729, 0.487179487179, 0.488461538462, 0.575971731449, 0.55}},
		{"Fleiss 1971 .430; alpha as irrCAC, not irr's kripp.alpha (.43088)", 5, rated(t, "agr_fleiss1971.csv"), 1e-9, [...]float64{0.555555555556, u, 0.4302445200601, 0.433409828282, 0.447884515845, 0.444444444444}},
		{"Krippendorff 2011 C .743, AC1 .77544 (irrCAC)", 5, rated(t, "agr_kripp2011_4x12_missing.csv"), 1e-9, [...]float64{0.8, u, 0.641456582633, 0.743421052632, 0.775444068127, 0.772727272727}},
		{"Krippendorff 2011 B .692", 5, meg, 1e-9, [...]float64{0.75, 0.684210526316, 0.678571428571, 0.691964285714, 0.689655172414, 0.6875}},
		{"Krippendorff 2011 A .095, as the manual of ATLAS.ti", 2, crossed(2, 5, 3, 1, 1), 1e-9, [...]float64{0.6, 0.090909090909, 0.047619047619, 0.095238095238, 0.310344827586, 0.2}},
		{"Feinstein & Cicchetti 1990 a .70", 2, rated(t, "agr_feinstein_cicchetti_1990_a.csv"), 1e-9, [...]float64{0.85, 0.6995192307692, 0.6992481203008, 0.7007518796992, 0.700748129676, 0.7}},
		{"Feinstein & Cicchetti 1990 b .32, the paradox", 2, rated(t, "agr_feinstein_cicchetti_1990_b.csv"), 1e-9, [...]float64{0.85, 0.3181818181818, 0.3142857142857, 0.3177142857143, 0.808, 0.7}},
		{"118 5 2 0 (irrCAC)", 2, crossed(2, 118, 5, 2, 0), 1e-7, [...]float64{0.944, -0.0233918, -0.0288066, -0.0246914, 0.9407763, 0.888}},
		{"three coders: alpha is that of irrCAC", 2, three, 1e-9, [...]float64{0.777777777778, u, 0.532467532468, 0.545454545455, 0.576470588235, 0.555555555556}},
		{"three coders, holes (R)", 2, holes, 1e-9, [...]float64{26.0 / 30, u, 0.828571428571, 0.737556561086, 0.708009462656, 0.696969696970}},
		{"two coders, holes (R)", 4, two, 1e-9, [...]float64{0.727272727273, 0.637362637363, 0.631284916201, 0.648044692737, 0.639445300462, 0.636363636364}},
		{"a category that nobody uses changes AC1 and BP", 5, two, 1e-9, [...]float64{0.727272727273, 0.637362637363, 0.631284916201, 0.648044692737, 0.666310160428, 0.659090909091}},
		{"all the same: 0/0 but for those that do not look at margins", 2, rated(t, "agr_all_same_one_cat.csv"), 0, [...]float64{1, u, u, u, 1, 1}},
		{"one category there is", 1, [][]int8{{0, 0}, {0, 0}}, 0, [...]float64{1, u, u, u, u, u}},
		{"one never uses the code: kappa exactly 0", 2, crossed(2, 0, 0, 1, 39), 0, [...]float64{0.975, 0, -0.012658227848, 0, 0.974367190003, 0.95}},
		{"each unit by one rater alone", 2, [][]int8{{0, x}, {x, 1}}, 0, [...]float64{u, u, u, u, u, u}},
		{"nothing rated", 2, [][]int8{{x, x}}, 0, [...]float64{u, u, u, u, u, u}},
	} {
		got := agreed(c.q, c.rows)
		for k, want := range c.want {
			if v := got[k].Value(); math.Abs(v-want) > max(c.tol, 1e-11) || math.IsNaN(v) != math.IsNaN(want) {
				t.Errorf("%s, coefficient %d: %.12f, want %.12f", c.name, k, v, want)
			}
		}
	}
	for n := 2; n < 400; n++ { // as it is printed: a trace below 0 would be ">-0.01"
		once := agreed(2, crossed(2, 0, 0, 1, n))
		if k, a := once[CohenKappa].Value(), once[Alpha].Value(); k != 0 || a != 0 {
			t.Fatalf("once of %d: kappa %v, alpha %v, not exactly 0", n, k, a)
		}
	}
}

// Pooled kappa is none of the others (values of statistics in exact fractions).
func TestPooledKappa(t *testing.T) {
	codes := [][]int{{10, 2, 3, 25}, {15, 1, 2, 22}, {4, 3, 1, 32}, {1, 2, 2, 35}, {0, 1, 0, 39}}
	want := []struct{ kappa, positive, negative float64 }{
		{0.7093023255813953, 0.8, 0.9090909090909091}, {0.8453608247422681, 0.9090909090909091, 0.9361702127659575},
		{0.6097560975609757, 2 / 3.0, 0.9411764705882353}, {0.2792792792792791, 1 / 3.0, 0.9459459459459459}, {0, 0, 0.9873417721518988},
	}
	var chances []Chance
	var sum [4]int
	mean := 0.0
	for i, c := range codes {
		k := agreed(2, crossed(2, c...))[CohenKappa]
		yes, no := Specific(float64(c[0]), float64(c[1]), float64(c[2]), float64(c[3]))
		for _, v := range [][2]float64{{k.Value(), want[i].kappa}, {yes, want[i].positive}, {no, want[i].negative}} {
			if math.Abs(v[0]-v[1]) > 1e-12 {
				t.Errorf("%v: %v, want %v", c, v[0], v[1])
			}
		}
		chances = append(chances, k)
		mean += k.Value() / 5
		for j, n := range c {
			sum[j] += n
		}
	}
	for name, v := range map[string][2]float64{
		"pooled": {Pooled(chances), 0.6816479400749065},
		"mean":   {mean, 0.48873970543278367},
		"summed": {agreed(2, crossed(2, sum[:]...))[CohenKappa].Value(), 0.7266001929880992},
	} {
		if math.Abs(v[0]-v[1]) > 1e-12 {
			t.Errorf("%s: %v, want %v", name, v[0], v[1])
		}
	}
	if v := Pooled(nil); !math.IsNaN(v) {
		t.Errorf("of no code: %v", v)
	}
	if yes, _ := Specific(0, 0, 0, 9); !math.IsNaN(yes) {
		t.Errorf("nobody uses the code: %v", yes)
	}
}
