package search

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// largest is how many steps a pattern may have: each is taken for every
// character of every text.
const largest = 5000

// pattern compiles a regular expression. Capitals and small letters are alike
// unless it says (?-i).
func pattern(s string) (*regexp.Regexp, error) {
	tree, err := syntax.Parse(s, syntax.Perl)
	if err != nil {
		return nil, badPattern(s, err)
	}
	if prog, err := syntax.Compile(tree.Simplify()); err != nil || len(prog.Inst) > largest {
		return nil, errs.New(errs.Usage, "find --regex: the pattern is too large: it has repetitions of repetitions, or too many words").Hint("tematik find --help")
	}
	re, err := regexp.Compile("(?i)" + s)
	if err != nil {
		return nil, badPattern(s, err)
	}
	return re, nil
}

// badPattern says what is wrong with a pattern, and where.
func badPattern(s string, err error) error {
	e := errs.New(errs.Usage, "find --regex: %v", err)
	if se := new(syntax.Error); errors.As(err, &se) {
		at := strings.LastIndex(s, se.Expr)
		if se.Code == syntax.ErrMissingParen {
			at = unclosed(s)
		}
		e = errs.New(errs.Usage, "find --regex: %s", se.Code)
		if at >= 0 {
			rest := []rune(s[at:])
			e = errs.New(errs.Usage, "find --regex: %s at character %d: %s", se.Code, utf8.RuneCountInString(s[:at])+1, string(rest[:min(len(rest), 40)]))
		}
	}
	return e.Hint(`a mark that is meant as such has \ before it: tematik find --regex "\(tertawa\)"`)
}

// unclosed is where the bracket stands that is not closed, or -1.
func unclosed(s string) int {
	var open []int
	class := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == '(':
			open = append(open, i)
		case c == ')' && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}

// appendMatches adds the matches of a pattern in a stretch of text, but for
// empty ones. ^ and $ are its beginning and end.
func appendMatches(finds []find, n int, re *regexp.Regexp, t *text.Text, stretch text.Span) []find {
	s := t.Cut(stretch)
	point, at := stretch.Start, 0
	for _, m := range re.FindAllStringIndex(s, -1) {
		if m[0] == m[1] {
			continue
		}
		start := point + utf8.RuneCountInString(s[at:m[0]])
		end := start + utf8.RuneCountInString(s[m[0]:m[1]])
		finds = append(finds, find{n, text.Span{Start: start, End: end}})
		point, at = end, m[1]
	}
	return finds
}

// needed is a word, or the beginning of one, that is in every match of a
// pattern: only where it stands is the pattern tried. "" where none is known.
func needed(s string) string {
	tree, err := syntax.Parse(s, syntax.Perl)
	if err != nil {
		return ""
	}
	best := ""
	var look func(*syntax.Regexp)
	look = func(re *syntax.Regexp) {
		switch {
		case re.Op == syntax.OpLiteral:
			for w := range strings.FieldsFuncSeq(string(re.Rune), func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
				// An accent may follow the last letter in the text, and make it another.
				if w = w[:len(w)-1]; len(w) > max(len(best), 1) {
					best = w
				}
			}
		case re.Op == syntax.OpConcat, re.Op == syntax.OpCapture, re.Op == syntax.OpPlus, re.Op == syntax.OpRepeat && re.Min > 0:
			for _, sub := range re.Sub {
				look(sub)
			}
		}
	}
	look(tree)
	return best
}

// with gives the stretches that overlap some span; both are in order.
func with(stretches, spans []text.Span) (out []text.Span) {
	for _, s := range stretches {
		for len(spans) > 0 && spans[0].End <= s.Start {
			spans = spans[1:]
		}
		if len(spans) > 0 && spans[0].Overlaps(s) {
			out = append(out, s)
		}
	}
	return out
}
