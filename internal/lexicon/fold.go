// Package lexicon knows words: where they are in a text, how they are spoken
// and written, and which root or stem a form belongs to, in Indonesian and
// English; and it finds terms in a text. It must not know codes, rules,
// documents or speakers, and it holds no dictionary.
package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Language is what word forms are read as.
type Language uint8

// The languages; Both tries the Indonesian, then the English forms.
const (
	Indonesian Language = iota + 1
	English
	Both
)

// ParseLanguage reads "id", "en" or "both".
func ParseLanguage(s string) (Language, bool) {
	for _, l := range []Language{Indonesian, English, Both} {
		if l.String() == s {
			return l, true
		}
	}
	return 0, false
}

func (l Language) String() string {
	return [...]string{"", "id", "en", "both"}[min(l, Both)]
}

// Fold gives a word as words are compared: composed (NFC), in lower case, with
// one kind of apostrophe and hyphen and without invisible characters. The text
// itself stays as it is.
func Fold(word string) string {
	if !ascii(word) {
		word = composed(word)
	}
	return strings.ToLower(word)
}

// composed is Fold but for the case.
func composed(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '’' || r == '‘' || r == 'ʼ':
			return '\''
		case hyphen(r):
			return '-'
		case invisible(r) || unicode.IsSpace(r):
			return -1
		}
		return r
	}, norm.NFC.String(word))
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || s[i] == '\n' {
			return false
		}
	}
	return true
}

// hyphen are the characters that join the parts of a word; word processors
// turn the hyphen of "undang-undang" into a dash.
func hyphen(r rune) bool { return r == '-' || r == '‐' || r == '‑' || r == '–' }

// invisible are the characters within words that nobody sees.
func invisible(r rune) bool {
	return r == '\u00ad' || '\u200b' <= r && r <= '\u200d' || r == '\u2060' || r == '\ufeff'
}
