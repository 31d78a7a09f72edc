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
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) codebookCmd() *cobra.Command {
	c := &cobra.Command{Use: "codebook", Short: "The codebook: show, bring in, write out"}
	c.AddCommand(a.codebookShow(), a.codebookImport(), a.codebookExport(), a.codebookCheck(), a.codebookExpand(), a.codebookDiff(), a.codebookLog())
	return c
}

func (a *app) codebookShow() *cobra.Command {
	return &cobra.Command{
		Use: "show", Short: "Read the codebook: themes, codes, definitions", Args: args(0, 0), Example: "  tematik codebook show --lang id",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			s, used, err := p.Codebook(ctx)
			if err != nil {
				return err
			}
			if a.json {
				return a.answer("codebook", codebookJSON(s, used), nil)
			}
			if len(s.Codes()) == 0 {
				a.say("The codebook is empty. Bring one in: tematik codebook import FILE.yaml", "Buku kode kosong. Masukkan: tematik codebook import BERKAS.yaml")
				return nil
			}
			a.printCodebook(s, used)
			return nil
		}),
	}
}

func codebookJSON(s *qda.Snapshot, used []int) any {
	type code struct {
		Code       string       `json:"code"`
		Parent     report.Cell  `json:"parent"`
		Kind       qda.CodeKind `json:"kind"`
		Name       qda.Words    `json:"name"`
		Concept    *qda.Words   `json:"concept,omitempty"`
		Definition *qda.Words   `json:"definition,omitempty"`
		Include    *qda.Words   `json:"include,omitempty"`
		Exclude    *qda.Words   `json:"exclude,omitempty"`
		Rules      int          `json:"rules"`
		Codings    int          `json:"codings"`
	}
	some := func(w qda.Words) *qda.Words {
		if w.IsZero() {
			return nil
		}
		return &w
	}
	codes := []code{}
	for i, c := range s.Codes() {
		var parent report.Cell
		if p := s.Tree.Parent[i]; p >= 0 {
			parent = s.Codes()[p].Key
		}
		codes = append(codes, code{c.Key, parent, c.Kind, c.Name, some(c.Concept), some(c.Definition), some(c.Include), some(c.Exclude), len(c.Rules), used[i]})
	}
	cb := s.Codebook
	return map[string]any{"title": cb.Title, "version": cb.Version, "revision": cb.Revision, "language": cb.Language, "closed": cb.Closed, "sets": append([]qda.TermSet{}, cb.Sets...), "codes": codes}
}

func (a *app) printCodebook(s *qda.Snapshot, used []int) {
	l := string(a.lang())
	width, _ := terminal(a.Stdout)
	width = min(width, 100)
	if t := s.Codebook.Title.In(l); t != "" {
		fmt.Fprintln(a.Stdout, t)
	}
	field := func(label lang.Text, words qda.Words, indent int) {
		if words.IsZero() {
			return
		}
		pad := strings.Repeat(" ", indent)
		for k, line := range wrap(label.In(a.lang())+": "+words.In(l), width-indent-2) {
			if k > 0 {
				line = "  " + line
			}
			fmt.Fprintf(a.Stdout, "%s%s\n", pad, line)
		}
	}
	for i, c := range s.Codes() {
		pad := strings.Repeat("  ", s.Tree.Depth[i])
		fmt.Fprintf(a.Stdout, "\n%s%s  %s", pad, c.Key, c.Name.In(l))
		if used[i] > 0 {
			fmt.Fprintf(a.Stdout, "  (%s)", codings(used[i]).In(a.lang()))
		}
		fmt.Fprintln(a.Stdout)
		in := 2*s.Tree.Depth[i] + 2
		field(lang.T("concept", "konsep"), c.Concept, in)
		field(lang.T("definition", "definisi"), c.Definition, in)
		field(lang.T("include", "termasuk"), c.Include, in)
		field(lang.T("exclude", "tidak termasuk"), c.Exclude, in)
	}
	if len(s.Codebook.Sets) > 0 {
		fmt.Fprintf(a.Stdout, "\n%s\n", lang.T("Sets of terms that the rules use:", "Himpunan istilah yang dipakai aturan:").In(a.lang()))
	}
	for _, set := range s.Codebook.Sets {
		field(lang.Same("$"+set.Name), qda.Words{Plain: strings.Join(set.Terms, ", ")}, 2)
	}
}

// strs are words as JSON has them: none is an empty list.
func strs[S ~string](s []S) []string {
	out := make([]string, len(s))
	for i := range s {
		out[i] = string(s[i])
	}
	return out
}

func (a *app) codebookExport() *cobra.Command {
	var force, starter bool
	c := &cobra.Command{
		Use: "export [FILE.yaml]", Short: "Write the codebook as YAML", Args: args(0, 1),
		Long:    "Write the project's codebook, or with --starter the one inside the program, to\nlearn from. Without a file it goes to the terminal.",
		Example: "  tematik codebook export codebook.yaml\n  tematik codebook export --starter example.yaml",
		RunE: func(c *cobra.Command, given []string) error {
			if starter {
				return a.codebookTo(given, "starter", force, study.ExportStarter)
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				return a.codebookTo(given, p.Path(), force, func(w io.Writer) error { return p.ExportCodebook(ctx, w) })
			})
		},
	}
	c.Flags().BoolVar(&starter, "starter", false, "the codebook inside the program")
	c.Flags().BoolVar(&force, "force", false, "replace a file that is there")
	return c
}

// codebookTo writes a codebook to the file named, or to the terminal.
func (a *app) codebookTo(given []string, of string, force bool, write func(io.Writer) error) error {
	if len(given) == 0 || given[0] == "-" {
		return write(a.Stdout)
	}
	if err := a.host().WriteAgain(given[0], "codebook export "+of, force, write); err != nil {
		return err
	}
	return a.answer("codebook.export", map[string]any{"file": filepath.Base(given[0])}, func() { a.say("written: %v", "ditulis: %v", given[0]) })
}

// usage is an error about how a command was called.
func usage(hint, format string, args ...any) error {
	return errs.New(errs.Usage, format, args...).Hint("%s", hint)
}
