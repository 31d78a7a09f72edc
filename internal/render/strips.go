package render

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"tematik/internal/report"
)

// strips is a figure of portraits: a strip for each row, and in it a lane for
// each kind of piece, always the same one. So pieces that overlap stand below
// each other, and a kind is known by its place even without its ink.
type strips struct {
	sheet
	of     *report.Strips
	rows   *rows
	legend footer
	lane   vg.Length
	x      scale
	w, h   vg.Length
}

// The lanes are as high as the page allows.
const (
	highLane = 3.2
	lowLane  = 1.4
)

func newStrips(s sheet, of *report.Strips) *strips {
	f := &strips{sheet: s, of: of, w: vg.Length(s.preset.Width) * mm}
	f.legend = footer{sheet: s, wide: f.w}
	f.explain()
	var list []row
	for _, r := range of.Rows {
		list = append(list, row{name: clean(r.Name.In(s.lang))})
	}
	room := vg.Length(s.preset.Height)*mm - margin - f.legend.height() - belowAxis(vg.Length(s.preset.Text))
	for _, f.lane = range []vg.Length{highLane, 2, lowLane} {
		if f.rows = newRows(s, list, 0.3*f.w, room, f.tall()); f.rows.left == 0 {
			break
		}
	}
	f.h = margin + f.legend.height() + f.rows.height() + belowAxis(f.rows.text)
	f.x.from, f.x.to = margin+f.rows.wide+2*mm, f.w-margin-4*mm
	longest := 0.0
	for i := range f.rows.list {
		longest = max(longest, f.length(i))
	}
	if longest == 0 {
		longest = 1
	}
	f.x.fit(s, 0, longest, f.rows.text, longest == math.Trunc(longest))
	f.x.hi = longest // the longest takes all there is
	f.x.ticks = slices.DeleteFunc(f.x.ticks, func(v float64) bool { return v > longest })
	return f
}

func (f *strips) size() (w, h vg.Length) { return f.w, f.h }

// tall is the height of a strip.
func (f *strips) tall() vg.Length { return f.lane * vg.Length(max(len(f.of.Kinds), 2)) }

// length is that of a strip, nothing where it has none.
func (f *strips) length(i int) float64 {
	if v := f.of.Rows[i].Length; v > 0 && !math.IsInf(v, 0) {
		return v
	}
	return 0
}

// explain shows for each kind its ink and its lane.
func (f *strips) explain() {
	var items []item
	tall := max(0.9*minText, 1.3*vg.Length(len(f.of.Kinds)))
	for k, name := range f.of.Kinds {
		items = append(items, item{text: clean(name.In(f.lang)), wide: 6.5 * mm, tall: tall + 3, mark: func(p pen, at vg.Point) {
			top := at.Y + tall/2
			f.frame(p, at.X, top, at.X+5*mm, top-tall)
			lane := tall / vg.Length(max(len(f.of.Kinds), 2))
			p.box(f.ink(k), at.X, top-vg.Length(k)*lane, at.X+5*mm, top-vg.Length(k+1)*lane)
		}})
	}
	f.legend.flow(items, len(items))
}

func (f *strips) ink(kind int) color.Color { return lanes[kind%len(lanes)] }

func (f *strips) frame(p pen, x0, y0, x1, y1 vg.Length) {
	p.line(soft, 0.5, nil, vg.Point{X: x0, Y: y0}, vg.Point{X: x1, Y: y0}, vg.Point{X: x1, Y: y1}, vg.Point{X: x0, Y: y1}, vg.Point{X: x0, Y: y0})
}

func (f *strips) draw(p pen) {
	f.legend.draw(p, f.h-margin)
	top, bottom := f.h-margin-f.legend.height(), belowAxis(f.rows.text)
	for i, y := range f.rows.middles(top) {
		if f.length(i) > 0 {
			f.strip(p, f.of.Rows[i], y+f.tall()/2)
		}
	}
	f.rows.write(p, atEnd, margin+f.rows.wide, top)
	p.line(black, 0.6, nil, vg.Point{X: f.x.from, Y: bottom}, vg.Point{X: f.x.to, Y: bottom})
	f.x.below(p, bottom, f.rows.text, f.of.X)
}

// strip draws a strip below a line; the shortest piece can still be seen.
func (f *strips) strip(p pen, r report.Strip, top vg.Length) {
	const least = 0.7
	f.frame(p, f.x.at(0), top, f.x.at(r.Length), top-f.tall())
	for _, c := range r.Pieces {
		from, to := max(c.From, 0), min(c.To, r.Length)
		if !(from < to) || c.Kind < 0 || c.Kind >= len(f.of.Kinds) {
			continue
		}
		x0, x1 := f.x.at(from), f.x.at(to)
		if x1-x0 < least {
			x0 = max(min(x0, f.x.at(r.Length)-least), f.x.at(0))
			x1 = x0 + least
		}
		y := top - f.lane*vg.Length(c.Kind)
		p.box(f.ink(c.Kind), x0, y, x1, y-f.lane)
	}
}
