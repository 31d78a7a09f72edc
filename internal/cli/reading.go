package cli

import (
	"context"
	"fmt"
	"regexp"
	"strings"
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
				var rows [][]report.Cell
				for _, q := range quotes {
					rows = append(rows, []report.Cell{int(q.ID), q.Document, orNil(q.Case), orNil(q.Speaker), orZero(q.Turn), q.Span.Start, q.Span.End, q.Code, q.Coder, q.Origin, q.Created.Format(time.RFC3339), q.Words})
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
	if len(quotes) == 0 {
		fmt.Fprintln(a.Stderr, noQuotes().In(a.lang()))
		return
	}
	width, _ := terminal(a.Stdout)
	for i, q := range quotes {
		if i > 0 {
			fmt.Fprintln(a.Stdout)
		}
		where := []string{q.Document}
		if q.Case != "" {
			where = append(where, q.Case)
		}
		if q.Speaker != "" {
			where = append(where, q.Speaker)
		}
		fmt.Fprintf(a.Stdout, "#%d  %s  %s  %d:%d  (%s, %s)\n", q.ID, q.Code, strings.Join(where, " · "), q.Span.Start, q.Span.End, q.Coder, q.Origin)
		for _, line := range wrap(q.Words, min(width, 100)-4) {
			fmt.Fprintf(a.Stdout, "    %s\n", line)
		}
	}
}

func (a *app) findCmd() *cobra.Command {
	var f qda.Filter
	var all bool
	c := &cobra.Command{
		Use: "find TEXT", Short: "Search all texts, coded or not: keyword in context", Args: args(1, 1),
		Long:    "Search all texts for words, whatever their case; a space is any white space.",
		Example: "  tematik find \"surat asal\"\n  tematik find karantina --speaker respondent",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			hits, err := p.Find(ctx, given[0], f)
			if err != nil {
				return err
			}
			if width, tty := terminal(a.Stdout); tty && !a.json {
				a.printHits(hits, width, all)
				return nil
			}
			cols := []report.Column{column("document", "Document", "Dokumen", report.Document), column("case", "Case", "Kasus", report.Case), column("speaker", "Speaker", "Pembicara", report.String),
				column("turn", "Turn", "Giliran", report.Count), column("start", "Start", "Awal", report.Count), column("end", "End", "Akhir", report.Count),
				column("left", "Left", "Kiri", report.String), column("match", "Match", "Temuan", report.String), column("right", "Right", "Kanan", report.String), column("codes", "Codes", "Kode", report.String)}
			var rows [][]report.Cell
			for _, h := range hits {
				rows = append(rows, []report.Cell{h.Document, orNil(h.Case), orNil(h.Speaker), orZero(h.Turn), h.Span.Start, h.Span.End, h.Left, h.Match, h.Right, strings.Join(h.Codes, " ")})
			}
			return a.list("hits", cols, rows, noHits())
		}),
	}
	fl := c.Flags()
	fl.BoolVar(&all, "all", false, "all finds on the terminal, not the first 200")
	fl.StringArrayVar(&f.Documents, "doc", nil, "only this document (repeatable)")
	fl.StringArrayVar(&f.Cases, "case", nil, "only this case (repeatable)")
	fl.StringArrayVar(&f.Where, "where", nil, "only documents or cases with ATTRIBUTE=VALUE (repeatable)")
	fl.StringVar(&f.Speaker, "speaker", "", "only speech of respondent, interviewer, any, or a label")
	fl.StringVar(&f.From, "from", "", "only documents collected from this date on")
	fl.StringVar(&f.To, "to", "", "only documents collected up to this date")
	return c
}

func noHits() lang.Text { return lang.T("Nothing found.", "Tidak ditemukan.") }

// shown is how many finds a terminal shows unless all are asked for.
const shown = 200

// printHits aligns the finds in the middle of the line, after document and
// turn.
func (a *app) printHits(hits []study.Hit, width int, all bool) {
	if len(hits) == 0 {
		fmt.Fprintln(a.Stderr, noHits().In(a.lang()))
		return
	}
	found := len(hits)
	if !all {
		hits = hits[:min(found, shown)]
	}
	name := 0
	place := func(h study.Hit) string {
		if h.Turn == 0 {
			return clip(h.Document, 18)
		}
		return fmt.Sprintf("%s %d", clip(h.Document, 18), h.Turn)
	}
	for _, h := range hits {
		name = max(name, len([]rune(place(h))))
	}
	room := max(width-name-2, 40)
	for _, h := range hits {
		match := clip(h.Match, room/2)
		side := (room - len([]rune(match))) / 2
		left, right := []rune(flat(h.Left)), []rune(flat(h.Right))
		if len(left) > side {
			left = left[len(left)-side:]
		}
		if len(right) > side {
			right = right[:side]
		}
		fmt.Fprintf(a.Stdout, "%-*s  %*s%s%s\n", name, place(h), side, string(left), match, string(right))
	}
	if found > len(hits) {
		a.say("%v of %v shown; --all shows every one.", "%v dari %v ditampilkan; --all menampilkan semuanya.", len(hits), found)
		return
	}
	a.say("%v found (document and turn, words in the middle).", "%v ditemukan (dokumen dan giliran, kata di tengah).", found)
}

// flat makes each run of white space one space, also at the ends.
func flat(s string) string { return space.ReplaceAllString(s, " ") }

var space = regexp.MustCompile(`\s+`)
