package agreement

import (
	"context"
	"math"
	"runtime"
	"slices"

	"tematik/internal/lang"
	"tematik/internal/stat"
)

// tally is how the raters put the units of each cluster, code by code. It is
// sparse: what is not coded is known from how many units there are.
type tally struct {
	panel    *stat.Panel
	clusters int
	units    int
	blank    []part    // all units, as if nobody had coded anything
	from     []int32   // by way: the way of the same units if nobody had
	codes    [][]part  // by column: units of another way
	measures []measure // of each code
	over     []measure // over codes
}

// part is the units that raters put in one way.
type part struct {
	way     int32
	entries []entry
}

// entry is some units of a cluster.
type entry struct{ cluster, units int32 }

// put adds units of a cluster; those of one cluster mostly come together.
func put(parts []part, cluster, way int32, units int) []part {
	k := slices.IndexFunc(parts, func(p part) bool { return p.way == way })
	if k < 0 {
		k = len(parts)
		parts = append(parts, part{way: way})
	}
	p := &parts[k]
	if n := len(p.entries) - 1; n >= 0 && p.entries[n].cluster == cluster {
		p.entries[n].units += int32(units)
	} else {
		p.entries = append(p.entries, entry{cluster, int32(units)})
	}
	return parts
}

// in is how many units there are where each cluster was drawn so often.
func (p *part) in(drawn []int) float64 {
	n := 0
	for _, e := range p.entries {
		n += int(e.units) * drawn[e.cluster]
	}
	return float64(n)
}

// measure is a number of agreement, by its id; those on presence or absence
// alone are no coefficients.
type measure struct {
	id string
	of stat.Coefficient
}

// The measures that are no coefficients.
const (
	positive stat.Coefficient = -1 - iota
	negative
)

// ofPairs are the measures of two coders, those that are read first before the
// others; specific agreement is of one code alone.
func ofPairs(specific bool) []measure {
	m := []measure{{"percent", stat.Percent}, {"kappa", stat.CohenKappa}, {"alpha", stat.Alpha}, {"ac1", stat.AC1}, {"pi", stat.FleissKappa}, {"pabak", stat.BrennanPrediger}}
	if specific {
		m = append(m, measure{"positive", positive}, measure{"negative", negative})
	}
	return m
}

// ofAll are the measures of all coders together.
func ofAll() []measure {
	return []measure{{"percent", stat.Percent}, {"fleiss", stat.FleissKappa}, {"alpha", stat.Alpha}, {"ac1", stat.AC1}, {"pabak", stat.BrennanPrediger}}
}

// headline is how many of the measures are read first.
const headline = 4

// The ways to sum up over codes.
const (
	pooled = iota
	mean
	summed
	methods
	exclusive = methods // not over codes
)

// methodNames in the order of the constants.
func methodNames() []lang.Text {
	return []lang.Text{lang.T("pooled", "gabungan"), lang.T("mean", "rerata"), lang.T("summed", "dijumlahkan"), lang.T("exclusive", "kategori")}
}

// values are all numbers of a tally: each code's measures, then each method's
// over codes.
type values struct {
	*tally
	at     []float64
	bounds []stat.Interval
}

func (t *tally) size() int {
	n := len(t.codes) * len(t.measures)
	if len(t.codes) > 0 {
		n += methods * len(t.over)
	}
	return n
}

// code is where a measure of a code is.
func (t *tally) code(column, measure int) int { return column*len(t.measures) + measure }

// sum is where a measure over codes is.
func (t *tally) sum(method, measure int) int {
	return len(t.codes)*len(t.measures) + method*len(t.over) + measure
}

// scratch is what a replicate is made in.
type scratch struct {
	blank, units, all []float64 // by way
	chances           [][]stat.Chance
}

func (t *tally) scratch() *scratch {
	n := t.panel.Len()
	return &scratch{make([]float64, n), make([]float64, n), make([]float64, n), make([][]stat.Chance, len(t.over))}
}

// evaluate fills out from how often each cluster was drawn.
func (t *tally) evaluate(drawn []int, s *scratch, out []float64) {
	clear(s.blank)
	clear(s.all)
	for i := range t.blank {
		s.blank[t.blank[i].way] += t.blank[i].in(drawn)
	}
	for i := range s.chances {
		s.chances[i] = s.chances[i][:0]
	}
	for k, parts := range t.codes {
		copy(s.units, s.blank)
		for i := range parts {
			n := parts[i].in(drawn)
			s.units[parts[i].way] += n
			s.units[t.from[parts[i].way]] -= n
		}
		for w, n := range s.units {
			s.all[w] += n
		}
		agreed := t.panel.Agreement(s.units)
		for m, x := range t.measures {
			out[t.code(k, m)] = t.value(x, &agreed, s.units)
		}
		for m, x := range t.over {
			s.chances[m] = append(s.chances[m], agreed[x.of])
		}
	}
	if len(t.codes) == 0 {
		return
	}
	agreed := t.panel.Agreement(s.all)
	for m, x := range t.over {
		out[t.sum(pooled, m)] = stat.Pooled(s.chances[m])
		out[t.sum(mean, m)] = average(s.chances[m])
		out[t.sum(summed, m)] = agreed[x.of].Value()
	}
}

// average is the mean of the coefficients that are defined.
func average(codes []stat.Chance) float64 {
	sum, n := 0.0, 0.0
	for _, c := range codes {
		if x := c.Value(); !math.IsNaN(x) {
			sum += x
			n++
		}
	}
	return sum / n
}

// The ways of a pair, in the order of its panel.
const (
	neither = iota
	both
	firstOnly
	secondOnly
)

// value is a measure of the units of a code.
func (t *tally) value(m measure, agreed *[stat.Coefficients]stat.Chance, units []float64) float64 {
	if m.of >= 0 {
		return agreed[m.of].Value()
	}
	yes, no := stat.Specific(units[both], units[firstOnly], units[secondOnly], units[neither])
	if m.of == positive {
		return yes
	}
	return no
}

// replicates of every bootstrap.
const replicates = 2000

// run computes the numbers, and their intervals from drawing clusters.
func (t *tally) run(ctx context.Context, seed int64) (*values, error) {
	v := &values{tally: t, at: make([]float64, t.size())}
	once := make([]int, t.clusters)
	for i := range once {
		once[i] = 1
	}
	t.evaluate(once, t.scratch(), v.at)
	workers := make([]*scratch, runtime.GOMAXPROCS(0))
	for i := range workers {
		workers[i] = t.scratch()
	}
	var err error
	v.bounds, err = stat.Bootstrap(ctx, t.clusters, t.size(), replicates, seed, func(worker int, drawn []int, out []float64) {
		t.evaluate(drawn, workers[worker], out)
	})
	return v, err
}
