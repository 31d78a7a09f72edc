package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// projectBuilder makes a Snapshot of the parts of a file, and refuses what
// does not fit together.
type projectBuilder struct {
	*projectReader
	s        *qda.Snapshot
	coderAt  map[string]int // places in the Snapshot by name
	caseAt   map[string]int
	docAt    map[string]int
	codeIDs  map[string]qda.CodeID
	objectOf map[qda.Target]map[qda.GUID]int64 // what a memo can be on
}

func (b *projectBuilder) bad(where, format string, args ...any) error {
	return errs.New(errs.Failed, "%s: %s: "+format, append([]any{b.name, where}, args...)...).Hint("tematik export writes such a file: tematik help formats")
}

// known refuses a word that is not one of those allowed.
func known[T ~string](b *projectBuilder, where, what string, got T, allowed ...T) error {
	if slices.Contains(allowed, got) {
		return nil
	}
	words := make([]string, 0, len(allowed))
	for _, a := range allowed {
		if a != "" {
			words = append(words, string(a))
		}
	}
	return b.bad(where, "%s %q must be one of %s", what, clip(string(got), 40), strings.Join(words, ", "))
}

func (b *projectBuilder) head() error {
	p := b.project
	if p.Approach == "" {
		p.Approach = qda.CodebookTA
	}
	b.objectOf = map[qda.Target]map[qda.GUID]int64{qda.OnDocument: {}, qda.OnCase: {}, qda.OnCode: {}, qda.OnCoding: {}}
	b.s.Project = qda.Project{GUID: p.GUID, Title: text.NormalizeString(p.Title), Approach: p.Approach, Language: p.Language}
	b.s.Project.Created = b.time("project", "created", p.Created)
	if err := known(b, "project", "approach", p.Approach, qda.Approaches()...); err != nil {
		return err
	}
	return known(b, "project", "language", p.Language, "", "id", "en")
}

// namer gives the things of one kind their names.
type namer struct {
	what        string
	raw         map[string]bool // all that the file has
	seen, given map[string]bool
}

func newNamer[T any](what string, parts []T, name func(*T) string) *namer {
	n := &namer{what, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for i := range parts {
		n.raw[name(&parts[i])] = true
	}
	return n
}

// fresh refuses a name that is empty or taken. Control characters, which would
// break lists and tables, become spaces; other things of the file still refer
// to what the file has.
func (b *projectBuilder) fresh(where, name string, n *namer) (string, error) {
	shown := oneLine(name)
	switch {
	case strings.TrimSpace(shown) == "":
		return "", b.bad(where, "a %s without a name", n.what)
	case n.seen[name]:
		return "", b.bad(where, "a second %s %q", n.what, clip(name, 40))
	}
	n.seen[name] = true
	if shown == name {
		return name, nil
	}
	free := shown
	for i := 2; n.raw[free] || n.given[free]; i++ {
		free = fmt.Sprintf("%s (%d)", shown, i)
	}
	n.given[free] = true
	b.note(where, "the name %q holds control characters; it is now %q", clip(name, 40), clip(free, 40))
	return free, nil
}

// oneLine puts spaces in the place of control characters, where there are any.
func oneLine(name string) string {
	s := text.NormalizeString(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name))
	if s == name {
		return name
	}
	return strings.TrimSpace(s)
}

// target keeps a GUID, so that memos find what they are on; it stands for one
// thing only.
func (b *projectBuilder) target(where string, on qda.Target, g qda.GUID, id int64) error {
	if g.IsZero() {
		return nil
	}
	if _, twice := b.objectOf[on][g]; twice {
		return b.bad(where, "the GUID %s stands for two things", g)
	}
	b.objectOf[on][g] = id
	return nil
}

// people are coders and cases, each by name.
func (b *projectBuilder) people() error {
	b.coderAt, b.caseAt = map[string]int{}, map[string]int{}
	guids := map[qda.GUID]bool{}
	n := newNamer("coder", b.coderParts, func(c *coderPart) string { return c.Name })
	inFile := map[string]string{} // names there by those here
	for i, c := range b.coderParts {
		where := place("coders", i)
		name, err := b.fresh(where, c.Name, n)
		if err != nil {
			return err
		}
		if guids[c.GUID] && !c.GUID.IsZero() {
			return b.bad(where, "the GUID %s stands for two coders", c.GUID)
		}
		guids[c.GUID], inFile[name] = true, c.Name
		b.s.Coders = append(b.s.Coders, qda.Coder{GUID: c.GUID, Name: name})
	}
	slices.SortFunc(b.s.Coders, func(x, y qda.Coder) int { return strings.Compare(x.Name, y.Name) })
	for i := range b.s.Coders {
		b.s.Coders[i].ID = qda.CoderID(i + 1)
		b.coderAt[inFile[b.s.Coders[i].Name]] = i
	}
	return b.cases()
}

func (b *projectBuilder) cases() error {
	n := newNamer("case", b.caseParts, func(c *casePart) string { return c.Name })
	inFile := map[string]string{}
	for i, c := range b.caseParts {
		name, err := b.fresh(place("cases", i), c.Name, n)
		if err != nil {
			return err
		}
		inFile[name] = c.Name
		b.s.Cases = append(b.s.Cases, qda.Case{GUID: c.GUID, Name: name, Values: cleanValues(c.Attributes)})
	}
	slices.SortFunc(b.s.Cases, func(x, y qda.Case) int { return strings.Compare(x.Name, y.Name) })
	for i := range b.s.Cases {
		c := &b.s.Cases[i]
		c.ID = qda.CaseID(i + 1)
		if err := b.target("case "+c.Name, qda.OnCase, c.GUID, int64(c.ID)); err != nil {
			return err
		}
		b.caseAt[inFile[c.Name]] = i
	}
	return nil
}

// cleanValues are attributes without control characters; nil where there are
// none.
func cleanValues(m map[string]string) map[string]string {
	if len(m) == 0 {
		return nil
	}
	out := make(map[string]string, len(m))
	for _, k := range sortedKeys(m) {
		out[text.NormalizeString(k)] = text.NormalizeString(m[k])
	}
	return out
}

// codebook takes the codes, which must come in tree order: a code's parent is
// the one before it, or stands above that one.
func (b *projectBuilder) codebook() error {
	cb := &b.s.Codebook
	*cb = qda.Codebook{Title: b.book.Title, Version: b.book.Version, Revision: b.book.Revision, Language: b.book.Language, Unit: b.book.Unit,
		Closed: b.book.Closed, Normalize: b.book.Normalize, Sets: b.book.Sets}
	if len(cb.Normalize) == 0 {
		cb.Normalize = nil
	}
	if err := known(b, "codebook", "language", cb.Language, "", "id", "en", "both"); err != nil {
		return err
	}
	if _, _, ok := qda.ParseUnit(cb.Unit); !ok && cb.Unit != "" {
		return b.bad("codebook", "unit %q must be %s", clip(cb.Unit, 40), qda.Units)
	}
	if err := b.sets(cb.Sets); err != nil {
		return err
	}
	cleanWords(&cb.Title)
	b.codeIDs = map[string]qda.CodeID{}
	var above []string
	for i := range b.codeParts {
		p := &b.codeParts[i]
		where := place("codes", i)
		for len(above) > 0 && above[len(above)-1] != p.Parent {
			above = above[:len(above)-1]
		}
		if len(above) == 0 && p.Parent != "" {
			return b.bad(where, "the parent %q does not stand above it: codes come in the order of the tree", clip(p.Parent, 40))
		}
		above = append(above, p.ID)
		c, err := b.code(where, p)
		if err != nil {
			return err
		}
		if c.ID = qda.CodeID(i + 1); c.Key != "" {
			c.Parent, b.codeIDs[c.Key] = b.codeIDs[p.Parent], c.ID
		}
		if err := b.target(where, qda.OnCode, c.GUID, int64(c.ID)); err != nil {
			return err
		}
		cb.Codes = append(cb.Codes, c)
	}
	b.s.Tree = qda.NewTree(cb.Codes)
	return nil
}

// sets checks the named sets of terms: whether the terms are sound is found
// when the rules are used.
func (b *projectBuilder) sets(sets []qda.TermSet) error {
	seen := map[string]bool{}
	for i, s := range sets {
		if !qda.ValidKey(s.Name) || seen[s.Name] || len(s.Terms) == 0 {
			return b.bad(place("sets", i), "set %q: it needs terms and a name of its own, lower-case words joined by '.', '-' or '_'", clip(s.Name, 40))
		}
		seen[s.Name] = true
	}
	return nil
}

func cleanWords(all ...*qda.Words) {
	for _, w := range all {
		w.Plain, w.EN, w.ID = text.NormalizeString(w.Plain), text.NormalizeString(w.EN), text.NormalizeString(w.ID)
	}
}

func (b *projectBuilder) code(where string, p *codePart) (qda.Code, error) {
	c := qda.Code{GUID: p.GUID, Key: p.ID, Kind: p.Kind, Name: p.Name, Concept: p.Concept, Definition: p.Definition, Include: p.Include,
		Exclude: p.Exclude, Color: p.Color, Except: p.Except, Rules: p.Rules}
	if p.Examples != nil {
		c.Examples = *p.Examples
	}
	cleanWords(&c.Name, &c.Concept, &c.Definition, &c.Include, &c.Exclude)
	_, twice := b.codeIDs[c.Key]
	switch {
	case !qda.ValidKey(c.Key):
		return c, b.bad(where, "id %q: an id is lower-case words joined by '.', '-' or '_'", clip(c.Key, 40))
	case twice:
		return c, b.bad(where, "a second code %s", c.Key)
	case c.Name.IsZero():
		return c, b.bad(where, "the code %s has no name", c.Key)
	case c.Color != "" && !isColor(c.Color):
		b.note(where, "color %q is not like #d55e00, and is left out", clip(c.Color, 40))
		c.Color = ""
	}
	for _, r := range c.Rules {
		r = r.Terms(b.s.Codebook.Resolve)
		least, terms := r.Min, len(r.Any)
		empty := terms+len(r.All)+len(r.Near) == 0 || len(r.Near) > 0 && (len(r.Near) != 2 || r.Within < 1)
		for _, g := range r.All {
			empty = empty || len(g.Any) == 0 || g.Min < 0 || g.Min > len(g.Any)
		}
		for _, side := range r.Near {
			empty = empty || len(side) == 0
		}
		if empty || least < 0 || least > terms {
			return c, b.bad(where, "a rule of %s can never hold: it lacks terms", c.Key)
		}
	}
	return c, known(b, where, "kind", c.Kind, qda.KindTheme, qda.KindCode)
}

// texts takes the documents, in their order.
func (b *projectBuilder) texts() error {
	b.docAt = map[string]int{}
	order := make([]int, len(b.docParts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(b.docParts[x].Order, b.docParts[y].Order) })
	last := 0
	n := newNamer("document", b.docParts, func(d *documentPart) string { return d.Name })
	for i, at := range order {
		p, where := &b.docParts[at], place("documents", at)
		if p.Order <= last {
			return b.bad(where, "order %d: must be 1 or more and of one document only", p.Order)
		}
		last = p.Order
		name, err := b.fresh(where, p.Name, n)
		if err != nil {
			return err
		}
		where += " (" + clip(name, 40) + ")"
		if text.NormalizeString(p.Text) != p.Text {
			return b.bad(where, "its text holds characters that tematik does not store, such as CR or control characters: positions would be wrong")
		}
		t := text.New(p.Text)
		d := qda.Document{ID: qda.DocumentID(i + 1), GUID: p.GUID, Name: name, File: text.NormalizeString(p.File), Kind: p.Kind, Date: p.Date, Language: p.Language,
			Order: p.Order, Values: cleanValues(p.Attributes), Hash: text.Hash(p.Text), Length: t.Len()}
		if err := b.documentFields(where, p, &d); err != nil {
			return err
		}
		if err := b.turns(where, p, &d, t); err != nil {
			return err
		}
		if err := b.target(where, qda.OnDocument, d.GUID, int64(d.ID)); err != nil {
			return err
		}
		b.docAt[p.Name] = i
		b.s.Documents, b.s.Texts = append(b.s.Documents, d), append(b.s.Texts, t)
	}
	return nil
}

func (b *projectBuilder) documentFields(where string, p *documentPart, d *qda.Document) (err error) {
	d.Imported = b.time(where, "imported", p.Imported)
	if err := known(b, where, "kind", d.Kind, qda.Kinds()...); err != nil {
		return err
	}
	if err := known(b, where, "language", d.Language, "", "id", "en"); err != nil {
		return err
	}
	if !isDate(d.Date) {
		b.note(where, "date %q is not one such as 2026-03-04, 2026-03 or 2026, and is left out", clip(d.Date, 40))
		d.Date = ""
	}
	if d.Case, err = b.caseOf(where, p.Case); err != nil {
		return err
	}
	for name, state := range p.States {
		at, ok := b.coderAt[name]
		if !ok {
			return b.bad(where, "coder %q is not among the coders", clip(name, 40))
		}
		if err := known(b, where, "state", state, qda.New, qda.Open, qda.Done); err != nil {
			return err
		}
		if d.States == nil {
			d.States = map[qda.CoderID]qda.State{}
		}
		d.States[b.s.Coders[at].ID] = state
	}
	for _, sp := range p.Speakers {
		speaker := qda.Speaker{Label: text.NormalizeString(sp.Label), Role: sp.Role}
		if speaker.Case, err = b.caseOf(where, sp.Case); err != nil {
			return err
		}
		if err := known(b, where, "role", sp.Role, qda.Respondent, qda.Interviewer); err != nil {
			return err
		}
		d.Speakers = append(d.Speakers, speaker)
	}
	return nil
}

// isDate reports a date, or a month or a year, or nothing.
func isDate(s string) bool {
	forms := map[int]string{0: "", 4: "2006", 7: "2006-01", 10: time.DateOnly}
	form, ok := forms[len(s)]
	_, err := time.Parse(form, s)
	return ok && err == nil
}

func (b *projectBuilder) caseOf(where, name string) (qda.CaseID, error) {
	if name == "" {
		return 0, nil
	}
	at, ok := b.caseAt[name]
	if !ok {
		return 0, b.bad(where, "case %q is not among the cases", clip(name, 40))
	}
	return b.s.Cases[at].ID, nil
}

func (b *projectBuilder) turns(where string, p *documentPart, d *qda.Document, t *text.Text) error {
	last := 0
	for i, n := range p.Turns {
		if len(n) != 3 && len(n) != 4 {
			return b.bad(where, "turn %d: must be start, end, speaker and perhaps milliseconds", i)
		}
		turn := qda.Turn{Span: spanOf(int(n[0]), int(n[1])), Speaker: int(n[2]), Time: -1}
		if len(n) == 4 {
			turn.Time = time.Duration(n[3]) * time.Millisecond
		}
		switch {
		case turn.Span.Start < last || turn.Span.End < turn.Span.Start || turn.Span.End > t.Len():
			return b.bad(where, "turn %d: %d:%d lies outside the text, or before the end of the turn before", i, n[0], n[1])
		case turn.Speaker < 0 || turn.Speaker >= len(d.Speakers):
			return b.bad(where, "turn %d: there is no speaker %d", i, n[2])
		case len(n) == 4 && (n[3] < 0 || turn.Time < 0):
			return b.bad(where, "turn %d: %d milliseconds are no time", i, n[3])
		}
		last = turn.Span.End
		d.Turns = append(d.Turns, turn)
	}
	return nil
}
