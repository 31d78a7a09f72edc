package agreement

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/report"
	"tematik/internal/text"
)

// found is a stretch that two coders see differently.
type found struct {
	doc  int // of the study's view; -1 of a case
	span text.Span
	code int // its node
	pair *pair
	kind string
}

// The kinds of difference.
const (
	aOnly     = "a_only"
	bOnly     = "b_only"
	different = "different" // categories that exclude one another, of a unit
	several   = "several"   // more than one of them by one coder
)

// differences are the stretches that one coder of a pair has coded and the
// other has not: of each unit in which they differ, from the first coded word
// to the last; of documents and cases, which are long, each coded passage.
func (s *study) differences(ctx context.Context, p *pair) error {
	w := &walker{study: s, pair: p, coded: make([][]text.Span, p.held.Other)}
	look := w.units
	if s.unit == analysis.Case {
		look = w.cases()
	}
	for d := range p.view.Documents {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.open(d)
		look(d)
	}
	return nil
}

// walker goes through the documents of a pair.
type walker struct {
	*study
	*pair
	coded   [][]text.Span // by column of the units: the passages in this document
	touched []int32
	speech  []text.Span
	coding  int // the next
	list    int // of units, the next
}

// open collects what is coded in a document.
func (w *walker) open(d int) {
	for _, c := range w.touched {
		w.coded[c] = nil
	}
	w.touched = w.touched[:0]
	all := w.view.AnyCode
	for ; w.coding < all.Len() && int(all.Doc[w.coding]) == d; w.coding++ {
		c := w.counts(w.coding)
		if c < 0 {
			continue
		}
		if w.coded[c] == nil {
			w.touched = append(w.touched, c)
		}
		w.coded[c] = append(w.coded[c], all.Span(w.coding))
	}
	for _, c := range w.touched {
		w.coded[c] = text.Union(w.coded[c])
	}
	w.speech = analysis.Speech(w.view, d)
}

// differ tells of a code that the coders do not both have: in which column its
// passages are, and whose they are.
func differ(code int32, set uint64) (column int32, kind string, yes bool) {
	switch set {
	case 1:
		return 2 * code, aOnly, true
	case 2:
		return 2*code + 1, bOnly, true
	}
	return 0, "", false
}

// heard reports whether a passage holds speech that is counted.
func (w *walker) heard(span text.Span) bool {
	return len(analysis.Clip([]text.Span{span}, w.speech, nil)) > 0
}

func (w *walker) find(d int, span text.Span, code int32, kind string) {
	w.found = append(w.found, found{w.places[w.view.Documents[d].ID], span, w.columns.Nodes[code], w.pair, kind})
}

// units finds where coders differ in the units of a document.
func (w *walker) units(d int) {
	for ; w.list < w.held.Len() && int(w.held.Doc[w.list]) == d; w.list++ {
		unit := text.Span{Start: int(w.held.Start[w.list]), End: int(w.held.End[w.list])}
		for _, k := range w.mix.list(w.list) {
			column, kind, yes := differ(k, w.mix.set[k])
			if !yes {
				continue
			}
			from := len(w.found)
			for _, span := range w.coded[column] {
				part := span.Intersect(unit)
				switch {
				case part.Empty() || !w.heard(part):
				case len(w.found) > from && w.unit != analysis.Document: // a unit is one difference
					w.found[len(w.found)-1].span.End = part.End
				default:
					w.find(d, part, k, kind)
				}
			}
		}
	}
}

// cases finds what is coded of cases in which the coders differ.
func (w *walker) cases() func(d int) {
	sampling := analysis.Sampled(w.view, analysis.AllKinds(), analysis.GivenOrder)
	differs := map[[2]int32]bool{} // unit, column
	for i := range w.held.Len() {
		for _, k := range w.mix.list(i) {
			if column, _, yes := differ(k, w.mix.set[k]); yes {
				differs[[2]int32{w.held.Place[i], column}] = true
			}
		}
	}
	return func(d int) {
		for _, column := range w.touched {
			for _, span := range w.coded[column] {
				var units []int32
				for _, part := range analysis.Clip([]text.Span{span}, w.speech, nil) {
					units = sampling.At(d, part, units)
				}
				if slices.ContainsFunc(units, func(u int32) bool { return differs[[2]int32{u, column}] }) {
					w.find(d, span, column/2, []string{aOnly, bOnly}[column%2])
				}
			}
		}
	}
}

// joined makes one of stretches that go on in the next.
func joined(all []found) []found {
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(a.code-b.code, strings.Compare(a.kind, b.kind), a.doc-b.doc, a.span.Compare(b.span))
	})
	out := all[:0]
	for _, f := range all {
		if n := len(out) - 1; n >= 0 && out[n].code == f.code && out[n].kind == f.kind && out[n].doc == f.doc && out[n].span.End == f.span.Start {
			out[n].span.End = f.span.End
			continue
		}
		out = append(out, f)
	}
	return out
}

// kindWords say who it is that used a code, or what else the difference is.
func (s *study) kindWords() map[string]lang.Text {
	a, b := "A", "B"
	if len(s.pairs) == 1 {
		a, b = s.coder(s.pairs[0].a), s.coder(s.pairs[0].b)
	}
	return map[string]lang.Text{
		aOnly: lang.T("only %v", "hanya %v", a), bOnly: lang.T("only %v", "hanya %v", b),
		different: lang.T("another category", "kategori lain"), several: lang.T("several categories", "beberapa kategori"),
	}
}

// disagreements are all differences, as a reader comes across them.
func (s *study) disagreements() report.Table {
	t := report.Table{ID: "disagreements", Title: lang.T("Where coders differ", "Di mana pengode berbeda"), Top: &report.Top{N: 20},
		Columns: append([]report.Column{
			{ID: "document", Title: lang.T("Document", "Dokumen"), Type: report.Document},
			hidden(count("start", "From", "Dari")), hidden(count("end", "To", "Sampai")),
			{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
		}, append(coderColumns(len(s.pairs) < 2),
			report.Column{ID: "kind", Title: lang.T("Who", "Siapa"), Type: report.String, Words: s.kindWords()},
			report.Column{ID: "quote", Title: lang.T("Words", "Kutipan"), Type: report.String})...)}
	if len(s.pairs) == 1 {
		t.Title = lang.T("Where %v and %v differ", "Di mana %v dan %v berbeda", s.coder(s.pairs[0].a), s.coder(s.pairs[0].b))
	}
	t.Notes = []lang.Text{lang.T("One row for each unit and code that only one of the two has, with the words from the first that the one coded in the unit to the last; units that are characters are joined, of documents and cases each passage is a row.",
		"Satu baris untuk tiap satuan dan kode yang hanya dimiliki salah satu pengode, dengan kata-kata dari yang pertama sampai yang terakhir yang dikodenya dalam satuan itu; karakter yang bersambung digabung, untuk dokumen dan kasus tiap bagian teks menjadi satu baris.")}
	if s.categories != nil {
		t.Notes = append(t.Notes, lang.T("different: the two put the whole unit into different children of %v; several: one of them used more than one, and the unit is not counted.",
			"berbeda: keduanya memasukkan seluruh satuan ke anak %v yang berbeda; beberapa: salah satu memakai lebih dari satu, dan satuan itu tidak dihitung.", analysis.Name(s.v, s.categories.parent)))
	}
	var all []found
	for i, p := range s.pairs {
		all = append(all, p.found...)
		p.place = i
	}
	slices.SortStableFunc(all, func(a, b found) int {
		return cmp.Or(a.doc-b.doc, a.span.Compare(b.span), a.code-b.code, a.pair.place-b.pair.place, strings.Compare(a.kind, b.kind))
	})
	all = slices.Compact(all)
	codes := s.v.Codes()
	keys, names, coders := make([]report.Cell, len(codes)), make([]report.Cell, len(s.v.Documents)), make([]report.Cell, len(s.v.Coders))
	for i := range codes {
		keys[i] = codes[i].Key
	}
	for i := range s.v.Documents {
		names[i] = s.v.Documents[i].Name
	}
	for i := range s.v.Coders {
		coders[i] = s.v.Coders[i].Name
	}
	kinds := map[string]report.Cell{aOnly: aOnly, bOnly: bOnly, different: different, several: several}
	width := len(t.Columns)
	cells := make([]report.Cell, 0, width*len(all))
	for _, f := range all {
		a, b := coders[f.pair.a], coders[f.pair.b]
		if f.doc < 0 {
			cells = append(cells, nil, nil, nil, keys[f.code], a, b, kinds[f.kind], nil)
		} else {
			cells = append(cells, names[f.doc], f.span.Start, f.span.End, keys[f.code], a, b, kinds[f.kind], s.v.Texts[f.doc].Cut(f.span))
		}
		t.Rows = append(t.Rows, cells[len(cells)-width:len(cells):len(cells)])
	}
	return t
}
