package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/render"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) demoCmd() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use: "demo [DIR]", Short: "The sample study, start to finish", Args: args(0, 1),
		Long: `Code the invented sample interviews with the starter codebook, and print and
write saturation, co-occurrence and the theme table with their figures. All of
it goes into DIR (tematik-demo), to look at and to play with.`,
		Example: "  tematik demo\n  tematik demo --lang id",
		RunE: func(c *cobra.Command, given []string) error {
			dir := "tematik-demo"
			if len(given) > 0 {
				dir = given[0]
			}
			return a.demo(a.withProgress(c.Context()), dir, force)
		},
	}
	c.Flags().BoolVar(&force, "force", false, "replace an earlier demo in DIR")
	return c
}

// demo runs the main job on the sample study, and shows it.
func (a *app) demo(ctx context.Context, dir string, force bool) error {
	p, err := study.UnpackSample(ctx, a.host(), dir, string(a.lang()), force)
	if err != nil {
		return err
	}
	defer p.Close()
	imported, err := p.Import(ctx, []string{filepath.Join(dir, "transcripts"), filepath.Join(dir, "cases.csv")}, study.ImportOptions{})
	if err != nil {
		return err
	}
	if err := a.notTaken(imported); err != nil {
		return err
	}
	interviews := 0
	for _, f := range imported.Files {
		if f.Kind == "transcript" {
			interviews++
		}
	}
	applied, err := p.Apply(ctx, qda.Filter{}, true, false)
	if err != nil {
		return err
	}
	var files []string
	for _, name := range []string{"saturation", "cooccurrence", "themes"} {
		r, err := p.Analyse(ctx, name, demoSettings(name), qda.Filter{})
		if err != nil {
			return err
		}
		if !a.json {
			if err := a.page(r); err != nil {
				return err
			}
		}
		more, err := a.demoFiles(r, dir)
		if err != nil {
			return err
		}
		files = append(files, more...)
	}
	return a.answer("demo", map[string]any{"project": filepath.Base(p.Path()), "documents": interviews, "codings": applied.Coded, "files": files}, func() {
		a.demoEnd(dir, p.Path(), interviews, applied.Coded)
	})
}

// demoSettings keep the first look small: themes that go together, not codes.
func demoSettings(name string) map[string]string {
	if name == "cooccurrence" {
		return map[string]string{"level": "theme"}
	}
	return nil
}

// page prints a report as on a terminal, also where there is none.
func (a *app) page(r *report.Report) error {
	f, err := render.ByName("terminal")
	if err != nil {
		return err
	}
	width, tty := terminal(a.Stdout)
	return f.Render(a.Stdout, r, render.Options{Lang: a.lang(), Width: width, Color: tty && a.Getenv("NO_COLOR") == ""})
}

// demoFiles writes a report's tables and figure into the folder.
func (a *app) demoFiles(r *report.Report, dir string) ([]string, error) {
	var files []string
	for _, suffix := range []string{".csv", ".md"} {
		more, err := a.writeTables(r, reportOptions{out: filepath.Join(dir, r.Name+suffix), force: true})
		if err != nil {
			return nil, err
		}
		files = append(files, more[0])
	}
	if len(r.Figures) == 0 {
		return files, nil
	}
	for _, suffix := range []string{".svg", ".png"} {
		more, err := a.writeFigure(r, reportOptions{figure: filepath.Join(dir, r.Name+suffix), force: true})
		if err != nil {
			return nil, err
		}
		files = append(files, more[0])
	}
	for i := range files {
		files[i] = filepath.ToSlash(files[i])
	}
	return files, nil
}

func (a *app) demoEnd(dir, project string, taken, coded int) {
	l := a.lang()
	fmt.Fprintln(a.Stdout)
	a.print("%v invented transcripts, %v by the codebook's rules, in %v.", "%v transkrip rekaan, %v oleh aturan buku kode, di %v.", taken, codings(coded), project)
	a.print("Written to %v: tables (csv, md) and figures (svg, png).", "Ditulis ke %v: tabel (csv, md) dan gambar (svg, png).", dir)
	fmt.Fprintf(a.Stdout, "\n%s\n", lang.T("Three commands to try:", "Tiga perintah untuk dicoba:").In(l))
	for _, s := range []study.Step{
		{Command: "tematik -p " + project + " quotes dependence.intermediaries", Why: lang.T("read what was coded", "baca yang telah dikode")},
		{Command: "tematik -p " + project + " find karantina", Why: lang.T("search all interviews", "cari di semua wawancara")},
		{Command: "tematik -p " + project + " status", Why: lang.T("see where the study stands", "lihat keadaan studi")},
	} {
		fmt.Fprintf(a.Stdout, "  %s\n      %s\n", s.Command, s.Why.In(l))
	}
}
