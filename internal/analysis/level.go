package analysis

import (
	"slices"

	"tematik/internal/lang"
	"tematik/internal/qda"
)

// Level is what a count treats as one thing.
type Level string

// The levels.
const (
	ByCode  Level = "code"  // every node of the codebook, by its own codings only
	ByTheme Level = "theme" // the topmost nodes, present where they or anything below is coded
)

// Counted says in a sentence what is counted at the level.
func (l Level) Counted() lang.Text {
	if l == ByTheme {
		return lang.T("topmost themes with all below them", "tema teratas beserta semua di bawahnya")
	}
	return lang.T("each code by its own codings", "tiap kode dari pengodeannya sendiri")
}

// Columns are the nodes that are in use at a level, in codebook order.
type Columns struct {
	Nodes []int   // of each column
	Of    []int32 // by node: the column that its codings count for, or -1
}

// InUse finds what has at least one coding after the filters.
func InUse(v *qda.View, level Level) *Columns {
	coded := make([]bool, len(v.Codes()))
	for _, c := range v.Codings.Code {
		coded[c] = true
	}
	at := func(node int) int {
		if level == ByTheme {
			return v.Tree.Theme[node]
		}
		return node
	}
	used := make([]bool, len(coded))
	for node, yes := range coded {
		if yes {
			used[at(node)] = true
		}
	}
	c := &Columns{Of: make([]int32, len(coded))}
	column := make([]int32, len(coded))
	for node, yes := range used {
		if yes {
			column[node] = int32(len(c.Nodes))
			c.Nodes = append(c.Nodes, node)
		}
	}
	for node, yes := range coded {
		c.Of[node] = -1
		if yes {
			c.Of[node] = column[at(node)]
		}
	}
	return c
}

// Busiest are the columns of the greatest weight among 0…n−1, so many at most,
// in their order; of equals the earlier ones.
func Busiest(n, most int, weight func(column int) int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	if n > most {
		slices.SortStableFunc(out, func(a, b int) int { return weight(b) - weight(a) })
		out = out[:most]
		slices.Sort(out)
	}
	return out
}
