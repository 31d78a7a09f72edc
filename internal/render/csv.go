package render

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tematik/internal/report"
)

// renderCSV writes pure data under the columns' ids: full precision, the same
// in every language. Several tables follow one another after an empty line; a
// file that a spreadsheet or R reads as it is holds one, by Options.Table. How
// the numbers were made goes beside the file: see Provenance.
func renderCSV(w io.Writer, r *report.Report, o Options) error {
	b := bufio.NewWriter(w)
	c := csv.NewWriter(b)
	err := eachTable(r, o, c.Write, func() error {
		c.Flush()
		return b.WriteByte('\n')
	})
	if err != nil {
		return err
	}
	c.Flush()
	return b.Flush()
}

// renderTSV is the form for a pipe. Nothing is quoted: a row is a line and a
// tab ends a cell, always, since those inside a cell become spaces.
func renderTSV(w io.Writer, r *report.Report, o Options) error {
	b := bufio.NewWriter(w)
	flat := strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")
	err := eachTable(r, o, func(record []string) error {
		for i, s := range record {
			if strings.ContainsAny(s, "\t\r\n") {
				s = flat.Replace(s)
			}
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(s)
		}
		return b.WriteByte('\n') // an error of the writer stays
	}, func() error { return b.WriteByte('\n') })
	if err != nil {
		return err
	}
	return b.Flush()
}

// eachTable writes the tables asked for, a record of ids before the rows, and
// calls between two tables.
func eachTable(r *report.Report, o Options, write func([]string) error, between func() error) error {
	tables, err := o.tables(r)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if i > 0 {
			if err := between(); err != nil {
				return err
			}
		}
		record := make([]string, len(t.Columns))
		for k, c := range t.Columns {
			record[k] = c.ID
		}
		if err := write(record); err != nil {
			return err
		}
		for _, row := range t.Rows {
			for k := range record {
				record[k] = datum(at(row, k))
			}
			if err := write(record); err != nil {
				return err
			}
		}
	}
	return nil
}

// datum is a cell as data: undefined is empty, words are made harmless.
func datum(c report.Cell) string {
	switch c := plain(c).(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(c, 'g', -1, 64)
	case int:
		return strconv.Itoa(c)
	case bool:
		return strconv.FormatBool(c)
	case string:
		return inert(c)
	default:
		return fmt.Sprint(c)
	}
}

// inert puts an apostrophe before words that a spreadsheet would run as a
// formula; a number that was written as words stays a number.
func inert(s string) string {
	if s == "" || !strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return s
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return s
	}
	return "'" + s
}

// at is the cell of a column; a row that is too short has none there.
func at(row []report.Cell, k int) report.Cell {
	if k < 0 || k >= len(row) {
		return nil
	}
	return row[k]
}
