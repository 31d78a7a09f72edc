package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// interview makes a document of turns; a line is a turn of "P: " or "I: ", a
// line without label is text outside of turns.
func interview(lines ...string) (*qda.Document, *text.Text) {
	s := strings.Join(lines, "\n")
	d := &qda.Document{Speakers: []qda.Speaker{{Label: "P", Role: qda.Interviewer}, {Label: "I", Role: qda.Respondent}}}
	at := 0
	for _, l := range lines {
		n := utf8.RuneCountInString(l)
		for k, sp := range d.Speakers {
			if strings.HasPrefix(l, sp.Label+": ") {
				d.Turns = append(d.Turns, qda.Turn{Span: text.Span{Start: at + 3, End: at + n}, Speaker: k})
			}
		}
		at += n + 1
	}
	return d, text.New(s)
}

func finds(t *testing.T, q Query, d *qda.Document, x *text.Text) (out []string) {
	t.Helper()
	p, err := Compile(q, &qda.Codebook{Normalize: map[string]string{"dok": "dokumen"}}, "id")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Finder().Find(d, x) {
		out = append(out, x.Cut(s))
	}
	return out
}

func TestFind(t *testing.T) {
	d, x := interview("Catatan: dokumen hilang", "P: 👍🏽 Siapa mengurus dokumen?", "I: Diurusin dokumennya sama CV. Revisi dua kali, dokumen\u00a0itu", "P: revisi?", "I: Ya. PT-nya sudah, dok lengkap")
	for _, c := range []struct {
		name string
		q    Query
		want []string
	}{
		{"words also outside of turns", Query{Texts: []string{"DOKUMEN"}}, []string{"dokumen", "dokumen", "dokumen", "dokumen"}},
		{"white space", Query{Texts: []string{"dokumen itu"}}, []string{"dokumen\u00a0itu"}},
		{"not over two turns", Query{Texts: []string{"itu P: revisi"}}, nil},
		{"a label alone", Query{Texts: []string{"P: revisi"}}, []string{"P: revisi"}},
		{"forms of words", Query{Texts: []string{"urus dokumen"}, How: Roots}, []string{"mengurus dokumen", "Diurusin dokumennya"}},
		{"with the codebook's spoken forms", Query{Texts: []string{"dokumen"}, How: Roots}, []string{"dokumen", "dokumennya", "dokumen", "dok"}},
		{"signs of terms", Query{Texts: []string{"=PT nya"}, How: Roots}, []string{"PT-nya"}},
		{"wildcards", Query{Texts: []string{"revis*"}, How: Roots}, []string{"Revisi", "revisi"}},
		{"punctuation around words", Query{Texts: []string{"“(urus, dokumen)”"}, How: Roots}, []string{"mengurus dokumen", "Diurusin dokumennya"}},
		{"quotation marks around a word", Query{Texts: []string{"“revisi”"}, How: Roots}, []string{"Revisi", "revisi"}},
		{"pattern", Query{Texts: []string{`dok\pL*[\s\pZ]+\pL+`}, How: Pattern}, []string{"dokumennya sama", "dokumen\u00a0itu", "dok lengkap"}},
		{"pattern as written", Query{Texts: []string{`(?-i)revisi`}, How: Pattern}, []string{"revisi"}},
		{"pattern at a turn's beginning", Query{Texts: []string{`^(revisi|ya)`}, How: Pattern}, []string{"revisi", "Ya"}},
		{"pattern in characters", Query{Texts: []string{`.(siapa)`}, How: Pattern}, []string{" Siapa"}},
		{"empty matches", Query{Texts: []string{`x*|$`}, How: Pattern}, nil},
		{"near", Query{Texts: []string{"dokumen", "revisi"}, Near: 3}, []string{"dokumennya sama CV. Revisi"}},
		{"near, the nearest pair", Query{Texts: []string{"revisi", "dokumen"}, Near: 10}, []string{"dokumennya sama CV. Revisi"}},
		{"too far", Query{Texts: []string{"dokumen", "revisi"}, Near: 2}, nil},
		{"near are three", Query{Texts: []string{"revisi", "kali", "dokumen"}, Near: 2}, []string{"Revisi dua kali, dokumen"}},
		{"near forms", Query{Texts: []string{"urus", "revisi"}, How: Roots, Near: 4}, []string{"Diurusin dokumennya sama CV. Revisi"}},
		{"near patterns", Query{Texts: []string{`\bcv\b`, `dua`}, How: Pattern, Near: 2}, []string{"CV. Revisi dua"}},
		{"near one another, not within", Query{Texts: []string{"dokumen", "dokumen"}, Near: 10}, []string{"dokumennya sama CV. Revisi dua kali, dokumen"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := finds(t, c.q, d, x); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	d, x := &qda.Document{}, text.New("Dokumen itu.\n\nRevisi\nlagi dokumen.")
	if got := finds(t, Query{Texts: []string{"dokumen", "revisi"}, Near: 6}, d, x); !slices.Equal(got, []string{"Revisi\nlagi dokumen"}) {
		t.Errorf("%q", got)
	}
	if got := finds(t, Query{Texts: []string{`^\pL+`}, How: Pattern}, d, x); !slices.Equal(got, []string{"Dokumen", "Revisi"}) {
		t.Errorf("%q", got)
	}
}

// The language of forms is the document's, else the codebook's, else the
// project's.
func TestLanguage(t *testing.T) {
	x := text.New("exporting mengurus")
	for _, c := range []struct{ document, codebook, project, want string }{
		{"en", "id", "id", "exporting"}, {"", "en", "id", "exporting"}, {"", "", "en", "exporting"}, {"", "", "id", "mengurus"}, {"id", "en", "en", "mengurus"},
	} {
		var got string
		for _, word := range []string{"export", "urus"} {
			p, err := Compile(Query{Texts: []string{word}, How: Roots}, &qda.Codebook{Language: c.codebook}, c.project)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range p.Finder().Find(&qda.Document{Language: c.document}, x) {
				got += x.Cut(s)
			}
		}
		if got != c.want {
			t.Errorf("%v: %s", c, got)
		}
	}
}

func TestAdvice(t *testing.T) {
	got := Advice([]string{"pengurusan dokumen", "“izin”,", "~urus*"}, nil)
	if len(got) != 1 || !strings.Contains(got[0], "the root is ~urus") {
		t.Errorf("%q", got)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		texts []string
		how   How
		want  string
	}{
		{[]string{"  "}, Words, "which words"},
		{[]string{"a", ""}, Pattern, "which words"},
		{[]string{"\u00ad"}, Words, "which words"},
		{[]string{"a(b"}, Pattern, "missing closing ) at character 2: (b"},
		{[]string{`\((é[)]|(x`}, Pattern, "missing closing ) at character 9: (x"},
		{[]string{"é["}, Pattern, "missing closing ] at character 2: ["},
		{[]string{"a)"}, Pattern, "unexpected )"},
		{[]string{"*a"}, Pattern, "at character 1: *"},
		{[]string{`a\`}, Pattern, "trailing backslash"},
		{[]string{`(?<=a)b`}, Pattern, "at character 1: (?<"},
		{[]string{"(((x{999}){999}){999}"}, Pattern, "find --regex"},
		{[]string{strings.Repeat(`\pL{900}`, 6)}, Pattern, "too large"},
		{[]string{strings.Repeat("(", 2000) + strings.Repeat(")", 2000)}, Pattern, "nest"},
		{[]string{"*"}, Roots, "every word"},
		{[]string{"~urus*"}, Roots, "write one or the other"},
		{[]string{"…"}, Roots, "no word"},
	} {
		_, err := Compile(Query{Texts: c.texts, How: c.how}, &qda.Codebook{}, "id")
		if err == nil || !strings.Contains(err.Error(), c.want) || errs.KindOf(err) != errs.Usage || errs.HintOf(err) == "" {
			t.Errorf("%.40q: %v (%s), want %q", c.texts, err, errs.HintOf(err), c.want)
		}
	}
}

// What is near holds every text, in one turn, and no two neighbours of the
// texts in it stand farther apart than asked.
func TestNearHolds(t *testing.T) {
	words := []string{"a", "b", "c", "xx", "🙂", "e\u0301", "—"}
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOfN(rapid.SampledFrom(words), 1, 12)
		var lines []string
		for range rapid.IntRange(1, 3).Draw(t, "turns") {
			lines = append(lines, rapid.SampledFrom([]string{"P: ", "I: "}).Draw(t, "who")+strings.Join(draw.Draw(t, "words"), " "))
		}
		d, x := interview(lines...)
		n := rapid.IntRange(1, 4).Draw(t, "n")
		p, err := Compile(Query{Texts: []string{"a", "b"}, Near: n}, &qda.Codebook{}, "")
		if err != nil {
			t.Fatal(err)
		}
		got := p.Finder().Find(d, x)
		end := 0
		for _, s := range got {
			in := strings.Fields(x.Cut(s))
			first, last := in[0], in[len(in)-1]
			if s.Start < end || first+last != "ab" && first+last != "ba" || text.CountWords(x.Cut(s)) > n+1 || slices.ContainsFunc(in, func(w string) bool { return strings.HasSuffix(w, ":") }) {
				t.Fatalf("%q in %q", in, lines)
			}
			end = s.End
		}
		// Where none is found, no a and b stand near in one turn.
		for _, l := range lines {
			ws := strings.Fields(l[3:])
			for i := range ws {
				for j := i + 1; j < len(ws) && got == nil; j++ {
					if (ws[i]+ws[j] == "ab" || ws[i]+ws[j] == "ba") && text.CountWords(strings.Join(ws[i+1:j], " ")) < n {
						t.Fatalf("%q is near in %q", ws[i:j+1], lines)
					}
				}
			}
		}
	})
}

func TestNeeded(t *testing.T) {
	for pattern, want := range map[string]string{
		`ekspor\s+(dokumen|izin)`: "ekspo", `(?i)surat asal`: "SURA", `(a|bc)`: "", `x*`: "", `(karantina)+`: "karantin", `(ya){2}besar`: "besa",
		`(besar)?`: "", `[a-z]+`: "", `ékspor`: "kspo", `\bHS\b`: "", `a(`: "", `(?-i)Bea Cukai`: "Cuka",
	} {
		if got := needed(pattern); got != want {
			t.Errorf("%s: %q, not %q", pattern, got, want)
		}
	}
}

// A pattern finds the same where only the stretches with what it needs are
// tried.
func TestNeededIsNeeded(t *testing.T) {
	pieces := []string{"ekspor", "EKSPOR", "ekſpor", "\u212aapal", "e\u0301kspor", "ekspor\u0301", "izin", "i", "zin", "ﬁrma", "firma", " ", "  ", "🙂", "-\u00ad"}
	patterns := []string{`ekspor`, `(?-i)ekspor`, `kapal`, `ekspo.`, `(izin|firma)`, `(fir)(ma)`, `ek(spor)+`, `iziniz?`, `izin  izin`, `ekspor\W?izin`}
	rapid.Check(t, func(t *rapid.T) {
		var lines []string
		for range rapid.IntRange(1, 4).Draw(t, "turns") {
			lines = append(lines, "I: "+strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "words"), ""))
		}
		d, x := interview(lines...)
		p, err := Compile(Query{Texts: []string{rapid.SampledFrom(patterns).Draw(t, "pattern")}, How: Pattern}, &qda.Codebook{}, "")
		if err != nil {
			t.Fatal(err)
		}
		got := p.Finder().Find(d, x)
		p.needed = []string{""}
		if want := p.Finder().Find(d, x); !slices.Equal(got, want) {
			t.Fatalf("%q in %q: %v, not %v", p.Texts, lines, got, want)
		}
	})
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{`Rp ?[0-9.]+`, `(`, `[a`, `\`, `(?P<n>x)`, `^$`, `\pL{2,}`, "\xff", `x{1000}{1000}`} {
		f.Add(s, "P: Rp 5.000 naïve 🙂\nI: ya")
	}
	f.Fuzz(func(t *testing.T, re, words string) {
		p, err := Compile(Query{Texts: []string{re}, How: Pattern}, &qda.Codebook{}, "")
		if err != nil {
			return
		}
		d, x := interview(strings.Split(text.NormalizeString(words), "\n")...)
		got := p.Finder().Find(d, x)
		for _, s := range got {
			if !x.Valid(s) {
				t.Fatalf("%q in %q: %v", re, words, s)
			}
		}
		p.needed = []string{""}
		if all := p.Finder().Find(d, x); !slices.Equal(got, all) {
			t.Fatalf("%q in %q: %v, but %v", re, words, got, all)
		}
	})
}
