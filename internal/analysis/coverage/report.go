package coverage

import (
	"context"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "coverage".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "coverage",
		Title: lang.T("Coverage: how much is coded", "Cakupan: seberapa banyak yang dikode"),
		Needs: qda.Needs{Texts: true},
		Run:   run,
	}
}

func run(ctx context.Context, v *qda.View, _ analysis.Values) (*report.Report, error) {
	rows, outside, err := count(ctx, v)
	if err != nil {
		return nil, err
	}
	r := &report.Report{Name: "coverage", Title: Method().Title}
	r.Tables = []report.Table{table(v, rows)}
	r.Warnings = append(analysis.Uncoded(v), analysis.PoolDocuments(v)...)
	r.Warnings = append(r.Warnings, analysis.Outside(v, outside)...)
	r.Warnings = append(r.Warnings, silent(v, rows)...)
	if len(rows) == 0 {
		return r, nil
	}
	r.Figures = []report.Figure{figure(v, rows)}
	if f, err := portrait(ctx, v); err != nil {
		return nil, err
	} else if f != nil {
		r.Figures = append(r.Figures, *f)
	}
	return r, nil
}

func table(v *qda.View, rows []measure) report.Table {
	t := report.Table{ID: "coverage", Title: Method().Title, Columns: []report.Column{
		{ID: "document", Title: lang.T("Document", "Dokumen"), Type: report.Document},
		{ID: "turns", Title: lang.T("Turns", "Giliran"), Type: report.Count},
		{ID: "words_respondent", Title: lang.T("Words", "Kata"), Type: report.Count},
		{ID: "words_coded", Title: lang.T("Words coded", "Kata dikode"), Type: report.Count},
		{ID: "coded_share", Title: lang.T("% coded", "% dikode"), Type: report.Share},
		{ID: "codes_per_1000", Title: lang.T("Codes per 1,000 words", "Kode per 1.000 kata"), Type: report.Number, Decimals: 1},
		{ID: "turns_uncoded", Title: lang.T("Turns uncoded", "Giliran tanpa kode"), Type: report.Count},
	}, Notes: notes(v, rows)}
	for d, m := range rows {
		t.Rows = append(t.Rows, []report.Cell{v.Documents[d].Name, m.turns, m.words, m.coded,
			report.Ratio(m.coded, m.words), report.Ratio(1000*m.codes, m.words), m.uncoded})
	}
	return t
}

// silent warns of documents that have no shares, since nothing there is counted.
func silent(v *qda.View, rows []measure) []report.Warning {
	var names []string
	for d, m := range rows {
		if m.words == 0 {
			names = append(names, v.Documents[d].Name)
		}
	}
	if names == nil {
		return nil
	}
	return []report.Warning{{ID: "no_words", Text: lang.T(
		"No words of %v in: %v. What is a share of words is empty there, not 0.",
		"Tidak ada kata dari %v dalam: %v. Nilai yang dihitung dari jumlah kata di sana kosong, bukan 0.",
		analysis.Listened(v), analysis.List(names))}}
}

// total is a sum over all documents; shares of it are not added up.
func total(rows []measure) (sum measure) {
	for _, m := range rows {
		sum.turns += m.turns
		sum.uncoded += m.uncoded
		sum.words += m.words
		sum.coded += m.coded
	}
	return sum
}

func notes(v *qda.View, rows []measure) []lang.Text {
	sum, plain := total(rows), 0
	for d := range v.Documents {
		if len(v.Documents[d].Turns) == 0 {
			plain++
		}
	}
	notes := []lang.Text{
		lang.T("Counted: speech of %v in %v. Words coded, all together: %v of %v (%v); turns that no coding touches: %v of %v.",
			"Dihitung: ucapan %v dalam %v. Kata dikode seluruhnya: %v dari %v (%v); giliran bicara yang tidak tersentuh pengodean: %v dari %v.",
			analysis.Listened(v), analysis.Document.Count(len(rows)), sum.coded, sum.words, percent(sum), sum.uncoded, sum.turns),
		lang.T("A word is coded if a coding that the filters leave holds at least a part of it; it counts once, whoever coded it and however often. Codes per 1,000 words: the different codes in that speech, each once, by their own codings; of two interviews with the same codes the longer has fewer per 1,000 words.",
			"Sebuah kata dianggap dikode bila pengodean yang lolos saringan memuat sedikitnya sebagian kata itu; kata dihitung sekali, siapa pun pengodenya dan berapa kali pun dikode. Kode per 1.000 kata: kode yang berlainan dalam ucapan itu, masing-masing sekali, dari pengodeannya sendiri; dari dua wawancara dengan kode yang sama, yang lebih panjang memiliki lebih sedikit kode per 1.000 kata."),
	}
	if plain > 0 {
		notes = append(notes, lang.T("%v without turns: paragraphs are counted as turns, and all words as those of the respondent.",
			"%v tanpa giliran bicara: paragraf dihitung sebagai giliran, dan semua kata sebagai ucapan informan.", analysis.Document.Count(plain)))
	}
	return append(notes, lang.T(
		"Coverage says where codings lie; it is no mark of quality. Much of an interview may rightly stay uncoded, and longer codings raise coverage without saying more.",
		"Cakupan menunjukkan letak pengodean dan bukan ukuran mutu. Banyak bagian wawancara memang tidak perlu dikode, dan pengodean yang lebih panjang menaikkan cakupan tanpa menambah makna."))
}

// percent is the coded share in a sentence.
func percent(m measure) lang.Text {
	if m.words == 0 {
		return lang.Same("–")
	}
	return lang.T("%v%%", "%v%%", lang.Num{Value: 100 * float64(m.coded) / float64(m.words), Decimals: 1})
}

// drawn is how many documents stand legibly in one figure.
const drawn = 60

// figure shades where in each document the codings lie.
func figure(v *qda.View, rows []measure) report.Figure {
	heat := &report.Heat{Legend: lang.T("Share of the speech that is coded", "Bagian ucapan yang dikode"), Decimals: 2}
	for p := range parts {
		heat.Columns = append(heat.Columns, lang.T("%v–%v%%", "%v–%v%%", p*100/parts, (p+1)*100/parts))
	}
	for d, m := range rows[:min(len(rows), drawn)] {
		heat.Rows = append(heat.Rows, lang.Same(v.Documents[d].Name))
		heat.Values = append(heat.Values, m.shares[:])
	}
	title := lang.T("Where codings lie: tenths of each document, from beginning to end", "Letak pengodean: tiap sepersepuluh dokumen, dari awal sampai akhir")
	if len(rows) > drawn {
		title = lang.T("Where codings lie: tenths of the first %v of %v documents", "Letak pengodean: tiap sepersepuluh dari %v dokumen pertama (seluruhnya %v)", drawn, len(rows))
	}
	return report.Figure{ID: "strips", Title: title, Alt: alt(v, rows), Heat: heat}
}

// alt states the numbers of the figure: all together, and the two ends.
func alt(v *qda.View, rows []measure) lang.Text {
	sum := total(rows)
	text := lang.T("Speech of %v in %v, divided into tenths: %v of the words are coded.", "Ucapan %v dalam %v, dibagi menjadi sepersepuluhan: %v kata dikode.",
		analysis.Listened(v), analysis.Document.Count(len(rows)), percent(sum))
	most, least := -1, -1
	for d, m := range rows {
		if m.words == 0 {
			continue
		}
		if most < 0 || m.coded*rows[most].words > rows[most].coded*m.words {
			most = d
		}
		if least < 0 || m.coded*rows[least].words < rows[least].coded*m.words {
			least = d
		}
	}
	if most == least {
		return text
	}
	return lang.T("%v Most in %v (%v), least in %v (%v).", "%v Terbanyak di %v (%v), tersedikit di %v (%v).",
		text, v.Documents[most].Name, percent(rows[most]), v.Documents[least].Name, percent(rows[least]))
}
