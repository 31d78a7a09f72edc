package exchange

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

func guidOf(kind string, i int) qda.GUID {
	h := sha256.Sum256(fmt.Append(nil, kind, i))
	return qda.GUID(h[:16])
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Map(rapid.Int64Range(1, 4e12), func(ms int64) time.Time { return time.UnixMilli(ms).UTC() })
}

func anyValues() *rapid.Generator[map[string]string] {
	return rapid.Custom(func(t *rapid.T) map[string]string {
		var m map[string]string
		for range rapid.IntRange(0, 3).Draw(t, "attributes") {
			if m == nil {
				m = map[string]string{}
			}
			m[anyTerm().Draw(t, "attribute")] = anyTerm().Draw(t, "value")
		}
		return m
	})
}

// anySnapshot makes studies whose numbers are those that a reader gives.
func anySnapshot() *rapid.Generator[*qda.Snapshot] {
	return rapid.Custom(func(t *rapid.T) *qda.Snapshot {
		s := &qda.Snapshot{Project: qda.Project{GUID: guidOf("project", 0), Title: anyText().Draw(t, "title"), Created: anyTime().Draw(t, "created"),
			Approach: rapid.SampledFrom(qda.Approaches()).Draw(t, "approach"), Language: rapid.SampledFrom([]string{"id", "en"}).Draw(t, "language")}}
		for i := range rapid.IntRange(1, 3).Draw(t, "coders") {
			s.Coders = append(s.Coders, qda.Coder{ID: qda.CoderID(i + 1), GUID: guidOf("coder", i), Name: fmt.Sprintf("%d =x, \"é\"", i)})
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "cases") {
			s.Cases = append(s.Cases, qda.Case{ID: qda.CaseID(i + 1), GUID: guidOf("case", i), Name: fmt.Sprintf("E%d", i), Values: anyValues().Draw(t, "values")})
		}
		s.Codebook = *anyCodebook().Draw(t, "codebook")
		s.Codebook.Revision = rapid.IntRange(0, 9).Draw(t, "revision")
		for i := range s.Codebook.Codes {
			s.Codebook.Codes[i].GUID = guidOf("code", i)
		}
		s.Tree = qda.NewTree(s.Codebook.Codes)
		for i := range rapid.IntRange(0, 3).Draw(t, "documents") {
			d, words := anyDocument(t, s, i)
			s.Documents, s.Texts = append(s.Documents, d), append(s.Texts, words)
		}
		if len(s.Documents) > 0 && len(s.Codebook.Codes) > 0 {
			anyCodings(t, s)
			for i := range rapid.IntRange(0, 3).Draw(t, "proposals") {
				s.Proposals = append(s.Proposals, anyProposal(t, s, i))
			}
		}
		for i := range rapid.IntRange(0, 4).Draw(t, "memos") {
			s.Memos = append(s.Memos, anyMemo(t, s, i))
		}
		return s
	})
}

func anySpan(t *rapid.T, words *text.Text) text.Span {
	start := rapid.IntRange(0, words.Len()-1).Draw(t, "start")
	return text.Span{Start: start, End: rapid.IntRange(start+1, words.Len()).Draw(t, "end")}
}

func anyCase(t *rapid.T, s *qda.Snapshot) qda.CaseID {
	return qda.CaseID(rapid.IntRange(0, len(s.Cases)).Draw(t, "case"))
}

func anyDocument(t *rapid.T, s *qda.Snapshot, i int) (qda.Document, *text.Text) {
	words := text.New("=" + anyText().Draw(t, "text"))
	d := qda.Document{ID: qda.DocumentID(i + 1), GUID: guidOf("document", i), Name: fmt.Sprintf("-%d \"x\", y", i), File: anyText().Draw(t, "file"),
		Kind: rapid.SampledFrom(qda.Kinds()).Draw(t, "kind"), Date: rapid.SampledFrom([]string{"", "2026", "2026-03", "2026-03-04"}).Draw(t, "date"),
		Language: rapid.SampledFrom([]string{"", "id", "en"}).Draw(t, "language"), Case: anyCase(t, s), Order: i + 1, Imported: anyTime().Draw(t, "imported"),
		Hash: text.Hash(words.String()), Length: words.Len(), Values: anyValues().Draw(t, "values")}
	for _, c := range s.Coders {
		if st := rapid.SampledFrom([]qda.State{qda.New, qda.Open, qda.Done}).Draw(t, "state"); st != qda.New {
			if d.States == nil {
				d.States = map[qda.CoderID]qda.State{}
			}
			d.States[c.ID] = st
		}
	}
	at := 0
	for at < words.Len() && rapid.Bool().Draw(t, "more") {
		d.Speakers = append(d.Speakers, qda.Speaker{Label: anyText().Draw(t, "label"), Role: rapid.SampledFrom([]qda.Role{qda.Respondent, qda.Interviewer}).Draw(t, "role"), Case: anyCase(t, s)})
		start := rapid.IntRange(at, words.Len()-1).Draw(t, "start")
		at = rapid.IntRange(start, words.Len()).Draw(t, "end")
		turn := qda.Turn{Span: text.Span{Start: start, End: at}, Speaker: rapid.IntRange(0, len(d.Speakers)-1).Draw(t, "speaker"), Time: -1}
		if rapid.Bool().Draw(t, "stamped") {
			turn.Time = time.Duration(rapid.IntRange(0, 1e7).Draw(t, "ms")) * time.Millisecond
		}
		d.Turns = append(d.Turns, turn)
	}
	return d, words
}

func anyCodings(t *rapid.T, s *qda.Snapshot) {
	type row struct{ doc, start, end, code, coder int }
	seen := map[row]bool{}
	for range rapid.IntRange(0, 8).Draw(t, "codings") {
		d := rapid.IntRange(0, len(s.Documents)-1).Draw(t, "document")
		span := anySpan(t, s.Texts[d])
		seen[row{d, span.Start, span.End, rapid.IntRange(0, len(s.Codebook.Codes)-1).Draw(t, "code"), rapid.IntRange(0, len(s.Coders)-1).Draw(t, "coder")}] = true
	}
	rows := make([]row, 0, len(seen))
	for r := range seen {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(a.doc-b.doc, a.start-b.start, a.end-b.end, a.code-b.code, a.coder-b.coder)
	})
	c := &s.Codings
	for i, r := range rows {
		c.ID, c.Doc, c.Start, c.End = append(c.ID, qda.CodingID(i+1)), append(c.Doc, int32(r.doc)), append(c.Start, int32(r.start)), append(c.End, int32(r.end))
		c.Code, c.Coder = append(c.Code, int32(r.code)), append(c.Coder, int32(r.coder))
		c.Origin = append(c.Origin, qda.Origin(rapid.IntRange(0, 4).Draw(t, "origin")))
		c.GUID, c.Created = append(c.GUID, guidOf("coding", i)), append(c.Created, anyTime().Draw(t, "created").UnixMilli())
	}
}

func anyProposal(t *rapid.T, s *qda.Snapshot, i int) qda.Proposal {
	d := rapid.IntRange(0, len(s.Documents)-1).Draw(t, "document")
	p := qda.Proposal{ID: qda.ProposalID(i + 1), Document: s.Documents[d].ID, Span: anySpan(t, s.Texts[d]), Code: s.Codebook.Codes[rapid.IntRange(0, len(s.Codebook.Codes)-1).Draw(t, "code")].ID,
		Origin: qda.ByRule, Rule: anyText().Draw(t, "rule"), RuleHash: fmt.Sprintf("%x", i), Created: anyTime().Draw(t, "created"),
		Decision: rapid.SampledFrom([]qda.Decision{qda.Pending, qda.Accepted, qda.Rejected}).Draw(t, "decision")}
	for range rapid.IntRange(0, 2).Draw(t, "evidence") {
		p.Evidence = append(p.Evidence, anySpan(t, s.Texts[d]))
	}
	return p
}

func anyMemo(t *rapid.T, s *qda.Snapshot, i int) qda.Memo {
	m := qda.Memo{ID: qda.MemoID(i + 1), GUID: guidOf("memo", i), Target: qda.OnProject, Coder: s.Coders[0].ID, Text: anyText().Draw(t, "text"), Created: anyTime().Draw(t, "created")}
	pick := func(on qda.Target, n int) {
		if n > 0 && rapid.Bool().Draw(t, "on "+string(on)) {
			m.Target, m.Object = on, int64(rapid.IntRange(1, n).Draw(t, "object"))
		}
	}
	pick(qda.OnDocument, len(s.Documents))
	pick(qda.OnCase, len(s.Cases))
	pick(qda.OnCode, len(s.Codebook.Codes))
	pick(qda.OnCoding, s.Codings.Len())
	return m
}

// same compares studies as values; texts by their characters.
var same = gocmp.Options{cmpopts.IgnoreFields(qda.Snapshot{}, "Tree"), cmpopts.EquateEmpty(), gocmp.Comparer(func(a, b *text.Text) bool { return a.String() == b.String() })}

func written(t fataler, s *qda.Snapshot) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteProject(&b, s); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

func TestProjectRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySnapshot().Draw(t, "study")
		data := written(t, s)
		again, notes, err := ReadProject("p.json", data)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if notes != nil {
			t.Fatalf("notes %q", notes)
		}
		if again.State() != s.State() {
			t.Fatalf("another state")
		}
		for _, d := range again.Documents { // said of those who coded there all the same
			maps.DeleteFunc(d.States, func(_ qda.CoderID, st qda.State) bool { return st == qda.New })
		}
		if d := gocmp.Diff(s, again, same); d != "" {
			t.Fatalf("%s\n%s", d, data)
		}
	})
}

// Whatever numbers a project gives its things, the file is the same.
func TestProjectIgnoresNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySnapshot().Draw(t, "study")
		want := written(t, s)
		renumber(s)
		if got := written(t, s); !bytes.Equal(got, want) {
			t.Fatal(gocmp.Diff(string(want), string(got)))
		}
	})
}

func renumber(s *qda.Snapshot) {
	for i := range s.Coders {
		s.Coders[i].ID += 70
	}
	for i := range s.Cases {
		s.Cases[i].ID = 90 - s.Cases[i].ID
	}
	anew := func(id qda.CaseID) qda.CaseID {
		if id == 0 {
			return 0
		}
		return 90 - id
	}
	for i := range s.Codebook.Codes {
		s.Codebook.Codes[i].ID += 30
		if s.Codebook.Codes[i].Parent != 0 {
			s.Codebook.Codes[i].Parent += 30
		}
	}
	for i := range s.Documents {
		d := &s.Documents[i]
		d.ID, d.Case = 50-d.ID, anew(d.Case)
		for k := range d.Speakers {
			d.Speakers[k].Case = anew(d.Speakers[k].Case)
		}
		states := map[qda.CoderID]qda.State{}
		for c, st := range d.States {
			states[c+70] = st
		}
		d.States = states
	}
	for i := range s.Codings.ID {
		s.Codings.ID[i] += 1000
	}
	for i := range s.Proposals {
		s.Proposals[i].Document = 50 - s.Proposals[i].Document
		s.Proposals[i].Code += 30
	}
	for i := range s.Memos {
		m := &s.Memos[i]
		m.Coder += 70
		switch m.Target {
		case qda.OnDocument:
			m.Object = 50 - m.Object
		case qda.OnCase:
			m.Object = int64(anew(qda.CaseID(m.Object)))
		case qda.OnCode:
			m.Object += 30
		case qda.OnCoding:
			m.Object += 1000
		}
	}
}

// What is exported as a table is read as the same rows.
func TestCodingsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySnapshot().Draw(t, "study")
		var b bytes.Buffer
		if err := WriteCodings(&b, s); err != nil {
			t.Fatal(err)
		}
		got, err := ReadCodings("c.csv", b.Bytes())
		if err != nil || len(got.Refusals)+len(got.Warnings) > 0 || got.Rows.Len() != s.Codings.Len() {
			t.Fatalf("%v %+v\n%s", err, got, b.String())
		}
		memos, c, r := s.CodingMemos(), &s.Codings, got.Rows
		for i := range r.Len() {
			want := fmt.Sprint(s.Documents[c.Doc[i]].Name, c.Span(i), s.Codes()[c.Code[i]].Key, s.Coders[c.Coder[i]].Name, s.Texts[c.Doc[i]].Cut(c.Span(i)), strings.TrimSpace(memos[c.ID[i]]), c.Origin[i], c.Created[i])
			have := fmt.Sprint(r.Documents[r.Doc[i]], r.Span(i), r.Codes[r.Code[i]], r.Coders[r.Coder[i]], r.Quote[i], strings.TrimSpace(r.Memo[i]), r.Origin[i], r.Created[i])
			if want != have {
				t.Fatalf("want %q\nhave %q\n%s", want, have, b.String())
			}
		}
	})
}

const project = `{
 "schema": "tematik.project/1",
 "project": {"guid": "01890000-0000-7000-8000-000000000001", "title": "A", "approach": "codebook", "language": "id"},
 "coders": [{"guid": "01890000-0000-7000-8000-000000000002", "name": "andi"}],
 "cases": [{"guid": "01890000-0000-7000-8000-000000000003", "name": "E1"}],
 "codebook": {"revision": 1, "closed": false},
 "codes": [{"id": "a", "guid": "01890000-0000-7000-8000-000000000004", "kind": "theme", "name": {"plain": "A"}},
  {"id": "b", "guid": "01890000-0000-7000-8000-000000000005", "parent": "a", "kind": "code", "name": {"plain": "B"}, "rules": [{"any": ["x"]}]}],
 "documents": [{"guid": "01890000-0000-7000-8000-000000000006", "name": "D", "kind": "interview", "date": "2026", "case": "E1", "order": 1, "states": {"andi": "open"},
   "speakers": [{"label": "I", "role": "respondent"}], "turns": [[3, 8, 0, 1500]], "text": "I: Halo 🙂"}],
 "codings": [{"document": "D", "start": 3, "end": 7, "code": "b", "coder": "andi", "origin": "manual", "created": "2026-03-04T10:00:00Z", "guid": "01890000-0000-7000-8000-000000000007", "quote": "Halo"}],
 "proposals": [{"document": "D", "start": 3, "end": 9, "code": "b", "origin": "rule", "decision": "pending", "evidence": [[3, 7]]}],
 "memos": [{"guid": "01890000-0000-7000-8000-000000000008", "on": "segment", "target": "01890000-0000-7000-8000-000000000007", "coder": "andi", "text": "why"}]
}
`

func TestReadProject(t *testing.T) {
	s, _, err := ReadProject("p.json", []byte(project))
	if err != nil {
		t.Fatal(err)
	}
	if s.Codings.Len() != 1 || s.Memos[0].Object != int64(s.Codings.ID[0]) || s.Documents[0].Turns[0].Time != 1500*time.Millisecond || s.Codes()[1].Parent != s.Codes()[0].ID {
		t.Errorf("%+v", s)
	}
	// The order of the parts is free: other tools sort keys.
	head, codings, ok := strings.Cut(project, ` "codings": [`)
	if !ok {
		t.Fatal("the sample has changed")
	}
	part, rest, _ := strings.Cut(codings, "\n")
	turned := strings.Replace(head, ` "schema"`, ` "codings": [`+part+"\n \"schema\"", 1) + rest
	if _, _, err := ReadProject("p.json", []byte(turned)); err != nil {
		t.Errorf("%v\n%s", err, turned)
	}
	if _, _, err := ReadProject("p.json", append([]byte("\ufeff"), project...)); err != nil {
		t.Error(err)
	}
}

func TestReadProjectRefuses(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"empty", project, "", "p.json:1: not a project of tematik"},
		{"a list", project, "[]", "p.json:1: not a project of tematik"},
		{"other JSON", project, `{"segments": []}`, `p.json:1: not a project of tematik: the schema "tematik.project/1" is missing`},
		{"no schema", project, `{}`, "is missing"},
		{"another schema", "tematik.project/1", "tematik.report/1", `p.json:2: not a project of tematik: its schema is "tematik.report/1", not "tematik.project/1"`},
		{"newer", "tematik.project/1", "tematik.project/2", "p.json: written by a newer tematik (schema tematik.project/2; this one reads tematik.project/1)"},
		{"not utf-8", "Halo", "Hal\xf6", "it is not in UTF-8"},
		{"unknown part", `"memos"`, `"notes"`, `unknown part "notes" of a project`},
		{"part twice", `"memos"`, `"coders": [], "memos"`, `the part "coders" stands twice`},
		{"unknown field", `"origin": "manual"`, `"origin": "manual", "weight": 1`, `p.json:11: codings[0]: unknown field "weight"`},
		{"wrong type", `"start": 3, "end": 7`, `"start": "3", "end": 7`, "p.json:11: codings[0]: start cannot be a string"},
		{"fraction", `"start": 3, "end": 7`, `"start": 3.5, "end": 7`, "codings[0]: start cannot be a number 3.5"},
		{"not a list", `"coders": [{"guid": "01890000-0000-7000-8000-000000000002", "name": "andi"}]`, `"coders": {}`, "p.json:4: coders must be a list"},
		{"not an object", `"coders": [{"guid": "01890000-0000-7000-8000-000000000002", "name": "andi"}]`, `"coders": [1]`, "coders[0]: a number cannot stand here"},
		{"syntax", `"title": "A",`, `"title": "A"`, "p.json:3: project: not JSON: invalid character"},
		{"truncated", `"memos": [`, "", "p.json:"},
		{"more", "\n}\n", "\n}\n{}", "there is more after the end"},
		{"guid", `"01890000-0000-7000-8000-000000000002"`, `"x"`, `coders[0]: "x": not a GUID`},
		{"guid too long", `"01890000-0000-7000-8000-000000000002"`, `"01890000-0000-7000-8000-0000000000020"`, `not a GUID`},
		{"approach", `"approach": "codebook"`, `"approach": "grounded"`, `project: approach "grounded" must be one of codebook, reflexive, reliability`},
		{"project language", `"language": "id"}`, `"language": "fr"}`, `project: language "fr" must be one of id, en`},
		{"codebook unit", `"revision": 1`, `"unit": "page", "revision": 1`, `codebook: unit "page" must be sentence, turn`},
		{"coder without name", `"name": "andi"`, `"name": " "`, "coders[0]: a coder without a name"},
		{"coder twice", `"name": "andi"}`, `"name": "andi"}, {"guid": "00000000-0000-0000-0000-000000000000", "name": "andi"}`, `coders[1]: a second coder "andi"`},
		{"guid of two coders", `"name": "andi"}`, `"name": "andi"}, {"guid": "01890000-0000-7000-8000-000000000002", "name": "budi"}`, "coders[1]: the GUID 01890000-0000-7000-8000-000000000002 stands for two coders"},
		{"guid of two codes", "000000000005", "000000000004", "codes[1]: the GUID 01890000-0000-7000-8000-000000000004 stands for two things"},
		{"case twice", `"name": "E1"}`, `"name": "E1"}, {"guid": "00000000-0000-0000-0000-000000000000", "name": "E1"}`, `cases[1]: a second case "E1"`},
		{"bad id of a code", `"id": "b"`, `"id": "B c"`, `codes[1]: id "B c": an id is lower-case words`},
		{"code twice", `"id": "b"`, `"id": "a"`, "codes[1]: a second code a"},
		{"code without name", `"name": {"plain": "B"}`, `"name": {}`, "codes[1]: the code b has no name"},
		{"parent", `"parent": "a"`, `"parent": "c"`, `codes[1]: the parent "c" does not stand above it`},
		{"kind of code", `"kind": "theme"`, `"kind": "node"`, `codes[0]: kind "node" must be one of theme, code`},
		{"empty rule", `{"any": ["x"]}`, `{}`, "codes[1]: a rule of b can never hold"},
		{"document twice", `"documents": [`, `"documents": [{"guid": "00000000-0000-0000-0000-000000000000", "name": "D", "kind": "interview", "order": 2, "text": ""}, `, `documents[0]: a second document "D"`},
		{"order", `"order": 1`, `"order": 0`, "documents[0]: order 0: must be 1 or more and of one document only"},
		{"carriage return", `"I: Halo`, `"I: \r\nHalo`, "documents[0] (D): its text holds characters that tematik does not store"},
		{"kind of document", `"kind": "interview"`, `"kind": "film"`, `documents[0] (D): kind "film" must be one of interview, group, observation, document`},
		{"case of a document", `"case": "E1"`, `"case": "E2"`, `documents[0] (D): case "E2" is not among the cases`},
		{"coder of a state", `{"andi": "open"}`, `{"budi": "open"}`, `documents[0] (D): coder "budi" is not among the coders`},
		{"state", `{"andi": "open"}`, `{"andi": "half"}`, `documents[0] (D): state "half" must be one of new, open, done`},
		{"role", `"role": "respondent"`, `"role": "dog"`, `documents[0] (D): role "dog" must be one of respondent, interviewer`},
		{"turn outside", "[3, 8, 0, 1500]", "[3, 80, 0]", "documents[0] (D): turn 0: 3:80 lies outside the text"},
		{"turns crossing", "[3, 8, 0, 1500]", "[3, 8, 0], [7, 9, 0]", "documents[0] (D): turn 1: 7:9 lies outside the text, or before the end of the turn before"},
		{"turn of nobody", "[3, 8, 0, 1500]", "[3, 8, 1]", "documents[0] (D): turn 0: there is no speaker 1"},
		{"turn too short", "[3, 8, 0, 1500]", "[3, 8]", "documents[0] (D): turn 0: must be start, end, speaker"},
		{"turn at no time", "[3, 8, 0, 1500]", "[3, 8, 0, -1]", "documents[0] (D): turn 0: -1 milliseconds are no time"},
		{"coding of no document", `"document": "D", "start": 3, "end": 7`, `"document": "F", "start": 3, "end": 7`, `codings[0]: document "F" is not among the documents`},
		{"coding of no code", `"code": "b", "coder"`, `"code": "c", "coder"`, `codings[0]: code "c" is not among the codes`},
		{"coding of no coder", `"coder": "andi", "origin"`, `"coder": "budi", "origin"`, `codings[0]: coder "budi" is not among the coders`},
		{"coding of no length", `"start": 3, "end": 7`, `"start": 3, "end": 3`, "p.json:11: codings[0]: 3:3 is not a stretch of a text"},
		{"coding outside", `"start": 3, "end": 7`, `"start": 3, "end": 10`, "codings[0]: 3:10 lies outside the text of document D, which has 9 characters"},
		{"quote", `"quote": "Halo"`, `"quote": "halo"`, `codings[0]: document D has "Halo" at 3:7, which is not the quote`},
		{"origin", `"origin": "manual"`, `"origin": "magic"`, `p.json:11: codings[0]: origin "magic"`},
		{"coding twice", `"quote": "Halo"}`, `"quote": "Halo"}, {"document": "D", "start": 3, "end": 7, "code": "b", "coder": "andi", "origin": "rule"}`, "codings[1]: the same code on the same words by the same coder stands twice"},
		{"proposal outside", `"start": 3, "end": 9`, `"start": 3, "end": 90`, "proposals[0]: 3:90 lies outside the text of document D"},
		{"evidence outside", "[[3, 7]]", "[[7, 3]]", "proposals[0]: evidence 7:3 lies outside the text of document D"},
		{"decision", `"pending"`, `"maybe"`, `proposals[0]: decision "maybe" must be one of pending, accepted, rejected`},
		{"proposal of no document", `{"document": "D", "start": 3, "end": 9`, `{"document": "F", "start": 3, "end": 9`, `proposals[0]: document "F" is not among the documents`},
		{"proposal of no code", `"code": "b", "origin": "rule"`, `"code": "c", "origin": "rule"`, `proposals[0]: code "c" is not among the codes`},
		{"memo on nothing", `"target": "01890000-0000-7000-8000-000000000007"`, `"target": "01890000-0000-7000-8000-000000000006"`, "memos[0]: there is no segment of the GUID 01890000-0000-7000-8000-000000000006"},
		{"memo without target", `"target": "01890000-0000-7000-8000-000000000007", `, "", `memos[0]: target "": not a GUID`},
		{"memo on something else", `"on": "segment"`, `"on": "page"`, `memos[0]: on "page" must be one of`},
		{"memo of nobody", `"coder": "andi", "text"`, `"text"`, `memos[0]: coder "" is not among the coders`},
		{"memo twice", `"text": "why"}`, `"text": "why"}, {"guid": "01890000-0000-7000-8000-000000000008", "on": "project", "coder": "andi", "text": "x"}`, "memos[1]: the GUID 01890000-0000-7000-8000-000000000008 stands for two memos"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := strings.Replace(project, tt.old, tt.new, 1)
			if data == project {
				t.Fatal("the sample has changed")
			}
			_, _, err := ReadProject("p.json", []byte(data))
			if err == nil || !strings.HasPrefix(err.Error(), "p.json:") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			if tt.name == "newer" && errs.KindOf(err) != errs.NewerSchema {
				t.Errorf("kind %s", errs.KindOf(err).Name())
			}
		})
	}
	for n := range len(project) - 3 { // cut anywhere
		if _, _, err := ReadProject("p.json", []byte(project[:n])); err == nil || !strings.HasPrefix(err.Error(), "p.json:") {
			t.Fatalf("cut at %d: %v", n, err)
		}
	}
}

func TestWriteProjectRefuses(t *testing.T) {
	s, _, err := ReadProject("p.json", []byte(project))
	if err != nil {
		t.Fatal(err)
	}
	bare := *s
	bare.Texts = nil
	if err := WriteProject(io.Discard, &bare); err == nil {
		t.Error("written without texts")
	}
	bare = *s
	bare.Codings.GUID = nil
	if err := WriteProject(io.Discard, &bare); err == nil {
		t.Error("written without identity")
	}
	bare = *s
	bare.Memos = slices.Clone(s.Memos)
	bare.Memos[0].Object = 99
	if err := WriteProject(io.Discard, &bare); err == nil || !strings.Contains(err.Error(), "what it is on is not in the project") {
		t.Errorf("a dangling memo: %v", err)
	}
	if err := WriteProject(failing{}, s); err == nil {
		t.Error("a failing disk went unseen")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func FuzzReadProject(f *testing.F) {
	f.Add([]byte(project))
	f.Add([]byte(`{"schema": "tematik.project/1", "codings": [{}], "documents": [{"turns": [[1,2,3,9223372036854775807]]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, _, err := ReadProject("p.json", data)
		if err != nil {
			return
		}
		first := written(t, s)
		again, _, err := ReadProject("p.json", first)
		if err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		if second := written(t, again); !bytes.Equal(first, second) {
			t.Fatal(gocmp.Diff(string(first), string(second)))
		}
	})
}

// large is a study of a million codings on five thousand documents, as the
// corpus of size L has them.
func large() *qda.Snapshot {
	s := &qda.Snapshot{Coders: []qda.Coder{{ID: 1, GUID: qda.GUID{1}, Name: "andi"}}}
	for i := range 500 {
		s.Codebook.Codes = append(s.Codebook.Codes, qda.Code{ID: qda.CodeID(i + 1), GUID: qda.GUID{2, byte(i), byte(i >> 8)}, Key: fmt.Sprintf("code-%d", i), Kind: qda.KindCode, Name: qda.Words{Plain: "x"}})
	}
	s.Tree = qda.NewTree(s.Codebook.Codes)
	words := strings.Repeat("izin ekspor itu “rumit” sekali, kata mereka. ", 350)
	c := &s.Codings
	for d := range 5000 {
		t := text.New(fmt.Sprintf("%05d %s", d, words))
		s.Texts = append(s.Texts, t)
		s.Documents = append(s.Documents, qda.Document{ID: qda.DocumentID(d + 1), GUID: qda.GUID{3, byte(d), byte(d >> 8)}, Name: fmt.Sprintf("int_%05d", d+1), Kind: qda.Interview, Order: d + 1, Hash: text.Hash(t.String()), Length: t.Len()})
		for i := range 200 {
			n := len(c.ID)
			c.ID, c.Doc, c.Code, c.Coder = append(c.ID, qda.CodingID(n+1)), append(c.Doc, int32(d)), append(c.Code, int32(n%500)), append(c.Coder, 0)
			c.Start, c.End, c.Origin = append(c.Start, int32(i*70)), append(c.End, int32(i*70+200)), append(c.Origin, qda.Manual)
			c.GUID, c.Created = append(c.GUID, qda.GUID{4, byte(n), byte(n >> 8), byte(n >> 16)}), append(c.Created, 1772620200000+int64(n))
		}
	}
	return s
}

// TestProjectOfAMillion measures; it runs only when asked for.
func TestProjectOfAMillion(t *testing.T) {
	if os.Getenv("TEMATIK_LARGE") == "" {
		t.Skip("TEMATIK_LARGE is not set")
	}
	s := large()
	heap := func() float64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.Sys) / (1 << 20)
	}
	before, start := heap(), time.Now()
	var b counting
	if err := WriteProject(&b, s); err != nil {
		t.Fatal(err)
	}
	t.Logf("wrote %d MB in %v; process %.0f → %.0f MB", b>>20, time.Since(start), before, heap())
	data := written(t, s)
	before, start = heap(), time.Now()
	if _, _, err := ReadProject("p.json", data); err != nil {
		t.Fatal(err)
	}
	t.Logf("read in %v; process %.0f → %.0f MB", time.Since(start), before, heap())
	b, start = 0, time.Now()
	if err := WriteCodings(&b, s); err != nil {
		t.Fatal(err)
	}
	t.Logf("wrote codings, %d MB, in %v", b>>20, time.Since(start))
}

type counting int

func (c *counting) Write(p []byte) (int, error) { *c += counting(len(p)); return len(p), nil }
