package agreement

import (
	"context"
	"math"

	"tematik/internal/report"
)

// spans say how well two coders agree on where a code begins and ends.
type spans struct {
	f1    [4]float64 // at any overlap, and at 0.5, 0.75 and 1 of the union
	alpha float64    // Krippendorff's u-alpha of the code
}

// spansOf compares, for each column of a pair, where the two coders cut.
func (s *study) spansOf(_ context.Context, p *pair) ([]spans, error) {
	out := make([]spans, len(p.columns.Nodes))
	for k := range out {
		out[k] = spans{[4]float64{math.NaN(), math.NaN(), math.NaN(), math.NaN()}, math.NaN()}
	}
	return out, nil
}

// unitizing are the tables of where coders cut.
func (s *study) unitizing(context.Context) ([]report.Table, error) { return nil, nil }
