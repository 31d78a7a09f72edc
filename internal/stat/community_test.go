package stat

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"
)

func communities(t testing.TB, nodes int, ties []Tie, runs int, seed int64) Partition {
	t.Helper()
	p, err := Communities(context.Background(), nodes, ties, runs, seed)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// karate is Zachary's club (1977, doi:10.1086/jar.33.4.3629752), 78 ties.
func karate() []Tie {
	var ties []Tie
	for a, list := range [][]int{0: {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31}, 1: {2, 3, 7, 13, 17, 19, 21, 30},
		2: {3, 7, 8, 9, 13, 27, 28, 32}, 3: {7, 12, 13}, 4: {6, 10}, 5: {6, 10, 16}, 6: {16}, 8: {30, 32, 33}, 9: {33}, 13: {33}, 14: {32, 33},
		15: {32, 33}, 18: {32, 33}, 19: {33}, 20: {32, 33}, 22: {32, 33}, 23: {25, 27, 29, 32, 33}, 24: {25, 27, 31}, 25: {31}, 26: {29, 33},
		27: {33}, 28: {31, 33}, 29: {32, 33}, 30: {32, 33}, 31: {32, 33}, 32: {33}} {
		for _, b := range list {
			ties = append(ties, Tie{a, b, 1})
		}
	}
	return ties
}

// Modularity by networkx 3.6.1 (community.modularity); the weighted network's
// best division by enumeration of all 4,140, the club's as the best of 300 of
// its Louvain runs, 0.4198 as in Brandes et al. 2008, doi:10.1109/TKDE.2007.190689.
func TestCommunities(t *testing.T) {
	for _, c := range []struct {
		name  string
		nodes int
		ties  []Tie
		of    string
		q     float64
	}{
		{"two triangles", 6, []Tie{{0, 1, 1}, {0, 2, 1}, {1, 2, 1}, {3, 4, 1}, {3, 5, 1}, {4, 5, 1}, {2, 3, 1}}, "[0 0 0 1 1 1]", 5.0 / 14},
		{"weighted", 8, []Tie{{0, 1, .5}, {0, 2, .25}, {1, 2, .75}, {2, 3, .1}, {3, 4, .6}, {4, 5, .4}, {3, 5, .9}, {5, 6, .05}, {6, 7, .8}}, "[0 0 0 1 1 1 2 2]", 0.5964460298586338},
		{"numbered by first member, not by size", 7, []Tie{{6, 0, 1}, {1, 2, 1}, {1, 3, 1}, {2, 3, 1}}, "[0 1 1 1 -1 -1 0]", 0.375},
		{"club", 34, karate(), "[0 0 0 0 1 1 1 0 2 2 1 0 0 0 2 2 1 0 2 0 2 0 2 3 3 3 2 3 3 2 2 3 2 2]", 0.41978961209730437},
		{"a tie counts however it is written", 6, []Tie{{1, 0, .5}, {0, 1, .5}, {0, 2, 1}, {1, 2, 1}, {3, 4, 1}, {3, 5, 1}, {5, 4, 1}, {3, 2, 1}, {4, 4, 9}, {0, 5, 0}, {0, 5, math.NaN()}}, "[0 0 0 1 1 1]", 5.0 / 14},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := communities(t, c.nodes, c.ties, 50, 1)
			if got := fmt.Sprint(p.Of); !(math.Abs(p.Modularity-c.q) <= 1e-12) || got != c.of && c.name != "club" {
				t.Errorf("Q %v of %v, want %v of %v", p.Modularity, got, c.q, c.of)
			}
			if p.Runs != 50 || p.Same < 1 || p.Same > 50 {
				t.Errorf("%d of %d runs the same", p.Same, p.Runs)
			}
		})
	}
}

// Four groups of eight, tied closely inside and loosely between.
func TestPlantedCommunities(t *testing.T) {
	r := Stream(5, 0)
	var ties []Tie
	for a := range 32 {
		for b := a + 1; b < 32; b++ {
			if w := r.Float64() * 0.1; a%4 == b%4 {
				ties = append(ties, Tie{a, b, 0.5 + w})
			} else if w > 0.05 {
				ties = append(ties, Tie{a, b, w})
			}
		}
	}
	p := communities(t, 32, ties, 10, 1)
	for i, k := range p.Of {
		if k != i%4 {
			t.Fatalf("node %d is in %d: %v", i, k, p.Of)
		}
	}
}

func TestCommunitiesEdges(t *testing.T) {
	for _, ties := range [][]Tie{nil, {{1, 1, 1}}, {{0, 1, 0}}} {
		p := communities(t, 2, ties, 5, 1)
		if p.Count != 0 || !math.IsNaN(p.Modularity) || fmt.Sprint(p.Of) != "[-1 -1]" {
			t.Errorf("%v: %+v", ties, p)
		}
	}
	if p := communities(t, 0, nil, 5, 1); len(p.Of) != 0 {
		t.Errorf("%+v", p)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Communities(ctx, 34, karate(), 5, 1); err == nil {
		t.Error("does not stop")
	}
}

// The same seed gives the same bits each time, in whatever order ties come.
func TestCommunitiesAreReproducible(t *testing.T) {
	r := Stream(9, 0)
	var ties []Tie
	for a := range 40 {
		for b := a + 1; b < 40; b++ {
			if w := r.Float64(); w < 0.3 {
				ties = append(ties, Tie{a, b, w})
			}
		}
	}
	want := communities(t, 40, ties, 8, 3)
	for range 25 {
		r.Shuffle(len(ties), func(i, j int) { ties[i], ties[j] = ties[j], ties[i] })
		if got := communities(t, 40, ties, 8, 3); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	}
}

func BenchmarkCommunities(b *testing.B) {
	r := Stream(1, 0)
	for _, n := range []int{24, 100, 500} {
		var ties []Tie
		for a := range n {
			for c := a + 1; c < n; c++ {
				ties = append(ties, Tie{a, c, r.Float64()})
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				communities(b, n, ties, 1, 1)
			}
		})
	}
}
