package join

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/qda"
)

func written(c *BookChange) []string {
	var out []string
	field := func(at string, f Field) {
		out = append(out, fmt.Sprintf("%s %s: %s → %s -%s +%s", at, f.Name, f.Was, f.Now, strings.Join(f.Gone, ","), strings.Join(f.New, ",")))
	}
	for _, f := range c.Head {
		field("head", f)
	}
	for _, k := range c.Codes {
		out = append(out, k.What+" "+k.Code.Key)
		for _, f := range k.Fields {
			field(" ", f)
		}
	}
	for _, p := range c.Renamed {
		out = append(out, p.Was+" looks like "+p.Now)
	}
	return out
}

func TestCompareCodebooks(t *testing.T) {
	was := &qda.Codebook{Version: "1", Normalize: map[string]string{"gak": "tidak"}, Sets: []qda.TermSet{{Name: "doc", Terms: []string{"peb", "coo"}}}, Codes: []qda.Code{
		{ID: 1, Key: "a"},
		{ID: 2, Key: "a.x", Parent: 1, Name: qda.Words{EN: "X", ID: "Eks"}, Definition: qda.Words{Plain: "old"}, Rules: []qda.Rule{
			{ID: "r", Any: []string{"satu", "dua"}, Min: 1}, {ID: "gone", Any: []string{"tiga"}}, {Any: []string{"empat"}}}},
		{ID: 3, Key: "a.y", Parent: 1},
		{ID: 4, Key: "b", Definition: qda.Words{Plain: "the same words"}},
		{ID: 5, Key: "c"},
	}}
	now := &qda.Codebook{Version: "2", Normalize: map[string]string{"gak": "tidak"}, Sets: []qda.TermSet{{Name: "doc", Terms: []string{"peb", "ska"}}}, Codes: []qda.Code{
		{ID: 1, Key: "a"},
		{ID: 3, Key: "a.z", Parent: 1, Color: "#d55e00"},
		{ID: 2, Key: "a.x", Parent: 1, Name: qda.Words{EN: "X", ID: "Iks"}, Definition: qda.Words{Plain: "new"}, Rules: []qda.Rule{
			{ID: "r", Any: []string{"dua", "lima"}, Min: 2, All: []qda.Group{{Any: []string{"enam"}}}}, {ID: "named", Any: []string{"empat"}}}},
		{ID: 6, Key: "d", Definition: qda.Words{Plain: "the same words"}},
		{ID: 5, Key: "c", Parent: 1},
	}}
	want := []string{
		"head version: 1 → 2 - +",
		"head set $doc:  →  -coo +ska",
		"head order a: a.x, a.z → a.z, a.x - +",
		"changed a.z", "  id: a.y → a.z - +", "  color:  → #d55e00 - +",
		"changed a.x", "  name id: Eks → Iks - +", "  definition: old → new - +",
		"  rule r: all 1 any:  →  - +enam", "  rule r: any:  →  -satu +lima", "  rule r: min: 1 → 2 - +",
		"  rule named: id:  → named - +", "  rule gone: any: tiga →  - +",
		"added d", "changed c", "  parent:  → a - +", "removed b", "b looks like d",
	}
	if d := cmp.Diff(want, written(CompareCodebooks(was, now))); d != "" {
		t.Error(d)
	}
	if CompareCodebooks(now, now).Any() {
		t.Error("a codebook differs from itself")
	}
}

// A code is not taken for another because both say nothing, or only their kind.
func TestLookRenamed(t *testing.T) {
	rule := []qda.Rule{{Any: []string{"kapal"}}}
	for _, x := range []struct {
		name     string
		old, new qda.Code
		want     bool
	}{
		{"same rule", qda.Code{Key: "a", Rules: rule}, qda.Code{Key: "b", Rules: rule}, true},
		{"same name", qda.Code{Key: "a", Name: qda.Words{EN: "Ship", ID: "Kapal"}}, qda.Code{Key: "b", Name: qda.Words{EN: "Ship", ID: "Kapal"}}, true},
		{"nothing said", qda.Code{Key: "a", Kind: qda.KindCode}, qda.Code{Key: "b", Kind: qda.KindCode}, false},
		{"names that are ids", qda.Code{Key: "a", Name: qda.Words{Plain: "a"}}, qda.Code{Key: "b", Name: qda.Words{Plain: "b"}}, false},
		{"little in common", qda.Code{Key: "a", Rules: rule, Definition: qda.Words{EN: "one", ID: "satu"}, Include: qda.Words{Plain: "x"}}, qda.Code{Key: "b", Rules: rule, Definition: qda.Words{EN: "two", ID: "dua"}, Include: qda.Words{Plain: "y"}}, false},
	} {
		if got := len(LookRenamed([]qda.Code{x.old}, []qda.Code{x.new})) == 1; got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

// What counts as a change of meaning, and what only of the rules.
func TestRevise(t *testing.T) {
	was := &qda.Codebook{Sets: []qda.TermSet{{Name: "doc", Terms: []string{"peb"}}}, Codes: []qda.Code{
		{ID: 1, Key: "a"}, {ID: 2, Key: "b"}, {ID: 3, Key: "c", Rules: []qda.Rule{{Any: []string{"$doc"}}}}, {ID: 4, Key: "d", Rules: []qda.Rule{{Any: []string{"$doc"}}}},
		{ID: 5, Key: "e"}, {ID: 6, Key: "f"}, {ID: 7, Key: "g"}, {ID: 8, Key: "h"},
	}}
	for name, c := range map[string]struct {
		change func(*qda.Codebook)
		want   string
	}{
		"nothing":          {func(*qda.Codebook) {}, "0 0 0 0 false"},
		"added":            {func(cb *qda.Codebook) { cb.Codes = append(cb.Codes, qda.Code{ID: 9, Key: "i"}) }, "1 0 0 0 true"},
		"removed":          {func(cb *qda.Codebook) { cb.Codes = cb.Codes[1:] }, "0 1 0 0 true"},
		"renamed":          {func(cb *qda.Codebook) { cb.Codes[0].Key = "z" }, "0 0 1 0 true"},
		"moved":            {func(cb *qda.Codebook) { cb.Codes[1].Parent = 1 }, "0 0 1 0 true"},
		"exclusion":        {func(cb *qda.Codebook) { cb.Codes[4].Exclude.EN = "not this" }, "0 0 1 0 true"},
		"examples":         {func(cb *qda.Codebook) { cb.Codes[4].Examples.Yes = []string{"x"} }, "0 0 0 1 true"},
		"rule":             {func(cb *qda.Codebook) { cb.Codes[4].Rules = []qda.Rule{{Any: []string{"x"}}} }, "0 0 0 1 true"},
		"rule and meaning": {func(cb *qda.Codebook) { cb.Codes[2].Definition.EN, cb.Codes[2].Rules = "x", nil }, "0 0 1 0 true"},
		"set of two":       {func(cb *qda.Codebook) { cb.Sets[0].Terms = []string{"peb", "ska"} }, "0 0 0 2 true"},
		"set and its rule": {func(cb *qda.Codebook) {
			cb.Sets[0].Terms, cb.Codes[2].Rules = []string{"ska"}, []qda.Rule{{Any: []string{"$doc", "x"}}}
		}, "0 0 0 2 true"},
		"colour":  {func(cb *qda.Codebook) { cb.Codes[4].Color = "#d55e00" }, "0 0 0 0 true"},
		"version": {func(cb *qda.Codebook) { cb.Version = "2" }, "0 0 0 0 true"},
	} {
		now := *was
		now.Codes, now.Sets = slices.Clone(was.Codes), slices.Clone(was.Sets)
		c.change(&now)
		r, any := Revise(was, &now)
		if got := fmt.Sprint(r.Added, r.Removed, r.Redefined, r.Rules, any); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if _, any := Revise(&qda.Codebook{}, &qda.Codebook{Version: "1"}); any {
		t.Error("a codebook without codes was revised")
	}
}
