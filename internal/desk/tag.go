package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
	"tematik/internal/text"
)

// Coded is what was done to a document.
type Coded struct {
	Document              string
	Coded, Removed, Memos int
	Turn, Turns           int // where it was left
	Done                  bool
}

// In tells it in a language.
func (c Coded) In(l lang.Lang) string {
	s := lang.T("%v: %v made, %v removed, %v; left at turn %v of %v.", "%v: %v dibuat, %v dihapus, %v; ditinggalkan pada giliran %v dari %v.",
		c.Document, lang.Many(c.Coded, "coding", "codings", "pengodean"), c.Removed, lang.Many(c.Memos, "memo", "memos", "memo"), c.Turn, c.Turns).In(l)
	if c.Done {
		s += lang.T(" It is done.", " Dokumen selesai.").In(l)
	}
	return s
}

// did is one change that can be taken back.
type did struct {
	kind  string // of its event
	at    int
	made  string // the code that was made for it
	count *int
}

// tagging is a document being read and coded.
type tagging struct {
	*desk
	doc   *qda.Document
	di    int // its index
	text  *text.Text
	turns []text.Span
	at    int
	sel   text.Span
	marks []study.Mark // of the whole document
	pins  []string     // codes by the keys 1 to 9
	last  string
	query string
	past  []did
	sum   Coded
	from  int // line of a long turn that is first on the screen
	room  int // lines there are for it
	below int // lines that follow
}

// Tag lets the person read a document turn by turn and code it.
func Tag(ctx context.Context, s Setup, document string) (Coded, error) {
	r, err := s.Project.Read(ctx, document)
	if err != nil {
		return Coded{}, err
	}
	g := &tagging{desk: newDesk(ctx, s), di: r.Doc, doc: &r.Documents[r.Doc], text: r.Texts[r.Doc]}
	g.snap, g.codes = r.Snapshot, r.Codes()
	g.turns = g.doc.Passages(g.text)
	g.sum = Coded{Document: g.doc.Name, Turns: len(g.turns)}
	if len(g.turns) == 0 {
		return g.sum, nil
	}
	if g.marks, err = g.Project.Marks(ctx, g.doc.ID, g.text.All()); err != nil {
		return g.sum, err
	}
	me, _ := r.CoderIndex(s.Project.Coder())
	g.pins = mostUsed(r.Snapshot, func(i int) bool { return int(r.Codings.Coder[i]) == me })
	g.pins = append(g.pins, mostUsed(r.Snapshot, func(i int) bool { return !slices.Contains(g.pins, r.Codes()[r.Codings.Code[i]].Key) })...)
	g.pins = g.pins[:min(len(g.pins), 9)]
	if i, ok := r.CoderIndex(s.Project.Coder()); ok {
		g.sum.Done = g.doc.States[r.Coders[i].ID] == qda.Done
	}
	g.move(r.Begin)
	loop := g.byKeys
	if s.Term == nil {
		loop = g.byLines
	}
	err = ended(loop())
	g.sum.Turn = g.at + 1
	return g.sum, err
}

// move goes to a turn and selects all of it.
func (g *tagging) move(to int) {
	if to >= len(g.turns) {
		g.say("That was the last turn; e says that the document is read and coded.", "Itu giliran terakhir; e menyatakan dokumen sudah dibaca dan dikode.")
	}
	g.at = min(max(to, 0), len(g.turns)-1)
	g.sel, g.from = g.turns[g.at], 0
}

// here are the codings that overlap a span.
func (g *tagging) here(span text.Span) []study.Mark {
	var out []study.Mark
	for _, m := range g.marks {
		if m.Span.Overlaps(span) {
			out = append(out, m)
		}
	}
	return out
}

// mine are the coder's own codings of this turn, by number.
func (g *tagging) mine() []study.Mark {
	return slices.DeleteFunc(g.here(g.turns[g.at]), func(m study.Mark) bool { return !m.Mine })
}

// changed notes a change and looks at the codings anew.
func (g *tagging) changed(d did) error {
	d.at = g.at
	*d.count++
	g.past = append(g.past, d)
	return g.renew()
}

func (g *tagging) renew() (err error) {
	g.marks, err = g.Project.Marks(g.ctx, g.doc.ID, g.text.All())
	return err
}

// code codes what is selected.
func (g *tagging) code(key string) error {
	if key == "" {
		return nil
	}
	tagged, err := g.Project.Tag(g.ctx, g.doc.Name, []string{key}, study.Place{Span: fmt.Sprintf("%d:%d", g.sel.Start, g.sel.End)}, study.With{})
	if err != nil {
		return g.failed(err)
	}
	g.last = key
	if tagged.Added == 0 {
		g.say("It was coded %v so already.", "Sudah dikode %v.", key)
		return nil
	}
	g.say("Coded %v: “%v”", "Dikode %v: “%v”", key, brief(tagged.Words, 50))
	for _, n := range tagged.Notes {
		g.said += " " + g.t("Note: %v", "Catatan: %v", n)
	}
	d := did{kind: "tag", count: &g.sum.Coded}
	if key == g.made {
		d.made, g.made = key, ""
	}
	return g.changed(d)
}

// brief is a text on one line, cut.
func brief(s string, width int) string { return cells.Cut(strings.Join(strings.Fields(s), " "), width) }

func (g *tagging) remove(m study.Mark) error {
	if _, err := g.Project.Untag(g.ctx, []qda.CodingID{m.ID}); err != nil {
		return g.failed(err)
	}
	g.say("Removed: %v.", "Dihapus: %v.", m.Code)
	return g.changed(did{kind: "untag", count: &g.sum.Removed})
}

// newest is the coder's newest coding of what is selected; nil where there is
// none.
func (g *tagging) newest() (newest *study.Mark) {
	for _, m := range g.here(g.sel) {
		if m.Mine && (newest == nil || m.ID > newest.ID) {
			newest = &m
		}
	}
	return newest
}

// aspect says which side of its code the coder's newest coding shows.
func (g *tagging) aspect(words string) error {
	m := g.newest()
	switch {
	case words == "":
		return nil
	case m == nil:
		g.say("An aspect is of a coding of yours: code this first.", "Aspek melekat pada pengodean Anda: kode dahulu bagian ini.")
		return nil
	}
	changed, err := g.Project.SetAspect(g.ctx, m.ID, words)
	if err != nil {
		return g.failed(err)
	}
	g.say("%v, aspect: %v", "%v, aspek: %v", m.Code, qda.JoinAspects(words))
	if !changed {
		return nil
	}
	return g.changed(did{kind: "aspect", count: new(int)})
}

// memo writes a memo: on the coder's newest coding of what is selected, else
// on the document, with the place.
func (g *tagging) memo(words string) error {
	if words == "" {
		return nil
	}
	target, object, on := qda.OnDocument, g.doc.Name, g.doc.Name
	if m := g.newest(); m != nil {
		target, object, on = qda.OnCoding, strconv.FormatInt(int64(m.ID), 10), m.Code
	}
	if target == qda.OnDocument {
		words = fmt.Sprintf("%d:%d: %s", g.sel.Start, g.sel.End, words)
	}
	if _, err := g.Project.AddMemo(g.ctx, target, object, words); err != nil {
		return g.failed(err)
	}
	g.say("Memo on %v.", "Memo pada %v.", on)
	return g.changed(did{kind: "memo add", count: &g.sum.Memos})
}

func (g *tagging) finish() error {
	if g.sum.Done {
		g.say("It is done already.", "Dokumen ini sudah selesai.")
		return nil
	}
	if err := g.Project.FinishDocument(g.ctx, g.doc.ID); err != nil {
		return g.failed(err)
	}
	g.sum.Done = true
	g.say("%v is read and coded. q ends; tematik tag -i then takes the next.", "%v sudah dibaca dan dikode. q selesai; lalu tematik tag -i membuka yang berikutnya.", g.doc.Name)
	return g.changed(did{kind: "doc done", count: new(int)})
}

// back takes back the last change made here; of an earlier day only codings.
func (g *tagging) back() error {
	kinds := []string{"tag", "untag"}
	if n := len(g.past); n > 0 {
		kinds = []string{g.past[n-1].kind}
	}
	e, err := g.Project.TakeBack(g.ctx, func(e qda.Event) bool { return slices.Contains(kinds, e.Kind) })
	if err != nil {
		return g.failed(err)
	}
	g.say("Taken back: a coding.", "Dibatalkan: satu pengodean.")
	if n := len(g.past); n > 0 {
		d := g.past[n-1]
		*d.count--
		g.unmake(d.made)
		g.past = g.past[:n-1]
		if d.at != g.at {
			g.move(d.at)
		}
	}
	switch e.Kind {
	case "doc done":
		g.sum.Done = false
		g.say("Taken back: the document is not done.", "Dibatalkan: dokumen belum selesai.")
	case "untag":
		g.say("Taken back: the coding is there again.", "Dibatalkan: pengodean kembali ada.")
	case "memo add":
		g.say("Taken back: the memo.", "Dibatalkan: memo.")
	case "aspect":
		g.say("Taken back: the aspect.", "Dibatalkan: aspek.")
	}
	return g.renew()
}

// uncoded goes to the next turn that has no coding of the coder, those of the
// interviewer left out.
func (g *tagging) uncoded() {
	for i := g.at + 1; i < len(g.turns); i++ {
		if i < len(g.doc.Turns) && g.doc.Speakers[g.doc.Turns[i].Speaker].Role == qda.Interviewer {
			continue
		}
		if !slices.ContainsFunc(g.here(g.turns[i]), func(m study.Mark) bool { return m.Mine }) {
			g.move(i)
			return
		}
	}
	g.say("No turn without a coding follows.", "Tidak ada lagi giliran tanpa pengodean sesudah ini.")
}

// search goes to the next turn with some words, from the beginning again
// after the last; without words, those of before.
func (g *tagging) search(words string) {
	if words == "" {
		words = g.query
	}
	if g.query = words; words == "" {
		return
	}
	found := text.NewSearcher(words).Find(g.text)
	for _, round := range []bool{true, false} {
		for _, f := range found {
			i := slices.IndexFunc(g.turns, func(u text.Span) bool { return u.Overlaps(f) })
			if i >= 0 && (i > g.at || !round) {
				g.move(i)
				g.say("“%v”: %v in this document.", "“%v”: %v dalam dokumen ini.", words, len(found))
				return
			}
		}
	}
	g.say("“%v” is not in this document.", "“%v” tidak ada dalam dokumen ini.", words)
}

func (g *tagging) goTo(typed string) {
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < 1 || n > len(g.turns) {
		g.say("There is no turn %v; the last is %v.", "Tidak ada giliran %v; yang terakhir %v.", typed, len(g.turns))
		return
	}
	g.move(n - 1)
}

// sentences selects sentences by number: 2 or 2-3.
func (g *tagging) sentences(typed string) bool {
	pieces := text.Sentences(g.text, g.turns[g.at])
	from, to, open := strings.Cut(strings.ReplaceAll(typed, "–", "-"), "-")
	if !open {
		to = from
	}
	a, err1 := strconv.Atoi(strings.TrimSpace(from))
	b, err2 := strconv.Atoi(strings.TrimSpace(to))
	if err1 != nil || err2 != nil || a < 1 || b < a || b > len(pieces) {
		g.say("There are no sentences %v; this turn has %v.", "Tidak ada kalimat %v; giliran ini punya %v.", typed, len(pieces))
		return false
	}
	g.sel = text.Span{Start: pieces[a-1].Start, End: pieces[b-1].End}
	return true
}

// pin puts a code on a number.
func (g *tagging) pin(number int, key string) {
	for len(g.pins) < number {
		g.pins = append(g.pins, "")
	}
	g.pins[number-1] = key
	g.say("%v is now %v.", "%v sekarang %v.", number, key)
}

func (g *tagging) pinned(number int) string {
	if number <= len(g.pins) && g.pins[number-1] != "" {
		return g.pins[number-1]
	}
	g.say("No code is pinned to %v; p pins one.", "Tidak ada kode pada %v; p memasangnya.", number)
	return ""
}

func (g *tagging) pinList() []string {
	var list []string
	for i, key := range g.pins {
		if key != "" {
			list = append(list, fmt.Sprintf("%d %s", i+1, key))
		}
	}
	return list
}

// where tells what of the turn a coding covers.
func (g *tagging) where(m study.Mark) string {
	unit := g.turns[g.at]
	if m.Span.Contains(unit) {
		return g.t("whole turn", "seluruh giliran")
	}
	return "“" + brief(g.text.Cut(m.Span.Intersect(unit)), 40) + "”"
}

// codedHere lists the codings of the turn.
func (g *tagging) codedHere() []string {
	var out []string
	for _, m := range g.here(g.turns[g.at]) {
		name := m.Code
		if !m.Mine {
			name += " (" + m.Coder + ")"
		}
		if m.Aspect != "" {
			name += " [" + m.Aspect + "]"
		}
		out = append(out, "· "+name+"  "+g.where(m))
	}
	return out
}

// numbered lists the coder's own codings of the turn by number.
func (g *tagging) numbered() []string {
	var out []string
	for i, m := range g.mine() {
		out = append(out, fmt.Sprintf("%d %s  %s", i+1, m.Code, g.where(m)))
	}
	return out
}

// status is where the reader is.
func (g *tagging) status() string {
	mine := 0
	for _, m := range g.marks {
		if m.Mine {
			mine++
		}
	}
	s := g.place(g.di, g.at+1, g.turns[g.at]) + " · " + lang.Many(mine, "coding of yours", "codings of yours", "pengodean Anda").In(g.Lang)
	if g.sum.Done {
		s += " · " + g.t("done", "selesai")
	}
	return s
}

func (g *tagging) marking() marking {
	unit := g.turns[g.at]
	m := marking{span: g.sel, bare: g.sel == unit}
	if pieces := text.Sentences(g.text, unit); len(pieces) > 1 {
		m.pieces = pieces
	}
	return m
}
