package analysis

import (
	"slices"
	"strconv"
	"strings"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Unit is what codes are counted in: sentence, turn, paragraph, segment, char,
// window:N, document or case.
type Unit string

// The units.
const (
	Sentence  Unit = "sentence"
	Turn      Unit = "turn" // a paragraph where a document has no turns
	Paragraph Unit = "paragraph"
	Segment   Unit = "segment"  // the distinct coded passages
	Char      Unit = "char"     // code points
	Window    Unit = "window:N" // blocks of N sentences inside a turn
	Document  Unit = "document"
	Case      Unit = "case"
)

// UnitParam is the setting of the unit.
func UnitParam() Param {
	p := Param{Name: "unit", Kind: Choice, Default: string(Turn),
		Help: lang.T("unit in which codes are counted; a text without turns has paragraphs instead",
			"satuan untuk menghitung kode; teks tanpa giliran bicara memakai paragraf")}
	for _, u := range []Unit{Sentence, Turn, Paragraph, Segment, Char, Window, Document, Case} {
		p.Allowed = append(p.Allowed, string(u))
	}
	return p
}

// block is the number of sentences of a window, 0 of any other unit.
func (u Unit) block() int {
	s, ok := strings.CutPrefix(string(u), "window:")
	if !ok {
		return 0
	}
	n, _ := strconv.Atoi(s)
	return max(n, 1)
}

// names of the unit in sentences.
func (u Unit) names() (one, many, id string) {
	switch u {
	case Sentence:
		return "sentence", "sentences", "kalimat"
	case Turn:
		return "turn", "turns", "giliran bicara"
	case Paragraph:
		return "paragraph", "paragraphs", "paragraf"
	case Segment:
		return "coded segment", "coded segments", "segmen berkode"
	case Char:
		return "character", "characters", "karakter"
	case Document:
		return "document", "documents", "dokumen"
	case Case:
		return "case", "cases", "kasus"
	}
	size := lang.Many(u.block(), "sentence", "sentences", "kalimat")
	return "block of " + size.In(lang.EN), "blocks of " + size.In(lang.EN), "blok berisi " + size.In(lang.ID)
}

// Plural names the units.
func (u Unit) Plural() lang.Text {
	_, many, id := u.names()
	return lang.T(many, id)
}

// Count is a number of units.
func (u Unit) Count(n int) lang.Text {
	one, many, id := u.names()
	return lang.Many(n, one, many, id)
}

// Heard is the speaker whose words are counted: the respondents, unless the
// filter asks for others.
func Heard(v *qda.View) string {
	if v.Speaker == "" {
		return string(qda.Respondent)
	}
	return v.Speaker
}

// Listened names who is heard.
func Listened(v *qda.View) lang.Text {
	switch heard := Heard(v); heard {
	case string(qda.Respondent):
		return lang.T("respondents", "informan")
	case string(qda.Interviewer):
		return lang.T("interviewers", "pewawancara")
	case qda.Any:
		return lang.T("everyone", "semua pembicara")
	default:
		return lang.Same(heard)
	}
}

// Speech is the text of a document that is counted: the turns of those who are
// heard, and of the cases that were named; all of it where there are no turns.
func Speech(v *qda.View, doc int) []text.Span {
	d, heard := &v.Documents[doc], Heard(v)
	if len(d.Turns) == 0 {
		if all := (text.Span{End: d.Length}); d.Speaks(heard, all) && d.Length > 0 {
			return []text.Span{all}
		}
		return nil
	}
	out := make([]text.Span, 0, len(d.Turns))
	for t := range d.Turns {
		if d.Is(t, heard) && named(v, d, t) && !d.Turns[t].Span.Empty() {
			out = append(out, d.Turns[t].Span)
		}
	}
	return out
}

// named reports that a turn is of a case that was named, if any were.
func named(v *qda.View, d *qda.Document, turn int) bool {
	return v.Named == nil || slices.ContainsFunc(d.CasesAt(d.Turns[turn].Span), func(c qda.CaseID) bool { return v.Named[c] })
}

// Pieces divides the counted text of a document into sentences, turns,
// paragraphs or windows: ordered and disjoint. The View must hold the texts,
// unless turns are asked for and the document has some.
func Pieces(v *qda.View, doc int, u Unit) []text.Span {
	speech := Speech(v, doc)
	turns := len(v.Documents[doc].Turns) > 0
	if u == Turn && turns {
		return speech
	}
	t := v.Texts[doc]
	if !turns {
		var paragraphs []text.Span
		for _, s := range speech {
			paragraphs = append(paragraphs, text.Paragraphs(t, s)...)
		}
		speech = paragraphs
	}
	if u == Turn || u == Paragraph && !turns {
		return speech
	}
	var out []text.Span
	for _, s := range speech {
		if u == Paragraph {
			out = append(out, text.Paragraphs(t, s)...)
			continue
		}
		sentences := text.Sentences(t, s)
		n := max(u.block(), 1)
		for len(sentences) > 0 {
			k := min(n, len(sentences))
			out = append(out, text.Span{Start: sentences[0].Start, End: sentences[k-1].End})
			sentences = sentences[k:]
		}
	}
	return out
}
