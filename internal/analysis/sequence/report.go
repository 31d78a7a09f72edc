package sequence

import (
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/progress"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// Method is the report "sequence".
func Method() analysis.Method {
	unit := analysis.UnitParam()
	unit.Allowed = []string{string(analysis.Turn), string(analysis.Sentence), string(analysis.Paragraph)}
	return analysis.Method{
		Name:  "sequence",
		Title: lang.T("Which codes follow which", "Kode mana yang mengikuti kode mana"),
		Needs: qda.Needs{Texts: true},
		Params: []analysis.Param{
			analysis.LevelParam(),
			unit,
			{Name: "within", Kind: analysis.Whole, Default: "3", Min: 1, Max: 1000,
				Help: lang.T("how many units on a code still follows", "sampai berapa satuan sesudahnya suatu kode masih dianggap mengikuti")},
			analysis.PermutationsParam(lang.T("how many orders are drawn at random; 0: none (999 by default, none in very large studies)",
				"banyaknya urutan acak yang diundi; 0: tanpa undian (bawaan 999, tidak dijalankan pada penelitian yang sangat besar)")),
			analysis.SeedParam(),
		},
		Run:     run,
		Account: account,
	}
}

// study is what the table is made of.
type study struct {
	v            *qda.View
	level        analysis.Level
	unit         analysis.Unit
	within       int
	permutations int
	columns      *analysis.Columns
	held         *analysis.Held
	*counts
	keys  []report.Cell
	pairs [][2]int        // in codebook order of the first, then of the second
	drawn *stat.Following // nil: nothing was drawn
}

// largest is how many units times codes are permuted unasked: beyond, 999 orders
// take more than a second.
const largest = 1_000_000

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	s := &study{v: v, level: values.Level(), unit: analysis.Unit(values.Word("unit")), within: values.Whole("within")}
	s.columns = analysis.InUse(v, s.level)
	var err error
	of := func(i int) int32 { return s.columns.Of[v.AnyCode.Code[i]] }
	if s.held, err = analysis.Hold(ctx, v, len(s.columns.Nodes), of, s.unit); err != nil {
		return nil, err
	}
	s.counts = count(s.held, s.within, len(v.Cases))
	for _, node := range s.columns.Nodes {
		s.keys = append(s.keys, v.Codes()[node].Key)
	}
	for a := range s.keys {
		for b := range s.keys {
			if a != b && !v.Tree.Related(s.columns.Nodes[a], s.columns.Nodes[b]) {
				s.pairs = append(s.pairs, [2]int{a, b})
			}
		}
	}
	r := &report.Report{Name: "sequence", Title: Method().Title, Labels: analysis.Labels(v)}
	r.Provenance.Seed = values.Seed()
	off := analysis.Permute(values, s.unit, s.held.Units, len(s.keys), largest)
	s.permutations = values.Permutations()
	if s.permutations > 0 && s.ordered > 0 {
		step := func(done, total int) { progress.Step(ctx, done, total) }
		if s.drawn, err = stat.Follow(ctx, s.counts.columns, s.within, s.blocks, s.followed, s.expected, s.permutations, values.Seed(), step); err != nil {
			return nil, err
		}
	}
	t := s.table()
	r.Method = account(v, values)
	t.Notes = append(t.Notes, r.Method)
	r.Tables = []report.Table{t}
	r.Warnings = slices.Concat(analysis.Uncoded(v), s.held.Pool.Warning(v, s.held.Noun.Count), analysis.Outside(v, s.held.Outside), off, s.warnings())
	if len(s.pairs) > 0 {
		r.Figures = []report.Figure{s.figure()}
	}
	return r, nil
}

func (s *study) warnings() []report.Warning {
	if len(s.keys) > 0 && s.ordered == 0 {
		return []report.Warning{{ID: "no_order", Text: lang.T(
			"No document has two coded %v: nothing can follow anything, and there is nothing to compare.",
			"Tidak ada dokumen dengan dua %v berkode: tidak ada yang dapat saling mengikuti, dan tidak ada yang dapat dibandingkan.", s.unit.Plural())}}
	}
	if s.drawn == nil {
		return nil
	}
	fixed := 0
	for _, p := range s.pairs {
		if s.drawn.Fixed[s.at(p)] {
			fixed++
		}
	}
	if fixed == 0 {
		return nil
	}
	return []report.Warning{{ID: "no_freedom", Text: lang.T(
		"No freedom: the number is the same in every order, so p = 1, for %v.", "Tidak ada ruang permutasi: angkanya sama dalam setiap urutan, sehingga p = 1, untuk %v.",
		lang.Many(fixed, "pair", "pairs", "pasangan"))}}
}

func (s *study) at(p [2]int) int { return p[0]*s.counts.columns + p[1] }

func (s *study) table() report.Table {
	t := report.Table{ID: "sequence", Title: lang.T("Pairs of codes, the second after the first", "Pasangan kode, yang kedua sesudah yang pertama"),
		Columns: columns(), Top: &report.Top{By: "excess", N: 30}, Notes: s.notes()}
	p, way := make([]float64, len(s.pairs)), make([]float64, len(s.pairs))
	signs := map[[2]int]float64{}
	for i, pair := range s.pairs {
		at := s.at(pair)
		k, n := s.after[at], s.after[at]+s.before[at]
		if _, known := signs[[2]int{k, n}]; !known {
			signs[[2]int{k, n}] = stat.SignTest(k, n)
		}
		p[i], way[i] = math.NaN(), signs[[2]int{k, n}]
		if s.drawn != nil {
			p[i] = s.drawn.P[at]
		}
	}
	q, wayQ := stat.Adjust(p), stat.Adjust(way)
	const width = 19
	cells := make([]report.Cell, 0, width*len(s.pairs)) // in one piece: there are many
	for i, pair := range s.pairs {
		a, b, at := pair[0], pair[1], s.at(pair)
		expected, z := math.NaN(), math.NaN()
		if s.ordered > 0 {
			expected = s.expected[at]
		}
		if s.drawn != nil {
			z = (float64(s.followed[at]) - expected) / s.drawn.SD[at] // undefined where nothing varies
		}
		cells = append(cells, s.keys[a], s.keys[b], s.n[a], s.n[b], s.followed[at], report.Num(s.share(at, a)),
			s.documents[at], s.cases[at], report.Num(expected), report.Num(float64(s.followed[at])-expected), report.Num(float64(s.followed[at])/expected), report.Num(z), report.Num(p[i]), report.Num(q[i]),
			s.preceded[at], s.after[at], s.before[at], report.Num(way[i]), report.Num(wayQ[i]))
		t.Rows = append(t.Rows, cells[len(cells)-width:len(cells):len(cells)])
	}
	return t
}

// share is of the units with a, those after which b comes.
func (s *study) share(at, a int) float64 { return float64(s.followed[at]) / float64(s.n[a]) }

func columns() []report.Column {
	count := func(id, en, in string, hidden bool) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Count, Hidden: hidden}
	}
	number := func(id, en, in string, decimals int, hidden bool) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Number, Decimals: decimals, Hidden: hidden}
	}
	return []report.Column{
		{ID: "a", Title: lang.T("After A", "Sesudah A"), Type: report.Code},
		{ID: "b", Title: lang.T("comes B", "muncul B"), Type: report.Code},
		count("n_a", "nA", "nA", false), count("n_b", "nB", "nB", true), count("followed", "Times", "Kali", false),
		{ID: "share", Title: lang.T("Share of A", "Bagian dari A"), Type: report.Share, Hidden: true},
		count("documents", "Documents", "Dokumen", true), count("cases", "Cases", "Kasus", false),
		number("expected", "Expected", "Harapan", 1, false), number("excess", "Excess", "Selisih", 1, true), number("lift", "Lift", "Lift", 2, true), number("z", "z", "z", 1, false),
		number("p", "p", "p", 3, true), number("q", "q", "q", 3, false),
		count("preceded", "Before", "Sebelum", false), count("documents_after", "Documents: rather after", "Dokumen: lebih sering sesudah", true),
		count("documents_before", "Documents: rather before", "Dokumen: lebih sering sebelum", true),
		number("direction_p", "p of direction", "p arah", 3, true), number("direction_q", "q of direction", "q arah", 3, true),
	}
}

func (s *study) notes() []lang.Text {
	notes := []lang.Text{
		lang.T("Times: %v with A after which B comes within the next %v of the same document; each counts once, and what stands in it itself does not count. Before: the same backwards, B before A. Counted: %v, %v of them coded.",
			"Kali: %v dengan A yang dalam %v berikutnya di dokumen yang sama diikuti B; masing-masing dihitung sekali, dan yang ada di dalamnya sendiri tidak dihitung. Sebelum: kebalikannya, B sebelum A. Dihitung: %v, %v di antaranya berkode.",
			s.unit.Plural(), s.unit.Count(s.within), s.unit.Count(s.held.Units), s.codedUnits),
		lang.T("Near is not yet after: codes of one topic stand close both ways round. Compare Times with Before; the columns of direction (--all) ask in how many documents B comes rather after A than before it, by a sign test.",
			"Berdekatan belum tentu berurutan: kode-kode dari satu topik saling berdekatan ke dua arah. Bandingkan Kali dengan Sebelum; kolom arah (--all) memeriksa dalam berapa dokumen B lebih sering muncul sesudah A daripada sebelumnya, dengan uji tanda."),
		lang.T("An interview guide has an order too: what follows what may be the guide's doing.",
			"Pedoman wawancara juga punya urutan: yang mengikuti apa bisa jadi berasal dari urutan pedoman."),
	}
	return notes
}

// account is how the numbers were made, for a paper.
func account(v *qda.View, values analysis.Values) lang.Text {
	unit := analysis.Unit(values.Word("unit"))
	text := lang.T("The order of codes within documents (%v) was described by lag sequential analysis (Bakeman & Quera 2011) of %v of %v: whether a code comes within the next %v.",
		"Urutan kode di dalam dokumen (%v) dideskripsikan dengan analisis sekuensial berjeda (lag sequential analysis; Bakeman & Quera 2011) atas %v dari %v: apakah suatu kode muncul dalam %v berikutnya.",
		values.Level().Counted(), unit.Plural(), analysis.Listened(v), unit.Count(values.Whole("within")))
	b := values.Permutations()
	if b == 0 {
		return lang.T("%v Expected numbers are means over all orders of the coded %v of each document on the places where they stand.",
			"%v Nilai harapan adalah rata-rata atas semua urutan %v berkode tiap dokumen pada tempat-tempatnya.", text, unit.Plural())
	}
	return lang.T("%v Expected numbers are means over all orders of the coded %v of each document on the places where they stand; p is two-sided, over %v such orders drawn at random (Bakeman, Robinson & Quera 1996; seed %v), q after Benjamini & Hochberg over all pairs.",
		"%v Nilai harapan adalah rata-rata atas semua urutan %v berkode tiap dokumen pada tempat-tempatnya; p dua sisi, atas %v urutan semacam itu yang diundi secara acak (Bakeman, Robinson & Quera 1996; benih %v), q menurut Benjamini & Hochberg atas semua pasangan.",
		text, unit.Plural(), b, values.SeedText())
}
