package stat

import (
	"context"
	"math"
	"math/bits"
	"slices"
)

// Galvin is how many informants it takes to hear, with some confidence, at
// least once of what a share of the population would say, rounded up.
//
//	n = ln(1 − confidence) / ln(1 − share)
//
// Galvin 2015 (doi:10.1016/j.jobe.2014.12.001). A share of 1 takes one
// informant; a confidence of 1 would take infinitely many and is undefined, as
// is a share of 0. 0.95 and 0.2 give 14 (13.4).
func Galvin(share, confidence float64) float64 {
	switch {
	case !(share > 0 && confidence < 1):
		return nan()
	case share >= 1:
		return 1
	}
	return math.Max(1, up(math.Log1p(-confidence)/math.Log1p(-share)))
}

// FugardPotts is the smallest number of informants of whom at least so many
// have, with some power, what a share of the population has.
//
//	smallest n with P(Bin(n, share) ≥ instances) ≥ power
//
// Fugard & Potts 2015 (doi:10.1080/13645579.2015.1005453). Undefined where no
// number of at most ten million is enough. 0.1, once, 0.8 gives 16; twice 29.
func FugardPotts(share float64, instances int, power float64) float64 {
	if !(share > 0 && power < 1) || instances < 1 {
		return nan()
	}
	return smallest(instances, func(n int) bool { return atLeast(n, share, instances) >= power-1e-12 })
}

// atLeast is P(Bin(n, p) ≥ k).
func atLeast(n int, p float64, k int) float64 {
	if p >= 1 {
		return 1
	}
	below := 0.0
	for i := range k {
		below += math.Exp(choose(n, i) + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return 1 - below
}

// choose is the logarithm of C(n, k).
func choose(n, k int) float64 {
	lg := func(x int) float64 { v, _ := math.Lgamma(float64(x + 1)); return v }
	return lg(n) - lg(k) - lg(n-k)
}

// AllOnce is the smallest number of informants, drawn at random, after which
// every one of some codes was met at least once with some confidence; chances
// says how likely an informant is to bring each code, independently.
//
//	smallest n with Π_j (1 − (1 − p_j)^n) ≥ confidence
//
// The random scenario of van Rijnsoever 2017 (doi:10.1371/journal.pone.0181689).
// Undefined with no code, a chance of 0 or a confidence of 1.
// 0.5, 0.3, 0.2, 0.1, 0.1 with 0.95 give 35.
func AllOnce(chances []float64, confidence float64) float64 {
	if len(chances) == 0 || confidence >= 1 || slices.Min(chances) <= 0 {
		return nan()
	}
	return smallest(1, func(n int) bool {
		met := 1.0
		for _, p := range chances {
			met *= -math.Expm1(float64(n) * math.Log1p(-p))
		}
		return met >= confidence-1e-12
	})
}

// smallest is the smallest number, of at least so much, that is enough, as all
// larger ones are; undefined beyond ten million.
func smallest(least int, enough func(n int) bool) float64 {
	high := least
	for !enough(high) {
		if high *= 2; high > 10_000_000 {
			return nan()
		}
	}
	low := max(high/2, least-1) // not enough, or too few
	for high-low > 1 {
		if mid := (low + high) / 2; enough(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return float64(high)
}

// Scenario is how informants are chosen.
type Scenario int

// The scenarios beside chance of van Rijnsoever 2017.
const (
	Minimal Scenario = iota // each informant brings at least one new code
	Maximal                 // each informant brings as many new codes as any would
)

// AllOnceBy is the number of informants after which every code was met, in a
// share of simulated studies: the quantile at the confidence. In each study
// there are so many people, who have each code with its chance, independently;
// where nobody has some code no number is enough, and a quantile among such
// studies is undefined. Under Minimal the next informant is one of the people with
// a code that is not met yet, each as likely; under Maximal one with the most of
// these. Study i draws from stream i of the seed.
func AllOnceBy(ctx context.Context, how Scenario, chances []float64, confidence float64, people, studies int, seed int64) (float64, error) {
	if len(chances) == 0 || people < 1 || confidence >= 1 {
		return nan(), ctx.Err()
	}
	taken := make([]int, studies)
	err := OnCores(ctx, studies, func(int) (func(int), func()) {
		p := newPeople(people, len(chances))
		return func(i int) { taken[i] = p.study(how, chances, seed, i) }, nil
	})
	histogram := make([]int, slices.Max(taken)+1)
	for _, n := range taken {
		if n > 0 {
			histogram[n]++
		}
	}
	return Quantile(histogram, studies, confidence), err
}

// people is who could be asked, and what each of them would bring.
type people struct {
	has  [][]uint64 // by person: codes
	seen []uint64
	left []int // people who would bring something new
}

func newPeople(n, codes int) *people {
	p := &people{has: make([][]uint64, n), seen: make([]uint64, (codes+63)/64)}
	for i := range p.has {
		p.has[i] = make([]uint64, len(p.seen))
	}
	return p
}

// study is how many informants one study takes; 0 where nobody has some code.
func (p *people) study(how Scenario, chances []float64, seed int64, i int) (informants int) {
	r := Stream(seed, i)
	clear(p.seen)
	p.left = p.left[:0]
	for k, set := range p.has {
		clear(set)
		p.left = append(p.left, k)
	}
	for j, c := range chances {
		leap := math.Log1p(-c) // from one who has it to the next
		for at := 0.0; ; at++ {
			if c < 1 {
				at += math.Floor(math.Log(1-r.Float64()) / leap)
			}
			if at >= float64(len(p.has)) {
				break
			}
			p.has[int(at)][j/64] |= 1 << (j % 64)
		}
	}
	for {
		best, most := -1, 0
		p.left = slices.DeleteFunc(p.left, func(k int) bool {
			n := 0
			for w, word := range p.has[k] {
				n += bits.OnesCount64(word &^ p.seen[w])
			}
			if n > most {
				best, most = k, n
			}
			return n == 0
		})
		if len(p.left) == 0 {
			met := 0
			for _, word := range p.seen {
				met += bits.OnesCount64(word)
			}
			if met < len(chances) {
				return 0
			}
			return informants
		}
		if how == Minimal {
			best = p.left[r.IntN(len(p.left))]
		}
		for w, word := range p.has[best] {
			p.seen[w] |= word
		}
		informants++
	}
}
