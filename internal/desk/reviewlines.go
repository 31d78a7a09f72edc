package desk

import (
	"fmt"
	"strings"

	"tematik/internal/qda"
	"tematik/internal/study"
)

// reviewWords are what may be typed for a decision, in either language.
var reviewWords = map[string]string{
	"a": "a", "accept": "a", "yes": "a", "terima": "a", "ya": "a",
	"x": "x", "reject": "x", "no": "x", "tolak": "x", "tidak": "x",
	"s": "s", "skip": "s", "lewati": "s", "lewat": "s",
	"u": "u", "undo": "u", "batal": "u", "batalkan": "u",
	"b": "b", "boundaries": "b", "bounds": "b", "batas": "b",
	"o": "o", "other": "o", "code": "o", "lain": "o", "kode": "o", "/": "o",
	"m": "m", "memo": "m", "d": "d", "definition": "d", "definisi": "d",
	"v": "v", "view": "v", "lihat": "v", "baca": "v",
	"q": "q", "quit": "q", "exit": "q", "keluar": "q", "selesai": "q",
	"?": "?", "h": "?", "help": "?", "bantuan": "?",
}

// byLines is the review line by line: sentences out, a command in.
func (r *review) byLines() error {
	told := qda.ProposalID(0)
	for first := true; ; first = false {
		w, ok, err := r.next()
		if err != nil {
			return err
		}
		r.Lines.put(r.said)
		r.said = ""
		switch {
		case !ok:
			r.Lines.put(r.t("That was the last one. u takes it back, q ends.", "Itu yang terakhir. u membatalkannya, q mengakhiri."))
		case told != w.ID:
			if first {
				r.Lines.put(r.t("Type a, x, s or another command, then Enter; ? lists them.", "Ketik a, x, s atau perintah lain, lalu Enter; ? menampilkan daftarnya."))
			}
			r.tell(w)
			told = w.ID
		}
		line, err := r.Lines.line(r.ctx, r.t("accept, reject, skip? (a/x/s/?)", "terima, tolak, lewati? (a/x/s/?)"))
		if err != nil {
			return err
		}
		letter, rest := verb(line, reviewWords)
		switch {
		case letter == "q" || !ok && line == "":
			return errQuit
		case letter == "u":
			err = r.back()
		case !ok || letter == "?":
			r.lineHelp()
		default:
			err = r.typed(w, letter, rest, line)
		}
		if err != nil {
			return err
		}
	}
}

// typed does what a line asks for a proposal.
func (r *review) typed(w study.Waiting, letter, rest, line string) error {
	switch {
	case rest != "" && strings.Contains("axsdv", letter) && letter != "":
		r.say("%v takes nothing after it; nothing was changed.", "%v tidak memakai apa pun sesudahnya; tidak ada yang diubah.", strings.Fields(line)[0])
	case letter == "a":
		return r.accept()
	case letter == "x":
		return r.reject()
	case letter == "s":
		return r.skip()
	case letter == "b":
		return r.lineBounds(w, rest)
	case letter == "o":
		key, err := r.named(rest)
		if err != nil {
			return err
		}
		return r.as(key)
	case letter == "m":
		if rest == "" {
			r.say("Write the memo after m: m TEXT", "Tulis memo setelah m: m TEKS")
			return nil
		}
		r.memos[w.ID] = rest
		r.say("The memo is kept with the decision.", "Memo disimpan bersama keputusan.")
	case letter == "d":
		r.Lines.put(r.about(&r.snap.Codes()[w.Code], 1<<20)...)
	case letter == "v":
		r.Lines.put(r.around(w.Doc, w.Unit, r.marking(w))...)
	case len(line) == 1 && line[0] >= '1' && line[0] <= '9' && int(line[0]-'1') < len(r.others):
		return r.as(r.others[line[0]-'1'])
	case line == "":
		r.say("Type a, x, s, or ? for all commands.", "Ketik a, x, s, atau ? untuk semua perintah.")
	default:
		r.say("“%v” is no command; nothing was changed. ? lists the commands.", "“%v” bukan perintah; tidak ada yang diubah. ? menampilkan daftar perintah.", line)
	}
	return nil
}

// lineBounds sets other boundaries and accepts with them.
func (r *review) lineBounds(w study.Waiting, typed string) error {
	if typed == "" {
		var err error
		if typed, err = r.Lines.line(r.ctx, r.t("The words (“first … last” will do) or START:END, empty to go back:", "Kata-katanya (boleh “awal … akhir”) atau AWAL:AKHIR, kosong untuk kembali:")); err != nil {
			return err
		}
		if typed == "" {
			return nil
		}
	}
	span, ok := r.typedSpan(r.snap.Texts[w.Doc], w.Unit, typed)
	switch {
	case !ok:
		return nil
	case !span.Overlaps(w.Span):
		r.say("The new boundaries must touch the proposed passage, %v:%v.", "Batas baru harus menyentuh bagian yang diusulkan, %v:%v.", fmt.Sprint(w.Span.Start), fmt.Sprint(w.Span.End))
		return nil
	}
	r.span = span
	defer func() { r.span = w.Span }()
	return r.accept()
}

// tell says a proposal in plain sentences, one a line.
func (r *review) tell(w study.Waiting) {
	c := &r.snap.Codes()[w.Code]
	t := r.snap.Texts[w.Doc]
	out := []string{"\n" + r.progress() + " · " + r.place(w.Doc, w.Turn, w.Span)}
	if q := r.question(w.Doc, w.Turn-1); q >= 0 {
		words := strings.Join(strings.Fields(t.Cut(r.snap.Documents[w.Doc].Turns[q].Span)), " ")
		if runes := []rune(words); len(runes) > 200 {
			words = "…" + string(runes[len(runes)-200:])
		}
		out = append(out, r.speaker(w.Doc, q)+": "+words)
	}
	if who := r.speaker(w.Doc, w.Turn-1); who != "" {
		out = append(out, who+":")
	}
	out = append(out, near(sentences(t, w.Unit, r.marking(w)))...)
	name := r.t("Proposed: %v, %v.", "Diusulkan: %v, %v.", c.Key, r.words(c.Name))
	if def := r.words(c.Definition); def != "" {
		name += " " + def
	}
	out = append(out, name, r.alsoCoded())
	if list := r.otherList(); list != nil {
		out = append(out, r.t("Other codes: %v", "Kode lain: %v", strings.Join(list, ", ")))
	}
	r.Lines.put(out...)
}

// near leaves out of a long turn what is far from the ends of the span and
// from what was found; v tells it all.
func near(lines []string) []string {
	if len(lines) <= 12 {
		return lines
	}
	keep := make([]bool, len(lines))
	for i, l := range lines {
		around := 0
		switch {
		case strings.ContainsAny(l, "«»"):
			around = 2
		case strings.Contains(l, "*"):
			around = 1
		default:
			continue
		}
		for k := max(i-around, 0); k <= min(i+around, len(lines)-1); k++ {
			keep[k] = true
		}
	}
	var out []string
	for i, l := range lines {
		if keep[i] {
			out = append(out, l)
		} else if i == 0 || keep[i-1] {
			out = append(out, "…")
		}
	}
	return out
}

func (r *review) lineHelp() {
	r.Lines.put(
		r.t("«…» is the proposed passage; *…* are the words that the rule found.", "«…» ialah bagian yang diusulkan; *…* kata yang ditemukan aturan."),
		r.t("a, accept: accept. x, reject: reject. s, skip: skip.", "a, terima: terima. x, tolak: tolak. s, lewati: lewati."),
		r.t("b WORDS, b first … last, b START:END: accept with other boundaries.", "b KATA, b awal … akhir, b AWAL:AKHIR: terima dengan batas lain."),
		r.t("1 to 9: code it as that other code. o CODE: as any code, by id or some of its name; o +NAME makes a new code.", "1 sampai 9: kode dengan kode lain itu. o KODE: dengan kode mana pun, dari id atau sebagian namanya; o +NAMA membuat kode baru."),
		r.t("m TEXT: a memo, kept with the decision. d: what the code means. v: the turns around.", "m TEKS: memo, disimpan bersama keputusan. d: arti kode. v: giliran di sekitarnya."),
		r.t("u, undo: take back the last decision. q, quit: end; what was decided is kept.", "u, batal: batalkan keputusan terakhir. q, keluar: selesai; keputusan tetap tersimpan."))
}
