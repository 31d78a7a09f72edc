package transcript

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"tematik/internal/lang"
)

// tellNearLabels warns of lines that begin as turns do, with a speaker's label,
// but go on otherwise: "I. Ya", "P; Apa?", "P - Apa?", "Ana 13:20 Ya". Their
// words belong to the turn before. taken are the heads of turns.
func (t *Transcript) tellNearLabels(taken []head, above int) {
	if len(taken) == 0 {
		return
	}
	type slip struct {
		label, start string
		line, count  int
	}
	var slips []*slip
	known := map[string]*slip{}
	initials := map[byte][]string{}
	for _, sp := range t.Speakers {
		initials[sp.Label[0]] = append(initials[sp.Label[0]], sp.Label)
	}
	line, next := 0, 0
	for row := range strings.Lines(t.Text) {
		line++
		for next < len(taken) && taken[next].line < line {
			next++
		}
		if line < taken[0].line || next < len(taken) && taken[next].line == line {
			continue
		}
		label, start := nearLabel(strings.TrimRight(row, "\n"), initials)
		if label == "" {
			continue
		}
		key := label + " " + strings.Map(noDigit, start)
		s := known[key]
		if s == nil {
			s = &slip{label: label, start: start, line: line}
			known[key] = s
			slips = append(slips, s)
		}
		s.count++
	}
	const most = 20
	for _, s := range slips[:min(len(slips), most)] {
		t.warn("label_unsure", s.line+above, lang.T("%v: %v and was not taken for a turn of %v, so the words belong to the turn before; if a turn begins there, write %v",
			"%v: %v dan tidak dianggap giliran %v, jadi kata-katanya masuk giliran sebelumnya; bila giliran dimulai di sana, tulis %v", fmt.Sprintf("%q", s.start), times(s.count), s.label, fmt.Sprintf("%q", s.label+":")))
	}
}

// nearLabel gives the label that a line begins with where something other than
// its colon follows, and how that looks.
func nearLabel(line string, initials map[byte][]string) (label, start string) {
	s := strings.TrimLeft(line, " \t*_>#")
	if _, n, _ := stampAt(s); n > 0 {
		s = strings.TrimLeft(s[n:], " \t*_-–|")
	}
	n := numberAt(s)
	number := s[:n]
	if s = s[n:]; s == "" {
		return "", ""
	}
	for _, l := range initials[s[0]] {
		rest, ok := strings.CutPrefix(s, l)
		if !ok || len(l) <= len(label) {
			continue
		}
		space := blanks(rest)
		gap, rest := rest[:space], strings.TrimLeft(rest[space:], "*_")
		r, w := utf8.DecodeRuneInString(rest)
		switch {
		case rest == "":
		case colonAt(rest) > 0:
			label, start = l, number+l+":"
		case strings.ContainsRune(".;|=>)/-–—", r) && (w == len(rest) || rest[w] == ' ' || rest[w] == '\t'):
			label, start = l, l+gap+rest[:w]
		case strings.Contains(gap, "\t") || space > 1:
			label, start = l, l+gap
		case clockAt(rest):
			stamp, _, _ := strings.Cut(rest, " ")
			label, start = l, l+" "+stamp
		}
	}
	return label, start
}

// noDigit makes of the times of several lines one.
func noDigit(r rune) rune {
	if '0' <= r && r <= '9' {
		return -1
	}
	return r
}

// clockAt reports words that begin with a time, in brackets or not.
func clockAt(s string) bool {
	if _, n, _ := stampAt(s); n > 0 {
		return true
	}
	s = strings.TrimLeft(s, "([<{")
	_, n, _ := clock(strings.TrimRight(s[:len(s)-len(strings.TrimLeft(s, "0123456789:"))], ":"), false)
	return n > 0
}
