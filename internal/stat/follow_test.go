package stat

import (
	"context"
	"math"
	"reflect"
	"runtime"
	"testing"

	"pgregory.net/rapid"
)

// talks are three interviews: kinds 0, 1 and 2, with gaps of uncoded turns.
func talks() []Block {
	a, b, c, ab, ac := []int32{0}, []int32{1}, []int32{2}, []int32{0, 1}, []int32{0, 2}
	return []Block{
		{12, []int{0, 1, 3, 4, 9}, [][]int32{a, b, ab, c, a}},
		{6, []int{0, 2, 3, 5}, [][]int32{b, a, ac, b}},
		{5, []int{4}, [][]int32{ab}},
	}
}

func follow(t testing.TB, kinds, within int, blocks []Block, b int) (seen, before []int, f *Following) {
	t.Helper()
	seen, before = Followed(kinds, within, blocks)
	f, err := Follow(context.Background(), kinds, within, blocks, seen, ExpectedToFollow(kinds, within, blocks), b, 1, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return seen, before, f
}

// Counts, exact means, standard deviations and p by enumeration of all orders
// (2,880 of them) in Python 3 with exact fractions.
func TestFollow(t *testing.T) {
	for _, c := range []struct {
		within      int
		seen        []int
		mean, sd, p []float64
	}{
		{1, []int{1, 1, 2, 0, 0, 1, 0, 0, 0},
			[]float64{0.7666666666666667, 0.8333333333333334, 0.38333333333333336, 0.8333333333333334, 0.36666666666666664, 0.36666666666666664, 0.38333333333333336, 0.36666666666666664, 0},
			[]float64{0.6155395104206463, 0.7340905181848413, 0.5351531452667441, 0.7340905181848413, 0.5467073155618908, 0.5467073155618908, 0.5351531452667441, 0.5467073155618908, 0},
			[]float64{1, 1, 0.025, 0.5333333333333333, 1, 0.3333333333333333, 1, 1, 1}},
		{3, []int{2, 3, 2, 2, 1, 3, 0, 1, 0},
			[]float64{2.1333333333333333, 2.45, 1.1666666666666667, 2.316666666666667, 1.3333333333333333, 1.3333333333333333, 0.9666666666666667, 1.1, 0},
			[]float64{0.7408703590297623, 1.0763879928311681, 0.9113482076328211, 0.9858724280780169, 0.6236095644623235, 0.9249624617007738, 0.7003967129816898, 0.6839428176227731, 0},
			[]float64{1, 0.6861111111111111, 0.6083333333333333, 1, 1, 0.10555555555555556, 0.49166666666666664, 1, 1}},
	} {
		seen, _, f := follow(t, 3, c.within, talks(), 20000)
		if !reflect.DeepEqual(seen, c.seen) {
			t.Errorf("within %d: seen %v, want %v", c.within, seen, c.seen)
		}
		for k := range seen {
			if !(math.Abs(f.Expected[k]-c.mean[k]) <= 1e-12) {
				t.Errorf("within %d, pair %d: expected %v, want %v", c.within, k, f.Expected[k], c.mean[k])
			}
			if !(math.Abs(f.SD[k]-c.sd[k]) <= 0.02) {
				t.Errorf("within %d, pair %d: s.d. %v, want %v", c.within, k, f.SD[k], c.sd[k])
			}
			if !(math.Abs(f.P[k]-c.p[k]) <= 4*math.Sqrt(c.p[k]*(1-c.p[k])/20000)+1e-4) {
				t.Errorf("within %d, pair %d: p %v, want %v", c.within, k, f.P[k], c.p[k])
			}
			if f.Fixed[k] != (c.sd[k] == 0) {
				t.Errorf("within %d, pair %d: fixed %v", c.within, k, f.Fixed[k])
			}
		}
	}
}

// With one kind in each of neighbouring units and a reach of one, counts are
// the transitions of the sequence and their mean is n_a n_b / m, or
// n_a (n_a − 1) / m for a kind after itself.
func TestTransitions(t *testing.T) {
	b := Block{Units: 7}
	for i, k := range []int32{0, 1, 0, 0, 1, 2, 0} {
		b.Place, b.Rows = append(b.Place, i), append(b.Rows, []int32{k})
	}
	seen, before, f := follow(t, 3, 1, []Block{b}, 9)
	if want := []int{1, 2, 0, 1, 0, 1, 1, 0, 0}; !reflect.DeepEqual(seen, want) {
		t.Error(seen)
	}
	if want := []int{1, 1, 1, 2, 0, 0, 0, 1, 0}; !reflect.DeepEqual(before, want) {
		t.Error(before)
	}
	for k, want := range []float64{12. / 7, 8. / 7, 4. / 7, 8. / 7, 2. / 7, 2. / 7, 4. / 7, 2. / 7, 0} {
		if !(math.Abs(f.Expected[k]-want) <= 1e-12) {
			t.Errorf("pair %d: %v, want %v", k, f.Expected[k], want)
		}
	}
}

func TestFollowEdges(t *testing.T) {
	for name, blocks := range map[string][]Block{"none": nil, "one unit": {{3, []int{1}, [][]int32{{0, 1}}}}, "all alike": {{3, []int{0, 1, 2}, [][]int32{{0}, {0}, {0}}}}} {
		seen, _, f := follow(t, 2, 3, blocks, 19)
		for k := range seen {
			if !f.Fixed[k] || f.P[k] != 1 || f.SD[k] != 0 || !(math.Abs(f.Expected[k]-float64(seen[k])) <= 1e-12) {
				t.Errorf("%s, pair %d: seen %d, %+v", name, k, seen[k], f)
			}
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Follow(ctx, 3, 1, talks(), make([]int, 9), make([]float64, 9), 99, 1, func(int, int) {}); err == nil {
		t.Error("does not stop")
	}
}

// Turning time round turns what follows into what precedes, and leaves the
// expectation as it is where a block's places are even.
func TestFollowIsPrecedeBackwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var there, back []Block
		for range rapid.IntRange(0, 4).Draw(t, "blocks") {
			b := Block{Units: 20}
			for place := range 20 {
				if rapid.Bool().Draw(t, "coded") {
					row := rapid.SliceOfNDistinct(rapid.Int32Range(0, 3), 1, 3, rapid.ID[int32]).Draw(t, "row")
					b.Place, b.Rows = append(b.Place, place), append(b.Rows, row)
				}
			}
			r := Block{Units: 20}
			for i := len(b.Rows) - 1; i >= 0; i-- {
				r.Place, r.Rows = append(r.Place, 19-b.Place[i]), append(r.Rows, b.Rows[i])
			}
			there, back = append(there, b), append(back, r)
		}
		within := rapid.IntRange(1, 5).Draw(t, "within")
		f, p := Followed(4, within, there)
		g, q := Followed(4, within, back)
		if !reflect.DeepEqual(f, q) || !reflect.DeepEqual(p, g) {
			t.Fatalf("%v %v, backwards %v %v", f, p, g, q)
		}
	})
}

// The same seed gives the same bits on any number of cores.
func TestFollowOnAnyCores(t *testing.T) {
	_, _, want := follow(t, 3, 2, talks(), 200)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, n := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(n)
		if _, _, got := follow(t, 3, 2, talks(), 200); !reflect.DeepEqual(got, want) {
			t.Errorf("on %d cores: %+v, want %+v", n, got, want)
		}
	}
}

// By R 4.2.2, binom.test(k, n)$p.value.
func TestSignTest(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want float64
	}{{1, 8, 0.0703125}, {7, 8, 0.0703125}, {4, 9, 1}, {3, 6, 1}, {30, 100, 7.8501396455936886e-05}, {0, 1, 1}} {
		if got := SignTest(c.k, c.n); !(math.Abs(got-c.want) <= 1e-12) {
			t.Errorf("%d of %d: %v, want %v", c.k, c.n, got, c.want)
		}
	}
	if !math.IsNaN(SignTest(0, 0)) {
		t.Error("a p without signs")
	}
	if got := SignTest(1000, 3000); !(got > 0 && got < 1e-70) {
		t.Error(got)
	}
}

func BenchmarkFollow(b *testing.B) {
	r := Stream(1, 0)
	var blocks []Block
	for range 500 {
		x := Block{Units: 60}
		for place := range 60 {
			row := []int32{int32(r.IntN(100)), 100 + int32(r.IntN(20))}
			x.Place, x.Rows = append(x.Place, place), append(x.Rows, row)
		}
		blocks = append(blocks, x)
	}
	for b.Loop() {
		follow(b, 120, 3, blocks, 99)
	}
}
