package qda_test

import (
	"testing"

	"tematik/internal/qda"
)

func TestRound(t *testing.T) {
	for name, want := range map[string]struct {
		coder string
		round int
	}{
		"ratna":    {"ratna", 1},
		"ratna#2":  {"ratna", 2},
		"ratna#12": {"ratna", 12},
		"ratna#1":  {"ratna#1", 1}, // the first has no number
		"ratna#02": {"ratna#02", 1},
		"ratna#+2": {"ratna#+2", 1},
		"ratna#":   {"ratna#", 1},
		"#2":       {"#2", 1},
		"C#":       {"C#", 1},
		"a#b#3":    {"a#b", 3},
		"":         {"", 1},
	} {
		coder, round := qda.Round(name)
		if coder != want.coder || round != want.round {
			t.Errorf("%q: %q in round %d, want %q in %d", name, coder, round, want.coder, want.round)
		}
		if got := qda.InRound(coder, round); got != name {
			t.Errorf("%q is written %q", name, got)
		}
	}
}
