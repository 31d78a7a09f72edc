package cli

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/report"
	"tematik/internal/study"
)

// what writes an event in a few words: its kind and its counts.
func (a *app) what(e qda.Event) string {
	counted := map[string]func(int) lang.Text{"aspects": aspects, "cases": cases, "codes": codes, "coders": coders, "codings": codings, "documents": documents, "memos": memos, "proposals": proposals}
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(e.Counts)) {
		n := lang.T("%v %v", "%v %v", e.Counts[k], k)
		if f := counted[k]; f != nil {
			n = f(e.Counts[k])
		}
		parts = append(parts, n.In(a.lang()))
	}
	if len(parts) == 0 {
		return e.Kind
	}
	return e.Kind + " (" + strings.Join(parts, ", ") + ")"
}

func eventJSON(e qda.Event) map[string]any {
	counts := e.Counts
	if counts == nil {
		counts = map[string]int{}
	}
	m := map[string]any{"event": int64(e.ID), "guid": e.GUID.String(), "at": e.At.UTC().Format(time.RFC3339), "coder": e.Coder, "kind": e.Kind, "counts": counts, "undone": e.Undone, "target": nil}
	if e.Target != 0 {
		m["target"] = int64(e.Target)
	}
	return m
}

func (a *app) undoCmd() *cobra.Command {
	return &cobra.Command{
		Use: "undo", Short: "Take back your latest change, also of another day", Args: args(0, 0), Example: "  tematik undo",
		Long: "Take back your latest change, an import or a bulk operation too. It is refused\nwhen a later change stands on it, and names that change.",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			e, err := p.Undo(ctx)
			if err != nil {
				return err
			}
			return a.answer("undo", eventJSON(e), func() {
				a.print("Taken back: %v of %v. To do it again: tematik redo", "Dibatalkan: %v dari %v. Untuk mengulang: tematik redo", a.what(e), a.when(e.At))
			})
		}),
	}
}

func (a *app) redoCmd() *cobra.Command {
	return &cobra.Command{
		Use: "redo", Short: "Do again what was last undone", Args: args(0, 0), Example: "  tematik redo",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			e, err := p.Redo(ctx)
			if err != nil {
				return err
			}
			return a.answer("redo", eventJSON(e), func() { a.print("Done again: %v", "Diulang: %v", a.what(e)) })
		}),
	}
}

func (a *app) logCmd() *cobra.Command {
	var limit int
	c := &cobra.Command{
		Use: "log", Short: "The trail of changes: who, when, what", Args: args(0, 0), Example: "  tematik log",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			events, err := p.Log(ctx, limit)
			if err != nil {
				return err
			}
			if a.json {
				list := []any{}
				for _, e := range events {
					list = append(list, eventJSON(e))
				}
				return a.answer("log", map[string]any{"events": list}, nil)
			}
			cols := []report.Column{column("event", "#", "#", report.Count), column("at", "When", "Waktu", report.String), column("coder", "Who", "Siapa", report.String), column("kind", "What", "Apa", report.String), column("undone", "Undone", "Batal", report.Boolean)}
			var rows [][]report.Cell
			for _, e := range events {
				rows = append(rows, []report.Cell{int(e.ID), a.when(e.At), e.Coder, a.what(e), e.Undone})
			}
			return a.list("events", cols, rows, lang.T("Nothing has happened yet.", "Belum terjadi apa-apa."))
		}),
	}
	c.Flags().IntVar(&limit, "limit", 0, "only the latest so many")
	return c
}

func (a *app) checkCmd() *cobra.Command {
	return &cobra.Command{
		Use: "check", Short: "Look for damage: every coding against its words", Args: args(0, 0), Example: "  tematik check",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			found, err := p.Check(ctx)
			if err != nil {
				return err
			}
			if err := a.findings("check", found); err != nil {
				return err
			}
			if len(found) > 0 {
				return errs.New(errs.Check, "check: %s", lang.Many(len(found), "finding", "findings", "temuan")).Hint("tematik repair, or: tematik backup --list")
			}
			return nil
		}),
	}
}

// findings lists what a check or repair found.
func (a *app) findings(name string, found []study.Finding) error {
	type finding struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	list := []finding{}
	for _, f := range found {
		list = append(list, finding{f.ID, f.Text})
	}
	return a.answer(name, map[string]any{"ok": len(found) == 0, "findings": list}, func() {
		for _, f := range found {
			a.put(a.Stdout, f.ID+": "+f.Text)
		}
		if len(found) == 0 && name == "check" {
			a.print("Checked: the file is sound, and every coding stands on its words.", "Diperiksa: berkas utuh, dan setiap pengodean berdiri pada kata-katanya.")
		}
	})
}

func (a *app) repairCmd() *cobra.Command {
	return &cobra.Command{
		Use: "repair", Short: "Mend what can be mended without losing anything", Args: args(0, 0), Example: "  tematik repair",
		RunE: a.with(func(ctx context.Context, p *study.Project, _ []string) error {
			mended, err := p.Repair(ctx)
			if err != nil {
				return err
			}
			if len(mended) == 0 && !a.json {
				a.print("There was nothing to mend.", "Tidak ada yang perlu diperbaiki.")
				return nil
			}
			return a.findings("repair", mended)
		}),
	}
}

func (a *app) backupCmd() *cobra.Command {
	var list bool
	c := &cobra.Command{
		Use: "backup [FILE]", Short: "Write a verified copy of the project", Args: args(0, 1),
		Long:    "Write a verified copy, with its history; without a name into the folder of\nbackups beside the project, where the latest ten are kept.",
		Example: "  tematik backup\n  tematik backup --list",
		RunE: a.with(func(ctx context.Context, p *study.Project, given []string) error {
			if list {
				return a.listBackups(p)
			}
			to := ""
			if len(given) > 0 {
				to = given[0]
			}
			path, err := p.Backup(ctx, to)
			if err != nil {
				return err
			}
			return a.answer("backup", map[string]any{"file": filepath.Base(path)}, func() {
				a.print("Copied and verified: %v", "Disalin dan diperiksa: %v", path)
				if filepath.Dir(path) == filepath.Dir(p.Path()) && filepath.Ext(path) == study.Suffix {
					a.sayBeside(p.Path())
				}
			})
		}),
	}
	c.Flags().BoolVar(&list, "list", false, "list the copies beside the project")
	return c
}

func (a *app) listBackups(p *study.Project) error {
	all, err := p.Backups()
	if err != nil {
		return err
	}
	cols := []report.Column{column("file", "File", "Berkas", report.String), column("at", "When", "Waktu", report.String), column("bytes", "Bytes", "Bita", report.Count)}
	var rows [][]report.Cell
	for _, b := range all {
		rows = append(rows, []report.Cell{b.Path, a.when(b.At), int(b.Size)})
	}
	return a.list("backups", cols, rows, lang.T("No backups yet. Make one: tematik backup", "Belum ada cadangan. Buat: tematik backup"))
}

func (a *app) restoreCmd() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "restore BACKUP", Short: "Put a backup in the place of the project", Args: args(1, 1),
		Long:    "Verify a backup and put it in the place of the project it is of, or of --to.\nThe file that is there is kept among the backups.",
		Example: "  tematik backup --list\n  tematik restore study.tematik-backups/20260304-101500.tematik",
		RunE: func(c *cobra.Command, given []string) error {
			if to == "" {
				to = a.project
			}
			path, err := study.Restore(a.withProgress(c.Context()), a.host(), given[0], to)
			if err != nil {
				return err
			}
			return a.answer("restore", map[string]any{"project": filepath.Base(path)}, func() { a.print("Restored: %v", "Dipulihkan: %v", path) })
		},
	}
	c.Flags().StringVar(&to, "to", "", "the project file it becomes")
	return c
}
