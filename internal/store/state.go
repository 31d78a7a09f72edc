package store

import (
	"maps"
	"slices"

	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// SetState says how far a coder is with a document.
func (tx *Tx) SetState(document qda.DocumentID, coder qda.CoderID, state qda.State) error {
	if state == qda.New || state == "" {
		_, err := tx.c.Exec(`DELETE FROM state WHERE document = ? AND coder = ?`, document, coder)
		return err
	}
	_, err := tx.c.Exec(`INSERT INTO state (document, coder, state) VALUES (?, ?, ?)
		ON CONFLICT (document, coder) DO UPDATE SET state = excluded.state`, document, coder, state)
	return err
}

func (tx *Tx) setStates(d *qda.Document) error {
	for _, coder := range slices.Sorted(maps.Keys(d.States)) {
		if err := tx.SetState(d.ID, coder, d.States[coder]); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) statesInto(at map[int64]*qda.Document, where string, args ...any) error {
	for r, err := range tx.c.Rows(`SELECT document, coder, state FROM state WHERE `+where+` ORDER BY document, coder`, args...) {
		if err != nil {
			return err
		}
		d := at[r.Int(0)]
		if d == nil {
			continue
		}
		if d.States == nil {
			d.States = map[qda.CoderID]qda.State{}
		}
		d.States[qda.CoderID(r.Int(1))] = qda.State(r.Text(2))
	}
	return nil
}

// Unread is what a coder has not finished.
type Unread struct {
	Open, New int
	First     string // the document to go on with: one begun, else one not begun, in order
	Begun     bool   // a person, whoever it is, has begun a document
	Shared    bool   // two people have begun the same document; a further round is no other person
}

// Unread says what a coder, by name, has not finished.
func (tx *Tx) Unread(coder string) (Unread, error) {
	u, _, err := sqlite.One(tx.c, func(r sqlite.Row) Unread {
		return Unread{Open: int(r.Int(0)), New: int(r.Int(1)), First: r.Text(2), Begun: r.Int(3) != 0, Shared: r.Int(4) != 0}
	}, `WITH mine AS (SELECT d.name, d.position, s.state FROM document d LEFT JOIN state s ON s.document = d.id AND s.coder = (SELECT id FROM coder WHERE name = ?1))
		SELECT (SELECT count(*) FROM mine WHERE state = 'open'), (SELECT count(*) FROM mine WHERE state IS NULL),
		ifnull((SELECT name FROM mine WHERE state IS NOT 'done' ORDER BY state IS NULL, position LIMIT 1), ''),
		EXISTS (SELECT 1 FROM state WHERE coder IS NOT (SELECT id FROM coder WHERE name = ?2)),
		EXISTS (SELECT 1 FROM state WHERE coder NOT IN (SELECT id FROM coder WHERE name = ?2 OR name GLOB '*#[0-9]*') GROUP BY document HAVING count(*) > 1)`, coder, qda.RulesCoder)
	return u, err
}
