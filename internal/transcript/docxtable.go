package transcript

import (
	"slices"
	"strconv"
	"strings"
)

// table is a table while it is read. A cell is its paragraphs.
type table struct {
	rows [][][]string
	gone bool // a tracked change deletes the row that is being read
}

func (w *walker) readTable(s *story) error {
	outer := w.table
	w.table = &table{}
	err := w.walk(s)
	t := w.table
	w.table = outer
	s.endParagraph(false)
	lines, labels, wrong := w.lines(t)
	if wrong != nil {
		return wrong
	}
	s.paragraphs = append(s.paragraphs, lines...)
	for _, l := range labels {
		if len(w.labels) < maxSpeakers && !slices.Contains(w.labels, l) {
			w.labels = append(w.labels, l)
		}
	}
	return err
}

func (w *walker) readRow(s *story) error {
	t := w.table
	if t == nil {
		return w.walk(s)
	}
	if w.cells++; w.cells > maxCells {
		return errSwells
	}
	t.gone = false
	t.rows = append(t.rows, nil)
	err := w.walk(s)
	if t.gone {
		t.rows = t.rows[:len(t.rows)-1]
	}
	t.gone = false
	return err
}

func (w *walker) readCell(s *story) error {
	t := w.table
	if t == nil || len(t.rows) == 0 {
		return w.walk(s)
	}
	if w.cells++; w.cells > maxCells {
		return errSwells
	}
	cell := &story{}
	err := w.walk(cell)
	cell.finish()
	last := len(t.rows) - 1
	t.rows[last] = append(t.rows[last], cell.paragraphs)
	return err
}

// lines writes a table as paragraphs. Where a column holds labels and another
// what was said, a row is a turn, "P: words", and what a column of remarks has
// on it is a note; else a row is a paragraph, its cells apart by tabs.
func (w *walker) lines(t *table) (out, labels []string, err error) {
	cols := t.columns()
	for i, row := range t.rows {
		if cols.who >= 0 && (i > 0 || !title(cellText(row, cols.who))) {
			if turn, label, ok := cols.turnOf(row); ok {
				if turn, err = w.remarks(turn, t.rows[0], row, cols.beside); err != nil {
					return nil, nil, err
				}
				out = append(out, turn)
				if label != "" && !slices.Contains(labels, label) {
					labels = append(labels, label)
				}
				continue
			}
		}
		var cells []string
		for _, c := range row {
			cells = append(cells, strings.Join(c, "\n"))
		}
		if line := strings.Join(cells, "\t"); strings.TrimSpace(bare(line)) != "" {
			out = append(out, trimBreaks(line))
		}
	}
	return out, labels, nil
}

// remarks puts what stands beside a turn into notes on it.
func (w *walker) remarks(turn string, heads, row [][]string, beside []int) (string, error) {
	for _, col := range beside {
		words := strings.TrimSpace(cellText(row, col))
		if words == "" {
			continue
		}
		if len(w.remarked) == maxNotes {
			return "", errSwells
		}
		n := writtenNote{id: "\n" + strconv.Itoa(len(w.remarked))} // no id of a file
		n.Kind, n.Text, n.Author = Comment, words, strings.TrimSpace(cellText(heads, col))
		w.remarked = append(w.remarked, n)
		at := len(w.marks)
		w.marks = append(w.marks, mark{Comment, n.id, '('}, mark{Comment, n.id, ')'})
		turn = markOpen + strconv.Itoa(at) + markClose + turn + markOpen + strconv.Itoa(at+1) + markClose
	}
	return turn, nil
}

// columns are those of a table of turns: labels, times, words, and remarks; -1
// where there is none. A column of numbers is left out.
type columns struct {
	who, when, words int
	beside           []int
}

// columns finds the columns of a table: what is neither numbers nor times nor
// named for remarks must be labels, and then words.
func (t *table) columns() columns {
	const most = 8
	nothing := columns{who: -1, when: -1}
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row))
	}
	if width < 2 || width > most {
		return nothing
	}
	cols := columns{who: -1, when: -1, words: -1}
	for col := range width {
		switch head := cellText(t.rows[0], col); {
		case width > 2 && col > 1 && begins(head, remarkTitles):
			cols.beside = append(cols.beside, col)
		case width > 2 && cols.when < 0 && t.holds(col, isStamp):
			cols.when = col
		case width > 2 && cols.who < 0 && t.holds(col, isCount):
		case cols.who < 0:
			cols.who = col
		case cols.words < 0:
			cols.words = col
		default:
			return nothing
		}
	}
	if cols.words < 0 || !t.converses(cols) {
		return nothing
	}
	return cols
}

// remarkTitles are first words at the head of columns of remarks on a turn.
var remarkTitles = wordSet(`
catatan keterangan ket komentar kode koding coding code codes tema theme themes kategori category note notes comment comments remark remarks memo
refleksi interpretasi analisis analysis makna open axial`)

// converses reports a column of labels that are known or recur.
func (t *table) converses(cols columns) bool {
	var keys []string
	filled := 0
	for i, row := range t.rows {
		label := strings.TrimSpace(cellText(row, cols.who))
		if label == "" || len(row) <= cols.words || i == 0 && title(label) {
			continue
		}
		filled++
		if head, ok := labelOf(label); ok {
			keys = append(keys, keyOf(head))
		}
	}
	times := map[string]int{}
	for _, k := range keys {
		times[k]++
	}
	sure := 0
	for k, n := range times {
		if callingOf(k) != unknown || n > 1 {
			sure += n
		}
	}
	return len(keys) >= 2 && len(times) <= maxSpeakers && len(keys)*5 >= filled*4 && sure*2 >= len(keys)
}

// holds reports a column all of whose cells, below the head, are of a kind.
func (t *table) holds(col int, is func(string) bool) bool {
	n := 0
	for i, row := range t.rows {
		s := strings.TrimSpace(cellText(row, col))
		if is(s) {
			n++
		} else if s != "" && i > 0 {
			return false
		}
	}
	return n > 0
}

func isStamp(s string) bool {
	_, n, _ := stampAt(s)
	return s != "" && n == len(s)
}

func isCount(s string) bool {
	s = strings.TrimRight(s, ".)")
	return s != "" && digits(s) == len(s)
}

// turnOf writes a row as a turn; one without a label goes on with the turn
// before.
func (cols columns) turnOf(row [][]string) (turn, label string, ok bool) {
	if len(row) == 0 {
		return "", "", false
	}
	at := min(cols.words, len(row)-1)
	words := strings.Join(row[at], "\n\n")
	cell := strings.TrimSpace(cellText(row, cols.who))
	if cell == "" || len(row) <= cols.words {
		return words, "", bare(words) != ""
	}
	if label, ok = labelOf(cell); !ok {
		return "", "", false
	}
	for _, beside := range row[:at] { // notes on the label are notes on the turn
		words = marksIn(strings.Join(beside, "")) + words
	}
	turn = strings.TrimRight(cell, ":： ") + ": " + words
	if stamp := strings.TrimSpace(cellText(row, cols.when)); stamp != "" {
		turn = stamp + " " + turn
	}
	return turn, label, true
}

// labelOf reads a cell that is nothing but a label.
func labelOf(cell string) (string, bool) {
	h, ok := parseHead(strings.TrimRight(cell, ":： ")+":", nil)
	if !ok || !h.colon || strings.Contains(cell, "\n") || discourse(h.label) || !nameLike(h.label) && callingOf(h.label) == unknown {
		return "", false
	}
	return h.label, true
}

// title reports the head of a column of labels.
func title(s string) bool {
	return slices.Contains([]string{"speaker", "pembicara", "penutur", "nama", "name", "label", "kode", "code", "who", "pelaku", "subjek"}, strings.ToLower(strings.TrimSpace(s)))
}

func cellText(row [][]string, col int) string {
	if col < 0 || col >= len(row) {
		return ""
	}
	return bare(strings.Join(row[col], "\n"))
}
