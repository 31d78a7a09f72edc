package matrix

import (
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "matrix".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "matrix",
		Title: lang.T("Codes by case, document or attribute", "Kode menurut kasus, dokumen, atau atribut"),
		Params: []analysis.Param{
			{Name: "by", Kind: analysis.Word, Help: lang.T(
				"what the columns are: case, document or the name of an attribute; cases where there are any, else documents",
				"isi kolom: case, document, atau nama atribut; kasus bila ada, selain itu dokumen")},
			analysis.LevelParam(),
		},
		Run: run,
	}
}

// study is what the table and the figure are made of.
type study struct {
	v *qda.View
	*grid
	level analysis.Level
}

func run(ctx context.Context, v *qda.View, given analysis.Values) (*report.Report, error) {
	side, err := newSide(v, given.Word("by"))
	if err != nil {
		return nil, err
	}
	given["by"] = side.by
	grid, err := count(ctx, v, side, given.Level())
	if err != nil {
		return nil, err
	}
	s := &study{v: v, grid: grid, level: given.Level()}
	r := &report.Report{Name: "matrix", Title: s.heading(), Labels: analysis.Labels(v), Tables: []report.Table{s.table()}}
	r.Warnings = append(analysis.Uncoded(v), analysis.PoolDocuments(v)...)
	r.Warnings = append(r.Warnings, s.warnings()...)
	if len(s.counts) > 0 {
		r.Figures = []report.Figure{s.figure()}
	}
	return r, nil
}

func (s *study) heading() lang.Text {
	what := lang.T("Codes", "Kode")
	if s.level == analysis.ByTheme {
		what = lang.T("Themes", "Tema")
	}
	switch s.by {
	case byDocument:
		return lang.T("%v by document", "%v menurut dokumen", what)
	case byCase:
		return lang.T("%v by case", "%v menurut kasus", what)
	}
	return lang.T("%v by %v", "%v menurut %v", what, s.by)
}

// table has a row for every code and column, also where there is nothing.
// Readers see segments, in the reflexive approach only where there are any.
func (s *study) table() report.Table {
	code := lang.T("Code", "Kode")
	if s.level == analysis.ByTheme {
		code = lang.T("Theme", "Tema")
	}
	t := report.Table{ID: "matrix", Title: s.heading(), Notes: s.notes(),
		Columns: []report.Column{
			{ID: "row", Title: code, Type: report.Code},
			{ID: "column", Title: s.title, Type: s.kind},
			{ID: "segments", Title: lang.T("Segm.", "Segmen"), Type: report.Count},
			{ID: "present", Title: lang.T("Present", "Ada"), Type: report.Boolean},
		},
		Pivot: &report.Pivot{Row: "row", Column: "column", Value: "segments"},
	}
	if s.reflexive() {
		t.Pivot.Value = "present"
	}
	const width = 4
	all := make([]report.Cell, 0, width*len(s.counts)) // one piece: there may be millions
	t.Rows = make([][]report.Cell, 0, len(s.counts))
	for i, node := range s.rows.Nodes {
		var key report.Cell = s.v.Codes()[node].Key
		for k, name := range s.cells {
			n := s.at(i, k)
			all = append(all, key, name, n, n > 0)
			t.Rows = append(t.Rows, all[len(all)-width:len(all):len(all)])
		}
	}
	return t
}

func (s *study) reflexive() bool { return s.v.Project.Approach == qda.ReflexiveTA }

// listed is how many columns a note can list.
const listed = 20

func (s *study) notes() []lang.Text {
	cell := lang.T("A cell counts segments, connected pieces of coded text", "Sel menghitung segmen, yaitu potongan teks berkode yang bersambung")
	if s.reflexive() {
		cell = lang.T("✓: coded at least once", "✓: dikode sedikitnya sekali")
	}
	notes := []lang.Text{lang.T("%v; %v; %v. What is not in use has no row.", "%v; %v; %v. Yang tidak dipakai tidak mendapat baris.",
		cell, s.level.Counted(), analysis.Document.Count(len(s.v.Documents)))}
	if s.by == byDocument {
		return notes
	}
	if s.units != nil && len(s.units) <= listed {
		var behind lang.Text
		for k := range s.cells {
			if behind = lang.T("%v; %v: %v", "%v; %v: %v", behind, s.name(k), s.units[k]); k == 0 {
				behind = lang.T("%v: %v", "%v: %v", s.name(k), s.units[k])
			}
		}
		notes = append(notes, lang.T("Cases, or documents without one, behind each column: %v. Columns of many hold more segments than columns of few.",
			"Jumlah kasus, atau dokumen tanpa kasus, di balik tiap kolom: %v. Kolom dengan banyak kasus memuat lebih banyak segmen daripada kolom dengan sedikit kasus.", behind))
	}
	return append(notes, lang.T("A segment counts for everyone whose words it holds.", "Sebuah segmen dihitung untuk setiap orang yang ucapannya dimuatnya."))
}

// name is a column as readers see it.
func (s *study) name(k int) lang.Text {
	if name, ok := s.cells[k].(string); ok {
		return lang.Same(name)
	}
	return lang.T("(none)", "(tidak ada)")
}

func (s *study) warnings() []report.Warning {
	out := analysis.Unowned(s.unowned, lang.Many(s.unowned, "segment", "segments", "segmen"))
	switch {
	case len(s.without) == 0:
	case s.by == byCase:
		out = append(out, report.Warning{ID: "without_case", Text: lang.T(
			"Without a case, and so in the column of none: %v. To give one: tematik doc set DOC --case NAME",
			"Tanpa kasus, sehingga masuk kolom (tidak ada): %v. Untuk memberi kasus: tematik doc set DOC --case NAMA", analysis.List(s.without))})
	default:
		out = append(out, report.Warning{ID: "without_value", Text: lang.T(
			"Without a value of %v, and so in the column of none: %v. To give one: tematik case set CASE %v=VALUE, or, where there is no case: tematik doc set DOC %v=VALUE",
			"Tanpa nilai %v, sehingga masuk kolom (tidak ada): %v. Untuk memberi nilai: tematik case set KASUS %v=NILAI, atau, bila tanpa kasus: tematik doc set DOC %v=NILAI", s.by, analysis.List(s.without), s.by, s.by)})
	}
	return out
}

// How many rows and columns a heat map shows at most.
const (
	mappedRows    = 30
	mappedColumns = 40
)

// figure is the heat map, of a large matrix the rows and columns with most.
func (s *study) figure() report.Figure {
	rows, columns := make([]int, len(s.rows.Nodes)), make([]int, len(s.cells))
	for i := range rows {
		for k := range columns {
			rows[i] += s.at(i, k)
			columns[k] += s.at(i, k)
		}
	}
	rows, columns = largest(rows, mappedRows), largest(columns, mappedColumns)
	heat := &report.Heat{Legend: lang.T("Segments", "Segmen")}
	for _, k := range columns {
		heat.Columns = append(heat.Columns, s.name(k))
	}
	for _, i := range rows {
		line := make([]float64, len(columns))
		for n, k := range columns {
			line[n] = float64(s.at(i, k))
		}
		heat.Rows, heat.Values = append(heat.Rows, analysis.Name(s.v, s.rows.Nodes[i])), append(heat.Values, line)
	}
	title := s.heading()
	if len(rows) < len(s.rows.Nodes) || len(columns) < len(s.cells) {
		title = lang.T("%v: the %v of %v rows and %v of %v columns with most segments", "%v: %v dari %v baris dan %v dari %v kolom dengan segmen terbanyak",
			title, len(rows), len(s.rows.Nodes), len(columns), len(s.cells))
	}
	return report.Figure{ID: "heatmap", Title: title, Alt: s.alt(), Heat: heat}
}

// largest are the places of the n largest values, in their order.
func largest(of []int, n int) []int {
	places := make([]int, len(of))
	for i := range places {
		places[i] = i
	}
	if len(places) > n {
		slices.SortStableFunc(places, func(a, b int) int { return of[b] - of[a] })
		places = places[:n]
		slices.Sort(places)
	}
	return places
}

// alt states the numbers of the figure: its size, the largest cells, the empty.
func (s *study) alt() lang.Text {
	empty := 0
	var top []int // the places of the three largest, the first of equals before
	for i, n := range s.counts {
		if n == 0 {
			empty++
			continue
		}
		at := len(top)
		for at > 0 && s.counts[top[at-1]] < n {
			at--
		}
		if at < 3 {
			top = slices.Insert(top, at, i)
			top = top[:min(len(top), 3)]
		}
	}
	text := lang.T("Segments of %v × %v.", "Segmen dari %v × %v.",
		lang.Many(len(s.rows.Nodes), "row", "rows", "baris"), lang.Many(len(s.cells), "column", "columns", "kolom"))
	for _, i := range top {
		text = lang.T("%v %v, %v: %v.", "%v %v, %v: %v.", text, analysis.Name(s.v, s.rows.Nodes[i/len(s.cells)]), s.name(i%len(s.cells)), int(s.counts[i]))
	}
	return lang.T("%v Cells with nothing: %v of %v.", "%v Sel kosong: %v dari %v.", text, empty, len(s.counts))
}
