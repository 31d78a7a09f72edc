package render

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"

	"tematik/internal/cells"
)

// InContext is a place of a text with the words around it.
type InContext struct {
	Document           string
	Turn               int // 0: none
	Left, Match, Right string
}

// widest and narrowest is what the names of documents may take of a line.
const (
	narrowest = 18
	widest    = 34
)

// Concordance sets places under one another on lines of a width: document and
// turn, then the words, with what was found in one column. Of a name that is
// too long the middle goes, and no more than leaves the names different.
func Concordance(w io.Writer, places []InContext, o Options) error {
	names := shortNames(places)
	head, longest := 0, 0
	for _, p := range places {
		head = max(head, displaywidth.String(names[p.Document]+turnOf(p)))
		longest = max(longest, displaywidth.String(clean(p.Match)))
	}
	room := max(o.Width, 40) - head - gap
	side := (room - min(longest, room/3)) / 2
	var b strings.Builder
	for _, p := range places {
		match := cells.Cut(clean(p.Match), room-side)
		right := displaywidth.TruncateString(oneLine(p.Right), room-side-displaywidth.String(match), "")
		if o.Color {
			match = "\x1b[" + bold + "m" + match + "\x1b[0m"
		}
		b.WriteString(cells.Pad(names[p.Document]+turnOf(p), head+gap, false) + cells.Pad(cutLeft(oneLine(p.Left), side), side, true) + match + strings.TrimRight(right, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func turnOf(p InContext) string {
	if p.Turn == 0 {
		return ""
	}
	return fmt.Sprintf(" %d", p.Turn)
}

// oneLine is clean, but keeps a space at either end.
func oneLine(s string) string {
	out := clean(s)
	if r, _ := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		out = " " + out
	}
	if r, _ := utf8.DecodeLastRuneInString(s); unicode.IsSpace(r) && out != " " {
		out += " "
	}
	return out
}

// cutLeft keeps the last so many cells of a text.
func cutLeft(s string, width int) string {
	for over, g := displaywidth.String(s)-width, displaywidth.StringGraphemes(s); over > 0 && g.Next(); {
		over -= g.Width()
		s = s[len(g.Value()):]
	}
	return s
}

// shortNames cuts the names of documents to the least width, from narrowest
// on, at which they differ, and to the widest at most.
func shortNames(places []InContext) map[string]string {
	for width := narrowest; ; width += 4 {
		short, taken := map[string]string{}, map[string]bool{}
		for _, p := range places {
			if _, ok := short[p.Document]; !ok {
				short[p.Document] = cutMiddle(clean(p.Document), width)
				taken[short[p.Document]] = true
			}
		}
		if len(taken) == len(short) || width >= widest {
			return short
		}
	}
}

// cutMiddle shortens a name to so many cells and keeps its beginning and end.
func cutMiddle(s string, width int) string {
	if displaywidth.String(s) <= width {
		return s
	}
	tail := width / 3
	return displaywidth.TruncateString(s, width-tail-1, "") + "…" + cutLeft(s, tail)
}
