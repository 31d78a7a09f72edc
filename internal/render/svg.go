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
	f, err := o.pick(r, nil)
	if err != nil {
		return err
	}
	about := "<metadata>" + escaped(strings.Join(Provenance(r.Provenance, o.language()), " · ")) + "</metadata>\n"
	svg, err := o.drawSVG(f, escaped(f.ID), about)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"+svg)
	return err
}

// drawSVG is a figure as an element, with ids that begin with id; about is what
// stands in it besides title and description.
func (o Options) drawSVG(f *report.Figure, id, about string) (string, error) {
	pic, s, err := o.layout(f)
	if err != nil {
		return "", err
	}
	c := vgsvg.New(pic.size())
	pic.draw(pen{c, s})
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return "", err
	}
	// The quote makes the match safe: in a text it would be written &#34;.
	const family, usual = `style="font-family:Arial,Helvetica,Liberation Sans,sans-serif;`, `style="font-family:Liberation Sans;font-variant:normal;font-weight:`
	svg := strings.NewReplacer(usual+"normal;font-style:normal;", family, usual+"bold;font-style:normal;", family+"font-weight:bold;").Replace(b.String())
	start := strings.Index(svg, "<svg ")
	end := start + strings.Index(svg[start:], ">")
	return fmt.Sprintf("%s role=\"img\" xml:lang=\"%s\" aria-labelledby=\"%s-title %[3]s-desc\">\n"+
		"<title id=\"%[3]s-title\">%[4]s</title>\n<desc id=\"%[3]s-desc\">%[5]s</desc>\n%[6]s"+
		"<rect width=\"100%%\" height=\"100%%\" fill=\"#FFFFFF\"/>%[7]s",
		svg[start:end], s.lang, id, escaped(f.Title.In(s.lang)), escaped(f.Alt.In(s.lang)), about, svg[end+1:]), nil
}

// escaped is anyone's words as they stand in XML and HTML, on one line.
func escaped(s string) string { return html.EscapeString(clean(s)) }
