package qda

import (
	"slices"
	"strings"

	"tematik/internal/text"
)

// Aspects are the sides of its code that a coding shows, as its note names
// them: "cost; who pays" are two. Each is there once, capitals or not.
func Aspects(note string) []string {
	var out []string
	for part := range strings.SplitSeq(text.NormalizeString(note), ";") {
		part = strings.Join(strings.Fields(part), " ")
		if part != "" && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, part) }) {
			out = append(out, part)
		}
	}
	return out
}

// JoinAspects is one note of several, written in one way: what an earlier one
// names stands first, and once.
func JoinAspects(notes ...string) string {
	return strings.Join(Aspects(strings.Join(notes, ";")), "; ")
}
