package lexicon

import (
	"os"
	"strings"
	"testing"

	"tematik/internal/text"
)

// TestFormsWrittenApart holds the matcher to a list that was written without
// sight of it: root, form, whether the form is of the root's family, kind. The
// false families are the worst their author could think of, half of them of
// roots of three or four letters; homographs stay, as they must.
func TestFormsWrittenApart(t *testing.T) {
	table, err := os.ReadFile("testdata/apart.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lx := New(nil)
	var misses, hits, forms, others int
	for line := range strings.Lines(string(table)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 {
			t.Fatalf("%q: want four columns", line)
		}
		term, err := ParseTerm("~" + f[0])
		if err != nil {
			t.Fatal(err)
		}
		m := NewMatcher(lx)
		m.Add(term, Indonesian)
		r := m.Reader(Indonesian)
		words := "kami " + f[1] + " itu"
		r.Read(words, 0)
		found := len(r.Find(text.Span{End: len([]rune(words))})) > 0
		switch {
		case f[2] == "1":
			forms++
			if !found {
				misses++
				t.Logf("~%s misses %s", f[0], f[1])
			}
		default:
			others++
			if found {
				hits++
			}
		}
	}
	if forms < 3000 || others < 800 {
		t.Fatalf("%d forms and %d of other families read", forms, others)
	}
	if misses*200 > forms {
		t.Errorf("%d of %d forms missed: more than 0.5 %%", misses, forms)
	}
	if hits*20 > others {
		t.Errorf("%d of %d words of other families found: more than 5 %%", hits, others)
	}
}
