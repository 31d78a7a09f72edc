package agreement

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
	"tematik/internal/text"
)

// categories are the children of a code, which exclude one another; each with
// all below it.
type categories struct {
	*analysis.Columns
	parent int
}

// mostCategories there may be.
const mostCategories = 100

// kinds finds the categories that were asked for; nil if none were.
func kinds(v *qda.View, name string) (*categories, error) {
	if name == "" {
		return nil, nil
	}
	parent, err := v.Codebook.FindCode(name)
	if err != nil {
		return nil, err
	}
	c := &categories{&analysis.Columns{Of: make([]int32, len(v.Codes()))}, parent}
	for node := range c.Of {
		c.Of[node] = -1
	}
	for node := parent + 1; node < v.Tree.Last[parent]; node++ {
		if v.Tree.Parent[node] == parent {
			c.Nodes = append(c.Nodes, node)
		}
		if v.Selected[node] {
			c.Of[node] = int32(len(c.Nodes) - 1)
		}
	}
	if n := len(c.Nodes); n < 2 || n > mostCategories {
		return nil, errs.New(errs.Usage, "--exclusive %s: categories are the children of a code, and it has %d", name, n).Hint("tematik codebook show")
	}
	return c, nil
}

// choice is how coders put units into categories.
type choice struct {
	*values
	dropped   int     // units in which someone used several categories
	confusion [][]int // of a pair: units by the first's and the second's category
	rated     int     // of a pair: units that both put into one
}

// choose counts in which category some coders put each unit; of a pair it
// notes the units in which they differ.
func (s *study) choose(ctx context.Context, v *qda.View, coders []int, measures []measure, p *pair) (*choice, error) {
	columns := s.categories.Columns
	q, m := len(columns.Nodes), len(coders)
	held, err := analysis.Hold(ctx, v, q*m, s.column(v, columns, coders), s.unit)
	if err != nil {
		return nil, err
	}
	t := &tally{panel: stat.NewPanel(m, q), clusters: len(held.Strata), units: held.Units, codes: make([][]part, 1), measures: measures}
	c := &choice{confusion: make([][]int, q)}
	for k := range c.confusion {
		c.confusion[k] = make([]int, q)
	}
	ratings := make([]int8, m)
	for r := range ratings {
		ratings[r] = stat.Missing
	}
	nowhere := t.way(ratings, -1)
	mix := newMixer(held, m)
	for i := range held.Len() {
		n, one := held.Weight(i), rate(mix, i, ratings)
		differ := one && p != nil && ratings[0] >= 0 && ratings[1] >= 0
		if !one {
			c.dropped += n
		} else {
			t.codes[0] = put(t.codes[0], held.Stratum[i], t.way(ratings, nowhere), n)
		}
		if differ {
			c.rated += n
			c.confusion[ratings[0]][ratings[1]] += n
			differ = ratings[0] != ratings[1]
		}
		if p == nil || one && !differ {
			continue
		}
		f := found{-1, text.Span{}, s.categories.parent, p, different}
		if !one {
			f.kind = several
		}
		if d := held.Doc[i]; d >= 0 {
			f.doc, f.span = s.places[v.Documents[d].ID], text.Span{Start: int(held.Start[i]), End: int(held.End[i])}
		}
		p.found = append(p.found, f)
	}
	c.values, err = t.run(ctx, s.values.Seed())
	return c, err
}

// rate fills in the category that each coder put a unit into; it is false where
// one used more than one.
func rate(mix *mixer, i int, ratings []int8) bool {
	for r := range ratings {
		ratings[r] = stat.Missing
	}
	for _, k := range mix.list(i) {
		for r := range ratings {
			switch {
			case mix.set[k]>>r&1 == 0:
			case ratings[r] != stat.Missing:
				return false
			default:
				ratings[r] = int8(k)
			}
		}
	}
	return true
}

// confusions is who put how many units where.
func (s *study) confusions() report.Table {
	t := report.Table{ID: "categories", Aside: true, Title: lang.T("Categories of %v by two coders", "Kategori %v menurut dua pengode", analysis.Name(s.v, s.categories.parent)),
		Columns: append(coderColumns(false),
			report.Column{ID: "category_a", Title: lang.T("Category of A", "Kategori A"), Type: report.Code},
			report.Column{ID: "category_b", Title: lang.T("Category of B", "Kategori B"), Type: report.Code},
			count("units", "Units", "Satuan"))}
	for _, p := range s.pairs {
		for i, a := range s.categories.Nodes {
			for j, b := range s.categories.Nodes {
				t.Rows = append(t.Rows, []report.Cell{s.coder(p.a), s.coder(p.b), s.v.Codes()[a].Key, s.v.Codes()[b].Key, p.choice.confusion[i][j]})
			}
		}
	}
	if len(s.pairs) == 1 {
		t.Pivot = &report.Pivot{Row: "category_a", Column: "category_b", Value: "units"}
	}
	return t
}
