// Package analysis says what a method of analysis is, and holds what methods
// share: settings, levels, units of counting, sampling units, and what coded
// passages amount to. It knows a View of the study and the neutral Report; it
// must not know any one method, a database, a terminal or a file.
package analysis

import (
	"context"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is one report that can be asked for by name. Run fills the report's
// Title, Warnings, Tables, Figures, Labels and, where something is random,
// Provenance.Seed; the rest of the provenance is the caller's. A setting without
// a default that the study decides is put into the values by Run.
type Method struct {
	Name   string
	Title  lang.Text
	Needs  qda.Needs // what the Snapshot must hold
	Params []Param
	Alone  bool // its numbers do not come from what was coded
	Run    func(ctx context.Context, v *qda.View, values Values) (*report.Report, error)

	// Account says in a sentence or two, for the methods section of a paper, how
	// the numbers were made, with every parameter; nil where there is none.
	Account func(v *qda.View, values Values) lang.Text
}

type program struct{}

// ByProgram says in a context what version of the program makes reports, for
// the method that writes it into a text.
func ByProgram(ctx context.Context, version string) context.Context {
	return context.WithValue(ctx, program{}, version)
}

// Program is the version of the program; "" where nobody said.
func Program(ctx context.Context) string {
	version, _ := ctx.Value(program{}).(string)
	return version
}

// Example gives the settings that must be given, as an example has them.
func (m Method) Example() map[string]string {
	out := map[string]string{}
	for _, p := range m.Params {
		if p.Example != "" {
			out[p.Name] = p.Example
		}
	}
	return out
}
