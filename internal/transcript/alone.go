package transcript

import (
	"slices"
	"strings"
)

// alone reads a label that has a line to itself, with a time stamp or without.
func (h head) alone(line string) (head, bool) {
	const most = 5 // words
	at, heading := h.opening(line)
	n := labelAt(line[at:])
	if heading || n == 0 {
		return h, false
	}
	h.label = strings.TrimRight(line[at:at+n], " \t")
	at += n
	at += blanks(line[at:])
	at += h.closing(line[at:])
	note, _ := h.noteAt(line[at:])
	at += note
	at += h.closing(line[at:])
	first, last, dots := strings.IndexByte(h.label, '.'), strings.HasSuffix(h.label, "."), strings.Count(h.label, ".")
	if strings.TrimSpace(line[at:]) != "" || first >= 0 && last && dots == 1 || len(strings.Fields(h.label)) > most {
		return h, false
	}
	if discourse(h.label) || isNoise(h.label) || weekday(h.label) || !nameLike(h.label) && callingOf(h.label) == unknown {
		return h, false
	}
	h.body = len(line)
	return h, true
}

// aloneLabels finds labels that have lines to themselves: two or more that
// recur, begin paragraphs, unless they are known, and are followed by words.
// Names are such only where many ask. plains is how many names have a
// colon instead.
func aloneLabels(s string, declared []string, plains int) []string {
	type found struct {
		label    string
		heads    int
		opens    int
		followed int
	}
	byKey := map[string]*found{}
	var order []string
	var before *found // whose words may follow
	lines, asked, opens := 0, 0, true
	for line := range strings.Lines(s) {
		if lines++; lines > maxHeads {
			break
		}
		line = strings.TrimRight(line, " \t\n")
		_, n, _ := stampAt(strings.TrimSpace(line))
		if line == "" || n == len(strings.TrimSpace(line)) {
			opens = true
			continue
		}
		h, ok := head{time: none}.alone(line)
		if !ok {
			if before != nil {
				before.followed++
			}
			asked += one(strings.ContainsAny(line, "?？"))
			before, opens = nil, false
			continue
		}
		k := keyOf(h.label)
		if byKey[k] == nil {
			byKey[k] = &found{label: h.label}
			order = append(order, k)
		}
		before = byKey[k]
		before.heads++
		before.opens += one(opens || h.time != none)
		opens = false
	}
	var out []string
	heads, known := 0, false
	for _, k := range order {
		f := byKey[k]
		sure := isKnown(f.label, declared)
		if f.heads < 2 || f.followed*5 < f.heads*4 || !sure && f.opens*5 < f.heads*4 || len(out) == maxSpeakers {
			continue
		}
		known = known || sure
		heads += f.heads
		out = append(out, f.label)
	}
	if len(out) < 2 || heads <= plains || !known && asked*fewAsk < heads {
		return nil
	}
	slices.Sort(out)
	return out
}
