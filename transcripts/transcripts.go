// Package transcripts carries the invented sample study inside the program: its
// interviews, tables of cases and codings, and what there is to know of them.
// It must not know how a transcript is read.
package transcripts

import "embed"

// Files are the interviews, the tables (csv) and README.md.
//
//go:embed *.txt *.md *.docx *.csv
var Files embed.FS
