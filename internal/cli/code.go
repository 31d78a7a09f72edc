package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

func (a *app) codeCmd() *cobra.Command {
	c := &cobra.Command{Use: "code", Short: "Single codes: list, add, rename, move, merge, remove"}
	c.AddCommand(a.codeLs(), a.codeInfo(), a.tries(a.codeAdd()), a.tries(a.codeRename()), a.tries(a.codeMv()), a.tries(a.codeMerge()), a.tries(a.codeRm()), a.tries(a.codeColor()))
	return c
}

func (a *app) codeLs() *cobra.Command {
	return &cobra.Command{
		Use: "ls", Short: "List the codes", Args: args(0, 0), Example: "  tematik code ls",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			s, used, err := p.Codebook(ctx)
			if err != nil {
				return err
			}
			cols := []report.Column{column("code", "Code", "Kode", report.Code), column("name", "Name", "Nama", report.String), column("kind", "Kind", "Jenis", report.String),
				column("parent", "Under", "Di bawah", report.Code), column("rules", "Rules", "Aturan", report.Count), column("codings", "Codings", "Pengodean", report.Count)}
			var rows [][]report.Cell
			for i, k := range s.Codes() {
				var parent report.Cell
				if up := s.Tree.Parent[i]; up >= 0 {
					parent = s.Codes()[up].Key
				}
				rows = append(rows, []report.Cell{k.Key, k.Name.In(string(a.lang())), string(k.Kind), parent, len(k.Rules), used[i]})
			}
			return a.list("codes", cols, rows, lang.T("No codes yet. Bring in a codebook: tematik codebook import FILE.yaml", "Belum ada kode. Masukkan buku kode: tematik codebook import BERKAS.yaml"))
		}),
	}
}

func (a *app) codeAdd() *cobra.Command {
	var name, definition, under, color string
	var theme bool
	c := &cobra.Command{
		Use: "add CODE", Short: "Add a code or theme", Args: args(1, 1),
		Long:    "Add a code. CODE is its id (customs.hs); a name in any words makes an id of\nits own.",
		Example: "  tematik code add customs.delay --name \"Delay at the port\" --under customs",
		RunE: func(c *cobra.Command, given []string) error {
			if strings.TrimSpace(given[0]) == "" {
				return usage("tematik code add --help", "code add: a code needs an id or a name")
			}
			k := qda.Code{Key: given[0], Name: qda.Words{Plain: name}, Definition: qda.Words{Plain: definition}, Color: color, Kind: qda.KindCode}
			if !qda.ValidKey(given[0]) {
				k.Key = qda.KeyOf(given[0])
				if name == "" {
					k.Name.Plain = given[0]
				}
			}
			if k.Name.IsZero() {
				k.Name.Plain = k.Key
			}
			if theme {
				k.Kind = qda.KindTheme
			}
			return a.withProject(c, func(ctx context.Context, p *study.Project) error {
				made, err := p.AddCode(ctx, k, under)
				if err != nil {
					return err
				}
				return a.answer("code.add", map[string]any{"code": made.Key}, func() {
					a.tell(lang.T("Added %v", "%v ditambahkan", made.Key), lang.T("would be added: %v", "akan ditambahkan: %v", made.Key))
				})
			})
		},
	}
	fl := c.Flags()
	fl.StringVar(&name, "name", "", "its name")
	fl.StringVar(&definition, "definition", "", "what it means")
	fl.StringVar(&under, "under", "", "the theme or code above it")
	fl.StringVar(&color, "color", "", "its colour: d55e00, or a name such as red")
	fl.BoolVar(&theme, "theme", false, "it is a theme")
	return c
}

func (a *app) codeInfo() *cobra.Command {
	return &cobra.Command{
		Use: "info CODE", Short: "All about a code", Args: args(1, 1), Example: "  tematik code info customs.hs",
		ValidArgsFunction: a.completeCodes,
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			k, err := p.CodeInfo(ctx, given[0])
			if err != nil {
				return err
			}
			aspects := []map[string]any{}
			for _, u := range k.Aspects {
				aspects = append(aspects, map[string]any{"aspect": u.Aspect, "codings": u.Codings})
			}
			return a.answer("code", map[string]any{"code": k.Key, "name": k.Name, "kind": k.Kind, "parent": orNil(k.ParentKey), "children": strs(k.Children),
				"concept": k.Concept, "definition": k.Definition, "include": k.Include, "exclude": k.Exclude, "examples": k.Examples, "rules": len(k.Rules),
				"codings": k.Codings, "documents": k.Documents, "codings_with_descendants": k.AllCodings, "documents_with_descendants": k.AllDocuments,
				"coders": strs(k.Coders), "memos": k.Memos, "aspects": aspects}, func() { a.printCode(k) })
		}),
	}
}

func (a *app) printCode(k *study.CodeInfo) {
	l := a.lang()
	width, _ := terminal(a.Stdout)
	line := func(label lang.Text, s string) {
		if s == "" {
			return
		}
		for i, w := range wrap(s, min(width, 100)-16) {
			head := label.In(l)
			if i > 0 {
				head = ""
			}
			fmt.Fprintf(a.Stdout, "%-15s %s\n", head, w)
		}
	}
	in := func(w qda.Words) string { return w.In(string(l)) }
	fmt.Fprintf(a.Stdout, "%s  %s\n", k.Key, in(k.Name))
	line(lang.T("under", "di bawah"), k.ParentKey)
	line(lang.T("holds", "memuat"), strings.Join(k.Children, ", "))
	line(lang.T("concept", "konsep"), in(k.Concept))
	line(lang.T("definition", "definisi"), in(k.Definition))
	line(lang.T("include", "termasuk"), in(k.Include))
	line(lang.T("exclude", "tidak termasuk"), in(k.Exclude))
	for _, x := range k.Examples.Yes {
		line(lang.T("yes", "ya"), "“"+x+"”")
	}
	for _, x := range k.Examples.No {
		line(lang.T("no", "bukan"), "“"+x+"”")
	}
	line(lang.T("codings", "pengodean"), lang.T("%v in %v; with the codes below it %v in %v", "%v dalam %v; dengan kode di bawahnya %v dalam %v", k.Codings, documents(k.Documents), k.AllCodings, documents(k.AllDocuments)).In(l))
	line(lang.T("coders", "pengode"), strings.Join(k.Coders, ", "))
	var shown []string
	for _, u := range k.Aspects {
		shown = append(shown, fmt.Sprintf("%s (%d)", u.Aspect, u.Codings))
	}
	line(lang.T("aspects", "aspek"), strings.Join(shown, "; "))
	if k.Memos > 0 {
		line(lang.T("memos", "memo"), lang.T("%v", "%v", k.Memos).In(l))
	}
}
