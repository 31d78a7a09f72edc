// Package coverage says how much of each document is coded. It reads a View of
// the study and knows nothing of where that came from or how tables look.
package coverage

import (
	"context"
	"math"

	"tematik/internal/analysis"
	"tematik/internal/progress"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// parts are the equal stretches of speech that the figure looks at.
const parts = 10

// measure is how much of a document's counted speech is coded. All of it is of
// sets: coding a passage twice, or in pieces, changes nothing.
type measure struct {
	turns   int            // paragraphs where there are no turns
	uncoded int            // of them, those that no coding touches
	words   int            // of the speech
	coded   int            // of them, those that a coding holds at least a part of
	codes   int            // different codes, by their own codings
	shares  [parts]float64 // coded share of each tenth of the speech, in code points
}

// counter goes through the documents.
type counter struct {
	v       *qda.View
	seen    []int // by code: 1 + the last document that has it
	outside int   // codings that touch no counted speech
	spans   []text.Span
	clipped []text.Span
}

// count measures every document.
func count(ctx context.Context, v *qda.View) (rows []measure, outside int, err error) {
	c := &counter{v: v, seen: make([]int, len(v.Codes()))}
	for d, at := 0, 0; d < len(v.Documents); d++ {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		progress.Step(ctx, d, len(v.Documents))
		from := at
		for ; at < v.Codings.Len() && int(v.Codings.Doc[at]) == d; at++ {
		}
		rows = append(rows, c.document(d, from, at))
	}
	return rows, c.outside, ctx.Err()
}

// document measures document d, whose codings are from…to.
func (c *counter) document(d, from, to int) measure {
	speech := analysis.Speech(c.v, d)
	turns := analysis.Pieces(c.v, d, analysis.Turn)
	m := measure{turns: len(turns)}
	c.spans = c.spans[:0]
	k := 0 // the first stretch of speech that ends after the coding begins
	for i := from; i < to; i++ {
		span := c.v.Codings.Span(i)
		for k < len(speech) && speech[k].End <= span.Start {
			k++
		}
		if k == len(speech) || !speech[k].Overlaps(span) {
			c.outside++
			continue
		}
		if node := c.v.Codings.Code[i]; c.seen[node] != d+1 {
			c.seen[node] = d + 1
			m.codes++
		}
		c.spans = append(c.spans, span)
	}
	coded := analysis.Clip(text.Union(c.spans), speech, c.clipped[:0])
	c.clipped = coded
	index := text.NewWordIndex(c.v.Texts[d], speech)
	m.words, m.coded = index.Count(speech), index.Count(coded)
	m.uncoded = untouched(turns, coded)
	m.shares = spread(speech, coded)
	return m
}

// untouched counts the spans that share nothing with others; both are ordered
// and disjoint.
func untouched(spans, others []text.Span) (n int) {
	k := 0
	for _, s := range spans {
		for k < len(others) && others[k].End <= s.Start {
			k++
		}
		if k == len(others) || !others[k].Overlaps(s) {
			n++
		}
	}
	return n
}

// spread is the share of each tenth of the speech that is coded, from its
// beginning to its end, undefined where there is none; the coded spans lie
// within it.
func spread(speech, coded []text.Span) (out [parts]float64) {
	length := 0
	for _, s := range speech {
		length += s.Len()
	}
	if length == 0 {
		for p := range out {
			out[p] = math.NaN()
		}
		return out
	}
	size := float64(length) / parts
	k, before := 0, 0 // code points of speech before stretch k
	for _, c := range coded {
		for ; speech[k].End <= c.Start; k++ {
			before += speech[k].Len()
		}
		lo := float64(before + c.Start - speech[k].Start)
		hi := lo + float64(c.Len())
		for p := min(int(lo/size), parts-1); p < parts && float64(p)*size < hi; p++ {
			out[p] += max(0, min(hi, float64(p+1)*size)-max(lo, float64(p)*size)) / size
		}
	}
	for p := range out { // what adding many pieces leaves beyond the whole
		out[p] = min(out[p], 1)
	}
	return out
}
