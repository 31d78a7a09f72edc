package join

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"tematik/internal/qda"
)

// claim is a coding that comes in: positions, and indexes into the codes and
// coders of both sides, those of the present project first.
type claim struct {
	start, end  int32
	code, coder int32
	row         int32 // where it came from
}

func (c claim) compare(o claim) int {
	return cmp.Or(cmp.Compare(c.start, o.start), cmp.Compare(c.end, o.end), cmp.Compare(c.code, o.code), cmp.Compare(c.coder, o.coder))
}

// page is what comes in on one document, and what became of it.
type page struct {
	at      int // the document's place in the present project; -1: a new one
	from    int // its place in the study that comes in
	id      qda.DocumentID
	claims  []claim
	there   int
	codings []qda.Coding // those that are new, in order
	refused []qda.Refusal
}

// merger puts claims beside the codings that are there.
type merger struct {
	present *qda.Snapshot
	codes   []qda.CodeID  // by index of a claim
	coders  []qda.CoderID // by index of a claim
	// tie orders the rows of equal claims, so that the one that is kept does
	// not depend on the order of the file.
	tie func(a, b int32) int
	// segment cuts a claim from the text.
	segment func(p *page, c claim) (qda.Segment, error)
	// fill adds to a coding what its row says beyond the claim.
	fill func(row int32, c *qda.Coding)
	// refuse names a row that cannot be taken after all.
	refuse func(row int32, reason string) qda.Refusal
	// where says by row what became of it: the number of the coding that is
	// there, or the provisional one of a new coding; 0: not taken.
	where []int64
}

// run settles all pages, each document on its own, and gathers what they gave.
func (m *merger) run(pages []page, plan *Plan) {
	total := 0
	for i := range pages {
		total += len(pages[i].claims)
	}
	// One array for all, of which each page has its part, closed up afterwards:
	// there may be a million.
	all, n := make([]qda.Coding, total), 0
	for i := range pages {
		end := n + len(pages[i].claims)
		pages[i].codings = all[n:n:end]
		n = end
	}
	each(pages, m.page)
	n = 0
	for i := range pages {
		p := &pages[i]
		for _, c := range p.claims {
			if m.where[c.row] < 0 {
				m.where[c.row] -= int64(n)
			}
		}
		n += copy(all[n:], p.codings)
		plan.Refusals = append(plan.Refusals, p.refused...)
		plan.there("codings", p.there)
	}
	if n > 0 {
		plan.Codings = all[:n]
	}
}

func (m *merger) page(p *page) {
	slices.SortFunc(p.claims, func(a, b claim) int {
		if c := a.compare(b); c != 0 {
			return c
		}
		return cmp.Or(m.tie(a.row, b.row), cmp.Compare(a.row, b.row))
	})
	there, end := 0, 0
	if p.at >= 0 {
		there, end = m.present.Range(p.at)
	}
	old := &m.present.Codings
	for i, c := range p.claims {
		if i > 0 && c.compare(p.claims[i-1]) == 0 {
			m.where[c.row] = m.where[p.claims[i-1].row]
			p.there++
			continue
		}
		order := 1
		for ; there < end; there++ {
			have := claim{start: old.Start[there], end: old.End[there], code: old.Code[there], coder: old.Coder[there]}
			if order = have.compare(c); order >= 0 {
				break
			}
		}
		if there < end && order == 0 {
			m.where[c.row] = int64(old.ID[there])
			p.there++
			continue
		}
		segment, err := m.segment(p, c)
		if err != nil {
			p.refused = append(p.refused, m.refuse(c.row, err.Error()))
			continue
		}
		coding := qda.Coding{Segment: segment, Code: m.codes[c.code], Coder: m.coders[c.coder]}
		m.fill(c.row, &coding)
		p.codings = append(p.codings, coding)
		m.where[c.row] = -int64(len(p.codings))
	}
}

// each handles pages on all cores.
func each(pages []page, handle func(*page)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(pages)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(pages); i = int(next.Add(1)) - 1 {
				handle(&pages[i])
			}
		})
	}
	wg.Wait()
}

// byDocument puts row numbers together by the document each is on; rows of a
// negative one are left out.
func byDocument(of []int32, documents int) [][]int32 {
	counts := make([]int, documents+1)
	for _, d := range of {
		if d >= 0 {
			counts[d+1]++
		}
	}
	for d := range documents {
		counts[d+1] += counts[d]
	}
	all := make([]int32, counts[documents])
	next := slices.Clone(counts)
	for row, d := range of {
		if d >= 0 {
			all[next[d]] = int32(row)
			next[d]++
		}
	}
	out := make([][]int32, documents)
	for d := range out {
		out[d] = all[counts[d]:counts[d+1]]
	}
	return out
}
