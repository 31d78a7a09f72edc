package cli

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tematik/internal/qda"
	"tematik/internal/study"
)

// completes lets a shell complete what is in the project: flags by their
// names, with the command's where it matters; arguments where a command says
// how. What is no file is never completed with the files at hand.
func (a *app) completes(c *cobra.Command) {
	for flag, f := range map[string]cobra.CompletionFunc{
		"tag": a.completeCodes, "segment": a.completeCodings, "report matrix by": a.completeBy("case", "document"), "report groups by": a.completeBy(), "doc order by": fixed("date", "import"),
		"find unit": fixed(study.AutocodeUnits()...), "export as": fixed(study.ExportFormats()...), "preset": fixed("apa", "plos", "elsevier"),
		"kind": fixed(strs(qda.Kinds())...), "approach": fixed(strs(qda.Approaches())...), "language": fixed("id", "en"),
		"init codebook": cobra.FixedCompletions([]string{"starter"}, cobra.ShellCompDirectiveDefault),
		"code":          a.completeCodes, "under": a.completeCodes, "doc": a.completeDocuments, "case": a.completeCases, "coder": a.completeCoders,
		"speaker": a.completeSpeakers, "where": a.completeWhere,
		"origin": fixed("manual", "rule", "learner", "model", "import"), "state": fixed("new", "open", "done"), "lang": fixed("en", "id"),
	} {
		if i := strings.LastIndex(flag, " "); i >= 0 {
			if c.CommandPath() != "tematik "+flag[:i] {
				continue
			}
			flag = flag[i+1:]
		}
		if c.Flags().Lookup(flag) != nil || c.PersistentFlags().Lookup(flag) != nil {
			_ = c.RegisterFlagCompletionFunc(flag, f) // the flag is there
		}
	}
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !slices.Contains([]string{"output", "figure", "project", "to", "codebook"}, f.Name) {
			_ = c.RegisterFlagCompletionFunc(f.Name, cobra.NoFileCompletions) // refused where there is one
		}
	})
	if c.ValidArgsFunction == nil && c.HasParent() && !c.HasSubCommands() && !slices.ContainsFunc([]string{"FILE", "DIR", "PATH", "BACKUP"}, func(s string) bool { return strings.Contains(c.Use, s) }) {
		c.ValidArgsFunction = cobra.NoFileCompletions
	}
}

// fixed offers words that are always the same.
func fixed(words ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// completeBy offers what the columns of a matrix can be.
func (a *app) completeBy(also ...string) cobra.CompletionFunc {
	return func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		out := slices.Clone(also)
		a.completeFrom(c, func(s *qda.Snapshot) { out = append(out, slices.Sorted(maps.Keys(qda.Attributes(s)))...) })
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeCodings offers the numbers of the latest codings, newest first.
func (a *app) completeCodings(c *cobra.Command, given []string, _ string) (out []string, _ cobra.ShellCompDirective) {
	const most = 50
	_ = a.withProject(c, func(ctx context.Context, p *study.Project) error {
		quotes, err := p.Quotes(ctx, qda.Filter{})
		slices.SortFunc(quotes, func(x, y study.Quote) int { return int(y.ID - x.ID) })
		for _, q := range quotes[:min(len(quotes), most)] {
			if id := strconv.Itoa(int(q.ID)); !slices.Contains(given, id) {
				out = append(out, id+"\t"+q.Code+" “"+clip(q.Words, 40)+"”")
			}
		}
		return err
	})
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeSpeakerRoles offers, after a document, who its speakers may be.
func (a *app) completeSpeakerRoles(c *cobra.Command, given []string, to string) (out []string, _ cobra.ShellCompDirective) {
	if len(given) == 0 {
		return a.completeDocuments(c, given, to)
	}
	a.completeFrom(c, func(s *qda.Snapshot) {
		if d, err := s.FindDocument(given[0]); err == nil {
			for _, sp := range s.Documents[d].Speakers {
				out = append(out, sp.Label+"=respondent", sp.Label+"=interviewer", sp.Label+"=case:")
			}
		}
	})
	return out, cobra.ShellCompDirectiveNoFileComp
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
