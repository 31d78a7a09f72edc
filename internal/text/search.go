package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Search finds a query wherever it stands, whatever the case of its letters; a
// space in it is any white space, a line end too. Finds do not overlap.
func Search(t *Text, query string) []Span {
	words := strings.Fields(foldCase(query))
	if len(words) == 0 {
		return nil
	}
	hay := foldCase(t.s)
	var out []Span
	for at := 0; ; {
		i := strings.Index(hay[at:], words[0])
		if i < 0 {
			return out
		}
		start := at + i
		end, ok := rest(hay, start+len(words[0]), words[1:])
		if !ok {
			_, w := utf8.DecodeRuneInString(hay[start:])
			at = start + w
			continue
		}
		out = append(out, Span{t.Point(start), t.Point(end)})
		at = end
	}
}

// rest matches further words, each after white space, and says where they end.
func rest(hay string, at int, words []string) (end int, ok bool) {
	for _, w := range words {
		tail := strings.TrimLeftFunc(hay[at:], unicode.IsSpace)
		if len(tail) == len(hay)-at || !strings.HasPrefix(tail, w) {
			return 0, false
		}
		at = len(hay) - len(tail) + len(w)
	}
	return at, true
}

// foldCase lowers letters without moving a byte: a letter whose lower case
// has another length stays as it is.
func foldCase(s string) string {
	var b []byte
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				if b == nil {
					b = []byte(s)
				}
				b[i] = c + 'a' - 'A'
			}
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(s[i:])
		if low := unicode.ToLower(r); low != r && utf8.RuneLen(low) == w {
			if b == nil {
				b = []byte(s)
			}
			utf8.EncodeRune(b[i:i+w], low)
		}
		i += w
	}
	if b == nil {
		return s
	}
	return string(b)
}
