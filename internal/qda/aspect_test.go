package qda_test

import (
	"testing"

	"tematik/internal/qda"
)

func TestAspects(t *testing.T) {
	for note, want := range map[string]string{
		"":                             "",
		" ; ;":                         "",
		"cost":                         "cost",
		"cost; who  pays\n;Cost;delay": "cost; who pays; delay",
		"biaya;\x00biaya":              "biaya",
		"é; e\u0301":                   "é; e\u0301", // text is kept as it is written
	} {
		if got := qda.JoinAspects(note); got != want || qda.JoinAspects(got) != got {
			t.Errorf("%q: %q, want %q", note, got, want)
		}
	}
	if got := qda.JoinAspects("a; b", "", "B; c"); got != "a; b; c" {
		t.Errorf("joined: %q", got)
	}
}
