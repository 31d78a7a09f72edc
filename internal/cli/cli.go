// Package cli is the face in the terminal: commands, flags, messages, exit
// codes. It must not know SQL, statistics or text positions; each command asks
// one use case of package study and shows what comes back.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"tematik/internal/cells"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/study"
)

// Env is what the program is given by its caller.
type Env struct {
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
	Rand           io.Reader
	Version        string
}

// app is one run of the program: its world and its global flags.
type app struct {
	Env
	project string
	langTag string
	json    bool
	whole   bool // no pager
	dry     bool // of commands that only this flag keeps from changing anything
	root    *cobra.Command
	running *cobra.Command
	busy    *busy
}

// Main runs the program and gives its exit status.
func Main(ctx context.Context, env Env) int {
	a := &app{Env: env}
	a.root = a.newRoot()
	a.root.SetArgs(env.Args)
	flags, _, _ := strings.Cut("\x00"+strings.Join(env.Args, "\x00")+"\x00", "\x00--\x00")
	a.json = strings.Contains(flags+"\x00", "\x00--json\x00") // also for what goes wrong before flags are read
	err := a.root.ExecuteContext(ctx)
	if p, ok := a.Stdout.(*pages); ok {
		p.close()
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errs.New(errs.Interrupted, "interrupted: what was not finished has been taken back")
	}
	if err != nil {
		a.fail(err)
	}
	return exitCode(err)
}

// exitCodes is the one table from kinds of failure to exit statuses.
var exitCodes = map[errs.Kind]int{
	errs.Failed: 1, errs.Usage: 2, errs.Partial: 3, errs.NotFound: 4, errs.Check: 5,
	errs.NoProject: 10, errs.Locked: 11, errs.Passphrase: 12, errs.NewerSchema: 13, errs.Interrupted: 130,
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	return exitCodes[errs.KindOf(err)]
}

// fail prints an error and its hint, as JSON if that was asked for.
func (a *app) fail(err error) {
	a.busy.stop()
	hint := errs.HintOf(err)
	if a.json {
		b, _ := json.Marshal(struct {
			Schema  string `json:"schema"`
			Kind    string `json:"kind"`
			Message string `json:"message"`
			Hint    string `json:"hint"`
		}{"tematik.error/1", errs.KindOf(err).Name(), err.Error(), hint})
		fmt.Fprintf(a.Stderr, "%s\n", b)
		return
	}
	a.put(a.Stderr, "tematik: "+strings.TrimSpace(err.Error()))
	if hint != "" {
		fmt.Fprintf(a.Stderr, "hint: %s\n", hint)
	}
}

// lang is the language of what is shown: the flag, the environment, the locale.
func (a *app) lang() lang.Lang {
	for _, s := range []string{a.langTag, a.Getenv("TEMATIK_LANG"), a.Getenv("LC_ALL"), a.Getenv("LC_MESSAGES"), a.Getenv("LANG")} {
		if s != "" {
			l, _ := lang.Parse(s)
			return l
		}
	}
	return lang.EN
}

// say writes a sentence for a person to stderr.
func (a *app) say(en, id string, args ...any) {
	a.put(a.Stderr, lang.T(en, id, args...).In(a.lang()))
}

// note says something beside the answer.
func (a *app) note(t lang.Text) { a.say("note: %v", "catatan: %v", t) }

// print writes a sentence that is the answer to stdout.
func (a *app) print(en, id string, args ...any) {
	a.put(a.Stdout, lang.T(en, id, args...).In(a.lang()))
}

// put writes a text; on a terminal a long line becomes several, the further
// ones further in.
func (a *app) put(to io.Writer, s string) {
	a.busy.stop()
	width, tty := terminal(to)
	for line := range strings.SplitSeq(s, "\n") {
		if !tty || cells.Width(line) <= width {
			fmt.Fprintln(to, line)
			continue
		}
		words := strings.TrimLeft(line, " ")
		indent := strings.Repeat(" ", len(line)-len(words)+4)
		for i, l := range cells.Lines(words, width-len(indent)) {
			if i == 0 {
				fmt.Fprintln(to, indent[4:]+words[l.From:l.To])
				continue
			}
			fmt.Fprintln(to, indent+words[l.From:l.To])
		}
	}
}

// host is what use cases need of the world.
func (a *app) host() study.Host {
	return study.Host{Now: a.Now, Rand: a.Rand, Version: a.Version, Login: a.login(), Config: a.configDir(), Dry: a.dry, Command: a.command(), Coder: strings.TrimSpace(a.Getenv("TEMATIK_CODER"))}
}

// command is the name of what is run; arguments may hold words of a transcript.
func (a *app) command() string {
	if c, _, err := a.root.Find(a.Args); err == nil {
		return c.CommandPath()
	}
	return "tematik"
}

func (a *app) login() string {
	for _, k := range []string{"LOGNAME", "USER", "USERNAME"} {
		if v := strings.TrimSpace(a.Getenv(k)); v != "" {
			return v
		}
	}
	return "coder"
}

func (a *app) configDir() string {
	if d := a.Getenv("XDG_CONFIG_HOME"); d != "" {
		return d
	}
	if h := a.Getenv("HOME"); h != "" {
		return h + "/.config"
	}
	return a.Getenv("APPDATA")
}

// open finds and opens the project.
func (a *app) open(ctx context.Context) (*study.Project, error) {
	name := a.project
	if name == "" {
		name = a.Getenv("TEMATIK_PROJECT")
	}
	return study.Open(ctx, a.host(), name)
}

// with makes what a command runs of a use case on the open project.
func (a *app) with(f func(ctx context.Context, p *study.Project, given []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, given []string) error {
		return a.withProject(c, func(ctx context.Context, p *study.Project) error { return f(ctx, p, given) })
	}
}

// withProject runs f on the open project.
func (a *app) withProject(cmd *cobra.Command, f func(ctx context.Context, p *study.Project) error) (err error) {
	ctx := a.withProgress(cmd.Context())
	p, err := a.open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		a.busy.stop()
		for _, n := range p.Notes() {
			a.note(n)
		}
		err = errors.Join(err, p.Close())
	}()
	return f(ctx, p)
}

// terminal reports whether a stream is a terminal, and how wide.
func terminal(w any) (width int, ok bool) {
	if p, paged := w.(*pages); paged {
		w = p.screen
	}
	f, is := w.(*os.File)
	if !is || !term.IsTerminal(int(f.Fd())) {
		return 80, false
	}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 20 {
		return width, true
	}
	return 80, true
}
