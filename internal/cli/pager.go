package cli

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// paged are the commands whose answer may be longer than a screen.
func paged() []string {
	return []string{"quotes", "find", "log", "doc ls", "doc show", "case ls", "codebook show", "codebook expand", "codebook check", "codebook diff", "codebook log", "code ls", "code info", "memo ls", "memo show", "help"}
}

// pager lets a person on a terminal read such an answer screen by screen.
func (a *app) pager(c *cobra.Command) {
	name := strings.TrimPrefix(c.CommandPath(), "tematik ")
	if group, _, _ := strings.Cut(name, " "); !slices.Contains(paged(), name) && group != "report" {
		return
	}
	c.PreRun = func(c *cobra.Command, _ []string) {
		f, is := a.Stdout.(*os.File)
		if _, tty := terminal(a.Stdout); !is || !tty || a.json || a.whole {
			return
		}
		if program := a.pagerProgram(); program != nil {
			a.Stdout = &pages{screen: f, program: program, stderr: a.Stderr, env: a.pagerEnv()}
			c.Root().SetOut(a.Stdout)
		}
	}
}

// pagerProgram is the pager the user names, else less; nil is none.
func (a *app) pagerProgram() []string {
	if a.Getenv("TERM") == "dumb" {
		return nil
	}
	for _, name := range []string{"TEMATIK_PAGER", "PAGER"} {
		if words := strings.Fields(a.Getenv(name)); len(words) > 0 {
			if words[0] == "cat" {
				return nil
			}
			return words
		}
	}
	if _, err := exec.LookPath("less"); err != nil || runtime.GOOS == "windows" {
		return nil
	}
	return []string{"less"}
}

// pagerEnv makes less leave what fits on the screen there, and show colours.
func (a *app) pagerEnv() []string {
	env := os.Environ()
	if a.Getenv("LESS") == "" {
		env = append(env, "LESS=FIRX")
	}
	return env
}

// pages starts its program when the first words come: a command that fails
// has none.
type pages struct {
	screen  *os.File
	program []string
	env     []string
	stderr  io.Writer

	running *exec.Cmd
	in      io.WriteCloser
}

// Write hands text to the program. A reader who has read enough and left is
// no failure.
func (p *pages) Write(b []byte) (int, error) {
	if p.running == nil && p.in == nil {
		p.start()
	}
	if p.in == nil {
		return p.screen.Write(b)
	}
	_, _ = p.in.Write(b)
	return len(b), nil
}

func (p *pages) start() {
	c := exec.Command(p.program[0], p.program[1:]...)
	c.Stdout, c.Stderr, c.Env = p.screen, p.stderr, p.env
	in, err := c.StdinPipe()
	if err == nil {
		err = c.Start()
	}
	p.running = c
	if err == nil {
		p.in = in
	}
}

// close waits for the reader.
func (p *pages) close() {
	if p.in != nil {
		p.in.Close()
		_ = p.running.Wait() // how the reader left says nothing
	}
}
