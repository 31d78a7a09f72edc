package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// size is how large a made-up study is.
type size struct{ documents, words, codes, codings int }

var (
	sizeS = size{20, 1_000, 30, 1_500}
	sizeM = size{500, 5_000, 150, 60_000}
	sizeL = size{5_000, 2_000, 500, 1_000_000}
)

// invent makes documents with turns and codings; the codings name documents
// and codes from 1.
func invent(s size) (docs []*qda.Document, texts []*text.Text, codings []qda.Coding) {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("ekspor dokumen kami belum paham prosedurnya é lalu “bea cukai” minta lagi surat asal barang itu mahal — jadi tunggu")
	for d := range s.documents {
		var b strings.Builder
		doc := &qda.Document{Name: fmt.Sprintf("P%05d", d), File: fmt.Sprintf("P%05d.txt", d), Speakers: []qda.Speaker{{Label: "P", Role: qda.Interviewer}, {Label: "I", Role: qda.Respondent}},
			Values: map[string]string{"kind": []string{"exporting", "preparing"}[d%2]}}
		at := 0
		for w := 0; w < s.words; {
			start := at + 3
			b.WriteString("I: ")
			at += 3
			for k := 5 + r.IntN(40); k > 0; k-- {
				word := words[r.IntN(len(words))]
				b.WriteString(word + " ")
				at += len([]rune(word)) + 1
				w++
			}
			doc.Turns = append(doc.Turns, qda.Turn{Span: text.Span{Start: start, End: at - 1}, Speaker: len(doc.Turns) % 2, Time: -1})
			b.WriteString("\n\n")
			at += 2
		}
		docs, texts = append(docs, doc), append(texts, text.New(b.String()))
	}
	for range s.codings {
		d := r.IntN(s.documents)
		start := r.IntN(texts[d].Len() - 200)
		seg, err := qda.NewSegment(qda.DocumentID(d+1), texts[d], text.Span{Start: start, End: start + 20 + r.IntN(170)}, "")
		if err != nil {
			panic(err)
		}
		codings = append(codings, qda.Coding{Segment: seg, Code: qda.CodeID(r.IntN(s.codes) + 1), Coder: qda.CoderID(r.IntN(2) + 1), Origin: qda.Imported})
	}
	return docs, texts, codings
}

func settle(tx *Tx, s size, docs []*qda.Document, texts []*text.Text) error {
	for i, d := range docs {
		if err := tx.InsertDocument(d, texts[i]); err != nil {
			return err
		}
	}
	for i := range s.codes {
		if _, err := tx.InsertCode(qda.Code{Key: fmt.Sprintf("c%d", i), Name: qda.Words{EN: fmt.Sprint("Code ", i)}, Definition: qda.Words{EN: "what it means", ID: "artinya"}}); err != nil {
			return err
		}
	}
	for _, name := range []string{"andi", "budi"} {
		if _, err := tx.EnsureCoder(name); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkStudy(b *testing.B) {
	for name, s := range map[string]size{"S": sizeS, "M": sizeM, "L": sizeL} {
		b.Run(name, func(b *testing.B) {
			if testing.Short() && name == "L" {
				b.Skip("large")
			}
			benchStudy(b, s)
		})
	}
}

// spent is the processor time of this process: on a shared machine it says
// more than the clock.
func spent() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchStudy(b *testing.B, s size) {
	ctx := context.Background()
	docs, texts, codings := invent(s)
	b.Run("documents", func(b *testing.B) {
		for range b.N {
			db := newProject(b)
			update(b, db, "andi", "import", func(tx *Tx) error { return settle(tx, s, docs, texts) })
		}
	})
	db := newProject(b)
	update(b, db, "andi", "import", func(tx *Tx) error { return settle(tx, s, docs, texts) })
	timed := func(name string, f func() error) {
		b.Run(name, func(b *testing.B) {
			start := spent()
			for range b.N {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(spent()-start)/1e6/float64(b.N), "cpu-ms/op")
		})
	}
	first := true
	b.Run("codings", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			if !first {
				if _, err := db.Undo(ctx, by("budi", "undo")); err != nil {
					b.Fatal(err)
				}
			}
			first = false
			b.StartTimer()
			start := spent()
			update(b, db, "budi", "import", func(tx *Tx) error { _, err := tx.InsertCodings(codings); return err })
			b.ReportMetric(float64(spent()-start)/1e6, "cpu-ms/op")
		}
	})
	timed("again", func() error {
		_, err := db.Update(ctx, by("andi", "import"), func(tx *Tx) error { _, err := tx.InsertCodings(codings); return err })
		return err
	})
	timed("snapshot", func() error {
		return db.View(ctx, func(tx *Tx) error { _, err := tx.Snapshot(qda.Needs{}); return err })
	})
	timed("snapshot-all", func() error {
		return db.View(ctx, func(tx *Tx) error {
			_, err := tx.Snapshot(qda.Needs{Texts: true, Identity: true})
			return err
		})
	})
	timed("check", func() error { _, err := db.Check(ctx); return err })
	timed("undo+redo", func() error {
		if _, err := db.Undo(ctx, by("budi", "undo")); err != nil {
			return err
		}
		_, err := db.Redo(ctx, by("budi", "redo"))
		return err
	})
	timed("tag", func() error {
		_, err := db.Update(ctx, by("andi", "tag"), func(tx *Tx) error {
			c := codings[0]
			c.Coder = 1
			ids, err := tx.FindCodings([]qda.Coding{c})
			if err != nil {
				return err
			}
			if ids[0] != 0 {
				_, err = tx.DeleteCodings(ids)
				return err
			}
			_, err = tx.InsertCodings([]qda.Coding{c})
			return err
		})
		return err
	})
	timed("page", func() error {
		return db.View(ctx, func(tx *Tx) error {
			d, err := tx.Document("P00003")
			if err != nil {
				return err
			}
			if _, err := tx.Text(d.Hash); err != nil {
				return err
			}
			_, err = tx.CodingsOf(d.ID)
			return err
		})
	})
	timed("last event", func() error {
		return db.View(ctx, func(tx *Tx) error { _, err := tx.LastEvent(); return err })
	})
	timed("open", func() error {
		again, err := Open(ctx, db.path, by("andi", "open"))
		if err != nil {
			return err
		}
		return again.Close()
	})
	timed("backup", func() error { _, err := db.Backup(ctx, "", day); return err })
}
