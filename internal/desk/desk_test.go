package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tematik/internal/cells"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/study"
	"tematik/internal/text"
)

const codebook = `codes:
  - id: permits
    name: {en: Permits, id: Perizinan}
    definition: What is said of permits.
    rules:
      - any: [izin]
        unit: sentence
  - id: money
    name: {en: Money, id: Uang}
    rules:
      - any: [uang]
        unit: sentence
  - id: sea
    name: Laut
`

const interview = `P: Bagaimana izin itu?

I: Izin saya urus sendiri. Kapal 👍🏽 besar menunggu. Uang habis untuk izin.

P: Lalu?

I: Tidak ada lagi. Uang saja yang kurang.
`

// prepared is a project file with one interview; its rules propose four
// passages.
var prepared = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "desk")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	book, path := filepath.Join(dir, "book.yaml"), filepath.Join(dir, "s.tematik")
	err = errors.Join(os.WriteFile(book, []byte(codebook), 0o600), os.WriteFile(filepath.Join(dir, "e.txt"), []byte(interview), 0o600))
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	p, err := study.Init(ctx, host(dir), path, study.InitOptions{Approach: qda.CodebookTA, Language: "id", Codebook: book})
	if err != nil {
		return nil, err
	}
	_, err = p.Import(ctx, []string{filepath.Join(dir, "e.txt")}, study.ImportOptions{})
	if err == nil {
		_, err = p.Apply(ctx, qda.Filter{}, false, false)
	}
	if err := errors.Join(err, p.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func host(dir string) study.Host {
	return study.Host{Now: time.Now, Rand: rand.Reader, Coder: "siti", Config: dir}
}

// newStudy is a project as prepared.
func newStudy(t *testing.T) *study.Project {
	t.Helper()
	file, err := prepared()
	dir := t.TempDir()
	path := filepath.Join(dir, "s.tematik")
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	p, err := study.Open(t.Context(), host(dir), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

// board is a terminal of paper: the keys are written down before, each screen
// is kept.
type board struct {
	t             *testing.T
	keys          []Key
	width, height int
	screens       []string
	at            map[int]func() // what happens before a key
	read          int
}

func (b *board) Key(ctx context.Context) (Key, error) {
	if do := b.at[b.read]; do != nil {
		do()
	}
	b.read++
	if len(b.keys) == 0 {
		return Key{}, io.EOF
	}
	k := b.keys[0]
	b.keys = b.keys[1:]
	return k, ctx.Err()
}

func (b *board) Size() (int, int) { return b.width, b.height }

func (b *board) Draw(lines []string) {
	if len(lines) > b.height {
		b.t.Errorf("%d lines on a screen of %d", len(lines), b.height)
	}
	for _, l := range lines {
		if n := cells.Width(plain(l)); n > b.width {
			b.t.Errorf("%d cells on a screen of %d: %q", n, b.width, l)
		}
	}
	b.screens = append(b.screens, strings.Join(lines, "\n"))
}

// plain is a line without its looks.
func plain(s string) string {
	for {
		a := strings.Index(s, "\x1b[")
		if a < 0 {
			return s
		}
		s = s[:a] + s[a+strings.IndexByte(s[a:], 'm')+1:]
	}
}

// press makes keys of words: a character, or <name>.
func press(s string) []Key {
	var out []Key
	for s != "" {
		if end := strings.IndexByte(s, '>'); s[0] == '<' && end > 0 {
			out, s = append(out, Named(s[1:end])), s[end+1:]
			continue
		}
		r := []rune(s)[0]
		out, s = append(out, Char(r)), s[len(string(r)):]
	}
	return out
}

func reviewed(t *testing.T, p *study.Project, keys string) (Summary, *board, error) {
	t.Helper()
	b := &board{t: t, keys: press(keys), width: 80, height: 24}
	sum, err := Review(t.Context(), Setup{Project: p, Lang: lang.EN, Term: b}, Which{})
	return sum, b, err
}

// codings lists what is coded: code, words, origin.
func codings(t *testing.T, p *study.Project) string {
	t.Helper()
	quotes, err := p.Quotes(t.Context(), qda.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, q := range quotes {
		out = append(out, fmt.Sprintf("%s %q %s %s", q.Code, q.Words, q.Origin, q.Coder))
	}
	return strings.Join(out, "\n")
}

const (
	first  = `permits "Izin saya urus sendiri." rule siti`
	second = `permits "Uang habis untuk izin." rule siti`
	third  = `money "Uang habis untuk izin." rule siti`
	fourth = `money "Uang saja yang kurang." rule siti`
)

func TestReviewKeys(t *testing.T) {
	for name, c := range map[string]struct {
		keys string
		sum  Summary
		want string
	}{
		"accept and quit":     {"aq", Summary{Total: 4, Accepted: 1, Left: 3}, first},
		"reject all":          {"xxxxq", Summary{Total: 4, Rejected: 4}, ""},
		"skip, then end":      {"  s q", Summary{Total: 4, Skipped: 4, Left: 4}, ""},
		"undo":                {"auq", Summary{Total: 4, Left: 4}, ""},
		"undo a skip":         {" uaq", Summary{Total: 4, Accepted: 1, Left: 3}, first},
		"undo the last":       {"xxxauxq", Summary{Total: 4, Rejected: 4}, ""},
		"another by number":   {"2q", Summary{Total: 4, Other: 1, Left: 3}, `sea "Izin saya urus sendiri." manual siti`},
		"another by typing":   {"olaut<enter>q", Summary{Total: 4, Other: 1, Left: 3}, `sea "Izin saya urus sendiri." manual siti`},
		"the same by typing":  {"operizin<enter>q", Summary{Total: 4, Accepted: 1, Left: 3}, first},
		"typing nothing":      {"o<enter>q", Summary{Total: 4, Left: 4}, ""},
		"the third listed":    {"o<tab><tab><tab><enter>q", Summary{Total: 4, Other: 1, Left: 3}, `sea "Izin saya urus sendiri." manual siti`},
		"typing, then back":   {"olaut<esc>q", Summary{Total: 4, Left: 4}, ""},
		"a new code":          {"o+Harga diri<enter>q", Summary{Total: 4, Other: 1, Left: 3}, `harga-diri "Izin saya urus sendiri." manual siti`},
		"a new code, undone":  {"aoplus<esc>o+Harga diri<enter>uuq", Summary{Total: 4, Left: 4}, ""},
		"bounds by words":     {"b<left><left><tab><right><enter>aq", Summary{Total: 4, Bounds: 1, Left: 3}, `permits "saya" rule siti`},
		"bounds by sentences": {"b<down><enter>aq", Summary{Total: 4, Bounds: 1, Left: 3}, `permits "Izin saya urus sendiri. Kapal 👍🏽 besar menunggu." rule siti`},
		"bounds, then back":   {"b<down><esc>aq", Summary{Total: 4, Accepted: 1, Left: 3}, first},
		"bounds of the turn":  {"btr<enter>aq", Summary{Total: 4, Accepted: 1, Left: 3}, first},
		"a paste":             {"<paste>q", Summary{Total: 4, Left: 4}, ""},
		"keys of nothing":     {"z9<up><resize><>é?qd<esc>vjjk<esc>q", Summary{Total: 4, Left: 4}, ""},
		"the window closes":   {"a", Summary{Total: 4, Accepted: 1, Left: 3}, first},
		"Ctrl-D":              {"a<ctrl-d>", Summary{Total: 4, Accepted: 1, Left: 3}, first},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newStudy(t)
			sum, b, err := reviewed(t, p, c.keys)
			if err != nil || sum != c.sum {
				t.Errorf("got %+v, %v; want %+v", sum, err, c.sum)
			}
			if got := codings(t, p); got != c.want {
				t.Errorf("got %s, want %s; last screen:\n%s", got, c.want, b.screens[len(b.screens)-1])
			}
		})
	}
}

func TestReviewInterrupted(t *testing.T) {
	t.Parallel()
	for _, where := range []string{"", "b", "o", "m", "d", "?"} {
		if _, _, err := reviewed(t, newStudy(t), "a"+where+"<ctrl-c>"); err == nil || !strings.Contains(err.Error(), "interrupted") {
			t.Errorf("Ctrl-C after %q: %v", where, err)
		}
	}
}

// A memo goes where the decision goes, and is never lost.
func TestReviewMemo(t *testing.T) {
	for name, c := range map[string]struct{ keys, on, text string }{
		"accepted":   {"mhalo<enter>aq", "segment 1", "halo"},
		"rejected":   {"mhalo<enter>xq", "document e", "27:50: halo"},
		"skipped":    {"mhalo<enter> q", "document e", "27:50: halo"},
		"left":       {"mhalo<enter>q", "document e", "27:50: halo"},
		"undone":     {"mhalo<enter>xuaq", "segment 1", "halo"},
		"one, twice": {"mha<enter>mhalo<enter>aq", "segment 1", "halo"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newStudy(t)
			if _, _, err := reviewed(t, p, c.keys); err != nil {
				t.Fatal(err)
			}
			memos, err := p.Memos(t.Context(), qda.Filter{})
			if err != nil || len(memos) != 1 || memos[0].On != c.on || memos[0].Text != c.text {
				t.Errorf("got %+v, %v", memos, err)
			}
		})
	}
}

// What was decided on another day is taken back too; what was not decided here
// is not.
func TestReviewUndoAcrossStarts(t *testing.T) {
	t.Parallel()
	p := newStudy(t)
	if _, _, err := reviewed(t, p, "axq"); err != nil {
		t.Fatal(err)
	}
	sum, b, err := reviewed(t, p, "uuuaq")
	if err != nil || sum != (Summary{Total: 4, Accepted: 1, Left: 3}) {
		t.Errorf("got %+v, %v", sum, err)
	}
	if got := codings(t, p); got != first {
		t.Errorf("got %s", got)
	}
	if all := strings.Join(b.screens, "\n"); !strings.Contains(all, "Your latest change is apply") {
		t.Errorf("the refusal was not said:\n%s", all)
	}
}

// What another program decided meanwhile is passed over and said.
func TestReviewOvertaken(t *testing.T) {
	t.Parallel()
	p := newStudy(t)
	b := &board{t: t, keys: press("axq"), width: 80, height: 24}
	b.at = map[int]func(){
		0: func() { // the first is on the screen
			q, err := p.Queue(t.Context(), qda.Filter{}, "", 1)
			if err == nil {
				_, err = p.Decide(t.Context(), q.Items[0], study.Verdict{})
			}
			if err != nil {
				t.Error(err)
			}
		},
		1: func() { // money has lost its rules
			book := filepath.Join(t.TempDir(), "book.yaml")
			err := os.WriteFile(book, []byte(strings.ReplaceAll(codebook, "[uang]", "[emas]")), 0o600)
			if err == nil {
				_, err = p.ImportCodebook(t.Context(), book, false, false)
			}
			if err == nil {
				_, err = p.Apply(t.Context(), qda.Filter{}, false, false)
			}
			if err != nil {
				t.Error(err)
			}
		},
	}
	sum, err := Review(t.Context(), Setup{Project: p, Lang: lang.EN, Term: b}, Which{})
	if err != nil || sum != (Summary{Total: 1, Rejected: 1, Gone: 3}) || b.read != 3 {
		t.Errorf("got %+v, %v", sum, err)
	}
	for _, want := range []string{"rejected elsewhere", "not proposed any more"} {
		if all := strings.Join(b.screens, "\n"); !strings.Contains(all, want) {
			t.Errorf("%q was not said:\n%s", want, all)
		}
	}
	if got := codings(t, p); got != "" {
		t.Errorf("got %s", got)
	}
}

// Two people at the same proposals, each with a program of their own: every
// passage is decided once.
func TestReviewTogether(t *testing.T) {
	t.Parallel()
	file, err := prepared()
	dir := t.TempDir()
	path := filepath.Join(dir, "s.tematik")
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	var sums [2]Summary
	var wg sync.WaitGroup
	for i, name := range []string{"siti", "ani"} {
		h := host(dir)
		h.Coder = name
		p, err := study.Open(t.Context(), h, path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { p.Close() })
		wg.Go(func() {
			var err error
			b := &board{t: t, keys: press("aaaaq"), width: 80, height: 24}
			if sums[i], err = Review(t.Context(), Setup{Project: p, Lang: lang.EN, Term: b}, Which{}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	p, err := study.Open(t.Context(), host(dir), path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if n := strings.Count(codings(t, p), "rule"); n != 4 || sums[0].Accepted+sums[1].Accepted != 4 {
		t.Errorf("%d codings of 4 proposals; %+v", n, sums)
	}
}

// Every size of screen is filled and not overfilled, in both languages, and
// says the words of the passage without colour.
func TestReviewSizes(t *testing.T) {
	t.Parallel()
	p := newStudy(t)
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		for _, color := range []bool{false, true} {
			for _, size := range [][2]int{{20, 5}, {30, 8}, {40, 10}, {40, 15}, {80, 24}, {200, 60}} {
				b := &board{t: t, keys: press("dbq?qv<esc>ok<tab><tab><esc>mab<esc>b<enter>q"), width: size[0], height: size[1]}
				if _, err := Review(t.Context(), Setup{Project: p, Lang: l, Color: color, Term: b}, Which{}); err != nil {
					t.Fatal(err)
				}
				if !color && !strings.Contains(b.screens[0], "«*Izin*") {
					t.Errorf("%v %s: the passage is not marked:\n%s", size, l, b.screens[0])
				}
			}
		}
	}
}

func lined(t *testing.T, p *study.Project, l lang.Lang, in string) (Summary, string, error) {
	t.Helper()
	var out bytes.Buffer
	sum, err := Review(t.Context(), Setup{Project: p, Lang: l, Lines: NewLines(strings.NewReader(in), &out, io.Discard)}, Which{})
	return sum, out.String(), err
}

func TestReviewLines(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		sum  Summary
		want string
		says string
	}{
		"nothing to read":   {"", Summary{Total: 4, Left: 4}, "", "«*Izin* saya urus sendiri.»"},
		"letters":           {"a\nx\ns\nq\n", Summary{Total: 4, Accepted: 1, Rejected: 1, Skipped: 1, Left: 2}, first, "Skipped"},
		"words":             {"Terima\nTOLAK\nlewati\nkeluar\n", Summary{Total: 4, Accepted: 1, Rejected: 1, Skipped: 1, Left: 2}, first, ""},
		"no line end":       {"a", Summary{Total: 4, Accepted: 1, Left: 3}, first, ""},
		"not known":         {"apa\na b\n\n99\n", Summary{Total: 4, Left: 4}, "", "nothing was changed"},
		"undo":              {"a\nu\nu\n", Summary{Total: 4, Left: 4}, "", "Your latest change is apply"},
		"bounds by words":   {"b saya urus\n", Summary{Total: 4, Bounds: 1, Left: 3}, `permits "saya urus" rule siti`, ""},
		"bounds from to":    {"b\nurus … kapal\n", Summary{Total: 4, Bounds: 1, Left: 3}, `permits "urus sendiri. Kapal" rule siti`, ""},
		"bounds in numbers": {"b 27:31\n", Summary{Total: 4, Bounds: 1, Left: 3}, `permits "Izin" rule siti`, ""},
		"bounds elsewhere":  {"b Kapal\n", Summary{Total: 4, Left: 4}, "", "must touch"},
		"bounds too wide":   {"b 27:9999\n", Summary{Total: 4, Left: 4}, "", "no stretch"},
		"bounds unknown":    {"b perahu\nb\n\n", Summary{Total: 4, Left: 4}, "", "not in this turn"},
		"another":           {"2\no laut\no x\no\n", Summary{Total: 4, Other: 2, Left: 2}, "sea \"Izin saya urus sendiri.\" manual siti\nsea \"Uang habis untuk izin.\" manual siti", "No code x"},
		"all of them":       {"a\na\na\na\nu\na\n\n", Summary{Total: 4, Accepted: 4}, strings.Join([]string{first, second, third, fourth}, "\n"), "last one"},
		"to read":           {"d\nv\n?\n", Summary{Total: 4, Left: 4}, "", "What is said of permits."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newStudy(t)
			sum, out, err := lined(t, p, lang.EN, c.in)
			if err != nil || sum != c.sum || !strings.Contains(out, c.says) || strings.Contains(out, "\x1b") {
				t.Errorf("got %+v, %v; want %+v and %q in:\n%s", sum, err, c.sum, c.says, out)
			}
			if got := codings(t, p); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestDecoder(t *testing.T) {
	for in, want := range map[string][]Key{
		"a":                       {Char('a')},
		"é👍":                      {Char('é'), Char('👍')},
		"\x1b[A\x1bOB\x1b[1;5C":   {Named("up"), Named("down"), Named("right")},
		"\x1b[3~\x1b[Z\x1b[5~":    {Named("delete"), Named("backtab"), Named("pgup")},
		"\x1b":                    {Named("esc")},
		"\r\n\t\x7f\x03\x04\x15":  {Named("enter"), Named("enter"), Named("tab"), Named("backspace"), Named("ctrl-c"), Named("ctrl-d"), Named("ctrl-u")},
		"\x1b[200~a\nx\x1b[201~b": {{Name: "paste", Paste: "a\nx"}, Char('b')},
		"\x1bz\xffa\x01":          {{}, {}, {}},
	} {
		r := strings.NewReader(in)
		d := decoder{next: r.ReadByte, soon: func() (byte, bool) { b, err := r.ReadByte(); return b, err == nil }}
		for i, w := range want {
			k, err := d.key()
			if err == io.EOF {
				break
			}
			if err != nil || k != w {
				t.Errorf("%q: key %d is %+v, %v; want %+v", in, i, k, err, w)
			}
		}
	}
}

func FuzzDecoder(f *testing.F) {
	f.Add([]byte("a\x1b[A\x1b[200~x\x1b[201~é"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bytes.NewReader(in)
		d := decoder{next: r.ReadByte, soon: func() (byte, bool) { b, err := r.ReadByte(); return b, err == nil }}
		for n := 0; ; n++ {
			if _, err := d.key(); err != nil {
				return
			}
			if n > len(in) {
				t.Fatal("more keys than bytes")
			}
		}
	})
}

// Without colour a passage and its marks are the text, but for the marks.
func TestMark(t *testing.T) {
	tx := text.New("Satu 👍🏽 dua.\n\nTiga\tempat.")
	got := mark(tx, tx.All(), marking{span: text.Span{Start: 5, End: 12}, evidence: []text.Span{{Start: 8, End: 11}}, pieces: text.Sentences(tx, tx.All())}, false).s
	if want := "[1] Satu «👍🏽 *dua*.»\n\n[2] Tiga empat."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of a long turn line by line only what matters is told: the ends of the span
// and what was found, with what stands beside them.
func TestNear(t *testing.T) {
	var lines []string
	for i := range 30 {
		lines = append(lines, fmt.Sprint(i))
	}
	lines[5], lines[15], lines[25] = "«5", "*15*", "25»"
	want := "… 3 4 «5 6 7 … 14 *15* 16 … 23 24 25» 26 27 …"
	if got := strings.Join(near(lines), " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := near(lines[:12]); len(got) != 12 {
		t.Errorf("a short turn is cut: %v", got)
	}
}
