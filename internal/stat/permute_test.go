package stat

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"runtime"
	"slices"
	"testing"
)

// nulls.json lists exact null distributions, found by enumeration in plain
// Python: of all matrices with the margins of one, and of all shifts.
type exactNull struct {
	Matrix [][]int `json:"matrix"`
	Count  int     `json:"n_matrices"`
	Pairs  map[string]struct {
		Observed int                `json:"observed"`
		Null     map[string]float64 `json:"null"`
		Mean     float64            `json:"null_mean"`
		SD       float64            `json:"null_sd"`
	} `json:"pairs"`
}

func exactNulls(t *testing.T) map[string]exactNull {
	t.Helper()
	b, err := os.ReadFile("testdata/nulls.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Fixed map[string]exactNull `json:"fixed_fixed"`
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all.Fixed
}

// block is a matrix of units by kinds.
func block(matrix [][]int) Block {
	b := Block{Units: len(matrix)}
	for u, line := range matrix {
		var row []int32
		for k, x := range line {
			if x == 1 {
				row = append(row, int32(k))
			}
		}
		b.Rows, b.Place = append(b.Rows, row), append(b.Place, u)
	}
	return b
}

// every is every pair of so many kinds, and how many units of blocks have both.
func every(kinds int, blocks ...Block) (pairs [][2]int32, seen []int32) {
	for a := range int32(kinds) {
		for b := a + 1; b < int32(kinds); b++ {
			n := int32(0)
			for _, x := range blocks {
				for _, row := range x.Rows {
					if slices.Contains(row, a) && slices.Contains(row, b) {
						n++
					}
				}
			}
			pairs, seen = append(pairs, [2]int32{a, b}), append(seen, n)
		}
	}
	return pairs, seen
}

// matrices enumerates what a block could be with its margins: key → place.
func matrices(t *testing.T, b Block) map[string]int {
	t.Helper()
	g := newGrid(b)
	left := make([]int, len(g.kinds))
	for _, row := range b.Rows {
		for _, k := range row {
			i, _ := slices.BinarySearch(g.kinds, k)
			left[i]++
		}
	}
	all := map[string]int{}
	key := make([]byte, len(g.rows))
	var fill func(row int)
	fill = func(row int) {
		if row == len(g.rows) {
			if slices.Max(left) == 0 {
				all[string(key)] = len(all)
			}
			return
		}
		n := len(slices.DeleteFunc(slices.Clone(b.Rows), func(r []int32) bool { return len(r) == 0 })[row])
		for set := range 1 << len(g.kinds) {
			ok := ones(set) == n
			for k := range left {
				ok = ok && (set>>k&1 == 0 || left[k] > 0)
			}
			if !ok {
				continue
			}
			for k := range left {
				left[k] -= set >> k & 1
			}
			key[row] = byte(set)
			fill(row + 1)
			for k := range left {
				left[k] += set >> k & 1
			}
		}
	}
	fill(0)
	return all
}

func ones(x int) (n int) {
	for ; x != 0; x &= x - 1 {
		n++
	}
	return n
}

// The trades reach every matrix equally often: chi-square over all 555.
func TestCurveballIsUniform(t *testing.T) {
	b := block(exactNulls(t)["6x4"].Matrix)
	all := matrices(t, b)
	if len(all) != 555 {
		t.Fatalf("%d matrices, want 555", len(all))
	}
	g := newGrid(b)
	if g.free != 6 {
		t.Fatalf("%d rows are free", g.free)
	}
	const draws = 200 * 555
	counts := make([]float64, len(all))
	rows, key, sets := make([]uint64, len(g.rows)), make([]byte, len(g.rows)), newSubsets()
	for i := range draws {
		var d dice
		d.begin(7, i)
		copy(rows, g.rows) // each draw has its own hub
		g.trade(rows, &d, sets)
		g.trade(rows, &d, sets)
		for k, r := range rows {
			key[k] = byte(r)
		}
		at, ok := all[string(key)]
		if !ok {
			t.Fatalf("%v has other margins", key)
		}
		counts[at]++
	}
	sum := 0.0
	for _, c := range counts {
		sum += (c - 200) * (c - 200) / 200
	}
	if z := (sum - 554) / math.Sqrt(2*554); !(math.Abs(z) <= 4) {
		t.Errorf("chi-square %.1f of 554 degrees of freedom: %.1f s.d. away", sum, z)
	}
}

// means holds expectations to exact ones: 4 standard errors. Replicates of one
// seed share their hub, so that several seeds are asked.
func means(t *testing.T, matrix [][]int, exact func(pair int) (mean, sd, far float64)) {
	t.Helper()
	b, kinds := block(matrix), len(matrix[0])
	pairs, seen := every(kinds, b)
	const each, seeds = 2000, 10
	got, far := make([]float64, len(pairs)), make([]float64, len(pairs))
	for seed := range int64(seeds) {
		r, err := Curveball(context.Background(), kinds, []Block{b}, pairs, seen, each, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		for k := range pairs {
			got[k] += r.Expected[k] / seeds
			far[k] += (r.P[k]*(each+1) - 1) / each / seeds
			if r.Max[k] < r.P[k] {
				t.Errorf("pair %v: adjusted p %v below its own %v", pairs[k], r.Max[k], r.P[k])
			}
		}
	}
	for k, pair := range pairs {
		mean, sd, p := exact(k)
		if !(math.Abs(got[k]-mean) <= 4*sd/math.Sqrt(each*seeds)) {
			t.Errorf("pair %v: %.5f expected, exactly %.5f ± %.5f", pair, got[k], mean, sd/math.Sqrt(each*seeds))
		}
		if !(math.Abs(far[k]-p) <= 4*math.Sqrt(p*(1-p)/(each*seeds))+1e-9) {
			t.Errorf("pair %v: p %.5f, exactly %.5f", pair, far[k], p)
		}
	}
}

// enumerated finds the exact null by looking at all matrices.
func enumerated(t *testing.T, matrix [][]int) func(pair int) (mean, sd, far float64) {
	b, kinds := block(matrix), len(matrix[0])
	pairs, seen := every(kinds, b)
	all := matrices(t, b)
	counts := make([][]float64, len(pairs))
	for key := range all {
		for i, p := range pairs {
			n := 0
			for _, row := range []byte(key) {
				n += int(row >> p[0] & (row >> p[1]) & 1)
			}
			for len(counts[i]) <= n {
				counts[i] = append(counts[i], 0)
			}
			counts[i][n]++
		}
	}
	t.Logf("%d matrices", len(all))
	return func(pair int) (float64, float64, float64) {
		return moments(counts[pair], float64(seen[pair]))
	}
}

func moments(counts []float64, seen float64) (mean, sd, far float64) {
	n, sqr := 0.0, 0.0
	for x, c := range counts {
		n, mean, sqr = n+c, mean+float64(x)*c, sqr+float64(x*x)*c
	}
	mean /= n
	for x, c := range counts {
		if math.Abs(float64(x)-mean) >= math.Abs(seen-mean)-1e-9 {
			far += c / n
		}
	}
	return mean, math.Sqrt(math.Max(0, sqr/n-mean*mean)), far
}

func TestCurveballMeans(t *testing.T) {
	t.Run("6x4 of nulls.json", func(t *testing.T) {
		n := exactNulls(t)["6x4"]
		pairs, seen := every(4, block(n.Matrix))
		means(t, n.Matrix, func(k int) (float64, float64, float64) {
			p := n.Pairs[string(rune('0'+pairs[k][0]))+"-"+string(rune('0'+pairs[k][1]))]
			counts := make([]float64, 7)
			for x, c := range p.Null {
				counts[x[0]-'0'] = c
			}
			mean, sd, far := moments(counts, float64(p.Observed))
			if !(math.Abs(mean-p.Mean) <= 1e-12) || !(math.Abs(sd-p.SD) <= 1e-12) || int(seen[k]) != p.Observed {
				t.Fatalf("read wrongly: %v", p)
			}
			return mean, sd, far
		})
	})
	for name, matrix := range map[string][][]int{
		"5x5": {{1, 1, 0, 0, 0}, {1, 1, 1, 0, 0}, {0, 1, 1, 0, 1}, {0, 0, 1, 1, 0}, {1, 0, 0, 1, 1}},
		"8x5": {{1, 1, 0, 0, 0}, {1, 1, 0, 0, 0}, {1, 1, 1, 0, 0}, {0, 0, 1, 1, 0}, {0, 0, 0, 1, 1}, {1, 0, 0, 0, 1}, {0, 1, 1, 0, 0}, {1, 0, 0, 0, 0}},
	} {
		t.Run(name, func(t *testing.T) { means(t, matrix, enumerated(t, matrix)) })
	}
}

// A matrix that is the only one with its margins has no freedom: p = 1.
// Of a few long turns among many with one code, trades with the short ones seldom
// change the long ones. The mean over replicates must still not depend on the
// seed more than so many independent replicates make it.
func TestCurveballMixesLongRows(t *testing.T) {
	rows := [][]int32{{1, 2}, {0}, {0, 3, 4}, {2, 3}, {0}, {0, 3}, {1}, {1, 3}, {3}, {0, 3}, {3}, {0, 3}, {0}, {0, 1, 3},
		{0}, {0, 1, 3, 4, 5}, {0}, {3}, {3}, {0, 3, 5}}
	var pairs [][2]int32
	for a := range int32(6) {
		for b := range a {
			pairs = append(pairs, [2]int32{b, a})
		}
	}
	means := func(b int, seeds int64) (spread []float64) {
		sum, sqr := make([]float64, len(pairs)), make([]float64, len(pairs))
		for seed := range seeds {
			r, err := Curveball(t.Context(), 6, []Block{{Units: len(rows), Rows: rows}}, pairs, make([]int32, len(pairs)), b, seed+1, nil)
			if err != nil {
				t.Fatal(err)
			}
			for k, e := range r.Expected {
				sum[k] += e
				sqr[k] += e * e
			}
		}
		for k := range pairs {
			m := sum[k] / float64(seeds)
			spread = append(spread, sqr[k]/float64(seeds)-m*m)
		}
		return spread
	}
	one, many := means(1, 400), means(100, 24)
	ratio := 0.0
	for k := range pairs {
		ratio += many[k] * 100 / one[k] / float64(len(pairs))
	}
	if !(ratio < 1.5) {
		t.Errorf("means of 100 replicates vary %.1f times as much as those of independent ones", ratio)
	}
}

func TestCurveballOfUniqueMatrix(t *testing.T) {
	n := exactNulls(t)["7x4_nested_unique"]
	b := block(n.Matrix)
	if all := matrices(t, b); len(all) != n.Count {
		t.Fatalf("%d matrices, want %d", len(all), n.Count)
	}
	for name, blocks := range map[string][]Block{"unique": {b}, "rows apart": {{1, []int{0}, b.Rows[:1]}, {1, []int{0}, b.Rows[1:2]}}, "none": nil} {
		pairs, seen := every(4, blocks...)
		r, err := Curveball(context.Background(), 4, blocks, pairs, seen, 99, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		for k := range pairs {
			if !r.Fixed[k] || r.P[k] != 1 || r.Max[k] != 1 || r.Expected[k] != float64(seen[k]) {
				t.Errorf("%s, pair %v: fixed %v, p %v, adjusted %v, expected %v", name, pairs[k], r.Fixed[k], r.P[k], r.Max[k], r.Expected[k])
			}
		}
	}
}

// wide is rows of many kinds, so that bits need several words.
func wide(blocks, rows, kinds, each int) (out []Block) {
	var d dice
	d.begin(3, 3)
	for range blocks {
		b := Block{Units: 2 * rows}
		for u := range rows {
			var row []int32
			for k := range kinds {
				if d.below(kinds) < each {
					row = append(row, int32(k))
				}
			}
			b.Rows, b.Place = append(b.Rows, row), append(b.Place, 2*u)
		}
		out = append(out, b)
	}
	return out
}

// Trades keep how many kinds each row has and how many rows each kind, and
// counting by rows and by columns is the same.
func TestTradesKeepMargins(t *testing.T) {
	for _, each := range []int{2, 70} {
		for _, b := range wide(3, 80, 150, each) {
			g := newGrid(b)
			rows := slices.Clone(g.rows)
			var d dice
			g.trade(rows, &d, newSubsets())
			if slices.Equal(rows, g.rows) {
				t.Error("nothing was traded")
			}
			before, after := sums(g, g.rows), sums(g, rows)
			if !slices.Equal(before, after) {
				t.Errorf("margins %v, then %v", before, after)
			}
			tally := newTally(150, nil)
			one, other := make([]int32, 150*150), make([]int32, 150*150)
			g.byRow = true
			g.count(rows, tally, one, &scratch{})
			g.byRow = false
			g.count(rows, tally, other, &scratch{})
			if !slices.Equal(one, other) {
				t.Error("counting by rows and by columns differs")
			}
		}
	}
}

func sums(g *grid, rows []uint64) (out []int) {
	columns := make([]int, 64*g.words)
	for at := 0; at < len(rows); at += g.words {
		n := 0
		for k := range columns {
			if rows[at+k/64]>>(k%64)&1 == 1 {
				columns[k]++
				n++
			}
		}
		out = append(out, n)
	}
	return append(out, columns...)
}

// A trade takes every subset equally often, looked up or drawn bit by bit.
func TestTradesAreUniform(t *testing.T) {
	sets := newSubsets()
	for name, trade := range map[string]func(x, y []uint64, d *dice){
		"looked up":  func(x, y []uint64, d *dice) { swap(x, y, d, sets) },
		"bit by bit": func(x, y []uint64, d *dice) { swapMany(x, y, 2, 4, d) },
	} {
		counts := map[[2]uint64]int{}
		var d dice
		for i := range 6000 {
			d.begin(1, i)
			x, y := []uint64{1<<63 | 1, 4}, []uint64{1 << 5, 2 | 4}
			trade(x, y, &d)
			if x[0]&y[0] != 0 || x[1]&y[1] != 4 || x[0]|y[0] != 1<<63|1|1<<5 || x[1]|y[1] != 6 {
				t.Fatalf("%s: %b %b", name, x, y)
			}
			counts[[2]uint64{x[0], x[1]}]++
		}
		if len(counts) != 6 { // of 4 bits 2
			t.Errorf("%s: %d outcomes, want 6", name, len(counts))
		}
		for out, n := range counts {
			if !(math.Abs(float64(n)-1000) <= 4*math.Sqrt(1000*5.0/6)) {
				t.Errorf("%s, %b: %d times of 6000", name, out, n)
			}
		}
	}
}

// Same seed, same numbers on any number of cores; other seed, others.
func TestPermutationsOnAnyCores(t *testing.T) {
	blocks := wide(6, 12, 8, 3)
	pairs, seen := every(8, blocks...)
	run := func(seed int64, test func(context.Context, int, []Block, [][2]int32, []int32, int, int64, func(int, int)) (*Permuted, error)) *Permuted {
		r, err := test(context.Background(), 8, blocks, pairs, seen, 199, seed, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	curve, shift, other := run(1, Curveball), run(1, Shift), run(2, Curveball)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	for _, cores := range []int{1, 3, 8} {
		runtime.GOMAXPROCS(cores)
		for _, x := range [][2]*Permuted{{curve, run(1, Curveball)}, {shift, run(1, Shift)}} {
			if !slices.Equal(x[0].Expected, x[1].Expected) || !slices.Equal(x[0].P, x[1].P) || !slices.Equal(x[0].Max, x[1].Max) {
				t.Errorf("on %d cores other numbers", cores)
			}
		}
	}
	if slices.Equal(curve.Expected, other.Expected) {
		t.Error("another seed gives the same numbers")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Curveball(ctx, 8, blocks, pairs, seen, 99, 1, nil); err == nil {
		t.Error("does not stop")
	}
	if _, err := Shift(ctx, 8, blocks, pairs, seen, 99, 1, nil); err == nil {
		t.Error("does not stop")
	}
}

// Where kinds are put independently, one in twenty tests or fewer says
// otherwise, and hardly any after adjusting for all pairs.
func TestCurveballHoldsItsLevel(t *testing.T) {
	const studies = 200
	small, any := 0, 0
	for k := range studies {
		var blocks []Block
		var d dice
		d.begin(11, k)
		for range 4 {
			b := Block{Units: 10}
			for u := range 10 {
				var row []int32
				for kind := range 4 {
					if d.below(10) < 4 {
						row = append(row, int32(kind))
					}
				}
				b.Rows, b.Place = append(b.Rows, row), append(b.Place, u)
			}
			blocks = append(blocks, b)
		}
		pairs, seen := every(4, blocks...)
		r, err := Curveball(context.Background(), 4, blocks, pairs, seen, 99, int64(k), nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.P[0] <= 0.05 {
			small++
		}
		if slices.Min(r.Max) <= 0.05 {
			any++
		}
	}
	if limit := 10 + 4*3.1; float64(small) > limit || float64(any) > limit {
		t.Errorf("of %d studies %d pairs and %d sets of pairs are significant at 5%%", studies, small, any)
	}
}

// nulls.json: one document of 20 units; and two added up, by hand.
func TestShiftOracle(t *testing.T) {
	raw, err := os.ReadFile("testdata/nulls.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Shift struct {
			One struct {
				A, B     []int
				Observed int
				By       []int   `json:"overlap_by_shift_of_B"`
				Mean     float64 `json:"mean"`
				P        float64 `json:"p_ge_including_identity"`
			} `json:"one_doc_20"`
		} `json:"circular_shift"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	one := all.Shift.One
	twenty, eight := stretch(one.A, one.B), stretch([]int{1, 1, 0, 0, 0, 0, 1, 0}, []int{1, 0, 0, 0, 0, 0, 0, 0})
	run := func(blocks ...Block) *Permuted {
		pairs, seen := every(2, blocks...)
		r, err := Shift(context.Background(), 2, blocks, pairs, seen, 999, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := run(twenty)
	check(t, "expected", r.Expected[0], one.Mean)
	check(t, "p", r.P[0], one.P) // no shift is as far on the other side
	// T = 1 at 3 of 8 shifts of the second, so that |T − 1.875| ≥ |5 − 1.875| for
	// 5 alone: 1/20 · 3/8.
	r = run(twenty, eight)
	check(t, "expected of two", r.Expected[0], 1.5+3.0/8)
	check(t, "p of two", r.P[0], 3.0/160)
	if !(math.Abs(r.Max[0]-3.0/160) <= 4*math.Sqrt(3.0/160/999)) {
		t.Errorf("by replicates %v", r.Max[0])
	}
	if r := run(stretch([]int{1, 1}, []int{1, 0})); !r.Fixed[0] || r.P[0] != 1 || r.Max[0] != 1 || r.Expected[0] != 1 {
		t.Errorf("no freedom: %+v", r)
	}
	pairs, seen := every(2, twenty)
	if r, err := Shift(context.Background(), 2, []Block{twenty}, pairs, seen, 0, 1, nil); err != nil || !math.IsNaN(r.Max[0]) || r.P[0] != 0.05 {
		t.Errorf("without replicates: %+v, %v", r, err)
	}
}

// stretch is a block in which two kinds stand where the ones are.
func stretch(a, b []int) Block {
	x := Block{Units: len(a)}
	for u := range a {
		var row []int32
		if a[u] == 1 {
			row = append(row, 0)
		}
		if b[u] == 1 {
			row = append(row, 1)
		}
		if row != nil {
			x.Rows, x.Place = append(x.Rows, row), append(x.Place, u)
		}
	}
	return x
}

// Counts that do not fit what is remembered of replicates are drawn again: of
// draws 70000 and 69999 in turn none is as far from their mean as 70001.
func TestPermuteLargeCounts(t *testing.T) {
	r, err := permute(context.Background(), []int32{70001}, 80000, 19, nil, func() func(int, []int32) {
		return func(i int, out []int32) { out[0] = int32(70000 - i%2) }
	})
	if err != nil || !(math.Abs(r.P[0]-0.05) <= 1e-12) || !(math.Abs(r.Expected[0]-(70000-9./19)) <= 1e-9) {
		t.Errorf("%+v, %v", r, err)
	}
}

// A stratum of two units says something: with both kinds in one and neither in
// the other χ² is 1, whose p is 0.3173105079 (R 4.2.2, pchisq). A stratum of one
// says nothing.
func TestMantelOfTwoUnits(t *testing.T) {
	var m Mantel
	m.Add(NewStratum(1), 1, 1, 1)
	if m != (Mantel{}) {
		t.Errorf("one unit: %+v", m)
	}
	m.Add(NewStratum(2), 1, 1, 1)
	if !(math.Abs(m.P()-0.3173105079) <= 1e-9) || !math.IsNaN(m.OddsRatio()) {
		t.Errorf("p %v, odds ratio %v", m.P(), m.OddsRatio())
	}
}
