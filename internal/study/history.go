package study

import (
	"context"

	"tematik/internal/qda"
)

// Undo takes back the coder's latest change that still stands, and says which.
func (p *Project) Undo(ctx context.Context) (qda.Event, error) {
	return p.db.Undo(ctx, p.stamp("undo"))
}

// Redo does again what was last undone, and says what.
func (p *Project) Redo(ctx context.Context) (qda.Event, error) {
	return p.db.Redo(ctx, p.stamp("redo"))
}

// Log lists the changes of the project, the latest first; limit 0 is all.
func (p *Project) Log(ctx context.Context, limit int) ([]qda.Event, error) {
	return p.db.Log(ctx, limit)
}
