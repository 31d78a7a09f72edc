package study

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/store"
)

// CoderInfo is a coder with what they have done.
type CoderInfo struct {
	Name    string
	Round   int // of the coder's readings
	Codings int
	Open    int // documents begun
	Done    int // documents finished
	Current bool
}

// Coders lists the coders, and who is coding now.
func (p *Project) Coders(ctx context.Context) ([]CoderInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return nil, err
	}
	out := make([]CoderInfo, len(s.Coders))
	for i, c := range s.Coders {
		out[i] = CoderInfo{Name: c.Name, Current: c.Name == p.Coder()}
		_, out[i].Round = qda.Round(c.Name)
		for d := range s.Documents {
			switch s.Documents[d].States[c.ID] {
			case qda.Open:
				out[i].Open++
			case qda.Done:
				out[i].Done++
			}
		}
	}
	for _, c := range s.Codings.Coder {
		out[c].Codings++
	}
	return out, nil
}

// newCoder checks the name of a coder who is to be made.
func newCoder(name string) error {
	if err := qda.ValidName("coder", name); err != nil {
		return err
	}
	coder, round := qda.Round(name)
	switch {
	case coder == qda.RulesCoder:
		return errs.New(errs.Usage, "coder %s: the name stands for the codebook's rules", coder).Hint("tematik coder add NAME with another name")
	case round == 1 && strings.Contains(name, "#"):
		plain, _, _ := strings.Cut(name, "#")
		return errs.New(errs.Usage, "coder %s: # in a name counts a coder's readings, from NAME#2 on", name).Hint("tematik coder add %s --round 2", quoteArg(cmp.Or(plain, "NAME")))
	}
	return nil
}

// inRound is the name of a coder of this project in a round, 0 for as it is
// written; nobody has a second round who has no first.
func (p *Project) inRound(s *qda.Snapshot, name string, round int) (string, error) {
	switch {
	case round < 0:
		return "", errs.New(errs.Usage, "round %d: the first reading is 1", round).Hint("tematik coder use %s --round 2", quoteArg(name))
	case round == 0:
		return name, nil
	}
	name, _ = qda.Round(name)
	if _, ok := s.CoderIndex(name); !ok && round > 1 {
		return "", s.MissingCoder(name)
	}
	return qda.InRound(name, round), nil
}

// AddCoder adds a coder, or a coder's reading of a round; its name is given
// back.
func (p *Project) AddCoder(ctx context.Context, name string, round int) (string, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return "", err
	}
	if name, err = p.inRound(s, name, round); err != nil {
		return "", err
	}
	if _, there := s.CoderIndex(name); there && name != qda.RulesCoder {
		return name, nil
	}
	return name, p.makeCoder(ctx, name, p.Coder())
}

func (p *Project) makeCoder(ctx context.Context, name, by string) error {
	if err := newCoder(name); err != nil {
		return err
	}
	stamp := p.stamp("coder add")
	stamp.Coder = by
	_, err := p.update(ctx, stamp, func(tx *store.Tx) error {
		_, err := tx.EnsureCoder(name)
		return err
	})
	return err
}

// UseCoder makes a coder of this project the one who codes on this machine; a
// round that is named is begun where need be. The choice is the user's, not the
// project's, and is kept with the user's settings.
func (p *Project) UseCoder(ctx context.Context, name string, round int) (string, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return "", err
	}
	if name, err = p.inRound(s, name, round); err != nil {
		return "", err
	}
	_, ok := s.CoderIndex(name)
	if !ok && round > 1 {
		// By the coder of the round, who undoes it from now on: else it would
		// stand between the earlier readings and their undo.
		if err := p.makeCoder(ctx, name, name); err != nil {
			return "", err
		}
		ok = true
	}
	if !ok || name == qda.RulesCoder {
		return "", errs.New(errs.NotFound, "coder %s: no person of this project", name).Hint("tematik coder add %s", quoteArg(name))
	}
	chosen := p.chosen()
	chosen[s.Project.GUID.String()] = name
	b, err := json.MarshalIndent(chosen, "", "  ")
	if err != nil {
		return "", err
	}
	if p.host.Config == "" {
		return "", errs.New(errs.Failed, "the choice of coder cannot be kept: there is no folder for settings").Hint("set TEMATIK_CODER=%s instead", quoteArg(name))
	}
	path := p.chosenFile()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", errs.Wrap(errs.Failed, err, "the choice of coder cannot be kept").Hint("set TEMATIK_CODER=%s instead", name)
	}
	if err := os.WriteFile(path, append(b, '\n'), 0o600); err != nil {
		return "", errs.Wrap(errs.Failed, err, "the choice of coder cannot be kept").Hint("set TEMATIK_CODER=%s instead", name)
	}
	return name, nil
}

// coding is the coder of a change: the one named, who must be there, else who
// is coding now.
func (p *Project) coding(tx *store.Tx, named string) (string, qda.CoderID, error) {
	if named == qda.RulesCoder || named == "" && p.Coder() == qda.RulesCoder {
		return "", 0, errs.New(errs.Usage, "coder %s: the name stands for the codebook's rules", qda.RulesCoder).Hint("TEMATIK_CODER=NAME, or: tematik coder use NAME")
	}
	coders, err := tx.Coders()
	if err != nil {
		return "", 0, err
	}
	name := cmp.Or(named, p.Coder())
	var names []string
	for _, c := range coders {
		if c.Name == name {
			return name, c.ID, nil
		}
		if c.Name != qda.RulesCoder {
			names = append(names, c.Name)
		}
	}
	if name != p.Coder() {
		return "", 0, qda.Missing("coder", name, names, "tematik coder ls; new ones: tematik coder add NAME")
	}
	if err := newCoder(name); err != nil {
		return "", 0, err
	}
	p.noteNew(name, names)
	id, err := tx.EnsureCoder(name)
	return name, id, err
}

// noteNew tells of a coder that nobody added: a name that was given and may be
// mistyped, or a login among other coders.
func (p *Project) noteNew(name string, others []string) {
	if p.host.Coder == "" && len(others) == 0 {
		return
	}
	note := lang.T("new coder: %v", "pengode baru: %v", name)
	first, _ := qda.Round(name)
	if near := qda.Nearest(name, others); near != "" && !slices.Contains(others, first) {
		note = lang.T("new coder: %v. Did you mean %v? Then: tematik undo, and code with TEMATIK_CODER=%v", "pengode baru: %v. Maksudnya %v? Jika ya: tematik undo, lalu mengode dengan TEMATIK_CODER=%v", name, near, quoteArg(near))
	}
	p.notes = append(p.notes, note)
}

// Coder is who is coding: the one named in the environment, else the one
// chosen for this project, else the login.
func (p *Project) Coder() string {
	if p.host.Coder != "" {
		return p.host.Coder
	}
	if name := p.chosen()[p.guid.String()]; name != "" {
		return name
	}
	return p.host.Login
}

func (p *Project) chosenFile() string { return filepath.Join(p.host.Config, "tematik", "coders.json") }

func (p *Project) chosen() map[string]string {
	m := map[string]string{}
	if b, err := os.ReadFile(p.chosenFile()); err == nil {
		// A file that is not ours to read is as good as none.
		if json.Unmarshal(b, &m) != nil || m == nil {
			return map[string]string{}
		}
	}
	return m
}
