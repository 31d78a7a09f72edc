package stat

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// portions is into how many pieces work is cut at most: taking one costs more
// than the least of the work does.
const portions = 4096

// OnCores does one for each of 0…n−1, shared among all cores, until ctx is
// done. begin makes what a worker, 0…GOMAXPROCS−1, does, with scratch of its
// own; done, if any, adds its sums to those of others when it has no more to
// do, one worker at a time. Who does what is chance: one must depend on its
// number alone, and sums must be of whole numbers.
func OnCores(ctx context.Context, n int, begin func(worker int) (one func(i int), done func())) error {
	size := n/portions + 1
	var wait sync.WaitGroup
	var next atomic.Int64
	var turn sync.Mutex
	for w := range min(runtime.GOMAXPROCS(0), n) {
		wait.Go(func() {
			one, done := begin(w)
			for {
				from := int(next.Add(int64(size))) - size
				if from >= n || ctx.Err() != nil {
					break
				}
				for i := from; i < min(from+size, n) && ctx.Err() == nil; i++ {
					one(i)
				}
			}
			if done != nil {
				turn.Lock()
				defer turn.Unlock()
				done()
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}
