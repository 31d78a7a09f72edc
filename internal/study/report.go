package study

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tematik/internal/analysis"
	"tematik/internal/analysis/catalog"
	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Methods are the reports there are.
func Methods() []analysis.Method { return catalog.Methods() }

// method finds a report by name.
func method(name string) (analysis.Method, error) {
	names := []string{}
	for _, m := range catalog.Methods() {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	e := errs.New(errs.Usage, "report %s: there is no such report (there are: %s)", name, strings.Join(names, ", "))
	if near := qda.Nearest(name, names); near != "" {
		return analysis.Method{}, e.Hint("tematik report %s", near)
	}
	return analysis.Method{}, e.Hint("tematik report %s", names[0])
}

// Analyse makes a report of what a filter leaves of the study.
func (p *Project) Analyse(ctx context.Context, name string, given map[string]string, f qda.Filter) (*report.Report, error) {
	m, err := method(name)
	if err != nil {
		return nil, err
	}
	values, err := analysis.Parse(m.Name, m.Params, given)
	if err != nil {
		return nil, err
	}
	s, err := p.Snapshot(ctx, m.Needs)
	if err != nil {
		return nil, err
	}
	view, err := f.Apply(s)
	if err != nil {
		return nil, err
	}
	r, err := m.Run(analysis.ByProgram(ctx, p.host.Version), view, values)
	if err != nil {
		return nil, err
	}
	analysis.Define(r)
	seed := r.Provenance.Seed
	r.Provenance = p.provenance(s, view)
	r.Provenance.Seed = seed
	r.Provenance.Parameters = values.Map()
	f = f.Canonical(s)
	r.Provenance.Filters = f.Map()
	r.Provenance.Command = canonical(m, values, f)
	return r, nil
}

// provenance says what state of what study was counted, and by what program.
func (p *Project) provenance(s *qda.Snapshot, v *qda.View) report.Provenance {
	pv := report.Provenance{
		Version: p.host.Version, Project: filepath.Base(p.path), State: s.State(),
		CodebookVersion: s.Codebook.Label(),
		Documents:       len(v.Documents), Codings: v.Codings.Len(), Coders: []string{},
	}
	_, pv.Cases = analysis.NewInformants(v).Counted()
	used := make([]bool, len(v.Coders))
	for _, c := range v.Codings.Coder {
		used[c] = true
	}
	for i, c := range v.Coders {
		if used[i] {
			pv.Coders = append(pv.Coders, c.Name)
		}
	}
	if !s.Changed.IsZero() {
		pv.Created = s.Changed.UTC().Format(time.RFC3339)
	}
	return pv
}

// canonical is the command that makes this report again, written in one way:
// the settings that are not the default's, the filters, in order of their
// names, without paths.
func canonical(m analysis.Method, values analysis.Values, f qda.Filter) string {
	flags := map[string][]string{}
	for _, p := range m.Params {
		if v, ok := values[p.Name]; ok && written(v) != p.Default && !(v == false && p.Default == "") {
			flags[p.Name] = []string{written(v)}
		}
	}
	for k, v := range f.Map() {
		switch v := v.(type) {
		case string:
			flags[k] = []string{v}
		case []string:
			flags[k] = v
		}
	}
	parts := []string{"tematik", "report", m.Name}
	for _, k := range slices.Sorted(maps.Keys(flags)) {
		for _, v := range flags[k] {
			parts = append(parts, "--"+k+"="+quoteArg(v))
		}
	}
	return strings.Join(parts, " ")
}

// written is a setting as a user writes it.
func written(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(v), "[]"), " ", ",")
}

// QuoteArgs writes arguments as a shell takes them.
func QuoteArgs(args ...string) string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = quoteArg(a)
	}
	return strings.Join(out, " ")
}

func quoteArg(s string) string {
	if s == "" || strings.ContainsAny(s, " \t\n'\"\\$*?#&;|<>()[]{}~!`") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

// Method is a report that can be made, and Param a setting of it.
type (
	Method = analysis.Method
	Param  = analysis.Param
)

// Switch is the kind of a setting that is on or off.
const Switch = analysis.Switch
