package cli

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/qda"
	"tematik/internal/study"
)

// completes lets a shell complete what is in the project: flags by their
// names; arguments where a command says how. An argument that is no file is
// never completed with the files at hand.
func (a *app) completes(c *cobra.Command) {
	for flag, f := range map[string]cobra.CompletionFunc{
		"code": a.completeCodes, "under": a.completeCodes, "doc": a.completeDocuments, "case": a.completeCases, "coder": a.completeCoders,
		"speaker": a.completeSpeakers, "where": a.completeWhere,
		"origin": cobra.FixedCompletions([]string{"manual", "rule", "learner", "model", "import"}, cobra.ShellCompDirectiveNoFileComp),
		"state":  cobra.FixedCompletions([]string{"new", "open", "done"}, cobra.ShellCompDirectiveNoFileComp),
		"lang":   cobra.FixedCompletions([]string{"en", "id"}, cobra.ShellCompDirectiveNoFileComp),
	} {
		if c.Flags().Lookup(flag) != nil || c.PersistentFlags().Lookup(flag) != nil {
			_ = c.RegisterFlagCompletionFunc(flag, f) // the flag is there
		}
	}
	if c.ValidArgsFunction == nil && c.HasParent() && !c.HasSubCommands() && !slices.ContainsFunc([]string{"FILE", "DIR", "PATH", "BACKUP"}, func(s string) bool { return strings.Contains(c.Use, s) }) {
		c.ValidArgsFunction = cobra.NoFileCompletions
	}
}

// completeCodes offers the ids of codes that are not given yet.
func (a *app) completeCodes(c *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
	var out []string
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		s, _, err := p.Codebook(ctx)
		if err != nil {
			return err
		}
		for _, k := range s.Codes() {
			if !slices.Contains(given, k.Key) {
				out = append(out, k.Key+"\t"+k.Name.In(string(a.lang())))
			}
		}
		return nil
	})
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeDocuments offers the names of documents.
func (a *app) completeDocuments(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	var out []string
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		docs, err := p.Documents(ctx, "")
		for _, d := range docs {
			out = append(out, d.Name)
		}
		return err
	})
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeSpeakers offers the roles and the labels of the transcripts.
func (a *app) completeSpeakers(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	out := []string{string(qda.Respondent), string(qda.Interviewer), qda.Any}
	a.completeFrom(c, func(s *qda.Snapshot) {
		for i := range s.Documents {
			for _, sp := range s.Documents[i].Speakers {
				if !slices.Contains(out, sp.Label) {
					out = append(out, sp.Label)
				}
			}
		}
	})
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeWhere offers attributes with their values.
func (a *app) completeWhere(c *cobra.Command, _ []string, _ string) (out []string, _ cobra.ShellCompDirective) {
	a.completeFrom(c, func(s *qda.Snapshot) {
		known := qda.Attributes(s)
		for _, attribute := range slices.Sorted(maps.Keys(known)) {
			for _, v := range known[attribute] {
				out = append(out, attribute+"="+v)
			}
		}
	})
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeMemos offers the numbers of memos.
func (a *app) completeMemos(c *cobra.Command, given []string, _ string) (out []string, _ cobra.ShellCompDirective) {
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		memos, err := p.Memos(ctx, qda.Filter{})
		for _, m := range memos {
			out = append(out, strconv.Itoa(int(m.ID))+"\t"+clip(m.Text, 40))
		}
		return err
	})
	if len(given) > 0 {
		out = nil
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeFrom looks into the study; without one nothing is offered.
func (a *app) completeFrom(c *cobra.Command, look func(*qda.Snapshot)) {
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		s, _, err := p.Codebook(ctx)
		if err == nil {
			look(s)
		}
		return err
	})
}
