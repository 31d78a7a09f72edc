package saturation

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func (s *study) reflexive() bool { return s.v.Project.Approach == qda.ReflexiveTA }

// title is what the approach calls this: reflexive thematic analysis knows no
// saturation.
func (s *study) title() lang.Text {
	return s.either(Method().Title,
		lang.T("How new codes appeared across interviews", "Bagaimana kode baru muncul sepanjang wawancara"))
}

// either is the usual wording, or that of reflexive thematic analysis.
func (s *study) either(usual, reflexive lang.Text) lang.Text {
	if s.reflexive() {
		return reflexive
	}
	return usual
}

func (s *study) guestTitle() lang.Text {
	return s.either(lang.T("Base, run and threshold (Guest, Namey & Chen 2020)", "Dasar, rangkaian, dan ambang (Guest, Namey & Chen 2020)"),
		lang.T("Runs of interviews with few new codes", "Rangkaian wawancara dengan sedikit kode baru"))
}

// sampled is a number of what was sampled.
func (s *study) sampled(n int) lang.Text {
	if s.ByCase {
		return analysis.Case.Count(n)
	}
	return lang.Many(n, "interview", "interviews", "wawancara")
}

func codes(n int) lang.Text { return lang.Many(n, "code in use", "codes in use", "kode terpakai") }

func newCodes(n int) lang.Text { return lang.Many(n, "new code", "new codes", "kode baru") }

// wereNew says that so many new codes were added.
func wereNew(n int) lang.Text {
	if n == 0 {
		return lang.T("no new code was added", "tidak ada kode baru")
	}
	return lang.T("%v added", "muncul %v", lang.Many(n, "new code was", "new codes were", "kode baru"))
}

// kinds names the kinds of documents that count.
func (s *study) kinds() lang.Text {
	names := map[string]lang.Text{
		string(qda.Interview): lang.T("interviews", "wawancara"), string(qda.FocusGroup): lang.T("groups", "kelompok"),
		string(qda.Observation): lang.T("observations", "observasi"), string(qda.Paper): lang.T("documents", "dokumen"),
	}
	var out []lang.Text
	for _, k := range s.values.Words("kind") {
		out = append(out, names[k])
	}
	return listed(out)
}

// alike is the condition of everything said of further interviews.
func (s *study) alike() lang.Text {
	return lang.T("Holds for interviews drawn like these.", "Berlaku untuk wawancara yang diambil dengan cara yang sama.")
}

func (s *study) curveNotes(method lang.Text) []lang.Text {
	var notes []lang.Text
	if note, ok := s.last(); ok {
		notes = append(notes, note)
	}
	if note, ok := s.ahead(); ok {
		notes = append(notes, note)
	}
	notes = append(notes, lang.T("Expected: the mean over all orders; order s.d.: its spread over them. Lower and upper: 95% band for another sample of k such interviews (Colwell et al. 2004, with Chao2), not for other orders of these.",
		"Harapan: rata-rata atas semua urutan; SD urutan: sebarannya. Bawah dan atas: pita 95% untuk sampel lain berisi k wawancara serupa (Colwell dkk. 2004, dengan Chao2), bukan untuk urutan lain dari wawancara ini."))
	if s.Others > 0 {
		notes = append(notes, lang.T("Left out: %v of other kinds; choose with --kind.", "Tidak dihitung: %v dari jenis lain; pilih dengan --kind.", analysis.Document.Count(s.Others)))
	}
	if s.reflexive() {
		return append(append([]lang.Text{s.caution()}, notes...), method)
	}
	return append(notes, s.caution(), method)
}

// last says what the last interviews brought, and when the last new code came.
func (s *study) last() (note lang.Text, ok bool) {
	n := len(s.Units)
	if n <= lastFew || s.sample.S == 0 {
		return note, false
	}
	i := len(s.spread.counts) - 1
	span := [2]int{}
	for e, p := range []float64{0.025, 0.975} {
		span[e] = int(stat.Quantile(s.spread.counts[i], s.spread.orders, p))
	}
	u := s.latest()
	return lang.T("In the last %v of %v, %v (in random order %v to %v in 95%% of orders, %v on average); the last new one came with %v (k = %v). This describes the use of codes, not completeness of meaning.",
		"Pada %v terakhir dari %v, %v (dalam urutan acak %v sampai %v pada 95%% urutan, rata-rata %v); yang terakhir muncul pada %v (k = %v). Ini menggambarkan penggunaan kode, bukan kelengkapan makna.",
		lastFew, s.sampled(n), wereNew(brought(lastFew)(s.seen)), span[0], span[1],
		one(s.curve[n-1].Expected-s.curve[n-1-lastFew].Expected), s.Units[u].Name, u+1), true
}

// latest is the unit with the last new code, or -1.
func (s *study) latest() int {
	at := -1
	for i, w := range s.news {
		if w > 0 {
			at = i
		}
	}
	return at
}

// ahead says what the next interview may bring, and how many codes there are at
// least.
func (s *study) ahead() (note lang.Text, ok bool) {
	p, lower, upper := s.chance()
	if math.IsNaN(p) {
		return note, false
	}
	chance := lang.T("The next interview adds a code with a chance of about %v (95%% interval %v to %v)",
		"Wawancara berikutnya menambah kode dengan peluang sekitar %v (interval 95%% %v sampai %v)", percent(p, 0), percent(lower, 0), percent(upper, 0))
	if s.values.Level() != analysis.ByCode {
		return lang.T("%v. %v", "%v. %v", chance, s.alike()), true
	}
	e := s.atLeast(s.sample)
	all := lang.T("There are at least %v codes (bias-corrected Chao2; 95%% interval %v to %v), of which %v are in use.",
		"Ada sedikitnya %v kode (Chao2 terkoreksi bias; interval 95%% %v sampai %v), %v di antaranya terpakai.", one(e.Value), one(e.Lower), one(e.Upper), s.sample.S)
	if e.Value == float64(s.sample.S) {
		all = lang.T("To the %v the estimate (bias-corrected Chao2) adds none, which does not say that none is missing.",
			"Taksiran (Chao2 terkoreksi bias) tidak menambah apa pun pada %v; itu tidak berarti tidak ada yang terlewat.", codes(s.sample.S))
	}
	return lang.T("%v; the expected number of new codes is %v. %v %v", "%v; harapan jumlah kode baru %v. %v %v",
		chance, small(s.sample.NewKinds(1)), all, s.alike()), true
}

// account says how the numbers were made, for a methods section.
func (s *study) account() lang.Text {
	level := s.values.Level().Counted()
	order := lang.T("in the order of the documents", "menurut urutan dokumen")
	if s.values.Word("order") == analysis.DateOrder {
		order = lang.T("by date of collection, undated last", "menurut tanggal pengumpulan, yang tanpa tanggal di akhir")
	}
	var bases, runs, thresholds []lang.Text
	for _, b := range axis(s.values.Wholes("base"), 4, 5, 6) {
		bases = append(bases, lang.Same(decimal(int64(b))))
	}
	for _, r := range axis(s.values.Wholes("run"), 2, 3) {
		runs = append(runs, lang.Same(decimal(int64(r))))
	}
	for _, t := range axis(s.values.Decimals("threshold"), 0, 0.05) {
		thresholds = append(thresholds, percent(t, decimals(t)))
	}
	rules := s.either(
		lang.T("Stopping rules: Guest et al. (2020), base %v, run %v, threshold %v, and Francis et al. (2010), 10+3, over %v, seed %v.",
			"Aturan berhenti: Guest dkk. (2020), dasar %v, rangkaian %v, ambang %v, dan Francis dkk. (2010), 10+3, atas %v, benih %v.",
			listed(bases), listed(runs), listed(thresholds), s.orders(), s.values.SeedText()),
		lang.T("Runs of interviews with few new codes: base %v, run %v, at most %v, and 10+3, over %v, seed %v.",
			"Rangkaian wawancara dengan sedikit kode baru: dasar %v, rangkaian %v, paling banyak %v, dan 10+3, atas %v, benih %v.",
			listed(bases), listed(runs), listed(thresholds), s.orders(), s.values.SeedText()))
	return lang.T("Method: n = %v (kinds: %v), %v; a code counts once in each, %v (S = %v). Accumulation: mean and s.d. over all orders, exact%v %v",
		"Metode: n = %v (jenis: %v), %v; kode dihitung satu kali pada masing-masing, %v (S = %v). Akumulasi: rata-rata dan SD atas semua urutan, tepat%v %v",
		s.sampled(len(s.Units)), s.kinds(), order, level, s.sample.S, s.inferred(), rules)
}

// inferred says how the numbers beyond what was observed were made: only those
// that the tables have.
func (s *study) inferred() lang.Text {
	switch {
	case !s.sample.Estimable():
		return lang.T(". Nothing was estimated.", ". Tidak ada yang ditaksir.")
	case s.values.Level() == analysis.ByTheme || s.closed():
		return lang.T("; 95% unconditional band (Colwell et al. 2004); coverage (Chao & Jost 2012). No number of codes was estimated.",
			"; pita tak bersyarat 95% (Colwell dkk. 2004); cakupan (Chao & Jost 2012). Jumlah kode tidak ditaksir.")
	}
	var shares, coverages []lang.Text
	for _, x := range s.targets() {
		if said := percent(x.value, decimals(x.value)); x.kind == "share" {
			shares = append(shares, said)
		} else {
			coverages = append(coverages, said)
		}
	}
	return lang.T("; 95%% unconditional band (Colwell et al. 2004); coverage and expected new codes (Chao & Jost 2012; Chao et al. 2009, 2014; %v replicates). Number of codes: bias-corrected Chao2 with log-normal 95%% interval (Chao 2005); further interviews for %v of classic Chao2 and for coverages of %v.",
		"; pita tak bersyarat 95%% (Colwell dkk. 2004); cakupan dan harapan kode baru (Chao & Jost 2012; Chao dkk. 2009, 2014; %v ulangan). Jumlah kode: Chao2 terkoreksi bias dengan interval log-normal 95%% (Chao 2005); wawancara tambahan untuk %v dari Chao2 klasik dan untuk cakupan %v.",
		replicates, listed(shares), listed(coverages))
}

// orders says over how many orders something was counted.
func (s *study) orders() lang.Text {
	o := stat.NewOrders(len(s.Units), orders, 0)
	switch {
	case o.All() && o.Len() == 1:
		return lang.T("the only order", "satu-satunya urutan")
	case o.All():
		return lang.T("all %v orders", "semua %v urutan", o.Len())
	}
	return lang.T("%v random orders", "%v urutan acak", o.Len())
}

// caution is what the school of analysis says of counting new codes.
func (s *study) caution() lang.Text {
	return s.either(
		lang.T("Whether few new codes mean enough interviews is a judgement; Braun & Clarke (2021) contest the idea for reflexive thematic analysis.",
			"Apakah sedikitnya kode baru berarti jumlah wawancara sudah memadai adalah penilaian peneliti; Braun & Clarke (2021) mempersoalkan gagasan ini untuk analisis tematik refleksif."),
		lang.T("Reflexive thematic analysis does not seek saturation (Braun & Clarke 2021). Consider information power instead: aim, specificity of the sample, theory, quality of dialogue, strategy of analysis (Malterud et al. 2016).",
			"Analisis tematik refleksif tidak mencari kejenuhan (Braun & Clarke 2021). Pertimbangkan daya informasi (information power): tujuan, kekhususan sampel, teori, mutu dialog, strategi analisis (Malterud dkk. 2016)."))
}

func (s *study) guestNotes() []lang.Text {
	return []lang.Text{s.either(lang.T(
		"s+r: after s interviews, the new codes of the next r number at most the threshold times the codes of the base. Median and quantiles are of s over %v; orders that never stop come after all others. A rule that needs more interviews than there are, or whose base has no code, cannot be assessed (–). 10+3 at 0%% is the rule of Francis et al. (2010). It measures diminishing returns, not completeness.",
		"s+r: setelah s wawancara, kode baru dari r wawancara berikutnya paling banyak sebesar ambang kali jumlah kode pada dasar. Median dan kuantil adalah nilai s atas %v; urutan yang tidak pernah berhenti ditempatkan setelah semua yang lain. Aturan yang memerlukan lebih banyak wawancara daripada yang ada, atau yang dasarnya tanpa kode, tidak dapat dinilai (–). 10+3 pada 0%% adalah aturan Francis dkk. (2010). Ini mengukur hasil yang makin berkurang, bukan kelengkapan.",
		s.orders()), lang.T(
		"s+r: after s interviews, the new codes of the next r number at most this share of the codes of the base. Median and quantiles are of s over %v; orders without such a run come after all others. It says nothing of completeness of meaning.",
		"s+r: setelah s wawancara, kode baru dari r wawancara berikutnya paling banyak sebesar proporsi ini dari jumlah kode pada dasar. Median dan kuantil adalah nilai s atas %v; urutan tanpa rangkaian seperti itu ditempatkan setelah semua yang lain. Ini tidak mengatakan apa pun tentang kelengkapan makna.",
		s.orders()))}
}

func (s *study) estimatesNotes() []lang.Text {
	notes := []lang.Text{lang.T(
		"Lower bounds of how many codes interviews like these would show; bias-corrected Chao2 is the headline. Where many codes are rare, the truth lies above the interval far more often than in 5% of studies.",
		"Batas bawah jumlah kode yang akan terlihat pada wawancara serupa; Chao2 terkoreksi bias adalah angka pokok. Bila banyak kode jarang muncul, jumlah sebenarnya jauh lebih sering daripada 5% berada di atas intervalnya."),
		lang.T("Chao2: Chao (1987, 2005), log-normal 95% interval; iChao2: Chiu et al. (2014); jackknife 1 with Heltshe & Forrester's s.e. (1983), jackknife 2 can lie below the observed number; bootstrap: Smith & van Belle (1984). Jackknife and bootstrap have no interval.",
			"Chao2: Chao (1987, 2005), interval log-normal 95%; iChao2: Chiu dkk. (2014); jackknife 1 dengan galat baku Heltshe & Forrester (1983), jackknife 2 dapat lebih kecil dari jumlah teramati; bootstrap: Smith & van Belle (1984). Jackknife dan bootstrap tidak memiliki interval.")}
	if s.sample.Estimable() && s.sample.Q[1] == 0 && !s.closed() {
		notes = append(notes, lang.T("No code is in one interview only, so the estimates equal what was observed. That does not say that nothing is missing.",
			"Tidak ada kode yang hanya muncul di satu wawancara, sehingga taksiran sama dengan jumlah teramati. Itu tidak berarti tidak ada yang terlewat."))
	}
	return notes
}

func (s *study) neededNotes(targets []target) []lang.Text {
	notes := []lang.Text{s.alike(), lang.T(
		"share: of the codes that Chao2 (classic) estimates; coverage: of all occurrences of codes, the share that belongs to codes seen. Rounded up; 0: that much is there by estimate; –: no number is enough, or undefined.",
		"proporsi: dari jumlah kode menurut taksiran Chao2 (klasik); cakupan: dari semua kemunculan kode, proporsi milik kode yang sudah terlihat. Dibulatkan ke atas; 0: menurut taksiran sudah sebanyak itu; –: berapa pun tidak cukup, atau tak terdefinisi.")}
	var beyond []lang.Text
	for _, x := range targets {
		if x.further > float64(len(s.Units)) {
			beyond = append(beyond, lang.T("%v %v (%v)", "%v %v (%v)", targetKinds()[x.kind], percent(x.value, decimals(x.value)), int(x.further)))
		}
	}
	if len(beyond) > 0 {
		notes = append(notes, lang.T("Beyond double the %v there are, and so hardly more than a guess: %v.",
			"Melampaui dua kali lipat dari %v yang ada, sehingga tidak lebih dari terkaan: %v.", s.sampled(len(s.Units)), listed(beyond)))
	}
	return notes
}

// warnings of what cannot be said, or must be said along.
func (s *study) warnings() []report.Warning {
	var out []report.Warning
	warn := func(id string, t lang.Text) { out = append(out, report.Warning{ID: id, Text: t}) }
	if s.closed() {
		warn("closed_codebook", lang.T("The codebook is closed: no code can be discovered, so nothing is forecast.",
			"Buku kode tertutup: tidak ada kode baru yang dapat ditemukan, sehingga tidak dibuat prakiraan."))
	}
	if s.values.Level() == analysis.ByTheme {
		warn("theme_level", lang.T("At the level of themes nothing is estimated or forecast; use --level code for that.",
			"Pada tingkat tema tidak dibuat estimasi atau prakiraan; gunakan --level code untuk itu."))
	}
	if !s.sample.Estimable() {
		warn("not_estimable", lang.T("%v with %v: too few to say anything beyond them.",
			"%v dengan %v: terlalu sedikit untuk menyimpulkan apa pun di luar itu.", s.sampled(len(s.Units)), codes(s.sample.S)))
	}
	if s.values.Level() == analysis.ByCode && !s.closed() && s.sample.Estimable() && s.sample.Q[1] == 1 && s.sample.Q[2] == 0 {
		warn("one_unique", lang.T("One code is in one interview only and none in two: too little to forecast beyond the next interview.",
			"Satu kode hanya ada di satu wawancara dan tidak ada yang di dua: terlalu sedikit untuk prakiraan setelah wawancara berikutnya."))
	}
	if text, ok := s.unassessed(); ok {
		warn("rules_not_assessed", text)
	}
	out = append(out, analysis.Unowned(s.Nobody, lang.Many(s.Nobody, "coding", "codings", "pengodean"))...)
	if bulk, all := s.bulk(); 2*bulk > all {
		warn("rule_codings", lang.T("Accepted in bulk from rules: %v of %v. The curve shows when the terms occur, not whether new ideas do.",
			"Diterima sekaligus dari aturan: %v dari %v. Kurva menunjukkan kapan istilahnya muncul, bukan apakah gagasan baru muncul.",
			bulk, lang.Many(all, "coding", "codings", "pengodean")))
	}
	if text, ok := s.reopened(); ok {
		warn("reopened", text)
	}
	return out
}

// unassessed names the rules that need more interviews than there are.
func (s *study) unassessed() (text lang.Text, ok bool) {
	var names []string
	for _, r := range s.rules {
		name := decimal(int64(r.base)) + "+" + decimal(int64(r.run))
		if s.sample.S > 0 && !s.assessed(r) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	rules := lang.Same(strings.Join(names, ", "))
	return s.either(
		lang.T("With %v these rules cannot be assessed (base+run): %v.",
			"Dengan %v, aturan berikut tidak dapat dinilai (dasar+rangkaian): %v.", s.sampled(len(s.Units)), rules),
		lang.T("With %v these runs cannot be looked for (base+run): %v.",
			"Dengan %v, rangkaian berikut tidak dapat dicari (dasar+rangkaian): %v.", s.sampled(len(s.Units)), rules)), len(names) > 0
}

// bulk counts the codings that were accepted in bulk.
func (s *study) bulk() (bulk, all int) {
	for _, c := range s.v.Codings.Coder {
		if s.v.Coders[c].Name == qda.RulesCoder {
			bulk++
		}
	}
	return bulk, s.v.Codings.Len()
}

// reopened tells of interviews that add codes after others did not, first of
// those that come after a rule has stopped.
func (s *study) reopened() (text lang.Text, ok bool) {
	latest, early, stopping := s.latest(), 0, 0
	for _, r := range s.rules {
		if at := r.stop(s.seen); at > 0 {
			stopping++
			if at+r.run <= latest {
				early++
			}
		}
	}
	quiet := slices.Index(s.news[:latest+1], 0)
	switch {
	case early > 0 && s.reflexive():
		return lang.T("After a run of interviews with few new codes, more came again; the last with %v (number %v).",
			"Setelah rangkaian wawancara dengan sedikit kode baru, kode baru muncul lagi; yang terakhir pada %v (nomor %v).",
			s.Units[latest].Name, latest+1), true
	case early > 0:
		return lang.T("The last new code came with %v (number %v); of the rules that stop, %v of %v had stopped before.",
			"Kode baru terakhir muncul pada %v (nomor %v); dari aturan yang berhenti, %v dari %v sudah berhenti sebelumnya.",
			s.Units[latest].Name, latest+1, early, stopping), true
	case quiet >= 0:
		return lang.T("%v (number %v) brought no new code, later ones brought %v: an interview without new codes is not the end of them.",
			"%v (nomor %v) tidak membawa kode baru, yang berikutnya membawa %v: wawancara tanpa kode baru bukan berarti kode baru sudah habis.",
			s.Units[quiet].Name, quiet+1, s.sample.S-s.seen[quiet+1]), true
	}
	return text, false
}

// one is a number with one decimal.
func one(x float64) lang.Num { return lang.Num{Value: x, Decimals: 1} }

// small is a number of which the second decimal counts where it is small.
func small(x float64) lang.Num {
	if x < 0.1 {
		return lang.Num{Value: x, Decimals: 2}
	}
	return one(x)
}

// percent is a share with so many decimals.
func percent(x float64, decimals int) lang.Text {
	return lang.T(lang.Share(lang.EN, x, decimals), lang.Share(lang.ID, x, decimals))
}

// decimals are those that a share needs as a percentage, at most two.
func decimals(x float64) int {
	for d, scale := 0, 100.0; d < 2; d, scale = d+1, scale*10 {
		if math.Abs(x*scale-math.Round(x*scale)) < 1e-9 {
			return d
		}
	}
	return 2
}

// listed joins texts by commas.
func listed(items []lang.Text) lang.Text { return joined(items, "%v, %v") }

// joined puts texts together two by two.
func joined(items []lang.Text, between string) (out lang.Text) {
	for i, x := range items {
		if i == 0 {
			out = x
			continue
		}
		out = lang.T(between, between, out, x)
	}
	return out
}
