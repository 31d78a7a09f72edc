package render

import (
	"io"
	"strings"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// A table of at most shortTable rows shows its texts whole; of a longer one,
// each cell shows at most cellLines lines.
const (
	shortTable = 8
	cellLines  = 3
)

// page is a terminal being written to.
type page struct {
	words
	strings.Builder
	width int
	color bool
	all   bool
	list  bool // a table that a command prints: no study was counted
}

// Looks, as the numbers of the escape sequences that select them.
const (
	regular = ""
	bold    = "1"
	faint   = "2"
	yellow  = "33"
)

// renderTerminal writes a report for reading on a screen: no line is wider than
// the page, and all it says is there without colour. A report that no command
// made is a list: its tables and nothing else.
func renderTerminal(w io.Writer, r *report.Report, o Options) error {
	tables, err := o.readable(r)
	if err != nil {
		return err
	}
	p := &page{words: words{lang: o.language(), labels: r.Labels}, width: o.Width, color: o.Color, all: o.All, list: bare(r)}
	if p.width == 0 {
		p.width = 80
	}
	p.width = max(p.width, 40)

	title := clean(r.Title.In(p.lang))
	if title != "" {
		p.line(bold, "", title)
	}
	var aside []string
	for i := range tables {
		if tables[i].Aside && !o.All && o.Table == "" {
			aside = append(aside, tables[i].ID+" ("+clean(tables[i].Title.In(p.lang))+")")
			continue
		}
		p.part()
		if t := clean(tables[i].Title.In(p.lang)); t != "" && t != title {
			p.line(bold, "", t)
		}
		p.table(tables[i], i == 0)
	}
	if len(aside) > 0 {
		p.part()
		p.line(faint, "", p.say("More tables, with --table NAME or --all: %v", "Tabel lain, dengan --table NAMA atau --all: %v", strings.Join(aside, ", ")))
	}
	if len(r.Warnings) > 0 {
		p.part()
	}
	for _, x := range r.Warnings {
		p.line(yellow, p.warning(), x.Text.In(p.lang))
	}
	if !p.list {
		p.part()
		p.origin(r, o)
	}
	_, err = io.WriteString(w, p.String())
	return err
}

// part begins a part of the page, a line apart from what is above it.
func (p *page) part() {
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
}

// origin names the figures, and says how the numbers were made.
func (p *page) origin(r *report.Report, o Options) {
	for i := 0; i < len(r.Figures) && o.Table == ""; i++ {
		plot := ""
		if i > 0 {
			plot = " --plot " + r.Figures[i].ID
		}
		p.line(faint, p.say("Figure: ", "Gambar: "), p.say("%v (--figure FILE.svg%v)", "%v (--figure BERKAS.svg%v)", r.Figures[i].Title, plot))
	}
	for _, s := range Provenance(r.Provenance, p.lang) {
		p.line(faint, "", s)
	}
}

// line writes a text of one look, wrapped; further lines hang under the first.
func (p *page) line(look, label, s string) {
	hang := strings.Repeat(" ", len(label))
	for i, l := range cells.Wrap(clean(s), p.width-len(label)) {
		if i > 0 {
			label = hang
		}
		p.styled(look, label+l)
	}
}

func (p *page) styled(look, s string) {
	s = strings.TrimRight(s, " ")
	if p.color && look != regular && s != "" {
		s = "\x1b[" + look + "m" + s + "\x1b[0m"
	}
	p.WriteString(s + "\n")
}

// mostBlocks is how often a wide first table goes on below itself.
const mostBlocks = 3

// table writes a table, how much of it is not shown, and its notes. A matrix
// that is no page wide is told of where it comes after other tables; where it
// is what was asked for, it begins.
func (p *page) table(t report.Table, first bool) {
	rows := len(t.Rows)
	if !p.all {
		t = head(t)
	}
	columns := p.columns(p.wide(t), t.Pivot != nil)
	for _, c := range columns {
		c.hidden = c.hidden && !p.all
	}
	blocks, left := arrange(columns, p.width, p.list)
	if first && t.Pivot != nil && !p.all {
		for ; len(blocks) > mostBlocks; blocks = blocks[:len(blocks)-1] {
			left += len(blocks[len(blocks)-1]) - 1
		}
	} else if t.Pivot != nil && len(blocks) > 1 && !p.all {
		p.line(faint, "", p.say("(too wide for this page: --all, a wider terminal, or -o FILE.csv)",
			"(terlalu lebar untuk halaman ini: --all, terminal yang lebih lebar, atau -o BERKAS.csv)"))
		return
	}
	for i, b := range blocks {
		if i > 0 {
			p.WriteByte('\n')
		}
		p.block(b)
	}
	switch {
	case rows == 0:
		p.line(regular, "", p.say("(no rows)", "(tidak ada baris)"))
	case len(t.Rows) < rows && t.Top != nil && t.Top.By == "":
		p.line(faint, "", p.say("the first %v of %v rows; --all shows every one", "%v baris pertama dari %v; --all menampilkan semuanya", len(t.Rows), rows))
	case len(t.Rows) < rows:
		p.line(faint, "", p.say("%v of %v rows shown, the largest first; --all shows every one",
			"%v dari %v baris ditampilkan, yang terbesar lebih dulu; --all menampilkan semuanya", len(t.Rows), rows))
	}
	if more := lang.Many(left, "more column", "more columns", "kolom lagi"); left > 0 && p.list {
		p.line(faint, "", p.say("%v on a wider terminal", "%v di terminal yang lebih lebar", more))
	} else if left > 0 {
		p.line(faint, "", p.say("%v: --all, a wider terminal, or -o FILE.csv",
			"%v: --all, terminal yang lebih lebar, atau -o BERKAS.csv", more))
	}
	for _, n := range t.Notes {
		p.line(regular, p.say("Note: ", "Catatan: "), n.In(p.lang))
	}
}

// columns puts a table into characters; of one that was long, the first column
// alone names the rows.
func (w words) columns(t report.Table, wide bool) []*column {
	out := make([]*column, len(t.Columns))
	naming := true
	for k, c := range t.Columns {
		col := &column{at: k, head: clean(c.Title.In(w.lang)), hidden: c.Hidden, right: numeric(c.Type)}
		if col.head == "" {
			col.head = c.ID
		}
		naming = naming && !col.right && !(wide && k > 0)
		col.key = naming
		for i, row := range t.Rows {
			s := ""
			if !again(t, i, k) {
				s = w.cell(c, at(row, k))
			}
			col.cells = append(col.cells, s)
		}
		col.measure()
		out[k] = col
	}
	return out
}

func numeric(t report.Type) bool {
	return t == report.Count || t == report.Share || t == report.Number
}

// block writes heads, a rule and rows; cells of a row begin on the same line,
// heads end on it.
func (p *page) block(columns []*column) {
	lines := make([][]string, len(columns))
	tall := 1
	rule := -gap
	for i, c := range columns {
		lines[i] = cells.Wrap(c.head, c.width)
		tall = max(tall, len(lines[i]))
		rule += c.width + gap
	}
	for i, l := range lines {
		lines[i] = append(make([]string, tall-len(l)), l...)
	}
	p.row(columns, lines)
	p.styled(regular, strings.Repeat("─", rule))
	for r := range columns[0].cells {
		for i, c := range columns {
			lines[i] = cells.Wrap(c.cells[r], c.width)
			if n := cellLines; !p.all && len(c.cells) > shortTable && len(lines[i]) > n {
				lines[i][n-1] = cells.Cut(lines[i][n-1]+" "+lines[i][n], c.width)
				lines[i] = lines[i][:n]
			}
		}
		p.row(columns, lines)
	}
}

// row writes the lines of one row.
func (p *page) row(columns []*column, lines [][]string) {
	tall := 0
	for _, l := range lines {
		tall = max(tall, len(l))
	}
	for n := range tall {
		var b strings.Builder
		for i, c := range columns {
			s := ""
			if n < len(lines[i]) {
				s = lines[i][n]
			}
			b.WriteString(cells.Pad(s, c.width, c.right))
			b.WriteString(strings.Repeat(" ", gap))
		}
		p.styled(regular, b.String())
	}
}
