package study

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/store"
	"tematik/internal/text"
)

// Tagged is what was coded.
type Tagged struct {
	Document string
	Span     text.Span
	Words    string
	Codes    []string
	IDs      []qda.CodingID // of the codings, in the order of the codes; 0 where one was only tried
	Added    int            // how many of them are new
	Memo     qda.MemoID     // 0: none was written
	Noted    bool           // a memo was written, or would be
	Aspect   *string        // what the coding's note of aspects is now; nil: it was not asked for
	Noticed  bool           // that note was another one
	Coder    string
	Notes    []lang.Text // what one may not have meant
}

// With is what is said of codings beside their codes.
type With struct {
	Coder  string  // who codes; "": who is coding now
	Memo   *string // on the coding of the first code
	Aspect *string // which sides of its one code the coding shows; "" takes the note away
}

// Tag codes a place in a document. What is coded so already gets what is said
// beside.
func (p *Project) Tag(ctx context.Context, document string, codes []string, place Place, with With) (*Tagged, error) {
	out := &Tagged{Document: document}
	_, err := p.update(ctx, p.stamp("tag"), func(tx *store.Tx) error {
		d, err := findDocument(tx, document)
		if err != nil {
			return err
		}
		out.Document = d.Name
		t, err := tx.Text(d.Hash)
		if err != nil {
			return err
		}
		if out.Span, err = place.find(d, t); err != nil {
			return err
		}
		out.Words = t.Cut(out.Span)
		segment, err := qda.NewSegment(d.ID, t, out.Span, "")
		if err != nil {
			return err
		}
		name, who, err := p.coding(tx, with.Coder)
		if err != nil {
			return err
		}
		out.Coder, out.Notes = name, aside(d, t, out.Span)
		byKey, first := map[string]qda.CodeID{}, ""
		for _, name := range codes {
			c, err := findCode(tx, name)
			if err != nil {
				return err
			}
			if byKey[c.Key] = c.ID; first == "" {
				first = c.Key
			}
		}
		out.Codes = slices.Sorted(maps.Keys(byKey))
		if with.Aspect != nil && len(out.Codes) > 1 {
			return errs.New(errs.Usage, "tag --aspect: an aspect is of one code, and these are %d", len(out.Codes)).Hint(`tematik tag DOC CODE --turn 2 --aspect "who pays"`)
		}
		var codings []qda.Coding
		for _, key := range out.Codes {
			codings = append(codings, qda.Coding{Segment: segment, Code: byKey[key], Coder: who})
		}
		if err := p.write(tx, out, codings); err != nil {
			return err
		}
		if out.Added > 0 && d.States[who] == qda.Done {
			out.Notes = append(out.Notes, lang.T("%v stays done for %v", "%v tetap selesai untuk %v", d.Name, name))
		}
		if with.Aspect != nil {
			if err := p.notice(tx, out, codings[0], *with.Aspect); err != nil {
				return err
			}
		}
		if with.Memo == nil {
			return nil
		}
		return p.remark(tx, out, codings[slices.Index(out.Codes, first)], *with.Memo)
	})
	return out, err
}

// notice says which sides of its code a coding shows.
func (p *Project) notice(tx *store.Tx, out *Tagged, c qda.Coding, aspect string) error {
	ids, err := tx.FindCodings([]qda.Coding{c})
	if err != nil {
		return err
	}
	aspect = qda.JoinAspects(aspect)
	n, err := tx.SetAspects(map[qda.CodingID]string{ids[0]: aspect})
	out.Aspect, out.Noticed = &aspect, n > 0
	tx.Note("aspects", n)
	return err
}

// SetAspect says which sides of its code a coding shows; "" is none.
func (p *Project) SetAspect(ctx context.Context, id qda.CodingID, aspect string) (changed bool, err error) {
	_, err = p.update(ctx, p.stamp("aspect"), func(tx *store.Tx) error {
		n, err := tx.SetAspects(map[qda.CodingID]string{id: qda.JoinAspects(aspect)})
		changed = n > 0
		tx.Note("aspects", n)
		return err
	})
	return changed, err
}

// write makes the codings.
func (p *Project) write(tx *store.Tx, out *Tagged, codings []qda.Coding) error {
	added, err := tx.InsertCodings(codings)
	if err != nil {
		return err
	}
	out.IDs, err = tx.FindCodings(codings)
	for i, id := range out.IDs {
		if p.host.Dry && slices.Contains(added, id) {
			out.IDs[i] = 0
		}
	}
	out.Added = len(added)
	tx.Note("codings", len(added))
	return err
}

// remark writes a memo on a coding, unless its coder has written it there.
func (p *Project) remark(tx *store.Tx, out *Tagged, c qda.Coding, words string) error {
	words = text.NormalizeString(words)
	if strings.TrimSpace(words) == "" {
		return errs.New(errs.Usage, "tag --memo: it has no words").Hint(`tematik tag DOC CODE --turn 2 --memo "what I noticed"`)
	}
	ids, err := tx.FindCodings([]qda.Coding{c})
	if err != nil {
		return err
	}
	there, err := tx.Memos()
	if err != nil {
		return err
	}
	m := qda.Memo{Target: qda.OnCoding, Object: int64(ids[0]), Coder: c.Coder, Text: words}
	if slices.ContainsFunc(there, func(o qda.Memo) bool {
		return o.Target == m.Target && o.Object == m.Object && o.Coder == m.Coder && o.Text == m.Text
	}) {
		return nil
	}
	id, err := tx.InsertMemo(m)
	if out.Noted = err == nil; out.Noted && !p.host.Dry {
		out.Memo = id
	}
	tx.Note("memos", 1)
	return err
}

// aside says what of a passage is not one answer of a respondent: reports count
// respondents' speech, and labels are no one's.
func aside(d *qda.Document, t *text.Text, span text.Span) []lang.Text {
	if len(d.Turns) == 0 {
		return nil
	}
	lo, hi := d.TurnsAt(span)
	if lo == hi {
		return []lang.Text{lang.T("these words are no one's speech; reports do not count them", "kata-kata ini bukan ucapan siapa pun; laporan tidak menghitungnya")}
	}
	var out []lang.Text
	var asks []int
	outside, at := false, span.Start
	for i := lo; i <= hi; i++ {
		end := span.End
		if i < hi {
			end = d.Turns[i].Span.Start
			if d.Is(i, string(qda.Interviewer)) {
				asks = append(asks, i+1)
			}
		}
		if end > at && strings.TrimSpace(t.Cut(text.Span{Start: at, End: end})) != "" {
			outside = true
		}
		if i < hi {
			at = d.Turns[i].Span.End
		}
	}
	switch {
	case hi-lo > 1 && outside:
		out = append(out, lang.T("the passage runs over turns %v, labels included", "bagian ini mencakup giliran %v, termasuk labelnya", turnsText(lo+1, hi)))
	case hi-lo > 1:
		out = append(out, lang.T("the passage runs over turns %v", "bagian ini mencakup giliran %v", turnsText(lo+1, hi)))
	case outside:
		out = append(out, lang.T("the passage takes in words beside turn %v, such as its label", "bagian ini memuat kata-kata di luar giliran %v, misalnya labelnya", lo+1))
	}
	switch len(asks) {
	case 0:
	case 1:
		out = append(out, lang.T("turn %v is the interviewer's; reports count respondents' speech unless --speaker any", "giliran %v adalah ucapan pewawancara; laporan menghitung ucapan informan kecuali dengan --speaker any", asks[0]))
	default:
		out = append(out, lang.T("turns %v are the interviewer's; reports count respondents' speech unless --speaker any", "giliran %v adalah ucapan pewawancara; laporan menghitung ucapan informan kecuali dengan --speaker any", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(asks)), ", "), "[]")))
	}
	return out
}

// turnsText writes a run of turns.
func turnsText(first, last int) string { return fmt.Sprintf("%d–%d", first, last) }

// Untagged is what was removed.
type Untagged struct {
	Codings, Memos int
	Others         []string // coders, besides who is coding, whose codings were among them
}

// Untag removes codings with the memos on them.
func (p *Project) Untag(ctx context.Context, ids []qda.CodingID) (Untagged, error) {
	var out Untagged
	_, err := p.update(ctx, p.stamp("untag"), func(tx *store.Tx) error {
		there, err := tx.CodingsByID(ids)
		if err != nil {
			return err
		}
		var absent []string
		for _, id := range ids {
			if !slices.ContainsFunc(there, func(c qda.Coding) bool { return c.ID == id }) {
				absent = append(absent, fmt.Sprintf("#%d", id))
			}
		}
		if len(absent) > 0 {
			return errs.New(errs.NotFound, "%s: not in this project; nothing was removed", strings.Join(absent, ", ")).Hint("tematik quotes")
		}
		coders, err := tx.Coders()
		if err != nil {
			return err
		}
		for _, k := range coders {
			if k.Name != p.Coder() && slices.ContainsFunc(there, func(c qda.Coding) bool { return c.Coder == k.ID }) {
				out.Others = append(out.Others, k.Name)
			}
		}
		memos, err := tx.Memos()
		if err != nil {
			return err
		}
		for _, m := range memos {
			if m.Target == qda.OnCoding && slices.Contains(ids, qda.CodingID(m.Object)) {
				out.Memos++
			}
		}
		out.Codings, err = tx.DeleteCodings(ids)
		tx.Note("codings", out.Codings)
		tx.Note("memos", out.Memos)
		return err
	})
	return out, err
}

// findDocument finds a document that a person names.
func findDocument(tx *store.Tx, name string) (*qda.Document, error) {
	d, err := tx.Document(name)
	if err == nil || errs.KindOf(err) != errs.NotFound {
		return d, err
	}
	all, err := tx.Documents()
	if err != nil {
		return nil, err
	}
	i, err := qda.FindDocument(all, name)
	if err != nil {
		return nil, err
	}
	return tx.Document(all[i].Name)
}

// findCode finds a code by its id, its name or its path.
func findCode(tx *store.Tx, name string) (*qda.Code, error) {
	cb, err := tx.Codebook()
	if err != nil {
		return nil, err
	}
	i, err := cb.FindCode(name)
	if err != nil {
		return nil, err
	}
	return &cb.Codes[i], nil
}
