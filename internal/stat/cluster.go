package stat

import "math"

// Merge joins two clusters: things are numbered from 0, merges after them in
// their order. Left holds the first of all their things.
type Merge struct {
	Left, Right int
	Height      float64
	Size        int // things in the new cluster
}

// Average clusters n things by average linkage (UPGMA; Sokal & Michener 1958,
// Univ. Kansas Sci. Bull. 38:1409), with the update of Lance & Williams 1967
// (doi:10.1093/comjnl/9.4.373). d is n×n; what stands at [i*n+j], i < j, counts.
//
//	d(A∪B, C) = (|A| d(A,C) + |B| d(B,C)) / (|A| + |B|)
//
// The closest two are joined, n−1 times. Of pairs that are equally close it is
// the one whose cluster holds the earliest thing, then whose other cluster does:
// the order of the things decides ties, as in R's hclust. Nil
// of fewer than two things, and where any distance is undefined or infinite:
// there is no average of what is not known. Of three things with distances 1, 2
// and 4 the heights are 1 and 3.
func Average(n int, d []float64) []Merge {
	if n < 2 || !finite(n, d) {
		return nil
	}
	c := &linkage{n: n, d: append([]float64(nil), d[:n*n]...)}
	for i := range n {
		c.node, c.size = append(c.node, i), append(c.size, 1)
	}
	c.near = make([]int, n)
	for i := range n {
		c.nearest(i)
	}
	merges := make([]Merge, 0, n-1)
	for len(merges) < n-1 {
		a := -1
		for i := range n {
			if c.near[i] >= 0 && (a < 0 || c.at(i, c.near[i]) < c.at(a, c.near[a])) {
				a = i
			}
		}
		b := c.near[a]
		merges = append(merges, Merge{c.node[a], c.node[b], c.at(a, b), c.size[a] + c.size[b]})
		c.join(a, b, n+len(merges)-1)
	}
	return merges
}

// linkage holds each cluster at the place of its first thing; size 0: it went
// into another.
type linkage struct {
	n    int
	d    []float64
	node []int // the number of the cluster
	size []int
	near []int // the closest of the later clusters, -1 for none
}

func (c *linkage) at(i, j int) float64 { return c.d[min(i, j)*c.n+max(i, j)] }

// nearest finds the closest cluster after i.
func (c *linkage) nearest(i int) {
	c.near[i] = -1
	for j := i + 1; j < c.n; j++ {
		if c.size[j] > 0 && (c.near[i] < 0 || c.at(i, j) < c.at(i, c.near[i])) {
			c.near[i] = j
		}
	}
}

// join puts the cluster at b into that at a.
func (c *linkage) join(a, b, node int) {
	na, nb := float64(c.size[a]), float64(c.size[b])
	for k := range c.n {
		if c.size[k] > 0 && k != a && k != b {
			// The conversions keep processors from fusing: the same bits everywhere.
			c.d[min(a, k)*c.n+max(a, k)] = (float64(na*c.at(a, k)) + float64(nb*c.at(b, k))) / (na + nb)
		}
	}
	c.size[a] += c.size[b]
	c.size[b], c.near[b] = 0, -1
	c.node[a] = node
	for i := range b {
		if c.size[i] == 0 {
			continue
		}
		if i == a || c.near[i] == a || c.near[i] == b {
			c.nearest(i)
		} else if near := c.near[i]; i < a && (c.at(i, a) < c.at(i, near) || c.at(i, a) == c.at(i, near) && a < near) {
			c.near[i] = a
		}
	}
}

// finite reports that all distances are numbers.
func finite(n int, d []float64) bool {
	for i := range n {
		for j := i + 1; j < n; j++ {
			if x := d[i*n+j]; math.IsNaN(x) || math.IsInf(x, 0) {
				return false
			}
		}
	}
	return true
}

// Cophenetic is the correlation of the distances with the heights at which two
// things are first in one cluster (Sokal & Rohlf 1962, doi:10.2307/1217208):
// how much of the distances the tree keeps, 1 for all.
//
//	Pearson's r over all pairs of things
//
// Undefined for fewer than three things, without merges, or where all distances
// or all heights are equal. Of three things with distances 1, 2 and 4 it is
// 0.755929.
func Cophenetic(n int, d []float64, merges []Merge) float64 {
	if n < 3 || len(merges) != n-1 {
		return nan()
	}
	members := make([][]int, n, 2*n-1)
	for i := range n {
		members[i] = []int{i}
	}
	var x, y []float64
	for _, m := range merges {
		for _, i := range members[m.Left] {
			for _, j := range members[m.Right] {
				x, y = append(x, d[min(i, j)*n+max(i, j)]), append(y, m.Height)
			}
		}
		members = append(members, append(members[m.Left], members[m.Right]...))
	}
	return pearson(x, y)
}

// pearson is the correlation of two lists; undefined where one is constant.
func pearson(x, y []float64) float64 {
	var mx, my float64
	for i := range x {
		mx, my = mx+x[i], my+y[i]
	}
	mx, my = mx/float64(len(x)), my/float64(len(y))
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx, yy, xy = xx+float64(dx*dx), yy+float64(dy*dy), xy+float64(dx*dy)
	}
	return min(1, max(-1, ratio(xy, math.Sqrt(xx)*math.Sqrt(yy)))) // rounding
}
