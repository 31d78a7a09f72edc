package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"tematik/internal/lang"
)

// literals gives every string literal of the program, by file.
func literals(t *testing.T, visit func(file, s string)) {
	t.Helper()
	root := filepath.Join("..", "..", "internal")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					visit(path, s)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// mention is the program with the words that follow, up to what ends a command
// in a sentence: another mention, a mark, two spaces, an argument in quotes is
// part of it.
var (
	mention     = regexp.MustCompile(`\btematik((?: -p \S+)?(?: [a-z][a-z-]*)+)((?: "[^"\n]*"| '[^'\n]*'| [^\s"';:,()]+[,;:)]?)*)`)
	mentionEnd  = regexp.MustCompile(`[.,;:)](?: |$)| tematik `)
	mentionFlag = regexp.MustCompile(`(?:^| )--?([a-z][a-z-]*)`)
)

// Every command that a message or a page names must be there, and so must its
// flags, wherever they stand.
func TestMentionedCommandsExist(t *testing.T) {
	a := &app{Env: Env{Stdout: io.Discard, Stderr: io.Discard, Getenv: os.Getenv}}
	root := a.newRoot()
	root.InitDefaultCompletionCmd()
	seen, flags := 0, 0
	check := func(where, s string) {
		for _, at := range mention.FindAllStringSubmatchIndex(s, -1) {
			words, tail := strings.Fields(s[at[2]:at[3]]), s[at[4]:at[5]]
			if words[0] == "-p" {
				words = words[2:]
			}
			if len(words) == 0 {
				continue
			}
			if words[0] == "help" {
				if len(words) == 1 || page(lang.EN, words[1]) != "" {
					seen++
					continue
				}
				words = words[1:]
			}
			c, rest, err := root.Find(words)
			switch {
			case err != nil || c == root:
				// Inside a sentence the name of the program is a word.
				if at[0] == 0 || strings.HasSuffix(s[:at[0]], ": ") || strings.HasSuffix(s[:at[0]], "    ") {
					t.Errorf("%s: %q names no command", where, s[at[0]:at[1]])
				}
				continue
			case c.HasSubCommands() && len(rest) > 0:
				t.Errorf("%s: %q names no command", where, s[at[0]:at[1]])
				continue
			}
			if seen++; c.HasSubCommands() { // tematik report %s
				continue
			}
			if end := mentionEnd.FindStringIndex(tail); end != nil {
				tail = tail[:end[0]]
			}
			for _, f := range mentionFlag.FindAllStringSubmatch(quotedWords.ReplaceAllString(tail, ""), -1) {
				flags++
				name := f[1]
				if name != "help" && name != "h" && c.Flags().Lookup(name) == nil && c.InheritedFlags().Lookup(name) == nil && (len(name) > 1 || c.Flags().ShorthandLookup(name) == nil && c.InheritedFlags().ShorthandLookup(name) == nil) {
					t.Errorf("%s: %q: %s has no flag %s", where, s[at[0]:at[1]], c.CommandPath(), name)
				}
			}
		}
	}
	literals(t, check)
	for _, doc := range []string{"README.md", "CONTRIBUTING.md"} {
		b, err := os.ReadFile(filepath.Join("..", "..", doc))
		if err != nil {
			t.Fatal(err)
		}
		check(doc, string(b))
	}
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		for _, topic := range topics() {
			check(string(l)+"/"+topic.name, page(l, topic.name))
		}
	}
	if seen < 400 || flags < 150 {
		t.Errorf("only %d commands and %d flags found in messages: the search is wrong", seen, flags)
	}
}

// Escape sequences go where they are understood.
func TestANSI(t *testing.T) {
	for _, c := range []struct {
		system, variable, value string
		want                    bool
	}{
		{"linux", "TERM", "xterm", true}, {"linux", "", "", true}, {"linux", "TERM", "dumb", false}, {"darwin", "TERM", "xterm", true},
		{"windows", "", "", false}, {"windows", "WT_SESSION", "7f", true}, {"windows", "ANSICON", "80x24", true}, {"windows", "TERM", "xterm", true}, {"windows", "TERM", "dumb", false},
	} {
		got := ansi(c.system, func(k string) string {
			if k == c.variable {
				return c.value
			}
			return ""
		})
		if got != c.want {
			t.Errorf("%s with %s=%s: %v", c.system, c.variable, c.value, got)
		}
	}
}

// Every command shows how it is used.
func TestEveryCommandHasAnExample(t *testing.T) {
	a := &app{Env: Env{Stdout: io.Discard, Stderr: io.Discard, Getenv: os.Getenv}}
	root := a.newRoot()
	for _, c := range root.Commands() {
		for _, leaf := range append(c.Commands(), c) {
			if leaf.HasSubCommands() || leaf.IsAdditionalHelpTopicCommand() || leaf.Name() == "version" || leaf.Name() == "help" || leaf.Name() == "completion" {
				continue
			}
			if !strings.Contains(leaf.Example, leaf.CommandPath()) {
				t.Errorf("%s: its example does not show it", leaf.CommandPath())
			}
		}
	}
}

// Help is read on 80 columns.
func TestHelpFitsTheScreen(t *testing.T) {
	a := &app{Env: Env{Stdout: io.Discard, Stderr: io.Discard, Getenv: os.Getenv}}
	walk(a.newRoot(), func(c *cobra.Command) {
		for _, line := range strings.Split(c.Long+"\n"+c.UsageString(), "\n") {
			if utf8.RuneCountInString(line) > 80 {
				t.Errorf("%s --help: %d columns: %s", c.CommandPath(), utf8.RuneCountInString(line), line)
			}
		}
	})
}

var housePath = regexp.MustCompile("`((?:internal|cmd|codebook|transcripts)/[a-z_/.]+)`")

// The files that CONTRIBUTING sends a newcomer to must be there.
func TestContributingNamesRealFiles(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	paths := housePath.FindAllStringSubmatch(string(b), -1)
	if len(paths) < 8 {
		t.Fatalf("only %d files named", len(paths))
	}
	for _, p := range paths {
		if _, err := os.Stat(filepath.Join("..", "..", p[1])); err != nil {
			t.Errorf("%s is not there", p[1])
		}
	}
}
