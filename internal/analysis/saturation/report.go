package saturation

import (
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// Method is the report "saturation".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "saturation",
		Title: lang.T("Saturation: how codes accumulate", "Kejenuhan: bagaimana kode bertambah"),
		Params: []analysis.Param{
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
			analysis.SeedParam(),
		},
		Run: run,
	}
}

// study is what the tables are made of.
type study struct {
	v      *qda.View
	values analysis.Values
	*analysis.Sampling
	*incidence
	sample *stat.Sample
	curve  []stat.Point
	news   []int
	rules  []rule
	stops  []int // by rule, in the order of the units
	spread *spread
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	s := &study{v: v, values: values, Sampling: analysis.Sampled(v, values.Words("kind"), values.Word("order"))}
	var pool analysis.Pool
	columns := analysis.InUse(v, values.Level())
	s.incidence = newIncidence(columns, s.Sampling.Incidence(v, columns, &pool), len(s.Units))
	s.sample = stat.NewSample(len(s.Units), s.sets)
	s.curve, s.news = s.sample.Curve(), s.incidence.news()
	s.rules = rules(axis(values.Wholes("base"), 4, 5, 6), axis(values.Wholes("run"), 2, 3), axis(values.Decimals("threshold"), 0, 0.05))
	k := -1
	s.stops = (&guest{rules: s.rules}).stops(len(s.Units), func() int { k++; return s.news[k] })
	var err error
	if s.spread, err = s.overOrders(ctx, s.rules, values.Seed()); err != nil {
		return nil, err
	}
	r := &report.Report{Name: "saturation", Title: s.title(), Labels: analysis.Labels(v)}
	r.Provenance.Seed = values.Seed()
	r.Tables = s.tables()
	r.Warnings = append(analysis.Uncoded(v), pool.Warning(v, s.sampled)...)
	r.Warnings = append(r.Warnings, s.warnings()...)
	if len(s.Units) > 0 {
		r.Figures = []report.Figure{s.figure()}
	}
	return r, nil
}

// axis is the usual values and the given ones, each once, in order.
func axis[T int | float64](given []T, usual ...T) []T {
	all := append(usual, given...)
	slices.Sort(all)
	return slices.Compact(all)
}

// tables in the order of the approach: the reflexive one puts stopping rules
// last.
func (s *study) tables() []report.Table {
	tables := []report.Table{s.curveTable()}
	if s.values.Level() == analysis.ByCode {
		tables = append(tables, s.nextTable())
	}
	guest := s.guestTable()
	guest.Last = s.reflexive()
	return append(tables, s.chanceTable(), guest, s.firstSeenTable())
}

func (s *study) closed() bool { return s.v.Codebook.Closed }

// curveTable has exactly one row for each sampling unit.
func (s *study) curveTable() report.Table {
	t := report.Table{ID: "curve", Title: lang.T("Codes by interview", "Kode per wawancara"), Columns: []report.Column{
		{ID: "k", Title: lang.Same("k"), Type: report.Count},
		s.unitColumn(),
		{ID: "date", Title: lang.T("Date", "Tanggal"), Type: report.String, Hidden: true},
		{ID: "new_codes", Title: lang.T("New", "Baru"), Type: report.Count},
		{ID: "cumulative", Title: lang.T("All", "Jumlah"), Type: report.Count},
		{ID: "new_info_ratio", Title: lang.T("New/all", "Baru/jml"), Type: report.Share},
		{ID: "expected", Title: lang.T("Expected", "Harapan"), Type: report.Number, Decimals: 1},
		{ID: "order_sd", Title: lang.T("Order s.d.", "SD urutan"), Type: report.Number, Decimals: 1, Hidden: true},
		{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number, Decimals: 1},
		{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number, Decimals: 1},
		{ID: "coverage", Title: lang.T("Coverage", "Cakupan"), Type: report.Share, Hidden: true},
	}, Notes: s.curveNotes()}
	cumulative := 0
	for i, u := range s.Units {
		cumulative += s.news[i]
		p := s.curve[i]
		var ratio report.Cell
		if cumulative > 0 {
			ratio = float64(s.news[i]) / float64(cumulative)
		}
		t.Rows = append(t.Rows, []report.Cell{i + 1, u.Name, analysis.Text(u.Date), s.news[i], cumulative, ratio,
			report.Num(p.Expected), report.Num(p.OrderSD), report.Num(p.Lower), report.Num(p.Upper), report.Num(p.Coverage)})
	}
	return t
}

func (s *study) unitColumn() report.Column {
	if s.ByCase {
		return report.Column{ID: "unit", Title: lang.T("Case", "Kasus"), Type: report.Case}
	}
	return report.Column{ID: "unit", Title: lang.T("Interview", "Wawancara"), Type: report.Document}
}

// nextTable forecasts; a closed codebook has nothing to forecast.
func (s *study) nextTable() report.Table {
	t := report.Table{ID: "next", Title: lang.T("New codes to expect from further interviews", "Perkiraan kode baru dari wawancara tambahan"),
		Columns: []report.Column{
			{ID: "further", Title: lang.T("Further", "Tambahan"), Type: report.Count},
			{ID: "expected_new", Title: lang.T("Expected new", "Harapan kode baru"), Type: report.Number, Decimals: 1},
			{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Count},
			{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Count},
			{ID: "beyond_twofold", Title: lang.T("Beyond twofold", "Lebih dari dua kali"), Type: report.Boolean, Hidden: true},
		},
		Notes: []lang.Text{s.alike(), lang.T(
			"Expected as in Chao et al. (2009); 95%% prediction interval from %v replicates of the assemblage of Chao et al. (2014), seed %v. Codes that tend to come together make the true interval wider.",
			"Harapan menurut Chao dkk. (2009); interval prediksi 95%% dari %v ulangan himpunan (assemblage) menurut Chao dkk. (2014), benih %v. Kode yang cenderung muncul bersama membuat interval sebenarnya lebih lebar.",
			replicates, lang.Same(decimal(s.values.Seed())))},
	}
	n := len(s.Units)
	lower, upper := s.sample.Predict(s.values.Seed(), replicates)
	for m := 1; m <= n; m++ {
		row := []report.Cell{m, nil, nil, nil, m > n}
		if expected := s.sample.NewKinds(m); !s.closed() && report.Num(expected) != nil {
			row = []report.Cell{m, expected, whole(lower[m-1]), whole(upper[m-1]), m > n}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// whole is a cell of a number that is whole.
func whole(x float64) report.Cell {
	if c := report.Num(x); c == nil {
		return nil
	}
	return int(x)
}

func (s *study) chanceTable() report.Table {
	p, k := s.sample.AddsNew()
	row := []report.Cell{nil, nil, nil}
	if report.Num(p) != nil && !s.closed() {
		lower, upper := stat.Wilson(k, len(s.Units))
		row = []report.Cell{p, lower, upper}
	}
	return report.Table{ID: "chance", Title: lang.T("Chance that the next interview adds a code", "Peluang wawancara berikutnya menambah kode"),
		Columns: []report.Column{
			{ID: "p_next_adds_code", Title: lang.T("Chance", "Peluang"), Type: report.Share},
			{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Share},
			{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Share},
		},
		Rows: [][]report.Cell{row},
		Notes: []lang.Text{s.alike(), lang.T(
			"The share of interviews that have a code no other has: how often the last of n in random order adds one. Wilson's 95% interval, as a rough guide.",
			"Proporsi wawancara yang memuat kode yang tidak ada di wawancara lain: seberapa sering wawancara terakhir dari n dalam urutan acak menambah kode. Interval kepercayaan Wilson 95%, sebagai panduan kasar.")},
	}
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
		{ID: "order_share_stopped", Title: s.either(lang.T("Orders that stop", "Urutan berhenti"), lang.T("Orders with it", "Urutan dengannya")), Type: report.Share},
		{ID: "order_median", Title: lang.T("Median", "Median"), Type: report.Count},
		{ID: "order_q05", Title: lang.Same("5%"), Type: report.Count},
		{ID: "order_q95", Title: lang.Same("95%"), Type: report.Count},
	}, Notes: s.guestNotes()}
	for i, r := range s.rules {
		row := []report.Cell{r.base, r.run, r.threshold, nil, nil, nil, nil, nil, nil}
		if at := s.stops[i]; at > 0 {
			row[3], row[4] = at, decimal(int64(at))+"+"+decimal(int64(r.run))
		}
		if r.base+r.run <= len(s.Units) && s.sample.S > 0 {
			row[5] = s.spread.stopped(i)
			for j, p := range []float64{0.5, 0.05, 0.95} {
				row[6+j] = whole(s.spread.quantile(i, p))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
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
