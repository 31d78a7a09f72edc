package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) quotesCmd() *cobra.Command {
	var f qda.Filter
	c := &cobra.Command{
		Use: "quotes [CODE…]", Short: "Coded segments with document, case, speaker, position", Args: args(0, -1),
		Example:           "  tematik quotes dependence.intermediaries\n  tematik quotes --case E1",
		ValidArgsFunction: a.completeCodes,
		RunE: func(c *cobra.Command, given []string) error {
			f.Codes = append(f.Codes, given...)
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				quotes, err := p.Quotes(ctx, f)
				if err != nil {
					return err
				}
				if _, tty := terminal(a.Stdout); tty && !a.json {
					a.printQuotes(quotes)
					return nil
				}
				cols := []report.Column{column("id", "#", "#", report.Count), column("document", "Document", "Dokumen", report.Document), column("case", "Case", "Kasus", report.Case),
					column("speaker", "Speaker", "Pembicara", report.String), column("turn", "Turn", "Giliran", report.Count), column("start", "Start", "Awal", report.Count),
					column("end", "End", "Akhir", report.Count), column("code", "Code", "Kode", report.Code), column("coder", "Coder", "Pengode", report.String),
					column("origin", "Origin", "Asal", report.String), column("created", "Created", "Dibuat", report.String), column("quote", "Words", "Kata", report.String)}
				aspects := slices.ContainsFunc(quotes, func(q study.Quote) bool { return q.Aspect != "" })
				if aspects {
					cols = append(cols, column("aspect", "Aspect", "Aspek", report.String))
				}
				var rows [][]report.Cell
				for _, q := range quotes {
					row := []report.Cell{int(q.ID), q.Document, orNil(q.Case), orNil(q.Speaker), orZero(q.Turn), q.Span.Start, q.Span.End, q.Code, q.Coder, q.Origin, q.Created.Format(time.RFC3339), q.Words}
					if aspects {
						row = append(row, orNil(q.Aspect))
					}
					rows = append(rows, row)
				}
				return a.list("quotes", cols, rows, noQuotes())
			})
		},
	}
	filterFlags(c, &f)
	return c
}

func noQuotes() lang.Text {
	return lang.T("No coded segments match.", "Tidak ada segmen berkode yang cocok.")
}

// printQuotes shows coded segments for reading.
func (a *app) printQuotes(quotes []study.Quote) {
	a.busy.stop()
	if len(quotes) == 0 {
		fmt.Fprintln(a.Stderr, noQuotes().In(a.lang()))
		return
	}
	width, _ := terminal(a.Stdout)
	in := map[string]bool{}
	for i, q := range quotes {
		in[q.Document] = true
		if i > 0 {
			fmt.Fprintln(a.Stdout)
		}
		a.put(a.Stdout, fmt.Sprintf("#%d  %s  %s  %d:%d  (%s, %s)", q.ID, q.Code, place(q.Document, q.Turn, q.Case, q.Speaker), q.Span.Start, q.Span.End, q.Coder, q.Origin))
		for _, line := range wrap(q.Words, min(width, 100)-4) {
			fmt.Fprintf(a.Stdout, "    %s\n", line)
		}
		if q.Aspect != "" {
			for _, line := range wrap(lang.T("aspect: %v", "aspek: %v", q.Aspect).In(a.lang()), min(width, 100)-4) {
				fmt.Fprintf(a.Stdout, "    %s\n", line)
			}
		}
	}
	a.print("\n%v in %v.", "\n%v dalam %v.", codings(len(quotes)), documents(len(in)))
}

// place says where a passage stands: document and turn, case, speaker.
func place(document string, turn int, caseName, speaker string) string {
	out := document
	if turn > 0 {
		out += fmt.Sprintf(" %d", turn)
	}
	for _, s := range []string{caseName, speaker} {
		if s != "" {
			out += " · " + s
		}
	}
	return out
}
