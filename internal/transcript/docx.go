package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"path/filepath"
	"strings"

	"tematik/internal/errs"
)

// What a DOCX file may ask of us. Word's own files stay far below.
const (
	maxDirectory = 4 << 20 // bytes of the list of parts: some 50,000 of them
	maxRatio     = 400     // how far a part may swell, once it is large at all
	maxRun       = 4 << 20 // bytes between two tags, or in one
	maxDepth     = 200     // elements within each other
	maxCells     = 200_000 // cells and rows of tables
)

var (
	errSwells = errors.New("it swells to more than a document may hold")
	errDeep   = errors.New("its elements are nested too deep")
)

// parseDocx reads the text of a Word document: its paragraphs with a blank line
// between, tables of turns as turns, tracked changes as if accepted. Comments,
// footnotes and endnotes are notes beside it; headers and footers are left out.
func parseDocx(f File) (source, error) {
	name := filepath.Base(f.Name)
	limited := &limitedAt{r: f, left: maxDirectory}
	archive, err := zip.NewReader(limited, f.Size)
	if err != nil {
		if limited.left < 0 {
			return source{}, errs.New(errs.Failed, "%s: not a Word document: it has too many parts", name)
		}
		return source{}, damaged(name, err)
	}
	limited.left = 1<<63 - 1
	part := mainPart(archive)
	if part == nil {
		return source{}, errs.New(errs.Failed, "%s: not a Word document: it has no text part", name).Hint("open it in Word and save it as .docx")
	}
	if part.Flags&1 != 0 {
		return source{}, locked(name)
	}
	in, err := open(part, maxFile)
	if err != nil {
		return source{}, damaged(name, err)
	}
	w := &walker{dec: xml.NewDecoder(in), lists: readLists(archive, part.Name)}
	w.dec.Strict = false
	body := &story{}
	if err := w.walk(body); err != nil && err != io.EOF {
		return source{}, damaged(name, err)
	}
	body.finish()
	notes, err := readNotes(archive, part.Name)
	if err != nil {
		return source{}, damaged(name, err)
	}
	boldLabels(body.paragraphs)
	all, numbers, at := parted(strings.Join(body.paragraphs, "\n\n"))
	src := source{text: all, labels: w.labels}
	var lost, gone int
	src.notes, lost, gone = place(all, w.marks, numbers, at, append(notes, w.remarked...))
	src.warnings = w.warnings(lost, gone)
	return src, nil
}

func damaged(name string, err error) error {
	switch {
	case errors.Is(err, errSwells), errors.Is(err, errDeep):
		return errs.Wrap(errs.Failed, err, "%s: not read", name)
	}
	return errs.Wrap(errs.Failed, err, "%s: the file is damaged or cut short", name).Hint("open it in Word and save it again as .docx")
}

func locked(name string) error {
	return errs.New(errs.Failed, "%s: the document is protected by a password", name).Hint("open it in Word, remove the password (File > Info) and save it again")
}

// refuseOLE says what a file in the old container of Office is: a document of
// Word 97 to 2003, or a DOCX file that is encrypted.
func refuseOLE(f File, name string) error {
	raw, err := io.ReadAll(io.NewSectionReader(f, 0, f.Size))
	if err != nil {
		return errs.Wrap(errs.Failed, err, "%s: cannot be read", name)
	}
	if bytes.Contains(raw, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return locked(name)
	}
	return errs.New(errs.Failed, "%s: a document of Word 97 to 2003 (.doc), which is not read", name).Hint("open it in Word and save it as .docx")
}

// mainPart finds the part with the text: where the relations of the package
// say, for it need not be word/document.xml.
func mainPart(archive *zip.Reader) *zip.File {
	target := related(archive, "_rels/.rels", "")["officeDocument"]
	if target == "" {
		target = "word/document.xml"
	}
	part := find(archive, target)
	if part == nil || !strings.EqualFold(path.Ext(target), ".xml") || strings.HasPrefix(strings.ToLower(target), "xl/") || strings.HasPrefix(strings.ToLower(target), "ppt/") {
		return nil
	}
	return part
}

// related gives the parts that a list of relations names, by the last word of
// the kind of relation. dir is the folder of the part that has them.
func related(archive *zip.Reader, rels, dir string) map[string]string {
	out := map[string]string{}
	part := find(archive, rels)
	if part == nil {
		return out
	}
	var list struct {
		Relationship []struct {
			Type       string `xml:",attr"`
			Target     string `xml:",attr"`
			TargetMode string `xml:",attr"`
		}
	}
	in, err := open(part, 1<<20)
	if err != nil || decodeShallow(in, &list) != nil {
		return out
	}
	for _, r := range list.Relationship {
		if r.TargetMode == "External" {
			continue
		}
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = "/" + dir + target
		}
		out[path.Base(r.Type)] = strings.TrimPrefix(path.Clean(target), "/")
	}
	return out
}

func find(archive *zip.Reader, name string) *zip.File {
	for _, f := range archive.File {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// limitedAt bounds how much is read from a file, whatever the file says.
type limitedAt struct {
	r    io.ReaderAt
	left int64
}

func (l *limitedAt) ReadAt(p []byte, off int64) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, errSwells
	}
	return l.r.ReadAt(p, off)
}

// open opens a part that may not swell beyond a limit.
func open(part *zip.File, limit int64) (io.Reader, error) {
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	ratio := 1<<20 + maxRatio*int64(min(part.CompressedSize64, maxFile))
	return &partReader{r: r, left: min(limit, ratio)}, nil
}

// partReader bounds a part as a whole, and what the XML decoder must hold of
// it at once: a tag or a run of text.
type partReader struct {
	r    io.Reader
	left int64
	run  int
}

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.left -= int64(n); p.left < 0 {
		return 0, errSwells
	}
	if i := bytes.LastIndexByte(b[:n], '<'); i >= 0 {
		p.run = n - i
	} else if p.run += n; p.run > maxRun {
		return 0, errSwells
	}
	return n, err
}
