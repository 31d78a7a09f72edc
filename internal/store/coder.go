package store

import (
	"strings"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// Coders are all coders, by name.
func (tx *Tx) Coders() ([]qda.Coder, error) {
	return sqlite.All(tx.c, func(r sqlite.Row) qda.Coder {
		return qda.Coder{ID: qda.CoderID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Name: r.Text(2)}
	}, `SELECT id, guid, name FROM coder ORDER BY name`)
}

// EnsureCoder gives the coder of a name, new if need be; a new one keeps the
// GUID given, if one is.
func (tx *Tx) EnsureCoder(name string, guid ...qda.GUID) (qda.CoderID, error) {
	return ensure[qda.CoderID](tx, "coder", name, guid)
}

// ensure gives the row of a name in a table of named things.
func ensure[ID ~int64](tx *Tx, table, name string, given []qda.GUID) (ID, error) {
	if strings.TrimSpace(name) == "" {
		return 0, errs.New(errs.Usage, "%s: needs a name", strings.TrimSuffix(table, "s"))
	}
	id, err := tx.c.Int(`SELECT id FROM `+table+` WHERE name = ?`, name)
	if err != nil || id != 0 {
		return ID(id), err
	}
	guid, err := tx.freeGUID(table, append(given, qda.GUID{})[0])
	if err != nil {
		return 0, err
	}
	id, err = tx.c.Insert(`INSERT INTO `+table+` (guid, name) VALUES (?, ?)`, guid[:], name)
	return ID(id), err
}

// freeGUID keeps a thing's GUID unless another row of the table has it: a
// file may hold the same thing under two names.
func (tx *Tx) freeGUID(table string, g qda.GUID) (qda.GUID, error) {
	if !g.IsZero() {
		n, err := tx.c.Int(`SELECT count(*) FROM `+table+` WHERE guid = ?`, g[:])
		if err != nil || n == 0 {
			return g, err
		}
	}
	return qda.NewGUID(tx.now, tx.random)
}
