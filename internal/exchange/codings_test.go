package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

func TestReadCodings(t *testing.T) {
	same := &qda.CodingRows{File: "c.csv", Documents: []string{"E1", "E2.txt"}, Codes: []string{"customs.hs", "Literacy > Law"},
		Doc: []int32{0, 1}, Code: []int32{0, 1}, Coder: []int32{-1, -1}, Start: []int32{0, 12}, End: []int32{5, 30}, Line: []int32{2, 3},
		Origin: []qda.Origin{qda.Imported, qda.Imported}}
	utf16le := []byte("\xff\xfe")
	for _, r := range "document,start,end,code\nE1,0,5,customs.hs\nE2.txt,12,30,Literacy > Law\n" {
		utf16le = append(utf16le, byte(r), 0)
	}
	for _, tt := range []struct{ name, data string }{
		{"plain", "document,start,end,code\nE1,0,5,customs.hs\nE2.txt,12,30,Literacy > Law\n"},
		{"no last line end", "document,start,end,code\nE1,0,5,customs.hs\nE2.txt,12,30,Literacy > Law"},
		{"crlf and bom", "\ufeffdocument,start,end,code\r\nE1,0,5,customs.hs\r\nE2.txt,12,30,Literacy > Law\r\n"},
		{"semicolons", "document;start;end;code\nE1;0;5;customs.hs\nE2.txt;12;30;Literacy > Law\n"},
		{"tabs", "document\tstart\tend\tcode\nE1\t0\t5\tcustoms.hs\nE2.txt\t12\t30\tLiteracy > Law\n"},
		{"quoted", "\"document\",\"start\",\"end\",\"code\"\n\"E1\",\"0\",\"5\",\"customs.hs\"\n\"E2.txt\",12,30,\"Literacy > Law\"\n"},
		{"other order, case and spaces", " Code , END,Start,DOCUMENT\ncustoms.hs, 5 ,0,E1\nLiteracy > Law,30,12, E2.txt \n"},
		{"whole numbers written as fractions", "document,start,end,code\nE1,0.0,5.0,customs.hs\nE2.txt,1.2e+01,30,Literacy > Law\n"},
		{"utf-16", string(utf16le)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadCodings("c.csv", []byte(tt.data))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(&CodingTable{Rows: same}, got); d != "" {
				t.Error(d)
			}
			if kind, err := TableKindOf("c.csv", []byte(tt.data)); kind != CodingsTable || err != nil {
				t.Errorf("kind %q, %v", kind, err)
			}
		})
	}
}

func TestReadCodingsColumns(t *testing.T) {
	const data = "sep=;\ndocument;start;end;code;coder;Quote;memo;origin;created;weight;\n" +
		"'-E1;0;5;a;andi;\"he said \"\"no\"\";\nand left\";'=why;Rule;2026-03-04T10:30:00.5Z;3;\n" +
		"\n;;;;;;;;;;\n" +
		"'-E1;1;5;a;;'''=x;;;2026-03-04;;\n"
	got, err := ReadCodings("c.csv", []byte(data))
	if err != nil {
		t.Fatal(err)
	}
	want := &CodingTable{
		Rows: &qda.CodingRows{File: "c.csv", Documents: []string{"-E1"}, Codes: []string{"a"}, Coders: []string{"andi"},
			Doc: []int32{0, 0}, Code: []int32{0, 0}, Coder: []int32{0, -1}, Start: []int32{0, 1}, End: []int32{5, 5}, Line: []int32{3, 7},
			Quote: []string{"he said \"no\";\nand left", "''=x"}, Memo: []string{"=why", ""}, Origin: []qda.Origin{qda.ByRule, qda.Imported},
			Created: []int64{time.Date(2026, 3, 4, 10, 30, 0, 5e8, time.UTC).UnixMilli(), time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC).UnixMilli()}},
		Warnings: []string{"a column that is not known was left out: weight"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestReadCodingsRefusesRows(t *testing.T) {
	for _, tt := range []struct{ name, row, want string }{
		{"start no number", "E1,x,5,a", `c.csv:3: start "x" is not a whole number`},
		{"end a fraction", "E1,0,5.5,a", `c.csv:3: end "5.5" is not a whole number`},
		{"end missing", "E1,0,,a", `c.csv:3: end "" is not a whole number`},
		{"negative", "E1,-1,5,a", "c.csv:3: start -1 is negative: positions count characters from 0"},
		{"infinite", "E1,0,inf,a", `c.csv:3: end "inf" is not a whole number`},
		{"too large", "E1,0,3000000000,a", "c.csv:3: end 3000000000 is beyond any text"},
		{"empty span", "E1,5,5,a", "c.csv:3: end 5 is not after start 5"},
		{"turned round", "E1,9,5,a", "c.csv:3: end 5 is not after start 9"},
		{"no code", "E1,0,5, ", "c.csv:3: no code is named"},
		{"no document", ",0,5,a", "c.csv:3: no document is named"},
		{"too short", "E1,0,5", "c.csv:3: the row has 3 cells, the header 4"},
		{"too long", "E1,0,5,a,b", "c.csv:3: the row has 5 cells, the header 4"},
		{"words after a quotation mark", `E1,0,5,"a"b`, "c.csv:3: words after a closing quotation mark: inside a quoted cell the mark is written twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := "document,start,end,code\n\n" + tt.row + "\nE2,0,5,\"a\n\"\nE3,0,5,\n"
			got, err := ReadCodings("c.csv", []byte(data))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Refusals) != 2 || got.Refusals[0].String() != tt.want || got.Refusals[1].String() != "c.csv:6: no code is named" {
				t.Errorf("refused %v", got.Refusals)
			}
			if got.Rows.Len() != 1 || got.Rows.Documents[0] != "E2" || got.Rows.Codes[0] != "a" || got.Rows.Line[0] != 4 {
				t.Errorf("rows %+v", got.Rows)
			}
		})
	}
	for _, tt := range []struct{ name, row, want string }{
		{"origin", "E1,0,5,a,magic,", `origin "magic": must be manual, rule, learner, model or import`},
		{"created", "E1,0,5,a,,yesterday", `created "yesterday" is not a time such as 2026-03-04T10:30:00Z`},
		{"no place", "E1,,,a,,", `start "" is not a whole number`},
		{"never closed", "E1,0,5,\"a,,\nE1,0,5,a,,", "a cell that opens with a quotation mark is never closed: the rest of the file could not be read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ReadCodings("c.csv", []byte("document,start,end,code,origin,created\nE1,0,5,a,,\n"+tt.row+"\n"))
			if err != nil || len(got.Refusals) != 1 || got.Refusals[0].String() != "c.csv:3: "+tt.want || got.Rows.Len() != 1 {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestTablesRefused(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"empty", "", "c.csv: the table is empty"},
		{"only empty lines", "\n , \n", "c.csv: the table is empty"},
		{"columns missing", "Document,code\nE1,a\n", "c.csv: a table of codings needs the columns document, code, and start, end or quote; missing: start, end; found: Document, code"},
		{"a column twice", "document,start,end,code,Code\n", `c.csv:1: the column "code" stands twice`},
		{"the same column twice", "document,start,end,code,code\n", `c.csv:1: the column "code" stands twice`},
		{"header never closed", "\"document,start,end,code\nE1,0,5,a\n", "c.csv:1: a cell that opens with a quotation mark is never closed"},
		{"only one end", "document,start,code,quote\nE1,0,a,b\n", "c.csv: a table of codings needs the columns document, code, and start, end or quote; missing: end"},
		{"binary", "\x00\x01\x02\x03\xff\xfe", "c.csv: not a text file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadCodings("c.csv", []byte(tt.data))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	_, err := ReadCases("k.csv", []byte("name,age\nE1,4\n"))
	if err == nil || err.Error() != "k.csv: a table of cases needs the column case; found: name, age" {
		t.Errorf("got %v", err)
	}
	if _, err := ReadCases("k.csv", []byte("case,Case\n")); err == nil {
		t.Error("case twice was taken")
	}
}

func TestTableKindOf(t *testing.T) {
	long := "case,text\n" + strings.Repeat("é", 100000)
	for _, tt := range []struct {
		name, data string
		want       TableKind
	}{
		{"cases", "Case;Kind\nE1;a\n", CasesTable},
		{"codings with a case", "case,document,start,end,code\n", CodingsTable},
		{"a long file, cut in a character", long, CasesTable},
		{"a long file, cut after it", "x" + long[1:], ""},
		{"windows-1252", "case,na\xefve", CasesTable},
	} {
		if got, err := TableKindOf("t.csv", []byte(tt.data)); got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s: got %q, %v", tt.name, got, err)
		}
	}
	_, err := TableKindOf("t.csv", []byte("document,code,start\n"))
	if err == nil || err.Error() != "t.csv: not a table that is known by its columns: document, code, start" || !strings.Contains(errs.HintOf(err), "document,code") {
		t.Errorf("got %v", err)
	}
}

func TestCases(t *testing.T) {
	got, err := ReadCases("k.csv", []byte("kind,case,age,\nexporter,E1,41,x\n,E2,,\nofficial,E1,30,\nmaker,,1,\nmaker,E3\n'=a,'+62,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &CaseTable{
		Attributes: []string{"kind", "age"},
		Cases: []qda.Case{{Name: "E1", Values: map[string]string{"kind": "exporter", "age": "41"}}, {Name: "E2"},
			{Name: "'+62", Values: map[string]string{"kind": "=a"}}},
		Refusals: []qda.Refusal{{File: "k.csv", Line: 4, Reason: "case E1 stands in line 2 already"}, {File: "k.csv", Line: 5, Reason: "no case is named"},
			{File: "k.csv", Line: 6, Reason: "the row has 2 cells, the header 4"}},
		Warnings: []string{"column 4 has no name and was left out"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestGuard(t *testing.T) {
	for s, want := range map[string]string{"": "", "a": "a", "=a": "'=a", "-5": "-5", "+6.2e1": "+6.2e1", "- a": "'- a", "@a": "'@a", "\tx": "'\tx",
		"'": "'", "'a": "'a", "'=a": "''=a", "''=a": "'''=a", "'-5": "'-5", "''": "''"} {
		if got := guard(s); got != want {
			t.Errorf("guard(%q) = %q, want %q", s, got, want)
		}
		if got := unguard(guard(s)); got != s {
			t.Errorf("unguard(guard(%q)) = %q", s, got)
		}
	}
}

// Whatever the bytes: no panic, and every row lies in the file and is whole.
func FuzzReadCodings(f *testing.F) {
	f.Add([]byte("document,start,end,code,quote,created\nE1,0,5,a,\"x\"\"\n\",2026-03-04\n"))
	f.Add([]byte("sep=;\ndocument;start;end;code\n\"E1\"x;0;1;\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		TableKindOf("c.csv", data)
		got, err := ReadCodings("c.csv", data)
		if err != nil {
			return
		}
		r := got.Rows
		for i := range r.Len() {
			if r.Start[i] < 0 || r.End[i] <= r.Start[i] || r.Documents[r.Doc[i]] == "" || r.Codes[r.Code[i]] == "" || r.Line[i] < 2 {
				t.Fatalf("row %d of %+v", i, r)
			}
		}
	})
}

func FuzzReadCases(f *testing.F) {
	f.Add([]byte("case,a\nE1,\"x\ny\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ReadCases("k.csv", data)
		if err != nil {
			return
		}
		names := map[string]bool{}
		for _, c := range got.Cases {
			if c.Name == "" || names[c.Name] {
				t.Fatalf("case %q in %+v", c.Name, got.Cases)
			}
			names[c.Name] = true
		}
	})
}

// The scanner reads what encoding/csv reads.
func FuzzScanner(f *testing.F) {
	f.Add("a,b\n\"c\"\"\n\",\n")
	f.Fuzz(func(t *testing.T, s string) {
		s = clean(s)
		want, err := csv.NewReader(strings.NewReader(s)).ReadAll()
		if err != nil {
			return
		}
		c := scanner{s: s, line: 1, comma: ','}
		for _, record := range want {
			if strings.TrimSpace(strings.Join(record, "")) == "" {
				continue
			}
			if !c.next() || c.problem != "" {
				t.Fatalf("%q: no row for %q (%s)", s, record, c.problem)
			}
			if d := cmp.Diff(record, c.fields); d != "" {
				t.Fatal(d)
			}
		}
		if c.next() {
			t.Fatalf("%q: a row more: %q", s, c.fields)
		}
	})
}

func BenchmarkReadCodings(b *testing.B) {
	data, err := os.ReadFile(os.Getenv("TEMATIK_CODINGS"))
	if err != nil {
		var w bytes.Buffer
		w.WriteString("document,start,end,code,coder\n")
		for i := range 1_000_000 {
			fmt.Fprintf(&w, "int_%05d.txt,%d,%d,customs complexity %03d,andi\n", i/200, i, i+60, i%500)
		}
		data = w.Bytes()
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadCodings("c.csv", data); err != nil {
			b.Fatal(err)
		}
	}
}
