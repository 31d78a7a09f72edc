package desk

import (
	"strings"

	"tematik/internal/cells"
	"tematik/internal/text"
)

// byKeys is reading and coding on a terminal.
func (g *tagging) byKeys() error {
	for {
		g.body = g.page
		k, err := g.key(g.saidFoot(), keysFoot(g.keysLine()))
		if err != nil {
			return err
		}
		if k.Name != "resize" && k != (Key{}) {
			g.said = ""
		}
		if k.Rune == 'q' {
			return errQuit
		}
		if handled := g.walk(k); !handled {
			err = g.press(k)
		}
		if err != nil {
			return err
		}
	}
}

// walk does what a key asks that changes nothing but the place.
func (g *tagging) walk(k Key) bool {
	switch {
	case (k.Rune == ' ' || k.Name == "pgdn") && g.below > 0:
		g.from += max(g.room-2, 1)
	case k.Name == "pgup" && g.from > 0:
		g.from = max(g.from-max(g.room-2, 1), 0)
	case k.Rune == 'j' || k.Name == "down" || k.Name == "right" || k.Name == "enter" || k.Rune == ' ' || k.Name == "pgdn":
		g.move(g.at + 1)
	case k.Rune == 'k' || k.Name == "up" || k.Name == "left" || k.Name == "backspace" || k.Name == "pgup":
		g.move(g.at - 1)
	case k.Name == "home":
		g.move(0)
	case k.Name == "end":
		g.move(len(g.turns) - 1)
	case k.Rune == 'n':
		g.uncoded()
	case k.Name == "esc":
		g.sel = g.turns[g.at]
	default:
		return false
	}
	return true
}

// press does what any other key asks.
func (g *tagging) press(k Key) error {
	switch {
	case k.Rune == 'c':
		key, err := g.pick(g.t("Code:", "Kode:"))
		if err != nil {
			return err
		}
		return g.code(key)
	case k.Rune == '.':
		if g.last == "" {
			g.say("Nothing was coded yet: c codes.", "Belum ada yang dikode: c mengode.")
		}
		return g.code(g.last)
	case k.Rune >= '1' && k.Rune <= '9':
		return g.code(g.pinned(int(k.Rune - '0')))
	case k.Rune == 'w' || k.Rune == 'b':
		span, err := g.bounds(g.text, g.turns[g.at], g.sel, func(s text.Span) { g.sel = s })
		g.sel = span
		return err
	case k.Rune == 'u':
		return g.back()
	case k.Rune == 'e':
		return g.finish()
	case k.Rune == 'v':
		return g.whole(g.di, g.marking())
	case k.Rune == 'd':
		return g.read(g.codeList, nil)
	case k.Rune == '?':
		return g.read(g.help, nil)
	case k.Rune == 'p':
		return g.pressPin()
	case k.Rune == 'r':
		return g.pressRemove()
	case k.Name == "paste":
		g.say("Pasted text does nothing here.", "Teks tempelan tidak berbuat apa-apa di sini.")
	case k.Rune != 0:
		return g.pressAsk(k.Rune)
	}
	return nil
}

// pressAsk are the keys that want something typed.
func (g *tagging) pressAsk(key rune) error {
	prompts := map[rune][2]string{
		's': {"Sentences (2 or 2-3):", "Kalimat (2 atau 2-3):"}, 'm': {"Memo:", "Memo:"},
		'a': {"Aspect of the coding here:", "Aspek pengodean di sini:"},
		'g': {"Go to turn:", "Ke giliran:"}, '/': {"Search:", "Cari:"},
	}
	prompt, ok := prompts[key]
	if !ok {
		g.say("%v is no key here; ? shows the keys.", "%v bukan tombol di sini; ? menampilkan tombol.", string(key))
		return nil
	}
	typed, ok, err := g.ask(g.t(prompt[0], prompt[1]), g.t("Enter: ok · Esc: back", "Enter: oke · Esc: kembali"), nil, nil)
	switch {
	case err != nil || !ok:
		return err
	case key == 'm':
		return g.memo(typed)
	case key == 'a':
		return g.aspect(typed)
	case key == '/':
		g.search(typed)
	case typed == "":
	case key == 's':
		g.sentences(typed)
	case key == 'g':
		g.goTo(typed)
	}
	return nil
}

func (g *tagging) pressPin() error {
	k, err := g.key(foot{text: g.t("Pin a code on which number, 1 to 9?", "Pasang kode pada nomor berapa, 1 sampai 9?")}, keysFoot(g.t("Esc: back", "Esc: kembali")))
	if err != nil || k.Rune < '1' || k.Rune > '9' {
		return err
	}
	key, err := g.pick(g.t("Code for %v:", "Kode untuk %v:", string(k.Rune)))
	if key != "" {
		g.made = "" // wanted, whatever is undone
		g.pin(int(k.Rune-'0'), key)
	}
	return err
}

func (g *tagging) pressRemove() error {
	mine := g.mine()
	switch len(mine) {
	case 0:
		g.say("This turn has no coding of yours.", "Giliran ini tidak punya pengodean Anda.")
		return nil
	case 1:
		return g.remove(mine[0])
	}
	w, _ := g.Term.Size()
	list := g.numbered()
	for i, l := range list {
		list[i] = cells.Cut(l, w-1)
	}
	k, err := g.key(foot{lines: list}, foot{text: g.t("Remove which number?", "Hapus nomor berapa?")}, keysFoot(g.t("Esc: back", "Esc: kembali")))
	if i := int(k.Rune - '1'); err == nil && i >= 0 && i < len(mine) {
		return g.remove(mine[i])
	}
	return err
}

func (g *tagging) keysLine() string {
	switch w, h := g.Term.Size(); {
	case h < 18:
		return g.t("c code · . again · j k turn · ? keys", "c kode · . lagi · j k giliran · ?")
	case w < 70:
		return g.t("c code · . again · 1–9 pins · s w select · j k n turn · u undo · ? keys · q quit", "c kode · . lagi · 1–9 pin · s w pilih · j k n giliran · u batal · ? tombol · q keluar")
	}
	return g.t("c code · . again · 1–9 pinned · s sentences · w words · j k turn · n uncoded · m memo · r remove · u undo · e done · g / go, search · ? keys · q quit",
		"c kode · . lagi · 1–9 pin · s kalimat · w kata · j k giliran · n belum dikode · m memo · r hapus · u batalkan · e selesai · g / ke, cari · ? tombol · q keluar")
}

// page is a turn on a screen of any size.
func (g *tagging) page(width, height int) []string {
	wide := max(min(width-2, widest), 10)
	roomy := height >= 16
	top := []string{g.look(faint, cells.Cut(g.status(), wide))}
	if g.at > 0 && height >= 8 {
		if roomy {
			top = append(top, "")
		}
		before := g.text.Cut(g.turns[g.at-1])
		if who := g.speaker(g.di, g.at-1); who != "" {
			before = who + ": " + before
		}
		for _, l := range atMost(before, wide, map[bool]int{true: 2, false: 1}[roomy], "") {
			top = append(top, g.look(faint, l))
		}
	}
	if roomy {
		top = append(top, "")
	}
	if who := g.speaker(g.di, g.at); who != "" {
		top = append(top, g.look(bold, cells.Cut(who+":", wide)))
	}
	bottom := []string{g.look(faint, strings.Repeat("─", wide))}
	coded := g.codedHere()
	if most := max(1, height/4); len(coded) > most {
		coded = append(coded[:most-1:most-1], g.t("… and %v more", "… dan %v lagi", len(coded)-most+1))
	}
	if len(coded) == 0 {
		coded = []string{g.look(faint, g.t("not coded", "belum dikode"))}
	}
	for _, l := range coded {
		bottom = append(bottom, cells.Cut(l, wide))
	}
	if pins := g.pinList(); pins != nil && height >= 12 {
		bottom = append(bottom, g.look(faint, wrapItems(append([]string{g.t("pinned:", "pin:")}, pins...), "  ", wide)[0]))
	}
	room := max(height-len(top)-len(bottom), 2)
	lines := g.reading(wide, room)
	if len(lines) < room && roomy {
		lines = append(lines, "")
	}
	page := append(append(top, lines...), bottom...)
	for i, l := range page {
		page[i] = " " + l
	}
	return page
}

// reading is the turn as far as there is room: from where the reader is in it,
// or around what is selected.
func (g *tagging) reading(wide, room int) []string {
	p := mark(g.text, g.turns[g.at], g.marking(), g.Color)
	lines, _, _, _ := p.lines(wide, g.Color)
	g.room, g.below = room, 0
	if len(lines) <= room || g.sel != g.turns[g.at] || g.focus != neither || room < 3 {
		return g.window(p, wide, room)
	}
	g.from = min(g.from, len(lines)-room)
	g.below = len(lines) - g.from - room
	out := append([]string{}, lines[g.from:g.from+room]...)
	if g.from > 0 {
		out[0] = g.look(faint, cells.Cut(g.t("… %v lines above (PgUp)", "… %v baris di atas (PgUp)", g.from+1), wide))
	}
	if g.below > 0 {
		out[room-1] = g.look(faint, cells.Cut(g.t("… %v lines below (space)", "… %v baris di bawah (spasi)", g.below+1), wide))
	}
	return out
}

// codeList is the codebook, to look something up.
func (g *tagging) codeList(width int) []string {
	var lines []string
	for i := range g.codes {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, g.about(&g.codes[i], width-2)...)
	}
	return lines
}

func (g *tagging) help(width int) []string {
	return keyRows([][2]string{
		{"c", g.t("code what is selected: type some of the code; +NAME makes a new one", "kode yang dipilih: ketik sebagian kodenya; +NAMA membuat kode baru")},
		{".", g.t("the last code again", "kode terakhir lagi")},
		{"1–9", g.t("a pinned code; p pins one, until you quit", "kode yang dipasang; p memasang, sampai keluar")},
		{"s", g.t("select sentences by their numbers: 2 or 2-3", "pilih kalimat menurut nomornya: 2 atau 2-3")},
		{"w", g.t("select words: move the ends", "pilih kata: geser ujungnya")},
		{"Esc", g.t("select the whole turn again", "pilih seluruh giliran lagi")},
		{"j k", g.t("next and previous turn; arrows and Enter too", "giliran berikut dan sebelumnya; juga panah dan Enter")},
		{g.t("space", "spasi"), g.t("read on in a long turn, then the next", "lanjut dalam giliran panjang, lalu berikutnya")},
		{"n", g.t("the next turn without a coding of yours", "giliran berikut tanpa pengodean Anda")},
		{"g /", g.t("go to a turn by number; search the text, / Enter again", "ke giliran bernomor; cari teks, / Enter untuk mengulang")},
		{"m", g.t("a memo: on your coding of what is selected, else on the document", "memo: pada pengodean Anda di bagian terpilih, bila tidak ada pada dokumen")},
		{"a", g.t("the aspect of the code that your coding shows; several with ;", "aspek kode yang tampak pada pengodean Anda; beberapa dengan ;")},
		{"r", g.t("remove a coding of yours from this turn", "hapus pengodean Anda dari giliran ini")},
		{"u", g.t("take back the last change, again and again", "batalkan perubahan terakhir, berulang kali")},
		{"e", g.t("the document is read and coded: done", "dokumen sudah dibaca dan dikode: selesai")},
		{"v d", g.t("read the document; the codes and their definitions", "baca dokumen; kode dan definisinya")},
		{"q", g.t("quit; every change is kept at once, the next start goes on here", "keluar; setiap perubahan langsung tersimpan, berikutnya dilanjutkan")},
	}, width)
}
