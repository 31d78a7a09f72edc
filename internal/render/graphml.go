package render

import (
	"encoding/xml"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"

	"tematik/internal/report"
)

// Networks go to the programs that lay them out (Gephi, Cytoscape, networkx,
// igraph): nodes by their ids, with what is known of each, and undirected ties.

// isNetwork says which figures GraphML and GEXF hold.
func isNetwork(f *report.Figure) bool { return f.Network != nil }

// graphNode and graphTie are what both formats write.
type graphNode struct {
	ID, Name, Theme, Size, Community string // "": not known
}

type graphTie struct{ From, To, Weight string }

// graph reads the network that is asked for, or the first; ties that lead
// nowhere are left out.
func (o Options) graph(r *report.Report) (f *report.Figure, nodes []graphNode, ties []graphTie, err error) {
	if f, err = o.pick(r, isNetwork); err != nil {
		return nil, nil, nil, err
	}
	for _, n := range f.Network.Nodes {
		node := graphNode{ID: token(n.ID), Name: clean(n.Name.In(o.language())), Theme: clean(n.Theme), Size: digits(n.Size)}
		if n.Group >= 0 {
			node.Community = strconv.Itoa(n.Group + 1)
		}
		nodes = append(nodes, node)
	}
	for _, l := range f.Network.Links {
		if min(l.From, l.To) >= 0 && max(l.From, l.To) < len(nodes) {
			ties = append(ties, graphTie{nodes[l.From].ID, nodes[l.To].ID, digits(l.Weight)})
		}
	}
	return f, nodes, ties, nil
}

// token is an id as XML wants it, a word of letters, digits and .-_: alone, as
// ids of codes are.
func token(id string) string {
	if id = clean(id); id == "" {
		return "_"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-_", r) {
			return r
		}
		return '_'
	}, id)
}

// digits is a number at full precision; "" where it is none.
func digits(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

type (
	graphML struct {
		XMLName xml.Name     `xml:"graphml"`
		NS      string       `xml:"xmlns,attr"`
		XSI     string       `xml:"xmlns:xsi,attr"`
		Schema  string       `xml:"xsi:schemaLocation,attr"`
		Desc    string       `xml:"desc"`
		Keys    []graphMLKey `xml:"key"`
		Graph   struct {
			ID    string        `xml:"id,attr"`
			Edges string        `xml:"edgedefault,attr"`
			Nodes []graphMLNode `xml:"node"`
			Ties  []graphMLTie  `xml:"edge"`
		} `xml:"graph"`
	}
	graphMLKey struct {
		ID   string `xml:"id,attr"`
		For  string `xml:"for,attr"`
		Name string `xml:"attr.name,attr"`
		Type string `xml:"attr.type,attr"`
	}
	graphMLNode struct {
		ID   string        `xml:"id,attr"`
		Data []graphMLData `xml:"data"`
	}
	graphMLTie struct {
		Source string        `xml:"source,attr"`
		Target string        `xml:"target,attr"`
		Data   []graphMLData `xml:"data"`
	}
	graphMLData struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	}
)

// renderGraphML writes a network as GraphML 1.0 (graphml.graphdrawing.org).
func renderGraphML(w io.Writer, r *report.Report, o Options) error {
	f, nodes, ties, err := o.graph(r)
	if err != nil {
		return err
	}
	g := graphML{NS: "http://graphml.graphdrawing.org/xmlns", XSI: "http://www.w3.org/2001/XMLSchema-instance",
		Schema: "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
		Desc:   Caption(r, f, o.language()),
		// Ids share one space; those of codes have no capitals.
		Keys: []graphMLKey{{"Label", "node", "label", "string"}, {"Theme", "node", "theme", "string"}, {"Size", "node", "size", "double"},
			{"Community", "node", "community", "int"}, {"Weight", "edge", "weight", "double"}}}
	g.Graph.ID, g.Graph.Edges = "Graph", "undirected"
	for _, n := range nodes {
		g.Graph.Nodes = append(g.Graph.Nodes, graphMLNode{n.ID, known("Label", n.Name, "Theme", n.Theme, "Size", n.Size, "Community", n.Community)})
	}
	for _, t := range ties {
		g.Graph.Ties = append(g.Graph.Ties, graphMLTie{t.From, t.To, known("Weight", t.Weight)})
	}
	return writeXML(w, g)
}

// known are the data of keys and values; those without a value are left out.
func known(pairs ...string) []graphMLData {
	var out []graphMLData
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out = append(out, graphMLData{pairs[i], pairs[i+1]})
		}
	}
	return out
}

func writeXML(w io.Writer, v any) error {
	b, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(xml.Header + string(b) + "\n"))
	return err
}
