package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

const eventColumns = `id, guid, coder, at, kind, counts, target, state`

func scanEvent(r sqlite.Row) qda.Event {
	e := qda.Event{
		ID: qda.EventID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Coder: r.Text(2), At: timeOf(r.Int(3)),
		Kind: r.Text(4), Target: qda.EventID(r.Int(6)), Undone: r.Text(7) == "undone" || r.Text(7) == "dead",
	}
	json.Unmarshal([]byte(r.Text(5)), &e.Counts) // the column is checked to be JSON
	return e
}

func eventByID(c *sqlite.Conn, id qda.EventID) (qda.Event, error) {
	e, ok, err := sqlite.One(c, scanEvent, `SELECT `+eventColumns+` FROM event WHERE id = ?`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "event %d: not in the log", id).Hint("tematik log")
	}
	return e, err
}

// Log are the latest events, the newest first; all of them if limit is 0.
func (db *DB) Log(ctx context.Context, limit int) (events []qda.Event, err error) {
	if limit <= 0 {
		limit = -1
	}
	err = db.View(ctx, func(tx *Tx) error {
		events, err = sqlite.All(tx.c, scanEvent, `SELECT `+eventColumns+` FROM event ORDER BY id DESC LIMIT ?`, limit)
		return err
	})
	return events, err
}

// Events are all events, the oldest first.
func (tx *Tx) Events() ([]qda.Event, error) {
	return sqlite.All(tx.c, scanEvent, `SELECT `+eventColumns+` FROM event ORDER BY id`)
}

// LastEvent is the newest event, in an Update the newest before it: while it is
// the same, so is the project.
func (tx *Tx) LastEvent() (qda.EventID, error) {
	id, err := tx.c.Int(`SELECT ifnull(max(id), 0) FROM event WHERE id <> ?`, tx.event)
	return qda.EventID(id), err
}

// Undo takes back the coder's own latest event that is not undone. It is
// refused where a later event stands on it. What was undone is given back.
func (db *DB) Undo(ctx context.Context, stamp Stamp) (undone qda.Event, err error) {
	return db.UndoIf(ctx, stamp, nil)
}

// UndoIf is Undo, unless may, if given, refuses the event that is in turn.
func (db *DB) UndoIf(ctx context.Context, stamp Stamp, may func(qda.Event) error) (undone qda.Event, err error) {
	stamp.Kind = "undo"
	return db.revert(ctx, stamp, undo, may)
}

// Redo does again what the coder undid last, unless a new event of theirs came
// since. What was done again is given back.
func (db *DB) Redo(ctx context.Context, stamp Stamp) (redone qda.Event, err error) {
	stamp.Kind = "redo"
	return db.revert(ctx, stamp, redo, nil)
}

// direction says how undo and redo differ: they exchange before and after.
type direction struct {
	verb  string
	find  string // the event to take
	none  string
	to    string // the images to put in place: a column of change
	state string // of the event afterwards
}

var (
	undo = direction{
		find: `SELECT ` + eventColumns + ` FROM event WHERE coder = ? AND state = 'live' ORDER BY id DESC LIMIT 1`,
		verb: "undo", none: "undo: nothing of %s to undo", to: "before", state: "undone",
	}
	redo = direction{
		find: `SELECT ` + eventColumns + ` FROM event WHERE coder = ? AND state = 'undone' ORDER BY id LIMIT 1`,
		verb: "redo", none: "redo: nothing of %s to redo", to: "after", state: "live",
	}
)

func (db *DB) revert(ctx context.Context, stamp Stamp, d direction, may func(qda.Event) error) (target qda.Event, err error) {
	if err := db.backupOfTheDay(ctx, stamp.Now); err != nil {
		return target, db.explain(err)
	}
	err = db.write(ctx, stamp, func(c *sqlite.Conn) error {
		var ok bool
		if target, ok, err = sqlite.One(c, scanEvent, d.find, stamp.Coder); err != nil {
			return err
		}
		if !ok {
			return errs.New(errs.NotFound, d.none, stamp.Coder).Hint("tematik log")
		}
		if may != nil {
			if err := may(target); err != nil {
				return err
			}
		}
		tx, err := beginEvent(c, stamp, target.ID)
		if err != nil {
			return err
		}
		if err := tx.exchange(target, d); err != nil {
			return err
		}
		if err := tx.refuseUnopened(target, d); err != nil {
			return err
		}
		err = db.commit(ctx, c)
		if sqlite.IsForeignKey(err) {
			err = tx.refuseDangling(target, d)
		}
		return err
	})
	return target, db.explain(err)
}

// exchange puts the other images of a target's rows in their place.
func (tx *Tx) exchange(target qda.Event, d direction) error {
	if err := tx.refuseTouched(target, d); err != nil {
		return err
	}
	if err := tx.imageInserted(target.ID); err != nil {
		return err
	}
	tables, err := tx.touchedTables(target.ID)
	if err != nil {
		return err
	}
	for _, table := range slices.Backward(tables) {
		if _, err := tx.c.Exec(fmt.Sprintf(`DELETE FROM %s WHERE id IN (SELECT row FROM change WHERE event = ? AND tbl = ?)`, table), target.ID, table); err != nil {
			return err
		}
	}
	for _, table := range tables {
		columns, err := columnsOf(tx.c, table)
		if err != nil {
			return err
		}
		_, err = tx.c.Exec(fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s FROM change WHERE event = ? AND tbl = ? AND %s IS NOT NULL ORDER BY row`,
			table, namesOf(columns), fromImage(columns, d.to), d.to), target.ID, table)
		if sqlite.IsUnique(err) {
			return tx.refuseTaken(target, d, table)
		}
		if err != nil {
			return err
		}
	}
	_, err = tx.c.Exec(`UPDATE event SET state = ? WHERE id = ?`, d.state, target.ID)
	return err
}

// touchedTables are the tables with changes of an event, parents first.
func (tx *Tx) touchedTables(event qda.EventID) ([]string, error) {
	var touched []string
	for _, table := range studyTables() {
		n, err := tx.c.Int(`SELECT EXISTS (SELECT 1 FROM change WHERE event = ? AND tbl = ?)`, event, table)
		if err != nil {
			return nil, err
		}
		if n == 1 {
			touched = append(touched, table)
		}
	}
	return touched, nil
}

// imageInserted turns the ranges of an event's new rows into images, so that
// redo can bring them back.
func (tx *Tx) imageInserted(event qda.EventID) error {
	tables, err := sqlite.All(tx.c, func(r sqlite.Row) string { return r.Text(0) }, `SELECT tbl FROM inserted WHERE event = ? ORDER BY tbl`, event)
	if err != nil {
		return err
	}
	for _, table := range tables {
		columns, err := columnsOf(tx.c, table)
		if err != nil {
			return err
		}
		if _, err := tx.c.Exec(fmt.Sprintf(`INSERT INTO change (event, tbl, row, after)
			SELECT event, tbl, id, %s FROM inserted CROSS JOIN %s WHERE event = ? AND tbl = ? AND id > above AND id <= upto ORDER BY id`,
			imageOf(columns, table+"."), table), event, table); err != nil {
			return err
		}
	}
	_, err = tx.c.Exec(`DELETE FROM inserted WHERE event = ?`, event)
	return err
}

// Changed is the time of the last event.
func (tx *Tx) Changed() (time.Time, error) {
	at, err := tx.c.Int(`SELECT at FROM event ORDER BY id DESC LIMIT 1`)
	return timeOf(at), err
}
