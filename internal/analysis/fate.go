package analysis

import (
	"tematik/internal/qda"
)

// Fate is what became of proposals.
type Fate struct {
	Proposed, Accepted int
	Bulk               int // of those accepted: all at once, nobody looked at each
	Gone               int // of those accepted: the coding is there no more, nor who accepted it
	Rejected, Pending  int
}

// Add counts others with them.
func (f *Fate) Add(o Fate) {
	f.Proposed += o.Proposed
	f.Accepted += o.Accepted
	f.Bulk += o.Bulk
	f.Gone += o.Gone
	f.Rejected += o.Rejected
	f.Pending += o.Pending
}

// Single is how many were accepted one by one.
func (f Fate) Single() int { return f.Accepted - f.Bulk - f.Gone }

// Decided is how many were decided one by one.
func (f Fate) Decided() int { return f.Single() + f.Rejected }

// Fates are those of the proposals in the view's documents, by code. Of the
// accepted ones the codings tell who accepted them: all at once if the rules'
// coder has the code on the very passage, a person who has it there, or, from
// a proposal, on other bounds. The View must hold the proposals.
func Fates(v *qda.View) []Fate {
	counted := map[qda.DocumentID]bool{}
	for i := range v.Documents {
		counted[v.Documents[i].ID] = true
	}
	codings := codingsOf(v)
	all := make([]Fate, len(v.Codes()))
	for _, p := range v.Proposals {
		i, ok := v.Tree.Index(p.Code)
		if !ok || !counted[p.Document] || !v.Selected[i] {
			continue
		}
		f := Fate{Proposed: 1}
		switch p.Decision {
		case qda.Accepted:
			f.Accepted = 1
			switch bulk, single := codings.from(p); {
			case bulk:
				f.Bulk = 1
			case !single:
				f.Gone = 1
			}
		case qda.Rejected:
			f.Rejected = 1
		default:
			f.Pending = 1
		}
		all[i].Add(f)
	}
	return all
}

// held are the codings by document and code.
type held struct {
	*qda.Codings
	rules int // the coder of bulk acceptance; -1: there is none
	at    map[heldAt][]int32
}

type heldAt struct {
	document qda.DocumentID
	code     qda.CodeID
}

// codingsOf are those at accepted proposals, whichever of them the filter
// leaves.
func codingsOf(v *qda.View) held {
	h := held{&v.All.Codings, -1, map[heldAt][]int32{}}
	if rules, ok := v.All.CoderIndex(qda.RulesCoder); ok {
		h.rules = rules
	}
	for _, p := range v.Proposals {
		if p.Decision == qda.Accepted {
			h.at[heldAt{p.Document, p.Code}] = nil
		}
	}
	if len(h.at) == 0 {
		return h
	}
	for i := range h.Len() {
		at := heldAt{v.All.Documents[h.Doc[i]].ID, v.All.Codes()[h.Code[i]].ID}
		if list, asked := h.at[at]; asked {
			h.at[at] = append(list, int32(i))
		}
	}
	return h
}

// from tells how an accepted proposal was accepted; neither if no coding does.
func (h held) from(p qda.Proposal) (bulk, single bool) {
	for _, i := range h.at[heldAt{p.Document, p.Code}] {
		exact := h.Span(int(i)) == p.Span
		switch {
		case int(h.Coder[i]) == h.rules:
			bulk = bulk || exact
		case exact, h.Origin[i] == p.Origin && h.Span(int(i)).Overlaps(p.Span):
			single = true
		}
	}
	return bulk, single
}
