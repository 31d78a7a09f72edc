package desk

import (
	"fmt"
	"strings"

	"tematik/internal/cells"
	"tematik/internal/study"
	"tematik/internal/text"
)

// byKeys is the review on a terminal: one key, one decision.
func (r *review) byKeys() error {
	for {
		w, ok, err := r.next()
		if err != nil {
			return err
		}
		if ok {
			r.body = func(width, height int) []string { return r.page(w, width, height) }
		} else {
			r.body = r.finished
		}
		k, err := r.key(r.saidFoot(), keysFoot(r.keysLine(ok)))
		if err != nil {
			return err
		}
		if k.Name != "resize" && k != (Key{}) {
			r.said = ""
		}
		switch {
		case k.Rune == 'q' || !ok && (k.Name == "enter" || k.Name == "esc"):
			return errQuit
		case k.Rune == 'u':
			err = r.back()
		case k.Rune == '?':
			err = r.read(func(width int) []string { return r.help(width) }, nil)
		case ok:
			err = r.press(w, k)
		}
		if err != nil {
			return err
		}
	}
}

// press does what a key asks for a proposal.
func (r *review) press(w study.Waiting, k Key) error {
	switch {
	case k.Rune == 'a':
		return r.accept()
	case k.Rune == 'x':
		return r.reject()
	case k.Rune == ' ' || k.Rune == 's':
		return r.skip()
	case k.Rune == 'b':
		_, err := r.bounds(r.snap.Texts[w.Doc], w.Unit, r.span, func(s text.Span) { r.span = s })
		if err == nil && !r.span.Overlaps(w.Span) {
			r.span = w.Span
			r.say("The new boundaries must touch the proposed passage; to code another one, see: tematik tag -i", "Batas baru harus menyentuh bagian yang diusulkan; untuk mengode bagian lain, lihat: tematik tag -i")
		} else if err == nil && r.span != w.Span {
			r.say("New boundaries: a accepts with them.", "Batas baru: a menerima dengan batas ini.")
		}
		return err
	case k.Rune >= '1' && k.Rune <= '9':
		if i := int(k.Rune - '1'); i < len(r.others) {
			return r.as(r.others[i])
		}
		r.say("There is no code %v in the list.", "Tidak ada kode nomor %v dalam daftar.", string(k.Rune))
	case k.Rune == 'o' || k.Rune == '/':
		key, err := r.pick(r.t("Accept as:", "Terima sebagai:"))
		if err != nil {
			return err
		}
		return r.as(key)
	case k.Rune == 'm':
		memo, ok, err := r.ask(r.t("Memo:", "Memo:"), r.t("Enter: keep with the decision · Esc: back", "Enter: simpan bersama keputusan · Esc: kembali"), nil, nil)
		if ok {
			r.memos[w.ID] = memo
		}
		return err
	case k.Rune == 'd':
		return r.read(func(width int) []string { return r.about(&r.snap.Codes()[w.Code], width-2) }, nil)
	case k.Rune == 'v':
		return r.whole(w.Doc, r.marking(w))
	case k.Name == "paste":
		r.say("Pasted text is no decision.", "Teks tempelan bukan keputusan.")
	case k.Rune != 0:
		r.say("%v is no key here; ? shows the keys.", "%v bukan tombol di sini; ? menampilkan tombol.", string(k.Rune))
	}
	return nil
}

func (r *review) keysLine(ok bool) string {
	if !ok {
		return r.t("u undo · q end", "u batalkan · q selesai")
	}
	switch w, h := r.Term.Size(); {
	case h < 18:
		return r.t("a accept · x reject · space skip · ? keys", "a terima · x tolak · spasi lewat · ?")
	case w < 70:
		return r.t("a accept · x reject · b bounds · o other · space skip · u undo · d define · ? keys · q quit", "a terima · x tolak · b batas · o lain · spasi lewat · u batal · d arti · ? tombol · q keluar")
	}
	return r.t("a accept · x reject · b boundaries · 1–9 o other code · m memo · space skip · u undo · d definition · v read on · ? keys · q quit",
		"a terima · x tolak · b batas · 1–9 o kode lain · m memo · spasi lewati · u batalkan · d definisi · v baca teks · ? tombol · q keluar")
}

// finished is the page after the last proposal.
func (r *review) finished(width, _ int) []string {
	page := []string{"", r.look(bold, r.t("That was the last one.", "Itu yang terakhir.")), ""}
	page = append(page, cells.Wrap(r.tally(), min(width-2, widest))...)
	for i, l := range page {
		page[i] = " " + l
	}
	return page
}

func (r *review) tally() string {
	s := r.sum
	s.Left = s.Skipped + len(r.todo)
	return s.In(r.Lang)
}

// page is a proposal on a screen of any size: the passage gets what the rest
// leaves.
func (r *review) page(w study.Waiting, width, height int) []string {
	wide := max(min(width-2, widest), 10)
	roomy := height >= 16
	var top []string
	if roomy {
		top = append(top, r.look(faint, cells.Cut(r.progress(), wide)), r.look(faint, cells.Cut(r.place(w.Doc, w.Turn, w.Span), wide)))
	} else {
		top = append(top, r.look(faint, cells.Cut(fmt.Sprintf("%d/%d · ", r.number(), r.sum.Total)+r.place(w.Doc, w.Turn, w.Span), wide)))
	}
	most := 1
	if roomy {
		most = 2
	}
	if q := r.question(w.Doc, w.Turn-1); q >= 0 {
		if roomy {
			top = append(top, "")
		}
		for _, l := range atMost(r.speaker(w.Doc, q)+": "+r.snap.Texts[w.Doc].Cut(r.snap.Documents[w.Doc].Turns[q].Span), wide, most, "") {
			top = append(top, r.look(faint, l))
		}
	}
	if roomy {
		top = append(top, "")
	}
	if who := r.speaker(w.Doc, w.Turn-1); who != "" && height >= 10 {
		top = append(top, cells.Cut(who+":", wide))
	}
	bottom := r.proposed(w, wide, height)
	room := max(height-len(top)-len(bottom), 2)
	lines := r.window(mark(r.snap.Texts[w.Doc], w.Unit, r.marking(w), r.Color), wide, room)
	if len(lines) < room && roomy {
		lines = append(lines, "")
	}
	page := append(append(top, lines...), bottom...)
	for i, l := range page {
		page[i] = " " + l
	}
	return page
}

// proposed is what is said of the proposed code under the passage.
func (r *review) proposed(w study.Waiting, wide, height int) []string {
	c := &r.snap.Codes()[w.Code]
	name := cells.Cut(c.Key+"  "+r.words(c.Name), wide)
	if rest, ok := strings.CutPrefix(name, c.Key); ok {
		name = r.look(bold, c.Key) + rest
	}
	out := []string{r.look(faint, strings.Repeat("─", wide)), name}
	if def := r.words(c.Definition); def != "" {
		out = append(out, atMost(def, wide, max(1, min(3, (height-10)/4)), " (d)")...)
	}
	if s := r.alsoCoded(); s != "" {
		out = append(out, cells.Cut(s, wide))
	}
	if memo := r.memos[w.ID]; memo != "" {
		out = append(out, cells.Cut(r.t("Memo: %v", "Memo: %v", memo), wide))
	}
	if height < 14 || len(r.others) == 0 {
		return out
	}
	lines := wrapItems(r.otherList(), "   ", wide)
	for _, l := range lines[:min(len(lines), max(1, min(3, (height-12)/3)))] {
		out = append(out, r.look(faint, l))
	}
	return out
}

// otherList are the other codes with their numbers.
func (r *review) otherList() []string {
	var list []string
	for i, key := range r.others {
		list = append(list, fmt.Sprintf("%d %s", i+1, key))
	}
	return list
}

// atMost wraps a text into so many lines at most; more says where the rest is.
func atMost(s string, width, most int, more string) []string {
	lines := cells.Wrap(s, width)
	if len(lines) <= most {
		return lines
	}
	last := cells.Cut(lines[most-1]+" "+lines[most]+" …", width-cells.Width(more))
	return append(lines[:most-1:most-1], strings.TrimSuffix(strings.TrimSuffix(last, "…"), " ")+"…"+more)
}

// help is the page of keys.
func (r *review) help(width int) []string {
	rows := [][2]string{
		{"a", r.t("accept: a coding of yours, of the proposal's origin", "terima: menjadi pengodean Anda, dengan asal usulan")},
		{"x", r.t("reject: the rule does not propose it here again", "tolak: aturan tidak mengusulkannya lagi di sini")},
		{"b", r.t("move the boundaries, then a", "geser batas, lalu a")},
		{"1–9", r.t("code it as this other code instead; the proposal is rejected", "kode dengan kode lain ini; usulannya ditolak")},
		{"o /", r.t("the same with any code: type some of it; +NAME makes a new code", "sama, dengan kode mana pun: ketik sebagian; +NAMA membuat kode baru")},
		{"m", r.t("a memo: on the coding, or, without one, on the document", "memo: pada pengodean, atau, bila tidak ada, pada dokumen")},
		{r.t("space s", "spasi s"), r.t("skip: it comes again at the next start", "lewati: muncul lagi saat dimulai kembali")},
		{"u", r.t("take back the last decision, again and again, of earlier days too", "batalkan keputusan terakhir, berulang kali, juga dari hari sebelumnya")},
		{"d", r.t("the code: definition, include, exclude, examples", "kodenya: definisi, termasuk, tidak termasuk, contoh")},
		{"v", r.t("read the document around the passage", "baca dokumen di sekitar bagian ini")},
		{"q", r.t("quit; every decision is kept at once (Ctrl-C too)", "keluar; setiap keputusan langsung tersimpan (Ctrl-C juga)")},
	}
	lines := keyRows(rows, width)
	legend := r.t("«…» is the proposed passage, *…* are the words that the rule found.", "«…» ialah bagian yang diusulkan, *…* kata yang ditemukan aturan.")
	if r.Color {
		legend = r.t("«…» is the proposed passage, the words that the rule found are underlined.", "«…» ialah bagian yang diusulkan, kata yang ditemukan aturan digarisbawahi.")
	}
	return append(append(lines, ""), cells.Wrap(legend, width-2)...)
}

// keyRows are keys and what they do, in two columns.
func keyRows(rows [][2]string, width int) []string {
	var lines []string
	for _, row := range rows {
		for i, l := range cells.Wrap(row[1], max(width-10, 8)) {
			head := row[0]
			if i > 0 {
				head = ""
			}
			lines = append(lines, cells.Pad(head, 8, false)+" "+l)
		}
	}
	return lines
}
