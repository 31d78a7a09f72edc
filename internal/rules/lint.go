package rules

import (
	"context"
	"slices"
	"strings"

	"tematik/internal/lexicon"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// DeadTerm is a term of a rule that can never help it: wherever it stands, so
// does a term of none or except, which takes it out. Where the terms that are
// left cannot meet what the rule asks for, the rule can never hold.
type DeadTerm struct {
	Code, Rule string // ids
	Term, By   string
	Except     bool // By is of except, else of none
	Never      bool // so the rule holds nowhere
}

// DeadTerms finds terms that can never help their rule. It knows what is
// certain from the terms themselves; a root that an affixed form takes out now
// and then is none of them.
func (s *Set) DeadTerms() (out []DeadTerm) {
	for i := range s.rules {
		r := &s.rules[i]
		from := len(out)
		dead := false
		for _, g := range r.groups {
			live := len(g.terms)
			for _, t := range g.terms {
				if by, except := s.takenOut(r, t); by >= 0 {
					live--
					out = append(out, DeadTerm{Code: s.codes[r.code].Key, Rule: r.id, Term: s.terms[t].String(), By: s.terms[by].String(), Except: except})
				}
			}
			dead = dead || live < g.min
		}
		for k := from; k < len(out); k++ {
			out[k].Never = dead
		}
	}
	return out
}

// takenOut gives a term of none or except that stands wherever a term does, or
// -1.
func (s *Set) takenOut(r *rule, term int) (by int, except bool) {
	for _, k := range r.none {
		if s.holds(term, k) {
			return k, false
		}
	}
	for _, k := range s.except[r.code] {
		if s.holds(term, k) {
			return k, true
		}
	}
	return -1, false
}

// holds reports whether one term is found wherever another is: it is part of
// it as they are written or, where the other is plain words, is found in them.
func (s *Set) holds(term, part int) bool {
	whole, piece := s.terms[term].String(), s.terms[part].String()
	if strings.HasPrefix(whole, "/") || strings.HasPrefix(piece, "/") {
		return whole == piece
	}
	a, b := strings.Fields(strings.ToLower(whole)), strings.Fields(strings.ToLower(piece))
	for at := 0; at+len(b) <= len(a); at++ {
		if slices.Equal(a[at:at+len(b)], b) {
			return true
		}
	}
	if strings.ContainsAny(whole, "~*?=") {
		return false
	}
	m := lexicon.NewMatcher(s.lx)
	m.Add(s.terms[part], s.language)
	reader := m.Reader(s.language)
	reader.Read(whole, 0)
	return len(reader.Find(text.Span{Start: 0, End: len([]rune(whole))})) > 0
}

// Twins are rules of two codes that say the same.
type Twins struct{ Code, Rule, Other, OtherRule string }

// SameRules finds rules that stand in two codes.
func (s *Set) SameRules() (out []Twins) {
	first := map[string]int{}
	for i, r := range s.rules {
		j, twice := first[r.hash]
		if !twice {
			first[r.hash] = i
			continue
		}
		if s.rules[j].code != r.code {
			out = append(out, Twins{s.codes[s.rules[j].code].Key, s.rules[j].id, s.codes[r.code].Key, r.id})
		}
	}
	return out
}

// Overlap is two codes whose rules find the same.
type Overlap struct {
	Code, Other string
	Both        int // of what was looked at, found by the rules of both
	Of          int // found by those of the first
	OtherOf     int
}

// Overlaps counts the units of the documents that the rules of two codes
// propose alike, whatever is coded or decided; every pair with one, the codes
// in the order of the codebook.
func (s *Set) Overlaps(ctx context.Context, snap *qda.Snapshot) ([]Overlap, error) {
	blank := *snap
	blank.Codings, blank.Proposals = qda.Codings{}, nil
	found, err := s.Propose(ctx, &blank, nil)
	if err != nil {
		return nil, err
	}
	index := make(map[qda.CodeID]int, len(s.codes))
	for i, c := range s.codes {
		index[c.ID] = i
	}
	at := map[place][]int{}
	for _, p := range found {
		k := place{document: p.Document, span: p.Span}
		at[k] = append(at[k], index[p.Code])
	}
	n := newPairs(len(s.codes))
	for _, codes := range at {
		n.add(codes)
	}
	return n.overlaps(s), nil
}

// pairs counts what single codes have, and what two have in common.
type pairs struct {
	one  []int
	both map[[2]int]int
}

func newPairs(codes int) *pairs { return &pairs{make([]int, codes), map[[2]int]int{}} }

func (n *pairs) add(codes []int) {
	slices.Sort(codes)
	for i, a := range codes {
		n.one[a]++
		for _, b := range codes[i+1:] {
			n.both[[2]int{a, b}]++
		}
	}
}

// overlaps leaves out pairs of which one code is above the other.
func (n *pairs) overlaps(s *Set) (out []Overlap) {
	tree := qda.NewTree(s.codes)
	for a := range s.codes {
		for b := a + 1; b < len(s.codes); b++ {
			if both := n.both[[2]int{a, b}]; both > 0 && !tree.Related(a, b) {
				out = append(out, Overlap{s.codes[a].Key, s.codes[b].Key, both, n.one[a], n.one[b]})
			}
		}
	}
	return out
}

// LikeRules finds rules of two codes that look for nearly the same: as many
// lists, and each list shares at least half of its terms with one of the other
// rule. Rules that say the same are those of SameRules.
func (s *Set) LikeRules() (out []Twins) {
	lists := make([][]map[int]bool, len(s.rules))
	for i, r := range s.rules {
		for _, g := range r.groups {
			set := make(map[int]bool, len(g.terms))
			for _, t := range g.terms {
				set[t] = true
			}
			lists[i] = append(lists[i], set)
		}
	}
	tree := qda.NewTree(s.codes)
	for i, a := range s.rules {
		for j := i + 1; j < len(s.rules); j++ {
			b := s.rules[j]
			if a.code != b.code && a.hash != b.hash && !tree.Related(a.code, b.code) && like(lists[i], lists[j]) && like(lists[j], lists[i]) {
				out = append(out, Twins{s.codes[a.code].Key, a.id, s.codes[b.code].Key, b.id})
			}
		}
	}
	return out
}

func like(a, b []map[int]bool) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y map[int]bool) bool {
			if 2*min(len(x), len(y)) < max(len(x), len(y)) {
				return false
			}
			both := 0
			for t := range x {
				if y[t] {
					both++
				}
			}
			return 2*both >= len(x)+len(y)-both
		}) {
			return false
		}
	}
	return true
}

// ExampleOverlaps counts, of the examples that a code is to cover, those that
// the rules of another propose too: Of are the code's examples. Both orders of
// a pair are told.
func (s *Set) ExampleOverlaps() (out []Overlap) {
	r := s.program(s.language).runner()
	tree := qda.NewTree(s.codes)
	for i, c := range s.codes {
		found := make([]int, len(s.codes))
		for _, e := range c.Examples.Yes {
			hit := map[int]bool{}
			r.passage(e, func(fired []firing) {
				for len(fired) > 0 {
					code := s.rules[fired[0].rule].code
					n := 1
					for n < len(fired) && s.rules[fired[n].rule].code == code {
						n++
					}
					if _, ok := s.proposal(place{}, fired[:n], nil); ok {
						hit[code] = true
					}
					fired = fired[n:]
				}
			})
			for code := range hit {
				found[code]++
			}
		}
		for j, n := range found {
			if n > 0 && j != i && !tree.Related(i, j) {
				out = append(out, Overlap{Code: c.Key, Other: s.codes[j].Key, Both: n, Of: len(c.Examples.Yes)})
			}
		}
	}
	return out
}
