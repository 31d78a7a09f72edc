package store

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

var ctx = context.Background()

// tester is what the helpers need of a test, also of one of rapid's.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
	Cleanup(func())
}

// day is when the tests take place.
var day = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

// TestMain also serves the tests that need a second process.
func TestMain(m *testing.M) {
	if task := os.Getenv("TEMATIK_STORE_CHILD"); task != "" {
		os.Exit(child(task, os.Args[1:]))
	}
	flag.Set("rapid.checks", "50") // the command line may ask for more
	os.Exit(m.Run())
}

// chance is randomness that is another one in each process.
var chance = rand.NewChaCha8([32]byte{byte(os.Getpid()), byte(os.Getpid() >> 8)})

func by(coder, kind string) Stamp {
	return Stamp{Coder: coder, Now: day, Rand: chance, Kind: kind}
}

// newProject is an empty project.
func newProject(t testing.TB) *DB {
	t.Helper()
	return copyOf(t, t.TempDir(), emptyProject())
}

// filled is a project as fill leaves it.
func filled(t testing.TB) *DB {
	t.Helper()
	return copyOf(t, t.TempDir(), filledProject())
}

// Projects are made once and copied.
var (
	emptyProject  = sync.OnceValue(func() []byte { return made(func(*Tx) error { return nil }) })
	filledProject = sync.OnceValue(func() []byte { return made(fill) })
)

func made(with func(*Tx) error) []byte {
	dir, err := os.MkdirTemp("", "store")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "study.tematik")
	db, err := Create(ctx, path, qda.Project{Title: "Study"}, by("andi", "init"))
	if err != nil {
		panic(err)
	}
	_, err = db.Update(ctx, by("andi", "import"), with)
	file, err2 := os.ReadFile(path)
	if err := errors.Join(err, db.Close(), err2); err != nil {
		panic(err)
	}
	return file
}

// copyOf opens a copy of a project that does not wait for the disk: these
// tests are not about whether it keeps its word.
func copyOf(t tester, dir string, file []byte) *DB {
	t.Helper()
	path := filepath.Join(dir, "study.tematik")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(ctx, path, by("andi", "open"))
	if err != nil {
		t.Fatal(err)
	}
	err = sqlite.With(ctx, db.writer, func(c *sqlite.Conn) error { _, err := c.Exec("PRAGMA synchronous = OFF"); return err })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func update(t tester, db *DB, coder, kind string, f func(*Tx) error) qda.Event {
	t.Helper()
	e, err := db.Update(ctx, by(coder, kind), f)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func view(t tester, db *DB, f func(*Tx) error) {
	t.Helper()
	if err := db.View(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func snapshot(t tester, db *DB) (s *qda.Snapshot) {
	t.Helper()
	view(t, db, func(tx *Tx) (err error) {
		s, err = tx.Snapshot(qda.Needs{Texts: true, Proposals: true, Memos: true, Identity: true})
		return err
	})
	return s
}

// eventsOf are all events, the oldest first.
func eventsOf(t tester, db *DB) []qda.Event {
	t.Helper()
	all, err := db.Log(ctx, 0)
	if err != nil {
		t.Fatalf("%v", err)
	}
	slices.Reverse(all)
	return all
}

// interview is a document with two speakers, two turns and an attribute.
func interview(name string) (*qda.Document, *text.Text) {
	body := "P: Apa kabar “ekspor”?\n\nI: Baik — é 🙂 kami belum paham.\n"
	return &qda.Document{
		Name: name, File: name + ".txt", Date: "2026-03-01", Language: "id",
		Speakers: []qda.Speaker{{Label: "P", Role: qda.Interviewer}, {Label: "I", Role: qda.Respondent}},
		Turns:    []qda.Turn{{Span: text.Span{Start: 3, End: 22}, Time: -1}, {Span: text.Span{Start: 27, End: 55}, Speaker: 1, Time: 3 * time.Second}},
		Values:   map[string]string{"place": "Balikpapan"},
	}, text.New(body)
}

// fill puts two documents, two cases, a theme with two codes, two coders,
// three codings, two proposals and four memos into a project.
func fill(tx *Tx) error {
	e1, err := tx.EnsureCase("E1")
	if err != nil {
		return err
	}
	if err := tx.UpdateCase(&qda.Case{ID: e1, Name: "E1", Values: map[string]string{"kind": "exporting"}}); err != nil {
		return err
	}
	if _, err := tx.EnsureCase("E2"); err != nil {
		return err
	}
	var segments []qda.Segment
	for _, name := range []string{"P1", "P2"} {
		d, body := interview(name)
		d.Case = e1
		if err := tx.InsertDocument(d, body); err != nil {
			return err
		}
		s, err := qda.NewSegment(d.ID, body, text.Span{Start: 27, End: 36}, "Baik — é ")
		if err != nil {
			return err
		}
		segments = append(segments, s)
	}
	theme, err := tx.InsertCode(qda.Code{Key: "literacy", Kind: qda.KindTheme, Name: qda.Words{EN: "Literacy", ID: "Literasi"}})
	if err != nil {
		return err
	}
	var codes []qda.CodeID
	for _, key := range []string{"literacy.law", "literacy.documents"} {
		c, err := tx.InsertCode(qda.Code{Key: key, Kind: qda.KindCode, Parent: theme, Name: qda.Words{Plain: key}, Except: []string{"bukan"}, Rules: []qda.Rule{{ID: "r", Any: []string{"~ekspor"}}}})
		if err != nil {
			return err
		}
		codes = append(codes, c)
	}
	andi, err := tx.EnsureCoder("andi")
	if err != nil {
		return err
	}
	budi, err := tx.EnsureCoder("budi")
	if err != nil {
		return err
	}
	ids, err := tx.InsertCodings([]qda.Coding{
		{Segment: segments[0], Code: codes[0], Coder: andi}, {Segment: segments[0], Code: codes[1], Coder: budi}, {Segment: segments[1], Code: codes[0], Coder: andi}})
	if err != nil {
		return err
	}
	if _, err := tx.InsertProposals([]qda.Proposal{
		{Document: segments[0].Document(), Span: text.Span{Start: 3, End: 22}, Code: codes[0], Origin: qda.ByRule, Rule: "r", RuleHash: "h", Evidence: []text.Span{{Start: 14, End: 20}}},
		{Document: segments[1].Document(), Span: text.Span{Start: 3, End: 22}, Code: codes[1], Origin: qda.ByRule, Rule: "r", RuleHash: "h"}}); err != nil {
		return err
	}
	for _, m := range []qda.Memo{{Target: qda.OnProject}, {Target: qda.OnDocument, Object: int64(segments[0].Document())}, {Target: qda.OnCode, Object: int64(codes[0])}, {Target: qda.OnCoding, Object: int64(ids[0])}} {
		m.Coder, m.Text = andi, "a thought on "+string(m.Target)
		if _, err := tx.InsertMemo(m); err != nil {
			return err
		}
	}
	tx.Note("documents", 2)
	tx.Note("codings", len(ids))
	return nil
}

// dump is the content of the study's tables: table → id → row.
type dump map[string]map[int64]string

func dumpOf(t tester, db *DB) dump {
	t.Helper()
	all := dump{}
	view(t, db, func(tx *Tx) error {
		for _, table := range studyTables() {
			rows := map[int64]string{}
			for r, err := range tx.c.Rows(`SELECT * FROM ` + table + ` ORDER BY id`) {
				if err != nil {
					return err
				}
				rows[r.Int(0)] = fmt.Sprintf("%v", []any(toAny(r)))
			}
			all[table] = rows
		}
		return nil
	})
	return all
}

func toAny(r sqlite.Row) (out []any) {
	for _, v := range r {
		out = append(out, v)
	}
	return out
}

// difference describes how dumps differ, or is "".
func difference(a, b dump) string {
	var lines []string
	for _, table := range studyTables() {
		ids := map[int64]bool{}
		for id := range a[table] {
			ids[id] = true
		}
		for id := range b[table] {
			ids[id] = true
		}
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if a[table][id] != b[table][id] {
				lines = append(lines, fmt.Sprintf("%s %d:\n  %s\n  %s", table, id, a[table][id], b[table][id]))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func same(t tester, what string, want, have dump) {
	t.Helper()
	if d := difference(want, have); d != "" {
		t.Fatalf("%s:\n%s", what, d)
	}
}

// sound fails where a check finds anything.
func sound(t tester, db *DB) {
	t.Helper()
	found, err := db.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("check: %s (%s): %s", f.ID, f.Severity, f.Text)
	}
}

// conflict is the event that an error names, if any.
func conflict(err error) qda.EventID {
	var c *Conflict
	if errors.As(err, &c) {
		return c.Event.ID
	}
	return 0
}
