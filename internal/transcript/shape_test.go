package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestShapes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a time before the colon", "Budi 13:19: Sudah?\n\nAna 13:20: Sudah.\n\nBudi 13:21: Baik.\n\nAna 13:22: Ya.", "Budi++ Ana++"},
		{"a time with seconds", "Budi 00:13:19: Sudah?\nAna 00:13:20: Sudah.\nBudi 00:13:21 : Baik.\nAna 1:13:22: Ya.", "Budi++ Ana++"},
		{"a time after a known label", "P 13:19: Sudah?\nN1 13:20: 20 kali.", "P+ N1+"},
		{"a time in one turn only", "Ana: Sudah?\nSri: Ya.\nAna 13:20: Sudah?\nSri: Ya.", "Ana++ Sri++"},
		{"a time with full stops", "00.00.05 P: Apa?\n00.00.09 I: 03.06.33 katanya.\n\n03.06.33 itu kepiting: ya.\n12.30 siang.\n01.02 P: Oh.\n01.09 I: Ya.", "P++ I++"},
		{"a time of day is no label", "P: Apa?\n\nI: Ya.\nPukul 14:30: saya datang.\nPukul 14:45: pulang.", "P+ I+"},
		{"a verse", "P: Apa?\n\nI: Ya.\nSurah 2:25: ini.\nSurah 2:26: itu.", "P+ I+"},
		{"a time on a line of its own", "Budi 13:19\nSudah?\n\nAna 13:20\nYa.\n\nBudi 13:21\nOh.\n\nAna 13:22\nYa.", "Budi++ Ana++"},
		{"brackets and a colon", "[Budi]: Apa?\n[Ana]: Ya.\n[Budi]: Oh.\n[Ana]: Ya.", "Budi++ Ana++"},
		{"brackets with a role in brackets", "[P] Apa?\n[Informan 1 (guru, 45 th)] Ya.\n[P] Oh.\n[Informan 1] Ya.", "P++ Informan 1++"},
		{"remarks with a note in brackets", "P: Apa?\n\nI: Ya.\n\n[Tertawa (lama)] Begitu.\n\n[Tertawa (lama)] Ya.", "P+ I+"},
		{"a dash before the time", "Ana - 00:12:05: Apa?\nBudi - 00:12:09: Ya.\nAna - 00:12:15: Oh.\nBudi - 00:12:20: Ya.", "Ana++ Budi++"},
		{"brackets and words", "[Budi] Apa?\n[Ana] Ya.\n[Budi] Oh.\n[Ana] ya.", "Budi++ Ana++"},
		{"brackets, bold, after a time", "[00:01] **[P]** Apa?\n[00:02] **[I]** Ya.\n[00:03] **[P]** Oh.\n[00:04] **[I]** Ya.", "P++ I++"},
		{"known labels in brackets, once with a colon", "[P]: Apa?\n[I]: Ya.", "P+ I+"},
		{"brackets of a declared speaker", "---\nspeakers: {Budi: interviewer}\n---\n[Budi] Apa?\nI: Ya.", "Budi+ I+"},
		{"remarks in brackets", "P: Apa?\n\nI: Ya.\n\n[Tertawa] Begitu.\n\n[Tertawa] Begitu.\n\n[Tidak jelas] Ya.\n\n[Tidak jelas] Ya.", "P+ I+"},
		{"names in brackets within turns", "P: Apa?\n\nI: Ya.\n\n[Kota] itu jauh.\n\n[Kota] itu ramai.", "P+ I+"},
		{"one name in brackets", "[Hening] Ya.\n[Hening] Tidak.", ""},
		{"a link", "P: Apa?\nI: Ya.\n[Situs](https://contoh.invalid)\n[Situs](https://contoh.invalid)", "P+ I+"},
		{"numbered turns", "1. P: Apa?\n2. I: Ya.\n3. P: Oh.\n4. I: Ya.\n5. Istri: Ya.\n6. Istri: Ya.", "P++ I++ Istri++"},
		{"numbered with a bracket", "1) P: Apa?\n2) N1: Ya.\n3) P: Oh.\n10) N1: Ya.", "P++ N1++"},
		{"a numbered list in a turn", "P: Apa?\nI: Tiga.\n1. P: satu\n2. I: dua\n3. Dokumen: tiga\nP: Oh.\nI: Ya.", "P++ I++"},
		{"a numbered list of names", "1. Budi: guru\n2. Ana: petani\n3. Budi: lagi\n4. Ana: lagi", ""},
		{"tabs", "P\tApa kabar Ibu hari ini?\nI\tBaik.\nP\tMulai: ya.\nI\tYa.", "P++ I++"},
		{"tabs, roles and numbers", "Pewawancara\tApa?\nInforman 2\tYa.\nPewawancara\tOh.\nInforman 2\tYa.", "Pewawancara++ Informan 2++"},
		{"a table of names", "Budi\tguru\nAna\tpetani\nBudi\tlagi\nAna\tlagi", ""},
		{"dashes", "P - Apa?\nI - Ya, saya - eh - tahu.\nP – Oh.\nI - Ya.", "P++ I++"},
		{"dashes in turns of colons", "P: Apa?\nI: Ya.\nP: Oh?\nI: Ya.\nP: Lagi?\nP - Apa?\nI - Ya.\nP - Apa?\nI - Ya.\nP: Oh.", "P++++ I++"},
		{"a list with dashes", "P1 - Guru, 34 tahun\nP2 - Petani\nP3 - Nelayan", ""},
		{"one label with dashes", "I - Satu.\nI - Dua.\nI - Tiga.", ""},
		{"an observation", "---\nkind: observation\n---\nP\tApa?\nI\tYa.\nP\tOh.\nI\tYa.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := labelsIn(t, c.text); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestShapesOfSpeech(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"clock", "Budi 13:19: Sudah?\nAna 13:20: Ya.\nBudi 13:21: Oh.\nAna 1:13:22: Ya.", "13m19s Sudah?|13m20s Ya.|13m21s Oh.|1h13m22s Ya."},
		{"full stops", "00.00.05 P: Apa?\n00.01.09 I: 03.06.33 katanya.\n\n03.06.33 itu kepiting.\n12.30 P: Oh.\n1.02.03 I: Ya.", "5s Apa?|1m9s 03.06.33 katanya.\n\n03.06.33 itu kepiting.|12m30s Oh.|1h2m3s Ya."},
		{"brackets", "[Budi] Apa?\nSini.\n[Ana]: Ya.\n[Budi] Oh.\n[Ana] Ya.", "Apa?\nSini.|Ya.|Oh.|Ya."},
		{"numbers", "1. P: Apa?\n2. I: Ya.\n3. P: 4 kali?\n4. I: Ya.", "Apa?|Ya.|4 kali?|Ya."},
		{"tabs", "P\tApa?\nSini.\nI\tYa - ya.\n P\t Oh.\nI\tYa.", "Apa?\nSini.|Ya - ya.|Oh.|Ya."},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := read(t, "a.txt", c.text)
			var got []string
			for i, turn := range tr.Turns {
				s := tr.Speech(i)
				if turn.Time >= 0 {
					s = turn.Time.String() + " " + s
				}
				got = append(got, s)
			}
			if d := cmp.Diff(c.want, strings.Join(got, "|")); d != "" {
				t.Error(d)
			}
		})
	}
}

// Whatever follows a known label, its words do not go into the turn before
// without a note.
func TestNearLabelsAreTold(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"full stop", "I. Ya.", `"I.": begins one line and was not taken for a turn of I, so the words belong to the turn before; if a turn begins there, write "I:"`},
		{"semicolon", "P; Apa?", `"P;": begins one line`},
		{"dash", "P - Apa?", `"P -": begins one line`},
		{"long dash", "P— Apa?", `"P—": begins one line`},
		{"tab", "P\tApa?", `"P\t": begins one line`},
		{"spaces", "P   Apa?", `"P   ": begins one line`},
		{"time", "P 13:20 Apa?", `"P 13:20": begins one line`},
		{"time with seconds", "P 00:13:20 Apa?", `"P 00:13:20": begins one line`},
		{"time in brackets", "P (13:20) Apa?", `"P (13:20)": begins one line`},
		{"after a time", "[00:12] P; Apa?", `"P;": begins one line`},
		{"several, each with a time", "P 13:20 Apa?\nP 13:21 Apa?", `"P 13:20": begins several lines`},
		{"number", "3. P: Apa?", `"3. P:": begins one line`},
		{"bold", "**P**. Apa?", `"P.": begins one line`},
		{"brackets that recur", "[Sri] Ya.\n[Sri] Ya.", `"[Sri]": begins several lines and was not taken for a speaker`},
		{"another name with a time", "Sri 13:20: Ya.", `"Sri:": begins one line and was not taken for a speaker`},
		{"a word that begins so", "Padahal ya.", ""},
		{"a comma", "P, Q dan R.", ""},
		{"an abbreviation", "I.N. tahu.", ""},
		{"a range", "I-III", ""},
		{"the label alone", "P", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := read(t, "a.txt", "I. Pembuka\n\nP: Apa?\n\nI: Ya.\n\n"+c.line+"\n\nP: Siapa?\n\nI: Kami yang ada di sana waktu itu.\n")
			got := ""
			for _, w := range tr.Warnings {
				if w.ID != "label_unsure" || w.Line != 7 {
					t.Errorf("%+v", w)
				}
				got += w.Text.String()
			}
			if !strings.HasPrefix(got, c.want) || (got == "") != (c.want == "") {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
