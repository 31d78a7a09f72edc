package saturation

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

type estimate struct {
	Est float64   `json:"est"`
	SE  *float64  `json:"se"`
	HF  float64   `json:"se_heltshe_forrester"`
	CI  []float64 `json:"ci95_lognormal"`
}

type outlook struct {
	N        int                 `json:"n"`
	S        int                 `json:"S_obs"`
	Chao2    *estimate           `json:"chao2"`
	Chao2BC  *estimate           `json:"chao2_bc"`
	IChao2   float64             `json:"ichao2"`
	Jack1    *estimate           `json:"jack1"`
	Jack2    float64             `json:"jack2"`
	Boot     float64             `json:"boot"`
	Share    map[string]*float64 `json:"further_interviews_for_fraction_g_of_chao2"`
	Coverage map[string]*float64 `json:"further_interviews_for_coverage"`
	Software struct {
		Specpool any `json:"vegan_specpool"`
	} `json:"software"`
}

// Python with exact rationals; the s.e. of the bootstrap is vegan 2.6-4's.
func TestOutlookReferences(t *testing.T) {
	b, err := os.ReadFile("testdata/saturation.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]outlook
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for name, ref := range all {
		t.Run(name, func(t *testing.T) {
			r := analysistest.Run(t, Method(), matrix(t, "testdata/"+name+".csv"), qda.Filter{}, "share=0.8", "coverage=0.8")
			nothing := ref.N < 2 || ref.S == 0
			estimated(t, r, ref, nothing)
			for _, x := range []struct {
				kind string
				ref  map[string]*float64
			}{{"share", ref.Share}, {"coverage", ref.Coverage}} {
				for _, target := range []float64{0.8, 0.9, 0.95, 0.99} {
					want := math.NaN()
					if m := x.ref[fmt.Sprint(target)]; m != nil && !nothing {
						want = math.Ceil(*m)
					}
					row := analysistest.Find(t, r, "needed", map[string]any{"target_kind": x.kind, "target": target})
					equal(t, fmt.Sprint(x.kind, target), analysistest.Column(t, r, "needed", "further")[row], want)
				}
			}
		})
	}
}

func estimated(t *testing.T, r *report.Report, ref outlook, nothing bool) {
	cell := func(estimator, column string) report.Cell {
		row := analysistest.Find(t, r, "estimates", map[string]any{"estimator": estimator})
		return analysistest.Column(t, r, "estimates", column)[row]
	}
	equal(t, "observed", cell("observed", "value"), float64(ref.S))
	want := map[string][4]float64{} // value, se, lower, upper
	none := math.NaN()
	if nothing {
		for _, e := range []string{"chao2", "chao2_bc", "ichao2", "jack1", "jack2", "boot"} {
			want[e] = [4]float64{none, none, none, none}
		}
	} else {
		bc := ref.Chao2BC
		if bc.SE == nil { // Q2 = 0: both forms are one
			bc = ref.Chao2
		}
		want["chao2"] = [4]float64{ref.Chao2.Est, *ref.Chao2.SE, ref.Chao2.CI[0], ref.Chao2.CI[1]}
		want["chao2_bc"] = [4]float64{ref.Chao2BC.Est, *bc.SE, bc.CI[0], bc.CI[1]}
		want["jack1"] = [4]float64{ref.Jack1.Est, ref.Jack1.HF, none, none}
		want["jack2"] = [4]float64{ref.Jack2, none, none, none}
		want["boot"] = [4]float64{ref.Boot, ref.Software.Specpool.(map[string]any)["boot.se"].(float64), none, none}
		equal(t, "ichao2", cell("ichao2", "value"), ref.IChao2)
	}
	for e, x := range want {
		for i, column := range []string{"value", "se", "lower", "upper"} {
			equal(t, e+" "+column, cell(e, column), x[i])
		}
	}
}

// A share of 1 is refused; what is infinite is undefined; what lies beyond double
// the interviews is told.
func TestTargets(t *testing.T) {
	five := matrix(t, "testdata/q2zero_6x5.csv")
	values, err := analysis.Parse("saturation", Method().Params, map[string]string{"share": "1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Method().Run(t.Context(), five.View(t, qda.Filter{}, Method().Needs), values); errs.KindOf(err) != errs.Usage || !strings.Contains(err.Error(), "--share 1") {
		t.Errorf("all codes: %v", err)
	}
	r := analysistest.Run(t, Method(), five, qda.Filter{}, "coverage=1")
	row := analysistest.Find(t, r, "needed", map[string]any{"target_kind": "coverage", "target": 1.0})
	equal(t, "coverage of all", analysistest.Column(t, r, "needed", "further")[row], math.NaN())
	if notes := fmt.Sprint(analysistest.Table(r, "needed").Notes[2]); !strings.Contains(notes, "Beyond double the 6 interviews") || !strings.Contains(notes, "share 99% (32)") {
		t.Errorf("beyond double: %s", notes)
	}
	one := analysistest.New("a", "b", "c") // Q1 = 1, Q2 = 0: coverage never grows, and Chao2 is S
	for i := range 5 {
		one.Doc(fmt.Sprintf("I%d", i+1), "", "xyz")
		one.Span(i, 0, 1, "a", "ana")
		one.Span(i, 1, 2, "b", "ana")
	}
	one.Span(0, 2, 3, "c", "ana")
	r = analysistest.Run(t, Method(), one, qda.Filter{})
	if got := fmt.Sprint(analysistest.Column(t, r, "needed", "further")); got != "[0 0 0 0 <nil> <nil>]" {
		t.Errorf("one code in one interview: %s", got)
	}
}

// No share is rounded the wrong way, whatever its binary value.
func TestShareOf(t *testing.T) {
	for _, x := range sharesMet {
		for all := range 2000 {
			m := x.of(all)
			if 1000*m < int(x)*all || m > 0 && 1000*(m-1) >= int(x)*all {
				t.Fatalf("%d ‰ of %d: %d", x, all, m)
			}
		}
	}
}

// byHand applies a rule to one order by its definition.
func byHand(order []int, has [][]bool, r rule) int {
	known := func(k int) int {
		n := 0
		for j := range has[0] {
			for _, u := range order[:k] {
				if has[u][j] {
					n++
					break
				}
			}
		}
		return n
	}
	for s := r.base; s+r.run <= len(order); s++ {
		if base := known(r.base); base > 0 && float64(known(s+r.run)-known(s)) <= r.threshold*float64(base)+1e-12 {
			return s
		}
	}
	return 0
}

// permutations calls f with every order of n things.
func permutations(n int, f func([]int)) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	var from func(k int)
	from = func(k int) {
		if k == n {
			f(order)
			return
		}
		for i := k; i < n; i++ {
			order[k], order[i] = order[i], order[k]
			from(k + 1)
			order[k], order[i] = order[i], order[k]
		}
	}
	from(0)
}

// Rules and shares, in the order given and over all orders, are those of a
// plain count.
func TestOrdersByHand(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, codes := rapid.IntRange(1, 6).Draw(rt, "n"), rapid.IntRange(1, 5).Draw(rt, "codes")
		has := make([][]bool, n)
		for i := range has {
			for range codes {
				has[i] = append(has[i], rapid.IntRange(0, 3).Draw(rt, "has") == 0)
			}
		}
		r := analysistest.Run(t, Method(), analysistest.Matrix(has, codes), qda.Filter{}, "base=1,2", "run=1", "threshold=0.5")
		given := make([]int, n)
		for i := range given {
			given[i] = i
		}
		guest := analysistest.Table(r, "guest")
		for i, row := range guest.Rows {
			x := rule{row[0].(int), row[1].(int), row[2].(float64)}
			at := []int{}
			permutations(n, func(order []int) { at = append(at, byHand(order, has, x)) })
			want := []any{nil, nil, nil, nil, nil} // stops_at, share, median, 5 %, 95 %
			if s := byHand(given, has, x); s > 0 {
				want[0] = s
			}
			stops := slices.DeleteFunc(slices.Clone(at), func(s int) bool { return s == 0 })
			if x.base+x.run <= n && len(analysistest.Column(t, r, "first_seen", "code")) > 0 {
				want[1] = float64(len(stops)) / float64(len(at))
				slices.Sort(stops)
				for q, p := range []float64{0.5, 0.05, 0.95} {
					if k := int(math.Ceil(p*float64(len(at))-1e-9)) - 1; k < len(stops) {
						want[2+q] = stops[max(k, 0)]
					}
				}
			}
			for c, column := range []string{"stops_at", "order_share_stopped", "order_median", "order_q05", "order_q95"} {
				if got := analysistest.Column(t, r, "guest", column)[i]; number(got) != number(want[c]) && !(got == nil && want[c] == nil) && !(math.Abs(number(got)-number(want[c])) <= 1e-12) {
					rt.Fatalf("rule %+v: %s = %v, want %v", x, column, got, want[c])
				}
			}
		}
	})
}

// Random orders have the exact mean and s.d. of all orders, also where they leap
// to the few units that matter.
func TestOrdersAreRandom(t *testing.T) {
	const n, codes = 300, 40
	sets := make([][]uint64, codes)
	for j := range sets {
		sets[j] = make([]uint64, (n+63)/64)
		for i := range 1 + j*j/20 {
			u := (i*97 + j*31) % n
			sets[j][u/64] |= 1 << (u % 64)
		}
	}
	x := newIncidence(&analysis.Columns{}, sets, n)
	at := []int{1, 5, 20, 60, 150, 250, 299}
	var measures []measure
	for _, k := range at {
		measures = append(measures, func(seen []int) int { return seen[k] })
	}
	got, err := x.overOrders(t.Context(), measures, 3)
	if err != nil {
		t.Fatal(err)
	}
	curve := stat.NewSample(n, sets).Curve()
	for i, k := range at {
		sum, squares := 0.0, 0.0
		for v, c := range got.counts[i] {
			sum, squares = sum+float64(c*v), squares+float64(c*v*v)
		}
		mean := sum / orders
		sd := math.Sqrt(squares/orders - mean*mean)
		if want := curve[k-1]; !(math.Abs(mean-want.Expected) <= 4*want.OrderSD/math.Sqrt(orders)) || !(math.Abs(sd/want.OrderSD-1) <= 0.04) {
			t.Errorf("k = %d: %v ± %v, want %v ± %v", k, mean, sd, want.Expected, want.OrderSD)
		}
	}
}

// The trap of novelqualcodes: after a quiet interview it counts nothing any
// more. Interviews {A,B,C}, {A,B}, {A,D,E}, {F,G,B}, {H} bring 3, 0, 2, 2, 1.
func TestQuietInterviewThenNewCodes(t *testing.T) {
	s := analysistest.New("a", "b", "c", "d", "e", "f", "g", "h")
	for i, codes := range []string{"abc", "ab", "ade", "fgb", "h"} {
		s.Doc(fmt.Sprintf("I%d", i+1), "", "some words")
		for k, c := range codes {
			s.Span(i, k, k+1, string(c), "ana")
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "base=1", "run=1")
	if got := fmt.Sprint(analysistest.Column(t, r, "curve", "new_codes"), analysistest.Column(t, r, "curve", "cumulative")); got != "[3 0 2 2 1] [3 3 5 7 8]" {
		t.Errorf("new codes and all %s", got)
	}
	if got := analysistest.Show(t, r, "first_seen", 3, "code", "unit", "k", "units", "segments", "unique_to_one"); got != "d I3 3 1 1 true" {
		t.Errorf("fourth code seen: %s", got)
	}
	row := analysistest.Find(t, r, "guest", map[string]any{"base": 1, "run": 1, "threshold": 0.0})
	if got := analysistest.Show(t, r, "guest", row, "notation"); got != "1+1" {
		t.Errorf("base 1, run 1: %s", got)
	}
	for _, settings := range [][]string{{"base=1", "run=1"}, nil} { // a rule that stops at the quiet interview, and no rule that could
		r := analysistest.Run(t, Method(), s, qda.Filter{}, settings...)
		if !analysistest.Warned(r, "reopened") {
			t.Errorf("%v: no warning that new codes came after the quiet interview", settings)
		}
	}
}

// The trap of DedooseR: the share is of the transcripts, not of the most that
// any code is in. A code in 6 of 20 is in 30 %, also where no code is in more.
func TestNoCodeInEveryTranscript(t *testing.T) {
	s := analysistest.New("wide", "rare")
	for i := range 20 {
		s.Doc(fmt.Sprintf("I%02d", i+1), "", "xy")
		if i < 6 {
			s.Span(i, 0, 1, "wide", "ana")
		}
		if i < 3 {
			s.Span(i, 1, 2, "rare", "ana")
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "first_seen", 0, "code", "units"); got != "wide 6" {
		t.Errorf("first seen: %s", got)
	}
	equal(t, "expected of one interview", analysistest.Column(t, r, "curve", "expected")[0], 9.0/20)
}

func TestFrancis(t *testing.T) {
	rows := make([][]bool, 14) // codes at interviews 1 and 11, then quiet
	for i := range rows {
		rows[i] = []bool{i == 0, i == 10}
	}
	r := analysistest.Run(t, Method(), analysistest.Matrix(rows, 2), qda.Filter{})
	row := analysistest.Find(t, r, "guest", map[string]any{"base": 10, "run": 3, "threshold": 0.0})
	if got := analysistest.Show(t, r, "guest", row, "stops_at", "notation"); got != "11 11+3" {
		t.Errorf("10+3: %s", got)
	}
	if n := len(analysistest.Table(r, "guest").Rows); n != 13 {
		t.Errorf("%d rules, want 12 and Francis's", n)
	}
	again := analysistest.Run(t, Method(), analysistest.Matrix(rows, 2), qda.Filter{}, "base=10")
	if n := len(analysistest.Table(again, "guest").Rows); n != 16 {
		t.Errorf("with base 10, %d rules, want each once", n)
	}
}

// With nothing to go by there are no numbers, and a warning says so.
func TestDegenerate(t *testing.T) {
	all := func(n, codes int, f func(i, j int) bool) *analysistest.Study {
		rows := make([][]bool, n)
		for i := range rows {
			for j := range codes {
				rows[i] = append(rows[i], f(i, j))
			}
		}
		return analysistest.Matrix(rows, codes)
	}
	closed := matrix(t, "testdata/q2zero_6x5.csv")
	closed.Codebook.Closed = true
	for _, c := range []struct {
		name, warning string
		study         *analysistest.Study
		null          bool
	}{
		{"no interview", "not_estimable", analysistest.New("a"), true},
		{"one interview", "not_estimable", all(1, 3, func(int, int) bool { return true }), true},
		{"no code", "not_estimable", all(5, 3, func(int, int) bool { return false }), true},
		{"closed codebook", "closed_codebook", closed, true},
		{"all the same", "", all(6, 3, func(int, int) bool { return true }), false},
		{"all singletons", "", all(6, 6, func(i, j int) bool { return i == j }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := analysistest.Run(t, Method(), c.study, qda.Filter{})
			analysistest.Bytes(t, r)
			for _, f := range r.Figures {
				if strings.Contains(f.Alt.String(), "– to –") {
					t.Errorf("alt: %s", f.Alt)
				}
			}
			if c.warning != "" && !analysistest.Warned(r, c.warning) {
				t.Errorf("no warning %s: %v", c.warning, r.Warnings)
			}
			for table, columns := range map[string]string{"estimates": "value se lower upper", "needed": "further", "next": "expected_new lower upper", "chance": "p_next_adds_code lower upper"} {
				for _, column := range strings.Fields(columns) {
					for i, cell := range analysistest.Column(t, r, table, column) {
						if c.null && cell != nil && !(table == "estimates" && i == 0 && c.name != "closed codebook") {
							t.Errorf("%s.%s[%d] = %v", table, column, i, cell)
						}
					}
				}
			}
		})
	}
}

// The same seed gives the same bytes on one core and on two.
func TestCores(t *testing.T) {
	s := analysistest.Matrix(random(20, 40), 40)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	one := analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{}))
	runtime.GOMAXPROCS(2)
	if two := analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{})); two != one {
		t.Error("another number of cores gives another report")
	}
}

// Meaning saturation: aspects of codes, in the order given.
func TestAspects(t *testing.T) {
	s := analysistest.New("t*", "t.a<t", "t.b<t", "t.c<t")
	for i := range 4 {
		s.Doc(fmt.Sprintf("I%d", i+1), "", "some words here")
	}
	s.Doc("note", "", "at the port").Kind = qda.Observation
	s.Aspects = map[qda.CodingID]string{}
	for _, c := range []struct {
		doc          int
		code, aspect string
	}{
		{0, "t.a", "cost"}, {1, "t.a", "COST; delay"}, {2, "t.a", ""}, {3, "t.a", " delay "},
		{1, "t.b", "shame"}, {2, "t.c", ""}, {4, "t.c", "seen only there"},
	} {
		s.Span(c.doc, 0, 3, c.code, "ana")
		s.Aspects[qda.CodingID(s.Codings.Len())] = c.aspect
	}
	for _, level := range []string{"level=code", "level=theme"} {
		r := analysistest.Run(t, Method(), s, qda.Filter{}, level)
		got := []string{}
		for i := range analysistest.Table(r, "aspects").Rows {
			got = append(got, analysistest.Show(t, r, "aspects", i, "code", "aspects", "units", "first_k", "last_new_k", "last_new_unit", "last_new_aspect", "units_after"))
		}
		if want := "t.a 2 3 1 2 I2 delay 1; t.b 1 1 2 2 I2 shame 0"; strings.Join(got, "; ") != want {
			t.Errorf("%s: %q, want %q", level, strings.Join(got, "; "), want)
		}
	}
	s.Aspects = nil
	if x := analysistest.Table(analysistest.Run(t, Method(), s, qda.Filter{}), "aspects"); len(x.Rows) != 0 || !strings.Contains(x.Notes[0].String(), "tematik tag DOC CODE --quote TEXT --aspect ASPECT") {
		t.Errorf("without aspects: %v, %v", x.Rows, x.Notes)
	}
}

// A change of the codebook belongs to the interview that was being coded.
func TestCodebookChanges(t *testing.T) {
	s := analysistest.New("a", "b")
	for i := range 4 {
		s.Doc(fmt.Sprintf("I%d", i+1), "", "some words here")
	}
	code := func(at int64, doc int, coder string) {
		s.Now = at
		s.Span(doc, int(at)%7, int(at)%7+3, "a", coder)
	}
	code(100, 0, "ana")
	code(250, 1, "ana")
	code(260, 3, qda.RulesCoder) // accepted in bulk: nobody read I4
	code(400, 0, "ana")
	code(400, 2, "budi") // two interviews at once: an import
	code(500, 3, "ana")
	for _, c := range []struct {
		kind                             string
		at                               int64
		added, removed, redefined, rules int
	}{
		{"codebook import", 10, 5, 0, 0, 0}, // before all
		{"code add", 100, 1, 0, 0, 0},       // in the same change as a coding of I1
		{"code rename", 240, 0, 0, 1, 0},    // I1
		{"code rm", 300, 0, 1, 0, 0},        // I2
		{"codebook import", 350, 0, 0, 0, 4},
		{"code add", 450, 2, 0, 0, 0}, // I1 and I3 at once: untold
		{"import", 600, 3, 0, 0, 0},   // came with a file: untold
		{"code mv", 700, 0, 0, 1, 0},  // I4
	} {
		s.Revisions = append(s.Revisions, qda.Revision{Event: qda.Event{Kind: c.kind, At: time.UnixMilli(c.at)}, Added: c.added, Removed: c.removed, Redefined: c.redefined, Rules: c.rules})
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	got := []string{}
	for i := range analysistest.Table(r, "codebook").Rows {
		got = append(got, analysistest.Show(t, r, "codebook", i, "k", "unit", "added", "removed", "redefined", "rules"))
	}
	want := "0 null 5 0 0 0; 1 I1 1 0 1 0; 2 I2 0 1 0 4; 3 I3 0 0 0 0; 4 I4 0 0 1 0; null null 5 0 0 0"
	if strings.Join(got, "; ") != want {
		t.Errorf("changes %q, want %q", strings.Join(got, "; "), want)
	}
}

// parts is a study of two themes and a code by itself, and of two groups.
func parts() *analysistest.Study {
	s := analysistest.New("t*", "t.a<t", "t.b<t", "u*", "u.c<u", "lone")
	for i := range 6 {
		s.Doc(fmt.Sprintf("I%d", i+1), fmt.Sprintf("C%d", i+1), "some words here")
		s.Cases[i].Values = map[string]string{"sort": []string{"firm", "Firm", "office"}[i%3]}
	}
	s.Cases[5].Values = nil
	for i, codes := range []string{"ab", "a", "ac", "a", "ac", "al"} {
		for _, c := range codes {
			k := strings.Index("abcl", string(c))
			s.Span(i, k, k+2, []string{"t.a", "t.b", "u.c", "lone"}[k], "ana")
		}
	}
	return s
}

func TestByThemeAndGroup(t *testing.T) {
	s := parts()
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "by=sort")
	show := func(r *report.Report, table, first string) (got []string) {
		for i := range analysistest.Table(r, table).Rows {
			got = append(got, analysistest.Show(t, r, table, i, first, "codes", "units", "last_new_k", "singletons", "p_next_adds_code", "expected_new", "chao2_bc"))
		}
		return got
	}
	// t: f = 6, 1; one code unique to one interview, so 1/6. u: f = 2. lone: 1.
	if got, want := strings.Join(show(r, "by_theme", "theme"), "; "), "t 2 6 1 1 0.166667 0.166667 2; u 1 2 3 0 0 0 1; lone 1 1 6 1 0.166667 0.166667 1"; got != want {
		t.Errorf("by theme %q, want %q", got, want)
	}
	// firm is I1, I2, I4, I5 with Q1 = 2, Q2 = 0: a Q1/n = 0.6 · 2/4 = 0.3, and 3 + 3/4;
	// one interview estimates nothing.
	if got, want := strings.Join(show(r, "by_group", "group"), "; "), "firm 3 4 4 2 0.5 0.3 3.75; office 2 1 1 2 null null null; null 2 1 1 2 null null null"; got != want {
		t.Errorf("by group %q, want %q", got, want)
	}
	only := analysistest.Run(t, Method(), s, qda.Filter{Where: []string{"sort=firm"}})
	equal(t, "--where", analysistest.Column(t, only, "estimates", "value")[2], 3.75)
	if got := len(analysistest.Column(t, only, "curve", "k")); got != 4 {
		t.Errorf("--where leaves %d interviews", got)
	}
	values, err := analysis.Parse("saturation", Method().Params, map[string]string{"by": "sorte"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Method().Run(t.Context(), s.View(t, qda.Filter{}, Method().Needs), values); errs.KindOf(err) != errs.NotFound || !strings.Contains(err.Error(), "did you mean sort?") {
		t.Errorf("no such attribute: %v", err)
	}
}

// What a terminal shows first is the approach's choice.
func TestFirstOnTerminal(t *testing.T) {
	for approach, want := range map[qda.Approach]string{qda.CodebookTA: "curve guest", qda.ReflexiveTA: "curve", qda.Reliability: "guest curve"} {
		s := matrix(t, "testdata/syn12x5.csv")
		s.Project.Approach = approach
		r := analysistest.Run(t, Method(), s, qda.Filter{})
		var first, last []string
		for _, x := range r.Tables {
			switch {
			case x.Aside:
			case x.Last:
				last = append(last, x.ID)
			default:
				first = append(first, x.ID)
			}
		}
		if got := strings.Join(append(first, last...), " "); got != want {
			t.Errorf("%s: %s, want %s", approach, got, want)
		}
	}
}

func TestFigures(t *testing.T) {
	r := analysistest.Run(t, Method(), matrix(t, "testdata/q2zero_6x5.csv"), qda.Filter{})
	var ids []string
	for _, f := range r.Figures {
		ids = append(ids, f.ID)
	}
	if got := strings.Join(ids, " "); got != "curve forecast guest" {
		t.Fatalf("figures %s", got)
	}
	next := r.Figures[1].Lines.Series[1]
	if len(next.X) != 7 || next.X[0] != 6 || next.X[6] != 12 || next.Y[0] != 5 || next.Lower[0] != 5 {
		t.Errorf("the forecast goes from 6 to 12, and begins at what is there: %+v", next)
	}
	equal(t, "forecast", next.Y[1], 5+0.5882352941176467) // reference
	stops := r.Figures[2].Lines.Series[0]
	if last := stops.Y[len(stops.Y)-1]; !(math.Abs(last-100.0/15) <= 1e-9) {
		t.Errorf("base 4, run 2 stops in %v %% of orders, want 1/15", last)
	}
	if alt := r.Figures[2].Alt.String(); !strings.Contains(alt, "6.7%") {
		t.Errorf("alt: %s", alt)
	}
}

// The methods sentence names every parameter, in both languages.
func TestAccount(t *testing.T) {
	v := matrix(t, "testdata/syn12x5.csv").View(t, qda.Filter{}, Method().Needs)
	values, err := analysis.Parse("saturation", Method().Params, map[string]string{"base": "7", "threshold": "0.025", "seed": "9", "order": "date"})
	if err != nil {
		t.Fatal(err)
	}
	text := Method().Account(v, values)
	for _, want := range []string{"12 interviews", "interviews, groups", "by date", "S = 5", "4, 5, 6, 7", "2, 3", "0%, 2.5%, 5%", "10,000", "2,000", "seed 9"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if id := text.In("id"); !strings.Contains(id, "2,5%") || !strings.Contains(id, "benih 9") {
		t.Errorf("in Indonesian: %s", id)
	}
}

// It names nothing that was not done.
func TestAccountOfLess(t *testing.T) {
	closed := matrix(t, "testdata/q2zero_6x5.csv")
	closed.Codebook.Closed = true
	for _, c := range []struct {
		name, level string
		study       *analysistest.Study
		want        string
	}{
		{"code", "code", matrix(t, "testdata/q2zero_6x5.csv"), "further interviews for 90%, 95%, 99% of classic Chao2 and for coverages of 90%, 95%, 99%."},
		{"theme", "theme", matrix(t, "testdata/q2zero_6x5.csv"), "coverage (Chao & Jost 2012). No number of codes was estimated."},
		{"closed", "code", closed, "coverage (Chao & Jost 2012). No number of codes was estimated."},
		{"one interview", "code", matrix(t, "testdata/one_1x7.csv"), "over all orders, exact. Nothing was estimated."},
		{"no codes", "code", matrix(t, "testdata/nocodes_5x4.csv"), "over all orders, exact. Nothing was estimated."},
	} {
		values, err := analysis.Parse("saturation", Method().Params, map[string]string{"level": c.level})
		if err != nil {
			t.Fatal(err)
		}
		text := Method().Account(c.study.View(t, qda.Filter{}, Method().Needs), values).String()
		if !strings.Contains(text, c.want) || c.name != "code" && strings.Contains(text, "replicates") {
			t.Errorf("%s: %s", c.name, text)
		}
	}
}

// A theme met only in kinds of documents that do not count has no row.
func TestThemesInUse(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("I1", "", "xyz")
	s.Doc("O1", "", "xyz").Kind = qda.Observation
	s.Span(0, 0, 1, "a", "ana")
	s.Span(1, 0, 1, "b", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := fmt.Sprint(analysistest.Column(t, r, "by_theme", "theme")); got != "[a]" {
		t.Errorf("themes in use: %s", got)
	}
}

// The rules that need more interviews are named, in the number of interviews.
func TestUnassessed(t *testing.T) {
	r := analysistest.Run(t, Method(), matrix(t, "testdata/one_1x7.csv"), qda.Filter{})
	for _, w := range r.Warnings {
		if w.ID != "rules_not_assessed" {
			continue
		}
		if got := w.Text.String(); got != "With 1 interview these rules cannot be assessed (base+run): 4+2, 4+3, 5+2, 5+3, 6+2, 6+3, 10+3." {
			t.Error(got)
		}
		if got := w.Text.In("id"); got != "Dengan 1 wawancara, aturan berikut tidak dapat dinilai (dasar+rangkaian): 4+2, 4+3, 5+2, 5+3, 6+2, 6+3, 10+3." {
			t.Error(got)
		}
		return
	}
	t.Errorf("not warned: %v", r.Warnings)
}
