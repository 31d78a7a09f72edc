package join

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// anyStudy makes studies out of few names, so that two of them have much in
// common and much in conflict.
func anyStudy(t *rapid.T, who string) *qda.Snapshot {
	draw := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, who+" "+what) }
	yes := func(what string) bool { return rapid.Bool().Draw(t, who+" "+what) }
	upTo := func(n int, what string) int { return rapid.IntRange(0, n).Draw(t, who+" "+what) }
	shift := upTo(50, "numbers")
	s := &qda.Snapshot{Project: qda.Project{Title: draw("title", "", "A", "B"), Approach: qda.CodebookTA, Language: draw("language", "id", "en")}}
	values := func() map[string]string {
		m := map[string]string{}
		for _, k := range []string{"kind", "place"} {
			if v := draw(k, "", "x", "y"); v != "" {
				m[k] = v
			}
		}
		return m
	}
	for i, n := range []string{"andi", "budi", "cici"} {
		if i == 0 || yes("coder") {
			s.Coders = append(s.Coders, qda.Coder{ID: qda.CoderID(shift + len(s.Coders) + 1), GUID: qda.GUID{1, byte(i)}, Name: n})
		}
	}
	for i, n := range []string{"C1", "C2"} {
		if yes("case") {
			s.Cases = append(s.Cases, qda.Case{ID: qda.CaseID(shift + len(s.Cases) + 1), GUID: qda.GUID{2, byte(i)}, Name: n, Values: values()})
		}
	}
	caseID := func() qda.CaseID {
		if i := upTo(len(s.Cases), "case of"); i > 0 {
			return s.Cases[i-1].ID
		}
		return 0
	}
	for i := range 4 {
		if !yes("code") {
			continue
		}
		c := qda.Code{ID: qda.CodeID(shift + len(s.Codebook.Codes) + 1), GUID: qda.GUID{3, byte(i), byte(upTo(1, "guid"))}, Kind: qda.KindCode, Name: qda.Words{Plain: draw("name", "N", "M")},
			Key: draw("key", "a", "b", "c", "d", "e")}
		for slices.ContainsFunc(s.Codebook.Codes, func(o qda.Code) bool { return o.Key == c.Key }) {
			c.Key += "x"
		}
		if n := len(s.Codebook.Codes); n > 0 && yes("child") { // beside the last one, or under it
			if last := s.Codebook.Codes[n-1]; last.Parent != 0 {
				c.Parent = last.Parent
			} else {
				c.Parent = last.ID
			}
		}
		s.Codebook.Codes = append(s.Codebook.Codes, c)
	}
	s.Tree = qda.NewTree(s.Codes())
	for i, n := range []string{"D1", "D2", "D3"} {
		if !yes("document") {
			continue
		}
		words := text.New(draw("text", "P: satu dua tiga", "P: satu dua tiga", "P: empat 🙂 lima"))
		d := qda.Document{ID: qda.DocumentID(shift + len(s.Documents) + 1), GUID: qda.GUID{4, byte(i)}, Name: n, File: n + ".txt", Kind: qda.Interview, Order: len(s.Documents) + 1, Imported: time.UnixMilli(7).UTC(),
			Date: draw("date", "", "2026", "2027"), Case: caseID(), Hash: text.Hash(words.String()), Length: words.Len(), Values: values(), States: map[qda.CoderID]qda.State{},
			Speakers: []qda.Speaker{{Label: "P", Role: qda.Role(draw("role", "respondent", "respondent", "interviewer")), Case: caseID()}}, Turns: []qda.Turn{{Span: text.Span{Start: 3, End: words.Len()}, Time: -1}}}
		for _, c := range s.Coders {
			if st := qda.State(draw("state", "", "open", "done")); st != "" {
				d.States[c.ID] = st
			}
		}
		s.Documents, s.Texts = append(s.Documents, d), append(s.Texts, words)
	}
	if len(s.Documents) > 0 && len(s.Codes()) > 0 {
		anyContents(t, s, who, upTo)
	}
	for range upTo(3, "memos") {
		m := qda.Memo{ID: qda.MemoID(shift + len(s.Memos) + 1), GUID: qda.GUID{7, byte(upTo(5, "memo"))}, Target: qda.OnProject, Coder: s.Coders[0].ID, Text: draw("text of a memo", "t", "u"), Created: time.UnixMilli(9).UTC()}
		switch i := upTo(4, "target"); {
		case i == 1 && len(s.Documents) > 0:
			m.Target, m.Object = qda.OnDocument, int64(s.Documents[0].ID)
		case i == 2 && len(s.Cases) > 0:
			m.Target, m.Object = qda.OnCase, int64(s.Cases[0].ID)
		case i == 3 && len(s.Codes()) > 0:
			m.Target, m.Object = qda.OnCode, int64(s.Codes()[0].ID)
		case i == 4 && s.Codings.Len() > 0:
			m.Target, m.Object = qda.OnCoding, int64(s.Codings.ID[s.Codings.Len()-1])
		}
		if !slices.ContainsFunc(s.Memos, func(o qda.Memo) bool { return o.GUID == m.GUID }) {
			s.Memos = append(s.Memos, m)
		}
	}
	return s
}

func anyContents(t *rapid.T, s *qda.Snapshot, who string, upTo func(int, string) int) {
	var rows []claim
	for range upTo(6, "codings") {
		c := claim{start: int32(upTo(4, "start")), code: int32(upTo(len(s.Codes())-1, "code")), coder: int32(upTo(len(s.Coders)-1, "coder")), row: int32(upTo(len(s.Documents)-1, "document"))}
		c.end = c.start + 3
		rows = append(rows, c)
	}
	order := func(a, b claim) int { return cmp.Or(cmp.Compare(a.row, b.row), a.compare(b)) }
	slices.SortFunc(rows, order)
	c := &s.Codings
	for i, r := range slices.CompactFunc(rows, func(a, b claim) bool { return order(a, b) == 0 }) {
		c.ID, c.Doc, c.Code, c.Coder = append(c.ID, qda.CodingID(i+100)), append(c.Doc, r.row), append(c.Code, r.code), append(c.Coder, r.coder)
		c.Start, c.End, c.Origin = append(c.Start, r.start), append(c.End, r.end), append(c.Origin, qda.Origin(upTo(4, "origin")))
		c.GUID, c.Created = append(c.GUID, qda.GUID(fmt.Appendf(nil, "%-12s%04d", who, i))), append(c.Created, int64(i+1))
	}
	seen := map[proposed]bool{}
	for range upTo(4, "proposals") {
		p := qda.Proposal{ID: qda.ProposalID(len(s.Proposals) + 1), Document: s.Documents[upTo(len(s.Documents)-1, "document")].ID, Span: text.Span{Start: 3, End: 6 + upTo(1, "end")},
			Code: s.Codes()[upTo(len(s.Codes())-1, "code")].ID, Origin: qda.ByRule, Rule: "r", Decision: []qda.Decision{qda.Pending, qda.Accepted, qda.Rejected}[upTo(2, "decision")], Created: time.UnixMilli(8).UTC()}
		if !seen[keyOf(p)] {
			seen[keyOf(p)] = true
			s.Proposals = append(s.Proposals, p)
		}
	}
}

func asJSON(t interface{ Fatal(...any) }, s *qda.Snapshot) string {
	var b bytes.Buffer
	if err := exchange.WriteProject(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A second import of a study adds nothing, whatever both hold.
func TestProjectIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		present, incoming := anyStudy(t, "here"), anyStudy(t, "there")
		if len(present.Documents)+len(present.Cases)+len(present.Codes()) == 0 {
			t.Skip("an empty project is another matter")
		}
		before := asJSON(t, incoming)
		first, err := Project(present, incoming)
		if err != nil {
			t.Fatal(err)
		}
		after := apply(t, present, incoming, first)
		again, err := Project(after, incoming)
		if err != nil {
			t.Fatal(err)
		}
		if !again.Empty() || again.Refusals != nil {
			t.Fatalf("a second time:\n%+v\nfirst\n%+v", again, first)
		}
		if d := gocmp.Diff(before, asJSON(t, incoming)); d != "" {
			t.Fatalf("the study that came in was changed: %s", d)
		}
		// Nothing that was there is lost or changed by what comes in.
		if after.Codings.Len() != present.Codings.Len()+len(first.Codings) {
			t.Fatalf("%d codings of %d and %d", after.Codings.Len(), present.Codings.Len(), len(first.Codings))
		}
	})
}

// A study joined to itself adds nothing and finds everything.
func TestProjectWithItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStudy(t, "one")
		plan, err := Project(s, s)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Documents)+len(s.Cases)+len(s.Codes()) > 0 && !plan.Empty() || plan.Conflicts != nil || plan.There["codings"] != s.Codings.Len() || plan.There["memos"] != len(s.Memos) {
			t.Fatalf("%+v", plan)
		}
	})
}

// An empty project becomes the study that comes in.
func TestProjectIntoEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		incoming := anyStudy(t, "there")
		empty := &qda.Snapshot{Coders: []qda.Coder{{ID: 1, GUID: qda.GUID{1}, Name: "andi"}}, Project: qda.Project{Approach: qda.ReflexiveTA}}
		empty.Tree = qda.NewTree(nil)
		plan, err := Project(empty, incoming)
		if err != nil {
			t.Fatal(err)
		}
		if plan.Refusals != nil || plan.Conflicts != nil {
			t.Fatalf("%+v", plan)
		}
		after := apply(t, empty, incoming, plan)
		if d := gocmp.Diff(asJSON(t, incoming), asJSON(t, after)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestProjectConflicts(t *testing.T) {
	here, there := study(), study()
	for _, s := range []*qda.Snapshot{here, there} {
		s.Cases = append(s.Cases, qda.Case{ID: 12, Name: "C2"})
		s.Documents[0].Speakers, s.Documents[0].Turns = []qda.Speaker{{Label: "I", Role: qda.Respondent}}, []qda.Turn{{Span: text.Span{Start: 3, End: 20}, Time: -1}}
		s.Proposals = []qda.Proposal{{ID: 61, Document: 1, Span: text.Span{Start: 3, End: 7}, Code: 32, Decision: qda.Pending}}
	}
	here.Documents[0].Case = 11
	there.Documents[0].Case = 12
	there.Documents[0].Date = "2026"
	there.Documents[0].Language = "id"
	there.Documents[0].States = map[qda.CoderID]qda.State{22: qda.Done}
	there.Documents[0].Speakers[0].Role = qda.Interviewer
	there.Cases[0].Values = map[string]string{"kind": "official", "place": "Balikpapan"}
	there.Codebook.Codes[1].Definition.Plain = "another"
	there.Codebook.Closed = true
	there.Memos[0].Text = "changed"
	there.Proposals[0].Decision = qda.Rejected
	changed := text.New("P: lain sama sekali.")
	there.Texts[1], there.Documents[1].Hash = changed, text.Hash(changed.String())
	there.Codings.Doc, there.Codings.Start, there.Codings.End = append(there.Codings.Doc, 1), append(there.Codings.Start, 0), append(there.Codings.End, 5)
	there.Codings.ID, there.Codings.Code, there.Codings.Coder = append(there.Codings.ID, 42), append(there.Codings.Code, 0), append(there.Codings.Coder, 0)
	there.Codings.Origin, there.Codings.GUID, there.Codings.Created = append(there.Codings.Origin, 0), append(there.Codings.GUID, qda.GUID{42}), append(there.Codings.Created, 5)
	there.Memos = append(there.Memos, qda.Memo{GUID: qda.GUID{6}, Target: qda.OnCoding, Object: 42, Coder: 21, Text: "lost"}, qda.Memo{Target: qda.OnProject, Coder: 22, Text: "kept"})
	there.Documents[2].Name = "E7"
	plan, err := Project(here, there)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`case C1: kind is "exporter" here and "official" there`,
		"document E1: its case is C1 here and C2 there",
		"document E1: its turns or speakers are others there",
		"document E2 has another text here: it and its 1 coding are not taken",
		"code customs.hs: definition differs; that here stays",
		"codebook: language, unit, closed, normalize or sets differ; those here stay",
		"memo 05000000-0000-0000-0000-000000000000: its text is another there; that here stays",
		"1 memo is on what is not taken, and is not taken either",
	}
	if d := gocmp.Diff(want, plan.Conflicts); d != "" {
		t.Error(d)
	}
	if d := gocmp.Diff([]string{"document E7 has the same text as E3"}, plan.Warnings); d != "" {
		t.Error(d)
	}
	if len(plan.Documents) != 1 || plan.Documents[0].Name != "E7" || plan.Documents[0].ID != -1 || plan.Documents[0].Text.String() != "'-a" {
		t.Errorf("documents %+v", plan.Documents)
	}
	if len(plan.KnownDocuments) != 1 || plan.KnownDocuments[0].Date != "2026" || plan.KnownDocuments[0].Language != "id" || plan.KnownDocuments[0].Case != 11 || plan.KnownDocuments[0].ID != 1 {
		t.Errorf("known documents %+v", plan.KnownDocuments)
	}
	if len(plan.KnownCases) != 1 || plan.KnownCases[0].Values["place"] != "Balikpapan" || plan.KnownCases[0].Values["kind"] != "exporter" || here.Cases[0].Values["place"] != "" {
		t.Errorf("known cases %+v", plan.KnownCases)
	}
	if d := gocmp.Diff([]State{{1, 22, qda.Done}}, plan.States); d != "" {
		t.Error(d)
	}
	if d := gocmp.Diff(map[qda.Decision][]qda.ProposalID{qda.Rejected: {61}}, plan.Decisions); d != "" {
		t.Error(d)
	}
	if len(plan.Codings) != 0 || len(plan.Memos) != 1 || plan.Memos[0].Text != "kept" || plan.Project != nil || plan.Codebook != nil {
		t.Errorf("%+v", plan)
	}
	if d := gocmp.Diff(map[string]int{"documents": 1, "cases": 2, "codes": 5, "coders": 2, "codings": 1, "memos": 1, "proposals": 1}, plan.There); d != "" {
		t.Error(d)
	}
}

// A code is known by its GUID before its id.
func TestProjectCodes(t *testing.T) {
	here, there := study(), study()
	here.Codebook.Codes[1].GUID, there.Codebook.Codes[2].GUID = qda.GUID{9}, qda.GUID{9}
	plan, err := Project(here, there)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Codes) != 1 || plan.Codes[0].Key != "customs.hs-2" || plan.Codes[0].Parent != 31 {
		t.Errorf("%+v", plan.Codes)
	}
	if len(plan.Codings) != 1 || plan.Codings[0].Code != -1 {
		t.Errorf("%+v", plan.Codings)
	}
	if d := gocmp.Diff([]string{"code customs.hs is another code here and comes in as customs.hs-2"}, plan.Warnings); d != "" {
		t.Error(d)
	}
}

func TestProjectRefuses(t *testing.T) {
	s, bare := study(), study()
	bare.Texts = nil
	if _, err := Project(s, bare); err == nil {
		t.Error("joined without texts")
	}
	bare = study()
	bare.Codings.GUID = nil
	if _, err := Project(s, bare); err == nil {
		t.Error("joined without identity")
	}
	// A study of another program may hold spans that are not in the text.
	bad := study()
	bad.Codings.Start[0], bad.Codings.End[0] = 30, 90
	plan, err := Project(s, bad)
	if err != nil || len(plan.Refusals) != 1 || len(plan.Codings) != 0 || !strings.HasPrefix(plan.Refusals[0].String(), "E1: 30:90: not a stretch") {
		t.Errorf("%+v, %v", plan, err)
	}
}

// TestLarge measures on the corpus of size L; it runs only when told where
// that lies.
func TestLarge(t *testing.T) {
	dir := os.Getenv("TEMATIK_CORPUS")
	if dir == "" {
		t.Skip("TEMATIK_CORPUS is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "docs", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(err, dir)
	}
	s := &qda.Snapshot{Coders: []qda.Coder{{ID: 1, Name: "andi"}}, Tree: qda.NewTree(nil)}
	for i, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		words := text.New(string(data))
		s.Documents = append(s.Documents, qda.Document{ID: qda.DocumentID(i + 1), GUID: qda.GUID{1, byte(i), byte(i >> 8)}, Name: strings.TrimSuffix(filepath.Base(f), ".txt"), File: filepath.Base(f), Kind: qda.Interview, Order: i + 1, Hash: text.Hash(string(data)), Length: words.Len()})
		s.Texts = append(s.Texts, words)
	}
	data, err := os.ReadFile(filepath.Join(dir, "codings.csv"))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	table, err := exchange.ReadCodings("codings.csv", data)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("read %d rows in %v", table.Rows.Len(), time.Since(start))
	start = time.Now()
	plan, err := Codings(s, table.Rows, Options{Coder: "andi"})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("planned %d codings, %d there, %d codes, %d refused in %v", len(plan.Codings), plan.There["codings"], len(plan.Codes), len(plan.Refusals), time.Since(start))
	after := apply(t, s, nil, plan)
	start = time.Now()
	again, err := Codings(after, table.Rows, Options{Coder: "andi"})
	if err != nil || !again.Empty() {
		t.Fatal(err, again.Added())
	}
	t.Logf("planned again in %v", time.Since(start))
	for i := range after.Codes() {
		after.Codebook.Codes[i].GUID = qda.GUID{2, byte(i), byte(i >> 8)}
	}
	empty := &qda.Snapshot{Tree: qda.NewTree(nil)}
	start = time.Now()
	whole, err := Project(empty, after)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("planned the project into an empty one, %v, in %v", whole.Added(), time.Since(start))
	start = time.Now()
	same, err := Project(after, after)
	if err != nil || !same.Empty() {
		t.Fatal(err, same.Added())
	}
	t.Logf("planned the project into itself in %v", time.Since(start))
}

// TestSetsOfOthers: rules that come in keep their meaning where a set of theirs
// is lacking here or another one.
func TestSetsOfOthers(t *testing.T) {
	book := func(key string, rule qda.Rule, sets ...qda.TermSet) *qda.Snapshot {
		s := &qda.Snapshot{Codebook: qda.Codebook{Sets: sets, Codes: []qda.Code{{ID: 1, GUID: qda.GUID{byte(len(key))}, Key: key, Except: []string{"$other"}, Rules: []qda.Rule{rule}}}}}
		s.Tree = qda.NewTree(s.Codebook.Codes)
		return s
	}
	same, here, there := qda.TermSet{Name: "same", Terms: []string{"a", "b"}}, qda.TermSet{Name: "other", Terms: []string{"c"}}, qda.TermSet{Name: "other", Terms: []string{"d", "e"}}
	lacking := qda.TermSet{Name: "lacking", Terms: []string{"f"}}
	rule := qda.Rule{Any: []string{"x", "$same"}, Near: [][]string{{"$other"}, {"$lacking"}}, Within: 2}
	incoming := book("new", rule, same, there, lacking)
	plan, err := Project(book("x", qda.Rule{Any: []string{"x"}}, here, same), incoming)
	if err != nil || len(plan.Codes) != 1 {
		t.Fatal(plan, err)
	}
	want := qda.Rule{Any: []string{"x", "$same"}, Near: [][]string{{"d", "e"}, {"f"}}, Within: 2}
	if d := gocmp.Diff(want, plan.Codes[0].Rules[0]) + gocmp.Diff([]string{"d", "e"}, plan.Codes[0].Except); d != "" {
		t.Error(d)
	}
	if d := gocmp.Diff(rule, incoming.Codebook.Codes[0].Rules[0]); d != "" {
		t.Errorf("what comes in was changed: %s", d)
	}
}
