package matrix

import (
	"context"
	"fmt"
	"slices"
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

// villages is two interviews of one case each, a group of two cases with an
// interviewer, and a note without a case, all small enough to count by hand.
func villages() *analysistest.Study {
	s := analysistest.New("x*", "x.a < x", "x.b < x", "lone", "never")
	s.Doc("one", "C1", "I: alpha beta gamma delta\n")
	s.Doc("two", "C2", "I: alpha beta gamma delta\n")
	group := s.Doc("group", "", "N1: yes we do\nN2: no never\nP: hm\n")
	group.Speakers[0].Case, group.Speakers[1].Case = s.Case("C1"), s.Case("C3")
	s.Doc("note", "", "alpha beta").Kind = qda.Observation
	s.Tag("one", "alpha beta", "x.a", "ana")
	s.Tag("one", "beta gamma", "x.a", "budi") // overlaps: one segment
	s.Tag("one", "delta", "x.a", "ana")
	s.Tag("one", "delta", "x.b", "ana")
	s.Tag("two", "alpha", "lone", "ana")
	s.Tag("group", "we do\nN2: no", "x.b", "ana") // words of both
	s.Tag("group", "hm", "lone", "ana")           // of nobody
	s.Tag("note", "beta", "lone", "ana")
	one := func(name, attr, value string) {
		i, _ := s.CaseIndex(name)
		if s.Cases[i].Values == nil {
			s.Cases[i].Values = map[string]string{}
		}
		s.Cases[i].Values[attr] = value
	}
	one("C1", "staff", "9")
	one("C2", "staff", "10")
	one("C1", "place", "north")
	s.Documents[1].Values = map[string]string{"place": "North", "round": "2"}
	s.Documents[2].Values = map[string]string{"place": "south"}
	return s
}

// wide is the matrix as rows of "row: column=segments", empty cells left out.
func wide(t *testing.T, r *report.Report) string {
	t.Helper()
	var out []string
	last := ""
	for _, x := range analysistest.Table(r, "matrix").Rows {
		if x[0].(string) != last {
			last = x[0].(string)
			out = append(out, last+":")
		}
		if x[3] != (x[2].(int) > 0) {
			t.Errorf("%v: present is not segments > 0", x)
		}
		if x[2].(int) > 0 {
			out[len(out)-1] += fmt.Sprintf(" %s=%d", analysistest.Cell(x[1]), x[2])
		}
	}
	return strings.Join(out, "; ")
}

// heads are the columns in their order.
func heads(r *report.Report) string {
	var out []string
	for _, x := range analysistest.Table(r, "matrix").Rows {
		if x[0] != analysistest.Table(r, "matrix").Rows[0][0] {
			break
		}
		out = append(out, analysistest.Cell(x[1]))
	}
	return strings.Join(out, " ")
}

func TestMatrix(t *testing.T) {
	for name, c := range map[string]struct {
		with     []string
		filter   qda.Filter
		heads    string
		want     string
		warnings string
	}{
		"by case, as nothing else is said": {nil, qda.Filter{}, "C1 C2 C3 null",
			"x.a: C1=2; x.b: C1=2 C3=1; lone: C2=1 null=1", "coders_pooled outside_units without_case"},
		"by document": {[]string{"by=document"}, qda.Filter{}, "one two group note",
			"x.a: one=2; x.b: one=1 group=1; lone: two=1 group=1 note=1", "coders_pooled"},
		"themes": {[]string{"level=theme"}, qda.Filter{}, "C1 C2 C3 null",
			"x: C1=3 C3=1; lone: C2=1 null=1", "coders_pooled outside_units without_case"},
		"numbers by size": {[]string{"by=staff"}, qda.Filter{}, "9 10 null",
			"x.a: 9=2; x.b: 9=2 null=1; lone: 10=1 null=1", "coders_pooled outside_units without_value"},
		"a case's own value, else the document's": {[]string{"by=place"}, qda.Filter{}, "north south null",
			"x.a: north=2; x.b: north=2 south=1; lone: north=1 null=1", "coders_pooled outside_units without_value"},
		"one case of a group": {[]string{"by=case"}, qda.Filter{Cases: []string{"C3"}}, "C3", "x.b: C3=1", ""},
		"one code":            {nil, qda.Filter{Codes: []string{"x.b"}}, "C1 C2 C3 null", "x.b: C1=2 C3=1", "without_case"},
		"another coder":       {[]string{"by=document"}, qda.Filter{Coders: []string{"budi"}}, "one", "x.a: one=1", "uncoded_documents"},
		"no coding":           {[]string{"by=document"}, qda.Filter{Origins: []string{"rule"}}, "", "", ""},
	} {
		r := analysistest.Run(t, Method(), villages(), c.filter, c.with...)
		analysistest.Bytes(t, r)
		var warned []string
		for _, w := range r.Warnings {
			warned = append(warned, w.ID)
		}
		slices.Sort(warned)
		if got := strings.Join(warned, " "); got != c.warnings {
			t.Errorf("%s: warnings %s, want %s", name, got, c.warnings)
		}
		if len(r.Tables[0].Rows) > 0 && heads(r) != c.heads {
			t.Errorf("%s: columns %s, want %s", name, heads(r), c.heads)
		}
		if got := wide(t, r); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
		if (len(r.Figures) == 0) != (c.want == "") {
			t.Errorf("%s: %d figures", name, len(r.Figures))
		}
	}
}

// Without any case the columns are documents, and the settings say so.
func TestBy(t *testing.T) {
	for name, c := range map[string]string{"": byDocument, "C1": byCase} {
		s := analysistest.New("a")
		s.Doc("d", name, "words")
		s.Span(0, 0, 2, "a", "ana")
		values, err := analysis.Parse("matrix", Method().Params, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Method().Run(context.Background(), s.View(t, qda.Filter{}, qda.Needs{}), values); err != nil || values.Word("by") != c {
			t.Errorf("case %q: by %v, %v", name, values["by"], err)
		}
	}
	v := villages().View(t, qda.Filter{}, qda.Needs{})
	_, err := Method().Run(context.Background(), v, analysis.Values{"by": "plac"})
	if errs.KindOf(err) != errs.NotFound || !strings.Contains(err.Error(), "(there are: place, round, staff; did you mean place?)") || errs.HintOf(err) != "tematik case ls" {
		t.Errorf("%v, hint %s", err, errs.HintOf(err))
	}
	if _, err := Method().Run(context.Background(), v, analysis.Values{"by": "cases"}); !strings.Contains(fmt.Sprint(err), "did you mean case?") {
		t.Error(err)
	}
}

func TestWords(t *testing.T) {
	r := analysistest.Run(t, Method(), villages(), qda.Filter{})
	if alt := r.Figures[0].Alt.String(); alt != "Segments of 3 rows × 4 columns. X.A, C1: 2. X.B, C1: 2. X.B, C3: 1. Cells with nothing: 7 of 12." {
		t.Errorf("alt: %s", alt)
	}
	if got := r.Figures[0].Heat.Columns[3].In(lang.ID); got != "(tidak ada)" {
		t.Errorf("the column of none is %q", got)
	}
	notes := fmt.Sprint(analysistest.Table(analysistest.Run(t, Method(), villages(), qda.Filter{}, "by=place"), "matrix").Notes)
	if !strings.Contains(notes, "behind each column: north: 2; south: 1; (none): 1.") {
		t.Errorf("notes: %s", notes)
	}
	s := villages()
	s.Project.Approach = qda.ReflexiveTA
	if got := analysistest.Table(analysistest.Run(t, Method(), s, qda.Filter{}), "matrix").Pivot.Value; got != "present" {
		t.Errorf("the reflexive approach shows %s", got)
	}
}

// A large matrix is drawn in part, and says so.
func TestMapped(t *testing.T) {
	var codes []string
	for i := range mappedRows + 5 {
		codes = append(codes, fmt.Sprintf("c%02d", i))
	}
	s := analysistest.New(codes...)
	for d := range mappedColumns + 5 {
		s.Doc(fmt.Sprintf("d%02d", d), "", strings.Repeat("x", len(codes)))
		for i := range codes {
			if i > 0 || d == 0 {
				s.Span(d, i, i+1, codes[i], "ana")
			}
		}
	}
	f := analysistest.Run(t, Method(), s, qda.Filter{}).Figures[0]
	if len(f.Heat.Rows) != mappedRows || len(f.Heat.Columns) != mappedColumns || f.Heat.Rows[0].String() != "C01" {
		t.Errorf("%d × %d from %v", len(f.Heat.Rows), len(f.Heat.Columns), f.Heat.Rows[0])
	}
	if got := f.Title.String(); got != "Codes by document: the 30 of 35 rows and 40 of 45 columns with most segments" {
		t.Error(got)
	}
}

// Coding again changes no cell; cutting a passage can only raise segments.
func TestSetBased(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		fresh := func() *analysistest.Study {
			s := analysistest.New("t*", "t.a<t", "t.b<t")
			for i := range 3 {
				d := s.Doc(fmt.Sprint(i), fmt.Sprint("C", i%2), "P: who\nN1: words here\nN2: and there\n")
				if i > 0 { // of 1, the document stands for N2 and for who asks; of 2, for nobody
					d.Speakers[1].Case = s.Case("C8")
				}
				if i == 2 {
					d.Speakers[2].Case = s.Case("C9")
				}
			}
			return s
		}
		s, again, cut := fresh(), fresh(), fresh()
		for range rapid.IntRange(0, 8).Draw(rt, "codings") {
			d, start := rapid.IntRange(0, 2).Draw(rt, "doc"), rapid.IntRange(0, 28).Draw(rt, "start")
			end := rapid.IntRange(start+2, 33).Draw(rt, "end")
			code := rapid.SampledFrom([]string{"t", "t.a", "t.b"}).Draw(rt, "code")
			mid := rapid.IntRange(start+1, end-1).Draw(rt, "mid")
			s.Span(d, start, end, code, "ana")
			again.Span(d, start, end, code, "ana")
			again.Span(d, start, end, code, "budi")
			again.Span(d, start, mid, code, "budi")
			cut.Span(d, start, mid, code, "ana")
			cut.Span(d, mid, end, code, "budi")
		}
		for _, with := range []string{"by=case", "by=document", "level=theme"} {
			run := func(x *analysistest.Study) [][]report.Cell {
				return analysistest.Table(analysistest.Run(t, Method(), x, qda.Filter{}, with), "matrix").Rows
			}
			a, b, c := run(s), run(again), run(cut)
			if fmt.Sprint(a) != fmt.Sprint(b) {
				rt.Fatalf("%s: %v, coded again %v", with, a, b)
			}
			for i := range a {
				if a[i][3] != c[i][3] {
					rt.Fatalf("%s: %v, cut %v", with, a[i], c[i])
				}
			}
		}
	})
}
