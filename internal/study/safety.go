package study

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/store"
)

// Check looks for damage: the file, the references, every coding against its
// words, the texts, the order.
func (p *Project) Check(ctx context.Context) ([]store.Finding, error) { return p.db.Check(ctx) }

// Repair mends what can be mended without losing anything, and says what.
func (p *Project) Repair(ctx context.Context) ([]store.Finding, error) { return p.db.Repair(ctx) }

// Backup writes a verified copy; to "" it goes to the project's backups.
func (p *Project) Backup(ctx context.Context, to string) (string, error) {
	return p.db.Backup(ctx, to, p.host.Now())
}

// Backups lists the copies kept beside the project, the newest first.
func (p *Project) Backups() ([]store.BackupInfo, error) { return store.Backups(p.path) }

// Restore puts a backup in the place of a project file; the file that is there
// is kept among the backups.
func Restore(ctx context.Context, host Host, backup, to string) (string, error) {
	if to == "" {
		to = original(backup)
	}
	if to == "" {
		return "", errs.New(errs.Usage, "restore: say which project file %s is to become", backup).Hint("tematik restore %s --to study%s", backup, Suffix)
	}
	return to, store.Restore(ctx, backup, to, store.Stamp{Coder: cmp.Or(host.Coder, host.Login), Now: host.Now(), Rand: host.Rand, Kind: "restore", Command: host.Command})
}

// original is the project file that a backup in a backups folder is of.
func original(backup string) string {
	dir := filepath.Base(filepath.Dir(backup))
	name, ok := strings.CutSuffix(dir, "-backups")
	if !ok {
		return ""
	}
	return filepath.Join(filepath.Dir(filepath.Dir(backup)), name)
}

// Finding is something a check found or a repair mended.
type Finding = store.Finding
