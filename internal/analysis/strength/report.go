package strength

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "strength".
func Method() analysis.Method {
	level := analysis.LevelParam()
	level.Default = string(analysis.ByTheme)
	return analysis.Method{
		Name:    "strength",
		Title:   lang.T("Theme strength: spread over informants", "Kekuatan tema: sebaran antarinforman"),
		Params:  []analysis.Param{level},
		Run:     run,
		Account: account,
	}
}

// study is what the tables are made of.
type study struct {
	v       *qda.View
	level   analysis.Level
	people  *people
	all     []spread
	extents [][measures]extent
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	s := &study{v: v, level: values.Level(), people: newPeople(v)}
	var unowned int
	var err error
	if s.all, unowned, err = spreads(ctx, v, s.people, s.level); err != nil {
		return nil, err
	}
	s.extents = extents(s.all, len(s.people.names))
	r := &report.Report{Name: "strength", Title: s.title(), Labels: analysis.Labels(v)}
	first := s.table()
	r.Method = account(v, values)
	first.Notes = append(first.Notes, r.Method)
	r.Tables = []report.Table{first, s.without(), s.negative(), s.leaveOneOut()}
	r.Warnings = append(analysis.Uncoded(v), analysis.PoolDocuments(v)...)
	if !s.people.documents {
		r.Warnings = append(r.Warnings, analysis.WithoutCase(len(s.people.names), s.people.caseless)...)
	}
	r.Warnings = append(r.Warnings, analysis.Unowned(unowned, lang.Many(unowned, "segment", "segments", "segmen"))...)
	r.Warnings = append(r.Warnings, s.warnings()...)
	if len(s.all) > 0 {
		r.Figures = []report.Figure{s.figure()}
	}
	return r, nil
}

func (s *study) name(k int) lang.Text { return analysis.Name(s.v, s.all[k].node) }

func (s *study) key(k int) string { return s.v.Codes()[s.all[k].node].Key }

// person is the cell of an informant; none is nil.
func (s *study) person(i int) report.Cell {
	if i < 0 {
		return nil
	}
	return s.people.names[i]
}

// personType is what informants are.
func (s *study) personType() report.Type {
	if s.people.documents {
		return report.Document
	}
	return report.Case
}

func (s *study) themeColumn(grouped bool) report.Column {
	return report.Column{ID: "theme", Title: s.what(), Type: report.Code, Named: true, Grouped: grouped}
}

// table has one row for each theme.
func (s *study) table() report.Table {
	t := report.Table{ID: "strength", Title: s.title(), Notes: s.notes(), Columns: []report.Column{
		s.themeColumn(false),
		{ID: "documents", Title: lang.T("Docs", "n dok."), Type: report.Count, Hidden: true},
		{ID: "cases", Title: s.cases(), Type: report.Count},
		{ID: "cases_share", Title: lang.T("%", "%"), Type: report.Share},
		{ID: "cases_share_lowest", Title: lang.T("Lowest", "Min."), Type: report.Share},
		{ID: "cases_share_highest", Title: lang.T("Highest", "Maks."), Type: report.Share},
		{ID: "cases_without", Title: lang.T("Without", "Tanpa"), Type: report.Count},
		{ID: "segments", Title: lang.T("Segm.", "Segmen"), Type: report.Count},
		{ID: "top_case", Title: lang.T("Top", "Dominan"), Type: s.personType()},
		{ID: "top_case_share", Title: lang.T("% top", "% dom."), Type: report.Share},
		{ID: "effective_cases", Title: lang.T("Effective", "Efektif"), Type: report.Number, Decimals: 1},
	}}
	for k := range s.all {
		x, e := &s.all[k], &s.extents[k]
		n := x.cases(everyone)
		t.Rows = append(t.Rows, []report.Cell{s.key(k), x.documents, n, report.Num(e[casesShare].value), report.Num(e[casesShare].low), report.Num(e[casesShare].high),
			len(s.people.names) - n, x.segments, s.person(x.top()), report.Num(e[topShare].value), report.Num(e[effective].value)})
	}
	return t
}

// leaveOneOut says of every number how far it moves without one informant.
func (s *study) leaveOneOut() report.Table {
	number := func(id string, title lang.Text) report.Column {
		return report.Column{ID: id, Title: title, Type: report.Number, Decimals: 2}
	}
	without := lang.T("without", "tanpa")
	t := report.Table{ID: "leave_one_out", Title: s.leftOut(), Aside: true, Notes: []lang.Text{lang.T(
		"The lowest and the highest value of all studies that leave out one %v, and which one that is; a dash where leaving out any of several gives the same. A segment that holds words of another too stays.",
		"Nilai terendah dan tertinggi dari semua telaah yang menghilangkan satu %v, beserta siapa yang dihilangkan; tanda pisah berarti beberapa pilihan memberi hasil yang sama. Segmen yang juga memuat kata-kata orang lain tetap dihitung.", s.aPerson())},
		Columns: []report.Column{
			s.themeColumn(true),
			{ID: "measure", Title: lang.T("Measure", "Ukuran"), Type: report.String},
			number("value", lang.T("Value", "Nilai")),
			number("lowest", lang.T("Lowest", "Terendah")),
			{ID: "lowest_without", Title: without, Type: s.personType()},
			number("highest", lang.T("Highest", "Tertinggi")),
			{ID: "highest_without", Title: without, Type: s.personType()},
		}}
	cell := func(m int, x float64) report.Cell {
		if (m == segments || m == rank) && !math.IsNaN(x) {
			return int(x)
		}
		return report.Num(x)
	}
	for k := range s.all {
		for m, e := range s.extents[k] {
			t.Rows = append(t.Rows, []report.Cell{s.key(k), s.measure(m), cell(m, e.value), cell(m, e.low), s.person(e.lowest), cell(m, e.high), s.person(e.highest)})
		}
	}
	return t
}

// without names the informants without a theme, in one row of each theme.
func (s *study) without() report.Table {
	t := report.Table{ID: "absent", Title: s.absent(), Notes: []lang.Text{lang.T(
		"Where to look for negative cases. That a %v is absent does not say that anything contradicts it: only the transcript shows whether it was asked about, passed over or spoken against.",
		"Tempat mencari kasus negatif. Tidak adanya suatu %v belum berarti ada yang membantahnya: hanya transkrip yang menunjukkan apakah hal itu ditanyakan, dilewati, atau disangkal.", s.aTheme())},
		Columns: []report.Column{
			s.themeColumn(false),
			{ID: "number", Title: lang.T("n", "n"), Type: report.Count},
			{ID: "names", Title: s.kind(lang.T("Cases", "Kasus"), lang.T("Documents", "Dokumen")), Type: report.String, Blank: true},
		}}
	uncoded := false
	for k := range s.all {
		var names []string
		for i, n := range s.all[k].per {
			switch {
			case n > 0:
			case s.people.codings[i] == 0:
				uncoded, names = true, append(names, s.people.names[i]+"*")
			default:
				names = append(names, s.people.names[i])
			}
		}
		t.Rows = append(t.Rows, []report.Cell{s.key(k), len(names), analysis.Text(strings.Join(names, ", "))})
	}
	if uncoded {
		t.Notes = append(t.Notes, lang.T("* has no coding of any code: its absence says nothing.", "* tidak memiliki pengodean apa pun: ketiadaan temanya tidak berarti apa-apa."))
	}
	return t
}

// negative has a row for each theme and informant without it.
func (s *study) negative() report.Table {
	t := report.Table{ID: "negative_cases", Aside: true, Title: lang.T("%v, one by one", "%v, satu per satu", s.absent()), Notes: []lang.Text{lang.T(
		"Codings: of any code; with none, absence says nothing.",
		"Pengodean: dari semua kode; bila nol, ketiadaan itu tidak berarti apa-apa.")},
		Columns: []report.Column{
			s.themeColumn(true),
			{ID: "case", Title: s.onePerson(), Type: s.personType()},
			{ID: "codings", Title: lang.T("Codings", "Pengodean"), Type: report.Count},
			{ID: "attributes", Title: lang.T("Attributes", "Atribut"), Type: report.String, Blank: true, Hidden: true},
		}}
	people := make([][3]report.Cell, len(s.people.names))
	for i := range people {
		people[i] = [3]report.Cell{s.people.names[i], s.people.codings[i], s.attributes(i)}
	}
	rows := 0
	for k := range s.all {
		rows += len(people) - s.all[k].cases(everyone)
	}
	const width = 4
	cells := make([]report.Cell, 0, width*rows) // there may be millions
	t.Rows = make([][]report.Cell, 0, rows)
	for k := range s.all {
		var key report.Cell = s.key(k)
		for i, n := range s.all[k].per {
			if n == 0 {
				cells = append(append(cells, key), people[i][:]...)
				t.Rows = append(t.Rows, cells[len(cells)-width:len(cells):len(cells)])
			}
		}
	}
	return t
}

// attributes of an informant, in one cell.
func (s *study) attributes(i int) report.Cell {
	var values map[string]string
	if s.people.documents {
		values = s.v.Documents[i].Values
	} else {
		values = s.v.Cases[s.people.cases[i]].Values
	}
	var out []string
	for _, attr := range slices.Sorted(maps.Keys(values)) {
		if values[attr] != "" {
			out = append(out, attr+"="+values[attr])
		}
	}
	return analysis.Text(strings.Join(out, "; "))
}

// drawn is how many themes a figure shows at most.
const drawn = 40

// figure shows the share of informants of each theme, and how far it moves.
func (s *study) figure() report.Figure {
	f := &report.Forest{X: s.ranged(), Lo: 0, Hi: 1, Mark: math.NaN()}
	alt := lang.T("%v.", "%v.", s.counted(len(s.people.names)))
	for k := range s.all[:min(drawn, len(s.all))] {
		e := s.extents[k][casesShare]
		f.Rows = append(f.Rows, report.Interval{Name: s.name(k), Value: e.value, Lower: e.low, Upper: e.high})
		alt = lang.T("%v %v: %v", "%v %v: %v", alt, s.name(k), percent(e.value))
		if !math.IsNaN(e.low) {
			alt = lang.T("%v (%v to %v without one)", "%v (%v sampai %v tanpa satu)", alt, percent(e.low), percent(e.high))
		}
		alt = lang.T("%v.", "%v.", alt)
	}
	title := s.ranged()
	if len(s.all) > drawn {
		title = lang.T("%v: the first %v of %v", "%v: %v pertama dari %v", title, drawn, len(s.all))
	}
	return report.Figure{ID: "spread", Title: title, Alt: alt, Forest: f}
}

// percent is the same in both languages.
func percent(x float64) string { return lang.Share(lang.EN, x, 0) }
