package stat

import "math"

// Wilson is the 95 % score interval of a share k/n.
//
//	(k + z²/2 ± z √(k(n−k)/n + z²/4)) / (n + z²),  z = 1.959964
//
// Wilson 1927 (doi:10.1080/01621459.1927.10502953), as R's
// prop.test(correct=FALSE) has it. Undefined where n is 0. 3 of 20: 0.0524,
// 0.3604.
func Wilson(k, n int) (lower, upper float64) {
	if n <= 0 {
		return nan(), nan()
	}
	const z = 1.959963984540054
	x, m := float64(k), float64(n)
	mid := x + z*z/2
	half := z * math.Sqrt(x*(m-x)/m+z*z/4)
	lower, upper = (mid-half)/(m+z*z), (mid+half)/(m+z*z)
	if k == 0 {
		lower = 0
	}
	if k == n {
		upper = 1
	}
	return lower, upper
}

// AddsNew is the chance that one more unit adds a new kind: the share of the
// units that have a kind nobody else has, which is how often the last of n in
// random order adds something. It respects that kinds come in bunches, and
// speaks of n units, so it is a little high for n + 1.
//
// Undefined with fewer than two units or no kind. dune: 3 of 20.
func (s *Sample) AddsNew() (share float64, units int) {
	if !s.Estimable() {
		return nan(), 0
	}
	for _, u := range s.Unique() {
		if u > 0 {
			units++
		}
	}
	return float64(units) / float64(s.N), units
}
