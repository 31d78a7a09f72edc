package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

func wantKind(t *testing.T, err error, kind errs.Kind, part string) {
	t.Helper()
	if err == nil || errs.KindOf(err) != kind || !strings.Contains(err.Error(), part) {
		t.Fatalf("error %v (%s), want %s with %q", err, errs.KindOf(err).Name(), kind.Name(), part)
	}
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	db, err := Create(ctx, filepath.Join(dir, "study.tematik"), qda.Project{Title: "Study"}, by("andi", "init"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := Create(ctx, db.path, qda.Project{}, by("andi", "init")); err == nil {
		t.Error("an existing file was replaced")
	}
	s := snapshot(t, db)
	if s.Project.Title != "Study" || s.Project.Approach != qda.CodebookTA || s.Project.GUID.IsZero() || !s.Project.Created.Equal(day) || !s.Changed.Equal(day) {
		t.Errorf("project %+v", s.Project)
	}
	if _, err := db.Undo(ctx, by("andi", "undo")); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the beginning was undone: %v", err)
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 1 {
		t.Errorf("files left beside the project: %v", files)
	}
	_, err = Create(ctx, filepath.Join(dir, "no", "such.tematik"), qda.Project{}, by("andi", "init"))
	wantKind(t, err, errs.NotFound, "no such folder")
	// A journal of an earlier file would be played into the new one.
	late := filepath.Join(dir, "late.tematik")
	os.WriteFile(late+"-journal", []byte("x"), 0o600)
	_, err = Create(ctx, late, qda.Project{}, by("andi", "init"))
	wantKind(t, err, errs.Failed, "journal")
}

func TestOpenRefuses(t *testing.T) {
	db := filled(t)
	dir := filepath.Dir(db.path)
	file := func(name, content string) string {
		p := filepath.Join(dir, name)
		os.WriteFile(p, []byte(content), 0o600)
		return p
	}
	foreign := filepath.Join(dir, "foreign.sqlite")
	pool := sqlite.Open(foreign, sqlite.Create)
	if err := sqlite.With(ctx, pool, func(c *sqlite.Conn) error { _, err := c.Exec("CREATE TABLE t (a)"); return err }); err != nil {
		t.Fatal(err)
	}
	pool.Close()
	os.Mkdir(filepath.Join(dir, "folder"), 0o700)
	for _, test := range []struct {
		name, path string
		kind       errs.Kind
		part, hint string
	}{
		{"missing", filepath.Join(dir, "quite-other.tematik"), errs.NoProject, "no such project", "tematik init"},
		{"mistyped", filepath.Join(dir, "studi.tematik"), errs.NoProject, "no such project", "study.tematik"},
		{"folder", filepath.Join(dir, "folder"), errs.NoProject, "a folder", ""},
		{"text", file("a.txt", strings.Repeat("not a database ", 100)), errs.Failed, "not a project", ""},
		{"empty", file("b.txt", ""), errs.Failed, "not a tematik project", ""},
		{"foreign", foreign, errs.Failed, "not a tematik project", "tematik import"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(ctx, test.path, by("andi", "open"))
			wantKind(t, err, test.kind, test.part)
			if !strings.Contains(errs.HintOf(err), test.hint) {
				t.Errorf("hint %q", errs.HintOf(err))
			}
		})
	}
	for _, name := range []string{"quite-other.tematik", "studi.tematik"} {
		if there(filepath.Join(dir, name)) {
			t.Errorf("%s was made", name)
		}
	}
}

func TestNewerSchema(t *testing.T) {
	db := filled(t)
	err := sqlite.With(ctx, db.writer, func(c *sqlite.Conn) error { _, err := c.Exec("PRAGMA user_version = 99"); return err })
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(ctx, db.path, by("andi", "open"))
	wantKind(t, err, errs.NewerSchema, "newer tematik")
}

func TestUpdate(t *testing.T) {
	db := filled(t)
	before := dumpOf(t, db)
	count := func() int { return len(eventsOf(t, db)) }
	n := count()
	rename := func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: "Other", Approach: qda.ReflexiveTA}) }

	t.Run("nothing changed", func(t *testing.T) {
		for name, f := range map[string]func(*Tx) error{
			"nothing": func(tx *Tx) error { return nil },
			"same":    func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: "Study", Approach: qda.CodebookTA}) },
			"there":   func(tx *Tx) error { _, err := tx.EnsureCoder("andi"); return err },
			"and back": func(tx *Tx) error {
				return errors.Join(rename(tx), tx.UpdateProject(qda.Project{Title: "Study", Approach: qda.CodebookTA}))
			},
			"come, go":  func(tx *Tx) error { id, err := tx.EnsureCase("X"); return errors.Join(err, tx.DeleteCase(id)) },
			"body only": func(tx *Tx) error { _, err := tx.addBody(text.New("left over")); return err },
		} {
			if e := update(t, db, "andi", "set", f); e.ID != 0 || count() != n {
				t.Errorf("%s: event %+v", name, e)
			}
		}
	})
	t.Run("error", func(t *testing.T) {
		wrong := errs.New(errs.Usage, "no")
		_, err := db.Update(ctx, by("andi", "set"), func(tx *Tx) error { rename(tx); return wrong })
		if err != error(wrong) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("panic", func(t *testing.T) {
		func() {
			defer func() { recover() }()
			db.Update(ctx, by("andi", "set"), func(tx *Tx) error { rename(tx); panic("here") })
		}()
	})
	t.Run("interrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(ctx)
		_, err := db.Update(ctx, by("andi", "set"), func(tx *Tx) error { err := rename(tx); cancel(); return err })
		wantKind(t, err, errs.Interrupted, "interrupted")
		ctx, cancel = context.WithCancel(context.Background())
		_, err = db.Update(ctx, by("andi", "set"), func(tx *Tx) error {
			cancel()
			_, err := tx.c.Int(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`)
			return err
		})
		wantKind(t, err, errs.Interrupted, "interrupted")
	})
	t.Run("no stamp", func(t *testing.T) {
		_, err := db.Update(ctx, Stamp{}, rename)
		wantKind(t, err, errs.Failed, "needs a time")
	})
	same(t, "after all", before, dumpOf(t, db))
	if e := update(t, db, "andi", "set", rename); e.ID != qda.EventID(n+1) || e.Coder != "andi" || e.Kind != "set" || !e.At.Equal(day) {
		t.Errorf("event %+v", e)
	}
	sound(t, db)
}

func TestRoundTrip(t *testing.T) {
	db := filled(t)
	s := snapshot(t, db)
	want, body := interview("P1")
	d := s.Documents[0]
	want.ID, want.GUID, want.Kind, want.Order, want.Imported, want.Hash, want.Length = d.ID, d.GUID, qda.Interview, 1, day, text.Hash(body.String()), body.Len()
	want.Case, want.States = 1, map[qda.CoderID]qda.State{1: qda.Open, 2: qda.Open}
	if diff := cmp.Diff(*want, d); diff != "" {
		t.Error(diff)
	}
	view(t, db, func(tx *Tx) error {
		one, err := tx.Document("P2.txt")
		if diff := cmp.Diff(s.Documents[1], *one); diff != "" {
			t.Error(diff)
		}
		if _, err := tx.Document("P9"); errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
		codings, err2 := tx.CodingsOf(d.ID)
		if len(codings) != 2 || codings[0].ID != 1 || codings[1].Coder != 2 {
			t.Errorf("codings %+v", codings)
		}
		n, err3 := tx.Count()
		if want := (Counts{Documents: 2, Open: 2, Cases: 2, Codes: 3, Coders: 2, Codings: 3, Memos: 4, Proposals: 2, Pending: 2}); n != want {
			t.Errorf("count %+v", n)
		}
		if u, err := tx.Unread("andi"); err != nil || u != (Unread{Open: 2, First: "P1", Begun: true, Shared: true}) {
			t.Errorf("unread %+v, %v", u, err)
		}
		rows, err4 := sqlite.All(tx.c, func(r sqlite.Row) []driver.Value { return append([]driver.Value(nil), r...) }, `SELECT * FROM segments`)
		line := []driver.Value{int64(1), "P1", "E1", "andi", "literacy.law", "literacy.law", "literacy", int64(27), int64(36), "Baik — é ", "manual", "2026-03-04T09:00:00.000Z"}
		if diff := cmp.Diff(line, rows[0]); diff != "" {
			t.Error(diff)
		}
		return errors.Join(err, err2, err3, err4)
	})
	if got := s.Texts[1].Cut(s.Codings.Span(2)); got != "Baik — é " {
		t.Errorf("words %q", got)
	}
	if c := s.Codes()[1]; c.Parent != 1 || c.Rules[0].Any[0] != "~ekspor" || c.Except[0] != "bukan" || s.Codes()[0].Name.ID != "Literasi" {
		t.Errorf("codes %+v", s.Codes())
	}
	if p := s.Proposals[0]; p.Decision != qda.Pending || len(p.Evidence) != 1 || p.Evidence[0] != (text.Span{Start: 14, End: 20}) {
		t.Errorf("proposal %+v", p)
	}
	// The same content is the same state, whatever the numbers within.
	other := newProject(t)
	update(t, other, "andi", "import", func(tx *Tx) error { _, err := tx.EnsureCase("gone"); return err })
	update(t, other, "andi", "rm", func(tx *Tx) error { return tx.DeleteCase(1) })
	update(t, other, "andi", "import", fill)
	if a, b := s.State(), snapshot(t, other).State(); a != b {
		t.Errorf("states %s, %s", a, b)
	}
}

func TestStaleEdit(t *testing.T) {
	db := filled(t)
	seen := eventsOf(t, db)[1].ID
	set := func(coder, name string, seen qda.EventID) error {
		stamp := by(coder, "doc set")
		stamp.Seen = seen
		_, err := db.Update(ctx, stamp, func(tx *Tx) error {
			d, err := tx.Document("P1.txt")
			if err != nil {
				return err
			}
			d.Name = name
			return tx.UpdateDocument(d)
		})
		return err
	}
	if err := set("budi", "P1b", seen); err != nil {
		t.Fatal(err)
	}
	before := dumpOf(t, db)
	err := set("andi", "P1a", seen)
	wantKind(t, err, errs.Failed, "changed meanwhile")
	if conflict(err) != seen+1 {
		t.Errorf("names event %d", conflict(err))
	}
	same(t, "refused", before, dumpOf(t, db))
	if _, err := db.Undo(ctx, by("budi", "undo")); err != nil {
		t.Fatal(err)
	}
	if err := set("andi", "P1a", seen+1); conflict(err) != seen+2 {
		t.Errorf("an undo went unnoticed: %v", err)
	}
	if err := set("andi", "P1a", seen+2); err != nil {
		t.Error(err)
	}
	// Deleting more than was seen is stale too.
	stamp := by("andi", "doc rm")
	stamp.Seen = 1
	_, err = db.Update(ctx, stamp, func(tx *Tx) error { return tx.DeleteDocument(2) })
	wantKind(t, err, errs.Failed, "changed meanwhile")
}

func TestCodings(t *testing.T) {
	db := filled(t)
	d, body := interview("")
	seg := func(document qda.DocumentID, start, end int) qda.Segment {
		s, err := qda.NewSegment(document, body, text.Span{Start: start, End: end}, "")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	_ = d
	update(t, db, "andi", "state", func(tx *Tx) error { return tx.SetState(1, 1, qda.New) })
	t.Run("again", func(t *testing.T) {
		e := update(t, db, "andi", "tag", func(tx *Tx) error {
			ids, err := tx.InsertCodings([]qda.Coding{{Segment: seg(1, 27, 36), Code: 2, Coder: 1}})
			if len(ids) != 0 {
				t.Errorf("ids %v", ids)
			}
			return err
		})
		if e.ID != 0 {
			t.Error("again is a change")
		}
	})
	t.Run("some new", func(t *testing.T) {
		update(t, db, "andi", "tag", func(tx *Tx) error {
			given := []qda.Coding{{Segment: seg(2, 40, 44), Code: 2, Coder: 1}, {Segment: seg(1, 27, 36), Code: 2, Coder: 1}, {Segment: seg(1, 3, 6), Code: 2, Coder: 1}, {Segment: seg(1, 3, 6), Code: 2, Coder: 1}}
			ids, err := tx.InsertCodings(given)
			if len(ids) != 2 {
				t.Errorf("ids %v", ids)
			}
			found, err2 := tx.FindCodings(given)
			if found[1] != 1 || found[2] != ids[0] || found[0] != ids[1] || found[3] != found[2] {
				t.Errorf("found %v of %v", found, ids)
			}
			return errors.Join(err, err2)
		})
		if st := snapshot(t, db).Documents[0].States[1]; st != qda.Open {
			t.Errorf("state %q", st)
		}
	})
	t.Run("other words", func(t *testing.T) {
		other, err := qda.NewSegment(1, text.New(strings.Repeat("x", 50)), text.Span{Start: 3, End: 6}, "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Update(ctx, by("andi", "tag"), func(tx *Tx) error {
			_, err := tx.InsertCodings([]qda.Coding{{Segment: other, Code: 2, Coder: 1}})
			return err
		})
		wantKind(t, err, errs.Failed, "not what was coded")
		_, err = db.Update(ctx, by("andi", "tag"), func(tx *Tx) error {
			_, err := tx.InsertCodings([]qda.Coding{{Segment: seg(1, 3, 6).In(77), Code: 2, Coder: 1}})
			return err
		})
		wantKind(t, err, errs.Failed, "not what was coded")
	})
	t.Run("of nothing", func(t *testing.T) {
		_, err := db.Update(ctx, by("andi", "tag"), func(tx *Tx) error {
			_, err := tx.InsertCodings([]qda.Coding{{Segment: seg(1, 3, 7), Code: 99, Coder: 1}})
			return err
		})
		wantKind(t, err, errs.Failed, "not there")
	})
	t.Run("absorbed", func(t *testing.T) {
		update(t, db, "andi", "merge", func(tx *Tx) error {
			all, err := tx.CodingsByID([]qda.CodingID{1, 3})
			if err != nil {
				return err
			}
			all[0].Coder = 2
			all[0].Code = 3 // coding 2 is that already
			all[1].Code = 3
			absorbed, err := tx.UpdateCodings(all)
			if absorbed != 1 {
				t.Errorf("absorbed %d", absorbed)
			}
			return err
		})
		for _, m := range snapshot(t, db).Memos {
			if m.Target == qda.OnCoding && m.Object != 2 {
				t.Errorf("memo on coding %d", m.Object)
			}
		}
	})
	t.Run("revision", func(t *testing.T) {
		doc := func(tx *Tx) (*qda.Document, error) {
			d, err := tx.Document("P1")
			if err == nil {
				d.Turns = nil
			}
			return d, err
		}
		_, err := db.Update(ctx, by("andi", "revise"), func(tx *Tx) error {
			d, err := doc(tx)
			if err != nil {
				return err
			}
			return tx.ReviseDocument(d, text.New("All is new here, and long enough for every one of them."))
		})
		wantKind(t, err, errs.Failed, "not those of the text")
		update(t, db, "andi", "revise", func(tx *Tx) error {
			d, err := doc(tx)
			if err != nil {
				return err
			}
			longer := text.New("Kata pengantar. " + body.String())
			if err := tx.ReviseDocument(d, longer); err != nil {
				return err
			}
			moved, err := sqlite.All(tx.c, func(r sqlite.Row) qda.Coding {
				s, _ := qda.NewSegment(1, longer, text.Span{Start: int(r.Int(1)) + 16, End: int(r.Int(2)) + 16}, "")
				return qda.Coding{ID: qda.CodingID(r.Int(0)), Segment: s, Code: qda.CodeID(r.Int(3)), Coder: qda.CoderID(r.Int(4))}
			}, `SELECT id, start, "end", code, coder FROM coding WHERE document = 1 ORDER BY id`)
			if err != nil {
				return err
			}
			absorbed, err := tx.UpdateCodings(moved)
			if absorbed != 0 {
				t.Errorf("absorbed %d", absorbed)
			}
			return err
		})
	})
	sound(t, db)
}

func TestMigrate(t *testing.T) {
	db := filled(t)
	update(t, db, "andi", "rm", func(tx *Tx) error { return tx.DeleteCase(1) })
	update(t, db, "budi", "coder", func(tx *Tx) error { _, err := tx.EnsureCoder("cici"); return err })
	if _, err := db.Undo(ctx, by("budi", "undo")); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, db)
	newer := append(schema(), `ALTER TABLE cases ADD COLUMN note TEXT NOT NULL DEFAULT 'none';
		CREATE TABLE extra (id INTEGER PRIMARY KEY AUTOINCREMENT)`)
	later, err := Open(ctx, db.path, by("andi", "open"), func(db *DB) { db.schema = newer })
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	all, _ := Backups(db.path)
	if len(all) != 1 || snapshot(t, later).State() != before.State() {
		t.Errorf("backups %v", all)
	}
	sound(t, later)
	// What happened before can still be undone, though the images lack the
	// column; what was undone before cannot be done again.
	if _, err := later.Undo(ctx, by("andi", "undo")); err != nil {
		t.Fatal(err)
	}
	sound(t, later)
	if s := snapshot(t, later); len(s.Cases) != 2 || s.Cases[0].Values["kind"] != "exporting" {
		t.Errorf("cases %+v", s.Cases)
	}
	// And that can be done again: a row is as an image has it, but for the new
	// column.
	if _, err := later.Redo(ctx, by("andi", "redo")); err != nil {
		t.Errorf("redo of what was before the migration: %v", err)
	}
	if snapshot(t, later).State() != before.State() {
		t.Error("undo and redo across the migration do not give the state of before")
	}
	_, err = later.Redo(ctx, by("budi", "redo"))
	wantKind(t, err, errs.NotFound, "nothing of budi")
	_, err = Open(ctx, db.path, by("andi", "open"))
	wantKind(t, err, errs.NewerSchema, fmt.Sprintf("schema %d; this one knows %d", len(newer), len(schema())))
	// The backup is still of the old schema.
	if old, err := Open(ctx, all[0].Path, by("andi", "open")); err != nil {
		t.Error(err)
	} else {
		old.Close()
	}
}

// Aspects are read through an index of their own, so that a study without
// them pays nothing; a project's state is that of before where there are none.
func TestAspects(t *testing.T) {
	db := filled(t)
	before := snapshot(t, db)
	if before.Aspects != nil {
		t.Errorf("aspects %v", before.Aspects)
	}
	set := func(notes map[qda.CodingID]string) (changed int) {
		update(t, db, "andi", "tag", func(tx *Tx) (err error) { changed, err = tx.SetAspects(notes); return err })
		return changed
	}
	if n := set(map[qda.CodingID]string{1: "cost", 2: ""}); n != 1 {
		t.Errorf("%d changed", n)
	}
	s := snapshot(t, db)
	if len(s.Aspects) != 1 || s.Aspects[1] != "cost" || s.State() == before.State() {
		t.Errorf("aspects %v", s.Aspects)
	}
	if set(map[qda.CodingID]string{1: "delay"}) != 1 || snapshot(t, db).State() == s.State() {
		t.Error("another aspect is another state")
	}
	for range 2 {
		if _, err := db.Undo(ctx, by("andi", "undo")); err != nil {
			t.Fatal(err)
		}
	}
	if snapshot(t, db).State() != before.State() {
		t.Error("undone, the state is not that of before")
	}
	view(t, db, func(tx *Tx) error {
		plan, err := sqlite.All(tx.c, func(r sqlite.Row) string { return r.Text(3) }, "EXPLAIN QUERY PLAN "+selectAspects)
		if len(plan) != 1 || !strings.Contains(plan[0], "COVERING INDEX coding_aspect") {
			t.Errorf("plan %q", plan)
		}
		return err
	})
}

func TestConcurrency(t *testing.T) {
	db := filled(t)
	var work sync.WaitGroup
	for range 3 {
		work.Go(func() {
			for range 10 {
				view(t, db, func(tx *Tx) error { _, err := tx.Snapshot(qda.Needs{Texts: true}); return err })
			}
		})
	}
	for i := range 2 {
		work.Go(func() {
			for k := range 5 {
				seed := [32]byte{byte(i + 1), byte(k)}
				stamp := Stamp{Coder: "andi", Now: day, Kind: "case", Rand: rand.NewChaCha8(seed)}
				if _, err := db.Update(ctx, stamp, func(tx *Tx) error { _, err := tx.EnsureCase(fmt.Sprint(i, k)); return err }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	if n := len(snapshot(t, db).Cases); n != 12 {
		t.Errorf("%d cases", n)
	}
}

// TestSnapshotOrder: codings come by document, start, end, code, coder,
// whatever the order they were made in; documents and codes in theirs.
func TestSnapshotOrder(t *testing.T) {
	db := newProject(t)
	s := sizeS
	docs, texts, codings := invent(s)
	update(t, db, "andi", "import", func(tx *Tx) error { return settle(tx, s, docs, texts) })
	for part := range slices.Chunk(codings, 400) {
		update(t, db, "andi", "tag", func(tx *Tx) error { _, err := tx.InsertCodings(part); return err })
	}
	update(t, db, "andi", "order", func(tx *Tx) error {
		var ids []qda.DocumentID
		for i := range docs {
			ids = append(ids, docs[len(docs)-1-i].ID)
		}
		return tx.OrderDocuments(ids)
	})
	update(t, db, "andi", "codes", func(tx *Tx) error {
		cb, err := tx.Codebook()
		if err != nil {
			return err
		}
		slices.Reverse(cb.Codes)
		_, err = tx.SaveCodebook(&cb, false)
		return err
	})
	got := snapshot(t, db)
	if got.Documents[0].Name != docs[len(docs)-1].Name || got.Documents[0].Order != 1 || got.Codes()[0].Key != "c29" {
		t.Errorf("first %s, %s", got.Documents[0].Name, got.Codes()[0].Key)
	}
	c := &got.Codings
	if c.Len() < 1400 {
		t.Fatalf("%d codings", c.Len())
	}
	made := map[qda.CodingID]bool{}
	for i := range c.Len() {
		if i > 0 && slices.Compare([]int32{c.Doc[i-1], c.Start[i-1], c.End[i-1], c.Code[i-1], c.Coder[i-1]}, []int32{c.Doc[i], c.Start[i], c.End[i], c.Code[i], c.Coder[i]}) >= 0 {
			t.Fatalf("coding %d is out of order", i)
		}
		made[c.ID[i]] = true
	}
	view(t, db, func(tx *Tx) error {
		for r, err := range tx.c.Rows(`SELECT id, document, start, "end", code, coder, guid, created FROM coding ORDER BY id`) {
			if err != nil {
				return err
			}
			i := slices.Index(c.ID, qda.CodingID(r.Int(0)))
			if got.Documents[c.Doc[i]].ID != qda.DocumentID(r.Int(1)) || int64(c.Start[i]) != r.Int(2) || int64(c.End[i]) != r.Int(3) ||
				got.Codes()[c.Code[i]].ID != qda.CodeID(r.Int(4)) || got.Coders[c.Coder[i]].ID != qda.CoderID(r.Int(5)) || c.GUID[i] != guidOf(r.Bytes(6)) || c.Created[i] != r.Int(7) {
				t.Fatalf("coding %d is another one", r.Int(0))
			}
		}
		return nil
	})
	if _, err := db.Undo(ctx, by("andi", "undo")); err != nil {
		t.Fatal(err)
	}
	if key := snapshot(t, db).Codes()[0].Key; key != "c0" {
		t.Errorf("first code %s", key)
	}
	sound(t, db)
}

func TestCodebook(t *testing.T) {
	db := filled(t)
	save := func(prune bool, change func(*qda.Codebook)) (c CodebookChange) {
		t.Helper()
		update(t, db, "andi", "codebook", func(tx *Tx) (err error) {
			cb, err := tx.Codebook()
			if err != nil {
				return err
			}
			change(&cb)
			c, err = tx.SaveCodebook(&cb, prune)
			return err
		})
		return c
	}
	keys := func() (list string) {
		for _, c := range snapshot(t, db).Codes() {
			list += c.Key + " "
		}
		return strings.TrimSpace(list)
	}
	revision := snapshot(t, db).Codebook.Revision
	if c := save(true, func(*qda.Codebook) {}); c.Any() || len(c.Same) != 3 {
		t.Errorf("the same: %+v", c)
	}
	// One in front of the others touches only itself.
	c := save(false, func(cb *qda.Codebook) {
		cb.Codes = slices.Insert(cb.Codes, 1, qda.Code{ID: 90, Key: "literacy.first", Parent: 1})
	})
	if len(c.Added) != 1 || len(c.Changed) != 0 || keys() != "literacy literacy.first literacy.law literacy.documents" {
		t.Errorf("inserted: %+v, %s", c, keys())
	}
	c = save(false, func(cb *qda.Codebook) { cb.Codes[2].Definition.EN = "the law"; cb.Version = "2" })
	if len(c.Changed) != 1 || c.Changed[0] != "literacy.law" || !c.Head {
		t.Errorf("changed: %+v", c)
	}
	if cb := snapshot(t, db).Codebook; cb.Revision != revision+2 || cb.Version != "2" {
		t.Errorf("revision %d, version %s", cb.Revision, cb.Version)
	}
	c = save(false, func(cb *qda.Codebook) { cb.Codes = cb.Codes[:1] })
	if len(c.Kept) != 3 || c.Any() {
		t.Errorf("left out: %+v", c)
	}
	c = save(true, func(cb *qda.Codebook) { cb.Codes = nil })
	if len(c.Removed) != 1 || c.Removed[0] != "literacy.first" || len(c.Kept) != 3 {
		t.Errorf("pruned: %+v", c)
	}
	_, err := db.Update(ctx, by("andi", "rm"), func(tx *Tx) error { return tx.DeleteCode(2, false) })
	wantKind(t, err, errs.Failed, "literacy.law: has codings (2)")
	_, err = db.Update(ctx, by("andi", "rm"), func(tx *Tx) error { return tx.DeleteCode(1, true) })
	wantKind(t, err, errs.Failed, "has codes under it (2)")
	_, err = db.Update(ctx, by("andi", "mv"), func(tx *Tx) error {
		return tx.UpdateCode(qda.Code{ID: 1, Key: "literacy", Parent: 3})
	})
	wantKind(t, err, errs.Usage, "under itself")
	_, err = db.Update(ctx, by("andi", "rename"), func(tx *Tx) error { return tx.UpdateCode(qda.Code{ID: 3, Key: "literacy.law", Parent: 1}) })
	wantKind(t, err, errs.Usage, "in use")
	update(t, db, "andi", "rm", func(tx *Tx) error { return tx.DeleteCode(2, true) })
	if keys() != "literacy literacy.documents" {
		t.Error(keys())
	}
	sound(t, db)
}
