package cli_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var (
	kills = flag.Int("kills", 12, "how often TestKill kills the program")
	cuts  = flag.Int("cuts", 6, "how often TestPowerCut kills it and cuts the power")
	seed  = flag.Uint64("seed", 0, "seed of what both choose; 0: by the clock")
)

// The program dies; what it wrote is still in the memory of the system.
func TestKill(t *testing.T) {
	newVictim(t).outlive(*kills)
}

// The power fails: what was not synced is lost, or some of it.
func TestPowerCut(t *testing.T) {
	v := newVictim(t)
	v.connect(false)
	v.outlive(*cuts)
}

// TestPowerCut is worth something only if it finds a fault that is there: the
// program with another setting, and syncs that do nothing.
func TestPowerCutHarness(t *testing.T) {
	for _, level := range []string{"FULL", "OFF", "EXTRA"} {
		t.Run("synchronous="+level, func(t *testing.T) {
			v := newVictim(t)
			v.alter("_synchronous=EXTRA", "_synchronous="+level)
			v.connect(level == "EXTRA")
			err := v.torment(30)
			if err == nil {
				t.Fatalf("the fault was not found: %v", v)
			}
			t.Logf("found: %v", err)
		})
	}
}

// victim is a study whose program is killed again and again, and what one who
// uses it relies on.
type victim struct {
	t       *testing.T
	seed    uint64
	rng     *rand.Rand
	program string
	env     []string
	dir     string
	project string // the only file in the folder disk, but for its journal
	journal string // where that is seen while a transaction is open
	cache   string // of the power cut, else ""
	shim    []string

	known map[string]bool          // documents and codings that have to be there
	docs  []transcript             // the documents of those
	since []*work                  // commands since someone last looked
	pace  map[moment]time.Duration // what is left of a command then

	begun                                           time.Time
	imports, killed, inside, undone, unheard, acked int
}

// work is a command that changes the study.
type work struct {
	kind  string
	args  []string
	docs  []transcript
	parts []string // what the study then has more: all of it, or nothing
	acked bool     // the answer was given
}

type transcript struct {
	name, text string
	ruled      []string // the codings that the rules make of it
}

// moment is where a blow is aimed at: at the start of a command (0), at its
// transaction, when the journal is written (1), or at its commit, when the
// journal is synced and the project is written (2).
type moment struct {
	command string
	at      int
}

const ruleForPermits = `language: id
codes:
  - id: permits
    rules:
      - any: [izin]
        unit: turn
  - id: sea
  - id: land
`

func newVictim(t *testing.T) *victim {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGKILL")
	}
	v := &victim{t: t, begun: time.Now(), known: map[string]bool{}, pace: map[moment]time.Duration{}}
	v.seed = cmp.Or(*seed, uint64(v.begun.UnixNano()))
	v.rng = rand.New(rand.NewPCG(v.seed, 0))
	var err error
	v.program, err = os.Executable() // called tematik it is tematik: see TestMain
	v.must(err)
	v.dir, err = filepath.EvalSymlinks(t.TempDir())
	v.must(err)
	v.env = []string{"HOME=" + v.dir, "XDG_RUNTIME_DIR=" + v.dir, "USER=siti", "LANG=en", "GORACE=atexit_sleep_ms=0"} // it would wait a second
	book := filepath.Join(v.dir, "codebook.yaml")
	v.must(os.WriteFile(book, []byte(ruleForPermits), 0o600))
	v.must(errors.Join(os.Mkdir(filepath.Join(v.dir, "in"), 0o700), os.Mkdir(filepath.Join(v.dir, "disk"), 0o700)))
	v.project = filepath.Join(v.dir, "disk", "study.tematik")
	v.journal = v.project + "-journal"
	_, err = v.ask("init", v.project, "--codebook", book)
	v.must(err)
	return v
}

// must ends the test where the harness itself cannot go on.
func (v *victim) must(err error) {
	if err != nil {
		v.t.Helper()
		v.t.Fatal(err)
	}
}

// outlive is torment that nothing may be lost in. If something is, the files
// are kept for whoever looks into it.
func (v *victim) outlive(kills int) {
	if found := v.torment(kills); found != nil {
		to, err := os.MkdirTemp("", "tematik-killed-")
		v.must(errors.Join(err, os.CopyFS(to, os.DirFS(v.dir))))
		v.t.Errorf("%v; the files are kept in %s", found, to)
	}
	v.t.Log(v)
}

func (v *victim) String() string {
	return fmt.Sprintf("seed %d, %.1f s: %d kills, of them %d inside a transaction (%d %%); %d journals played back, %d commits not answered, %d commands acknowledged",
		v.seed, time.Since(v.begun).Seconds(), v.killed, v.inside, 100*v.inside/max(v.killed, 1), v.undone, v.unheard, v.acked)
}

// torment kills the program so often, and gives the first thing found wrong.
// It goes on until a fourth of the kills were inside a transaction.
func (v *victim) torment(kills int) error {
	next := []func() *work{v.nextImport, v.nextTag, v.nextApply, v.nextImport, v.nextTag}
	for i := range 9 {
		w, at := next[i%3](), i/3
		took, err := v.do(w, at, time.Minute)
		if err = errors.Join(err, v.look()); err != nil {
			return err
		}
		v.pace[moment{w.kind, at}] = took
	}
	for round := 0; v.killed < kills || v.inside*4 < v.killed; round++ {
		if round == 10*kills+100 {
			v.t.Fatalf("too few kills inside a transaction: %v", v)
		}
		w, at := next[v.rng.IntN(len(next))](), v.rng.IntN(3)
		_, err := v.do(w, at, time.Duration(1.2*v.rng.Float64()*float64(v.pace[moment{w.kind, at}])))
		// Now and then no one looks: then the next command has to take back
		// what this one left, and may be killed while it does.
		if err == nil && v.rng.IntN(4) > 0 {
			err = v.look()
		}
		if err != nil {
			return fmt.Errorf("after %d kills: %w", v.killed, err)
		}
	}
	return v.look()
}

// do runs a command and kills it a while after the moment aimed at; it gives
// the time from that to the end. What a command says on stdout it says after
// the commit: with that its work is acknowledged.
func (v *victim) do(w *work, at int, delay time.Duration) (took time.Duration, err error) {
	cmd, out, done := v.command(w.args)
	defer done()
	cmd.Env = append(cmd.Env, v.shim...)
	old := changed(v.journal) // one that was not synced stays until the next transaction
	inside := func() bool { now := changed(v.journal); return !now.IsZero() && !now.Equal(old) }
	reached := [...]func() bool{func() bool { return true }, inside, func() bool { return inside() && v.hot() }}[at]
	ended, struck, begun := make(chan struct{}), make(chan bool, 1), time.Now()
	v.must(cmd.Start())
	go func() {
		defer close(struck)
		for !reached() {
			select {
			case <-ended:
				return
			case <-time.After(20 * time.Microsecond):
			}
		}
		begun = time.Now()
		select {
		case <-ended:
		case <-time.After(delay):
			struck <- cmd.Process.Kill() == nil
		}
	}()
	err = cmd.Wait()
	close(ended)
	killed := <-struck && !cmd.ProcessState.Exited()
	if err != nil && !killed {
		return 0, fmt.Errorf("tematik %s: %w: %s", w.kind, err, cmd.Stderr)
	}
	w.acked = out.Len() > 0
	v.since = append(v.since, w)
	count(&v.killed, killed)
	count(&v.acked, w.acked)
	count(&v.inside, killed && inside())
	took = time.Since(begun)
	if v.cache != "" {
		v.cut()
	}
	count(&v.undone, v.hot())
	return took, nil
}

func count(n *int, so bool) {
	if so {
		*n++
	}
}

// changed is when a file was last written; the zero time if it is not there.
func changed(path string) (at time.Time) {
	if info, err := os.Lstat(path); err == nil {
		at = info.ModTime()
	}
	return at
}

func isThere(path string) bool { return !changed(path).IsZero() }

// hot reports whether the next one to open the project has to play its journal
// back: when one is synced it gets a magic number to begin with.
func (v *victim) hot() bool {
	text, _ := os.ReadFile(v.journal)
	return len(text) > 0 && text[0] != 0
}

func (v *victim) command(args []string) (cmd *exec.Cmd, stdout *bytes.Buffer, done func()) {
	ctx, done := context.WithTimeout(context.Background(), time.Minute)
	cmd = exec.CommandContext(ctx, v.program, args...)
	cmd.Args[0] = "tematik"
	cmd.Dir, cmd.Env = filepath.Join(v.dir, "in"), v.env[:len(v.env):len(v.env)]
	stdout = new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = stdout, new(bytes.Buffer)
	return cmd, stdout, done
}

// ask runs a command that no one kills.
func (v *victim) ask(args ...string) ([]byte, error) {
	cmd, out, done := v.command(args)
	defer done()
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("tematik %s: %w: %s%s", args[0], err, out, cmd.Stderr)
	}
	return out.Bytes(), nil
}

// nextImport brings in three new transcripts.
func (v *victim) nextImport() *work {
	v.imports++
	w := &work{kind: "import", args: []string{"import", "-p", v.project}}
	for _, letter := range "abc" {
		d := transcript{name: fmt.Sprintf("i%04d%c", v.imports, letter)}
		for turn := range 1 + v.rng.IntN(6) {
			speech := "Kapal 👍🏽 menunggu di Semayang."
			if turn == 0 || v.rng.IntN(2) == 0 {
				speech = fmt.Sprintf("Kami mengurus izin %d.", v.rng.IntN(1e9))
			}
			d.text += "P: Bagaimana?\n\nI: "
			if start := utf8.RuneCountInString(d.text); strings.Contains(speech, "izin") {
				d.ruled = append(d.ruled, coding(d.name, start, start+utf8.RuneCountInString(speech), "permits", "rules"))
			}
			d.text += speech + "\n\n"
		}
		path := filepath.Join(v.dir, "in", d.name+".txt")
		v.must(os.WriteFile(path, []byte(d.text), 0o600))
		w.args = append(w.args, path)
		w.docs = append(w.docs, d)
		w.parts = append(w.parts, document(d.name, d.text))
	}
	return w
}

// nextTag codes a new passage with two codes.
func (v *victim) nextTag() *work {
	for {
		d := v.docs[v.rng.IntN(len(v.docs))]
		n := utf8.RuneCountInString(d.text)
		start := v.rng.IntN(n)
		end := start + 1 + v.rng.IntN(n-start)
		parts := []string{coding(d.name, start, end, "sea", "siti"), coding(d.name, start, end, "land", "siti")}
		if !v.known[parts[0]] {
			return &work{kind: "tag", parts: parts, args: []string{"tag", d.name, "sea", "land", "--span", fmt.Sprintf("%d:%d", start, end), "-p", v.project}}
		}
	}
}

// nextApply runs the rules. What they add depends on the documents there are
// by then: see compare.
func (v *victim) nextApply() *work {
	return &work{kind: "apply", args: []string{"apply", "--accept", "-p", v.project}}
}

func document(name, text string) string {
	return fmt.Sprintf("document %s (%08x)", name, crc32.ChecksumIEEE([]byte(text)))
}

func coding(document string, start, end int, code, coder string) string {
	return fmt.Sprintf("coding %s %d:%d %s by %s", document, start, end, code, coder)
}

// look opens the project as anyone would and holds it against what is known.
func (v *victim) look() error {
	if _, err := v.ask("check", "--json", "-p", v.project); err != nil {
		return err
	}
	out, err := v.ask("export", "-", "--as", "json", "-p", v.project)
	if err != nil {
		return err
	}
	var study struct {
		Documents []struct{ Name, Text string }
		Codings   []struct {
			Document, Code, Coder string
			Start, End            int
		}
		Proposals []struct{ Document, Code, Decision string }
	}
	if err := json.Unmarshal(out, &study); err != nil {
		return fmt.Errorf("tematik export: %w", err)
	}
	now := map[string]bool{}
	for _, d := range study.Documents {
		now[document(d.Name, d.Text)] = true
	}
	for _, c := range study.Codings {
		now[coding(c.Document, c.Start, c.End, c.Code, c.Coder)] = true
	}
	for _, p := range study.Proposals {
		if p.Decision != "accepted" {
			return fmt.Errorf("proposal of %s for %s: %s, where all were accepted", p.Code, p.Document, p.Decision)
		}
	}
	if v.cache != "" {
		v.fill()
	}
	return v.compare(now)
}

// compare holds what is there against what was acknowledged, in the order of
// the commands; what is there and was not acknowledged is known from now on.
func (v *victim) compare(now map[string]bool) error {
	for _, w := range v.since {
		if w.kind == "apply" {
			for _, d := range v.docs {
				w.parts = append(w.parts, d.ruled...)
			}
		}
		fresh, done := 0, 0
		for _, p := range w.parts {
			if !v.known[p] {
				fresh++
				count(&done, now[p])
			}
		}
		switch {
		case done < fresh && w.acked:
			return fmt.Errorf("%s: lost %d of %d that were acknowledged (%s …)", w.kind, fresh-done, fresh, w.parts[0])
		case done < fresh && done > 0:
			return fmt.Errorf("%s: half done, %d of %d (%s …)", w.kind, done, fresh, w.parts[0])
		case done < fresh:
			continue
		case !w.acked && fresh > 0:
			v.unheard++
		}
		for _, p := range w.parts {
			v.known[p] = true
		}
		v.docs = append(v.docs, w.docs...)
	}
	v.since = nil
	for p := range v.known {
		if !now[p] {
			return fmt.Errorf("lost, though it was there before: %s", p)
		}
	}
	for p := range now {
		if !v.known[p] {
			return fmt.Errorf("made by no command: %s", p)
		}
	}
	return nil
}

// connect puts the project on a disk whose power fails whenever the program
// ends: see testdata/powercut.c.
func (v *victim) connect(nosync bool) {
	cc, err := exec.LookPath("cc")
	if runtime.GOOS != "linux" || err != nil {
		v.t.Skip("a power cut needs Linux and a C compiler, cc")
	}
	library := filepath.Join(v.dir, "powercut.so")
	said, err := exec.Command(cc, "-shared", "-fPIC", "-O1", "-Wall", "-o", library, "testdata/powercut.c").CombinedOutput()
	if bytes.Contains(said, []byte("needs glibc")) {
		v.t.Skipf("a power cut needs a newer C library: %s", said)
	}
	if err != nil {
		v.t.Fatalf("%v\n%s", err, said)
	}
	v.cache = filepath.Join(v.dir, "cache")
	v.journal = filepath.Join(v.cache, filepath.Base(v.project)+"-journal")
	v.shim = []string{"LD_PRELOAD=" + library, "POWERCUT_DISK=" + filepath.Dir(v.project), "POWERCUT_CACHE=" + v.cache}
	if nosync {
		v.shim = append(v.shim, "POWERCUT_NOSYNC=1")
	}
	v.fill()
}

// fill makes the memory hold what the disk holds.
func (v *victim) fill() {
	v.must(os.RemoveAll(v.cache))
	v.must(os.CopyFS(v.cache, os.DirFS(filepath.Dir(v.project))))
}

// cut takes the power away. Of each file it is by chance whether what was not
// synced was lost, was written in spite of that, or was written in part; and
// whether an unsynced change of the folder was.
func (v *victim) cut() {
	for _, name := range []string{filepath.Base(v.project), filepath.Base(v.journal)} {
		disk, cache := filepath.Join(filepath.Dir(v.project), name), filepath.Join(v.cache, name)
		synced, written := disk, isThere(cache)
		if !isThere(disk) {
			synced = filepath.Join(v.cache, "."+name)
		}
		switch luck := v.rng.IntN(2) == 0; {
		case isThere(disk) && !written && luck:
			v.must(os.Remove(disk))
		case written && (isThere(disk) || luck):
			before, err := os.ReadFile(synced)
			if !errors.Is(err, os.ErrNotExist) {
				v.must(err)
			}
			after, err := os.ReadFile(cache)
			v.must(err)
			v.must(os.WriteFile(disk, v.remains(before, after), 0o600))
		}
	}
	v.fill()
}

// remains is what a disk has of a file after a power cut: as it was synced, as
// it was written, or sector by sector the one or the other.
func (v *victim) remains(synced, written []byte) []byte {
	sector, both := 512, [][]byte{synced, written}
	if luck := v.rng.IntN(3); luck < 2 {
		return both[luck]
	}
	out := make([]byte, len(both[v.rng.IntN(2)]))
	for at := 0; at < len(out); at += sector {
		if from := both[v.rng.IntN(2)]; at < len(from) {
			copy(out[at:min(at+sector, len(out))], from[at:])
		}
	}
	return out
}

// alter puts another word into a copy of the program, which so needs no switch
// for tests.
func (v *victim) alter(old, new string) {
	code, err := os.ReadFile(v.program)
	v.must(err)
	if !bytes.Contains(code, []byte(old+"&")) {
		v.t.Fatalf("the program no longer opens its files with %s", old)
	}
	new += strings.Repeat("&", len(old)-len(new)) // which mean nothing in a query
	v.program = filepath.Join(v.dir, "altered")
	v.must(os.WriteFile(v.program, bytes.ReplaceAll(code, []byte(old), []byte(new)), 0o700))
}
