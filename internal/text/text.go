package text

import (
	"sort"
	"unicode/utf8"
)

// stride is how many code points lie between two marks of a Text: a position
// is found by a binary search and a walk of at most stride characters.
const stride = 128

// Text is a normalised text that converts positions fast. It is immutable and
// safe to share. The zero Text is empty.
type Text struct {
	s     string
	n     int     // code points
	marks []int32 // the byte of every stride-th code point; nil when all is ASCII
}

// New wraps a text that Normalize has produced.
func New(s string) *Text {
	if ascii(s) == len(s) {
		return &Text{s: s, n: len(s)}
	}
	t := &Text{s: s, marks: make([]int32, 0, len(s)/stride+1)}
	for i := 0; i < len(s); {
		run := ascii(s[i:])
		for k := len(t.marks)*stride - t.n; k < run; k += stride {
			t.marks = append(t.marks, int32(i+k))
		}
		t.n, i = t.n+run, i+run
		if i == len(s) {
			break
		}
		if t.n == len(t.marks)*stride {
			t.marks = append(t.marks, int32(i))
		}
		_, w := utf8.DecodeRuneInString(s[i:])
		t.n, i = t.n+1, i+w
	}
	return t
}

// ascii is how many bytes of ASCII a text begins with.
func ascii(s string) int {
	i := 0
	for ; i+8 <= len(s) && (s[i]|s[i+1]|s[i+2]|s[i+3]|s[i+4]|s[i+5]|s[i+6]|s[i+7]) < utf8.RuneSelf; i += 8 {
	}
	for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
	}
	return i
}

// Len is the length in code points.
func (t *Text) Len() int { return t.n }

// String is the whole text.
func (t *Text) String() string { return t.s }

// All is the span of the whole text.
func (t *Text) All() Span { return Span{0, t.n} }

// Valid reports a non-empty span that lies within the text.
func (t *Text) Valid(s Span) bool { return 0 <= s.Start && s.Start < s.End && s.End <= t.n }

// Cut gives the words of a span; what lies outside the text is not there.
func (t *Text) Cut(s Span) string {
	s = s.Intersect(t.All())
	if s.Empty() {
		return ""
	}
	return t.s[t.Byte(s.Start):t.Byte(s.End)]
}

// Byte is the byte offset of a code point offset, clamped to the text.
func (t *Text) Byte(off int) int {
	off = min(max(off, 0), t.n)
	if t.marks == nil {
		return off
	}
	k := min(off/stride, len(t.marks)-1)
	b := int(t.marks[k])
	for left := off - k*stride; left > 0; left-- {
		_, w := utf8.DecodeRuneInString(t.s[b:])
		b += w
	}
	return b
}

// Point is the code point offset of a byte offset. An offset inside a
// character gives that character; one outside the text is clamped.
func (t *Text) Point(byteOff int) int {
	byteOff = min(max(byteOff, 0), len(t.s))
	if t.marks == nil {
		return byteOff
	}
	for byteOff < len(t.s) && !utf8.RuneStart(t.s[byteOff]) {
		byteOff--
	}
	k := max(0, sort.Search(len(t.marks), func(i int) bool { return int(t.marks[i]) > byteOff })-1)
	return k*stride + utf8.RuneCountInString(t.s[t.marks[k]:byteOff])
}
