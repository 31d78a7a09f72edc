// Package exchange reads and writes files that hold a study or a part of one:
// codebooks, tables of codings and of cases, whole projects; file ↔ Snapshot,
// Codebook. It must not know where files lie, what the present project holds,
// or how either is stored and shown.
package exchange

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// plainText gives the text of a file in any of the encodings that are read.
func plainText(name string, data []byte) (string, error) {
	s, _, err := text.Normalize(data)
	var e *errs.Error
	if errors.As(err, &e) {
		return "", errs.New(e.Kind, "%s: %s", name, e.Msg).Hint("%s", e.Help)
	}
	if err != nil {
		return "", errs.Wrap(errs.Failed, err, "%s", name)
	}
	return s, nil
}

// sortedKeys gives the keys of a map in order, for output that never varies.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// counted is a number with its noun: "1 term", "2 terms".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
