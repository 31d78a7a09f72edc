package store

import (
	"slices"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

const bookColumns = `title, version, language, unit, closed, normalize, sets`

// Codebook is the codebook with its codes in tree order.
func (tx *Tx) Codebook() (qda.Codebook, error) {
	cb, _, err := sqlite.One(tx.c, func(r sqlite.Row) qda.Codebook {
		cb := qda.Codebook{Version: r.Text(1), Language: r.Text(2), Unit: r.Text(3), Closed: r.Int(4) != 0, Revision: int(r.Int(7))}
		fromJSON(r.Text(0), &cb.Title)
		fromJSON(r.Text(5), &cb.Normalize)
		fromJSON(r.Text(6), &cb.Sets)
		return cb
	}, `SELECT `+bookColumns+`, revision FROM codebook ORDER BY id`)
	if err != nil {
		return cb, err
	}
	rows, err := tx.codes()
	cb.Codes = inTreeOrder(rows)
	return cb, err
}

// codes are all codes, siblings in order.
func (tx *Tx) codes() ([]codeRow, error) {
	return sqlite.All(tx.c, scanCode, `SELECT id, guid, `+codeColumns+` FROM code ORDER BY position, id`)
}

// inTreeOrder puts each code before its children. Codes in a circle, which a
// hand-made file may hold, come last without a parent.
func inTreeOrder(rows []codeRow) []qda.Code {
	children := map[qda.CodeID][]qda.Code{}
	for _, r := range rows {
		children[r.code.Parent] = append(children[r.code.Parent], r.code)
	}
	codes := make([]qda.Code, 0, len(rows))
	seen := map[qda.CodeID]bool{}
	var walk func(parent qda.CodeID)
	walk = func(parent qda.CodeID) {
		for _, c := range children[parent] {
			seen[c.ID] = true
			codes = append(codes, c)
			walk(c.ID)
		}
	}
	walk(0)
	for _, r := range rows {
		if !seen[r.code.ID] {
			r.code.Parent = 0
			codes = append(codes, r.code)
		}
	}
	return codes
}

// CodebookChange is what saving a codebook changed, as ids for people.
type CodebookChange struct {
	Added, Changed, Removed, Same []string
	Kept                          []string // not in the codebook given, but in the project
	Head                          bool     // title, version or what else holds for all codes changed
}

// Any reports a change.
func (c CodebookChange) Any() bool {
	return c.Head || len(c.Added)+len(c.Changed)+len(c.Removed) > 0
}

// SaveCodebook makes the codebook the one given. Codes are known by their
// keys: those that stay keep their ids and codings. A code that is not in it
// is kept or, where prune says so, deleted unless it or a code under it has
// codings or memos. A set that a code which is kept needs is kept with it.
func (tx *Tx) SaveCodebook(cb *qda.Codebook, prune bool) (CodebookChange, error) {
	var change CodebookChange
	if err := cb.Validate(); err != nil {
		return change, err
	}
	was, err := tx.Codebook()
	if err != nil {
		return change, err
	}
	rows, err := tx.codes()
	if err != nil {
		return change, err
	}
	have := map[string]codeRow{}
	for _, r := range rows {
		have[r.code.Key] = r
	}
	if err := tx.writeCodes(cb.Codes, have, &change); err != nil {
		return change, err
	}
	if err := tx.dropOthers(cb, prune, &change); err != nil {
		return change, err
	}
	const places = `(?, ?, ?, ?, ?, ?, ?)`
	head := []any{toJSON(cb.Title), cb.Version, cb.Language, cb.Unit, cb.Closed, toJSON(cb.Normalize), toJSON(setsWith(cb, &was, change.Kept))}
	n, err := tx.c.Exec(`UPDATE codebook SET (`+bookColumns+`) = `+places+` WHERE (`+bookColumns+`) IS NOT `+places, append(slices.Clone(head), head...)...)
	if err != nil {
		return change, err
	}
	change.Head = n > 0
	if change.Any() {
		err = tx.revise()
	}
	return change, err
}

// setsWith are the sets of a codebook, and those of before that codes of before
// need.
func setsWith(cb, was *qda.Codebook, kept []string) []qda.TermSet {
	sets := slices.Clone(cb.Sets)
	for _, s := range was.Sets {
		given := slices.ContainsFunc(sets, func(o qda.TermSet) bool { return o.Name == s.Name })
		needed := slices.ContainsFunc(was.Codes, func(c qda.Code) bool { return slices.Contains(kept, c.Key) && c.Uses(s.Name) })
		if needed && !given {
			sets = append(sets, s)
		}
	}
	return sets
}

// dropOthers deletes the codes that a codebook does not have, children first.
func (tx *Tx) dropOthers(cb *qda.Codebook, prune bool, change *CodebookChange) error {
	given := map[string]bool{}
	for _, c := range cb.Codes {
		given[c.Key] = true
	}
	rows, err := tx.codes()
	if err != nil {
		return err
	}
	codes := inTreeOrder(rows)
	for i := len(codes) - 1; i >= 0; i-- {
		c := codes[i]
		if given[c.Key] {
			continue
		}
		used, err := tx.c.Int(`SELECT EXISTS (SELECT 1 FROM coding WHERE code = ?1) OR EXISTS (SELECT 1 FROM memo WHERE code = ?1) OR EXISTS (SELECT 1 FROM code WHERE parent = ?1)`, c.ID)
		if err != nil {
			return err
		}
		if !prune || used == 1 {
			change.Kept = append(change.Kept, c.Key)
			continue
		}
		change.Removed = append(change.Removed, c.Key)
		if err := tx.dropCode(c.ID); err != nil {
			return err
		}
	}
	slices.Reverse(change.Kept)
	slices.Reverse(change.Removed)
	return nil
}

// writeCodes inserts and updates codes, parents first.
func (tx *Tx) writeCodes(codes []qda.Code, have map[string]codeRow, change *CodebookChange) error {
	ids := map[qda.CodeID]qda.CodeID{} // of the codebook given → in the file
	groups := map[qda.CodeID][]int{}
	var parents []qda.CodeID
	for i, c := range codes {
		if c.ID == 0 {
			return errs.New(errs.Failed, "code %s: has no number to be known by", c.Key)
		}
		if groups[c.Parent] == nil {
			parents = append(parents, c.Parent)
		}
		groups[c.Parent] = append(groups[c.Parent], i)
	}
	for _, parent := range parents {
		group := groups[parent]
		positions := positionsOf(codes, group, ids[parent], have)
		for k, i := range group {
			c := codes[i]
			c.Parent = ids[parent]
			was, known := have[c.Key]
			if !known {
				id, err := tx.insertCode(c, positions[k])
				if err != nil {
					return err
				}
				ids[c.ID] = id
				change.Added = append(change.Added, c.Key)
				continue
			}
			ids[c.ID] = was.code.ID
			c.ID = was.code.ID
			changed, err := tx.updateCode(c, positions[k])
			if err != nil {
				return err
			}
			if changed {
				change.Changed = append(change.Changed, c.Key)
			} else {
				change.Same = append(change.Same, c.Key)
			}
		}
	}
	return nil
}

// positionsOf gives siblings their positions. Those that are in order keep theirs,
// and a new one stands at the position of the one before it, after which its
// greater id puts it: so an insertion touches no other code. Otherwise all are
// numbered anew.
func positionsOf(codes []qda.Code, group []int, parent qda.CodeID, have map[string]codeRow) []int64 {
	positions := make([]int64, len(group))
	const fresh = 1 << 62
	last, lastID := int64(0), int64(0)
	for k, i := range group {
		was, known := have[codes[i].Key]
		position, id := last, fresh+int64(k)
		if known {
			id = int64(was.code.ID)
			if was.code.Parent == parent {
				position = was.position
			}
		}
		if position < last || position == last && id <= lastID {
			for k := range positions {
				positions[k] = int64(k) + 1
			}
			return positions
		}
		positions[k], last, lastID = position, position, id
	}
	return positions
}
