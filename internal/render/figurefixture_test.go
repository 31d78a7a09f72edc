package render

import (
	"fmt"
	"math"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// named is the nth code of the sample, by a long name where it has one.
func named(n int) lang.Text {
	id := codeIDs[n%len(codeIDs)]
	if label, ok := sampleLabels[id]; ok {
		return label
	}
	return lang.Same(id)
}

// intervals is the agreement on n codes of two pairs of coders, the third of
// them undefined, the fourth without an interval, the fifth open at an end.
func intervals(n int) report.Figure {
	f := &report.Forest{X: lang.T("Krippendorff's alpha with 95% interval", "Alfa Krippendorff dengan interval 95%"), Lo: 0, Hi: 1, Mark: 0.8}
	for i := range n {
		v := 0.6 + 0.35*math.Sin(float64(3*i+2))
		r := report.Interval{Name: named(i), Group: lang.T("ani and budi", "ani dan budi"), Value: v, Lower: v - 0.2 + 0.02*float64(i%7), Upper: min(v+0.15, 1)}
		if i >= (n+1)/2 {
			r.Group = lang.T("ani and ratna", "ani dan ratna")
		}
		switch i {
		case 2:
			r.Value, r.Lower, r.Upper = math.NaN(), math.NaN(), math.NaN()
		case 3:
			r.Lower, r.Upper = math.NaN(), math.NaN()
		case 4:
			r.Lower = math.Inf(-1)
		}
		f.Rows = append(f.Rows, r)
	}
	return report.Figure{ID: "forest", Title: lang.T("Agreement by code", "Kesepakatan per kode"), Alt: lang.T("Lowest: 0.25.", "Terendah: 0,25."), Forest: f}
}

// dendrogram is a tree of n codes, joined two by two and what is left over at
// last.
func dendrogram(n int) report.Figure {
	f := &report.Tree{Height: lang.T("Jaccard distance (average linkage)", "Jarak Jaccard (tautan rata-rata)")}
	var nodes []int
	for i := range n {
		f.Leaves, nodes = append(f.Leaves, named(i)), append(nodes, i)
	}
	for len(nodes) > 1 {
		k := len(f.Merges)
		f.Merges = append(f.Merges, report.Merge{Left: nodes[0], Right: nodes[1], Height: math.Sqrt(float64(k+1) / float64(n))})
		nodes = append(nodes[2:], n+k)
	}
	return report.Figure{ID: "dendrogram", Title: lang.T("Codes by co-occurrence", "Kode menurut kemunculan bersama"), Alt: lang.T("First: 0.20.", "Pertama: 0,20."), Tree: f}
}

// graph is a network of n codes in four communities, one of them with all its
// members tied to the first, and a few codes without a tie.
func graph(n int) report.Figure {
	f := &report.Network{Size: lang.T("Turns with the code", "Giliran dengan kode"), Ties: lang.T("Jaccard", "Jaccard")}
	for i := range n {
		f.Nodes = append(f.Nodes, report.Node{ID: codeIDs[i%len(codeIDs)], Name: named(i), Size: float64(3 + i*7%31), Group: i % 4})
		if i%9 == 8 {
			f.Nodes[i].Group = -1
			continue
		}
		for k := range i {
			if k%9 != 8 && (i%4 == k%4 && (i+k)%3 < 2 || (i*k)%23 == 5) {
				f.Links = append(f.Links, report.Link{From: k, To: i, Weight: 0.02 + 0.4*math.Abs(math.Sin(float64(i*k+1)))})
			}
		}
	}
	return report.Figure{ID: "network", Title: lang.T("Network of codes", "Jaringan kode"), Alt: lang.T("Strongest: 0.42.", "Terkuat: 0,42."), Network: f}
}

// portrait is n documents in which pieces of six themes stand, some of them over
// each other.
func portrait(n int) report.Figure {
	f := &report.Strips{X: lang.T("Words of the informant", "Kata informan")}
	for k := range 6 {
		f.Kinds = append(f.Kinds, named(3*k))
	}
	for i := range n {
		r := report.Strip{Name: lang.Same(fmt.Sprintf("I%02d long name of a document, which goes on", i+1)), Length: 900 + 700*math.Sin(float64(i))}
		for k := range 14 {
			from := r.Length * math.Abs(math.Sin(float64(i*k+k)))
			r.Pieces = append(r.Pieces, report.Piece{From: from, To: min(from+5+float64(k*i%80), r.Length), Kind: (i + k*k) % 6})
		}
		f.Rows = append(f.Rows, r)
	}
	return report.Figure{ID: "portrait", Title: lang.T("Portraits", "Potret"), Alt: lang.T("Most: 5.", "Terbanyak: 5."), Strips: f}
}
