package sequence

import (
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// mapped is how many codes the heat map shows at most.
const mapped = 20

// figure is the share of the units with one code after which another comes, of
// the codes that most units have.
func (s *study) figure() report.Figure {
	shown := analysis.Busiest(len(s.keys), mapped, func(k int) int { return s.n[k] })
	heat := &report.Heat{Decimals: 2, Legend: lang.T("Share of %v with the code of the row after which the code of the column comes",
		"Bagian %v dengan kode baris yang diikuti kode kolom", s.unit.Plural())}
	for _, a := range shown {
		row := make([]float64, len(shown))
		for j, b := range shown {
			row[j] = math.NaN()
			if a != b && !s.v.Tree.Related(s.columns.Nodes[a], s.columns.Nodes[b]) {
				row[j] = s.share(a*s.counts.columns+b, a)
			}
		}
		name := analysis.Name(s.v, s.columns.Nodes[a])
		heat.Rows, heat.Columns, heat.Values = append(heat.Rows, name), append(heat.Columns, name), append(heat.Values, row)
	}
	title := lang.T("What comes within %v of a code", "Yang muncul dalam %v sesudah suatu kode", s.unit.Count(s.within))
	if len(shown) < len(s.keys) {
		title = lang.T("%v: the %v of %v codes that are in the most %v", "%v: %v dari %v kode yang terdapat dalam paling banyak %v", title, len(shown), len(s.keys), s.unit.Plural())
	}
	return report.Figure{ID: "sequence", Title: title, Alt: s.alt(), Heat: heat}
}

// alt states the pairs that come most often.
func (s *study) alt() lang.Text {
	text := lang.T("%v, within %v.", "%v, dalam %v.", lang.Many(len(s.keys), "code", "codes", "kode"), s.unit.Count(s.within))
	often := slices.Clone(s.pairs)
	slices.SortStableFunc(often, func(a, b [2]int) int { return s.followed[s.at(b)] - s.followed[s.at(a)] })
	for _, p := range often[:min(3, len(often))] {
		if n := s.followed[s.at(p)]; n > 0 {
			text = lang.T("%v %v after %v: %v of %v.", "%v %v sesudah %v: %v dari %v.", text, s.name(p[1]), s.name(p[0]), n, s.unit.Count(s.n[p[0]]))
		}
	}
	return text
}

func (s *study) name(column int) lang.Text { return analysis.Name(s.v, s.columns.Nodes[column]) }
