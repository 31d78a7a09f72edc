package stat

import (
	"math"
	"sort"
)

// tie is how much more probable than the observed a table may be and still
// count as no more probable: rounding must not part equal ones (R 4.2.2,
// fisher.test).
const tie = 1e-7

// Fisher is the two-sided p of Fisher's exact test: the chance, with the
// margins as they are, of a table no more probable than the observed.
//
//	Σ h(x) over all x with h(x) ≤ h(a)(1 + 1e-7);  h hypergeometric
//
// Fisher 1935 (doi:10.2307/2342435), as R's fisher.test(alternative =
// "two.sided"). h is Loader's (2000), whose relative error stays near 1e-13 down to
// the smallest numbers; each tail is summed outward until nothing is added, so
// that the cost is that of the spread of x and not of its range. 1 where a
// margin is 0 or n. Below 5e-324 it is 0. Of (3,1,1,3) it is 17/35; of
// (500,1500,2500,95500) 1.0748e-310. Units must be independent: those of one
// interview are not.
func (p Pair) Fisher() float64 {
	if !p.free() {
		return 1
	}
	// The two columns may change places: x = a is put below the mode.
	if n := p.n(); p.Both > math.Floor((p.n1()+1)*(p.n2()+1)/(n+2)) {
		p = Pair{p.First, p.Both, p.Neither, p.Second}
	}
	h := hypergeometric{n: p.n(), n1: p.n1(), n2: p.n2()}
	h.part = binomial(h.n2, h.n, h.n2/h.n, (h.n-h.n2)/h.n)
	lo, hi := math.Max(0, h.n1+h.n2-h.n), math.Min(h.n1, h.n2)
	mode := math.Floor((h.n1 + 1) * (h.n2 + 1) / (h.n + 2))
	seen := h.log(p.Both)
	within := seen + math.Log1p(tie)
	if h.log(mode) <= within {
		return 1
	}
	sum, last, r := 0.0, p.Both, 1.0 // r is h(x)/h(a), sum its sum
	for next := r * h.up(last); next <= 1+tie; next = r * h.up(last) {
		last, r = last+1, next
	}
	for x := last; sum+r != sum; x-- {
		sum += r
		if x == lo {
			break
		}
		r /= h.up(x - 1)
	}
	if far := mode + 1 + float64(sort.Search(int(hi-mode), func(i int) bool { return h.log(mode+1+float64(i)) <= within })); far <= hi {
		r = math.Exp(h.log(far) - seen)
		for x := far; sum+r != sum; x++ {
			sum += r
			r *= h.up(x)
		}
	}
	return math.Min(1, math.Exp(seen+math.Log(sum)))
}

// hypergeometric is the distribution of how many of n2 units drawn from n are
// among n1 marked ones.
type hypergeometric struct{ n, n1, n2, part float64 }

// log is ln h(x), as two binomial chances over a third (Loader 2000, "Fast and
// accurate computation of binomial probabilities").
func (h hypergeometric) log(x float64) float64 {
	p, q := h.n2/h.n, (h.n-h.n2)/h.n
	return binomial(x, h.n1, p, q) + binomial(h.n2-x, h.n-h.n1, p, q) - h.part
}

// up is h(x+1)/h(x).
func (h hypergeometric) up(x float64) float64 {
	return (h.n1 - x) * (h.n2 - x) / ((x + 1) * (h.n - h.n1 - h.n2 + x + 1))
}

// binomial is the logarithm of the chance of x in n at p = 1 − q.
func binomial(x, n, p, q float64) float64 {
	switch {
	case n == 0:
		return 0
	case x == 0:
		return -deviance(n, n*q) - n*p
	case x == n:
		return -deviance(n, n*p) - n*q
	}
	return stirling(n) - stirling(x) - stirling(n-x) - deviance(x, n*p) - deviance(n-x, n*q) -
		0.5*(math.Log(2*math.Pi*x)+math.Log1p(-x/n))
}

// deviance is x ln(x/m) + m − x, without cancelling where x is near m.
func deviance(x, m float64) float64 {
	if d := x - m; math.Abs(d) < 0.1*(x+m) {
		v := d / (x + m)
		sum, e := d*v, 2*x*v
		for j := 3.0; ; j += 2 {
			e *= v * v
			next := sum + e/j
			if next == sum {
				return sum
			}
			sum = next
		}
	}
	return x*math.Log(x/m) + m - x
}

// stirling is what Stirling's formula leaves of ln n!.
//
//	ln n! − ½ ln(2πn) − n ln n + n
func stirling(n float64) float64 {
	if n < 16 {
		return stirlingSmall[int(n)]
	}
	m := n * n
	return (1.0/12 - (1.0/360-(1.0/1260-(1.0/1680-1.0/1188/m)/m)/m)/m) / n
}

// stirlingSmall are its values at 0…15, computed with 40 digits.
var stirlingSmall = [16]float64{
	0, 0.08106146679532725822, 0.041340695955409294094, 0.027677925684998339149,
	0.020790672103765093112, 0.016644691189821192163, 0.013876128823070747999, 0.011896709945891770095,
	0.010411265261972096497, 0.0092554621827127329177, 0.0083305634333628712565, 0.007573675487951840795,
	0.0069428401072095298657, 0.0064089941880042070684, 0.0059513701127588477356, 0.005554733551962801371,
}
