package cooccurrence

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/text"
)

// talk is two interviews of one case each, and a group of two cases.
func talk() *analysistest.Study {
	s := analysistest.New("x*", "x.a<x", "x.b<x", "lone", "y*", "y.c<y")
	s.Doc("one", "C1", "P: papers?\nI: forms are long. We wait.\nP: and then?\nI: a broker helps. He is dear.\n")
	s.Doc("two", "C2", "P: papers?\nI: the forms and the broker.\n")
	d := s.Doc("group", "", "N1: forms kill us\nN2: brokers too\n")
	d.Kind = qda.FocusGroup
	d.Speakers[0].Case, d.Speakers[1].Case = s.Case("C3"), s.Case("C1")
	return s
}

func pair(t *testing.T, r *report.Report, a, b string, columns ...string) string {
	t.Helper()
	return analysistest.Show(t, r, "pairs", analysistest.Find(t, r, "pairs", map[string]any{"a": a, "b": b}), columns...)
}

const core = "n_a n_b n_both units cases_a cases_b cases_both"

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		name     string
		tag      func(s *analysistest.Study)
		settings []string
		filter   qda.Filter
		a, b     string
		want     string // core
	}{
		{name: "different turns of one interview, by turn", tag: apart, a: "x.a", b: "y.c", want: "1 1 0 5 1 1 0"},
		{name: "different turns, by sentence", tag: apart, settings: []string{"unit=sentence"}, a: "x.a", b: "y.c", want: "1 1 0 7 1 1 0"},
		{name: "different turns, by document", tag: apart, settings: []string{"unit=document"}, a: "x.a", b: "y.c", want: "1 1 1 3 1 1 1"},
		{name: "different turns, by case", tag: apart, settings: []string{"unit=case"}, a: "x.a", b: "y.c", want: "1 1 1 3 1 1 1"},
		{name: "two sentences of a turn, by turn", tag: sentences, a: "x.a", b: "y.c", want: "1 1 1 5 1 1 1"},
		{name: "two sentences of a turn, by sentence", tag: sentences, settings: []string{"unit=sentence"}, a: "x.a", b: "y.c", want: "1 1 0 7 1 1 0"},
		{name: "two sentences of a turn, by window", tag: sentences, settings: []string{"unit=window:2"}, a: "x.a", b: "y.c", want: "1 1 1 5 1 1 1"},
		{name: "same passage twice", tag: func(s *analysistest.Study) {
			sentences(s)
			s.Tag("one", "forms are long.", "x.a", "budi")
			s.Tag("one", "forms are", "x.a", "budi")
		}, settings: []string{"unit=char"}, a: "x.a", b: "y.c", want: "15 8 0 100 1 1 0"},
		{name: "touching segments share no character", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", " and the", "y.c", "ana")
		}, settings: []string{"unit=char"}, a: "x.a", b: "y.c", want: "9 8 0 100 1 1 0"},
		{name: "touching segments, by segment", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", " and the", "y.c", "ana")
		}, settings: []string{"unit=segment"}, a: "x.a", b: "y.c", want: "1 1 0 2 1 1 0"},
		{name: "overlapping segments, by segment", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", "forms and", "y.c", "ana")
		}, settings: []string{"unit=segment"}, a: "x.a", b: "y.c", want: "2 2 2 2 1 1 1"},
		{name: "overlapping, by character", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", "forms and", "y.c", "ana")
		}, settings: []string{"unit=char"}, a: "x.a", b: "y.c", want: "9 9 5 100 1 1 1"},
		{name: "parent beside child is no pair but each has others", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x", "ana")
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", "broker", "y.c", "ana")
		}, a: "x", b: "y.c", want: "1 1 1 5 1 1 1"},
		{name: "themes", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", "the forms", "x.b", "ana")
			s.Tag("two", "broker", "y.c", "ana")
		}, settings: []string{"level=theme"}, a: "x", b: "y", want: "1 1 1 5 1 1 1"},
		{name: "a code under no theme stands as itself", tag: func(s *analysistest.Study) {
			s.Tag("two", "the forms", "x.a", "ana")
			s.Tag("two", "broker", "lone", "ana")
		}, settings: []string{"level=theme"}, a: "x", b: "lone", want: "1 1 1 5 1 1 1"},
		{name: "group interview, by turn", tag: groupTags, a: "x.a", b: "y.c", want: "1 1 0 5 1 1 0"},
		{name: "group interview, by case", tag: groupTags, settings: []string{"unit=case"}, a: "x.a", b: "y.c", want: "1 1 0 3 1 1 0"},
		{name: "group interview, by document", tag: groupTags, settings: []string{"unit=document"}, a: "x.a", b: "y.c", want: "1 1 1 3 2 2 2"},
		{name: "coded units only", tag: apart, settings: []string{"universe=coded"}, a: "x.a", b: "y.c", want: "1 1 0 2 1 1 0"},
		{name: "coded by any code, before --code", tag: func(s *analysistest.Study) {
			apart(s)
			s.Tag("two", "broker", "lone", "ana")
		}, settings: []string{"universe=coded"}, filter: qda.Filter{Codes: []string{"x", "y"}}, a: "x.a", b: "y.c", want: "1 1 0 3 1 1 0"},
		{name: "the interviewer too", tag: apart, filter: qda.Filter{Speaker: "any"}, a: "x.a", b: "y.c", want: "1 1 0 8 1 1 0"},
		{name: "one speaker", tag: groupTags, filter: qda.Filter{Speaker: "N1"}, a: "x.a", b: "y.c", want: ""},
		{name: "one case of a group", tag: groupTags, filter: qda.Filter{Cases: []string{"C3"}}, a: "x.a", b: "y.c", want: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := talk()
			c.tag(s)
			r := analysistest.Run(t, Method(), s, c.filter, c.settings...)
			analysistest.Bytes(t, r)
			if c.want == "" {
				if n := len(analysistest.Table(r, "pairs").Rows); n != 0 {
					t.Errorf("%d pairs, want none", n)
				}
				return
			}
			if got := pair(t, r, c.a, c.b, strings.Fields(core)...); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", core, got, c.want)
			}
		})
	}
}

func apart(s *analysistest.Study) {
	s.Tag("one", "forms are long", "x.a", "ana")
	s.Tag("one", "broker", "y.c", "ana")
}

func sentences(s *analysistest.Study) {
	s.Tag("one", "forms are long.", "x.a", "ana")
	s.Tag("one", "We wait.", "y.c", "ana")
}

func groupTags(s *analysistest.Study) {
	s.Tag("group", "forms", "x.a", "ana")
	s.Tag("group", "brokers", "y.c", "ana")
}

// A passage from a question to the answer of a speaker with a case is of that
// case alone: what the interviewer says is no unit of the group's.
func TestCasesOfAnswers(t *testing.T) {
	for unit, want := range map[string]string{"unit=segment": "1 1 1", "unit=turn": "1 1 1", "unit=case": "1 1 1", "unit=char": "1 1 1", "unit=document": "2 2 2"} {
		s := analysistest.New("a", "b")
		s.Doc("group", "C1", "P: why so?\nN1: since then\nN2: no\n").Speakers[1].Case = s.Case("C2")
		s.Tag("group", "so?\nN1: since", "a", "ana")
		s.Tag("group", "so?\nN1: since", "b", "ana")
		r := analysistest.Run(t, Method(), s, qda.Filter{}, unit)
		if got := analysistest.Show(t, r, "pairs", 0, "cases_a", "cases_b", "cases_both"); got != want {
			t.Errorf("%s: %s, want %s", unit, got, want)
		}
	}
}

func TestNeverANodeWithItsAncestor(t *testing.T) {
	s := talk()
	for _, code := range []string{"x", "x.a", "x.b", "lone", "y", "y.c"} {
		s.Tag("two", "the forms", code, "ana")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := len(analysistest.Table(r, "pairs").Rows); got != 15-3 { // all but x–x.a, x–x.b, y–y.c
		t.Errorf("%d pairs, want 12", got)
	}
	if got := len(analysistest.Table(r, "matrix").Rows); got != 24 {
		t.Errorf("%d cells of the matrix, want 24", got)
	}
	for _, row := range analysistest.Table(r, "pairs").Rows {
		i, _ := s.Tree.Find(row[0].(string))
		j, _ := s.Tree.Find(row[1].(string))
		if i >= j {
			t.Errorf("%v before %v", row[0], row[1])
		}
	}
}

// A coding on a label touches no unit, whoever is heard: then nothing more can be
// asked for.
func TestOutsideOfAll(t *testing.T) {
	s := analysistest.New("x.a", "y.c")
	s.Doc("one", "", "I: papers\n")
	s.Tag("one", "I:", "x.a", "ana")
	s.Tag("one", "papers", "y.c", "ana")
	for _, speaker := range []string{"", "any"} {
		r := analysistest.Run(t, Method(), s, qda.Filter{Speaker: speaker})
		for _, w := range r.Warnings {
			if w.ID == "outside_universe" && strings.Contains(w.Text.In("en"), "--speaker any") != (speaker == "") {
				t.Errorf("speaker %q: %s", speaker, w.Text.In("en"))
			}
		}
		if !analysistest.Warned(r, "outside_universe") {
			t.Errorf("speaker %q: not warned", speaker)
		}
	}
}

// Speech of the interviewer is out at every unit; what touches no unit is said.
func TestOutside(t *testing.T) {
	for _, unit := range []string{"sentence", "turn", "paragraph", "segment", "char", "window:3", "document", "case"} {
		t.Run(unit, func(t *testing.T) {
			s := talk()
			s.Tag("one", "papers?", "x.a", "ana")
			s.Tag("one", "forms", "y.c", "ana")
			r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit="+unit)
			analysistest.Bytes(t, r)
			if !analysistest.Warned(r, "outside_universe") {
				t.Errorf("no warning: %v", r.Warnings)
			}
			if got := pair(t, r, "x.a", "y.c", "n_a", "n_both", "cases_a", "jaccard", "overlap", "npmi", "phi", "odds_ratio"); got != "0 0 0 0 null null null null" {
				t.Errorf("got %s", got)
			}
			r = analysistest.Run(t, Method(), s, qda.Filter{Speaker: "any"}, "unit="+unit)
			if analysistest.Warned(r, "outside_universe") {
				t.Errorf("warned though everyone is heard: %v", r.Warnings)
			}
		})
	}
}

// Where there are no turns, turns are paragraphs; and an emoji is text.
func TestWithoutTurns(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("plain", "", "first thing\nsame still\n\nsecond thing\n\nthird")
	s.Doc("emoji", "", "🙂👍🏽")
	s.Doc("nothing", "", "")
	s.Tag("plain", "first", "a", "ana")
	s.Tag("plain", "still", "b", "ana")
	s.Span(1, 0, 1, "a", "ana")
	s.Span(1, 1, 3, "b", "ana")
	for unit, want := range map[string]string{"turn": "2 2 2 4", "paragraph": "2 2 2 4", "sentence": "2 2 2 4", "char": "6 7 0 46", "document": "2 2 2 3", "case": "2 2 2 3", "segment": "2 2 0 4"} {
		r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit="+unit)
		if got := pair(t, r, "a", "b", "n_a", "n_b", "n_both", "units"); got != want {
			t.Errorf("%s: %s, want %s", unit, got, want)
		}
	}
}

// Two interviews with the same text are two; one that nobody coded is none.
func TestSameTextAndUncoded(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("i1", "C1", "I: same words\n")
	s.Doc("i2", "C2", "I: same words\n")
	s.Doc("i3", "C3", "I: same words\n").States = nil
	for _, d := range []string{"i1", "i2"} {
		s.Tag(d, "same", "a", "ana")
		s.Tag(d, "words", "b", "ana")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := pair(t, r, "a", "b", strings.Fields(core)...); got != "2 2 2 2 2 2 2" {
		t.Errorf("got %s", got)
	}
	if !analysistest.Warned(r, "uncoded_documents") {
		t.Error("no warning of the uncoded interview")
	}
}

func TestMeasures(t *testing.T) {
	s := analysistest.New("a", "b")
	for i := range 8 {
		s.Doc(fmt.Sprintf("d%d", i), "", "text")
	}
	for _, d := range []int{0, 1, 2, 3} {
		s.Span(d, 0, 2, "a", "ana")
	}
	for _, d := range []int{0, 1, 2, 4} {
		s.Span(d, 1, 3, "b", "ana")
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit=document")
	// Fisher's tea tasting, 3 1 1 3 (base R 4.2.2).
	if got := pair(t, r, "a", "b", "jaccard", "dice", "overlap", "p_a_given_b", "p_b_given_a", "lift", "npmi", "phi", "odds_ratio", "g2"); got != "0.6 0.75 0.75 0.75 0.75 1.5 0.41339 0.5 9 2.09299" {
		t.Errorf("got %s", got)
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "unit=char")
	if got := pair(t, r, "a", "b", "n_a", "n_b", "n_both", "units", "g2"); got != "8 8 3 32 null" {
		t.Errorf("characters: %s", got)
	}
	s.Span(3, 1, 3, "b", "ana")
	s.Span(4, 0, 2, "a", "ana")
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "unit=document")
	if got := pair(t, r, "a", "b", "odds_ratio"); got != "77" { // 5.5 · 3.5 / (0.5 · 0.5)
		t.Errorf("odds ratio with empty cells: %s", got)
	}
	if !strings.Contains(analysistest.Bytes(t, r), "the odds ratio is (a+½)(d+½)/((b+½)(c+½)): 1 pair.") {
		t.Error("the corrected odds ratio is not flagged")
	}
}

func TestMatrixTurnsConditionals(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("d1", "", "text")
	s.Doc("d2", "", "text")
	s.Span(0, 0, 1, "a", "ana")
	s.Span(0, 0, 1, "b", "ana")
	s.Span(1, 0, 1, "b", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit=document", "value=p_a_given_b")
	if got := analysistest.Show(t, r, "matrix", 0, "row", "column", "value") + ", " + analysistest.Show(t, r, "matrix", 1, "row", "column", "value"); got != "a b 0.5, b a 1" {
		t.Errorf("got %s", got)
	}
	heat := r.Figures[0].Heat
	if heat.Values[0][1] != 0.5 || heat.Values[1][0] != 1 || !math.IsNaN(heat.Values[0][0]) {
		t.Errorf("heat map %v", heat.Values)
	}
}

func TestManyCodesOnTheMap(t *testing.T) {
	var codes []string
	for k := range 30 {
		codes = append(codes, fmt.Sprintf("k%02d", k))
	}
	s := analysistest.New(codes...)
	s.Doc("d", "", strings.Repeat("words and more\n\n", 30))
	for k := range 30 {
		for p := range k + 1 {
			s.Span(0, p*16, p*16+3, codes[k], "ana")
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	heat := r.Figures[0].Heat
	if len(heat.Rows) != 20 || heat.Rows[0].String() != "K10" || len(analysistest.Table(r, "pairs").Rows) != 435 {
		t.Errorf("%d codes on the map from %v, %d pairs", len(heat.Rows), heat.Rows[0], len(analysistest.Table(r, "pairs").Rows))
	}
	if top := analysistest.Table(r, "pairs").Top; top == nil || top.N != 30 {
		t.Errorf("top %v", top)
	}
	analysistest.Bytes(t, r)
}

// slow counts by looking at every unit and coding: what the fast way must equal.
func slow(v *qda.View, unit analysis.Unit) map[string][3]int {
	cols := analysis.InUse(v, analysis.ByCode)
	out := map[string][3]int{}
	for a := range cols.Nodes {
		for b := a + 1; b < len(cols.Nodes); b++ {
			var n [3]int
			for d := range v.Documents {
				var units []text.Span
				switch unit {
				case analysis.Char:
					for _, s := range analysis.Speech(v, d) {
						for p := s.Start; p < s.End; p++ {
							units = append(units, text.Span{Start: p, End: p + 1})
						}
					}
				case analysis.Document:
					units = []text.Span{{Start: 0, End: v.Documents[d].Length}}
				default:
					units = analysis.Pieces(v, d, unit)
				}
				for _, u := range units {
					x, y := has(v, d, u, cols.Nodes[a]), has(v, d, u, cols.Nodes[b])
					n[0], n[1], n[2] = n[0]+x, n[1]+y, n[2]+x*y
				}
			}
			out[v.Codes()[cols.Nodes[a]].Key+" "+v.Codes()[cols.Nodes[b]].Key] = n
		}
	}
	return out
}

func has(v *qda.View, d int, unit text.Span, node int) int {
	for i := range v.Codings.Doc {
		if int(v.Codings.Doc[i]) != d || int(v.Codings.Code[i]) != node {
			continue
		}
		for _, s := range analysis.Speech(v, d) {
			if part := s.Intersect(unit); !part.Empty() && part.Overlaps(v.Codings.Span(i)) {
				return 1
			}
		}
	}
	return 0
}

// Counting is right, and double coding or cutting a passage changes nothing.
func TestCountsAreSetBased(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, again := analysistest.New("a", "b", "c"), analysistest.New("a", "b", "c")
		n := rapid.IntRange(1, 4).Draw(rt, "interviews")
		for i := range n {
			body := rapid.SampledFrom([]string{"P: Why so? Tell.\nI: It is. So it is.\nI: Ok. Yes!\n", "one. two.\n\nthree 🙂", "N1: a b c\nN2: d e f\nP: g\n"}).Draw(rt, "text")
			name := rapid.SampledFrom([]string{"", "C1", "C2"}).Draw(rt, "case")
			s.Doc(fmt.Sprint(i), name, body)
			again.Doc(fmt.Sprint(i), name, body)
		}
		for range rapid.IntRange(0, 12).Draw(rt, "codings") {
			d := rapid.IntRange(0, n-1).Draw(rt, "doc")
			length := s.Documents[d].Length
			start := rapid.IntRange(0, length-1).Draw(rt, "start")
			end := rapid.IntRange(start+1, length).Draw(rt, "end")
			code := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "code")
			s.Span(d, start, end, code, "ana")
			cut := rapid.IntRange(start, end).Draw(rt, "cut")
			if start < cut && cut < end {
				again.Span(d, start, cut, code, "ana")
				again.Span(d, cut, end, code, "budi")
			} else {
				again.Span(d, start, end, code, "ana")
			}
			if cut%2 == 0 {
				again.Span(d, start, end, code, "budi")
			}
		}
		for _, unit := range []analysis.Unit{"sentence", "turn", "paragraph", "window:2", "char", "document", "case"} {
			for _, settings := range [][]string{{"unit=" + string(unit), "permutations=19"}, {"unit=" + string(unit), "universe=coded", "level=theme", "null=shift", "permutations=19"}} {
				x, y := analysistest.Run(t, Method(), s, qda.Filter{}, settings...), analysistest.Run(t, Method(), again, qda.Filter{}, settings...)
				for _, table := range []string{"pairs", "intervals"} {
					if a, b := fmt.Sprint(analysistest.Table(x, table).Rows), fmt.Sprint(analysistest.Table(y, table).Rows); a != b {
						rt.Fatalf("%v, %s:\n%s\nthen\n%s", settings, table, a, b)
					}
				}
			}
			if unit == analysis.Case {
				continue
			}
			r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit="+string(unit), "permutations=0")
			for _, row := range analysistest.Table(r, "pairs").Rows {
				want := slow(s.View(t, qda.Filter{}, Method().Needs), unit)[fmt.Sprint(row[0], " ", row[1])]
				if got := [3]int{row[2].(int), row[3].(int), row[4].(int)}; got != want {
					rt.Fatalf("%s: %v %v = %v, want %v", unit, row[0], row[1], got, want)
				}
			}
		}
	})
}
