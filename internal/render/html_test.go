package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// element is what a strict reader finds in a page.
type element struct {
	name string
	attr map[string]string
	in   []string // the elements around it
}

// read takes a page as XML, which forgives nothing: an unescaped word, an
// element that is not closed or an attribute said twice fails the test.
func read(t *testing.T, name, page string) []element {
	t.Helper()
	var out []element
	var path []string
	ids := map[string]bool{}
	for d := xml.NewDecoder(strings.NewReader(page)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attr: map[string]string{}, in: slices.Clone(path)}
			for _, a := range token.Attr {
				if _, twice := e.attr[a.Name.Local]; twice {
					t.Errorf("%s: %s says %s twice", name, e.name, a.Name.Local)
				}
				e.attr[a.Name.Local] = a.Value
			}
			if id, ok := e.attr["id"]; ok && (ids[id] || id == "" || strings.ContainsAny(id, " \t<>\"")) {
				t.Errorf("%s: id %q is used twice, or is none", name, id)
			}
			ids[e.attr["id"]] = true
			out, path = append(out, e), append(path, e.name)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	for _, e := range out {
		for _, id := range strings.Fields(e.attr["aria-labelledby"]) {
			if !ids[id] {
				t.Errorf("%s: %s is labelled by %s, which is not there", name, e.name, id)
			}
		}
	}
	return out
}

// accessible holds a page to what readers need who cannot see it, and to what
// keeps it from reaching for anything elsewhere.
func accessible(t *testing.T, name, page string) []element {
	t.Helper()
	elements := read(t, name, page)
	count := map[string]int{}
	level := 0
	for _, e := range elements {
		count[e.name]++
		switch e.name {
		case "script", "link", "img", "image", "iframe", "object", "use", "foreignObject", "a":
			t.Errorf("%s: an element %s", name, e.name)
		case "h1", "h2", "h3":
			if n := int(e.name[1] - '0'); n > level+1 {
				t.Errorf("%s: %s after h%d", name, e.name, level)
			} else {
				level = n
			}
		case "html":
			if e.attr["lang"] == "" {
				t.Errorf("%s: no language", name)
			}
		case "th":
			if s := e.attr["scope"]; s != "row" && s != "col" || slices.Contains(e.in, "thead") != (s == "col") {
				t.Errorf("%s: a head of scope %q in %v", name, s, e.in)
			}
		case "div":
			if e.attr["class"] == "scroll" && (e.attr["role"] != "region" || e.attr["tabindex"] != "0" || e.attr["aria-labelledby"] == "") {
				t.Errorf("%s: a region that no keyboard reaches: %v", name, e.attr)
			}
		case "svg":
			if e.attr["role"] != "img" || e.attr["aria-labelledby"] == "" || !slices.Contains(e.in, "figure") {
				t.Errorf("%s: a picture without its words", name)
			}
		}
		for k, v := range e.attr {
			if k == "style" || k == "href" || k == "src" || strings.HasPrefix(k, "on") || strings.Contains(v, "url(") {
				t.Errorf("%s: %s has %s=%q", name, e.name, k, v)
			}
		}
	}
	if count["h1"] != 1 || count["main"] != 1 || count["title"] != 1+count["svg"] || count["desc"] != count["svg"] {
		t.Errorf("%s: not one h1, one main, and a title and description for each of %d figures", name, count["svg"])
	}
	if count["table"] != count["caption"] || count["table"] != count["thead"] || count["table"] != count["tbody"] || count["figure"] != count["svg"] {
		t.Errorf("%s: a table without caption, head or body, or a figure without picture: %v", name, count)
	}
	if strings.Contains(page, "://") {
		t.Errorf("%s: an address", name)
	}
	return elements
}

func TestHTML(t *testing.T) {
	reports := awkward()
	reports["example"] = example()
	for name, r := range reports {
		for _, l := range []lang.Lang{lang.EN, lang.ID} {
			accessible(t, name, render(t, "html", r, Options{Lang: l}))
		}
	}
}

// What a page says, and how.
func TestHTMLWords(t *testing.T) {
	page := render(t, "html", example(), Options{Lang: lang.ID})
	for _, want := range []string{
		`<html lang="id">`,
		`>&lt;0,001</td>`,                     // decimal comma, rounded here
		`<td class="n">12.345</td>`,           // thousands
		`<td class="n">–</td>`,                // undefined
		"first line\nsecond",                  // the lines of a quote
		`&lt;b&gt;tags&lt;/b&gt;`,             // anyone's words
		`<th scope="row">Klasifikasi HS</th>`, // codes by their names
		`Tabel 1 dengan semua 8 kolom`,        // what is folded away
		`<code>tematik report sample --level code</code>`,
		`Catatan.</em> Bagian dihitung`,
		`>Peringatan</h2>`,
		`Gambar 1. Kode menurut wawancara`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("does not say %s", want)
		}
	}
	if strings.Contains(page, "</desc>\n<metadata>") {
		t.Error("the provenance stands in each figure")
	}
	if one := render(t, "html", example(), Options{Table: "pairs"}); strings.Contains(one, "<svg") || strings.Count(one, "<h2") != 3 {
		t.Error("one table: the others, or figures, are there too")
	}
}

// The same value is shown once, and heard in each row.
func TestHTMLGroups(t *testing.T) {
	table := report.Table{ID: "t", Columns: []report.Column{{ID: "theme", Type: report.Code, Grouped: true}, {ID: "code", Type: report.Code, Blank: true}, {ID: "n", Type: report.Count}},
		Rows: [][]report.Cell{{"customs", nil, 1}, {"customs", "customs.hs", 2}}}
	page := render(t, "html", &report.Report{Tables: []report.Table{table}}, Options{})
	want := `<tr class="group"><th scope="row">customs</th><td></td><td class="n">1</td></tr>` + "\n" +
		`<tr><th scope="row"><span class="unseen">customs</span></th><th scope="row">customs.hs</th><td class="n">2</td></tr>`
	if !strings.Contains(page, want) {
		t.Error(page[strings.Index(page, "<tbody"):])
	}
}

// A matrix that no sheet of paper holds goes on below; none of it is lost.
func TestHTMLMatrix(t *testing.T) {
	m := report.Table{ID: "m", Title: lang.Same("M"), Pivot: &report.Pivot{Row: "row", Column: "column", Value: "n"}, Columns: []report.Column{
		{ID: "row", Type: report.Code}, {ID: "column", Type: report.Case}, {ID: "n", Type: report.Count}}}
	for i := range 100 {
		m.Rows = append(m.Rows, []report.Cell{"a", fmt.Sprintf("C%03d", i), 1000 + i})
	}
	page := render(t, "html", &report.Report{Tables: []report.Table{m}}, Options{})
	elements := accessible(t, "matrix", page)
	tables, cells := 0, 0
	for _, e := range elements {
		if e.name == "table" {
			tables++
			if e.attr["class"] != "turn" {
				t.Error("the heads of many columns lie")
			}
		}
		if e.name == "td" {
			cells++
		}
	}
	if tables != 3 || cells != 100 || !strings.Contains(page, ">1,099</td>") || !strings.Contains(page, "Table 1. M, continued") {
		t.Errorf("%d tables, %d cells", tables, cells)
	}
}

// A file knows the command that wrote it, however the format writes that.
func TestWrote(t *testing.T) {
	r := example()
	for _, command := range []string{"tematik report sample", `tematik report sample --by='legal_form & "x" <y>' --where=a*b`} {
		r.Provenance.Command = command
		for _, format := range []string{"html", "md"} {
			page := []byte(render(t, format, r, Options{}))
			if !Wrote(page, command) || Wrote(page, "tematik report") || Wrote(page, command+" --all") {
				t.Errorf("%s: %s", format, command)
			}
		}
	}
	r.Provenance.Command = "tematik report codes"
	r.Tables[0].Rows[0][7] = "we ran <code>tematik report sample</code>"
	if Wrote([]byte(render(t, "html", r, Options{})), "tematik report sample") {
		t.Error("a quote passes for the command")
	}
}
