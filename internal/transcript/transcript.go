// Package transcript turns transcript files into text, turns and speakers, and
// says what it was unsure of. It writes nothing, and must not know projects,
// stores or coders, nor what becomes of what it has read.
package transcript

import (
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// File is a file to be read: its name, its bytes and how many there are.
type File struct {
	Name string
	io.ReaderAt
	Size int64
}

// Transcript is what a file holds, as far as it could be understood.
type Transcript struct {
	Name     string // the file's stem
	File     string // the file name without folders
	Format   string // the name of the format
	Encoding string // the file's, "" where the format has but one
	Text     string // normalised, without front matter; labels are in it

	Turns    []qda.Turn // nil: a text without turns
	Speakers []Speaker  // in the order in which they first speak
	Words    int        // of the turns; of all the text where there are none

	// What the front matter says; "" where it does not.
	Kind     qda.Kind
	Date     string // 2026-03-04, 2026-03 or 2026
	Language string // "id" or "en"
	Case     string
	Values   map[string]string // every other attribute, as it is written

	// Inferred says that nobody named the interviewer: the roles were inferred
	// from who asks. Reason says how the roles were found, in any case.
	Inferred bool
	Reason   lang.Text

	Notes    []Note // that stand beside the text, in its order
	Warnings []Warning
}

// NoteKind is a kind of note.
type NoteKind string

// The kinds of notes.
const (
	Comment  NoteKind = "comment"
	Footnote NoteKind = "footnote"
	Endnote  NoteKind = "endnote"
)

// Note is what someone wrote beside the text: it is nobody's speech.
type Note struct {
	Kind   NoteKind
	Number int    // among those of its kind, from 1
	Author string // "" where the file does not say
	Date   string // as the file has it: 2026-03-04T10:15:00Z
	Text   string
	Span   text.Span // the passage; empty where it is on a place in the text
	Placed bool      // false: it is on no place of the text
}

// Speaker is a label of the transcript and what is known of whom it stands for.
type Speaker struct {
	Label string
	Role  qda.Role
	Case  string // a case of its own, as in a group interview; "" if none
	Turns int
	Words int
	Asks  int // how many of the turns ask something
}

// Warning is something the researcher should look at.
type Warning struct {
	ID   string
	Text lang.Text
	Line int // of the file, from 1; 0 where there is no such line
}

// source is what a format gives: the text of a file before anything in it is
// understood.
type source struct {
	text     string
	encoding string
	labels   []string // what the format itself marks as speakers
	lines    bool     // lines of the text are lines of the file
	headings bool     // a line that begins with # is a heading
	notes    []Note
	warnings []Warning
}

// Read reads a transcript. The kind of file is known by its suffix.
func Read(f File) (*Transcript, error) {
	name := filepath.Base(f.Name)
	format, ok := formatOf(name)
	if !ok {
		return nil, errs.New(errs.Usage, "%s: not a transcript format", name).Hint("transcripts are read from %s", strings.Join(Suffixes(), " "))
	}
	if err := check(f, name, format); err != nil {
		return nil, err
	}
	src, err := format.parse(f)
	if err != nil {
		return nil, err
	}
	return understand(name, format.name, src)
}

// understand finds front matter, turns and speakers in what a format gave.
func understand(name, format string, src source) (*Transcript, error) {
	t := &Transcript{
		Name:     strings.TrimSuffix(name, filepath.Ext(name)),
		File:     name,
		Format:   format,
		Encoding: src.encoding,
		Values:   map[string]string{},
		Warnings: src.warnings,
	}
	matter, rest, above, warn := cutFront(src.text)
	t.Text = rest
	if warn != nil {
		t.Warnings = append(t.Warnings, *warn)
	}
	if !src.lines {
		// The paragraphs that follow are the first of the text.
		t.Text = strings.TrimLeft(t.Text, "\n")
	}
	t.Notes = moved(src.notes, src.text[:len(src.text)-len(t.Text)])
	if strings.TrimSpace(t.Text) == "" {
		return nil, errs.New(errs.Failed, "%s: there is no text in it", name)
	}
	var declared []Speaker
	if matter != "" {
		var err error
		if declared, err = t.readFront(matter, src.lines); err != nil {
			return nil, err
		}
	}
	t.findTurns(src, declared, above)
	t.assignRoles(declared)
	if !src.lines {
		for i := range t.Warnings {
			t.Warnings[i].Line = 0
		}
	}
	slices.SortStableFunc(t.Warnings, func(a, b Warning) int { return a.Line - b.Line })
	return t, nil
}

// moved gives notes the places they have once the beginning of the text is
// taken off.
func moved(notes []Note, off string) []Note {
	n := utf8.RuneCountInString(off)
	for i := range notes {
		sp := &notes[i].Span
		sp.Start, sp.End = max(sp.Start-n, 0), max(sp.End-n, 0)
	}
	return notes
}

func (t *Transcript) warn(id string, line int, words lang.Text) {
	t.Warnings = append(t.Warnings, Warning{id, words, line})
}
