package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestCountWords(t *testing.T) {
	for s, want := range map[string]int{
		"":                        0,
		" \n\t ":                  0,
		"anak-anak":               1,
		"kami — ya … 😂 belum":     3,
		"Rp1.500.000,00 14.30":    2,
		"dan/atau (ya)":           2,
		"satu\u00a0dua\u2028tiga": 3,
		"1️⃣":                     1,
		"\u0301 é":                1,
		"ꦲꦏ꧀ꦱꦫ نعم":               2,
		"“begitu”":                1,
		"👨\u200d👩\u200d👧 keluarga 🇮🇩": 1,
	} {
		if got := CountWords(s); got != want {
			t.Errorf("%q: %d words, not %d", s, got, want)
		}
	}
}

func TestWordSpans(t *testing.T) {
	x := New("é😂 kami — belum ekspor.")
	for _, c := range []struct {
		words string
		want  []string
	}{
		{"kami — belum", []string{"kami", "belum"}},
		{"mi — be", []string{"kami", "belum"}},
		{" — ", nil},
		{".", []string{"ekspor."}},
		{"😂", []string{"é😂"}},
	} {
		if got := cuts(x, x.WordSpans(find(x, c.words))); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, not %q", c.words, got, c.want)
		}
	}
}

// A label that touches speech lends it no letters.
func TestWordIndexOfSpeech(t *testing.T) {
	x := New("P:… I:ya P:(2) I:🙂")
	speech := []Span{{2, 3}, {6, 8}, {11, 14}, {17, 18}}
	index := NewWordIndex(x, speech)
	if index.Count(speech) != 2 || index.Count(speech[:1]) != 0 || index.Count([]Span{{7, 8}}) != 1 {
		t.Errorf("want the words ya and (2): %+v", index)
	}
}

// TestWordIndex compares with counting by hand: a word counts once if any of
// the spans shares a code point with it.
func TestWordIndex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := New(rapid.StringOfN(rapid.SampledFrom([]rune("ab1é  \n—😂ꦲ")), 44, 60, -1).Draw(t, "text"))
		spans := Union(drawSpans(t))
		if rapid.Bool().Draw(t, "touching") {
			spans = slices.Insert(spans, len(spans), Span{50, 52}, Span{52, 55})
		}
		want, at := 0, 0
		runes := []rune(x.String())
		for at < len(runes) {
			end := at
			for end < len(runes) && !unicode.IsSpace(runes[end]) {
				end++
			}
			if strings.ContainsFunc(string(runes[at:end]), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) &&
				slices.ContainsFunc(spans, Span{at, end}.Overlaps) {
				want++
			}
			at = end + 1
		}
		index := NewWordIndex(x, []Span{x.All()})
		if got := index.Count(spans); got != want {
			t.Fatalf("%v of %q: %d words, not %d", spans, x.String(), got, want)
		}
		if a, b := index.Count([]Span{x.All()}), CountWords(x.String()); a != b || a != len(x.WordSpans(x.All())) {
			t.Fatalf("all of %q: %d, %d", x.String(), a, b)
		}
		if len(spans) > 0 {
			if a, b := len(x.WordSpans(spans[0])), index.Count(spans[:1]); a != b {
				t.Fatalf("%v of %q: %d, %d", spans[0], x.String(), a, b)
			}
		}
	})
}
