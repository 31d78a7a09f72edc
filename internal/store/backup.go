package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tematik/internal/errs"
)

func (db *DB) backup(ctx context.Context, why string) (string, error)  { return "", nil }
func (db *DB) backupOfTheDay(ctx context.Context, now time.Time) error { return nil }

// draftBeside reserves a name in a file's folder for a draft of it; done
// removes the draft and what SQLite leaves beside it.
func draftBeside(path string) (draft string, done func(), err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return "", nil, fileError(err, filepath.Dir(path))
	}
	f.Close()
	return f.Name(), func() { remove(f.Name()); remove(f.Name() + "-journal") }, nil
}

// place gives a finished draft its name, with everything on the disk; an
// existing file is only replaced where that is said.
func place(draft, path string, replace bool) error {
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
	syncFile(filepath.Dir(path)) // folders cannot be synced everywhere
	return nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
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

var _ = fmt.Sprint
