package qda

import (
	"testing"

	"tematik/internal/errs"
)

func TestFindCode(t *testing.T) {
	cb := &Codebook{Codes: []Code{
		{ID: 1, Key: "customs", Name: Words{EN: "Customs", ID: "Kepabeanan"}},
		{ID: 2, Key: "customs.hs", Parent: 1, Name: Words{EN: "HS classification", ID: "Klasifikasi HS"}},
		{ID: 3, Key: "customs.other", Parent: 1, Name: Words{Plain: "Other"}},
		{ID: 4, Key: "gap", Name: Words{Plain: "Gap"}},
		{ID: 5, Key: "gap.other", Parent: 4, Name: Words{Plain: "Other"}},
		{ID: 6, Key: "other-id", Name: Words{Plain: "gap.other"}},
	}}
	for name, want := range map[string]int{
		"customs.hs": 1, "HS classification": 1, "hs CLASSIFICATION": 1, "Klasifikasi HS": 1, " Kepabeanan ": 0, "Customs.HS": 1,
		"Customs > Other": 2, "kepabeanan > other": 2, "gap > Other": 4, "gap > gap.other": 4,
		"gap.other": 4, // an id before another's name
	} {
		if got, err := cb.FindCode(name); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", name, got, err, want)
		}
	}
	for name, want := range map[string]errs.Kind{"Other": errs.Usage, "customs.sh": errs.NotFound, "gap > HS classification": errs.NotFound, "": errs.NotFound} {
		if _, err := cb.FindCode(name); errs.KindOf(err) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}
