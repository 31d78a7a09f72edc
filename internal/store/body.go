package store

import (
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// Text is the text of a hash: a document's Hash.
func (tx *Tx) Text(hash [32]byte) (*text.Text, error) {
	t, ok, err := sqlite.One(tx.c, func(r sqlite.Row) *text.Text { return text.New(r.Text(0)) }, `SELECT text FROM body WHERE sha256 = ?`, hash[:])
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "text %x: not in the project", hash[:4]).Hint("tematik check")
	}
	return t, err
}

// TextOf is the text of a document.
func (tx *Tx) TextOf(id qda.DocumentID) (*text.Text, error) {
	t, ok, err := sqlite.One(tx.c, func(r sqlite.Row) *text.Text { return text.New(r.Text(0)) },
		`SELECT body.text FROM document JOIN body ON body.sha256 = document.sha256 WHERE document.id = ?`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "document %d: not in the project", id).Hint("tematik check")
	}
	return t, err
}

// addBody keeps a text, once.
func (tx *Tx) addBody(t *text.Text) ([32]byte, error) {
	hash := text.Hash(t.String())
	tx.bodies = true
	_, err := tx.c.Exec(`INSERT INTO body (sha256, text) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM body WHERE sha256 = ?1)`, hash[:], t.String())
	return hash, err
}

// dropUnused deletes the texts of this Update that no document has at its end.
// No image can name them: what an event puts away was there before it.
func (tx *Tx) dropUnused() error {
	if !tx.bodies {
		return nil
	}
	_, err := tx.c.Exec(`DELETE FROM body WHERE id > ? AND sha256 NOT IN (SELECT sha256 FROM document)`, tx.lastBody)
	return err
}
