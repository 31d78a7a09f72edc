package render

import (
	"math"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// named is the nth code of the sample, by a long name where it has one.
func named(n int) lang.Text {
	id := codeIDs[n%len(codeIDs)]
	if label, ok := sampleLabels[id]; ok {
		return label
	}
	return lang.Same(id)
}

// intervals is the agreement on n codes of two pairs of coders, the third of
// them undefined, the fourth without an interval, the fifth open at an end.
func intervals(n int) report.Figure {
	f := &report.Forest{X: lang.T("Krippendorff's alpha with 95% interval", "Alfa Krippendorff dengan interval 95%"), Lo: 0, Hi: 1, Mark: 0.8}
	for i := range n {
		v := 0.6 + 0.35*math.Sin(float64(3*i+2))
		r := report.Interval{Name: named(i), Group: lang.T("ani and budi", "ani dan budi"), Value: v, Lower: v - 0.2 + 0.02*float64(i%7), Upper: min(v+0.15, 1)}
		if i >= (n+1)/2 {
			r.Group = lang.T("ani and ratna", "ani dan ratna")
		}
		switch i {
		case 2:
			r.Value, r.Lower, r.Upper = math.NaN(), math.NaN(), math.NaN()
		case 3:
			r.Lower, r.Upper = math.NaN(), math.NaN()
		case 4:
			r.Lower = math.Inf(-1)
		}
		f.Rows = append(f.Rows, r)
	}
	return report.Figure{ID: "forest", Title: lang.T("Agreement by code", "Kesepakatan per kode"), Alt: lang.T("Lowest: 0.25.", "Terendah: 0,25."), Forest: f}
}
