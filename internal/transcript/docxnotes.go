package transcript

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/text"
)

// What stands beside the text of a document may be this much at most.
const (
	maxNotesPart = 16 << 20 // bytes of one part
	maxNotes     = 20_000   // of one kind
)

// A mark keeps the place of a note while paragraphs and tables are put
// together: its number between two characters that no XML can hold.
const (
	markOpen  = "\ufffe"
	markClose = "\uffff"
	boldEnds  = markOpen + "b" + markClose // not a note: what is bold from the beginning ends
)

// mark is where a note begins, ends, or is referred to.
type mark struct {
	kind NoteKind
	id   string
	what byte // '(' begins, ')' ends, '.' refers
}

// mark writes a mark into the text.
func (w *walker) mark(s *story, kind NoteKind, e xml.StartElement, what byte) error {
	if w.beside || w.picture {
		return nil
	}
	if len(w.marks) == 3*3*maxNotes {
		return errSwells
	}
	s.open.WriteString(markOpen + strconv.Itoa(len(w.marks)) + markClose)
	w.marks = append(w.marks, mark{kind, attribute(e, "id"), what})
	return nil
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// parted tells the text from the marks in it: where each of them stands, in
// bytes of the text.
func parted(s string) (clean string, numbers, at []int) {
	if !strings.Contains(s, markOpen) {
		return s, nil, nil
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, markOpen)
		b.WriteString(before)
		if !ok {
			return b.String(), numbers, at
		}
		digits, after, _ := strings.Cut(rest, markClose)
		if n, err := strconv.Atoi(digits); err == nil {
			numbers, at = append(numbers, n), append(at, b.Len())
		}
		s = after
	}
}

// bare is a text without its marks.
func bare(s string) string {
	clean, _, _ := parted(s)
	return clean
}

// marksIn are the marks of a text without the text.
func marksIn(s string) string {
	var b strings.Builder
	_, numbers, _ := parted(s)
	for _, n := range numbers {
		b.WriteString(markOpen + strconv.Itoa(n) + markClose)
	}
	return b.String()
}

// trimBreaks takes line ends off both ends of a paragraph and keeps the marks
// among them.
func trimBreaks(s string) string {
	start := 0
	for start < len(s) {
		if s[start] == '\n' {
			start++
		} else if strings.HasPrefix(s[start:], markOpen) {
			start += strings.Index(s[start:], markClose) + len(markClose)
		} else {
			break
		}
	}
	end := len(s)
	for end > start {
		if s[end-1] == '\n' {
			end--
		} else if strings.HasSuffix(s[:end], markClose) {
			end = strings.LastIndex(s[:end], markOpen)
		} else {
			break
		}
	}
	if start == 0 && end == len(s) {
		return s
	}
	return marksIn(s[:start]) + s[start:end] + marksIn(s[end:])
}

// written is a note as its part has it.
type writtenNote struct {
	Note
	id string
}

// readNote reads one note of a part of notes, to its end. Those between text
// and notes, the lines that separate them, are none.
func (w *walker) readNote(e xml.StartElement) error {
	if len(w.notes) == maxNotes {
		return errSwells
	}
	s := &story{}
	err := w.walk(s)
	s.finish()
	n := writtenNote{id: attribute(e, "id")}
	n.Kind = NoteKind(e.Name.Local)
	n.Author = strings.Join(strings.Fields(text.NormalizeString(attribute(e, "author"))), " ")
	n.Date = attribute(e, "date")
	n.Text = strings.TrimSpace(strings.Join(s.paragraphs, "\n"))
	if kind := attribute(e, "type"); kind == "" || kind == "normal" {
		w.notes = append(w.notes, n)
	}
	return err
}

// readNotes reads the notes that belong to a main part, of every kind.
func readNotes(archive *zip.Reader, main string) ([]writtenNote, error) {
	dir, base := path.Split(main)
	targets := related(archive, dir+"_rels/"+base+".rels", dir)
	var out []writtenNote
	for _, kind := range []NoteKind{Comment, Footnote, Endnote} {
		name := targets[string(kind)+"s"]
		if name == "" {
			name = dir + string(kind) + "s.xml"
		}
		part := find(archive, name)
		if part == nil {
			continue
		}
		in, err := open(part, maxNotesPart)
		if err != nil {
			return nil, err
		}
		w := &walker{dec: xml.NewDecoder(in), beside: true}
		w.dec.Strict = false
		if err := w.walk(&story{}); err != nil && err != io.EOF {
			return nil, err
		}
		for _, n := range w.notes {
			if n.Kind == kind {
				out = append(out, n)
			}
		}
	}
	return out, nil
}

// placed is where the marks of a note stand, in bytes; -1 where one is missing.
type placed struct{ begin, end, refers int }

// place gives the notes of a text in its order, with their passages. What no
// mark of the text refers to is a comment all the same, but a footnote went
// with the words it belonged to. lost counts what is referred to and is not
// in the file, gone the footnotes without a place.
func place(s string, marks []mark, numbers, at []int, notes []writtenNote) (out []Note, lost, gone int) {
	type key struct {
		kind NoteKind
		id   string
	}
	places := map[key]*placed{}
	for i, n := range numbers {
		if n >= len(marks) {
			continue
		}
		m := marks[n]
		p := places[key{m.kind, m.id}]
		if p == nil {
			p = &placed{-1, -1, -1}
			places[key{m.kind, m.id}] = p
		}
		switch {
		case m.what == '(' && p.begin < 0:
			p.begin = at[i]
		case m.what == ')':
			p.end = at[i]
		case m.what == '.' && p.refers < 0:
			p.refers = at[i]
		}
	}
	for _, n := range notes {
		k := key{n.Kind, n.id}
		p := places[k]
		delete(places, k)
		switch {
		case n.Text == "":
			continue
		case p != nil:
			n.Placed = true
			n.Span = p.passage(s)
		case n.Kind != Comment:
			gone++
			continue
		}
		out = append(out, n.Note)
	}
	toPoints(s, out)
	slices.SortStableFunc(out, func(a, b Note) int {
		return cmp.Or(one(b.Placed)-one(a.Placed), a.Span.Compare(b.Span))
	})
	count := map[NoteKind]int{}
	for i := range out {
		count[out[i].Kind]++
		out[i].Number = count[out[i].Kind]
	}
	return out, len(places), gone
}

// passage is what a note is on, without outer white space, in bytes: empty
// where it is on a place. A passage that never ends is its paragraph.
func (p placed) passage(s string) text.Span {
	start, end := p.begin, p.end
	switch {
	case start < 0:
		start = max(p.refers, p.end)
		end = start
	case end < start && p.refers >= start:
		end = p.refers
	case end < start:
		end = len(s)
		if i := strings.Index(s[start:], "\n\n"); i >= 0 {
			end = start + i
		}
	}
	words := strings.TrimLeftFunc(s[start:end], unicode.IsSpace)
	if words == "" {
		return text.Span{Start: start, End: start}
	}
	start = end - len(words)
	return text.Span{Start: start, End: start + len(strings.TrimRightFunc(words, unicode.IsSpace))}
}

// toPoints turns the spans of notes from bytes into code points.
func toPoints(s string, notes []Note) {
	var ends []*int
	for i := range notes {
		ends = append(ends, &notes[i].Span.Start, &notes[i].Span.End)
	}
	slices.SortStableFunc(ends, func(a, b *int) int { return *a - *b })
	byte, point := 0, 0
	for _, e := range ends {
		point += utf8.RuneCountInString(s[byte:*e])
		byte, *e = *e, point
	}
}
