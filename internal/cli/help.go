package cli

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
	"tematik/internal/qda"
)

// manual has a page for each topic and language; the first line of a page is
// what it is about.
//
//go:embed help
var manual embed.FS

// topic is a page of the manual, and how else it may be asked for.
type topic struct {
	name string
	also []string
}

// topics are the pages in the order of reading.
func topics() []topic {
	return []topic{
		{"getting-started", []string{"start", "mulai", "memulai"}},
		{"codebook", []string{"buku-kode"}},
		{"rules", []string{"aturan"}},
		{"coding", []string{"pengodean"}},
		{"saturation", []string{"kejenuhan", "saturasi"}},
		{"cooccurrence", []string{"co-occurrence", "ko-kemunculan"}},
		{"chance", []string{"permutation", "kebetulan", "permutasi"}},
		{"patterns", []string{"pattern", "network", "sequence", "dendrogram", "pola", "jaringan", "urutan"}},
		{"agreement", []string{"kappa", "kesepakatan"}},
		{"strength", []string{"groups", "kekuatan", "kelompok"}},
		{"figures", []string{"figure", "gambar"}},
		{"privacy", []string{"privasi"}},
		{"undo", []string{"pembatalan"}},
		{"formats", []string{"format"}},
	}
}

// page is the text of a topic, "" if there is none of this name.
func page(l lang.Lang, name string) string {
	for _, t := range topics() {
		if t.name == name || slices.Contains(t.also, name) {
			b, _ := manual.ReadFile("help/" + string(l) + "/" + t.name + ".md") // what is embedded can be read
			return strings.TrimSpace(string(b))
		}
	}
	return ""
}

// helpCmd shows a page of the manual or the help of a command. Where a topic
// has the name of a command it is the topic: a command has its --help.
func (a *app) helpCmd() *cobra.Command {
	return &cobra.Command{
		Use: "help [TOPIC or COMMAND]", Short: "A page of the manual, or help on a command",
		Example: "  tematik help getting-started\n  tematik help coding --lang id\n  tematik help doc set",
		ValidArgsFunction: func(c *cobra.Command, given []string, _ string) ([]string, cobra.ShellCompDirective) {
			return a.helpNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, given []string) error {
			name := strings.ToLower(strings.Join(given, "-"))
			if text := page(a.lang(), name); text != "" {
				fmt.Fprintln(a.Stdout, text)
				return nil
			}
			found, rest, err := a.root.Find(given)
			if err == nil && len(rest) == 0 {
				return found.Help()
			}
			hint := "tematik help"
			if near := qda.Nearest(name, a.helpNames()); near != "" {
				hint += " " + near
			}
			return usage(hint, "help %s: there is no such topic or command", strings.Join(given, " "))
		},
	}
}

// helpNames are the topics and commands to get help on.
func (a *app) helpNames() []string {
	var names []string
	for _, t := range topics() {
		names = append(append(names, t.name), t.also...)
	}
	for _, c := range a.root.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// withTopics ends the help of the program with the pages of the manual, in the
// reader's language, which is known only when help is shown.
func (a *app) withTopics(root *cobra.Command) {
	usual := root.HelpFunc()
	root.SetHelpFunc(func(c *cobra.Command, given []string) {
		usual(c, given)
		if c.HasParent() {
			return
		}
		l := a.lang()
		fmt.Fprintf(a.Stdout, "\n%s\n", lang.T("The manual, as in tematik help coding:", "Panduan, misalnya tematik help coding:").In(l))
		for _, t := range topics() {
			about, _, _ := strings.Cut(page(l, t.name), "\n")
			fmt.Fprintf(a.Stdout, "  %-16s %s\n", t.name, about)
		}
	})
}
