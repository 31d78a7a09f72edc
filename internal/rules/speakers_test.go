package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/qda"
)

func TestSpeakersNearARole(t *testing.T) {
	for speaker, want := range map[string]string{
		"respondent": "", "interviewer": "", "any": "", "N1": "", "Ana": "", "an": "", "Pewawancara": "", "Budi Santoso": "",
		"responden":   `code a, rule r1: speaker "responden" is read as a label in the transcripts; did you mean respondent?`,
		"Respondents": `code a, rule r1: speaker "Respondents" is read as a label in the transcripts; did you mean respondent?`,
		"interviwer":  `code a, rule r1: speaker "interviwer" is read as a label in the transcripts; did you mean interviewer?`,
		"Any":         `code a, rule r1: speaker "Any" is read as a label in the transcripts; did you mean any?`,
	} {
		_, problems, err := Compile(one(qda.Rule{Any: []string{"izin"}, Speaker: []string{speaker}}), "id")
		got := ""
		for _, p := range problems {
			if got += p.String(); !p.Warning {
				t.Errorf("%s: not a warning", speaker)
			}
		}
		if err != nil || got != want {
			t.Errorf("%s: %v, %q", speaker, err, got)
		}
	}
}

func TestUnknownSpeakers(t *testing.T) {
	rule := func(speakers ...string) qda.Rule { return qda.Rule{Any: []string{"izin"}, Speaker: speakers} }
	cb := one(rule(), rule("any"), rule("N1", "N2"), rule("responden"), rule("n1"), rule("interviewer", "responden"), rule("informan"), rule("Kepala Desa"), rule("responden"))
	s := study(cb, "P: Apa?\n\nN1: Izin.")
	set := compile(t, cb)
	var got []string
	for _, p := range set.UnknownSpeakers(s) {
		if !p.Warning {
			t.Errorf("%v: not a warning", p)
		}
		got = append(got, p.String())
	}
	want := []string{
		`code a, rule r3: no document has a speaker "N2", so nothing is found by it; did you mean N1?`,
		`code a, rule r4: no document has a speaker "responden", so nothing is found by it; did you mean respondent? (2 more rules name it)`,
		`code a, rule r5: no document has a speaker "n1", so nothing is found by it; did you mean N1?`,
		`code a, rule r7: no document has a speaker "informan", so nothing is found by it; did you mean respondent?`,
		`code a, rule r8: no document has a speaker "Kepala Desa", so nothing is found by it`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := set.UnknownSpeakers(&qda.Snapshot{}); got != nil {
		t.Errorf("without documents: %v", got)
	}
}

func TestNormalizeProblems(t *testing.T) {
	for _, c := range []struct {
		name  string
		forms map[string]string
		want  []string
	}{
		{"a pair", map[string]string{"a": "b", "b": "a"}, []string{`codebook: normalize: these stand for one another in a circle: a, b, a; one of them must be the normal form`}},
		{"three, regardless of case", map[string]string{"B": "c", "c": "A", "a": "b"}, []string{`codebook: normalize: these stand for one another in a circle: b, c, a, b; one of them must be the normal form`}},
		{"two words", map[string]string{"b c": "a", "d": ""}, []string{`codebook: normalize: "b c": "a": each must be one word`, `codebook: normalize: "d": "": each must be one word`}},
		{"a word for itself", map[string]string{"tau": "tau"}, nil},
		{"a chain", map[string]string{"a": "b", "b": "c"}, nil},
		{"into a circle", map[string]string{"a": "b", "b": "c", "c": "b"}, []string{`codebook: normalize: these stand for one another in a circle: b, c, b; one of them must be the normal form`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cb := one(qda.Rule{Any: []string{"izin"}})
			cb.Normalize = c.forms
			_, problems, err := Compile(cb, "id")
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if d := cmp.Diff(c.want, got); d != "" || (err == nil) != (c.want == nil) {
				t.Error(err, d)
			}
		})
	}
}
