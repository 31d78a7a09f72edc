package saturation

import (
	"slices"
	"sort"
	"strings"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
)

// depth is how the aspects of one code came.
type depth struct {
	first map[string]int // by aspect: the first unit that has it
	spelt map[string]string
	units map[int]bool
}

// depths are the aspects of every code that has some, in the order given
// (meaning saturation: Hennink, Kaiser & Marconi 2017,
// doi:10.1177/1049732316665344).
func (s *study) depths() map[int32]*depth {
	out := map[int32]*depth{}
	if len(s.v.Aspects) == 0 {
		return out
	}
	var units []int32
	for i, id := range s.v.Codings.ID {
		note := s.v.Aspects[id]
		if note == "" {
			continue
		}
		d := out[s.v.Codings.Code[i]]
		if d == nil {
			d = &depth{first: map[string]int{}, spelt: map[string]string{}, units: map[int]bool{}}
			out[s.v.Codings.Code[i]] = d
		}
		units = s.At(int(s.v.Codings.Doc[i]), s.v.Codings.Span(i), units[:0])
		for _, u := range units {
			d.units[int(u)] = true
			for _, aspect := range qda.Aspects(note) {
				key := strings.ToLower(aspect)
				if at, known := d.first[key]; !known || int(u) < at {
					d.first[key], d.spelt[key] = int(u), aspect
				}
			}
		}
	}
	for code, d := range out {
		if len(d.units) == 0 { // on words of nobody who was sampled
			delete(out, code)
		}
	}
	return out
}

// aspectsTable says of each code in which interview its last new aspect came.
func (s *study) aspectsTable() report.Table {
	t := report.Table{ID: "aspects", Title: lang.T("When each code's last new aspect came", "Kapan aspek baru terakhir tiap kode muncul"),
		Columns: []report.Column{
			{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
			{ID: "aspects", Title: lang.T("Aspects", "Aspek"), Type: report.Count},
			{ID: "units", Title: s.inUnits(), Type: report.Count},
			{ID: "first_k", Title: lang.T("First at", "Pertama"), Type: report.Count},
			{ID: "last_new_k", Title: lang.T("Last new at", "Baru terakhir"), Type: report.Count},
			{ID: "last_new_unit", Title: s.unitColumn().Title, Type: s.unitColumn().Type},
			{ID: "last_new_aspect", Title: lang.T("Last new aspect", "Aspek baru terakhir"), Type: report.String},
			{ID: "units_after", Title: lang.T("After it", "Setelahnya"), Type: report.Count},
		}}
	if len(s.v.Aspects) == 0 {
		t.Notes = []lang.Text{lang.T(
			"No coding names an aspect of its code, so nothing is known of how meanings came (Hennink et al. 2017). To name one: tematik tag DOC CODE --quote TEXT --aspect ASPECT",
			"Belum ada pengodean yang menyebut aspek kodenya, sehingga tidak diketahui bagaimana makna bertambah (Hennink dkk. 2017). Untuk menyebutnya: tematik tag DOK KODE --quote TEKS --aspect ASPEK")}
		return t
	}
	t.Notes = []lang.Text{lang.T(
		"In the order given. Units: those with an aspect of the code. After it: those among them that came after the last new one; where there are few, the next may well bring another. What counts as an aspect is the coder's decision; codes without any are not listed (Hennink, Kaiser & Marconi 2017).",
		"Menurut urutan yang ada. Satuan: yang memuat suatu aspek kode itu. Setelahnya: satuan di antaranya yang datang setelah aspek baru terakhir; bila sedikit, yang berikutnya masih mungkin membawa aspek lain. Apa yang dihitung sebagai aspek adalah keputusan pengode; kode tanpa aspek tidak dicantumkan (Hennink, Kaiser & Marconi 2017).")}
	all := s.depths()
	for node := range s.v.Codes() {
		d := all[int32(node)]
		if d == nil {
			continue
		}
		first, last, aspect := len(s.Units), -1, ""
		for key, u := range d.first {
			first = min(first, u)
			if u > last || u == last && d.spelt[key] < aspect {
				last, aspect = u, d.spelt[key]
			}
		}
		after := 0
		for u := range d.units {
			if u > last {
				after++
			}
		}
		t.Rows = append(t.Rows, []report.Cell{s.v.Codes()[node].Key, len(d.first), len(d.units), first + 1, last + 1, s.Units[last].Name, aspect, after})
	}
	return t
}

// Where a change of the codebook stands that belongs to no one interview.
const (
	beforeAll = -1 // before any coding
	untold    = -2 // several interviews were coded at once, or it came with a file
)

// changes adds up the changes of the codebook by sampling unit: a change belongs
// to the unit that was being coded, that of the latest coding made by a person
// at or before it. By unit are added, removed, redefined codes and those of which
// only rules changed.
func (s *study) changes() map[int][4]int {
	revisions := s.v.Revisions
	coding := make([]moment, len(revisions)) // by revision: the latest coding since the one before
	var units []int32
	c := s.v.AnyCode
	for i, at := range c.Created {
		k := sort.Search(len(revisions), func(k int) bool { return revisions[k].Event.At.UnixMilli() >= at })
		if k == len(revisions) || at < coding[k].at || s.v.Coders[c.Coder[i]].Name == qda.RulesCoder {
			continue
		}
		unit := untold
		if units = s.At(int(c.Doc[i]), c.Span(i), units[:0]); len(units) == 1 {
			unit = int(units[0])
		}
		if at > coding[k].at {
			coding[k] = moment{at, unit}
		} else if coding[k].unit != unit {
			coding[k].unit = untold
		}
	}
	out, now := map[int][4]int{}, moment{0, beforeAll}
	for k, r := range revisions {
		if coding[k].at > 0 {
			now = coding[k]
		}
		unit := now.unit
		if unit != beforeAll && slices.Contains([]string{"import", "merge"}, r.Event.Kind) {
			unit = untold
		}
		sum := out[unit]
		for i, x := range []int{r.Added, r.Removed, r.Redefined, r.Rules} {
			sum[i] += x
		}
		out[unit] = sum
	}
	return out
}

// moment is when a unit was coded.
type moment struct {
	at   int64
	unit int
}

// codebookTable says during which interview the codebook changed.
func (s *study) codebookTable() report.Table {
	t := report.Table{ID: "codebook", Title: lang.T("Changes of the codebook by interview", "Perubahan buku kode per wawancara"),
		Columns: []report.Column{
			{ID: "k", Title: lang.Same("k"), Type: report.Count},
			s.unitColumn(),
			{ID: "added", Title: lang.T("Added", "Ditambah"), Type: report.Count},
			{ID: "removed", Title: lang.T("Removed", "Dihapus"), Type: report.Count},
			{ID: "redefined", Title: lang.T("Redefined", "Didefinisikan ulang"), Type: report.Count},
			{ID: "rules", Title: lang.T("Rules only", "Hanya aturan"), Type: report.Count},
		}, Notes: []lang.Text{lang.T(
			"A change belongs to the interview of the latest coding made before it by a person, among the documents counted here (k = 0: before any coding; –: several interviews were coded at once, or it came with a file). Undone changes do not count. A codebook that still changes late is not stable (Hennink, Kaiser & Marconi 2017).",
			"Suatu perubahan termasuk wawancara dari pengodean terakhir yang dibuat orang sebelumnya, di antara dokumen yang dihitung di sini (k = 0: sebelum ada pengodean; –: beberapa wawancara dikode sekaligus, atau datang bersama berkas). Perubahan yang dibatalkan tidak dihitung. Buku kode yang masih berubah di akhir belum stabil (Hennink, Kaiser & Marconi 2017).")}}
	if len(s.v.Revisions) == 0 {
		return t
	}
	sums := s.changes()
	row := func(k, unit report.Cell, at int) {
		x := sums[at]
		t.Rows = append(t.Rows, []report.Cell{k, unit, x[0], x[1], x[2], x[3]})
	}
	if _, some := sums[beforeAll]; some {
		row(0, nil, beforeAll)
	}
	for u := range s.Units {
		row(u+1, s.Units[u].Name, u)
	}
	if _, some := sums[untold]; some {
		row(nil, nil, untold)
	}
	return t
}
