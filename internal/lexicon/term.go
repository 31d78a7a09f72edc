package lexicon

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// op is how one word of a term is compared.
type op uint8

const (
	plain op = iota // that word, or a spoken form of it
	root            // ~: any form of the root or stem
	wild            // * and ? stand for letters
	exact           // =: as written, case too
)

// part is one word of a term.
type part struct {
	op   op
	text string // folded, but for exact
}

// Term is a word or phrase to be found, as a researcher writes it:
//
//	izin           that word, or a spoken form of it
//	~izin          any form of the root (Indonesian) or stem (English)
//	kepabean* ?    any letters, or one, within a word
//	~urus dokumen  a phrase; each word may have its operator
//	=PT            exact case; before a phrase, for each plain word of it
//	/hs[ -]?code/  a regular expression, on the text as it stands
//
// In a phrase a hyphen, a space and a line end are equal.
type Term struct {
	source  string
	parts   []part
	pattern *regexp.Regexp // then there are no parts
}

// String is the term as it was written.
func (t Term) String() string { return t.source }

// ParseTerm reads a term. The error says what is wrong with it, without the
// term.
func ParseTerm(s string) (Term, error) {
	t := Term{source: s}
	if trimmed := strings.TrimSpace(s); strings.HasPrefix(trimmed, "/") {
		var err error
		t.pattern, err = readPattern(trimmed)
		return t, err
	}
	whole := plain
	for k, field := range strings.Fields(s) {
		r, w := utf8.DecodeRuneInString(field)
		o := whole
		switch {
		case r == '~':
			o = root
		case r == '=' && k == 0:
			o, whole = exact, exact
		case r == '=':
			o = exact
		case letter(r) || strings.ContainsRune("*?'’", r):
			w = 0
		default:
			return Term{}, fmt.Errorf("%q is not how a word begins; only ~ and = may stand before it%s", r, sets(r))
		}
		if err := t.add(o, field[w:], w > 0); err != nil {
			return Term{}, err
		}
	}
	if len(t.parts) == 0 {
		return Term{}, errors.New("it has no word")
	}
	for _, p := range t.parts {
		if p.op != wild || strings.Trim(p.text, "*?") != "" {
			return t, nil
		}
	}
	return Term{}, errors.New("it would match every word")
}

// sets explains a dollar sign, which is no part of a word.
func sets(r rune) string {
	if r == '$' {
		return "; a set ($name) stands alone, not in a phrase"
	}
	return ""
}

// wildcards stand in for * and ? while a term is cut into words as a text is:
// digits that nobody writes.
var (
	wildcards = strings.NewReplacer("*", "𝟎", "?", "𝟏")
	restore   = strings.NewReplacer("𝟎", "*", "𝟏", "?")
)

// add reads a field, of which a hyphen makes several words. marked says that an
// operator stood before it.
func (t *Term) add(o op, field string, marked bool) error {
	if strings.ContainsAny(field, "~=") {
		return errors.New("~ and = stand once, directly before a word")
	}
	if marked && strings.ContainsAny(field, "*?") {
		return errors.New("~ and = do not go with * and ?; write one or the other")
	}
	if field == "" {
		return errors.New("~ and = stand directly before a word; here is none")
	}
	before := len(t.parts)
	sc := scanner{s: wildcards.Replace(field)}
	for w, ok := sc.next(); ok; w, ok = sc.next() {
		p := part{o, restore.Replace(sc.s[w.lo:w.hi])}
		switch {
		case p.text != sc.s[w.lo:w.hi]:
			p = part{wild, Fold(p.text)}
		case o == exact:
			p.text = composed(p.text)
		default:
			p.text = Fold(p.text)
		}
		t.parts = append(t.parts, p)
	}
	if len(t.parts) == before {
		return fmt.Errorf("%q has no letter or digit", field)
	}
	return nil
}

// Advice says what a researcher may want to know of a term that is read well:
// roots so short that they are found in other words, affixes left on a root,
// spoken forms that stand for another word.
func (lx *Lexicon) Advice(t Term, lang Language) (advice []string) {
	if lang == English {
		return nil
	}
	say := func(format string, args ...any) { advice = append(advice, fmt.Sprintf(format, args...)) }
	for _, p := range t.parts {
		normal, is := lx.Normal(p.text, lang)
		switch {
		case p.op == plain && is:
			say("%s stands for %s, and finds only itself; %s finds both", p.text, normal, normal)
		case p.op != root:
		case is:
			say("~%s stands for ~%s, and finds only what is built on %s", p.text, normal, p.text)
		case utf8.RuneCountInString(p.text) < safe:
			say("~%s is short: look through its forms, and strike out those of other words with except", p.text)
		default:
			if roots := affixed(p.text); roots != nil {
				say("~%s has affixes, and finds only what is built on it; the root is ~%s", p.text, strings.Join(roots, " or ~"))
			}
		}
	}
	return advice
}

// safe is how many letters a root needs before false hits become rare.
const safe = 5

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
