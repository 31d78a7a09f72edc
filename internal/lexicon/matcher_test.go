package lexicon

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"tematik/internal/text"
)

func TestTokens(t *testing.T) {
	// + before a word: joined to the one before; / : apart from it.
	for _, c := range []struct{ text, want string }{
		{"Kami belum ekspor", "/Kami belum ekspor"},
		{"di-upload, export-nya", "/di +upload /export +nya"},
		{"Rp1.500.000,00. Kode 0910.12.", "/Rp1.500.000,00 /Kode 0910.12"},
		{"e-SKA undang–undang eks-\npor", "/e +SKA undang +undang eks +por"},
		{"Jum'at don’t 'kan", "/Jum'at don’t kan"},
		{"PT. Maju; “hs” kode (PEB)", "/PT /Maju /hs kode /PEB"},
		{"dan/atau oss.go.id R&D S.E., M.M.", "/dan atau oss go id R D S E /M M"},
		{"tidak... tahu… sama ..  sekali", "/tidak tahu sama sekali"},
		{"izin\n\tusaha - baru — lama", "/izin usaha /baru /lama"},
		{"sudah.Lalu? Ya", "/sudah Lalu /Ya"},
		{"e\u0301kspor naf\u00adsu ꦲꦏ꧀ꦱꦫ نَعَم", "/e\u0301kspor naf\u00adsu ꦲꦏ꧀ꦱꦫ نَعَم"},
		{"😂 ya-😂 — -", "/ya"},
		{"ke-2 anak2nya B2B", "/ke +2 anak2nya B2B"},
		{"", ""},
	} {
		x := text.New(c.text)
		var got []string
		sc := scanner{s: c.text}
		for w, ok := sc.next(); ok; w, ok = sc.next() {
			got = append(got, [...]string{"/", "", "+"}[w.Gap]+x.Cut(w.Span))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

func TestTerms(t *testing.T) {
	lx := New(map[string]string{"kada": "tidak", "container": "kontainer"})
	for _, c := range []struct {
		term, text string
		want       []string
		lang       Language
	}{
		{"izin", "Izin, izinnya, IZIN. izin-nya", []string{"Izin", "IZIN", "izin"}, Indonesian},
		{"~izin", "Izin, izinnya, perizinan; izin-nya ijin", []string{"Izin", "izinnya", "perizinan", "izin-nya", "ijin"}, Indonesian},
		{"kepabean*", "kepabean kepabeanan Kepabeanannya pabean", []string{"kepabean", "kepabeanan", "Kepabeanannya"}, Indonesian},
		{"?spor*", "ekspor eespor espor é-", []string{"espor"}, Indonesian},
		{"k?pal", "kapal kpal k\u00e9pal", []string{"kapal", "k\u00e9pal"}, Indonesian},
		{"*nya", "izinnya nyata export-nya", []string{"izinnya", "export-nya"}, Indonesian},
		{"0910.*", "0910.12 0910 0911.12", []string{"0910.12"}, Indonesian},
		{"hs code", "HS Code, hs-code, HS\ncode; hs, code hs. code hscode hs “code”", []string{"HS Code", "hs-code", "HS\ncode", "hs “code"}, Indonesian},
		{"~urus dokumen", "mengurus dokumen, ngurusin\ndokumen; urus-urus dokumen, urus banyak dokumen", []string{"mengurus dokumen", "ngurusin\ndokumen", "urus-urus dokumen"}, Indonesian},
		{"~upload dokumen", "di-upload dokumen upload-nya dokumen", []string{"di-upload dokumen", "upload-nya dokumen"}, Indonesian},
		{"e-SKA", "e-SKA e ska E-ska eska", []string{"e-SKA", "e ska", "E-ska"}, Indonesian},
		{"email", "e-mail email", []string{"e-mail", "email"}, Indonesian},
		{"undang-undang", "undang-undang undang undang undang-undangnya", []string{"undang-undang", "undang undang"}, Indonesian},
		{"~undang-undang", "perundang-undangan undang-undangnya", []string{"perundang-undangan", "undang-undangnya"}, Indonesian},
		{"=PT", "PT pt Pt. PT-nya", []string{"PT", "PT"}, Indonesian},
		{"=Bea Cukai", "Bea Cukai bea cukai Bea cukai BEA CUKAI Bea-Cukai", []string{"Bea Cukai", "Bea-Cukai"}, Indonesian},
		{"kantor =Bea", "Kantor Bea kantor bea", []string{"Kantor Bea"}, Indonesian},
		{"=Kantor ~layan", "Kantor pelayanan kantor pelayanan", []string{"Kantor pelayanan"}, Indonesian},
		{"tidak tahu", "Nggak tau, gak tahu, kada tahu, tidak Tau", []string{"Nggak tau", "gak tahu", "kada tahu"}, Indonesian},
		{"~tahu", "Tau nggak? Si Tau mau tau. Tau", []string{"Tau", "tau", "Tau"}, Indonesian},
		{"nggak", "nggak tidak gak", []string{"nggak"}, Indonesian},
		{"sudahlah", "udahlah sudah", []string{"udahlah"}, Indonesian},
		{"tidak *", "tidak paham. tidak", []string{"tidak paham"}, Indonesian},
		{"kontainer", "container Kontainer containernya", []string{"container", "Kontainer"}, English},
		{"~ekspor", "eks-\npor mengeks-\npor di-export-in", []string{"eks-\npor", "mengeks-\npor", "di-export-in"}, Indonesian},
		{"jumat", "Jum'at", nil, Indonesian},
		{"don't know", "I don’t know", []string{"don’t know"}, English},
		{"~export", "exports exported exporting exporter's exporters export-led import", []string{"exports", "exported", "exporting", "exporter's", "exporters", "export-led"}, English},
		{"~export", "mengexport", nil, English},
		{"~file", "filing files, di-file", []string{"filing", "files", "di-file"}, Both},
		{"~regulasi", "regulasinya regulations", []string{"regulasinya"}, Both},
		{"~anak", "anak2 anak2nya anak-anaknya", []string{"anak2", "anak2nya", "anak-anaknya"}, Indonesian},
		{"~perlahan", "perlahan-lahan", []string{"perlahan-lahan"}, Indonesian},
		{"seolah olah", "seolah-olah", []string{"seolah-olah"}, Indonesian},
		{"oss.go.id", "Lewat OSS.go.id itu", []string{"OSS.go.id"}, Indonesian},
	} {
		if got := finder(t, lx, c.term, c.lang)(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s in %q: %q, not %q", c.term, c.text, got, c.want)
		}
	}
}

func TestTermsRefused(t *testing.T) {
	for term, why := range map[string]string{
		"":             "it has no word",
		"  ":           "it has no word",
		"—":            "'—' is not how a word begins; only ~ and = may stand before it",
		"$doc ekspor":  "'$' is not how a word begins; only ~ and = may stand before it; a set ($name) stands alone, not in a phrase",
		`/\bhs`:        "a pattern stands between two slashes: '/…/'",
		"/":            "a pattern stands between two slashes: '/…/'",
		"/hs[/":        "the pattern cannot be read (missing closing ]: [); it is a regular expression as RE2 has them",
		`/(?=hs)/`:     "the pattern cannot be read (invalid or unsupported Perl syntax: (?=); it is a regular expression as RE2 has them",
		"/(hs)?/":      "the pattern matches where there is nothing; let it ask for at least one character",
		"//":           "the pattern matches where there is nothing; let it ask for at least one character",
		"~":            `~ and = stand directly before a word; here is none`,
		"~ urus":       `~ and = stand directly before a word; here is none`,
		"~~urus":       "~ and = stand once, directly before a word",
		"di~urus":      "~ and = stand once, directly before a word",
		"~urus*":       "~ and = do not go with * and ?; write one or the other",
		"=PT*":         "~ and = do not go with * and ?; write one or the other",
		"*":            "it would match every word",
		"* ?":          "it would match every word",
		"'":            `"'" has no letter or digit`,
		"hs !code":     "'!' is not how a word begins; only ~ and = may stand before it",
		"(peb)":        "'(' is not how a word begins; only ~ and = may stand before it",
		"lit1 ~kerja*": "~ and = do not go with * and ?; write one or the other",
	} {
		if _, err := ParseTerm(term); err == nil || err.Error() != why {
			t.Errorf("%q: %v", term, err)
		}
	}
}

func TestAdvice(t *testing.T) {
	lx := New(map[string]string{"kada": "tidak"})
	for term, want := range map[string][]string{
		"~urus":         {"~urus is short: look through its forms, and strike out those of other words with except"},
		"~paham":        nil,
		"~dokumen":      nil,
		"~selesai":      nil,
		"~digital":      nil,
		"~kelola":       nil,
		"~perempuan":    nil,
		"~pengurusan":   {"~pengurusan has affixes, and finds only what is built on it; the root is ~urus"},
		"~pelabuhan":    {"~pelabuhan has affixes, and finds only what is built on it; the root is ~labuh"},
		"~dapet":        {"~dapet stands for ~dapat, and finds only what is built on dapet"},
		"kada paham":    {"kada stands for tidak, and finds only itself; tidak finds both"},
		"kepabeanan":    nil,
		"=Nggak gitu*":  nil,
		"tidak ~paham*": nil,
	} {
		p, err := ParseTerm(term)
		if err != nil {
			continue
		}
		if diff := cmp.Diff(want, lx.Advice(p, Indonesian)); diff != "" {
			t.Errorf("%s: %s", term, diff)
		}
		if got := lx.Advice(p, English); got != nil {
			t.Errorf("%s: %q in English", term, got)
		}
	}
}

func TestNormal(t *testing.T) {
	lx := New(map[string]string{"Faham": "mengerti", "kaya": "seperti"})
	for word, want := range map[string]string{
		"Nggak": "tidak", "GAK": "tidak", "udah": "sudah", "gimana": "bagaimana", "dapet": "dapat", "taunya": "tahunya",
		"tau": "tahu", "Tau": "", "faham": "mengerti", "kayaknya": "sepertinya", "kaya": "seperti", "rumah": "", "nya": "",
		"ijinnya": "izinnya", "kepabeanaan": "kepabeanan",
	} {
		if got, ok := lx.Normal(word, Indonesian); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %s, %v", word, got, ok)
		}
	}
	if _, ok := New(nil).Normal("kaya", Indonesian); ok {
		t.Error("kaya is also rich")
	}
	if _, ok := lx.Normal("dah", English); ok {
		t.Error("spoken Indonesian in an English text")
	}
	if got, ok := lx.Normal("faham", English); !ok || got != "mengerti" {
		t.Error("a codebook's own spelling holds in every language")
	}
	for word, root := range map[string]string{"didapetin": "dapat", "perijinan": "izin", "nyimpenin": "simpan", "ketauan": "tahu", "ngijinin": "izin"} {
		if got := finder(t, New(nil), "~"+root, Indonesian)(word); len(got) != 1 {
			t.Errorf("~%s in %s: %q", root, word, got)
		}
	}
}

func TestFold(t *testing.T) {
	for word, want := range map[string]string{
		"E\u0301KSPOR": "\u00e9kspor", "Jum’at": "jum'at", "undang–undang": "undang-undang", "naf\u00adsu": "nafsu",
		"eks-\npor": "eks-por", "ꦲꦏ꧀ꦱꦫ": "ꦲꦏ꧀ꦱꦫ",
	} {
		if got := Fold(word); got != want {
			t.Errorf("%q: %q", word, got)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, s := range []string{"id", "en", "both"} {
		if l, ok := ParseLanguage(s); !ok || l.String() != s {
			t.Errorf("%s: %v", s, l)
		}
	}
	if _, ok := ParseLanguage(""); ok {
		t.Error("no language is none")
	}
}

// TestFind draws texts and terms: each hit re-slices to words that match its
// term alone, hits are in order, and a hit found in a text is found in its
// words alone.
func TestFind(t *testing.T) {
	words := []string{"urus", "mengurus", "dokumen", "di-upload", "hs", "code", "hs-code", "nggak", "PT", "pt", "😂", "é", "undang-undang", "seolah-olah"}
	gaps := []string{" ", "-", "\n", ", ", " — ", "... "}
	terms := []string{"~urus", "~urus dokumen", "hs code", "=PT", "d*", "tidak", "~upload", "undang ~undang", "~olah", "é *"}
	m := NewMatcher(New(nil))
	var single []func(string) []string
	for _, s := range terms {
		p, err := ParseTerm(s)
		if err != nil {
			t.Fatal(err)
		}
		m.Add(p, Indonesian)
		single = append(single, finder(t, New(nil), s, Indonesian))
	}
	r := m.Reader(Indonesian)
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			b.WriteString(rapid.SampledFrom(words).Draw(t, "word") + rapid.SampledFrom(gaps).Draw(t, "gap"))
		}
		x := text.New("Éé😂 " + b.String())
		at := 0
		r.Read(x.Cut(text.Span{Start: 4, End: x.Len()}), 4)
		for _, h := range r.Find(x.All()) {
			cut := x.Cut(h.Span)
			if got := single[h.Term](cut); len(got) != 1 || got[0] != cut {
				t.Fatalf("%s in %q: %q", terms[h.Term], cut, got)
			}
			if h.Span.Start < at {
				t.Fatalf("%v after %d", h.Span, at)
			}
			at = h.Span.Start
		}
	})
}

func FuzzTerm(f *testing.F) {
	for _, s := range []string{"izin", "~izin", "=PT", "kepabean*", "hs code", "~urus dokumen", "'kan", "a𝟎b", "e-SKA ?", "~\xff", "ＡＢＣ", "ǅ"} {
		f.Add(s, "kami mengurus izin PT hs-code kepabeanan\n"+s)
	}
	lx := New(map[string]string{"a": "b", "": "c"})
	f.Fuzz(func(t *testing.T, term, words string) {
		p, err := ParseTerm(term)
		if err != nil {
			return
		}
		if p.String() != term {
			t.Fatalf("%q reads back as %q", term, p)
		}
		lx.Advice(p, Both)
		m := NewMatcher(lx)
		m.Add(p, Both)
		x := text.New(text.NormalizeString(words))
		r := m.Reader(Both)
		r.Read(x.String(), 0)
		for _, h := range r.Find(x.All()) {
			if !x.Valid(h.Span) {
				t.Fatalf("%v is not in the text", h.Span)
			}
		}
	})
}
