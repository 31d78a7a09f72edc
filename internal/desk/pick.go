package desk

import (
	"cmp"
	"slices"
	"strings"

	"tematik/internal/cells"
	"tematik/internal/qda"
)

// matches are the codes whose id or name, in either language, has what was
// typed: the best first, themes after codes.
func matches(codes []qda.Code, typed string) []*qda.Code {
	typed = strings.ToLower(strings.TrimSpace(typed))
	type hit struct {
		c    *qda.Code
		rank int
	}
	var hits []hit
	for i := range codes {
		c := &codes[i]
		rank := -1
		key := strings.ToLower(c.Key)
		for _, s := range []string{key, key[strings.LastIndexByte(key, '.')+1:], strings.ToLower(c.Name.Plain), strings.ToLower(c.Name.EN), strings.ToLower(c.Name.ID)} {
			at := strings.Index(s, typed)
			switch {
			case at < 0 || s == "":
				continue
			case s == typed:
				rank = max(rank, 4)
			case at == 0:
				rank = max(rank, 3)
			case strings.ContainsRune(" .-_(", rune(s[at-1])):
				rank = max(rank, 2)
			default:
				rank = max(rank, 1)
			}
		}
		if rank >= 0 {
			if c.Kind == qda.KindTheme {
				rank = min(rank, 0) // to be coded seldom
			}
			if key == typed {
				rank = 5
			}
			hits = append(hits, hit{c, rank})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.rank, a.rank) })
	out := make([]*qda.Code, len(hits))
	for i, h := range hits {
		out[i] = h.c
	}
	return out
}

// pick lets a code be chosen by typing some of it; +NAME makes a new one. It
// gives "" after Esc.
func (d *desk) pick(prompt string) (string, error) {
	chosen := -1 // nothing, before something is typed
	var found []*qda.Code
	hint := func(typed string) foot {
		w, h := d.Term.Size()
		room := max(min(8, h/2-4), 1)
		if strings.HasPrefix(typed, "+") {
			return foot{text: d.t("A new code: %v", "Kode baru: %v", strings.TrimSpace(typed[1:])), least: room}
		}
		found = matches(d.codes, typed)
		if len(found) == 0 {
			return foot{text: d.t("No code has this. +NAME makes a new code.", "Tidak ada kode seperti itu. +NAMA membuat kode baru."), least: room}
		}
		if typed != "" {
			chosen = max(chosen, 0)
		}
		chosen = min(chosen, len(found)-1)
		from := max(0, chosen-room+1)
		var lines []string
		for i := from; i < min(from+room, len(found)); i++ {
			line := "  "
			if i == chosen {
				line = "> "
			}
			line = cells.Cut(line+found[i].Key+"  "+d.words(found[i].Name), w-1)
			if i == chosen {
				line = d.look(bold, line)
			}
			lines = append(lines, line)
		}
		return foot{lines: lines, least: room}
	}
	typed, ok, err := d.ask(prompt, d.t("Enter: this · Tab ↓ ↑: another · +NAME: new code · Esc: back", "Enter: ini · Tab ↓ ↑: lain · +NAMA: kode baru · Esc: kembali"), hint, func(by int) {
		chosen = max(chosen+by, 0)
		if by == 0 {
			chosen = -1
		}
	})
	switch {
	case err != nil || !ok || typed == "" && chosen < 0:
		return "", err
	case strings.HasPrefix(typed, "+"):
		return d.newCode(strings.TrimSpace(typed[1:]))
	case len(found) == 0:
		d.noCode(typed)
		return "", nil
	}
	return found[chosen].Key, nil
}

// newCode adds a code to the codebook, under no theme.
func (d *desk) newCode(name string) (string, error) {
	if name == "" {
		d.say("A new code needs a name: +NAME", "Kode baru perlu nama: +NAMA")
		return "", nil
	}
	c, err := d.Project.AddCode(d.ctx, qda.Code{Kind: qda.KindCode, Name: qda.Words{Plain: name}}, "")
	if err != nil {
		return "", d.failed(err)
	}
	d.codes = append(slices.Clone(d.codes), c)
	d.made = c.Key
	return c.Key, nil
}

// named finds the code that was typed: its id, else the only one that has what
// was typed, else "" with the reason said.
func (d *desk) named(typed string) (string, error) {
	if name, ok := strings.CutPrefix(typed, "+"); ok {
		return d.newCode(strings.TrimSpace(name))
	}
	found := matches(d.codes, typed)
	switch {
	case len(found) == 0 || typed == "":
		d.noCode(typed)
		return "", nil
	case found[0].Key == strings.ToLower(typed) || len(found) == 1:
		return found[0].Key, nil
	}
	var keys []string
	for _, c := range found[:min(len(found), 6)] {
		keys = append(keys, c.Key)
	}
	if len(found) > 6 {
		keys = append(keys, "…")
	}
	d.say("Several codes have “%v”: %v", "Beberapa kode memuat “%v”: %v", typed, strings.Join(keys, ", "))
	return "", nil
}

// unmake takes back a code that was made for a coding taken back just now. One
// that is used elsewhere meanwhile stays.
func (d *desk) unmake(key string) {
	if key == "" {
		return
	}
	if _, err := d.Project.TakeBack(d.ctx, func(e qda.Event) bool { return e.Kind == "code add" }); err == nil {
		d.codes = slices.DeleteFunc(slices.Clone(d.codes), func(c qda.Code) bool { return c.Key == key })
	}
}

func (d *desk) noCode(typed string) {
	var keys []string
	for _, c := range d.codes {
		keys = append(keys, c.Key)
	}
	if near := qda.Nearest(typed, keys); near != "" {
		d.say("No code %v; did you mean %v? +NAME makes a new code.", "Tidak ada kode %v; maksud Anda %v? +NAMA membuat kode baru.", typed, near)
		return
	}
	d.say("No code %v. +NAME makes a new code.", "Tidak ada kode %v. +NAMA membuat kode baru.", typed)
}
