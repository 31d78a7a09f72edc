// Package store keeps a project in one SQLite file: the schema, transactions,
// the journal that undo works from, loading of the Snapshot, backups and
// checks. All our SQL is here. It must not know where text comes from, how it
// is coded or what is computed of it.
package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// applicationID marks a SQLite file as a project: "tmtk".
const applicationID = 0x746d746b

// suffix is what the names of project files end in.
const suffix = ".tematik"

// DB is an open project. It is safe for several goroutines; a View or Update
// must not be called within another.
type DB struct {
	path    string
	wait    time.Duration
	schema  []string
	readers *sql.DB
	writer  *sql.DB
}

// Option changes how a project is opened.
type Option func(*DB)

// Wait says how long to wait for another program's lock (5 s without).
func Wait(d time.Duration) Option { return func(db *DB) { db.wait = d } }

// Stamp is what an Update says of itself.
type Stamp struct {
	Coder   string
	Now     time.Time
	Rand    io.Reader
	Kind    string      // of the event: "import", "tag", …
	Command string      // for whoever has to wait meanwhile; without, the kind
	Look    bool        // nothing will be kept, so no backup is made before
	Seen    qda.EventID // the last event the coder saw; rows touched since are refused. 0: not asked
}

// Create makes a project file, complete or not at all; an existing file is
// never touched.
func Create(ctx context.Context, path string, p qda.Project, stamp Stamp) (*DB, error) {
	name := filepath.Base(path)
	if _, err := os.Lstat(path); err == nil {
		return nil, errs.New(errs.Failed, "%s: a file of this name is there already", name).Hint("choose another name, or: tematik -p %s status", name)
	}
	draft, remove, err := draftBeside(path)
	if err != nil {
		return nil, err
	}
	defer remove()
	if err := build(ctx, draft, p, stamp); err != nil {
		return nil, sqlite.Explain(err, name)
	}
	if err := place(draft, path, false); err != nil {
		return nil, err
	}
	return Open(ctx, path, stamp)
}

func build(ctx context.Context, path string, p qda.Project, stamp Stamp) error {
	pool := sqlite.Open(path, sqlite.Create)
	err := sqlite.With(ctx, pool, func(c *sqlite.Conn) error { return migrate(c, schema()) })
	if err = errors.Join(err, pool.Close()); err != nil {
		return err
	}
	db := open(path, nil)
	defer db.Close()
	_, err = db.Update(ctx, stamp, func(tx *Tx) error { return tx.begin(p) })
	return err
}

// Open opens a project; an older one is brought up to date after a backup. A
// path that names no file makes none.
func Open(ctx context.Context, path string, stamp Stamp, options ...Option) (*DB, error) {
	if err := exists(path); err != nil {
		return nil, err
	}
	db := open(path, options)
	if err := db.ready(ctx, stamp); err != nil {
		db.Close()
		return nil, db.explain(err)
	}
	return db, nil
}

func open(path string, options []Option) *DB {
	db := &DB{path: path, wait: 5 * time.Second, schema: schema(), readers: sqlite.Open(path, sqlite.Read), writer: sqlite.Open(path, sqlite.Write)}
	for _, o := range options {
		o(db)
	}
	return db
}

// ready refuses what is not a project of ours and brings an older one up to
// date, after a backup.
func (db *DB) ready(ctx context.Context, stamp Stamp) error {
	var version int
	err := db.read(ctx, func(c *sqlite.Conn) (err error) {
		version, err = db.version(c)
		return err
	})
	if err != nil || version == len(db.schema) {
		return err
	}
	if _, err := db.Backup(ctx, "", stamp.Now); err != nil {
		return err
	}
	return db.write(ctx, stamp, func(c *sqlite.Conn) error { return migrate(c, db.schema) })
}

// exists explains a path that is not a file: a slip of the pen most often.
func exists(path string) error {
	info, err := os.Stat(path)
	name := filepath.Base(path)
	switch {
	case err == nil && info.IsDir():
		return errs.New(errs.NoProject, "%s: a folder, not a project", name).Hint("tematik init")
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return errs.New(errs.Failed, "%s: cannot be opened: %v", name, errors.Unwrap(err)).Hint("check the permissions of the file and its folder")
	}
	e := errs.New(errs.NoProject, "%s: no such project", name)
	if near := nearest(path); near != "" {
		return e.Hint("tematik -p %s status", near)
	}
	return e.Hint("tematik init %s", name)
}

// nearest is the project in the same folder whose name is most like a path's,
// or "".
func nearest(path string) string {
	return qda.Nearest(filepath.Base(path), ProjectsIn(filepath.Dir(path)))
}

// ProjectsIn are the names of the project files in a folder.
func ProjectsIn(dir string) (names []string) {
	entries, _ := os.ReadDir(dir) // of a folder that cannot be read, none
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && filepath.Ext(e.Name()) == suffix {
			names = append(names, e.Name())
		}
	}
	return names
}

// Name is the file's name without its folder.
func (db *DB) Name() string { return filepath.Base(db.path) }

// Close lets go of the file.
func (db *DB) Close() error { return errors.Join(db.readers.Close(), db.writer.Close()) }

// explain turns an error of SQLite into one for a reader, and says who holds
// the file if someone does.
func (db *DB) explain(err error) error {
	err = sqlite.Explain(err, db.Name())
	if errs.KindOf(err) != errs.Locked {
		return err
	}
	return errs.New(errs.Locked, "%s: %s", db.Name(), db.holder()).Hint("wait until it is done, then try again")
}
