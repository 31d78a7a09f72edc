package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSearch(t *testing.T) {
	for _, c := range []struct {
		name, text, query string
		want              []string
	}{
		{"case", "Bea Cukai dan bea cukai", "BEA cukai", []string{"Bea Cukai", "bea cukai"}},
		{"line end is a space", "surat\n  asal", "surat asal", []string{"surat\n  asal"}},
		{"no-break space", "Rp\u00a05.000 Rp \u00a0 5.000", "rp 5.000", []string{"Rp\u00a05.000", "Rp \u00a0 5.000"}},
		{"spaces around the query", "ya dan ya", "\n dan ", []string{"dan"}},
		{"after an emoji", "👍🏽 Ékspor ékspor", "ÉKSPOR", []string{"Ékspor", "ékspor"}},
		{"letters whose other case has another length", "İzin izin ȺBC", "IZIN", []string{"İzin", "izin"}},
		{"a letter that grows when lowered", "ȺBC ⱥbc", "ⱥbc", []string{"ȺBC", "ⱥbc"}},
		{"sharp s is its own letter", "Straße STRAẞE Strasse", "straße", []string{"Straße", "STRAẞE"}},
		{"final sigma", "ΟΔΟΣ οδος", "οδοσ", []string{"ΟΔΟΣ", "οδος"}},
		{"ligatures", "ﬁrma, oﬃce", "firma", []string{"ﬁrma"}},
		{"ligatures in the query", "kantor office", "oﬃce", []string{"office"}},
		{"not half a ligature", "oﬃce", "of", nil},
		{"typographic marks", "“Jum’at” — nanti…", `"jum'at" - nanti...`, []string{"“Jum’at” — nanti…"}},
		{"not part of the dots", "ya…", "ya.", nil},
		{"NFD in the text", "Kafe\u0301 dan e\u0301kspor", "ékspor", []string{"e\u0301kspor"}},
		{"NFD in the query", "Kafé", "kafe\u0301", []string{"Kafé"}},
		{"a letter without its accent", "kafe\u0301 kafe", "kafe", []string{"kafe"}},
		{"accents in another order", "a\u0301\u0323 b", "a\u0323\u0301", []string{"a\u0301\u0323"}},
		{"one of accents that change places", "a\u0301\u0323 b", "\u0301", nil},
		{"joined emoji", "👨\u200d👩\u200d👧 ya", "👨👩👧", []string{"👨\u200d👩\u200d👧"}},
		{"one of a joined emoji", "👨\u200d👩\u200d👧", "👩", []string{"👩"}},
		{"emoji with and without its form", "❤\ufe0f baik", "❤ baik", []string{"❤\ufe0f baik"}},
		{"Javanese", "ꦲꦏ꧀ꦱꦫ ꦗꦮ", "ꦗꦮ", []string{"ꦗꦮ"}},
		{"Arabic", "قال نَعَم ثم", "نَعَم", []string{"نَعَم"}},
		{"soft hyphen", "kepa\u00adbeanan", "kepabeanan", []string{"kepa\u00adbeanan"}},
		{"finds do not overlap", "aaaa", "aa", []string{"aa", "aa"}},
		{"words must be apart", "suratasal", "surat asal", nil},
		{"second try inside a failed one", "a a b", "a b", []string{"a b"}},
		{"nothing asked", "abc", "  ", nil},
		{"nothing seen is asked", "a\u00adb", "\u00ad", nil},
		{"empty text", "", "a", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			txt := New(c.text)
			var got []string
			for _, s := range NewSearcher(c.query).Find(txt) {
				got = append(got, txt.Cut(s))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// alike is the folded form of a text, made slowly and plainly.
func alike(s string) string {
	var b []byte
	for _, r := range norm.NFC.String(s) {
		switch {
		case !unicode.IsSpace(r):
			b = appendAlike(b, r)
		case len(b) > 0 && b[len(b)-1] != ' ':
			b = append(b, ' ')
		}
	}
	return strings.Trim(string(b), " ")
}

// between says between which characters of a text a find may begin or end: not
// within what is composed. White space and what is not seen are no letters: an
// accent after them stands by itself.
func between(s string) []bool {
	var out []bool
	for len(s) > 0 {
		if r, w := utf8.DecodeRuneInString(s); unicode.IsSpace(r) || unseen(r) {
			out, s = append(out, true), s[w:]
			continue
		}
		n := norm.NFC.NextBoundaryInString(s, true)
		for i := range s[:n] {
			out = append(out, i == 0 || norm.NFC.IsNormalString(s[:n]))
		}
		s = s[n:]
	}
	return append(out, true)
}

// What is found is what brute force finds: the leftmost places that do not
// overlap, in exact code points.
func TestSearchFindsAll(t *testing.T) {
	runes := []rune("aAbi \n\u00a0ée\u0301\u0323“\"–-….'ßẞİﬁfꦏ꧀ꦱنَ👩👍🏽\u200d\u00ad\ufe0f가각ᆨ\u212b")
	draw := rapid.StringOfN(rapid.RuneFrom(runes), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		s, query := draw.Draw(t, "text"), draw.Draw(t, "query")
		rs := []rune(s)
		if len(rs) > 0 && rapid.IntRange(0, 3).Draw(t, "from the text") > 0 {
			from := rapid.IntRange(0, len(rs)-1).Draw(t, "from")
			query = string(rs[from:rapid.IntRange(from+1, min(len(rs), from+6)).Draw(t, "to")])
			query = rapid.SampledFrom([]func(string) string{strings.ToUpper, norm.NFD.String, norm.NFC.String, strings.TrimSpace}).Draw(t, "change")(query)
		}
		tx := New(s)
		got := NewSearcher(query).Find(tx)
		var want []Span
		may, wanted := between(s), alike(query)
		for i := 0; i < len(rs) && wanted != ""; i++ {
			if !may[i] || unicode.IsSpace(rs[i]) || unseen(rs[i]) {
				continue
			}
			for j := i + 1; j <= len(rs); j++ {
				if may[j] && alike(string(rs[i:j])) == wanted && !unicode.IsSpace(rs[j-1]) {
					want = append(want, Span{i, j})
					i = j - 1
					break
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%+q in %+q: %v, want %v", query, s, got, want)
		}
	})
}

// A form says truly where it comes from, in every degree of likeness, also when
// its memory was used before.
func TestFoldedSource(t *testing.T) {
	draw := rapid.StringOfN(rapid.RuneFrom([]rune("aB \n\te\u0301é…ﬁ\u00ad\u200d🙂’")), 0, 20, -1)
	var f Folded
	rapid.Check(t, func(t *rapid.T) {
		s := draw.Draw(t, "text")
		for how := Exact; how <= Loose; how++ {
			f.Fold(s, how)
			form := string(f.Bytes())
			from := 0
			for i := range form {
				lo, hi, ok := f.Source(i, len(form))
				if !ok {
					continue
				}
				if lo < from || hi > len(s) || lo >= hi || !ok {
					t.Fatalf("%v: %+q: byte %d of %+q comes from %d:%d", how, s, i, form, lo, hi)
				}
				if back := f.From(lo); back != i {
					t.Fatalf("%v: %+q: byte %d of %+q comes from %d, which goes to %d", how, s, i, form, lo, back)
				}
				var piece Folded
				if piece.Fold(s[lo:], how); string(piece.Bytes()) != form[i:] {
					t.Fatalf("%v: %+q: %+q, not %+q", how, s[lo:], piece.Bytes(), form[i:])
				}
				from = lo
			}
		}
	})
}

func BenchmarkSearch(b *testing.B) {
	for name, s := range map[string]string{"composed": study(10), "decomposed": "Ibu menjual amplang ke Tawau — tanpa izin, e\u0301. ", "arabic": "قال نَعَم ثم "} {
		t := New(strings.Repeat(s, 1_000_000/len(s)))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(t.String())))
			f := NewSearcher("sertifikat asal")
			for b.Loop() {
				f.Find(t)
			}
		})
	}
}
