package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/render"
	"tematik/internal/study"
)

// typed runs a line as it is typed into a shell, in this folder and with
// nothing to read from the keyboard.
func typed(l lang.Lang, line string) (code int, said string) {
	here, _ := os.Getwd()
	env := map[string]string{"USER": "siti", "HOME": filepath.Join(here, "home"), "TEMATIK_LANG": string(l)}
	var out bytes.Buffer
	code = Main(context.Background(), Env{
		Args: shellWords(line)[1:], Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Getenv: func(k string) string { return env[k] }, Now: time.Now, Rand: rand.Reader, Version: "test",
	})
	return code, out.String()
}

var shellWord = regexp.MustCompile(`(?:"[^"]*"|'[^']*'|[^\s"'])+`)

// shellWords splits a line where a shell does.
func shellWords(line string) []string {
	words := shellWord.FindAllString(line, -1)
	for i, w := range words {
		words[i] = strings.NewReplacer(`"`, "", "'", "").Replace(w)
	}
	return words
}

// sampleStudy is a folder as a study in work has it: the sample study, most of
// it coded by rules and some by hand, and proposals that wait.
func sampleStudy(t *testing.T) string {
	dir := t.TempDir()
	interviews(t, dir)
	t.Chdir(dir)
	for _, line := range []string{
		"tematik init study.tematik --codebook starter",
		"tematik import interviews",
		"tematik apply --accept --code literacy --code digital --code dependence --code adaptation --code gap",
		"tematik apply",
		"tematik tag 01-E1-kepiting customs.hs --turn 12",
		"tematik tag 02-E2-rotan customs.documents --turn 8",
		`tematik memo add "Names are lent" --code customs.hs`,
		"tematik coder add rina",
		"tematik backup study.tematik-backups/20260304-101500.tematik",
		"tematik tag 02-E2-rotan customs --turn 8",
		"tematik undo",
	} {
		if strings.HasPrefix(line, "tematik backup") {
			if err := os.Mkdir("study.tematik-backups", 0o777); err != nil {
				t.Fatal(err)
			}
		}
		if code, said := typed(lang.EN, line); code != 0 {
			t.Fatalf("%s: exit %d\n%s", line, code, said)
		}
	}
	return dir
}

// interviews copies the transcripts of the sample study into a folder. A
// newcomer has no tables of codings.
func interviews(t *testing.T, dir string) {
	into := filepath.Join(dir, "interviews")
	err := os.CopyFS(into, os.DirFS(filepath.Join("..", "..", "transcripts")))
	tables, _ := filepath.Glob(filepath.Join(into, "*.csv"))
	for _, table := range tables {
		err = errors.Join(err, os.Remove(table))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// inCopy goes to a fresh copy of a folder for the rest of a test.
func inCopy(t *testing.T, dir string) {
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(to)
}

// must runs lines and holds each to success.
func must(t *testing.T, l lang.Lang, lines []string) {
	t.Helper()
	for _, line := range lines {
		if code, said := typed(l, line); code != 0 {
			t.Errorf("%s: exit %d\n%s", line, code, said)
		}
	}
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// The blocks of the README are run, in order, beside a folder of interviews:
// what it promises a newcomer must work.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, block := range shellBlock.FindAllStringSubmatch(string(readme), -1) {
		lines = append(lines, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	if len(lines) < 20 {
		t.Fatalf("only %d commands found in the README", len(lines))
	}
	dir := t.TempDir()
	interviews(t, dir)
	t.Chdir(dir)
	must(t, lang.EN, lines)
}

// commandsOf are the commands that a page has a reader type.
func commandsOf(page string) []string {
	var out []string
	for line := range strings.Lines(page) {
		if rest, ok := strings.CutPrefix(line, "    tematik "); ok {
			out = append(out, "tematik "+strings.TrimSpace(rest))
		}
	}
	return out
}

// Every command of every page of the manual works on the sample study, in
// order; a page that makes a project begins where there is none. A page that
// has the very commands of the other language needs no second run.
func TestManualRuns(t *testing.T) {
	dir, all := sampleStudy(t), 0
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		for _, topic := range topics() {
			lines := commandsOf(page(l, topic.name))
			all += len(lines)
			if l == lang.ID && slices.Equal(lines, commandsOf(page(lang.EN, topic.name))) {
				continue
			}
			t.Run(string(l)+"/"+topic.name, func(t *testing.T) {
				inCopy(t, dir)
				if slices.ContainsFunc(lines, func(s string) bool { return strings.HasPrefix(s, "tematik init study.tematik") }) {
					os.Remove("study.tematik")
				}
				must(t, l, lines)
			})
		}
	}
	if all < 180 {
		t.Errorf("only %d commands found in the manual", all)
	}
}

var (
	quotedWords = regexp.MustCompile(`"[^"]*"`)
	yamlExample = regexp.MustCompile(`(?m)(?:^    language: .*\n)(?:^     *\S.*\n)+`)
)

// Pages are there in both languages, with the same commands; they are read on
// 80 columns.
func TestManualInBothLanguages(t *testing.T) {
	for _, topic := range topics() {
		plain := func(l lang.Lang) string {
			return quotedWords.ReplaceAllString(strings.Join(commandsOf(page(l, topic.name)), "\n"), `""`)
		}
		if plain(lang.EN) != plain(lang.ID) {
			t.Errorf("%s: the commands differ:\n%s\n\n%s", topic.name, plain(lang.EN), plain(lang.ID))
		}
		if page(lang.EN, topic.name) == page(lang.ID, topic.name) {
			t.Errorf("%s: is not translated", topic.name)
		}
		for _, l := range []lang.Lang{lang.EN, lang.ID} {
			text := page(l, topic.name)
			if n := strings.Count(text, "\n"); n < 40 || n > 110 {
				t.Errorf("%s/%s: %d lines", l, topic.name, n)
			}
			for line := range strings.Lines(text) {
				if line = strings.TrimRight(line, "\n"); cells.Width(line) > 80 || strings.Contains(line, "\t") {
					t.Errorf("%s/%s: %d columns: %s", l, topic.name, cells.Width(line), line)
				}
			}
			if first, _, _ := strings.Cut(text, "\n"); cells.Width(first) > 80-19 {
				t.Errorf("%s/%s: its first line is too long for the list", l, topic.name)
			}
		}
	}
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		files, err := manual.ReadDir("help/" + string(l))
		if err != nil || len(files) != len(topics()) {
			t.Errorf("%s: %d pages for %d topics, %v", l, len(files), len(topics()), err)
		}
	}
}

// The example of a codebook in the page on rules is one, and agrees with its
// own examples.
func TestManualCodebookWorks(t *testing.T) {
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		t.Run(string(l), func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile("book.yaml", []byte(yamlExample.FindString(page(l, "rules"))), 0o666); err != nil {
				t.Fatal(err)
			}
			must(t, l, []string{"tematik init --codebook book.yaml", "tematik code info waiting", "tematik codebook check"})
		})
	}
}

// The manual is asked for by topic, in the language of the reader; a slip of
// the hand is told.
func TestHelp(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		line, says string
		code       int
	}{
		{"tematik help coding", "Coding: tagging", 0},
		{"tematik help coding --lang id", "Pengodean: menandai", 0},
		{"tematik --lang id help Buku kode", "Buku kode: tema", 0},
		{"tematik help codebook", "SHOW HOW IT GREW", 0},
		{"tematik help doc set", "tematik doc set DOC", 0},
		{"tematik help", "saturation       Saturation: do new", 0},
		{"tematik --help --lang id", "privacy          Privasi: di mana", 0},
		{"tematik help codng", "hint: tematik help coding", 2},
		{"tematik help qqqqqqqq", "hint: tematik help\n", 2},
		{"tematik formats", "hint: tematik help formats", 2},
	} {
		code, said := typed(lang.EN, c.line)
		if code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit %d\n%s", c.line, code, said)
		}
	}
}

// Every example of every command works on the sample study.
func TestExamplesRun(t *testing.T) {
	dir, seen := sampleStudy(t), 0
	must(t, lang.EN, []string{"tematik export codings.csv", "tematik codebook export codebook.yaml"})
	if err := os.WriteFile("cases.csv", []byte("case,role\nE1,exporter\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	a := &app{Env: Env{Stdout: io.Discard, Stderr: io.Discard, Getenv: os.Getenv}}
	walk(a.newRoot(), func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			if line = strings.TrimSpace(line); !strings.HasPrefix(line, "tematik") {
				continue
			}
			seen++
			t.Run(fmt.Sprintf("%s %d", c.Name(), seen), func(t *testing.T) {
				inCopy(t, dir)
				if words := shellWords(line); slices.Contains(words, "export") {
					os.Remove(words[len(words)-1]) // there for an import
				}
				must(t, lang.EN, []string{line})
			})
		}
	})
	if seen < 60 {
		t.Errorf("only %d examples found", seen)
	}
}

// Every report goes into a file of every format, in both languages, and what its
// command wrote is known by it.
func TestReportsInEveryFormat(t *testing.T) {
	sampleStudy(t)
	a := &app{Env: Env{Stdout: io.Discard, Stderr: io.Discard, Getenv: os.Getenv, Now: time.Now, Rand: rand.Reader}}
	a.root = a.newRoot()
	ctx := context.Background()
	p, err := a.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, m := range study.Methods() {
		r, err := p.Analyse(ctx, m.Name, m.Example(), qda.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range render.Formats {
			if f.Figure || len(f.Suffixes) == 0 {
				continue
			}
			for _, l := range []lang.Lang{lang.EN, lang.ID} {
				a.langTag = string(l)
				files, err := a.writeTables(r, reportOptions{out: m.Name + "-" + string(l) + f.Suffixes[0]})
				if err != nil || !a.ours(files[0], r.Provenance.Command) {
					t.Errorf("%s as %s: %v", m.Name, f.Name, err)
				}
			}
		}
	}
}

// What the README shows of the demo is what the demo prints: the curve, and
// what it comes to.
func TestReadmeShowsTheDemo(t *testing.T) {
	file, err := filepath.Abs(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	code, said := typed(lang.EN, "tematik demo d")
	if code != 0 {
		t.Fatal(said)
	}
	_, curve, _ := strings.Cut(said, "Codes by interview")
	curve, _, _ = strings.Cut(curve, "\nNote: Expected")
	want := "```\nCodes by interview" + curve + "\n```"
	if strings.Contains(string(readme), want) {
		return
	}
	if flag.Lookup("update").Value.String() != "true" {
		t.Fatalf("the README shows something else than the demo prints (-update writes it):\n%s", want)
	}
	before, rest, _ := strings.Cut(string(readme), "```\nCodes by interview")
	_, after, _ := strings.Cut(rest, "```")
	if err := os.WriteFile(file, []byte(before+want+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
