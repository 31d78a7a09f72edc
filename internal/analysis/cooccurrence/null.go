package cooccurrence

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/progress"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// The null hypotheses of the permutation test.
const (
	curveball = "curveball"
	shift     = "shift"
)

// largest is how many units times codes are permuted unasked.
const largest = 50_000_000

// nullParams are the settings of the permutation test.
func nullParams() []analysis.Param {
	return []analysis.Param{
		{Name: "null", Kind: analysis.Choice, Default: curveball, Allowed: []string{curveball, shift},
			Help: lang.T("what chance keeps: the margins of units and codes (curveball), or how a code lies along the document (shift)",
				"yang dipertahankan acuan acak: jumlah kode per satuan dan jumlah satuan per kode (curveball), atau letak kode di sepanjang dokumen (shift)")},
		analysis.PermutationsParam(lang.T("how many permutations; 0: none (999 by default, none in very large studies)",
			"banyaknya permutasi; 0: tanpa permutasi (bawaan 999, tidak dijalankan pada penelitian yang sangat besar)")),
	}
}

// choosePermutations decides what was not asked for, and says when that is none.
// Characters are not permuted.
func (s *study) choosePermutations(values analysis.Values) (off []report.Warning) {
	if _, asked := values["permutations"]; !asked && s.unit == analysis.Char {
		values["permutations"] = 0
	}
	off = analysis.Permute(values, s.unit, s.units, len(s.keys), largest)
	if s.unit != analysis.Char && len(s.tested) > 0 {
		s.permutations = values.Permutations()
	}
	return off
}

// whole reports that all units are one block: there is nothing to exchange
// within a document.
func whole(unit analysis.Unit) bool { return unit == analysis.Document || unit == analysis.Case }

// blocks are the stretches within which codes may be exchanged: documents, or
// all of the study where units are documents or cases.
func (s *study) blocks() []stat.Block {
	l := s.held
	var out []stat.Block
	units := map[int32]int{}
	for _, x := range l.Shares {
		units[x.Doc] += x.Units
	}
	one := whole(s.unit)
	rank := 0 // of the unit among those with any code
	for i := range l.Len() {
		doc := l.Doc[i]
		if len(out) == 0 || !one && doc != l.Doc[i-1] {
			n := units[doc]
			if one {
				n = l.Units
			}
			out = append(out, stat.Block{Units: n})
			rank = 0
		}
		var row []int32
		for _, c := range l.Columns(i) {
			if c != l.Other {
				row = append(row, c)
			}
		}
		if row != nil {
			b := &out[len(out)-1]
			place := int(l.Place[i])
			switch {
			case s.coded:
				place = rank
			case s.unit == analysis.Document:
				place = int(doc)
			}
			b.Rows, b.Place = append(b.Rows, row), append(b.Place, place)
		}
		rank++
	}
	return out
}

// permute compares all pairs with the null.
func (s *study) permute(ctx context.Context) error {
	seen := make([]int32, len(s.tested))
	for i, p := range s.tested {
		seen[i] = int32(s.both[s.at(p[0], p[1])])
	}
	test := stat.Curveball
	if s.null == shift {
		test = stat.Shift
	}
	var err error
	s.perm, err = test(ctx, len(s.keys), s.blocks(), s.tested, seen, s.permutations, s.seed,
		func(done, total int) { progress.Step(ctx, done, total) })
	return err
}

// testWarnings tell what the tests cannot say.
func (s *study) testWarnings() []report.Warning {
	var out []report.Warning
	warn := func(id string, t lang.Text) { out = append(out, report.Warning{ID: id, Text: t}) }
	if len(s.tested) == 0 {
		return nil
	}
	if s.unit == analysis.Char {
		warn("no_tests_of_characters", lang.T("Characters are too many and too alike to be tested: no G², Fisher, Mantel-Haenszel or permutation; use --unit turn or sentence.",
			"Karakter terlalu banyak dan terlalu bergantung satu sama lain untuk diuji: tanpa G², Fisher, Mantel-Haenszel, atau permutasi; gunakan --unit turn atau sentence."))
		return out
	}
	constant := 0
	for _, n := range s.n {
		if n == 0 || n == s.units {
			constant++
		}
	}
	if constant > 0 {
		warn("constant_codes", lang.T("%v in every unit or in none: odds ratio and phi of its pairs are undefined.",
			"%v terdapat dalam semua satuan atau tidak satu pun: rasio odds dan phi pasangannya tak terdefinisi.", lang.Many(constant, "code is", "codes are", "kode")))
	}
	if n := undefinedIn(s.mantel); n > 0 {
		warn("mantel_haenszel_undefined", lang.T("No Mantel-Haenszel p for %v: no case with two units or more has one of the codes in some units and the other in some.",
			"Tidak ada p Mantel-Haenszel untuk %v: tidak ada kasus dengan dua satuan atau lebih yang memuat kedua kode itu, masing-masing dalam sebagian satuan.", pairs(n)))
	}
	if s.permutations > 0 {
		fixed := 0
		for _, x := range s.perm.Fixed {
			if x {
				fixed++
			}
		}
		if fixed > 0 {
			warn("no_freedom", lang.T("No freedom to permute %v: their number of units in common was the same in every permutation, so p = 1.",
				"Tidak ada keleluasaan untuk mempermutasi %v: jumlah satuan bersamanya sama dalam setiap permutasi, sehingga p = 1.", pairs(fixed)))
		}
	}
	return out
}

func pairs(n int) lang.Text { return lang.Many(n, "pair", "pairs", "pasangan") }

func undefinedIn(x []float64) (n int) {
	for _, v := range x {
		if v != v {
			n++
		}
	}
	return n
}
