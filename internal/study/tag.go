package study

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tematik/internal/anchor"
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/store"
	"tematik/internal/text"
)

// Place says where in a document to code: exactly one of quote, span and turn.
type Place struct {
	Quote string
	Nth   int    // which occurrence of the quote, from 1; 0: it must be the only one
	Span  string // START:END in code points
	Turn  int    // from 1
}

// Tagged is what was coded.
type Tagged struct {
	Document string
	Span     text.Span
	Words    string
	Codes    []string
	IDs      []qda.CodingID // of the codings, in the order of the codes
	Added    int            // how many of them are new
	Coder    string
}

// Tag codes a place in a document.
func (p *Project) Tag(ctx context.Context, document string, codes []string, place Place, coder string) (*Tagged, error) {
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
		name, who, err := p.coding(tx, coder)
		if err != nil {
			return err
		}
		out.Coder = name
		var codings []qda.Coding
		byKey := map[string]qda.CodeID{}
		for _, name := range codes {
			c, err := findCode(tx, name)
			if err != nil {
				return err
			}
			byKey[c.Key] = c.ID
		}
		out.Codes = slices.Sorted(maps.Keys(byKey))
		for _, key := range out.Codes {
			codings = append(codings, qda.Coding{Segment: segment, Code: byKey[key], Coder: who})
		}
		added, err := tx.InsertCodings(codings)
		if err != nil {
			return err
		}
		out.IDs, err = tx.FindCodings(codings)
		out.Added = len(added)
		tx.Note("codings", len(added))
		return err
	})
	return out, err
}

// find resolves a place to a span of the text.
func (pl Place) find(d *qda.Document, t *text.Text) (text.Span, error) {
	given := 0
	for _, is := range []bool{pl.Quote != "", pl.Span != "", pl.Turn != 0} {
		if is {
			given++
		}
	}
	if given != 1 {
		return text.Span{}, errs.New(errs.Usage, "tag: say where with exactly one of --quote, --span and --turn").Hint("tematik doc show %s", quoteArg(d.Name))
	}
	switch {
	case pl.Turn != 0:
		spans := d.Passages(t)
		if pl.Turn < 1 || pl.Turn > len(spans) {
			return text.Span{}, errs.New(errs.NotFound, "%s: there is no turn %d (it has %d)", d.Name, pl.Turn, len(spans)).Hint("tematik doc show %s", quoteArg(d.Name))
		}
		return spans[pl.Turn-1], nil
	case pl.Span != "":
		return parseSpan(pl.Span, d, t)
	}
	return pl.quote(d, t)
}

func parseSpan(s string, d *qda.Document, t *text.Text) (text.Span, error) {
	a, b, ok := strings.Cut(s, ":")
	start, err1 := strconv.Atoi(strings.TrimSpace(a))
	end, err2 := strconv.Atoi(strings.TrimSpace(b))
	if !ok || err1 != nil || err2 != nil {
		return text.Span{}, errs.New(errs.Usage, "--span %s: must be START:END in characters", s).Hint("tematik doc show %s", quoteArg(d.Name))
	}
	span := text.Span{Start: start, End: end}
	if !t.Valid(span) {
		return text.Span{}, errs.New(errs.Usage, "--span %s: not a stretch of %s, which has %d characters", s, d.Name, t.Len()).Hint("tematik doc show %s", quoteArg(d.Name))
	}
	return span, nil
}

func (pl Place) quote(d *qda.Document, t *text.Text) (text.Span, error) {
	found := anchor.Find(t, t.All(), pl.Quote)
	switch {
	case len(found) == 0:
		e := errs.New(errs.NotFound, "%s: these words are not in the text", d.Name)
		if near, ok := anchor.Nearest(t, pl.Quote); ok {
			return text.Span{}, e.Hint("the nearest words are: %s", clip(t.Cut(near), 100))
		}
		return text.Span{}, e.Hint("tematik find %s", quoteArg(first(pl.Quote)))
	case pl.Nth > len(found) || pl.Nth < 0:
		return text.Span{}, errs.New(errs.NotFound, "%s: the words occur %d times, not %d", d.Name, len(found), pl.Nth).Hint("tematik find %s", quoteArg(first(pl.Quote)))
	case pl.Nth == 0 && len(found) > 1:
		places := make([]string, len(found))
		for i, f := range found {
			places[i] = fmt.Sprintf("%d: %s", i+1, clip(around(t, f.Span), 60))
		}
		return text.Span{}, errs.New(errs.Usage, "%s: the words occur %d times:\n  %s", d.Name, len(found), strings.Join(places[:min(len(places), 9)], "\n  ")).Hint("add --nth 1 for the first, or quote more words")
	}
	return found[max(pl.Nth, 1)-1].Span, nil
}

// first are the first words of a quote, to look for.
func first(quote string) string {
	words := strings.Fields(quote)
	return strings.Join(words[:min(len(words), 3)], " ")
}

func around(t *text.Text, s text.Span) string {
	return "…" + strings.Join(strings.Fields(t.Cut(text.Span{Start: s.Start - 15, End: s.End + 25})), " ") + "…"
}

func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// Untag removes codings.
func (p *Project) Untag(ctx context.Context, ids []qda.CodingID) (int, error) {
	n := 0
	_, err := p.update(ctx, p.stamp("untag"), func(tx *store.Tx) error {
		var err error
		n, err = tx.DeleteCodings(ids)
		tx.Note("codings", n)
		if err == nil && n < len(ids) {
			return errs.New(errs.NotFound, "%d of the %d codings are not there; none was removed", len(ids)-n, len(ids)).Hint("tematik quotes")
		}
		return err
	})
	return n, err
}

// findDocument finds a document by name or file name.
func findDocument(tx *store.Tx, name string) (*qda.Document, error) {
	d, err := tx.Document(name)
	if err == nil || errs.KindOf(err) != errs.NotFound {
		return d, err
	}
	all, err := tx.Documents()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	return nil, missing("document", name, names, "tematik doc ls")
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
