package render

import (
	"math"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// FigureTable is the data of a figure as a table, for any format of tables.
func FigureTable(f *report.Figure) report.Table {
	t := report.Table{ID: f.ID, Title: f.Title}
	switch {
	case f.Lines != nil:
		linesData(&t, f.Lines)
	case f.Heat != nil:
		heatData(&t, f.Heat)
	case f.Forest != nil:
		forestData(&t, f.Forest)
	case f.Tree != nil:
		treeData(&t, f.Tree)
	case f.Network != nil:
		networkData(&t, f.Network)
	case f.Strips != nil:
		stripsData(&t, f.Strips)
	}
	return t
}

func linesData(t *report.Table, l *report.Lines) {
	t.Columns = []report.Column{
		{ID: "series", Title: lang.T("Series", "Deret"), Type: report.String},
		{ID: "x", Title: l.X, Type: report.Number},
		{ID: "y", Title: l.Y, Type: report.Number},
		{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number},
		{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number},
	}
	for _, s := range l.Series {
		for i, x := range s.X {
			if math.IsNaN(x) { // where a curve lifts the pen
				continue
			}
			t.Rows = append(t.Rows, []report.Cell{s.Name, report.Num(x), report.Num(nth(s.Y, i)), report.Num(nth(s.Lower, i)), report.Num(nth(s.Upper, i))})
		}
	}
}

func heatData(t *report.Table, h *report.Heat) {
	t.Columns = []report.Column{
		{ID: "row", Title: lang.T("Row", "Baris"), Type: report.String},
		{ID: "column", Title: lang.T("Column", "Kolom"), Type: report.String},
		{ID: "value", Title: h.Legend, Type: report.Number, Decimals: h.Decimals},
	}
	for i, row := range h.Rows {
		for k, col := range h.Columns {
			t.Rows = append(t.Rows, []report.Cell{row, col, report.Num(heatAt(h, i, k))})
		}
	}
}

func forestData(t *report.Table, x *report.Forest) {
	t.Columns = []report.Column{
		{ID: "group", Title: lang.T("Group", "Kelompok"), Type: report.String, Blank: true},
		{ID: "name", Title: lang.T("Name", "Nama"), Type: report.String},
		{ID: "value", Title: x.X, Type: report.Number},
		{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number},
		{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number},
	}
	for _, r := range x.Rows {
		group := report.Cell(r.Group)
		if r.Group.IsZero() {
			group = nil
		}
		t.Rows = append(t.Rows, []report.Cell{group, r.Name, report.Num(r.Value), report.Num(r.Lower), report.Num(r.Upper)})
	}
}

func treeData(t *report.Table, x *report.Tree) {
	t.Columns = []report.Column{
		{ID: "node", Title: lang.T("Node", "Simpul"), Type: report.Count},
		{ID: "name", Title: lang.T("Name", "Nama"), Type: report.String, Blank: true},
		{ID: "left", Title: lang.T("Joins", "Menggabungkan"), Type: report.Count, Blank: true},
		{ID: "right", Title: lang.T("and", "dan"), Type: report.Count, Blank: true},
		{ID: "height", Title: x.Height, Type: report.Number, Blank: true},
	}
	for i, name := range x.Leaves {
		t.Rows = append(t.Rows, []report.Cell{i, name, nil, nil, nil})
	}
	for i, m := range x.Merges {
		t.Rows = append(t.Rows, []report.Cell{len(x.Leaves) + i, nil, m.Left, m.Right, report.Num(m.Height)})
	}
}

func networkData(t *report.Table, x *report.Network) {
	t.Columns = []report.Column{
		{ID: "node", Title: lang.T("Node", "Simpul"), Type: report.String},
		{ID: "tied_to", Title: lang.T("Tied to", "Terhubung dengan"), Type: report.String, Blank: true},
		{ID: "community", Title: lang.T("Community", "Komunitas"), Type: report.Count, Blank: true},
		{ID: "size", Title: x.Size, Type: report.Number, Blank: true},
		{ID: "weight", Title: x.Ties, Type: report.Number, Blank: true},
	}
	for _, n := range x.Nodes {
		var group report.Cell
		if n.Group >= 0 {
			group = n.Group + 1
		}
		t.Rows = append(t.Rows, []report.Cell{n.ID, nil, group, report.Num(n.Size), nil})
	}
	for _, l := range x.Links {
		if 0 <= min(l.From, l.To) && max(l.From, l.To) < len(x.Nodes) {
			t.Rows = append(t.Rows, []report.Cell{x.Nodes[l.From].ID, x.Nodes[l.To].ID, nil, nil, report.Num(l.Weight)})
		}
	}
}

func stripsData(t *report.Table, x *report.Strips) {
	t.Columns = []report.Column{
		{ID: "row", Title: lang.T("Row", "Baris"), Type: report.String},
		{ID: "length", Title: x.X, Type: report.Number},
		{ID: "kind", Title: lang.T("Kind", "Jenis"), Type: report.String, Blank: true},
		{ID: "from", Title: lang.T("From", "Dari"), Type: report.Number, Blank: true},
		{ID: "to", Title: lang.T("To", "Sampai"), Type: report.Number, Blank: true},
	}
	for _, r := range x.Rows {
		if len(r.Pieces) == 0 {
			t.Rows = append(t.Rows, []report.Cell{r.Name, report.Num(r.Length), nil, nil, nil})
		}
		for _, p := range r.Pieces {
			var kind report.Cell
			if 0 <= p.Kind && p.Kind < len(x.Kinds) {
				kind = x.Kinds[p.Kind]
			}
			t.Rows = append(t.Rows, []report.Cell{r.Name, report.Num(r.Length), kind, report.Num(p.From), report.Num(p.To)})
		}
	}
}

// nth is a value of a list that may be short, or not there.
func nth(v []float64, i int) float64 {
	if i >= len(v) || math.IsInf(v[i], 0) {
		return math.NaN()
	}
	return v[i]
}
