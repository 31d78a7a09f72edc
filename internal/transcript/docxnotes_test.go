package transcript

import (
	"archive/zip"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/text"
)

const partHead = `<?xml version="1.0"?><w:%s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`

func comment(id, author, words string) string {
	return fmt.Sprintf(`<w:comment w:id="%s" w:author="%s" w:date="2026-03-12T10:15:00Z" w:initials="x">%s</w:comment>`, id, author, para(`<w:pPr><w:pStyle w:val="x"/></w:pPr><w:r><w:annotationRef/></w:r>`, said(words)))
}

func footnote(kind, id, words string) string {
	return fmt.Sprintf(`<w:%s w:id="%s">%s</w:%s>`, kind, id, para(`<w:r><w:footnoteRef/></w:r>`, said(" "+words)), kind)
}

const separators = `<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0">` + `<w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>`

func ranged(id string) string { return `<w:commentRangeStart w:id="` + id + `"/>` }
func ended(id string) string {
	return `<w:commentRangeEnd w:id="` + id + `"/>` + refers("comment", id)
}
func refers(kind, id string) string { return `<w:r><w:` + kind + `Reference w:id="` + id + `"/></w:r>` }

// notesDocx makes a document with parts of notes beside its body.
func notesDocx(t testing.TB, body string, parts ...string) []byte {
	all := []string{"word/document.xml", wordXML(body)}
	for i := 0; i < len(parts); i += 2 {
		all = append(all, "word/"+parts[i]+".xml", fmt.Sprintf(partHead, parts[i])+parts[i+1]+"</w:"+parts[i]+">")
	}
	return pack(t, all...)
}

// notesOf are the notes in short: kind, number, passage, author, words.
func notesOf(tr *Transcript) string {
	var b strings.Builder
	whole := text.New(tr.Text)
	for _, n := range tr.Notes {
		where := "nowhere"
		if n.Placed && n.Span.Empty() {
			before := []rune(whole.Cut(text.Span{Start: max(0, n.Span.Start-5), End: n.Span.Start}))
			where = "after …" + string(before)
		} else if n.Placed {
			where = "on " + whole.Cut(n.Span)
		}
		fmt.Fprintf(&b, "%s %d %s (%s): %s\n", n.Kind, n.Number, where, n.Author, n.Text)
	}
	for _, w := range tr.Warnings {
		if strings.HasPrefix(w.ID, "note") || w.ID == "text_boxes" {
			b.WriteString("! " + regexp.MustCompile(` \(“.*”\)`).ReplaceAllString(w.Text.String(), "") + "\n")
		}
	}
	return b.String()
}

func TestDocxNotes(t *testing.T) {
	box := func(s string) string {
		return `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wps:txbx><w:txbxContent>` + s + `</w:txbxContent></wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + s + `</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	}
	const boxed = " read as text, after the paragraph each is anchored in; words in it without a label of their own count to the turn before\n"
	for _, c := range []struct {
		name, body string
		parts      []string
		text, want string
	}{
		{"a comment on words",
			para(said("P: Apa?")) + para(said("I: Kami "), ranged("4"), said("tidak tahu"), ended("4"), said(" dokumen.")),
			[]string{"comments", comment("4", "Dr. Ani", "Tanyakan lagi.")},
			"P: Apa?\n\nI: Kami tidak tahu dokumen.", "comment 1 on tidak tahu (Dr. Ani): Tanyakan lagi.\n"},
		{"a comment over paragraphs, one within, one across",
			para(ranged("1"), said("P: Satu "), ranged("2"), said("dua.")) + para(said("I: tiga"), ended("1"), said(" empat "), ranged("3"), said("lima"), ended("3"), ended("2")),
			[]string{"comments", comment("1", "A", "satu") + comment("2", "B", "silang") + comment("3", "C", "dalam")},
			"P: Satu dua.\n\nI: tiga empat lima",
			"comment 1 on P: Satu dua.\n\nI: tiga (A): satu\ncomment 2 on dua.\n\nI: tiga empat lima (B): silang\ncomment 3 on lima (C): dalam\n"},
		{"a comment at a place", para(said("Kami ada."), refers("comment", "1")), []string{"comments", comment("1", "", "di sini")},
			"Kami ada.", "comment 1 after … ada. (): di sini\n"},
		{"a range that never ends", para(said("Satu "), ranged("1"), said("dua.")) + para(said("Tiga.")), []string{"comments", comment("1", "A", "x")},
			"Satu dua.\n\nTiga.", "comment 1 on dua. (A): x\n"},
		{"a range that ends before it begins", para(said("Satu "), ended("1"), said("dua "), ranged("1"), said("tiga.")), []string{"comments", comment("1", "A", "x")},
			"Satu dua tiga.", "comment 1 on tiga. (A): x\n"},
		{"a range of blanks, in empty paragraphs", para(said("Satu.")) + para(ranged("1")) + para(ended("1")) + para(said("Dua.")), []string{"comments", comment("1", "A", "x")},
			"Satu.\n\nDua.", "comment 1 after …tu.\n\n (A): x\n"},
		{"a mark at the end of all", para(said("Satu.")) + para(refers("comment", "1")), []string{"comments", comment("1", "A", "x")},
			"Satu.", "comment 1 after …Satu. (A): x\n"},
		{"footnotes and endnotes, numbered as they come",
			para(said("P: Apa?")) + para(said("I: PEB"), refers("footnote", "2"), said(" dan SKA"), refers("footnote", "1"), refers("endnote", "7"), said(".")),
			[]string{"footnotes", separators + footnote("footnote", "1", "Surat keterangan asal") + footnote("footnote", "2", "Pemberitahuan"), "endnotes", footnote("endnote", "7", "Akhir")},
			"P: Apa?\n\nI: PEB dan SKA.",
			"footnote 1 after …: PEB (): Pemberitahuan\nfootnote 2 after …n SKA (): Surat keterangan asal\nendnote 1 after …n SKA (): Akhir\n"},
		{"notes in deleted text", para(said("Ada. "), `<w:del w:id="9">`+refers("footnote", "1")+refers("comment", "1")+`</w:del>`, said("Ya.")),
			[]string{"footnotes", footnote("footnote", "1", "hilang"), "comments", comment("1", "A", "tinggal")},
			"Ada. Ya.", "comment 1 nowhere (A): tinggal\n! 1 footnote stands in deleted text, or outside the text: left out\n"},
		{"a reference into a part that is missing", para(said("Ada."), refers("footnote", "1"), refers("comment", "1")), nil,
			"Ada.", "! 2 comments or footnotes are referred to, but not in the file\n"},
		{"a comment of two paragraphs, tracked changes in it", para(ranged("1"), said("Ada."), ended("1")),
			[]string{"comments", `<w:comment w:id="1" w:author=" Ani  Sri ">` + para(said("Satu")) + para(`<w:ins>`+said("dua")+`</w:ins><w:del><w:r><w:delText>tiga</w:delText></w:r></w:del>`) + `</w:comment>`},
			"Ada.", "comment 1 on Ada. (Ani Sri): Satu\ndua\n"},
		{"an empty comment", para(ranged("1"), said("Ada."), ended("1")), []string{"comments", comment("1", "A", "")}, "Ada.", ""},
		{"beside wide characters", para(said("🙂 é “"), ranged("1"), said("🙂 e\u0301"), ended("1"), said("”")), []string{"comments", comment("1", "A", "x")},
			"🙂 é “🙂 e\u0301”", "comment 1 on 🙂 e\u0301 (A): x\n"},
		{"beside what is cleaned away", para(said("\ufeffKami&#xfeff;"), `<w:r><w:sym w:char="FFFE"/><w:sym w:char="0007"/></w:r>`, ranged("1"), said("\ufeffya"), ended("1")), []string{"comments", comment("1", "A", "x")},
			"Kami\ufeffya", "comment 1 on ya (A): x\n"},
		{"on a table of turns", tableOf(rowOf("P", "Apa?"), "<w:tr>"+cell(para(ranged("1"), said("I"), ended("1")))+cell(para(said("Ya "), ranged("2"), said("itu"), ended("2")))+"</w:tr>"),
			[]string{"comments", comment("1", "A", "label") + comment("2", "A", "kata")},
			"P: Apa?\n\nI: Ya itu", "comment 1 after …\n\nI:  (A): label\ncomment 2 on itu (A): kata\n"},
		{"remarks in a column of a table of turns", tableOf(rowOf("Penutur", "Ujaran", "Koding", "Ket."), rowOf("P", "Apa?", "", "awal"), rowOf("I", "Ya, itu.", "dokumen", ""), rowOf("", "Lagi.", "biaya", "")),
			nil, "Penutur\tUjaran\tKoding\tKet.\n\nP: Apa?\n\nI: Ya, itu.\n\nLagi.", "comment 1 on P: Apa? (Ket.): awal\ncomment 2 on I: Ya, itu. (Koding): dokumen\ncomment 3 on Lagi. (Koding): biaya\n"},
		{"below front matter", para(said("---")) + para(ranged("1"), said("case: E1"), ended("1")) + para(said("---")) + para(said("Ya "), ranged("2"), said("itu"), ended("2")),
			[]string{"comments", comment("1", "A", "atas") + comment("2", "A", "kata")},
			"Ya itu", "comment 1 after … (A): atas\ncomment 2 on itu (A): kata\n"},
		{"a text box once, after its paragraph", para(said("Satu "), box(para(said("Kotak "), ranged("1"), said("satu"), ended("1"))+para(said("Dua."))), said("dua.")) + para(said("Tiga.")),
			[]string{"comments", comment("1", "A", "x")},
			"Satu dua.\n\nKotak satu\n\nDua.\n\nTiga.", "comment 1 on satu (A): x\n! 1 text box is" + boxed},
		{"a box in an older file", para(`<w:r><w:pict><v:shape><v:textbox><w:txbxContent>`+para(said("Kotak."))+`</w:txbxContent></v:textbox></v:shape></w:pict></w:r>`, said("Satu.")), nil,
			"Satu.\n\nKotak.", "! 1 text box is" + boxed},
		{"a box of which only the fallback has words", para(said("Satu."), `<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing><a:t>gambar</a:t></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>`+para(said("Kotak."))+`</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`), nil,
			"Satu.\n\nKotak.", "! 1 text box is" + boxed},
		{"a box in a paragraph that a deleted mark joins", `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + said("Satu ") + box(para(said("Kotak."))) + `</w:p>` + para(said("dua.")), nil,
			"Satu dua.\n\nKotak.", "! 1 text box is" + boxed},
		{"a box in a box, and a table in it", para(said("Satu."), box(para(said("Luar."), box(para(said("Dalam."))))+tableOf(rowOf("a", "b")))), nil,
			"Satu.\n\nLuar.\n\nDalam.\n\na\tb", "! 2 text boxes are" + boxed},
		{"an empty box", para(said("Satu."), box("<w:p/>")), nil, "Satu.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, err := Read(fileOf("a.docx", notesDocx(t, c.body, c.parts...)))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, tr)
			if d := cmp.Diff(c.text, tr.Text); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(c.want, notesOf(tr)); d != "" {
				t.Error(d)
			}
		})
	}
}

// A comment is read wherever the relations say it is, also in a file of the
// strict kind.
func TestDocxNotesElsewhere(t *testing.T) {
	body := para(said("Ada."), refers("comment", "1"))
	list := `<Relationships><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/%s" Target="%s"/></Relationships>`
	note := fmt.Sprintf(partHead, "comments") + comment("1", "A", "x") + "</w:comments>"
	for _, c := range []struct{ target, name string }{{"notes/c.xml", "word/notes/c.xml"}, {"/c.xml", "c.xml"}, {"../c.xml", "c.xml"}} {
		raw := pack(t, "_rels/.rels", fmt.Sprintf(list, "officeDocument", "word/d.xml"), "word/_rels/d.xml.rels", fmt.Sprintf(list, "comments", c.target),
			"word/d.xml", strings.ReplaceAll(wordXML(body), "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"), c.name, note)
		tr, err := Read(fileOf("a.docm", raw))
		if err != nil || len(tr.Notes) != 1 || tr.Text != "Ada." {
			t.Errorf("%s: %v %+v", c.target, err, tr)
		}
	}
}

func TestDocxNotesHostile(t *testing.T) {
	var many, body strings.Builder
	for i := range 10_000 {
		id := fmt.Sprint(i)
		many.WriteString(comment(id, "A", "catatan "+id))
		body.WriteString(para(ranged(id), said("Kalimat "+id), ended(id)))
	}
	part := func(name, content string) []byte {
		return packAs(t, zip.Deflate, "word/document.xml", wordXML(para(said("Ada."))), "word/"+name+".xml", content)
	}
	for _, c := range []struct {
		name  string
		raw   []byte
		notes int
		want  string
	}{
		{"ten thousand comments", packAs(t, zip.Deflate, "word/document.xml", wordXML(body.String()), "word/comments.xml", fmt.Sprintf(partHead, "comments")+many.String()+"</w:comments>"), 10_000, ""},
		{"more than anyone writes", part("comments", fmt.Sprintf(partHead, "comments")+strings.Repeat(comment("1", "A", "x"), maxNotes+1)+"</w:comments>"), 0, "not read: it swells"},
		{"a bomb of footnotes", part("footnotes", strings.Repeat("<w:p/>", 8<<20)), 0, "not read: it swells"},
		{"deep endnotes", part("endnotes", strings.Repeat("<w:x>", 1<<20)), 0, "not read: its elements are nested too deep"},
		{"cut short", part("comments", fmt.Sprintf(partHead, "comments")+comment("1", "A", "x")), 0, "damaged or cut short"},
		{"no xml at all", part("comments", ""), 0, ""},
		{"marks without end", notesDocx(t, "<w:p>"+strings.Repeat(ranged("1"), 9*maxNotes+1)+"</w:p>"), 0, "not read: it swells"},
		{"ranges that all begin and never end", notesDocx(t, strings.Repeat(para(ranged("1"), said("a")), 50_000), "comments", comment("1", "A", "x")), 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			peak, stop := watchHeap()
			tr, err := Read(fileOf("a.docx", c.raw))
			stop()
			switch {
			case c.want != "":
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want %s", err, c.want)
				}
			case err != nil || len(tr.Notes) != c.notes:
				t.Errorf("%v", errors.Join(err, fmt.Errorf("not %d notes", c.notes)))
			}
			if n, took := peak.Load()>>20, time.Since(start); n > 300 || took > 8*time.Second {
				t.Errorf("%d MB, %v", n, took)
			}
		})
	}
}

// Marks of lists that name speakers are text, mere numbers and bullets are not.
func TestDocxLists(t *testing.T) {
	item := func(num, level, words string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr>` + said(words) + `</w:p>`
	}
	level := func(n, mark string) string {
		return `<w:lvl w:ilvl="` + n + `"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="` + mark + `"/></w:lvl>`
	}
	lists := fmt.Sprintf(partHead, "numbering") + `<w:abstractNum w:abstractNumId="0">` + level("0", "P:") + level("1", "Informan %2:") + level("2", "%3.") + `</w:abstractNum>` +
		`<w:abstractNum w:abstractNumId="5">` + level("0", "•") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num></w:numbering>`
	body := item("1", "0", "Apa?") + item("1", "1", "Ya.") + item("2", "0", "Dokumen") + item("1", "2", "Biaya") + item("1", "0", "Oh?") + item("1", "1", "Begitu.") + item("9", "0", "Lain.")
	for _, c := range []struct{ name, part, want string }{
		{"named", lists, "P: Apa?\n\nInforman 1: Ya.\n\nDokumen\n\nBiaya\n\nP: Oh?\n\nInforman 2: Begitu.\n\nLain."},
		{"damaged", lists[:400], "Apa?\n\nYa.\n\nDokumen\n\nBiaya\n\nOh?\n\nBegitu.\n\nLain."},
		{"deep", strings.Repeat("<w:lvl>", 50_000), "Apa?\n\nYa.\n\nDokumen\n\nBiaya\n\nOh?\n\nBegitu.\n\nLain."},
	} {
		tr, err := Read(fileOf("a.docx", pack(t, "word/document.xml", wordXML(body), "word/numbering.xml", c.part)))
		if err != nil {
			t.Fatal(c.name, err)
		}
		sound(t, tr)
		if d := cmp.Diff(c.want, tr.Text); d != "" {
			t.Error(c.name, d)
		}
	}
}
