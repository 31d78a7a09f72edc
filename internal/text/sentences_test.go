package text

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSentences(t *testing.T) {
	// A bar is where a sentence must end.
	for _, c := range []struct{ name, text string }{
		{"two", "Kami belum ekspor.| Masih belajar."},
		{"paragraph separator", "Kami belum ekspor.|\u2029 Masih belajar.|\u2029Ya."},
		{"no stops", "jadi kami itu belum ekspor masih belajar"},
		{"firm", "Kami PT. Maju Jaya dan CV. Sinar.| Lalu UD. Makmur Tbk. juga."},
		{"titles", "Menurut Bpk. Ahmad, Sdr. Budi, Dr. Citra, Drs. Dedi dan Ir. Eko, H. Fajar dan Hj. Gita hadir.| Selesai."},
		{"degrees", "Budi Santoso, S.E., M.M. Beliau kepala dinas.| Ani, S.Kom. Dari dinas."},
		{"number", "Surat No. 12 di Jl. Sudirman tgl. 5 Maret hlm. 7 senilai Rp. 500.| Ya."},
		{"nomor induk", "Kami punya No. Induk Berusaha.| Sudah lama."},
		{"the answer no", "No.| We did not export."},
		{"no at the start with a number", "No. 12 itu suratnya."},
		{"a.n. u.p. s.d. d.a.", "Rekening a.n. Budi, u.p. Kepala, s.d. Maret, d.a. Dinas.| Ya."},
		{"dll. goes on", "Invoice, packing list, dll. itu susah."},
		{"dll. ends", "Invoice, packing list, dll.| Semua susah.| NIB, dsb.| Kami bingung.| PEB, dst.| Banyak.| Budi dkk.| Mereka ikut."},
		{"dll. at the end", "Invoice, packing list, dll."},
		{"initials", "Kata J. Habibie begitu.| Lalu B. J. Habibie dan B.J. Habibie."},
		{"digits", "Harganya Rp1.500.000,00 pukul 14.30 kode HS 0910.12 itu.| Ya."},
		{"number at the end", "Kami mulai tahun 2019.| Lalu berhenti."},
		{"number then number", "Pasal 5.| 12 orang hadir."},
		{"list", "Ada tiga.| 1. Legalitas.| 2. Dokumen.| a. Invoice.| b. PEB."},
		{"list on lines", "Hambatannya meliputi:\n|- dokumen\n|- bahasa\n|• modal\n|1. izin\n|b) sertifikat"},
		{"lower case follows", "Kami ke dinas. terus pulang. capek."},
		{"question runs on", "apa itu ekspor?| nggak tahu.| Serius?!| Iya!"},
		{"quoted question", "“Mau ke mana?” tanya petugas.| “Pulang.”| Lalu dia pergi."},
		{"quoted stop", "Dia bilang \"sudah selesai.\"| Kami pulang (akhirnya.)| Titik."},
		{"annotation", "Selesai.| (tertawa) Lalu kami pulang."},
		{"ellipsis", "Saya... tidak tahu.| Begitu…| Lalu… ya begitu..| Selesai ...| Ya."},
		{"spaced dots", "Saya . . . tidak tahu . . .| Ya."},
		{"dots first", "... Lalu kami pulang.| Ya."},
		{"wrapped lines", "Kami belum pernah\nEkspor sama sekali.| Masih\nbelajar."},
		{"blank line", "Hambatan utama\n|\nDokumen ekspor\n| \t\nModal"},
		{"English", "Mr. Smith and Mrs. Jones met Dr. Lee at Acme Inc. Ltd. Co. offices.| They left."},
		{"English in lower case", "Papers, e.g. invoices, i.e. bills, etc. are hard vs. others.| Yes."},
		{"times", "We met at 9 a.m. on Monday.| We left at 5 p.m.| It was late."},
		{"etc. ends", "Invoices, bills, etc.| We left."},
		{"contraction", "I DON'T.| We left."},
		{"web", "Lihat www.insw.go.id.| Lalu daftar di oss.go.id ya."},
		{"emoji", "Mantap!| 😂 Lanjut.| Ya."},
		{"Arabic", "هل تصدر؟| نعم.| لا"},
		{"Javanese", "ꦲꦏ꧉| ꦱꦏ꧉"},
		{"page", "Lihat hal. 12 itu.| Bukan itu hal.| Lain lagi."},
		{"nothing", ""},
		{"white space", " \n\n "},
		{"one dot", " . "},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want []string
			for _, s := range strings.Split(c.text, "|") {
				if s = strings.TrimSpace(s); s != "" {
					want = append(want, s)
				}
			}
			x := New(strings.ReplaceAll(c.text, "|", ""))
			if diff := cmp.Diff(want, cuts(x, Sentences(x, x.All()))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSentencesWithin(t *testing.T) {
	x := New("P: Apa?\n\nI: Éksport. Belum 😂. Ya.")
	turn := find(x, "Éksport. Belum 😂. Ya.")
	if diff := cmp.Diff([]string{"Éksport.", "Belum 😂.", "Ya."}, cuts(x, Sentences(x, turn))); diff != "" {
		t.Error(diff)
	}
	if got := Sentences(x, Span{50, 60}); got != nil {
		t.Errorf("outside the text: %v", got)
	}
}

func TestParagraphs(t *testing.T) {
	x := New("\n  Satu\ndua\n \t\nTiga 😂  \n\n\n  empat\n")
	if diff := cmp.Diff([]string{"Satu\ndua", "Tiga 😂", "empat"}, cuts(x, Paragraphs(x, x.All()))); diff != "" {
		t.Error(diff)
	}
}

// TestCover draws texts: pieces are ordered, disjoint, trimmed and hold all
// that is not white space.
func TestCover(t *testing.T) {
	alphabet := []rune("aA1 .!?…\n\n\t\"”)(-😂é\u2029H")
	rapid.Check(t, func(t *rapid.T) {
		x := New(rapid.StringOfN(rapid.SampledFrom(alphabet), 0, 60, -1).Draw(t, "text"))
		lo := rapid.IntRange(0, x.Len()).Draw(t, "lo")
		within := Span{lo, rapid.IntRange(lo, x.Len()).Draw(t, "hi")}
		for _, cut := range []func(*Text, Span) []Span{Sentences, Paragraphs} {
			at, all := within.Start, ""
			for _, s := range cut(x, within) {
				if s.Start < at || s.Empty() || s.End > within.End {
					t.Fatalf("%v after %d in %v", s, at, within)
				}
				if w := x.Cut(s); w != strings.TrimFunc(w, unicode.IsSpace) {
					t.Fatalf("%q is not trimmed", w)
				}
				at, all = s.End, all+x.Cut(s)
			}
			if a, b := squeeze(all), squeeze(x.Cut(within)); a != b {
				t.Fatalf("%q instead of %q", a, b)
			}
		}
	})
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func cuts(x *Text, spans []Span) (out []string) {
	for _, s := range spans {
		out = append(out, x.Cut(s))
	}
	return out
}

func find(x *Text, words string) Span {
	i := strings.Index(x.String(), words)
	return Span{x.Point(i), x.Point(i + len(words))}
}
