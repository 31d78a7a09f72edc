package join

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

// Project plans what another study adds to this one. Both must hold texts,
// memos, proposals and the identity of codings. There is no common base: what
// is in both and differs is a conflict, in which the present study stands; the
// same study a second time adds nothing. An empty project takes everything.
func Project(present, incoming *qda.Snapshot) (*Plan, error) {
	if len(present.Texts) != len(present.Documents) || len(incoming.Texts) != len(incoming.Documents) || len(incoming.Codings.GUID) != incoming.Codings.Len() {
		return nil, errs.New(errs.Failed, "join: the texts of a study or the identity of its codings are missing")
	}
	j := &joiner{present: present, incoming: incoming, plan: &Plan{There: map[string]int{}}}
	if len(present.Documents)+len(present.Cases)+len(present.Codes()) == 0 {
		j.takeHead()
	}
	j.coders()
	j.cases()
	j.documents()
	j.codes()
	j.codings()
	j.memos()
	j.proposals()
	return j.plan, nil
}

// joiner keeps, for each thing that comes in, what it becomes.
type joiner struct {
	present, incoming *qda.Snapshot
	plan              *Plan

	coderOf map[qda.CoderID]qda.CoderID
	caseOf  map[qda.CaseID]qda.CaseID
	codeOf  map[qda.CodeID]qda.CodeID
	docOf   map[qda.DocumentID]qda.DocumentID // without those in conflict
	docAt   []int                             // by place coming in: the place here, -1: new, -2: in conflict

	codeAt, coderAt []int32       // index for a claim, by index coming in
	codeIDs         []qda.CodeID  // by index of a claim
	coderIDs        []qda.CoderID // by index of a claim
	where           []int64       // what became of each coding that comes in
}

func (j *joiner) conflict(format string, args ...any) {
	j.plan.Conflicts = append(j.plan.Conflicts, fmt.Sprintf(format, args...))
}

func (j *joiner) takeHead() {
	p, in := j.present.Project, j.incoming.Project
	p.Title, p.Language = cmp.Or(in.Title, p.Title), cmp.Or(in.Language, p.Language)
	p.Approach = cmp.Or(in.Approach, p.Approach)
	if !in.GUID.IsZero() {
		p.GUID, p.Created = in.GUID, in.Created
	}
	if p != j.present.Project {
		j.plan.Project = &p
	}
	book := j.incoming.Codebook
	book.Codes = nil
	if len(j.incoming.Codes()) > 0 || book.Revision > 0 {
		j.plan.Codebook = &book
	}
}

func (j *joiner) coders() {
	j.coderOf = map[qda.CoderID]qda.CoderID{}
	for _, c := range j.present.Coders {
		j.coderIDs = append(j.coderIDs, c.ID)
	}
	for _, c := range j.incoming.Coders {
		if i, ok := j.present.CoderIndex(c.Name); ok {
			j.coderOf[c.ID] = j.present.Coders[i].ID
			j.coderAt = append(j.coderAt, int32(i))
			j.plan.there("coders", 1)
			continue
		}
		id := provisional[qda.CoderID](len(j.plan.Coders))
		j.coderOf[c.ID] = id
		j.coderAt = append(j.coderAt, int32(len(j.coderIDs)))
		j.coderIDs = append(j.coderIDs, id)
		c.ID = id
		j.plan.Coders = append(j.plan.Coders, c)
	}
}

func (j *joiner) cases() {
	j.caseOf = map[qda.CaseID]qda.CaseID{0: 0}
	for _, c := range j.incoming.Cases {
		i, ok := j.present.CaseIndex(c.Name)
		if !ok {
			id := provisional[qda.CaseID](len(j.plan.Cases))
			j.caseOf[c.ID], c.ID = id, id
			j.plan.Cases = append(j.plan.Cases, c)
			continue
		}
		have := j.present.Cases[i]
		j.caseOf[c.ID] = have.ID
		j.plan.there("cases", 1)
		if values, more := j.values("case "+c.Name, have.Values, c.Values); more {
			have.Values = values
			j.plan.KnownCases = append(j.plan.KnownCases, have)
		}
	}
}

// values adds the attributes that are missing; those that differ stay.
func (j *joiner) values(of string, have, in map[string]string) (all map[string]string, more bool) {
	all = maps.Clone(have)
	for _, k := range slices.Sorted(maps.Keys(in)) {
		v, ok := have[k]
		switch {
		case !ok:
			if all == nil {
				all = map[string]string{}
			}
			all[k], more = in[k], true
		case v != in[k]:
			j.conflict("%s: %s is %q here and %q there", of, k, clip(v, 60), clip(in[k], 60))
		}
	}
	return all, more
}

func (j *joiner) documents() {
	j.docOf = map[qda.DocumentID]qda.DocumentID{}
	byName, byHash := map[string]int{}, map[[32]byte]string{}
	for i := range j.present.Documents {
		byName[j.present.Documents[i].Name] = i
		byHash[j.present.Documents[i].Hash] = j.present.Documents[i].Name
	}
	for k := range j.incoming.Documents {
		d := j.incoming.Documents[k]
		i, ok := byName[d.Name]
		switch {
		case !ok:
			if same, ok := byHash[d.Hash]; ok {
				j.plan.Warnings = append(j.plan.Warnings, fmt.Sprintf("document %s has the same text as %s", d.Name, same))
			}
			id := provisional[qda.DocumentID](len(j.plan.Documents))
			j.docOf[d.ID] = id
			j.docAt = append(j.docAt, -1)
			j.plan.Documents = append(j.plan.Documents, qda.Transcript{Document: j.newDocument(d, id), Text: j.incoming.Texts[k]})
		case j.present.Documents[i].Hash != d.Hash:
			j.conflict("document %s has another text here: it and its %s are not taken", d.Name, counted(j.codingsOf(k), "coding", "codings"))
			j.docAt = append(j.docAt, -2)
		default:
			j.docOf[d.ID] = j.present.Documents[i].ID
			j.docAt = append(j.docAt, i)
			j.plan.there("documents", 1)
			j.knownDocument(j.present.Documents[i], d)
		}
	}
}

func (j *joiner) codingsOf(document int) int {
	lo, hi := j.incoming.Range(document)
	return hi - lo
}

func (j *joiner) newDocument(d qda.Document, id qda.DocumentID) qda.Document {
	d.ID, d.Case = id, j.caseOf[d.Case]
	d.Speakers = slices.Clone(d.Speakers)
	for i := range d.Speakers {
		d.Speakers[i].Case = j.caseOf[d.Speakers[i].Case]
	}
	states := make(map[qda.CoderID]qda.State, len(d.States))
	for c, st := range d.States {
		states[j.coderOf[c]] = st
	}
	d.States = states
	return d
}

// knownDocument fills in what a document does not say yet, and how far coders
// have come with it.
func (j *joiner) knownDocument(have, in qda.Document) {
	for _, c := range j.incoming.Coders {
		if st := in.States[c.ID]; progress(st) > progress(have.States[j.coderOf[c.ID]]) {
			j.plan.States = append(j.plan.States, State{have.ID, j.coderOf[c.ID], st})
		}
	}
	what := "document " + have.Name
	values, more := j.values(what, have.Values, in.Values)
	have.Values = values
	fill := func(field string, here *string, there string) {
		switch {
		case *here == "" && there != "":
			*here, more = there, true
		case there != "" && *here != there:
			j.conflict("%s: its %s is %q here and %q there", what, field, *here, there)
		}
	}
	fill("date", &have.Date, in.Date)
	fill("language", &have.Language, in.Language)
	fill("kind", (*string)(&have.Kind), string(in.Kind))
	more = j.sameCase(what, &have.Case, in.Case) || more
	have.Speakers = slices.Clone(have.Speakers)
	alike := len(have.Speakers) == len(in.Speakers) && slices.Equal(have.Turns, in.Turns)
	for i := 0; alike && i < len(in.Speakers); i++ {
		here, there := &have.Speakers[i], in.Speakers[i]
		alike = here.Label == there.Label && here.Role == there.Role
		more = j.sameCase(what+", speaker "+here.Label, &here.Case, there.Case) || more
	}
	if !alike {
		j.conflict("%s: its turns or speakers are others there", what)
	}
	if more {
		j.plan.KnownDocuments = append(j.plan.KnownDocuments, have)
	}
}

// sameCase sets a case that is not said here.
func (j *joiner) sameCase(what string, here *qda.CaseID, there qda.CaseID) (more bool) {
	in := j.caseOf[there]
	switch {
	case in == 0 || in == *here:
	case *here == 0:
		*here, more = in, true
	default:
		j.conflict("%s: its case is %s here and %s there", what, caseName(j.present, *here), caseName(j.incoming, there))
	}
	return more
}

func caseName(s *qda.Snapshot, id qda.CaseID) string {
	if c := s.CaseOf(id); c != nil {
		return c.Name
	}
	return "unknown"
}

// progress orders states.
func progress(s qda.State) int { return slices.Index([]qda.State{qda.Open, qda.Done}, s) }
