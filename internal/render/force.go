package render

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"tematik/internal/report"
)

// spot is a place in the layout of a network.
type spot struct{ x, y float64 }

// spread places nodes by forces, after Fruchterman and Reingold (1991),
// doi:10.1002/spe.4380211102: all push each other away, ties pull by their
// weight, and a step is never longer than the temperature, which falls. It
// starts from a circle and has no chance in it, so that the same network is the
// same picture. A pull to the middle keeps together what is not tied. Weights
// are from 0 to 1; the places are around (0, 0), about one distance apart.
func spread(n int, links []report.Link) []spot {
	at := make([]spot, n)
	radius := math.Sqrt(float64(n)) / 2
	for i := range at {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		at[i] = spot{radius * cos, radius * sin}
	}
	const steps = 300
	pull := pulls(n, links)
	move := make([]spot, n)
	for step := range steps {
		for i := range move {
			move[i] = spot{-pull[i] * at[i].x, -pull[i] * at[i].y}
		}
		for i := range at {
			for k := range i {
				dx, dy := at[i].x-at[k].x, at[i].y-at[k].y
				d := max(dx*dx+dy*dy, 1e-4)
				if dx == 0 && dy == 0 {
					dx = 1e-2
				}
				move[i].x, move[i].y = move[i].x+dx/d, move[i].y+dy/d
				move[k].x, move[k].y = move[k].x-dx/d, move[k].y-dy/d
			}
		}
		for _, l := range links {
			a, b := &move[l.From], &move[l.To]
			dx, dy := at[l.From].x-at[l.To].x, at[l.From].y-at[l.To].y
			f := (0.25 + 0.75*l.Weight) * math.Hypot(dx, dy)
			a.x, a.y = a.x-f*dx, a.y-f*dy
			b.x, b.y = b.x+f*dx, b.y+f*dy
		}
		heat := 0.3 * radius * (1 - float64(step)/steps)
		for i, m := range move {
			if d := math.Hypot(m.x, m.y); d > heat {
				m.x, m.y = m.x*heat/d, m.y*heat/d
			}
			at[i].x, at[i].y = at[i].x+m.x, at[i].y+m.y
		}
	}
	return at
}

// pulls is how strongly each node is drawn to the middle: those that no path of
// ties leads to from most of the others would drift off, and are held closer.
func pulls(n int, links []report.Link) []float64 {
	part := make([]int, n)
	for i := range part {
		part[i] = i
	}
	root := func(i int) int {
		for ; part[i] != i; i = part[i] {
			part[i] = part[part[i]]
		}
		return i
	}
	for _, l := range links {
		part[root(l.From)] = root(l.To)
	}
	size := make([]int, n)
	for i := range part {
		size[root(i)]++
	}
	out := make([]float64, n)
	for i := range out {
		if out[i] = 0.12; 2*size[root(i)] < n {
			out[i] = 0.5
		}
	}
	return out
}

// even moves places half the way to an even distribution across and up, so that
// what is crowded gets of the room that is empty.
func even(at []spot) []spot {
	out := slices.Clone(at)
	for _, of := range []func(s *spot) *float64{func(s *spot) *float64 { return &s.x }, func(s *spot) *float64 { return &s.y }} {
		order := make([]int, len(at))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(*of(&at[a]), *of(&at[b])) })
		if len(order) < 3 {
			return out
		}
		lo, hi := *of(&at[order[0]]), *of(&at[order[len(order)-1]])
		for rank, i := range order {
			v := of(&out[i])
			*v = (*v + lo + (hi-lo)*float64(rank)/float64(len(order)-1)) / 2
		}
	}
	return out
}

// settle fits places into a rectangle and moves apart what would lie on each
// other; each node keeps its radius and a gap to the next.
func settle(at []spot, r []vg.Length, gap vg.Length, low, high vg.Point) []vg.Point {
	out := make([]vg.Point, len(at))
	lo, hi := spot{math.Inf(1), math.Inf(1)}, spot{math.Inf(-1), math.Inf(-1)}
	for _, s := range at {
		lo, hi = spot{min(lo.x, s.x), min(lo.y, s.y)}, spot{max(hi.x, s.x), max(hi.y, s.y)}
	}
	fit := func(v, lo, hi float64, from, to vg.Length) vg.Length {
		if hi-lo < 1e-9 {
			return (from + to) / 2
		}
		return from + vg.Length((v-lo)/(hi-lo))*(to-from)
	}
	for i, s := range at {
		out[i] = vg.Point{X: fit(s.x, lo.x, hi.x, low.X+r[i], high.X-r[i]), Y: fit(s.y, lo.y, hi.y, low.Y+r[i], high.Y-r[i])}
	}
	for range 200 {
		still := true
		for i := range out {
			for k := range i {
				dx, dy := out[i].X-out[k].X, out[i].Y-out[k].Y
				d := vg.Length(math.Hypot(float64(dx), float64(dy)))
				near := r[i] + r[k] + gap - d
				if near <= 0.01 {
					continue
				}
				still = false
				if d < 0.01 {
					dx, dy, d = 1, vg.Length(i%3)-1, 1
				}
				out[i].X, out[i].Y = out[i].X+dx/d*near/2, out[i].Y+dy/d*near/2
				out[k].X, out[k].Y = out[k].X-dx/d*near/2, out[k].Y-dy/d*near/2
			}
		}
		for i := range out {
			out[i].X = min(max(out[i].X, low.X+r[i]), high.X-r[i])
			out[i].Y = min(max(out[i].Y, low.Y+r[i]), high.Y-r[i])
		}
		if still {
			break
		}
	}
	return out
}
