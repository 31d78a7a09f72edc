package stat

import (
	"context"
	"math/rand/v2"
	"testing"
)

// Of 500 interviews of 42 turns with 150 codes, 5 in a turn: 1,000 permutations,
// and the same trades as a script makes them, with sets and a table of pairs;
// of the latter 10, so that it is to be taken a hundredfold.
func BenchmarkPermutations(b *testing.B) {
	blocks := wide(500, 42, 150, 5)
	pairs, seen := every(150, blocks...)
	ours := 0.0 // seconds of curveball
	for name, test := range map[string]func(context.Context, int, []Block, [][2]int32, []int32, int, int64, func(int, int)) (*Permuted, error){"curveball": Curveball, "shift": Shift} {
		b.Run(name, func(b *testing.B) {
			if name == "curveball" {
				defer func() { ours = b.Elapsed().Seconds() / float64(b.N) }()
			}
			for b.Loop() {
				if _, err := test(context.Background(), 150, blocks, pairs, seen, 1000, 1, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("plain/hundredth", func(b *testing.B) {
		for b.Loop() {
			for i := range 10 {
				plainTrades(blocks, Stream(1, i))
			}
		}
		if ours > 0 {
			b.ReportMetric(100*b.Elapsed().Seconds()/float64(b.N)/ours, "times-ours")
		}
	})
}

// plainTrades makes one replicate with sets.
func plainTrades(blocks []Block, r *rand.Rand) map[[2]int32]int {
	pairs := map[[2]int32]int{}
	for _, x := range blocks {
		rows := make([]map[int32]bool, len(x.Rows))
		for i, row := range x.Rows {
			rows[i] = map[int32]bool{}
			for _, k := range row {
				rows[i][k] = true
			}
		}
		for range tradesPerRow * len(rows) {
			i, j := r.IntN(len(rows)), r.IntN(len(rows)-1)
			if j >= i {
				j++
			}
			var mine, either []int32
			for _, from := range [2]int{i, j} {
				for k := range rows[from] {
					if !rows[i+j-from][k] {
						either = append(either, k)
						if from == i {
							mine = append(mine, k)
						}
					}
				}
			}
			r.Shuffle(len(either), func(a, b int) { either[a], either[b] = either[b], either[a] })
			for n, k := range either {
				delete(rows[i], k)
				delete(rows[j], k)
				to := j
				if n < len(mine) {
					to = i
				}
				rows[to][k] = true
			}
		}
		for _, row := range rows {
			for a := range row {
				for b := range row {
					if a < b {
						pairs[[2]int32{a, b}]++
					}
				}
			}
		}
	}
	return pairs
}
