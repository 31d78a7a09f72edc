package analysistest

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Run runs a method on a study with settings "name=value".
func Run(t testing.TB, m analysis.Method, s *Study, f qda.Filter, settings ...string) *report.Report {
	t.Helper()
	given := map[string]string{}
	for _, x := range settings {
		name, value, _ := strings.Cut(x, "=")
		given[name] = value
	}
	values, err := analysis.Parse(m.Name, m.Params, given)
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Run(context.Background(), s.View(t, f, m.Needs), values)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Table finds a table of a report, or nil.
func Table(r *report.Report, id string) *report.Table {
	for i := range r.Tables {
		if r.Tables[i].ID == id {
			return &r.Tables[i]
		}
	}
	return nil
}

// Column is the cells of a column.
func Column(t testing.TB, r *report.Report, table, column string) []report.Cell {
	t.Helper()
	x := Table(r, table)
	if x == nil || x.Index(column) < 0 {
		t.Fatalf("no column %s.%s", table, column)
	}
	out := []report.Cell{}
	for _, row := range x.Rows {
		out = append(out, row[x.Index(column)])
	}
	return out
}

// Show writes the cells of a row under some columns, as tests compare them.
func Show(t testing.TB, r *report.Report, table string, row int, columns ...string) string {
	t.Helper()
	var out []string
	for _, c := range columns {
		cells := Column(t, r, table, c)
		if row >= len(cells) {
			t.Fatalf("table %s has %d rows", table, len(cells))
		}
		out = append(out, Cell(cells[row]))
	}
	return strings.Join(out, " ")
}

// Cell writes one cell: null, or a number with up to six digits.
func Cell(c report.Cell) string {
	switch c := c.(type) {
	case nil:
		return "null"
	case float64:
		return fmt.Sprintf("%.6g", c)
	}
	return fmt.Sprint(c)
}

// Find is the row where columns have some values.
func Find(t testing.TB, r *report.Report, table string, want map[string]any) int {
	t.Helper()
	x := Table(r, table)
	for i, row := range x.Rows {
		all := true
		for c, v := range want {
			all = all && row[x.Index(c)] == v
		}
		if all {
			return i
		}
	}
	t.Fatalf("table %s has no row %v", table, want)
	return -1
}

// Warned reports whether a report has a warning.
func Warned(r *report.Report, id string) bool {
	for _, w := range r.Warnings {
		if w.ID == id {
			return true
		}
	}
	return false
}

// Bytes is everything a report says in both languages; two equal reports have
// equal bytes. It fails on what no renderer could write.
func Bytes(t testing.TB, r *report.Report) string {
	t.Helper()
	var b strings.Builder
	say := func(x lang.Text) {
		for _, l := range []lang.Lang{lang.EN, lang.ID} {
			s := x.In(l)
			if strings.Contains(s, "%!") || strings.Contains(s, "%%") {
				t.Errorf("badly formed: %s", s)
			}
			fmt.Fprintln(&b, s)
		}
	}
	say(r.Title)
	for _, w := range r.Warnings {
		fmt.Fprintln(&b, w.ID)
		say(w.Text)
	}
	for i := range r.Tables {
		x := &r.Tables[i]
		say(x.Title)
		for _, n := range x.Notes {
			say(n)
		}
		for _, c := range x.Columns {
			fmt.Fprintln(&b, c.ID, c.Type)
			say(c.Title)
		}
		for _, row := range x.Rows {
			if len(row) != len(x.Columns) {
				t.Errorf("table %s: a row of %d cells under %d columns", x.ID, len(row), len(x.Columns))
			}
			for k, c := range row {
				check(t, x, k, c)
			}
			j, err := json.Marshal(row)
			if err != nil {
				t.Errorf("table %s: %v", x.ID, err)
			}
			b.Write(append(j, '\n'))
		}
	}
	for _, f := range r.Figures {
		say(f.Title)
		say(f.Alt)
		fmt.Fprintf(&b, "%+v %+v %+v %+v %+v %+v\n", f.Lines, f.Heat, f.Forest, f.Tree, f.Network, f.Strips)
	}
	return b.String()
}

// check holds a cell to its column's type.
func check(t testing.TB, x *report.Table, k int, c report.Cell) {
	t.Helper()
	ok := false
	switch v := c.(type) {
	case nil:
		ok = true
	case int:
		ok = x.Columns[k].Type == report.Count || x.Columns[k].Type == report.Number
	case float64:
		ok = (x.Columns[k].Type == report.Share || x.Columns[k].Type == report.Number) && !math.IsNaN(v) && !math.IsInf(v, 0)
	case bool:
		ok = x.Columns[k].Type == report.Boolean
	case string, lang.Text:
		switch x.Columns[k].Type {
		case report.String, report.Code, report.Document, report.Case:
			ok = true
		}
	}
	if !ok {
		t.Errorf("table %s, column %s: %T %v is no %s", x.ID, x.Columns[k].ID, c, c, x.Columns[k].Type)
	}
}
