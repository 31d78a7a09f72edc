package analysis

import (
	"slices"
	"strings"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Words makes a text of words of the codebook, which machines read in the
// project's own language.
func Words(v *qda.View, w qda.Words) lang.Text {
	return lang.Own(w.In(string(lang.EN)), w.In(string(lang.ID)), lang.Lang(v.Project.Language))
}

// Name is the display name of a code: its id where it has none.
func Name(v *qda.View, node int) lang.Text {
	c := &v.Codes()[node]
	if c.Name.IsZero() {
		return lang.Same(c.Key)
	}
	return Words(v, c.Name)
}

// Labels are the display names of all codes.
func Labels(v *qda.View) map[string]lang.Text {
	labels := make(map[string]lang.Text, len(v.Codes()))
	for i := range v.Codes() {
		labels[v.Codes()[i].Key] = Name(v, i)
	}
	return labels
}

// Theme is the theme of a node: its topmost ancestor or itself, if that is a
// theme.
func Theme(v *qda.View, node int) (theme int, ok bool) {
	theme = v.Tree.Theme[node]
	return theme, v.Codes()[theme].Kind == qda.KindTheme
}

// longest is how many names a sentence lists.
const longest = 20

// List writes names in a sentence.
func List(names []string) lang.Text {
	if len(names) <= longest {
		return lang.Same(strings.Join(names, ", "))
	}
	return lang.T("%v and %v more", "%v dan %v lagi", strings.Join(names[:longest], ", "), len(names)-longest)
}

// Texts writes texts in a sentence.
func Texts(list []lang.Text) lang.Text {
	if len(list) == 0 {
		return lang.Text{}
	}
	out := list[0]
	for _, t := range list[1:min(len(list), longest)] {
		out = lang.T("%v, %v", "%v, %v", out, t)
	}
	if len(list) > longest {
		return lang.T("%v and %v more", "%v dan %v lagi", out, len(list)-longest)
	}
	return out
}

// Uncoded warns of documents that were left out because nobody began them.
func Uncoded(v *qda.View) []report.Warning {
	if len(v.Uncoded) == 0 {
		return nil
	}
	return []report.Warning{{ID: "uncoded_documents", Text: lang.T(
		"Not counted, since nobody has begun to code them: %v. For a document that was read and holds nothing to code: tematik doc set DOC --state done",
		"Tidak dihitung karena belum ada yang mulai mengodenya: %v. Untuk dokumen yang sudah dibaca dan tidak memuat apa pun untuk dikode: tematik doc set DOC --state done",
		List(v.Uncoded))}}
}

// Outside warns of codings that lie in no speech that is counted.
func Outside(v *qda.View, n int) []report.Warning {
	if n == 0 {
		return nil
	}
	counted := lang.Many(n, "coding touches", "codings touch", "pengodean")
	text := lang.T(
		"%v no unit that is counted; --speaker any also counts what the interviewer says.",
		"%v tidak menyentuh satu pun satuan yang dihitung; --speaker any menghitung ucapan pewawancara juga.", counted)
	if Heard(v) == qda.Any {
		text = lang.T("%v no unit that is counted.", "%v tidak menyentuh satu pun satuan yang dihitung.", counted)
	}
	return []report.Warning{{ID: "outside_universe", Text: text}}
}

// Unowned warns of n of something that lies on words of nobody who counts.
func Unowned(n int, counted lang.Text) []report.Warning {
	if n == 0 {
		return nil
	}
	return []report.Warning{{ID: "outside_units", Text: lang.T(
		"%v on words of nobody who was sampled, such as the interviewer's where each respondent stands for a case of their own: not counted.",
		"%v pada kata-kata yang bukan milik siapa pun dalam sampel, misalnya pewawancara ketika tiap informan mewakili kasusnya sendiri: tidak dihitung.",
		counted)}}
}

// WithoutCase warns of documents that counts of cases leave out, where there
// are cases at all.
func WithoutCase(cases int, caseless []string) []report.Warning {
	if cases == 0 || len(caseless) == 0 {
		return nil
	}
	return []report.Warning{{ID: "without_case", Text: lang.T(
		"Without a case, and so not in the counts of cases: %v. To give one: tematik doc set DOC --case NAME",
		"Tanpa kasus, sehingga tidak masuk hitungan kasus: %v. Untuk memberi kasus: tematik doc set DOC --case NAMA", List(caseless))}}
}

// Pool watches for units that several coders share. The zero Pool is ready.
type Pool struct {
	first  []int32 // by unit: 1 + its first coder; 0 none
	mixed  []bool  // by unit
	shared int
	coders map[int32]bool // of shared units
}

// See notes that a coder coded in a unit.
func (p *Pool) See(unit int, coder int32) {
	for len(p.first) <= unit {
		p.first, p.mixed = append(p.first, 0), append(p.mixed, false)
	}
	first := p.first[unit] - 1
	if first < 0 {
		p.first[unit] = coder + 1
	}
	if first < 0 || first == coder {
		return
	}
	if !p.mixed[unit] {
		p.mixed[unit] = true
		p.shared++
	}
	if p.coders == nil {
		p.coders = map[int32]bool{}
	}
	p.coders[first], p.coders[coder] = true, true
}

// Warning says that the codings of several coders are counted as one set; units
// writes a number of what they share.
func (p *Pool) Warning(v *qda.View, units func(int) lang.Text) []report.Warning {
	if p.shared == 0 {
		return nil
	}
	var names []string
	for c := range p.coders {
		names = append(names, v.Coders[c].Name)
	}
	slices.Sort(names)
	return []report.Warning{{ID: "coders_pooled", Text: lang.T(
		"Coded by more than one coder (%v): %v. A code counts once in each, whoever applied it.",
		"Dikode oleh lebih dari satu pengode (%v): %v. Tiap kode dihitung satu kali pada masing-masing, siapa pun pengodenya.",
		List(names), units(p.shared))}}
}

// PoolDocuments watches documents.
func PoolDocuments(v *qda.View) []report.Warning {
	var p Pool
	for i, d := range v.Codings.Doc {
		p.See(int(d), v.Codings.Coder[i])
	}
	return p.Warning(v, Document.Count)
}

// Text is a cell of a text; nil where there is none.
func Text(s string) report.Cell {
	if s == "" {
		return nil
	}
	return s
}
