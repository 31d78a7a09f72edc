package study

import (
	"maps"
	"slices"

	"tematik/internal/join"
	"tematik/internal/qda"
)

// write puts into the project what a plan adds, and says in f what it was.
func (im *importer) write(plan *join.Plan, f *FileResult) error {
	f.refused(plan.Refusals)
	f.Refusals = append(f.Refusals, plan.Conflicts...)
	f.note(plan.Warnings)
	f.Counts, f.There = plan.Added(), plan.There
	var ids join.IDs
	for _, part := range []func(*join.Plan, *join.IDs) error{im.planHead, im.planCases, im.planDocuments, im.planCodes, im.planCodings} {
		if err := part(plan, &ids); err != nil {
			return err
		}
	}
	return nil
}

// planHead takes what an empty project takes over, and the coders.
func (im *importer) planHead(plan *join.Plan, ids *join.IDs) error {
	if plan.Project != nil {
		if err := im.tx.UpdateProject(*plan.Project); err != nil {
			return err
		}
	}
	if plan.Codebook != nil {
		if _, err := im.tx.SaveCodebook(plan.Codebook, false); err != nil {
			return err
		}
		if err := im.tx.TakeRevision(plan.Codebook.Revision); err != nil {
			return err
		}
	}
	for _, c := range plan.Coders {
		id, err := im.tx.EnsureCoder(c.Name, c.GUID)
		if err != nil {
			return err
		}
		ids.Coders = append(ids.Coders, id)
	}
	return nil
}

func (im *importer) planCases(plan *join.Plan, ids *join.IDs) error {
	for _, c := range plan.Cases {
		id, err := im.tx.EnsureCase(c.Name, c.GUID)
		if err != nil {
			return err
		}
		if err := setCase(im.tx, id, c.Values); err != nil {
			return err
		}
		ids.Cases = append(ids.Cases, id)
	}
	for i := range plan.KnownCases {
		if err := im.tx.UpdateCase(&plan.KnownCases[i]); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) planDocuments(plan *join.Plan, ids *join.IDs) error {
	for _, t := range plan.Documents {
		d := ids.Document(t.Document)
		if err := im.tx.InsertDocument(&d, t.Text); err != nil {
			return err
		}
		ids.Documents = append(ids.Documents, d.ID)
		im.byName[d.Name], im.byHash[d.Hash] = &d, d.Name
	}
	for i := range plan.KnownDocuments {
		d := ids.Document(plan.KnownDocuments[i])
		if err := im.tx.UpdateDocument(&d); err != nil {
			return err
		}
	}
	for _, s := range plan.States {
		s = ids.State(s)
		if err := im.tx.SetState(s.Document, s.Coder, s.State); err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) planCodes(plan *join.Plan, ids *join.IDs) error {
	for _, c := range plan.Codes {
		id, err := im.tx.InsertCode(ids.Code(c))
		if err != nil {
			return err
		}
		ids.Codes = append(ids.Codes, id)
	}
	return nil
}

// planCodings writes codings and what hangs on them.
func (im *importer) planCodings(plan *join.Plan, ids *join.IDs) error {
	ids.Codings(plan.Codings)
	if _, err := im.tx.InsertCodings(plan.Codings); err != nil {
		return err
	}
	if _, err := im.tx.SetAspects(plan.Aspects); err != nil {
		return err
	}
	for i, t := range plan.Documents { // what codings opened, and is new there
		for coder, state := range ids.Document(t.Document).States {
			if state != qda.New {
				continue
			}
			if err := im.tx.SetState(ids.Documents[i], coder, state); err != nil {
				return err
			}
		}
	}
	memos, err := ids.Memos(plan, im.tx.FindCodings)
	if err != nil {
		return err
	}
	for _, m := range memos {
		if _, err := im.tx.InsertMemo(m); err != nil {
			return err
		}
	}
	for i := range plan.Proposals {
		plan.Proposals[i] = ids.Proposal(plan.Proposals[i])
	}
	if _, err := im.tx.InsertProposals(plan.Proposals); err != nil {
		return err
	}
	for _, d := range slices.Sorted(maps.Keys(plan.Decisions)) {
		if err := im.tx.DecideProposals(plan.Decisions[d], d); err != nil {
			return err
		}
	}
	return nil
}
