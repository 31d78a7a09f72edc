package study

import (
	"context"
	"io"
	"path/filepath"
	"slices"

	codebookdata "tematik/codebook"
	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/join"
	"tematik/internal/qda"
	"tematik/internal/rules"
	"tematik/internal/store"
)

// CodebookChange is what importing a codebook changes.
type CodebookChange struct {
	store.CodebookChange
	Was         string // version before the change
	Version     string // after it
	Difference  *Difference
	KeptCodings int      // of codes that the file does not have
	Problems    []string // what is doubtful in the rules
}

// Difference is how codebooks differ, Field one thing that they say
// differently.
type (
	Difference = join.BookChange
	Field      = join.Field
)

// Starter names the codebook inside the program wherever a file is asked for.
const Starter = "starter"

// readCodebook reads a codebook whose rules compile, and says what of these is
// doubtful.
func readCodebook(path string) (*qda.Codebook, []rules.Problem, error) {
	name, data := codebookdata.Name, codebookdata.YAML
	if path != Starter {
		var err error
		if data, err = readFile(path); err != nil {
			return nil, nil, err
		}
		name = filepath.Base(path)
	}
	cb, err := exchange.ReadCodebook(name, data)
	if err != nil {
		return nil, nil, err
	}
	_, problems, err := rules.Compile(cb, "id")
	if err == nil {
		return cb, problems, nil
	}
	var wrong []exchange.TermProblem
	for _, p := range problems {
		if !p.Warning {
			wrong = append(wrong, exchange.TermProblem{Set: p.Set, Code: p.Code, Rule: p.Rule, Term: p.Term, Text: p.Text})
		}
	}
	if placed := exchange.TermErrors(name, data, wrong); placed != nil {
		return nil, nil, placed
	}
	return nil, nil, err
}

// ImportCodebook makes a YAML file the project's codebook. Codes that it does
// not have stay, or, to prune, only those that are used; history, memos and
// codings stay.
func (p *Project) ImportCodebook(ctx context.Context, path string, prune, dry bool) (*CodebookChange, error) {
	cb, problems, err := readCodebook(path)
	if err != nil {
		return nil, err
	}
	out, err := p.saveCodebook(ctx, cb, prune, dry)
	if err == nil {
		out.Problems = sentences(problems)
	}
	return out, err
}

// sentences are problems for a reader.
func sentences(problems []rules.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out
}

func (p *Project) saveCodebook(ctx context.Context, cb *qda.Codebook, prune, dry bool) (*CodebookChange, error) {
	out := &CodebookChange{}
	_, err := p.try(ctx, p.stamp("codebook import"), dry, func(tx *store.Tx) error {
		was, err := tx.Codebook()
		if err != nil {
			return err
		}
		if out.CodebookChange, err = tx.SaveCodebook(cb, prune); err != nil {
			return err
		}
		tx.Note("codes", len(out.Added)+len(out.Changed)+len(out.Removed))
		now, err := tx.Codebook()
		if err != nil {
			return err
		}
		out.Was, out.Version = was.Label(), now.Label()
		out.Difference = join.CompareCodebooks(&was, &now)
		out.KeptCodings, err = out.kept(tx, &was, &now)
		return err
	})
	return out, err
}

// kept looks among the codes that the file does not have for those that it
// may have under another id, and counts the codings of all of them.
func (ch *CodebookChange) kept(tx *store.Tx, was, now *qda.Codebook) (int, error) {
	var ids []qda.CodeID
	var gone, added []qda.Code
	for _, c := range was.Codes {
		if slices.Contains(ch.Kept, c.Key) {
			ids = append(ids, c.ID)
		}
		if slices.Contains(ch.Kept, c.Key) || slices.Contains(ch.Removed, c.Key) {
			gone = append(gone, c)
		}
	}
	for _, c := range now.Codes {
		if slices.Contains(ch.Added, c.Key) {
			added = append(added, c)
		}
	}
	ch.Difference.Renamed = join.LookRenamed(gone, added)
	work, err := tx.CodeWork(ids)
	return work.Codings, err
}

// BookEvent is an event that changed the codebook, and how.
type BookEvent struct {
	qda.Event
	Version    string // after it
	Difference *Difference
}

// CodebookLog tells how the codebook became what it is, the newest first; all
// of it where limit is 0.
func (p *Project) CodebookLog(ctx context.Context, limit int) (out []BookEvent, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		return tx.CodebookHistory(func(e store.CodebookEvent) bool {
			out = append(out, BookEvent{e.Event, e.After.Label(), join.CompareCodebooks(&e.Before, &e.After)})
			return limit <= 0 || len(out) < limit
		})
	})
	return out, err
}

// revisions are the changes of the codebook that stand, the oldest first: an
// undone one is none, and one that was done again is where it first was.
func revisions(tx *store.Tx) (out []qda.Revision, err error) {
	err = tx.CodebookHistory(func(e store.CodebookEvent) bool {
		if e.Event.Undone || e.Event.Target != 0 {
			return true
		}
		if r, any := join.Revise(&e.Before, &e.After); any {
			r.Event, r.Version = e.Event, e.After.Label()
			out = append(out, r)
		}
		return true
	})
	slices.Reverse(out)
	return out, err
}

// CodebookSince says how the codebook differs from what it was just after an
// event, by its number in the log.
func (p *Project) CodebookSince(ctx context.Context, event int) (*CodebookChange, error) {
	out := &CodebookChange{}
	err := p.db.View(ctx, func(tx *store.Tx) error {
		last, err := tx.LastEvent()
		if err != nil {
			return err
		}
		if event < 1 || qda.EventID(event) > last {
			return errs.New(errs.NotFound, "event %d: not in the log, which goes to %d", event, last).Hint("tematik codebook log")
		}
		now, err := tx.Codebook()
		if err != nil {
			return err
		}
		was := now
		err = tx.CodebookHistory(func(e store.CodebookEvent) bool {
			if e.Event.ID > qda.EventID(event) {
				was = e.Before
				return true
			}
			return false
		})
		out.Was, out.Version, out.Difference = was.Label(), now.Label(), join.CompareCodebooks(&was, &now)
		for _, c := range out.Difference.Codes {
			list := map[string]*[]string{"added": &out.Added, "removed": &out.Removed, "changed": &out.Changed}[c.What]
			*list = append(*list, c.Code.Key)
		}
		return err
	})
	return out, err
}

// Codebook is the project's codebook with the counts of its use.
func (p *Project) Codebook(ctx context.Context) (*qda.Snapshot, []int, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return nil, nil, err
	}
	used := make([]int, len(s.Codes()))
	for _, c := range s.Codings.Code {
		used[c]++
	}
	return s, used, nil
}

// ExportStarter writes the starter codebook as YAML.
func ExportStarter(w io.Writer) error {
	_, err := w.Write(codebookdata.YAML)
	return err
}

// ExportCodebook writes the codebook as YAML.
func (p *Project) ExportCodebook(ctx context.Context, w io.Writer) error {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return err
	}
	return exchange.WriteCodebook(w, &s.Codebook)
}

// Form is a form that a term of a rule meets in the documents.
type Form = rules.Form

// ExpandCodebook lists the forms that each term meets in the documents and
// codes a filter chooses.
func (p *Project) ExpandCodebook(ctx context.Context, f qda.Filter) ([]Form, error) {
	set, s, err := p.rules(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	docs, codes, err := f.Choose(s)
	if err != nil {
		return nil, err
	}
	forms, err := set.Expand(ctx, s, docs)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(forms, func(form Form) bool {
		c, ok := s.Tree.Find(form.Code)
		return !ok || !codes[c]
	}), nil
}

// rules compiles the codebook's rules.
func (p *Project) rules(ctx context.Context, needs qda.Needs) (*rules.Set, *qda.Snapshot, error) {
	s, err := p.Snapshot(ctx, needs)
	if err != nil {
		return nil, nil, err
	}
	set, _, err := rules.Compile(&s.Codebook, s.Project.Language)
	return set, s, err
}
