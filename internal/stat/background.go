package stat

import "sort"

// Background is where each of some coders has units, whatever their values. It
// gives (k)cuα of one value after the other, also where a coder's units of
// different values overlap: of the other values nothing enters but where they
// are.
type Background struct {
	any    [][]Unit // by coder: what is in units, touching ones joined
	others [][]Unit // by coder: what is in units of any other coder
	total  float64  // ℓ of what is shared
}

// NewBackground takes the units of each coder.
func NewBackground(coders [][]Unit) *Background {
	b := &Background{}
	for _, units := range coders {
		b.any = append(b.any, cover(units))
	}
	for i := range b.any {
		var rest []Unit
		for j, units := range b.any {
			if j != i {
				rest = append(rest, units...)
				b.total += overlap(b.any[i], units)
			}
		}
		b.others = append(b.others, cover(rest))
	}
	b.total /= float64(len(coders) - 1)
	return b
}

// Doubled reports whether some of a coder's units overlap.
func (b *Background) Doubled(coder int, units []Unit) bool {
	sum := 0
	for _, u := range units {
		sum += u.End - u.Start
	}
	for _, u := range b.any[coder] {
		sum -= u.End - u.Start
	}
	return sum > 0
}

// CodingOf is (k)cuα of a value, whose units are among those of each coder and
// do not overlap: agreement on it where another coder has a unit too.
//
//	1 − (ε_k / ℓ_k) (ℓ_k − ℓ_kk) / (ε_k − ε_kk), of what is shared
//
// Its terms are those of Unitizing. Undefined where none of it is shared.
// Coverage is the part of the value's length that this speaks of, ℓ_k of what
// is shared over ℓ_k of all; undefined where nobody uses the value.
func (b *Background) CodingOf(value [][]Unit) (alpha, coverage float64) {
	var n, agreed, self, length float64
	for i, units := range value {
		for j := range value {
			if j != i {
				n += overlap(units, b.any[j])
				agreed += overlap(units, value[j])
			}
		}
		for k, u := range units {
			length += float64(u.End - u.Start)
			pairable := overlap(units[k:k+1], b.others[i])
			self += pairable * pairable
		}
	}
	m := float64(len(value) - 1)
	return codingOf(n/m, agreed/m, self, b.total), ratio(n/m, length)
}

// cover joins units that overlap or touch, of whatever values.
func cover(units []Unit) []Unit {
	bare := make([]Unit, len(units))
	for i, u := range units {
		bare[i] = Unit{u.Start, u.End, 0}
	}
	var out []Unit
	for _, u := range JoinUnits(bare) {
		if n := len(out); n > 0 && u.Start <= out[n-1].End {
			out[n-1].End = u.End
			continue
		}
		out = append(out, u)
	}
	return out
}

// overlap is the length that ordered, disjoint units share with others.
func overlap(a, b []Unit) float64 {
	n := 0
	for _, u := range a {
		for k := sort.Search(len(b), func(k int) bool { return b[k].End > u.Start }); k < len(b) && b[k].Start < u.End; k++ {
			n += min(u.End, b[k].End) - max(u.Start, b[k].Start)
		}
	}
	return float64(n)
}
