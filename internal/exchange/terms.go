package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"tematik/internal/errs"
)

// TermProblem is what is wrong with a term, a rule or a code of a codebook, as
// is only found when its rules are compiled.
type TermProblem struct {
	Code string // id; "" for the codebook as a whole
	Rule string // id, or the place in its code from 1; "" for except and the code as a whole
	Term string // "" for the rule as a whole; of the codebook, the form under normalize
	Text string
	Set  string // name; then there is no code
}

// TermErrors is the one error of all that is wrong with the terms of a codebook
// that ReadCodebook has read: each problem with file, line and excerpt, in the
// order of the file, five at most. It is nil where there is no problem.
func TermErrors(name string, data []byte, problems []TermProblem) error {
	if len(problems) == 0 {
		return nil
	}
	r, err := readCodebook(name, data)
	if err != nil {
		return err
	}
	type complaint struct {
		line int
		text string
	}
	var all []complaint
	used := map[int]bool{}
	for _, p := range problems {
		what := p.describe()
		at := r.find(p, used)
		if at == nil {
			all = append(all, complaint{0, name + ": " + what})
			continue
		}
		all = append(all, complaint{at.Line, r.excerpt(at, what)})
	}
	slices.SortStableFunc(all, func(a, b complaint) int { return cmp.Compare(a.line, b.line) })
	const most = 5
	var texts []string
	for _, c := range all[:min(len(all), most)] {
		texts = append(texts, c.text)
	}
	if n := len(all) - most; n > 0 {
		texts = append(texts, fmt.Sprintf("… and %d more", n))
	}
	return errs.New(errs.Usage, "%s", strings.Join(texts, "\n")).Hint("%s", yamlHelp)
}

// describe says what is wrong with what; the place is said by the excerpt.
func (p TermProblem) describe() string {
	where := ""
	if p.Set != "" {
		where = "set " + p.Set
		if p.Term != "" {
			where += fmt.Sprintf(", term %q", p.Term)
		}
		return where + ": " + p.Text
	}
	if p.Code != "" {
		where = "code " + p.Code
		if p.Rule != "" && p.Term == "" {
			where += ", rule " + p.Rule
		}
		if p.Term != "" {
			where += fmt.Sprintf(", term %q", p.Term)
		}
		where += ": "
	}
	return where + p.Text
}

// spot is where a code, a rule or a term stands.
type spot struct {
	code int    // place in the codebook; -1: normalize, or a set
	set  string // its name
	rule int    // place in the code, from 1; 0: none
	term string
	at   *token.Position
}

// note keeps where a term stands, or the rule that is read.
func (r *codebookReader) note(term string, n ast.Node) {
	r.spot(term, startOf(n))
}

func (r *codebookReader) spot(term string, at *token.Position) {
	code := len(r.cb.Codes)
	if r.set != "" {
		code = -1
	}
	r.spots = append(r.spots, spot{code, r.set, r.rule, term, at})
}

// terms gives a list of terms; white space around one means nothing.
func (r *codebookReader) terms(n ast.Node, what string) ([]string, error) {
	out, err := r.texts(n, what)
	if err != nil {
		return nil, err
	}
	items, isList := n.(*ast.SequenceNode)
	above := n.GetToken().Position.Line
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
		if isList {
			r.note(out[i], items.Values[i])
			continue
		}
		at := r.lineOf(out[i], above)
		above = at.Line
		r.spot(out[i], at)
	}
	return out, nil
}

// lineOf finds a term of a block, which has one a line below its sign.
func (r *codebookReader) lineOf(term string, above int) *token.Position {
	for i := above; i < len(r.lines); i++ {
		if strings.TrimSpace(clean(r.lines[i])) == term {
			return &token.Position{Line: i + 1, Column: 1 + len(r.lines[i]) - len(strings.TrimLeft(r.lines[i], " \t"))}
		}
	}
	return &token.Position{Line: above}
}

// find gives the place of a problem. The same mistake made twice has two
// problems, so a spot that was found is not found again.
func (r *codebookReader) find(p TermProblem, used map[int]bool) *token.Position {
	for i, s := range r.spots {
		if used[i] || s.term != p.Term || !r.isOf(s, p) || !r.isRule(s, p.Rule) {
			continue
		}
		used[i] = p.Term != ""
		return s.at
	}
	if n := r.placed[p.Code]; n != nil {
		return startOf(n)
	}
	return nil
}

// startOf is where a node begins: a block mapping, at its first key.
func startOf(n ast.Node) *token.Position {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 && !m.IsFlowStyle {
		n = m.Values[0].Key
	}
	return n.GetToken().Position
}

func (r *codebookReader) isOf(s spot, p TermProblem) bool {
	if s.code < 0 {
		return p.Code == "" && p.Set == s.set
	}
	return s.code < len(r.cb.Codes) && r.cb.Codes[s.code].Key == p.Code
}

// isRule reports a spot of the rule of an id, or of its place in the code.
func (r *codebookReader) isRule(s spot, rule string) bool {
	if s.code < 0 || s.rule == 0 || rule == "" {
		return s.rule == 0 && rule == ""
	}
	id := r.cb.Codes[s.code].Rules[s.rule-1].ID
	return id == rule || id == "" && strconv.Itoa(s.rule) == rule
}
