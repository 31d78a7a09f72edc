package render

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// label is a name to be placed beside its node, in lines.
type label struct {
	lines     []string
	cost      float64 // of this way to break it into lines
	w, h      vg.Length
	low, high vg.Point // where it stands
}

// place finds a place beside its node for each name, which may be set in several
// ways: on no other name and on no node, within the frame, and where the fewest
// ties run through. It reports whether all found one. Names are placed in the
// order of the nodes, then looked at again, now that the others stand.
func place(names [][]label, at []vg.Point, r []vg.Length, ties [][2]vg.Point, low, high vg.Point) ([]label, bool) {
	labels, placed := make([]label, len(names)), make([]bool, len(names))
	all := false
	for range 4 {
		all = true
		for i := range labels {
			placed[i] = false
			best := math.Inf(1)
			for _, l := range names[i] {
				for _, c := range around(l, at[i], r[i]) {
					if cost, ok := worth(c, i, labels, placed, at, r, ties, low, high); ok && cost < best {
						best, labels[i] = cost, c
					}
				}
			}
			placed[i] = !math.IsInf(best, 1)
			all = all && placed[i]
		}
	}
	return labels, all
}

// around are the places for a name about a node: right and left first, then
// below, above and at the corners, near before far.
func around(l label, at vg.Point, r vg.Length) (out []label) {
	for ring, gap := range []vg.Length{1.5, 5, 10} {
		reach := 1.25*r + gap
		slant := 0.75 * reach
		for i, d := range []vg.Point{
			{X: reach, Y: -l.h / 2}, {X: -reach - l.w, Y: -l.h / 2},
			{X: -l.w / 2, Y: -reach - l.h}, {X: -l.w / 2, Y: reach},
			{X: slant, Y: slant}, {X: slant, Y: -slant - l.h}, {X: -slant - l.w, Y: slant}, {X: -slant - l.w, Y: -slant - l.h},
			{X: -l.w / 4, Y: -reach - l.h}, {X: -3 * l.w / 4, Y: -reach - l.h}, {X: -l.w / 4, Y: reach}, {X: -3 * l.w / 4, Y: reach},
		} {
			c := l
			c.cost += float64(4*ring) + 0.2*float64(i)
			c.low = at.Add(d)
			c.high = vg.Point{X: c.low.X + l.w, Y: c.low.Y + l.h}
			out = append(out, c)
		}
	}
	return out
}

// nearest is the place in a label that is nearest to another.
func (l label) nearest(at vg.Point) vg.Point {
	return vg.Point{X: min(max(at.X, l.low.X), l.high.X), Y: min(max(at.Y, l.low.Y), l.high.Y)}
}

// worth is the cost of a place, and whether it is free.
func worth(c label, i int, labels []label, placed []bool, at []vg.Point, r []vg.Length, ties [][2]vg.Point, low, high vg.Point) (float64, bool) {
	const air = 1
	if c.low.X < low.X || c.low.Y < low.Y || c.high.X > high.X || c.high.Y > high.Y {
		return 0, false
	}
	for k, o := range labels {
		if k != i && placed[k] && c.low.X < o.high.X+air && o.low.X < c.high.X+air && c.low.Y < o.high.Y+air && o.low.Y < c.high.Y+air {
			return 0, false
		}
	}
	for k, p := range at {
		if k == i {
			continue
		}
		dx := max(c.low.X-p.X, 0, p.X-c.high.X)
		dy := max(c.low.Y-p.Y, 0, p.Y-c.high.Y)
		if math.Hypot(float64(dx), float64(dy)) < float64(r[k]+air) {
			return 0, false
		}
	}
	cost := c.cost
	for _, t := range ties {
		if crosses(t[0], t[1], c.low, c.high) {
			cost++
		}
	}
	return cost, true
}

// crosses reports whether a line runs through a rectangle: it is cut off at each
// of the four sides, and something is left.
func crosses(a, b, low, high vg.Point) bool {
	from, to := 0.0, 1.0
	cut := func(p, d, lo, hi float64) bool {
		if d == 0 {
			return lo <= p && p <= hi
		}
		t0, t1 := (lo-p)/d, (hi-p)/d
		from, to = max(from, min(t0, t1)), min(to, max(t0, t1))
		return from <= to
	}
	return cut(float64(a.X), float64(b.X-a.X), float64(low.X), float64(high.X)) &&
		cut(float64(a.Y), float64(b.Y-a.Y), float64(low.Y), float64(high.Y))
}
