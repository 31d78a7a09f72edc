package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWide is how many characters a label may have that recurs and in which all
// words are those of names: "Ibu Siti Nurhaliza binti Rahmat Hidayat".
const maxWide = 60

// wide is the beginning of lines, up to a colon, that is too long for a label
// or has a comma: "H. Andi, S.E.:".
type wide struct {
	label string
	line  int // the first, from 1
	count int
	lower int  // how often the words after it begin in lower case
	named bool // has only words of names and titles
}

// wideHeads gathers such beginnings, and with them names after a number,
// "1. Andi:". The order is that of the text.
func wideHeads(s string) (wides, numbers []*wide) {
	known := map[string]*wide{}
	line, filled := 0, 0
	for row := range strings.Lines(s) {
		if line++; filled > maxHeads {
			break
		}
		row = strings.TrimRight(row, "\n")
		from := blanks(row)
		n := numberAt(row[from:])
		rest := row[from+n:]
		label, ok := wideAt(rest)
		if !ok && n == 0 {
			continue
		}
		var declared []string
		if ok {
			declared = []string{label}
		}
		h, headed := parseHead(rest, declared)
		if !headed || !h.colon || ok && h.label != label || discourse(h.label) || !ok && !nameLike(h.label) {
			continue
		}
		filled++
		key := h.label
		if !ok {
			key = "\n" + keyOf(h.label) // apart from the others
		}
		w := known[key]
		if w == nil {
			w = &wide{label: h.label, line: line, named: !ok || allNames(h.label)}
			known[key] = w
			if ok {
				wides = append(wides, w)
			} else {
				numbers = append(numbers, w)
			}
		}
		w.count++
		w.lower += one(h.lower)
	}
	return wides, numbers
}

// wideLabels are those that recur and may be speakers.
func wideLabels(ws []*wide) []string {
	var out []string
	for _, w := range ws {
		if w.named && w.count > 1 && len(out) < maxSpeakers {
			out = append(out, w.label)
		}
	}
	return out
}

// wideAt reads what stands before the colon or the brackets of a line, where it
// is no ordinary label and half of its words, two at least, begin as names do.
func wideAt(line string) (string, bool) {
	var h head
	from, _ := h.opening(line)
	end := strings.IndexAny(line[from:], ":：﹕([*_")
	if end <= 0 {
		return "", false
	}
	label := strings.TrimRight(line[from:from+end], " \t")
	if len(label) > 4*maxWide || utf8.RuneCountInString(label) > maxWide || labelAt(label) == len(label) {
		return "", false
	}
	words := strings.Fields(label)
	upper := 0
	for _, w := range words {
		bare := strings.TrimSuffix(w, ",")
		if bare != "&" && (bare == "" || labelAt(bare) != len(bare)) {
			return "", false
		}
		upper += one(capital(bare))
	}
	return label, upper > 1 && upper*2 >= len(words) && capital(words[0])
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// particles stand between names; fillers stand in headings and never in names,
// whatever their case.
var (
	particles = wordSet("bin binti dan and & van de")
	fillers   = wordSet("yang untuk di ke dari pada dengan oleh atau dalam terhadap the of for to in with or from")
)

// allNames reports a label of which each word is a name, a particle between
// names, or a title; only titles follow a comma.
func allNames(label string) bool {
	words := strings.Fields(label)
	for i, w := range words {
		bare := strings.TrimSuffix(w, ",")
		last := i == len(words)-1
		switch {
		case fillers[strings.ToLower(bare)]:
			return false
		case particles[bare]:
			if i == 0 || last || bare != w {
				return false
			}
		case !capital(bare) || last && bare != w:
			return false
		case i > 0 && strings.HasSuffix(words[i-1], ",") && !academic(bare):
			return false
		}
	}
	return len(words) > 0
}

// academic reports a title after a name: letters with full stops, as in S.E.,
// M.Si. and Ph.D.
func academic(w string) bool {
	const longest = 12
	return len(w) <= longest && strings.Contains(w, ".") && strings.IndexFunc(w, func(r rune) bool { return r != '.' && !unicode.IsLetter(r) }) < 0
}

// tellWide warns of beginnings that recur, or stand once and are names with
// their titles, and were not taken for speakers.
func (t *Transcript) tellWide(wides, numbers []*wide, taken []head, above int) {
	const most = 20
	speaks := func(w *wide) bool {
		return slices.ContainsFunc(t.Speakers, func(sp Speaker) bool { return keyOf(sp.Label) == keyOf(w.label) })
	}
	told := 0
	for _, w := range slices.Concat(wides, numbers) {
		once := w.named && w.lower == 0 && len(taken) > 0 && w.line > taken[0].line && strings.Contains(w.label, ",")
		if told == most || w.count < 2 && !once || speaks(w) {
			continue
		}
		told++
		t.warn("label_unsure", w.line+above, unsure(w.label+":", w.count))
	}
}
