package store

import (
	"maps"
	"slices"
)

// values are the attributes of all documents or of all cases, by id; of is
// the column that names them.
func (tx *Tx) values(of string) (map[int64]map[string]string, error) {
	return tx.valuesWhere(of, quoted(of)+" IS NOT NULL")
}

func (tx *Tx) valuesWhere(of, where string, args ...any) (map[int64]map[string]string, error) {
	all := map[int64]map[string]string{}
	for r, err := range tx.c.Rows(`SELECT `+quoted(of)+`, name, value FROM value WHERE `+where+` ORDER BY id`, args...) {
		if err != nil {
			return nil, err
		}
		m := all[r.Int(0)]
		if m == nil {
			m = map[string]string{}
			all[r.Int(0)] = m
		}
		m[r.Text(1)] = r.Text(2)
	}
	return all, nil
}

// setValues makes the attributes of one thing those given; an empty value is
// none.
func (tx *Tx) setValues(of string, id int64, want map[string]string) error {
	all, err := tx.valuesWhere(of, quoted(of)+" = ?", id)
	if err != nil {
		return err
	}
	have := all[id]
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if want[name] == "" {
			if _, err := tx.c.Exec(`DELETE FROM value WHERE `+quoted(of)+` = ? AND name = ?`, id, name); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if want[name] == "" || want[name] == have[name] {
			continue
		}
		if _, err := tx.c.Exec(`INSERT INTO value (`+quoted(of)+`, name, value) VALUES (?, ?, ?)
			ON CONFLICT (`+quoted(of)+`, name) DO UPDATE SET value = excluded.value`, id, name, want[name]); err != nil {
			return err
		}
	}
	return nil
}
