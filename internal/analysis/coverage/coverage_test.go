package coverage

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

var all = []string{"document", "turns", "words_respondent", "words_coded", "coded_share", "codes_per_1000", "turns_uncoded"}

// harbour is small enough to count by hand. One: the respondent says 4 + 3
// words in two turns; "forms are long" and "long now" are coded, so 4 words
// with 2 codes: 4/7, 2000/7. Two has paragraphs of 2 and 3 words. Three is read
// and uncoded.
func harbour() *analysistest.Study {
	s := analysistest.New("x*", "x.a < x", "x.b < x")
	s.Doc("one", "C1", "P: Why so?\nI: forms are long now\nI: we just wait\n")
	s.Doc("two", "C2", "Ships come 🙂\n\nand ships go")
	s.Doc("three", "C3", "I: nothing here\n")
	s.Tag("one", "forms are long", "x.a", "ana")
	s.Tag("one", "long now", "x.b", "ana")
	s.Tag("two", "and ships go", "x.a", "ana")
	return s
}

func TestCoverage(t *testing.T) {
	r := analysistest.Run(t, Method(), harbour(), qda.Filter{})
	analysistest.Bytes(t, r)
	for i, want := range []string{
		"one 2 7 4 0.571429 285.714 1",
		"two 2 5 3 0.6 200 1",
		"three 1 2 0 0 0 1",
	} {
		if got := analysistest.Show(t, r, "coverage", i, all...); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	notes := fmt.Sprint(analysistest.Table(r, "coverage").Notes)
	for _, want := range []string{"7 of 14 (50.0%)", "touches: 3 of 5", "1 document without turns", "no mark of quality"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes do not say %q: %s", want, notes)
		}
	}
	if alt := r.Figures[0].Alt.String(); !strings.Contains(alt, "Most in two (60.0%), least in three (0.0%)") {
		t.Errorf("alt: %s", alt)
	}
}

func TestFilters(t *testing.T) {
	s := harbour()
	s.Tag("one", "Why so?", "x", "ana") // the interviewer's words
	group := s.Doc("group", "", "N1: yes we do\nN2: no\n")
	group.Speakers[0].Case, group.Speakers[1].Case = s.Case("C4"), s.Case("C5")
	s.Tag("group", "we do\nN2: no", "x.a", "budi") // over the label of another
	mixed := s.Doc("mixed", "C6", "P: so\nN1: mine here\nN2: of the group\n")
	mixed.Speakers[1].Case = s.Case("C7")
	led := s.Doc("led", "C8", "P: say it\nN1: it\n")
	led.Speakers[1].Case = s.Case("C9")
	for name, c := range map[string]struct {
		filter  qda.Filter
		row     int
		want    string
		outside bool
	}{
		"interviewer left out": {qda.Filter{}, 0, "one 2 7 4 0.571429 285.714 1", true},
		"everyone":             {qda.Filter{Speaker: qda.Any}, 0, "one 3 9 6 0.666667 333.333 1", false},
		"interviewer":          {qda.Filter{Speaker: string(qda.Interviewer), Documents: []string{"one"}}, 0, "one 1 2 2 1 500 0", false},
		"no interviewer there": {qda.Filter{Speaker: string(qda.Interviewer)}, 1, "two 0 0 0 null null 0", false},
		"one code":             {qda.Filter{Codes: []string{"x.b"}}, 0, "one 2 7 2 0.285714 142.857 1", false},
		"a label is no word":   {qda.Filter{}, 3, "group 2 4 3 0.75 250 0", true},
		"one case of a group":  {qda.Filter{Cases: []string{"C5"}}, 0, "group 1 1 1 1 1000 0", false},
		"a speaker, without those of the group's case":   {qda.Filter{Cases: []string{"C7"}}, 0, "mixed 1 2 0 0 0 1", false},
		"the group's case, without a speaker of another": {qda.Filter{Cases: []string{"C6"}}, 0, "mixed 1 3 0 0 0 1", false},
		"the group's case, with what asks it":            {qda.Filter{Cases: []string{"C6"}, Speaker: qda.Any}, 0, "mixed 2 4 0 0 0 2", false},
		"a case that nobody speaks for":                  {qda.Filter{Cases: []string{"C8"}, Speaker: qda.Any}, 0, "led 0 0 0 null null 0", false},
		"a coder's documents":                            {qda.Filter{Coders: []string{"budi"}}, 0, "group 2 4 3 0.75 250 0", false},
	} {
		r := analysistest.Run(t, Method(), s, c.filter)
		analysistest.Bytes(t, r)
		if got := analysistest.Show(t, r, "coverage", c.row, all...); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if got := analysistest.Warned(r, "outside_universe"); got != c.outside {
			t.Errorf("%s: outside_universe %v", name, got)
		}
	}
}

// A document nobody began is left out with a warning; one that is read is not.
func TestEdges(t *testing.T) {
	s := analysistest.New("a")
	s.Doc("empty", "", "")
	s.Doc("whole", "", "I: all of it\n")
	s.Doc("unread", "", "I: words\n").States = nil
	s.Tag("whole", "all of it", "a", "ana")
	s.Tag("whole", "of", "a", "budi")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	analysistest.Bytes(t, r)
	for i, want := range []string{"empty 0 0 0 null null 0", "whole 1 3 3 1 333.333 0"} {
		if got := analysistest.Show(t, r, "coverage", i, all...); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	if n := len(analysistest.Table(r, "coverage").Rows); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
	for _, id := range []string{"uncoded_documents", "coders_pooled", "no_words"} {
		if !analysistest.Warned(r, id) {
			t.Errorf("no warning %s", id)
		}
	}
	if heat := r.Figures[0].Heat; !math.IsNaN(heat.Values[0][0]) || heat.Values[1][0] != 1 || heat.Values[1][9] != 1 {
		t.Errorf("strips %v", heat.Values)
	}
	if r = analysistest.Run(t, Method(), analysistest.New(), qda.Filter{}); len(r.Figures) != 0 || len(r.Tables[0].Rows) != 0 {
		t.Error("a study of nothing has rows or a figure")
	}
}

// A strip is as long as the speech of its document; the interviewer's words
// between two coded turns are no gap, and the label's are nobody's.
func TestPortrait(t *testing.T) {
	s := analysistest.New("x*", "x.a < x", "x.b < x", "lone")
	s.Doc("one", "C1", "P: Why so?\nI: forms are long now\nP: and then\nI: we just wait\n")
	s.Doc("two", "C2", "I: nothing here\n")
	s.Tag("one", "are long", "x.a", "ana")
	s.Tag("one", "long now", "x.b", "budi") // one stretch of the theme
	s.Tag("one", "now\nP: and then\nI: we", "lone", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	f := r.Figures[1]
	if got, want := fmt.Sprintf("%v %v", f.Strips.Rows[0].Length, f.Strips.Rows[0].Pieces), "7 [{1 4 0} {3 5 1}]"; got != want || f.ID != "portrait" {
		t.Errorf("%s, want %s", got, want)
	}
	if got := fmt.Sprint(f.Strips.Rows[1].Length, len(f.Strips.Rows[1].Pieces), f.Strips.Kinds); got != "2 0 [X LONE]" {
		t.Error(got)
	}
	if alt := f.Alt.String(); alt != "Strips of 2 documents. X: 3 words in 1 document. LONE: 2 words in 1 document." {
		t.Error(alt)
	}
}

// Of many themes the smallest share a lane; of many documents the first are
// drawn, and the title says so.
func TestManyPortraits(t *testing.T) {
	var codes []string
	for k := range 12 {
		codes = append(codes, fmt.Sprintf("t%d*", k))
	}
	s := analysistest.New(codes...)
	for i := range 60 {
		name := fmt.Sprint("d", i)
		s.Doc(name, "", "I: "+strings.Repeat("word ", 30)+"\n")
		for k := range 12 {
			s.Span(i, 3, 3+5*(k+1), fmt.Sprint("t", k), "ana")
		}
	}
	f := analysistest.Run(t, Method(), s, qda.Filter{}).Figures[1]
	if len(f.Strips.Rows) != 50 || !strings.Contains(f.Title.String(), "first 50 of 60") {
		t.Errorf("%d rows: %s", len(f.Strips.Rows), f.Title)
	}
	if got := fmt.Sprint(f.Strips.Kinds); got != "[T3 T4 T5 T6 T7 T8 T9 T10 T11 3 others]" {
		t.Error(got)
	}
	for _, p := range f.Strips.Rows[49].Pieces {
		if want := min(p.Kind+4, 12); p.Kind < 9 && int(p.To) != want || p.Kind == 9 && p.To > 3 {
			t.Errorf("%+v", p)
		}
	}
}

// Half of the first of two turns of 10 and 30 code points is coded: 5 of the
// first tenth of 4, then 1 of the second.
func TestSpread(t *testing.T) {
	speech := []text.Span{{Start: 3, End: 13}, {Start: 16, End: 46}}
	for _, c := range []struct {
		coded []text.Span
		want  [parts]float64
	}{
		{[]text.Span{{Start: 3, End: 8}}, [parts]float64{1, 0.25}},
		{[]text.Span{{Start: 3, End: 13}, {Start: 16, End: 46}}, [parts]float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
		{[]text.Span{{Start: 12, End: 13}, {Start: 16, End: 17}, {Start: 45, End: 46}}, [parts]float64{2: 0.5, 9: 0.25}},
		{nil, [parts]float64{}},
	} {
		if got := spread(speech, c.coded); got != c.want {
			t.Errorf("%v: %v, want %v", c.coded, got, c.want)
		}
	}
}

// Coding again, by anyone, and cutting a passage change nothing at all.
func TestSetBased(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fresh := func() *analysistest.Study {
			s := analysistest.New("t*", "t.a<t", "t.b<t")
			for i := range 3 {
				s.Doc(fmt.Sprint(i), "", []string{"P: who\nI: some words 🙂 said here\n", "I: one\nI: two three four\nP: five\n", "Plain text.\n\nOf two parts, no turns."}[i])
			}
			return s
		}
		s, again, cut := fresh(), fresh(), fresh()
		for range rapid.IntRange(0, 8).Draw(rt, "codings") {
			d, start := rapid.IntRange(0, 2).Draw(rt, "doc"), rapid.IntRange(0, 26).Draw(rt, "start")
			end := rapid.IntRange(start+2, 29).Draw(rt, "end")
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
			a := analysistest.Show(t, run(s), "coverage", i, all...)
			for name, x := range map[string]*analysistest.Study{"coded again": again, "cut": cut} {
				if b := analysistest.Show(t, run(x), "coverage", i, all...); a != b {
					rt.Fatalf("row %d: %s, %s %s", i, a, name, b)
				}
			}
			m := analysistest.Table(run(s), "coverage").Rows[i]
			if m[3].(int) > m[2].(int) || m[6].(int) > m[1].(int) {
				rt.Fatalf("row %d: more is coded than is there: %v", i, m)
			}
		}
	})
}
