package join

import (
	"strings"

	"tematik/internal/qda"
)

// Revise counts how a codebook differs from what it was: codes added, removed,
// redefined, and those of which only the rules, their terms or the examples
// are other. It reports whether anything differs that the counts or the
// version tell of.
func Revise(was, now *qda.Codebook) (qda.Revision, bool) {
	d, r := CompareCodebooks(was, now), qda.Revision{}
	changed := map[qda.CodeID]bool{}
	for _, c := range d.Codes {
		switch c.What {
		case "added":
			r.Added++
		case "removed":
			r.Removed++
		default:
			meaning, rules := weigh(c.Fields)
			if meaning {
				r.Redefined++
			} else if rules {
				r.Rules++
			}
			changed[c.Code.ID] = meaning || rules
		}
	}
	// A set of terms is part of the rules that name it.
	had := map[qda.CodeID]bool{}
	for i := range was.Codes {
		had[was.Codes[i].ID] = true
	}
	for _, f := range d.Head {
		set, is := strings.CutPrefix(f.Name, "set $")
		for i := range now.Codes {
			if c := &now.Codes[i]; is && had[c.ID] && !changed[c.ID] && c.Uses(set) {
				changed[c.ID] = true
				r.Rules++
			}
		}
	}
	return r, d.Any() && len(was.Codes)+len(now.Codes) > 0
}

// weigh says whether fields of a code are of what it means, and of how its
// rules find it. Its colour is neither.
func weigh(fields []Field) (meaning, rules bool) {
	for _, f := range fields {
		switch first, _, _ := strings.Cut(f.Name, " "); first {
		case "id", "parent", "name", "kind", "concept", "definition", "include", "exclude":
			meaning = true
		case "rule", "except", "examples":
			rules = true
		}
	}
	return meaning, rules
}
