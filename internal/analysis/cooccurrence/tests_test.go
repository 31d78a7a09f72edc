package cooccurrence

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// rows is a study of documents with a paragraph a line; a code is in a
// paragraph where its line has its letter: a, b, c …
func rows(codes int, documents ...[]string) *analysistest.Study {
	var names []string
	for k := range codes {
		names = append(names, string(rune('a'+k)))
	}
	s := analysistest.New(names...)
	for d, lines := range documents {
		s.Doc(fmt.Sprintf("d%02d", d), fmt.Sprintf("C%02d", d), strings.Repeat("word\n\n", len(lines)))
		for u, line := range lines {
			for _, code := range line {
				if code != '.' {
					s.Span(d, 6*u, 6*u+4, string(code), "ana")
				}
			}
		}
	}
	return s
}

// table is lines that make the 2×2 table of a and b.
func table(both, first, second, neither int) (lines []string) {
	for k, n := range []int{both, first, second, neither} {
		for range n {
			lines = append(lines, []string{"ab", "a", "b", "."}[k])
		}
	}
	return lines
}

func value(t *testing.T, r *report.Report, column string, row int) float64 {
	t.Helper()
	x, ok := analysistest.Column(t, r, "pairs", column)[row].(float64)
	if !ok {
		return math.NaN()
	}
	return x
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// fisher.test and mantelhaen.test(correct = FALSE) of base R 4.2.2.
func TestFisherAndMantelHaenszel(t *testing.T) {
	r := analysistest.Run(t, Method(), rows(2, table(1, 2, 4, 10), table(2, 1, 3, 9)), qda.Filter{}, "unit=paragraph")
	near(t, "mh_odds_ratio", value(t, r, "mh_odds_ratio", 0), 2.66666666666667)
	near(t, "mh_p", value(t, r, "mh_p", 0), 0.290158838163333)
	near(t, "fisher_p", value(t, r, "fisher_p", 0), 0.346148498331479) // 3 3 7 19
	near(t, "fisher_q", value(t, r, "fisher_q", 0), 0.346148498331479)
	// All in one case: the stratum is the whole.
	s := rows(2, table(1, 2, 4, 10), table(2, 1, 3, 9))
	s.Documents[1].Case = s.Documents[0].Case
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "unit=paragraph")
	near(t, "mh_odds_ratio of one case", value(t, r, "mh_odds_ratio", 0), 3*19/(3*7.0))
	// One unit a case: nothing to compare within.
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "unit=case")
	if !analysistest.Warned(r, "mantel_haenszel_undefined") || !math.IsNaN(value(t, r, "mh_p", 0)) {
		t.Errorf("by case: %v", r.Warnings)
	}
}

// nulls.json lists exact nulls by enumeration: see internal/stat/testdata.
func TestPermutationOfReference(t *testing.T) {
	raw, err := os.ReadFile("../../stat/testdata/nulls.json")
	if err != nil {
		t.Fatal(err)
	}
	var nulls struct {
		Fixed map[string]struct {
			Matrix [][]int
			Pairs  map[string]struct {
				Mean float64 `json:"null_mean"`
				SD   float64 `json:"null_sd"`
			}
		} `json:"fixed_fixed"`
	}
	if err := json.Unmarshal(raw, &nulls); err != nil {
		t.Fatal(err)
	}
	for name, ref := range nulls.Fixed {
		var lines []string
		var apart [][]string
		for _, row := range ref.Matrix {
			line := "."
			for k, x := range row {
				if x == 1 {
					line += string(rune('a' + k))
				}
			}
			lines, apart = append(lines, line), append(apart, []string{line})
		}
		for unit, s := range map[string]*analysistest.Study{"paragraph": rows(4, lines), "document": rows(4, apart...), "case": rows(4, apart...)} {
			r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit="+unit, "permutations=4999")
			analysistest.Bytes(t, r)
			for i, row := range analysistest.Table(r, "pairs").Rows {
				exact := ref.Pairs[fmt.Sprintf("%d-%d", row[0].(string)[0]-'a', row[1].(string)[0]-'a')]
				// Replicates of one seed share their hub: 6 s.e. here, 4 in the test of the sampler.
				if got := value(t, r, "perm_expected", i); !(math.Abs(got-exact.Mean) <= 6*exact.SD/math.Sqrt(4999)) {
					t.Errorf("%s by %s, %v %v: expected %v, exactly %v", name, unit, row[0], row[1], got, exact.Mean)
				}
				if p := value(t, r, "perm_p", i); exact.SD == 0 && (p != 1 || value(t, r, "perm_q", i) != 1 || value(t, r, "perm_p_max", i) != 1) {
					t.Errorf("%s: the only matrix has p = %v", name, p)
				}
			}
			if unique := strings.Contains(name, "unique"); unique != analysistest.Warned(r, "no_freedom") {
				t.Errorf("%s by %s: no_freedom is warned of: %v", name, unit, !unique)
			} else if unique && !strings.Contains(analysistest.Bytes(t, r), "No freedom to permute 6 pairs") {
				t.Errorf("%s: the warning does not say how many", name)
			}
		}
	}
}

func TestShiftOfReference(t *testing.T) {
	a, b := "11000100001100000010", "11000110000100000000" // nulls.json, one_doc_20
	var lines []string
	for u := range a {
		line := "."
		if a[u] == '1' {
			line += "a"
		}
		if b[u] == '1' {
			line += "b"
		}
		lines = append(lines, line)
	}
	r := analysistest.Run(t, Method(), rows(2, lines), qda.Filter{}, "unit=paragraph", "null=shift")
	analysistest.Bytes(t, r)
	near(t, "perm_expected", value(t, r, "perm_expected", 0), 1.5)
	near(t, "perm_p", value(t, r, "perm_p", 0), 0.05)
	// Without units that nobody coded, 7 stand in the circle: 6 · 5 / 7.
	r = analysistest.Run(t, Method(), rows(2, lines), qda.Filter{}, "unit=paragraph", "null=shift", "universe=coded")
	near(t, "units", float64(analysistest.Column(t, r, "pairs", "units")[0].(int)), 7)
	near(t, "perm_expected of coded units", value(t, r, "perm_expected", 0), 30.0/7)
	// A code that was not chosen still keeps its unit in the circle.
	s := rows(3, append([]string{"c", "c"}, lines...))
	r = analysistest.Run(t, Method(), s, qda.Filter{Codes: []string{"a", "b"}}, "unit=paragraph", "null=shift", "universe=coded")
	near(t, "perm_expected with others", value(t, r, "perm_expected", 0), 30.0/9)
}

// Documents keep to themselves: what is confounded by document alone goes
// together no more than expected, though Fisher thinks otherwise.
func TestPermutationHoldsDocuments(t *testing.T) {
	var documents [][]string
	for d := range 24 {
		lines := []string{".", ".", ".", ".", ".", ".", "."}
		if d < 8 {
			lines = []string{"ab", "cd", "ac", "bd", "ad", "bc", "."}
		}
		documents = append(documents, lines)
	}
	r := analysistest.Run(t, Method(), rows(4, documents...), qda.Filter{}, "unit=paragraph")
	if p := value(t, r, "fisher_p", 0); p > 0.02 {
		t.Errorf("Fisher's p = %v", p)
	}
	if p := value(t, r, "perm_p", 0); p < 0.5 {
		t.Errorf("by permutation p = %v", p)
	}
}

func TestPermutationsOff(t *testing.T) {
	s := rows(2, table(3, 2, 2, 5))
	off := func(r *report.Report) string {
		return analysistest.Show(t, r, "pairs", 0, "perm_expected", "perm_p", "perm_q", "perm_p_max")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "permutations=0", "null=shift")
	analysistest.Bytes(t, r)
	if got := off(r); got != "null null null null" || analysistest.Warned(r, "permutations_off") {
		t.Errorf("asked for none: %s, %v", got, r.Warnings)
	}
	large := &study{v: r0(t, s), unit: analysis.Turn, counts: &counts{units: 5_000_001}, keys: make([]report.Cell, 10), tested: make([][2]int32, 45)}
	values := analysis.Values{}
	if w := large.choosePermutations(values); len(w) != 1 || w[0].ID != "permutations_off" || large.permutations != 0 || values.Whole("permutations") != 0 {
		t.Errorf("large: %v, %d", w, large.permutations)
	}
	values = analysis.Values{"permutations": 99}
	if w := large.choosePermutations(values); w != nil || large.permutations != 99 {
		t.Errorf("large, but asked for: %v, %d", w, large.permutations)
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "unit=char", "permutations=99")
	analysistest.Bytes(t, r)
	if got := off(r) + " " + analysistest.Show(t, r, "pairs", 0, "g2", "fisher_p", "fisher_q", "mh_odds_ratio", "mh_p"); got != strings.TrimSpace(strings.Repeat("null ", 9)) {
		t.Errorf("characters: %s", got)
	}
	if !analysistest.Warned(r, "no_tests_of_characters") {
		t.Errorf("characters: %v", r.Warnings)
	}
}

func r0(t *testing.T, s *analysistest.Study) *qda.View {
	return s.View(t, qda.Filter{}, Method().Needs)
}

// Three of six cases have both, three have a alone: Jaccard is the share of
// those with both among six draws, binomial with 1/2: P(0) = 1.6%, P(≤1) = 10.9%.
func TestIntervals(t *testing.T) {
	both, one := []string{"ab"}, []string{"a"}
	r := analysistest.Run(t, Method(), rows(2, both, both, both, one, one, one), qda.Filter{}, "unit=paragraph")
	analysistest.Bytes(t, r)
	if got := analysistest.Show(t, r, "intervals", 0, "a", "b", "measure", "value", "lower", "upper", "replicates"); got != "a b jaccard 0.5 0.166667 0.833333 2000" {
		t.Errorf("got %s", got)
	}
	r = analysistest.Run(t, Method(), rows(2, both, both, both, one, one), qda.Filter{}, "unit=paragraph", "value=p_b_given_a")
	if got := analysistest.Show(t, r, "intervals", 0, "measure", "value", "lower", "upper"); got != "p_b_given_a 0.6 null null" || !analysistest.Warned(r, "few_cases") {
		t.Errorf("five cases: %s, %v", got, r.Warnings)
	}
	r = analysistest.Run(t, Method(), rows(2, both, both, both, one, one, one), qda.Filter{}, "unit=paragraph", "value=n_both")
	if x := analysistest.Table(r, "intervals"); len(x.Rows) != 0 || len(x.Notes) != 1 {
		t.Errorf("of a count: %v", x)
	}
	r = analysistest.Run(t, Method(), rows(3, both, both, both, one, one, []string{"c"}), qda.Filter{}, "unit=paragraph", "value=npmi")
	if x := analysistest.Table(r, "intervals"); len(x.Rows) != 1 {
		t.Errorf("pairs that are never together have an interval: %v", x.Rows)
	}
}

func TestIntervalsAreCapped(t *testing.T) {
	var codes []string
	for k := range 50 {
		codes = append(codes, fmt.Sprintf("k%02d", k))
	}
	s := analysistest.New(codes...)
	for d := range 6 {
		s.Doc(fmt.Sprint(d), "", "word")
		for _, c := range codes[:45+d%2*5] {
			s.Span(d, 0, 4, c, "ana")
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "permutations=0")
	if x := analysistest.Table(r, "intervals"); len(x.Rows) != 1000 || !analysistest.Warned(r, "intervals_capped") {
		t.Errorf("%d intervals, %v", len(x.Rows), r.Warnings)
	}
	if got := analysistest.Show(t, r, "intervals", 999, "a", "b"); got > "k45" {
		t.Errorf("not those that most units have: %s", got)
	}
}

// Pairs of quotations in place of units give a coefficient above 1: one long
// quotation of a over three short ones of b makes 3 / (1 + 3 − 3). No measure of
// units leaves its range.
func TestOverlappingQuotations(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("d", "C1", "I: one two three four five six\nI: seven\n")
	s.Tag("d", "one two three four five six", "a", "ana")
	for _, quote := range []string{"one two", "two three", "four"} {
		s.Tag("d", quote, "b", "ana")
	}
	c := &s.Codings
	n := [2]int{}
	together := 0
	for i := range c.Code {
		n[c.Code[i]]++
		for j := range c.Code {
			if c.Code[i] == 0 && c.Code[j] == 1 && c.Span(i).Overlaps(c.Span(j)) {
				together++
			}
		}
	}
	if got := float64(together) / float64(n[0]+n[1]-together); got != 3 {
		t.Fatalf("pairs of quotations give %v, want 3", got)
	}
	for _, unit := range []string{"sentence", "turn", "paragraph", "segment", "char", "window:2", "document", "case"} {
		r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit="+unit)
		for _, column := range []string{"jaccard", "dice", "overlap", "p_a_given_b", "p_b_given_a"} {
			if x := value(t, r, column, 0); !(x >= 0 && x <= 1) {
				t.Errorf("%s of %ss = %v", column, unit, x)
			}
		}
	}
}

// Same seed, same bytes on any number of cores.
func TestOnAnyCores(t *testing.T) {
	s := rows(6, []string{"abc", "cd", "ef", "a", "bd"}, []string{"af", "be", "cd", "."}, []string{"abcdef", "a", "ab"}, table(3, 2, 1, 4),
		[]string{"ef", "cd", "ce"}, []string{"acf", "bd", "be", "ad"}, []string{"b", "ab"})
	for _, null := range []string{curveball, shift} {
		run := func() string {
			return analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{}, "unit=paragraph", "null="+null, "seed=7"))
		}
		want := run()
		before := runtime.GOMAXPROCS(1)
		for _, cores := range []int{1, 5} {
			runtime.GOMAXPROCS(cores)
			if run() != want {
				t.Errorf("%s: other bytes on %d cores", null, cores)
			}
		}
		runtime.GOMAXPROCS(before)
	}
}

// A block has all units of its document, whoever speaks in them; documents and
// cases are one block, in which each stands at its own place.
func TestBlocks(t *testing.T) {
	s := analysistest.New("a")
	for _, name := range []string{"d", "e", "f"} {
		d := s.Doc(name, "", "I: one\nJ: two\nI: three\n")
		d.Speakers[0].Case, d.Speakers[1].Case = s.Case("A"), s.Case("B")
	}
	s.Tag("d", "one", "a", "ana")
	s.Tag("f", "two", "a", "ana")
	s.Documents[1].States[s.CoderID("ana")] = qda.Done
	v := r0(t, s)
	for unit, want := range map[analysis.Unit][]stat.Block{
		analysis.Turn:     {{Units: 3, Place: []int{0}, Rows: [][]int32{{0}}}, {Units: 3, Place: []int{1}, Rows: [][]int32{{0}}}},
		analysis.Document: {{Units: 3, Place: []int{0, 2}, Rows: [][]int32{{0}, {0}}}},
		analysis.Case:     {{Units: 2, Place: []int{0, 1}, Rows: [][]int32{{0}, {0}}}},
	} {
		held, err := analysis.Hold(context.Background(), v, 1, func(int) int32 { return 0 }, unit)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&study{v: v, unit: unit, held: held}).blocks(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", unit, got, want)
		}
	}
}

// Two units in a case are enough for Mantel and Haenszel: χ² = 1, p = 0.3173105
// (R 4.2.2, pchisq). Cases of many units weigh more: three with three units of
// both and three with one of a alone have Jaccard 3x/(2x+6) with x of six draws,
// whose quantiles are 1 and 5.
func TestUnequalCases(t *testing.T) {
	r := analysistest.Run(t, Method(), rows(2, []string{"ab", ""}), qda.Filter{}, "unit=paragraph")
	near(t, "mh_p", value(t, r, "mh_p", 0), 0.3173105079)
	both, one := []string{"ab", "ab", "ab"}, []string{"a"}
	r = analysistest.Run(t, Method(), rows(2, both, both, both, one, one, one), qda.Filter{}, "unit=paragraph")
	if got := analysistest.Show(t, r, "intervals", 0, "value", "lower", "upper"); got != "0.75 0.375 0.9375" {
		t.Errorf("got %s", got)
	}
}
