package transcript

import (
	"slices"
	"strings"
)

// boldLabels gives labels that nothing but bold type tells from the words after
// them the colon that others have, as in a table of turns. They are such under
// the conditions of bold labels in Markdown.
func boldLabels(paragraphs []string) {
	const most = 5 // words
	var names tally
	labels := make([]string, len(paragraphs))
	plains, known, filled := 0, 0, 0
	for i, p := range paragraphs {
		filled++
		if h, ok := parseHead(bare(p), nil); ok && h.colon {
			known += one(callingOf(h.label) != unknown)
			plains += one(nameLike(h.label) && !discourse(h.label))
			continue
		}
		bold, rest, ok := strings.Cut(p, boldEnds)
		label := strings.TrimSpace(bare(bold))
		if !ok || labelAt(label) != len(label) || isNoise(label) || len(strings.Fields(label)) > most || strings.HasSuffix(label, ".") && strings.Count(label, ".") == 1 {
			continue
		}
		labels[i] = label
		h := head{label: label}
		names.add(bare(rest), h)
	}
	if known > 1 || !names.converse(plains, bolded, filled) {
		return
	}
	recurring := names.recurring()
	for i, p := range paragraphs {
		if labels[i] == "" || !slices.Contains(recurring, labels[i]) && callingOf(labels[i]) == unknown {
			continue
		}
		bold, rest, _ := strings.Cut(p, boldEnds)
		paragraphs[i] = strings.TrimRight(bold, " \t\n") + ": " + strings.TrimLeft(rest, " \t\n")
	}
}
