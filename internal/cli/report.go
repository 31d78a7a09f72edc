package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/render"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) reportCmd() *cobra.Command {
	c := &cobra.Command{Use: "report", Short: "Themes, codes, saturation, co-occurrence, agreement and more"}
	for _, m := range study.Methods() {
		c.AddCommand(a.methodCmd(m))
	}
	return c
}

// methodCmd is the command of one report; its flags follow from what the
// method declares.
func (a *app) methodCmd(m study.Method) *cobra.Command {
	var f qda.Filter
	o := reportOptions{alone: m.Alone}
	example := "  tematik report " + m.Name
	for name, value := range m.Example() {
		example += " --" + name + " " + value
	}
	c := &cobra.Command{
		Use: m.Name, Short: m.Title.In(lang.EN), Args: args(0, 0),
		Long: fmt.Sprintf(`%s.

-o FILE writes the tables by the file's suffix (docx, xlsx, tex, html, md, csv,
tsv, json), --figure FILE the figure (svg, png, pdf): the first, or the one of
--plot. A document (docx) and a page (html) hold them all.`, m.Title.In(lang.EN)),
		Example: fmt.Sprintf("%s\n%s -o %s.csv", example, example, m.Name),
		RunE: func(c *cobra.Command, _ []string) error {
			given := map[string]string{}
			for _, p := range m.Params {
				if fl := c.Flags().Lookup(p.Name); fl.Changed {
					given[p.Name] = fl.Value.String()
				}
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				r, err := p.Analyse(ctx, m.Name, given, f)
				if err != nil {
					return err
				}
				return a.deliver(r, o)
			})
		},
	}
	fl := c.Flags()
	for _, p := range m.Params {
		if p.Kind == study.Switch {
			fl.Bool(p.Name, false, p.Help.In(lang.EN))
			continue
		}
		fl.String(p.Name, p.Default, help(p))
		if len(p.Allowed) > 0 {
			_ = c.RegisterFlagCompletionFunc(p.Name, fixed(p.Allowed...)) // the flag is there
		}
	}
	fl.StringVarP(&o.out, "output", "o", "", "write the tables to this file")
	fl.StringVar(&o.figure, "figure", "", "write the figure to this file (svg, png, pdf; a network: graphml, gexf)")
	fl.StringVar(&o.plot, "plot", "", "which figure --figure writes, where there are several")
	fl.StringVar(&o.table, "table", "", "only this table")
	fl.StringVar(&o.preset, "preset", "", "size of the figure: apa, plos, elsevier, column")
	fl.BoolVar(&o.all, "all", false, "all rows and columns, on the terminal, in docx and in tex")
	fl.BoolVar(&o.force, "force", false, "replace files that are there")
	filterFlags(c, &f)
	return c
}

// help says what a setting means and what it takes.
func help(p study.Param) string {
	s := p.Help.In(lang.EN)
	if p.Many {
		s += "; several with commas"
	}
	if len(p.Allowed) > 0 {
		s += " (" + strings.Join(p.Allowed, ", ") + ")"
	}
	return s
}

// reportOptions say where a report goes.
type reportOptions struct {
	out, figure, plot, table, preset string
	all, force                       bool
	alone                            bool // it counts nothing of the study
}

// deliver writes a report to the files asked for, or else to stdout.
func (a *app) deliver(r *report.Report, o reportOptions) error {
	if o.plot != "" && o.figure == "" {
		return usage("tematik report "+r.Name+" --figure "+r.Name+".svg --plot "+o.plot, "--plot: it says which figure --figure writes")
	}
	if o.out == "" && o.figure == "" {
		if err := a.show(r, render.Options{All: o.all, Table: o.table}); err != nil {
			return err
		}
		if a.json {
			return nil
		}
		if !o.alone && (r.Provenance.Documents == 0 || r.Provenance.Codings == 0) {
			a.say("Nothing to count: %v, %v.", "Tidak ada yang dihitung: %v, %v.", documents(r.Provenance.Documents), codings(r.Provenance.Codings))
		}
		if _, tty := terminal(a.Stdout); !tty {
			a.warn(r) // on a terminal they stand in the report
		}
		return nil
	}
	var written []string
	if o.out != "" {
		files, err := a.writeTables(r, o)
		if err != nil {
			return err
		}
		written = append(written, files...)
	}
	if o.figure != "" {
		files, err := a.writeFigure(r, o)
		if err != nil {
			return err
		}
		written = append(written, files...)
	}
	return a.answer("written", map[string]any{"report": r.Name, "files": written}, func() {
		for _, f := range written {
			a.say("written: %v", "ditulis: %v", f)
		}
	})
}

// warn says on stderr what belongs to the numbers.
func (a *app) warn(r *report.Report) {
	for _, line := range render.Warnings(r, a.lang()) {
		a.put(a.Stderr, line)
	}
}

// writeTables writes the tables by the file's suffix. In the formats that hold
// one table a file the first gets the name asked for, the others a name beside
// it, and how the numbers were made a text of its own.
func (a *app) writeTables(r *report.Report, o reportOptions) ([]string, error) {
	f, err := render.BySuffix(o.out)
	if err != nil {
		return nil, err
	}
	if f.Figure {
		return nil, usage("tematik report "+r.Name+" --figure "+o.out, "%s: a picture is written with --figure", o.out)
	}
	opt := render.Options{Lang: a.lang(), All: o.all, Table: o.table, Preset: o.preset}
	if f.Name != "csv" && f.Name != "tsv" {
		return []string{o.out}, a.write(o.out, r, o.force, func(w io.Writer) error { return f.Render(w, r, opt) })
	}
	if o.table != "" && !slices.ContainsFunc(r.Tables, func(t report.Table) bool { return t.ID == o.table }) {
		return nil, f.Render(io.Discard, r, opt) // says which tables there are
	}
	suffix := filepath.Ext(o.out)
	stem := strings.TrimSuffix(o.out, suffix)
	var files []string
	for i, t := range r.Tables {
		if o.table != "" && t.ID != o.table {
			continue
		}
		path := stem + "." + t.ID + suffix
		if i == 0 || o.table != "" {
			path = o.out
		}
		opt.Table = t.ID
		if err := a.write(path, r, o.force, func(w io.Writer) error { return f.Render(w, r, opt) }); err != nil {
			return nil, err
		}
		files = append(files, path)
	}
	about := stem + study.AboutSuffix
	return append(files, about), a.about(about, r, append(files, about), o.force)
}

// about writes how the numbers were made: provenance, warnings and notes.
func (a *app) about(path string, r *report.Report, files []string, force bool) error {
	return a.write(path, r, force, func(w io.Writer) error {
		lines := append([]string{r.Title.In(a.lang()), ""}, render.Provenance(r.Provenance, a.lang())...)
		for _, x := range r.Warnings {
			lines = append(lines, "", "! "+x.Text.In(a.lang()))
		}
		for _, t := range r.Tables {
			for _, n := range t.Notes {
				lines = append(lines, "", t.ID+": "+n.In(a.lang()))
			}
		}
		_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n"+listed(files))
		return err
	})
}

// writeFigure draws the figure asked for, with its data and caption beside it.
func (a *app) writeFigure(r *report.Report, o reportOptions) ([]string, error) {
	f, err := render.BySuffix(o.figure)
	if err != nil {
		return nil, err
	}
	if !f.Figure {
		return nil, usage("tematik report "+r.Name+" --figure "+r.Name+".svg", "%s: a figure is svg, png or pdf, a network graphml or gexf too", o.figure)
	}
	if len(r.Figures) == 0 {
		return nil, usage("tematik report saturation --figure "+o.figure, "report %s: it has no figure here; saturation, cooccurrence, sequence, strength, groups, matrix, coverage and agreement draw one where there are codings", r.Name)
	}
	opt := render.Options{Lang: a.lang(), Preset: o.preset, Figure: o.plot}
	chosen, err := f.Pick(r, opt)
	if err != nil {
		return nil, err
	}
	if chosen.ID != r.Figures[0].ID { // what made this file, and not another figure of the report
		drawn := *r
		drawn.Provenance.Command += " --plot=" + chosen.ID
		r = &drawn
	}
	stem := strings.TrimSuffix(o.figure, filepath.Ext(o.figure))
	files := []string{o.figure, stem + ".data.csv", stem + study.CaptionSuffix}
	for _, path := range files { // all of them or none
		if err := study.MayWrite(path, o.force || a.ours(path, r.Provenance.Command)); err != nil {
			return nil, err
		}
	}
	if err := a.write(o.figure, r, o.force, func(w io.Writer) error { return f.Render(w, r, opt) }); err != nil {
		return nil, err
	}
	csv, err := render.ByName("csv")
	if err != nil {
		return nil, err
	}
	data := &report.Report{Tables: []report.Table{render.FigureTable(chosen)}}
	if err := a.write(files[1], r, o.force, func(w io.Writer) error { return csv.Render(w, data, opt) }); err != nil {
		return nil, err
	}
	return files, a.write(files[2], r, o.force, func(w io.Writer) error {
		_, err := io.WriteString(w, render.Caption(r, chosen, a.lang())+"\n"+listed(files))
		return err
	})
}

// write puts a file in place; one that is there is replaced by force, or when
// it was written by the same command before.
func (a *app) write(path string, r *report.Report, force bool, f func(io.Writer) error) error {
	return study.WriteFile(path, force || a.ours(path, r.Provenance.Command), f)
}

// ours reports whether a file was written by the command: it says so itself, or
// the text beside it does, which then lists it.
func (a *app) ours(path, command string) bool {
	if b, err := os.ReadFile(path); err == nil && render.Wrote(b, command) {
		return true
	}
	stem := path
	for ext := filepath.Ext(stem); ext != ""; ext = filepath.Ext(stem) {
		stem = strings.TrimSuffix(stem, ext)
		for _, name := range []string{stem + study.AboutSuffix, stem + study.CaptionSuffix} {
			b, err := os.ReadFile(name)
			if err == nil && render.Wrote(b, command) && bytes.Contains(b, []byte("\n- "+filepath.Base(path)+"\n")) {
				return true
			}
		}
	}
	return false
}

// listed are the files that a text beside them speaks of, a line each.
func listed(files []string) string {
	s := "\n"
	for _, f := range files {
		s += "- " + filepath.Base(f) + "\n"
	}
	return s
}

func (a *app) exportCmd() *cobra.Command {
	var f qda.Filter
	var format string
	var force bool
	c := &cobra.Command{
		Use: "export FILE", Short: "Write the codings as csv, or the whole project as json", Args: args(1, 1),
		Long: `Write the codings (csv) or the whole project (json) by the file's suffix, or
by --as; "-" is the terminal. Both come back with "tematik import". History is
not carried; a copy with its history is "tematik backup".`,
		Example: "  tematik export codings.csv\n  tematik export project.json",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			if err := p.Export(ctx, a.Stdout, given[0], format, f, force); err != nil || given[0] == "-" {
				return err
			}
			return a.answer("export", map[string]any{"file": filepath.Base(given[0])}, func() { a.say("written: %v", "ditulis: %v", given[0]) })
		}),
	}
	c.Flags().StringVar(&format, "as", "", strings.Join(study.ExportFormats(), " or "))
	c.Flags().BoolVar(&force, "force", false, "replace a file that is there")
	filterFlags(c, &f)
	return c
}
