package lexicon

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"tematik/internal/text"
)

// Matcher finds terms. Add all terms before the first Reader; then it is
// immutable and safe to share.
type Matcher struct {
	lx      *Lexicon
	terms   []term
	index   map[key]int32        // of parts
	singles [][]int32            // by part: the terms that are it
	begins  []bool               // by part: a phrase begins with it
	phrases map[[2]int32][]int32 // by the first two parts
	wilds   [256][]int32         // by first byte; those that begin with a wildcard at 0
	texts   []string             // by part
	uses    uint8                // which indexes have parts

	patterns []pattern
}

// key is what a part is looked up by; English and Indonesian roots are apart.
type key struct {
	kind op
	lang Language
	text string
}

// term is a Term whose parts are numbered. A root of Both is two parts.
type term [][]int32

const (
	usesRoots = 1 << iota
	usesStems
	usesExact
)

// NewMatcher makes a Matcher without terms.
func NewMatcher(lx *Lexicon) *Matcher {
	return &Matcher{lx: lx, index: map[key]int32{}, phrases: map[[2]int32][]int32{}}
}

// Add adds a term, its roots read in a language, and gives its number: 0, 1, …
func (m *Matcher) Add(t Term, lang Language) int {
	var tm term
	for _, p := range t.parts {
		var ids []int32
		switch p.op {
		case root:
			if lang != English {
				m.uses |= usesRoots
				ids = append(ids, m.part(key{root, Indonesian, p.text}))
			}
			if lang != Indonesian {
				m.uses |= usesStems
				ids = append(ids, m.part(key{root, English, EnglishStem(p.text)}))
			}
		case exact:
			m.uses |= usesExact
			ids = append(ids, m.part(key{kind: exact, text: p.text}))
		default:
			ids = append(ids, m.part(key{kind: p.op, text: p.text}))
		}
		tm = append(tm, ids)
	}
	n := int32(len(m.terms))
	m.terms = append(m.terms, tm)
	if t.pattern != nil {
		m.patterns = append(m.patterns, pattern{n, t.pattern})
		return int(n)
	}
	for _, p := range tm[0] {
		if len(tm) == 1 {
			m.singles[p] = append(m.singles[p], n)
			continue
		}
		m.begins[p] = true
		for _, q := range tm[1] {
			m.phrases[[2]int32{p, q}] = append(m.phrases[[2]int32{p, q}], n)
		}
	}
	return int(n)
}

func (m *Matcher) part(k key) int32 {
	id, ok := m.index[k]
	if ok {
		return id
	}
	id = int32(len(m.texts))
	m.index[k] = id
	m.singles, m.begins = append(m.singles, nil), append(m.begins, false)
	m.texts = append(m.texts, k.text)
	if k.kind == wild {
		b := k.text[0]
		if b == '*' || b == '?' {
			b = 0
		}
		m.wilds[b] = append(m.wilds[b], id)
	}
	return id
}

// longest is how many bytes a word may have for its root or stem to be sought.
const longest = 64

// parts gives the parts that a word matches, in order; an echo has no roots.
func (m *Matcher) parts(word string, lang Language, echo bool) []int32 {
	var out []int32
	try := func(k key) {
		if id, ok := m.index[k]; ok {
			out = append(out, id)
		}
	}
	m.lx.forms(word, lang, func(w string) {
		try(key{kind: plain, text: w})
		for _, id := range m.wilds[0] {
			if glob(m.texts[id], w) {
				out = append(out, id)
			}
		}
		if w == "" {
			return
		}
		for _, id := range m.wilds[w[0]] {
			if glob(m.texts[id], w) {
				out = append(out, id)
			}
		}
	})
	if echo || len(word) > longest {
		return sorted(out)
	}
	if m.uses&usesRoots != 0 {
		m.lx.roots(word, lang, func(r string) { try(key{root, Indonesian, r}) })
	}
	if m.uses&usesStems != 0 {
		m.lx.forms(word, lang, func(w string) {
			try(key{root, English, EnglishStem(w)})
			if strings.IndexByte(w, '-') >= 0 {
				for part := range strings.SplitSeq(w, "-") {
					try(key{root, English, EnglishStem(part)})
				}
			}
		})
	}
	if m.uses&usesExact != 0 {
		w := word
		if !ascii(w) {
			w = composed(w)
		}
		try(key{kind: exact, text: w})
	}
	return sorted(out)
}

func sorted(ids []int32) []int32 {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// glob matches a word with * and ?.
func glob(pattern, word string) bool {
	star, mark := -1, 0 // where to try again: after the last *, with one letter more
	p, w := 0, 0
	for w < len(word) {
		_, n := utf8.DecodeRuneInString(word[w:])
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, w
			p++
			continue
		case p < len(pattern) && pattern[p] == '?':
			p++
			w += n
			continue
		case p < len(pattern) && strings.HasPrefix(pattern[p:], word[w:w+n]):
			p += n
			w += n
			continue
		case star < 0:
			return false
		}
		_, n = utf8.DecodeRuneInString(word[mark:])
		mark += n
		p, w = star+1, mark
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Hit is a place where a term was found.
type Hit struct {
	Term        int // its number
	Span        text.Span
	First, Last int32 // the numbers of its words, a word with hyphens being one
}

// Reader finds the terms of a Matcher in many texts of one language. It learns
// each distinct word once; it is not safe to share.
type Reader struct {
	m     *Matcher
	lang  Language
	types map[string]int32
	parts [][]int32 // by type
	words []word    // of the text that was read
	limit int       // index after the last word of the span
	ends  []int32   // by term: the end of its last hit, in words
	hits  []Hit

	text  string // that was read, from code point base
	base  int
	point int // a code point, and the byte of text where it begins
	byte  int
}

// word is a word of the text being read. Where a word with hyphens begins it
// also is that whole.
type word struct {
	span  text.Span
	n     int32 // its number; the parts of a word with hyphens share one
	gap   Gap
	typ   int32
	whole int32 // type of the whole; -1: none begins here
	last  int32 // index after its last part
}

// Reader makes a Reader for texts in a language: it says whether the spoken
// forms of Indonesian count.
func (m *Matcher) Reader(lang Language) *Reader {
	return &Reader{m: m, lang: lang, types: map[string]int32{}, ends: make([]int32, len(m.terms))}
}

// Find gives the places of all terms within a span of what was read last, in
// order; those of one term do not overlap. The result is valid until the next
// Find.
func (r *Reader) Find(span text.Span) []Hit {
	r.hits = r.hits[:0]
	i := sort.Search(len(r.words), func(i int) bool { return r.words[i].span.Start >= span.Start })
	first := i
	r.limit = i + sort.Search(len(r.words)-i, func(k int) bool { return r.words[i+k].span.End > span.End })
	for ; i < r.limit; i++ {
		w := &r.words[i]
		whole := w.whole >= 0 && int(w.last) <= r.limit
		if whole { // a single word is rather the whole, a phrase rather begins with a part
			r.single(i, int(w.last), r.parts[w.whole])
		}
		if parts := r.parts[w.typ]; len(parts) > 0 {
			r.single(i, i+1, parts)
			r.phrase(i, i+1, parts)
		}
		if whole {
			r.phrase(i, int(w.last), r.parts[w.whole])
		}
	}
	for _, h := range r.hits {
		r.ends[h.Term] = 0
	}
	if len(r.m.patterns) > 0 {
		r.patterns(span, first)
		slices.SortStableFunc(r.hits, func(a, b Hit) int { return a.Span.Start - b.Span.Start })
	}
	return r.hits
}

// Read takes in a stretch of text that begins at code point base of its
// document.
func (r *Reader) Read(s string, base int) {
	r.words = r.words[:0]
	r.text, r.base, r.point, r.byte = s, base, base, 0
	number := int32(-1)
	sc := scanner{s: s, base: base}
	begin, lo, last, hi := 0, 0, 0, 0 // of the word with hyphens that is being read, and its last part
	for {
		w, ok := sc.next()
		if !ok || w.Gap != Joined {
			if n := len(r.words); n-begin > 1 {
				r.words[begin].whole, r.words[begin].last = r.typ(s[lo:hi], false), int32(n)
			}
			begin, lo = len(r.words), w.lo
		}
		if !ok {
			return
		}
		if w.Gap != Joined {
			number++
		}
		again := w.Gap == Joined && echo(Fold(s[last:hi]), Fold(s[w.lo:w.hi]))
		last, hi = w.lo, w.hi
		typ := s[w.lo:w.hi]
		if typ == "Tau" && w.Gap == Apart {
			typ = "tau" // at the beginning of a sentence it is no name
		}
		r.words = append(r.words, word{span: w.Span, n: number, gap: w.Gap, typ: r.typ(typ, again), whole: -1})
	}
}

func (r *Reader) typ(w string, echo bool) int32 {
	k := w
	if echo {
		k = "-" + w
	}
	t, ok := r.types[k]
	if !ok {
		t = int32(len(r.parts))
		r.types[strings.Clone(k)] = t
		r.parts = append(r.parts, r.m.parts(w, r.lang, echo))
	}
	return t
}

// single notes the terms that are the word from i to next.
func (r *Reader) single(i, next int, parts []int32) {
	for _, p := range parts {
		for _, n := range r.m.singles[p] {
			r.hit(n, i, next)
		}
	}
}

// phrase tries the phrases that begin with the word from i to next.
func (r *Reader) phrase(i, next int, parts []int32) {
	if next >= r.limit || r.words[next].gap == Apart {
		return
	}
	w := &r.words[next]
	for _, p := range parts {
		if !r.m.begins[p] {
			continue
		}
		r.second(i, p, next+1, r.parts[w.typ])
		if w.whole >= 0 && int(w.last) <= r.limit {
			r.second(i, p, int(w.last), r.parts[w.whole])
		}
	}
}

// second tries the phrases whose first part is p and whose second one is among
// parts; the word after them is next.
func (r *Reader) second(i int, p int32, next int, parts []int32) {
	for _, q := range parts {
		for _, n := range r.m.phrases[[2]int32{p, q}] {
			r.hit(n, i, r.follow(next, r.m.terms[n][2:]))
		}
	}
}

// hit notes that a term was found from word i to end, if it was.
func (r *Reader) hit(n int32, i, end int) {
	if end < 0 || i < int(r.ends[n]) {
		return
	}
	r.ends[n] = int32(end)
	first, last := &r.words[i], &r.words[end-1]
	r.hits = append(r.hits, Hit{int(n), text.Span{Start: first.span.Start, End: last.span.End}, first.n, last.n})
}

// follow matches the rest of a phrase from word i and gives the index after it,
// or -1.
func (r *Reader) follow(i int, rest term) int {
	if len(rest) == 0 {
		return i
	}
	if i >= r.limit || r.words[i].gap == Apart {
		return -1
	}
	w := &r.words[i]
	if overlap(r.parts[w.typ], rest[0]) {
		if end := r.follow(i+1, rest[1:]); end >= 0 {
			return end
		}
	}
	if w.whole >= 0 && int(w.last) <= r.limit && overlap(r.parts[w.whole], rest[0]) {
		return r.follow(int(w.last), rest[1:])
	}
	return -1
}

// overlap reports whether two short ordered lists share a number.
func overlap(a, b []int32) bool {
	for _, x := range b {
		if slices.Contains(a, x) {
			return true
		}
	}
	return false
}
