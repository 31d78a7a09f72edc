package cooccurrence

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sort"

	"tematik/internal/lang"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// The bootstrap of the intervals: its replicates, and the most it takes on, in
// pairs and in additions.
const (
	resamples     = 2000
	mostIntervals = 1000
	mostAdditions = 100_000_000
)

// measures are the values that have an interval: those that are no counts.
func measures() map[string]func(stat.Pair) float64 {
	return map[string]func(stat.Pair) float64{
		"jaccard": stat.Pair.Jaccard, "dice": stat.Pair.Dice, "overlap": stat.Pair.Overlap,
		"p_a_given_b": stat.Pair.GivenSecond, "p_b_given_a": stat.Pair.GivenFirst,
		"lift": stat.Pair.Lift, "npmi": stat.Pair.NPMI, "phi": stat.Pair.Phi, "g2": stat.Pair.G2,
		"odds_ratio": func(p stat.Pair) float64 { x, _ := p.OddsRatio(); return x },
	}
}

// part is how many units of a stratum have a column, or both of a pair.
type part struct{ stratum, units int32 }

// sample is what a replicate adds up.
type sample struct {
	pairs   []int    // those with an interval, of s.tested
	columns [][]part // by column; nil: of no such pair
	both    [][]part // by pairs
	whole   int      // pairs that could have one
}

// sampled takes the pairs that most units have in common, as many as can be
// done in good time.
func (s *study) sampled() *sample {
	x := &sample{columns: make([][]part, len(s.keys))}
	order := s.strongest
	x.whole = sort.Search(len(order), func(k int) bool { p := s.tested[order[k]]; return s.both[s.at(p[0], p[1])] == 0 })
	order = order[:min(x.whole, mostIntervals)]
	columns, both := s.parts(order)
	work, taken := 0, map[int][]part{}
	for k, i := range order {
		work += len(both[k]) + 10 // and what a measure costs
		for _, c := range s.tested[i] {
			if x.columns[c] == nil {
				x.columns[c] = columns[c]
				work += len(columns[c])
			}
		}
		if work*resamples > mostAdditions {
			break
		}
		taken[i] = both[k]
	}
	x.pairs = slices.Sorted(maps.Keys(taken))
	for _, i := range x.pairs {
		x.both = append(x.both, taken[i])
	}
	return x
}

// parts counts, for every column and for some pairs, the units of each stratum.
func (s *study) parts(pairs []int) (columns, both [][]part) {
	l := s.held
	columns, both = make([][]part, len(s.keys)), make([][]part, len(pairs))
	place := make([]int32, len(s.both)) // 1 + that of a pair
	for k, i := range pairs {
		place[s.at(s.tested[i][0], s.tested[i][1])] = int32(k + 1)
	}
	add := func(list []part, stratum int32, w int) []part {
		if n := len(list); n > 0 && list[n-1].stratum == stratum {
			list[n-1].units += int32(w)
			return list
		}
		return append(list, part{stratum, int32(w)})
	}
	order, _ := grouped(l.Stratum, len(l.Strata))
	for _, i := range order {
		list, w := l.Columns(int(i)), l.Weight(int(i))
		for x, a := range list {
			if a == l.Other {
				continue
			}
			columns[a] = add(columns[a], l.Stratum[i], w)
			for _, b := range list[x+1:] {
				if b == l.Other {
					continue
				}
				if k := place[s.at(a, b)]; k > 0 {
					both[k-1] = add(both[k-1], l.Stratum[i], w)
				}
			}
		}
	}
	return columns, both
}

// intervals gives the pairs that occur an interval by drawing cases.
func (s *study) intervals(ctx context.Context, pairs *report.Table) (report.Table, []report.Warning, error) {
	column := pairs.Columns[pairs.Index(s.value)]
	t := report.Table{ID: "intervals", Title: lang.T("Intervals of %v", "Interval %v", column.Title), Aside: true,
		Columns: []report.Column{
			{ID: "a", Title: lang.Same("A"), Type: report.Code}, {ID: "b", Title: lang.Same("B"), Type: report.Code},
			{ID: "measure", Title: lang.T("Measure", "Ukuran"), Type: report.String, Hidden: true},
			{ID: "value", Title: column.Title, Type: report.Number, Decimals: 2},
			{ID: "lower", Title: lang.T("Lower", "Bawah"), Type: report.Number, Decimals: 2},
			{ID: "upper", Title: lang.T("Upper", "Atas"), Type: report.Number, Decimals: 2},
			{ID: "replicates", Title: lang.T("Replicates", "Ulangan"), Type: report.Count, Hidden: true},
		}}
	measure, ok := measures()[s.value]
	if !ok {
		t.Notes = []lang.Text{lang.T("A count has no interval; choose a measure with --value.", "Cacahan tidak memiliki interval; pilih ukuran lain dengan --value.")}
		return t, nil, nil
	}
	x := s.sampled()
	found, err := s.bootstrap(ctx, x, measure)
	if err != nil {
		return t, nil, err
	}
	for k, i := range x.pairs {
		p := s.tested[i]
		f := found[k]
		t.Rows = append(t.Rows, []report.Cell{s.keys[p[0]], s.keys[p[1]], s.value, report.Num(measure(s.table(s.at(p[0], p[1]), i))),
			report.Num(f.Lower), report.Num(f.Upper), f.Replicates})
	}
	t.Notes = []lang.Text{lang.T("95%% percentile intervals from %v replicates, each of which draws %v with replacement (a document without a case stands for itself; seed %v). Pairs that no unit has in common have none.",
		"Interval persentil 95%% dari %v ulangan; tiap ulangan mengambil %v dengan pengembalian (dokumen tanpa kasus mewakili dirinya sendiri; benih %v). Pasangan tanpa satuan bersama tidak memilikinya.",
		resamples, lang.Many(len(s.held.Strata), "case", "cases", "kasus"), s.values.SeedText())}
	return t, s.intervalWarnings(x), nil
}

func (s *study) intervalWarnings(x *sample) (out []report.Warning) {
	if n := len(s.held.Strata); n < stat.MinClusters && x.whole > 0 {
		out = append(out, report.Warning{ID: "few_cases", Text: lang.T("No intervals: they need at least %v cases, and here are %v (a document without a case counts as one).",
			"Tanpa interval: diperlukan sedikitnya %v kasus, sedangkan di sini hanya %v (dokumen tanpa kasus dihitung sebagai satu).", stat.MinClusters, n)})
	}
	if len(x.pairs) < x.whole {
		out = append(out, report.Warning{ID: "intervals_capped", Text: lang.T("Intervals only for the %v of %v pairs that are together in the most units.",
			"Interval hanya untuk %v dari %v pasangan yang memiliki satuan bersama terbanyak.", len(x.pairs), x.whole)})
	}
	return out
}

// bootstrap draws strata and adds up what they hold.
func (s *study) bootstrap(ctx context.Context, x *sample, measure func(stat.Pair) float64) ([]stat.Interval, error) {
	l := s.held
	scratch := make([][]int, runtime.GOMAXPROCS(0))
	for w := range scratch {
		scratch[w] = make([]int, len(s.keys))
	}
	sum := func(parts []part, drawn []int) (n int) {
		for _, p := range parts {
			n += drawn[p.stratum] * int(p.units)
		}
		return n
	}
	return stat.Bootstrap(ctx, len(l.Strata), len(x.pairs), resamples, s.seed, func(worker int, drawn []int, out []float64) {
		units, n := 0, scratch[worker]
		for k, size := range l.Strata {
			units += drawn[k] * size
		}
		for c, parts := range x.columns {
			n[c] = sum(parts, drawn)
		}
		for k, i := range x.pairs {
			p := s.tested[i]
			out[k] = measure(stat.NewPair(sum(x.both[k], drawn), n[p[0]], n[p[1]], units))
		}
	})
}
