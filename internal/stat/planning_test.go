package stat

import (
	"math"
	"testing"
)

// Galvin: ln(1−P)/ln(1−R) in R 4.2.2, rounded up. Fugard & Potts: the
// smallest n with 1 − pbinom(k−1, n, π) ≥ power in R 4.2.2; the paper's own
// tool gives 32 for 0.05 and 66 for five of 0.1. van Rijnsoever: R 4.2.2.
func TestPlanningReferences(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"galvin", Galvin(0.2, 0.95), 14},
		{"galvin of half", Galvin(0.5, 0.95), 5},
		{"galvin, exactly", Galvin(0.5, 0.75), 2},
		{"galvin of all", Galvin(1, 0.95), 1},
		{"galvin of none", Galvin(0, 0.95), math.NaN()},
		{"galvin for certain", Galvin(0.2, 1), math.NaN()},
		{"fugard", FugardPotts(0.1, 1, 0.8), 16},
		{"fugard twice", FugardPotts(0.1, 2, 0.8), 29},
		{"fugard, rare", FugardPotts(0.05, 1, 0.8), 32},
		{"fugard, five", FugardPotts(0.1, 5, 0.8), 66},
		{"fugard of all", FugardPotts(1, 3, 0.8), 3},
		{"fugard never", FugardPotts(0.1, 0, 0.8), math.NaN()},
		{"fugard for certain", FugardPotts(0.1, 1, 1), math.NaN()},
		{"random", AllOnce([]float64{0.5, 0.3, 0.2, 0.1, 0.1}, 0.95), 35},
		{"random, one code", AllOnce([]float64{0.2}, 0.95), 14},
		{"random, sure", AllOnce([]float64{1}, 0.95), 1},
		{"random, no code", AllOnce(nil, 0.95), math.NaN()},
		{"random, no chance", AllOnce([]float64{0.5, 0}, 0.95), math.NaN()},
	} {
		check(t, c.name, c.got, c.want)
	}
}

// Every number that is enough is, and the one before is not.
func TestFugardPottsIsSmallest(t *testing.T) {
	for _, share := range []float64{0.02, 0.1, 0.35, 0.9} {
		for k := 1; k <= 7; k++ {
			n := int(FugardPotts(share, k, 0.8))
			if atLeast(n, share, k) < 0.8 || n > k && atLeast(n-1, share, k) >= 0.8 {
				t.Errorf("share %v, %d instances: %d", share, k, n)
			}
		}
	}
}

// With minimal information one code takes one informant, and two with chances
// p, q take two unless the first has both: of those who have either, a share
// pq/(p+q−pq). With maximal information someone who has all is asked first.
func TestScenarios(t *testing.T) {
	by := func(how Scenario, confidence float64, people int, chances ...float64) float64 {
		n, err := AllOnceBy(t.Context(), how, chances, confidence, people, 2000, 1)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	both := 0.5 * 0.4 / (0.5 + 0.4 - 0.5*0.4) // 0.2857
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"one code", by(Minimal, 0.95, 1000, 0.1), 1},
		{"two codes, mostly two", by(Minimal, 0.95, 1000, 0.5, 0.4), 2},
		{"two codes, one is enough so often", by(Minimal, both-0.04, 1000, 0.5, 0.4), 1},
		{"two codes, not so often", by(Minimal, both+0.04, 1000, 0.5, 0.4), 2},
		{"someone has all", by(Maximal, 0.95, 1000, 0.5, 0.3, 0.2), 1},
		{"nobody has two", by(Maximal, 0.5, 2, 1e-9, 1e-9), math.NaN()},
		{"three in four have it", by(Minimal, 0.70, 2, 0.5), 1},
		{"but not more", by(Minimal, 0.80, 2, 0.5), math.NaN()},
		{"nobody", by(Maximal, 0.95, 0, 0.5), math.NaN()},
	} {
		check(t, c.name, c.got, c.want)
	}
	if few, many := by(Maximal, 0.95, 20, 0.3, 0.3, 0.3, 0.3, 0.3), by(Minimal, 0.95, 20, 0.3, 0.3, 0.3, 0.3, 0.3); few > many {
		t.Errorf("the best take %v, any new %v", few, many)
	}
}
