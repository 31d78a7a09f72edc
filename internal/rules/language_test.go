package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tematik/internal/lexicon"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// withSets gives a codebook of one code its sets: "name: term, term".
func withSets(cb *qda.Codebook, sets ...string) *qda.Codebook {
	for _, s := range sets {
		name, terms, _ := strings.Cut(s, ": ")
		cb.Sets = append(cb.Sets, qda.TermSet{Name: name, Terms: strings.Split(terms, ", ")})
	}
	return cb
}

func beside(within int, a, b string) qda.Rule {
	return qda.Rule{Near: [][]string{strings.Split(a, ", "), strings.Split(b, ", ")}, Within: within}
}

func TestRuleLanguage(t *testing.T) {
	ordered := beside(3, "tidak", "~paham")
	ordered.Ordered = true
	for _, c := range []struct {
		name string
		cb   *qda.Codebook
		docs []string
		want []string
	}{
		{"a set", withSets(one(qda.Rule{Any: []string{"x", "$doc"}}), "doc: PEB, surat ~asal"), []string{"I: Surat asalnya dan PEB."},
			[]string{"a[r1] Surat asalnya dan PEB. <Surat asalnya, PEB>"}},
		{"min counts the terms of a set", withSets(one(qda.Rule{Any: []string{"$doc"}, Min: 2}), "doc: PEB, NIB"),
			[]string{"I: PEB, PEB.\n\nI: PEB, NIB."}, []string{"a[r1] PEB, NIB. <PEB, NIB>"}},
		{"a set that kills", withSets(one(qda.Rule{Any: []string{"izin"}, None: []string{"$doc"}}), "doc: PEB, NIB"),
			[]string{"I: Izin PEB.\n\nI: Izin."}, []string{"a[r1] Izin. <Izin>"}},
		{"side by side", one(beside(1, "tidak", "~paham")), []string{"I: Tidak paham.\n\nI: Tidak terlalu paham."}, []string{"a[r1] Tidak paham. <Tidak, paham>"}},
		{"five apart", one(beside(5, "~paham", "kurang")), []string{"I: Pemahaman kami soal regulasi masih kurang."},
			[]string{"a[r1] Pemahaman kami soal regulasi masih kurang. <Pemahaman, kurang>"}},
		{"farther than within", one(beside(4, "~paham", "kurang")), []string{"I: Pemahaman kami soal regulasi masih kurang."}, nil},
		{"either order", one(beside(1, "~paham", "tidak")), []string{"I: Tidak paham."}, []string{"a[r1] Tidak paham. <Tidak, paham>"}},
		{"ordered", one(ordered), []string{"I: Paham, tidak?\n\nI: Tidak ya paham."}, []string{"a[r1] Tidak ya paham. <Tidak, paham>"}},
		{"a word with hyphens is one word", one(beside(2, "tidak", "~paham")), []string{"I: Tidak benar-benar paham."},
			[]string{"a[r1] Tidak benar-benar paham. <Tidak, paham>"}},
		{"from the near ends of phrases", one(beside(1, "tidak bisa", "pahami aturan")), []string{"I: Tidak bisa pahami aturan."},
			[]string{"a[r1] Tidak bisa pahami aturan. <Tidak bisa, pahami aturan>"}},
		{"a word is not near itself", one(beside(3, "~paham", "pemahaman")), []string{"I: Pemahaman kami.\n\nI: Pemahaman dan paham."},
			[]string{"a[r1] Pemahaman dan paham. <Pemahaman, paham>"}},
		{"across a full stop", one(beside(2, "tidak", "~paham")), []string{"I: Tidak. Kami paham."}, []string{"a[r1] Tidak. Kami paham. <Tidak, paham>"}},
		{"not across sentences, where they are the unit", one(qda.Rule{Near: [][]string{{"tidak"}, {"~paham"}}, Within: 5, Unit: "sentence"}),
			[]string{"I: Tidak. Kami paham."}, nil},
		{"not across turns", one(beside(5, "tidak", "~paham")), []string{"I: Tidak.\n\nI: Paham."}, nil},
		{"evidence is what is near", one(beside(2, "tidak", "~paham")), []string{"I: Tidak apa, kami mengerti dan paham. Tidak paham, tapi, ah."},
			[]string{"a[r1] Tidak apa, kami mengerti dan paham. Tidak paham, tapi, ah. <paham, Tidak, paham>"}},
		{"near, any and none", one(qda.Rule{Near: [][]string{{"tidak"}, {"~paham"}}, Within: 2, Any: []string{"PEB"}, None: []string{"kopi"}}),
			[]string{"I: Tidak paham.\n\nI: Tidak paham PEB.\n\nI: Tidak paham PEB dan kopi."}, []string{"a[r1] Tidak paham PEB. <Tidak, paham, PEB>"}},
		{"sets on both sides", withSets(one(beside(2, "$not", "$know, ngeh")), "not: tidak, belum", "know: ~paham, ~tahu"), []string{"I: Belum ngeh."},
			[]string{"a[r1] Belum ngeh. <Belum, ngeh>"}},
		{"a pattern", one(qda.Rule{Any: []string{`/\bhs[ -]?codes?\b/`}}), []string{"I: é HSCode, hs-codes.\n\nI: HS."}, []string{"a[r1] é HSCode, hs-codes. <HSCode, hs-codes>"}},
		{"a pattern that heeds case", one(qda.Rule{Any: []string{`/(?-i)\bPT\b/`}}), []string{"I: pt.\n\nI: PT."}, []string{"a[r1] PT. <PT>"}},
		{"a pattern looks at the unit", one(qda.Rule{Any: []string{`/^tapi/`}, Unit: "sentence"}), []string{"I: Ya é. Tapi é itu. Tapi lain. 😂 Tapi."},
			[]string{"a[r1] Tapi é itu. <Tapi>", "a[r1] Tapi lain. <Tapi>"}},
		{"a pattern has no place where there is nothing", one(qda.Rule{Any: []string{`/\b|x/`}}), []string{"I: a."}, nil},
		{"a pattern near a word", one(beside(2, `/Rp ?[0-9.]+/`, "denda")), []string{"I: Denda sampai Rp 5.000 kemarin.\n\nI: Denda itu sampai Rp5.000."},
			[]string{"a[r1] Denda sampai Rp 5.000 kemarin. <Denda, Rp 5.000>"}},
		{"a pattern of marks is at the word before it", one(beside(1, `/\?/`, "bisa")), []string{"I: Apa bisa? Ya.\n\nI: Bisa apa lagi?"}, []string{"a[r1] Apa bisa? Ya. <bisa, ?>"}},
		{"after a question", one(qda.Rule{Any: []string{"belum"}, After: []string{"~kontrak"}}),
			[]string{"I: Belum.\n\nP: Ada kontraknya?\n\nI: Belum, Mbak.\n\nI: Belum juga.\n\nP: Lalu?\n\nI: Belum.", "I: Belum."},
			[]string{"a[r1] Belum, Mbak. <Belum>", "a[r1] Belum juga. <Belum>"}},
		{"not after an answer", one(qda.Rule{Any: []string{"belum"}, After: []string{"kontrak"}}), []string{"P: Ya?\n\nI: Kontrak.\n\nI: Belum."}, nil},
		{"after a question without turns", one(qda.Rule{Any: []string{"belum"}, After: []string{"kontrak"}}), []string{"Kontrak?\n\nBelum."}, nil},
		{"a question after a question", one(qda.Rule{Any: []string{"dibaca"}, After: []string{"kontrak"}, Speaker: []string{"interviewer"}}),
			[]string{"P: Ada kontrak?\n\nP: Dibaca?\n\nI: Ya.\n\nP: Dibaca?"}, []string{"a[r1] Dibaca? <Dibaca>"}},
		{"windows", one(qda.Rule{Any: []string{"a"}, All: []qda.Group{either("b")}, Unit: "window:2"}),
			[]string{"I: Si a. Si b. Lalu a. Lain. Lalu b.\n\nI: A. B."}, []string{"a[r1] Si a. Si b. <a, b>", "a[r1] A. B. <A, B>"}},
		{"windows of a paragraph without turns", one(qda.Rule{Any: []string{"b"}, Unit: "window:2"}), []string{"Si a. Si b. Si c.\n\nB."},
			[]string{"a[r1] Si a. Si b. <b>", "a[r1] B. <B>"}},
		{"weights add up", one(qda.Rule{Any: []string{"x"}, Weight: 0.6}, qda.Rule{Any: []string{"y"}, Weight: 0.4}),
			[]string{"I: x.\n\nI: x, y."}, []string{"a[r1+r2] x, y. <x, y>"}},
		{"ten tenths are one", one(slices.Repeat([]qda.Rule{{Any: []string{"x"}, Weight: 0.1}}, 10)...), []string{"I: x."},
			[]string{"a[r1+r2+r3+r4+r5+r6+r7+r8+r9+r10] x. <x>"}},
		{"a weight against", one(qda.Rule{Any: []string{"x"}}, qda.Rule{Any: []string{"y"}, Weight: -0.5}, qda.Rule{Any: []string{"z"}, Weight: 0.5}),
			[]string{"I: x, y.\n\nI: x, y, z.\n\nI: x."}, []string{"a[r1+r3] x, y, z. <x, z>", "a[r1] x. <x>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := study(c.cb, c.docs...)
			if diff := cmp.Diff(c.want, shown(s, propose(t, compile(t, c.cb), s))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLanguageProblems(t *testing.T) {
	cb := withSets(one(
		qda.Rule{Any: []string{"$dok", "$doc x", "$"}}, qda.Rule{Near: [][]string{{"a"}}, Within: 1}, beside(0, "a", "b"), beside(1001, "a", "b"),
		qda.Rule{Any: []string{"a"}, Within: 2}, qda.Rule{Near: [][]string{{"a"}, nil}, Within: 1}, qda.Rule{Any: []string{"/a(/"}, Unit: "window:0"}),
		"doc: PEB, $ring, ~*", "ring: $ring", "Big: a", "doc: b", "empty: ")
	cb.Sets[4].Terms = nil
	set, problems, err := Compile(cb, "id")
	var got []string
	for _, p := range problems {
		if !p.Warning {
			got = append(got, p.String())
		}
	}
	want := []string{
		`set doc, term "$ring": a set holds terms, not other sets; use both in the rule: [$doc, $ring]`,
		`set doc, term "~*": ~ and = do not go with * and ?; write one or the other`,
		`set ring, term "$ring": a set holds terms, not other sets; use both in the rule: [$ring, $ring]`,
		`set Big: a name is lower-case words joined by '.', '-' or '_'`,
		`set doc: there are two sets of this name`,
		`set empty: it has no terms`,
		`code a, rule r1, term "$dok": there is no set of this name; did you mean $doc?`,
		`code a, rule r1, term "$doc x": '$' is not how a word begins; only ~ and = may stand before it; a set ($name) stands alone, not in a phrase`,
		`code a, rule r1, term "$": there is no set of this name; sets stand at the top of the codebook under sets:`,
		`code a, rule r2: near takes two sides, each a term, a list of terms or a set`,
		`code a, rule r3: within 0: must be from 1, side by side, to 1000 words`,
		`code a, rule r4: within 1001: must be from 1, side by side, to 1000 words`,
		`code a, rule r5: near takes two sides, each a term, a list of terms or a set`,
		`code a, rule r6: a group of near has no term`,
		`code a, rule r7: unit "window:0": must be sentence, turn, paragraph or window:N, such as window:3`,
		`code a, rule r7, term "/a(/": the pattern cannot be read (missing closing ): a(); it is a regular expression as RE2 has them`,
	}
	if diff := cmp.Diff(want, got); diff != "" || err == nil || set != nil {
		t.Error(err, diff)
	}
}

func TestLanguageWarnings(t *testing.T) {
	cb := withSets(one(qda.Rule{Any: []string{"x"}, Weight: 0.5}, qda.Rule{Any: []string{"y"}, Weight: -1, Unit: "sentence"}, qda.Rule{Any: []string{"$doc", "$doc"}, Unit: "paragraph"}),
		"doc: a, b, a", "more: a")
	_, problems, err := Compile(cb, "id")
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		`set doc, term "a": it stands twice in this set`,
		`code a, rule r1: the weights of this code's rules for one unit (turn) never add up to 1, so they propose nothing`,
		`code a, rule r2: its weight speaks against no other rule: none of this code looks at the same unit (sentence)`,
		`set more: no rule uses it`,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

// TestSetsInHash: a rule is another rule when a set it uses changes, and the
// same whether its terms stand in a set or in the rule.
func TestSetsInHash(t *testing.T) {
	hashOf := func(r qda.Rule, sets ...string) string { return compile(t, withSets(one(r), sets...)).rules[0].hash }
	use := qda.Rule{Any: []string{"x", "$doc"}}
	if hashOf(use, "doc: a, b") == hashOf(use, "doc: a, c") || hashOf(use, "doc: a") != hashOf(use, "doc: a", "more: z") {
		t.Error("not the sets that it uses")
	}
	if hashOf(use, "doc: a, b") != hashOf(qda.Rule{Any: []string{"x", "a", "b"}}) {
		t.Error("not its content")
	}
	for _, place := range []qda.Rule{{All: []qda.Group{either("$doc")}}, beside(2, "x", "$doc"), {Any: []string{"x"}, None: []string{"$doc"}}, {Any: []string{"x"}, After: []string{"$doc"}}} {
		if hashOf(place, "doc: a") == hashOf(place, "doc: b") {
			t.Errorf("%+v", place)
		}
	}
}

// TestNearOracle compares near with the plainest way to say what it means: two
// finds that share no character, so many words apart.
func TestNearOracle(t *testing.T) {
	terms := []string{"a", "b", "~urus", "a b", "b-c", "c", "mengurus a", `/b.c/`, "=A"}
	words := []string{"a", "b", "c", "A", "a-b", "b-c", "mengurus", "urus", "x", "é,", "b-c-a", "x."}
	side := rapid.SliceOfNDistinct(rapid.SampledFrom(terms), 1, 3, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		rule := qda.Rule{ID: "r1", Near: [][]string{side.Draw(t, "a"), side.Draw(t, "b")}, Within: rapid.IntRange(1, 6).Draw(t, "within"), Ordered: rapid.Bool().Draw(t, "ordered")}
		turn := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 14).Draw(t, "words"), " ")
		cb := &qda.Codebook{Codes: []qda.Code{{Key: "a", Rules: []qda.Rule{rule}}}}
		set, _, err := Compile(cb, "id")
		if err != nil {
			t.Fatal(err)
		}
		s := study(cb, "I: "+turn)
		ps, err := set.Propose(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []text.Span
		for _, p := range ps {
			got = append(got, p.Evidence...)
		}
		if diff := cmp.Diff(text.Segments(oracle(rule, s.Texts[0])), got); diff != "" {
			t.Fatalf("%q: %s", turn, diff)
		}
	})
}

// oracle finds the terms of either side one by one, and tries all pairs. A
// word's number is how many words, divided at white space, stand before it.
func oracle(rule qda.Rule, t *text.Text) (evidence []text.Span) {
	number := func(point int) int { return len(strings.Fields(t.Cut(text.Span{End: point}) + "|")) }
	finds := func(side []string) (out []text.Span) {
		for _, s := range side {
			term, err := lexicon.ParseTerm(s)
			if err != nil {
				panic(err)
			}
			m := lexicon.NewMatcher(lexicon.New(nil))
			m.Add(term, lexicon.Indonesian)
			r := m.Reader(lexicon.Indonesian)
			speech := text.Span{Start: 3, End: t.Len()}
			r.Read(t.Cut(speech), speech.Start)
			for _, h := range r.Find(speech) {
				out = append(out, h.Span)
			}
		}
		return out
	}
	for _, a := range finds(rule.Near[0]) {
		for _, b := range finds(rule.Near[1]) {
			apart := -1
			if a.End <= b.Start {
				apart = number(b.Start) - number(a.End-1)
			} else if b.End <= a.Start && !rule.Ordered {
				apart = number(a.Start) - number(b.End-1)
			}
			if apart >= 0 && apart <= rule.Within {
				evidence = append(evidence, a, b)
			}
		}
	}
	return evidence
}

// TestNearIsQuick: a turn of nothing but both sides is no quadratic matter.
func TestNearIsQuick(t *testing.T) {
	cb := one(beside(3, "a", "b"))
	s := study(cb, "I: "+strings.Repeat("a b ", 50000))
	ps := propose(t, compile(t, cb), s)
	if len(ps) != 1 {
		t.Fatal(len(ps))
	}
	cb = one(qda.Rule{Any: []string{"/^x/"}, Unit: "sentence"})
	s = study(cb, "I: "+strings.Repeat("Abc é. X é. ", 20000))
	if ps := propose(t, compile(t, cb), s); len(ps) != 20000 {
		t.Fatal(len(ps))
	}
}

func TestExpandSets(t *testing.T) {
	cb := withSets(one(qda.Rule{Near: [][]string{{"$not"}, {"~paham"}}, Within: 2, After: []string{"$not"}}), "not: tidak, belum")
	s := study(cb, "P: Tidak?\n\nI: Nggak paham.")
	got, err := compile(t, cb).Expand(context.Background(), s, nil)
	var lines []string
	for _, f := range got {
		lines = append(lines, fmt.Sprintf("%s %s: %s %d", f.Role, f.Term, f.Form, f.Count))
	}
	want := []string{"near tidak: nggak 1", "near belum:  0", "near ~paham: paham 1", "after_question tidak: tidak 1", "after_question belum:  0"}
	if diff := cmp.Diff(want, lines); diff != "" || err != nil {
		t.Error(err, diff)
	}
}
