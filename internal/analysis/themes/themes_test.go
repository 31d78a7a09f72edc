package themes

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// barriers is a theme with two codes, an empty theme and a code under no theme,
// spoken of by three cases in three documents.
func barriers() *analysistest.Study {
	s := analysistest.New("x*", "x.a < x", "x.b < x", "empty*", "lone")
	s.Doc("one", "C1", "P: why?\nI: The forms are long and nobody explains them to us at all, so we wait.\n")
	s.Doc("two", "C2", "I: A broker does it for us, and he takes his share of every shipment we send.\nI: Short one.\n")
	d := s.Doc("group", "", "N1: The customs office asks for papers that no other office has ever heard of.\nN2: True.\n")
	d.Speakers[0].Case, d.Speakers[1].Case = s.Case("C3"), s.Case("C1")
	s.Tag("one", "The forms are long and nobody explains them to us at all", "x.a", "ana")
	s.Tag("two", "A broker does it for us, and he takes his share", "x.b", "ana")
	s.Tag("group", "The customs office asks for papers that no other office", "x.a", "ana")
	s.Tag("two", "Short one.", "lone", "ana")
	return s
}

func row(t *testing.T, r *report.Report, theme, code any, columns ...string) string {
	t.Helper()
	return analysistest.Show(t, r, "themes", analysistest.Find(t, r, "themes", map[string]any{"theme": theme, "code": code}), columns...)
}

func TestRows(t *testing.T) {
	r := analysistest.Run(t, Method(), barriers(), qda.Filter{})
	analysistest.Bytes(t, r)
	x := analysistest.Table(r, "themes")
	var ids []string
	for _, c := range x.Columns {
		ids = append(ids, c.ID)
	}
	if got := strings.Join(ids, ", "); got != "theme, code, definition, documents, documents_share, cases, cases_share, segments, words, top_case, top_case_share, quote, quote_document, quote_case" {
		t.Errorf("columns %s", got)
	}
	if len(x.Rows) != 5 {
		t.Fatalf("%d rows, want one per theme and code", len(x.Rows))
	}
	counts := []string{"documents", "documents_share", "cases", "cases_share", "segments", "words", "top_case", "top_case_share"}
	for _, c := range []struct {
		theme, code any
		want        string
	}{
		{"x", nil, "3 1 3 1 3 33 C1 0.333333"},
		{"x", "x.a", "2 0.666667 2 0.666667 2 22 C1 0.5"},
		{"x", "x.b", "1 0.333333 1 0.333333 1 11 C2 1"},
		{"empty", nil, "0 0 0 0 0 0 null null"},
		{nil, "lone", "1 0.333333 1 0.333333 1 2 C2 1"},
	} {
		if got := row(t, r, c.theme, c.code, counts...); got != c.want {
			t.Errorf("%v %v: %s, want %s", c.theme, c.code, got, c.want)
		}
	}
	if got := row(t, r, "empty", nil, "quote", "quote_document", "quote_case"); got != "null null null" {
		t.Errorf("quote of nothing: %s", got)
	}
}

func TestQuotes(t *testing.T) {
	s := barriers()
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	seen := map[report.Cell]int{}
	for _, c := range analysistest.Column(t, r, "themes", "quote_case")[:3] {
		seen[c]++
	}
	if len(seen) != 3 {
		t.Errorf("three rows of a theme quote %d cases", len(seen))
	}
	s.Tag("one", "nobody explains them to us at all, so we wait.", "x.a", qda.RulesCoder)
	s.Tag("one", "The forms are long and nobody explains them to us at all", "x.a", "budi")
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "quotes=5")
	further := analysistest.Table(r, "quotes")
	if further == nil {
		t.Fatal("no table of further quotes")
	}
	var of []string
	for i := range further.Rows {
		of = append(of, analysistest.Show(t, r, "quotes", i, "theme", "code", "case"))
	}
	want := "x null C3; x null C2; x null C1; x x.a C1; x x.a C1"
	if got := strings.Join(of, "; "); len(of) != 5 || !strings.HasPrefix(of[0], "x null") {
		t.Errorf("further quotes %s, want as %s", got, want)
	}
	last := further.Rows[len(further.Rows)-1]
	if got := last[2].(string); got != "nobody explains them to us at all, so we wait." {
		t.Errorf("a machine's choice comes last, not %q", got)
	}
	r = analysistest.Run(t, Method(), barriers(), qda.Filter{}, "quotes=0")
	if got := row(t, r, "x", nil, "quote", "segments"); got != "null 3" {
		t.Errorf("no quotes: %s", got)
	}
}

// Machines read what a code means in the study's own language, or in the other
// where it has only that; titles are English in every study.
func TestDefinitionLanguage(t *testing.T) {
	for _, c := range []struct{ language, both, one string }{
		{"id", "makna", "only English"}, {"en", "meaning", "only English"}, {"", "meaning", "only English"},
	} {
		s := barriers()
		s.Project.Language = c.language
		s.Codebook.Codes[1].Definition = qda.Words{EN: "meaning", ID: "makna"}
		s.Codebook.Codes[2].Definition = qda.Words{EN: "only English"}
		x := analysistest.Table(analysistest.Run(t, Method(), s, qda.Filter{}), "themes")
		k := x.Index("definition")
		if got := x.Rows[1][k].(lang.Text).Machine(); got != c.both {
			t.Errorf("language %q: %q, want %q", c.language, got, c.both)
		}
		if got := x.Rows[2][k].(lang.Text).Machine(); got != c.one {
			t.Errorf("language %q: %q, want %q", c.language, got, c.one)
		}
		if got := x.Columns[k].Title.Machine(); got != "Definition" {
			t.Errorf("language %q: title %q", c.language, got)
		}
	}
}

// No two columns of a table are headed alike, in either language.
func TestHeads(t *testing.T) {
	for _, x := range analysistest.Run(t, Method(), barriers(), qda.Filter{}, "quotes=2").Tables {
		for _, l := range []lang.Lang{lang.EN, lang.ID} {
			seen := map[string]string{}
			for _, c := range x.Columns {
				if other := seen[c.Title.In(l)]; other != "" {
					t.Errorf("%s: %s and %s are both headed %q", x.ID, other, c.ID, c.Title.In(l))
				}
				seen[c.Title.In(l)] = c.ID
			}
			if code := x.Columns[x.Index("code")]; !code.Blank {
				t.Errorf("%s: the row of a theme has a dash for its code", x.ID)
			}
		}
	}
}

func TestOptions(t *testing.T) {
	r := analysistest.Run(t, Method(), barriers(), qda.Filter{}, "matrix=true", "no-counts=true")
	analysistest.Bytes(t, r)
	if n := len(analysistest.Table(r, "themes").Columns); n != 6 {
		t.Errorf("%d columns without counts, want 6", n)
	}
	m := analysistest.Table(r, "matrix")
	if len(m.Rows) != 9 || m.Pivot == nil {
		t.Fatalf("matrix of %d rows, want 3 themes × 3 cases", len(m.Rows))
	}
	present := map[string]any{}
	for _, x := range m.Rows {
		present[fmt.Sprint(x[0], x[1])] = x[2]
	}
	if present["xC2"] != true || present["emptyC1"] != false || present["loneC2"] != true || present["loneC3"] != false {
		t.Errorf("matrix %v", present)
	}
}

// A filter by case leaves the words and the shares of that case alone.
func TestOneCase(t *testing.T) {
	r := analysistest.Run(t, Method(), barriers(), qda.Filter{Cases: []string{"C3"}})
	if got := row(t, r, "x", nil, "documents", "documents_share", "cases", "cases_share", "segments", "top_case"); got != "1 1 1 1 1 C3" {
		t.Errorf("got %s", got)
	}
}

// Labels of turns are no words; touching is two segments, overlapping one.
func TestSegmentsAndWords(t *testing.T) {
	s := analysistest.New("a")
	s.Doc("d", "C", "I: one two\nI: three four\n\n")
	s.Span(0, 3, 23, "a", "ana") // over the label of the second turn
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := row(t, r, nil, "a", "segments", "words"); got != "1 4" {
		t.Errorf("over a label: %s, want 1 4", got)
	}
	s = analysistest.New("a")
	s.Doc("d", "C", "one two three four")
	s.Span(0, 0, 7, "a", "ana")
	s.Span(0, 7, 13, "a", "ana")
	s.Span(0, 10, 18, "a", "budi")
	r = analysistest.Run(t, Method(), s, qda.Filter{})
	if got := row(t, r, nil, "a", "segments", "words", "cases", "top_case_share"); got != "2 4 1 1" {
		t.Errorf("touching and overlapping: %s, want 2 4 1 1", got)
	}
}

func TestApproaches(t *testing.T) {
	hidden := func(a qda.Approach) string {
		s := barriers()
		s.Project.Approach = a
		var out []string
		for _, c := range analysistest.Table(analysistest.Run(t, Method(), s, qda.Filter{}), "themes").Columns {
			if !c.Hidden {
				out = append(out, c.ID)
			}
		}
		return strings.Join(out, " ")
	}
	for a, want := range map[qda.Approach]string{
		qda.ReflexiveTA: "theme code definition quote quote_case",
		qda.CodebookTA:  "theme code cases cases_share quote quote_case",
		qda.Reliability: "theme code cases cases_share segments quote quote_case",
	} {
		if got := hidden(a); got != want {
			t.Errorf("%s shows %s, want %s", a, got, want)
		}
	}
}

// Coding again raises no count; cutting a passage can only raise segments.
func TestSetBased(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, again, cut := analysistest.New("t*", "t.a<t", "t.b<t"), analysistest.New("t*", "t.a<t", "t.b<t"), analysistest.New("t*", "t.a<t", "t.b<t")
		for i := range 3 {
			for _, x := range []*analysistest.Study{s, again, cut} {
				x.Doc(fmt.Sprint(i), fmt.Sprint("C", i%2), "P: who\nI: some words said here\n")
			}
		}
		for range rapid.IntRange(0, 8).Draw(rt, "codings") {
			d, start := rapid.IntRange(0, 2).Draw(rt, "doc"), rapid.IntRange(0, 28).Draw(rt, "start")
			end := rapid.IntRange(start+2, 31).Draw(rt, "end")
			code := rapid.SampledFrom([]string{"t", "t.a", "t.b"}).Draw(rt, "code")
			mid := rapid.IntRange(start+1, end-1).Draw(rt, "mid")
			s.Span(d, start, end, code, "ana")
			again.Span(d, start, end, code, "ana")
			again.Span(d, start, end, code, "budi")
			again.Span(d, start, mid, code, "budi")
			cut.Span(d, start, mid, code, "ana")
			cut.Span(d, mid, end, code, "budi")
		}
		run := func(x *analysistest.Study) *report.Report { return analysistest.Run(t, Method(), x, qda.Filter{}) }
		for i := range 3 {
			all := []string{"documents", "cases", "segments", "words", "top_case", "top_case_share"}
			a, b := analysistest.Show(t, run(s), "themes", i, all...), analysistest.Show(t, run(again), "themes", i, all...)
			if a != b {
				rt.Fatalf("row %d: %s, coded again %s", i, a, b)
			}
			whole := []string{"documents", "cases", "words"}
			a, b = analysistest.Show(t, run(s), "themes", i, whole...), analysistest.Show(t, run(cut), "themes", i, whole...)
			if a != b {
				rt.Fatalf("row %d: %s, cut %s", i, a, b)
			}
		}
	})
}

// Journals print codes under their themes, a quote with its informant, and
// informants with their share; a reflexive study prints no counts.
func TestPrint(t *testing.T) {
	titles := func(p *report.Print) string {
		var out []string
		for _, c := range p.Columns {
			out = append(out, c.Title.String())
		}
		return strings.Join(out, "; ")
	}
	const words = "Theme and code; Definition; Illustrative quote (informant)"
	s := barriers()
	for _, c := range []struct {
		name, approach, setting, want string
	}{
		{"codebook", "codebook", "quotes=1", words + "; Informants, n (%); Segments"},
		{"reflexive", "reflexive", "quotes=1", words},
		{"no counts", "codebook", "no-counts=true", words},
	} {
		s.Project.Approach = qda.Approach(c.approach)
		x := analysistest.Table(analysistest.Run(t, Method(), s, qda.Filter{}, c.setting), "themes")
		if got := titles(x.Print); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
		for _, p := range x.Print.Columns {
			for _, id := range append(p.Of, p.Beside...) {
				if x.Index(id) < 0 {
					t.Errorf("%s: no column %s", c.name, id)
				}
			}
		}
		if fmt.Sprint(x.Levels) != "[0 1 1 0 0]" || len(x.Print.Notes) == 0 {
			t.Errorf("%s: levels %v", c.name, x.Levels)
		}
	}
	s.Project.Approach = qda.CodebookTA
	s.Doc("alone", "", "I: alone\n")
	s.Tag("alone", "alone", "lone", "ana")
	x := analysistest.Table(analysistest.Run(t, Method(), s, qda.Filter{}), "themes")
	if got := titles(x.Print); !strings.Contains(got, "Documents, n (%)") {
		t.Errorf("a document without a case: %s", got)
	}
}

// The trap of DedooseR: shares are of all documents and cases that count, not of
// the most that any code is in. A code in 6 of 20 is in 30 %, also where no code
// is in more.
func TestSharesWhereNoCodeIsEverywhere(t *testing.T) {
	s := analysistest.New("wide", "rare")
	for i := range 20 {
		s.Doc(fmt.Sprintf("I%02d", i+1), fmt.Sprintf("C%02d", i+1), "xy")
		if i < 6 {
			s.Span(i, 0, 1, "wide", "ana")
		}
		if i < 3 {
			s.Span(i, 1, 2, "rare", "ana")
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	for i, want := range []string{"6 0.3 6 0.3", "3 0.15 3 0.15"} {
		if got := analysistest.Show(t, r, "themes", i, "documents", "documents_share", "cases", "cases_share"); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
}
