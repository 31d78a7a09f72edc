package study

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"tematik/internal/errs"
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
			Words: v.Texts[v.Codings.Doc[i]].Cut(span),
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

// Hit is a find with the words around it.
type Hit struct {
	Document           string
	Case               string
	Speaker            string
	Turn               int
	Span               text.Span
	Left, Match, Right string
	Codes              []string // that cover it
}

// kwic is how many characters of context a hit carries on each side.
const kwic = 120

// Find looks for words in all texts that the filter chooses, coded or not.
func (p *Project) Find(ctx context.Context, query string, f qda.Filter) ([]Hit, error) {
	if strings.TrimSpace(query) == "" {
		return nil, errs.New(errs.Usage, "find: say which words to look for").Hint("tematik find TEXT")
	}
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	chosen, _, err := f.Choose(s)
	if err != nil {
		return nil, err
	}
	found := make([][]Hit, len(s.Documents))
	parallel(len(s.Documents), func(i int) {
		if !chosen[i] {
			return
		}
		d, t := &s.Documents[i], s.Texts[i]
		for _, span := range text.Search(t, query) {
			if !f.Holds(s, d, span) {
				continue
			}
			h := Hit{Document: d.Name, Span: span, Match: t.Cut(span),
				Left: t.Cut(text.Span{Start: max(0, span.Start-kwic), End: span.Start}), Right: t.Cut(text.Span{Start: span.End, End: span.End + kwic})}
			h.Case, h.Speaker, h.Turn = at(s, d, span)
			h.Codes = codesAt(s, i, span)
			found[i] = append(found[i], h)
		}
	})
	return slices.Concat(found...), nil
}

// codesAt are the ids of the codes on a span, each once, in tree order.
func codesAt(s *qda.Snapshot, doc int, span text.Span) []string {
	lo, hi := s.Range(doc)
	var at []int32
	for i := lo; i < hi && int(s.Codings.Start[i]) < span.End; i++ {
		if s.Codings.Span(i).Overlaps(span) && !slices.Contains(at, s.Codings.Code[i]) {
			at = append(at, s.Codings.Code[i])
		}
	}
	slices.SortFunc(at, cmp.Compare[int32])
	var out []string
	for _, c := range at {
		out = append(out, s.Codes()[c].Key)
	}
	return out
}
