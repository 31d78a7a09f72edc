package render

import (
	"bytes"
	_ "embed" // docx.styles.xml
	"fmt"
	"io"
	"strings"

	"tematik/internal/report"
)

//go:embed docx.styles.xml
var docxStyles string

const (
	twip      = 20    // of a point
	emu       = 12700 // of a point
	paperWide = 11906 // A4, in twips
	paperTall = 16838
	inch      = 1440
	tall      = 600.0 // points: what of a page a figure may take
)

// renderDOCX writes the tables and figures as a paper has them: real tables of
// Word in the manner of the APA, with no vertical rule, the head repeated on each
// page, the notes below, and across the page where they are wide.
func renderDOCX(w io.Writer, r *report.Report, o Options) error {
	d := &docx{words: words{lang: o.language(), labels: r.Labels, named: true}}
	tables, err := d.exhibits(r, o)
	if err != nil {
		return err
	}
	d.across = len(tables) > 0 && tables[0].turned
	if s := clean(r.Title.In(d.lang)); s != "" && !(len(tables) > 0 && tables[0].title == s) {
		d.paragraph("Title", "", plainRun(s))
	}
	for i, e := range tables {
		d.turn(e.turned)
		if further(tables, i) {
			d.paragraph("Heading1", "", plainRun(d.say("Further tables", "Tabel lainnya")))
		}
		d.table(e)
		if i == 0 {
			d.warnings(r)
		}
	}
	if len(tables) == 0 {
		d.warnings(r)
	}
	for i := range r.Figures {
		if f := &r.Figures[i]; o.Table == "" && f.Kinds() == 1 {
			d.turn(false)
			if err := d.figure(r, f, o); err != nil {
				return err
			}
		}
	}
	if !bare(r) {
		d.origin(r, tables)
	}
	return pack(w, r, d.lang, d.parts())
}

// docx is a document being written.
type docx struct {
	words
	strings.Builder
	across   bool
	pictures [][]byte
}

// turn begins a new section where the paper is to lie the other way.
func (d *docx) turn(across bool) {
	if d.across == across {
		return
	}
	if d.Len() > 0 {
		d.WriteString(`<w:p><w:pPr><w:spacing w:after="0" w:line="20" w:lineRule="exact"/>` + section(d.across) + `</w:pPr></w:p>`)
	}
	d.across = across
}

func section(across bool) string {
	size := fmt.Sprintf(`w:w="%d" w:h="%d"`, paperWide, paperTall)
	if across {
		size = fmt.Sprintf(`w:w="%d" w:h="%d" w:orient="landscape"`, paperTall, paperWide)
	}
	return fmt.Sprintf(`<w:sectPr><w:pgSz %s/><w:pgMar w:top="%d" w:right="%[2]d" w:bottom="%[2]d" w:left="%[2]d" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>`, size, inch)
}

// paragraph writes runs in a style.
func (d *docx) paragraph(style, more string, runs ...string) {
	d.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr>` + strings.Join(runs, "") + `</w:p>`)
}

func plainRun(s string) string  { return run("", s) }
func italicRun(s string) string { return run(`<w:rPr><w:i/></w:rPr>`, s) }

// run is text with its looks; a line end in it is one in the document.
func run(looks, s string) string {
	var b strings.Builder
	b.WriteString(`<w:r>` + looks)
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		b.WriteString(`<w:t xml:space="preserve">` + kept(line) + `</w:t>`)
	}
	b.WriteString(`</w:r>`)
	return b.String()
}

// numbered is a title of a table or figure as Word counts them itself, so that
// an author can move them about.
func (d *docx) numbered(noun string, n int, title string) {
	d.paragraph("Number", "", plainRun(noun+" "), fmt.Sprintf(`<w:fldSimple w:instr=" SEQ %s \* ARABIC ">%s</w:fldSimple>`, noun, plainRun(fmt.Sprint(n))))
	d.paragraph("Caption", "", plainRun(title))
}

// table writes a table with what stands above and below it.
func (d *docx) table(e *exhibit) {
	d.numbered(d.say("Table", "Tabel"), e.number, e.title)
	if len(e.parts) == 0 && !e.dropped {
		d.paragraph("Note", "", plainRun(d.say("No rows.", "Tidak ada baris.")))
	}
	for i, b := range e.parts {
		if i > 0 {
			d.paragraph("Continued", "", plainRun(d.say("Table %v, continued", "Tabel %v, lanjutan", e.number)))
		}
		d.grid(e, b)
	}
	if len(e.notes) > 0 {
		d.paragraph("Note", "", italicRun(d.say("Note. ", "Catatan. ")), plainRun(strings.Join(e.notes, " ")))
	}
}

func (d *docx) warnings(r *report.Report) {
	for _, x := range r.Warnings {
		d.paragraph("Note", "", italicRun(d.say("Warning. ", "Peringatan. ")), plainRun(clean(x.Text.In(d.lang))))
	}
}

// grid writes the element. Its head is marked as one and comes again on every
// page; no row is cut by a page's end.
func (d *docx) grid(e *exhibit, b *block) {
	about := strings.Join(e.notes, " ")
	d.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Exhibit"/>` + fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, width(b.width)) +
		`<w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>` +
		`<w:tblCaption w:val="` + kept(e.title) + `"/><w:tblDescription w:val="` + kept(about) + `"/></w:tblPr><w:tblGrid>`)
	for _, c := range b.columns {
		fmt.Fprintf(d, `<w:gridCol w:w="%d"/>`, width(c.width+gap))
	}
	d.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, c := range b.columns {
		d.cell(c, "head", 0, true, run("", tied(c.head)))
	}
	d.WriteString(`</w:tr>`)
	for i := range e.Rows {
		where := ""
		if i == len(e.Rows)-1 {
			where = "last"
		}
		next := e.bound(i) || where != "" && len(e.notes) > 0
		d.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for _, c := range b.columns {
			looks, depth := "", 0
			if c.at == 0 {
				depth = level(e.Table, i)
				if leads(e.Table, i) {
					looks = `<w:rPr><w:b/></w:rPr>`
				}
			}
			d.cell(c, where, depth, next, run(looks, d.printedCell(e, i, c)))
		}
		d.WriteString(`</w:tr>`)
	}
	d.WriteString(`</w:tbl>`)
}

// printedCell is a cell with its line ends; a number is not broken, and has a minus.
func (w words) printedCell(e *exhibit, row int, c *column) string {
	if again(e.Table, row, c.at) {
		return ""
	}
	if c.right {
		return strings.NewReplacer(" ", "\u00A0", "-", "−").Replace(c.cells[row])
	}
	return strings.Join(w.lines(e.Columns[c.at], at(e.Rows[row], c.at)), "\n")
}

// tied keeps a unit of a head with the word before it.
func tied(head string) string { return strings.ReplaceAll(head, " (%)", "\u00A0(%)") }

// cell writes a cell; where it stands gives it its rule.
func (d *docx) cell(c *column, where string, depth int, next bool, text string) {
	d.WriteString(fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width(c.width+gap)))
	switch where {
	case "head":
		d.WriteString(`<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders><w:vAlign w:val="bottom"/>`)
	case "last":
		d.WriteString(`<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tcBorders>`)
	}
	if c.right && where != "head" {
		d.WriteString(`<w:noWrap/>`)
	}
	d.WriteString(`</w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>`)
	if next {
		d.WriteString(`<w:keepNext/>`)
	}
	if depth > 0 {
		fmt.Fprintf(d, `<w:ind w:left="%d"/>`, 200*depth)
	}
	if c.right {
		d.WriteString(`<w:jc w:val="right"/>`)
	}
	d.WriteString(`</w:pPr>` + text + `</w:p></w:tc>`)
}

// width is so many digits in twips.
func width(digits int) int { return digits * digit * twip }

// figure embeds a figure as it is drawn, with its numbers in words.
func (d *docx) figure(r *report.Report, f *report.Figure, o Options) error {
	o.Figure = f.ID
	pic, _, err := o.layout(f)
	if err != nil {
		return err
	}
	one := *r
	one.Figures = []report.Figure{*f}
	var png bytes.Buffer
	if err := renderPNG(&png, &one, o); err != nil {
		return err
	}
	d.pictures = append(d.pictures, png.Bytes())
	n := len(d.pictures)
	w, h := pic.size()
	scale := min(1, tallPage*digit/w.Points(), tall/h.Points())
	cx, cy := int(w.Points()*scale*emu), int(h.Points()*scale*emu)
	title, alt := clean(f.Title.In(d.lang)), clean(f.Alt.In(d.lang))
	d.numbered(d.say("Figure", "Gambar"), n, title)
	fmt.Fprintf(d, `<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>`+
		`<wp:docPr id="%d" name="%s" descr="%s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>`+
		`<pic:nvPicPr><pic:cNvPr id="%[3]d" name="figure%[3]d.png" descr="%[5]s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rId%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, cx, cy, n, kept(title), kept(alt), n+2)
	d.paragraph("Note", "", italicRun(d.say("Note. ", "Catatan. ")), plainRun(alt))
	return nil
}

// origin says how the numbers were made, and what is not on these pages.
func (d *docx) origin(r *report.Report, tables []*exhibit) {
	d.paragraph("Heading1", "", plainRun(d.say("How the numbers were made", "Cara angka-angka ini dibuat")))
	if method := d.method(r); method != "" {
		d.paragraph("Note", "", plainRun(method))
	}
	for _, line := range append(Provenance(r.Provenance, d.lang), d.omitted(tables)...) {
		d.paragraph("Origin", "", plainRun(line))
	}
}

// omitted says which columns are not on the page, and how they come there.
func (w words) omitted(tables []*exhibit) []string {
	var lines []string
	for _, e := range tables {
		if len(e.left) > 0 {
			lines = append(lines, w.say("Table %v leaves out: %v.", "Tabel %v tidak memuat: %v.", e.number, strings.Join(e.left, ", ")))
		}
	}
	if len(lines) > 0 {
		lines = append(lines, w.say("Every row and column: --all, or as xlsx or csv.", "Semua baris dan kolom: --all, atau sebagai xlsx atau csv."))
	}
	return append(lines, w.say("A dash (–) stands where there is no value.", "Tanda pisah (–) berarti tidak ada nilai."))
}

func (d *docx) parts() []part {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	body := xmlHead + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + relation + `"` +
		` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>` + d.String() + section(d.across) + `</w:body></w:document>`
	list := []link{{"styles", "styles.xml"}, {"settings", "settings.xml"}}
	var pictures []part
	for i, png := range d.pictures {
		name := fmt.Sprintf("media/figure%d.png", i+1)
		list = append(list, link{"image", name})
		pictures = append(pictures, part{name: "word/" + name, body: png})
	}
	settings := xmlHead + `<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`
	return append([]part{
		{"word/document.xml", word + "document.main+xml", []byte(body)},
		links("word/_rels/document.xml.rels", list...),
		{"word/styles.xml", word + "styles+xml", []byte(strings.ReplaceAll(docxStyles, "LANGUAGE", locale(d.lang)))},
		{"word/settings.xml", word + "settings+xml", []byte(settings)},
	}, pictures...)
}
