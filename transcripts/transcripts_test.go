package transcripts_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"

	"tematik/internal/exchange"
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

func TestEachDocument(t *testing.T) {
	roles := map[string]int{}
	kinds := map[qda.Kind]int{}
	dates := map[string]bool{}
	cases := map[string]string{}
	for _, tr := range read(t) {
		if tr.Words < 900 {
			t.Errorf("%s: only %d words", tr.File, tr.Words)
		}
		if says := tr.Values["invented"]; !strings.Contains(says, "An invented interview") && (tr.Kind != qda.Observation || !strings.Contains(says, "An invented observation")) {
			t.Errorf("%s: does not say that it is invented", tr.File)
		}
		if tr.Date == "" || tr.Language != "id" || dates[tr.Date] {
			t.Errorf("%s: date %q, language %q", tr.File, tr.Date, tr.Language)
		}
		dates[tr.Date] = true
		kinds[tr.Kind]++
		for _, name := range casesOf(t, tr) {
			if other, ok := cases[name]; ok {
				t.Errorf("%s: the case %s is also in %s", tr.File, name, other)
			}
			cases[name] = tr.File
		}
		if tr.Kind == qda.Observation {
			if len(tr.Turns) > 0 {
				t.Errorf("%s: notes with %d turns", tr.File, len(tr.Turns))
			}
			continue
		}
		roles[tr.Values["role"]]++
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
		if roles[role] < 2 {
			t.Errorf("%d interviews with the role %s", roles[role], role)
		}
	}
	if kinds[qda.FocusGroup] == 0 || kinds[qda.Observation] == 0 {
		t.Errorf("kinds: %v", kinds)
	}
}

// casesOf gives the cases that a document is of: an interview's own, in a group
// one for each who answers, none in notes.
func casesOf(t *testing.T, tr *transcript.Transcript) []string {
	t.Helper()
	switch {
	case tr.Kind == qda.Observation:
		if tr.Case != "" {
			t.Errorf("%s: notes of the case %s", tr.File, tr.Case)
		}
		return nil
	case tr.Kind != qda.FocusGroup:
		if tr.Case == "" {
			t.Errorf("%s: no case", tr.File)
		}
		return []string{tr.Case}
	}
	var out []string
	for _, s := range tr.Speakers {
		if s.Role == qda.Interviewer {
			continue
		}
		if s.Case == "" {
			t.Errorf("%s: %s has no case", tr.File, s.Label)
		}
		out = append(out, s.Case)
	}
	if len(out) < 3 || tr.Case != "" {
		t.Errorf("%s: a group of %d, case %q", tr.File, len(out), tr.Case)
	}
	return out
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
		for attr, value := range cases[tr.Case] {
			if said := tr.Values[attr]; said != "" && value != said {
				t.Errorf("%s: %s is %q, in cases.csv %q", tr.File, attr, said, value)
			}
		}
		for _, name := range casesOf(t, tr) {
			if cases[name] == nil {
				t.Errorf("%s: %s is not in cases.csv", tr.File, name)
			}
		}
	}
}

// Two coders coded eight interviews each on their own: every row quotes the
// respondent's words that stand where it says, and the two differ as people do.
func TestCodings(t *testing.T) {
	data, err := fs.ReadFile(transcripts.Files, "codings.csv")
	if err != nil {
		t.Fatal(err)
	}
	table, err := exchange.ReadCodings("codings.csv", data)
	if err != nil || len(table.Refusals) > 0 || len(table.Warnings) > 0 {
		t.Fatal(err, table)
	}
	rows := table.Rows
	documents := map[string]*transcript.Transcript{}
	for _, tr := range read(t) {
		documents[strings.TrimSuffix(tr.File, path.Ext(tr.File))] = tr
	}
	type by struct{ document, coder string }
	coded := map[by]int{}
	places := map[by][]int{} // rows
	for i := range rows.Len() {
		name, coder := rows.Documents[rows.Doc[i]], rows.Coders[rows.Coder[i]]
		tr, span := documents[name], rows.Span(i)
		if tr == nil || text.New(tr.Text).Cut(span) != rows.Quote[i] {
			t.Errorf("codings.csv:%d: %q does not stand there", rows.Line[i], rows.Quote[i])
			continue
		}
		if !slices.ContainsFunc(tr.Turns, func(u qda.Turn) bool {
			return u.Span.Start <= span.Start && span.End <= u.Span.End && tr.Speakers[u.Speaker].Role == qda.Respondent
		}) {
			t.Errorf("codings.csv:%d: not within a turn of the respondent", rows.Line[i])
		}
		coded[by{name, coder}]++
		places[by{name, coder}] = append(places[by{name, coder}], i)
	}
	if len(coded) != 16 || len(rows.Coders) != 2 {
		t.Errorf("%d coders, %d interviews in all", len(rows.Coders), len(coded))
	}
	met, equal := 0, 0
	for at, n := range coded {
		if n < 20 {
			t.Errorf("%s: %d codings of %s", at.document, n, at.coder)
		}
		if at.coder != rows.Coders[0] {
			continue
		}
		for _, i := range places[at] {
			others := places[by{at.document, rows.Coders[1]}]
			same := func(j int) bool { return rows.Code[i] == rows.Code[j] && rows.Span(i).Overlaps(rows.Span(j)) }
			if slices.ContainsFunc(others, same) {
				met++
			}
			if slices.ContainsFunc(others, func(j int) bool { return same(j) && rows.Span(i) == rows.Span(j) }) {
				equal++
			}
		}
	}
	if all := rows.Len() / 2; met < all/2 || met > all*19/20 || equal > all/4 {
		t.Errorf("of about %d passages of one coder, the other has %d with the same code, %d of them exactly: not two coders", all, met, equal)
	}
}

// Each informant is a person of their own: no two documents share eight words
// in a row.
func TestNoSharedSentences(t *testing.T) {
	seen := map[string]string{}
	for _, tr := range read(t) {
		mine := map[string]bool{}
		for _, passage := range passages(tr) {
			words := strings.FieldsFunc(strings.ToLower(passage), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
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

// passages are what was said, turn by turn, or the whole of a text without
// turns.
func passages(tr *transcript.Transcript) []string {
	if tr.Turns == nil {
		return []string{tr.Text}
	}
	txt := text.New(tr.Text)
	var out []string
	for _, turn := range tr.Turns {
		out = append(out, txt.Cut(turn.Span))
	}
	return out
}
