package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func render(t testing.TB, format string, r *report.Report, o Options) string {
	t.Helper()
	f, err := ByName(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Render(&b, r, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); go test -update rewrites it:\n%s", path, diff)
	}
}

func TestGolden(t *testing.T) {
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		golden(t, "terminal."+string(l)+".txt", render(t, "terminal", example(), Options{Lang: l}))
		golden(t, "example."+string(l)+".html", render(t, "html", example(), Options{Lang: l}))
		golden(t, "example."+string(l)+".md", render(t, "md", example(), Options{Lang: l}))
		golden(t, "example."+string(l)+".tex", render(t, "tex", example(), Options{Lang: l}))
		golden(t, "curve."+string(l)+".svg", render(t, "svg", example(), Options{Lang: l}))
		for _, machine := range []string{"json", "csv", "tsv"} { // one for all languages
			golden(t, "example."+machine, render(t, machine, example(), Options{Lang: l}))
		}
	}
	golden(t, "heat.id.svg", render(t, "svg", example(), Options{Lang: lang.ID, Figure: "heat"}))
	golden(t, "all.en.txt", render(t, "terminal", example(), Options{Width: 120, All: true, Table: "pairs"}))
	golden(t, "color.en.txt", render(t, "terminal", example(), Options{Color: true, Table: "presence"}))
}

// awkward are reports that a format must survive.
func awkward() map[string]*report.Report {
	nan, inf := math.NaN(), math.Inf(1)
	weird := strings.Repeat("<&\"'\x00\xff"+family+"|\t\r\n", 9)
	column := func(id string, kind report.Type) report.Column { return report.Column{ID: id, Type: kind} }
	return map[string]*report.Report{
		"zero":       {},
		"no columns": {Tables: []report.Table{{ID: "t", Rows: [][]report.Cell{{1}, nil}}}},
		"no rows":    {Tables: []report.Table{emptyTable()}},
		"bad pivot":  {Tables: []report.Table{{ID: "t", Pivot: &report.Pivot{Row: "x", Column: "y", Value: "z"}, Columns: []report.Column{column("x", report.Code)}, Rows: [][]report.Cell{{"a"}}}}},
		"odd pivot": {Tables: []report.Table{{ID: "t", Pivot: &report.Pivot{Row: "x", Column: "y", Value: "z"},
			Columns: []report.Column{column("x", report.Code), column("y", report.Number), column("z", report.Boolean)},
			Rows:    [][]report.Cell{{lang.T("%v a", "%v b", 1), nan, true}, {nil, nil, nil}, {}}}}},
		"bad top": {Tables: []report.Table{{ID: "t", Top: &report.Top{By: "nothing", N: 1}, Columns: []report.Column{column("x", report.Count)}, Rows: [][]report.Cell{{1}, {2}}}}},
		"weird words": {Name: weird, Title: lang.Same(weird), Warnings: []report.Warning{{ID: weird, Text: lang.Same(weird)}},
			Provenance: report.Provenance{Project: weird, Coders: []string{weird}, Parameters: map[string]any{weird: nan}},
			Tables: []report.Table{{ID: weird, Title: lang.Same(weird), Notes: []lang.Text{lang.Same(weird)},
				Columns: []report.Column{{ID: weird, Title: lang.Same(weird)}, column("n", report.Number), column("s", report.Share)},
				Rows:    [][]report.Cell{{weird, weird, weird}, {strings.Repeat("x", 500), 1e300, -1e300}, {inf, inf, nan}}}},
			Figures: []report.Figure{{ID: weird, Title: lang.Same(weird), Alt: lang.Same(weird), Lines: &report.Lines{X: lang.Same(weird), Y: lang.Same(weird),
				Series: []report.Series{{Name: lang.Same(weird), X: []float64{1}, Y: []float64{1}}}}}}},
		"no lines": {Figures: []report.Figure{{ID: "f", Lines: &report.Lines{}}}},
		"odd lines": {Figures: []report.Figure{{ID: "f", Lines: &report.Lines{Series: []report.Series{
			{X: []float64{nan, 1, inf, 3}, Y: []float64{1, nan}, Lower: []float64{0}, Upper: []float64{inf, 2, 2}, Style: report.Bars},
			{X: []float64{1e17, 1e17 + 16}, Y: []float64{-5, -5}, Style: 99}}}}}},
		"huge lines": {Figures: []report.Figure{{ID: "f", Lines: &report.Lines{Series: []report.Series{{X: []float64{-1e308, 1e308}, Y: []float64{-1e308, 1e308}}}}}}},
		"no heat":    {Figures: []report.Figure{{ID: "f", Heat: &report.Heat{}}}},
		"odd heat": {Figures: []report.Figure{{ID: "f", Heat: &report.Heat{Rows: []lang.Text{lang.Same(weird), {}}, Columns: []lang.Text{lang.Same(""), lang.Same(weird), {}},
			Values: [][]float64{{nan, inf}, {-1e300, 1e300, 0, 7}}}}}},
		"no forest": {Figures: []report.Figure{{ID: "f", Forest: &report.Forest{Mark: nan}}}},
		"odd forest": {Figures: []report.Figure{{ID: "f", Forest: &report.Forest{X: lang.Same(weird), Lo: nan, Hi: inf, Mark: inf, Rows: []report.Interval{
			{Name: lang.Same(weird), Group: lang.Same(weird), Value: inf, Lower: -inf, Upper: 1e300}, {Value: nan, Lower: 1, Upper: nan}, {Value: -1e300, Lower: 3, Upper: 1}, {Group: lang.Same(strings.Repeat("x", 500))}}}}}},
		"no tree": {Figures: []report.Figure{{ID: "f", Tree: &report.Tree{}}}},
		"odd tree": {Figures: []report.Figure{{ID: "f", Tree: &report.Tree{Leaves: []lang.Text{lang.Same(weird), {}, lang.Same(strings.Repeat("x", 500))}, Height: lang.Same(weird),
			Merges: []report.Merge{{Left: 0, Right: 0}, {Left: -1, Right: 9}, {Left: 4, Right: 3}, {Left: 0, Right: 1, Height: nan}, {Left: 0, Right: 2}, {Left: 6, Right: 2, Height: -inf}}}}}},
		"no network": {Figures: []report.Figure{{ID: "f", Network: &report.Network{}}}},
		"odd network": {Figures: []report.Figure{{ID: "f", Network: &report.Network{Size: lang.Same(weird), Ties: lang.Same(strings.Repeat("x", 500)),
			Nodes: []report.Node{{ID: weird, Size: nan, Group: -7}, {Name: lang.Same(weird), Size: inf, Group: 1 << 40}, {Name: lang.Same(strings.Repeat("x", 500)), Size: -1}, {Size: 1e300}},
			Links: []report.Link{{From: 0, To: 0, Weight: 1}, {From: -1, To: 9, Weight: 1}, {From: 0, To: 1, Weight: nan}, {From: 1, To: 2, Weight: 1e300}, {From: 2, To: 1, Weight: 1e-300}, {From: 1, To: 0, Weight: inf}}}}}},
		"no strips": {Figures: []report.Figure{{ID: "f", Strips: &report.Strips{}}}},
		"odd strips": {Figures: []report.Figure{{ID: "f", Strips: &report.Strips{X: lang.Same(weird), Kinds: []lang.Text{lang.Same(weird), lang.Same(strings.Repeat("x", 500)), {}}, Rows: []report.Strip{
			{Name: lang.Same(weird), Length: nan, Pieces: []report.Piece{{From: 0, To: 1}}}, {Length: inf}, {Length: -1}, {Name: lang.Same(strings.Repeat("x", 500)), Length: 1e300},
			{Length: 5, Pieces: []report.Piece{{From: -inf, To: inf, Kind: 1}, {From: nan, To: 2}, {From: 4, To: 3}, {From: 5, To: 5}, {From: 1, To: 2, Kind: 9}, {From: 1, To: 2, Kind: -1}}}}}}}},
		"big heat": {Figures: []report.Figure{heat(24), {ID: "g"}}},
	}
}

// TestConformance holds of every format: found by name and suffix, the same
// bytes twice, an error of the vocabulary and no panic, whatever the report.
func TestConformance(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats {
		for _, name := range append([]string{f.Name}, f.Suffixes...) {
			if seen[name] {
				t.Errorf("%s: listed twice", name)
			}
			seen[name] = true
		}
		if g, err := ByName(f.Name); err != nil || g.Name != f.Name {
			t.Errorf("ByName(%s) = %s, %v", f.Name, g.Name, err)
		}
		for _, s := range f.Suffixes {
			if g, err := BySuffix("a.b/REPORT" + strings.ToUpper(s)); err != nil || g.Name != f.Name {
				t.Errorf("BySuffix(%s) = %s, %v", s, g.Name, err)
			}
		}
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			conform(t, f)
		})
	}
}

func conform(t *testing.T, f Format) {
	sample := func() *report.Report {
		r := example()
		r.Figures = append(r.Figures, graph(9))
		return r
	}
	first := render(t, f.Name, sample(), Options{Lang: lang.ID})
	if second := render(t, f.Name, sample(), Options{Lang: lang.ID}); first != second {
		t.Error("two runs differ")
	}
	for name, r := range awkward() {
		err := f.Render(&bytes.Buffer{}, r, Options{Lang: lang.ID})
		some := slices.ContainsFunc(r.Figures, func(x report.Figure) bool { return f.Draws == nil || f.Draws(&x) })
		if none := f.Figure && !some; none && errs.KindOf(err) != errs.NotFound || !none && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := f.Render(broken{}, sample(), Options{}); !errors.Is(err, errBroken) {
		t.Errorf("a writer's error is lost: %v", err)
	}
	bad := Options{Table: "nothing"}
	if f.Figure {
		bad = Options{Figure: "nothing"}
	}
	if err := f.Render(&bytes.Buffer{}, sample(), bad); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown table or figure: %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestUnknownFormat(t *testing.T) {
	for _, lookup := range []func() error{
		func() error { _, err := ByName("odf"); return err },
		func() error { _, err := BySuffix("a.odf"); return err },
		func() error { _, err := BySuffix("none"); return err },
	} {
		err := lookup()
		if errs.KindOf(err) != errs.Usage || !strings.Contains(err.Error(), "csv, md, html, docx, xlsx, tex, json") || errs.HintOf(err) == "" {
			t.Errorf("%v (%v)", err, errs.HintOf(err))
		}
	}
}

// TestTerminalWidth: no line is wider than the page, whatever is in a report.
func TestTerminalWidth(t *testing.T) {
	reports := awkward()
	reports["example"] = example()
	for name, r := range reports {
		for _, width := range []int{40, 57, 80, 132} {
			for _, o := range []Options{{Lang: lang.EN, Width: width}, {Lang: lang.ID, Width: width, All: true}} {
				for _, line := range strings.Split(render(t, "terminal", r, o), "\n") {
					if n := displaywidth.String(line); n > width {
						t.Errorf("%s: %d of %d columns: %s", name, n, width, line)
					}
				}
			}
		}
	}
}

func TestTerminalFrame(t *testing.T) {
	out := render(t, "terminal", example(), Options{Table: "cells", Width: 110})
	lines := strings.Split(out, "\n")
	i := slices.IndexFunc(lines, func(s string) bool { return strings.Contains(s, family) })
	k := slices.IndexFunc(lines, func(s string) bool { return strings.Contains(s, "=SUM") })
	before := func(s, mark string) int { s, _, _ = strings.Cut(s, mark); return displaywidth.String(s) }
	if before(lines[i], "a family") != before(lines[k], "=SUM") {
		t.Errorf("columns do not stand under one another:\n%s\n%s", lines[k], lines[i])
	}
	if strings.ContainsAny(out, "\x1b\u202e\t\r") {
		t.Error("words of a transcript reach the terminal as control characters")
	}
}

func TestJSONShape(t *testing.T) {
	out := render(t, "json", example(), Options{Lang: lang.ID})
	if strings.Count(out, "\n") != 1 || !strings.HasSuffix(out, "}\n") || strings.Contains(out, `\u003c`) {
		t.Error("not one line of one value, or HTML is escaped")
	}
	order := []string{`"schema":"tematik.report/1"`, `"report":"sample"`, `"title":"Sample report"`, `"provenance":{"version"`, `"project"`, `"state"`, `"codebook_version"`,
		`"command"`, `"parameters":{"alpha":0.0525`, `"filters":{`, `"seed":1`, `"documents":1234`, `"cases":12`, `"codings":486`, `"coders":["ani","budi"]`, `"created"`,
		`"warnings":[{"id"`, `"tables":[{"id":"cells","title"`, `"columns":[{"id":"code","title":"Code","type":"code"}`, `"rows":[[`, `"notes":[`, `"figures":[{"id":"curve","title"`, `"alt"`}
	at := 0
	for _, key := range order {
		i := strings.Index(out[at:], key)
		if i < 0 {
			t.Fatalf("%s is missing or out of order", key)
		}
		at += i
	}
	var v struct {
		Tables []struct{ Rows [][]any }
	}
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	if rows := v.Tables[0].Rows; rows[2][3] != nil || rows[2][4] != nil || rows[4][5] != nil || rows[3][7] != "said in English" {
		t.Errorf("undefined is null and texts are English: %v", rows)
	}
	empty := render(t, "json", &report.Report{}, Options{})
	if strings.Contains(empty, "null") || !strings.Contains(empty, `"parameters":{},"filters":{}`) || !strings.Contains(empty, `"coders":[]`) {
		t.Errorf("an empty report has nulls: %s", empty)
	}
}

func TestCSVReadsBack(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(render(t, "csv", example(), Options{Table: "cells"}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"code", "document", "case", "segments", "share", "p", "open", "quote"},
		{"literacy.documents", "I01", "C01", "12345", "0.4567", "0.0004", "true", "'=SUM(A1:A9) | a pipe, *stars*, _lines_ and <b>tags</b>"},
		{"customs.hs", "I02 long name of a document.docx", "C02", "0", "0", "0.5", "false", "first line\nsecond \"line\"\twith a tab"},
		{"gap.systemic", "'-x", "'@C03", "", "", "", "", "a family " + family + " of 3, ❤️ and 日本語"},
		{"unknown.code", "+62", "C04", "3", "1", "-1e-05", "true", "said in English"},
		{"", "-5", "'\tC05", "7", "0.001", "", "false", "\x1b[31mred\x1b[0m\nand \u202eturned"},
		{"customs.hs", "I06", "", "", "", "", "", ""},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

func TestTSVLines(t *testing.T) {
	out := render(t, "tsv", example(), Options{Table: "cells"})
	for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if strings.Count(line, "\t") != 7 {
			t.Errorf("not eight cells: %q", line)
		}
	}
}

func TestNumbers(t *testing.T) {
	w := words{lang: lang.ID}
	for _, c := range []struct {
		column report.Column
		cell   report.Cell
		want   string
	}{
		{report.Column{Type: report.Number}, 0.125, "0,13"},
		{report.Column{Type: report.Number}, 0.0, "0,00"},
		{report.Column{Type: report.Number, Decimals: 3}, 0.0004, "<0,001"},
		{report.Column{Type: report.Number}, -0.001, ">-0,01"},
		{report.Column{Type: report.Number}, 1234567.891, "1.234.567,89"},
		{report.Column{Type: report.Number}, nil, "–"},
		{report.Column{Type: report.Number}, math.NaN(), "–"},
		{report.Column{Type: report.Share}, 0.4567, "46%"},
		{report.Column{Type: report.Share, Decimals: 1}, 0.4567, "45,7%"},
		{report.Column{Type: report.Share}, 0.125, "13%"},
		{report.Column{Type: report.Share}, 0.001, "<1%"},
		{report.Column{Type: report.Code, Blank: true}, nil, ""},
		{report.Column{Type: report.Share}, 1, "100%"},
		{report.Column{Type: report.Count}, 7.0, "7"},
		{report.Column{Type: report.Count}, 7.25, "7,25"},
		{report.Column{Type: report.Boolean}, true, "ya"},
	} {
		if got := w.cell(c.column, c.cell); got != c.want {
			t.Errorf("%v in %+v = %s, want %s", c.cell, c.column, got, c.want)
		}
	}
}

// TestMarkdownCells: a table has the same number of cells in each line, since
// no word of a user can be markup.
func TestMarkdownCells(t *testing.T) {
	out := render(t, "md", &report.Report{Tables: []report.Table{cellsTable()}}, Options{})
	for _, line := range strings.Split(out, "\n") {
		if strings.HasPrefix(line, "|") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") != 9 {
			t.Errorf("not eight cells: %s", line)
		}
	}
	for _, raw := range []string{"<b>", " *stars", " _lines", "\x1b"} {
		if strings.Contains(out, raw) {
			t.Errorf("%q is not escaped", raw)
		}
	}
}

func TestTop(t *testing.T) {
	out := render(t, "terminal", example(), Options{Table: "pairs"})
	if !strings.Contains(out, "3 of 6 rows shown") || strings.Index(out, "0.50") > strings.Index(out, "0.30") {
		t.Error(out)
	}
	if out := render(t, "terminal", example(), Options{Table: "pairs", All: true}); strings.Contains(out, "rows shown") {
		t.Error("--all does not show all")
	}
	first := report.Table{ID: "t", Top: &report.Top{N: 1}, Columns: []report.Column{{ID: "x", Type: report.Count}}, Rows: [][]report.Cell{{31}, {42}}}
	if out := render(t, "terminal", &report.Report{Tables: []report.Table{first}}, Options{}); !strings.Contains(out, "31") || strings.Contains(out, "42") || !strings.Contains(out, "the first 1 of 2 rows") {
		t.Error(out)
	}
}

// TestMatrixFirst: a matrix that is what was asked for begins, however wide, and
// says how much is left; one after other tables only says where it is.
func TestMatrixFirst(t *testing.T) {
	m := report.Table{ID: "m", Pivot: &report.Pivot{Row: "row", Column: "column", Value: "present"}, Columns: []report.Column{
		{ID: "row", Type: report.Code}, {ID: "column", Type: report.Case}, {ID: "present", Type: report.Boolean}}}
	for i := range 60 {
		m.Rows = append(m.Rows, []report.Cell{"literacy.documents", "case" + string(rune('A'+i)), true})
	}
	m.Rows = append(m.Rows, []report.Cell{"literacy.documents", nil, true})
	r := &report.Report{Tables: []report.Table{m}}
	out := render(t, "terminal", r, Options{})
	if n := strings.Count(out, "literacy"); n != mostBlocks || strings.Count(out, "caseA") != 1 || !strings.Contains(out, "more columns") {
		t.Errorf("%d blocks:\n%s", n, out)
	}
	if out := render(t, "terminal", r, Options{All: true, Lang: lang.ID}); strings.Count(out, "✓") != 61 || !strings.Contains(out, "(tidak ada)") {
		t.Errorf("--all shows %d of 61 cells:\n%s", strings.Count(out, "✓"), out)
	}
	r.Tables = []report.Table{emptyTable(), m}
	if out := render(t, "terminal", r, Options{}); strings.Contains(out, "caseA") || !strings.Contains(out, "too wide") {
		t.Error(out)
	}
}

// A terminal names tables that stand aside, and shows them when asked.
func TestAside(t *testing.T) {
	r := &report.Report{Name: "x", Title: lang.Same("X"), Tables: []report.Table{
		{ID: "main", Title: lang.Same("Main"), Columns: []report.Column{{ID: "a", Title: lang.Same("A"), Type: report.Count}}, Rows: [][]report.Cell{{1}}},
		{ID: "more", Title: lang.Same("Detail"), Columns: []report.Column{{ID: "b", Title: lang.Same("Bcol"), Type: report.Count}}, Rows: [][]report.Cell{{2}}, Aside: true},
	}}
	for _, c := range []struct {
		o     Options
		shown bool
	}{{Options{}, false}, {Options{All: true}, true}, {Options{Table: "more"}, true}} {
		got := render(t, "terminal", r, c.o)
		if strings.Contains(got, "Bcol") != c.shown || strings.Contains(got, "more (Detail)") == c.shown {
			t.Errorf("%+v:\n%s", c.o, got)
		}
	}
}
