package study

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/store"
	"tematik/internal/text"
)

// Waiting is a proposal that waits for a decision, and where it stands.
type Waiting struct {
	qda.Proposal
	Doc, Code     int // indexes into the Snapshot
	Case, Speaker string
	Turn          int       // from 1; 0 where there are no turns
	Unit          text.Span // the turn or paragraph, at least the proposed span
	Check         uint64    // of its words
}

// Queue are the proposals that wait, in order, and the study they are of.
type Queue struct {
	*qda.Snapshot
	Items []Waiting
}

// Orders are the orders of a queue, the default first.
func Orders() []string { return []string{"document", "code", "random"} }

// Queue lists the proposals that wait and that a filter chooses. A random
// order depends on the seed alone: what was decided leaves the rest as it is.
func (p *Project) Queue(ctx context.Context, f qda.Filter, order string, seed uint64) (*Queue, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true, Proposals: true})
	if err != nil {
		return nil, err
	}
	chosen, err := f.Proposes(s)
	if err != nil {
		return nil, err
	}
	q, place := &Queue{Snapshot: s}, documentPlaces(s)
	passages := make([][]text.Span, len(s.Documents))
	for i := range s.Proposals {
		pr := &s.Proposals[i]
		if pr.Decision != qda.Pending || !chosen(pr) {
			continue
		}
		w := Waiting{Proposal: *pr, Doc: place[pr.Document], Unit: pr.Span}
		w.Code, _ = s.Tree.Index(pr.Code)
		d := &s.Documents[w.Doc]
		w.Case, w.Speaker, w.Turn = at(s, d, pr.Span)
		w.Check = text.Check(s.Texts[w.Doc].Cut(pr.Span))
		if passages[w.Doc] == nil {
			passages[w.Doc] = d.Passages(s.Texts[w.Doc])
		}
		for _, unit := range passages[w.Doc] {
			if unit.Overlaps(pr.Span) {
				w.Unit = text.Span{Start: min(w.Unit.Start, unit.Start), End: max(w.Unit.End, unit.End)}
			}
		}
		q.Items = append(q.Items, w)
	}
	drawn := func(w Waiting) uint64 { return rand.NewPCG(seed, uint64(w.ID)).Uint64() }
	switch order {
	case "", "document":
	case "code":
		slices.SortStableFunc(q.Items, func(a, b Waiting) int { return a.Code - b.Code })
	case "random":
		slices.SortStableFunc(q.Items, func(a, b Waiting) int {
			if drawn(a) < drawn(b) {
				return -1
			}
			return 1
		})
	default:
		return nil, errs.New(errs.Usage, "--order %s: must be document, code or random", order).Hint("tematik review --order code")
	}
	return q, nil
}

// Gone says that a proposal does not wait any more, and why.
type Gone struct{ Why lang.Text }

func (g *Gone) Error() string { return g.Why.String() }

// standing makes sure that a proposal still waits and is as it was shown.
func standing(tx *store.Tx, w Waiting) error {
	now, ok, err := tx.Proposal(w.ID)
	switch {
	case err != nil:
		return err
	case !ok:
		return &Gone{lang.T("it is not proposed any more", "tidak diusulkan lagi")}
	case now.Decision == qda.Accepted:
		return &Gone{lang.T("it was accepted elsewhere meanwhile", "sementara itu sudah diterima di tempat lain")}
	case now.Decision == qda.Rejected:
		return &Gone{lang.T("it was rejected elsewhere meanwhile", "sementara itu sudah ditolak di tempat lain")}
	case now.Document != w.Document || now.Span != w.Span || now.Code != w.Proposal.Code:
		return &Gone{lang.T("it was changed meanwhile", "sementara itu sudah berubah")}
	}
	return nil
}

// Verdict is a decision on a proposal.
type Verdict struct {
	Accept bool
	Span   text.Span // of the coding; zero: as proposed
	Code   string    // of the coding, where it is another than the proposed one
	Memo   string
}

// Decide accepts or rejects a proposal. Accepting makes a coding of the person
// who decides, with the proposal's origin; with another code the proposal
// counts as rejected, and the coding is the person's own: manual. A memo goes
// to the coding, or, where there is none, to the document.
func (p *Project) Decide(ctx context.Context, w Waiting, v Verdict) (qda.Event, error) {
	kind, decision := "review reject", qda.Rejected
	switch {
	case v.Accept && v.Code != "":
		kind = "review other"
	case v.Accept:
		kind, decision = "review accept", qda.Accepted
	}
	return p.update(ctx, p.stamp(kind), func(tx *store.Tx) error {
		if err := standing(tx, w); err != nil {
			return err
		}
		_, who, err := p.coding(tx, "")
		if err != nil {
			return err
		}
		if err := tx.DecideProposals([]qda.ProposalID{w.ID}, decision); err != nil {
			return err
		}
		tx.Note("proposals", 1)
		memo := qda.Memo{Target: qda.OnDocument, Object: int64(w.Document), Coder: who, Text: passageMemo(w, v.Memo)}
		if v.Accept {
			coding, err := acceptAs(tx, w, v, who)
			if err != nil {
				return err
			}
			memo.Target, memo.Object, memo.Text = qda.OnCoding, int64(coding), text.NormalizeString(v.Memo)
		}
		if v.Memo != "" {
			_, err = tx.InsertMemo(memo)
		}
		return err
	})
}

// acceptAs makes the coding of an accepted proposal.
func acceptAs(tx *store.Tx, w Waiting, v Verdict, who qda.CoderID) (qda.CodingID, error) {
	c := qda.Coding{Code: w.Proposal.Code, Coder: who, Origin: w.Origin}
	if v.Code != "" {
		code, err := findCode(tx, v.Code)
		if err != nil {
			return 0, err
		}
		c.Code, c.Origin = code.ID, qda.Manual
	}
	span := w.Span
	if !v.Span.Empty() {
		if span = v.Span; !span.Overlaps(w.Span) {
			return 0, errs.New(errs.Usage, "%d:%d: does not touch the proposed passage %d:%d", span.Start, span.End, w.Span.Start, w.Span.End).Hint("reject it, and code the other passage with: tematik tag")
		}
	}
	t, err := tx.TextOf(w.Document)
	if err != nil {
		return 0, err
	}
	if text.Check(t.Cut(w.Span)) != w.Check {
		return 0, &Gone{lang.T("its text was revised meanwhile", "sementara itu teksnya direvisi")}
	}
	if c.Segment, err = qda.NewSegment(w.Document, t, span, ""); err != nil {
		return 0, err
	}
	made, err := tx.InsertCodings([]qda.Coding{c})
	if err != nil {
		return 0, err
	}
	tx.Note("codings", len(made))
	ids, err := tx.FindCodings([]qda.Coding{c})
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// passageMemo is a memo on a passage that is not coded: it says which.
func passageMemo(w Waiting, words string) string {
	return fmt.Sprintf("%d:%d: %s", w.Span.Start, w.Span.End, text.NormalizeString(words))
}

// NotePassage writes a memo on a passage that stays undecided.
func (p *Project) NotePassage(ctx context.Context, w Waiting, words string) (qda.Event, error) {
	return p.update(ctx, p.stamp("review memo"), func(tx *store.Tx) error {
		_, who, err := p.coding(tx, "")
		if err == nil {
			_, err = tx.InsertMemo(qda.Memo{Target: qda.OnDocument, Object: int64(w.Document), Coder: who, Text: passageMemo(w, words)})
		}
		return err
	})
}

// Mark is a coding as one who reads a passage sees it.
type Mark struct {
	ID          qda.CodingID
	Span        text.Span
	Code, Coder string
	Mine        bool
	Aspect      string // "" as a rule
}

// Look gives the codings at a proposal, which must still wait.
func (p *Project) Look(ctx context.Context, w Waiting) (marks []Mark, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		if err := standing(tx, w); err != nil {
			return err
		}
		marks, err = p.marks(tx, w.Document, w.Span)
		return err
	})
	return marks, err
}

// Marks are the codings of a document that overlap a span.
func (p *Project) Marks(ctx context.Context, document qda.DocumentID, within text.Span) (marks []Mark, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		marks, err = p.marks(tx, document, within)
		return err
	})
	return marks, err
}

func (p *Project) marks(tx *store.Tx, document qda.DocumentID, within text.Span) ([]Mark, error) {
	codings, err := tx.CodingsOf(document)
	if err != nil {
		return nil, err
	}
	cb, err := tx.Codebook()
	if err != nil {
		return nil, err
	}
	tree := qda.NewTree(cb.Codes)
	coders, err := tx.Coders()
	if err != nil {
		return nil, err
	}
	names := map[qda.CoderID]string{}
	for _, c := range coders {
		names[c.ID] = c.Name
	}
	var out []Mark
	for _, c := range codings {
		if i, ok := tree.Index(c.Code); ok && c.Segment.Span().Overlaps(within) {
			name := names[c.Coder]
			out = append(out, Mark{c.ID, c.Segment.Span(), cb.Codes[i].Key, name, name == p.Coder(), c.Aspect})
		}
	}
	return out, nil
}

// NotHere says that the coder's latest change is none that may be taken back
// at this place.
type NotHere struct{ Event qda.Event }

func (n *NotHere) Error() string {
	return fmt.Sprintf("the latest change is event %d (%s): it was not made here", n.Event.ID, n.Event.Kind)
}

// TakeBack undoes the coder's latest change if it is one of those made here.
func (p *Project) TakeBack(ctx context.Context, here func(qda.Event) bool) (qda.Event, error) {
	return p.db.UndoIf(ctx, p.stamp("undo"), func(e qda.Event) error {
		if !here(e) {
			return &NotHere{e}
		}
		return nil
	})
}
