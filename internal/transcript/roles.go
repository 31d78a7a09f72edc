package transcript

import (
	"fmt"
	"slices"
	"strings"

	"tematik/internal/lang"
	"tematik/internal/qda"
)

// assignRoles says who asks and who answers: first what the front matter
// declares, then what the labels themselves say, then what the turns show.
func (t *Transcript) assignRoles(declared []Speaker) {
	named := lang.T("who asks is named by the labels", "siapa yang bertanya disebut oleh labelnya")
	if t.applyDeclared(declared) == len(t.Speakers) {
		named = lang.T("who asks is named in the front matter", "siapa yang bertanya disebut di front matter")
	}
	if len(t.Speakers) == 0 {
		return
	}
	var undecided []int
	asked := false
	for i := range t.Speakers {
		sp := &t.Speakers[i]
		if sp.Role == "" {
			sp.Role = callingOf(sp.Label).role()
		}
		if sp.Role == "" {
			undecided = append(undecided, i)
		}
		asked = asked || sp.Role == qda.Interviewer
	}
	switch {
	case len(undecided) == 0:
		t.Reason = named
	case asked:
		t.Reason = lang.T("the interviewer is named by the label; the others answer", "pewawancara disebut oleh labelnya; yang lain menjawab")
	case t.pair(undecided):
		t.Reason = lang.T("%v stands for the question, %v for the answer", "%v singkatan pertanyaan, %v singkatan jawaban", t.Speakers[t.first(qda.Interviewer)].Label, t.Speakers[t.first(qda.Respondent)].Label)
	case len(t.Speakers) == 1:
		t.Reason = lang.T("a single speaker is the respondent", "satu-satunya pembicara adalah informan")
	default:
		t.infer(undecided)
	}
	for i := range t.Speakers {
		if t.Speakers[i].Role == "" {
			t.Speakers[i].Role = qda.Respondent
		}
	}
	if len(t.Speakers) > 2 && t.Kind == "" {
		t.warn("many_speakers", 0, lang.T("%v speakers: if this is a group interview, write in the front matter kind: group, and speakers: {%v: {case: …}} where each is a case; or once it is in: tematik doc set, tematik doc speakers",
			"%v pembicara: bila ini wawancara kelompok, tulis di front matter kind: group, dan speakers: {%v: {case: …}} bila masing-masing adalah kasus; atau setelah diimpor: tematik doc set, tematik doc speakers", len(t.Speakers), t.Speakers[len(t.Speakers)-1].Label))
	}
}

// pair gives roles to labels that mean question and answer and are alone: Q and
// A, T and J (tanya, jawab).
func (t *Transcript) pair(undecided []int) bool {
	if len(undecided) != 2 || len(t.Speakers) != 2 {
		return false
	}
	for _, p := range [][2]string{{"q", "a"}, {"t", "j"}} {
		for _, ask := range []int{0, 1} {
			if keyOf(t.Speakers[ask].Label) == p[0] && keyOf(t.Speakers[1-ask].Label) == p[1] {
				t.Speakers[ask].Role, t.Speakers[1-ask].Role = qda.Interviewer, qda.Respondent
				return true
			}
		}
	}
	return false
}

func (t *Transcript) first(role qda.Role) int {
	return slices.IndexFunc(t.Speakers, func(sp Speaker) bool { return sp.Role == role })
}

// applyDeclared gives speakers what the front matter says of them, and tells
// how many have a role by it.
func (t *Transcript) applyDeclared(declared []Speaker) (roles int) {
	for _, d := range declared {
		i := slices.IndexFunc(t.Speakers, func(sp Speaker) bool { return keyOf(sp.Label) == keyOf(d.Label) })
		if i < 0 {
			t.warn("speaker_silent", 0, lang.T("speakers: %v has no turn", "speakers: %v tidak punya giliran", d.Label))
			continue
		}
		t.Speakers[i].Case = d.Case
		if d.Role != "" {
			t.Speakers[i].Role = d.Role
			roles++
		}
	}
	return roles
}

// side is one or several speakers who are likely to be on one side: N1 and N2.
type side struct {
	base    string
	members []int
	turns   int
	words   int
	asks    int
}

func (s side) share() float64  { return float64(s.asks) / float64(max(s.turns, 1)) }
func (s side) length() float64 { return float64(s.words) / float64(max(s.turns, 1)) }

// infer finds the interviewer among speakers of whom nothing is known: whose
// turns ask most often and are shorter than the others'. Where these disagree,
// P asks and I answers, with a warning.
func (t *Transcript) infer(undecided []int) {
	t.Inferred = true
	sides := t.sides(undecided)
	if len(sides) == 1 && len(sides[0].members) > 2 {
		t.Reason = lang.T("all labels are of one kind, so nobody is taken for the interviewer", "semua label sejenis, jadi tidak ada yang dianggap pewawancara")
		t.warn("interviewer_unsure", 0, lang.T("%v; name one in the front matter: speakers: {%v: interviewer}", "%v; sebutkan di front matter: speakers: {%v: interviewer}", t.Reason, t.Speakers[undecided[0]].Label))
		return
	}
	if len(sides) == 1 {
		sides = sides[:0]
		for _, i := range undecided {
			sides = append(sides, t.side(t.Speakers[i].Label, i))
		}
	}
	best, clear := t.mostAsking(sides, undecided)
	if !clear {
		for i, s := range sides {
			if slices.Contains([]string{"p", "t", "q"}, s.base) {
				best = i
				break
			}
		}
	}
	for _, i := range sides[best].members {
		t.Speakers[i].Role = qda.Interviewer
	}
	t.Reason = t.describe(sides[best])
	if !clear {
		label := t.Speakers[sides[best].members[0]].Label
		t.warn("interviewer_unsure", 0, lang.T("who asks is not clear; %v was taken for the interviewer (%v); to change it, write in the front matter speakers: {%v: respondent}, or once it is in: tematik doc speakers",
			"siapa yang bertanya tidak jelas; %v dianggap pewawancara (%v); untuk mengubahnya, tulis di front matter speakers: {%v: respondent}, atau setelah diambil: tematik doc speakers", label, t.Reason, label))
	}
}

// sides groups speakers whose labels differ only in their number, except where
// the number is all there is to tell them by.
func (t *Transcript) sides(undecided []int) []side {
	var out []side
	for _, i := range undecided {
		base, _ := splitNumber(t.Speakers[i].Label)
		j := slices.IndexFunc(out, func(s side) bool { return s.base == base })
		if j < 0 {
			out = append(out, t.side(base, i))
			continue
		}
		s := t.side(base, i)
		out[j].members = append(out[j].members, i)
		out[j].turns += s.turns
		out[j].words += s.words
		out[j].asks += s.asks
	}
	return out
}

func (t *Transcript) side(base string, i int) side {
	sp := t.Speakers[i]
	return side{strings.ToLower(base), []int{i}, sp.Turns, sp.Words, sp.Asks}
}

// mostAsking gives the side whose turns ask most often, and whether they do so
// more often than any other speaker's and are shorter than all the others'.
func (t *Transcript) mostAsking(sides []side, undecided []int) (best int, clear bool) {
	for i, s := range sides {
		b := sides[best]
		if s.share() > b.share() || s.share() == b.share() && s.length() < b.length() {
			best = i
		}
	}
	b := sides[best]
	others := side{}
	clear = b.asks > 0
	for i, sp := range t.Speakers {
		if slices.Contains(b.members, i) {
			continue
		}
		others.turns += sp.Turns
		others.words += sp.Words
		if !slices.Contains(undecided, i) && t.side("", i).share() >= b.share() {
			clear = false
		}
	}
	for i, s := range sides {
		if i != best && s.share() >= b.share() {
			clear = false
		}
	}
	return best, clear && b.length() < others.length()
}

// describe says what the turns of a side show.
func (t *Transcript) describe(s side) lang.Text {
	var names []string
	for _, i := range s.members {
		names = append(names, t.Speakers[i].Label)
	}
	turns, words := "turns", "words"
	if s.turns == 1 {
		turns = "turn"
	}
	length := fmt.Sprintf("%.0f", s.length())
	if length == "1" {
		words = "word"
	}
	return lang.T("%v: asks in %v of %v "+turns+", %v "+words+" a turn", "%v: bertanya dalam %v dari %v giliran, %v kata per giliran", strings.Join(names, ", "), s.asks, s.turns, length)
}

// asks reports a turn that asks something: it has a question mark, or, where
// there is none, a question word. In a turn of more than a few words, only near
// the beginning or at the end of a sentence: elsewhere such words mostly do not
// ask ("saya tahu apa yang …").
func asks(speech string) bool {
	if strings.IndexByte(speech, '?') >= 0 || strings.Contains(speech, "？") {
		return true
	}
	const near, few = 3, 25
	words, place, last, any := 0, 0, false, false
	for at := 0; at < len(speech); {
		end := at
		for end < len(speech) && 'a' <= speech[end]|0x20 && speech[end]|0x20 <= 'z' {
			end++
		}
		if end > at {
			last = questionWord(speech[at:end])
			if last && place < near {
				return true
			}
			any = any || last
			words++
			place++
			at = end
			continue
		}
		switch c := speech[at]; {
		case c == '.', c == '!', c == '\n', c == "…"[0] && strings.HasPrefix(speech[at:], "…"):
			if last {
				return true
			}
			place = 0
		}
		at++
	}
	return last || any && words <= few
}

// questionWord reports a word that asks, in Indonesian or English.
func questionWord(w string) bool {
	if len(w) < 3 || len(w) > 9 {
		return false
	}
	var buf [9]byte
	for i := range len(w) {
		buf[i] = w[i] | 0x20
	}
	switch string(buf[:len(w)]) {
	case "apa", "apakah", "bagaimana", "gimana", "kenapa", "mengapa", "kapan", "berapa", "siapa", "mana", "dimana", "kemana", "manakah",
		"what", "how", "why", "when", "where", "who", "whom", "whose", "which":
		return true
	}
	return false
}
