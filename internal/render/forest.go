package render

import (
	"math"

	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// forest is a figure of values with their intervals: names left, numbers right,
// one axis below.
type forest struct {
	sheet
	of       *report.Forest
	rows     *rows
	at       []int        // the interval in each row; -1 in a heading
	values   [][2]string  // as they are written: value, interval
	numbers  [2]vg.Length // what these take
	decimals int
	x        scale
	w, h     vg.Length
}

func newForest(s sheet, of *report.Forest) *forest {
	f := &forest{sheet: s, of: of, w: vg.Length(s.preset.Width) * mm}
	f.decimals = f.precision()
	var list []row
	list, f.at = f.grouped()
	room := vg.Length(s.preset.Height)*mm - margin - belowAxis(vg.Length(s.preset.Text))
	f.rows = newRows(s, list, 0.38*f.w, room, 0)
	f.at = f.at[:len(f.rows.list)]
	for _, i := range f.at {
		var v [2]string
		if i >= 0 {
			v = f.written(of.Rows[i])
		}
		for k := range v {
			v[k] = f.cut(v[k], f.rows.text, 0.2*f.w)
			f.numbers[k] = max(f.numbers[k], f.width(v[k], f.rows.text))
		}
		f.values = append(f.values, v)
	}
	f.h = margin + f.rows.height() + belowAxis(f.rows.text)
	f.x.from = margin + f.rows.wide + 4*mm
	f.x.to = f.w - margin - f.numbers[0] - f.numbers[1] - 1*mm - 4*mm
	f.fit()
	return f
}

func (f *forest) size() (w, h vg.Length) { return f.w, f.h }

// grouped puts the rows of a group together, under its name.
func (f *forest) grouped() (list []row, at []int) {
	var order []string
	groups := map[string][]int{}
	for i, r := range f.of.Rows {
		name := clean(r.Group.In(f.lang))
		if groups[name] == nil {
			order = append(order, name)
		}
		groups[name] = append(groups[name], i)
	}
	for _, name := range order {
		if name != "" {
			list, at = append(list, row{name, true}), append(at, -1)
		}
		for _, i := range groups[name] {
			list, at = append(list, row{name: clean(f.of.Rows[i].Name.In(f.lang))}), append(at, i)
		}
	}
	return list, at
}

// precision is how many decimals the numbers have: none if all are whole.
func (f *forest) precision() int {
	most, whole := 0.0, true
	for _, r := range f.of.Rows {
		for _, v := range []float64{r.Value, r.Lower, r.Upper} {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				most, whole = max(most, math.Abs(v)), whole && v == math.Trunc(v)
			}
		}
	}
	switch {
	case whole || most >= 1000:
		return 0
	case most >= 100:
		return 1
	}
	return 2
}

// written is a value and its interval, 0.62 [0.41, 0.78]; where the comma is
// that of decimals, a semicolon parts the ends.
func (f *forest) written(r report.Interval) (w [2]string) {
	if math.IsNaN(r.Value) {
		return [2]string{undefined}
	}
	number := func(v float64) string {
		if math.IsInf(v, 0) {
			return "…"
		}
		return f.sheet.number(v, f.decimals)
	}
	if !math.IsNaN(r.Lower) && !math.IsNaN(r.Upper) {
		w[1] = "[" + number(r.Lower) + lang.T(", ", "; ").In(f.lang) + number(r.Upper) + "]"
	}
	w[0] = number(r.Value)
	return w
}

// fit finds the range of the axis, which holds all values, and its ticks.
func (f *forest) fit() {
	lo, hi := math.Inf(1), math.Inf(-1)
	hold := func(list ...float64) {
		for _, v := range list {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	for _, i := range f.at {
		if i >= 0 {
			hold(f.of.Rows[i].Value, f.of.Rows[i].Lower, f.of.Rows[i].Upper)
		}
	}
	hold(f.of.Mark)
	if f.of.Lo != f.of.Hi {
		hold(f.of.Lo, f.of.Hi)
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	if lo == hi {
		lo, hi = lo-0.5, hi+0.5
	}
	f.x.fit(f.sheet, lo, hi, f.rows.text, f.decimals == 0)
}

func (f *forest) draw(p pen) {
	top := f.h - margin
	bottom := belowAxis(f.rows.text)
	y := f.rows.middles(top)
	for _, v := range f.x.ticks {
		p.line(pale, 0.5, nil, vg.Point{X: f.x.at(v), Y: bottom}, vg.Point{X: f.x.at(v), Y: top})
	}
	if x := f.x.at(f.of.Mark); !math.IsNaN(f.of.Mark) && !math.IsInf(f.of.Mark, 0) {
		p.line(black, 0.7, dashes[0], vg.Point{X: x, Y: bottom}, vg.Point{X: x, Y: top})
	}
	for n, i := range f.at {
		if i >= 0 {
			f.interval(p, f.of.Rows[i], y[n])
			at := vg.Point{X: f.w - margin - f.numbers[1] - 1*mm, Y: y[n]}
			p.text(black, f.rows.text, atEnd, at, f.values[n][0])
			at.X += 1 * mm
			p.text(black, f.rows.text, atStart, at, f.values[n][1])
		}
	}
	f.rows.write(p, atStart, margin, top)
	p.line(black, 0.6, nil, vg.Point{X: f.x.from, Y: bottom}, vg.Point{X: f.x.to, Y: bottom})
	f.x.below(p, bottom, f.rows.text, f.of.X)
}

// interval draws a row: a line from end to end, open where there is no end, and
// the value on it.
func (f *forest) interval(p pen, r report.Interval, y vg.Length) {
	if math.IsNaN(r.Value) {
		return
	}
	within := func(v float64) vg.Length { return f.x.at(min(max(v, f.x.lo), f.x.hi)) }
	if !math.IsNaN(r.Lower) && !math.IsNaN(r.Upper) {
		from, to := within(r.Lower), within(r.Upper)
		p.line(black, 1, nil, vg.Point{X: from, Y: y}, vg.Point{X: to, Y: y})
		for _, end := range []struct {
			x     vg.Length
			v     float64
			point vg.Length
		}{{from, r.Lower, 4}, {to, r.Upper, -4}} {
			if math.IsInf(end.v, 0) {
				p.line(black, 1, nil, vg.Point{X: end.x + end.point, Y: y + 2.5}, vg.Point{X: end.x, Y: y}, vg.Point{X: end.x + end.point, Y: y - 2.5})
				continue
			}
			p.line(black, 1, nil, vg.Point{X: end.x, Y: y + 2}, vg.Point{X: end.x, Y: y - 2})
		}
	}
	if !math.IsInf(r.Value, 0) {
		p.marker(inks[0], 0, vg.Point{X: within(r.Value), Y: y})
	}
}
