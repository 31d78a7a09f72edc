package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

// newRoot is the command tree. A new command is a file and a line here.
func (a *app) newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "tematik",
		Short: "Qualitative coding and thematic analysis",
		Long: `Code interview transcripts, keep them in one file, and report themes, saturation
and co-occurrence.

A first look:      tematik demo
Your own study:    tematik init study.tematik
                   tematik import FOLDER
                   tematik status
How it is done:    tematik help getting-started`,
		SilenceErrors: true, SilenceUsage: true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error {
			a.running = c
			if _, ok := lang.Parse(a.langTag); a.langTag != "" && !ok {
				return usage("tematik --lang id status", "--lang %s: must be en or id", a.langTag)
			}
			return nil
		},
	}
	group := func(id, title string, commands ...*cobra.Command) {
		root.AddGroup(&cobra.Group{ID: id, Title: title})
		for _, c := range commands {
			c.GroupID = id
			root.AddCommand(c)
		}
	}
	group("start", "Start:", a.demoCmd(), a.initCmd(), a.statusCmd(), a.importCmd())
	group("material", "Material:", a.docCmd(), a.caseCmd(), a.coderCmd())
	group("code", "Coding:", a.codebookCmd(), a.codeCmd(), a.tries(a.tagCmd()), a.tries(a.untagCmd()), a.applyCmd(), a.reviewCmd(), a.memoCmd())
	group("read", "Reading:", a.findCmd(), a.quotesCmd(), a.reportCmd(), a.exportCmd())
	group("safe", "Safety:", a.undoCmd(), a.redoCmd(), a.logCmd(), a.checkCmd(), a.repairCmd(), a.backupCmd(), a.restoreCmd())
	root.AddCommand(a.versionCmd())
	help := a.helpCmd()
	a.pager(help)
	root.SetHelpCommand(help)
	a.withTopics(root)

	flags := root.PersistentFlags()
	flags.StringVarP(&a.project, "project", "p", "", "the project file (default: the only one here or above; TEMATIK_PROJECT)")
	flags.StringVar(&a.langTag, "lang", "", "language of what is shown: en or id (default: TEMATIK_LANG, the locale)")
	flags.BoolVar(&a.json, "json", false, "machine output: one JSON value")
	flags.BoolVar(&a.whole, "no-pager", false, "long answers at once, not by the screen (TEMATIK_PAGER, PAGER)")
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), "FlagUsages |", "FlagUsagesWrapped 80 |"))
	root.SetOut(a.Stdout)
	root.SetErr(a.Stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return errs.New(errs.Usage, "%s: %v", c.Name(), err).Hint("%s --help", c.CommandPath())
	})
	walk(root, func(c *cobra.Command) {
		a.completes(c)
		a.pager(c)
		if c.HasSubCommands() && c.RunE == nil {
			c.Args = cobra.ArbitraryArgs
			c.RunE = onlyGroup
		}
	})
	return root
}

func walk(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, sub := range c.Commands() {
		walk(sub, f)
	}
}

// onlyGroup is what a command does that only gathers others: help, or an error
// that names the command most like what was typed.
func onlyGroup(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	var names []string
	for _, sub := range c.Commands() {
		names = append(names, sub.Name())
	}
	e := errs.New(errs.Usage, "%s %s: there is no such command", c.CommandPath(), args[0])
	if c.HasParent() {
		e = errs.New(errs.Usage, "%s: there is no command %s", strings.TrimPrefix(c.CommandPath(), "tematik "), args[0])
	}
	if !c.HasParent() && page(lang.EN, args[0]) != "" {
		return e.Hint("tematik help %s", args[0])
	}
	if near := qda.Nearest(args[0], names); near != "" {
		return e.Hint("%s %s", c.CommandPath(), near)
	}
	return e.Hint("%s --help", c.CommandPath())
}

// args checks how many arguments a command gets; max -1 is any number.
func args(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, given []string) error {
		what := ""
		switch n := len(given); {
		case n < least:
			what = "an argument is missing"
		case most >= 0 && n > most:
			what = fmt.Sprintf("%q is too much", given[most])
		default:
			return nil
		}
		return errs.New(errs.Usage, "%s: %s; it is: %s", c.Name(), what, c.UseLine()).Hint("%s --help", c.CommandPath())
	}
}

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: args(0, 0),
		RunE: func(*cobra.Command, []string) error {
			return a.answer("version", map[string]any{"version": a.Version}, func() {
				fmt.Fprintf(a.Stdout, "tematik %s\n", a.Version)
			})
		},
	}
}
