package search

import (
	"slices"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// The units in which finds are coded.
const (
	Turn      = "turn"
	Sentence  = "sentence"
	Paragraph = "paragraph"
	Match     = "match" // the find itself
)

// Units are the units, the usual one first.
func Units() []string { return []string{Turn, Sentence, Paragraph, Match} }

// Around gives the units that finds stand in, in order, each once. A find that
// reaches over several makes one of them.
func Around(d *qda.Document, t *text.Text, found []text.Span, unit string) (out []text.Span) {
	if len(found) == 0 {
		return nil
	}
	for _, s := range Stretches(d, t) {
		for len(found) > 0 && found[0].End <= s.Start {
			found = found[1:]
		}
		var pieces []text.Span
		for _, f := range found {
			if f.Start >= s.End {
				break
			}
			if f = f.Intersect(s); unit == Match {
				out = append(out, f)
				continue
			}
			if pieces == nil {
				pieces = divide(t, s, unit)
			}
			in := slices.DeleteFunc(slices.Clone(pieces), func(p text.Span) bool { return !p.Overlaps(f) })
			if len(in) > 0 {
				out = append(out, text.Span{Start: in[0].Start, End: in[len(in)-1].End})
			}
		}
	}
	slices.SortFunc(out, text.Span.Compare)
	return slices.Compact(out)
}

func divide(t *text.Text, turn text.Span, unit string) []text.Span {
	switch unit {
	case Sentence:
		return text.Sentences(t, turn)
	case Paragraph:
		return text.Paragraphs(t, turn)
	}
	return []text.Span{turn}
}
