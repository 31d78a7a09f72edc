// Package cooccurrence counts which codes go together, in units of a chosen
// kind and in cases, and how strongly. It reads a View of the study and knows
// nothing of where that came from or how tables and heat maps look.
package cooccurrence

import "tematik/internal/analysis"

// counts are how many units and cases have each column, and each pair. Pairs
// are at [a*columns+b] with a < b.
type counts struct {
	columns   int
	units     int
	n, cases  []int
	both      []int
	casesBoth []int32
}

// at is the place of a pair.
func (c *counts) at(a, b int32) int {
	if a > b {
		a, b = b, a
	}
	return int(a)*c.columns + int(b)
}

// count counts pairs in the lists of the units.
func count(l *analysis.Held, cases int) *counts {
	k := int(l.Other)
	c := &counts{columns: k, units: l.Units, n: make([]int, k), cases: make([]int, k), both: make([]int, k*k), casesBoth: make([]int32, k*k)}
	for i := range l.Len() {
		w, list := l.Weight(i), l.Columns(i)
		for x, a := range list {
			if a == l.Other {
				continue
			}
			c.n[a] += w
			for _, b := range list[x+1:] {
				if b != l.Other {
					c.both[c.at(a, b)] += w
				}
			}
		}
	}
	c.byCase(l, cases)
	return c
}

// byCase goes through the units of one case after the other; a column or pair
// counts once in each.
func (c *counts) byCase(l *analysis.Held, cases int) {
	from := make([]int32, cases+1)
	for i := range l.Len() {
		for _, k := range l.Cases(i) {
			from[k+1]++
		}
	}
	for k := range cases {
		from[k+1] += from[k]
	}
	total := from[cases]
	order := make([]int32, total) // lists by case
	next := append([]int32(nil), from...)
	for i := range l.Len() {
		for _, k := range l.Cases(i) {
			order[next[k]] = int32(i)
			next[k]++
		}
	}
	one, pair := make([]int32, c.columns), make([]int32, len(c.both)) // 1 + the last case that has it
	for k := range int32(cases) {
		for _, i := range order[from[k]:from[k+1]] {
			list := l.Columns(int(i))
			for x, a := range list {
				if a == l.Other {
					continue
				}
				if one[a] != k+1 {
					one[a] = k + 1
					c.cases[a]++
				}
				for _, b := range list[x+1:] {
					if b == l.Other {
						continue
					}
					if at := c.at(a, b); pair[at] != k+1 {
						pair[at] = k + 1
						c.casesBoth[at]++
					}
				}
			}
		}
	}
}

// The universes.
const (
	allUnits   = "all"
	codedUnits = "coded"
)
