// Package study holds the use cases: where files, the store, rules and
// analysis meet. Each loads what it needs, asks one pure package and writes
// one update. It must not know terminals, rendering or the web.
package study

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/store"
)

// Suffix ends the name of a project file.
const Suffix = ".tematik"

// Host is what a use case needs of the world.
type Host struct {
	Now     func() time.Time
	Rand    io.Reader
	Version string
	Login   string // who is at the machine
	Coder   string // who codes, when the environment says so
	Command string // what was asked, for whoever waits meanwhile
	Dry     bool   // single changes are tried and taken back
	Config  string // folder of the user's settings
}

// Project is an open project file.
type Project struct {
	host Host
	path string
	db   *store.DB
	guid qda.GUID // of the project

	snap  *qda.Snapshot // as of last, with needs
	needs qda.Needs
	last  qda.EventID

	notes []lang.Text
}

// InitOptions describe a new project.
type InitOptions struct {
	Title    string
	Approach qda.Approach
	Language string
	Codebook string // a YAML file, or "" for none
}

// Init makes a new project file and opens it.
func Init(ctx context.Context, host Host, path string, o InitOptions) (*Project, error) {
	if path == "" {
		path = "study" + Suffix
	}
	if filepath.Ext(path) != Suffix {
		path += Suffix
	}
	if o.Title == "" {
		o.Title = strings.TrimSuffix(filepath.Base(path), Suffix)
	}
	if !slices.Contains(qda.Approaches(), o.Approach) {
		return nil, errs.New(errs.Usage, "approach %q: must be codebook, reflexive or reliability", o.Approach).Hint("tematik init --approach codebook")
	}
	var cb *qda.Codebook
	if o.Codebook != "" {
		var err error
		if cb, _, err = readCodebook(o.Codebook); err != nil {
			return nil, err
		}
	}
	guid, err := qda.NewGUID(host.Now(), host.Rand)
	if err != nil {
		return nil, err
	}
	p := &Project{host: host, path: path, guid: guid}
	project := qda.Project{GUID: guid, Title: o.Title, Approach: o.Approach, Language: o.Language}
	if p.db, err = store.Create(ctx, path, project, p.stamp("init")); err != nil {
		return nil, err
	}
	if cb != nil {
		if _, err := p.saveCodebook(ctx, cb, false, false); err != nil {
			p.db.Close()
			return nil, err
		}
	}
	return p, nil
}

// Open opens the project that is named, or else the only one in the working
// folder or the nearest folder above that has any.
func Open(ctx context.Context, host Host, name string) (*Project, error) {
	path, err := locate(name)
	if err != nil {
		return nil, err
	}
	p := &Project{host: host, path: path}
	p.db, err = store.Open(ctx, path, p.stamp("open"))
	if err != nil {
		return nil, err
	}
	err = p.db.View(ctx, func(tx *store.Tx) error {
		project, err := tx.Project()
		p.guid = project.GUID
		return err
	})
	if err != nil {
		p.db.Close()
		return nil, err
	}
	return p, nil
}

// Path is the project's file.
func (p *Project) Path() string { return p.path }

// Notes are what the use cases did beside what they were asked, such as making
// a coder.
func (p *Project) Notes() []lang.Text { return p.notes }

// Close closes the file.
func (p *Project) Close() error { return p.db.Close() }

// locate finds the project file. A name that is not there is an error: only
// init, demo and restore make files.
func locate(name string) (string, error) {
	if name != "" {
		for _, n := range []string{name, name + Suffix} {
			if st, err := os.Stat(n); err == nil && !st.IsDir() {
				return n, nil
			}
		}
		return name, nil // opening it says what is near
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", errs.Wrap(errs.Failed, err, "the working folder cannot be read")
	}
	for {
		found := store.ProjectsIn(dir)
		if len(found) == 1 {
			return filepath.Join(dir, found[0]), nil
		}
		if len(found) > 1 {
			slices.SortFunc(found, func(a, b string) int {
				return changed(filepath.Join(dir, b)).Compare(changed(filepath.Join(dir, a)))
			})
			return "", errs.New(errs.NoProject, "%d projects in %s: %s", len(found), dir, strings.Join(found, ", ")).Hint("name one, the latest for example: tematik -p %s status", quoteArg(found[0]))
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errs.New(errs.NoProject, "no project here: no *%s file in this folder or above it", Suffix).Hint("tematik init study%s, or: tematik demo", Suffix)
		}
		dir = up
	}
}

// changed is when a file was last written.
func changed(path string) time.Time {
	st, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return st.ModTime()
}

// Beside are the other project files in a project's folder, whose presence
// makes it necessary to name the project.
func Beside(path string) []string {
	return slices.DeleteFunc(store.ProjectsIn(filepath.Dir(path)), func(f string) bool { return f == filepath.Base(path) })
}

// stamp is who changes the project, when, and by what kind of act.
func (p *Project) stamp(kind string) store.Stamp {
	return store.Stamp{Coder: p.Coder(), Now: p.host.Now(), Rand: p.host.Rand, Kind: kind, Command: p.host.Command}
}

// errNothing takes back an update that was only a look.
var errNothing = errors.New("nothing is to be kept")

// update changes the project, or, in a dry run, does so and takes it back.
func (p *Project) update(ctx context.Context, stamp store.Stamp, f func(*store.Tx) error) (qda.Event, error) {
	return p.try(ctx, stamp, p.host.Dry, f)
}

// try is update where the use case itself says whether the run is dry; f may
// take all back with errNothing.
func (p *Project) try(ctx context.Context, stamp store.Stamp, dry bool, f func(*store.Tx) error) (qda.Event, error) {
	stamp.Look = dry
	event, err := p.db.Update(ctx, stamp, func(tx *store.Tx) error {
		if err := f(tx); err != nil || !dry {
			return err
		}
		return errNothing
	})
	if errors.Is(err, errNothing) {
		err = nil
	}
	return event, err
}

// again works something out from the Snapshot and writes it with settle. Where
// another program changed the project in between, it does so anew.
func again[T any](work func() (T, error)) (out T, err error) {
	for range 20 {
		if out, err = work(); !errors.Is(err, errOvertaken) {
			return out, err
		}
	}
	return out, errs.New(errs.Locked, "another program changes the project all the time").Hint("tematik log")
}

var errOvertaken = errors.New("the project was changed meanwhile")

// settle is update for what was worked out from the Snapshot: nothing is
// written where that is no longer the project.
func (p *Project) settle(ctx context.Context, stamp store.Stamp, dry bool, f func(*store.Tx) error) error {
	seen := p.last
	_, err := p.try(ctx, stamp, dry || p.host.Dry, func(tx *store.Tx) error {
		last, err := tx.LastEvent()
		switch {
		case err != nil:
			return err
		case last != seen:
			return errOvertaken
		}
		return f(tx)
	})
	return err
}

// Snapshot is the study as a value; it is kept until the project changes.
func (p *Project) Snapshot(ctx context.Context, needs qda.Needs) (*qda.Snapshot, error) {
	err := p.db.View(ctx, func(tx *store.Tx) error {
		last, err := tx.LastEvent()
		if err != nil {
			return err
		}
		if p.snap != nil && p.last == last && covers(p.needs, needs) {
			return nil
		}
		snap, err := tx.Snapshot(needs)
		if err == nil && needs.Events {
			snap.Revisions, err = revisions(tx)
		}
		p.snap, p.needs, p.last = snap, needs, last
		return err
	})
	return p.snap, err
}

func covers(have, want qda.Needs) bool {
	return (have.Texts || !want.Texts) && (have.Proposals || !want.Proposals) && (have.Memos || !want.Memos) &&
		(have.Identity || !want.Identity) && (have.Identity || have.Times || !want.Times) && (have.Events || !want.Events) && (!have.Uncoded || want.Uncoded)
}
