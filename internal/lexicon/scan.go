package lexicon

import (
	"unicode"
	"unicode/utf8"

	"tematik/internal/text"
)

// Gap is what stands between a word and the one before it.
type Gap uint8

// The gaps.
const (
	Apart  Gap = iota // punctuation, or nothing before it: no phrase goes across
	Near              // white space, a line end, quotes, a pause (...), one mark without space
	Joined            // a hyphen, also one at a line end
)

// Word is a word of a text, or a part of one with hyphens: letters and digits,
// with apostrophes between letters and points and commas between digits.
// "di-upload" is two, the second Joined; "Rp1.500.000" and "0910.12" are one.
type Word struct {
	Span   text.Span // in code points
	Gap    Gap
	lo, hi int // in bytes
}

// scanner walks over the words of s, whose first character is code point base.
type scanner struct {
	s     string
	base  int
	i     int // in bytes
	extra int // bytes before i that begin no character
	begun bool
	glued bool // a hyphen joins the last word to what follows
}

// What a byte is to a word.
const (
	hard   = iota // punctuation, symbols
	blank         // white space
	quote         // quotes
	dot           // the full stop
	inWord        // letters, digits
	wide          // the first byte of a character outside ASCII
)

var classes = func() (c [256]uint8) {
	for b := range c {
		switch r := rune(b); {
		case b >= utf8.RuneSelf:
			c[b] = wide
		case unicode.IsSpace(r):
			c[b] = blank
		case r == '"' || r == '\'':
			c[b] = quote
		case r == '.':
			c[b] = dot
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			c[b] = inWord
		}
	}
	return c
}()

func (sc *scanner) class() (class uint8, width int) {
	c := classes[sc.s[sc.i]]
	if c != wide {
		return c, 1
	}
	r, w := utf8.DecodeRuneInString(sc.s[sc.i:])
	switch {
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return inWord, w
	case unicode.IsSpace(r) || r == '…' || invisible(r):
		return blank, w
	case r == '“' || r == '”' || r == '‘' || r == '’' || r == '«' || r == '»' || r == '„':
		return quote, w
	}
	return hard, w
}

// next gives the next word.
func (sc *scanner) next() (Word, bool) {
	gap, ok := sc.skip()
	if !ok {
		return Word{}, false
	}
	w := Word{Gap: gap, lo: sc.i}
	w.Span.Start = sc.base + sc.i - sc.extra
	sc.word()
	w.hi = sc.i
	w.Span.End = sc.base + sc.i - sc.extra
	sc.begun = true
	sc.glued = sc.hyphenated()
	return w, true
}

// skip goes to the next letter or digit, and says what was before it.
func (sc *scanner) skip() (Gap, bool) {
	marks, dots, space := 0, 0, false
	for sc.i < len(sc.s) {
		class, width := sc.class()
		switch class {
		case inWord:
			switch {
			case sc.glued:
				return Joined, true
			case dots == 1:
				marks++
			}
			if sc.begun && (marks == 0 || marks == 1 && !space) {
				return Near, true
			}
			return Apart, true
		case blank:
			space = true
		case dot:
			dots++
		case hard:
			marks++
		}
		sc.i += width
		sc.extra += width - 1
	}
	return Apart, false
}

// word goes to the end of the word that begins here.
func (sc *scanner) word() {
	for sc.i < len(sc.s) {
		b := sc.s[sc.i]
		if classes[b] == inWord {
			sc.i++
			continue
		}
		width, ok := 1, false
		switch {
		case b == '\'':
			ok = sc.between(1, unicode.IsLetter)
		case b == '.' || b == ',':
			ok = sc.between(1, unicode.IsDigit)
		case b >= utf8.RuneSelf:
			var r rune
			r, width = utf8.DecodeRuneInString(sc.s[sc.i:])
			switch {
			case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
				ok = true
			case r == '’' || r == '‘' || invisible(r):
				ok = sc.between(width, unicode.IsLetter)
			}
		}
		if !ok {
			return
		}
		sc.i += width
		sc.extra += width - 1
	}
}

// between reports whether a mark of so many bytes stands between characters of
// a kind.
func (sc *scanner) between(width int, kind func(rune) bool) bool {
	before, _ := utf8.DecodeLastRuneInString(sc.s[:sc.i])
	after, _ := utf8.DecodeRuneInString(sc.s[sc.i+width:])
	return (kind(before) || unicode.IsMark(before)) && kind(after)
}

// hyphenated reports whether a hyphen here joins the word to the next: letters
// follow it at once, or at the beginning of the next line.
func (sc *scanner) hyphenated() bool {
	r, w := utf8.DecodeRuneInString(sc.s[sc.i:])
	if !hyphen(r) {
		return false
	}
	after := sc.s[sc.i+w:]
	if after != "" && after[0] == '\n' {
		after = after[1:]
	}
	r, _ = utf8.DecodeRuneInString(after)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
