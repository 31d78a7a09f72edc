package stat

import (
	"context"
	"math"
	"slices"
)

// Shift compares pairs of kinds with a null in which, within each block, the
// units of one kind are moved round in a circle past those of the other: both
// keep how many units they have and how these stand to each other. It asks
// whether two kinds stand at the same places.
//
//	T(s) = #{u: A has u, B has u − s mod L},  s = 0…L−1, each with chance 1/L
//
// Blocks of L units are added up as independent; every sum of shifts is counted
// by convolution, s = 0 included, so that expectation and p are exact:
//
//	p = P(|T − E| ≥ |T_seen − E|)
//
// The p adjusted for all pairs is that of Curveball, over b replicates in which
// every kind is shifted by itself; without replicates it is undefined. A pair
// is fixed if every shift gives the same count. Of a single block no p is below
// 1/L. For the use of circular shifts see Harris 2020 (arXiv:2012.06862).
func Shift(ctx context.Context, kinds int, blocks []Block, pairs [][2]int32, seen []int32, b int, seed int64, step func(done, total int)) (*Permuted, error) {
	s := newCircles(kinds, blocks)
	r, err := s.exact(ctx, pairs, seen, step)
	if err != nil || b == 0 {
		return r, err
	}
	t := newTally(kinds, pairs)
	drawn, err := permute(ctx, seen, s.units, b, step, func() func(int, []int32) {
		rows, square := make([][]int32, s.longest), make([]int32, kinds*kinds)
		var d dice
		return func(i int, out []int32) {
			d.begin(seed, i+1)
			for k := range s.blocks {
				s.shift(&s.blocks[k], rows, &d)
				for u := range s.blocks[k].units {
					t.row(rows[u], square)
				}
			}
			t.gather(square, out)
		}
	})
	if err != nil {
		return nil, err
	}
	for i := range r.Max {
		r.Max[i] = max(r.P[i], drawn.Max[i])
	}
	return r, nil
}

// circle is a block by kind: those it has, in order, and where each stands.
type circle struct {
	units  int
	kinds  []int32
	places [][]int32
}

// circles are blocks to be shifted.
type circles struct {
	blocks  []circle
	of      [][]spot // by kind
	units   int
	longest int
}

// spot is where a kind is found: a block, and which of its kinds.
type spot struct{ block, kind int32 }

func newCircles(kinds int, blocks []Block) *circles {
	s := &circles{of: make([][]spot, kinds)}
	places := make([][]int32, kinds)
	for _, x := range blocks {
		c := circle{units: x.Units}
		for i, row := range x.Rows {
			for _, k := range row {
				if len(places[k]) == 0 {
					c.kinds = append(c.kinds, k)
				}
				places[k] = append(places[k], int32(x.Place[i]))
			}
		}
		slices.Sort(c.kinds)
		for i, k := range c.kinds {
			c.places = append(c.places, slices.Clone(places[k]))
			places[k] = places[k][:0]
			s.of[k] = append(s.of[k], spot{int32(len(s.blocks)), int32(i)})
		}
		s.blocks = append(s.blocks, c)
		s.units += c.units
		s.longest = max(s.longest, c.units)
	}
	return s
}

// shift moves every kind of a block by itself.
func (s *circles) shift(c *circle, rows [][]int32, d *dice) {
	for u := range c.units {
		rows[u] = rows[u][:0]
	}
	for i, k := range c.kinds {
		by := d.below(c.units)
		for _, p := range c.places[i] {
			u := int(p) + by
			if u >= c.units {
				u -= c.units
			}
			rows[u] = append(rows[u], k)
		}
	}
}

// exact goes through the pairs on all cores.
func (s *circles) exact(ctx context.Context, pairs [][2]int32, seen []int32, step func(done, total int)) (*Permuted, error) {
	n := len(pairs)
	r := &Permuted{Expected: make([]float64, n), P: make([]float64, n), Max: make([]float64, n), Fixed: make([]bool, n)}
	err := OnCores(ctx, n, func(int) (func(int), func()) {
		m := mixer{hits: make([]int32, s.longest)}
		return func(i int) {
			m.begin()
			s.together(pairs[i][0], pairs[i][1], &m)
			r.Max[i] = nan()
			r.Expected[i], r.P[i] = m.mean, m.p(int(seen[i]))
			r.Fixed[i] = m.lowest == m.highest
			if step != nil && i%64 == 0 {
				step(i, n)
			}
		}, nil
	})
	return r, err
}

// together adds up the blocks that have both of two kinds.
func (s *circles) together(a, b int32, m *mixer) {
	x, y := s.of[a], s.of[b]
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0].block < y[0].block:
			x = x[1:]
		case x[0].block > y[0].block:
			y = y[1:]
		default:
			c := &s.blocks[x[0].block]
			m.add(c.places[x[0].kind], c.places[y[0].kind], c.units)
			x, y = x[1:], y[1:]
		}
	}
}

// mixer is the distribution of a sum over blocks.
type mixer struct {
	chance, next    []float64
	mean            float64
	lowest, highest int // what can occur
	hits            []int32
	many            []float64
}

func (m *mixer) begin() {
	m.chance = append(m.chance[:0], 1)
	m.mean, m.lowest, m.highest = 0, 0, 0
}

// add takes a block of some units in which two kinds stand at some places.
func (m *mixer) add(a, b []int32, units int) {
	hits := m.hits[:units]
	clear(hits)
	for _, x := range a {
		for _, y := range b {
			by := int(x - y)
			if by < 0 {
				by += units
			}
			hits[by]++
		}
	}
	most, least := int32(0), int32(math.MaxInt32)
	for _, h := range hits {
		most, least = max(most, h), min(least, h)
	}
	m.many = append(m.many[:0], make([]float64, most+1)...)
	for _, h := range hits {
		m.many[h]++
	}
	m.mean += float64(len(a)) * float64(len(b)) / float64(units)
	m.lowest, m.highest = m.lowest+int(least), m.highest+int(most)
	if most == 0 {
		return
	}
	m.next = append(m.next[:0], make([]float64, len(m.chance)+int(most))...)
	for h, n := range m.many {
		if n == 0 {
			continue
		}
		for t, c := range m.chance {
			m.next[t+h] += c * n / float64(units)
		}
	}
	m.chance, m.next = m.next, m.chance
}

// p is the chance of a count at least as far from the mean.
func (m *mixer) p(seen int) float64 {
	far := math.Abs(float64(seen)-m.mean) - 1e-9*math.Max(1, m.mean)
	sum := 0.0
	for t, c := range m.chance {
		if math.Abs(float64(t)-m.mean) >= far {
			sum += c
		}
	}
	return math.Min(1, sum)
}
