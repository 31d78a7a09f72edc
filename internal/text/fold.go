package text

import (
	"encoding/binary"
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Likeness says how far two texts must agree to be taken for equal.
type Likeness int

// The degrees of likeness, the strictest first. Loose does not look at white
// space, capitals, the form of quotation marks, dashes, dots and ligatures, at
// what is not seen, and at whether accents are composed (NFC) or not (NFD).
const (
	Exact   Likeness = iota // character by character
	Spacing                 // but for white space: a line end is a space, a run of spaces is one
	Loose                   // as a reader would take them for equal
)

func (l Likeness) String() string { return [...]string{"exact", "spacing", "loose"}[l] }

// Folded is a text in the form in which texts that are alike are the same
// bytes; it knows where each byte comes from. Folding another text uses the
// memory again. It is not safe to share while a text is folded.
type Folded struct {
	b     []byte
	units []unit // where the bytes are not those of the text one for one, in order
}

// unit is n bytes of the form, from at on, that stand for m bytes of the text
// as one thing. What is not seen has no bytes.
type unit struct{ at, n, from, m int32 }

// Fold makes f the folded form of a text.
func (f *Folded) Fold(s string, how Likeness) {
	f.b, f.units = slices.Grow(f.b[:0], len(s)+16), f.units[:0]
	switch {
	case how == Exact:
		f.b = append(f.b, s...)
	case !f.fold(s, how, false):
		f.b, f.units = f.b[:0], f.units[:0]
		f.fold(s, how, true)
	}
}

// Bytes is the folded form; the next Fold overwrites it.
func (f *Folded) Bytes() []byte { return f.b }

// fold does so, a decomposed text piece by piece; ok is false where a text is
// taken for composed and is not.
func (f *Folded) fold(s string, how Likeness, decomposed bool) (ok bool) {
	b, table, known := f.b, &lowered, decomposed || how == Spacing
	if how == Spacing {
		table = &same
	}
	for i := 0; i < len(s); {
		b = slices.Grow(b, len(s)-i)
		n := 0
		if s[i] < utf8.RuneSelf {
			n = plain(b[len(b):cap(b)], s[i:], table)
		}
		// What follows may belong to the last: to a space, or an accent to a letter.
		if n > 0 && i+n < len(s) && (decomposed || s[i+n-1] == ' ') {
			n--
		}
		b = b[:len(b)+n]
		if i += n; i == len(s) {
			break
		}
		at, m, changed := len(b), blanks(s[i:], how), false
		switch {
		case m > 0:
			b = append(b, ' ')
		case decomposed:
			b, m, changed = appendPiece(b, s[i:])
		default:
			var r rune
			if r, m = utf8.DecodeRuneInString(s[i:]); !known && mayCompose(r) {
				if known = norm.NFC.IsNormalString(s); !known {
					return false
				}
			}
			if how == Spacing {
				b = append(b, s[i:i+m]...)
			} else {
				b = appendAlike(b, r)
			}
		}
		if n := len(b) - at; n != m || changed || n > 1 && b[at] < utf8.RuneSelf {
			f.units = append(f.units, unit{int32(at), int32(n), int32(i), int32(m)})
		}
		i += m
	}
	f.b = b
	return true
}

// appendPiece writes the first character of a text, or, where it is not
// composed, all that composes with it: then it is changed, and one thing, also
// where only the order of its accents is.
func appendPiece(b []byte, s string) (_ []byte, m int, changed bool) {
	if r, w := utf8.DecodeRuneInString(s); unseen(r) {
		return b, w, false // no letter for an accent to stand on
	}
	m = norm.NFC.NextBoundaryInString(s, true)
	piece := norm.NFC.String(s[:m])
	if piece == s[:m] {
		var r rune
		r, m = utf8.DecodeRuneInString(s)
		return appendAlike(b, r), m, false
	}
	for _, r := range piece {
		b = appendAlike(b, r)
	}
	return b, m, true
}

// plain writes what a text begins with of ASCII, as a table has it, and gives
// its length. It ends before a control and before a second space.
func plain(to []byte, s string, table *[256]byte) int {
	to = to[:len(s)]
	i, space := eights(to, s, table == &lowered)
	for ; i < len(s); i++ {
		c := table[s[i]]
		if c == 0 || c == ' ' && space {
			return i
		}
		to[i], space = c, c == ' '
	}
	return i
}

// eights is plain, eight bytes at a time as one number, as far as they are all
// plain; space says that the last is a space. A byte is marked by its high bit.
func eights(to []byte, s string, lower bool) (i int, space bool) {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	is := func(x uint64, c byte) uint64 { return ^((x ^ uint64(c)*ones) + 0x7f*ones) & high }
	last := uint64(0)
	for ; i+8 <= len(s); i += 8 {
		b := s[i : i+8]
		x := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		if x&high != 0 || ((x|high)-' '*ones)&high != high {
			break
		}
		spaces := is(x, ' ')
		if spaces&(spaces<<8|last) != 0 {
			break
		}
		last = spaces >> 56
		if lower {
			x |= (x + (0x80-'A')*ones) &^ (x + (0x7f-'Z')*ones) & high >> 2
			x ^= is(x, '`') >> 7 * ('`' ^ '\'')
		}
		binary.LittleEndian.PutUint64(to[i:], x)
	}
	return i, last != 0
}

// same and lowered are ASCII but for controls: as it is, and as Loose has it.
var same, lowered = func() (same, lowered [256]byte) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		same[c] = byte(c)
		lowered[c] = appendAlike(nil, c)[0]
	}
	return same, lowered
}()

// blanks is the length of the white space that a text begins with. What is not
// seen does not end a run of it.
func blanks(s string, how Likeness) (n int) {
	for i := 0; i < len(s); {
		r, w := utf8.DecodeRuneInString(s[i:])
		i += w
		switch {
		case unicode.IsSpace(r):
			n = i
		case n == 0 || how == Spacing || !unseen(r):
			return n
		}
	}
	return n
}

// mayCompose leaves out the characters that are their own NFC and compose with
// nothing before them, as far as texts are full of them: Latin, punctuation,
// symbols, emoji.
func mayCompose(r rune) bool {
	return r >= 0x300 && (r < 0x2000 || r > 0x206f) && (r < 0x1f000 || r > 0x1ffff)
}

// unseen are characters that nobody sees: soft hyphens, joiners, marks of how an
// emoji is drawn.
func unseen(r rune) bool {
	return r == '\u00ad' || '\u200b' <= r && r <= '\u200d' || r == '\u2060' || r == '\ufeff' || r == '\ufe0e' || r == '\ufe0f'
}

// appendAlike writes what a reader takes for the same as a character; nothing
// for one that is not seen.
func appendAlike(b []byte, r rune) []byte {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″':
		return append(b, '"')
	case '‘', '’', '‚', '‛', '‹', '›', '´', '`', 'ʼ', '′':
		return append(b, '\'')
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return append(b, '-')
	case '…':
		return append(b, "..."...)
	case 'ﬀ':
		return append(b, "ff"...)
	case 'ﬁ':
		return append(b, "fi"...)
	case 'ﬂ':
		return append(b, "fl"...)
	case 'ﬃ':
		return append(b, "ffi"...)
	case 'ﬄ':
		return append(b, "ffl"...)
	}
	switch {
	case unseen(r):
		return b
	case 0x590 <= r && r < 0x10a0, 0x2e80 <= r && r < 0xa640, 0xa880 <= r && r < 0xab30:
		return utf8.AppendRune(b, r) // Arabic, Javanese, Chinese and their like have no case
	}
	// By way of the capital, letters that share one are the same: ς and σ.
	return utf8.AppendRune(b, unicode.ToLower(unicode.ToUpper(r)))
}

// Source is the bytes of the text that a stretch of the form stands for. It
// leaves out what is not seen before and after; ok is false where the stretch
// begins or ends within what is one thing in the text.
func (f *Folded) Source(start, end int) (lo, hi int, ok bool) {
	lo, hi = start, end
	if k := sort.Search(len(f.units), func(i int) bool { return int(f.units[i].at) > start }); k > 0 {
		u := f.units[k-1]
		switch after := start - int(u.at+u.n); {
		case start == int(u.at) && u.n > 0:
			lo = int(u.from)
		case after < 0:
			return 0, 0, false
		default:
			lo = int(u.from+u.m) + after
		}
	}
	if k := sort.Search(len(f.units), func(i int) bool { return int(f.units[i].at) >= end }); k > 0 {
		u := f.units[k-1]
		after := end - int(u.at+u.n)
		if after < 0 {
			return 0, 0, false
		}
		hi = int(u.from+u.m) + after
	}
	return lo, hi, true
}

// From is where the form goes on with what stands from a byte of the text on.
func (f *Folded) From(b int) int {
	k := sort.Search(len(f.units), func(i int) bool { return int(f.units[i].from) >= b })
	if k == 0 {
		return b
	}
	u := f.units[k-1]
	return int(u.at+u.n) + max(b-int(u.from+u.m), 0)
}
