// Package qda is the domain of qualitative data analysis: projects, documents,
// cases, codes, codings, and the Snapshot, the coded study as a value. It must
// not know how anything is stored, computed or shown.
package qda

import (
	"strings"
	"time"
	"unicode"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// Approach is the school of thematic analysis a project follows; it sets
// wording and what is shown first.
type Approach string

// The approaches (Braun & Clarke 2022, doi:10.1037/qup0000196).
const (
	CodebookTA  Approach = "codebook"
	ReflexiveTA Approach = "reflexive"
	Reliability Approach = "reliability"
)

// Approaches lists them, the default first.
func Approaches() []Approach { return []Approach{CodebookTA, ReflexiveTA, Reliability} }

// Project is what a file says of itself.
type Project struct {
	GUID     GUID
	Title    string
	Approach Approach
	Language string // "id" or "en": the project's own language
	Created  time.Time
}

// Kind is the kind of a document.
type Kind string

// The kinds of document.
const (
	Interview   Kind = "interview"
	FocusGroup  Kind = "group"
	Observation Kind = "observation"
	Paper       Kind = "document"
)

// Kinds lists the kinds of document, the default first.
func Kinds() []Kind { return []Kind{Interview, FocusGroup, Observation, Paper} }

// Role is what a speaker does in a conversation.
type Role string

// The roles.
const (
	Respondent  Role = "respondent"
	Interviewer Role = "interviewer"
)

// Speaker is a label that turns of a document begin with. A speaker may stand
// for a case of its own, as in a group interview.
type Speaker struct {
	Label string
	Role  Role
	Case  CaseID // 0: the document's case
}

// Turn is the speech of one speaker: the span has no label, time stamp or
// outer white space. Speaker is an index into the document's Speakers.
type Turn struct {
	Span    text.Span
	Speaker int
	Time    time.Duration // of its time stamp; negative where there is none
}

// State says how far a coder is with a document.
type State string

// The states: not begun, begun, read and coded (perhaps with nothing to code).
const (
	New  State = "new"
	Open State = "open"
	Done State = "done"
)

// Document is one transcript or other text. Its text is immutable within a
// revision and is kept apart (Snapshot.Texts).
type Document struct {
	ID       DocumentID
	GUID     GUID
	Name     string // the file's stem, unique in the project
	File     string // the file name it came from
	Kind     Kind
	Date     string // of collection: 2026-03-04, 2026-03 or 2026; "" if unknown
	Language string // "id", "en" or ""
	Case     CaseID // 0: none
	Order    int    // unique, from 1
	Imported time.Time
	Hash     [32]byte // SHA-256 of the text
	Length   int      // in code points
	Speakers []Speaker
	Turns    []Turn
	Values   map[string]string // attributes
	States   map[CoderID]State // coders without an entry: New
}

// Progress is how far a document is: done when everyone who began it is, the
// coder of the rules, by its id, only where nobody else did.
func (d *Document) Progress(rules CoderID) State {
	progress := New
	for coder, state := range d.States {
		switch {
		case state != Open && state != Done, coder == rules && len(d.States) > 1:
		case progress == New || state == Open:
			progress = state
		}
	}
	return progress
}

// Passages are what a reader goes through: the turns, or the paragraphs of a
// text without turns.
func (d *Document) Passages(t *text.Text) []text.Span {
	if len(d.Turns) == 0 {
		return text.Paragraphs(t, t.All())
	}
	spans := make([]text.Span, len(d.Turns))
	for i, turn := range d.Turns {
		spans[i] = turn.Span
	}
	return spans
}

// Case is an informant or another unit of sampling, with its attributes.
type Case struct {
	ID     CaseID
	GUID   GUID
	Name   string // the case id: "E1"
	Values map[string]string
}

// Coder is a person who codes, or a machine coder such as "rules".
type Coder struct {
	ID   CoderID
	GUID GUID
	Name string
}

// RulesCoder is the coder of codings that were accepted in bulk.
const RulesCoder = "rules"

// Target is the kind of thing a memo is on.
type Target string

// The things a memo can be on.
const (
	OnProject  Target = "project"
	OnDocument Target = "document"
	OnCase     Target = "case"
	OnCode     Target = "code"
	OnCoding   Target = "segment"
)

// Memo is a note on something. Object is the id of its target; 0 for the
// project.
type Memo struct {
	ID      MemoID
	GUID    GUID
	Target  Target
	Object  int64
	Coder   CoderID
	Text    string
	Created time.Time
}

// Event is one change of a project, without any words of a transcript or memo.
type Event struct {
	ID     EventID
	GUID   GUID
	Coder  string
	At     time.Time
	Kind   string         // "import", "tag", "undo", …
	Counts map[string]int // how many of what
	Target EventID        // of an undo or redo: the event undone or redone
	Undone bool
}

// Revision is an event that changed the codebook: how many codes it added,
// removed, renamed or redefined (name, definition, include, exclude, place in
// the tree), and of how many only the rules, terms or examples.
type Revision struct {
	Event                            Event
	Version                          string // of the codebook after it
	Added, Removed, Redefined, Rules int
}

// ValidDate reports a day, month or year of the calendar: 2026-03-04, 2026-03
// or 2026.
func ValidDate(s string) bool {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if len(s) == len(layout) {
			_, err := time.Parse(layout, s)
			return err == nil
		}
	}
	return false
}

// ValidName checks the name of a document, case, coder or attribute: something
// to read, on one line, without outer spaces.
func ValidName(what, name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errs.New(errs.Usage, "%s: a name is needed", what)
	case strings.TrimSpace(name) != name:
		return errs.New(errs.Usage, "%s %q: a name has no spaces around it", what, name)
	case strings.ContainsFunc(name, unicode.IsControl):
		return errs.New(errs.Usage, "%s %q: a name has no line ends or control characters", what, name)
	}
	return nil
}
