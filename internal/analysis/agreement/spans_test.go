package agreement

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/text"
)

// coded makes a document that some coders began, whatever they coded in it.
func coded(s *analysistest.Study, name, body string, coders ...string) int {
	d := s.Doc(name, "", body)
	d.States = map[qda.CoderID]qda.State{}
	for _, c := range coders {
		d.States[s.CoderID(c)] = qda.Done
	}
	return len(s.Documents) - 1
}

func near(c report.Cell, want float64) bool {
	if math.IsNaN(want) {
		return c == nil
	}
	x, ok := c.(float64)
	return ok && math.Abs(x-want) < 1e-12
}

// Krippendorff 1995, figure A, as in the reference values of 2016's formulas:
// u-alpha .35833, F1 1 at any overlap, 0.5 at half; and, of three coders, the
// continuum of key phrases: .58589. Both are cut by an interviewer's turn,
// which is not there.
func TestSpansReference(t *testing.T) {
	s := analysistest.New("one", "k")
	d := coded(s, "d", "P: "+strings.Repeat("x", 9)+"\nI: "+strings.Repeat("y", 12)+"\nP: no\nI: "+strings.Repeat("z", 12)+"\n", "ana", "budi")
	from := s.Documents[d].Turns
	place := func(x int, end bool) int {
		if x < 12 || end && x == 12 {
			return from[1].Span.Start + x
		}
		return from[3].Span.Start + x - 12
	}
	for coder, units := range map[string][][2]int{"ana": {{2, 10}, {14, 20}}, "budi": {{4, 8}, {15, 17}}} {
		for _, u := range units {
			s.Span(d, place(u[0], false), place(u[1], true), "one", coder)
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "codes", 0, "f1_any", "f1_50", "f1_75", "f1_100", "u_alpha"); got != "1 0.5 0 0 0.358333" {
		t.Error(got)
	}
	if got := analysistest.Show(t, r, "unitizing", 0, "u_alpha", "binary_alpha", "cu_alpha"); got != "0.358333 0.358333 1" {
		t.Error(got)
	}
	if got := analysistest.Show(t, r, "unitizing_codes", 0, "code", "k_cu_alpha", "coverage"); got != "one 1 0.6" {
		t.Error(got)
	}
	three := analysistest.New("k")
	d = coded(three, "d", strings.Repeat("x", 55), "ana", "budi", "cici")
	for coder, units := range map[string][][2]int{"ana": {{3, 14}, {22, 52}}, "budi": {{3, 9}, {22, 52}}, "cici": {{22, 45}}} {
		for _, u := range units {
			three.Span(d, u[0], u[1], "k", coder)
		}
	}
	r = analysistest.Run(t, Method(), three, qda.Filter{})
	if row := analysistest.Table(r, "unitizing").Rows[0]; !near(row[0], 0.585890909090909) || !near(row[1], 0.585890909090909) || !near(row[2], 1) {
		t.Errorf("three coders: %v", row)
	}
	if got := analysistest.Show(t, r, "codes", 1, "coder_a", "coder_b", "f1_any", "f1_75", "f1_100"); got != "ana cici 0.666667 0.666667 0" {
		t.Error(got)
	}
}

// The coders that break peers: apart, one within the other, one who overlaps
// herself, and one who has nothing. Alphas by hand from the formula; those of
// units apart and of one coder alone are reference values.
func TestSpansOfHardCoders(t *testing.T) {
	for name, c := range map[string]struct {
		ana, budi [][2]int
		want      string
	}{
		"apart":                {[][2]int{{0, 10}}, [][2]int{{50, 60}}, "0 0 0 0 -0.100556"},
		"touching":             {[][2]int{{0, 10}}, [][2]int{{10, 20}}, "0 0 0 0 -0.100556"},
		"nested":               {[][2]int{{0, 20}}, [][2]int{{5, 10}}, "1 0 0 0 0.324571"},
		"overlaps herself":     {[][2]int{{0, 10}, {5, 20}, {12, 20}}, [][2]int{{0, 20}}, "1 1 1 1 1"},
		"the same":             {[][2]int{{0, 10}, {10, 20}}, [][2]int{{0, 10}, {10, 20}}, "1 1 1 1 1"},
		"one cut where not":    {[][2]int{{0, 10}, {10, 20}}, [][2]int{{0, 20}}, "0.666667 0.666667 0 0 1"},
		"one has nothing":      {[][2]int{{0, 10}}, nil, "0 0 0 0 -0.045"},
		"all of it, both":      {[][2]int{{0, 100}}, [][2]int{{0, 100}}, "1 1 1 1 null"},
		"two against one long": {[][2]int{{0, 60}}, [][2]int{{0, 10}, {20, 60}}, "0.666667 0.666667 0 0 0.825202"},
	} {
		s := analysistest.New("x")
		d := coded(s, "d", strings.Repeat("x", 100), "ana", "budi")
		for _, u := range c.ana {
			s.Span(d, u[0], u[1], "x", "ana")
		}
		for _, u := range c.budi {
			s.Span(d, u[0], u[1], "x", "budi")
		}
		r := analysistest.Run(t, Method(), s, qda.Filter{})
		if got := analysistest.Show(t, r, "codes", 0, "f1_any", "f1_50", "f1_75", "f1_100", "u_alpha"); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestUnitizingUndefined(t *testing.T) {
	base := func(coders ...string) *analysistest.Study {
		s := analysistest.New("p*", "p.a<p", "p.b<p", "z")
		coded(s, "d", strings.Repeat("x", 100), coders...)
		return s
	}
	show := func(r *report.Report) string {
		return analysistest.Show(t, r, "unitizing", 0, "u_alpha", "binary_alpha", "cu_alpha")
	}
	s := base("ana", "budi")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := show(r); got != "null null null" || !analysistest.Warned(r, "unitizing_nothing_varies") {
		t.Errorf("nothing coded: %s", got)
	}
	// Two codes on the same words by one coder.
	s.Span(0, 0, 10, "p.a", "ana")
	s.Span(0, 5, 20, "z", "ana")
	s.Span(0, 0, 10, "p.a", "budi")
	s.Span(0, 15, 25, "p.b", "budi")
	r = analysistest.Run(t, Method(), s, qda.Filter{})
	if got := show(r); !strings.HasPrefix(got, "null 0.") || !strings.HasSuffix(got, " null") || !analysistest.Warned(r, "codes_overlap") {
		t.Errorf("codes overlap: %s, %v", got, r.Warnings)
	}
	// What both coded p.a nobody coded otherwise.
	if got := analysistest.Show(t, r, "unitizing_codes", 0, "code", "k_cu_alpha"); got != "p.a 1" {
		t.Error(got)
	}
	// The children of p exclude one another.
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "exclusive=p")
	if got := show(r); strings.Contains(got, "null") || analysistest.Warned(r, "codes_overlap") {
		t.Errorf("exclusive: %s", got)
	}
	if n := len(analysistest.Table(r, "unitizing_codes").Rows); n != 2 {
		t.Errorf("exclusive: %d codes", n)
	}
	// Three coders who never met in one document.
	s = base("ana", "budi")
	coded(s, "e", "more words", "budi", "cici")
	s.Span(0, 0, 10, "z", "ana")
	s.Span(1, 0, 5, "z", "cici")
	r = analysistest.Run(t, Method(), s, qda.Filter{})
	if got := show(r); got != "null null null" || !analysistest.Warned(r, "unitizing_no_document") {
		t.Errorf("no document of all: %s", got)
	}
	if r := analysistest.Run(t, Method(), base("ana"), qda.Filter{}); len(analysistest.Table(r, "unitizing").Rows) != 0 {
		t.Error("one coder alone has a row")
	}
}

// A coder who codes twice, or in overlapping parts, has coded once: whatever
// is between the turns, and whoever is first.
func TestSpansAreSets(t *testing.T) {
	columns := strings.Fields("f1_any f1_50 f1_75 f1_100 u_alpha")
	rapid.Check(t, func(rt *rapid.T) {
		names := [][2]string{{"ana", "budi"}, {"budi", "ana"}}
		var studies []*analysistest.Study
		for range 3 {
			s := analysistest.New("t*", "t.a<t", "t.b<t")
			for i := range 2 {
				coded(s, fmt.Sprint(i), "P: who\nI: words here\nP: hm\nI: and there again\n", "ana", "budi")
			}
			studies = append(studies, s)
		}
		for range rapid.IntRange(0, 8).Draw(rt, "codings") {
			d, start := rapid.IntRange(0, 1).Draw(rt, "doc"), rapid.IntRange(0, 40).Draw(rt, "start")
			end := rapid.IntRange(start+2, 44).Draw(rt, "end")
			code, who := rapid.SampledFrom([]string{"t.a", "t.b"}).Draw(rt, "code"), rapid.IntRange(0, 1).Draw(rt, "coder")
			mid := rapid.IntRange(start+1, end-1).Draw(rt, "mid")
			studies[0].Span(d, start, end, code, names[0][who])
			studies[1].Span(d, start, end, code, names[0][who])
			studies[1].Span(d, start, mid, code, names[0][who])
			studies[1].Span(d, mid-1, end, code, names[0][who])
			studies[2].Span(d, start, end, code, names[1][who])
		}
		show := func(s *analysistest.Study) string {
			r := analysistest.Run(t, Method(), s, qda.Filter{})
			var out []string
			for _, table := range []string{"unitizing", "unitizing_codes"} {
				for _, row := range analysistest.Table(r, table).Rows {
					for _, c := range row {
						out = append(out, analysistest.Cell(c))
					}
				}
			}
			for i := range analysistest.Table(r, "codes").Rows {
				out = append(out, analysistest.Show(t, r, "codes", i, append([]string{"code"}, columns...)...))
			}
			return strings.Join(out, "\n")
		}
		want := show(studies[0])
		if got := show(studies[1]); got != want {
			rt.Fatalf("in parts:\n%s\nwant\n%s", got, want)
		}
		if got := show(studies[2]); got != want {
			rt.Fatalf("coders turned round:\n%s\nwant\n%s", got, want)
		}
	})
}

// No segment crosses a document, and labels are not there.
func TestTape(t *testing.T) {
	s := analysistest.New("x")
	coded(s, "one", "P: abc\nI: 0123\nI: 45\n", "ana", "budi")
	coded(s, "two", "plain", "ana", "budi")
	v := s.View(t, qda.Filter{}, qda.Needs{})
	tape := newTape(v)
	if tape.length != 11 {
		t.Fatalf("length %d", tape.length)
	}
	for _, c := range []struct {
		doc, start, end, from, to int
		ok                        bool
	}{
		{0, 0, 6, 0, 0, false}, {0, 0, 11, 0, 1, true}, {0, 12, 19, 2, 5, true}, {0, 13, 22, 3, 6, true}, {1, 0, 5, 6, 11, true}, {1, 4, 5, 10, 11, true},
	} {
		from, to, ok := tape.place(c.doc, span(c.start, c.end))
		if ok != c.ok || ok && (from != c.from || to != c.to) {
			t.Errorf("%v: %d–%d %v", c, from, to, ok)
		}
	}
}

func span(start, end int) text.Span { return text.Span{Start: start, End: end} }
