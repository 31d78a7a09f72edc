// Package transcripts carries the invented sample interviews inside the
// program. It must not know how a transcript is read.
package transcripts

import "embed"

// Files are the sample interviews and the table of their cases.
//
//go:embed *.txt *.md *.docx
var Files embed.FS
