package groups

import (
	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

func (s *study) title() lang.Text {
	if s.level == analysis.ByTheme {
		return lang.T("Themes by %v", "Tema menurut %v", s.by)
	}
	return lang.T("Codes by %v", "Kode menurut %v", s.by)
}

// sampled is a number of what was sampled.
func (s *study) sampled(n int) lang.Text { return sampled(s.Sampling, n) }

func sampled(s *analysis.Sampling, n int) lang.Text {
	if s.ByCase {
		return analysis.Case.Count(n)
	}
	return analysis.Document.Count(n)
}

func (s *study) unitTitle() lang.Text {
	if s.ByCase {
		return lang.T("Cases", "Kasus")
	}
	return lang.T("Docs", "Dokumen")
}

func (s *study) shareTitle() lang.Text {
	if s.ByCase {
		return lang.T("Share of the group's cases", "Proporsi kasus dalam kelompok")
	}
	return lang.T("Share of the group's documents", "Proporsi dokumen dalam kelompok")
}

func (s *study) differenceTitle() lang.Text {
	return lang.T("Difference of shares, %v less %v", "Selisih proporsi, %v dikurangi %v", s.names[0], s.names[1])
}

// groupName is a group with its size, as figures show it.
func (s *study) groupName(g int) lang.Text {
	return lang.T("%v (n = %v)", "%v (n = %v)", s.names[g], s.sizes[g])
}

// list names the groups with their sizes.
func (g *grouping) list() lang.Text {
	if len(g.names) == 0 {
		return lang.T("none", "tidak ada")
	}
	all := make([]lang.Text, len(g.names))
	for i, name := range g.names {
		all[i] = lang.T("%v %v", "%v %v", name, g.sizes[i])
	}
	return analysis.Texts(all)
}

func (s *study) notes() []lang.Text {
	notes := []lang.Text{lang.T("Groups: %v; %v in all. Share: how many of a group have at least one segment; %v.",
		"Kelompok: %v; seluruhnya %v. Proporsi: berapa dari suatu kelompok yang memuat sedikitnya satu segmen; %v.", s.list(), s.sampled(s.grouped()), s.level.Counted())}
	if s.Others > 0 {
		notes = append(notes, lang.T("Left out: %v of other kinds; choose with --kind.", "Tidak dihitung: %v dari jenis lain; pilih dengan --kind.", analysis.Document.Count(s.Others)))
	}
	return append(notes, s.caution())
}

// caution says what a comparison of those who were asked does not say.
func (s *study) caution() lang.Text {
	if s.v.Project.Approach == qda.ReflexiveTA {
		return lang.T("Informants of a qualitative study are chosen for what they can tell: this describes who spoke of what here, and nothing beyond. In reflexive thematic analysis numbers do not carry a comparison; what was said does.",
			"Informan penelitian kualitatif dipilih karena apa yang dapat mereka ceritakan: ini menggambarkan siapa membicarakan apa di sini, dan tidak lebih. Dalam analisis tematik refleksif, perbandingan tidak bertumpu pada angka, melainkan pada apa yang dikatakan.")
	}
	return lang.T("Informants of a qualitative study are chosen for what they can tell: this describes who spoke of what here, and does not generalise to those who were not asked. That someone did not speak of a thing may be because nobody asked.",
		"Informan penelitian kualitatif dipilih karena apa yang dapat mereka ceritakan: ini menggambarkan siapa membicarakan apa di sini, dan tidak berlaku umum bagi yang tidak ditanya. Seseorang yang tidak membicarakan sesuatu bisa jadi karena memang tidak ditanya.")
}

func (s *study) testNotes() []lang.Text {
	effect := lang.T("V: Cramér's V, from 0 (equal shares) to 1, with a bootstrap interval; by chance alone it is above 0, the more the fewer informants there are, and so are its limits: whether there is a difference at all, p says.",
		"V: V Cramér, dari 0 (proporsi sama) sampai 1, dengan interval bootstrap; karena kebetulan saja nilainya sudah di atas 0, apalagi bila informannya sedikit, begitu pula batas-batasnya: ada tidaknya perbedaan dinyatakan oleh p.")
	if s.two() {
		effect = lang.T("Difference: the share in %v less that in %v, with Newcombe's 95%% interval.",
			"Selisih: proporsi pada %v dikurangi proporsi pada %v, dengan interval 95%% Newcombe.", s.names[0], s.names[1])
	}
	return []lang.Text{
		lang.T("p: exact test (Fisher, Freeman & Halton): how often groups drawn by lot from these very informants would differ as much. q: adjusted for the number of codes (Benjamini & Hochberg). %v",
			"p: uji eksak (Fisher, Freeman & Halton): seberapa sering kelompok yang diundi dari informan ini juga akan berbeda sebesar itu. q: disesuaikan dengan banyaknya kode (Benjamini & Hochberg). %v", effect)}
}

// few is the size below which a share says little.
const few = 5

func (s *study) warnings() []report.Warning {
	var out []report.Warning
	warn := func(id string, t lang.Text) { out = append(out, report.Warning{ID: id, Text: t}) }
	if len(s.without) > 0 {
		warn("without_value", lang.T("Without a value of %v, and so in no group: %v. To give one: tematik case set CASE %v=VALUE, or, where there is no case: tematik doc set DOC %v=VALUE",
			"Tanpa nilai %v, sehingga tidak masuk kelompok mana pun: %v. Untuk memberi nilai: tematik case set KASUS %v=NILAI, atau, bila tanpa kasus: tematik doc set DOC %v=NILAI",
			s.by, analysis.List(s.without), s.by, s.by))
	}
	if len(s.several) > 0 {
		warn("several_values", lang.T("In documents with different values of %v, and so in no group: %v. To give a case one of its own: tematik case set CASE %v=VALUE",
			"Ada dalam dokumen dengan nilai %v yang berbeda-beda, sehingga tidak masuk kelompok mana pun: %v. Untuk memberi nilai pada kasusnya sendiri: tematik case set KASUS %v=NILAI",
			s.by, analysis.List(s.several), s.by))
	}
	if len(s.names) < 2 {
		warn("one_group", lang.T("Fewer than two groups: nothing can be compared.", "Kurang dari dua kelompok: tidak ada yang dapat dibandingkan."))
	}
	var small []string
	for g, n := range s.sizes {
		if n < few {
			small = append(small, s.names[g])
		}
	}
	if len(small) > 0 && len(s.names) > 1 {
		warn("small_groups", lang.T("Groups of fewer than %v, whose shares move far with each informant: %v.",
			"Kelompok dengan anggota kurang dari %v, yang proporsinya banyak berubah oleh tiap informan: %v.", few, analysis.List(small)))
	}
	if n := s.grouped(); len(s.names) > 2 && n < stat.MinClusters {
		warn("few_informants", lang.T("%v: too few for an interval of V.", "%v: terlalu sedikit untuk interval V.", s.sampled(n)))
	}
	if n := s.untested(); n > 0 {
		warn("too_many_tables", lang.T("%v not tested: there are too many different tables to go through. Fewer groups can be.",
			"%v tidak diuji: terlalu banyak tabel berbeda yang harus diperiksa. Kelompok yang lebih sedikit dapat diuji.", lang.Many(n, "code is", "codes are", "kode")))
	}
	return out
}

// account says how it was done, for the methods section.
func account(v *qda.View, values analysis.Values) lang.Text {
	by := values.Word("by")
	if by == "" {
		return lang.Text{}
	}
	g := group(v, values.Words("kind"), by)
	what := lang.T("codes (each by its own codings)", "kode (masing-masing dari pengodeannya sendiri)")
	if values.Level() == analysis.ByTheme {
		what = lang.T("themes (each with all below it)", "tema (masing-masing beserta semua kode di bawahnya)")
	}
	effect := lang.T("Cramér's V with a percentile interval from %v bootstrap samples of informants (seed %v)",
		"V Cramér dengan interval persentil dari %v sampel bootstrap informan (benih %v)", replicates, values.SeedText())
	if len(g.names) == 2 {
		effect = lang.T("the difference of shares with Newcombe's (1998) 95% interval", "selisih proporsi dengan interval 95% Newcombe (1998)")
	}
	return lang.T("The use of %v by %v was compared across the values of %v (%v) with the Fisher–Freeman–Halton exact test of presence, adjusted by Benjamini and Hochberg over all codes in use, and %v; the sample was not drawn at random, and the tests describe it.",
		"Penggunaan %v oleh %v dibandingkan menurut nilai %v (%v) dengan uji eksak Fisher–Freeman–Halton atas ada tidaknya kode, disesuaikan menurut Benjamini dan Hochberg atas semua kode terpakai, serta %v; sampel tidak diambil secara acak, dan uji ini bersifat menggambarkan.",
		what, sampled(g.Sampling, g.grouped()), by, g.list(), effect)
}
