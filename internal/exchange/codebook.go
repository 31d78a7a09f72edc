package exchange

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

// ReadCodebook reads a codebook of YAML. Codes get provisional numbers in tree
// order. Every refusal names file, line and shows the place.
func ReadCodebook(name string, data []byte) (*qda.Codebook, error) {
	r, err := readCodebook(name, data)
	if err != nil {
		return nil, err
	}
	return r.cb, r.cb.Validate()
}

func readCodebook(name string, data []byte) (*codebookReader, error) {
	s, err := plainText(name, data)
	if err != nil {
		if e := (*errs.Error)(nil); errors.As(err, &e) && e.Help != "" {
			e.Help = "save it as plain text in UTF-8 and import it again: tematik codebook import FILE"
		}
		return nil, err
	}
	f, body, err := parseYAML(name, s)
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, errs.New(errs.Usage, "%s: the file is empty", name).Hint("%s", yamlHelp)
	}
	r := &codebookReader{yamlFile: f, cb: &qda.Codebook{}, placed: map[string]ast.Node{}}
	return r, r.top(body)
}

type codebookReader struct {
	*yamlFile
	cb     *qda.Codebook
	placed map[string]ast.Node // where a code id stands
	spots  []spot
	rule   int    // the rule that is read, from 1; 0: none
	set    string // the set that is read
}

func (r *codebookReader) top(n ast.Node) error {
	entries, err := r.mapping(n, "the codebook", "codebook", "version", "language", "unit", "closed", "normalize", "sets", "codes")
	if err != nil {
		return err
	}
	var codes []ast.Node
	listed := false
	for _, e := range entries {
		switch e.key {
		case "codebook":
			r.cb.Title, err = r.words(e.value, "codebook")
		case "version":
			r.cb.Version, err = r.scalar(e.value, "version")
		case "language":
			r.cb.Language, err = r.choice(e.value, "language", "id", "en", "both")
		case "unit":
			r.cb.Unit, err = r.unit(e.value)
		case "closed":
			r.cb.Closed, err = r.boolean(e.value, "closed")
		case "normalize":
			r.cb.Normalize, err = r.normalize(e.value)
		case "sets":
			err = r.sets(e.value)
		case "codes":
			codes, err = r.list(e.value, "codes")
			listed = true
		}
		if err != nil {
			return err
		}
	}
	if !listed {
		return r.at(n, "the codebook has no codes: add a list under the key \"codes\"")
	}
	return r.children(codes, 0)
}

func (r *codebookReader) normalize(n ast.Node) (map[string]string, error) {
	entries, err := r.mapping(n, "normalize")
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	out := make(map[string]string, len(entries))
	for _, e := range entries {
		if out[e.key], err = r.scalar(e.value, "normalize: "+e.key); err != nil {
			return nil, err
		}
		r.spots = append(r.spots, spot{code: -1, term: e.key, at: e.node.GetToken().Position})
	}
	return out, nil
}

// sets reads the named lists of terms.
func (r *codebookReader) sets(n ast.Node) error {
	entries, err := r.mapping(n, "sets")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !qda.ValidKey(e.key) {
			return r.at(e.node, "set %q: a name is lower-case words joined by '.', '-' or '_', such as %s, and is used as $%[2]s", e.key, qda.KeyOf(e.key))
		}
		r.set = e.key
		r.spots = append(r.spots, spot{code: -1, set: e.key, at: e.node.GetToken().Position})
		terms, err := r.terms(e.value, "set "+e.key)
		if err != nil {
			return err
		}
		r.cb.Sets = append(r.cb.Sets, qda.TermSet{Name: e.key, Terms: terms})
	}
	r.set = ""
	return nil
}

func (r *codebookReader) children(items []ast.Node, parent qda.CodeID) error {
	for _, it := range items {
		if err := r.code(it, parent); err != nil {
			return err
		}
	}
	return nil
}

func (r *codebookReader) code(n ast.Node, parent qda.CodeID) error {
	entries, err := r.mapping(n, "a code", "id", "name", "kind", "concept", "definition", "include", "exclude", "examples", "color", "except", "rules", "codes")
	if s, ok := n.(*ast.StringNode); ok {
		return r.at(n, "a code must be a mapping of keys and values, such as \"- name: %s\"", clip(s.Value, 40))
	}
	if err != nil {
		return err
	}
	c := qda.Code{ID: qda.CodeID(len(r.cb.Codes) + 1), Parent: parent}
	var below []ast.Node
	place := n
	for _, e := range entries {
		switch e.key {
		case "id":
			place = e.value
			c.Key, err = r.scalar(e.value, "id")
		case "codes":
			below, err = r.list(e.value, "codes")
		default:
			err = r.codeField(&c, e)
		}
		if err != nil {
			return err
		}
	}
	if err := r.settle(&c, place, len(below) > 0); err != nil {
		return err
	}
	r.cb.Codes = append(r.cb.Codes, c)
	return r.children(below, c.ID)
}

// settle fills in what a code may leave out and checks what it says of itself.
func (r *codebookReader) settle(c *qda.Code, place ast.Node, parent bool) error {
	if c.Key == "" && !c.Name.IsZero() {
		c.Key = qda.KeyOf(c.Name.In("en"))
	}
	if c.Key == "" {
		return r.at(place, "a code needs an id or a name")
	}
	if !qda.ValidKey(c.Key) {
		return r.at(place, "id %q: an id is lower-case words joined by '.', '-' or '_', such as %s", c.Key, qda.KeyOf(c.Key))
	}
	if first, twice := r.placed[c.Key]; twice {
		return r.at(place, "id %q is used twice; first in line %d", c.Key, first.GetToken().Position.Line)
	}
	r.placed[c.Key] = place
	if c.Name.IsZero() {
		c.Name.Plain = c.Key
	}
	if c.Kind == "" {
		c.Kind = qda.KindCode
		if parent && len(c.Rules) == 0 {
			c.Kind = qda.KindTheme
		}
	}
	if !c.Concept.IsZero() && c.Kind != qda.KindTheme {
		return r.at(place, "%s has a concept but is a code: a central organising concept belongs to a theme (kind: theme)", c.Key)
	}
	return nil
}

func (r *codebookReader) codeField(c *qda.Code, e entry) (err error) {
	switch e.key {
	case "name":
		c.Name, err = r.words(e.value, "name")
	case "kind":
		var k string
		k, err = r.choice(e.value, "kind", string(qda.KindTheme), string(qda.KindCode))
		c.Kind = qda.CodeKind(k)
	case "concept":
		c.Concept, err = r.words(e.value, "concept")
	case "definition":
		c.Definition, err = r.words(e.value, "definition")
	case "include":
		c.Include, err = r.words(e.value, "include")
	case "exclude":
		c.Exclude, err = r.words(e.value, "exclude")
	case "examples":
		c.Examples, err = r.examples(e.value)
	case "color":
		if c.Color, err = r.scalar(e.value, "color"); err == nil && !isColor(c.Color) {
			err = r.at(e.value, "color %q: must be like \"#d55e00\", in quotes", c.Color)
		}
	case "except":
		c.Except, err = r.terms(e.value, "except")
	case "rules":
		c.Rules, err = r.rules(e.value)
	}
	return err
}

// isColor reports six hexadecimal digits after a "#".
func isColor(s string) bool {
	digits, ok := strings.CutPrefix(s, "#")
	return ok && len(digits) == 6 && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

// words reads a text: plain, or in two languages. A key that was left without
// a text has none.
func (r *codebookReader) words(n ast.Node, what string) (qda.Words, error) {
	if _, none := n.(*ast.NullNode); none {
		return qda.Words{}, nil
	}
	if _, isMap := n.(*ast.MappingNode); !isMap {
		s, err := r.scalar(n, what)
		return qda.Words{Plain: s}, err
	}
	entries, err := r.mapping(n, what, "en", "id")
	if err != nil {
		return qda.Words{}, err
	}
	var w qda.Words
	for _, e := range entries {
		s, err := r.scalar(e.value, what+": "+e.key)
		if err != nil {
			return w, err
		}
		if e.key == "en" {
			w.EN = s
		} else {
			w.ID = s
		}
	}
	return w, nil
}

func (r *codebookReader) examples(n ast.Node) (qda.Examples, error) {
	var x qda.Examples
	entries, err := r.mapping(n, "examples", "yes", "no")
	if err != nil {
		return x, err
	}
	for _, e := range entries {
		list, err := r.texts(e.value, "examples: "+e.key)
		if err != nil {
			return x, err
		}
		if e.key == "yes" {
			x.Yes = list
		} else {
			x.No = list
		}
	}
	return x, nil
}

func (r *codebookReader) rules(n ast.Node) ([]qda.Rule, error) {
	items, err := r.list(n, "rules")
	if err != nil {
		return nil, err
	}
	var out []qda.Rule
	for _, it := range items {
		r.rule = len(out) + 1
		r.note("", it)
		rule, err := r.oneRule(it)
		if err != nil {
			return nil, err
		}
		out = append(out, rule)
	}
	r.rule = 0
	return out, nil
}

func (r *codebookReader) oneRule(n ast.Node) (qda.Rule, error) {
	var q qda.Rule
	entries, err := r.mapping(n, "a rule", "id", "any", "min", "all", "near", "within", "ordered", "none", "after_question", "unit", "speaker", "lang", "weight", "note")
	if err != nil {
		return q, err
	}
	for _, e := range entries {
		if err := r.ruleField(&q, e); err != nil {
			return q, err
		}
	}
	switch {
	case len(q.Any)+len(q.All)+len(q.Near) == 0:
		return q, r.at(n, "a rule needs terms under \"any\", \"all\" or \"near\"")
	case len(q.Near) > 0 && q.Within == 0:
		return q, r.at(n, "near needs within: how many words apart the two may be (1: side by side)")
	case len(q.Near) == 0 && (q.Within != 0 || q.Ordered):
		return q, r.at(n, "within and ordered go with near: [A, B]")
	}
	return q, r.reachable(n, q.Min, q.Any)
}

func (r *codebookReader) ruleField(q *qda.Rule, e entry) (err error) {
	switch e.key {
	case "id":
		q.ID, err = r.scalar(e.value, "id")
	case "any":
		q.Any, err = r.terms(e.value, "any")
	case "min":
		q.Min, err = r.number(e.value, "min")
	case "all":
		q.All, err = r.groups(e.value)
	case "near":
		q.Near, err = r.near(e.value)
	case "within":
		q.Within, err = r.number(e.value, "within")
	case "ordered":
		q.Ordered, err = r.boolean(e.value, "ordered")
	case "none":
		q.None, err = r.terms(e.value, "none")
	case "after_question":
		q.After, err = r.terms(e.value, "after_question")
	case "unit":
		q.Unit, err = r.unit(e.value)
	case "speaker":
		q.Speaker, err = r.speakers(e.value)
	case "lang":
		q.Lang, err = r.choice(e.value, "lang", "id", "en", "both")
	case "weight":
		q.Weight, err = r.weight(e.value)
	case "note":
		q.Note, err = r.scalar(e.value, "note")
	}
	return err
}

func (r *codebookReader) unit(n ast.Node) (string, error) {
	s, err := r.scalar(n, "unit")
	if err != nil {
		return "", err
	}
	if _, _, ok := qda.ParseUnit(s); !ok {
		return "", r.at(n, "unit: %q must be %s", s, qda.Units)
	}
	return s, nil
}

// weight reads a weight; one is what a rule has anyway.
func (r *codebookReader) weight(n ast.Node) (float64, error) {
	s, err := r.scalar(n, "weight")
	if err != nil {
		return 0, err
	}
	w, err := strconv.ParseFloat(s, 64)
	if err != nil || w == 0 || math.Abs(w) > 100 || w != w {
		return 0, r.at(n, "weight must be a number such as 0.5, or below zero to speak against, and not 0")
	}
	if w == 1 {
		w = 0
	}
	return w, nil
}

// near reads the two sides of near, each a term or a list of terms.
func (r *codebookReader) near(n ast.Node) ([][]string, error) {
	items, err := r.list(n, "near")
	if err != nil {
		return nil, err
	}
	if len(items) != 2 {
		return nil, r.at(n, "near has %d sides; it takes two, each a term, a list of terms or a set: near: [A, [B, C]]", len(items))
	}
	var out [][]string
	for _, it := range items {
		if _, isList := it.(*ast.SequenceNode); isList {
			side, err := r.terms(it, "a side of near")
			if err != nil {
				return nil, err
			}
			out = append(out, side)
			continue
		}
		t, err := r.term(it, "near")
		if err != nil {
			return nil, err
		}
		out = append(out, []string{t})
	}
	return out, nil
}

// term reads a term that stands alone.
func (r *codebookReader) term(n ast.Node, where string) (string, error) {
	s, err := r.scalar(n, "a term of "+where)
	if err != nil {
		return "", err
	}
	if s = strings.TrimSpace(s); s == "" {
		return "", r.at(n, "a term of %s is empty", where)
	}
	r.note(s, n)
	return s, nil
}

// reachable refuses a minimum that the terms can never reach.
func (r *codebookReader) reachable(n ast.Node, least int, terms []string) error {
	for _, t := range terms {
		if _, is := qda.SetName(t); is {
			return nil // how many terms a set has is known when all is read
		}
	}
	if least > len(terms) {
		return r.at(n, "min is %d, but \"any\" has only %s", least, counted(len(terms), "term", "terms"))
	}
	return nil
}

func (r *codebookReader) groups(n ast.Node) ([]qda.Group, error) {
	items, err := r.list(n, "all")
	if err != nil {
		return nil, err
	}
	var out []qda.Group
	for _, it := range items {
		g, err := r.group(it)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	if len(out) == 0 {
		return nil, r.at(n, "all is an empty list: leave the key out, or write a group of terms")
	}
	return out, nil
}

// group reads a group of terms, or a single term that stands for one.
func (r *codebookReader) group(n ast.Node) (qda.Group, error) {
	var g qda.Group
	if _, isMap := n.(*ast.MappingNode); !isMap {
		t, err := r.term(n, "all")
		g.Any = []string{t}
		return g, err
	}
	entries, err := r.mapping(n, "a group of all", "any", "min")
	if err != nil {
		return g, err
	}
	for _, e := range entries {
		if e.key == "any" {
			g.Any, err = r.terms(e.value, "any")
		} else {
			g.Min, err = r.number(e.value, "min")
		}
		if err != nil {
			return g, err
		}
	}
	if len(g.Any) == 0 {
		return g, r.at(n, "a group of \"all\" needs terms under \"any\"")
	}
	return g, r.reachable(n, g.Min, g.Any)
}

func (r *codebookReader) speakers(n ast.Node) ([]string, error) {
	if _, isList := n.(*ast.SequenceNode); isList {
		list, err := r.texts(n, "speaker")
		for i := range list {
			list[i] = strings.TrimSpace(list[i])
		}
		return list, err
	}
	s, err := r.scalar(n, "speaker")
	return []string{s}, err
}

func (r *codebookReader) choice(n ast.Node, what string, allowed ...string) (string, error) {
	s, err := r.scalar(n, what)
	if err != nil {
		return "", err
	}
	if !slices.Contains(allowed, s) {
		return "", r.at(n, "%s: %q must be one of %s", what, s, strings.Join(allowed, ", "))
	}
	return s, nil
}
