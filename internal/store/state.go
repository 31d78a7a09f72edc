package store

import (
	"maps"
	"slices"

	"tematik/internal/qda"
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
