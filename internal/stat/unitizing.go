package stat

import (
	"cmp"
	"slices"
)

// Unit is a stretch [Start, End) of a continuum, such as a text, that a coder
// gave a value, numbered from 0.
type Unit struct{ Start, End, Value int }

// compareUnits orders units by where they begin, then end.
func compareUnits(a, b Unit) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End), cmp.Compare(a.Value, b.Value))
}

// JoinUnits puts units in order and joins overlapping ones of one value;
// touching ones stay apart. Empty ones are left out. The argument is kept.
func JoinUnits(units []Unit) []Unit {
	var out []Unit
	last := map[int]int{} // by value: where its last unit is
	if !slices.IsSortedFunc(units, compareUnits) {
		units = slices.Clone(units)
		slices.SortFunc(units, compareUnits)
	}
	for _, u := range units {
		if u.Start >= u.End {
			continue
		}
		if k, ok := last[u.Value]; ok && u.Start < out[k].End {
			out[k].End = max(out[k].End, u.End)
			continue
		}
		last[u.Value] = len(out)
		out = append(out, u)
	}
	return out
}

// Unitizing holds what coders' units on one continuum have in common: the
// margins and the diagonal of the coincidence matrix of Krippendorff, Mathet,
// Bouvry and Widlöcher 2016 (doi:10.1007/s11135-015-0266-1), also in
// Krippendorff, Content Analysis, 4th ed. 2019, section 12.6. With m coders,
//
//	ℓ_ck = Σ over coders i ≠ j of the length that is c for i and k for j, / (m−1)
//
// where what is in no unit is a gap, φ. Lengths are of any kind; nothing
// depends on their scale but for the gaps, whose smallest part is one.
type Unitizing struct {
	whole  margins // with the gaps, which are the last value
	shared margins // where two coders or more have a unit; no gaps
}

// margins are the coincidences of some values.
type margins struct {
	of, agreed []float64 // by value: ℓ_c and ℓ_cc
	self       []float64 // by value: T_c, what would pair with its own unit
	total      float64   // ℓ
	selves     float64   // T
}

// Unitize compares coders on a continuum of a length, with values 0…values−1.
// A coder's overlapping units of one value are joined, touching ones kept. Not
// ok where fewer than two coders are given, units reach beyond the continuum,
// or a coder's units of two values overlap: the family is defined for
// partitions alone.
func Unitize(length, values int, coders [][]Unit) (u *Unitizing, ok bool) {
	if len(coders) < 2 || length <= 0 {
		return nil, false
	}
	s := unitizer{values: values, at: make([]int, len(coders)), pairable: make([][]float64, len(coders)), n: make([]float64, values+1)}
	for _, units := range coders {
		units = JoinUnits(units)
		for i, x := range units {
			if x.Start < 0 || x.End > length || x.Value < 0 || x.Value >= values || i > 0 && x.Start < units[i-1].End {
				return nil, false
			}
		}
		s.coders = append(s.coders, units)
	}
	for i, units := range s.coders {
		s.pairable[i] = make([]float64, len(units))
	}
	s.whole, s.shared = newMargins(values+1), newMargins(values)
	for from := 0; from < length; {
		from = s.step(from, length)
	}
	for i, units := range s.coders {
		for k, x := range units {
			s.whole.self[x.Value] += float64(x.End-x.Start) * float64(x.End-x.Start)
			s.shared.self[x.Value] += s.pairable[i][k] * s.pairable[i][k]
		}
	}
	s.whole.self[values] = s.whole.of[values]
	s.whole.sum()
	s.shared.sum()
	return &s.Unitizing, true
}

func newMargins(n int) margins {
	return margins{of: make([]float64, n), agreed: make([]float64, n), self: make([]float64, n)}
}

func (m *margins) sum() {
	for c := range m.of {
		m.total += m.of[c]
		m.selves += m.self[c]
	}
}

// unitizer goes along the continuum.
type unitizer struct {
	Unitizing
	values   int
	coders   [][]Unit
	at       []int       // by coder: the unit that has not ended
	pairable [][]float64 // by coder and unit: what others have units in too
	n        []float64   // by value: coders who have it here
}

// step counts the stretch from a place to the next edge of any unit.
func (s *unitizer) step(from, to int) int {
	clear(s.n)
	for i, units := range s.coders {
		for s.at[i] < len(units) && units[s.at[i]].End <= from {
			s.at[i]++
		}
		value := s.values
		if k := s.at[i]; k < len(units) {
			if units[k].Start > from {
				to = min(to, units[k].Start)
			} else {
				value = units[k].Value
				to = min(to, units[k].End)
			}
		}
		s.n[value]++
	}
	d, m := float64(to-from), float64(len(s.coders))
	units := m - s.n[s.values] // coders with a unit here
	for c, n := range s.n {
		if n == 0 {
			continue
		}
		s.whole.of[c] += n * d
		s.whole.agreed[c] += n * (n - 1) * d / (m - 1)
		if c < s.values {
			s.shared.of[c] += n * (units - 1) * d / (m - 1)
			s.shared.agreed[c] += n * (n - 1) * d / (m - 1)
		}
	}
	if units > 1 {
		for i, k := range s.at {
			if k < len(s.coders[i]) && s.coders[i][k].Start <= from {
				s.pairable[i][k] += d
			}
		}
	}
	return to
}

// Alpha is uα: agreement on where units are, and on their values.
//
//	1 − (ℓ − Σ ℓ_cc) / (ℓ − Σ ε_cc)
//	ε_ck = ℓ (ℓ_c ℓ_k − [c=k] T_c) / (ℓ² − T)
//
// T_c sums, over coders, the squared lengths of the units of value c and the
// lengths of the gaps; T sums T_c. Undefined where nothing varies: no unit at
// all, or all one value. Of length 24, units 2–10 and 14–20 against 4–8 and
// 15–17: 0.35833.
func (u *Unitizing) Alpha() float64 { return u.whole.alpha() }

// Binary is |uα: agreement on what is in a unit, whatever its value; the values
// are collapsed once the expected coincidences are known. Undefined where
// nothing is in a unit, or all.
func (u *Unitizing) Binary() float64 {
	m, last := &u.whole, len(u.whole.of)-1
	gaps := m.of[last]
	return m.ratio(2*(gaps-m.agreed[last]), 2*gaps*(m.total-gaps))
}

// Coding is cuα: agreement on the values of what two coders or more have units
// in, with T over the part of each unit that another coder has a unit in. It is
// 1 where values never differ, also if there is one alone. Undefined where
// nothing is shared, and, with more than two coders, where the shared stretches
// are so long that chance has no other pairs (ℓ² ≤ T).
func (u *Unitizing) Coding() float64 {
	m := &u.shared
	switch {
	case m.total == 0:
		return nan()
	case m.differ() <= 0:
		return 1
	case m.total*m.total <= m.selves:
		return nan()
	}
	return m.alpha()
}

// codingOf is (k)cuα of ℓ_k, ℓ_kk, T_k and ℓ of what is shared; ε_k and ε_kk
// have (ℓ² − T) in common, so that no other value enters.
func codingOf(n, agreed, self, total float64) float64 {
	mixed := n*total - self
	switch differ := n - agreed; {
	case n == 0:
		return nan()
	case differ <= 0:
		return 1
	case mixed <= 0:
		return nan()
	default:
		return 1 - mixed*differ/(n*n*(total-n))
	}
}

// differ is ℓ − Σ ℓ_cc.
func (m *margins) differ() float64 {
	agreed := 0.0
	for _, x := range m.agreed {
		agreed += x
	}
	return m.total - agreed
}

func (m *margins) alpha() float64 {
	mixed := m.total * m.total
	for _, x := range m.of {
		mixed -= x * x
	}
	return m.ratio(m.differ(), mixed)
}

// ratio is 1 − observed / expected, where expected is mixed ℓ / (ℓ² − T).
func (m *margins) ratio(differ, mixed float64) float64 {
	if mixed <= 0 {
		return nan()
	}
	return 1 - differ*(m.total*m.total-m.selves)/(m.total*mixed)
}
