package render

import (
	"bytes"
	"image/color"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"github.com/clipperhouse/displaywidth"
	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgpdf"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/report"
)

// Figures are drawn on gonum/plot's canvases, one drawing for SVG, PNG and PDF;
// their layout is ours (package plot has no legend outside its frame and no
// labelled heat map, and would read twelve fonts at each start). They carry no
// title inside: journals set it above the figure, from Caption.

// Preset is the size of figures that a family of journals asks for.
type Preset struct {
	Name   string
	Width  float64 // mm
	Height float64 // mm, at most
	Text   float64 // points, nowhere below minText
	DPI    int     // of a PNG
}

// Presets lists the sizes; the first is the default.
var Presets = []Preset{
	{Name: "default", Width: 140, Height: 220, Text: 9, DPI: 300},
	{Name: "apa", Width: 165, Height: 220, Text: 9, DPI: 300},
	{Name: "plos", Width: 132, Height: 222, Text: 8, DPI: 300},
	{Name: "elsevier", Width: 140, Height: 220, Text: 8, DPI: 500},
	{Name: "column", Width: 90, Height: 220, Text: 8, DPI: 500},
}

// minText is the smallest type that the journals' rules allow, in points.
const minText = 8

// Caption is what stands with a figure in a paper: its title, what it shows in
// numbers, and how they were made.
func Caption(r *report.Report, f *report.Figure, l lang.Lang) string {
	w := words{lang: l}
	parts := []string{f.Title.In(l) + ".", f.Alt.In(l), w.say("Made with ", "Dibuat dengan ") + strings.Join(Provenance(r.Provenance, l), " · ")}
	return clean(strings.Join(parts, " "))
}

// sheet is what a figure is drawn on: its size, type and language.
type sheet struct {
	lang   lang.Lang
	preset Preset
	font   *opentype.Font
	bold   *opentype.Font
	weight stdfont.Weight
}

// number is a value as print has it: with a minus, not a hyphen.
func (s sheet) number(v float64, decimals int) string {
	return strings.Replace(lang.Number(s.lang, v, decimals), "-", "−", 1)
}

// strong is the sheet with bold type.
func (s sheet) strong() sheet {
	s.font, s.weight = s.bold, stdfont.WeightBold
	return s
}

// picture is a figure laid out: it knows its size before there is a canvas.
type picture interface {
	size() (w, h vg.Length)
	draw(p pen)
}

// compose lays out the figure that is asked for.
func compose(r *report.Report, o Options) (picture, *report.Figure, sheet, error) {
	f, err := o.pick(r, nil)
	if err != nil {
		return nil, nil, sheet{}, err
	}
	pic, s, err := o.layout(f)
	return pic, f, s, err
}

// layout lays out a figure.
func (o Options) layout(f *report.Figure) (picture, sheet, error) {
	s := sheet{lang: o.language()}
	var err error
	if s.preset, err = presetNamed(o.Preset); err != nil {
		return nil, s, err
	}
	if s.font, err = opentype.Parse(liberationsansregular.TTF); err != nil {
		return nil, s, errs.Wrap(errs.Failed, err, "figure: font")
	}
	if s.bold, err = opentype.Parse(liberationsansbold.TTF); err != nil {
		return nil, s, errs.Wrap(errs.Failed, err, "figure: font")
	}
	switch {
	case f.Heat != nil:
		return newHeatmap(s, f.Heat), s, nil
	case f.Forest != nil:
		return newForest(s, f.Forest), s, nil
	case f.Tree != nil:
		return newTree(s, f.Tree), s, nil
	case f.Network != nil:
		return newNetwork(s, f.Network), s, nil
	case f.Strips != nil:
		return newStrips(s, f.Strips), s, nil
	}
	return newChart(s, f.Lines), s, nil
}

func presetNamed(name string) (Preset, error) {
	var names []string
	for i, p := range Presets {
		if p.Name == name || name == "" && i == 0 {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return Preset{}, errs.New(errs.Usage, "preset %q: known are %s", name, strings.Join(names, ", ")).Hint("tematik help figures")
}

const mm = vg.Millimeter

func (s sheet) face(size vg.Length) font.Face {
	return font.Face{Font: font.Font{Typeface: "Liberation", Variant: "Sans", Weight: s.weight, Size: size}, Face: s.font}
}

// width is how wide a text is set.
func (s sheet) width(text string, size vg.Length) vg.Length {
	face := s.face(size)
	return face.Width(text)
}

// cut shortens a text to a width and marks that it did.
func (s sheet) cut(text string, size, width vg.Length) string {
	text = clean(text)
	if s.width(text, size) <= width {
		return text
	}
	at := 0
	for g := displaywidth.StringGraphemes(text); g.Next(); at += len(g.Value()) {
		if s.width(text[:at+len(g.Value())]+"…", size) > width {
			break
		}
	}
	return strings.TrimRight(text[:at], " .,;:-") + "…"
}

// wrap breaks a text into so many lines at most; what is left over is cut.
func (s sheet) wrap(text string, size, width vg.Length, lines int) []string {
	var out, parts []string
	for _, word := range strings.Fields(clean(text)) {
		parts = append(parts, s.parted(word, size, width)...)
	}
	line := ""
	for i, part := range parts {
		longer := strings.TrimSpace(line + part)
		if line != "" && s.width(longer, size) > width {
			if len(out) == lines-1 {
				line += strings.Join(parts[i:], "")
				break
			}
			out = append(out, s.cut(line, size, width))
			longer = strings.TrimSpace(part)
		}
		line = longer
	}
	return append(out, s.cut(line, size, width))
}

// parted is a word with the space before it; one too long for a line may break
// after a mark inside it, as names of files and ids have them.
func (s sheet) parted(word string, size, width vg.Length) []string {
	if s.width(word, size) <= width {
		return []string{" " + word}
	}
	parts := strings.SplitAfter(word, "-")
	for _, mark := range []string{"_", ".", "/"} {
		var finer []string
		for _, p := range parts {
			finer = append(finer, strings.SplitAfter(p, mark)...)
		}
		parts = finer
	}
	parts[0] = " " + parts[0]
	return parts
}

// renderPDF draws a figure as PDF. The font holds the Western European
// characters only; others become question marks.
func renderPDF(w io.Writer, r *report.Report, o Options) error {
	pic, _, s, err := compose(r, o)
	if err != nil {
		return err
	}
	width, height := pic.size()
	c := vgpdf.New(width, height)
	pic.draw(pen{pdfCanvas{c, s.font}, s})
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	// The library writes the time of day; the same figure is the same bytes.
	at, _ := time.Parse(time.RFC3339, r.Provenance.Created)
	stamp := []byte("Date (D:" + at.UTC().Format("20060102150405") + ")")
	_, err = w.Write(regexp.MustCompile(`Date \(D:\d{14}\)`).ReplaceAllLiteral(b.Bytes(), stamp))
	return err
}

// pdfCanvas writes text in the encoding that the PDF's font has, and gives
// colours in the form that vgpdf takes them for. Of two fonts vgpdf embeds one
// under both names, so bold is the regular one struck twice.
type pdfCanvas struct {
	*vgpdf.Canvas
	regular *opentype.Font
}

// straight is a colour whose values are not multiplied by its opacity: vgpdf
// writes them as they are beside the opacity, and would darken a band twice.
type straight color.NRGBA

func (c straight) RGBA() (r, g, b, a uint32) {
	return uint32(c.R) * 0x101, uint32(c.G) * 0x101, uint32(c.B) * 0x101, uint32(c.A) * 0x101
}

func (c pdfCanvas) SetColor(ink color.Color) {
	c.Canvas.SetColor(straight(color.NRGBAModel.Convert(ink).(color.NRGBA)))
}

func (c pdfCanvas) FillString(f font.Face, at vg.Point, text string) {
	b := make([]byte, 0, len(text))
	for _, r := range text {
		b = append(b, western(r))
	}
	if f.Font.Weight == stdfont.WeightBold {
		f.Font.Weight, f.Face = stdfont.WeightNormal, c.regular
		c.Canvas.FillString(f, vg.Point{X: at.X + 0.04*f.Font.Size, Y: at.Y}, string(b))
	}
	c.Canvas.FillString(f, at, string(b))
}

// western is a character in Windows-1252: Latin-1, and in its place for control
// characters the ones below.
func western(r rune) byte {
	const special = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"
	if r < 0x80 || r >= 0xA0 && r <= 0xFF {
		return byte(r)
	}
	if i := slices.Index([]rune(special), r); i >= 0 && r != utf8.RuneError {
		return byte(0x80 + i)
	}
	return '?'
}
