package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// ReadProject reads what WriteProject writes. Everything is checked: each
// reference, each span, and the quote of each coding against the text. A small
// thing that is wrong and on which nothing rests, such as a date, is left out or
// set right, and the notes say so. Numbers are provisional: 1, 2, 3 … in the
// order of the Snapshot.
func ReadProject(name string, data []byte) (*qda.Snapshot, []string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := &projectReader{name: name, data: data, dec: json.NewDecoder(bytes.NewReader(data)),
		documents: interner{}, codes: interner{}, coders: interner{}}
	r.dec.DisallowUnknownFields()
	if err := r.parse(); err != nil {
		return nil, nil, err
	}
	b := &projectBuilder{projectReader: r, s: &qda.Snapshot{}}
	for _, step := range []func() error{b.head, b.people, b.codebook, b.texts, b.codings, b.proposals, b.memos} {
		if err := step(); err != nil {
			return nil, nil, err
		}
	}
	return b.s, r.allNotes(), nil
}

// projectReader holds the parts of a file as they stand there, in any order.
// Of the codings, of which there may be a million, it holds columns.
type projectReader struct {
	name string
	data []byte
	dec  *json.Decoder

	schema                   string
	project                  projectPart
	book                     codebookPart
	coderParts               []coderPart
	caseParts                []casePart
	codeParts                []codePart
	docParts                 []documentPart
	proposalParts            []proposalPart
	memoParts                []memoPart
	rows                     qda.CodingRows
	aspects                  map[int32]string // by row
	guids                    []qda.GUID
	checks                   []uint64 // of the quotes
	quoted                   []bool   // whether there was one
	documents, codes, coders interner
	notes                    []string
	untold                   int // notes beyond those that are kept
}

// note keeps what the reader should know; a file may be wrong in the same way
// in each of a million codings.
func (r *projectReader) note(where, format string, args ...any) {
	const most = 100
	if len(r.notes) == most {
		r.untold++
		return
	}
	r.notes = append(r.notes, where+": "+fmt.Sprintf(format, args...))
}

func (r *projectReader) allNotes() []string {
	if r.untold > 0 {
		return append(r.notes, fmt.Sprintf("… and %d more", r.untold))
	}
	return r.notes
}

func (r *projectReader) parse() error {
	if !utf8.Valid(r.data) {
		return errs.New(errs.Failed, "%s: not a project of tematik: it is not in UTF-8", r.name)
	}
	if err := r.expect('{', "not a project of tematik: a JSON object should begin here"); err != nil {
		return err
	}
	parts := map[string]func() error{
		"schema":    r.readSchema,
		"project":   func() error { return r.value("project", &r.project) },
		"codebook":  func() error { return r.value("codebook", &r.book) },
		"coders":    func() error { return each(r, "coders", collect(&r.coderParts)) },
		"cases":     func() error { return each(r, "cases", collect(&r.caseParts)) },
		"codes":     func() error { return each(r, "codes", collect(&r.codeParts)) },
		"documents": func() error { return each(r, "documents", collect(&r.docParts)) },
		"codings":   func() error { return each(r, "codings", r.coding) },
		"proposals": func() error { return each(r, "proposals", collect(&r.proposalParts)) },
		"memos":     func() error { return each(r, "memos", collect(&r.memoParts)) },
	}
	seen := map[string]bool{}
	for r.dec.More() {
		token, err := r.dec.Token()
		if err != nil {
			return r.fault("", err)
		}
		key, _ := token.(string)
		read, known := parts[key]
		switch {
		case !known && r.schema == "":
			return r.refuse("not a project of tematik: the schema %q is missing", schema)
		case !known:
			return r.refuse("unknown part %q of a project", clip(key, 40))
		case seen[key]:
			return r.refuse("the part %q stands twice", key)
		}
		seen[key] = true
		if err := read(); err != nil {
			return err
		}
	}
	if err := r.expect('}', "the file ends too early"); err != nil {
		return err
	}
	if _, err := r.dec.Token(); err != io.EOF {
		return r.refuse("there is more after the end of the project")
	}
	if r.schema == "" {
		return r.refuse("not a project of tematik: the schema %q is missing", schema)
	}
	return nil
}

func (r *projectReader) readSchema() error {
	if err := r.value("schema", &r.schema); err != nil {
		return err
	}
	version, ours := strings.CutPrefix(r.schema, schemaName)
	n, err := strconv.Atoi(version)
	switch {
	case !ours || err != nil || n < 1:
		return r.refuse("not a project of tematik: its schema is %q, not %q", clip(r.schema, 40), schema)
	case n > schemaNow:
		return errs.New(errs.NewerSchema, "%s: written by a newer tematik (schema %s; this one reads %s)", r.name, r.schema, schema).Hint("tematik version")
	}
	return nil
}

func (r *projectReader) coding(i int, c *codingPart) error {
	origin, err := qda.ParseOrigin(c.Origin)
	if err != nil {
		return err
	}
	created := r.time(place("codings", i), "created", c.Created)
	span := spanOf(c.Start, c.End)
	if span.Start < 0 || span.Empty() || int64(span.End) > 1<<31-1 {
		return errs.New(errs.Failed, "%d:%d is not a stretch of a text", c.Start, c.End)
	}
	rows := &r.rows
	rows.Doc = append(rows.Doc, r.documents.index(c.Document, &rows.Documents))
	rows.Code = append(rows.Code, r.codes.index(c.Code, &rows.Codes))
	rows.Coder = append(rows.Coder, r.coders.index(c.Coder, &rows.Coders))
	rows.Start, rows.End = append(rows.Start, int32(c.Start)), append(rows.End, int32(c.End))
	rows.Origin = append(rows.Origin, origin)
	millis := int64(0)
	if !created.IsZero() {
		millis = created.UnixMilli()
	}
	rows.Created = append(rows.Created, millis)
	if note := qda.JoinAspects(c.Aspect); note != "" {
		if r.aspects == nil {
			r.aspects = map[int32]string{}
		}
		r.aspects[int32(len(r.guids))] = note
	}
	r.guids = append(r.guids, c.GUID)
	r.checks, r.quoted = append(r.checks, text.Check(c.Quote)), append(r.quoted, c.Quote != "")
	return nil
}

// collect keeps the things of a list as they are.
func collect[T any](into *[]T) func(int, *T) error {
	return func(_ int, v *T) error {
		*into = append(*into, *v)
		return nil
	}
}

// each reads a list thing by thing.
func each[T any](r *projectReader, key string, take func(i int, v *T) error) error {
	if err := r.expect('[', key+" must be a list"); err != nil {
		return err
	}
	var v, none T
	for i := 0; r.dec.More(); i++ {
		v = none
		if err := r.dec.Decode(&v); err != nil {
			return r.fault(place(key, i), err)
		}
		if err := take(i, &v); err != nil {
			return r.refuse("%s: %v", place(key, i), err)
		}
	}
	return r.expect(']', key+" has no end")
}

// place names a thing of a list as JSON tools count, from 0.
func place(key string, i int) string { return key + "[" + strconv.Itoa(i) + "]" }

func (r *projectReader) value(key string, into any) error {
	if err := r.dec.Decode(into); err != nil {
		return r.fault(key, err)
	}
	return nil
}

func (r *projectReader) expect(want json.Delim, otherwise string) error {
	token, err := r.dec.Token()
	if err != nil && err != io.EOF {
		return r.fault("", err)
	}
	if token != want {
		return r.refuse("%s", otherwise)
	}
	return nil
}

// refuse complains about the place that has been read to.
func (r *projectReader) refuse(format string, args ...any) error {
	return r.refuseAt(r.dec.InputOffset(), format, args...)
}

func (r *projectReader) refuseAt(offset int64, format string, args ...any) error {
	line := 1 + bytes.Count(r.data[:min(int64(len(r.data)), max(0, offset))], []byte("\n"))
	return errs.New(errs.Failed, "%s:%d: "+format, append([]any{r.name, line}, args...)...).Hint("tematik export writes such a file: tematik help formats")
}

// fault says in our words what the decoder found.
func (r *projectReader) fault(where string, err error) error {
	if where != "" {
		where += ": "
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return r.refuseAt(int64(len(r.data)), "%sthe file ends too early", where)
	case errors.As(err, &syntax):
		return r.refuseAt(syntax.Offset, "%snot JSON: %v", where, syntax)
	case errors.As(err, &kind) && kind.Field != "":
		return r.refuse("%s%s cannot be a %s", where, kind.Field, kind.Value)
	case errors.As(err, &kind):
		return r.refuse("%sa %s cannot stand here", where, kind.Value)
	}
	return r.refuse("%s%s", where, strings.TrimPrefix(err.Error(), "json: "))
}

// time reads a time; "" is none, and so is what is no time.
func (r *projectReader) time(where, what, s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		r.note(where, "%s %q is not a time such as 2026-03-04T10:30:00Z, and is left out", what, clip(s, 40))
		return time.Time{}
	}
	return at.UTC()
}
