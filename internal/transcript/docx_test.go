package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
)

// pack makes a zip of parts, in pairs of name and content.
func pack(t testing.TB, parts ...string) []byte { return packAs(t, zip.Store, parts...) }

func packAs(t testing.TB, method uint16, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="%s"/></Relationships>`

func wordXML(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>` + body + `<w:sectPr><w:pgSz w:w="1"/></w:sectPr></w:body></w:document>`
}

// docx makes a Word document of the XML of its body.
func docx(t testing.TB, body string) []byte {
	return pack(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", fmt.Sprintf(rels, "word/document.xml"), "word/document.xml", wordXML(body))
}

func para(runs ...string) string { return "<w:p>" + strings.Join(runs, "") + "</w:p>" }
func said(s string) string       { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
func cell(paras ...string) string {
	return "<w:tc><w:tcPr><w:tcW w:w=\"1\"/></w:tcPr>" + strings.Join(paras, "") + "</w:tc>"
}
func rowOf(cells ...string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(cell(para(said(c))))
	}
	return "<w:tr>" + b.String() + "</w:tr>"
}
func tableOf(rows ...string) string {
	return "<w:tbl><w:tblPr/><w:tblGrid/>" + strings.Join(rows, "") + "</w:tbl>"
}

func TestDocxText(t *testing.T) {
	const ins, del = `<w:ins w:id="1" w:author="a">%s</w:ins>`, `<w:del w:id="2" w:author="a">%s</w:del>`
	gone := `<w:r><w:delText>lama</w:delText></w:r>`
	for _, c := range []struct{ name, body, want string }{
		{"paragraphs", para(said("Satu.")) + para(said("Dua.")), "Satu.\n\nDua."},
		{"empty paragraphs", para(said("Satu.")) + para() + "<w:p/>" + para(said("  ")) + para(said("Dua.")), "Satu.\n\nDua."},
		{"runs", para(said("Sa"), said("tu."), `<w:r><w:rPr><w:b/></w:rPr><w:t>Dua</w:t></w:r>`), "Satu.Dua"},
		{"tabs and breaks", para(said("a"), `<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>`), "a\tb\nc\nd"},
		{"hyphens", para(`<w:r><w:t>anak</w:t><w:noBreakHyphen/><w:t>anak ke</w:t><w:softHyphen/><w:t>pabean</w:t></w:r>`), "anak\u2011anak kepabean"},
		{"symbols", para(`<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="x" w:char="00E9"/><w:sym w:char="D800"/><w:sym w:char="zz"/></w:r>`), "→é"},
		{"tab stops are properties", `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr>` + said("a") + `</w:p>`, "a"},
		{"insertions and deletions", para(said("Kami "), fmt.Sprintf(ins, said("baru ")), fmt.Sprintf(del, gone), said("ekspor.")), "Kami baru ekspor."},
		{"moved once", para(`<w:moveFromRangeStart w:id="1"/><w:moveFrom w:id="2">`+said("pindah")+`</w:moveFrom><w:moveFromRangeEnd w:id="1"/>`, said("a")) + para(`<w:moveTo w:id="3">`+said("pindah")+`</w:moveTo>`), "a\n\npindah"},
		{"a deleted paragraph mark joins", `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + said("Satu ") + `</w:p>` + para(said("dua.")) + para(said("Tiga.")), "Satu dua.\n\nTiga."},
		{"a former property does not", `<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr></w:pPrChange></w:pPr>` + said("Satu") + `</w:p>` + para(said("dua.")), "Satu\n\ndua."},
		{"containers", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + para(`<w:hyperlink>`+said("a")+`</w:hyperlink><w:smartTag>`+said("b")+`</w:smartTag><w:fldSimple w:instr="PAGE">`+said("c")+`</w:fldSimple><w:customXml>`+said("d")+`</w:customXml>`) + `</w:sdtContent></w:sdt>`, "abcd"},
		{"field codes", para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, said("teks"), `<w:r><w:fldChar w:fldCharType="end"/></w:r>`), "teks"},
		{"alternatives once", para(`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>a</w:t></mc:Fallback></mc:AlternateContent></w:r>`), "a"},
		{"entities and line ends", para(said("a &amp; b &#8212; c\nd\r\n e &bogus; f")), "a & b — c d  e &bogus; f"},
		{"a plain table", tableOf(rowOf("Dokumen", "Lama"), rowOf("PEB", "2 hari"), rowOf("SKA", "")), "Dokumen\tLama\n\nPEB\t2 hari\n\nSKA\t"},
		{"a nested table", tableOf("<w:tr>" + cell(para(said("a")), tableOf(rowOf("b", "c")), para(said("d"))) + cell(para(said("e"))) + "</w:tr>"), "a\nb\tc\nd\te"},
		{"a table of particulars", tableOf(rowOf("Nama", "Sri"), rowOf("Usia", "45"), rowOf("Tanggal", "4 Maret")), "Nama\tSri\n\nUsia\t45\n\nTanggal\t4 Maret"},
		{"a table with few labels", tableOf(rowOf("P", "a"), rowOf("harga naik", "b"), rowOf("P", "c"), rowOf("dan lagi", "d")), "P\ta\n\nharga naik\tb\n\nP\tc\n\ndan lagi\td"},
		{"a deleted row", tableOf(rowOf("a", "b", "c", "d"), `<w:tr><w:trPr><w:del w:id="1"/></w:trPr>`+cell(para(said("x")))+`</w:tr>`), "a\tb\tc\td"},
		{"text after a table", para(said("a")) + tableOf(rowOf("b")) + para(said("c")), "a\n\nb\n\nc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, err := Read(fileOf("a.docx", docx(t, c.body)))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, tr)
			if d := cmp.Diff(c.want, tr.Text); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDocxTables(t *testing.T) {
	for _, c := range []struct {
		name, body, want string
	}{
		{"labels at the left",
			tableOf(rowOf("P", "Apa?"), rowOf("I", "Ya, begitu."), rowOf("P:", "Oh?"), "<w:tr>"+cell(para(said("I")))+cell(para(said("Satu.")), para(said("Dua.")))+"</w:tr>", rowOf("", "Tiga.")),
			"P=interviewer; I=respondent; \nP \"Apa?\"\nI \"Ya, begitu.\"\nP \"Oh?\"\nI \"Satu.\\n\\nDua.\\n\\nTiga.\"\n"},
		{"a head and names that recur",
			tableOf(rowOf("Pembicara", "Ucapan"), rowOf("Budi", "Apa?"), rowOf("Ibu Sri", "Ya, begitu."), rowOf("Budi", "Oh?"), rowOf("Ibu Sri", "Ya, itu."), rowOf("Istri", "Betul, itu.")),
			"Budi=interviewer; Ibu Sri=respondent; Istri=respondent; \nBudi \"Apa?\"\nIbu Sri \"Ya, begitu.\"\nBudi \"Oh?\"\nIbu Sri \"Ya, itu.\"\nIstri \"Betul, itu.\"\n! many_speakers 0\n"},
		{"times first",
			tableOf(rowOf("Waktu", "Nama", "Isi"), rowOf("00:01", "P", "Apa?"), rowOf("[00:00:09]", "I", "Ya, begitu."), rowOf("", "I", "Dan lagi.")),
			"P=interviewer; I=respondent; \nP 1s \"Apa?\"\nI 9s \"Ya, begitu.\"\nI \"Dan lagi.\"\n"},
		{"times second", tableOf(rowOf("P", "00:01", "Apa?"), rowOf("I", "00:00:09", "Ya, begitu.")),
			"P=interviewer; I=respondent; \nP 1s \"Apa?\"\nI 9s \"Ya, begitu.\"\n"},
		{"numbers first, times, remarks",
			tableOf(rowOf("No", "Waktu", "Penutur", "Ujaran", "Catatan"), rowOf("1.", "00:01", "P", "Apa?", ""), rowOf("2.", "00:09", "N", "Ya, begitu.", "gugup")),
			"P=interviewer; N=respondent; \nP 1s \"Apa?\"\nN 9s \"Ya, begitu.\"\n"},
		{"times beside whole turns", tableOf(rowOf("00:01", "P: Apa?"), rowOf("00:09", "I: Ya, begitu.")),
			"P=interviewer; I=respondent; \nP 1s \"Apa?\"\nI 9s \"Ya, begitu.\"\n"},
		{"a footnote, two comments, a text box",
			para(said("P: Apa?"), `<w:r><w:footnoteReference w:id="1"/><w:commentReference w:id="1"/></w:r>`) + para(said("I: Ya, itu."), `<w:r><w:commentReference w:id="2"/><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>`+para(said("kotak"))+`</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>`+para(said("kotak"))+`</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`),
			"P=interviewer; I=respondent; \nP \"Apa?\"\nI \"Ya, itu.\\n\\nkotak\"\n! text_boxes 0\n! notes_missing 0\n"},
		{"front matter in paragraphs", para(said("---")) + para(said("speakers: {I: interviewer}")) + para(said("---")) + para(said("P: Apa?")) + para(said("I: Ya, itu.")),
			"P=respondent; I=interviewer; \nP \"Apa?\"\nI \"Ya, itu.\"\n"},
		{"front matter in one paragraph", para(`<w:r><w:t>---</w:t><w:br/><w:t>speakers: {I: interviewer}</w:t><w:br/><w:t>---</w:t></w:r>`) + para(said("P: Apa?")) + para(said("I: Ya, itu.")),
			"P=respondent; I=interviewer; \nP \"Apa?\"\nI \"Ya, itu.\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, err := Read(fileOf("a.docx", docx(t, c.body)))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, tr)
			if d := cmp.Diff(c.want, outline(tr)); d != "" {
				t.Errorf("%s\n%s", d, tr.Text)
			}
			if strings.HasPrefix(tr.Text, "\n") {
				t.Errorf("a blank line at the beginning: %q", tr.Text)
			}
		})
	}
}

func TestDocxMainPartElsewhere(t *testing.T) {
	for _, target := range []string{"word/document2.xml", "/word/document2.xml", "./word/x/../document2.xml"} {
		raw := pack(t, "_rels/.rels", fmt.Sprintf(rels, target), "WORD/document2.xml", wordXML(para(said("Ada."))))
		tr, err := Read(fileOf("a.docx", raw))
		if err != nil || tr.Text != "Ada." {
			t.Errorf("%s: %v", target, err)
		}
	}
	if tr, err := Read(fileOf("a.docx", pack(t, "word/document.xml", wordXML(para(said("Ada.")))))); err != nil || tr.Text != "Ada." {
		t.Errorf("without relations: %v", err)
	}
}

func TestDocxRefused(t *testing.T) {
	good := docx(t, para(said(strings.Repeat("Kami ekspor kepiting. ", 200))))
	cut := good[:len(good)-200]
	short := packAs(t, zip.Deflate, "word/document.xml", wordXML(para(said("Ada."))))
	short[60] ^= 0xff
	encrypted := bytes.Clone(good)
	for i := 0; ; { // bit 0 of the flags of every entry of the directory
		j := bytes.Index(encrypted[i:], []byte("PK\x01\x02"))
		if j < 0 {
			break
		}
		encrypted[i+j+8] |= 1
		i += j + 4
	}
	ole := append([]byte(oleMagic), make([]byte, 600)...)
	oleEncrypted := append(bytes.Clone(ole), []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")...)
	empty := wordXML(strings.Repeat("<w:p/>", 1<<19))
	many := make([]string, 0, 120_000)
	for i := range 60_000 {
		many = append(many, fmt.Sprintf("word/media/picture-of-a-crab-%06d.png", i), "")
	}
	for _, c := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"an old document", ole, "a.docx: a document of Word 97 to 2003 (.doc), which is not read"},
		{"a password, old container", oleEncrypted, "a.docx: the document is protected by a password"},
		{"a password, zip", encrypted, "a.docx: the document is protected by a password"},
		{"cut short", cut, "a.docx: the file is damaged or cut short"},
		{"a byte that is wrong", short, "a.docx: the file is damaged or cut short"},
		{"a text", []byte("P: Apa?"), "a.docx: not a docx file by what is in it"},
		{"a spreadsheet", pack(t, "_rels/.rels", fmt.Sprintf(rels, "xl/workbook.xml"), "xl/workbook.xml", "<workbook/>"), "a.docx: not a Word document"},
		{"no main part", pack(t, "content.xml", "<x/>"), "a.docx: not a Word document"},
		{"no text", docx(t, para()), "a.docx: there is no text in it"},
		{"no xml", pack(t, "word/document.xml", ""), "a.docx: there is no text in it"},
		{"xml cut short", pack(t, "word/document.xml", wordXML(para(said("a")))[:200]), "a.docx: the file is damaged or cut short"},
		{"wrong tags", pack(t, "word/document.xml", "</w:p>"), "a.docx: the file is damaged or cut short"},
		{"a bomb", packAs(t, zip.Deflate, "word/document.xml", empty), "a.docx: not read: it swells"},
		{"a bomb of one word", docx(t, para(said(strings.Repeat("a", 5<<20)))), "a.docx: not read: it swells"},
		{"a bomb of attributes", docx(t, "<w:p "+strings.Repeat(`a="" `, 1<<20)+"/>"), "a.docx: not read: it swells"},
		{"a bomb of cells", docx(t, "<w:tbl><w:tr>"+strings.Repeat("<w:tc></w:tc>", maxCells)), "a.docx: not read: it swells"},
		{"deep", docx(t, strings.Repeat("<w:sdt>", 100_000)), "a.docx: not read: its elements are nested too deep"},
		{"deep in what is skipped", docx(t, "<w:del>"+strings.Repeat("<w:r>", 100_000)), "a.docx: not read: its elements are nested too deep"},
		{"too many parts", pack(t, many...), "a.docx: not a Word document: it has too many parts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			peak, stop := watchHeap()
			_, err := Read(fileOf("a.docx", c.raw))
			stop()
			took := time.Since(start)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
			if errs.HintOf(err) == "" && strings.Contains(c.want, "damaged") {
				t.Error("no hint")
			}
			if n := peak.Load() >> 20; n > 300 || took > 8*time.Second {
				t.Errorf("%d MB, %v", n, took)
			}
		})
	}
}

// watchHeap measures how much the heap grows at most until it is stopped.
func watchHeap() (peak *atomic.Uint64, stop func()) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	base, done, ended := m.HeapAlloc, make(chan bool), make(chan bool)
	peak = new(atomic.Uint64)
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if m.HeapAlloc > base {
				peak.Store(max(peak.Load(), m.HeapAlloc-base))
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}

// A document may refer to a file or a name outside: nothing is fetched, for the
// decoder knows no entities but its own.
func TestDocxForeignEntities(t *testing.T) {
	evil := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>` + strings.TrimPrefix(wordXML(para(said("&b;&e;"))), `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`)
	tr, err := Read(fileOf("a.docx", pack(t, "word/document.xml", evil)))
	if err != nil || tr.Text != "&b;&e;" {
		t.Errorf("%v %v", tr, err)
	}
}

// A zip that says it is larger than it is, or has nothing where its parts
// should be.
func TestDocxLyingDirectory(t *testing.T) {
	good := docx(t, para(said("Ada.")))
	for at := range good {
		if bytes.HasPrefix(good[at:], []byte("PK\x01\x02")) {
			for _, field := range []int{20, 24, 42} { // sizes, offset
				bad := bytes.Clone(good)
				binary.LittleEndian.PutUint32(bad[at+field:], 0x7fffffff)
				if tr, err := Read(fileOf("a.docx", bad)); err == nil {
					sound(t, tr)
				}
			}
		}
	}
}

// Bold labels without a colon, and the ways in which they are not labels.
func TestDocxBoldLabels(t *testing.T) {
	bold := func(s string) string {
		return `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">` + s + `</w:t></w:r>`
	}
	light := func(s string) string {
		return `<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t xml:space="preserve">` + s + `</w:t></w:r>`
	}
	const asked = "Budi=interviewer; Ibu Sri=respondent; \nBudi \"Apa?\"\nIbu Sri \"Ya, begitu.\"\nBudi \"Oh?\"\nIbu Sri \"Ya, itu.\"\n"
	for _, c := range []struct{ name, body, want string }{
		{"spaces", para(bold("Budi "), said("Apa?")) + para(bold("Ibu Sri"), light(" Ya, begitu.")) + para(bold("Budi"), said(" Oh?")) + para(bold("Ibu Sri "), said("Ya, itu.")), asked},
		{"tabs and breaks", para(bold("Budi"), `<w:r><w:tab/></w:r>`, said("Apa?")) + para(bold("Ibu "), bold("Sri"), `<w:r><w:br/></w:r>`, said("Ya, begitu.")) + para(bold("Budi"), `<w:r><w:tab/><w:t>Oh?</w:t></w:r>`) + para(bold("Ibu Sri"), said(" Ya, itu.")), asked},
		{"a style", para(`<w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>Budi</w:t></w:r>`, said(" Apa?")) + para(bold("Ibu Sri"), said(" Ya, begitu.")) + para(bold("Budi"), said(" Oh?")) + para(bold("Ibu Sri"), said(" Ya, itu.")), asked},
		{"paragraphs of their own", para(bold("Budi")) + para(said("Apa?")) + para(bold("Ibu Sri")) + para(said("Ya, begitu.")) + para(bold("Budi")) + para(said("Oh?")) + para(bold("Ibu Sri")) + para(said("Ya, itu.")), asked},
		{"with a colon", para(bold("Budi:"), said(" Apa?")) + para(bold("Ibu Sri"), said(": Ya, begitu.")) + para(bold("Budi: "), said("Oh?")) + para(bold("Ibu Sri: "), said("Ya, itu.")), asked},
		{"questions in bold", para(bold("Apa kendalanya?")) + para(said("Dokumen.")) + para(bold("Sejak kapan?")) + para(said("Lama.")), "\n! no_turns 0\n"},
		{"words that are stressed", para(said("P: Apa?")) + para(said("I: Ya, itu.")) + para(bold("Dokumen"), said(" sulit, ya?")) + para(bold("Biaya"), said(" mahal.")) + para(bold("Dokumen"), said(" lama.")) + para(bold("Biaya"), said(" naik.")) + para(said("P: Oh?")) + para(said("I: Ya, begitu.")) + para(said("P: Apa?")),
			"P=interviewer; I=respondent; \nP \"Apa?\"\nI \"Ya, itu.\\n\\nDokumen sulit, ya?\\n\\nBiaya mahal.\\n\\nDokumen lama.\\n\\nBiaya naik.\"\nP \"Oh?\"\nI \"Ya, begitu.\"\nP \"Apa?\"\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, err := Read(fileOf("a.docx", docx(t, c.body)))
			if err != nil {
				t.Fatal(err)
			}
			sound(t, tr)
			if d := cmp.Diff(c.want, outline(tr)); d != "" {
				t.Errorf("%s\n%q", d, tr.Text)
			}
		})
	}
}
