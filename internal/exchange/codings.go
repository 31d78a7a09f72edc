package exchange

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

// CodingTable is what a table of codings gave: the rows that can be read, those
// that cannot, and what else the reader should know.
type CodingTable struct {
	Rows     *qda.CodingRows
	Refusals []qda.Refusal
	Warnings []string
}

// codingColumns are the columns of a table of codings, in the order in which
// they are written. It must say document and code, and where: start and end, or
// the quote alone.
var codingColumns = [...]string{"document", "start", "end", "code", "coder", "quote", "memo", "origin", "created", "aspect"}

// Positions in codingColumns.
const (
	colDocument = iota
	colStart
	colEnd
	colCode
	colCoder
	colQuote
	colMemo
	colOrigin
	colCreated
	colAspect // written only where a coding has one
)

// ReadCodings reads a table of codings. Columns may come in any order, divided
// by comma, semicolon or tab; those it does not know are left out with a
// warning. A row that cannot be read is refused by its line, the others stand.
func ReadCodings(name string, data []byte) (*CodingTable, error) {
	t, err := openTable(name, data)
	if err != nil {
		return nil, err
	}
	r := &codingReader{table: t, out: &CodingTable{Rows: &qda.CodingRows{File: name}}, documents: interner{}, codes: interner{}, coders: interner{}}
	if err := r.header(); err != nil {
		return nil, err
	}
	r.grow(min(strings.Count(t.s, "\n"), 1<<20))
	for t.next() {
		if reason := r.row(); reason != "" {
			r.out.Refusals = append(r.out.Refusals, t.refuse(reason))
		}
	}
	return r.out, nil
}

type codingReader struct {
	*table
	out                      *CodingTable
	at                       [len(codingColumns)]int // where a column is, or -1
	documents, codes, coders interner
	stamp                    string // the last cell of created, and what it means
	millis                   int64
}

func (r *codingReader) header() error {
	var unknown []string
	for i := range r.at {
		r.at[i] = -1
	}
columns:
	for i, c := range r.columns {
		for k, known := range codingColumns {
			if !strings.EqualFold(c, known) {
				continue
			}
			if r.at[k] >= 0 {
				return errs.New(errs.Usage, "%s:%d: the column %q stands twice", r.name, r.table.row, known)
			}
			r.at[k] = i
			continue columns
		}
		if c != "" {
			unknown = append(unknown, clip(c, 40))
		}
	}
	needs := []int{colDocument, colStart, colEnd, colCode}
	if r.at[colQuote] >= 0 && r.at[colStart] < 0 && r.at[colEnd] < 0 {
		needs = []int{colDocument, colCode}
	}
	var missing []string
	for _, k := range needs {
		if r.at[k] < 0 {
			missing = append(missing, codingColumns[k])
		}
	}
	if missing != nil {
		return errs.New(errs.Usage, "%s: a table of codings needs the columns document, code, and start, end or quote; missing: %s; found: %s",
			r.name, strings.Join(missing, ", "), r.found()).Hint("tematik help formats")
	}
	if unknown != nil {
		r.out.Warnings = append(r.out.Warnings, left(unknown))
	}
	return nil
}

// left tells of columns that were left out.
func left(columns []string) string {
	if len(columns) == 1 {
		return "a column that is not known was left out: " + columns[0]
	}
	return "columns that are not known were left out: " + strings.Join(columns, ", ")
}

// grow makes room for so many rows.
func (r *codingReader) grow(n int) {
	rows := r.out.Rows
	for _, column := range []*[]int32{&rows.Doc, &rows.Code, &rows.Coder, &rows.Start, &rows.End, &rows.Line} {
		*column = make([]int32, 0, n)
	}
	rows.Origin = make([]qda.Origin, 0, n)
	if r.at[colCreated] >= 0 {
		rows.Created = make([]int64, 0, n)
	}
	if r.at[colQuote] >= 0 {
		rows.Quote = make([]string, 0, n)
	}
	if r.at[colMemo] >= 0 {
		rows.Memo = make([]string, 0, n)
	}
	if r.at[colAspect] >= 0 {
		rows.Aspect = make([]string, 0, n)
	}
}

// row takes the present row, or says why it cannot.
func (r *codingReader) row() string {
	if r.problem != "" {
		return r.problem
	}
	if len(r.fields) != len(r.columns) {
		return r.misfit()
	}
	start, end, problem := r.place()
	if problem != "" {
		return problem
	}
	document, code := r.word(colDocument), r.word(colCode)
	switch {
	case document == "":
		return "no document is named"
	case code == "":
		return "no code is named"
	}
	origin := qda.Imported
	if s := r.word(colOrigin); s != "" {
		var err error
		if origin, err = qda.ParseOrigin(strings.ToLower(s)); err != nil {
			return err.Error()
		}
	}
	if problem := r.time(r.word(colCreated)); problem != "" {
		return problem
	}
	rows := r.out.Rows
	rows.Doc = append(rows.Doc, r.documents.index(document, &rows.Documents))
	rows.Code = append(rows.Code, r.codes.index(code, &rows.Codes))
	coder := int32(-1)
	if s := r.word(colCoder); s != "" {
		coder = r.coders.index(s, &rows.Coders)
	}
	rows.Coder = append(rows.Coder, coder)
	rows.Start, rows.End = append(rows.Start, start), append(rows.End, end)
	rows.Line = append(rows.Line, int32(r.table.row))
	rows.Origin = append(rows.Origin, origin)
	if r.at[colCreated] >= 0 {
		rows.Created = append(rows.Created, r.millis)
	}
	if i := r.at[colQuote]; i >= 0 {
		rows.Quote = append(rows.Quote, unguard(r.fields[i]))
	}
	if i := r.at[colMemo]; i >= 0 {
		rows.Memo = append(rows.Memo, unguard(strings.TrimSpace(r.fields[i])))
	}
	if i := r.at[colAspect]; i >= 0 {
		rows.Aspect = append(rows.Aspect, qda.JoinAspects(unguard(strings.TrimSpace(r.fields[i]))))
	}
	return ""
}

// place is where the present row's coding is; both -1 where its quote says so.
func (r *codingReader) place() (start, end int32, problem string) {
	if r.word(colStart) == "" && r.word(colEnd) == "" && r.word(colQuote) != "" {
		return -1, -1, ""
	}
	if r.at[colStart] < 0 {
		return 0, 0, "it has no quote"
	}
	if start, problem = position("start", r.fields[r.at[colStart]]); problem != "" {
		return 0, 0, problem
	}
	if end, problem = position("end", r.fields[r.at[colEnd]]); problem != "" {
		return 0, 0, problem
	}
	if end <= start {
		return 0, 0, fmt.Sprintf("end %d is not after start %d", end, start)
	}
	return start, end, ""
}

// word is a cell of a name; "" where there is no such column.
func (r *codingReader) word(k int) string {
	if r.at[k] < 0 {
		return ""
	}
	return unguard(strings.TrimSpace(r.fields[r.at[k]]))
}

// interner gives each distinct name a number.
type interner map[string]int32

func (m interner) index(s string, names *[]string) int32 {
	i, ok := m[s]
	if !ok {
		s = strings.Clone(s) // so that the file's text can go
		i = int32(len(*names))
		*names = append(*names, s)
		m[s] = i
	}
	return i
}

// position reads a count of characters. Programs that hold numbers as
// fractions write 120.0 or 1e+05, which are whole all the same.
func position(column, cell string) (n int32, problem string) {
	cell = strings.TrimSpace(cell)
	i, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(cell, 64)
		if err != nil || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
			return 0, fmt.Sprintf("%s %q is not a whole number", column, clip(cell, 40))
		}
		i = int64(f)
	}
	switch {
	case i < 0:
		return 0, fmt.Sprintf("%s %d is negative: positions count characters from 0", column, i)
	case i > math.MaxInt32:
		return 0, fmt.Sprintf("%s %d is beyond any text", column, i)
	}
	return int32(i), ""
}

// stampForms are the ways in which a time may be written, ours first.
var stampForms = [...]string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly}

// time reads a cell of created into millis; many rows have the same.
func (r *codingReader) time(cell string) string {
	if cell == r.stamp {
		return ""
	}
	millis := int64(0)
	if cell != "" {
		at, err := parseTime(cell)
		if err != nil {
			return fmt.Sprintf("created %q is not a time such as 2026-03-04T10:30:00Z", clip(cell, 40))
		}
		millis = at.UnixMilli()
	}
	r.stamp, r.millis = cell, millis
	return ""
}

func parseTime(s string) (at time.Time, err error) {
	for _, form := range stampForms {
		if at, err = time.Parse(form, s); err == nil {
			return at.UTC(), nil
		}
	}
	return at, err
}

// WriteCodings writes all codings as a table that ReadCodings reads back: in
// the Snapshot's order, each with its words and memos. A column whose content
// the Snapshot was not loaded with stays empty.
func WriteCodings(w io.Writer, s *qda.Snapshot) error {
	b := bufio.NewWriterSize(w, 1<<16)
	columns := codingColumns[:colAspect]
	if slices.ContainsFunc(s.Codings.ID, func(id qda.CodingID) bool { return s.Aspects[id] != "" }) {
		columns = codingColumns[:]
	}
	b.WriteString(strings.Join(columns, ",") + "\n")
	memos := s.CodingMemos()
	codes := s.Codes()
	var row []byte
	for i := range s.Codings.Len() {
		c := &s.Codings
		row = appendCell(row[:0], s.Documents[c.Doc[i]].Name)
		row = strconv.AppendInt(append(row, ','), int64(c.Start[i]), 10)
		row = strconv.AppendInt(append(row, ','), int64(c.End[i]), 10)
		row = appendCell(append(row, ','), codes[c.Code[i]].Key)
		row = appendCell(append(row, ','), s.Coders[c.Coder[i]].Name)
		row = append(row, ',')
		if s.Texts != nil {
			row = appendCell(row, s.Texts[c.Doc[i]].Cut(c.Span(i)))
		}
		row = appendCell(append(row, ','), memos[c.ID[i]])
		row = append(append(row, ','), c.Origin[i].String()...)
		row = append(row, ',')
		if c.Created != nil {
			row = time.UnixMilli(c.Created[i]).UTC().AppendFormat(row, time.RFC3339Nano)
		}
		if len(columns) > colAspect {
			row = appendCell(append(row, ','), s.Aspects[c.ID[i]])
		}
		if _, err := b.Write(append(row, '\n')); err != nil {
			return err
		}
	}
	return b.Flush()
}
