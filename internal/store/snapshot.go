package store

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Snapshot loads the coded study as a value, all but the revisions of its
// codebook: to compare codebooks is the caller's.
func (tx *Tx) Snapshot(needs qda.Needs) (*qda.Snapshot, error) {
	s := &qda.Snapshot{}
	parts := []func() error{
		func() (err error) { s.Project, err = tx.Project(); return err },
		func() (err error) { s.Codebook, err = tx.Codebook(); return err },
		func() (err error) { s.Documents, err = tx.documents(true); return err },
		func() (err error) { s.Cases, err = tx.Cases(); return err },
		func() (err error) { s.Coders, err = tx.Coders(); return err },
		func() (err error) { s.Changed, err = tx.Changed(); return err },
	}
	if needs.Texts {
		parts = append(parts, func() (err error) { s.Texts, err = tx.texts(s.Documents); return err })
	}
	if needs.Proposals {
		parts = append(parts, func() (err error) { s.Proposals, err = tx.Proposals(); return err })
	}
	if needs.Memos {
		parts = append(parts, func() (err error) { s.Memos, err = tx.Memos(); return err })
	}
	if needs.Events {
		parts = append(parts, func() (err error) { s.Events, err = tx.Events(); return err })
	}
	for _, load := range parts {
		if err := load(); err != nil {
			return nil, err
		}
	}
	s.Tree = qda.NewTree(s.Codebook.Codes)
	for i, t := range s.Texts {
		s.Documents[i].Length = t.Len()
	}
	if needs.Uncoded {
		return s, nil
	}
	var err error
	if s.Aspects, err = tx.aspects(); err != nil {
		return nil, err
	}
	return s, tx.codingsInto(s, needs)
}

// texts are the texts of documents. They are indexed on all cores.
func (tx *Tx) texts(docs []qda.Document) ([]*text.Text, error) {
	at := make(map[[32]byte][]int, len(docs))
	for i := range docs {
		at[docs[i].Hash] = append(at[docs[i].Hash], i)
	}
	type loaded struct {
		text string
		at   []int
	}
	all := make([]*text.Text, len(docs))
	queue := make(chan loaded, 16)
	var work sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for l := range queue {
				t := text.New(l.text)
				for _, i := range l.at {
					all[i] = t
				}
			}
		})
	}
	var failed error
	for r, err := range tx.c.Rows(`SELECT sha256, text FROM body ORDER BY id`) {
		if err != nil {
			failed = err
			break
		}
		var hash [32]byte
		copy(hash[:], r.Bytes(0))
		if places := at[hash]; places != nil {
			queue <- loaded{r.Text(1), places}
		}
	}
	close(queue)
	work.Wait()
	for i := range all {
		if all[i] == nil && failed == nil {
			_, failed = tx.Text(docs[i].Hash)
		}
	}
	return all, failed
}

// record is a coding while it is put in its place: indexes, not ids.
type record struct {
	id               qda.CodingID
	doc, code, coder int32
	start, end       int32
	origin           qda.Origin
	row              int32 // in the order read
}

// codingsInto reads codings in the order of ids, the order of the file, and
// sorts them here: an ordered query would look up every row.
func (tx *Tx) codingsInto(s *qda.Snapshot, needs qda.Needs) error {
	n, err := tx.c.Int(`SELECT count(*) FROM coding`)
	if err != nil {
		return err
	}
	docs := places(s.Documents, func(d *qda.Document) int64 { return int64(d.ID) })
	codes := places(s.Codebook.Codes, func(c *qda.Code) int64 { return int64(c.ID) })
	coders := places(s.Coders, func(c *qda.Coder) int64 { return int64(c.ID) })
	records := make([]record, 0, n)
	var guids []qda.GUID
	var created []int64
	// Spans and references are packed: each value that crosses from C costs as
	// much as reading its row. A coding of nothing is left out, so that a damaged
	// project can still be read; check tells of it.
	columns := `id, document, start << 32 | "end", (code << 32) | (coder << 8) | origin`
	if needs.Identity || needs.Times {
		columns += `, created`
		created = make([]int64, 0, n)
	}
	if needs.Identity {
		columns += `, guid`
		guids = make([]qda.GUID, 0, n)
	}
	for r, err := range tx.c.Rows(`SELECT ` + columns + ` FROM coding NOT INDEXED ORDER BY id`) {
		if err != nil {
			return err
		}
		span, what := r.Int(2), r.Int(3)
		c := record{
			id: qda.CodingID(r.Int(0)), doc: docs.of(r.Int(1)), code: codes.of(what >> 32), coder: coders.of(int64(uint32(what)) >> 8),
			start: int32(span >> 32), end: int32(span), origin: qda.Origin(what), row: int32(len(created)),
		}
		if c.doc < 0 || c.code < 0 || c.coder < 0 || c.start < 0 || c.end <= c.start || int(c.end) > s.Documents[c.doc].Length {
			continue
		}
		records = append(records, c)
		if created != nil {
			created = append(created, r.Int(4))
		}
		if guids != nil {
			guids = append(guids, guidOf(r.Bytes(5)))
		}
	}
	records = byDocument(records, len(s.Documents))
	fillCodings(&s.Codings, records, guids, created)
	return nil
}

// byDocument sorts records: into documents by counting, within each by
// comparing, where they are not in order already.
func byDocument(records []record, documents int) []record {
	starts := make([]int, documents+1)
	for i := range records {
		starts[records[i].doc+1]++
	}
	for d := range documents {
		starts[d+1] += starts[d]
	}
	sorted, next := make([]record, len(records)), slices.Clone(starts)
	for i := range records {
		d := records[i].doc
		sorted[next[d]] = records[i]
		next[d]++
	}
	order := func(a, b record) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.code, b.code), cmp.Compare(a.coder, b.coder))
	}
	for d := range documents {
		if part := sorted[starts[d]:starts[d+1]]; !slices.IsSortedFunc(part, order) {
			slices.SortFunc(part, order)
		}
	}
	return sorted
}

func fillCodings(c *qda.Codings, records []record, guids []qda.GUID, created []int64) {
	n := len(records)
	numbers := make([]int32, 5*n)
	c.ID, c.Origin = make([]qda.CodingID, n), make([]qda.Origin, n)
	c.Doc, c.Code, c.Coder = numbers[:n:n], numbers[n:2*n:2*n], numbers[2*n:3*n:3*n]
	c.Start, c.End = numbers[3*n:4*n:4*n], numbers[4*n:]
	if created != nil {
		c.Created = make([]int64, n)
	}
	if guids != nil {
		c.GUID = make([]qda.GUID, n)
	}
	for i := range records {
		r := &records[i]
		c.ID[i], c.Origin[i], c.Doc[i], c.Code[i], c.Coder[i] = r.id, r.origin, r.doc, r.code, r.coder
		c.Start[i], c.End[i] = r.start, r.end
		if created != nil {
			c.Created[i] = created[r.row]
		}
		if guids != nil {
			c.GUID[i] = guids[r.row]
		}
	}
}

// index finds the place of an id in a list. Ids are small numbers, so it is a
// table where it can be.
type index struct {
	table []int32
	rest  map[int64]int32
}

func places[T any](list []T, id func(*T) int64) index {
	x := index{rest: map[int64]int32{}}
	limit := int64(4*len(list) + 1<<16)
	for i := range list {
		n := id(&list[i])
		if n < 0 || n > limit {
			x.rest[n] = int32(i)
			continue
		}
		for int64(len(x.table)) <= n {
			x.table = append(x.table, -1)
		}
		x.table[n] = int32(i)
	}
	return x
}

// of is the place of an id, or -1.
func (x *index) of(id int64) int32 {
	if id >= 0 && id < int64(len(x.table)) {
		return x.table[id]
	}
	if i, ok := x.rest[id]; ok {
		return i
	}
	return -1
}
