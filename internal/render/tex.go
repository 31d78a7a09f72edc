package render

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"tematik/internal/report"
)

const (
	floating = 36 // lines: a longer table is no float, and goes on over pages
	leading  = "\\footnotesize"
)

// renderTeX writes the tables with the rules of booktabs. The file goes into a
// manuscript with \input, and is a document of its own where nothing has begun
// one: the first lines say so to LaTeX and to the author.
func renderTeX(w io.Writer, r *report.Report, o Options) error {
	t := &tex{words: words{lang: o.language(), labels: r.Labels, named: true}, name: r.Name}
	tables, err := t.exhibits(r, o)
	if err != nil {
		return err
	}
	t.head(r, tables)
	for i, e := range tables {
		if further(tables, i) {
			t.line()
			t.remark(t.say("Further tables", "Tabel lainnya"))
		}
		if i == 0 {
			t.table(e, r)
			continue
		}
		t.table(e, &report.Report{})
	}
	if len(tables) == 0 {
		t.warnings(r)
	}
	for i := range r.Figures {
		if o.Table == "" {
			t.figure(&r.Figures[i])
		}
	}
	if method := t.method(r); method != "" {
		t.line()
		t.remark(t.say("How the numbers were made, for the methods section:", "Cara angka-angka ini dibuat, untuk bagian metode:"))
		t.line(`\par\medskip\noindent{`, leading, ` `, escapeTeX(method), `\par}`)
	}
	t.line(`\csname tematikend\endcsname`)
	_, err = io.WriteString(w, t.String())
	return err
}

// tex is a file being written.
type tex struct {
	words
	strings.Builder
	name string
}

func (t *tex) line(parts ...string) {
	for _, s := range parts {
		t.WriteString(s)
	}
	t.WriteByte('\n')
}

// remark is a line that LaTeX does not read.
func (t *tex) remark(s string) { t.line(strings.TrimRight("% "+clean(s), " ")) }

// head begins the file: what it needs, how the numbers were made, and a preamble
// for where there is none.
func (t *tex) head(r *report.Report, tables []*exhibit) {
	t.remark(r.Title.In(t.lang))
	t.remark("")
	t.remark(t.say(`In a manuscript: \input{`+t.name+`}. Its preamble needs`, `Dalam naskah: \input{`+t.name+`}. Preambulnya memerlukan`))
	t.remark(`  \usepackage[T1]{fontenc}`)
	t.remark(`  \usepackage{booktabs,longtable,array,pdflscape}`)
	t.remark(t.say("By itself: pdflatex "+t.name+".tex, twice.", "Tersendiri: pdflatex "+t.name+".tex, dua kali."))
	t.remark(t.say(`Characters that pdflatex does not have stand as \tematikchar{…}; lualatex and`, `Karakter yang tidak dimiliki pdflatex ditulis \tematikchar{…}; lualatex dan`))
	t.remark(t.say("xelatex print them where the font has them.", "xelatex mencetaknya bila fontnya memilikinya."))
	if !bare(r) {
		t.remark("")
		for _, s := range append(Provenance(r.Provenance, t.lang), t.omitted(tables)...) {
			t.remark(s)
		}
	}
	// Before \begin{document} the kernel keeps a complaint in \@nodocument.
	t.line(`\expandafter\ifx\csname @nodocument\endcsname\relax\else`)
	t.line(`\documentclass[a4paper]{article}`)
	t.line(`\usepackage[T1]{fontenc}`)
	t.line(`\usepackage[utf8]{inputenc}`)
	t.line(`\usepackage{textcomp}`)
	t.line(`\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}`)
	t.line(`\usepackage[margin=1in]{geometry}`)
	t.line(`\usepackage{booktabs,longtable,array,pdflscape}`)
	t.line(`\IfFileExists{caption.sty}{\usepackage[labelfont=bf,textfont=it,labelsep=newline,justification=raggedright,singlelinecheck=false]{caption}}{}`)
	t.line(`\renewcommand{\tablename}{` + t.say("Table", "Tabel") + `}\renewcommand{\figurename}{` + t.say("Figure", "Gambar") + `}`)
	t.line(`\def\tematikend{\end{document}}`)
	t.line(`\begin{document}`)
	t.line(`\fi`)
	t.line(`\ifdefined\tematikchar\else\protected\def\tematikchar#1{\ifdefined\Umathchar\iffontchar\font"#1 \char"#1 \else[U+#1]\fi\else[U+#1]\fi}\fi`)
}

// table writes a table, with the warnings of a report below it: a float while it
// stands on one page.
func (t *tex) table(e *exhibit, r *report.Report) {
	t.line()
	if e.turned {
		t.line(`\begin{landscape}`)
	}
	long := e.lines() > floating
	if long {
		t.line(`\begingroup`, leading, `\setlength{\tabcolsep}{3pt}\setlength{\LTleft}{0pt}\setlength{\LTright}{\fill}`)
	} else {
		t.line(`\begin{table}[htbp]`, `\raggedright`, leading, `\setlength{\tabcolsep}{3pt}`)
		t.caption(e, "")
	}
	if len(e.parts) == 0 && !e.dropped {
		t.line(t.say("No rows.", "Tidak ada baris."))
	}
	for i, b := range e.parts {
		switch {
		case long:
			t.long(e, b, i > 0)
		default:
			if i > 0 {
				t.line(`\par\medskip`)
			}
			t.line(`\begin{tabular}{`, b.preamble(e.page()), `}`)
			t.line(`\toprule`)
			t.line(t.heads(b), `\midrule`)
			t.rows(e, b)
			t.line(`\bottomrule`)
			t.line(`\end{tabular}`)
		}
	}
	if len(e.notes) > 0 {
		t.line(`\par\smallskip\noindent\emph{`, t.say("Note.", "Catatan."), `} `, escapeTeX(strings.Join(e.notes, " ")), `\par`)
	}
	t.warnings(r)
	if long {
		t.line(`\endgroup`)
	} else {
		t.line(`\end{table}`)
	}
	if e.turned {
		t.line(`\end{landscape}`)
	}
}

// caption writes title and label; tail ends it in a longtable.
func (t *tex) caption(e *exhibit, tail string) {
	t.line(`\caption{`, escapeTeX(e.title), `}\label{tab:`, labelOf(t.name), `-`, labelOf(e.ID), `}`, tail)
}

// long writes a table that goes on over pages, its head repeated.
func (t *tex) long(e *exhibit, b *block, further bool) {
	t.line(`\begin{longtable}{`, b.preamble(e.page()), `}`)
	if further {
		t.line(`\multicolumn{`, fmt.Sprint(len(b.columns)), `}{@{}l}{\emph{`, t.say(`Table \ref{tab:%v-%v}, continued`, `Tabel \ref{tab:%v-%v}, lanjutan`, labelOf(t.name), labelOf(e.ID)), `}}\\`)
	} else {
		t.caption(e, `\\`)
	}
	t.line(`\toprule`)
	t.line(t.heads(b), `\midrule`)
	t.line(`\endfirsthead`)
	t.line(`\toprule`)
	t.line(t.heads(b), `\midrule`)
	t.line(`\endhead`)
	t.line(`\bottomrule`)
	t.line(`\endfoot`)
	t.rows(e, b)
	t.line(`\end{longtable}`)
}

// preamble sets the columns as parts of the line, so that the table fits the
// page it comes on; the last one has no gap after it.
func (b *block) preamble(page int) string {
	var s strings.Builder
	s.WriteString(`@{}`)
	same := 0
	for i, c := range b.columns {
		if same++; i+1 < len(b.columns) && b.columns[i+1].width == c.width && b.columns[i+1].right == c.right {
			continue
		}
		side := `\raggedright`
		if c.right {
			side = `\raggedleft`
		}
		one := fmt.Sprintf(`>{%s\arraybackslash\hspace{0pt}}p{\dimexpr%.4f\linewidth-2\tabcolsep\relax}`, side, float64(c.width+gap)/float64(page+gap))
		if same > 1 {
			one = fmt.Sprintf(`*{%d}{%s}`, same, one)
		}
		s.WriteString(one)
		same = 0
	}
	s.WriteString(`@{}`)
	return s.String()
}

// page is how wide the paper is that an exhibit lies on.
func (e *exhibit) page() int {
	if e.turned {
		return widePage
	}
	return tallPage
}

func (t *tex) heads(b *block) string {
	var cells []string
	for _, c := range b.columns {
		cells = append(cells, escapeTeX(tied(c.head)))
	}
	return strings.Join(cells, " & ") + ` \\`
}

// rows writes the rows; those that head others are bold, and what they head is
// indented.
func (t *tex) rows(e *exhibit, b *block) {
	for i := range e.Rows {
		if leads(e.Table, i) && i > 0 {
			t.line(`\addlinespace`)
		}
		var row []string
		for _, c := range b.columns {
			s := escapeTeX(t.printedCell(e, i, c))
			switch {
			case c.at > 0 || s == "":
			case leads(e.Table, i):
				s = `\textbf{` + s + `}`
			case level(e.Table, i) > 0:
				s = fmt.Sprintf(`\leftskip=%dem `, level(e.Table, i)) + s
			}
			row = append(row, s)
		}
		end := ` \\`
		if e.bound(i) {
			end = ` \\*`
		}
		t.line(strings.Join(row, " & "), end)
	}
}

// lines is about how many lines of a page the exhibit takes.
func (e *exhibit) lines() int {
	n := 6
	for _, b := range e.parts {
		for i := range e.Rows {
			n += tallest(b.columns, i)
		}
	}
	for _, s := range e.notes {
		n += 1 + len(s)/e.page()
	}
	if e.turned {
		return n * tallPage / widePage * 2 // a page across has fewer lines
	}
	return n
}

func (t *tex) warnings(r *report.Report) {
	for _, x := range r.Warnings {
		t.line(`\par\smallskip\noindent{`, leading, `\emph{`, t.say("Warning.", "Peringatan."), `} `, escapeTeX(clean(x.Text.In(t.lang))), `\par}`)
	}
}

// figure names a figure's file and its caption, for an author to make and to
// switch on.
func (t *tex) figure(f *report.Figure) {
	file := labelOf(t.name) + ".pdf"
	t.line()
	t.remark(t.say("Figure: tematik report %v --figure %v; \\usepackage{graphicx}", "Gambar: tematik report %v --figure %v; \\usepackage{graphicx}", t.name, file))
	t.line(`% \begin{figure}[htbp]`)
	t.line(`%   \caption{`, escapeTeX(clean(f.Title.In(t.lang))), `}\label{fig:`, labelOf(t.name), `-`, labelOf(f.ID), `}`)
	t.line(`%   \includegraphics[width=\linewidth]{`, file, `}`)
	t.line(`%   \par\smallskip\noindent`, leading, `\emph{`, t.say("Note.", "Catatan."), `} `, escapeTeX(clean(f.Alt.In(t.lang))))
	t.line(`% \end{figure}`)
}

// labelOf makes a name that a label and a file may have.
func labelOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '-' {
			return r
		}
		return '-'
	}, s)
}
