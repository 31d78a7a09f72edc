package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tematik/internal/errs"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// Severity says how bad a finding is.
type Severity string

// The severities: words or references are not what they were; or something is
// merely left over or missing that can be made again.
const (
	Damage Severity = "damage"
	Untidy Severity = "untidy"
)

// Finding is something a check found: an id, and a sentence.
type Finding struct {
	ID       string
	Severity Severity
	Text     string
}

// atMost is how many findings of one id are told one by one.
const atMost = 50

// Check looks for damage: the file, the references, every coding against its
// words, the texts, turns and proposals, the tree of codes, the journal.
func (db *DB) Check(ctx context.Context) (found []Finding, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		found, err = tx.check()
		return err
	})
	return found, err
}

func (tx *Tx) check() ([]Finding, error) {
	var found []Finding
	for _, look := range []func(*sqlite.Conn) ([]Finding, error){
		checkFile, checkReferences, checkCodings, checkTexts, checkTurns, checkProposals, checkTree, checkJournal,
	} {
		some, err := look(tx.c)
		if err != nil {
			return nil, err
		}
		if n := len(some); n > atMost {
			more := Finding{some[0].ID, some[0].Severity, fmt.Sprintf("and %d more of the same kind", n-atMost)}
			some = append(some[:atMost:atMost], more)
		}
		found = append(found, some...)
	}
	return found, nil
}

func checkFile(c *sqlite.Conn) ([]Finding, error) {
	lines, err := sqlite.All(c, func(r sqlite.Row) string { return r.Text(0) }, `PRAGMA integrity_check`)
	var found []Finding
	for _, line := range lines {
		if line != "ok" {
			found = append(found, Finding{"file", Damage, "the file is damaged: " + line})
		}
	}
	return found, err
}

func checkReferences(c *sqlite.Conn) ([]Finding, error) {
	return sqlite.All(c, func(r sqlite.Row) Finding {
		return Finding{"reference", Damage, fmt.Sprintf("%s %d: refers to a %s that is not there", r.Text(0), r.Int(1), r.Text(2))}
	}, `SELECT "table", rowid, parent FROM pragma_foreign_key_check ORDER BY "table", rowid, fkid`)
}

func checkCodings(c *sqlite.Conn) ([]Finding, error) {
	cuts, err := storedCuts(c)
	if err != nil {
		return nil, err
	}
	wrong, err := reslice(c, cuts)
	var found []Finding
	for _, w := range wrong {
		found = append(found, Finding{"coding", Damage, fmt.Sprintf("coding %d (document %d, %d:%d): the words there are not those that were coded", w.ref, w.document, w.span.Start, w.span.End)})
	}
	return found, err
}

// checkTexts compares texts with their hashes and documents with their
// lengths, and looks for texts that nothing names.
func checkTexts(c *sqlite.Conn) ([]Finding, error) {
	var found []Finding
	lengths := map[string]int64{}
	for r, err := range c.Rows(`SELECT id, sha256, text FROM body ORDER BY id`) {
		if err != nil {
			return nil, err
		}
		hash, words := text.Hash(r.Text(2)), r.Text(2)
		if string(hash[:]) != string(r.Bytes(1)) || !utf8.ValidString(words) {
			found = append(found, Finding{"text", Damage, fmt.Sprintf("text %d: is not the one that was stored", r.Int(0))})
		}
		lengths[string(r.Bytes(1))] = int64(utf8.RuneCountInString(words))
	}
	for r, err := range c.Rows(`SELECT name, sha256, length FROM document ORDER BY position`) {
		if err != nil {
			return nil, err
		}
		if n, ok := lengths[string(r.Bytes(1))]; ok && n != r.Int(2) {
			found = append(found, Finding{"text", Damage, fmt.Sprintf("document %s: has %d characters instead of %d", r.Text(0), n, r.Int(2))})
		}
	}
	unused, err := unusedTexts(c)
	for _, id := range unused {
		found = append(found, Finding{"unused_text", Untidy, fmt.Sprintf("text %d: no document has it, now or in the history", id)})
	}
	return found, err
}

// unusedTexts are the texts that neither a document nor an image of one names.
func unusedTexts(c *sqlite.Conn) ([]int64, error) {
	named := map[string]bool{}
	for r, err := range c.Rows(`SELECT hex(sha256) FROM document
		UNION SELECT before ->> 'sha256' FROM change WHERE tbl = 'document'
		UNION SELECT after ->> 'sha256' FROM change WHERE tbl = 'document' ORDER BY 1`) {
		if err != nil {
			return nil, err
		}
		if hash, err := hex.DecodeString(r.Text(0)); err == nil {
			named[string(hash)] = true
		}
	}
	var unused []int64
	for r, err := range c.Rows(`SELECT id, sha256 FROM body ORDER BY id`) {
		if err != nil {
			return nil, err
		}
		if !named[string(r.Bytes(1))] {
			unused = append(unused, r.Int(0))
		}
	}
	return unused, nil
}

func checkTurns(c *sqlite.Conn) ([]Finding, error) {
	return sqlite.All(c, func(r sqlite.Row) Finding {
		return Finding{"turn", Damage, fmt.Sprintf("document %s, turn %d: lies outside the text or overlaps the turn before", r.Text(0), r.Int(1)+1)}
	}, `SELECT name, n FROM (
			SELECT d.name, d.position, d.length, t.n, t."end", t.start, lag(t."end", 1, 0) OVER (PARTITION BY t.document ORDER BY t.n) AS before
			FROM turn t JOIN document d ON d.id = t.document)
		WHERE "end" > length OR start < before ORDER BY position, n`)
}

func checkProposals(c *sqlite.Conn) ([]Finding, error) {
	return sqlite.All(c, func(r sqlite.Row) Finding {
		return Finding{"proposal", Damage, fmt.Sprintf("proposal %d: lies outside the text of %s", r.Int(0), r.Text(1))}
	}, `SELECT p.id, d.name FROM proposal p JOIN document d ON d.id = p.document WHERE p."end" > d.length ORDER BY p.id`)
}

func checkTree(c *sqlite.Conn) ([]Finding, error) {
	return sqlite.All(c, func(r sqlite.Row) Finding {
		return Finding{"code", Damage, fmt.Sprintf("code %s: stands under itself", r.Text(0))}
	}, `WITH RECURSIVE top (id) AS (SELECT id FROM code WHERE parent IS NULL UNION ALL SELECT code.id FROM code JOIN top ON code.parent = top.id)
		SELECT key FROM code WHERE id NOT IN (SELECT id FROM top) ORDER BY id`)
}

// checkJournal compares the triggers with those that ought to be there.
func checkJournal(c *sqlite.Conn) ([]Finding, error) {
	have := map[string]string{}
	for r, err := range c.Rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`) {
		if err != nil {
			return nil, err
		}
		have[r.Text(0)] = r.Text(1)
	}
	var found []Finding
	for _, table := range studyTables() {
		columns, err := columnsOf(c, table)
		if err != nil {
			return nil, err
		}
		for name, want := range triggersOf(table, columns) {
			if have[name] != want {
				found = append(found, Finding{"journal", Untidy, fmt.Sprintf("table %s: its changes are not recorded (%s)", table, name)})
			}
			delete(have, name)
		}
	}
	for name := range have {
		found = append(found, Finding{"journal", Untidy, fmt.Sprintf("trigger %s: is not tematik's", name)})
	}
	slices.SortFunc(found, func(a, b Finding) int { return strings.Compare(a.Text, b.Text) })
	return found, nil
}

// Repair mends what can be mended without losing anything: indexes, the
// journal's triggers, texts that nothing names. It gives what it mended.
func (db *DB) Repair(ctx context.Context) (mended []Finding, err error) {
	err = db.write(ctx, Stamp{Kind: "repair"}, func(c *sqlite.Conn) error {
		tx := &Tx{c: c}
		before, err := tx.check()
		if err != nil || len(before) == 0 {
			return err
		}
		if err := tx.mend(); err != nil {
			return err
		}
		after, err := tx.check()
		for _, f := range before {
			if !slices.Contains(after, f) {
				mended = append(mended, f)
			}
		}
		return err
	})
	return mended, db.explain(err)
}

func (tx *Tx) mend() error {
	if _, err := tx.c.Exec(`REINDEX`); err != nil {
		if sqlite.IsUnique(err) {
			return errs.New(errs.Failed, "repair: a row is there twice").Hint("tematik restore brings back a backup")
		}
		return err
	}
	foreign, err := sqlite.All(tx.c, func(r sqlite.Row) string { return r.Text(0) }, `SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`)
	if err != nil {
		return err
	}
	for _, name := range foreign {
		if _, err := tx.c.Exec(`DROP TRIGGER ` + quoted(name)); err != nil {
			return err
		}
	}
	if err := installJournal(tx.c); err != nil {
		return err
	}
	unused, err := unusedTexts(tx.c)
	if err != nil {
		return err
	}
	_, err = tx.c.Exec(`DELETE FROM body WHERE id IN (SELECT value FROM json_each(?))`, toJSON(unused))
	return err
}
