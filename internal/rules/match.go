package rules

import (
	"slices"

	"tematik/internal/lexicon"
	"tematik/internal/text"
)

// program is the rules, read in one language. Each distinct word is compared
// with all terms once; after that a unit is a walk over its words.
type program struct {
	set     *Set
	matcher *lexicon.Matcher
	uses    [][]use // by the matcher's term
	count   int     // of uses
	lang    lexicon.Language
}

// use is what a term does: it is one of a group of a rule, or kills it, or
// strikes out what others of its code found.
type use struct {
	id    int
	code  int
	rule  int
	group int // or:
	term  int
}

// The groups that are none.
const (
	killing  = -1
	striking = -2
	asking   = -3
)

// program compiles the rules for documents in a language.
func (s *Set) program(lang lexicon.Language) *program {
	p := &program{set: s, lang: lang, matcher: lexicon.NewMatcher(s.lx)}
	type read struct {
		term int
		lang lexicon.Language
	}
	known := map[read]int{}
	add := func(term int, lang lexicon.Language, us use) {
		n, ok := known[read{term, lang}]
		if !ok {
			n = p.matcher.Add(s.terms[term], lang)
			known[read{term, lang}] = n
			p.uses = append(p.uses, nil)
		}
		us.id, us.term = p.count, term
		p.count++
		p.uses[n] = append(p.uses[n], us)
	}
	struck := map[read]bool{} // by code and language
	for i, r := range s.rules {
		lang := lang
		if r.language != 0 {
			lang = r.language
		}
		for g, group := range r.groups {
			for _, t := range group.terms {
				add(t, lang, use{code: r.code, rule: i, group: g})
			}
		}
		for _, t := range r.none {
			add(t, lang, use{code: r.code, rule: i, group: killing})
		}
		for _, t := range r.after {
			add(t, lang, use{code: r.code, rule: i, group: asking})
		}
		if !struck[read{r.code, lang}] {
			struck[read{r.code, lang}] = true
			for _, t := range s.except[r.code] {
				add(t, lang, use{code: r.code, group: striking})
			}
		}
	}
	return p
}

// runner applies a program to units; it is not safe to share.
type runner struct {
	*program
	reader *lexicon.Reader
	now    int     // number of the unit
	states []state // by rule
	seen   []int   // by use: the last unit it was met in
	struck [][]text.Span
	codes  []int // that have something struck
	fired  []firing
	rules  []int // met in this unit

	question int   // number of the interviewer's last turn
	asked    []int // by rule: the last of these in which its after_question was met
}

// state is how far a rule has come in a unit.
type state struct {
	unit     int
	killed   bool
	met      []int // by group: distinct terms
	evidence []text.Span
	sides    [2][]lexicon.Hit // of near
}

// firing is a rule that holds in a unit.
type firing struct {
	rule     int
	evidence []text.Span
}

func (p *program) runner() *runner {
	r := &runner{program: p, reader: p.matcher.Reader(p.lang), states: make([]state, len(p.set.rules)),
		seen: make([]int, p.count), asked: make([]int, len(p.set.rules)), struck: make([][]text.Span, len(p.set.codes))}
	for i := range r.states {
		r.states[i].met = make([]int, len(p.set.rules[i].groups))
	}
	return r
}

// run gives the rules that hold in a unit of the text that was read. allowed
// says which scopes its speaker is in. A question has none: it is kept for the
// units after it. The result is valid until the next run.
func (r *runner) run(u unit, span text.Span, allowed []bool) []firing {
	r.now++
	r.fired, r.rules = r.fired[:0], r.rules[:0]
	if u == asked {
		r.question = r.now
		r.each(u, span, allowed, func(u *use, _ lexicon.Hit, struck bool) {
			if u.group == asking && !struck {
				r.asked[u.rule] = r.question
			}
		})
		return nil
	}
	r.each(u, span, allowed, func(u *use, h lexicon.Hit, struck bool) {
		if u.group != striking && !struck {
			r.meet(u, h)
		}
	})
	slices.Sort(r.rules)
	for _, n := range r.rules {
		if st := &r.states[n]; !st.killed && r.complete(n) {
			r.fired = append(r.fired, firing{n, st.evidence})
		}
	}
	return r.fired
}

// each calls yield for what every term of the rules of a unit finds, and says
// whether the except terms of its code strike it out.
func (r *runner) each(of unit, span text.Span, allowed []bool, yield func(u *use, h lexicon.Hit, struck bool)) {
	hits := r.reader.Find(span)
	for _, h := range hits {
		for i := range r.uses[h.Term] {
			if u := &r.uses[h.Term][i]; u.group == striking {
				r.struck[u.code] = append(r.struck[u.code], h.Span)
				r.codes = append(r.codes, u.code)
				yield(u, h, false)
			}
		}
	}
	for _, h := range hits {
		for i := range r.uses[h.Term] {
			u := &r.uses[h.Term][i]
			if u.group == striking || (u.group == asking) != (of == asked) {
				continue
			}
			if rule := &r.set.rules[u.rule]; of == asked || rule.unit == of && allowed[rule.scope] {
				yield(u, h, overlaps(r.struck[u.code], h.Span))
			}
		}
	}
	for _, c := range r.codes {
		r.struck[c] = r.struck[c][:0]
	}
	r.codes = r.codes[:0]
}

// meet notes a find of a term for a rule.
func (r *runner) meet(u *use, h lexicon.Hit) {
	st := &r.states[u.rule]
	if st.unit != r.now {
		st.unit, st.killed, st.evidence = r.now, false, st.evidence[:0]
		st.sides[0], st.sides[1] = st.sides[0][:0], st.sides[1][:0]
		clear(st.met)
		r.rules = append(r.rules, u.rule)
	}
	if u.group == killing {
		st.killed = true
		return
	}
	if near := r.set.rules[u.rule].near; near >= 0 && u.group >= near {
		st.sides[u.group-near] = append(st.sides[u.group-near], h)
	} else {
		st.evidence = append(st.evidence, h.Span)
	}
	if r.seen[u.id] != r.now {
		r.seen[u.id] = r.now
		st.met[u.group]++
	}
}

func (r *runner) complete(n int) bool {
	rule, st := &r.set.rules[n], &r.states[n]
	if rule.after != nil && (r.question == 0 || r.asked[n] != r.question) {
		return false
	}
	for g, group := range rule.groups {
		if st.met[g] < group.min {
			return false
		}
	}
	if rule.near < 0 {
		return true
	}
	found := len(st.evidence)
	st.evidence = together(st.evidence, st.sides[0], st.sides[1], rule.within, rule.ordered)
	return len(st.evidence) > found
}

// together adds the hits of either side that have one of the other side near
// them, in other words. Both sides come in the order of the text.
func together(out []text.Span, a, b []lexicon.Hit, within int32, ordered bool) []text.Span {
	long := int32(0) // how far back a hit of b may begin that ends near
	for _, h := range b {
		long = max(long, h.Last-h.First)
	}
	taken, from := make([]bool, len(b)), 0
	for _, x := range a {
		for from < len(b) && b[from].First < x.First-within-long {
			from++
		}
		any := false
		for i := from; i < len(b) && b[i].First <= x.Last+within; i++ {
			if !near(x, b[i], within, ordered) {
				continue
			}
			any = true
			if !taken[i] {
				out, taken[i] = append(out, b[i].Span), true
			}
		}
		if any {
			out = append(out, x.Span)
		}
	}
	return out
}

// near reports two hits that share no character and lie at most so many words
// apart: neighbours are one apart.
func near(x, y lexicon.Hit, within int32, ordered bool) bool {
	switch {
	case x.Span.End <= y.Span.Start:
		return y.First-x.Last <= within
	case y.Span.End <= x.Span.Start && !ordered:
		return x.First-y.Last <= within
	}
	return false
}

func overlaps(spans []text.Span, s text.Span) bool {
	for _, o := range spans {
		if o.Overlaps(s) {
			return true
		}
	}
	return false
}
