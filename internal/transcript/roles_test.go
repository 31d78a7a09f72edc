package transcript

import (
	"strings"
	"testing"

	"tematik/internal/qda"
)

func TestInterviewer(t *testing.T) {
	long := " Ceritanya panjang sekali, dari awal sampai hari ini kami jalan terus saja."
	for _, c := range []struct {
		name, front, text, want string
		unsure                  bool
	}{
		{"P asks", "", "P: Apa?\n\nI: Ya." + long, "P", false},
		{"I is the interviewer", "", "I: What then?\n\nR: We paid. And that was the end of it.", "I", false},
		{"P is a participant", "", "I: Siapa yang bantu?\n\nP: Teman." + long, "I", false},
		{"no question marks", "", "A: Sejak kapan usaha ini\n\nB: Dua ribu" + long + "\n\nA: Dibantu siapa\n\nB: Anak" + long, "A", false},
		{"a single label answers", "", "P: Apa?\n\nP: Bagaimana?", "", false},
		{"a single label that is the interviewer's", "", "Pewawancara: Apa?\n\nPewawancara: Bagaimana?", "Pewawancara", false},
		{"labels that say it decide first", "", "Informan: Apa? Bagaimana?\n\nPeneliti: Ya." + long, "Peneliti", false},
		{"one label says it", "", "Peneliti: Ya." + long + "\n\nBudi: Apa?\n\nBudi: Apa?", "Peneliti", false},
		{"the respondent's label says it", "", "P: Apa?\n\nNarasumber: Ya." + long, "P", false},
		{"what stands in brackets says it", "", "Budi (Pewawancara): Ya." + long + "\n\nSri (E1): Apa?\n\nBudi: Ya.\n\nSri: Apa?", "Budi", false},
		{"brackets say who answers", "", "Budi: Ya." + long + "\n\nSri (Informan): Apa?\n\nBudi: Apa.\n\nSri: Apa?", "Budi", true},
		{"front matter over brackets", "speakers: {Sri: interviewer, Budi: respondent}", "Budi (Pewawancara): Ya." + long + "\n\nSri: Apa?", "Sri", false},
		{"a tie", "", "I: Ya.\n\nP: Ya.", "P", true},
		{"asks more but says more", "", "I: Apa?" + long + "\n\nP: Ya.", "P", true},
		{"a tie without P", "", "Budi: Ya saja.\n\nSri: Ya.\n\nBudi: Ya.\n\nSri: Ya.", "Sri", true},
		{"the moderator of a group", "", "Moderator: Mulai.\n\nP1: Apa?\n\nP2: Apa?\n\nP3: Ya.", "Moderator", false},
		{"numbered respondents", "", "P: Apa?\n\nN1: Ya." + long + "\n\nN2: Apa?\n\nP: Apa?\n\nN2: Ya." + long + "\n\nN1: Ya." + long, "P", false},
		{"numbers only", "", "Speaker 1: What?\n\nSpeaker 2: Well, that is a long story." + long, "Speaker 1", false},
		{"a group without a moderator", "", "P1: Apa?\n\nP2: Ya.\n\nP3: Ya.", "", true},
		{"front matter", "speakers: {I: interviewer, P: respondent}", "P: Apa?\n\nI: Ya." + long, "I", false},
		{"front matter names the interviewer only", "speakers: {I: interviewer}", "P: Apa?\n\nI: Ya." + long, "I", false},
		{"front matter names the respondent only", "speakers: {P: respondent}", "P: Apa?\n\nI: Apa?", "I", true},
		{"front matter over the label", "speakers: {Peneliti: respondent, Budi: interviewer}", "Peneliti: Ya.\n\nBudi: Apa?", "Budi", false},
		{"a case is a respondent's", "speakers: {P: {case: C1}}", "P: Apa?\n\nI: Apa?", "I", true},
		{"two interviewers", "speakers: {A: interviewer, B: interviewer}", "A: Apa?\n\nB: Apa?\n\nC: Ya.\n\nC: Ya.", "A B", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := c.text
			if c.front != "" {
				content = "---\n" + c.front + "\n---\n" + content
			}
			tr := read(t, "a.txt", content)
			var asking []string
			for _, sp := range tr.Speakers {
				if sp.Role == qda.Interviewer {
					asking = append(asking, sp.Label)
				}
			}
			unsure := false
			for _, w := range tr.Warnings {
				unsure = unsure || w.ID == "interviewer_unsure"
			}
			if got := strings.Join(asking, " "); got != c.want || unsure != c.unsure {
				t.Errorf("interviewer %q, unsure %v: %s", got, unsure, tr.Reason)
			}
		})
	}
}

func TestReason(t *testing.T) {
	tr := read(t, "a.txt", "P: Apa?\n\nI: Ya, dua tahun lalu itu.\n\nP: Sejak kapan\n\nI: Lama.\n\nP: Oh.")
	if want := "P: asks in 2 of 3 turns, 1 word a turn"; tr.Reason.String() != want || !tr.Inferred {
		t.Errorf("%q, inferred %v", tr.Reason, tr.Inferred)
	}
}

func TestAsks(t *testing.T) {
	for s, want := range map[string]bool{
		"Apa kabar":               true,
		"Itu apa":                 true,
		"Lalu, sejak kapan mulai": true,
		"Baik. Dikirim ke mana":   true,
		"Baik. Dikirim ke mana.":  true,
		"Benar begitu?":           true,
		"WHAT then":               true,
		"Bisa ceritakan dokumen apa saja yang diurus":                                                                       true,
		"Saya tidak tahu persis apa yang diminta waktu itu" + strings.Repeat(", dan begitu terus", 6) + ".":                 false,
		"Saya tidak tahu persis" + strings.Repeat(", dan begitu terus", 6) + ". Lalu bagaimana" + strings.Repeat(" ya", 30): true,
		"Ya.":                 false,
		"":                    false,
		"… — 🙂":               false,
		"Kapanpun":            false,
		"We called them late": false,
	} {
		if got := asks(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestReasonCountsInEnglish(t *testing.T) {
	for content, want := range map[string]string{
		"P: Apa?\n\nI: Ya, itu benar sekali.":                      "P: asks in 1 of 1 turn, 1 word a turn",
		"P: Apa itu?\n\nI: Ya, itu benar sekali.\n\nP: Siapa dia?": "P: asks in 2 of 2 turns, 2 words a turn",
	} {
		if got := read(t, "a.txt", content).Reason.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Q and A, T and J say who asks, also where the answers ask more.
func TestQuestionAndAnswer(t *testing.T) {
	for content, want := range map[string]string{
		"Q: Tell me.\n\nA: What? Why?\n\nQ: Go on.\n\nA: Who knows?": "Q stands for the question, A for the answer",
		"J: Ya?\n\nT: Lalu, apa yang terjadi setelah itu semua?":     "T stands for the question, J for the answer",
		"Q: What?\n\nA: Tea, always tea.\n\nN: Coffee, mostly.":      "Q: asks in 1 of 1 turn, 1 word a turn",
	} {
		tr := read(t, "a.txt", content)
		if got := tr.Reason.String(); got != want || tr.Speakers[tr.first(qda.Interviewer)].Label != want[:1] {
			t.Errorf("%q: %s", content, got)
		}
	}
}
