// Package methods writes the paragraph of a paper that says how a study was
// done, from what was really done. It reads a View of the study and knows
// nothing of where that came from, nor of any other method but what each says
// of itself.
package methods

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// facts are what a methods paragraph can tell of a study.
type facts struct {
	version  string // of the program
	kinds    map[qda.Kind]int
	tongues  map[string]int // documents by language; "" is not said
	first    string         // date of collection
	last     string
	undated  int
	words    int  // of those who are heard
	written  bool // some of them of documents in which nobody speaks
	cases    int
	groups   []group
	people   []person
	again    []person // further rounds
	double   int      // documents of more than one person
	book     book
	fate     analysis.Fate
	ruled    int // codes with rules
	proposed int // codes with proposals
	origins  [qda.Imported + 1]int
	memos    int
	aspects  int
}

// group is an attribute of the cases with how many of them have which value.
type group struct {
	name   string
	values []value
	silent int // cases that do not say
}

type value struct {
	name  string
	cases int
}

// person is a coder: in all rounds together, or in one of them.
type person struct {
	name               string
	round              int // 0: all of them
	documents, codings int
	again              int // of the documents, those of an earlier round
}

// book is the codebook and how it came to be what it is.
type book struct {
	themes, codes, used int
	known               bool // the history tells of all of it
	before              int  // codes and themes when coding began
	added, removed      int  // since
	redefined, rules    int
}

// gather finds the facts.
func gather(ctx context.Context, v *qda.View) (*facts, error) {
	f := &facts{version: analysis.Program(ctx), kinds: map[qda.Kind]int{}, tongues: map[string]int{}}
	for d := range v.Documents {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f.document(v, d)
	}
	f.sample(v)
	f.coders(v)
	f.codebook(v)
	for i, fate := range analysis.Fates(v) {
		f.fate.Add(fate)
		if fate.Proposed > 0 {
			f.proposed++
		}
		if len(v.Codes()[i].Rules) > 0 {
			f.ruled++
		}
	}
	for i, o := range v.Codings.Origin {
		f.origins[min(o, qda.Imported)]++
		if v.Aspects[v.Codings.ID[i]] != "" {
			f.aspects++
		}
	}
	f.memos = len(v.Memos)
	return f, ctx.Err()
}

func (f *facts) document(v *qda.View, d int) {
	doc := &v.Documents[d]
	f.kinds[cmp.Or(doc.Kind, qda.Interview)]++
	f.tongues[doc.Language]++
	if doc.Date == "" {
		f.undated++
	} else {
		// A month or a year stands before its days.
		if f.first == "" || doc.Date < f.first {
			f.first = doc.Date
		}
		f.last = max(f.last, doc.Date)
	}
	for _, s := range analysis.Speech(v, d) {
		n := text.CountWords(v.Texts[d].Cut(s))
		f.words += n
		f.written = f.written || n > 0 && len(doc.Turns) == 0
	}
}

// fewest and most values tell groups apart: another attribute is a
// description of each case.
const fewest, most = 2, 6

// sample counts cases, and groups them by the attributes that do.
func (f *facts) sample(v *qda.View) {
	counted, n := analysis.NewInformants(v).Counted()
	f.cases = n
	by := map[string]map[string]int{}
	for i, c := range v.Cases {
		for name, val := range c.Values {
			if !counted[i] || val == "" {
				continue
			}
			if by[name] == nil {
				by[name] = map[string]int{}
			}
			by[name][val]++
		}
	}
	for name, values := range by {
		g := group{name: name, silent: n}
		for val, cases := range values {
			g.values = append(g.values, value{val, cases})
			g.silent -= cases
		}
		slices.SortFunc(g.values, func(a, b value) int { return cmp.Or(b.cases-a.cases, strings.Compare(a.name, b.name)) })
		if len(values) >= fewest && len(values) <= most && 2*len(values) <= n {
			f.groups = append(f.groups, g)
		}
	}
	slices.SortFunc(f.groups, func(a, b group) int {
		return cmp.Or(a.silent-b.silent, len(a.values)-len(b.values), strings.Compare(a.name, b.name))
	})
}

// coders finds who coded what. Several rounds are one person.
func (f *facts) coders(v *qda.View) {
	codings := make([]int, len(v.Coders))
	for _, c := range v.Codings.Coder {
		codings[c]++
	}
	rounds := map[string][]person{}
	docs := make([]map[string][]int, len(v.Documents)) // rounds of a person in a document
	for d := range docs {
		docs[d] = map[string][]int{}
	}
	for i, c := range v.Coders {
		name, round := qda.Round(c.Name)
		if name == qda.RulesCoder {
			continue
		}
		p := person{name: name, round: round, codings: codings[i]}
		for d := range v.Documents {
			if st := v.Documents[d].States[c.ID]; st == qda.Open || st == qda.Done {
				p.documents++
				docs[d][name] = append(docs[d][name], round)
			}
		}
		if p.documents > 0 {
			rounds[name] = append(rounds[name], p)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rounds)) {
		whole := person{name: name}
		for _, p := range rounds[name] {
			whole.codings += p.codings
			if p.round > 1 {
				for _, in := range docs {
					if slices.Contains(in[name], p.round) && slices.Min(in[name]) < p.round {
						p.again++
					}
				}
				f.again = append(f.again, p)
			}
		}
		for _, in := range docs {
			if in[name] != nil {
				whole.documents++
			}
		}
		f.people = append(f.people, whole)
	}
	for _, in := range docs {
		if len(in) > 1 {
			f.double++
		}
	}
}

// makesCodings are the kinds of event that do.
var makesCodings = []string{"tag", "import", "find --tag", "apply --accept", "review accept", "review other"}

// codebook counts what it holds, and how it changed since coding began.
func (f *facts) codebook(v *qda.View) {
	b := &f.book
	used := make([]bool, len(v.Codes()))
	for _, c := range v.Codings.Code {
		used[c] = true
	}
	for i, c := range v.Codes() {
		if c.Kind == qda.KindTheme {
			b.themes++
			continue
		}
		b.codes++
		if used[i] {
			b.used++
		}
	}
	var began qda.EventID // the first coding that stands
	for _, e := range v.Events {
		if began == 0 && !e.Undone && e.Counts["codings"] > 0 && slices.Contains(makesCodings, e.Kind) {
			began = e.ID
		}
	}
	held, apart := 0, true
	for _, r := range v.Revisions {
		held += r.Added - r.Removed
		// A project that came in with its codings does not say which was first.
		apart = apart && (r.Event.ID != began || r.Event.Kind != "import")
		if began == 0 || r.Event.ID < began {
			b.before += r.Added - r.Removed
			continue
		}
		b.added += r.Added
		b.removed += r.Removed
		b.redefined += r.Redefined
		b.rules += r.Rules
	}
	b.known = began != 0 && apart && held == len(v.Codes()) && b.before >= 0
}
