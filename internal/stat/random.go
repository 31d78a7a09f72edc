package stat

import (
	"math"
	"math/rand/v2"
)

// Stream is the i-th stream of random numbers of a seed: PCG-DXSM (O'Neill
// 2014; math/rand/v2) whose 128-bit state is the seed and a SplitMix64 scramble
// of i. Work that gives each of its parts a stream of its own has the same
// result in any order and on any number of cores.
func Stream(seed int64, i int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), scramble(uint64(i))))
}

func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// drawMet calls met for each kind of a group that n units miss and n further
// ones have, with the further unit (from 0) that has it first. It leaps from
// one such kind to the next, so that rare kinds cost nothing.
func drawMet(r *rand.Rand, g group, n int, met func(m int)) {
	stay := math.Log1p(-g.p) // of missing one unit
	miss := float64(n) * stay
	late := -math.Exp(miss) * math.Expm1(miss) // missed by n, met by n more
	if !(late > 0) || g.p >= 1 {
		return
	}
	leap := math.Log1p(-late)
	for i := 0.0; ; i++ {
		if i += math.Floor(math.Log(1-r.Float64()) / leap); i >= float64(g.size) {
			return
		}
		m := int(math.Log1p(r.Float64()*math.Expm1(miss)) / stay)
		met(min(m, n-1))
	}
}

// Orders is a set of orders of n things: all n! of them where these are no more
// than the limit, else as many random ones as the limit says, each from a
// stream of its own.
type Orders struct {
	n, count int
	all      bool
	seed     int64
}

// NewOrders sets out orders; order i is the same for a seed, whoever asks.
func NewOrders(n, limit int, seed int64) Orders {
	f := 1
	for k := 2; k <= n; k++ {
		if f *= k; f > limit {
			return Orders{n, limit, false, seed}
		}
	}
	return Orders{n, f, true, seed}
}

// Len is the number of orders.
func (o Orders) Len() int { return o.count }

// All reports whether they are all there are.
func (o Orders) All() bool { return o.all }

// Walk goes along one order after another; each goroutine has its own.
type Walk struct {
	Orders
	perm, start []int32
	pcg         rand.PCG
	random      *rand.Rand
	code, at    int
}

// Walk makes a walk that stands at no order yet.
func (o Orders) Walk() *Walk {
	w := &Walk{Orders: o, perm: make([]int32, o.n), start: make([]int32, o.n)}
	for i := range w.start {
		w.start[i] = int32(i)
	}
	w.random = rand.New(&w.pcg)
	return w
}

// Begin goes to the head of order i.
func (w *Walk) Begin(i int) {
	copy(w.perm, w.start)
	w.at, w.code = 0, i
	if !w.all {
		w.pcg.Seed(uint64(w.seed), scramble(uint64(i)))
	}
}

// Next is the next thing in the order; it must be called at most n times.
// Things are drawn as they are asked for (Fisher & Yates), so that a reader who
// has seen enough pays for no more.
func (w *Walk) Next() int {
	left := w.n - w.at
	d := 0
	if w.all {
		d, w.code = w.code%left, w.code/left
	} else {
		d = w.random.IntN(left)
	}
	w.perm[w.at], w.perm[w.at+d] = w.perm[w.at+d], w.perm[w.at]
	w.at++
	return int(w.perm[w.at-1])
}

// Scatter gives places to some things that have not come yet, distinct ones in
// a random order of all that are left: 0 is what Next would be. It stands for
// going on to the end, and is for random orders alone. Taken marks the places;
// its bits must be clear, as many as there are things. It is quick while the
// things are few among those left.
func (w *Walk) Scatter(places []int32, taken []uint64) {
	left := w.n - w.at
	for i := range places {
		p := w.random.IntN(left)
		for taken[p/64]>>(p%64)&1 == 1 {
			p = w.random.IntN(left)
		}
		taken[p/64] |= 1 << (p % 64)
		places[i] = int32(p)
	}
}
