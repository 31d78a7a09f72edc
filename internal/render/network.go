package render

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// network is a figure of things and their ties: area for size, width of a line
// for weight, form and shade for the community. What has no tie stands below.
type network struct {
	sheet
	of       *report.Network
	nodes    []int // of.Nodes that are tied and drawn
	alone    []int // those without a tie
	left     int   // tied ones that are too many to draw
	links    []report.Link
	groups   []int // the communities; readers count them from 1
	most     float64
	at       []vg.Point
	r        []vg.Length
	labels   []label
	numbered bool // numbers stand in the nodes, and names below
	below    footer
	w, h     vg.Length
}

const (
	drawnNodes = 60 // tied nodes at most
	namedNodes = 40 // with more, numbers stand for names
	aloneLines = 6  // for the names of what has no tie
)

func newNetwork(s sheet, of *report.Network) *network {
	n := &network{sheet: s, of: of, w: vg.Length(s.preset.Width) * mm}
	n.choose()
	n.below = footer{sheet: s, wide: n.w}
	n.legend()
	if len(n.nodes) == 0 {
		n.h = 2*margin + n.below.height()
		return n
	}
	places := even(spread(len(n.nodes), n.links))
	room := vg.Length(s.preset.Height)*mm - 2*margin - n.below.height()
	if len(n.nodes) <= namedNodes {
		for _, tall := range []vg.Length{0.6, 0.75, 0.9, 1.05} {
			if n.arrange(places, min(tall*n.w, room)) {
				return n
			}
		}
	}
	n.numbered = true
	n.names()
	room = vg.Length(s.preset.Height)*mm - 2*margin - n.below.height()
	n.arrange(places, min(0.95*n.w, room))
	return n
}

func (n *network) size() (w, h vg.Length) { return n.w, n.h }

// choose sorts the nodes into those that are tied and those that are not, and
// draws the largest if they are too many.
func (n *network) choose() {
	tied := make([]bool, len(n.of.Nodes))
	most := 0.0
	real := func(l report.Link) bool {
		return 0 <= l.From && l.From < len(tied) && 0 <= l.To && l.To < len(tied) && l.From != l.To && l.Weight > 0 && !math.IsInf(l.Weight, 0)
	}
	for _, l := range n.of.Links {
		if real(l) {
			tied[l.From], tied[l.To], most = true, true, max(most, l.Weight)
		}
	}
	for i := range n.of.Nodes {
		if tied[i] {
			n.nodes = append(n.nodes, i)
		} else {
			n.alone = append(n.alone, i)
		}
	}
	if len(n.nodes) > drawnNodes {
		slices.SortStableFunc(n.nodes, func(a, b int) int { return cmp.Compare(n.measure(b), n.measure(a)) })
		n.left = len(n.nodes) - drawnNodes
		n.nodes = n.nodes[:drawnNodes]
	}
	// By community, so that the start of the layout has each together.
	slices.SortFunc(n.nodes, func(a, b int) int {
		return cmp.Or(cmp.Compare(n.of.Nodes[a].Group, n.of.Nodes[b].Group), cmp.Compare(a, b))
	})
	where := make([]int, len(n.of.Nodes))
	for k, i := range n.nodes {
		where[i] = k + 1
		n.most = max(n.most, n.measure(i))
		if g := n.of.Nodes[i].Group; g >= 0 && (len(n.groups) == 0 || n.groups[len(n.groups)-1] != g) {
			n.groups = append(n.groups, g)
		}
	}
	for _, l := range n.of.Links {
		if real(l) && where[l.From] > 0 && where[l.To] > 0 {
			n.links = append(n.links, report.Link{From: where[l.From] - 1, To: where[l.To] - 1, Weight: l.Weight / most})
		}
	}
	slices.SortStableFunc(n.links, func(a, b report.Link) int { return cmp.Compare(a.Weight, b.Weight) })
}

// measure is the size of a node, nothing where it has none.
func (n *network) measure(i int) float64 {
	v := n.of.Nodes[i].Size
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return max(v, 0)
}

// radius is that of a node of a size, of so many.
func (n *network) radius(size float64) vg.Length {
	least, most := vg.Length(2.8), vg.Length(min(34/math.Sqrt(float64(len(n.nodes)))+3, 11))
	if n.numbered { // a number stands in it
		least = 0.75 * minText
	}
	if n.most == 0 {
		return (least + most) / 2
	}
	return max(least, most*vg.Length(math.Sqrt(size/n.most)))
}

// thickness is that of the line of a weight, of the strongest.
func thickness(of float64) vg.Length { return 0.4 + 2.8*vg.Length(of) }

// arrange lays the network out in a height, and reports whether every name
// stands free.
func (n *network) arrange(places []spot, tall vg.Length) (free bool) {
	foot := margin + n.below.height()
	low, high := vg.Point{X: margin, Y: foot + margin}, vg.Point{X: n.w - margin, Y: foot + tall - margin}
	n.h, n.r, n.labels = foot+tall, nil, nil
	for _, i := range n.nodes {
		n.r = append(n.r, n.radius(n.measure(i)))
	}
	if n.numbered {
		n.at = settle(places, n.r, 4, low, high)
		return true
	}
	aside := vg.Point{X: 0.1 * n.w, Y: 1.2 * minText}
	n.at = settle(places, n.r, 1.2*minText, low.Add(aside), high.Sub(aside))
	var ties [][2]vg.Point
	for _, l := range n.links {
		ties = append(ties, [2]vg.Point{n.at[l.From], n.at[l.To]})
	}
	var names [][]label
	for _, i := range n.nodes {
		names = append(names, n.settings(n.title(i)))
	}
	n.labels, free = place(names, n.at, n.r, ties, low, high)
	return free
}

// settings are the ways to set a name: wide ones first, whole ones before those
// that are cut.
func (n *network) settings(name string) (out []label) {
	for k, way := range []struct {
		wide  vg.Length
		lines int
	}{{40 * mm, 2}, {30 * mm, 3}, {20 * mm, 3}} {
		l := label{lines: n.wrap(name, minText, way.wide, way.lines), cost: float64(k)}
		if !slices.Equal(strings.Fields(strings.Join(l.lines, " ")), strings.Fields(name)) {
			l.cost += 8
		}
		for _, s := range l.lines {
			l.w = max(l.w, n.width(s, minText))
		}
		l.h = vg.Length(len(l.lines)) * 1.1 * minText
		out = append(out, l)
	}
	return out
}

// title is the name of a node, or else its id.
func (n *network) title(i int) string {
	if s := clean(n.of.Nodes[i].Name.In(n.lang)); s != "" {
		return s
	}
	return clean(n.of.Nodes[i].ID)
}

// look is the form and the shade of a community's nodes: of thirty, no two are
// alike in both. What belongs to none is a white disc.
func (n *network) look(group int) (ink color.NRGBA, form int) {
	if group < 0 {
		return color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, 0
	}
	k := slices.Index(n.groups, group)
	return tints[k%len(tints)], k % forms
}

func (n *network) draw(p pen) {
	for _, l := range n.links {
		p.line(soft, thickness(l.Weight), nil, n.at[l.From], n.at[l.To])
	}
	for _, l := range n.labels { // ties step back behind names
		p.box(color.NRGBA{0xFF, 0xFF, 0xFF, 0xC8}, l.low.X, l.low.Y, l.high.X, l.high.Y)
	}
	for k, l := range n.labels {
		if from, to := n.at[k], l.nearest(n.at[k]); !n.beside(k, to) { // a name that stands off is led to its node
			p.line(black, 0.4, nil, from, to)
		}
	}
	for k, i := range n.nodes {
		ink, form := n.look(n.of.Nodes[i].Group)
		p.shape(ink, form, n.r[k], n.at[k])
		if n.numbered {
			p.text(on(ink), minText, atMiddle, n.at[k], strconv.Itoa(k+1))
		}
	}
	for k, l := range n.labels {
		align, x := vg.Length(atMiddle), (l.low.X+l.high.X)/2
		switch { // lines of a name lean on its node
		case l.low.X > n.at[k].X:
			align, x = atStart, l.low.X
		case l.high.X < n.at[k].X:
			align, x = atEnd, l.high.X
		}
		for row, s := range l.lines {
			p.text(black, minText, align, vg.Point{X: x, Y: l.high.Y - (vg.Length(row)+0.5)*1.1*minText}, s)
		}
	}
	n.below.draw(p, margin+n.below.height())
}

// beside reports whether a place is next to a node.
func (n *network) beside(k int, at vg.Point) bool {
	d := at.Sub(n.at[k])
	return math.Hypot(float64(d.X), float64(d.Y)) < float64(1.25*n.r[k]+4)
}

// legend says below the network what its marks mean.
func (n *network) legend() {
	if len(n.nodes) == 0 {
		n.below.flow([]item{{text: lang.T("No ties", "Tidak ada hubungan").In(n.lang)}}, 1)
	} else {
		n.below.flow(n.areas(), 2)
		n.below.flow(n.widths(), 2)
	}
	if len(n.groups) > 1 {
		items := []item{{text: lang.T("Communities:", "Komunitas:").In(n.lang)}}
		for _, g := range n.groups {
			ink, form := n.look(g)
			items = append(items, item{text: strconv.Itoa(g + 1), wide: 4 * mm, mark: func(p pen, at vg.Point) {
				p.shape(ink, form, 3.5, at.Add(vg.Point{X: 4}))
			}})
		}
		n.below.flow(items, 3)
	}
	if n.left > 0 {
		n.below.flow([]item{{text: lang.T("… and %v with ties, smaller than these, not drawn here", "… dan %v dengan hubungan, lebih kecil, tidak digambar di sini",
			lang.Many(n.left, "more", "more", "lagi")).In(n.lang)}}, 1)
	}
	if len(n.alone) > 0 {
		items := []item{{text: lang.T("Without a tie:", "Tanpa hubungan:").In(n.lang)}}
		for _, i := range n.alone {
			items = append(items, item{text: n.title(i), wide: 3 * mm, mark: func(p pen, at vg.Point) {
				p.shape(color.White, 0, 2.8, at.Add(vg.Point{X: 3}))
			}})
		}
		n.below.flow(items, aloneLines)
	}
}

// areas are the smallest and the largest node, with what their areas measure.
func (n *network) areas() []item {
	least := math.Inf(1)
	for _, i := range n.nodes {
		least = min(least, n.measure(i))
	}
	sizes := []float64{least, n.most}
	if least == n.most {
		sizes = sizes[1:]
	}
	items := n.samples(n.of.Size, sizes, 0, func(p pen, at vg.Point, v float64) {
		p.shape(color.White, 0, n.radius(v), at.Add(vg.Point{X: n.radius(v)}))
	})
	for k := range sizes {
		items[k+1].wide = 2*max(n.radius(sizes[k]), 0.75*minText) + 1*mm
		items[k+1].tall = 2*n.radius(sizes[k]) + 3
	}
	return items
}

// widths are the weakest and the strongest tie.
func (n *network) widths() []item {
	least, most := math.Inf(1), 0.0
	for _, l := range n.of.Links {
		if l.Weight > 0 && !math.IsInf(l.Weight, 0) {
			least, most = min(least, l.Weight), max(most, l.Weight)
		}
	}
	weights := []float64{least, most}
	if least == most {
		weights = weights[1:]
	}
	return n.samples(n.of.Ties, weights, 8*mm, func(p pen, at vg.Point, v float64) {
		p.line(soft, thickness(v/most), nil, at, at.Add(vg.Point{X: 7 * mm}))
	})
}

func (n *network) samples(what lang.Text, of []float64, wide vg.Length, mark func(p pen, at vg.Point, v float64)) []item {
	title := []rune(clean(what.In(n.lang)) + ":")
	title[0] = unicode.ToUpper(title[0])
	items := []item{{text: string(title)}}
	for _, v := range of {
		decimals := 2
		if v == math.Trunc(v) {
			decimals = 0
		}
		items = append(items, item{text: lang.Number(n.lang, v, decimals), wide: wide, mark: func(p pen, at vg.Point) { mark(p, at, v) }})
	}
	return items
}

// names lists below what the numbers stand for, in columns.
func (n *network) names() {
	const columns = 2
	wide := (n.w - 2*margin) / columns
	tall := (len(n.nodes) + columns - 1) / columns
	for row := range tall {
		names := line{tall: 1.25 * minText}
		for k := row; k < len(n.nodes); k += tall {
			x := margin + vg.Length(k/tall)*wide
			names.items = append(names.items, item{text: n.cut(strconv.Itoa(k+1)+"  "+n.title(n.nodes[k]), minText, wide-3*mm), x: x})
		}
		n.below.lines = append(n.below.lines, names)
	}
}
