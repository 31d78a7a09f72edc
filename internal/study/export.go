package study

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/qda"
)

// exporter writes the study in one format.
type exporter struct {
	name  string
	what  string
	write func(io.Writer, *qda.Snapshot) error
}

// exporters is the list of formats, in the order they are offered.
func exporters() []exporter {
	return []exporter{
		{"csv", "codings", exchange.WriteCodings},
		{"json", "project", exchange.WriteProject},
	}
}

// ExportFormats are the formats of export and what each holds.
func ExportFormats() []string {
	var out []string
	for _, e := range exporters() {
		out = append(out, e.name)
	}
	return out
}

// Export writes codings or the whole project to a file, "-" for w. The format
// is that named, else the file's suffix. What the same export wrote before is
// replaced unless it was changed since.
func (p *Project) Export(ctx context.Context, w io.Writer, path, format string, f qda.Filter, force bool) error {
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")
	}
	for _, e := range exporters() {
		if e.name != format {
			continue
		}
		s, err := p.Snapshot(ctx, qda.Needs{Texts: true, Proposals: true, Memos: true, Identity: true})
		if err != nil {
			return err
		}
		if len(f.Map()) > 0 {
			if e.what == "project" {
				return errs.New(errs.Usage, "export: a project is exported whole; filters choose codings").Hint("tematik export codings.csv, with the same filters")
			}
			view, err := f.Apply(s)
			if err != nil {
				return err
			}
			s = view.Snapshot
		}
		if path == "-" {
			b := bufio.NewWriter(w)
			if err := e.write(b, s); err != nil {
				return err
			}
			return b.Flush()
		}
		command := fmt.Sprint("export ", e.name, f.Canonical(s).Map(), p.guid)
		return p.host.WriteAgain(path, command, force, func(w io.Writer) error { return e.write(w, s) })
	}
	if path == "-" && format == "" {
		return errs.New(errs.Usage, "export -: say which format (there are: %s)", strings.Join(ExportFormats(), ", ")).Hint("tematik export - --as csv")
	}
	return errs.New(errs.Usage, "export: %q is no format (there are: %s)", format, strings.Join(ExportFormats(), ", ")).Hint("tematik export codings.csv")
}

// cannotWrite says why a file cannot be written, and what helps.
func cannotWrite(path string, err error) error {
	var why *fs.PathError
	if errors.As(err, &why) {
		err = why.Err
	}
	e := errs.Wrap(errs.Failed, err, "%s: cannot be written", path)
	if errors.Is(err, fs.ErrNotExist) {
		return e.Hint("mkdir -p %s", quoteArg(filepath.Dir(path)))
	}
	return e.Hint("choose another folder")
}

// isDatabase reports a file that SQLite made: a project or a copy of one,
// whatever its name.
func isDatabase(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 16)
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == "SQLite format 3\x00"
}

// The ends of the names of texts that reports write beside tables and figures.
const (
	AboutSuffix   = ".about.txt"
	CaptionSuffix = ".caption.txt"
)

// MayWrite says whether a file may be written: never over a project, and over
// another file only by force.
func MayWrite(path string, force bool) error {
	if filepath.Ext(path) == Suffix || isDatabase(path) {
		return errs.New(errs.Usage, "%s: this is a project; nothing is ever written over one", path).Hint("choose another name")
	}
	if _, err := os.Stat(path); err == nil && !force {
		return errs.New(errs.Failed, "%s: the file is there already", path).Hint("add --force to replace it")
	}
	return nil
}

// WriteFile writes a file under a temporary name and renames it, so that there
// is a whole file or none. An existing file is replaced only by force.
func WriteFile(path string, force bool, write func(io.Writer) error) (err error) {
	if err := MayWrite(path, force); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(tmp.Name())
	bw := bufio.NewWriterSize(tmp, 1<<16)
	if err = write(bw); err == nil {
		err = bw.Flush()
	}
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return errs.Wrap(errs.KindOf(err), err, "%s: was not written", path)
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return errs.Wrap(errs.Failed, err, "%s: was not written", path)
	}
	return nil
}
