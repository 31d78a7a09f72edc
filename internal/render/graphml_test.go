package render

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"gonum.org/v1/gonum/graph/formats/gexf12"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// awkwardNetwork has words that would break XML, a node without theme or
// community, and ties that lead nowhere.
func awkwardNetwork() *report.Report {
	r := example()
	r.Figures = append(r.Figures, report.Figure{ID: "net", Title: lang.T("Ties <of> codes", "Hubungan <antar> kode"), Alt: lang.T("Strongest: 0.50 & more.", "Terkuat: 0,50 & lainnya."),
		Network: &report.Network{Size: lang.T("turns", "giliran bicara"), Ties: lang.Same("Jaccard"),
			Nodes: []report.Node{
				{ID: "customs.hs", Name: lang.T("HS \"codes\" & <b>", "Klasifikasi HS – pos tarif é 日本 "+family), Size: 12, Group: 0, Theme: "customs"},
				{ID: "malu_gengsi", Name: lang.Same("line\nbreak\x00\x1b"), Size: 0.1, Group: 1},
				{ID: "gap", Name: lang.Same("gap"), Size: 3, Group: -1, Theme: "gap"},
			},
			Links: []report.Link{{From: 0, To: 1, Weight: 1.0 / 3}, {From: 0, To: 9, Weight: 1}, {From: -1, To: 0, Weight: 1}, {From: 1, To: 2, Weight: 0.5}}}})
	return r
}

func TestGraphML(t *testing.T) {
	out := render(t, "graphml", awkwardNetwork(), Options{Lang: lang.ID})
	var g struct {
		XMLName xml.Name
		Desc    string `xml:"desc"`
		Keys    []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Name string `xml:"attr.name,attr"`
			Type string `xml:"attr.type,attr"`
		} `xml:"key"`
		Graph struct {
			Default string `xml:"edgedefault,attr"`
			Nodes   []struct {
				ID   string        `xml:"id,attr"`
				Data []graphMLData `xml:"data"`
			} `xml:"node"`
			Edges []struct {
				Source string        `xml:"source,attr"`
				Target string        `xml:"target,attr"`
				Data   []graphMLData `xml:"data"`
			} `xml:"edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal([]byte(out), &g); err != nil {
		t.Fatal(err)
	}
	if g.XMLName.Space != "http://graphml.graphdrawing.org/xmlns" || g.XMLName.Local != "graphml" || g.Graph.Default != "undirected" {
		t.Errorf("%+v", g.XMLName)
	}
	if got := fmt.Sprint(g.Keys); got != "[{Label node label string} {Theme node theme string} {Size node size double} {Community node community int} {Weight edge weight double}]" {
		t.Error(got)
	}
	if got, want := fmt.Sprint(g.Graph.Nodes), "[{customs.hs [{Label Klasifikasi HS – pos tarif é 日本 "+family+"} {Theme customs} {Size 12} {Community 1}]} "+
		"{malu_gengsi [{Label line break} {Size 0.1} {Community 2}]} {gap [{Label gap} {Theme gap} {Size 3}]}]"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := fmt.Sprint(g.Graph.Edges); got != "[{customs.hs malu_gengsi [{Weight 0.3333333333333333}]} {malu_gengsi gap [{Weight 0.5}]}]" {
		t.Error(got)
	}
	for _, want := range []string{"Hubungan <antar> kode", "Terkuat: 0,50 & lainnya.", "3f2a91c0aa12", "tematik report sample --level code"} {
		if !strings.Contains(g.Desc, want) {
			t.Errorf("%q lacks %q", g.Desc, want)
		}
	}
	if !Wrote([]byte(out), "tematik report sample --level code") {
		t.Error("the file does not say by which command")
	}
}

// Gonum reads GEXF 1.2 by its schema.
func TestGEXF(t *testing.T) {
	out := render(t, "gexf", awkwardNetwork(), Options{})
	var g gexf12.Content
	if err := xml.Unmarshal([]byte(out), &g); err != nil {
		t.Fatal(err)
	}
	if g.Version != "1.2" || g.Graph.DefaultEdgeType != "undirected" || g.Meta == nil || g.Meta.LastModified.Format("2006-01-02") != "2026-03-04" {
		t.Errorf("%+v %+v", g, g.Meta)
	}
	if !strings.Contains(g.Meta.Description, "Ties <of> codes") || !strings.Contains(g.Meta.Description, "tematik report sample") {
		t.Error(g.Meta.Description)
	}
	if n := g.Graph.Nodes.Nodes; len(n) != 3 || n[0].ID != "customs.hs" || n[0].Label != `HS "codes" & <b>` || n[1].Label != "line break" ||
		fmt.Sprint(n[0].AttValues.AttValues[2].For, "=", n[0].AttValues.AttValues[2].Value) != "community=1" || len(n[2].AttValues.AttValues) != 2 {
		t.Errorf("%+v", n)
	}
	if e := g.Graph.Edges.Edges; len(e) != 2 || e[0].Source != "customs.hs" || e[0].Target != "malu_gengsi" || e[0].Weight != 1.0/3 || e[1].ID != "1" {
		t.Errorf("%+v", e)
	}
	if !Wrote([]byte(out), "tematik report sample --level code") {
		t.Error("the file does not say by which command")
	}
}

func TestNoNetwork(t *testing.T) {
	for _, name := range []string{"graphml", "gexf"} {
		f, err := ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Render(&strings.Builder{}, example(), Options{}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s of a report without a network: %v", name, err)
		}
	}
}
