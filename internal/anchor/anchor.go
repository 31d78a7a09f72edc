// Package anchor finds where a quote stands in a text: word for word, else
// with other white space, else with other capitals, quotation marks, dashes
// and accents; and what lies from its first words to its last. It must not
// know documents, codes or files.
package anchor

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"tematik/internal/text"
)

// Kind says how far a place equals a quote.
type Kind = text.Likeness

// The kinds, the strictest first.
const (
	Exact   = text.Exact
	Spacing = text.Spacing
	Loose   = text.Loose
	kinds   = text.Loose + 1
)

// Match is a place that equals a quote. The span is one of the text's own
// words, whatever the quote's look like.
type Match struct {
	Span text.Span
	Kind Kind
}

// Finder finds many quotes in one text. It is not safe for concurrent use.
type Finder struct {
	t     *text.Text
	forms [kinds]*text.Folded
}

// NewFinder makes a Finder of a text.
func NewFinder(t *text.Text) *Finder { return &Finder{t: t} }

// Find gives every place within a span that equals a quote, in order; places
// may overlap. All are of one kind: the strictest of which there is any.
func (f *Finder) Find(within text.Span, quote string) []Match {
	within = within.Intersect(f.t.All())
	lo, hi := f.t.Byte(within.Start), f.t.Byte(within.End)
	if strings.TrimSpace(quote) == "" {
		return nil
	}
	quote = strings.ToValidUTF8(quote, string(utf8.RuneError)) // no place begins within a character
	for k := Exact; k < kinds; k++ {
		if f.forms[k] == nil {
			f.forms[k] = fold(f.t.String(), k)
		}
		needle := fold(quote, k).Bytes()
		if k > Exact {
			needle = bytes.Trim(needle, " ")
		}
		var out []Match
		each(f.forms[k], lo, hi, needle, func(start, end int) {
			out = append(out, Match{text.Span{Start: f.t.Point(start), End: f.t.Point(end)}, k})
		})
		if out != nil {
			return out
		}
	}
	return nil
}

func fold(s string, k Kind) *text.Folded {
	var f text.Folded
	f.Fold(s, k)
	return &f
}

// each calls yield with every place of a needle between two bytes of the text,
// in time that grows with the lengths of both and no more.
func each(f *text.Folded, lo, hi int, needle []byte, yield func(start, end int)) {
	from, to := f.From(lo), f.From(hi)
	if len(needle) == 0 || from > to {
		return
	}
	hay := f.Bytes()[from:to]
	first := bytes.Index(hay, needle)
	if first < 0 {
		return
	}
	// From the first place on after Knuth, Morris and Pratt: places that overlap
	// would make any search that begins again quadratic.
	fail := borders(needle)
	matched := 0
	for i := first; i < len(hay); i++ {
		for matched > 0 && (matched == len(needle) || hay[i] != needle[matched]) {
			matched = fail[matched]
		}
		if hay[i] == needle[matched] {
			matched++
		}
		if matched == len(needle) {
			end := from + i + 1
			if start, end, ok := f.Source(end-len(needle), end); ok && start >= lo && end <= hi {
				yield(start, end)
			}
		}
	}
}

// borders gives for each length of a beginning of s the length of its longest
// proper beginning that is also its end.
func borders(s []byte) []int {
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
