package render

import (
	"bytes"
	"strings"
	"testing"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// coined is a table whose cells are words of the program.
func coined() *report.Report {
	method := lang.T("Method: by lot.", "Metode: diundi.")
	return &report.Report{Name: "x", Title: lang.T("X", "X"), Method: method,
		Provenance: report.Provenance{Version: "1", Command: "tematik report x"},
		Tables: []report.Table{{ID: "t", Title: lang.T("T", "T"), Notes: []lang.Text{lang.T("Read it.", "Bacalah."), method},
			Columns: []report.Column{
				{ID: "kind", Title: lang.T("Who", "Siapa"), Type: report.String, Words: map[string]lang.Text{"a_only": lang.T("only A", "hanya A")}},
				{ID: "at", Title: lang.T("When", "Kapan"), Type: report.String, Moment: true},
			},
			Rows: [][]report.Cell{{"a_only", "2026-11-22T14:25:04Z"}, {"other", "soon"}}}}}
}

// Readers see words of their language and a time without its seconds; machines
// see the same in every language.
func TestWordsForReadersAndMachines(t *testing.T) {
	for _, format := range []string{"terminal", "md", "html", "tex", "docx"} {
		f, err := ByName(format)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Render(&b, coined(), Options{Lang: lang.ID, Width: 80}); err != nil {
			t.Fatal(err)
		}
		s := b.String()
		if format == "docx" {
			s = opened(t, s)["word/document.xml"]
		}
		for _, want := range []string{"hanya A", "2026-11-22 14:25", "other", "soon"} {
			if !strings.Contains(s, want) {
				t.Errorf("%s: %q is missing", format, want)
			}
		}
		if strings.Contains(s, "a_only") || strings.Contains(s, "14:25:04") {
			t.Errorf("%s: a reader sees what is for machines", format)
		}
		if n := strings.Count(s, "Metode: diundi."); n != 1 {
			t.Errorf("%s: the method stands %d times", format, n)
		}
	}
	for _, format := range []string{"json", "csv", "tsv"} {
		f, err := ByName(format)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Render(&b, coined(), Options{Lang: lang.ID}); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); !strings.Contains(s, "a_only") || !strings.Contains(s, "2026-11-22T14:25:04Z") {
			t.Errorf("%s: %s", format, s)
		}
	}
}
