package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pieces are what positions go wrong on: a family in one glyph, a flag, a
// combining mark, Javanese, Arabic, and much plain text to pass the strides.
var pieces = []string{"a", "kata ", "é", "e\u0301", "😂", "👨\u200d👩\u200d👧", "🇮🇩", "ꦲꦏ꧀ꦱꦫ", "نعم", "€", "\n", strings.Repeat("x", stride-1), strings.Repeat("é", stride)}

func drawText(t *rapid.T) *Text {
	return New(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces"), ""))
}

func TestPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawText(t)
		runes := []rune(x.String())
		if x.Len() != len(runes) {
			t.Fatalf("%d code points, not %d", x.Len(), len(runes))
		}
		bytes := 0
		for p, r := range append(runes, 0) {
			if b := x.Byte(p); b != bytes {
				t.Fatalf("%d is byte %d, not %d", p, b, bytes)
			}
			if got := x.Point(bytes); got != p {
				t.Fatalf("back from %d: %d", p, got)
			}
			if p == len(runes) {
				break
			}
			for k := 1; k < len(string(r)); k++ {
				if got := x.Point(bytes + k); got != p {
					t.Fatalf("byte %d within %d is %d", bytes+k, p, got)
				}
			}
			bytes += len(string(r))
		}
		lo := rapid.IntRange(-1, x.Len()+1).Draw(t, "lo")
		hi := rapid.IntRange(lo, x.Len()+2).Draw(t, "hi")
		want := string(runes[min(max(lo, 0), len(runes)):min(max(hi, 0), len(runes))])
		if got := x.Cut(Span{lo, hi}); got != want {
			t.Fatalf("%q, not %q", got, want)
		}
	})
}

func TestStrideBoundaries(t *testing.T) {
	for _, n := range []int{stride - 1, stride, stride + 1, 2*stride - 1, 2 * stride, 3*stride + 1} {
		x := New(strings.Repeat("😂", n))
		for _, p := range []int{0, stride - 1, stride, stride + 1, n} {
			if p = min(p, n); x.Byte(p) != 4*p || x.Point(4*p) != p {
				t.Errorf("%d of %d: byte %d", p, n, x.Byte(p))
			}
		}
	}
}

func drawSpans(t *rapid.T) []Span {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
		lo := rapid.IntRange(0, 40).Draw(t, "lo")
		return Span{lo, rapid.IntRange(lo, 44).Draw(t, "hi")}
	}), 0, 12).Draw(t, "spans")
}

func TestSegmentsAndUnion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := drawSpans(t)
		var covered, inner [50]bool // inner: the cut before this code point lies within a span
		for _, s := range spans {
			for p := s.Start; p < s.End; p++ {
				covered[p] = true
				inner[p] = inner[p] || p > s.Start
			}
		}
		segments := Segments(slices.Clone(spans))
		union := Union(slices.Clone(spans))
		var wantS, wantU []Span
		for p := range covered {
			switch {
			case !covered[p]:
			case p > 0 && covered[p-1] && inner[p]:
				wantS[len(wantS)-1].End, wantU[len(wantU)-1].End = p+1, p+1
			case p > 0 && covered[p-1]:
				wantS, wantU[len(wantU)-1].End = append(wantS, Span{p, p + 1}), p+1
			default:
				wantS, wantU = append(wantS, Span{p, p + 1}), append(wantU, Span{p, p + 1})
			}
		}
		if !slices.Equal(segments, wantS) || !slices.Equal(union, wantU) {
			t.Fatalf("segments %v, not %v; union %v, not %v", segments, wantS, union, wantU)
		}
	})
}

func TestSpan(t *testing.T) {
	a, b, c := Span{0, 5}, Span{5, 9}, Span{4, 6}
	if a.Overlaps(b) || !a.Overlaps(c) || a.Overlaps(Span{2, 2}) {
		t.Error("touching is not overlapping, nor is a span without a code point")
	}
	if got := a.Intersect(b); !got.Empty() || a.Intersect(c) != (Span{4, 5}) {
		t.Errorf("shared: %v", got)
	}
}

func TestCheck(t *testing.T) {
	// The first eight bytes of SHA-256("abc"), FIPS 180-2, appendix B.1.
	if got := Check("abc"); got != 0xba7816bf8f01cfea {
		t.Errorf("%x", got)
	}
}

// study is text as interviews have it, with a character of several bytes now
// and then.
func study(words int) string {
	const line = "Kami belum pernah urus izin ekspor “sendiri”, semua lewat forwarder — katanya ribet. Rp2.500.000 sekali jalan, café. "
	return strings.Repeat(line, words/17+1)
}

func BenchmarkNew(b *testing.B) {
	s := study(1e6)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		New(s)
	}
}

func BenchmarkByte(b *testing.B) {
	x := New(study(1e5))
	for i := 0; b.Loop(); i++ {
		x.Byte(i * 7919 % x.Len())
	}
}

func BenchmarkPoint(b *testing.B) {
	x := New(study(1e5))
	for i := 0; b.Loop(); i++ {
		x.Point(i * 7919 % len(x.String()))
	}
}

func BenchmarkNormalize(b *testing.B) {
	raw := []byte(study(1e6))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		Normalize(raw)
	}
}

func BenchmarkWordIndex(b *testing.B) {
	x := New(study(1e6))
	b.SetBytes(int64(len(x.String())))
	for b.Loop() {
		NewWordIndex(x, []Span{x.All()})
	}
}

func BenchmarkCountWords(b *testing.B) {
	s := study(1e6)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		CountWords(s)
	}
}

func BenchmarkSentences(b *testing.B) {
	x := New(study(1e6))
	b.SetBytes(int64(len(x.String())))
	for b.Loop() {
		Sentences(x, x.All())
	}
}

func BenchmarkCheck(b *testing.B) {
	quote := "Kami belum pernah urus izin ekspor “sendiri”, semua lewat forwarder."
	for b.Loop() {
		Check(quote)
	}
}
