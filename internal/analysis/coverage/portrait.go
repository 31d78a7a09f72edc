package coverage

import (
	"cmp"
	"context"
	"slices"

	"tematik/internal/analysis"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/text"
)

const (
	portrayed  = 50 // documents that stand legibly in one figure
	mostThemes = 10 // of more, the smallest share the last lane
)

// portrait shows where in each document its themes are coded, measured in words
// of the counted speech. There is none where nothing is coded.
func portrait(ctx context.Context, v *qda.View) (*report.Figure, error) {
	columns := analysis.InUse(v, analysis.ByTheme)
	p := &portraits{v: v, strips: &report.Strips{
		X: lang.T("Words of %v, in their order", "Kata %v, menurut urutannya", analysis.Listened(v))}}
	for _, node := range columns.Nodes {
		p.themes = append(p.themes, theme{name: analysis.Name(v, node)})
	}
	for d := range v.Documents[:min(len(v.Documents), portrayed)] {
		p.speech = append(p.speech, analysis.Speech(v, d))
		p.words = append(p.words, text.NewWordIndex(v.Texts[d], p.speech[d]))
		p.strips.Rows = append(p.strips.Rows, report.Strip{Name: lang.Same(v.Documents[d].Name), Length: float64(p.words[d].Count(p.speech[d]))})
	}
	if err := analysis.Connected(ctx, v, columns, p.add); err != nil {
		return nil, err
	}
	p.gather()
	if len(p.strips.Kinds) == 0 {
		return nil, nil
	}
	title := lang.T("Where in each document its themes are coded", "Letak pengodean tiap tema dalam setiap dokumen")
	if n := len(v.Documents); n > portrayed {
		title = lang.T("%v: the first %v of %v documents", "%v: %v dokumen pertama dari %v", title, portrayed, n)
	}
	return &report.Figure{ID: "portrait", Title: title, Alt: p.alt(), Strips: p.strips}, nil
}

// portraits are being drawn: a strip for each document.
type portraits struct {
	v      *qda.View
	strips *report.Strips
	speech [][]text.Span
	words  []*text.WordIndex
	themes []theme
}

// theme is what the drawn documents have of a theme.
type theme struct {
	name             lang.Text
	words, documents int
}

// add puts a theme's coded text into its document's strip: pieces that only
// somebody else's turn divides are one.
func (p *portraits) add(doc int, column int32, spans []text.Span) {
	if doc >= len(p.strips.Rows) {
		return
	}
	row, from := &p.strips.Rows[doc], len(p.strips.Rows[doc].Pieces)
	for _, s := range analysis.Clip(spans, p.speech[doc], nil) {
		to := p.words[doc].Count([]text.Span{{Start: 0, End: s.End}})
		piece := report.Piece{From: float64(to - p.words[doc].Count([]text.Span{s})), To: float64(to), Kind: int(column)}
		if n := len(row.Pieces); n > from && piece.From <= row.Pieces[n-1].To {
			row.Pieces[n-1].To = piece.To
		} else if piece.From < piece.To {
			row.Pieces = append(row.Pieces, piece)
		}
	}
	t := &p.themes[column]
	for _, piece := range row.Pieces[from:] {
		t.words += int(piece.To - piece.From)
	}
	if len(row.Pieces) > from {
		t.documents++
	}
}

// gather gives each theme that is drawn its lane, in the codebook's order; the
// smallest of too many share one.
func (p *portraits) gather() {
	var order []int
	for k, t := range p.themes {
		if t.words > 0 {
			order = append(order, k)
		}
	}
	rest := 0
	if len(order) > mostThemes {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.themes[b].words, p.themes[a].words) })
		rest = len(order) - (mostThemes - 1)
		order = order[:mostThemes-1]
		slices.Sort(order)
	}
	lane := make([]int, len(p.themes))
	for k := range lane {
		lane[k] = len(order)
	}
	kept := make([]theme, 0, len(order))
	for k, of := range order {
		lane[of] = k
		kept = append(kept, p.themes[of])
		p.strips.Kinds = append(p.strips.Kinds, p.themes[of].name)
	}
	if rest > 0 {
		p.strips.Kinds = append(p.strips.Kinds, lang.T("%v others", "%v lainnya", rest))
	}
	p.themes = kept
	for _, r := range p.strips.Rows {
		for i := range r.Pieces {
			r.Pieces[i].Kind = lane[r.Pieces[i].Kind]
		}
	}
}

// alt states how much there is of each theme.
func (p *portraits) alt() lang.Text {
	out := lang.T("Strips of %v.", "Strip dari %v.", analysis.Document.Count(len(p.strips.Rows)))
	for _, t := range p.themes {
		out = lang.T("%v %v: %v in %v.", "%v %v: %v dalam %v.", out, t.name, lang.Many(t.words, "word", "words", "kata"), analysis.Document.Count(t.documents))
	}
	return out
}
