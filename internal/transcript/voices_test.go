package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// labels are the speakers of a text, in order, with their number of turns.
func labelsIn(t *testing.T, content string) string {
	t.Helper()
	var out []string
	for _, sp := range read(t, "a.txt", content).Speakers {
		out = append(out, sp.Label+strings.Repeat("+", sp.Turns))
	}
	return strings.Join(out, " ")
}

func TestLabels(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"known, once each", "P: Apa?\nI: Ya.", "P+ I+"},
		{"numbers", "P1: Apa?\n\nN.2: Ya.\n\nInforman 3: Ya.", "P1+ N.2+ Informan 3+"},
		{"role and name", "Peneliti Sri: Apa?\n\nInforman E1: Ya.", "Peneliti Sri+ Informan E1+"},
		{"lower case", "p: apa?\ni: ya.\np: oh.\ni: iya", "p++ i++"},
		{"one label in two ways", "P : Apa?\nI: Ya.\np: Oh.\nN 1: a\nN1: b", "P++ I+ N 1++"},
		{"full-width colon", "P：Apa?\nI：Ya.", "P+ I+"},
		{"bold, italic, heading, quotation", "**P:** Apa?\n\n*I:* Ya.\n\n__P__: Lagi?\n\n### I: Ya.\n\n> P: Oh.\n\n**I :** Ya.", "P+++ I+++"},
		{"label in brackets after", "Budi (Pewawancara): Apa?\n\nSri (E1): Ya.\n\nBudi (Pewawancara): Oh.\n\nSri (tertawa): Ya.", "Budi++ Sri++"},
		{"brackets tell two apart", "Informan (E1): Ya.\n\nInforman (E2): Tidak.\n\nInforman (E1): Oh.\n\nInforman (tertawa): Ha.", "Informan (E1)++ Informan (E2)+ Informan+"},
		{"names that recur", "Budi Santoso: Apa?\n\nIbu Hj. Sri: Ya.\n\nBudi Santoso: Oh.\n\nIbu Hj. Sri: Ya.", "Budi Santoso++ Ibu Hj. Sri++"},
		{"small words in names", "Siti binti Ali: Ya.\n\nPak haji: Ya.\n\nSiti binti Ali: Ya.\n\nPak haji: Ya.", "Siti binti Ali++ Pak haji++"},
		{"all capitals", "PEWAWANCARA: Apa?\nBUDI: Ya.\nBUDI: Ya.", "PEWAWANCARA+ BUDI++"},
		{"times after names", "Budi (00:03)\nApa?\n\nIbu Sri [00:09]\nYa.\n\nBudi (00:12)\nOh.\n\nIbu Sri (00:15)\nYa.", "Budi++ Ibu Sri++"},
		{"words after times are no names", "P: Apa?\n\nI: Ya.\n[00:01] Ya\n[00:02] Ya\n[00:03] Begitu", "P+ I+"},
		{"lower-case codes", "Informan ke-2: Ya.\n\nInforman e1: Ya.\n\nInforman ke-2: Ya.\n\nInforman e1: Ya.", "Informan ke-2++ Informan e1++"},
		{"no space after the colon", "P:Apa?\nI:Ya.", "P+ I+"},
		{"a name that stands once", "P: Apa?\n\nI: Ya.\n\nIstri: Betul.", "P+ I+"},
		{"prose with a colon", "Hambatan yang ditemui: dokumen.\n\nHambatan yang ditemui: biaya.\n\nHambatan yang teridentifikasi meliputi: jadwal.", ""},
		{"asides that recur", "P: Apa?\n\nI: Banyak.\nMisalnya: dokumen.\nMisalnya: biaya.\nContoh: ini.\nContoh: itu.\nCatatan: satu\nCatatan: dua", "P+ I+"},
		{"a phrase within a turn", "P: Apa?\n\nI: Banyak.\n\nJadi begini: dokumennya dulu.\n\nJadi begini: biayanya.", "P+ I+"},
		{"times of day", "P: Apa?\n\nI: Ya.\nPukul 14:30 saya datang.\nPukul 14:45 pulang.\nJam 9:00 buka.\n", "P+ I+"},
		{"addresses", "https://contoh.invalid\nhttp://contoh.invalid\nhttps://contoh.invalid\nC:\\berkas\nC:\\berkas", ""},
		{"ratios and chapters", "Surah 2:255 dibaca.\nSurah 2:255 dibaca.\nSkala 1:1000", ""},
		{"smileys", "Haha :) iya\nHaha :) iya", ""},
		{"a label too long", strings.Repeat("Abdul Rahman Wahid Hasyim Asyari Saleh Abdullah Muhammad Yusuf: ya\n\n", 3), ""},
		{"lower-case continuation where turns begin in capitals", "P: Apa itu?\n\nI: Banyak.\n\nKapal: yang besar.\n\nKapal: yang kecil.\n\nP: Oh.\n\nI: Ya.", "P++ I++"},
		{"within paragraphs where turns begin them", "P: Apa itu?\n\nI: Banyak.\nKapal: Dua.\nKapal: Tiga.\n\nP: Oh.\n\nI: Ya.", "P++ I++"},
		{"lower case throughout, all the same", "budi: apa\nsri: ya\nbudi: terus\nsri: iya\nbudi: oh\nsri: ya", "budi+++ sri+++"},
		{"a list is not emphasis", "* P: Apa?\n* I: Ya.", ""},
		{"header", "Nama: Sri\nTanggal: 4 Maret 2026\nPewawancara: Andi\n\nP: Apa?\n\nI: Ya.", "P+ I+"},
		{"header of paragraphs", "TRANSKRIP\n\nInforman: Sri\n\nTempat/Tanggal: Balikpapan, 4 Maret\n\nPewawancara: Andi\n\nP: Apa?\n\nI: Ya.\n\nP: Oh?\n\nI: Ya.", "P++ I++"},
		{"a turn right below the header", "Tanggal: 4 Maret\n\nPewawancara: Mulai ya.\n\nInforman: Ya.\n\nPewawancara: Baik.", "Pewawancara++ Informan+"},
		{"no header: labels that recur", "Budi: Mulai.\nSri: Ya.\nBudi: Baik.\nSri: Siap.\nTanggal: lupa.\nTempat: lupa.", "Budi++ Sri++"},
		{"no header: labels of turns", "P: Mulai.\nI: Ya.\nTanggal: lupa.\nTempat: lupa.", "P+ I+"},
		{"a header is not a dialogue", "P: Pagi.\nI: Pagi.\nP: Mulai ya.\nWaktu: banyak.", "P++ I+"},
		{"empty turns", "P:\n\nI: Ya.\n\nP: **\n\nI: [00:12:31]\n", "I+"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := labelsIn(t, c.text); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestDeclaredLabelsAlwaysCount(t *testing.T) {
	front := "---\nspeakers: {\"Sri, S.E.\": respondent, Catatan: respondent, A very long label of a person who speaks: interviewer}\n---\n"
	got := labelsIn(t, front+"A very long label of a person who speaks: What?\n\nSri, S.E.: Ya.\n\nCatatan (pelan): Oh.")
	if want := "A very long label of a person who speaks+ Sri, S.E.+ Catatan+"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestDocumentsHaveNoUndeclaredSpeakers(t *testing.T) {
	body := "Petugas: Buka.\n\nPetugas: Tutup.\n\nPetugas: Pulang.\n"
	for kind, want := range map[string]string{"observation": "", "document": "", "interview": "Petugas+++"} {
		if got := labelsIn(t, "---\nkind: "+kind+"\n---\n"+body); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
	if got := labelsIn(t, "---\nkind: observation\nspeakers: {Petugas: respondent}\n---\n"+body); got != "Petugas+++" {
		t.Errorf("declared: %q", got)
	}
}

func TestDoubtsAreTold(t *testing.T) {
	tr := read(t, "a.txt", "Suami: Halo.\n\nP: Apa?\n\nI: Ya.\n\nIstri: Betul.\n\nKurang lebih: begitu.\n\nP:\n\nI: Ya.\n")
	var got []string
	for _, w := range tr.Warnings {
		got = append(got, w.ID+" "+w.Text.String()[:7])
	}
	if d := cmp.Diff([]string{"label_unsure \"Istri:", "empty_turn P: says"}, got); d != "" {
		t.Log(outline(tr))
		t.Error(d)
	}
}

func TestSpeech(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"outer white space", "P:  \t Apa?  \n\n\n", "Apa?"},
		{"speech below the label", "P:\n\n  Apa?\n", "Apa?"},
		{"stamp below the label", "P:\n[00:01]\nApa?\n", "Apa?"},
		{"two stamps", "[00:01] P: [00:02] Apa?\n", "Apa?"},
		{"stamp at the end", "P: Apa? [00:05]\n", "Apa?"},
		{"stamp of f4 at the end", "P: Apa? #00:00:24-7#\n", "Apa?"},
		{"a stamp alone below", "P: Apa?\n\n00:00:24\n", "Apa?"},
		{"a time of day stays", "P: Kami buka (12.31)\n", "Kami buka (12.31)"},
		{"paragraphs", "P: Satu.\n\nDua.\n\n[00:04] Tiga.\n", "Satu.\n\nDua.\n\n[00:04] Tiga."},
		{"all of it in bold", "**P: Apa?**\n", "Apa?"},
		{"its own bold stays", "P: **Apa**\n", "**Apa**"},
		{"brackets that say how", "P: (tertawa) Apa?\n", "(tertawa) Apa?"},
		{"a number first", "P: 3 kali.\n", "3 kali."},
		{"a quotation first", "P: “Apa?”\n", "“Apa?”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := read(t, "a.txt", "Pembuka.\n\n"+c.text)
			if len(tr.Turns) != 1 || tr.Speech(0) != c.want {
				t.Errorf("%s want %q", outline(tr), c.want)
			}
		})
	}
}

// A heading between turns is no one's speech, but only Markdown has headings.
func TestHeadingsBetweenTurns(t *testing.T) {
	body := "P: Apa?\n\n## Bagian 2\n\nI: Ya.\n"
	if got := read(t, "a.md", body).Speech(0); got != "Apa?" {
		t.Errorf("%q", got)
	}
	if got := read(t, "a.txt", body).Speech(0); got != "Apa?\n\n## Bagian 2" {
		t.Errorf("%q", got)
	}
}
