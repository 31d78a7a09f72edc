package study

import (
	"fmt"
	"sort"
	"strings"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/text"
	"tematik/internal/transcript"
)

// What a memo quotes of the passage it is on, in characters, and of the words
// before the place it is on.
const (
	quoted = 200
	before = 80
)

// beside keeps the notes of a transcript as memos on its document: a comment
// is someone's thought on a passage, a footnote mostly that of who transcribed.
// A memo has no span, so its words say which passage it is on. A document that
// is there already gets those that it has not: comments are often written on a
// file that was imported before.
func (im *importer) beside(doc *transcript.Transcript, d *qda.Document, t *text.Text, f *FileResult) error {
	if len(doc.Notes) == 0 {
		return nil
	}
	project, err := im.tx.Project()
	if err != nil {
		return err
	}
	_, who, err := im.p.coding(im.tx, "")
	if err != nil {
		return err
	}
	memos, err := im.tx.Memos()
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, m := range memos {
		if m.Target == qda.OnDocument && m.Object == int64(d.ID) {
			there[unnumbered(m.Text)] = true
		}
	}
	l, _ := lang.Parse(project.Language)
	units := newUnits(doc.Turns, t)
	f.Beside = map[string]int{}
	for _, n := range doc.Notes {
		words := memoOf(n, t, units).In(l)
		if there[unnumbered(words)] {
			continue
		}
		if _, err := im.tx.InsertMemo(qda.Memo{Target: qda.OnDocument, Object: int64(d.ID), Coder: who, Text: words}); err != nil {
			return err
		}
		f.Beside[string(n.Kind)+"s"]++
		f.count("memos")
	}
	return nil
}

func (f *FileResult) count(what string) {
	if f.Counts == nil {
		f.Counts = map[string]int{}
	}
	f.Counts[what]++
}

// unnumbered is a memo without the digits of its first line: a note keeps its
// words when another before it changes its number.
func unnumbered(memo string) string {
	first, rest, _ := strings.Cut(memo, "\n")
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, first) + "\n" + rest
}

// unitsOf are the turns of a document, or its paragraphs, as they are numbered
// where it is read.
type unitsOf struct {
	name  lang.Text
	spans []text.Span
}

func newUnits(turns []qda.Turn, t *text.Text) unitsOf {
	if len(turns) == 0 {
		return unitsOf{lang.T("paragraph", "paragraf"), text.Paragraphs(t, t.All())}
	}
	u := unitsOf{name: lang.T("turn", "giliran")}
	for _, turn := range turns {
		u.spans = append(u.spans, turn.Span)
	}
	return u
}

// find gives the unit that a span begins in, or the one before it.
func (u unitsOf) find(s text.Span) int {
	n := sort.Search(len(u.spans), func(i int) bool { return u.spans[i].End > s.Start || u.spans[i].End == s.Start && s.Empty() })
	return min(n, len(u.spans)-1)
}

// at says where a span stands, as doc show writes it.
func (u unitsOf) at(s text.Span) lang.Text {
	return lang.T("%v %v, %v", "%v %v, %v", u.name, fmt.Sprint(u.find(s)+1), fmt.Sprintf("%d:%d", s.Start, s.End))
}

// memoOf writes a note as a memo: what it is, whose, when, on which words and
// where these stand.
func memoOf(n transcript.Note, t *text.Text, units unitsOf) lang.Text {
	what := map[transcript.NoteKind]lang.Text{
		transcript.Comment:  lang.T("Comment", "Komentar"),
		transcript.Footnote: lang.T("Footnote", "Catatan kaki"),
		transcript.Endnote:  lang.T("Endnote", "Catatan akhir"),
	}[n.Kind]
	by := ""
	if n.Author != "" {
		by = " · " + n.Author
	}
	if day, _, _ := strings.Cut(n.Date, "T"); qda.ValidDate(day) {
		by += " · " + day
	}
	head := lang.T("%v %v%v", "%v %v%v", what, fmt.Sprint(n.Number), by)
	switch {
	case !n.Placed:
		return lang.T("%v\n%v", "%v\n%v", head, n.Text)
	case n.Span.Empty():
		return lang.T("%v\nafter “%v” (%v)\n%v", "%v\nsesudah “%v” (%v)\n%v", head, units.lead(t, n.Span.Start), units.at(n.Span), n.Text)
	}
	return lang.T("%v\non “%v” (%v)\n%v", "%v\npada “%v” (%v)\n%v", head, clip(t.Cut(n.Span), quoted), units.at(n.Span), n.Text)
}

// lead are the words of the unit before a place, whole ones.
func (u unitsOf) lead(t *text.Text, at int) string {
	start := 0
	if n := u.find(text.Span{Start: at, End: at}); n >= 0 && u.spans[n].Start < at {
		start = u.spans[n].Start
	}
	words := t.Cut(text.Span{Start: max(start, at-before), End: at})
	if at-start > before {
		_, words, _ = strings.Cut(words, " ")
		words = "…" + words
	}
	return strings.Join(strings.Fields(words), " ")
}
