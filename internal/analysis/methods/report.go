package methods

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// none is the choice of no other method.
const none = "none"

// Method is the report "methods"; others are the methods whose accounts of
// themselves it can take in.
func Method(others ...analysis.Method) analysis.Method {
	others = slices.DeleteFunc(slices.Clone(others), func(m analysis.Method) bool { return m.Account == nil })
	m := analysis.Method{
		Name:  "methods",
		Title: lang.T("How the study was done: a paragraph for a paper", "Bagaimana studi dikerjakan: satu paragraf untuk naskah"),
		Needs: qda.Needs{Texts: true, Proposals: true, Memos: true, Events: true},
	}
	with := analysis.Param{Name: "with", Kind: analysis.Choice, Many: true,
		Help: lang.T("analyses to give an account of (default: what approach and data call for)", "analisis yang ikut diuraikan (bawaan: sesuai pendekatan dan data)")}
	for _, o := range others {
		with.Allowed = append(with.Allowed, o.Name)
		m.Needs.Identity = m.Needs.Identity || o.Needs.Identity
	}
	with.Allowed = append(with.Allowed, none)
	m.Params = []analysis.Param{with}
	m.Run = func(ctx context.Context, v *qda.View, values analysis.Values) (*report.Report, error) {
		return run(ctx, v, values, others)
	}
	return m
}

func run(ctx context.Context, v *qda.View, values analysis.Values, others []analysis.Method) (*report.Report, error) {
	f, err := gather(ctx, v)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Name: "methods", Title: Method().Title, Labels: analysis.Labels(v)}
	asked := values.Words("with")
	if asked == nil {
		if asked = f.fitting(v, others); len(asked) == 0 {
			asked = []string{none}
		}
		values["with"] = asked
	}
	if v.Project.Approach == qda.ReflexiveTA && slices.Contains(asked, "agreement") {
		asked = slices.DeleteFunc(slices.Clone(asked), func(name string) bool { return name == "agreement" })
		r.Warnings = append(r.Warnings, report.Warning{ID: "reflexive_agreement", Text: lang.T(
			"Agreement of coders is left out: it is no standard for reflexive thematic analysis, in which coders are not interchangeable.",
			"Kesepakatan antarpengode tidak disertakan: ukuran itu bukan tolok ukur analisis tematik refleksif, yang tidak menganggap pengode dapat saling menggantikan.")})
	}
	var accounts, told []lang.Text
	for _, m := range others {
		if !slices.Contains(asked, m.Name) {
			continue
		}
		settings, err := analysis.Parse(m.Name, m.Params, nil)
		if err != nil {
			return nil, err
		}
		if account := m.Account(v, settings); !account.IsZero() {
			accounts, told = append(accounts, led(m, account)), append(told, lang.Same(m.Name))
		}
	}
	r.Tables = []report.Table{f.text(v, accounts, told), f.parameters(v, told)}
	r.Warnings = append(r.Warnings, analysis.Uncoded(v)...)
	if len(v.Events) > 0 && !f.book.known && len(v.Codes()) > 0 && v.Codings.Len() > 0 {
		r.Warnings = append(r.Warnings, report.Warning{ID: "codebook_origin_unknown", Text: lang.T(
			"The history does not say what of the codebook was there when coding began: codes and codings came in together.",
			"Riwayat tidak menunjukkan bagian mana dari buku kode yang sudah ada ketika pengodean dimulai: kode dan pengodean masuk bersamaan.")})
	}
	return r, nil
}

// led is an account that names its subject: under a report it may begin with
// no more than that it is of the method.
func led(m analysis.Method, account lang.Text) lang.Text {
	in := func(l lang.Lang, prefix string) string {
		words, bare := strings.CutPrefix(account.In(l), prefix)
		if !bare {
			return words
		}
		subject, _, _ := strings.Cut(m.Title.In(l), ":")
		return subject + ": " + words
	}
	return lang.T(in(lang.EN, "Method: "), in(lang.ID, "Metode: "))
}

// fitting are the analyses that approach and data call for.
func (f *facts) fitting(v *qda.View, others []analysis.Method) []string {
	var out []string
	for _, m := range others {
		sampled := f.kinds[qda.Interview] + f.kinds[qda.FocusGroup]
		fits := map[string]bool{
			"saturation":   sampled > 1 && f.book.used > 0 && !v.Codebook.Closed,
			"cooccurrence": f.book.used > 1,
			"agreement":    f.double > 0,
		}[m.Name]
		if fits && v.Project.Approach != qda.ReflexiveTA {
			out = append(out, m.Name)
		}
	}
	return out
}

// text is the paragraph in both languages, whoever reads it.
func (f *facts) text(v *qda.View, accounts, told []lang.Text) report.Table {
	t := report.Table{ID: "methods", Title: lang.T("For the methods section", "Untuk bagian metode"), Columns: []report.Column{
		{ID: "language", Title: lang.T("Language", "Bahasa"), Type: report.String},
		{ID: "text", Title: lang.T("Text", "Teks"), Type: report.String},
	}}
	whole := f.paragraph(v, accounts)
	for _, l := range []lang.Lang{lang.EN, lang.ID} {
		t.Rows = append(t.Rows, []report.Cell{string(l), whole.In(l)})
	}
	t.Notes = []lang.Text{lang.T("All numbers are of the project as it is now and of what the filters leave. Read it as a draft, and replace names where you promised to.",
		"Semua angka berasal dari proyek dalam keadaan sekarang dan dari yang lolos saringan. Perlakukan sebagai konsep, dan samarkan nama bila Anda menjanjikannya.")}
	if told != nil {
		t.Notes = append(t.Notes, lang.T("What it says of %v holds for the default settings. Take out what the paper does not report (--with); the account of other settings stands under the first table of each report.",
			"Uraian tentang %v berlaku untuk setelan bawaan. Keluarkan yang tidak dilaporkan dalam naskah (--with); uraian untuk setelan lain ada di bawah tabel pertama tiap laporan.", and(told)))
	}
	t.Notes = append(t.Notes, f.gaps(v))
	return t
}

// gaps are what readers of a paper ask for (COREQ, doi:10.1093/intqhc/mzm042)
// and no program can know.
func (f *facts) gaps(v *qda.View) lang.Text {
	var list []lang.Text
	if f.first == "" {
		list = append(list, lang.T("when the data were collected", "kapan data dikumpulkan"))
	}
	list = append(list,
		lang.T("who interviewed, with what training and what relation to the informants", "siapa yang mewawancarai, pelatihannya, dan hubungannya dengan informan"),
		lang.T("how informants were chosen and approached, and who refused", "bagaimana informan dipilih dan dihubungi, serta siapa yang menolak"),
		lang.T("where the interviews took place, who else was there, and how long they lasted", "tempat wawancara, siapa lagi yang hadir, dan lamanya"),
		lang.T("the interview guide and how it was tried out", "pedoman wawancara dan uji cobanya"),
		lang.T("how speech was recorded, transcribed, and translated", "cara merekam, mentranskripsi, dan menerjemahkan"),
		lang.T("consent, ethics approval, and how names were replaced", "persetujuan informan, izin etik, dan penyamaran nama"),
		lang.T("whether informants saw transcripts or findings", "apakah informan membaca transkrip atau temuan"))
	switch {
	case v.Project.Approach == qda.ReflexiveTA:
		list = append(list, lang.T("the researchers' own position, and how themes were developed and revised", "posisi peneliti sendiri, serta cara tema dikembangkan dan direvisi"))
	case len(f.people) > 1:
		list = append(list, lang.T("how differences between coders were settled", "bagaimana perbedaan antarpengode diselesaikan"))
	}
	return lang.T("What only you can say, and readers ask for: %v.", "Yang hanya Anda ketahui dan akan ditanyakan pembaca: %v.", joined(list, "; ", "; ", "; ", "; "))
}

// parameters is what the paragraph rests on, item by item.
func (f *facts) parameters(v *qda.View, told []lang.Text) report.Table {
	t := report.Table{ID: "parameters", Title: lang.T("What the paragraph rests on", "Dasar paragraf itu"), Aside: true, Columns: []report.Column{
		{ID: "item", Title: lang.T("Item", "Butir"), Type: report.String},
		{ID: "value", Title: lang.T("Value", "Nilai"), Type: report.String},
	}}
	row := func(item lang.Text, value report.Cell) { t.Rows = append(t.Rows, []report.Cell{item, value}) }
	count := func(en, id string, n int) { row(lang.T(en, id), strconv.Itoa(n)) }
	row(lang.T("program", "program"), f.software())
	row(lang.T("approach", "pendekatan"), string(v.Project.Approach))
	for _, k := range qda.Kinds() {
		if n := f.kinds[k]; n > 0 {
			row(lang.T("documents: "+string(k), "dokumen: "+string(k)), strconv.Itoa(n))
		}
	}
	count("documents not coded", "dokumen belum dikode", len(v.Uncoded))
	row(lang.T("first date of collection", "tanggal pengumpulan pertama"), analysis.Text(f.first))
	row(lang.T("last date of collection", "tanggal pengumpulan terakhir"), analysis.Text(f.last))
	count("documents without a date", "dokumen tanpa tanggal", f.undated)
	count("words of those heard", "kata pembicara yang dihitung", f.words)
	count("cases", "kasus", f.cases)
	for _, g := range f.groups {
		row(lang.T("cases by %v", "kasus menurut %v", g.name), g.counts())
	}
	for _, p := range slices.Concat(f.people, f.again) {
		row(lang.T("coder %v", "pengode %v", qda.InRound(p.name, max(p.round, 1))), lang.T("%v, %v", "%v, %v", analysis.Document.Count(p.documents), codings(p.codings)))
	}
	count("documents of more than one coder", "dokumen lebih dari satu pengode", f.double)
	row(lang.T("codebook version", "versi buku kode"), v.Codebook.Label())
	count("themes", "tema", f.book.themes)
	count("codes", "kode", f.book.codes)
	count("codes in use", "kode yang dipakai", f.book.used)
	if b := f.book; b.known {
		count("codes and themes when coding began", "kode dan tema ketika pengodean dimulai", b.before)
		count("added since", "ditambahkan sejak itu", b.added)
		count("removed since", "dihapus sejak itu", b.removed)
		count("redefined since", "diubah sejak itu", b.redefined)
		count("of rules alone since", "hanya aturannya sejak itu", b.rules)
	}
	count("codes with rules", "kode dengan aturan", f.ruled)
	count("proposals", "usulan", f.fate.Proposed)
	count("accepted one by one", "diterima satu per satu", f.fate.Single())
	count("accepted in bulk", "diterima massal", f.fate.Bulk)
	count("accepted, removed since", "diterima, kemudian dihapus", f.fate.Gone)
	count("rejected", "ditolak", f.fate.Rejected)
	count("undecided", "belum diputuskan", f.fate.Pending)
	for o, n := range f.origins {
		if n > 0 {
			name := qda.Origin(o).String()
			row(lang.T("codings: "+name, "pengodean: "+name), strconv.Itoa(n))
		}
	}
	count("codings with aspects", "pengodean dengan aspek", f.aspects)
	count("memos", "memo", f.memos)
	count("events", "peristiwa", len(v.Events))
	names := make([]string, len(told))
	for i, m := range told {
		names[i] = m.String()
	}
	row(lang.T("analyses told of", "analisis yang diuraikan"), analysis.Text(strings.Join(names, ", ")))
	return t
}
