package render

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// What a workbook can hold.
const (
	mostRows  = 1 << 20 // of a sheet, with the head
	mostChars = 32767   // of a cell, in UTF-16
	mostName  = 31      // of a sheet, in UTF-16
	broadest  = 60      // of a column, in characters; longer texts are wrapped
	slimmest  = 8
)

// Looks of cells: their places in cellXfs of the styles. Formats of numbers
// come after these.
const (
	looksPlain = iota
	looksHead
	looksText  // wrapped
	looksQuote // words that look like a formula, and stay words when edited
	looksFirst
)

const firstFormat = 164 // numbers below are formats that programs know

// renderXLSX writes the tables as data with types, a sheet each, under the
// columns' ids as in CSV; then what the columns mean, and how the numbers were
// made. Numbers have all their digits, and are shown rounded.
func renderXLSX(w io.Writer, r *report.Report, o Options) error {
	tables, err := o.tables(r)
	if err != nil {
		return err
	}
	x := &workbook{words: words{lang: o.language(), labels: r.Labels, named: true}, names: map[string]bool{}}
	for i := range tables {
		x.table(&tables[i])
	}
	x.definitions(r, tables)
	x.about(r, tables)
	return pack(w, r, x.lang, x.parts())
}

// workbook is a workbook being written.
type workbook struct {
	words
	names   map[string]bool // of sheets, in lower case
	sheets  []sheetPart
	formats []string
	cut     []string // what did not fit into cells
}

// sheetPart is a sheet written.
type sheetPart struct{ name, xml string }

// xsheet is a sheet being written.
type xsheet struct {
	strings.Builder
	rows, columns int
}

// table writes a table, on further sheets where one is full.
func (x *workbook) table(t *report.Table) {
	looks := make([]int, len(t.Columns))
	widths := make([]int, len(t.Columns))
	for k, c := range t.Columns {
		looks[k] = x.looks(c)
		widths[k] = cells.Width(c.ID) + 2
	}
	for from, n := 0, 1; from == 0 || from < len(t.Rows); from, n = from+mostRows-1, n+1 {
		rows := t.Rows[from:min(from+mostRows-1, len(t.Rows))]
		var s xsheet
		s.row(len(t.Columns), func(k int) { s.text(looksHead, t.Columns[k].ID) })
		for i, row := range rows {
			s.row(len(t.Columns), func(k int) {
				width := x.cell(&s, looks[k], at(row, k), t.ID, from+i)
				widths[k] = max(widths[k], min(width+1, broadest))
			})
		}
		name := t.ID
		if n > 1 {
			name = fmt.Sprintf("%s %d", t.ID, n)
		}
		x.add(name, &s, widths, true)
	}
}

// looks finds the format of a column's numbers, and makes it the first time.
func (x *workbook) looks(c report.Column) int {
	decimals := c.Decimals
	var format string
	switch {
	case c.Type == report.String:
		return looksText
	case !numeric(c.Type):
		return looksPlain
	case c.Type == report.Count:
		format = "#,##0"
	case decimals == 0 && c.Type == report.Number:
		decimals = 2
		fallthrough
	default:
		format = "0"
		if decimals > 0 {
			format += "." + strings.Repeat("0", decimals)
		}
		if c.Type == report.Share {
			format += "%"
		}
	}
	for i, f := range x.formats {
		if f == format {
			return looksFirst + i
		}
	}
	x.formats = append(x.formats, format)
	return looksFirst + len(x.formats) - 1
}

// cell writes a value as what it is, and returns how wide it is.
func (x *workbook) cell(s *xsheet, looks int, v report.Cell, table string, row int) int {
	number := func(digits string) int {
		s.WriteString(`<c r="` + s.here() + `" s="` + strconv.Itoa(looks) + `"><v>` + digits + `</v></c>`)
		return min(len(digits), 12)
	}
	switch v := plain(v).(type) {
	case nil:
		return 0
	case int:
		return number(strconv.Itoa(v))
	case float64:
		return number(strconv.FormatFloat(v, 'g', -1, 64))
	case bool:
		s.WriteString(`<c r="` + s.here() + `" t="b"><v>` + strconv.Itoa(bit(v)) + `</v></c>`)
		return 6
	case string:
		if !s.text(looks, v) {
			x.cut = append(x.cut, x.say("%v, row %v", "%v, baris %v", table, row+2))
		}
		return cells.Width(clean(v))
	default:
		s.text(looks, fmt.Sprint(v))
		return 0
	}
}

// row writes a row of so many cells.
func (s *xsheet) row(columns int, cell func(k int)) {
	s.rows++
	s.WriteString(`<row r="` + strconv.Itoa(s.rows) + `">`)
	for s.columns = range columns {
		cell(s.columns)
	}
	s.WriteString(`</row>`)
}

// here is the place of the cell being written.
func (s *xsheet) here() string { return columnName(s.columns) + strconv.Itoa(s.rows) }

func columnName(k int) string {
	name := ""
	for k++; k > 0; k = (k - 1) / 26 {
		name = string(rune('A'+(k-1)%26)) + name
	}
	return name
}

// text writes words as words, whatever they look like, and reports whether all
// of them fit.
func (s *xsheet) text(looks int, v string) bool {
	v = strings.ReplaceAll(v, "\r\n", "\n")
	v, whole := fitting(v, mostChars)
	if looks != looksHead && v != "" && strings.ContainsRune("=+-@", rune(v[0])) {
		looks = looksQuote
	}
	s.WriteString(`<c r="` + s.here() + `" s="` + strconv.Itoa(looks) + `" t="inlineStr"><is><t xml:space="preserve">` + spelled(v) + `</t></is></c>`)
	return whole
}

// fitting cuts a text to so many units of UTF-16 and marks that it did.
func fitting(s string, most int) (short string, whole bool) {
	if len(s) <= most {
		return s, true
	}
	const mark = " […]"
	units, cut := 0, -1
	for i, r := range s {
		n := max(utf16.RuneLen(r), 1)
		if cut < 0 && units+n+utf8.RuneCountInString(mark) > most {
			cut = i
		}
		units += n
	}
	if units <= most {
		return s, true
	}
	return s[:cut] + mark, false
}

// spelled is a text in a cell: line ends and tabs are kept, and what looks like
// the format's own escape of a character is not read as one.
func spelled(s string) string {
	var b strings.Builder
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(kept(strings.ReplaceAll(line, "\t", " ")))
	}
	return underscores(b.String())
}

func underscores(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && i+7 <= len(s) && s[i+1] == 'x' && s[i+6] == '_' && strings.Trim(s[i+2:i+6], "0123456789abcdefABCDEF") == "" {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// add ends a sheet: its name, its widths, and the head that stays in sight.
func (x *workbook) add(name string, s *xsheet, widths []int, data bool) {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"`)
	if len(x.sheets) == 0 {
		b.WriteString(` tabSelected="1"`)
	}
	b.WriteString(`><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`)
	if len(widths) > 0 {
		b.WriteString(`<cols>`)
		for k, w := range widths {
			fmt.Fprintf(&b, `<col min="%d" max="%[1]d" width="%d" customWidth="1"/>`, k+1, max(w, slimmest))
		}
		b.WriteString(`</cols>`)
	}
	b.WriteString(`<sheetData>` + s.String() + `</sheetData>`)
	if data && len(widths) > 0 {
		fmt.Fprintf(&b, `<autoFilter ref="A1:%s%d"/>`, columnName(len(widths)-1), s.rows)
	}
	b.WriteString(`<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape"/></worksheet>`)
	x.sheets = append(x.sheets, sheetPart{x.name(name), b.String()})
}

// name makes a sheet's name that programs take and no other sheet has.
func (x *workbook) name(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || unicode.IsControl(r) {
			return '_'
		}
		return harmless(r)
	}, strings.ToValidUTF8(s, "_"))
	if strings.TrimSpace(s) == "" || strings.EqualFold(s, "history") {
		s = "table_" + s
	}
	for n := 1; ; n++ {
		tail := ""
		if n > 1 {
			tail = fmt.Sprintf(" (%d)", n)
		}
		runes := []rune(s)
		for len(utf16.Encode(runes))+len(tail) > mostName {
			runes = runes[:len(runes)-1]
		}
		name := string(runes) + tail
		if key := strings.ToLower(name); !x.names[key] {
			x.names[key] = true
			return name
		}
	}
}

// definitions says what each column and each code is.
func (x *workbook) definitions(r *report.Report, tables []report.Table) {
	kinds := map[report.Type]lang.Text{
		report.Count: lang.T("count", "jumlah"), report.Share: lang.T("share (1 is 100%)", "bagian (1 berarti 100%)"), report.Number: lang.T("number", "bilangan"),
		report.String: lang.T("text", "teks"), report.Code: lang.T("code (id)", "kode (id)"), report.Document: lang.T("document (name)", "dokumen (nama)"),
		report.Case: lang.T("case", "kasus"), report.Boolean: lang.T("yes or no", "ya atau tidak"),
	}
	head := []string{x.say("sheet", "lembar"), "id", x.say("title", "judul"), x.say("type", "jenis"), x.say("meaning", "arti")}
	rows := [][]string{}
	codes := map[string]bool{}
	var order []string
	for _, t := range tables {
		var notes []string
		for _, n := range t.Notes {
			notes = append(notes, n.In(x.lang))
		}
		rows = append(rows, []string{t.ID, "", t.Title.In(x.lang), x.say("table", "tabel"), strings.Join(notes, "\n")})
		for k, c := range t.Columns {
			meaning := c.Meaning.In(x.lang)
			if t.Pivot != nil && c.ID == t.Pivot.Value {
				meaning = x.say("one row for each pair of %v and %v", "satu baris untuk tiap pasangan %v dan %v", t.Pivot.Row, t.Pivot.Column)
			}
			rows = append(rows, []string{t.ID, c.ID, c.Title.In(x.lang), kinds[c.Type].In(x.lang), meaning})
			for _, row := range t.Rows {
				if s, ok := plain(at(row, k)).(string); ok && c.Type == report.Code && !codes[s] {
					codes[s] = true
					order = append(order, s)
				}
			}
		}
	}
	for _, code := range order {
		if label, ok := x.labels[code]; ok {
			rows = append(rows, []string{"", code, label.In(x.lang), x.say("code", "kode"), ""})
		}
	}
	x.list(x.say("Definitions", "Definisi"), head, rows, []int{14, 22, 40, 22, 80})
}

// about says how the numbers were made, and what is to be known of them.
func (x *workbook) about(r *report.Report, tables []report.Table) {
	rows := [][]string{{x.say("report", "laporan"), r.Title.In(x.lang)}}
	for _, warning := range r.Warnings {
		rows = append(rows, []string{x.say("warning", "peringatan"), warning.Text.In(x.lang)})
	}
	if len(x.cut) > 0 {
		const most = 20
		list := strings.Join(x.cut[:min(len(x.cut), most)], "; ")
		if len(x.cut) > most {
			list += "; …"
		}
		rows = append(rows, []string{x.say("warning", "peringatan"), x.say("A cell holds 32,767 characters: […] stands where a text was cut; csv and json have it whole: %v.",
			"Satu sel memuat 32.767 karakter: […] menandai teks yang terpotong; csv dan json memuatnya utuh: %v.", list)})
	}
	if !bare(r) {
		for _, line := range Provenance(r.Provenance, x.lang) {
			rows = append(rows, []string{x.say("made with", "dibuat dengan"), line})
		}
	}
	rows = append(rows, []string{x.say("empty cell", "sel kosong"), x.say("no value", "tidak ada nilai")})
	x.list(x.say("About", "Tentang"), []string{x.say("what", "hal"), x.say("says", "isi")}, rows, []int{18, 110})
}

// list adds a sheet of words.
func (x *workbook) list(name string, head []string, rows [][]string, widths []int) {
	var s xsheet
	s.row(len(head), func(k int) { s.text(looksHead, head[k]) })
	for _, row := range rows {
		s.row(len(row), func(k int) {
			if row[k] != "" {
				s.text(looksText, row[k])
			}
		})
	}
	x.add(name, &s, widths, false)
}

func (x *workbook) parts() []part {
	const kind, space = "application/vnd.openxmlformats-officedocument.spreadsheetml.", ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var book strings.Builder
	book.WriteString(xmlHead + `<workbook` + space + ` xmlns:r="` + relation + `"><sheets>`)
	var list []link
	var sheets []part
	for i, s := range x.sheets {
		name := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%[2]d"/>`, kept(s.name), i+1)
		list = append(list, link{"worksheet", name})
		sheets = append(sheets, part{"xl/" + name, kind + "worksheet+xml", []byte(s.xml)})
	}
	book.WriteString(`</sheets></workbook>`)
	var styles strings.Builder
	fmt.Fprintf(&styles, xmlHead+`<styleSheet`+space+`><numFmts count="%d">`, len(x.formats))
	for i, f := range x.formats {
		fmt.Fprintf(&styles, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+i, f)
	}
	const wrapped = `<alignment vertical="top" wrapText="1"/>`
	fmt.Fprintf(&styles, `</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>`+
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>`+
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>`+
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="%d">`, looksFirst+len(x.formats))
	const xf = `<xf numFmtId="%d" fontId="%d" fillId="0" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"%s>%s</xf>`
	const top = `<alignment vertical="top"/>`
	fmt.Fprintf(&styles, xf+xf+xf+xf, 0, 0, 0, "", top, 0, 1, 1, "", top, 0, 0, 0, "", wrapped, 49, 0, 0, ` quotePrefix="1"`, wrapped)
	for i := range x.formats {
		fmt.Fprintf(&styles, xf, firstFormat+i, 0, 0, "", top)
	}
	styles.WriteString(`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	list = append(list, link{"styles", "styles.xml"})
	return append([]part{
		{"xl/workbook.xml", kind + "sheet.main+xml", []byte(book.String())},
		links("xl/_rels/workbook.xml.rels", list...),
		{"xl/styles.xml", kind + "styles+xml", []byte(styles.String())},
	}, sheets...)
}
