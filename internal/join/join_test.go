package join

import (
	"cmp"
	"fmt"
	"maps"
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

// study is a small study: E1 and E2, each with a text, a theme with two codes,
// one coding by andi with a memo.
func study() *qda.Snapshot {
	s := &qda.Snapshot{
		Cases:  []qda.Case{{ID: 11, Name: "C1", Values: map[string]string{"kind": "exporter"}}},
		Coders: []qda.Coder{{ID: 21, Name: "andi"}, {ID: 22, Name: "budi"}},
		Codebook: qda.Codebook{Codes: []qda.Code{
			{ID: 31, Key: "customs", Kind: qda.KindTheme, Name: qda.Words{EN: "Customs complexity", ID: "Kerumitan kepabeanan"}},
			{ID: 32, Parent: 31, Key: "customs.hs", Kind: qda.KindCode, Name: qda.Words{Plain: "HS classification"}},
			{ID: 33, Parent: 31, Key: "customs.other", Kind: qda.KindCode, Name: qda.Words{Plain: "Other"}},
			{ID: 34, Key: "digital", Kind: qda.KindTheme, Name: qda.Words{Plain: "Digital barrier"}},
			{ID: 35, Parent: 34, Key: "digital.other", Kind: qda.KindCode, Name: qda.Words{Plain: "Other"}},
		}},
		Memos: []qda.Memo{{ID: 51, GUID: qda.GUID{5}, Target: qda.OnCoding, Object: 41, Coder: 21, Text: "first", Created: time.UnixMilli(1)}},
	}
	for i, d := range []struct{ name, file, text string }{
		{"E1", "E1.docx", "I: Kode HS itu rumit 🙂 sekali.\nP: Apa lagi?"},
		{"E2", "same.txt", "-izin? izin."},
		{"E3", "same.txt", "'-a"},
	} {
		t := text.New(d.text)
		s.Documents = append(s.Documents, qda.Document{ID: qda.DocumentID(i + 1), Name: d.name, File: d.file, Kind: qda.Interview, Order: i + 1, Hash: text.Hash(d.text), Length: t.Len()})
		s.Texts = append(s.Texts, t)
	}
	s.Codings = qda.Codings{ID: []qda.CodingID{41}, Doc: []int32{0}, Start: []int32{3}, End: []int32{10}, Code: []int32{1}, Coder: []int32{0},
		Origin: []qda.Origin{qda.Manual}, GUID: []qda.GUID{{4}}, Created: []int64{1000}}
	s.Tree = qda.NewTree(s.Codes())
	return s
}

func rowsOf(t interface{ Fatal(...any) }, csv string) *qda.CodingRows {
	table, err := exchange.ReadCodings("c.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	if table.Refusals != nil {
		t.Fatal(table.Refusals)
	}
	return table.Rows
}

func TestCodings(t *testing.T) {
	for _, tt := range []struct {
		name, row string // document,start,end,code,coder,quote
		code      string // key of the coding's code
		made      []string
		there     int
		refused   string
	}{
		{"by name and id", "E1,0,2,customs.hs,andi,", "customs.hs", nil, 0, ""},
		{"by quote", "E1,,,customs.hs,budi,rumit 🙂 sekali", "customs.hs", nil, 0, ""},
		{"by quote, looser", "E1,,,customs.hs,budi,KODE  hs", "customs.hs", nil, 0, ""},
		{"by quote, there already", "E1,,,customs.hs,andi,Kode HS", "", nil, 1, ""},
		{"by quote, not in the text", "E1,,,customs.hs,andi,pos tarif", "", nil, 0, `the quote "pos tarif" is not in the text`},
		{"by quote, in two places", "E2,,,customs.hs,andi,izin", "", nil, 0, `the quote "izin" stands 2 times in the text, first at 1:5; give more words, or start and end`},
		{"there already", "E1,3,10,customs.hs,andi,Kode HS", "", nil, 1, ""},
		{"by another coder", "E1,3,10,customs.hs,budi,Kode HS", "customs.hs", nil, 0, ""},
		{"by file name", "E1.docx,0,2,customs.hs,andi,I:", "customs.hs", nil, 0, ""},
		{"by the name of another file", "E1.TXT,0,2,customs.hs,andi,", "customs.hs", nil, 0, ""},
		{"by English name", "E1,0,2,Customs complexity,andi,", "customs", nil, 0, ""},
		{"by Indonesian name", "E1,0,2,Kerumitan kepabeanan,andi,", "customs", nil, 0, ""},
		{"regardless of case", "E1,0,2,hs CLASSIFICATION,andi,", "customs.hs", nil, 0, ""},
		{"id regardless of case", "E1,0,2,Customs.HS,andi,", "customs.hs", nil, 0, ""},
		{"by path", "E1,0,2,Customs complexity > Other,andi,", "customs.other", nil, 0, ""},
		{"by path of ids and names", "E1,0,2,digital > other,andi,", "digital.other", nil, 0, ""},
		{"a bare sign is no path", "E1,0,2,omzet>5 miliar,andi,", "omzet-5-miliar", []string{"omzet-5-miliar"}, 0, ""},
		{"a sign with one space is no path", "E1,0,2,digital >5 GB,andi,", "digital-5-gb", []string{"digital-5-gb"}, 0, ""},
		{"a sign within a path", "E1,0,2,digital > >5 GB,andi,", "5-gb", []string{"digital > 5-gb"}, 0, ""},
		{"unknown code", "E1,0,2,Biaya Kirim,andi,", "biaya-kirim", []string{"biaya-kirim"}, 0, ""},
		{"unknown id", "E1,0,2,customs.cost,andi,", "customs.cost", []string{"customs.cost"}, 0, ""},
		{"unknown code under a theme", "E1,0,2,Digital barrier > Login,andi,", "login", []string{"digital > login"}, 0, ""},
		{"unknown path", "E1,0,2,Money > Cost > Freight,andi,", "freight", []string{"money", "money > cost", "cost > freight"}, 0, ""},
		{"an id that is taken", "E1,0,2,digital > customs,andi,", "customs-2", []string{"digital > customs-2"}, 0, ""},
		{"not quite a path", "E1,0,2,> 100 kg,andi,", "100-kg", []string{"100-kg"}, 0, ""},
		{"emoji in the quote", "E1,15,22,customs,andi,rumit 🙂", "customs", nil, 0, ""},
		{"a quote that a spreadsheet would run", "E2,0,6,customs,andi,'-izin?", "customs", nil, 0, ""},
		{"an apostrophe of the text's own", "E3,0,3,customs,andi,'-a", "customs", nil, 0, ""},
		{"ambiguous code", "E1,0,2,Other,andi,", "", nil, 0, `code "Other" is the name of several codes; write the id: customs.other, digital.other`},
		{"ambiguous file", "same.txt,0,2,customs,andi,", "", nil, 0, `document "same.txt" is the file name of several documents; write the name: E2, E3`},
		{"unknown document", "F1,0,2,customs,andi,", "", nil, 0, `document "F1" is not in the project; did you mean "E1"?`},
		{"document that is far off", "Interview 7,0,2,customs,andi,", "", nil, 0, `document "Interview 7" is not in the project; import its text first: tematik import FILE; tematik doc ls lists those that are there`},
		{"outside the text", "E2,0,13,customs,andi,", "", nil, 0, `0:13 lies outside the text of E2, which has 12 characters`},
		{"another quote", "E1,3,10,customs,andi,kode hs", "", nil, 0, `the quote is "kode hs", the text at 3:10 "Kode HS"`},
		{"a quote that stands elsewhere", "E1,3,8,customs,andi,rumit", "", nil, 0, `the quote is "rumit", the text at 3:8 "Kode "; the quote stands at 15:20`},
		{"a long quote that goes astray", "E1,0,29,customs,andi,I: Kode HS itu rumit 🙂 SEKALI", "", nil, 0, `the quote is "…u rumit 🙂 SEKALI", the text at 0:29 "…u rumit 🙂 sekali"`},
		{"a quote with more", "E2,0,6,customs,andi,-izin? izin", "", nil, 0, `the quote is "-izin? izin", the text at 0:6 "-izin?"; the quote stands at 0:11`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := study()
			plan, err := Codings(s, rowsOf(t, "document,start,end,code,coder,quote\n"+tt.row+"\n"), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if tt.refused != "" {
				if len(plan.Refusals) != 1 || plan.Refusals[0].String() != "c.csv:2: "+tt.refused || len(plan.Codings)+len(plan.Codes)+len(plan.Coders) > 0 {
					t.Errorf("refusals %v, want %s", plan.Refusals, tt.refused)
				}
				return
			}
			if plan.Refusals != nil || plan.There["codings"] != tt.there {
				t.Fatalf("refusals %v, there %v", plan.Refusals, plan.There)
			}
			if len(plan.Codings) != 1-tt.there {
				t.Fatalf("codings %v", plan.Codings)
			}
			after := apply(t, s, nil, plan)
			if tt.there == 0 {
				i, _ := after.Tree.Index(settled(after, s, plan.Codings[0].Code))
				if key := after.Codes()[i].Key; key != tt.code {
					t.Errorf("code %s, want %s", key, tt.code)
				}
			}
			var made []string
			for i, c := range after.Codes() {
				if c.ID > 35 {
					k := c.Key
					if up := after.Tree.Parent[i]; up >= 0 {
						k = after.Codes()[up].Key + " > " + k
					}
					made = append(made, k)
				}
			}
			slices.Sort(made)
			slices.Sort(tt.made)
			if d := gocmp.Diff(tt.made, made); d != "" {
				t.Error(d)
			}
			if (plan.Warnings != nil) != (tt.made != nil) {
				t.Errorf("warnings %q", plan.Warnings)
			}
		})
	}
}

// settled is the number that apply gave to a code of a plan.
func settled(after, before *qda.Snapshot, id qda.CodeID) qda.CodeID {
	if id > 0 {
		return id
	}
	most := qda.CodeID(0)
	for _, c := range before.Codes() {
		most = max(most, c.ID)
	}
	return most - id
}

func TestCodingsOptions(t *testing.T) {
	s := study()
	plan, err := Codings(s, rowsOf(t, "document,start,end,code\nE1,0,2,custom.hs\nE1,0,3,Xyzzy\nE1,0,2,customs\n"), Options{Strict: true, Coder: "cici"})
	if err != nil {
		t.Fatal(err)
	}
	want := []qda.Refusal{{File: "c.csv", Line: 2, Reason: `code "custom.hs" is not in the codebook; did you mean "customs.hs"?`},
		{File: "c.csv", Line: 3, Reason: `code "Xyzzy" is not in the codebook; tematik code ls lists the codes`}}
	if d := gocmp.Diff(want, plan.Refusals); d != "" || plan.Codes != nil || len(plan.Codings) != 1 {
		t.Error(d, plan.Codes)
	}
	if len(plan.Coders) != 1 || plan.Coders[0].Name != "cici" || plan.Codings[0].Coder != -1 || plan.Codings[0].Origin != qda.Imported || !plan.Codings[0].Created.IsZero() {
		t.Errorf("%+v", plan)
	}
	if _, err := Codings(s, rowsOf(t, "document,start,end,code\nE1,0,2,a\n"), Options{}); err == nil || !strings.Contains(err.Error(), "rows without a coder") {
		t.Errorf("got %v", err)
	}
	if plan, err := Codings(s, rowsOf(t, "document,start,end,code,coder\nE1,0,2,customs,andi\n"), Options{Coder: "cici"}); err != nil || plan.Coders != nil {
		t.Errorf("a coder that nobody named: %v, %v", plan, err)
	}
	s.Texts = nil
	if _, err := Codings(s, rowsOf(t, "document,start,end,code,coder\nE1,0,2,a,b\n"), Options{}); err == nil {
		t.Error("joined without texts")
	}
}

// A code or coder that only refused rows name is not made.
func TestRefusedRowsMakeNothing(t *testing.T) {
	plan, err := Codings(study(), rowsOf(t, "document,start,end,code,coder,quote\nE9,0,2,new,cici,\nE1,0,900,new,cici,\nE1,0,2,new,cici,x\nE1,0,2,customs,\"a\nb\",\nE1,0,2,\"a\nb\",andi,\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Refusals) != 5 || !plan.Empty() {
		t.Errorf("%+v", plan)
	}
	for i, want := range []int{2, 3, 4, 5, 7} {
		if plan.Refusals[i].Line != want {
			t.Errorf("refusal %d: %v", i, plan.Refusals[i])
		}
	}
	if r := plan.Refusals[3].Reason; r != `coder "a\nb": a name is one line` {
		t.Error(r)
	}
}

func TestCodingsMemos(t *testing.T) {
	s := study()
	csv := "document,start,end,code,coder,memo,origin,created\n" +
		"E1,3,10,customs.hs,andi,first,,\n" + // there, with its memo
		"E1,3,10,customs.hs,andi,second,,\n" +
		"E2,0,6,new,cici,note,rule,2026-03-04T10:00:00Z\n" +
		"E2,0,6,new,cici,note,manual,2026-03-03T10:00:00Z\n" + // the same, older
		"E2,0,6,new,cici,other,manual,\n"
	plan, err := Codings(s, rowsOf(t, csv), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []qda.Memo{
		{ID: -1, Target: qda.OnCoding, Object: 41, Coder: 21, Text: "second"},
		{ID: -2, Target: qda.OnCoding, Object: -1, Coder: -1, Text: "note"},
		{ID: -3, Target: qda.OnCoding, Object: -1, Coder: -1, Text: "other"},
	}
	if d := gocmp.Diff(want, plan.Memos); d != "" {
		t.Error(d)
	}
	if d := gocmp.Diff(map[string]int{"codings": 4, "memos": 2}, plan.There); d != "" {
		t.Error(d)
	}
	if len(plan.Codings) != 1 || plan.Codings[0].Origin != qda.Manual || plan.Codings[0].Created != time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC) {
		t.Errorf("%+v", plan.Codings)
	}
	after := apply(t, s, nil, plan)
	again, err := Codings(after, rowsOf(t, csv), Options{})
	if err != nil || !again.Empty() {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	// What a table shows of several memos is known again, too.
	again, err = Codings(after, rowsOf(t, "document,start,end,code,coder,memo\nE1,3,10,customs.hs,andi,\"first\n\nsecond\"\n"), Options{})
	if err != nil || !again.Empty() {
		t.Errorf("joined memos: %+v, %v", again, err)
	}
}

// apply does in memory what a project does with a plan: it numbers the new
// things and puts them in.
func apply(t interface{ Fatal(...any) }, s, incoming *qda.Snapshot, p *Plan) *qda.Snapshot {
	out := *s
	out.Coders, out.Cases, out.Documents, out.Texts = slices.Clone(s.Coders), slices.Clone(s.Cases), slices.Clone(s.Documents), slices.Clone(s.Texts)
	out.Memos, out.Proposals, out.Codebook.Codes = slices.Clone(s.Memos), slices.Clone(s.Proposals), slices.Clone(s.Codes())
	ids := &IDs{}
	number := func(n int, id func(int) int64) int64 {
		most := int64(0)
		for i := range n {
			most = max(most, id(i))
		}
		return most
	}
	if p.Project != nil {
		out.Project.Title, out.Project.Approach, out.Project.Language = p.Project.Title, p.Project.Approach, p.Project.Language
	}
	last := number(len(out.Coders), func(i int) int64 { return int64(out.Coders[i].ID) })
	for i, c := range p.Coders {
		c.ID = qda.CoderID(last + int64(i) + 1)
		ids.Coders, out.Coders = append(ids.Coders, c.ID), append(out.Coders, c)
	}
	last = number(len(out.Cases), func(i int) int64 { return int64(out.Cases[i].ID) })
	for i, c := range p.Cases {
		c.ID = qda.CaseID(last + int64(i) + 1)
		ids.Cases, out.Cases = append(ids.Cases, c.ID), append(out.Cases, c)
	}
	last = number(len(out.Documents), func(i int) int64 { return int64(out.Documents[i].ID) })
	for i, d := range p.Documents {
		d.Document = ids.Document(d.Document)
		d.ID, d.Order = qda.DocumentID(last+int64(i)+1), len(out.Documents)+1
		ids.Documents, out.Documents, out.Texts = append(ids.Documents, d.ID), append(out.Documents, d.Document), append(out.Texts, d.Text)
	}
	if p.Codebook != nil {
		codes := out.Codebook.Codes
		out.Codebook = *p.Codebook
		out.Codebook.Codes = codes
	}
	last = number(len(out.Codes()), func(i int) int64 { return int64(out.Codes()[i].ID) })
	for i, c := range p.Codes {
		c = ids.Code(c)
		c.ID = qda.CodeID(last + int64(i) + 1)
		ids.Codes = append(ids.Codes, c.ID)
		at := len(out.Codebook.Codes)
		if c.Parent != 0 {
			tree := qda.NewTree(out.Codes())
			k, ok := tree.Index(c.Parent)
			if !ok {
				t.Fatal("a code before its parent", c)
			}
			at = tree.Last[k]
		}
		out.Codebook.Codes = slices.Insert(out.Codebook.Codes, at, c)
	}
	for _, c := range p.KnownCases {
		i, _ := out.CaseIndex(c.Name)
		out.Cases[i] = c
	}
	for _, d := range p.KnownDocuments {
		d = ids.Document(d)
		i, _ := out.FindDocument(d.Name)
		d.States = out.Documents[i].States
		out.Documents[i] = d
	}
	slices.SortFunc(out.Coders, func(a, b qda.Coder) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(out.Cases, func(a, b qda.Case) int { return strings.Compare(a.Name, b.Name) })
	out.Tree = qda.NewTree(out.Codes())
	applyCodings(t, s, &out, p, ids)
	for _, q := range p.Proposals {
		q = ids.Proposal(q)
		q.ID = qda.ProposalID(len(out.Proposals) + 1000)
		out.Proposals = append(out.Proposals, q)
	}
	for decision, list := range p.Decisions {
		for i := range out.Proposals {
			if slices.Contains(list, out.Proposals[i].ID) {
				out.Proposals[i].Decision = decision
			}
		}
	}
	for _, st := range p.States {
		st = ids.State(st)
		for i := range out.Documents {
			if d := &out.Documents[i]; d.ID == st.Document {
				d.States = maps.Clone(d.States)
				if d.States == nil {
					d.States = map[qda.CoderID]qda.State{}
				}
				d.States[st.Coder] = st.State
			}
		}
	}
	return &out
}

func applyCodings(t interface{ Fatal(...any) }, before, out *qda.Snapshot, p *Plan, ids *IDs) {
	ids.Codings(p.Codings)
	type row struct {
		claim
		doc     int32
		id      qda.CodingID
		origin  qda.Origin
		guid    qda.GUID
		created int64
	}
	var rows []row
	coderAt := map[qda.CoderID]int32{}
	for i, c := range out.Coders {
		coderAt[c.ID] = int32(i)
	}
	codeAt := func(id qda.CodeID) int32 {
		i, ok := out.Tree.Index(id)
		if !ok {
			t.Fatal("no code", id)
		}
		return int32(i)
	}
	c := &before.Codings
	last := qda.CodingID(0)
	for i := range c.Len() {
		rows = append(rows, row{claim{c.Start[i], c.End[i], codeAt(before.Codes()[c.Code[i]].ID), coderAt[before.Coders[c.Coder[i]].ID], 0}, c.Doc[i], c.ID[i], c.Origin[i], c.GUID[i], c.Created[i]})
		last = max(last, c.ID[i])
	}
	for i, c := range p.Codings {
		doc := slices.IndexFunc(out.Documents, func(d qda.Document) bool { return d.ID == c.Segment.Document() })
		span := c.Segment.Span()
		if doc < 0 || text.Check(out.Texts[doc].Cut(span)) != c.Segment.Check() {
			t.Fatal("a segment that is not the text's", c)
		}
		created := int64(0)
		if !c.Created.IsZero() {
			created = c.Created.UnixMilli()
		}
		rows = append(rows, row{claim{int32(span.Start), int32(span.End), codeAt(c.Code), coderAt[c.Coder], 0}, int32(doc), last + 1 + qda.CodingID(i), c.Origin, c.GUID, created})
	}
	memos, err := ids.Memos(p, func(list []qda.Coding) (found []qda.CodingID, err error) {
		for _, c := range list {
			found = append(found, last+1+qda.CodingID(slices.Index(p.Codings, c)))
		}
		return found, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range memos {
		m.ID = qda.MemoID(len(out.Memos) + i + 1000)
		if m.Created.IsZero() {
			m.Created = time.UnixMilli(int64(5000 + i))
		}
		out.Memos = append(out.Memos, m)
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.doc, b.doc), a.claim.compare(b.claim)) })
	out.Codings = qda.Codings{}
	o := &out.Codings
	for i, r := range rows {
		if i > 0 && rows[i-1].doc == r.doc && rows[i-1].claim.compare(r.claim) == 0 {
			t.Fatal("the same coding twice", r)
		}
		o.ID, o.Doc, o.Start, o.End, o.Code, o.Coder = append(o.ID, r.id), append(o.Doc, r.doc), append(o.Start, r.start), append(o.End, r.end), append(o.Code, r.code), append(o.Coder, r.coder)
		o.Origin, o.GUID, o.Created = append(o.Origin, r.origin), append(o.GUID, r.guid), append(o.Created, r.created)
	}
}

// anyRows makes tables of good and bad rows on the small study.
func anyRows() *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		draw := func(what string, from ...string) string { return rapid.SampledFrom(from).Draw(t, what) }
		start := rapid.IntRange(0, 12).Draw(t, "start")
		return fmt.Sprintf("%s,%d,%d,%s,%s,%s,%s,%s,%s", draw("document", "E1", "E1.docx", "E2", "E2.txt", "E3", "E9"), start, start+rapid.IntRange(1, 4).Draw(t, "length"),
			draw("code", "customs", "customs.hs", "HS classification", "Other", "New", "new", "NEW", "Customs complexity > Other", "Customs complexity > New", "Money > Cost", "Money", "Cost", "digital > cost", "!", "?", "Customs"),
			draw("coder", "andi", "budi", "cici", ""), draw("quote", "", "", "", "izin"), draw("memo", "", "", "a", "b"), draw("origin", "", "manual", "rule"), draw("created", "", "2026-03-04", "2026-03-05"))
	}), 0, 25)
}

const fullHeader = "document,start,end,code,coder,quote,memo,origin,created\n"

// For any table: a second import adds nothing, whatever the order of the rows.
func TestCodingsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, rows := study(), anyRows().Draw(t, "rows")
		rows = append(rows, "E1,0,1,customs,andi,,,,")
		o := Options{Coder: "dodi", Strict: rapid.Bool().Draw(t, "strict")}
		first, err := Codings(s, rowsOf(t, fullHeader+strings.Join(rows, "\n")), o)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(first.Codings) + first.There["codings"] + len(first.Refusals); n != len(rows) {
			t.Fatalf("%d rows became %d", len(rows), n)
		}
		turned := rapid.Permutation(rows).Draw(t, "turned")
		second, err := Codings(s, rowsOf(t, fullHeader+strings.Join(turned, "\n")), o)
		if err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(first, second, gocmp.AllowUnexported(qda.Segment{}), gocmp.Transformer("lines", func(r []qda.Refusal) []string {
			var out []string
			for _, x := range r {
				out = append(out, x.Reason)
			}
			slices.Sort(out)
			return out
		})); d != "" {
			t.Fatalf("another order, another plan: %s", d)
		}
		after := apply(t, s, nil, first)
		again, err := Codings(after, rowsOf(t, fullHeader+strings.Join(turned, "\n")), o)
		if err != nil {
			t.Fatal(err)
		}
		if !again.Empty() || len(again.Refusals) != len(first.Refusals) {
			t.Fatalf("a second time: %+v", again)
		}
	})
}

// The refusals of reading and of joining a table all name the file and a line,
// so that those who merge them can put them in the order of the file.
func TestRefusalsHaveLines(t *testing.T) {
	data := "document,start,end,code,coder,quote\nF1,0,2,customs,andi,\nE1,x,2,customs,andi,\nE1,0,999,customs,andi,\nE1,5,2,customs,andi,\n" +
		"E1,0,2,Other,andi,\nE1,0,2,customs\nE1,0,2,customs,andi,zzz\n\"E1\"x,0,2,customs,andi,\nE1,0,2,nope,andi,\n"
	table, err := exchange.ReadCodings("c.csv", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Codings(study(), table.Rows, Options{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Concat(plan.Refusals, table.Refusals)
	slices.SortStableFunc(all, func(a, b qda.Refusal) int { return a.Line - b.Line })
	if len(all) != 9 {
		t.Errorf("%d refusals: %v", len(all), all)
	}
	for i, r := range all {
		if r.File != "c.csv" || r.Line != i+2 || r.Reason == "" {
			t.Errorf("refusal %d: %+v", i, r)
		}
	}
}

// Empty reports a plan that changes nothing.
func (p *Plan) Empty() bool {
	return len(p.Added())+len(p.KnownCases)+len(p.KnownDocuments)+len(p.States)+len(p.Decisions) == 0 && p.Project == nil && p.Codebook == nil
}
