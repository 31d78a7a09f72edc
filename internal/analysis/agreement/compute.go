// Package agreement compares coders: code by code in units of a chosen kind,
// over codes, in categories that exclude one another, and in where they cut. It
// reads a View of the study and knows nothing of where that came from or how
// tables and figures look.
package agreement

import (
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/qda"
)

// study is what the tables are made of.
type study struct {
	v          *qda.View
	values     analysis.Values
	level      analysis.Level
	unit       analysis.Unit
	coders     []int // that are compared: indexes into v.Coders
	left       []int // later rounds that are not
	pairs      []*pair
	apart      []*pair                // pairs without a document in common
	all        *crowd                 // nil unless there are more than two coders
	places     map[qda.DocumentID]int // in v
	categories *categories            // nil unless asked for
}

// pair is two coders, and what they both read.
type pair struct {
	a, b    int // indexes into v.Coders
	view    *qda.View
	columns *analysis.Columns // codes in use by either
	held    *analysis.Held
	mix     *mixer
	*values
	spans  []spans           // by column
	counts func(i int) int32 // of a coding: where it counts in held
	place  int               // among the pairs
	found  []found
	choice *choice // nil unless categories were asked for
}

// crowd is all coders together, and what at least two of them read.
type crowd struct {
	view    *qda.View
	held    *analysis.Held
	columns *analysis.Columns
	full    int // units that all read
	*values
	choice *choice
}

// compare finds who is compared with whom, and counts.
func compare(ctx context.Context, v *qda.View, values analysis.Values) (*study, error) {
	s := &study{v: v, values: values, level: values.Level(), unit: analysis.Unit(values.Word("unit")), places: map[qda.DocumentID]int{}}
	for d := range v.Documents {
		s.places[v.Documents[d].ID] = d
	}
	var err error
	if s.categories, err = kinds(v, values.Word("exclusive")); err != nil {
		return nil, err
	}
	s.invite()
	if len(s.coders) > most {
		return nil, errs.New(errs.Usage, "%d coders: at most %d are compared", len(s.coders), most).Hint("tematik report agreement --coder %s --coder %s", v.Coders[s.coders[0]].Name, v.Coders[s.coders[1]].Name)
	}
	for i, a := range s.coders {
		for _, b := range s.coders[i+1:] {
			if one, two := v.Coders[a].Name, v.Coders[b].Name; s.rounds() && person(one) != person(two) {
				continue
			}
			p := &pair{a: a, b: b, view: s.among([]int{a, b}, 2)}
			if len(p.view.Documents) == 0 {
				s.apart = append(s.apart, p)
				continue
			}
			if err := s.look(ctx, p); err != nil {
				return nil, err
			}
			s.pairs = append(s.pairs, p)
		}
	}
	if len(s.coders) > 2 && !s.rounds() {
		err = s.together(ctx)
	}
	return s, err
}

// look compares two coders.
func (s *study) look(ctx context.Context, p *pair) (err error) {
	if err = s.count(ctx, p); err != nil {
		return err
	}
	if p.spans, err = s.spansOf(ctx, p); err != nil {
		return err
	}
	if err = s.differences(ctx, p); err != nil {
		return err
	}
	if s.categories != nil {
		p.choice, err = s.choose(ctx, p.view, []int{p.a, p.b}, ofPairs(false), p)
	}
	if s.unit == analysis.Char {
		p.found = joined(p.found)
	}
	return err
}

// most coders that are compared.
const most = 64

// rounds reports whether coders are compared with themselves.
func (s *study) rounds() bool { return s.values.On("round") }

// person is whose reading the codings of a coder are.
func person(name string) string {
	who, _ := qda.Round(name)
	return who
}

// invite takes the coders that began any document: people, and what was
// accepted in bulk only if its origin was asked for; of each person the first
// round, unless rounds are compared or the coder is named.
func (s *study) invite() {
	began := make([]bool, len(s.v.Coders))
	for d := range s.v.Documents {
		for c := range s.v.Coders {
			began[c] = began[c] || begun(&s.v.Documents[d], s.v.Coders[c].ID)
		}
	}
	times := map[string]int{}
	named := s.v.Asked.Coders
	for c := range began {
		name := s.v.Coders[c].Name
		began[c] = began[c] && (len(named) == 0 || slices.Contains(named, name)) &&
			(name != qda.RulesCoder || s.bulk())
		if began[c] {
			times[person(name)]++
		}
	}
	for c, yes := range began {
		if !yes {
			continue
		}
		name := s.v.Coders[c].Name
		_, round := qda.Round(name)
		switch {
		case s.rounds() && times[person(name)] < 2:
		case !s.rounds() && round > 1 && !slices.Contains(named, name):
			s.left = append(s.left, c)
		default:
			s.coders = append(s.coders, c)
		}
	}
}

// bulk reports whether an origin was asked for that is accepted in bulk.
func (s *study) bulk() bool {
	return slices.ContainsFunc(s.v.Asked.Origins, func(origin string) bool {
		return origin != qda.Manual.String() && origin != qda.Imported.String()
	})
}

// begun reports whether a coder has a document open or done.
func begun(d *qda.Document, coder qda.CoderID) bool {
	state := d.States[coder]
	return state == qda.Open || state == qda.Done
}

// among is the study as some coders have it: the documents that at least so
// many of them began, and their codings there.
func (s *study) among(coders []int, least int) *qda.View {
	out := *s.v.Snapshot
	out.Documents, out.Texts = nil, nil
	place := make([]int32, len(s.v.Documents))
	began := make([][]bool, len(s.v.Documents)) // by coder
	for d := range s.v.Documents {
		place[d] = -1
		began[d] = make([]bool, len(s.v.Coders))
		n := 0
		for _, c := range coders {
			if began[d][c] = begun(&s.v.Documents[d], s.v.Coders[c].ID); began[d][c] {
				n++
			}
		}
		if n < least {
			continue
		}
		place[d] = int32(len(out.Documents))
		out.Documents = append(out.Documents, s.v.Documents[d])
		if s.v.Texts != nil {
			out.Texts = append(out.Texts, s.v.Texts[d])
		}
	}
	keep, kept := make([]bool, s.v.AnyCode.Len()), 0
	for i, d := range s.v.AnyCode.Doc {
		if keep[i] = place[d] >= 0 && began[d][s.v.AnyCode.Coder[i]]; keep[i] {
			kept++
		}
	}
	v := *s.v
	if kept == len(keep) && len(out.Documents) == len(s.v.Documents) {
		v.Snapshot = &out // as it is
		return &v
	}
	all, chosen := qda.NewCodings(kept), qda.NewCodings(kept)
	for i, d := range s.v.AnyCode.Doc {
		if !keep[i] {
			continue
		}
		all.Append(s.v.AnyCode, i)
		all.Doc[all.Len()-1] = place[d]
		if s.v.Selected[s.v.AnyCode.Code[i]] {
			chosen.Append(&all, all.Len()-1)
		}
	}
	out.Codings = chosen
	v.Snapshot, v.AnyCode = &out, &all
	return &v
}
