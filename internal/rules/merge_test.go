package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tematik/internal/qda"
)

func TestUnite(t *testing.T) {
	cb := &qda.Codebook{Codes: []qda.Code{
		{Key: "a", Rules: []qda.Rule{{ID: "r", Any: []string{"satu"}}, {ID: "same", Any: []string{"dua"}}, {Any: []string{"tiga"}}}},
		{Key: "b", Rules: []qda.Rule{{ID: "r", Any: []string{"empat"}}, {Any: []string{"dua"}, Note: "as in a"}}},
	}}
	study(cb)
	set := compile(t, cb)
	u := set.Unite(0, 1)
	var ids []string
	for _, r := range u.Rules {
		ids = append(ids, r.ID+":"+strings.Join(r.Any, ","))
	}
	if d := cmp.Diff([]string{"r:empat", ":dua", "a.r:satu", ":tiga"}, ids); d != "" {
		t.Error(d)
	}
	if u.Same != 1 {
		t.Errorf("same: %d", u.Same)
	}
	unnamed := set.rules[2]
	for before, after := range map[string]string{"r": "a.r", "same": set.rules[4].id, unnamed.id: "b#" + unnamed.hash[:8], "a#0123": "b#0123", "old": "old"} {
		if got := u.rename(before); got != after {
			t.Errorf("%s: %s, want %s", before, got, after)
		}
	}
}

// Where every proposal was made before, uniting two codes makes none new and
// lets none that waits go, but where its rules were rejected; what was rejected
// is never proposed again.
func TestUniteKeepsDecisions(t *testing.T) {
	words := []string{"satu", "dua", "tiga", "empat"}
	rapid.Check(t, func(t *rapid.T) {
		cb := &qda.Codebook{}
		for c, key := range []string{"a", "b"} {
			code := qda.Code{Key: key}
			for r := range rapid.IntRange(0, 3).Draw(t, "rules") {
				id := ""
				if rapid.Bool().Draw(t, "named") {
					id = fmt.Sprint("r", r)
				}
				code.Rules = append(code.Rules, qda.Rule{ID: id, Any: []string{rapid.SampledFrom(words).Draw(t, "term")}, Note: fmt.Sprint(c, r)})
			}
			cb.Codes = append(cb.Codes, code)
		}
		var turns []string
		for range rapid.IntRange(1, 5).Draw(t, "turns") {
			turns = append(turns, "I: "+strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "words"), " "))
		}
		s := study(cb, strings.Join(turns, "\n\n"))
		set, _, err := Compile(cb, "id")
		if err != nil { // the same rule twice in a code
			t.Skip()
		}
		made, err := set.Propose(t.Context(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range made {
			made[i].ID = qda.ProposalID(i + 1)
			if rapid.Bool().Draw(t, "reject") {
				made[i].Decision = qda.Rejected
			}
		}
		from, into := cb.Codes[0].ID, cb.Codes[1].ID
		u := set.Unite(0, 1)
		changed, gone := u.Proposals(made, from, into)

		// The study after it.
		after := &qda.Codebook{Codes: []qda.Code{{Key: "b", Rules: u.Rules}}}
		s = study(after, strings.Join(turns, "\n\n"))
		s.Proposals = nil
		rejected := map[string]bool{}
		var pending []qda.Proposal
		unique := map[string]bool{}
		for _, p := range made {
			hash := func(span any, h string) string { return fmt.Sprint(span, h) }
			if p.Decision == qda.Rejected {
				for _, h := range strings.Split(p.RuleHash, "+") {
					rejected[hash(p.Span, h)] = true
				}
			}
			for _, c := range changed {
				if c.ID == p.ID {
					p = c
				}
			}
			dropped := false
			for _, id := range gone {
				dropped = dropped || id == p.ID
			}
			if dropped {
				continue
			}
			if p.Code != into {
				t.Fatalf("proposal %d is left with the code that goes", p.ID)
			}
			key := fmt.Sprint(p.Span, p.Rule, p.RuleHash)
			if unique[key] {
				t.Fatalf("twice: %s", key)
			}
			unique[key] = true
			if p.Code = 1; p.Decision == qda.Pending {
				pending = append(pending, p)
			} else {
				s.Proposals = append(s.Proposals, p)
			}
		}
		set, _, err = Compile(after, "id")
		if err != nil {
			t.Fatal(err)
		}
		now, err := set.Propose(t.Context(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		fresh, waiting, stale := Renew(pending, now)
		if len(fresh)+len(stale) > 0 || len(waiting) != len(pending) {
			t.Fatalf("fresh %v\nstale %v\npending %v", fresh, stale, pending)
		}
		for _, p := range now {
			for _, h := range strings.Split(p.RuleHash, "+") {
				if rejected[fmt.Sprint(p.Span, h)] {
					t.Fatalf("rejected before: %v", p)
				}
			}
		}
	})
}
