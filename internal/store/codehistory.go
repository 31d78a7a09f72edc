package store

import (
	"cmp"
	"encoding/json"
	"slices"

	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// CodebookEvent is an event that changed the codebook, with what it was before
// and after.
type CodebookEvent struct {
	Event         qda.Event
	Before, After qda.Codebook
}

// CodebookHistory goes back through the events that changed the codebook, the
// newest first, as long as visit says so. Where the trail begins later than
// the project, as after an erasure, so does this.
func (tx *Tx) CodebookHistory(visit func(CodebookEvent) bool) error {
	book := &imagesOfBook{rows: map[string]map[int64]string{"codebook": {}, "code": {}}, read: map[string]codeRow{}}
	for table, rows := range book.rows {
		columns, err := columnsOf(tx.c, table)
		if err != nil {
			return err
		}
		for r, err := range tx.c.Rows(`SELECT id, ` + imageOf(columns, "") + ` FROM ` + table) {
			if err != nil {
				return err
			}
			rows[r.Int(0)] = r.Text(1)
		}
	}
	// The range is one look into the index for each event, which a list is not;
	// of tables it holds these two.
	events, err := sqlite.All(tx.c, scanEvent, `SELECT `+eventColumns+` FROM event e WHERE EXISTS (SELECT 1 FROM change WHERE event = ifnull(e.target, e.id) AND tbl BETWEEN 'code' AND 'codebook')
		OR id IN (SELECT event FROM inserted WHERE tbl IN ('code', 'codebook')) ORDER BY id DESC`)
	if err != nil {
		return err
	}
	after := book.book()
	for _, e := range events {
		if err := tx.goBack(book, e); err != nil {
			return err
		}
		before := book.book()
		if !visit(CodebookEvent{Event: e, Before: before, After: after}) {
			break
		}
		after = before
	}
	return nil
}

// imagesOfBook are the rows of the codebook as the journal holds them.
type imagesOfBook struct {
	rows map[string]map[int64]string // by table
	read map[string]codeRow          // of images of codes: most stay from event to event
}

// goBack puts the images from before an event in place. What an undo put in
// place were those from before its target: before it were those from after.
func (tx *Tx) goBack(book *imagesOfBook, e qda.Event) error {
	of, column := e.ID, "before"
	if e.Target != 0 {
		of = e.Target
		if e.Kind == "undo" {
			column = "after"
		}
	}
	for table, rows := range book.rows {
		for r, err := range tx.c.Rows(`SELECT row, `+column+` FROM change WHERE event = ? AND tbl = ?`, of, table) {
			if err != nil {
				return err
			}
			if r.Null(1) {
				delete(rows, r.Int(0))
			} else {
				rows[r.Int(0)] = r.Text(1)
			}
		}
		if e.Target != 0 {
			continue // it has images of its new rows too
		}
		for r, err := range tx.c.Rows(`SELECT above, upto FROM inserted WHERE event = ? AND tbl = ?`, of, table) {
			if err != nil {
				return err
			}
			for id := range rows {
				if id > r.Int(0) && id <= r.Int(1) {
					delete(rows, id)
				}
			}
		}
	}
	return nil
}

// book reads the images. They are objects whose texts may be JSON themselves;
// the journal wrote them.
func (b *imagesOfBook) book() (cb qda.Codebook) {
	for _, image := range b.rows["codebook"] {
		var r struct {
			Title, Version, Language, Unit, Normalize, Sets string
			Revision, Closed                                int
		}
		json.Unmarshal([]byte(image), &r)
		cb = qda.Codebook{Version: r.Version, Language: r.Language, Unit: r.Unit, Closed: r.Closed != 0, Revision: r.Revision}
		fromJSON(r.Title, &cb.Title)
		fromJSON(r.Normalize, &cb.Normalize)
		fromJSON(r.Sets, &cb.Sets)
	}
	var rows []codeRow
	for _, image := range b.rows["code"] {
		row, known := b.read[image]
		if !known {
			row = codeOf(image)
			b.read[image] = row
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b codeRow) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.code.ID, b.code.ID))
	})
	cb.Codes = inTreeOrder(rows)
	return cb
}

// codeOf reads the image of a code.
func codeOf(image string) codeRow {
	var r struct {
		ID, Parent, Position                                                                         int64
		GUID, Key, Kind, Name, Concept, Definition, Include, Exclude, Examples, Color, Except, Rules string
	}
	json.Unmarshal([]byte(image), &r)
	guid, _ := qda.ParseGUID(r.GUID)
	c := qda.Code{ID: qda.CodeID(r.ID), GUID: guid, Parent: qda.CodeID(r.Parent), Key: r.Key, Kind: qda.CodeKind(r.Kind), Color: r.Color}
	for _, x := range []struct {
		text string
		into any
	}{{r.Name, &c.Name}, {r.Concept, &c.Concept}, {r.Definition, &c.Definition}, {r.Include, &c.Include}, {r.Exclude, &c.Exclude}, {r.Examples, &c.Examples}, {r.Except, &c.Except}, {r.Rules, &c.Rules}} {
		fromJSON(x.text, x.into)
	}
	return codeRow{c, r.Position}
}
