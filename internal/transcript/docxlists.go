package transcript

import (
	"archive/zip"
	"encoding/xml"
	"path"
	"strconv"
	"strings"
)

// lists are the labels that Word computes for paragraphs of lists, where these
// name speakers: "P:" or "Informan %1:" as the mark of a list. Mere numbers and
// bullets are not text.
type lists struct {
	marks map[string]string // "NUMBERING LEVEL" → the mark, %1 to %9 in it
	count map[string]int
}

// readLists reads the definitions of the lists of a document. One that cannot
// be read has none.
func readLists(archive *zip.Reader, main string) lists {
	const most = 4 << 20
	l := lists{map[string]string{}, map[string]int{}}
	dir, base := path.Split(main)
	name := related(archive, dir+"_rels/"+base+".rels", dir)["numbering"]
	if name == "" {
		name = dir + "numbering.xml"
	}
	type value struct {
		Val string `xml:"val,attr"`
	}
	var defs struct {
		Abstract []struct {
			ID  string `xml:"abstractNumId,attr"`
			Lvl []struct {
				Level string `xml:"ilvl,attr"`
				Text  value  `xml:"lvlText"`
			} `xml:"lvl"`
		} `xml:"abstractNum"`
		Num []struct {
			ID  string `xml:"numId,attr"`
			Abs value  `xml:"abstractNumId"`
		} `xml:"num"`
	}
	part := find(archive, name)
	if part == nil {
		return l
	}
	in, err := open(part, most)
	if err != nil || decodeShallow(in, &defs) != nil {
		return l
	}
	abstract := map[string]map[string]string{}
	for _, a := range defs.Abstract {
		abstract[a.ID] = map[string]string{}
		for _, lvl := range a.Lvl {
			if h, ok := parseHead(strings.ReplaceAll(lvl.Text.Val, "%", "1"), nil); ok && h.colon && len(lvl.Text.Val) <= maxLabel {
				abstract[a.ID][lvl.Level] = lvl.Text.Val
			}
		}
	}
	for _, n := range defs.Num {
		for level, mark := range abstract[n.Abs.Val] {
			l.marks[n.ID+" "+level] = mark
		}
	}
	return l
}

// label is what Word writes before the next paragraph of a list.
func (l lists) label(numbering, level string) string {
	if level == "" {
		level = "0"
	}
	k := numbering + " " + level
	mark := l.marks[k]
	if mark == "" {
		return ""
	}
	l.count[k]++
	for i := 1; i <= 9; i++ {
		mark = strings.ReplaceAll(mark, "%"+strconv.Itoa(i), strconv.Itoa(l.count[k]))
	}
	return strings.TrimRight(mark, " ") + " "
}

// paragraph reads the properties of a paragraph: whether a tracked change
// deletes its mark, and what a list writes before it.
func (w *walker) paragraph() (gone bool, label string, err error) {
	var numbering, level string
	gone, err = w.holds(func(e xml.StartElement) bool {
		switch e.Name.Local {
		case "numId":
			numbering = attribute(e, "val")
		case "ilvl":
			level = attribute(e, "val")
		}
		return e.Name.Local == "del"
	})
	return gone, w.lists.label(numbering, level), err
}
