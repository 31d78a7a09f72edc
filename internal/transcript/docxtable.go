package transcript

import (
	"slices"
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
	lines, labels := t.lines()
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

// lines writes a table as paragraphs. Where a column holds labels and the one
// beside it what was said, a row is a turn, "P: words"; else a row is a
// paragraph, its cells apart by tabs.
func (t *table) lines() (out, labels []string) {
	who, when := t.columns()
	for i, row := range t.rows {
		if who >= 0 && (i > 0 || !title(cellText(row, who))) {
			if turn, label, ok := turnOf(row, who, when); ok {
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
	return out, labels
}

// columns finds the column of labels, and that of time stamps, in a table of
// two columns, or of three with a time; -1 where there is none.
func (t *table) columns() (who, when int) {
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row))
	}
	who, when = 0, -1
	if width == 3 {
		if when = t.stamps(); when < 0 {
			return -1, -1
		}
		who = 1 - when
	} else if width != 2 {
		return -1, -1
	}
	var keys []string
	filled := 0
	for i, row := range t.rows {
		label := strings.TrimSpace(cellText(row, who))
		if label == "" || len(row) < who+2 || i == 0 && title(label) {
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
	if len(keys) < 2 || len(times) > maxSpeakers || len(keys)*5 < filled*4 || sure*2 < len(keys) {
		return -1, -1
	}
	return who, when
}

// stamps is the first of the two left columns that holds time stamps only.
func (t *table) stamps() int {
	for col := range 2 {
		n, other := 0, 0
		for i, row := range t.rows {
			s := strings.TrimSpace(cellText(row, col))
			if _, m, _ := stampAt(s); s != "" && m == len(s) {
				n++
			} else if s != "" && i > 0 {
				other++
			}
		}
		if n > 0 && other == 0 {
			return col
		}
	}
	return -1
}

// turnOf writes a row as a turn; one without a label goes on with the turn
// before.
func turnOf(row [][]string, who, when int) (turn, label string, ok bool) {
	if len(row) == 0 {
		return "", "", false
	}
	words := strings.Join(row[len(row)-1], "\n\n")
	cell := strings.TrimSpace(cellText(row, who))
	if cell == "" || len(row) < who+2 {
		return words, "", bare(words) != ""
	}
	if label, ok = labelOf(cell); !ok {
		return "", "", false
	}
	for _, beside := range row[:len(row)-1] { // notes on the label are notes on the turn
		words = marksIn(strings.Join(beside, "")) + words
	}
	turn = strings.TrimRight(cell, ":： ") + ": " + words
	if stamp := strings.TrimSpace(cellText(row, when)); stamp != "" {
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
