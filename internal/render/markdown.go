package render

import (
	"io"
	"strings"

	"tematik/internal/report"
)

// renderMarkdown writes a report for a paper or a note: codes by their names,
// every row, shares as percentages, and under the tables what they rest on.
func renderMarkdown(w io.Writer, r *report.Report, o Options) error {
	tables, err := o.readable(r)
	if err != nil {
		return err
	}
	words := words{lang: o.language(), labels: r.Labels, named: true}
	title := r.Title.In(words.lang)
	var parts []string
	if title != "" {
		parts = append(parts, "# "+literal(title))
	}
	for i := range tables {
		t := &tables[i]
		if s := t.Title.In(words.lang); s != "" && s != title {
			parts = append(parts, "## "+literal(s))
		}
		shown := words.shown(*t)
		parts = append(parts, words.markdownTable(shown))
		for _, n := range shown.Notes {
			parts = append(parts, words.say("*Note.* ", "*Catatan.* ")+literal(n.In(words.lang)))
		}
	}
	for _, f := range r.Figures {
		parts = append(parts, words.say("*Figure.* ", "*Gambar.* ")+literal(f.Title.In(words.lang))+". "+literal(f.Alt.In(words.lang)))
	}
	for _, x := range r.Warnings {
		parts = append(parts, words.say("**Warning.** ", "**Peringatan.** ")+literal(x.Text.In(words.lang)))
	}
	if !bare(r) {
		parts = append(parts, words.say("*Made with* ", "*Dibuat dengan* ")+literal(strings.Join(Provenance(r.Provenance, words.lang), " · ")))
	}
	_, err = io.WriteString(w, strings.Join(parts, "\n\n")+"\n")
	return err
}

// markdownTable is a pipe table; its second line aligns numbers right.
func (w words) markdownTable(t report.Table) string {
	if len(t.Rows) == 0 || len(t.Columns) == 0 {
		return w.say("*No rows.*", "*Tidak ada baris.*")
	}
	var heads, rules []string
	for _, c := range t.Columns {
		title := c.Title.In(w.lang)
		if title == "" {
			title = c.ID
		}
		heads = append(heads, literal(title))
		if numeric(c.Type) {
			rules = append(rules, "---:")
		} else {
			rules = append(rules, ":---")
		}
	}
	lines := []string{pipes(heads), pipes(rules)}
	for i, row := range t.Rows {
		cells := make([]string, len(t.Columns))
		for k, c := range t.Columns {
			if !again(t, i, k) {
				cells[k] = w.markdownCell(c, at(row, k))
			}
			switch {
			case k > 0 || cells[k] == "":
			case leads(t, i):
				cells[k] = "**" + cells[k] + "**"
			default:
				cells[k] = strings.Repeat("&emsp;", level(t, i)) + cells[k]
			}
		}
		lines = append(lines, pipes(cells))
	}
	return strings.Join(lines, "\n")
}

// markdownCell keeps the line ends of a quote, which are meant.
func (w words) markdownCell(c report.Column, v report.Cell) string {
	lines := w.lines(c, v)
	for i, line := range lines {
		lines[i] = literal(line)
	}
	return strings.Join(lines, "<br>")
}

func pipes(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }

// markup are the characters that mean something in Markdown, in its tables, or
// in what pandoc adds to it.
const markup = "\\`*_[]<>&|~^$@#"

// literal is a text on one line in which no character is markup.
func literal(s string) string {
	s = clean(s)
	if !strings.ContainsAny(s, markup) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(markup, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
