package text

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"tematik/internal/errs"
)

// The names of the encodings that Normalize tells apart.
const (
	UTF8    = "utf-8"
	UTF8BOM = "utf-8-bom"
	UTF16LE = "utf-16le"
	UTF16BE = "utf-16be"
	CP1252  = "windows-1252"
)

const bom = "\ufeff"

// Normalize turns the bytes of a file into a text as tematik keeps it: UTF-8,
// LF line ends, no byte order mark, no control characters but tab and LF;
// nothing else is changed. The encoding is decided on the whole file: a byte
// order mark, else valid UTF-8, else UTF-16 by where its zero bytes are, else
// Windows-1252. What is none of these is not a text file.
func Normalize(raw []byte) (s, encoding string, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(raw, []byte("\x00\x00\xfe\xff")):
		return "", "", refuse("UTF-32 is not read")
	case bytes.HasPrefix(raw, []byte(bom)):
		s, err = fromUTF8(raw[len(bom):])
		return s, UTF8BOM, err
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		s, err = fromUTF16(raw[2:], 0)
		return s, UTF16LE, err
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		s, err = fromUTF16(raw[2:], 1)
		return s, UTF16BE, err
	}
	if high, ok := zeroParity(raw); ok {
		s, err = fromUTF16(raw, 1-high)
		return s, [...]string{UTF16BE, UTF16LE}[high], err
	}
	if utf8.Valid(raw) || damagedUTF8(raw) {
		s, err = fromUTF8(raw)
		return s, UTF8, err
	}
	s, err = from1252(raw)
	return s, CP1252, err
}

func refuse(why string, args ...any) error {
	return errs.New(errs.Failed, "not a text file: "+why, args...).Hint("save it as plain text in UTF-8 and import it again: tematik import FILE")
}

// zeroParity finds UTF-16 without a byte order mark: the zero bytes, the high
// halves of Latin letters, spaces and line ends, lie at one parity only.
func zeroParity(raw []byte) (high int, ok bool) {
	if bytes.IndexByte(raw, 0) < 0 {
		return 0, false
	}
	var zeros [2]int
	for i, b := range raw {
		if b == 0 {
			zeros[i&1]++
		}
	}
	if zeros[1] > zeros[0] {
		high = 1
	}
	units, n := len(raw)/2, zeros[high]
	pure := zeros[1-high]*50 <= n
	return high, pure && (n*2 > units || n >= 8 && n*16 >= units)
}

// damagedUTF8 reports text that is UTF-8 but for a few bytes: read as
// Windows-1252, every accent in it would become two wrong characters.
func damagedUTF8(raw []byte) bool {
	good, bad, torn := 0, 0, false // torn: within a run of bad bytes
	for i := 0; i < len(raw); {
		r, w := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && w == 1:
			if !torn {
				bad++
			}
			torn = true
		case w > 1:
			good++
			torn = false
		default:
			torn = false
		}
		i += w
	}
	return good > bad
}

func fromUTF8(raw []byte) (string, error) {
	controls := 0
	for i := 0; i < len(raw); {
		if b := raw[i]; b < utf8.RuneSelf {
			if b < ' ' && b != '\t' && b != '\n' && b != '\r' {
				controls++
			}
			i++
			continue
		}
		r, w := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && w == 1 {
			return "", refuse("the UTF-8 is damaged at byte %d", i)
		}
		i += w
	}
	if controls*10 > len(raw)*3 {
		return "", refuse("most of it is control characters")
	}
	return NormalizeString(string(raw)), nil
}

// fromUTF16 decodes; low is where in a pair the low byte stands.
func fromUTF16(raw []byte, low int) (string, error) {
	if len(raw)%2 != 0 {
		return "", refuse("the UTF-16 breaks off in the middle of a character")
	}
	var b strings.Builder
	b.Grow(len(raw))
	controls := 0
	for i := 0; i < len(raw); i += 2 {
		r := rune(raw[i+low]) | rune(raw[i+1-low])<<8
		if utf16.IsSurrogate(r) {
			next := rune(0)
			if i+3 < len(raw) {
				next = rune(raw[i+2+low]) | rune(raw[i+3-low])<<8
			}
			if r = utf16.DecodeRune(r, next); r == utf8.RuneError {
				return "", refuse("the UTF-16 is damaged at byte %d", i)
			}
			i += 2
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			controls++
		}
		b.WriteRune(r)
	}
	if controls*20 > len(raw)*3 {
		return "", refuse("most of it is control characters")
	}
	return NormalizeString(b.String()), nil
}

// from1252 decodes what has no encoding of its own; a zero byte or more than a
// few control characters, or bytes that Windows-1252 does not have, say that
// it is no text at all.
func from1252(raw []byte) (string, error) {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/8)
	odd := 0
	for _, c := range raw {
		r := charmap.Windows1252.DecodeByte(c)
		switch {
		case c == 0:
			return "", refuse("it has zero bytes")
		case removed(r), r == utf8.RuneError:
			odd++
		default:
			b.WriteRune(r)
		}
	}
	if odd > 1+len(raw)/50 {
		return "", refuse("it has control characters")
	}
	return NormalizeString(b.String()), nil
}

// NormalizeString cleans a text that is already decoded, such as that of a
// DOCX file, by the rules of Normalize.
func NormalizeString(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, string(utf8.RuneError))
	}
	if !clean(s) {
		var b strings.Builder
		b.Grow(len(s))
		for i, r := range s {
			switch {
			case r == '\r':
				if i+1 == len(s) || s[i+1] != '\n' {
					b.WriteByte('\n')
				}
			case !removed(r):
				b.WriteRune(r)
			}
		}
		s = b.String()
	}
	for strings.HasPrefix(s, bom) {
		s = s[len(bom):]
	}
	return s
}

// removed are the control characters, C0 and C1, but tab and the line ends.
func removed(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || 0x7f <= r && r <= 0x9f
}

func clean(s string) bool {
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < ' ' && b != '\t' && b != '\n' || b == 0x7f || b == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0 {
			return false
		}
	}
	return true
}
