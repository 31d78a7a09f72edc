package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
	"tematik/internal/text"
)

// Which says which proposals are reviewed, and in which order.
type Which struct {
	Filter qda.Filter
	Order  string
	Seed   uint64
}

// Summary is what became of the proposals of one review.
type Summary struct {
	Total                                            int
	Accepted, Bounds, Other, Rejected, Skipped, Gone int // Bounds: accepted with other boundaries
	Left                                             int // that wait, those skipped too
}

// In tells it in a language.
func (s Summary) In(l lang.Lang) string {
	parts := []string{
		lang.T("%v accepted", "%v diterima", s.Accepted).In(l), lang.T("%v rejected", "%v ditolak", s.Rejected).In(l),
		lang.T("%v changed (%v other boundaries, %v another code)", "%v diubah (%v batas lain, %v kode lain)", s.Bounds+s.Other, s.Bounds, s.Other).In(l),
		lang.T("%v skipped", "%v dilewati", s.Skipped).In(l), lang.T("%v left", "%v tersisa", s.Left).In(l),
	}
	if s.Gone > 0 {
		parts = append(parts, lang.T("%v gone meanwhile", "%v sudah tidak ada", s.Gone).In(l))
	}
	return strings.Join(parts, ", ") + "."
}

// act is what was done with a proposal.
type act int

const (
	accepted act = iota
	bounded
	recoded
	rejected
	skipped
)

// move is one step back that can be taken.
type move struct {
	w     study.Waiting
	act   act
	event qda.EventID // 0: none
	made  string      // the code that was made for it
}

// review is a review under way.
type review struct {
	*desk
	which  Which
	todo   []study.Waiting // the first is shown
	past   []move
	sum    Summary
	seen   qda.ProposalID // the one that marks and others are of
	marks  []study.Mark
	others []string // other codes to accept as, 1–9
	recent []string // codes used so, the latest first
	span   text.Span
	memos  map[qda.ProposalID]string // written, and kept with the decision
}

// Review lets the person decide the proposals that wait, one by one. What was
// decided is kept, however it ends.
func Review(ctx context.Context, s Setup, which Which) (Summary, error) {
	r := &review{desk: newDesk(ctx, s), which: which, memos: map[qda.ProposalID]string{}}
	if err := r.load(); err != nil {
		return r.sum, err
	}
	if len(r.todo) == 0 {
		return r.sum, nil
	}
	loop := r.byKeys
	if s.Term == nil {
		loop = r.byLines
	}
	err := ended(loop())
	if e := r.keepMemos(context.WithoutCancel(ctx)); err == nil {
		err = e
	}
	r.sum.Left = len(r.todo) + r.sum.Skipped
	return r.sum, err
}

// load reads what waits. A proposal that was not there before comes first.
func (r *review) load() error {
	q, err := r.Project.Queue(r.ctx, r.which.Filter, r.which.Order, r.which.Seed)
	if err != nil {
		return err
	}
	r.snap, r.codes = q.Snapshot, q.Codes()
	known := map[qda.ProposalID]bool{}
	for _, w := range r.todo {
		known[w.ID] = true
	}
	var back, rest []study.Waiting
	for _, w := range q.Items {
		if r.sum.Total > 0 && !known[w.ID] {
			back = append(back, w)
		} else {
			rest = append(rest, w)
		}
	}
	r.sum.Total += len(q.Items) - len(r.todo)
	r.todo = append(back, rest...)
	return nil
}

// next makes sure that the first of what is left still waits; ok is false
// where nothing is left.
func (r *review) next() (w study.Waiting, ok bool, err error) {
	for len(r.todo) > 0 {
		w = r.todo[0]
		if r.seen == w.ID {
			return w, true, nil
		}
		marks, err := r.Project.Look(r.ctx, w)
		if err == nil {
			r.seen, r.marks, r.span = w.ID, marks, w.Span
			r.others = r.suggest(w)
			return w, true, nil
		}
		if !r.gone(err) {
			return w, false, err
		}
	}
	return w, false, nil
}

// gone passes over a proposal that does not wait any more.
func (r *review) gone(err error) bool {
	var gone *study.Gone
	if !errors.As(err, &gone) {
		return false
	}
	w := r.todo[0]
	r.say("Passed over %v in %v: %v.", "%v dalam %v dilewati: %v.", r.snap.Codes()[w.Code].Key, r.snap.Documents[w.Doc].Name, gone.Why)
	r.todo = r.todo[1:]
	r.sum.Gone++
	r.sum.Total--
	return true
}

// decide keeps a decision and goes on; what cannot be kept is said.
func (r *review) decide(v study.Verdict, a act) error {
	w := r.todo[0]
	v.Memo = r.memos[w.ID]
	e, err := r.Project.Decide(r.ctx, w, v)
	if err != nil {
		if r.gone(err) {
			return nil
		}
		return r.failed(err)
	}
	m := move{w: w, act: a, event: e.ID}
	if v.Code != "" && v.Code == r.made {
		m.made, r.made = r.made, ""
	}
	r.step(m)
	return nil
}

// step notes what was done with the first of what is left.
func (r *review) step(m move) {
	r.past, r.todo = append(r.past, m), r.todo[1:]
	r.seen = 0
	*r.sum.of(m.act)++
}

func (s *Summary) of(a act) *int {
	return []*int{&s.Accepted, &s.Bounds, &s.Other, &s.Rejected, &s.Skipped}[a]
}

// accept accepts with the boundaries that are shown.
func (r *review) accept() error {
	w := r.todo[0]
	key := r.snap.Codes()[w.Code].Key
	if r.span != w.Span {
		r.say("Accepted with other boundaries: %v.", "Diterima dengan batas lain: %v.", key)
		return r.decide(study.Verdict{Accept: true, Span: r.span}, bounded)
	}
	r.say("Accepted: %v.", "Diterima: %v.", key)
	return r.decide(study.Verdict{Accept: true}, accepted)
}

// as accepts the passage as another code.
func (r *review) as(key string) error {
	if key == "" {
		return nil
	}
	w := r.todo[0]
	if key == r.snap.Codes()[w.Code].Key {
		return r.accept()
	}
	r.recent = append([]string{key}, slices.DeleteFunc(r.recent, func(s string) bool { return s == key })...)
	r.say("Coded as %v; the proposal of %v is rejected.", "Dikode sebagai %v; usulan %v ditolak.", key, r.snap.Codes()[w.Code].Key)
	v := study.Verdict{Accept: true, Code: key}
	if r.span != w.Span {
		v.Span = r.span
	}
	return r.decide(v, recoded)
}

func (r *review) reject() error {
	r.say("Rejected: %v.", "Ditolak: %v.", r.snap.Codes()[r.todo[0].Code].Key)
	return r.decide(study.Verdict{}, rejected)
}

func (r *review) skip() error {
	m := move{w: r.todo[0], act: skipped}
	if memo := r.memos[m.w.ID]; memo != "" {
		e, err := r.Project.NotePassage(r.ctx, m.w, memo)
		if err != nil {
			return r.failed(err)
		}
		m.event = e.ID
	}
	r.say("Skipped; it comes again next time.", "Dilewati; akan muncul lagi nanti.")
	r.step(m)
	return nil
}

// keepMemos keeps the memos whose passages were not decided before the end.
func (r *review) keepMemos(ctx context.Context) error {
	for _, w := range r.todo {
		if memo := r.memos[w.ID]; memo != "" {
			if _, err := r.Project.NotePassage(ctx, w, memo); err != nil {
				return err
			}
		}
	}
	return nil
}

// back takes back the last decision, of an earlier day too.
func (r *review) back() error {
	if len(r.past) == 0 {
		return r.backEarlier()
	}
	m := r.past[len(r.past)-1]
	if m.event != 0 {
		if _, err := r.Project.TakeBack(r.ctx, func(e qda.Event) bool { return e.ID == m.event }); err != nil {
			return r.failed(err)
		}
	}
	r.unmake(m.made)
	r.past = r.past[:len(r.past)-1]
	*r.sum.of(m.act)--
	r.todo, r.seen = append([]study.Waiting{m.w}, r.todo...), 0
	r.say("Taken back.", "Dibatalkan.")
	return nil
}

// backEarlier takes back a decision of an earlier review.
func (r *review) backEarlier() error {
	e, err := r.Project.TakeBack(r.ctx, func(e qda.Event) bool { return strings.HasPrefix(e.Kind, "review ") })
	if err != nil {
		return r.failed(err)
	}
	before := len(r.todo)
	if err := r.load(); err != nil {
		return err
	}
	r.seen = 0
	r.say("Taken back: a decision of an earlier review.", "Dibatalkan: keputusan dari peninjauan sebelumnya.")
	if len(r.todo) == before {
		r.say("Taken back: %v; it is not among the proposals chosen here.", "Dibatalkan: %v; tidak termasuk usulan yang dipilih di sini.", e.Kind)
	}
	return nil
}

// suggest lists other codes that a passage may be of: siblings, then those
// lately chosen, then those most used.
func (r *review) suggest(w study.Waiting) []string {
	s := r.snap
	var out []string
	add := func(key string) {
		if len(out) < 9 && key != s.Codes()[w.Code].Key && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	for i := range s.Codes() {
		if s.Tree.Parent[i] == s.Tree.Parent[w.Code] && s.Tree.Leaf(i) && len(out) < 6 {
			add(s.Codes()[i].Key)
		}
	}
	for _, key := range r.recent {
		add(key)
	}
	for _, key := range mostUsed(s, func(int) bool { return true }) {
		add(key)
	}
	return out
}

// mostUsed are the codes by how many codings they have.
func mostUsed(s *qda.Snapshot, of func(coding int) bool) []string {
	used, order := make([]int, len(s.Codes())), make([]int, 0, len(s.Codes()))
	for i, c := range s.Codings.Code {
		if of(i) {
			used[c]++
		}
	}
	for i := range used {
		if used[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return used[b] - used[a] })
	var keys []string
	for _, i := range order {
		keys = append(keys, s.Codes()[i].Key)
	}
	return keys
}

// number is that of the proposal that is shown.
func (r *review) number() int { return min(len(r.past)+1, r.sum.Total) }

// progress says how far the review is.
func (r *review) progress() string {
	codes := map[int]bool{}
	for _, w := range r.todo {
		codes[w.Code] = true
	}
	return lang.T("%v of %v · %v left", "%v dari %v · %v tersisa", r.number(), r.sum.Total,
		lang.Many(len(codes), "code", "codes", "kode")).In(r.Lang)
}

// alsoCoded says what codings the passage has.
func (r *review) alsoCoded() string {
	var list []string
	for _, m := range r.marks {
		name := m.Code
		if !m.Mine {
			name += " (" + m.Coder + ")"
		}
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	if list == nil {
		return ""
	}
	return r.t("Coded here already: %v", "Sudah dikode di sini: %v", strings.Join(list, ", "))
}

func (r *review) marking(w study.Waiting) marking {
	return marking{span: r.span, evidence: w.Evidence}
}
