package study

import (
	"context"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/rules"
	"tematik/internal/store"
)

// AddCode adds a code or theme under a parent ("": at the top).
func (p *Project) AddCode(ctx context.Context, c qda.Code, parent string) (qda.Code, error) {
	if c.Key == "" {
		c.Key = qda.KeyOf(c.Name.In("en"))
	}
	if !qda.ValidKey(c.Key) {
		return c, errs.New(errs.Usage, "code %q: an id is lower-case words joined by '.', '-' or '_'", c.Key).Hint("tematik code add %s --name %s", qda.KeyOf(c.Key), quoteArg(c.Key))
	}
	if c.Color != "" {
		var err error
		if c.Color, err = parseColor(c.Color); err != nil {
			return c, err
		}
	}
	_, err := p.update(ctx, p.stamp("code add"), func(tx *store.Tx) error {
		if parent != "" {
			above, err := findCode(tx, parent)
			if err != nil {
				return err
			}
			c.Parent = above.ID
		}
		cb, err := tx.Codebook()
		if err != nil {
			return err
		}
		if err := twinName(&cb, c); err != nil {
			return err
		}
		c.ID, err = tx.InsertCode(c)
		return err
	})
	return c, err
}

// CodeInfo is a code with its place and use.
type CodeInfo struct {
	qda.Code
	ParentKey                string
	Children                 []string
	Codings, Documents       int // own
	AllCodings, AllDocuments int // with descendants
	Coders                   []string
	Memos                    int
	Aspects                  []AspectUse // own, in the order of documents
}

// AspectUse is a side of a code, and how many of its codings show it.
type AspectUse struct {
	Aspect  string
	Codings int
}

// show counts what a coding's note names.
func (info *CodeInfo) show(note string) {
	for _, aspect := range qda.Aspects(note) {
		at := slices.IndexFunc(info.Aspects, func(u AspectUse) bool { return strings.EqualFold(u.Aspect, aspect) })
		if at < 0 {
			at = len(info.Aspects)
			info.Aspects = append(info.Aspects, AspectUse{Aspect: aspect})
		}
		info.Aspects[at].Codings++
	}
}

// CodeInfo tells all about a code.
func (p *Project) CodeInfo(ctx context.Context, key string) (*CodeInfo, error) {
	s, err := p.Snapshot(ctx, qda.Needs{Memos: true})
	if err != nil {
		return nil, err
	}
	i, err := s.Codebook.FindCode(key)
	if err != nil {
		return nil, err
	}
	info := &CodeInfo{Code: s.Codes()[i]}
	if up := s.Tree.Parent[i]; up >= 0 {
		info.ParentKey = s.Codes()[up].Key
	}
	for j := i + 1; j < s.Tree.Last[i]; j++ {
		if s.Tree.Parent[j] == i {
			info.Children = append(info.Children, s.Codes()[j].Key)
		}
	}
	own, all, coders := map[int32]bool{}, map[int32]bool{}, make([]bool, len(s.Coders))
	for k, c := range s.Codings.Code {
		if int(c) < i || int(c) >= s.Tree.Last[i] {
			continue
		}
		info.AllCodings++
		all[s.Codings.Doc[k]] = true
		if int(c) == i {
			info.Codings++
			own[s.Codings.Doc[k]] = true
			coders[s.Codings.Coder[k]] = true
			info.show(s.Aspects[s.Codings.ID[k]])
		}
	}
	info.Documents, info.AllDocuments = len(own), len(all)
	for k, used := range coders {
		if used {
			info.Coders = append(info.Coders, s.Coders[k].Name)
		}
	}
	for _, m := range s.Memos {
		if m.Target == qda.OnCode && m.Object == int64(info.ID) {
			info.Memos++
		}
	}
	return info, nil
}

// twinName refuses a name that a sibling has: a path could not tell them apart.
func twinName(cb *qda.Codebook, c qda.Code) error {
	for _, o := range cb.Codes {
		if o.ID == c.ID || o.Parent != c.Parent {
			continue
		}
		for _, l := range []string{"en", "id"} {
			if name := c.Name.In(l); name != "" && name != c.Key && strings.EqualFold(name, o.Name.In(l)) {
				e := errs.New(errs.Usage, "code %s: %s beside it has the name %q too", c.Key, o.Key, o.Name.In(l))
				if c.ID == 0 {
					return e.Hint("tematik code info %s", o.Key)
				}
				return e.Hint("if they are one: tematik code merge %s %s", c.Key, o.Key)
			}
		}
	}
	return nil
}

// Rename is what a code is to be called; what is empty stays.
type Rename struct {
	Key    string // its id
	Name   string // in the language of the project, or in all if it has but one
	EN, ID string // its name in a language
}

// Renamed is a code before and after.
type Renamed struct {
	Was, Now qda.Code
	Children []string // whose ids stay
}

// RenameCode gives a code another id, another name, or both.
func (p *Project) RenameCode(ctx context.Context, code string, to Rename) (*Renamed, error) {
	out := &Renamed{}
	_, err := p.update(ctx, p.stamp("code rename"), func(tx *store.Tx) error {
		cb, at, err := codeAt(tx, code)
		if err != nil {
			return err
		}
		project, err := tx.Project()
		if err != nil {
			return err
		}
		c := cb.Codes[at]
		out.Was = c
		if to.Key != "" {
			if err := freeKey(cb, at, to.Key); err != nil {
				return err
			}
			c.Key = to.Key
		}
		c.Name = renamed(c.Name, to, project.Language)
		if c.Name != out.Was.Name {
			if err := twinName(cb, c); err != nil {
				return err
			}
		}
		out.Now = c
		for _, child := range cb.Codes {
			if child.Parent == c.ID {
				out.Children = append(out.Children, child.Key)
			}
		}
		if err := tx.UpdateCode(c); err != nil {
			return err
		}
		return renameProposals(tx, out)
	})
	return out, err
}

func renameProposals(tx *store.Tx, r *Renamed) error {
	all, err := tx.ProposalsOf([]qda.CodeID{r.Now.ID})
	if err != nil || r.Was.Key == r.Now.Key {
		return err
	}
	var changed []qda.Proposal
	for _, pr := range all {
		if rule := rules.Renamed(pr.Rule, r.Was.Key, r.Now.Key); rule != pr.Rule {
			pr.Rule = rule
			changed = append(changed, pr)
		}
	}
	return tx.UpdateProposals(changed)
}

// freeKey refuses an id that is none, or another code's.
func freeKey(cb *qda.Codebook, at int, key string) error {
	code := cb.Codes[at].Key
	if !qda.ValidKey(key) {
		return errs.New(errs.Usage, "code rename: %q is no id: lower-case words joined by '.', '-' or '_'", key).Hint("tematik code rename %s --name %s, or the id too: tematik code rename %s %s --name %s", code, quoteArg(key), code, qda.KeyOf(key), quoteArg(key))
	}
	for i := range cb.Codes {
		if i != at && cb.Codes[i].Key == key {
			return errs.New(errs.Usage, "code rename: there is a code %s already", key).Hint("to make one of the two: tematik code merge %s %s", code, key)
		}
	}
	return nil
}

// renamed is a name with parts of it replaced.
func renamed(w qda.Words, to Rename, language string) qda.Words {
	name := strings.TrimSpace(to.Name)
	switch {
	case name == "":
	case w.EN == "" && w.ID == "":
		w.Plain = name
	case language == "id":
		w.ID = name
	default:
		w.EN = name
	}
	if en := strings.TrimSpace(to.EN); en != "" {
		w.EN = en
	}
	if id := strings.TrimSpace(to.ID); id != "" {
		w.ID = id
	}
	return w
}

// codeAt finds a code in the codebook.
func codeAt(tx *store.Tx, name string) (*qda.Codebook, int, error) {
	cb, err := tx.Codebook()
	if err != nil {
		return nil, 0, err
	}
	at, err := cb.FindCode(name)
	return &cb, at, err
}

// findCodes finds several codes, each once.
func findCodes(cb *qda.Codebook, names []string) (at []int, err error) {
	for _, name := range names {
		i, err := cb.FindCode(name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(at, i) {
			at = append(at, i)
		}
	}
	return at, nil
}

// MoveCodes puts codes, with all below them, under another or, "", at the top.
// It gives the ids of those that were not there, and that of the parent.
func (p *Project) MoveCodes(ctx context.Context, names []string, parent string) (moved []string, under string, err error) {
	_, err = p.update(ctx, p.stamp("code mv"), func(tx *store.Tx) error {
		cb, err := tx.Codebook()
		if err != nil {
			return err
		}
		codes, err := findCodes(&cb, names)
		if err != nil {
			return err
		}
		var to qda.CodeID
		above := -1
		if parent != "" {
			if above, err = cb.FindCode(parent); err != nil {
				return err
			}
			to, under = cb.Codes[above].ID, cb.Codes[above].Key
		}
		tree := qda.NewTree(cb.Codes)
		for _, i := range codes {
			c := cb.Codes[i]
			if above == i || above > i && above < tree.Last[i] {
				return errs.New(errs.Usage, "code mv: %s cannot go under %s: that is %s", c.Key, under, within(above, i)).Hint("tematik code mv %s --top", under)
			}
			if c.Parent == to {
				continue
			}
			c.Parent = to
			if err := twinName(&cb, c); err != nil {
				return err
			}
			if err := tx.UpdateCode(c); err != nil {
				return err
			}
			cb.Codes[i].Parent = to
			moved = append(moved, c.Key)
		}
		tx.Note("codes", len(moved))
		return nil
	})
	return moved, under, err
}

func within(above, code int) string {
	if above == code {
		return "itself"
	}
	return "below it"
}

// SetColor gives a code a colour: #rrggbb, a name, or "" for none.
func (p *Project) SetColor(ctx context.Context, code, color string) (qda.Code, error) {
	var out qda.Code
	if color != "" {
		var err error
		if color, err = parseColor(color); err != nil {
			return out, err
		}
	}
	_, err := p.update(ctx, p.stamp("code color"), func(tx *store.Tx) error {
		cb, at, err := codeAt(tx, code)
		if err != nil {
			return err
		}
		out = cb.Codes[at]
		out.Color = color
		return tx.UpdateCode(out)
	})
	return out, err
}

func parseColor(s string) (string, error) {
	if color, ok := qda.ParseColor(s); ok {
		return color, nil
	}
	return "", errs.New(errs.Usage, "color %q: must be like d55e00, or one of %s", s, strings.Join(qda.ColorNames(), ", ")).Hint("tematik code color CODE red")
}

// Removed is what went with codes.
type Removed struct {
	store.CodeWork
	Codes []string
}

// RemoveCodes removes codes. Codes below them, codings and memos go with them
// only where that is said.
func (p *Project) RemoveCodes(ctx context.Context, names []string, withCodings, withChildren bool) (*Removed, error) {
	out := &Removed{}
	_, err := p.update(ctx, p.stamp("code rm"), func(tx *store.Tx) error {
		cb, err := tx.Codebook()
		if err != nil {
			return err
		}
		at, err := findCodes(&cb, names)
		if err != nil {
			return err
		}
		tree := qda.NewTree(cb.Codes)
		all := slices.Clone(at)
		for _, i := range at {
			var below []string
			for j := i + 1; j < tree.Last[i]; j++ {
				if !slices.Contains(all, j) {
					all, below = append(all, j), append(below, cb.Codes[j].Key)
				}
			}
			if below != nil && !withChildren {
				return errs.New(errs.Usage, "code rm: %s has %s below it: %s", cb.Codes[i].Key, lang.Many(len(below), "code", "codes", "kode"), strings.Join(below, ", ")).
					Hint("keep them: tematik code mv %s --top; remove them too: tematik code rm %s --with-children", QuoteArgs(below...), QuoteArgs(names...))
			}
		}
		slices.Sort(all)
		var ids []qda.CodeID
		for _, i := range all {
			ids, out.Codes = append(ids, cb.Codes[i].ID), append(out.Codes, cb.Codes[i].Key)
		}
		if out.CodeWork, err = tx.CodeWork(ids); err != nil {
			return err
		}
		if w := out.CodeWork; w.Codings+w.Memos > 0 && !withCodings {
			return errs.New(errs.Usage, "code rm: %s in %s and %s would go with %s; nothing was removed", lang.Many(w.Codings, "coding", "codings", ""), lang.Many(w.Documents, "document", "documents", ""), lang.Many(w.Memos, "memo", "memos", ""), strings.Join(out.Codes, ", ")).
				Hint("keep them with another code: tematik code merge %s INTO; remove them too: tematik code rm %s --with-codings", QuoteArgs(out.Codes...), QuoteArgs(names...))
		}
		for _, id := range slices.Backward(ids) { // those below first
			if err := tx.DeleteCode(id, true); err != nil {
				return err
			}
		}
		tx.Note("codes", len(ids))
		tx.Note("codings", out.Codings)
		tx.Note("memos", out.Memos)
		return nil
	})
	return out, err
}
