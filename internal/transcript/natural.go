package transcript

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// NaturalLess orders names as people count: P2 before P10, whatever the case
// of the letters. Names that are equal so far are ordered by their bytes, so
// the order is total.
func NaturalLess(a, b string) bool {
	if c := natural(a, b); c != 0 {
		return c < 0
	}
	return a < b
}

func natural(a, b string) int {
	for a != "" && b != "" {
		if x, y := digits(a), digits(b); x > 0 && y > 0 {
			m, n := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
			// The longer number is the larger: no number is too long to compare.
			if c := cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n)); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		r, i := utf8.DecodeRuneInString(a)
		s, j := utf8.DecodeRuneInString(b)
		if c := cmp.Compare(unicode.ToLower(r), unicode.ToLower(s)); c != 0 {
			return c
		}
		a, b = a[i:], b[j:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many ASCII digits a string begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}
