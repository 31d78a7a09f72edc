package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
)

// child is what the second process of a test does.
func child(task string, args []string) int {
	db, err := Open(ctx, args[0], by("budi", "open"), Wait(200*time.Millisecond))
	if err != nil {
		fmt.Println(errs.KindOf(err).Name(), err, "|", errs.HintOf(err))
		return 1
	}
	defer db.Close()
	switch task {
	case "die":
		// A small cache spills, so the file is already changed when the
		// process is killed.
		_, err := db.Update(ctx, by("budi", "import"), func(tx *Tx) error {
			tx.c.Exec("PRAGMA cache_size = 5")
			for i := range 2000 {
				d, body := interview(fmt.Sprint("D", i))
				if err := tx.InsertDocument(d, body); err != nil {
					return err
				}
			}
			tx.UpdateProject(qda.Project{Title: "half done"})
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		})
		fmt.Println(err)
		return 0
	case "write":
		if _, err := db.Update(ctx, by("budi", "set"), func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: "of the child"}) }); err != nil {
			fmt.Println(errs.KindOf(err).Name(), err, "|", errs.HintOf(err))
			return 1
		}
	}
	var title string
	db.View(ctx, func(tx *Tx) error {
		p, err := tx.Project()
		title = p.Title
		return err
	})
	fmt.Println(title)
	return 0
}

// spawn runs this test's program again, as another process.
func spawn(t *testing.T, task, path string, change func(*exec.Cmd)) (string, error) {
	t.Helper()
	cmd := exec.Command(os.Args[0], path)
	cmd.Env = append(os.Environ(), "TEMATIK_STORE_CHILD="+task)
	if change != nil {
		change(cmd)
	}
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

func TestKilledWriter(t *testing.T) {
	db := filled(t)
	before := dumpOf(t, db)
	if out, err := spawn(t, "die", db.path, nil); err == nil {
		t.Fatalf("the child lived: %s", out)
	}
	info, err := os.Stat(db.path + "-journal")
	if err != nil || info.Size() == 0 {
		t.Fatalf("no hot journal: %v", err)
	}
	// A reader rolls it back.
	same(t, "after the kill", before, dumpOf(t, db))
	if there(db.path + "-journal") {
		t.Error("the journal is still there")
	}
	sound(t, db)
}

func TestLocked(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	db := filled(t)
	stamp := by("andi", "import")
	stamp.Command = "import interviews"
	_, err := db.Update(ctx, stamp, func(tx *Tx) error {
		time.Sleep(2 * noticeable) // a long write leaves a note
		if err := tx.UpdateProject(qda.Project{Title: "long"}); err != nil {
			return err
		}
		out, err := spawn(t, "write", db.path, nil)
		if err == nil || !strings.Contains(out, "locked") || !strings.Contains(out, "import interviews (process "+fmt.Sprint(os.Getpid())) {
			t.Errorf("the child said %q, %v", out, err)
		}
		if out, err := spawn(t, "read", db.path, nil); err != nil || out != "Study" {
			t.Errorf("reading meanwhile: %q, %v", out, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if there(db.notePath()) {
		t.Error("the note was left")
	}
	// Without a note the sentence is a plain one; a reader makes a writer wait.
	other, err := Open(ctx, db.path, by("budi", "open"), Wait(50*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	view(t, db, func(tx *Tx) error {
		_, err := other.Update(ctx, by("budi", "set"), func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: "never"}) })
		wantKind(t, err, errs.Locked, "another program")
		return nil
	})
	if out, err := spawn(t, "write", db.path, nil); err != nil || out != "of the child" {
		t.Errorf("afterwards: %q, %v", out, err)
	}
}

func TestReadOnly(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("becomes another user")
	}
	dir, err := os.MkdirTemp("/tmp", "store-readonly")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	db := copyOf(t, dir, emptyProject())
	// The test's program must be where the other user can run it.
	program := filepath.Join(dir, "child")
	text, err := os.ReadFile(os.Args[0])
	err = errors.Join(err, os.WriteFile(program, text, 0o755), os.Chmod(dir, 0o755), os.Chmod(db.path, 0o644))
	if err != nil {
		t.Fatal(err)
	}
	nobody := func(cmd *exec.Cmd) {
		cmd.Path, cmd.Dir = program, dir
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Stderr = &bytes.Buffer{}
	}
	if out, err := spawn(t, "read", db.path, nobody); err != nil || out != "Study" {
		t.Errorf("reading: %q, %v", out, err)
	}
	out, err := spawn(t, "write", db.path, nobody)
	if err == nil || !strings.Contains(out, "cannot be written, only read") {
		t.Errorf("writing a file of another: %q, %v", out, err)
	}
	os.Chmod(db.path, 0o666)
	out, err = spawn(t, "write", db.path, nobody)
	if err == nil || !strings.Contains(out, "failed") || !strings.Contains(out, "permissions of the file and its folder") {
		t.Errorf("writing in a folder of another: %q, %v", out, err)
	}
}

func TestFullDisk(t *testing.T) {
	db := filled(t)
	before := dumpOf(t, db)
	_, err := db.Update(ctx, by("andi", "import"), func(tx *Tx) error {
		if _, err := tx.c.Exec("PRAGMA max_page_count = 60"); err != nil {
			return err
		}
		for i := range 500 {
			d, body := interview(fmt.Sprint("D", i))
			if err := tx.InsertDocument(d, body); err != nil {
				return err
			}
		}
		return nil
	})
	wantKind(t, err, errs.Failed, "the disk is full")
	same(t, "after the full disk", before, dumpOf(t, db))
	sound(t, db)
	update(t, db, "andi", "set", func(tx *Tx) error { return tx.UpdateProject(qda.Project{Title: "works again"}) })
}
