package codebook_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tematik/codebook"
	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/rules"
	"tematik/internal/text"
)

// turns are invented, and were in view when the rules were written: see
// testdata/README.md.
//
//go:embed testdata/turns.jsonl
var turns string

// score counts what is proposed and what should be.
type score struct{ hit, proposed, wanted int }

func (s score) precision() float64 { return float64(s.hit) / float64(s.proposed) }
func (s score) recall() float64    { return float64(s.hit) / float64(s.wanted) }

// TestTurns holds the rules to what they reach on turns they were tried on: a
// theme is right in a turn where the reader gave any of its codes. The floors
// are a little below what was reached.
func TestTurns(t *testing.T) {
	cb, err := exchange.ReadCodebook(codebook.Name, codebook.YAML)
	if err != nil {
		t.Fatal(err)
	}
	set, _, err := rules.Compile(cb, "id")
	if err != nil {
		t.Fatal(err)
	}
	study, wanted := study(t, cb)
	proposals, err := set.Propose(context.Background(), study, nil)
	if err != nil {
		t.Fatal(err)
	}
	theme := func(key string) string { return strings.SplitN(key, ".", 2)[0] }
	proposed := make([][]string, len(wanted))
	for _, p := range proposals {
		c, _ := study.Tree.Index(p.Code)
		proposed[p.Document-1] = append(proposed[p.Document-1], theme(cb.Codes[c].Key))
	}
	themes, all := map[string]score{}, score{}
	for i, codes := range wanted {
		for _, c := range cb.Codes {
			if c.Kind != qda.KindTheme {
				continue
			}
			s := themes[c.Key]
			is, want := slices.Contains(proposed[i], c.Key), slices.ContainsFunc(codes, func(k string) bool { return theme(k) == c.Key })
			for _, n := range []*score{&s, &all} {
				count(&n.hit, is && want)
				count(&n.proposed, is)
				count(&n.wanted, want)
			}
			themes[c.Key] = s
		}
	}
	for key, s := range themes {
		if s.precision() < 0.85 || s.recall() < 0.85 {
			t.Errorf("%s: precision %.2f, recall %.2f of %d", key, s.precision(), s.recall(), s.wanted)
		}
	}
	if summary := fmt.Sprintf("precision %.3f, recall %.3f of %d", all.precision(), all.recall(), all.wanted); all.precision() < 0.94 || all.recall() < 0.91 {
		t.Error(summary)
	} else {
		t.Log(summary)
	}
}

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

// study makes a document of each turn, and gives the codes of each.
func study(t *testing.T, cb *qda.Codebook) (*qda.Snapshot, [][]string) {
	s := &qda.Snapshot{Codebook: *cb, Tree: qda.NewTree(cb.Codes)}
	var wanted [][]string
	for line := range strings.Lines(turns) {
		var turn struct {
			Turn  string
			Codes []string
		}
		if err := json.Unmarshal([]byte(line), &turn); err != nil {
			t.Fatal(err)
		}
		for _, key := range turn.Codes {
			if _, ok := s.Tree.Find(key); !ok {
				t.Fatalf("no code %s", key)
			}
		}
		words := text.New(turn.Turn)
		wanted = append(wanted, turn.Codes)
		s.Texts = append(s.Texts, words)
		s.Documents = append(s.Documents, qda.Document{ID: qda.DocumentID(len(wanted)), Length: words.Len(),
			Speakers: []qda.Speaker{{Label: "I", Role: qda.Respondent}}, Turns: []qda.Turn{{Span: words.All()}}})
	}
	return s, wanted
}
