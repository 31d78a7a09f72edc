package render

import (
	"slices"
	"strings"

	"tematik/internal/cells"
)

// This file says which columns give way so that a table fits its page.

const (
	gap         = 2  // between two columns
	comfortable = 24 // a text column that no hidden column may narrow
	readable    = 12 // a text column that is not narrowed further, unless to save a list from being cut
	tight       = 8  // a text column, and a word of it, that nothing narrows further
	longestWord = 16 // a longer one may be broken
	longestCell = 18 // of a number, or of what stands in its place
)

// column is one column of a table in characters.
type column struct {
	at     int // its place in the table
	head   string
	cells  []string
	right  bool // numbers: aligned right, not broken
	hidden bool // the first to go
	key    bool // names its rows: repeated where a table is cut into blocks
	cell   int  // width of the longest cell
	word   int  // and of the longest word, which is not broken
	width  int  // as it is set
}

// measure notes what a column would need.
func (c *column) measure() {
	for _, s := range strings.Fields(c.head) {
		c.word = max(c.word, cells.Width(s))
	}
	for _, s := range c.cells {
		c.cell = max(c.cell, cells.Width(s))
		if c.right || c.word >= longestWord {
			continue
		}
		for _, word := range strings.Fields(s) {
			for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return strings.ContainsRune(cells.Marks, r) }) {
				c.word = max(c.word, cells.Width(part)+1)
			}
		}
	}
	c.word = min(c.word, longestWord)
	if c.right {
		c.cell = min(c.cell, longestCell)
	} else {
		c.word = min(c.word, max(c.cell, cells.Width(c.head)))
	}
}

// least is the narrowest a column is set when its text may be broken to so much;
// words of it are broken where space is tight.
func (c *column) least(text int) int {
	switch {
	case c.right:
		return max(c.cell, c.word)
	case text <= tight:
		return min(max(c.cell, c.word), text)
	}
	return max(min(c.cell, text), c.word)
}

// fit sets the widths of columns so that they stand on a page, and reports
// whether they do. The widest text gives way first, down to the least; room
// that is left goes to the heads of most lines.
func fit(columns []*column, page, text int) bool {
	spare := page + gap
	for _, c := range columns {
		c.width = max(c.cell, c.word)
		spare -= c.width + gap
	}
	for ; spare < 0; spare++ {
		var widest *column
		for _, c := range columns {
			if c.width > c.least(text) && (widest == nil || c.width > widest.width) {
				widest = c
			}
		}
		if widest == nil {
			return false
		}
		widest.width--
	}
	lift(columns, spare)
	return true
}

// lift gives room that is left to the heads of most lines.
func lift(columns []*column, spare int) {
	for ; spare > 0; spare-- {
		var tallest *column
		lines := 1
		for _, c := range columns {
			if n := len(cells.Wrap(c.head, c.width)); n > lines {
				tallest, lines = c, n
			}
		}
		if tallest == nil {
			break
		}
		tallest.width++
	}
}

// arrange chooses what of a table stands on a page: every column; else all but
// hidden ones, of which the last go first; else, of a list, all with words
// broken; else blocks of columns, each with those that name the rows. left is
// how many columns are not shown.
func arrange(columns []*column, page int, list bool) (blocks [][]*column, left int) {
	if len(columns) == 0 {
		return nil, 0
	}
	shown := slices.Clone(columns)
	for !fit(shown, page, comfortable) {
		last := -1
		for i, c := range shown {
			if c.hidden {
				last = i
			}
		}
		if last < 0 {
			if fit(shown, page, readable) || list && fit(shown, page, tight) {
				break
			}
			return split(shown, page), len(columns) - len(shown)
		}
		shown = slices.Delete(shown, last, last+1)
	}
	return [][]*column{shown}, len(columns) - len(shown)
}

// split cuts a table that no page could hold into blocks that it can. The
// columns that name the rows take two fifths of a page, so that most names
// stand on one line in each block.
func split(columns []*column, page int) [][]*column {
	var keys []*column
	used := 0
	for _, c := range columns[:len(columns)-1] {
		if len(keys) > 0 && (!c.key || used+gap+c.least(readable) > page/2) {
			break
		}
		key := *c
		key.cell = min(key.cell, max(page*2/5-used, readable))
		used += max(key.cell, key.word) + gap
		keys = append(keys, &key)
	}
	var blocks [][]*column
	for rest := columns[len(keys):]; len(rest) > 0; {
		n, room := 0, page-used
		for n < len(rest) && (n == 0 || room >= rest[n].least(readable)) {
			room -= rest[n].least(readable) + gap
			n++
		}
		var block []*column
		for _, c := range slices.Concat(keys, rest[:n]) {
			set := *c // the same column may be set to another width in each block
			block = append(block, &set)
		}
		fit(block, page, readable)
		blocks = append(blocks, block)
		rest = rest[n:]
	}
	return blocks
}
