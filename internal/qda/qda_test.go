package qda

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// study is three documents: an interview of E1, a group whose speakers stand
// for G1 and G2, and a note without turns that nobody has begun.
func study() *Snapshot {
	codes := []Code{{ID: 1, Key: "a"}, {ID: 2, Key: "a.b", Parent: 1}, {ID: 3, Key: "a.b.c", Parent: 2}, {ID: 4, Key: "d"}}
	s := &Snapshot{
		Codebook: Codebook{Codes: codes}, Tree: NewTree(codes),
		Cases:  []Case{{ID: 1, Name: "E1", Values: map[string]string{"role": "exporter"}}, {ID: 2, Name: "G1"}, {ID: 3, Name: "G2", Values: map[string]string{"role": "official"}}},
		Coders: []Coder{{ID: 1, Name: "andi"}, {ID: 2, Name: "budi"}},
		Documents: []Document{
			{ID: 1, Name: "one", File: "one.txt", Case: 1, Date: "2026-03-04", Values: map[string]string{"place": "Manggar"},
				Speakers: []Speaker{{Label: "P", Role: Interviewer}, {Label: "I", Role: Respondent}},
				Turns:    []Turn{{Span: text.Span{Start: 3, End: 10}, Speaker: 0}, {Span: text.Span{Start: 14, End: 30}, Speaker: 1}},
				States:   map[CoderID]State{1: Open}},
			{ID: 2, Name: "group", File: "group.txt", Date: "2026-04",
				Speakers: []Speaker{{Label: "M", Role: Interviewer}, {Label: "N1", Role: Respondent, Case: 2}, {Label: "N2", Role: Respondent, Case: 3}},
				Turns:    []Turn{{Span: text.Span{Start: 0, End: 10}, Speaker: 0}, {Span: text.Span{Start: 12, End: 20}, Speaker: 1}, {Span: text.Span{Start: 22, End: 30}, Speaker: 2}},
				States:   map[CoderID]State{1: Done, 2: Open}},
			{ID: 3, Name: "note", File: "note.txt"},
		},
	}
	for _, c := range [][6]int{{0, 4, 8, 3, 0, 0}, {0, 14, 20, 1, 0, 4}, {1, 13, 15, 0, 0, 0}, {1, 18, 25, 2, 1, 0}, {1, 23, 24, 3, 1, 1}} {
		s.Codings.ID = append(s.Codings.ID, CodingID(len(s.Codings.ID)+1))
		s.Codings.Doc = append(s.Codings.Doc, int32(c[0]))
		s.Codings.Start = append(s.Codings.Start, int32(c[1]))
		s.Codings.End = append(s.Codings.End, int32(c[2]))
		s.Codings.Code = append(s.Codings.Code, int32(c[3]))
		s.Codings.Coder = append(s.Codings.Coder, int32(c[4]))
		s.Codings.Origin = append(s.Codings.Origin, Origin(c[5]))
	}
	return s
}

func TestFilter(t *testing.T) {
	for _, c := range []struct {
		name      string
		filter    Filter
		documents string // that count
		codings   []CodingID
		uncoded   string
	}{
		{"none", Filter{}, "one group", []CodingID{1, 2, 3, 4, 5}, "note"},
		{"a code takes its descendants", Filter{Codes: []string{"a.b"}}, "one group", []CodingID{2, 4}, "note"},
		{"two codes", Filter{Codes: []string{"a.b.c", "d"}}, "one group", []CodingID{1, 4, 5}, "note"},
		{"a document by its file", Filter{Documents: []string{"one.txt"}}, "one", []CodingID{1, 2}, ""},
		{"a case", Filter{Cases: []string{"E1"}}, "one", []CodingID{1, 2}, ""},
		{"a case in a group takes its words", Filter{Cases: []string{"G1"}}, "group", []CodingID{3, 4}, ""},
		{"an attribute of a case, whatever its letters", Filter{Where: []string{"role=EXPORTER"}}, "one", []CodingID{1, 2}, ""},
		{"an attribute of a speaker's case", Filter{Where: []string{"role=official"}}, "group", []CodingID{3, 4, 5}, ""},
		{"the same attribute again is or", Filter{Where: []string{"role=official", "role=exporter"}}, "one group", []CodingID{1, 2, 3, 4, 5}, ""},
		{"two attributes are and", Filter{Where: []string{"role=official", "place=Manggar"}}, "", nil, ""},
		{"a coder limits codings and documents", Filter{Coders: []string{"budi"}}, "group", []CodingID{4, 5}, "one note"},
		{"respondents", Filter{Speaker: "respondent"}, "one group", []CodingID{2, 3, 4, 5}, "note"},
		{"the interviewer", Filter{Speaker: "interviewer"}, "one group", []CodingID{1}, "note"},
		{"a label", Filter{Speaker: "N2"}, "one group", []CodingID{4, 5}, "note"},
		{"anyone", Filter{Speaker: "any"}, "one group", []CodingID{1, 2, 3, 4, 5}, "note"},
		{"an origin", Filter{Origins: []string{"import"}}, "one group", []CodingID{2}, "note"},
		{"from a month on", Filter{From: "2026-04"}, "group", []CodingID{3, 4, 5}, ""},
		{"up to a month", Filter{To: "2026-03"}, "one", []CodingID{1, 2}, ""},
		{"up to a year", Filter{To: "2026"}, "one group", []CodingID{1, 2, 3, 4, 5}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := c.filter.Apply(study())
			if err != nil {
				t.Fatal(err)
			}
			var docs []string
			for _, d := range v.Documents {
				docs = append(docs, d.Name)
			}
			if got := strings.Join(docs, " "); got != c.documents {
				t.Errorf("documents %q, want %q", got, c.documents)
			}
			if !slices.Equal(v.Codings.ID, c.codings) {
				t.Errorf("codings %v, want %v", v.Codings.ID, c.codings)
			}
			if got := strings.Join(v.Uncoded, " "); got != c.uncoded {
				t.Errorf("uncoded %q, want %q", got, c.uncoded)
			}
			for i, d := range v.Codings.Doc {
				if int(d) >= len(v.Documents) || i > 0 && d < v.Codings.Doc[i-1] {
					t.Errorf("coding %d points to document %d of %d", i, d, len(v.Documents))
				}
			}
		})
	}
}

func TestFilterRefuses(t *testing.T) {
	for _, c := range []struct {
		filter Filter
		kind   errs.Kind
		says   string
	}{
		{Filter{Codes: []string{"z"}}, errs.NotFound, "code z"},
		{Filter{Documents: []string{"z"}}, errs.NotFound, "document z"},
		{Filter{Cases: []string{"z"}}, errs.NotFound, "case z"},
		{Filter{Coders: []string{"z"}}, errs.NotFound, "coder z"},
		{Filter{Speaker: "Z"}, errs.NotFound, "speaker Z"},
		{Filter{Origins: []string{"z"}}, errs.Usage, "origin"},
		{Filter{Where: []string{"role"}}, errs.Usage, "ATTRIBUTE=VALUE"},
		{Filter{Where: []string{"size=1"}}, errs.NotFound, "place, role"},
		{Filter{Where: []string{"role=z"}}, errs.NotFound, "exporter, official"},
		{Filter{From: "4.3.2026"}, errs.Usage, "--from"},
		{Filter{To: "2026-02-30"}, errs.Usage, "--to"},
		{Filter{From: "2026-04-01", To: "2026-03-01"}, errs.Usage, "is after"},
	} {
		_, err := c.filter.Apply(study())
		if err == nil || errs.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.filter, err)
		}
	}
}

func TestTree(t *testing.T) {
	tree := study().Tree
	for _, c := range []struct {
		a, b    int
		related bool
	}{{0, 1, true}, {2, 0, true}, {1, 2, true}, {0, 3, false}, {3, 2, false}, {1, 1, false}} {
		if tree.Related(c.a, c.b) != c.related {
			t.Errorf("%d and %d: want %v", c.a, c.b, c.related)
		}
	}
	if !slices.Equal(tree.Theme, []int{0, 0, 0, 3}) || !slices.Equal(tree.Last, []int{3, 3, 3, 4}) || !slices.Equal(tree.Depth, []int{0, 1, 2, 0}) {
		t.Errorf("theme %v, last %v, depth %v", tree.Theme, tree.Last, tree.Depth)
	}
	if tree.Leaf(1) || !tree.Leaf(2) || !tree.Leaf(3) {
		t.Error("leaves are wrong")
	}
}

func TestKeys(t *testing.T) {
	for key, ok := range map[string]bool{"customs.hs": true, "a-b_c": true, "kode1": true, "kepabeanan": true, "ꦏ": true,
		"": false, ".a": false, "a.": false, "a..b": false, "A": false, "a b": false, "a/b": false} {
		if ValidKey(key) != ok {
			t.Errorf("%q: want %v", key, ok)
		}
	}
	for name, key := range map[string]string{"Delay at the port": "delay-at-the-port", "“Ekspor” = kirim!": "ekspor-kirim", "😀": "code", "": "code", "Bea & Cukai (HS)": "bea-cukai-hs"} {
		if got := KeyOf(name); got != key {
			t.Errorf("KeyOf(%q) = %q, want %q", name, got, key)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if name := rapid.String().Draw(t, "name"); !ValidKey(KeyOf(name)) {
			t.Fatalf("KeyOf(%q) = %q", name, KeyOf(name))
		}
	})
}

// A turn is at a span when they share a code point; touching is not sharing.
func TestTurnsAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d Document
		at := 0
		for range rapid.IntRange(0, 8).Draw(t, "turns") {
			at += rapid.IntRange(0, 3).Draw(t, "gap")
			end := at + rapid.IntRange(1, 5).Draw(t, "length")
			d.Turns = append(d.Turns, Turn{Span: text.Span{Start: at, End: end}})
			at = end
		}
		start := rapid.IntRange(0, at+3).Draw(t, "start")
		span := text.Span{Start: start, End: start + rapid.IntRange(1, 9).Draw(t, "size")}
		lo, hi := d.TurnsAt(span)
		for i, turn := range d.Turns {
			if in := lo <= i && i < hi; in != turn.Span.Overlaps(span) {
				t.Fatalf("turn %d %v and span %v: %v", i, turn.Span, span, in)
			}
		}
	})
}

func TestSegmentHasTheTextsWords(t *testing.T) {
	txt := text.New("👍🏽 kapal besar")
	if _, err := NewSegment(1, txt, text.Span{Start: 3, End: 8}, "kapal"); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		span  text.Span
		quote string
	}{{text.Span{Start: 3, End: 8}, "Kapal"}, {text.Span{Start: 8, End: 3}, ""}, {text.Span{Start: 3, End: 99}, ""}, {text.Span{Start: -1, End: 3}, ""}, {text.Span{Start: 5, End: 5}, ""}} {
		if _, err := NewSegment(1, txt, c.span, c.quote); err == nil {
			t.Errorf("%v %q: taken", c.span, c.quote)
		}
	}
}

// What a report counts is in the state; what it does not count is not.
func TestState(t *testing.T) {
	same := study()
	same.Memos, same.Changed = []Memo{{Text: "a thought"}}, time.Unix(1, 0)
	same.Documents[0].ID, same.Documents[0].GUID = 77, GUID{1}
	if same.State() != study().State() {
		t.Error("memos and numbers change the state")
	}
	for what, change := range map[string]func(*Snapshot){
		"a coding moves":     func(s *Snapshot) { s.Codings.End[0]++ },
		"an origin":          func(s *Snapshot) { s.Codings.Origin[0] = ByRule },
		"a date":             func(s *Snapshot) { s.Documents[0].Date = "2026-03-05" },
		"an attribute":       func(s *Snapshot) { s.Documents[0].Values["place"] = "Klandasan" },
		"a document is done": func(s *Snapshot) { s.Documents[0].States[1] = Done },
		"a speaker's role":   func(s *Snapshot) { s.Documents[0].Speakers[0].Role = Respondent },
		"a text":             func(s *Snapshot) { s.Documents[0].Hash[0]++ },
		"the order":          func(s *Snapshot) { slices.Reverse(s.Documents) },
		"a speaker's case":   func(s *Snapshot) { s.Documents[1].Speakers[1].Case = 3 },
		"a turn":             func(s *Snapshot) { s.Documents[0].Turns[0].Span.End-- },
		"a closed codebook":  func(s *Snapshot) { s.Codebook.Closed = true },
		"a code's name":      func(s *Snapshot) { s.Codebook.Codes[3].Name.EN = "Delay" },
		"a code's id":        func(s *Snapshot) { s.Codebook.Codes[3].Key = "e" },
	} {
		s := study()
		if change(s); s.State() == study().State() {
			t.Errorf("%s: the state is the same", what)
		}
	}
}

func TestProgress(t *testing.T) {
	const rules = CoderID(9)
	for _, c := range []struct {
		states map[CoderID]State
		want   State
	}{{nil, New}, {map[CoderID]State{1: Open}, Open}, {map[CoderID]State{1: Done}, Done}, {map[CoderID]State{1: Done, 2: Open}, Open},
		{map[CoderID]State{1: Done, 2: Done}, Done}, {map[CoderID]State{rules: Open}, Open}, {map[CoderID]State{rules: Open, 1: Done}, Done}} {
		d := Document{States: c.states}
		if got := d.Progress(rules); got != c.want {
			t.Errorf("%v: %s, want %s", c.states, got, c.want)
		}
	}
}

func TestGUID(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	a, err := NewGUID(now, bytes.NewReader(make([]byte, 16)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewGUID(now.Add(time.Millisecond), bytes.NewReader(make([]byte, 16)))
	if err != nil || bytes.Compare(a[:], b[:]) >= 0 || a.String()[14] != '7' {
		t.Errorf("%s and %s: %v", a, b, err)
	}
	if back, err := ParseGUID("{" + strings.ToUpper(a.String()) + "}"); err != nil || back != a {
		t.Errorf("%s: %v", back, err)
	}
	if _, err := NewGUID(now, bytes.NewReader(nil)); err == nil {
		t.Error("a GUID without randomness")
	}
}

func TestDatesAndNames(t *testing.T) {
	for s, ok := range map[string]bool{"2026-03-04": true, "2026-03": true, "2026": true, "2024-02-29": true, "2026-02-29": false, "2026-13": false, "4.3.2026": false, "": false, "2026-3-4": false} {
		if ValidDate(s) != ok {
			t.Errorf("%q: want %v", s, ok)
		}
	}
	for s, ok := range map[string]bool{"E1": true, "Ibu S": true, "": false, " ": false, " E1": false, "a\nb": false, "a\x07": false} {
		if (ValidName("case", s) == nil) != ok {
			t.Errorf("%q: want %v", s, ok)
		}
	}
	for s, ok := range map[string]bool{"": true, "#d55e00": true, "red": false, "#d55e0": false, "d55e000": false, "#d55e0g": false} {
		if ValidColor(s) != ok {
			t.Errorf("%q: want %v", s, ok)
		}
	}
}

func TestCasesAt(t *testing.T) {
	// I asks at 3–10, N1 answers at 14–20, N2 at 24–30; labels lie between.
	group := func(home, n1, n2 CaseID) *Document {
		return &Document{Case: home, Length: 30, Speakers: []Speaker{{Label: "I", Role: Interviewer}, {Label: "N1", Role: Respondent, Case: n1}, {Label: "N2", Role: Respondent, Case: n2}},
			Turns: []Turn{{Span: text.Span{Start: 3, End: 10}}, {Span: text.Span{Start: 14, End: 20}, Speaker: 1}, {Span: text.Span{Start: 24, End: 30}, Speaker: 2}}}
	}
	asks, label, first, second, all := text.Span{Start: 4, End: 6}, text.Span{Start: 11, End: 13}, text.Span{Start: 11, End: 16}, text.Span{Start: 25, End: 26}, text.Span{Start: 0, End: 30}
	for name, c := range map[string]struct {
		doc  *Document
		span text.Span
		want []CaseID
	}{
		"one case, its words":                          {group(1, 0, 0), first, []CaseID{1}},
		"one case, asked":                              {group(1, 0, 0), asks, []CaseID{1}},
		"one case, a label":                            {group(1, 0, 0), label, []CaseID{1}},
		"no case at all":                               {group(0, 0, 0), first, nil},
		"mixed, a speaker":                             {group(1, 2, 0), first, []CaseID{2}},
		"mixed, the group":                             {group(1, 2, 0), second, []CaseID{1}},
		"mixed, asked":                                 {group(1, 2, 0), asks, []CaseID{1}},
		"mixed, asked and answered":                    {group(1, 2, 0), text.Span{Start: 4, End: 16}, []CaseID{1, 2}},
		"mixed, a label":                               {group(1, 2, 0), label, nil},
		"mixed, the group has no case":                 {group(0, 2, 0), all, []CaseID{2}},
		"all have their own, asked":                    {group(1, 2, 3), asks, nil},
		"all have their own, asked and answered":       {group(1, 2, 3), text.Span{Start: 4, End: 16}, []CaseID{2}},
		"all have their own, everything":               {group(1, 2, 3), all, []CaseID{2, 3}},
		"one of them stands for the document's, asked": {group(2, 2, 3), asks, nil},
	} {
		if got := c.doc.CasesAt(c.span); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestFindDocument(t *testing.T) {
	docs := []Document{{Name: "01-E1-kepiting", File: "E1.txt"}, {Name: "02-E2", File: "x.txt"}, {Name: "02-E2-rotan", File: "x.txt"}, {Name: "Ibu Sari", File: "01"}}
	for _, tt := range []struct {
		name, asked, want string
	}{
		{"name", "01-E1-kepiting", "01-E1-kepiting"},
		{"file name", "E1.txt", "01-E1-kepiting"},
		{"a file name before a beginning", "01", "Ibu Sari"},
		{"a name that others begin with", "02-E2", "02-E2"},
		{"capitals", "ibu sari", "Ibu Sari"},
		{"beginning", "02-E2-r", "02-E2-rotan"},
		{"beginning of several", "02", "document 02: may be 02-E2, 02-E2-rotan"},
		{"file of several", "x.txt", "document x.txt: may be 02-E2, 02-E2-rotan"},
		{"none", "99", "document 99: not in this project"},
		{"nothing", "", "document : not in this project"},
	} {
		got := ""
		if i, err := FindDocument(docs, tt.asked); err != nil {
			got = err.Error()
		} else {
			got = docs[i].Name
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
