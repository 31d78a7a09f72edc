package cells

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLines(t *testing.T) {
	for name, c := range map[string]struct {
		in    string
		width int
		want  []string
	}{
		"nothing":          {"", 5, []string{""}},
		"space only":       {"   ", 5, []string{""}},
		"fits":             {"satu dua", 8, []string{"satu dua"}},
		"breaks":           {"satu dua", 7, []string{"satu", "dua"}},
		"line ends stay":   {"satu\n\ndua", 20, []string{"satu", "", "dua"}},
		"mark in a word":   {"literacy.documents", 12, []string{"literacy.", "documents"}},
		"no mark":          {"abcdefgh", 3, []string{"abc", "def", "gh"}},
		"wide characters":  {"海关 海关", 5, []string{"海关", "海关"}},
		"an emoji of four": {"a 👨‍👩‍👧 b", 4, []string{"a 👨‍👩‍👧", "b"}},
		"combining":        {"e\u0301e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301"}},
		"too narrow":       {"海海", 1, []string{"海", "海"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range Lines(c.in, c.width) {
				got = append(got, c.in[l.From:l.To])
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// No line is wider than asked for unless one character is, and no word is lost.
func TestWrapKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("ab cde. \n海👍e\u0301-"))).Draw(t, "s")
		width := rapid.IntRange(2, 30).Draw(t, "width")
		lines := Wrap(s, width)
		for _, l := range lines {
			if Width(l) > width {
				t.Fatalf("%q takes %d of %d cells", l, Width(l), width)
			}
		}
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(s), ""); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
