package render

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// The inks. They differ in lightness as well as in hue, and no series is told
// from another by its ink alone.
var (
	black  = color.Gray{Y: 0x1A}
	gray   = color.Gray{Y: 0x8C}
	soft   = color.Gray{Y: 0xA8}
	pale   = color.Gray{Y: 0xE4}
	inks   = []color.NRGBA{{0x1B, 0x4F, 0x8C, 0xFF}, {0x1A, 0x1A, 0x1A, 0xFF}, {0xB3, 0x47, 0x0F, 0xFF}, {0x5B, 0x8C, 0x3A, 0xFF}}
	fills  = []color.Gray{{Y: 0xBE}, {Y: 0x8C}, {Y: 0xDA}}
	tints  = []color.NRGBA{{0x1B, 0x4F, 0x8C, 0xFF}, {0xF0, 0xC0, 0x60, 0xFF}, {0x0A, 0x1C, 0x33, 0xFF}, {0xE9, 0xEE, 0xF4, 0xFF}, {0x5F, 0xA8, 0x70, 0xFF}}
	lanes  = []color.NRGBA{{0x1B, 0x4F, 0x8C, 0xFF}, {0xE8, 0xA8, 0x38, 0xFF}, {0x0A, 0x1C, 0x33, 0xFF}, {0x5F, 0xA8, 0x70, 0xFF}, {0xB3, 0x47, 0x0F, 0xFF}, {0xA8, 0x9A, 0xD6, 0xFF}}
	dashes = [][]vg.Length{{5, 2.5}, {1.2, 2}, {7, 2, 1.2, 2}, {2.5, 1.5}, {11, 3}, {7, 2, 1.2, 2, 1.2, 2}}
)

// pen draws on a canvas, in points from its lower left corner.
type pen struct {
	vg.Canvas
	sheet
}

// line draws through points.
func (p pen) line(ink color.Color, width vg.Length, dash []vg.Length, points ...vg.Point) {
	if len(points) < 2 {
		return
	}
	p.SetColor(ink)
	p.SetLineWidth(width)
	p.SetLineDash(dash, 0)
	var path vg.Path
	path.Move(points[0])
	for _, q := range points[1:] {
		path.Line(q)
	}
	p.Stroke(path)
}

// area fills what points enclose.
func (p pen) area(ink color.Color, points ...vg.Point) {
	if len(points) < 3 {
		return
	}
	p.SetColor(ink)
	var path vg.Path
	path.Move(points[0])
	for _, q := range points[1:] {
		path.Line(q)
	}
	path.Close()
	p.Fill(path)
}

// box fills a rectangle.
func (p pen) box(ink color.Color, x0, y0, x1, y1 vg.Length) {
	p.area(ink, vg.Point{X: x0, Y: y0}, vg.Point{X: x1, Y: y0}, vg.Point{X: x1, Y: y1}, vg.Point{X: x0, Y: y1})
}

// bar fills a rectangle in the look of bars, with lines across it where grays
// are used up.
func (p pen) bar(k look, x0, y0, x1, y1 vg.Length) {
	p.box(k.fill, x0, y0, x1, y1)
	if k.hatch%3 == 0 {
		return
	}
	low, high := min(y0, y1), max(y0, y1)
	const step = 3
	for c := low - (x1 - x0); c < high; c += step { // y = c + (x - x0), from left to right
		from, to := vg.Point{X: x0, Y: c}, vg.Point{X: x1, Y: c + x1 - x0}
		if from.Y < low {
			from = vg.Point{X: x0 + low - c, Y: low}
		}
		if to.Y > high {
			to = vg.Point{X: x0 + high - c, Y: high}
		}
		if k.hatch%3 == 2 {
			from.X, to.X = x0+x1-from.X, x0+x1-to.X
		}
		p.line(black, 0.5, nil, from, to)
	}
}

// marker draws the nth kind of point: the forms, then the same hollow.
func (p pen) marker(ink color.Color, n int, at vg.Point) {
	points := outline(n%forms, 2.2, at)
	if n/forms%2 == 0 {
		p.area(ink, points...)
		return
	}
	p.area(color.White, points...)
	p.line(ink, 0.8, nil, append(points, points[0])...)
}

// forms is how many forms there are.
const forms = 6

// shape draws the nth form with an outline; forms of one radius have about the
// same area, so that area can stand for a number.
func (p pen) shape(ink color.Color, n int, r vg.Length, at vg.Point) {
	points := outline(n%forms, r, at)
	p.area(ink, points...)
	p.line(black, 0.7, nil, append(points, points[0])...)
}

// outline are the corners of a form: disc, square, triangle, diamond, triangle
// on its point, star.
func outline(n int, r vg.Length, at vg.Point) []vg.Point {
	corners, turn, size, inner := 24, 0.0, 1.0, 1.0
	switch n {
	case 1:
		corners, turn, size = 4, math.Pi/4, 1.25
	case 2:
		corners, turn, size = 3, math.Pi/2, 1.55
	case 3:
		corners, turn, size = 4, 0, 1.25
	case 4:
		corners, turn, size = 3, -math.Pi/2, 1.55
	case 5:
		corners, turn, size, inner = 10, math.Pi/2, 1.34, 0.6
	}
	points := make([]vg.Point, corners)
	for i := range points {
		reach := float64(r) * size
		if i%2 == 1 {
			reach *= inner
		}
		sin, cos := math.Sincos(turn + 2*math.Pi*float64(i)/float64(corners))
		points[i] = vg.Point{X: at.X + vg.Length(reach*cos), Y: at.Y + vg.Length(reach*sin)}
	}
	return points
}

// on is the ink that is legible on another.
func on(ground color.Color) color.Color {
	if color.GrayModel.Convert(ground).(color.Gray).Y < 0x80 {
		return color.White
	}
	return black
}

// Where a text stands against its point, as a fraction of its width.
const (
	atStart  = 0.0
	atMiddle = 0.5
	atEnd    = 1.0
)

// text writes a text whose middle line runs through a point.
func (p pen) text(ink color.Color, size vg.Length, align vg.Length, at vg.Point, s string) {
	p.SetColor(ink)
	at.X -= align * p.width(s, size)
	at.Y -= 0.36 * size // half the height of a capital
	p.FillString(p.face(size), at, s)
}

// upright writes a text that reads from the bottom to the top.
func (p pen) upright(ink color.Color, size vg.Length, align vg.Length, at vg.Point, s string) {
	p.Push()
	p.Translate(at)
	p.Rotate(math.Pi / 2)
	p.text(ink, size, align, vg.Point{}, s)
	p.Pop()
}
