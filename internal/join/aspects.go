package join

import (
	"cmp"
	"slices"

	"tematik/internal/qda"
)

// told is a row that names aspects of its coding.
type told struct {
	where   int64 // what became of the coding, as merger.where has it
	created int64 // 0: not said
	note    string
}

// aspects adds what rows name to what their codings name already, as memos are
// added: nothing that is there goes. New codings must be in the plan.
func (p *Plan) aspects(present *qda.Snapshot, rows []told) {
	rows = slices.DeleteFunc(rows, func(r told) bool { return r.where == 0 || r.note == "" })
	slices.SortFunc(rows, func(a, b told) int { // whatever the order of the file
		return cmp.Or(cmp.Compare(a.where, b.where), cmp.Compare(a.created, b.created), cmp.Compare(a.note, b.note))
	})
	for _, r := range rows {
		if r.where < 0 {
			c := &p.Codings[-r.where-1]
			c.Aspect = qda.JoinAspects(c.Aspect, r.note)
			continue
		}
		id := qda.CodingID(r.where)
		have, planned := p.Aspects[id]
		if !planned {
			have = present.Aspects[id]
		}
		if all := qda.JoinAspects(have, r.note); all != have {
			if p.Aspects == nil {
				p.Aspects = map[qda.CodingID]string{}
			}
			p.Aspects[id] = all
		}
	}
}
