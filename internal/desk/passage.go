package desk

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"tematik/internal/cells"
	"tematik/internal/text"
)

// marking is what is to be seen in a passage.
type marking struct {
	span     text.Span   // between « and »
	evidence []text.Span // bright, or, without colour, between * and *
	pieces   []text.Span // sentences, numbered from 1
	bare     bool        // without « and »
}

// shown is a passage with its marks put in, and the look of each byte.
type shown struct {
	s      string
	look   []byte
	lo, hi int // bytes of the span
}

// The looks of a byte of a passage.
const (
	outside byte = iota
	inside
	matched
)

// looks are their escape sequences: all around is faint, what matched stands
// out without a colour of its own, which some grounds would swallow.
var looks = [...]string{outside: "2", inside: "", matched: "1;4"}

// mark puts marks into a passage of a text.
func mark(t *text.Text, unit text.Span, m marking, color bool) shown {
	var b strings.Builder
	out := shown{lo: -1}
	put := func(s string, look byte) {
		b.WriteString(s)
		for range len(s) {
			out.look = append(out.look, look)
		}
	}
	edge := func(pos int, start bool) bool {
		for _, e := range m.evidence {
			if e = e.Intersect(unit); !e.Empty() && (start && e.Start == pos || !start && e.End == pos) {
				return true
			}
		}
		return false
	}
	at := func(pos int) {
		if !color && edge(pos, false) {
			put("*", matched)
		}
		if pos == m.span.End && !m.span.Empty() {
			if !m.bare {
				put("»", inside)
			}
			out.hi = b.Len()
		}
		for i, p := range m.pieces {
			if p.Start == pos {
				put(fmt.Sprintf("[%d] ", i+1), outside)
			}
		}
		if pos == m.span.Start && !m.span.Empty() {
			out.lo = b.Len()
			if !m.bare {
				put("«", inside)
			}
		}
		if !color && edge(pos, true) {
			put("*", matched)
		}
	}
	pos := unit.Start
	for _, r := range t.Cut(unit) {
		at(pos)
		look := outside
		if m.span.Contains(text.Span{Start: pos, End: pos + 1}) {
			look = inside
		}
		for _, e := range m.evidence {
			if e.Contains(text.Span{Start: pos, End: pos + 1}) {
				look = matched
			}
		}
		if r != '\n' && unicode.IsControl(r) {
			r = ' '
		}
		put(string(r), look)
		pos++
	}
	at(pos)
	out.s = b.String()
	return out
}

// lines breaks a passage for a width; first and last are those of the span,
// and found that of the first that matched.
func (p shown) lines(width int, color bool) (lines []string, first, last, found int) {
	match := bytes.IndexByte(p.look, matched)
	for i, l := range cells.Lines(p.s, max(width, 4)) {
		if l.From <= match {
			found = i
		}
		if l.From <= p.lo {
			first = i
		}
		if l.From < p.hi {
			last = i
		}
		lines = append(lines, p.paint(l, color))
	}
	return lines, first, last, found
}

func (p shown) paint(l cells.Line, color bool) string {
	if !color {
		return p.s[l.From:l.To]
	}
	var b strings.Builder
	for at := l.From; at < l.To; {
		end := at
		for end < l.To && p.look[end] == p.look[at] {
			end++
		}
		if looks[p.look[at]] == "" {
			b.WriteString(p.s[at:end])
		} else {
			b.WriteString("\x1b[" + looks[p.look[at]] + "m" + p.s[at:end] + "\x1b[0m")
		}
		at = end
	}
	return b.String()
}

// edge is an end of a span.
type edge int

const (
	neither edge = iota
	atStart
	atEnd
)

// window shows so much of a passage as there is room for, around the span, or,
// where that is too long, around what matched, and says how much is left out.
func (d *desk) window(p shown, width, room int) []string {
	lines, first, last, found := p.lines(width, d.Color)
	if len(lines) <= room {
		return lines
	}
	if room < 3 {
		return lines[first:min(first+max(room, 1), len(lines))]
	}
	from := first - 1
	if d.focus == atStart {
		from = first - room/2
	} else if d.focus == atEnd {
		from = last - room/2
	} else if last-first < room-2 {
		from = first - (room-1-(last-first))/2
	} else if found > from+room-2 {
		from = found - room/2
	}
	from = min(max(from, 0), len(lines)-room)
	out := append([]string{}, lines[from:from+room]...)
	if from > 0 {
		out[0] = d.look(faint, cells.Cut(d.t("… %v lines above (v: read all)", "… %v baris di atas (v: baca semua)", from+1), width))
	}
	if left := len(lines) - from - room; left > 0 {
		out[room-1] = d.look(faint, cells.Cut(d.t("… %v lines below (v: read all)", "… %v baris di bawah (v: baca semua)", left+1), width))
	}
	return out
}

// whole shows a document around a passage, to be scrolled.
func (d *desk) whole(doc int, m marking) error {
	t, dc := d.snap.Texts[doc], &d.snap.Documents[doc]
	at := 0
	return d.read(func(width int) []string {
		lines := []string{d.look(bold, dc.Name)}
		for i, unit := range dc.Passages(t) {
			lines = append(lines, "", d.look(faint, fmt.Sprintf("%d  %s", i+1, d.speaker(doc, i))))
			one := marking{}
			if unit.Overlaps(m.span) {
				one = m
			}
			more, first, _, _ := mark(t, unit, one, d.Color).lines(width-4, d.Color)
			if unit.Overlaps(m.span) {
				at = len(lines) + first
			}
			for _, l := range more {
				lines = append(lines, "  "+l)
			}
		}
		return lines
	}, func([]string) int { return at - 4 })
}

// sentences are the sentences of a passage, with marks, one a line.
func sentences(t *text.Text, unit text.Span, m marking) []string {
	var out []string
	for _, s := range text.Sentences(t, unit) {
		out = append(out, strings.Join(strings.Fields(mark(t, s, m, false).s), " "))
	}
	return out
}

// around is a passage of a document whole, and two on each side of it, in
// plain sentences.
func (d *desk) around(doc int, unit text.Span, m marking) []string {
	t := d.snap.Texts[doc]
	passages := d.snap.Documents[doc].Passages(t)
	at := slices.IndexFunc(passages, func(p text.Span) bool { return p.Overlaps(unit) })
	var out []string
	for i := max(at-2, 0); i < min(at+3, len(passages)); i++ {
		if who := d.speaker(doc, i); who != "" {
			out = append(out, who+":")
		}
		one := marking{}
		if passages[i].Overlaps(m.span) {
			one = m
		}
		out = append(out, sentences(t, passages[i], one)...)
	}
	return out
}
