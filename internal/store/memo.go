package store

import (
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

const selectMemos = `SELECT id, guid, document, "case", code, coding, coder, text, created FROM memo`

func scanMemo(r sqlite.Row) qda.Memo {
	m := qda.Memo{ID: qda.MemoID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Target: qda.OnProject, Coder: qda.CoderID(r.Int(6)), Text: r.Text(7), Created: timeOf(r.Int(8))}
	for i, target := range []qda.Target{qda.OnDocument, qda.OnCase, qda.OnCode, qda.OnCoding} {
		if !r.Null(2 + i) {
			m.Target, m.Object = target, r.Int(2+i)
		}
	}
	return m
}

// Memos are all memos, in the order they were written.
func (tx *Tx) Memos() ([]qda.Memo, error) {
	return sqlite.All(tx.c, scanMemo, selectMemos+` ORDER BY created, id`)
}

// InsertMemo writes a memo.
func (tx *Tx) InsertMemo(m qda.Memo) (qda.MemoID, error) {
	column, ok := map[qda.Target]string{qda.OnProject: "document", qda.OnDocument: "document", qda.OnCase: "case", qda.OnCode: "code", qda.OnCoding: "coding"}[m.Target]
	if !ok || (m.Target == qda.OnProject) != (m.Object == 0) {
		return 0, errs.New(errs.Usage, "memo: must be on the project, a document, case, code or segment").Hint("tematik memo add --help")
	}
	guid, err := tx.freeGUID("memo", m.GUID)
	if err != nil {
		return 0, err
	}
	if m.Created.IsZero() {
		m.Created = tx.now
	}
	id, err := tx.c.Insert(`INSERT INTO memo (guid, `+quoted(column)+`, coder, text, created) VALUES (?, ?, ?, ?, ?)`,
		guid[:], orNull(m.Object), m.Coder, m.Text, m.Created.UnixMilli())
	return qda.MemoID(id), err
}

// UpdateMemo sets a memo's text.
func (tx *Tx) UpdateMemo(id qda.MemoID, text string) error {
	n, err := tx.c.Exec(`UPDATE memo SET text = ? WHERE id = ?`, text, id)
	return memoFound(id, n, err)
}

// DeleteMemo deletes a memo.
func (tx *Tx) DeleteMemo(id qda.MemoID) error {
	n, err := tx.c.Exec(`DELETE FROM memo WHERE id = ?`, id)
	return memoFound(id, n, err)
}

func memoFound(id qda.MemoID, n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "memo %d: not in the project", id).Hint("tematik memo ls")
	}
	return err
}
