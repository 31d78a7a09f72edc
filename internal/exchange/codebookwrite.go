package exchange

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tematik/internal/qda"
)

// width is how long a line of YAML may grow before its text is folded.
const width = 110

// WriteCodebook writes a codebook as YAML that a person reads and edits, and
// that ReadCodebook reads back to an equal codebook. Keys come in one order
// and stand in quotes only where YAML would misread them. Numbers, GUIDs and
// the revision belong to a project and are not written.
func WriteCodebook(w io.Writer, cb *qda.Codebook) error {
	b := bufio.NewWriter(w)
	y := yamlWriter{b}
	y.words(0, "codebook", cb.Title)
	y.line(0, "version", cb.Version)
	y.line(0, "language", cb.Language)
	y.line(0, "unit", cb.Unit)
	if cb.Closed {
		b.WriteString("closed: true\n")
	}
	if len(cb.Normalize) > 0 {
		b.WriteString("\nnormalize:\n")
		for _, k := range sortedKeys(cb.Normalize) {
			y.put(2, scalar(k, false)+":", cb.Normalize[k])
		}
	}
	if len(cb.Sets) > 0 {
		b.WriteString("\nsets:\n")
	}
	for _, set := range cb.Sets {
		y.terms(2, scalar(set.Name, false), set.Terms)
	}
	if len(cb.Codes) == 0 {
		b.WriteString("\ncodes: []\n")
		return b.Flush()
	}
	tree := qda.NewTree(cb.Codes)
	b.WriteString("\ncodes:\n")
	for i := range cb.Codes {
		if i > 0 && tree.Parent[i] < 0 {
			b.WriteByte('\n')
		}
		y.code(4*tree.Depth[i], &cb.Codes[i], !tree.Leaf(i))
	}
	return b.Flush()
}

type yamlWriter struct{ *bufio.Writer }

// code writes one code as an item of a list that is indented by at; its
// children follow as further calls.
func (y yamlWriter) code(at int, c *qda.Code, parent bool) {
	y.put(at+2, "- id:", c.Key)
	in := at + 4
	y.words(in, "name", c.Name)
	y.line(in, "kind", string(c.Kind))
	y.line(in, "color", c.Color)
	y.words(in, "concept", c.Concept)
	y.words(in, "definition", c.Definition)
	y.words(in, "include", c.Include)
	y.words(in, "exclude", c.Exclude)
	if len(c.Examples.Yes)+len(c.Examples.No) > 0 {
		y.indent(in, "examples:\n")
		y.items(in+2, "yes", c.Examples.Yes)
		y.items(in+2, "no", c.Examples.No)
	}
	y.terms(in, "except", c.Except)
	if len(c.Rules) > 0 {
		y.indent(in, "rules:\n")
	}
	for i := range c.Rules {
		y.rule(in+2, &c.Rules[i])
	}
	if parent {
		y.indent(in, "codes:\n")
	}
}

// rule writes a rule as an item of a list. Whichever key is first carries the
// dash; a rule has at least one of any, all and near.
func (y yamlWriter) rule(at int, r *qda.Rule) {
	var body strings.Builder
	in := yamlWriter{bufio.NewWriter(&body)}
	in.line(at+2, "id", r.ID)
	in.line(at+2, "unit", r.Unit)
	in.terms(at+2, "speaker", r.Speaker)
	in.line(at+2, "lang", r.Lang)
	if r.Weight != 0 {
		in.indent(at+2, "weight: "+strconv.FormatFloat(r.Weight, 'f', -1, 64)+"\n")
	}
	in.terms(at+2, "after_question", r.After)
	in.terms(at+2, "any", r.Any)
	in.number(at+2, "min", r.Min)
	if len(r.All) > 0 {
		in.indent(at+2, "all:\n")
	}
	for _, g := range r.All {
		in.terms(at+4, "- any", g.Any)
		in.number(at+6, "min", g.Min)
	}
	in.near(at+2, r.Near)
	in.number(at+2, "within", r.Within)
	if r.Ordered {
		in.indent(at+2, "ordered: true\n")
	}
	in.terms(at+2, "none", r.None)
	in.line(at+2, "note", r.Note)
	in.Flush()
	if s := body.String(); s != "" {
		y.indent(at, "- ")
		y.WriteString(s[at+2:])
	}
}

func (y yamlWriter) indent(at int, s string) {
	y.WriteString(strings.Repeat(" ", at))
	y.WriteString(s)
}

// line writes a key with its text; nothing where there is none.
func (y yamlWriter) line(at int, key, s string) {
	if s != "" {
		y.put(at, key+":", s)
	}
}

func (y yamlWriter) number(at int, key string, n int) {
	if n != 0 {
		y.indent(at, key+": "+strconv.Itoa(n)+"\n")
	}
}

// words writes a text that may stand in two languages; a file has either a
// plain text or languages, so a plain one stands for the language that lacks.
func (y yamlWriter) words(at int, key string, w qda.Words) {
	if w.EN == "" && w.ID == "" {
		y.line(at, key, w.Plain)
		return
	}
	w.EN, w.ID = cmp.Or(w.EN, w.Plain), cmp.Or(w.ID, w.Plain)
	en, id := scalar(w.EN, true), scalar(w.ID, true)
	if w.EN != "" && w.ID != "" && at+len(key)+len(en)+len(id) < width-14 {
		y.indent(at, key+": {en: "+en+", id: "+id+"}\n")
		return
	}
	y.indent(at, key+":\n")
	y.line(at+2, "en", w.EN)
	y.line(at+2, "id", w.ID)
}

// items writes a list with one text a line.
func (y yamlWriter) items(at int, key string, list []string) {
	if len(list) == 0 {
		return
	}
	y.indent(at, key+":\n")
	for _, s := range list {
		y.indent(at+2, "- "+scalar(s, false)+"\n")
	}
}

// near writes two sides, a term alone or a list in brackets: in one line, or
// each in its own.
func (y yamlWriter) near(at int, sides [][]string) {
	if len(sides) == 0 {
		return
	}
	var parts []string
	for _, side := range sides {
		one := bracket(side)
		if len(side) == 1 {
			one = scalar(side[0], true)
		}
		parts = append(parts, one)
	}
	if one := strings.Join(parts, ", "); at+len(one) < width-12 {
		y.indent(at, "near: ["+one+"]\n")
		return
	}
	y.indent(at, "near:\n")
	for _, side := range sides {
		y.list(at+2, "- [", side)
	}
}

// terms writes a list of short texts in brackets, broken into lines.
func (y yamlWriter) terms(at int, key string, list []string) {
	if len(list) > 0 {
		y.list(at, key+": [", list)
	}
}

func bracket(list []string) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, scalar(s, true))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// list writes a list behind a head that ends with its bracket.
func (y yamlWriter) list(at int, head string, list []string) {
	in := at + 2
	if strings.HasPrefix(head, "- ") && len(head) > 3 {
		in += 2 // under a key behind a dash
	}
	var parts []string
	for _, s := range list {
		parts = append(parts, scalar(s, true))
	}
	if one := strings.Join(parts, ", "); at+len(head)+len(one) < width-1 {
		y.indent(at, head+one+"]\n")
		return
	}
	y.indent(at, head+"\n")
	column := 0
	for i, p := range parts {
		if column == 0 || column+len(p) > width {
			if column > 0 {
				y.WriteByte('\n')
			}
			y.indent(in, "")
			column = in
		} else {
			y.WriteByte(' ')
		}
		y.WriteString(p)
		if i < len(parts)-1 {
			y.WriteByte(',')
		}
		column += len(p) + 2
	}
	y.WriteByte('\n')
	y.indent(in-2, "]\n")
}

// put writes a key and a text: on its line, folded where it is long, as a
// block where it has lines of its own.
func (y yamlWriter) put(at int, key, s string) {
	in := at + 2
	if strings.HasPrefix(key, "- ") {
		in += 2
	}
	switch one := scalar(s, false); {
	case isBlock(s):
		y.indent(at, key+" |-\n")
		for _, line := range strings.Split(s, "\n") {
			if line != "" {
				y.indent(in, line)
			}
			y.WriteByte('\n')
		}
	case at+len(key)+utf8.RuneCountInString(one) > width && isFoldable(s):
		y.indent(at, key+" >-\n")
		y.fold(in, s)
	default:
		y.indent(at, key+" "+one+"\n")
	}
}

func (y yamlWriter) fold(at int, s string) {
	column := 0
	for word := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case column == 0:
			y.indent(at, word)
			column = at + n
			continue
		case column+1+n > width:
			y.WriteByte('\n')
			y.indent(at, word)
			column = at + n
		default:
			y.WriteString(" " + word)
			column += 1 + n
		}
	}
	y.WriteByte('\n')
}

// isFoldable reports a text whose only white space are single spaces between
// words: folding it and reading it again gives the same.
func isFoldable(s string) bool {
	return s != "" && !strings.HasPrefix(s, " ") && !strings.HasSuffix(s, " ") && !strings.Contains(s, "  ") && !strings.ContainsFunc(s, needsEscape)
}

// isBlock reports a text of several lines that a block keeps as they are.
func isBlock(s string) bool {
	lines := strings.Split(s, "\n")
	return len(lines) > 1 && lines[0] != "" && lines[0][0] != ' ' && lines[len(lines)-1] != "" &&
		!slices.ContainsFunc(lines, func(l string) bool {
			return strings.HasSuffix(l, " ") || strings.ContainsFunc(l, needsEscape)
		})
}

// needsEscape reports characters that YAML takes for line ends, indentation or
// nothing at all.
func needsEscape(r rune) bool {
	return r == '\n' || r == '\t' || unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == utf8.RuneError
}

// notText are plain scalars that YAML, in one of its versions, takes for
// something else than a text.
var notText = regexp.MustCompile(`^(?i:~|null|true|false|yes|no|on|off|y|n|<<|=|[-+]?\.(?:inf|nan)|[-+.]?[0-9][-+.:_0-9a-fxotz ]*)$`)

// scalar writes a text on one line, in quotes where it needs them.
func scalar(s string, flow bool) string {
	risky := s == "" || s != strings.TrimSpace(s) || notText.MatchString(s) ||
		strings.ContainsRune("-?:,[]{}#&*!|>'\"%@`", rune(s[0])) && !plainDash(s) ||
		strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #") || strings.Contains(s, "<<") ||
		strings.ContainsFunc(s, needsEscape) ||
		flow && strings.ContainsAny(s, ",[]{}:")
	if !risky {
		return s
	}
	if strings.Contains(s, `\`) && !strings.ContainsFunc(s, needsEscape) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'" // a pattern is easier to read so
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case needsEscape(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// plainDash reports a text such as "-nya", whose dash begins no list.
func plainDash(s string) bool {
	return len(s) > 1 && s[0] == '-' && s[1] != ' ' && s[1] != '-'
}
