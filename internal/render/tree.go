package render

import (
	"math"

	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// tree is a figure of a dendrogram: leaves left, heights on the axis below. Of
// more leaves than a page holds, those that join first share a row.
type tree struct {
	sheet
	of      *report.Tree
	merges  []merge // by node, counted from the number of leaves
	rows    *rows
	at      []int // the node in each row
	shared  bool  // a row stands for several leaves
	x       scale
	w, h    vg.Length
	heights []float64 // by node
}

// merge is a merge that can be drawn: both nodes are there, and in no other.
type merge struct {
	ok          bool
	left, right int
	leaves      int // below it
	used        bool
}

func newTree(s sheet, of *report.Tree) *tree {
	t := &tree{sheet: s, of: of, w: vg.Length(s.preset.Width) * mm}
	t.check()
	foot := belowAxis(vg.Length(s.preset.Text))
	room := vg.Length(s.preset.Height)*mm - margin - foot
	t.set(0, room)
	if t.rows.left > 0 && len(of.Merges) > 0 {
		fit := len(t.rows.list)
		t.set(min(len(t.at)-fit, len(of.Merges)), room)
	}
	t.at = t.at[:len(t.rows.list)]
	t.h = margin + t.rows.height() + t.note() + belowAxis(t.rows.text)
	t.x.from, t.x.to = margin+t.rows.wide+2*mm, t.w-margin-4*mm
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, v := range t.heights {
		if t.merges[i].ok {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	// The axis begins at zero, unless most of it would be empty.
	if lo -= 0.15 * (hi - lo); !(lo > hi/2) {
		lo = min(lo, 0)
	}
	if !(lo < hi) {
		lo, hi = min(hi, 0), max(hi, 0)
	}
	if !(lo < hi) {
		lo, hi = 0, 1
	}
	t.x.fit(s, lo, hi, t.rows.text, false)
	return t
}

func (t *tree) size() (w, h vg.Length) { return t.w, t.h }

// check goes through the merges; a height that is none is that of what joins.
func (t *tree) check() {
	n := len(t.of.Leaves)
	t.merges = make([]merge, n+len(t.of.Merges))
	t.heights = make([]float64, len(t.merges))
	for i := range n {
		t.merges[i].leaves = 1
	}
	there := func(i, before int) bool {
		return 0 <= i && i < before && !t.merges[i].used && t.merges[i].leaves > 0
	}
	for k, m := range t.of.Merges {
		i := n + k
		if m.Left == m.Right || !there(m.Left, i) || !there(m.Right, i) {
			continue
		}
		t.merges[m.Left].used, t.merges[m.Right].used = true, true
		t.merges[i] = merge{ok: true, left: m.Left, right: m.Right, leaves: t.merges[m.Left].leaves + t.merges[m.Right].leaves}
		if t.heights[i] = m.Height; math.IsNaN(m.Height) || math.IsInf(m.Height, 0) {
			t.heights[i] = max(t.heights[m.Left], t.heights[m.Right])
		}
	}
}

// set lays out the rows: the leaves from the top of the tree down, so that no
// line crosses another; the first merges are a row each.
func (t *tree) set(together int, room vg.Length) {
	n := len(t.of.Leaves)
	t.at = t.at[:0]
	var list []row
	most := 0.4 * t.w
	var walk []int
	for i := len(t.merges) - 1; i >= 0; i-- {
		if !t.merges[i].used && t.merges[i].leaves > 0 {
			walk = append(walk, i)
		}
	}
	for len(walk) > 0 {
		i := walk[len(walk)-1]
		walk = walk[:len(walk)-1]
		m := t.merges[i]
		if m.ok && i >= n+together {
			walk = append(walk, m.right, m.left)
			continue
		}
		t.at = append(t.at, i)
		list = append(list, row{name: t.name(i, most)})
	}
	t.shared = together > 0
	t.rows = newRows(t.sheet, list, most, room-t.note(), 0)
}

// name is the name of a leaf, or that of the first of several and how many more.
func (t *tree) name(i int, most vg.Length) string {
	leaf := i
	for t.merges[leaf].ok {
		leaf = t.merges[leaf].left
	}
	name := clean(t.of.Leaves[leaf].In(t.lang))
	if more := t.merges[i].leaves - 1; more > 0 {
		end := " +" + lang.Count(t.lang, more)
		return t.cut(name, minText, most-1.2*t.width(end, minText)) + end
	}
	return name
}

// note is the height of the line that explains shared rows.
func (t *tree) note() vg.Length {
	if !t.shared {
		return 0
	}
	return 1.3 * minText
}

func (t *tree) draw(p pen) {
	top := t.h - margin
	bottom := belowAxis(t.rows.text)
	for _, v := range t.x.ticks {
		p.line(pale, 0.5, nil, vg.Point{X: t.x.at(v), Y: bottom + t.note()}, vg.Point{X: t.x.at(v), Y: top})
	}
	y := make([]vg.Length, len(t.merges))
	drawn, own := make([]bool, len(t.merges)), make([]bool, len(t.merges))
	for n, middle := range t.rows.middles(top) {
		i := t.at[n]
		y[i], drawn[i], own[i] = middle, true, true
	}
	point := func(i int, x vg.Length) vg.Point { return vg.Point{X: x, Y: y[i]} }
	for i, m := range t.merges {
		if !m.ok || drawn[i] || !drawn[m.left] || !drawn[m.right] {
			continue
		}
		x := t.x.at(t.heights[i])
		from := func(i int) vg.Length {
			if own[i] {
				return t.x.from
			}
			return t.x.at(t.heights[i])
		}
		p.line(black, 0.9, nil, point(m.left, from(m.left)), point(m.left, x), point(m.right, x), point(m.right, from(m.right)))
		y[i], drawn[i] = (y[m.left]+y[m.right])/2, true
	}
	for _, i := range t.at { // what joined before is a thick line as far as it did
		if t.merges[i].ok {
			p.line(gray, 3, nil, point(i, t.x.from), point(i, t.x.at(t.heights[i])))
		}
	}
	t.rows.write(p, atEnd, margin+t.rows.wide, top)
	if t.shared {
		p.text(black, minText, atStart, vg.Point{X: margin, Y: bottom + t.note()/2}, t.cut(
			lang.T("Thick line: a name and n more (+n), already joined", "Garis tebal: sebuah nama dan n lainnya (+n), sudah bergabung").In(t.lang), minText, t.w-2*margin))
	}
	p.line(black, 0.6, nil, vg.Point{X: t.x.from, Y: bottom}, vg.Point{X: t.x.to, Y: bottom})
	t.x.below(p, bottom, t.rows.text, t.of.Height)
}
