package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tematik/internal/errs"
	"tematik/internal/sqlite"
)

// kept is how many backups stay beside a project.
const kept = 10

// backupLayout is the name of a backup: when it was made, UTC.
const backupLayout = "20060102-150405"

// BackupInfo is a copy in the folder of backups beside a project.
type BackupInfo struct {
	Name, Path string
	At         time.Time
	Size       int64
}

func backupFolder(path string) string { return path + "-backups" }

// Backups lists the copies beside a project, the newest first.
func Backups(path string) ([]BackupInfo, error) {
	files, err := os.ReadDir(backupFolder(path))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fileError(err, backupFolder(path))
	}
	var all []BackupInfo
	for _, f := range files {
		stem, _ := strings.CutSuffix(f.Name(), suffix)
		at, err := time.Parse(backupLayout, stem[:min(len(stem), len(backupLayout))])
		if err != nil || f.IsDir() || stem == f.Name() {
			continue
		}
		info, err := f.Info()
		if err != nil {
			continue // gone meanwhile
		}
		all = append(all, BackupInfo{f.Name(), filepath.Join(backupFolder(path), f.Name()), at, info.Size()})
	}
	slices.SortFunc(all, func(a, b BackupInfo) int {
		return strings.Compare(strings.TrimSuffix(b.Name, suffix), strings.TrimSuffix(a.Name, suffix))
	})
	return all, nil
}

// Backup writes a verified copy: to a path, or to "" among the backups beside
// the project, of which the latest ten are kept. It gives the copy's path.
func (db *DB) Backup(ctx context.Context, to string, now time.Time) (string, error) {
	if to != "" {
		return to, db.copyTo(ctx, to)
	}
	folder := backupFolder(db.path)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return "", fileError(err, folder)
	}
	stem := now.UTC().Format(backupLayout)
	to = filepath.Join(folder, stem+suffix)
	for n := 2; there(to); n++ {
		to = filepath.Join(folder, fmt.Sprintf("%s-%02d"+suffix, stem, n))
	}
	if err := db.copyTo(ctx, to); err != nil {
		return "", err
	}
	all, err := Backups(db.path)
	for i := kept; i < len(all); i++ {
		remove(all[i].Path)
	}
	return to, err
}

// backupOfTheDay makes a backup before the first change of a day, the day of
// the one who makes it.
func (db *DB) backupOfTheDay(ctx context.Context, now time.Time) error {
	day := func(t time.Time) string { return t.In(now.Location()).Format(time.DateOnly) }
	var last time.Time
	var events int64
	err := db.read(ctx, func(c *sqlite.Conn) (err error) {
		tx := &Tx{c: c}
		if last, err = tx.Changed(); err != nil {
			return err
		}
		events, err = c.Int(`SELECT count(*) FROM (SELECT 1 FROM event LIMIT 2)`)
		return err
	})
	if err != nil || events < 2 || day(last) >= day(now) {
		return err
	}
	if all, err := Backups(db.path); err != nil || len(all) > 0 && day(all[0].At) >= day(now) {
		return err
	}
	_, err = db.Backup(ctx, "", now)
	return err
}

// copyTo writes a verified copy to a path that is not taken.
func (db *DB) copyTo(ctx context.Context, to string) error {
	if there(to) {
		return fileError(fs.ErrExist, to)
	}
	draft, done, err := draftBeside(to)
	if err != nil {
		return err
	}
	defer done()
	if err := db.draftCopy(ctx, draft); err != nil {
		return err
	}
	return place(draft, to, false)
}

// draftCopy writes a copy to an empty draft and verifies it.
func (db *DB) draftCopy(ctx context.Context, draft string) error {
	err := db.patiently(ctx, func() (bool, error) {
		// A reader may not write, not even another file.
		return false, sqlite.With(ctx, db.writer, func(c *sqlite.Conn) error {
			_, err := c.Exec(`VACUUM INTO ?`, draft)
			return err
		})
	})
	if err != nil {
		return db.explain(err)
	}
	copied := open(draft, nil)
	defer copied.Close()
	err = copied.read(ctx, func(c *sqlite.Conn) error { return verify(c, db.Name()) })
	return sqlite.Explain(err, "backup of "+db.Name())
}

// verify refuses a file that is damaged: by SQLite's own quick check, and by
// cutting every coding from its text.
func verify(c *sqlite.Conn, name string) error {
	damaged := errs.New(errs.Check, "%s: the file is damaged, so it was not copied", name).Hint("tematik check; tematik restore brings back a backup")
	said, _, err := sqlite.One(c, func(r sqlite.Row) string { return r.Text(0) }, `PRAGMA quick_check(1)`)
	if err != nil {
		return err
	}
	if said != "ok" {
		return damaged
	}
	found, err := checkCodings(c)
	if err == nil && len(found) > 0 {
		return damaged
	}
	return err
}

// Restore puts a verified copy of a backup in the place of a project file. The
// file that is there is kept among the backups, even if it is damaged.
func Restore(ctx context.Context, backup, to string, stamp Stamp, options ...Option) error {
	if _, err := os.Stat(backup); errors.Is(err, fs.ErrNotExist) {
		return errs.New(errs.NotFound, "%s: no such backup", filepath.Base(backup)).Hint("tematik backup --list")
	}
	if err := exists(backup); err != nil {
		return err
	}
	if real, err := filepath.EvalSymlinks(to); err == nil {
		to = real
	}
	source := open(backup, options)
	defer source.Close()
	if err := source.read(ctx, func(c *sqlite.Conn) error { _, err := source.version(c); return err }); err != nil {
		return source.explain(err)
	}
	draft, done, err := draftBeside(to)
	if err != nil {
		return err
	}
	defer done()
	if err := source.draftCopy(ctx, draft); err != nil {
		return err
	}
	if err := setAside(ctx, to, stamp, options); err != nil {
		return err
	}
	return place(draft, to, true)
}

// setAside keeps the file that a restored one is to replace: as a verified
// backup, or as it is if it is too damaged for that.
func setAside(ctx context.Context, path string, stamp Stamp, options []Option) error {
	if there(path) {
		db := open(path, options)
		_, err := db.Backup(ctx, "", stamp.Now)
		if err == nil {
			// No one may be in the middle of a change of the file that goes.
			err = db.explain(db.transact(ctx, db.writer, "BEGIN EXCLUSIVE", func(*sqlite.Conn) error { return nil }))
		}
		db.Close()
		if err == nil || errs.KindOf(err) == errs.Locked || errs.KindOf(err) == errs.Interrupted {
			return err
		}
	} else if !there(path + "-journal") {
		return nil
	}
	folder := backupFolder(path)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return fileError(err, folder)
	}
	aside := filepath.Join(folder, "damaged-"+stamp.Now.UTC().Format(backupLayout)+suffix)
	if there(aside) {
		return fileError(fs.ErrExist, aside)
	}
	// Its journal must go with it: beside another file it would destroy that.
	if there(path + "-journal") {
		if err := os.Rename(path+"-journal", aside+"-journal"); err != nil {
			return fileError(err, aside)
		}
	}
	if err := os.Rename(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileError(err, aside)
	}
	return nil
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// draftBeside reserves a name in a file's folder for a draft of it; done
// removes the draft and what SQLite leaves beside it.
func draftBeside(path string) (draft string, done func(), err error) {
	for n := 1; ; n++ {
		draft = filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d-%d", filepath.Base(path), os.Getpid(), n))
		f, err := os.OpenFile(draft, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
		if errors.Is(err, fs.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return "", nil, fileError(err, path)
		}
		f.Close()
		return draft, func() { remove(draft); remove(draft + "-journal") }, nil
	}
}

// place gives a finished draft its name, with everything on the disk; an
// existing file is only replaced where that is said.
func place(draft, path string, replace bool) error {
	if there(path + "-journal") {
		return errs.New(errs.Failed, "%s: a journal of an earlier file of this name lies beside it, and would damage it", filepath.Base(path)).Hint("move %s-journal away", filepath.Base(path))
	}
	if err := syncFile(draft); err != nil {
		return fileError(err, path)
	}
	var err error
	if replace {
		err = os.Rename(draft, path)
	} else if err = os.Link(draft, path); err != nil && !errors.Is(err, fs.ErrExist) {
		// Some file systems have no links: there, a rename after a look.
		if _, there := os.Lstat(path); there == nil {
			err = fs.ErrExist
		} else {
			err = os.Rename(draft, path)
		}
	}
	if err != nil {
		return fileError(err, path)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// syncFolder does what it can: folders cannot be synced everywhere.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		f.Close()
	}
}

// syncFile opens for writing, for Windows flushes no other handle.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func fileError(err error, path string) error {
	name := filepath.Base(path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return errs.New(errs.Failed, "%s: a file of this name is there already", name).Hint("choose another name")
	case errors.Is(err, fs.ErrNotExist):
		return errs.New(errs.NotFound, "%s: no such folder", filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return errs.New(errs.Failed, "%s: the folder cannot be written", name).Hint("check its permissions, or choose another folder")
	}
	return errs.Wrap(errs.Failed, err, "%s", name)
}

// leave writes a note that no other program has written meanwhile.
func leave(path string, text []byte) bool {
	remove(path) // of a writer that was killed
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return false
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close()) == nil
}

func remove(path string) { os.Remove(path) }
