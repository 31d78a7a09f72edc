package groups

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "groups".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "groups",
		Title: lang.T("Codes by group of informants", "Kode menurut kelompok informan"),
		Params: []analysis.Param{
			{Name: "by", Kind: analysis.Word, Example: "role", Help: lang.T(
				"attribute of cases or documents whose values are the groups", "atribut kasus atau dokumen yang nilainya menjadi kelompok")},
			analysis.LevelParam(),
			analysis.KindParam(),
			analysis.SeedParam(),
		},
		Run:     run,
		Account: account,
	}
}

// study is what the tables are made of.
type study struct {
	v      *qda.View
	values analysis.Values
	by     string
	level  analysis.Level
	*grouping
	all []difference // by code in use
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	s := &study{v: v, values: values, by: values.Word("by"), level: values.Level()}
	if err := s.known(); err != nil {
		return nil, err
	}
	s.grouping = group(v, values.Words("kind"), s.by)
	var pool analysis.Pool
	var err error
	if s.all, err = compare(ctx, v, s.grouping, s.level, values.Seed(), &pool); err != nil {
		return nil, err
	}
	r := &report.Report{Name: "groups", Title: s.title(), Labels: analysis.Labels(v)}
	r.Provenance.Seed = values.Seed()
	r.Method = account(s.v, s.values)
	r.Tables = []report.Table{s.shares(), s.tests(r.Method)}
	r.Warnings = append(analysis.Uncoded(v), pool.Warning(v, s.sampled)...)
	r.Warnings = append(r.Warnings, analysis.Unowned(s.Nobody, lang.Many(s.Nobody, "coding", "codings", "pengodean"))...)
	r.Warnings = append(r.Warnings, s.warnings()...)
	if len(s.all) > 0 && len(s.names) > 0 {
		if s.two() {
			r.Figures = append(r.Figures, s.forest())
		}
		r.Figures = append(r.Figures, s.heat())
	}
	return r, nil
}

// known refuses an attribute that nobody has.
func (s *study) known() error {
	all := qda.Attributes(s.v.Snapshot)
	switch {
	case len(all[s.by]) > 0:
		return nil
	case s.by != "":
		return errs.New(errs.NotFound, "--by %s: no case or counted document has such an attribute (%s)", s.by, analysis.Attributes(s.v, s.by)).Hint("tematik case ls")
	case len(all) == 0:
		return errs.New(errs.Usage, "--by ATTRIBUTE is needed: whose values make the groups; no case or counted document has any").Hint("tematik case set CASE ATTRIBUTE=VALUE")
	}
	return errs.New(errs.Usage, "--by ATTRIBUTE is needed: whose values make the groups (%s)", analysis.Attributes(s.v, "")).Hint("tematik report groups --by %s", slices.Min(slices.Collect(maps.Keys(all))))
}

// two reports whether there are two groups, whose difference can be named.
func (s *study) two() bool { return len(s.names) == 2 }

func (s *study) key(k int) string { return s.v.Codes()[s.all[k].node].Key }

func (s *study) name(k int) lang.Text { return analysis.Name(s.v, s.all[k].node) }

func (s *study) codeColumn() report.Column {
	c := report.Column{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true}
	if s.level == analysis.ByTheme {
		c.Title = lang.T("Theme", "Tema")
	}
	return c
}

// share is how much of a group has a code.
func (s *study) share(k, g int) float64 { return float64(s.all[k].with[g]) / float64(s.sizes[g]) }

// shares has a row for every code and group.
func (s *study) shares() report.Table {
	t := report.Table{ID: "groups", Title: s.title(), Notes: s.notes(), Pivot: &report.Pivot{Row: "code", Column: "group", Value: "share"},
		Columns: []report.Column{
			s.codeColumn(),
			{ID: "group", Title: lang.Same(s.by), Type: report.String},
			{ID: "cases", Title: s.unitTitle(), Type: report.Count},
			{ID: "of", Title: lang.T("Of", "Dari"), Type: report.Count},
			{ID: "share", Title: lang.T("Share", "Proporsi"), Type: report.Share},
		}}
	for k := range s.all {
		for g, name := range s.names {
			t.Rows = append(t.Rows, []report.Cell{s.key(k), name, s.all[k].with[g], s.sizes[g], s.share(k, g)})
		}
	}
	return t
}

// tests has a row for every code.
func (s *study) tests(method lang.Text) report.Table {
	effect, kind := lang.Same("V"), "cramers_v"
	if s.two() {
		effect, kind = lang.T("Difference", "Selisih"), "difference"
	}
	number := func(id string, title lang.Text, decimals int) report.Column {
		return report.Column{ID: id, Title: title, Type: report.Number, Decimals: decimals}
	}
	t := report.Table{ID: "tests", Title: lang.T("Do the groups differ?", "Apakah kelompok berbeda?"), Notes: append(s.testNotes(), method),
		Columns: []report.Column{
			s.codeColumn(),
			{ID: "groups", Title: lang.T("Groups", "Kelompok"), Type: report.Count, Hidden: true},
			number("p", lang.Same("p"), 3), number("q", lang.Same("q"), 3),
			number("effect", effect, 2), number("lower", lang.T("Lower", "Bawah"), 2), number("upper", lang.T("Upper", "Atas"), 2),
			{ID: "effect_kind", Title: lang.T("Effect", "Efek"), Type: report.String, Hidden: true, Words: map[string]lang.Text{
				"cramers_v": lang.T("Cramér's V", "V Cramér"), "difference": lang.T("difference", "selisih")}},
		}}
	for k := range s.all {
		d := &s.all[k]
		t.Rows = append(t.Rows, []report.Cell{s.key(k), len(s.names), report.Num(d.p), report.Num(d.q), report.Num(d.effect), report.Num(d.lower), report.Num(d.upper), kind})
	}
	return t
}

// How many codes and groups a figure shows at most.
const (
	drawn        = 30
	drawnColumns = 20
	named        = 6 // codes whose numbers a figure's text names
)

// shown are the codes that most units in groups have, in their order.
func (s *study) shown() []int {
	return analysis.Busiest(len(s.all), drawn, func(k int) (n int) {
		for _, x := range s.all[k].with {
			n += x
		}
		return n
	})
}

// drawnOf says how many of all codes are shown.
func (s *study) drawnOf(title lang.Text, shown int) lang.Text {
	if shown == len(s.all) {
		return title
	}
	return lang.T("%v: the %v of %v most used", "%v: %v dari %v yang paling banyak dipakai", title, shown, len(s.all))
}

// codes is a number of what the rows are.
func (s *study) codes(n int) lang.Text {
	if s.level == analysis.ByTheme {
		return lang.Many(n, "theme", "themes", "tema")
	}
	return lang.Many(n, "code", "codes", "kode")
}

// heat shows the shares of all groups.
func (s *study) heat() report.Figure {
	shown, columns := s.shown(), min(len(s.names), drawnColumns)
	h := &report.Heat{Legend: s.shareTitle(), Decimals: 2}
	for g := range columns {
		h.Columns = append(h.Columns, s.groupName(g))
	}
	for _, k := range shown {
		row := make([]float64, columns)
		for g := range columns {
			row[g] = s.share(k, g)
		}
		h.Rows, h.Values = append(h.Rows, s.name(k)), append(h.Values, row)
	}
	alt := lang.T("%v: %v by %v.", "%v: %v menurut %v.", s.shareTitle(), s.codes(len(shown)), s.by)
	apart := func(row int) float64 { return slices.Max(h.Values[row]) - slices.Min(h.Values[row]) }
	most := make([]int, len(shown))
	for i := range most {
		most[i] = i
	}
	slices.SortStableFunc(most, func(a, b int) int { return cmp.Compare(apart(b), apart(a)) })
	if most = most[:min(named, len(most))]; len(most) < len(shown) {
		alt = lang.T("%v The groups lie furthest apart in:", "%v Kelompok paling jauh berbeda pada:", alt)
	}
	for _, i := range most {
		line := h.Rows[i]
		for g, x := range h.Values[i] {
			line = lang.T("%v, %v %v", "%v, %v %v", line, s.names[g], lang.Share(lang.EN, x, 0))
		}
		alt = lang.T("%v %v.", "%v %v.", alt, line)
	}
	return report.Figure{ID: "shares", Title: s.drawnOf(s.title(), len(shown)), Alt: alt, Heat: h}
}

// forest shows how much more of the first group has each code.
func (s *study) forest() report.Figure {
	shown := s.shown()
	f := &report.Forest{X: s.differenceTitle(), Lo: -1, Hi: 1, Mark: 0}
	for _, k := range shown {
		d := &s.all[k]
		f.Rows = append(f.Rows, report.Interval{Name: s.name(k), Value: d.effect, Lower: d.lower, Upper: d.upper})
	}
	alt := lang.T("%v, with 95%% intervals.", "%v, dengan interval 95%%.", s.differenceTitle())
	if len(shown) > named {
		alt = lang.T("%v Of %v, the furthest from 0:", "%v Dari %v, yang terjauh dari 0:", alt, s.codes(len(shown)))
		shown = slices.Clone(shown)
		slices.SortStableFunc(shown, func(a, b int) int { return cmp.Compare(math.Abs(s.all[b].effect), math.Abs(s.all[a].effect)) })
		shown = shown[:named]
	}
	for _, k := range shown {
		d := &s.all[k]
		alt = lang.T("%v %v: %v (%v to %v).", "%v %v: %v (%v sampai %v).", alt, s.name(k), two(d.effect), two(d.lower), two(d.upper))
	}
	return report.Figure{ID: "differences", Title: s.drawnOf(s.differenceTitle(), len(f.Rows)), Alt: alt, Forest: f}
}

func two(x float64) lang.Num { return lang.Num{Value: x, Decimals: 2} }

// untested are the codes without a p although there are groups.
func (s *study) untested() (n int) {
	for k := range s.all {
		if math.IsNaN(s.all[k].p) && len(s.names) > 1 {
			n++
		}
	}
	return n
}
