package study

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/store"
	"tematik/internal/text"
)

// MemoInfo is a memo with the name of what it is on.
type MemoInfo struct {
	qda.Memo
	On    string // "document 01", "code customs.hs", "segment 17", "project"
	Coder string
}

// AddMemo writes a memo on something. Object is a document's or case's name, a
// code's id, the number of a coding, or "" for the project.
func (p *Project) AddMemo(ctx context.Context, target qda.Target, object, words string) (qda.MemoID, error) {
	if strings.TrimSpace(words) == "" {
		return 0, errs.New(errs.Usage, "memo: it has no words").Hint(`tematik memo add "what I noticed" --code CODE`)
	}
	var id qda.MemoID
	_, err := p.update(ctx, p.stamp("memo add"), func(tx *store.Tx) error {
		on, err := resolve(tx, target, object)
		if err != nil {
			return err
		}
		_, who, err := p.coding(tx, "")
		if err != nil {
			return err
		}
		id, err = tx.InsertMemo(qda.Memo{Target: target, Object: on, Coder: who, Text: text.NormalizeString(words)})
		return err
	})
	return id, err
}

// resolve finds the row a memo is on.
func resolve(tx *store.Tx, target qda.Target, object string) (int64, error) {
	switch target {
	case qda.OnProject:
		return 0, nil
	case qda.OnDocument:
		d, err := findDocument(tx, object)
		if err != nil {
			return 0, err
		}
		return int64(d.ID), nil
	case qda.OnCase:
		c, err := findCase(tx, object)
		if err != nil {
			return 0, err
		}
		return int64(c.ID), nil
	case qda.OnCode:
		c, err := findCode(tx, object)
		if err != nil {
			return 0, err
		}
		return int64(c.ID), nil
	case qda.OnCoding:
		id, err := strconv.ParseInt(strings.TrimPrefix(object, "#"), 10, 64)
		if err != nil {
			return 0, errs.New(errs.Usage, "segment %q: must be the number of a coding", object).Hint("tematik quotes")
		}
		found, err := tx.CodingsByID([]qda.CodingID{qda.CodingID(id)})
		if err != nil {
			return 0, err
		}
		if len(found) == 0 {
			return 0, errs.New(errs.NotFound, "segment %d: there is no such coding", id).Hint("tematik quotes")
		}
		return id, nil
	}
	return 0, errs.New(errs.Usage, "memo on %q: must be a project, document, case, code or segment", target)
}

// Memos lists the memos, oldest first, with the names of what they are on.
func (p *Project) Memos(ctx context.Context) ([]MemoInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Memos: true})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for i := range s.Documents {
		names[key(qda.OnDocument, int64(s.Documents[i].ID))] = s.Documents[i].Name
	}
	for i := range s.Cases {
		names[key(qda.OnCase, int64(s.Cases[i].ID))] = s.Cases[i].Name
	}
	for _, c := range s.Codes() {
		names[key(qda.OnCode, int64(c.ID))] = c.Key
	}
	coders := map[qda.CoderID]string{}
	for _, c := range s.Coders {
		coders[c.ID] = c.Name
	}
	out := make([]MemoInfo, len(s.Memos))
	for i, m := range s.Memos {
		on := string(m.Target)
		switch name, ok := names[key(m.Target, m.Object)]; {
		case ok:
			on += " " + name
		case m.Target != qda.OnProject:
			on = fmt.Sprintf("%s %d", m.Target, m.Object)
		}
		out[i] = MemoInfo{m, on, coders[m.Coder]}
	}
	return out, nil
}

func key(t qda.Target, object int64) string { return fmt.Sprintf("%s/%d", t, object) }

// Memo is one memo.
func (p *Project) Memo(ctx context.Context, id qda.MemoID) (MemoInfo, error) {
	all, err := p.Memos(ctx)
	if err != nil {
		return MemoInfo{}, err
	}
	for _, m := range all {
		if m.ID == id {
			return m, nil
		}
	}
	return MemoInfo{}, errs.New(errs.NotFound, "memo %d: there is no such memo", id).Hint("tematik memo ls")
}

// RemoveMemo removes a memo.
func (p *Project) RemoveMemo(ctx context.Context, id qda.MemoID) error {
	if _, err := p.Memo(ctx, id); err != nil {
		return err
	}
	_, err := p.update(ctx, p.stamp("memo rm"), func(tx *store.Tx) error { return tx.DeleteMemo(id) })
	return err
}
