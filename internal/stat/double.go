package stat

import "math"

// double is a number of twice the precision of a float64, as the unevaluated
// sum of two (Dekker 1971, doi:10.1007/BF01397083). Variances that are
// differences of large sums keep all their digits in it.
type double struct{ hi, lo float64 }

func fast(hi, lo float64) double {
	s := hi + lo
	return double{s, lo - (s - hi)}
}

func (a double) add(b double) double {
	s := a.hi + b.hi
	v := s - a.hi
	return fast(s, (a.hi-(s-v))+(b.hi-v)+(a.lo+b.lo))
}

func (a double) sub(b double) double { return a.add(double{-b.hi, -b.lo}) }

func (a double) mul(b double) double {
	p := a.hi * b.hi
	return fast(p, math.FMA(a.hi, b.hi, -p)+(a.hi*b.lo+a.lo*b.hi))
}

// times and over take a plain number.
func (a double) times(f float64) double {
	p := a.hi * f
	return fast(p, math.FMA(a.hi, f, -p)+a.lo*f)
}

func (a double) over(f float64) double {
	q := a.hi / f
	return fast(q, (math.FMA(-q, f, a.hi)+a.lo)/f)
}

func (a double) float() float64 { return a.hi + a.lo }
