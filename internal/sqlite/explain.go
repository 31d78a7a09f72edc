package sqlite

import (
	"context"
	"errors"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"tematik/internal/errs"
)

// Explain turns an error of SQLite into one for a reader; name is the file's.
// It goes by codes, never by text. Errors that are for a reader already, and
// nil, are given back.
func Explain(err error, name string) error {
	var done *errs.Error
	if err == nil || errors.As(err, &done) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return errs.New(errs.Interrupted, "%s: interrupted; nothing was changed", name)
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return errs.Wrap(errs.Failed, err, "%s", name)
	}
	switch e.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return errs.New(errs.Locked, "%s: another program is using the file", name)
	case sqlite3.ErrInterrupt:
		return errs.New(errs.Interrupted, "%s: interrupted; nothing was changed", name)
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return readonly(e, name)
	case sqlite3.ErrFull:
		return errs.New(errs.Failed, "%s: the disk is full; nothing was changed", name).Hint("free some space and try again")
	case sqlite3.ErrIoErr:
		return ioError(e, name)
	case sqlite3.ErrCantOpen:
		return errs.New(errs.Failed, "%s: the file or a file beside it cannot be opened", name).Hint("check the permissions of the file and its folder")
	case sqlite3.ErrCorrupt:
		return errs.New(errs.Failed, "%s: the file is damaged", name).Hint("tematik check; tematik restore brings back a backup")
	case sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return errs.New(errs.Failed, "%s: not a project file", name).Hint("if it was one: tematik restore brings back a backup")
	case sqlite3.ErrConstraint:
		return constraint(e, name)
	case sqlite3.ErrNomem, sqlite3.ErrTooBig:
		return errs.New(errs.Failed, "%s: too large for the memory of this computer", name)
	}
	return errs.Wrap(errs.Failed, err, "%s", name)
}

func constraint(e sqlite3.Error, name string) error {
	switch {
	case IsForeignKey(e):
		return errs.New(errs.Failed, "%s: something that is referred to is not there; nothing was changed", name).Hint("tematik check")
	case IsUnique(e):
		return errs.New(errs.Failed, "%s: something is there already; nothing was changed", name)
	}
	return errs.Wrap(errs.Failed, e, "%s: nothing was changed", name)
}

func readonly(e sqlite3.Error, name string) error {
	switch e.ExtendedCode {
	case sqlite3.ErrReadonlyDbMoved:
		return errs.New(errs.Failed, "%s: the file was moved or replaced meanwhile", name).Hint("open it again where it is now")
	case sqlite3.ErrReadonlyRollback, sqlite3.ErrReadonlyRecovery:
		return errs.New(errs.Failed, "%s: a change was cut short, and the folder cannot be written to undo it", name).Hint("copy the file and the one ending in -journal to a folder of your own")
	}
	return errs.New(errs.Failed, "%s: cannot be written, only read", name).Hint("check the permissions of the file and its folder, or work on a copy")
}

func ioError(e sqlite3.Error, name string) error {
	switch e.SystemErrno {
	case syscall.ENOSPC, syscall.EDQUOT:
		return errs.New(errs.Failed, "%s: the disk is full; nothing was changed", name).Hint("free some space and try again")
	case syscall.EROFS, syscall.EACCES, syscall.EPERM:
		return errs.New(errs.Failed, "%s: cannot be written, only read", name).Hint("check the permissions of the file and its folder, or work on a copy")
	}
	return errs.Wrap(errs.Failed, e, "%s: the disk could not be read or written", name).Hint("tematik check; tematik restore brings back a backup")
}
