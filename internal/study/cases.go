package study

import (
	"context"

	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/store"
)

// CaseInfo is a case with its documents.
type CaseInfo struct {
	qda.Case
	Documents []string
	Codings   int
}

// Cases lists the cases by name.
func (p *Project) Cases(ctx context.Context) ([]CaseInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return nil, err
	}
	out := make([]CaseInfo, len(s.Cases))
	place := map[qda.CaseID]int{}
	for i, c := range s.Cases {
		out[i].Case = c
		place[c.ID] = i
	}
	for d := range s.Documents {
		doc := &s.Documents[d]
		seen := map[qda.CaseID]bool{doc.Case: true}
		for _, sp := range doc.Speakers {
			seen[sp.Case] = true
		}
		for id := range seen {
			if i, ok := place[id]; ok {
				out[i].Documents = append(out[i].Documents, doc.Name)
			}
		}
	}
	for i, d := range s.Codings.Doc {
		for _, id := range s.Documents[d].CasesAt(s.Codings.Span(i)) {
			if c, ok := place[id]; ok {
				out[c].Codings++
			}
		}
	}
	return out, nil
}

// SetCase sets attributes of a case, which is made if it is not there; an
// empty value removes the attribute.
func (p *Project) SetCase(ctx context.Context, name string, values map[string]string) error {
	_, err := p.update(ctx, p.stamp("case set"), func(tx *store.Tx) error {
		id, err := caseFor(tx, name)
		if err != nil {
			return err
		}
		return setCase(tx, id, values)
	})
	return err
}

func setCase(tx *store.Tx, id qda.CaseID, values map[string]string) error {
	c, err := tx.Case(id)
	if err != nil {
		return err
	}
	c.Values = withValues(c.Values, values)
	return tx.UpdateCase(c)
}

// ImportCases takes a table of cases and their attributes.
func (p *Project) ImportCases(ctx context.Context, path string, dry bool) (*ImportResult, error) {
	s := &source{path: path, cases: true}
	if s.read(); s.err != nil {
		return nil, s.err
	}
	if s.kind != exchange.CasesTable {
		return nil, errs.New(errs.Usage, "%s: not a table of cases: its first column must be headed \"case\"", path).Hint("a first line such as: case,role,product")
	}
	return p.take(ctx, []*source{s}, []string{path}, ImportOptions{DryRun: dry})
}

func findCase(tx *store.Tx, name string) (*qda.Case, error) {
	all, err := tx.Cases()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(all))
	for i := range all {
		if names[i] = all[i].Name; names[i] == name {
			return &all[i], nil
		}
	}
	return nil, qda.Missing("case", name, names, "tematik case ls")
}
