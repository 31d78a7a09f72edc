package catalog

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// tables are the tables and columns that other programs depend on (product.md,
// section 5).
var tables = map[string]map[string]string{
	"themes": {"themes": "theme code definition documents documents_share cases cases_share segments words top_case top_case_share quote quote_document quote_case"},
	"codes":  {"codes": "code theme own_segments segments documents cases words first_document last_document singleton"},
	"saturation": {
		"curve":      "k unit date new_codes cumulative new_info_ratio expected order_sd lower upper coverage",
		"next":       "further expected_new lower upper beyond_twofold",
		"chance":     "p_next_adds_code lower upper",
		"guest":      "base run threshold stops_at notation order_share_stopped order_median order_q05 order_q95",
		"first_seen": "code unit k units segments unique_to_one",
		"estimates":  "estimator value se lower upper",
		"needed":     "target_kind target further",
		"shares_met": "share k order_median order_q05 order_q95",
		"by_theme":   "theme codes units last_new_k singletons p_next_adds_code expected_new chao2_bc lower upper",
		"aspects":    "code aspects units first_k last_new_k last_new_unit last_new_aspect units_after",
		"codebook":   "k unit added removed redefined rules",
	},
	"strength": {
		"strength":       "theme documents cases cases_share cases_share_lowest cases_share_highest cases_without segments top_case top_case_share effective_cases",
		"leave_one_out":  "theme measure value lowest lowest_without highest highest_without",
		"negative_cases": "theme case codings attributes",
	},
	"groups": {
		"groups": "code group cases of share",
		"tests":  "code groups p q effect lower upper effect_kind",
	},
	"planning": {
		"galvin":       "prevalence confidence interviews",
		"fugard_potts": "prevalence instances power interviews",
		"rijnsoever":   "scenario codes confidence interviews",
	},
	"matrix":   {"matrix": "row column segments present"},
	"coverage": {"coverage": "document turns words_respondent words_coded coded_share codes_per_1000 turns_uncoded"},
	"agreement": {
		"codes":     "code coder_a coder_b units both a_only b_only neither percent positive negative kappa kappa_lower kappa_upper pi alpha ac1 pabak f1_any f1_50 f1_75 f1_100 u_alpha",
		"overall":   "coefficient method coder_a coder_b value lower upper",
		"unitizing": "u_alpha binary_alpha cu_alpha", "unitizing_codes": "code k_cu_alpha coverage",
		"disagreements": "document start end code coder_a coder_b kind quote",
		"intervals":     "code coder_a coder_b coefficient value lower upper replicates",
	},
	"audit": {
		"events":    "kind count undone first last coders",
		"versions":  "version date coder added removed redefined rules",
		"origins":   "origin codings share coders",
		"proposals": "code proposed accepted accepted_in_bulk rejected pending acceptance_rate",
		"coders":    "coder codings open done",
	},
	"methods":  {"methods": "language text", "parameters": "item value"},
	"sequence": {"sequence": "a b n_a n_b followed share documents cases expected excess lift z p q preceded documents_after documents_before direction_p direction_q"},
	"cooccurrence": {
		"pairs":     "a b n_a n_b n_both units cases_a cases_b cases_both jaccard dice overlap p_a_given_b p_b_given_a lift npmi phi odds_ratio g2 fisher_p fisher_q mh_odds_ratio mh_p perm_expected perm_p perm_q perm_p_max",
		"matrix":    "row column value",
		"clusters":  "merge left_code left_merge right_code right_merge height size",
		"network":   "code community units degree strength",
		"structure": "leaves cophenetic nodes ties communities modularity runs runs_same",
	},
}

// notOfThemes are the tables that a report has only at the level of codes.
var notOfThemes = []string{"next", "estimates", "needed", "by_theme"}

// studies are what every method must bear.
func studies() map[string]*analysistest.Study {
	one := analysistest.New("t*", "t.a<t")
	one.Doc("only", "C1", "P: Why?\nI: It costs.\n").Values = exporter()
	one.Tag("only", "costs", "t.a", "ana")
	coded := analysistest.New("t*", "t.a<t")
	coded.Doc("read", "", "nothing to code").Values = exporter()
	noCodes := analysistest.New()
	noCodes.Doc("read", "C1", "I: words\n").Values = exporter()
	return map[string]*analysistest.Study{
		"empty": analysistest.New(), "one document": one, "no coding": coded, "no codes": noCodes, "random": random(1), "another": random(2),
	}
}

// exporter is the attribute that groups are made by.
func exporter() map[string]string { return map[string]string{"role": "exporter"} }

// random is a study of everything at once.
func random(seed uint64) *analysistest.Study {
	r := rand.New(rand.NewPCG(seed, 0))
	s := analysistest.New("t*", "t.a<t", "t.b<t", "t.b.i<t.b", "u*", "u.a<u", "lone")
	bodies := []string{"P: Why? Tell me.\nI: It costs a lot. We wait 🙂.\nI: And then?\n", "Plain text.\n\nMore of it. Café!", "N1: we\nN2: they\nP: hm\n", "", "🙂🙂"}
	for i := range 14 {
		body := bodies[r.IntN(len(bodies))]
		d := s.Doc(fmt.Sprintf("d%02d", i), []string{"", "C1", "C2", "C3"}[r.IntN(4)], body)
		d.Kind = qda.Kinds()[r.IntN(3)]
		d.Date = []string{"", "2026-01", "2025-12-31"}[r.IntN(3)]
		d.Values = []map[string]string{nil, exporter(), {"role": "official"}, {"role": "Exporter"}, {"role": "broker"}}[(i+int(seed))%5]
		if strings.HasPrefix(body, "N1") && r.IntN(2) == 0 {
			d.Speakers[0].Case = s.Case("C4")
		}
		for range r.IntN(8) {
			if d.Length == 0 {
				break
			}
			start := r.IntN(d.Length)
			s.Span(i, start, start+1+r.IntN(d.Length-start), s.Codes()[r.IntN(7)].Key, []string{"ana", "budi", qda.RulesCoder}[r.IntN(3)])
		}
	}
	return s
}

// settings are every allowed value of every setting, one after the other.
func settings(m analysis.Method) [][]string {
	out := [][]string{nil}
	for _, p := range m.Params {
		for _, a := range p.Allowed {
			out = append(out, []string{p.Name + "=" + strings.Replace(a, ":N", ":2", 1)})
		}
		if p.Kind == analysis.Switch {
			out = append(out, []string{p.Name + "=true"})
		}
	}
	return out
}

// Every method bears every study with only what it declares to need, gives the
// same bytes again, has the promised columns, and says everything twice.
func TestConformance(t *testing.T) {
	for _, m := range Methods() {
		for name, s := range studies() {
			for _, with := range settings(m) {
				t.Run(fmt.Sprint(m.Name, " ", name, " ", with), func(t *testing.T) {
					for _, f := range []qda.Filter{{}, {Speaker: qda.Any}, {Speaker: string(qda.Interviewer)}, {Coders: first(s)}} {
						with := append(needed(m), with...)
						if m.Name == "groups" && len(s.Documents) == 0 { // nothing has an attribute
							continue
						}
						r := analysistest.Run(t, m, s, f, with...)
						if analysistest.Bytes(t, r) != analysistest.Bytes(t, analysistest.Run(t, m, s, f, with...)) {
							t.Error("the same study gives another report")
						}
						promised(t, m, r, with)
					}
				})
			}
		}
	}
}

// needed are the settings that a method must be given.
func needed(m analysis.Method) (out []string) {
	for name, value := range m.Example() {
		out = append(out, name+"="+value)
	}
	return out
}

func first(s *analysistest.Study) []string {
	if len(s.Coders) == 0 {
		return nil
	}
	return []string{s.Coders[0].Name}
}

func promised(t *testing.T, m analysis.Method, r *report.Report, with []string) {
	t.Helper()
	for id, want := range tables[m.Name] {
		x := analysistest.Table(r, id)
		if x == nil {
			if !(slices.Contains(notOfThemes, id) && len(with) > 0 && with[0] == "level=theme") {
				t.Errorf("no table %s", id)
			}
			continue
		}
		var got []string
		for _, c := range x.Columns {
			got = append(got, c.ID)
			if c.Title.IsZero() {
				t.Errorf("column %s.%s has no title", id, c.ID)
			}
		}
		if s := strings.Join(got, " "); s != want && !strings.HasPrefix(strings.Join(with, ""), "no-counts") {
			t.Errorf("table %s has columns %s, want %s", id, s, want)
		}
	}
	if r.Name != m.Name || r.Title.IsZero() {
		t.Errorf("report %q, title %q", r.Name, r.Title)
	}
	for _, f := range r.Figures {
		if f.Kinds() != 1 || f.Alt.IsZero() {
			t.Errorf("figure %s: exactly one picture, and an alternative text", f.ID)
		}
	}
}

// One of a thing is written as one.
func TestSingular(t *testing.T) {
	s := analysistest.New("t*", "t.a<t", "u")
	s.Doc("only", "C1", "P: Why?\nI: It costs.\n").Values = exporter()
	s.Tag("only", "costs", "t.a", "ana")
	s.Tag("only", "costs", "u", "budi")
	several := regexp.MustCompile(`\b1 (\w+ )?(orders|documents|cases|interviews|codings|codes|turns|units|pairs|sentences|paragraphs|segments)\b`)
	for _, m := range Methods() {
		for _, with := range settings(m) {
			with := append(needed(m), with...)
			if got := several.FindString(analysistest.Bytes(t, analysistest.Run(t, m, s, qda.Filter{}, with...))); got != "" {
				t.Errorf("%s %v: %q", m.Name, with, got)
			}
		}
	}
}

// No approach says that something is reached or emerged.
func TestWording(t *testing.T) {
	for _, a := range qda.Approaches() {
		for _, m := range Methods() {
			s := random(1)
			s.Project.Approach = a
			with := needed(m)
			if a == qda.ReflexiveTA && m.Name == "agreement" { // which refuses, and says why
				with = []string{"anyway=true"}
			}
			words := strings.ToLower(analysistest.Bytes(t, analysistest.Run(t, m, s, qda.Filter{}, with...)))
			for _, w := range []string{"reached", "emerge", "tercapai"} {
				if strings.Contains(words, w) {
					t.Errorf("%s, %s: %q", a, m.Name, w)
				}
			}
		}
	}
}

func TestSettingsAreDeclared(t *testing.T) {
	names := map[string]bool{}
	for _, m := range Methods() {
		if names[m.Name] || m.Title.IsZero() {
			t.Errorf("%s: a name of its own and a title", m.Name)
		}
		names[m.Name] = true
		if _, err := analysis.Parse(m.Name, m.Params, nil); err != nil {
			t.Errorf("%s: its own defaults: %v", m.Name, err)
		}
		for _, p := range m.Params {
			if p.Help.In(lang.EN) == "" || p.Help.In(lang.EN) == p.Help.In(lang.ID) {
				t.Errorf("%s --%s: no help in both languages", m.Name, p.Name)
			}
		}
	}
}

// A run that nobody waits for any more ends.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, m := range Methods() {
		values, err := analysis.Parse(m.Name, m.Params, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Run(ctx, random(1).View(t, qda.Filter{}, m.Needs), values); err == nil {
			t.Errorf("%s does not stop", m.Name)
		}
	}
}

// A column that is defined is one that there is, in both languages.
func TestMeanings(t *testing.T) {
	for name, columns := range analysis.Meanings() {
		method, table, _ := strings.Cut(name, ".")
		ids := strings.Fields(tables[method][table])
		for id, meaning := range columns {
			if !slices.Contains(ids, id) {
				t.Errorf("%s: there is no column %s", name, id)
			}
			if meaning.In(lang.EN) == "" || meaning.In(lang.ID) == "" {
				t.Errorf("%s.%s: a language is missing", name, id)
			}
		}
	}
	for name, skip := range map[string]string{"cooccurrence.pairs": "a b", "agreement.codes": "code coder_a coder_b", "saturation.curve": "unit date"} {
		method, table, _ := strings.Cut(name, ".")
		for _, id := range strings.Fields(tables[method][table]) {
			if _, ok := analysis.Meanings()[name][id]; !ok && !slices.Contains(strings.Fields(skip), id) {
				t.Errorf("%s: no meaning of %s", name, id)
			}
		}
	}
}
