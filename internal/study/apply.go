package study

import (
	"context"
	"slices"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/rules"
	"tematik/internal/store"
	"tematik/internal/text"
)

// Suggestion is a proposal with its words, for a reader.
type Suggestion struct {
	Document string
	Case     string
	Speaker  string
	Turn     int
	Span     text.Span
	Code     string
	Rule     string
	Words    string
	Evidence []string
}

// Applied is what the rules proposed, and what became of it.
type Applied struct {
	New     []Suggestion
	PerCode []CodeCount // of the new ones, in codebook order
	Coded   int         // codings made by accepting
	Scope   int         // documents searched
	Ruled   int         // codes with rules
	Notes   []string    // rules that can never hold here
	Waiting int         // proposals of before that still stand
	Stale   int         // proposals of before that no rule makes any more
}

// CodeCount says how many proposals a code has, in how many documents.
type CodeCount struct {
	Code                 string
	Proposals, Documents int
}

// Apply runs the codebook's rules over the documents a filter chooses. The
// proposals are kept; accepted ones become codings of the coder "rules".
func (p *Project) Apply(ctx context.Context, f qda.Filter, accept, dry bool) (*Applied, error) {
	return again(func() (*Applied, error) { return p.apply(ctx, f, accept, dry) })
}

func (p *Project) apply(ctx context.Context, f qda.Filter, accept, dry bool) (*Applied, error) {
	set, s, err := p.rules(ctx, qda.Needs{Texts: true, Proposals: true})
	if err != nil {
		return nil, err
	}
	out := &Applied{Notes: sentences(set.UnknownSpeakers(s))}
	for _, c := range s.Codes() {
		if len(c.Rules) > 0 {
			out.Ruled++
		}
	}
	if out.Ruled == 0 {
		return nil, errs.New(errs.Usage, "apply: no code of the codebook has rules").Hint("tematik codebook import FILE.yaml")
	}
	docs, _, err := f.Choose(s)
	if err != nil {
		return nil, err
	}
	inScope, err := f.Proposes(s)
	if err != nil {
		return nil, err
	}
	blank, pending := withoutPending(s, inScope)
	now, err := set.Propose(ctx, blank, docs)
	if err != nil {
		return nil, err
	}
	now = slices.DeleteFunc(now, func(pr qda.Proposal) bool { return !inScope(&pr) })
	fresh, waiting, stale := rules.Renew(pending, now)
	for _, in := range docs {
		if in {
			out.Scope++
		}
	}
	out.Waiting, out.Stale = len(waiting), len(stale)
	out.describe(s, fresh)
	if dry && !accept {
		return out, nil
	}
	err = p.settle(ctx, p.stamp(applyKind(accept)), dry, func(tx *store.Tx) error {
		if _, err := tx.DeleteProposals(stale); err != nil {
			return err
		}
		tx.Note("proposals", len(fresh))
		ids, err := tx.InsertProposals(fresh)
		if err != nil || !accept {
			return err
		}
		for _, w := range waiting {
			ids = append(ids, w.ID)
		}
		out.Coded, err = acceptAll(tx, s, docs, append(fresh, waiting...), ids)
		tx.Note("codings", out.Coded)
		return err
	})
	return out, err
}

// withoutPending is the study as if no proposal of the scope waited, and those
// that do.
func withoutPending(s *qda.Snapshot, inScope func(*qda.Proposal) bool) (*qda.Snapshot, []qda.Proposal) {
	var pending, rest []qda.Proposal
	for _, pr := range s.Proposals {
		if pr.Decision == qda.Pending && pr.Origin == qda.ByRule && inScope(&pr) {
			pending = append(pending, pr)
		} else {
			rest = append(rest, pr)
		}
	}
	blank := *s
	blank.Proposals = rest
	return &blank, pending
}

func documentPlaces(s *qda.Snapshot) map[qda.DocumentID]int {
	place := make(map[qda.DocumentID]int, len(s.Documents))
	for i := range s.Documents {
		place[s.Documents[i].ID] = i
	}
	return place
}

func applyKind(accept bool) string {
	if accept {
		return "apply --accept"
	}
	return "apply"
}

// acceptAll makes codings of proposals, and opens every document of the scope
// for the rules' coder.
func acceptAll(tx *store.Tx, s *qda.Snapshot, docs []bool, proposals []qda.Proposal, ids []qda.ProposalID) (int, error) {
	who, err := tx.EnsureCoder(qda.RulesCoder)
	if err != nil {
		return 0, err
	}
	for i := range s.Documents {
		if docs[i] && s.Documents[i].States[who] == "" {
			if err := tx.SetState(s.Documents[i].ID, who, qda.Open); err != nil {
				return 0, err
			}
		}
	}
	place := documentPlaces(s)
	codings := make([]qda.Coding, len(proposals))
	for i, pr := range proposals {
		segment, err := qda.NewSegment(pr.Document, s.Texts[place[pr.Document]], pr.Span, "")
		if err != nil {
			return 0, err
		}
		codings[i] = qda.Coding{Segment: segment, Code: pr.Code, Coder: who, Origin: qda.ByRule}
	}
	if err := tx.DecideProposals(ids, qda.Accepted); err != nil {
		return 0, err
	}
	made, err := tx.InsertCodings(codings)
	return len(made), err
}

func (out *Applied) describe(s *qda.Snapshot, proposals []qda.Proposal) {
	place := documentPlaces(s)
	counts := make([]CodeCount, len(s.Codes()))
	seen := map[[2]int]bool{}
	for _, pr := range proposals {
		i := place[pr.Document]
		c, ok := s.Tree.Index(pr.Code)
		if !ok {
			continue
		}
		sg := Suggestion{Document: s.Documents[i].Name, Span: pr.Span, Code: s.Codes()[c].Key, Rule: pr.Rule, Words: s.Texts[i].Cut(pr.Span)}
		sg.Case, sg.Speaker, sg.Turn = at(s, &s.Documents[i], pr.Span)
		for _, e := range pr.Evidence {
			sg.Evidence = append(sg.Evidence, s.Texts[i].Cut(e))
		}
		out.New = append(out.New, sg)
		counts[c].Code = sg.Code
		counts[c].Proposals++
		if !seen[[2]int{c, i}] {
			seen[[2]int{c, i}] = true
			counts[c].Documents++
		}
	}
	for _, n := range counts {
		if n.Proposals > 0 {
			out.PerCode = append(out.PerCode, n)
		}
	}
}
