package transcript

import (
	"bytes"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/text"
)

// The largest files that are read: text alone, text among pictures.
const (
	maxText = 32 << 20
	maxFile = 64 << 20
)

// format is a kind of transcript file. To add one, write its parse function in
// a file of its own and name it in formats.
type format struct {
	name     string
	limit    int64 // bytes
	suffixes []string
	sniff    func(head []byte) bool // whether a file begins as one of these does
	parse    func(f File) (source, error)
}

// formats are all the kinds of transcript file.
func formats() []format {
	return []format{
		{"txt", maxText, []string{".txt", ".text"}, sniffText, parsePlain},
		{"md", maxText, []string{".md", ".markdown"}, sniffText, parseMarkdown},
		{"docx", maxFile, []string{".docx", ".docm"}, sniffZip, parseDocx},
	}
}

// Suffixes are the file name suffixes of transcripts.
func Suffixes() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.suffixes...)
	}
	return out
}

// Takes reports whether a file is a transcript by its name.
func Takes(name string) bool {
	_, ok := formatOf(name)
	return ok
}

func formatOf(name string) (format, bool) {
	suffix := strings.ToLower(filepath.Ext(name))
	for _, f := range formats() {
		if slices.Contains(f.suffixes, suffix) {
			return f, true
		}
	}
	return format{}, false
}

// check refuses what is too large, empty, or not what its suffix says, before
// it is read.
func check(f File, name string, want format) error {
	switch {
	case f.Size > want.limit:
		return errs.New(errs.Failed, "%s: too large: %d MB, and %d MB is the most that is read", name, f.Size>>20, want.limit>>20)
	case f.Size <= 0:
		return errs.New(errs.Failed, "%s: the file is empty", name)
	}
	head := make([]byte, min(f.Size, 512))
	if n, err := f.ReadAt(head, 0); n < len(head) {
		return errs.Wrap(errs.Failed, err, "%s: cannot be read", name)
	}
	if want.sniff(head) {
		return nil
	}
	if bytes.HasPrefix(head, []byte(oleMagic)) {
		return refuseOLE(f, name)
	}
	for _, other := range formats() {
		if other.sniff(head) {
			return errs.New(errs.Failed, "%s: not a %s file by what is in it", name, want.name).Hint("if it is a %s file, rename it to end in %s", other.name, other.suffixes[0])
		}
	}
	return errs.New(errs.Failed, "%s: not a %s file by what is in it", name, want.name).Hint("transcripts are read from %s", strings.Join(Suffixes(), " "))
}

const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

func sniffZip(head []byte) bool { return bytes.HasPrefix(head, []byte(zipMagic)) }

// sniffText refuses the kinds of file that are most often given a wrong name.
// What is left is for the encoding to decide.
func sniffText(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", oleMagic, "%PDF-", "{\\rtf", "\x89PNG", "\xff\xd8\xff", "SQLite format 3\x00", "\x1f\x8b", "ID3", "OggS", "RIFF"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return false
		}
	}
	return true
}

func parsePlain(f File) (source, error) {
	raw := make([]byte, f.Size)
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, f.Size), raw); err != nil {
		return source{}, errs.Wrap(errs.Failed, err, "%s: cannot be read", filepath.Base(f.Name))
	}
	s, encoding, err := text.Normalize(raw)
	if err != nil {
		return source{}, errs.Wrap(errs.Failed, err, "%s", filepath.Base(f.Name))
	}
	return source{text: s, encoding: encoding, lines: true}, nil
}

func parseMarkdown(f File) (source, error) {
	src, err := parsePlain(f)
	src.headings = true
	return src, err
}
