package study

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/store"
)

const testBook = `
codes:
  - id: a
    name: {en: A, id: Satu}
    codes:
      - id: a.ship
        name: Ship
        definition: {en: a ship, id: kapal}
        examples: {yes: [Kapal datang.], no: [Surat hilang.]}
        rules:
          - {id: r, any: [kapal]}
          - any: [datang]
      - id: a.paper
        examples: {yes: [Surat hilang.], no: [Kapal datang.]}
        except: [surat kabar]
        rules:
          - {id: r, any: [surat]}
          - any: [kapal]
  - id: b
    codes:
      - id: b.wait
        rules:
          - any: [tunggu, kapal]
`

func TestMain(m *testing.M) {
	flag.Set("rapid.checks", "12") // the command line may ask for more
	os.Exit(m.Run())
}

// bookProject is a project with rules, proposals that wait and that were
// rejected, codings and memos.
func bookProject(t testing.TB, dir string) string {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(dir, "s"+Suffix)
	for name, words := range map[string]string{"book.yaml": testBook, "x.txt": "P: Apa?\n\nI: Kapal datang, surat hilang.\n\nI: Surat kabar.\n\nI: Kami tunggu kapal.\n", "y.txt": "I: Datang kapal.\n\nI: Surat.\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(words), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p, err := Init(ctx, bookHost(dir), path, InitOptions{Approach: qda.CodebookTA, Language: "en", Codebook: filepath.Join(dir, "book.yaml")})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.Import(ctx, []string{filepath.Join(dir, "x.txt"), filepath.Join(dir, "y.txt")}, ImportOptions{}))
	must(p.Apply(ctx, qda.Filter{}, false, false))
	must(p.Tag(ctx, "x", []string{"a.ship", "a.paper", "b.wait"}, Place{Turn: 2}, With{}))
	must(p.Tag(ctx, "x", []string{"a.paper"}, Place{Turn: 3}, With{}))
	must(p.AddMemo(ctx, qda.OnCode, "a.ship", "a thought on the code"))
	must(p.AddMemo(ctx, qda.OnCoding, "1", "a thought on a segment"))
	must(p.update(ctx, p.stamp("decide"), func(tx *store.Tx) error {
		all, err := tx.Proposals()
		if err != nil {
			return err
		}
		for i, pr := range all {
			if i%2 == 1 {
				if err := tx.DecideProposals([]qda.ProposalID{pr.ID}, qda.Rejected); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	return path
}

func bookHost(dir string) Host {
	return Host{Now: time.Now, Rand: rand.Reader, Version: "test", Login: "andi", Config: dir}
}

// whole is the project as it is exported, with its codebook's revision.
func whole(t interface{ Fatal(...any) }, p *Project) string {
	s, err := p.Snapshot(context.Background(), qda.Needs{Texts: true, Proposals: true, Memos: true, Identity: true})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := exchange.WriteProject(&b, s); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(s.Codebook.Revision, b.String())
}

// TestCodebookChangesUndo does random changes of codes, takes them back and
// does them again: each state comes back as it was. No memo and no coded
// passage goes, but with a removal.
func TestCodebookChangesUndo(t *testing.T) {
	ctx := context.Background()
	file, err := os.ReadFile(bookProject(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n, Suffix))
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		p, err := Open(ctx, bookHost(dir), path)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		states := []string{whole(t, p)}
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			before := passages(t, p)
			removed, err := changeCodes(ctx, t, p)
			if k := errs.KindOf(err); err != nil && k != errs.Usage && k != errs.NotFound {
				t.Fatal(err)
			}
			now := whole(t, p)
			if now == states[len(states)-1] {
				continue
			}
			if err != nil {
				t.Fatalf("changed in spite of %v", err)
			}
			states = append(states, now)
			if after := passages(t, p); !removed && !slices.Equal(before, after) {
				t.Fatalf("lost:\n%v\n%v", before, after)
			}
			if found, err := p.Check(ctx); err != nil || len(found) > 0 {
				t.Fatal(found, err)
			}
		}
		for i := len(states) - 2; i >= 0; i-- {
			if _, err := p.Undo(ctx); err != nil {
				t.Fatal(err)
			}
			if whole(t, p) != states[i] {
				t.Fatalf("undone to state %d it differs", i)
			}
		}
		for i := 1; i < len(states); i++ {
			if _, err := p.Redo(ctx); err != nil {
				t.Fatal(err)
			}
			if whole(t, p) != states[i] {
				t.Fatalf("done again to state %d it differs", i)
			}
		}
	})
}

// changeCodes makes one random change of codes, or fails to.
func changeCodes(ctx context.Context, t *rapid.T, p *Project) (removed bool, err error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, c := range s.Codes() {
		keys = append(keys, c.Key)
	}
	if keys == nil {
		return false, nil
	}
	code := rapid.SampledFrom(keys)
	one, other := code.Draw(t, "code"), code.Draw(t, "other")
	switch rapid.IntRange(0, 5).Draw(t, "change") {
	case 0:
		_, err = p.RenameCode(ctx, one, Rename{Key: rapid.SampledFrom([]string{"n", "n.m", "a.new", other}).Draw(t, "id"), ID: rapid.SampledFrom([]string{"", "Nama"}).Draw(t, "name")})
	case 1:
		_, _, err = p.MoveCodes(ctx, []string{one}, rapid.SampledFrom([]string{"", other}).Draw(t, "under"))
	case 2, 3:
		_, err = p.MergeCodes(ctx, []string{one, code.Draw(t, "third")}, other)
	case 4:
		_, err = p.SetColor(ctx, one, rapid.SampledFrom([]string{"red", "biru", ""}).Draw(t, "color"))
	case 5:
		_, err = p.RemoveCodes(ctx, []string{one}, rapid.Bool().Draw(t, "codings"), rapid.Bool().Draw(t, "children"))
		removed = true
	}
	return removed, err
}

// passages are what no renaming, moving or merging may lose: coded passages
// with their coders, memos, and passages of rejected proposals.
func passages(t *rapid.T, p *Project) []string {
	s, err := p.Snapshot(context.Background(), qda.Needs{Memos: true, Proposals: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := range s.Codings.Doc {
		out = append(out, fmt.Sprint("coding ", s.Codings.Doc[i], s.Codings.Span(i), s.Codings.Coder[i]))
	}
	for _, m := range s.Memos {
		if strings.HasPrefix(m.Text, "a thought") {
			out = append(out, fmt.Sprint("memo ", m.Target, m.Text))
		}
	}
	for _, pr := range s.Proposals {
		if pr.Decision == qda.Rejected {
			out = append(out, fmt.Sprint("rejected ", pr.Document, pr.Span))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// What was rejected for a code is not proposed again for the one it went into,
// nor after it was renamed; what waits stands.
func TestDecisionsSurvive(t *testing.T) {
	ctx := context.Background()
	for name, change := range map[string]func(p *Project) error{
		"rename": func(p *Project) error { _, err := p.RenameCode(ctx, "b.wait", Rename{Key: "c"}); return err },
		"move":   func(p *Project) error { _, _, err := p.MoveCodes(ctx, []string{"b.wait"}, "a"); return err },
		"merge":  func(p *Project) error { _, err := p.MergeCodes(ctx, []string{"a.ship"}, "b.wait"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			p, err := Open(ctx, bookHost(dir), bookProject(t, dir))
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			first, err := p.Apply(ctx, qda.Filter{}, false, false) // forgets what was coded since
			if err != nil {
				t.Fatal(err)
			}
			if err := change(p); err != nil {
				t.Fatal(err)
			}
			r, err := p.Apply(ctx, qda.Filter{}, false, true)
			if err != nil {
				t.Fatal(err)
			}
			if len(r.New) > 0 {
				t.Errorf("proposed anew: %v (before: %v)", r.New, first.New)
			}
			s, err := p.Snapshot(ctx, qda.Needs{Proposals: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, pr := range s.Proposals {
				if strings.Contains(pr.Rule, "a.ship#") && name == "merge" || strings.Contains(pr.Rule, "b.wait#") && name == "rename" {
					t.Errorf("a proposal names a rule that is no more: %s", pr.Rule)
				}
			}
		})
	}
}

// What was worked out from a project that another program changed meanwhile is
// not written, but worked out anew.
func TestOvertaken(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	path := bookProject(t, dir)
	open := func() *Project {
		p, err := Open(ctx, bookHost(dir), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.Close() })
		return p
	}
	mine, theirs := open(), open()
	seen, wrote := 0, 0
	_, err := again(func() (int, error) {
		s, err := mine.Snapshot(ctx, qda.Needs{})
		if err != nil {
			return 0, err
		}
		if seen == 0 {
			if _, err := theirs.AddCode(ctx, qda.Code{Key: "late"}, ""); err != nil {
				return 0, err
			}
		}
		seen = len(s.Codes())
		return 0, mine.settle(ctx, mine.stamp("test"), false, func(*store.Tx) error {
			wrote = seen
			return nil
		})
	})
	if s, _ := mine.Snapshot(ctx, qda.Needs{}); err != nil || wrote != len(s.Codes()) || seen != wrote {
		t.Errorf("%v; wrote what was worked out from %d codes", err, wrote)
	}
	if _, err := again(func() (int, error) { return 0, errOvertaken }); errs.KindOf(err) != errs.Locked {
		t.Errorf("without end: %v", err)
	}
}
