package stat

import "math"

// Mantel sums 2×2 tables of strata, such as one for each case, so that only
// what goes together within a stratum counts.
type Mantel struct{ Odds, Against, Excess, Variance float64 }

// Stratum is a stratum of some units.
type Stratum struct{ n, inverse, spread float64 }

// NewStratum takes the number of units.
func NewStratum(n int) Stratum {
	x := float64(n)
	return Stratum{x, 1 / x, 1 / (x * x * (x - 1))}
}

// Add takes the 2×2 table of a stratum in which n1 units have the first kind, n2
// the second. One in which either is missing, or of a single unit, says nothing.
func (m *Mantel) Add(s Stratum, both, n1, n2 float64) {
	if s.n < 2 {
		return
	}
	m.Odds += both * (s.n - n1 - n2 + both) * s.inverse
	m.Against += (n1 - both) * (n2 - both) * s.inverse
	m.Excess += (both*s.n - n1*n2) * s.inverse
	m.Variance += n1 * (s.n - n1) * n2 * (s.n - n2) * s.spread
}

// Join takes what was summed of other strata.
func (m *Mantel) Join(o Mantel) {
	m.Odds += o.Odds
	m.Against += o.Against
	m.Excess += o.Excess
	m.Variance += o.Variance
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
