package cli

import (
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"tematik/internal/desk"
)

// A terminal shows that work goes on, how far it is where that is known, and
// nothing any more once the answer begins. Quick work shows nothing at all.
func TestBusy(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such terminals")
	}
	mine, screen, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer mine.Close()
	defer screen.Close()
	if err := pty.Setsize(mine, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	seen := make(chan string)
	go func() {
		buf := make([]byte, 1<<12)
		for {
			n, err := mine.Read(buf)
			if err != nil {
				close(seen)
				return
			}
			seen <- string(buf[:n])
		}
	}()
	await := func(words string) {
		t.Helper()
		late, all := time.After(20*time.Second), ""
		for !strings.Contains(all, words) {
			select {
			case s := <-seen:
				all += s
			case <-late:
				t.Fatalf("never %q: %q", words, all)
			}
		}
	}
	var none *busy
	none.stop()
	quick := newBusy(screen, time.Hour)
	quick.step(1, 2)
	quick.stop()
	if quick.bars != nil {
		t.Error("quick work is shown")
	}
	b := newBusy(screen, 0)
	await("s") // for so many seconds
	for b.step(1, 4); b.total != 4; b.step(1, 4) {
		time.Sleep(time.Millisecond)
	}
	await("25 %")
	b.step(4, 4)
	if b.total != 0 {
		t.Error("the bar stays when its steps are done")
	}
	await("s")
	go func() {
		for range seen {
		}
	}()
	b.stop()
	b.step(1, 4)
	b.stop()
}

// What waits for a person's keys or lines is no work that goes on.
func TestBusyAtDesk(t *testing.T) {
	a := &app{Env: Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }}}
	a.busy = newBusy(os.Stderr, time.Hour)
	if err := a.atDesk(nil, true, func(desk.Setup) error {
		if !a.busy.ended {
			t.Error("it goes on over the desk")
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}
