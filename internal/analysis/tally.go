package analysis

import (
	"context"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Tally is what the coded passages of each node of the codebook amount to, over
// the union of all coders' codings. Own counts the node's own codings; all else
// counts those of its descendants too. Slices are by node.
type Tally struct {
	Own         []int     // segments of its own codings
	Segments    []int     // connected pieces of coded text; touching ones are two
	Documents   []int     // documents that have it
	Cases       []int     // cases that have it
	Words       []int     // words of the coded text, each once; 0 unless asked for
	First, Last []int     // the first and last document that have it, or -1
	PerCase     [][]int32 // segments by case; nil where there are none
}

// NewTally counts. Words need the texts; labels of turns are no words.
func NewTally(ctx context.Context, v *qda.View, words bool) (*Tally, error) {
	n := len(v.Codes())
	t := &Tally{Own: make([]int, n), Segments: make([]int, n), Documents: make([]int, n), Cases: make([]int, n),
		Words: make([]int, n), First: make([]int, n), Last: make([]int, n), PerCase: make([][]int32, n)}
	for i := range t.First {
		t.First[i], t.Last[i] = -1, -1
	}
	c := &counter{Tally: t, v: v, in: NewInformants(v), all: make([][]text.Span, n), own: make([][]text.Span, n)}
	for d, at := 0, 0; d < len(v.Documents); d++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		from := at
		for ; at < v.Codings.Len() && int(v.Codings.Doc[at]) == d; at++ {
		}
		if from < at {
			c.document(d, from, at, words)
		}
	}
	for i, row := range t.PerCase {
		for _, s := range row {
			if s > 0 {
				t.Cases[i]++
			}
		}
	}
	return t, nil
}

// counter holds what is used again for each document.
type counter struct {
	*Tally
	v        *qda.View
	in       *Informants
	all, own [][]text.Span // passages by node; own only of inner nodes
	touched  []int
	cases    []int32
	clipped  []text.Span
}

// document counts codings from…to, which are those of document d.
func (c *counter) document(d, from, to int, words bool) {
	tree := c.v.Tree
	for i := from; i < to; i++ {
		node, span := int(c.v.Codings.Code[i]), c.v.Codings.Span(i)
		if !tree.Leaf(node) {
			c.own[node] = append(c.own[node], span)
		}
		for a := node; a >= 0; a = tree.Parent[a] {
			if len(c.all[a]) == 0 {
				c.touched = append(c.touched, a)
			}
			c.all[a] = append(c.all[a], span)
		}
	}
	var index *text.WordIndex
	var heard []text.Span
	if words {
		heard = spoken(c.v, d)
		index = text.NewWordIndex(c.v.Texts[d], heard)
	}
	for _, node := range c.touched {
		segments := join(c.all[node], 0)
		own := len(segments)
		if !tree.Leaf(node) {
			own = len(join(c.own[node], 0))
		}
		c.Own[node] += own
		c.Segments[node] += len(segments)
		c.Documents[node]++
		if c.First[node] < 0 {
			c.First[node] = d
		}
		c.Last[node] = d
		c.informants(node, d, segments)
		if words {
			c.clipped = Clip(join(segments, 1), heard, c.clipped[:0])
			c.Words[node] += index.Count(c.clipped)
		}
		c.all[node], c.own[node] = c.all[node][:0], c.own[node][:0]
	}
	c.touched = c.touched[:0]
}

// informants counts the segments of a node by case.
func (c *counter) informants(node, d int, segments []text.Span) {
	for _, s := range segments {
		c.cases = c.in.At(d, s, c.cases[:0])
		for _, k := range c.cases {
			if c.PerCase[node] == nil {
				c.PerCase[node] = make([]int32, len(c.v.Cases))
			}
			c.PerCase[node][k]++
		}
	}
}

// Top is the case with the most segments of a node, the first of equals, and
// its share of all of them; -1 where no case has any.
func (t *Tally) Top(node int) (c int, share float64) {
	c = -1
	for k, s := range t.PerCase[node] {
		if s > 0 && (c < 0 || s > t.PerCase[node][c]) {
			c = k
		}
	}
	if c >= 0 {
		share = float64(t.PerCase[node][c]) / float64(t.Segments[node])
	}
	return c, share
}

// Connected calls each with the connected pieces of every column's coded text,
// the segments of Tally, document after document. The pieces are good until
// each returns.
func Connected(ctx context.Context, v *qda.View, c *Columns, each func(doc int, column int32, pieces []text.Span)) error {
	spans := make([][]text.Span, len(c.Nodes))
	var touched []int32
	for d, at := 0, 0; d < len(v.Documents); d++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		for ; at < v.Codings.Len() && int(v.Codings.Doc[at]) == d; at++ {
			k := c.Of[v.Codings.Code[at]]
			if len(spans[k]) == 0 {
				touched = append(touched, k)
			}
			spans[k] = append(spans[k], v.Codings.Span(at))
		}
		for _, k := range touched {
			each(d, k, join(spans[k], 0))
			spans[k] = spans[k][:0]
		}
		touched = touched[:0]
	}
	return ctx.Err()
}

// join joins ordered spans in place: overlapping ones, and with slack 1
// touching ones too.
func join(spans []text.Span, slack int) []text.Span {
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start < out[n-1].End+slack {
			out[n-1].End = max(out[n-1].End, s.End)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// spoken is what is speech in a document, and of whom the filter asks for:
// labels between turns are not. All of it where there are no turns.
func spoken(v *qda.View, doc int) []text.Span {
	d := &v.Documents[doc]
	if len(d.Turns) == 0 {
		return []text.Span{{Start: 0, End: d.Length}}
	}
	var out []text.Span
	for t := range d.Turns {
		if v.Speaker == "" || d.Is(t, v.Speaker) {
			out = append(out, d.Turns[t].Span)
		}
	}
	return out
}

// Clip adds what ordered, disjoint spans share with others of that kind.
func Clip(spans, within, out []text.Span) []text.Span {
	k := 0
	for _, s := range spans {
		for k < len(within) && within[k].End <= s.Start {
			k++
		}
		for j := k; j < len(within) && within[j].Start < s.End; j++ {
			out = append(out, s.Intersect(within[j]))
		}
	}
	return out
}
