package store

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// day is when the tests take place.
var day = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

// by is a stamp of a coder; the randomness is the same in every run.
func by(coder, kind string) Stamp {
	var seed [32]byte
	copy(seed[:], coder+kind+time.Now().String())
	return Stamp{Coder: coder, Now: day, Rand: rand.NewChaCha8(seed), Kind: kind}
}

func newProject(t testing.TB) *DB {
	t.Helper()
	db, err := Create(context.Background(), filepath.Join(t.TempDir(), "study.tematik"), qda.Project{Title: "Study"}, by("andi", "init"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func update(t testing.TB, db *DB, coder, kind string, f func(*Tx) error) qda.Event {
	t.Helper()
	e, err := db.Update(context.Background(), by(coder, kind), f)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestSmoke(t *testing.T) {
	db := newProject(t)
	var codings []qda.Coding
	e := update(t, db, "andi", "import", func(tx *Tx) error {
		c, err := tx.EnsureCase("E1")
		if err != nil {
			return err
		}
		body := text.New("P: Apa kabar?\n\nI: Baik — é.")
		d := &qda.Document{Name: "p1", File: "p1.txt", Case: c, Speakers: []qda.Speaker{{Label: "P", Role: qda.Interviewer}, {Label: "I", Role: qda.Respondent}},
			Turns:  []qda.Turn{{Span: text.Span{Start: 3, End: 13}, Time: -1}, {Span: text.Span{Start: 18, End: 26}, Speaker: 1, Time: 3 * time.Second}},
			Values: map[string]string{"place": "Balikpapan"}}
		if err := tx.InsertDocument(d, body); err != nil {
			return err
		}
		who, err := tx.EnsureCoder("andi")
		if err != nil {
			return err
		}
		code, err := tx.InsertCode(qda.Code{Key: "literacy", Kind: qda.KindTheme, Name: qda.Words{EN: "Literacy", ID: "Literasi"}})
		if err != nil {
			return err
		}
		seg, err := qda.NewSegment(d.ID, body, text.Span{Start: 18, End: 22}, "")
		if err != nil {
			return err
		}
		codings = []qda.Coding{{Segment: seg, Code: code, Coder: who}, {Segment: seg, Code: code, Coder: who}}
		ids, err := tx.InsertCodings(codings)
		if len(ids) != 1 {
			t.Errorf("ids %v", ids)
		}
		tx.Note("documents", 1)
		return err
	})
	if e.ID != 2 || e.Counts["documents"] != 1 {
		t.Errorf("event %+v", e)
	}
	err := db.View(context.Background(), func(tx *Tx) error {
		s, err := tx.Snapshot(qda.Needs{Texts: true, Proposals: true, Memos: true, Events: true, Identity: true})
		if err != nil {
			return err
		}
		t.Logf("%+v", s)
		t.Log(s.Texts[0].Cut(s.Codings.Span(0)), s.State())
		for r, err := range tx.c.Rows(`SELECT * FROM segments`) {
			t.Log(r, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if ev, err := db.Undo(context.Background(), by("andi", "undo")); err != nil {
		t.Fatal(ev, err)
	}
	if ev, err := db.Redo(context.Background(), by("andi", "redo")); err != nil {
		t.Fatal(ev, err)
	}
}
