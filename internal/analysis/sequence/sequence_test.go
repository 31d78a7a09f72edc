package sequence

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// talk is an interview of six answers with codes a, a+b, –, b, c, a; and a
// second one of three with b, –, a.
func talk() *analysistest.Study {
	s := analysistest.New("t*", "a<t", "b<t", "c")
	s.Doc("one", "C1", "P: q\nI: one\nP: q\nI: two\nI: three\nP: q\nI: four\nI: five\nI: six\n")
	s.Doc("two", "C2", "I: one\nI: two\nI: three\n")
	for _, x := range []string{"one one a", "one two a", "one two b", "one four b", "one five c", "one six a", "two one b", "two three a"} {
		f := strings.Fields(x)
		s.Tag(f[0], f[1], f[2], "ana")
	}
	return s
}

func row(t *testing.T, r *report.Report, a, b string, columns ...string) string {
	t.Helper()
	return analysistest.Show(t, r, "sequence", analysistest.Find(t, r, "sequence", map[string]any{"a": a, "b": b}), columns...)
}

const seen = "n_a n_b followed documents cases preceded documents_after documents_before"

// By hand, from the letters above.
func TestCounts(t *testing.T) {
	for _, c := range []struct {
		name     string
		settings []string
		filter   qda.Filter
		a, b     string
		want     string
	}{
		{name: "the next turn", settings: []string{"within=1"}, a: "a", b: "b", want: "4 3 1 1 1 0 1 0"},
		{name: "a unit counts once, uncoded turns are passed", settings: []string{"within=3"}, a: "a", b: "b", want: "4 3 2 1 1 2 1 1"},
		{name: "two turns on", settings: []string{"within=2"}, a: "b", b: "a", want: "3 4 2 2 2 2 1 1"},
		{name: "in the unit itself is not after", settings: []string{"within=1"}, a: "b", b: "a", want: "3 4 0 0 0 1 0 1"},
		{name: "not across documents", settings: []string{"within=100"}, a: "c", b: "b", want: "1 3 0 0 0 1 0 1"},
		{name: "the interviewer's turns pass too, if asked", settings: []string{"within=1"}, filter: qda.Filter{Speaker: qda.Any}, a: "a", b: "b", want: "4 3 0 0 0 0 0 0"},
		{name: "themes", settings: []string{"within=1", "level=theme"}, a: "t", b: "c", want: "6 1 1 1 1 1 0 0"},
		{name: "only one code", settings: []string{"within=9"}, filter: qda.Filter{Documents: []string{"two"}}, a: "b", b: "a", want: "1 1 1 1 1 0 1 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := analysistest.Run(t, Method(), talk(), c.filter, c.settings...)
			analysistest.Bytes(t, r)
			if got := row(t, r, c.a, c.b, strings.Fields(seen)...); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", seen, got, c.want)
			}
		})
	}
}

// Of two answers a and b in one document either order is as likely: half is to
// be expected, and p is 1; the sign test of one document says nothing.
func TestAgainstChance(t *testing.T) {
	r := analysistest.Run(t, Method(), talk(), qda.Filter{Documents: []string{"two"}}, "permutations=99")
	if got := row(t, r, "b", "a", "share", "expected", "excess", "lift", "p", "q", "direction_p", "direction_q"); got != "1 0.5 0.5 2 1 1 1 1" {
		t.Error(got)
	}
	if r.Provenance.Seed != 1 {
		t.Error("the seed is not told")
	}
	r = analysistest.Run(t, Method(), talk(), qda.Filter{}, "permutations=0")
	if got := row(t, r, "a", "b", "expected", "z", "p", "q"); !strings.HasSuffix(got, " null null null") || strings.HasPrefix(got, "null") {
		t.Error(got)
	}
}

// Ten interviews in which b always comes after a, and never before.
func TestPlantedOrder(t *testing.T) {
	s := analysistest.New("a", "b", "c")
	for i := range 10 {
		name := string(rune('k' + i))
		s.Doc(name, "", "I: one\nI: two\nI: three\nI: four\nI: five\nI: six\n")
		for _, x := range []string{"one a", "two b", "four c", "six c"} {
			f := strings.Fields(x)
			s.Tag(name, f[0], f[1], "ana")
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "within=1")
	// b is on the second place and a on the first in 2 of 4! orders: 10/12. Of
	// six pairs two have a direction in any document: p = 2/2¹⁰, and q too.
	if got := row(t, r, "a", "b", "followed", "expected", "p", "q", "documents_after", "direction_p", "direction_q"); got != "10 0.833333 0.001 0.006 10 0.00195312 0.00195312" {
		t.Error(got)
	}
}

func TestDegenerate(t *testing.T) {
	none := analysistest.New("a", "b")
	none.Doc("d", "", "I: one\nI: two\n")
	r := analysistest.Run(t, Method(), none, qda.Filter{})
	if len(analysistest.Table(r, "sequence").Rows) != 0 || len(r.Figures) != 0 {
		t.Error("pairs without codings")
	}
	one := analysistest.New("a", "b")
	one.Doc("d", "", "I: one\nI: two\n")
	one.Tag("d", "one", "a", "ana")
	one.Tag("d", "one", "b", "ana")
	r = analysistest.Run(t, Method(), one, qda.Filter{})
	if got := row(t, r, "a", "b", "followed", "share", "expected", "excess", "lift", "z", "p", "q", "direction_p"); got != "0 0 null null null null null null null" {
		t.Error(got)
	}
	if !analysistest.Warned(r, "no_order") {
		t.Error("not said that there is no order")
	}
	one.Tag("d", "two", "a", "ana")
	one.Tag("d", "two", "b", "ana")
	r = analysistest.Run(t, Method(), one, qda.Filter{})
	if got := row(t, r, "a", "b", "followed", "expected", "z", "p"); got != "1 1 null 1" || !analysistest.Warned(r, "no_freedom") {
		t.Error(got)
	}
	outside := talk()
	outside.Tag("one", "q", "c", "ana")
	if r := analysistest.Run(t, Method(), outside, qda.Filter{}); !analysistest.Warned(r, "outside_universe") {
		t.Error("codings on the interviewer's words are not told")
	}
}

// A node is in no pair with its ancestor or itself.
func TestPairs(t *testing.T) {
	s := talk()
	s.Tag("one", "three", "t", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	var got []string
	for i := range analysistest.Table(r, "sequence").Rows {
		got = append(got, analysistest.Show(t, r, "sequence", i, "a", "b"))
	}
	if want := "t c,a b,a c,b a,b c,c t,c a,c b"; strings.Join(got, ",") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// Cutting a passage within its unit or coding it again changes nothing.
func TestCuttingChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		codes := []string{"a", "b", "c"}
		whole, cut := analysistest.New(codes...), analysistest.New(codes...)
		body := strings.Repeat("I: abcdef\n", 6) // a line is ten characters, its words begin at three
		for _, s := range []*analysistest.Study{whole, cut} {
			s.Doc("d", "C", body)
		}
		for range rapid.IntRange(0, 10).Draw(rt, "codings") {
			turn, code := rapid.IntRange(0, 5).Draw(rt, "turn"), rapid.SampledFrom(codes).Draw(rt, "code")
			at := 10*turn + 3
			whole.Span(0, at, at+6, code, "ana")
			k := rapid.IntRange(1, 5).Draw(rt, "cut")
			cut.Span(0, at, at+k, code, "ana")
			cut.Span(0, at+k, at+6, code, "ana")
			cut.Span(0, at, at+6, code, "ana")
		}
		if got, want := analysistest.Bytes(t, analysistest.Run(t, Method(), cut, qda.Filter{}, "permutations=9")), analysistest.Bytes(t, analysistest.Run(t, Method(), whole, qda.Filter{}, "permutations=9")); got != want {
			rt.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestWords(t *testing.T) {
	r := analysistest.Run(t, Method(), talk(), qda.Filter{})
	for _, want := range []string{"B after A: 2 of 4 turns.", "3 codes, within 3 turns"} {
		if got := r.Figures[0].Alt.In(lang.EN); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if got := r.Figures[0].Alt.In(lang.ID); !strings.Contains(got, "B sesudah A: 2 dari 4 giliran bicara.") {
		t.Error(got)
	}
}

// A methods section is written before any study has decided how many orders to
// draw: it tells of as many as the report draws by itself.
func TestAccountOfDefaults(t *testing.T) {
	m := Method()
	values, err := analysis.Parse(m.Name, m.Params, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := talk().View(t, qda.Filter{}, m.Needs)
	if got := m.Account(v, values).In(lang.EN); !strings.Contains(got, "over 999 such orders") {
		t.Error(got)
	}
}

// Of the turns b, a, b, b one b comes before a and two after it; the turn with a
// has both once, so that b is no more after a than before it.
func TestDirectionCountsTurns(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("one", "C1", "I: one\nI: two\nI: three\nI: four\n")
	for quote, code := range map[string]string{"one": "b", "two": "a", "three": "b", "four": "b"} {
		s.Tag("one", quote, code, "ana")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "within=3")
	at := analysistest.Find(t, r, "sequence", map[string]any{"a": "a", "b": "b"})
	if got := analysistest.Show(t, r, "sequence", at, "followed", "preceded", "documents", "documents_after", "documents_before"); got != "1 1 1 0 0" {
		t.Error(got)
	}
}
