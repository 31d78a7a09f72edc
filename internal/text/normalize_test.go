package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"tematik/internal/errs"
)

func in16(s string, low int) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{}
		pair[low], pair[1-low] = byte(u), byte(u>>8)
		b = append(b, pair[:]...)
	}
	return string(b)
}

func TestNormalize(t *testing.T) {
	long := strings.Repeat("Kami belum pernah ekspor.\n", 5000)
	for _, c := range []struct{ name, raw, want, encoding string }{
		{"empty", "", "", UTF8},
		{"plain", "Ya.\n", "Ya.\n", UTF8},
		{"line ends", "a\r\nb\rc\n\rd\r\r\ne", "a\nb\nc\n\nd\n\ne", UTF8},
		{"controls", "a\x00b\x07c\td\x1be\u0085f\u009dg\x7fh\x0bi\x0c", "abc\tdefghi", UTF8},
		{"separators stay", "a\u2028b\u2029c\u00a0d\u200de\u00adf", "a\u2028b\u2029c\u00a0d\u200de\u00adf", UTF8},
		{"no composing", "e\u0301 é", "e\u0301 é", UTF8},
		{"byte order mark", "\ufeffYa \ufeff", "Ya \ufeff", UTF8BOM},
		{"two byte order marks", "\ufeff\x00\ufeffYa", "Ya", UTF8BOM},
		{"UTF-16LE", "\xff\xfe" + in16("é 😂\r\n", 0), "é 😂\n", UTF16LE},
		{"UTF-16BE", "\xfe\xff" + in16("é 😂\r\n", 1), "é 😂\n", UTF16BE},
		{"UTF-16LE without a mark", in16("P: Apa kabar? 😂\r\n", 0), "P: Apa kabar? 😂\n", UTF16LE},
		{"UTF-16BE without a mark", in16("P: Apa kabar? 😂\r\n", 1), "P: Apa kabar? 😂\n", UTF16BE},
		{"Arabic UTF-16 without a mark", in16(strings.Repeat("هل تصدر شيئا الآن؟ نعم\n", 9), 0), strings.Repeat("هل تصدر شيئا الآن؟ نعم\n", 9), UTF16LE},
		{"Windows-1252", "caf\xe9 \x93begitu\x94 \x85 \x80", "café “begitu” … €", CP1252},
		{"Windows-1252 at the very end", long + "caf\xe9", long + "café", CP1252},
		{"UTF-8 at the very end", long + "café", long + "café", UTF8},
		{"Windows-1252 with a stray control", long + "\xe9\x81\x1a", long + "é", CP1252},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, encoding, err := Normalize([]byte(c.raw))
			if err != nil || got != c.want || encoding != c.encoding {
				t.Errorf("got %.80q, %s, %v", got, encoding, err)
			}
		})
	}
}

func TestNormalizeRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"UTF-32LE":            "\xff\xfe\x00\x00a\x00\x00\x00",
		"UTF-32BE":            "\x00\x00\xfe\xff\x00\x00\x00a",
		"half a UTF-16":       "\xff\xfea\x00b",
		"a lone surrogate":    "\xff\xfea\x00\x00\xd8b\x00",
		"a cut surrogate":     "\xff\xfea\x00\x00\xd8",
		"damaged after a BOM": "\ufeffab\xff",
		"damaged UTF-8":       "café naïve “ya” caf\xe9",
		"cut UTF-8":           "café “ya\xe2\x80",
		"PNG":                 "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\xff",
		"zip":                 "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdf\xa4\xd2",
		"controls":            "\x01\x02\x03\x04\x05\x06ab",
		"controls in 1252":    "caf\xe9\x01\x02\x03\x04",
		"zeros":               strings.Repeat("\x00", 100),
	} {
		t.Run(name, func(t *testing.T) {
			s, _, err := Normalize([]byte(raw))
			if err == nil || s != "" || errs.HintOf(err) == "" || !strings.HasPrefix(err.Error(), "not a text file: ") {
				t.Errorf("got %q, %v", s, err)
			}
		})
	}
}

// normal fails unless s is a text as the package promises.
func normal(t interface {
	Helper()
	Fatalf(string, ...any)
}, s string) {
	t.Helper()
	if !utf8.ValidString(s) || strings.HasPrefix(s, bom) {
		t.Fatalf("not clean: %q", s)
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' }); i >= 0 {
		t.Fatalf("a control character at %d: %q", i, s)
	}
	if again, _, err := Normalize([]byte(s)); again != s || err != nil {
		t.Fatalf("not idempotent: %q, then %q, %v", s, again, err)
	}
	if again := NormalizeString(s); again != s {
		t.Fatalf("not idempotent: %q, then %q", s, again)
	}
}

func TestNormalizeIdempotent(t *testing.T) {
	alphabet := []rune("aé \t\r\n\x00\x01\x1b\x7f\u0080\u0085\u009f\u00a0\u2028\ufeff\ufffd😂ب")
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "text")
		normal(t, NormalizeString(s))
		if s, _, err := Normalize([]byte(s)); err == nil {
			normal(t, s)
		}
		raw := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		normal(t, NormalizeString(string(raw)))
	})
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"", "a\r\nb", "caf\xe9", "\xff\xfea\x00", "\xfe\xff\x00a", "a\x00b\x00", "\ufeff\x00\ufeff", "\xc2\x85\xc2"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, encoding, err := Normalize(raw)
		if err != nil {
			if s != "" || encoding == "?" {
				t.Fatalf("a text with an error: %q", s)
			}
			return
		}
		normal(t, s)
	})
}
