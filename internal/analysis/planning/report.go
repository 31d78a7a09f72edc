// Package planning gives the numbers of interviews that authors propose before a
// study. It knows nothing of the study's codings: what was found is for the
// report "saturation".
package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// studies is how many studies are simulated.
const studies = 2000

// Method is the report "planning".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "planning",
		Title: lang.T("Planning only: how many interviews, before a study", "Hanya untuk perencanaan: berapa wawancara, sebelum penelitian"),
		Alone: true,
		Params: []analysis.Param{
			{Name: "prevalence", Kind: analysis.Decimal, Many: true, Default: "0.05,0.1,0.2,0.3", Min: 0.001, Max: 1,
				Help: lang.T("shares of the population who would voice a theme", "proporsi populasi yang akan menyuarakan suatu tema")},
			{Name: "confidence", Kind: analysis.Decimal, Default: "0.95", Min: 0.5, Max: 0.9999,
				Help: lang.T("confidence to hear it at least once (Galvin; van Rijnsoever)", "keyakinan untuk mendengarnya sedikitnya sekali (Galvin; van Rijnsoever)")},
			{Name: "power", Kind: analysis.Decimal, Default: "0.8", Min: 0.5, Max: 0.9999,
				Help: lang.T("power (Fugard & Potts)", "kuasa uji (Fugard & Potts)")},
			{Name: "instances", Kind: analysis.Whole, Many: true, Default: "1,2,5", Min: 1, Max: 1000,
				Help: lang.T("how many informants are to voice it (Fugard & Potts)", "berapa informan yang diharapkan menyuarakannya (Fugard & Potts)")},
			{Name: "mix", Kind: analysis.Decimal, Many: true, Default: "0.5,0.3,0.2,0.1,0.1", Min: 0.001, Max: 1,
				Help: lang.T("for each of some codes, the chance that an informant brings it (van Rijnsoever)", "untuk tiap kode, peluang seorang informan membawanya (van Rijnsoever)")},
			{Name: "people", Kind: analysis.Whole, Default: "200", Min: 1, Max: 10000,
				Help: lang.T("people among whom informants are chosen (van Rijnsoever)", "orang yang menjadi sumber pemilihan informan (van Rijnsoever)")},
			analysis.SeedParam(),
		},
		Run:     run,
		Account: account,
	}
}

func run(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
	rijnsoever, err := rijnsoeverTable(ctx, values)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Name: "planning", Title: Method().Title, Labels: analysis.Labels(v),
		Tables: []report.Table{galvinTable(values), fugardTable(values), rijnsoever}}
	r.Provenance.Seed = values.Seed()
	r.Method = account(v, values)
	r.Tables[0].Notes = append(r.Tables[0].Notes, r.Method)
	r.Warnings = []report.Warning{{ID: "planning_only", Text: lang.T(
		"For planning and for grant applications only. These numbers rest on shares that nobody knows before a study, and take themes for things that are there to be met by chance (criticised by Braun & Clarke 2016, doi:10.1080/13645579.2016.1195588, and Sim et al. 2018, doi:10.1080/13645579.2018.1454643). They are no proof that a sample was large enough.",
		"Hanya untuk perencanaan dan proposal. Angka-angka ini bertumpu pada proporsi yang tidak diketahui siapa pun sebelum penelitian, dan menganggap tema sebagai sesuatu yang sudah ada dan tinggal ditemui secara kebetulan (dikritik oleh Braun & Clarke 2016, doi:10.1080/13645579.2016.1195588, dan Sim dkk. 2018, doi:10.1080/13645579.2018.1454643). Angka ini bukan bukti bahwa sampel sudah cukup besar.")}}
	if slices.ContainsFunc(rijnsoever.Rows, func(row []report.Cell) bool { return row[3] == nil }) {
		people := lang.Many(values.Whole("people"), "person", "people", "orang")
		r.Warnings = append(r.Warnings, report.Warning{ID: "too_few_people", Text: lang.T(
			"Among %v some code of --mix is held by nobody too often: no number of interviews meets all with this confidence.",
			"Di antara %v terlalu sering ada kode --mix yang tidak dimiliki siapa pun: berapa pun jumlah wawancara, tidak semua kode ditemui dengan keyakinan ini.", people)})
	}
	if v.Project.Approach == qda.ReflexiveTA {
		r.Warnings = append(r.Warnings, report.Warning{ID: "reflexive", Text: lang.T(
			"Reflexive thematic analysis does not fix the number of interviews beforehand. Consider information power instead (Malterud et al. 2016).",
			"Analisis tematik refleksif tidak menetapkan jumlah wawancara di awal. Pertimbangkan daya informasi (information power; Malterud dkk. 2016).")})
	}
	return r, nil
}

func account(_ *qda.View, values analysis.Values) lang.Text {
	m := values.Map()
	return lang.T("Method: prevalence %v; confidence %v; power %v; instances %v; chances of codes %v; %v people, %v simulated studies, seed %v.",
		"Metode: prevalensi %v; keyakinan %v; kuasa uji %v; jumlah informan %v; peluang kode %v; %v orang, %v studi simulasi, benih %v.",
		written(m["prevalence"]), written(m["confidence"]), written(m["power"]), written(m["instances"]), written(m["mix"]),
		values.Whole("people"), studies, written(m["seed"]))
}

// written is a setting in a sentence, as the user writes it.
func written(v any) lang.Text {
	words := strings.Fields(strings.Trim(fmt.Sprint(v), "[]"))
	return lang.T(strings.Join(words, ", "), strings.ReplaceAll(strings.Join(words, "; "), ".", ","))
}

func interviews() report.Column {
	return report.Column{ID: "interviews", Title: lang.T("Interviews", "Wawancara"), Type: report.Count}
}

func share(id string, title lang.Text) report.Column {
	return report.Column{ID: id, Title: title, Type: report.Share, Decimals: 1}
}

func galvinTable(values analysis.Values) report.Table {
	t := report.Table{ID: "galvin", Title: lang.T("To hear a theme at least once (Galvin 2015)", "Untuk mendengar suatu tema sedikitnya sekali (Galvin 2015)"),
		Columns: []report.Column{share("prevalence", lang.T("Prevalence", "Prevalensi")), share("confidence", lang.T("Confidence", "Keyakinan")), interviews()},
		Notes: []lang.Text{lang.T("n = ln(1 − confidence) / ln(1 − prevalence), rounded up (doi:10.1016/j.jobe.2014.12.001). Of one theme at a time; informants drawn at random.",
			"n = ln(1 − keyakinan) / ln(1 − prevalensi), dibulatkan ke atas (doi:10.1016/j.jobe.2014.12.001). Untuk satu tema saja; informan dipilih secara acak.")}}
	confidence := values.Decimal("confidence")
	for _, p := range values.Decimals("prevalence") {
		t.Rows = append(t.Rows, []report.Cell{p, confidence, report.Whole(stat.Galvin(p, confidence))})
	}
	return t
}

func fugardTable(values analysis.Values) report.Table {
	t := report.Table{ID: "fugard_potts", Title: lang.T("To hear a theme from several informants (Fugard & Potts 2015)", "Untuk mendengar suatu tema dari beberapa informan (Fugard & Potts 2015)"),
		Columns: []report.Column{share("prevalence", lang.T("Prevalence", "Prevalensi")),
			{ID: "instances", Title: lang.T("Informants", "Informan"), Type: report.Count}, share("power", lang.T("Power", "Kuasa uji")), interviews()},
		Notes: []lang.Text{lang.T("The smallest n of which so many informants or more voice the theme with this power (binomial; doi:10.1080/13645579.2015.1005453).",
			"n terkecil yang dengan kuasa uji ini memuat sedikitnya sekian informan yang menyuarakan tema (binomial; doi:10.1080/13645579.2015.1005453).")}}
	power := values.Decimal("power")
	for _, p := range values.Decimals("prevalence") {
		for _, k := range values.Wholes("instances") {
			t.Rows = append(t.Rows, []report.Cell{p, k, power, report.Whole(stat.FugardPotts(p, k, power))})
		}
	}
	return t
}

// scenarios are how informants are chosen, in a reader's words.
func scenarios() map[string]lang.Text {
	return map[string]lang.Text{"random": lang.T("at random", "acak"), "minimal": lang.T("something new", "ada yang baru"), "maximal": lang.T("most new", "terbanyak baru")}
}

func rijnsoeverTable(ctx context.Context, values analysis.Values) (report.Table, error) {
	t := report.Table{ID: "rijnsoever", Title: lang.T("To meet every code at least once (van Rijnsoever 2017)", "Untuk menemui setiap kode sedikitnya sekali (van Rijnsoever 2017)"),
		Columns: []report.Column{{ID: "scenario", Title: lang.T("Scenario", "Skenario"), Type: report.String, Words: scenarios()}, {ID: "codes", Title: lang.T("Codes", "Kode"), Type: report.Count},
			share("confidence", lang.T("Confidence", "Keyakinan")), interviews()},
		Notes: []lang.Text{lang.T("At random: informants drawn by lot (exact); something new: each is one of %v people who bring at least one new code; most new: each is the one who brings the most (both simulated). doi:10.1371/journal.pone.0181689. Codes are taken to come independently; those that come together take fewer or more.",
			"Acak: informan diundi (tepat); ada yang baru: masing-masing dari %v orang yang membawa sedikitnya satu kode baru; terbanyak baru: masing-masing yang membawa kode baru paling banyak (keduanya simulasi). doi:10.1371/journal.pone.0181689. Kode dianggap muncul saling bebas; yang muncul bersama membutuhkan lebih sedikit atau lebih banyak.",
			values.Whole("people"))}}
	chances, confidence := values.Decimals("mix"), values.Decimal("confidence")
	row := func(scenario string, n float64) {
		t.Rows = append(t.Rows, []report.Cell{scenario, len(chances), confidence, report.Whole(n)})
	}
	row("random", stat.AllOnce(chances, confidence))
	for how, name := range []string{stat.Minimal: "minimal", stat.Maximal: "maximal"} {
		n, err := stat.AllOnceBy(ctx, stat.Scenario(how), chances, confidence, values.Whole("people"), studies, values.Seed())
		if err != nil {
			return t, err
		}
		row(name, n)
	}
	return t, nil
}
