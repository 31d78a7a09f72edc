// Package progress lets long work say how far it is. The listener travels in
// the context; without one, Step is silent. It knows no terminal.
package progress

import "context"

// Sink hears of progress: done of total steps.
type Sink func(done, total int)

type key struct{}

// With gives a context whose Steps are heard by sink.
func With(ctx context.Context, sink Sink) context.Context {
	return context.WithValue(ctx, key{}, sink)
}

// Step says that done of total steps are done.
func Step(ctx context.Context, done, total int) {
	if sink, ok := ctx.Value(key{}).(Sink); ok && sink != nil {
		sink(done, total)
	}
}
