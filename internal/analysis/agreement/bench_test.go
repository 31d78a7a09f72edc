package agreement

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// sized is interviews of 60 turns that two coders both read: what the second
// codes is mostly what the first does, a little aside.
func sized(b *testing.B, documents, codings, codes int) *qda.View {
	b.Helper()
	s := &qda.Snapshot{}
	for k := range codes {
		s.Codebook.Codes = append(s.Codebook.Codes, qda.Code{ID: qda.CodeID(k + 1), Key: fmt.Sprintf("k%d", k), Kind: qda.KindCode})
	}
	s.Tree = qda.NewTree(s.Codebook.Codes)
	s.Coders = []qda.Coder{{ID: 1, Name: "ana"}, {ID: 2, Name: "budi"}}
	x := uint64(7)
	draw := func(n int) int {
		x = x*6364136223846793005 + 1442695040888963407
		return int(x>>33) % n
	}
	c, body := &s.Codings, text.New(strings.Repeat("words of a kind. ", 60*250/17+1))
	each := codings / documents / 2
	for d := range documents {
		s.Cases = append(s.Cases, qda.Case{ID: qda.CaseID(d + 1), Name: fmt.Sprintf("C%04d", d)})
		doc := qda.Document{ID: qda.DocumentID(d + 1), Name: fmt.Sprintf("I%04d", d), Kind: qda.Interview, Case: qda.CaseID(d + 1), Length: 60 * 250,
			Speakers: []qda.Speaker{{Label: "P", Role: qda.Interviewer}, {Label: "I", Role: qda.Respondent}},
			States:   map[qda.CoderID]qda.State{1: qda.Done, 2: qda.Done}}
		for t := range 60 {
			doc.Turns = append(doc.Turns, qda.Turn{Span: text.Span{Start: 250*t + 3, End: 250*t + 249}, Speaker: t % 2})
		}
		s.Documents, s.Texts = append(s.Documents, doc), append(s.Texts, body)
		at := 0
		for range each {
			at = min(at+draw(2*(60*250-700)/each), 60*250-800)
			code, long := draw(codes), 20+draw(600)
			for who := range 2 {
				if who == 1 && draw(5) == 0 {
					code = draw(codes)
				}
				c.ID, c.Origin = append(c.ID, 0), append(c.Origin, qda.Manual)
				c.Doc, c.Code, c.Coder = append(c.Doc, int32(d)), append(c.Code, int32(code)), append(c.Coder, int32(who))
				c.Start, c.End = append(c.Start, int32(at)), append(c.End, int32(at+long+who))
			}
		}
	}
	v, err := (qda.Filter{}).Apply(s)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func BenchmarkAgreement(b *testing.B) {
	for _, size := range []struct {
		name                      string
		documents, codings, codes int
	}{{"M", 500, 60000, 100}, {"L", 5000, 1000000, 500}} {
		b.Run(size.name, func(b *testing.B) {
			v := sized(b, size.documents, size.codings, size.codes)
			values, err := analysis.Parse("agreement", Method().Params, nil)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := run(context.Background(), v, values); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
