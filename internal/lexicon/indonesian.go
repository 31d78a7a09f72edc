package lexicon

import (
	"slices"
	"strings"
)

// eachRoot calls yield with what a folded word may be a form of: itself, and
// what is left when clitics, a suffix and up to three prefixes are taken off in
// every legal way; some of it more than once. There is no dictionary: most of
// it is no word, and the root that a researcher wrote is found among it.
func eachRoot(word string, yield func(string)) {
	if strings.IndexByte(word, '-') >= 0 {
		before := ""
		for part := range strings.SplitSeq(word, "-") {
			if !echo(before, part) {
				eachRoot(part, yield)
			}
			before = part
		}
		word = strings.ReplaceAll(word, "-", "")
	}
	if base, tail, ok := strings.Cut(word, "2"); ok && len(base) >= 3 && base[len(base)-1] > '9' {
		eachRoot(base, yield) // "undang2nya" is undang-undangnya
		word = base + tail
	}
	s := stripper{yield: yield, whole: word}
	s.word(word)
}

// echo reports that a part of a word with hyphens repeats the end of one that
// is not to be taken apart: "lahan" in perlahan-lahan.
func echo(before, part string) bool {
	if !strings.HasSuffix(before, part) || len(before) == len(part) {
		return false
	}
	_, ok := ownWords[before]
	return ok
}

// A class is a kind of prefix; a stripper notes which stands outermost.
type class uint16

const (
	none   class = 1 << iota // no prefix yet
	di                       // also ku-, kau-
	ke                       //
	se                       // also pra-, antar- and their like
	ber                      // also be-
	ter                      // also te-
	me                       // with its nasal
	pe                       // with its nasal, or bare
	per                      //
	spoken                   // ng-, ny-, n-, m-, nge-
)

// inside says which prefixes may stand within another.
var inside = map[class]class{
	none:   di | ke | se | ber | ter | me | pe | per | spoken,
	di:     per | ber | ke | se,
	me:     per | ber | ke | se,
	spoken: per | ber | ke,
	ber:    pe | ke,
	ter:    per | ke,
	ke:     ter | ber | pe | per | se,
	se:     pe | per | ke | me,
	pe:     per | ber | ke | se,
	per:    se,
}

// A suffix class; an is also what is left of -kan on a root in k, as in the
// common misspelling "memasukan".
type suffix uint8

const (
	bare suffix = 1 << iota
	an
	kan
	i
	in // spoken
)

// suffixes says which suffixes the outermost prefix allows.
var suffixes = map[class]suffix{
	none:   bare | an | kan | i | in,
	di:     bare | kan | i | in,
	me:     bare | kan | i | in,
	spoken: bare | kan | i | in,
	ke:     bare | an | i,
	ber:    bare | an | kan,
	ter:    bare | kan | i,
	se:     bare | an,
	pe:     bare | an,
	per:    bare | an | kan | i | in,
}

// least is how many letters a root must have.
const least = 3

// stripper takes affixes off a word.
type stripper struct {
	yield  func(string)
	whole  string // the word without its hyphens
	suffix suffix // the one that was taken off
	tail   int    // letters of the suffix
	ends   int    // where the stem ends in whole
}

// word takes off particles and possessives, one of each.
func (s *stripper) word(w string) {
	if s.own(w) {
		return
	}
	s.base(w)
	for _, particle := range [...]string{"", "lah", "kah", "pun"} {
		stem, ok := strings.CutSuffix(w, particle)
		if !ok || len(stem) < least {
			continue
		}
		if particle != "" {
			if s.own(stem) {
				return
			}
			s.base(stem)
		}
		for _, possessive := range [...]string{"nya", "ku", "mu"} {
			if inner, ok := strings.CutSuffix(stem, possessive); ok && len(inner) >= least {
				s.base(inner)
			}
		}
	}
}

// own yields the root of a word that is not to be taken apart.
func (s *stripper) own(w string) bool {
	root, ok := ownWords[w]
	if ok {
		s.yield(w)
		s.yield(root)
	}
	return ok
}

// base takes off a suffix.
func (s *stripper) base(w string) {
	if s.own(w) {
		return
	}
	try := func(kind suffix, stem string) {
		if len(stem) >= least {
			s.suffix, s.ends = kind, min(len(stem), len(w))
			s.tail = len(w) - s.ends
			s.prefixes(stem, none, 3)
		}
	}
	try(bare, w)
	if stem, ok := strings.CutSuffix(w, "an"); ok {
		try(an, stem)
		if len(stem) >= 6 && stem[0] == stem[2] && stem[1] == 'e' && !strings.HasSuffix(stem, "k") {
			s.root(stem[2:]) // "reruntuhan", "pepohonan"
		}
	}
	if stem, ok := strings.CutSuffix(w, "kan"); ok {
		try(kan, stem)
	}
	if stem, ok := strings.CutSuffix(w, "in"); ok {
		try(in, stem)
		if strings.HasSuffix(stem, "a") {
			try(in, stem+"i") // "selesain"
		}
	}
	if stem, ok := strings.CutSuffix(w, "i"); ok {
		try(i, stem)
	}
}

// prefixes yields a stem that stands inside a prefix, and takes off the next
// one.
func (s *stripper) prefixes(w string, outer class, depth int) {
	if len(w) < least || s.belongs(w) || s.own(w) {
		return
	}
	s.root(w)
	if depth == 0 {
		return
	}
	allowed := inside[outer]
	within := func(c class, stem string) {
		if allowed&c != 0 && s.goes(outer, c, stem) {
			s.prefixes(stem, c, depth-1)
		}
	}
	s.plain(w, outer, within)
	if allowed&(me|pe) != 0 {
		s.nasals(w, within)
	}
	if allowed&spoken != 0 {
		s.colloquial(w, within)
	}
}

// belongs reports that what was taken off behind a stem is part of a word of
// its own: "dinilai" is of nilai, not of nila, "bermasalah" not of masa.
func (s *stripper) belongs(w string) bool {
	for _, end := range [...]int{s.ends + s.tail, len(s.whole)} {
		if end > s.ends {
			if _, ok := ownWords[w+s.whole[s.ends:end]]; ok {
				return true
			}
		}
	}
	return false
}

// root yields a stem if it can be one: it has a vowel.
func (s *stripper) root(w string) {
	if len(w) >= least && strings.ContainsAny(w, "aeiou") {
		s.yield(w)
	}
}

// goes reports whether a prefix, standing within another or outermost, goes
// with the suffix: mengetahui, keterbatasan, berkelanjutan, memberdayakan, but
// not mem-ber-ikan or di-ke-lola.
func (s *stripper) goes(outer, inner class, stem string) bool {
	switch {
	case outer == none && s.suffix == an && inner&(di|me|spoken) != 0:
		return strings.HasSuffix(stem, "k")
	case outer == none:
		return suffixes[inner]&s.suffix != 0
	case outer&(di|me|spoken) != 0 && inner&(ke|ber) != 0:
		return s.suffix&(kan|i|in) != 0
	case outer == ke, outer == pe && inner&(ber|ke) != 0, outer&(ber|se) != 0 && inner == ke:
		return s.suffix == an
	}
	return true
}

// plain takes off the prefixes that change nothing.
func (s *stripper) plain(w string, outer class, within func(class, string)) {
	if outer == none {
		for _, bound := range [...]string{"antar", "anti", "non", "pasca", "pra"} {
			if rest, ok := strings.CutPrefix(w, bound); ok && len(rest) > least {
				within(se, rest) // "antarinstansi", "pascapanen"
			}
		}
	}
	switch w[0] {
	case 'd':
		if rest, ok := strings.CutPrefix(w, "di"); ok {
			within(di, rest)
		}
	case 'k':
		if rest, ok := strings.CutPrefix(w, "ke"); ok {
			within(ke, rest)
			if not, ok := strings.CutPrefix(rest, "tidak"); ok && s.suffix == an {
				s.yield("tidak")
				within(ke, not) // "ketidaktahuan"
			}
		}
		for _, pronoun := range [...]string{"ku", "kau"} {
			if rest, ok := strings.CutPrefix(w, pronoun); ok && len(rest) > least {
				within(di, rest)
			}
		}
	case 's':
		if rest, ok := strings.CutPrefix(w, "se"); ok {
			within(se, rest)
		}
	case 't':
		s.liquid(w, "ter", ter, within)
		if strings.HasPrefix(w, "teper") {
			within(ter, w[2:]) // "tepercaya"
		}
	case 'b':
		s.liquid(w, "ber", ber, within)
		// "bekerja", "beternak"
		if len(w) > 6 && strings.HasPrefix(w, "be") && strings.IndexByte("aeiour", w[2]) < 0 && w[3:5] == "er" {
			within(ber, w[2:])
		}
	case 'p':
		if rest, ok := strings.CutPrefix(w, "per"); ok {
			within(per, rest)
			if outer&(di|me|ter|spoken) != 0 {
				within(per, w[2:]) // "memperumit"
			}
		}
	}
}

// liquid takes off ber- or ter-, whose r is lost before another.
func (s *stripper) liquid(w, prefix string, c class, within func(class, string)) {
	if rest, ok := strings.CutPrefix(w, prefix); ok {
		within(c, rest)
		within(c, w[2:])
	}
}

// nasals takes off me- and pe- with their nasal, in every reading.
func (s *stripper) nasals(w string, within func(class, string)) {
	c := me
	rest, ok := strings.CutPrefix(w, "me")
	if !ok {
		c = pe
		if rest, ok = strings.CutPrefix(w, "pe"); !ok {
			return
		}
	}
	if len(rest) < least {
		return
	}
	if settled(rest) {
		within(c, rest)
		return
	}
	if c == pe && !vowel(rest[0]) || strings.IndexByte("lrwymn", rest[0]) >= 0 {
		within(c, rest) // "merasa", "pedagang"
	}
	nasal, stem := nasalOf(rest)
	if nasal == "" || stem == "" {
		return
	}
	first := stem[0]
	switch {
	case vowel(first):
		if nasal == "ng" {
			within(c, stem)
		}
		if swallowed := hidden[nasal] + stem; c == me && nasal == "m" {
			s.prefixes(swallowed, c, 0) // the p of per- is not swallowed
		} else {
			within(c, swallowed)
		}
		if nasal == "ng" && first == 'e' && monosyllable(stem[1:]) {
			within(c, stem[1:]) // "mengecek"
		}
	case strings.IndexByte("rl", first) >= 0:
		within(c, hidden[nasal]+stem) // "pemrosesan"
		within(c, stem)               // "penglihatan"
	case strings.IndexByte(kept[nasal], first) >= 0:
		within(c, stem)
	}
}

// colloquial takes off the bare nasals of speech, outermost only: ngurus,
// nyari, nulis, milih, ngebantu, mbantu.
func (s *stripper) colloquial(w string, within func(class, string)) {
	nasal, stem := nasalOf(w)
	if nasal == "" || stem == "" {
		return
	}
	if settled(w) {
		within(spoken, w)
		return
	}
	first := stem[0]
	switch {
	case vowel(first):
		if nasal == "ng" {
			within(spoken, stem)
			within(spoken, "h"+stem) // "ngitung"
			if first == 'e' {
				within(spoken, stem[1:])
			}
		}
		if nasal == "ny" {
			within(spoken, "c"+stem) // "nyari"
		}
		if nasal != "m" {
			within(spoken, hidden[nasal]+stem)
		} else if swallowed := "p" + stem; !agent(swallowed) && s.goes(none, spoken, swallowed) {
			s.prefixes(swallowed, spoken, 0)
		}
	case strings.IndexByte("rl", first) >= 0:
		within(spoken, hidden[nasal]+stem) // "ngredit"
		within(spoken, stem)               // "nglewatin"
	case strings.IndexByte(kept[nasal], first) >= 0:
		within(spoken, stem)
	}
}

// agent reports a word that is rather pe- on another root: "melakukan" is not
// spoken for pelaku, as "meriksa" is for periksa.
func agent(w string) bool {
	if len(w) < 3 || w[1] != 'e' || strings.IndexByte("lrwymn", w[2]) < 0 {
		return false
	}
	switch w {
	case "pelihara", "pelintir", "pelotot", "peluk", "pengaruh", "penting", "penuh", "perang", "peras", "percaya",
		"perhati", "periksa", "perintah", "perlu":
		return false
	}
	return true
}

// settled reports a nasal form that could be read in several ways of which one
// is known to be right: mohon is not from pohon.
func settled(form string) bool {
	nasal, stem := nasalOf(form)
	if nasal == "" || stem == "" || !vowel(stem[0]) {
		return false
	}
	_, ok := ownWords[form]
	return ok
}

// hidden is the consonant that a nasal swallows before a vowel; kept are those
// that stay after it, in loans too.
var (
	hidden = map[string]string{"m": "p", "n": "t", "ny": "s", "ng": "k"}
	kept   = map[string]string{"m": "bpfv", "n": "djctzs", "ny": "", "ng": "ghkqcxs"}
)

func nasalOf(w string) (nasal, stem string) {
	for _, n := range [...]string{"ng", "ny", "n", "m"} {
		if stem, ok := strings.CutPrefix(w, n); ok {
			return n, stem
		}
	}
	return "", ""
}

func vowel(b byte) bool {
	return b == 'a' || b == 'e' || b == 'i' || b == 'o' || b == 'u'
}

// monosyllable reports a word of one vowel.
func monosyllable(w string) bool {
	k := strings.IndexAny(w, "aeiou")
	return k >= 0 && !strings.ContainsAny(w[k+1:], "aeiou")
}

// affixed gives the roots of a word that has a prefix and -an or -kan; nil if it
// has not both.
func affixed(word string) (roots []string) {
	if _, ok := ownWords[word]; ok {
		return nil
	}
	s := stripper{yield: func(r string) {
		if len(r) > least && !slices.Contains(roots, r) {
			roots = append(roots, r)
		}
	}}
	stem, ok := strings.CutSuffix(word, "kan")
	if s.suffix = kan; !ok {
		stem, ok = strings.CutSuffix(word, "an")
		s.suffix = an
	}
	if !ok || len(stem) <= least {
		return nil
	}
	within := func(c class, rest string) {
		if root, ok := ownWords[rest]; ok {
			rest = root
		}
		if s.goes(none, c, rest) {
			s.root(rest)
		}
	}
	s.nasals(stem, within)
	s.plain(stem, none, within)
	slices.Sort(roots)
	return roots
}
