package anchor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/text"
)

// maxNearest is how many words of a quote Nearest looks at.
const maxNearest = 200

// word is a word of a text in its loose form, and where it stands in bytes.
type word struct {
	s          string
	start, end int
}

// Nearest gives the place of a text, in one of some passages, that is most like
// a quote that Find has not found: around the longest run of words they share,
// as far as the quote would reach. ok is false where they share nothing to
// speak of.
func Nearest(t *text.Text, passages []text.Span, quote string) (span text.Span, ok bool) {
	wanted := words(quote)
	wanted = wanted[:min(len(wanted), maxNearest)]
	places := map[string][]int{} // of a word in the quote, the last first
	for i := len(wanted) - 1; i >= 0; i-- {
		places[wanted[i].s] = append(places[wanted[i].s], i)
	}
	var there []word
	var first, last []int // of the passage that each word is in
	for _, p := range passages {
		before, from := len(there), t.Byte(p.Start)
		for _, w := range words(t.Cut(p)) {
			there = append(there, word{w.s, from + w.start, from + w.end})
			first = append(first, before)
		}
		for range len(there) - before {
			last = append(last, len(there)-1)
		}
	}
	// shared[j] is the run of words that ends at word j of the quote and at the
	// word of the text that seen[j] tells, letters[j] its letters.
	n := len(wanted)
	shared, letters, seen := make([]int, n), make([]int, n), make([]int, n)
	var best struct{ letters, words, last, quote int }
	for i, w := range there {
		for _, j := range places[w.s] {
			run, size := 1, utf8.RuneCountInString(w.s)
			if j > 0 && seen[j-1] == i && i > first[i] {
				run, size = run+shared[j-1], size+letters[j-1]
			}
			shared[j], letters[j], seen[j] = run, size, i+1
			if size > best.letters {
				best.letters, best.words, best.last, best.quote = size, run, i, j
			}
		}
	}
	const few = 4 // letters: less is a coincidence
	if best.letters < few {
		return text.Span{}, false
	}
	from := max(first[best.last], best.last-best.quote)
	to := min(last[best.last], best.last+n-1-best.quote)
	return text.Span{Start: t.Point(there[from].start), End: t.Point(there[to].end)}, true
}

// words gives the words of a text: runs of letters and digits.
func words(s string) []word {
	var out []word
	start := -1
	put := func(end int) {
		if start >= 0 {
			out = append(out, word{strings.ToLower(s[start:end]), start, end})
		}
		start = -1
	}
	for i, r := range s {
		switch in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && start >= 0; {
		case in && start < 0:
			start = i
		case !in:
			put(i)
		}
	}
	put(len(s))
	return out
}
