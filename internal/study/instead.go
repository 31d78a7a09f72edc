package study

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"tematik/internal/qda"
	"tematik/internal/search"
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
	known := vocabulary(s.Texts)
	if rooted := q; !q.Root && formed(q.Texts, known, s) {
		rooted.Root = true
		if out.Root, err = count(rooted); err != nil || out.Root > 0 {
			return out, err
		}
	}
	if texts, ok := spelt(q.Texts, known); ok {
		near := q
		near.Texts = texts
		if out.Spelt, err = count(near); err == nil && out.Spelt > 0 {
			out.Words = strings.Join(texts, " ")
		}
	}
	return out, ctx.Err()
}

// formed reports that each word of the texts has some form in a vocabulary.
// What is no term has none: that is no failure of a search for other things.
func formed(texts, vocabulary []string, s *qda.Snapshot) bool {
	all := text.New(strings.Join(vocabulary, ", "))
	for _, w := range strings.Fields(strings.Join(texts, " ")) {
		program, err := search.Compile(search.Query{Texts: []string{w}, How: search.Roots}, &s.Codebook, "both")
		if err != nil || program.Finder().Find(&qda.Document{Language: "both"}, all) == nil {
			return false
		}
	}
	return true
}

// vocabulary is every word of the texts, folded, in order.
func vocabulary(texts []*text.Text) []string {
	var mu sync.Mutex
	all := map[string]bool{}
	const together = 32 // texts: most words are in all of them
	parallel((len(texts)+together-1)/together, func(i int) {
		var form text.Folded
		part := map[string]bool{}
		for _, t := range texts[i*together : min((i+1)*together, len(texts))] {
			form.Fold(t.String(), text.Loose)
			for b := form.Bytes(); len(b) > 0; {
				n := 0
				for n < len(b) && (b[n] >= utf8.RuneSelf || !notInWord(rune(b[n]))) {
					n++
				}
				if n > 0 && !part[string(b[:n])] {
					part[string(b[:n])] = true
				}
				b = b[min(n+1, len(b)):]
			}
		}
		mu.Lock()
		defer mu.Unlock()
		maps.Copy(all, part)
	})
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
