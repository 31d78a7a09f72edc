package rules

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/qda"
)

func TestDeadTerms(t *testing.T) {
	for name, x := range map[string]struct {
		except []string
		rule   qda.Rule
		want   []DeadTerm
	}{
		"alive":               {nil, qda.Rule{Any: []string{"izin"}, None: []string{"surat izin", "~izin usaha", "diizinkan"}}, nil},
		"a part of a phrase":  {nil, qda.Rule{Any: []string{"surat izin", "kapal"}, None: []string{"izin"}}, []DeadTerm{{"a", "r", "surat izin", "izin", false, false}}},
		"a root finds it":     {nil, qda.Rule{Any: []string{"mengurus"}, None: []string{"~urus"}}, []DeadTerm{{"a", "r", "mengurus", "~urus", false, true}}},
		"some forms only":     {nil, qda.Rule{Any: []string{"~urus"}, None: []string{"mengurus"}}, nil},
		"the same root":       {nil, qda.Rule{Any: []string{"tidak ~urus"}, None: []string{"~urus"}}, []DeadTerm{{"a", "r", "tidak ~urus", "~urus", false, true}}},
		"wildcards":           {nil, qda.Rule{Any: []string{"dokumen"}, None: []string{"dok*"}}, []DeadTerm{{"a", "r", "dokumen", "dok*", false, true}}},
		"except":              {[]string{"kapal"}, qda.Rule{Any: []string{"kapal api", "surat"}}, []DeadTerm{{"a", "r", "kapal api", "kapal", true, false}}},
		"min cannot be met":   {nil, qda.Rule{Any: []string{"kapal api", "surat"}, Min: 2, None: []string{"api"}}, []DeadTerm{{"a", "r", "kapal api", "api", false, true}}},
		"one of two groups":   {nil, qda.Rule{All: []qda.Group{either("kapal"), either("api")}, None: []string{"api"}}, []DeadTerm{{"a", "r", "api", "api", false, true}}},
		"patterns are opaque": {nil, qda.Rule{Any: []string{"/kapal/"}, None: []string{"kapal"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			x.rule.ID = "r"
			cb := &qda.Codebook{Codes: []qda.Code{{Key: "a", Except: x.except, Rules: []qda.Rule{x.rule}}}}
			if d := cmp.Diff(x.want, compile(t, cb).DeadTerms()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOverlaps(t *testing.T) {
	rule := func(terms ...string) []qda.Rule { return []qda.Rule{{Any: terms}} }
	cb := &qda.Codebook{Codes: []qda.Code{
		{Key: "a", Rules: rule("kapal"), Examples: qda.Examples{Yes: []string{"Kapal.", "Kapal, surat."}}},
		{Key: "a.b", Rules: rule("kapal", "sampan")},
		{Key: "c", Rules: rule("surat")},
	}}
	s := study(cb, "I: Kapal, surat.\n\nI: Surat.\n\nP: Kapal, surat?\n\nI: Kapal.")
	s.Codebook.Codes[1].Parent, cb.Codes[1].Parent = 1, 1
	s.Proposals = []qda.Proposal{{Document: 1, Code: 1, Origin: qda.ByRule, Decision: qda.Rejected}}
	set := compile(t, cb)
	found, err := set.Overlaps(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]Overlap{{"a", "c", 1, 2, 2}, {"a.b", "c", 1, 2, 2}}, found); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Overlap{{Code: "a", Other: "c", Both: 1, Of: 2}}, set.ExampleOverlaps()); d != "" {
		t.Error(d)
	}
}
