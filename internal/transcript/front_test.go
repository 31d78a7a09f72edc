package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

func TestFrontMatter(t *testing.T) {
	tr := read(t, "E1.txt", `---
# a comment
Case: E1
date: Rabu, 4 Maret 2026
language: Indonesian
kind: FGD
title: Kepiting
years: 014
member: yes
none: ~
empty:
open: 07:30
share: 1e3
tags: [a, "b", 3]
list:
  - x
  -
  - y: z
nested: {a: b}
deep: [[a]]
alias: &x one
again: *x
typed: !!str 5
note: |
  satu
  dua
quoted: "a: b"
speakers:
  P: interviewer
  I: {role: Informan, case: E1}
  N1: {case: C03}
  X:
---
P: Apa?

I: Ya.

N1: Tidak.

X: Oh.
`)
	want := map[string]string{"title": "Kepiting", "years": "014", "member": "yes", "open": "07:30", "share": "1e3", "tags": "a; b; 3", "typed": "5", "note": "satu\ndua", "quoted": "a: b"}
	if d := cmp.Diff(want, tr.Values); d != "" {
		t.Error(d)
	}
	if tr.Case != "E1" || tr.Date != "2026-03-04" || tr.Language != "id" || tr.Kind != qda.FocusGroup {
		t.Errorf("%+v", tr)
	}
	wantOutline := `P=interviewer; I=respondent of E1; N1=respondent of C03; X=respondent; 
P "Apa?"
I "Ya."
N1 "Tidak."
X "Oh."
! attribute_nested 15
! attribute_nested 19
! attribute_nested 20
! attribute_nested 21
! attribute_nested 22
`
	if d := cmp.Diff(wantOutline, outline(tr)); d != "" {
		t.Error(d)
	}
}

func TestOrdinaryText(t *testing.T) {
	for name, s := range map[string]string{
		"not closed":       "---\ncase: E1\n\nP: Apa?\n",
		"no keys":          "---\nSatu paragraf.\n---\nP: Apa?\n",
		"turns":            "---\nP: Apa?\nI: Ya.\n---\nP: Oh.\n",
		"an address":       "---\nhttps://contoh.invalid\n---\n",
		"not at the start": "\n---\ncase: E1\n---\nP: Apa?\n",
		"more hyphens":     "----\ncase: E1\n----\nP: Apa?\n",
		"empty":            "---\n---\nP: Apa?\n",
		"far away":         "---\ncase: E1\n" + strings.Repeat("kata kata kata\n", maxFront/8) + "---\n",
	} {
		t.Run(name, func(t *testing.T) {
			tr := read(t, "a.txt", s)
			if tr.Text != s || tr.Case != "" || len(tr.Values) > 0 {
				t.Errorf("taken as front matter: %q %v", tr.Text, tr.Values)
			}
			warned := false
			for _, w := range tr.Warnings {
				warned = warned || w.ID == "front_matter_open"
			}
			if want := name == "not closed" || name == "far away"; warned != want {
				t.Errorf("warned %v", warned)
			}
		})
	}
}

func TestBadFrontMatter(t *testing.T) {
	for _, c := range []struct{ name, yaml, want string }{
		{"a colon in a value", "case: E1\nnote: Wawancara: rekaan\n", "a.txt:3: front matter: mapping value is not allowed in this context\n     2 | case: E1\n>    3 | note: Wawancara: rekaan"},
		{"a key twice", "case: E1\ncase: E2\n", "a.txt:3: "},
		{"a quote left open", "case: E1\nnote: \"abc\n", "a.txt:3: "},
		{"no keys", "case: E1\n- a\n", "a.txt:"},
		{"a role that is none", "case: E1\nspeakers: {P: customs}\n", "a.txt:3: front matter: P: \"customs\" is no role"},
		{"speakers as a list", "case: E1\nspeakers: [P, I]\n", "a.txt:3: front matter: speakers must be"},
		{"speakers as a word", "case: E1\nspeakers: P\n", "a.txt:3: front matter: speakers must be"},
		{"a speaker's key that is none", "case: E1\nspeakers:\n  P: {kind: x}\n", "a.txt:4: front matter: P: a speaker has"},
		{"deep", "case: " + strings.Repeat("[", 5000) + "\n", "a.txt:2: "},
		{"deep blocks", "case:\n" + strings.Repeat("- ", 5000) + "\n", "a.txt:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(fileOf("a.txt", []byte("---\n"+c.yaml+"---\nP: Apa?\n")))
			if err == nil && strings.HasPrefix(c.name, "deep") {
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || errs.HintOf(err) == "" {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestUnclearFrontMatter(t *testing.T) {
	tr := read(t, "a.txt", "---\ndate: 04/03/2026\nkind: podcast\nlanguage: jv\nspeakers: {Q: interviewer}\n---\nP: Apa?\n\nI: Ya, itu.\n")
	if tr.Date != "" || tr.Kind != "" || tr.Language != "" {
		t.Errorf("%+v", tr)
	}
	want := "P=interviewer; I=respondent; \nP \"Apa?\"\nI \"Ya, itu.\"\n! speaker_silent 0\n! date_unclear 2\n! kind_unknown 3\n! language_unknown 4\n"
	if d := cmp.Diff(want, outline(tr)); d != "" {
		t.Error(d)
	}
}

func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-04": "2026-03-04", "2026-03": "2026-03", "2026": "2026", "2026/3/4": "2026-03-04",
		"4 Maret 2026": "2026-03-04", "Rabu, 4 Maret 2026": "2026-03-04", "Jum'at, 6 Maret 2026": "2026-03-06",
		"4 March 2026": "2026-03-04", "March 4, 2026": "2026-03-04", "4th of March 2026": "2026-03-04", "17 Agt 2026": "2026-08-17",
		"Maret 2026": "2026-03", "Mei 2026": "2026-05", "03/2026": "2026-03",
		"13/03/2026": "2026-03-13", "03/13/2026": "2026-03-13", "05.05.2026": "2026-05-05",
		"2026-03-04T10:30:00Z": "2026-03-04", "2026-03-04 10:30": "2026-03-04", "4 Maret 2026, pukul 10.30": "2026-03-04", "4 Maret 2026 10:30 WITA": "2026-03-04",
		"04/03/2026": "", "4-3-2026": "", "04/03/26": "", "": "", "besok": "", "30 Februari 2026": "", "2026-13": "", "2026-02-29": "", "2028-02-29": "2028-02-29",
		"0/3/2026": "", "2026-00": "", "0000": "", "12": "", "99999999": "", "Maret": "", "3 kali Maret 2026": "", "2026-03-32": "",
	} {
		if got, problem := parseDate(in, ""); got != want || (got == "") != (problem != "") {
			t.Errorf("%q: %q %s, want %q", in, got, problem, want)
		}
	}
	if got, _ := parseDate("04/03/2026", "id"); got != "2026-03-04" {
		t.Errorf("in Indonesian the day is first: %q", got)
	}
}
