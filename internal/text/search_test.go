package text

import (
	"slices"
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	for _, c := range []struct {
		name, text, query string
		want              []string
	}{
		{"case", "Bea Cukai dan bea cukai", "BEA cukai", []string{"Bea Cukai", "bea cukai"}},
		{"line end is a space", "surat\n  asal", "surat asal", []string{"surat\n  asal"}},
		{"after an emoji", "👍🏽 Ékspor ékspor", "ÉKSPOR", []string{"Ékspor", "ékspor"}},
		{"a word that grows when lowered stays", "İzin izin", "izin", []string{"izin"}},
		{"finds do not overlap", "aaaa", "aa", []string{"aa", "aa"}},
		{"words must be apart", "suratasal", "surat asal", nil},
		{"second try inside a failed one", "a a b", "a b", []string{"a b"}},
		{"nothing asked", "abc", "  ", nil},
		{"empty text", "", "a", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			txt := New(c.text)
			var got []string
			for _, s := range Search(txt, c.query) {
				got = append(got, txt.Cut(s))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	t := New(strings.Repeat("Ibu menjual amplang ke Tawau — tanpa izin. ", 25_000))
	b.SetBytes(int64(len(t.String())))
	for b.Loop() {
		Search(t, "sertifikat asal")
	}
}
