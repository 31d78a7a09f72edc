package store

import (
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// Cases are all cases with their attributes, by name.
func (tx *Tx) Cases() ([]qda.Case, error) {
	values, err := tx.values("case")
	if err != nil {
		return nil, err
	}
	return sqlite.All(tx.c, func(r sqlite.Row) qda.Case {
		return qda.Case{ID: qda.CaseID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Name: r.Text(2), Values: values[r.Int(0)]}
	}, `SELECT id, guid, name FROM cases ORDER BY name`)
}

// Case is the case of an id.
func (tx *Tx) Case(id qda.CaseID) (*qda.Case, error) {
	values, err := tx.valuesWhere("case", `"case" = ?`, id)
	if err != nil {
		return nil, err
	}
	c, ok, err := sqlite.One(tx.c, func(r sqlite.Row) *qda.Case {
		return &qda.Case{ID: qda.CaseID(r.Int(0)), GUID: guidOf(r.Bytes(1)), Name: r.Text(2), Values: values[r.Int(0)]}
	}, `SELECT id, guid, name FROM cases WHERE id = ?`, id)
	if err == nil && !ok {
		err = errs.New(errs.NotFound, "case %d: not in the project", id).Hint("tematik case ls")
	}
	return c, err
}

// EnsureCase gives the case of a name, new if need be; a new one keeps the
// GUID given, if one is.
func (tx *Tx) EnsureCase(name string, guid ...qda.GUID) (qda.CaseID, error) {
	return ensure[qda.CaseID](tx, "cases", name, guid)
}

// UpdateCase sets a case's name and its attributes, all of them.
func (tx *Tx) UpdateCase(c *qda.Case) error {
	n, err := tx.c.Exec(`UPDATE cases SET name = ? WHERE id = ?`, c.Name, c.ID)
	if sqlite.IsUnique(err) {
		return errs.New(errs.Failed, "case %s: there is another one of this name", c.Name).Hint("tematik case ls")
	}
	if err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.NotFound, "case %s: not in the project", c.Name).Hint("tematik case ls")
	}
	return tx.setValues("case", int64(c.ID), c.Values)
}

// DeleteCase deletes a case with its attributes and memos; documents and
// speakers that stood for it stand for none.
func (tx *Tx) DeleteCase(id qda.CaseID) error {
	return tx.each(id,
		`UPDATE document SET "case" = NULL WHERE "case" = ?`,
		`UPDATE speaker SET "case" = NULL WHERE "case" = ?`,
		`DELETE FROM value WHERE "case" = ?`,
		`DELETE FROM memo WHERE "case" = ?`,
		`DELETE FROM cases WHERE id = ?`)
}

// each runs statements that have one parameter in common.
func (tx *Tx) each(parameter any, statements ...string) error {
	for _, s := range statements {
		if _, err := tx.c.Exec(s, parameter); err != nil {
			return err
		}
	}
	return nil
}
