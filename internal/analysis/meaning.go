package analysis

import (
	"tematik/internal/lang"
	"tematik/internal/report"
)

// Define gives the columns of a report their definitions, which a workbook
// lists.
func Define(r *report.Report) {
	all := Meanings()
	for i := range r.Tables {
		for k := range r.Tables[i].Columns {
			c := &r.Tables[i].Columns[k]
			if c.Meaning.IsZero() {
				c.Meaning = all[r.Name+"."+r.Tables[i].ID][c.ID]
			}
		}
	}
}

// Meanings are a sentence for each column of statistics, by report and table.
func Meanings() map[string]map[string]lang.Text {
	return map[string]map[string]lang.Text{
		"saturation.curve": ofCurve(), "saturation.next": ofNext(), "saturation.estimates": ofEstimates(), "saturation.guest": ofGuest(),
		"cooccurrence.pairs": ofPairs(), "agreement.codes": ofAgreement(), "agreement.unitizing_codes": ofUnitizing(), "coverage.coverage": ofCoverage(),
	}
}

func ofCurve() map[string]lang.Text {
	return map[string]lang.Text{
		"k":              lang.T("place in the order; of the columns from expected on: size of the sample", "letak dalam urutan; untuk kolom expected dan seterusnya: ukuran sampel"),
		"new_codes":      lang.T("codes in use that no earlier interview has", "kode terpakai yang belum ada pada wawancara sebelumnya"),
		"cumulative":     lang.T("codes in use up to this interview", "kode terpakai sampai wawancara ini"),
		"new_info_ratio": lang.T("new_codes / cumulative", "new_codes / cumulative"),
		"expected":       lang.T("mean number of codes in k interviews over all orders, exact", "rata-rata jumlah kode dalam k wawancara atas semua urutan, tepat"),
		"order_sd":       lang.T("standard deviation of that number over all orders, exact", "simpangan baku jumlah itu atas semua urutan, tepat"),
		"lower":          lang.T("expected less 1.96 unconditional standard deviations (Colwell et al. 2004, with Chao2)", "expected dikurangi 1,96 simpangan baku tak bersyarat (Colwell dkk. 2004, dengan Chao2)"),
		"upper":          lang.T("expected and 1.96 of the same more", "expected ditambah 1,96 simpangan baku yang sama"),
		"coverage":       lang.T("estimated share of all occurrences of codes that belongs to codes seen in k interviews (Chao & Jost 2012)", "taksiran proporsi semua kemunculan kode milik kode yang terlihat dalam k wawancara (Chao & Jost 2012)"),
	}
}

func ofNext() map[string]lang.Text {
	return map[string]lang.Text{
		"further":        lang.T("further interviews, drawn like these", "wawancara tambahan yang diambil dengan cara yang sama"),
		"expected_new":   lang.T("codes not yet seen that they are expected to bring together", "harapan jumlah kode yang belum terlihat yang dibawa semuanya"),
		"lower":          lang.T("lower end of the 95% prediction interval of these new codes", "batas bawah interval prediksi 95% untuk kode baru itu"),
		"upper":          lang.T("upper end of it", "batas atasnya"),
		"beyond_twofold": lang.T("more further interviews than there are: hardly more than a guess", "lebih banyak wawancara tambahan daripada yang ada: tidak lebih dari terkaan"),
	}
}

func ofEstimates() map[string]lang.Text {
	return map[string]lang.Text{
		"value": lang.T("estimated number of codes, a lower bound", "taksiran jumlah kode, batas bawah"),
		"se":    lang.T("standard error of the estimate", "galat baku taksiran"),
		"lower": lang.T("lower end of its 95% interval (log-normal)", "batas bawah interval 95% (log-normal)"),
		"upper": lang.T("upper end of it", "batas atasnya"),
	}
}

func ofGuest() map[string]lang.Text {
	return map[string]lang.Text{
		"base":                lang.T("first interviews, whose codes the threshold is a share of", "wawancara pertama yang kodenya menjadi dasar ambang"),
		"run":                 lang.T("interviews in a row that are looked at", "wawancara berturut-turut yang dilihat"),
		"threshold":           lang.T("new codes of the run at most, as a share of the codes of the base", "paling banyak kode baru dalam rangkaian, sebagai proporsi kode dasar"),
		"stops_at":            lang.T("interviews before the first run that meets the threshold, in the order given", "wawancara sebelum rangkaian pertama yang memenuhi ambang, menurut urutan yang ada"),
		"notation":            lang.T("stops_at + run", "stops_at + run"),
		"order_share_stopped": lang.T("share of the random orders in which there is such a run", "proporsi urutan acak yang memuat rangkaian seperti itu"),
		"order_median":        lang.T("median of stops_at over the orders; those without such a run come last", "median stops_at atas semua urutan; yang tanpa rangkaian seperti itu di akhir"),
		"order_q05":           lang.T("5% quantile of the same", "kuantil 5% dari nilai yang sama"),
		"order_q95":           lang.T("95% quantile of the same", "kuantil 95% dari nilai yang sama"),
	}
}

// ofPairs writes a, b, c and d for units with both, with A only, with B only
// and with neither, N for all.
func ofPairs() map[string]lang.Text {
	return map[string]lang.Text{
		"n_a":           lang.T("units with A", "satuan dengan A"),
		"n_b":           lang.T("units with B", "satuan dengan B"),
		"n_both":        lang.T("units with A and B", "satuan dengan A dan B"),
		"units":         lang.T("all units, N", "semua satuan, N"),
		"cases_a":       lang.T("cases with at least one unit with A", "kasus dengan sedikitnya satu satuan ber-A"),
		"cases_b":       lang.T("cases with at least one unit with B", "kasus dengan sedikitnya satu satuan ber-B"),
		"cases_both":    lang.T("cases with at least one unit with both", "kasus dengan sedikitnya satu satuan dengan keduanya"),
		"jaccard":       lang.T("n_both / (n_a + n_b - n_both), 0 to 1", "n_both / (n_a + n_b - n_both), 0 sampai 1"),
		"dice":          lang.T("2 n_both / (n_a + n_b), 0 to 1", "2 n_both / (n_a + n_b), 0 sampai 1"),
		"overlap":       lang.T("n_both / the smaller of n_a and n_b, 0 to 1", "n_both / yang terkecil dari n_a dan n_b, 0 sampai 1"),
		"p_a_given_b":   lang.T("n_both / n_b: of the units with B, the share with A", "n_both / n_b: dari satuan dengan B, proporsi dengan A"),
		"p_b_given_a":   lang.T("n_both / n_a: of the units with A, the share with B", "n_both / n_a: dari satuan dengan A, proporsi dengan B"),
		"lift":          lang.T("n_both N / (n_a n_b): how many times what independence gives", "n_both N / (n_a n_b): berapa kali yang diharapkan bila saling bebas"),
		"npmi":          lang.T("ln(lift) / -ln(n_both / N): -1 never together, 0 as if independent, 1 always", "ln(lift) / -ln(n_both / N): -1 tidak pernah bersama, 0 seakan saling bebas, 1 selalu"),
		"phi":           lang.T("correlation of the two codes over units, -1 to 1", "korelasi kedua kode atas satuan, -1 sampai 1"),
		"odds_ratio":    lang.T("odds of A in units with B over those without; with an empty cell a half is added to each", "odds A pada satuan dengan B dibanding tanpa B; bila ada sel kosong, tiap sel ditambah setengah"),
		"g2":            lang.T("likelihood ratio of the two by two table, as if units were independent", "rasio likelihood tabel dua kali dua, seakan satuan saling bebas"),
		"fisher_p":      lang.T("Fisher's exact test, two-sided, as if units were independent", "uji eksak Fisher, dua sisi, seakan satuan saling bebas"),
		"fisher_q":      lang.T("fisher_p adjusted for all pairs (Benjamini and Hochberg)", "fisher_p yang disesuaikan untuk semua pasangan (Benjamini dan Hochberg)"),
		"mh_odds_ratio": lang.T("odds ratio within cases (Mantel and Haenszel)", "rasio odds di dalam kasus (Mantel dan Haenszel)"),
		"mh_p":          lang.T("its chi-square test, without correction for continuity", "uji khi-kuadratnya, tanpa koreksi kontinuitas"),
		"perm_expected": lang.T("mean of n_both over the permutations", "rata-rata n_both atas semua permutasi"),
		"perm_p":        lang.T("share of permutations, the observed one among them, at least as far from perm_expected as n_both, on either side", "proporsi permutasi, termasuk hasil pengamatan, yang sedikitnya sejauh n_both dari perm_expected, ke arah mana pun"),
		"perm_q":        lang.T("perm_p adjusted for all pairs (Benjamini and Hochberg)", "perm_p yang disesuaikan untuk semua pasangan (Benjamini dan Hochberg)"),
		"perm_p_max":    lang.T("perm_p adjusted by the maximum over all pairs (Westfall and Young)", "perm_p yang disesuaikan menurut maksimum atas semua pasangan (Westfall dan Young)"),
	}
}

func ofAgreement() map[string]lang.Text {
	return map[string]lang.Text{
		"units":       lang.T("units in documents that both coders began", "satuan dalam dokumen yang sudah dimulai kedua pengode"),
		"both":        lang.T("units to which both gave the code", "satuan yang diberi kode itu oleh keduanya"),
		"a_only":      lang.T("units to which coder A alone gave it", "satuan yang hanya diberi kode itu oleh pengode A"),
		"b_only":      lang.T("units to which coder B alone gave it", "satuan yang hanya diberi kode itu oleh pengode B"),
		"neither":     lang.T("units to which neither gave it", "satuan yang tidak diberi kode itu oleh keduanya"),
		"percent":     lang.T("(both + neither) / units, a share of 1", "(both + neither) / units, sebagai bagian dari 1"),
		"positive":    lang.T("2 both / (2 both + a_only + b_only)", "2 both / (2 both + a_only + b_only)"),
		"negative":    lang.T("2 neither / (2 neither + a_only + b_only)", "2 neither / (2 neither + a_only + b_only)"),
		"kappa":       lang.T("Cohen's kappa: (observed - expected) / (1 - expected), expected from each coder's own shares; at most 1", "kappa Cohen: (teramati - harapan) / (1 - harapan), harapan dari proporsi tiap pengode; paling tinggi 1"),
		"kappa_lower": lang.T("lower end of its 95% bootstrap interval, drawing cases", "batas bawah interval bootstrap 95% dengan menarik kasus"),
		"kappa_upper": lang.T("upper end of it", "batas atasnya"),
		"pi":          lang.T("Scott's pi: expected from the shares of both coders together", "pi Scott: harapan dari proporsi kedua pengode bersama"),
		"alpha":       lang.T("Krippendorff's alpha, nominal: as pi, for a finite number of units", "alfa Krippendorff, nominal: seperti pi, untuk jumlah satuan yang terhingga"),
		"ac1":         lang.T("Gwet's AC1: expected 2 q (1 - q), q the mean share of units with the code", "AC1 Gwet: harapan 2 q (1 - q), q rata-rata proporsi satuan yang memuat kode"),
		"pabak":       lang.T("2 percent - 1", "2 percent - 1"),
		"f1_any":      lang.T("F1 of the segments: matched if they overlap at all", "F1 segmen: dianggap cocok bila bertumpang tindih sedikit pun"),
		"f1_50":       lang.T("F1 of the segments that overlap by half of what they cover together", "F1 segmen yang bertumpang tindih separuh dari gabungannya"),
		"f1_75":       lang.T("the same by three quarters", "sama, tiga perempat"),
		"f1_100":      lang.T("the same, cut exactly alike", "sama, potongannya persis sama"),
		"u_alpha":     lang.T("Krippendorff's alpha for unitizing (2016): where segments lie, character by character", "alfa Krippendorff untuk pemotongan satuan (2016): letak segmen, karakter demi karakter"),
	}
}

func ofUnitizing() map[string]lang.Text {
	return map[string]lang.Text{
		"k_cu_alpha": lang.T("agreement on this code where both coders have segments", "kesepakatan atas kode ini di tempat kedua pengode memiliki segmen"),
		"coverage":   lang.T("share of the length of this code that the other coder has coded too", "proporsi panjang kode ini yang juga dikode oleh pengode lain"),
	}
}

func ofCoverage() map[string]lang.Text {
	return map[string]lang.Text{
		"turns":            lang.T("turns of the speech that is counted", "giliran bicara dari ucapan yang dihitung"),
		"words_respondent": lang.T("words of it", "jumlah katanya"),
		"words_coded":      lang.T("words that a coding holds at least a part of, each once", "kata yang sedikitnya sebagian dimuat suatu pengodean, masing-masing sekali"),
		"coded_share":      lang.T("words_coded / words_respondent", "words_coded / words_respondent"),
		"codes_per_1000":   lang.T("different codes per 1,000 words", "kode yang berlainan per 1.000 kata"),
		"turns_uncoded":    lang.T("turns that no coding touches", "giliran bicara yang tidak tersentuh pengodean"),
	}
}
