// Package audit counts the trail of a study: what was done when and by whom,
// how the codebook changed, where codings came from and what became of
// proposals. It reads a View of the study and knows nothing of where that came
// from or how tables look.
package audit

import (
	"slices"
	"time"

	"tematik/internal/qda"
)

// act is all events of one kind.
type act struct {
	kind          string
	count, undone int
	first, last   time.Time
	coders        []string // in order of their names
}

// acts are the events by kind, in the order in which each was first done.
func acts(events []qda.Event) []act {
	var all []act
	at := map[string]int{}
	for _, e := range events {
		i, known := at[e.Kind]
		if !known {
			i = len(all)
			at[e.Kind] = i
			all = append(all, act{kind: e.Kind, first: e.At, last: e.At})
		}
		a := &all[i]
		a.count++
		if e.Undone {
			a.undone++
		}
		// A clock may have been set back.
		if e.At.Before(a.first) {
			a.first = e.At
		}
		if e.At.After(a.last) {
			a.last = e.At
		}
		if k, found := slices.BinarySearch(a.coders, e.Coder); !found {
			a.coders = slices.Insert(a.coders, k, e.Coder)
		}
	}
	return all
}

// source is the codings of one origin.
type source struct {
	codings int
	coders  []bool // by index
}

// sources are the codings by origin, in the order of the origins.
func sources(v *qda.View) [qda.Imported + 1]source {
	var all [qda.Imported + 1]source
	for i, o := range v.Codings.Origin {
		s := &all[min(o, qda.Imported)]
		if s.coders == nil {
			s.coders = make([]bool, len(v.Coders))
		}
		s.codings++
		s.coders[v.Codings.Coder[i]] = true
	}
	return all
}

// work is what a coder did.
type work struct{ codings, open, done int }

// works are those of the coders, by index.
func works(v *qda.View) []work {
	all := make([]work, len(v.Coders))
	for _, c := range v.Codings.Coder {
		all[c].codings++
	}
	for d := range v.Documents {
		for i, c := range v.Coders {
			switch v.Documents[d].States[c.ID] {
			case qda.Open:
				all[i].open++
			case qda.Done:
				all[i].done++
			}
		}
	}
	return all
}
