package qda

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tematik/internal/errs"
)

// Words is a text of the codebook: plain, or in two languages.
type Words struct {
	Plain string `json:"plain,omitempty"`
	EN    string `json:"en,omitempty"`
	ID    string `json:"id,omitempty"`
}

// In gives the text in a language, else plain, else in the other.
func (w Words) In(language string) string {
	order := []string{w.EN, w.Plain, w.ID}
	if language == "id" {
		order = []string{w.ID, w.Plain, w.EN}
	}
	for _, s := range order {
		if s != "" {
			return s
		}
	}
	return ""
}

// IsZero reports a text without words.
func (w Words) IsZero() bool { return w == Words{} }

// CodeKind says whether a node of the tree is a theme or a code.
type CodeKind string

// The kinds of node.
const (
	KindTheme CodeKind = "theme"
	KindCode  CodeKind = "code"
)

// Code is a node of the codebook: a theme or a code.
type Code struct {
	ID         CodeID
	GUID       GUID
	Key        string // the code's id for people: "customs.hs"
	Parent     CodeID // 0: none
	Kind       CodeKind
	Name       Words
	Concept    Words // of a theme: its central organising concept
	Definition Words
	Include    Words
	Exclude    Words
	Examples   Examples
	Color      string // "#d55e00" or ""
	Except     []string
	Rules      []Rule
}

// Examples are passages that the code does and does not cover.
type Examples struct {
	Yes []string `json:"yes,omitempty"`
	No  []string `json:"no,omitempty"`
}

// Rule proposes its code for a unit of text. All conditions must hold.
type Rule struct {
	ID      string     `json:"id,omitempty"`
	Any     []string   `json:"any,omitempty"`            // at least Min of these terms
	Min     int        `json:"min,omitempty"`            // 0: one
	All     []Group    `json:"all,omitempty"`            // each group must occur
	Near    [][]string `json:"near,omitempty"`           // two lists: a term of each, at most Within words apart
	Within  int        `json:"within,omitempty"`         // 1: side by side
	Ordered bool       `json:"ordered,omitempty"`        // the first list's before the second's
	None    []string   `json:"none,omitempty"`           // none of these may occur in the unit
	After   []string   `json:"after_question,omitempty"` // one of these occurs in the interviewer's last turn before
	Unit    string     `json:"unit,omitempty"`           // sentence, turn, paragraph, window:N; "": the codebook's
	Speaker []string   `json:"speaker,omitempty"`        // respondent (default), interviewer, any, or labels
	Lang    string     `json:"lang,omitempty"`           // id, en, both; "": see product
	Weight  float64    `json:"weight,omitempty"`         // 0: one; rules of a code propose where theirs add up to one
	Note    string     `json:"note,omitempty"`
}

// Terms is the rule with each of its lists of terms put through f.
func (r Rule) Terms(f func([]string) []string) Rule {
	r.Any, r.None, r.After = f(r.Any), f(r.None), f(r.After)
	r.All, r.Near = slices.Clone(r.All), slices.Clone(r.Near)
	for i := range r.All {
		r.All[i].Any = f(r.All[i].Any)
	}
	for i := range r.Near {
		r.Near[i] = f(r.Near[i])
	}
	return r
}

// Group is a set of terms of which at least Min (0: one) must occur.
type Group struct {
	Any []string `json:"any"`
	Min int      `json:"min,omitempty"`
}

// TermSet is a list of terms with a name: $name among the terms of a rule or of
// except stands for all of them. A set holds no other sets.
type TermSet struct {
	Name  string   `json:"name"`
	Terms []string `json:"terms"`
}

// SetName is the name of the set that a term stands for, if it is one: "$name".
func SetName(term string) (name string, ok bool) {
	return strings.CutPrefix(strings.TrimSpace(term), "$")
}

// Uses reports whether a code's rules or exceptions name a set.
func (c *Code) Uses(set string) bool {
	found := false
	look := func(terms []string) []string {
		for _, t := range terms {
			name, ok := SetName(t)
			found = found || ok && name == set
		}
		return terms
	}
	look(c.Except)
	for _, r := range c.Rules {
		r.Terms(look)
	}
	return found
}

// Resolve replaces the sets in a list of terms by what they stand for. A set
// that the codebook lacks stays as it is written.
func (cb *Codebook) Resolve(terms []string) []string {
	if !slices.ContainsFunc(terms, func(t string) bool { _, is := SetName(t); return is }) {
		return terms
	}
	var out []string
	for _, t := range terms {
		name, _ := SetName(t)
		if i := slices.IndexFunc(cb.Sets, func(s TermSet) bool { return s.Name == name }); i >= 0 {
			out = append(out, cb.Sets[i].Terms...)
		} else {
			out = append(out, t)
		}
	}
	return out
}

// ParseUnit reads the unit of a rule: sentence, turn, paragraph, or window:N,
// blocks of N sentences inside a turn, for which it gives N.
func ParseUnit(s string) (kind string, n int, ok bool) {
	kind, size, window := strings.Cut(s, ":")
	if !window {
		return s, 0, s == "sentence" || s == "turn" || s == "paragraph"
	}
	n, err := strconv.Atoi(size)
	return kind, n, err == nil && kind == "window" && n >= 1 && n <= maxWindow && size == strconv.Itoa(n)
}

// Units says what the unit of a rule may be.
const Units = "sentence, turn, paragraph or window:N, such as window:3"

// maxWindow is how many sentences a window may have: more is no passage.
const maxWindow = 1000

// Codebook is the tree of codes and what holds for all of them. Codes are in
// tree order: a parent before its children, siblings as written.
type Codebook struct {
	Title     Words
	Version   string // as its author numbers it
	Revision  int    // counts the changes made in this project
	Language  string // "id", "en", "both" or ""
	Unit      string // default unit of rules
	Closed    bool   // no code can be discovered
	Normalize map[string]string
	Sets      []TermSet
	Codes     []Code
}

// Label is the author's version and the count of changes made since.
func (cb *Codebook) Label() string {
	switch {
	case cb.Version == "":
		return fmt.Sprintf("r%d", cb.Revision)
	case cb.Revision <= 1: // as it came in
		return cb.Version
	}
	return fmt.Sprintf("%s r%d", cb.Version, cb.Revision)
}

// ValidKey reports whether a code id is well formed: lower-case words of
// letters and digits joined by ".", "-" or "_".
func ValidKey(key string) bool {
	word := false
	for _, r := range key {
		switch {
		case unicode.IsLower(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsTitle(r) || unicode.IsMark(r):
			word = true
		case r == '.' || r == '-' || r == '_':
			if !word {
				return false
			}
			word = false
		default:
			return false
		}
	}
	return word
}

// ValidColor reports a colour like #d55e00, or none.
func ValidColor(s string) bool {
	if s == "" {
		return true
	}
	_, err := hex.DecodeString(strings.TrimPrefix(s, "#"))
	return err == nil && len(s) == 7 && s[0] == '#'
}

// KeyOf makes a code id of a name; "code" if the name has no letter.
func KeyOf(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && b.Len() > 0 {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
			continue
		}
		gap = true
	}
	if b.Len() == 0 || !ValidKey(b.String()) {
		return "code"
	}
	return b.String()
}

// Validate checks that a codebook is a tree of well-formed, distinct codes in
// tree order.
func (cb *Codebook) Validate() error {
	seen := map[string]bool{}
	ids := map[CodeID]bool{}
	for _, c := range cb.Codes {
		switch {
		case !ValidKey(c.Key):
			return errs.New(errs.Usage, "code %q: an id is lower-case words joined by '.', '-' or '_'", c.Key).Hint("id: %s", KeyOf(c.Key))
		case seen[c.Key]:
			return errs.New(errs.Usage, "code %s: the id is used twice", c.Key).Hint("give one of them another id")
		case c.Parent != 0 && !ids[c.Parent]:
			return errs.New(errs.Usage, "code %s: its parent does not come before it", c.Key)
		}
		seen[c.Key] = true
		ids[c.ID] = true
	}
	return nil
}

// Tree answers questions about a list of codes in tree order by index.
type Tree struct {
	Parent []int // index of the parent, or -1
	Theme  []int // index of the topmost ancestor; itself at the top
	Depth  []int
	Last   []int // index just after the last descendant
	byKey  map[string]int
	byID   map[CodeID]int
}

// NewTree indexes codes that are in tree order.
func NewTree(codes []Code) *Tree {
	t := &Tree{byKey: map[string]int{}, byID: map[CodeID]int{}}
	for i, c := range codes {
		t.byKey[c.Key], t.byID[c.ID] = i, i
		p := -1
		if j, ok := t.byID[c.Parent]; ok && c.Parent != 0 && j != i {
			p = j
		}
		t.Parent = append(t.Parent, p)
		t.Last = append(t.Last, i+1)
		if p < 0 {
			t.Theme, t.Depth = append(t.Theme, i), append(t.Depth, 0)
			continue
		}
		t.Theme, t.Depth = append(t.Theme, t.Theme[p]), append(t.Depth, t.Depth[p]+1)
		for a := p; a >= 0; a = t.Parent[a] {
			t.Last[a] = i + 1
		}
	}
	return t
}

// Find is the index of the code with an id for people.
func (t *Tree) Find(key string) (int, bool) {
	i, ok := t.byKey[key]
	return i, ok
}

// Index is the index of a code.
func (t *Tree) Index(id CodeID) (int, bool) {
	i, ok := t.byID[id]
	return i, ok
}

// Related reports whether one of two codes is an ancestor of the other.
func (t *Tree) Related(a, b int) bool {
	if a > b {
		a, b = b, a
	}
	return a != b && b < t.Last[a]
}

// Leaf reports a code without children.
func (t *Tree) Leaf(i int) bool { return t.Last[i] == i+1 }
