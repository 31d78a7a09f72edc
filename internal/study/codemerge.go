package study

import (
	"context"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/rules"
	"tematik/internal/store"
)

// Merged is what became of codes that went into another.
type Merged struct {
	Into     string
	From     []string
	Codings  int      // that moved
	Joined   int      // of them, that became one with a coding there was
	Memos    int      // that moved
	Rules    int      // that moved
	Same     int      // rules that both had
	Except   []string // terms that struck out words for one of them, and do for all rules now
	NotNo    []string // counter-examples that the code covers now
	Weighted bool     // rules of either have weights, which add up now
	Children []string
	Memo     qda.MemoID // that keeps what the codebook said of them
}

// MergeCodes makes codes part of another: their codings, memos, rules,
// examples and the codes below them become its own, what else the codebook
// said of them is kept in a memo on it.
func (p *Project) MergeCodes(ctx context.Context, from []string, into string) (*Merged, error) {
	out := &Merged{}
	_, err := p.update(ctx, p.stamp("code merge"), func(tx *store.Tx) error {
		cb, at, err := codeAt(tx, into)
		if err != nil {
			return err
		}
		out.Into = cb.Codes[at].Key
		those, err := findCodes(cb, from)
		if err != nil {
			return err
		}
		project, err := tx.Project()
		if err != nil {
			return err
		}
		if err := mergeable(cb, those, at); err != nil {
			return err
		}
		words := lang.T("Merged into this code. What the codebook said of what went into it:", "Digabungkan ke kode ini. Isi buku kode tentang kode yang digabungkan:").In(lang.Lang(project.Language))
		for _, i := range those {
			entry, err := entryOf(cb.Codes[i])
			if err != nil {
				return err
			}
			words += "\n\n" + entry
			if err := mergeCode(tx, cb.Codes[i].ID, cb.Codes[at].ID, project.Language, out); err != nil {
				return err
			}
		}
		if out.NotNo != nil {
			words += "\n\n" + lang.T("No longer counter-examples, since this code covers them now:", "Bukan lagi contoh tandingan, karena kini termasuk kode ini:").In(lang.Lang(project.Language)) + "\n  - " + strings.Join(out.NotNo, "\n  - ")
		}
		_, who, err := p.coding(tx, "")
		if err != nil {
			return err
		}
		tx.Note("codes", len(those))
		tx.Note("codings", out.Codings)
		out.Memo, err = tx.InsertMemo(qda.Memo{Target: qda.OnCode, Object: int64(cb.Codes[at].ID), Coder: who, Text: words})
		return err
	})
	return out, err
}

// mergeable refuses to merge a code into itself or into what is below it.
func mergeable(cb *qda.Codebook, from []int, into int) error {
	tree := qda.NewTree(cb.Codes)
	for _, i := range from {
		if into == i {
			return errs.New(errs.Usage, "code merge: %s cannot go into itself", cb.Codes[i].Key).Hint("tematik code ls")
		}
		if into > i && into < tree.Last[i] {
			return errs.New(errs.Usage, "code merge: %s is below %s, and cannot take it in", cb.Codes[into].Key, cb.Codes[i].Key).
				Hint("tematik code merge %s %s, or first: tematik code mv %s --top", cb.Codes[into].Key, cb.Codes[i].Key, cb.Codes[into].Key)
		}
	}
	return nil
}

// mergeCode makes one code part of another.
func mergeCode(tx *store.Tx, from, into qda.CodeID, language string, out *Merged) error {
	cb, err := tx.Codebook()
	if err != nil {
		return err
	}
	tree := qda.NewTree(cb.Codes)
	i, _ := tree.Index(from)
	j, _ := tree.Index(into)
	one, other := cb.Codes[i], cb.Codes[j]
	set, _, err := rules.Compile(&cb, language)
	if err != nil {
		return err
	}
	union := set.Unite(i, j)
	proposals, err := tx.ProposalsOf([]qda.CodeID{from, into})
	if err != nil {
		return err
	}
	changed, gone := union.Proposals(proposals, from, into)
	if _, err := tx.DeleteProposals(gone); err != nil {
		return err
	}
	if err := tx.UpdateProposals(changed); err != nil {
		return err
	}
	codings, joined, memos, err := tx.HandOver(from, into)
	if err != nil {
		return err
	}
	for _, c := range cb.Codes {
		if c.Parent == from {
			c.Parent = into
			if err := tx.UpdateCode(c); err != nil {
				return err
			}
			out.Children = append(out.Children, c.Key)
		}
	}
	if err := tx.DeleteCode(from, false); err != nil {
		return err
	}
	out.From = append(out.From, one.Key)
	out.Codings, out.Joined, out.Memos = out.Codings+codings, out.Joined+joined, out.Memos+memos
	out.Rules, out.Same = out.Rules+len(union.Rules)-len(other.Rules), out.Same+union.Same
	return tx.UpdateCode(out.unite(one, other, union.Rules))
}

// unite is what a code becomes with what the codebook says of another, and
// notes what that changes.
func (out *Merged) unite(one, other qda.Code, all []qda.Rule) qda.Code {
	if len(other.Rules) > 0 {
		out.Except = put(out.Except, lacking(other.Except, one.Except))
	}
	if len(one.Rules) > 0 {
		out.Except = put(out.Except, lacking(one.Except, other.Except))
	}
	weighs := func(r qda.Rule) bool { return r.Weight != 0 }
	out.Weighted = out.Weighted || len(one.Rules) > 0 && len(other.Rules) > 0 && slices.ContainsFunc(all, weighs)
	other.Rules = all
	other.Except = put(other.Except, one.Except)
	other.Examples.Yes = put(other.Examples.Yes, one.Examples.Yes)
	other.Examples.No = slices.DeleteFunc(slices.Clone(other.Examples.No), func(x string) bool {
		covered := slices.Contains(one.Examples.Yes, x)
		if covered {
			out.NotNo = append(out.NotNo, x)
		}
		return covered
	})
	return other
}

// lacking are those of a list that another lacks.
func lacking(list, of []string) []string { return put(list, of)[len(list):] }

// put adds to a list what it lacks.
func put(list, more []string) []string {
	list = slices.Clone(list)
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

// entryOf is what a codebook says of a code besides its rules.
func entryOf(c qda.Code) (string, error) {
	c.Parent, c.Rules, c.Except = 0, nil, nil
	var b strings.Builder
	err := exchange.WriteCodebook(&b, &qda.Codebook{Codes: []qda.Code{c}})
	_, entry, _ := strings.Cut(b.String(), "codes:\n")
	return strings.TrimRight(entry, "\n"), err
}
