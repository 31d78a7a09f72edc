// Package matrix lays the codes in use against documents, cases or the values
// of an attribute. It reads a View of the study and knows nothing of where that
// came from or how tables and heat maps look.
package matrix

import (
	"context"
	"maps"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/text"
)

// What columns can stand for, besides the values of an attribute.
const (
	byDocument = "document"
	byCase     = "case"
)

// side is the columns of a matrix.
type side struct {
	by      string
	kind    report.Type
	title   lang.Text
	cells   []report.Cell // of each column; nil stands for none
	units   []int         // cases, or documents without one, that stand behind it
	without []string      // names of what stands in the column of none
	at      func(doc int, span text.Span, out []int32) []int32
}

// newSide finds the columns: by, or else cases if there are any, else documents.
func newSide(v *qda.View, by string) (*side, error) {
	in := analysis.NewInformants(v)
	if _, cases := in.Counted(); by == "" && cases > 0 {
		by = byCase
	} else if by == "" {
		by = byDocument
	}
	switch by {
	case byDocument:
		return documents(v), nil
	case byCase:
		return cases(v, in), nil
	}
	return values(v, in, by)
}

func documents(v *qda.View) *side {
	s := &side{by: byDocument, kind: report.Document, title: lang.T("Document", "Dokumen")}
	for d := range v.Documents {
		s.cells = append(s.cells, v.Documents[d].Name)
	}
	s.at = func(doc int, _ text.Span, out []int32) []int32 { return append(out, int32(doc)) }
	return s
}

// cases are the columns of the cases that count; documents in which someone has
// none share the last.
func cases(v *qda.View, in *analysis.Informants) *side {
	s := &side{by: byCase, kind: report.Case, title: lang.T("Case", "Kasus"), without: in.Caseless()}
	counted, _ := in.Counted()
	column := make([]int32, len(v.Cases))
	for c, yes := range counted {
		if yes {
			column[c] = int32(len(s.cells))
			s.cells = append(s.cells, v.Cases[c].Name)
		}
	}
	none := int32(len(s.cells))
	if len(s.without) > 0 {
		s.cells = append(s.cells, nil)
	}
	s.at = func(doc int, span text.Span, out []int32) []int32 {
		out, itself := in.Whose(doc, span, out)
		for i, c := range out {
			out[i] = column[c]
		}
		if itself {
			out = append(out, none)
		}
		return out
	}
	return s
}

// values are the columns of an attribute. A case has its own value, else that of
// the document; capital letters make no other value, as in filters.
func values(v *qda.View, in *analysis.Informants, attr string) (*side, error) {
	if err := known(v, attr); err != nil {
		return nil, err
	}
	s := &side{by: attr, kind: report.String, title: lang.Same(attr)}
	value := func(doc int, c int32) string {
		if c >= 0 && v.Cases[c].Values[attr] != "" {
			return v.Cases[c].Values[attr]
		}
		return v.Documents[doc].Values[attr]
	}
	spelt, units := map[string]string{}, map[string]map[string]bool{}
	stand := func(doc int, c int32, name string) {
		x := value(doc, c)
		fold := strings.ToLower(x)
		if units[fold] == nil {
			spelt[fold], units[fold] = x, map[string]bool{}
		}
		if x == "" && !units[fold][name] {
			s.without = append(s.without, name)
		}
		units[fold][name] = true
	}
	for d := range v.Documents {
		cases, stranger := in.Of(d)
		for _, c := range cases {
			stand(d, c, v.Cases[c].Name)
		}
		if stranger {
			stand(d, -1, v.Documents[d].Name)
		}
	}
	column := map[string]int32{}
	for _, fold := range slices.SortedFunc(maps.Keys(spelt), analysis.CompareValues) {
		column[fold] = int32(len(s.cells))
		s.cells = append(s.cells, analysis.Text(spelt[fold]))
		s.units = append(s.units, len(units[fold]))
	}
	var whose []int32
	s.at = func(doc int, span text.Span, out []int32) []int32 {
		from := len(out)
		cases, itself := in.Whose(doc, span, whose[:0])
		if itself {
			cases = append(cases, -1)
		}
		for _, c := range cases {
			if k := column[strings.ToLower(value(doc, c))]; !slices.Contains(out[from:], k) {
				out = append(out, k)
			}
		}
		whose = cases
		return out
	}
	return s, nil
}

func known(v *qda.View, attr string) error {
	if len(qda.Attributes(v.Snapshot)[attr]) > 0 {
		return nil
	}
	return errs.New(errs.NotFound, "--by %s: neither case nor document, and no case or counted document has such an attribute (%s)",
		attr, analysis.Attributes(v, attr, byCase, byDocument)).Hint("tematik case ls")
}

// grid is how many segments each code in use has in each column.
type grid struct {
	*side
	rows    *analysis.Columns
	counts  []int32 // row after row
	unowned int     // segments that belong to no column
}

func (g *grid) at(row, column int) int { return int(g.counts[row*len(g.cells)+column]) }

func count(ctx context.Context, v *qda.View, s *side, level analysis.Level) (*grid, error) {
	g := &grid{side: s, rows: analysis.InUse(v, level)}
	g.counts = make([]int32, len(g.rows.Nodes)*len(s.cells))
	var columns []int32
	err := analysis.Connected(ctx, v, g.rows, func(doc int, row int32, pieces []text.Span) {
		for _, p := range pieces {
			columns = s.at(doc, p, columns[:0])
			if len(columns) == 0 {
				g.unowned++
			}
			for _, k := range columns {
				g.counts[int(row)*len(s.cells)+int(k)]++
			}
		}
	})
	return g, err
}
