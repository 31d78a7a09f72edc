package analysis

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
)

// ParamKind is what the values of a setting are.
type ParamKind string

// The kinds of setting.
const (
	Choice  ParamKind = "choice"  // one of the words in Allowed
	Whole   ParamKind = "whole"   // a whole number from Min to Max
	Decimal ParamKind = "decimal" // a number from Min to Max, with a decimal point
	Switch  ParamKind = "switch"  // on or off
	Word    ParamKind = "word"    // a name that the method looks up in the study
)

// Param is a setting of a method. Command line flags, web forms and the
// parameters of the provenance follow from it.
type Param struct {
	Name     string
	Kind     ParamKind
	Many     bool     // several values, separated by commas
	Default  string   // as a user writes it; "": none
	Allowed  []string // of a Choice; one that ends in ":N" takes a whole number from 1
	Min, Max float64  // of a number, both allowed
	Example  string   // of a setting that must be given: what an example has
	Help     lang.Text
}

// LevelParam is the setting of the level.
func LevelParam() Param {
	return Param{Name: "level", Kind: Choice, Default: string(ByCode), Allowed: []string{string(ByCode), string(ByTheme)},
		Help: lang.T("count each code by its own codings, or the topmost themes with all below them",
			"hitung tiap kode dari pengodeannya sendiri, atau tema teratas beserta semua kode di bawahnya")}
}

// SeedParam is the setting of the seed of what is random.
func SeedParam() Param {
	return Param{Name: "seed", Kind: Whole, Default: "1", Max: 1 << 53,
		Help: lang.T("seed of the random numbers", "benih bilangan acak")}
}

// Values are the settings of one run, checked and complete. A setting without
// a value has no entry; its getter gives the zero value.
type Values map[string]any

// Parse checks what was given to a report, by name of the setting, and fills in
// defaults.
func Parse(name string, params []Param, given map[string]string) (Values, error) {
	v, err := parse(params, given)
	if err != nil {
		return nil, errs.New(errs.Usage, "%v", err).Hint("tematik report %s --help", name)
	}
	return v, nil
}

func parse(params []Param, given map[string]string) (Values, error) {
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	for name := range given {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("--%s: this report has no such setting (it has: %s)", name, strings.Join(names, ", "))
		}
	}
	values := Values{}
	for _, p := range params {
		s, ok := given[p.Name]
		if !ok {
			s = p.Default
		}
		v, err := p.parse(s, ok)
		if err != nil {
			return nil, err
		}
		if v != nil {
			values[p.Name] = v
		}
	}
	return values, nil
}

// parse reads the value of a setting; nil where there is none.
func (p Param) parse(s string, given bool) (any, error) {
	s = strings.TrimSpace(s)
	switch {
	case p.Kind == Switch:
		if s == "" {
			return given, nil
		}
		on, err := strconv.ParseBool(s)
		if err != nil {
			return nil, fmt.Errorf("--%s %s: must be true or false", p.Name, s)
		}
		return on, nil
	case s == "" && !given:
		return nil, nil
	case !p.Many:
		return p.one(s)
	}
	var words []string
	var wholes []int
	var decimals []float64
	for _, part := range strings.Split(s, ",") {
		v, err := p.one(strings.TrimSpace(part))
		switch v := v.(type) {
		case string:
			words = append(words, v)
		case int:
			wholes = append(wholes, v)
		case float64:
			decimals = append(decimals, v)
		default:
			return nil, err
		}
	}
	switch p.Kind {
	case Whole:
		return wholes, nil
	case Decimal:
		return decimals, nil
	}
	return words, nil
}

// one reads a single value.
func (p Param) one(s string) (any, error) {
	switch p.Kind {
	case Whole:
		n, err := strconv.Atoi(s)
		if err != nil || float64(n) < p.Min || float64(n) > p.Max {
			return nil, fmt.Errorf("--%s %s: must be a whole number from %s to %s", p.Name, s, number(p.Min), number(p.Max))
		}
		return n, nil
	case Decimal:
		x, err := strconv.ParseFloat(s, 64)
		if err != nil || !(x >= p.Min && x <= p.Max) {
			return nil, fmt.Errorf("--%s %s: must be a number from %s to %s, with a decimal point", p.Name, s, number(p.Min), number(p.Max))
		}
		return x, nil
	case Word:
		if s == "" {
			return nil, fmt.Errorf("--%s: a name is needed", p.Name)
		}
		return s, nil
	}
	for _, a := range p.Allowed {
		head, counted := strings.CutSuffix(a, ":N")
		if counted {
			if n, err := strconv.Atoi(strings.TrimPrefix(s, head+":")); err == nil && n > 0 && s == head+":"+strconv.Itoa(n) {
				return s, nil
			}
		} else if a == s {
			return s, nil
		}
	}
	meant := ""
	if near := qda.Nearest(s, p.Allowed); near != "" {
		meant = "; did you mean " + strings.Replace(near, ":N", ":3", 1) + "?"
	}
	return nil, fmt.Errorf("--%s %s: must be one of %s%s", p.Name, s, strings.Join(p.Allowed, ", "), meant)
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// get is a value of a type, or the zero value of that type.
func get[T any](v Values, name string) T {
	x, _ := v[name].(T)
	return x
}

// Word is the value of a Choice or a Word.
func (v Values) Word(name string) string { return get[string](v, name) }

// Words are the values of a Choice of many.
func (v Values) Words(name string) []string { return get[[]string](v, name) }

// Whole is the value of a Whole.
func (v Values) Whole(name string) int { return get[int](v, name) }

// Wholes are the values of a Whole of many.
func (v Values) Wholes(name string) []int { return get[[]int](v, name) }

// Decimal is the value of a Decimal.
func (v Values) Decimal(name string) float64 { return get[float64](v, name) }

// Decimals are the values of a Decimal of many.
func (v Values) Decimals(name string) []float64 { return get[[]float64](v, name) }

// On is the value of a Switch.
func (v Values) On(name string) bool { return get[bool](v, name) }

// Seed is the value of SeedParam.
func (v Values) Seed() int64 { return int64(v.Whole("seed")) }

// SeedText is the seed in a sentence: a name, not an amount.
func (v Values) SeedText() lang.Text { return lang.Same(strconv.FormatInt(v.Seed(), 10)) }

// Level is the value of LevelParam.
func (v Values) Level() Level { return Level(v.Word("level")) }

// Map is all settings that have a value, for the provenance.
func (v Values) Map() map[string]any { return v }
