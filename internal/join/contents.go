package join

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"tematik/internal/qda"
)

// codes finds each code that comes in by its GUID, else by its id; the others
// are new, under the code that their parent became.
func (j *joiner) codes() {
	here := j.present.Codes()
	byGUID, byKey := map[qda.GUID]int{}, map[string]int{}
	taken := map[string]bool{}
	for i, c := range here {
		j.codeIDs = append(j.codeIDs, c.ID)
		byKey[c.Key], taken[c.Key] = i, true
		if !c.GUID.IsZero() {
			byGUID[c.GUID] = i
		}
	}
	same := map[int]bool{} // codes here that one coming in is by its GUID
	for _, c := range j.incoming.Codes() {
		if i, ok := byGUID[c.GUID]; ok {
			same[i] = true
		}
	}
	j.codeOf = map[qda.CodeID]qda.CodeID{0: 0}
	for _, c := range j.incoming.Codes() {
		i, ok := byGUID[c.GUID]
		if !ok {
			i, ok = byKey[c.Key]
			ok = ok && !same[i]
		}
		if ok {
			j.codeOf[c.ID] = here[i].ID
			j.codeAt = append(j.codeAt, int32(i))
			j.plan.there("codes", 1)
			if differ := j.differences(here[i], c); differ != nil {
				verb := "differ; those here stay"
				if len(differ) == 1 && differ[0] != "examples" && differ[0] != "rules" {
					verb = "differs; that here stays"
				}
				j.conflict("code %s: %s %s", here[i].Key, strings.Join(differ, ", "), verb)
			}
			continue
		}
		was := c.Key
		for n := 2; taken[c.Key]; n++ {
			c.Key = fmt.Sprintf("%s-%d", was, n)
		}
		if c.Key != was {
			j.plan.Warnings = append(j.plan.Warnings, fmt.Sprintf("code %s is another code here and comes in as %s", was, c.Key))
		}
		taken[c.Key] = true
		id := provisional[qda.CodeID](len(j.plan.Codes))
		j.codeOf[c.ID] = id
		j.codeAt = append(j.codeAt, int32(len(j.codeIDs)))
		j.codeIDs = append(j.codeIDs, id)
		c.ID, c.Parent = id, j.codeOf[c.Parent]
		if j.plan.Codebook == nil {
			c = j.spelledOut(c)
		}
		j.plan.Codes = append(j.plan.Codes, c)
	}
	if j.plan.Codebook == nil && len(j.incoming.Codes()) > 0 {
		a, b := &j.present.Codebook, &j.incoming.Codebook
		if a.Language != b.Language || a.Unit != b.Unit || a.Closed != b.Closed || !equal(a.Normalize, b.Normalize) || !equal(a.Sets, b.Sets) {
			j.conflict("codebook: language, unit, closed, normalize or sets differ; those here stay")
		}
	}
}

// spelledOut is a code that comes in without the sets of its rules that are not
// the same here: their terms stand in their place.
func (j *joiner) spelledOut(c qda.Code) qda.Code {
	other := qda.Codebook{Sets: slices.DeleteFunc(slices.Clone(j.incoming.Codebook.Sets), func(s qda.TermSet) bool {
		return slices.ContainsFunc(j.present.Codebook.Sets, func(here qda.TermSet) bool { return equal(here, s) })
	})}
	c.Except, c.Rules = other.Resolve(c.Except), slices.Clone(c.Rules)
	for i := range c.Rules {
		c.Rules[i] = c.Rules[i].Terms(other.Resolve)
	}
	return c
}

// differences names what is not alike in a code.
func (j *joiner) differences(here, there qda.Code) (fields []string) {
	for _, f := range []struct {
		name string
		same bool
	}{
		{"id", here.Key == there.Key}, {"place", here.Parent == j.codeOf[there.Parent]}, {"kind", here.Kind == there.Kind}, {"name", here.Name == there.Name},
		{"concept", here.Concept == there.Concept}, {"definition", here.Definition == there.Definition}, {"include", here.Include == there.Include},
		{"exclude", here.Exclude == there.Exclude}, {"examples", equal(here.Examples, there.Examples)}, {"color", here.Color == there.Color},
		{"except", equal(here.Except, there.Except)}, {"rules", equal(here.Rules, there.Rules)},
	} {
		if !f.same {
			fields = append(fields, f.name)
		}
	}
	return fields
}

// equal compares by value; nothing and an empty list are the same.
func equal(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if k := x.Kind(); (k == reflect.Slice || k == reflect.Map) && x.Len() == 0 && y.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a, b)
}

// codings are joined by document, stretch, code and coder.
func (j *joiner) codings() {
	in := &j.incoming.Codings
	var pages []page
	for k, at := range j.docAt {
		lo, hi := j.incoming.Range(k)
		if at == -2 || lo == hi {
			continue
		}
		p := page{at: at, from: k, id: j.docOf[j.incoming.Documents[k].ID], claims: make([]claim, 0, hi-lo)}
		for i := lo; i < hi; i++ {
			p.claims = append(p.claims, claim{start: in.Start[i], end: in.End[i], code: j.codeAt[in.Code[i]], coder: j.coderAt[in.Coder[i]], row: int32(i)})
		}
		pages = append(pages, p)
	}
	m := &merger{present: j.present, codes: j.codeIDs, coders: j.coderIDs, where: make([]int64, in.Len()),
		tie: func(a, b int32) int { return 0 },
		segment: func(p *page, c claim) (qda.Segment, error) {
			return qda.NewSegment(p.id, j.incoming.Texts[p.from], in.Span(int(c.row)), "")
		},
		fill: func(row int32, c *qda.Coding) {
			c.GUID, c.Origin = in.GUID[row], in.Origin[row]
			if in.Created[row] != 0 {
				c.Created = time.UnixMilli(in.Created[row]).UTC()
			}
		},
		refuse: func(row int32, reason string) qda.Refusal {
			return qda.Refusal{File: j.incoming.Documents[in.Doc[row]].Name, Reason: reason}
		},
	}
	m.run(pages, j.plan)
	j.where = m.where
	var rows []told
	if len(j.incoming.Aspects) > 0 {
		for i, id := range in.ID {
			rows = append(rows, told{j.where[i], 0, j.incoming.Aspects[id]})
		}
	}
	j.plan.aspects(j.present, rows)
}

// note is a memo by what it says, to whom and of what.
type note struct {
	target qda.Target
	object int64
	coder  qda.CoderID
	text   string
}

func (j *joiner) memos() {
	byGUID := map[qda.GUID]*qda.Memo{}
	have := map[note]bool{}
	for i := range j.present.Memos {
		m := &j.present.Memos[i]
		have[note{m.Target, m.Object, m.Coder, m.Text}] = true
		if !m.GUID.IsZero() {
			byGUID[m.GUID] = m
		}
	}
	asked := map[int64]int64{} // codings with memos, and what became of them
	for _, m := range j.incoming.Memos {
		if m.Target == qda.OnCoding {
			asked[m.Object] = 0
		}
	}
	for i, id := range j.incoming.Codings.ID {
		if _, is := asked[int64(id)]; is {
			asked[int64(id)] = j.where[i]
		}
	}
	lost := 0
	for _, m := range j.incoming.Memos {
		if here := byGUID[m.GUID]; here != nil {
			j.plan.there("memos", 1)
			if here.Text != m.Text {
				j.conflict("memo %s: its text is another there; that here stays", m.GUID)
			}
			continue
		}
		object := j.object(m, asked)
		if object == 0 && m.Target != qda.OnProject {
			lost++
			continue
		}
		m.Object, m.Coder = object, j.coderOf[m.Coder]
		n := note{m.Target, m.Object, m.Coder, m.Text}
		if have[n] {
			j.plan.there("memos", 1)
			continue
		}
		have[n] = m.GUID.IsZero() // one who writes the same twice has two memos
		m.ID = provisional[qda.MemoID](len(j.plan.Memos))
		j.plan.Memos = append(j.plan.Memos, m)
	}
	if lost > 0 {
		if lost == 1 {
			j.conflict("1 memo is on what is not taken, and is not taken either")
		} else {
			j.conflict("%d memos are on what is not taken, and are not taken either", lost)
		}
	}
}

// object is what the target of a memo became; 0 where it is not taken.
func (j *joiner) object(m qda.Memo, codings map[int64]int64) int64 {
	switch m.Target {
	case qda.OnDocument:
		return int64(j.docOf[qda.DocumentID(m.Object)])
	case qda.OnCase:
		return int64(j.caseOf[qda.CaseID(m.Object)])
	case qda.OnCode:
		return int64(j.codeOf[qda.CodeID(m.Object)])
	case qda.OnCoding:
		return codings[m.Object]
	}
	return 0
}

// proposed is a proposal by what makes it one.
type proposed struct {
	document   qda.DocumentID
	start, end int
	code       qda.CodeID
	origin     qda.Origin
	rule, hash string
}

func keyOf(p qda.Proposal) proposed {
	return proposed{p.Document, p.Span.Start, p.Span.End, p.Code, p.Origin, p.Rule, p.RuleHash}
}

// proposals are joined by rule, passage and code; one that was decided there
// and is pending here is decided.
func (j *joiner) proposals() {
	here := make(map[proposed]*qda.Proposal, len(j.present.Proposals))
	for i := range j.present.Proposals {
		here[keyOf(j.present.Proposals[i])] = &j.present.Proposals[i]
	}
	for _, p := range j.incoming.Proposals {
		document, ok := j.docOf[p.Document]
		if !ok {
			continue
		}
		p.Document, p.Code = document, j.codeOf[p.Code]
		if have := here[keyOf(p)]; have != nil {
			j.plan.there("proposals", 1)
			if have.Decision == qda.Pending && p.Decision != qda.Pending && p.Decision != "" {
				if j.plan.Decisions == nil {
					j.plan.Decisions = map[qda.Decision][]qda.ProposalID{}
				}
				j.plan.Decisions[p.Decision] = append(j.plan.Decisions[p.Decision], have.ID)
			}
			continue
		}
		p.ID = provisional[qda.ProposalID](len(j.plan.Proposals))
		j.plan.Proposals = append(j.plan.Proposals, p)
	}
}
