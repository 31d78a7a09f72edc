package store

import (
	"database/sql/driver"
	"slices"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// validTurns refuses turns that lie outside the text or have no speaker.
func validTurns(d *qda.Document, t *text.Text) error {
	for i, turn := range d.Turns {
		if turn.Speaker < 0 || turn.Speaker >= len(d.Speakers) {
			return errs.New(errs.Failed, "%s: turn %d has no speaker", d.Name, i+1)
		}
		if turn.Span.Start < 0 || turn.Span.End < turn.Span.Start || turn.Span.End > t.Len() {
			return errs.New(errs.Failed, "%s: turn %d lies outside the text", d.Name, i+1)
		}
	}
	return nil
}

// addTurns writes the speakers and turns of a document that has none.
func (tx *Tx) addTurns(d *qda.Document) error {
	for n, s := range d.Speakers {
		if _, err := tx.c.Exec(`INSERT INTO speaker (document, n, label, role, "case") VALUES (?, ?, ?, ?, ?)`, d.ID, n, s.Label, s.Role, orNull(s.Case)); err != nil {
			return err
		}
	}
	return tx.c.Fill(`INSERT INTO turn (document, n, start, "end", speaker, time)`, "", len(d.Turns), 6, func(i int, row []driver.NamedValue) {
		t := d.Turns[i]
		row[0].Value, row[1].Value = int64(d.ID), int64(i)
		row[2].Value, row[3].Value = int64(t.Span.Start), int64(t.Span.End)
		row[4].Value, row[5].Value = int64(t.Speaker), nil
		if t.Time >= 0 {
			row[5].Value = t.Time.Milliseconds()
		}
	})
}

func (tx *Tx) speakersInto(at map[int64]*qda.Document, where string, args ...any) error {
	for r, err := range tx.c.Rows(`SELECT document, label, role, "case" FROM speaker WHERE `+where+` ORDER BY document, n`, args...) {
		if err != nil {
			return err
		}
		if d := at[r.Int(0)]; d != nil {
			d.Speakers = append(d.Speakers, qda.Speaker{Label: r.Text(1), Role: qda.Role(r.Text(2)), Case: qda.CaseID(r.Int(3))})
		}
	}
	return nil
}

// turnsInto reads in the order of ids, which is that of the file; the turns of
// a document are put in order afterwards where need be.
func (tx *Tx) turnsInto(at map[int64]*qda.Document, where string, args ...any) error {
	var d *qda.Document
	last := int64(0)
	for r, err := range tx.c.Rows(`SELECT document, start << 32 | "end", speaker, ifnull(time, -1) FROM turn WHERE `+where+` ORDER BY id`, args...) {
		if err != nil {
			return err
		}
		if id := r.Int(0); id != last {
			last, d = id, at[id]
		}
		span := text.Span{Start: int(r.Int(1) >> 32), End: int(r.Int(1) & (1<<32 - 1))}
		if d == nil || r.Int(2) < 0 || int(r.Int(2)) >= len(d.Speakers) || span.Start < 0 || span.End > d.Length {
			continue
		}
		turn := qda.Turn{Span: span, Speaker: int(r.Int(2)), Time: time.Duration(r.Int(3)) * time.Millisecond}
		if r.Int(3) < 0 {
			turn.Time = -1
		}
		d.Turns = append(d.Turns, turn)
	}
	for _, d := range at {
		byPlace := func(a, b qda.Turn) int { return a.Span.Compare(b.Span) }
		if !slices.IsSortedFunc(d.Turns, byPlace) {
			slices.SortStableFunc(d.Turns, byPlace)
		}
	}
	return nil
}
