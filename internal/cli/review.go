package cli

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/desk"
	"tematik/internal/qda"
	"tematik/internal/study"
)

func (a *app) reviewCmd() *cobra.Command {
	var which desk.Which
	var lines bool
	c := &cobra.Command{
		Use: "review", Short: "Decide the proposals that wait, one by one", Args: args(0, 0),
		Long: `Decide the proposals that wait, one by one. Each is shown in its turn: «…» is
the proposed passage, *…* (or underlined) are the words that the rule found.

  a  accept: a coding of yours, with the proposal's origin
  x  reject: the rule does not propose it there again
  b  other boundaries, then a
  1-9, o  code it as another code; the proposal is rejected, the coding manual
  m  memo, kept with the decision: on the coding, else on the document
  space  skip: it comes again at the next start
  u  undo the last decision, again and again
  d  the code's definition     v  read on around it     ?  all keys     q  quit

Each decision is kept at once. Where there is no terminal, with TERM=dumb, or
with --lines, it goes line by line, in plain sentences: the same letters, or
accept, reject, skip, undo, quit, then Enter; b takes the words themselves.
--json lists what waits and decides nothing. --coder chooses the documents that
a coder has begun, for a proposal is no one's.`,
		Example: "  tematik review --code customs\n  tematik review --order random --seed 7 --doc 01-E1-kepiting",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			if a.json {
				return a.listWaiting(ctx, p, which)
			}
			var sum desk.Summary
			err := a.atDesk(p, lines, func(s desk.Setup) (err error) {
				sum, err = desk.Review(ctx, s, which)
				return err
			})
			if sum.Total > 0 {
				a.conclude(sum.In(a.lang()))
			}
			if err != nil {
				return err
			}
			a.afterReview(sum)
			return nil
		}),
	}
	filterFlags(c, &which.Filter)
	fl := c.Flags()
	fl.StringVar(&which.Order, "order", study.Orders()[0], "document, code or random")
	fl.Uint64Var(&which.Seed, "seed", 1, "which random order")
	fl.BoolVar(&lines, "lines", false, "line by line, without keys and screens")
	_ = c.RegisterFlagCompletionFunc("order", cobra.FixedCompletions(study.Orders(), cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	return c
}

// afterReview names the next step.
func (a *app) afterReview(sum desk.Summary) {
	switch {
	case sum.Total == 0:
		a.say("No proposals wait here. To let the rules propose: tematik apply", "Tidak ada usulan yang menunggu di sini. Agar aturan mengusulkan: tematik apply")
	case sum.Left > 0:
		a.say("Next: tematik review", "Berikutnya: tematik review")
	default:
		a.say("Next: tematik report themes", "Berikutnya: tematik report themes")
	}
}

// conclude prints the sum of what was done.
func (a *app) conclude(told string) {
	if width, tty := terminal(a.Stdout); tty {
		told = strings.Join(wrap(told, width), "\n")
	}
	fmt.Fprintln(a.Stdout, told)
}

// tagReading is tag -i.
func (a *app) tagReading(ctx context.Context, p *study.Project, given []string, lines bool) error {
	var sum desk.Coded
	err := a.atDesk(p, lines, func(s desk.Setup) (err error) {
		sum, err = desk.Tag(ctx, s, strings.Join(given, ""))
		return err
	})
	if sum.Turns > 0 {
		a.conclude(sum.In(a.lang()))
	}
	switch {
	case err != nil:
		return err
	case sum.Document != "" && sum.Turns == 0:
		a.say("%v has no text to read.", "%v tidak punya teks untuk dibaca.", sum.Document)
	case sum.Done:
		a.say("Next: tematik tag -i", "Berikutnya: tematik tag -i")
	default:
		a.say("Next: tematik tag -i %v", "Berikutnya: tematik tag -i %v", study.QuoteArgs(sum.Document))
	}
	return nil
}

// atDesk gives an interactive command the terminal, or lines where there is
// none. However it ends, the terminal is as it was.
func (a *app) atDesk(p *study.Project, lines bool, work func(desk.Setup) error) error {
	a.busy.stop() // the screen is the desk's, and waiting there is a person's
	s := desk.Setup{Project: p, Lang: a.lang()}
	in, isFile := a.Stdin.(*os.File)
	_, reads := terminal(a.Stdin)
	_, writes := terminal(a.Stdout)
	if lines || !ansi(runtime.GOOS, a.Getenv) || !isFile || !reads || !writes {
		s.Lines = desk.NewLines(a.Stdin, a.Stdout, a.Stderr)
		return work(s)
	}
	s.Color = a.color()
	term, done, err := desk.Raw(in, a.Stdout.(*os.File))
	if err != nil {
		return err
	}
	defer done()
	s.Term = term
	return work(s)
}

// listWaiting lists the proposals that wait, for programs.
func (a *app) listWaiting(ctx context.Context, p *study.Project, which desk.Which) error {
	q, err := p.Queue(ctx, which.Filter, which.Order, which.Seed)
	if err != nil {
		return err
	}
	type proposal struct {
		ID       qda.ProposalID `json:"id"`
		Document string         `json:"document"`
		Case     any            `json:"case"`
		Speaker  any            `json:"speaker"`
		Turn     any            `json:"turn"`
		Start    int            `json:"start"`
		End      int            `json:"end"`
		Code     string         `json:"code"`
		Origin   string         `json:"origin"`
		Rule     string         `json:"rule"`
		Quote    string         `json:"quote"`
		Evidence []string       `json:"evidence"`
	}
	list := []proposal{}
	for _, w := range q.Items {
		t, evidence := q.Texts[w.Doc], []string{}
		for _, e := range w.Evidence {
			evidence = append(evidence, t.Cut(e))
		}
		list = append(list, proposal{w.ID, q.Documents[w.Doc].Name, orNil(w.Case), orNil(w.Speaker), orZero(w.Turn), w.Span.Start, w.Span.End,
			q.Codes()[w.Code].Key, w.Origin.String(), w.Rule, t.Cut(w.Span), evidence})
	}
	return a.answer("review", map[string]any{"proposals": list, "waiting": len(list)}, nil)
}
