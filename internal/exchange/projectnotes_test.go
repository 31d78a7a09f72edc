package exchange

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/qda"
)

// A small thing that is wrong does not make a whole study unreadable.
func TestReadProjectNotes(t *testing.T) {
	for _, tt := range []struct {
		name, old, new, note string
		check                func(s *qda.Snapshot) string // what it has become
		want                 string
	}{
		{"color", `"parent": "a"`, `"parent": "a", "color": "red"`, `codes[1]: color "red" is not like #d55e00, and is left out`,
			func(s *qda.Snapshot) string { return s.Codes()[1].Color }, ""},
		{"date in words", `"2026"`, `"4 March"`, `documents[0] (D): date "4 March" is not one such as 2026-03-04, 2026-03 or 2026, and is left out`,
			func(s *qda.Snapshot) string { return s.Documents[0].Date }, ""},
		{"date that does not exist", `"2026"`, `"2026-02-30"`, `documents[0] (D): date "2026-02-30" is not one such as 2026-03-04, 2026-03 or 2026, and is left out`,
			func(s *qda.Snapshot) string { return s.Documents[0].Date }, ""},
		{"time of a coding", `"2026-03-04T10:00:00Z"`, `"today"`, `codings[0]: created "today" is not a time such as 2026-03-04T10:30:00Z, and is left out`,
			func(s *qda.Snapshot) string { return fmt.Sprint(s.Codings.Created[0]) }, "0"},
		{"time of the project", `"title": "A"`, `"title": "A", "created": "2026-02-30T10:00:00Z"`, `project: created "2026-02-30T10:00:00Z" is not a time such as 2026-03-04T10:30:00Z, and is left out`,
			func(s *qda.Snapshot) string { return fmt.Sprint(s.Project.Created.IsZero()) }, "true"},
		{"time of import", `"order": 1`, `"order": 1, "imported": "x"`, `documents[0] (D): imported "x" is not a time such as 2026-03-04T10:30:00Z, and is left out`,
			func(s *qda.Snapshot) string { return fmt.Sprint(s.Documents[0].Imported.IsZero()) }, "true"},
		{"name of a coder", `"andi"`, `"an\u0007di\n"`, `coders[0]: the name "an\adi\n" holds control characters; it is now "an di"`,
			func(s *qda.Snapshot) string { return s.Coders[0].Name + fmt.Sprint(s.Documents[0].States) }, "an dimap[1:open]"},
		{"name of a case", `"E1"`, `"E\t1"`, `cases[0]: the name "E\t1" holds control characters; it is now "E 1"`,
			func(s *qda.Snapshot) string { return s.CaseOf(s.Documents[0].Case).Name }, "E 1"},
		{"name of a document", `"D"`, `"D\u0085x"`, `documents[0]: the name "D\u0085x" holds control characters; it is now "D x"`,
			func(s *qda.Snapshot) string { return s.Documents[0].Name }, "D x"},
		{"a name that is taken", `"name": "E1"}`, `"name": "E1"}, {"guid": "00000000-0000-0000-0000-000000000000", "name": "E 2"}, {"guid": "00000000-0000-0000-0000-000000000000", "name": "E\u00012"}`,
			`cases[2]: the name "E\x012" holds control characters; it is now "E 2 (2)"`,
			func(s *qda.Snapshot) string { return s.Cases[0].Name + "|" + s.Cases[1].Name }, "E 2|E 2 (2)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := strings.ReplaceAll(project, tt.old, tt.new)
			if data == project {
				t.Fatal("the sample has changed")
			}
			s, notes, err := ReadProject("p.json", []byte(data))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{tt.note}, notes); d != "" {
				t.Error(d)
			}
			if got := tt.check(s); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
			if _, again, err := ReadProject("p.json", written(t, s)); err != nil || again != nil {
				t.Errorf("written and read again: %v, %q", err, again)
			}
		})
	}
}

func TestReadProjectNotesAreFew(t *testing.T) {
	var coders []string
	for i := range 150 {
		name, _ := json.Marshal(fmt.Sprintf("c\t%d", i))
		coders = append(coders, fmt.Sprintf(`{"guid": "00000000-0000-0000-0000-000000000000", "name": %s}`, name))
	}
	_, notes, err := ReadProject("p.json", []byte(`{"schema": "tematik.project/1", "coders": [`+strings.Join(coders, ",")+`]}`))
	if err != nil || len(notes) != 101 || notes[100] != "… and 50 more" {
		t.Error(err, len(notes))
	}
}
