package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tematik/internal/text"
)

func FuzzTurns(f *testing.F) {
	paths, _ := filepath.Glob("testdata/*.txt")
	for _, p := range paths {
		if raw, err := os.ReadFile(p); err == nil {
			f.Add(string(raw))
		}
	}
	f.Add("**P: ** a **\n[00:01]\n#00:01#\nI (x: y")
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"a.txt", "a.md"} {
			tr, err := Read(fileOf(name, []byte(s)))
			if err != nil {
				continue
			}
			sound(t, tr)
			if norm, _, err := text.Normalize([]byte(s)); err != nil || !strings.HasSuffix(norm, tr.Text) || !strings.HasPrefix(norm, fence) && norm != tr.Text {
				t.Errorf("the text is changed: %q is %q", s, tr.Text)
			}
		}
	})
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"case: E1\ndate: 2026-03-04\n", "speakers: {P: interviewer, N1: {case: C03}}\n", "a: [b, c]\nd: |\n  e\n", "a: &b c\nd: *b\n<<: *b\n", "? a\n: b\n", "!!str a: b\n", "a: {b: {c: d}}\n", "speakers:\n  P:\n  - a\n", "x: \"\\u0041\"\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tr, err := Read(fileOf("a.txt", []byte("---\n"+s+"\n---\nP: Apa?\n\nI: Ya.\n")))
		if err == nil {
			sound(t, tr)
		}
	})
}

func FuzzDocx(f *testing.F) {
	f.Add(wordXML(para(said("P: Apa?"))+tableOf(rowOf("P", "Apa?"), rowOf("I", "Ya."))), false)
	f.Add(wordXML(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p><w:tr><w:trPr><w:del/></w:trPr><w:tc/></w:tr>`), false)
	f.Add("PK\x03\x04", true)
	f.Fuzz(func(t *testing.T, s string, whole bool) {
		raw := []byte(s)
		if !whole {
			raw = pack(t, "word/document.xml", s)
		}
		tr, err := Read(fileOf("a.docx", raw))
		if err == nil {
			sound(t, tr)
		}
	})
}

// Notes never change the text, and are always within it.
func FuzzDocxNotes(f *testing.F) {
	f.Add(para(ranged("1"), said("P: Apa?"), ended("1"))+tableOf(rowOf("P", "Apa?"), rowOf("I", "Ya.")), comment("1", "A", "x"))
	f.Add(para(said("a"), refers("comment", "1"))+`<w:drawing><w:txbxContent>`+para(refers("comment", "2"))+`</w:txbxContent></w:drawing>`, comment("2", "", "x")+`<w:comment>`)
	f.Fuzz(func(t *testing.T, body, notes string) {
		tr, err := Read(fileOf("a.docx", notesDocx(t, body, "comments", notes)))
		if err != nil {
			return
		}
		sound(t, tr)
		whole := text.New(tr.Text)
		for _, n := range tr.Notes {
			if n.Span.Start < 0 || n.Span.End < n.Span.Start || n.Span.End > whole.Len() || n.Number < 1 || strings.Contains(n.Text, markOpen) {
				t.Errorf("%+v", n)
			}
		}
		if strings.Contains(tr.Text, markOpen) || strings.Contains(tr.Text, markClose) {
			t.Error("a mark is left in the text")
		}
	})
}
