package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
)

func (a *app) codeRename() *cobra.Command {
	var to study.Rename
	c := &cobra.Command{
		Use: "rename CODE [NEW]", Short: "Give a code another id, another name, or both", Args: args(1, 2),
		Long: `Give a code another id (NEW), another name (--name), or both. Codings, memos,
rules and proposals stay with it, and so do the ids of the codes below it.
--name is the name in the project's language where the code has one in each.`,
		Example:           "  tematik code rename customs.hs customs.tariff\n  tematik code rename customs.hs --name \"HS codes\" --name-id \"Kode HS\"",
		ValidArgsFunction: onlyFirst(a.completeCodes),
		RunE: func(c *cobra.Command, given []string) error {
			if len(given) > 1 {
				to.Key = given[1]
			}
			if to == (study.Rename{}) || len(given) > 1 && given[1] == "" {
				return usage("tematik code rename --help", "code rename: say what it is to be called: a new id, or --name")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				r, err := p.RenameCode(ctx, given[0], to)
				if err != nil {
					return err
				}
				return a.answer("code.rename", map[string]any{"was": r.Was.Key, "code": r.Now.Key, "name_was": r.Was.Name, "name": r.Now.Name, "children": strs(r.Children)}, func() { a.printRenamed(r) })
			})
		},
	}
	c.Flags().StringVar(&to.Name, "name", "", "its name, in the project's language")
	c.Flags().StringVar(&to.EN, "name-en", "", "its English name")
	c.Flags().StringVar(&to.ID, "name-id", "", "its Indonesian name")
	return c
}

func (a *app) printRenamed(r *study.Renamed) {
	if r.Was.Key == r.Now.Key && r.Was.Name == r.Now.Name {
		a.say("It is called so already: no change.", "Sudah bernama demikian: tidak ada perubahan.")
		return
	}
	if r.Was.Key != r.Now.Key {
		a.tell(lang.T("%v → %v", "%v → %v", r.Was.Key, r.Now.Key), lang.T("would be renamed: %v → %v", "akan diganti: %v → %v", r.Was.Key, r.Now.Key))
	}
	for _, l := range []string{"en", "id"} {
		if was, now := r.Was.Name.In(l), r.Now.Name.In(l); was != now && (l == "en" || now != r.Now.Name.In("en")) {
			a.tell(lang.T("“%v” → “%v”", "“%v” → “%v”", was, now), lang.T("would be renamed: “%v” → “%v”", "akan diganti: “%v” → “%v”", was, now))
		}
	}
	if r.Was.Key == r.Now.Key {
		return
	}
	if n := len(r.Children); n > 0 {
		a.say("%v below keep their ids: %v", "%v di bawahnya tetap memakai id lama: %v", codes(n), strings.Join(r.Children, ", "))
	}
	a.say("In a codebook file of your own change the id too, or importing it makes %v anew.", "Ubah juga id itu dalam berkas buku kode Anda; jika tidak, impor berikutnya membuat %v lagi.", r.Was.Key)
}

func (a *app) codeMv() *cobra.Command {
	var under string
	var top bool
	c := &cobra.Command{
		Use: "mv CODE…", Short: "Put codes under another, or at the top", Args: args(1, -1),
		Long:              "Put codes, with all below them, under another code or theme, or at the top.\nTheir ids stay as they are.",
		Example:           "  tematik code mv gap.capacity literacy.incidental --under adaptation\n  tematik code mv customs.hs --top",
		ValidArgsFunction: a.completeCodes,
		RunE: func(c *cobra.Command, given []string) error {
			if (under == "") == !top {
				hint, last := "tematik code mv --help", len(given)-1
				if last > 0 && !top {
					hint = "tematik code mv " + study.QuoteArgs(given[:last]...) + " --under " + study.QuoteArgs(given[last])
				}
				return usage(hint, "code mv: say where to, with one of --under and --top")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				moved, parent, err := p.MoveCodes(ctx, given, under)
				if err != nil {
					return err
				}
				return a.answer("code.mv", map[string]any{"moved": strs(moved), "parent": orNil(parent)}, func() {
					switch {
					case len(moved) == 0:
						a.say("It is there already: no change.", "Sudah di sana: tidak ada perubahan.")
					case parent == "":
						what := strings.Join(moved, ", ")
						a.tell(lang.T("%v: at the top now", "%v: kini di tingkat teratas", what), lang.T("%v: would be at the top", "%v: akan berada di tingkat teratas", what))
					default:
						what := strings.Join(moved, ", ")
						a.tell(lang.T("%v: under %v now", "%v: kini di bawah %v", what, parent), lang.T("%v: would be under %v", "%v: akan berada di bawah %v", what, parent))
					}
				})
			})
		},
	}
	c.Flags().StringVar(&under, "under", "", "the theme or code to be above them")
	c.Flags().BoolVar(&top, "top", false, "under none")
	return c
}

func (a *app) codeMerge() *cobra.Command {
	return &cobra.Command{
		Use: "merge CODE… INTO", Short: "Make codes part of another", Args: args(2, -1),
		Long: `Make codes part of another, the last one named. Their codings, memos, rules,
examples and the codes below them become its own; where it codes the same
passage by the same coder already, the two codings become one. What the
codebook said of them (name, definition, counter-examples) is kept in a memo
on it. Rejected proposals stay rejected. tematik undo brings everything back.`,
		Example:           "  tematik code merge customs.documents dependence.documents -n\n  tematik code merge gap.capacity gap.systemic gap.structural",
		ValidArgsFunction: a.completeCodes,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			last := len(given) - 1
			m, err := p.MergeCodes(ctx, given[:last], given[last])
			if err != nil {
				return err
			}
			var memo any = int64(m.Memo)
			if a.dry {
				memo = nil
			}
			return a.answer("code.merge", map[string]any{"into": m.Into, "from": strs(m.From), "codings": m.Codings, "joined": m.Joined, "memos": m.Memos, "rules": m.Rules, "rules_same": m.Same, "weighted": m.Weighted,
				"except": strs(m.Except), "not_no": strs(m.NotNo), "children": strs(m.Children), "memo": memo}, func() { a.printMerged(m) })
		}),
	}
}

func (a *app) printMerged(m *study.Merged) {
	from := strings.Join(m.From, ", ")
	a.tell(lang.T("%v → %v", "%v → %v", from, m.Into), lang.T("would be merged: %v → %v", "akan digabung: %v → %v", from, m.Into))
	a.print("  %v", "  %v", codings(m.Codings))
	if m.Joined > 0 {
		a.print("    of them %v the same passage by the same coder, and became one with it", "    di antaranya %v bagian yang sama oleh pengode yang sama, dan menjadi satu", m.Joined)
	}
	if m.Memos > 0 {
		a.print("  %v", "  %v", memos(m.Memos))
	}
	if m.Rules+m.Same > 0 {
		a.print("  %v (%v it had already)", "  %v (%v sudah dimilikinya)", lang.Many(m.Rules, "rule", "rules", "aturan"), m.Same)
	}
	if len(m.Children) > 0 {
		a.print("  below it now: %v", "  kini di bawahnya: %v", strings.Join(m.Children, ", "))
	}
	if m.Weighted {
		a.print("  weights: those of all its rules add up now", "  weight: bobot semua aturannya kini dijumlahkan")
	}
	if len(m.Except) > 0 {
		a.wrapped(lang.T("  except, for all its rules now: %v", "  except, kini untuk semua aturannya: %v", strings.Join(m.Except, ", ")))
	}
	if !a.dry {
		a.say("What the codebook said of it is kept in memo %v. To take it back: tematik undo", "Isi buku kode tentangnya disimpan dalam memo %v. Untuk membatalkan: tematik undo", int(m.Memo))
	}
}

// wrapped prints a text that may be long, further lines indented.
func (a *app) wrapped(t lang.Text) {
	width, _ := terminal(a.Stdout)
	s := t.In(a.lang())
	indent := strings.Repeat(" ", len(s)-len(strings.TrimLeft(s, " ")))
	for i, line := range wrap(strings.TrimSpace(s), min(width, 100)-len(indent)-4) {
		if i > 0 {
			line = "    " + line
		}
		fmt.Fprintln(a.Stdout, indent+line)
	}
}

func (a *app) codeRm() *cobra.Command {
	var withCodings, withChildren bool
	c := &cobra.Command{
		Use: "rm CODE…", Short: "Remove codes", Args: args(1, -1),
		Long: `Remove codes. It is refused where codings, memos or codes below them would go
too, unless you say so. To keep the codings with another code: tematik code
merge. tematik undo brings everything back.`,
		Example:           "  tematik code rm gap.systemic --with-codings -n\n  tematik code rm gap --with-children --with-codings",
		ValidArgsFunction: a.completeCodes,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			r, err := p.RemoveCodes(ctx, given, withCodings, withChildren)
			if err != nil {
				return err
			}
			return a.answer("code.rm", map[string]any{"removed": strs(r.Codes), "codings": r.Codings, "documents": r.Documents, "memos": r.Memos, "proposals": r.Proposals}, func() {
				what := []any{strings.Join(r.Codes, ", "), codings(r.Codings), memos(r.Memos)}
				if a.dry {
					a.wrapped(lang.T("To remove: %v with %v and %v", "Akan dihapus: %v dengan %v dan %v", what...))
					return
				}
				a.wrapped(lang.T("Removed: %v with %v and %v. To take it back: tematik undo", "Dihapus: %v dengan %v dan %v. Untuk membatalkan: tematik undo", what...))
			})
		}),
	}
	c.Flags().BoolVar(&withCodings, "with-codings", false, "their codings and memos too")
	c.Flags().BoolVar(&withChildren, "with-children", false, "the codes below them too")
	return c
}

func (a *app) codeColor() *cobra.Command {
	var none bool
	c := &cobra.Command{
		Use: "color CODE COLOR", Short: "Give a code a colour", Args: args(1, 2),
		Long:    "Give a code a colour: six hexadecimal digits, or one of the names\n" + strings.Join(qda.ColorNames(), ", ") + ".\nThese differ also for readers who see few colours.",
		Example: "  tematik code color customs red\n  tematik code color customs d55e00\n  tematik code color customs --none",
		ValidArgsFunction: func(c *cobra.Command, given []string, to string) ([]string, cobra.ShellCompDirective) {
			switch len(given) {
			case 0:
				return a.completeCodes(c, given, to)
			case 1:
				return qda.ColorNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, given []string) error {
			color := ""
			switch {
			case len(given) == 2 && !none && given[1] != "":
				color = given[1]
			case len(given) == 1 && none:
			default: // a shell takes an unquoted # for a comment
				return usage("tematik code color "+study.QuoteArgs(given[0])+" d55e00", "code color: say which colour (without #, or in quotes), or --none")
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				k, err := p.SetColor(ctx, given[0], color)
				if err != nil {
					return err
				}
				return a.answer("code.color", map[string]any{"code": k.Key, "color": orNil(k.Color)}, func() {
					color := lang.Same(k.Color)
					if k.Color == "" {
						color = lang.T("no colour", "tanpa warna")
					}
					a.tell(lang.T("%v: %v", "%v: %v", k.Key, color), lang.T("%v: would be %v", "%v: akan menjadi %v", k.Key, color))
				})
			})
		},
	}
	c.Flags().BoolVar(&none, "none", false, "take its colour away")
	return c
}

// onlyFirst completes the first argument, and no other.
func onlyFirst(f cobra.CompletionFunc) cobra.CompletionFunc {
	return func(c *cobra.Command, given []string, to string) ([]string, cobra.ShellCompDirective) {
		if len(given) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return f(c, given, to)
	}
}
