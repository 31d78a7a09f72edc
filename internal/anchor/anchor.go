// Package anchor finds where a quote stands in a text: word for word, else
// with other white space, else with other capitals, quotation marks and
// dashes. It must not know documents, codes or files.
package anchor

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/text"
)

// Kind says how far a place equals a quote.
type Kind int

// The kinds, the strictest first.
const (
	Exact   Kind = iota // character by character
	Spacing             // but for white space: a line end is a space, a run of spaces is one
	Loose               // but for that, capitals, and the form of quotation marks, dashes and dots
	kinds
)

func (k Kind) String() string {
	return [...]string{"exact", "spacing", "loose"}[k]
}

// Match is a place that equals a quote. The span is one of the text's own
// words, whatever the quote's look like.
type Match struct {
	Span text.Span
	Kind Kind
}

// Find gives every place within a span that equals a quote, in order; places
// may overlap. All are of one kind: the strictest of which there is any.
func Find(t *text.Text, within text.Span, quote string) []Match {
	return NewFinder(t).Find(within, quote)
}

// Finder finds many quotes in one text. It is not safe for concurrent use.
type Finder struct {
	t     *text.Text
	forms [kinds]*form
}

// NewFinder makes a Finder of a text.
func NewFinder(t *text.Text) *Finder { return &Finder{t: t} }

// Find is as the function.
func (f *Finder) Find(within text.Span, quote string) []Match {
	within = within.Intersect(f.t.All())
	lo, hi := f.t.Byte(within.Start), f.t.Byte(within.End)
	if strings.TrimSpace(quote) == "" {
		return nil
	}
	quote = strings.ToValidUTF8(quote, string(utf8.RuneError)) // no place begins within a character
	for k := Exact; k < kinds; k++ {
		if f.forms[k] == nil {
			f.forms[k] = newForm(f.t.String(), k)
		}
		needle := newForm(quote, k).s
		if k > Exact {
			needle = strings.Trim(needle, " ")
		}
		var out []Match
		f.forms[k].each(lo, hi, needle, func(start, end int) {
			out = append(out, Match{text.Span{Start: f.t.Point(start), End: f.t.Point(end)}, k})
		})
		if out != nil {
			return out
		}
	}
	return nil
}

// form is a text in which what a kind takes for equal is equal. It consists of
// units: a character of the text, or a run of its white space, as it is written
// here.
type form struct {
	s  string
	at []int32 // for each byte of s, where its unit begins in the text; nil: there
}

func newForm(s string, k Kind) *form {
	if k == Exact {
		return &form{s: s}
	}
	b, at := make([]byte, 0, len(s)), make([]int32, 0, len(s)+1)
	space := false
	for i, r := range s {
		was := len(b)
		if isSpace := unicode.IsSpace(r); !isSpace || !space {
			switch {
			case isSpace:
				b = append(b, ' ')
			case k == Spacing:
				b = utf8.AppendRune(b, r)
			default:
				b = appendPlain(b, r)
			}
			// A character that is not seen does not end a run of white space.
			space = isSpace || space && len(b) == was
		}
		for range len(b) - was {
			at = append(at, int32(i))
		}
	}
	return &form{string(b), append(at, int32(len(s)))}
}

// appendPlain writes what a reader takes for the same as a character; nothing
// for one that is not seen.
func appendPlain(b []byte, r rune) []byte {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″':
		return append(b, '"')
	case '‘', '’', '‚', '‛', '‹', '›', '´', '`', 'ʼ', '′':
		return append(b, '\'')
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return append(b, '-')
	case '…':
		return append(b, "..."...)
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return b
	}
	return utf8.AppendRune(b, unicode.ToLower(r))
}

// origin is where in the text the unit begins that has byte i of the form.
func (f *form) origin(i int) int {
	if f.at == nil {
		return i
	}
	return int(f.at[i])
}

// whole reports that a unit begins at byte i of the form.
func (f *form) whole(i int) bool {
	return f.at == nil || i == 0 || f.at[i] != f.at[i-1]
}

// each calls yield with every place of a needle between two bytes of the text,
// in time that grows with the lengths of both and no more.
func (f *form) each(lo, hi int, needle string, yield func(start, end int)) {
	from, to := lo, hi
	if f.at != nil {
		from = sort.Search(len(f.at)-1, func(i int) bool { return int(f.at[i]) >= lo })
		to = sort.Search(len(f.at)-1, func(i int) bool { return int(f.at[i]) >= hi })
	}
	if needle == "" || from > to {
		return
	}
	first := strings.Index(f.s[from:to], needle)
	if first < 0 {
		return
	}
	// From the first place on after Knuth, Morris and Pratt: places that overlap
	// would make any search that begins again quadratic.
	fail := borders(needle)
	matched := 0
	for i := from + first; i < to; i++ {
		for matched > 0 && (matched == len(needle) || f.s[i] != needle[matched]) {
			matched = fail[matched]
		}
		if f.s[i] == needle[matched] {
			matched++
		}
		if matched == len(needle) {
			if start := i + 1 - len(needle); f.whole(start) && f.whole(i+1) {
				// What is not seen may lie between the last unit and the end.
				yield(f.origin(start), min(f.origin(i+1), hi))
			}
		}
	}
}

// borders gives for each length of a beginning of s the length of its longest
// proper beginning that is also its end.
func borders(s string) []int {
	out := make([]int, len(s)+1)
	for i, n := 1, 0; i < len(s); i++ {
		for n > 0 && s[i] != s[n] {
			n = out[n]
		}
		if s[i] == s[n] {
			n++
		}
		out[i+1] = n
	}
	return out
}
