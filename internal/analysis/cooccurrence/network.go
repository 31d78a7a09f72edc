package cooccurrence

import (
	"cmp"
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// Work on communities, in nodes times ties: what all runs may take together,
// and what one may.
const (
	allRuns = 5_000_000
	oneRun  = 20_000_000
	mostRun = 100
)

// network is which columns go together at least so often.
type network struct {
	*study
	stat.Partition
	least  int
	ties   []stat.Tie
	degree []int
	weight []float64 // by column: of all its ties
	tied   int       // columns with a tie
}

// network ties the pairs that enough units have in common, by their Jaccard;
// never a node to its ancestor.
func (s *study) network(ctx context.Context, least int, seed int64) (*network, error) {
	k := len(s.keys)
	n := &network{study: s, least: least, degree: make([]int, k), weight: make([]float64, k)}
	for a := range k {
		for b := a + 1; b < k; b++ {
			if s.both[s.at(int32(a), int32(b))] < least || s.v.Tree.Related(s.columns.Nodes[a], s.columns.Nodes[b]) {
				continue
			}
			w := s.jaccard(a, b)
			n.ties = append(n.ties, stat.Tie{A: a, B: b, Weight: w})
			for _, c := range [2]int{a, b} {
				n.degree[c]++
				n.weight[c] += w
			}
		}
	}
	for _, d := range n.degree {
		if d > 0 {
			n.tied++
		}
	}
	var err error
	if work := n.work(); work > 0 && work <= oneRun {
		n.Partition, err = stat.Communities(ctx, k, n.ties, min(max(allRuns/work, 1), mostRun), seed)
	}
	return n, err
}

func (n *network) work() int { return n.tied * len(n.ties) }

// community is that of a column, from 0; -1 where it has none.
func (n *network) community(column int) int {
	if n.Runs == 0 {
		return -1
	}
	return n.Of[column]
}

func (n *network) warnings() []report.Warning {
	if n.work() <= oneRun {
		return nil
	}
	return []report.Warning{{ID: "network_too_large", Text: lang.T(
		"No communities were sought among %v codes with %v ties; --min-both N leaves out pairs that seldom go together.",
		"Komunitas tidak dicari di antara %v kode dengan %v hubungan; --min-both N meninggalkan pasangan yang jarang muncul bersama.", n.tied, len(n.ties))}}
}

func (n *network) table() report.Table {
	x := report.Table{ID: "network", Title: lang.T("Codes as a network", "Kode sebagai jaringan"), Aside: true,
		Columns: []report.Column{
			{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
			{ID: "community", Title: lang.T("Community", "Komunitas"), Type: report.Count},
			{ID: "units", Title: lang.T("Units", "Satuan"), Type: report.Count},
			{ID: "degree", Title: lang.T("Ties", "Hubungan"), Type: report.Count},
			{ID: "strength", Title: lang.T("Sum of weights", "Jumlah bobot"), Type: report.Number},
		},
		Notes: n.about(),
	}
	for i, key := range n.keys {
		var community report.Cell
		if c := n.community(i); c >= 0 {
			community = c + 1
		}
		x.Rows = append(x.Rows, []report.Cell{key, community, n.n[i], n.degree[i], report.Num(n.weight[i])})
	}
	return x
}

func (n *network) about() []lang.Text {
	notes := []lang.Text{lang.T("Two codes are tied if they are together in at least %v; the weight of a tie is their Jaccard. A code is never tied to one above it.",
		"Dua kode dihubungkan bila terdapat bersama dalam sedikitnya %v; bobot hubungan adalah Jaccard-nya. Suatu kode tidak pernah dihubungkan dengan induknya.", n.unit.Count(n.least))}
	if n.Runs == 0 {
		return notes
	}
	return append(notes, lang.T("Communities: the Louvain method on modularity (Blondel et al. 2008), the best of %v with seed %v; %v of them ended in these communities. Modularity Q = %v. Networks without structure have a Q above 0 too: communities are a way to look, neither a test nor themes.",
		"Komunitas: metode Louvain atas modularitas (Blondel dkk. 2008), yang terbaik dari %v dengan benih %v; %v di antaranya berakhir pada komunitas ini. Modularitas Q = %v. Jaringan tanpa struktur pun memiliki Q di atas 0: komunitas hanyalah cara memandang, bukan uji dan bukan tema.",
		lang.Many(n.Runs, "run", "runs", "percobaan"), n.values.SeedText(), n.Same, lang.Num{Value: n.Modularity, Decimals: 3}))
}

func (n *network) figure() report.Figure {
	x := &report.Network{Size: lang.T("Number of %v with the code", "Jumlah %v yang memuat kode", n.unit.Plural()), Ties: lang.Same("Jaccard")}
	place := make([]int, len(n.keys))
	for i, key := range n.keys {
		if n.n[i] == 0 {
			continue
		}
		place[i] = len(x.Nodes)
		node := report.Node{ID: key.(string), Name: analysis.Name(n.v, n.columns.Nodes[i]), Size: float64(n.n[i]), Group: n.community(i)}
		if theme, ok := analysis.Theme(n.v, n.columns.Nodes[i]); ok {
			node.Theme = n.v.Codes()[theme].Key
		}
		x.Nodes = append(x.Nodes, node)
	}
	for _, t := range n.ties {
		x.Links = append(x.Links, report.Link{From: place[t.A], To: place[t.B], Weight: t.Weight})
	}
	return report.Figure{ID: "network", Alt: n.alt(), Network: x,
		Title: lang.T("Network of codes that are together in at least %v", "Jaringan kode yang terdapat bersama dalam sedikitnya %v", n.unit.Count(n.least))}
}

// alt states the size, the communities and the strongest ties.
func (n *network) alt() lang.Text {
	text := lang.T("%v of %v codes with %v.", "%v dari %v kode dengan %v.", n.tied, len(n.keys), lang.Many(len(n.ties), "tie", "ties", "hubungan"))
	if n.Runs > 0 {
		text = lang.T("%v Communities: %v, modularity %v.", "%v Komunitas: %v, modularitas %v.", text, n.Count, n.Modularity)
	}
	strongest := slices.Clone(n.ties)
	slices.SortStableFunc(strongest, func(a, b stat.Tie) int { return cmp.Compare(b.Weight, a.Weight) })
	for _, t := range strongest[:min(3, len(strongest))] {
		text = lang.T("%v %v with %v: %v.", "%v %v dengan %v: %v.", text,
			analysis.Name(n.v, n.columns.Nodes[t.A]), analysis.Name(n.v, n.columns.Nodes[t.B]), t.Weight)
	}
	return text
}
