package text

import "bytes"

// Searcher finds the same words in many texts, where they stand Loose. It uses
// its memory again from text to text, and is not safe to share.
type Searcher struct {
	needle []byte
	hay    Folded
}

// NewSearcher makes a Searcher of words; white space around them is nothing.
func NewSearcher(words string) *Searcher {
	var f Folded
	f.Fold(words, Loose)
	return &Searcher{needle: bytes.Trim(f.Bytes(), " ")}
}

// Empty reports that there is nothing to look for.
func (s *Searcher) Empty() bool { return len(s.needle) == 0 }

// Find gives the places in a text, in order; they do not overlap.
func (s *Searcher) Find(t *Text) (out []Span) {
	if s.Empty() {
		return nil
	}
	s.hay.Fold(t.s, Loose)
	for hay, at := s.hay.Bytes(), 0; ; {
		i := bytes.Index(hay[at:], s.needle)
		if i < 0 {
			return out
		}
		at += i
		lo, hi, ok := s.hay.Source(at, at+len(s.needle))
		if !ok {
			at++
			continue
		}
		out = append(out, Span{t.Point(lo), t.Point(hi)})
		at += len(s.needle)
	}
}
