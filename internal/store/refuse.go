package store

import (
	"fmt"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// refuse says that an undo or redo is not possible because of an event, if
// one is known.
func (tx *Tx) refuse(target qda.Event, d direction, because qda.EventID) error {
	what := fmt.Sprintf("%s: event %d (%s by %s)", d.verb, target.ID, target.Kind, target.Coder)
	if because == 0 {
		return errs.New(errs.Failed, "%s: the project is not as that event left it", what).Hint("tematik log")
	}
	event, err := eventByID(tx.c, because)
	if err != nil {
		return err
	}
	return errs.Wrap(errs.Failed, &Conflict{event}, "%s: a later change stands in the way", what).Hint("tematik log")
}

// refuseTouched refuses where the rows are not as the event left them: for an
// undo because a later live event touched them, for a redo by their images.
func (tx *Tx) refuseTouched(target qda.Event, d direction) error {
	if d.state == "live" {
		return tx.refuseChanged(target, d)
	}
	id, err := tx.c.Int(`
		SELECT later.id FROM change theirs JOIN event later ON later.id = theirs.event
		WHERE theirs.event > ?1 AND later.state = 'live' AND (
			EXISTS (SELECT 1 FROM change WHERE event = ?1 AND tbl = theirs.tbl AND row = theirs.row)
			OR EXISTS (SELECT 1 FROM inserted WHERE event = ?1 AND tbl = theirs.tbl AND theirs.row > above AND theirs.row <= upto))
		ORDER BY later.id DESC LIMIT 1`, target.ID)
	if err != nil || id == 0 {
		return err
	}
	return tx.refuse(target, d, qda.EventID(id))
}

func (tx *Tx) refuseChanged(target qda.Event, d direction) error {
	tables, err := tx.touchedTables(target.ID)
	if err != nil {
		return err
	}
	for _, table := range tables {
		columns, err := columnsOf(tx.c, table)
		if err != nil {
			return err
		}
		row, found, err := sqlite.One(tx.c, func(r sqlite.Row) int64 { return r.Int(0) }, fmt.Sprintf(`
			SELECT change.row FROM change LEFT JOIN %s t ON t.id = change.row
			WHERE event = ? AND tbl = ? AND CASE WHEN t.id IS NULL THEN before IS NOT NULL ELSE before IS NULL OR %s END
			ORDER BY change.row LIMIT 1`, table, differs(columns, "before", "t.")), target.ID, table)
		if err != nil {
			return err
		}
		if found {
			return tx.refuseFor(target, d, `tbl = ?1 AND row = ?2`, `tbl = ?1 AND above < ?2 AND ?2 <= upto`, table, row)
		}
	}
	return nil
}

// refuseTaken refuses because something else has taken a name or place.
func (tx *Tx) refuseTaken(target qda.Event, d direction, table string) error {
	return tx.refuseFor(target, d, `tbl = ?1`, `tbl = ?1`, table)
}

// refuseFor names the newest live event among those with such changes or such
// new rows that came after the target, or came back after it.
func (tx *Tx) refuseFor(target qda.Event, d direction, changes, ranges string, args ...any) error {
	id, err := tx.c.Int(fmt.Sprintf(`
		SELECT max(id) FROM event WHERE state = 'live' AND (id > %[1]d OR id IN (SELECT target FROM event WHERE kind = 'redo' AND id > %[1]d AND target <> %[1]d)) AND (
			id IN (SELECT event FROM change WHERE %[2]s) OR id IN (SELECT event FROM inserted WHERE %[3]s))`, target.ID, changes, ranges), args...)
	if err != nil {
		return err
	}
	return tx.refuse(target, d, qda.EventID(id))
}

// refuseUnopened refuses because a later event's codings stand in a document
// that would not be open any more for their coder.
func (tx *Tx) refuseUnopened(target qda.Event, d direction) error {
	id, err := tx.c.Int(`
		WITH touched AS (SELECT ifnull(before, after) ->> 'document' AS document, ifnull(before, after) ->> 'coder' AS coder FROM change WHERE event = ?1 AND tbl = 'state'),
		closed AS MATERIALIZED (SELECT document, coder FROM touched WHERE NOT EXISTS (SELECT 1 FROM state WHERE state.document = touched.document AND state.coder = touched.coder))
		SELECT ifnull(max(later.id), 0) FROM closed CROSS JOIN coding USING (document, coder) CROSS JOIN inserted i CROSS JOIN event later
		WHERE i.tbl = 'coding' AND i.above < coding.id AND coding.id <= i.upto AND later.id = i.event AND later.id > ?1 AND later.state = 'live'`, target.ID)
	if err != nil || id == 0 {
		return err
	}
	return tx.refuse(target, d, qda.EventID(id))
}

// refuseDangling refuses because rows would point to nothing: those of a later
// event, or those put back whose parent a later event deleted.
func (tx *Tx) refuseDangling(target qda.Event, d direction) error {
	type dangling struct {
		table, parent string
		row, key      int64
	}
	found, ok, err := sqlite.One(tx.c, func(r sqlite.Row) dangling {
		return dangling{r.Text(0), r.Text(2), r.Int(1), r.Int(3)}
	}, `SELECT "table", rowid, parent, fkid FROM pragma_foreign_key_check ORDER BY "table", rowid LIMIT 1`)
	if err != nil {
		return err
	}
	if !ok {
		return tx.refuse(target, d, 0)
	}
	column, _, err := sqlite.One(tx.c, func(r sqlite.Row) string { return quoted(r.Text(0)) },
		`SELECT "from" FROM pragma_foreign_key_list(?) WHERE id = ? ORDER BY seq LIMIT 1`, found.table, found.key)
	if err != nil {
		return err
	}
	parent, err := tx.c.Int(fmt.Sprintf(`SELECT %s FROM %s WHERE id = ?`, column, found.table), found.row)
	if err != nil {
		return err
	}
	return tx.refuseFor(target, d,
		`(tbl = ?1 AND row = ?2) OR (tbl = ?3 AND row = ?4)`,
		`tbl = ?1 AND above < ?2 AND ?2 <= upto`, found.table, found.row, found.parent, parent)
}
