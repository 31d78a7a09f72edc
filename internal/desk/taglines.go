package desk

import (
	"fmt"
	"strconv"
	"strings"

	"tematik/internal/text"
)

// tagWords are what may be typed while reading, in either language.
var tagWords = map[string]string{
	"": "j", "j": "j", "next": "j", "lanjut": "j", "berikut": "j",
	"k": "k", "back": "k", "previous": "k", "mundur": "k", "sebelum": "k",
	"n": "n", "uncoded": "n", "g": "g", "go": "g", "turn": "g", "giliran": "g", "ke": "g",
	"c": "c", "code": "c", "kode": "c", ".": ".", "again": ".", "lagi": ".",
	"p": "p", "pin": "p", "a": "a", "aspect": "a", "aspek": "a", "m": "m", "memo": "m", "r": "r", "remove": "r", "hapus": "r",
	"u": "u", "undo": "u", "batal": "u", "batalkan": "u",
	"e": "e", "done": "e", "selesai": "e", "v": "v", "view": "v", "lihat": "v", "baca": "v",
	"/": "/", "find": "/", "search": "/", "cari": "/", "d": "d", "codes": "d", "kode-kode": "d",
	"t": "t", "tell": "t", "ulang": "t", "q": "q", "quit": "q", "exit": "q", "keluar": "q", "?": "?", "h": "?", "help": "?", "bantuan": "?",
}

// byLines is reading and coding line by line.
func (g *tagging) byLines() error {
	g.Lines.put(g.t("c CODE codes the turn, Enter reads on, ? lists the commands.", "c KODE mengode giliran, Enter lanjut membaca, ? menampilkan perintah."))
	for told := -1; ; {
		g.Lines.put(g.said)
		g.said = ""
		if told != g.at {
			g.tell()
			told = g.at
		}
		line, err := g.Lines.line(g.ctx, ">")
		if err != nil {
			return err
		}
		letter, rest := verb(line, tagWords)
		if strings.HasPrefix(line, "/") {
			letter, rest = "/", strings.TrimSpace(line[1:])
		}
		switch {
		case letter == "q" && rest == "":
			return errQuit
		case letter == "":
			if n, err2 := strconv.Atoi(strings.Fields(line)[0]); err2 == nil && n >= 1 && n <= 9 {
				err = g.codeAt(g.pinned(n), rest)
				break
			}
			g.say("“%v” is no command; nothing was changed. ? lists the commands.", "“%v” bukan perintah; tidak ada yang diubah. ? menampilkan daftar perintah.", line)
		case rest != "" && strings.Contains("jknuevdtq?", letter):
			g.say("%v takes nothing after it; nothing was changed.", "%v tidak memakai apa pun sesudahnya; tidak ada yang diubah.", strings.Fields(line)[0])
		default:
			err = g.typed(letter, rest)
		}
		if err != nil {
			return err
		}
	}
}

// typed does what a line asks.
func (g *tagging) typed(letter, rest string) error {
	switch letter {
	case "j":
		g.move(g.at + 1)
	case "k":
		g.move(g.at - 1)
	case "n":
		g.uncoded()
	case "g":
		g.goTo(rest)
	case "/":
		g.search(rest)
	case "c":
		return g.lineCode(rest)
	case ".":
		if g.last == "" {
			g.say("Nothing was coded yet.", "Belum ada yang dikode.")
			return nil
		}
		return g.codeAt(g.last, rest)
	case "p":
		return g.linePin(rest)
	case "m":
		if rest == "" {
			g.say("Write the memo after m: m TEXT", "Tulis memo setelah m: m TEKS")
		}
		return g.memo(rest)
	case "a":
		if rest == "" {
			g.say("Write the aspect after a: a TEXT", "Tulis aspek setelah a: a TEKS")
		}
		return g.aspect(rest)
	case "r":
		return g.lineRemove(rest)
	case "u":
		return g.back()
	case "e":
		return g.finish()
	case "v":
		g.Lines.put(g.around(g.di, g.turns[g.at], marking{})...)
	case "d":
		g.Lines.put(g.codeNames()...)
	case "t":
		g.tell()
	case "?":
		g.lineHelp()
	}
	return nil
}

// lineCode reads a code, in quotation marks if it has spaces, and then where.
func (g *tagging) lineCode(typed string) error {
	name, where := typed, ""
	switch {
	case typed == "":
		g.say("Name a code: c CODE", "Sebutkan kode: c KODE")
		return nil
	case typed[0] == '"':
		if end := strings.IndexByte(typed[1:], '"'); end >= 0 {
			name, where = typed[1:1+end], strings.TrimSpace(typed[2+end:])
		}
	case typed[0] == '+':
		if i := strings.LastIndexByte(typed, ' '); i > 0 && numbers(typed[i+1:]) {
			name, where = typed[:i], typed[i+1:]
		}
	default:
		name, where, _ = strings.Cut(typed, " ")
		where = strings.TrimSpace(where)
	}
	if _, ok := g.span(where); !ok { // before a new code is made
		return nil
	}
	key, err := g.named(name)
	if err != nil {
		return err
	}
	return g.codeAt(key, where)
}

// numbers reports what may stand for sentences: 2 or 2-3.
func numbers(s string) bool { return strings.Trim(s, "0123456789-–") == "" }

// span reads where in the turn: nothing is all of it, 2 or 2-3 are sentences,
// else START:END or words.
func (g *tagging) span(where string) (text.Span, bool) {
	unit := g.turns[g.at]
	switch {
	case where == "":
		return unit, true
	case numbers(where):
		before := g.sel
		ok := g.sentences(where)
		span := g.sel
		g.sel = before
		return span, ok
	}
	return g.typedSpan(g.text, unit, where)
}

// codeAt codes a place of the turn.
func (g *tagging) codeAt(key, where string) error {
	span, ok := g.span(where)
	if key == "" || !ok {
		return nil
	}
	g.sel = span
	defer func() { g.sel = g.turns[g.at] }()
	return g.code(key)
}

func (g *tagging) linePin(rest string) error {
	number, name, _ := strings.Cut(rest, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 9 || name == "" {
		g.say("p N CODE pins a code on a number, 1 to 9. Now: %v", "p N KODE memasang kode pada nomor, 1 sampai 9. Sekarang: %v", strings.Join(g.pinList(), ", "))
		return nil
	}
	key, err := g.named(strings.TrimSpace(name))
	if key != "" {
		g.made = "" // wanted, whatever is undone
		g.pin(n, key)
	}
	return err
}

func (g *tagging) lineRemove(rest string) error {
	mine := g.mine()
	n, err := strconv.Atoi(rest)
	switch {
	case rest == "" && len(mine) == 1:
		n = 1
	case err != nil || n < 1 || n > len(mine):
		g.Lines.put(g.numbered()...)
		g.say("Say which: r N. This turn has %v of yours.", "Sebutkan yang mana: r N. Giliran ini punya %v pengodean Anda.", len(mine))
		return nil
	}
	return g.remove(mine[n-1])
}

// tell says the turn in plain sentences, numbered, one a line.
func (g *tagging) tell() {
	unit := g.turns[g.at]
	head := g.status()
	if who := g.speaker(g.di, g.at); who != "" {
		head += "\n" + who + ":"
	}
	lines := []string{"\n" + head}
	pieces := text.Sentences(g.text, unit)
	for i, s := range pieces {
		line := strings.Join(strings.Fields(g.text.Cut(s)), " ")
		if len(pieces) > 1 {
			line = fmt.Sprintf("[%d] %s", i+1, line)
		}
		lines = append(lines, line)
	}
	if coded := g.codedHere(); coded != nil {
		lines = append(lines, g.t("Coded here:", "Dikode di sini:"))
		lines = append(lines, coded...)
	}
	g.Lines.put(lines...)
}

// codeNames are all codes with their names.
func (g *tagging) codeNames() []string {
	var out []string
	for i := range g.codes {
		out = append(out, g.codes[i].Key+", "+g.words(g.codes[i].Name))
	}
	return out
}

func (g *tagging) lineHelp() {
	g.Lines.put(
		g.t("Enter, next: the next turn. k, back: the one before. n: the next without a coding of yours. g N: turn N. /TEXT: search.", "Enter, lanjut: giliran berikut. k, mundur: yang sebelumnya. n: berikut tanpa pengodean Anda. g N: giliran N. /TEKS: cari."),
		g.t("c CODE: code the turn. CODE is an id or some of its name; in \"…\" with spaces; +NAME makes a new code.", "c KODE: kode giliran ini. KODE ialah id atau sebagian namanya; dalam \"…\" bila berspasi; +NAMA membuat kode baru."),
		g.t("c CODE 2, c CODE 2-3: those sentences. c CODE WORDS, c CODE first … last: those words. c CODE START:END.", "c KODE 2, c KODE 2-3: kalimat itu. c KODE KATA, c KODE awal … akhir: kata-kata itu. c KODE AWAL:AKHIR."),
		g.t(". or . 2-3: the last code again. 1 to 9: a pinned code, also 1 2-3. p N CODE: pin one.", ". atau . 2-3: kode terakhir lagi. 1 sampai 9: kode yang dipasang, juga 1 2-3. p N KODE: pasang."),
		g.t("m TEXT: a memo. a TEXT: the aspect of your coding here. r N: remove a coding. u, undo. e, done: the document is read and coded.", "m TEKS: memo. a TEKS: aspek pengodean Anda di sini. r N: hapus pengodean. u, batal. e: dokumen sudah dibaca dan dikode."),
		g.t("d, codes: the codes. v: the turns around. t: this turn again. q, quit: end; everything is kept.", "d: daftar kode. v: giliran di sekitarnya. t: giliran ini lagi. q, keluar: selesai; semua tersimpan."))
	if pins := g.pinList(); pins != nil {
		g.Lines.put(g.t("Pinned: %v", "Dipasang: %v", strings.Join(pins, ", ")))
	}
}
