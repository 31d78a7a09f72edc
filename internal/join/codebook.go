package join

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"tematik/internal/qda"
)

// Field is something that two versions of a code or codebook say differently:
// a text, or a list of which some are gone and some new.
type Field struct {
	Name      string // "definition en", "rule hs: any"; "id" is its id, "parent" its place
	Was, Now  string
	Gone, New []string
}

// CodeChange is a code that is not as it was.
type CodeChange struct {
	Code   qda.Code // as it is now, or as it was where it is gone
	Parent string   // id of the code above it
	What   string   // added, removed or changed
	Fields []Field  // of a changed one
}

// Pair is two codes of which one looks like the other under another id.
type Pair struct{ Was, Now string }

// BookChange is how a codebook differs from what it was.
type BookChange struct {
	Head    []Field
	Codes   []CodeChange // in the order of the codebook; those that are gone come last
	Renamed []Pair
}

// Any reports a difference.
func (c *BookChange) Any() bool { return len(c.Head)+len(c.Codes) > 0 }

// CompareCodebooks says how the codebook of a project differs from what it was.
// Codes are known by their numbers, so that one that got another id is the same
// code; rules by their ids or by what they say.
func CompareCodebooks(was, now *qda.Codebook) *BookChange {
	out := &BookChange{Head: fields("", headOf(was), headOf(now))}
	parents := func(cb *qda.Codebook) (ids map[qda.CodeID]int, above []qda.Code) {
		tree := qda.NewTree(cb.Codes)
		ids, above = map[qda.CodeID]int{}, make([]qda.Code, len(cb.Codes))
		for i, c := range cb.Codes {
			ids[c.ID] = i
			if p := tree.Parent[i]; p >= 0 {
				above[i] = cb.Codes[p]
			}
		}
		return ids, above
	}
	had, hadAbove := parents(was)
	has, above := parents(now)
	var added, gone []qda.Code
	for i, c := range now.Codes {
		j, known := had[c.ID]
		if !known {
			added = append(added, c)
			out.Codes = append(out.Codes, CodeChange{Code: c, Parent: above[i].Key, What: "added"})
			continue
		}
		var list []Field
		old := was.Codes[j]
		if reflect.DeepEqual(old, c) && hadAbove[j].ID == above[i].ID {
			continue // most are; the way through their fields is long
		}
		if old.Key != c.Key {
			list = append(list, Field{Name: "id", Was: old.Key, Now: c.Key})
		}
		if hadAbove[j].ID != above[i].ID {
			list = append(list, Field{Name: "parent", Was: hadAbove[j].Key, Now: above[i].Key})
		}
		list = append(list, fields("", contentOf(old), contentOf(c))...)
		list = append(list, ruleFields(old.Rules, c.Rules)...)
		if list != nil {
			out.Codes = append(out.Codes, CodeChange{c, above[i].Key, "changed", list})
		}
	}
	for j, c := range was.Codes {
		if _, still := has[c.ID]; !still {
			gone = append(gone, c)
			out.Codes = append(out.Codes, CodeChange{Code: c, Parent: hadAbove[j].Key, What: "removed"})
		}
	}
	out.Head = append(out.Head, orders(was, now, had, hadAbove, above)...)
	out.Renamed = LookRenamed(gone, added)
	return out
}

// orders tells where codes that stayed stand in another order under theirs.
func orders(was, now *qda.Codebook, had map[qda.CodeID]int, hadAbove, above []qda.Code) (out []Field) {
	var parents []qda.Code
	before, after := map[qda.CodeID][]string{}, map[qda.CodeID][]string{}
	stays := map[qda.CodeID]string{}
	for i, c := range now.Codes {
		if j, known := had[c.ID]; known && hadAbove[j].ID == above[i].ID {
			if after[above[i].ID] == nil {
				parents = append(parents, above[i])
			}
			after[above[i].ID] = append(after[above[i].ID], c.Key)
			stays[c.ID] = c.Key
		}
	}
	for j, c := range was.Codes {
		if key, ok := stays[c.ID]; ok {
			before[hadAbove[j].ID] = append(before[hadAbove[j].ID], key)
		}
	}
	for _, p := range parents {
		if !slices.Equal(before[p.ID], after[p.ID]) {
			out = append(out, Field{Name: strings.TrimSpace("order " + p.Key), Was: strings.Join(before[p.ID], ", "), Now: strings.Join(after[p.ID], ", ")})
		}
	}
	return out
}

// LookRenamed pairs codes that are gone with new ones that say the same: at
// least half of what they say, and not only their kind.
func LookRenamed(gone, added []qda.Code) (pairs []Pair) {
	taken := map[string]bool{}
	for _, old := range gone {
		best, most := "", 0.5
		a := said(old)
		for _, c := range added {
			b := said(c)
			if taken[c.Key] || len(a) == 0 || len(b) == 0 {
				continue
			}
			same := 0
			for k := range a {
				if b[k] {
					same++
				}
			}
			if share := float64(same) / float64(max(len(a), len(b))); same > 0 && share >= most {
				best, most = c.Key, share
			}
		}
		if best != "" {
			taken[best] = true
			pairs = append(pairs, Pair{old.Key, best})
		}
	}
	return pairs
}

// said is all that a code says of itself but its kind and a name that is its
// id.
func said(c qda.Code) map[string]bool {
	out := map[string]bool{}
	for _, w := range []qda.Words{c.Name, c.Concept, c.Definition, c.Include, c.Exclude} {
		for _, s := range []string{w.Plain, w.EN, w.ID} {
			if s != "" && s != c.Key {
				out[s] = true
			}
		}
	}
	for _, s := range slices.Concat(c.Examples.Yes, c.Examples.No, c.Except) {
		out[s] = true
	}
	for _, r := range c.Rules {
		out[content(r)] = true
	}
	return out
}

// content is what a rule says, whatever its id.
func content(r qda.Rule) string {
	r.ID, r.Note = "", ""
	b, _ := json.Marshal(r) // strings and numbers
	return string(b)
}

// headOf is what a codebook says for all codes.
func headOf(cb *qda.Codebook) map[string]leaf {
	head := *cb
	head.Codes, head.Revision, head.Sets = nil, 0, nil
	out := leaves(head)
	for _, s := range cb.Sets {
		out["set $"+s.Name] = leaf{isList: true, list: s.Terms}
	}
	return out
}

// contentOf is what a code says but its place and rules.
func contentOf(c qda.Code) map[string]leaf {
	c.ID, c.GUID, c.Key, c.Parent, c.Rules = 0, qda.GUID{}, "", 0, nil
	return leaves(c)
}

// leaf is a text, or a list of texts.
type leaf struct {
	text   string
	list   []string
	isList bool
}

// leaves are the texts and lists of a value, each by its path. What is zero is
// left out. Going by JSON, it knows fields that are yet to be thought of.
func leaves(v any) map[string]leaf {
	out := map[string]leaf{}
	b, err := json.Marshal(v)
	var tree any
	if err != nil || json.Unmarshal(b, &tree) != nil {
		return out
	}
	grow(out, "", tree)
	return out
}

func grow(out map[string]leaf, path string, v any) {
	under := func(part string) string { return strings.TrimSpace(path + " " + strings.ToLower(part)) }
	switch v := v.(type) {
	case nil:
	case map[string]any:
		for k, x := range v {
			if k == "plain" {
				k = ""
			}
			grow(out, under(k), x)
		}
	case []any:
		var list []string
		for i, x := range v {
			s, is := x.(string)
			if !is {
				grow(out, under(fmt.Sprint(i+1)), x)
				continue
			}
			list = append(list, s)
		}
		if list != nil {
			out[path] = leaf{isList: true, list: list}
		}
	default:
		if s := fmt.Sprint(v); s != "" && s != "false" && s != "0" && s != (qda.GUID{}).String() {
			out[path] = leaf{text: s}
		}
	}
}

// firsts are the fields of a codebook and of a code in the order of its file.
var firsts = []string{"title", "version", "language", "unit", "closed", "normalize", "set", "name", "kind", "color", "concept", "definition", "include", "exclude", "examples", "except"}

// fields compares leaves.
func fields(prefix string, was, now map[string]leaf) (out []Field) {
	names := map[string]bool{}
	for k := range was {
		names[k] = true
	}
	for k := range now {
		names[k] = true
	}
	place := func(name string) int {
		first, _, _ := strings.Cut(name, " ")
		if i := slices.Index(firsts, first); i >= 0 {
			return i
		}
		return len(firsts)
	}
	for _, k := range slices.SortedFunc(maps.Keys(names), func(a, b string) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	}) {
		a, b := was[k], now[k]
		f := Field{Name: prefix + k}
		if !a.isList && !b.isList {
			if a.text != b.text {
				f.Was, f.Now = a.text, b.text
				out = append(out, f)
			}
			continue
		}
		f.Gone, f.New = without(a.list, b.list), without(b.list, a.list)
		if f.Gone == nil && f.New == nil && !slices.Equal(a.list, b.list) {
			f.Was, f.Now = strings.Join(a.list, ", "), strings.Join(b.list, ", ") // another order
		}
		if f.Gone != nil || f.New != nil || f.Was != f.Now {
			out = append(out, f)
		}
	}
	return out
}

// without are those of a list that another lacks.
func without(list, other []string) (out []string) {
	has := make(map[string]bool, len(other))
	for _, s := range other {
		has[s] = true
	}
	for _, s := range list {
		if !has[s] {
			out = append(out, s)
		}
	}
	return out
}

// ruleFields compares rules: by id, else by what they say; those that are left
// over in order.
func ruleFields(was, now []qda.Rule) (out []Field) {
	partner := make([]int, len(now)) // index in was, or -1
	used := make([]bool, len(was))
	for i := range partner {
		partner[i] = -1
	}
	for _, same := range []func(a, b qda.Rule) bool{
		func(a, b qda.Rule) bool { return a.ID == b.ID && a.ID != "" },
		func(a, b qda.Rule) bool { return content(a) == content(b) },
		func(a, b qda.Rule) bool { return a.ID == "" && b.ID == "" },
	} {
		for i, r := range now {
			for j, old := range was {
				if partner[i] < 0 && !used[j] && same(old, r) {
					partner[i], used[j] = j, true
				}
			}
		}
	}
	name := func(r qda.Rule, i int) string {
		if r.ID != "" {
			return "rule " + r.ID
		}
		return fmt.Sprintf("rule %d", i+1)
	}
	for i, r := range now {
		if j := partner[i]; j < 0 {
			out = append(out, Field{Name: name(r, i), Now: summary(r)})
		} else {
			out = append(out, fields(name(r, i)+": ", leaves(was[j]), leaves(r))...)
		}
	}
	for j, r := range was {
		if !used[j] {
			out = append(out, Field{Name: name(r, j), Was: summary(r)})
		}
	}
	return out
}

// summary is a rule in a line.
func summary(r qda.Rule) string {
	all := leaves(r)
	delete(all, "id")
	delete(all, "note")
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(all)) {
		parts = append(parts, k+": "+all[k].text+strings.Join(all[k].list, ", "))
	}
	return strings.Join(parts, "; ")
}
