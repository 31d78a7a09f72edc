package stat

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Seconds that vegan 2.6-4 takes under R 4.2.2 on two cores of an AMD EPYC for
// 1000 × 1000 incidences: specaccum's "exact", whose s.d. is approximate, and
// its mean and s.d. of 1,000 random orders.
const (
	veganExact  = 6.92
	veganRandom = 21.7
)

// The curve of 1000 × 1000 incidences with its exact s.d., band and coverage.
// The ratios say how many times longer vegan took where it was measured once,
// and, where R has vegan, takes now on the same incidences.
func BenchmarkCurve1000(b *testing.B) {
	s := big(1000, 1000)
	for b.Loop() {
		s.pairs = nil
		s.Curve()
	}
	ours := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(veganExact/ours, "x-exact-published")
	b.ReportMetric(veganRandom/ours, "x-random-published")
	if exact, ok := vegan(b, s, `specaccum(x, "exact")`); ok {
		b.ReportMetric(exact/ours, "x-exact-here")
	}
	if random, ok := vegan(b, s, `specaccum(x, "random", permutations = 100)`); ok {
		b.ReportMetric(10*random/ours, "x-random-here")
	}
}

// vegan times an expression of x, units by kinds, in R; not where R is not, or
// has no vegan.
func vegan(b *testing.B, s *Sample, expression string) (seconds float64, ok bool) {
	b.Helper()
	var rows strings.Builder
	for i := range s.N {
		for _, set := range s.sets {
			fmt.Fprintf(&rows, "%d ", set[i/64]>>(i%64)&1)
		}
		rows.WriteByte('\n')
	}
	path := filepath.Join(b.TempDir(), "incidences.txt")
	if err := os.WriteFile(path, []byte(rows.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	script := fmt.Sprintf(`suppressMessages(library(vegan)); x <- matrix(scan(%q, quiet = TRUE), nrow = %d, byrow = TRUE); cat(system.time(%s)["elapsed"])`, path, s.N, expression)
	out, err := exec.Command("Rscript", "-e", script).Output()
	if err != nil {
		return math.NaN(), false
	}
	seconds, err = strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	return seconds, err == nil
}
