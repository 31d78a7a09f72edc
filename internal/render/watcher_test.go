package render

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// watcher is a canvas that notes how far a drawing reaches. It knows one turn,
// the quarter that texts make.
type watcher struct {
	low, high vg.Point
	origin    vg.Point
	turned    bool
	stack     []watcher
	texts     []written
}

// written is where a text stands.
type written struct {
	low, high vg.Point
	text      string
}

// colliding are the first two texts that stand on each other.
func (c *watcher) colliding() (a, b string) {
	const touch = 0.5
	for i, x := range c.texts {
		for _, y := range c.texts[:i] {
			if x.low.X+touch < y.high.X && y.low.X+touch < x.high.X && x.low.Y+touch < y.high.Y && y.low.Y+touch < x.high.Y {
				return y.text, x.text
			}
		}
	}
	return "", ""
}

func (c *watcher) reach(p vg.Point) vg.Point {
	if c.turned {
		p = vg.Point{X: -p.Y, Y: p.X}
	}
	p = p.Add(c.origin)
	c.low = vg.Point{X: min(c.low.X, p.X), Y: min(c.low.Y, p.Y)}
	c.high = vg.Point{X: max(c.high.X, p.X), Y: max(c.high.Y, p.Y)}
	return p
}

func (c *watcher) path(p vg.Path) {
	for _, q := range p {
		if q.Type != vg.CloseComp {
			c.reach(q.Pos)
		}
	}
}

func (c *watcher) FillString(f font.Face, at vg.Point, s string) {
	a := c.reach(vg.Point{X: at.X, Y: at.Y - 0.22*f.Font.Size})
	b := c.reach(vg.Point{X: at.X + f.Width(s), Y: at.Y + 0.75*f.Font.Size})
	c.texts = append(c.texts, written{vg.Point{X: min(a.X, b.X), Y: a.Y}, vg.Point{X: max(a.X, b.X), Y: b.Y}, s})
}

func (c *watcher) Push() { c.stack = append(c.stack, watcher{origin: c.origin, turned: c.turned}) }

func (c *watcher) Pop() {
	top := c.stack[len(c.stack)-1]
	c.origin, c.turned, c.stack = top.origin, top.turned, c.stack[:len(c.stack)-1]
}

func (c *watcher) Stroke(p vg.Path)                    { c.path(p) }
func (c *watcher) Fill(p vg.Path)                      { c.path(p) }
func (c *watcher) Translate(p vg.Point)                { c.origin = c.origin.Add(p) }
func (c *watcher) Rotate(angle float64)                { c.turned = math.Abs(angle-math.Pi/2) < 1e-9 }
func (c *watcher) SetLineWidth(vg.Length)              {}
func (c *watcher) SetLineDash([]vg.Length, vg.Length)  {}
func (c *watcher) SetColor(color.Color)                {}
func (c *watcher) Scale(float64, float64)              {}
func (c *watcher) DrawImage(vg.Rectangle, image.Image) {}
