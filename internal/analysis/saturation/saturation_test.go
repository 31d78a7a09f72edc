package saturation

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
	"tematik/internal/report"
)

func matrix(t *testing.T, path string) *analysistest.Study {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]bool, len(lines))
	for i, line := range lines {
		for _, cell := range line {
			rows[i] = append(rows[i], cell == "1")
		}
	}
	return analysistest.Matrix(rows, len(lines[0]))
}

// number is a cell as a number, NaN for null.
func number(c report.Cell) float64 {
	switch c := c.(type) {
	case int:
		return float64(c)
	case float64:
		return c
	}
	return math.NaN()
}

func equal(t *testing.T, what string, got report.Cell, want float64) {
	t.Helper()
	x := number(got)
	if math.IsNaN(x) != math.IsNaN(want) || math.Abs(x-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

type guestReference struct {
	New     []int   `json:"new_per_interview"`
	Reached *string `json:"reached"`
}

type reference struct {
	N        int       `json:"n"`
	MaoTau   []float64 `json:"mao_tau"`
	OrderSD  []float64 `json:"order_sd_exact"`
	Coverage []float64 `json:"coverage_curve_1_to_2n"`
	Richness []float64 `json:"richness_curve_1_to_2n"`
	PNext    *float64  `json:"p_next_adds_new_leave_one_out"`
	Software struct {
		Band any `json:"vegan_exact_sd_unconditioned_chao"`
	} `json:"software"`
}

// Python with exact rationals, and vegan 2.6-4: see testdata/README.md.
func TestReferences(t *testing.T) {
	b, err := os.ReadFile("testdata/saturation.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for name, raw := range all {
		t.Run(name, func(t *testing.T) { compare(t, raw, "testdata/"+name+".csv") })
	}
}

func compare(t *testing.T, raw json.RawMessage, path string) {
	var ref reference
	if err := json.Unmarshal(raw, &ref); err != nil {
		t.Fatal(err)
	}
	r := analysistest.Run(t, Method(), matrix(t, path), qda.Filter{})
	analysistest.Bytes(t, r)
	curve := func(id string) []report.Cell { return analysistest.Column(t, r, "curve", id) }
	if len(curve("k")) != ref.N {
		t.Fatalf("%d rows, want %d", len(curve("k")), ref.N)
	}
	nothing := ref.MaoTau == nil // no code at all
	for i := range ref.N {
		if nothing {
			equal(t, "expected", curve("expected")[i], 0)
			equal(t, "new_info_ratio", curve("new_info_ratio")[i], math.NaN())
		} else {
			equal(t, "expected", curve("expected")[i], ref.MaoTau[i])
			equal(t, "order_sd", curve("order_sd")[i], ref.OrderSD[i])
		}
		if nothing || ref.N == 1 {
			for _, id := range []string{"lower", "upper", "coverage"} {
				equal(t, id, curve(id)[i], math.NaN())
			}
			continue
		}
		sd := ref.Software.Band.([]any)[i].(float64)
		equal(t, "lower", curve("lower")[i], ref.MaoTau[i]-1.96*sd)
		equal(t, "upper", curve("upper")[i], ref.MaoTau[i]+1.96*sd)
		equal(t, "coverage", curve("coverage")[i], ref.Coverage[i])
	}
	chance := analysistest.Column(t, r, "chance", "p_next_adds_code")[0]
	for m, expected := range analysistest.Column(t, r, "next", "expected_new") {
		if nothing || ref.N == 1 {
			equal(t, "expected_new", expected, math.NaN())
			equal(t, "p_next_adds_code", chance, math.NaN())
			continue
		}
		equal(t, "expected_new", expected, ref.Richness[ref.N+m]-ref.Richness[ref.N-1])
		equal(t, "p_next_adds_code", chance, *ref.PNext)
	}
	guests(t, raw, r)
}

// guests compares every rule that the reference has.
func guests(t *testing.T, raw json.RawMessage, r *report.Report) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for key, x := range all {
		var base, run int
		var threshold float64
		if n, _ := fmt.Sscanf(strings.ReplaceAll(key, "_", " "), "guest base%d run%d thr%f", &base, &run, &threshold); n != 3 {
			continue
		}
		var ref guestReference
		if err := json.Unmarshal(x, &ref); err != nil {
			t.Fatal(err)
		}
		row := analysistest.Find(t, r, "guest", map[string]any{"base": base, "run": run, "threshold": threshold})
		want := "null"
		if ref.Reached != nil {
			want = *ref.Reached
		}
		if got := analysistest.Show(t, r, "guest", row, "notation"); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
		for i, c := range analysistest.Column(t, r, "curve", "new_codes") {
			if c != ref.New[i] {
				t.Errorf("interview %d brings %v, want %d", i+1, c, ref.New[i])
			}
		}
	}
}

func stop(r rule, news []int) int {
	seen := []int{0}
	for k, w := range news {
		seen = append(seen, seen[k]+w)
	}
	return r.stop(seen)
}

// Guest, Namey & Chen 2020, the published walk-through.
func TestGuestWalkThrough(t *testing.T) {
	news := []int{10, 10, 10, 7, 4, 3, 1, 0}
	for _, c := range []struct {
		rule rule
		want int
	}{{rule{4, 2, 0.05}, 6}, {rule{4, 2, 4.0 / 37}, 5}, {rule{4, 2, 0}, 0}, {rule{4, 5, 1}, 0}, {rule{7, 1, 0}, 7}, {rule{8, 1, 1}, 0}} {
		if got := stop(c.rule, news); got != c.want {
			t.Errorf("%+v stops at %d, want %d", c.rule, got, c.want)
		}
	}
	if got := stop(rule{2, 1, 1}, []int{0, 0, 3}); got != 0 {
		t.Errorf("a base without codes stops at %d", got)
	}
}

// The order of six interviews without doubles of unique codes: 67 of 1000
// random orders stop at 4+2 (reference), 1/15 of all 720.
func TestAllOrders(t *testing.T) {
	r := analysistest.Run(t, Method(), matrix(t, "testdata/q2zero_6x5.csv"), qda.Filter{})
	row := analysistest.Find(t, r, "guest", map[string]any{"base": 4, "run": 2, "threshold": 0.05})
	equal(t, "order_share_stopped", analysistest.Column(t, r, "guest", "order_share_stopped")[row], 1.0/15)
	if got := analysistest.Show(t, r, "guest", row, "order_q05", "order_median", "order_q95"); got != "4 null null" {
		t.Errorf("quantiles %s", got)
	}
}

// group is two interviews and a group in which two cases speak.
func group() *analysistest.Study {
	s := analysistest.New("t", "t.a<t", "t.b<t", "lone")
	s.Doc("one", "C1", "P: why?\nI: costs rise\n")
	d := s.Doc("talk", "", "N1: papers are hard\nN2: nobody helps\n")
	d.Speakers[0].Case, d.Speakers[1].Case = s.Case("C2"), s.Case("C1")
	s.Doc("note", "", "seen at the port").Kind = qda.Observation
	s.Tag("one", "costs", "t.a", "ana")
	s.Tag("talk", "papers", "t.b", "ana")
	s.Tag("talk", "nobody", "lone", "ana")
	s.Tag("note", "port", "t.b", "ana")
	return s
}

func TestSamplingUnits(t *testing.T) {
	for _, c := range []struct {
		name     string
		study    *analysistest.Study
		filter   qda.Filter
		settings []string
		want     string
	}{
		{"a case stands at its first document", group(), qda.Filter{}, nil, "[C1 C2] [2 1]"},
		{"kinds", group(), qda.Filter{}, []string{"kind=interview,group,observation"}, "[C1 C2 note] [2 1 0]"},
		{"themes", group(), qda.Filter{}, []string{"level=theme"}, "[C1 C2] [2 0]"},
		{"one case", group(), qda.Filter{Cases: []string{"C2"}}, nil, "[C2] [1]"},
		{"one code", group(), qda.Filter{Codes: []string{"t"}}, nil, "[C1 C2] [1 1]"},
		{"one document", group(), qda.Filter{Documents: []string{"note"}}, nil, "[] []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := analysistest.Run(t, Method(), c.study, c.filter, c.settings...)
			analysistest.Bytes(t, r)
			got := fmt.Sprint(analysistest.Column(t, r, "curve", "unit"), analysistest.Column(t, r, "curve", "new_codes"))
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDateOrder(t *testing.T) {
	s := analysistest.New("a")
	for _, d := range [][2]string{{"d1", ""}, {"d2", "2026-03-04"}, {"d3", "2026-03"}, {"d4", "2025"}, {"d5", ""}} {
		s.Doc(d[0], "", "text").Date = d[1]
	}
	s.Tag("d1", "text", "a", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "order=date")
	if got := fmt.Sprint(analysistest.Column(t, r, "curve", "unit")); got != "[d4 d3 d2 d1 d5]" {
		t.Errorf("by date %s", got)
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{})
	if got := fmt.Sprint(analysistest.Column(t, r, "curve", "unit")); got != "[d1 d2 d3 d4 d5]" {
		t.Errorf("as given %s", got)
	}
}

func TestWarnings(t *testing.T) {
	steady := func() *analysistest.Study { // the rule 4+2 stops, then a code comes
		s := analysistest.New("a", "b")
		for i := range 8 {
			s.Doc(fmt.Sprintf("I%d", i), "", "words here")
			s.Span(i, 0, 5, "a", "ana")
		}
		return s
	}
	for _, c := range []struct {
		name, id string
		make     func() *analysistest.Study
		settings []string
		want     bool
	}{
		{"reopened", "reopened", func() *analysistest.Study { s := steady(); s.Span(7, 0, 5, "b", "ana"); return s }, nil, true},
		{"not reopened", "reopened", steady, nil, false},
		{"closed", "closed_codebook", func() *analysistest.Study { s := steady(); s.Codebook.Closed = true; return s }, nil, true},
		{"themes", "theme_level", steady, []string{"level=theme"}, true},
		{"uncoded", "uncoded_documents", func() *analysistest.Study { s := steady(); s.Doc("new", "", "x").States = nil; return s }, nil, true},
		{"pooled", "coders_pooled", func() *analysistest.Study { s := steady(); s.Span(1, 6, 10, "b", "budi"); return s }, nil, true},
		{"two coders apart", "coders_pooled", func() *analysistest.Study {
			s := steady()
			s.Doc("more", "", "x")
			s.Span(8, 0, 1, "b", "budi")
			return s
		}, nil, false},
		{"rules", "rule_codings", func() *analysistest.Study {
			s := steady()
			for i := range 8 {
				s.Span(i, 0, 5, "b", qda.RulesCoder)
				s.Span(i, 1, 5, "b", qda.RulesCoder)
			}
			return s
		}, nil, true},
		{"half by rules", "rule_codings", func() *analysistest.Study {
			s := steady()
			for i := range 8 {
				s.Span(i, 0, 5, "b", qda.RulesCoder)
			}
			return s
		}, nil, false},
		{"too few for Francis", "rules_not_assessed", steady, nil, true},
		{"enough for every rule", "rules_not_assessed", func() *analysistest.Study {
			return analysistest.Matrix(random(13, 5), 5)
		}, nil, false},
		{"two in one only", "one_unique", func() *analysistest.Study {
			s := analysistest.New("a", "b")
			s.Doc("I1", "", "x")
			s.Doc("I2", "", "x")
			s.Span(0, 0, 1, "a", "ana")
			s.Span(1, 0, 1, "b", "ana")
			return s
		}, nil, false},
		{"nothing coded", "not_estimable", func() *analysistest.Study { return analysistest.New("a") }, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := analysistest.Run(t, Method(), c.make(), qda.Filter{}, c.settings...)
			if got := analysistest.Warned(r, c.id); got != c.want {
				t.Errorf("%s: %v, want %v (%v)", c.id, got, c.want, r.Warnings)
			}
		})
	}
}

func TestForecastsThatAreNot(t *testing.T) {
	s := matrix(t, "testdata/q2zero_6x5.csv")
	s.Codebook.Closed = true
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	for i := range 6 {
		if got := analysistest.Show(t, r, "next", i, "expected_new", "lower", "upper", "beyond_twofold"); got != "null null null false" {
			t.Errorf("closed codebook, further %d: %s", i+1, got)
		}
	}
	if got := analysistest.Show(t, r, "chance", 0, "p_next_adds_code", "lower", "upper"); got != "null null null" {
		t.Errorf("closed codebook, chance: %s", got)
	}
	r = analysistest.Run(t, Method(), matrix(t, "testdata/q2zero_6x5.csv"), qda.Filter{}, "level=theme")
	for _, id := range []string{"next", "estimates", "needed", "by_theme"} {
		if analysistest.Table(r, id) != nil {
			t.Errorf("of themes there is a table %s", id)
		}
	}
}

// Q1 = 1 and Q2 = 0: 1/n for one further interview, nothing said beyond.
func TestOneUnique(t *testing.T) {
	s := analysistest.New("a", "b", "c")
	for i := range 5 {
		s.Doc(fmt.Sprintf("I%d", i+1), "", "xyz")
		s.Span(i, 0, 1, "a", "ana")
		s.Span(i, 1, 2, "b", "ana")
	}
	s.Span(0, 2, 3, "c", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "next", 0, "further", "expected_new", "lower", "upper"); got != "1 0.2 0 1" {
		t.Errorf("one further: %s", got)
	}
	if got := analysistest.Show(t, r, "next", 1, "further", "expected_new", "lower", "upper"); got != "2 null null null" {
		t.Errorf("two further: %s", got)
	}
	if !analysistest.Warned(r, "one_unique") {
		t.Errorf("no warning says why: %v", r.Warnings)
	}
	if alt := r.Figures[1].Alt.String(); alt != "3 codes in use over 5 interviews. One more would be expected to bring it to 3.2 (95% prediction interval 3 to 4)." {
		t.Errorf("alt: %s", alt)
	}
}

func TestGivenRules(t *testing.T) {
	r := analysistest.Run(t, Method(), matrix(t, "testdata/syn12x5.csv"), qda.Filter{}, "base=10,4", "run=3", "threshold=0.1")
	if n := len(analysistest.Table(r, "guest").Rows); n != 4*2*3 {
		t.Errorf("%d rules, want 24", n)
	}
	row := analysistest.Find(t, r, "guest", map[string]any{"base": 10, "run": 3, "threshold": 0.0})
	if got := analysistest.Show(t, r, "guest", row, "stops_at", "notation", "order_share_stopped", "order_median"); got != "null null null null" {
		t.Errorf("10+3 of 12: %s", got)
	}
}

// The reflexive approach has the same numbers and none of the words.
func TestReflexive(t *testing.T) {
	s := matrix(t, "testdata/syn12x5.csv")
	usual := analysistest.Run(t, Method(), s, qda.Filter{})
	s.Project.Approach = qda.ReflexiveTA
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	words := strings.ToLower(analysistest.Bytes(t, r))
	for _, w := range []string{"threshold", "reached", "ambang", "stops", "emerge"} {
		if strings.Contains(strings.ReplaceAll(words, "threshold share", ""), w+" ") {
			t.Errorf("a reflexive report says %q", w)
		}
	}
	if len(r.Tables) != len(usual.Tables) || r.Title.String() != "How new codes appeared across interviews" {
		t.Errorf("%d tables, title %s", len(r.Tables), r.Title)
	}
	if strings.Contains(strings.ToLower(analysistest.Bytes(t, usual)), "is reached") {
		t.Error("a report says that something is reached")
	}
}

// A passage that is coded again, by anyone, changes no number.
func TestSetBased(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, again := analysistest.New("a", "b", "c"), analysistest.New("a", "b", "c")
		n := rapid.IntRange(1, 6).Draw(rt, "interviews")
		for i := range n {
			s.Doc(fmt.Sprintf("I%d", i), "", "abcdefghij")
			again.Doc(fmt.Sprintf("I%d", i), "", "abcdefghij")
		}
		for range rapid.IntRange(0, 10).Draw(rt, "codings") {
			d, start := rapid.IntRange(0, n-1).Draw(rt, "doc"), rapid.IntRange(0, 8).Draw(rt, "start")
			end := rapid.IntRange(start+1, 10).Draw(rt, "end")
			code := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "code")
			s.Span(d, start, end, code, "ana")
			again.Span(d, start, end, code, "ana")
			again.Span(d, start, rapid.IntRange(start+1, end).Draw(rt, "cut"), code, "ana")
			again.Span(d, start, end, code, "budi")
		}
		a, b := analysistest.Run(t, Method(), s, qda.Filter{}), analysistest.Run(t, Method(), again, qda.Filter{})
		a.Warnings, b.Warnings = nil, nil
		if x, y := analysistest.Bytes(t, a), analysistest.Bytes(t, b); x != y {
			rt.Fatalf("%s\nthen\n%s", x, y)
		}
	})
}

func TestSeed(t *testing.T) {
	s := analysistest.Matrix(random(20, 40), 40)
	one := analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{}))
	if again := analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{}, "seed=1")); again != one {
		t.Error("the same seed gives another report")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "seed=2")
	if r.Provenance.Seed != 2 || analysistest.Bytes(t, r) == one {
		t.Error("another seed gives the same report")
	}
}

// random is a matrix of mixed frequencies.
func random(n, codes int) [][]bool {
	rows := make([][]bool, n)
	x := uint64(1)
	for i := range rows {
		for j := range codes {
			x = x*6364136223846793005 + 1442695040888963407
			rows[i] = append(rows[i], float64(x>>40)/(1<<24) < 0.5*math.Pow(float64(j+1)/float64(codes), 3))
		}
	}
	return rows
}

func BenchmarkOrders(b *testing.B) {
	for _, n := range []int{60, 1000, 5000} {
		rows := random(n, 500)
		sets := make([][]uint64, 500)
		for j := range sets {
			sets[j] = make([]uint64, (n+63)/64)
			for i := range rows {
				if rows[i][j] {
					sets[j][i/64] |= 1 << (i % 64)
				}
			}
		}
		x := newIncidence(&analysis.Columns{}, sets, n)
		var measures []measure
		for _, r := range rules([]int{4, 5, 6}, []int{2, 3}, []float64{0, 0.05}) {
			measures = append(measures, r.stop)
		}
		all := 0
		for _, w := range x.news() {
			all += w
		}
		for _, share := range sharesMet {
			measures = append(measures, met(share.of(all)))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := x.overOrders(b.Context(), measures, 1); err != nil {
					b.Fatal(err)
				}
			}
			if n == 1000 { // 1,000 orders in vegan 2.6-4 (R 4.2.2, AMD EPYC, with 1000 kinds) took 21.7 s
				b.ReportMetric(10*21.7*float64(b.N)/b.Elapsed().Seconds(), "x-vegan-published")
			}
		})
	}
}
