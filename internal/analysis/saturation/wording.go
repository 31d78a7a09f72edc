package saturation

import (
	"strconv"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func (s *study) reflexive() bool { return s.v.Project.Approach == qda.ReflexiveTA }

// title is what the approach calls this: reflexive thematic analysis knows no
// saturation.
func (s *study) title() lang.Text {
	return s.either(Method().Title,
		lang.T("How new codes appeared across interviews", "Bagaimana kode baru muncul sepanjang wawancara"))
}

// either is the usual wording, or that of reflexive thematic analysis.
func (s *study) either(usual, reflexive lang.Text) lang.Text {
	if s.reflexive() {
		return reflexive
	}
	return usual
}

func (s *study) guestTitle() lang.Text {
	return s.either(lang.T("Base, run and threshold (Guest, Namey & Chen 2020)", "Dasar, rangkaian, dan ambang (Guest, Namey & Chen 2020)"),
		lang.T("Runs of interviews with few new codes", "Rangkaian wawancara dengan sedikit kode baru"))
}

// sampled is a number of what was sampled.
func (s *study) sampled(n int) lang.Text {
	if s.ByCase {
		return analysis.Case.Count(n)
	}
	return lang.Many(n, "interview", "interviews", "wawancara")
}

func codes(n int) lang.Text { return lang.Many(n, "code in use", "codes in use", "kode terpakai") }

func newCodes(n int) lang.Text { return lang.Many(n, "new code", "new codes", "kode baru") }

// alike is the condition of everything said of further interviews.
func (s *study) alike() lang.Text {
	return lang.T("Holds for interviews drawn like these.", "Berlaku untuk wawancara yang diambil dengan cara yang sama.")
}

func (s *study) curveNotes() []lang.Text {
	level := lang.T("each code by its own codings", "tiap kode dari pengodeannya sendiri")
	if s.values.Level() == analysis.ByTheme {
		level = lang.T("topmost themes with all below them", "tema teratas beserta semua di bawahnya")
	}
	order := lang.T("that of the documents", "sesuai urutan dokumen")
	if s.values.Word("order") == analysis.DateOrder {
		order = lang.T("by date, undated last", "menurut tanggal, yang tanpa tanggal di akhir")
	}
	notes := []lang.Text{
		lang.T("n = %v, S = %v (%v), order: %v.", "n = %v, S = %v (%v), urutan: %v.",
			s.sampled(len(s.Units)), codes(s.sample.S), level, order),
		lang.T("Expected: the mean over all orders. Lower and upper: 95% band for another sample of k such interviews (Colwell et al. 2004, with Chao2), not for other orders of these.",
			"Harapan: rata-rata atas semua urutan. Bawah dan atas: pita 95% untuk sampel lain berisi k wawancara serupa (Colwell dkk. 2004, dengan Chao2), bukan untuk urutan lain dari wawancara ini."),
	}
	if s.Others > 0 {
		notes = append(notes, lang.T("Left out: %v of other kinds; choose with --kind.", "Tidak dihitung: %v dari jenis lain; pilih dengan --kind.", analysis.Document.Count(s.Others)))
	}
	if note, ok := s.last(); ok {
		notes = append(notes, note)
	}
	return append(notes, s.caution())
}

// last says what the last interviews brought.
func (s *study) last() (note lang.Text, ok bool) {
	n, last := len(s.Units), 3
	if n <= last || s.sample.S == 0 {
		return note, false
	}
	brought := 0
	for _, w := range s.news[n-last:] {
		brought += w
	}
	usual := s.curve[n-1].Expected - s.curve[n-1-last].Expected
	return lang.T("The last %v of %v added %v (in random order: %v on average). This describes the use of codes, not completeness of meaning.",
		"Yang %v terakhir dari %v menambah %v (dalam urutan acak: rata-rata %v). Ini menggambarkan penggunaan kode, bukan kelengkapan makna.",
		last, s.sampled(n), newCodes(brought), one(usual)), true
}

// caution is what the school of analysis says of counting new codes.
func (s *study) caution() lang.Text {
	return s.either(
		lang.T("Whether few new codes mean enough interviews is a judgement; Braun & Clarke (2021) contest the idea for reflexive thematic analysis.",
			"Apakah sedikitnya kode baru berarti jumlah wawancara sudah memadai adalah penilaian peneliti; Braun & Clarke (2021) mempersoalkan gagasan ini untuk analisis tematik refleksif."),
		lang.T("Reflexive thematic analysis does not seek saturation (Braun & Clarke 2021). Consider information power instead: aim, specificity of the sample, theory, quality of dialogue, strategy of analysis (Malterud et al. 2016).",
			"Analisis tematik refleksif tidak mencari kejenuhan (Braun & Clarke 2021). Pertimbangkan daya informasi (information power): tujuan, kekhususan sampel, teori, mutu dialog, strategi analisis (Malterud dkk. 2016)."))
}

func (s *study) guestNotes() []lang.Text {
	orders := lang.T("%v random orders", "%v urutan acak", s.spread.count)
	switch {
	case s.spread.all && s.spread.count == 1:
		orders = lang.T("the only order", "satu-satunya urutan")
	case s.spread.all:
		orders = lang.T("all %v orders", "semua %v urutan", s.spread.count)
	}
	return []lang.Text{s.either(lang.T(
		"s+r: after s interviews, the new codes of the next r number at most the threshold times the codes of the base. Median and quantiles are of s over %v; orders that never stop come after all others. A rule that needs more interviews than there are cannot be assessed (–). It measures diminishing returns, not completeness.",
		"s+r: setelah s wawancara, kode baru dari r wawancara berikutnya paling banyak sebesar ambang kali jumlah kode pada dasar. Median dan kuantil adalah nilai s atas %v; urutan yang tidak pernah berhenti ditempatkan setelah semua yang lain. Aturan yang memerlukan lebih banyak wawancara daripada yang ada tidak dapat dinilai (–). Ini mengukur hasil yang makin berkurang, bukan kelengkapan.",
		orders), lang.T(
		"s+r: after s interviews, the new codes of the next r number at most this share of the codes of the base. Median and quantiles are of s over %v; orders without such a run come after all others. It says nothing of completeness of meaning.",
		"s+r: setelah s wawancara, kode baru dari r wawancara berikutnya paling banyak sebesar proporsi ini dari jumlah kode pada dasar. Median dan kuantil adalah nilai s atas %v; urutan tanpa rangkaian seperti itu ditempatkan setelah semua yang lain. Ini tidak mengatakan apa pun tentang kelengkapan makna.",
		orders))}
}

// warnings of what cannot be said, or must be said along.
func (s *study) warnings() []report.Warning {
	var out []report.Warning
	warn := func(id string, t lang.Text) { out = append(out, report.Warning{ID: id, Text: t}) }
	if s.closed() {
		warn("closed_codebook", lang.T("The codebook is closed: no code can be discovered, so nothing is forecast.",
			"Buku kode tertutup: tidak ada kode baru yang dapat ditemukan, sehingga tidak dibuat prakiraan."))
	}
	if s.values.Level() == analysis.ByTheme {
		warn("theme_level", lang.T("At the level of themes nothing is estimated or forecast; use --level code for that.",
			"Pada tingkat tema tidak dibuat estimasi atau prakiraan; gunakan --level code untuk itu."))
	}
	if !s.sample.Estimable() {
		warn("not_estimable", lang.T("%v with %v: too few to say anything beyond them.",
			"%v dengan %v: terlalu sedikit untuk menyimpulkan apa pun di luar itu.", s.sampled(len(s.Units)), codes(s.sample.S)))
	}
	out = append(out, analysis.Unowned(s.Nobody, lang.Many(s.Nobody, "coding", "codings", "pengodean"))...)
	if bulk, all := s.bulk(); 2*bulk > all {
		warn("rule_codings", lang.T("Accepted in bulk from rules: %v of %v. The curve shows when the terms occur, not whether new ideas do.",
			"Diterima sekaligus dari aturan: %v dari %v. Kurva menunjukkan kapan istilahnya muncul, bukan apakah gagasan baru muncul.",
			bulk, lang.Many(all, "coding", "codings", "pengodean")))
	}
	if text, ok := s.reopened(); ok {
		warn("reopened", text)
	}
	return out
}

// bulk counts the codings that were accepted in bulk.
func (s *study) bulk() (bulk, all int) {
	for _, c := range s.v.Codings.Coder {
		if s.v.Coders[c].Name == qda.RulesCoder {
			bulk++
		}
	}
	return bulk, s.v.Codings.Len()
}

// reopened tells of rules that stop although later interviews add codes.
func (s *study) reopened() (text lang.Text, ok bool) {
	latest := -1
	for i, w := range s.news {
		if w > 0 {
			latest = i
		}
	}
	early, stopping := 0, 0
	for i, r := range s.rules {
		if at := s.stops[i]; at > 0 {
			stopping++
			if at+r.run <= latest {
				early++
			}
		}
	}
	if early == 0 {
		return text, false
	}
	return s.either(
		lang.T("The last new code came with %v (number %v); of the rules that stop, %v of %v had stopped before.",
			"Kode baru terakhir muncul pada %v (nomor %v); dari aturan yang berhenti, %v dari %v sudah berhenti sebelumnya.",
			s.Units[latest].Name, latest+1, early, stopping),
		lang.T("After a run of interviews with few new codes, more came again; the last with %v (number %v).",
			"Setelah rangkaian wawancara dengan sedikit kode baru, kode baru muncul lagi; yang terakhir pada %v (nomor %v).",
			s.Units[latest].Name, latest+1)), true
}

// figure is the curve: what was observed, what any order would show, and the
// band of other samples.
func (s *study) figure() report.Figure {
	n := len(s.Units)
	xs, cumulative, news := make([]float64, n), make([]float64, n), make([]float64, n)
	expected, lower, upper := make([]float64, n), make([]float64, n), make([]float64, n)
	for i, p := range s.curve {
		xs[i], news[i] = float64(i+1), float64(s.news[i])
		cumulative[i] = news[i]
		if i > 0 {
			cumulative[i] += cumulative[i-1]
		}
		expected[i], lower[i], upper[i] = p.Expected, p.Lower, p.Upper
	}
	line := report.Series{Name: lang.T("Expected, with 95% band", "Harapan, dengan pita 95%"), X: xs, Y: expected, Style: report.Solid}
	if s.sample.Estimable() {
		line.Lower, line.Upper = lower, upper
	}
	return report.Figure{ID: "curve", Title: s.title(), Alt: s.alt(cumulative), Lines: &report.Lines{
		X: s.axisName(), Y: lang.T("Codes", "Kode"),
		Series: []report.Series{line,
			{Name: lang.T("Observed, in the order given", "Teramati, menurut urutan"), X: xs, Y: cumulative, Style: report.Points},
			{Name: lang.T("New codes", "Kode baru"), X: xs, Y: news, Style: report.Bars},
		}}}
}

func (s *study) axisName() lang.Text {
	if s.ByCase {
		return lang.T("Cases", "Kasus")
	}
	return lang.T("Interviews", "Wawancara")
}

// alt states the numbers of the figure.
func (s *study) alt(cumulative []float64) lang.Text {
	n := len(s.Units)
	half := (n + 1) / 2
	p := s.curve[half-1]
	return lang.T("Codes in use over %v: %v after the first, %v after %v, %v after all. In random order, %v would show %v (95%% band %v to %v). The last one added %v.",
		"Kode terpakai dari %v: %v setelah yang pertama, %v setelah %v, %v setelah semuanya. Dalam urutan acak, %v akan memuat %v (pita 95%% dari %v sampai %v). Yang terakhir menambah %v.",
		s.sampled(n), int(cumulative[0]), int(cumulative[half-1]), half, int(cumulative[n-1]),
		s.sampled(half), one(p.Expected), one(p.Lower), one(p.Upper), newCodes(s.news[n-1]))
}

func one(x float64) lang.Num { return lang.Num{Value: x, Decimals: 1} }
