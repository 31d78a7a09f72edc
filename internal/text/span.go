// Package text is the one place that knows positions: Unicode code points,
// half-open. It normalises what comes in, converts to bytes and UTF-16 and
// back, and finds words, sentences and paragraphs. It must not know
// documents, codes or languages beyond sentence ends.
package text

import "slices"

// Span is a stretch of text [Start, End) in Unicode code points.
type Span struct{ Start, End int }

// Len is the number of code points.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports a span without a code point.
func (s Span) Empty() bool { return s.End <= s.Start }

// Overlaps reports whether the spans share at least one code point; touching
// is not overlapping.
func (s Span) Overlaps(o Span) bool { return max(s.Start, o.Start) < min(s.End, o.End) }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Intersect gives what the spans share; empty if nothing.
func (s Span) Intersect(o Span) Span {
	r := Span{max(s.Start, o.Start), min(s.End, o.End)}
	if r.End < r.Start {
		r.End = r.Start
	}
	return r
}

// Compare orders spans by start, then end.
func (s Span) Compare(o Span) int {
	if s.Start != o.Start {
		return s.Start - o.Start
	}
	return s.End - o.End
}

// Segments joins overlapping spans; touching ones stay apart. The result is
// ordered; the argument is sorted in place.
func Segments(spans []Span) []Span { return join(spans, 0) }

// Union joins overlapping and touching spans: the set of code points covered.
// The result is ordered; the argument is sorted in place.
func Union(spans []Span) []Span { return join(spans, 1) }

func join(spans []Span, slack int) []Span {
	if !slices.IsSortedFunc(spans, Span.Compare) {
		slices.SortFunc(spans, Span.Compare)
	}
	var out []Span
	for _, s := range spans {
		if s.Empty() {
			continue
		}
		if n := len(out); n > 0 && s.Start < out[n-1].End+slack {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}
