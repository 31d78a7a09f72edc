package transcript

import (
	"slices"
	"strings"
)

// shape is a way in which a whole file writes its turns, other than "P: words".
type shape uint8

const (
	plain    shape = iota
	numbered       // 12. P: words
	tabbed         // P<tab>words
	dashed         // P - words
	shapes         // how many there are
)

// parse reads the head of a line in the shape. Without a colon only labels that
// are known can be told from words.
func (o shape) parse(line string, declared []string) (head, bool) {
	h := head{time: none}
	from := blanks(line)
	switch o {
	case numbered:
		n := numberAt(line[from:])
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
		if width == 0 || !isKnown(label, declared) || strings.TrimSpace(line[from+width:]) == "" {
			return h, false
		}
		h.label, h.start = label, from
		h.speaks(line, from+width)
		return h, true
	}
	return h, false
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
// within a transcript has not. Numbered names are turns under more conditions.
// long are the declared labels and the long ones that recur.
func shapeOf(s string, declared, long []string) shape {
	var heads [shapes]int
	var names tally
	var labels [shapes]map[string]int
	lines := 0
	for line := range strings.Lines(s) {
		if lines++; lines > maxHeads {
			break
		}
		line = strings.TrimRight(line, "\n")
		for o := numbered; o < shapes; o++ {
			h, ok := o.parse(line, long)
			if ok && o == numbered {
				names.number(line, h)
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
			names.plain += one(nameLike(h.label) && !discourse(h.label))
		}
	}
	best := plain
	for o := numbered; o < shapes; o++ {
		recur := 0
		for _, n := range labels[o] {
			recur += one(n > 1)
		}
		if recur > 1 && heads[o] > heads[best] {
			best = o
		}
	}
	if best == plain && names.converse() {
		return numbered
	}
	return best
}

// tally is what the numbered names of a file have in common.
type tally struct {
	count  map[string]int // by the key of the name
	plain  int            // names before a colon without a number
	heads  int
	rising int // numbers greater than the one before
	last   int
	asked  bool
}

func (n *tally) number(line string, h head) {
	if !nameLike(h.label) || discourse(h.label) {
		return
	}
	if n.count == nil {
		n.count = map[string]int{}
	}
	value := number(line[h.start : h.start+digits(line[h.start:])])
	n.count[keyOf(h.label)]++
	n.heads++
	n.rising += one(value > n.last)
	n.last = value
	n.asked = n.asked || strings.ContainsAny(line[h.body:], "?？")
}

// converse tells turns from a list: two names or more recur, the numbers go on,
// someone asks, and names without a number are fewer.
func (n *tally) converse() bool {
	recur, heads := 0, 0
	for _, c := range n.count {
		if c > 1 {
			recur++
			heads += c
		}
	}
	return recur > 1 && n.asked && heads > n.plain && heads*2 > n.heads && n.rising*5 >= n.heads*4
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
	h.label = strings.TrimRight(strings.TrimSuffix(h.label, hours), " \t")
	if h.time == none {
		h.time = d
	}
	return n - len(hours)
}
