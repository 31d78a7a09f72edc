package stat

import (
	"math"
	"slices"
	"sort"
)

// MatchUnits is how many units of a coder can be matched with units of another,
// each with one alone, so that two matched ones have the same value, overlap,
// and share at least a part of what they cover together (their intersection
// over their union). It is the most there can be, not what comes first:
// Hopcroft and Karp 1973 (doi:10.1137/0202019).
func MatchUnits(a, b []Unit, part float64) int {
	m := matcher{edges: candidates(a, b, part), left: make([]int32, len(a)), right: make([]int32, len(b)), depth: make([]int32, len(a))}
	for i := range m.left {
		m.left[i] = -1
	}
	for j := range m.right {
		m.right[j] = -1
	}
	found := 0
	for m.layers() {
		for i := range m.left {
			if m.left[i] < 0 && m.extend(int32(i)) {
				found++
			}
		}
	}
	return found
}

// F1 is how far two coders' units are the same, matched as MatchUnits does.
//
//	2 TP / (n_A + n_B)
//
// It has no correction for chance. Undefined where neither has any.
func F1(a, b []Unit, part float64) float64 {
	return ratio(2*float64(MatchUnits(a, b, part)), float64(len(a)+len(b)))
}

// candidates are, for each unit of a, the units of b that it may be matched
// with. farthest tells where those of b that reach into it can begin.
func candidates(a, b []Unit, part float64) [][]int32 {
	order := make([]int, len(b))
	for j := range order {
		order[j] = j
	}
	slices.SortFunc(order, func(i, j int) int { return compareUnits(b[i], b[j]) })
	farthest := make([]int, len(b))
	for k, j := range order {
		if farthest[k] = b[j].End; k > 0 {
			farthest[k] = max(farthest[k], farthest[k-1])
		}
	}
	edges := make([][]int32, len(a))
	for i, x := range a {
		for k := sort.SearchInts(farthest, x.Start+1); k < len(order) && b[order[k]].Start < x.End; k++ {
			y := b[order[k]]
			both := min(x.End, y.End) - max(x.Start, y.Start)
			either := max(x.End, y.End) - min(x.Start, y.Start)
			if x.Value == y.Value && both > 0 && float64(both) >= part*float64(either) {
				edges[i] = append(edges[i], int32(order[k]))
			}
		}
	}
	return edges
}

// matcher grows a matching by shortest augmenting paths.
type matcher struct {
	edges       [][]int32
	left, right []int32 // by unit: its match, or -1
	depth       []int32 // by unit of a: how far it is from one without a match
	queue       []int32
}

// layers measures the distances; false where no path is left.
func (m *matcher) layers() bool {
	m.queue = m.queue[:0]
	for i := range m.depth {
		m.depth[i] = math.MaxInt32
		if m.left[i] < 0 {
			m.depth[i] = 0
			m.queue = append(m.queue, int32(i))
		}
	}
	free := false
	for at := 0; at < len(m.queue); at++ {
		i := m.queue[at]
		for _, j := range m.edges[i] {
			k := m.right[j]
			if k < 0 {
				free = true
			} else if m.depth[k] == math.MaxInt32 {
				m.depth[k] = m.depth[i] + 1
				m.queue = append(m.queue, k)
			}
		}
	}
	return free
}

// extend matches unit i of a along a shortest path.
func (m *matcher) extend(i int32) bool {
	for _, j := range m.edges[i] {
		if k := m.right[j]; k < 0 || m.depth[k] == m.depth[i]+1 && m.extend(k) {
			m.left[i], m.right[j] = j, i
			return true
		}
	}
	m.depth[i] = math.MaxInt32 // no way through here in this round
	return false
}
