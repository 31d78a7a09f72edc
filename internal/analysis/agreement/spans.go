package agreement

import (
	"cmp"
	"context"
	"math"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/stat"
	"tematik/internal/text"
)

// spans say how well two coders agree on where a code begins and ends.
type spans struct {
	f1    [4]float64 // at any overlap, and at 0.5, 0.75 and 1 of the union
	alpha float64    // Krippendorff's u-alpha of the code
}

// parts are what two matched segments share at least of their union.
var parts = [4]float64{0, 0.5, 0.75, 1}

// spansOf compares, for each column of a pair, where the two coders cut.
func (s *study) spansOf(ctx context.Context, p *pair) ([]spans, error) {
	t := newTape(p.view)
	units := t.units(p.view, p.columns, []int{p.a, p.b})
	out := make([]spans, len(units))
	for k, coders := range units {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[k].alpha = math.NaN()
		if u, ok := stat.Unitize(t.length, 1, coders); ok {
			out[k].alpha = u.Alpha()
		}
		for i, part := range parts {
			out[k].f1[i] = stat.F1(coders[0], coders[1], part)
		}
	}
	return out, nil
}

// tape is the counted speech of a view's documents, laid end to end.
type tape struct {
	speech [][]text.Span // by document
	from   [][]int       // by document: where each stretch begins on the tape
	length int
}

func newTape(v *qda.View) *tape {
	t := &tape{speech: make([][]text.Span, len(v.Documents)), from: make([][]int, len(v.Documents))}
	for d := range v.Documents {
		t.speech[d] = analysis.Speech(v, d)
		t.from[d] = make([]int, len(t.speech[d]))
		for i, s := range t.speech[d] {
			t.from[d][i] = t.length
			t.length += s.Len()
		}
	}
	return t
}

// place is where the counted part of a passage lies on the tape. It is in one
// piece, since what is not counted between is not there.
func (t *tape) place(doc int, span text.Span) (start, end int, ok bool) {
	speech := t.speech[doc]
	lo, _ := slices.BinarySearchFunc(speech, span.Start, func(s text.Span, at int) int {
		if s.End <= at {
			return -1
		}
		return 1
	})
	for i := lo; i < len(speech) && speech[i].Start < span.End; i++ {
		x := span.Intersect(speech[i])
		end = t.from[doc][i] + x.End - speech[i].Start
		if !ok {
			start, ok = end-x.Len(), true
		}
	}
	return start, end, ok
}

// units are the segments on the tape, by column and coder. A coder's
// overlapping segments of one column are one, touching ones are not.
func (t *tape) units(v *qda.View, columns *analysis.Columns, coders []int) [][][]stat.Unit {
	rank := make([]int, len(v.Coders))
	for r, c := range coders {
		rank[c] = r + 1
	}
	out := make([][][]stat.Unit, len(columns.Nodes))
	for k := range out {
		out[k] = make([][]stat.Unit, len(coders))
	}
	for i, d := range v.Codings.Doc {
		k, r := columns.Of[v.Codings.Code[i]], rank[v.Codings.Coder[i]]-1
		if k < 0 || r < 0 {
			continue
		}
		if start, end, ok := t.place(int(d), v.Codings.Span(i)); ok {
			out[k][r] = append(out[k][r], stat.Unit{Start: start, End: end})
		}
	}
	for _, column := range out {
		for r := range column {
			column[r] = stat.JoinUnits(column[r])
		}
	}
	return out
}

// cut is where all coders cut, all codes together.
type cut struct {
	columns   *analysis.Columns
	coders    []int
	documents int
	length    int
	alpha     float64 // uα, |uα and cuα
	binary    float64
	coding    float64
	of        [][2]float64 // by column: (k)cuα and its coverage
	doublers  []string     // coders who gave the same words two codes
}

// newCut compares all coders in the documents that all of them began.
func (s *study) newCut(ctx context.Context) (*cut, error) {
	v := s.among(s.coders, len(s.coders))
	columns := analysis.InUse(v, s.level)
	if s.categories != nil {
		columns = s.categories.Columns
	}
	t := newTape(v)
	c := &cut{columns: columns, coders: s.coders, documents: len(v.Documents), length: t.length, alpha: math.NaN(), binary: math.NaN(), coding: math.NaN()}
	units := t.units(v, columns, s.coders)
	values, any := make([][]stat.Unit, len(s.coders)), make([][]stat.Unit, len(s.coders))
	for k, column := range units {
		for r, list := range column {
			for _, u := range list {
				u.Value = k
				values[r] = append(values[r], u)
			}
		}
	}
	for r, list := range values {
		slices.SortFunc(list, func(a, b stat.Unit) int { return cmp.Or(a.Start-b.Start, a.End-b.End, a.Value-b.Value) })
		for _, u := range list {
			u.Value = 0
			any[r] = append(any[r], u)
		}
	}
	if u, ok := stat.Unitize(t.length, len(units), values); ok {
		c.alpha, c.coding = u.Alpha(), u.Coding()
	}
	if u, ok := stat.Unitize(t.length, 1, any); ok {
		c.binary = u.Binary()
	}
	background := stat.NewBackground(any)
	for r, list := range any {
		if background.Doubled(r, list) {
			c.doublers = append(c.doublers, s.v.Coders[s.coders[r]].Name)
		}
	}
	for _, column := range units {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		alpha, coverage := background.CodingOf(column)
		c.of = append(c.of, [2]float64{alpha, coverage})
	}
	return c, nil
}

// unitizing are the tables of where coders cut. Rounds of more than one person
// cannot stand in one row.
func (s *study) unitizing(ctx context.Context) ([]report.Table, []report.Warning, error) {
	all := report.Table{ID: "unitizing", Title: lang.T("Agreement on where segments are", "Kesepakatan tentang letak segmen"), Aside: true, Columns: []report.Column{
		number("u_alpha", "u-alpha", "u-alfa"), number("binary_alpha", "Binary u-alpha", "u-alfa biner"), number("cu_alpha", "cu-alpha", "cu-alfa")}}
	each := report.Table{ID: "unitizing_codes", Title: lang.T("Agreement on codes within shared segments", "Kesepakatan tentang kode di dalam segmen bersama"), Aside: true, Columns: []report.Column{
		{ID: "code", Title: lang.T("Code", "Kode"), Type: report.Code, Named: true},
		number("k_cu_alpha", "(k)cu-alpha", "(k)cu-alfa"),
		{ID: "coverage", Title: lang.T("Coverage", "Cakupan"), Type: report.Share}}}
	if len(s.coders) < 2 {
		return []report.Table{all, each}, nil, nil
	}
	if s.rounds() && s.persons() > 1 {
		return []report.Table{all, each}, []report.Warning{{ID: "unitizing_one_person", Text: lang.T(
			"Where segments are is compared over the rounds of one person at a time: name one with --coder.",
			"Letak segmen dibandingkan antarputaran satu orang saja: sebutkan dengan --coder.")}}, nil
	}
	c, err := s.newCut(ctx)
	if err != nil {
		return nil, nil, err
	}
	all.Rows = [][]report.Cell{{report.Num(c.alpha), report.Num(c.binary), report.Num(c.coding)}}
	all.Notes, each.Notes = c.notes()
	for k, node := range c.columns.Nodes {
		each.Rows = append(each.Rows, []report.Cell{s.v.Codes()[node].Key, report.Num(c.of[k][0]), report.Num(c.of[k][1])})
	}
	return []report.Table{all, each}, append(c.warnings(), c.apart(s.v)...), nil
}

// persons is how many people are compared.
func (s *study) persons() int {
	seen := map[string]bool{}
	for _, c := range s.coders {
		seen[person(s.v.Coders[c].Name)] = true
	}
	return len(seen)
}

func (c *cut) notes() (all, each []lang.Text) {
	all = []lang.Text{
		lang.T("Krippendorff et al. (2016) over %v together: the same speech of %v end to end (%v), without choosing units. u-alpha: where segments are and which code; binary: where, whatever the code; cu-alpha: which code, where at least two have one. 1 is full agreement, 0 what chance gives; Krippendorff asks for 0.8, and 0.667 for tentative conclusions.",
			"Krippendorff dkk. (2016) untuk %v bersama-sama: ucapan yang sama dari %v disambung ujung ke ujung (%v), tanpa memilih satuan. u-alfa: letak segmen dan kodenya; biner: letaknya, apa pun kodenya; cu-alfa: kodenya, di tempat yang dikode sedikitnya dua pengode. 1 berarti sepakat sepenuhnya, 0 seperti kebetulan; Krippendorff meminta 0,8, dan 0,667 untuk kesimpulan sementara.",
			lang.Many(len(c.coders), "coder", "coders", "pengode"), analysis.Document.Count(c.documents), analysis.Char.Count(c.length)),
		lang.T("A coder's overlapping segments of one code are one, touching ones are not; no segment crosses a document. Where a coder gives the same words two codes, there is no u-alpha and no cu-alpha: they are defined for codes that exclude one another (--exclusive CODE). The binary one, that of each code alone, and (k)cu-alpha, a code against all others, need no such codes.",
			"Segmen satu kode dari satu pengode yang bertumpang tindih dihitung sebagai satu, yang bersentuhan tidak; tidak ada segmen yang melintasi dokumen. Bila seorang pengode memberi dua kode pada kata-kata yang sama, u-alfa dan cu-alfa tidak ada: keduanya didefinisikan untuk kode yang saling meniadakan (--exclusive KODE). Yang biner, yang untuk tiap kode sendiri, dan (k)cu-alfa, satu kode terhadap semua yang lain, tidak memerlukannya."),
	}
	each = []lang.Text{lang.T("(k)cu-alpha speaks only of the part of a code's length where another coder has some segment too, its coverage: read both together. With one code alone it is 1.",
		"(k)cu-alfa hanya berlaku untuk bagian panjang suatu kode yang juga dikode oleh pengode lain, yaitu cakupannya: baca keduanya bersama. Bila hanya ada satu kode, nilainya 1.")}
	return all, each
}

func (c *cut) warnings() []report.Warning {
	switch {
	case c.documents == 0:
		return []report.Warning{{ID: "unitizing_no_document", Text: lang.T(
			"Where segments are is compared in documents that all coders began, and there are none: name fewer coders with --coder.",
			"Letak segmen dibandingkan pada dokumen yang sudah dimulai oleh semua pengode, dan tidak ada yang demikian: sebutkan lebih sedikit pengode dengan --coder.")}}
	case len(c.doublers) > 0:
		return []report.Warning{{ID: "codes_overlap", Text: lang.T(
			"No u-alpha and cu-alpha over all codes: %v gave the same words more than one code. Those of each code stand in the table of codes.",
			"Tidak ada u-alfa dan cu-alfa atas semua kode: %v memberi lebih dari satu kode pada kata-kata yang sama. Nilai untuk tiap kode ada dalam tabel kode.",
			analysis.List(c.doublers))}}
	case math.IsNaN(c.binary):
		return []report.Warning{{ID: "unitizing_nothing_varies", Text: lang.T(
			"Where segments are cannot be compared: nobody coded anything there, or all of it is coded.",
			"Letak segmen tidak dapat dibandingkan: tidak ada yang dikode di sana, atau semuanya dikode.")}}
	}
	return nil
}

// apart warns of codes, or of all, that no two coders gave the same words to
// compare.
func (c *cut) apart(v *qda.View) []report.Warning {
	if c.documents == 0 || math.IsNaN(c.binary) {
		return nil
	}
	var out []report.Warning
	if math.IsNaN(c.coding) && len(c.doublers) == 0 {
		out = append(out, report.Warning{ID: "nothing_shared", Text: lang.T(
			"No cu-alpha: no words there have a code by two coders.",
			"Tidak ada cu-alfa: tidak ada kata-kata di sana yang diberi kode oleh dua pengode.")})
	}
	var names []string
	for k, node := range c.columns.Nodes {
		if math.IsNaN(c.of[k][0]) {
			names = append(names, v.Codes()[node].Key)
		}
	}
	if len(names) > 0 {
		out = append(out, report.Warning{ID: "k_cu_undefined", Text: lang.T(
			"No (k)cu-alpha of %v: too little of it, or nothing, has a code by another coder too.",
			"Tidak ada (k)cu-alfa untuk %v: terlalu sedikit bagiannya, atau tidak ada, yang juga dikode oleh pengode lain.", analysis.List(names))})
	}
	return out
}
