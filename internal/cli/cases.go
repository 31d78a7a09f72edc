package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) caseCmd() *cobra.Command {
	c := &cobra.Command{Use: "case", Short: "Cases (informants) and their attributes"}
	c.AddCommand(a.caseLs(), a.tries(a.caseSet()), a.caseImport())
	return c
}

func (a *app) caseLs() *cobra.Command {
	return &cobra.Command{
		Use: "ls", Short: "List the cases with their attributes", Args: args(0, 0), Example: "  tematik case ls",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			cases, err := p.Cases(ctx)
			if err != nil {
				return err
			}
			cols := []report.Column{column("case", "Case", "Kasus", report.Case), column("documents", "Documents", "Dokumen", report.String), column("codings", "Codings", "Pengodean", report.Count)}
			names := []string{}
			seen := map[string]bool{}
			for _, cs := range cases {
				for k := range cs.Values {
					if !seen[k] {
						seen[k] = true
						names = append(names, k)
					}
				}
			}
			slices.Sort(names)
			for _, n := range names {
				cols = append(cols, report.Column{ID: n, Title: lang.Same(n), Type: report.String})
			}
			if a.json {
				return a.answer("cases", map[string]any{"cases": casesJSON(cases)}, nil)
			}
			var rows [][]report.Cell
			for _, cs := range cases {
				row := []report.Cell{cs.Name, orNil(strings.Join(cs.Documents, ", ")), cs.Codings}
				for _, n := range names {
					row = append(row, orNil(cs.Values[n]))
				}
				rows = append(rows, row)
			}
			return a.list("cases", cols, rows, lang.T("No cases yet. Give documents their case: tematik doc set DOC --case NAME", "Belum ada kasus. Beri dokumen kasusnya: tematik doc set DOK --case NAMA"))
		}),
	}
}

func casesJSON(cases []study.CaseInfo) any {
	type item struct {
		Case       string            `json:"case"`
		Documents  []string          `json:"documents"`
		Codings    int               `json:"codings"`
		Attributes map[string]string `json:"attributes"`
	}
	out := []item{}
	for _, c := range cases {
		values := c.Values
		if values == nil {
			values = map[string]string{}
		}
		out = append(out, item{c.Name, strs(c.Documents), c.Codings, values})
	}
	return out
}

func (a *app) caseSet() *cobra.Command {
	return &cobra.Command{
		Use: "set CASE ATTRIBUTE=VALUE…", Short: "Set attributes of a case", Args: args(2, -1),
		Long:    "Set attributes of a case; a case that is not there is made. ATTRIBUTE= removes\none.",
		Example: "  tematik case set E1 role=exporter product=seafood",
		ValidArgsFunction: func(c *cobra.Command, given []string, to string) ([]string, cobra.ShellCompDirective) {
			if len(given) == 0 {
				return a.completeCases(c, given, to)
			}
			return a.completeWhere(c, given, to)
		},
		RunE: func(c *cobra.Command, given []string) error {
			names, values := splitValues(given)
			if len(names) != 1 || len(values) == 0 {
				return errs.New(errs.Usage, "case set: name one case, then ATTRIBUTE=VALUE").Hint("tematik case ls")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				if err := p.SetCase(ctx, names[0], values); err != nil {
					return err
				}
				cases, err := p.Cases(ctx)
				if err != nil {
					return err
				}
				return a.answer("case.set", map[string]any{"case": names[0], "attributes": values}, func() {
					a.sayset(names[0])
					if i := slices.IndexFunc(cases, func(c study.CaseInfo) bool { return c.Name == names[0] }); i >= 0 && len(cases[i].Documents) == 0 {
						a.say("note: no document belongs to this case yet: tematik doc set DOC --case %v", "catatan: belum ada dokumen dari kasus ini: tematik doc set DOC --case %v", cases[i].Name)
					}
				})
			})
		},
	}
}

func (a *app) caseImport() *cobra.Command {
	var dry bool
	c := &cobra.Command{
		Use: "import FILE.csv", Short: "Bring in a table of cases and attributes", Args: args(1, 1),
		Long:    "Bring in a CSV whose first line names the columns: case, then any attributes.",
		Example: "  tematik case import cases.csv",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			r, err := p.ImportCases(ctx, given[0], dry)
			if err != nil {
				return err
			}
			if err := a.answer("import", importJSON(r), func() { a.printImport(r, dry) }); err != nil {
				return err
			}
			return a.notTaken(r)
		}),
	}
	c.Flags().BoolVarP(&dry, "dry-run", "n", false, "look, take nothing")
	return c
}

// completeCases offers the names of cases.
func (a *app) completeCases(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var out []string
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		cases, err := p.Cases(ctx)
		for _, x := range cases {
			out = append(out, x.Name)
		}
		return err
	})
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeCoders offers the names of coders.
func (a *app) completeCoders(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var out []string
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		coders, err := p.Coders(ctx)
		for _, x := range coders {
			out = append(out, x.Name)
		}
		return err
	})
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) coderCmd() *cobra.Command {
	c := &cobra.Command{Use: "coder", Short: "Who is coding"}
	ls := &cobra.Command{
		Use: "ls", Short: "List the coders", Args: args(0, 0), Example: "  tematik coder ls",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			coders, err := p.Coders(ctx)
			if err != nil {
				return err
			}
			cols := []report.Column{column("coder", "Coder", "Pengode", report.String), column("codings", "Codings", "Pengodean", report.Count),
				column("open", "Open", "Berjalan", report.Count), column("done", "Done", "Selesai", report.Count), column("current", "Now", "Kini", report.Boolean), column("round", "Round", "Putaran", report.Count)}
			var rows [][]report.Cell
			for _, k := range coders {
				rows = append(rows, []report.Cell{k.Name, k.Codings, k.Open, k.Done, k.Current, k.Round})
			}
			return a.list("coders", cols, rows, lang.T("Nobody has coded yet.", "Belum ada yang mengode."))
		}),
	}
	round := 0
	add := &cobra.Command{
		Use: "add NAME", Short: "Add a coder", Args: args(1, 1), Example: "  tematik coder add siti\n  tematik coder add siti --round 2",
		Long: "Add a coder, or, with --round, a coder's second or further reading of the\nsame documents: it is kept as NAME#2, beside the first.",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			name, err := p.AddCoder(ctx, given[0], round)
			if err != nil {
				return err
			}
			return a.answer("coder.add", map[string]any{"coder": name}, func() {
				a.say("Added coder %v. To code as %v: tematik coder use %v", "Pengode %v ditambahkan. Untuk mengode sebagai %v: tematik coder use %v", name, name, study.QuoteArgs(name))
			})
		}),
	}
	use := &cobra.Command{
		Use: "use NAME", Short: "Code as this coder from now on, on this machine", Args: args(1, 1), Example: "  tematik coder use siti\n  tematik coder use siti --round 2", ValidArgsFunction: a.completeCoders,
		Long: "Code as this coder from now on. The choice is kept with your own\nsettings, not in the project. With --round 2 the coder codes the same\ndocuments a second time, as NAME#2; --round 1 goes back to the first reading.",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			name, err := p.UseCoder(ctx, given[0], round)
			if err != nil {
				return err
			}
			return a.answer("coder.use", map[string]any{"coder": name}, func() { a.say("Now coding as %v.", "Sekarang mengode sebagai %v.", name) })
		}),
	}
	for _, c := range []*cobra.Command{add, use} {
		c.Flags().IntVar(&round, "round", 0, "which reading of the same documents, from 1")
	}
	c.AddCommand(ls, add, use)
	return c
}
