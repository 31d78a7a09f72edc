package rules

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"tematik/internal/qda"
)

// corpus makes a study of so many bytes: turns of words with the frequencies of
// speech, about 20,000 forms.
func corpus(cb *qda.Codebook, size int) *qda.Snapshot {
	rng := rand.New(rand.NewPCG(1, 2))
	common := strings.Fields("yang di dan itu tidak ini dari dalam akan juga saya ke ada lebih kami sudah belum kalau ekspor dokumen izin usaha urus paham")
	before, after := []string{"", "", "", "me", "ber", "di", "pe"}, []string{"", "", "", "kan", "an", "nya", "in"}
	var words []string
	for len(words) < 20000 {
		w := before[rng.IntN(len(before))]
		for range 2 + rng.IntN(2) {
			w += string("bcdgjklmnprst"[rng.IntN(13)]) + string("aiueo"[rng.IntN(5)])
		}
		words = append(words, w+after[rng.IntN(len(after))])
	}
	copy(words, common)
	var docs []string
	for size > 0 {
		var b strings.Builder
		for k := 0; b.Len() < 40000; k++ {
			label, n := "I: ", 20+rng.IntN(150)
			if k%2 == 0 {
				label, n = "P: ", 5+rng.IntN(20)
			}
			b.WriteString(label)
			for j := range n {
				w := words[int(math.Exp(rng.Float64()*math.Log(float64(len(words)))))-1]
				b.WriteString(w)
				if j%12 == 11 {
					b.WriteString(". ")
				} else {
					b.WriteByte(' ')
				}
			}
			b.WriteString("é.\n\n")
		}
		docs = append(docs, strings.TrimSpace(b.String()))
		size -= b.Len()
	}
	return study(cb, docs...)
}

// large is a codebook of 60 codes, 120 rules and some 3,500 terms.
func large() *qda.Codebook {
	cb := &qda.Codebook{Language: "id", Sets: []qda.TermSet{{Name: "common", Terms: strings.Fields("tidak sudah belum kalau ~paham dokumen ekspor")}}}
	for range 60 {
		rng := rand.New(rand.NewPCG(uint64(len(cb.Codes)), 3))
		word := func() string {
			return string("bcdgjklmnprst"[rng.IntN(13)]) + string("aiueo"[rng.IntN(5)]) + string("bcdgjklmnprst"[rng.IntN(13)]) + string("aiueo"[rng.IntN(5)])
		}
		var a, b []string
		for range 12 {
			a = append(a, "~"+word(), "tidak ~"+word())
			b = append(b, word()+"*", word()+" "+word())
		}
		unit := []string{"turn", "sentence"}[len(cb.Codes)%2]
		near := qda.Rule{Near: [][]string{{"$common"}, b}, Within: 4, Unit: unit}
		cb.Codes = append(cb.Codes, qda.Code{Key: "k" + word(), Rules: []qda.Rule{{Any: a, All: []qda.Group{{Any: b}}, None: []string{word()}, Unit: unit}, near}})
	}
	return cb
}

func BenchmarkPropose(b *testing.B) {
	cb := large()
	s := corpus(cb, 20<<20)
	set, _, err := Compile(cb, "id")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(20 << 20)
	for b.Loop() {
		ps, err := set.Propose(context.Background(), s, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(ps)), "proposals")
	}
}

func BenchmarkCompile(b *testing.B) {
	cb := large()
	for b.Loop() {
		if _, _, err := Compile(cb, "id"); err != nil {
			b.Fatal(err)
		}
	}
}
