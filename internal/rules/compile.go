// Package rules compiles the rules of a codebook and proposes codings with
// their evidence. It must not store proposals, decide on them, or know how a
// codebook is written in a file; a proposal is never a coding.
package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lexicon"
	"tematik/internal/qda"
)

// Problem is what is wrong with the rules of a codebook, or what its author may
// want to know (Warning).
type Problem struct {
	Warning bool
	Set     string // name; then there is no code
	Code    string // id; "" for the codebook as a whole
	Rule    string // id; "" for the code as a whole
	Term    string // of a code; the form to be normalised where there is no code
	Example string // of a code, that its rules contradict
	Text    string
}

func (p Problem) String() string {
	var where []string
	for _, part := range [...][2]string{{"set ", p.Set}, {"code ", p.Code}, {"rule ", p.Rule}} {
		if part[1] != "" {
			where = append(where, part[0]+part[1])
		}
	}
	if p.Term != "" && where != nil {
		where = append(where, fmt.Sprintf("term %q", p.Term))
	}
	if where == nil {
		where = []string{"codebook"}
	}
	return strings.Join(where, ", ") + ": " + p.Text
}

// A unit is what a rule looks at, and what it proposes to code: one of those
// named here, or a window.
type unit int

const (
	turn unit = iota // a paragraph where a document has no turns
	sentence
	paragraph
	windows      // the first of Set.windows
	asked   = -1 // no unit of a rule: a turn of the interviewer, for after_question
)

// divisions are the units named here, and those of windows of so many sentences.
func divisions(windows []int) (names []string) {
	names = []string{"turn", "sentence", "paragraph"}
	for _, n := range windows {
		names = append(names, fmt.Sprintf("window:%d", n))
	}
	return names
}

// Set is the compiled rules of a codebook. It is immutable and safe to share.
type Set struct {
	lx       *lexicon.Lexicon
	language lexicon.Language // where neither rule nor document has one
	codes    []qda.Code
	terms    []lexicon.Term
	rules    []rule
	except   [][]int    // by code: terms
	scopes   [][]string // of speakers
	windows  []int      // the sentences of each
	asks     bool       // some rule has after_question
}

// rule is a compiled rule; terms are indexes into Set.terms.
type rule struct {
	code     int
	id, hash string
	unit     unit
	language lexicon.Language // 0: the document's
	scope    int
	groups   []group // any, all, and the two sides of near
	near     int     // where the sides begin; -1: there are none
	within   int32
	ordered  bool
	none     []int
	after    []int
	weight   float64
}

// group is terms of which at least min must occur.
type group struct {
	terms []int
	min   int
	name  string // the key it stands under
}

// Compile reads the rules of a codebook. The error, if any, is the first of the
// problems that are more than a warning.
func Compile(cb *qda.Codebook, projectLanguage string) (*Set, []Problem, error) {
	c := &compiler{Set: &Set{codes: cb.Codes, except: make([][]int, len(cb.Codes))}, book: cb, known: map[string]int{}, said: map[string]bool{}, used: map[string]bool{}}
	c.header(cb, projectLanguage)
	for i := range cb.Codes {
		c.at = Problem{Code: cb.Codes[i].Key}
		c.except[i] = c.list(cb.Codes[i].Except, c.language)
		ids := map[string]bool{}
		for _, r := range cb.Codes[i].Rules {
			c.rule(i, r, ids)
		}
		c.at.Rule = ""
		c.weigh(i)
	}
	c.unused()
	var first *Problem
	more := ""
	for i, n := 0, 0; i < len(c.problems); i++ {
		if p := &c.problems[i]; !p.Warning {
			if n++; n == 1 {
				first = p
			} else {
				more = fmt.Sprintf(" (and %d more)", n-1)
			}
		}
	}
	if first != nil {
		return nil, c.problems, errs.New(errs.Usage, "%s%s", first, more).Hint("tematik help formats")
	}
	return c.Set, c.problems, nil
}

// compiler fills a Set.
type compiler struct {
	*Set
	book     *qda.Codebook
	known    map[string]int  // terms by how they are written
	used     map[string]bool // sets by name
	unit     unit            // default
	at       Problem         // where it is
	problems []Problem
	said     map[string]bool // advice, each once in a codebook
}

func (c *compiler) fail(format string, args ...any) {
	p := c.at
	p.Text = fmt.Sprintf(format, args...)
	c.problems = append(c.problems, p)
}

func (c *compiler) warn(what string) {
	c.fail("%s", what)
	c.problems[len(c.problems)-1].Warning = true
}

func (c *compiler) header(cb *qda.Codebook, projectLanguage string) {
	c.lx = lexicon.New(cb.Normalize)
	c.normalize(cb.Normalize)
	c.language = lexicon.Both
	if l, ok := lexicon.ParseLanguage(projectLanguage); ok {
		c.language = l
	}
	if l := c.parseLanguage(cb.Language); l != 0 {
		c.language = l
	}
	c.unit = c.parseUnit(cb.Unit, turn)
	c.sets(cb.Sets)
}

// normalize checks the codebook's own spoken forms: each is a word, and none
// leads back to itself, for then neither word would be the normal one. A word
// that stands for itself switches off a form that the lexicon has.
func (c *compiler) normalize(forms map[string]string) {
	folded := make(map[string]string, len(forms))
	for form, word := range forms {
		folded[lexicon.Fold(form)] = lexicon.Fold(word)
	}
	told := map[string]bool{}
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		c.at.Term = form
		if len(strings.Fields(form)) != 1 || len(strings.Fields(forms[form])) != 1 {
			c.fail("normalize: %q: %q: each must be one word", form, forms[form])
			continue
		}
		if circle := circleOf(lexicon.Fold(form), folded); circle != nil && !told[circle[0]] {
			for _, w := range circle {
				told[w] = true
			}
			c.fail("normalize: these stand for one another in a circle: %s, %s; one of them must be the normal form", strings.Join(circle, ", "), circle[0])
		}
	}
	c.at.Term = ""
}

// circleOf gives the words that lead from one back to it, two or more.
func circleOf(word string, forms map[string]string) []string {
	circle := []string{word}
	for at := forms[word]; len(circle) <= len(forms); at = forms[at] {
		if at == "" || at == word {
			break
		}
		circle = append(circle, at)
	}
	if len(circle) < 2 || forms[circle[len(circle)-1]] != word {
		return nil
	}
	return circle
}

func (c *compiler) parseLanguage(s string) lexicon.Language {
	l, ok := lexicon.ParseLanguage(s)
	if !ok && s != "" {
		c.fail("language %q: must be id, en or both", s)
	}
	return l
}

func (c *compiler) parseUnit(s string, otherwise unit) unit {
	if s == "" {
		return otherwise
	}
	_, n, ok := qda.ParseUnit(s)
	if !ok {
		c.fail("unit %q: must be %s", s, qda.Units)
		return otherwise
	}
	if n > 0 && !slices.Contains(c.windows, n) {
		c.windows = append(c.windows, n)
	}
	return unit(slices.Index(divisions(c.windows), s))
}

// rule compiles a rule of the code at an index; ids are those the code has.
func (c *compiler) rule(code int, r qda.Rule, ids map[string]bool) {
	out := rule{code: code, id: r.ID}
	if c.at.Rule = r.ID; r.ID == "" {
		c.at.Rule = fmt.Sprintf("%d", len(ids)+1)
	}
	out.unit = c.parseUnit(r.Unit, c.unit)
	out.language = c.parseLanguage(r.Lang)
	out.hash = c.hash(r, out.unit)
	if out.id == "" {
		out.id = c.at.Code + "#" + out.hash[:8]
	}
	switch {
	case strings.ContainsAny(out.id, "+ \t\n"):
		c.fail("the id %q must be one word without +", out.id)
	case ids[out.id]:
		c.fail("the id is used twice in this code")
	case len(r.Any)+len(r.All)+len(r.Near) == 0:
		c.fail("it has neither any nor all nor near")
	case r.Min != 0 && len(r.Any) == 0:
		c.fail("min goes with any")
	}
	ids[out.id] = true
	language := out.language
	if language == 0 {
		language = c.language
	}
	if len(r.Any) > 0 {
		out.groups = append(out.groups, c.group("any", qda.Group{Any: r.Any, Min: r.Min}, language))
	}
	for _, g := range r.All {
		out.groups = append(out.groups, c.group("all", g, language))
	}
	c.near(&out, r, language)
	out.none, out.after = c.list(r.None, language), c.list(r.After, language)
	c.asks = c.asks || out.after != nil
	if out.weight = r.Weight; r.Weight == 0 {
		out.weight = 1
	}
	out.scope = c.scope(r.Speaker)
	c.rules = append(c.rules, out)
}

// near compiles the two sides of near, as the last groups of a rule.
func (c *compiler) near(out *rule, r qda.Rule, language lexicon.Language) {
	switch out.near = -1; {
	case len(r.Near) == 0 && r.Within == 0 && !r.Ordered:
		return
	case len(r.Near) != 2:
		c.fail("near takes two sides, each a term, a list of terms or a set")
		return
	case r.Within < 1 || r.Within > farthest:
		c.fail("within %d: must be from 1, side by side, to %d words", r.Within, farthest)
	}
	out.near, out.within, out.ordered = len(out.groups), int32(r.Within), r.Ordered
	for _, side := range r.Near {
		out.groups = append(out.groups, c.group("near", qda.Group{Any: side}, language))
	}
}

// farthest is how many words apart near may ask for: more is no nearness.
const farthest = 1000

func (c *compiler) group(name string, g qda.Group, language lexicon.Language) group {
	out := group{terms: c.list(g.Any, language), min: max(g.Min, 1), name: name}
	switch {
	case len(g.Any) == 0:
		c.fail("a group of %s has no term", name)
	case g.Min < 0 || g.Min > max(len(out.terms), len(g.Any)):
		c.fail("min %d of %s can never be met", g.Min, terms(max(len(out.terms), len(g.Any))))
	}
	return out
}

func terms(n int) string {
	if n == 1 {
		return "1 term"
	}
	return fmt.Sprintf("%d terms", n)
}

// list compiles terms, each once; a set stands for its terms.
func (c *compiler) list(terms []string, language lexicon.Language) (out []int) {
	seen := map[int]bool{}
	for _, s := range terms {
		c.at.Term = s
		if name, is := qda.SetName(s); is && !strings.ContainsAny(name, " \t\n") {
			for _, n := range c.setTerms(name) {
				if !seen[n] {
					out = append(out, n)
				}
				seen[n] = true
			}
			continue
		}
		n, ok := c.term(s, language)
		if !ok {
			continue
		}
		if seen[n] {
			c.warn("it stands twice in this list")
		} else {
			out = append(out, n)
		}
		seen[n] = true
	}
	c.at.Term = ""
	return out
}

// term compiles one term.
func (c *compiler) term(s string, language lexicon.Language) (int, bool) {
	n, known := c.known[s]
	if !known {
		t, err := lexicon.ParseTerm(s)
		if err != nil {
			c.fail("%s", err)
			return 0, false
		}
		n = len(c.terms)
		c.terms = append(c.terms, t)
		c.known[s] = n
	}
	for _, a := range c.lx.Advice(c.terms[n], language) {
		if !c.said[a] {
			c.said[a] = true
			c.warn(a)
		}
	}
	return n, true
}

// scope numbers a list of speakers.
func (c *compiler) scope(speakers []string) int {
	if len(speakers) == 0 {
		speakers = []string{string(qda.Respondent)}
	}
	for _, s := range speakers {
		if strings.TrimSpace(s) == "" {
			c.fail("a speaker has no name")
		} else if role := nearRole(s); role != "" {
			c.warn(fmt.Sprintf("speaker %q is read as a label in the transcripts; did you mean %s?", s, role))
		}
	}
	for i, known := range c.scopes {
		if strings.Join(known, "\n") == strings.Join(speakers, "\n") {
			return i
		}
	}
	c.scopes = append(c.scopes, speakers)
	return len(c.scopes) - 1
}

// hash is that of a rule's content: all but its id and note, and with the terms
// of the sets it uses in their place.
func (c *compiler) hash(r qda.Rule, u unit) string {
	r = r.Terms(c.book.Resolve)
	r.ID, r.Note, r.Unit = "", "", divisions(c.windows)[u]
	b, err := json.Marshal(r)
	if err != nil { // a Rule holds only strings and numbers
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}
