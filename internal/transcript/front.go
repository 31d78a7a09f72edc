package transcript

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

// maxFront is the most that front matter may hold; the limit also bounds how
// deep its YAML can be nested.
const maxFront = 16 << 10

const fence = "---"

// cutFront parts front matter from the text: YAML between two lines of three
// hyphens at the very start. above is how many lines it takes with its fences.
// Three hyphens that do not enclose keys and values are ordinary text.
func cutFront(s string) (matter, rest string, above int, warn *Warning) {
	first, body, ok := strings.Cut(s, "\n")
	if !ok || strings.TrimRight(first, " \t") != fence || !keyed(body) {
		return "", s, 0, nil
	}
	above = 1
	for at := 0; at < len(body) && at <= maxFront; {
		end := strings.IndexByte(body[at:], '\n') + at
		next := end + 1
		if end < at {
			end, next = len(body), len(body)
		}
		above++
		if strings.TrimRight(body[at:end], " \t") == fence {
			return body[:at], body[next:], above, nil
		}
		at = next
	}
	return "", s, 0, &Warning{"front_matter_open", lang.T("the file begins with --- as front matter does, but no line --- ends it: taken as text", "berkas diawali --- seperti front matter, tetapi tidak ada baris --- yang menutupnya: diambil sebagai teks"), 1}
}

// keyed reports text whose first line is a key with its value, and not a turn:
// a transcript may begin with a rule.
func keyed(s string) bool {
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		return ok && key != "" && (value == "" || value[0] == ' ' || value[0] == '\t') && callingOf(key) == unknown
	}
	return false
}

// matter is the front matter of one file while it is read.
type matter struct {
	*Transcript
	lines    []string
	numbered bool // its lines are lines of the file
}

// readFront reads front matter into the transcript and gives the speakers it
// declares. Values keep the form they are written in: 012 and yes are words.
func (t *Transcript) readFront(yaml string, numbered bool) ([]Speaker, error) {
	m := &matter{t, strings.Split(yaml, "\n"), numbered}
	file, err := parseYAML(yaml)
	if err != nil {
		return nil, m.syntax(err)
	}
	var speakers []Speaker
	var date *ast.MappingValueNode
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		pairs, ok := pairsOf(doc.Body)
		if !ok {
			return nil, m.at(doc.Body, "front matter must be keys and values")
		}
		for _, pair := range pairs {
			key := keyName(pair)
			switch strings.ToLower(key) {
			case "":
				return nil, m.at(pair.Key, "a key must be a word")
			case "speakers":
				if speakers, err = m.speakers(pair.Value); err != nil {
					return nil, err
				}
			case "date":
				date = pair // what it means may depend on the language
			default:
				m.attribute(key, pair)
			}
		}
	}
	if date != nil {
		m.date(date)
	}
	return speakers, nil
}

// parseYAML guards against the parser itself: what it cannot bear is a mistake
// of the file's, not the end of the program.
func parseYAML(src string) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("it cannot be read as YAML")
		}
	}()
	return parser.ParseBytes([]byte(src), 0)
}

// attribute reads one key that is neither speakers nor date.
func (m *matter) attribute(key string, pair *ast.MappingValueNode) {
	value, ok := written(pair.Value)
	if !ok {
		m.warn("attribute_nested", m.lineOf(pair.Key), lang.T("%v: not taken: it is no text, number or list of these", "%v: tidak diambil: bukan teks, angka, atau daftar dari keduanya", key))
		return
	}
	if value == "" {
		return
	}
	switch strings.ToLower(key) {
	case "case":
		m.Case = value
	case "kind":
		kind, ok := kindNames[strings.ToLower(value)]
		if !ok {
			m.warn("kind_unknown", m.lineOf(pair.Key), lang.T("kind: %v is not known (interview, group, observation, document): taken as interview", "kind: %v tidak dikenal (interview, group, observation, document): diambil sebagai interview", value))
			return
		}
		m.Kind = kind
	case "language":
		tag, ok := languageNames[strings.ToLower(value)]
		if !ok {
			m.warn("language_unknown", m.lineOf(pair.Key), lang.T("language: %v is not known (id, en)", "language: %v tidak dikenal (id, en)", value))
			return
		}
		m.Language = tag
	default:
		m.Values[key] = value
	}
}

var kindNames = map[string]qda.Kind{
	"interview": qda.Interview, "wawancara": qda.Interview,
	"group": qda.FocusGroup, "focus group": qda.FocusGroup, "fgd": qda.FocusGroup, "kelompok": qda.FocusGroup,
	"observation": qda.Observation, "observasi": qda.Observation,
	"document": qda.Paper, "dokumen": qda.Paper,
}

var languageNames = map[string]string{
	"id": "id", "id-id": "id", "in": "id", "ind": "id", "indonesian": "id", "indonesia": "id", "bahasa indonesia": "id",
	"en": "en", "en-gb": "en", "en-us": "en", "eng": "en", "english": "en", "inggris": "en", "bahasa inggris": "en",
}

func (m *matter) date(pair *ast.MappingValueNode) {
	value, ok := written(pair.Value)
	if !ok || value == "" {
		return
	}
	date, problem := parseDate(value, m.Language)
	if problem != "" {
		m.warn("date_unclear", m.lineOf(pair.Key), lang.T("date: %v %v; the document has no date until it is written as 2026-03-04", "date: %v %v; dokumen tidak punya tanggal sampai ditulis sebagai 2026-03-04", value, problem.words()))
		return
	}
	m.Date = date
}

// speakers reads the mapping of labels to a role, or to a role and a case.
func (m *matter) speakers(n ast.Node) ([]Speaker, error) {
	const want = "speakers must be labels with a role each: {P: interviewer, I: respondent}"
	if n.Type() == ast.NullType {
		return nil, nil
	}
	pairs, ok := pairsOf(n)
	if !ok {
		return nil, m.at(n, want)
	}
	if len(pairs) > maxSpeakers {
		return nil, m.at(n, "more than %d speakers", maxSpeakers)
	}
	var out []Speaker
	for _, pair := range pairs {
		sp := Speaker{Label: strings.TrimRight(keyName(pair), ": ")}
		if sp.Label == "" {
			return nil, m.at(pair.Key, want)
		}
		inner, ok := pairsOf(pair.Value)
		if !ok {
			value, plain := written(pair.Value)
			if !plain {
				return nil, m.at(pair.Value, want)
			}
			if sp.Role, ok = RoleOf(value); !ok {
				return nil, m.at(pair.Value, "%s: %q is no role; a speaker is an interviewer or a respondent", sp.Label, value)
			}
		}
		for _, p := range inner {
			value, plain := written(p.Value)
			switch key := strings.ToLower(keyName(p)); {
			case plain && key == "case":
				sp.Case = value
			case plain && key == "role":
				if sp.Role, ok = RoleOf(value); !ok {
					return nil, m.at(p.Value, "%s: %q is no role; a speaker is an interviewer or a respondent", sp.Label, value)
				}
			default:
				return nil, m.at(p.Key, "%s: a speaker has role: and case:, not %s", sp.Label, key)
			}
		}
		if sp.Case != "" && sp.Role == "" {
			sp.Role = qda.Respondent
		}
		out = append(out, sp)
	}
	return out, nil
}

// RoleOf reads a role, in either language; an empty one leaves it to be
// inferred.
func RoleOf(s string) (qda.Role, bool) {
	switch s = strings.ToLower(s); {
	case s == "":
		return "", true
	case s == string(qda.Interviewer) || callings[s] == asking:
		return qda.Interviewer, true
	case s == string(qda.Respondent) || callings[s] == answering:
		return qda.Respondent, true
	}
	return "", false
}

func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}, true
	}
	return nil, false
}

func keyName(pair *ast.MappingValueNode) string {
	s, _ := written(pair.Key)
	return strings.TrimSpace(s)
}

// written gives a value as it stands in the file, without quotes; the items of
// a list joined. ok is false where it holds keys of its own.
func written(n ast.Node) (s string, ok bool) {
	switch v := n.(type) {
	case nil, *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return strings.TrimSpace(v.Value), true
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value), true
	case *ast.TagNode:
		return written(v.Value)
	case *ast.SequenceNode:
		var items []string
		for _, item := range v.Values {
			if _, list := item.(*ast.SequenceNode); list {
				return "", false
			}
			one, ok := written(item)
			if !ok {
				return "", false
			}
			if one != "" {
				items = append(items, one)
			}
		}
		return strings.Join(items, "; "), true
	case *ast.MappingNode, *ast.MappingValueNode, *ast.AnchorNode, *ast.AliasNode:
		return "", false
	case ast.ScalarNode:
		return strings.TrimSpace(v.GetToken().Value), true
	}
	return "", false
}

// syntax turns the parser's complaint into ours.
func (m *matter) syntax(err error) error {
	type complaint interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if e, ok := err.(complaint); ok && e.GetToken() != nil && e.GetToken().Position != nil {
		return m.complain(e.GetToken().Position.Line, e.GetMessage())
	}
	return m.complain(1, err.Error())
}

func (m *matter) at(n ast.Node, format string, args ...any) error {
	return m.complain(m.lineOf(n)-1, fmt.Sprintf(format, args...))
}

// lineOf is the line of the file on which a node stands.
func (m *matter) lineOf(n ast.Node) int {
	if tok := n.GetToken(); tok != nil && tok.Position != nil {
		return tok.Position.Line + 1
	}
	return 2
}

// complain makes an error that shows the lines around the one that is wrong.
func (m *matter) complain(line int, msg string) error {
	var b strings.Builder
	b.WriteString(m.File)
	if m.numbered {
		fmt.Fprintf(&b, ":%d", line+1)
	}
	b.WriteString(": front matter: " + msg)
	for i := max(1, line-1); i <= min(line+1, len(m.lines)); i++ {
		if strings.TrimSpace(m.lines[i-1]) == "" {
			continue
		}
		mark := "  "
		if i == line {
			mark = "> "
		}
		fmt.Fprintf(&b, "\n%s%4d | %s", mark, i+1, clip(m.lines[i-1], 90))
	}
	return errs.New(errs.Failed, "%s", b.String()).Hint(`each line between the --- is KEY: VALUE; a value with a colon in it stands in quotes: note: "a: b"`)
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
