package transcripts_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"strings"
	"testing"
	"unicode"

	"tematik/internal/qda"
	"tematik/internal/text"
	"tematik/internal/transcript"
	"tematik/transcripts"
)

// shared is how many words in a row make two interviews suspiciously alike.
const shared = 8

func read(t *testing.T) []*transcript.Transcript {
	t.Helper()
	files, err := fs.ReadDir(transcripts.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []*transcript.Transcript
	for _, f := range files {
		if f.Name() == "README.md" || !transcript.Takes(f.Name()) {
			continue
		}
		data, err := fs.ReadFile(transcripts.Files, f.Name())
		if err != nil {
			t.Fatal(err)
		}
		tr, err := transcript.Read(transcript.File{Name: f.Name(), ReaderAt: bytes.NewReader(data), Size: int64(len(data))})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range tr.Warnings {
			t.Errorf("%s:%d: %s", f.Name(), w.Line, w.Text)
		}
		out = append(out, tr)
	}
	return out
}

func TestEachInterview(t *testing.T) {
	kinds := map[string]int{}
	dates := map[string]bool{}
	for _, tr := range read(t) {
		if tr.Words < 900 {
			t.Errorf("%s: only %d words", tr.File, tr.Words)
		}
		if !strings.Contains(tr.Values["invented"], "An invented interview") {
			t.Errorf("%s: does not say that it is invented", tr.File)
		}
		if tr.Case == "" || tr.Date == "" || tr.Language != "id" || dates[tr.Date] {
			t.Errorf("%s: case %q, date %q, language %q", tr.File, tr.Case, tr.Date, tr.Language)
		}
		dates[tr.Date] = true
		kinds[tr.Values["role"]]++
		asked := 0
		for _, s := range tr.Speakers {
			if s.Role == qda.Interviewer {
				asked += s.Turns
			}
		}
		if asked < 10 || asked > len(tr.Turns)*2/3 {
			t.Errorf("%s: %d of %d turns are the interviewer's", tr.File, asked, len(tr.Turns))
		}
	}
	for _, role := range []string{"exporter", "preparing", "facilitator", "official"} {
		if kinds[role] < 2 {
			t.Errorf("%d interviews with the role %s", kinds[role], role)
		}
	}
}

// The table of cases says of each informant what the interview says.
func TestCases(t *testing.T) {
	data, err := fs.ReadFile(transcripts.Files, "cases.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]map[string]string{}
	for _, row := range rows[1:] {
		cases[row[0]] = map[string]string{}
		for i, attr := range rows[0] {
			cases[row[0]][attr] = row[i]
		}
	}
	if len(cases) != len(rows)-1 {
		t.Error("a case stands there twice")
	}
	for _, tr := range read(t) {
		names := []string{}
		for _, s := range tr.Speakers {
			if s.Case != "" {
				names = append(names, s.Case)
			}
		}
		if len(names) == 0 && tr.Case != "" {
			names = append(names, tr.Case)
			for attr, value := range cases[tr.Case] {
				if said := tr.Values[attr]; said != "" && value != said {
					t.Errorf("%s: %s is %q, in cases.csv %q", tr.File, attr, said, value)
				}
			}
		}
		for _, name := range names {
			if cases[name] == nil {
				t.Errorf("%s: %s is not in cases.csv", tr.File, name)
			}
		}
	}
}

// Each informant is a person of their own: no two interviews share eight words
// in a row.
func TestNoSharedSentences(t *testing.T) {
	seen := map[string]string{}
	for _, tr := range read(t) {
		txt := text.New(tr.Text)
		mine := map[string]bool{}
		for _, turn := range tr.Turns {
			words := strings.FieldsFunc(strings.ToLower(txt.Cut(turn.Span)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			for i := 0; i+shared <= len(words); i++ {
				mine[strings.Join(words[i:i+shared], " ")] = true
			}
		}
		for s := range mine {
			if other, ok := seen[s]; ok {
				t.Errorf("%s and %s share %q", tr.File, other, s)
			}
			seen[s] = tr.File
		}
	}
}
