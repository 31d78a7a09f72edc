package study

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/search"
	"tematik/internal/text"
)

// Query says what to look for, and where.
type Query struct {
	Texts   []string
	Regex   bool // each text is a regular expression
	Root    bool // any form of each word
	Near    int  // how many words apart several texts may be
	Filter  qda.Filter
	Uncoded bool // where no coding is that the filter names by code, coder and origin
	Limit   int  // how many finds are described; 0: all
	Codes   bool // each find with the codes that cover it
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

// Found is what a search found.
type Found struct {
	Hits      []Hit // the first of them, if so many were asked for
	PerDoc    []DocumentHits
	Total     int
	Documents int         // that were searched
	Cases     int         // with a find
	Forms     []FormCount // of word forms: which were met, the most frequent first
	Notes     []string    // on the words sought
	Instead   *Instead    // where nothing was found
}

// DocumentHits says how many finds a document has, in how many turns.
type DocumentHits struct {
	Document, Case string
	Hits, Turns    int
}

// FormCount is a form of the words sought and how often it was met.
type FormCount struct {
	Form string
	Hits int
}

// kwic is how many characters of context a hit carries on each side.
const kwic = 120

// Find looks through the texts of all documents that the filter chooses, coded
// or not.
func (p *Project) Find(ctx context.Context, q Query) (*Found, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true, Uncoded: !q.Codes && !q.byCoding()})
	if err != nil {
		return nil, err
	}
	places, err := q.places(ctx, s)
	if err != nil {
		return nil, err
	}
	out := &Found{Documents: places.searched}
	cases, forms := map[string]bool{}, map[string]int{}
	var form text.Folded
	for i, spans := range places.spans {
		d, t := &s.Documents[i], s.Texts[i]
		if len(spans) == 0 {
			continue
		}
		in := DocumentHits{Document: d.Name, Hits: len(spans)}
		if c := s.CaseOf(d.Case); c != nil {
			in.Case = c.Name
		}
		last := 0
		for _, span := range spans {
			caseName, speaker, turn := at(s, d, span)
			if turn > last {
				in.Turns++
				last = turn
			}
			if caseName != "" {
				cases[caseName] = true
			}
			if q.Root {
				form.Fold(t.Cut(span), text.Loose)
				forms[string(form.Bytes())]++
			}
			if out.Total++; q.Limit > 0 && out.Total > q.Limit {
				continue
			}
			h := Hit{Document: d.Name, Case: caseName, Speaker: speaker, Turn: turn, Span: span, Match: t.Cut(span),
				Left: t.Cut(text.Span{Start: max(0, span.Start-kwic), End: span.Start}), Right: t.Cut(text.Span{Start: span.End, End: span.End + kwic})}
			if q.Codes {
				h.Codes = codesAt(s, i, span)
			}
			out.Hits = append(out.Hits, h)
		}
		out.PerDoc = append(out.PerDoc, in)
	}
	out.Cases = len(cases)
	for form, n := range forms {
		out.Forms = append(out.Forms, FormCount{form, n})
	}
	slices.SortFunc(out.Forms, func(a, b FormCount) int { return cmp.Or(b.Hits-a.Hits, cmp.Compare(a.Form, b.Form)) })
	if q.Root {
		out.Notes = search.Advice(q.Texts, s.Codebook.Normalize)
	}
	if out.Total == 0 {
		out.Instead, err = q.instead(ctx, s)
	}
	return out, err
}

// byCoding reports that finds are chosen by what is coded.
func (q Query) byCoding() bool {
	return q.Uncoded || len(q.Filter.Codes)+len(q.Filter.Coders)+len(q.Filter.Origins) > 0
}

// places are where a query was found, by document.
type places struct {
	spans    [][]text.Span
	searched int // documents
}

// places searches on all cores.
func (q Query) places(ctx context.Context, s *qda.Snapshot) (*places, error) {
	how := search.Words
	switch {
	case q.Regex && q.Root:
		return nil, errs.New(errs.Usage, "find: --regex and --root are two ways to search; choose one").Hint("tematik find --help")
	case q.Regex:
		how = search.Pattern
	case q.Root:
		how = search.Roots
	}
	program, err := search.Compile(search.Query{Texts: q.Texts, How: how, Near: q.Near}, &s.Codebook, s.Project.Language)
	if err != nil {
		return nil, err
	}
	chosen, _, err := q.Filter.Choose(s)
	if err != nil {
		return nil, err
	}
	marked, err := q.Filter.Marked(s)
	if err != nil {
		return nil, err
	}
	out := &places{spans: make([][]text.Span, len(s.Documents))}
	for _, in := range chosen {
		if in {
			out.searched++
		}
	}
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(s.Documents)) {
		wg.Go(func() {
			f := program.Finder()
			for i := int(next.Add(1)) - 1; i < len(s.Documents) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if !chosen[i] {
					continue
				}
				d := &s.Documents[i]
				found := f.Find(d, s.Texts[i])
				if q.byCoding() && len(found) > 0 {
					found = overlapping(found, marked(i), !q.Uncoded)
				}
				out.spans[i] = slices.DeleteFunc(found, func(span text.Span) bool { return !q.Filter.Holds(s, d, span) })
			}
		})
	}
	wg.Wait()
	return out, ctx.Err()
}

// overlapping keeps the spans that overlap stretches, or those that do not; both
// are in order, the stretches disjoint.
func overlapping(spans, stretches []text.Span, want bool) []text.Span {
	return slices.DeleteFunc(spans, func(span text.Span) bool {
		i, _ := slices.BinarySearchFunc(stretches, span.Start, func(s text.Span, at int) int {
			if s.End <= at {
				return -1
			}
			return 1
		})
		return (i < len(stretches) && stretches[i].Overlaps(span)) != want
	})
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
