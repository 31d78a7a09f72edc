package strength

import (
	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// title is what the approach calls this: in reflexive thematic analysis how
// many say a thing is no strength.
func (s *study) title() lang.Text {
	switch {
	case s.level == analysis.ByCode:
		return lang.T("How codes are spread over informants", "Sebaran kode antarinforman")
	case s.v.Project.Approach == qda.ReflexiveTA:
		return lang.T("How themes are spread over informants", "Sebaran tema antarinforman")
	}
	return Method().Title
}

// either is the word for themes, or that for codes.
func (s *study) either(theme, code lang.Text) lang.Text {
	if s.level == analysis.ByTheme {
		return theme
	}
	return code
}

func (s *study) what() lang.Text {
	return s.either(lang.T("Theme", "Tema"), lang.T("Code", "Kode"))
}

func (s *study) aTheme() lang.Text {
	return s.either(lang.T("theme", "tema"), lang.T("code", "kode"))
}

// kind is the word for cases, or that for documents.
func (s *study) kind(cases, documents lang.Text) lang.Text {
	if s.people.documents {
		return documents
	}
	return cases
}

func (s *study) cases() lang.Text {
	return s.kind(lang.T("Cases", "n kasus"), lang.T("Docs", "n dok."))
}

func (s *study) onePerson() lang.Text {
	return s.kind(lang.T("Case", "Kasus"), lang.T("Document", "Dokumen"))
}

func (s *study) aPerson() lang.Text {
	return s.kind(lang.T("case", "kasus"), lang.T("document", "dokumen"))
}

func (s *study) counted(n int) lang.Text {
	if s.people.documents {
		return analysis.Document.Count(n)
	}
	return analysis.Case.Count(n)
}

func (s *study) shareOf() lang.Text {
	return s.either(
		s.kind(lang.T("Share of cases with the theme", "Bagian kasus yang memuat tema"), lang.T("Share of documents with the theme", "Bagian dokumen yang memuat tema")),
		s.kind(lang.T("Share of cases with the code", "Bagian kasus yang memuat kode"), lang.T("Share of documents with the code", "Bagian dokumen yang memuat kode")))
}

// ranged says that what is drawn about the share is no confidence interval.
func (s *study) ranged() lang.Text {
	return s.kind(lang.T("%v (range: without any one case)", "%v (rentang: tanpa salah satu kasus)", s.shareOf()),
		lang.T("%v (range: without any one document)", "%v (rentang: tanpa salah satu dokumen)", s.shareOf()))
}

func (s *study) leftOut() lang.Text {
	return s.kind(lang.T("How far the numbers move without one case", "Seberapa jauh angka bergeser tanpa satu kasus"),
		lang.T("How far the numbers move without one document", "Seberapa jauh angka bergeser tanpa satu dokumen"))
}

func (s *study) absent() lang.Text {
	return s.either(
		s.kind(lang.T("Cases where a theme is absent", "Kasus yang tidak memuat suatu tema"), lang.T("Documents where a theme is absent", "Dokumen yang tidak memuat suatu tema")),
		s.kind(lang.T("Cases where a code is absent", "Kasus yang tidak memuat suatu kode"), lang.T("Documents where a code is absent", "Dokumen yang tidak memuat suatu kode")))
}

// measure names a number; machines read the English.
func (s *study) measure(m int) lang.Text {
	switch m {
	case casesShare:
		return s.kind(lang.T("share of cases", "bagian kasus"), lang.T("share of documents", "bagian dokumen"))
	case rank:
		return s.kind(lang.T("rank by cases", "peringkat menurut kasus"), lang.T("rank by documents", "peringkat menurut dokumen"))
	case segments:
		return lang.T("segments", "segmen")
	case topShare:
		return s.kind(lang.T("share of the top case", "bagian kasus dominan"), lang.T("share of the top document", "bagian dokumen dominan"))
	}
	return s.kind(lang.T("effective cases", "kasus efektif"), lang.T("effective documents", "dokumen efektif"))
}

func (s *study) notes() []lang.Text {
	return []lang.Text{
		lang.T("Percentages are of %v. Lowest and highest: the same percentage when any one %v is left out; without: those that do not have the %v, named below. Segments are connected pieces of coded text. Top: the %v with most of them, and its share of them. Effective: as many as would have the %v if all had equally many segments, (Σs)²/Σs².",
			"Persentase dihitung dari %v. Min. dan maks.: persentase yang sama bila salah satu %v dihilangkan; tanpa: yang tidak memuat %v itu, disebutkan di bawah. Segmen adalah potongan teks berkode yang bersambung. Dominan: %v dengan segmen terbanyak, beserta bagiannya. Efektif: jumlah yang akan memuat %v itu bila semuanya punya segmen sama banyak, (Σs)²/Σs².",
			s.counted(len(s.people.names)), s.aPerson(), s.aTheme(), s.aPerson(), s.aTheme()),
		lang.T("How many speak of a thing is not how much it means: rare words may carry an analysis.",
			"Banyaknya yang membicarakan sesuatu bukan ukuran bobot maknanya: yang jarang diucapkan pun dapat menopang analisis."),
	}
}

func (s *study) warnings() []report.Warning {
	var out []report.Warning
	warn := func(id string, t lang.Text) { out = append(out, report.Warning{ID: id, Text: t}) }
	n := len(s.people.names)
	if s.people.documents && n > 0 {
		warn("no_cases", lang.T("No document has a case: each document counts as one informant. To give one: tematik doc set DOC --case NAME",
			"Tidak ada dokumen yang memiliki kasus: tiap dokumen dihitung sebagai satu informan. Untuk memberi kasus: tematik doc set DOC --case NAMA"))
	}
	if n == 1 {
		warn("one_informant_only", lang.T("With one informant, nobody can be left out.", "Dengan satu informan, tidak ada yang dapat dihilangkan."))
	}
	var names []lang.Text
	for k := range s.all {
		if e := s.extents[k][topShare]; n > 1 && e.value > 0.5 {
			names = append(names, lang.T("%v (%v, %v)", "%v (%v, %v)", s.name(k), s.people.names[s.all[k].top()], percent(e.value)))
		}
	}
	if len(names) > 0 {
		warn("rests_on_one", lang.T("More than half of the segments come from one informant: %v.", "Lebih dari separuh segmen berasal dari satu informan: %v.", analysis.Texts(names)))
	}
	return out
}

// account says how it was done, for the methods section.
func account(v *qda.View, values analysis.Values) lang.Text {
	level := lang.T("the topmost themes (each with all below it)", "tema teratas (masing-masing beserta semua kode di bawahnya)")
	if values.Level() == analysis.ByCode {
		level = lang.T("the codes (each by its own codings)", "kode (masing-masing dari pengodeannya sendiri)")
	}
	units := lang.T("cases", "kasus")
	if _, n := analysis.NewInformants(v).Counted(); n == 0 {
		units = lang.T("documents", "dokumen")
	}
	return lang.T("The spread of %v over %v is described by the share of %v with at least one segment, the share of all segments that comes from the top one, and the inverse Simpson index; each number was computed again leaving out every one of the %v in turn, and those without were listed as possible negative cases.",
		"Sebaran %v atas %v digambarkan dengan proporsi %v yang memuat sedikitnya satu segmen, bagian segmen dari yang paling dominan, dan kebalikan indeks Simpson; setiap angka dihitung ulang dengan menghilangkan %v satu per satu, dan yang tidak memuatnya didaftar sebagai kemungkinan kasus negatif.",
		level, units, units, units)
}
