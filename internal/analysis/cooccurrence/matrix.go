package cooccurrence

import (
	"math"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// matrix gives one value for every two codes, both ways round.
func (s *study) matrix(pairs *report.Table) report.Table {
	value := pairs.Columns[pairs.Index(s.value)]
	t := report.Table{ID: "matrix", Title: lang.T("Matrix of %v", "Matriks %v", value.Title),
		Columns: []report.Column{
			{ID: "row", Title: lang.T("Code", "Kode"), Type: report.Code},
			{ID: "column", Title: lang.T("With", "Dengan"), Type: report.Code},
			{ID: "value", Title: value.Title, Type: value.Type, Decimals: value.Decimals},
		},
		Pivot: &report.Pivot{Row: "row", Column: "column", Value: "value"},
	}
	k := len(s.keys)
	values := s.square(pairs)
	cells := make([]report.Cell, 0, 6*len(pairs.Rows))
	for a := range k {
		for b := range k {
			if a == b || s.v.Tree.Related(s.columns.Nodes[a], s.columns.Nodes[b]) {
				continue
			}
			cells = append(cells, s.keys[a], s.keys[b], values[a*k+b])
			t.Rows = append(t.Rows, cells[len(cells)-3:len(cells):len(cells)])
		}
	}
	return t
}

// square is the chosen value of every two columns, both ways round; what is
// conditional is turned with the pair.
func (s *study) square(pairs *report.Table) []report.Cell {
	k := len(s.keys)
	there, back := pairs.Index(s.value), pairs.Index(s.value)
	switch s.value {
	case "p_a_given_b":
		back = pairs.Index("p_b_given_a")
	case "p_b_given_a":
		back = pairs.Index("p_a_given_b")
	}
	out := make([]report.Cell, k*k)
	i := 0
	for a := range k {
		for b := a + 1; b < k; b++ {
			if s.v.Tree.Related(s.columns.Nodes[a], s.columns.Nodes[b]) {
				continue
			}
			out[a*k+b], out[b*k+a] = pairs.Rows[i][there], pairs.Rows[i][back]
			i++
		}
	}
	return out
}

// mapped is how many codes a heat map shows at most.
const mapped = 20

// figure is the heat map of the codes that most units have.
func (s *study) figure(pairs *report.Table) report.Figure {
	shown := analysis.Busiest(len(s.keys), mapped, func(k int) int { return s.n[k] })
	column := pairs.Columns[pairs.Index(s.value)]
	values := s.square(pairs)
	heat := &report.Heat{Legend: column.Title, Decimals: column.Decimals}
	for _, a := range shown {
		row := make([]float64, len(shown))
		for j, b := range shown {
			row[j] = math.NaN()
			switch x := values[a*len(s.keys)+b].(type) {
			case float64:
				row[j] = x
			case int:
				row[j] = float64(x)
			}
		}
		name := analysis.Name(s.v, s.columns.Nodes[a])
		heat.Rows, heat.Columns, heat.Values = append(heat.Rows, name), append(heat.Columns, name), append(heat.Values, row)
	}
	return report.Figure{ID: "heatmap", Title: s.heatTitle(len(shown)), Alt: s.alt(pairs), Heat: heat}
}

func (s *study) heatTitle(shown int) lang.Text {
	if shown < len(s.keys) {
		return lang.T("Codes that go together: the %v of %v codes that are in the most %v", "Kode yang muncul bersama: %v dari %v kode yang terdapat dalam paling banyak %v",
			shown, len(s.keys), s.unit.Plural())
	}
	return lang.T("Codes that go together, in %v", "Kode yang muncul bersama, dalam %v", s.unit.Plural())
}

// alt states the numbers of the figure: the pairs with most units in common.
func (s *study) alt(pairs *report.Table) lang.Text {
	both := pairs.Index("n_both")
	apart := 0
	for _, row := range pairs.Rows {
		if row[both].(int) == 0 {
			apart++
		}
	}
	text := lang.T("%v of %v codes in %v.", "%v dari %v kode dalam %v.", pairs.Columns[pairs.Index(s.value)].Title, len(s.keys), s.unit.Count(s.units))
	q := pairs.Index("perm_q")
	sure := func(row []report.Cell) bool { x, ok := row[q].(float64); return ok && x < 0.05 }
	for _, i := range s.strongest[:min(3, len(s.strongest))] {
		row := pairs.Rows[i]
		if row[both].(int) == 0 {
			break
		}
		mark := lang.Same("")
		if sure(row) {
			mark = lang.T(" (q < 0.05)", " (q < 0,05)")
		}
		text = lang.T("%v %v with %v: %v, together in %v%v.", "%v %v dengan %v: %v, bersama dalam %v%v.",
			text, s.name(row[0]), s.name(row[1]), s.number(row[pairs.Index(s.value)]), s.unit.Count(row[both].(int)), mark)
	}
	text = lang.T("%v Pairs that never go together: %v of %v.", "%v Pasangan yang tidak pernah muncul bersama: %v dari %v.", text, apart, len(pairs.Rows))
	if s.permutations == 0 {
		return text
	}
	certain := 0
	for _, row := range pairs.Rows {
		if sure(row) {
			certain++
		}
	}
	return lang.T("%v Pairs with q < 0.05 by permutation: %v.", "%v Pasangan dengan q < 0,05 menurut permutasi: %v.", text, certain)
}

func (s *study) name(key report.Cell) lang.Text {
	node, _ := s.v.Tree.Find(key.(string))
	return analysis.Name(s.v, node)
}

func (s *study) number(c report.Cell) any {
	switch x := c.(type) {
	case nil:
		return lang.T("undefined", "tak terdefinisi")
	case float64:
		return lang.Num{Value: x, Decimals: 2}
	default:
		return x
	}
}
