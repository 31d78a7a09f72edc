package join

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tematik/internal/anchor"
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Options say how a table of codings is taken.
type Options struct {
	Strict bool   // codes that are not in the codebook are refused, not made
	Coder  string // of rows that name none
}

// Codings plans what a table of codings adds. The present study must hold its
// texts and, where rows have memos, its memos. A row that cannot be taken is
// refused, the others stand, whatever their order.
func Codings(present *qda.Snapshot, rows *qda.CodingRows, o Options) (*Plan, error) {
	if len(present.Texts) != len(present.Documents) {
		return nil, errs.New(errs.Failed, "join: the texts of the study are missing")
	}
	if o.Coder == "" && slices.Contains(rows.Coder, -1) {
		return nil, errs.New(errs.Usage, "%s: rows without a coder, and nobody is coding", rows.File).Hint("tematik coder use NAME")
	}
	plan := &Plan{There: map[string]int{}}
	t := &table{rows: rows, present: present, plan: plan}
	pages := t.pages()
	each(pages, t.admit)
	// Only rows that hold make codes and coders.
	codes := newCodeFinder(present)
	t.codes(pages, codes, o.Strict)
	t.coders(pages, o.Coder)
	each(pages, t.name)
	m := &merger{present: present, codes: codes.ids(), coders: t.coderIDs, tie: t.tie, segment: t.segment, fill: t.fill, refuse: t.refuse, where: make([]int64, rows.Len())}
	m.run(pages, plan)
	plan.Codes, plan.Warnings = codes.made()
	t.aspects(m.where)
	t.memos(m.where)
	slices.SortStableFunc(plan.Refusals, func(a, b qda.Refusal) int { return cmp.Compare(a.Line, b.Line) })
	return plan, nil
}

// table is a table of codings while it is joined.
type table struct {
	rows         *qda.CodingRows
	present      *qda.Snapshot
	plan         *Plan
	code, coder  []int32  // indexes for a claim, by rows.Code and by rows.Coder + 1
	codeReasons  []string // why a code cannot be followed
	coderReasons []string
	coderIDs     []qda.CoderID // by index
}

func (t *table) refuse(row int32, reason string) qda.Refusal {
	return qda.Refusal{File: t.rows.File, Line: int(t.rows.Line[row]), Reason: reason}
}

// suggester finds near names for the first mistakes of a file: each search
// goes through all names.
type suggester struct {
	known []string
	asked int
}

func (s *suggester) help(name, otherwise string) string {
	if s.asked++; s.asked <= 100 {
		if near := qda.Nearest(name, s.known); near != "" {
			return fmt.Sprintf("did you mean %q?", near)
		}
	}
	return otherwise
}

// suffixes are those of files that a document may have been made from.
var suffixes = []string{".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm", ".epub", ".vtt", ".srt", ".csv", ".xlsx", ".json"}

// resolveDocuments gives the place of the document of each name, or -1 with
// the reason: the document's name, else its file name, else its name with the
// suffix of a file.
func resolveDocuments(s *qda.Snapshot, names []string) (place []int32, reasons []string) {
	byName, byFile := make(map[string]int, len(s.Documents)), map[string][]string{}
	known := make([]string, len(s.Documents))
	for i := range s.Documents {
		d := &s.Documents[i]
		known[i], byName[d.Name] = d.Name, i
		byFile[d.File] = append(byFile[d.File], d.Name)
	}
	near := suggester{known: known}
	place, reasons = make([]int32, len(names)), make([]string, len(names))
	for k, name := range names {
		place[k] = -1
		i, ok := byName[name]
		if same := byFile[name]; !ok && len(same) > 1 {
			reasons[k] = fmt.Sprintf("document %q is the file name of several documents; write the name: %s", clip(name, 60), several(same))
			continue
		} else if !ok && len(same) == 1 {
			i, ok = byName[same[0]], true
		}
		for j := 0; j < len(suffixes) && !ok; j++ {
			if stem := len(name) - len(suffixes[j]); stem > 0 && strings.EqualFold(name[stem:], suffixes[j]) {
				i, ok = byName[name[:stem]]
			}
		}
		if !ok {
			reasons[k] = fmt.Sprintf("document %q is not in the project; %s", clip(name, 60), near.help(name, "import its text first: tematik import FILE; tematik doc ls lists those that are there"))
			continue
		}
		place[k] = int32(i)
	}
	return place, reasons
}

// pages are the rows by document; those of no document are refused. Codes and
// coders of the claims are those of the rows yet.
func (t *table) pages() []page {
	docs, reasons := resolveDocuments(t.present, t.rows.Documents)
	on := make([]int32, t.rows.Len())
	for i := range on {
		if on[i] = docs[t.rows.Doc[i]]; on[i] < 0 {
			t.plan.Refusals = append(t.plan.Refusals, t.refuse(int32(i), reasons[t.rows.Doc[i]]))
		}
	}
	var pages []page
	for d, rows := range byDocument(on, len(t.present.Documents)) {
		if len(rows) == 0 {
			continue
		}
		p := page{at: d, id: t.present.Documents[d].ID, claims: make([]claim, len(rows))}
		for i, r := range rows {
			p.claims[i] = claim{start: t.rows.Start[r], end: t.rows.End[r], code: t.rows.Code[r], coder: t.rows.Coder[r] + 1, row: r}
		}
		pages = append(pages, p)
	}
	return pages
}

// used says which of n names the claims of the pages have.
func used(pages []page, n int, of func(claim) int32) []bool {
	out := make([]bool, n)
	for i := range pages {
		for _, c := range pages[i].claims {
			out[of(c)] = true
		}
	}
	return out
}

// codes looks up the codes of the claims, and makes those that are missing.
func (t *table) codes(pages []page, f *codeFinder, strict bool) {
	names := t.rows.Codes
	t.code, t.codeReasons = make([]int32, len(names)), make([]string, len(names))
	var asked []string
	var at []int
	for k, is := range used(pages, len(names), func(c claim) int32 { return c.code }) {
		if is {
			asked, at = append(asked, names[k]), append(at, k)
		}
	}
	index, reasons := f.resolve(asked, strict)
	for i, k := range at {
		t.code[k], t.codeReasons[k] = index[i], reasons[i]
	}
}

// coders looks up the coders of the claims; those who are not there are new.
func (t *table) coders(pages []page, otherwise string) {
	at := map[string]int32{}
	for i, c := range t.present.Coders {
		at[c.Name] = int32(i)
		t.coderIDs = append(t.coderIDs, c.ID)
	}
	names := slices.Concat([]string{otherwise}, t.rows.Coders)
	t.coder, t.coderReasons = make([]int32, len(names)), make([]string, len(names))
	var fresh []string
	for k, is := range used(pages, len(names), func(c claim) int32 { return c.coder }) {
		_, known := at[names[k]]
		switch {
		case !is || known:
		case strings.ContainsAny(names[k], "\n\t"):
			t.coderReasons[k] = fmt.Sprintf("coder %q: a name is one line", clip(names[k], 60))
		default:
			fresh = append(fresh, names[k])
		}
	}
	slices.Sort(fresh)
	for _, name := range slices.Compact(fresh) {
		id := provisional[qda.CoderID](len(t.plan.Coders))
		at[name] = int32(len(t.coderIDs))
		t.coderIDs, t.plan.Coders = append(t.coderIDs, id), append(t.plan.Coders, qda.Coder{ID: id, Name: name})
	}
	for k, name := range names {
		t.coder[k] = at[name]
	}
}

// name puts the indexes of codes and coders in the place of those of the rows,
// and refuses the claims that have none.
func (t *table) name(p *page) {
	kept := p.claims[:0]
	for _, c := range p.claims {
		if reason := cmp.Or(t.codeReasons[c.code], t.coderReasons[c.coder]); reason != "" {
			p.refused = append(p.refused, t.refuse(c.row, reason))
			continue
		}
		c.code, c.coder = t.code[c.code], t.coder[c.coder]
		kept = append(kept, c)
	}
	p.claims = kept
}

// admit leaves out the rows that are not in the text or whose quote is not
// what the text has there. Those that only quote are looked up; a page's rows
// are no other page's.
func (t *table) admit(p *page) {
	words := t.present.Texts[p.at]
	finder := anchor.NewFinder(words)
	kept := p.claims[:0]
	searched := 0
	for _, c := range p.claims {
		if c.start < 0 {
			span, reason := t.locate(finder, words, t.rows.Quote[c.row])
			if reason != "" {
				p.refused = append(p.refused, t.refuse(c.row, reason))
				continue
			}
			c.start, c.end = int32(span.Start), int32(span.End)
			t.rows.Start[c.row], t.rows.End[c.row] = c.start, c.end
			kept = append(kept, c)
			continue
		}
		span := t.rows.Span(int(c.row))
		switch {
		case !words.Valid(span):
			p.refused = append(p.refused, t.refuse(c.row, fmt.Sprintf("%d:%d lies outside the text of %s, which has %s", span.Start, span.End, t.present.Documents[p.at].Name, counted(words.Len(), "character", "characters"))))
		case t.rows.Quote != nil && !isQuote(t.rows.Quote[c.row], words.Cut(span)):
			searched++
			p.refused = append(p.refused, t.refuse(c.row, t.mismatch(p, c, searched <= 20)))
		default:
			kept = append(kept, c)
		}
	}
	p.claims = kept
}

// locate gives the one place where the words of a quote stand.
func (t *table) locate(f *anchor.Finder, words *text.Text, quote string) (text.Span, string) {
	found := f.Find(words.All(), quote)
	switch len(found) {
	case 0:
		return text.Span{}, fmt.Sprintf("the quote %q is not in the text", clip(quote, 40))
	case 1:
		return found[0].Span, ""
	}
	return text.Span{}, fmt.Sprintf("the quote %q stands %d times in the text, first at %d:%d; give more words, or start and end", clip(quote, 40), len(found), found[0].Span.Start, found[0].Span.End)
}

// mismatch shows where a quote and the text part, and where the quote stands.
func (t *table) mismatch(p *page, c claim, search bool) string {
	text, quote, span := t.present.Texts[p.at], t.rows.Quote[c.row], t.rows.Span(int(c.row))
	have, want := part([]rune(quote), []rune(text.Cut(span)))
	reason := fmt.Sprintf("the quote is %q, the text at %d:%d %q", clip(have, 30), span.Start, span.End, clip(want, 30))
	if search { // through the whole text: only for the first mistakes
		if at := strings.Index(text.String(), quote); at >= 0 {
			start := text.Point(at)
			reason += fmt.Sprintf("; the quote stands at %d:%d", start, start+len([]rune(quote)))
		}
	}
	return reason
}

// part gives two texts from shortly before the place where they part.
func part(a, b []rune) (string, string) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	if n <= 20 {
		return string(a), string(b)
	}
	return "…" + string(a[n-10:]), "…" + string(b[n-10:])
}

// isQuote reports whether a quote is exactly these words. A table may write
// words that a spreadsheet would run with an apostrophe before them; reading
// takes it away, also where it is the text's own.
func isQuote(quote, words string) bool {
	return quote == "" || quote == words ||
		len(words) == len(quote)+1 && words[0] == '\'' && words[1:] == quote && strings.ContainsRune("=+-@\t'", rune(quote[0]))
}

func (t *table) segment(p *page, c claim) (qda.Segment, error) {
	return qda.NewSegment(p.id, t.present.Texts[p.at], t.rows.Span(int(c.row)), "")
}

func (t *table) fill(row int32, c *qda.Coding) {
	c.Origin = t.rows.Origin[row]
	if ms := t.created(row); ms != 0 {
		c.Created = time.UnixMilli(ms).UTC()
	}
}

func (t *table) created(row int32) int64 {
	if t.rows.Created == nil {
		return 0
	}
	return t.rows.Created[row]
}

func (t *table) memo(row int32) string {
	if t.rows.Memo == nil {
		return ""
	}
	return t.rows.Memo[row]
}

// aspects adds the rows' aspects to their codings.
func (t *table) aspects(where []int64) {
	var rows []told
	for i, note := range t.rows.Aspect {
		if note != "" {
			rows = append(rows, told{where[i], t.created(int32(i)), note})
		}
	}
	t.plan.aspects(t.present, rows)
}

// tie puts the oldest of equal rows first, one without a time last.
func (t *table) tie(a, b int32) int {
	x, y := t.created(a), t.created(b)
	if (x == 0) != (y == 0) {
		return cmp.Compare(y, x)
	}
	return cmp.Or(cmp.Compare(x, y), cmp.Compare(t.rows.Origin[a], t.rows.Origin[b]), strings.Compare(t.memo(a), t.memo(b)))
}

// memos adds the rows' memos to their codings, each text once.
func (t *table) memos(where []int64) {
	if t.rows.Memo == nil {
		return
	}
	has := map[int64]map[string]bool{} // texts by coding
	note := func(on int64, text string) bool {
		if has[on] == nil {
			has[on] = map[string]bool{}
		}
		fresh := !has[on][text]
		has[on][text] = true
		return fresh
	}
	for _, m := range t.present.Memos {
		if m.Target == qda.OnCoding {
			note(m.Object, strings.TrimSpace(m.Text))
		}
	}
	for id, joined := range t.present.CodingMemos() {
		note(int64(id), strings.TrimSpace(joined))
	}
	var order []int32
	for i, at := range where {
		if at != 0 && t.rows.Memo[i] != "" {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		// New codings count down from -1, so they come in their own order.
		return cmp.Or(cmp.Compare(where[b], where[a]), t.tie(a, b), cmp.Compare(t.coder[t.rows.Coder[a]+1], t.coder[t.rows.Coder[b]+1]))
	})
	for _, i := range order {
		if !note(where[i], t.rows.Memo[i]) {
			t.plan.there("memos", 1)
			continue
		}
		id := provisional[qda.MemoID](len(t.plan.Memos))
		t.plan.Memos = append(t.plan.Memos, qda.Memo{ID: id, Target: qda.OnCoding, Object: where[i], Coder: t.coderIDs[t.coder[t.rows.Coder[i]+1]], Text: t.rows.Memo[i]})
	}
}
