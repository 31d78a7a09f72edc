package study

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tematik/internal/qda"
)

// Events come with the undone ones marked; of the codebook's revisions those
// that stand, each where it first was.
func TestRevisions(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	p, err := Open(ctx, bookHost(dir), bookProject(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	look := func(want ...string) {
		t.Helper()
		s, err := p.Snapshot(ctx, qda.Needs{Events: true})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range s.Revisions {
			got = append(got, fmt.Sprint(r.Event.Kind, " ", r.Version, " ", r.Added, r.Removed, r.Redefined, r.Rules))
		}
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("revisions %q, want %q", got, want)
		}
		undone := 0
		for i, e := range s.Events {
			if i > 0 && e.ID <= s.Events[i-1].ID {
				t.Error("events are not in order")
			}
			if e.Undone {
				undone++
			}
		}
		if wantUndone := 3 - len(want); undone != max(0, wantUndone) {
			t.Errorf("%d events undone", undone)
		}
	}
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.Snapshot(ctx, qda.Needs{}))
	must(p.AddCode(ctx, qda.Code{Key: "c", Kind: qda.KindCode}, ""))
	must(p.RemoveCodes(ctx, []string{"c"}, false, false))
	look("codebook import r1 5 0 0 0", "code add r2 1 0 0 0", "code rm r3 0 1 0 0")
	must(p.Undo(ctx))
	must(p.Undo(ctx))
	look("codebook import r1 5 0 0 0")
	must(p.Redo(ctx))
	look("codebook import r1 5 0 0 0", "code add r2 1 0 0 0")
}
