package exchange

import (
	"fmt"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

// CaseTable is what a table of cases gave. An empty cell says nothing of its
// attribute.
type CaseTable struct {
	Attributes []string // in the order of the columns
	Cases      []qda.Case
	Refusals   []qda.Refusal
	Warnings   []string
}

// ReadCases reads a table of cases: the column "case" names the case, each
// other column is an attribute.
func ReadCases(name string, data []byte) (*CaseTable, error) {
	t, err := openTable(name, data)
	if err != nil {
		return nil, err
	}
	out := &CaseTable{}
	key := -1
	for i, c := range t.columns {
		switch {
		case strings.EqualFold(c, "case") && key >= 0:
			return nil, errs.New(errs.Usage, "%s:%d: the column \"case\" stands twice", name, t.row)
		case strings.EqualFold(c, "case"):
			key = i
		case c == "":
			out.Warnings = append(out.Warnings, fmt.Sprintf("column %d has no name and was left out", i+1))
		default:
			out.Attributes = append(out.Attributes, c)
		}
	}
	if key < 0 {
		return nil, errs.New(errs.Usage, "%s: a table of cases needs the column case; found: %s", name, t.found()).Hint("tematik help formats")
	}
	lines := map[string]int{}
	for t.next() {
		c, reason := t.caseRow(key)
		if first, twice := lines[c.Name]; reason == "" && twice {
			reason = fmt.Sprintf("case %s stands in line %d already", clip(c.Name, 60), first)
		}
		if reason != "" {
			out.Refusals = append(out.Refusals, t.refuse(reason))
			continue
		}
		lines[c.Name] = t.row
		out.Cases = append(out.Cases, c)
	}
	return out, nil
}

func (t *table) caseRow(key int) (c qda.Case, reason string) {
	switch {
	case t.problem != "":
		return c, t.problem
	case len(t.fields) != len(t.columns):
		return c, t.misfit()
	}
	for i, cell := range t.fields {
		cell = strings.Clone(unguard(strings.TrimSpace(cell)))
		switch {
		case i == key:
			c.Name = cell
		case cell != "" && t.columns[i] != "":
			if c.Values == nil {
				c.Values = map[string]string{}
			}
			c.Values[t.columns[i]] = cell
		}
	}
	if c.Name == "" {
		return c, "no case is named"
	}
	return c, ""
}
