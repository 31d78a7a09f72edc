package lexicon

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"

	"tematik/internal/text"
)

// readPattern reads a term between slashes: a regular expression (RE2) that is
// tried on the text of a unit as it stands, line ends included, whatever the
// case, unless it says (?-i).
func readPattern(s string) (*regexp.Regexp, error) {
	if len(s) < 2 || !strings.HasSuffix(s, "/") {
		return nil, errors.New("a pattern stands between two slashes: '/…/'")
	}
	re, err := regexp.Compile(anyCase + s[1:len(s)-1])
	if err != nil {
		why := err.Error()
		if e := (*syntax.Error)(nil); errors.As(err, &e) {
			why = e.Code.String() + ": " + strings.TrimPrefix(e.Expr, anyCase)
		}
		return nil, errors.New("the pattern cannot be read (" + why + "); it is a regular expression as RE2 has them")
	}
	if re.MatchString("") {
		return nil, errors.New("the pattern matches where there is nothing; let it ask for at least one character")
	}
	return re, nil
}

const anyCase = "(?i)"

// pattern is a term that is a regular expression.
type pattern struct {
	term int32
	re   *regexp.Regexp
}

// patterns notes what the patterns find within a span of what was read; first
// is the first word in it.
func (r *Reader) patterns(span text.Span, first int) {
	s := r.cut(span)
	for _, p := range r.m.patterns {
		point, at, word := span.Start, 0, first
		for _, m := range p.re.FindAllStringIndex(s, -1) {
			if m[0] == m[1] {
				continue
			}
			h := Hit{Term: int(p.term)}
			h.Span.Start = point + utf8.RuneCountInString(s[at:m[0]])
			h.Span.End = h.Span.Start + utf8.RuneCountInString(s[m[0]:m[1]])
			point, at = h.Span.End, m[1]
			for word < r.limit && r.words[word].span.End <= h.Span.Start {
				word++
			}
			last := word
			for last+1 < r.limit && r.words[last+1].span.Start < h.Span.End {
				last++
			}
			if word < r.limit {
				h.First, h.Last = r.words[word].n, r.words[last].n
			} else if word > first {
				h.First, h.Last = r.words[word-1].n, r.words[word-1].n
			}
			r.hits = append(r.hits, h)
		}
	}
}

// cut gives the text of a span of what was read. Spans mostly come in order, so
// it remembers the last one.
func (r *Reader) cut(span text.Span) string {
	if span.Start < r.point {
		r.point, r.byte = r.base, 0
	}
	lo := r.byte + bytesOf(r.text[r.byte:], span.Start-r.point)
	hi := lo + bytesOf(r.text[lo:], span.End-span.Start)
	r.point, r.byte = span.Start, lo
	return r.text[lo:hi]
}

// bytesOf is how many bytes the first n characters take.
func bytesOf(s string, n int) int {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, w := utf8.DecodeRuneInString(s[i:])
		i += w
	}
	return i
}
