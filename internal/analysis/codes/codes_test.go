package codes

import (
	"fmt"
	"testing"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
)

func TestCodes(t *testing.T) {
	s := analysistest.New("x*", "x.a < x", "x.b < x", "lone", "never")
	s.Doc("one", "C1", "alpha beta gamma delta")
	s.Doc("two", "C1", "alpha beta gamma delta")
	s.Doc("three", "C2", "alpha beta gamma delta")
	s.Doc("note", "", "alpha beta").Kind = qda.Observation
	s.Tag("one", "alpha beta", "x.a", "ana")
	s.Tag("one", "beta gamma", "x.b", "ana")
	s.Tag("two", "alpha", "x", "ana")
	s.Tag("two", "gamma", "x.b", "ana")
	s.Tag("three", "delta", "lone", "ana")
	s.Tag("note", "alpha", "lone", "ana")
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	analysistest.Bytes(t, r)
	all := []string{"code", "theme", "own_segments", "segments", "documents", "cases", "words", "first_document", "last_document", "singleton"}
	for i, want := range []string{
		"x x 1 3 2 1 5 one two true", // one case: the union of three codes
		"x.a x 1 1 1 1 2 one one true",
		"x.b x 2 2 2 1 3 one two true",
		"lone null 2 2 2 1 2 three note true", // the observation is no sampling unit
		"never null 0 0 0 0 0 null null false",
	} {
		if got := analysistest.Show(t, r, "codes", i, all...); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	r = analysistest.Run(t, Method(), s, qda.Filter{}, "kind=interview,observation")
	if got := fmt.Sprint(analysistest.Column(t, r, "codes", "singleton")); got != "[true true true false false]" {
		t.Errorf("with observations %s", got)
	}
}

// What is filtered away is not used; every code stays listed.
func TestFiltered(t *testing.T) {
	s := analysistest.New("a", "b")
	s.Doc("one", "C1", "P: alpha\nI: beta\n")
	s.Tag("one", "alpha", "a", "ana")
	s.Tag("one", "beta", "b", "budi")
	for _, c := range []struct {
		filter qda.Filter
		want   string
	}{
		{qda.Filter{}, "[1 1]"},
		{qda.Filter{Coders: []string{"budi"}}, "[0 1]"},
		{qda.Filter{Speaker: "interviewer"}, "[1 0]"},
		{qda.Filter{Codes: []string{"a"}}, "[1 0]"},
		{qda.Filter{Origins: []string{"rule"}}, "[0 0]"},
	} {
		r := analysistest.Run(t, Method(), s, c.filter)
		if got := fmt.Sprint(analysistest.Column(t, r, "codes", "segments")); got != c.want {
			t.Errorf("%+v: %s, want %s", c.filter, got, c.want)
		}
	}
}
