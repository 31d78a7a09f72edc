package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// The journal: SQLite records what an event changes. Triggers made from the
// columns of each table keep a row's first image of the event; new rows are
// known by their ids, which only grow.

// errNothing ends an Update that changed nothing.
var errNothing = errors.New("nothing changed")

// Conflict is the cause of a refusal: a later event touched what was to be
// changed.
type Conflict struct{ Event qda.Event }

func (c *Conflict) Error() string {
	return fmt.Sprintf("event %d: %s by %s, %s", c.Event.ID, c.Event.Kind, c.Event.Coder, c.Event.At.Format("2006-01-02 15:04:05 MST"))
}

// column is one of a table: its name, quoted, and how images hold it.
type column struct {
	name     string
	blob     bool
	fallback string // for images from before the column was added
}

func columnsOf(c *sqlite.Conn, table string) ([]column, error) {
	return sqlite.All(c, func(r sqlite.Row) column {
		col := column{name: quoted(r.Text(0)), blob: r.Text(1) == "BLOB"}
		if r.Int(2) == 1 {
			col.fallback = r.Text(3)
		}
		return col
	}, `SELECT name, type, "notnull", dflt_value FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid`, table)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// imageOf is the SQL of a row's image, a JSON object; row is the alias with a
// dot, if any. JSON has no bytes: they are written in hexadecimal.
func imageOf(columns []column, row string) string {
	var parts []string
	for _, c := range columns {
		value := row + c.name
		if c.blob {
			value = fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN hex(%[1]s) END", value)
		}
		parts = append(parts, "'"+strings.Trim(c.name, `"`)+"', "+value)
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

// fromImage is the SQL of a row's columns taken from an image.
func fromImage(columns []column, image string) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, c.from(image))
	}
	return strings.Join(parts, ", ")
}

func (c column) from(image string) string {
	value := fmt.Sprintf("%s ->> '%s'", image, strings.Trim(c.name, `"`))
	if c.blob {
		value = "unhex(" + value + ")"
	}
	if c.fallback != "" {
		value = "ifnull(" + value + ", " + c.fallback + ")"
	}
	return value
}

// differs is the SQL that tells a row from an image: column by column, since
// an image may be older than a column.
func differs(columns []column, image, row string) string {
	var parts []string
	for _, c := range columns {
		parts = append(parts, fmt.Sprintf("%s IS NOT %s", c.from(image), row+c.name))
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func namesOf(columns []column) string {
	var names []string
	for _, c := range columns {
		names = append(names, c.name)
	}
	return strings.Join(names, ", ")
}

// triggersOf makes the two triggers of a table. They stand still for rows the
// event itself made, and during an undo or redo, which has images already.
func triggersOf(table string, columns []column) map[string]string {
	var differs []string
	for _, c := range columns {
		differs = append(differs, fmt.Sprintf("OLD.%s IS NOT NEW.%[1]s", c.name))
	}
	body := fmt.Sprintf(`(SELECT target IS NULL FROM event ORDER BY id DESC LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM inserted WHERE event = (SELECT max(id) FROM event) AND tbl = '%[1]s' AND above < OLD.id)
BEGIN
  INSERT INTO change (event, tbl, row, before) SELECT max(id), '%[1]s', OLD.id, %[2]s FROM event WHERE true
  ON CONFLICT DO NOTHING;
END`, table, imageOf(columns, "OLD."))
	made := map[string]string{}
	for what, when := range map[string]string{"update": "(" + strings.Join(differs, " OR ") + ") AND ", "delete": ""} {
		name := "journal_" + table + "_" + what
		made[name] = fmt.Sprintf("CREATE TRIGGER %s BEFORE %s ON %s WHEN %s%s", name, strings.ToUpper(what), table, when, body)
	}
	return made
}

// installJournal makes the triggers anew.
func installJournal(c *sqlite.Conn) error {
	for _, table := range studyTables() {
		columns, err := columnsOf(c, table)
		if err != nil {
			return err
		}
		for name, text := range triggersOf(table, columns) {
			if _, err := c.Exec("DROP TRIGGER IF EXISTS " + name + ";" + text); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// beginEvent writes the event that all changes of a transaction belong to.
func beginEvent(c *sqlite.Conn, stamp Stamp, target qda.EventID) (*Tx, error) {
	tx, err := newTx(c, stamp)
	if err != nil {
		return nil, err
	}
	guid, err := tx.guid(qda.GUID{})
	if err != nil {
		return nil, err
	}
	state := "live"
	if target != 0 {
		state = "fixed"
	}
	id, err := c.Insert(`INSERT INTO event (guid, coder, at, kind, counts, target, state) VALUES (?, ?, ?, ?, '{}', ?, ?)`,
		guid[:], stamp.Coder, tx.now.UnixMilli(), stamp.Kind, orNull(target), state)
	if err != nil {
		return nil, err
	}
	tx.event = qda.EventID(id)
	if target != 0 {
		return tx, nil
	}
	if tx.lastBody, err = c.Int(`SELECT ifnull(max(id), 0) FROM body`); err != nil {
		return nil, err
	}
	tables, _ := json.Marshal(studyTables())
	_, err = c.Exec(`INSERT INTO inserted (event, tbl, above, upto)
		SELECT ?, t.value, ifnull(s.seq, 0), ifnull(s.seq, 0) FROM json_each(?) t LEFT JOIN sqlite_sequence s ON s.name = t.value`, id, string(tables))
	return tx, err
}

// endEvent completes the event, or gives errNothing.
func (tx *Tx) endEvent(stamp Stamp) (qda.Event, error) {
	for _, finish := range []func() error{tx.verifyRevised, tx.dropUnused, tx.completeChanges, tx.completeInserted} {
		if err := finish(); err != nil {
			return qda.Event{}, err
		}
	}
	changed, err := tx.c.Int(`SELECT EXISTS (SELECT 1 FROM change WHERE event = ?1) OR EXISTS (SELECT 1 FROM inserted WHERE event = ?1)`, tx.event)
	if err != nil {
		return qda.Event{}, err
	}
	if changed == 0 {
		return qda.Event{}, errNothing
	}
	if err := tx.refuseStale(stamp.Seen); err != nil {
		return qda.Event{}, err
	}
	if err := tx.writeCounts(); err != nil {
		return qda.Event{}, err
	}
	if tx.fixed {
		if _, err := tx.c.Exec(`UPDATE event SET state = 'fixed' WHERE id = ?`, tx.event); err != nil {
			return qda.Event{}, err
		}
	}
	// A new event ends redo for its coder.
	if _, err := tx.c.Exec(`UPDATE event SET state = 'dead' WHERE state = 'undone' AND coder = ?`, stamp.Coder); err != nil {
		return qda.Event{}, err
	}
	return eventByID(tx.c, tx.event)
}

// completeChanges takes the images after the event, and forgets rows that are
// as they were.
func (tx *Tx) completeChanges() error {
	tables, err := tx.touchedTables(tx.event)
	if err != nil {
		return err
	}
	for _, table := range tables {
		columns, err := columnsOf(tx.c, table)
		if err != nil {
			return err
		}
		if _, err := tx.c.Exec(fmt.Sprintf(`UPDATE change SET after = (SELECT %s FROM %s WHERE id = row) WHERE event = ? AND tbl = ? AND EXISTS (SELECT 1 FROM %[2]s WHERE id = row)`,
			imageOf(columns, ""), table), tx.event, table); err != nil {
			return err
		}
		if _, err := tx.c.Exec(`DELETE FROM change WHERE event = ? AND tbl = ? AND before = after`, tx.event, table); err != nil {
			return err
		}
	}
	return nil
}

// completeInserted closes the ranges of new rows; one without a row is
// forgotten.
func (tx *Tx) completeInserted() error {
	if _, err := tx.c.Exec(`UPDATE inserted SET upto = ifnull((SELECT seq FROM sqlite_sequence WHERE name = tbl), 0) WHERE event = ?`, tx.event); err != nil {
		return err
	}
	tables, err := sqlite.All(tx.c, func(r sqlite.Row) string { return r.Text(0) },
		`SELECT tbl FROM inserted WHERE event = ? AND above < upto ORDER BY tbl`, tx.event)
	if err != nil {
		return err
	}
	filled := []string{}
	for _, table := range tables {
		n, err := tx.c.Int(fmt.Sprintf(`SELECT EXISTS (SELECT 1 FROM inserted CROSS JOIN %s WHERE event = ? AND tbl = ? AND id > above AND id <= upto)`, table), tx.event, table)
		if err != nil {
			return err
		}
		if n == 1 {
			filled = append(filled, table)
		}
	}
	list, _ := json.Marshal(filled)
	_, err = tx.c.Exec(`DELETE FROM inserted WHERE event = ? AND tbl NOT IN (SELECT value FROM json_each(?))`, tx.event, string(list))
	return err
}

// refuseStale refuses a change of rows that an event touched which the coder
// had not seen.
func (tx *Tx) refuseStale(seen qda.EventID) error {
	if seen == 0 {
		return nil
	}
	id, ok, err := sqlite.One(tx.c, func(r sqlite.Row) qda.EventID { return qda.EventID(r.Int(0)) }, `
		SELECT later.id FROM event later
		WHERE later.id > ?1 AND later.id < ?2 AND (
			EXISTS (SELECT 1 FROM change theirs JOIN change ours ON ours.event = ?2 AND ours.tbl = theirs.tbl AND ours.row = theirs.row
			        WHERE theirs.event = ifnull(later.target, later.id))
			OR EXISTS (SELECT 1 FROM inserted theirs JOIN change ours ON ours.event = ?2 AND ours.tbl = theirs.tbl AND ours.row > above AND ours.row <= upto
			        WHERE theirs.event = ifnull(later.target, later.id)))
		ORDER BY later.id DESC LIMIT 1`, seen, tx.event)
	if err != nil || !ok {
		return err
	}
	event, err := eventByID(tx.c, id)
	if err != nil {
		return err
	}
	return errs.Wrap(errs.Failed, &Conflict{event}, "changed meanwhile").Hint("look at it again, then repeat your change")
}

func (tx *Tx) writeCounts() error {
	counts, err := json.Marshal(tx.counts)
	if err != nil {
		return err
	}
	_, err = tx.c.Exec(`UPDATE event SET counts = ? WHERE id = ?`, string(counts), tx.event)
	return err
}
