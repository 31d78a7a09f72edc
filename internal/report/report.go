// Package report is the neutral result of an analysis: tables, figures,
// warnings and how the numbers were made. Every renderer reads this one value.
// It must not know how anything looks, nor where it came from.
package report

import (
	"math"

	"tematik/internal/lang"
)

// Schema names the JSON form of a Report.
const Schema = "tematik.report/1"

// Report is the result of one analysis.
type Report struct {
	Name       string
	Title      lang.Text
	Provenance Provenance
	Warnings   []Warning
	Tables     []Table
	Figures    []Figure
	Labels     map[string]lang.Text // display names of codes, by code id
	Method     lang.Text            // a note of some table, that documents have at their end
}

// Provenance says how the numbers were made.
type Provenance struct {
	Version         string         `json:"version"`
	Project         string         `json:"project"`
	State           string         `json:"state"`
	CodebookVersion string         `json:"codebook_version"`
	Command         string         `json:"command"`
	Parameters      map[string]any `json:"parameters"`
	Filters         map[string]any `json:"filters"`
	Seed            int64          `json:"seed"`
	Documents       int            `json:"documents"`
	Cases           int            `json:"cases"`
	Codings         int            `json:"codings"`
	Coders          []string       `json:"coders"`
	Created         string         `json:"created"` // RFC 3339, UTC; "" for an empty project
}

// Warning is part of a result: a stable id and a sentence.
type Warning struct {
	ID   string
	Text lang.Text
}

// Type is the kind of values a column holds.
type Type string

// The column types. Codes and cases hold ids, documents names; shares are
// fractions.
const (
	Count    Type = "count"
	Share    Type = "share"
	Number   Type = "number"
	String   Type = "text"
	Code     Type = "code"
	Document Type = "document"
	Case     Type = "case"
	Boolean  Type = "boolean"
)

// Column describes a column. Decimals are for rendering alone: digits after
// the point of a number (default 2), or of a share as a percentage (default 0).
type Column struct {
	ID       string
	Title    lang.Text
	Type     Type
	Decimals int
	Named    bool                 // a terminal shows a code's name, not its id
	Hidden   bool                 // left out of a terminal's narrow page, kept everywhere else
	Grouped  bool                 // readers see a value once for the rows that share it
	Blank    bool                 // readers see nothing where there is no value, not a dash
	Words    map[string]lang.Text // what readers see in the place of a text
	Meaning  lang.Text            // in a sentence, for those who read the column elsewhere
	Moment   bool                 // a time as machines write it: readers see day and minute
}

// Cell is nil (undefined), int, float64, string, bool or lang.Text; words of
// the codebook are texts of lang.Own.
type Cell any

// Num is a cell of a number; undefined (NaN, infinite) is nil.
func Num(v float64) Cell {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// Whole is a cell of a number that is whole; undefined is nil.
func Whole(v float64) Cell {
	if Num(v) == nil {
		return nil
	}
	return int(v)
}

// Ratio is a cell of a share; undefined, nil, where there is nothing to share.
func Ratio(n, of int) Cell {
	if of == 0 {
		return nil
	}
	return float64(n) / float64(of)
}

// Table is rows under columns.
type Table struct {
	ID      string
	Title   lang.Text
	Columns []Column
	Rows    [][]Cell
	Notes   []lang.Text
	Pivot   *Pivot // a long table that readers see wide
	Top     *Top   // a long table of which a terminal shows the head
	Last    bool   // readers see it after the others; machine output keeps its place
	Aside   bool   // a terminal only names it, unless asked for this table or for all
	Print   *Print // how a page shows it, where that is not its columns
	Levels  []int  // by row: how deep it stands under the row that heads it
}

// Print is a table as a paper prints it: fewer columns, some of them of several.
// Pages and documents show it; machine output and a terminal have the columns.
type Print struct {
	Columns []Printed
	Notes   []lang.Text // in the place of the table's
}

// Printed is a column of a page: the first of some columns that has a value,
// and after it, in brackets, the first of others.
type Printed struct {
	Title  lang.Text
	Of     []string
	Beside []string
	Quoted bool // somebody's words: in quotation marks, and shortened where very long
	Least  bool // only in rows that head no others
}

// Pivot names the columns that become rows, columns and cells of the wide form.
type Pivot struct{ Row, Column, Value string }

// Top shows the N rows with the largest By first on a terminal, unless all are
// asked for; without By, the first N.
type Top struct {
	By string
	N  int
}

// Index is the place of a column, or -1.
func (t *Table) Index(id string) int {
	for i, c := range t.Columns {
		if c.ID == id {
			return i
		}
	}
	return -1
}

// Figure is a picture to be drawn: exactly one of its kinds is set.
type Figure struct {
	ID      string
	Title   lang.Text
	Alt     lang.Text // states the numbers
	Lines   *Lines
	Heat    *Heat
	Forest  *Forest
	Tree    *Tree
	Network *Network
	Strips  *Strips
}

// Lines is a chart of curves over a numeric x axis.
type Lines struct {
	X, Y   lang.Text
	Series []Series
}

// Series is a curve, with a band where Lower and Upper are set.
type Series struct {
	Name         lang.Text
	X, Y         []float64
	Lower, Upper []float64
	Style        Style
}

// Style says how a series is drawn; each is told apart without colour.
type Style int

// The styles.
const (
	Solid  Style = iota // a line
	Dashed              // a broken line
	Points              // markers joined by a thin line
	Bars                // bars from zero
)

// Heat is a matrix of values drawn as shaded cells; NaN is left blank.
type Heat struct {
	Rows, Columns []lang.Text
	Values        [][]float64
	Legend        lang.Text
	Decimals      int
}

// Forest is values with their intervals, one row each; undefined ones are NaN
// and are named all the same. Rows of one group stand together under its name.
type Forest struct {
	X      lang.Text
	Rows   []Interval
	Lo, Hi float64 // of the axis, which shows at least this; equal: the data's
	Mark   float64 // a value with a line of its own, such as no effect; NaN: none
}

// Interval is a row of a Forest.
type Interval struct {
	Name, Group         lang.Text
	Value, Lower, Upper float64
}

// Tree is a dendrogram: two nodes a merge, the leaves numbered from 0, the
// merges after them in their order.
type Tree struct {
	Leaves []lang.Text
	Merges []Merge
	Height lang.Text
}

// Merge joins two nodes at a height.
type Merge struct {
	Left, Right int
	Height      float64
}

// Network is things and how strongly they are tied.
type Network struct {
	Nodes      []Node
	Links      []Link
	Size, Ties lang.Text // what size and weight measure
}

// Node is a thing of a Network; its Group is the community it belongs to, -1
// for none, its Theme the id of the theme it stands under, if any.
type Node struct {
	ID    string
	Name  lang.Text
	Size  float64
	Group int
	Theme string
}

// Link is an undirected tie between two nodes, by their places.
type Link struct {
	From, To int
	Weight   float64
}

// Strips are portraits: what stands where along each of some lengths.
type Strips struct {
	Rows  []Strip
	Kinds []lang.Text // what a piece can be, in order
	X     lang.Text
}

// Strip is one length and its pieces.
type Strip struct {
	Name   lang.Text
	Length float64
	Pieces []Piece
}

// Piece is a stretch of a strip that is of a kind; pieces may overlap.
type Piece struct {
	From, To float64
	Kind     int
}

// Kinds is how many kinds of picture are set; a figure has one.
func (f *Figure) Kinds() int {
	n := 0
	for _, set := range []bool{f.Lines != nil, f.Heat != nil, f.Forest != nil, f.Tree != nil, f.Network != nil, f.Strips != nil} {
		if set {
			n++
		}
	}
	return n
}
