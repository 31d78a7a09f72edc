package render

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// chart is a figure of curves: a legend in rows above, axes left and below.
type chart struct {
	sheet
	lines  *report.Lines
	looks  []look
	x, y   scale
	legend [][]int // the series in each row
	text   vg.Length
	w, h   vg.Length
}

// look is how one series is told from the others.
type look struct {
	ink   color.NRGBA
	fill  color.Gray
	hatch int // of bars: none, rising, falling
	dash  []vg.Length
	nth   int // among the series of its style
}

const (
	swatch   = 8 * mm // of a line, in a legend
	tickMark = 3
	margin   = 2 * mm
)

func newChart(s sheet, l *report.Lines) *chart {
	c := &chart{sheet: s, lines: l, text: vg.Length(s.preset.Text), w: vg.Length(s.preset.Width) * mm}
	c.dress()
	c.arrangeLegend()
	c.h = min(0.6*c.w, vg.Length(s.preset.Height)*mm-c.legendHeight()) + c.legendHeight()
	c.scales()
	return c
}

func (c *chart) size() (w, h vg.Length) { return c.w, c.h }

// dress gives each series its look: a solid line, broken ones, markers and bars
// differ in print without colour; a second of the same style gets another dash,
// marker or pattern.
func (c *chart) dress() {
	var seen [report.Bars + 1]int
	inked, broken := 0, 0
	for _, s := range c.lines.Series {
		style := min(max(s.Style, report.Solid), report.Bars)
		n := seen[style]
		seen[style]++
		k := look{nth: n, fill: fills[n%len(fills)], hatch: n / len(fills)}
		if style != report.Bars {
			k.ink = inks[inked%len(inks)]
			inked++
		}
		if style == report.Dashed || style == report.Solid && n > 0 {
			k.dash = dashes[broken%len(dashes)]
			broken++
		}
		c.looks = append(c.looks, k)
	}
}

// rowHeight is the height of a line of text with its space.
func (c *chart) rowHeight() vg.Length { return 1.5 * c.text }

func (c *chart) legendHeight() vg.Length {
	if len(c.legend) == 0 {
		return 0
	}
	return vg.Length(len(c.legend))*c.rowHeight() + 0.5*c.text
}

// name is the name of a series as it stands in the legend.
func (c *chart) name(i int) string {
	return c.cut(c.lines.Series[i].Name.In(c.lang), c.text, c.w-2*margin-swatch-2*mm)
}

// entry is the width of a series in the legend, with room for a reader's font
// that runs wider than ours.
func (c *chart) entry(i int) vg.Length {
	return swatch + 1.5*mm + 1.1*c.width(c.name(i), c.text) + 4*mm
}

// arrangeLegend puts as many series into a row as stand in it.
func (c *chart) arrangeLegend() {
	room := vg.Length(0)
	for i := range c.lines.Series {
		if c.name(i) == "" {
			continue
		}
		if len(c.legend) == 0 || room < c.entry(i)-4*mm {
			c.legend = append(c.legend, nil)
			room = c.w - 2*margin
		}
		last := len(c.legend) - 1
		c.legend[last] = append(c.legend[last], i)
		room -= c.entry(i)
	}
}

// scales finds the ranges of the data and fits the axes to the page. Counts of
// interviews get whole ticks; the vertical axis begins at zero.
func (c *chart) scales() {
	xlo, xhi, ylo, yhi := math.Inf(1), math.Inf(-1), 0.0, 0.0
	whole, counts := true, false
	for _, s := range c.lines.Series {
		counts = counts || s.Style == report.Bars
		for i := range s.X {
			x := nth(s.X, i)
			if math.IsNaN(x) {
				continue
			}
			xlo, xhi, whole = min(xlo, x), max(xhi, x), whole && x == math.Trunc(x)
			counts = counts && (s.Style != report.Bars || nth(s.Y, i) == math.Trunc(nth(s.Y, i)))
			for _, v := range []float64{nth(s.Y, i), nth(s.Lower, i), nth(s.Upper, i)} {
				if !math.IsNaN(v) {
					ylo, yhi = min(ylo, v), max(yhi, v)
				}
			}
		}
	}
	if xlo > xhi {
		xlo, xhi = 0, 1
	}
	if ylo == yhi {
		yhi = 1
	}

	c.y.from = belowAxis(c.text)
	c.y.to = c.h - margin - c.legendHeight()
	c.y.ticks, c.y.decimals = ticks(ylo, yhi, 8, counts)
	step := c.y.ticks[1] - c.y.ticks[0]
	c.y.lo, c.y.hi = math.Floor(ylo/step+1e-9)*step, math.Ceil(yhi/step-1e-9)*step
	c.y.ticks, c.y.decimals = ticks(c.y.lo, c.y.hi, 8, counts)

	widest := vg.Length(0)
	for _, v := range c.y.ticks {
		widest = max(widest, c.width(lang.Number(c.lang, v, c.y.decimals), c.text))
	}
	c.x.from = margin + 1.3*c.text + widest + tickMark + 1*mm
	last := c.width(lang.Number(c.lang, xhi, 0), c.text)
	c.x.to = c.w - margin - max(last-margin, 0)/2
	around := 0.5
	if step := c.barStep(); !math.IsInf(step, 0) {
		around = step / 2
	} else if !whole {
		around = 0.03 * (xhi - xlo)
	}
	if xlo == xhi {
		around = 0.5
	}
	c.x.lo, c.x.hi = xlo-around, xhi+around
	most := int((c.x.to - c.x.from) / (last + c.text))
	if !whole {
		most = min(most, 8)
	}
	c.x.ticks, c.x.decimals = ticks(xlo, xhi, max(most, 2), whole)
	c.x.ticks = slices.DeleteFunc(c.x.ticks, func(v float64) bool { return v < c.x.lo || v > c.x.hi })
}

func (c *chart) draw(p pen) {
	c.grid(p)
	for i, s := range c.lines.Series { // bars lie behind bands, bands behind lines
		if s.Style == report.Bars {
			c.pieces(p, i, s)
		}
	}
	for i, s := range c.lines.Series {
		c.shading(p, i, s)
	}
	for i, s := range c.lines.Series {
		if s.Style != report.Bars {
			c.pieces(p, i, s)
		}
	}
	c.axes(p)
	y := c.h - margin - c.rowHeight()/2
	for _, row := range c.legend {
		x := margin
		for _, i := range row {
			c.sample(p, i, x, y)
			p.text(black, c.text, atStart, vg.Point{X: x + swatch + 1.5*mm, Y: y}, c.name(i))
			x += c.entry(i)
		}
		y -= c.rowHeight()
	}
}

func (c *chart) grid(p pen) {
	for _, v := range c.y.ticks {
		p.line(pale, 0.5, nil, vg.Point{X: c.x.from, Y: c.y.at(v)}, vg.Point{X: c.x.to, Y: c.y.at(v)})
	}
}

func (c *chart) axes(p pen) {
	const width = 0.6
	base := c.y.at(max(c.y.lo, 0))
	p.line(black, width, nil, vg.Point{X: c.x.from, Y: c.y.to}, vg.Point{X: c.x.from, Y: c.y.from})
	p.line(black, width, nil, vg.Point{X: c.x.from, Y: base}, vg.Point{X: c.x.to, Y: base})
	for _, v := range c.y.ticks {
		at := vg.Point{X: c.x.from - tickMark, Y: c.y.at(v)}
		p.line(black, width, nil, at, vg.Point{X: c.x.from, Y: at.Y})
		at.X -= 1 * mm
		p.text(black, c.text, atEnd, at, lang.Number(c.lang, v, c.y.decimals))
	}
	c.x.below(p, c.y.from, c.text, c.lines.X)
	up := c.y.to - c.y.from
	p.upright(black, c.text, atMiddle, vg.Point{X: margin + c.text/2, Y: c.y.from + up/2}, c.cut(c.lines.Y.In(c.lang), c.text, up))
}

// shading draws the bands of a series, one for each stretch of values.
func (c *chart) shading(p pen, i int, s report.Series) {
	var lower, upper []vg.Point
	for n := range s.X {
		x, lo, hi := nth(s.X, n), nth(s.Lower, n), nth(s.Upper, n)
		if math.IsNaN(x + lo + hi) {
			c.band(p, c.looks[i], lower, upper)
			lower, upper = nil, nil
			continue
		}
		lower = append(lower, vg.Point{X: c.x.at(x), Y: c.y.at(lo)})
		upper = append(upper, vg.Point{X: c.x.at(x), Y: c.y.at(hi)})
	}
	c.band(p, c.looks[i], lower, upper)
}

// pieces draws the curve of a series, broken where values are missing.
func (c *chart) pieces(p pen, i int, s report.Series) {
	var line []vg.Point
	for n := range s.X {
		x, y := nth(s.X, n), nth(s.Y, n)
		if math.IsNaN(x + y) {
			c.curve(p, c.looks[i], s.Style, line)
			line = nil
			continue
		}
		line = append(line, vg.Point{X: c.x.at(x), Y: c.y.at(y)})
	}
	c.curve(p, c.looks[i], s.Style, line)
}

// band shades what lies between two lines; at a single place it is a bar.
func (c *chart) band(p pen, k look, lower, upper []vg.Point) {
	shade, edge := k.ink, k.ink
	shade.A, edge.A = 0x30, 0x90
	if len(lower) == 1 {
		p.line(edge, 1, nil, lower[0], upper[0])
		return
	}
	back := slices.Clone(upper)
	slices.Reverse(back)
	p.area(shade, slices.Concat(lower, back)...)
	p.line(edge, 0.4, nil, lower...)
	p.line(edge, 0.4, nil, upper...)
}

// curve draws one unbroken piece of a series in its style.
func (c *chart) curve(p pen, k look, style report.Style, line []vg.Point) {
	switch style {
	case report.Bars:
		width := c.barWidth()
		all := vg.Length(0)
		for i, s := range c.lines.Series {
			if s.Style == report.Bars {
				all = max(all, vg.Length(c.looks[i].nth+1))
			}
		}
		for _, at := range line {
			x := at.X + width*(vg.Length(k.nth)-all/2)
			p.bar(k, x, c.y.at(0), x+width, at.Y)
		}
	case report.Points:
		p.line(k.ink, 0.7, nil, line...)
		for _, at := range line {
			p.marker(k.ink, k.nth, at)
		}
	default:
		p.line(k.ink, weight(style), k.dash, line...)
		if len(line) == 1 { // a line through one point would not be seen
			p.marker(k.ink, k.nth, line[0])
		}
	}
}

// weight is the width of a line: what is broken steps back.
func weight(style report.Style) vg.Length {
	if style == report.Dashed {
		return 1.1
	}
	return 1.5
}

// barStep is the smallest distance between two bars of a series.
func (c *chart) barStep() float64 {
	step := math.Inf(1)
	for _, s := range c.lines.Series {
		for i := 1; i < len(s.X) && s.Style == report.Bars; i++ {
			if d := math.Abs(s.X[i] - s.X[i-1]); d > 0 { // false for NaN
				step = min(step, d)
			}
		}
	}
	return step
}

// barWidth is the width of one bar: those of all series at one place take most
// of the way to the next place.
func (c *chart) barWidth() vg.Length {
	all := 0
	for _, s := range c.lines.Series {
		if s.Style == report.Bars {
			all++
		}
	}
	step := min(c.barStep(), c.x.hi-c.x.lo)
	return min(0.6*(c.x.at(c.x.lo+step)-c.x.from), 12*mm) / vg.Length(max(all, 1))
}

// sample draws how a series looks, for the legend.
func (c *chart) sample(p pen, i int, x, y vg.Length) {
	k, s := c.looks[i], c.lines.Series[i]
	from, to := vg.Point{X: x, Y: y}, vg.Point{X: x + swatch, Y: y}
	half := 0.4 * c.text
	if len(s.Lower) > 0 && len(s.Upper) > 0 {
		c.band(p, k, []vg.Point{{X: x, Y: y - half}, {X: x + swatch, Y: y - half}}, []vg.Point{{X: x, Y: y + half}, {X: x + swatch, Y: y + half}})
	}
	switch s.Style {
	case report.Bars:
		p.bar(k, x+swatch/4, y-half, x+3*swatch/4, y+half)
	case report.Points:
		p.line(k.ink, 0.7, nil, from, to)
		p.marker(k.ink, k.nth, vg.Point{X: x + swatch/2, Y: y})
	default:
		p.line(k.ink, weight(s.Style), k.dash, from, to)
	}
}
