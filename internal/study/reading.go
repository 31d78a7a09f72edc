package study

import (
	"context"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/store"
)

// Reading is a document to read and code, in the study it is of.
type Reading struct {
	*qda.Snapshot
	Doc   int
	Begin int // the passage, from 0, after the coder's last coding
}

// Read opens a document for coding; without a name the first that the coder
// has begun and not finished, else the first not begun.
func (p *Project) Read(ctx context.Context, name string) (*Reading, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	me, who := -1, qda.CoderID(0)
	if i, ok := s.CoderIndex(p.Coder()); ok {
		me, who = i, s.Coders[i].ID
	}
	r := &Reading{Snapshot: s, Doc: -1}
	if name != "" {
		if r.Doc, err = s.FindDocument(name); err != nil {
			return nil, err
		}
	}
	for _, state := range []qda.State{qda.Open, ""} {
		for i := range s.Documents {
			if r.Doc < 0 && s.Documents[i].States[who] == state {
				r.Doc = i
			}
		}
	}
	switch {
	case len(s.Documents) == 0:
		return nil, errs.New(errs.NotFound, "there is no document yet").Hint("tematik import FOLDER")
	case r.Doc < 0:
		return nil, errs.New(errs.NotFound, "every document is done").Hint("tematik tag -i DOC reads one again; tematik doc ls lists them")
	}
	last := 0
	lo, hi := s.Range(r.Doc)
	for i := lo; i < hi; i++ {
		if int(s.Codings.Coder[i]) == me {
			last = max(last, int(s.Codings.End[i]))
		}
	}
	passages := s.Documents[r.Doc].Passages(s.Texts[r.Doc])
	for r.Begin < len(passages)-1 && passages[r.Begin].Start < last {
		r.Begin++
	}
	return r, nil
}

// FinishDocument says that the coder has read a document and coded what there
// was to code.
func (p *Project) FinishDocument(ctx context.Context, id qda.DocumentID) error {
	_, err := p.update(ctx, p.stamp("doc done"), func(tx *store.Tx) error {
		_, who, err := p.coding(tx, "")
		if err != nil {
			return err
		}
		tx.Note("documents", 1)
		return tx.SetState(id, who, qda.Done)
	})
	return err
}
