// Package saturation describes how codes come with further interviews: in the
// order they were held, over all orders, and beyond those held. It reads a View
// of the study and knows nothing of where that came from or how tables and
// curves look. It describes the use of codes; that a study is saturated is not
// for a count to say.
package saturation

import (
	"math/bits"

	"tematik/internal/analysis"
	"tematik/internal/qda"
)

// incidence is which sampling units have which codes, both ways round.
type incidence struct {
	columns *analysis.Columns
	sets    [][]uint64 // by code: its units
	rows    [][]uint64 // by unit: its codes
}

func newIncidence(columns *analysis.Columns, sets [][]uint64, units int) *incidence {
	x := &incidence{columns: columns, sets: sets, rows: make([][]uint64, units)}
	words := (len(sets) + 63) / 64
	for u := range x.rows {
		x.rows[u] = make([]uint64, words)
	}
	for j, set := range sets {
		each(set, func(u int) {
			x.rows[u][j/64] |= 1 << (j % 64)
		})
	}
	return x
}

// each calls f with every member of a set.
func each(set []uint64, f func(i int)) {
	for w, word := range set {
		for ; word != 0; word &= word - 1 {
			f(w*64 + bits.TrailingZeros64(word))
		}
	}
}

// first is, by code, the first unit that has it, or -1.
func (x *incidence) first() []int {
	out := make([]int, len(x.sets))
	for j, set := range x.sets {
		out[j] = -1
		for w, word := range set {
			if word != 0 {
				out[j] = w*64 + bits.TrailingZeros64(word)
				break
			}
		}
	}
	return out
}

// news is how many codes each unit brings that none before it has.
func (x *incidence) news() []int {
	out := make([]int, len(x.rows))
	for _, u := range x.first() {
		if u >= 0 {
			out[u]++
		}
	}
	return out
}

// segments counts the connected pieces of coded text of each column.
func segments(v *qda.View, c *analysis.Columns, s *analysis.Sampling) []int {
	out := make([]int, len(c.Nodes))
	end := make([]int32, len(c.Nodes)) // of the last piece in the document
	doc := make([]int32, len(c.Nodes)) // 1 + the document of that piece
	var units []int32
	for i, node := range v.Codings.Code {
		if units = s.At(int(v.Codings.Doc[i]), v.Codings.Span(i), units[:0]); len(units) == 0 {
			continue
		}
		k := c.Of[node]
		if doc[k] != v.Codings.Doc[i]+1 || v.Codings.Start[i] >= end[k] {
			out[k]++
			doc[k], end[k] = v.Codings.Doc[i]+1, v.Codings.End[i]
		}
		end[k] = max(end[k], v.Codings.End[i])
	}
	return out
}
