package store

import (
	"cmp"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

const selectCodings = `SELECT id, guid, document, start, "end", code, coder, origin, "check", created, aspect FROM coding `

// selectAspects goes by the index of these codings alone.
const selectAspects = `SELECT id, aspect FROM coding WHERE aspect <> '' ORDER BY aspect, id`

// stretch is a coding as a row: its segment has no text yet.
type stretch struct {
	coding   qda.Coding
	document qda.DocumentID
	span     text.Span
	check    uint64
}

func scanCoding(r sqlite.Row) stretch {
	return stretch{
		coding: qda.Coding{ID: qda.CodingID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Code: qda.CodeID(r.Int(5)),
			Coder: qda.CoderID(r.Int(6)), Origin: qda.Origin(r.Int(7)), Created: timeOf(r.Int(9)), Aspect: r.Text(10)},
		document: qda.DocumentID(r.Int(2)), span: text.Span{Start: int(r.Int(3)), End: int(r.Int(4))}, check: uint64(r.Int(8)),
	}
}

// CodingsByID are the codings of some ids, in the order of the Snapshot; ids
// that are not there are left out.
func (tx *Tx) CodingsByID(ids []qda.CodingID) ([]qda.Coding, error) {
	return tx.codings(`WHERE id IN (SELECT value FROM json_each(?))`, toJSON(ids))
}

// CodingsOf are the codings of a document, in the order of the Snapshot.
func (tx *Tx) CodingsOf(document qda.DocumentID) ([]qda.Coding, error) {
	return tx.codings(`WHERE document = ?`, document)
}

// codings cuts every segment anew: a coding whose words are not the text's is
// an error.
func (tx *Tx) codings(where string, args ...any) ([]qda.Coding, error) {
	rows, err := sqlite.All(tx.c, scanCoding, selectCodings+where+` ORDER BY document, start, "end", code, coder`, args...)
	if err != nil {
		return nil, err
	}
	codings := make([]qda.Coding, len(rows))
	var t *text.Text
	for i, r := range rows {
		if i == 0 || r.document != rows[i-1].document {
			if t, err = tx.TextOf(r.document); err != nil {
				return nil, err
			}
		}
		codings[i] = r.coding
		codings[i].Segment, err = qda.NewSegment(r.document, t, r.span, "")
		if err != nil || codings[i].Segment.Check() != r.check {
			return nil, errs.New(errs.Failed, "coding %d: its words are not those of the text", r.coding.ID).Hint("tematik check")
		}
	}
	return codings, nil
}

// InsertCodings adds codings and gives the ids of those that were not there
// yet, in the order of the Snapshot. The words of each are compared with the
// text once more. A document in which a coder's coding is new becomes open for
// that coder.
func (tx *Tx) InsertCodings(codings []qda.Coding) (ids []qda.CodingID, err error) {
	if len(codings) == 0 {
		return nil, nil
	}
	order := inOrder(codings)
	if err := tx.verify(codings, order); err != nil {
		return nil, err
	}
	last, err := tx.c.Int(`SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'coding'`)
	if err != nil {
		return nil, err
	}
	if err := tx.load(codings, order); err != nil {
		return nil, err
	}
	if _, err := tx.c.Exec(`INSERT INTO state (document, coder, state) SELECT DISTINCT document, coder, 'open' FROM coding NOT INDEXED WHERE id > ? ORDER BY document, coder
		ON CONFLICT (document, coder) DO NOTHING`, last); err != nil {
		return nil, err
	}
	return sqlite.All(tx.c, func(r sqlite.Row) qda.CodingID { return qda.CodingID(r.Int(0)) }, `SELECT id FROM coding NOT INDEXED WHERE id > ? ORDER BY id`, last)
}

// load inserts codings. Where they are more than the table holds, the index by
// code is built anew, in order.
func (tx *Tx) load(codings []qda.Coding, order []int) (err error) {
	held, err := tx.c.Int(`SELECT count(*) FROM (SELECT 1 FROM coding LIMIT ?)`, len(codings))
	if err != nil {
		return err
	}
	if len(codings) > 10_000 && int(held) < len(codings) {
		index, _, err := sqlite.One(tx.c, func(r sqlite.Row) string { return r.Text(0) }, `SELECT sql FROM sqlite_schema WHERE name = 'coding_code'`)
		if err != nil {
			return err
		}
		if _, err := tx.c.Exec(`DROP INDEX IF EXISTS coding_code`); err != nil {
			return err
		}
		defer func() {
			if err == nil && index != "" {
				_, err = tx.c.Exec(index)
			}
		}()
	}
	return tx.insertCodings(codings, order)
}

// inOrder is the order of the Snapshot, which is also that of the index, so
// that a load appends to it. Of two that are the same the first comes first.
func inOrder(codings []qda.Coding) []int {
	type place struct {
		document qda.DocumentID
		span     text.Span
		code     qda.CodeID
		coder    qda.CoderID
		i        int
	}
	all := make([]place, len(codings))
	for i := range codings {
		c := &codings[i]
		all[i] = place{c.Segment.Document(), c.Segment.Span(), c.Code, c.Coder, i}
	}
	slices.SortFunc(all, func(a, b place) int {
		switch {
		case a.document != b.document:
			return cmp.Compare(a.document, b.document)
		case a.span != b.span:
			return a.span.Compare(b.span)
		case a.code != b.code:
			return cmp.Compare(a.code, b.code)
		case a.coder != b.coder:
			return cmp.Compare(a.coder, b.coder)
		}
		return a.i - b.i
	})
	order := make([]int, len(all))
	for k := range all {
		order[k] = all[k].i
	}
	return order
}

// verify cuts every segment from the stored text and compares.
func (tx *Tx) verify(codings []qda.Coding, order []int) error {
	cuts := make([]cut, len(order))
	for k, i := range order {
		s := codings[i].Segment
		cuts[k] = cut{s.Document(), s.Span(), s.Check(), int64(i)}
	}
	wrong, err := reslice(tx.c, cuts)
	if err != nil || len(wrong) == 0 {
		return err
	}
	w := wrong[0]
	return errs.New(errs.Failed, "document %d, %d:%d: the text there is not what was coded", w.document, w.span.Start, w.span.End).Hint("read the document again: it was revised")
}

func (tx *Tx) insertCodings(codings []qda.Coding, order []int) error {
	var failed error
	err := tx.c.Fill(`INSERT INTO coding (guid, document, start, "end", code, coder, origin, "check", created, aspect)`,
		`ON CONFLICT (document, start, "end", code, coder) DO NOTHING`, len(order), 10, func(i int, row []driver.NamedValue) {
			c := &codings[order[i]]
			guid, err := tx.guid(c.GUID)
			if err != nil {
				failed = err
			}
			created := tx.now
			if !c.Created.IsZero() {
				created = c.Created
			}
			span := c.Segment.Span()
			row[0].Value, row[1].Value = guid[:], int64(c.Segment.Document())
			row[2].Value, row[3].Value = int64(span.Start), int64(span.End)
			row[4].Value, row[5].Value, row[6].Value = int64(c.Code), int64(c.Coder), int64(c.Origin)
			row[7].Value, row[8].Value, row[9].Value = int64(c.Segment.Check()), created.UnixMilli(), c.Aspect
		})
	if err == nil {
		err = failed
	}
	return err
}

// FindCodings gives the ids of codings by what they are: one code on one
// stretch by one coder. 0 stands for one that is not there.
func (tx *Tx) FindCodings(codings []qda.Coding) ([]qda.CodingID, error) {
	ids := make([]qda.CodingID, len(codings))
	for i, c := range codings {
		id, err := tx.findCoding(c)
		if err != nil {
			return nil, err
		}
		ids[i] = id
	}
	return ids, nil
}

func (tx *Tx) findCoding(c qda.Coding) (qda.CodingID, error) {
	span := c.Segment.Span()
	id, err := tx.c.Int(`SELECT id FROM coding WHERE document = ? AND start = ? AND "end" = ? AND code = ? AND coder = ?`,
		c.Segment.Document(), span.Start, span.End, c.Code, c.Coder)
	return qda.CodingID(id), err
}

// UpdateCodings gives codings, known by their ids, another segment, code, coder
// or origin. One that would then be there twice is absorbed by the other,
// with its memos and aspects.
func (tx *Tx) UpdateCodings(codings []qda.Coding) (absorbed int, err error) {
	if err := tx.verify(codings, inOrder(codings)); err != nil {
		return 0, err
	}
	for _, c := range codings {
		other, err := tx.findCoding(c)
		if err != nil {
			return absorbed, err
		}
		if other != 0 && other != c.ID {
			if _, err := tx.c.Exec(`UPDATE memo SET coding = ? WHERE coding = ?`, other, c.ID); err != nil {
				return absorbed, err
			}
			if err := tx.addAspect(other, c.Aspect); err != nil {
				return absorbed, err
			}
			n, err := tx.c.Exec(`DELETE FROM coding WHERE id = ?`, c.ID)
			if err != nil {
				return absorbed, err
			}
			absorbed += int(n)
			continue
		}
		s := c.Segment
		n, err := tx.c.Exec(`UPDATE coding SET document = ?, start = ?, "end" = ?, "check" = ?, code = ?, coder = ?, origin = ? WHERE id = ?`,
			s.Document(), s.Span().Start, s.Span().End, int64(s.Check()), c.Code, c.Coder, int64(c.Origin), c.ID)
		if err != nil {
			return absorbed, err
		}
		if n == 0 {
			return absorbed, errs.New(errs.NotFound, "coding %d: not in the project", c.ID).Hint("tematik quotes")
		}
	}
	return absorbed, nil
}

// SetAspects gives codings their notes, as they are to be kept; it tells how
// many had another one.
func (tx *Tx) SetAspects(notes map[qda.CodingID]string) (changed int, err error) {
	for _, id := range slices.Sorted(maps.Keys(notes)) {
		n, err := tx.c.Exec(`UPDATE coding SET aspect = ?1 WHERE id = ?2 AND aspect <> ?1`, notes[id], id)
		if err != nil {
			return changed, err
		}
		changed += int(n)
	}
	return changed, nil
}

// addAspect adds to what a coding's note names already.
func (tx *Tx) addAspect(id qda.CodingID, note string) error {
	if note == "" {
		return nil
	}
	have, _, err := sqlite.One(tx.c, func(r sqlite.Row) string { return r.Text(0) }, `SELECT aspect FROM coding WHERE id = ?`, id)
	if err != nil {
		return err
	}
	_, err = tx.SetAspects(map[qda.CodingID]string{id: qda.JoinAspects(have, note)})
	return err
}

// aspects are the notes of the codings that carry one; nil where none does.
func (tx *Tx) aspects() (notes map[qda.CodingID]string, err error) {
	for r, err := range tx.c.Rows(selectAspects) {
		if err != nil {
			return nil, err
		}
		if notes == nil {
			notes = map[qda.CodingID]string{}
		}
		notes[qda.CodingID(r.Int(0))] = r.Text(1)
	}
	return notes, nil
}

// DeleteCodings deletes codings and the memos on them, and tells how many
// there were.
func (tx *Tx) DeleteCodings(ids []qda.CodingID) (int, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return 0, err
	}
	if _, err := tx.c.Exec(`DELETE FROM memo WHERE coding IN (SELECT value FROM json_each(?))`, string(list)); err != nil {
		return 0, err
	}
	n, err := tx.c.Exec(`DELETE FROM coding WHERE id IN (SELECT value FROM json_each(?))`, string(list))
	return int(n), err
}

// verifyRevised makes sure that the codings of documents with a new text are
// still those words.
func (tx *Tx) verifyRevised() error {
	for _, id := range tx.revisions {
		if _, err := tx.CodingsOf(id); err != nil {
			return fmt.Errorf("revision: %w", err)
		}
	}
	return nil
}
