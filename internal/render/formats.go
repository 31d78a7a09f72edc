// Package render writes a report.Report in each output format: for a terminal,
// a pipe, a spreadsheet, a paper or a program, and draws its figures. It knows
// no study, no SQL and no statistics: every number it shows was computed before,
// and rounding happens here alone.
package render

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// Options say how a reader wants a report. The zero value is English, the whole
// report, 80 columns without colour, and figures 140 mm wide.
type Options struct {
	Lang   lang.Lang // English if empty; json, csv and tsv are the same in every language
	Width  int       // columns of the terminal; 0 is 80
	Color  bool      // escape sequences for bold, faint and yellow, on a terminal
	All    bool      // every row and every word, where a terminal shows the head
	Table  string    // only the table of this id; json has them all the same
	Figure string    // the figure of this id; "" is the first
	Preset string    // the size of figures: a name of Presets, "" for the default
}

// Format is one output format.
type Format struct {
	Name     string
	Suffixes []string                    // of file names, with the dot; none: the format is not for files
	Figure   bool                        // draws one figure of the report, not its tables
	Draws    func(f *report.Figure) bool // which figures it can draw; nil: all
	Render   func(w io.Writer, r *report.Report, o Options) error
}

// Formats lists every format. To add one, write its file and its line here.
var Formats = []Format{
	{Name: "terminal", Render: renderTerminal},
	{Name: "tsv", Suffixes: []string{".tsv"}, Render: renderTSV},
	{Name: "csv", Suffixes: []string{".csv"}, Render: renderCSV},
	{Name: "md", Suffixes: []string{".md", ".markdown"}, Render: renderMarkdown},
	{Name: "html", Suffixes: []string{".html", ".htm"}, Render: renderHTML},
	{Name: "docx", Suffixes: []string{".docx"}, Render: renderDOCX},
	{Name: "xlsx", Suffixes: []string{".xlsx"}, Render: renderXLSX},
	{Name: "tex", Suffixes: []string{".tex"}, Render: renderTeX},
	{Name: "json", Suffixes: []string{".json"}, Render: renderJSON},
	{Name: "svg", Suffixes: []string{".svg"}, Figure: true, Render: renderSVG},
	{Name: "png", Suffixes: []string{".png"}, Figure: true, Render: renderPNG},
	{Name: "pdf", Suffixes: []string{".pdf"}, Figure: true, Render: renderPDF},
	{Name: "graphml", Suffixes: []string{".graphml"}, Figure: true, Draws: isNetwork, Render: renderGraphML},
	{Name: "gexf", Suffixes: []string{".gexf"}, Figure: true, Draws: isNetwork, Render: renderGEXF},
}

// ByName finds a format by its name.
func ByName(name string) (Format, error) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, unknown("format %q", name)
	}
	return Formats[i], nil
}

// BySuffix finds the format that a file's name asks for.
func BySuffix(path string) (Format, error) {
	suffix := strings.ToLower(filepath.Ext(path))
	i := slices.IndexFunc(Formats, func(f Format) bool { return slices.Contains(f.Suffixes, suffix) })
	if i < 0 {
		return Format{}, unknown("%s: no format is known by its suffix %q", filepath.Base(path), suffix)
	}
	return Formats[i], nil
}

func unknown(format string, args ...any) error {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return errs.New(errs.Usage, format+": known are %s", append(args, strings.Join(names, ", "))...).Hint("tematik help formats")
}

// tables are the tables asked for: the one of o.Table, or all.
func (o Options) tables(r *report.Report) ([]report.Table, error) {
	if o.Table == "" {
		return r.Tables, nil
	}
	var ids []string
	for _, t := range r.Tables {
		if t.ID == o.Table {
			return []report.Table{t}, nil
		}
		ids = append(ids, t.ID)
	}
	err := errs.New(errs.NotFound, "table %q: the report %s has only %s", o.Table, r.Name, strings.Join(ids, ", "))
	if len(ids) > 0 {
		err = err.Hint("tematik report %s --table %s", r.Name, ids[0])
	}
	return nil, err
}

// readable are the tables asked for in the order that readers see them.
func (o Options) readable(r *report.Report) ([]report.Table, error) {
	tables, err := o.tables(r)
	tables = slices.Clone(tables)
	slices.SortStableFunc(tables, func(a, b report.Table) int {
		switch {
		case a.Last == b.Last:
			return 0
		case a.Last:
			return 1
		}
		return -1
	})
	return tables, err
}

// Pick is the figure that a format writes: the one of o.Figure, or the first of
// those it can draw.
func (f Format) Pick(r *report.Report, o Options) (*report.Figure, error) { return o.pick(r, f.Draws) }

// pick is the figure asked for among those that can be drawn; nil: all.
func (o Options) pick(r *report.Report, can func(*report.Figure) bool) (*report.Figure, error) {
	var ids []string
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Kinds() != 1 || can != nil && !can(f) {
			continue
		}
		if o.Figure == "" || o.Figure == f.ID {
			return f, nil
		}
		ids = append(ids, f.ID)
	}
	if len(ids) == 0 && can != nil && len(r.Figures) > 0 {
		return nil, errs.New(errs.NotFound, "network: the report %s has none", r.Name).Hint("tematik report cooccurrence --min-both 1 --figure network.graphml")
	}
	if len(ids) == 0 {
		return nil, errs.New(errs.NotFound, "figure: the report %s has none", r.Name)
	}
	return nil, errs.New(errs.NotFound, "figure %q: the report %s has only %s", o.Figure, r.Name, strings.Join(ids, ", ")).
		Hint("tematik report %s --figure %s.svg --plot %s", r.Name, ids[0], ids[0])
}

// language is the reader's, English unless said.
func (o Options) language() lang.Lang {
	if o.Lang == "" {
		return lang.EN
	}
	return o.Lang
}
