package saturation

import (
	"math"

	"tematik/internal/lang"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// nan is the undefined value.
var nan = math.NaN()

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
			replicates, s.values.SeedText())},
	}
	n := len(s.Units)
	for m := 1; m <= n; m++ {
		row := []report.Cell{m, nil, nil, nil, m > n}
		if expected := s.sample.NewKinds(m); !s.closed() && report.Num(expected) != nil {
			row = []report.Cell{m, expected, report.Whole(s.lower[m-1]), report.Whole(s.upper[m-1]), m > n}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *study) chanceTable() report.Table {
	row := []report.Cell{nil, nil, nil}
	if p, lower, upper := s.chance(); report.Num(p) != nil {
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

// chance that the next interview adds a code, with its interval; undefined
// where nothing can be discovered.
func (s *study) chance() (p, lower, upper float64) {
	p, k := s.sample.AddsNew()
	if s.closed() {
		p = nan
	}
	lower, upper = stat.Wilson(k, len(s.Units))
	return p, lower, upper
}

// headline is the estimate that the text speaks of.
const headline = "chao2_bc"

// estimates are those of a sample; none where nothing can be discovered.
func (s *study) estimates(of *stat.Sample) []stat.Estimate {
	out := of.Estimates()
	for i := range out {
		if s.closed() {
			out[i] = stat.Estimate{Name: out[i].Name, Value: nan, SE: nan, Lower: nan, Upper: nan}
		}
	}
	return out
}

// atLeast is the headline estimate of a sample.
func (s *study) atLeast(of *stat.Sample) stat.Estimate {
	for _, e := range s.estimates(of) {
		if e.Name == headline {
			return e
		}
	}
	return stat.Estimate{}
}

// estimators are the names that readers know them by.
func estimators() map[string]lang.Text {
	return map[string]lang.Text{
		"observed": lang.T("Observed", "Teramati"), "chao2": lang.Same("Chao2"), headline: lang.T("Chao2, bias-corrected", "Chao2 terkoreksi bias"),
		"ichao2": lang.Same("iChao2"), "jack1": lang.T("Jackknife 1", "Jackknife 1"), "jack2": lang.T("Jackknife 2", "Jackknife 2"), "boot": lang.Same("Bootstrap"),
	}
}

// estimatesTable has a row for each estimator.
func (s *study) estimatesTable() report.Table {
	t := report.Table{ID: "estimates", Title: lang.T("How many codes there are at least", "Berapa kode yang ada, sedikitnya"),
		Columns: []report.Column{
			{ID: "estimator", Title: lang.T("Estimator", "Penaksir"), Type: report.String, Words: estimators()},
			{ID: "value", Title: lang.T("At least", "Sedikitnya"), Type: report.Number, Decimals: 1},
			{ID: "se", Title: lang.T("S.e.", "Galat baku"), Type: report.Number, Decimals: 1},
			{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number, Decimals: 1},
			{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number, Decimals: 1},
		}, Notes: s.estimatesNotes()}
	for _, e := range s.estimates(s.sample) {
		t.Rows = append(t.Rows, []report.Cell{e.Name, report.Num(e.Value), report.Num(e.SE), report.Num(e.Lower), report.Num(e.Upper)})
	}
	return t
}

// target is what further interviews are asked for.
type target struct {
	kind    string
	value   float64
	further float64
}

// targets are the usual ones and those asked for.
func (s *study) targets() (out []target) {
	for _, g := range axis(s.values.Decimals("share"), 0.9, 0.95, 0.99) {
		out = append(out, target{"share", g, s.sample.ForShare(g)})
	}
	for _, g := range axis(s.values.Decimals("coverage"), 0.9, 0.95, 0.99) {
		out = append(out, target{"coverage", g, s.sample.ForCoverage(g)})
	}
	for i := range out {
		if s.closed() {
			out[i].further = nan
		}
	}
	return out
}

func targetKinds() map[string]lang.Text {
	return map[string]lang.Text{"share": lang.T("share", "proporsi"), "coverage": lang.T("coverage", "cakupan")}
}

// neededTable says how many further interviews a target would take.
func (s *study) neededTable() report.Table {
	targets := s.targets()
	t := report.Table{ID: "needed", Title: lang.T("Further interviews for a share or a coverage", "Wawancara tambahan untuk suatu proporsi atau cakupan"),
		Columns: []report.Column{
			{ID: "target_kind", Title: lang.T("Target", "Sasaran"), Type: report.String, Words: targetKinds()},
			{ID: "target", Title: lang.T("At least", "Sedikitnya"), Type: report.Share, Decimals: 0},
			{ID: "further", Title: lang.T("Further", "Tambahan"), Type: report.Count},
		}, Notes: s.neededNotes(targets)}
	for _, x := range targets {
		if d := decimals(x.value); d > t.Columns[1].Decimals {
			t.Columns[1].Decimals = d
		}
		t.Rows = append(t.Rows, []report.Cell{x.kind, x.value, report.Whole(x.further)})
	}
	return t
}
