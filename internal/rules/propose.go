package rules

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"tematik/internal/errs"
	"tematik/internal/lexicon"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Propose applies the rules to the documents of a Snapshot, which must hold
// texts and proposals; chosen says to which, nil is all. The rules of a code
// that hold in one unit make one proposal where their weights add up to one:
// its Rule and RuleHash are theirs, joined by +, its evidence all that they
// found, but for those that speak against.
//
// Nothing is proposed where the unit overlaps a coding of the code, where the
// same proposal waits for a decision, nor under a rule that was rejected there
// before, be it known by its id or its content.
func (s *Set) Propose(ctx context.Context, snap *qda.Snapshot, chosen []bool) ([]qda.Proposal, error) {
	past := history(snap)
	found := make([][]qda.Proposal, len(snap.Documents))
	err := s.walk(ctx, snap, chosen, func(p *pass, doc int) {
		coded := codedSpans(snap, doc)
		p.units(&snap.Documents[doc], snap.Texts[doc], func(r *runner, u unit, span text.Span, allowed []bool) {
			fired := r.run(u, span, allowed)
			for len(fired) > 0 {
				code := s.rules[fired[0].rule].code
				n := 1
				for n < len(fired) && s.rules[fired[n].rule].code == code {
					n++
				}
				if at := (place{snap.Documents[doc].ID, s.codes[code].ID, span}); !overlaps(coded[at.code], span) {
					if p, ok := s.proposal(at, fired[:n], past[at]); ok {
						found[doc] = append(found[doc], p)
					}
				}
				fired = fired[n:]
			}
		})
	})
	if err != nil {
		return nil, err
	}
	order := make(map[qda.CodeID]int, len(s.codes))
	for i, c := range s.codes {
		order[c.ID] = i
	}
	for _, ps := range found {
		slices.SortStableFunc(ps, func(a, b qda.Proposal) int {
			if c := a.Span.Compare(b.Span); c != 0 {
				return c
			}
			return order[a.Code] - order[b.Code]
		})
	}
	return slices.Concat(found...), nil
}

// proposal joins what the rules of a code found in a unit, but for those that
// were rejected there; ok is false where nothing is left to propose.
func (s *Set) proposal(at place, fired []firing, before *decided) (p qda.Proposal, ok bool) {
	var ids, hashes []string
	weight := 0.0
	for _, f := range fired {
		r := &s.rules[f.rule]
		if before != nil && (before.waiting || before.rejected[r.id] || before.rejected[r.hash]) {
			continue
		}
		if weight += r.weight; r.weight < 0 {
			continue
		}
		ids, hashes = append(ids, r.id), append(hashes, r.hash)
		p.Evidence = append(p.Evidence, f.evidence...)
	}
	if ids == nil || !enough(weight) {
		return p, false
	}
	p.Document, p.Code, p.Span = at.document, at.code, at.span
	p.Origin, p.Decision = qda.ByRule, qda.Pending
	p.Rule, p.RuleHash = strings.Join(ids, "+"), strings.Join(hashes, "+")
	p.Evidence = text.Segments(p.Evidence)
	return p, true
}

// Renew compares the proposals that waited with those that the rules make now
// as if none had: fresh ones are new, waiting ones stand, and stale ones come
// of rules that have changed since, or of passages that were coded meanwhile.
func Renew(before, now []qda.Proposal) (fresh, waiting []qda.Proposal, stale []qda.ProposalID) {
	type content struct {
		place
		hash string
	}
	of := func(p qda.Proposal) content { return content{place{p.Document, p.Code, p.Span}, p.RuleHash} }
	made := make(map[content]bool, len(now))
	for _, p := range now {
		made[of(p)] = true
	}
	stood := make(map[content]bool, len(before))
	for _, p := range before {
		if made[of(p)] {
			waiting = append(waiting, p)
			stood[of(p)] = true
		} else {
			stale = append(stale, p.ID)
		}
	}
	for _, p := range now {
		if !stood[of(p)] {
			fresh = append(fresh, p)
		}
	}
	return fresh, waiting, stale
}

// place is a unit and a code.
type place struct {
	document qda.DocumentID
	code     qda.CodeID
	span     text.Span
}

// decided is what became of earlier proposals at a place.
type decided struct {
	waiting  bool
	rejected map[string]bool // ids and hashes of rules
}

func history(snap *qda.Snapshot) map[place]*decided {
	past := map[place]*decided{}
	for i := range snap.Proposals {
		p := &snap.Proposals[i]
		if p.Origin != qda.ByRule || p.Decision == qda.Accepted {
			continue
		}
		at := place{p.Document, p.Code, p.Span}
		d := past[at]
		if d == nil {
			d = &decided{rejected: map[string]bool{}}
			past[at] = d
		}
		if p.Decision == qda.Pending {
			d.waiting = true
			continue
		}
		for _, name := range append(strings.Split(p.Rule, "+"), strings.Split(p.RuleHash, "+")...) {
			if name != "" {
				d.rejected[name] = true
			}
		}
	}
	return past
}

// codedSpans gives what is coded in a document, by code.
func codedSpans(snap *qda.Snapshot, doc int) map[qda.CodeID][]text.Span {
	coded := map[qda.CodeID][]text.Span{}
	lo, hi := snap.Range(doc)
	for i := lo; i < hi; i++ {
		c := snap.Codebook.Codes[snap.Codings.Code[i]].ID
		coded[c] = append(coded[c], snap.Codings.Span(i))
	}
	return coded
}

// walk calls do for every chosen document, on all processors, each with a pass
// of its own.
func (s *Set) walk(ctx context.Context, snap *qda.Snapshot, chosen []bool, do func(p *pass, doc int)) error {
	if len(snap.Texts) != len(snap.Documents) {
		return errs.New(errs.Failed, "rules: the texts of the documents are not loaded")
	}
	programs := map[lexicon.Language]*program{}
	for i := range snap.Documents {
		if lang := s.languageOf(&snap.Documents[i]); programs[lang] == nil {
			programs[lang] = s.program(lang)
		}
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(snap.Documents)) {
		wg.Go(func() {
			p := &pass{set: s, programs: programs, runners: map[lexicon.Language]*runner{}}
			for {
				doc := int(next.Add(1)) - 1
				if doc >= len(snap.Documents) || ctx.Err() != nil {
					return
				}
				if chosen == nil || chosen[doc] {
					do(p, doc)
				}
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

func (s *Set) languageOf(d *qda.Document) lexicon.Language {
	if l, ok := lexicon.ParseLanguage(d.Language); ok {
		return l
	}
	return s.language
}

// pass is one worker's way through documents.
type pass struct {
	set      *Set
	programs map[lexicon.Language]*program
	runners  map[lexicon.Language]*runner
}

func (p *pass) runner(lang lexicon.Language) *runner {
	r := p.runners[lang]
	if r == nil {
		r = p.programs[lang].runner()
		p.runners[lang] = r
	}
	return r
}

// units calls yield for every unit of a document that some rule may look at;
// the runner has read its text.
func (p *pass) units(d *qda.Document, t *text.Text, yield func(r *runner, u unit, span text.Span, allowed []bool)) {
	r := p.runner(p.set.languageOf(d))
	r.question = 0
	if len(d.Turns) == 0 {
		allowed, looked := p.set.allowed(nil)
		r.divide(t, t.All(), looked, text.Paragraphs, func(u unit, s text.Span) { yield(r, u, s, allowed) })
		return
	}
	allowed, looked := make([][]bool, len(d.Speakers)), make([][]bool, len(d.Speakers))
	for i := range d.Speakers {
		allowed[i], looked[i] = p.set.allowed(&d.Speakers[i])
	}
	for i := range d.Turns {
		k, span := d.Turns[i].Speaker, d.Turns[i].Span
		r.divide(t, span, looked[k], undivided, func(u unit, s text.Span) { yield(r, u, s, allowed[k]) })
		if p.set.asks && d.Speakers[k].Role == qda.Interviewer {
			r.reader.Read(t.Cut(span), span.Start)
			yield(r, asked, span, allowed[k])
		}
	}
}

// divide reads a stretch of text and yields the units in it that are looked at;
// turns says how it divides into turns.
func (r *runner) divide(t *text.Text, span text.Span, looked []bool, turns func(*text.Text, text.Span) []text.Span, yield func(unit, text.Span)) {
	if !slices.Contains(looked, true) {
		return
	}
	r.reader.Read(t.Cut(span), span.Start)
	for u, cut := range []func(*text.Text, text.Span) []text.Span{turns, text.Sentences, text.Paragraphs} {
		if looked[u] {
			for _, s := range cut(t, span) {
				yield(unit(u), s)
			}
		}
	}
	for w, n := range r.set.windows {
		if !looked[int(windows)+w] {
			continue
		}
		for _, s := range turns(t, span) {
			for sentences := range slices.Chunk(text.Sentences(t, s), n) {
				yield(windows+unit(w), text.Span{Start: sentences[0].Start, End: sentences[len(sentences)-1].End})
			}
		}
	}
}

func undivided(_ *text.Text, span text.Span) []text.Span { return []text.Span{span} }

// allowed says which scopes a speaker is in, and which units the rules of these
// scopes look at. Where there are no turns, nil, all text is the respondent's.
func (s *Set) allowed(sp *qda.Speaker) (scopes, looked []bool) {
	scopes, looked = make([]bool, len(s.scopes)), make([]bool, int(windows)+len(s.windows))
	for i, names := range s.scopes {
		scopes[i] = slices.ContainsFunc(names, func(n string) bool {
			return n == qda.Any || sp == nil && n == string(qda.Respondent) || sp != nil && (n == string(sp.Role) || n == sp.Label)
		})
	}
	for i := range s.rules {
		if r := &s.rules[i]; scopes[r.scope] {
			looked[r.unit] = true
		}
	}
	return scopes, looked
}
