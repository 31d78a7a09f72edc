package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/cells"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) docCmd() *cobra.Command {
	c := &cobra.Command{Use: "doc", Short: "Documents: list, read, describe, order, remove",
		Long: "Documents: list, read, describe, order, remove. Everywhere, a document may be\nnamed by as much of the beginning of its name as no other has: doc show 01."}
	c.AddCommand(a.docLs(), a.docShow(), a.tries(a.docSet()), a.tries(a.docRm()), a.docOrder(), a.tries(a.docSpeakers()))
	return c
}

func (a *app) docLs() *cobra.Command {
	var coder string
	c := &cobra.Command{
		Use: "ls", Short: "List the documents in order", Args: args(0, 0), Example: "  tematik doc ls",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			docs, err := p.Documents(ctx, coder)
			if err != nil {
				return err
			}
			cols := []report.Column{
				column("order", "#", "#", report.Count), column("document", "Document", "Dokumen", report.Document),
				column("case", "Case", "Kasus", report.Case), column("kind", "Kind", "Jenis", report.String),
				column("date", "Date", "Tanggal", report.String), column("state", "State", "Keadaan", report.String),
				column("turns", "Turns", "Giliran", report.Count), column("length", "Characters", "Karakter", report.Count),
				column("codings", "Codings", "Pengodean", report.Count), column("file", "File", "Berkas", report.String),
				column("attributes", "Attributes", "Atribut", report.String),
			}
			cols[7].Hidden, cols[9].Hidden, cols[10].Hidden = true, true, true
			var rows [][]report.Cell
			about := attributes
			if width, tty := terminal(a.Stdout); tty && !a.json {
				about = func(values map[string]string) string { return glance(values, max(24, width-125)) }
			}
			for _, d := range docs {
				rows = append(rows, []report.Cell{d.Order, d.Name, orNil(d.CaseName), string(d.Kind), orNil(d.Date), string(d.State),
					len(d.Turns), d.Length, d.Codings, d.File, orNil(about(d.Values))})
			}
			return a.list("documents", cols, rows, lang.T("No documents yet. Bring them in: tematik import FOLDER", "Belum ada dokumen. Masukkan: tematik import FOLDER"))
		}),
	}
	c.Flags().StringVar(&coder, "coder", "", "state and codings of this coder")
	return c
}

// attributes writes attributes on a line, in order of their names.
func attributes(values map[string]string) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(values)) {
		parts = append(parts, k+"="+values[k])
	}
	return strings.Join(parts, "; ")
}

// glance is what of attributes stands on a line of a list: whole sentences come
// last.
func glance(values map[string]string, room int) string {
	const sentence = 24
	short, long := map[string]string{}, map[string]string{}
	for k, v := range values {
		if len(v) > sentence {
			long[k] = v
		} else {
			short[k] = v
		}
	}
	return clip(strings.Trim(attributes(short)+"; "+attributes(long), "; "), room)
}

// orNil makes an empty text an undefined cell.
func orNil(s string) report.Cell {
	if s == "" {
		return nil
	}
	return s
}

// orZero makes nought an undefined cell: turns and the like count from 1.
func orZero(n int) report.Cell {
	if n == 0 {
		return nil
	}
	return n
}

func (a *app) docShow() *cobra.Command {
	return &cobra.Command{
		Use: "show DOC", Short: "Read a document, turn by turn, with its codes", Args: args(1, 1),
		Example:           "  tematik doc show 01-E1-kepiting",
		ValidArgsFunction: a.completeDocuments,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			page, err := p.ShowDocument(ctx, given[0])
			if err != nil {
				return err
			}
			return a.answer("document", pageJSON(page), func() { a.printPage(page) })
		}),
	}
}

func pageJSON(page *study.Page) any {
	type turn struct {
		N       int      `json:"turn"`
		Start   int      `json:"start"`
		End     int      `json:"end"`
		Speaker string   `json:"speaker"`
		Role    string   `json:"role"`
		Codes   []string `json:"codes"`
		Text    string   `json:"text"`
	}
	turns := []turn{}
	for _, t := range page.Paragraphs {
		turns = append(turns, turn{t.N, t.Span.Start, t.Span.End, t.Speaker, string(t.Role), append([]string{}, t.Codes...), t.Words})
	}
	d := page.Document
	values := d.Values
	if values == nil {
		values = map[string]string{}
	}
	return struct {
		Document   string            `json:"document"`
		File       string            `json:"file"`
		Case       any               `json:"case"`
		Kind       qda.Kind          `json:"kind"`
		Date       any               `json:"date"`
		Language   any               `json:"language"`
		State      qda.State         `json:"state"`
		Length     int               `json:"length"`
		Words      int               `json:"words"`
		Attributes map[string]string `json:"attributes"`
		Turns      []turn            `json:"turns"`
	}{d.Name, d.File, orNil(page.CaseName), d.Kind, orNil(d.Date), orNil(d.Language), page.State, d.Length, page.Words, values, turns}
}

func (a *app) printPage(page *study.Page) {
	d := page.Document
	about := []string{d.Name, string(d.Kind)}
	for _, s := range []string{page.CaseName, d.Date, string(page.State)} {
		if s != "" {
			about = append(about, s)
		}
	}
	a.put(a.Stdout, strings.Join(about, " · "))
	if s := attributes(d.Values); s != "" {
		a.put(a.Stdout, s)
	}
	width, _ := terminal(a.Stdout)
	for _, t := range page.Paragraphs {
		who := t.Speaker
		if t.Role == qda.Interviewer {
			who += lang.T(" (interviewer)", " (pewawancara)").In(a.lang())
		}
		head := fmt.Sprintf("\n%d  %s  %d:%d", t.N, who, t.Span.Start, t.Span.End)
		if len(t.Codes) > 0 {
			head += fmt.Sprintf("  [%s]", strings.Join(t.Codes, ", "))
		}
		a.put(a.Stdout, head)
		for _, line := range wrap(t.Words, min(width, 100)-4) {
			fmt.Fprintf(a.Stdout, "    %s\n", line)
		}
	}
}

// wrap breaks words into lines of at most n cells; line ends stay, empty lines
// are left out.
func wrap(s string, n int) []string {
	var out []string
	for para := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(para) != "" {
			out = append(out, cells.Wrap(para, n)...)
		}
	}
	return out
}

func (a *app) docSet() *cobra.Command {
	var name, kind, date, language, caseName, state string
	var ch study.DocumentChange
	c := &cobra.Command{
		Use: "set DOC… [ATTRIBUTE=VALUE…]", Short: "Describe documents: case, date, state, attributes", Args: args(1, -1),
		Long: `Set what is known of documents. --state done says that a document has been
read and coded, also when there was nothing to code: reports count open and
done documents and leave new ones out. ATTRIBUTE= removes an attribute.`,
		Example:           "  tematik doc set 01-E1-kepiting --case E1 --date 2026-03-04 product=seafood\n  tematik doc set 08-O2-dinas --state done",
		ValidArgsFunction: a.completeDocuments,
		RunE: func(c *cobra.Command, given []string) error {
			docs, values := splitValues(given)
			ch.Values = values
			fl := c.Flags()
			for k, v := range values {
				if fl.Lookup(k) != nil && k != "coder" {
					return usage("tematik doc set "+study.QuoteArgs(docs...)+" --"+k+" "+study.QuoteArgs(v), "doc set: %s is no attribute but a property of a document", k)
				}
			}
			for flag, p := range map[string]struct {
				to   **string
				from *string
			}{"name": {&ch.Name, &name}, "kind": {&ch.Kind, &kind}, "date": {&ch.Date, &date}, "language": {&ch.Language, &language}, "case": {&ch.Case, &caseName}, "state": {&ch.State, &state}} {
				if fl.Changed(flag) {
					*p.to = p.from
				}
			}
			if len(values) == 0 && ch.Name == nil && ch.Kind == nil && ch.Date == nil && ch.Language == nil && ch.Case == nil && ch.State == nil {
				return usage("tematik doc set --help", "doc set: say what to set")
			}
			if len(docs) == 0 {
				return errs.New(errs.Usage, "doc set: no document is named").Hint("tematik doc ls")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				if err := p.SetDocuments(ctx, docs, ch); err != nil {
					return err
				}
				return a.answer("doc.set", map[string]any{"documents": docs}, func() { a.sayset(strings.Join(docs, ", ")) })
			})
		},
	}
	fl := c.Flags()
	fl.StringVar(&name, "name", "", "another name")
	fl.StringVar(&kind, "kind", "", "interview, group, observation or document")
	fl.StringVar(&date, "date", "", "date of collection: 2026-03-04")
	fl.StringVar(&language, "language", "", "language of the text: id or en")
	fl.StringVar(&caseName, "case", "", "the case (informant) it belongs to")
	fl.StringVar(&state, "state", "", "new, open or done, for the coder")
	fl.StringVar(&ch.Coder, "coder", "", "whose state (default: who is coding)")
	return c
}

// sayset says what was described anew, or would be.
func (a *app) sayset(what string) {
	if a.dry {
		a.say("Would be set: %v", "Akan diatur: %v", what)
		return
	}
	a.say("Set: %v", "Diatur: %v", what)
}

// splitValues parts names from ATTRIBUTE=VALUE arguments.
func splitValues(given []string) (names []string, values map[string]string) {
	values = map[string]string{}
	for _, g := range given {
		if k, v, ok := strings.Cut(g, "="); ok && strings.TrimSpace(k) != "" {
			values[strings.TrimSpace(k)] = strings.TrimSpace(v)
			continue
		}
		names = append(names, g)
	}
	return names, values
}

func (a *app) docRm() *cobra.Command {
	var yes bool
	c := &cobra.Command{
		Use: "rm DOC…", Short: "Remove documents with their codings", Args: args(1, -1),
		Long:              "Remove documents with all that hangs on them. tematik undo brings them back.",
		Example:           "  tematik doc rm 03-S1-jahe -n",
		ValidArgsFunction: a.completeDocuments,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			gone, err := p.RemoveDocuments(ctx, given, a.dry, yes)
			if err != nil {
				return err
			}
			return a.answer("doc.rm", map[string]any{"documents": gone.Documents, "codings": gone.Codings, "memos": gone.Memos}, func() {
				what := []any{strings.Join(gone.Documents, ", "), gone.Work()}
				if a.dry {
					a.say("Would remove %v with %v.", "Akan menghapus %v dengan %v.", what...)
					return
				}
				a.say("Removed %v with %v. To take it back: tematik undo", "%v dihapus dengan %v. Untuk membatalkan: tematik undo", what...)
			})
		}),
	}
	c.Flags().BoolVarP(&yes, "yes", "y", false, "remove even when codings or memos go with it")
	return c
}

func (a *app) docOrder() *cobra.Command {
	var by string
	c := &cobra.Command{
		Use: "order [DOC…]", Short: "Show or set the order of documents", Args: args(0, -1),
		Long: `The order of documents is the order of the saturation curve. Documents named
come first, in the order given; --by date orders all by date of collection,
undated ones last; --by import as they came in.`,
		Example:           "  tematik doc order --by date\n  tematik doc order 02-E2-rotan 01-E1-kepiting",
		ValidArgsFunction: a.completeDocuments,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			if by != "" || len(given) > 0 {
				if err := p.OrderDocuments(ctx, by, given); err != nil {
					return err
				}
			}
			docs, err := p.Documents(ctx, "")
			if err != nil {
				return err
			}
			cols := []report.Column{column("order", "#", "#", report.Count), column("document", "Document", "Dokumen", report.Document), column("date", "Date", "Tanggal", report.String)}
			var rows [][]report.Cell
			for _, d := range docs {
				rows = append(rows, []report.Cell{d.Order, d.Name, orNil(d.Date)})
			}
			return a.list("order", cols, rows, lang.T("No documents yet.", "Belum ada dokumen."))
		}),
	}
	c.Flags().StringVar(&by, "by", "", "date or import")
	return c
}

func (a *app) docSpeakers() *cobra.Command {
	return &cobra.Command{
		Use: "speakers DOC [LABEL=ROLE…]", Short: "Show or set who speaks in a document", Args: args(1, -1),
		Long: `Show the speakers of a document, or say who they are: LABEL=interviewer,
LABEL=respondent, or LABEL=case:NAME for a speaker of a group interview who
stands for a case of their own.`,
		Example:           "  tematik doc speakers 01-E1-kepiting P=interviewer I=respondent",
		ValidArgsFunction: a.completeSpeakerRoles,
		RunE: func(c *cobra.Command, given []string) error {
			names, values := splitValues(given)
			if len(names) != 1 {
				return errs.New(errs.Usage, "doc speakers: name one document, then LABEL=ROLE").Hint("tematik doc ls")
			}
			for k, v := range values {
				if rest, ok := strings.CutPrefix(v, "case:"); ok {
					values[k] = "case " + rest
				}
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				if len(values) > 0 {
					if err := p.SetSpeakers(ctx, names[0], values); err != nil {
						return err
					}
				}
				if a.dry {
					return a.answer("doc.speakers", map[string]any{"document": names[0], "roles": values}, func() {
						a.print("would be set in %v: %v", "akan diatur dalam %v: %v", names[0], attributes(values))
					})
				}
				page, err := p.ShowDocument(ctx, names[0])
				if err != nil {
					return err
				}
				return a.listSpeakers(ctx, p, page)
			})
		},
	}
}

func (a *app) listSpeakers(ctx context.Context, p *study.Project, page *study.Page) error {
	cases, err := p.Cases(ctx)
	if err != nil {
		return err
	}
	cols := []report.Column{column("speaker", "Speaker", "Pembicara", report.String), column("role", "Role", "Peran", report.String),
		column("case", "Case", "Kasus", report.Case), column("turns", "Turns", "Giliran", report.Count)}
	var rows [][]report.Cell
	for i, sp := range page.Speakers {
		turns := 0
		for _, t := range page.Turns {
			if t.Speaker == i {
				turns++
			}
		}
		own := ""
		for _, cs := range cases {
			if cs.ID == sp.Case {
				own = cs.Name
			}
		}
		rows = append(rows, []report.Cell{sp.Label, string(sp.Role), orNil(own), turns})
	}
	return a.list("speakers", cols, rows, lang.T("No speakers are labelled in this document.", "Tidak ada pembicara berlabel dalam dokumen ini."))
}
