package transcript

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/qda"
	"tematik/internal/text"
)

func fileOf(name string, raw []byte) File {
	return File{name, bytes.NewReader(raw), int64(len(raw))}
}

func read(t *testing.T, name, content string) *Transcript {
	t.Helper()
	tr, err := Read(fileOf(name, []byte(content)))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, tr)
	return tr
}

// sound checks what holds for every transcript, however it was read.
func sound(t testing.TB, tr *Transcript) {
	t.Helper()
	if s := text.NormalizeString(tr.Text); s != tr.Text {
		t.Errorf("%s: the text is not normalised", tr.File)
	}
	at, words := 0, 0
	whole := text.New(tr.Text)
	turns := make([]int, len(tr.Speakers))
	for i, turn := range tr.Turns {
		if turn.Span.Start < at || !whole.Valid(turn.Span) {
			t.Fatalf("%s: turn %d at %v: not in order, or not in the text of %d", tr.File, i, turn.Span, whole.Len())
		}
		at = turn.Span.End
		speech := whole.Cut(turn.Span)
		if strings.TrimSpace(speech) != speech {
			t.Errorf("%s: turn %d has outer white space: %q", tr.File, i, speech)
		}
		if turn.Time < 0 && turn.Time != none {
			t.Errorf("%s: turn %d has the time %v", tr.File, i, turn.Time)
		}
		turns[turn.Speaker]++
		words += text.CountWords(speech)
	}
	asked := 0
	for i, sp := range tr.Speakers {
		if sp.Role != qda.Interviewer && sp.Role != qda.Respondent || sp.Turns != turns[i] || sp.Turns == 0 || sp.Label == "" || sp.Asks > sp.Turns {
			t.Errorf("%s: speaker %+v with %d turns", tr.File, sp, turns[i])
		}
		asked += one(sp.Role == qda.Interviewer)
	}
	if tr.Turns != nil && words != tr.Words || tr.Turns == nil && tr.Words != text.CountWords(tr.Text) {
		t.Errorf("%s: %d words counted, %d are there", tr.File, tr.Words, words)
	}
	if len(tr.Speakers) > 0 && tr.Reason.IsZero() {
		t.Errorf("%s: no reason for the roles", tr.File)
	}
}

// outline is a transcript in a few lines: its speakers, its turns, its warnings.
func outline(tr *Transcript) string {
	var b strings.Builder
	for _, sp := range tr.Speakers {
		fmt.Fprintf(&b, "%s=%s", sp.Label, sp.Role)
		if sp.Case != "" {
			fmt.Fprintf(&b, " of %s", sp.Case)
		}
		b.WriteString("; ")
	}
	b.WriteByte('\n')
	for i, turn := range tr.Turns {
		fmt.Fprintf(&b, "%s", tr.Speakers[turn.Speaker].Label)
		if turn.Time >= 0 {
			fmt.Fprintf(&b, " %v", turn.Time)
		}
		fmt.Fprintf(&b, " %q\n", tr.Speech(i))
	}
	for _, w := range tr.Warnings {
		fmt.Fprintf(&b, "! %s %d\n", w.ID, w.Line)
	}
	return b.String()
}

func TestFiles(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil || len(paths) < 12 {
		t.Fatal(len(paths), err)
	}
	for _, path := range paths {
		if filepath.Ext(path) == ".golden" {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := Read(fileOf(path, raw))
		if err != nil {
			t.Error(err)
			continue
		}
		sound(t, tr)
		got := fmt.Sprintf("%s %s kind=%q date=%q language=%q case=%q %v\ninferred=%v %s\n%s",
			tr.Format, tr.Encoding, tr.Kind, tr.Date, tr.Language, tr.Case, tr.Values, tr.Inferred, tr.Reason, outline(tr))
		golden := path + ".golden"
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", path, d)
		}
	}
}

// The sample study is read as its authors meant it.
func TestSampleStudy(t *testing.T) {
	paths, _ := filepath.Glob("../../transcripts/*.*")
	n := 0
	for _, path := range paths {
		if !Takes(path) || filepath.Base(path) == "README.md" {
			continue
		}
		n++
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := Read(fileOf(path, raw))
		if err != nil {
			t.Fatal(err)
		}
		sound(t, tr)
		voices, turns := 2, 20
		switch tr.Kind {
		case qda.FocusGroup:
			voices = 4
		case qda.Observation:
			voices, turns = 0, 0
		}
		own := tr.Case != "" == (tr.Kind == qda.Interview)
		if len(tr.Speakers) != voices || len(tr.Turns) < turns || len(tr.Warnings) > 0 || !own || tr.Language != "id" {
			t.Errorf("%s: %d turns, %+v, %v", path, len(tr.Turns), tr.Speakers, tr.Warnings)
		}
		declared := tr.Speakers
		if bare, ok := withoutSpeakers(raw); ok {
			inferred := read(t, path, bare)
			for i, sp := range inferred.Speakers {
				if sp.Role != declared[i].Role {
					t.Errorf("%s: %s is inferred to be the %s: %s", path, sp.Label, sp.Role, inferred.Reason)
				}
			}
		}
	}
	if n < 16 {
		t.Errorf("%d transcripts", n)
	}
}

// withoutSpeakers takes the declaration of speakers out of a text file.
func withoutSpeakers(raw []byte) (string, bool) {
	before, rest, ok := strings.Cut(string(raw), "\nspeakers:")
	_, after, ok2 := strings.Cut(rest, "\n")
	return before + "\n" + after, ok && ok2
}

// The text is that of the file, byte for byte, whatever was recognised.
func TestTextIsNotChanged(t *testing.T) {
	body := "\n# Judul\n\n**P:** Apa?\n\n[00:01] I : Ya,\r\n  begitu.  \n\n"
	tr := read(t, "a.md", "---\ncase: E1\n---\n"+body)
	if want := strings.ReplaceAll(body, "\r", ""); tr.Text != want {
		t.Errorf("%q, want %q", tr.Text, want)
	}
	if tr := read(t, "a.txt", body); tr.Text != strings.ReplaceAll(body, "\r", "") {
		t.Errorf("%q", tr.Text)
	}
}

func TestStamps(t *testing.T) {
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	for _, c := range []struct {
		in   string
		at   time.Duration
		n    int
		sure bool
	}{
		{"[00:12:31] P", ms(751000), 10, true},
		{"[12:31]", ms(751000), 7, true},
		{"(12.31) ", ms(751000), 7, true},
		{"(00:12:31)", ms(751000), 10, true},
		{"00:12:31,200 x", ms(751200), 12, true},
		{"00:12:31", ms(751000), 8, true},
		{"0:00:01.5 x", ms(1500), 9, true},
		{"12:31 P", ms(751000), 5, false},
		{"#00:00:24-7#", ms(24700), 12, true},
		{"<00:00:24>", ms(24000), 10, true},
		{"[ 00:01 - 00:05 ]", ms(1000), 17, true},
		{"[00:01-00:05]", ms(1000), 13, true},
		{"00:00:01,000 --> 00:00:04,000", ms(1000), 29, true},
		{"[120:31]", ms(7231000), 8, true},
		{"Menit 12.31 P", ms(751000), 11, false}, {"menit 05.00", ms(300000), 11, true}, {"Menit 12.33: P", ms(753000), 12, false},
		{"(menit 12:33)", ms(753000), 13, true}, {"pukul 10.15 P", ms(615000), 11, false}, {"@00:12:33 P", ms(753000), 9, true},
		{"12m33s P", ms(753000), 6, true}, {"[00h12m33s]", ms(753000), 11, true}, {"[00:00:12:05]", ms(12000), 13, true},
		{"menit itu", none, 0, false}, {"12m kain", none, 0, false}, {"12m33sen", none, 0, false}, {"jam 7", none, 0, false},
		{"", none, 0, false}, {"[", none, 0, false}, {"[12]", none, 0, false}, {"12.31 persen", none, 0, false},
		{"(0910.12)", none, 0, false}, {"(2.5)", none, 0, false}, {"12:61", none, 0, false}, {"1:2", none, 0, false},
		{"12:31:", none, 0, false}, {"[12:31", none, 0, false}, {"12:31abc", none, 0, false}, {"1234:31", none, 0, false}, {"(tertawa)", none, 0, false},
	} {
		at, n, sure := stampAt(c.in)
		if n != c.n || n > 0 && (at != c.at || sure != c.sure) {
			t.Errorf("%q: %v, %d bytes, sure %v", c.in, at, n, sure)
		}
	}
}

func TestNaturalLess(t *testing.T) {
	ordered := []string{"", "1", "01b", "2", "10", "a", "A1", "a1b", "P2", "p2.txt", "P10", "P010a", "P99999999999999999999", "P100000000000000000000", "ä"}
	for i, a := range ordered {
		for j, b := range ordered {
			if got := NaturalLess(a, b); got != (i < j) {
				t.Errorf("NaturalLess(%q, %q) = %v", a, b, got)
			}
		}
	}
}

// Speech gives the words of a turn.
func (t *Transcript) Speech(turn int) string {
	return text.New(t.Text).Cut(t.Turns[turn].Span)
}
