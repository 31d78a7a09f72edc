package render

import (
	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
)

// footer is lines of marks with words, above or below a figure, that say what
// the marks in it mean.
type footer struct {
	sheet
	wide  vg.Length // of the page
	lines []line
}

// line is a line of items.
type line struct {
	items []item
	tall  vg.Length
}

// item is a mark with words, at its place in a line.
type item struct {
	text       string
	wide, tall vg.Length // of the mark
	mark       func(p pen, at vg.Point)
	x          vg.Length
}

// flow puts items into lines one after the other; those beyond so many lines
// give way to how many they are.
func (f *footer) flow(items []item, lines int) {
	x, used := margin, 0
	for k, it := range items {
		it.text = f.cut(it.text, minText, f.wide-2*margin-it.wide)
		wide := it.wide + f.width(it.text, minText)
		if k == 0 || x+wide > f.wide-margin {
			if used == lines {
				last := &f.lines[len(f.lines)-1].items
				*last = append((*last)[:0], item{text: f.more(len(items) - k + len(*last)), x: margin})
				return
			}
			f.lines, x, used = append(f.lines, line{tall: 1.45 * minText}), margin, used+1
		}
		it.x = x
		last := &f.lines[len(f.lines)-1]
		last.items, last.tall = append(last.items, it), max(last.tall, it.tall)
		x += wide + 4*mm
	}
}

// more says that so many are left out.
func (f *footer) more(k int) string {
	return lang.T("… and %v, not drawn here", "… dan %v, tidak digambar di sini", lang.Many(k, "more", "more", "lagi")).In(f.lang)
}

func (f *footer) height() (h vg.Length) {
	for _, l := range f.lines {
		h += l.tall
	}
	return h
}

// draw draws the lines below y.
func (f *footer) draw(p pen, y vg.Length) {
	for _, l := range f.lines {
		for _, it := range l.items {
			at := vg.Point{X: it.x, Y: y - l.tall/2}
			if it.mark != nil {
				it.mark(p, at)
			}
			at.X += it.wide
			p.text(black, minText, atStart, at, it.text)
		}
		y -= l.tall
	}
}
