package saturation

import (
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// Method is the report "saturation".
func Method() analysis.Method {
	return analysis.Method{
		Name:    "saturation",
		Title:   lang.T("Saturation: how codes accumulate", "Kejenuhan: bagaimana kode bertambah"),
		Needs:   qda.Needs{Events: true, Times: true},
		Params:  params(),
		Run:     run,
		Account: func(v *qda.View, values analysis.Values) lang.Text { return newStudy(v, values).account() },
	}
}

func params() []analysis.Param {
	return []analysis.Param{
		analysis.LevelParam(),
		{Name: "order", Kind: analysis.Choice, Default: analysis.GivenOrder, Allowed: []string{analysis.GivenOrder, analysis.DateOrder},
			Help: lang.T("order of the interviews: as the documents are ordered, or by date of collection",
				"urutan wawancara: menurut urutan dokumen, atau menurut tanggal pengumpulan")},
		analysis.KindParam(),
		{Name: "base", Kind: analysis.Whole, Many: true, Min: 1, Max: 10000,
			Help: lang.T("further sizes of the base, besides 4, 5 and 6", "ukuran dasar lain, selain 4, 5, dan 6")},
		{Name: "run", Kind: analysis.Whole, Many: true, Min: 1, Max: 10000,
			Help: lang.T("further lengths of a run, besides 2 and 3", "panjang rangkaian lain, selain 2 dan 3")},
		{Name: "threshold", Kind: analysis.Decimal, Many: true, Max: 1,
			Help: lang.T("further thresholds (shares of new codes), besides 0 and 0.05", "ambang lain (proporsi kode baru), selain 0 dan 0.05")},
		{Name: "share", Kind: analysis.Decimal, Many: true, Max: 1,
			Help: lang.T("further shares of the estimated number of codes to ask for, besides 0.9, 0.95 and 0.99; below 1",
				"proporsi lain dari taksiran jumlah kode yang ingin diketahui, selain 0.9, 0.95, dan 0.99; di bawah 1")},
		{Name: "coverage", Kind: analysis.Decimal, Many: true, Max: 1,
			Help: lang.T("further coverages to ask for, besides 0.9, 0.95 and 0.99", "cakupan lain yang ingin diketahui, selain 0.9, 0.95, dan 0.99")},
		{Name: "by", Kind: analysis.Word,
			Help: lang.T("an attribute of cases or documents: the headline numbers for each of its values", "atribut kasus atau dokumen: angka pokok untuk tiap nilainya")},
		analysis.SeedParam(),
	}
}

// study is what the tables are made of.
type study struct {
	v      *qda.View
	values analysis.Values
	*analysis.Sampling
	*incidence
	pool   analysis.Pool
	sample *stat.Sample
	news   []int
	seen   []int // codes after so many units, in the order given
	rules  []rule
	curve  []stat.Point
	spread *spread // of the rules, then of sharesMet, then of the last few

	lower, upper []float64 // prediction intervals of the new codes in 1…n further units
}

// lastFew is how many interviews are the last ones that the text speaks of.
const lastFew = 3

func newStudy(v *qda.View, values analysis.Values) *study {
	s := &study{v: v, values: values, Sampling: analysis.Sampled(v, values.Words("kind"), values.Word("order"))}
	columns := analysis.InUse(v, values.Level())
	s.incidence = newIncidence(columns, s.Sampling.Incidence(v, columns, &s.pool), len(s.Units))
	s.sample = stat.NewSample(len(s.Units), s.sets)
	s.news = s.incidence.news()
	s.seen = make([]int, 1, len(s.news)+1)
	for k, w := range s.news {
		s.seen = append(s.seen, s.seen[k]+w)
	}
	s.rules = rules(axis(values.Wholes("base"), 4, 5, 6), axis(values.Wholes("run"), 2, 3), axis(values.Decimals("threshold"), 0, 0.05))
	return s
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	if slices.Contains(values.Decimals("share"), 1) {
		return nil, errs.New(errs.Usage, "--share 1: no number of interviews is enough for all codes, by any estimate; ask for less").Hint("tematik report saturation --share 0.99")
	}
	s := newStudy(v, values)
	s.curve = s.sample.Curve()
	s.lower, s.upper = s.sample.Predict(values.Seed(), replicates)
	var measures []measure
	for _, r := range s.rules {
		measures = append(measures, r.stop)
	}
	for _, share := range sharesMet {
		measures = append(measures, met(share.of(s.sample.S)))
	}
	var err error
	if s.spread, err = s.overOrders(ctx, append(measures, brought(lastFew)), values.Seed()); err != nil {
		return nil, err
	}
	r := &report.Report{Name: "saturation", Title: s.title(), Labels: analysis.Labels(v)}
	r.Provenance.Seed = values.Seed()
	r.Method = s.account()
	if r.Tables, err = s.tables(r.Method); err != nil {
		return nil, err
	}
	r.Warnings = append(analysis.Uncoded(v), s.pool.Warning(v, s.sampled)...)
	r.Warnings = append(r.Warnings, s.warnings()...)
	r.Figures = s.figures()
	return r, nil
}

// axis is the usual values and the given ones, each once, in order.
func axis[T int | float64](given []T, usual ...T) []T {
	all := append(usual, given...)
	slices.Sort(all)
	return slices.Compact(all)
}

// tables are all there are. A terminal shows the curve and the stopping rules,
// in the order of the approach: codebook analysis asks for the curve, coding
// reliability for the rules first, and the reflexive approach not for rules.
func (s *study) tables(method lang.Text) ([]report.Table, error) {
	first := []report.Table{s.curveTable(method)}
	guest, rest := s.guestTable(), []report.Table{s.firstSeenTable(), s.sharesMetTable()}
	if s.values.Level() == analysis.ByCode {
		next := s.nextTable()
		first = append(first, next, s.chanceTable(), s.estimatesTable(), s.neededTable())
		rest = append(rest, s.themesTable())
	} else {
		first = append(first, s.chanceTable())
	}
	if by := s.values.Word("by"); by != "" {
		t, err := s.groupsTable(by)
		if err != nil {
			return nil, err
		}
		rest = append(rest, t)
	}
	all := append(append(first, guest), append(rest, s.aspectsTable(), s.codebookTable())...)
	for i := range all {
		t := &all[i]
		t.Aside = t.ID != "curve" && t.ID != "by_group" && (t.ID != "guest" || s.reflexive())
		t.Last = s.reflexive() == (t.ID == "guest") && s.v.Project.Approach != qda.CodebookTA
	}
	return all, nil
}

func (s *study) closed() bool { return s.v.Codebook.Closed }

// curveTable has exactly one row for each sampling unit.
func (s *study) curveTable(method lang.Text) report.Table {
	t := report.Table{ID: "curve", Title: lang.T("Codes by interview", "Kode per wawancara"), Columns: []report.Column{
		{ID: "k", Title: lang.Same("k"), Type: report.Count},
		s.unitColumn(),
		{ID: "date", Title: lang.T("Date", "Tanggal"), Type: report.String, Hidden: true},
		{ID: "new_codes", Title: lang.T("New", "Baru"), Type: report.Count},
		{ID: "cumulative", Title: lang.T("All", "Jumlah"), Type: report.Count},
		{ID: "new_info_ratio", Title: lang.T("New/all", "Baru/jml"), Type: report.Share},
		{ID: "expected", Title: lang.T("Expected", "Harapan"), Type: report.Number, Decimals: 1},
		{ID: "order_sd", Title: lang.T("Order s.d.", "SD urutan"), Type: report.Number, Decimals: 1},
		{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number, Decimals: 1},
		{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number, Decimals: 1},
		{ID: "coverage", Title: lang.T("Coverage", "Cakupan"), Type: report.Share, Hidden: true},
	}, Notes: s.curveNotes(method)}
	for i, u := range s.Units {
		p, all := s.curve[i], s.seen[i+1]
		var ratio report.Cell
		if all > 0 {
			ratio = float64(s.news[i]) / float64(all)
		}
		t.Rows = append(t.Rows, []report.Cell{i + 1, u.Name, analysis.Text(u.Date), s.news[i], all, ratio,
			report.Num(p.Expected), report.Num(p.OrderSD), report.Num(p.Lower), report.Num(p.Upper), report.Num(p.Coverage)})
	}
	t.Print = s.printedCurve(&t, len(t.Notes)-1)
	return t
}

// printedCurve is how a paper has the curve: what is not the method's sentence
// stands below it.
func (s *study) printedCurve(t *report.Table, notes int) *report.Print {
	p := &report.Print{Notes: t.Notes[:notes]}
	for _, c := range t.Columns {
		column := report.Printed{Title: c.Title, Of: []string{c.ID}}
		switch c.ID {
		case "new_codes":
			column.Title = lang.T("New codes", "Kode baru")
		case "cumulative":
			column.Title = lang.T("All codes", "Jumlah kode")
		case "new_info_ratio":
			column.Title = lang.T("New of all", "Baru dari jumlah")
		case "expected":
			column.Title, column.Beside = lang.T("Expected (order s.d.)", "Harapan (SD urutan)"), []string{"order_sd"}
		case "order_sd", "date":
			continue
		}
		p.Columns = append(p.Columns, column)
	}
	return p
}

func (s *study) unitColumn() report.Column {
	if s.ByCase {
		return report.Column{ID: "unit", Title: lang.T("Case", "Kasus"), Type: report.Case}
	}
	return report.Column{ID: "unit", Title: lang.T("Interview", "Wawancara"), Type: report.Document}
}

// guestTable has a row for each rule.
func (s *study) guestTable() report.Table {
	at := s.either(lang.T("Stops at", "Berhenti"), lang.T("First at", "Pertama"))
	t := report.Table{ID: "guest", Title: s.guestTitle(), Columns: []report.Column{
		{ID: "base", Title: lang.T("Base", "Dasar"), Type: report.Count},
		{ID: "run", Title: lang.T("Run", "Rangkaian"), Type: report.Count},
		{ID: "threshold", Title: s.either(lang.T("Threshold", "Ambang"), lang.T("At most", "Maks.")), Type: report.Share},
		{ID: "stops_at", Title: lang.Same("s"), Type: report.Count, Hidden: true},
		{ID: "notation", Title: at, Type: report.String},
		{ID: "order_share_stopped", Title: s.either(lang.T("Orders that stop", "Urutan berhenti"), lang.T("Orders with it", "Urutan dengannya")), Type: report.Share, Decimals: 1},
		{ID: "order_median", Title: lang.T("Median", "Median"), Type: report.Count},
		{ID: "order_q05", Title: lang.Same("5%"), Type: report.Count},
		{ID: "order_q95", Title: lang.Same("95%"), Type: report.Count},
	}, Notes: s.guestNotes()}
	for i, r := range s.rules {
		row := []report.Cell{r.base, r.run, r.threshold, nil, nil, nil, nil, nil, nil}
		if at := r.stop(s.seen); at > 0 {
			row[3], row[4] = at, decimal(int64(at))+"+"+decimal(int64(r.run))
		}
		if s.assessed(r) {
			row[5] = s.spread.stopped(i)
			copy(row[6:], s.quantiles(i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// assessed says that there are interviews enough, and a code, to apply a rule.
func (s *study) assessed(r rule) bool { return r.base+r.run <= len(s.Units) && s.sample.S > 0 }

// quantiles are the median, 5 % and 95 % of a measure over the orders.
func (s *study) quantiles(i int) (out []report.Cell) {
	for _, p := range []float64{0.5, 0.05, 0.95} {
		out = append(out, report.Whole(s.spread.quantile(i, p)))
	}
	return out
}

// inUnits heads how many sampling units have a code.
func (s *study) inUnits() lang.Text {
	if s.ByCase {
		return lang.T("In cases", "n kasus")
	}
	return lang.T("In interviews", "n wawancara")
}

// firstSeenTable lists the codes as they come.
func (s *study) firstSeenTable() report.Table {
	t := report.Table{ID: "first_seen", Title: lang.T("Where each code first appeared", "Di mana tiap kode pertama kali muncul"),
		Columns: []report.Column{
			{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
			s.unitColumn(),
			{ID: "k", Title: lang.Same("k"), Type: report.Count},
			{ID: "units", Title: s.inUnits(), Type: report.Count},
			{ID: "segments", Title: lang.T("Segm.", "Segmen"), Type: report.Count},
			{ID: "unique_to_one", Title: lang.T("Single", "Tunggal"), Type: report.Boolean},
		}}
	pieces := segments(s.v, s.columns, s.Sampling)
	for j, u := range s.first() {
		if u < 0 {
			continue
		}
		units := 0
		each(s.sets[j], func(int) { units++ })
		t.Rows = append(t.Rows, []report.Cell{s.v.Codes()[s.columns.Nodes[j]].Key, s.Units[u].Name, u + 1, units, pieces[j], units == 1})
	}
	slices.SortStableFunc(t.Rows, func(a, b []report.Cell) int { return a[2].(int) - b[2].(int) })
	return t
}

// share is thousandths of all.
type share int

// sharesMet are the shares of the observed codes that are looked for.
var sharesMet = []share{800, 900, 950, 1000}

// of is so many of all, rounded up.
func (x share) of(all int) int { return (int(x)*all + 999) / 1000 }

// sharesMetTable says when how much of what was found had been found.
func (s *study) sharesMetTable() report.Table {
	t := report.Table{ID: "shares_met", Title: lang.T("When a share of the observed codes had been met", "Kapan sebagian kode yang teramati sudah muncul"),
		Columns: []report.Column{
			{ID: "share", Title: lang.T("Share", "Proporsi"), Type: report.Share},
			{ID: "k", Title: lang.Same("k"), Type: report.Count},
			{ID: "order_median", Title: lang.T("Median", "Median"), Type: report.Count},
			{ID: "order_q05", Title: lang.Same("5%"), Type: report.Count},
			{ID: "order_q95", Title: lang.Same("95%"), Type: report.Count},
		}, Notes: []lang.Text{lang.T(
			"k: in the order given. Median and quantiles over %v. The share is of the %v seen here, not of those there may be: 100%% is met by the last new code, however many are unseen (Squire et al. 2024).",
			"k: menurut urutan yang ada. Median dan kuantil atas %v. Proporsi dihitung dari %v yang teramati di sini, bukan dari semua yang mungkin ada: 100%% tercatat pada kode baru terakhir, berapa pun yang belum terlihat (Squire dkk. 2024).",
			s.orders(), codes(s.sample.S))}}
	for i, x := range sharesMet {
		row := []report.Cell{float64(x) / 1000, nil, nil, nil, nil}
		if s.sample.S > 0 {
			row[1] = met(x.of(s.sample.S))(s.seen)
			copy(row[2:], s.quantiles(len(s.rules)+i))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
