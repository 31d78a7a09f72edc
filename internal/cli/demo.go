package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

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
		Long: `Go through the invented sample study step by step: transcripts in, codings of
two coders and their agreement, proposals of the codebook's rules, then
saturation, co-occurrence and the theme table with their figures. Each step
names its command. All of it goes into DIR (tematik-demo), to look at and to
play with.`,
		Example: "  tematik demo\n  tematik demo --lang id",
		RunE: func(c *cobra.Command, given []string) error {
			dir := "tematik-demo"
			if len(given) > 0 {
				dir = given[0]
			}
			return a.demo(c.Context(), dir, force)
		},
	}
	c.Flags().BoolVar(&force, "force", false, "replace an earlier demo in DIR")
	return c
}

// tour is a run of the demo.
type tour struct {
	*app
	p     *study.Project
	dir   string
	steps int
	files []string

	documents, codings int
}

// demo runs the main job on the sample study, and shows it.
func (a *app) demo(ctx context.Context, dir string, force bool) error {
	path, o, err := study.UnpackSample(dir, string(a.lang()), force)
	if err != nil {
		return err
	}
	p, err := study.Init(ctx, a.host(), path, o)
	if err != nil {
		return err
	}
	defer p.Close()
	t := &tour{app: a, p: p, dir: dir}
	t.tell("The sample study, step by step. Every person and firm in it is invented. It lies in %v; each step names the command that does it.", "Studi contoh, langkah demi langkah. Semua orang dan usaha di dalamnya rekaan. Letaknya di %v; setiap langkah menyebut perintahnya.", dir)
	for _, part := range []func(context.Context) error{t.bringIn, t.codedByHand, t.agreed, t.codedByRules, t.reports} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return a.answer("demo", map[string]any{"project": filepath.Base(p.Path()), "documents": t.documents, "codings": t.codings, "files": t.files}, t.end)
}

// tell writes a paragraph for a reader, unless a program reads.
func (t *tour) tell(en, id string, args ...any) {
	if t.json {
		return
	}
	for _, line := range wrap(lang.T(en, id, args...).In(t.lang()), 80) {
		fmt.Fprintln(t.Stdout, line)
	}
}

// step begins the next step: what it is, and how it is done.
func (t *tour) step(title lang.Text, commands ...string) {
	if t.json {
		return
	}
	t.steps++
	fmt.Fprintf(t.Stdout, "\n%d. %s\n", t.steps, title.In(t.lang()))
	for _, c := range commands {
		fmt.Fprintf(t.Stdout, "   $ %s\n", strings.Join(wrap(c, 72), " \\\n       "))
	}
}

func (t *tour) take(ctx context.Context, names ...string) (*study.ImportResult, error) {
	for i := range names {
		names[i] = filepath.Join(t.dir, names[i])
	}
	r, err := t.p.Import(ctx, names, study.ImportOptions{})
	if err != nil {
		return nil, err
	}
	return r, t.notTaken(r)
}

func (t *tour) bringIn(ctx context.Context) error {
	t.step(lang.T("Bring in the transcripts, and what is known of the informants", "Masukkan transkrip, dan apa yang diketahui tentang informan"), "tematik import transcripts cases.csv")
	r, err := t.take(ctx, "transcripts", "cases.csv")
	if err != nil {
		return err
	}
	words := 0
	for _, f := range r.Files {
		if f.Kind == "transcript" {
			t.documents++
			words += f.Words
		}
	}
	cases, err := t.p.Cases(ctx)
	t.tell("%v documents of %v words; %v cases. Turns and speakers are recognised: the interviewer's words are kept apart from the informant's.", "%v dokumen, %v kata; %v kasus. Giliran bicara dan pembicara dikenali: kata pewawancara dipisahkan dari kata informan.", t.documents, words, len(cases))
	return err
}

func (t *tour) codedByHand(ctx context.Context) error {
	t.step(lang.T("Read and code: two coders, each alone, eight interviews", "Baca dan kode: dua pengode, masing-masing sendiri, delapan wawancara"), "tematik tag -i 01-E1-kepiting", "tematik import codings.csv")
	codes := study.SampleCodes()
	for _, c := range codes {
		if _, err := t.p.AddCode(ctx, c.Code, c.Under); err != nil {
			return err
		}
	}
	r, err := t.take(ctx, "codings.csv")
	if err != nil {
		return err
	}
	made := r.Files[0].Counts["codings"]
	t.codings += made
	t.tell("Coding is done turn by turn with tag -i; here the two coders' work is brought in: %v. They kept to the codebook, and where an informant's idea fitted none of its codes they agreed on one of their own: %v new nodes in two candidate themes.", "Pengodean dikerjakan giliran demi giliran dengan tag -i; di sini hasil kedua pengode dimasukkan: %v. Mereka berpegang pada buku kode, dan bila gagasan informan tidak tertampung, mereka menyepakati kode sendiri: %v simpul baru dalam dua calon tema.", codings(made), len(codes))
	return nil
}

func (t *tour) codedByRules(ctx context.Context) error {
	rest := qda.Filter{Cases: study.SampleUncoded()}
	t.step(lang.T("Let the codebook's rules propose passages", "Biarkan aturan buku kode mengusulkan bagian teks"), "tematik apply", "tematik review", "tematik apply --accept --case "+strings.Join(rest.Cases, " --case "))
	if _, err := t.p.Apply(ctx, qda.Filter{}, false, false); err != nil {
		return err
	}
	accepted, err := t.p.Apply(ctx, rest, true, false)
	if err != nil {
		return err
	}
	t.codings += accepted.Coded
	st, err := t.p.Status(ctx)
	if err != nil {
		return err
	}
	t.tell("A proposal is not a coding until a person accepts it. In the interviews that nobody has coded, %v were accepted unseen, which the reports say; %v wait in the others for you to decide: tematik review.", "Usulan belum menjadi pengodean sebelum diterima seseorang. Dalam wawancara yang belum dikode siapa pun, %v diterima tanpa dilihat, dan laporan menyebutkannya; %v menunggu keputusan Anda di wawancara lain: tematik review.", accepted.Coded, st.Proposals)
	return nil
}

// agreed compares the two coders, before anything else is coded.
func (t *tour) agreed(ctx context.Context) error {
	return t.ask(ctx, question{lang.T("How far do the two coders agree?", "Seberapa jauh kedua pengode sepakat?"), "agreement", byTheme(), "codes"})
}

// reports are the three questions of the study. The first look is small:
// themes that go together, not codes.
func (t *tour) reports(ctx context.Context) error {
	for _, q := range []question{
		{lang.T("Do new interviews still add codes?", "Apakah wawancara baru masih menambah kode?"), "saturation", nil, ""},
		{lang.T("Which themes go together?", "Tema mana yang muncul bersama?"), "cooccurrence", byTheme(), ""},
		{lang.T("The theme table", "Tabel tema"), "themes", nil, ""},
	} {
		if err := t.ask(ctx, q); err != nil {
			return err
		}
	}
	t.step(lang.T("The theme table in Indonesian, as a page and for a manuscript", "Tabel tema dalam bahasa Indonesia, sebagai halaman dan untuk naskah"), "tematik report themes --lang id -o tabel-tema.html", "tematik report themes --lang id -o tabel-tema.docx")
	r, err := t.p.Analyse(ctx, "themes", nil, qda.Filter{})
	if err != nil {
		return err
	}
	indonesian := *t.app
	indonesian.langTag = "id"
	for _, suffix := range []string{".html", ".docx"} {
		more, err := indonesian.writeTables(r, reportOptions{out: filepath.Join(t.dir, "tabel-tema"+suffix), force: true})
		if err != nil {
			return err
		}
		t.files = append(t.files, more...)
	}
	return nil
}

// question is a report of the tour, of which the page shows one table or all.
type question struct {
	title    lang.Text
	name     string
	settings map[string]string
	table    string
}

func byTheme() map[string]string { return map[string]string{"level": "theme"} }

// ask makes a report, shows it and writes its files.
func (t *tour) ask(ctx context.Context, q question) error {
	r, err := t.p.Analyse(ctx, q.name, q.settings, qda.Filter{})
	if err != nil {
		return err
	}
	command := r.Provenance.Command
	if q.table != "" {
		command += " --table=" + q.table
	}
	t.step(q.title, command)
	if !t.json {
		fmt.Fprintln(t.Stdout)
		if err := t.page(r, q.table); err != nil {
			return err
		}
	}
	return t.write(r)
}

// page prints a report as on a terminal, also where there is none.
func (a *app) page(r *report.Report, table string) error {
	f, err := render.ByName("terminal")
	if err != nil {
		return err
	}
	width, tty := terminal(a.Stdout)
	return f.Render(a.Stdout, r, render.Options{Lang: a.lang(), Width: width, Color: tty && a.color(), Table: table})
}

// write puts a report's tables and figure into the folder.
func (t *tour) write(r *report.Report) error {
	for _, suffix := range []string{".csv", ".md", ".html", ".docx"} {
		more, err := t.writeTables(r, reportOptions{out: filepath.Join(t.dir, r.Name+suffix), force: true})
		if err != nil {
			return err
		}
		t.files = append(t.files, filepath.ToSlash(more[0]))
	}
	for i, f := range r.Figures {
		name := r.Name
		if i > 0 {
			name += "-" + f.ID
		}
		for _, suffix := range []string{".svg", ".png"} {
			more, err := t.writeFigure(r, reportOptions{figure: filepath.Join(t.dir, name+suffix), plot: f.ID, force: true})
			if err != nil {
				return err
			}
			t.files = append(t.files, filepath.ToSlash(more[0]))
		}
	}
	return nil
}

func (t *tour) end() {
	fmt.Fprintln(t.Stdout)
	t.tell("Written to %v: tables (csv, md, html, docx) and figures (svg, png) of %v in %v documents.", "Ditulis ke %v: tabel (csv, md, html, docx) dan gambar (svg, png) dari %v dalam %v dokumen.", t.dir, codings(t.codings), t.documents)
	fmt.Fprintf(t.Stdout, "\n%s\n", lang.T("Four commands to try:", "Empat perintah untuk dicoba:").In(t.lang()))
	project := t.p.Path()
	for _, s := range []study.Step{
		{Command: "tematik -p " + project + " quotes dependence.intermediaries", Why: lang.T("read what was coded", "baca yang telah dikode")},
		{Command: "tematik -p " + project + " find karantina", Why: lang.T("search all transcripts", "cari di semua transkrip")},
		{Command: "tematik -p " + project + " review", Why: lang.T("decide what the rules propose", "putuskan usulan aturan")},
		{Command: "tematik help getting-started", Why: lang.T("begin a study of your own", "mulai studi Anda sendiri")},
	} {
		fmt.Fprintf(t.Stdout, "  %s\n      %s\n", s.Command, s.Why.In(t.lang()))
	}
}
