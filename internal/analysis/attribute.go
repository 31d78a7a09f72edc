package analysis

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"tematik/internal/qda"
)

// Attributes says which attributes there are, for an error about one that is
// not, and which of them, or of other words that would do, is near it.
func Attributes(v *qda.View, missing string, also ...string) string {
	names := slices.Sorted(maps.Keys(qda.Attributes(v.Snapshot)))
	what := "there are none"
	if len(names) > 0 {
		what = "there are: " + List(names).String()
	}
	if near := qda.Nearest(missing, append(also, names...)); near != "" && missing != "" {
		what += "; did you mean " + near + "?"
	}
	return what
}

// CompareValues puts values of an attribute in order: numbers by size before
// words by letter; none, the empty value, is last.
func CompareValues(a, b string) int {
	rank := func(s string) (kind int, x float64) {
		x, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
		switch {
		case s == "":
			return 2, 0
		case err != nil || math.IsNaN(x) || math.IsInf(x, 0):
			return 1, 0
		}
		return 0, x
	}
	ka, xa := rank(a)
	kb, xb := rank(b)
	return cmp.Or(cmp.Compare(ka, kb), cmp.Compare(xa, xb), cmp.Compare(a, b))
}
