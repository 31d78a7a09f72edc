package study

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// size is how large a made-up project is.
type size struct {
	documents, words, codes, codings int
}

var (
	medium = size{500, 5000, 150, 60_000}
	large  = size{5000, 2000, 500, 1_000_000}
)

// makeCorpus writes transcripts and a table of codings of a size into a folder.
// The words are syllables strung together; every third document has an emoji,
// so that bytes, code points and UTF-16 units all differ. The same size gives
// the same files.
func makeCorpus(tb testing.TB, s size) (dir string) {
	tb.Helper()
	dir = tb.TempDir()
	rng := rand.New(rand.NewPCG(uint64(s.documents), uint64(s.codings)))
	vocabulary := makeVocabulary(rng)
	word := func() string {
		// Squaring makes few words frequent and many rare.
		x := rng.Float64()
		return vocabulary[int(x*x*x*float64(len(vocabulary)))]
	}
	codings := newFile(tb, filepath.Join(dir, "codings.csv"))
	fmt.Fprintln(codings, "document,start,end,code,coder")
	if err := os.Mkdir(filepath.Join(dir, "docs"), 0o755); err != nil {
		tb.Fatal(err)
	}
	for d := range s.documents {
		text, starts := makeDocument(rng, s.words, d, word)
		name := fmt.Sprintf("int_%05d.txt", d+1)
		if err := os.WriteFile(filepath.Join(dir, "docs", name), []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
		n := s.codings*(d+1)/s.documents - s.codings*d/s.documents
		for k := range n {
			length := 8 + rng.IntN(60)
			at := rng.IntN(max(1, len(starts)-length-1))
			coder := "andi"
			if d%5 == 0 && k%2 == 1 {
				coder = "budi"
			}
			x := rng.Float64()
			fmt.Fprintf(codings, "%s,%d,%d,kode %03d,%s\n", name, starts[at], starts[min(at+length, len(starts)-1)]-1, int(x*x*float64(s.codes)), coder)
		}
	}
	if err := codings.Close(); err != nil {
		tb.Fatal(err)
	}
	return dir
}

func newFile(tb testing.TB, path string) *os.File {
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func makeVocabulary(rng *rand.Rand) []string {
	on := strings.Fields("b c d g h j k l m n ng ny p r s t w y pr kr tr")
	nu := strings.Fields("a i u e o a e a i u ai au")
	co := []string{"", "", "", "n", "ng", "r", "s", "t", "k", "h", "m", "l"}
	pre := []string{"", "", "", "me", "ber", "di", "ter", "pe"}
	suf := []string{"", "", "", "kan", "an", "i", "nya"}
	out := strings.Fields("yang di dan itu dengan untuk tidak ini saya kami ekspor dokumen izin kapal pelabuhan café “begitu” — Rp2.500.000 …")
	for len(out) < 9000 {
		w := pre[rng.IntN(len(pre))]
		for range 2 + rng.IntN(2) {
			w += on[rng.IntN(len(on))] + nu[rng.IntN(len(nu))] + co[rng.IntN(len(co))]
		}
		out = append(out, w+suf[rng.IntN(len(suf))])
	}
	return out
}

// makeDocument strings words into turns, and says where each word begins.
func makeDocument(rng *rand.Rand, words, d int, word func() string) (string, []int) {
	var b strings.Builder
	var starts []int
	at := 0
	put := func(s string) {
		b.WriteString(s)
		at += utf8.RuneCountInString(s)
	}
	emoji := -1
	if d%3 == 0 {
		emoji = rng.IntN(words)
	}
	for n, ask := 0, true; n < words; ask = !ask {
		length := 25 + rng.IntN(150)
		label := fmt.Sprintf("I%02d: ", d%90+1)
		if ask {
			length, label = 6+rng.IntN(24), "P: "
		}
		put(label)
		for k := 0; k < length && n < words; k++ {
			w := word()
			if n == emoji {
				w = "🙂"
			}
			if k > 0 {
				put(" ")
			}
			starts = append(starts, at)
			put(w)
			if k%14 == 13 {
				put(".")
			}
			n++
		}
		if ask {
			put("?")
		}
		put("\n\n")
	}
	return b.String(), starts
}
