package anchor

import (
	"strings"

	"tematik/internal/text"
)

// Words gives every place within a span where some words stand; "first … last"
// is what lies from one to the other, where no such dots are in the text.
func (f *Finder) Words(within text.Span, words string) []text.Span {
	if out := f.Literally(within, words); out != nil {
		return out
	}
	return f.Between(within, words)
}

// Literally gives the places of Find.
func (f *Finder) Literally(within text.Span, words string) []text.Span {
	var out []text.Span
	for _, m := range f.Find(within, words) {
		out = append(out, m.Span)
	}
	return out
}

// Between gives the places that begin with the words before the first dots,
// end with those after the last, and hold what stands between dots, in order.
// The first and the last words may be said again within: each such place is one.
func (f *Finder) Between(within text.Span, words string) []text.Span {
	const enough = 100
	var parts []string
	for part := range strings.SplitSeq(ellipses.Replace(words), "…") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 || !strings.Contains(ellipses.Replace(words), "…") {
		return nil
	}
	starts := f.Literally(within, parts[0])
	if len(parts) == 1 {
		return starts
	}
	var out []text.Span
	for _, start := range starts {
		at := start.End
		for _, part := range parts[1 : len(parts)-1] {
			next := f.Literally(text.Span{Start: at, End: within.End}, part)
			if next == nil {
				at = within.End
				break
			}
			at = next[0].End
		}
		for _, end := range f.Literally(text.Span{Start: at, End: within.End}, parts[len(parts)-1]) {
			if out = append(out, text.Span{Start: start.Start, End: end.End}); len(out) == enough {
				return out
			}
		}
	}
	return out
}

var ellipses = strings.NewReplacer("[…]", "…", "(…)", "…", "[...]", "…", "(...)", "…", "...", "…")
