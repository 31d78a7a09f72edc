package render

import (
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// heatmap is a figure of shaded cells: names left and above, a scale below.
type heatmap struct {
	sheet
	heat          *report.Heat
	rows, columns [][]string // the names, in lines
	legend        []string
	lo, hi        float64
	text          vg.Length // size of the names
	left, top     vg.Length // what the names take
	cw, ch        vg.Length // of a cell
	turned        bool      // the columns' names read upwards
	printed       bool      // the numbers stand in the cells
	counts        bool      // whole numbers everywhere: none has neither number nor shade
	w, h          vg.Length
}

const (
	numbersUpTo = 15 * 15 // cells: with more, nobody reads numbers
	widestCell  = 22 * mm
	tallestCell = 9 * mm
	deepestHead = 40 * mm
	leastAcross = 0.53 // of the page, for the legend
	scaleWidth  = 45 * mm
	scaleHeight = 3 * mm
)

func newHeatmap(s sheet, heat *report.Heat) *heatmap {
	h := &heatmap{sheet: s, heat: heat, lo: math.Inf(1), hi: math.Inf(-1), counts: heat.Decimals == 0}
	for i := range heat.Rows {
		for k := range heat.Columns {
			v := heatAt(heat, i, k)
			if h.counts = h.counts && v >= 0 && v == math.Trunc(v); !math.IsNaN(v) {
				h.lo, h.hi = min(h.lo, v), max(h.hi, v)
			}
		}
	}
	h.lo, h.hi = min(h.lo, 0), max(h.hi, 0)
	if h.lo == h.hi {
		h.hi = 1
	}
	h.arrange(vg.Length(s.preset.Text), 0.35)
	if !h.counts && len(heat.Rows)*len(heat.Columns) > numbersUpTo {
		return h
	}
	if h.printed = h.numbersFit(); !h.printed { // numbers are worth shorter names
		wide := *h
		if h.arrange(minText, 0.25); !h.numbersFit() {
			return &wide
		}
		h.printed = true
	}
	return h
}

// arrange gives the names what they need, to a share of the width, and the cells
// the rest. A cell is never lower or narrower than its name is high: a matrix of
// more cells than the width holds makes a wider figure, not an illegible one.
func (h *heatmap) arrange(text vg.Length, names float64) {
	width := vg.Length(h.preset.Width) * mm
	most := vg.Length(names) * width
	n, rows := vg.Length(max(len(h.heat.Columns), 1)), vg.Length(max(len(h.heat.Rows), 1))
	across := func(text vg.Length) vg.Length {
		h.text = text
		h.rows, h.left = h.names(h.heat.Rows, most, 1)
		return (width - 2*margin - h.left - 1*mm) / n
	}
	if h.cw = across(text); h.cw < h.leading() {
		h.cw = across(minText)
	}
	h.cw = min(max(h.cw, h.leading()), widestCell)
	h.columns, h.top = h.names(h.heat.Columns, deepestHead, int(h.cw/h.leading()))
	level, widest := h.names(h.heat.Columns, deepestHead, 1)
	if h.turned = widest > h.cw-2; !h.turned {
		h.columns, h.top = level, h.leading()
	}

	inside := max(n*h.cw, leastAcross*width)
	h.legend = h.wrap(h.heat.Legend.In(h.lang), h.text, inside, 3)
	around := 2*margin + h.top + 1*mm + 4*mm + vg.Length(len(h.legend))*h.leading() + scaleHeight + 2*h.text
	room := (vg.Length(h.preset.Height)*mm - around) / rows
	h.ch = max(min(h.cw, tallestCell, room), h.leading())
	if slices.ContainsFunc(h.rows, func(name []string) bool { return strings.HasSuffix(name[0], "…") }) {
		h.ch = max(h.ch, min(2.1*h.leading(), room)) // whole names are worth higher rows
	}
	h.rows, h.left = h.names(h.heat.Rows, h.left, int(h.ch/h.leading()))
	h.w = 2*margin + h.left + 1*mm + inside
	h.h = around + rows*h.ch
}

func (h *heatmap) size() (w, height vg.Length) { return h.w, h.h }

// leading is the distance between two lines of text.
func (h *heatmap) leading() vg.Length { return 1.15 * h.text }

// names are labels in lines of a width at most, two if there is room, and the
// widest line.
func (h *heatmap) names(labels []lang.Text, most vg.Length, lines int) (out [][]string, widest vg.Length) {
	for _, l := range labels {
		name := h.wrap(l.In(h.lang), h.text, most, min(max(lines, 1), 2))
		for _, s := range name {
			widest = max(widest, h.width(s, h.text))
		}
		out = append(out, name)
	}
	return out, widest
}

// number is a value as it is printed; a heat map without decimals of values
// that are no whole numbers has two.
func (h *heatmap) number(v float64) string {
	decimals := h.heat.Decimals
	if decimals == 0 && v != math.Trunc(v) {
		decimals = 2
	}
	return h.sheet.number(v, decimals)
}

func (h *heatmap) numbersFit() bool {
	if h.ch < 1.2*minText {
		return false
	}
	for i := range h.heat.Rows {
		for k := range h.heat.Columns {
			if v := heatAt(h.heat, i, k); !math.IsNaN(v) && !(h.counts && v == 0) && h.width(h.number(v), minText) > h.cw-2 {
				return false
			}
		}
	}
	return true
}

// heatAt is a value, NaN where there is none.
func heatAt(h *report.Heat, row, column int) float64 {
	if row >= len(h.Values) {
		return math.NaN()
	}
	return nth(h.Values[row], column)
}

func (h *heatmap) draw(p pen) {
	x0 := margin + h.left + 1*mm
	y0 := h.h - margin - h.top - 1*mm
	for k, name := range h.columns {
		middle := x0 + (vg.Length(k)+0.5)*h.cw
		for i, s := range name {
			if h.turned {
				p.upright(black, h.text, atStart, vg.Point{X: middle + h.offset(name, i), Y: y0 + 1*mm}, s)
			} else {
				p.text(black, h.text, atMiddle, vg.Point{X: middle, Y: y0 + 1*mm + h.text/2}, s)
			}
		}
	}
	for i, name := range h.rows {
		y := y0 - vg.Length(i)*h.ch
		for n, s := range name {
			p.text(black, h.text, atEnd, vg.Point{X: x0 - 1*mm, Y: y - h.ch/2 - h.offset(name, n)}, s)
		}
		for k := range h.columns {
			h.cell(p, x0+vg.Length(k)*h.cw, y, heatAt(h.heat, i, k))
		}
	}
	x1, y1 := x0+vg.Length(len(h.columns))*h.cw, y0-vg.Length(len(h.rows))*h.ch
	p.line(gray, 0.5, nil, vg.Point{X: x0, Y: y0}, vg.Point{X: x1, Y: y0}, vg.Point{X: x1, Y: y1}, vg.Point{X: x0, Y: y1}, vg.Point{X: x0, Y: y0})
	h.scale(p, x0, y1-4*mm)
}

// offset is how far the nth line of a name lies from the name's middle.
func (h *heatmap) offset(name []string, n int) vg.Length {
	return (vg.Length(n) - vg.Length(len(name)-1)/2) * h.leading()
}

// cell shades a cell, with its number where there is room; undefined is blank, and
// a count of none nearly so.
func (h *heatmap) cell(p pen, x, y vg.Length, v float64) {
	if math.IsNaN(v) {
		return
	}
	const seam = 0.3
	if h.counts && v == 0 {
		p.box(color.Gray{Y: 0xF7}, x+seam, y-seam, x+h.cw-seam, y-h.ch+seam)
		return
	}
	shade, word := h.shade(v)
	p.box(shade, x+seam, y-seam, x+h.cw-seam, y-h.ch+seam)
	if h.printed {
		p.text(word, minText, atMiddle, vg.Point{X: x + h.cw/2, Y: y - h.ch/2}, h.number(v))
	}
}

// scale draws what the shades stand for.
func (h *heatmap) scale(p pen, x, y vg.Length) {
	for _, s := range h.legend {
		p.text(black, h.text, atStart, vg.Point{X: x, Y: y - h.text/2}, s)
		y -= h.leading()
	}
	y -= 0.3 * h.text
	const steps = 48
	for i := range steps { // each to the end, so that no seam shows
		shade, _ := h.shade(h.lo + (h.hi-h.lo)*float64(i)/(steps-1))
		p.box(shade, x+scaleWidth*vg.Length(i)/steps, y, x+scaleWidth, y-scaleHeight)
	}
	y -= scaleHeight
	middle := (h.lo + h.hi) / 2
	between := h.number(middle)
	if h.heat.Decimals == 0 && h.lo+h.hi == math.Trunc(h.lo+h.hi) && middle != math.Trunc(middle) {
		between = lang.Number(h.lang, middle, 1) // of counts, half of an odd number
	}
	for _, m := range []struct {
		align float64
		word  string
	}{{atStart, h.number(h.lo)}, {atMiddle, between}, {atEnd, h.number(h.hi)}} {
		at := vg.Point{X: x + vg.Length(m.align)*scaleWidth, Y: y}
		p.line(black, 0.5, nil, at, vg.Point{X: at.X, Y: y - 2})
		p.text(black, h.text, vg.Length(m.align), vg.Point{X: at.X, Y: y - 2 - 0.7*h.text}, m.word)
	}
}

// ramp goes from light to dark evenly, so that it reads the same in gray.
var ramp = []color.NRGBA{{0xEC, 0xF2, 0xF9, 0xFF}, {0xC2, 0xD8, 0xEC, 0xFF}, {0x6F, 0xAC, 0xD5, 0xFF}, {0x25, 0x6F, 0xB0, 0xFF}, {0x08, 0x2B, 0x61, 0xFF}}

// shade is the colour of a value, and that of a number legible on it.
func (h *heatmap) shade(v float64) (fill color.NRGBA, word color.Color) {
	part := (v - h.lo) / (h.hi - h.lo)
	if h.counts && v > 0 { // one is more than nothing
		part = 0.15 + 0.85*part
	}
	at := part * float64(len(ramp)-1)
	i := min(max(int(at), 0), len(ramp)-2)
	f := at - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + f*(float64(b)-float64(a)))) }
	a, b := ramp[i], ramp[i+1]
	fill = color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xFF}
	return fill, on(fill)
}
