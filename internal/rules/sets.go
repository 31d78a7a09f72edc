package rules

import (
	"fmt"
	"slices"
	"strings"

	"tematik/internal/qda"
)

// sets checks the named lists of terms where they are defined, so that what is
// wrong with a term is said once, and there.
func (c *compiler) sets(sets []qda.TermSet) {
	seen := map[string]bool{}
	for _, s := range sets {
		c.at = Problem{Set: s.Name}
		switch {
		case !qda.ValidKey(s.Name):
			c.fail("a name is lower-case words joined by '.', '-' or '_'")
		case seen[s.Name]:
			c.fail("there are two sets of this name")
		case len(s.Terms) == 0:
			c.fail("it has no terms")
		}
		seen[s.Name] = true
		once := map[int]bool{}
		for _, t := range s.Terms {
			c.at.Term = t
			if name, is := qda.SetName(t); is && !strings.ContainsAny(name, " \t\n") {
				c.fail("a set holds terms, not other sets; use both in the rule: [$%s, $%s]", s.Name, name)
				continue
			}
			if n, ok := c.term(t, c.language); ok && once[n] {
				c.warn("it stands twice in this set")
			} else {
				once[n] = true
			}
		}
	}
	c.at = Problem{}
}

// setTerms gives the terms of a set, numbered.
func (c *compiler) setTerms(name string) (out []int) {
	i := slices.IndexFunc(c.book.Sets, func(s qda.TermSet) bool { return s.Name == name })
	if i < 0 {
		names := make([]string, len(c.book.Sets))
		for k, s := range c.book.Sets {
			names[k] = s.Name
		}
		what := "there is no set of this name; sets stand at the top of the codebook under sets:"
		if near := qda.Nearest(name, names); near != "" {
			what = fmt.Sprintf("there is no set of this name; did you mean $%s?", near)
		}
		c.fail("%s", what)
		return nil
	}
	c.used[name] = true
	for _, t := range c.book.Sets[i].Terms {
		if n, ok := c.known[t]; ok { // else said where the set is defined
			out = append(out, n)
		}
	}
	return out
}

// unused warns of sets that no rule uses.
func (c *compiler) unused() {
	for _, s := range c.book.Sets {
		if c.at = (Problem{Set: s.Name}); !c.used[s.Name] {
			c.warn("no rule uses it")
		}
	}
}

// weigh warns where the weights of a code's rules can never reach one together,
// or where one speaks against rules that look at other units.
func (c *compiler) weigh(code int) {
	reach := map[unit]float64{}
	for _, r := range c.rules {
		if r.code == code && r.weight > 0 {
			reach[r.unit] += r.weight
		}
	}
	for _, r := range c.rules {
		if r.code != code || r.weight == 1 {
			continue
		}
		c.at.Rule = r.id
		switch name := divisions(c.windows)[r.unit]; {
		case r.weight < 0 && reach[r.unit] == 0:
			c.warn(fmt.Sprintf("its weight speaks against no other rule: none of this code looks at the same unit (%s)", name))
		case r.weight > 0 && !enough(reach[r.unit]):
			c.warn(fmt.Sprintf("the weights of this code's rules for one unit (%s) never add up to 1, so they propose nothing", name))
		}
	}
	c.at.Rule = ""
}

// enough reports a sum of weights that proposes a code. Tenths are not exact in
// binary: ten of them are enough.
func enough(weight float64) bool { return weight >= 1-1e-9 }
