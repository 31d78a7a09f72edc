package qda

import (
	"strings"

	"tematik/internal/errs"
)

// FindDocument gives the place of the document that a name means: its name,
// else the file name of one alone, else what one alone begins with, capitals or
// not.
func FindDocument(docs []Document, name string) (int, error) {
	for _, is := range []func(*Document) bool{
		func(d *Document) bool { return d.Name == name },
		func(d *Document) bool { return d.File == name },
		func(d *Document) bool { return strings.EqualFold(d.Name, name) },
		func(d *Document) bool {
			return name != "" && len(d.Name) >= len(name) && strings.EqualFold(d.Name[:len(name)], name)
		},
	} {
		var found []int
		var names []string
		for i := range docs {
			if is(&docs[i]) {
				found, names = append(found, i), append(names, docs[i].Name)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return 0, errs.New(errs.NotFound, "document %s: may be %s", name, someOf(names)).Hint("tematik doc ls")
		}
	}
	names := make([]string, len(docs))
	for i := range docs {
		names[i] = docs[i].Name
	}
	return 0, Missing("document", name, names, "tematik doc ls")
}

// someOf lists a few names.
func someOf(names []string) string {
	if len(names) <= 4 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:3], ", ") + " …"
}

// Missing says that a thing is not in the project, which name is near, and
// what lists them all.
func Missing(what, name string, known []string, list string) error {
	e := errs.New(errs.NotFound, "%s %s: not in this project", what, name)
	if near := Nearest(name, known); near != "" {
		return e.Hint("did you mean %s? All of them: %s", near, list)
	}
	return e.Hint("%s", list)
}

// MissingCoder says that nobody of this name codes here.
func (s *Snapshot) MissingCoder(name string) error {
	names := make([]string, len(s.Coders))
	for i := range s.Coders {
		names[i] = s.Coders[i].Name
	}
	return Missing("coder", name, names, "tematik coder ls")
}

func (s *Snapshot) missingCase(name string) error {
	names := make([]string, len(s.Cases))
	for i := range s.Cases {
		names[i] = s.Cases[i].Name
	}
	return Missing("case", name, names, "tematik case ls")
}
