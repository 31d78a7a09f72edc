package render

import (
	"math"

	"gonum.org/v1/plot/vg"

	"tematik/internal/lang"
)

// scale maps numbers onto a stretch of the page.
type scale struct {
	lo, hi   float64
	ticks    []float64
	decimals int
	from, to vg.Length
}

func (s scale) at(v float64) vg.Length {
	return s.from + vg.Length((v-s.lo)/(s.hi-s.lo))*(s.to-s.from)
}

// ticks are round numbers from lo to hi, so many at most, two at least.
func ticks(lo, hi float64, most int, whole bool) (at []float64, decimals int) {
	raw := (hi - lo) / float64(most)
	if raw <= 0 || math.IsInf(raw, 0) {
		return []float64{lo, lo + 1}, 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(raw)))
	step := 10 * unit
	for _, m := range []float64{1, 2, 5} {
		if m*unit >= raw*(1-1e-9) {
			step = m * unit
			break
		}
	}
	if whole {
		step = max(step, 1)
	}
	first := math.Ceil(lo/step - 1e-9)
	for i := range most + 2 { // counted, since adding one to a huge number is no step
		v := (first + float64(i)) * step
		if v > hi+step*1e-9 && i > 1 {
			break
		}
		at = append(at, v)
	}
	return at, max(0, -int(math.Floor(math.Log10(step)+1e-9)))
}

// fit makes a scale of numbers from lo to hi with as many ticks as stand beside
// each other; it ends at ticks, so that all lies between two.
func (s *scale) fit(on sheet, lo, hi float64, text vg.Length, whole bool) {
	across := s.to - s.from
	most := 8
	for {
		s.ticks, s.decimals = ticks(lo, hi, most, whole)
		step := s.ticks[1] - s.ticks[0]
		s.lo, s.hi = math.Floor(lo/step+1e-9)*step, math.Ceil(hi/step-1e-9)*step
		s.ticks, s.decimals = ticks(s.lo, s.hi, most+1, whole)
		widest := vg.Length(0)
		for _, v := range s.ticks {
			widest = max(widest, on.width(on.number(v, s.decimals), text))
		}
		if most == 1 || vg.Length(len(s.ticks)-1)*(widest+0.6*text) <= across {
			return
		}
		most--
	}
}

// belowAxis is what a horizontal axis takes below its line, to the page's edge.
func belowAxis(text vg.Length) vg.Length { return margin + 2.6*text + tickMark + 1*mm }

// below draws the marks, numbers and title of a horizontal axis whose line is at
// y, and the title at the bottom of the page.
func (s scale) below(p pen, y, text vg.Length, title lang.Text) {
	for _, v := range s.ticks {
		at := vg.Point{X: s.at(v), Y: y - tickMark}
		p.line(black, 0.6, nil, at, vg.Point{X: at.X, Y: y})
		at.Y -= 1*mm + 0.4*text
		p.text(black, text, atMiddle, at, p.number(v, s.decimals))
	}
	page := vg.Length(p.preset.Width) * mm
	name := p.cut(title.In(p.lang), text, page-2*margin)
	half := p.width(name, text) / 2 // under the axis, unless it is longer
	p.text(black, text, atMiddle, vg.Point{X: min(max((s.from+s.to)/2, margin+half), page-margin-half), Y: margin + text/2}, name)
}
