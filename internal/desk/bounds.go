package desk

import (
	"slices"
	"strconv"
	"strings"

	"tematik/internal/study"
	"tematik/internal/text"
)

// edges moves the ends of a span within a unit.
type edges struct {
	t     *text.Text
	unit  text.Span
	span  text.Span
	start bool // the start is moved, else the end
}

// step moves the edge to the next or previous place where a piece begins (the
// start) or ends; the span keeps at least one piece's worth of text.
func (e *edges) step(pieces []text.Span, by int) {
	var stops []int
	for _, p := range pieces {
		if p = p.Intersect(e.unit); p.Empty() {
			continue
		}
		if e.start && p.Start < e.span.End {
			stops = append(stops, p.Start)
		}
		if !e.start && p.End > e.span.Start {
			stops = append(stops, p.End)
		}
	}
	at := &e.span.End
	if e.start {
		at = &e.span.Start
	}
	i, found := slices.BinarySearch(stops, *at)
	switch {
	case by < 0:
		i--
	case found:
		i++
	}
	if i >= 0 && i < len(stops) {
		*at = stops[i]
	}
}

func (e *edges) words() []text.Span     { return e.t.WordSpans(e.unit) }
func (e *edges) sentences() []text.Span { return text.Sentences(e.t, e.unit) }

// bounds lets the ends of a span be moved and shows it; Esc gives it back as it was.
func (d *desk) bounds(t *text.Text, unit, span text.Span, show func(text.Span)) (text.Span, error) {
	e, given := edges{t: t, unit: unit, span: span}, span
	defer func() { d.focus = neither }()
	for {
		show(e.span)
		d.focus = atEnd
		moving := d.t("Moving the END.", "Menggeser AKHIR.")
		if e.start {
			d.focus = atStart
			moving = d.t("Moving the START.", "Menggeser AWAL.")
		}
		k, err := d.key(foot{look: bold, text: moving}, keysFoot(d.t("← → word · ↑ ↓ sentence · Tab other end · t whole turn · r as it was · Enter ok · Esc back",
			"← → kata · ↑ ↓ kalimat · Tab ujung lain · t seluruh giliran · r seperti semula · Enter oke · Esc kembali")))
		if err != nil {
			return span, err
		}
		switch {
		case k.Name == "enter":
			return e.span, nil
		case k.Name == "esc" || k.Rune == 'q':
			show(given)
			return given, nil
		case k.Name == "tab" || k.Name == "backtab":
			e.start = !e.start
		case k.Name == "left" || k.Rune == 'h':
			e.step(e.words(), -1)
		case k.Name == "right" || k.Rune == 'l':
			e.step(e.words(), 1)
		case k.Name == "up" || k.Rune == 'k':
			e.step(e.sentences(), -1)
		case k.Name == "down" || k.Rune == 'j':
			e.step(e.sentences(), 1)
		case k.Rune == 't':
			e.span = unit
		case k.Rune == 'r':
			e.span = given
		}
	}
}

// typedSpan reads where from what was typed: START:END in characters of the
// document, or words of the unit, "first … last" too.
func (d *desk) typedSpan(t *text.Text, unit text.Span, typed string) (text.Span, bool) {
	if a, b, ok := strings.Cut(typed, ":"); ok {
		start, err1 := strconv.Atoi(strings.TrimSpace(a))
		end, err2 := strconv.Atoi(strings.TrimSpace(b))
		if span := (text.Span{Start: start, End: end}); err1 == nil && err2 == nil {
			if !t.Valid(span) {
				d.say("%v is no stretch of this text of %v characters.", "%v bukan bagian teks ini yang panjangnya %v karakter.", typed, t.Len())
			}
			return span, t.Valid(span)
		}
	}
	found := study.FindWords(t, unit, strings.Trim(typed, `"“”`))
	switch len(found) {
	case 0:
		d.say("These words are not in this turn: %v", "Kata-kata ini tidak ada dalam giliran ini: %v", typed)
	case 1:
		return found[0], true
	default:
		d.say("These words stand here %v times; give more of them, or “first … last”.", "Kata-kata ini muncul %v kali; tulis lebih lengkap, atau “awal … akhir”.", len(found))
	}
	return text.Span{}, false
}
