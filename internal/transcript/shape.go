package transcript

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// shape is a way in which a whole file writes its turns, other than "P: words".
type shape uint8

const (
	plain    shape = iota
	numbered       // 12. P: words
	tabbed         // P<tab>words
	dashed         // P - words
	dotted         // P. words, (P) words, <P> words, P= words
	bolded         // **P** words
	lined          // 012 P: words, each line with its number
	alone          // P, and the words from the next line on
	shapes         // how many there are
)

// parse reads the head of a line in the shape. Without a colon only labels that
// are known can be told from words, unless it is loose: then the caller looks
// at all of them.
func (o shape) parse(line string, declared []string, loose bool) (head, bool) {
	h := head{time: none}
	from := blanks(line)
	switch o {
	case numbered, lined:
		n := numberAt(line[from:])
		if o == lined {
			n = lineNumberAt(line[from:])
		}
		if n == 0 {
			return h, false
		}
		h, ok := parseHead(line[from+n:], declared)
		if !ok || !h.colon {
			return h, false
		}
		h.start, h.body = from, h.body+from+n
		return h, true
	case tabbed, dashed:
		label, width := beforeGap(line[from:], o)
		if width == 0 || !isKnown(label, declared) && (!loose || o == dashed) || strings.TrimSpace(line[from+width:]) == "" {
			return h, false
		}
		h.label, h.start = label, from
		h.speaks(line, from+width)
		return h, true
	case dotted:
		return h.dotted(line, declared)
	case bolded:
		return h.bolded(line, declared, loose)
	case alone:
		h, ok := h.alone(line)
		return h, ok && (loose || isKnown(h.label, declared))
	}
	return h, false
}

// dotted reads a known label before a full stop or the like, or in brackets.
func (h head) dotted(line string, declared []string) (head, bool) {
	at, heading := h.opening(line)
	if heading || at == len(line) {
		return h, false
	}
	closing := ""
	if i := strings.IndexByte("(<", line[at]); i >= 0 {
		closing = ")>"[i : i+1]
		at++
	}
	n := strings.IndexFunc(line[at:], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' })
	if n <= 0 {
		return h, false
	}
	h.label = strings.TrimRight(line[at:at+n], " ")
	if !isKnown(h.label, declared) {
		return h, false
	}
	at += n
	at += h.closing(line[at:])
	tail := line[at:]
	if closing != "" {
		tail = strings.TrimPrefix(tail, closing)
	} else {
		tail = strings.TrimLeft(tail, ".;=>|)")
	}
	if width := len(line) - at - len(tail); width == 0 || width > 2 || blanks(tail) == 0 {
		return h, false
	}
	h.speaks(line, len(line)-len(tail))
	return h, true
}

// bolded reads a label that is emphasised and followed by words that are not.
func (h head) bolded(line string, declared []string, loose bool) (head, bool) {
	at, heading := h.opening(line)
	n := labelAt(line[at:])
	if heading || h.mark == "" || n == 0 {
		return h, false
	}
	h.label = strings.TrimRight(line[at:at+n], " ")
	at += n
	w := h.closing(line[at:])
	if w == 0 || w == 1 && blanks(line[at+w:]) == 0 || strings.TrimSpace(line[at+w:]) == "" || !loose && !isKnown(h.label, declared) {
		return h, false
	}
	h.speaks(line, at+w)
	return h, true
}

// lineNumberAt is the length of the number of a line and the blanks after it.
func lineNumberAt(s string) int {
	n := digits(s)
	if space := blanks(s[n:]); n > 0 && n < 6 && space > 0 {
		return n + space
	}
	return 0
}

// numberAt is the length of the number of a turn: "12. ", "3) ".
func numberAt(s string) int {
	n := digits(s)
	if n == 0 || n > 4 || n == len(s) || s[n] != '.' && s[n] != ')' {
		return 0
	}
	space := blanks(s[n+1:])
	if space == 0 {
		return 0
	}
	return n + 1 + space
}

// beforeGap gives what stands before the first tab or dash of a line, and how
// many bytes it takes with it.
func beforeGap(s string, o shape) (label string, width int) {
	gaps := []string{"\t"}
	if o == dashed {
		gaps = []string{" - ", " – ", " — "}
	}
	for _, gap := range gaps {
		if i := strings.Index(s, gap); i > 0 && (width == 0 || i < len(label)) {
			label, width = s[:i], i+len(gap)
		}
	}
	return strings.TrimRight(label, " "), width
}

// isKnown reports a label that is declared, or known without recurring.
func isKnown(label string, declared []string) bool {
	if slices.ContainsFunc(declared, func(d string) bool { return strings.EqualFold(d, label) }) {
		return true
	}
	return len(label) <= 4*maxLabel && labelAt(label) == len(label) && callingOf(label) != unknown
}

// shapeOf finds the shape of a file: one in which two known labels or more
// recur, and which has more of them than "P: words" has. A list or a table
// within a transcript has not. Names are labels under more conditions; those of
// shapes without a colon are given. long are the declared labels and the long
// ones that recur.
func shapeOf(s string, declared, long []string) (best shape, names []string) {
	var heads [shapes]int
	var tallies [shapes]tally
	var labels [shapes]map[string]int
	plains, lines, filled, counted, last := 0, 0, 0, 0, 0
	for line := range strings.Lines(s) {
		if lines++; lines > maxHeads {
			break
		}
		line = strings.TrimRight(line, "\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		filled++
		if n := digits(strings.TrimLeft(line, " ")); 0 < n && n < 6 {
			value := number(strings.TrimLeft(line, " ")[:n])
			counted += one(value == last+1 || value == 1)
			last = value
		}
		for o := numbered; o < alone; o++ {
			h, ok := o.parse(line, long, true)
			if ok && (o == numbered || labelAt(h.label) == len(h.label) && !isNoise(h.label)) {
				tallies[o].add(line, h)
			}
			if !ok || !isKnown(h.label, declared) {
				continue
			}
			if labels[o] == nil {
				labels[o] = map[string]int{}
			}
			labels[o][keyOf(h.label)]++
			heads[o]++
		}
		if h, ok := parseHead(line, long); ok && h.colon {
			heads[plain] += one(isKnown(h.label, declared))
			plains += one(nameLike(h.label) && !discourse(h.label))
		}
	}
	for o := numbered; o < alone; o++ {
		recur := 0
		for _, n := range labels[o] {
			recur += one(n > 1)
		}
		if recur > 1 && heads[o] > heads[best] && (o != lined || counted*5 >= filled*4) {
			best = o
		}
	}
	if best != plain {
		return best, nil
	}
	if tallies[numbered].converse(plains, numbered, filled) {
		return numbered, nil
	}
	if heads[plain] > 1 {
		return plain, nil
	}
	for _, o := range []shape{bolded, tabbed} {
		if tallies[o].converse(plains, o, filled) {
			return o, tallies[o].recurring()
		}
	}
	if names = aloneLabels(s, declared, plains); names != nil {
		return alone, names
	}
	return plain, nil
}

// fewAsk is the number of turns of which one must ask, where labels are names
// without a colon: headings and stressed words recur as well.
const fewAsk = 5

// tally is what the names of a file in a shape have in common.
type tally struct {
	count  map[string]int    // by the key of the name
	label  map[string]string // as first written
	heads  int
	rising int // numbers greater than the one before
	last   int
	asked  int // turns with a question mark
}

func (n *tally) add(line string, h head) {
	if !nameLike(h.label) || discourse(h.label) {
		return
	}
	if n.count == nil {
		n.count, n.label = map[string]int{}, map[string]string{}
	}
	value := number(line[h.start : h.start+digits(line[h.start:])])
	n.count[keyOf(h.label)]++
	n.label[keyOf(h.label)] = h.label
	n.heads++
	n.rising += one(value > n.last)
	n.last = value
	n.asked += one(strings.ContainsAny(line[h.body:], "?？"))
}

// converse tells turns from a list or a table: two names or more recur, someone
// asks, and names with a colon are fewer. The numbers of turns go on, and a
// table of turns holds nearly all lines.
func (n *tally) converse(plains int, o shape, filled int) bool {
	recur, heads := 0, 0
	for _, c := range n.count {
		if c > 1 {
			recur++
			heads += c
		}
	}
	return recur > 1 && n.asked > 0 && heads > plains && heads*2 > n.heads &&
		(o == numbered && n.rising*5 >= n.heads*4 || o != numbered && n.asked*fewAsk >= heads && (o != tabbed || heads*5 >= filled*4))
}

// recurring are the names that recur, in order.
func (n *tally) recurring() []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(n.count)) {
		if n.count[k] > 1 && len(out) < maxSpeakers {
			out = append(out, n.label[k])
		}
	}
	return out
}

// bracketed reads "[Budi]: words" and "[Budi] words". What follows a remark or
// a link in brackets is no one's.
func (h head) bracketed(line string, at int, declared []string) (head, bool) {
	end := strings.IndexByte(line[at:], ']')
	if end < 0 || line[at] != '[' {
		return h, false
	}
	label := strings.TrimSpace(line[at+1 : at+end])
	named := slices.ContainsFunc(declared, func(d string) bool { return strings.EqualFold(d, label) })
	if name, note, ok := strings.Cut(label, "("); ok && !named && strings.HasSuffix(note, ")") {
		label, h.note = strings.TrimSpace(name), strings.TrimSuffix(note, ")")
	}
	if !named && (label == "" || labelAt(label) != len(label) || isNoise(label)) {
		return h, false
	}
	at += end + 1
	at += h.closing(line[at:])
	at += blanks(line[at:])
	w := colonAt(line[at:])
	if w == 0 && at < len(line) && blanks(line[at-1:]) == 0 {
		return h, false
	}
	h.label, h.colon, h.boxed = label, w > 0, w == 0
	at += w
	at += h.closing(line[at:])
	h.speaks(line, at)
	return h, true
}

// isNoise reports a remark of one who transcribes: "Tertawa", "Tidak jelas".
func isNoise(label string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(label)), func(w string) bool { return noises[w] })
}

// clocked reads the time of "Budi 13:20: words" and takes its hours off the
// label; it gives how far the colon after the time is.
func (h *head) clocked(line string, at int) int {
	hours := h.label[strings.LastIndexAny(h.label, " \t")+1:]
	from := at - len(hours)
	if from < 0 || hours == h.label || digits(hours) != len(hours) || line[from:at] != hours {
		return 0
	}
	tail := line[from:]
	clocktime := strings.TrimRight(tail[:len(tail)-len(strings.TrimLeft(tail, "0123456789:"))], ":")
	d, n, _ := clock(clocktime, false)
	if n == 0 || n < len(clocktime) {
		return 0
	}
	n += blanks(tail[n:])
	if colonAt(tail[n:]) == 0 {
		return 0
	}
	h.label = strings.TrimRight(strings.TrimSuffix(h.label, hours), " \t-")
	if h.time == none {
		h.time = d
	}
	return n - len(hours)
}
