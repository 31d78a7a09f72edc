package stat

import "math"

// mostNodes is how many different beginnings of tables FisherGroups follows
// before it gives up.
const mostNodes = 1 << 20

// FisherGroups is the exact test whether groups differ in how many of them have
// a kind: with[g] of of[g] (Freeman & Halton 1951, doi:10.1093/biomet/38.1-2.141;
// of two groups, Fisher's test).
//
//	p = Σ P(t) over tables t of the same margins with P(t) ≤ P(observed) (1 + 10⁻⁷)
//	P(t) = Π C(of_g, t_g) / C(Σ of, Σ with)
//
// Beginnings of tables are followed group by group; all that end alike are
// counted at once, and once all their ends lie on one side they are followed no
// further (Mehta & Patel 1983, doi:10.1080/01621459.1983.10477989). Groups of
// nobody do not count. 1 where all have it or nobody; undefined with fewer than
// two groups, and where there are too many different tables to follow. Of 3 in
// 4 against 1 in 4: 0.485714.
func FisherGroups(with, of []int) float64 {
	f := fisher{}
	for g, n := range of {
		if n > 0 {
			f.of, f.with = append(f.of, n), append(f.with, with[g])
			f.left += n
			f.sum += with[g]
		}
	}
	switch {
	case len(f.of) < 2:
		return nan()
	case f.sum == 0 || f.sum == f.left:
		return 1
	}
	f.bounds()
	total := choose(f.left, f.sum)
	limit := math.Log1p(tie)
	for g, n := range f.of {
		limit += choose(n, f.with[g])
	}
	p, rest := 0.0, f.left
	nodes := []node{{f.sum, 0, 1}}
	for g := 0; len(nodes) > 0; g++ { // at the last group low and high are one
		var next []node
		known := map[[2]int64]int{}
		for _, x := range nodes {
			switch {
			case x.log+f.high[g][x.left] <= limit:
				p += x.ways * math.Exp(x.log+choose(rest, x.left)-total)
				continue
			case x.log+f.low[g][x.left] > limit:
				continue
			}
			for k := max(0, x.left-(rest-f.of[g])); k <= min(f.of[g], x.left); k++ {
				y := node{x.left - k, x.log + choose(f.of[g], k), x.ways}
				key := [2]int64{int64(y.left), int64(math.Round(y.log * 1e10))}
				if at, ok := known[key]; ok {
					next[at].ways += y.ways
					continue
				}
				known[key] = len(next)
				if next = append(next, y); len(next) > mostNodes {
					return nan()
				}
			}
		}
		nodes, rest = next, rest-f.of[g]
	}
	return math.Min(p, 1)
}

// node is the beginnings of tables that leave as many to the groups to come and
// are equally probable.
type node struct {
	left int
	log  float64 // of Π C(of_g, t_g) so far
	ways float64
}

type fisher struct {
	with, of  []int
	sum, left int
	low, high [][]float64 // by group and what is left: of Π C from that group on
}

// bounds are the least and the greatest that the end of a table can weigh.
func (f *fisher) bounds() {
	k := len(f.of)
	f.low, f.high = make([][]float64, k+1), make([][]float64, k+1)
	for g := k; g >= 0; g-- {
		f.low[g], f.high[g] = make([]float64, f.sum+1), make([]float64, f.sum+1)
		for left := range f.low[g] {
			low, high := math.Inf(1), math.Inf(-1)
			if g == k {
				if left == 0 {
					low, high = 0, 0
				}
			} else {
				for t := 0; t <= min(f.of[g], left); t++ {
					if c := choose(f.of[g], t); !math.IsInf(f.low[g+1][left-t], 1) {
						low, high = math.Min(low, c+f.low[g+1][left-t]), math.Max(high, c+f.high[g+1][left-t])
					}
				}
			}
			f.low[g][left], f.high[g][left] = low, high
		}
	}
}

// Difference is the share of one group less that of another, k1/n1 − k2/n2,
// with Newcombe's 95 % interval, his method 10 (1998, doi:10.1002/(SICI)1097-
// 0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).
//
//	lower = d − √((p1 − l1)² + (u2 − p2)²)
//	upper = d + √((u1 − p1)² + (p2 − l2)²)
//
// l and u are Wilson's limits of each share. Undefined where a group is of
// nobody. 56 of 70 against 48 of 80: 0.2, from 0.0524 to 0.3339.
func Difference(k1, n1, k2, n2 int) (d, lower, upper float64) {
	p1, p2 := ratio(float64(k1), float64(n1)), ratio(float64(k2), float64(n2))
	l1, u1 := Wilson(k1, n1)
	l2, u2 := Wilson(k2, n2)
	d = p1 - p2
	return d, d - math.Hypot(p1-l1, u2-p2), d + math.Hypot(u1-p1, p2-l2)
}

// CramersV is how strongly groups differ in how many of them have a kind, from
// 0 (equal shares) to 1 (groups have it wholly or not at all): with[g] of of[g]
// (Cramér 1946).
//
//	√(χ² / n), of a table of two rows
//
// It is above 0 by chance alone, the more the fewer there are. Undefined where
// all have it or nobody, and with fewer than two groups.
func CramersV(with, of []int) float64 {
	var n, k, groups float64
	for g := range of {
		n, k = n+float64(of[g]), k+float64(with[g])
		if of[g] > 0 {
			groups++
		}
	}
	if groups < 2 || k == 0 || k == n {
		return nan()
	}
	chi := 0.0
	for g, m := range of {
		if m > 0 {
			e := k * float64(m) / n
			d := float64(with[g]) - e
			chi += d * d * (1/e + 1/(float64(m)-e))
		}
	}
	return math.Min(1, math.Sqrt(chi/n))
}
