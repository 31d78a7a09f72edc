// Package catalog is the list of all methods. It must not know what any of them
// does.
package catalog

import (
	"tematik/internal/analysis"
	"tematik/internal/analysis/agreement"
	"tematik/internal/analysis/audit"
	"tematik/internal/analysis/codes"
	"tematik/internal/analysis/cooccurrence"
	"tematik/internal/analysis/coverage"
	"tematik/internal/analysis/groups"
	"tematik/internal/analysis/matrix"
	"tematik/internal/analysis/methods"
	"tematik/internal/analysis/planning"
	"tematik/internal/analysis/saturation"
	"tematik/internal/analysis/sequence"
	"tematik/internal/analysis/strength"
	"tematik/internal/analysis/themes"
)

// Methods are the reports there are, in the order they are listed.
func Methods() []analysis.Method {
	all := []analysis.Method{
		themes.Method(),
		codes.Method(),
		saturation.Method(),
		cooccurrence.Method(),
		sequence.Method(),
		strength.Method(),
		groups.Method(),
		matrix.Method(),
		coverage.Method(),
		audit.Method(),
		agreement.Method(),
		planning.Method(),
	}
	return append(all, methods.Method(all...))
}
