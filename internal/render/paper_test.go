package render

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// opened are the parts of an office file, each of them well-formed.
func opened(t *testing.T, file string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(b)
		if strings.HasSuffix(f.Name, ".png") {
			continue
		}
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return parts
}

// wordTable is what a test reads of a table.
type wordTable struct {
	Caption struct {
		Val string `xml:"val,attr"`
	} `xml:"tblPr>tblCaption"`
	Grid []struct {
		W int `xml:"w,attr"`
	} `xml:"tblGrid>gridCol"`
	Rows []struct {
		Header    *struct{} `xml:"trPr>tblHeader"`
		CantSplit *struct{} `xml:"trPr>cantSplit"`
		Cells     []struct {
			Text []string  `xml:"p>r>t"`
			Bold *struct{} `xml:"p>r>rPr>b"`
			Side struct {
				Val string `xml:"val,attr"`
			} `xml:"p>pPr>jc"`
			Indent *struct{} `xml:"p>pPr>ind"`
		} `xml:"tc"`
	} `xml:"tr"`
}

func wordTables(t *testing.T, document string) []wordTable {
	t.Helper()
	var body struct {
		Tables []wordTable `xml:"body>tbl"`
	}
	if err := xml.Unmarshal([]byte(document), &body); err != nil {
		t.Fatal(err)
	}
	return body.Tables
}

func TestDOCX(t *testing.T) {
	file := render(t, "docx", example(), Options{Lang: lang.ID})
	parts := opened(t, file)
	doc := parts["word/document.xml"]
	for _, want := range []string{
		`SEQ Tabel \* ARABIC`, `<w:t xml:space="preserve">Catatan. </w:t>`, `<w:t xml:space="preserve">Peringatan. </w:t>`, "Setiap jenis sel", "45,67%"[:2],
		`w:orient="landscape"`, `SEQ Gambar \* ARABIC`, `descr="Setelah 8 wawancara 24 kode dipakai &amp; &lt;dihitung&gt;."`, "tematik report sample --level code", "12.345",
		"Tabel 1 tidak memuat: Kasus, Terbuka.",
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(doc, "<w:insideV") || strings.Contains(doc, "<w:left w:val") || strings.Contains(doc, "<w:right w:val") || strings.Contains(parts["word/styles.xml"], "Borders") {
		t.Error("a vertical rule")
	}
	if !strings.Contains(parts["word/styles.xml"], `w:lang w:val="id-ID"`) || !strings.Contains(parts[corePart], "<dc:title>Laporan contoh</dc:title>") {
		t.Error("language or title is missing")
	}
	for _, n := range []string{"word/media/figure1.png", "word/media/figure2.png"} {
		if !strings.HasPrefix(parts[n], "\x89PNG") {
			t.Errorf("no picture %s", n)
		}
	}
	tables := wordTables(t, doc)
	if len(tables) < 5 {
		t.Fatalf("%d tables", len(tables))
	}
	for _, x := range tables {
		width := 0
		for _, c := range x.Grid {
			width += c.W
		}
		if width > widePage*digit*twip+10*100 || x.Caption.Val == "" {
			t.Errorf("%s: %d twips wide", x.Caption.Val, width)
		}
		for i, row := range x.Rows {
			if len(row.Cells) != len(x.Grid) || row.CantSplit == nil || (i == 0) != (row.Header != nil) {
				t.Errorf("%s: row %d: %d cells of %d; head %v", x.Caption.Val, i, len(row.Cells), len(x.Grid), row.Header != nil)
			}
		}
	}
	if side := tables[0].Rows[1].Cells; side[2].Side.Val != "right" || side[0].Side.Val != "" || strings.Join(side[2].Text, "") != "12.345" {
		t.Errorf("numbers stand right, words left: %+v", side)
	}
}

// A table of themes is printed as journals do, in every format for reading.
func TestPrinted(t *testing.T) {
	r := example()
	r.Tables = []report.Table{themesTable()}
	r.Figures = nil
	doc := opened(t, render(t, "docx", r, Options{}))["word/document.xml"]
	x := wordTables(t, doc)[0]
	var got []string
	for _, row := range x.Rows {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, strings.Join(c.Text, "/"))
		}
		got = append(got, strings.Join(cells, " | "))
	}
	want := []string{
		"Theme and code | Quote (informant) | Informants, n\u00A0(%)",
		"Systemic gap |  | 4\u00A0(100%)",
		"HS classification | “She said ‘wait’./So we waited.” (C01) | 3\u00A0(75%)",
		`Export documents (NIB, PEB, certificate of origin) | “_100% & more_ \ {#1}” (I02) | 1` + "\u00A0(25%)",
		"unknown.code |  | 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if x.Rows[1].Cells[0].Bold == nil || x.Rows[2].Cells[0].Bold != nil || x.Rows[2].Cells[0].Indent == nil || x.Rows[4].Cells[0].Bold != nil {
		t.Error("the theme is bold, its codes are indented, a code of none is neither")
	}
	for format, want := range map[string][]string{
		"md":   {"| **Systemic gap** |", "| &emsp;HS classification | “She said ‘wait’.<br>So we waited.” (C01) | 3 (75%) |", "*Note.* Of what is printed."},
		"html": {`<tr class="group"><th scope="row">Systemic gap</th>`, `<th scope="row" class="in1">HS classification</th>`, "with all 7 columns", "Of what is printed."},
		"tex":  {`\textbf{Systemic gap}`, `\leftskip=1em HS classification & “She said ‘wait’.\newline So we waited.” (C01) & 3~(75\%) \\*`, `\_100\% \& more\_ \textbackslash{} \{\#1\}`, "Of what is printed."},
		"csv":  {"theme,code,cases,cases_share,quote,quote_case,quote_document", "of the theme itself"},
	} {
		out := render(t, format, r, Options{Table: "themes"})
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: no %s", format, s)
			}
		}
		if format != "csv" && format != "html" && (strings.Contains(out, "Of every column") || strings.Contains(out, "of the theme itself")) {
			t.Errorf("%s: more than is printed", format)
		}
	}
}

func TestShorten(t *testing.T) {
	sentence := "Nobody told us that the paper would be asked for again. "
	for _, c := range []struct{ name, in, want string }{
		{"short", "as it is", "as it is"},
		{"sentences", strings.Repeat(sentence, 9), strings.TrimSpace(strings.Repeat(sentence, 7)) + " […]"},
		{"no sentence", strings.Repeat("word ", 100), strings.TrimSpace(strings.Repeat("word ", 80)) + " […]"},
		{"no space", strings.Repeat("é", 401), strings.Repeat("é", 400) + " […]"},
	} {
		if got, cut := shorten(c.in); got != c.want || cut != (c.in != c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	x := themesTable()
	x.Rows[1][4] = strings.Repeat(sentence, 9)
	r := &report.Report{Tables: []report.Table{x}}
	if out := render(t, "md", r, Options{Lang: lang.ID}); !strings.Contains(out, `\[…\] menandai kutipan panjang`) {
		t.Error("a quote is shortened in silence")
	}
	if out := render(t, "csv", r, Options{}); !strings.Contains(out, strings.Repeat(sentence, 9)) {
		t.Error("csv does not have the whole quote")
	}
}

// Of a long table the first rows and columns are printed, and it says so.
func TestExhibitHead(t *testing.T) {
	doc := opened(t, render(t, "docx", example(), Options{Table: "pairs"}))["word/document.xml"]
	x := wordTables(t, doc)[0]
	if len(x.Rows) != 4 || len(x.Grid) != 6 || !strings.Contains(doc, "3 of 6 rows, those with the largest values under “Jaccard”.") || !strings.Contains(doc, "Table 1 leaves out: lift, npmi") {
		t.Errorf("%d rows, %d columns", len(x.Rows), len(x.Grid))
	}
	doc = opened(t, render(t, "docx", example(), Options{Table: "pairs", All: true}))["word/document.xml"]
	if x := wordTables(t, doc)[0]; len(x.Rows) != 7 || strings.Contains(doc, "leaves out") {
		t.Errorf("--all: %d rows", len(x.Rows))
	}
}

// A page's end parts no row from the one that heads it, nor a short group.
func TestBound(t *testing.T) {
	e := &exhibit{Table: report.Table{Columns: []report.Column{{ID: "g", Type: report.String, Grouped: true}}}}
	for _, g := range []struct {
		name string
		rows int
	}{{"a", 2}, {"long", together + 5}, {"b", 3}, {"c", 1}, {"d", 1}, {"e", 1}, {"f", 1}, {"g", 1}} {
		for range g.rows {
			e.Rows = append(e.Rows, []report.Cell{g.name})
		}
	}
	var bound []int
	for i := range e.Rows {
		if e.bound(i) {
			bound = append(bound, i)
		}
	}
	long := 2 + together + 5
	if want := []int{0, long, long + 1, long + 5, long + 6}; fmt.Sprint(bound) != fmt.Sprint(want) {
		t.Errorf("rows %v, want %v", bound, want)
	}
}

// A matrix that takes many pages is printed when asked for.
func TestTooWide(t *testing.T) {
	x := report.Table{ID: "m", Pivot: &report.Pivot{Row: "row", Column: "column", Value: "n"}, Columns: []report.Column{
		{ID: "row", Type: report.Code}, {ID: "column", Type: report.Case}, {ID: "n", Type: report.Count}}}
	for i := range 200 {
		x.Rows = append(x.Rows, []report.Cell{"gap.systemic", fmt.Sprint("case ", i), 1})
	}
	r := &report.Report{Tables: []report.Table{x}}
	for _, all := range []bool{false, true} {
		doc := opened(t, render(t, "docx", r, Options{All: all}))["word/document.xml"]
		if n := len(wordTables(t, doc)); (n > mostParts) != all || strings.Contains(doc, "Too wide for a page (201 columns)") == all || strings.Contains(doc, "No rows") {
			t.Errorf("all %v: %d parts", all, n)
		}
	}
	if out := render(t, "tex", r, Options{}); !strings.Contains(out, "Too wide") || strings.Contains(out, "tabular") && strings.Contains(out, "toprule") {
		t.Error("tex prints it")
	}
}

// The columns of a table in LaTeX are never more than the line together, however
// many a page takes of a matrix that goes on over several.
func TestTeXFitsTheLine(t *testing.T) {
	share := regexp.MustCompile(`(?:\*\{(\d+)\}\{)?>\{\\ragged\w+\\arraybackslash\\hspace\{0pt\}\}p\{\\dimexpr(0\.\d+)\\linewidth`)
	tables := 0
	for n := 2; n < 40; n++ {
		x := report.Table{ID: "m", Pivot: &report.Pivot{Row: "row", Column: "column", Value: "n"}, Columns: []report.Column{
			{ID: "row", Type: report.Code}, {ID: "column", Type: report.Case}, {ID: "n", Type: report.Count}}}
		for i := range n {
			x.Rows = append(x.Rows, []report.Cell{"gap.systemic", fmt.Sprint("c", i), 1000 + i})
		}
		for _, line := range strings.Split(render(t, "tex", &report.Report{Tables: []report.Table{x}}, Options{All: true}), "\n") {
			if !strings.HasPrefix(line, `\begin{tabular}`) && !strings.HasPrefix(line, `\begin{longtable}`) {
				continue
			}
			tables++
			sum := 0.0
			for _, m := range share.FindAllStringSubmatch(line, -1) {
				times := 1
				if m[1] != "" {
					times, _ = strconv.Atoi(m[1])
				}
				width, err := strconv.ParseFloat(m[2], 64)
				if err != nil {
					t.Fatal(err)
				}
				sum += float64(times) * width
			}
			if sum > 1.001 || sum == 0 {
				t.Errorf("%d columns: %.4f of the line: %s", n, sum, line)
			}
		}
	}
	if tables < 40 {
		t.Errorf("only %d tables", tables)
	}
}

// Whatever is in a report, each part is XML and each sheet can be opened.
func TestAwkwardOffice(t *testing.T) {
	for name, r := range awkward() {
		if name != "weird words" {
			r.Figures = nil // drawn by the conformance test
		}
		for _, all := range []bool{false, true} {
			doc := opened(t, render(t, "docx", r, Options{Lang: lang.ID, All: all}))["word/document.xml"]
			for _, x := range wordTables(t, doc) {
				for _, row := range x.Rows {
					if len(row.Cells) != len(x.Grid) {
						t.Errorf("%s: a row of %d cells in %d columns", name, len(row.Cells), len(x.Grid))
					}
				}
			}
		}
		readBook(t, render(t, "xlsx", r, Options{Lang: lang.ID}))
	}
}

// xlsxCell is a cell as a test reads it.
type xlsxCell struct {
	Ref   string `xml:"r,attr"`
	Type  string `xml:"t,attr"`
	Style int    `xml:"s,attr"`
	Value string `xml:"v"`
	Text  string `xml:"is>t"`
}

// readBook reads the sheets by their names.
func readBook(t *testing.T, file string) (names []string, sheets map[string][][]xlsxCell) {
	t.Helper()
	parts := opened(t, file)
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := xml.Unmarshal([]byte(parts["xl/workbook.xml"]), &book); err != nil {
		t.Fatal(err)
	}
	sheets = map[string][][]xlsxCell{}
	for i, s := range book.Sheets {
		var sheet struct {
			Rows []struct {
				Cells []xlsxCell `xml:"c"`
			} `xml:"sheetData>row"`
		}
		if err := xml.Unmarshal([]byte(parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)]), &sheet); err != nil {
			t.Fatal(err)
		}
		if n := len([]rune(s.Name)); n == 0 || n > mostName || strings.ContainsAny(s.Name, `[]:*?/\`) || sheets[strings.ToLower(s.Name)] != nil {
			t.Errorf("sheet %q", s.Name)
		}
		rows := [][]xlsxCell{}
		for _, r := range sheet.Rows {
			rows = append(rows, r.Cells)
		}
		names = append(names, s.Name)
		sheets[strings.ToLower(s.Name)] = rows
	}
	return names, sheets
}

func TestXLSX(t *testing.T) {
	file := render(t, "xlsx", example(), Options{Lang: lang.ID})
	names, sheets := readBook(t, file)
	if got := strings.Join(names, " "); got != "cells pairs matrix presence themes empty Definisi Tentang" {
		t.Errorf("sheets %s", got)
	}
	cells := sheets["cells"]
	var head []string
	for _, c := range cells[0] {
		head = append(head, c.Text)
	}
	if got := strings.Join(head, ","); got != "code,document,case,segments,share,p,open,quote" {
		t.Errorf("head %s", got)
	}
	if len(sheets["matrix"]) != 1+24*23/2 {
		t.Errorf("a matrix is long, as in csv: %d rows", len(sheets["matrix"]))
	}
	row := cells[1]
	for i, want := range []xlsxCell{
		{Ref: "A2", Type: "inlineStr", Text: "literacy.documents"}, {Ref: "B2", Type: "inlineStr", Text: "I01"}, {Ref: "C2", Type: "inlineStr", Text: "C01"},
		{Ref: "D2", Value: "12345"}, {Ref: "E2", Value: "0.4567"}, {Ref: "F2", Value: "0.0004"}, {Ref: "G2", Type: "b", Value: "1"},
		{Ref: "H2", Type: "inlineStr", Style: looksQuote, Text: "=SUM(A1:A9) | a pipe, *stars*, _lines_ and <b>tags</b>"},
	} {
		got := row[i]
		if want.Style == 0 {
			got.Style = 0
		}
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	for _, c := range cells[3] {
		if c.Ref == "D4" || c.Ref == "E4" || c.Ref == "F4" {
			t.Errorf("an undefined number is no cell: %+v", c)
		}
	}
	if cells[2][7].Text != "first line\nsecond \"line\" with a tab" {
		t.Errorf("%q", cells[2][7].Text)
	}
	parts := opened(t, file)
	for _, want := range []string{`formatCode="#,##0"`, `formatCode="0%"`, `formatCode="0.000"`} {
		if !strings.Contains(parts["xl/styles.xml"], want) {
			t.Errorf("no %s", want)
		}
	}
	if !strings.Contains(parts["xl/worksheets/sheet1.xml"], `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>`) {
		t.Error("the head is not frozen")
	}
	said := fmt.Sprint(sheets["definisi"], sheets["tentang"])
	for _, want := range []string{"Bagian dokumen", "bagian (1 berarti 100%)", "Klasifikasi HS", "Bagian dihitung dari", "tematik report sample --level code", "dikodekan oleh beberapa pengode"} {
		if !strings.Contains(said, want) {
			t.Errorf("not told: %s", want)
		}
	}
}

// Numbers in a workbook are those of csv, to the last digit.
func TestXLSXNumbers(t *testing.T) {
	values := []float64{1.0 / 3, 1e-300, 5e-324, 123456789012345680, -0.1, 1e22}
	x := report.Table{ID: "n", Columns: []report.Column{{ID: "v", Type: report.Number}}}
	for _, v := range values {
		x.Rows = append(x.Rows, []report.Cell{v})
	}
	_, sheets := readBook(t, render(t, "xlsx", &report.Report{Tables: []report.Table{x}}, Options{}))
	for i, v := range values {
		if got, err := strconv.ParseFloat(sheets["n"][i+1][0].Value, 64); err != nil || got != v {
			t.Errorf("%v became %v", v, got)
		}
	}
}

func TestXLSXLimits(t *testing.T) {
	long := strings.Repeat("😀", 20000)
	column := []report.Column{{ID: "s", Type: report.String}}
	r := &report.Report{Tables: []report.Table{
		{ID: "a name that is longer than a sheet's may be", Columns: column, Rows: [][]report.Cell{{long}, {"_x0041_ and \x01\x0b"}, {strings.Repeat("é", 32767)}}},
		{ID: "A name that is longer than a sheet's may not be", Columns: column},
		{ID: "History", Columns: column}, {ID: "a/b:c", Columns: column}, {ID: "", Columns: column}, {ID: "definitions", Columns: column},
	}}
	names, sheets := readBook(t, render(t, "xlsx", r, Options{}))
	if got := strings.Join(names, ";"); got != "a name that is longer than a sh;A name that is longer than  (2);table_History;a_b_c;table_;definitions;Definitions (2);About" {
		t.Errorf("sheets %s", got)
	}
	rows := sheets["a name that is longer than a sh"]
	if s := rows[1][0].Text; len(utf16.Encode([]rune(s))) > mostChars || !strings.HasSuffix(s, "😀 […]") {
		t.Errorf("a long text ends in %q", s[len(s)-20:])
	}
	if s := rows[2][0].Text; s != "_x005F_x0041_ and " {
		t.Errorf("%q", s)
	}
	if s := rows[3][0].Text; strings.HasSuffix(s, "]") {
		t.Error("what fits is cut")
	}
	if !strings.Contains(fmt.Sprint(sheets["about"]), "row 2.") {
		t.Errorf("a cut is not told: %v", sheets["about"])
	}
	for k, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(k); got != want {
			t.Errorf("column %d is %s", k, got)
		}
	}
}

// A file that is as it was written may be replaced by its command; one that an
// author has worked on may not.
func TestWroteOffice(t *testing.T) {
	const command = "tematik report sample --level code"
	for _, format := range []string{"docx", "xlsx", "tex"} {
		file := render(t, format, example(), Options{})
		if !Wrote([]byte(file), command) || Wrote([]byte(file), "tematik report sample") {
			t.Errorf("%s is not known by its command", format)
		}
		if format == "tex" {
			continue
		}
		var changed bytes.Buffer
		z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		out := zip.NewWriter(&changed)
		for _, f := range z.File {
			w, err := out.Create(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write(bytes.ReplaceAll(b, []byte("customs.hs"), []byte("customs.HS"))); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(map[bool]string{true: " "}[strings.HasSuffix(f.Name, "document.xml")])); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		if Wrote(changed.Bytes(), command) {
			t.Errorf("%s: an author's work would be replaced", format)
		}
	}
	if Wrote([]byte("PK\x03\x04 "+command+"\n"), command) {
		t.Error("a broken zip is nobody's")
	}
}

func TestEscapeTeX(t *testing.T) {
	for in, want := range map[string]string{
		`50% & $5 #1 a_b {x} ~ ^ \n`: `50\% \& \$5 \#1 a\_b \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{}n`,
		`<b> | "so" 'it' [1] *`:      `\textless{}b\textgreater{} \textbar{} {\char34}so{\char34} 'it' {[}1{]} {*}`,
		"a--b, ,, '' “é” … –":        "a-{}-b, ,{}, '{}' “é” … –",
		"cafe\u0301 i\u0308":         `caf\'{e} \"{\i}`,
		"χ² ≥ 3 ✓ 日 " + family:       `$\chi$² $\geq$ 3 $\surd$ \tematikchar{65E5} \tematikchar{1F468}\tematikchar{1F469}\tematikchar{1F467}`,
		"literacy.documents a.b. c":  `literacy.\allowbreak{}documents a.b. c`,
		"line\nend":                  `line\newline end`,
	} {
		if got := escapeTeX(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
