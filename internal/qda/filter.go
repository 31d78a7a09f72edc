package qda

import (
	"maps"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// Any as a speaker means everyone, the interviewer too.
const Any = "any"

// Filter is the one filter grammar. Documents, cases, attributes and dates
// choose documents; codes, origins and the speaker choose codings or text;
// coders do both.
type Filter struct {
	Codes     []string // with their descendants
	Documents []string
	Cases     []string
	Where     []string // ATTR=VALUE; the same attribute again is "or"
	Coders    []string
	Speaker   string // "", respondent, interviewer, any or a label
	Origins   []string
	From, To  string // dates; undated documents are left out
}

// Map names what is set, for provenance.
func (f Filter) Map() map[string]any {
	m := map[string]any{}
	list := func(k string, v []string) {
		if len(v) > 0 {
			m[k] = v
		}
	}
	one := func(k, v string) {
		if v != "" {
			m[k] = v
		}
	}
	list("code", f.Codes)
	list("doc", f.Documents)
	list("case", f.Cases)
	list("where", f.Where)
	list("coder", f.Coders)
	one("speaker", f.Speaker)
	list("origin", f.Origins)
	one("from", f.From)
	one("to", f.To)
	return m
}

// Canonical is the same filter written in one way: each list in order and
// without repetition, documents by their names, codes by their ids.
func (f Filter) Canonical(s *Snapshot) Filter {
	names := make([]string, len(f.Documents))
	for k, n := range f.Documents {
		names[k] = n
		if i, err := s.FindDocument(n); err == nil {
			names[k] = s.Documents[i].Name
		}
	}
	keys := make([]string, len(f.Codes))
	for k, n := range f.Codes {
		keys[k] = n
		if i, err := s.Codebook.FindCode(n); err == nil {
			keys[k] = s.Codes()[i].Key
		}
	}
	f.Documents, f.Codes = names, keys
	for _, list := range []*[]string{&f.Codes, &f.Documents, &f.Cases, &f.Where, &f.Coders, &f.Origins} {
		*list = slices.Compact(slices.Sorted(slices.Values(*list)))
	}
	return f
}

// View is a Snapshot as a filter leaves it: its documents are those that
// count, its codings those that were chosen.
type View struct {
	*Snapshot
	All      *Snapshot       // what the filter chose from
	Speaker  string          // of the filter
	AnyCode  *Codings        // the codings before Codes chose among them
	Uncoded  []string        // documents that were left out because no coder began them
	Selected []bool          // by code: chosen by Codes; all true without
	Named    map[CaseID]bool // the cases that Cases named; nil without
	Asked    Filter          // as it was given
}

// Apply chooses from a Snapshot. Documents that no (chosen) coder has begun
// are left out and listed.
func (f Filter) Apply(s *Snapshot) (*View, error) {
	coders, err := f.coders(s)
	if err != nil {
		return nil, err
	}
	docs, cases, err := f.documents(s)
	if err != nil {
		return nil, err
	}
	v := &View{All: s, Speaker: f.Speaker, Named: cases, Asked: f}
	if v.Selected, err = f.codes(s); err != nil {
		return nil, err
	}
	out := *s
	out.Documents, out.Texts = nil, nil
	place := make([]int32, len(s.Documents)) // new index, or -1
	for i := range s.Documents {
		place[i] = -1
		d := &s.Documents[i]
		if !docs[i] {
			continue
		}
		if !d.begun(coders) {
			v.Uncoded = append(v.Uncoded, d.Name)
			continue
		}
		place[i] = int32(len(out.Documents))
		out.Documents = append(out.Documents, *d)
		if s.Texts != nil {
			out.Texts = append(out.Texts, s.Texts[i])
		}
	}
	keep, err := f.chooser(s, cases)
	if err != nil {
		return nil, err
	}
	v.Snapshot = &out
	f.codings(s, v, place, keep)
	return v, nil
}

// codings fills in what is left of the codings.
func (f Filter) codings(s *Snapshot, v *View, place []int32, keep func(i int) bool) {
	all := len(v.Documents) == len(s.Documents) && keep == nil
	if all && len(f.Codes) == 0 {
		v.AnyCode = &v.Codings
		return
	}
	var any, chosen Codings
	for i := range s.Codings.Doc {
		if place[s.Codings.Doc[i]] < 0 || keep != nil && !keep(i) {
			continue
		}
		any.Append(&s.Codings, i)
		any.Doc[len(any.Doc)-1] = place[s.Codings.Doc[i]]
	}
	v.AnyCode = &any
	if len(f.Codes) == 0 {
		v.Codings = any
		return
	}
	for i := range any.Doc {
		if v.Selected[any.Code[i]] {
			chosen.Append(&any, i)
		}
	}
	v.Codings = chosen
}

// Holds reports whether a passage of a document is of the speaker and of one
// of the cases that were named, if any were.
func (f Filter) Holds(s *Snapshot, d *Document, span text.Span) bool {
	if f.Speaker != "" && f.Speaker != Any && !d.Speaks(f.Speaker, span) {
		return false
	}
	return len(f.Cases) == 0 || slices.ContainsFunc(d.CasesAt(span), func(id CaseID) bool {
		c := s.CaseOf(id)
		return c != nil && slices.Contains(f.Cases, c.Name)
	})
}

// Choose says which documents the filter chooses, begun or not, and which
// codes, with their descendants; all where it says nothing of them.
func (f Filter) Choose(s *Snapshot) (docs, codes []bool, err error) {
	if docs, _, err = f.documents(s); err != nil {
		return nil, nil, err
	}
	if f.Speaker != "" && f.Speaker != Any {
		if err := f.knownSpeaker(s); err != nil {
			return nil, nil, err
		}
	}
	codes, err = f.codes(s)
	return docs, codes, err
}

// Marked gives what of a document is coded with the codes, by the coders and of
// the origins that the filter names: stretches in order that do not overlap.
func (f Filter) Marked(s *Snapshot) (func(doc int) []text.Span, error) {
	codes, err := f.codes(s)
	if err != nil {
		return nil, err
	}
	if _, err := f.coders(s); err != nil {
		return nil, err
	}
	keep, err := Filter{Coders: f.Coders, Origins: f.Origins}.chooser(s, nil)
	if err != nil {
		return nil, err
	}
	return func(doc int) []text.Span {
		var out []text.Span
		lo, hi := s.Range(doc)
		for i := lo; i < hi; i++ {
			if codes[s.Codings.Code[i]] && (keep == nil || keep(i)) {
				out = append(out, s.Codings.Span(i))
			}
		}
		return text.Union(out)
	}, nil
}

func (d *Document) begun(coders []CoderID) bool {
	if coders == nil {
		for _, st := range d.States {
			if st != New && st != "" {
				return true
			}
		}
		return false
	}
	return slices.ContainsFunc(coders, func(c CoderID) bool {
		st := d.States[c]
		return st != New && st != ""
	})
}

func (f Filter) coders(s *Snapshot) ([]CoderID, error) {
	var out []CoderID
	for _, name := range f.Coders {
		i, ok := s.CoderIndex(name)
		if !ok {
			return nil, s.MissingCoder(name)
		}
		out = append(out, s.Coders[i].ID)
	}
	return out, nil
}

func (f Filter) codes(s *Snapshot) ([]bool, error) {
	sel := make([]bool, len(s.Codes()))
	if len(f.Codes) == 0 {
		for i := range sel {
			sel[i] = true
		}
	}
	for _, key := range f.Codes {
		i, err := s.Codebook.FindCode(key)
		if err != nil {
			return nil, err
		}
		for j := i; j < s.Tree.Last[i]; j++ {
			sel[j] = true
		}
	}
	return sel, nil
}

// documents says which documents are chosen, and which cases if cases were
// named.
func (f Filter) documents(s *Snapshot) (docs []bool, cases map[CaseID]bool, err error) {
	for flag, date := range map[string]string{"--from": f.From, "--to": f.To} {
		if date != "" && !ValidDate(date) {
			return nil, nil, errs.New(errs.Usage, "%s %s: must be like 2026-03-04, 2026-03 or 2026", flag, date).Hint("tematik doc ls")
		}
	}
	if f.From != "" && f.To != "" && f.From > f.To && !strings.HasPrefix(f.From, f.To) {
		return nil, nil, errs.New(errs.Usage, "--from %s is after --to %s", f.From, f.To).Hint("tematik doc ls")
	}
	docs = make([]bool, len(s.Documents))
	names := map[int]bool{}
	for _, n := range f.Documents {
		i, err := s.FindDocument(n)
		if err != nil {
			return nil, nil, err
		}
		names[i] = true
	}
	for _, n := range f.Cases {
		i, ok := s.CaseIndex(n)
		if !ok {
			return nil, nil, s.missingCase(n)
		}
		if cases == nil {
			cases = map[CaseID]bool{}
		}
		cases[s.Cases[i].ID] = true
	}
	where, err := f.where(s)
	if err != nil {
		return nil, nil, err
	}
	for i := range s.Documents {
		d := &s.Documents[i]
		docs[i] = (len(names) == 0 || names[i]) && (cases == nil || d.hasCase(cases)) && where(d) && f.dated(d.Date)
	}
	return docs, cases, nil
}

func (d *Document) hasCase(set map[CaseID]bool) bool {
	return set[d.Case] || slices.ContainsFunc(d.Speakers, func(sp Speaker) bool { return sp.Case != 0 && set[sp.Case] })
}

func (f Filter) dated(date string) bool {
	if f.From == "" && f.To == "" {
		return true
	}
	return date != "" && (f.From == "" || date >= f.From) && (f.To == "" || date <= f.To || strings.HasPrefix(date, f.To))
}

// where compiles ATTR=VALUE conditions.
func (f Filter) where(s *Snapshot) (func(*Document) bool, error) {
	want := map[string][]string{}
	for _, w := range f.Where {
		attr, value, ok := strings.Cut(w, "=")
		attr, value = strings.TrimSpace(attr), strings.TrimSpace(value)
		if !ok || attr == "" {
			return nil, errs.New(errs.Usage, "--where %s: must be ATTRIBUTE=VALUE", w).Hint("tematik case ls")
		}
		known := Attributes(s)
		if len(known[attr]) == 0 {
			return nil, errs.New(errs.NotFound, "attribute %s: no case or document has it (there are: %s)", attr, listed(slices.Sorted(maps.Keys(known)))).Hint("tematik doc ls")
		}
		if !slices.ContainsFunc(known[attr], func(v string) bool { return strings.EqualFold(v, value) }) {
			return nil, errs.New(errs.NotFound, "%s=%s: no case or document has it (there are: %s)", attr, value, listed(known[attr])).Hint("tematik doc ls")
		}
		want[attr] = append(want[attr], value)
	}
	values := map[CaseID]map[string]string{}
	for _, c := range s.Cases {
		values[c.ID] = c.Values
	}
	return func(d *Document) bool {
		for attr, wanted := range want {
			match := func(m map[string]string) bool {
				v, ok := m[attr]
				return ok && slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, v) })
			}
			if !match(d.Values) && !match(values[d.Case]) && !slices.ContainsFunc(d.Speakers, func(sp Speaker) bool { return sp.Case != 0 && match(values[sp.Case]) }) {
				return false
			}
		}
		return true
	}, nil
}

// listed names a few of many.
func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	if len(names) > 12 {
		return strings.Join(names[:12], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// Attributes are all attributes of cases and documents, each with its values
// in order.
func Attributes(s *Snapshot) map[string][]string {
	out := map[string][]string{}
	add := func(values map[string]string) {
		for k, v := range values {
			if at, found := slices.BinarySearch(out[k], v); !found {
				out[k] = slices.Insert(out[k], at, v)
			}
		}
	}
	for i := range s.Documents {
		add(s.Documents[i].Values)
	}
	for i := range s.Cases {
		add(s.Cases[i].Values)
	}
	return out
}

// chooser says which codings stay, codes apart; nil when all do.
func (f Filter) chooser(s *Snapshot, cases map[CaseID]bool) (func(i int) bool, error) {
	var tests []func(i int) bool
	if len(f.Coders) > 0 {
		set := make([]bool, len(s.Coders))
		for _, n := range f.Coders {
			i, _ := s.CoderIndex(n)
			set[i] = true
		}
		tests = append(tests, func(i int) bool { return set[s.Codings.Coder[i]] })
	}
	if len(f.Origins) > 0 {
		set := map[Origin]bool{}
		for _, n := range f.Origins {
			o, err := ParseOrigin(n)
			if err != nil {
				return nil, err
			}
			set[o] = true
		}
		tests = append(tests, func(i int) bool { return set[s.Codings.Origin[i]] })
	}
	if f.Speaker != "" && f.Speaker != Any {
		if err := f.knownSpeaker(s); err != nil {
			return nil, err
		}
		tests = append(tests, func(i int) bool {
			return s.Documents[s.Codings.Doc[i]].Speaks(f.Speaker, s.Codings.Span(i))
		})
	}
	if cases != nil {
		tests = append(tests, func(i int) bool {
			return slices.ContainsFunc(s.Documents[s.Codings.Doc[i]].CasesAt(s.Codings.Span(i)), func(c CaseID) bool { return cases[c] })
		})
	}
	if tests == nil {
		return nil, nil
	}
	return func(i int) bool {
		for _, t := range tests {
			if !t(i) {
				return false
			}
		}
		return true
	}, nil
}

func (f Filter) knownSpeaker(s *Snapshot) error {
	if f.Speaker == string(Respondent) || f.Speaker == string(Interviewer) {
		return nil
	}
	known := []string{string(Respondent), string(Interviewer), Any}
	for i := range s.Documents {
		for _, sp := range s.Documents[i].Speakers {
			if sp.Label == f.Speaker {
				return nil
			}
			known = append(known, sp.Label)
		}
	}
	e := errs.New(errs.NotFound, "speaker %s: nobody is labelled so", f.Speaker)
	if near := Nearest(f.Speaker, known); near != "" {
		return e.Hint("did you mean %s? Who speaks: tematik doc speakers DOC", near)
	}
	return e.Hint("tematik doc ls, then: tematik doc speakers DOC")
}

// Is reports whether a turn's speaker is the one asked for: a role, a label,
// or Any.
func (d *Document) Is(turn int, speaker string) bool {
	sp := d.Speakers[d.Turns[turn].Speaker]
	return speaker == Any || string(sp.Role) == speaker || sp.Label == speaker
}

// TurnsAt is the range of turns that a span overlaps.
func (d *Document) TurnsAt(span text.Span) (lo, hi int) {
	lo, _ = slices.BinarySearchFunc(d.Turns, span.Start, func(t Turn, at int) int {
		if t.Span.End <= at {
			return -1
		}
		return 1
	})
	for hi = lo; hi < len(d.Turns) && d.Turns[hi].Span.Start < span.End; hi++ {
	}
	return lo, hi
}

// Speaks reports whether a span holds speech of the speaker asked for. Where
// a document has no turns, all its text is the respondent's.
func (d *Document) Speaks(speaker string, span text.Span) bool {
	if len(d.Turns) == 0 {
		return speaker == string(Respondent) || speaker == Any
	}
	lo, hi := d.TurnsAt(span)
	for t := lo; t < hi; t++ {
		if d.Is(t, speaker) {
			return true
		}
	}
	return false
}

// Own says whether speakers of a document stand for cases of their own, and if
// they do, whether the document stands for someone all the same: for those
// respondents who do not.
func (d *Document) Own() (own, home bool) {
	for _, sp := range d.Speakers {
		own = own || sp.Case != 0
		home = home || sp.Case == 0 && sp.Role != Interviewer
	}
	return own, home
}

// CasesAt gives the cases whose words a span holds: those of the speakers that
// stand for a case of their own, else the document's. Where every respondent
// stands for a case of their own, the interviewer's words are of nobody; where
// some do, so are labels. Empty if there is none.
func (d *Document) CasesAt(span text.Span) []CaseID {
	own, home := d.Own()
	if !own {
		if d.Case == 0 {
			return nil
		}
		return []CaseID{d.Case}
	}
	var out []CaseID
	lo, hi := d.TurnsAt(span)
	for t := lo; t < hi; t++ {
		c := d.Speakers[d.Turns[t].Speaker].Case
		if c == 0 && home {
			c = d.Case
		}
		if c != 0 && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}
