package saturation

import (
	"maps"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// headlines are the columns of the same numbers for a part of the study.
func (s *study) headlines(first report.Column) []report.Column {
	return []report.Column{
		first,
		{ID: "codes", Title: lang.T("Codes", "Kode"), Type: report.Count},
		{ID: "units", Title: s.inUnits(), Type: report.Count},
		{ID: "last_new_k", Title: lang.T("Last new at", "Baru terakhir"), Type: report.Count},
		{ID: "singletons", Title: lang.T("In one only", "Hanya di satu"), Type: report.Count},
		{ID: "p_next_adds_code", Title: lang.T("Chance of new", "Peluang baru"), Type: report.Share},
		{ID: "expected_new", Title: lang.T("Expected new", "Harapan baru"), Type: report.Number, Decimals: 1},
		{ID: "chao2_bc", Title: lang.T("At least", "Sedikitnya"), Type: report.Number, Decimals: 1},
		{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number, Decimals: 1, Hidden: true},
		{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number, Decimals: 1, Hidden: true},
	}
}

// part is the row of what some codes do over n units; units is how many of them
// are told of. Sets may be empty.
func (s *study) part(first report.Cell, sets [][]uint64, n, units int) []report.Cell {
	x := newIncidence(s.columns, sets, n)
	sample := stat.NewSample(n, sets)
	row := []report.Cell{first, sample.S, units, nil, nil, nil, nil, nil, nil, nil}
	for k, news := range x.news() {
		if news > 0 {
			row[3] = k + 1
		}
	}
	if n > 0 {
		row[4] = sample.Q[1]
	}
	if s.closed() {
		return row
	}
	p, _ := sample.AddsNew()
	row[5] = report.Num(p)
	if s.values.Level() == analysis.ByCode {
		e := s.atLeast(sample)
		row[6], row[7], row[8], row[9] = report.Num(sample.NewKinds(1)), report.Num(e.Value), report.Num(e.Lower), report.Num(e.Upper)
	}
	return row
}

// themesTable has a row for each topmost node with codes in use below it.
func (s *study) themesTable() report.Table {
	t := report.Table{ID: "by_theme", Title: lang.T("The same by theme", "Hal yang sama menurut tema"),
		Columns: s.headlines(report.Column{ID: "theme", Title: lang.T("Theme", "Tema"), Type: report.Code, Named: true}),
		Notes: []lang.Text{lang.T(
			"Of the codes of each theme, over the same %v: last new code at k, codes in one only, the chance that the next adds one and how many to expect, and how many there are at least (Chao2, bias-corrected; –: undefined). A code under no theme stands as itself.",
			"Dari kode pada tiap tema, atas %v yang sama: kode baru terakhir pada k, kode yang hanya ada di satu, peluang berikutnya menambah kode dan harapan jumlahnya, serta jumlah kode sedikitnya (Chao2, terkoreksi bias; –: tak terdefinisi). Kode tanpa tema berdiri sendiri.",
			s.sampled(len(s.Units)))}}
	for at := 0; at < len(s.sets); {
		theme, from := s.v.Tree.Theme[s.columns.Nodes[at]], at
		with := make([]bool, len(s.Units))
		for ; at < len(s.sets) && s.v.Tree.Theme[s.columns.Nodes[at]] == theme; at++ {
			each(s.sets[at], func(u int) { with[u] = true })
		}
		units := 0
		for _, yes := range with {
			if yes {
				units++
			}
		}
		if units == 0 { // in use in documents of other kinds alone
			continue
		}
		t.Rows = append(t.Rows, s.part(s.v.Codes()[theme].Key, s.sets[from:at], len(s.Units), units))
	}
	return t
}

// groupsTable has a row for each value of an attribute of the sampling units:
// their own case's, or else that of the document at which they stand.
func (s *study) groupsTable(attr string) (t report.Table, err error) {
	if len(qda.Attributes(s.v.Snapshot)[attr]) == 0 {
		return t, errs.New(errs.NotFound, "--by %s: no case or counted document has such an attribute (%s)", attr, analysis.Attributes(s.v, attr)).Hint("tematik case ls")
	}
	t = report.Table{ID: "by_group", Title: lang.T("The same by %v", "Hal yang sama menurut %v", attr),
		Columns: s.headlines(report.Column{ID: "group", Title: lang.Same(attr), Type: report.String}),
		Notes: []lang.Text{lang.T(
			"Each group by itself, in its own order: k counts its units alone, and what is new in it may be known from another. Small groups estimate little (–: undefined).",
			"Tiap kelompok dihitung sendiri, menurut urutannya sendiri: k hanya menghitung satuannya, dan yang baru di satu kelompok mungkin sudah dikenal dari kelompok lain. Kelompok kecil hanya menghasilkan sedikit taksiran (–: tak terdefinisi).")}}
	spelt, members := map[string]string{}, map[string][]int{}
	for u := range s.Units {
		value := s.value(u, attr)
		fold := strings.ToLower(value)
		if _, known := spelt[fold]; !known {
			spelt[fold] = value
		}
		members[fold] = append(members[fold], u)
	}
	for _, fold := range slices.SortedFunc(maps.Keys(members), analysis.CompareValues) {
		units := members[fold]
		t.Rows = append(t.Rows, s.part(analysis.Text(spelt[fold]), s.among(units), len(units), len(units)))
	}
	return t, nil
}

func (s *study) value(unit int, attr string) string {
	u := s.Units[unit]
	if u.Case >= 0 && s.v.Cases[u.Case].Values[attr] != "" {
		return s.v.Cases[u.Case].Values[attr]
	}
	return s.v.Documents[u.Doc].Values[attr]
}

// among is which of some units have each code.
func (s *study) among(units []int) [][]uint64 {
	out := make([][]uint64, len(s.sets))
	for j, set := range s.sets {
		out[j] = make([]uint64, (len(units)+63)/64)
		for i, u := range units {
			out[j][i/64] |= set[u/64] >> (u % 64) & 1 << (i % 64)
		}
	}
	return out
}
