package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// What a YAML file may hold. The parser calls itself for every level and for
// every key of a mapping, and moves all of the file for every value that was
// left out, so these are bounded before it runs.
const (
	maxYAML  = 2 << 20 // bytes
	maxDepth = 64
	maxKeys  = 4000 // of one mapping
	maxEmpty = 1000
)

// yamlFile is a YAML file that is read node by node, so that every complaint
// shows its line, and every scalar keeps the characters it was written with:
// `no`, `on`, `2024` and `12:30` are words here.
type yamlFile struct {
	name  string
	lines []string
}

// parseYAML gives the content of a file; nil where there is none.
func parseYAML(name, s string) (f *yamlFile, body ast.Node, err error) {
	f = &yamlFile{name: name, lines: strings.Split(s, "\n")}
	if len(s) > maxYAML {
		return f, nil, errs.New(errs.Usage, "%s: %d bytes; no codebook is larger than %d", name, len(s), maxYAML).Hint("%s", yamlHelp)
	}
	// The parser is not ours: should it stumble, the file is still only refused.
	defer func() {
		if r := recover(); r != nil {
			body, err = nil, errs.New(errs.Usage, "%s: cannot be read as YAML (%v)", name, r).Hint("%s", yamlHelp)
		}
	}()
	tokens := lexer.Tokenize(s)
	if t := tokens.InvalidToken(); t != nil {
		return f, nil, f.complain(t.Position, "%s", syntaxWords(t.Error))
	}
	if err := f.admit(tokens); err != nil {
		return f, nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return f, nil, f.syntax(err)
	}
	for _, doc := range file.Docs {
		if doc.Body != nil {
			body = doc.Body
		}
	}
	return f, body, nil
}

// admit refuses what a codebook does not use and what would exhaust the
// parser, before the parser runs.
func (f *yamlFile) admit(tokens token.Tokens) error {
	var open []level // the columns at which block mappings and lists are open
	flow, empty, content := 0, 0, false
	for i, t := range tokens {
		switch t.Type {
		case token.CommentType:
			continue
		case token.DocumentHeaderType, token.DocumentEndType:
			if content && i+1 < len(tokens) && tokens[i+1].Type != token.CommentType {
				return f.complain(t.Position, "a second document begins: a codebook is one YAML document")
			}
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType, token.MappingKeyType, token.DirectiveType:
			return f.complain(t.Position, "%q is a sign of YAML that a codebook does not use; a text that begins with it stands in quotes", t.Value)
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		}
		content = true
		at := t.Position
		if t.Type == token.MappingValueType && i > 0 {
			at = tokens[i-1].Position
		}
		if flow == 0 && (t.Type == token.MappingValueType || t.Type == token.SequenceEntryType) {
			open = descend(open, at.Column)
			if t.Type == token.MappingValueType {
				open[len(open)-1].keys++
			}
			if open[len(open)-1].keys > maxKeys {
				return f.complain(at, "a mapping of more than %d keys", maxKeys)
			}
			if i+1 < len(tokens) && leftOut(t, at, tokens[i+1]) {
				empty++
			}
			if empty > maxEmpty {
				return f.complain(at, "more than %d keys and entries without a value", maxEmpty)
			}
		}
		if flow+len(open) > maxDepth {
			return f.complain(at, "nested more than %d levels deep", maxDepth)
		}
	}
	return nil
}

// leftOut reports a key or a dash, at a place, after which comes no value. The
// dashes of a list may stand right under its key.
func leftOut(t *token.Token, at *token.Position, next *token.Token) bool {
	if t.Type == token.MappingValueType && next.Type == token.SequenceEntryType && next.Position.Column == at.Column {
		return false
	}
	return next.Position.Line > t.Position.Line && next.Position.Column <= at.Column
}

// level is an open block and how many keys it has so far.
type level struct{ column, keys int }

// descend closes the blocks right of a column and opens one at it.
func descend(open []level, column int) []level {
	for len(open) > 0 && open[len(open)-1].column > column {
		open = open[:len(open)-1]
	}
	if len(open) == 0 || open[len(open)-1].column < column {
		open = append(open, level{column: column})
	}
	return open
}

// syntax turns the parser's complaint into ours.
func (f *yamlFile) syntax(err error) error {
	type complaint interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if e, ok := err.(complaint); ok && e.GetToken() != nil {
		at, words := e.GetToken().Position, syntaxWords(e.GetMessage())
		if strings.Contains(words, notAllowed) && f.deeper(at.Line) {
			words = fmt.Sprintf("line %d is indented further than line %d; keys that belong together begin in one column", at.Line+1, at.Line)
		}
		return f.complain(at, "%s", words)
	}
	return errs.New(errs.Usage, "%s: %v", f.name, err).Hint("%s", yamlHelp)
}

// deeper says whether the line after this one begins to the right of its key.
func (f *yamlFile) deeper(line int) bool {
	if line < 1 || line >= len(f.lines) {
		return false
	}
	start := func(s, skip string) int { return len(s) - len(strings.TrimLeft(s, skip)) }
	here, next := f.lines[line-1], f.lines[line]
	return strings.TrimSpace(next) != "" && start(next, " ") > start(here, "- ")
}

// notAllowed is the parser's word for a second ":" where a value stands.
const notAllowed = "mapping value is not allowed"

// syntaxWords says in a researcher's words what trips most hands.
func syntaxWords(msg string) string {
	switch {
	case strings.Contains(msg, "found character '\t'"):
		return "a tab: YAML is indented with spaces"
	case strings.Contains(msg, "reserved character"):
		return msg + ": put the text in quotes"
	case strings.Contains(msg, notAllowed):
		return msg + ": a text with \": \" in it stands in quotes"
	}
	return msg
}

// at complains about a node: file, line, what is wrong, and an excerpt.
func (f *yamlFile) at(n ast.Node, format string, args ...any) error {
	return f.complain(startOf(n), format, args...)
}

// yamlHelp is the topic that lists every key of a codebook.
const yamlHelp = "tematik help formats"

func (f *yamlFile) complain(at *token.Position, format string, args ...any) error {
	return errs.New(errs.Usage, "%s", f.excerpt(at, fmt.Sprintf(format, args...))).Hint("%s", yamlHelp)
}

// excerpt puts what is wrong before the lines around the place where it is.
func (f *yamlFile) excerpt(at *token.Position, what string) string {
	line, col := 1, 1
	if at != nil {
		line, col = min(max(1, at.Line), len(f.lines)), at.Column
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: %s", f.name, line, what)
	for i := max(1, line-1); i <= min(line+1, len(f.lines)); i++ {
		mark := " "
		if i == line {
			mark = ">"
		}
		fmt.Fprintf(&b, "\n%s %4d | %s", mark, i, clip(f.lines[i-1], 90))
		if i == line && 0 < col && col <= 90 {
			fmt.Fprintf(&b, "\n       | %s^", strings.Repeat(" ", col-1))
		}
	}
	return b.String()
}

// clip shortens a text for a message.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

// entry is a key of a mapping with its value.
type entry struct {
	key   string
	node  ast.Node // of the key
	value ast.Node
}

// mapping gives the entries of a mapping; an unknown or repeated key is
// refused. With no keys given, any key may stand.
func (f *yamlFile) mapping(n ast.Node, what string, keys ...string) ([]entry, error) {
	var values []*ast.MappingValueNode
	switch v := n.(type) {
	case *ast.MappingNode:
		values = v.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{v}
	default:
		return nil, f.at(n, "%s must be a mapping of keys and values", what)
	}
	var out []entry
	seen := map[string]bool{}
	for _, v := range values {
		key, err := f.scalar(v.Key, "a key")
		if err != nil {
			return nil, err
		}
		if len(keys) > 0 && !slices.Contains(keys, key) {
			meant := "known: " + strings.Join(keys, ", ")
			if k := qda.Nearest(key, keys); k != "" {
				meant = "did you mean " + k + "? " + meant
			}
			return nil, f.at(v.Key, "unknown key %q in %s (%s)", key, what, meant)
		}
		if seen[key] {
			return nil, f.at(v.Key, "the key %q stands twice in %s", key, what)
		}
		seen[key] = true
		out = append(out, entry{key, v.Key, v.Value})
	}
	return out, nil
}

// list gives the items of a sequence.
func (f *yamlFile) list(n ast.Node, what string) ([]ast.Node, error) {
	if v, ok := n.(*ast.SequenceNode); ok {
		return v.Values, nil
	}
	return nil, f.at(n, "%s must be a list", what)
}

// scalar gives the characters a scalar was written with.
func (f *yamlFile) scalar(n ast.Node, what string) (string, error) {
	switch v := n.(type) {
	case *ast.StringNode:
		return clean(v.Value), nil
	case *ast.LiteralNode:
		return strings.TrimRight(clean(v.Value.Value), "\n"), nil
	case *ast.NullNode:
		return "", f.at(n, "%s is empty (null); if the word is meant, put it in quotes", what)
	case *ast.MappingNode, *ast.MappingValueNode, *ast.SequenceNode:
		return "", f.at(n, "%s must be a text", what)
	case ast.ScalarNode:
		return strings.TrimSpace(v.GetToken().Value), nil
	}
	return "", f.at(n, "%s must be a text", what)
}

// clean drops what an escape can write but a codebook never means: control
// characters and marks of byte order.
func clean(s string) string {
	return strings.ReplaceAll(text.NormalizeString(s), "\ufeff", "")
}

func (f *yamlFile) boolean(n ast.Node, what string) (bool, error) {
	s, err := f.scalar(n, what)
	if err != nil {
		return false, err
	}
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true, nil
	case "false", "no", "off":
		return false, nil
	}
	return false, f.at(n, "%s must be true or false", what)
}

func (f *yamlFile) number(n ast.Node, what string) (int, error) {
	s, err := f.scalar(n, what)
	if err != nil {
		return 0, err
	}
	i, err := strconv.Atoi(s)
	if err != nil || i < 1 {
		return 0, f.at(n, "%s must be a whole number from 1", what)
	}
	return i, nil
}

// texts gives a list of texts, written as a YAML list or as a block with one a
// line. An empty one is refused: `null` in a list is most often a slip.
func (f *yamlFile) texts(n ast.Node, what string) ([]string, error) {
	var out []string
	if lit, ok := n.(*ast.LiteralNode); ok {
		if lit.Start != nil && lit.Start.Type == token.FoldedType {
			return nil, f.at(n, "%s: after \">\" all lines are one text; write \"|\" for one a line", what)
		}
		for line := range strings.Lines(clean(lit.Value.Value)) {
			if s := strings.TrimSpace(line); s != "" {
				out = append(out, s)
			}
		}
	} else {
		items, err := f.list(n, what)
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			s, err := f.scalar(it, "an entry of "+what)
			if err != nil {
				return nil, err
			}
			if strings.TrimSpace(s) == "" {
				return nil, f.at(it, "an entry of %s is empty", what)
			}
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return nil, f.at(n, "%s is an empty list: leave the key out, or write one entry a line", what)
	}
	return out, nil
}
