package render

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// The JSON form: an interface that other programs read, so its keys and their
// order are written out here and not left to the shape of package report. Rows
// are written one after the other, since there may be millions.
type (
	jsonHead struct {
		Schema     string            `json:"schema"`
		Report     string            `json:"report"`
		Title      string            `json:"title"`
		Provenance report.Provenance `json:"provenance"`
		Warnings   []jsonWarning     `json:"warnings"`
	}
	jsonWarning struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	jsonTable struct {
		ID      string       `json:"id"`
		Title   string       `json:"title"`
		Columns []jsonColumn `json:"columns"`
	}
	jsonColumn struct {
		ID    string      `json:"id"`
		Title string      `json:"title"`
		Type  report.Type `json:"type"`
	}
	jsonFigure struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		Alt   string `json:"alt"`
	}
)

// renderJSON writes the whole report as one JSON value and a newline: English,
// full precision, null for what is undefined, and no null for an empty list.
// An unknown table is refused as everywhere, a known one gives them all.
func renderJSON(w io.Writer, r *report.Report, o Options) error {
	if _, err := o.tables(r); err != nil {
		return err
	}
	head := jsonHead{Schema: report.Schema, Report: r.Name, Title: r.Title.In(lang.EN), Provenance: r.Provenance, Warnings: []jsonWarning{}}
	head.Provenance.Parameters = plainMap(r.Provenance.Parameters)
	head.Provenance.Filters = plainMap(r.Provenance.Filters)
	head.Provenance.Coders = append([]string{}, r.Provenance.Coders...)
	for _, x := range r.Warnings {
		head.Warnings = append(head.Warnings, jsonWarning{x.ID, x.Text.In(lang.EN)})
	}
	j := &jsonWriter{Writer: bufio.NewWriter(w)}
	j.open(head)
	j.WriteString(`,"tables":[`)
	for i := range r.Tables {
		j.comma(i)
		j.table(&r.Tables[i])
	}
	j.WriteString(`],"figures":[`)
	for i, x := range r.Figures {
		j.comma(i)
		j.value(jsonFigure{x.ID, x.Title.In(lang.EN), x.Alt.In(lang.EN)})
	}
	j.WriteString("]}\n")
	if j.err != nil {
		return j.err
	}
	return j.Flush()
}

// jsonWriter writes JSON piece by piece. The writer keeps its first error; err
// is that of a value that JSON cannot hold.
type jsonWriter struct {
	*bufio.Writer
	buf bytes.Buffer
	err error
}

// value writes any value as encoding/json does, without escaping HTML.
func (j *jsonWriter) value(v any) {
	j.encode(v)
	j.Write(j.buf.Bytes())
}

// open writes an object without its end, for more to follow.
func (j *jsonWriter) open(v any) {
	j.encode(v)
	j.Write(bytes.TrimSuffix(j.buf.Bytes(), []byte("}")))
}

func (j *jsonWriter) encode(v any) {
	j.buf.Reset()
	enc := json.NewEncoder(&j.buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil && j.err == nil {
		j.err = err
	}
	j.buf.Truncate(max(j.buf.Len()-1, 0)) // the line end
}

func (j *jsonWriter) comma(i int) {
	if i > 0 {
		j.WriteByte(',')
	}
}

func (j *jsonWriter) table(t *report.Table) {
	head := jsonTable{ID: t.ID, Title: t.Title.In(lang.EN), Columns: []jsonColumn{}}
	for _, c := range t.Columns {
		head.Columns = append(head.Columns, jsonColumn{c.ID, c.Title.In(lang.EN), c.Type})
	}
	j.open(head)
	j.WriteString(`,"rows":[`)
	for i, row := range t.Rows {
		j.comma(i)
		j.WriteByte('[')
		for k, c := range row {
			j.comma(k)
			j.cell(c)
		}
		j.WriteByte(']')
	}
	j.WriteString(`],"notes":[`)
	for i, n := range t.Notes {
		j.comma(i)
		j.value(n.In(lang.EN))
	}
	j.WriteString("]}")
}

// cell writes what most cells are without reflection.
func (j *jsonWriter) cell(c report.Cell) {
	switch c := plain(c).(type) {
	case nil:
		j.WriteString("null")
	case int:
		j.Write(strconv.AppendInt(j.AvailableBuffer(), int64(c), 10))
	case bool:
		j.Write(strconv.AppendBool(j.AvailableBuffer(), c))
	case string:
		if !simple(c) {
			j.value(c)
			return
		}
		j.WriteByte('"')
		j.WriteString(c)
		j.WriteByte('"')
	default:
		j.value(c)
	}
}

// simple reports printable ASCII that JSON takes as it is.
func simple(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			return false
		}
	}
	return true
}

// plain is a value as a program reads it: a text in one language for all
// readers, null for a number that is none.
func plain(v any) any {
	switch v := v.(type) {
	case lang.Text:
		return v.Machine()
	case lang.Num:
		return plain(v.Value)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	}
	return v
}

func plainMap(m map[string]any) map[string]any {
	out := make(map[string]any, len(m))
	for k, v := range m {
		out[k] = plain(v)
	}
	return out
}
