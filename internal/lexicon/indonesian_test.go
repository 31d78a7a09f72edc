package lexicon

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"tematik/internal/text"
)

// families reads lines of "root: form form …".
func families(t testing.TB, name string) map[string][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string][]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if root, forms, ok := strings.Cut(sc.Text(), ":"); ok && !strings.HasPrefix(root, "#") {
			out[root] = append(out[root], strings.Fields(forms)...)
		}
	}
	return out
}

// finder finds one term.
func finder(t testing.TB, lx *Lexicon, term string, lang Language) func(s string) []string {
	t.Helper()
	p, err := ParseTerm(term)
	if err != nil {
		t.Fatalf("%s: %v", term, err)
	}
	m := NewMatcher(lx)
	m.Add(p, lang)
	r := m.Reader(lang)
	return func(s string) (found []string) {
		runes := []rune(s)
		r.Read(s, 0)
		for _, h := range r.Find(text.Span{Start: 0, End: len(runes)}) {
			found = append(found, string(runes[h.Span.Start:h.Span.End]))
		}
		return found
	}
}

func TestFamilies(t *testing.T) {
	n := 0
	for root, forms := range families(t, "forms.txt") {
		find := finder(t, New(nil), "~"+root, Indonesian)
		for _, form := range forms {
			n++
			if got := find(form); len(got) != 1 || got[0] != form {
				t.Errorf("~%s in %s: %q", root, form, got)
			}
		}
	}
	t.Logf("%d forms", n)
}

func TestFalseFamilies(t *testing.T) {
	for root, words := range families(t, "false.txt") {
		find := finder(t, New(nil), "~"+root, Indonesian)
		for _, w := range words {
			if got := find(w); got != nil {
				t.Errorf("~%s in %s", root, w)
			}
		}
	}
}
