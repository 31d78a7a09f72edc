package qda

import (
	"slices"
	"strings"

	"tematik/internal/errs"
)

// CodeNames looks codes up by what people write for them: an id, a name in
// either language, or a path "Theme > Code" of ids and names.
type CodeNames struct {
	Codes  []Code
	Parent []int // index of the parent, or -1
	keys   map[string]int
	names  map[string][]int // in any language
	folded map[string][]int // ids and names, regardless of case
}

// NewCodeNames indexes codes that are in tree order.
func NewCodeNames(codes []Code) *CodeNames {
	n := &CodeNames{keys: map[string]int{}, names: map[string][]int{}, folded: map[string][]int{}}
	tree := NewTree(codes)
	for i, c := range codes {
		n.Add(c, tree.Parent[i])
	}
	return n
}

// Add adds a code under the one at an index, or -1, and gives its own.
func (n *CodeNames) Add(c Code, parent int) int {
	i := len(n.Codes)
	n.Codes, n.Parent = append(n.Codes, c), append(n.Parent, parent)
	n.keys[c.Key] = i
	note := func(m map[string][]int, name string) {
		if name != "" && !slices.Contains(m[name], i) {
			m[name] = append(m[name], i)
		}
	}
	note(n.folded, strings.ToLower(c.Key))
	for _, name := range []string{c.Name.Plain, c.Name.EN, c.Name.ID} {
		name = strings.TrimSpace(name)
		note(n.names, name)
		note(n.folded, strings.ToLower(name))
	}
	return i
}

// Taken reports whether a code has this id.
func (n *CodeNames) Taken(key string) bool {
	_, taken := n.keys[key]
	return taken
}

// Match gives the codes that a name may mean: by id, else by name, else
// regardless of case; only those that pass.
func (n *CodeNames) Match(name string, pass func(i int) bool) (list []int) {
	if i, ok := n.keys[name]; ok && pass(i) {
		return []int{i}
	}
	for _, level := range [][]int{n.names[name], n.folded[strings.ToLower(name)]} {
		for _, i := range level {
			if pass(i) {
				list = append(list, i)
			}
		}
		if list != nil {
			break
		}
	}
	return list
}

// AnyCode passes every code.
func AnyCode(int) bool { return true }

// CodePath cuts "Theme > Code" into its parts; nil for a plain name. Without
// the spaces the sign may belong to a name: "omzet >5 miliar".
func CodePath(name string) []string {
	const between = " > "
	if !strings.Contains(name, between) {
		return nil
	}
	parts := strings.Split(name, between)
	for i := range parts {
		if parts[i] = strings.TrimSpace(parts[i]); parts[i] == "" {
			return nil
		}
	}
	return parts
}

// Find gives the codes that a name or path may mean.
func (n *CodeNames) Find(name string) []int {
	parts := CodePath(name)
	if list := n.Match(name, AnyCode); list != nil || parts == nil {
		return list
	}
	above := parts[:len(parts)-1]
	return n.Match(parts[len(above)], func(i int) bool { return n.under(i, above) })
}

// under reports whether the codes above one are those named, up to the first
// name.
func (n *CodeNames) under(c int, names []string) bool {
	for k := len(names) - 1; k >= 0; k-- {
		if c = n.Parent[c]; c < 0 || !slices.Contains(n.folded[strings.ToLower(names[k])], c) {
			return false
		}
	}
	return true
}

// FindCode is the index of the one code that a person means by an id, a name
// or a path; an error says which are near, or among which to choose.
func (cb *Codebook) FindCode(name string) (int, error) {
	for i := range cb.Codes {
		if cb.Codes[i].Key == name {
			return i, nil
		}
	}
	const all = "tematik code ls"
	found := NewCodeNames(cb.Codes).Find(strings.TrimSpace(name))
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		e := errs.New(errs.NotFound, "code %s: not in the codebook", name)
		if near := Nearest(name, cb.known()); near != "" {
			return 0, e.Hint("did you mean %s? All of them: %s", near, all)
		}
		return 0, e.Hint(all)
	}
	ids := make([]string, len(found))
	for k, i := range found {
		ids[k] = cb.Codes[i].Key
	}
	return 0, errs.New(errs.Usage, "code %s: the name of %d codes; write the id: %s", name, len(ids), listed(ids)).Hint(all)
}

// known are the ids, then the names.
func (cb *Codebook) known() []string {
	var keys, names []string
	for _, c := range cb.Codes {
		keys = append(keys, c.Key)
		for _, name := range []string{c.Name.In("en"), c.Name.In("id")} {
			if name != c.Key {
				names = append(names, name)
			}
		}
	}
	return append(keys, names...)
}
