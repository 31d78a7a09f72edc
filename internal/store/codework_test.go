package store

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"tematik/internal/qda"
)

// Where both codes stand on the same words by the same coder, one coding is
// left, with the memos of both.
func TestHandOver(t *testing.T) {
	db := filled(t)
	var from, into qda.CodeID
	update(t, db, "andi", "tag", func(tx *Tx) error {
		cb, err := tx.Codebook()
		if err != nil {
			return err
		}
		from, into = cb.Codes[1].ID, cb.Codes[2].ID
		first, err := tx.CodingsByID([]qda.CodingID{1})
		if err != nil {
			return err
		}
		twin := first[0] // andi's, as the first one, with the other code
		twin.ID, twin.GUID, twin.Code, twin.Aspect = 0, qda.GUID{}, into, "cost"
		if _, err := tx.SetAspects(map[qda.CodingID]string{1: "Cost; delay", 3: "trust"}); err != nil {
			return err
		}
		ids, err := tx.InsertCodings([]qda.Coding{twin})
		if err != nil {
			return err
		}
		_, err = tx.InsertMemo(qda.Memo{Target: qda.OnCoding, Object: int64(ids[0]), Coder: twin.Coder, Text: "on the other"})
		return err
	})
	before := dumpOf(t, db)
	var work CodeWork
	update(t, db, "andi", "merge", func(tx *Tx) (err error) {
		if work, err = tx.CodeWork([]qda.CodeID{from}); err != nil {
			return err
		}
		codings, joined, memos, err := tx.HandOver(from, into)
		if codings != 2 || joined != 1 || memos != 2 {
			t.Errorf("%d codings, %d joined, %d memos; want 2, 1, 2", codings, joined, memos)
		}
		return err
	})
	if want := (CodeWork{Codings: 2, Documents: 2, Memos: 2, Proposals: 1}); work != want {
		t.Errorf("work: %+v, want %+v", work, want)
	}
	s := snapshot(t, db)
	if n := s.Codings.Len(); n != 3 { // andi's two, budi's one on the same words
		t.Errorf("%d codings", n)
	}
	if notes := slices.Sorted(maps.Values(s.Aspects)); !slices.Equal(notes, []string{"cost; delay", "trust"}) {
		t.Errorf("aspects %q", notes)
	}
	on := map[qda.Target]int{}
	for _, m := range s.Memos {
		on[m.Target]++
		if m.Target == qda.OnCode && qda.CodeID(m.Object) != into {
			t.Errorf("the memo on the code did not move")
		}
	}
	if on[qda.OnCoding] != 2 || on[qda.OnCode] != 1 {
		t.Errorf("memos: %v", on)
	}
	sound(t, db)
	if _, err := db.Undo(ctx, by("andi", "undo")); err != nil {
		t.Fatal(err)
	}
	same(t, "undone", before, dumpOf(t, db))
}

// Going back through the codebook gives each of its states as it was.
func TestCodebookHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		var books []qda.Codebook
		note := func() {
			var cb qda.Codebook
			view(t, w.db, func(tx *Tx) (err error) { cb, err = tx.Codebook(); return err })
			if len(books) == 0 || !cmp.Equal(books[len(books)-1], cb, cmpopts.EquateEmpty()) {
				books = append(books, cb)
			}
		}
		note()
		for range rapid.IntRange(1, 12).Draw(t, "events") {
			switch rapid.IntRange(0, 5).Draw(t, "way") {
			case 0:
				w.db.Undo(ctx, by("andi", "undo"))
			case 1:
				w.db.Redo(ctx, by("andi", "redo"))
			default:
				w.change("andi")
			}
			note()
		}
		at := len(books) - 1
		view(t, w.db, func(tx *Tx) error {
			return tx.CodebookHistory(func(e CodebookEvent) bool {
				if d := cmp.Diff(books[at], e.After, cmpopts.EquateEmpty()); d != "" {
					t.Fatalf("after event %d: %s", e.Event.ID, d)
				}
				if cmp.Equal(e.Before, e.After, cmpopts.EquateEmpty()) {
					return true // a place among siblings that changed nothing
				}
				if at--; at < 0 {
					return false
				}
				if d := cmp.Diff(books[at], e.Before, cmpopts.EquateEmpty()); d != "" {
					t.Fatalf("before event %d: %s", e.Event.ID, d)
				}
				return true
			})
		})
	})
}
