package transcript

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxLabel is how many characters a label may have.
const maxLabel = 30

// head is the beginning of a line that may be the beginning of a turn: a time
// stamp, a label, a colon. Whether the label is a speaker is decided when all
// heads of the text are known.
type head struct {
	line  int           // from 1
	row   int           // the same, empty lines not counted
	start int           // where its time stamp, marks or label begin, in bytes
	body  int           // where the speech begins
	label string        // "Budi"
	note  string        // "E1" of "Budi (E1):"
	mark  string        // emphasis that is opened and not closed before the speech
	time  time.Duration // of the stamp, or none
	colon bool          // false: a heading, or a name with a time, on a line of its own
	boxed bool          // "[Budi] words": brackets and no colon
	opens bool          // begins a paragraph
	lower bool          // the speech begins in lower case
}

// parseHead reads the head of a line, if it has one. Offsets are from the
// beginning of the line. Declared labels may have any shape.
func parseHead(line string, declared []string) (head, bool) {
	h := head{time: none}
	from, heading := h.opening(line)
	at := from
	if name, n := voiceAt(line[at:]); n > 0 {
		h.label, h.mark, h.colon = name, "</v>", true
		h.speaks(line, at+n)
		return h, true
	}
	n := declaredAt(line[at:], declared)
	if n == 0 {
		n = labelAt(line[at:])
	}
	if n == 0 {
		return h.bracketed(line, at, declared)
	}
	h.label = strings.TrimRight(line[at:at+n], " \t")
	at += n
	at += blanks(line[at:])
	at += h.closing(line[at:])
	n, timed := h.noteAt(line[at:])
	at += n
	at += h.closing(line[at:])
	at += blanks(line[at:])
	at += h.roleAfter(line[at:])
	at += h.clocked(line, at)
	rest := line[at:]
	w := colonAt(rest)
	if w == 0 {
		return h.bare(line, from, at, heading || timed)
	}
	if digits(rest[w:]) > 0 && endsInNumber(h.label) {
		if n, ok := h.named(line); ok || callingOf(h.label) == unknown || inClock(line, at) {
			return n, ok
		}
	}
	if strings.HasPrefix(rest[w:], "//") || strings.HasPrefix(rest[w:], ")") || strings.HasPrefix(rest[w:], "\\") || colonAt(rest[w:]) > 0 {
		return h, false
	}
	h.colon = true
	at += w
	at += h.closing(line[at:])
	h.speaks(line, at)
	return h, true
}

// voiceAt reads the voice of a cue, "<v Budi Santoso>".
func voiceAt(s string) (name string, n int) {
	inner, ok := strings.CutPrefix(s, "<v ")
	end := strings.IndexByte(inner, '>')
	if !ok || end < 1 || end > 4*maxLabel {
		return "", 0
	}
	name = strings.TrimSpace(inner[:end])
	if name == "" || labelAt(name) != len(name) {
		return "", 0
	}
	return name, len("<v ") + end + 1
}

// speaks notes where the speech begins and how.
func (h *head) speaks(line string, at int) {
	h.body = at
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(line[at:], " \t\"'“‘("))
	h.lower = unicode.IsLower(r)
}

// opening reads what may stand before a label: heading marks, a quotation
// mark, emphasis, a time stamp. It gives where the label would begin.
func (h *head) opening(line string) (at int, heading bool) {
	at = blanks(line)
	for range 4 {
		before := at
		if d, n, sure := stampAt(line[at:]); n > 0 && (sure || strings.TrimSpace(line[at+n:]) != "") {
			if h.time == none {
				h.time = d
			}
			at += n
			// "00:12:31 - Budi:"
			if tail := strings.TrimLeft(line[at:], " \t"); strings.HasPrefix(tail, "- ") || strings.HasPrefix(tail, "– ") || strings.HasPrefix(tail, "| ") {
				at = len(line) - len(tail) + strings.IndexByte(tail, ' ')
			}
		} else if d, n := stopped(line[at:]); n > 0 && h.time == none {
			h.time, at = d, at+n
		} else if n := run(line[at:], '#'); n > 0 {
			at, heading = at+n, true
		} else if n := run(line[at:], '>'); n > 0 {
			at += n
		} else if n := emphasis(line[at:]); n > 0 && h.mark == "" {
			h.mark = line[at : at+n]
			at += n
		}
		at += blanks(line[at:])
		if at == before {
			break
		}
	}
	return at, heading
}

// closing reads the end of the emphasis that was opened.
func (h *head) closing(s string) int {
	if h.mark == "" || !strings.HasPrefix(s, h.mark) {
		return 0
	}
	n := len(h.mark)
	h.mark = ""
	return n + blanks(s[n:])
}

// declaredAt reads one of the labels that the front matter names.
func declaredAt(s string, declared []string) int {
	best := 0
	for _, d := range declared {
		if len(d) <= best || len(d) > len(s) || !strings.EqualFold(s[:len(d)], d) {
			continue
		}
		tail := strings.TrimLeft(s[len(d):], " \t*_")
		if tail == "" || colonAt(tail) > 0 || tail[0] == '(' || tail[0] == '[' || digits(tail) > 0 && len(tail) < len(s)-len(d) {
			best = len(d)
		}
	}
	return best
}

// noteAt reads what stands in brackets after a label: a role, a code, a manner
// of speaking, or a time.
func (h *head) noteAt(s string) (n int, timed bool) {
	if s == "" || s[0] != '(' && s[0] != '[' {
		return 0, false
	}
	if d, n, _ := stampAt(s); n > 0 {
		if h.time == none {
			h.time = d
		}
		return n, true
	}
	closing := ")"
	if s[0] == '[' {
		closing = "]"
	}
	end := strings.Index(s, closing)
	if end < 0 || end > 4*maxLabel {
		return 0, false
	}
	h.note = strings.TrimSpace(s[1:end])
	return end + 1 + blanks(s[end+1:]), false
}

// roleAfter reads a role after a dash, "Ratna – Informan:", and takes it off
// the label where a hyphen has made it part of that.
func (h *head) roleAfter(s string) int {
	if name, role, ok := strings.Cut(h.label, " - "); ok && callingOf(role) > ambiguous {
		h.label, h.note = strings.TrimRight(name, " "), role
		return 0
	}
	for _, dash := range []string{"–", "—"} {
		if tail, ok := strings.CutPrefix(s, dash); ok {
			n := blanks(tail)
			role := tail[n : n+labelAt(tail[n:])]
			if after := tail[n+len(role):]; callingOf(role) > ambiguous && colonAt(strings.TrimLeft(after, " \t*_")) > 0 {
				h.note = role
				return len(dash) + n + len(role) + blanks(after)
			}
		}
	}
	return 0
}

// bare accepts a label without a colon on a line of its own, where a heading,
// emphasis or a time after it shows that it is more than a word.
func (h head) bare(line string, from, at int, shown bool) (head, bool) {
	emphasised := h.mark == "" && strings.ContainsAny(line[h.start:from], "*_")
	if strings.TrimSpace(line[at:]) == "" && (shown || emphasised) {
		h.body = len(line)
		return h, true
	}
	return h.named(line)
}

// named reads "Budi Santoso  0:03", as services that transcribe write it: the
// label that was read so far ends in the time.
func (h head) named(line string) (head, bool) {
	i := strings.Index(line[h.start:], h.label)
	if i < 0 || h.time != none {
		return h, false
	}
	i += h.start
	end := strings.TrimRight(line, " \t")
	cut := strings.LastIndexAny(end, " \t")
	if cut <= i {
		return h, false
	}
	d, n, _ := stampAt(end[cut+1:])
	if n == 0 || n < len(end)-cut-1 {
		return h, false
	}
	h.label = strings.TrimRight(line[i:cut], " \t")
	if labelAt(h.label) != len(h.label) || !nameLike(h.label) {
		return h, false
	}
	h.time, h.body = d, len(line)
	return h, true
}

// labelAt is how many bytes of a string have the shape of a label: letters
// first, then letters, digits, spaces and what stands in names.
func labelAt(s string) int {
	count, kept := 0, 0
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r) && count > 0:
			kept = i + utf8.RuneLen(r)
		case count == 0:
			return 0
		case unicode.IsDigit(r) || strings.ContainsRune(".-'’/&#", r) || r == '_' && wordAfter(s[i+1:]):
			kept = i + utf8.RuneLen(r)
		case r == ' ' || r == '\t' || r == '\u00a0' || r == '\u202f':
		default:
			return kept
		}
		if count++; count > maxLabel && kept > i {
			return 0
		}
	}
	return kept
}

// wordAfter tells the underline within a name from one that ends emphasis.
func wordAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// colonAt is the length of the colon that a string begins with.
func colonAt(s string) int {
	for _, c := range []string{":", "：", "﹕"} {
		if strings.HasPrefix(s, c) {
			return len(c)
		}
	}
	return 0
}

// endsInNumber reports a last word that is a number: "Pukul 14", but not "N1".
func endsInNumber(s string) bool {
	last := s[strings.LastIndexAny(s, " \t")+1:]
	return last != s && digits(last) == len(last)
}

// inClock reports the colon of a time at a place of a line, "P 13:20 Apa?":
// two digits on both sides. "Informan 2:5 kali" may be a label.
func inClock(line string, at int) bool {
	if at < 2 || digits(line[at-2:]) != 2 {
		return false
	}
	_, n, _ := clock(line[at-2:], false)
	return n > 0
}

// run is how often a byte is repeated at the beginning of a string.
func run(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

// emphasis is the length of Markdown emphasis that opens here; a star and a
// space is a list.
func emphasis(s string) int {
	if s == "" || s[0] != '*' && s[0] != '_' {
		return 0
	}
	n := run(s, s[0])
	if n > 3 || n == len(s) || s[n] == ' ' || s[n] == '\t' {
		return 0
	}
	return n
}
