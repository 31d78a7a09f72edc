package analysis

import (
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Fate is what became of proposals.
type Fate struct {
	Proposed, Accepted int
	Bulk               int // of those accepted: all at once, nobody looked at each
	Rejected, Pending  int
}

// Add counts others with them.
func (f *Fate) Add(o Fate) {
	f.Proposed += o.Proposed
	f.Accepted += o.Accepted
	f.Bulk += o.Bulk
	f.Rejected += o.Rejected
	f.Pending += o.Pending
}

// Single is how many were accepted one by one.
func (f Fate) Single() int { return f.Accepted - f.Bulk }

// Fates are those of the proposals in the view's documents, by code. One was
// accepted in bulk where the rules' coder has its code on its very passage. The
// View must hold the proposals.
func Fates(v *qda.View) []Fate {
	type place struct {
		document qda.DocumentID
		span     text.Span
		code     qda.CodeID
	}
	bulk := map[place]bool{}
	if rules, ok := v.All.CoderIndex(qda.RulesCoder); ok && len(v.Proposals) > 0 {
		c := &v.All.Codings // whichever of them the filter leaves
		for i := range c.Len() {
			if int(c.Coder[i]) == rules {
				bulk[place{v.All.Documents[c.Doc[i]].ID, c.Span(i), v.Codes()[c.Code[i]].ID}] = true
			}
		}
	}
	counted := map[qda.DocumentID]bool{}
	for i := range v.Documents {
		counted[v.Documents[i].ID] = true
	}
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
			if bulk[place{p.Document, p.Span, p.Code}] {
				f.Bulk = 1
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
