package qda

import (
	"cmp"
	"fmt"
	"slices"

	"tematik/internal/text"
)

// Refusal is a row or an item of a file that was not taken, and why.
type Refusal struct {
	File   string
	Line   int // 0: it has no line
	Reason string
}

func (r Refusal) String() string {
	if r.Line == 0 {
		return fmt.Sprintf("%s: %s", r.File, r.Reason)
	}
	return fmt.Sprintf("%s:%d: %s", r.File, r.Line, r.Reason)
}

// Transcript is a document together with its text, as when it is yet to be
// written to a project.
type Transcript struct {
	Document
	Text *text.Text
}

// CodingRows is a table of codings as a file has it: names that are not yet
// looked up, positions that are not yet checked. There may be a million, so
// they are parallel slices; Doc, Code and Coder are indexes into the names.
type CodingRows struct {
	File                     string
	Documents, Codes, Coders []string // the distinct names, in order of appearance
	Doc, Code                []int32
	Coder                    []int32 // -1: not said
	Start, End               []int32 // -1: where the words of Quote stand
	Line                     []int32
	Origin                   []Origin
	Created                  []int64  // Unix milliseconds, 0: not said; nil without such a column
	Quote                    []string // as the cell has it, "": unchecked; nil without such a column
	Memo, Aspect             []string // nil without such a column
}

// Len is the number of rows.
func (r *CodingRows) Len() int { return len(r.Doc) }

// Span is where row i says its coding is.
func (r *CodingRows) Span(i int) text.Span {
	return text.Span{Start: int(r.Start[i]), End: int(r.End[i])}
}

// CodingMemos gives, for each coding with memos, their texts from the oldest
// on, joined by an empty line, as tables of codings show them.
func (s *Snapshot) CodingMemos() map[CodingID]string {
	var on []*Memo
	for i := range s.Memos {
		if s.Memos[i].Target == OnCoding {
			on = append(on, &s.Memos[i])
		}
	}
	slices.SortStableFunc(on, func(a, b *Memo) int {
		return cmp.Or(a.Created.Compare(b.Created), slices.Compare(a.GUID[:], b.GUID[:]))
	})
	out := make(map[CodingID]string, len(on))
	for _, m := range on {
		id := CodingID(m.Object)
		if before, ok := out[id]; ok {
			out[id] = before + "\n\n" + m.Text
		} else {
			out[id] = m.Text
		}
	}
	return out
}

// Nearest is the known name that a mistyped one most likely means, or "" where
// none is close: at most a third of its characters differ.
func Nearest(name string, known []string) string {
	mistyped := []rune(name)
	if len(mistyped) > 100 { // no slip of the hand
		return ""
	}
	best, least := "", max(1, len(mistyped)/3)+1
	for _, k := range known {
		if d := distance(mistyped, []rune(k), least); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance counts the characters to insert, drop or change; limit or more
// where it is not below the limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := diagonal
			if x != y {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
