// Package search finds words, word forms and patterns in documents, alone or
// near one another. It must not know codings, files or how finds are shown.
package search

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/errs"
	"tematik/internal/lexicon"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// How says what a text to look for is.
type How int

// The ways to search.
const (
	Words   How = iota // words as they are, but for what text.Loose does not look at
	Roots              // any form of each word; a word may have an operator of lexicon.Term
	Pattern            // a regular expression (RE2), in small letters or capitals
)

// Query is what to look for. Several texts are sought near one another: from
// each to the next it is at most Near words; neighbours are one apart.
type Query struct {
	Texts []string
	How   How
	Near  int
}

// Program is a compiled query; it is immutable and safe to share.
type Program struct {
	Query
	patterns []*regexp.Regexp
	needed   []string         // of each pattern: what every match of it has
	language lexicon.Language // of documents that say nothing
	matchers map[lexicon.Language]*lexicon.Matcher
}

// Compile reads a query. Forms of words are those of the document's language,
// else the codebook's, else the project's.
func Compile(q Query, cb *qda.Codebook, projectLanguage string) (*Program, error) {
	p := &Program{Query: q, language: lexicon.Both}
	for _, s := range q.Texts {
		if strings.TrimSpace(s) == "" || q.How == Words && text.NewSearcher(s).Empty() {
			return nil, errs.New(errs.Usage, "find: say which words to look for").Hint("tematik find TEXT")
		}
	}
	var err error
	switch q.How {
	case Pattern:
		for _, s := range q.Texts {
			re, err := pattern(s)
			if err != nil {
				return nil, err
			}
			p.patterns, p.needed = append(p.patterns, re), append(p.needed, needed(s))
		}
	case Roots:
		for _, s := range []string{projectLanguage, cb.Language} {
			if l, ok := lexicon.ParseLanguage(s); ok {
				p.language = l
			}
		}
		p.matchers, err = matchers(q.Texts, cb.Normalize)
	}
	return p, err
}

// matchers compiles texts for each language.
func matchers(texts []string, normalize map[string]string) (map[lexicon.Language]*lexicon.Matcher, error) {
	out := map[lexicon.Language]*lexicon.Matcher{}
	lx := lexicon.New(normalize)
	for _, lang := range []lexicon.Language{lexicon.Indonesian, lexicon.English, lexicon.Both} {
		out[lang] = lexicon.NewMatcher(lx)
		for _, s := range texts {
			t, err := lexicon.ParseTerm(rooted(s))
			if err != nil {
				return nil, errs.New(errs.Usage, "find --root %q: %v", s, err).Hint(`tematik find --root "urus dokumen"`)
			}
			out[lang].Add(t, lang)
		}
	}
	return out, nil
}

// rooted writes a text as a term of word forms: ~ before each word that has no
// operator of its own. Punctuation before a word is nothing.
func rooted(s string) string {
	var out []string
	for _, w := range strings.Fields(s) {
		w = strings.TrimLeftFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("~=*?", r)
		})
		switch {
		case w == "":
			continue
		case !strings.ContainsAny(w, "~=*?"):
			w = "~" + w
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// Advice says what to know of the word forms that are sought: a word that has
// affixes finds less than its root would.
func Advice(texts []string, normalize map[string]string) (out []string) {
	lx := lexicon.New(normalize)
	for _, w := range strings.Fields(strings.Join(texts, " ")) {
		letters := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		// What is said of short roots is meant for rules.
		if t, err := lexicon.ParseTerm(rooted(w)); err == nil && utf8.RuneCountInString(letters) > 4 {
			out = append(out, lx.Advice(t, lexicon.Indonesian)...)
		}
	}
	return out
}

// Finder looks for a Program's query in one document after the other. It is not
// safe to share.
type Finder struct {
	*Program
	words   []*text.Searcher // the texts, or what patterns need
	readers map[lexicon.Language]*lexicon.Reader
}

// Finder makes a Finder.
func (p *Program) Finder() *Finder {
	f := &Finder{Program: p, readers: map[lexicon.Language]*lexicon.Reader{}}
	for _, s := range map[How][]string{Words: p.Texts, Pattern: p.needed}[p.How] {
		f.words = append(f.words, text.NewSearcher(s))
	}
	return f
}

// find is a place of one of the texts.
type find struct {
	text int
	span text.Span
}

// Find gives the places in a document, in order. None lies in two turns; word
// forms, patterns and what is near lie in one turn, or in one paragraph of a
// document without turns.
func (f *Finder) Find(d *qda.Document, t *text.Text) []text.Span {
	var finds []find
	switch f.How {
	case Words:
		for i, s := range f.words {
			for _, span := range s.Find(t) {
				finds = append(finds, find{i, span})
			}
		}
	case Roots:
		r := f.reader(d)
		for _, s := range Stretches(d, t) {
			r.Read(t.Cut(s), s.Start)
			for _, h := range r.Find(s) {
				finds = append(finds, find{h.Term, h.Span})
			}
		}
	case Pattern:
		for i, re := range f.patterns {
			stretches := Stretches(d, t)
			if w := f.words[i]; !w.Empty() {
				stretches = with(stretches, w.Find(t))
			}
			for _, s := range stretches {
				finds = appendMatches(finds, i, re, t, s)
			}
		}
	}
	if len(f.Texts) > 1 {
		return near(d, t, finds, len(f.Texts), f.Near)
	}
	var out []text.Span
	for _, x := range finds {
		if lo, hi := d.TurnsAt(x.span); hi-lo <= 1 {
			out = append(out, x.span)
		}
	}
	return out
}

func (f *Finder) reader(d *qda.Document) *lexicon.Reader {
	lang, ok := lexicon.ParseLanguage(d.Language)
	if !ok {
		lang = f.language
	}
	r := f.readers[lang]
	if r == nil {
		r = f.matchers[lang].Reader(lang)
		f.readers[lang] = r
	}
	return r
}

// Stretches are the turns of a document, or its paragraphs where it has none.
func Stretches(d *qda.Document, t *text.Text) []text.Span {
	if len(d.Turns) == 0 {
		return text.Paragraphs(t, t.All())
	}
	out := make([]text.Span, len(d.Turns))
	for i := range d.Turns {
		out[i] = d.Turns[i].Span
	}
	return out
}

// near joins finds of all texts, each at most n words apart from the next, in
// one stretch. A find is part of one such place only.
func near(d *qda.Document, t *text.Text, finds []find, texts, n int) (out []text.Span) {
	slices.SortStableFunc(finds, func(a, b find) int {
		return cmp.Or(a.span.Start-b.span.Start, b.span.End-a.span.End)
	})
	last := make([]text.Span, texts) // the latest find of each text
	for _, s := range Stretches(d, t) {
		clear(last)
		for ; len(finds) > 0 && finds[0].span.Start < s.End; finds = finds[1:] {
			if !s.Contains(finds[0].span) {
				continue
			}
			last[finds[0].text] = finds[0].span
			if group := slices.SortedFunc(slices.Values(last), text.Span.Compare); together(t, group, n) {
				out = append(out, text.Span{Start: group[0].Start, End: group[texts-1].End})
				clear(last)
			}
		}
	}
	return out
}

// together reports that spans in order share nothing, and that each is at most n
// words apart from the next.
func together(t *text.Text, group []text.Span, n int) bool {
	for i, s := range group {
		if s.Empty() || i > 0 && (s.Start < group[i-1].End || wordsBetween(t, group[i-1].End, s.Start) >= n) {
			return false
		}
	}
	return true
}

// wordsBetween counts the words that stand whole between two places.
func wordsBetween(t *text.Text, from, to int) int {
	s := t.Cut(text.Span{Start: from, End: to})
	first, last := strings.IndexFunc(s, unicode.IsSpace), strings.LastIndexFunc(s, unicode.IsSpace)
	if first < 0 {
		return 0
	}
	return text.CountWords(s[first:last])
}
