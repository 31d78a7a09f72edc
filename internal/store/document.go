package store

import (
	"slices"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

const selectDocuments = `SELECT id, guid, name, file, kind, date, language, "case", imported, sha256, length FROM document `

func scanDocument(r sqlite.Row) qda.Document {
	d := qda.Document{
		ID: qda.DocumentID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Name: r.Text(2), File: r.Text(3), Kind: qda.Kind(r.Text(4)),
		Date: r.Text(5), Language: r.Text(6), Case: qda.CaseID(r.Int(7)), Imported: timeOf(r.Int(8)), Length: int(r.Int(10)),
	}
	copy(d.Hash[:], r.Bytes(9))
	return d
}

// Documents are all documents in order, without turns.
func (tx *Tx) Documents() ([]qda.Document, error) { return tx.documents(false) }

func (tx *Tx) documents(turns bool) ([]qda.Document, error) {
	docs, err := sqlite.All(tx.c, scanDocument, selectDocuments+`ORDER BY position`)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		docs[i].Order = i + 1
	}
	return docs, tx.complete(docs, turns, "true")
}

// Document is the document of a name, else the only one of a file name, with
// its turns.
func (tx *Tx) Document(name string) (*qda.Document, error) {
	docs, err := sqlite.All(tx.c, scanDocument, selectDocuments+`WHERE name = ?1 OR file = ?1 ORDER BY name <> ?1, position`, name)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 || len(docs) > 1 && docs[0].Name != name {
		return nil, errs.New(errs.NotFound, "%s: no such document", name).Hint("tematik doc ls")
	}
	docs = docs[:1]
	order, err := tx.c.Int(`SELECT count(*) FROM document WHERE position <= (SELECT position FROM document WHERE id = ?)`, docs[0].ID)
	if err != nil {
		return nil, err
	}
	docs[0].Order = int(order)
	return &docs[0], tx.complete(docs, true, "document = ?", docs[0].ID)
}

// complete fills in what documents have many of.
func (tx *Tx) complete(docs []qda.Document, turns bool, where string, args ...any) error {
	at := make(map[int64]*qda.Document, len(docs))
	for i := range docs {
		at[int64(docs[i].ID)] = &docs[i]
	}
	if err := tx.speakersInto(at, where, args...); err != nil {
		return err
	}
	if err := tx.statesInto(at, where, args...); err != nil {
		return err
	}
	values, err := tx.valuesWhere("document", "document IS NOT NULL AND "+where, args...)
	if err != nil {
		return err
	}
	for id, m := range values {
		if d := at[id]; d != nil {
			d.Values = m
		}
	}
	if turns {
		return tx.turnsInto(at, where, args...)
	}
	return nil
}

// InsertDocument adds a document with its text, speakers, turns, attributes
// and states, as the last one. It is given its id, hash and length, and what
// else it lacks.
func (tx *Tx) InsertDocument(d *qda.Document, t *text.Text) (err error) {
	if err := validTurns(d, t); err != nil {
		return err
	}
	if d.GUID, err = tx.freeGUID("document", d.GUID); err != nil {
		return err
	}
	if d.Hash, err = tx.addBody(t); err != nil {
		return err
	}
	d.Length = t.Len()
	if d.Imported.IsZero() {
		d.Imported = tx.now
	}
	if d.Kind == "" {
		d.Kind = qda.Interview
	}
	// The id is chosen here because it is the position too: no document that
	// ever was had the same one.
	next, err := tx.c.Int(`SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'document'`)
	if err != nil {
		return err
	}
	_, err = tx.c.Exec(`INSERT INTO document (id, guid, name, file, kind, date, language, "case", position, imported, sha256, length) VALUES (?1, ?, ?, ?, ?, ?, ?, ?, ?1, ?, ?, ?)`,
		next, d.GUID[:], d.Name, d.File, d.Kind, d.Date, d.Language, orNull(d.Case), d.Imported.UnixMilli(), d.Hash[:], d.Length)
	if sqlite.IsUnique(err) {
		return nameTaken(d.Name)
	}
	if err != nil {
		return err
	}
	d.ID = qda.DocumentID(next)
	if err := tx.addTurns(d); err != nil {
		return err
	}
	if err := tx.setValues("document", next, d.Values); err != nil {
		return err
	}
	return tx.setStates(d)
}

func nameTaken(name string) error {
	return errs.New(errs.Failed, "%s: there is a document of this name", name).Hint("tematik doc ls")
}

func notThere(id qda.DocumentID) error {
	return errs.New(errs.NotFound, "document %d: not in the project", id).Hint("tematik doc ls")
}

// UpdateDocument sets name, file, kind, date, language, case, attributes and what
// is known of the speakers; not the text, turns, order or states.
func (tx *Tx) UpdateDocument(d *qda.Document) error {
	n, err := tx.c.Exec(`UPDATE document SET name = ?, file = ?, kind = ?, date = ?, language = ?, "case" = ? WHERE id = ?`,
		d.Name, d.File, d.Kind, d.Date, d.Language, orNull(d.Case), d.ID)
	if sqlite.IsUnique(err) {
		return nameTaken(d.Name)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return notThere(d.ID)
	}
	for i, s := range d.Speakers {
		if _, err := tx.c.Exec(`UPDATE speaker SET label = ?, role = ?, "case" = ? WHERE document = ? AND n = ?`, s.Label, s.Role, orNull(s.Case), d.ID, i); err != nil {
			return err
		}
	}
	return tx.setValues("document", int64(d.ID), d.Values)
}

// ReviseDocument gives a document another text, with its speakers and turns.
// The Update must then move or delete the codings whose words are elsewhere.
func (tx *Tx) ReviseDocument(d *qda.Document, t *text.Text) error {
	if err := validTurns(d, t); err != nil {
		return err
	}
	hash, err := tx.addBody(t)
	if err != nil {
		return err
	}
	n, err := tx.c.Exec(`UPDATE document SET sha256 = ?, length = ? WHERE id = ?`, hash[:], t.Len(), d.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return notThere(d.ID)
	}
	if err := tx.each(d.ID, `DELETE FROM turn WHERE document = ?`, `DELETE FROM speaker WHERE document = ?`); err != nil {
		return err
	}
	tx.revisions = append(tx.revisions, d.ID)
	return tx.addTurns(d)
}

// OrderDocuments puts the documents in an order; each must be named once.
func (tx *Tx) OrderDocuments(ids []qda.DocumentID) error {
	type place struct{ id, position int64 }
	now, err := sqlite.All(tx.c, func(r sqlite.Row) place { return place{r.Int(0), r.Int(1)} }, `SELECT id, position FROM document ORDER BY position`)
	if err != nil {
		return err
	}
	have := make([]qda.DocumentID, len(now))
	for i, p := range now {
		have[i] = qda.DocumentID(p.id)
	}
	want := slices.Clone(ids)
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		return errs.New(errs.Usage, "order: must name each document once").Hint("tematik doc order")
	}
	// A position is unique at every moment, so they are exchanged by way of
	// negative ones.
	for _, sign := range []int64{-1, 1} {
		for i, id := range ids {
			if now[i].id == int64(id) {
				continue
			}
			if _, err := tx.c.Exec(`UPDATE document SET position = ? WHERE id = ?`, sign*now[i].position, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// DeleteDocument deletes a document with everything on it; its text stays as
// long as the history needs it.
func (tx *Tx) DeleteDocument(id qda.DocumentID) error {
	if err := tx.each(id,
		`DELETE FROM memo WHERE coding IN (SELECT id FROM coding WHERE document = ?)`,
		`DELETE FROM memo WHERE document = ?`,
		`DELETE FROM proposal WHERE document = ?`,
		`DELETE FROM coding WHERE document = ?`,
		`DELETE FROM state WHERE document = ?`,
		`DELETE FROM value WHERE document = ?`,
		`DELETE FROM turn WHERE document = ?`,
		`DELETE FROM speaker WHERE document = ?`); err != nil {
		return err
	}
	n, err := tx.c.Exec(`DELETE FROM document WHERE id = ?`, id)
	if err == nil && n == 0 {
		return notThere(id)
	}
	return err
}
