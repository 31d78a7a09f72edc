package render

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// What docx and xlsx share: a zip of XML parts. Same parts, same bytes.

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relation   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	corePart   = "docProps/core.xml"
	mostOffice = 256 << 20 // bytes of a file that is looked into
)

// part is a file of the zip; kind is its content type, "" where the suffix says it.
type part struct {
	name, kind string
	body       []byte
}

// pack writes what holds the parts together, and the parts, at a time that
// never changes. The first is where reading begins.
func pack(w io.Writer, r *report.Report, l lang.Lang, parts []part) error {
	core := part{corePart, "application/vnd.openxmlformats-package.core-properties+xml", coreProperties(r, l, digest(parts))}
	all := append([]part{
		contentTypes(append([]part{core}, parts...)),
		links("_rels/.rels", link{"officeDocument", parts[0].name}, link{"core-properties", corePart}),
		core,
	}, parts...)
	z := zip.NewWriter(w)
	for _, p := range all {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := f.Write(p.body); err != nil {
			return err
		}
	}
	return z.Close()
}

func contentTypes(parts []part) part {
	var b strings.Builder
	b.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`)
	for _, p := range parts {
		if p.kind != "" {
			b.WriteString(`<Override PartName="/` + p.name + `" ContentType="` + p.kind + `"/>`)
		}
	}
	b.WriteString(`</Types>`)
	return part{name: "[Content_Types].xml", body: []byte(b.String())}
}

// link is a relationship of a part to another; its id is rId and its number.
type link struct{ kind, target string }

func links(name string, list ...link) part {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, l := range list {
		kind := relation + "/" + l.kind
		if l.kind == "core-properties" {
			kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"/>`, i+1, kind, l.target)
	}
	b.WriteString(`</Relationships>`)
	return part{name: name, body: []byte(b.String())}
}

// coreProperties say what the file is called and how it was made; the command
// comes last.
func coreProperties(r *report.Report, l lang.Lang, sum string) []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escaped(r.Title.In(l)) + `</dc:title><dc:creator>tematik</dc:creator>` +
		`<dc:description>` + escaped(strings.Join(Provenance(r.Provenance, l), " · ")) + `</dc:description>` +
		`<dc:identifier>` + sum + `</dc:identifier><dc:language>` + locale(l) + `</dc:language>`)
	if at, err := time.Parse(time.RFC3339, r.Provenance.Created); err == nil {
		b.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">` + at.UTC().Format(time.RFC3339) + `</dcterms:created>`)
	}
	b.WriteString(`</cp:coreProperties>`)
	return []byte(b.String())
}

// digest tells whether anybody has changed a file since: an author's own work
// must not be replaced.
func digest(parts []part) string {
	sum := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(sum, "%s %d\n", p.name, len(p.body))
		sum.Write(p.body)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// locale is a language as office programs name it.
func locale(l lang.Lang) string {
	if l == lang.ID {
		return "id-ID"
	}
	return "en-US"
}

// untouched is what an office file says of itself, if it is as it was written;
// ok reports whether the file is one of them at all.
func untouched(file []byte) (core []byte, ok bool) {
	if !bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		return nil, false
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, true
	}
	var parts []part
	left := int64(mostOffice)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			return nil, true
		}
		b, err := io.ReadAll(io.LimitReader(in, left))
		in.Close()
		if left -= int64(len(b)); err != nil || left == 0 {
			return nil, true
		}
		if f.Name == corePart {
			core = b
			parts = nil // what comes before it holds the parts together
			continue
		}
		parts = append(parts, part{name: f.Name, body: b})
	}
	if !bytes.Contains(core, []byte("<dc:identifier>"+digest(parts)+"</dc:identifier>")) {
		return nil, true
	}
	return core, true
}
