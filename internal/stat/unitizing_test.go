package stat

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// continua is testdata/unitizing.json: see its README.md.
type continua struct {
	L       int
	Coders  [][][3]any
	Alpha   float64            `json:"u_alpha"`
	Binary  float64            `json:"bar_u_alpha_binary"`
	Coding  *float64           `json:"cu_alpha"`
	Of      map[string]float64 `json:"k_cu_alpha"`
	RawF1   map[string]float64 `json:"f1_iou_ge"`
	PerCode map[string]float64 `json:"per_code_u_alpha"`
}

// units gives each value a number in the order of first use.
// CodingOf is what Background.CodingOf gives, from the coincidences of all
// values; only where a coder's units of different values do not overlap.
func (u *Unitizing) CodingOf(k int) (alpha, coverage float64) {
	m := &u.shared
	return codingOf(m.of[k], m.agreed[k], m.self[k], m.total), ratio(m.of[k], u.whole.of[k])
}

func (c *continua) units() (coders [][]Unit, values map[string]int) {
	values = map[string]int{}
	for _, list := range c.Coders {
		units := []Unit{}
		for _, x := range list {
			v := x[2].(string)
			if _, ok := values[v]; !ok {
				values[v] = len(values)
			}
			units = append(units, Unit{int(x[0].(float64)), int(x[1].(float64)), values[v]})
		}
		coders = append(coders, units)
	}
	return coders, values
}

func readContinua(t *testing.T) map[string]continua {
	t.Helper()
	b, err := os.ReadFile("testdata/unitizing.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]continua
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func close12(got, want float64) bool {
	return math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) < 1e-12
}

// kind is the binary continuum of one value.
func kind(coders [][]Unit, value int) [][]Unit {
	out := make([][]Unit, len(coders))
	for i, units := range coders {
		for _, u := range units {
			if u.Value == value {
				out[i] = append(out[i], Unit{u.Start, u.End, 0})
			}
		}
	}
	return out
}

func TestUnitizingReference(t *testing.T) {
	all := readContinua(t)
	if len(all) != 7 {
		t.Fatalf("%d continua", len(all))
	}
	for name, c := range all {
		coders, values := c.units()
		for v, want := range c.PerCode {
			if u, ok := Unitize(c.L, 1, kind(coders, values[v])); !ok || !close12(u.Alpha(), want) || !close12(u.Binary(), want) {
				t.Errorf("%s, %s: %v", name, v, u.Alpha())
			}
		}
		u, ok := Unitize(c.L, len(values), coders)
		if c.PerCode != nil {
			if ok {
				t.Errorf("%s: units of two values overlap, and that passes", name)
			}
			continue
		}
		if name == "both_empty" {
			c.Alpha, c.Binary = nan(), nan()
		}
		coding := nan()
		if c.Coding != nil {
			coding = *c.Coding
		}
		if !ok || !close12(u.Alpha(), c.Alpha) || !close12(u.Binary(), c.Binary) || !close12(u.Coding(), coding) {
			t.Errorf("%s: %v %v %v, want %v %v %v", name, u.Alpha(), u.Binary(), u.Coding(), c.Alpha, c.Binary, coding)
		}
		for v, k := range values {
			want, has := c.Of[v]
			if !has {
				want = nan()
			}
			if got, _ := u.CodingOf(k); !close12(got, want) {
				t.Errorf("%s, %s: %v, want %v", name, v, got, want)
			}
		}
	}
}

// Continua of more than two coders by reliability_alpha_u of the R package
// quallmer (2026), whose formulas are eqs. 32–38 of Krippendorff 2019, section
// 12.6; swapped codes by hand.
func TestUnitizingOutside(t *testing.T) {
	for name, c := range map[string]struct {
		length           int
		coders           [][]Unit
		alpha, bin, code float64
		of               [][2]float64
	}{
		"three": {80, [][]Unit{
			{{2, 12, 0}, {12, 20, 1}, {30, 41, 2}, {50, 60, 0}},
			{{3, 12, 0}, {12, 18, 2}, {28, 41, 2}, {50, 54, 1}, {54, 60, 0}},
			{{2, 20, 0}, {33, 41, 2}, {70, 75, 1}}},
			0.538918822847094, 0.621318509165731, 0.586338843668709,
			[][2]float64{{0.65069921965541222, 0.81132075471698117}, {-0.00146198830409339, 0.52941176470588236}, {0.73903369357914817, 0.86842105263157898}}},
		"four": {100, [][]Unit{
			{{0, 10, 0}, {10, 20, 1}, {40, 70, 2}},
			{{5, 15, 1}, {40, 50, 2}, {50, 60, 2}, {80, 90, 0}},
			{{0, 8, 0}, {45, 70, 1}},
			{{2, 9, 0}, {9, 20, 1}, {42, 66, 2}}},
			0.413568328804062, 0.531498603051794, 0.446525839149833,
			[][2]float64{{0.747816918810576, 0.523809523809524}, {0.248827041220769, 0.690476190476190}, {0.470764761916967, 0.833333333333333}}},
		"swapped codes": {100, [][]Unit{{{10, 20, 0}, {40, 70, 1}}, {{10, 20, 1}, {40, 70, 0}}},
			1 - 80*37880./(200*(40000-14400-1600-1600)), 1, -0.375, [][2]float64{{-0.375, 1}, {-0.375, 1}}},
	} {
		u, ok := Unitize(c.length, len(c.of), c.coders)
		if !ok {
			t.Fatal(name)
		}
		if !close12(u.Alpha(), c.alpha) || !close12(u.Binary(), c.bin) || !close12(u.Coding(), c.code) {
			t.Errorf("%s: %v %v %v", name, u.Alpha(), u.Binary(), u.Coding())
		}
		for k, want := range c.of {
			alpha, coverage := u.CodingOf(k)
			if !close12(alpha, want[0]) || !close12(coverage, want[1]) {
				t.Errorf("%s, value %d: %v %v", name, k, alpha, coverage)
			}
		}
	}
}

func TestUnitizeRefuses(t *testing.T) {
	one := []Unit{{0, 5, 0}}
	for name, c := range map[string]struct {
		length int
		coders [][]Unit
		ok     bool
	}{
		"one coder":             {10, [][]Unit{one}, false},
		"no text":               {0, [][]Unit{{}, {}}, false},
		"beyond the end":        {4, [][]Unit{one, one}, false},
		"before the beginning":  {9, [][]Unit{one, {{-1, 3, 0}}}, false},
		"two values at once":    {9, [][]Unit{one, {{0, 4, 0}, {3, 6, 1}}}, false},
		"one value within":      {9, [][]Unit{one, {{0, 6, 0}, {2, 4, 1}}}, false},
		"no such value":         {9, [][]Unit{one, {{0, 6, 2}}}, false},
		"overlaps of one value": {9, [][]Unit{one, {{3, 6, 0}, {0, 4, 0}, {7, 7, 0}}}, true},
		"touching":              {9, [][]Unit{one, {{0, 4, 0}, {4, 6, 1}}}, true},
	} {
		if _, ok := Unitize(c.length, 2, c.coders); ok != c.ok {
			t.Errorf("%s: %v", name, ok)
		}
	}
	// All of the text in one value: nothing varies.
	u, _ := Unitize(10, 1, [][]Unit{{{0, 10, 0}}, {{0, 4, 0}, {4, 10, 0}}})
	if alpha, coverage := u.CodingOf(0); !math.IsNaN(u.Alpha()) || !math.IsNaN(u.Binary()) || u.Coding() != 1 || alpha != 1 || coverage != 1 {
		t.Errorf("%v %v %v %v %v", u.Alpha(), u.Binary(), u.Coding(), alpha, coverage)
	}
	// A third coder without a unit: what two share is too long for chance.
	u, _ = Unitize(30, 2, [][]Unit{{{0, 10, 0}, {20, 30, 1}}, {{0, 10, 0}, {20, 30, 0}}, {}})
	if alpha, coverage := u.CodingOf(1); !math.IsNaN(u.Coding()) || !math.IsNaN(alpha) || coverage != 0.5 || math.IsNaN(u.Alpha()) {
		t.Errorf("%v %v %v %v", u.Coding(), alpha, coverage, u.Alpha())
	}
	if u, _ := Unitize(10, 2, [][]Unit{one, one}); u == nil {
		t.Error("a value that nobody uses")
	} else if alpha, coverage := u.CodingOf(1); !math.IsNaN(alpha) || !math.IsNaN(coverage) {
		t.Errorf("a value that nobody uses: %v %v", alpha, coverage)
	}
}

// drawCoders makes continua without overlaps; touching units may have one value.
func drawCoders(rt *rapid.T, length, values int) [][]Unit {
	coders := make([][]Unit, rapid.IntRange(2, 4).Draw(rt, "coders"))
	for i := range coders {
		coders[i] = []Unit{}
		for at := 0; ; {
			start := at + rapid.IntRange(0, 8).Draw(rt, "gap")
			end := start + rapid.IntRange(1, 8).Draw(rt, "length")
			if end > length {
				break
			}
			coders[i] = append(coders[i], Unit{start, end, rapid.IntRange(0, values-1).Draw(rt, "value")})
			at = end
		}
	}
	return coders
}

// cell is one place of a coder's continuum.
type cell struct{ place, value, unit int }

func cells(length int, coders [][]Unit) [][]cell {
	out := make([][]cell, len(coders))
	id := 0
	for i, units := range coders {
		out[i] = make([]cell, length)
		for x := range out[i] {
			id++
			out[i][x] = cell{x, -1, -id}
		}
		for _, u := range units {
			id++
			for x := u.Start; x < u.End; x++ {
				out[i][x].value, out[i][x].unit = u.Value, id
			}
		}
	}
	return out
}

// byCells is another route: observed disagreement over all pairs of coders at
// each place, expected over all ordered pairs of cells of all coders but those
// within one unit. differ says whether two values disagree.
func byCells(all [][]cell, differ func(a, b int) bool) float64 {
	var observed, places, expected, pairs float64
	for i := range all {
		for j := range all {
			for x, a := range all[i] {
				if i != j {
					places++
					if differ(a.value, all[j][x].value) {
						observed++
					}
				}
				for _, b := range all[j] {
					if a.unit == b.unit {
						continue
					}
					pairs++
					if differ(a.value, b.value) {
						expected++
					}
				}
			}
		}
	}
	if expected == 0 {
		return nan()
	}
	return 1 - observed/places*pairs/expected
}

// shared is the route for what coders share: a cell weighs as many of the other
// coders as have a unit there; only whose who exists at all enters the pairs.
func shared(all [][]cell, of int) float64 {
	weight := func(i, x int) float64 {
		w := 0.0
		for j := range all {
			if j != i && all[j][x].value >= 0 {
				w++
			}
		}
		return w / float64(len(all)-1)
	}
	var observed, total, mixed, pairs float64
	for i := range all {
		for x, a := range all[i] {
			wa := weight(i, x)
			if a.value < 0 || wa == 0 {
				continue
			}
			for j := range all {
				if b := all[j][x]; i != j && b.value >= 0 && (of < 0 || a.value == of) {
					total += 1 / float64(len(all)-1)
					if a.value != b.value {
						observed += 1 / float64(len(all)-1)
					}
				}
				for y, b := range all[j] {
					wb := weight(j, y)
					if b.value < 0 || wb == 0 || of >= 0 && a.value != of {
						continue
					}
					pairs += wa * wb
					if a.unit == b.unit {
						pairs--
					}
					if a.value != b.value {
						mixed += wa * wb
					}
				}
			}
		}
	}
	switch {
	case total == 0:
		return nan()
	case observed < 1e-9:
		return 1
	case pairs < 1e-9:
		return nan()
	}
	return 1 - observed/total*pairs/mixed
}

func TestUnitizingByCells(t *testing.T) {
	near := func(a, b float64) bool { return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 1e-9 }
	rapid.Check(t, func(rt *rapid.T) {
		length, values := rapid.IntRange(5, 40).Draw(rt, "length"), rapid.IntRange(1, 3).Draw(rt, "values")
		coders := drawCoders(rt, length, values)
		u, ok := Unitize(length, values, coders)
		if !ok {
			rt.Fatal("refused")
		}
		all := cells(length, coders)
		if want := byCells(all, func(a, b int) bool { return a != b }); !near(u.Alpha(), want) {
			rt.Errorf("uα %v, by cells %v", u.Alpha(), want)
		}
		if want := byCells(all, func(a, b int) bool { return a < 0 != (b < 0) }); !near(u.Binary(), want) {
			rt.Errorf("|uα %v, by cells %v", u.Binary(), want)
		}
		if want := shared(all, -1); !near(u.Coding(), want) {
			rt.Errorf("cuα %v, by cells %v", u.Coding(), want)
		}
		for k := range values {
			if got, _ := u.CodingOf(k); !near(got, shared(all, k)) {
				rt.Errorf("(%d)cuα %v, by cells %v", k, got, shared(all, k))
			}
		}
	})
}

// numbers is all that is said of some coders.
func numbers(rt *rapid.T, length, values int, coders [][]Unit) []float64 {
	u, ok := Unitize(length, values, coders)
	if !ok {
		rt.Fatal("refused")
	}
	out := []float64{u.Alpha(), u.Binary(), u.Coding()}
	for k := range values {
		alpha, coverage := u.CodingOf(k)
		out = append(out, alpha, coverage)
	}
	return out
}

// The order of coders and of units makes no difference, nor a unit given twice
// or in overlapping parts.
func TestUnitizingInvariant(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const length, values = 40, 2
		coders := drawCoders(rt, length, values)
		want := numbers(rt, length, values, coders)
		other := slices.Clone(coders)
		slices.Reverse(other)
		for i, units := range other {
			units = slices.Clone(units)
			for _, u := range units {
				if mid := u.Start + (u.End-u.Start)/2; mid > u.Start && rapid.Bool().Draw(rt, "cut") {
					units = append(units, Unit{u.Start, mid, u.Value}, Unit{mid - 1, u.End, u.Value})
				}
			}
			slices.Reverse(units)
			other[i] = units
		}
		got := numbers(rt, length, values, other)
		for i := range want {
			if !close12(got[i], want[i]) {
				rt.Errorf("number %d: %v, want %v", i, got[i], want[i])
			}
		}
	})
}

// One value after the other gives what all together do; units of other values
// may overlap, as long as they are where they are.
func TestBackground(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		const length, values = 40, 3
		coders := drawCoders(rt, length, values)
		u, ok := Unitize(length, values, coders)
		if !ok {
			rt.Fatal("refused")
		}
		double := make([][]Unit, len(coders))
		for i, units := range coders {
			double[i] = append(double[i], units...)
			for _, x := range units {
				double[i] = append(double[i], Unit{x.Start, x.Start + rapid.IntRange(0, x.End-x.Start).Draw(rt, "part"), values})
			}
		}
		one, two := NewBackground(coders), NewBackground(double)
		for k := range values {
			alpha, coverage := u.CodingOf(k)
			for _, b := range []*Background{one, two} {
				if a, c := b.CodingOf(kind(coders, k)); !close12(a, alpha) || !close12(c, coverage) {
					rt.Fatalf("value %d: %v %v, want %v %v", k, a, c, alpha, coverage)
				}
			}
		}
		for i := range coders {
			if one.Doubled(i, coders[i]) {
				rt.Fatal("doubled")
			}
		}
	})
	b := NewBackground([][]Unit{{{0, 5, 0}, {4, 8, 1}}, {{0, 5, 0}, {5, 8, 1}}})
	if !b.Doubled(0, []Unit{{0, 5, 0}, {4, 8, 1}}) || b.Doubled(1, []Unit{{0, 5, 0}, {5, 8, 1}}) {
		t.Error("one overlaps, the other touches")
	}
}

func TestJoinUnits(t *testing.T) {
	got := JoinUnits([]Unit{{5, 9, 1}, {0, 3, 0}, {2, 5, 0}, {5, 6, 0}, {1, 2, 1}, {4, 4, 1}})
	if want := "[{0 5 0} {1 2 1} {5 6 0} {5 9 1}]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
}
