package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// listed is what a command lists: one table, no title, no provenance.
func listed(cells ...report.Cell) *report.Report {
	t := report.Table{ID: "doc", Rows: [][]report.Cell{cells}}
	for i := range cells {
		kind := report.String
		if _, ok := cells[i].(int); ok {
			kind = report.Count
		}
		id := string(rune('a' + i))
		t.Columns = append(t.Columns, report.Column{ID: id, Title: lang.Same(id), Type: kind})
	}
	return &report.Report{Name: "doc", Tables: []report.Table{t}}
}

// hide marks columns as those that go first.
func hide(r *report.Report, columns ...int) *report.Report {
	for _, k := range columns {
		r.Tables[0].Columns[k].Hidden = true
	}
	return r
}

func TestList(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	for name, c := range map[string]struct {
		r    *report.Report
		want string
	}{
		"only its table": {listed("one", 2), "a    b\n──────\none  2\n"},
		"the last hidden column goes first": {hide(listed(long(14), long(15), long(16)), 1, 2),
			"a               b\n" + strings.Repeat("─", 31) + "\n" + long(14) + "  " + long(15) + "\n1 more column on a wider terminal\n"},
		"then the others": {hide(listed(long(30), long(15), long(15)), 1, 2),
			"a\n" + strings.Repeat("─", 30) + "\n" + long(30) + "\n2 more columns on a wider terminal\n"},
		"hidden columns show where there is room": {hide(listed("one", 2, "three"), 1, 2), "a    b  c\n─────────────\none  2  three\n"},
		"words break before the table does": {listed(long(16), long(16), 1234567),
			"a              b                       c\n" + strings.Repeat("─", 40) + "\n" +
				long(13) + "  " + long(14) + "  1,234,567\n" + "xxx            xx\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, render(t, "terminal", c.r, Options{Width: 40})); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := render(t, "md", listed("one", 2), Options{}); got != "| a | b |\n| :--- | ---: |\n| one | 2 |\n" {
		t.Errorf("as Markdown: %s", got)
	}
}

func TestSingular(t *testing.T) {
	one := report.Provenance{Version: "1", Command: "tematik report codes", Documents: 1, Cases: 1, Codings: 1}
	for l, want := range map[lang.Lang]string{lang.EN: "1 document · 1 case · 1 coding", lang.ID: "1 dokumen · 1 kasus · 1 pengodean"} {
		if got := Provenance(one, l)[1]; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestWarnings(t *testing.T) {
	r := &report.Report{Warnings: []report.Warning{{ID: "a", Text: lang.T("first\nof %v", "pertama\ndari %v", 2)}, {ID: "b", Text: lang.T("second", "kedua")}}}
	if diff := cmp.Diff([]string{"Peringatan: pertama dari 2", "Peringatan: kedua"}, Warnings(r, lang.ID)); diff != "" {
		t.Error(diff)
	}
	if got := Warnings(&report.Report{}, lang.EN); got != nil {
		t.Errorf("warnings of nothing: %q", got)
	}
}

// A code's meaning is written for machines in the study's language, whoever
// reads along; titles are English.
func TestMachineLanguage(t *testing.T) {
	r := listed(lang.Own("what it means", "artinya", lang.ID))
	r.Tables[0].Columns[0].Title = lang.T("Meaning", "Makna")
	for _, c := range []struct{ format, want string }{
		{"csv", "a\nartinya\n"},
		{"tsv", "a\nartinya\n"},
		{"json", `"title":"Meaning","type":"text"}],"rows":[["artinya"]]`},
	} {
		if got := render(t, c.format, r, Options{Lang: lang.EN}); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.format, got, c.want)
		}
	}
	if got := render(t, "terminal", r, Options{Lang: lang.EN}); !strings.Contains(got, "what it means") {
		t.Errorf("a reader of English sees %s", got)
	}
}
