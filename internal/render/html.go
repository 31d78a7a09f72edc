package render

import (
	"bufio"
	"crypto/sha256"
	_ "embed" // html.css
	"encoding/base64"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tematik/internal/lang"
	"tematik/internal/report"
)

//go:embed html.css
var htmlStyle string

const (
	broadFrom   = 10   // columns: a table of as many is printed across
	turnedFrom  = 9    // columns of a matrix: their heads read upwards
	mostAcross  = 40   // columns of a matrix that one sheet of paper holds
	longText    = 40   // characters: a column of longer ones is text
	twiceAtMost = 1000 // rows: a longer table is not shown twice
	deepest     = 3    // levels that are told apart
)

// renderHTML writes a report as one page that stands alone: no script, nothing
// from elsewhere, legible on a phone, in the dark, on paper and by ear. It is
// well-formed XML too, so that a strict test can read it.
func renderHTML(w io.Writer, r *report.Report, o Options) error {
	tables, err := o.readable(r)
	if err != nil {
		return err
	}
	p := &htmlPage{words: words{lang: o.language(), labels: r.Labels, named: true}, Writer: bufio.NewWriter(w), options: o}
	p.head(r)
	p.warnings(r.Warnings)
	for i := range r.Figures {
		if f := &r.Figures[i]; o.Table == "" && f.Kinds() == 1 {
			if err := p.figure(f); err != nil {
				return err
			}
		}
	}
	for _, t := range tables {
		t.Notes = slices.DeleteFunc(slices.Clone(t.Notes), func(n lang.Text) bool { return clean(n.In(p.lang)) == p.method(r) })
		p.table(t)
	}
	if !bare(r) {
		p.origin(r)
	}
	p.put("</main>\n</body>\n</html>\n")
	return p.Flush()
}

// htmlPage is a page being written; the writer keeps its first error.
type htmlPage struct {
	words
	*bufio.Writer
	options         Options
	figures, tables int
}

func (p *htmlPage) put(parts ...string) {
	for _, s := range parts {
		p.WriteString(s)
	}
}

// head begins the page. Its policy forbids whatever the page does not need; the
// one style sheet is allowed by its hash.
func (p *htmlPage) head(r *report.Report) {
	title := escaped(r.Title.In(p.lang))
	if title == "" {
		title = "tematik"
	}
	sum := sha256.Sum256([]byte(htmlStyle))
	about := title
	if name := escaped(r.Provenance.Project); name != "" {
		about += " · " + name
	}
	p.put("<!DOCTYPE html>\n<html lang=\"", string(p.lang), "\">\n<head>\n<meta charset=\"utf-8\" />\n",
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-", base64.StdEncoding.EncodeToString(sum[:]), "'; base-uri 'none'; form-action 'none'\" />\n",
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n",
		"<meta name=\"referrer\" content=\"no-referrer\" />\n<meta name=\"generator\" content=\"tematik\" />\n",
		"<title>", about, "</title>\n<style>", htmlStyle, "</style>\n</head>\n<body>\n<main>\n<h1>", title, "</h1>\n")
	if !bare(r) {
		p.put("<p class=\"soft\">", escaped(r.Provenance.Project), "</p>\n")
	}
}

func (p *htmlPage) warnings(list []report.Warning) {
	if len(list) == 0 {
		return
	}
	p.put("<section class=\"alarm\" aria-labelledby=\"warnings\">\n<h2 id=\"warnings\">", p.say("Warnings", "Peringatan"), "</h2>\n<ul>\n")
	for _, x := range list {
		p.put("<li>", escaped(x.Text.In(p.lang)), "</li>\n")
	}
	p.put("</ul>\n</section>\n")
}

// styled are the looks of an SVG element; a page's policy allows them as
// attributes only. No text of a figure holds a quotation mark unescaped.
var styled = regexp.MustCompile(`\sstyle="[^"]*"`)

// figure draws a figure into the page, its numbers in words below it.
func (p *htmlPage) figure(f *report.Figure) error {
	p.figures++
	id := "figure-" + strconv.Itoa(p.figures)
	svg, err := p.options.drawSVG(f, id, "")
	if err != nil {
		return err
	}
	svg = strings.NewReplacer("\n\txmlns=\"http://www.w3.org/2000/svg\"", "", "\n\txmlns:xlink=\"http://www.w3.org/1999/xlink\"", "", " xml:lang=", " lang=").Replace(svg)
	svg = styled.ReplaceAllStringFunc(svg, func(s string) string {
		var b strings.Builder
		for _, rule := range strings.Split(s[len(` style="`):len(s)-1], ";") {
			if name, value, ok := strings.Cut(rule, ":"); ok {
				b.WriteString(" " + name + "=\"" + value + "\"")
			}
		}
		return b.String()
	})
	title := p.say("Figure %v", "Gambar %v", p.figures) + ". " + escaped(f.Title.In(p.lang))
	p.put("<figure aria-labelledby=\"", id, "\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"", id, "\">\n", strings.TrimSpace(svg),
		"\n</div>\n<figcaption><h2 id=\"", id, "\">", title, "</h2><p>", escaped(f.Alt.In(p.lang)), "</p></figcaption>\n</figure>\n")
	return nil
}

// table writes a table with its notes. What the approach leaves to the second
// look is folded away, unless there is too much of it to have twice; a matrix
// that no sheet of paper holds goes on below itself.
func (p *htmlPage) table(t report.Table) {
	p.tables++
	id := "table-" + strconv.Itoa(p.tables)
	title := p.say("Table %v", "Tabel %v", p.tables) + ". " + escaped(t.Title.In(p.lang))
	heading := "<h2 id=\"" + id + "\">" + title + "</h2>"
	wide, notes := p.wide(t), t.Notes
	shown := 0
	for _, c := range t.Columns {
		if !c.Hidden {
			shown++
		}
	}
	switch {
	case len(t.Rows) == 0 || len(t.Columns) == 0:
		p.put("<section>\n", heading, "\n<p>", p.say("No rows.", "Tidak ada baris."), "</p>\n")
	case t.Print != nil:
		printed := p.shown(t)
		p.put("<section", broad(len(printed.Columns)), ">\n")
		p.grid(printed, id, heading, false)
		notes = printed.Notes
		if len(t.Rows) <= twiceAtMost {
			p.whole(t, id, title)
		}
	case t.Pivot != nil && len(wide.Columns) > 1:
		p.put("<section", broad(len(wide.Columns)), ">\n")
		turn := len(wide.Columns) > turnedFrom && !numbered(wide)
		for from := 1; from < len(wide.Columns); from += mostAcross {
			to := min(from+mostAcross, len(wide.Columns))
			if from > 1 {
				id, heading = id+"-"+strconv.Itoa(from), "<span id=\""+id+"-"+strconv.Itoa(from)+"\">"+title+p.say(", continued", ", lanjutan")+"</span>"
			}
			p.grid(between(wide, from, to), id, heading, turn)
		}
	case 0 < shown && shown < len(t.Columns) && len(t.Rows) <= twiceAtMost:
		p.put("<section", broad(shown), ">\n")
		p.grid(keep(t, func(k int) bool { return !t.Columns[k].Hidden }), id, heading, false)
		p.whole(t, id, title)
	default:
		p.put("<section", broad(len(t.Columns)), ">\n")
		p.grid(t, id, heading, false)
	}
	p.notes(notes)
	p.put("</section>\n")
}

// whole is the table with every column, folded away.
func (p *htmlPage) whole(t report.Table, id, title string) {
	t.Levels = nil
	all := p.say("with all %v columns", "dengan semua %v kolom", len(t.Columns))
	p.put("<details>\n<summary>", p.say("Table %v", "Tabel %v", p.tables), " ", all, "</summary>\n")
	p.grid(t, id+"-all", "<span id=\""+id+"-all\">"+title+", "+all+"</span>", false)
	if t.Print != nil {
		p.notes(t.Notes) // others than those of what is printed
	}
	p.put("</details>\n")
}

func (p *htmlPage) notes(list []lang.Text) {
	for _, n := range list {
		p.put("<p class=\"note\"><em>", p.say("Note.", "Catatan."), "</em> ", escaped(n.In(p.lang)), "</p>\n")
	}
}

func broad(columns int) string {
	if columns < broadFrom {
		return ""
	}
	return " class=\"broad\""
}

// numbered reports a matrix whose columns go by numbers.
func numbered(t report.Table) bool { return t.Columns[1].Title.String() == "1" }

// between is a table with its first column and those from…to.
func between(t report.Table, from, to int) report.Table {
	if from == 1 && to == len(t.Columns) {
		return t
	}
	return keep(t, func(k int) bool { return k == 0 || from <= k && k < to })
}

// keep is a table with some of its columns.
func keep(t report.Table, column func(k int) bool) report.Table {
	out := t
	out.Columns, out.Rows = nil, make([][]report.Cell, len(t.Rows))
	for k, c := range t.Columns {
		if column(k) {
			out.Columns = append(out.Columns, c)
			for i, row := range t.Rows {
				out.Rows[i] = append(out.Rows[i], at(row, k))
			}
		}
	}
	return out
}

// grid writes the element, in a region that scrolls where the page is narrow and
// that a keyboard reaches.
func (p *htmlPage) grid(t report.Table, id, heading string, turn bool) {
	p.put("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"", id, "\">\n<table")
	if turn {
		p.put(" class=\"turn\"")
	}
	p.put(">\n<caption>", heading, "</caption>\n<thead>\n<tr>")
	class := make([]string, len(t.Columns))
	for k, c := range t.Columns {
		class[k] = columnClass(t, k)
		title := c.Title.In(p.lang)
		if title == "" {
			title = c.ID
		}
		p.put("<th scope=\"col\"", class[k], "><span>", escaped(title), "</span></th>")
	}
	p.put("</tr>\n</thead>\n<tbody>\n")
	named := naming(t)
	for i, row := range t.Rows {
		if leads(t, i) || t.Columns[0].Grouped && at(row, 0) != nil && !again(t, i, 0) {
			p.WriteString("<tr class=\"group\">")
		} else {
			p.WriteString("<tr>")
		}
		for k, c := range t.Columns {
			s := p.htmlCell(c, at(row, k))
			if k < named && s != "" {
				looks := class[k]
				if depth := level(t, i); k == 0 && depth > 0 {
					looks = " class=\"in" + strconv.Itoa(min(depth, deepest)) + "\""
				}
				p.put("<th scope=\"row\"", looks, ">")
				if again(t, i, k) {
					s = "<span class=\"unseen\">" + s + "</span>"
				}
				p.put(s, "</th>")
				continue
			}
			p.put("<td", class[k], ">", s, "</td>")
		}
		p.WriteString("</tr>\n")
	}
	p.put("</tbody>\n</table>\n</div>\n")
}

// columnClass is the class of a column: numbers, marks, long texts, or none.
func columnClass(t report.Table, k int) string {
	switch c := t.Columns[k]; {
	case numeric(c.Type):
		return " class=\"n\""
	case c.Type == report.Boolean:
		return " class=\"c\""
	case c.Type == report.String && slices.ContainsFunc(t.Rows, func(row []report.Cell) bool {
		s, ok := plain(at(row, k)).(string)
		return ok && utf8.RuneCountInString(s) > longText
	}):
		return " class=\"t\""
	}
	return ""
}

// naming is how many columns name the rows: the first, and codes, documents and
// cases right after it.
func naming(t report.Table) int {
	for k, c := range t.Columns {
		if k > 0 && c.Type != report.Code && c.Type != report.Document && c.Type != report.Case {
			return k
		}
	}
	return len(t.Columns)
}

// htmlCell keeps the line ends of a quote, which are meant.
func (p *htmlPage) htmlCell(c report.Column, v report.Cell) string {
	lines := p.lines(c, v)
	for i, line := range lines {
		lines[i] = escaped(line)
	}
	return strings.Join(lines, "\n")
}

// origin says how the numbers were made.
func (p *htmlPage) origin(r *report.Report) {
	pv := r.Provenance
	p.put("<footer>\n<h2>", p.say("How the numbers were made", "Cara angka-angka ini dibuat"), "</h2>\n")
	if method := p.method(r); method != "" {
		p.put("<p>", escaped(method), "</p>\n")
	}
	for _, line := range Provenance(pv, p.lang) {
		if line == clean(pv.Command) {
			p.put("<p><code>", escaped(line), "</code></p>\n")
			continue
		}
		p.put("<p>", escaped(line), "</p>\n")
	}
	p.put("<p>", p.say("A dash (–) stands where there is no value.", "Tanda pisah (–) berarti tidak ada nilai."), "</p>\n</footer>\n")
}
