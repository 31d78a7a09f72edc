package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/render"
	"tematik/internal/report"
	"tematik/internal/study"
)

// shown is how many finds a terminal shows unless all are asked for.
const shown = 200

func (a *app) findCmd() *cobra.Command {
	var q study.Query
	var tag study.Autocode
	var all, count bool
	c := &cobra.Command{
		Use: "find TEXT…", Short: "Search all texts, coded or not: keyword in context", Args: args(1, -1),
		Long: `Search all texts. Capitals, the form of quotation marks and dashes, and white
space make no difference: a space is any white space, a line end too.

--root finds any form of each word: urus finds mengurus, ngurusin, urusan. A
word may have the signs of the codebook's rules: =PT as written, kepabean* any
ending.

--regex takes RE2 patterns, turn by turn: ^ and $ are the beginning and end of
a turn, \s is a space or line end, \pL a letter. Capitals make no difference
unless the pattern begins with (?-i).

--near N finds several texts in one turn, in any order, each at most N words
apart from the next (neighbours are 1 apart).

--code, --coder and --origin keep what lies in such codings; --uncoded keeps
what does not, or what lies in no coding at all.

--tag CODE codes what is found, after a look with -n: each turn with a find
(or --unit), in one step that one undo takes back. What the coder has coded so
is left out, and so is the interviewer's speech unless --speaker says whose.
With --tag, --coder is who codes.`,
		Example: "  tematik find \"surat asal\"\n  tematik find --root \"urus dokumen\" --speaker respondent\n  tematik find dokumen revisi --near 8\n" +
			"  tematik find --regex \"Rp ?[0-9.]+\" --count\n  tematik find --root forwarder --tag dependence.intermediaries -n",
		RunE: func(c *cobra.Command, given []string) error {
			if err := findArgs(c, &q, &tag, given); err != nil {
				return err
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				if len(tag.Codes) > 0 {
					return a.findTag(ctx, p, q, tag)
				}
				return a.find(ctx, p, q, all, count)
			})
		},
	}
	fl := c.Flags()
	fl.BoolVar(&q.Root, "root", false, "any form of each word")
	fl.BoolVar(&q.Regex, "regex", false, "each TEXT is a regular expression (RE2)")
	fl.IntVar(&q.Near, "near", 0, "several TEXTs, at most so many words apart")
	fl.BoolVar(&q.Uncoded, "uncoded", false, "only where no coding is (of --code, --coder, --origin)")
	fl.BoolVar(&count, "count", false, "how many in each document")
	fl.BoolVar(&all, "all", false, "all finds on the terminal, not the first 200")
	fl.StringArrayVar(&tag.Codes, "tag", nil, "code what is found with this code (repeatable)")
	fl.StringVar(&tag.Unit, "unit", "", "what --tag codes: turn, sentence, paragraph or match (default: the codebook's unit, else turn)")
	filterFlags(c, &q.Filter)
	return a.tries(c)
}

// findArgs takes the texts to look for, and what flags mean together.
func findArgs(c *cobra.Command, q *study.Query, tag *study.Autocode, given []string) error {
	q.Texts = given
	near := c.Flags().Changed("near")
	if near && len(given) == 1 && !q.Regex {
		q.Texts = strings.Fields(given[0])
	}
	switch n := len(q.Texts); {
	case near && q.Near < 1:
		return usage("tematik find dokumen revisi --near 8", "find --near %d: must be 1 word or more", q.Near)
	case near && n < 2:
		return usage("tematik find dokumen revisi --near 8", "find --near: wants several texts")
	case !near && n > 1:
		return usage("tematik find "+quoted(strings.Join(given, " "))+", or near one another: tematik find "+quoted(given[0])+" "+quoted(given[1])+" --near 8",
			"find: several texts; in quotation marks they are one")
	}
	if len(tag.Codes) == 0 {
		for _, flag := range []string{"unit", "dry-run"} {
			if c.Flags().Changed(flag) {
				return usage("tematik find TEXT --tag CODE -n", "find --%s: goes with --tag", flag)
			}
		}
		return nil
	}
	for _, flag := range []string{"count", "all"} {
		if c.Flags().Changed(flag) {
			return usage("tematik find TEXT --tag CODE -n", "find --%s: does not go with --tag", flag)
		}
	}
	if len(q.Filter.Coders) > 1 {
		return usage("tematik find --help", "find --tag: one coder codes at a time")
	}
	if len(q.Filter.Coders) == 1 {
		tag.Coder, q.Filter.Coders = q.Filter.Coders[0], nil
	}
	return nil
}

// quoted is a text as a shell takes it for one.
func quoted(s string) string {
	if strings.ContainsAny(s, " \t\n\"'*?$&;|<>()#~") {
		return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
	}
	return s
}

// find shows what was found.
func (a *app) find(ctx context.Context, p *study.Project, q study.Query, all, count bool) error {
	width, tty := terminal(a.Stdout)
	tty = tty && !a.json
	if q.Codes = !tty && !count; tty && !all || count {
		q.Limit = shown
	}
	found, err := p.Find(ctx, q)
	if err != nil {
		return err
	}
	for _, n := range found.Notes {
		a.say("note: %v", "catatan: %v", n)
	}
	if found.Total == 0 && !a.json {
		a.nothing(found.Instead)
		return nil
	}
	switch {
	case count:
		cols := []report.Column{column("document", "Document", "Dokumen", report.Document), column("case", "Case", "Kasus", report.Case), column("hits", "Hits", "Temuan", report.Count), column("turns", "Turns", "Giliran", report.Count)}
		var rows [][]report.Cell
		for _, d := range found.PerDoc {
			rows = append(rows, []report.Cell{d.Document, orNil(d.Case), d.Hits, d.Turns})
		}
		err = a.list("counts", cols, rows, lang.T("", ""))
	case tty:
		err = a.printHits(found.Hits, width)
	default:
		err = a.listHits(found, q.Root)
	}
	if err != nil || a.json {
		return err
	}
	to := a.Stderr
	if tty {
		to = a.Stdout // a pager has it too
	}
	tell := func(t lang.Text) { a.put(to, t.In(a.lang())) }
	if q.Root {
		tell(lang.T("forms: %v", "bentuk: %v", formsIn(found.Forms)))
	}
	if n := len(found.Hits); n < found.Total && !count {
		tell(lang.T("The first %v; all of them: --all", "%v yang pertama; semuanya: --all", n))
	}
	end := lang.T(".", ".")
	if found.Cases > 0 {
		end = lang.T(", %v.", ", %v.", lang.Many(found.Cases, "case", "cases", "kasus"))
	}
	tell(lang.T("%v in %v of %v%v", "%v dalam %v dari %v%v", hits(found.Total), len(found.PerDoc), documents(found.Documents), end))
	return nil
}

func hits(n int) lang.Text { return lang.Many(n, "hit", "hits", "temuan") }

// formsIn lists the most frequent forms.
func formsIn(forms []study.FormCount) string {
	var out []string
	for _, f := range forms[:min(len(forms), 12)] {
		out = append(out, fmt.Sprintf("%s %d", f.Form, f.Hits))
	}
	if len(forms) > len(out) {
		out = append(out, fmt.Sprintf("… (%d)", len(forms)))
	}
	return strings.Join(out, ", ")
}

// nothing says that nothing was found, and what would be instead.
func (a *app) nothing(i *study.Instead) {
	switch {
	case i == nil:
		a.say("Nothing found.", "Tidak ditemukan.")
	case i.Unfiltered > 0:
		a.say("Nothing found there; without the filter: %v.", "Tidak ditemukan di sana; tanpa saringan: %v.", hits(i.Unfiltered))
	case i.Root > 0:
		a.say("Nothing found. With --root: %v.", "Tidak ditemukan. Dengan --root: %v.", hits(i.Root))
	case i.Spelt > 0:
		a.say("Nothing found. Did you mean %v? (%v)", "Tidak ditemukan. Maksudnya %v? (%v)", i.Words, hits(i.Spelt))
	default:
		a.say("Nothing found.", "Tidak ditemukan.")
	}
}

// listHits writes finds for a program or a spreadsheet.
func (a *app) listHits(found *study.Found, forms bool) error {
	cols := []report.Column{column("document", "Document", "Dokumen", report.Document), column("case", "Case", "Kasus", report.Case), column("speaker", "Speaker", "Pembicara", report.String),
		column("turn", "Turn", "Giliran", report.Count), column("start", "Start", "Awal", report.Count), column("end", "End", "Akhir", report.Count),
		column("left", "Left", "Kiri", report.String), column("match", "Match", "Temuan", report.String), column("right", "Right", "Kanan", report.String), column("codes", "Codes", "Kode", report.String)}
	var rows [][]report.Cell
	for _, h := range found.Hits {
		rows = append(rows, []report.Cell{h.Document, orNil(h.Case), orNil(h.Speaker), orZero(h.Turn), h.Span.Start, h.Span.End, h.Left, h.Match, h.Right, strings.Join(h.Codes, " ")})
	}
	if !a.json || !forms {
		return a.list("hits", cols, rows, lang.T("", ""))
	}
	type form struct {
		Form string `json:"form"`
		Hits int    `json:"hits"`
	}
	list, met := make([]json.RawMessage, len(rows)), []form{}
	for i, r := range rows {
		list[i] = object(cols, r)
	}
	for _, f := range found.Forms {
		met = append(met, form(f))
	}
	return a.answer("hits", map[string]any{"hits": list, "forms": met}, nil)
}

// printHits aligns finds for reading.
func (a *app) printHits(hits []study.Hit, width int) error {
	a.busy.stop()
	places := make([]render.InContext, len(hits))
	for i, h := range hits {
		places[i] = render.InContext{Document: h.Document, Turn: h.Turn, Left: h.Left, Match: h.Match, Right: h.Right}
	}
	return render.Concordance(a.Stdout, places, render.Options{Width: width, Color: a.color()})
}

// findTag codes what is found, or shows what would be.
func (a *app) findTag(ctx context.Context, p *study.Project, q study.Query, tag study.Autocode) error {
	r, err := p.FindTag(ctx, q, tag)
	if err != nil {
		return err
	}
	if len(r.Passages) == 0 && !a.json {
		a.nothing(r.Instead)
		return nil
	}
	return a.answer("find.tag", autocodedJSON(r), func() {
		if a.dry {
			a.printPassages(r.Passages)
		}
		unit := map[string]lang.Text{"turn": lang.T("turns", "giliran"), "sentence": lang.T("sentences", "kalimat"), "paragraph": lang.T("paragraphs", "paragraf"), "match": lang.T("the words found", "kata yang ditemukan")}[r.Unit]
		if q.Filter.Speaker == "" {
			a.say("Only respondents' speech; everyone's: --speaker any", "Hanya ucapan informan; semua pembicara: --speaker any")
		}
		switch {
		case a.dry:
			a.print("%v to make (%v, coder %v); %v coded so already.", "%v untuk dibuat (%v, pengode %v); %v sudah dikode demikian.", codings(r.Added), unit, r.Coder, r.Before)
		case r.Added == 0:
			a.say("All of it is coded so already: no change.", "Semuanya sudah dikode demikian: tidak ada perubahan.")
		default:
			a.print("%v made (%v, coder %v); %v coded so already. To take it back: tematik undo", "%v dibuat (%v, pengode %v); %v sudah dikode demikian. Untuk membatalkan: tematik undo", codings(r.Added), unit, r.Coder, r.Before)
		}
	})
}

func autocodedJSON(r *study.Autocoded) any {
	type passage struct {
		Document string   `json:"document"`
		Case     any      `json:"case"`
		Speaker  any      `json:"speaker"`
		Turn     any      `json:"turn"`
		Start    int      `json:"start"`
		End      int      `json:"end"`
		Codes    []string `json:"codes"`
		Before   []string `json:"coded_before"`
		Quote    string   `json:"quote"`
	}
	list := []passage{}
	for _, p := range r.Passages {
		list = append(list, passage{p.Document, orNil(p.Case), orNil(p.Speaker), orZero(p.Turn), p.Span.Start, p.Span.End, strs(p.Codes), strs(p.Before), p.Words})
	}
	return map[string]any{"passages": list, "codes": strs(r.Codes), "unit": r.Unit, "coder": r.Coder, "speaker": r.Speaker, "added": r.Added, "before": r.Before}
}

// printPassages shows what would be coded (+) and what is (=).
func (a *app) printPassages(passages []study.Passage) {
	width, _ := terminal(a.Stdout)
	for _, p := range passages {
		var marks []string
		for _, c := range p.Codes {
			marks = append(marks, "+"+c)
		}
		for _, c := range p.Before {
			marks = append(marks, "="+c)
		}
		a.put(a.Stdout, fmt.Sprintf("%s  %d:%d  %s", place(p.Document, p.Turn, p.Case, p.Speaker), p.Span.Start, p.Span.End, strings.Join(marks, " ")))
		for _, line := range wrap(p.Words, min(width, 100)-4) {
			fmt.Fprintf(a.Stdout, "    %s\n", line)
		}
	}
}
