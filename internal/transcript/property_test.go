package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tematik/internal/text"
)

// A transcript that is put together of turns gives back those turns, whatever
// the style of labels and time stamps; nothing of a label is in a span.
func TestTurnsComeBack(t *testing.T) {
	word := rapid.SampledFrom([]string{"ya", "dokumen", "PEB", "14:30", "café", "🙂", "“begitu”", "Pak", "http://a.b", "(tertawa)", "harga:", "**tebal**", "#1", "a_b", "—", "12.31", "e\u0301", "begitu:", "*", "[…]", "3"})
	sentence := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"Ya", "Kami", "waktu itu", "“Oh", "3 kali", "…", "(tertawa) Iya"}).Draw(t, "first") + " " + strings.Join(rapid.SliceOfN(word, 0, 12).Draw(t, "words"), " ") + " selesai."
	})
	label := rapid.SampledFrom([]string{"P", "I", "N1", "Informan 2", "Pewawancara", "Budi Santoso", "Ibu Hj. Sri", "SPEAKER 1", "Søren Å."})
	stamp := rapid.SampledFrom([]string{"", "[00:12:31] ", "(12.31) ", "12:31 ", "00:12:31,000 ", "00:12:31\n", "[12:31]\n\n", "#00:12:31-0# "})
	form := rapid.SampledFrom([]string{"%s: ", "%s : ", "%s:", "**%s:** ", "*%s*: ", "### %s: ", "%s (pelan): ", "%s：", "%s:\n", "> %s: "})
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "turns")
		gap := rapid.SampledFrom([]string{"\n\n", "\n\n\n", "\n \n"}).Draw(t, "gap")
		labels := rapid.SliceOfN(label, 1, 4).Draw(t, "labels")
		var b strings.Builder
		fmt.Fprintf(&b, "Wawancara rekaan.%s", gap)
		var want []string
		var times []time.Duration
		write := func(label, stamp, form string, paragraphs []string) {
			speech := strings.Join(paragraphs, gap)
			b.WriteString(stamp + fmt.Sprintf(form, label) + speech + gap)
			want = append(want, label+"|"+speech)
			times = append(times, none)
			if stamp != "" {
				times[len(times)-1] = 751 * time.Second
			}
		}
		for range n {
			write(rapid.SampledFrom(labels).Draw(t, "label"), stamp.Draw(t, "stamp"), form.Draw(t, "form"), rapid.SliceOfN(sentence, 1, 3).Draw(t, "speech"))
		}
		for _, l := range labels { // so that each recurs
			write(l, "", "%s: ", []string{"Ya."})
			write(l, "", "%s: ", []string{"Oh."})
		}
		tr, err := Read(fileOf("a.txt", []byte(b.String())))
		if err != nil {
			t.Fatal(err)
		}
		if tr.Text != b.String() {
			t.Fatalf("the text is changed: %q", tr.Text)
		}
		whole := text.New(tr.Text)
		at := 0
		var rebuilt strings.Builder
		for i, turn := range tr.Turns {
			if i >= len(want) || turn.Span.Start < at {
				t.Fatalf("turn %d of %d at %v", i, len(want), turn.Span)
			}
			if got := tr.Speakers[turn.Speaker].Label + "|" + whole.Cut(turn.Span); !strings.EqualFold(got, want[i]) {
				t.Fatalf("turn %d is %q, want %q\n%s", i, got, want[i], tr.Text)
			}
			if turn.Time != times[i] {
				t.Fatalf("turn %d is at %v, want %v\n%s", i, turn.Time, times[i], tr.Text)
			}
			rebuilt.WriteString(whole.Cut(text.Span{Start: at, End: turn.Span.Start}) + whole.Cut(turn.Span))
			at = turn.Span.End
		}
		rebuilt.WriteString(whole.Cut(text.Span{Start: at, End: whole.Len()}))
		if rebuilt.String() != tr.Text || len(tr.Turns) != len(want) {
			t.Fatalf("%d turns, want %d", len(tr.Turns), len(want))
		}
	})
}

// Ordinary prose never speaks: lines with colons in them, and no label.
func TestProseHasNoTurns(t *testing.T) {
	lead := rapid.SampledFrom([]string{"Catatan", "Misalnya", "Hambatan utama yang ditemui", "Jadi begini", "https", "Pukul 14", "Pasal 5", "menurut informan", "Dokumen yang diminta adalah", "Contoh 2", "Lokasi", "Durasi", "begini"})
	tail := rapid.SampledFrom([]string{": dokumen, biaya.", ":30 loket dibuka.", "://contoh.invalid", ":", ": a", " : ya"})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		seen := map[string]bool{}
		for range rapid.IntRange(1, 20).Draw(t, "lines") {
			l := lead.Draw(t, "lead")
			if l == "begini" && seen[l] || l == "Pasal 5" && seen[l] { // what recurs and is no aside may be a name
				continue
			}
			seen[l] = true
			b.WriteString(l + tail.Draw(t, "tail") + rapid.SampledFrom([]string{"\n", "\n\n"}).Draw(t, "gap"))
		}
		if tr, err := Read(fileOf("a.txt", []byte(b.String()))); err != nil || tr.Turns != nil {
			t.Fatalf("%v %s", err, outline(tr))
		}
	})
}

// The order of names is total, and counts.
func TestNaturalOrder(t *testing.T) {
	name := rapid.StringOfN(rapid.RuneFrom([]rune("aBé019 .-")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := name.Draw(t, "a"), name.Draw(t, "b"), name.Draw(t, "c")
		if (a == b) != (!NaturalLess(a, b) && !NaturalLess(b, a)) || NaturalLess(a, b) && NaturalLess(b, a) {
			t.Fatal("not total")
		}
		if NaturalLess(a, b) && NaturalLess(b, c) && !NaturalLess(a, c) {
			t.Fatal("not transitive")
		}
		m, n := rapid.IntRange(0, 999).Draw(t, "m"), rapid.IntRange(0, 999).Draw(t, "n")
		if (m < n) != NaturalLess(fmt.Sprintf("x%d.txt", m), fmt.Sprintf("x%d.txt", n)) {
			t.Fatal("does not count")
		}
	})
}
