package rules

import (
	"fmt"
	"slices"
	"strings"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Union is the rules of a code with those of another put to them.
type Union struct {
	Rules      []qda.Rule // of both: the code's own, then the other's that it lacked
	Same       int        // of the other's, that the code had already
	from, into string     // ids of the codes
	names      map[string]string
	taken      map[string]bool
	order      map[string]int // of the rules, by id
}

// named is a rule by what proposals know it by.
func (s *Set) named(code int) (out []rule) {
	for _, r := range s.rules {
		if r.code == code {
			out = append(out, r)
		}
	}
	return out
}

// Unite puts the rules of one code to those of another, both by their index. A
// rule whose id the other has too gets the code's id before its own; one whose
// content the other has is left out.
func (s *Set) Unite(from, into int) *Union {
	u := &Union{from: s.codes[from].Key, into: s.codes[into].Key, names: map[string]string{}, taken: map[string]bool{}, order: map[string]int{}}
	u.Rules = slices.Clone(s.codes[into].Rules)
	have := map[string]string{} // hash → id
	for _, r := range s.named(into) {
		u.taken[r.id], have[r.hash], u.order[r.id] = true, r.id, len(u.order)
	}
	for k, r := range s.named(from) {
		if id, same := have[r.hash]; same {
			u.names[r.id] = id
			u.Same++
			continue
		}
		rule := s.codes[from].Rules[k]
		id := u.rename(r.id)
		for n := 2; u.taken[id]; n++ {
			id = fmt.Sprintf("%s-%d", u.rename(r.id), n)
		}
		if rule.ID != "" {
			rule.ID = id
		}
		u.names[r.id], u.taken[id], u.order[id] = id, true, len(u.order)
		u.Rules = append(u.Rules, rule)
	}
	return u
}

// rename gives the id that a rule of the other code, of now or of before, has
// in the union.
func (u *Union) rename(id string) string {
	if name, known := u.names[id]; known {
		return name
	}
	if rest, unnamed := strings.CutPrefix(id, u.from+"#"); unnamed {
		return u.into + "#" + rest
	}
	if u.taken[id] {
		return u.from + "." + id
	}
	return id
}

// spot is a stretch of a document.
type spot struct {
	document qda.DocumentID
	span     text.Span
}

// Proposals makes those of both codes the ones of the united code: changed are
// to be written, gone to be deleted. What was rejected stays rejected; what
// waits on one passage for both waits once.
func (u *Union) Proposals(of []qda.Proposal, from, into qda.CodeID) (changed []qda.Proposal, gone []qda.ProposalID) {
	var at []spot
	places := map[spot][]qda.Proposal{}
	before := map[qda.ProposalID]qda.Proposal{}
	for _, p := range of {
		before[p.ID] = p
		if p.Code == from {
			p.Code = into
			p.Rule, p.RuleHash = u.rules(p.Rule, p.RuleHash, u.rename)
		}
		k := spot{p.Document, p.Span}
		if places[k] == nil {
			at = append(at, k)
		}
		places[k] = append(places[k], p)
	}
	for _, k := range at {
		for _, p := range u.settle(places[k]) {
			if was := before[p.ID]; was.Code != p.Code || was.Rule != p.Rule || was.RuleHash != p.RuleHash || !slices.Equal(was.Evidence, p.Evidence) {
				changed = append(changed, p)
			}
			delete(before, p.ID)
		}
	}
	for _, p := range of {
		if _, left := before[p.ID]; left {
			gone = append(gone, p.ID)
		}
	}
	// The united code's own first: they make room.
	slices.SortStableFunc(changed, func(a, b qda.Proposal) int { return compare(wasOf(of, a.ID) == from, wasOf(of, b.ID) == from) })
	return changed, gone
}

// wasOf is the code that a proposal had; they are in the order of their ids.
func wasOf(of []qda.Proposal, id qda.ProposalID) qda.CodeID {
	i, _ := slices.BinarySearchFunc(of, id, func(p qda.Proposal, id qda.ProposalID) int { return int(p.ID - id) })
	return of[i].Code
}

// settle leaves, of the proposals of one passage, each decided one once, and
// one that waits unless all its rules were rejected there.
func (u *Union) settle(all []qda.Proposal) (out []qda.Proposal) {
	type content struct {
		origin     qda.Origin
		rule, hash string
	}
	rank := map[qda.Decision]int{qda.Rejected: 0, qda.Accepted: 1}
	decided := map[content]int{}
	rejected := map[string]bool{}
	var waiting []qda.Proposal
	for _, p := range all {
		if p.Decision == qda.Pending {
			waiting = append(waiting, p)
			continue
		}
		if p.Decision == qda.Rejected && p.Origin == qda.ByRule {
			for _, h := range strings.Split(p.RuleHash, "+") {
				rejected[h] = true
			}
		}
		k := content{p.Origin, p.Rule, p.RuleHash}
		if i, twice := decided[k]; !twice {
			decided[k] = len(out)
			out = append(out, p)
		} else if rank[p.Decision] < rank[out[i].Decision] {
			out[i].Decision = p.Decision
		}
	}
	joined := -1
	for _, p := range waiting {
		if p.Origin == qda.ByRule {
			p.Rule, p.RuleHash = without(p.Rule, p.RuleHash, rejected)
		}
		k := content{p.Origin, p.Rule, p.RuleHash}
		if _, there := decided[k]; there || p.Origin == qda.ByRule && p.RuleHash == "" {
			continue
		}
		if p.Origin != qda.ByRule || joined < 0 {
			decided[k] = len(out)
			if p.Origin == qda.ByRule {
				joined = len(out)
			}
			out = append(out, p)
			continue
		}
		one := &out[joined]
		one.Rule, one.RuleHash = u.rules(one.Rule+"+"+p.Rule, one.RuleHash+"+"+p.RuleHash, func(id string) string { return id })
		one.Evidence = text.Segments(slices.Concat(one.Evidence, p.Evidence))
	}
	return out
}

// without leaves out the rules that were rejected.
func without(ids, hashes string, rejected map[string]bool) (string, string) {
	names, sums := strings.Split(ids, "+"), strings.Split(hashes, "+")
	if len(names) != len(sums) {
		return ids, hashes
	}
	var keptNames, keptSums []string
	for i, h := range sums {
		if !rejected[h] {
			keptNames, keptSums = append(keptNames, names[i]), append(keptSums, h)
		}
	}
	return strings.Join(keptNames, "+"), strings.Join(keptSums, "+")
}

// rules renames the rules of a proposal and puts them in the order of the
// union, each once.
func (u *Union) rules(ids, hashes string, rename func(string) string) (string, string) {
	names, sums := strings.Split(ids, "+"), strings.Split(hashes, "+")
	if len(names) != len(sums) { // not made by rules
		return ids, hashes
	}
	type one struct{ id, hash string }
	var list []one
	for i := range names {
		if x := (one{rename(names[i]), sums[i]}); !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	last := func(x one) int {
		if n, known := u.order[x.id]; known {
			return n
		}
		return len(u.order)
	}
	slices.SortStableFunc(list, func(a, b one) int { return last(a) - last(b) })
	names, sums = names[:0], sums[:0]
	for _, x := range list {
		names, sums = append(names, x.id), append(sums, x.hash)
	}
	return strings.Join(names, "+"), strings.Join(sums, "+")
}

// Renamed gives a proposal's rules the ids they have when their code gets
// another: a rule without an id of its own is known by its code's.
func Renamed(rule, from, into string) string {
	parts := strings.Split(rule, "+")
	for i, id := range parts {
		if rest, unnamed := strings.CutPrefix(id, from+"#"); unnamed {
			parts[i] = into + "#" + rest
		}
	}
	return strings.Join(parts, "+")
}
