package render

import (
	"encoding/binary"
	"encoding/xml"
	"image/color"
	"image/png"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// figures are those of the size that studies have.
func figures() map[string]report.Figure {
	return map[string]report.Figure{"curve 1": curve(1), "curve 8": curve(8), "curve 20": curve(20), "heat 1": heat(1), "heat 6": heat(6), "heat 15": heat(15), "heat 24": heat(24),
		"forest 0": intervals(0), "forest 1": intervals(1), "forest 12": intervals(12), "forest 40": intervals(40), "forest 300": intervals(300),
		"tree 0": dendrogram(0), "tree 1": dendrogram(1), "tree 2": dendrogram(2), "tree 24": dendrogram(24), "tree 300": dendrogram(300),
		"network 0": graph(0), "network 1": graph(1), "network 2": graph(2), "network 12": graph(12), "network 24": graph(24), "network 60": graph(60), "network 300": graph(300),
		"strips 0": portrait(0), "strips 1": portrait(1), "strips 16": portrait(16), "strips 50": portrait(50), "strips 300": portrait(300)}
}

func TestSVG(t *testing.T) {
	for name, f := range figures() {
		out := render(t, "svg", &report.Report{Figures: []report.Figure{f}}, Options{Lang: lang.ID})
		text, size := map[string]string{}, math.Inf(1)
		var path []string
		for d := xml.NewDecoder(strings.NewReader(out)); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch token := token.(type) {
			case xml.StartElement:
				path = append(path, token.Name.Local)
				for _, a := range token.Attr {
					if a.Name.Local == "role" {
						text["role"] = a.Value
					}
					if _, after, ok := strings.Cut(a.Value, "font-size:"); ok {
						size = min(size, number(after))
					}
				}
			case xml.EndElement:
				path = path[:len(path)-1]
			case xml.CharData:
				if len(path) > 0 {
					text[path[len(path)-1]] += string(token)
				}
			}
		}
		if text["role"] != "img" || text["title"] != f.Title.In(lang.ID) || text["desc"] != f.Alt.In(lang.ID) || !strings.Contains(text["metadata"], "tematik") {
			t.Errorf("%s: role, title, description or provenance is missing: %q", name, text)
		}
		if !strings.Contains(out, "font-family:Arial,Helvetica,Liberation Sans,sans-serif;") || strings.Contains(out, "font-family:Liberation") {
			t.Errorf("%s: no fallback for the font", name)
		}
		if size < minText {
			t.Errorf("%s: text of %v points", name, size)
		}
	}
}

// number reads the digits a string begins with.
func number(s string) (v float64) {
	for _, r := range s {
		if r < '0' || r > '9' {
			break
		}
		v = 10*v + float64(r-'0')
	}
	return v
}

func TestPNG(t *testing.T) {
	t.Parallel()
	for _, p := range Presets {
		out := render(t, "png", &report.Report{Figures: []report.Figure{curve(8)}}, Options{Preset: p.Name})
		image, err := png.Decode(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if want := int(p.Width/25.4*float64(p.DPI) + 0.5); image.Bounds().Dx() != want {
			t.Errorf("%s: %d pixels wide, want %d", p.Name, image.Bounds().Dx(), want)
		}
		i := strings.Index(out, "pHYs")
		if i < 0 || binary.BigEndian.Uint32([]byte(out[i+4:])) != uint32(math.Round(float64(p.DPI)/0.0254)) {
			t.Errorf("%s: the resolution is not stated", p.Name)
		}
		if r, g, b, a := image.At(0, 0).RGBA(); r&g&b&a != 0xFFFF {
			t.Errorf("%s: the ground is not white", p.Name)
		}
	}
	err := renderPNG(io.Discard, example(), Options{Preset: "nature"})
	if errs.KindOf(err) != errs.Usage || !strings.Contains(err.Error(), "plos") {
		t.Errorf("an unknown preset: %v", err)
	}
}

// TestInside draws on a canvas that watches: every stroke and every letter lies
// on the page, in each size and language, and no letter on another.
func TestInside(t *testing.T) {
	for name, f := range figures() {
		for _, p := range Presets {
			for _, l := range []lang.Lang{lang.EN, lang.ID} {
				pic, s, err := (Options{Preset: p.Name, Lang: l}).layout(&f)
				if err != nil {
					t.Fatal(err)
				}
				w, h := pic.size()
				wide := strings.HasPrefix(name, "heat 24") && p.Name == "column" // no narrower column holds so many legible ones
				if !wide && float64(w/mm) > p.Width+0.01 || float64(h/mm) > p.Height+0.01 {
					t.Errorf("%s, %s: %.1f × %.1f mm", name, p.Name, w/mm, h/mm)
				}
				var c watcher
				pic.draw(pen{&c, s})
				if c.low.X < 0 || c.low.Y < 0 || c.high.X > w || c.high.Y > h {
					t.Errorf("%s, %s, %s: drawn from %.1f to %.1f of %.1f × %.1f", name, p.Name, l, c.low, c.high, w, h)
				}
				if a, b := c.colliding(); a != "" {
					t.Errorf("%s, %s, %s: %q stands on %q", name, p.Name, l, b, a)
				}
			}
		}
	}
}

// Counts stand in the cells of a matrix that is long and narrow; the middle of
// the scale of 0 to 3 has the one decimal that it needs.
func TestCounts(t *testing.T) {
	heat := &report.Heat{Legend: lang.Same("n"), Columns: []lang.Text{lang.Same("a"), lang.Same("b")}}
	for i := range 20 {
		heat.Rows, heat.Values = append(heat.Rows, lang.Same("x")), append(heat.Values, []float64{float64(i % 2), 3})
	}
	out := render(t, "svg", &report.Report{Figures: []report.Figure{{Heat: heat}}}, Options{Lang: lang.ID})
	if n := strings.Count(out, ">3</text>"); n != 21 {
		t.Errorf("%d times 3, want 20 in the cells and one on the scale", n)
	}
	if !strings.Contains(out, ">1,5</text>") || strings.Contains(out, "1,50") {
		t.Error("the middle of the scale is not 1,5")
	}
}

// The numbers of a forest stand beside it in the reader's way, undefined ones as
// a dash; its groups are in bold.
func TestForest(t *testing.T) {
	for l, want := range map[lang.Lang][]string{
		lang.EN: {">0.92</text>", ">[0.72, 1.00]</text>", ">–</text>", ">ani and budi</text>"},
		lang.ID: {">0,92</text>", ">[0,72; 1,00]</text>", ">[…; 1,00]</text>", ">ani dan ratna</text>"},
	} {
		out := render(t, "svg", &report.Report{Figures: []report.Figure{intervals(12)}}, Options{Lang: l})
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("%s: no %s", l, s)
			}
		}
	}
	out := render(t, "svg", &report.Report{Figures: []report.Figure{intervals(300)}}, Options{})
	if !strings.Contains(out, "… 247 more rows, not drawn here") {
		t.Error("it does not say that 247 of 300 rows are left out")
	}
}

// Of more leaves than a page holds, the first to join share a row, which says so.
func TestTree(t *testing.T) {
	out := render(t, "svg", &report.Report{Figures: []report.Figure{dendrogram(300)}}, Options{})
	rows, leaves := 0, 0
	for _, m := range regexp.MustCompile(`>[^<]* \+(\d+)</text>`).FindAllStringSubmatch(out, -1) {
		rows, leaves = rows+1, leaves+1+int(number(m[1]))
	}
	if leaves != 300 || rows > 60 {
		t.Errorf("%d rows stand for %d leaves, want 300", rows, leaves)
	}
	if !strings.Contains(out, "(+n)") || strings.Contains(render(t, "svg", &report.Report{Figures: []report.Figure{dendrogram(24)}}, Options{}), "(+n)") {
		t.Error("shared rows are not explained, or there are none")
	}
}

// Every node of a network that fits has its name, those without a tie too; of
// too many, the largest are drawn, and it says how many are not.
func TestNetwork(t *testing.T) {
	names := regexp.MustCompile(`>[^<]*</text>`)
	for n, want := range map[int]string{0: "No ties", 2: "Without a tie:", 24: "HS classification", 60: "54 digital.capability", 300: "207 more with ties"} {
		g := graph(n)
		out := render(t, "svg", &report.Report{Figures: []report.Figure{g}}, Options{})
		if !strings.Contains(out, want) {
			t.Errorf("%d nodes: no %q in %v", n, want, names.FindAllString(out, -1))
		}
	}
}

// luminance is the lightness L* of an ink, of 100, as CIE 1976 has it.
func luminance(ink color.Color) float64 {
	r, g, b, _ := ink.RGBA()
	linear := func(v uint32) float64 {
		if c := float64(v) / 0xFFFF; c > 0.04045 {
			return math.Pow((c+0.055)/1.055, 2.4)
		}
		return float64(v) / 0xFFFF / 12.92
	}
	y := 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
	if y > 0.008856 {
		return 116*math.Cbrt(y) - 16
	}
	return 903.3 * y
}

// TestGray holds figures to what a copy without colour needs: two series differ
// by dash, marker or pattern, or in lightness by 10 of 100; so do two
// communities, and two lanes beside each other, which their place tells apart
// besides.
func TestGray(t *testing.T) {
	apart := func(a, b color.Color) bool { return math.Abs(luminance(a)-luminance(b)) >= 10 }
	l := &report.Lines{}
	for style := report.Solid; style <= report.Bars; style++ {
		for range 6 {
			l.Series = append(l.Series, report.Series{Style: style, X: []float64{1, 2}, Y: []float64{1, 2}})
		}
	}
	pic, _, err := Options{}.layout(&report.Figure{Lines: l})
	if err != nil {
		t.Fatal(err)
	}
	looks := pic.(*chart).looks
	for i, a := range looks {
		for k, b := range looks[:i] {
			x, y := l.Series[i].Style, l.Series[k].Style
			switch {
			case x == report.Bars && y == report.Bars:
				if !apart(a.fill, b.fill) && a.hatch == b.hatch {
					t.Errorf("bars %d and %d look alike", k, i)
				}
			case x == report.Bars || y == report.Bars, x == report.Points != (y == report.Points):
			case x == report.Points:
				if a.nth%(2*forms) == b.nth%(2*forms) {
					t.Errorf("markers %d and %d look alike", k, i)
				}
			case slices.Equal(a.dash, b.dash) && !apart(a.ink, b.ink):
				t.Errorf("lines %d and %d look alike", k, i)
			}
		}
	}
	n := &network{}
	for g := range 30 {
		n.groups = append(n.groups, g)
	}
	for g := range 30 {
		for o := range g {
			ink, form := n.look(g)
			other, shape := n.look(o)
			if form == shape && !apart(ink, other) {
				t.Errorf("communities %d and %d look alike", o, g)
			}
		}
	}
	for k, ink := range lanes {
		if next := lanes[(k+1)%len(lanes)]; !apart(ink, next) {
			t.Errorf("lanes %d and %d are of one gray: %.0f %.0f", k, k+1, luminance(ink), luminance(next))
		}
	}
}

func TestPDF(t *testing.T) {
	if got := []byte{western('A'), western('é'), western('–'), western('…'), western('日'), western('\uFFFD')}; string(got) != "A\xe9\x96\x85??" {
		t.Errorf("%q", got)
	}
	out := render(t, "pdf", example(), Options{Lang: lang.ID})
	if !strings.HasPrefix(out, "%PDF-") || !strings.Contains(out, "/CreationDate (D:20260304101200)") {
		t.Error("no PDF, or with the time of day in it")
	}
}

func TestFigureTable(t *testing.T) {
	c, h := curve(8), heat(6)
	if table := FigureTable(&c); len(table.Rows) != 24 || table.Rows[0][3] != c.Lines.Series[0].Lower[0] || table.Rows[9][3] != nil {
		t.Errorf("%d rows: %v", len(table.Rows), table.Rows[0])
	}
	if table := FigureTable(&h); len(table.Rows) != 36 || table.Rows[0][2] != nil || table.Rows[1][2] != h.Heat.Values[0][1] {
		t.Errorf("%d rows: %v", len(table.Rows), table.Rows[:2])
	}
	f := intervals(12)
	if table := FigureTable(&f); len(table.Rows) != 12 || table.Rows[2][2] != nil || table.Rows[5][3] != f.Forest.Rows[5].Lower {
		t.Errorf("%d rows: %v", len(table.Rows), table.Rows[:3])
	}
	d, g := dendrogram(24), graph(24)
	if table := FigureTable(&d); len(table.Rows) != 24+23 || table.Rows[24][2] != 0 || table.Rows[24][4] != d.Tree.Merges[0].Height {
		t.Errorf("%d rows: %v", len(table.Rows), table.Rows[24])
	}
	if table := FigureTable(&g); len(table.Rows) != 24+len(g.Network.Links) || table.Rows[8][2] != nil || table.Rows[9][2] != 2 || table.Rows[24][4] != g.Network.Links[0].Weight {
		t.Errorf("%d rows: %v", len(table.Rows), table.Rows[24])
	}
	p := portrait(2)
	p.Strips.Rows[1].Pieces = nil
	if table := FigureTable(&p); len(table.Rows) != 15 || table.Rows[14][2] != nil || table.Rows[1][3] != p.Strips.Rows[0].Pieces[1].From {
		t.Errorf("%d rows: %v", len(table.Rows), table.Rows)
	}
	if s := Caption(example(), &c, lang.ID); !strings.HasPrefix(s, "Kode menurut wawancara. Setelah 8") || !strings.Contains(s, "umkm.tematik") {
		t.Error(s)
	}
}
