package stat

import "math"

// Pair is the 2×2 table of two kinds over n units: how many have both, the
// first only, the second only, neither.
type Pair struct{ Both, First, Second, Neither float64 }

// NewPair makes the table of its margins: n1 units have the first kind, n2 the
// second.
func NewPair(both, n1, n2, n int) Pair {
	return Pair{float64(both), float64(n1 - both), float64(n2 - both), float64(n - n1 - n2 + both)}
}

func (p Pair) n1() float64 { return p.Both + p.First }
func (p Pair) n2() float64 { return p.Both + p.Second }
func (p Pair) n() float64  { return p.Both + p.First + p.Second + p.Neither }

// ratio is a/b; undefined where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return nan()
	}
	return a / b
}

// Jaccard is the share of the units with either that have both (Jaccard 1901).
//
//	a / (a+b+c)
//
// Undefined where neither occurs. Of (3,1,1,3) it is 0.6.
func (p Pair) Jaccard() float64 { return ratio(p.Both, p.Both+p.First+p.Second) }

// Dice is twice the units with both over the sum of the margins (Dice 1945,
// doi:10.2307/1932409).
//
//	2a / (2a+b+c)
//
// Undefined where neither occurs. Of (3,1,1,3) it is 0.75.
func (p Pair) Dice() float64 { return ratio(2*p.Both, 2*p.Both+p.First+p.Second) }

// Overlap is the share of the rarer kind's units that have both (Simpson 1943).
//
//	a / min(n1, n2)
//
// Undefined where a margin is 0. Of (3,1,1,3) it is 0.75.
func (p Pair) Overlap() float64 { return ratio(p.Both, math.Min(p.n1(), p.n2())) }

// GivenSecond is P(first | second), a / n2; undefined where n2 is 0.
func (p Pair) GivenSecond() float64 { return ratio(p.Both, p.n2()) }

// GivenFirst is P(second | first), a / n1; undefined where n1 is 0.
func (p Pair) GivenFirst() float64 { return ratio(p.Both, p.n1()) }

// Lift is how many times more often both occur than if they were independent.
//
//	a n / (n1 n2)
//
// Undefined where a margin is 0. Of (3,1,1,3) it is 1.5.
func (p Pair) Lift() float64 { return ratio(p.Both*p.n(), p.n1()*p.n2()) }

// NPMI is the normalised pointwise mutual information (Bouma 2009), from −1
// (never together) over 0 (independent) to 1 (always together).
//
//	ln(lift) / −ln(a/n);  a = 0: −1;  a = n: 1
//
// Undefined where a margin is 0. Of (3,1,1,3) it is 0.41339.
func (p Pair) NPMI() float64 {
	switch {
	case p.n1() == 0 || p.n2() == 0:
		return nan()
	case p.Both == 0:
		return -1
	case p.Both == p.n():
		return 1
	}
	return math.Log(p.Lift()) / -math.Log(p.Both/p.n())
}

// free reports that no margin is 0 or n.
func (p Pair) free() bool {
	n := p.n()
	return p.n1() > 0 && p.n1() < n && p.n2() > 0 && p.n2() < n
}

// Phi is the correlation of two yes-or-no variables (Yule 1912,
// doi:10.2307/2340126).
//
//	(ad − bc) / √(n1 n2 (n−n1) (n−n2))
//
// Undefined where a margin is 0 or n. Of (3,1,1,3) it is 0.5.
func (p Pair) Phi() float64 {
	if !p.free() {
		return nan()
	}
	n := p.n()
	phi := (p.Both*p.Neither - p.First*p.Second) /
		(math.Sqrt(p.n1()) * math.Sqrt(p.n2()) * math.Sqrt(n-p.n1()) * math.Sqrt(n-p.n2()))
	return math.Max(-1, math.Min(1, phi)) // roots are rounded
}

// OddsRatio is ad/bc. With an empty cell it is Haldane and Anscombe's
// corrected one, and corrected is true (Haldane 1956,
// doi:10.1111/j.1469-1809.1955.tb01285.x).
//
//	ad / bc;  (a+½)(d+½) / ((b+½)(c+½))
//
// Undefined where a margin is 0 or n. Of (3,1,1,3) it is 9; of (8,0,0,12) 425.
func (p Pair) OddsRatio() (value float64, corrected bool) {
	if !p.free() {
		return nan(), false
	}
	a, b, c, d := p.Both, p.First, p.Second, p.Neither
	if a == 0 || b == 0 || c == 0 || d == 0 {
		return (a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)), true
	}
	return a * d / (b * c), false
}

// G2 is the log-likelihood ratio against independence (Dunning 1993, ACL
// J93-1003).
//
//	2 Σ o ln(o/e),  0 ln 0 = 0
//
// Undefined without units; 0 where a margin is 0 or n. Of (3,1,1,3) it is
// 2.09299.
func (p Pair) G2() float64 {
	n := p.n()
	if n == 0 {
		return nan()
	}
	sum := 0.0
	for _, cell := range [4][3]float64{
		{p.Both, p.n1(), p.n2()}, {p.First, p.n1(), n - p.n2()},
		{p.Second, n - p.n1(), p.n2()}, {p.Neither, n - p.n1(), n - p.n2()},
	} {
		if o := cell[0]; o > 0 {
			sum += o * math.Log(o*n/(cell[1]*cell[2]))
		}
	}
	return math.Max(0, 2*sum)
}
