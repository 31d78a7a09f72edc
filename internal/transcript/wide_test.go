package transcript

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told is the turns of a text, each with its label, and the labels it is unsure of.
func told(t *testing.T, content string) string {
	t.Helper()
	tr := read(t, "a.txt", content)
	var out []string
	for i, turn := range tr.Turns {
		out = append(out, tr.Speakers[turn.Speaker].Label+"="+tr.Speech(i))
	}
	for _, w := range tr.Warnings {
		if w.ID == "label_unsure" {
			label, _, _ := strings.Cut(w.Text.String()[1:], `"`)
			out = append(out, "! "+label)
		}
	}
	return strings.Join(out, "|")
}

func TestWideLabels(t *testing.T) {
	const syam = "Bapak Haji Muhammad Rahman Syam"
	const siti = "Ibu Siti Nurhaliza binti Rahmat Hidayat"
	prose := "Hambatan yang teridentifikasi meliputi: izin.\n\nHambatan yang teridentifikasi meliputi: biaya."
	for _, c := range []struct{ name, text, want string }{
		{"a title", "H. Andi, S.E.: Apa?\n\nSri: Ya.\n\nH. Andi, S.E.: Oh?\n\nSri: Itu.", "H. Andi, S.E.=Apa?|Sri=Ya.|H. Andi, S.E.=Oh?|Sri=Itu."},
		{"a title and a role", "H. Andi, S.E. (Pewawancara): Apa?\n\nI: Ya.\n\nH. Andi, S.E. (Pewawancara): Oh?\n\nI: Itu.", "H. Andi, S.E.=Apa?|I=Ya.|H. Andi, S.E.=Oh?|I=Itu."},
		{"several titles", "P: Apa?\n\nDr. Ir. H. Budi, S.T., M.Si., Ph.D.: Ya.\n\nP: Oh?\n\nDr. Ir. H. Budi, S.T., M.Si., Ph.D.: Itu.", "P=Apa?|Dr. Ir. H. Budi, S.T., M.Si., Ph.D.=Ya.|P=Oh?|Dr. Ir. H. Budi, S.T., M.Si., Ph.D.=Itu."},
		{"titles, lines without a gap", "Dr. Ir. H. Budi, M.M.: Apa?\nSri: Ya.\nDr. Ir. H. Budi, M.M.: Oh?\nSri: Itu.", "Dr. Ir. H. Budi, M.M.=Apa?|Sri=Ya.|Dr. Ir. H. Budi, M.M.=Oh?|Sri=Itu."},
		{"a title, bold, with a time", "[00:01] **H. Andi, S.H.:** Apa?\n\nI: Ya.\n\n[00:05] **H. Andi, S.H.**: Oh?\n\nI: Itu.", "H. Andi, S.H.=Apa?|I=Ya.|H. Andi, S.H.=Oh?|I=Itu."},
		{"two names", "P: Apa?\n\nBudi & Ani: Ya.\n\nP: Oh?\n\nBudi & Ani: Itu.", "P=Apa?|Budi & Ani=Ya.|P=Oh?|Budi & Ani=Itu."},
		{"two names with titles", "P: Apa?\n\nBudi, S.E. dan Ani, M.M.: Ya.\n\nP: Oh?\n\nBudi, S.E. dan Ani, M.M.: Itu.", "P=Apa?|Budi, S.E. dan Ani, M.M.=Ya.|P=Oh?|Budi, S.E. dan Ani, M.M.=Itu."},
		{"long names", syam + ": Apa?\n\n" + siti + ": Ya.\n\n" + syam + ": Oh?\n\n" + siti + ": Itu.", syam + "=Apa?|" + siti + "=Ya.|" + syam + "=Oh?|" + siti + "=Itu."},
		{"prose", "P: Apa?\n\nI: Ini.\n\n" + prose, "P=Apa?|I=Ini.\n\n" + prose},
		{"a heading in capitals", "P: Apa?\n\nI: Ini.\n\nDokumen Yang Diminta Oleh Bea Cukai: a\n\nDokumen Yang Diminta Oleh Bea Cukai: b", "P=Apa?|I=Ini.\n\nDokumen Yang Diminta Oleh Bea Cukai: a\n\nDokumen Yang Diminta Oleh Bea Cukai: b|! Dokumen Yang Diminta Oleh Bea Cukai:"},
		{"no title after the comma", "P: Apa?\n\nBudi, Ketua: Ya.\n\nP: Oh?\n\nBudi, Ketua: Itu.", "P=Apa?\n\nBudi, Ketua: Ya.|P=Oh?\n\nBudi, Ketua: Itu.|! Budi, Ketua:"},
		{"a title, once", "P: Apa?\n\nI: Ya.\n\nH. Andi, S.E.: Betul.\n\nP: Oh.", "P=Apa?|I=Ya.\n\nH. Andi, S.E.: Betul.|P=Oh.|! H. Andi, S.E.:"},
		{"a sentence with names", "P: Apa?\n\nI: Ya.\n\nKata Pak Budi, Ketua Dinas: begitu.\n\nP: Oh.", "P=Apa?|I=Ya.\n\nKata Pak Budi, Ketua Dinas: begitu.|P=Oh."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, told(t, c.text)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestNumberedNames(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"lines", "1. Andi: apa?\n2. Budi: itu\n3. Andi: oh\n4. Budi: ya", "Andi=apa?|Budi=itu|Andi=oh|Budi=ya"},
		{"paragraphs", "1. Andi: Apa?\n\n2. Budi: Itu.\n\nLagi.\n\n3. Andi: Oh.\n\n4. Budi: Ya.", "Andi=Apa?|Budi=Itu.\n\nLagi.|Andi=Oh.|Budi=Ya."},
		{"brackets", "1) Andi: Apa?\n2) Budi: Itu.\n3) Andi: Oh.\n4) Budi: Ya.", "Andi=Apa?|Budi=Itu.|Andi=Oh.|Budi=Ya."},
		{"with titles", "1. H. Andi, S.E.: Apa?\n2. Budi: Itu.\n3. H. Andi, S.E.: Oh.\n4. Budi: Ya.", "H. Andi, S.E.=Apa?|Budi=Itu.|H. Andi, S.E.=Oh.|Budi=Ya."},
		{"one that does not recur", "1. Andi: Apa?\n2. Budi: Itu.\n3. Andi: Oh.\n4. Budi: Ya.\n5. Istri: Ya.", "Andi=Apa?|Budi=Itu.|Andi=Oh.|Budi=Ya.\n5. Istri: Ya.|! Istri:"},
		{"a list in prose", "P: Apa?\n\nI: Dua.\n\n1. Siapkan dokumen: NIB dan NPWP.\n\n2. Ajukan PEB: lewat portal?\n\nP: Oh.", "P=Apa?|I=Dua.\n\n1. Siapkan dokumen: NIB dan NPWP.\n\n2. Ajukan PEB: lewat portal?|P=Oh."},
		{"a list alone", "1. Siapkan dokumen: NIB?\n2. Ajukan PEB: ya\n3. Siapkan dokumen: lagi\n4. Ajukan PEB: lagi", "! Ajukan PEB:"},
		{"a list of names that recur, no one asks", "1. Budi: guru\n2. Ana: petani\n3. Budi: lagi\n4. Ana: lagi", "! Budi:|! Ana:"},
		{"lists that begin again", "P: Apa?\n\nI: Dua.\n1. Izin: ada?\n2. Biaya: a\n\nP: Oh?\n\nI: Lagi.\n1. Izin: b\n2. Biaya: c", "P=Apa?|I=Dua.\n1. Izin: ada?\n2. Biaya: a|P=Oh?|I=Lagi.\n1. Izin: b\n2. Biaya: c|! Izin:|! Biaya:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, told(t, c.text)); d != "" {
				t.Error(d)
			}
		})
	}
}
