package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) tagCmd() *cobra.Command {
	var place study.Place
	var coder, memo, aspect string
	var reading, lines bool
	c := &cobra.Command{
		Use: "tag DOC CODE…", Short: "Code a passage, or read a document and code it (-i)",
		Args: func(c *cobra.Command, given []string) error {
			if reading {
				return args(0, 1)(c, given)
			}
			return args(2, -1)(c, given)
		},
		Long: `Code a passage with one or more codes. Say where with the words themselves
(--quote; spaces and line ends are equal, and "first words … last words" is
all that lies between, within a turn), with a turn, or with a span of
characters, as "tematik doc show DOC" prints them.

--aspect says which side of the code the passage shows ("who pays"; several
with a semicolon). On a passage that is coded so already it sets the aspect
anew; --aspect "" takes it away.

With -i, read a document turn by turn and code it, from where you left it:
without DOC the first that you have begun, else the first that is new.

  c  code what is selected: type some of the code; +NAME makes a new one
  .  the last code again        1-9  a pinned code; p pins one
  s  select sentences           w    select words
  j k  next, previous turn      n    next turn without a coding of yours
  m  memo    a  aspect    r  remove    u  undo    e  read and coded: done
  g  go to a turn    /  search    v  read    d  codes    ?  all keys    q  quit

Where there is no terminal, with TERM=dumb, or with --lines, it goes line by
line: c CODE, c CODE 2-3 (sentences), c CODE WORDS, c CODE first … last; Enter
reads on. Every change is kept at once.`,
		Example: "  tematik tag 01-E1-kepiting customs.hs --turn 12 --memo \"a burden\"\n  tematik tag 01-E1-kepiting dependence.intermediaries --quote \"saya ikut demam\"\n  tematik tag -i 01-E1-kepiting",
		ValidArgsFunction: func(c *cobra.Command, given []string, to string) ([]string, cobra.ShellCompDirective) {
			if len(given) == 0 {
				return a.completeDocuments(c, given, to)
			}
			return a.completeCodes(c, given, to)
		},
		RunE: func(c *cobra.Command, given []string) error {
			for _, flag := range []string{"quote", "nth", "span", "turn", "memo", "aspect", "coder", "dry-run", "json"} {
				if reading && c.Flags().Changed(flag) {
					return usage("tematik tag -i DOC; for another coder: TEMATIK_CODER=NAME", "tag -i: --%s does not go with it", flag)
				}
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				if reading {
					return a.tagReading(ctx, p, given, lines)
				}
				with := study.With{Coder: coder}
				if c.Flags().Changed("memo") {
					with.Memo = &memo
				}
				if c.Flags().Changed("aspect") {
					with.Aspect = &aspect
				}
				t, err := p.Tag(ctx, given[0], given[1:], place, with)
				if err != nil {
					return err
				}
				return a.tagged(t)
			})
		},
	}
	fl := c.Flags()
	fl.StringVar(&place.Quote, "quote", "", "the words to code")
	fl.IntVar(&place.Nth, "nth", 0, "which occurrence of the words, from 1")
	fl.StringVar(&place.Span, "span", "", "START:END in characters")
	fl.IntVar(&place.Turn, "turn", 0, "a whole turn, from 1")
	fl.StringVar(&coder, "coder", "", "who codes (default: see coder ls)")
	fl.StringVar(&memo, "memo", "", "a memo on the coding, in the same step")
	fl.StringVar(&aspect, "aspect", "", "which side of the code it shows; several with ;")
	fl.BoolVarP(&reading, "interactive", "i", false, "read the document turn by turn and code it")
	fl.BoolVar(&lines, "lines", false, "with -i: line by line, without keys and screens")
	return c
}

// tagged answers what was coded, or would be.
func (a *app) tagged(t *study.Tagged) error {
	ids, hashes := []any{}, []string{}
	for _, id := range t.IDs {
		if id == 0 {
			ids = append(ids, nil)
			continue
		}
		ids, hashes = append(ids, int64(id)), append(hashes, "#"+strconv.FormatInt(int64(id), 10))
	}
	var memo any
	if t.Memo != 0 {
		memo = int64(t.Memo)
	}
	var aspect any
	if t.Aspect != nil {
		aspect = orNil(*t.Aspect)
	}
	return a.answer("tag", map[string]any{"document": t.Document, "start": t.Span.Start, "end": t.Span.End, "quote": t.Words, "codes": strs(t.Codes), "coder": t.Coder, "ids": ids, "added": t.Added, "memo": memo, "aspect": aspect, "notes": english(t.Notes)}, func() {
		what := fmt.Sprintf("%s %d:%d  %s  “%s”", t.Document, t.Span.Start, t.Span.End, strings.Join(t.Codes, ", "), clip(t.Words, 60))
		switch {
		case t.Added == 0 && t.Noticed && a.dry:
			a.print("would be set on the coding there: %v", "akan diberikan pada pengodean yang ada: %v", what)
		case t.Added == 0 && t.Noticed:
			a.put(a.Stdout, strings.Join(hashes, " ")+"  "+what)
		case t.Added == 0:
			a.say("It was coded so already: no change.", "Sudah dikode demikian: tidak ada perubahan.")
		case a.dry:
			a.print("would be coded: %v", "akan dikode: %v", what)
		default:
			a.put(a.Stdout, strings.Join(hashes, " ")+"  "+what)
		}
		switch {
		case t.Aspect == nil || !t.Noticed:
		case *t.Aspect == "":
			a.print("Its aspect is taken away.", "Aspeknya dihapus.")
		default:
			a.print("Aspect: %v", "Aspek: %v", *t.Aspect)
		}
		switch {
		case t.Noted && a.dry:
			a.print("A memo would be written on it.", "Satu memo akan ditulis padanya.")
		case t.Noted:
			a.print("Memo %v written on it.", "Memo %v ditulis padanya.", int(t.Memo))
		}
		for _, n := range t.Notes {
			a.note(n)
		}
	})
}

func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func (a *app) untagCmd() *cobra.Command {
	return &cobra.Command{
		Use: "untag ID…", Short: "Remove codings", Args: args(1, -1),
		Long: "Remove codings, and the memos on them, by their numbers, as \"tematik quotes\"\nlists them.", ValidArgsFunction: a.completeCodings, Example: "  tematik untag 17 18",
		RunE: func(c *cobra.Command, given []string) error {
			var ids []qda.CodingID
			for _, g := range given {
				id, err := strconv.ParseInt(strings.TrimPrefix(g, "#"), 10, 64)
				if err != nil {
					return usage("tematik quotes", "untag %s: must be the number of a coding", g)
				}
				if !slices.Contains(ids, qda.CodingID(id)) {
					ids = append(ids, qda.CodingID(id))
				}
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				r, err := p.Untag(ctx, ids)
				if err != nil {
					return err
				}
				return a.answer("untag", map[string]any{"removed": r.Codings, "memos": r.Memos, "other_coders": strs(r.Others)}, func() {
					what := codings(r.Codings)
					if r.Memos > 0 {
						what = lang.T("%v and %v", "%v dan %v", what, memos(r.Memos))
					}
					if a.dry {
						a.say("Would remove %v.", "Akan menghapus %v.", what)
					} else {
						a.say("Removed %v.", "%v dihapus.", what)
					}
					if len(r.Others) > 0 {
						a.note(lang.T("not all of them yours: %v", "tidak semuanya milik Anda: %v", strings.Join(r.Others, ", ")))
					}
				})
			})
		},
	}
}

func (a *app) applyCmd() *cobra.Command {
	var f qda.Filter
	var accept, dry, show bool
	c := &cobra.Command{
		Use: "apply", Short: "Run the codebook's rules: proposals, or codings with --accept", Args: args(0, 0),
		Long: `Run the codebook's rules over the transcripts. Each match is a proposal with
its evidence, not a coding; "tematik review" decides them one by one. --accept
makes codings of all proposals, of the coder "rules" and the origin rule, so
that they can always be told apart. Running it again adds nothing.`,
		Example: "  tematik apply -n --show\n  tematik apply --accept",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			r, err := p.Apply(ctx, f, accept, dry)
			if err != nil {
				return err
			}
			return a.answer("apply", applyJSON(r, accept), func() { a.printApplied(r, accept, dry, show) })
		}),
	}
	fl := c.Flags()
	fl.BoolVar(&accept, "accept", false, "make codings of the proposals")
	fl.BoolVarP(&dry, "dry-run", "n", false, "show what would be proposed, keep nothing")
	fl.BoolVar(&show, "show", false, "print each proposal with its words and evidence")
	fl.StringArrayVar(&f.Codes, "code", nil, "only rules of this code and those below it (repeatable)")
	fl.StringArrayVar(&f.Documents, "doc", nil, "only this document (repeatable)")
	fl.StringArrayVar(&f.Cases, "case", nil, "only this case (repeatable)")
	fl.StringArrayVar(&f.Where, "where", nil, "only documents or cases with ATTRIBUTE=VALUE (repeatable)")
	fl.StringVar(&f.From, "from", "", "only documents collected from this date on")
	fl.StringVar(&f.To, "to", "", "only documents collected up to this date")
	return c
}

func applyJSON(r *study.Applied, accept bool) any {
	type proposal struct {
		Document string   `json:"document"`
		Case     any      `json:"case"`
		Speaker  any      `json:"speaker"`
		Turn     any      `json:"turn"`
		Start    int      `json:"start"`
		End      int      `json:"end"`
		Code     string   `json:"code"`
		Rule     string   `json:"rule"`
		Quote    string   `json:"quote"`
		Evidence []string `json:"evidence"`
	}
	list := []proposal{}
	for _, s := range r.New {
		list = append(list, proposal{s.Document, orNil(s.Case), orNil(s.Speaker), orZero(s.Turn), s.Span.Start, s.Span.End, s.Code, s.Rule, s.Words, strs(s.Evidence)})
	}
	return map[string]any{"proposals": list, "documents": r.Scope, "codes_with_rules": r.Ruled, "codings": r.Coded, "waiting": r.Waiting, "stale": r.Stale, "accepted": accept, "warnings": strs(r.Notes)}
}

func (a *app) printApplied(r *study.Applied, accept, dry, show bool) {
	l := a.lang()
	for _, n := range r.Notes {
		a.say("note: %v", "catatan: %v", n)
	}
	if show {
		width, _ := terminal(a.Stdout)
		for _, s := range r.New {
			a.put(a.Stdout, fmt.Sprintf("%s %d:%d  %s  [%s]", s.Document, s.Span.Start, s.Span.End, s.Code, strings.Join(s.Evidence, " · ")))
			for _, line := range wrap(s.Words, min(width, 100)-4) {
				fmt.Fprintf(a.Stdout, "    %s\n", line)
			}
		}
	} else {
		for _, n := range r.PerCode {
			fmt.Fprintf(a.Stdout, "%-28s %s\n", n.Code, lang.T("%v in %v", "%v dalam %v", n.Proposals, documents(n.Documents)).In(l))
		}
	}
	if r.Stale > 0 {
		a.say("%v of before dropped: no rule makes them any more, or the passage is coded now.", "%v sebelumnya dihapus: tidak ada aturan yang membuatnya lagi, atau bagian itu sudah dikode.", proposals(r.Stale))
	}
	switch {
	case dry && accept:
		a.print("%v to make of the rules' proposals in %v (dry run).", "%v untuk dibuat dari usulan aturan dalam %v (uji coba).", codings(r.Coded), documents(r.Scope))
	case dry:
		a.print("%v to make in %v (dry run).", "%v untuk dibuat dalam %v (uji coba).", proposals(len(r.New)), documents(r.Scope))
	case accept:
		a.print("%v made of the rules' proposals in %v. To take it back: tematik undo", "%v dibuat dari usulan aturan dalam %v. Untuk membatalkan: tematik undo", codings(r.Coded), documents(r.Scope))
	case len(r.New) == 0 && r.Waiting > 0:
		a.print("No new proposals in %v; %v of before wait. To decide them: tematik review", "Tidak ada usulan baru dalam %v; %v sebelumnya menunggu. Untuk memutuskannya: tematik review", documents(r.Scope), r.Waiting)
	case len(r.New) == 0:
		a.print("No new proposals in %v. To read and code: tematik tag -i; what the rules' terms meet: tematik codebook expand", "Tidak ada usulan baru dalam %v. Untuk membaca dan mengode: tematik tag -i; yang dijumpai istilah aturan: tematik codebook expand", documents(r.Scope))
	default:
		a.print("%v in %v. To decide them one by one: tematik review; all at once: tematik apply --accept", "%v dalam %v. Untuk memutuskannya satu per satu: tematik review; sekaligus: tematik apply --accept", proposals(len(r.New)), documents(r.Scope))
	}
}

func aspects(n int) lang.Text   { return lang.Many(n, "aspect note", "aspect notes", "catatan aspek") }
func memos(n int) lang.Text     { return lang.Many(n, "memo", "memos", "memo") }
func proposals(n int) lang.Text { return lang.Many(n, "proposal", "proposals", "usulan") }

func (a *app) memoCmd() *cobra.Command {
	c := &cobra.Command{Use: "memo", Short: "Memos on the project, a document, case, code or segment"}
	c.AddCommand(a.memoAdd(), a.memoLs(), a.memoShow(), a.memoRm())
	return c
}

func (a *app) memoAdd() *cobra.Command {
	var doc, cs, code, segment string
	c := &cobra.Command{
		Use: "add TEXT", Short: "Write a memo", Args: args(1, 1),
		Long:    "Write a memo on the project, or on what a flag names.",
		Example: "  tematik memo add \"He speaks of names that are lent\" --code customs.hs",
		RunE: func(c *cobra.Command, given []string) error {
			target, object, n := qda.OnProject, "", 0
			for t, o := range map[qda.Target]string{qda.OnDocument: doc, qda.OnCase: cs, qda.OnCode: code, qda.OnCoding: segment} {
				if o != "" {
					target, object = t, o
					n++
				}
			}
			if n > 1 {
				return usage("tematik memo add --help", "memo add: one memo is on one thing")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				id, err := p.AddMemo(ctx, target, object, given[0])
				if err != nil {
					return err
				}
				return a.answer("memo.add", map[string]any{"memo": int64(id)}, func() { a.print("Memo %v written.", "Memo %v ditulis.", int(id)) })
			})
		},
	}
	fl := c.Flags()
	fl.StringVar(&doc, "doc", "", "on this document")
	fl.StringVar(&cs, "case", "", "on this case")
	fl.StringVar(&code, "code", "", "on this code")
	fl.StringVar(&segment, "segment", "", "on the coding of this number")
	return c
}

func (a *app) memoLs() *cobra.Command {
	var f qda.Filter
	c := &cobra.Command{
		Use: "ls", Short: "List the memos", Args: args(0, 0), Example: "  tematik memo ls\n  tematik memo ls --code customs",
		Long: "List the memos, oldest first. --code and --doc keep those on a code or\ndocument and those on its codings.",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			memos, err := p.Memos(ctx, f)
			if err != nil {
				return err
			}
			_, tty := terminal(a.Stdout)
			cols := []report.Column{column("memo", "Memo", "Memo", report.Count), column("on", "On", "Pada", report.String), column("coder", "By", "Oleh", report.String),
				column("created", "When", "Waktu", report.String), column("text", "Text", "Teks", report.String)}
			if tty = tty && !a.json; !tty {
				cols = append(cols, column("document", "Document", "Dokumen", report.Document), column("turn", "Turn", "Giliran", report.Count), column("code", "Code", "Kode", report.Code), column("quote", "Words", "Kata", report.String))
			}
			var rows [][]report.Cell
			for _, m := range memos {
				row := []report.Cell{int(m.ID), a.memoOn(m), m.Coder, a.when(m.Created), m.Text}
				if !tty {
					row[1] = m.On
					row = append(row, orNil(m.Document), orZero(m.Turn), orNil(m.Code), orNil(m.Words))
				}
				rows = append(rows, row)
			}
			none := lang.T("No memos yet.", "Belum ada memo.")
			if len(f.Codes)+len(f.Documents)+len(f.Coders) > 0 {
				none = lang.T("No memos match.", "Tidak ada memo yang cocok.")
			}
			return a.list("memos", cols, rows, none)
		}),
	}
	fl := c.Flags()
	fl.StringArrayVar(&f.Codes, "code", nil, "only on this code, those below it and their codings (repeatable)")
	fl.StringArrayVar(&f.Documents, "doc", nil, "only on this document and its codings (repeatable)")
	fl.StringArrayVar(&f.Coders, "coder", nil, "only this coder's memos (repeatable)")
	return c
}

// memoOn says for reading what a memo is on; of a coding where it stands, its
// code and its first words.
func (a *app) memoOn(m study.MemoInfo) string {
	if m.Target == qda.OnCoding {
		return fmt.Sprintf("#%d %s  %s  “%s”", m.Object, place(m.Document, m.Turn, m.Case, ""), m.Code, clip(m.Words, 30))
	}
	kind, name, _ := strings.Cut(m.On, " ")
	in := map[string]lang.Text{"document": lang.T("document", "dokumen"), "project": lang.T("project", "proyek"), "case": lang.T("case", "kasus"), "code": lang.T("code", "kode")}
	return strings.TrimSpace(in[kind].In(a.lang()) + " " + name)
}

func memoID(s string) (qda.MemoID, error) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, usage("tematik memo ls", "memo %s: must be the number of a memo", s)
	}
	return qda.MemoID(id), nil
}

func (a *app) memoShow() *cobra.Command {
	return &cobra.Command{
		Use: "show ID", Short: "Read a memo", Args: args(1, 1), Example: "  tematik memo show 1", ValidArgsFunction: a.completeMemos,
		RunE: func(c *cobra.Command, given []string) error {
			id, err := memoID(given[0])
			if err != nil {
				return err
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				m, err := p.Memo(ctx, id)
				if err != nil {
					return err
				}
				return a.answer("memo", map[string]any{"memo": int64(m.ID), "on": m.On, "coder": m.Coder, "created": m.Created.UTC().Format(time.RFC3339), "text": m.Text}, func() {
					a.put(a.Stdout, fmt.Sprintf("%s · %s · %s\n%s", a.memoOn(m), m.Coder, a.when(m.Created), m.Text))
				})
			})
		},
	}
}

func (a *app) memoRm() *cobra.Command {
	return &cobra.Command{
		Use: "rm ID", Short: "Remove a memo", Args: args(1, 1), Example: "  tematik memo rm 1", ValidArgsFunction: a.completeMemos,
		RunE: func(c *cobra.Command, given []string) error {
			id, err := memoID(given[0])
			if err != nil {
				return err
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				if err := p.RemoveMemo(ctx, id); err != nil {
					return err
				}
				return a.answer("memo.rm", map[string]any{"memo": int64(id)}, func() { a.say("Memo %v removed.", "Memo %v dihapus.", int(id)) })
			})
		},
	}
}
