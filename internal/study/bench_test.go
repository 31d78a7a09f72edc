package study

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// The benchmarks take a study of 500 interviews and 60,000 codings (or, with
// TEMATIK_BENCH=large, 5,000 and 1,000,000) through the use cases, each beside
// its limit in the same run: the same rows put into SQLite with nothing around
// them, the same texts searched in memory.

func benchSize() size {
	if os.Getenv("TEMATIK_BENCH") == "large" {
		return large
	}
	return medium
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

func BenchmarkImport(b *testing.B) {
	corpus := makeCorpus(b, benchSize())
	b.Run("tematik", func(b *testing.B) {
		for b.Loop() {
			benchProject(b, corpus)
		}
	})
	b.Run("limit/raw-rows", func(b *testing.B) {
		for b.Loop() {
			rawInsert(b, corpus)
		}
	})
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

// BenchmarkReport makes each report from the file on, as a command does.
func BenchmarkReport(b *testing.B) {
	p := benchProject(b, makeCorpus(b, benchSize()))
	for _, m := range Methods() {
		b.Run(m.Name, func(b *testing.B) {
			for b.Loop() {
				p.snap = nil
				if _, err := p.Analyse(context.Background(), m.Name, nil, qda.Filter{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("limit/load", func(b *testing.B) {
		for b.Loop() {
			p.snap = nil
			if _, err := p.Snapshot(context.Background(), qda.Needs{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFind searches from the file on, beside a scan of the same texts in
// memory.
func BenchmarkFind(b *testing.B) {
	p := benchProject(b, makeCorpus(b, benchSize()))
	for name, q := range map[string]Query{
		"codes": {Texts: []string{"ekspor dokumen"}, Codes: true},
		"words": {Texts: []string{"ekspor dokumen"}},
		"root":  {Texts: []string{"ekspor dokumen"}, Root: true},
		"regex": {Texts: []string{`ekspor\s+(dokumen|izin)`}, Regex: true},
		"near":  {Texts: []string{"ekspor", "dokumen"}, Near: 8},
		"often": {Texts: []string{"ekspor"}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.snap = nil
				if _, err := p.Find(context.Background(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	s, err := p.Snapshot(context.Background(), qda.Needs{Texts: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("limit/load", func(b *testing.B) {
		for b.Loop() {
			p.snap = nil
			if _, err := p.Snapshot(context.Background(), qda.Needs{Texts: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("limit/memory-scan", func(b *testing.B) {
		for b.Loop() {
			scan(s.Texts)
		}
	})
}

func scan(texts []*text.Text) (n int) {
	for _, t := range texts {
		n += strings.Count(t.String(), "ekspor dokumen")
	}
	return n
}

// BenchmarkTag is one gesture: a passage is coded, and the file is synced.
func BenchmarkTag(b *testing.B) {
	p := benchProject(b, makeCorpus(b, benchSize()))
	i := 0
	for b.Loop() {
		i++
		if _, err := p.Tag(context.Background(), "int_00001", []string{"kode-001"}, Place{Span: strconv.Itoa(i) + ":" + strconv.Itoa(i+40)}, ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUndo takes the whole import back, and does it again.
func BenchmarkUndo(b *testing.B) {
	p := benchProject(b, makeCorpus(b, benchSize()))
	for b.Loop() {
		if _, err := p.Undo(context.Background()); err != nil {
			b.Fatal(err)
		}
		if _, err := p.Redo(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
