package stat

import "math"

// Mantel sums 2×2 tables of strata, such as one for each case, so that only
// what goes together within a stratum counts.
type Mantel struct{ Odds, Against, Excess, Variance float64 }

// Add takes a stratum of n units, of which n1 have the first kind and n2 the
// second. One in which either is missing, or of a single unit, says nothing.
func (m *Mantel) Add(both, n1, n2, n float64) {
	if n < 2 {
		return
	}
	b, c := n1-both, n2-both
	m.Odds += both * (n - n1 - c) / n
	m.Against += b * c / n
	m.Excess += (both*n - n1*n2) / n
	m.Variance += n1 * n2 * (n - n1) * (n - n2) / (n * n * (n - 1))
}

// OddsRatio is the common odds ratio of Mantel & Haenszel (1959,
// doi:10.1093/jnci/22.4.719).
//
//	Σ a d / n  /  Σ b c / n
//
// Undefined where the lower sum is 0 (it is then infinite, or no stratum has
// both kinds).
func (m *Mantel) OddsRatio() float64 { return ratio(m.Odds, m.Against) }

// P is that of their chi-square, one degree of freedom, without correction for
// continuity, as R's mantelhaen.test(correct = FALSE).
//
//	χ² = (Σ (a − n1 n2 / n))² / Σ n1 n2 (n−n1) (n−n2) / (n² (n−1))
//
// Undefined where the variance is 0.
func (m *Mantel) P() float64 {
	if m.Variance <= 0 {
		return nan()
	}
	return math.Erfc(math.Abs(m.Excess) / math.Sqrt(2*m.Variance))
}
