package analysis_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

func params() []analysis.Param {
	return []analysis.Param{
		analysis.LevelParam(), analysis.UnitParam(), analysis.SeedParam(), analysis.KindParam(),
		{Name: "base", Kind: analysis.Whole, Many: true, Min: 1, Max: 100},
		{Name: "threshold", Kind: analysis.Decimal, Many: true, Max: 1},
		{Name: "share", Kind: analysis.Decimal, Default: "0.5", Max: 1},
		{Name: "matrix", Kind: analysis.Switch},
	}
}

func TestParse(t *testing.T) {
	v, err := analysis.Parse("codes", params(), map[string]string{"unit": "window:3", "base": "3, 10", "threshold": "0.1", "matrix": "", "seed": "7"})
	if err != nil {
		t.Fatal(err)
	}
	if v.Word("unit") != "window:3" || len(v.Wholes("base")) != 2 || v.Wholes("base")[1] != 10 || v.Decimals("threshold")[0] != 0.1 ||
		!v.On("matrix") || v.Seed() != 7 || v.Level() != analysis.ByCode || v["share"] != 0.5 || strings.Join(v.Words("kind"), " ") != "interview group" {
		t.Errorf("values %v", v)
	}
	v, err = analysis.Parse("codes", params(), nil)
	if err != nil || v.On("matrix") || v.Wholes("base") != nil || v.Map()["base"] != nil || v.Map()["seed"] != 1 {
		t.Errorf("defaults %v, %v", v, err)
	}
}

func TestParseRefuses(t *testing.T) {
	for given, want := range map[string]string{
		"unit=sentences":  "must be one of sentence, turn, paragraph, segment, char, window:N, document, case; did you mean sentence?",
		"unit=window:0":   "window:N, document, case; did you mean window:3?",
		"unit=window:03":  "must be one of",
		"unit=window:N":   "must be one of",
		"unit=":           "must be one of",
		"level=codes":     "did you mean code?",
		"seed=x":          "must be a whole number from 0 to 9007199254740992",
		"seed=-1":         "must be a whole number",
		"base=0":          "from 1 to 100",
		"base=3,":         "from 1 to 100",
		"threshold=5 %":   "must be a number from 0 to 1",
		"threshold=NaN":   "must be a number from 0 to 1",
		"share=0,5":       "must be a number from 0 to 1",
		"kind=interview,": "must be one of interview, group, observation, document",
		"matrix=maybe":    "must be true or false",
		"colour=red":      "this report has no such setting (it has: level, unit, seed, kind, base, threshold, share, matrix)",
	} {
		name, value, _ := strings.Cut(given, "=")
		_, err := analysis.Parse("codes", params(), map[string]string{name: value})
		if err == nil || errs.KindOf(err) != errs.Usage || !strings.Contains(err.Error(), want) || errs.HintOf(err) != "tematik report codes --help" {
			t.Errorf("%s: %v, want %q", given, err, want)
		}
	}
}

func TestInUse(t *testing.T) {
	s := analysistest.New("x*", "x.a<x", "x.a.i<x.a", "y", "z*", "z.b<z")
	s.Doc("d", "", "words")
	s.Span(0, 0, 2, "x.a.i", "ana")
	s.Span(0, 0, 2, "z", "ana")
	s.Span(0, 2, 3, "y", "ana")
	keys := func(c *analysis.Columns) string {
		var out []string
		for _, n := range c.Nodes {
			out = append(out, s.Codes()[n].Key)
		}
		return strings.Join(out, " ")
	}
	v := s.View(t, qda.Filter{}, qda.Needs{})
	if got := keys(analysis.InUse(v, analysis.ByCode)); got != "x.a.i y z" {
		t.Errorf("codes in use: %s", got)
	}
	themes := analysis.InUse(v, analysis.ByTheme)
	if got := keys(themes); got != "x y z" {
		t.Errorf("themes in use: %s", got)
	}
	if themes.Of[2] != 0 || themes.Of[1] != -1 || themes.Of[3] != 1 {
		t.Errorf("columns of nodes: %v", themes.Of)
	}
	v = s.View(t, qda.Filter{Codes: []string{"x"}}, qda.Needs{})
	if got := keys(analysis.InUse(v, analysis.ByTheme)); got != "x" {
		t.Errorf("one theme chosen: %s", got)
	}
}

// The units of a transcript with an interviewer, wrapped lines and an emoji.
func TestPieces(t *testing.T) {
	s := analysistest.New("a")
	s.Doc("d", "", "P: Why? Tell me.\nI: First 🙂. Second! Third?\nP: Hm.\nI: Last.\n")
	s.Doc("plain", "", "One. Two. Three.\n\nFour.")
	v := s.View(t, qda.Filter{}, qda.Needs{Texts: true})
	anyone := s.View(t, qda.Filter{Speaker: qda.Any}, qda.Needs{Texts: true})
	for _, c := range []struct {
		view *qda.View
		doc  int
		unit analysis.Unit
		want string
	}{
		{v, 0, analysis.Turn, "First 🙂. Second! Third?|Last."},
		{v, 0, analysis.Paragraph, "First 🙂. Second! Third?|Last."},
		{v, 0, analysis.Sentence, "First 🙂.|Second!|Third?|Last."},
		{v, 0, "window:2", "First 🙂. Second!|Third?|Last."},
		{anyone, 0, analysis.Turn, "Why? Tell me.|First 🙂. Second! Third?|Hm.|Last."},
		{v, 1, analysis.Turn, "One. Two. Three.|Four."},
		{v, 1, "window:2", "One. Two.|Three.|Four."},
	} {
		var got []string
		for _, p := range analysis.Pieces(c.view, c.doc, c.unit) {
			got = append(got, v.Texts[c.doc].Cut(p))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s of %d: %s, want %s", c.unit, c.doc, strings.Join(got, "|"), c.want)
		}
	}
	if got := analysis.Speech(s.View(t, qda.Filter{Speaker: "interviewer"}, qda.Needs{}), 1); got != nil {
		t.Errorf("a text without turns has an interviewer: %v", got)
	}
}

func TestList(t *testing.T) {
	names := make([]string, 23)
	for i := range names {
		names[i] = "d"
	}
	if got := analysis.List(names).In(lang.ID); !strings.HasSuffix(got, "d dan 3 lagi") {
		t.Errorf("got %s", got)
	}
}

// Where a speaker of a group has no case, the document is a unit too.
func TestStrangers(t *testing.T) {
	s := analysistest.New("a")
	d := s.Doc("group", "", "N1: yes\nN2: no\nP: hm\n")
	d.Speakers[0].Case = s.Case("C1")
	v := s.View(t, qda.Filter{}, qda.Needs{})
	kinds := []string{"interview"}
	sampling := analysis.Sampled(v, kinds, analysis.GivenOrder)
	var names []string
	for _, u := range sampling.Units {
		names = append(names, u.Name)
	}
	if got := strings.Join(names, " "); got != "C1 group" {
		t.Errorf("units %s", got)
	}
	for i, want := range []int32{0, 1} {
		if got := sampling.At(0, v.Documents[0].Turns[i].Span, nil); len(got) != 1 || got[0] != want {
			t.Errorf("turn %d belongs to %v, want %d", i, got, want)
		}
	}
}

func TestOrderOfValues(t *testing.T) {
	values := []string{"", "ten", "10", "9,5", "nan", "-1", "1.000.000"}
	slices.SortFunc(values, analysis.CompareValues)
	if got := strings.Join(values, "|"); got != "-1|9,5|10|1.000.000|nan|ten|" {
		t.Error(got)
	}
}

// A document in which two speak has units of both, each stretch by itself; what
// two coders cut alike is one segment, which has a code once.
func TestHold(t *testing.T) {
	s := analysistest.New("a", "b")
	d := s.Doc("d", "", "P: why\nI: one\nJ: two\nI: three\n")
	d.Speakers[1].Case, d.Speakers[2].Case = s.Case("A"), s.Case("B")
	for _, coder := range []string{"ana", "budi"} {
		s.Tag("d", "one", "a", coder)
		s.Tag("d", "two", "b", coder)
	}
	v := s.View(t, qda.Filter{}, qda.Needs{Texts: true})
	hold := func(unit analysis.Unit) *analysis.Held {
		l, err := analysis.Hold(context.Background(), v, 2, func(i int) int32 { return v.AnyCode.Code[i] }, unit)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	l := hold(analysis.Turn)
	if want := []analysis.Share{{Doc: 0, Stratum: 0, Units: 1}, {Doc: 0, Stratum: 1, Units: 1}, {Doc: 0, Stratum: 0, Units: 1}}; !slices.Equal(l.Shares, want) || !slices.Equal(l.Strata, []int{2, 1}) {
		t.Errorf("shares %v, strata %v", l.Shares, l.Strata)
	}
	for _, unit := range []analysis.Unit{analysis.Turn, analysis.Segment, analysis.Char} {
		if l := hold(unit); l.Len() != 2 || !slices.Equal(l.Columns(0), []int32{0}) || !slices.Equal(l.Columns(1), []int32{1}) {
			t.Errorf("%s: %d lists, %v", unit, l.Len(), l.Columns(0))
		}
	}
	if l := hold(analysis.Document); l.Len() != 1 || !slices.Equal(l.Columns(0), []int32{0, 1}) || !slices.Equal(l.Cases(0), []int32{0, 1}) {
		t.Errorf("document: %v of %v", l.Columns(0), l.Cases(0))
	}
}

func TestBusiest(t *testing.T) {
	weights := []int{2, 5, 1, 2, 5}
	for most, want := range map[int]string{5: "[0 1 2 3 4]", 4: "[0 1 3 4]", 3: "[0 1 4]", 1: "[1]", 0: "[]"} {
		if got := fmt.Sprint(analysis.Busiest(5, most, func(k int) int { return weights[k] })); got != want {
			t.Errorf("%d of them: %s, want %s", most, got, want)
		}
	}
}
