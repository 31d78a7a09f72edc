package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// sitting is the program on a terminal of 80 by 24.
type sitting struct {
	t    *testing.T
	cmd  *exec.Cmd
	file *os.File
	more chan string
	seen string
}

// typist is a study on the disk, and the program to work on it.
type typist struct {
	t            *testing.T
	program, dir string
	env          []string
}

func newTypist(t *testing.T) *typist {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such terminals")
	}
	if master, slave, err := pty.Open(); err != nil {
		t.Skip("no pseudo-terminals here:", err)
	} else {
		master.Close()
		slave.Close()
	}
	program, err := os.Executable() // called tematik it is tematik: see TestMain
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	return &typist{t, program, dir, []string{"HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, "USER=siti", "LANG=en", "TERM=xterm", "GORACE=" + os.Getenv("GORACE")}}
}

func (y *typist) command(args ...string) *exec.Cmd {
	cmd := exec.Command(y.program, args...)
	cmd.Args[0], cmd.Dir, cmd.Env = "tematik", y.dir, y.env
	return cmd
}

// run runs a command to its end.
func (y *typist) run(args ...string) string {
	y.t.Helper()
	out, err := y.command(args...).CombinedOutput()
	if err != nil {
		y.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// sit begins a command on a terminal.
func (y *typist) sit(args ...string) *sitting {
	y.t.Helper()
	s := &sitting{t: y.t, cmd: y.command(args...), more: make(chan string)}
	var err error
	if s.file, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		y.t.Fatal(err)
	}
	go func() {
		defer close(s.more)
		buf := make([]byte, 1<<12)
		for {
			n, err := s.file.Read(buf)
			if n > 0 {
				s.more <- string(buf[:n])
			}
			if err != nil { // the program has ended
				return
			}
		}
	}()
	y.t.Cleanup(func() { s.cmd.Process.Kill(); s.file.Close() })
	return s
}

// await reads until some words are on the screen.
func (s *sitting) await(words string) {
	s.t.Helper()
	late := time.After(20 * time.Second)
	for !strings.Contains(s.seen, words) {
		select {
		case more, ok := <-s.more:
			if !ok {
				s.t.Fatalf("it ended before it said %q:\n%q", words, s.seen)
			}
			s.seen += more
		case <-late:
			s.t.Fatalf("it never said %q:\n%q", words, s.seen)
		}
	}
	_, s.seen, _ = strings.Cut(s.seen, words)
}

func (s *sitting) press(keys string) {
	s.t.Helper()
	if _, err := s.file.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// end waits for the end and gives the exit status.
func (s *sitting) end() int {
	s.t.Helper()
	late := time.After(20 * time.Second)
	for open := true; open; {
		select {
		case _, open = <-s.more: // what is left on the screen
		case <-late:
			s.t.Fatal("it does not end")
		}
	}
	s.cmd.Wait() // the status says more
	return s.cmd.ProcessState.ExitCode()
}

// stand is what the study holds.
func (y *typist) stand() (codings, waiting int) {
	y.t.Helper()
	var st struct{ Codings, Proposals int }
	if err := json.Unmarshal([]byte(y.run("status", "--json")), &st); err != nil {
		y.t.Fatal(err)
	}
	return st.Codings, st.Proposals
}

// More than a hundred proposals are decided on a terminal; the program is
// killed in the middle, the terminal closed, the review taken up again, and all
// of it undone, one by one, from outside.
func TestReviewOnTerminal(t *testing.T) {
	y := newTypist(t)
	const all = 132
	book := "codes:\n  - id: permits\n    rules:\n      - any: [izin]\n        unit: turn\n  - id: sea\n  - id: land\n"
	if err := os.WriteFile(filepath.Join(y.dir, "book.yaml"), []byte(book), 0o600); err != nil {
		t.Fatal(err)
	}
	for d := range 3 {
		var text strings.Builder
		for i := range all / 3 {
			fmt.Fprintf(&text, "P: Pertanyaan %d?\n\nI: Jawaban %d tentang izin, dan kapal 👍🏽 itu.\n\n", i, i)
		}
		if err := os.WriteFile(filepath.Join(y.dir, fmt.Sprintf("d%d.txt", d)), []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	y.run("init", "s.tematik", "--codebook", "book.yaml")
	y.run("import", "d0.txt", "d1.txt", "d2.txt")
	y.run("apply")
	if codings, waiting := y.stand(); codings != 0 || waiting != all {
		t.Fatalf("%d codings, %d proposals", codings, waiting)
	}

	// Ten keys: five accepted, two rejected, one as another code, one with
	// other boundaries, one skipped; 9 decisions, 7 codings.
	const ten = "aaxa a1xb\x1b[D\r" + "aa"
	s := y.sit("review")
	s.await("1 of 132")
	s.press(strings.Repeat(ten, 4))
	s.await("41 of 132")
	s.press("aaaaaaaaaa")
	s.await("44 of 132") // it is at work
	s.cmd.Process.Kill()
	s.end()
	y.run("check")
	codings, waiting := y.stand()
	if codings < 31 || codings > 38 || all-waiting != codings+8 {
		t.Fatalf("after the kill: %d codings, %d proposals", codings, waiting)
	}

	// The terminal goes away in the middle of an edit: nothing is decided.
	s = y.sit("review")
	s.await(fmt.Sprintf("1 of %d", waiting))
	s.press("b\x1b[D")
	s.await("Moving the END")
	s.cmd.Process.Signal(syscall.SIGHUP)
	s.end()
	if c, w := y.stand(); c != codings || w != waiting {
		t.Fatalf("after the hang-up: %d codings, %d proposals", c, w)
	}

	s = y.sit("review")
	s.await(fmt.Sprintf("1 of %d", waiting))
	s.press(strings.Repeat(ten, 7) + "auua" + "xu")
	s.await(fmt.Sprintf("71 of %d", waiting))
	s.press("q")
	if status := s.end(); status != 0 {
		t.Errorf("q exits with %d", status)
	}
	codings, waiting = codings+49, waiting-63
	if c, w := y.stand(); c != codings || w != waiting {
		t.Fatalf("at the end: %d codings, %d proposals, want %d, %d", c, w, codings, waiting)
	}

	quotes := y.run("quotes", "--json")
	for want, least := range map[string]int{`"origin":"rule"`: 69, `"origin":"manual"`: 10, `"code":"sea"`: 10, `dan kapal"`: 10} {
		if n := strings.Count(quotes, want); n < least {
			t.Errorf("%d of %s, want %d", n, want, least)
		}
	}
	decided := all - waiting
	if decided < 100 {
		t.Errorf("only %d were decided", decided)
	}
	for range decided {
		y.run("undo")
	}
	if c, w := y.stand(); c != 0 || w != all {
		t.Errorf("after undoing all: %d codings, %d proposals", c, w)
	}
	if log := y.run("undo"); !strings.Contains(log, "apply") {
		t.Errorf("there was more to undo than decisions: %s", log)
	}
	y.run("check")
}

// However it ends, the terminal is as it was, and Ctrl-C says so.
func TestReviewLeavesTerminal(t *testing.T) {
	y := newTypist(t)
	y.run("init", "s.tematik", "--codebook", "starter")
	if err := os.WriteFile(filepath.Join(y.dir, "a.txt"), []byte("P: Lalu?\n\nI: Semua dokumen saya serahkan ke forwarder.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	y.run("import", "a.txt")
	y.run("apply")
	for name, c := range map[string]struct {
		keys   string
		signal os.Signal
		status int
	}{
		"q": {"q", nil, 0}, "Ctrl-C": {"\x03", nil, 130}, "Ctrl-D": {"\x04", nil, 0}, "Ctrl-C in a prompt": {"mhalo\x03", nil, 130}, "signal": {"", os.Interrupt, 130},
	} {
		s := y.sit("review")
		s.await("1 of ")
		if c.signal != nil {
			s.cmd.Process.Signal(c.signal)
		}
		s.press(c.keys)
		s.await("\x1b[?25h\x1b[?1049l")
		s.await("left.")
		if status := s.end(); status != c.status {
			t.Errorf("%s: exit status %d, want %d", name, status, c.status)
		}
	}
}

// Reading and coding on a terminal: keys, arrows, a window that changes.
func TestTagOnTerminal(t *testing.T) {
	y := newTypist(t)
	y.run("init", "s.tematik", "--codebook", "starter")
	if err := os.WriteFile(filepath.Join(y.dir, "a.txt"), []byte("P: Lalu?\n\nI: Kapal 👍🏽 menunggu. Uang habis.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	y.run("import", "a.txt")
	s := y.sit("tag", "-i")
	s.await("turn 1 of 2")
	s.press("\x1b[B")
	s.await("Uang habis.")
	if err := pty.Setsize(s.file, &pty.Winsize{Rows: 15, Cols: 40}); err != nil {
		t.Fatal(err)
	}
	s.await("j k turn · ? keys") // drawn anew, without a key
	s.press("s1\rch")
	s.press("s\r")
	s.await("Coded customs.hs")
	s.press("c+Takut é\r")
	s.await("Coded takut-é")
	s.press("eq")
	if status := s.end(); status != 0 {
		t.Errorf("q exits with %d", status)
	}
	quotes := y.run("quotes", "--json")
	if n := strings.Count(quotes, `"quote":"Kapal 👍🏽 menunggu."`); n != 2 || !strings.Contains(quotes, `"code":"takut-é"`) {
		t.Errorf("got %s", quotes)
	}
	if docs := y.run("doc", "ls", "--json"); !strings.Contains(docs, `"done"`) {
		t.Errorf("it is not done: %s", docs)
	}
}

// A long answer on a terminal goes through the pager that the user names; a
// pager that cannot be run loses nothing.
func TestPager(t *testing.T) {
	y := newTypist(t)
	y.run("init", "s.tematik", "--codebook", "starter")
	for _, tt := range []struct {
		name, pager string
		args        []string
		says        string
		paged       bool
	}{
		{"a list", "sed s/^/paged:/", []string{"code", "ls"}, "customs.hs", true},
		{"a page of the manual", "sed s/^/paged:/", []string{"help", "undo"}, "tematik undo", true},
		{"a report", "sed s/^/paged:/", []string{"report", "codes"}, "customs.hs", true},
		{"not wanted", "sed s/^/paged:/", []string{"code", "ls", "--no-pager"}, "customs.hs", false},
		{"for a program", "sed s/^/paged:/", []string{"code", "ls", "--json"}, "customs.hs", false},
		{"cat is none", "cat", []string{"code", "ls"}, "customs.hs", false},
		{"one that is not there", "no-such-pager", []string{"code", "ls"}, "customs.hs", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			y := *y
			y.t, y.env = t, append(y.env, "PATH="+os.Getenv("PATH"), "PAGER="+tt.pager)
			s, all := y.sit(tt.args...), ""
			for more := range s.more {
				all += more
			}
			if err := s.cmd.Wait(); err != nil || !strings.Contains(all, tt.says) || strings.Contains(all, "paged:") != tt.paged {
				t.Errorf("%v, and it says\n%s", err, all)
			}
		})
	}
}
