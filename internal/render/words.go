package render

import (
	"fmt"
	"html"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"tematik/internal/lang"
	"tematik/internal/report"
)

// undefined stands where a number has no value.
const undefined = "–"

// words puts cells into a reader's words.
type words struct {
	lang   lang.Lang
	labels map[string]lang.Text // names of codes
	named  bool                 // codes go by their names, always
}

// say is a text in the reader's language.
func (w words) say(en, id string, args ...any) string { return lang.T(en, id, args...).In(w.lang) }

// cell is a cell as a reader sees it, on one line.
func (w words) cell(c report.Column, v report.Cell) string {
	switch v := v.(type) {
	case nil:
		if c.Blank {
			return ""
		}
		return undefined
	case bool:
		if v {
			return w.say("yes", "ya")
		}
		return w.say("no", "tidak")
	case string:
		if label, ok := w.labels[v]; ok && c.Type == report.Code && (c.Named || w.named) {
			v = label.In(w.lang)
		}
		if word, ok := c.Words[v]; ok {
			v = word.In(w.lang)
		}
		if at, err := time.Parse(time.RFC3339, v); c.Moment && err == nil {
			v = at.UTC().Format("2006-01-02 15:04")
		}
		return clean(v)
	case int:
		if c.Type == report.Share {
			return w.number(c, float64(v))
		}
		return lang.Count(w.lang, v)
	case float64:
		return w.number(c, v)
	}
	return clean(lang.In(w.lang, v))
}

// number rounds for the reader. What is not zero does not become it: a small
// p is <0.001, not 0.000.
func (w words) number(c report.Column, v float64) string {
	write := lang.Number
	decimals := c.Decimals
	switch {
	case c.Type == report.Share:
		write = lang.Share
	case c.Type == report.Count && v == math.Trunc(v):
		decimals = 0
	case decimals == 0: // also of a count that is none, a mean of counts
		decimals = 2
	}
	s := write(w.lang, v, decimals)
	if v == 0 || strings.ContainsAny(s, "123456789–∞") {
		return s
	}
	least := math.Pow10(-decimals)
	if c.Type == report.Share {
		least /= 100
	}
	if v < 0 {
		return ">" + write(w.lang, -least, decimals)
	}
	return "<" + write(w.lang, least, decimals)
}

// again reports a cell that readers need not see: its column is grouped and the
// row above says the same.
func again(t report.Table, row, k int) bool {
	v := at(t.Rows[row], k)
	return t.Columns[k].Grouped && row > 0 && v != nil && key(v) == key(at(t.Rows[row-1], k))
}

// clean makes one line of harmless characters of anyone's words: control
// characters could drive a terminal and break XML, directional overrides could
// turn a table around.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return harmless(r)
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// harmless drops a character that is none that anybody sees.
func harmless(r rune) rune {
	switch {
	case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0xFFFE, r == 0xFFFF:
		return -1
	}
	return r
}

// kept is a text as it stands in XML, with every space it has.
func kept(s string) string {
	return html.EscapeString(strings.Map(harmless, strings.ToValidUTF8(s, "\uFFFD")))
}

// isClean knows most texts, and all numbers, without another copy.
func isClean(s string) bool {
	space := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || space && s[i] == ' ' {
			return false
		}
		space = s[i] == ' '
	}
	return !space || s == ""
}

// bare reports a list that a command prints: no report, so it has no
// provenance.
func bare(r *report.Report) bool { return r.Provenance.Command == "" }

// warning is what stands before a warning.
func (w words) warning() string { return w.say("Warning: ", "Peringatan: ") }

// Warnings are the warnings of a report as lines in a language, each with the
// word that says so: for stderr, beside a form that is pure data.
func Warnings(r *report.Report, l lang.Lang) []string {
	w := words{lang: l}
	var lines []string
	for _, x := range r.Warnings {
		lines = append(lines, w.warning()+clean(x.Text.In(l)))
	}
	return lines
}

// Provenance says in a few lines how the numbers were made: by what, from what,
// with which parameters, by which command. It stands under each report, and
// belongs beside a file of pure data.
func Provenance(p report.Provenance, l lang.Lang) []string {
	w := words{lang: l}
	made := []string{"tematik " + p.Version}
	if p.Project != "" {
		made = append(made, p.Project)
	}
	if p.State != "" {
		made = append(made, w.say("state ", "keadaan ")+p.State[:min(len(p.State), 12)])
	}
	if p.CodebookVersion != "" {
		made = append(made, w.say("codebook version ", "buku kode versi ")+p.CodebookVersion)
	}
	if at, err := time.Parse(time.RFC3339, p.Created); err == nil {
		made = append(made, w.say("last change %v", "perubahan terakhir %v", at.UTC()))
	}
	data := []string{
		lang.Many(p.Documents, "document", "documents", "dokumen").In(l),
		lang.Many(p.Cases, "case", "cases", "kasus").In(l),
		lang.Many(p.Codings, "coding", "codings", "pengodean").In(l),
	}
	if len(p.Coders) > 0 {
		data = append(data, w.say("coders: ", "pengode: ")+strings.Join(p.Coders, ", "))
	}
	filters := w.settings(p.Filters)
	if len(filters) == 0 {
		filters = []string{w.say("none", "tidak ada")}
	}
	how := append(w.settings(p.Parameters), w.say("filters: ", "saringan: ")+strings.Join(filters, ", "))
	lines := []string{strings.Join(made, " · "), strings.Join(data, " · "), strings.Join(how, " · "), p.Command}
	for i, s := range lines {
		lines[i] = clean(s)
	}
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

// settings writes name=value in the order of the names. Values are what a user
// would type: numbers keep their point and all their digits.
func (w words) settings(m map[string]any) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		v := m[k]
		if t, ok := v.(lang.Text); ok {
			v = t.In(w.lang)
		}
		switch list := v.(type) {
		case []string:
			v = strings.Join(list, ",")
		case []int, []float64:
			v = strings.ReplaceAll(strings.Trim(fmt.Sprint(list), "[]"), " ", ",")
		}
		out = append(out, fmt.Sprintf("%s=%v", k, v))
	}
	return out
}

// Wrote reports whether a file's provenance names a command: as a line, comment
// or element of its own, at the end of a list of marks, or as the field of JSON,
// written as that format writes it. A sentence of somebody's that mentions the
// command does not; nor does a document that was worked on since.
func Wrote(file []byte, command string) bool {
	if core, office := untouched(file); office {
		file = core
	}
	return wrote(string(file), command) || wrote(string(file), literal(command)) || wrote(string(file), escaped(command))
}

func wrote(s, command string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], command)
		if i < 0 {
			return false
		}
		before, after := s[:at+i], s[at+i+len(command):]
		begins := before == ""
		for _, mark := range []string{"\n", "\n% ", " · ", `"command":"`, "<code>"} {
			begins = begins || strings.HasSuffix(before, mark)
		}
		ends := after == "" || strings.ContainsAny(after[:1], "\n\r\"<")
		if begins && ends {
			return true
		}
		at += i + len(command)
	}
}
