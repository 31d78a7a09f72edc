// Package cooccurrence counts which codes go together, in units of a chosen
// kind and in cases, and how strongly. It reads a View of the study and knows
// nothing of where that came from or how tables and heat maps look.
package cooccurrence

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

// count counts pairs in the lists of the units. With coded, units without any
// code are no part of the universe.
func count(l *lists, cases int, coded bool) *counts {
	k := int(l.other)
	c := &counts{columns: k, units: l.units, n: make([]int, k), cases: make([]int, k), both: make([]int, k*k), casesBoth: make([]int32, k*k)}
	held := 0
	for i := range len(l.from) - 1 {
		w := 1
		if l.weight != nil {
			w = l.weight[i]
		}
		held += w
		list := l.columns[l.from[i]:l.from[i+1]]
		for x, a := range list {
			if a == l.other {
				continue
			}
			c.n[a] += w
			for _, b := range list[x+1:] {
				if b != l.other {
					c.both[c.at(a, b)] += w
				}
			}
		}
	}
	if coded {
		c.units = held
	}
	c.byCase(l, cases)
	return c
}

// byCase goes through the units of one case after the other; a column or pair
// counts once in each.
func (c *counts) byCase(l *lists, cases int) {
	from := make([]int32, cases+1)
	for _, k := range l.cases {
		from[k+1]++
	}
	for k := range cases {
		from[k+1] += from[k]
	}
	order := make([]int32, len(l.cases)) // lists by case
	next := append([]int32(nil), from...)
	for i := range len(l.from) - 1 {
		for _, k := range l.cases[l.casesAt[i]:l.casesAt[i+1]] {
			order[next[k]] = int32(i)
			next[k]++
		}
	}
	one, pair := make([]int32, c.columns), make([]int32, len(c.both)) // 1 + the last case that has it
	for k := range int32(cases) {
		for _, i := range order[from[k]:from[k+1]] {
			list := l.columns[l.from[i]:l.from[i+1]]
			for x, a := range list {
				if a == l.other {
					continue
				}
				if one[a] != k+1 {
					one[a] = k + 1
					c.cases[a]++
				}
				for _, b := range list[x+1:] {
					if b == l.other {
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
