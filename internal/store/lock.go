package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"tematik/internal/text"
)

// note is what a long write leaves for whoever waits for it: only for the
// sentence they read, never trusted as a lock.
type note struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// noticeable is how long a write lasts before it is worth a note.
const noticeable = 150 * time.Millisecond

// notePath is the same for all who open the same file.
func (db *DB) notePath() string {
	path := db.path
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = os.TempDir()
	}
	hash := text.Hash(path)
	return filepath.Join(dir, fmt.Sprintf("tematik-%x.json", hash[:8]))
}

// announce leaves a note if a write takes long, until done is called.
func (db *DB) announce(stamp Stamp) (done func()) {
	command := stamp.Command
	if command == "" {
		command = stamp.Kind
	}
	host, _ := os.Hostname()
	text, err := json.Marshal(note{os.Getpid(), host, command, stored(stamp.Now)})
	if err != nil {
		return func() {}
	}
	path, written := db.notePath(), make(chan bool, 1)
	timer := time.AfterFunc(noticeable, func() { written <- leave(path, text) })
	return func() {
		if !timer.Stop() && <-written {
			remove(path)
		}
	}
}

// holder is a sentence on who writes to the project, as far as one can know.
func (db *DB) holder() string {
	const unknown = "another program is using the file"
	text, err := os.ReadFile(db.notePath())
	if err != nil {
		return unknown
	}
	var n note
	if json.Unmarshal(text, &n) != nil || n.PID == 0 {
		return unknown
	}
	// A note can outlive its writer.
	if host, _ := os.Hostname(); host == n.Host {
		if p, err := os.FindProcess(n.PID); err != nil || errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone) {
			return unknown
		}
	}
	return fmt.Sprintf("in use by tematik %s (process %d on %s, since %s UTC)", n.Command, n.PID, n.Host, n.Since.Format("15:04:05"))
}
