package store

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// cut is a stretch of a document with the check of its words; ref says whose
// it is.
type cut struct {
	document qda.DocumentID
	span     text.Span
	check    uint64
	ref      int64
}

// reslice cuts every stretch from the stored texts again, on all cores, and
// gives those whose words are other ones, by document. The cuts are sorted.
func reslice(c *sqlite.Conn, cuts []cut) ([]cut, error) {
	byDocument := func(a, b cut) int { return cmp.Compare(a.document, b.document) }
	if !slices.IsSortedFunc(cuts, byDocument) {
		slices.SortStableFunc(cuts, byDocument)
	}
	type job struct {
		text string
		cuts []cut
	}
	queue := make(chan job, 16)
	var mu sync.Mutex
	var wrong []cut
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for j := range queue {
				if bad := compare(text.New(j.text), j.cuts); bad != nil {
					mu.Lock()
					wrong = append(wrong, bad...)
					mu.Unlock()
				}
			}
		})
	}
	var failed error
	for lo := 0; lo < len(cuts) && failed == nil; {
		hi := lo + 1
		for hi < len(cuts) && cuts[hi].document == cuts[lo].document {
			hi++
		}
		// A document that is not there has an empty text, in which nothing is.
		var words string
		words, _, failed = sqlite.One(c, func(r sqlite.Row) string { return r.Text(0) },
			`SELECT body.text FROM document JOIN body ON body.sha256 = document.sha256 WHERE document.id = ?`, cuts[lo].document)
		queue <- job{words, cuts[lo:hi]}
		lo = hi
	}
	close(queue)
	work.Wait()
	slices.SortStableFunc(wrong, byDocument)
	return wrong, failed
}

func compare(t *text.Text, cuts []cut) (wrong []cut) {
	for _, c := range cuts {
		if !t.Valid(c.span) || text.Check(t.Cut(c.span)) != c.check {
			wrong = append(wrong, c)
		}
	}
	return wrong
}

// storedCuts are the stretches of all codings.
func storedCuts(c *sqlite.Conn) ([]cut, error) {
	return sqlite.All(c, func(r sqlite.Row) cut {
		return cut{qda.DocumentID(r.Int(0)), text.Span{Start: int(r.Int(1) >> 32), End: int(r.Int(1) & (1<<32 - 1))}, uint64(r.Int(2)), r.Int(3)}
	}, `SELECT document, start << 32 | "end", "check", id FROM coding NOT INDEXED ORDER BY id`)
}
