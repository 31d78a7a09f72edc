package render

import (
	"encoding/xml"
	"io"

	"tematik/internal/report"
)

type (
	gexf struct {
		XMLName xml.Name `xml:"gexf"`
		NS      string   `xml:"xmlns,attr"`
		XSI     string   `xml:"xmlns:xsi,attr"`
		Schema  string   `xml:"xsi:schemaLocation,attr"`
		Version string   `xml:"version,attr"`
		Meta    struct {
			Modified    string `xml:"lastmodifieddate,attr,omitempty"`
			Creator     string `xml:"creator"`
			Description string `xml:"description"`
		} `xml:"meta"`
		Graph struct {
			Mode       string `xml:"mode,attr"`
			Edges      string `xml:"defaultedgetype,attr"`
			Attributes struct {
				Class string     `xml:"class,attr"`
				List  []gexfAttr `xml:"attribute"`
			} `xml:"attributes"`
			Nodes []gexfNode `xml:"nodes>node"`
			Ties  []gexfTie  `xml:"edges>edge"`
		} `xml:"graph"`
	}
	gexfAttr struct {
		ID    string `xml:"id,attr"`
		Title string `xml:"title,attr"`
		Type  string `xml:"type,attr"`
	}
	gexfNode struct {
		ID     string      `xml:"id,attr"`
		Label  string      `xml:"label,attr"`
		Values []gexfValue `xml:"attvalues>attvalue"`
	}
	gexfValue struct {
		For   string `xml:"for,attr"`
		Value string `xml:"value,attr"`
	}
	gexfTie struct {
		ID     int    `xml:"id,attr"`
		Source string `xml:"source,attr"`
		Target string `xml:"target,attr"`
		Weight string `xml:"weight,attr,omitempty"`
	}
)

// renderGEXF writes a network as GEXF 1.2 (gexf.net), which Gephi and networkx
// of all years read.
func renderGEXF(w io.Writer, r *report.Report, o Options) error {
	f, nodes, ties, err := o.graph(r)
	if err != nil {
		return err
	}
	g := gexf{NS: "http://www.gexf.net/1.2draft", XSI: "http://www.w3.org/2001/XMLSchema-instance",
		Schema: "http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd", Version: "1.2"}
	if c := r.Provenance.Created; len(c) >= len("2026-03-04") {
		g.Meta.Modified = c[:len("2026-03-04")]
	}
	g.Meta.Creator, g.Meta.Description = clean("tematik "+r.Provenance.Version), Caption(r, f, o.language())
	g.Graph.Mode, g.Graph.Edges, g.Graph.Attributes.Class = "static", "undirected", "node"
	g.Graph.Attributes.List = []gexfAttr{{"theme", "theme", "string"}, {"size", "size", "double"}, {"community", "community", "integer"}}
	for _, n := range nodes {
		node := gexfNode{ID: n.ID, Label: n.Name}
		for _, d := range known("theme", n.Theme, "size", n.Size, "community", n.Community) {
			node.Values = append(node.Values, gexfValue{d.Key, d.Value})
		}
		g.Graph.Nodes = append(g.Graph.Nodes, node)
	}
	for i, t := range ties {
		g.Graph.Ties = append(g.Graph.Ties, gexfTie{i, t.From, t.To, t.Weight})
	}
	return writeXML(w, g)
}
