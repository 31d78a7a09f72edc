package themes

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "themes".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "themes",
		Title: lang.T("Themes and codes", "Tema dan kode"),
		Needs: qda.Needs{Texts: true},
		Params: []analysis.Param{
			{Name: "quotes", Kind: analysis.Whole, Default: "1", Max: 100,
				Help: lang.T("quotes for each theme and code; from the second on in a table of their own",
					"jumlah kutipan tiap tema dan kode; mulai dari yang kedua dalam tabel tersendiri")},
			{Name: "matrix", Kind: analysis.Switch,
				Help: lang.T("add a table of which case speaks of which theme", "tambahkan tabel kasus mana yang membicarakan tema mana")},
			{Name: "no-counts", Kind: analysis.Switch,
				Help: lang.T("leave the counts out", "tanpa kolom jumlah")},
		},
		Run: run,
	}
}

// study is what the tables are made of.
type study struct {
	*qda.View
	tally   *analysis.Tally
	pick    *picker
	counted []bool // by case
	cases   int
	byCase  bool // every document that counts has a case
	values  analysis.Values
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	tally, err := analysis.NewTally(ctx, v, true)
	if err != nil {
		return nil, err
	}
	in := analysis.NewInformants(v)
	s := &study{View: v, tally: tally, pick: newPicker(v, in), values: values}
	s.counted, s.cases = in.Counted()
	caseless := in.Caseless()
	s.byCase = s.cases > 0 && len(caseless) == 0
	r := &report.Report{Name: "themes", Title: Method().Title, Labels: analysis.Labels(v)}
	r.Warnings = append(analysis.Uncoded(v), analysis.PoolDocuments(v)...)
	r.Warnings = append(r.Warnings, analysis.WithoutCase(s.cases, caseless)...)
	table, further := s.table()
	r.Tables = append(r.Tables, table)
	if values.Whole("quotes") > 1 {
		r.Tables = append(r.Tables, further)
	}
	if values.On("matrix") {
		r.Tables = append(r.Tables, s.matrix())
	}
	return r, nil
}

// table has one row for each theme and each code; further quotes are in the
// second table.
func (s *study) table() (table, further report.Table) {
	table = report.Table{ID: "themes", Title: Method().Title, Columns: s.columns(), Notes: s.notes(), Print: s.print(), Levels: s.Tree.Depth}
	further = report.Table{ID: "quotes", Title: lang.T("Further quotes", "Kutipan tambahan"), Columns: []report.Column{
		{ID: "theme", Title: lang.T("Theme", "Tema"), Type: report.Code, Named: true, Grouped: true},
		{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true, Blank: true},
		{ID: "quote", Title: lang.T("Quote", "Kutipan"), Type: report.String},
		{ID: "document", Title: lang.T("Document", "Dokumen"), Type: report.Document, Hidden: s.byCase},
		{ID: "case", Title: lang.T("Case", "Kasus"), Type: report.Case, Hidden: !s.byCase},
	}}
	for node := range s.Codes() {
		if s.Tree.Parent[node] < 0 {
			s.pick.theme()
		}
		theme, code := s.names(node)
		row := []report.Cell{theme, code, s.definition(&s.Codes()[node])}
		if !s.values.On("no-counts") {
			row = append(row, s.counts(node)...)
		}
		quotes := s.pick.quotes(node, s.values.Whole("quotes"))
		for i, q := range quotes {
			if i > 0 {
				further.Rows = append(further.Rows, append([]report.Cell{theme, code}, s.quote(q)...))
			}
		}
		if len(quotes) > 0 {
			row = append(row, s.quote(quotes[0])...)
		} else {
			row = append(row, nil, nil, nil)
		}
		table.Rows = append(table.Rows, row)
	}
	return table, further
}

// names are the cells of theme and code: a theme's own row has no code, a code
// under no theme no theme.
func (s *study) names(node int) (theme, code report.Cell) {
	t, ok := analysis.Theme(s.View, node)
	if ok {
		theme = s.Codes()[t].Key
	}
	if !ok || t != node {
		code = s.Codes()[node].Key
	}
	return theme, code
}

func (s *study) counts(node int) []report.Cell {
	share := func(k, n int) report.Cell {
		if n == 0 {
			return nil
		}
		return float64(k) / float64(n)
	}
	t := s.tally
	row := []report.Cell{
		t.Documents[node], share(t.Documents[node], len(s.Documents)),
		t.Cases[node], share(t.Cases[node], s.cases),
		t.Segments[node], t.Words[node], nil, nil,
	}
	if c, portion := t.Top(node); c >= 0 {
		row[6], row[7] = s.Cases[c].Name, portion
	}
	return row
}

func (s *study) quote(p passage) []report.Cell {
	row := []report.Cell{s.Texts[p.doc].Cut(p.span), s.Documents[p.doc].Name, nil}
	if c, ok := s.pick.caseOf(p); ok {
		row[2] = s.Cases[c].Name
	}
	return row
}

// definition is what a node means; of a theme without one, its concept.
func (s *study) definition(c *qda.Code) report.Cell {
	switch {
	case !c.Definition.IsZero():
		return analysis.Words(s.View, c.Definition)
	case !c.Concept.IsZero():
		return analysis.Words(s.View, c.Concept)
	}
	return nil
}

// columns puts forward what the approach does: the reflexive one meanings, the
// others informants, reliability segments too.
func (s *study) columns() []report.Column {
	reflexive := s.Project.Approach == qda.ReflexiveTA
	cols := []report.Column{
		{ID: "theme", Title: lang.T("Theme", "Tema"), Type: report.Code, Named: true, Grouped: true},
		{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true, Blank: true},
		{ID: "definition", Title: lang.T("Definition", "Definisi"), Type: report.String, Hidden: !reflexive},
	}
	if !s.values.On("no-counts") {
		cols = append(cols,
			report.Column{ID: "documents", Title: lang.T("Docs", "n dok."), Type: report.Count, Hidden: reflexive || s.byCase},
			report.Column{ID: "documents_share", Title: lang.T("% docs", "% dok."), Type: report.Share, Hidden: reflexive || s.byCase},
			report.Column{ID: "cases", Title: lang.T("Cases", "n kasus"), Type: report.Count, Hidden: reflexive || !s.byCase},
			report.Column{ID: "cases_share", Title: lang.T("% cases", "% kasus"), Type: report.Share, Hidden: reflexive || !s.byCase},
			report.Column{ID: "segments", Title: lang.T("Segm.", "Segmen"), Type: report.Count, Hidden: s.Project.Approach != qda.Reliability},
			report.Column{ID: "words", Title: lang.T("Words", "Kata"), Type: report.Count, Hidden: true},
			report.Column{ID: "top_case", Title: lang.T("Top case", "Kasus dominan"), Type: report.Case, Hidden: true},
			report.Column{ID: "top_case_share", Title: lang.T("% top case", "% kasus dominan"), Type: report.Share, Hidden: true},
		)
	}
	return append(cols,
		report.Column{ID: "quote", Title: lang.T("Quote", "Kutipan"), Type: report.String},
		report.Column{ID: "quote_document", Title: lang.T("Document", "Dokumen"), Type: report.Document, Hidden: s.byCase},
		report.Column{ID: "quote_case", Title: lang.T("Case", "Kasus"), Type: report.Case, Hidden: !s.byCase},
	)
}

// print is the table as journals have it: the codes under their themes, and each
// quote with its informant.
func (s *study) print() *report.Print {
	p := &report.Print{Columns: []report.Printed{
		{Title: lang.T("Theme and code", "Tema dan kode"), Of: []string{"code", "theme"}},
		{Title: lang.T("Definition", "Definisi"), Of: []string{"definition"}},
		{Title: lang.T("Illustrative quote (informant)", "Kutipan ilustratif (informan)"), Of: []string{"quote"}, Beside: []string{"quote_case", "quote_document"}, Quoted: true, Least: true},
	}}
	rule := s.notes()
	if s.values.On("no-counts") || s.Project.Approach == qda.ReflexiveTA {
		p.Notes = rule[len(rule)-1:]
		return p
	}
	who := report.Printed{Title: lang.T("Informants, n (%)", "Informan, n (%)"), Of: []string{"cases"}, Beside: []string{"cases_share"}}
	of := analysis.Case.Count(s.cases)
	if !s.byCase {
		who = report.Printed{Title: lang.T("Documents, n (%)", "Dokumen, n (%)"), Of: []string{"documents"}, Beside: []string{"documents_share"}}
		of = analysis.Document.Count(len(s.Documents))
	}
	p.Columns = append(p.Columns, who, report.Printed{Title: lang.T("Segments", "Segmen"), Of: []string{"segments"}})
	p.Notes = []lang.Text{
		lang.T("A theme counts all that is coded with it or with anything below it. Percentages are of %v. Segments are connected pieces of coded text.",
			"Tema menghitung semua yang dikode dengannya atau dengan kode di bawahnya. Persentase dihitung dari %v. Segmen adalah potongan teks berkode yang bersambung.", of),
		rule[len(rule)-1],
	}
	return p
}

func (s *study) notes() []lang.Text {
	notes := []lang.Text{}
	if !s.values.On("no-counts") {
		notes = append(notes, lang.T(
			"A theme counts all that is coded with it or with anything below it. Percentages are of %v and of %v. Segments are connected pieces of coded text; each word counts once; the top case is the one with most segments.",
			"Tema menghitung semua yang dikode dengannya atau dengan kode di bawahnya. Persentase dihitung dari %v dan dari %v. Segmen adalah potongan teks berkode yang bersambung; tiap kata dihitung sekali; kasus dominan adalah kasus dengan segmen terbanyak.",
			analysis.Document.Count(len(s.Documents)), analysis.Case.Count(s.cases)))
	}
	return append(notes, lang.T(
		"Quotes are chosen by a rule: of middling length, a person's coding before a machine's, and within a theme each informant once before any twice.",
		"Kutipan dipilih menurut aturan: panjangnya sedang, pengodean oleh orang didahulukan dari pengodean oleh mesin, dan dalam satu tema tiap informan dikutip sekali sebelum ada yang dikutip dua kali."))
}

// matrix says of each topmost node which cases have it.
func (s *study) matrix() report.Table {
	t := report.Table{ID: "matrix", Title: lang.T("Themes by case", "Tema per kasus"),
		Columns: []report.Column{
			{ID: "theme", Title: lang.T("Theme", "Tema"), Type: report.Code, Named: true, Grouped: true},
			{ID: "case", Title: lang.T("Case", "Kasus"), Type: report.Case},
			{ID: "present", Title: lang.T("Present", "Ada"), Type: report.Boolean},
		},
		Pivot: &report.Pivot{Row: "theme", Column: "case", Value: "present"},
	}
	for node, c := range s.Codes() {
		if s.Tree.Parent[node] >= 0 {
			continue
		}
		for k, counted := range s.counted {
			if counted {
				t.Rows = append(t.Rows, []report.Cell{c.Key, s.Cases[k].Name, s.tally.PerCase[node] != nil && s.tally.PerCase[node][k] > 0})
			}
		}
	}
	return t
}
