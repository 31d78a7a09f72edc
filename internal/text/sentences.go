package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences divides a span into sentences: ordered, disjoint, without outer
// white space, holding all that is not white space.
//
// A sentence ends at a run of . ! ? … (or their Arabic, Javanese and Chinese
// like) with the quotes and brackets that close after it, if white space
// follows; at a blank line; and at a line end before a list mark ("- ", "1. ",
// "a) "). Any other line end is a space, for lines may be wrapped. A full stop
// does not end a sentence after an abbreviation, an initial or a list mark, nor
// where the next letter is lower case; a ! or ? ends one there too, unless it
// closes a quotation.
func Sentences(t *Text, within Span) []Span {
	within = within.Intersect(t.All())
	c := &cutter{s: t.Cut(within), point: within.Start}
	for i := 0; i < len(c.s); {
		switch b := c.s[i]; {
		case b == '\n':
			i = c.lineEnd(i)
		case b == '.' || b == '!' || b == '?' || b >= utf8.RuneSelf:
			i = c.stop(i)
		default:
			i++
		}
	}
	c.cut(len(c.s))
	return c.out
}

// Paragraphs divides a span into paragraphs: runs of lines that are not empty,
// without outer white space. A line of only white space is empty.
func Paragraphs(t *Text, within Span) []Span {
	within = within.Intersect(t.All())
	c := &cutter{s: t.Cut(within), point: within.Start}
	for i := 0; i < len(c.s); {
		end := strings.IndexByte(c.s[i:], '\n')
		if end < 0 {
			break
		}
		i += end
		next := i + 1 + spaces(c.s[i+1:])
		if strings.IndexByte(c.s[i+1:next], '\n') >= 0 {
			c.cut(i)
		}
		i = next
	}
	c.cut(len(c.s))
	return c.out
}

// cutter divides s; point is the code point of byte from, where the next piece
// begins; word is where its first letter or digit is, or how far none was
// found.
type cutter struct {
	s     string
	from  int
	point int
	word  int
	out   []Span
}

// cut ends a piece before byte i.
func (c *cutter) cut(i int) {
	piece := c.s[c.from:i]
	body := strings.TrimLeftFunc(piece, unicode.IsSpace)
	c.point += utf8.RuneCountInString(piece[:len(piece)-len(body)])
	trimmed := strings.TrimRightFunc(body, unicode.IsSpace)
	if n := utf8.RuneCountInString(trimmed); n > 0 {
		c.out = append(c.out, Span{c.point, c.point + n})
		c.point += n
	}
	c.point += utf8.RuneCountInString(body[len(trimmed):])
	c.from = i
}

// begun reports whether the piece has a letter or digit before byte i.
func (c *cutter) begun(i int) bool {
	c.word = max(c.word, c.from)
	if k := strings.IndexFunc(c.s[c.word:i], alnum); k >= 0 {
		c.word += k
		return true
	}
	c.word = i
	return false
}

// lineEnd looks at the line end at byte i and gives where to go on.
func (c *cutter) lineEnd(i int) int {
	next := i + 1 + spaces(c.s[i+1:])
	if strings.IndexByte(c.s[i+1:next], '\n') >= 0 || listMark(c.s[next:]) {
		c.cut(next)
	}
	return next
}

// stop looks at what may be the end of a sentence at byte i, and gives where to
// go on.
func (c *cutter) stop(i int) int {
	r, w := utf8.DecodeRuneInString(c.s[i:])
	if r == '\u2029' {
		c.cut(i + w)
		return i + w
	}
	if !terminator(r) {
		return i + w
	}
	hard, last := false, r
	end := i
	for end < len(c.s) {
		if r, w = utf8.DecodeRuneInString(c.s[end:]); !terminator(r) {
			break
		}
		hard = hard || r != '.' && r != '…'
		last = r
		end += w
	}
	single := last == '.' && end == i+1
	quoted := false
	for end < len(c.s) {
		if r, w = utf8.DecodeRuneInString(c.s[end:]); !closer(r) {
			break
		}
		quoted = quoted || r != ')' && r != ']' && r != '}'
		end += w
	}
	next := end + spaces(c.s[end:])
	if next > end && next < len(c.s) && c.ends(i, next, hard, single, quoted) {
		c.cut(next)
		return next
	}
	return end
}

// ends decides whether the stop at byte i, with text going on at next, ends a
// sentence: hard is ! or ?, single a lone full stop.
func (c *cutter) ends(i, next int, hard, single, quoted bool) bool {
	if !c.begun(i) {
		return false // dots before the first word
	}
	r, _ := utf8.DecodeRuneInString(c.s[next:])
	if terminator(r) {
		return false // ". . ."
	}
	after := strings.TrimLeftFunc(c.s[next:], opener)
	r, _ = utf8.DecodeRuneInString(after)
	if unicode.IsLower(r) && (!hard || quoted) && !listMark(after) {
		return false
	}
	if !single {
		return true
	}
	k := strings.LastIndexFunc(c.s[c.from:i], func(r rune) bool { return !alnum(r) && !strings.ContainsRune(".'’-", r) })
	_, w := utf8.DecodeRuneInString(c.s[c.from+max(k, 0):])
	if k < 0 {
		k, w = 0, 0
	}
	word := c.s[c.from+k+w : i]
	return len(word) > 16 || !abbreviation(word, c.word >= c.from+k, after)
}

// abbreviation reports whether the full stop after a word belongs to it. first
// says that the word begins the sentence, after is what follows.
func abbreviation(word string, first bool, after string) bool {
	r, w := utf8.DecodeRuneInString(word)
	switch {
	case w == len(word) && unicode.IsUpper(r):
		return true // an initial
	case first && listWord(word):
		return true
	case strings.IndexByte(word, '.') > 0:
		return dotted(word) && !(capital(after) && endable(word))
	case word == "No" || word == "no":
		// "Surat No. 12", but the answer "No. We did not."
		return !first || strings.ContainsFunc(firstWord(after), unicode.IsDigit)
	}
	if exactAbbreviations[word] {
		return true
	}
	lower := strings.ToLower(word)
	return abbreviations[lower] || endable(lower) && !capital(after) || numbered[lower] && digit(after)
}

// dotted reports an abbreviation of several parts: S.E, S.Kom, Ph.D, a.n, e.g.
func dotted(word string) bool {
	for k, part := range strings.Split(word, ".") {
		n := utf8.RuneCountInString(part)
		if n == 0 || n > 4 || k == 0 && n > 2 || strings.ContainsFunc(part, func(r rune) bool { return !unicode.IsLetter(r) }) {
			return false
		}
	}
	return true
}

// listMark reports that a line begins with a mark of a list.
func listMark(line string) bool {
	word := firstWord(line)
	if word == line {
		return false
	}
	switch word {
	case "-", "*", "•", "–", "—", "▪", "◦", "·":
		return true
	}
	n := len(word) - 1
	return n > 0 && (word[n] == '.' || word[n] == ')') && listWord(strings.TrimPrefix(word[:n], "("))
}

// listWord reports what numbers a point of a list: one letter, or up to three
// digits.
func listWord(s string) bool {
	if len(s) == 1 && s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' {
		return true
	}
	return s != "" && len(s) <= 3 && strings.Trim(s, "0123456789") == ""
}

func firstWord(s string) string {
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i]
	}
	return s
}

func digit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func spaces(s string) int { return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace)) }

func alnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func terminator(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '‽', '؟', '۔', '。', '！', '？', '꧉':
		return true
	}
	return false
}

func closer(r rune) bool {
	switch r {
	case '"', '\'', '”', '’', '»', '›', ')', ']', '}':
		return true
	}
	return false
}

// opener is what may stand before the first letter of a sentence; a bracket is
// not among them, for "(laughs)" says nothing of what follows it.
func opener(r rune) bool {
	switch r {
	case '"', '\'', '“', '„', '‘', '«', '‹', '-', '–', '—':
		return true
	}
	return unicode.IsSpace(r)
}

// endable are abbreviations that end a sentence if a capital follows.
func endable(word string) bool {
	switch word {
	case "dll", "dsb", "dst", "dkk", "tsb", "etc", "a.m", "p.m":
		return true
	}
	return false
}

// set makes a set of the words of a text.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// abbreviations never end a sentence, however they are written.
var abbreviations = set(`
	pt cv ud tbk bpk bp sdr sdri dr drs dra drg ir hj kh tn ny nn prof jl jln gg kab kec kel prov
	rp tgl hlm telp tlp yth ttd mis lih jend mayjen brigjen letjen
	mr mrs ms messrs inc ltd co corp dept vs viz cf ca approx al`)

// exactAbbreviations are words of their own when written otherwise.
var exactAbbreviations = set(`Kol Let Sr Jr St Gen Col Capt Sgt Rev`)

// numbered are abbreviations where a number follows.
var numbered = set(`hal ps psl rt rw kav thn bln fig eq vol pp nos ext ch sec art p`)
