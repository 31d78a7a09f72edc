package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) codebookImport() *cobra.Command {
	var dry, prune bool
	c := &cobra.Command{
		Use: "import FILE.yaml", Short: "Make a YAML file the project's codebook", Args: args(1, 1),
		Long: `Bring in a codebook. Doing it again with a changed file changes what changed
and keeps codings, memos and history; -n shows the difference first. Codes that
are no longer in the file stay, unless with --prune and without codings.
"starter" is the codebook inside the program.`,
		Example:           "  tematik codebook import starter\n  tematik codebook import codebook.yaml -n",
		ValidArgsFunction: completeYAML,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			ch, err := p.ImportCodebook(ctx, given[0], prune, dry)
			if err != nil {
				return err
			}
			answer := bookChangeJSON(ch)
			answer["same"], answer["warnings"] = strs(ch.Same), strs(ch.Problems)
			return a.answer("codebook.import", answer, func() { a.printImported(ch, dry) })
		}),
	}
	c.Flags().BoolVarP(&dry, "dry-run", "n", false, "show the difference, change nothing")
	c.Flags().BoolVar(&prune, "prune", false, "remove codes that the file no longer has and nobody used")
	return c
}

func (a *app) printImported(ch *study.CodebookChange, dry bool) {
	if n := len(ch.Problems); n > 0 {
		a.say("note: %v on terms of the rules, to read at leisure: tematik codebook check", "catatan: %v tentang istilah dalam aturan, untuk dibaca nanti: tematik codebook check", lang.Many(n, "remark", "remarks", "catatan"))
	}
	if first := len(ch.Same)+len(ch.Changed)+len(ch.Removed)+len(ch.Kept) == 0; !first || dry { // else all of it is new
		a.printDifference(ch)
	}
	if dry {
		a.print("Nothing was changed (dry run): %v to add, %v to change, %v to remove.", "Tidak ada yang diubah (uji coba): %v untuk ditambahkan, %v diubah, %v dihapus.", codes(len(ch.Added)), len(ch.Changed), len(ch.Removed))
	} else {
		a.print("Codebook %v: %v added, %v changed, %v removed, %v the same.", "Buku kode %v: %v ditambahkan, %v diubah, %v dihapus, %v tetap.", ch.Version, codes(len(ch.Added)), len(ch.Changed), len(ch.Removed), len(ch.Same))
	}
	a.sayKept(ch, "--prune removes those that nobody used.", "--prune menghapus yang tidak dipakai.")
	for _, r := range ch.Difference.Renamed {
		if slices.Contains(ch.Kept, r.Was) {
			a.say("note: %v looks like %v of the project under another id. If it is the same code, give it one id in both: change the file, or tematik code rename %v %v before importing it%v.",
				"catatan: %v tampak sama dengan %v di proyek dengan id lain. Jika itu kode yang sama, samakan id-nya: ubah berkas, atau tematik code rename %v %v sebelum mengimpornya%v.",
				r.Now, r.Was, r.Was, r.Now, afterImport(dry))
		}
	}
}

func afterImport(dry bool) lang.Text {
	if dry {
		return lang.Same("")
	}
	return lang.T(" (first: tematik undo)", " (sebelumnya: tematik undo)")
}

// sayKept tells of the codes that the file does not have.
func (a *app) sayKept(ch *study.CodebookChange, en, id string) {
	if len(ch.Kept) == 0 {
		return
	}
	hint := lang.T(en, id)
	a.say("%v not in the file: kept, with %v (%v). %v", "%v tidak ada dalam berkas: tetap disimpan, dengan %v (%v). %v", codes(len(ch.Kept)), codings(ch.KeptCodings), strings.Join(ch.Kept, ", "), hint)
}

func bookChangeJSON(ch *study.CodebookChange) map[string]any {
	return map[string]any{"added": strs(ch.Added), "changed": strs(ch.Changed), "removed": strs(ch.Removed), "kept": strs(ch.Kept),
		"version_was": ch.Was, "version": ch.Version, "difference": differenceJSON(ch.Difference)}
}

func differenceJSON(d *study.Difference) any {
	type field struct {
		Field string   `json:"field"`
		Was   any      `json:"was"`
		Now   any      `json:"now"`
		Gone  []string `json:"gone"`
		New   []string `json:"new"`
	}
	type code struct {
		Code   string  `json:"code"`
		Change string  `json:"change"`
		Parent any     `json:"parent"`
		Fields []field `json:"fields"`
	}
	type pair struct {
		Was string `json:"was"`
		Now string `json:"now"`
	}
	list := func(of []study.Field) []field {
		out := []field{}
		for _, f := range of {
			out = append(out, field{f.Name, orNil(f.Was), orNil(f.Now), strs(f.Gone), strs(f.New)})
		}
		return out
	}
	codes, pairs := []code{}, []pair{}
	for _, c := range d.Codes {
		codes = append(codes, code{c.Code.Key, c.What, orNil(c.Parent), list(c.Fields)})
	}
	for _, r := range d.Renamed {
		pairs = append(pairs, pair{r.Was, r.Now})
	}
	return map[string]any{"head": list(d.Head), "codes": codes, "looks_renamed": pairs}
}

// printDifference shows how a codebook differs: what is added, changed and
// removed, and in the changed codes what was and what is.
func (a *app) printDifference(ch *study.CodebookChange) {
	l := a.lang()
	a.printFields(ch.Difference.Head, "")
	for _, c := range ch.Difference.Codes {
		line := map[string]string{"added": "+ ", "changed": "~ ", "removed": "- "}[c.What] + c.Code.Key
		if name := c.Code.Name.In(string(l)); name != c.Code.Key {
			line += "  " + name
		}
		if c.What == "added" {
			var with []string
			if c.Parent != "" {
				with = append(with, lang.T("under %v", "di bawah %v", c.Parent).In(l))
			}
			if n := len(c.Code.Rules); n > 0 {
				with = append(with, lang.Many(n, "rule", "rules", "aturan").In(l))
			}
			if with != nil {
				line += " (" + strings.Join(with, ", ") + ")"
			}
			for _, r := range ch.Difference.Renamed {
				if r.Now == c.Code.Key {
					line += lang.T(": looks like %v under another id", ": tampak seperti %v dengan id lain", r.Was).In(l)
				}
			}
		}
		a.wrapped(lang.Same(line))
		a.printFields(c.Fields, "    ")
	}
}

// few is how many terms of a list, and long how much of a text, the difference
// shows; --json has all of them.
const few, long = 12, 200

func (a *app) printFields(fields []study.Field, pad string) {
	l := a.lang()
	for _, f := range fields {
		line := pad + fieldName(f.Name).In(l) + ": "
		switch was, now := clip(f.Was, long), clip(f.Now, long); {
		case strings.HasPrefix(f.Name, "examples"):
			for _, x := range f.Gone {
				a.wrapped(lang.Same(line + "- “" + x + "”"))
			}
			for _, x := range f.New {
				a.wrapped(lang.Same(line + "+ “" + x + "”"))
			}
		case f.Gone != nil || f.New != nil:
			a.wrapped(lang.Same(line + strings.TrimSpace(some("- ", f.Gone)+some(" + ", f.New))))
		case f.Name == "parent":
			a.wrapped(lang.Same(line + orTop(f.Was, l) + " → " + orTop(f.Now, l)))
		case f.Was == "":
			a.wrapped(lang.Same(line + "+ " + now))
		case f.Now == "":
			a.wrapped(lang.Same(line + "- " + was))
		case len(f.Was)+len(f.Now) > 50:
			a.wrapped(lang.Same(line + "- " + f.Was))
			a.wrapped(lang.Same(line + "+ " + f.Now))
		default:
			a.wrapped(lang.Same(line + f.Was + " → " + f.Now))
		}
	}
}

// some are the first few of a list.
func some(mark string, list []string) string {
	switch n := len(list); {
	case n == 0:
		return ""
	case n > few:
		return mark + strings.Join(list[:few], ", ") + ", … (+" + strconv.Itoa(n-few) + ")"
	}
	return mark + strings.Join(list, ", ")
}

func orTop(key string, l lang.Lang) string {
	if key == "" {
		return lang.T("the top", "tingkat teratas").In(l)
	}
	return key
}

// fieldNames are the words for what a codebook says, but for the keys of rules,
// which are those of its file.
var fieldNames = map[string]lang.Text{
	"title": lang.T("title", "judul"), "version": lang.T("version", "versi"), "language": lang.T("language", "bahasa"), "unit": lang.T("unit", "satuan"), "closed": lang.T("closed", "tertutup"),
	"set": lang.T("set", "himpunan"), "name": lang.T("name", "nama"), "kind": lang.T("kind", "jenis"), "color": lang.T("colour", "warna"), "concept": lang.T("concept", "konsep"),
	"id": lang.T("id", "id"), "definition": lang.T("definition", "definisi"), "include": lang.T("include", "termasuk"), "exclude": lang.T("exclude", "tidak termasuk"), "examples": lang.T("examples", "contoh"),
	"parent": lang.T("moved", "dipindah"), "rule": lang.T("rule", "aturan"), "order": lang.T("order", "urutan"), "normalize": lang.T("normalize", "normalize"),
}

func fieldName(name string) lang.Text {
	first, rest, more := strings.Cut(name, " ")
	t, known := fieldNames[first]
	switch {
	case !known:
		return lang.Same(name)
	case name == "examples yes":
		return lang.T("example", "contoh")
	case name == "examples no":
		return lang.T("counter-example", "contoh tandingan")
	case !more:
		return t
	case first == "rule" || first == "set" || first == "order" || first == "normalize":
		return lang.T("%v %v", "%v %v", t, rest)
	}
	return lang.T("%v (%v)", "%v (%v)", t, rest)
}

func (a *app) codebookDiff() *cobra.Command {
	since := 0
	c := &cobra.Command{
		Use: "diff [FILE.yaml]", Short: "How a file, or the codebook of before, differs from the project's", Args: args(0, 1),
		Long: `Show what importing a file would change in the project's codebook, and which
codes only the project has; or, with --since, what has changed in the project's
codebook after an event of "tematik codebook log". Nothing is changed.`,
		Example:           "  tematik codebook diff codebook.yaml\n  tematik codebook diff --since 1",
		ValidArgsFunction: completeYAML,
		RunE: func(c *cobra.Command, given []string) error {
			if (len(given) == 1) == c.Flags().Changed("since") {
				return usage("tematik codebook diff FILE.yaml, or: tematik codebook log, then: tematik codebook diff --since 1", "codebook diff: say with what to compare: a file, or an event with --since")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				var ch *study.CodebookChange
				var err error
				if len(given) == 1 {
					ch, err = p.ImportCodebook(ctx, given[0], false, true)
				} else {
					ch, err = p.CodebookSince(ctx, since)
				}
				if err != nil {
					return err
				}
				return a.answer("codebook.diff", bookChangeJSON(ch), func() {
					a.printDifference(ch)
					if !ch.Difference.Any() {
						a.say("No difference.", "Tidak ada perbedaan.")
					}
					if len(ch.Kept) > 0 {
						a.wrapped(lang.T("Only in the project: %v", "Hanya dalam proyek: %v", strings.Join(ch.Kept, ", ")))
					}
				})
			})
		},
	}
	c.Flags().IntVar(&since, "since", 0, "the number of an event, as in codebook log")
	return c
}

func (a *app) codebookLog() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use: "log", Short: "How the codebook became what it is: who changed what, when", Args: args(0, 0), Example: "  tematik codebook log",
		Long: "List the changes of the codebook, the newest first: its version after each, and\nthe codes that were added (+), changed (~) and removed (-). For the audit trail\nof a study; what changed since then: tematik codebook diff --since NUMBER.",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			events, err := p.CodebookLog(ctx, limit)
			if err != nil {
				return err
			}
			if a.json {
				list := []any{}
				for _, e := range events {
					m := eventJSON(e.Event)
					m["version"], m["difference"] = e.Version, differenceJSON(e.Difference)
					list = append(list, m)
				}
				return a.answer("codebook.log", map[string]any{"events": list}, nil)
			}
			cols := []report.Column{column("event", "#", "#", report.Count), column("at", "When", "Waktu", report.String), column("coder", "Who", "Siapa", report.String),
				column("kind", "What", "Apa", report.String), column("version", "Version", "Versi", report.String), column("codes", "Codes", "Kode", report.String)}
			var rows [][]report.Cell
			for _, e := range events {
				rows = append(rows, []report.Cell{int(e.ID), a.when(e.At), e.Coder, kindOf(e.Event), e.Version, a.short(e.Difference)})
			}
			return a.list("events", cols, rows, lang.T("The codebook is as it began.", "Buku kode masih seperti semula."))
		}),
	}
	c.Flags().IntVar(&limit, "limit", 0, "only the latest so many")
	return c
}

// kindOf names an event, and what it took back or did again.
func kindOf(e qda.Event) string {
	if e.Target != 0 {
		return e.Kind + " #" + strconv.Itoa(int(e.Target))
	}
	return e.Kind
}

// short is a difference in a line: a few codes by name, more by number.
func (a *app) short(d *study.Difference) string {
	var parts []string
	for _, k := range []struct{ what, mark string }{{"added", "+"}, {"changed", "~"}, {"removed", "-"}} {
		var keys []string
		for _, c := range d.Codes {
			if c.What == k.what {
				keys = append(keys, k.mark+c.Code.Key)
			}
		}
		if len(keys) > 4 {
			keys = []string{k.mark + strconv.Itoa(len(keys))}
		}
		parts = append(parts, keys...)
	}
	if len(d.Head) > 0 {
		var names []string
		for _, f := range d.Head {
			first, _, _ := strings.Cut(f.Name, " ")
			if t := fieldName(first).In(a.lang()); !slices.Contains(names, t) {
				names = append(names, t)
			}
		}
		parts = append(parts, strings.Join(names, ", "))
	}
	return strings.Join(parts, ", ")
}

// completeYAML offers files of YAML.
func completeYAML(_ *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(given) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
}
