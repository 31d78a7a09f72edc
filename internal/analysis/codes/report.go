package codes

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "codes".
func Method() analysis.Method {
	return analysis.Method{
		Name:   "codes",
		Title:  lang.T("Use of the codes", "Penggunaan kode"),
		Needs:  qda.Needs{Texts: true},
		Params: []analysis.Param{analysis.KindParam()},
		Run:    run,
	}
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	tally, err := analysis.NewTally(ctx, v, true)
	if err != nil {
		return nil, err
	}
	units := analysis.Sampled(v, values.Words("kind"), analysis.GivenOrder)
	r := &report.Report{Name: "codes", Title: Method().Title, Labels: analysis.Labels(v)}
	r.Warnings = append(analysis.Uncoded(v), analysis.PoolDocuments(v)...)
	in := analysis.NewInformants(v)
	_, named := in.Counted()
	r.Warnings = append(r.Warnings, analysis.WithoutCase(named, in.Caseless())...)
	r.Tables = []report.Table{table(v, tally, reach(v, units))}
	return r, nil
}

func table(v *qda.View, tally *analysis.Tally, reach []int) report.Table {
	t := report.Table{ID: "codes", Title: Method().Title, Columns: columns(), Levels: v.Tree.Depth}
	for node := range v.Codes() {
		var theme report.Cell
		if top, ok := analysis.Theme(v, node); ok {
			theme = v.Codes()[top].Key
		}
		t.Rows = append(t.Rows, []report.Cell{
			v.Codes()[node].Key, theme, tally.Own[node], tally.Segments[node],
			tally.Documents[node], tally.Cases[node], tally.Words[node],
			name(v, tally.First[node]), name(v, tally.Last[node]), reach[node] == 1,
		})
	}
	t.Notes = []lang.Text{lang.T(
		"Own segments are those of the code itself; all other columns count what is coded with it or with anything below it. A code is single if exactly one case (or document without a case) of the sampled kinds has it.",
		"Segmen sendiri adalah segmen kode itu saja; kolom lain menghitung semua yang dikode dengannya atau dengan kode di bawahnya. Kode disebut tunggal bila terdapat pada tepat satu kasus (atau dokumen tanpa kasus) dari jenis dokumen yang disampel.")}
	return t
}

func columns() []report.Column {
	return []report.Column{
		{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code},
		{ID: "theme", Title: lang.T("Theme", "Tema"), Type: report.Code, Hidden: true},
		{ID: "own_segments", Title: lang.T("Own segm.", "Segmen sendiri"), Type: report.Count, Hidden: true},
		{ID: "segments", Title: lang.T("Segm.", "Segmen"), Type: report.Count},
		{ID: "documents", Title: lang.T("Docs", "Dok."), Type: report.Count},
		{ID: "cases", Title: lang.T("Cases", "Kasus"), Type: report.Count},
		{ID: "words", Title: lang.T("Words", "Kata"), Type: report.Count},
		{ID: "first_document", Title: lang.T("First in", "Pertama di"), Type: report.Document},
		{ID: "last_document", Title: lang.T("Last in", "Terakhir di"), Type: report.Document, Hidden: true},
		{ID: "singleton", Title: lang.T("Single", "Tunggal"), Type: report.Boolean},
	}
}

func name(v *qda.View, doc int) report.Cell {
	if doc < 0 {
		return nil
	}
	return v.Documents[doc].Name
}
