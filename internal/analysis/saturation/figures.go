package saturation

import (
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// figures are the curve, what further interviews may add to it, and where
// stopping rules stop.
func (s *study) figures() (out []report.Figure) {
	if len(s.Units) == 0 {
		return nil
	}
	out = append(out, s.curveFigure())
	if f, ok := s.forecastFigure(); ok {
		out = append(out, f)
	}
	if f, ok := s.guestFigure(); ok {
		out = append(out, f)
	}
	return out
}

func (s *study) axisName() lang.Text {
	if s.ByCase {
		return lang.T("Cases", "Kasus")
	}
	return lang.T("Interviews", "Wawancara")
}

// curveFigure is what was observed, what any order would show and how much
// orders differ, and the band of other samples.
func (s *study) curveFigure() report.Figure {
	n := len(s.Units)
	xs, cumulative, news := make([]float64, n), make([]float64, n), make([]float64, n)
	expected, lower, upper := make([]float64, n), make([]float64, n), make([]float64, n)
	spread := report.Series{Name: lang.T("± 1 s.d. over orders", "± 1 SD antarurutan"), Style: report.Dashed,
		X: make([]float64, 2*n+1), Y: make([]float64, 2*n+1)}
	spread.X[n], spread.Y[n] = nan, nan
	for i, p := range s.curve {
		xs[i], news[i], cumulative[i] = float64(i+1), float64(s.news[i]), float64(s.seen[i+1])
		expected[i], lower[i], upper[i] = p.Expected, p.Lower, p.Upper
		spread.X[i], spread.X[n+1+i] = xs[i], xs[i]
		spread.Y[i], spread.Y[n+1+i] = p.Expected+p.OrderSD, p.Expected-p.OrderSD
	}
	line := report.Series{Name: lang.T("Expected, with 95% band", "Harapan, dengan pita 95%"), X: xs, Y: expected, Style: report.Solid}
	if s.sample.Estimable() {
		line.Lower, line.Upper = lower, upper
	}
	return report.Figure{ID: "curve", Title: s.title(), Alt: s.curveAlt(), Lines: &report.Lines{
		X: s.axisName(), Y: lang.T("Codes", "Kode"),
		Series: []report.Series{line, spread,
			{Name: lang.T("Observed, in the order given", "Teramati, menurut urutan"), X: xs, Y: cumulative, Style: report.Points},
			{Name: lang.T("New codes", "Kode baru"), X: xs, Y: news, Style: report.Bars},
		}}}
}

// curveAlt states the numbers of the figure.
func (s *study) curveAlt() lang.Text {
	n := len(s.Units)
	half := (n + 1) / 2
	p := s.curve[half-1]
	spread := lang.T("s.d. over orders %v", "SD antarurutan %v", one(p.OrderSD))
	if s.sample.Estimable() {
		spread = lang.T("%v; 95%% band of other samples %v to %v", "%v; pita 95%% sampel lain %v sampai %v", spread, one(p.Lower), one(p.Upper))
	}
	return lang.T("Codes in use over %v: %v after the first, %v after %v, %v after all. In random order, %v would show %v (%v). The last one added %v.",
		"Kode terpakai dari %v: %v setelah yang pertama, %v setelah %v, %v setelah semuanya. Dalam urutan acak, %v akan memuat %v (%v). Yang terakhir menambah %v.",
		s.sampled(n), s.seen[1], s.seen[half], half, s.seen[n],
		s.sampled(half), one(p.Expected), spread, newCodes(s.news[n-1]))
}

// forecastFigure goes on with the expected curve to twice the interviews.
func (s *study) forecastFigure() (f report.Figure, ok bool) {
	n := len(s.Units)
	if s.values.Level() != analysis.ByCode || s.closed() || !s.sample.Estimable() {
		return f, false
	}
	past := report.Series{Name: lang.T("Expected from these", "Harapan dari yang ada"), Style: report.Solid}
	for i, p := range s.curve {
		past.X, past.Y = append(past.X, float64(i+1)), append(past.Y, p.Expected)
	}
	all := float64(s.sample.S)
	next := report.Series{Name: lang.T("Further, with 95% prediction interval", "Tambahan, dengan interval prediksi 95%"), Style: report.Dashed,
		X: []float64{float64(n)}, Y: []float64{all}, Lower: []float64{all}, Upper: []float64{all}}
	for m := 1; m <= n; m++ {
		expected := s.sample.NewKinds(m)
		if math.IsNaN(expected) {
			break
		}
		next.X, next.Y = append(next.X, float64(n+m)), append(next.Y, all+expected)
		next.Lower, next.Upper = append(next.Lower, all+s.lower[m-1]), append(next.Upper, all+s.upper[m-1])
	}
	last := len(next.X) - 1
	alt := lang.T("%v over %v. One more would be expected to bring it to %v (95%% prediction interval %v to %v)",
		"%v dari %v. Satu tambahan diperkirakan menjadikannya %v (interval prediksi 95%% %v sampai %v)",
		codes(s.sample.S), s.sampled(n), one(next.Y[1]), int(next.Lower[1]), int(next.Upper[1]))
	if last > 1 {
		alt = lang.T("%v, %v more to %v (%v to %v)", "%v, %v tambahan menjadi %v (%v sampai %v)",
			alt, last, one(next.Y[last]), int(next.Lower[last]), int(next.Upper[last]))
	}
	return report.Figure{ID: "forecast", Title: lang.T("New codes to expect from further interviews", "Perkiraan kode baru dari wawancara tambahan"),
		Alt:   lang.T("%v.", "%v.", alt),
		Lines: &report.Lines{X: s.axisName(), Y: lang.T("Codes", "Kode"), Series: []report.Series{past, next}}}, true
}

// drawn are the rules that the figure shows: the laxest and the strictest of
// Guest, Namey & Chen's, at both thresholds.
var drawn = []rule{{4, 2, 0.05}, {6, 3, 0.05}, {4, 2, 0}, {6, 3, 0}}

// guestFigure is the share of orders that have stopped by each s.
func (s *study) guestFigure() (f report.Figure, ok bool) {
	lines := &report.Lines{X: s.either(lang.T("Stopped by interview s", "Sudah berhenti pada wawancara s"), lang.T("Met by interview s", "Sudah ada pada wawancara s")), Y: lang.T("Orders (%)", "Urutan (%)")}
	var said []lang.Text
	for i, r := range s.rules {
		if !slices.Contains(drawn, r) || !s.assessed(r) {
			continue
		}
		name := lang.T("Base %v, run %v, %v", "Dasar %v, rangkaian %v, %v", r.base, r.run, percent(r.threshold, 0))
		line := report.Series{Name: name, Style: report.Dashed}
		if len(lines.Series) == 0 {
			line.Style = report.Solid
		}
		sum := 0
		for k := r.base - 1; k <= len(s.Units)-r.run; k++ {
			if k >= r.base {
				sum += s.spread.counts[i][k]
			}
			line.X, line.Y = append(line.X, float64(k)), append(line.Y, 100*float64(sum)/float64(s.spread.orders))
		}
		lines.Series = append(lines.Series, line)
		q := s.quantiles(i)
		said = append(said, lang.T("%v: %v, median %v, 90%% between %v and %v", "%v: %v, median %v, 90%% antara %v dan %v",
			name, percent(s.spread.stopped(i), 1), shown(q[0]), shown(q[1]), shown(q[2])))
	}
	if len(said) == 0 {
		return f, false
	}
	return report.Figure{ID: "guest", Title: s.guestTitle(), Lines: lines, Alt: s.either(
		lang.T("Share of %v that stop, and where. %v.", "Proporsi dari %v yang berhenti, dan di mana. %v.", s.orders(), joined(said, "%v; %v")),
		lang.T("Share of %v with such a run, and where it first is. %v.", "Proporsi dari %v dengan rangkaian seperti itu, dan di mana pertama kali ada. %v.", s.orders(), joined(said, "%v; %v")))}, true
}

// shown is a cell of a number in a sentence.
func shown(c report.Cell) any {
	if c == nil {
		return "–"
	}
	return c
}
