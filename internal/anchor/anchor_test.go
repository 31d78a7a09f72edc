package anchor

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"tematik/internal/text"
)

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, text, quote, want string }{
		{"exact", "Kami ekspor kepiting.", "ekspor", "exact 5-11"},
		{"in code points", "🙂 “café” ekspor", "ekspor", "exact 9-15"},
		{"twice", "ya dan ya", "ya", "exact 0-2 exact 7-9"},
		{"overlapping", "aaaa", "aa", "exact 0-2 exact 1-3 exact 2-4"},
		{"overlapping with a rest", "abababa", "aba", "exact 0-3 exact 2-5 exact 4-7"},
		{"exact with outer white space", "a b c", " b ", "exact 1-4"},
		{"line end", "surat\nizin usaha", "surat izin", "spacing 0-10"},
		{"line end in the quote", "surat izin usaha", "surat\r\n  izin", "spacing 0-10"},
		{"runs of white space", "surat \t\n\n izin", "surat izin", "spacing 0-14"},
		{"no-break space", "Rp\u00a05.000", "Rp 5.000", "spacing 0-8"},
		{"outer white space of the quote", "surat izin", "\n surat izin  ", "spacing 0-10"},
		{"no space is not a space", "surat izin", "suratizin", ""},
		{"capitals", "Surat Izin USAHA", "surat izin usaha", "loose 0-16"},
		{"accented capitals", "ÉTUDE", "étude", "loose 0-5"},
		{"quotation marks", "dia bilang “tenang’ saja", `dia bilang "tenang' saja`, "loose 0-24"},
		{"dashes", "berat – sekali", "berat - sekali", "loose 0-14"},
		{"dots", "ya… begitu", "ya... begitu", "loose 0-10"},
		{"half of the dots", "ya… begitu", "ya.", ""},
		{"soft hyphen", "kepa\u00adbeanan baru", "kepabeanan baru", "loose 0-16"},
		{"zero width in white space", "a \u200b b", "a b", "loose 0-5"},
		{"accents apart", "Cafe\u0301 tutup", "caf\u00e9", "loose 0-5"},
		{"accents together", "Caf\u00e9 tutup", "cafe\u0301", "loose 0-4"},
		{"ligatures", "ﬁrma itu", "firma", "loose 0-4"},
		{"half of a ligature", "ﬁrma itu", "irma", ""},
		{"all at once", "Dia\nbilang: “YA  —\tbegitu”", `dia bilang: "ya - begitu"`, "loose 0-26"},
		{"the strictest wins", "Ya. ya. YA.", "ya", "exact 4-6"},
		{"spacing before loose", "A b. a\nb", "a b", "spacing 5-8"},
		{"the whole text", "a", "a", "exact 0-1"},
		{"longer than the text", "a", "aa", ""},
		{"empty", "a b", "", ""},
		{"white space only", "a b", " ", ""},
		{"empty text", "", "a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tx := text.New(c.text)
			var got []string
			for _, m := range NewFinder(tx).Find(tx.All(), c.quote) {
				got = append(got, fmt.Sprintf("%v %d-%d", m.Kind, m.Span.Start, m.Span.End))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}

func TestFindWithin(t *testing.T) {
	tx := text.New("ya – YA – ya\u00ad")
	for _, c := range []struct {
		within text.Span
		quote  string
		want   int
	}{
		{text.Span{Start: 0, End: 13}, "ya", 2}, {text.Span{Start: 1, End: 13}, "ya", 1}, {text.Span{Start: 0, End: 11}, "ya", 1},
		{text.Span{Start: 1, End: 11}, "ya", 1}, {text.Span{Start: 5, End: 7}, "ya", 1}, {text.Span{Start: 6, End: 7}, "ya", 0},
		{text.Span{Start: -5, End: 99}, "ya", 2}, {text.Span{Start: 9, End: 3}, "ya", 0}, {text.Span{Start: 10, End: 12}, "YA", 1},
	} {
		got := NewFinder(tx).Find(c.within, c.quote)
		if len(got) != c.want {
			t.Errorf("%q in %v: %v", c.quote, c.within, got)
		}
		for _, m := range got {
			if !c.within.Contains(m.Span) {
				t.Errorf("%q in %v: %v", c.quote, c.within, m)
			}
		}
	}
}

// reduce writes what a kind takes for equal in one way.
func reduce(s string, k Kind) string {
	if k == Exact {
		return s
	}
	return strings.Trim(string(fold(s, k).Bytes()), " ")
}

// Every place equals the quote by its kind, lies within, and none is missed;
// a kind is reported only where no stricter one is.
func TestFindsAll(t *testing.T) {
	alphabet := rapid.StringOfN(rapid.RuneFrom([]rune("aAbé “”\"-–\n\t …🙂\u00ad")), 0, 40, -1)
	rapid.Check(t, func(t *rapid.T) {
		s := alphabet.Draw(t, "text")
		runes := []rune(s)
		quote := alphabet.Draw(t, "quote")
		if len(runes) > 0 && rapid.Bool().Draw(t, "taken from the text") {
			from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
			quote = string(runes[from:rapid.IntRange(from+1, len(runes)).Draw(t, "to")])
			quote = rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower, strings.TrimSpace, func(s string) string { return strings.ReplaceAll(s, " ", "\n\n") }, func(s string) string { return s }}).Draw(t, "change")(quote)
		}
		tx := text.New(s)
		lo := rapid.IntRange(0, len(runes)).Draw(t, "lo")
		within := text.Span{Start: lo, End: rapid.IntRange(lo, len(runes)).Draw(t, "hi")}
		got := NewFinder(tx).Find(within, quote)
		at := -1
		for _, m := range got {
			words := tx.Cut(m.Span)
			if !within.Contains(m.Span) || m.Kind != got[0].Kind || m.Span.Start <= at || reduce(words, m.Kind) != reduce(quote, m.Kind) {
				t.Fatalf("%q in %q: %v %q", quote, s, m, words)
			}
			at = m.Span.Start
		}
		if strings.TrimSpace(quote) == "" {
			return
		}
		for k := Exact; k < kinds && (got == nil || k <= got[0].Kind); k++ {
			want := 0
			for i := within.Start; i < within.End; i++ {
				if k > Exact && (unicode.IsSpace(runes[i]) || reduce(string(runes[i]), k) == "") || reduce(quote, k) == "" {
					continue
				}
				for j := i + 1; j <= within.End; j++ {
					if piece := string(runes[i:j]); reduce(piece, k) == reduce(quote, k) && (k == Exact || strings.TrimSpace(piece) == piece) {
						want++
						break
					}
				}
			}
			n := 0
			if got != nil && got[0].Kind == k {
				n = len(got)
			}
			if n != want {
				t.Fatalf("%q in %q within %v, %v: %d places, want %d: %v", quote, s, within, k, n, want, got)
			}
		}
	})
}

// A text and quote made to be slow are not.
func TestLinear(t *testing.T) {
	tx := text.New(strings.Repeat("a", 1<<20))
	start := time.Now()
	if n := len(NewFinder(tx).Find(tx.All(), strings.Repeat("a", 1<<19))); n != 1<<19+1 {
		t.Errorf("%d places", n)
	}
	if n := len(NewFinder(tx).Find(tx.All(), strings.Repeat("A", 1<<19)+"b")); n != 0 {
		t.Errorf("%d places", n)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("%v", took)
	}
}

func TestNearest(t *testing.T) {
	s := "P: Apa kendalanya?\n\nI: Saya tidak paham kode HS itu, semua diurus forwarder di pelabuhan. Izin usahanya sudah ada dari dulu."
	for _, c := range []struct{ quote, want string }{
		{"saya ndak paham kode HS itu", "Saya tidak paham kode HS itu"},
		{"semua diurus oleh forwarder di pelabuhan", "itu, semua diurus forwarder di pelabuhan"},
		{"IZIN USAHANYA belum ada", "Izin usahanya sudah ada"},
		{"katanya forwarder", "diurus forwarder"},
		{"Apa kendalanya? Saya lupa semua urusan", "Apa kendalanya"},
		{"kendalanya? Saya tidak paham kode", "Saya tidak paham kode"},
		{"di mana", ""},
		{"sertifikat asal", ""},
		{"", ""},
		{"—", ""},
	} {
		tx := text.New(s)
		span, ok := Nearest(tx, []text.Span{{Start: 0, End: 18}, {Start: 23, End: tx.Len()}}, c.quote)
		if got := tx.Cut(span); got != c.want || ok != (c.want != "") {
			t.Errorf("%q: %q, %v, want %q", c.quote, got, ok, c.want)
		}
	}
}

// What is near is in the text, and holds the longest run of words that both have.
func TestNearestHoldsTheLongestRun(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"izin", "kode", "surat", "Kapal", "dokumen"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		there, wanted := words.Draw(t, "text"), words.Draw(t, "quote")
		s := strings.Join(there, " ")
		tx := text.New(s)
		span, ok := Nearest(tx, []text.Span{tx.All()}, strings.Join(wanted, ", "))
		best := 0
		for i := range wanted {
			for j := i + 1; j <= len(wanted); j++ {
				if run := strings.Join(wanted[i:j], " "); strings.Contains(" "+s+" ", " "+run+" ") {
					best = max(best, len(run)-(j-i-1))
				}
			}
		}
		if ok != (best >= 4) || ok && !tx.Valid(span) {
			t.Fatalf("%v %v, best %d", span, ok, best)
		}
		if !ok {
			return
		}
		near, held := " "+tx.Cut(span)+" ", 0
		for i := range wanted {
			for j := i + 1; j <= len(wanted); j++ {
				if run := strings.Join(wanted[i:j], " "); strings.Contains(near, " "+run+" ") {
					held = max(held, len(run)-(j-i-1))
				}
			}
		}
		if held != best {
			t.Fatalf("%q holds %d letters of %q in %q, %d could be", near, held, wanted, s, best)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("Dia\nbilang: “YA  —\tbegitu…”", `dia bilang: "ya - begitu..."`)
	f.Add("aaaa", "aa")
	f.Fuzz(func(t *testing.T, s, quote string) {
		tx, quote := text.New(text.NormalizeString(s)), strings.ToValidUTF8(quote, "\ufffd")
		for _, m := range NewFinder(tx).Find(tx.All(), quote) {
			if !tx.Valid(m.Span) || reduce(tx.Cut(m.Span), m.Kind) != reduce(quote, m.Kind) {
				t.Errorf("%q in %q: %v", quote, s, m)
			}
		}
		if span, ok := Nearest(tx, []text.Span{tx.All()}, quote); ok && !tx.Valid(span) {
			t.Errorf("%q near %q: %v", quote, s, span)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s := strings.Repeat("Waktu itu kami belum paham “aturan” kepabeanan, jadi dibantu orang dinas sampai selesai. ", 450) + "Surat\nizin “itu” hilang."
	tx := text.New(s)
	for name, quote := range map[string]string{"exact": "Surat\nizin", "spacing": "Surat izin", "loose": "surat izin \"itu\"", "absent": "tidak ada di sini"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				NewFinder(tx).Find(tx.All(), quote)
			}
		})
	}
	b.Run("nearest", func(b *testing.B) {
		b.SetBytes(int64(len(s)))
		for b.Loop() {
			Nearest(tx, []text.Span{tx.All()}, "surat izin yang hilang")
		}
	})
	b.Run("again", func(b *testing.B) {
		f := NewFinder(tx)
		for b.Loop() {
			f.Find(tx.All(), "surat izin \"itu\"")
		}
	})
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, text, words, want string }{
		{"literally", "satu dua tiga dua", "dua", "5-8 14-17"},
		{"first and last", "satu dua tiga empat", "satu … tiga", "0-13"},
		{"dots of a keyboard", "satu dua tiga empat", "dua ... empat", "5-19"},
		{"dots in brackets", "satu dua tiga empat", "satu […] tiga", "0-13"},
		{"in this order", "satu dua tiga", "tiga … satu", ""},
		{"what stands between must be there", "satu dua tiga", "satu … lima … tiga", ""},
		{"several in between", "satu dua tiga empat", "satu … dua … empat", "0-19"},
		{"each last one", "satu dua tiga dua", "satu … dua", "0-8 0-17"},
		{"the text's own dots", "satu … dua", "satu … dua", "0-10"},
		{"dots at an end", "satu dua", "satu …", "0-4"},
		{"dots alone", "satu dua", "…", ""},
	} {
		tx := text.New(c.text)
		var got []string
		for _, s := range NewFinder(tx).Words(tx.All(), c.words) {
			got = append(got, fmt.Sprintf("%d-%d", s.Start, s.End))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}
