package cli

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"tematik/internal/progress"
)

// patience is how long work may take before a terminal shows that it goes on.
const patience = time.Second

// withProgress gives a context whose long work shows on a terminal how far it
// is, or, where it does not say, for how long it has been at it. The first words
// of an answer end that.
func (a *app) withProgress(ctx context.Context) context.Context {
	f, ok := a.Stderr.(*os.File)
	if _, tty := terminal(a.Stderr); !ok || !tty || a.json {
		return ctx
	}
	a.busy.stop()
	b := newBusy(f, patience)
	a.busy = b
	return progress.With(ctx, b.step)
}

// busy shows on a terminal that work goes on. A nil one shows nothing.
type busy struct {
	mu    sync.Mutex
	to    *os.File
	timer *time.Timer
	bars  *mpb.Progress // nil: not shown yet
	bar   *mpb.Bar
	total int // of the steps that bar shows; 0: it shows the time
	ended bool
}

func newBusy(to *os.File, after time.Duration) *busy {
	b := &busy{to: to}
	b.timer = time.AfterFunc(after, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if !b.ended {
			b.bars = mpb.New(mpb.WithOutput(to), mpb.WithWidth(60))
			b.draw(0)
		}
	})
	return b
}

// draw shows so many steps in the place of what is shown.
func (b *busy) draw(total int) {
	if b.bar != nil {
		b.bar.Abort(true)
	}
	if b.total = total; total > 0 {
		b.bar = b.bars.AddBar(int64(total), mpb.BarRemoveOnComplete(), mpb.AppendDecorators(decor.Percentage()))
	} else {
		b.bar = b.bars.New(1, mpb.SpinnerStyle("|", "/", "-", `\`), mpb.BarRemoveOnComplete(), mpb.BarWidth(1), mpb.AppendDecorators(decor.Elapsed(decor.ET_STYLE_GO)))
	}
}

// step hears how far the work is; after its last step the time is shown again.
func (b *busy) step(done, total int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended || b.bars == nil {
		return
	}
	switch {
	case done >= total && b.total > 0:
		b.draw(0)
	case done < total && b.total != total:
		b.draw(total)
	}
	if b.total > 0 {
		b.bar.SetCurrent(int64(done))
	}
}

// stop takes away what is shown.
func (b *busy) stop() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ended {
		return
	}
	b.ended = true
	b.timer.Stop()
	if b.bars != nil {
		b.bar.Abort(true)
		b.bars.Wait()
	}
}
