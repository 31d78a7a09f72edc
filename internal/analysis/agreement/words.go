package agreement

import (
	"cmp"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

// reflexive says why a reflexive project has no agreement, and what it may
// want instead (Braun & Clarke 2021, doi:10.1080/14780887.2020.1769238).
func reflexive() error {
	return errs.New(errs.Usage, "agreement: this project is reflexive, and there coding is one reader's interpretation: "+
		"two who code alike are not the more right for it, and a coefficient would treat their difference as error (Braun & Clarke 2021). "+
		"A second reader is worth more in conversation about where the readings part").
		Hint("to talk over the differences, without a coefficient: tematik report agreement --anyway --table disagreements; all of it: tematik report agreement --anyway")
}

// warnings name what is missing, and what to do about it.
func (s *study) warnings() (out []report.Warning) {
	warn := func(id, en, in string, args ...any) {
		out = append(out, report.Warning{ID: id, Text: lang.T(en, in, args...)})
	}
	if s.outside() > 0 {
		out = append(out, analysis.Outside(s.v, s.outside())...)
	}
	if slices.Contains(s.v.Asked.Coders, qda.RulesCoder) && !s.bulk() {
		warn("bulk_left_out", "What was accepted in bulk (coder rules) is no one's reading and is left out; to compare it: --coder rules --coder NAME --origin rule --origin manual --origin import",
			"Yang diterima sekaligus (pengode rules) bukan hasil baca siapa pun dan tidak ikut dibandingkan; untuk membandingkannya: --coder rules --coder NAMA --origin rule --origin manual --origin import")
	}
	if len(s.left) > 0 {
		var names []string
		for _, c := range s.left {
			names = append(names, s.coder(c))
		}
		warn("rounds_left_out", "Further rounds of a coder are not compared with other people: %v. Each coder with herself: tematik report agreement --round",
			"Putaran lanjutan seorang pengode tidak dibandingkan dengan orang lain: %v. Tiap pengode dengan dirinya sendiri: tematik report agreement --round", analysis.List(names))
	}
	switch {
	case s.rounds() && len(s.coders) < 2:
		warn("no_rounds", "No coder has two rounds here. A second reading is kept under a name of its own: tematik coder add NAME#2, then: tematik coder use NAME#2",
			"Tidak ada pengode dengan dua putaran di sini. Pembacaan kedua disimpan dengan nama sendiri: tematik coder add NAMA#2, lalu: tematik coder use NAMA#2")
	case len(s.coders) < 2:
		warn("one_coder", "Agreement needs two coders, and %v began to code here. A second one codes the same documents: tematik coder add NAME, then: tematik coder use NAME; what was coded elsewhere comes with: tematik import FILE",
			"Kesepakatan memerlukan dua pengode; yang mulai mengode di sini: %v. Pengode kedua mengode dokumen yang sama: tematik coder add NAMA, lalu: tematik coder use NAMA; hasil dari tempat lain masuk lewat: tematik import BERKAS", len(s.coders))
	}
	if len(s.apart) > 0 {
		var names []string
		for _, p := range s.apart {
			names = append(names, s.coder(p.a)+" – "+s.coder(p.b))
		}
		warn("nothing_in_common", "No document that both began to code: %v. For one that was read and holds nothing to code: tematik doc set DOC --state done --coder NAME",
			"Tidak ada dokumen yang mulai dikode keduanya: %v. Untuk dokumen yang sudah dibaca dan tidak memuat apa pun untuk dikode: tematik doc set DOC --state done --coder NAMA", analysis.List(names))
	}
	if len(s.pairs) > 0 {
		out = append(out, s.numbers()...)
	}
	return out
}

// numbers warns of coefficients and intervals that there are not.
func (s *study) numbers() (out []report.Warning) {
	var undefined []string
	few, used := math.MaxInt, false
	for _, p := range s.pairs {
		few = min(few, p.clusters)
		for k, node := range p.columns.Nodes {
			used = true
			if math.IsNaN(p.at[p.of(k, "kappa")]) {
				undefined = append(undefined, s.v.Codes()[node].Key)
			}
		}
		if p.choice != nil && math.IsNaN(p.choice.at[p.choice.of(0, "kappa")]) {
			undefined = append(undefined, s.v.Codes()[s.categories.parent].Key)
		}
	}
	slices.Sort(undefined)
	undefined = slices.Compact(undefined)
	if !used {
		out = append(out, report.Warning{ID: "no_codes", Text: lang.T("Nothing was coded in the documents that both coders began.", "Tidak ada yang dikode dalam dokumen yang dimulai kedua pengode.")})
	}
	if len(undefined) > 0 {
		out = append(out, report.Warning{ID: "undefined", Text: lang.T(
			"Not defined (0/0), since both coders put every unit alike into one category: kappa, pi and alpha of %v. That is full agreement on nothing that varies.",
			"Tak terdefinisi (0/0) karena kedua pengode memasukkan semua satuan ke satu kategori yang sama: kappa, pi, dan alfa untuk %v. Itu sepakat penuh atas sesuatu yang tidak bervariasi.", analysis.List(undefined))})
	}
	if few < stat.MinClusters {
		out = append(out, report.Warning{ID: "few_cases", Text: lang.T(
			"No intervals from fewer than %v cases that both coders read; there are %v.", "Tidak ada interval dari kurang dari %v kasus yang dibaca kedua pengode; yang ada %v.", stat.MinClusters, few)})
	}
	return out
}

// outside is how many codings touch no unit, each counted once.
func (s *study) outside() int {
	if s.all != nil {
		return s.all.held.Outside
	}
	n := 0
	for _, p := range s.pairs {
		n += p.held.Outside
	}
	return n
}

// counted says what the units are.
func (s *study) counted() lang.Text {
	if len(s.pairs) == 0 {
		return lang.T("There is nobody to compare.", "Tidak ada yang dapat dibandingkan.")
	}
	n := []int{math.MaxInt, 0, math.MaxInt, 0} // units, documents: least and most
	for _, p := range s.pairs {
		n[0], n[1] = min(n[0], p.units), max(n[1], p.units)
		n[2], n[3] = min(n[2], len(p.view.Documents)), max(n[3], len(p.view.Documents))
	}
	return lang.T("Counted: %v in %v that both coders of a pair have begun; speech of %v; %v. A unit has a code if a coding of it overlaps the unit by at least one character; that nobody coded it is agreement too. Codings that a person made, imported or decided one by one count, those accepted in bulk do not%v.",
		"Dihitung: %v dalam %v yang sudah mulai dikode kedua pengode dari tiap pasangan; ucapan %v; %v. Satuan memiliki suatu kode bila ada pengodean kode itu yang bertumpang tindih dengannya sedikitnya satu karakter; tidak dikode oleh keduanya juga berarti sepakat. Yang dihitung ialah pengodean yang dibuat, diimpor, atau diputuskan satu per satu oleh orang, bukan yang diterima sekaligus%v.",
		fromTo(s.unit.Count, n[0], n[1]), fromTo(analysis.Document.Count, n[2], n[3]), analysis.Listened(s.v), s.level.Counted(), s.origins())
}

// origins says which origins were asked for, if any.
func (s *study) origins() lang.Text {
	if len(s.v.Asked.Origins) == 0 {
		return lang.Same("")
	}
	return lang.T(", unless their origin was asked for (%v)", ", kecuali asalnya diminta (%v)", analysis.List(s.v.Asked.Origins))
}

// fromTo writes a number, or from which to which it goes.
func fromTo(write func(int) lang.Text, least, most int) lang.Text {
	if least == most {
		return write(most)
	}
	return lang.T("%v to %v", "%v sampai %v", least, write(most))
}

func (s *study) overallNotes() []lang.Text {
	notes := []lang.Text{}
	if s.categories != nil {
		notes = append(notes, s.categoryNote())
	}
	notes = append(notes,
		lang.T("Over codes, three different numbers: pooled is (mean observed − mean expected)/(1 − mean expected) agreement (De Vries et al. 2008 for kappa, the others alike); mean is that of the codes' own coefficients, undefined ones left out; summed is the coefficient of all codes' tables added up.",
			"Atas semua kode, tiga angka yang berbeda: gabungan ialah (rerata teramati − rerata harapan)/(1 − rerata harapan) (De Vries dkk. 2008 untuk kappa, yang lain serupa); rerata ialah rerata koefisien tiap kode, yang tak terdefinisi dilewati; dijumlahkan ialah koefisien dari jumlah tabel semua kode."))
	if s.all != nil {
		notes = append(notes, lang.T("A row without coders is of all %v together. A unit of a document that a coder has not begun is missing for that coder: alpha, AC1 and percent take every unit that two or more read, Fleiss' kappa only those that all read (%v of %v).",
			"Baris tanpa pengode ialah untuk %v pengode bersama. Satuan dari dokumen yang belum dimulai seorang pengode dianggap hilang baginya: alfa, AC1, dan persentase memakai semua satuan yang dibaca dua pengode atau lebih, kappa Fleiss hanya yang dibaca semuanya (%v dari %v).",
			len(s.coders), s.unit.Count(s.all.full), s.all.units))
	}
	return notes
}

// categoryNote says what the categories are, and what was left out.
func (s *study) categoryNote() lang.Text {
	dropped, rated := 0, 0
	for _, p := range s.pairs {
		dropped, rated = dropped+p.choice.dropped, rated+p.choice.rated
	}
	return lang.T("Exclusive: the children of %v are %v categories that exclude one another, each with all below it. Both coders of a pair put %v into one; a unit without any of them is missing for the coder; dropped, since a coder used several categories: %v (listed in the table disagreements).",
		"Kategori: anak-anak %v ialah %v kategori yang saling meniadakan, masing-masing beserta semua di bawahnya. Satuan yang diberi satu kategori oleh kedua pengode: %v; satuan tanpa satu pun dianggap hilang bagi pengode itu; dibuang karena seorang pengode memakai beberapa kategori: %v (terdaftar dalam tabel disagreements).",
		analysis.Name(s.v, s.categories.parent), len(s.categories.Nodes), s.unit.Count(rated), s.unit.Count(dropped))
}

func (s *study) codeNotes() []lang.Text {
	return []lang.Text{
		s.counted(),
		lang.T("Positive: of the units that either coder gave the code, the share on which both agree, 2·both/(2·both + A only + B only); it does not count what nobody coded. Kappa, alpha and AC1 correct for chance, each with another idea of chance.",
			"Positif: dari satuan yang diberi kode oleh salah satu pengode, proporsi yang disepakati keduanya, 2·keduanya/(2·keduanya + hanya A + hanya B); yang tidak dikode siapa pun tidak dihitung. Kappa, alfa, dan AC1 mengoreksi kebetulan, masing-masing dengan pengertian kebetulan yang lain."),
		lang.T("Of a code that is rare, or nearly everywhere, kappa and alpha can be low though coders agree on almost every unit (Feinstein & Cicchetti 1990): read them beside the counts, positive agreement and AC1, and look at the passages (table disagreements).",
			"Untuk kode yang langka, atau yang hampir selalu ada, kappa dan alfa bisa rendah walaupun pengode sepakat pada hampir semua satuan (Feinstein & Cicchetti 1990): bacalah bersama hitungannya, kesepakatan positif, dan AC1, lalu lihat bagian-bagian teksnya (tabel disagreements)."),
		lang.T("Krippendorff's convention: conclusions from alpha of 0.8 and above, tentative ones from 0.667. It is a convention, not a test.",
			"Konvensi Krippendorff: kesimpulan ditarik dari alfa 0,8 ke atas, yang sementara dari 0,667. Itu konvensi, bukan uji."),
		lang.T("Lower and upper: 95%% interval of kappa from %v bootstrap replicates that draw cases (seed %v).", "Bawah dan atas: interval 95%% untuk kappa dari %v ulangan bootstrap dengan menarik kasus (benih %v).",
			replicates, s.values.SeedText()),
	}
}

// account says how the numbers were made; nothing where there are none.
func account(v *qda.View, values analysis.Values) lang.Text {
	s := &study{v: v, values: values, level: values.Level(), unit: analysis.Unit(values.Word("unit"))}
	s.invite()
	var names []string
	for _, c := range s.coders {
		names = append(names, s.coder(c))
	}
	shared := 0
	if len(s.coders) > 1 {
		shared = len(s.among(s.coders, 2).Documents)
	}
	if shared == 0 {
		return lang.Text{}
	}
	who := lang.T("%v (%v) coded %v in common.", "%v (%v) sama-sama mengode %v.", lang.Many(len(names), "coder", "coders", "pengode"), analysis.List(names), analysis.Document.Count(shared))
	if len(names) > 2 {
		who = lang.T("%v (%v) coded %v that at least two of them read.", "%v (%v) mengode %v yang dibaca sedikitnya dua di antara mereka.", lang.Many(len(names), "coder", "coders", "pengode"), analysis.List(names), analysis.Document.Count(shared))
	}
	level := lang.T("each code", "tiap kode")
	if s.level == analysis.ByTheme {
		level = lang.T("each theme", "tiap tema")
	}
	return lang.T("%v Agreement on %v was computed on %v of the documents that both coders of a pair had begun (speech of %v), as percentage, positive and negative agreement, Cohen's kappa, Scott's pi, Krippendorff's nominal alpha, Gwet's AC1 and PABAK%v; over codes, kappa was pooled after De Vries et al. (2008). Where segments lie was compared by the F1 of matched segments and by u-alpha (Krippendorff et al. 2016). Intervals, from six cases on, are 95%% percentile intervals from %v bootstrap replicates that draw cases, since units of one case are not independent (seed %v).",
		"%v Kesepakatan atas %v dihitung per %v dalam dokumen yang sudah mulai dikode kedua pengode dari tiap pasangan (ucapan %v): persentase, kesepakatan positif dan negatif, kappa Cohen, pi Scott, alfa nominal Krippendorff, AC1 Gwet, dan PABAK%v; atas semua kode, kappa digabung menurut De Vries dkk. (2008). Letak segmen dibandingkan dengan F1 segmen yang berpasangan dan u-alfa (Krippendorff dkk. 2016). Interval, mulai enam kasus, ialah interval persentil 95%% dari %v ulangan bootstrap dengan menarik kasus, sebab satuan dalam satu kasus tidak saling bebas (benih %v).",
		who, level, s.unit.Plural(), analysis.Listened(v), excluding(values.Word("exclusive")), replicates, values.SeedText())
}

// excluding names the code whose children were compared as categories, if any.
func excluding(code string) lang.Text {
	if code == "" {
		return lang.Same("")
	}
	return lang.T(", and on the children of %v as categories that exclude one another", ", dan atas anak-anak %v sebagai kategori yang saling meniadakan", code)
}

// drawnRows is how many rows a forest has at most.
const drawnRows = 40

// forest is kappa with its interval: of each code under its theme, or under
// each pair where there are several; of the codes that either used most.
func (s *study) forest() *report.Forest {
	f := &report.Forest{X: lang.T("Cohen's kappa (95% interval)", "Kappa Cohen (interval 95%)"), Lo: 0, Hi: 1, Mark: math.NaN()}
	for _, p := range s.pairs {
		shown := analysis.Busiest(len(p.columns.Nodes), max(drawnRows/len(s.pairs), 1), func(k int) int { return -p.fourfold(k)[neither] })
		for _, k := range shown {
			node := p.columns.Nodes[k]
			group := lang.Same(s.coder(p.a) + " – " + s.coder(p.b))
			if len(s.pairs) == 1 {
				group = lang.Text{}
				if theme, ok := analysis.Theme(s.v, node); ok && theme != node {
					group = analysis.Name(s.v, theme)
				}
			}
			i := p.bounds[p.of(k, "kappa")]
			f.Rows = append(f.Rows, report.Interval{Name: analysis.Name(s.v, node), Group: group, Value: p.at[p.of(k, "kappa")], Lower: i.Lower, Upper: i.Upper})
		}
	}
	return f
}

func (s *study) forestTitle() lang.Text {
	if len(s.pairs) == 1 {
		return lang.T("Agreement of %v and %v on each code", "Kesepakatan %v dan %v per kode", s.coder(s.pairs[0].a), s.coder(s.pairs[0].b))
	}
	return lang.T("Agreement of each pair of coders on each code", "Kesepakatan tiap pasangan pengode per kode")
}

// alt states the numbers of the figure.
func (s *study) alt(f *report.Forest) lang.Text {
	rows := slices.DeleteFunc(slices.Clone(f.Rows), func(r report.Interval) bool { return math.IsNaN(r.Value) })
	if len(rows) == 0 {
		return lang.T("Kappa is not defined for any of %v codes.", "Kappa tak terdefinisi untuk %v kode.", len(f.Rows))
	}
	slices.SortStableFunc(rows, func(a, b report.Interval) int { return cmp.Compare(a.Value, b.Value) })
	num := func(x float64) lang.Num { return lang.Num{Value: x, Decimals: 2} }
	with := func(r report.Interval) lang.Text {
		if math.IsNaN(r.Lower) {
			return lang.T("%v, %v", "%v, %v", r.Name, num(r.Value))
		}
		return lang.T("%v, %v [%v; %v]", "%v, %v [%v; %v]", r.Name, num(r.Value), num(r.Lower), num(r.Upper))
	}
	intervals := lang.Same("")
	if slices.ContainsFunc(rows, func(r report.Interval) bool { return !math.IsNaN(r.Lower) }) {
		intervals = lang.T(" with 95% intervals", " dengan interval 95%")
	}
	n := len(rows)
	alt := lang.T("Cohen's kappa of %v%v. Lowest: %v. Highest: %v. Median: %v.", "Kappa Cohen dari %v%v. Terendah: %v. Tertinggi: %v. Median: %v.",
		lang.Many(n, "row", "rows", "baris"), intervals, with(rows[0]), with(rows[n-1]), num((rows[(n-1)/2].Value+rows[n/2].Value)/2))
	for _, p := range s.pairs {
		if len(p.columns.Nodes) > 0 {
			alt = lang.T("%v Pooled over all codes, %v and %v: %v.", "%v Gabungan atas semua kode, %v dan %v: %v.", alt, s.coder(p.a), s.coder(p.b), num(p.at[p.sum(pooled, 1)]))
		}
	}
	return alt
}
