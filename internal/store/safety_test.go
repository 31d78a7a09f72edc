package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// tamper runs statements past the store.
func tamper(t *testing.T, db *DB, statements string) {
	t.Helper()
	err := sqlite.With(ctx, db.writer, func(c *sqlite.Conn) error {
		_, err := c.Exec("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; " + statements + "; PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct{ name, harm, id, part string }{
		{"check of a coding", `UPDATE coding SET "check" = "check" + 1 WHERE id = 2`, "coding", "coding 2 (document 1, 27:36)"},
		{"span of a coding", `UPDATE coding SET "end" = 5000 WHERE id = 3`, "coding", "coding 3"},
		{"text", `UPDATE body SET text = replace(text, 'kabar', 'kabur')`, "text", "text 1"},
		{"length", `UPDATE document SET length = 3 WHERE id = 2`, "text", "document P2"},
		{"reference", `UPDATE coding SET code = 77 WHERE id = 1`, "reference", "coding 1: refers to a code"},
		{"body", `DELETE FROM body`, "reference", "document 1: refers to a body"},
		{"turn", `UPDATE turn SET start = 1 WHERE document = 1 AND n = 1`, "turn", "document P1, turn 2"},
		{"proposal", `UPDATE proposal SET "end" = 99 WHERE id = 1`, "proposal", "proposal 1"},
		{"tree", `UPDATE code SET parent = 2 WHERE id = 1`, "code", "literacy"},
		{"trigger gone", `DROP TRIGGER journal_memo_delete`, "journal", "table memo"},
		{"trigger foreign", `CREATE TRIGGER evil AFTER INSERT ON coding BEGIN DELETE FROM coding; END`, "journal", "evil"},
		{"unused text", fmt.Sprintf(`INSERT INTO body (sha256, text) VALUES (x'%x', 'left')`, text.Hash("left")), "unused_text", "text 2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := filled(t)
			sound(t, db)
			tamper(t, db, test.harm)
			found, err := db.Check(ctx)
			if err != nil {
				t.Fatal(err)
			}
			hit := false
			for _, f := range found {
				hit = hit || f.ID == test.id && strings.Contains(f.Text, test.part)
			}
			if !hit {
				t.Errorf("found %+v", found)
			}
			// A damaged project still loads, so that what is left can be read.
			if test.name != "body" {
				snapshot(t, db)
			}
			mended, err := db.Repair(ctx)
			if err != nil {
				t.Fatal(err)
			}
			left, _ := db.Check(ctx)
			if untidy := found[0].Severity == Untidy; untidy != (len(left) == 0) || untidy != (len(mended) > 0) {
				t.Errorf("mended %+v, left %+v", mended, left)
			}
		})
	}
	t.Run("many", func(t *testing.T) {
		db := filled(t)
		tamper(t, db, `UPDATE turn SET "end" = 9999; WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
			INSERT INTO turn (document, n, start, "end", speaker) SELECT 1, i, 1, 2, 0 FROM n`)
		found, err := db.Check(ctx)
		if err != nil || len(found) != atMost+1 || !strings.Contains(found[atMost].Text, "more of the same") {
			t.Errorf("%d findings, %v", len(found), err)
		}
	})
	t.Run("index", func(t *testing.T) {
		db := filled(t)
		tamper(t, db, `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX memo_code ON memo (document)' WHERE name = 'memo_code'; PRAGMA writable_schema = RESET`)
		db, err := Open(ctx, db.path, by("andi", "open"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		found, err := db.Check(ctx)
		if err != nil || len(found) == 0 || found[0].ID != "file" {
			t.Errorf("a broken index was not found: %+v, %v", found, err)
		}
		if mended, err := db.Repair(ctx); err != nil || len(mended) != len(found) {
			t.Errorf("mended %+v, %v", mended, err)
		}
		sound(t, db)
	})
	// No event of repair: nothing of the study is changed.
	db := filled(t)
	if mended, err := db.Repair(ctx); err != nil || len(mended) != 0 || len(eventsOf(t, db)) != 2 {
		t.Errorf("%+v, %v", mended, err)
	}
}

func TestBackup(t *testing.T) {
	db := filled(t)
	before := dumpOf(t, db)
	path, err := db.Backup(ctx, "", day)
	if err != nil || filepath.Base(path) != "20260304-090000.tematik" || filepath.Base(filepath.Dir(path)) != "study.tematik-backups" {
		t.Fatal(path, err)
	}
	copied, err := Open(ctx, path, by("andi", "open"))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	same(t, "the copy", before, dumpOf(t, copied))
	if e, err := copied.Undo(ctx, by("andi", "undo")); err != nil || e.Kind != "import" {
		t.Errorf("the copy has no history: %v", err)
	}
	if again, err := db.Backup(ctx, "", day); err != nil || filepath.Base(again) != "20260304-090000-02.tematik" {
		t.Error(again, err)
	}
	for i := range 15 {
		if _, err := db.Backup(ctx, "", day.Add(time.Duration(i+1)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	os.WriteFile(filepath.Join(filepath.Dir(path), "mine.tematik"), nil, 0o600)
	all, err := Backups(db.path)
	if err != nil || len(all) != kept || all[0].Name != "20260305-000000.tematik" || !all[0].At.Equal(day.Add(15*time.Hour)) || all[0].Size == 0 {
		t.Errorf("%d backups, newest %+v, %v", len(all), all[0], err)
	}
	if there(path) || !there(filepath.Join(filepath.Dir(path), "mine.tematik")) {
		t.Error("the wrong ones were removed")
	}

	to := filepath.Join(filepath.Dir(db.path), "copy.tematik")
	if _, err := db.Backup(ctx, to, day); err != nil || !there(to) {
		t.Error(err)
	}
	_, err = db.Backup(ctx, to, day)
	wantKind(t, err, errs.Failed, "there already")
	// A damaged project is not copied over good backups.
	tamper(t, db, `UPDATE coding SET "check" = 0`)
	_, err = db.Backup(ctx, "", day.Add(48*time.Hour))
	wantKind(t, err, errs.Check, "damaged")
	if now, _ := Backups(db.path); len(now) != kept || now[0].Name != all[0].Name {
		t.Errorf("backups %+v", now)
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(db.path), ".*")); len(files) > 0 {
		t.Errorf("drafts left: %v", files)
	}
}

func TestBackupOfTheDay(t *testing.T) {
	db := filled(t)
	at := func(now time.Time, title string) {
		t.Helper()
		stamp := by("andi", "set")
		stamp.Now = now
		if _, err := db.Update(ctx, stamp, func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: title}) }); err != nil {
			t.Fatal(err)
		}
	}
	count := func(want int) {
		t.Helper()
		if all, _ := Backups(db.path); len(all) != want {
			t.Errorf("%d backups, want %d", len(all), want)
		}
	}
	at(day.Add(time.Hour), "same day")
	count(0)
	tomorrow := day.Add(24 * time.Hour)
	at(tomorrow, "same day") // changes nothing, but may have
	at(tomorrow, "same day")
	count(1)
	at(tomorrow, "next day")
	at(tomorrow.Add(time.Hour), "next day, later")
	count(1)
	// The day is that of the coder's clock: 23:30 UTC is tomorrow in Balikpapan.
	wita := time.FixedZone("WITA", 8*3600)
	at(time.Date(2026, 3, 5, 23, 30, 0, 0, time.UTC).In(wita), "already Friday")
	count(2)
	all, _ := Backups(db.path)
	copied, err := Open(ctx, all[1].Path, by("andi", "open"))
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if s := snapshot(t, copied); s.Project.Title != "same day" {
		t.Errorf("the backup has %q", s.Project.Title)
	}
}

func TestRestore(t *testing.T) {
	stamp := by("andi", "restore")
	title := func(path string) string {
		t.Helper()
		db, err := Open(ctx, path, stamp)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		sound(t, db)
		return snapshot(t, db).Project.Title
	}
	changed := func(t *testing.T) (db *DB, backup string) {
		t.Helper()
		db = filled(t)
		backup, err := db.Backup(ctx, "", day)
		if err != nil {
			t.Fatal(err)
		}
		update(t, db, "andi", "set", func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: "later"}) })
		return db, backup
	}
	t.Run("over a sound project", func(t *testing.T) {
		db, backup := changed(t)
		if err := Restore(ctx, backup, db.path, stamp); err != nil {
			t.Fatal(err)
		}
		all, _ := Backups(db.path)
		if title(db.path) != "Study" || len(all) != 2 || title(all[0].Path) != "later" {
			t.Errorf("%s, backups %+v", title(db.path), all)
		}
	})
	t.Run("over a damaged one", func(t *testing.T) {
		for name, harm := range map[string]func(path string){
			"no database": func(path string) { os.WriteFile(path, []byte(strings.Repeat("junk", 5000)), 0o600) },
			"truncated":   func(path string) { os.Truncate(path, 9000) },
			"gone":        func(path string) { os.Remove(path); os.WriteFile(path+"-journal", []byte("x"), 0o600) },
		} {
			db, backup := changed(t)
			db.Close()
			harm(db.path)
			os.WriteFile(db.path+"-journal", []byte("of the damaged one"), 0o600)
			if err := Restore(ctx, backup, db.path, stamp); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			aside, _ := filepath.Glob(filepath.Join(backupFolder(db.path), "damaged-*"))
			if title(db.path) != "Study" || len(aside) == 0 || there(db.path+"-journal") {
				t.Errorf("%s: %s, aside %v", name, title(db.path), aside)
			}
		}
	})
	t.Run("elsewhere", func(t *testing.T) {
		_, backup := changed(t)
		to := filepath.Join(t.TempDir(), "other.tematik")
		if err := Restore(ctx, backup, to, stamp); err != nil || title(to) != "Study" {
			t.Error(err)
		}
	})
	t.Run("refused", func(t *testing.T) {
		db, backup := changed(t)
		err := Restore(ctx, backup+".no", db.path, stamp)
		wantKind(t, err, errs.NotFound, "no such backup")
		tamperedCopy, _ := Open(ctx, backup, stamp)
		tamper(t, tamperedCopy, `UPDATE coding SET "check" = 0`)
		tamperedCopy.Close()
		err = Restore(ctx, backup, db.path, stamp)
		wantKind(t, err, errs.Check, "damaged")
		if title(db.path) != "later" {
			t.Error("the project was replaced")
		}
	})
	t.Run("in use", func(t *testing.T) {
		db, backup := changed(t)
		update(t, db, "budi", "set", func(tx *Tx) error {
			err := Restore(ctx, backup, db.path, stamp, Wait(50*time.Millisecond))
			wantKind(t, err, errs.Locked, "study.tematik")
			return nil
		})
	})
}
