package store

import (
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// begin writes what a new project holds: itself and an empty codebook.
func (tx *Tx) begin(p qda.Project) error {
	guid, err := tx.guid(p.GUID)
	if err != nil {
		return err
	}
	if p.Approach == "" {
		p.Approach = qda.CodebookTA
	}
	if p.Created.IsZero() {
		p.Created = tx.now
	}
	tx.fixed = true
	if _, err := tx.c.Exec(`INSERT INTO project (id, guid, title, approach, language, created) VALUES (1, ?, ?, ?, ?, ?)`,
		guid[:], p.Title, p.Approach, p.Language, p.Created.UnixMilli()); err != nil {
		return err
	}
	_, err = tx.c.Exec(`INSERT INTO codebook (id, title, version, revision, language, unit, closed, normalize) VALUES (1, '{}', '', 0, '', '', 0, '{}')`)
	return err
}

// Project is what the file says of itself.
func (tx *Tx) Project() (qda.Project, error) {
	p, ok, err := sqlite.One(tx.c, func(r sqlite.Row) qda.Project {
		return qda.Project{GUID: guidOf(r.Bytes(0)), Title: r.Text(1), Approach: qda.Approach(r.Text(2)), Language: r.Text(3), Created: timeOf(r.Int(4))}
	}, `SELECT guid, title, approach, language, created FROM project ORDER BY id`)
	if err == nil && !ok {
		err = errs.New(errs.Failed, "project: the file holds none").Hint("tematik restore brings back a backup")
	}
	return p, err
}

// UpdateProject sets title, approach and language, and who the project is
// (GUID and time of making) where that is given: an empty project that takes
// in another whole becomes that one.
func (tx *Tx) UpdateProject(p qda.Project) error {
	if _, err := tx.c.Exec(`UPDATE project SET title = ?, approach = ?, language = ?`, p.Title, p.Approach, p.Language); err != nil || p.GUID.IsZero() {
		return err
	}
	_, err := tx.c.Exec(`UPDATE project SET guid = ?, created = ?`, p.GUID[:], p.Created.UnixMilli())
	return err
}

// Counts says how much a project holds. A document is done when everyone
// who began it is done with it, the rules' coder only where nobody else did.
type Counts struct {
	Documents, New, Open, Done int
	Cases, Codes, Coders       int
	Codings, Memos             int
	Proposals, Pending         int
}

// Count counts without reading the study.
func (tx *Tx) Count() (Counts, error) {
	n, _, err := sqlite.One(tx.c, func(r sqlite.Row) Counts {
		return Counts{
			Documents: int(r.Int(0)), New: int(r.Int(0) - r.Int(1)), Open: int(r.Int(2)), Done: int(r.Int(1) - r.Int(2)),
			Cases: int(r.Int(3)), Codes: int(r.Int(4)), Coders: int(r.Int(5)), Codings: int(r.Int(6)), Memos: int(r.Int(7)),
			Proposals: int(r.Int(8)), Pending: int(r.Int(9)),
		}
	}, `SELECT (SELECT count(*) FROM document), (SELECT count(DISTINCT document) FROM state), (SELECT count(DISTINCT document) FROM state s WHERE state = 'open'
			AND (coder IS NOT (SELECT id FROM coder WHERE name = ?1) OR NOT EXISTS (SELECT 1 FROM state p WHERE p.document = s.document AND p.coder <> s.coder))),
		(SELECT count(*) FROM cases), (SELECT count(*) FROM code), (SELECT count(*) FROM coder), (SELECT count(*) FROM coding), (SELECT count(*) FROM memo),
		(SELECT count(*) FROM proposal), (SELECT count(*) FROM proposal WHERE decision = 'pending')`, qda.RulesCoder)
	return n, err
}
