package themes

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// BenchmarkLarge is the theme table of 5,000 interviews, 79 MB of text and
// 1,000,000 codings of 500 codes under 20 themes.
func BenchmarkLarge(b *testing.B) {
	s := &qda.Snapshot{Coders: []qda.Coder{{ID: 1, Name: "ana"}}}
	for k := range 520 {
		c := qda.Code{ID: qda.CodeID(k + 1), Key: fmt.Sprintf("k%d", k), Kind: qda.KindCode}
		if k%26 == 0 {
			c.Kind = qda.KindTheme
		} else {
			c.Parent = qda.CodeID(k - k%26 + 1)
		}
		s.Codebook.Codes = append(s.Codebook.Codes, c)
	}
	s.Tree = qda.NewTree(s.Codebook.Codes)
	x := uint64(7)
	draw := func(n int) int {
		x = x*6364136223846793005 + 1442695040888963407
		return int(x>>33) % n
	}
	body := text.New("I: " + strings.Repeat("kata dokumen ekspor café anak-anak sulit ", 380))
	c := &s.Codings
	for d := range 5000 {
		s.Cases = append(s.Cases, qda.Case{ID: qda.CaseID(d + 1), Name: fmt.Sprintf("C%04d", d)})
		s.Texts = append(s.Texts, body)
		s.Documents = append(s.Documents, qda.Document{ID: qda.DocumentID(d + 1), Name: fmt.Sprintf("I%04d", d), Kind: qda.Interview, Case: qda.CaseID(d + 1), Length: body.Len(),
			Speakers: []qda.Speaker{{Label: "I", Role: qda.Respondent}},
			Turns:    []qda.Turn{{Span: text.Span{Start: 3, End: body.Len()}}},
			States:   map[qda.CoderID]qda.State{1: qda.Done}})
		at := 0
		for range 200 {
			at = min(at+draw(150), body.Len()-700)
			c.ID, c.Origin = append(c.ID, 0), append(c.Origin, qda.Manual)
			c.Doc, c.Code, c.Coder = append(c.Doc, int32(d)), append(c.Code, int32(draw(520))), append(c.Coder, 0)
			c.Start, c.End = append(c.Start, int32(at)), append(c.End, int32(at+20+draw(600)))
		}
	}
	v, err := (qda.Filter{}).Apply(s)
	if err != nil {
		b.Fatal(err)
	}
	values, err := analysis.Parse("themes", Method().Params, nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := run(context.Background(), v, values); err != nil {
			b.Fatal(err)
		}
	}
}
