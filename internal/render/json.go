package render

import (
	"encoding/json"
	"io"
	"math"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// The JSON form: an interface that other programs read, so its keys and their
// order are written out here and not left to the shape of package report.
type (
	jsonReport struct {
		Schema     string            `json:"schema"`
		Report     string            `json:"report"`
		Title      string            `json:"title"`
		Provenance report.Provenance `json:"provenance"`
		Warnings   []jsonWarning     `json:"warnings"`
		Tables     []jsonTable       `json:"tables"`
		Figures    []jsonFigure      `json:"figures"`
	}
	jsonWarning struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	jsonTable struct {
		ID      string       `json:"id"`
		Title   string       `json:"title"`
		Columns []jsonColumn `json:"columns"`
		Rows    [][]any      `json:"rows"`
		Notes   []string     `json:"notes"`
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
	v := jsonReport{
		Schema: report.Schema, Report: r.Name, Title: r.Title.In(lang.EN),
		Provenance: r.Provenance,
		Warnings:   []jsonWarning{}, Tables: []jsonTable{}, Figures: []jsonFigure{},
	}
	v.Provenance.Parameters = plainMap(r.Provenance.Parameters)
	v.Provenance.Filters = plainMap(r.Provenance.Filters)
	v.Provenance.Coders = append([]string{}, r.Provenance.Coders...)
	for _, x := range r.Warnings {
		v.Warnings = append(v.Warnings, jsonWarning{x.ID, x.Text.In(lang.EN)})
	}
	for i := range r.Tables {
		v.Tables = append(v.Tables, tableJSON(&r.Tables[i]))
	}
	for _, x := range r.Figures {
		v.Figures = append(v.Figures, jsonFigure{x.ID, x.Title.In(lang.EN), x.Alt.In(lang.EN)})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func tableJSON(t *report.Table) jsonTable {
	v := jsonTable{ID: t.ID, Title: t.Title.In(lang.EN), Columns: []jsonColumn{}, Rows: make([][]any, len(t.Rows)), Notes: []string{}}
	for _, c := range t.Columns {
		v.Columns = append(v.Columns, jsonColumn{c.ID, c.Title.In(lang.EN), c.Type})
	}
	for i, row := range t.Rows {
		v.Rows[i] = make([]any, len(row))
		for k, cell := range row {
			v.Rows[i][k] = plain(cell)
		}
	}
	for _, n := range t.Notes {
		v.Notes = append(v.Notes, n.In(lang.EN))
	}
	return v
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
