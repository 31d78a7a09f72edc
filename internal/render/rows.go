package render

import (
	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
)

// row is a name at the left of a figure of rows; a heading names those below it.
type row struct {
	name    string
	heading bool
}

// rows are the names of such a figure, each as high as its lines need. Those
// that no page holds are left out, and the figure says so below the others.
type rows struct {
	sheet
	list  []row
	lines [][]string
	text  vg.Length
	gap   vg.Length // between two rows
	wide  vg.Length // the longest line
	least vg.Length // of a row that is no heading
	left  int       // rows left out
}

const rowLines = 2 // that a name may take

// newRows lays names out in so much width and height: in lines of the preset's
// type or the smallest, then on one line each, then closer.
func newRows(s sheet, list []row, most, room, least vg.Length) *rows {
	r := &rows{sheet: s, least: least}
	for fit := int(room/minText) + 1; len(list) > fit; list = list[:len(list)-1] { // none of these will stand
		if !list[len(list)-1].heading {
			r.left++
		}
	}
	r.list = list
	usual := vg.Length(s.preset.Text)
	for _, try := range []struct {
		text, gap vg.Length
		lines     int
	}{{usual, 0.55 * usual, rowLines}, {minText, 0.45 * minText, rowLines}, {minText, 0.2 * minText, rowLines}, {usual, 0.4 * usual, 1}, {minText, 0.4 * minText, 1}, {minText, 0.15 * minText, 1}} {
		if r.set(try.text, try.gap, most, try.lines); r.height() <= room {
			return r
		}
	}
	room -= r.leading()
	for n := len(list); n > 0; n-- {
		if r.height() <= room && !r.list[n-1].heading {
			break
		}
		if !list[n-1].heading {
			r.left++
		}
		r.list, r.lines = r.list[:n-1], r.lines[:n-1]
	}
	return r
}

func (r *rows) set(text, gap, most vg.Length, lines int) {
	r.text, r.gap, r.wide, r.lines = text, gap, 0, nil
	for _, x := range r.list {
		size, names := r.sheet, []string{""}
		if x.heading {
			size = r.strong()
		}
		if x.name != "" {
			names = size.wrap(x.name, text, most, lines)
		}
		for _, s := range names {
			r.wide = max(r.wide, size.width(s, text))
		}
		r.lines = append(r.lines, names)
	}
}

func (r *rows) leading() vg.Length { return 1.15 * r.text }

// tall is the height of a row, with the space around it.
func (r *rows) tall(i int) vg.Length {
	h := vg.Length(len(r.lines[i])) * r.leading()
	if !r.list[i].heading {
		h = max(h, r.least)
	}
	return h + r.above(i) + r.gap
}

// above is the space that parts a heading from what is above it.
func (r *rows) above(i int) vg.Length {
	if i == 0 || !r.list[i].heading {
		return 0
	}
	return r.gap
}

func (r *rows) height() (h vg.Length) {
	for i := range r.list {
		h += r.tall(i)
	}
	if r.left > 0 {
		h += r.leading()
	}
	return h
}

// middles are the heights of the rows' middles below a top line.
func (r *rows) middles(top vg.Length) []vg.Length {
	out := make([]vg.Length, len(r.list))
	for i := range out {
		out[i] = top - (r.tall(i)+r.above(i))/2
		top -= r.tall(i)
	}
	return out
}

// write writes the names at x, and how many rows are left out.
func (r *rows) write(p pen, align, x vg.Length, top vg.Length) {
	for i, y := range r.middles(top) {
		q := p
		if r.list[i].heading {
			q.sheet = p.strong()
		}
		for n, s := range r.lines[i] {
			q.text(black, r.text, align, vg.Point{X: x, Y: y - (vg.Length(n)-vg.Length(len(r.lines[i])-1)/2)*r.leading()}, s)
		}
	}
	if r.left > 0 {
		p.text(black, r.text, atStart, vg.Point{X: margin, Y: top - r.height() + r.leading()/2}, r.rest())
	}
}

// rest says how many rows are left out.
func (r *rows) rest() string {
	more := lang.Many(r.left, "more row", "more rows", "baris lagi")
	return r.cut(lang.T("… %v, not drawn here", "… %v, tidak digambar di sini", more).In(r.lang), r.text, vg.Length(r.preset.Width)*mm-2*margin)
}
