package exchange

import (
	"cmp"
	"slices"

	"tematik/internal/qda"
	"tematik/internal/text"
)

// names gives the place of each name of a column, or -1.
func names(list []string, at func(string) (int, bool)) []int32 {
	out := make([]int32, len(list))
	for i, n := range list {
		out[i] = -1
		if k, ok := at(n); ok {
			out[i] = int32(k)
		}
	}
	return out
}

func inMap[V ~int | ~int64](m map[string]V) func(string) (int, bool) {
	return func(name string) (int, bool) { v, ok := m[name]; return int(v), ok }
}

// codings puts the columns in the Snapshot's order and checks each coding
// against the text.
func (b *projectBuilder) codings() error {
	rows := &b.rows
	docs, coders := names(rows.Documents, inMap(b.docAt)), names(rows.Coders, inMap(b.coderAt))
	codes := names(rows.Codes, b.s.Tree.Find)
	n := rows.Len()
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
		where := place("codings", i)
		d := docs[rows.Doc[i]]
		switch {
		case d < 0:
			return b.bad(where, "document %q is not among the documents", clip(rows.Documents[rows.Doc[i]], 40))
		case codes[rows.Code[i]] < 0:
			return b.bad(where, "code %q is not among the codes", clip(rows.Codes[rows.Code[i]], 40))
		case coders[rows.Coder[i]] < 0:
			return b.bad(where, "coder %q is not among the coders", clip(rows.Coders[rows.Coder[i]], 40))
		}
		t, span := b.s.Texts[d], rows.Span(i)
		if !t.Valid(span) {
			return b.bad(where, "%d:%d lies outside the text of document %s, which has %s", span.Start, span.End, b.s.Documents[d].Name, counted(t.Len(), "character", "characters"))
		}
		if words := t.Cut(span); b.quoted[i] && text.Check(words) != b.checks[i] {
			return b.bad(where, "document %s has %q at %d:%d, which is not the quote", b.s.Documents[d].Name, clip(words, 40), span.Start, span.End)
		}
		rows.Doc[i], rows.Code[i], rows.Coder[i] = d, codes[rows.Code[i]], coders[rows.Coder[i]]
	}
	compare := func(x, y int32) int {
		return cmp.Or(cmp.Compare(rows.Doc[x], rows.Doc[y]), cmp.Compare(rows.Start[x], rows.Start[y]), cmp.Compare(rows.End[x], rows.End[y]),
			cmp.Compare(rows.Code[x], rows.Code[y]), cmp.Compare(rows.Coder[x], rows.Coder[y]))
	}
	if !slices.IsSortedFunc(order, compare) {
		slices.SortStableFunc(order, compare)
	}
	c := &b.s.Codings
	*c = qda.Codings{ID: make([]qda.CodingID, n), Doc: take(rows.Doc, order), Code: take(rows.Code, order), Coder: take(rows.Coder, order),
		Start: take(rows.Start, order), End: take(rows.End, order), Origin: take(rows.Origin, order), GUID: take(b.guids, order), Created: take(rows.Created, order)}
	asked := map[qda.GUID]bool{}
	for i := range b.memoParts {
		if g, err := qda.ParseGUID(b.memoParts[i].Target); err == nil {
			asked[g] = true
		}
	}
	for i := range n {
		c.ID[i] = qda.CodingID(i + 1)
		if i > 0 && compare(order[i-1], order[i]) == 0 {
			return b.bad(place("codings", int(order[i])), "the same code on the same words by the same coder stands twice")
		}
		if note := b.aspects[order[i]]; note != "" {
			if b.s.Aspects == nil {
				b.s.Aspects = map[qda.CodingID]string{}
			}
			b.s.Aspects[c.ID[i]] = note
		}
		if asked[c.GUID[i]] {
			b.objectOf[qda.OnCoding][c.GUID[i]] = int64(c.ID[i])
		}
	}
	return nil
}

// take gives a column in an order.
func take[T any](column []T, order []int32) []T {
	out := make([]T, len(order))
	for i, at := range order {
		out[i] = column[at]
	}
	return out
}

func (b *projectBuilder) proposals() error {
	for i := range b.proposalParts {
		p, where := &b.proposalParts[i], place("proposals", i)
		d, ok := b.docAt[p.Document]
		if !ok {
			return b.bad(where, "document %q is not among the documents", clip(p.Document, 40))
		}
		code, ok := b.codeIDs[p.Code]
		if !ok {
			return b.bad(where, "code %q is not among the codes", clip(p.Code, 40))
		}
		origin, err := qda.ParseOrigin(p.Origin)
		if err != nil {
			return b.bad(where, "%v", err)
		}
		if err := known(b, where, "decision", p.Decision, qda.Pending, qda.Accepted, qda.Rejected); err != nil {
			return err
		}
		q := qda.Proposal{ID: qda.ProposalID(i + 1), Document: b.s.Documents[d].ID, Span: spanOf(p.Start, p.End), Code: code, Origin: origin,
			Rule: text.NormalizeString(p.Rule), RuleHash: text.NormalizeString(p.RuleHash), Decision: p.Decision}
		q.Created = b.time(where, "created", p.Created)
		if !b.s.Texts[d].Valid(q.Span) {
			return b.bad(where, "%d:%d lies outside the text of document %s", p.Start, p.End, p.Document)
		}
		for _, e := range p.Evidence {
			span := spanOf(e[0], e[1])
			if !b.s.Texts[d].Valid(span) {
				return b.bad(where, "evidence %d:%d lies outside the text of document %s", e[0], e[1], p.Document)
			}
			q.Evidence = append(q.Evidence, span)
		}
		b.s.Proposals = append(b.s.Proposals, q)
	}
	return nil
}

func (b *projectBuilder) memos() error {
	guids := map[qda.GUID]bool{}
	for i := range b.memoParts {
		p, where := &b.memoParts[i], place("memos", i)
		m := qda.Memo{ID: qda.MemoID(i + 1), GUID: p.GUID, Target: p.On, Text: text.NormalizeString(p.Text)}
		if guids[m.GUID] && !m.GUID.IsZero() {
			return b.bad(where, "the GUID %s stands for two memos", m.GUID)
		}
		guids[m.GUID] = true
		at, ok := b.coderAt[p.Coder]
		if !ok {
			return b.bad(where, "coder %q is not among the coders", clip(p.Coder, 40))
		}
		m.Coder = b.s.Coders[at].ID
		if err := known(b, where, "on", p.On, qda.OnProject, qda.OnDocument, qda.OnCase, qda.OnCode, qda.OnCoding); err != nil {
			return err
		}
		if p.On != qda.OnProject {
			g, err := qda.ParseGUID(p.Target)
			if err != nil {
				return b.bad(where, "target %v", err)
			}
			if m.Object, ok = b.objectOf[p.On][g]; !ok || g.IsZero() {
				return b.bad(where, "there is no %s of the GUID %s", p.On, g)
			}
		}
		m.Created = b.time(where, "created", p.Created)
		b.s.Memos = append(b.s.Memos, m)
	}
	return nil
}
