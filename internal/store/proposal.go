package store

import (
	"database/sql/driver"
	"encoding/json"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

func scanProposal(r sqlite.Row) qda.Proposal {
	p := qda.Proposal{
		ID: qda.ProposalID(r.Int(0)), Document: qda.DocumentID(r.Int(1)), Span: text.Span{Start: int(r.Int(2)), End: int(r.Int(3))},
		Code: qda.CodeID(r.Int(4)), Origin: qda.Origin(r.Int(5)), Rule: r.Text(6), RuleHash: r.Text(7),
		Decision: qda.Decision(r.Text(9)), Created: timeOf(r.Int(10)),
	}
	var evidence [][2]int
	fromJSON(r.Text(8), &evidence)
	for _, e := range evidence {
		p.Evidence = append(p.Evidence, text.Span{Start: e[0], End: e[1]})
	}
	return p
}

// whole leaves out proposals that a shorter text has outlived.
const whole = `FROM proposal p JOIN document d ON d.id = p.document WHERE p."end" <= d.length`

// Proposals are all proposals by document, start and end.
func (tx *Tx) Proposals() ([]qda.Proposal, error) {
	return tx.proposals(whole + ` ORDER BY d.position, p.start, p."end", p.id`)
}

// Proposal is one proposal; ok is false where it is not there.
func (tx *Tx) Proposal(id qda.ProposalID) (p qda.Proposal, ok bool, err error) {
	found, err := tx.proposals(whole+` AND p.id = ?`, id)
	if err != nil || len(found) == 0 {
		return p, false, err
	}
	return found[0], true, nil
}

func (tx *Tx) proposals(from string, args ...any) ([]qda.Proposal, error) {
	return sqlite.All(tx.c, scanProposal, `SELECT p.id, p.document, p.start, p."end", p.code, p.origin, p.rule, p.rule_hash, p.evidence, p.decision, p.created `+from, args...)
}

// InsertProposals adds proposals and gives the id of each. One that was there
// already, decided or not, stays as it is.
func (tx *Tx) InsertProposals(proposals []qda.Proposal) ([]qda.ProposalID, error) {
	err := tx.c.Fill(`INSERT INTO proposal (document, start, "end", code, origin, rule, rule_hash, evidence, decision, created)`,
		`ON CONFLICT DO NOTHING`, len(proposals), 10, func(i int, row []driver.NamedValue) {
			p := &proposals[i]
			decision, created := p.Decision, p.Created
			if decision == "" {
				decision = qda.Pending
			}
			if created.IsZero() {
				created = tx.now
			}
			row[0].Value, row[1].Value, row[2].Value = int64(p.Document), int64(p.Span.Start), int64(p.Span.End)
			row[3].Value, row[4].Value = int64(p.Code), int64(p.Origin)
			row[5].Value, row[6].Value, row[7].Value = p.Rule, p.RuleHash, evidenceOf(p.Evidence)
			row[8].Value, row[9].Value = string(decision), created.UnixMilli()
		})
	if err != nil {
		return nil, err
	}
	ids := make([]qda.ProposalID, len(proposals))
	for i, p := range proposals {
		id, err := tx.c.Int(`SELECT id FROM proposal WHERE document = ? AND start = ? AND "end" = ? AND code = ? AND origin = ? AND rule = ? AND rule_hash = ?`,
			p.Document, p.Span.Start, p.Span.End, p.Code, int64(p.Origin), p.Rule, p.RuleHash)
		if err != nil {
			return nil, err
		}
		ids[i] = qda.ProposalID(id)
	}
	return ids, nil
}

// DecideProposals sets what became of proposals.
func (tx *Tx) DecideProposals(ids []qda.ProposalID, decision qda.Decision) error {
	switch decision {
	case qda.Pending, qda.Accepted, qda.Rejected:
	default:
		return errs.New(errs.Usage, "decision %q: must be pending, accepted or rejected", decision)
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	_, err = tx.c.Exec(`UPDATE proposal SET decision = ?1 WHERE decision <> ?1 AND id IN (SELECT value FROM json_each(?2))`, decision, string(list))
	return err
}

// DeleteProposals deletes proposals: those of a text that was revised.
func (tx *Tx) DeleteProposals(ids []qda.ProposalID) (int, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return 0, err
	}
	n, err := tx.c.Exec(`DELETE FROM proposal WHERE id IN (SELECT value FROM json_each(?))`, string(list))
	return int(n), err
}
