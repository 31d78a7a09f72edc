package agreement

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

var coders = []string{"ana", "budi", "citra", "dewi", "eka", "fitri"}

// rated is a document of one paragraph for each row; a letter a, b, … is the
// code that a coder gave it, "." none, " " that the coder has not begun it.
func rated(codes string, rows ...string) *analysistest.Study {
	s := analysistest.New(strings.Split(codes, " ")...)
	for i, row := range rows {
		d := s.Doc(fmt.Sprintf("d%03d", i), fmt.Sprintf("C%03d", i), "text")
		d.States = map[qda.CoderID]qda.State{}
		for k, x := range row {
			if x == ' ' {
				continue
			}
			d.States[s.CoderID(coders[k])] = qda.Done
			if x != '.' {
				s.Span(i, 0, 4, string(x), coders[k])
			}
		}
	}
	return s
}

// crossed is two coders by units of both, the first, the second, neither.
func crossed(n ...int) (rows []string) {
	for i, row := range []string{"aa", "a.", ".a", ".."} {
		for range n[i] {
			rows = append(rows, row)
		}
	}
	return rows
}

func code(t *testing.T, r *report.Report, code string, columns string) string {
	t.Helper()
	return analysistest.Show(t, r, "codes", analysistest.Find(t, r, "codes", map[string]any{"code": code}), strings.Fields(columns)...)
}

func over(t *testing.T, r *report.Report, coefficient, method string, together bool) float64 {
	t.Helper()
	x := analysistest.Table(r, "overall")
	for _, row := range x.Rows {
		if row[0] == coefficient && fmt.Sprint(row[1]) == method && (row[2] == nil) == together {
			if row[4] == nil {
				return math.NaN()
			}
			return row[4].(float64)
		}
	}
	t.Fatalf("no %s %s", coefficient, method)
	return 0
}

func equal(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 || math.IsNaN(got) != math.IsNaN(want) {
		t.Errorf("%s: %.12f, want %.12f", name, got, want)
	}
}

const (
	counts       = "units both a_only b_only neither"
	coefficients = "percent positive negative kappa pi alpha ac1 pabak"
)

// Published and computed tables (statistics of irr 0.84.1, irrCAC 1.4, psych
// 2.2.9; positive and negative by hand), and the traps of other programs.
func TestTwoCoders(t *testing.T) {
	for _, c := range []struct {
		name   string
		study  *analysistest.Study
		counts string
		want   string // coefficients
		warned string
	}{
		{"Feinstein & Cicchetti 1990 a", rated("a", crossed(40, 9, 6, 45)...), "100 40 9 6 45", "0.85 0.842105 0.857143 0.699519 0.699248 0.700752 0.700748 0.7", ""},
		{"Feinstein & Cicchetti 1990 b: the paradox", rated("a", crossed(80, 10, 5, 5)...), "100 80 10 5 5", "0.85 0.914286 0.4 0.318182 0.314286 0.317714 0.808 0.7", ""},
		{"118 5 2 0", rated("a", crossed(118, 5, 2, 0)...), "125 118 5 2 0", "0.944 0.971193 0 -0.0233918 -0.0288066 -0.0246914 0.940776 0.888", ""},
		{"one coder never uses the code: kappa is 0", rated("a", crossed(0, 1, 0, 39)...), "40 0 1 0 39", "0.975 0 0.987342 0 -0.0126582 0 0.974367 0.95", ""},
		{"both everywhere: not defined, though percent is", rated("a", crossed(7, 0, 0, 0)...), "7 7 0 0 0", "1 1 null null null null 1 1", "undefined"},
		{"disjoint coders", rated("a", crossed(0, 10, 10, 20)...), "40 0 10 10 20", "0.5 0 0.666667 -0.333333 -0.333333 -0.316667 0.2 0", ""},
		{"chance-level coders", rated("a", crossed(4, 12, 6, 18)...), "40 4 12 6 18", "0.55 0.307692 0.666667 0 -0.025641 -0.0128205 0.198218 0.1", ""},
		{"full agreement", rated("a", crossed(4, 0, 0, 8)...), "12 4 0 0 8", "1 1 1 1 1 1 1 1", ""},
	} {
		r := analysistest.Run(t, Method(), c.study, qda.Filter{}, "unit=document")
		analysistest.Bytes(t, r)
		if got := code(t, r, "a", counts); got != c.counts {
			t.Errorf("%s: %s, want %s", c.name, got, c.counts)
		}
		if got := code(t, r, "a", coefficients); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		if c.warned != "" && !analysistest.Warned(r, c.warned) {
			t.Errorf("%s: no warning %s", c.name, c.warned)
		}
	}
}

// two is one interview of three answers that two coders read, and one that ana
// alone did.
func two() *analysistest.Study {
	s := analysistest.New("x*", "x.a<x", "x.b<x", "y")
	d := s.Doc("one", "C1", "P: so?\nI: forms are long. We wait.\nP: hm\nI: a broker helps\nP: and?\nI: no\n")
	d.States[s.CoderID("budi")] = qda.Done
	s.Doc("two", "C2", "P: so?\nI: the forms\n")
	return s
}

// Where coders cut makes no difference to units, and nobody agrees with
// herself.
func TestUnits(t *testing.T) {
	tag := func(list ...string) func(s *analysistest.Study) {
		return func(s *analysistest.Study) {
			for _, x := range list {
				p := strings.Split(x, "|")
				s.Tag("one", p[2], p[1], p[0])
			}
		}
	}
	for _, c := range []struct {
		name     string
		tag      func(s *analysistest.Study)
		settings []string
		filter   qda.Filter
		code     string
		want     string // counts
		rows     string // disagreements: kind start-end quote
	}{
		{name: "the same turn, cut otherwise", tag: tag("ana|y|forms", "budi|y|forms are long. We"), code: "y", want: "3 1 0 0 2"},
		{name: "nested, by sentence", tag: tag("ana|y|forms are long. We wait.", "budi|y|forms"), settings: []string{"unit=sentence"}, code: "y", want: "4 1 1 0 2", rows: "a_only 26-34 We wait."},
		{name: "nested, by character", tag: tag("ana|y|forms are long", "budi|y|are"), settings: []string{"unit=char"}, code: "y", want: "40 3 11 0 26", rows: "a_only 10-16 forms \na_only 19-24  long"},
		{name: "nested, by segment", tag: tag("ana|y|forms are long", "budi|y|are"), settings: []string{"unit=segment"}, code: "y", want: "2 2 0 0 0"},
		{name: "disjoint, by turn", tag: tag("ana|y|forms", "budi|y|broker"), code: "y", want: "3 0 1 1 1", rows: "a_only 10-15 forms\nb_only 46-52 broker"},
		{name: "disjoint, by document", tag: tag("ana|y|forms", "budi|y|broker"), settings: []string{"unit=document"}, code: "y", want: "1 1 0 0 0"},
		{name: "disjoint, by case", tag: tag("ana|y|forms", "budi|x.a|broker"), settings: []string{"unit=case"}, code: "y", want: "1 0 1 0 0", rows: "a_only 10-15 forms\nb_only 46-52 broker"},
		{name: "disjoint, by document, two codes", tag: tag("ana|y|forms", "budi|x.a|broker"), settings: []string{"unit=document"}, code: "x.a", want: "1 0 0 1 0", rows: "a_only 10-15 forms\nb_only 46-52 broker"},
		{name: "one coder overlapping herself", tag: tag("ana|y|forms", "ana|y|forms are", "ana|y|are long", "budi|y|no"), code: "y", want: "3 0 1 1 1", rows: "a_only 10-24 forms are long\nb_only 70-72 no"},
		{name: "a code that only budi uses", tag: tag("budi|y|forms"), code: "y", want: "3 0 0 1 2", rows: "b_only 10-15 forms"},
		{name: "children of one theme, by theme", tag: tag("ana|x.a|forms", "budi|x.b|long"), settings: []string{"level=theme"}, code: "x", want: "3 1 0 0 2"},
		{name: "children of one theme, by code", tag: tag("ana|x.a|forms", "budi|x.b|long"), code: "x.a", want: "3 0 1 0 2", rows: "a_only 10-15 forms\nb_only 20-24 long"},
		{name: "one code chosen", tag: tag("ana|x.a|forms", "budi|x.b|long"), filter: qda.Filter{Codes: []string{"x.a"}}, code: "x.a", want: "3 0 1 0 2", rows: "a_only 10-15 forms"},
		{name: "a passage over question and answer is speech of the answer", tag: tag("ana|y|wait.\nP: hm\nI: a"), code: "y", want: "3 0 2 0 1", rows: "a_only 29-34 wait.\na_only 44-45 a"},
		{name: "two passages of one turn are one difference", tag: tag("ana|y|forms", "ana|y|wait"), code: "y", want: "3 0 1 0 2", rows: "a_only 10-33 forms are long. We wait"},
		{name: "by document each passage is shown", tag: tag("ana|y|forms", "ana|y|wait"), settings: []string{"unit=document"}, code: "y", want: "1 0 1 0 0", rows: "a_only 10-15 forms\na_only 29-33 wait"},
		{name: "the interviewer too", tag: tag("ana|y|so?", "budi|y|so"), filter: qda.Filter{Speaker: qda.Any}, code: "y", want: "6 1 0 0 5"},
	} {
		s := two()
		c.tag(s)
		r := analysistest.Run(t, Method(), s, c.filter, c.settings...)
		analysistest.Bytes(t, r)
		if got := code(t, r, c.code, counts); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		var rows []string
		for _, row := range analysistest.Table(r, "disagreements").Rows {
			rows = append(rows, fmt.Sprintf("%v %v-%v %v", row[6], row[1], row[2], row[7]))
		}
		if got := strings.Join(rows, "\n"); got != c.rows {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.rows)
		}
	}
}

// Counted are documents that both began, read-and-empty ones too, and what
// people coded.
func TestUniverse(t *testing.T) {
	s := rated("a", "aa", "..", "a ", " a")
	s.Span(1, 0, 4, "a", qda.RulesCoder)
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := code(t, r, "a", "coder_a coder_b "+counts); got != "ana budi 2 1 0 0 1" {
		t.Error(got)
	}
	s.Codings.Origin[0] = qda.ByRule // ana decided it one by one
	s.Codings.Origin[1] = qda.Imported
	if got := code(t, analysistest.Run(t, Method(), s, qda.Filter{}), "a", counts); got != "2 1 0 0 1" {
		t.Errorf("decided one by one, imported: %s", got)
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{Origins: []string{"rule"}, Coders: []string{"ana", "rules"}})
	if got := code(t, r, "a", "coder_a coder_b "+counts); got != "ana rules 1 0 0 1 0" {
		t.Errorf("accepted in bulk, by --origin: %s", got)
	}
	people := rated("a", "aa", "a.")
	people.Span(1, 0, 4, "a", qda.RulesCoder)
	people.Codings.Origin[len(people.Codings.Origin)-1] = qda.ByRule
	r = analysistest.Run(t, Method(), people, qda.Filter{Origins: []string{"manual", "import"}})
	for _, row := range analysistest.Table(r, "codes").Rows {
		if row[2] != "budi" {
			t.Errorf("bulk is compared though only people's codings were asked for: %v", row)
		}
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{Coders: []string{"ana", "rules"}})
	if !analysistest.Warned(r, "bulk_left_out") || !analysistest.Warned(r, "one_coder") {
		t.Errorf("warnings %v", r.Warnings)
	}
}

// Three coders, some of whom have not begun some documents: values of the
// formulas in R 4.2.2. irr's kripp.alpha is wrong for three coders.
func TestThreeCoders(t *testing.T) {
	full := rated("a", "aaa", "aa.", "...", "...", "a..", "...", "aaa", ".a.", "...", "aaa", "..a", "...")
	r := analysistest.Run(t, Method(), full, qda.Filter{})
	analysistest.Bytes(t, r)
	for _, method := range []string{"pooled", "mean", "summed"} { // one code: all the same
		for name, want := range map[string]float64{"percent": 7 / 9.0, "fleiss": 0.532467532468, "alpha": 0.545454545455, "ac1": 0.576470588235, "pabak": 0.555555555556} {
			equal(t, name+" "+method, over(t, r, name, method, true), want)
		}
	}
	if got := len(analysistest.Table(r, "codes").Rows); got != 3 {
		t.Errorf("%d rows for three pairs", got)
	}
	// Where someone has not begun: documents that one alone read are out.
	holes := rated("a", "aaa", "aa ", "...", "...", " ..", "...", "aaa", ".a.", ".  ", "aaa", " .a", "...")
	r = analysistest.Run(t, Method(), holes, qda.Filter{})
	equal(t, "fleiss", over(t, r, "fleiss", "pooled", true), 0.828571428571)
	equal(t, "alpha", over(t, r, "alpha", "pooled", true), 0.737556561086)
	equal(t, "percent", over(t, r, "percent", "pooled", true), 26.0/30)
	// By case only documents that all began: those of Fleiss' kappa.
	equal(t, "alpha by case", over(t, analysistest.Run(t, Method(), holes, qda.Filter{}, "unit=case"), "fleiss", "pooled", true), 0.828571428571)
}

// Pooled, mean and summed are three numbers (values in exact fractions).
func TestOverCodes(t *testing.T) {
	tables := [][]int{{10, 2, 3, 25}, {15, 1, 2, 22}, {4, 3, 1, 32}, {1, 2, 2, 35}, {0, 1, 0, 39}}
	s := analysistest.New("a", "b", "c", "d", "e")
	for i := range 40 {
		s.Doc(fmt.Sprintf("d%02d", i), fmt.Sprintf("C%d", i), "text").States[s.CoderID("budi")] = qda.Done
		for k, n := range tables {
			if i < n[0]+n[1] {
				s.Span(i, 0, 4, s.Codes()[k].Key, "ana")
			}
			if i < n[0] || i >= n[0]+n[1] && i < n[0]+n[1]+n[2] {
				s.Span(i, 0, 4, s.Codes()[k].Key, "budi")
			}
		}
	}
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	equal(t, "pooled", over(t, r, "kappa", "pooled", false), 0.6816479400749065)
	equal(t, "mean", over(t, r, "kappa", "mean", false), 0.48873970543278367)
	equal(t, "summed", over(t, r, "kappa", "summed", false), 0.7266001929880992)
	equal(t, "fleiss of two is pi", over(t, r, "fleiss", "summed", true), over(t, r, "pi", "summed", false))
	if n := analysistest.Table(r, "overall").Top.N; n != headline {
		t.Errorf("a terminal shows %d rows", n)
	}
}

// Categories that exclude one another: published values to their digits,
// others from irrCAC.
func TestExclusive(t *testing.T) {
	under := "x* a<x b<x c<x d<x e<x"
	study := func(rows ...string) *analysistest.Study {
		s := analysistest.New(strings.Split(under, " ")...)
		for i, row := range rows {
			d := s.Doc(fmt.Sprintf("d%03d", i), fmt.Sprintf("C%03d", i), "text")
			d.States = map[qda.CoderID]qda.State{}
			for k, cell := range strings.Split(row, "") {
				d.States[s.CoderID(coders[k])] = qda.Done
				if cell != "." {
					s.Span(i, 0, 4, cell, coders[k])
				}
			}
		}
		return s
	}
	b := study("ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad")
	r := analysistest.Run(t, Method(), b, qda.Filter{}, "exclusive=x")
	analysistest.Bytes(t, r)
	for name, want := range map[string]float64{"percent": 0.75, "kappa": 0.684210526316, "pi": 0.678571428571, "alpha": 0.691964285714, "ac1": 0.689655172414, "pabak": 0.6875} {
		equal(t, "Krippendorff 2011 B: "+name, over(t, r, name, "exclusive", false), want)
	}
	if got := len(analysistest.Table(r, "categories").Rows); got != 25 {
		t.Errorf("%d cells", got)
	}
	if got := analysistest.Show(t, r, "categories", 1, "category_a", "category_b", "units"); got != "a b 1" {
		t.Error(got)
	}
	c := study("aa.a", "bbcb", "cccc", "cccc", "bbbb", "abcd", "dddd", "aaba", "bbbb", ".eee", "..aa", ".c..")
	equal(t, "Krippendorff 2011 C: alpha", over(t, analysistest.Run(t, Method(), c, qda.Filter{}, "exclusive=x"), "alpha", "exclusive", true), 0.743421052632)
	equal(t, "Krippendorff 2011 C: AC1 (irrCAC .77544)", over(t, analysistest.Run(t, Method(), c, qda.Filter{}, "exclusive=x"), "ac1", "exclusive", true), 0.775444068127)

	// One who uses two drops the unit, which is listed; so is a difference.
	d := study("ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad", "aa")
	d.Span(12, 0, 4, "b", "budi")
	r = analysistest.Run(t, Method(), d, qda.Filter{}, "exclusive=x")
	equal(t, "dropped", over(t, r, "kappa", "exclusive", false), 0.684210526316)
	kinds := map[string]int{}
	for _, k := range analysistest.Column(t, r, "disagreements", "kind") {
		kinds[fmt.Sprint(k)]++
	}
	if fmt.Sprint(kinds) != "map[a_only:3 b_only:4 different:3 several:1]" {
		t.Error(kinds)
	}
	for _, name := range []string{"nothing", "a"} {
		values, _ := analysis.Parse("agreement", Method().Params, map[string]string{"exclusive": name})
		if _, err := Method().Run(context.Background(), d.View(t, qda.Filter{}, Method().Needs), values); err == nil {
			t.Errorf("--exclusive %s is taken", name)
		}
	}
}

// A child counts with all below it; by character, stretches are joined.
func TestExclusiveBelow(t *testing.T) {
	s := analysistest.New("x*", "a*<x", "a.i<a", "b<x")
	s.Doc("one", "C1", "I: forms are long\n")
	s.Tag("one", "forms", "a.i", "ana")
	s.Tag("one", "forms are", "b", "budi")
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "exclusive=x", "unit=char")
	if got := analysistest.Show(t, r, "categories", 1, "category_a", "category_b", "units"); got != "a b 5" {
		t.Error(got)
	}
	at := analysistest.Find(t, r, "disagreements", map[string]any{"code": "x"})
	if got := analysistest.Show(t, r, "disagreements", at, "code", "quote"); got != "x forms" {
		t.Error(got)
	}
}

// What coders have nowhere in common is named where its number is not there.
func TestNothingShared(t *testing.T) {
	s := two()
	s.Tag("one", "forms", "y", "ana")
	s.Tag("one", "broker", "y", "budi")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "unitizing", 0, "cu_alpha"); got != "null" || !analysistest.Warned(r, "nothing_shared") || !analysistest.Warned(r, "k_cu_undefined") {
		t.Errorf("%s %v", got, r.Warnings)
	}
	s.Tag("one", "broker", "y", "ana")
	r = analysistest.Run(t, Method(), s, qda.Filter{})
	if got := analysistest.Show(t, r, "unitizing", 0, "cu_alpha"); got != "1" || analysistest.Warned(r, "nothing_shared") || analysistest.Warned(r, "k_cu_undefined") {
		t.Errorf("%s %v", got, r.Warnings)
	}
}

// The text for who cannot see the figure states its numbers, and only those.
func TestAlt(t *testing.T) {
	for _, c := range []struct{ codes, rows, want string }{
		{"a b", "aa a. .. bb", "Cohen's kappa of 2 rows. Lowest: A, 0.50. Highest: B, 1.00. Median: 0.75. Pooled over all codes, ana and budi: 0.71."},
		{"a", "aa_ a._ .._ ._.", "Cohen's kappa of 1 row. Lowest: A, 0.40. Highest: A, 0.40. Median: 0.40. Pooled over all codes, ana and budi: 0.40."}, // ana and citra share a document without codes
	} {
		rows := strings.Fields(c.rows)
		for i := range rows {
			rows[i] = strings.ReplaceAll(rows[i], "_", " ")
		}
		r := analysistest.Run(t, Method(), rated(c.codes, rows...), qda.Filter{})
		analysistest.Bytes(t, r)
		if got := r.Figures[0].Alt.In(lang.EN); got != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.rows, got, c.want)
		}
	}
}

// A coder's rounds are compared with each other, and with nobody else's.
func TestRounds(t *testing.T) {
	s := rated("a", "aa", "a.", "..")
	for i := range 3 {
		s.Documents[i].States[s.CoderID("ana#2")] = qda.Done
	}
	s.Span(0, 0, 4, "a", "ana#2")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := code(t, r, "a", "coder_a coder_b "+counts); got != "ana budi 3 1 1 0 1" || !analysistest.Warned(r, "rounds_left_out") {
		t.Error(got, r.Warnings)
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "round=true")
	if got := code(t, r, "a", "coder_a coder_b "+counts); got != "ana ana#2 3 1 1 0 1" || len(analysistest.Table(r, "codes").Rows) != 1 {
		t.Error(got)
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{Coders: []string{"budi", "ana#2"}})
	if got := code(t, r, "a", "coder_a coder_b "+counts); got != "budi ana#2 3 1 0 0 2" {
		t.Error(got)
	}
	r = analysistest.Run(t, Method(), rated("a", "aa"), qda.Filter{}, "round=true")
	if !analysistest.Warned(r, "no_rounds") {
		t.Error(r.Warnings)
	}
}

func TestNothingToCompare(t *testing.T) {
	for name, c := range map[string]struct {
		study *analysistest.Study
		want  string
	}{
		"one coder":            {rated("a", "a", "a"), "one_coder"},
		"nothing in common":    {rated("a", "a ", " a"), "nothing_in_common"},
		"nothing coded":        {rated("a", "..", ".."), "no_codes"},
		"no codebook":          {rated("", "..", ".."), "no_codes"},
		"empty":                {analysistest.New(), "one_coder"},
		"fewer than six cases": {rated("a", "aa", ".."), "few_cases"},
	} {
		r := analysistest.Run(t, Method(), c.study, qda.Filter{})
		analysistest.Bytes(t, r)
		if !analysistest.Warned(r, c.want) {
			t.Errorf("%s: %v", name, r.Warnings)
		}
	}
	r := analysistest.Run(t, Method(), rated("a", crossed(2, 1, 1, 1)...), qda.Filter{})
	if got := code(t, r, "a", "kappa kappa_lower kappa_upper"); got != "0.166667 null null" {
		t.Errorf("five cases: %s", got)
	}
}

func TestReflexive(t *testing.T) {
	s := rated("a", "aa", "a.")
	s.Project.Approach = qda.ReflexiveTA
	values, _ := analysis.Parse("agreement", Method().Params, nil)
	_, err := Method().Run(context.Background(), s.View(t, qda.Filter{}, Method().Needs), values)
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Usage || !strings.Contains(e.Msg, "Braun & Clarke") || !strings.Contains(e.Help, "tematik report agreement --anyway") {
		t.Errorf("%v", err)
	}
	analysistest.Run(t, Method(), s, qda.Filter{}, "anyway=true")
}

// What a methods section says: who, of what, how; nothing where nobody is
// compared.
func TestAccount(t *testing.T) {
	values, _ := analysis.Parse("agreement", Method().Params, map[string]string{"exclusive": "x", "seed": "5"})
	v := two().View(t, qda.Filter{}, qda.Needs{})
	got := account(v, values).In("en")
	for _, want := range []string{"2 coders (ana, budi) coded 1 document in common", "each code was computed on turns", "speech of respondents", "children of x", "2,000 bootstrap replicates", "(seed 5)"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in: %s", want, got)
		}
	}
	if got := account(rated("a", "a").View(t, qda.Filter{}, qda.Needs{}), values); !got.IsZero() {
		t.Error(got)
	}
}

// The interval of kappa at Feinstein and Cicchetti's table a, from documents
// drawn: R 4.2.2, 20,000 replicates, percentiles of type 1: 0.551 to 0.834.
func TestInterval(t *testing.T) {
	s := rated("a", crossed(40, 9, 6, 45)...)
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	row := analysistest.Find(t, r, "intervals", map[string]any{"coefficient": "kappa"})
	x := analysistest.Table(r, "intervals").Rows[row]
	if lo, hi := x[5].(float64), x[6].(float64); math.Abs(lo-0.551) > 0.015 || math.Abs(hi-0.834) > 0.015 || x[7] != replicates {
		t.Errorf("%v to %v of %v", lo, hi, x[7])
	}
	// A code in one of twelve cases is in no replicate that leaves it out: kappa
	// is undefined there, and those replicates are not counted.
	r = analysistest.Run(t, Method(), rated("a", crossed(1, 0, 0, 11)...), qda.Filter{})
	row = analysistest.Find(t, r, "intervals", map[string]any{"coefficient": "kappa"})
	if n := analysistest.Table(r, "intervals").Rows[row][7].(int); math.Abs(float64(n)-replicates*(1-math.Pow(11/12.0, 12))) > 80 {
		t.Errorf("%d replicates", n)
	}
	before := runtime.GOMAXPROCS(1)
	one := analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{}))
	runtime.GOMAXPROCS(4)
	if analysistest.Bytes(t, analysistest.Run(t, Method(), s, qda.Filter{})) != one {
		t.Error("another result on more cores")
	}
	runtime.GOMAXPROCS(before)
}

// Cutting a passage in two, or coding it again within, changes no count of
// units, whatever the units but segments; and each difference by turns is one
// of the counted ones.
func TestCuttingChangesNothing(t *testing.T) {
	body := "P: why?\nI: It costs a lot. We wait 🙂.\nP: hm\nI: And then? No.\nI: Yes\n"
	rapid.Check(t, func(rt *rapid.T) {
		s, cut := analysistest.New("a", "b"), analysistest.New("a", "b")
		for _, x := range []*analysistest.Study{s, cut} {
			for d := range 2 {
				x.Doc(fmt.Sprintf("d%d", d), fmt.Sprintf("C%d", d), body).States[x.CoderID("budi")] = qda.Done
			}
		}
		n := len([]rune(body))
		for range rapid.IntRange(1, 6).Draw(rt, "codings") {
			d, from := rapid.IntRange(0, 1).Draw(rt, "document"), rapid.IntRange(0, n-2).Draw(rt, "from")
			to := rapid.IntRange(from+1, n).Draw(rt, "to")
			key, who := rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "code"), rapid.SampledFrom([]string{"ana", "budi"}).Draw(rt, "coder")
			s.Span(d, from, to, key, who)
			middle := rapid.IntRange(from, to-1).Draw(rt, "middle")
			if middle > from {
				cut.Span(d, from, middle, key, who)
			}
			cut.Span(d, middle, to, key, who)
			cut.Span(d, from, to, key, who)
		}
		for _, unit := range []string{"turn", "sentence", "char", "document", "case"} {
			one, other := analysistest.Run(t, Method(), s, qda.Filter{}, "unit="+unit), analysistest.Run(t, Method(), cut, qda.Filter{}, "unit="+unit)
			if a, b := table(one, "codes"), table(other, "codes"); a != b {
				rt.Fatalf("%s:\n%s\n%s", unit, a, b)
			}
			if a, b := table(one, "disagreements"), table(other, "disagreements"); a != b {
				rt.Fatalf("%s:\n%s\n%s", unit, a, b)
			}
		}
		r := analysistest.Run(t, Method(), s, qda.Filter{})
		want := 0
		for _, row := range analysistest.Table(r, "codes").Rows {
			want += row[5].(int) + row[6].(int)
		}
		if got := len(analysistest.Table(r, "disagreements").Rows); got < want {
			rt.Fatalf("%d differences for %d units", got, want)
		}
	})
}

// table writes the rows of a table, but what depends on where coders cut.
func table(r *report.Report, id string) string {
	var b strings.Builder
	for _, row := range analysistest.Table(r, id).Rows {
		if id == "codes" {
			row = row[:17]
		}
		fmt.Fprintln(&b, row)
	}
	return b.String()
}

// Fleiss' kappa says of how many units it is: 8 documents that all three read of
// 11 that two did.
func TestUnitsOfAll(t *testing.T) {
	r := analysistest.Run(t, Method(), rated("a", "aaa", "aa ", "...", "...", " ..", "...", "aaa", ".a.", ".  ", "aaa", " .a", "..."), qda.Filter{}, "unit=document")
	notes := ""
	for _, n := range analysistest.Table(r, "overall").Notes {
		notes += n.In(lang.EN)
	}
	if !strings.Contains(notes, "(8 documents of 11)") {
		t.Error(notes)
	}
}

// Where coders differ in a document, what they coded of the interviewer's words
// is not among the differences.
func TestDifferencesAreHeard(t *testing.T) {
	s := analysistest.New("a")
	d := s.Doc("d", "C", "P: question\nI: answer\n")
	d.States = map[qda.CoderID]qda.State{s.CoderID("ana"): qda.Done, s.CoderID("budi"): qda.Done}
	s.Tag("d", "question", "a", "ana")
	s.Tag("d", "answer", "a", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "unit=document")
	if x := analysistest.Table(r, "disagreements"); len(x.Rows) != 1 || analysistest.Show(t, r, "disagreements", 0, "quote", "kind") != "answer a_only" {
		t.Errorf("%v", x.Rows)
	}
}
