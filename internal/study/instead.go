package study

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// Instead is what would be found where nothing was: without the filter, with
// other forms of the words, or with words that are spelt much alike.
type Instead struct {
	Unfiltered int
	Root       int
	Words      string
	Spelt      int // finds of Words
}

// instead tries other ways to search, the nearest to the query first.
func (q Query) instead(ctx context.Context, s *qda.Snapshot) (*Instead, error) {
	count := func(q Query) (int, error) {
		found, err := q.places(ctx, s)
		if err != nil {
			return 0, err
		}
		n := 0
		for _, spans := range found.spans {
			n += len(spans)
		}
		return n, nil
	}
	out := &Instead{}
	wide := q
	wide.Filter, wide.Uncoded = qda.Filter{}, false
	var err error
	if q.Uncoded || len(q.Filter.Map()) > 0 {
		if out.Unfiltered, err = count(wide); err != nil || out.Unfiltered > 0 {
			return out, err
		}
	}
	if q.Regex {
		return out, nil
	}
	if !q.Root {
		rooted := q
		rooted.Root = true
		// Words that are no term have no forms: that is no failure of this search.
		if out.Root, err = count(rooted); err == nil && out.Root > 0 {
			return out, nil
		}
	}
	if texts, ok := spelt(q.Texts, vocabulary(s.Texts)); ok {
		near := q
		near.Texts = texts
		if out.Spelt, err = count(near); err == nil && out.Spelt > 0 {
			out.Words = strings.Join(texts, " ")
		}
	}
	return out, ctx.Err()
}

// vocabulary is every word of the texts, folded, in order.
func vocabulary(texts []*text.Text) []string {
	parts := make([]map[string]bool, len(texts))
	parallel(len(texts), func(i int) {
		var form text.Folded
		form.Fold(texts[i].String(), text.Loose)
		parts[i] = map[string]bool{}
		for w := range strings.FieldsFuncSeq(string(form.Bytes()), notInWord) {
			parts[i][w] = true
		}
	})
	all := map[string]bool{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return slices.Sorted(maps.Keys(all))
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

// spelt puts the nearest words of a vocabulary in the place of those that it
// does not have; ok is false where one has no neighbour, or all are there.
func spelt(texts, vocabulary []string) (out []string, ok bool) {
	for _, s := range texts {
		words := strings.Fields(s)
		for i, w := range words {
			var form text.Folded
			form.Fold(strings.TrimFunc(w, notInWord), text.Loose)
			if _, there := slices.BinarySearch(vocabulary, string(form.Bytes())); there {
				continue
			}
			near := qda.Nearest(string(form.Bytes()), vocabulary)
			if near == "" {
				return nil, false
			}
			words[i], ok = near, true
		}
		out = append(out, strings.Join(words, " "))
	}
	return out, ok
}
