package transcript

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The matrix is the shapes that transcripts come in: each file of the folder
// matrix holds the shapes of one kind, a name, the text as it comes, and after
// "=>" a line for each turn that is in it: "LABEL [TIME] words". What is not
// in these lines is nobody's speech; "! ID" is a warning.
func TestMatrix(t *testing.T) {
	paths, err := filepath.Glob("testdata/matrix/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal(len(paths), err)
	}
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split(string(raw), "\n=== ")[1:] {
			name, rest, _ := strings.Cut(c, "\n")
			given, want, ok := strings.Cut(rest, "\n=>\n")
			if !ok {
				t.Fatalf("%s: %s: no result", p, name)
			}
			suffix := ".txt"
			if strings.HasSuffix(name, ".md") {
				suffix = ".md"
			}
			t.Run(strings.TrimSuffix(filepath.Base(p), ".txt")+"/"+name, func(t *testing.T) {
				tr := read(t, "a"+suffix, given)
				if got := matrixOutline(tr); got != strings.TrimSpace(want) {
					t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(want))
				}
			})
		}
	}
}

// matrixOutline is a transcript as the matrix writes it.
func matrixOutline(tr *Transcript) string {
	var lines []string
	for i, turn := range tr.Turns {
		at := ""
		if turn.Time >= 0 {
			at = fmt.Sprintf("[%s] ", turn.Time.Round(time.Millisecond))
		}
		lines = append(lines, tr.Speakers[turn.Speaker].Label+" "+at+strings.ReplaceAll(tr.Speech(i), "\n", "/"))
	}
	for _, f := range [][2]string{{"date", tr.Date}, {"case", tr.Case}, {"language", tr.Language}, {"kind", string(tr.Kind)}} {
		if f[1] != "" {
			lines = append(lines, f[0]+"="+f[1])
		}
	}
	for _, w := range tr.Warnings {
		if w.ID == "interviewer_unsure" || w.ID == "many_speakers" {
			continue // who asks is not the matter here
		}
		lines = append(lines, "! "+w.ID)
	}
	return strings.Join(lines, "\n")
}
