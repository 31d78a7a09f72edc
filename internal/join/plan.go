// Package join compares what comes in with the study that is there, and plans
// what is to be added: the one place where it is decided what is there already,
// what conflicts and what cannot be taken. It must not know files, how they are
// read, or how a plan is written.
package join

import (
	"strconv"
	"strings"

	"tematik/internal/qda"
)

// Plan is what an import adds to a study. New things have the numbers -1, -2 …
// by their places in the plan's lists, and are referred to by them; what is
// there already has the numbers of the present project. A Plan is written from
// top to bottom, with IDs turning the one into the other.
type Plan struct {
	Project   *qda.Project     // title, approach and language; nil: they stay
	Coders    []qda.Coder      //
	Cases     []qda.Case       //
	Documents []qda.Transcript //
	Codebook  *qda.Codebook    // what holds for all codes, without any; nil: it stays
	Codes     []qda.Code       // parents before their children
	Codings   []qda.Coding     // by document, start, end, code, coder
	Memos     []qda.Memo       //
	Proposals []qda.Proposal   //

	// What is there already and learns something: the whole of it, to be set.
	KnownCases     []qda.Case
	KnownDocuments []qda.Document // not their states
	States         []State
	Decisions      map[qda.Decision][]qda.ProposalID
	Aspects        map[qda.CodingID]string

	There     map[string]int // how many codings, documents, cases … were there already
	Refusals  []qda.Refusal  // rows that cannot be taken
	Conflicts []string       // what differs; that of the present project stays
	Warnings  []string
}

// State says how far a coder is with a document that is there.
type State struct {
	Document qda.DocumentID
	Coder    qda.CoderID
	State    qda.State
}

// Added counts what the plan adds; what it adds nothing of is left out.
func (p *Plan) Added() map[string]int {
	out := map[string]int{}
	for what, n := range map[string]int{"coders": len(p.Coders), "cases": len(p.Cases), "documents": len(p.Documents), "codes": len(p.Codes),
		"codings": len(p.Codings), "aspects": len(p.Aspects), "memos": len(p.Memos), "proposals": len(p.Proposals)} {
		if n > 0 {
			out[what] = n
		}
	}
	return out
}

func (p *Plan) there(what string, n int) {
	if n > 0 {
		p.There[what] += n
	}
}

// IDs are the numbers that a project has given to a plan's new things, by
// their places in the plan. Its methods put them in the place of the
// provisional ones.
type IDs struct {
	Coders    []qda.CoderID
	Cases     []qda.CaseID
	Documents []qda.DocumentID
	Codes     []qda.CodeID
}

// settle gives the number of a thing: a provisional one counts from -1 down.
func settle[T ~int64](given []T, id T) T {
	if id < 0 && int(-id) <= len(given) {
		return given[-id-1]
	}
	return id
}

// provisional is the number of the new thing at a place of a plan's list.
func provisional[T ~int64](place int) T { return T(-place - 1) }

// Document settles a document's case, the cases of its speakers and the coders
// of its states.
func (ids *IDs) Document(d qda.Document) qda.Document {
	d.Case = settle(ids.Cases, d.Case)
	speakers := make([]qda.Speaker, len(d.Speakers))
	for i, sp := range d.Speakers {
		sp.Case = settle(ids.Cases, sp.Case)
		speakers[i] = sp
	}
	states := make(map[qda.CoderID]qda.State, len(d.States))
	for c, st := range d.States {
		states[settle(ids.Coders, c)] = st
	}
	d.Speakers, d.States = speakers, states
	return d
}

// Code settles a code's parent.
func (ids *IDs) Code(c qda.Code) qda.Code {
	c.Parent = settle(ids.Codes, c.Parent)
	return c
}

// Codings settles codings in place.
func (ids *IDs) Codings(list []qda.Coding) {
	for i := range list {
		c := &list[i]
		c.Segment = c.Segment.In(settle(ids.Documents, c.Segment.Document()))
		c.Code, c.Coder = settle(ids.Codes, c.Code), settle(ids.Coders, c.Coder)
	}
}

// Proposal settles a proposal's document and code.
func (ids *IDs) Proposal(p qda.Proposal) qda.Proposal {
	p.Document, p.Code = settle(ids.Documents, p.Document), settle(ids.Codes, p.Code)
	return p
}

// State settles a state's coder.
func (ids *IDs) State(s State) State {
	s.Coder = settle(ids.Coders, s.Coder)
	return s
}

// Memos settles the memos of a plan whose codings have been settled and
// written; find gives the numbers of codings by what they are.
func (ids *IDs) Memos(p *Plan, find func([]qda.Coding) ([]qda.CodingID, error)) ([]qda.Memo, error) {
	var on []qda.Coding
	place := map[int64]int{} // provisional number → place in on
	for _, m := range p.Memos {
		if _, asked := place[m.Object]; m.Target == qda.OnCoding && m.Object < 0 && !asked {
			place[m.Object] = len(on)
			on = append(on, p.Codings[-m.Object-1])
		}
	}
	found, err := find(on)
	if err != nil {
		return nil, err
	}
	out := make([]qda.Memo, 0, len(p.Memos))
	for _, m := range p.Memos {
		m.Coder = settle(ids.Coders, m.Coder)
		switch m.Target {
		case qda.OnDocument:
			m.Object = int64(settle(ids.Documents, qda.DocumentID(m.Object)))
		case qda.OnCase:
			m.Object = int64(settle(ids.Cases, qda.CaseID(m.Object)))
		case qda.OnCode:
			m.Object = int64(settle(ids.Codes, qda.CodeID(m.Object)))
		case qda.OnCoding:
			if m.Object < 0 {
				m.Object = int64(found[place[m.Object]])
			}
		}
		out = append(out, m)
	}
	return out, nil
}

// counted is a number with its noun: "1 memo", "2 memos".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// several lists names in a sentence, the first of many.
func several(names []string) string {
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// clip shortens words for a message.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}
