package study

import (
	"tematik/internal/errs"
	"tematik/internal/qda"
)

// missing says that a thing is not in the project, which name is near, and
// what lists them all.
func missing(what, name string, known []string, list string) error {
	e := errs.New(errs.NotFound, "%s %s: not in this project", what, name)
	if near := qda.Nearest(name, known); near != "" {
		return e.Hint("did you mean %s? All of them: %s", near, list)
	}
	return e.Hint("%s", list)
}
