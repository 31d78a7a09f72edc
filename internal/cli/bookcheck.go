package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) codebookCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check [FILE.yaml]", Short: "Test a codebook's rules on its examples, look it through", Args: args(0, 1),
		Example: "  tematik codebook check\n  tematik codebook check codebook.yaml",
		Long: `Run every example of a codebook, the project's or that of a file: an example
must be found by a rule of its code, a counter-example by none. Then tell of
rules and terms that cannot work, of codes whose rules propose the same
passages of the project's documents, of names that are there twice, and of what
is not said yet. Only examples that the rules contradict make it fail (exit 5).`,
		ValidArgsFunction: completeYAML,
		RunE: func(c *cobra.Command, given []string) error {
			var r *study.Check
			path := ""
			if len(given) > 0 {
				path = given[0]
			}
			err := a.withProject(c, func(ctx context.Context, p *study.Project) (err error) {
				r, err = p.CheckCodebook(ctx, path)
				return err
			})
			if path != "" && errs.KindOf(err) == errs.NoProject && a.project == "" {
				r, err = study.CheckFile(c.Context(), path)
			}
			if err != nil {
				return err
			}
			if err := a.answer("codebook.check", checkJSON(r), func() { a.printCheck(r) }); err != nil {
				return err
			}
			if n := r.Failures(); n > 0 {
				return errs.New(errs.Check, "codebook: its rules contradict %s", lang.Many(n, "example", "examples", "contoh")).Hint("change the rules, or the examples; what a rule meets: tematik codebook expand")
			}
			return nil
		},
	}
}

func checkJSON(r *study.Check) any {
	type finding struct {
		ID    string   `json:"id"`
		Level string   `json:"level"`
		Codes []string `json:"codes"`
		Rule  any      `json:"rule"`
		Terms []string `json:"terms"`
		Count any      `json:"count"`
		Of    any      `json:"of"`
		Text  string   `json:"text"`
	}
	list := []finding{}
	for _, x := range r.Remarks {
		list = append(list, finding{x.ID, string(x.Level), strs(x.Codes), orNil(x.Rule), strs(x.Terms), orZero(x.Count), orZero(x.Of), x.Text.In(lang.EN)})
	}
	return map[string]any{"ok": r.Failures() == 0, "codes": r.Codes, "examples": r.Examples, "documents": r.Documents, "findings": list}
}

// checkGroups gathers remarks under headings, the most serious first.
var checkGroups = []struct {
	title lang.Text
	ids   []string
}{
	{lang.T("Examples that the rules contradict", "Contoh yang bertentangan dengan aturan"), []string{"example_missed", "example_found", "example_contradicts"}},
	{lang.T("Rules and terms that cannot work", "Aturan dan istilah yang tidak mungkin bekerja"), []string{"rule_never", "term_never", "speaker_unknown"}},
	{lang.T("Codes that overlap", "Kode yang tumpang tindih"), []string{"codes_overlap", "rules_same", "names_same", "example_shared", "examples_overlap", "rules_alike"}},
	{lang.T("What is not said yet", "Yang belum diisi"), []string{"no_definition", "no_concept", "theme_empty", "theme_rules", "no_include", "no_exclude", "no_examples"}},
	{lang.T("Terms to think about", "Istilah yang perlu dipikirkan"), []string{"advice", "roots_short"}},
}

func (a *app) printCheck(r *study.Check) {
	l := a.lang()
	for _, g := range checkGroups {
		n := 0
		for _, id := range g.ids {
			for _, x := range r.Remarks {
				if x.ID != id {
					continue
				}
				if n++; n == 1 {
					fmt.Fprintln(a.Stdout, g.title.In(l))
				}
				a.wrapped(lang.Same("  " + x.Text.In(l)))
			}
		}
		if n > 0 {
			fmt.Fprintln(a.Stdout)
		}
	}
	if r.Failures() == 0 {
		a.print("The rules agree with every example (%v).", "Aturan cocok dengan setiap contoh (%v).", r.Examples)
	}
	if r.Documents == 0 {
		a.say("Overlaps were not measured: there are no documents.", "Tumpang tindih tidak diukur: belum ada dokumen.")
	}
}

func (a *app) codebookExpand() *cobra.Command {
	var f qda.Filter
	var zero bool
	c := &cobra.Command{
		Use: "expand [CODE…]", Short: "The word forms that each term meets in the transcripts", Args: args(0, -1),
		Example: "  tematik codebook expand customs.hs\n  tematik codebook expand --zero",
		Long: `List the forms that each term of the rules meets in the transcripts, frequent
ones first, and the terms that meet nothing. What does not belong is struck out
with except: in the codebook, and is told apart here.`,
		ValidArgsFunction: a.completeCodes,
		RunE: func(c *cobra.Command, given []string) error {
			f.Codes = append(f.Codes, given...)
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				forms, err := p.ExpandCodebook(ctx, f)
				if err != nil {
					return err
				}
				if zero {
					forms = slices.DeleteFunc(forms, func(x study.Form) bool { return x.Form != "" })
				}
				if _, tty := terminal(a.Stdout); tty && !a.json && len(forms) > 0 {
					a.printForms(forms)
					return nil
				}
				cols := []report.Column{column("code", "Code", "Kode", report.Code), column("rule", "Rule", "Aturan", report.String), column("role", "Part", "Bagian", report.String),
					column("term", "Term", "Istilah", report.String), column("form", "Form", "Bentuk", report.String), column("count", "Count", "Jumlah", report.Count), column("struck", "Struck", "Dicoret", report.Boolean)}
				var rows [][]report.Cell
				for _, x := range forms {
					rows = append(rows, []report.Cell{x.Code, orNil(x.Rule), x.Role, x.Term, orNil(x.Form), x.Count, x.Struck})
				}
				return a.list("forms", cols, rows, lang.T("The rules have no such terms.", "Aturan tidak memiliki istilah demikian."))
			})
		},
	}
	fl := c.Flags()
	fl.BoolVar(&zero, "zero", false, "only terms that meet nothing")
	fl.StringArrayVar(&f.Codes, "code", nil, "only terms of this code and those below it (repeatable)")
	fl.StringArrayVar(&f.Documents, "doc", nil, "only in this document (repeatable)")
	fl.StringArrayVar(&f.Cases, "case", nil, "only in documents of this case (repeatable)")
	fl.StringArrayVar(&f.Where, "where", nil, "only in documents or cases with ATTRIBUTE=VALUE (repeatable)")
	fl.StringVar(&f.From, "from", "", "only in documents collected from this date on")
	fl.StringVar(&f.To, "to", "", "only in documents collected up to this date")
	return c
}

// termForms is a term in its place with the forms it meets.
type termForms struct {
	term         string
	count        int
	kept, struck []string
}

// printForms shows forms for reading: for each part of a rule its terms, the
// frequent ones first, and then those that meet nothing.
func (a *app) printForms(forms []study.Form) {
	for from := 0; from < len(forms); {
		x := forms[from]
		to := from
		for to < len(forms) && forms[to].Code == x.Code && forms[to].Rule == x.Rule && forms[to].Role == x.Role {
			to++
		}
		if from == 0 || forms[from-1].Code != x.Code {
			if from > 0 {
				fmt.Fprintln(a.Stdout)
			}
			fmt.Fprintln(a.Stdout, x.Code)
		}
		head := x.Role
		if x.Rule != "" {
			head = x.Rule + ": " + x.Role
		}
		fmt.Fprintf(a.Stdout, "  %s\n", head)
		a.printTerms(forms[from:to])
		from = to
	}
}

func (a *app) printTerms(forms []study.Form) {
	var terms []termForms
	for _, x := range forms {
		if n := len(terms); n == 0 || terms[n-1].term != x.Term {
			terms = append(terms, termForms{term: x.Term})
		}
		t := &terms[len(terms)-1]
		form := x.Form + " " + strconv.Itoa(x.Count)
		switch {
		case x.Form == "":
		case x.Struck:
			t.struck = append(t.struck, form)
		default:
			t.kept = append(t.kept, form)
			t.count += x.Count
		}
	}
	slices.SortStableFunc(terms, func(x, y termForms) int { return y.count - x.count })
	l := a.lang()
	var nothing []string
	for _, t := range terms {
		if t.kept == nil && t.struck == nil {
			nothing = append(nothing, t.term)
			continue
		}
		what := strings.Join(t.kept, ", ")
		if t.struck != nil {
			what = strings.TrimPrefix(what+"; "+lang.T("struck out: %v", "dicoret: %v", strings.Join(t.struck, ", ")).In(l), "; ")
		}
		if len(t.kept) == 1 && t.struck == nil && t.kept[0] == t.term+" "+strconv.Itoa(t.count) {
			a.wrapped(lang.Same("    " + t.kept[0])) // the term itself, and nothing else
			continue
		}
		a.wrapped(lang.Same("    " + t.term + " → " + what))
	}
	if nothing != nil {
		a.wrapped(lang.T("    meet nothing: %v", "    tidak menemukan apa pun: %v", strings.Join(nothing, ", ")))
	}
}
