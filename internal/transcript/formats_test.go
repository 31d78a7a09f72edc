package transcript

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
)

// samples makes a file of each format of a few paragraphs.
func samples(t testing.TB) map[string]func(paragraphs []string) []byte {
	plain := func(p []string) []byte { return []byte(strings.Join(p, "\n\n")) }
	return map[string]func([]string) []byte{
		"txt": plain,
		"md":  plain,
		"docx": func(p []string) []byte {
			var b strings.Builder
			for _, s := range p {
				b.WriteString(para(said(strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(s))))
			}
			return docx(t, b.String())
		},
	}
}

// Every format reads what is written, and bears what is not its own.
func TestFormats(t *testing.T) {
	paragraphs := []string{
		"---", "case: E1", "date: 2026-03-04", "kind: interview", "---",
		"[00:00:05] P: Apa “kabar”, 🙂 Bu?", "I: Ya & <begitu>.", "Lagi pula sudah lama.", "P: Oh?",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			make, ok := samples(t)[f.name]
			if !ok {
				t.Fatal("the format has no sample in this test")
			}
			if len(f.suffixes) == 0 || !Takes("x"+f.suffixes[0]) || !Takes("X"+strings.ToUpper(f.suffixes[0])) {
				t.Error("its suffix is not taken")
			}
			name := "dir/E1" + f.suffixes[0]
			raw := make(paragraphs)
			tr, err := Read(fileOf(name, raw))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, tr)
			want := "P=interviewer; I=respondent; \nP 5s \"Apa “kabar”, 🙂 Bu?\"\nI \"Ya & <begitu>.\\n\\nLagi pula sudah lama.\"\nP \"Oh?\"\n"
			if d := cmp.Diff(want, outline(tr)); d != "" {
				t.Error(d)
			}
			if got := strings.TrimLeft(tr.Text, "\n"); got != strings.Join(paragraphs[5:], "\n\n") || tr.Case != "E1" || tr.Date != "2026-03-04" {
				t.Errorf("%q %+v", got, tr)
			}
			if tr.Name != "E1" || tr.File != "E1"+f.suffixes[0] || tr.Format != f.name {
				t.Errorf("%+v", tr)
			}
			if again, err := Read(fileOf(name, raw)); err != nil || !reflect.DeepEqual(tr, again) {
				t.Error("read twice, it is not the same")
			}
			for n := range 200 {
				part := raw[:len(raw)*n/200]
				if tr, err := Read(fileOf(name, part)); err == nil {
					sound(t, tr)
				} else if n == 0 && !strings.Contains(err.Error(), "empty") {
					t.Errorf("an empty file: %v", err)
				}
				noise := bytes.Clone(raw)
				for range 1 + n/10 {
					noise[random.IntN(len(noise))] = byte(random.Uint32())
				}
				if tr, err := Read(fileOf(name, noise)); err == nil {
					sound(t, tr)
				}
				junk := noise[:min(n*7, len(noise))]
				for i := range junk {
					junk[i] = byte(random.Uint32())
				}
				if _, err := Read(fileOf(name, junk)); err != nil && !strings.HasPrefix(err.Error(), "E1") {
					t.Errorf("an error without its file: %v", err)
				}
			}
		})
	}
}

func TestNotATranscript(t *testing.T) {
	for _, name := range []string{"a.xlsx", "a.doc", "a", ".txt.bak", "a.txt~", "folder/a.mp3"} {
		_, err := Read(fileOf(name, []byte("P: Apa?")))
		if errs.KindOf(err) != errs.Usage || errs.HintOf(err) == "" || Takes(name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, c := range []struct{ name, raw, want string }{
		{"a.txt", "PK\x03\x04....", "a.txt: not a txt file"},
		{"a.md", "%PDF-1.7", "a.md: not a md file"},
		{"a.txt", oleMagic, "a.txt: a document of Word 97"},
		{"a.txt", " \n\t\n", "a.txt: there is no text in it"},
		{"a.txt", "---\ncase: E1\n---\n\n", "a.txt: there is no text in it"},
		{"a.txt", "a\x00b", "a.txt: not a text file"},
	} {
		if _, err := Read(fileOf(c.name, []byte(c.raw))); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v", c.raw, err)
		}
	}
	if _, err := Read(File{"a.txt", bytes.NewReader(nil), maxText + 1}); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Error(err)
	}
	if _, err := Read(File{"a.txt", bytes.NewReader([]byte("P: Apa?")), 100}); err == nil {
		t.Error("a file shorter than it says")
	}
}

// What is large and hostile is read or refused in time and memory that grow
// with it.
func TestHostileText(t *testing.T) {
	const size = 1 << 19
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	many := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	var speakers strings.Builder
	for i := range maxSpeakers {
		fmt.Fprintf(&speakers, "  %dx: interviewer\n", i+1000)
	}
	for name, s := range map[string]string{
		"labels": fill("P:\n"), "turns": fill("P: a\nI: b\n"), "stamps": fill("[00:01]\n"), "stamps in a turn": "P: a\n" + fill("[00:01]\n"), "brackets": fill("P (\n"),
		"line ends": "a" + fill("\n"), "hashes": fill("#"), "stars": fill("* "), "colons": fill("a:b:"), "one line": "P: " + fill("a"), "high bytes": fill("\x80\x93"),
		"names": many("Aa%d: b\n"), "names twice": many("Aa%[1]d: b\nAa%[1]d: c\n"), "notes": many("P (A%d): b\n"), "numbers": many("P%d: b\n"),
		"headings": "P: a\n" + fill("# a\n"), "declared": "---\nspeakers:\n" + speakers.String() + "---\n" + fill("1:\n"), "front": "---\n" + fill("a: b\n"),
		"emphasis": fill("**P: a**\n"), "half times": fill("P 1:2 "),
	} {
		start := time.Now()
		peak, stop := watchHeap()
		tr, err := Read(fileOf("a.md", []byte(s)))
		stop()
		if err == nil {
			sound(t, tr)
		}
		if took, n := time.Since(start), peak.Load()>>20; took > 8*time.Second || n > 160 {
			t.Errorf("%s: %v, %d MB: %v", name, took, n, err)
		} else if took > time.Second/4 || n > 60 {
			t.Logf("%s: %v, %d MB: %v", name, took, n, err)
		}
	}
}

// One transcript in every encoding that Word and editors write.
func TestEncodings(t *testing.T) {
	s := "P: Apa “itu” – café?\r\n\r\nI: Ya.\r\n"
	wide := func(order func(uint16) []byte, bom bool) []byte {
		var out []byte
		if bom {
			out = order(0xfeff)
		}
		for _, u := range utf16.Encode([]rune(s)) {
			out = append(out, order(u)...)
		}
		return out
	}
	little := func(u uint16) []byte { return []byte{byte(u), byte(u >> 8)} }
	big := func(u uint16) []byte { return []byte{byte(u >> 8), byte(u)} }
	narrow := []byte(strings.NewReplacer("“", "\x93", "”", "\x94", "–", "\x96", "é", "\xe9").Replace(s))
	for name, raw := range map[string][]byte{
		"utf-8": []byte(s), "utf-8-bom": []byte("\ufeff" + s), "windows-1252": narrow,
		"utf-16le": wide(little, true), "utf-16be": wide(big, true),
	} {
		tr, err := Read(fileOf("a.txt", raw))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sound(t, tr)
		if tr.Encoding != name || tr.Text != strings.ReplaceAll(s, "\r", "") || len(tr.Turns) != 2 {
			t.Errorf("%s: %s %q", name, tr.Encoding, tr.Text)
		}
	}
}

// interview is a plain transcript of about n bytes.
func interview(n int) []byte {
	var b strings.Builder
	b.WriteString("---\ncase: E1\ndate: 2026-03-04\nlanguage: id\nspeakers: {P: interviewer}\n---\n\n")
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "P: Bagaimana dengan dokumen nomor %d, apakah sudah lengkap?\n\nI: ", i)
		for range 12 {
			b.WriteString("Waktu itu kami belum paham “aturan” kepabeanan, jadi dibantu orang dinas sampai selesai — begitu. ")
		}
		b.WriteString("\n\n")
	}
	return []byte(b.String())
}

func BenchmarkRead(b *testing.B) {
	raw := interview(40 << 10)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if tr, err := Read(fileOf("a.txt", raw)); err != nil || len(tr.Turns) < 50 {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadDocx(b *testing.B) {
	raw := samples(b)["docx"](strings.Split(string(interview(40<<10)), "\n\n"))
	b.SetBytes(40 << 10)
	for b.Loop() {
		if _, err := Read(fileOf("a.docx", raw)); err != nil {
			b.Fatal(err)
		}
	}
}

// A hundred interviews are read while one blinks; the bound leaves room for a
// busy machine.
func TestSpeed(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	raw := interview(40 << 10)
	start := time.Now()
	for range 100 {
		if _, err := Read(fileOf("a.txt", raw)); err != nil {
			t.Fatal(err)
		}
	}
	took := time.Since(start)
	t.Logf("100 transcripts of 40 KB: %v", took)
	if took > 2*time.Second {
		t.Errorf("100 transcripts of 40 KB take %v", took)
	}
}
