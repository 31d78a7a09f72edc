package cooccurrence

import (
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "cooccurrence".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "cooccurrence",
		Title: lang.T("Which codes go together", "Kode yang muncul bersama"),
		Needs: qda.Needs{Texts: true},
		Params: slices.Concat([]analysis.Param{
			analysis.LevelParam(),
			analysis.UnitParam(),
			{Name: "universe", Kind: analysis.Choice, Default: allUnits, Allowed: []string{allUnits, codedUnits},
				Help: lang.T("all units, or only those with any code", "semua satuan, atau hanya yang berkode")},
			{Name: "value", Kind: analysis.Choice, Default: "jaccard", Allowed: matrixValues(),
				Help: lang.T("what the matrix and the heat map show", "nilai yang ditampilkan dalam matriks dan peta panas")},
		}, nullParams(), shapeParams()),
		Run:     run,
		Account: account,
	}
}

func matrixValues() []string {
	return []string{"n_both", "cases_both", "jaccard", "dice", "overlap", "p_a_given_b", "p_b_given_a", "lift", "npmi", "phi", "odds_ratio", "g2"}
}

// study is what the tables are made of.
type study struct {
	v            *qda.View
	values       analysis.Values
	level        analysis.Level
	unit         analysis.Unit
	coded        bool
	value        string
	null         string
	permutations int // 0: none
	seed         int64
	columns      *analysis.Columns
	held         *analysis.Held
	*counts
	tests
	keys      []report.Cell // by column
	tested    [][2]int32    // the pairs: all but those of a node with its ancestor
	strongest []int         // places in tested: those that most units have in common first
	corrected int           // odds ratios with an empty cell
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	s := &study{v: v, values: values, level: values.Level(), unit: analysis.Unit(values.Word("unit")),
		coded: values.Word("universe") == codedUnits, value: values.Word("value"), null: values.Word("null"), seed: values.Seed()}
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
	for a, node := range s.columns.Nodes {
		s.keys = append(s.keys, v.Codes()[node].Key)
		for b := a + 1; b < len(s.columns.Nodes); b++ {
			if !v.Tree.Related(node, s.columns.Nodes[b]) {
				s.tested = append(s.tested, [2]int32{int32(a), int32(b)})
			}
		}
	}
	s.rank()
	off := s.choosePermutations(values)
	if err := s.test(ctx); err != nil {
		return nil, err
	}
	r := &report.Report{Name: "cooccurrence", Title: Method().Title, Labels: analysis.Labels(v)}
	pairs := s.pairs()
	intervals, limits, err := s.intervals(ctx, &pairs)
	if err != nil {
		return nil, err
	}
	r.Method = account(v, values)
	r.Tables = []report.Table{pairs, s.matrix(&pairs), intervals}
	r.Warnings = slices.Concat(analysis.Uncoded(v), s.held.Pool.Warning(v, s.held.Noun.Count), analysis.Outside(v, s.held.Outside), off, s.testWarnings(), limits)
	if len(pairs.Rows) > 0 {
		r.Figures = []report.Figure{s.figure(&pairs)}
	}
	return r, s.shape(ctx, values, r)
}

// rank orders the pairs by how many units have both.
func (s *study) rank() {
	keys := make([]uint64, len(s.tested))
	for i, p := range s.tested {
		keys[i] = uint64(math.MaxUint32-s.both[s.at(p[0], p[1])])<<32 | uint64(i)
	}
	slices.Sort(keys)
	s.strongest = make([]int, len(keys))
	for i, k := range keys {
		s.strongest[i] = int(k & math.MaxUint32)
	}
}

func (s *study) pairsTitle() lang.Text {
	if s.level == analysis.ByTheme {
		return lang.T("Pairs of themes", "Pasangan tema")
	}
	return lang.T("Pairs of codes", "Pasangan kode")
}

// pairs has every pair of codes in use but those of a node with its ancestor.
func (s *study) pairs() report.Table {
	t := report.Table{ID: "pairs", Title: s.pairsTitle(), Columns: s.pairColumns(), Top: &report.Top{By: "n_both", N: 30}}
	width := len(t.Columns)
	cells := make([]report.Cell, 0, len(s.tested)*width)
	t.Rows = make([][]report.Cell, 0, len(s.tested))
	for i := range s.tested {
		cells = s.pair(i, cells)
		t.Rows = append(t.Rows, cells[len(cells)-width:len(cells):len(cells)])
	}
	t.Notes = s.notes()
	t.Print = s.print(&t)
	return t
}

// print is how a paper has the pairs: the counts that a reader needs to judge
// them, what chance would give, and the test that is to be trusted most.
func (s *study) print(t *report.Table) *report.Print {
	ids := []string{"a", "b", "n_a", "n_b", "n_both", "perm_expected", "cases_both", "jaccard", "p_a_given_b", "p_b_given_a", "perm_q"}
	switch {
	case s.unit == analysis.Char:
		ids = []string{"a", "b", "n_a", "n_b", "n_both", "cases_both", "jaccard", "p_a_given_b", "p_b_given_a"}
	case s.permutations == 0:
		ids = []string{"a", "b", "n_a", "n_b", "n_both", "cases_both", "jaccard", "p_a_given_b", "p_b_given_a", "mh_odds_ratio", "mh_p"}
	}
	p := &report.Print{}
	for _, id := range ids {
		p.Columns = append(p.Columns, report.Printed{Title: t.Columns[t.Index(id)].Title, Of: []string{id}})
	}
	p.Columns[0].Title, p.Columns[1].Title = lang.T("Code A", "Kode A"), lang.T("Code B", "Kode B")
	if s.level == analysis.ByTheme {
		p.Columns[0].Title, p.Columns[1].Title = lang.T("Theme A", "Tema A"), lang.T("Theme B", "Tema B")
	}
	p.Notes = []lang.Text{t.Notes[0], lang.T("nA, nB, Both: %v with A, with B, with both. P(A|B): of those with B, the share that has A.",
		"nA, nB, Bersama: %v yang memuat A, B, keduanya. P(A|B): dari yang memuat B, proporsi yang juga memuat A.", s.unit.Plural())}
	switch {
	case s.unit == analysis.Char:
	case s.permutations == 0:
		p.Notes = append(p.Notes, s.trust())
	default:
		p.Notes = append(p.Notes, s.expectation())
	}
	return p
}

// pair adds the cells of a pair.
func (s *study) pair(i int, cells []report.Cell) []report.Cell {
	a, b := s.tested[i][0], s.tested[i][1]
	at := s.at(a, b)
	p := s.table(at, i)
	odds, corrected := p.OddsRatio()
	if corrected {
		s.corrected++
	}
	g2 := math.NaN()
	if s.unit != analysis.Char {
		g2 = p.G2()
	}
	cells = append(cells, s.keys[a], s.keys[b], s.n[a], s.n[b], s.both[at], s.units, s.cases[a], s.cases[b], int(s.casesBoth[at]))
	for _, x := range [...]float64{p.Jaccard(), p.Dice(), p.Overlap(), p.GivenSecond(), p.GivenFirst(), p.Lift(), p.NPMI(), p.Phi(), odds, g2,
		s.fisher[i], s.fisherQ[i], s.odds[i], s.mantel[i], s.perm.Expected[i], s.perm.P[i], s.permQ[i], s.perm.Max[i]} {
		cells = append(cells, report.Num(x))
	}
	return cells
}

// pairColumns are the columns of pairs. A terminal shows, of the tests, the one
// that is to be trusted most of those there are.
func (s *study) pairColumns() []report.Column {
	count := func(id, en, in string, hidden bool) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Count, Hidden: hidden}
	}
	number := func(id, en, in string, decimals int, hidden bool) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Number, Decimals: decimals, Hidden: hidden}
	}
	permuted := s.permutations > 0
	return []report.Column{
		{ID: "a", Title: lang.Same("A"), Type: report.Code},
		{ID: "b", Title: lang.Same("B"), Type: report.Code},
		count("n_a", "nA", "nA", true), count("n_b", "nB", "nB", true), count("n_both", "Both", "Bersama", false),
		count("units", "Units", "Satuan", true),
		count("cases_a", "Cases A", "Kasus A", true), count("cases_b", "Cases B", "Kasus B", true), count("cases_both", "Cases", "Kasus", false),
		number("jaccard", "Jaccard", "Jaccard", 2, false), number("dice", "Dice", "Dice", 2, true), number("overlap", "Overlap", "Tumpang tindih", 2, true),
		number("p_a_given_b", "P(A|B)", "P(A|B)", 2, false), number("p_b_given_a", "P(B|A)", "P(B|A)", 2, false),
		number("lift", "Lift", "Lift", 2, true), number("npmi", "NPMI", "NPMI", 2, true), number("phi", "Phi", "Phi", 2, true),
		number("odds_ratio", "Odds ratio", "Rasio odds", 2, true), number("g2", "G²", "G²", 2, true),
		number("fisher_p", "Fisher p", "p Fisher", 3, true), number("fisher_q", "Fisher q", "q Fisher", 3, true),
		number("mh_odds_ratio", "MH odds ratio", "Rasio odds MH", 2, true), number("mh_p", "MH p", "p MH", 3, permuted || s.unit == analysis.Char),
		number("perm_expected", "Expected", "Harapan", 1, true), number("perm_p", "p", "p", 3, true), number("perm_q", "q", "q", 3, !permuted), number("perm_p_max", "p max", "p maks.", 3, true),
	}
}
