package study

import (
	"context"
	"fmt"
	"slices"
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

	Document, Code string // that it is on, or that its coding is of
	Case           string // of a coding
	Turn           int
	Span           text.Span
	Words          string

	doc, code int // of Document and Code; -1: none
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

// Memos lists the memos that a filter's codes, documents and coders choose,
// oldest first, with the names of what they are on.
func (p *Project) Memos(ctx context.Context, f qda.Filter) ([]MemoInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Memos: true})
	if err != nil {
		return nil, err
	}
	docs, codes, err := f.Choose(s)
	if err != nil {
		return nil, err
	}
	for _, name := range f.Coders {
		if _, ok := s.CoderIndex(name); !ok {
			return nil, s.MissingCoder(name)
		}
	}
	out := slices.DeleteFunc(memoInfos(s), func(m MemoInfo) bool {
		return len(f.Documents) > 0 && (m.doc < 0 || !docs[m.doc]) || len(f.Codes) > 0 && (m.code < 0 || !codes[m.code]) || len(f.Coders) > 0 && !slices.Contains(f.Coders, m.Coder)
	})
	return out, p.cite(ctx, s, out)
}

// memoInfos tells what all memos are on.
func memoInfos(s *qda.Snapshot) []MemoInfo {
	coders := map[qda.CoderID]string{}
	for _, c := range s.Coders {
		coders[c.ID] = c.Name
	}
	codings := map[qda.CodingID]int{}
	for _, m := range s.Memos {
		if m.Target == qda.OnCoding {
			codings[qda.CodingID(m.Object)] = -1
		}
	}
	for i, id := range s.Codings.ID {
		if _, wanted := codings[id]; wanted {
			codings[id] = i
		}
	}
	place := documentPlaces(s)
	var out []MemoInfo
	for _, m := range s.Memos {
		info := MemoInfo{Memo: m, On: string(m.Target), Coder: coders[m.Coder], doc: -1, code: -1}
		coding := -1
		switch m.Target {
		case qda.OnDocument:
			info.doc = place[qda.DocumentID(m.Object)]
			info.On += " " + s.Documents[info.doc].Name
		case qda.OnCase:
			if c := s.CaseOf(qda.CaseID(m.Object)); c != nil {
				info.On += " " + c.Name
			}
		case qda.OnCode:
			info.code, _ = s.Tree.Index(qda.CodeID(m.Object))
			info.On += " " + s.Codes()[info.code].Key
		case qda.OnCoding:
			coding = codings[qda.CodingID(m.Object)]
			info.doc, info.code = int(s.Codings.Doc[coding]), int(s.Codings.Code[coding])
			info.On += fmt.Sprintf(" %d", m.Object)
		}
		if info.doc >= 0 {
			info.Document = s.Documents[info.doc].Name
		}
		if info.code >= 0 {
			info.Code = s.Codes()[info.code].Key
		}
		if coding >= 0 {
			info.Span = s.Codings.Span(coding)
			info.Case, _, info.Turn = at(s, &s.Documents[info.doc], info.Span)
		}
		out = append(out, info)
	}
	return out
}

// cite fills in the words that memos are on.
func (p *Project) cite(ctx context.Context, s *qda.Snapshot, memos []MemoInfo) error {
	return p.db.View(ctx, func(tx *store.Tx) error {
		texts := map[int]*text.Text{}
		for i := range memos {
			m := &memos[i]
			if m.Span.Empty() {
				continue
			}
			if texts[m.doc] == nil {
				t, err := tx.Text(s.Documents[m.doc].Hash)
				if err != nil {
					return err
				}
				texts[m.doc] = t
			}
			m.Words = texts[m.doc].Cut(m.Span)
		}
		return nil
	})
}

// Memo is one memo.
func (p *Project) Memo(ctx context.Context, id qda.MemoID) (MemoInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Memos: true})
	if err != nil {
		return MemoInfo{}, err
	}
	one := slices.DeleteFunc(memoInfos(s), func(m MemoInfo) bool { return m.ID != id })
	if len(one) == 0 {
		return MemoInfo{}, errs.New(errs.NotFound, "memo %d: there is no such memo", id).Hint("tematik memo ls")
	}
	err = p.cite(ctx, s, one)
	return one[0], err
}

// RemoveMemo removes a memo.
func (p *Project) RemoveMemo(ctx context.Context, id qda.MemoID) error {
	_, err := p.update(ctx, p.stamp("memo rm"), func(tx *store.Tx) error { return tx.DeleteMemo(id) })
	return err
}
