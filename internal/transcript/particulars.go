package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/lang"
)

// dropHeader leaves out the lines that open many transcripts, "Tanggal: 4 Maret
// 2026" and with them "Informan: Ibu Sri", which name people who do not speak
// there. It gives how many heads they are.
func dropHeader(s string, hs []head) (dropped int) {
	const longest, titles, lines = 90, 4, 30
	skip := 0 // headings that are no turns
	for skip < len(hs) && !hs[skip].colon && hs[skip].row <= titles && begins(hs[skip].label, particulars) {
		skip++
	}
	n, sure := 0, 0
	for i, h := range hs[skip:] {
		value, _, _ := strings.Cut(s[h.body:], "\n")
		next := i == 0 && h.row <= titles || i > 0 && h.row == hs[skip+i-1].row+1
		if !next || i == lines || !h.colon || len(value) > longest || strings.Contains(value, "?") || callingOf(h.label) == ambiguous || count(hs[skip:skip+i], h.label) > 0 {
			break
		}
		named := n == i && n > 0 && callingOf(h.label) > ambiguous && (!h.opens || count(hs, h.label) == 1)
		r, _ := utf8.DecodeRuneInString(h.label)
		if named || begins(h.label, particulars) && !unicode.IsLower(r) {
			n = i + 1
			sure += one(!named)
		}
	}
	// One line may be speech: "Waktu itu begini: …" in the first turn.
	if sure == 0 || sure == 1 && !begins(hs[skip].label, particulars) && count(hs, hs[skip].label) > 1 {
		return 0
	}
	return skip + n
}

// Words of labels that name the day of the interview, and the one of these
// that each of them has. Other days, of birth or of typing, are not it.
var (
	dayWords   = wordSet("tanggal tgl date hari day wawancara interview pelaksanaan kegiatan pengumpulan data fgd observasi of the waktu dan and")
	dayNeeded  = []string{"tanggal", "tgl", "date"}
	indonesian = []string{"tanggal", "tgl"}
)

// dateAbove takes the date of the interview from the lines that open the text,
// where the front matter has none and it is certain.
func (t *Transcript) dateAbove(hs []head, above int) {
	for _, h := range hs {
		words := strings.FieldsFunc(strings.ToLower(h.label), func(r rune) bool { return !unicode.IsLetter(r) })
		isDay := slices.ContainsFunc(words, func(w string) bool { return slices.Contains(dayNeeded, w) }) &&
			!slices.ContainsFunc(words, func(w string) bool { return !dayWords[w] })
		if t.Date != "" || !h.colon || !isDay {
			continue
		}
		language := t.Language
		if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(indonesian, w) }) {
			language = "id"
		}
		value, _, _ := strings.Cut(t.Text[h.body:], "\n")
		value = strings.Trim(value, " \t*_")
		date, problem := parseDate(value, language)
		switch {
		case problem == "":
			t.Date = date
		case problem != notDate:
			t.warn("date_unclear", h.line+above, lang.T("%v: %v %v; to give the document its date: tematik doc set DOC --date 2026-03-04", "%v: %v %v; untuk memberi dokumen tanggalnya: tematik doc set DOC --date 2026-03-04", h.label, clip(value, 30), problem.words()))
		}
	}
}
