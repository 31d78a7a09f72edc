package stat

import (
	"cmp"
	"math"
	"slices"
)

// Adjust gives each p its q: the smallest share of false findings among all
// that are called findings with it (Benjamini & Hochberg 1995,
// doi:10.1111/j.2517-6161.1995.tb02031.x), as R's p.adjust(method = "BH").
//
//	q(i) = min over k ≥ i of min(1, m p(k) / k), p(1) ≤ … ≤ p(m)
//
// An undefined p is no test: it has no q and is not counted in m.
func Adjust(p []float64) []float64 {
	q := make([]float64, len(p))
	order := make([]int, 0, len(p))
	for i, x := range p {
		if q[i] = nan(); !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	least := 1.0
	for k := len(order) - 1; k >= 0; k-- {
		least = math.Min(least, float64(len(order))*p[order[k]]/float64(k+1))
		q[order[k]] = least
	}
	return q
}
