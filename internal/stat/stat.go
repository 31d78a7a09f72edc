// Package stat holds the statistics of coded interviews: how new codes come
// with further interviews, how many may be unseen, and how two codes go
// together. It knows numbers and sets of numbers alone: no code, document or
// language, and nothing of where its numbers came from or how they are shown.
//
// Undefined values are NaN. What is random takes a seed and gives the same
// bits on any number of cores.
package stat

import (
	"math"
	"math/bits"
)

// z95 is the multiplier of the bands and intervals whose sources print 1.96
// (vegan, SpadeR).
const z95 = 1.96

// nan is the undefined value.
func nan() float64 { return math.NaN() }

// Sample is incidence data: which of n sampling units has which kind (a code,
// a theme). Kinds that no unit has are left out.
type Sample struct {
	N     int   // units
	S     int   // kinds that occur
	U     int   // incidences: kinds summed over units
	Freq  []int // units that have each kind
	Q     []int // Q[k]: kinds that exactly k units have; k = 0…N
	sets  [][]uint64
	pairs []int // by size of union: ordered pairs of kinds
}

// NewSample takes the units of each kind as bits: bit i of word i/64. Sets are
// read, never changed; bits from n on must be clear.
func NewSample(n int, sets [][]uint64) *Sample {
	s := &Sample{N: n, Q: make([]int, n+1)}
	for _, set := range sets {
		f := 0
		for _, w := range set {
			f += bits.OnesCount64(w)
		}
		if f == 0 {
			continue
		}
		s.S++
		s.U += f
		s.Q[f]++
		s.Freq = append(s.Freq, f)
		s.sets = append(s.sets, set)
	}
	return s
}

// Estimable reports whether anything can be said beyond the sample: at least
// two units and one kind.
func (s *Sample) Estimable() bool { return s.N > 1 && s.S > 0 }

// q is Q[k], 0 beyond the units.
func (s *Sample) q(k int) float64 {
	if k > s.N {
		return 0
	}
	return float64(s.Q[k])
}

// Unique is, by unit, how many kinds this unit alone has.
func (s *Sample) Unique() []int {
	u := make([]int, s.N)
	for j, set := range s.sets {
		if s.Freq[j] != 1 {
			continue
		}
		for w, word := range set {
			if word != 0 {
				u[w*64+bits.TrailingZeros64(word)]++
			}
		}
	}
	return u
}

// unions is the histogram of |units with i or j| over all ordered pairs of
// kinds, each with itself too: S²/2 popcounts of n bits.
func (s *Sample) unions() []int {
	if s.pairs != nil {
		return s.pairs
	}
	h := make([]int, s.N+1)
	for i, a := range s.sets {
		h[s.Freq[i]]++
		for _, b := range s.sets[i+1:] {
			u := 0
			for w := range a {
				u += bits.OnesCount64(a[w] | b[w])
			}
			h[u] += 2
		}
	}
	s.pairs = h
	return h
}
