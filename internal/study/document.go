package study

import (
	"context"
	"maps"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/store"
	"tematik/internal/text"
	"tematik/internal/transcript"
)

// DocumentInfo is a document with what has been done on it.
type DocumentInfo struct {
	qda.Document
	CaseName string
	State    qda.State // of everyone, or of the coder asked for
	Codings  int
	Words    int // filled by ShowDocument alone
}

// Documents lists the documents in order. State and codings are those of a
// coder, if one is named.
func (p *Project) Documents(ctx context.Context, coder string) ([]DocumentInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return nil, err
	}
	who := -1
	if coder != "" {
		i, ok := s.CoderIndex(coder)
		if !ok {
			return nil, errs.New(errs.NotFound, "coder %s: not in this project", coder).Hint("tematik coder ls")
		}
		who = i
	}
	return documentInfos(s, who), nil
}

// documentInfos tells of all documents, with the state and codings of the
// coder at an index, or, -1, of everyone.
func documentInfos(s *qda.Snapshot, who int) []DocumentInfo {
	rules := qda.CoderID(0)
	if i, ok := s.CoderIndex(qda.RulesCoder); ok {
		rules = s.Coders[i].ID
	}
	out := make([]DocumentInfo, len(s.Documents))
	for i := range s.Documents {
		d := &s.Documents[i]
		out[i] = DocumentInfo{Document: *d, State: d.Progress(rules)}
		if c := s.CaseOf(d.Case); c != nil {
			out[i].CaseName = c.Name
		}
		if who >= 0 {
			if out[i].State = d.States[s.Coders[who].ID]; out[i].State == "" {
				out[i].State = qda.New
			}
		}
	}
	for i, d := range s.Codings.Doc {
		if who < 0 || int(s.Codings.Coder[i]) == who {
			out[d].Codings++
		}
	}
	return out
}

// Page is a document with its text, turn by turn, and the codes on each.
type Page struct {
	DocumentInfo
	Paragraphs []Paragraph
}

// Paragraph is a turn, or a paragraph of a text without turns.
type Paragraph struct {
	N       int // from 1
	Span    text.Span
	Speaker string
	Role    qda.Role
	Words   string
	Codes   []string // that cover some of it
}

// ShowDocument is a document to read.
func (p *Project) ShowDocument(ctx context.Context, name string) (*Page, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	i, err := s.FindDocument(name)
	if err != nil {
		return nil, err
	}
	page := &Page{DocumentInfo: documentInfos(s, -1)[i]}
	d, t := &s.Documents[i], s.Texts[i]
	add := func(span text.Span, speaker string, role qda.Role) {
		page.Paragraphs = append(page.Paragraphs, Paragraph{
			N: len(page.Paragraphs) + 1, Span: span, Speaker: speaker, Role: role,
			Words: t.Cut(span), Codes: codesAt(s, i, span),
		})
	}
	for _, turn := range d.Turns {
		sp := d.Speakers[turn.Speaker]
		add(turn.Span, sp.Label, sp.Role)
	}
	if len(d.Turns) == 0 {
		for _, span := range text.Paragraphs(t, t.All()) {
			add(span, "", "")
		}
	}
	page.Words = text.CountWords(t.String())
	return page, nil
}

// DocumentChange is what to set of a document; nil leaves a thing as it is.
type DocumentChange struct {
	Name, Kind, Date, Language, Case, State *string
	Coder                                   string            // whose state; "": who is coding
	Values                                  map[string]string // attributes; "" removes one
}

// SetDocuments changes documents, all of them or none.
func (p *Project) SetDocuments(ctx context.Context, names []string, c DocumentChange) error {
	if c.Name != nil && len(names) > 1 {
		return errs.New(errs.Usage, "doc set: one name cannot stand for %d documents", len(names)).Hint("tematik doc set DOC --name NAME")
	}
	_, err := p.update(ctx, p.stamp("doc set"), func(tx *store.Tx) error {
		tx.Note("documents", len(names))
		return keepingOrder(tx, func() error {
			for _, name := range names {
				d, err := findDocument(tx, name)
				if err != nil {
					return err
				}
				if err := p.setDocument(tx, d, c); err != nil {
					return err
				}
			}
			return nil
		})
	})
	return err
}

func (p *Project) setDocument(tx *store.Tx, d *qda.Document, c DocumentChange) error {
	if c.Name != nil {
		if err := qda.ValidName("document", *c.Name); err != nil {
			return err
		}
		d.Name = *c.Name
	}
	if c.Kind != nil {
		if !slices.Contains(qda.Kinds(), qda.Kind(*c.Kind)) {
			return errs.New(errs.Usage, "kind %q: must be interview, group, observation or document", *c.Kind).Hint("tematik doc set %s --kind interview", quoteArg(d.Name))
		}
		d.Kind = qda.Kind(*c.Kind)
	}
	if c.Date != nil {
		if *c.Date != "" && !qda.ValidDate(*c.Date) {
			return errs.New(errs.Usage, "date %q: must be like 2026-03-04, 2026-03 or 2026", *c.Date).Hint("tematik doc set %s --date 2026-03-04", quoteArg(d.Name))
		}
		d.Date = *c.Date
	}
	if c.Language != nil {
		if *c.Language != "id" && *c.Language != "en" && *c.Language != "" {
			return errs.New(errs.Usage, "language %q: must be id or en", *c.Language).Hint("tematik doc set %s --language id", quoteArg(d.Name))
		}
		d.Language = *c.Language
	}
	if c.Case != nil {
		id, err := caseFor(tx, *c.Case)
		if err != nil {
			return err
		}
		d.Case = id
	}
	d.Values = withValues(d.Values, c.Values)
	if err := tx.UpdateDocument(d); err != nil {
		return err
	}
	if c.State == nil {
		return nil
	}
	state := qda.State(*c.State)
	if state != qda.New && state != qda.Open && state != qda.Done {
		return errs.New(errs.Usage, "state %q: must be new, open or done", *c.State).Hint("tematik doc set %s --state done", quoteArg(d.Name))
	}
	_, who, err := p.coding(tx, c.Coder)
	if err != nil {
		return err
	}
	return tx.SetState(d.ID, who, state)
}

// caseFor is the case of a name, made if it is not there; 0 for no name.
func caseFor(tx *store.Tx, name string) (qda.CaseID, error) {
	if name == "" {
		return 0, nil
	}
	if err := qda.ValidName("case", name); err != nil {
		return 0, err
	}
	return tx.EnsureCase(name)
}

func withValues(have, set map[string]string) map[string]string {
	out := maps.Clone(have)
	if out == nil {
		out = map[string]string{}
	}
	for k, v := range set {
		if v == "" {
			delete(out, k)
			continue
		}
		out[k] = text.NormalizeString(v)
	}
	return out
}

// Withdrawn is what went with documents that were removed.
type Withdrawn struct {
	Documents      []string
	Codings, Memos int
}

// Work says what went of people's work.
func (w *Withdrawn) Work() lang.Text {
	codings := lang.Many(w.Codings, "coding", "codings", "pengodean")
	if w.Memos == 0 {
		return codings
	}
	return lang.T("%v and %v", "%v dan %v", codings, lang.Many(w.Memos, "memo", "memos", "memo"))
}

// RemoveDocuments removes documents with all that hangs on them; it is refused
// where work would go with them, unless told so.
func (p *Project) RemoveDocuments(ctx context.Context, names []string, dry, withWork bool) (*Withdrawn, error) {
	return again(func() (*Withdrawn, error) { return p.removeDocuments(ctx, names, dry, withWork) })
}

func (p *Project) removeDocuments(ctx context.Context, names []string, dry, withWork bool) (*Withdrawn, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Memos: true, Identity: true})
	if err != nil {
		return nil, err
	}
	infos, ids, out := documentInfos(s, -1), map[qda.DocumentID]bool{}, &Withdrawn{}
	for _, name := range names {
		i, err := s.FindDocument(name)
		if err != nil {
			return nil, err
		}
		if !ids[infos[i].ID] {
			ids[infos[i].ID] = true
			out.Documents = append(out.Documents, infos[i].Name)
			out.Codings += infos[i].Codings
		}
	}
	for _, m := range memoInfos(s) {
		if m.doc >= 0 && ids[s.Documents[m.doc].ID] {
			out.Memos++
		}
	}
	if dry {
		return out, nil
	}
	if out.Codings+out.Memos > 0 && !withWork {
		return nil, errs.New(errs.Usage, "doc rm: %s would go with %s; nothing was removed", out.Work(), strings.Join(out.Documents, ", ")).Hint("tematik doc rm %s --yes", QuoteArgs(out.Documents...))
	}
	return out, p.settle(ctx, p.stamp("doc rm"), false, func(tx *store.Tx) error {
		tx.Note("documents", len(ids))
		tx.Note("codings", out.Codings)
		tx.Note("memos", out.Memos)
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if err := tx.DeleteDocument(id); err != nil {
				return err
			}
		}
		return nil
	})
}

// OrderDocuments puts documents in order: those named first, in that order,
// the others after them as they stand. Or all by date of collection, undated
// last, or by import.
func (p *Project) OrderDocuments(ctx context.Context, by string, names []string) error {
	_, err := again(func() (struct{}, error) { return struct{}{}, p.orderDocuments(ctx, by, names) })
	return err
}

func (p *Project) orderDocuments(ctx context.Context, by string, names []string) error {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return err
	}
	order := make([]int, len(s.Documents))
	for i := range order {
		order[i] = i
	}
	switch by {
	case "", "given":
		var first []int
		for _, n := range names {
			i, err := s.FindDocument(n)
			if err != nil {
				return err
			}
			if slices.Contains(first, i) {
				return errs.New(errs.Usage, "document %s: named twice", n).Hint("tematik doc ls")
			}
			first = append(first, i)
		}
		order = append(first, slices.DeleteFunc(order, func(i int) bool { return slices.Contains(first, i) })...)
	case "date", "import":
		slices.SortStableFunc(order, func(a, b int) int {
			return compareOrder(&s.Documents[a], &s.Documents[b], by == "date")
		})
	default:
		return errs.New(errs.Usage, "order by %q: must be date or import", by).Hint("tematik doc order --by date")
	}
	ids := make([]qda.DocumentID, len(order))
	for k, i := range order {
		ids[k] = s.Documents[i].ID
	}
	return p.settle(ctx, p.stamp("doc order"), false, func(tx *store.Tx) error { return tx.OrderDocuments(ids) })
}

// keepingOrder runs a change that may add or date documents. Where they stood
// in the order of their dates before, they stand so after it; an order that
// was given stays, new documents at its end.
func keepingOrder(tx *store.Tx, change func() error) error {
	before, err := tx.Documents()
	if err != nil {
		return err
	}
	if err := change(); err != nil || !slices.IsSortedFunc(before, byDate) {
		return err
	}
	after, err := tx.Documents()
	if err != nil || slices.IsSortedFunc(after, byDate) {
		return err
	}
	slices.SortStableFunc(after, byDate)
	ids := make([]qda.DocumentID, len(after))
	for i := range after {
		ids[i] = after[i].ID
	}
	return tx.OrderDocuments(ids)
}

func byDate(a, b qda.Document) int { return compareOrder(&a, &b, true) }

func compareOrder(a, b *qda.Document, dates bool) int {
	if dates && a.Date != b.Date {
		switch {
		case a.Date == "":
			return 1
		case b.Date == "":
			return -1
		}
		return strings.Compare(a.Date, b.Date)
	}
	return int(a.ID - b.ID)
}

// SetSpeakers changes who the speakers of a document are: label → role, or
// label → "case NAME" for a speaker who stands for a case of their own.
func (p *Project) SetSpeakers(ctx context.Context, name string, set map[string]string) error {
	_, err := p.update(ctx, p.stamp("doc speakers"), func(tx *store.Tx) error {
		d, err := findDocument(tx, name)
		if err != nil {
			return err
		}
		for _, label := range slices.Sorted(maps.Keys(set)) {
			i := slices.IndexFunc(d.Speakers, func(s qda.Speaker) bool { return s.Label == label })
			if i < 0 {
				return errs.New(errs.NotFound, "speaker %s: not in %s", label, d.Name).Hint("tematik doc speakers %s", quoteArg(d.Name))
			}
			v := set[label]
			role, ok := transcript.RoleOf(v)
			switch {
			case ok && role != "":
				d.Speakers[i].Role = role
			case strings.HasPrefix(v, "case "):
				if d.Speakers[i].Case, err = caseFor(tx, strings.TrimPrefix(v, "case ")); err != nil {
					return err
				}
			default:
				return errs.New(errs.Usage, "speaker %s: %q must be interviewer, respondent or case:NAME", label, v).Hint("tematik doc speakers %s %s", quoteArg(d.Name), quoteArg(label+"=interviewer"))
			}
		}
		return tx.UpdateDocument(d)
	})
	return err
}
