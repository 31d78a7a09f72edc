package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// wide turns a long table into the form that readers see: a row and a column
// for each value of the pivot's columns, in the order they first appear. A
// matrix of codes by codes has its rows numbered and the numbers as heads, as
// papers print correlations, so that each name stands once. A pair without a
// row is an empty cell, unlike an undefined one.
func (w words) wide(t report.Table) report.Table {
	if t.Pivot == nil {
		return t
	}
	ri, ci, vi := t.Index(t.Pivot.Row), t.Index(t.Pivot.Column), t.Index(t.Pivot.Value)
	if ri < 0 || ci < 0 || vi < 0 {
		return t
	}
	row, col, value := t.Columns[ri], t.Columns[ci], t.Columns[vi]
	square := row.Type == report.Code && col.Type == report.Code

	var rows, cols axis
	for _, r := range t.Rows {
		rows.add(key(at(r, ri)), func() string { return w.sideName(row, at(r, ri)) })
		cols.add(key(at(r, ci)), func() string { return w.sideName(col, at(r, ci)) })
	}
	title := row.Title.In(w.lang)
	if square { // of a triangle, the first is no column and the last no row
		for i, k := range cols.keys {
			rows.add(k, func() string { return cols.labels[i] })
		}
		cols = rows
	} else {
		title += " × " + col.Title.In(w.lang)
	}

	out := report.Table{ID: t.ID, Title: t.Title, Notes: t.Notes}
	out.Columns = append(out.Columns, report.Column{ID: row.ID, Title: lang.Same(title), Type: report.String})
	for i, label := range cols.labels {
		if square {
			label = strconv.Itoa(i + 1)
		}
		out.Columns = append(out.Columns, report.Column{ID: cols.keys[i], Title: lang.Same(label), Type: value.Type, Decimals: value.Decimals})
	}
	for i, label := range rows.labels {
		if square {
			label = fmt.Sprintf("%d %s", i+1, label)
		}
		cells := make([]report.Cell, 1+len(cols.labels))
		for k := range cells {
			cells[k] = ""
		}
		cells[0] = label
		out.Rows = append(out.Rows, cells)
	}
	for _, r := range t.Rows {
		v := at(r, vi)
		if yes, ok := v.(bool); ok {
			v = map[bool]string{true: "✓"}[yes]
		}
		out.Rows[rows.index[key(at(r, ri))]][1+cols.index[key(at(r, ci))]] = v
	}
	return out
}

// axis is the distinct values along one side of a wide table.
type axis struct {
	index  map[string]int
	keys   []string
	labels []string
}

// key tells values apart that share a label.
func key(c report.Cell) string {
	if s, ok := c.(string); ok {
		return s
	}
	return fmt.Sprint(plain(c))
}

// sideName is a value as a head: one that is undefined is a group of its own.
func (w words) sideName(c report.Column, v report.Cell) string {
	if v == nil {
		return w.say("(none)", "(tidak ada)")
	}
	return w.cell(c, v)
}

func (a *axis) add(key string, label func() string) {
	if a.index == nil {
		a.index = map[string]int{}
	}
	if _, ok := a.index[key]; !ok {
		a.index[key] = len(a.keys)
		a.keys = append(a.keys, key)
		a.labels = append(a.labels, label())
	}
}

// head keeps the rows that a terminal shows first: the N largest, undefined
// ones after all others, or as they come.
func head(t report.Table) report.Table {
	if t.Top == nil || t.Top.N < 1 || len(t.Rows) <= t.Top.N {
		return t
	}
	if t.Top.By == "" {
		t.Rows = t.Rows[:t.Top.N]
		return t
	}
	by := t.Index(t.Top.By)
	if by < 0 {
		return t
	}
	rows := slices.Clone(t.Rows)
	slices.SortStableFunc(rows, func(a, b []report.Cell) int {
		x, okX := amount(at(a, by))
		y, okY := amount(at(b, by))
		switch {
		case okX && okY:
			return cmp.Compare(y, x)
		case okX:
			return -1
		case okY:
			return 1
		}
		return 0
	})
	t.Rows = rows[:t.Top.N]
	return t
}

// amount is a cell as a number, if it is one.
func amount(c report.Cell) (v float64, ok bool) {
	switch c := plain(c).(type) {
	case int:
		return float64(c), true
	case float64:
		return c, true
	}
	return 0, false
}
