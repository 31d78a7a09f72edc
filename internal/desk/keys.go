package desk

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Key is one press: a character, a key with a name (up, enter, ctrl-c, …), or
// a paste, which is text and never a command.
type Key struct {
	Rune  rune
	Name  string
	Paste string
}

// Char is the key of a character.
func Char(r rune) Key { return Key{Rune: r} }

// Named is a key without a character.
func Named(name string) Key { return Key{Name: name} }

// decoder makes keys of what a terminal sends. next waits for a byte; soon
// gives one only if it comes at once, which tells the key Esc from a sequence.
type decoder struct {
	next func() (byte, error)
	soon func() (byte, bool)
}

// key reads one key; what means nothing is a key without a name.
func (d decoder) key() (Key, error) {
	b, err := d.next()
	if err != nil {
		return Key{}, err
	}
	switch {
	case b == 0x1b:
		return d.escape()
	case b >= utf8.RuneSelf:
		return d.character(b)
	case b >= ' ' && b != 0x7f:
		return Char(rune(b)), nil
	}
	return Named(map[byte]string{'\r': "enter", '\n': "enter", '\t': "tab", 0x7f: "backspace", 0x08: "backspace",
		0x03: "ctrl-c", 0x04: "ctrl-d", 0x15: "ctrl-u", 0x17: "ctrl-w"}[b]), nil
}

func (d decoder) character(b byte) (Key, error) {
	n := 2
	switch {
	case b >= 0xf0:
		n = 4
	case b >= 0xe0:
		n = 3
	}
	buf := []byte{b}
	for len(buf) < n {
		b, err := d.next()
		if err != nil {
			return Key{}, err
		}
		buf = append(buf, b)
	}
	r, w := utf8.DecodeRune(buf)
	if r == utf8.RuneError || w != n {
		return Key{}, nil
	}
	return Char(r), nil
}

// escape reads what follows ESC.
func (d decoder) escape() (Key, error) {
	b, ok := d.soon()
	switch {
	case !ok:
		return Named("esc"), nil
	case b == 'O':
		b, err := d.next()
		return Named(arrows[b]), err
	case b != '[':
		return Key{}, nil // Alt and a character
	}
	var number strings.Builder
	for {
		b, err := d.next()
		if err != nil {
			return Key{}, err
		}
		if b < 0x40 || b > 0x7e {
			number.WriteByte(b)
			continue
		}
		if b != '~' {
			return Named(arrows[b]), nil
		}
		first, _, _ := strings.Cut(number.String(), ";")
		n, _ := strconv.Atoi(first)
		if n == 200 {
			return d.paste()
		}
		return Named(numbered[n]), nil
	}
}

// arrows and numbered are read only.
var (
	arrows   = map[byte]string{'A': "up", 'B': "down", 'C': "right", 'D': "left", 'H': "home", 'F': "end", 'Z': "backtab", 'M': "enter"}
	numbered = map[int]string{1: "home", 3: "delete", 4: "end", 5: "pgup", 6: "pgdn", 7: "home", 8: "end"}
)

const pasteEnd = "\x1b[201~"

func (d decoder) paste() (Key, error) {
	var b strings.Builder
	for !strings.HasSuffix(b.String(), pasteEnd) {
		c, err := d.next()
		if err != nil {
			return Key{}, err
		}
		b.WriteByte(c)
	}
	return Key{Name: "paste", Paste: strings.TrimSuffix(b.String(), pasteEnd)}, nil
}
