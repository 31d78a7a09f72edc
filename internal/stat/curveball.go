package stat

import (
	"context"
	"math/bits"
	"slices"
)

// tradesPerRow is how often each row of a block is the first of a trade, on
// average, between what is seen and a replicate of it.
const tradesPerRow = 5

// Curveball compares pairs of kinds with a null in which each unit keeps how
// many kinds it has, and each kind how many units of each block: all such
// arrangements are equally probable. In a trade two rows of a block put what
// only one of them has together and take their number from it at random (Strona
// et al. 2014, doi:10.1038/ncomms5114); one that changes nothing counts as a
// trade too, without which the arrangements would not be equally probable
// (Carstens 2015, doi:10.1103/PhysRevE.91.042812).
//
// From what is seen, 5 trades a row lead to a hub; from the hub, for each
// replicate anew, as many lead to the replicate. As trades run alike in both
// directions, what is seen and the replicates stand to the hub, and so to each
// other, alike: p is valid however fast the trades mix (Besag & Clifford 1989,
// doi:10.1093/biomet/76.4.633, parallel method). Replicate i draws from stream i + 1 of
// the seed, the hub from stream 0.
//
// seen are the counts of the pairs; b is at least 1.
func Curveball(ctx context.Context, kinds int, blocks []Block, pairs [][2]int32, seen []int32, b int, seed int64, step func(done, total int)) (*Permuted, error) {
	tally := newTally(kinds, pairs)
	grids := make([]*grid, 0, len(blocks))
	still := make([]int32, kinds*kinds) // of what no trade can change
	var hub dice
	hub.begin(seed, 0)
	most, units := 0, 0
	for _, x := range blocks {
		units += len(x.Rows)
		g := newGrid(x)
		if len(g.rows) == 0 {
			continue
		}
		if g.free < 2 {
			g.count(g.rows, tally, still, &scratch{})
			continue
		}
		g.trade(g.rows, &hub)
		most = max(most, len(g.rows))
		grids = append(grids, g)
	}
	return permute(ctx, seen, units, b, step, func() func(int, []int32) {
		rows, square := make([]uint64, most), make([]int32, kinds*kinds)
		var d dice
		var s scratch
		return func(i int, out []int32) {
			d.begin(seed, i+1)
			copy(square, still)
			for _, g := range grids {
				r := rows[:len(g.rows)]
				copy(r, g.rows)
				g.trade(r, &d)
				g.count(r, tally, square, &s)
			}
			tally.gather(square, out)
		}
	})
}

// grid is a block as bits: a row is words long, bit k of it the k-th of its
// kinds. The first rows are free; those after them have none or all.
type grid struct {
	kinds []int32
	words int
	rows  []uint64
	free  int
	byRow bool // few kinds a row: pairs are counted row by row
}

func newGrid(x Block) *grid {
	g := &grid{}
	for _, row := range x.Rows {
		g.kinds = append(g.kinds, row...)
	}
	slices.Sort(g.kinds)
	g.kinds = slices.Compact(g.kinds)
	g.words = (len(g.kinds) + 63) / 64
	var full [][]int32
	in := 0
	add := func(row []int32) {
		at := len(g.rows)
		g.rows = append(g.rows, make([]uint64, g.words)...)
		for _, kind := range row {
			k, _ := slices.BinarySearch(g.kinds, kind)
			g.rows[at+k/64] |= 1 << (k % 64)
		}
		in += len(row) * (len(row) - 1) / 2
	}
	for _, row := range x.Rows {
		switch len(row) {
		case 0:
		case len(g.kinds):
			full = append(full, row)
		default:
			add(row)
			g.free++
		}
	}
	for _, row := range full {
		add(row)
	}
	g.byRow = in <= len(g.kinds)*(len(g.kinds)-1)/2*(1+len(x.Rows)/64)
	return g
}

// trade makes 5 trades a row.
func (g *grid) trade(rows []uint64, d *dice) {
	w := g.words
	for range tradesPerRow * g.free {
		i, j := d.below(g.free), d.below(g.free-1)
		if j >= i {
			j++
		}
		if w == 1 {
			rows[i], rows[j] = swap(rows[i], rows[j], d)
			continue
		}
		swapLong(rows[i*w:][:w], rows[j*w:][:w], d)
	}
}

// swap trades what only one of two rows has.
func swap(x, y uint64, d *dice) (uint64, uint64) {
	either := x ^ y
	need := bits.OnesCount64(x &^ y)
	take := some(either, need, bits.OnesCount64(either), d)
	return x&y | take, x&y | either&^take
}

// some are need of the left bits that are set, at random (Knuth, TAOCP 2,
// 3.4.2, algorithm S).
func some(set uint64, need, left int, d *dice) (take uint64) {
	for ; need > 0 && need < left; left-- {
		bit := set & -set
		set &^= bit
		if d.below(left) < need {
			take |= bit
			need--
		}
	}
	if need > 0 {
		take |= set
	}
	return take
}

// swapLong is swap of rows of many words: the number that falls to each word
// follows from which bits are taken, one after the other.
func swapLong(x, y []uint64, d *dice) {
	need, left := 0, 0
	for k := range x {
		need += bits.OnesCount64(x[k] &^ y[k])
		left += bits.OnesCount64(x[k] ^ y[k])
	}
	if need == 0 || need == left {
		return
	}
	for k := range x {
		either, both := x[k]^y[k], x[k]&y[k]
		take, n := uint64(0), bits.OnesCount64(either)
		for rest := either; rest != 0 && need > 0; left-- {
			bit := rest & -rest
			rest &^= bit
			n--
			if need == left || d.below(left) < need {
				take |= bit
				need--
			}
		}
		left -= n
		x[k], y[k] = both|take, both|either&^take
	}
}

// scratch is what counting uses again.
type scratch struct {
	list    []int32
	columns []uint64
}

// count adds the units with both of every two kinds to square.
func (g *grid) count(rows []uint64, t *tally, square []int32, s *scratch) {
	if !g.byRow {
		g.countColumns(rows, t, square, s)
		return
	}
	for at := 0; at < len(rows); at += g.words {
		s.list = s.list[:0]
		for k, word := range rows[at : at+g.words] {
			for ; word != 0; word &= word - 1 {
				s.list = append(s.list, g.kinds[64*k+bits.TrailingZeros64(word)])
			}
		}
		t.row(s.list, square)
	}
}

// countColumns turns rows into columns first, and counts what two share.
func (g *grid) countColumns(rows []uint64, t *tally, square []int32, s *scratch) {
	n := (len(rows)/g.words + 63) / 64
	if need := n * len(g.kinds); cap(s.columns) < need {
		s.columns = make([]uint64, need)
	}
	columns := s.columns[:n*len(g.kinds)]
	clear(columns)
	for i := 0; i*g.words < len(rows); i++ {
		for k, word := range rows[i*g.words : (i+1)*g.words] {
			for ; word != 0; word &= word - 1 {
				columns[(64*k+bits.TrailingZeros64(word))*n+i/64] |= 1 << (i % 64)
			}
		}
	}
	for x, a := range g.kinds {
		one := columns[x*n:][:n]
		line := square[int(a)*t.kinds:][:t.kinds]
		for y := x + 1; y < len(g.kinds); y++ {
			both := 0
			for k, word := range columns[y*n:][:n] {
				both += bits.OnesCount64(one[k] & word)
			}
			line[g.kinds[y]] += int32(both)
		}
	}
}
