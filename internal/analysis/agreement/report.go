package agreement

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/errs"
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
		Run: run,
	}
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	if v.Project.Approach == qda.ReflexiveTA && !values.On("anyway") {
		return nil, errs.New(errs.Usage, "agreement: not in a reflexive project").Hint("tematik report agreement --anyway")
	}
	s, err := compare(ctx, v, values)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Name: "agreement", Title: Method().Title, Labels: analysis.Labels(v)}
	r.Provenance.Seed = values.Seed()
	r.Tables = []report.Table{s.overall(), s.codes()}
	more, warned, err := s.unitizing(ctx)
	if err != nil {
		return nil, err
	}
	r.Tables = append(r.Tables, more...)
	r.Warnings = append(append(r.Warnings, analysis.Uncoded(v)...), warned...)
	return r, nil
}

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
	t := report.Table{ID: "codes", Title: lang.T("Agreement on each code", "Kesepakatan per kode")}
	t.Columns = append([]report.Column{{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true}}, coderColumns(len(s.pairs) < 2)...)
	t.Columns = append(t.Columns,
		hidden(count("units", "Units", "Satuan")), count("both", "Both", "Keduanya"), count("a_only", "A only", "Hanya A"), count("b_only", "B only", "Hanya B"), hidden(count("neither", "Neither", "Tidak satu pun")),
		hidden(share("percent", "Agree", "Sepakat")), share("positive", "Positive", "Positif"), hidden(share("negative", "Negative", "Negatif")),
		number("kappa", "Kappa", "Kappa"), number("kappa_lower", "Lower", "Bawah"), number("kappa_upper", "Upper", "Atas"), hidden(number("pi", "Pi", "Pi")),
		number("alpha", "Alpha", "Alfa"), number("ac1", "AC1", "AC1"), hidden(number("pabak", "PABAK", "PABAK")),
		hidden(number("f1_any", "F1", "F1")), hidden(number("f1_50", "F1 50%", "F1 50%")), hidden(number("f1_75", "F1 75%", "F1 75%")), hidden(number("f1_100", "F1 100%", "F1 100%")), hidden(number("u_alpha", "u-alpha", "u-alfa")))
	for _, p := range s.pairs {
		for k, node := range p.columns.Nodes {
			n := p.fourfold(k)
			i := p.intervals[p.of(k, "kappa")]
			row := []report.Cell{s.v.Codes()[node].Key, s.v.Coders[p.a].Name, s.v.Coders[p.b].Name,
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
	for _, e := range t.codes[column] {
		n[e.way] += int(e.units)
		n[neither] -= int(e.units)
	}
	return n
}

// overall sums up over codes.
func (s *study) overall() report.Table {
	t := report.Table{ID: "overall", Title: lang.T("Agreement over all codes", "Kesepakatan atas semua kode"),
		Columns: append([]report.Column{
			{ID: "coefficient", Title: lang.T("Coefficient", "Koefisien"), Type: report.String},
			{ID: "method", Title: lang.T("Method", "Cara"), Type: report.String},
		}, append(coderColumns(false), number("value", "Value", "Nilai"), number("lower", "Lower", "Bawah"), number("upper", "Upper", "Atas"))...)}
	add := func(v *values, a, b report.Cell) {
		if len(v.codes) == 0 {
			return
		}
		for m, x := range v.over {
			for method, name := range []string{"pooled", "mean", "summed"} {
				at := v.sum(method, m)
				t.Rows = append(t.Rows, []report.Cell{x.id, name, a, b, report.Num(v.at[at]), report.Num(v.intervals[at].Lower), report.Num(v.intervals[at].Upper)})
			}
		}
	}
	for _, p := range s.pairs {
		add(p.values, s.v.Coders[p.a].Name, s.v.Coders[p.b].Name)
	}
	if s.all != nil {
		add(s.all.values, nil, nil)
	}
	return t
}
