// Package cells measures and breaks text on a grid of character cells, as a
// terminal shows it. Widths are those of grapheme clusters, so that an emoji of
// several code points takes its two cells. It must not know terminals, tables
// or what the text is about.
package cells

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Width is how many cells a text takes.
func Width(s string) int { return displaywidth.String(s) }

// Marks are characters after which a long word may break.
const Marks = ".-_/,;:"

// Line is a line of a text: its bytes, without outer white space.
type Line struct{ From, To int }

// Lines breaks a text into lines of at most so many cells, at line ends and
// white space; there is always one. An empty line of the text is one here.
func Lines(s string, width int) []Line {
	var out []Line
	for at := 0; ; {
		end := strings.IndexByte(s[at:], '\n')
		if end < 0 {
			return fill(out, s, at, len(s), width)
		}
		out = fill(out, s, at, at+end, width)
		at += end + 1
	}
}

// fill appends the lines of a stretch without line ends.
func fill(out []Line, s string, at, end, width int) []Line {
	line, used := Line{at, at}, 0
	for {
		at = skip(s, at, end, true)
		if at == end {
			return append(out, line)
		}
		to := skip(s, at, end, false)
		n := Width(s[at:to])
		if used > 0 {
			if gap := Width(s[line.To:at]); used+gap+n <= width {
				line.To, used = to, used+gap+n
				at = to
				continue
			}
			out = append(out, line)
		}
		for n > width {
			cut := at + breakAt(s[at:to], width)
			if cut == to {
				break
			}
			out = append(out, Line{at, cut})
			at, n = cut, Width(s[cut:to])
		}
		line, used = Line{at, to}, max(n, 1)
		at = to
	}
}

// skip passes over white space, or over all else.
func skip(s string, at, end int, space bool) int {
	for at < end {
		r, w := utf8.DecodeRuneInString(s[at:])
		if unicode.IsSpace(r) != space {
			break
		}
		at += w
	}
	return at
}

// breakAt says where to cut a word that is too long for a line, after a mark
// inside it if there is one: literacy.documents breaks at its point.
func breakAt(word string, width int) int {
	at, mark, used := 0, 0, 0
	g := displaywidth.StringGraphemes(word)
	for g.Next() {
		if at > 0 && used+g.Width() > width {
			break
		}
		at += len(g.Value())
		used += g.Width()
		if strings.Contains(Marks, g.Value()) {
			mark = at
		}
	}
	if mark > 0 && mark < len(word) {
		return mark
	}
	return at
}

// Wrap breaks a text into lines of at most so many cells, each run of white
// space, line ends too, being one space; there is always one.
func Wrap(s string, width int) []string {
	s = strings.Join(strings.Fields(s), " ")
	var out []string
	for _, l := range Lines(s, width) {
		out = append(out, s[l.From:l.To])
	}
	return out
}

// Cut shortens a text to so many cells and marks that it did.
func Cut(s string, width int) string {
	if Width(s) <= width {
		return s
	}
	return strings.TrimRight(displaywidth.TruncateString(s, max(width-1, 0), ""), " .,;:") + "…"
}

// Pad fills a text to so many cells.
func Pad(s string, width int, right bool) string {
	space := strings.Repeat(" ", max(width-Width(s), 0))
	if right {
		return space + s
	}
	return s + space
}
