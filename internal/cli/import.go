package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
)

func (a *app) importCmd() *cobra.Command {
	var o study.ImportOptions
	c := &cobra.Command{
		Use: "import PATH…", Short: "Bring in transcripts, tables of codings or cases, projects", Args: args(1, -1),
		Long: `Bring in files and folders, all in one step that one undo takes back.

Transcripts are txt, md and docx: turns, speakers and time stamps are
recognised, and the interviewer is inferred (-n shows how). txt and md may
begin with front matter between lines of ---: case, date, language, kind,
speakers, and any attribute. Comments, footnotes and endnotes of docx become
memos on the document; text boxes are text; headers and footers are left out.

A CSV with the columns document, code, and start,end or quote is a table of
codings; one with the column case is a table of cases and their attributes. A
project that "tematik export FILE.json" wrote comes in whole.

A file that is there already, same name and text, is skipped. Same name and
another text is not taken, unless with --as-new under another name.`,
		Example: "  tematik import interviews -n\n  tematik import interviews codings.csv",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			r, err := p.Import(ctx, given, o)
			if err != nil {
				return err
			}
			if err := a.answer("import", importJSON(r), func() { a.printImport(r, o.DryRun) }); err != nil {
				return err
			}
			return a.notTaken(r)
		}),
	}
	fl := c.Flags()
	fl.BoolVarP(&o.DryRun, "dry-run", "n", false, "show turns, speakers and who is taken for the interviewer; take nothing")
	fl.BoolVar(&o.AsNew, "as-new", false, "take a changed file as another document")
	fl.BoolVar(&o.AllOrNothing, "all-or-nothing", false, "take nothing if anything is refused")
	fl.BoolVar(&o.Strict, "strict", false, "refuse codings whose code is not in the codebook")
	fl.StringVar(&o.Coder, "coder", "", "coder of codings that name none (default: who is coding)")
	return c
}

// notTaken is the error of an import that left something out.
func (a *app) notTaken(r *study.ImportResult) error {
	n := r.Refusals()
	if n == 0 {
		return nil
	}
	hint := "mend these files and import again: what is there already is skipped"
	for _, f := range r.Files {
		if f.Hint != "" {
			hint = f.Hint
			break
		}
	}
	if r.Undone {
		return errs.New(errs.Partial, "import: %d refused, so nothing was taken", n).Hint("%s", hint)
	}
	return errs.New(errs.Partial, "import: %d not taken", n).Hint("%s", hint)
}

func importJSON(r *study.ImportResult) any {
	type speaker struct {
		Label string `json:"speaker"`
		Role  string `json:"role"`
		Case  string `json:"case,omitempty"`
		Turns int    `json:"turns"`
		Words int    `json:"words"`
	}
	type file struct {
		File     string         `json:"file"`
		Kind     string         `json:"kind"`
		Outcome  string         `json:"outcome"`
		Document string         `json:"document,omitempty"`
		Case     string         `json:"case,omitempty"`
		Turns    int            `json:"turns,omitempty"`
		Words    int            `json:"words,omitempty"`
		Date     string         `json:"date,omitempty"`
		Speakers []speaker      `json:"speakers,omitempty"`
		Reason   string         `json:"interviewer_reason,omitempty"`
		Beside   map[string]int `json:"beside,omitempty"`
		Counts   map[string]int `json:"counts,omitempty"`
		There    map[string]int `json:"there_already,omitempty"`
		Notes    []string       `json:"warnings"`
		Refusals []string       `json:"refusals"`
	}
	files := []file{}
	for _, f := range r.Files {
		x := file{f.File, f.Kind, string(f.Outcome), f.Document, f.Case, f.Turns, f.Words, f.Date, nil, machine(f.Reason), f.Beside, f.Counts, f.There, english(f.Notes), append([]string{}, f.Refusals...)}
		for _, s := range f.Speakers {
			x.Speakers = append(x.Speakers, speaker{s.Label, string(s.Role), s.Case, s.Turns, s.Words})
		}
		files = append(files, x)
	}
	return map[string]any{"files": files, "ignored": append([]string{}, r.Ignored...), "taken_back": r.Undone}
}

func machine(t lang.Text) string { return t.In(lang.EN) }

func english(texts []lang.Text) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = machine(t)
	}
	return out
}

// many is how many documents are listed one by one.
const many = 60

func (a *app) printImport(r *study.ImportResult, dry bool) {
	l := a.lang()
	added, skipped := 0, 0
	for i, f := range r.Files {
		if f.Kind == "transcript" && f.Outcome == study.Added {
			added++
		}
		if f.Outcome == study.Skipped {
			skipped++
		}
		if i < many || f.Kind != "transcript" || len(f.Refusals) > 0 {
			a.printFile(f, dry, l)
		}
		for k, x := range f.Refusals {
			if k == 20 {
				a.say("… and %v more", "… dan %v lagi", len(f.Refusals)-k)
				break
			}
			a.say("not taken: %v", "tidak diambil: %v", x)
		}
	}
	if unread := unreadable(r.Ignored); len(unread) > 0 {
		a.say("Not read: %v. If these are transcripts, save them as docx or txt.", "Tidak dibaca: %v. Bila ini transkrip, simpan sebagai docx atau txt.", shorten(unread, 12))
	}
	if n := len(r.Ignored); n > 0 {
		a.say("Left alone in the folders: %v (%v)", "Dibiarkan di dalam map: %v (%v)", lang.Many(n, "other file", "other files", "berkas lain"), shorten(r.Ignored, 3))
	}
	switch {
	case dry:
		a.print("Nothing was taken (dry run): %v to add, %v there already.", "Tidak ada yang diambil (uji coba): %v untuk ditambahkan, %v sudah ada.", documents(added), skipped)
	case r.Undone:
		a.print("Nothing was taken.", "Tidak ada yang diambil.")
	case added+skipped > 0:
		a.print("%v added, %v there already.", "%v ditambahkan, %v sudah ada.", documents(added), skipped)
	}
}

// unreadable are files of formats that people keep transcripts in, and that
// are not read.
func unreadable(files []string) (out []string) {
	for _, f := range files {
		switch strings.ToLower(filepath.Ext(f)) {
		case ".doc", ".odt", ".rtf", ".pdf", ".pages", ".htm", ".html", ".vtt", ".srt":
			out = append(out, f)
		}
	}
	return out
}

func documents(n int) lang.Text { return lang.Many(n, "document", "documents", "dokumen") }
func cases(n int) lang.Text     { return lang.Many(n, "case", "cases", "kasus") }
func coders(n int) lang.Text    { return lang.Many(n, "coder", "coders", "pengode") }
func codes(n int) lang.Text     { return lang.Many(n, "code", "codes", "kode") }
func codings(n int) lang.Text   { return lang.Many(n, "coding", "codings", "pengodean") }

func shorten(list []string, n int) string {
	var names []string
	for i, s := range list {
		if i == n {
			names = append(names, "…")
			break
		}
		names = append(names, filepath.Base(s))
	}
	return strings.Join(names, ", ")
}

func (a *app) printFile(f study.FileResult, dry bool, l lang.Lang) {
	out := func(t lang.Text) { a.put(a.Stdout, t.In(l)) }
	switch {
	case f.Kind == "transcript" && f.Outcome != study.Refused:
		what := map[study.Outcome]lang.Text{study.Added: lang.T("added", "ditambahkan"), study.Skipped: lang.T("there already", "sudah ada"), study.TakenBack: lang.T("not taken", "tidak diambil")}[f.Outcome]
		if dry && f.Outcome == study.Added {
			what = lang.T("would be added", "akan ditambahkan")
		}
		a.printDocument(f, what)
		if len(f.Beside) > 0 {
			out(lang.T("    as memos, not as speech: %v", "    sebagai memo, bukan ucapan: %v", beside(f.Beside, l)))
		}
		if dry {
			a.printTurns(f)
		}
	case f.Kind == "codings":
		out(lang.T("%v  codings: %v added, %v there already, %v not taken", "%v  pengodean: %v ditambahkan, %v sudah ada, %v tidak diambil",
			filepath.Base(f.File), f.Counts["codings"], f.There["codings"], len(f.Refusals)))
		if n := f.Counts["aspects"]; n > 0 {
			out(lang.T("    aspects added to %v that were there", "    aspek ditambahkan pada %v yang sudah ada", codings(n)))
		}
	case f.Kind == "cases":
		out(lang.T("%v  cases: %v", "%v  kasus: %v", filepath.Base(f.File), f.Counts["cases"]))
	case f.Kind == "project":
		out(lang.T("%v  project: %v, %v, %v", "%v  proyek: %v, %v, %v",
			filepath.Base(f.File), documents(f.Counts["documents"]), codes(f.Counts["codes"]), codings(f.Counts["codings"])))
	}
	for _, n := range f.Notes {
		a.indented(a.Stderr, lang.T("  note: %v: %v", "  catatan: %v: %v", filepath.Base(f.File), n).In(l), "    ")
	}
}

// printDocument says what a transcript is, the speakers on lines of their own
// where they are many.
func (a *app) printDocument(f study.FileResult, outcome lang.Text) {
	l := a.lang()
	turns := lang.Many(f.Turns, "turn", "turns", "giliran")
	if f.Turns == 0 {
		turns = lang.T("no turns", "tanpa giliran")
	}
	line := lang.T("%v  %v: %v, %v", "%v  %v: %v, %v", f.Document, outcome, turns, lang.Many(f.Words, "word", "words", "kata")).In(l)
	if f.Date != "" {
		line += ", " + f.Date
	}
	width, _ := terminal(a.Stdout)
	who := speakers(f, l)
	if whole := line + who; len([]rune(whole)) <= width {
		fmt.Fprintln(a.Stdout, whole)
		return
	}
	fmt.Fprintln(a.Stdout, line)
	if who != "" {
		a.indented(a.Stdout, "    "+strings.TrimSpace(who), "    ")
	}
}

// indented writes a long line as several, the further ones further in.
func (a *app) indented(to io.Writer, s, in string) {
	width, _ := terminal(to)
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	for i, line := range wrap(s, width-len(indent)-len(in)) {
		if i > 0 {
			line = in + line
		}
		fmt.Fprintln(to, indent+line)
	}
}

// beside counts what stands beside the text of a document.
func beside(n map[string]int, l lang.Lang) string {
	var parts []string
	for _, k := range []struct {
		name string
		text lang.Text
	}{
		{"comments", lang.Many(n["comments"], "comment", "comments", "komentar")},
		{"footnotes", lang.Many(n["footnotes"], "footnote", "footnotes", "catatan kaki")},
		{"endnotes", lang.Many(n["endnotes"], "endnote", "endnotes", "catatan akhir")},
	} {
		if n[k.name] > 0 {
			parts = append(parts, k.text.In(l))
		}
	}
	return strings.Join(parts, ", ")
}

// speakers says who speaks and how much, the interviewer marked.
func speakers(f study.FileResult, l lang.Lang) string {
	var parts []string
	for _, s := range f.Speakers {
		role := lang.T("respondent", "informan")
		if s.Role == qda.Interviewer {
			role = lang.T("interviewer", "pewawancara")
		}
		parts = append(parts, lang.T("%v %v", "%v %v", s.Label, role).In(l))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// printTurns shows the beginning of a transcript as it was understood.
func (a *app) printTurns(f study.FileResult) {
	if !f.Reason.IsZero() {
		a.indented(a.Stdout, "    "+f.Reason.In(a.lang()), "  ")
	}
	width, _ := terminal(a.Stdout)
	for _, t := range f.Preview {
		line := fmt.Sprintf("%3d %-12s %s", t.N, t.Speaker, strings.Join(strings.Fields(t.Words), " "))
		if r := []rune(line); len(r) > width-5 {
			line = string(r[:width-5]) + "…"
		}
		fmt.Fprintf(a.Stdout, "    %s\n", line)
	}
	if f.Turns > len(f.Preview) {
		fmt.Fprintf(a.Stdout, "    …\n")
	}
}
