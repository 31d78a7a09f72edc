package desk

import (
	"context"
	"io"
	"strings"
	"time"

	"golang.org/x/term"

	"tematik/internal/errs"
)

// Terminal is what a desk is drawn on and typed at.
type Terminal interface {
	Key(ctx context.Context) (Key, error) // waits; "resize" when the size has changed
	Size() (width, height int)
	Draw(lines []string) // the whole screen
}

// Descriptor is a stream that is a terminal.
type Descriptor interface{ Fd() uintptr }

// tty is a terminal in raw mode.
type tty struct {
	out           io.Writer
	inFd, outFd   int
	before        *term.State
	bytes         chan byte
	width, height int // as last seen
	shown         string
}

// escPause tells the key Esc from the sequence of an arrow key.
const escPause = 60 * time.Millisecond

// Raw takes over a terminal until it is closed: no echo, no line editing, a
// screen of its own, so that what stood there before comes back.
func Raw(in interface {
	io.Reader
	Descriptor
}, out interface {
	io.Writer
	Descriptor
}) (t Terminal, done func(), err error) {
	y := &tty{out: out, inFd: int(in.Fd()), outFd: int(out.Fd()), bytes: make(chan byte, 1<<12)}
	if y.before, err = term.MakeRaw(y.inFd); err != nil {
		return nil, nil, errs.Wrap(errs.Failed, err, "the terminal cannot be read key by key").Hint("tematik review --lines")
	}
	io.WriteString(out, "\x1b[?1049h\x1b[?2004h\x1b[?25l")
	y.width, y.height = y.Size()
	go y.read(in)
	return y, func() {
		io.WriteString(out, "\x1b[?2004l\x1b[?25h\x1b[?1049l")
		term.Restore(y.inFd, y.before) // nothing more can be done
	}, nil
}

// read hands bytes on; it ends with the stream, or with the program.
func (y *tty) read(in io.Reader) {
	buf := make([]byte, 256)
	for {
		n, err := in.Read(buf)
		for _, b := range buf[:n] {
			y.bytes <- b
		}
		if err != nil {
			close(y.bytes)
			return
		}
	}
}

func (y *tty) Key(ctx context.Context) (Key, error) {
	if w, h := y.Size(); w != y.width || h != y.height {
		y.width, y.height, y.shown = w, h, ""
		return Named("resize"), nil
	}
	return decoder{
		next: func() (byte, error) { return y.wait(ctx) },
		soon: func() (byte, bool) {
			select {
			case b, ok := <-y.bytes:
				return b, ok
			case <-time.After(escPause):
				return 0, false
			}
		},
	}.key()
}

// wait gives the next byte, or, where the window changes, none.
func (y *tty) wait(ctx context.Context) (byte, error) {
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case b, ok := <-y.bytes:
			if !ok {
				return 0, io.EOF
			}
			return b, nil
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-look.C:
			if w, h := y.Size(); w != y.width || h != y.height {
				return 0, nil // a key that means nothing: the loop draws anew
			}
		}
	}
}

func (y *tty) Size() (width, height int) {
	width, height, err := term.GetSize(y.outFd)
	if err != nil || width < 1 || height < 1 {
		return 80, 24
	}
	return width, height
}

func (y *tty) Draw(lines []string) {
	var b strings.Builder
	b.WriteString("\x1b[H")
	for i, l := range lines {
		if i > 0 {
			b.WriteString("\r\n")
		}
		b.WriteString(l + "\x1b[K")
	}
	b.WriteString("\x1b[J")
	if b.String() != y.shown {
		y.shown = b.String()
		io.WriteString(y.out, y.shown)
	}
}
