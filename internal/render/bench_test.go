package render

import (
	"fmt"
	"io"
	"testing"

	"tematik/internal/report"
)

// BenchmarkFormats writes the pairs of 500 codes, the largest report there is.
func BenchmarkFormats(b *testing.B) {
	t := report.Table{ID: "pairs", Top: &report.Top{By: "v2", N: 30}, Columns: []report.Column{{ID: "a", Type: report.Code}, {ID: "b", Type: report.Code}}}
	for i := range 25 {
		t.Columns = append(t.Columns, report.Column{ID: fmt.Sprintf("v%d", i), Type: report.Number})
	}
	for i := range 500 * 499 / 2 {
		row := []report.Cell{"literacy.documents", "dependence.intermediaries"}
		for k := range 25 {
			if k < 6 {
				row = append(row, i*k)
			} else {
				row = append(row, 1/float64(i+k))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	r := &report.Report{Name: "cooccurrence", Tables: []report.Table{t}, Figures: []report.Figure{heat(24), graph(24)}}
	for _, f := range Formats {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f.Render(io.Discard, r, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
