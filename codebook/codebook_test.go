package codebook_test

import (
	"testing"

	"tematik/codebook"
	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/rules"
)

// The starter codebook is whole: both languages everywhere, a concept for each
// theme, and rules that its own examples agree with.
func TestStarterCodebook(t *testing.T) {
	cb, err := exchange.ReadCodebook(codebook.Name, codebook.YAML)
	if err != nil {
		t.Fatal(err)
	}
	set, _, err := rules.Compile(cb, "id")
	if err != nil {
		t.Fatal(err)
	}
	themes, codes := 0, 0
	for _, c := range cb.Codes {
		texts := map[string]qda.Words{"name": c.Name, "definition": c.Definition, "include": c.Include, "exclude": c.Exclude}
		if c.Kind == qda.KindTheme {
			themes++
			texts["concept"] = c.Concept
		} else {
			codes++
			if len(c.Rules) == 0 || len(c.Examples.Yes) < 2 || len(c.Examples.No) == 0 {
				t.Errorf("%s: %d rules, %d and %d examples", c.Key, len(c.Rules), len(c.Examples.Yes), len(c.Examples.No))
			}
		}
		for what, w := range texts {
			if w.EN == "" || w.ID == "" {
				t.Errorf("%s: its %s is not in both languages", c.Key, what)
			}
		}
	}
	if themes != 6 || codes != 24 {
		t.Errorf("%d themes and %d codes, want 6 and 24", themes, codes)
	}
	for _, problem := range set.Examples() {
		t.Error(problem)
	}
}
