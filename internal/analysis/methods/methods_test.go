package methods

import (
	"strings"
	"testing"
	"time"

	"tematik/internal/analysis"
	"tematik/internal/analysis/analysistest"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// others stand for methods with and without an account of themselves.
func others() []analysis.Method {
	says := func(en, id string) func(*qda.View, analysis.Values) lang.Text {
		return func(*qda.View, analysis.Values) lang.Text { return lang.T(en, id) }
	}
	return []analysis.Method{
		{Name: "themes"},
		{Name: "saturation", Title: lang.T("Saturation: codes", "Kejenuhan: kode"), Account: says("Method: n = 2 (100% of it).", "Metode: n = 2 (100% dari itu).")},
		{Name: "cooccurrence", Account: says("Codes were paired.", "Kode dipasangkan.")},
		{Name: "agreement", Account: says("Coders were compared.", "Pengode dibandingkan.")},
	}
}

// study has two people, one of them twice, a machine, and a history.
func study() *analysistest.Study {
	s := analysistest.New("t*", "t.a<t", "t.b<t")
	for i, name := range []string{"d1", "d2", "d3"} {
		d := s.Doc(name, "C"+name, "P: Why?\nI: It costs a lot.\n")
		d.Date, d.Language = []string{"2026-03-04", "2026-05-02", ""}[i], "id"
		s.Cases[i].Values = map[string]string{"role": []string{"exporter", "official", "exporter"}[i], "age": []string{"30", "40", "50"}[i]}
	}
	s.Documents[2].Kind = qda.FocusGroup
	delete(s.Documents[2].States, s.CoderID("ana"))
	s.Tag("d1", "costs", "t.a", "ana")
	s.Tag("d1", "a lot", "t.b", "budi")
	s.Tag("d2", "costs", "t.a", "ana#2")
	s.Tag("d3", "costs", "t.a", qda.RulesCoder)
	s.Codebook.Codes[1].Rules = []qda.Rule{{Any: []string{"cost"}}}
	s.Aspects = map[qda.CodingID]string{1: "fees"}
	s.Memos = []qda.Memo{{ID: 1}}
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	s.Events = []qda.Event{{ID: 1, Kind: "codebook import", At: at}, {ID: 2, Kind: "tag", At: at, Counts: map[string]int{"codings": 1}, Undone: true},
		{ID: 3, Kind: "code add", At: at}, {ID: 4, Kind: "untag", At: at, Counts: map[string]int{"codings": 1}}, {ID: 5, Kind: "tag", At: at, Counts: map[string]int{"codings": 1}}, {ID: 6, Kind: "code add", At: at}}
	s.Revisions = []qda.Revision{{Event: s.Events[0], Added: 1}, {Event: s.Events[2], Added: 1}, {Event: s.Events[5], Added: 2, Removed: 1, Redefined: 1}}
	c := s.Codings
	for i, decision := range []qda.Decision{qda.Accepted, qda.Rejected, qda.Pending} {
		s.Proposals = append(s.Proposals, qda.Proposal{ID: qda.ProposalID(i + 1), Document: 1, Span: c.Span(0), Code: 2, Rule: string(rune('a' + i)), Decision: decision})
	}
	s.Proposals = append(s.Proposals, qda.Proposal{ID: 4, Document: 3, Span: c.Span(3), Code: 2, Decision: qda.Accepted})
	return s
}

func texts(t *testing.T, r *report.Report) (en, id string) {
	t.Helper()
	rows := analysistest.Table(r, "methods").Rows
	if len(rows) != 2 || rows[0][0] != "en" || rows[1][0] != "id" {
		t.Fatalf("rows %v", rows)
	}
	return rows[0][1].(string), rows[1][1].(string)
}

func TestParagraph(t *testing.T) {
	en, id := texts(t, analysistest.Run(t, Method(others()...), study(), qda.Filter{}))
	const wantEN = `The data were analysed by codebook thematic analysis (Braun & Clarke, 2022). The data set consists of 2 interviews and 1 group interview in Indonesian, collected between 4 March 2026 and 2 May 2026 (1 without a date). The speech of respondents comes to 12 words. The data come from 3 cases. Coding was done by 2 coders: ana (2 documents, 2 codings) and budi (1 document, 1 coding). More than one person coded 1 document. Documents were coded again by the same person: ana 1 document (reading 2). Data and codings were managed in tematik. The codebook in version r0 holds 1 theme and 2 codes (in use: 2). When coding began it held 2 codes and themes; changes since then: 2 added, 1 removed or merged, and 1 change of a name, definition, or place. The themes were developed from this framework. Rules of the codebook proposed 4 passages to look at, for 1 code; none was a coding before it was accepted. Of these a person decided 2 one by one, and accepted 1 (50%). In bulk, without a decision on each, 1 proposal was accepted. No decision had been made on 1. The analysis counts 4 codings: 3 made by hand and 1 from proposals of rules. For 1 coding it was noted which aspect of the code the passage shows. The project holds 1 memo. From 1 June 2026 on, every change to the data, the codebook, and the codings was recorded in an audit trail. Saturation: n = 2 (100% of it). Codes were paired. Coders were compared.`
	const wantID = `Data dianalisis dengan analisis tematik berbasis buku kode (codebook thematic analysis; Braun & Clarke, 2022). Data terdiri atas 2 wawancara dan 1 wawancara kelompok berbahasa Indonesia, yang dikumpulkan antara 4 Maret 2026 dan 2 Mei 2026 (1 tanpa tanggal). Ucapan informan berjumlah 12 kata. Data berasal dari 3 kasus. Pengodean dikerjakan oleh 2 pengode: ana (2 dokumen, 2 pengodean) dan budi (1 dokumen, 1 pengodean). Sebanyak 1 dokumen dikode oleh lebih dari satu orang. Dokumen dikode ulang oleh orang yang sama: ana 1 dokumen (putaran ke-2). Data dan pengodean dikelola dengan tematik. Buku kode versi r0 memuat 1 tema dan 2 kode (yang dipakai: 2). Ketika pengodean dimulai, isinya 2 kode dan tema; perubahan sejak itu: 2 ditambahkan, 1 dihapus atau digabungkan, dan 1 perubahan nama, definisi, atau letak. Tema dikembangkan dari kerangka ini. Aturan dalam buku kode mengusulkan 4 bagian teks untuk diperiksa, bagi 1 kode; tidak satu pun menjadi pengodean sebelum diterima. Dari jumlah itu, 2 diputuskan satu per satu oleh pengode dan 1 di antaranya diterima (50%). Sebanyak 1 usulan diterima sekaligus, tanpa keputusan satu per satu. Yang belum diputuskan: 1. Analisis ini mencakup 4 pengodean: 3 dibuat secara manual dan 1 dari usulan aturan. Pada 1 pengodean dicatat aspek kode mana yang tampak. Proyek ini memuat 1 memo. Sejak 1 Juni 2026, setiap perubahan pada data, buku kode, dan pengodean tercatat dalam jejak audit. Kejenuhan: n = 2 (100% dari itu). Kode dipasangkan. Pengode dibandingkan.`
	if en != wantEN {
		t.Errorf("English:\n%s\nwant\n%s", en, wantEN)
	}
	if id != wantID {
		t.Errorf("Indonesian:\n%s\nwant\n%s", id, wantID)
	}
}

// What a study lacks, or its approach forbids, is not told.
func TestWhatIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		change   func(*analysistest.Study)
		settings []string
		has, not []string
		warned   string
	}{
		"reflexive": {change: func(s *analysistest.Study) { s.Project.Approach = qda.ReflexiveTA },
			has: []string{"reflexive", "by 2 researchers: ana (2 documents)", "developed by the researchers"}, not: []string{"Saturation", "compared", "paired", "codings counted", "identified"}},
		"reflexive, asked": {change: func(s *analysistest.Study) { s.Project.Approach = qda.ReflexiveTA }, settings: []string{"with=agreement,cooccurrence"},
			has: []string{"paired"}, not: []string{"compared"}, warned: "reflexive_agreement"},
		"reliability": {change: func(s *analysistest.Study) { s.Project.Approach = qda.Reliability }, has: []string{"identified with this codebook", "coding reliability"}},
		"closed":      {change: func(s *analysistest.Study) { s.Codebook.Closed = true }, has: []string{"It is closed", "paired"}, not: []string{"Saturation"}},
		"none":        {settings: []string{"with=none"}, not: []string{"Saturation", "paired"}},
		"no double": {change: func(s *analysistest.Study) { delete(s.Documents[0].States, s.CoderID("budi")) },
			not: []string{"compared", "More than one"}},
		"second round elsewhere": {change: func(s *analysistest.Study) {
			for i := range s.Documents {
				delete(s.Documents[i].States, s.CoderID("ana#2"))
			}
			delete(s.Documents[2].States, s.CoderID("ana"))
			s.Documents[2].States[s.CoderID("ana#2")] = qda.Done
		}, not: []string{"coded again", "(reading"}, has: []string{"ana (3 documents, "}},
		"coding removed": {change: func(s *analysistest.Study) {
			s.Proposals = append(s.Proposals, qda.Proposal{ID: 9, Document: 2, Span: s.Codings.Span(0), Code: 3, Origin: qda.ByRule, Decision: qda.Accepted})
		}, has: []string{"decided 2 one by one, and accepted 1 (50%)", "For 1 more the coding was removed"}},
		"text without speakers": {change: func(s *analysistest.Study) { s.Documents[2].Turns = nil },
			has: []string{"with the text of documents in which nobody speaks"}},
		"by hand alone": {change: func(s *analysistest.Study) { s.Codings.Origin = make([]qda.Origin, len(s.Codings.Origin)) },
			has: []string{"counts 4 codings, all made by hand."}},
		"no history": {change: func(s *analysistest.Study) { s.Events, s.Revisions = nil, nil }, not: []string{"When coding began", "audit trail", "built up"}},
		"came in as a whole": {change: func(s *analysistest.Study) {
			e := qda.Event{ID: 1, Kind: "import", Counts: map[string]int{"codings": 3}}
			s.Events, s.Revisions = []qda.Event{e}, []qda.Revision{{Event: e, Added: 3}}
		}, not: []string{"When coding began", "built up"}, warned: "codebook_origin_unknown"},
		"built up": {change: func(s *analysistest.Study) {
			s.Events = []qda.Event{{ID: 1, Kind: "tag", Counts: map[string]int{"codings": 3}}, {ID: 2, Kind: "code add"}}
			s.Revisions = []qda.Revision{{Event: s.Events[1], Added: 3}}
		}, has: []string{"built up while coding"}},
		"stayed": {change: func(s *analysistest.Study) {
			s.Revisions = []qda.Revision{{Event: s.Events[0], Added: 3}}
		}, has: []string{"stayed as they were"}},
		"attributes": {change: func(s *analysistest.Study) {
			s.Doc("d4", "Cd4", "I: Yes.\n")
			s.Cases[3].Values = map[string]string{"role": "official"}
		}, has: []string{"4 cases (role – exporter: 2, official: 2)"}, not: []string{"30"}},
		"English": {change: func(s *analysistest.Study) {
			for i := range s.Documents {
				s.Documents[i].Language, s.Documents[i].Date = "en", "2026"
			}
		}, has: []string{"in English, collected in 2026."}},
	} {
		s := study()
		if c.change != nil {
			c.change(s)
		}
		r := analysistest.Run(t, Method(others()...), s, qda.Filter{}, c.settings...)
		en, _ := texts(t, r)
		for _, w := range c.has {
			if !strings.Contains(en, w) {
				t.Errorf("%s: no %q in: %s", name, w, en)
			}
		}
		for _, w := range c.not {
			if strings.Contains(en, w) {
				t.Errorf("%s: %q in: %s", name, w, en)
			}
		}
		if c.warned != "" && !analysistest.Warned(r, c.warned) {
			t.Errorf("%s: no warning %s", name, c.warned)
		}
	}
}

func TestPeriod(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-04 2026-03-04": "on 4 March 2026|pada 4 Maret 2026",
		"2026-03 2026-03":       "in March 2026|pada Maret 2026",
		"2025 2026-01-31":       "between 2025 and 31 January 2026|antara 2025 dan 31 Januari 2026",
	} {
		first, last, _ := strings.Cut(in, " ")
		p := period(first, last)
		if got := p.In(lang.EN) + "|" + p.In(lang.ID); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
