package groups

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// traders is eight interviews, a case each but the last; role says who has
// which code.
func traders(roles ...string) *analysistest.Study {
	s := analysistest.New("x", "y", "t*", "t.a<t")
	for i, role := range roles {
		name := fmt.Sprint("C", i)
		if i == len(roles)-1 {
			name = ""
		}
		d := s.Doc(fmt.Sprint("d", i), name, "I: alpha beta gamma\n")
		if role != "" {
			d.Values = map[string]string{"role": role}
		}
	}
	return s
}

func rows(t *testing.T, r *report.Report, table string, columns ...string) string {
	t.Helper()
	var out []string
	for i := range analysistest.Table(r, table).Rows {
		out = append(out, analysistest.Show(t, r, table, i, columns...))
	}
	return strings.Join(out, "; ")
}

func warned(r *report.Report) string {
	var out []string
	for _, w := range r.Warnings {
		out = append(out, w.ID)
	}
	return strings.Join(out, " ")
}

// 3 of 4 against 1 of 4: Fisher's p .485714 (R 4.2.2); 4 of 4 against none:
// .0285714; q by p.adjust. The difference .5 with Newcombe's limits from R's
// prop.test(correct = FALSE).
func TestTwoGroups(t *testing.T) {
	s := traders("buyer", "buyer", "Buyer", "BUYER", "seller", "seller", "seller", "seller")
	for _, d := range []int{0, 1, 2, 4} {
		s.Span(d, 3, 8, "x", "ana")
	}
	for d := range 4 {
		s.Span(d, 3, 8, "y", "ana")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "by=role")
	analysistest.Bytes(t, r)
	if got := rows(t, r, "groups", "code", "group", "cases", "of", "share"); got != "x buyer 3 4 0.75; x seller 1 4 0.25; y buyer 4 4 1; y seller 0 4 0" {
		t.Errorf("groups: %s", got)
	}
	if got := rows(t, r, "tests", "code", "groups", "p", "q", "effect", "lower", "upper", "effect_kind"); got != "x 2 0.485714 0.485714 0.5 -0.135488 0.789083 difference; y 2 0.0285714 0.0571429 1 0.30719 1 difference" {
		t.Errorf("tests: %s", got)
	}
	if got := warned(r); got != "small_groups" {
		t.Errorf("warnings: %s", got)
	}
	if len(r.Figures) != 2 || r.Figures[0].Forest == nil || r.Figures[1].Heat == nil {
		t.Fatalf("%d figures", len(r.Figures))
	}
	if alt := r.Figures[0].Alt.String(); alt != "Difference of shares, buyer less seller, with 95% intervals. X: 0.50 (-0.14 to 0.79). Y: 1.00 (0.31 to 1.00)." {
		t.Errorf("alt: %s", alt)
	}
	if alt := r.Figures[1].Alt.String(); alt != "Share of the group's cases: 2 codes by role. Y, buyer 100%, seller 0%. X, buyer 75%, seller 25%." {
		t.Errorf("alt: %s", alt)
	}
}

// Of more groups the effect is Cramér's V, .739119 of 5/6, 1/5, 0/4 and
// p .02997003 (R 4.2.2).
func TestThreeGroups(t *testing.T) {
	var roles []string
	for g, n := range []int{6, 5, 4} {
		for range n {
			roles = append(roles, []string{"2", "10", "ten"}[g])
		}
	}
	s := traders(roles...)
	for _, d := range []int{0, 1, 2, 3, 4, 6} {
		s.Span(d, 3, 8, "x", "ana")
	}
	for d := range roles {
		s.Span(d, 3, 8, "y", "ana")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "by=role", "seed=7")
	if got := rows(t, r, "tests", "code", "p", "q", "effect", "effect_kind"); got != "x 0.02997 0.0599401 0.739119 cramers_v; y 1 1 null cramers_v" {
		t.Errorf("tests: %s", got)
	}
	lower, upper := analysistest.Column(t, r, "tests", "lower")[0].(float64), analysistest.Column(t, r, "tests", "upper")[0].(float64)
	if !(0 < lower && lower < 0.739 && 0.739 < upper && upper <= 1) {
		t.Errorf("interval %v to %v", lower, upper)
	}
	if got := rows(t, r, "groups", "group"); !strings.HasPrefix(got, "2; 10; ten; 2") {
		t.Errorf("order of groups: %s", got)
	}
	if r.Provenance.Seed != 7 || len(r.Figures) != 1 {
		t.Errorf("seed %d, %d figures", r.Provenance.Seed, len(r.Figures))
	}
	r = analysistest.Run(t, Method(), traders("a", "b", "c"), qda.Filter{}, "by=role")
	if got := warned(r); got != "small_groups few_informants" {
		t.Errorf("three informants: %s", got)
	}
}

// A case has its own value, else that of its documents; documents that differ
// give none.
func TestGrouping(t *testing.T) {
	s := traders("a", "a", "b", "", "b", "a", "a")
	s.Cases[0].Values = map[string]string{"role": "B"}
	s.Doc("more", "C1", "I: again\n").Values = map[string]string{"role": "b"} // C1 in two
	s.Doc("even more", "C0", "I: again\n").Values = map[string]string{"role": "a"}
	group := s.Doc("group", "", "N1: yes\nN2: no\n")
	group.Values = map[string]string{"role": "a"}
	group.Speakers[0].Case = s.Case("C9") // N2 has none: the document is a unit
	note := s.Doc("note", "C3", "a note")
	note.Kind, note.Values = qda.Observation, map[string]string{"role": "a"} // not sampled
	s.Span(0, 3, 8, "x", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "by=role")
	// C0, as its own: b; C1 in neither; C2 b; C3 without; C4 b; C5 a; d6, C9 and
	// the group a.
	if got := rows(t, r, "groups", "group", "cases", "of"); got != "a 0 4; B 1 3" {
		t.Errorf("groups: %s", got)
	}
	if got := warned(r); got != "without_value several_values small_groups" {
		t.Errorf("warnings: %s", got)
	}
	for id, want := range map[string]string{"without_value": "no group: C3.", "several_values": "no group: C1."} {
		for _, w := range r.Warnings {
			if w.ID == id && !strings.Contains(w.Text.String(), want) {
				t.Errorf("%s: %v", id, w.Text)
			}
		}
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "by=role", "kind=observation")
	if got := rows(t, r, "tests", "p", "effect"); got != "null null" || !analysistest.Warned(r, "one_group") {
		t.Errorf("one group: %s, %s", got, warned(r))
	}
}

func TestUnknownAttribute(t *testing.T) {
	v := traders("a", "b").View(t, qda.Filter{}, qda.Needs{})
	for by, want := range map[string]string{
		"":     "--by ATTRIBUTE is needed: whose values make the groups (there are: role)",
		"roll": "--by roll: no case or counted document has such an attribute (there are: role; did you mean role?)",
	} {
		_, err := Method().Run(context.Background(), v, analysis.Values{"by": by})
		if err == nil || err.Error() != want || (errs.KindOf(err) == errs.Usage) != (by == "") {
			t.Errorf("%q: %v", by, err)
		}
	}
	_, err := Method().Run(context.Background(), traders("").View(t, qda.Filter{}, qda.Needs{}), analysis.Values{})
	if errs.HintOf(err) != "tematik case set CASE ATTRIBUTE=VALUE" {
		t.Errorf("%v, hint %s", err, errs.HintOf(err))
	}
}

// Themes are had where anything below them is.
func TestThemes(t *testing.T) {
	s := traders("a", "a", "b", "b")
	s.Span(0, 3, 8, "t.a", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "by=role", "level=theme")
	if got := rows(t, r, "groups", "code", "group", "cases"); got != "t a 1; t b 0" {
		t.Error(got)
	}
}

// Coding again, or in parts, changes nothing.
func TestSetBased(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fresh := func() *analysistest.Study {
			s := traders("a", "b", "c", "a", "b", "c", "a", "b")
			s.Documents[3].Case = s.Case("C0")
			return s
		}
		one, many := fresh(), fresh()
		for range rapid.IntRange(0, 10).Draw(rt, "codings") {
			d, start := rapid.IntRange(0, 7).Draw(rt, "doc"), rapid.IntRange(3, 15).Draw(rt, "start")
			end := rapid.IntRange(start+2, 19).Draw(rt, "end")
			code := rapid.SampledFrom([]string{"x", "y", "t", "t.a"}).Draw(rt, "code")
			one.Span(d, start, end, code, "ana")
			many.Span(d, start, start+1, code, "ana")
			many.Span(d, start, end, code, "budi")
		}
		a, b := analysistest.Run(t, Method(), one, qda.Filter{}, "by=role"), analysistest.Run(t, Method(), many, qda.Filter{}, "by=role")
		if fmt.Sprint(a.Tables[0].Rows, a.Tables[1].Rows) != fmt.Sprint(b.Tables[0].Rows, b.Tables[1].Rows) {
			rt.Fatalf("%v\n%v", a.Tables[1].Rows, b.Tables[1].Rows)
		}
	})
}

// Where all of one group have a code and nobody else, V is 1 in every draw that
// has one of them and one of the others.
func TestPerfectGroups(t *testing.T) {
	s := traders("a", "a", "a", "a", "b", "b", "b", "c", "c")
	for d := range 4 {
		s.Span(d, 3, 8, "x", "ana")
	}
	for d := range s.Documents {
		s.Documents[d].States[s.CoderID("ana")] = qda.Done
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "by=role")
	if got := rows(t, r, "tests", "code", "effect", "lower", "upper"); got != "x 1 1 1" {
		t.Error(got)
	}
}
