package stat

import "math"

// Point is what is to be expected of k of the n units of a Sample.
type Point struct {
	Expected     float64 // kinds in k units, over all orders
	OrderSD      float64 // spread over orders
	Lower, Upper float64 // 95 % band of another sample of k such units
	Coverage     float64 // of k units
}

// Curve gives the expected number of kinds in k = 1…n units, its spread over
// all n! orders, its unconditional 95 % band and the sample coverage.
//
//	r(f,k)      = C(n−f, k) / C(n, k)             k units miss all of f
//	Expected(k) = Σ_j 1 − r(f_j, k)
//	OrderSD(k)² = Σ_j Σ_l r(u_jl, k) − (Σ_j r(f_j, k))²,  u_jl = units with j or l
//	band        = Expected ± 1.96 σ,  σ(k)² = Σ_j (1 − r(f_j,k))² − Expected(k)² / Chao2
//	Coverage(k) = 1 − Σ_j f_j/U · C(n−f_j, k) / C(n−1, k),  k < n;  Coverage(n) = s.Coverage(0)
//
// The expectation is Mao Tau of Colwell, Mao & Chang 2004 (doi:10.1890/03-0557),
// the band theirs with the classic Chao2 for the total, as vegan's
// specaccum(method="exact", conditioned=FALSE, gamma="chao") has it, and like
// it is not clipped; the coverage is Chao & Jost's 2012
// (doi:10.1890/11-1952.1). The order variance is exact and 0 at k = n: it
// speaks of orders, not of other samples. vegan's conditioned s.d. replaces
// u_jl by a correlation and is off by up to half.
//
// No units give an empty curve. One unit, or no kind at all, leaves band and
// coverage undefined. Of units {a,b}, {a,c} the curve is 2, 3 with order s.d.
// 0, 0, σ = 0.7071, 0.8660 and coverage 0.5, 0.75.
func (s *Sample) Curve() []Point {
	n := s.N
	missed := make([]double, n+1)  // Σ r(f,k)
	squares := make([]double, n+1) // Σ r(f,k)²
	both := make([]double, n+1)    // Σ Σ r(u,k)
	unseen := make([]float64, n+1) // Σ f r(f,k)
	for u, pairs := range s.unions() {
		if pairs == 0 && s.Q[u] == 0 {
			continue
		}
		q, r := float64(s.Q[u]), double{1, 0}
		for k := 1; k <= n-u; k++ {
			r = r.times(float64(n - u - k + 1)).over(float64(n - k + 1))
			if r.hi < negligible {
				break
			}
			both[k] = both[k].add(r.times(float64(pairs)))
			if q > 0 {
				missed[k] = missed[k].add(r.times(q))
				squares[k] = squares[k].add(r.mul(r).times(q))
				unseen[k] += float64(u) * q * r.hi
			}
		}
	}
	kinds, total := double{float64(s.S), 0}, s.chao2().Value
	out := make([]Point, n)
	for k := 1; k <= n; k++ {
		expected := kinds.sub(missed[k])
		p := Point{Expected: expected.float(), Lower: nan(), Upper: nan(), Coverage: nan()}
		p.OrderSD = root(both[k].sub(missed[k].mul(missed[k])), kinds.hi)
		if s.Estimable() {
			hit := kinds.sub(missed[k].times(2)).add(squares[k]) // Σ (1 − r)²
			half := z95 * root(hit.sub(expected.mul(expected).over(total)), kinds.hi)
			p.Lower, p.Upper = p.Expected-half, p.Expected+half
			p.Coverage = s.Coverage(0)
			if k < n {
				p.Coverage = math.Max(0, 1-unseen[k]/float64(s.U)*float64(n)/float64(n-k))
			}
		}
		out[k-1] = p
	}
	return out
}

// negligible is a chance that adds nothing to a sum that is shown.
const negligible = 1e-40

// root of a variance that is a difference of terms up to scale²: what lies
// within their rounding is 0.
func root(v double, scale float64) float64 {
	if x := v.float(); x > 1e-28*scale*scale {
		return math.Sqrt(x)
	}
	return 0
}
