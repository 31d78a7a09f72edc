package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// TestSchemaLaws: what the journal rests on holds for every table.
func TestSchemaLaws(t *testing.T) {
	db := newProject(t)
	view(t, db, func(tx *Tx) error {
		rest := map[string]bool{"body": true, "event": true, "change": true, "inserted": true, "sqlite_sequence": true}
		known := map[string]bool{}
		for _, table := range studyTables() {
			known[table] = true
		}
		seen := map[string]bool{}
		for r, err := range tx.c.Rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid`) {
			if err != nil {
				return err
			}
			name, sql := r.Text(0), r.Text(1)
			if rest[name] {
				continue
			}
			if !known[name] {
				t.Errorf("table %s: the journal does not know it", name)
			}
			if !strings.Contains(sql, "id INTEGER PRIMARY KEY AUTOINCREMENT") && !strings.Contains(strings.Join(strings.Fields(sql), " "), "id INTEGER PRIMARY KEY AUTOINCREMENT") {
				t.Errorf("table %s: ids could come again", name)
			}
			if !strings.HasSuffix(sql, "STRICT") {
				t.Errorf("table %s: not strict", name)
			}
			if strings.Count(sql, "REFERENCES") != strings.Count(sql, "DEFERRABLE INITIALLY DEFERRED") {
				t.Errorf("table %s: a foreign key is not deferred", name)
			}
			seen[name] = true
		}
		place := map[string]int{}
		for i, table := range studyTables() {
			place[table] = i
			if !seen[table] {
				t.Errorf("table %s: not there", table)
			}
			for r, err := range tx.c.Rows(`SELECT "table", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq`, table) {
				if err != nil {
					return err
				}
				if r.Text(1) != "NO ACTION" || r.Text(2) != "NO ACTION" {
					t.Errorf("table %s: a foreign key acts on its own", table)
				}
				if at, ok := place[r.Text(0)]; !rest[r.Text(0)] && (!ok || at > i) {
					t.Errorf("table %s: stands before its parent %s", table, r.Text(0))
				}
			}
			n, err := tx.c.Int(`SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name IN (?, ?)`, table, "journal_"+table+"_update", "journal_"+table+"_delete")
			if err != nil {
				return err
			}
			if n != 2 {
				t.Errorf("table %s: has %d triggers", table, n)
			}
		}
		return nil
	})
}

func TestUndoRefused(t *testing.T) {
	document := func(tx *Tx, name string) error {
		d, body := interview(name)
		return tx.InsertDocument(d, body)
	}
	rename := func(tx *Tx, id qda.DocumentID, name string) error {
		_, err := tx.c.Exec(`UPDATE document SET name = ? WHERE id = ?`, name, id)
		return err
	}
	code := func(tx *Tx, at int, coder qda.CoderID) error {
		t, _ := tx.TextOf(2)
		s, err := qda.NewSegment(2, t, text.Span{Start: at, End: at + 2}, "")
		if err != nil {
			return err
		}
		_, err = tx.InsertCodings([]qda.Coding{{Segment: s, Code: 1, Coder: coder}})
		return err
	}
	for _, test := range []struct {
		name         string
		first, later func(*Tx) error
	}{
		{"a document it opened has another's coding", func(tx *Tx) error {
			if err := tx.SetState(2, 2, qda.New); err != nil {
				return err
			}
			return code(tx, 3, 2)
		}, func(tx *Tx) error { return code(tx, 5, 2) }},
		{"a row it changed was changed", func(tx *Tx) error { return rename(tx, 1, "a") }, func(tx *Tx) error { return rename(tx, 1, "b") }},
		{"a row it made was changed", func(tx *Tx) error { return document(tx, "new") }, func(tx *Tx) error { return rename(tx, 3, "b") }},
		{"a row it changed was deleted", func(tx *Tx) error { return rename(tx, 1, "a") }, func(tx *Tx) error { return tx.DeleteDocument(1) }},
		{"a row it made is referred to", func(tx *Tx) error {
			_, err := tx.InsertCode(qda.Code{Key: "new"})
			return err
		}, func(tx *Tx) error {
			t, _ := tx.TextOf(2)
			s, err := qda.NewSegment(2, t, text.Span{Start: 3, End: 6}, "")
			if err != nil {
				return err
			}
			_, err = tx.InsertCodings([]qda.Coding{{Segment: s, Code: 4, Coder: 2}})
			return err
		}},
		{"what a row it deleted refers to was deleted", func(tx *Tx) error {
			_, err := tx.DeleteCodings([]qda.CodingID{1, 3})
			return err
		}, func(tx *Tx) error { return tx.DeleteCode(2, false) }},
		{"a name it freed was taken", func(tx *Tx) error { return tx.DeleteDocument(2) }, func(tx *Tx) error { return document(tx, "P2") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := filled(t)
			update(t, db, "andi", "first", test.first)
			later := update(t, db, "budi", "later", test.later)
			before := dumpOf(t, db)
			_, err := db.Undo(ctx, by("andi", "undo"))
			wantKind(t, err, errs.Failed, "undo: event 3 (first by andi): a later change stands in the way: event 4: later by budi")
			if conflict(err) != later.ID {
				t.Errorf("names event %d", conflict(err))
			}
			same(t, "refused", before, dumpOf(t, db))
			// Once the later change is undone, nothing stands in the way.
			if _, err := db.Undo(ctx, by("budi", "undo")); err != nil {
				t.Fatal(err)
			}
			if e, err := db.Undo(ctx, by("andi", "undo")); err != nil || e.ID != 3 {
				t.Fatal(e, err)
			}
			sound(t, db)
		})
	}
}

// What a change stood on was undone: no later change is to blame, and none is
// named.
func TestRedoOnWhatWasUndone(t *testing.T) {
	db := filled(t)
	title := func(coder, to string) {
		t.Helper()
		update(t, db, coder, "set", func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: to}) })
	}
	title("andi", "one")
	title("andi", "two")
	title("budi", "three")
	for _, coder := range []string{"budi", "andi"} {
		if _, err := db.Undo(ctx, by(coder, "undo")); err != nil {
			t.Fatal(err)
		}
	}
	_, err := db.Redo(ctx, by("budi", "redo"))
	wantKind(t, err, errs.Failed, "redo: event 5 (set by budi): the project is not as that event left it")
	if conflict(err) != 0 {
		t.Errorf("names event %d", conflict(err))
	}
}

func TestRedoEnds(t *testing.T) {
	db := filled(t)
	title := func(coder, to string) {
		t.Helper()
		update(t, db, coder, "set", func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: to}) })
	}
	title("andi", "one")
	if _, err := db.Undo(ctx, by("andi", "undo")); err != nil {
		t.Fatal(err)
	}
	title("budi", "two")
	_, err := db.Redo(ctx, by("andi", "redo"))
	wantKind(t, err, errs.Failed, "redo: event 3")
	if conflict(err) != 5 {
		t.Errorf("names event %d", conflict(err))
	}
	if _, err := db.Undo(ctx, by("budi", "undo")); err != nil {
		t.Fatal(err)
	}
	update(t, db, "andi", "case", func(tx *Tx) error { _, err := tx.EnsureCase("X"); return err })
	_, err = db.Redo(ctx, by("andi", "redo"))
	wantKind(t, err, errs.NotFound, "nothing of andi to redo")
	log, err := db.Log(ctx, 3)
	if err != nil || len(log) != 3 || log[0].Kind != "case" || log[1].Target != 5 || log[1].Kind != "undo" || !log[2].Undone {
		t.Errorf("log %+v %v", log, err)
	}
	if all := eventsOf(t, db); all[3].Target != 3 || !all[2].Undone || snapshot(t, db).Project.Title != "Study" {
		t.Errorf("events %+v", all)
	}
}

// TestNoWordsInEvents: what people say is in texts and memos, never in an
// event.
func TestNoWordsInEvents(t *testing.T) {
	db := filled(t)
	update(t, db, "andi", "rm", func(tx *Tx) error { return tx.DeleteDocument(1) })
	update(t, db, "andi", "memo", func(tx *Tx) error { return tx.UpdateMemo(1, "paham sekarang") })
	if _, err := db.Undo(ctx, by("andi", "undo")); err != nil {
		t.Fatal(err)
	}
	view(t, db, func(tx *Tx) error {
		for r, err := range tx.c.Rows(`SELECT * FROM event`) {
			if err != nil {
				return err
			}
			line := fmt.Sprint(toAny(r)...)
			for _, word := range []string{"kabar", "paham", "thought", "Baik"} {
				if strings.Contains(line, word) {
					t.Errorf("event: %s", line)
				}
			}
		}
		return nil
	})
}

// TestImages: every type of value comes back from an image as it was.
func TestImages(t *testing.T) {
	db := newProject(t)
	odd := "null\x00 and \"quotes\" 'single' \\ \t 🙂 \u2028 é {\"json\":1}"
	update(t, db, "andi", "memo", func(tx *Tx) error {
		who, err := tx.EnsureCoder(odd)
		if err != nil {
			return err
		}
		_, err = tx.InsertMemo(qda.Memo{Target: qda.OnProject, Coder: who, Text: odd, Created: time.UnixMilli(-1)})
		return err
	})
	before := dumpOf(t, db)
	for range 2 {
		if _, err := db.Undo(ctx, by("andi", "undo")); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Redo(ctx, by("andi", "redo")); err != nil {
			t.Fatal(err)
		}
		same(t, "again", before, dumpOf(t, db))
	}
	err := sqlite.With(ctx, db.writer, func(c *sqlite.Conn) error {
		columns := []column{{name: `"n"`}, {name: `"b"`, blob: true}, {name: `"t"`}, {name: `"late"`, fallback: "'x'"}}
		for r, err := range c.Rows(`SELECT ` + fromImage(columns, "image") + ` FROM (SELECT json_object('n', -9223372036854775807 - 1, 'b', NULL, 't', '') AS image)`) {
			if err != nil {
				return err
			}
			if r.Int(0) != -1<<63 || !r.Null(1) || r.Null(2) || r.Text(3) != "x" {
				t.Errorf("%v", r)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
