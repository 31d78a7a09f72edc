package planning

import (
	"fmt"
	"strings"
	"testing"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

// R 4.2.2: log(1 - .95) / log(1 - R), rounded up; the smallest n with
// 1 - pbinom(k - 1, n, p) >= .8; the smallest n with prod(1 - (1 - p)^n) >= .95.
func TestNumbers(t *testing.T) {
	r := analysistest.Run(t, Method(), analysistest.New(), qda.Filter{}, "prevalence=0.05,0.1,0.2,1", "instances=1,2,5")
	analysistest.Bytes(t, r)
	for table, want := range map[string]string{
		"galvin":       "[59 29 14 1]",
		"fugard_potts": "[32 59 134 16 29 66 8 14 33 1 2 5]",
	} {
		if got := fmt.Sprint(analysistest.Column(t, r, table, "interviews")); got != want {
			t.Errorf("%s %s, want %s", table, got, want)
		}
	}
	n := analysistest.Column(t, r, "rijnsoever", "interviews")
	if n[0] != 35 || n[1].(int) < n[2].(int) || n[1].(int) > 5 {
		t.Errorf("random, minimal, maximal: %v; want 35, at most one per code, and no more than that", n)
	}
	if !analysistest.Warned(r, "planning_only") {
		t.Error("it is not said that this is for planning only")
	}
}

func TestWords(t *testing.T) {
	s := analysistest.New()
	s.Project.Approach = qda.ReflexiveTA
	r := analysistest.Run(t, Method(), s, qda.Filter{}, "power=0.9")
	if !analysistest.Warned(r, "reflexive") {
		t.Error("the reflexive approach is not told of information power")
	}
	notes := r.Tables[0].Notes
	if id := notes[len(notes)-1].In(lang.ID); !strings.Contains(id, "kuasa uji 0,9") || !strings.Contains(id, "0,05; 0,1; 0,2; 0,3") {
		t.Errorf("parameters: %s", id)
	}
}

// Two people of whom nobody may have the code: not "after 0 interviews".
func TestTooFewPeople(t *testing.T) {
	r := analysistest.Run(t, Method(), analysistest.New(), qda.Filter{}, "people=2", "mix=0.001")
	if got := fmt.Sprint(analysistest.Column(t, r, "rijnsoever", "interviews")); got != "[2995 <nil> <nil>]" {
		t.Errorf("random, minimal, maximal: %s", got)
	}
	if !analysistest.Warned(r, "too_few_people") {
		t.Error("it is not said why")
	}
}
