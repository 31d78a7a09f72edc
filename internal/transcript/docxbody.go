package transcript

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
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

	footnotes, endnotes, comments, boxes int
}

// story is a sequence of paragraphs: the document's, or a cell's.
type story struct {
	paragraphs []string
	open       strings.Builder
}

// endParagraph ends the open paragraph. An empty one adds nothing; one whose
// mark was deleted goes on in the next.
func (s *story) endParagraph(joined bool) {
	if joined {
		return
	}
	if p := s.open.String(); strings.TrimSpace(p) != "" {
		s.paragraphs = append(s.paragraphs, strings.Trim(p, "\n"))
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
				s.open.WriteString(flat(string(tok)))
			}
		}
	}
}

// element reads one element that has begun, to its end.
func (w *walker) element(s *story, e xml.StartElement) error {
	switch e.Name.Local {
	case "del", "moveFrom", // tracked changes: what is gone, or stands elsewhere
		"instrText", "delText", "delInstrText", // codes of fields
		"Fallback",                                                             // the same again, for older programs
		"rPr", "tblPr", "tblGrid", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "rt", // properties; a reading beside a word
		"drawing", "pict", "object":
		return w.skip(e.Name.Local)
	case "pPr":
		gone, err := w.deleted()
		w.joined = gone
		return err
	case "trPr":
		gone, err := w.deleted()
		if w.table != nil && gone {
			w.table.gone = true
		}
		return err
	case "p":
		w.joined = false
		err := w.walk(s)
		s.endParagraph(w.joined && err == nil)
		w.joined = false
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
	case "footnoteReference":
		w.footnotes++
	case "endnoteReference":
		w.endnotes++
	case "commentReference":
		w.comments++
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
				if v, err := strconv.ParseUint(a.Value, 16, 32); err == nil && utf8.ValidRune(rune(v)) {
					return symbol(rune(v))
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

// skip leaves an element out, with all that is in it.
func (w *walker) skip(name string) error {
	_, err := w.holds(func(e string) bool {
		w.boxes += one(e == "txbxContent" && name != "Fallback")
		return false
	})
	return err
}

// deleted reads the properties of a paragraph or row and reports whether a
// tracked change deletes it.
func (w *walker) deleted() (bool, error) {
	return w.holds(func(e string) bool { return e == "del" })
}

// holds reads to the end of the element that was begun and reports whether an
// element in it is of a kind. Earlier properties, kept by tracked changes, are
// not looked at.
func (w *walker) holds(is func(name string) bool) (bool, error) {
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
			found = former == 0 && is(tok.Name.Local) || found
		case xml.EndElement:
			if depth == former {
				former = 0
			}
			depth--
		}
	}
	return found, nil
}

// warnings says what of the document is not in the text.
func (w *walker) warnings() []Warning {
	var left []string
	for _, part := range []struct {
		n         int
		one, many string
	}{{w.footnotes, "footnote", "footnotes"}, {w.endnotes, "endnote", "endnotes"}, {w.comments, "comment", "comments"}, {w.boxes, "text box", "text boxes"}} {
		switch part.n {
		case 0:
		case 1:
			left = append(left, "1 "+part.one)
		default:
			left = append(left, fmt.Sprintf("%d %s", part.n, part.many))
		}
	}
	if left == nil {
		return nil
	}
	return []Warning{{ID: "left_out", Text: "not in the text: " + strings.Join(left, ", ")}}
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
