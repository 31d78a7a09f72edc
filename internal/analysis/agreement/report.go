package agreement

import (
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "agreement".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "agreement",
		Title: lang.T("Agreement of coders", "Kesepakatan antarpengode"),
		Needs: qda.Needs{Texts: true},
		Params: []analysis.Param{
			analysis.LevelParam(),
			analysis.UnitParam(),
			{Name: "exclusive", Kind: analysis.Word,
				Help: lang.T("a code whose children are categories that exclude one another", "kode yang anak-anaknya merupakan kategori yang saling meniadakan")},
			{Name: "round", Kind: analysis.Switch,
				Help: lang.T("compare each coder's rounds (ratna, ratna#2) with each other", "bandingkan putaran tiap pengode (ratna, ratna#2) satu sama lain")},
			{Name: "anyway", Kind: analysis.Switch,
				Help: lang.T("also in a reflexive project", "juga dalam proyek refleksif")},
			analysis.SeedParam(),
		},
		Run:     run,
		Account: account,
	}
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	if v.Project.Approach == qda.ReflexiveTA && !values.On("anyway") {
		return nil, reflexive()
	}
	s, err := compare(ctx, v, values)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Name: "agreement", Title: Method().Title, Labels: analysis.Labels(v)}
	r.Provenance.Seed = values.Seed()
	r.Method = account(v, values)
	r.Tables = []report.Table{s.overall(r.Method), s.codes()}
	if s.categories != nil {
		r.Tables = append(r.Tables, s.confusions())
	}
	more, warned, err := s.unitizing(ctx)
	if err != nil {
		return nil, err
	}
	r.Tables = append(r.Tables, more...)
	r.Tables = append(r.Tables, s.disagreements(), s.intervals())
	r.Warnings = append(append(analysis.Uncoded(v), s.warnings()...), warned...)
	if f := s.forest(); len(f.Rows) > 0 {
		r.Figures = []report.Figure{{ID: "agreement", Title: s.forestTitle(), Alt: s.alt(f), Forest: f}}
	}
	return r, nil
}

func (s *study) coder(c int) string { return s.v.Coders[c].Name }

func number(id, en, in string) report.Column {
	return report.Column{ID: id, Title: lang.T(en, in), Type: report.Number, Decimals: 2}
}

func count(id, en, in string) report.Column {
	return report.Column{ID: id, Title: lang.T(en, in), Type: report.Count}
}

func hidden(c report.Column) report.Column {
	c.Hidden = true
	return c
}

// coderColumns are who is compared.
func coderColumns(hide bool) []report.Column {
	return []report.Column{
		{ID: "coder_a", Title: lang.T("Coder A", "Pengode A"), Type: report.String, Hidden: hide},
		{ID: "coder_b", Title: lang.T("Coder B", "Pengode B"), Type: report.String, Hidden: hide},
	}
}

// codes has a row for each pair and each code that either uses.
func (s *study) codes() report.Table {
	share := func(id, en, in string) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Share}
	}
	t := report.Table{ID: "codes", Title: lang.T("Agreement on each code", "Kesepakatan per kode"), Notes: s.codeNotes()}
	if s.level == analysis.ByTheme {
		t.Title = lang.T("Agreement on each theme", "Kesepakatan per tema")
	}
	a, b := lang.Same("A"), lang.Same("B")
	if len(s.pairs) == 1 {
		a, b = lang.Same(s.coder(s.pairs[0].a)), lang.Same(s.coder(s.pairs[0].b))
	}
	only := func(id string, coder lang.Text) report.Column {
		return report.Column{ID: id, Title: lang.T("Only %v", "Hanya %v", coder), Type: report.Count}
	}
	t.Columns = append([]report.Column{{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true}}, coderColumns(len(s.pairs) < 2)...)
	t.Columns = append(t.Columns,
		hidden(count("units", "Units", "Satuan")), count("both", "Both", "Keduanya"), only("a_only", a), only("b_only", b), hidden(count("neither", "Neither", "Tidak satu pun")),
		hidden(share("percent", "Agree", "Sepakat")), share("positive", "Positive", "Positif"), hidden(share("negative", "Negative", "Negatif")),
		number("kappa", "Kappa", "Kappa"), number("kappa_lower", "Lower", "Bawah"), number("kappa_upper", "Upper", "Atas"), hidden(number("pi", "Pi", "Pi")),
		number("alpha", "Alpha", "Alfa"), number("ac1", "AC1", "AC1"), hidden(number("pabak", "PABAK", "PABAK")),
		hidden(number("f1_any", "F1", "F1")), hidden(number("f1_50", "F1 50%", "F1 50%")), hidden(number("f1_75", "F1 75%", "F1 75%")), hidden(number("f1_100", "F1 100%", "F1 100%")), hidden(number("u_alpha", "u-alpha", "u-alfa")))
	for _, p := range s.pairs {
		for k, node := range p.columns.Nodes {
			n := p.fourfold(k)
			i := p.bounds[p.of(k, "kappa")]
			row := []report.Cell{s.v.Codes()[node].Key, s.coder(p.a), s.coder(p.b),
				p.units, n[both], n[firstOnly], n[secondOnly], n[neither],
				p.cell(k, "percent"), p.cell(k, "positive"), p.cell(k, "negative"),
				p.cell(k, "kappa"), report.Num(i.Lower), report.Num(i.Upper), p.cell(k, "pi"), p.cell(k, "alpha"), p.cell(k, "ac1"), p.cell(k, "pabak")}
			for _, f := range p.spans[k].f1 {
				row = append(row, report.Num(f))
			}
			t.Rows = append(t.Rows, append(row, report.Num(p.spans[k].alpha)))
		}
	}
	return t
}

// of is where a measure of a code is.
func (t *tally) of(column int, id string) int {
	for m, x := range t.measures {
		if x.id == id {
			return t.code(column, m)
		}
	}
	return -1
}

// cell is a measure of a code.
func (v *values) cell(column int, id string) report.Cell { return report.Num(v.at[v.of(column, id)]) }

// fourfold is how many units are of each way of a pair.
func (t *tally) fourfold(column int) (n [4]int) {
	n[neither] = t.units
	for _, p := range t.codes[column] {
		for _, e := range p.entries {
			n[p.way] += int(e.units)
			n[neither] -= int(e.units)
		}
	}
	return n
}

// overall sums up over codes, and gives categories that exclude one another;
// what is read first comes first.
func (s *study) overall(method lang.Text) report.Table {
	t := report.Table{ID: "overall", Title: lang.T("Agreement over all codes", "Kesepakatan atas semua kode"),
		Columns: append([]report.Column{
			{ID: "coefficient", Title: lang.T("Coefficient", "Koefisien"), Type: report.String, Words: coefficientNames()},
			{ID: "method", Title: lang.T("Method", "Cara"), Type: report.String},
		}, append(coderColumns(false), number("value", "Value", "Nilai"), number("lower", "Lower", "Bawah"), number("upper", "Upper", "Atas"))...)}
	var first, rest [][]report.Cell
	for _, method := range []int{exclusive, pooled, mean, summed} {
		top := method == exclusive || method == pooled && s.categories == nil
		for _, p := range s.pairs {
			rows := s.over(p.values, p.choice, method, s.coder(p.a), s.coder(p.b))
			n := min(headline, len(rows))
			if !top {
				n = 0
			}
			first, rest = append(first, rows[:n]...), append(rest, rows[n:]...)
			if s.all == nil && len(s.pairs) == 1 && len(rows) > 0 { // Fleiss' kappa of two is Scott's pi
				pi := slices.Clone(rows[headline])
				pi[0], pi[2], pi[3] = "fleiss", nil, nil
				rest = append(rest, pi)
			}
		}
		if s.all != nil {
			rows := s.over(s.all.values, s.all.choice, method, nil, nil)
			n := min(headline, len(rows))
			if !top {
				n = 0
			}
			first, rest = append(first, rows[:n]...), append(rest, rows[n:]...)
		}
	}
	t.Rows = append(first, rest...)
	t.Top = &report.Top{N: len(first)}
	if t.Notes = s.overallNotes(); !method.IsZero() {
		t.Notes = append(t.Notes, method)
	}
	return t
}

// over are the rows of a method, in the order of the measures.
func (s *study) over(v *values, c *choice, method int, a, b report.Cell) (rows [][]report.Cell) {
	name, measures, at := methodNames()[method], v.tally.over, func(m int) int { return v.sum(method, m) }
	if method == exclusive {
		if c == nil {
			return nil
		}
		v, measures, at = c.values, c.measures, func(m int) int { return c.code(0, m) }
	}
	for m, x := range measures {
		if len(v.tally.codes) > 0 {
			i := v.bounds[at(m)]
			rows = append(rows, []report.Cell{x.id, name, a, b, report.Num(v.at[at(m)]), report.Num(i.Lower), report.Num(i.Upper)})
		}
	}
	return rows
}

// coefficientNames are those that readers know them by.
func coefficientNames() map[string]lang.Text {
	return map[string]lang.Text{
		"percent": lang.T("Agreement", "Persentase sepakat"), "positive": lang.T("Positive agreement", "Sepakat positif"), "negative": lang.T("Negative agreement", "Sepakat negatif"),
		"kappa": lang.T("Cohen's kappa", "Kappa Cohen"), "pi": lang.T("Scott's pi", "Pi Scott"), "fleiss": lang.T("Fleiss' kappa", "Kappa Fleiss"),
		"alpha": lang.T("Krippendorff's alpha", "Alfa Krippendorff"), "ac1": lang.T("Gwet's AC1", "AC1 Gwet"), "pabak": lang.Same("PABAK"),
	}
}

// intervals are those of every measure of every code.
func (s *study) intervals() report.Table {
	t := report.Table{ID: "intervals", Aside: true, Top: &report.Top{N: 24}, Title: lang.T("Intervals of every coefficient", "Interval tiap koefisien"),
		Columns: append([]report.Column{{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true}}, append(coderColumns(false),
			report.Column{ID: "coefficient", Title: lang.T("Coefficient", "Koefisien"), Type: report.String, Words: coefficientNames()},
			number("value", "Value", "Nilai"), number("lower", "Lower", "Bawah"), number("upper", "Upper", "Atas"), count("replicates", "Replicates", "Ulangan"))...)}
	add := func(v *values, columns *analysis.Columns, a, b report.Cell) {
		for k, node := range columns.Nodes {
			key := report.Cell(s.v.Codes()[node].Key)
			for m, x := range v.measures {
				i := v.bounds[v.code(k, m)]
				t.Rows = append(t.Rows, []report.Cell{key, a, b, x.id, report.Num(v.at[v.code(k, m)]), report.Num(i.Lower), report.Num(i.Upper), i.Replicates})
			}
		}
	}
	for _, p := range s.pairs {
		add(p.values, p.columns, s.coder(p.a), s.coder(p.b))
	}
	if s.all != nil {
		add(s.all.values, s.all.columns, nil, nil)
	}
	t.Notes = []lang.Text{lang.T("Replicates: in which the coefficient is defined, of %v. Where fewer than half are, there is no interval.", "Ulangan: yang koefisiennya terdefinisi, dari %v. Jika kurang dari separuhnya, tidak ada interval.", replicates)}
	return t
}
