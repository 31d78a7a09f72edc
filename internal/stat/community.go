package stat

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

// Tie is how strongly two nodes belong together: more than 0.
type Tie struct {
	A, B   int
	Weight float64
}

// Partition divides nodes into communities.
type Partition struct {
	Of         []int // by node: its community from 0, by first member; -1 without any tie
	Count      int   // of communities
	Modularity float64
	Runs, Same int // how many runs there were, and how many of them ended here
}

// Communities divides a weighted network by modularity: the best of some runs
// of the Louvain method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008),
// each from a stream of the seed; of equally good ones the first.
//
//	Q = Σ over communities of w_in/m − (k/2m)²
//
// where m is the weight of all ties, w_in that of those inside, k the sum of the
// weighted degrees (Newman 2004, doi:10.1103/PhysRevE.70.056131). Nodes without
// a tie are in no community; without any tie Q is undefined. Q is above 0 in
// networks without structure too: it compares divisions, it is no test. How many
// runs ended in the same division says how firm it is. Of two triangles joined
// by one tie, all of weight 1, Q is 5/14.
func Communities(ctx context.Context, nodes int, ties []Tie, runs int, seed int64) (Partition, error) {
	best := Partition{Of: make([]int, nodes), Modularity: nan()}
	for i := range best.Of {
		best.Of[i] = -1
	}
	names, places := tied(nodes, ties)
	if len(names) == 0 {
		return best, ctx.Err()
	}
	// A matrix gives everything in order; gonum's other graphs are maps.
	g := simple.NewUndirectedMatrix(len(names), 0, 0, 0)
	for _, t := range ties {
		if t.real() {
			a, b := int64(places[t.A]), int64(places[t.B])
			w, _ := g.Weight(a, b)
			g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(a), T: simple.Node(b), W: w + t.Weight})
		}
	}
	for run := range max(runs, 1) {
		if err := ctx.Err(); err != nil {
			return best, err
		}
		found := community.Modularize(g, 1, Stream(seed, run)).Communities()
		p := partition(nodes, found, names)
		p.Modularity = community.Q(g, found, 1)
		switch {
		case run == 0 || p.Modularity > best.Modularity+1e-12:
			p.Same = 1
			best = p
		case slices.Equal(p.Of, best.Of):
			best.Same++
		}
		best.Runs = run + 1
	}
	return best, nil
}

// real reports a tie of two nodes with some weight.
func (t Tie) real() bool { return t.A != t.B && t.Weight > 0 && !math.IsInf(t.Weight, 0) }

// tied are the nodes with a tie, and the place of each node among them.
func tied(nodes int, ties []Tie) (names, places []int) {
	places = make([]int, nodes)
	for _, t := range ties {
		if t.real() {
			places[t.A], places[t.B] = 1, 1
		}
	}
	for i, yes := range places {
		if yes == 1 {
			places[i] = len(names)
			names = append(names, i)
		}
	}
	return names, places
}

// partition numbers the communities by their first members.
func partition(nodes int, found [][]graph.Node, names []int) Partition {
	p := Partition{Of: make([]int, nodes), Count: len(found)}
	for i := range p.Of {
		p.Of[i] = -1
	}
	byID := func(a, b graph.Node) int { return cmp.Compare(a.ID(), b.ID()) }
	for _, members := range found {
		slices.SortFunc(members, byID)
	}
	slices.SortFunc(found, func(a, b []graph.Node) int { return byID(a[0], b[0]) })
	for i, members := range found {
		for _, n := range members {
			p.Of[names[n.ID()]] = i
		}
	}
	return p
}
