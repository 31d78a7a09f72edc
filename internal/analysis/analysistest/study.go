// Package analysistest builds small studies for the tests of methods. It must
// not be imported by the program.
package analysistest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Study is a snapshot that grows.
type Study struct {
	qda.Snapshot
	Now   int64 // the time of codings from here on, in Unix milliseconds
	texts []*text.Text
}

// New makes a study with codes in tree order: "customs", "customs.hs < customs".
// A code with children is a theme, and so is one written "customs*".
func New(codes ...string) *Study {
	s := &Study{}
	ids := map[string]qda.CodeID{}
	for i, line := range codes {
		key, parent, _ := strings.Cut(line, "<")
		key, parent = strings.TrimSpace(key), strings.TrimSpace(parent)
		bare := strings.TrimSuffix(key, "*")
		c := qda.Code{ID: qda.CodeID(i + 1), Key: bare, Kind: qda.KindCode, Parent: ids[parent], Name: qda.Words{Plain: strings.ToUpper(bare)}}
		if bare != key {
			c.Kind = qda.KindTheme
		}
		if c.Parent != 0 {
			s.Codebook.Codes[c.Parent-1].Kind = qda.KindTheme
		}
		ids[bare] = c.ID
		s.Codebook.Codes = append(s.Codebook.Codes, c)
	}
	s.Tree = qda.NewTree(s.Codebook.Codes)
	return s
}

// Matrix makes a study of one-letter interviews by codes c1, c2, …
func Matrix(rows [][]bool, codes int) *Study {
	var names []string
	for j := range codes {
		names = append(names, fmt.Sprintf("c%d", j+1))
	}
	s := New(names...)
	for i, row := range rows {
		s.Doc(fmt.Sprintf("I%02d", i+1), "", strings.Repeat("x", codes))
		for j, yes := range row {
			if yes {
				s.Span(i, j, j+1, names[j], "ana")
			}
		}
	}
	return s
}

// Case gives the number of a case, new or known.
func (s *Study) Case(name string) qda.CaseID {
	if name == "" {
		return 0
	}
	if i, ok := s.CaseIndex(name); ok {
		return s.Cases[i].ID
	}
	s.Cases = append(s.Cases, qda.Case{ID: qda.CaseID(len(s.Cases) + 1), Name: name})
	return s.Cases[len(s.Cases)-1].ID
}

// Coder gives the index of a coder, new or known.
func (s *Study) Coder(name string) int {
	if i, ok := s.CoderIndex(name); ok {
		return i
	}
	s.Coders = append(s.Coders, qda.Coder{ID: qda.CoderID(len(s.Coders) + 1), Name: name})
	return len(s.Coders) - 1
}

// Doc adds an interview that ana has done. Lines such as "I: …" are turns; P is
// the interviewer.
func (s *Study) Doc(name, caseName, body string) *qda.Document {
	t := text.New(body)
	d := qda.Document{ID: qda.DocumentID(len(s.Documents) + 1), Name: name, File: name + ".txt", Kind: qda.Interview,
		Case: s.Case(caseName), Order: len(s.Documents) + 1, Length: t.Len(), Hash: text.Hash(body),
		States: map[qda.CoderID]qda.State{s.CoderID("ana"): qda.Done}}
	at := 0
	for _, line := range strings.SplitAfter(body, "\n") {
		if label, speech, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); ok && len(label) <= 2 {
			start := at + len([]rune(label)) + 2
			d.Turns = append(d.Turns, qda.Turn{Span: text.Span{Start: start, End: start + len([]rune(speech))}, Speaker: speaker(&d, label), Time: -1})
		}
		at += len([]rune(line))
	}
	s.Documents, s.texts = append(s.Documents, d), append(s.texts, t)
	return &s.Documents[len(s.Documents)-1]
}

// CoderID is the number of a coder.
func (s *Study) CoderID(name string) qda.CoderID { return s.Coders[s.Coder(name)].ID }

func speaker(d *qda.Document, label string) int {
	if i := slices.IndexFunc(d.Speakers, func(sp qda.Speaker) bool { return sp.Label == label }); i >= 0 {
		return i
	}
	role := qda.Respondent
	if label == "P" {
		role = qda.Interviewer
	}
	d.Speakers = append(d.Speakers, qda.Speaker{Label: label, Role: role})
	return len(d.Speakers) - 1
}

// Tag codes the first occurrence of a quote in a document, by its name.
func (s *Study) Tag(doc, quote, code, coder string) {
	i, _ := s.FindDocument(doc)
	body := s.texts[i].String()
	b := strings.Index(body, quote)
	if b < 0 {
		panic("no such quote: " + quote)
	}
	start := len([]rune(body[:b]))
	s.Span(i, start, start+len([]rune(quote)), code, coder)
}

// Span codes code points of the document at an index; again is no change.
func (s *Study) Span(doc, start, end int, code, coder string) {
	node, ok := s.Tree.Find(code)
	if !ok {
		panic("no such code: " + code)
	}
	k := s.Coder(coder)
	c := &s.Codings
	for i := range c.Doc {
		if int(c.Doc[i]) == doc && c.Span(i) == (text.Span{Start: start, End: end}) && int(c.Code[i]) == node && int(c.Coder[i]) == k {
			return
		}
	}
	origin := qda.Manual
	if coder == qda.RulesCoder {
		origin = qda.ByRule
	}
	c.ID = append(c.ID, qda.CodingID(len(c.ID)+1))
	c.Doc, c.Code, c.Coder = append(c.Doc, int32(doc)), append(c.Code, int32(node)), append(c.Coder, int32(k))
	c.Start, c.End, c.Origin = append(c.Start, int32(start)), append(c.End, int32(end)), append(c.Origin, origin)
	c.Created = append(c.Created, s.Now)
	if st := s.Documents[doc].States; st[s.Coders[k].ID] == "" {
		st[s.Coders[k].ID] = qda.Open
	}
}

// View is the study as a filter leaves it, with what is needed and no more.
func (s *Study) View(t testing.TB, f qda.Filter, needs qda.Needs) *qda.View {
	t.Helper()
	snapshot := s.Snapshot
	snapshot.Codings = s.sorted()
	if !needs.Identity && !needs.Times {
		snapshot.Codings.Created = nil
	}
	if needs.Texts {
		snapshot.Texts = s.texts
	}
	if !needs.Proposals {
		snapshot.Proposals = nil
	}
	if !needs.Memos {
		snapshot.Memos = nil
	}
	if !needs.Events {
		snapshot.Events, snapshot.Revisions = nil, nil
	}
	v, err := f.Apply(&snapshot)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (s *Study) sorted() qda.Codings {
	c := &s.Codings
	order := make([]int, c.Len())
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(c.Doc[a], c.Doc[b]), cmp.Compare(c.Start[a], c.Start[b]), cmp.Compare(c.End[a], c.End[b]),
			cmp.Compare(c.Code[a], c.Code[b]), cmp.Compare(c.Coder[a], c.Coder[b]))
	})
	var out qda.Codings
	for _, i := range order {
		out.Append(c, i)
	}
	return out
}
