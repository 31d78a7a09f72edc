package render

import (
	"math"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// family is one emoji of five code points, two cells wide.
const family = "👨‍👩‍👧"

var sampleLabels = map[string]lang.Text{
	"literacy.documents": lang.T("Export documents (NIB, PEB, certificate of origin)", "Dokumen ekspor (NIB, PEB, surat keterangan asal)"),
	"customs.hs":         lang.T("HS classification", "Klasifikasi HS"),
	"gap.systemic":       lang.T("Systemic gap", "Kesenjangan sistemik"),
}

// example is a report with every kind of cell, table and figure, and with words
// that would break each format that does not mind them.
func example() *report.Report {
	return &report.Report{
		Name:   "sample",
		Title:  lang.T("Sample report", "Laporan contoh"),
		Labels: sampleLabels,
		Provenance: report.Provenance{
			Version: "0.1.0", Project: "umkm.tematik", State: "3f2a91c0aa12bb77", CodebookVersion: "3",
			Command:    "tematik report sample --level code",
			Parameters: map[string]any{"level": "code", "alpha": 0.0525, "order": lang.T("date", "tanggal")},
			Filters:    map[string]any{"where": []string{"kind=interview", "region=Balikpapan"}},
			Seed:       1, Documents: 1234, Cases: 12, Codings: 486, Coders: []string{"ani", "budi"},
			Created: "2026-03-04T10:12:00Z",
		},
		Warnings: []report.Warning{
			{ID: "coders_pooled", Text: lang.T("%v units were coded by several coders; each counts once. Ask for one coder with --coder NAME to see what one person did.",
				"%v unit dikodekan oleh beberapa pengode; masing-masing dihitung sekali. Mintalah satu pengode dengan --coder NAMA.", 1200)},
		},
		Tables:  []report.Table{cellsTable(), pairsTable(), matrixTable(), presenceTable(), themesTable(), emptyTable()},
		Figures: []report.Figure{curve(8), heat(6)},
	}
}

// cellsTable has a column of each type, and words meant to do harm.
func cellsTable() report.Table {
	return report.Table{
		ID: "cells", Title: lang.T("Every kind of cell", "Setiap jenis sel"),
		Columns: []report.Column{
			{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
			{ID: "document", Title: lang.T("Document", "Dokumen"), Type: report.Document},
			{ID: "case", Title: lang.T("Case", "Kasus"), Type: report.Case, Hidden: true},
			{ID: "segments", Title: lang.T("Segments", "Segmen"), Type: report.Count},
			{ID: "share", Title: lang.T("Share of documents", "Bagian dokumen"), Type: report.Share},
			{ID: "p", Title: lang.Same("p"), Type: report.Number, Decimals: 3},
			{ID: "open", Title: lang.T("Open", "Terbuka"), Type: report.Boolean, Hidden: true},
			{ID: "quote", Title: lang.T("Quotation", "Kutipan"), Type: report.String},
		},
		Rows: [][]report.Cell{
			{"literacy.documents", "I01", "C01", 12345, 0.4567, 0.0004, true, "=SUM(A1:A9) | a pipe, *stars*, _lines_ and <b>tags</b>"},
			{"customs.hs", "I02 long name of a document.docx", "C02", 0, 0.0, 0.5, false, "first line\nsecond \"line\"\twith a tab"},
			{"gap.systemic", "-x", "@C03", nil, report.Num(math.NaN()), nil, nil, "a family " + family + " of 3, ❤️ and 日本語"},
			{"unknown.code", "+62", "C04", 3, 1.0, -0.00001, true, lang.T("said in English", "dikatakan dalam bahasa Indonesia")},
			{nil, "-5", "\tC05", 7.0, 0.001, math.Inf(1), false, "\x1b[31mred\x1b[0m\r\nand \u202eturned"},
			{"customs.hs", "I06"},
		},
		Notes: []lang.Text{lang.T("A share is of the documents that are open or done, not of all documents of the project.", "Bagian dihitung dari dokumen yang terbuka atau selesai, bukan dari semua dokumen dalam proyek.")},
	}
}

// pairsTable is long and wide: a terminal shows its head.
func pairsTable() report.Table {
	t := report.Table{
		ID: "pairs", Title: lang.T("Pairs of codes", "Pasangan kode"), Top: &report.Top{By: "jaccard", N: 3},
		Columns: []report.Column{
			{ID: "a", Title: lang.T("Code a", "Kode a"), Type: report.Code},
			{ID: "b", Title: lang.T("Code b", "Kode b"), Type: report.Code},
			{ID: "n_both", Title: lang.T("Units with both", "Unit dengan keduanya"), Type: report.Count},
			{ID: "jaccard", Title: lang.Same("Jaccard"), Type: report.Number},
			{ID: "p_a_given_b", Title: lang.Same("P(a|b)"), Type: report.Share},
			{ID: "p_b_given_a", Title: lang.Same("P(b|a)"), Type: report.Share},
		},
	}
	for _, c := range []string{"lift", "npmi", "phi", "odds_ratio", "g2", "fisher_p", "fisher_q", "mh_p", "perm_p"} {
		t.Columns = append(t.Columns, report.Column{ID: c, Title: lang.Same(c), Type: report.Number, Decimals: 3, Hidden: true})
	}
	for i, v := range []float64{0.1, math.NaN(), 0.5, 0.25, 0.3, 0.05} {
		row := []report.Cell{"literacy.documents", "dependence.intermediaries", 10 + i, report.Num(v), 0.125, 0.5}
		for k := range 9 {
			row = append(row, float64(k)/7)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// matrixTable is a triangle of codes by codes, long, that is read wide.
func matrixTable() report.Table {
	t := report.Table{
		ID: "matrix", Title: lang.T("Co-occurrence", "Kemunculan bersama"),
		Pivot: &report.Pivot{Row: "row", Column: "column", Value: "value"},
		Columns: []report.Column{
			{ID: "row", Title: lang.T("Code", "Kode"), Type: report.Code},
			{ID: "column", Title: lang.T("With", "Dengan"), Type: report.Code},
			{ID: "value", Title: lang.Same("Jaccard"), Type: report.Number},
		},
	}
	for i := range 24 {
		for k := i + 1; k < 24; k++ {
			t.Rows = append(t.Rows, []report.Cell{codeIDs[i], codeIDs[k], report.Num(math.Sqrt(float64(i*k)) / 25)})
		}
	}
	return t
}

// presenceTable is codes by cases.
func presenceTable() report.Table {
	t := report.Table{
		ID: "presence", Title: lang.T("Codes by case", "Kode menurut kasus"),
		Pivot: &report.Pivot{Row: "code", Column: "case", Value: "present"},
		Columns: []report.Column{
			{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
			{ID: "case", Title: lang.T("Case", "Kasus"), Type: report.Case},
			{ID: "present", Title: lang.T("Present", "Ada"), Type: report.Boolean},
		},
	}
	for i, code := range []string{"literacy.documents", "customs.hs", "gap.systemic"} {
		for k, c := range []string{"C01", "C02", "C03 | exporter", "C04"} {
			t.Rows = append(t.Rows, []report.Cell{code, c, (i+k)%2 == 0})
		}
	}
	return t
}

// themesTable is printed otherwise than it is made: codes under their theme, a
// quote with its informant, a count with its share.
func themesTable() report.Table {
	column := func(id string, kind report.Type) report.Column {
		return report.Column{ID: id, Title: lang.Same(id), Type: kind}
	}
	return report.Table{
		ID: "themes", Title: lang.T("Themes & codes", "Tema & kode"),
		Columns: []report.Column{column("theme", report.Code), column("code", report.Code), column("cases", report.Count), column("cases_share", report.Share),
			column("quote", report.String), column("quote_case", report.Case), column("quote_document", report.Document)},
		Rows: [][]report.Cell{
			{"gap.systemic", nil, 4, 1.0, "of the theme itself", "C04", "I04"},
			{"gap.systemic", "customs.hs", 3, 0.75, "She said \"wait\".\nSo we waited.", "C01", "I01"},
			{"gap.systemic", "literacy.documents", 1, 0.25, "_100% & more_ \\ {#1}", nil, "I02"},
			{nil, "unknown.code", 0, nil, nil, nil, nil},
		},
		Levels: []int{0, 1, 1, 0},
		Notes:  []lang.Text{lang.T("Of every column.", "Tentang semua kolom.")},
		Print: &report.Print{
			Columns: []report.Printed{
				{Title: lang.T("Theme and code", "Tema dan kode"), Of: []string{"code", "theme"}},
				{Title: lang.T("Quote (informant)", "Kutipan (informan)"), Of: []string{"quote"}, Beside: []string{"quote_case", "quote_document"}, Quoted: true, Least: true},
				{Title: lang.T("Informants, n (%)", "Informan, n (%)"), Of: []string{"cases"}, Beside: []string{"cases_share"}},
			},
			Notes: []lang.Text{lang.T("Of what is printed.", "Tentang yang dicetak.")},
		},
	}
}

func emptyTable() report.Table {
	return report.Table{ID: "empty", Title: lang.T("Nothing found", "Tidak ditemukan"), Columns: []report.Column{
		{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code}, {ID: "n", Title: lang.Same("n"), Type: report.Count}}}
}

var codeIDs = []string{
	"literacy.trade", "literacy.documents", "literacy.contracts", "literacy.certification", "literacy.destination", "literacy.shipping", "literacy.incidental",
	"customs.hs", "customs.documents", "digital.administrative", "digital.platforms", "digital.capability",
	"dependence.documents", "dependence.consultation", "dependence.promotion", "dependence.legal", "dependence.matching", "dependence.intermediaries",
	"adaptation.collaborative", "adaptation.incremental", "adaptation.digital", "gap.structural", "gap.capacity", "gap.systemic",
}

// curve is a saturation curve of n interviews.
func curve(n int) report.Figure {
	added := []float64{9, 5, 4, 1, 2, 0, 1, 2, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1}[:n]
	total := 0.0
	for _, v := range added {
		total += v
	}
	expected := report.Series{Name: lang.T("Expected over all orders, with 95% band", "Harapan atas semua urutan, dengan pita 95%")}
	observed := report.Series{Name: lang.T("Observed in order of collection", "Teramati menurut urutan pengumpulan"), Style: report.Points}
	bars := report.Series{Name: lang.T("New codes", "Kode baru"), Style: report.Bars, Y: added}
	sum := 0.0
	for i, v := range added {
		k := float64(i + 1)
		sum += v
		e := total * (1 - math.Exp(-3*k/float64(n))) / (1 - math.Exp(-3))
		expected.X, expected.Y = append(expected.X, k), append(expected.Y, e)
		expected.Lower, expected.Upper = append(expected.Lower, e-2), append(expected.Upper, e+2)
		observed.X, observed.Y = append(observed.X, k), append(observed.Y, sum)
	}
	bars.X = expected.X
	return report.Figure{
		ID: "curve", Title: lang.T("Codes by interview", "Kode menurut wawancara"),
		Alt:   lang.T("After %v interviews %v codes were in use & <counted>.", "Setelah %v wawancara %v kode dipakai & <dihitung>.", n, int(total)),
		Lines: &report.Lines{X: lang.T("Interviews", "Wawancara"), Y: lang.T("Number of codes", "Jumlah kode"), Series: []report.Series{expected, observed, bars}},
	}
}

// heat is a co-occurrence matrix of n codes with an empty diagonal.
func heat(n int) report.Figure {
	h := &report.Heat{Legend: lang.T("Jaccard index of co-occurrence in the same turn", "Indeks Jaccard kemunculan bersama dalam giliran bicara yang sama"), Decimals: 2}
	for i := range n {
		name := lang.Same(codeIDs[i])
		if label, ok := sampleLabels[codeIDs[i]]; ok {
			name = label
		}
		h.Rows, h.Columns = append(h.Rows, name), append(h.Columns, name)
		row := make([]float64, n)
		for k := range row {
			row[k] = math.Abs(math.Sin(float64((i+1)*(k+1)))) * math.Exp(-math.Abs(float64(i-k))/4) * 0.7
			if i == k {
				row[k] = math.NaN()
			}
		}
		h.Values = append(h.Values, row)
	}
	return report.Figure{ID: "heat", Title: lang.T("Co-occurrence", "Kemunculan bersama"), Alt: lang.T("Highest: 0.50.", "Tertinggi: 0,50."), Heat: h}
}
