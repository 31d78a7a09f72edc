package render

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"strings"

	"gonum.org/v1/plot/vg/vgsvg"

	"tematik/internal/report"
)

// renderSVG draws a figure as SVG: text stays text, in whatever sans serif the
// reader has; title and description are there for those who cannot see it.
func renderSVG(w io.Writer, r *report.Report, o Options) error {
	pic, f, s, err := compose(r, o)
	if err != nil {
		return err
	}
	c := vgsvg.New(pic.size())
	pic.draw(pen{c, s})
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	// The quote makes the match safe: in a text it would be written &#34;.
	svg := strings.ReplaceAll(b.String(), `style="font-family:Liberation Sans;font-variant:normal;font-weight:normal;font-style:normal;`,
		`style="font-family:Arial,Helvetica,Liberation Sans,sans-serif;`)
	start := strings.Index(svg, "<svg ")
	end := start + strings.Index(svg[start:], ">")
	esc := func(s string) string { return html.EscapeString(clean(s)) }
	_, err = fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s role=\"img\" xml:lang=\"%s\" aria-labelledby=\"%s-title %[3]s-desc\">\n"+
		"<title id=\"%[3]s-title\">%[4]s</title>\n<desc id=\"%[3]s-desc\">%[5]s</desc>\n<metadata>%[6]s</metadata>\n"+
		"<rect width=\"100%%\" height=\"100%%\" fill=\"#FFFFFF\"/>%[7]s",
		svg[start:end], s.lang, esc(f.ID), esc(f.Title.In(s.lang)), esc(f.Alt.In(s.lang)),
		esc(strings.Join(Provenance(r.Provenance, s.lang), " · ")), svg[end+1:])
	return err
}
