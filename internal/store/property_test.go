package store

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// A world is a project under random operations.
type world struct {
	*rapid.T
	db *DB
	n  int // for names
}

func newWorld(t *rapid.T) *world {
	dir, err := os.MkdirTemp("", "store-world")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return &world{T: t, db: copyOf(t, dir, filledProject())}
}

func (w *world) name(prefix string) string {
	w.n++
	return fmt.Sprint(prefix, w.n)
}

// pick is the id of a row of a table, or 0.
func (w *world) pick(tx *Tx, table string) int64 {
	ids, err := sqlite.All(tx.c, func(r sqlite.Row) int64 { return r.Int(0) }, `SELECT id FROM `+table+` ORDER BY id`)
	if err != nil {
		w.Fatal(err)
	}
	if len(ids) == 0 {
		return 0
	}
	return rapid.SampledFrom(ids).Draw(w.T, table)
}

// document is a document with its text, or nil.
func (w *world) document(tx *Tx) (*qda.Document, *text.Text) {
	docs, err := tx.Documents()
	if err != nil {
		w.Fatal(err)
	}
	if len(docs) == 0 {
		return nil, nil
	}
	d, err := tx.Document(rapid.SampledFrom(docs).Draw(w.T, "document").Name)
	if err != nil {
		w.Fatal(err)
	}
	t, err := tx.Text(d.Hash)
	if err != nil {
		w.Fatal(err)
	}
	return d, t
}

func (w *world) segment(d *qda.Document, t *text.Text) qda.Segment {
	start := rapid.IntRange(0, 50).Draw(w.T, "start")
	s, err := qda.NewSegment(d.ID, t, text.Span{Start: start, End: start + rapid.IntRange(1, 4).Draw(w.T, "length")}, "")
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// operations are everything an Update can do.
func (w *world) operations() map[string]func(tx *Tx) error {
	return map[string]func(tx *Tx) error{
		"insert document": func(tx *Tx) error {
			d, t := interview(w.name("D"))
			d.Case = qda.CaseID(w.pick(tx, "cases"))
			if rapid.Bool().Draw(w.T, "longer") {
				t = text.New(t.String() + w.name("text "))
			}
			return tx.InsertDocument(d, t)
		},
		"update document": func(tx *Tx) error {
			d, _ := w.document(tx)
			if d == nil {
				return nil
			}
			d.Name, d.Date, d.Case = w.name("R"), "2026-01-02", qda.CaseID(w.pick(tx, "cases"))
			d.Speakers[0].Case = qda.CaseID(w.pick(tx, "cases"))
			d.Values = map[string]string{"place": w.name("place"), w.name("attribute"): "yes"}
			return tx.UpdateDocument(d)
		},
		"revise document": func(tx *Tx) error {
			d, t := w.document(tx)
			if d == nil {
				return nil
			}
			d.Turns = d.Turns[:min(1, len(d.Turns))]
			return tx.ReviseDocument(d, text.New(t.String()+w.name("more ")))
		},
		"delete document": func(tx *Tx) error {
			d, _ := w.document(tx)
			if d == nil {
				return nil
			}
			return tx.DeleteDocument(d.ID)
		},
		"order documents": func(tx *Tx) error {
			docs, err := tx.Documents()
			var ids []qda.DocumentID
			for _, d := range docs {
				ids = append(ids, d.ID)
			}
			if err != nil || len(ids) == 0 {
				return err
			}
			return tx.OrderDocuments(rapid.Permutation(ids).Draw(w.T, "order"))
		},
		"state": func(tx *Tx) error {
			d, coder := w.pick(tx, "document"), w.pick(tx, "coder")
			if d == 0 || coder == 0 {
				return nil
			}
			return tx.SetState(qda.DocumentID(d), qda.CoderID(coder), rapid.SampledFrom([]qda.State{qda.New, qda.Open, qda.Done}).Draw(w.T, "state"))
		},
		"project": func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: w.name("T")}) },
		"case": func(tx *Tx) error {
			id, err := tx.EnsureCase(w.name("C"))
			if err != nil {
				return err
			}
			return tx.UpdateCase(&qda.Case{ID: id, Name: w.name("K"), Values: map[string]string{"size": "small"}})
		},
		"delete case": func(tx *Tx) error { return tx.DeleteCase(qda.CaseID(w.pick(tx, "cases"))) },
		"coder":       func(tx *Tx) error { _, err := tx.EnsureCoder(w.name("coder")); return err },
		"insert code": func(tx *Tx) error {
			_, err := tx.InsertCode(qda.Code{Key: w.name("k"), Parent: qda.CodeID(w.pick(tx, "code")), Name: qda.Words{Plain: "a name"}})
			return err
		},
		"update code": func(tx *Tx) error {
			id := w.pick(tx, "code")
			if id == 0 {
				return nil
			}
			err := tx.UpdateCode(qda.Code{ID: qda.CodeID(id), Key: w.name("k"), Parent: qda.CodeID(w.pick(tx, "code"))})
			if errs.KindOf(err) == errs.Usage { // under itself
				return nil
			}
			return err
		},
		"delete code": func(tx *Tx) error {
			id := w.pick(tx, "code")
			children, err := tx.c.Int(`SELECT count(*) FROM code WHERE parent = ?`, id)
			if id == 0 || children > 0 {
				return err
			}
			return tx.DeleteCode(qda.CodeID(id), true)
		},
		"hand over": func(tx *Tx) error {
			from, into := qda.CodeID(w.pick(tx, "code")), qda.CodeID(w.pick(tx, "code"))
			if from == into {
				return nil
			}
			if _, _, _, err := tx.HandOver(from, into); err != nil {
				return err
			}
			proposals, err := tx.ProposalsOf([]qda.CodeID{from})
			for i := range proposals {
				proposals[i].Code, proposals[i].Rule = into, w.name("r")
			}
			if err != nil {
				return err
			}
			return tx.UpdateProposals(proposals)
		},
		"save codebook": func(tx *Tx) error {
			cb, err := tx.Codebook()
			if err != nil {
				return err
			}
			for i := range cb.Codes {
				cb.Codes[i].ID, cb.Codes[i].Parent = qda.CodeID(i+1), 0
			}
			if len(cb.Codes) > 0 {
				cb.Codes = rapid.Permutation(cb.Codes).Draw(w.T, "codes")[1:]
			}
			cb.Codes = append(cb.Codes, qda.Code{ID: 1000, Key: w.name("k")})
			cb.Version = w.name("v")
			_, err = tx.SaveCodebook(&cb, rapid.Bool().Draw(w.T, "prune"))
			return err
		},
		"tag": func(tx *Tx) error {
			d, t := w.document(tx)
			code, coder := w.pick(tx, "code"), w.pick(tx, "coder")
			if d == nil || code == 0 || coder == 0 {
				return nil
			}
			var codings []qda.Coding
			for range rapid.IntRange(1, 5).Draw(w.T, "codings") {
				codings = append(codings, qda.Coding{Segment: w.segment(d, t), Code: qda.CodeID(code), Coder: qda.CoderID(coder)})
			}
			_, err := tx.InsertCodings(codings)
			return err
		},
		"aspect": func(tx *Tx) error {
			notes := map[qda.CodingID]string{}
			for range rapid.IntRange(1, 3).Draw(w.T, "codings") {
				notes[qda.CodingID(w.pick(tx, "coding"))] = rapid.SampledFrom([]string{"", "cost", "delay; cost"}).Draw(w.T, "aspect")
			}
			_, err := tx.SetAspects(notes)
			return err
		},
		"untag": func(tx *Tx) error {
			_, err := tx.DeleteCodings([]qda.CodingID{qda.CodingID(w.pick(tx, "coding")), qda.CodingID(w.pick(tx, "coding"))})
			return err
		},
		"recode": func(tx *Tx) error {
			codings, err := tx.CodingsByID([]qda.CodingID{qda.CodingID(w.pick(tx, "coding"))})
			if err != nil || len(codings) == 0 {
				return err
			}
			codings[0].Code, codings[0].Coder = qda.CodeID(w.pick(tx, "code")), qda.CoderID(w.pick(tx, "coder"))
			_, err = tx.UpdateCodings(codings)
			return err
		},
		"propose": func(tx *Tx) error {
			d, code := w.pick(tx, "document"), w.pick(tx, "code")
			if d == 0 || code == 0 {
				return nil
			}
			_, err := tx.InsertProposals([]qda.Proposal{{Document: qda.DocumentID(d), Span: text.Span{Start: 1, End: 9}, Code: qda.CodeID(code), Rule: w.name("r")}})
			return err
		},
		"decide": func(tx *Tx) error {
			return tx.DecideProposals([]qda.ProposalID{qda.ProposalID(w.pick(tx, "proposal"))}, rapid.SampledFrom([]qda.Decision{qda.Accepted, qda.Rejected}).Draw(w.T, "decision"))
		},
		"memo": func(tx *Tx) error {
			table := rapid.SampledFrom([]string{"document", "cases", "code", "coding"}).Draw(w.T, "on")
			target := map[string]qda.Target{"document": qda.OnDocument, "cases": qda.OnCase, "code": qda.OnCode, "coding": qda.OnCoding}[table]
			object, coder := w.pick(tx, table), w.pick(tx, "coder")
			if object == 0 || coder == 0 {
				return nil
			}
			_, err := tx.InsertMemo(qda.Memo{Target: target, Object: object, Coder: qda.CoderID(coder), Text: w.name("thought ")})
			return err
		},
		"edit memo": func(tx *Tx) error {
			id := w.pick(tx, "memo")
			if id == 0 {
				return nil
			}
			if rapid.Bool().Draw(w.T, "delete") {
				return tx.DeleteMemo(qda.MemoID(id))
			}
			return tx.UpdateMemo(qda.MemoID(id), w.name("other "))
		},
	}
}

// change makes one event of one to three operations; it reports whether
// anything changed.
func (w *world) change(coder string) bool {
	names := make([]string, 0, 32)
	ops := w.operations()
	for name := range ops {
		names = append(names, name)
	}
	slices.Sort(names)
	e, err := w.db.Update(ctx, by(coder, "change"), func(tx *Tx) error {
		for range rapid.IntRange(1, 3).Draw(w.T, "operations") {
			if err := ops[rapid.SampledFrom(names).Draw(w.T, "operation")](tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && errs.KindOf(err) != errs.NotFound { // a thing that was deleted before
		w.Fatalf("%v", err)
	}
	return e.ID != 0
}

// TestUndoRedo undoes everything, then does it again: every state on the way
// comes back as it was.
func TestUndoRedo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		states := []dump{dumpOf(t, w.db)}
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			if w.change("andi") {
				states = append(states, dumpOf(t, w.db))
			}
		}
		at := len(states) - 1
		step := func(up bool) {
			var err error
			if up {
				_, err = w.db.Redo(ctx, by("andi", "redo"))
				at++
			} else {
				_, err = w.db.Undo(ctx, by("andi", "undo"))
				at--
			}
			if err != nil {
				t.Fatalf("at %d: %v", at, err)
			}
			same(t, fmt.Sprint("state ", at), states[at], dumpOf(t, w.db))
		}
		for at > 0 {
			step(false)
		}
		for at < len(states)-1 {
			step(true)
		}
		for range 20 { // to and fro, and now and then something new
			switch n := rapid.IntRange(0, 9).Draw(t, "way"); {
			case n == 0:
				if w.change("andi") {
					states = append(states[:at+1], dumpOf(t, w.db))
					at++
				}
			case n < 5 && at > 0:
				step(false)
			case at < len(states)-1:
				step(true)
			}
		}
		sound(t, w.db)
	})
}

// event is a change as a model knows it: the rows before and after.
type event struct {
	coder         string
	before, after dump
	undone        bool
}

func changeBetween(a, b dump) (before, after dump) {
	before, after = dump{}, dump{}
	for _, table := range studyTables() {
		before[table], after[table] = map[int64]string{}, map[int64]string{}
		for id, row := range a[table] {
			if b[table][id] != row {
				before[table][id], after[table][id] = row, b[table][id]
			}
		}
		for id, row := range b[table] {
			if _, ok := a[table][id]; !ok {
				before[table][id], after[table][id] = "", row
			}
		}
	}
	return before, after
}

// put is a state with the rows of a change in place.
func put(state, rows dump) dump {
	out := dump{}
	for _, table := range studyTables() {
		out[table] = map[int64]string{}
		for id, row := range state[table] {
			out[table][id] = row
		}
		for id, row := range rows[table] {
			if row == "" {
				delete(out[table], id)
			} else {
				out[table][id] = row
			}
		}
	}
	return out
}

// holds reports whether a state has the rows of a change.
func holds(state, rows dump) bool { return difference(put(state, rows), state) == "" }

// TestTwoCoders lets two coders change, undo and redo one project. A model
// says what an undo gives; a refusal changes nothing and names a later event.
func TestTwoCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		events := map[qda.EventID]*event{}
		now := dumpOf(t, w.db)
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			coder := rapid.SampledFrom([]string{"andi", "budi"}).Draw(t, "coder")
			if rapid.IntRange(0, 2).Draw(t, "what") > 0 {
				if !w.change(coder) {
					continue
				}
				next := dumpOf(t, w.db)
				last := eventsOf(t, w.db)
				before, after := changeBetween(now, next)
				events[last[len(last)-1].ID] = &event{coder: coder, before: before, after: after}
				now = next
				continue
			}
			verb, take := "undo", w.db.Undo
			if rapid.Bool().Draw(t, "redo") {
				verb, take = "redo", w.db.Redo
			}
			target, err := take(ctx, by(coder, verb))
			next := dumpOf(t, w.db)
			if err != nil {
				same(t, "refused "+verb, now, next)
				w.justified(err, events, now, verb)
				continue
			}
			e := events[target.ID]
			if e == nil { // the import that every world begins with
				now = next
				continue
			}
			from, to := e.after, e.before
			if verb == "redo" {
				from, to = e.before, e.after
			}
			if e.coder != coder || !holds(now, from) {
				t.Fatalf("%s of event %d by %s, which is not as it was left", verb, target.ID, coder)
			}
			same(t, verb, put(now, to), next)
			e.undone, now = verb == "undo", next
		}
		sound(t, w.db)
	})
}

// justified fails where a refusal has no reason: nothing to undo, or another
// event in the way.
func (w *world) justified(err error, events map[qda.EventID]*event, now dump, verb string) {
	if errs.KindOf(err) == errs.NotFound {
		return
	}
	id := conflict(err)
	if id == 0 && verb == "redo" { // what it stood on was undone
		return
	}
	e := events[id]
	if e == nil || e.undone {
		w.Fatalf("%s refused because of event %d: %v", verb, id, err)
	}
}
