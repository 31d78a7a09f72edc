package stat

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

// Each number is done once, however many there are to a portion, and nothing
// after the context is done.
func TestOnCores(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, portions, 3*portions + 1} {
		times, sum := make([]int, n), 0
		err := OnCores(context.Background(), n, func(worker int) (func(int), func()) {
			if worker < 0 || worker >= runtime.GOMAXPROCS(0) {
				t.Errorf("worker %d", worker)
			}
			mine := 0
			return func(i int) { times[i]++; mine += i }, func() { sum += mine }
		})
		if err != nil || sum != n*(n-1)/2 || slices.ContainsFunc(times, func(x int) bool { return x != 1 }) {
			t.Errorf("%d: sum %d, %v", n, sum, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	var done atomic.Int64
	err := OnCores(ctx, 100*portions, func(int) (func(int), func()) {
		return func(int) { done.Add(1); cancel() }, nil
	})
	if !errors.Is(err, context.Canceled) || done.Load() > int64(runtime.GOMAXPROCS(0)) {
		t.Errorf("went on for %d: %v", done.Load(), err)
	}
}
