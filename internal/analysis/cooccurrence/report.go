package cooccurrence

import (
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// Method is the report "cooccurrence".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "cooccurrence",
		Title: lang.T("Which codes go together", "Kode yang muncul bersama"),
		Needs: qda.Needs{Texts: true},
		Params: append([]analysis.Param{
			analysis.LevelParam(),
			analysis.UnitParam(),
			{Name: "universe", Kind: analysis.Choice, Default: allUnits, Allowed: []string{allUnits, codedUnits},
				Help: lang.T("all units, or only those with any code", "semua satuan, atau hanya yang berkode")},
			{Name: "value", Kind: analysis.Choice, Default: "jaccard", Allowed: matrixValues(),
				Help: lang.T("what the matrix and the heat map show", "nilai yang ditampilkan dalam matriks dan peta panas")},
		}, shapeParams()...),
		Run: run,
	}
}

func matrixValues() []string {
	return []string{"n_both", "cases_both", "jaccard", "dice", "overlap", "p_a_given_b", "p_b_given_a", "lift", "npmi", "phi", "odds_ratio", "g2"}
}

// study is what the tables are made of.
type study struct {
	v       *qda.View
	level   analysis.Level
	unit    analysis.Unit
	coded   bool
	value   string
	columns *analysis.Columns
	held    *analysis.Held
	*counts
	keys      []report.Cell // by column
	corrected int           // odds ratios with an empty cell
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	s := &study{v: v, level: values.Level(), unit: analysis.Unit(values.Word("unit")),
		coded: values.Word("universe") == codedUnits, value: values.Word("value")}
	s.columns = analysis.InUse(v, s.level)
	var err error
	of := func(i int) int32 { return s.columns.Of[v.AnyCode.Code[i]] }
	if s.held, err = analysis.Hold(ctx, v, len(s.columns.Nodes), of, s.unit); err != nil {
		return nil, err
	}
	if s.coded {
		s.held.Coded()
	}
	s.counts = count(s.held, len(v.Cases))
	for _, node := range s.columns.Nodes {
		s.keys = append(s.keys, v.Codes()[node].Key)
	}
	r := &report.Report{Name: "cooccurrence", Title: Method().Title, Labels: analysis.Labels(v)}
	pairs := s.pairs()
	r.Tables = []report.Table{pairs, s.matrix(&pairs)}
	r.Warnings = append(analysis.Uncoded(v), s.held.Pool.Warning(v, s.held.Noun.Count)...)
	r.Warnings = append(r.Warnings, analysis.Outside(s.held.Outside)...)
	if len(pairs.Rows) > 0 {
		r.Figures = []report.Figure{s.figure(&pairs)}
	}
	return r, s.shape(ctx, values, r)
}

// pairs has every pair of codes in use but those of a node with its ancestor.
func (s *study) pairs() report.Table {
	k := len(s.keys)
	t := report.Table{ID: "pairs", Title: lang.T("Pairs of codes", "Pasangan kode"), Columns: s.pairColumns(), Top: &report.Top{By: "n_both", N: 30}}
	width := len(t.Columns)
	cells := make([]report.Cell, 0, k*(k-1)/2*width)
	for a := range int32(k) {
		for b := a + 1; b < int32(k); b++ {
			if s.v.Tree.Related(s.columns.Nodes[a], s.columns.Nodes[b]) {
				continue
			}
			cells = s.pair(a, b, cells)
			t.Rows = append(t.Rows, cells[len(cells)-width:len(cells):len(cells)])
		}
	}
	t.Notes = s.notes()
	return t
}

// pair adds the cells of a pair.
func (s *study) pair(a, b int32, cells []report.Cell) []report.Cell {
	at := s.at(a, b)
	p := stat.NewPair(s.both[at], s.n[a], s.n[b], s.units)
	odds, corrected := p.OddsRatio()
	if corrected {
		s.corrected++
	}
	g2 := math.NaN()
	if s.unit != analysis.Char {
		g2 = p.G2()
	}
	cells = append(cells, s.keys[a], s.keys[b], s.n[a], s.n[b], s.both[at], s.units, s.cases[a], s.cases[b], int(s.casesBoth[at]))
	for _, x := range [...]float64{p.Jaccard(), p.Dice(), p.Overlap(), p.GivenSecond(), p.GivenFirst(), p.Lift(), p.NPMI(), p.Phi(), odds, g2} {
		cells = append(cells, report.Num(x))
	}
	return cells
}

func (s *study) pairColumns() []report.Column {
	count := func(id, en, in string, hidden bool) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Count, Hidden: hidden}
	}
	number := func(id, en, in string, hidden bool) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Number, Decimals: 2, Hidden: hidden}
	}
	return []report.Column{
		{ID: "a", Title: lang.Same("A"), Type: report.Code},
		{ID: "b", Title: lang.Same("B"), Type: report.Code},
		count("n_a", "nA", "nA", true), count("n_b", "nB", "nB", true), count("n_both", "Both", "Bersama", false),
		count("units", "Units", "Satuan", true),
		count("cases_a", "Cases A", "Kasus A", true), count("cases_b", "Cases B", "Kasus B", true), count("cases_both", "Cases", "Kasus", false),
		number("jaccard", "Jaccard", "Jaccard", false), number("dice", "Dice", "Dice", true), number("overlap", "Overlap", "Tumpang tindih", true),
		number("p_a_given_b", "P(A|B)", "P(A|B)", false), number("p_b_given_a", "P(B|A)", "P(B|A)", false),
		number("lift", "Lift", "Lift", true), number("npmi", "NPMI", "NPMI", true), number("phi", "Phi", "Phi", true),
		number("odds_ratio", "Odds ratio", "Rasio odds", true), number("g2", "G²", "G²", true),
	}
}

func (s *study) notes() []lang.Text {
	universe := lang.T("all", "semua")
	if s.coded {
		universe = lang.T("with any code", "yang berkode")
	}
	level := lang.T("each code by its own codings", "tiap kode dari pengodeannya sendiri")
	if s.level == analysis.ByTheme {
		level = lang.T("topmost themes with all below them", "tema teratas beserta semua di bawahnya")
	}
	notes := []lang.Text{
		lang.T("Counted: %v (%v); speech of %v; %v. A unit has a code if a coding of it overlaps the unit by at least one character. Cases: with at least one unit that has both.",
			"Dihitung: %v (%v); ucapan %v; %v. Satuan memiliki suatu kode bila ada pengodean kode itu yang bertumpang tindih dengannya sedikitnya satu karakter. Kasus: yang memuat sedikitnya satu satuan dengan kedua kode.",
			s.unit.Count(s.units), universe, analysis.Listened(s.v), level),
	}
	if s.corrected > 0 {
		notes = append(notes, lang.T("Where a cell is empty, the odds ratio is (a+½)(d+½)/((b+½)(c+½)): %v.",
			"Bila ada sel kosong, rasio odds dihitung sebagai (a+½)(d+½)/((b+½)(c+½)): %v.", lang.Many(s.corrected, "pair", "pairs", "pasangan")))
	}
	return append(notes, lang.T("Units of one interview are not independent: these numbers describe, they do not test.",
		"Satuan-satuan dalam satu wawancara tidak saling bebas: angka-angka ini mendeskripsikan, bukan menguji."))
}

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
	shown := make([]int, len(s.keys))
	for i := range shown {
		shown[i] = i
	}
	if len(shown) > mapped {
		slices.SortStableFunc(shown, func(a, b int) int { return s.n[b] - s.n[a] })
		shown = shown[:mapped]
		slices.Sort(shown)
	}
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
	rows := slices.Clone(pairs.Rows)
	slices.SortStableFunc(rows, func(a, b []report.Cell) int { return b[both].(int) - a[both].(int) })
	apart := 0
	for _, row := range rows {
		if row[both].(int) == 0 {
			apart++
		}
	}
	text := lang.T("%v of %v codes in %v.", "%v dari %v kode dalam %v.", pairs.Columns[pairs.Index(s.value)].Title, len(s.keys), s.unit.Count(s.units))
	for _, row := range rows[:min(3, len(rows))] {
		if row[both].(int) == 0 {
			break
		}
		text = lang.T("%v %v with %v: %v, together in %v.", "%v %v dengan %v: %v, bersama dalam %v.",
			text, s.name(row[0]), s.name(row[1]), s.number(row[pairs.Index(s.value)]), s.unit.Count(row[both].(int)))
	}
	return lang.T("%v Pairs that never go together: %v of %v.", "%v Pasangan yang tidak pernah muncul bersama: %v dari %v.", text, apart, len(rows))
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
