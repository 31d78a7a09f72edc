package audit

import (
	"strings"
	"testing"
	"time"

	"tematik/internal/analysis/analysistest"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/text"
)

var day = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

// study has events of three kinds, two revisions, and proposals of every fate.
func study() *analysistest.Study {
	s := analysistest.New("t*", "t.a<t", "u")
	s.Doc("d1", "C1", "I: It costs a lot.\n")
	s.Doc("d2", "C2", "I: We wait.\n")
	s.Tag("d1", "costs", "t.a", "ana")
	s.Tag("d1", "a lot", "t.a", qda.RulesCoder)
	s.Tag("d2", "wait", "u", "budi")
	at := func(hours int) time.Time { return day.Add(time.Duration(hours) * time.Hour) }
	s.Project.Created = day
	s.Events = []qda.Event{
		{ID: 1, Kind: "init", Coder: "ana", At: at(0)}, {ID: 2, Kind: "tag", Coder: "budi", At: at(1), Undone: true},
		{ID: 3, Kind: "undo", Coder: "budi", At: at(2), Target: 2}, {ID: 4, Kind: "tag", Coder: "ana", At: at(26)},
	}
	s.Revisions = []qda.Revision{{Event: s.Events[0], Version: "r1", Added: 3}, {Event: s.Events[3], Version: "r2", Redefined: 1, Rules: 2}}
	span := func(doc int, quote string) text.Span {
		body := []string{"I: It costs a lot.\n", "I: We wait.\n"}[doc]
		i := strings.Index(body, quote)
		return text.Span{Start: i, End: i + len(quote)}
	}
	propose := func(doc int, quote string, code qda.CodeID, decision qda.Decision) {
		s.Proposals = append(s.Proposals, qda.Proposal{ID: qda.ProposalID(len(s.Proposals) + 1), Document: qda.DocumentID(doc + 1), Span: span(doc, quote), Code: code, Origin: qda.ByRule, Decision: decision})
	}
	propose(0, "costs", 2, qda.Accepted)
	propose(0, "a lot", 2, qda.Accepted) // in bulk
	propose(0, "It", 2, qda.Rejected)
	propose(0, "costs a", 2, qda.Rejected)
	propose(1, "wait", 3, qda.Pending)
	return s
}

func rows(t *testing.T, r *report.Report, table string) string {
	t.Helper()
	var out []string
	for _, row := range analysistest.Table(r, table).Rows {
		var cells []string
		for _, c := range row {
			cells = append(cells, analysistest.Cell(c))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return strings.Join(out, "\n")
}

// Who accepted a proposal is not known once its coding is removed: it is no
// person's decision.
func TestRemoved(t *testing.T) {
	s := study()
	s.Proposals = append(s.Proposals, qda.Proposal{ID: 9, Document: 2, Span: text.Span{Start: 0, End: 5}, Code: 2, Origin: qda.ByRule, Decision: qda.Accepted})
	r := analysistest.Run(t, Method(), s, qda.Filter{})
	if got := rows(t, r, "proposals"); !strings.Contains(got, "t.a|5|3|1|2|0|0.333") {
		t.Errorf("%s", got)
	}
	if notes := analysistest.Table(r, "proposals").Notes; len(notes) != 2 || !strings.Contains(notes[0].String(), "1 of 3") {
		t.Errorf("notes %v", notes)
	}
}

// A clock that was set back does not end before it began.
func TestClock(t *testing.T) {
	a := acts([]qda.Event{{Kind: "tag", At: day}, {Kind: "tag", At: day.Add(-time.Hour)}, {Kind: "tag", At: day.Add(time.Hour)}, {Kind: "tag", At: day}})
	if !a[0].first.Equal(day.Add(-time.Hour)) || !a[0].last.Equal(day.Add(time.Hour)) {
		t.Errorf("%+v", a)
	}
}

func TestTables(t *testing.T) {
	for name, c := range map[string]struct {
		filter qda.Filter
		table  string
		want   string
	}{
		"events": {table: "events", want: "init|1|0|2026-03-04T09:00:00Z|2026-03-04T09:00:00Z|ana\n" +
			"tag|2|1|2026-03-04T10:00:00Z|2026-03-05T11:00:00Z|ana, budi\nundo|1|0|2026-03-04T11:00:00Z|2026-03-04T11:00:00Z|budi"},
		"versions": {table: "versions", want: "r1|2026-03-04T09:00:00Z|ana|3|0|0|0\nr2|2026-03-05T11:00:00Z|ana|0|0|1|2"},
		"origins":  {table: "origins", want: "manual|2|0.666667|ana, budi\nrule|1|0.333333|rules\nlearner|0|0|null\nmodel|0|0|null\nimport|0|0|null"},
		"proposals": {table: "proposals", want: "t.a|4|2|1|2|0|0.333333\n" +
			"u|1|0|0|0|1|null"},
		"one document":    {qda.Filter{Documents: []string{"d2"}}, "proposals", "u|1|0|0|0|1|null"},
		"one code":        {qda.Filter{Codes: []string{"t"}}, "proposals", "t.a|4|2|1|2|0|0.333333"},
		"bulk though out": {qda.Filter{Coders: []string{"ana"}}, "proposals", "t.a|4|2|1|2|0|0.333333\nu|1|0|0|0|1|null"},
		"coders":          {table: "coders", want: "ana|1|0|2\nrules|1|1|0\nbudi|1|1|0"},
		"no coding":       {qda.Filter{Origins: []string{"model"}}, "origins", "manual|0|null|null\nrule|0|null|null\nlearner|0|null|null\nmodel|0|null|null\nimport|0|null|null"},
	} {
		r := analysistest.Run(t, Method(), study(), c.filter)
		if got := rows(t, r, c.table); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

func TestWarnings(t *testing.T) {
	s := study()
	if r := analysistest.Run(t, Method(), s, qda.Filter{}); len(r.Warnings) > 0 {
		t.Errorf("warnings %v", r.Warnings)
	}
	s.Project.Created = day.AddDate(-1, 0, 0)
	if r := analysistest.Run(t, Method(), s, qda.Filter{Documents: []string{"d2"}}); !analysistest.Warned(r, "trail_begins_later") || !analysistest.Warned(r, "none_decided") {
		t.Errorf("warnings %v", r.Warnings)
	}
	s.Events = nil
	if r := analysistest.Run(t, Method(), s, qda.Filter{Origins: []string{"model"}}); !analysistest.Warned(r, "no_events") || !analysistest.Warned(r, "no_codings") {
		t.Errorf("warnings %v", r.Warnings)
	}
}
