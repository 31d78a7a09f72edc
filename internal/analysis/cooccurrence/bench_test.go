package cooccurrence

import (
	"context"
	"fmt"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// large is 5,000 interviews of 60 turns with 1,000,000 codings of 500 codes,
// each over one to three turns, as in a project of size L.
func large(b *testing.B) *qda.View {
	b.Helper()
	s := &qda.Snapshot{}
	for k := range 500 {
		s.Codebook.Codes = append(s.Codebook.Codes, qda.Code{ID: qda.CodeID(k + 1), Key: fmt.Sprintf("k%d", k), Kind: qda.KindCode})
	}
	s.Tree = qda.NewTree(s.Codebook.Codes)
	s.Coders = []qda.Coder{{ID: 1, Name: "ana"}, {ID: 2, Name: "budi"}}
	x := uint64(7)
	draw := func(n int) int {
		x = x*6364136223846793005 + 1442695040888963407
		return int(x>>33) % n
	}
	c := &s.Codings
	for d := range 5000 {
		s.Cases = append(s.Cases, qda.Case{ID: qda.CaseID(d + 1), Name: fmt.Sprintf("C%04d", d)})
		doc := qda.Document{ID: qda.DocumentID(d + 1), Name: fmt.Sprintf("I%04d", d), Kind: qda.Interview, Case: qda.CaseID(d + 1), Length: 60 * 250,
			Speakers: []qda.Speaker{{Label: "P", Role: qda.Interviewer}, {Label: "I", Role: qda.Respondent}},
			States:   map[qda.CoderID]qda.State{1: qda.Done}}
		for t := range 60 {
			doc.Turns = append(doc.Turns, qda.Turn{Span: text.Span{Start: 250*t + 3, End: 250*t + 249}, Speaker: t % 2})
		}
		s.Documents = append(s.Documents, doc)
		at := 0
		for range 200 {
			at += draw(2 * (60*250 - 700) / 200)
			at = min(at, 60*250-700)
			c.ID, c.Origin = append(c.ID, 0), append(c.Origin, qda.Manual)
			c.Doc, c.Code, c.Coder = append(c.Doc, int32(d)), append(c.Code, int32(draw(500))), append(c.Coder, int32(draw(2)))
			c.Start, c.End = append(c.Start, int32(at)), append(c.End, int32(at+20+draw(600)))
		}
	}
	v, err := (qda.Filter{}).Apply(s)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// matrixBuilt is the seconds that R 4.2.2 takes, on two cores of an AMD EPYC, to
// build a sparse matrix of 1,000,000 segments by 500 codes and to multiply it
// with itself (package Matrix): pairs alone, of segments that are known.
const matrixBuilt = 0.280

func BenchmarkPairs(b *testing.B) {
	v := large(b)
	turns := 0.0 // seconds
	for _, unit := range []string{"turn", "segment", "char", "document", "case"} {
		b.Run(unit, func(b *testing.B) {
			for b.Loop() {
				columns := analysis.InUse(v, analysis.ByCode)
				of := func(i int) int32 { return columns.Of[v.AnyCode.Code[i]] }
				l, err := analysis.Hold(context.Background(), v, len(columns.Nodes), of, analysis.Unit(unit))
				if err != nil {
					b.Fatal(err)
				}
				count(l, len(v.Cases))
			}
			if unit == "turn" {
				turns = b.Elapsed().Seconds() / float64(b.N)
				b.ReportMetric(matrixBuilt/turns, "x-R-published")
			}
		})
	}
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			plain(v)
		}
		if turns > 0 {
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/turns, "times-ours")
		}
	})
	b.Run("report", func(b *testing.B) {
		values, err := analysis.Parse("cooccurrence", Method().Params, map[string]string{"permutations": "0"})
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

// plain counts pairs of codes in turns as a script would: a set of codes for
// each turn, and a table of pairs by name. BenchmarkPairs/turn does the same.
func plain(v *qda.View) map[[2]string]int {
	turns := map[[2]int]map[string]bool{}
	for i, d := range v.Codings.Doc {
		for t, turn := range v.Documents[d].Turns {
			if v.Documents[d].Speakers[turn.Speaker].Role == qda.Respondent && turn.Span.Overlaps(v.Codings.Span(i)) {
				at := [2]int{int(d), t}
				if turns[at] == nil {
					turns[at] = map[string]bool{}
				}
				turns[at][v.Codes()[v.Codings.Code[i]].Key] = true
			}
		}
	}
	pairs := map[[2]string]int{}
	for _, codes := range turns {
		for a := range codes {
			for b := range codes {
				if a < b {
					pairs[[2]string{a, b}]++
				}
			}
		}
	}
	return pairs
}
