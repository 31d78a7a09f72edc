package study

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/qda"
	"tematik/internal/transcript"
)

// largest is the size up to which a file is read into memory.
const largest = 512 << 20

// source is a file to be imported, and what reading it gave: exactly one of
// the parts, or err.
type source struct {
	path     string
	cases    bool // is to be a table of cases, whatever its suffix
	err      error
	doc      *transcript.Transcript
	table    []byte // of codings or cases
	kind     exchange.TableKind
	incoming *qda.Snapshot
	notes    []string // about what of it was left out
}

// gather lists the files of the paths, folders in natural order. What a folder
// holds beside files of known kinds is left alone and counted.
func gather(paths []string) (out []*source, ignored []string, err error) {
	for _, path := range paths {
		st, err := os.Stat(path)
		if err != nil {
			return nil, nil, errs.New(errs.NotFound, "%s: there is no such file or folder", path).Hint("ls %s", quoteArg(filepath.Dir(path)))
		}
		if !st.IsDir() {
			out = append(out, &source{path: path})
			continue
		}
		var here []string
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		err = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && p != path && strings.HasPrefix(d.Name(), "."):
				return filepath.SkipDir
			case d.IsDir() || strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "~$"):
			case !d.Type().IsRegular() && d.Type()&fs.ModeSymlink == 0:
			case strings.HasSuffix(p, AboutSuffix) || strings.HasSuffix(p, CaptionSuffix) || isReport(p):
				ignored = append(ignored, p) // what reports wrote
			case strings.EqualFold(d.Name(), "README.md") || strings.EqualFold(d.Name(), "README.txt"):
				ignored = append(ignored, p) // speaks of the folder, not in the study
			case transcript.Takes(p) || strings.EqualFold(filepath.Ext(p), ".csv"):
				here = append(here, p)
			default:
				ignored = append(ignored, p)
			}
			return nil
		})
		if err != nil {
			return nil, nil, errs.Wrap(errs.Failed, err, "%s: the folder cannot be read", path)
		}
		slices.SortFunc(here, func(a, b string) int {
			switch {
			case transcript.NaturalLess(a, b):
				return -1
			case transcript.NaturalLess(b, a):
				return 1
			}
			return 0
		})
		for _, p := range here {
			out = append(out, &source{path: p})
		}
	}
	return out, ignored, nil
}

// isReport reports a file that a report was written to: Markdown says so in its
// last lines, a docx in its properties.
func isReport(path string) bool {
	const tail = 8 << 10
	switch strings.ToLower(filepath.Ext(path)) {
	case ".docx":
		return madeHere(path)
	case ".md", ".markdown":
	default:
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	if size, err := f.Seek(0, io.SeekEnd); err == nil {
		f.Seek(max(0, size-tail), io.SeekStart)
	}
	end, err := io.ReadAll(io.LimitReader(f, tail))
	return err == nil && (bytes.Contains(end, []byte("\n*Made with* tematik ")) || bytes.Contains(end, []byte("\n*Dibuat dengan* tematik ")))
}

// madeHere reports a docx whose author is the program.
func madeHere(path string) bool {
	z, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer z.Close()
	f, err := z.Open("docProps/core.xml")
	if err != nil {
		return false
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 1<<20))
	return err == nil && bytes.Contains(b, []byte("<dc:creator>tematik</dc:creator>"))
}

// readAll reads and parses the files on all cores.
func readAll(ctx context.Context, list []*source, step func()) {
	var mu sync.Mutex
	parallel(len(list), func(i int) {
		if ctx.Err() != nil {
			return
		}
		list[i].read()
		mu.Lock()
		step()
		mu.Unlock()
	})
}

// parallel runs f(0…n-1) on all cores.
func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

func (s *source) read() {
	data, err := readFile(s.path)
	if err != nil {
		s.err = err
		return
	}
	suffix := strings.ToLower(filepath.Ext(s.path))
	if s.cases {
		suffix = ".csv"
	}
	switch suffix {
	case ".csv":
		s.table = data
		s.kind, s.err = exchange.TableKindOf(s.path, data)
	case ".json":
		s.incoming, s.notes, s.err = exchange.ReadProject(filepath.Base(s.path), data)
	case ".yaml", ".yml":
		s.err = errs.New(errs.Usage, "%s: a codebook is imported by a command of its own", s.path).Hint("tematik codebook import %s", s.path)
	default:
		s.doc, s.err = transcript.Read(transcript.File{Name: filepath.Base(s.path), ReaderAt: bytes.NewReader(data), Size: int64(len(data))})
	}
}

func readFile(path string) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, errs.New(errs.NotFound, "%s: there is no such file", path).Hint("ls %s", quoteArg(filepath.Dir(path)))
	}
	if st.Size() > largest {
		return nil, errs.New(errs.Usage, "%s: %d MB is too large a file", path, st.Size()>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, errs.Wrap(errs.Failed, err, "%s: cannot be read", path)
	}
	return data, nil
}
