package study

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// promised is what a command of the program may take at a size; 0 is no bound.
type promised struct{ seconds, megabytes float64 }

// sizes are a real study and a very large one, with what the program promises.
var sizes = []struct {
	name                               string
	size                               size
	start, imported, report, find, all promised
}{
	{"M", medium, promised{0.03, 0}, promised{1.5, 0}, promised{0.3, 96}, promised{0.1, 0}, promised{}},
	{"L", large, promised{}, promised{10, 0}, promised{2, 400}, promised{2, 400}, promised{}},
}

// BenchmarkProgram times whole commands, start-up included, and the largest
// memory of the process. of-promise is the share of the time that is promised.
// Beside them, in the same run, are the limits: the same rows put into SQLite
// with nothing around them, the texts only read, the texts searched in memory.
func BenchmarkProgram(b *testing.B) {
	program := filepath.Join(b.TempDir(), "tematik")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/tematik").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, s := range sizes {
		b.Run(s.name, func(b *testing.B) {
			corpus := makeCorpus(b, s.size)
			in := &running{program: program, dir: b.TempDir()}
			b.Run("import", func(b *testing.B) {
				in.time(b, s.imported, func() {
					os.Remove(filepath.Join(in.dir, "bench.tematik"))
					in.run(b, "init", "bench.tematik")
				}, "import", filepath.Join(corpus, "docs"), filepath.Join(corpus, "codings.csv"))
			})
			b.Run("status", func(b *testing.B) { in.time(b, s.start, nil, "status") })
			for _, m := range Methods() {
				if len(m.Example()) > 0 { // of what a made study has not
					continue
				}
				args := []string{"report", m.Name, "--json"}
				if slices.ContainsFunc(m.Params, func(p Param) bool { return p.Name == "permutations" }) {
					args = append(args, "--permutations", "0") // the promise is of all but these
				}
				b.Run("report/"+m.Name, func(b *testing.B) { in.time(b, s.report, nil, args...) })
			}
			if s.name == "M" {
				b.Run("report/permutations", func(b *testing.B) { in.time(b, s.all, nil, "report", "cooccurrence", "--json") })
			}
			for _, f := range [][]string{{"words", "ekspor dokumen"}, {"often", "ekspor"}, {"root", "ekspor dokumen", "--root"}, {"regex", `ekspor\s+(dokumen|izin)`, "--regex"}, {"near", "ekspor", "dokumen", "--near", "8"}} {
				b.Run("find/"+f[0], func(b *testing.B) { in.time(b, s.find, nil, append([]string{"find"}, f[1:]...)...) })
			}
			benchLimits(b, corpus, filepath.Join(in.dir, "bench.tematik"))
			b.Run("undo", func(b *testing.B) { in.time(b, s.all, func() { in.command("redo").Run() }, "undo") })
			b.Run("redo", func(b *testing.B) { in.time(b, s.all, func() { in.command("undo").Run() }, "redo") })
		})
	}
}

// running is the program at work in a folder.
type running struct{ program, dir string }

func (r *running) command(args ...string) *exec.Cmd {
	c := exec.Command(r.program, args...)
	c.Dir = r.dir
	return c
}

func (r *running) run(b *testing.B, args ...string) *os.ProcessState {
	b.Helper()
	c := r.command(args...)
	var complaint bytes.Buffer
	c.Stderr = &complaint // the answer goes nowhere: reading it is not the program's work
	if err := c.Run(); err != nil {
		b.Fatalf("%v: %v\n%s", args, err, &complaint)
	}
	return c.ProcessState
}

// time runs a command, each time after what makes it ready.
func (r *running) time(b *testing.B, p promised, ready func(), args ...string) {
	memory := int64(0)
	for b.Loop() {
		if ready != nil {
			b.StopTimer()
			ready()
			b.StartTimer()
		}
		usage, _ := r.run(b, args...).SysUsage().(*syscall.Rusage)
		if usage != nil {
			memory = max(memory, usage.Maxrss) // KB
		}
	}
	b.ReportMetric(float64(memory)/1024, "MB-peak")
	if p.megabytes > 0 {
		b.ReportMetric(p.megabytes, "MB-promised")
	}
	if p.seconds > 0 {
		b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/p.seconds, "of-promise")
	}
}

// benchLimits times what no program can be faster than.
func benchLimits(b *testing.B, corpus, file string) {
	b.Run("limit/raw-rows", func(b *testing.B) {
		for b.Loop() {
			rawInsert(b, corpus)
		}
	})
	ctx := context.Background()
	p, err := Open(ctx, benchHost(b.TempDir()), file)
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	b.Run("limit/load", func(b *testing.B) {
		for b.Loop() {
			p.snap = nil
			if _, err := p.Snapshot(ctx, qda.Needs{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("limit/memory-scan", func(b *testing.B) {
		for b.Loop() {
			scan(s.Texts)
		}
	})
}

func benchHost(dir string) Host {
	return Host{Now: time.Now, Rand: rand.Reader, Version: "bench", Login: "andi", Config: dir}
}

func benchProject(b *testing.B, corpus string) *Project {
	b.Helper()
	dir := b.TempDir()
	p, err := Init(context.Background(), benchHost(dir), filepath.Join(dir, "bench"+Suffix), InitOptions{Approach: qda.CodebookTA, Language: "id"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	r, err := p.Import(context.Background(), []string{filepath.Join(corpus, "docs"), filepath.Join(corpus, "codings.csv")}, ImportOptions{})
	if err != nil {
		b.Fatal(err)
	}
	if n := r.Refusals(); n > 0 {
		b.Fatalf("%d refused: %v", n, r.Files[len(r.Files)-1].Refusals[:1])
	}
	return p
}

// rawInsert puts the same texts and rows into SQLite, and does nothing else:
// no turns, no checks of words, no history, no names.
func rawInsert(b *testing.B, corpus string) {
	db, err := sql.Open("sqlite3", filepath.Join(b.TempDir(), "raw.db")+"?_journal_mode=DELETE&_synchronous=EXTRA")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	exec := func(q string, args ...any) {
		if _, err := tx.Exec(q, args...); err != nil {
			b.Fatal(err)
		}
	}
	exec(`CREATE TABLE doc (id INTEGER PRIMARY KEY, text TEXT)`)
	exec(`CREATE TABLE coding (id INTEGER PRIMARY KEY, doc TEXT, start INT, end INT, code TEXT, coder TEXT)`)
	files, _ := filepath.Glob(filepath.Join(corpus, "docs", "*"))
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		exec(`INSERT INTO doc (text) VALUES (?)`, string(data))
	}
	table, err := os.Open(filepath.Join(corpus, "codings.csv"))
	if err != nil {
		b.Fatal(err)
	}
	defer table.Close()
	rows, err := csv.NewReader(table).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	stmt, err := tx.Prepare(`INSERT INTO coding (doc, start, end, code, coder) VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range rows[1:] {
		start, _ := strconv.Atoi(r[1])
		end, _ := strconv.Atoi(r[2])
		if _, err := stmt.Exec(r[0], start, end, r[3], r[4]); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func scan(texts []*text.Text) (n int) {
	for _, t := range texts {
		n += strings.Count(t.String(), "ekspor dokumen")
	}
	return n
}

// BenchmarkTag is one gesture: a passage is coded, and the file is synced.
func BenchmarkTag(b *testing.B) {
	p := benchProject(b, makeCorpus(b, medium))
	i := 0
	for b.Loop() {
		i++
		if _, err := p.Tag(context.Background(), "int_00001", []string{"kode-001"}, Place{Span: strconv.Itoa(i) + ":" + strconv.Itoa(i+40)}, With{}); err != nil {
			b.Fatal(err)
		}
	}
}
