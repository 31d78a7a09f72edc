package transcript

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/qda"
)

// voice is a label with what its heads have in common.
type voice struct {
	key      string
	label    string // as first written, or as declared
	line     int
	heads    int
	colons   int
	opens    int     // heads that begin a paragraph
	lower    int     // heads whose speech begins in lower case
	boxed    int     // heads in brackets and without a colon
	note     calling // what stands in brackets says: "Budi (Pewawancara):"
	declared bool
}

// calling is what a word says of the one who bears it as a label.
type calling int

const (
	unknown   calling = iota
	ambiguous         // a label, of either side: P, I, N, R, T, J, Q, A
	asking            // an interviewer
	answering         // a respondent
)

// role is the role that a calling is certain of, or "".
func (c calling) role() qda.Role {
	switch c {
	case asking:
		return qda.Interviewer
	case answering:
		return qda.Respondent
	}
	return ""
}

// callings are the labels that are known without recurring.
var callings = map[string]calling{
	"p": ambiguous, "i": ambiguous, "n": ambiguous, "r": ambiguous, "t": ambiguous, "j": ambiguous, "q": ambiguous, "a": ambiguous,
	"speaker": ambiguous, "pembicara": ambiguous, "penutur": ambiguous, "unknown speaker": ambiguous,
	"pewawancara": asking, "peneliti": asking, "penanya": asking, "interviewer": asking, "moderator": asking,
	"researcher": asking, "tanya": asking,
	"informan": answering, "narasumber": answering, "responden": answering, "partisipan": answering,
	"interviewee": answering, "informant": answering, "respondent": answering, "participant": answering,
	"peserta": answering, "jawab": answering,
}

// callingOf looks a label up, without its number: "N1", "Informan 2", "P-3".
// A name may follow a word that tells the side: "Informan E1", "Peneliti Sri".
func callingOf(label string) calling {
	base, _ := splitNumber(label)
	if c := callings[base]; c != unknown {
		return c
	}
	if first, _, more := strings.Cut(base, " "); more && callings[first] > ambiguous && nameLike(label) {
		return callings[first]
	}
	return unknown
}

// splitNumber parts a label, in lower case, from the number or single letter
// that tells several of a kind apart.
func splitNumber(label string) (base, number string) {
	s := strings.Join(strings.Fields(strings.ToLower(label)), " ")
	base = strings.TrimRight(s, "0123456789")
	if base == s {
		if i := strings.LastIndexByte(s, ' '); i > 0 && utf8.RuneCountInString(s[i+1:]) == 1 {
			base = s[:i]
		}
	}
	return strings.TrimRight(base, " .-_#"), s[len(base):]
}

// keyOf is what two ways of writing one label have in common.
func keyOf(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-_", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, label)
}

// What a conversation may have at most; a file with more is something else.
const (
	maxHeads    = 100_000
	maxSpeakers = 100
)

// heads finds the beginnings of lines that may be beginnings of turns. odd is
// the unusual shape in which the file writes them, if it has one.
func heads(s string, declared []string, odd shape) []head {
	var out []head
	line, filled, opens := 0, 0, true
	stamp := head{start: -1}
	cue := -1 // where the number of a cue begins, on the line before its time
	for at := 0; at < len(s) && len(out) <= maxHeads; {
		end := strings.IndexByte(s[at:], '\n') + at
		if end < at {
			end = len(s)
		}
		row := s[at:end]
		line++
		first := strings.TrimSpace(row)
		filled += one(first != "")
		switch d, n, _ := stampAt(first); {
		case first == "":
			opens = true
		case n > 0 && n == len(first):
			// On a line of its own: it belongs to the label that follows.
			stamp = head{start: at + blanks(row), time: d, opens: opens || stamp.opens && stamp.start >= 0}
			if cue >= 0 && strings.Contains(first, "-->") {
				stamp.start, stamp.opens = cue, true
			}
			opens = false
		default:
			h, ok := odd.parse(row, declared, false)
			if !ok {
				h, ok = parseHead(row, declared)
			}
			if ok {
				h.line, h.row, h.opens = line, filled, opens
				h.start, h.body = h.start+at, h.body+at
				if stamp.start >= 0 {
					h.start, h.opens = stamp.start, opens || stamp.opens
					if h.time == none {
						h.time = stamp.time
					}
				}
				out = append(out, h)
			}
			opens, stamp = false, head{start: -1}
		}
		cue = -1
		if first != "" && digits(first) == len(first) {
			cue = at
		}
		at = end + 1
	}
	return out
}

// resolveNotes decides whether what stands in brackets belongs to the label:
// it does where it tells apart several who bear one, as in "Informan (E1):"
// and "Informan (E2):". Else it is a role or a manner of speaking.
func resolveNotes(hs []head) {
	notes := map[string][]string{}
	for _, h := range hs {
		if k := keyOf(h.label); h.note != "" && len(notes[k]) < maxSpeakers && nameLike(h.note) && callingOf(h.note) == unknown && !slices.Contains(notes[k], h.note) {
			notes[k] = append(notes[k], h.note)
		}
	}
	for i, h := range hs {
		if own := notes[keyOf(h.label)]; len(own) > 1 && slices.Contains(own, h.note) {
			hs[i].label += " (" + h.note + ")"
			hs[i].note = ""
		}
	}
}

// voices gathers the heads of each label.
func voices(hs []head, declared []string) []*voice {
	var out []*voice
	byKey := map[string]*voice{}
	for _, d := range declared {
		byKey[keyOf(d)] = &voice{key: keyOf(d), label: d, declared: true}
	}
	for _, h := range hs {
		k := keyOf(h.label)
		v := byKey[k]
		if v == nil {
			v = &voice{key: k, label: strings.Join(strings.Fields(h.label), " ")}
			byKey[k] = v
		}
		if v.heads == 0 {
			v.line = h.line
			out = append(out, v)
		}
		v.heads++
		v.colons += one(h.colon)
		v.opens += one(h.opens)
		v.lower += one(h.lower)
		v.boxed += one(h.boxed)
		v.note = max(v.note, callingOf(h.note))
	}
	return out
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// habit is how a file writes its turns, by the labels that are certain, or by
// all that recur: against it the others are measured.
type habit struct{ voices, heads, opens, lower, boxed int }

func habitOf(vs []*voice) habit {
	var sure, recurring habit
	for _, v := range vs {
		if v.certain() {
			sure.add(v)
		} else if v.heads > 1 {
			recurring.add(v)
		}
	}
	if sure.heads >= 2 {
		return sure
	}
	return recurring
}

func (h *habit) add(v *voice) {
	h.voices++
	h.heads += v.heads
	h.boxed += v.boxed
	h.opens += v.opens
	h.lower += v.lower
}

// certain reports a label that needs no recurrence: a declared one, or a known
// one with its colon.
func (v *voice) certain() bool {
	return v.declared || callingOf(v.label) != unknown && (v.colons > 0 || v.heads > 1)
}

// speaks decides whether a label is a speaker. One that is neither declared nor
// known must recur, look like a name and be written as the file writes its
// turns; documents and observations have no such speakers.
func (v *voice) speaks(h habit, kind qda.Kind) bool {
	if v.certain() {
		return true
	}
	if v.heads < 2 || kind == qda.Observation || kind == qda.Paper || discourse(v.label) {
		return false
	}
	if !nameLike(v.label) && (v.heads < 3 || strings.ContainsAny(v.label, " \t")) {
		return false
	}
	// Brackets without a colon are mostly remarks: they are labels where the
	// file writes its turns so.
	if v.boxed == v.heads && (h.voices < 2 || h.boxed*2 < h.heads) {
		return false
	}
	// Where nearly all turns begin a paragraph, or a sentence, so must this: a
	// word at the beginning of a line may be followed by a colon by chance.
	if h.opens*5 >= h.heads*4 && v.opens*2 < v.heads {
		return false
	}
	return h.lower*5 > h.heads || v.lower < v.heads || strings.ContainsAny(v.label, " \t")
}

// nameLike reports a label in which each word begins as names do, apart from
// the small words within names.
func nameLike(label string) bool {
	for i, w := range strings.Fields(label) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "'’.-&#/("))
		if unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.IsLetter(r) && !unicode.IsLower(r) || strings.ContainsAny(w, "0123456789") {
			continue
		}
		if i == 0 || !slices.Contains([]string{"bin", "binti", "dan", "&", "de", "van", "der", "al", "and", "of", "kunci", "utama", "pendukung", "tambahan"}, w) && !honorific(label) {
			return false
		}
	}
	return label != ""
}

// honorific reports a label such as "Pak haji".
func honorific(label string) bool {
	first, _, _ := strings.Cut(strings.ToLower(label), " ")
	return slices.Contains([]string{"pak", "bapak", "bu", "ibu", "mas", "mbak", "bang", "kak", "mr", "mrs", "ms", "dr", "mr.", "mrs.", "ms.", "dr."}, first)
}

// asides are first words of lines that end in a colon and are no speakers:
// they recur in speech and in notes.
var asides = wordSet(`
catatan contoh contohnya misal misalnya seperti jadi yaitu yakni artinya intinya maksudnya istilahnya nah terus lalu kemudian selanjutnya berikut begini begitu
pertama kedua ketiga keempat kelima keenam ketujuh terakhir satu dua tiga empat lima sumber keterangan ket kesimpulan simpulan ringkasan hasil temuan tujuan alasan
hambatan kendala tantangan solusi saran rekomendasi masalah pertanyaan jawaban tema subtema kategori hal halaman lampiran daftar tabel gambar bagian nb ps
note notes example examples namely first second third fourth fifth finally so then next source sources summary conclusion result results finding findings
aim aims purpose reason reasons barrier barriers challenge challenges solution solutions recommendation problem problems question questions answer answers
theme themes category codes page re appendix table figure section surah surat ayat verse chapter http https ftp mailto www url file doi isbn`)

// noises are words in the remarks of those who transcribe, "[Tertawa lepas]".
var noises = wordSet(`
tertawa tawa ketawa menangis nangis batuk jeda hening diam sunyi musik suara bunyi tidak kurang terdengar jelas terputus bersamaan menghela napas nafas telepon azan
laugh laughs laughing laughter cries crying cough coughs coughing pause silence silent music noise sound inaudible unclear unintelligible crosstalk overlapping applause
sigh sighs sighing phone interruption foreign redacted anonymised anonymized sic end start akhir mulai selesai rekaman`)

// particulars are first words of the lines that open a transcript: where and
// when it was made, and with whom.
var particulars = wordSet(`
tanggal tgl waktu tempat lokasi durasi hari pukul jam tahun bulan topik judul kode perihal nama alamat usia umur pekerjaan jabatan jenis pendidikan lembaga instansi
nomor no telepon telp hp email surel transkrip transkripsi wawancara rekaman
date time place location venue duration year topic title code subject name address age occupation position gender education organisation organization number phone
transcript transcription interview recording`)

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// discourse reports a label whose first word is no one's.
func discourse(label string) bool {
	return begins(label, asides) || begins(label, particulars)
}

func begins(label string, words map[string]bool) bool {
	first := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool { return r == ' ' || r == '/' || r == '.' || unicode.IsDigit(r) })
	return len(first) > 0 && words[first[0]]
}

func count(hs []head, label string) int {
	n := 0
	for _, h := range hs {
		n += one(keyOf(h.label) == keyOf(label))
	}
	return n
}
