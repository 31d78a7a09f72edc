package audit

import (
	"context"
	"strings"
	"time"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// Method is the report "audit".
func Method() analysis.Method {
	return analysis.Method{
		Name:  "audit",
		Title: lang.T("Audit: how the study was worked on", "Audit: bagaimana studi ini dikerjakan"),
		Needs: qda.Needs{Events: true, Proposals: true},
		Run:   run,
	}
}

func run(ctx context.Context, v *qda.View, _ analysis.Values) (*report.Report, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := &report.Report{Name: "audit", Title: Method().Title, Labels: analysis.Labels(v)}
	proposed, total := proposals(v)
	r.Tables = []report.Table{events(v), versions(v), origins(v), proposed, coders(v)}
	r.Warnings = append(analysis.Uncoded(v), trail(v)...)
	r.Warnings = append(r.Warnings, undecided(v, total)...)
	return r, nil
}

// trail warns where the history is not that of the whole study.
func trail(v *qda.View) []report.Warning {
	if len(v.Events) == 0 {
		return []report.Warning{{ID: "no_events", Text: lang.T("There is no history: no event is recorded.", "Tidak ada riwayat: tidak satu pun peristiwa tercatat.")}}
	}
	first := v.Events[0].At
	if made := v.Project.Created; !made.IsZero() && first.Sub(made) > time.Minute {
		return []report.Warning{{ID: "trail_begins_later", Text: lang.T(
			"The project was made on %v; the history in this file begins on %v. What was done before is in the file it came from.",
			"Proyek dibuat pada %v; riwayat dalam berkas ini mulai %v. Yang dikerjakan sebelumnya ada dalam berkas asalnya.", made.UTC(), first.UTC())}}
	}
	return nil
}

// undecided warns of rates that are not there.
func undecided(v *qda.View, total analysis.Fate) []report.Warning {
	var out []report.Warning
	if v.Codings.Len() == 0 {
		out = append(out, report.Warning{ID: "no_codings", Text: lang.T("No codings are counted: shares of origins are undefined.", "Tidak ada pengodean yang dihitung: bagian tiap asal tidak terdefinisi.")})
	}
	if total.Proposed > 0 && total.Decided() == 0 {
		out = append(out, report.Warning{ID: "none_decided", Text: lang.T(
			"Nobody has decided a proposal one by one: there is no acceptance rate. To decide them: tematik review",
			"Belum ada usulan yang diputuskan satu per satu: tingkat penerimaan tidak ada. Untuk memutuskannya: tematik review")})
	}
	return out
}

// when writes a time as machines read it.
func when(t time.Time) report.Cell { return t.UTC().Format(time.RFC3339) }

func events(v *qda.View) report.Table {
	t := report.Table{ID: "events", Title: lang.T("What was done", "Yang dikerjakan"), Columns: []report.Column{
		{ID: "kind", Title: lang.T("What", "Apa"), Type: report.String},
		{ID: "count", Title: lang.T("Times", "Kali"), Type: report.Count},
		{ID: "undone", Title: lang.T("Undone", "Batal"), Type: report.Count},
		{ID: "first", Title: lang.T("First", "Pertama"), Type: report.String, Moment: true},
		{ID: "last", Title: lang.T("Last", "Terakhir"), Type: report.String, Moment: true},
		{ID: "coders", Title: lang.T("By", "Oleh"), Type: report.String},
	}, Notes: []lang.Text{lang.T(
		"Every change of the project is one event, named by its command; times are UTC. Undone: those that were taken back and do not stand; an undo is an event too. Filters do not choose among events. One by one: tematik log",
		"Setiap perubahan proyek adalah satu peristiwa, dinamai menurut perintahnya; waktu dalam UTC. Batal: yang telah ditarik kembali dan tidak berlaku lagi; pembatalan itu sendiri juga sebuah peristiwa. Saringan tidak memilih peristiwa. Satu per satu: tematik log")}}
	for _, a := range acts(v.Events) {
		t.Rows = append(t.Rows, []report.Cell{a.kind, a.count, a.undone, when(a.first), when(a.last), strings.Join(a.coders, ", ")})
	}
	return t
}

// head is how many versions a terminal shows before it only names the table.
const head = 15

func versions(v *qda.View) report.Table {
	t := report.Table{ID: "versions", Title: lang.T("Versions of the codebook", "Versi buku kode"), Aside: len(v.Revisions) > head, Columns: []report.Column{
		{ID: "version", Title: lang.T("Version", "Versi"), Type: report.String},
		{ID: "date", Title: lang.T("Date", "Tanggal"), Type: report.String, Moment: true},
		{ID: "coder", Title: lang.T("By", "Oleh"), Type: report.String},
		{ID: "added", Title: lang.T("Added", "Ditambah"), Type: report.Count},
		{ID: "removed", Title: lang.T("Removed", "Dihapus"), Type: report.Count},
		{ID: "redefined", Title: lang.T("Redefined", "Diubah"), Type: report.Count},
		{ID: "rules", Title: lang.T("Rules only", "Aturan saja"), Type: report.Count},
	}, Notes: []lang.Text{lang.T(
		"Codes and themes that each change of the codebook added, removed or redefined (name, definition, inclusion, exclusion, place in the tree), and those of which only rules, terms or examples changed. A change that was undone is none. What each said: tematik codebook log",
		"Kode dan tema yang ditambah, dihapus, atau diubah (nama, definisi, cakupan, pengecualian, letak dalam pohon) oleh tiap perubahan buku kode, dan yang berubah hanya aturan, istilah, atau contohnya. Perubahan yang dibatalkan tidak dihitung. Isinya: tematik codebook log")}}
	for _, r := range v.Revisions {
		t.Rows = append(t.Rows, []report.Cell{r.Version, when(r.Event.At), r.Event.Coder, r.Added, r.Removed, r.Redefined, r.Rules})
	}
	return t
}

func origins(v *qda.View) report.Table {
	t := report.Table{ID: "origins", Title: lang.T("Where the codings come from", "Asal pengodean"), Columns: []report.Column{
		{ID: "origin", Title: lang.T("Origin", "Asal"), Type: report.String, Words: map[string]lang.Text{
			"manual": lang.T("by hand", "manual"), "rule": lang.T("rule", "aturan"), "learner": lang.T("learner", "pembelajar"),
			"model": lang.T("model", "model"), "import": lang.T("import", "impor")}},
		{ID: "codings", Title: lang.T("Codings", "Pengodean"), Type: report.Count},
		{ID: "share", Title: lang.T("Share", "Bagian"), Type: report.Share, Decimals: 1},
		{ID: "coders", Title: lang.T("By", "Oleh"), Type: report.String},
	}, Notes: []lang.Text{lang.T(
		"By hand: a person coded it; rule, learner, model: a person accepted a proposal, or all were accepted at once (coder %v); import: it came in a table or project. The share is of all codings that are counted.",
		"Manual: dikode oleh seseorang; aturan, pembelajar, model: usulan yang diterima seseorang, atau diterima sekaligus (pengode %v); impor: masuk dari tabel atau proyek. Bagian dihitung dari semua pengodean yang dihitung.", qda.RulesCoder)}}
	for o, s := range sources(v) {
		var names []string
		for i, is := range s.coders {
			if is {
				names = append(names, v.Coders[i].Name)
			}
		}
		t.Rows = append(t.Rows, []report.Cell{qda.Origin(o).String(), s.codings, report.Ratio(s.codings, v.Codings.Len()), analysis.Text(strings.Join(names, ", "))})
	}
	return t
}

func proposals(v *qda.View) (t report.Table, total analysis.Fate) {
	t = report.Table{ID: "proposals", Title: lang.T("What became of proposals", "Nasib usulan"), Columns: []report.Column{
		{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code},
		{ID: "proposed", Title: lang.T("Proposed", "Usulan"), Type: report.Count},
		{ID: "accepted", Title: lang.T("Accepted", "Terima"), Type: report.Count},
		{ID: "accepted_in_bulk", Title: lang.T("In bulk", "Massal"), Type: report.Count},
		{ID: "rejected", Title: lang.T("Rejected", "Tolak"), Type: report.Count},
		{ID: "pending", Title: lang.T("Pending", "Tunggu"), Type: report.Count},
		{ID: "acceptance_rate", Title: lang.T("% accepted", "% terima"), Type: report.Share, Decimals: 1},
	}}
	for node, f := range analysis.Fates(v) {
		total.Add(f)
		if f.Proposed > 0 {
			t.Rows = append(t.Rows, []report.Cell{v.Codes()[node].Key, f.Proposed, f.Accepted, f.Bulk, f.Rejected, f.Pending, report.Ratio(f.Single(), f.Decided())})
		}
	}
	t.Notes = []lang.Text{lang.T(
		"%% accepted: of the proposals that were decided one by one; of all codes together %v of %v. One accepted as another code counts as rejected. In bulk, among those accepted: the coder %v has the code on the very passage; that judges no passage, and stays out of the percentage.",
		"%% terima: dari usulan yang diputuskan satu per satu; untuk semua kode %v dari %v. Usulan yang diterima sebagai kode lain dihitung ditolak. Massal, di antara yang diterima: pengode %v memberi kode itu tepat pada bagian tersebut; penerimaan massal tidak menilai bagian mana pun dan tidak masuk persentase.",
		total.Single(), total.Decided(), qda.RulesCoder)}
	if total.Gone > 0 {
		t.Notes = append(t.Notes, lang.T("Of those accepted, the coding has since been removed for %v: who accepted them is not known any more, and they stay out of the percentage.",
			"Di antara yang diterima, pengodean %v sudah dihapus: siapa yang menerimanya tidak lagi diketahui, dan semuanya tidak masuk persentase.", lang.Many(total.Gone, "proposal", "proposals", "usulan")))
	}
	return t, total
}

func coders(v *qda.View) report.Table {
	t := report.Table{ID: "coders", Title: lang.T("Who coded", "Siapa yang mengode"), Columns: []report.Column{
		{ID: "coder", Title: lang.T("Coder", "Pengode"), Type: report.String},
		{ID: "codings", Title: lang.T("Codings", "Pengodean"), Type: report.Count},
		{ID: "open", Title: lang.T("Documents open", "Dokumen berjalan"), Type: report.Count},
		{ID: "done", Title: lang.T("Documents done", "Dokumen selesai"), Type: report.Count},
	}, Notes: []lang.Text{lang.T(
		"NAME#2 is the second reading by the coder NAME; %v stands for proposals of the rules that were accepted in bulk.",
		"NAMA#2 adalah putaran kedua pengode NAMA; %v mewakili usulan aturan yang diterima sekaligus.", qda.RulesCoder)}}
	for i, w := range works(v) {
		t.Rows = append(t.Rows, []report.Cell{v.Coders[i].Name, w.codings, w.open, w.done})
	}
	return t
}
