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
	n     int    // code points
	marks []mark // every stride code points; nil when all is ASCII
}

type mark struct{ bytes, utf16 int32 }

// New wraps a text that Normalize has produced.
func New(s string) *Text {
	if ascii(s) == len(s) {
		return &Text{s: s, n: len(s)}
	}
	t := &Text{s: s, marks: make([]mark, 0, len(s)/stride+1)}
	for i, u := 0, 0; i < len(s); {
		run := ascii(s[i:])
		for k := len(t.marks)*stride - t.n; k < run; k += stride {
			t.marks = append(t.marks, mark{int32(i + k), int32(u + k)})
		}
		t.n, i, u = t.n+run, i+run, u+run
		if i == len(s) {
			break
		}
		if t.n == len(t.marks)*stride {
			t.marks = append(t.marks, mark{int32(i), int32(u)})
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		t.n, i, u = t.n+1, i+w, u+int(width16(r))
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

func width16(r rune) int32 {
	if r >= 0x10000 {
		return 2
	}
	return 1
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
	b, _ := t.at(off)
	return b
}

// UTF16 is the UTF-16 offset of a code point offset, clamped to the text.
func (t *Text) UTF16(off int) int {
	_, u := t.at(off)
	return u
}

func (t *Text) at(off int) (bytes, utf16 int) {
	off = min(max(off, 0), t.n)
	if t.marks == nil {
		return off, off
	}
	k := min(off/stride, len(t.marks)-1)
	b, u := t.marks[k].bytes, t.marks[k].utf16
	for left := off - k*stride; left > 0; left-- {
		r, w := utf8.DecodeRuneInString(t.s[b:])
		b += int32(w)
		u += width16(r)
	}
	return int(b), int(u)
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
	k := max(0, sort.Search(len(t.marks), func(i int) bool { return int(t.marks[i].bytes) > byteOff })-1)
	return k*stride + utf8.RuneCountInString(t.s[t.marks[k].bytes:byteOff])
}

// FromUTF16 is the code point offset of a UTF-16 offset; ok is false where the
// offset lies outside the text or between the halves of a surrogate pair.
func (t *Text) FromUTF16(u int) (off int, ok bool) {
	if u < 0 {
		return 0, false
	}
	if t.marks == nil {
		return min(u, t.n), u <= t.n
	}
	k := max(0, sort.Search(len(t.marks), func(i int) bool { return int(t.marks[i].utf16) > u })-1)
	off, at := k*stride, int(t.marks[k].utf16)
	for _, r := range t.s[t.marks[k].bytes:] {
		next := at + int(width16(r))
		if next > u {
			return off, at == u
		}
		off, at = off+1, next
	}
	return off, at == u
}
