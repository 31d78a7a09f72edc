package rules

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tematik/internal/lexicon"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Form is a form that a term of a rule has in the documents, and how often.
type Form struct {
	Code, Rule string // ids; Rule is "" for except
	Role       string // any, all, near, none, after_question or except
	Term       string
	Form       string // in lower case; "" for a term that is not found
	Count      int
	Struck     bool // taken out by except
}

// Expand lists the forms that each term finds in the speech its rule looks at,
// so that an author sees what a rule means in this study: in the order of the
// codebook, the frequent ones first.
func (s *Set) Expand(ctx context.Context, snap *qda.Snapshot, chosen []bool) ([]Form, error) {
	var mu sync.Mutex
	total := map[role]map[seen]int{}
	err := s.walk(ctx, snap, chosen, func(p *pass, doc int) {
		found := map[role]map[seen]int{}
		t := snap.Texts[doc]
		p.units(&snap.Documents[doc], t, func(r *runner, of unit, span text.Span, allowed []bool) {
			r.each(of, span, allowed, func(u *use, h lexicon.Hit, struck bool) {
				if u.group == striking && of != s.unitOf(u.code) {
					return // counted once, though rules of several units read it
				}
				form := strings.ToLower(strings.Join(strings.Fields(t.Cut(h.Span)), " "))
				count(found, role{u.code, u.rule, u.group, u.term}, seen{form, struck}, 1)
			})
		})
		mu.Lock()
		defer mu.Unlock()
		for k, forms := range found {
			for f, n := range forms {
				count(total, k, f, n)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return s.forms(total), nil
}

// unitOf is the unit of a code's first rule.
func (s *Set) unitOf(code int) unit {
	for i := range s.rules {
		if s.rules[i].code == code {
			return s.rules[i].unit
		}
	}
	return turn
}

// role is a term in its place in the codebook; seen is a form of it.
type role struct{ code, rule, group, term int }

type seen struct {
	form   string
	struck bool
}

func count(m map[role]map[seen]int, k role, f seen, n int) {
	if m[k] == nil {
		m[k] = map[seen]int{}
	}
	m[k][f] += n
}

// forms brings what was found into the order of the codebook.
func (s *Set) forms(found map[role]map[seen]int) (out []Form) {
	add := func(f Form, k role) {
		f.Code, f.Term = s.codes[k.code].Key, s.terms[k.term].String()
		from := len(out)
		for form, n := range found[k] {
			f.Form, f.Struck, f.Count = form.form, form.struck, n
			out = append(out, f)
		}
		if len(out) == from {
			out = append(out, f)
		}
		slices.SortFunc(out[from:], func(a, b Form) int {
			return cmp.Or(b.Count-a.Count, strings.Compare(a.Form, b.Form), compare(a.Struck, b.Struck))
		})
	}
	next := 0
	for code := range s.codes {
		for ; next < len(s.rules) && s.rules[next].code == code; next++ {
			r := &s.rules[next]
			for g, group := range r.groups {
				for _, t := range group.terms {
					add(Form{Rule: r.id, Role: group.name}, role{code, next, g, t})
				}
			}
			for _, t := range r.none {
				add(Form{Rule: r.id, Role: "none"}, role{code, next, killing, t})
			}
			for _, t := range r.after {
				add(Form{Rule: r.id, Role: "after_question"}, role{code, next, asking, t})
			}
		}
		for _, t := range s.except[code] {
			add(Form{Role: "except"}, role{code: code, group: striking, term: t})
		}
	}
	return out
}

func compare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Examples runs the rules of each code on the code's own examples: every yes is
// to be proposed, no no. A problem is a warning; codes without rules have none.
func (s *Set) Examples() (problems []Problem) {
	ruled := make([]bool, len(s.codes))
	for i := range s.rules {
		ruled[s.rules[i].code] = true
	}
	r := s.program(s.language).runner()
	for i, c := range s.codes {
		if !ruled[i] {
			continue
		}
		for _, e := range c.Examples.Yes {
			if len(r.try(e, i)) == 0 {
				problems = append(problems, Problem{Warning: true, Code: c.Key, Example: e, Text: fmt.Sprintf("no rule finds its example %q", e)})
			}
		}
		for _, e := range c.Examples.No {
			for _, id := range r.try(e, i) {
				problems = append(problems, Problem{Warning: true, Code: c.Key, Rule: id, Example: e, Text: fmt.Sprintf("finds %q, which the code is not to cover", e)})
			}
		}
	}
	return problems
}

// try gives the rules by which a code is proposed somewhere in a passage.
func (r *runner) try(passage string, code int) (ids []string) {
	r.passage(passage, func(fired []firing) {
		fired = slices.DeleteFunc(fired, func(f firing) bool { return r.set.rules[f.rule].code != code })
		p, ok := r.set.proposal(place{}, fired, nil)
		for _, id := range strings.Split(p.Rule, "+") {
			if ok && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	})
	return ids
}

// passage yields the rules that hold in each unit of a passage, taken as one
// turn of anyone. It stands alone, so a rule with after_question takes its
// question as asked.
func (r *runner) passage(passage string, yield func(fired []firing)) {
	t := text.New(passage)
	everyone := slices.Repeat([]bool{true}, len(r.set.scopes))
	looked := slices.Repeat([]bool{true}, int(windows)+len(r.set.windows))
	r.question = 1
	for i := range r.asked {
		r.asked[i] = r.question
	}
	r.divide(t, t.All(), looked, undivided, func(u unit, span text.Span) { yield(r.run(u, span, everyone)) })
}
