package cooccurrence

import (
	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

// notes are what stands under the pairs.
func (s *study) notes() []lang.Text {
	notes := []lang.Text{
		lang.T("Counted: %v (%v); speech of %v; %v. A unit has a code if a coding of it overlaps the unit by at least one character. Cases: with at least one unit that has both.",
			"Dihitung: %v (%v); ucapan %v; %v. Satuan memiliki suatu kode bila ada pengodean kode itu yang bertumpang tindih dengannya sedikitnya satu karakter. Kasus: yang memuat sedikitnya satu satuan dengan kedua kode.",
			s.unit.Count(s.units), universe(s.coded), analysis.Listened(s.v), s.level.Counted()),
	}
	if s.corrected > 0 {
		notes = append(notes, lang.T("Where a cell is empty, the odds ratio is (a+½)(d+½)/((b+½)(c+½)): %v.",
			"Bila ada sel kosong, rasio odds dihitung sebagai (a+½)(d+½)/((b+½)(c+½)): %v.", pairs(s.corrected)))
	}
	if s.unit == analysis.Char {
		return append(notes, lang.T("These numbers describe; they do not test.", "Angka-angka ini mendeskripsikan, bukan menguji."), account(s.v, s.values))
	}
	return append(notes, s.trust(), s.expectation(), account(s.v, s.values))
}

func universe(coded bool) lang.Text {
	if coded {
		return lang.T("with any code", "yang berkode")
	}
	return lang.T("all", "semua")
}

// trust says which of the tests to read.
func (s *study) trust() lang.Text {
	after := lang.T("Its p is a chi-square's: too small where fewer than five units in common are expected. Units of one interview are not independent, so Fisher's p only describes.",
		"p-nya berdasarkan khi-kuadrat: terlalu kecil bila satuan bersama yang diharapkan kurang dari lima. Satuan dalam satu wawancara tidak saling bebas, sehingga p Fisher hanya mendeskripsikan.")
	if s.permutations > 0 {
		return lang.T("Rely on the permutation (q) first, then on Mantel-Haenszel within cases. %v",
			"Andalkan permutasi (q) lebih dulu, lalu Mantel-Haenszel di dalam kasus. %v", after)
	}
	return lang.T("Rely on Mantel-Haenszel within cases. %v", "Andalkan Mantel-Haenszel di dalam kasus. %v", after)
}

// expectation says what the permutation compares with.
func (s *study) expectation() lang.Text {
	switch {
	case s.permutations == 0:
		return lang.T("No permutations were made.", "Permutasi tidak dilakukan.")
	case s.null == shift:
		return lang.T("Expected: the mean over all circular shifts of one code past the other within %v, counted exactly, as is p; p max from %v shifts of every code by itself. q: p adjusted for all %v.",
			"Harapan: rata-rata atas semua pergeseran melingkar satu kode terhadap kode lain di dalam %v, dihitung secara eksak, demikian pula p; p maks. dari %v pergeseran tiap kode sendiri-sendiri. q: p yang disesuaikan untuk semua %v.",
			s.within(), s.permutations, pairs(len(s.tested)))
	}
	return lang.T("Expected: the mean of %v permutations within %v (what was observed not among them); p: how many of them, and what was observed, are at least as far from it. q: p adjusted for all %v.",
		"Harapan: rata-rata %v permutasi di dalam %v (hasil pengamatan tidak termasuk); p: berapa di antaranya, ditambah hasil pengamatan, yang sedikitnya sejauh itu darinya. q: p yang disesuaikan untuk semua %v.",
		s.permutations, s.within(), pairs(len(s.tested)))
}

func (s *study) within() lang.Text { return within(s.unit) }

func within(unit analysis.Unit) lang.Text {
	if whole(unit) {
		return lang.T("the whole study", "seluruh penelitian")
	}
	return lang.T("each document", "tiap dokumen")
}

// account is what a methods section says.
func account(v *qda.View, values analysis.Values) lang.Text {
	unit := analysis.Unit(values.Word("unit"))
	text := lang.T("Co-occurrence was counted in %v (%v, speech of %v), %v.",
		"Kemunculan bersama dihitung dalam %v (%v, ucapan %v), %v.",
		unit.Plural(), universe(values.Word("universe") == codedUnits), analysis.Listened(v), values.Level().Counted())
	if unit == analysis.Char {
		return text
	}
	b, seed := values.Permutations(), values.SeedText()
	switch {
	case b == 0:
	case values.Word("null") == shift:
		text = lang.T("%v Each pair was compared with all circular shifts of one code within %v (two-sided), adjusted for all pairs by Benjamini and Hochberg (q) and by the maximum over pairs (Westfall and Young) in %v shifts, seed %v.",
			"%v Tiap pasangan dibandingkan dengan semua pergeseran melingkar satu kode di dalam %v (dua sisi), disesuaikan untuk semua pasangan menurut Benjamini dan Hochberg (q) dan menurut maksimum atas semua pasangan (Westfall dan Young) dalam %v pergeseran, benih %v.",
			text, within(unit), b, seed)
	default:
		text = lang.T("%v Each pair was compared with %v permutations within %v that keep the number of codes of each unit and of units of each code (curveball, Strona et al. 2014, Carstens 2015; two-sided), adjusted for all pairs by Benjamini and Hochberg (q) and by the maximum over pairs (Westfall and Young), seed %v.",
			"%v Tiap pasangan dibandingkan dengan %v permutasi di dalam %v yang mempertahankan jumlah kode tiap satuan dan jumlah satuan tiap kode (curveball, Strona dkk. 2014, Carstens 2015; dua sisi), disesuaikan untuk semua pasangan menurut Benjamini dan Hochberg (q) dan menurut maksimum atas semua pasangan (Westfall dan Young), benih %v.",
			text, b, within(unit), seed)
	}
	return lang.T("%v Odds ratios within cases are Mantel and Haenszel's, without correction for continuity (a document without a case is a stratum of its own).",
		"%v Rasio odds di dalam kasus dihitung menurut Mantel dan Haenszel, tanpa koreksi kontinuitas (dokumen tanpa kasus menjadi strata tersendiri).", text)
}
