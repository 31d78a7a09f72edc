package text

import (
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"
)

// What a byte is to a word; other marks characters outside ASCII.
const (
	mark1 = iota // punctuation, symbols
	space1
	letter1 // letters and digits
	other
)

// classes is read only.
var classes = func() (c [256]uint8) {
	for b := range c {
		switch r := rune(b); {
		case b >= utf8.RuneSelf:
			c[b] = other
		case unicode.IsSpace(r):
			c[b] = space1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			c[b] = letter1
		}
	}
	return c
}()

// classAt is the class of the character at a byte, and its width.
func classAt(s string, i int) (class uint8, width int) {
	if class = classes[s[i]]; class != other {
		return class, 1
	}
	r, w := utf8.DecodeRuneInString(s[i:])
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return letter1, w
	case unicode.IsSpace(r):
		return space1, w
	}
	return mark1, w
}

// eachWord calls yield with the code points of every word of s: what stands
// between white space and has a letter or a digit. "anak-anak" is one word, a
// dash or an emoji is none.
func eachWord(s string, yield func(start, end int)) {
	start, point, word := -1, 0, false
	for i := 0; i < len(s); point++ {
		class, w := classAt(s, i)
		i += w
		if class == space1 {
			if word {
				yield(start, point)
			}
			start, word = -1, false
			continue
		}
		if start < 0 {
			start = point
		}
		word = word || class == letter1
	}
	if word {
		yield(start, point)
	}
}

// CountWords counts the words of a text: what stands between white space and
// has a letter or a digit.
func CountWords(s string) int {
	n, word := 0, false
	for i := 0; i < len(s); {
		class, w := classAt(s, i)
		i += w
		switch {
		case class == letter1:
			word = true
		case class == space1 && word:
			n++
			word = false
		}
	}
	if word {
		n++
	}
	return n
}

// WordSpans gives the words that a span overlaps, each of them whole, in order.
func (t *Text) WordSpans(within Span) []Span {
	within = within.Intersect(t.All())
	if within.Empty() {
		return nil
	}
	lo, hi := t.Byte(within.Start), t.Byte(within.End)
	for lo > 0 {
		r, w := utf8.DecodeLastRuneInString(t.s[:lo])
		if unicode.IsSpace(r) {
			break
		}
		lo -= w
	}
	for hi < len(t.s) {
		class, w := classAt(t.s, hi)
		if class == space1 {
			break
		}
		hi += w
	}
	var out []Span
	base := t.Point(lo)
	eachWord(t.s[lo:hi], func(start, end int) {
		if w := (Span{base + start, base + end}); w.Overlaps(within) {
			out = append(out, w)
		}
	})
	return out
}

// WordIndex counts the words of many spans of one text. It is immutable.
type WordIndex struct{ starts, ends []int32 }

// NewWordIndex finds the words of ordered, disjoint stretches of a text, such as
// turns. What is before a stretch belongs to none of its words: "P:…" has a
// letter, and what P says there has none.
func NewWordIndex(t *Text, stretches []Span) *WordIndex {
	x := &WordIndex{}
	for _, s := range stretches {
		lo, hi := t.Byte(s.Start), t.Byte(s.End)
		x.starts, x.ends = slices.Grow(x.starts, (hi-lo)/6), slices.Grow(x.ends, (hi-lo)/6)
		eachWord(t.s[lo:hi], func(start, end int) {
			x.starts = append(x.starts, int32(s.Start+start))
			x.ends = append(x.ends, int32(s.Start+end))
		})
	}
	return x
}

// Count is the number of words that spans overlap by at least one code point.
// The spans are ordered and disjoint; a word that two of them cut counts once.
func (x *WordIndex) Count(spans []Span) int {
	n, next := 0, 0
	for _, s := range spans {
		if s.Empty() {
			continue
		}
		lo := next + sort.Search(len(x.ends)-next, func(i int) bool { return int(x.ends[next+i]) > s.Start })
		hi := lo + sort.Search(len(x.starts)-lo, func(i int) bool { return int(x.starts[lo+i]) >= s.End })
		n += hi - lo
		next = hi
	}
	return n
}
