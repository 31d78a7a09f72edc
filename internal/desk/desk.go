// Package desk is where a person decides proposals and codes a document, key by
// key on a terminal or line by line. It gets keys and a screen, so that a test
// can be both. It must not know SQL, files, commands or their flags.
package desk

import (
	"context"
	"errors"
	"io"
	"strings"

	"tematik/internal/cells"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
	"tematik/internal/text"
)

// Setup is what a desk needs of the world: a terminal, or else lines.
type Setup struct {
	Project *study.Project
	Lang    lang.Lang
	Color   bool
	Term    Terminal // nil: line by line
	Lines   *Lines
}

// desk is what reviewing and tagging share.
type desk struct {
	Setup
	ctx   context.Context
	snap  *qda.Snapshot
	codes []qda.Code // of the codebook, and those made here
	said  string     // what the last key did
	focus edge       // what a window of a long passage shows
	made  string     // the code that was made last, until it is used
	body  func(width, height int) []string
}

func newDesk(ctx context.Context, s Setup) *desk { return &desk{Setup: s, ctx: ctx} }

// errQuit ends a desk.
var errQuit = errors.New("quit")

// interrupted is how a desk ends by Ctrl-C.
func interrupted() error {
	return errs.New(errs.Interrupted, "interrupted: what was decided before is kept")
}

// ended turns what ended a loop into what its caller should know.
func ended(err error) error {
	switch {
	case errors.Is(err, errQuit), errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, context.Canceled):
		return interrupted()
	}
	return err
}

// t is a text in the reader's language.
func (d *desk) t(en, id string, args ...any) string { return lang.T(en, id, args...).In(d.Lang) }

func (d *desk) say(en, id string, args ...any) { d.said = d.t(en, id, args...) }

// failed says what went wrong; only an interruption ends the desk.
func (d *desk) failed(err error) error {
	var other *study.NotHere
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &other):
		d.say("Your latest change is %v, which was not made here. To take it back: tematik undo",
			"Perubahan terakhir Anda adalah %v, bukan dari sini. Untuk membatalkannya: tematik undo", other.Event.Kind)
	default:
		d.said = err.Error()
		if hint := errs.HintOf(err); hint != "" {
			d.said += " (" + hint + ")"
		}
	}
	return nil
}

// words is a text of the codebook in the reader's language.
func (d *desk) words(w qda.Words) string {
	return strings.Join(strings.Fields(w.In(string(d.Lang))), " ")
}

// look wraps a text in the numbers of an escape sequence, where colours are
// wanted.
func (d *desk) look(numbers, s string) string {
	if !d.Color || numbers == "" || s == "" {
		return s
	}
	return "\x1b[" + numbers + "m" + s + "\x1b[0m"
}

// The looks of what is not the passage itself.
const (
	bold  = "1"
	faint = "2"
)

// widest is the longest line that is good to read.
const widest = 100

// foot is something under the page: a sentence, or items such as keys, which
// are not broken; in one look.
type foot struct {
	look  string
	text  string
	items []string
	lines []string // as they are, at least so many as least
	least int
}

func (f foot) in(width int) []string {
	lines := f.lines
	switch {
	case f.items != nil:
		lines = wrapItems(f.items, " · ", width)
	case f.text != "":
		lines = cells.Wrap(f.text, width)
	}
	for len(lines) < f.least {
		lines = append(lines, "")
	}
	return lines
}

// keysFoot are keys and what they do, separated by " · ".
func keysFoot(keys string) foot { return foot{look: faint, items: strings.Split(keys, " · ")} }

// saidFoot is what the last key did; its line is there even where it did
// nothing, so that the page stays where it is.
func (d *desk) saidFoot() foot { return foot{text: d.said, least: 1} }

// draw shows the body with feet under it.
func (d *desk) draw(feet ...foot) {
	w, h := d.Term.Size()
	var under []string
	for _, f := range feet {
		for _, l := range f.in(min(w-1, widest+2)) {
			under = append(under, d.look(f.look, l))
		}
	}
	if len(under) > h/2 {
		under = under[len(under)-h/2:]
	}
	room := max(h-len(under), 1)
	lines := d.body(w, room)
	lines = append(lines, make([]string, max(room-len(lines), 0))...)[:room]
	d.Term.Draw(append(lines, under...))
}

// wrapItems sets items side by side, breaking lines only between them.
func wrapItems(items []string, gap string, width int) []string {
	var lines []string
	line := ""
	for _, s := range items {
		switch {
		case line == "":
			line = cells.Cut(s, width)
		case cells.Width(line+gap+s) <= width:
			line += gap + s
		default:
			lines = append(lines, line)
			line = cells.Cut(s, width)
		}
	}
	return append(lines, line)
}

// key draws and waits for the next key. Ctrl-C and Ctrl-D end the desk,
// wherever it is.
func (d *desk) key(feet ...foot) (Key, error) {
	d.draw(feet...)
	k, err := d.Term.Key(d.ctx)
	switch {
	case err != nil:
		return k, err
	case k.Name == "ctrl-c":
		return k, interrupted()
	case k.Name == "ctrl-d":
		return k, errQuit
	}
	return k, nil
}

// ask lets a line be typed; ok is false after Esc. hint says under it, for
// what is typed so far, what there is to know; tab is told of the key.
func (d *desk) ask(prompt, keys string, hint func(typed string) foot, move func(by int)) (typed string, ok bool, err error) {
	for {
		feet := []foot{{text: prompt + " " + typed + "_"}}
		if hint != nil {
			feet = append(feet, hint(typed))
		}
		k, err := d.key(append(feet, keysFoot(keys))...)
		if err != nil {
			return "", false, err
		}
		switch k.Name {
		case "enter":
			return strings.TrimSpace(typed), true, nil
		case "esc":
			return "", false, nil
		case "backspace":
			if r := []rune(typed); len(r) > 0 {
				typed = string(r[:len(r)-1])
			}
		case "ctrl-u":
			typed = ""
		case "ctrl-w":
			typed = typed[:strings.LastIndexByte(strings.TrimRight(typed, " "), ' ')+1]
		case "paste":
			typed += strings.Join(strings.Fields(k.Paste), " ")
		case "tab", "down", "backtab", "up":
			if move != nil {
				move(map[string]int{"tab": 1, "down": 1}[k.Name]*2 - 1)
			}
			continue
		}
		if k.Rune != 0 {
			typed += string(k.Rune)
		}
		if move != nil {
			move(0)
		}
	}
}

// read shows a text over the whole screen, from a line on, until it is left.
func (d *desk) read(make func(width int) []string, from func(lines []string) int) error {
	before, at, first := d.body, 0, true
	defer func() { d.body = before }()
	most, page := 0, 1
	d.body = func(w, h int) []string {
		lines := make(min(w, widest+2))
		most, page = max(len(lines)-h, 0), max(h-1, 1)
		if first && from != nil {
			at = from(lines)
		}
		first = false
		at = min(max(at, 0), most)
		return lines[at:min(at+h, len(lines))]
	}
	for {
		k, err := d.key(keysFoot(d.t("arrows, space: scroll · Esc: back", "panah, spasi: gulir · Esc: kembali")))
		if err != nil {
			return err
		}
		switch {
		case k.Name == "down" || k.Rune == 'j':
			at++
		case k.Name == "up" || k.Rune == 'k':
			at--
		case k.Name == "pgdn" || k.Rune == ' ':
			at += page
		case k.Name == "pgup":
			at -= page
		case k.Name == "home":
			at = 0
		case k.Name == "end":
			at = most
		case k.Name == "resize" || k.Name == "" && k.Rune == 0:
		default:
			return nil
		}
	}
}

// about is all the codebook says of a code.
func (d *desk) about(c *qda.Code, width int) []string {
	var lines []string
	for _, l := range cells.Wrap(c.Key+"  "+d.words(c.Name), width) {
		lines = append(lines, d.look(bold, l))
	}
	head := len(lines)
	add := func(en, id, s string) {
		if s != "" {
			lines = append(lines, "")
			lines = append(lines, cells.Wrap(d.t(en, id)+": "+s, width)...)
		}
	}
	add("Concept", "Konsep", d.words(c.Concept))
	add("Definition", "Definisi", d.words(c.Definition))
	add("Include", "Termasuk", d.words(c.Include))
	add("Exclude", "Tidak termasuk", d.words(c.Exclude))
	for _, e := range c.Examples.Yes {
		add("For example", "Misalnya", "“"+e+"”")
	}
	for _, e := range c.Examples.No {
		add("But not", "Tetapi bukan", "“"+e+"”")
	}
	if len(lines) == head {
		lines = append(lines, "", d.t("The codebook does not define it.", "Buku kode tidak memberi definisi."))
	}
	return lines
}

// place names where a passage is: document, case, turn, speaker.
func (d *desk) place(doc int, turn int, span text.Span) string {
	dc := &d.snap.Documents[doc]
	parts := []string{dc.Name}
	switch {
	case turn > 0 && len(dc.Turns) > 0:
		parts = append(parts, d.t("turn %v of %v", "giliran %v dari %v", turn, len(dc.Turns)))
	case turn > 0:
		parts = append(parts, d.t("paragraph %v of %v", "paragraf %v dari %v", turn, len(dc.Passages(d.snap.Texts[doc]))))
	}
	if cases := dc.CasesAt(span); len(cases) > 0 {
		if c := d.snap.CaseOf(cases[0]); c != nil {
			parts = append(parts, d.t("case %v", "kasus %v", c.Name))
		}
	}
	return strings.Join(parts, " · ")
}

// speaker is who speaks in a turn, from 0, "" where there are none.
func (d *desk) speaker(doc, turn int) string {
	dc := &d.snap.Documents[doc]
	if turn < 0 || turn >= len(dc.Turns) {
		return ""
	}
	sp := dc.Speakers[dc.Turns[turn].Speaker]
	if role := d.t("interviewer", "pewawancara"); sp.Role == qda.Interviewer && !strings.EqualFold(sp.Label, role) {
		return sp.Label + " (" + role + ")"
	}
	return sp.Label
}

// question is the nearest turn of an interviewer before a turn, or -1.
func (d *desk) question(doc, turn int) int {
	dc := &d.snap.Documents[doc]
	for i := min(turn, len(dc.Turns)) - 1; i >= 0; i-- {
		if dc.Speakers[dc.Turns[i].Speaker].Role == qda.Interviewer {
			return i
		}
	}
	return -1
}
