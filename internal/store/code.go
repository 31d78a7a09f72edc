package store

import (
	"encoding/json"
	"fmt"
	"reflect"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// codeColumns are those of a code that its author writes.
const codeColumns = `parent, position, key, kind, name, concept, definition, include, exclude, examples, color, "except", rules`

type codeRow struct {
	code     qda.Code
	position int64
}

func scanCode(r sqlite.Row) codeRow {
	c := qda.Code{ID: qda.CodeID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Parent: qda.CodeID(r.Int(2)), Key: r.Text(4), Kind: qda.CodeKind(r.Text(5)), Color: r.Text(12)}
	fromJSON(r.Text(6), &c.Name)
	fromJSON(r.Text(7), &c.Concept)
	fromJSON(r.Text(8), &c.Definition)
	fromJSON(r.Text(9), &c.Include)
	fromJSON(r.Text(10), &c.Exclude)
	fromJSON(r.Text(11), &c.Examples)
	fromJSON(r.Text(13), &c.Except)
	fromJSON(r.Text(14), &c.Rules)
	return codeRow{c, r.Int(3)}
}

// codeValues are the values of codeColumns.
func codeValues(c qda.Code, position int64) []any {
	return []any{orNull(c.Parent), position, c.Key, string(c.Kind), toJSON(c.Name), toJSON(c.Concept), toJSON(c.Definition),
		toJSON(c.Include), toJSON(c.Exclude), toJSON(c.Examples), c.Color, toJSON(c.Except), toJSON(c.Rules)}
}

// toJSON writes what holds no words as {} or [].
func toJSON(v any) string {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Slice && r.Len() == 0 {
		return "[]"
	} else if r.Kind() == reflect.Map && r.Len() == 0 {
		return "{}"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}

// fromJSON reads a column that the schema checks to be JSON.
func fromJSON(s string, into any) {
	if s != "{}" && s != "[]" {
		json.Unmarshal([]byte(s), into)
	}
}

// InsertCode adds a code as the last child of its parent.
func (tx *Tx) InsertCode(c qda.Code) (qda.CodeID, error) {
	position, err := tx.lastPosition(c.Parent)
	if err != nil {
		return 0, err
	}
	if err := tx.revise(); err != nil {
		return 0, err
	}
	return tx.insertCode(c, position+1)
}

func (tx *Tx) lastPosition(parent qda.CodeID) (int64, error) {
	return tx.c.Int(`SELECT ifnull(max(position), 0) FROM code WHERE parent IS ?`, orNull(parent))
}

func (tx *Tx) insertCode(c qda.Code, position int64) (qda.CodeID, error) {
	if !qda.ValidKey(c.Key) {
		return 0, errs.New(errs.Usage, "code %q: an id is lower-case words joined by '.', '-' or '_'", c.Key).Hint("id: %s", qda.KeyOf(c.Key))
	}
	guid, err := tx.freeGUID("code", c.GUID)
	if err != nil {
		return 0, err
	}
	id, err := tx.c.Insert(`INSERT INTO code (guid, `+codeColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append([]any{guid[:]}, codeValues(c, position)...)...)
	if sqlite.IsUnique(err) {
		return 0, keyTaken(c.Key)
	}
	return qda.CodeID(id), err
}

func keyTaken(key string) error {
	return errs.New(errs.Usage, "code %s: the id is in use", key).Hint("tematik code ls")
}

// UpdateCode sets all of a code; under another parent it becomes the last child.
func (tx *Tx) UpdateCode(c qda.Code) error {
	was, ok, err := sqlite.One(tx.c, scanCode, `SELECT id, guid, `+codeColumns+` FROM code WHERE id = ?`, c.ID)
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, "code %s: not in the codebook", c.Key).Hint("tematik code ls")
	}
	position := was.position
	if was.code.Parent != c.Parent {
		within, err := tx.c.Int(`WITH RECURSIVE up (id) AS (SELECT ?1 UNION SELECT parent FROM code JOIN up USING (id)) SELECT count(*) FROM up WHERE id = ?2`, orNull(c.Parent), c.ID)
		if err != nil {
			return err
		}
		if within > 0 {
			return errs.New(errs.Usage, "code %s: cannot be put under itself", c.Key)
		}
		if position, err = tx.lastPosition(c.Parent); err != nil {
			return err
		}
		position++
	}
	changed, err := tx.updateCode(c, position)
	if err != nil || !changed {
		return err
	}
	return tx.revise()
}

// updateCode writes a code where it differs.
func (tx *Tx) updateCode(c qda.Code, position int64) (changed bool, err error) {
	if !qda.ValidKey(c.Key) {
		return false, errs.New(errs.Usage, "code %q: an id is lower-case words joined by '.', '-' or '_'", c.Key).Hint("id: %s", qda.KeyOf(c.Key))
	}
	const places = `(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`
	n, err := tx.c.Exec(`UPDATE code SET (`+codeColumns+`) = `+places+` WHERE id = ?1 AND (`+codeColumns+`) IS NOT `+places,
		append([]any{int64(c.ID)}, codeValues(c, position)...)...)
	if sqlite.IsUnique(err) {
		return false, keyTaken(c.Key)
	}
	return n > 0, err
}

// DeleteCode deletes a code without children. Its codings, proposals and memos
// go with it, but only where that is said.
func (tx *Tx) DeleteCode(id qda.CodeID, withCodings bool) error {
	key, ok, err := sqlite.One(tx.c, func(r sqlite.Row) string { return r.Text(0) }, `SELECT key FROM code WHERE id = ?`, id)
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.NotFound, "code %d: not in the codebook", id).Hint("tematik code ls")
	}
	children, err := tx.c.Int(`SELECT count(*) FROM code WHERE parent = ?`, id)
	if err != nil {
		return err
	}
	if children > 0 {
		return errs.New(errs.Failed, "code %s: has codes under it (%d)", key, children).Hint("tematik code info %s", key)
	}
	if !withCodings {
		n, err := tx.c.Int(`SELECT count(*) FROM coding WHERE code = ?`, id)
		if err != nil {
			return err
		}
		if n > 0 {
			return errs.New(errs.Failed, "code %s: has codings (%d)", key, n).Hint("tematik quotes %s", key)
		}
	}
	if err := tx.revise(); err != nil {
		return err
	}
	return tx.dropCode(id)
}

func (tx *Tx) dropCode(id qda.CodeID) error {
	return tx.each(id,
		`DELETE FROM memo WHERE coding IN (SELECT id FROM coding WHERE code = ?)`,
		`DELETE FROM memo WHERE code = ?`,
		`DELETE FROM proposal WHERE code = ?`,
		`DELETE FROM coding WHERE code = ?`,
		`DELETE FROM code WHERE id = ?`)
}

// revise counts a change of the codebook, once in an Update.
func (tx *Tx) revise() error {
	if tx.revised {
		return nil
	}
	tx.revised = true
	if _, err := tx.c.Exec(`UPDATE codebook SET revision = revision + 1`); err != nil {
		return fmt.Errorf("codebook: %w", err)
	}
	return nil
}

// TakeRevision gives the codebook the number of revisions that it has where it
// comes from, if that is known.
func (tx *Tx) TakeRevision(n int) error {
	if n <= 0 {
		return nil
	}
	tx.revised = true
	_, err := tx.c.Exec(`UPDATE codebook SET revision = ?`, n)
	return err
}
