package store

import (
	"tematik/internal/qda"
	"tematik/internal/sqlite"
	"tematik/internal/text"
)

// CodeWork counts what hangs on a code.
type CodeWork struct {
	Codings   int
	Documents int // with these codings
	Memos     int // on the code and on its codings
	Proposals int // decided and not
}

// CodeWork counts what goes when codes are deleted.
func (tx *Tx) CodeWork(ids []qda.CodeID) (w CodeWork, err error) {
	list := toJSON(ids)
	for _, q := range []struct {
		into  *int
		query string
	}{
		{&w.Codings, `SELECT count(*) FROM coding WHERE code IN (SELECT value FROM json_each(?1))`},
		{&w.Documents, `SELECT count(DISTINCT document) FROM coding WHERE code IN (SELECT value FROM json_each(?1))`},
		{&w.Memos, `SELECT count(*) FROM memo WHERE code IN (SELECT value FROM json_each(?1)) OR coding IN (SELECT id FROM coding WHERE code IN (SELECT value FROM json_each(?1)))`},
		{&w.Proposals, `SELECT count(*) FROM proposal WHERE code IN (SELECT value FROM json_each(?1))`},
	} {
		n, err := tx.c.Int(q.query, list)
		if err != nil {
			return w, err
		}
		*q.into = int(n)
	}
	return w, nil
}

// HandOver gives the codings and memos of a code to another. Where that one
// codes the same stretch by the same coder already, the two codings become
// one, with the memos and aspects of both; joined says how many did.
func (tx *Tx) HandOver(from, into qda.CodeID) (codings, joined, memos int, err error) {
	const twin = `FROM coding own JOIN coding other ON other.document = own.document AND other.start = own.start AND other."end" = own."end" AND other.coder = own.coder AND other.code = ?2 WHERE own.code = ?1`
	w, err := tx.CodeWork([]qda.CodeID{from})
	if err != nil {
		return 0, 0, 0, err
	}
	if _, err = tx.c.Exec(`UPDATE memo SET coding = (SELECT other.id `+twin+` AND own.id = memo.coding) WHERE coding IN (SELECT own.id `+twin+`)`, from, into); err != nil {
		return 0, 0, 0, err
	}
	type pair struct {
		other qda.CodingID
		note  string
	}
	notes, err := sqlite.All(tx.c, func(r sqlite.Row) pair { return pair{qda.CodingID(r.Int(0)), r.Text(1)} }, `SELECT other.id, own.aspect `+twin+` AND own.aspect <> '' ORDER BY own.id`, from, into)
	if err != nil {
		return 0, 0, 0, err
	}
	for _, n := range notes {
		if err := tx.addAspect(n.other, n.note); err != nil {
			return 0, 0, 0, err
		}
	}
	gone, err := tx.c.Exec(`DELETE FROM coding WHERE id IN (SELECT own.id `+twin+`)`, from, into)
	if err != nil {
		return 0, 0, 0, err
	}
	if _, err = tx.c.Exec(`UPDATE coding SET code = ?2 WHERE code = ?1`, from, into); err != nil {
		return 0, 0, 0, err
	}
	_, err = tx.c.Exec(`UPDATE memo SET code = ?2 WHERE code = ?1`, from, into)
	return w.Codings, int(gone), w.Memos, err
}

// ProposalsOf are the proposals of some codes, in the order they were made;
// also of texts that were revised since.
func (tx *Tx) ProposalsOf(codes []qda.CodeID) ([]qda.Proposal, error) {
	return tx.proposals(`FROM proposal p WHERE p.code IN (SELECT value FROM json_each(?)) ORDER BY p.id`, toJSON(codes))
}

// UpdateProposals gives proposals, known by their ids, another code, rule,
// evidence and decision.
func (tx *Tx) UpdateProposals(proposals []qda.Proposal) error {
	for _, p := range proposals {
		if _, err := tx.c.Exec(`UPDATE proposal SET code = ?, rule = ?, rule_hash = ?, evidence = ?, decision = ? WHERE id = ?`,
			p.Code, p.Rule, p.RuleHash, evidenceOf(p.Evidence), string(p.Decision), p.ID); err != nil {
			return err
		}
	}
	return nil
}

func evidenceOf(spans []text.Span) string {
	pairs := make([][2]int, len(spans))
	for k, e := range spans {
		pairs[k] = [2]int{e.Start, e.End}
	}
	return toJSON(pairs)
}
