package exchange

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

// TableKind says what the rows of a table are.
type TableKind string

// The kinds of table that are told apart by their columns.
const (
	CodingsTable TableKind = "codings" // document, code, a place, and more
	CasesTable   TableKind = "cases"   // case and attributes
)

// TableKindOf says what a table holds by its header; the beginning of the file is
// enough. A table of neither kind is an error that names its columns.
func TableKindOf(name string, head []byte) (TableKind, error) {
	const enough = 1 << 16
	if len(head) > enough {
		head = head[:enough]
		if i := bytes.LastIndexByte(head, '\n'); i > 0 {
			head = head[:i&^1] // an even cut, should it be UTF-16
		}
		for i := 0; i < utf8.UTFMax && !utf8.Valid(head); i++ {
			head = head[:len(head)-1]
		}
	}
	t, err := openTable(name, head)
	if err != nil {
		return "", err
	}
	found := map[string]bool{}
	for _, c := range t.columns {
		found[strings.ToLower(c)] = true
	}
	switch {
	case found["document"] && found["code"] && (found["start"] && found["end"] || found["quote"]):
		return CodingsTable, nil
	case found["case"] && !found["document"]:
		return CasesTable, nil
	}
	return "", errs.New(errs.Usage, "%s: not a table that is known by its columns: %s", name, t.found()).
		Hint("codings have document,code and start,end or quote; cases have case and attributes: tematik help formats")
}

// table is a delimited text whose header has been read.
type table struct {
	scanner
	name    string
	columns []string // as written, without white space around
}

// openTable reads the header. The delimiter is the comma, semicolon or tab
// that the header has most of; a first line such as "sep=;" says it.
func openTable(name string, data []byte) (*table, error) {
	s, err := plainText(name, data)
	if err != nil {
		return nil, err
	}
	t := &table{name: name, scanner: scanner{s: s, line: 1}}
	if first, rest, _ := strings.Cut(s, "\n"); len(first) == 5 && strings.EqualFold(first[:4], "sep=") {
		t.comma, t.s, t.line = first[4], rest, 2
	} else {
		t.comma = delimiter(strings.TrimLeft(s, "\n"))
	}
	if !t.next() {
		return nil, errs.New(errs.Usage, "%s: the table is empty", name)
	}
	if t.problem != "" {
		return nil, errs.New(errs.Usage, "%s:%d: %s", name, t.row, t.problem)
	}
	seen := map[string]bool{}
	for _, c := range t.fields {
		c = strings.TrimSpace(unguard(c))
		if c != "" && seen[c] {
			return nil, errs.New(errs.Usage, "%s:%d: the column %q stands twice", name, t.row, clip(c, 40))
		}
		seen[c] = true
		t.columns = append(t.columns, strings.Clone(c))
	}
	return t, nil
}

// delimiter counts the candidates outside of quotes in the first row.
func delimiter(s string) byte {
	var counts [256]int
	quoted := false
	for i := 0; i < len(s) && (quoted || s[i] != '\n'); i++ {
		if s[i] == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[s[i]]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// found lists the columns for a message.
func (t *table) found() string {
	if list := strings.Join(t.columns, ", "); list != "" {
		return clip(list, 200)
	}
	return "none"
}

// misfit says that the present row has not as many cells as there are columns.
func (t *table) misfit() string {
	return fmt.Sprintf("the row has %s, the header %d", counted(len(t.fields), "cell", "cells"), len(t.columns))
}

// refuse makes the refusal of the present row.
func (t *table) refuse(reason string) qda.Refusal {
	return qda.Refusal{File: t.name, Line: t.row, Reason: reason}
}

// scanner goes through the rows of a table. Cells are cut from the text
// without copying; only one with a doubled quotation mark is made anew.
type scanner struct {
	s       string
	at      int // byte
	line    int // of at
	comma   byte
	row     int      // line on which the present row begins
	fields  []string // its cells
	problem string   // what is wrong with its quoting, or ""
}

// next goes to the next row that has a cell with something in it.
func (c *scanner) next() bool {
	for c.at < len(c.s) {
		c.row, c.fields, c.problem = c.line, c.fields[:0], ""
		empty := true
		for {
			field, more := c.cell()
			empty = empty && strings.TrimSpace(field) == ""
			c.fields = append(c.fields, field)
			if !more {
				break
			}
		}
		if !empty || c.problem != "" {
			return true
		}
	}
	return false
}

// cell reads one cell and what ends it; more is false at the end of the row.
func (c *scanner) cell() (field string, more bool) {
	if c.at < len(c.s) && c.s[c.at] == '"' {
		return c.quoted()
	}
	start := c.at
	for ; c.at < len(c.s); c.at++ {
		switch b := c.s[c.at]; b {
		case c.comma:
			c.at++
			return c.s[start : c.at-1], true
		case '\n':
			c.at++
			c.line++
			return c.s[start : c.at-1], false
		}
	}
	return c.s[start:], false
}

func (c *scanner) quoted() (field string, more bool) {
	start, doubled := c.at+1, false
	for c.at++; ; c.at++ {
		i := strings.IndexByte(c.s[c.at:], '"')
		if i < 0 {
			c.problem = "a cell that opens with a quotation mark is never closed: the rest of the file could not be read"
			field, c.at = c.s[start:], len(c.s)
			c.line += strings.Count(field, "\n")
			return field, false
		}
		if c.at += i + 1; c.at >= len(c.s) || c.s[c.at] != '"' {
			break
		}
		doubled = true
	}
	field = c.s[start : c.at-1]
	c.line += strings.Count(field, "\n")
	if doubled {
		field = strings.ReplaceAll(field, `""`, `"`)
	}
	switch {
	case c.at >= len(c.s):
		return field, false
	case c.s[c.at] == c.comma:
		c.at++
		return field, true
	case c.s[c.at] == '\n':
		c.at++
		c.line++
		return field, false
	}
	c.problem = "words after a closing quotation mark: inside a quoted cell the mark is written twice"
	if i := strings.IndexByte(c.s[c.at:], '\n'); i >= 0 {
		c.at += i + 1
		c.line++
	} else {
		c.at = len(c.s)
	}
	return field, false
}

// formula begins the cells that a spreadsheet would run.
const formula = "=+-@\t\r"

// runs reports words that a spreadsheet would run as a formula, whatever
// apostrophes stand before them; a number is only a number.
func runs(s string) bool {
	s = strings.TrimLeft(s, "'")
	if s == "" || strings.IndexByte(formula, s[0]) < 0 {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err != nil
}

// guard puts an apostrophe before what a spreadsheet would run.
func guard(s string) string {
	if s == "" || s[0] != '\'' && strings.IndexByte(formula, s[0]) < 0 || !runs(s) {
		return s
	}
	return "'" + s
}

// unguard takes the apostrophe away again.
func unguard(s string) string {
	if s == "" || s[0] != '\'' || !runs(s) {
		return s
	}
	return s[1:]
}

// appendCell writes a cell of words, harmless and quoted where it must be.
func appendCell(b []byte, s string) []byte {
	s = guard(s)
	if !strings.ContainsAny(s, ",;\"\n\r\t") && strings.TrimSpace(s) == s {
		return append(b, s...)
	}
	b = append(b, '"')
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			break
		}
		b = append(b, s[:i+1]...)
		b = append(b, '"')
		s = s[i+1:]
	}
	b = append(b, s...)
	return append(b, '"')
}
