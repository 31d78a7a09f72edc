package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tematik/internal/errs"
	"tematik/internal/lexicon"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// document makes a document of lines: "P:" asks, other labels answer; without
// labels it has no turns.
func document(id int, lines string) (qda.Document, *text.Text) {
	t := text.New(lines)
	d := qda.Document{ID: qda.DocumentID(id), Name: fmt.Sprintf("D%d", id)}
	at := 0
	for line := range strings.SplitSeq(lines, "\n\n") {
		if label, speech, ok := strings.Cut(line, ": "); ok && len(label) <= 3 {
			k := slices.IndexFunc(d.Speakers, func(s qda.Speaker) bool { return s.Label == label })
			if k < 0 {
				role := qda.Respondent
				if label == "P" {
					role = qda.Interviewer
				}
				k = len(d.Speakers)
				d.Speakers = append(d.Speakers, qda.Speaker{Label: label, Role: role})
			}
			start := t.Point(at + len(line) - len(speech))
			d.Turns = append(d.Turns, qda.Turn{Span: text.Span{Start: start, End: t.Point(at + len(line))}, Speaker: k})
		}
		at += len(line) + 2
	}
	return d, t
}

// study makes a Snapshot of a codebook and documents.
func study(cb *qda.Codebook, documents ...string) *qda.Snapshot {
	for i := range cb.Codes {
		cb.Codes[i].ID = qda.CodeID(i + 1)
	}
	s := &qda.Snapshot{Codebook: *cb, Tree: qda.NewTree(cb.Codes)}
	for i, lines := range documents {
		d, t := document(i+1, lines)
		s.Documents, s.Texts = append(s.Documents, d), append(s.Texts, t)
	}
	return s
}

func compile(t testing.TB, cb *qda.Codebook) *Set {
	t.Helper()
	set, _, err := Compile(cb, "id")
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func propose(t testing.TB, set *Set, s *qda.Snapshot) []qda.Proposal {
	t.Helper()
	ps, err := set.Propose(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

// shown writes proposals as "code[rule] the unit <evidence, evidence>".
func shown(s *qda.Snapshot, ps []qda.Proposal) (out []string) {
	for _, p := range ps {
		i := slices.IndexFunc(s.Documents, func(d qda.Document) bool { return d.ID == p.Document })
		c, _ := s.Tree.Index(p.Code)
		var words []string
		for _, e := range p.Evidence {
			words = append(words, s.Texts[i].Cut(e))
		}
		out = append(out, fmt.Sprintf("%s[%s] %s <%s>", s.Codes()[c].Key, p.Rule, s.Texts[i].Cut(p.Span), strings.Join(words, ", ")))
	}
	return out
}

func one(rules ...qda.Rule) *qda.Codebook {
	for i := range rules {
		rules[i].ID = fmt.Sprintf("r%d", i+1)
	}
	return &qda.Codebook{Codes: []qda.Code{{Key: "a", Rules: rules}}}
}

func either(terms ...string) qda.Group { return qda.Group{Any: terms} }

func TestPropose(t *testing.T) {
	for _, c := range []struct {
		name string
		cb   *qda.Codebook
		docs []string
		want []string
	}{
		{"a term", one(qda.Rule{Any: []string{"~izin"}}),
			[]string{"P: Apa izinnya?\n\nI: 😂 Perizinan itu rumit.\n\nI: Ya."},
			[]string{"a[r1] 😂 Perizinan itu rumit. <Perizinan>"}},
		{"the interviewer is not asked", one(qda.Rule{Any: []string{"izin"}}), []string{"P: Soal izin?\n\nI: Ya."}, nil},
		{"any speaker", one(qda.Rule{Any: []string{"izin"}, Speaker: []string{"any"}}),
			[]string{"P: Soal izin?\n\nI: Izin apa?"}, []string{"a[r1] Soal izin? <izin>", "a[r1] Izin apa? <Izin>"}},
		{"the interviewer", one(qda.Rule{Any: []string{"izin"}, Speaker: []string{"interviewer"}}),
			[]string{"P: Soal izin?\n\nI: Izin apa?"}, []string{"a[r1] Soal izin? <izin>"}},
		{"a name", one(qda.Rule{Any: []string{"izin"}, Speaker: []string{"N2", "N3"}}),
			[]string{"N1: Izin.\n\nN2: Ada izin."}, []string{"a[r1] Ada izin. <izin>"}},
		{"all groups", one(qda.Rule{All: []qda.Group{either("tidak", "belum"), either("~paham", "~erti")}}),
			[]string{"I: Nggak ngerti.\n\nI: Tidak.\n\nI: Paham. Lain kali. Belum."},
			[]string{"a[r1] Nggak ngerti. <Nggak, ngerti>", "a[r1] Paham. Lain kali. Belum. <Paham, Belum>"}},
		{"min counts terms, not finds", one(qda.Rule{Any: []string{"izin", "NIB", "PEB"}, Min: 2}),
			[]string{"I: Izin, izin, izin.\n\nI: Izin dan PEB."}, []string{"a[r1] Izin dan PEB. <Izin, PEB>"}},
		{"min of a group", one(qda.Rule{All: []qda.Group{{Any: []string{"a", "b", "c"}, Min: 2}, either("d")}}),
			[]string{"I: a d.\n\nI: a c d."}, []string{"a[r1] a c d. <a, c, d>"}},
		{"any and all", one(qda.Rule{Any: []string{"a"}, All: []qda.Group{either("b")}}), []string{"I: a.\n\nI: b.\n\nI: a b."}, []string{"a[r1] a b. <a, b>"}},
		{"none kills in its unit only", one(qda.Rule{Any: []string{"~konsultasi"}, None: []string{"pusat konsultasi"}}),
			[]string{"I: Konsultasi di pusat konsultasi.\n\nI: Saya konsultasi."}, []string{"a[r1] Saya konsultasi. <konsultasi>"}},
		{"none in another sentence", one(qda.Rule{Any: []string{"~konsultasi"}, None: []string{"tidak"}, Unit: "sentence"}),
			[]string{"I: Saya konsultasi. Tidak mahal."}, []string{"a[r1] Saya konsultasi. <konsultasi>"}},
		{"none in another sentence of a turn", one(qda.Rule{Any: []string{"~konsultasi"}, None: []string{"tidak"}}),
			[]string{"I: Saya konsultasi. Tidak mahal."}, nil},
		{"none by the interviewer", one(qda.Rule{Any: []string{"ekspor"}, None: []string{"tidak"}}),
			[]string{"P: Tidak?\n\nI: Ekspor."}, []string{"a[r1] Ekspor. <Ekspor>"}},
		{"not across turns", one(qda.Rule{Any: []string{"hs code"}}), []string{"I: Ada HS\n\nI: code itu."}, nil},
		{"not across sentences", one(qda.Rule{Any: []string{"hs code"}}), []string{"I: Ada HS. Code itu."}, nil},
		{"across a line end", one(qda.Rule{Any: []string{"hs code"}}), []string{"I: Ada HS\ncode itu."}, []string{"a[r1] Ada HS\ncode itu. <HS\ncode>"}},
		{"exact case", one(qda.Rule{Any: []string{"=PT"}}), []string{"I: pt itu.\n\nI: PT itu."}, []string{"a[r1] PT itu. <PT>"}},
		{"sentences", one(qda.Rule{Any: []string{"izin"}, Unit: "sentence"}),
			[]string{"I: Ada izin dari PT. Maju. Tidak sulit. Izin itu gratis."},
			[]string{"a[r1] Ada izin dari PT. Maju. <izin>", "a[r1] Izin itu gratis. <Izin>"}},
		{"paragraphs of a turn", one(qda.Rule{Any: []string{"izin"}, Unit: "paragraph"}),
			[]string{"I: Satu\n \ndua izin\ntiga."}, []string{"a[r1] dua izin\ntiga. <izin>"}},
		{"paragraphs where there are no turns", one(qda.Rule{Any: []string{"izin"}}, qda.Rule{Any: []string{"izin"}, Speaker: []string{"interviewer"}}),
			[]string{"Satu izin\n\nDua\n \nTiga izin"}, []string{"a[r1] Satu izin <izin>", "a[r1] Tiga izin <izin>"}},
		{"sentences where there are no turns", one(qda.Rule{Any: []string{"izin"}, Unit: "sentence", Speaker: []string{"any"}}),
			[]string{"Satu izin. Dua."}, []string{"a[r1] Satu izin. <izin>"}},
		{"rules of one code are one proposal", one(qda.Rule{Any: []string{"hs code", "nib"}}, qda.Rule{Any: []string{"x"}}, qda.Rule{Any: []string{"kode", "code"}}),
			[]string{"I: NIB, HS code, kode."}, []string{"a[r1+r3] NIB, HS code, kode. <NIB, HS code, kode>"}},
		{"whole words with hyphens", one(qda.Rule{Any: []string{"~upload"}}), []string{"I: Kami di-upload-in."}, []string{"a[r1] Kami di-upload-in. <di-upload-in>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := study(c.cb, c.docs...)
			if diff := cmp.Diff(c.want, shown(s, propose(t, compile(t, c.cb), s))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExcept(t *testing.T) {
	for _, c := range []struct {
		name   string
		except []string
		rule   qda.Rule
		turn   string
		found  bool
	}{
		{"strikes a form", []string{"perkiraan"}, qda.Rule{Any: []string{"~kira"}}, "Itu perkiraan.", false},
		{"leaves the others", []string{"perkiraan"}, qda.Rule{Any: []string{"~kira"}}, "Itu perkiraan, saya kira.", true},
		{"a root", []string{"~usaha"}, qda.Rule{Any: []string{"perusahaan"}}, "Perusahaan kami.", false},
		{"strikes a word of a phrase", []string{"perkiraan"}, qda.Rule{Any: []string{"~kira biaya"}}, "Perkiraan biaya.", false},
		{"a phrase strikes its words", []string{"pusat konsultasi"}, qda.Rule{Any: []string{"~konsultasi"}}, "Ke pusat konsultasi.", false},
		{"a phrase leaves the word elsewhere", []string{"pusat konsultasi"}, qda.Rule{Any: []string{"~konsultasi"}}, "Konsultasi ke pusat.", true},
		{"strikes what none found", []string{"tidak apa"}, qda.Rule{Any: []string{"ekspor"}, None: []string{"tidak"}}, "Tidak apa ekspor.", true},
		{"a spoken form alone", []string{"tau"}, qda.Rule{Any: []string{"~tahu"}}, "Saya tahu.", true},
		{"only the spoken form", []string{"tau"}, qda.Rule{Any: []string{"~tahu"}}, "Saya tau.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cb := one(c.rule)
			cb.Codes[0].Except = c.except
			cb.Codes = append(cb.Codes, qda.Code{Key: "b", Rules: []qda.Rule{{Any: []string{"konsultasi", "perkiraan"}}}})
			s := study(cb, "I: "+c.turn)
			ps := propose(t, compile(t, cb), s)
			if found := slices.ContainsFunc(ps, func(p qda.Proposal) bool { return p.Code == 1 }); found != c.found {
				t.Errorf("%q", shown(s, ps))
			}
			if words := strings.ToLower(c.turn); strings.Contains(words, "konsultasi") && len(ps) == 0 {
				t.Error("except of one code strikes in another")
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	const id, en = "I: Mengexport.", "I: Exporting."
	for _, c := range []struct {
		name, rule, document, codebook, project string
		want                                    []string
	}{
		{"project", "", "", "", "id", []string{id}},
		{"project in English", "", "", "", "en", []string{en}},
		{"codebook before project", "", "", "en", "id", []string{en}},
		{"document before codebook", "", "id", "en", "en", []string{id}},
		{"rule before document", "en", "id", "id", "id", []string{en}},
		{"both", "both", "id", "id", "id", []string{id, en}},
		{"codebook of both", "", "", "both", "id", []string{id, en}},
		{"nothing said", "", "", "", "", []string{id, en}},
		{"an unknown document language", "", "jv", "", "en", []string{en}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cb := one(qda.Rule{Any: []string{"~export"}, Lang: c.rule})
			cb.Language = c.codebook
			s := study(cb, id, en)
			for i := range s.Documents {
				s.Documents[i].Language = c.document
			}
			set, _, err := Compile(cb, c.project)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range propose(t, set, s) {
				got = append(got, s.Texts[p.Document-1].String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPast: what is coded, waits or was rejected is not proposed again.
func TestPast(t *testing.T) {
	turn := text.Span{Start: 3, End: 13}
	for _, c := range []struct {
		name   string
		coded  []text.Span
		code   int32
		before *qda.Proposal
		want   []string
	}{
		{"nothing", nil, 0, nil, []string{"a[r1+r2] Ada izin X <izin, X>"}},
		{"coded", []text.Span{turn}, 0, nil, nil},
		{"one code point is coded", []text.Span{{Start: 0, End: 4}}, 0, nil, nil},
		{"touching is not overlapping", []text.Span{{Start: 0, End: 3}, {Start: 13, End: 14}}, 0, nil, []string{"a[r1+r2] Ada izin X <izin, X>"}},
		{"coded with another code", []text.Span{turn}, 1, nil, []string{"a[r1+r2] Ada izin X <izin, X>"}},
		{"waiting", nil, 0, &qda.Proposal{Rule: "r9", Decision: qda.Pending}, nil},
		{"rejected", nil, 0, &qda.Proposal{Rule: "r1", Decision: qda.Rejected}, []string{"a[r2] Ada izin X <X>"}},
		{"both rejected", nil, 0, &qda.Proposal{Rule: "r1+r2", Decision: qda.Rejected}, nil},
		{"rejected under another id", nil, 0, &qda.Proposal{Rule: "old", RuleHash: "HASH", Decision: qda.Rejected}, []string{"a[r2] Ada izin X <X>"}},
		{"rejected under another rule", nil, 0, &qda.Proposal{Rule: "r9", Decision: qda.Rejected}, []string{"a[r1+r2] Ada izin X <izin, X>"}},
		{"accepted, and untagged since", nil, 0, &qda.Proposal{Rule: "r1", Decision: qda.Accepted}, []string{"a[r1+r2] Ada izin X <izin, X>"}},
		{"a learner's, rejected", nil, 0, &qda.Proposal{Origin: qda.ByLearner, Rule: "r1+r2", Decision: qda.Rejected}, []string{"a[r1+r2] Ada izin X <izin, X>"}},
		{"rejected in another unit", nil, 0, &qda.Proposal{Span: text.Span{Start: 3, End: 9}, Rule: "r1+r2", Decision: qda.Rejected}, []string{"a[r1+r2] Ada izin X <izin, X>"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cb := one(qda.Rule{Any: []string{"izin"}}, qda.Rule{Any: []string{"x"}})
			cb.Codes = append(cb.Codes, qda.Code{Key: "b"})
			s := study(cb, "I: Ada izin X\n\nI: ya")
			set := compile(t, cb)
			for _, span := range c.coded {
				s.Codings.Doc, s.Codings.Code = append(s.Codings.Doc, 0), append(s.Codings.Code, c.code)
				s.Codings.Start, s.Codings.End = append(s.Codings.Start, int32(span.Start)), append(s.Codings.End, int32(span.End))
			}
			if p := c.before; p != nil {
				p.Document, p.Code = 1, 1
				if p.Span.Empty() {
					p.Span = turn
				}
				if p.Origin == qda.Manual {
					p.Origin = qda.ByRule
				}
				p.RuleHash = strings.ReplaceAll(p.RuleHash, "HASH", set.rules[0].hash)
				s.Proposals = []qda.Proposal{*p}
			}
			if diff := cmp.Diff(c.want, shown(s, propose(t, set, s))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChosen(t *testing.T) {
	cb := one(qda.Rule{Any: []string{"izin"}})
	s := study(cb, "I: izin", "I: izin", "I: izin")
	set := compile(t, cb)
	ps, err := set.Propose(context.Background(), s, []bool{false, true, false})
	if err != nil || len(ps) != 1 || ps[0].Document != 2 {
		t.Errorf("%v, %v", ps, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := set.Propose(ctx, s, nil); err != context.Canceled {
		t.Errorf("after cancelling: %v", err)
	}
	s.Texts = nil
	if _, err := set.Propose(context.Background(), s, nil); err == nil {
		t.Error("without texts")
	}
}

func TestRuleID(t *testing.T) {
	base := qda.Rule{Any: []string{"izin"}}
	hashOf := func(r qda.Rule, unit string) string {
		cb := &qda.Codebook{Unit: unit, Codes: []qda.Code{{Key: "a.b", Rules: []qda.Rule{r}}}}
		set := compile(t, cb)
		if want := "a.b#" + set.rules[0].hash[:8]; r.ID == "" && set.rules[0].id != want {
			t.Errorf("id %s, not %s", set.rules[0].id, want)
		}
		return set.rules[0].hash
	}
	same, other := base, base
	same.ID, same.Note, same.Unit = "r", "why", "turn"
	other.Min = 1
	if h := hashOf(base, ""); h != hashOf(same, "sentence") || h == hashOf(base, "sentence") || h == hashOf(qda.Rule{Any: []string{"izin*"}}, "") {
		t.Error("the hash is that of the content")
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		name string
		code qda.Code
		want string
	}{
		{"term", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"ok", "~urus*"}}}}, `code k, rule r, term "~urus*": ~ and = do not go with * and ?; write one or the other`},
		{"null term", qda.Code{Rules: []qda.Rule{{Any: []string{""}}}}, `code k, rule 1: it has no word`},
		{"term in a group", qda.Code{Rules: []qda.Rule{{ID: "r", All: []qda.Group{either("$doc")}}}}, `code k, rule r, term "$doc": there is no set of this name; sets stand at the top of the codebook under sets:`},
		{"except", qda.Code{Except: []string{"*"}}, `code k, term "*": it would match every word`},
		{"no condition", qda.Code{Rules: []qda.Rule{{ID: "r", None: []string{"a"}}}}, `code k, rule r: it has neither any nor all nor near`},
		{"empty group", qda.Code{Rules: []qda.Rule{{ID: "r", All: []qda.Group{{}}}}}, `code k, rule r: a group of all has no term`},
		{"min too large", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"a"}, Min: 2}}}, `code k, rule r: min 2 of 1 term can never be met`},
		{"min negative", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"a"}, Min: -1}}}, `code k, rule r: min -1 of 1 term can never be met`},
		{"min without any", qda.Code{Rules: []qda.Rule{{ID: "r", All: []qda.Group{either("a")}, Min: 1}}}, `code k, rule r: min goes with any`},
		{"unit", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"a"}, Unit: "page"}}}, `code k, rule r: unit "page": must be sentence, turn, paragraph or window:N, such as window:3`},
		{"language", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"a"}, Lang: "jv"}}}, `code k, rule r: language "jv": must be id, en or both`},
		{"speaker", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"a"}, Speaker: []string{" "}}}}, `code k, rule r: a speaker has no name`},
		{"ids", qda.Code{Rules: []qda.Rule{{ID: "r", Any: []string{"a"}}, {ID: "r", Any: []string{"b"}}}}, `code k, rule r: the id is used twice in this code`},
		{"odd id", qda.Code{Rules: []qda.Rule{{ID: "r+s", Any: []string{"a"}}}}, `code k, rule r+s: the id "r+s" must be one word without +`},
		{"two", qda.Code{Except: []string{"", "~"}}, `code k: it has no word (and 1 more)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.code.Key = "k"
			set, problems, err := Compile(&qda.Codebook{Codes: []qda.Code{c.code}}, "id")
			if err == nil || err.Error() != c.want || set != nil || len(problems) == 0 || errs.HintOf(err) == "" {
				t.Errorf("%v", err)
			}
		})
	}
	for name, cb := range map[string]*qda.Codebook{
		`codebook: unit "word": must be sentence, turn, paragraph or window:N, such as window:3`: {Unit: "word"},
		`codebook: language "ms": must be id, en or both`:                                        {Language: "ms"},
		`codebook: normalize: "hs": "hs code": each must be one word`:                            {Normalize: map[string]string{"hs": "hs code"}},
		`codebook: normalize: "": "x": each must be one word`:                                    {Normalize: map[string]string{"": "x"}},
	} {
		if _, _, err := Compile(cb, "id"); err == nil || err.Error() != name {
			t.Errorf("%v, not %s", err, name)
		}
	}
}

func TestWarnings(t *testing.T) {
	cb := one(qda.Rule{Any: []string{"~urus", "~urus dokumen", "~urus", "nggak"}}, qda.Rule{Any: []string{"~urus", "~ship"}, Lang: "en"})
	set, problems, err := Compile(cb, "id")
	var got []string
	for _, p := range problems {
		if !p.Warning {
			t.Errorf("no warning: %s", p)
		}
		got = append(got, p.String())
	}
	want := []string{
		`code a, rule r1, term "~urus": ~urus is short: look through its forms, and strike out those of other words with except`,
		`code a, rule r1, term "~urus": it stands twice in this list`,
		`code a, rule r1, term "nggak": nggak stands for tidak, and finds only itself; tidak finds both`,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || set == nil {
		t.Error(err, diff)
	}
}

func TestExpand(t *testing.T) {
	cb := one(qda.Rule{Any: []string{"~kira", "hs code", "lama"}, None: []string{"tidak"}}, qda.Rule{Any: []string{"~kira"}, Unit: "sentence"})
	cb.Codes[0].Except = []string{"perkiraan"}
	s := study(cb, "P: Kira-kira?\n\nI: Kira-kira, perkiraan. HS\nCode hs-code, nggak.", "I: KIRA-KIRA hs code.")
	got, err := compile(t, cb).Expand(context.Background(), s, nil)
	want := []Form{
		{Code: "a", Rule: "r1", Role: "any", Term: "~kira", Form: "kira-kira", Count: 2},
		{Code: "a", Rule: "r1", Role: "any", Term: "~kira", Form: "perkiraan", Count: 1, Struck: true},
		{Code: "a", Rule: "r1", Role: "any", Term: "hs code", Form: "hs code", Count: 2},
		{Code: "a", Rule: "r1", Role: "any", Term: "hs code", Form: "hs-code", Count: 1},
		{Code: "a", Rule: "r1", Role: "any", Term: "lama"},
		{Code: "a", Rule: "r1", Role: "none", Term: "tidak", Form: "nggak", Count: 1},
		{Code: "a", Rule: "r2", Role: "any", Term: "~kira", Form: "kira-kira", Count: 2},
		{Code: "a", Rule: "r2", Role: "any", Term: "~kira", Form: "perkiraan", Count: 1, Struck: true},
		{Code: "a", Role: "except", Term: "perkiraan", Form: "perkiraan", Count: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestExamples(t *testing.T) {
	cb := one(qda.Rule{All: []qda.Group{either("tidak"), either("~paham")}, Unit: "sentence", Speaker: []string{"interviewer"}})
	cb.Codes[0].Examples = qda.Examples{Yes: []string{"Kami tidak paham.", "Paham. Tidak."}, No: []string{"Paham.", "Ya. Nggak paham."}}
	cb.Codes = append(cb.Codes, qda.Code{Key: "b", Examples: qda.Examples{Yes: []string{"x"}}})
	want := []Problem{
		{Warning: true, Code: "a", Example: "Paham. Tidak.", Text: `no rule finds its example "Paham. Tidak."`},
		{Warning: true, Code: "a", Rule: "r1", Example: "Ya. Nggak paham.", Text: `finds "Ya. Nggak paham.", which the code is not to cover`},
	}
	if diff := cmp.Diff(want, compile(t, cb).Examples()); diff != "" {
		t.Error(diff)
	}
}

// TestLaws draws studies: evidence lies in its unit, in the speech of a
// respondent, and re-slices to words that a term of the rule matches; applying
// again, with what was proposed waiting, proposes nothing.
func TestLaws(t *testing.T) {
	terms := []string{"~urus", "~urus dokumen", "hs code", "=PT", "dok*", "tidak", "di-upload", "é"}
	words := []string{"urus", "mengurus", "dokumen", "di-upload", "HS", "code", "nggak", "PT", "pt", "😂", "é.", "Ya.", "ya,", "pengurus\n"}
	list := rapid.SliceOfNDistinct(rapid.SampledFrom(terms), 1, 3, rapid.ID)
	rule := rapid.Custom(func(t *rapid.T) qda.Rule {
		r := qda.Rule{Unit: rapid.SampledFrom([]string{"turn", "sentence", "paragraph"}).Draw(t, "unit")}
		if r.Any = list.Draw(t, "any"); rapid.Bool().Draw(t, "more") {
			r.All = []qda.Group{{Any: list.Draw(t, "all")}}
			r.None = list.Draw(t, "none")[:1]
		}
		return r
	})
	turns := rapid.Custom(func(t *rapid.T) string {
		var out []string
		for range rapid.IntRange(1, 5).Draw(t, "turns") {
			label := rapid.SampledFrom([]string{"P", "I"}).Draw(t, "label")
			out = append(out, label+": "+strings.TrimSpace(strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "words"), " ")))
		}
		return strings.Join(out, "\n\n")
	})
	rapid.Check(t, func(t *rapid.T) {
		cb := one(rapid.SliceOfN(rule, 1, 3).Draw(t, "rules")...)
		set, _, err := Compile(cb, "id")
		if err != nil {
			t.Skip(err)
		}
		s := study(cb, rapid.SliceOfN(turns, 1, 3).Draw(t, "documents")...)
		ps, err := set.Propose(context.Background(), s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range ps {
			doc := int(p.Document) - 1
			if lo, hi := s.Documents[doc].TurnsAt(p.Span); hi != lo+1 || !s.Documents[doc].Is(lo, string(qda.Respondent)) {
				t.Fatalf("%v is no unit of a respondent", p.Span)
			}
			for _, e := range p.Evidence {
				if !p.Span.Contains(e) || !matches(cb, p.Rule, s.Texts[doc].Cut(e)) {
					t.Fatalf("%q is no evidence for %s", s.Texts[doc].Cut(e), p.Rule)
				}
			}
		}
		s.Proposals = ps
		if again, _ := set.Propose(context.Background(), s, nil); len(again) != 0 {
			t.Fatalf("proposed again: %q", shown(s, again))
		}
	})
}

// matches reports whether words hold a find of some term of some of the rules.
func matches(cb *qda.Codebook, ids, words string) bool {
	for _, r := range cb.Codes[0].Rules {
		if !slices.Contains(strings.Split(ids, "+"), r.ID) {
			continue
		}
		terms := slices.Clone(r.Any)
		for _, g := range r.All {
			terms = append(terms, g.Any...)
		}
		m := lexicon.NewMatcher(lexicon.New(nil))
		for _, s := range terms {
			if term, err := lexicon.ParseTerm(s); err == nil {
				m.Add(term, lexicon.Indonesian)
			}
		}
		reader := m.Reader(lexicon.Indonesian)
		reader.Read(words, 0)
		if len(reader.Find(text.Span{End: len(words)})) > 0 {
			return true
		}
	}
	return false
}
