package render

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
	"io"
	"math"
	"strings"

	"gonum.org/v1/plot/vg/vgimg"

	"tematik/internal/report"
)

// renderPNG draws a figure as PNG at the preset's resolution, which the file
// states, and keeps title, description and provenance in it.
func renderPNG(w io.Writer, r *report.Report, o Options) error {
	pic, f, s, err := compose(r, o)
	if err != nil {
		return err
	}
	width, height := pic.size()
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(s.preset.DPI))
	pic.draw(pen{c, s})
	var b bytes.Buffer
	if err := png.Encode(&b, c.Image()); err != nil {
		return err
	}

	// Signature and IHDR are the first 33 bytes; the chunks below come after.
	const header = 8 + 4 + 4 + 13 + 4
	var out bytes.Buffer
	out.Write(b.Next(header))
	perMeter := uint32(math.Round(float64(s.preset.DPI) / 0.0254))
	phys := binary.BigEndian.AppendUint32(nil, perMeter)
	phys = binary.BigEndian.AppendUint32(phys, perMeter)
	chunk(&out, "pHYs", append(phys, 1)) // 1: per metre
	for _, t := range []struct{ key, text string }{
		{"Title", f.Title.In(s.lang)},
		{"Description", f.Alt.In(s.lang)},
		{"Source", strings.Join(Provenance(r.Provenance, s.lang), " · ")},
	} {
		chunk(&out, "iTXt", []byte(t.key+"\x00\x00\x00"+string(s.lang)+"\x00\x00"+clean(t.text)))
	}
	if _, err := out.WriteTo(w); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

func chunk(b *bytes.Buffer, kind string, data []byte) {
	b.Write(binary.BigEndian.AppendUint32(nil, uint32(len(data))))
	body := append([]byte(kind), data...)
	b.Write(body)
	b.Write(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)))
}
