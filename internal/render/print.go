package render

import (
	"slices"
	"strings"
	"unicode"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// longestQuote is how many characters a page prints of somebody's words.
const longestQuote = 400

// shown is a table as readers see it: a matrix wide, and what a paper prints in
// other columns in those.
func (w words) shown(t report.Table) report.Table {
	if t.Print == nil {
		return w.wide(t)
	}
	out := report.Table{ID: t.ID, Title: t.Title, Notes: t.Print.Notes, Levels: t.Levels}
	for _, p := range t.Print.Columns {
		c := report.Column{ID: strings.Join(p.Of, " "), Title: p.Title, Type: report.String, Blank: true}
		if i := t.Index(slices.Concat(p.Of, []string{""})[0]); i >= 0 {
			switch kind := t.Columns[i].Type; {
			case numeric(kind):
				c.Type, c.Blank = kind, false
			case kind != report.String:
				c.Type = report.Case // names, as they stand
			}
		}
		out.Columns = append(out.Columns, c)
	}
	shortened := false
	for i, row := range t.Rows {
		cells := make([]report.Cell, len(t.Print.Columns))
		for k, p := range t.Print.Columns {
			if p.Least && leads(t, i) {
				cells[k] = ""
				continue
			}
			var cut bool
			cells[k], cut = w.joined(t, row, p)
			shortened = shortened || cut
		}
		out.Rows = append(out.Rows, cells)
	}
	if shortened {
		out.Notes = append(slices.Clone(out.Notes), lang.T("[…] stands where a long quote was shortened; csv and json have it whole.",
			"[…] menandai kutipan panjang yang dipendekkan; csv dan json memuatnya utuh."))
	}
	return out
}

// joined is the cell of a printed column; nil where nothing has a value.
func (w words) joined(t report.Table, row []report.Cell, p report.Printed) (cell report.Cell, cut bool) {
	s, ok := w.first(t, row, p.Of)
	if !ok {
		return nil, false
	}
	if p.Quoted {
		s, cut = shorten(s)
		s = "“" + within(s) + "”"
	}
	if beside, ok := w.first(t, row, p.Beside); ok {
		s += " (" + beside + ")"
	}
	return s, cut
}

// first writes the first of some columns that has a value.
func (w words) first(t report.Table, row []report.Cell, ids []string) (string, bool) {
	for _, id := range ids {
		if k := t.Index(id); k >= 0 && plain(at(row, k)) != nil {
			return strings.Join(w.lines(t.Columns[k], at(row, k)), "\n"), true
		}
	}
	return "", false
}

// lines are a cell's lines: the line ends of a quote are meant.
func (w words) lines(c report.Column, v report.Cell) []string {
	s, ok := v.(string)
	if !ok || c.Type != report.String || c.Words != nil || c.Moment {
		return []string{w.cell(c, v)}
	}
	var lines []string
	for line := range strings.Lines(s) {
		lines = append(lines, clean(line))
	}
	return lines
}

// shorten leaves the end of a very long quote out: at the end of a sentence, if
// there is one in its last third, else after a word.
func shorten(s string) (short string, cut bool) {
	runes := []rune(s)
	if len(runes) <= longestQuote {
		return s, false
	}
	at := longestQuote
	for i := longestQuote; i > longestQuote/2; i-- {
		if !unicode.IsSpace(runes[i]) {
			continue
		}
		if at == longestQuote {
			at = i
		}
		if i < longestQuote*2/3 {
			break
		}
		if strings.ContainsRune(".?!…", runes[i-1]) {
			at = i
			break
		}
	}
	return strings.TrimSpace(string(runes[:at])) + " […]", true
}

// within makes quotation marks inside a quote single ones, as print has them.
func within(s string) string {
	if !strings.ContainsAny(s, "\"“”") {
		return s
	}
	before := ' '
	return strings.Map(func(r rune) rune {
		opens := unicode.IsSpace(before) || unicode.Is(unicode.Ps, before) || unicode.Is(unicode.Pd, before)
		before = r
		switch {
		case r == '“', r == '"' && opens:
			return '‘'
		case r == '”', r == '"':
			return '’'
		}
		return r
	}, s)
}

// leads reports a row that deeper ones follow.
func leads(t report.Table, row int) bool { return level(t, row+1) > level(t, row) }

// level is how deep a row stands.
func level(t report.Table, row int) int {
	if row >= len(t.Levels) || len(t.Levels) != len(t.Rows) {
		return 0
	}
	return t.Levels[row]
}

// Paper is A4 with margins of an inch. It is measured in the width of a digit
// of ten points, half its size, as a terminal is in characters.
const (
	digit     = 5.0
	mostParts = 4   // below each other, of one table
	orphans   = 3   // rows that a page has at least
	together  = 20  // rows: fewer of a table or a group stay on one page
	upright   = 20  // digits: a narrower text is set across the page
	tallPage  = 90  // (210 mm - 2 in) / digit
	widePage  = 139 // (297 mm - 2 in) / digit
)

// exhibit is a table as paper holds it.
type exhibit struct {
	report.Table        // what readers see
	title        string // without its number
	number       int    // from 1
	aside        bool
	dropped      bool     // no page holds it
	turned       bool     // across the page
	parts        []*block // one, or more that go on below it
	notes        []string // below it
	left         []string // titles of columns that are not in it
}

// block is some columns of an exhibit side by side.
type block struct {
	columns []*column
	width   int // with the gaps
}

// exhibits lays out the tables asked for, those that stand aside after the
// others. Unless all is asked for, a table has the columns and rows that are to
// be read first.
func (w words) exhibits(r *report.Report, o Options) ([]*exhibit, error) {
	tables, err := o.readable(r)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(tables, func(a, b report.Table) int { return bit(a.Aside) - bit(b.Aside) })
	var out []*exhibit
	for i, t := range tables {
		e := &exhibit{number: i + 1, aside: t.Aside, title: clean(t.Title.In(w.lang))}
		if e.title == "" {
			e.title = t.ID
		}
		rows := len(t.Rows)
		if !o.All {
			t = head(t)
		}
		switch {
		case len(t.Rows) == rows:
		case t.Top.By == "":
			e.notes = append(e.notes, w.say("The first %v of %v rows.", "%v baris pertama dari %v.", len(t.Rows), rows))
		default:
			e.notes = append(e.notes, w.say("%v of %v rows, those with the largest values under “%v”.", "%v dari %v baris, yaitu yang nilainya terbesar pada kolom “%v”.",
				len(t.Rows), rows, t.Columns[t.Index(t.Top.By)].Title))
		}
		e.Table = w.shown(t)
		if !o.All && t.Print == nil && t.Pivot == nil {
			for _, c := range t.Columns {
				if c.Hidden {
					e.left = append(e.left, clean(c.Title.In(w.lang)))
				}
			}
			if len(e.left) < len(t.Columns) {
				e.Table = keep(e.Table, func(k int) bool { return !t.Columns[k].Hidden })
			} else {
				e.left = nil
			}
		}
		for _, n := range e.Notes {
			if s := clean(n.In(w.lang)); s != w.method(r) {
				e.notes = append(e.notes, s)
			}
		}
		e.lay(w, t.Pivot != nil)
		if len(e.parts) > mostParts && !o.All {
			e.notes = append(e.notes, w.say("Too wide for a page (%v columns): --all prints it, xlsx and csv have it.",
				"Terlalu lebar untuk satu halaman (%v kolom): --all mencetaknya, xlsx dan csv memuatnya.", len(e.Columns)))
			e.parts, e.turned, e.dropped = nil, false, true
		}
		out = append(out, e)
	}
	return out, nil
}

// method is how a report was made, in sentences: documents have it once, with
// what else is said of that, and not below a table.
func (w words) method(r *report.Report) string { return clean(r.Method.In(w.lang)) }

func bit(yes bool) int { return map[bool]int{true: 1}[yes] }

// further reports the first table that stands aside.
func further(tables []*exhibit, i int) bool {
	return i > 0 && tables[i].aside && !tables[i-1].aside
}

// lay chooses the way of the page and sets the columns: upright while no text
// is narrower than is comfortable, else across, else in parts.
func (e *exhibit) lay(w words, matrix bool) {
	if len(e.Columns) == 0 || len(e.Rows) == 0 {
		return
	}
	columns := w.columns(e.Table, matrix)
	for _, c := range columns {
		c.word += 1 + c.word/8 // letters are not all as narrow as a digit
		if c.right && slices.ContainsFunc(c.cells, func(s string) bool { return strings.HasSuffix(s, "%") }) {
			c.cell++ // nor is a per cent sign
		}
	}
	switch {
	case allot(columns, tallPage, upright) && (verbose(columns) < 2 || !crowded(columns)):
	case allot(columns, widePage, readable):
		e.turned = true
	default:
		e.turned = true
		for _, b := range split(columns, widePage) {
			e.parts = append(e.parts, newBlock(b))
		}
		return
	}
	e.parts = []*block{newBlock(columns)}
}

// bound reports a row that no page's end parts from the next: one that heads it,
// one of the same group unless that is long, and the last but few.
func (e *exhibit) bound(row int) bool {
	last := len(e.Rows) - 1
	switch {
	case row >= last:
		return false
	case leads(e.Table, row), row > last-orphans, last < together:
		return true
	case len(e.Columns) == 0 || !again(e.Table, row+1, 0):
		return false
	}
	from, to := row, row+1
	for from > 0 && again(e.Table, from, 0) {
		from--
	}
	for to <= last && again(e.Table, to, 0) {
		to++
	}
	return to-from < together
}

// crowded reports columns whose rows are mostly tall.
func crowded(columns []*column) bool {
	lines := 0
	rows := len(columns[0].cells)
	for i := range rows {
		lines += tallest(columns, i)
	}
	return lines > 4*rows
}

// verbose is how many columns hold texts of more than a line.
func verbose(columns []*column) (n int) {
	for _, c := range columns {
		if !c.right && c.cell > tallPage {
			n++
		}
	}
	return n
}

// tallest is about how many lines a row takes.
func tallest(columns []*column, row int) int {
	n := 1
	for _, c := range columns {
		n = max(n, (cells.Width(c.cells[row])+c.width-1)/max(c.width, 1))
	}
	return n
}

func newBlock(columns []*column) *block {
	b := &block{columns: columns}
	for _, c := range columns {
		b.width += c.width + gap
	}
	return b
}

// allot sets columns on a page of paper, where no text is cut: each gets the
// least it needs, and what is left goes where most text waits for room, so that
// the cells of a row are about equally tall. It reports whether the least fits.
func allot(columns []*column, page, text int) bool {
	spare := page
	weight := make([]float64, len(columns))
	for i, c := range columns {
		c.width = c.least(text)
		spare -= c.width + gap
		filled := 1
		for _, s := range c.cells {
			if s != "" {
				weight[i] += float64(cells.Width(s))
				filled++
			}
		}
		weight[i] /= float64(filled)
	}
	if spare < 0 {
		return false
	}
	for ; spare > 0; spare-- {
		most := -1
		for i, c := range columns {
			if c.width < c.cell && (most < 0 || weight[i]/float64(c.width) > weight[most]/float64(columns[most].width)) {
				most = i
			}
		}
		if most < 0 {
			break
		}
		columns[most].width++
	}
	lift(columns, spare)
	return true
}
