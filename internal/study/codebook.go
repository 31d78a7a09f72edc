package study

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	codebookdata "tematik/codebook"
	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/rules"
	"tematik/internal/store"
)

// CodebookChange is what importing a codebook changes.
type CodebookChange struct {
	store.CodebookChange
	Version  string   // after the change
	Problems []string // what is doubtful in the rules
}

// Starter names the codebook inside the program wherever a file is asked for.
const Starter = "starter"

// readCodebook reads a codebook whose rules compile, and says what of these is
// doubtful.
func readCodebook(path string) (*qda.Codebook, []rules.Problem, error) {
	name, data := codebookdata.Name, codebookdata.YAML
	if path != Starter {
		var err error
		if data, err = readFile(path); err != nil {
			return nil, nil, err
		}
		name = filepath.Base(path)
	}
	cb, err := exchange.ReadCodebook(name, data)
	if err != nil {
		return nil, nil, err
	}
	_, problems, err := rules.Compile(cb, "id")
	if err == nil {
		return cb, problems, nil
	}
	var wrong []exchange.TermProblem
	for _, p := range problems {
		if !p.Warning {
			wrong = append(wrong, exchange.TermProblem{Set: p.Set, Code: p.Code, Rule: p.Rule, Term: p.Term, Text: p.Text})
		}
	}
	if placed := exchange.TermErrors(name, data, wrong); placed != nil {
		return nil, nil, placed
	}
	return nil, nil, err
}

// ImportCodebook makes a YAML file the project's codebook. Codes that it does
// not have stay, or, to prune, only those that are used; history, memos and
// codings stay.
func (p *Project) ImportCodebook(ctx context.Context, path string, prune, dry bool) (*CodebookChange, error) {
	cb, problems, err := readCodebook(path)
	if err != nil {
		return nil, err
	}
	out, err := p.saveCodebook(ctx, cb, prune, dry)
	if err == nil {
		out.Problems = sentences(problems)
	}
	return out, err
}

// sentences are problems for a reader.
func sentences(problems []rules.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out
}

func (p *Project) saveCodebook(ctx context.Context, cb *qda.Codebook, prune, dry bool) (*CodebookChange, error) {
	out := &CodebookChange{}
	stamp := p.stamp("codebook import")
	stamp.Look = dry
	_, err := p.db.Update(ctx, stamp, func(tx *store.Tx) error {
		var err error
		if out.CodebookChange, err = tx.SaveCodebook(cb, prune); err != nil {
			return err
		}
		tx.Note("codes", len(out.Added)+len(out.Changed)+len(out.Removed))
		now, err := tx.Codebook()
		if err != nil {
			return err
		}
		out.Version = codebookVersion(&now)
		if dry {
			return errNothing
		}
		return nil
	})
	if errors.Is(err, errNothing) {
		err = nil
	}
	return out, err
}

// Codebook is the project's codebook with the counts of its use.
func (p *Project) Codebook(ctx context.Context) (*qda.Snapshot, []int, error) {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return nil, nil, err
	}
	used := make([]int, len(s.Codes()))
	for _, c := range s.Codings.Code {
		used[c]++
	}
	return s, used, nil
}

// ExportStarter writes the starter codebook as YAML.
func ExportStarter(w io.Writer) error {
	_, err := w.Write(codebookdata.YAML)
	return err
}

// ExportCodebook writes the codebook as YAML.
func (p *Project) ExportCodebook(ctx context.Context, w io.Writer) error {
	s, err := p.Snapshot(ctx, qda.Needs{})
	if err != nil {
		return err
	}
	return exchange.WriteCodebook(w, &s.Codebook)
}

// AddCode adds a code or theme under a parent ("": at the top).
func (p *Project) AddCode(ctx context.Context, c qda.Code, parent string) (qda.Code, error) {
	if c.Key == "" {
		c.Key = qda.KeyOf(c.Name.In("en"))
	}
	if !qda.ValidKey(c.Key) {
		return c, errs.New(errs.Usage, "code %q: an id is lower-case words joined by '.', '-' or '_'", c.Key).Hint("tematik code add %s --name %s", qda.KeyOf(c.Key), quoteArg(c.Key))
	}
	if !qda.ValidColor(c.Color) {
		return c, errs.New(errs.Usage, "color %q: must be like #d55e00", c.Color).Hint("tematik code add %s --color '#d55e00'", c.Key)
	}
	_, err := p.update(ctx, p.stamp("code add"), func(tx *store.Tx) error {
		if parent != "" {
			above, err := findCode(tx, parent)
			if err != nil {
				return err
			}
			c.Parent = above.ID
		}
		id, err := tx.InsertCode(c)
		c.ID = id
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

// Remarks are what a check of the codebook's rules finds: examples that the
// rules contradict, and terms that want a thought.
type Remarks struct {
	Examples []string
	Terms    []string
}

// CheckCodebook runs every example of the codebook as a test of its rules.
func (p *Project) CheckCodebook(ctx context.Context) (*Remarks, error) {
	set, s, problems, err := p.rules(ctx, qda.Needs{})
	if err != nil {
		return nil, err
	}
	out := &Remarks{Terms: sentences(append(problems, set.UnknownSpeakers(s)...)), Examples: sentences(set.Examples())}
	if len(s.Codes()) == 0 {
		return nil, errs.New(errs.NotFound, "codebook: it is empty").Hint("tematik codebook import FILE.yaml")
	}
	return out, nil
}

// Form is a form that a term of a rule meets in the documents.
type Form = rules.Form

// ExpandCodebook lists the forms that each term meets in the documents and
// codes a filter chooses.
func (p *Project) ExpandCodebook(ctx context.Context, f qda.Filter) ([]Form, error) {
	set, s, _, err := p.rules(ctx, qda.Needs{Texts: true})
	if err != nil {
		return nil, err
	}
	docs, codes, err := f.Choose(s)
	if err != nil {
		return nil, err
	}
	forms, err := set.Expand(ctx, s, docs)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(forms, func(form Form) bool {
		c, ok := s.Tree.Find(form.Code)
		return !ok || !codes[c]
	}), nil
}

// rules compiles the codebook's rules.
func (p *Project) rules(ctx context.Context, needs qda.Needs) (*rules.Set, *qda.Snapshot, []rules.Problem, error) {
	s, err := p.Snapshot(ctx, needs)
	if err != nil {
		return nil, nil, nil, err
	}
	set, problems, err := rules.Compile(&s.Codebook, s.Project.Language)
	return set, s, problems, err
}
