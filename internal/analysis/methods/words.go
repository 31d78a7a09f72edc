package methods

import (
	"strings"
	"time"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

// paragraph is the whole text; accounts are what methods of analysis say of
// themselves.
func (f *facts) paragraph(v *qda.View, accounts []lang.Text) lang.Text {
	var all []lang.Text
	for _, part := range []func(*qda.View) []lang.Text{f.approach, f.material, f.cast, f.coding, f.framework, f.rules, f.rest} {
		all = append(all, part(v)...)
	}
	return joined(append(all, accounts...), " ", " ", " ", " ")
}

// joined puts texts side by side: all but the last two with a comma or what
// stands for it, the last with its word in each language.
func joined(list []lang.Text, comma, pair, last, lastID string) lang.Text {
	if len(list) == 0 {
		return lang.Text{}
	}
	args := make([]any, len(list))
	for i, t := range list {
		args[i] = t
	}
	head := strings.Repeat("%v"+comma, max(len(list)-2, 0))
	switch len(list) {
	case 1:
		return list[0]
	case 2:
		last, lastID = pair, strings.Replace(pair, "and", "dan", 1)
	}
	return lang.T(head+"%v"+last+"%v", head+"%v"+lastID+"%v", args...)
}

// and lists texts in a sentence.
func and(list []lang.Text) lang.Text { return joined(list, ", ", " and ", ", and ", ", dan ") }

func (f *facts) approach(v *qda.View) []lang.Text {
	switch v.Project.Approach {
	case qda.ReflexiveTA:
		return []lang.Text{lang.T("The data were analysed by reflexive thematic analysis (Braun & Clarke, 2006, 2022).",
			"Data dianalisis dengan analisis tematik refleksif (Braun & Clarke, 2006, 2022).")}
	case qda.Reliability:
		return []lang.Text{lang.T("The data were analysed by thematic analysis of the coding reliability kind (Braun & Clarke, 2022).",
			"Data dianalisis dengan analisis tematik yang menekankan keandalan pengodean (coding reliability; Braun & Clarke, 2022).")}
	}
	return []lang.Text{lang.T("The data were analysed by codebook thematic analysis (Braun & Clarke, 2022).",
		"Data dianalisis dengan analisis tematik berbasis buku kode (codebook thematic analysis; Braun & Clarke, 2022).")}
}

// kindCount is a number of documents of a kind.
func kindCount(k qda.Kind, n int) lang.Text {
	switch k {
	case qda.FocusGroup:
		return lang.Many(n, "group interview", "group interviews", "wawancara kelompok")
	case qda.Observation:
		return lang.Many(n, "record of observation", "records of observation", "catatan observasi")
	case qda.Paper:
		return lang.Many(n, "document", "documents", "dokumen")
	}
	return lang.Many(n, "interview", "interviews", "wawancara")
}

func (f *facts) material(v *qda.View) []lang.Text {
	var kinds []lang.Text
	for _, k := range qda.Kinds() {
		if n := f.kinds[k]; n > 0 {
			kinds = append(kinds, kindCount(k, n))
		}
	}
	if kinds == nil {
		return []lang.Text{lang.T("No document has been coded yet.", "Belum ada dokumen yang dikode.")}
	}
	what := and(kinds)
	if in := f.spoken(); !in.IsZero() {
		what = lang.T("%v %v", "%v %v", what, in)
	}
	if when := period(f.first, f.last); !when.IsZero() {
		what = lang.T("%v, collected %v", "%v, yang dikumpulkan %v", what, when)
		if f.undated > 0 {
			what = lang.T("%v (%v without a date)", "%v (%v tanpa tanggal)", what, f.undated)
		}
	}
	out := []lang.Text{lang.T("The data set consists of %v.", "Data terdiri atas %v.", what)}
	switch {
	case f.words > 0 && f.written:
		out = append(out, lang.T("The speech of %v, with the text of documents in which nobody speaks, comes to %v words.", "Ucapan %v, beserta teks dokumen tanpa pembicara, berjumlah %v kata.", analysis.Listened(v), f.words))
	case f.words > 0:
		out = append(out, lang.T("The speech of %v comes to %v words.", "Ucapan %v berjumlah %v kata.", analysis.Listened(v), f.words))
	}
	if n := len(v.Uncoded); n > 0 {
		out = append(out, lang.T("Not included: %v that nobody had coded yet.", "Tidak termasuk: %v yang belum dikode siapa pun.", analysis.Document.Count(n)))
	}
	return out
}

// spoken names the languages of the documents, where all say one.
func (f *facts) spoken() lang.Text {
	id, en := f.tongues[string(lang.ID)], f.tongues[string(lang.EN)]
	switch {
	case f.tongues[""] > 0 || id+en == 0:
		return lang.Text{}
	case en == 0:
		return lang.T("in Indonesian", "berbahasa Indonesia")
	case id == 0:
		return lang.T("in English", "berbahasa Inggris")
	}
	return lang.T("in Indonesian (%v) and English (%v)", "berbahasa Indonesia (%v) dan Inggris (%v)", id, en)
}

// day writes a date of collection, a month or a year, with the word before it.
func day(s string) (in string, t lang.Text) {
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		return "on", lang.T("%v", "%v", at)
	}
	if at, err := time.Parse("2006-01", s); err == nil {
		return "in", lang.T(strings.TrimPrefix(lang.Date(lang.EN, at), "1 "), strings.TrimPrefix(lang.Date(lang.ID, at), "1 "))
	}
	return "in", lang.Same(s)
}

// period says from when to when.
func period(first, last string) lang.Text {
	if first == "" {
		return lang.Text{}
	}
	in, from := day(first)
	if first == last {
		return lang.T(in+" %v", "pada %v", from)
	}
	_, to := day(last)
	return lang.T("between %v and %v", "antara %v dan %v", from, to)
}

// atMost is how many attributes the paragraph describes the cases by.
const atMost = 3

// cast describes the cases.
func (f *facts) cast(*qda.View) []lang.Text {
	if f.cases == 0 {
		return nil
	}
	var by []lang.Text
	for _, g := range f.groups[:min(len(f.groups), atMost)] {
		by = append(by, lang.T("%v – %v", "%v – %v", g.name, g.counts()))
	}
	cases := analysis.Case.Count(f.cases)
	if by == nil {
		return []lang.Text{lang.T("The data come from %v.", "Data berasal dari %v.", cases)}
	}
	return []lang.Text{lang.T("The data come from %v (%v).", "Data berasal dari %v (%v).", cases, joined(by, "; ", "; ", "; ", "; "))}
}

// counts are the values of a group with their cases.
func (g group) counts() lang.Text {
	var list []lang.Text
	for _, v := range g.values {
		list = append(list, lang.T("%v: %v", "%v: %v", v.name, v.cases))
	}
	if g.silent > 0 {
		list = append(list, lang.T("not stated: %v", "tidak disebut: %v", g.silent))
	}
	return joined(list, ", ", ", ", ", ", ", ")
}

// coding says who coded, in what.
func (f *facts) coding(v *qda.View) []lang.Text {
	var out []lang.Text
	reflexive := v.Project.Approach == qda.ReflexiveTA
	if len(f.people) > 0 {
		who := lang.Many(len(f.people), "coder", "coders", "pengode")
		if reflexive {
			who = lang.Many(len(f.people), "researcher", "researchers", "peneliti")
		}
		var each []lang.Text
		for _, p := range f.people {
			each = append(each, p.work(reflexive))
		}
		out = append(out, lang.T("Coding was done by %v: %v.", "Pengodean dikerjakan oleh %v: %v.", who, and(each)))
	}
	if f.double > 0 {
		out = append(out, lang.T("More than one person coded %v.", "Sebanyak %v dikode oleh lebih dari satu orang.", analysis.Document.Count(f.double)))
	}
	var again []lang.Text
	for _, p := range f.again {
		if p.again > 0 {
			again = append(again, lang.T("%v %v (reading %v)", "%v %v (putaran ke-%v)", p.name, analysis.Document.Count(p.again), p.round))
		}
	}
	if again != nil {
		out = append(out, lang.T("Documents were coded again by the same person: %v.", "Dokumen dikode ulang oleh orang yang sama: %v.", and(again)))
	}
	return append(out, lang.T("Data and codings were managed in %v.", "Data dan pengodean dikelola dengan %v.", f.software()))
}

// work is what a person coded; numbers of codings are no matter of a reflexive
// study.
func (p person) work(reflexive bool) lang.Text {
	docs := analysis.Document.Count(p.documents)
	if reflexive {
		return lang.T("%v (%v)", "%v (%v)", p.name, docs)
	}
	return lang.T("%v (%v, %v)", "%v (%v, %v)", p.name, docs, codings(p.codings))
}

func codings(n int) lang.Text { return lang.Many(n, "coding", "codings", "pengodean") }

func (f *facts) software() lang.Text {
	if f.version == "" {
		return lang.Same("tematik")
	}
	return lang.T("tematik (version %v)", "tematik (versi %v)", f.version)
}

// framework describes the codebook, how it changed, and what themes are.
func (f *facts) framework(v *qda.View) []lang.Text {
	b := &f.book
	if b.themes+b.codes == 0 {
		return nil
	}
	name := lang.T("The codebook", "Buku kode")
	if !v.Codebook.Title.IsZero() {
		name = lang.T("The codebook, “%v”,", "Buku kode “%v”", analysis.Words(v, v.Codebook.Title))
	}
	held := codes(b.codes)
	if b.themes > 0 {
		held = and([]lang.Text{themes(b.themes), held})
	}
	out := []lang.Text{lang.T("%v in version %v holds %v (in use: %v).", "%v versi %v memuat %v (yang dipakai: %v).",
		name, v.Codebook.Label(), held, b.used)}
	if v.Codebook.Closed {
		out = append(out, lang.T("It is closed to new codes.", "Buku kode itu tertutup bagi kode baru."))
	}
	out = append(out, f.history()...)
	if b.themes == 0 {
		return out
	}
	switch v.Project.Approach {
	case qda.ReflexiveTA:
		who := lang.T("the researcher", "peneliti")
		if len(f.people) > 1 {
			who = lang.T("the researchers", "para peneliti")
		}
		return append(out, lang.T("The themes were developed by %v.", "Tema dikembangkan oleh %v.", who))
	case qda.Reliability:
		return append(out, lang.T("The themes were identified with this codebook.", "Tema diidentifikasi dengan buku kode ini."))
	}
	return append(out, lang.T("The themes were developed from this framework.", "Tema dikembangkan dari kerangka ini."))
}

func themes(n int) lang.Text { return lang.Many(n, "theme", "themes", "tema") }
func codes(n int) lang.Text  { return lang.Many(n, "code", "codes", "kode") }

// history says what the codebook was when coding began, and what changed then.
func (f *facts) history() []lang.Text {
	b := &f.book
	if !b.known {
		return nil
	}
	var changes []lang.Text
	if b.added > 0 {
		changes = append(changes, lang.T("%v added", "%v ditambahkan", b.added))
	}
	if b.removed > 0 {
		changes = append(changes, lang.T("%v removed or merged", "%v dihapus atau digabungkan", b.removed))
	}
	if b.redefined > 0 { // a code as often as it was
		changes = append(changes, lang.Many(b.redefined, "change of a name, definition, or place", "changes of names, definitions, or places", "perubahan nama, definisi, atau letak"))
	}
	switch {
	case b.before == 0:
		return []lang.Text{lang.T("It was built up while coding: when coding began it held no code.", "Buku kode itu disusun sambil mengode: ketika pengodean dimulai, isinya masih kosong.")}
	case changes == nil:
		return []lang.Text{lang.T("It was made before coding began, and its codes and themes stayed as they were.", "Buku kode itu disusun sebelum pengodean dimulai; kode dan temanya tidak berubah sesudahnya.")}
	}
	return []lang.Text{lang.T("When coding began it held %v; changes since then: %v.", "Ketika pengodean dimulai, isinya %v; perubahan sejak itu: %v.", lang.Many(b.before, "code or theme", "codes and themes", "kode dan tema"), and(changes))}
}

// rules say what the codebook's rules proposed, and what became of it.
func (f *facts) rules(v *qda.View) []lang.Text {
	if f.fate.Proposed == 0 {
		return nil
	}
	out := []lang.Text{lang.T("Rules of the codebook proposed %v to look at, for %v; none was a coding before it was accepted.",
		"Aturan dalam buku kode mengusulkan %v untuk diperiksa, bagi %v; tidak satu pun menjadi pengodean sebelum diterima.",
		lang.Many(f.fate.Proposed, "passage", "passages", "bagian teks"), codes(f.proposed))}
	if decided := f.fate.Decided(); decided > 0 {
		out = append(out, lang.T("Of these a person decided %v one by one, and accepted %v (%v).", "Dari jumlah itu, %v diputuskan satu per satu oleh pengode dan %v di antaranya diterima (%v).", decided, f.fate.Single(), percent(f.fate.Single(), decided)))
	}
	if f.fate.Bulk > 0 {
		out = append(out, lang.T("In bulk, without a decision on each, %v accepted.", "Sebanyak %v diterima sekaligus, tanpa keputusan satu per satu.", lang.Many(f.fate.Bulk, "proposal was", "proposals were", "usulan")))
	}
	if f.fate.Gone > 0 {
		out = append(out, lang.T("For %v more the coding was removed after acceptance.", "Pada %v lainnya, pengodean dihapus setelah diterima.", f.fate.Gone))
	}
	if f.fate.Pending > 0 {
		out = append(out, lang.T("No decision had been made on %v.", "Yang belum diputuskan: %v.", f.fate.Pending))
	}
	return out
}

// percent is a share in a sentence, rounded to whole ones.
func percent(n, of int) lang.Text {
	x := float64(n) / float64(of)
	return lang.T(lang.Share(lang.EN, x, 0), lang.Share(lang.ID, x, 0))
}

// rest is what else was done.
func (f *facts) rest(v *qda.View) []lang.Text {
	var out []lang.Text
	if n := v.Codings.Len(); n > 0 && v.Project.Approach != qda.ReflexiveTA {
		var by []lang.Text
		var only lang.Text
		for o, n := range f.origins {
			if n > 0 {
				only = source(qda.Origin(o))
				by = append(by, lang.T("%v %v", "%v %v", n, only))
			}
		}
		if len(by) == 1 && n > 1 {
			out = append(out, lang.T("The analysis counts %v, all %v.", "Analisis ini mencakup %v, semuanya %v.", codings(n), only))
		} else {
			out = append(out, lang.T("The analysis counts %v: %v.", "Analisis ini mencakup %v: %v.", codings(n), and(by)))
		}
	}
	if f.aspects > 0 {
		out = append(out, lang.T("For %v it was noted which aspect of the code the passage shows.", "Pada %v dicatat aspek kode mana yang tampak.", codings(f.aspects)))
	}
	if f.memos > 0 {
		out = append(out, lang.T("The project holds %v.", "Proyek ini memuat %v.", lang.Many(f.memos, "memo", "memos", "memo")))
	}
	if len(v.Events) > 0 {
		out = append(out, lang.T("From %v on, every change to the data, the codebook, and the codings was recorded in an audit trail.", "Sejak %v, setiap perubahan pada data, buku kode, dan pengodean tercatat dalam jejak audit.", v.Events[0].At.UTC()))
	}
	return out
}

// source says how codings of an origin came to be.
func source(o qda.Origin) lang.Text {
	switch o {
	case qda.Manual:
		return lang.T("made by hand", "dibuat secara manual")
	case qda.Imported:
		return lang.T("imported from a table or another project", "diimpor dari tabel atau proyek lain")
	case qda.ByRule:
		return lang.T("from proposals of rules", "dari usulan aturan")
	}
	return lang.T("from proposals of a program", "dari usulan program")
}
