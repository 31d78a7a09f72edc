package render

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/plot/vg"

	"tematik/internal/report"
)

// Ticks are 1, 2 or 5 of a power of ten, as many as there may be.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi   float64
		most     int
		whole    bool
		want     string
		decimals int
	}{
		{0, 10, 5, false, "[0 2 4 6 8 10]", 0},
		{0, 10, 10, false, "[0 1 2 3 4 5 6 7 8 9 10]", 0},
		{0, 10, 9, false, "[0 2 4 6 8 10]", 0},
		{0, 10, 3, false, "[0 5 10]", 0},
		{0, 3, 8, true, "[0 1 2 3]", 0},
		{-1, 1, 4, false, "[-1 -0.5 0 0.5 1]", 1},
		{2, 2, 4, false, "[2 3]", 0},
	} {
		if got, decimals := ticks(c.lo, c.hi, c.most, c.whole); fmt.Sprint(got) != c.want || decimals != c.decimals {
			t.Errorf("%v to %v, %d: %v, %d decimals", c.lo, c.hi, c.most, got, decimals)
		}
	}
}

// Nodes that would lie on each other are moved apart, also those at one place.
func TestSettle(t *testing.T) {
	at := []spot{{0, 0}, {0, 0}, {0, 0}, {1, 1}}
	r := []vg.Length{3, 3, 3, 5}
	out := settle(at, r, 2, vg.Point{}, vg.Point{X: 100, Y: 100})
	for i := range out {
		for k := range i {
			if d := math.Hypot(float64(out[i].X-out[k].X), float64(out[i].Y-out[k].Y)); !(d >= float64(r[i]+r[k]+2)-0.1) {
				t.Errorf("%d and %d are %v apart", i, k, d)
			}
		}
	}
}

// Most of the network is free to spread; what is apart from it is held closer.
func TestPulls(t *testing.T) {
	links := []report.Link{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}, {From: 3, To: 4, Weight: 1}}
	if got := fmt.Sprint(pulls(5, links)); got != "[0.12 0.12 0.12 0.5 0.5]" {
		t.Error(got)
	}
}

// No page ends with a heading that nothing follows.
func TestHeadingIsNotLast(t *testing.T) {
	f := intervals(1)
	_, s, err := Options{}.layout(&f)
	if err != nil {
		t.Fatal(err)
	}
	list := []row{{name: "one"}, {name: "Heading", heading: true}, {name: "two"}, {name: "Heading", heading: true}, {name: "three"}}
	cut := false
	for room := vg.Length(20); room < 150; room += 2 {
		r := newRows(s, list, 200, room, 0)
		if n := len(r.list); n > 0 && r.list[n-1].heading {
			t.Errorf("room %v: ends with a heading", room)
		}
		shown := 0
		for _, x := range r.list {
			if !x.heading {
				shown++
			}
		}
		cut = cut || shown > 0 && r.left > 0
		if shown+r.left != 3 {
			t.Errorf("room %v: %d shown, %d left out", room, shown, r.left)
		}
	}
	if !cut {
		t.Error("there was always room")
	}
}
