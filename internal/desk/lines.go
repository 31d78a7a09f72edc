package desk

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Lines is a talk line by line, for pipes, scripts and screen readers.
type Lines struct {
	out, ask io.Writer
	lines    chan string
}

// NewLines reads from in, writes to out and prompts on ask.
func NewLines(in io.Reader, out, ask io.Writer) *Lines {
	l := &Lines{out, ask, make(chan string)}
	go func() {
		defer close(l.lines)
		r := bufio.NewReader(in)
		for {
			s, err := r.ReadString('\n')
			if s != "" {
				l.lines <- s
			}
			if err != nil {
				return
			}
		}
	}()
	return l
}

// line prompts and gives the next line; io.EOF ends it.
func (l *Lines) line(ctx context.Context, prompt string) (string, error) {
	fmt.Fprint(l.ask, prompt+" ")
	select {
	case s, ok := <-l.lines:
		if !ok {
			fmt.Fprintln(l.ask)
			return "", io.EOF
		}
		return strings.TrimSpace(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' {
				return -1
			}
			return r
		}, s)), nil
	case <-ctx.Done():
		fmt.Fprintln(l.ask)
		return "", ctx.Err()
	}
}

// put writes lines, without those that are empty.
func (l *Lines) put(lines ...string) {
	for _, s := range lines {
		if s != "" {
			fmt.Fprintln(l.out, s)
		}
	}
}

// verb reads a command and the rest of the line; words maps what may be typed
// to the letter it stands for. "" is what is not known.
func verb(line string, words map[string]string) (letter, rest string) {
	head, rest, _ := strings.Cut(line, " ")
	return words[strings.ToLower(head)], strings.TrimSpace(rest)
}
