package cooccurrence

import (
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// shapeParams are the settings of the tree and the network of codes.
func shapeParams() []analysis.Param {
	return []analysis.Param{
		{Name: "leaves", Kind: analysis.Whole, Default: "40", Min: 2, Max: 500,
			Help: lang.T("how many of the most used codes the tree takes", "berapa kode tersering yang masuk ke dendrogram")},
		{Name: "min-both", Kind: analysis.Whole, Default: "2", Min: 1, Max: 1 << 31,
			Help: lang.T("units in common from which two codes are tied in the network", "jumlah satuan bersama agar dua kode dihubungkan dalam jaringan")},
		analysis.SeedParam(),
	}
}

// shape adds what the codes look like as a whole: a tree and a network.
func (s *study) shape(ctx context.Context, values analysis.Values, r *report.Report) error {
	tree := s.tree(values.Whole("leaves"))
	net, err := s.network(ctx, values.Whole("min-both"), values.Seed())
	if err != nil {
		return err
	}
	r.Provenance.Seed = values.Seed()
	r.Tables = append(r.Tables, tree.table(), net.table(), structure(tree, net))
	r.Warnings = append(r.Warnings, net.warnings()...)
	if len(tree.merges) > 0 {
		r.Figures = append(r.Figures, tree.figure())
	}
	if len(net.ties) > 0 {
		r.Figures = append(r.Figures, net.figure())
	}
	return nil
}

// tree is the clustering of some columns.
type tree struct {
	*study
	used       int   // columns that are in any unit
	shown      []int // those that were clustered, in codebook order
	merges     []stat.Merge
	cophenetic float64
}

// tree clusters the columns that most units have by average linkage on Jaccard
// distances. Those in no unit have no distance. A node and its ancestor are two
// things like any others: each has its own codings at this level.
func (s *study) tree(leaves int) *tree {
	t := &tree{study: s}
	for _, n := range s.n {
		if n > 0 {
			t.used++
		}
	}
	t.shown = analysis.Busiest(len(s.n), leaves, func(k int) int { return s.n[k] })
	t.shown = slices.DeleteFunc(t.shown, func(k int) bool { return s.n[k] == 0 })
	k := len(t.shown)
	d := make([]float64, k*k)
	for i, a := range t.shown {
		for j, b := range t.shown[:i] {
			d[j*k+i] = 1 - s.jaccard(b, a)
		}
	}
	t.merges = stat.Average(k, d)
	t.cophenetic = stat.Cophenetic(k, d, t.merges)
	return t
}

func (s *study) jaccard(a, b int) float64 {
	return stat.NewPair(s.both[s.at(int32(a), int32(b))], s.n[a], s.n[b], s.units).Jaccard()
}

func (t *tree) table() report.Table {
	code := func(id, en, in string) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Code, Blank: true}
	}
	count := func(id, en, in string) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Count, Blank: true}
	}
	x := report.Table{ID: "clusters", Title: lang.T("Codes joined step by step into a tree", "Penggabungan kode langkah demi langkah menjadi dendrogram"), Aside: true,
		Columns: []report.Column{
			count("merge", "Step", "Langkah"),
			code("left_code", "Code", "Kode"), count("left_merge", "or step", "atau langkah"),
			code("right_code", "with code", "dengan kode"), count("right_merge", "or step", "atau langkah"),
			{ID: "height", Title: lang.T("Distance", "Jarak"), Type: report.Number, Decimals: 3},
			count("size", "Codes", "Jumlah kode"),
		},
		Notes: []lang.Text{t.about()},
	}
	side := func(node int) (code, merge report.Cell) {
		if node < len(t.shown) {
			return t.keys[t.shown[node]], nil
		}
		return nil, node - len(t.shown) + 1
	}
	for i, m := range t.merges {
		leftCode, leftMerge := side(m.Left)
		rightCode, rightMerge := side(m.Right)
		x.Rows = append(x.Rows, []report.Cell{i + 1, leftCode, leftMerge, rightCode, rightMerge, report.Num(m.Height), m.Size})
	}
	return x
}

func (t *tree) about() lang.Text {
	text := lang.T("Average linkage (UPGMA) on Jaccard distances, 1 − J, in %v; of equally close pairs the one earlier in the codebook is joined first.",
		"Pautan rata-rata (UPGMA) atas jarak Jaccard, 1 − J, dalam %v; dari pasangan yang sama dekat, yang lebih dahulu dalam buku kode digabung lebih dulu.", t.unit.Plural())
	if len(t.shown) < t.used {
		text = lang.T("%v Taken: %v.", "%v Yang diambil: %v.", text, t.taken())
	}
	if t.used < len(t.keys) {
		text = lang.T("%v Codes that are in no unit have no distance and are left out: %v.", "%v Kode yang tidak terdapat dalam satuan mana pun tidak memiliki jarak dan ditinggalkan: %v.", text, len(t.keys)-t.used)
	}
	if t.related() {
		text = lang.T("%v A code and one above it are counted by their own codings, as any two.", "%v Suatu kode dan induknya dihitung dari pengodean masing-masing, seperti dua kode lainnya.", text)
	}
	if !math.IsNaN(t.cophenetic) {
		text = lang.T("%v Cophenetic correlation %v: how much of the distances the tree keeps, 1 for all.", "%v Korelasi kofenetik %v: seberapa jauh dendrogram mempertahankan jarak aslinya; 1 berarti seluruhnya.", text, t.cophenetic)
	}
	return text
}

func (t *tree) taken() lang.Text {
	return lang.T("the %v of %v codes that are in the most %v", "%v dari %v kode yang terdapat dalam paling banyak %v", len(t.shown), t.used, t.unit.Plural())
}

// related reports that a node is in the tree with its ancestor.
func (t *tree) related() bool {
	for i, a := range t.shown {
		for _, b := range t.shown[:i] {
			if t.v.Tree.Related(t.columns.Nodes[b], t.columns.Nodes[a]) {
				return true
			}
		}
	}
	return false
}

func (t *tree) figure() report.Figure {
	x := &report.Tree{Height: lang.T("Jaccard distance", "Jarak Jaccard")}
	for _, c := range t.shown {
		x.Leaves = append(x.Leaves, analysis.Name(t.v, t.columns.Nodes[c]))
	}
	for _, m := range t.merges {
		x.Merges = append(x.Merges, report.Merge{Left: m.Left, Right: m.Right, Height: m.Height})
	}
	title := lang.T("Tree of codes by how often they go together in %v", "Dendrogram kode menurut kemunculan bersama dalam %v", t.unit.Plural())
	if len(t.shown) < t.used {
		title = lang.T("%v: %v", "%v: %v", title, t.taken())
	}
	return report.Figure{ID: "dendrogram", Title: title, Alt: t.alt(), Tree: x}
}

// alt states the first merges and the last.
func (t *tree) alt() lang.Text {
	k := len(t.shown)
	first := make([]int, k, 2*k) // leaf of each node
	for i := range first {
		first[i] = i
	}
	text := lang.T("Tree of %v, average linkage.", "Dendrogram %v, pautan rata-rata.", lang.Many(k, "code", "codes", "kode"))
	for i, m := range t.merges {
		first = append(first, first[m.Left])
		if i < 3 && i < len(t.merges)-1 {
			text = lang.T("%v %v joins %v at distance %v.", "%v %v bergabung dengan %v pada jarak %v.", text, t.branch(m.Left, first), t.branch(m.Right, first), m.Height)
		}
	}
	last := t.merges[len(t.merges)-1]
	text = lang.T("%v All are joined at %v.", "%v Semuanya bergabung pada %v.", text, last.Height)
	if math.IsNaN(t.cophenetic) {
		return text
	}
	return lang.T("%v Cophenetic correlation: %v.", "%v Korelasi kofenetik: %v.", text, t.cophenetic)
}

// branch names a node by its first leaf.
func (t *tree) branch(node int, first []int) lang.Text {
	name := analysis.Name(t.v, t.columns.Nodes[t.shown[first[node]]])
	if k := len(t.shown); node >= k {
		return lang.T("%v and %v more", "%v dan %v lagi", name, t.merges[node-k].Size-1)
	}
	return name
}

// structure says how well tree and communities stand for the numbers.
func structure(t *tree, net *network) report.Table {
	count := func(id, en, in string) report.Column {
		return report.Column{ID: id, Title: lang.T(en, in), Type: report.Count}
	}
	x := report.Table{ID: "structure", Title: lang.T("How firm the tree and the communities are", "Seberapa kukuh dendrogram dan komunitasnya"), Aside: true,
		Columns: []report.Column{
			count("leaves", "Leaves", "Daun"),
			{ID: "cophenetic", Title: lang.T("Cophenetic r", "r kofenetik"), Type: report.Number, Decimals: 3},
			count("nodes", "Tied codes", "Kode terhubung"), count("ties", "Ties", "Hubungan"), count("communities", "Communities", "Komunitas"),
			{ID: "modularity", Title: lang.Same("Q"), Type: report.Number, Decimals: 3},
			count("runs", "Runs", "Percobaan"), count("runs_same", "Same", "Sama"),
		}}
	x.Notes = []lang.Text{lang.T("Leaves: codes in the tree. Q: modularity of the communities. Same: of all runs, those that ended in these communities.",
		"Daun: kode dalam dendrogram. Q: modularitas komunitas. Sama: dari semua percobaan, yang berakhir pada komunitas ini.")}
	row := []report.Cell{len(t.shown), report.Num(t.cophenetic), net.tied, len(net.ties), nil, nil, net.Runs, nil}
	if net.Runs > 0 {
		row[4], row[5], row[7] = net.Count, report.Num(net.Modularity), net.Same
	}
	x.Rows = [][]report.Cell{row}
	return x
}
