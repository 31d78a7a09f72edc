package study

import (
	"fmt"
	"strconv"
	"strings"

	"tematik/internal/anchor"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Place says where in a document to code: exactly one of quote, span and turn.
type Place struct {
	Quote string
	Nth   int    // which occurrence of the quote, from 1; 0: it must be the only one
	Span  string // START:END in code points
	Turn  int    // from 1
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

// quote finds the words as they stand, else, within one turn, what lies from
// the first to the last of them.
func (pl Place) quote(d *qda.Document, t *text.Text) (text.Span, error) {
	finder, passages := anchor.NewFinder(t), d.Passages(t)
	found := finder.Literally(t.All(), pl.Quote)
	if found == nil {
		for _, passage := range passages {
			found = append(found, finder.Between(passage, pl.Quote)...)
		}
	}
	switch {
	case len(found) == 0:
		return text.Span{}, pl.absent(d, t, passages)
	case pl.Nth > len(found) || pl.Nth < 0:
		return text.Span{}, errs.New(errs.NotFound, "%s: the words occur %s, not %d", d.Name, times(len(found)), pl.Nth).Hint("tematik find %s", quoteArg(first(pl.Quote)))
	case pl.Nth == 0 && len(found) > 1:
		places := make([]string, len(found))
		for i, f := range found {
			places[i] = fmt.Sprintf("%d: %s", i+1, around(t, f))
		}
		if most := 9; len(places) > most {
			places = append(places[:most], "…")
		}
		return text.Span{}, errs.New(errs.Usage, "%s: the words occur %s:\n  %s", d.Name, times(len(found)), strings.Join(places, "\n  ")).Hint("add --nth 1 for the first, or quote more words")
	}
	return found[max(pl.Nth, 1)-1], nil
}

func times(n int) string { return lang.Many(n, "time", "times", "kali").String() }

// absent says that words are not in a text, and what may have been meant.
func (pl Place) absent(d *qda.Document, t *text.Text, passages []text.Span) error {
	if err := pl.across(d, t, passages); err != nil {
		return err
	}
	e := errs.New(errs.NotFound, "%s: these words are not in the text", d.Name)
	if near, ok := anchor.Nearest(t, passages, pl.Quote); ok {
		return e.Hint("the nearest words are: %s", clip(t.Cut(near), 100))
	}
	return e.Hint("tematik find %s", quoteArg(first(pl.Quote)))
}

// across is the error of words that run from one turn into the next, without
// the label that stands there.
func (pl Place) across(d *qda.Document, t *text.Text, passages []text.Span) error {
	if len(d.Turns) == 0 {
		return nil
	}
	var speech strings.Builder
	begins, n := make([]int, len(passages)), 0 // of each passage in the speech
	for i, p := range passages {
		begins[i] = n
		speech.WriteString(t.Cut(p) + "\n")
		n += p.Len() + 1
	}
	whole := text.New(speech.String())
	found := FindWords(whole, whole.All(), pl.Quote)
	if len(found) == 0 {
		return nil
	}
	var run []int
	var pieces []string
	for i, p := range passages {
		if in := found[0].Intersect(text.Span{Start: begins[i], End: begins[i] + p.Len()}); !in.Empty() {
			run, pieces = append(run, i+1), append(pieces, `--quote "`+ends(whole.Cut(in))+`"`)
		}
	}
	e := errs.New(errs.Usage, "%s: the words run over turns %s; code each part", d.Name, turnsText(run[0], run[len(run)-1]))
	if len(pieces) > 3 {
		return e.Hint("tematik doc show %s", quoteArg(d.Name))
	}
	return e.Hint("%s", strings.Join(pieces, ", then "))
}

// ends are words as a quote, the first and last of them where they are many.
func ends(s string) string {
	words := strings.Fields(s)
	if n := len(words); n > 10 {
		words = append(append(words[:4:4], "…"), words[n-4:]...)
	}
	return strings.Join(words, " ")
}

// FindWords gives every place within a span where some words stand, as
// anchor.Finder does.
func FindWords(t *text.Text, within text.Span, words string) []text.Span {
	return anchor.NewFinder(t).Words(within, words)
}

// first are the first words of a quote, to look for.
func first(quote string) string {
	words := strings.Fields(quote)
	return strings.Join(words[:min(len(words), 3)], " ")
}

// around is a passage with a little of what is about it.
func around(t *text.Text, s text.Span) string {
	const beside, room = 15, 30
	whole := text.Span{Start: s.Start - beside, End: s.End + beside + 10}
	words := func(a, b int) string { return strings.Join(strings.Fields(t.Cut(text.Span{Start: a, End: b})), " ") }
	if whole.Len() <= 2*room {
		return "…" + words(whole.Start, whole.End) + "…"
	}
	return "…" + words(whole.Start, whole.Start+room) + " … " + words(whole.End-room, whole.End) + "…"
}

func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
