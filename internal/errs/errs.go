// Package errs is the vocabulary of failure: a Kind, what is wrong, and the
// command that helps. It knows nothing of the program it serves; the faces map
// a Kind to an exit code or an HTTP status.
package errs

import (
	"errors"
	"fmt"
)

// Kind says what sort of failure an error is.
type Kind int

// The kinds. Their exit codes are in package cli.
const (
	Failed      Kind = iota // it did not work
	Usage                   // asked for in a way that cannot be answered
	Partial                 // done, but something was not taken
	NotFound                // the thing named is not there
	Check                   // a check, or a bar that was set, failed
	NoProject               // no project file
	Locked                  // another process holds the project
	Passphrase              // wrong passphrase
	NewerSchema             // the file was written by a newer program
	Interrupted             // stopped by the user
)

// Name is the kind's stable id, as in JSON errors.
func (k Kind) Name() string {
	names := [...]string{"failed", "usage", "partial", "not_found", "check", "no_project", "locked", "passphrase", "newer_schema", "interrupted"}
	if int(k) < len(names) && k >= 0 {
		return names[k]
	}
	return "failed"
}

// Error is a failure for a reader: `THING: what is wrong`, and a hint.
type Error struct {
	Kind Kind
	Msg  string
	Help string // a command, or a sentence with one
	Err  error  // the cause, if any
}

// New makes an error of a kind; the message begins with the thing concerned.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Msg: fmt.Sprintf(format, args...)}
}

// Wrap makes an error of a kind with a cause.
func Wrap(kind Kind, err error, format string, args ...any) *Error {
	return &Error{Kind: kind, Msg: fmt.Sprintf(format, args...), Err: err}
}

// Hint adds the command that helps.
func (e *Error) Hint(format string, args ...any) *Error {
	e.Help = fmt.Sprintf(format, args...)
	return e
}

func (e *Error) Error() string {
	if e.Err != nil {
		return e.Msg + ": " + e.Err.Error()
	}
	return e.Msg
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the first Error in the chain, else Failed.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Failed
}

// HintOf is the first hint in the chain, or "".
func HintOf(err error) string {
	for err != nil {
		var e *Error
		if !errors.As(err, &e) {
			return ""
		}
		if e.Help != "" {
			return e.Help
		}
		err = e.Err
	}
	return ""
}
