package study

import (
	"context"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/rules"
)

// Level says how serious a remark on a codebook is.
type Level string

// The levels: only failures fail a check.
const (
	Failure Level = "failure"
	Warning Level = "warning"
	Notice  Level = "remark"
)

// Remark is what a check of a codebook has to say.
type Remark struct {
	ID    string // such as codes_overlap
	Level Level
	Codes []string
	Rule  string
	Terms []string
	Count int // with Of: so many of so many
	Of    int
	Text  lang.Text
}

// Check is a codebook that was looked through.
type Check struct {
	Remarks   []Remark // the most serious first
	Codes     int
	Examples  int // of codes with rules: the tests that were run
	Documents int // that overlaps were measured on
}

// Failures counts what fails the check.
func (c *Check) Failures() (n int) {
	for _, r := range c.Remarks {
		if r.Level == Failure {
			n++
		}
	}
	return n
}

// CheckCodebook runs the examples of the project's codebook, or of that in a
// file, as tests of its rules, and looks for what its author would want to
// know. Overlaps are measured on the documents of the project.
func (p *Project) CheckCodebook(ctx context.Context, path string) (*Check, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	if path != "" {
		cb, _, err := readCodebook(path)
		if err != nil {
			return nil, err
		}
		with := *s
		with.Codebook, with.Tree, with.Codings, with.Proposals = *cb, qda.NewTree(cb.Codes), qda.Codings{}, nil
		s = &with
	}
	return checkCodebook(ctx, s)
}

// CheckFile is CheckCodebook without a project: overlaps are looked for among
// the examples alone.
func CheckFile(ctx context.Context, path string) (*Check, error) {
	cb, _, err := readCodebook(path)
	if err != nil {
		return nil, err
	}
	return checkCodebook(ctx, &qda.Snapshot{Codebook: *cb, Tree: qda.NewTree(cb.Codes), Project: qda.Project{Language: "id"}})
}

func checkCodebook(ctx context.Context, s *qda.Snapshot) (*Check, error) {
	if len(s.Codes()) == 0 {
		return nil, errs.New(errs.NotFound, "codebook: it is empty").Hint("tematik codebook import FILE.yaml")
	}
	set, problems, err := rules.Compile(&s.Codebook, s.Project.Language)
	if err != nil {
		return nil, err
	}
	c := &Check{Codes: len(s.Codes()), Documents: len(s.Documents)}
	c.examples(s, set)
	c.deadTerms(set)
	for _, x := range set.UnknownSpeakers(s) {
		c.add(Remark{ID: "speaker_unknown", Level: Warning, Codes: []string{x.Code}, Rule: x.Rule, Text: lang.T("%v, rule %v: %v", "%v, aturan %v: %v", x.Code, x.Rule, x.Text)})
	}
	if len(s.Documents) > 0 {
		overlaps, err := set.Overlaps(ctx, s)
		if err != nil {
			return nil, err
		}
		c.overlaps(overlaps)
	}
	c.exampleOverlaps(set)
	c.sameRules(set)
	c.sameNames(s)
	c.unsaid(s)
	c.advice(problems)
	return c, nil
}

func (c *Check) add(r Remark) { c.Remarks = append(c.Remarks, r) }

// short ends what the lexicon says of a root that is found in other words.
const short = " is short: look through its forms, and strike out those of other words with except"

// advice passes on what the compiler says of terms; of short roots once.
func (c *Check) advice(problems []rules.Problem) {
	var roots, of []string
	for _, x := range problems {
		if root, is := strings.CutSuffix(x.Text, short); is {
			roots = append(roots, root)
			if !slices.Contains(of, x.Code) {
				of = append(of, x.Code)
			}
			continue
		}
		r := Remark{ID: "advice", Level: Notice, Rule: x.Rule, Text: lang.Same(x.Text)}
		if x.Code != "" {
			r.Codes, r.Text = []string{x.Code}, lang.Same(x.Code+": "+x.Text)
		}
		if x.Term != "" {
			r.Terms = []string{x.Term}
		}
		c.add(r)
	}
	if roots != nil {
		c.add(Remark{ID: "roots_short", Level: Notice, Codes: of, Terms: roots, Count: len(roots),
			Text: lang.T("short roots, found in other words too: %v; look with tematik codebook expand, strike out with except", "akar pendek, juga ditemukan dalam kata lain: %v; periksa dengan tematik codebook expand, coret dengan except", strings.Join(roots, ", "))})
	}
}

func (c *Check) examples(s *qda.Snapshot, set *rules.Set) {
	for _, k := range s.Codes() {
		for _, x := range k.Examples.Yes {
			if slices.Contains(k.Examples.No, x) {
				c.add(Remark{ID: "example_contradicts", Level: Failure, Codes: []string{k.Key}, Text: lang.T("%v: an example and a counter-example at once: “%v”", "%v: sekaligus contoh dan contoh tandingan: “%v”", k.Key, x)})
			}
		}
		if len(k.Rules) > 0 {
			c.Examples += len(k.Examples.Yes) + len(k.Examples.No)
		}
	}
	for _, x := range set.Examples() {
		r := Remark{ID: "example_missed", Level: Failure, Codes: []string{x.Code}, Rule: x.Rule, Text: lang.T("%v: no rule finds its example “%v”", "%v: tidak ada aturan yang menemukan contohnya “%v”", x.Code, x.Example)}
		if x.Rule != "" {
			r.ID, r.Text = "example_found", lang.T("%v: rule %v finds the counter-example “%v”", "%v: aturan %v menemukan contoh tandingan “%v”", x.Code, x.Rule, x.Example)
		}
		c.add(r)
	}
}

func (c *Check) deadTerms(set *rules.Set) {
	dead := set.DeadTerms()
	for len(dead) > 0 {
		d := dead[0]
		n := 0
		var terms, why []string
		for n < len(dead) && dead[n].Code == d.Code && dead[n].Rule == d.Rule {
			terms = append(terms, dead[n].Term)
			why = append(why, dead[n].Term+" ("+keyOf(dead[n])+": "+dead[n].By+")")
			n++
		}
		r := Remark{ID: "term_never", Level: Warning, Codes: []string{d.Code}, Rule: d.Rule, Terms: terms,
			Text: lang.T("%v: in rule %v these find nothing, being taken out: %v", "%v: dalam aturan %v ini tidak menemukan apa pun, karena disingkirkan: %v", d.Code, d.Rule, strings.Join(why, ", "))}
		if d.Never {
			r.ID = "rule_never"
			r.Text = lang.T("%v: rule %v can never hold; these are taken out: %v", "%v: aturan %v tidak akan pernah berlaku; ini disingkirkan: %v", d.Code, d.Rule, strings.Join(why, ", "))
		}
		c.add(r)
		dead = dead[n:]
	}
}

func keyOf(d rules.DeadTerm) string {
	if d.Except {
		return "except"
	}
	return "none"
}

// What two codes must have in common to be spoken of: so many, and so large a
// share of what the smaller one has.
const (
	overlapUnits    = 3
	overlapExamples = 2
	overlapShare    = 0.5
)

func much(n, of, least int) bool { return n >= least && float64(n) >= overlapShare*float64(of) }

func (c *Check) overlaps(found []rules.Overlap) {
	found = slices.DeleteFunc(found, func(o rules.Overlap) bool { return !much(o.Both, min(o.Of, o.OtherOf), overlapUnits) })
	slices.SortStableFunc(found, func(a, b rules.Overlap) int { return b.Both - a.Both })
	for _, o := range found {
		c.add(Remark{ID: "codes_overlap", Level: Warning, Codes: []string{o.Code, o.Other}, Count: o.Both, Of: min(o.Of, o.OtherOf),
			Text: lang.T("%v and %v: their rules propose the same %v passages, of %v and %v", "%v dan %v: aturan keduanya mengusulkan %v bagian yang sama, dari %v dan %v", o.Code, o.Other, o.Both, o.Of, o.OtherOf)})
	}
}

func (c *Check) exampleOverlaps(set *rules.Set) {
	found := slices.DeleteFunc(set.ExampleOverlaps(), func(o rules.Overlap) bool { return !much(o.Both, o.Of, overlapExamples) })
	for _, o := range found {
		c.add(Remark{ID: "examples_overlap", Level: Notice, Codes: []string{o.Code, o.Other}, Count: o.Both, Of: o.Of,
			Text: lang.T("%v: the rules of %v also find %v of its %v examples", "%v: aturan %v juga menemukan %v dari %v contohnya", o.Code, o.Other, o.Both, o.Of)})
	}
}

func (c *Check) sameRules(set *rules.Set) {
	for _, t := range set.SameRules() {
		c.add(Remark{ID: "rules_same", Level: Warning, Codes: []string{t.Code, t.Other}, Rule: t.Rule,
			Text: lang.T("%v and %v have the same rule: %v, %v", "%v dan %v memiliki aturan yang sama: %v, %v", t.Code, t.Other, t.Rule, t.OtherRule)})
	}
	for _, t := range set.LikeRules() {
		c.add(Remark{ID: "rules_alike", Level: Notice, Codes: []string{t.Code, t.Other}, Rule: t.Rule,
			Text: lang.T("%v and %v have rules that look for nearly the same: %v, %v", "%v dan %v memiliki aturan yang mencari hal yang hampir sama: %v, %v", t.Code, t.Other, t.Rule, t.OtherRule)})
	}
}

// sameNames tells of names and examples that two codes share.
func (c *Check) sameNames(s *qda.Snapshot) {
	names, examples := map[string]string{}, map[string]string{}
	for _, k := range s.Codes() {
		for _, l := range []string{"en", "id"} {
			name := k.Name.In(l)
			id := l + strings.ToLower(name)
			first, twice := names[id]
			switch {
			case name == "" || first == k.Key:
			case !twice:
				names[id] = k.Key
			default:
				c.add(Remark{ID: "names_same", Level: Warning, Codes: []string{first, k.Key}, Text: lang.T("%v and %v have the same name: %v", "%v dan %v memiliki nama yang sama: %v", first, k.Key, name)})
			}
			if k.Name.EN == "" || k.Name.ID == "" {
				break // the same in both languages
			}
		}
		for _, x := range k.Examples.Yes {
			if first, twice := examples[x]; twice && first != k.Key {
				c.add(Remark{ID: "example_shared", Level: Notice, Codes: []string{first, k.Key}, Text: lang.T("%v and %v have the same example: “%v”", "%v dan %v memiliki contoh yang sama: “%v”", first, k.Key, x)})
			} else {
				examples[x] = k.Key
			}
		}
	}
}

// unsaid tells what the codes do not say yet, each lack once.
func (c *Check) unsaid(s *qda.Snapshot) {
	for _, lack := range []struct {
		id     string
		level  Level
		en, in string
		lacks  func(i int, k *qda.Code) bool
	}{
		{"no_definition", Warning, "no definition", "tanpa definisi", func(_ int, k *qda.Code) bool { return k.Kind == qda.KindCode && k.Definition.IsZero() }},
		{"no_concept", Notice, "themes without a concept", "tema tanpa konsep", func(_ int, k *qda.Code) bool { return k.Kind == qda.KindTheme && k.Concept.IsZero() }},
		{"theme_empty", Notice, "themes without codes", "tema tanpa kode", func(i int, k *qda.Code) bool {
			return k.Kind == qda.KindTheme && s.Tree.Leaf(i) && len(k.Rules) == 0
		}},
		{"theme_rules", Notice, "themes with rules of their own", "tema dengan aturan sendiri", func(_ int, k *qda.Code) bool { return k.Kind == qda.KindTheme && len(k.Rules) > 0 }},
		{"no_include", Notice, "not said what is included", "tanpa keterangan yang termasuk", func(_ int, k *qda.Code) bool { return k.Kind == qda.KindCode && k.Include.IsZero() }},
		{"no_exclude", Notice, "not said what is excluded", "tanpa keterangan yang tidak termasuk", func(_ int, k *qda.Code) bool { return k.Kind == qda.KindCode && k.Exclude.IsZero() }},
		{"no_examples", Notice, "no examples", "tanpa contoh", func(_ int, k *qda.Code) bool { return k.Kind == qda.KindCode && len(k.Examples.Yes) == 0 }},
	} {
		var of []string
		for i := range s.Codes() {
			if lack.lacks(i, &s.Codes()[i]) {
				of = append(of, s.Codes()[i].Key)
			}
		}
		if of != nil {
			c.add(Remark{ID: lack.id, Level: lack.level, Codes: of, Count: len(of), Of: len(s.Codes()), Text: lang.T("%v: %v", "%v: %v", lang.T(lack.en, lack.in), strings.Join(of, ", "))})
		}
	}
}
