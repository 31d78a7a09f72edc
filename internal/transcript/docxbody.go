package transcript

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tematik/internal/lang"
	"tematik/internal/text"
)

// walker goes through the main part of a Word document. Elements it does not
// know are gone into: content controls, insertions, links and fields all hold
// ordinary paragraphs and runs.
type walker struct {
	dec    *xml.Decoder
	depth  int
	inText bool
	joined bool // the mark that ends this paragraph was deleted
	table  *table
	cells  int // of all tables, with their rows

	labels []string // cells that are labels of turns

	beside   bool // this part holds notes
	notes    []writtenNote
	marks    []mark
	remarked []writtenNote // remarks in columns of tables
	picture  bool          // within a drawing: only its text boxes are text
	chosen   bool          // the first of alternatives gave something
	boxes    int
	firstBox string // how the first of them begins
	lists    lists
	lead     bool // all of this paragraph so far is bold
	bold     bool // this run is
}

// story is a sequence of paragraphs: the document's, or a cell's.
type story struct {
	paragraphs []string
	open       strings.Builder
	boxes      []string // paragraphs of text boxes, to follow the open one
}

// endParagraph ends the open paragraph. An empty one adds nothing; one whose
// mark was deleted goes on in the next.
func (s *story) endParagraph(joined bool) {
	if joined {
		return
	}
	p := s.open.String()
	s.open.Reset()
	if strings.TrimSpace(bare(p)) != "" {
		s.paragraphs = append(s.paragraphs, trimBreaks(p))
	} else {
		s.open.WriteString(marksIn(p))
	}
	s.paragraphs = append(s.paragraphs, s.boxes...)
	s.boxes = nil
}

// finish ends the story; marks that are left belong to its end.
func (s *story) finish() {
	s.endParagraph(false)
	if left := s.open.String(); left != "" && len(s.paragraphs) > 0 {
		s.paragraphs[len(s.paragraphs)-1] += left
	}
	s.open.Reset()
}

// walk reads up to the end of the element that was begun.
func (w *walker) walk(s *story) error {
	if w.depth++; w.depth > maxDepth {
		return errDeep
	}
	defer func() { w.depth-- }()
	for {
		tok, err := w.dec.Token()
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if err := w.element(s, tok); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			if w.inText {
				// A line end within a run is white space; breaks are elements.
				w.write(s, text.NormalizeString(flat(string(tok))))
			}
		}
	}
}

// element reads one element that has begun, to its end.
func (w *walker) element(s *story, e xml.StartElement) error {
	if w.picture && !slices.Contains([]string{"txbxContent", "AlternateContent", "Choice", "Fallback"}, e.Name.Local) {
		return w.walk(s)
	}
	switch e.Name.Local {
	case "del", "moveFrom", // tracked changes: what is gone, or stands elsewhere
		"instrText", "delText", "delInstrText", // codes of fields
		"tblPr", "tblGrid", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rt": // properties; a reading beside a word
		return w.skip()
	case "AlternateContent", "Choice", "Fallback":
		return w.alternative(s, e.Name.Local)
	case "drawing", "pict", "object":
		w.picture = true
		err := w.walk(s)
		w.picture = false
		return err
	case "txbxContent":
		return w.readBox(s)
	case "r":
		w.bold = false
	case "rPr":
		bold, err := w.isBold()
		w.bold = bold
		return err
	case "pPr":
		gone, label, err := w.paragraph()
		w.joined = gone
		s.open.WriteString(label)
		return err
	case "trPr":
		gone, err := w.deleted()
		if w.table != nil && gone {
			w.table.gone = true
		}
		return err
	case "p":
		joined, lead, bold := w.joined, w.lead, w.bold // of the paragraph that a text box stands in
		w.joined, w.lead = false, true
		err := w.walk(s)
		s.endParagraph(w.joined && err == nil)
		w.joined, w.lead, w.bold = joined, lead, bold
		return err
	case "t":
		w.inText = true
		err := w.walk(s)
		w.inText = false
		return err
	case "tbl":
		return w.readTable(s)
	case "tr":
		return w.readRow(s)
	case "tc":
		return w.readCell(s)
	case "comment", "footnote", "endnote":
		if w.beside {
			return w.readNote(e)
		}
	case "commentRangeStart", "commentRangeEnd", "commentReference", "footnoteReference", "endnoteReference":
		if err := w.noteMark(s, e); err != nil {
			return err
		}
	default:
		s.open.WriteString(character(e))
	}
	return w.walk(s)
}

// character is what an element that stands for a character stands for.
func character(e xml.StartElement) string {
	switch e.Name.Local {
	case "tab", "ptab":
		return "\t"
	case "br", "cr":
		return "\n"
	case "noBreakHyphen":
		return "\u2011"
	case "sym":
		for _, a := range e.Attr {
			if a.Name.Local == "char" {
				if v, err := strconv.ParseUint(a.Value, 16, 32); err == nil && utf8.ValidRune(rune(v)) && v&0xfffe != 0xfffe {
					return text.NormalizeString(symbol(rune(v)))
				}
			}
		}
	}
	return ""
}

// symbol gives the character that a symbol font shows at a private code, for
// those that Word itself puts into texts; others are kept as they are.
func symbol(r rune) string {
	switch r {
	case 0xf0e0:
		return "→"
	case 0xf0df:
		return "←"
	case 0xf0f3:
		return "↔"
	case 0xf04a:
		return "☺"
	case 0xf04c:
		return "☹"
	case 0xf0b7:
		return "•"
	case 0xf0a7:
		return "▪"
	case 0xf0fc:
		return "✓"
	}
	return string(r)
}

// write writes words, and before the first that are not bold, a mark.
func (w *walker) write(s *story, words string) {
	if w.lead && !w.bold && strings.TrimSpace(words) != "" {
		w.lead = false
		if strings.TrimSpace(bare(s.open.String())) != "" {
			s.open.WriteString(boldEnds)
		}
	}
	s.open.WriteString(words)
}

// isBold reads the properties of a run.
func (w *walker) isBold() (bool, error) {
	return w.holds(func(e xml.StartElement) bool {
		val := strings.ToLower(attribute(e, "val"))
		return e.Name.Local == "b" && val != "0" && val != "false" && val != "off" || e.Name.Local == "rStyle" && val == "strong"
	})
}

// noteMark keeps the place of a note.
func (w *walker) noteMark(s *story, e xml.StartElement) error {
	switch e.Name.Local {
	case "commentRangeStart":
		return w.mark(s, Comment, e, '(')
	case "commentRangeEnd":
		return w.mark(s, Comment, e, ')')
	case "commentReference":
		return w.mark(s, Comment, e, '.')
	case "footnoteReference":
		return w.mark(s, Footnote, e, '.')
	}
	return w.mark(s, Endnote, e, '.')
}

// alternative reads the first of several ways to say the same that gives
// anything.
func (w *walker) alternative(s *story, name string) error {
	switch {
	case name == "AlternateContent":
		outer := w.chosen
		w.chosen = false
		err := w.walk(s)
		w.chosen = outer
		return err
	case w.chosen:
		return w.skip()
	}
	open, boxes := s.open.Len(), w.boxes
	err := w.walk(s)
	w.chosen = s.open.Len() > open || w.boxes > boxes
	return err
}

// readBox reads a text box: paragraphs of their own, after the one that it is
// anchored in.
func (w *walker) readBox(s *story) error {
	table, picture, inText := w.table, w.picture, w.inText
	w.table, w.picture, w.inText = nil, false, false
	box := &story{}
	err := w.walk(box)
	box.finish()
	w.table, w.picture, w.inText = table, picture, inText
	if len(box.paragraphs) > 0 {
		if w.boxes++; w.boxes == 1 {
			w.firstBox = clip(flat(bare(box.paragraphs[0])), 40)
		}
	}
	s.boxes = append(s.boxes, box.paragraphs...)
	return err
}

// skip leaves an element out, with all that is in it.
func (w *walker) skip() error {
	_, err := w.holds(func(xml.StartElement) bool { return false })
	return err
}

// deleted reads the properties of a paragraph or row and reports whether a
// tracked change deletes it.
func (w *walker) deleted() (bool, error) {
	return w.holds(func(e xml.StartElement) bool { return e.Name.Local == "del" })
}

// holds reads to the end of the element that was begun and reports whether an
// element in it is of a kind. Earlier properties, kept by tracked changes, are
// not looked at.
func (w *walker) holds(is func(e xml.StartElement) bool) (bool, error) {
	found := false
	former := 0 // depth of the former properties, or 0
	for depth := 1; depth > 0; {
		if depth+w.depth > maxDepth {
			return found, errDeep
		}
		tok, err := w.dec.Token()
		if err != nil {
			return found, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			if former == 0 && strings.HasSuffix(tok.Name.Local, "PrChange") {
				former = depth
			}
			found = former == 0 && is(tok) || found
		case xml.EndElement:
			if depth == former {
				former = 0
			}
			depth--
		}
	}
	return found, nil
}

// warnings says what of the document is not where one would look for it. lost
// are notes that the text refers to and the file has not; gone are footnotes
// whose place is not in the text.
func (w *walker) warnings(lost, gone int) []Warning {
	var out []Warning
	if w.boxes > 0 {
		out = append(out, Warning{ID: "text_boxes", Text: lang.T("%v read as text (“%v”), after the paragraph each is anchored in; words in it without a label of their own count to the turn before",
			"%v dibaca sebagai teks (“%v”), sesudah paragraf tempatnya tertambat; kata di dalamnya yang tanpa label sendiri masuk giliran sebelumnya", lang.Many(w.boxes, "text box is", "text boxes are", "kotak teks"), w.firstBox)})
	}
	if lost > 0 {
		out = append(out, Warning{ID: "notes_missing", Text: lang.T("%v referred to, but not in the file", "%v dirujuk, tetapi tidak ada di berkas", lang.Many(lost, "comment or footnote is", "comments or footnotes are", "komentar atau catatan kaki"))})
	}
	if gone > 0 {
		out = append(out, Warning{ID: "notes_left_out", Text: lang.T("%v in deleted text, or outside the text: left out", "%v ada di teks yang dihapus atau di luar teks: tidak diambil", lang.Many(gone, "footnote stands", "footnotes stand", "catatan kaki"))})
	}
	return out
}

// decodeShallow decodes a small part that has no business being deep.
func decodeShallow(r io.Reader, v any) error {
	dec := xml.NewDecoder(r)
	dec.Strict = false
	return dec.Decode(v)
}

// flat makes a run of text one line.
func flat(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '\n':
			return ' '
		case '\r':
			return -1
		}
		return r
	}, s)
}
