// Package sequence counts which codes come soon after which in the documents,
// and compares that with chance. It reads a View of the study and knows nothing
// of where that came from or how tables and figures look.
package sequence

import (
	"sync"

	"tematik/internal/analysis"
	"tematik/internal/stat"
)

// counts are of ordered pairs of columns, at [a*columns+b]: b after a.
type counts struct {
	columns             int
	n                   []int     // units with a column
	followed, preceded  []int     // units with a that have b soon after, or before
	expected            []float64 // of followed
	documents, cases    []int     // where that is so after
	after, before       []int     // documents where it is so after more often than before, or less
	blocks              []stat.Block
	lists               [][]int // by block and row: the list in Held
	ordered, codedUnits int     // documents with two coded units or more; coded units
}

// count counts in the documents of l what comes within so many units.
func count(l *analysis.Held, within, cases int) *counts {
	k := int(l.Other)
	c := &counts{columns: k, n: make([]int, k), documents: make([]int, k*k), cases: make([]int, k*k), after: make([]int, k*k), before: make([]int, k*k)}
	c.gather(l)
	for _, b := range c.blocks {
		for _, row := range b.Rows {
			c.codedUnits++
			for _, a := range row {
				c.n[a]++
			}
		}
		if len(b.Rows) > 1 {
			c.ordered++
		}
	}
	var wait sync.WaitGroup // each counts something of its own
	wait.Go(func() { c.followed, c.preceded = stat.Followed(k, within, c.blocks) })
	wait.Go(func() { c.expected = stat.ExpectedToFollow(k, within, c.blocks) })
	wait.Go(func() { c.byDocument(within) })
	c.byCase(l, within, cases)
	wait.Wait()
	return c
}

// gather makes a block of each document that holds anything chosen.
func (c *counts) gather(l *analysis.Held) {
	last := int32(-1)
	for i := range l.Len() {
		var row []int32
		for _, a := range l.Columns(i) {
			if a != l.Other {
				row = append(row, a)
			}
		}
		if row == nil {
			continue
		}
		if l.Doc[i] != last {
			last = l.Doc[i]
			c.blocks, c.lists = append(c.blocks, stat.Block{}), append(c.lists, nil)
		}
		b := &c.blocks[len(c.blocks)-1]
		b.Place, b.Rows = append(b.Place, int(l.Place[i])), append(b.Rows, row)
		c.lists[len(c.lists)-1] = append(c.lists[len(c.lists)-1], i)
	}
}

// near calls f for each kind of a row with each kind of the rows that come
// within so many units after it, or before it; a pair may come more than once.
func near(b *stat.Block, i, within, way int, f func(a, b int32)) {
	for j := i + way; j >= 0 && j < len(b.Rows) && way*(b.Place[j]-b.Place[i]) <= within; j += way {
		for _, a := range b.Rows[i] {
			for _, x := range b.Rows[j] {
				f(a, x)
			}
		}
	}
}

// byDocument counts documents; a pair counts once in each row.
func (c *counts) byDocument(within int) {
	lead := make([]int, c.columns*c.columns) // rows with b after less those with b before
	comes := make([]bool, len(lead))
	var pairs []int
	seen, mark := make([]int, len(lead)), 0
	for d := range c.blocks {
		b := &c.blocks[d]
		pairs = pairs[:0]
		for i := range b.Rows {
			for _, way := range [2]int{1, -1} {
				mark++
				near(b, i, within, way, func(x, y int32) {
					at := int(x)*c.columns + int(y)
					if seen[at] == mark {
						return
					}
					seen[at] = mark
					lead[at] += way
					comes[at] = comes[at] || way > 0
					pairs = append(pairs, at)
				})
			}
		}
		for _, at := range pairs {
			if comes[at] {
				c.documents[at]++
			}
			switch {
			case lead[at] > 0:
				c.after[at]++
			case lead[at] < 0:
				c.before[at]++
			}
			comes[at], lead[at] = false, 0
		}
	}
}

// byCase counts cases whose words a row with a holds that b comes after.
func (c *counts) byCase(l *analysis.Held, within, cases int) {
	type place struct{ block, row int }
	of := make([][]place, cases)
	for d, lists := range c.lists {
		for i, list := range lists {
			for _, k := range l.Cases(list) {
				of[k] = append(of[k], place{d, i})
			}
		}
	}
	seen := make([]int, c.columns*c.columns) // 1 + the last case that has the pair
	for k, places := range of {
		for _, p := range places {
			near(&c.blocks[p.block], p.row, within, 1, func(x, y int32) {
				if at := int(x)*c.columns + int(y); seen[at] != k+1 {
					seen[at] = k + 1
					c.cases[at]++
				}
			})
		}
	}
}
