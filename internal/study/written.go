package study

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

// An export is replaced by the same command where nobody changed it since. What
// was written is remembered with the user's settings, as hashes alone: a table
// of codings has no place to say so itself.

// WriteAgain is WriteFile for a file that the same command may have written
// before: then, unless it was changed since, it needs no force.
func (h Host) WriteAgain(path, command string, force bool, write func(io.Writer) error) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	place := hashOf(abs)
	known := h.written()
	if b, err := os.ReadFile(path); err == nil && known[place] == hashOf(command+"\x00"+string(b)) {
		force = true
	}
	sum := sha256.New()
	io.WriteString(sum, command+"\x00")
	err = WriteFile(path, force, func(w io.Writer) error { return write(io.MultiWriter(w, sum)) })
	if err == nil && h.Config != "" {
		known[place] = hex.EncodeToString(sum.Sum(nil))
		h.remember(known)
	}
	return err
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func (h Host) writtenFile() string { return filepath.Join(h.Config, "tematik", "written.json") }

func (h Host) written() map[string]string {
	m := map[string]string{}
	b, err := os.ReadFile(h.writtenFile())
	if h.Config == "" || err != nil || json.Unmarshal(b, &m) != nil || m == nil {
		return map[string]string{} // as good as none: then --force is asked for
	}
	return m
}

// remember is a courtesy: where it fails, --force is asked for next time.
func (h Host) remember(m map[string]string) {
	b, err := json.Marshal(m)
	if err == nil && os.MkdirAll(filepath.Dir(h.writtenFile()), 0o700) == nil {
		_ = WriteFile(h.writtenFile(), true, func(w io.Writer) error { _, err := w.Write(b); return err })
	}
}
