package stat

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// apart is the matrix of Jaccard distances of rows of 0 and 1.
func apart(rows []string) []float64 {
	d := make([]float64, len(rows)*len(rows))
	for i, a := range rows {
		for j, b := range rows {
			both, either := 0, 0
			for k := range a {
				if a[k] == '1' && b[k] == '1' {
					both++
				}
				if a[k] == '1' || b[k] == '1' {
					either++
				}
			}
			d[i*len(rows)+j] = 1 - float64(both)/float64(either)
		}
	}
	return d
}

// asR writes merges as R's hclust does: things are negative, and of two
// clusters the earlier one is first.
func asR(n int, merges []Merge) string {
	out := ""
	for _, m := range merges {
		name := func(k int) int {
			if k < n {
				return -k - 1
			}
			return k - n + 1
		}
		a, b := name(m.Left), name(m.Right)
		if a > 0 && (b < 0 || b < a) {
			a, b = b, a
		}
		out += fmt.Sprintf("%d %d %.12f %d\n", a, b, m.Height, m.Size)
	}
	return out
}

// Merges, heights and cophenetic correlation by R 4.2.2: dist(method="binary"),
// hclust(method="average"), cor(d, cophenetic(h)); sizes by hand.
func TestAverage(t *testing.T) {
	for _, c := range []struct {
		name       string
		rows       []string
		want       string
		cophenetic float64
	}{
		{"without ties that matter", []string{"010000001111", "111101100111", "001100001000", "000101000000", "100110110010", "110100100011", "010010111101", "010000101100"},
			"-2 -6 0.333333333333 2\n-7 -8 0.428571428571 2\n-1 2 0.500000000000 3\n-5 1 0.568181818182 3\n3 4 0.725617283951 6\n-3 -4 0.750000000000 2\n5 6 0.885119047619 8\n", 0.90009693647237043},
		{"a ring, all neighbours tied", []string{"110000", "011000", "001100", "000110", "000011", "100001"},
			"-1 -2 0.666666666667 2\n-3 -4 0.666666666667 2\n-5 -6 0.666666666667 2\n1 2 0.916666666667 4\n3 4 0.916666666667 6\n", 0.61237243569579458},
		{"two alike, and ties", []string{"1100", "1100", "0011", "1010", "0101"},
			"-1 -2 0.000000000000 2\n-4 1 0.666666666667 3\n-3 -5 0.666666666667 2\n2 3 0.833333333333 5\n", 0.88465173692938281},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := apart(c.rows)
			m := Average(len(c.rows), d)
			if got := asR(len(c.rows), m); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if got := Cophenetic(len(c.rows), d, m); !(math.Abs(got-c.cophenetic) <= 1e-12) {
				t.Errorf("cophenetic %v, want %v", got, c.cophenetic)
			}
		})
	}
}

func TestAverageEdges(t *testing.T) {
	if Average(0, nil) != nil || Average(1, []float64{0}) != nil {
		t.Error("a tree of fewer than two things")
	}
	if Average(3, []float64{0, 1, 2, 1, 0, math.NaN(), 2, math.NaN(), 0}) != nil || Average(2, []float64{0, math.Inf(1), 0, 0}) != nil {
		t.Error("a tree of unknown distances")
	}
	d := []float64{0, 1, 2, 9, 0, 4, 9, 9, 0} // below the diagonal nothing is read
	m := Average(3, d)
	if got := asR(3, m); got != "-1 -2 1.000000000000 2\n-3 1 3.000000000000 3\n" {
		t.Error(got)
	}
	if got := Cophenetic(3, d, m); !(math.Abs(got-0.7559289460184544) <= 1e-12) { // cor(c(1,2,4), c(1,3,3)), R
		t.Error(got)
	}
	if d[1] != 1 || d[2] != 2 || d[5] != 4 {
		t.Error("the distances were changed")
	}
	same := []float64{0, 1, 1, 0, 0, 1, 0, 0, 0}
	if !math.IsNaN(Cophenetic(3, same, Average(3, same))) || !math.IsNaN(Cophenetic(2, d, nil)) {
		t.Error("a correlation of constants")
	}
}

// The lists of nearest clusters give, tie for tie, what looking at all pairs
// each time gives, and heights are the means of all distances between clusters.
func TestAverageIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 14).Draw(t, "n")
		d := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 6), func(x int) float64 { return float64(x) }), n*n, n*n).Draw(t, "d")
		got := Average(n, d)
		if want := plain(n, d); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		members := make([][]int, n, 2*n)
		for i := range n {
			members[i] = []int{i}
		}
		for k, m := range got {
			sum := 0.0
			for _, i := range members[m.Left] {
				for _, j := range members[m.Right] {
					sum += d[min(i, j)*n+max(i, j)]
				}
			}
			mean := sum / float64(len(members[m.Left])*len(members[m.Right]))
			members = append(members, slices.Concat(members[m.Left], members[m.Right]))
			if !(math.Abs(m.Height-mean) <= 1e-9) || m.Size != len(members[n+k]) || k > 0 && m.Height < got[k-1].Height-1e-9 {
				t.Fatalf("merge %d of %v: mean %v", k, got, mean)
			}
		}
	})
}

// plain looks at all pairs of clusters for every merge.
func plain(n int, given []float64) []Merge {
	d := slices.Clone(given)
	at := func(i, j int) *float64 { return &d[min(i, j)*n+max(i, j)] }
	node, size := make([]int, n), make([]int, n)
	for i := range n {
		node[i], size[i] = i, 1
	}
	var out []Merge
	for len(out) < n-1 {
		x, y := -1, -1
		for a := range n {
			for b := a + 1; b < n; b++ {
				if size[a] > 0 && size[b] > 0 && (x < 0 || *at(a, b) < *at(x, y)) {
					x, y = a, b
				}
			}
		}
		out = append(out, Merge{node[x], node[y], *at(x, y), size[x] + size[y]})
		for k := range n {
			if k != x && k != y && size[k] > 0 {
				*at(x, k) = (float64(size[x])**at(x, k) + float64(size[y])**at(y, k)) / float64(size[x]+size[y])
			}
		}
		node[x], size[x], size[y] = n+len(out)-1, size[x]+size[y], 0
	}
	return out
}

func BenchmarkAverage(b *testing.B) {
	const n = 500
	r := Stream(1, 0)
	d := make([]float64, n*n)
	for i := range d {
		d[i] = r.Float64()
	}
	for b.Loop() {
		Cophenetic(n, d, Average(n, d))
	}
}
