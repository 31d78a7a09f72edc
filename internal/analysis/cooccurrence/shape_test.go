package cooccurrence

import (
	"fmt"
	"strings"
	"testing"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// eight codes over twelve interviews, a row a code.
func eight() *analysistest.Study {
	rows := make([][]bool, 12)
	for _, code := range []string{"010000001111", "111101100111", "001100001000", "000101000000", "100110110010", "110100100011", "010010111101", "010000101100"} {
		for i, c := range code {
			rows[i] = append(rows[i], c == '1')
		}
	}
	return analysistest.Matrix(rows, 8)
}

func all(t *testing.T, r *report.Report, table string) string {
	t.Helper()
	var out []string
	for _, row := range analysistest.Table(r, table).Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, analysistest.Cell(c))
		}
		out = append(out, strings.Join(cells, " "))
	}
	return strings.Join(out, "\n")
}

func figureOf(r *report.Report, id string) *report.Figure {
	for i := range r.Figures {
		if r.Figures[i].ID == id {
			return &r.Figures[i]
		}
	}
	return nil
}

// Tree by R 4.2.2, hclust(dist(x, "binary"), "average") and cophenetic; ties and
// the best of all divisions by networkx 3.6.1.
func TestShape(t *testing.T) {
	r := analysistest.Run(t, Method(), eight(), qda.Filter{}, "unit=document", "min-both=3")
	analysistest.Bytes(t, r)
	if got, want := all(t, r, "clusters"), `1 c2 null c6 null 0.333333 2
2 c7 null c8 null 0.428571 2
3 c1 null null 2 0.5 3
4 null 1 c5 null 0.568182 3
5 null 3 null 4 0.725617 6
6 c3 null c4 null 0.75 2
7 null 5 null 6 0.885119 8`; got != want {
		t.Errorf("clusters\n%s\nwant\n%s", got, want)
	}
	if got, want := all(t, r, "network"), `c1 1 5 4 1.775
c2 2 9 5 2.06364
c3 null 3 0 0
c4 null 2 0 0
c5 2 6 3 1.16364
c6 2 6 4 1.84167
c7 1 7 5 2.00476
c8 1 4 3 1.37143`; got != want {
		t.Errorf("network\n%s\nwant\n%s", got, want)
	}
	if got := analysistest.Show(t, r, "structure", 0, "leaves", "cophenetic", "nodes", "ties", "communities", "modularity"); got != "8 0.900097 6 12 2 0.106952" {
		t.Error(got)
	}
	f := figureOf(r, "dendrogram")
	if len(f.Tree.Leaves) != 8 || len(f.Tree.Merges) != 7 || f.Tree.Merges[2] != (report.Merge{Left: 0, Right: 9, Height: 0.5}) {
		t.Errorf("%+v", f.Tree)
	}
	for _, want := range []string{"C2 joins C6 at distance 0.33", "C1 joins C7 and 1 more at distance 0.50", "All are joined at 0.89", "correlation: 0.90"} {
		if got := f.Alt.In(lang.EN); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	n := figureOf(r, "network").Network
	for _, l := range n.Links {
		if l.From >= l.To || l.Weight <= 0 {
			t.Errorf("%+v", l)
		}
	}
}

// A node is never tied to its ancestor, though both are leaves of the tree;
// what is in no unit is in neither.
func TestShapeOfRelated(t *testing.T) {
	s := talk()
	for _, code := range []string{"x", "x.a", "y.c"} {
		s.Tag("two", "the forms", code, "ana")
		s.Tag("one", "forms are", code, "ana")
	}
	s.Tag("one", "papers?", "lone", "ana") // the interviewer's
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	analysistest.Bytes(t, r)
	if got, want := all(t, r, "clusters"), "1 x null x.a null 0 2\n2 null 1 y.c null 0 3"; got != want {
		t.Errorf("clusters\n%s", got)
	}
	if got, want := all(t, r, "network"), "x 1 2 1 1\nx.a 1 2 1 1\nlone null 0 0 0\ny.c 1 2 2 2"; got != want {
		t.Errorf("network\n%s", got)
	}
	note := analysistest.Table(r, "clusters").Notes[0].In(lang.EN)
	for _, want := range []string{"left out: 1", "counted by their own codings"} {
		if !strings.Contains(note, want) {
			t.Errorf("%q lacks %q", note, want)
		}
	}
	if f := figureOf(r, "network"); len(f.Network.Nodes) != 3 || f.Network.Nodes[2].Theme != "y" || f.Network.Nodes[2].ID != "y.c" {
		t.Errorf("%+v", f.Network.Nodes)
	}
	if r = analysistest.Run(t, Method(), s, qda.Filter{}, "min-both=3"); figureOf(r, "network") != nil {
		t.Error("a network without ties is drawn")
	}
	if got := all(t, r, "structure"); got != "3 null 0 0 null null 0 null" {
		t.Error(got)
	}
}

// The tree takes the codes of most units, the earlier of equals.
func TestLeaves(t *testing.T) {
	r := analysistest.Run(t, Method(), eight(), qda.Filter{}, "unit=document", "leaves=4")
	var names []string
	for _, l := range figureOf(r, "dendrogram").Tree.Leaves {
		names = append(names, l.In(lang.EN))
	}
	if got := fmt.Sprint(names); got != "[C2 C5 C6 C7]" {
		t.Error(got)
	}
	if f := figureOf(r, "dendrogram"); !strings.Contains(f.Title.In(lang.EN), "4 of 8 codes") {
		t.Error(f.Title)
	}
}

// Too large a network is said to be; its ties stand all the same.
func TestLargeNetwork(t *testing.T) {
	row := make([]bool, 350)
	for i := range row {
		row[i] = true
	}
	r := analysistest.Run(t, Method(), analysistest.Matrix([][]bool{row, row}, len(row)), qda.Filter{}, "unit=document")
	if !analysistest.Warned(r, "network_too_large") {
		t.Error("not said")
	}
	if got := analysistest.Show(t, r, "network", 0, "code", "community", "units", "degree", "strength"); got != "c1 null 2 349 349" {
		t.Error(got)
	}
}
