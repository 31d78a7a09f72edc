package join

import (
	"fmt"
	"slices"
	"strings"

	"tematik/internal/qda"
)

// codeFinder looks up codes, and makes those that are missing.
type codeFinder struct {
	*qda.CodeNames                // of the present project, then the new ones
	had            int            // how many are not new
	last           map[string]int // the last number put to an id that was taken
}

func newCodeFinder(s *qda.Snapshot) *codeFinder {
	return &codeFinder{CodeNames: qda.NewCodeNames(s.Codes()), had: len(s.Codes()), last: map[string]int{}}
}

// ambiguous says why a name cannot be followed.
func (f *codeFinder) ambiguous(name string, list []int) string {
	var ids []string
	for _, i := range list {
		ids = append(ids, f.Codes[i].Key)
	}
	return fmt.Sprintf("code %q is the name of several codes; write the id: %s", clip(name, 60), several(ids))
}

// known are the ids and names in the codebook, for a suggestion.
func (f *codeFinder) known() []string {
	var out []string
	for _, c := range f.Codes[:f.had] {
		out = append(out, c.Key)
	}
	for _, c := range f.Codes[:f.had] {
		out = append(out, c.Name.In("en"), c.Name.In("id"))
	}
	return out
}

// resolve gives the index of the code of each name, or -1 with the reason. The
// codes that are made do not depend on the order of the names.
func (f *codeFinder) resolve(names []string, strict bool) (index []int32, reasons []string) {
	index, reasons = make([]int32, len(names)), make([]string, len(names))
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	// Paths first: a plain name may mean a code that a path makes.
	slices.SortFunc(order, func(a, b int) int {
		if p, q := qda.CodePath(names[a]) != nil, qda.CodePath(names[b]) != nil; p != q {
			if p {
				return -1
			}
			return 1
		}
		return strings.Compare(names[a], names[b])
	})
	near := suggester{known: f.known()}
	for _, k := range order {
		name := names[k]
		i, reason := -1, ""
		switch list := f.Find(name); {
		case len(list) == 1:
			i = list[0]
		case len(list) > 1:
			reason = f.ambiguous(name, list)
		case strings.ContainsAny(name, "\n\t"):
			reason = fmt.Sprintf("code %q: a name is one line", clip(name, 60))
		case strict:
			reason = fmt.Sprintf("code %q is not in the codebook; %s", clip(name, 60), near.help(name, "tematik code ls lists the codes"))
		default:
			i, reason = f.make(name)
		}
		index[k], reasons[k] = int32(i), reason
	}
	return index, reasons
}

// make adds a code for a name, or for a path what is missing of it.
func (f *codeFinder) make(name string) (int, string) {
	parts := qda.CodePath(name)
	if parts == nil {
		return f.create(name, -1, qda.KindCode), ""
	}
	at, kind := -1, qda.KindTheme
	for k, part := range parts {
		if k == len(parts)-1 {
			kind = qda.KindCode
		}
		next := f.step(at, part)
		if len(next) > 1 {
			return -1, f.ambiguous(part, next)
		}
		if len(next) == 1 {
			at = next[0]
			continue
		}
		at = f.create(part, at, kind)
	}
	return at, ""
}

// step gives the codes of a name directly under one; at the beginning of a
// path those at the top, else those anywhere.
func (f *codeFinder) step(at int, name string) []int {
	list := f.Match(name, func(i int) bool { return f.Parent[i] == at })
	if list == nil && at < 0 {
		return f.Match(name, qda.AnyCode)
	}
	return list
}

func (f *codeFinder) create(name string, parent int, kind qda.CodeKind) int {
	key := name
	if !qda.ValidKey(key) {
		key = qda.KeyOf(name)
	}
	c := qda.Code{ID: provisional[qda.CodeID](len(f.Codes) - f.had), Key: f.freeKey(key), Kind: kind, Name: qda.Words{Plain: name}}
	if parent >= 0 {
		c.Parent = f.Codes[parent].ID
	}
	return f.Add(c, parent)
}

func (f *codeFinder) freeKey(key string) string {
	free := key
	for {
		if !f.Taken(free) {
			return free
		}
		f.last[key] = max(f.last[key], 1) + 1
		free = fmt.Sprintf("%s-%d", key, f.last[key])
	}
}

// made are the new codes, and a warning that names them.
func (f *codeFinder) made() (codes []qda.Code, warnings []string) {
	codes = append(codes, f.Codes[f.had:]...)
	var loose, placed []string
	for i, c := range codes {
		if up := f.Parent[f.had+i]; up >= 0 {
			placed = append(placed, f.Codes[up].Key+" > "+c.Key)
		} else {
			loose = append(loose, c.Key)
		}
	}
	if loose != nil {
		warnings = append(warnings, fmt.Sprintf("%s made under no theme: %s", missing(len(loose)), several(loose)))
	}
	if placed != nil {
		warnings = append(warnings, fmt.Sprintf("%s made where the path says: %s", missing(len(placed)), several(placed)))
	}
	return codes, warnings
}

func missing(n int) string {
	if n == 1 {
		return "1 code was not in the codebook and is"
	}
	return fmt.Sprintf("%d codes were not in the codebook and are", n)
}

// ids are the numbers of all codes by index.
func (f *codeFinder) ids() []qda.CodeID {
	out := make([]qda.CodeID, len(f.Codes))
	for i, c := range f.Codes {
		out[i] = c.ID
	}
	return out
}
