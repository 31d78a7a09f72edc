package strength

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
)

// four is a study small enough to count by hand: three interviews of a case
// each and a group of two, one of them C3.
func four() *analysistest.Study {
	s := analysistest.New("x*", "x.a < x", "x.b < x", "y*", "y.a < y")
	s.Doc("one", "C1", "I: alpha beta gamma delta\n")
	s.Doc("two", "C2", "I: alpha beta gamma delta\n")
	s.Doc("three", "C3", "I: alpha beta gamma delta\n")
	group := s.Doc("group", "", "N1: yes we do\nN2: no never\nP: hm\n")
	group.Speakers[0].Case, group.Speakers[1].Case = s.Case("C3"), s.Case("C4")
	s.Tag("one", "alpha", "x.a", "ana")
	s.Tag("one", "beta", "x.a", "ana")
	s.Tag("one", "beta gamma", "x.b", "ana") // one segment of the theme with the one before
	s.Tag("one", "delta", "x.b", "ana")
	s.Tag("two", "alpha", "x.a", "ana")
	s.Tag("group", "we do\nN2: no", "x.b", "ana") // words of both
	s.Tag("group", "hm", "x.b", "ana")            // of nobody
	s.Tag("two", "delta", "y.a", "ana")
	return s
}

func TestStrength(t *testing.T) {
	s := four()
	s.Cases[0].Values = map[string]string{"staff": "9", "place": "north"}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	analysistest.Bytes(t, r)
	columns := strings.Fields("theme documents cases cases_share cases_share_lowest cases_share_highest cases_without segments top_case top_case_share effective_cases")
	// x: segments by case 3, 1, 1, 1; one is of two, one of nobody: 6 in all.
	for i, want := range []string{"x 3 4 1 1 1 0 6 C1 0.5 3", "y 1 1 0.25 0 0.333333 3 1 C2 1 1"} {
		if got := analysistest.Show(t, r, "strength", i, columns...); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
	var rows []string
	for i := range analysistest.Table(r, "leave_one_out").Rows {
		rows = append(rows, analysistest.Show(t, r, "leave_one_out", i, "theme", "measure", "value", "lowest", "lowest_without", "highest", "highest_without"))
	}
	// Without C1 three segments go; without C3 or C4 none: they share one.
	want := []string{
		"x share of cases 1 1 null 1 null",
		"x rank by cases 1 1 null 1 null",
		"x segments 6 3 C1 6 null",
		"x share of the top case 0.5 0.333333 C1 0.6 C2",
		"x effective cases 3 2.27273 null 3 C1",
		"y share of cases 0.25 0 C2 0.333333 null",
		"y rank by cases 2 2 null 2 null",
		"y segments 1 0 C2 1 null",
		"y share of the top case 1 1 null 1 null",
		"y effective cases 1 1 null 1 null",
	}
	if got := strings.Join(rows, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("leave_one_out:\n%s", got)
	}
	rows = nil
	for i := range analysistest.Table(r, "negative_cases").Rows {
		rows = append(rows, analysistest.Show(t, r, "negative_cases", i, "theme", "case", "codings", "attributes"))
	}
	if got := strings.Join(rows, "; "); got != "y C1 4 place=north; staff=9; y C3 1 null; y C4 1 null" {
		t.Errorf("negative_cases: %s", got)
	}
	for i, want := range []string{"x 0 null", "y 3 C1, C3, C4"} {
		if got := analysistest.Show(t, r, "absent", i, "theme", "number", "names"); got != want {
			t.Errorf("absent: %s, want %s", got, want)
		}
	}
	var warned []string
	for _, w := range r.Warnings {
		warned = append(warned, w.ID)
	}
	if got := strings.Join(warned, " "); got != "outside_units rests_on_one" {
		t.Errorf("warnings: %s", got)
	}
	if got := r.Warnings[1].Text.String(); !strings.HasSuffix(got, ": Y (C2, 100%).") {
		t.Error(got)
	}
	if alt := r.Figures[0].Alt.String(); alt != "4 cases. X: 100% (100% to 100% without one). Y: 25% (0% to 33% without one)." {
		t.Errorf("alt: %s", alt)
	}
}

func TestStrengthOfCodes(t *testing.T) {
	r := analysistest.Run(t, Method(), four(), qda.Filter{}, "level=code")
	for i, want := range []string{"x.a 2 2 C1 0.666667", "x.b 2 3 C1 0.5", "y.a 1 1 C2 1"} {
		if got := analysistest.Show(t, r, "strength", i, "theme", "documents", "cases", "top_case", "top_case_share"); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}

// Who has no coding at all is marked among those without a theme: there
// absence says nothing.
func TestNobodyCoded(t *testing.T) {
	s := four()
	s.Doc("five", "C5", "I: nothing to code\n").States[s.CoderID("ana")] = qda.Done
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "absent", 0, "theme", "number", "names"); got != "x 1 C5*" {
		t.Error(got)
	}
	if notes := analysistest.Table(r, "absent").Notes; len(notes) != 2 || !strings.HasPrefix(notes[1].String(), "* ") {
		t.Error(notes)
	}
}

// A code asked for leaves the codings of a case what they are.
func TestOneCode(t *testing.T) {
	r := analysistest.Run(t, Method(), four(), qda.Filter{Codes: []string{"y"}})
	if got := analysistest.Show(t, r, "negative_cases", 0, "theme", "case", "codings"); got != "y C1 4" {
		t.Error(got)
	}
}

// Where no document has a case, documents are the informants; one alone cannot
// be left out.
func TestWithoutCases(t *testing.T) {
	s := analysistest.New("x*", "y")
	s.Doc("only", "", "alpha beta")
	s.Tag("only", "alpha", "x", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "strength", 0, "cases", "cases_share", "cases_share_lowest", "top_case", "effective_cases"); got != "1 1 null only 1" {
		t.Error(got)
	}
	if !analysistest.Warned(r, "no_cases") || !analysistest.Warned(r, "one_informant_only") || analysistest.Warned(r, "rests_on_one") {
		t.Error(r.Warnings)
	}
}

// The reflexive approach knows no strength in numbers.
func TestReflexive(t *testing.T) {
	s := four()
	s.Project.Approach = qda.ReflexiveTA
	if got := analysistest.Run(t, Method(), s, qda.Filter{}).Title.String(); strings.Contains(got, "strength") {
		t.Error(got)
	}
}

// Leaving out a case is what the study without it gives: its interview taken
// away. Double coding changes nothing.
func TestLeftOutByHand(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(rt, "cases")
		type coding struct{ doc, start, end, code int }
		var codings []coding
		for range rapid.IntRange(1, 12).Draw(rt, "codings") {
			start := rapid.IntRange(0, 9).Draw(rt, "start")
			codings = append(codings, coding{rapid.IntRange(0, n-1).Draw(rt, "doc"), start, start + rapid.IntRange(1, 4).Draw(rt, "length"), rapid.IntRange(0, 2).Draw(rt, "code")})
		}
		build := func(without int, coders ...string) *analysistest.Study {
			s := analysistest.New("a", "b", "c")
			at := make([]int, n)
			for d := range n {
				if d != without {
					at[d] = len(s.Documents)
					s.Doc(fmt.Sprint("d", d), fmt.Sprint("C", d), "words of one person")
				}
			}
			for _, c := range codings {
				if c.doc != without {
					for _, coder := range coders {
						s.Span(at[c.doc], c.start, c.end, string(rune('a'+c.code)), coder)
					}
				}
			}
			return s
		}
		all := analysistest.Run(t, Method(), build(everyone, "ana"), qda.Filter{})
		again := analysistest.Run(t, Method(), build(everyone, "ana", "budi"), qda.Filter{})
		if fmt.Sprint(all.Tables[0].Rows) != fmt.Sprint(again.Tables[0].Rows) {
			rt.Fatal("double coding changes the numbers")
		}
		low, high := map[string]float64{}, map[string]float64{}
		for w := range n {
			r := analysistest.Run(t, Method(), build(w, "ana"), qda.Filter{})
			share := map[string]float64{}
			for _, row := range r.Tables[0].Rows {
				share[row[0].(string)] = row[3].(float64)
			}
			for _, c := range []string{"a", "b", "c"} {
				x := share[c]
				if v, ok := low[c]; !ok || x < v {
					low[c] = x
				}
				if v, ok := high[c]; !ok || x > v {
					high[c] = x
				}
			}
		}
		for _, row := range all.Tables[0].Rows {
			if c := row[0].(string); row[4] != low[c] || row[5] != high[c] {
				rt.Fatalf("%s: %v to %v, want %v to %v", c, row[4], row[5], low[c], high[c])
			}
		}
	})
}
