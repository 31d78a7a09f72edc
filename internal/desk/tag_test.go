package desk

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
)

func readDoc(t *testing.T, p *study.Project, keys string) (Coded, *board, error) {
	t.Helper()
	b := &board{t: t, keys: press(keys), width: 80, height: 24}
	sum, err := Tag(t.Context(), Setup{Project: p, Lang: lang.EN, Term: b}, "e")
	return sum, b, err
}

const (
	whole2 = `sea "Izin saya urus sendiri. Kapal 👍🏽 besar menunggu. Uang habis untuk izin." manual siti`
	ship   = `sea "Kapal 👍🏽 besar menunggu." manual siti`
)

func TestTagKeys(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		sum  Coded
		want string
	}{
		"a turn":              {"jcsea<enter>q", Coded{Coded: 1, Turn: 2}, whole2},
		"by its name":         {"jclaut<enter>q", Coded{Coded: 1, Turn: 2}, whole2},
		"a sentence":          {"js2<enter>csea<enter>q", Coded{Coded: 1, Turn: 2}, ship},
		"words":               {"js2<enter>w<left><enter>csea<enter>q", Coded{Coded: 1, Turn: 2}, `sea "Kapal 👍🏽 besar" manual siti`},
		"no such sentence":    {"js9<enter><esc>csea<enter>q", Coded{Coded: 1, Turn: 2}, whole2},
		"the same again":      {"jcsea<enter>..q", Coded{Coded: 1, Turn: 2}, whole2},
		"again elsewhere":     {"js2<enter>csea<enter>jj.q", Coded{Coded: 2, Turn: 4}, ship + "\n" + `sea "Tidak ada lagi. Uang saja yang kurang." manual siti`},
		"nothing to repeat":   {".1q", Coded{Turn: 1}, ""},
		"a pin":               {"p3sea<enter>jp3sea<enter>3q", Coded{Coded: 1, Turn: 2}, whole2},
		"undo":                {"jcsea<enter>uq", Coded{Turn: 2}, ""},
		"undo far away":       {"jcsea<enter>jjuq", Coded{Turn: 2}, ""},
		"a new code, undone":  {"jc+Takut<enter>uuq", Coded{Turn: 2}, ""},
		"removed":             {"jcsea<enter>rq", Coded{Coded: 1, Removed: 1, Turn: 2}, ""},
		"removed by number":   {"jcsea<enter>cmoney<enter>r2q", Coded{Coded: 2, Removed: 1, Turn: 2}, strings.Replace(whole2, "sea", "money", 1)},
		"removed, undone":     {"jcsea<enter>ruq", Coded{Coded: 1, Turn: 2}, whole2},
		"nothing to remove":   {"rq", Coded{Turn: 1}, ""},
		"done":                {"eq", Coded{Turn: 1, Done: true}, ""},
		"done twice, undone":  {"eeuq", Coded{Turn: 1}, ""},
		"to a turn":           {"g4<enter>g9<enter>gx<enter>q", Coded{Turn: 4}, ""},
		"search":              {"/uang<enter>/<enter>q", Coded{Turn: 4}, ""},
		"search around":       {"/uang<enter>/<enter>/<enter>q", Coded{Turn: 2}, ""},
		"search for nothing":  {"/perahu<enter>q", Coded{Turn: 1}, ""},
		"next uncoded":        {"ncsea<enter>ncsea<enter>nq", Coded{Coded: 2, Turn: 4}, whole2 + "\n" + `sea "Tidak ada lagi. Uang saja yang kurang." manual siti`},
		"beyond the end":      {"<end>jjk<home>kq", Coded{Turn: 1}, ""},
		"pages and nonsense":  {"<pgdn> <pgup>z<paste><resize>?q?<esc>dqv<esc>m<esc>q", Coded{Turn: 2}, ""},
		"typing, then back":   {"jcse<esc>q", Coded{Turn: 2}, ""},
		"the window closes":   {"jcsea<enter>", Coded{Coded: 1, Turn: 2}, whole2},
		"boundaries, Esc":     {"jw<left><esc>csea<enter>q", Coded{Coded: 1, Turn: 2}, whole2},
		"undo what was not":   {"uq", Coded{Turn: 1}, ""},
		"memo on the text":    {"jmhalo<enter>q", Coded{Memos: 1, Turn: 2}, ""},
		"memo on the coding":  {"jcsea<enter>mhalo<enter>q", Coded{Coded: 1, Memos: 1, Turn: 2}, whole2},
		"memo undone, coding": {"jcsea<enter>mhalo<enter>uuq", Coded{Turn: 2}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newStudy(t)
			c.sum.Document, c.sum.Turns = "e", 4
			sum, b, err := readDoc(t, p, c.keys)
			if err != nil || sum != c.sum {
				t.Errorf("got %+v, %v; want %+v; last screen:\n%s", sum, err, c.sum, b.screens[len(b.screens)-1])
			}
			if got := codings(t, p); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// Reading goes on after the last coding, and a code made for a coding that was
// taken back is gone with it.
func TestTagResumes(t *testing.T) {
	t.Parallel()
	p := newStudy(t)
	if _, _, err := readDoc(t, p, "jc+Takut<enter>jq"); err != nil {
		t.Fatal(err)
	}
	sum, _, err := readDoc(t, p, "q")
	if err != nil || sum.Turn != 3 {
		t.Errorf("got %+v, %v", sum, err)
	}
	if _, _, err := readDoc(t, p, "uq"); err != nil {
		t.Error(err)
	}
	if got := codings(t, p); got != "" {
		t.Errorf("got %s", got)
	}
	s, err := p.Snapshot(t.Context(), qda.Needs{})
	if err != nil || len(s.Codes()) != 4 { // what was made on another day stays
		t.Errorf("%d codes, %v", len(s.Codes()), err)
	}
	if sum, _, err = readDoc(t, p, "jc+Malu<enter>uq"); err != nil || sum.Coded != 0 {
		t.Errorf("got %+v, %v", sum, err)
	}
	if s, err = p.Snapshot(t.Context(), qda.Needs{}); err != nil || len(s.Codes()) != 4 {
		t.Errorf("%d codes, %v", len(s.Codes()), err)
	}
}

func TestTagSizes(t *testing.T) {
	t.Parallel()
	p := newStudy(t)
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		for _, color := range []bool{false, true} {
			for _, size := range [][2]int{{20, 5}, {30, 8}, {40, 10}, {40, 15}, {80, 24}, {200, 60}} {
				b := &board{t: t, keys: press("j <pgup>w<left><enter>cs<tab><esc>s1-2<enter>?qdqvqp1<esc>mx<esc>g<esc>q"), width: size[0], height: size[1]}
				if _, err := Tag(t.Context(), Setup{Project: p, Lang: l, Color: color, Term: b}, ""); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestTagLines(t *testing.T) {
	for name, c := range map[string]struct{ in, want, says string }{
		"nothing to read":   {"", "", "turn 1 of 4"},
		"a turn":            {"\nc sea\n", whole2, "Coded sea"},
		"in Indonesian":     {"lanjut\nkode laut\nkeluar\n", whole2, ""},
		"a sentence":        {"j\nc sea 2\n", ship, ""},
		"sentences":         {"j\nc sea 2-3\n", `sea "Kapal 👍🏽 besar menunggu. Uang habis untuk izin." manual siti`, ""},
		"words":             {"j\nc sea kapal 👍🏽 besar\n", `sea "Kapal 👍🏽 besar" manual siti`, ""},
		"from to":           {"j\nc sea \"kapal … uang\"\n", `sea "Kapal 👍🏽 besar menunggu. Uang" manual siti`, ""},
		"numbers":           {"j\nc sea 27:31\n", `sea "Izin" manual siti`, ""},
		"again":             {"j\nc sea 2\n. 2\n. 3\n", ship + "\n" + `sea "Uang habis untuk izin." manual siti`, "so already"},
		"no such sentence":  {"j\nc sea 7\nc +baru 8\n", "", "There are no sentences 8"},
		"no such words":     {"j\nc sea perahu\n", "", "not in this turn"},
		"no such code":      {"j\nc seo\nc\n", "", "did you mean sea"},
		"a new code":        {"j\nc \"+Harga diri\" 2\nc +Harga diri\n", `harga-diri "Kapal 👍🏽 besar menunggu." manual siti`, ""},
		"a pin":             {"j\np 4 sea\n4 2\np\n7\n", ship, "No code is pinned to 7"},
		"undo":              {"j\nc sea\nu\nu\n", "", "Your latest change is apply"},
		"remove":            {"j\nc sea\nc money\nr\nr 2\n", strings.Replace(whole2, "sea", "money", 1), "Say which"},
		"memo":              {"j\nm\nm halo\n", "", "Memo on e"},
		"search":            {"/uang saja\nfind\ng 1\nn\nk\nt\n", "", "in this document"},
		"done":              {"e\n", "", "is read and coded"},
		"not known":         {"apa\nu x\n", "", "nothing was changed"},
		"to read":           {"d\nv\n?\n", "", "permits, Permits"},
		"at the last":       {"g 4\n\n\n", "", "That was the last turn"},
		"two of the same":   {"j\nc sea i\n", "", "stand here"},
		"quoted, no spaces": {"j\nc \"laut\"\n", whole2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newStudy(t)
			var out bytes.Buffer
			_, err := Tag(t.Context(), Setup{Project: p, Lang: lang.EN, Lines: NewLines(strings.NewReader(c.in), &out, io.Discard)}, "")
			if err != nil || !strings.Contains(out.String(), c.says) || strings.Contains(out.String(), "\x1b") {
				t.Errorf("%v; want %q in:\n%s", err, c.says, out.String())
			}
			if got := codings(t, p); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}
