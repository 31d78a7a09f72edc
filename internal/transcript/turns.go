package transcript

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// findTurns finds the turns and speakers of the text. above is how many lines
// of the file stand above the text.
func (t *Transcript) findTurns(src source, declared []Speaker, above int) {
	labels := slices.Clone(src.labels)
	for _, d := range declared {
		labels = append(labels, d.Label)
	}
	odd, long := plain, labels
	var wides, numbers []*wide
	if t.Kind != qda.Observation && t.Kind != qda.Paper {
		wides, numbers = wideHeads(t.Text)
		long = slices.Concat(labels, wideLabels(wides))
		var names []string
		odd, names = shapeOf(t.Text, labels, long)
		long = slices.Concat(long, names)
	}
	hs := heads(t.Text, long, odd)
	top := dropHeader(t.Text, hs)
	t.dateAbove(hs[:top], above)
	hs = hs[top:]
	t.tellShape(odd, countTurns(hs, labels))
	resolveNotes(hs)
	vs := voices(hs, labels)
	usual := habitOf(vs)
	index := map[string]int{} // key of a voice → speaker
	for _, v := range vs {
		if v.speaks(usual, t.Kind) {
			index[v.key] = len(t.Speakers)
			t.Speakers = append(t.Speakers, Speaker{Label: v.label, Role: v.note.role()})
		}
	}
	if len(hs) > maxHeads || len(t.Speakers) > maxSpeakers {
		t.Speakers, t.Words = nil, text.CountWords(t.Text)
		t.warn("no_conversation", 0, lang.T("more than %v lines or %v labels look like those of speakers: taken as text without turns",
			"lebih dari %v baris atau %v label tampak seperti milik pembicara: diambil sebagai teks tanpa giliran", maxHeads, maxSpeakers))
		return
	}
	told := t.tellDoubts(vs, hs, index, above)
	hs = slices.DeleteFunc(hs, func(h head) bool {
		_, ok := index[keyOf(h.label)]
		return !ok
	})
	t.tellNearLabels(hs, above)
	if odd == numbered {
		numbers = nil // they are among the heads
	}
	t.tellWide(slices.DeleteFunc(wides, func(w *wide) bool { return told[keyOf(w.label)] }), numbers, hs, above)
	p := pointer{s: t.Text}
	before := none // the time at which the turn before ended
	for i, h := range hs {
		limit := len(t.Text)
		if i+1 < len(hs) {
			limit = hs[i+1].start
		}
		start, end, at, last := speech(t.Text, h, limit, src.headings)
		if at == none {
			at = before
		}
		before = last
		if start == end {
			t.warn("empty_turn", h.line+above, lang.T("%v: says nothing; not counted as a turn", "%v: tidak mengatakan apa-apa; tidak dihitung sebagai giliran", h.label))
			continue
		}
		who := index[keyOf(h.label)]
		sp := &t.Speakers[who]
		words := t.Text[start:end]
		sp.Turns++
		sp.Words += text.CountWords(words)
		sp.Asks += one(asks(words))
		t.Turns = append(t.Turns, qda.Turn{Span: text.Span{Start: p.at(start), End: p.at(end)}, Speaker: who, Time: at})
	}
	t.dropSilent()
	t.countWords()
}

// tellShape warns of what a shape leaves in doubt.
func (t *Transcript) tellShape(odd shape, counted string) {
	if odd == lined {
		t.warn("line_numbers", 0, lang.T("each line begins with its number; where the words of a turn go on over lines, the numbers are among them: better save the file without line numbers",
			"tiap baris diawali nomornya; bila ucapan berlanjut ke baris berikut, nomor itu ikut di dalamnya: sebaiknya simpan berkas tanpa nomor baris"))
	}
	if counted != "" {
		t.warn("labels_count", 0, lang.T("the labels count (%v): the numbers were taken for those of turns, not of people; if they are people, name them under speakers: in the front matter",
			"labelnya menghitung (%v): nomornya dianggap nomor giliran, bukan orang; bila itu orang, sebutkan di bawah speakers: di front matter", counted))
	}
}

// countTurns takes the numbers off labels that count the turns, "P1, I1, P2,
// I2, P3": each stands once, in order, and there are several kinds. It gives
// the first of them.
func countTurns(hs []head, declared []string) string {
	const few = 3
	next := map[string]int{}
	most := 0
	var shown []string
	for _, h := range hs {
		base, digits := splitNumber(h.label)
		n := number(strings.TrimLeft(digits, " .-_#"))
		if len(declared) > 0 || !h.colon || callingOf(h.label) == unknown || n == 0 || n > maxHeads || n != next[base]+1 {
			return ""
		}
		next[base] = n
		most = max(most, n)
		shown = append(shown, h.label)
	}
	if len(next) < 2 || most < few || len(shown) < most*len(next)-1 {
		return ""
	}
	for i, h := range hs {
		hs[i].label = strings.TrimRight(strings.TrimRight(h.label, "0123456789"), " .-_#")
	}
	return strings.Join(shown[:min(len(shown), 4)], ", ") + " …"
}

// dropSilent takes out speakers whose turns were all empty.
func (t *Transcript) dropSilent() {
	to := make([]int, len(t.Speakers))
	var kept []Speaker
	for i, sp := range t.Speakers {
		to[i] = len(kept)
		if sp.Turns > 0 {
			kept = append(kept, sp)
		}
	}
	t.Speakers = kept
	for i := range t.Turns {
		t.Turns[i].Speaker = to[t.Turns[i].Speaker]
	}
}

func (t *Transcript) countWords() {
	if t.Turns == nil {
		t.Words = text.CountWords(t.Text)
		if t.Kind == "" || t.Kind == qda.Interview || t.Kind == qda.FocusGroup {
			t.warn("no_turns", 0, lang.T("no speakers were recognised: all of the text counts as the respondent's, in paragraphs; if several speak, begin each turn with who speaks and a colon, such as P:",
				"tidak ada pembicara yang dikenali: seluruh teks dihitung sebagai ucapan informan, per paragraf; bila ada beberapa pembicara, awali tiap giliran dengan pembicaranya dan titik dua, seperti P:"))
		}
		return
	}
	for _, sp := range t.Speakers {
		t.Words += sp.Words
	}
}

// tellDoubts warns of labels that look like speakers and were not taken: their
// words belong to the turn before. It gives the keys of those labels.
func (t *Transcript) tellDoubts(vs []*voice, hs []head, index map[string]int, above int) map[string]bool {
	doubts := map[string]bool{}
	first := slices.IndexFunc(hs, func(h head) bool { _, ok := index[keyOf(h.label)]; return ok })
	const most = 20
	for told := 0; len(vs) > 0 && told < most; vs = vs[1:] {
		v := vs[0]
		_, taken := index[v.key]
		marked := v.colons > 0 || v.boxed > 1 || callingOf(v.label) != unknown
		if taken || !marked || discourse(v.label) || !nameLike(v.label) {
			continue
		}
		if v.heads == 1 && (first < 0 || v.line < hs[first].line || v.lower > 0) {
			continue
		}
		shown := v.label + ":"
		if v.boxed == v.heads {
			shown = "[" + v.label + "]"
		}
		t.warn("label_unsure", v.line+above, unsure(shown, v.heads))
		doubts[v.key] = true
		told++
	}
	return doubts
}

// unsure says of a label that it may be a speaker's.
func unsure(label string, n int) lang.Text {
	return lang.T("%v: %v and was not taken for a speaker; if it is one, name it under speakers: in the front matter",
		"%v: %v dan tidak dianggap pembicara; bila memang pembicara, sebutkan di bawah speakers: di front matter", fmt.Sprintf("%q", label), times(n))
}

func times(n int) lang.Text {
	if n == 1 {
		return lang.T("begins one line", "mengawali satu baris")
	}
	return lang.T("begins several lines", "mengawali beberapa baris")
}

// speech gives where the words of a turn begin and end, the time stamp that
// stands with its label, and the one at its end: there it says when the turn
// ends and the next begins. Words without any are nothing.
func speech(s string, h head, limit int, headings bool) (start, end int, at, last time.Duration) {
	at, last = h.time, none
	start = h.body
	for {
		start = limit - len(strings.TrimLeftFunc(s[start:limit], unicode.IsSpace))
		d, n, sure := stampAt(s[start:limit])
		if n == 0 || !sure {
			break
		}
		if at == none {
			at = d
		}
		start += n
	}
	end = start
	for tail := s[start:limit]; end != start+len(tail); {
		end = start + len(tail)
		var d time.Duration
		if tail, d = trimStamp(strings.TrimRightFunc(tail, unicode.IsSpace)); last == none {
			last = d
		}
		if headings {
			tail = trimHeading(tail)
		}
	}
	if words, marked := strings.CutSuffix(s[start:end], h.mark); marked && h.mark != "" {
		end = start + len(strings.TrimRightFunc(words, unicode.IsSpace))
	}
	if strings.IndexFunc(s[start:end], func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune("*_#>", r) }) < 0 {
		return start, start, at, last
	}
	return start, end, at, last
}

// trimStamp takes a time stamp off the end of a turn, where it is in square
// brackets or number signs, in round ones with hours, or alone on its line.
func trimStamp(s string) (string, time.Duration) {
	row := strings.LastIndexByte(s, '\n') + 1
	if d, n, sure := stampAt(s[row:]); sure && row+n == len(s) {
		return s[:row], d
	}
	if d, n, parts := clock(s[row:], true); row > 0 && parts == 3 && row+n == len(s) && digits(s[row:]) <= 2 && number(s[row:row+digits(s[row:])]) < 10 {
		return s[:row], d // 00.12.31, hardly a date
	}
	open, surely := -1, false
	switch {
	case strings.HasSuffix(s, "]"):
		open = strings.LastIndexByte(s, '[')
	case strings.HasSuffix(s, ")"):
		open, surely = strings.LastIndexByte(s, '('), true
	case strings.HasSuffix(s, "#"):
		open = strings.LastIndexByte(s[:len(s)-1], '#')
	}
	if open >= row {
		_, _, parts := clock(s[open+1:], true)
		if d, n, _ := stampAt(s[open:]); n == len(s)-open && (!surely || parts == 3) {
			return s[:open], d
		}
	}
	return s, none
}

// trimHeading takes a Markdown heading off the end of a turn: it belongs to
// what follows.
func trimHeading(s string) string {
	row := strings.LastIndexByte(s, '\n') + 1
	if n := run(s[row:], '#'); row > 0 && 1 <= n && n <= 6 && strings.HasPrefix(s[row+n:], " ") {
		return s[:row]
	}
	return s
}

// pointer turns byte offsets into code points, going forward.
type pointer struct {
	s            string
	bytes, point int
}

func (p *pointer) at(b int) int {
	p.point += utf8.RuneCountInString(p.s[p.bytes:b])
	p.bytes = b
	return p.point
}
