package study

import (
	"context"
	"time"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Quote is a coded segment with its words.
type Quote struct {
	ID       qda.CodingID
	Document string
	Case     string
	Speaker  string
	Turn     int // from 1; 0 where there are no turns
	Span     text.Span
	Code     string
	Coder    string
	Origin   string
	Created  time.Time
	Words    string
	Aspect   string // which sides of the code it shows; "" as a rule
}

// Quotes lists coded segments in the order of documents and text.
func (p *Project) Quotes(ctx context.Context, f qda.Filter) ([]Quote, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true, Identity: true})
	if err != nil {
		return nil, err
	}
	v, err := f.Apply(s)
	if err != nil {
		return nil, err
	}
	out := make([]Quote, v.Codings.Len())
	for i := range out {
		d := &v.Documents[v.Codings.Doc[i]]
		span := v.Codings.Span(i)
		q := &out[i]
		*q = Quote{
			ID: v.Codings.ID[i], Document: d.Name, Span: span,
			Code: v.Codes()[v.Codings.Code[i]].Key, Coder: v.Coders[v.Codings.Coder[i]].Name,
			Origin: v.Codings.Origin[i].String(), Created: time.UnixMilli(v.Codings.Created[i]).UTC(),
			Words: v.Texts[v.Codings.Doc[i]].Cut(span), Aspect: v.Aspects[v.Codings.ID[i]],
		}
		q.Case, q.Speaker, q.Turn = at(v.Snapshot, d, span)
	}
	return out, nil
}

// at says in whose speech a span begins: case, speaker and turn.
func at(s *qda.Snapshot, d *qda.Document, span text.Span) (caseName, speaker string, turn int) {
	if cases := d.CasesAt(span); len(cases) > 0 {
		caseName = s.CaseOf(cases[0]).Name
	}
	if lo, hi := d.TurnsAt(span); lo < hi {
		return caseName, d.Speakers[d.Turns[lo].Speaker].Label, lo + 1
	}
	return caseName, "", 0
}
