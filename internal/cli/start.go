package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
)

func (a *app) initCmd() *cobra.Command {
	var o study.InitOptions
	var approach string
	c := &cobra.Command{
		Use: "init [FILE]", Short: "Make a new project file", Args: args(0, 1),
		Long: `Make a new project: one file that holds transcripts, codebook, codings, memos
and their history. The approach sets how reports speak; --lang is the
project's own language; --codebook brings in a codebook of YAML ("starter" is
the one inside the program).`,
		Example: "  tematik init balikpapan.tematik --title \"Export barriers\" --codebook starter",
		RunE: func(c *cobra.Command, given []string) error {
			path := "study" + study.Suffix
			if a.project != "" {
				path = a.project
			}
			if len(given) > 0 {
				path = given[0]
			}
			o.Approach, o.Language = qda.Approach(approach), string(a.lang())
			p, err := study.Init(c.Context(), a.host(), path, o)
			if err != nil {
				return err
			}
			defer p.Close()
			return a.answer("init", map[string]any{"project": filepath.Base(p.Path())}, func() {
				a.print("Made %v. Next: tematik import FOLDER", "%v dibuat. Berikutnya: tematik import FOLDER", p.Path())
				a.sayBeside(p.Path())
			})
		},
	}
	c.Flags().StringVar(&o.Title, "title", "", "title of the study (default: the file's name)")
	c.Flags().StringVar(&approach, "approach", string(qda.CodebookTA), "codebook, reflexive or reliability")
	c.Flags().StringVar(&o.Codebook, "codebook", "", "a codebook of YAML, or \"starter\"")
	return c
}

// sayBeside tells that a folder now holds several projects.
func (a *app) sayBeside(path string) {
	if others := study.Beside(path); len(others) > 0 {
		a.say("note: this folder has %v projects now; say which one with -p FILE or TEMATIK_PROJECT", "catatan: map ini sekarang memuat %v proyek; sebutkan yang mana dengan -p BERKAS atau TEMATIK_PROJECT", len(others)+1)
	}
}

func (a *app) statusCmd() *cobra.Command {
	return &cobra.Command{
		Use: "status", Short: "Where the study stands, and the next step", Args: args(0, 0),
		Example: "  tematik status",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			st, err := p.Status(ctx)
			if err != nil {
				return err
			}
			return a.answer("status", statusJSON(st), func() { a.printStatus(st) })
		}),
	}
}

func statusJSON(st *study.Status) any {
	type step struct {
		Command string    `json:"command"`
		Why     lang.Text `json:"why"`
	}
	next := []step{}
	for _, s := range st.Next {
		next = append(next, step{s.Command, s.Why})
	}
	coders := st.Coders
	if coders == nil {
		coders = []string{}
	}
	return struct {
		Project   string   `json:"project"`
		Title     string   `json:"title"`
		Approach  string   `json:"approach"`
		Language  string   `json:"language"`
		Documents int      `json:"documents"`
		New       int      `json:"documents_new"`
		Open      int      `json:"documents_open"`
		Done      int      `json:"documents_done"`
		Cases     int      `json:"cases"`
		Codes     int      `json:"codes"`
		Themes    int      `json:"themes"`
		Codings   int      `json:"codings"`
		Proposals int      `json:"proposals"`
		Memos     int      `json:"memos"`
		Coders    []string `json:"coders"`
		Coder     string   `json:"coder"`
		Codebook  string   `json:"codebook_version"`
		Backup    any      `json:"last_backup"`
		Next      []step   `json:"next"`
	}{filepath.Base(st.File), st.Project.Title, string(st.Project.Approach), st.Project.Language, st.Documents, st.New, st.Open, st.Done,
		st.Cases, st.Codes, st.Themes, st.Codings, st.Proposals, st.Memos, coders, st.Coder, st.Codebook, orNil(st.Backup), next}
}

func (a *app) printStatus(st *study.Status) {
	l := a.lang()
	line := func(en, id string, value lang.Text) {
		a.put(a.Stdout, fmt.Sprintf("%-12s %s", lang.T(en, id).In(l), value.In(l)))
	}
	fmt.Fprintf(a.Stdout, "%s (%s)\n\n", st.Project.Title, filepath.Base(st.File))
	line("documents", "dokumen", lang.T("%v: %v done, %v open, %v new", "%v: %v selesai, %v berjalan, %v baru", st.Documents, st.Done, st.Open, st.New))
	line("cases", "kasus", lang.T("%v", "%v", st.Cases))
	line("codebook", "buku kode", lang.T("%v, %v, version %v", "%v, %v, versi %v", lang.Many(st.Themes, "theme", "themes", "tema"), codes(st.Codes-st.Themes), st.Codebook))
	line("codings", "pengodean", lang.T("%v", "%v", st.Codings))
	if st.Proposals > 0 {
		line("proposals", "usulan", lang.T("%v wait", "%v menunggu", st.Proposals))
	}
	line("memos", "memo", lang.T("%v", "%v", st.Memos))
	if others := strings.Join(st.Coders, ", "); others != "" {
		line("coders", "pengode", lang.T("%v (now: %v)", "%v (sekarang: %v)", others, st.Coder))
	}
	if st.Backup != "" {
		line("backup", "cadangan", lang.Same(st.Backup))
	}
	fmt.Fprintf(a.Stdout, "\n%s\n", lang.T("Next:", "Berikutnya:").In(l))
	width := 0
	for _, s := range st.Next {
		width = max(width, len(s.Command))
	}
	screen, _ := terminal(a.Stdout)
	for _, s := range st.Next {
		line := fmt.Sprintf("  %-*s  %s", width, s.Command, s.Why.In(l))
		if cells.Width(line) > screen {
			line = fmt.Sprintf("  %s\n      %s", s.Command, s.Why.In(l))
		}
		fmt.Fprintln(a.Stdout, line)
	}
}
