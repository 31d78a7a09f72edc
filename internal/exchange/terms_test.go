package exchange

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
)

const misspelt = `normalize:
  ijin: izin
  izin: ijin
sets: {doc: [PEB, "~*"], two: ["~*"]}
codes:
- name: Theme A
  codes:
  - id: a
    except: ["$x", ok]
    rules:
    - any: [izin, $nope]
    - id: second
      any: |
        biaya

        $nope
        [?]
      none:
        - "$nope"
      all:
        - $nope
        - any: ["$nope", "~*"]
- id: b
  rules: [{any: [ok, "$nope"]}]
`

func TestTermErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		ps   []TermProblem
		want string // FILE:LINE: words, and what the mark is under
	}{
		{"a list", []TermProblem{{"a", "1", "$nope", "bad", ""}}, `11: code a, term "$nope": bad|$nope]`},
		{"a block of lines", []TermProblem{{"a", "second", "[?]", "bad", ""}}, `17: code a, term "[?]": bad|[?]`},
		{"the same in each place of a rule", []TermProblem{{"a", "second", "$nope", "1", ""}, {"a", "second", "$nope", "2", ""}, {"a", "second", "$nope", "3", ""}, {"a", "second", "$nope", "4", ""}},
			`16: code a, term "$nope": 1|$nope 19: code a, term "$nope": 2|"$nope" 21: code a, term "$nope": 3|$nope 22: code a, term "$nope": 4|"$nope", "~*"]`},
		{"a group", []TermProblem{{"a", "second", "~*", "bad", ""}}, `22: code a, term "~*": bad|"~*"]`},
		{"except", []TermProblem{{"a", "", "$x", "bad", ""}}, `9: code a, term "$x": bad|"$x", ok]`},
		{"a rule", []TermProblem{{"a", "second", "", "bad", ""}, {"a", "second", "", "worse", ""}}, `12: code a, rule second: bad|id: second 12: code a, rule second: worse|id: second`},
		{"a code", []TermProblem{{"b", "", "", "bad", ""}}, `23: code b: bad|b`},
		{"a term nobody wrote", []TermProblem{{"b", "1", "zzz", "bad", ""}}, `23: code b, term "zzz": bad|b`},
		{"normalize", []TermProblem{{"", "", "izin", "a circle", ""}}, `3: a circle|izin: ijin`},
		{"a set", []TermProblem{{"", "", "~*", "bad", "two"}}, `4: set two, term "~*": bad|"~*"]}`},
		{"a set as a whole", []TermProblem{{"", "", "", "bad", "doc"}}, `4: set doc: bad|doc: [PEB, "~*"], two: ["~*"]}`},
		{"in the order of the file", []TermProblem{{"b", "1", "$nope", "bad", ""}, {"a", "1", "$nope", "bad", ""}}, `11: code a, term "$nope": bad|$nope] 24: code b, term "$nope": bad|"$nope"]}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := TermErrors("k.yaml", []byte(misspelt), c.ps)
			if errs.KindOf(err) != errs.Usage || errs.HintOf(err) != "tematik help formats" {
				t.Errorf("%v, hint %q", errs.KindOf(err), errs.HintOf(err))
			}
			if d := cmp.Diff(c.want, marked(err.Error())); d != "" {
				t.Errorf("%s\n%s", d, err)
			}
		})
	}
}

// marked gives the first line of each complaint and what its mark is under.
func marked(msg string) string {
	var out []string
	line := ""
	for _, row := range strings.Split(msg, "\n") {
		switch {
		case strings.HasPrefix(row, "k.yaml:"):
			out = append(out, strings.TrimPrefix(row, "k.yaml:"))
		case strings.HasPrefix(row, ">"):
			line = row
		case strings.HasSuffix(row, "^"):
			out[len(out)-1] += "|" + line[len(row)-1:]
		}
	}
	return strings.Join(out, " ")
}

func TestTermErrorsAreFewAndWhole(t *testing.T) {
	if err := TermErrors("k.yaml", []byte(misspelt), nil); err != nil {
		t.Error(err)
	}
	err := TermErrors("k.yaml", []byte(misspelt), []TermProblem{{"b", "1", "$nope", "bad", ""}, {Text: "no place"}})
	want := `k.yaml: no place
k.yaml:24: code b, term "$nope": bad
    23 | - id: b
>   24 |   rules: [{any: [ok, "$nope"]}]
       |                      ^
    25 | `
	if d := cmp.Diff(want, err.Error()); d != "" {
		t.Error(d)
	}
	var many []TermProblem
	for range 7 {
		many = append(many, TermProblem{"b", "1", "ok", "bad", ""})
	}
	if got := TermErrors("k.yaml", []byte(misspelt), many).Error(); strings.Count(got, "k.yaml:2") != 5 || !strings.HasSuffix(got, "\n… and 2 more") {
		t.Error(got)
	}
}

func TestCodebookHints(t *testing.T) {
	for _, c := range []struct{ name, data, hint string }{
		{"empty", "# nothing\n", "tematik help formats"},
		{"unknown key", "codes: [{id: a, x: b}]", "tematik help formats"},
		{"no YAML", "a: [b", "tematik help formats"},
		{"too large", strings.Repeat("# x\n", maxYAML/4+1), "tematik help formats"},
		{"binary", "\x00\x01\x02\x03\xff\xfe\x00", "save it as plain text in UTF-8 and import it again: tematik codebook import FILE"},
	} {
		_, err := ReadCodebook("k.yaml", []byte(c.data))
		if got := errs.HintOf(err); err == nil || got != c.hint {
			t.Errorf("%s: %v, hint %q", c.name, err, got)
		}
	}
}

func FuzzTermErrors(f *testing.F) {
	f.Add([]byte(misspelt), "a", "second", "$nope")
	f.Fuzz(func(_ *testing.T, data []byte, code, rule, term string) {
		_ = TermErrors("k.yaml", data, []TermProblem{{code, rule, term, "bad", ""}, {code, "", term, "bad", code}})
	})
}
