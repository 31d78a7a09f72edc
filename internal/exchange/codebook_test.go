package exchange

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tematik/codebook"
	"tematik/internal/errs"
	"tematik/internal/qda"
)

const sample = `# a comment
codebook: {en: A study, id: Sebuah studi}
version: "2"
language: id
unit: sentence
closed: yes
normalize:
  ijin: izin
  no: tidak
sets:
  not: [tidak, "no"]
  doc.one: |
    PEB
    /\bhs[ -]?codes?\b/
codes:
  - id: customs
    name: Customs complexity
    color: "#0072b2"
    concept: The burden of the procedure.
    definition: >-
      A text that
      is folded.
    codes:
      - id: customs.hs
        name: {en: HS classification, id: Klasifikasi HS}
        examples:
          yes: ["Kode HS-nya apa?", no]
          no: |
            Satu.
            Dua.
        except: [peluang]
        rules:
          - any: [~izin, kepabean*, =PT, no, 2024, 12:30, 0123, "null"]
            min: 2
            all:
              - any: [a, b]
                min: 2
              - dokumen
            none: |
              pusat konsultasi
              - klinik
            unit: turn
            speaker: any
            lang: both
            note: why
          - near: [$not, [~izin, '/it''s \bx/', "a, b"]]
            within: 4
            ordered: yes
            after_question: [sudah]
            unit: window:3
            weight: 1.0
          - near:
              - [$not]
              - |
                $doc.one
            within: 1
            weight: -0.5
      - name: Kompleksitas Dokumen
        definition:
  - id: silence
    kind: theme
`

func TestReadCodebook(t *testing.T) {
	cb, err := ReadCodebook("cb.yaml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	want := &qda.Codebook{
		Title: qda.Words{EN: "A study", ID: "Sebuah studi"}, Version: "2", Language: "id", Unit: "sentence", Closed: true,
		Normalize: map[string]string{"ijin": "izin", "no": "tidak"},
		Sets:      []qda.TermSet{{Name: "not", Terms: []string{"tidak", "no"}}, {Name: "doc.one", Terms: []string{"PEB", `/\bhs[ -]?codes?\b/`}}},
		Codes: []qda.Code{
			{ID: 1, Key: "customs", Kind: qda.KindTheme, Name: qda.Words{Plain: "Customs complexity"}, Color: "#0072b2",
				Concept: qda.Words{Plain: "The burden of the procedure."}, Definition: qda.Words{Plain: "A text that is folded."}},
			{ID: 2, Parent: 1, Key: "customs.hs", Kind: qda.KindCode, Name: qda.Words{EN: "HS classification", ID: "Klasifikasi HS"},
				Examples: qda.Examples{Yes: []string{"Kode HS-nya apa?", "no"}, No: []string{"Satu.", "Dua."}}, Except: []string{"peluang"},
				Rules: []qda.Rule{{Any: []string{"~izin", "kepabean*", "=PT", "no", "2024", "12:30", "0123", "null"}, Min: 2,
					All:  []qda.Group{{Any: []string{"a", "b"}, Min: 2}, {Any: []string{"dokumen"}}},
					None: []string{"pusat konsultasi", "- klinik"}, Unit: "turn", Speaker: []string{"any"}, Lang: "both", Note: "why"},
					{Near: [][]string{{"$not"}, {"~izin", `/it's \bx/`, "a, b"}}, Within: 4, Ordered: true, After: []string{"sudah"}, Unit: "window:3"},
					{Near: [][]string{{"$not"}, {"$doc.one"}}, Within: 1, Weight: -0.5}}},
			{ID: 3, Parent: 1, Key: "kompleksitas-dokumen", Kind: qda.KindCode, Name: qda.Words{Plain: "Kompleksitas Dokumen"}},
			{ID: 4, Key: "silence", Kind: qda.KindTheme, Name: qda.Words{Plain: "silence"}},
		},
	}
	if d := cmp.Diff(want, cb); d != "" {
		t.Error(d)
	}
}

// A codebook saved by an old editor reads as the same codebook.
func TestReadCodebookEncodings(t *testing.T) {
	want := []byte("codebook: Étude\ncodes:\n  - name: Légalité\n")
	for name, data := range map[string][]byte{
		"utf-8":        want,
		"bom, crlf":    append([]byte("\ufeff"), bytes.ReplaceAll(want, []byte("\n"), []byte("\r\n"))...),
		"windows-1252": []byte("codebook: \xc9tude\ncodes:\n  - name: L\xe9galit\xe9\n"),
		"end marked":   append([]byte("---\n"), append(want, "...\n"...)...),
	} {
		cb, err := ReadCodebook("cb.yaml", data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if cb.Title.Plain != "Étude" || cb.Codes[0].Name.Plain != "Légalité" || cb.Codes[0].Key != "légalité" {
			t.Errorf("%s: %+v", name, cb)
		}
	}
}

func TestReadCodebookRefuses(t *testing.T) {
	const rule = "codes:\n- id: a\n  rules:\n  - "
	tests := []struct {
		name, yaml string
		line       int
		want       string // in the message
	}{
		{"unknown key", "codes:\n- id: a\n  nme: b\n", 3, `unknown key "nme" in a code (did you mean name? known: id, name,`},
		{"unknown key at the top", "kodes: []\n", 1, `did you mean codes?`},
		{"sets not a mapping", "sets: [doc]\ncodes: []\n", 1, "sets must be a mapping"},
		{"name of a set", "sets:\n  Export Doc: [a]\ncodes: []\n", 2, `set "Export Doc": a name is lower-case words joined by '.', '-' or '_', such as export-doc, and is used as $export-doc`},
		{"sign in the name of a set", "sets: {$doc: [a]}\ncodes: []\n", 1, `such as doc, and is used as $doc`},
		{"set twice", "sets:\n  doc: [a]\n  doc: [b]\ncodes: []\n", 3, `the key "doc" stands twice in sets`},
		{"empty set", "sets:\n  doc: []\ncodes: []\n", 2, "set doc is an empty list"},
		{"null in a set", "sets:\n  doc: [a, null]\ncodes: []\n", 2, "an entry of set doc is empty (null)"},
		{"near of one", rule + "near: [a]\n    within: 2\n", 4, "near has 1 sides; it takes two"},
		{"near of three", rule + "near: [a, b, c]\n    within: 2\n", 4, "near has 3 sides; it takes two"},
		{"near of no list", rule + "near: a b\n    within: 2\n", 4, "near must be a list"},
		{"near of nothing", rule + "near: [[], b]\n    within: 2\n", 4, "a side of near is an empty list"},
		{"near of null", rule + "near: [null, b]\n    within: 2\n", 4, "a term of near is empty (null)"},
		{"near without within", rule + "near: [a, b]\n", 4, "near needs within: how many words apart"},
		{"within without near", rule + "any: [a]\n    within: 4\n", 4, "within and ordered go with near"},
		{"ordered without near", rule + "any: [a]\n    ordered: true\n", 4, "within and ordered go with near"},
		{"within zero", rule + "near: [a, b]\n    within: 0\n", 5, "within must be a whole number from 1"},
		{"ordered", rule + "near: [a, b]\n    ordered: often\n", 5, "ordered must be true or false"},
		{"weight", rule + "any: [a]\n    weight: heavy\n", 5, "weight must be a number such as 0.5"},
		{"weight zero", rule + "any: [a]\n    weight: 0\n", 5, "weight must be a number such as 0.5"},
		{"weight with a comma", rule + "any: [a]\n    weight: 0,5\n", 5, "weight must be a number such as 0.5"},
		{"weight infinite", rule + "any: [a]\n    weight: .inf\n", 5, "weight must be a number such as 0.5"},
		{"window of none", rule + "any: [a]\n    unit: window:0\n", 5, `unit: "window:0" must be sentence, turn, paragraph or window:N, such as window:3`},
		{"empty question", rule + "any: [a]\n    after_question: []\n", 5, "after_question is an empty list"},
		{"unknown key of a group", rule + "all: [{some: [a]}]\n", 4, `unknown key "some" in a group of all`},
		{"a language unknown", "codebook: {fr: Étude}\ncodes: []\n", 1, `unknown key "fr" in codebook (known: en, id)`},
		{"key twice", "codes:\n- id: a\n  id: b\n", 3, `the key "id" stands twice in a code`},
		{"id twice", "codes:\n- id: a\n  codes:\n  - id: b\n- id: b\n", 5, `id "b" is used twice; first in line 4`},
		{"bad id", "codes:\n- name: x\n  id: Export Legal\n", 3, `id "Export Legal": an id is lower-case words joined by '.', '-' or '_', such as export-legal`},
		{"neither id nor name", "codes:\n- color: '#000000'\n", 2, "a code needs an id or a name"},
		{"null term", rule + "any: [izin, null]\n", 4, "an entry of any is empty (null); if the word is meant, put it in quotes"},
		{"bare tilde", rule + "any:\n    - izin\n    - ~\n", 6, "an entry of any is empty (null)"},
		{"empty term", rule + "any: [\" \"]\n", 4, "an entry of any is empty"},
		{"empty line of a list", rule + "any:\n    -\n    - x\n", 5, "an entry of any is empty"},
		{"gap in a list", rule + "any: [a, , b]\n", 4, ""},
		{"empty list", rule + "any: []\n", 4, "any is an empty list"},
		{"empty block", rule + "any: |\n\nlanguage: id\n", 4, "any is an empty list"},
		{"folded block", rule + "any: >\n      a\n      b\n", 4, `after ">" all lines are one text`},
		{"empty all", rule + "all: []\n", 4, "all is an empty list"},
		{"empty term of all", rule + "all: ['']\n", 4, "a term of all is empty"},
		{"null term of all", rule + "all: [null]\n", 4, "a term of all is empty (null)"},
		{"group without terms", rule + "all: [{min: 1}]\n", 4, `a group of "all" needs terms under "any"`},
		{"rule without any, all or near", rule + "none: [a]\n", 4, `a rule needs terms under "any", "all" or "near"`},
		{"min too large", rule + "any: [a, b]\n    min: 3\n", 4, `min is 3, but "any" has only 2 terms`},
		{"min of a group too large", rule + "all: [{any: [a], min: 2}]\n", 4, `min is 2, but "any" has only 1 term`},
		{"min zero", rule + "any: [a]\n    min: 0\n", 5, "min must be a whole number from 1"},
		{"min no number", rule + "any: [a]\n    min: few\n", 5, "min must be a whole number from 1"},
		{"unit", rule + "any: [a]\n    unit: page\n", 5, `unit: "page" must be sentence, turn, paragraph or window:N, such as window:3`},
		{"lang", rule + "any: [a]\n    lang: fr\n", 5, `lang: "fr" must be one of id, en, both`},
		{"kind", "codes:\n- id: a\n  kind: node\n", 3, `kind: "node" must be one of theme, code`},
		{"language", "language: indonesian\ncodes: []\n", 1, `language: "indonesian" must be one of id, en, both`},
		{"closed", "closed: perhaps\ncodes: []\n", 1, "closed must be true or false"},
		{"color", "codes:\n- id: a\n  color: red\n", 3, `color "red": must be like "#d55e00"`},
		{"concept on a code", "codes:\n- id: a\n  concept: b\n", 2, "a has a concept but is a code"},
		{"concept on a code that says so", "codes:\n- id: a\n  kind: code\n  concept: b\n  codes: [{id: c}]\n", 2, "a has a concept but is a code"},
		{"missing codes", "# only a title\ncodebook: x\n", 2, "the codebook has no codes"},
		{"codes not a list", "codes:\n  id: a\n", 2, "codes must be a list"},
		{"codes empty", "codes:\n", 1, "codes must be a list"},
		{"code not a mapping", "codes:\n- a\n", 2, `a code must be a mapping of keys and values, such as "- name: a"`},
		{"indented too far", "codes:\n- id: a\n  name: A\n   concept: b\n", 3, "line 4 is indented further than line 3"},
		{"text is a list", "codes:\n- id: a\n  definition: [b]\n", 3, "definition must be a text"},
		{"text is a mapping", "codes:\n- id: {a: b}\n", 2, "id must be a text"},
		{"examples not a mapping", "codes:\n- id: a\n  examples: [b]\n", 3, "examples must be a mapping"},
		{"rules not a list", "codes:\n- id: a\n  rules: {any: [a]}\n", 3, "rules must be a list"},
		{"normalize not a mapping", "normalize: [a]\ncodes: []\n", 1, "normalize must be a mapping"},
		{"not a mapping at all", "just words\n", 1, "the codebook must be a mapping"},
		{"two documents", "codes: []\n---\ncodes: []\n", 2, "a second document begins"},
		{"a document after the end", "codes: []\n...\ncodes: []\n", 2, "a second document begins"},
		{"tab", "codes:\n\t- id: a\n", 2, "a tab: YAML is indented with spaces"},
		{"alias", rule + "any: [*x]\n", 4, `"*" is a sign of YAML that a codebook does not use`},
		{"anchor", "codes: &all\n- id: a\n", 1, `"&" is a sign of YAML`},
		{"merge key", "codes:\n- <<: {id: a}\n", 2, `"<<" is a sign of YAML`},
		{"tag", "codes: !!seq []\n", 1, `"!!seq" is a sign of YAML`},
		{"complex key", "? [codes]\n: []\n", 1, `"?" is a sign of YAML`},
		{"directive", "%YAML 1.2\n---\ncodes: []\n", 1, `"%" is a sign of YAML`},
		{"reserved character", rule + "any: [@a]\n", 4, "put the text in quotes"},
		{"colon in a text", "codes:\n- id: a\n  definition: one: two\n", 3, `a text with ": " in it stands in quotes`},
		{"open quote", "codes:\n- id: \"a\n", 2, "could not find end character of double-quoted text"},
		{"open bracket", "codes:\n- id: a\n  except: [b\n", 3, "']' not found"},
		{"deep", "codes: " + strings.Repeat("[", 100) + "\n", 1, "nested more than 64 levels deep"},
		{"deep in lines", deepBlock(80), 65, "nested more than 64 levels deep"},
		{"deep in dashes", strings.Repeat("- ", 100), 1, "nested more than 64 levels deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadCodebook("cb.yaml", []byte(tt.yaml))
			if err == nil {
				t.Fatal("taken")
			}
			if errs.KindOf(err) != errs.Usage {
				t.Errorf("kind %v", errs.KindOf(err).Name())
			}
			msg := err.Error()
			if !strings.HasPrefix(msg, fmt.Sprintf("cb.yaml:%d: ", tt.line)) || !strings.Contains(msg, tt.want) {
				t.Errorf("want line %d and %q in\n%s", tt.line, tt.want, msg)
			}
			excerpt := fmt.Sprintf("\n> %4d | %s", tt.line, clip(strings.Split(tt.yaml, "\n")[tt.line-1], 90))
			if !strings.Contains(msg, excerpt) {
				t.Errorf("want the excerpt %q in\n%s", excerpt, msg)
			}
		})
	}
}

func deepBlock(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i))
	}
	return b.String()
}

func TestReadCodebookRefusesFiles(t *testing.T) {
	keys := strings.Builder{}
	keys.WriteString("normalize:\n")
	for i := range maxKeys + 1 {
		fmt.Fprintf(&keys, "  w%d: x\n", i)
	}
	for _, tt := range []struct{ name, data, want string }{
		{"empty", "", "cb.yaml: the file is empty"},
		{"a comment", "# later\n", "cb.yaml: the file is empty"},
		{"a mark", "---\n", "cb.yaml: the file is empty"},
		{"null", "null\n", "the codebook must be a mapping"},
		{"binary", "\x00\x01\x02\xff", "cb.yaml: not a text file"},
		{"huge", "codes: []\n" + strings.Repeat("#\n", maxYAML/2), "no codebook is larger than"},
		{"many keys", keys.String(), "a mapping of more than 4000 keys"},
		{"many empty entries", "codes:\n" + strings.Repeat("-\n", maxEmpty+2), "more than 1000 keys and entries without a value"},
		{"many empty keys", "codes:\n" + strings.Repeat("- id:\n", maxEmpty+2), "more than 1000 keys and entries without a value"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			_, err := ReadCodebook("cb.yaml", []byte(tt.data))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestRefusalShowsThePlace(t *testing.T) {
	_, err := ReadCodebook("cb.yaml", []byte("codes:\n- id: a\n  nme: é\n  kind: code\n"))
	want := `cb.yaml:3: unknown key "nme" in a code (did you mean name? known: id, name, kind, concept, definition, include, exclude, examples, color, except, rules, codes)
     2 | - id: a
>    3 |   nme: é
       |   ^
     4 |   kind: code`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}

func TestStarterCodebook(t *testing.T) {
	cb, err := ReadCodebook(codebook.Name, codebook.YAML)
	if err != nil {
		t.Fatal(err)
	}
	if len(cb.Codes) < 25 {
		t.Errorf("only %d codes", len(cb.Codes))
	}
	roundTrip(t, cb)
}

func TestWriteCodebook(t *testing.T) {
	cb, err := ReadCodebook("cb.yaml", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	cb.Codes[0].Definition = qda.Words{EN: strings.Repeat("a long text ", 12) + "ends: here", ID: "two\nlines"}
	const want = `codebook: {en: A study, id: Sebuah studi}
version: "2"
language: id
unit: sentence
closed: true

normalize:
  ijin: izin
  "no": tidak

sets:
  not: [tidak, "no"]
  doc.one: [PEB, '/\bhs[ -]?codes?\b/']

codes:
  - id: customs
    name: Customs complexity
    kind: theme
    color: "#0072b2"
    concept: The burden of the procedure.
    definition:
      en: >-
        a long text a long text a long text a long text a long text a long text a long text a long text a long
        text a long text a long text a long text ends: here
      id: |-
        two
        lines
    codes:
      - id: customs.hs
        name: {en: HS classification, id: Klasifikasi HS}
        kind: code
        examples:
          yes:
            - Kode HS-nya apa?
            - "no"
          no:
            - Satu.
            - Dua.
        except: [peluang]
        rules:
          - unit: turn
            speaker: [any]
            lang: both
            any: [~izin, kepabean*, =PT, "no", "2024", "12:30", "0123", "null"]
            min: 2
            all:
              - any: [a, b]
                min: 2
              - any: [dokumen]
            none: [pusat konsultasi, "- klinik"]
            note: why
          - unit: window:3
            after_question: [sudah]
            near: [$not, [~izin, /it's \bx/, "a, b"]]
            within: 4
            ordered: true
          - weight: -0.5
            near: [$not, $doc.one]
            within: 1
      - id: kompleksitas-dokumen
        name: Kompleksitas Dokumen
        kind: code

  - id: silence
    name: silence
    kind: theme
`
	var b bytes.Buffer
	if err := WriteCodebook(&b, cb); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	roundTrip(t, cb)
	roundTrip(t, &qda.Codebook{})
}

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func roundTrip(t fataler, cb *qda.Codebook) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteCodebook(&b, cb); err != nil {
		t.Fatalf("%v", err)
	}
	again, err := ReadCodebook("cb.yaml", b.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if d := cmp.Diff(cb, again); d != "" {
		t.Fatalf("%s\n%s", d, b.String())
	}
}

// nasty are texts that YAML writers get wrong.
var nasty = []string{"no", "null", "~", "~izin", "*x", "a: b", "a:", "a #b", "#", "one\ntwo", "one\n\n  two\nthree", "🙂", "  leading",
	"trailing ", "end\n", "\n", "\n\nx", "- x", "-", "--- x", "-nya", "?", "? x", "'", "\"", "it's", "a\\b", "{a}", "[a", "a, b", "%x", "@x", "`x",
	"!x", "&x", "|", ">", "x\ty", "\tx", "<<", "=", "=PT", "1e3", "0x1F", "12:30", "2024-01-02", ".5", ".inf", "yes", "true", "", " ",
	"a  b", strings.Repeat("kata ", 40) + "akhir", strings.Repeat("# x: y - z ", 30) + "e", strings.Repeat("a", 300), "a\u2028b", "a\u00a0b", "\u00a0x",
	"x\n\ty", "x\ny ", "...", "---", "x\n---\ny", "\ufeffx", "x\u0301", "مرحبا", "中文：是", "\U0001F468\u200d\U0001F469", "a]b", "a}b", ":", ":x", "x:y", "http://x.y/z#a"}

func anyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := ""
		for range rapid.IntRange(1, 3).Draw(t, "parts") {
			s += rapid.OneOf(rapid.SampledFrom(nasty), rapid.String()).Draw(t, "part")
		}
		return clean(s)
	})
}

func anyTerm() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if s := strings.TrimSpace(anyText().Draw(t, "term")); s != "" {
			return s
		}
		return "x"
	})
}

func anyWords() *rapid.Generator[qda.Words] {
	return rapid.Custom(func(t *rapid.T) qda.Words {
		if rapid.Bool().Draw(t, "plain") {
			return qda.Words{Plain: anyText().Draw(t, "plain")}
		}
		return qda.Words{EN: anyText().Draw(t, "en"), ID: anyText().Draw(t, "id")}
	})
}

func anyRule() *rapid.Generator[qda.Rule] {
	terms := rapid.SliceOfN(anyTerm(), 0, 12)
	return rapid.Custom(func(t *rapid.T) qda.Rule {
		r := qda.Rule{
			ID: anyText().Draw(t, "id"), Any: none(terms.Draw(t, "any")), None: none(terms.Draw(t, "none")),
			Unit:  rapid.SampledFrom([]string{"", "sentence", "turn", "paragraph", "window:12"}).Draw(t, "unit"),
			After: none(rapid.SliceOfN(anyTerm(), 0, 2).Draw(t, "after")), Weight: rapid.SampledFrom([]float64{0, 0.1, -2, 1e-7, 99.5}).Draw(t, "weight"),
			Speaker: none(rapid.SliceOfN(anyTerm(), 0, 2).Draw(t, "speaker")),
			Lang:    rapid.SampledFrom([]string{"", "id", "en", "both"}).Draw(t, "lang"),
			Note:    anyText().Draw(t, "note"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "groups") {
			g := qda.Group{Any: rapid.SliceOfN(anyTerm(), 1, 12).Draw(t, "group")}
			g.Min = rapid.IntRange(0, len(g.Any)).Draw(t, "min")
			r.All = append(r.All, g)
		}
		if rapid.Bool().Draw(t, "near") {
			r.Near = rapid.SliceOfN(rapid.SliceOfN(anyTerm(), 1, 12), 2, 2).Draw(t, "sides")
			r.Within, r.Ordered = rapid.IntRange(1, 2000).Draw(t, "within"), rapid.Bool().Draw(t, "ordered")
		}
		if len(r.Any) == 0 && len(r.All) == 0 {
			r.Any = []string{"x"}
		}
		r.Min = rapid.IntRange(0, len(r.Any)).Draw(t, "min")
		return r
	})
}

// none makes an empty list nil, as a reader leaves it.
func none[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// anyCodebook makes codebooks whose codes are numbered in tree order.
func anyCodebook() *rapid.Generator[*qda.Codebook] {
	return rapid.Custom(func(t *rapid.T) *qda.Codebook {
		cb := &qda.Codebook{Title: anyWords().Draw(t, "title"), Version: anyText().Draw(t, "version"), Closed: rapid.Bool().Draw(t, "closed"),
			Language: rapid.SampledFrom([]string{"", "id", "en", "both"}).Draw(t, "language")}
		for range rapid.IntRange(0, 3).Draw(t, "normalize") {
			if cb.Normalize == nil {
				cb.Normalize = map[string]string{}
			}
			cb.Normalize[anyText().Draw(t, "from")] = anyText().Draw(t, "to")
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "sets") {
			name := fmt.Sprintf("%s.%d", rapid.SampledFrom([]string{"a", "no", "null", "é-b", "1"}).Draw(t, "set"), i)
			cb.Sets = append(cb.Sets, qda.TermSet{Name: name, Terms: rapid.SliceOfN(anyTerm(), 1, 40).Draw(t, "terms")})
		}
		parent := []qda.CodeID{0}
		for i := range rapid.IntRange(0, 5).Draw(t, "codes") {
			parent = parent[:rapid.IntRange(1, len(parent)).Draw(t, "depth")]
			c := qda.Code{ID: qda.CodeID(i + 1), Parent: parent[len(parent)-1], Key: fmt.Sprintf("%s.%d", rapid.SampledFrom([]string{"a", "no", "null", "é-b", "1"}).Draw(t, "key"), i),
				Kind: rapid.SampledFrom([]qda.CodeKind{qda.KindCode, qda.KindTheme}).Draw(t, "kind"), Name: anyWords().Draw(t, "name"),
				Definition: anyWords().Draw(t, "definition"), Include: anyWords().Draw(t, "include"), Exclude: anyWords().Draw(t, "exclude"),
				Examples: qda.Examples{Yes: none(rapid.SliceOfN(anyTerm(), 0, 3).Draw(t, "yes")), No: none(rapid.SliceOfN(anyTerm(), 0, 3).Draw(t, "no"))},
				Color:    rapid.SampledFrom([]string{"", "#d55e00", "#ABCDEF"}).Draw(t, "color"),
				Except:   none(rapid.SliceOfN(anyTerm(), 0, 40).Draw(t, "except")),
				Rules:    none(rapid.SliceOfN(anyRule(), 0, 3).Draw(t, "rules"))}
			if c.Name.IsZero() {
				c.Name.Plain = c.Key
			}
			if c.Kind == qda.KindTheme {
				c.Concept = anyWords().Draw(t, "concept")
			}
			cb.Codes = append(cb.Codes, c)
			parent = append(parent, c.ID)
		}
		return cb
	})
}

func TestCodebookRoundTrip(t *testing.T) {
	for _, s := range nasty { // each alone, in every place a text can stand
		s = clean(s)
		c := qda.Code{ID: 1, Key: "a", Kind: qda.KindTheme, Name: qda.Words{Plain: s}, Concept: qda.Words{EN: s, ID: s + s}, Definition: qda.Words{ID: s}}
		if c.Name.IsZero() {
			c.Name.Plain = "a"
		}
		if term := strings.TrimSpace(s); term != "" {
			c.Examples.Yes, c.Except, c.Rules = []string{s, "x", s}, []string{term, term}, []qda.Rule{{Any: []string{term}, Note: s}}
		}
		roundTrip(t, &qda.Codebook{Title: qda.Words{EN: s}, Version: s, Normalize: map[string]string{s: s}, Codes: []qda.Code{c}})
	}
	rapid.Check(t, func(t *rapid.T) { roundTrip(t, anyCodebook().Draw(t, "codebook")) })
}

func FuzzReadCodebook(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("codes:\n- {id: a, rules: [{any: |\n  x\n}]}\n"))
	f.Add([]byte("? a\n: b\n- c"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cb, err := ReadCodebook("cb.yaml", data)
		if err != nil {
			return
		}
		roundTrip(t, cb)
	})
}
