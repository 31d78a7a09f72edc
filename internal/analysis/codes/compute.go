// Package codes lists every code of the codebook with how much it is used,
// unused ones too. It reads a View of the study and knows nothing of where that
// came from or how tables look.
package codes

import (
	"math/bits"

	"tematik/internal/analysis"
	"tematik/internal/qda"
)

// reach is, by node, how many sampling units have it or anything below it.
func reach(v *qda.View, s *analysis.Sampling) []int {
	cols := analysis.InUse(v, analysis.ByCode)
	sets := s.Incidence(v, cols, new(analysis.Pool))
	out := make([]int, len(v.Codes()))
	union := make([][]uint64, len(out))
	for k := len(cols.Nodes) - 1; k >= 0; k-- {
		for a := cols.Nodes[k]; a >= 0; a = v.Tree.Parent[a] {
			if union[a] == nil {
				union[a] = make([]uint64, len(sets[k]))
			}
			for w, word := range sets[k] {
				union[a][w] |= word
			}
		}
	}
	for node, set := range union {
		for _, word := range set {
			out[node] += bits.OnesCount64(word)
		}
	}
	return out
}
