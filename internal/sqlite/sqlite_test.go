package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"

	"tematik/internal/errs"
)

var ctx = context.Background()

func exec(t *testing.T, path string, mode Mode, statements string) error {
	t.Helper()
	pool := Open(path, mode)
	defer pool.Close()
	return With(ctx, pool, func(c *Conn) error { _, err := c.Exec(statements); return err })
}

func TestPaths(t *testing.T) {
	for _, name := range []string{"a", "with space", "100%", "a?b=c", "a#b", "naïve – 🙂", "q&a", "semi;colon", "mode=ro"} {
		path := filepath.Join(t.TempDir(), name)
		if err := exec(t, path, Create, "CREATE TABLE t (a)"); err != nil {
			t.Fatal(name, err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := exec(t, path, Write, "INSERT INTO t VALUES (1)"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Chdir(t.TempDir())
	if err := exec(t, "relative", Create, "CREATE TABLE t (a)"); err != nil {
		t.Error(err)
	}
}

func TestModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, mode := range []Mode{Read, Write, Foreign} {
		if err := exec(t, path, mode, "SELECT 1 FROM sqlite_schema"); err == nil {
			t.Errorf("mode %d: read what is not there", mode)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a file was made")
	}
	if err := exec(t, path, Create, "CREATE TABLE t (a)"); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []Mode{Read, Foreign} {
		err := Explain(exec(t, path, mode, "INSERT INTO t VALUES (1)"), "f")
		if err == nil || !strings.Contains(err.Error(), "only read") {
			t.Errorf("mode %d: %v", mode, err)
		}
	}
	// What a foreign schema may do is limited: a view cannot call what has
	// effects.
	if err := exec(t, path, Write, "CREATE VIEW v AS SELECT load_extension('x')"); err != nil {
		t.Fatal(err)
	}
	if err := exec(t, path, Foreign, "SELECT * FROM v"); err == nil {
		t.Error("a view called a dangerous function")
	}
}

func TestConn(t *testing.T) {
	pool := Open(filepath.Join(t.TempDir(), "f"), Create)
	defer pool.Close()
	err := With(ctx, pool, func(c *Conn) error {
		if _, err := c.Exec("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER UNIQUE, s TEXT, b BLOB) STRICT; BEGIN"); err != nil {
			return err
		}
		if !c.InTransaction() {
			t.Error("no transaction")
		}
		const rows = 1001
		err := c.Fill("INSERT INTO t (n, s, b)", "ON CONFLICT DO NOTHING", rows, 3, func(i int, row []driver.NamedValue) {
			row[0].Value, row[1].Value, row[2].Value = int64(i/2*2), strings.Repeat("é", i%3), nil
			if i%2 == 0 {
				row[2].Value = []byte{0, byte(i)}
			}
		})
		if err != nil {
			return err
		}
		if n, err := c.Int("SELECT count(*) FROM t"); n != 501 || err != nil {
			t.Errorf("%d rows, %v", n, err)
		}
		type named int64
		n, err := c.Exec("UPDATE t SET s = ? WHERE n = ?", "x", named(4))
		if n != 1 || err != nil {
			t.Errorf("%d changed, %v", n, err)
		}
		if id, err := c.Insert("INSERT INTO t (n) VALUES (?)", -1); id != 502 && id != 1002 || err != nil {
			t.Errorf("id %d, %v", id, err)
		}
		all, err := All(c, func(r Row) string { return fmt.Sprint(r.Int(0), r.Text(1), r.Bytes(2), r.Null(2), r.Int(1), r.Text(0)) }, "SELECT n, s, b FROM t WHERE n < 6 ORDER BY n")
		if len(all) != 4 || err != nil {
			t.Errorf("%q, %v", all, err)
		}
		for range c.Rows("SELECT n FROM t ORDER BY n") {
			break // leaves nothing open
		}
		_, ok, err := One(c, func(r Row) int64 { return r.Int(0) }, "SELECT n FROM t WHERE n = -7")
		if ok || err != nil {
			t.Error(ok, err)
		}
		if _, err := c.Exec("INSERT INTO t (n) VALUES (0)"); !IsUnique(err) || IsForeignKey(err) || IsBusy(err) {
			t.Error(err)
		}
		if _, err := c.Exec("INSERT INTO t (n) VALUES (?)", struct{}{}); err == nil {
			t.Error("a strange value was taken")
		}
		_, err = c.Exec("COMMIT")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(ctx)
	err = With(stopped, pool, func(c *Conn) error {
		stop()
		if _, err := c.Detached().Int("SELECT count(*) FROM t"); err != nil {
			t.Error(err)
		}
		_, err := c.Int("SELECT count(*) FROM t")
		return err
	})
	if errs.KindOf(Explain(err, "f")) != errs.Interrupted {
		t.Error(err)
	}
}

func TestExplain(t *testing.T) {
	said := errs.New(errs.Usage, "said already")
	for _, test := range []struct {
		err  error
		kind errs.Kind
		part string
	}{
		{nil, errs.Failed, ""},
		{said, errs.Usage, "said already"},
		{fmt.Errorf("around: %w", said), errs.Usage, "said already"},
		{context.Canceled, errs.Interrupted, "interrupted"},
		{sqlite3.Error{Code: sqlite3.ErrInterrupt}, errs.Interrupted, "interrupted"},
		{sqlite3.Error{Code: sqlite3.ErrBusy}, errs.Locked, "another program"},
		{sqlite3.Error{Code: sqlite3.ErrLocked}, errs.Locked, "another program"},
		{sqlite3.Error{Code: sqlite3.ErrReadonly}, errs.Failed, "only read"},
		{sqlite3.Error{Code: sqlite3.ErrReadonly, ExtendedCode: sqlite3.ErrReadonlyDbMoved}, errs.Failed, "moved"},
		{sqlite3.Error{Code: sqlite3.ErrReadonly, ExtendedCode: sqlite3.ErrReadonlyRollback}, errs.Failed, "cut short"},
		{sqlite3.Error{Code: sqlite3.ErrFull}, errs.Failed, "disk is full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.ENOSPC}, errs.Failed, "disk is full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.EROFS}, errs.Failed, "only read"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr}, errs.Failed, "could not be read or written"},
		{sqlite3.Error{Code: sqlite3.ErrCorrupt}, errs.Failed, "damaged"},
		{sqlite3.Error{Code: sqlite3.ErrNotADB}, errs.Failed, "not a project"},
		{sqlite3.Error{Code: sqlite3.ErrCantOpen}, errs.Failed, "cannot be opened"},
		{sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintForeignKey}, errs.Failed, "not there"},
		{sqlite3.Error{Code: sqlite3.ErrConstraint, ExtendedCode: sqlite3.ErrConstraintUnique}, errs.Failed, "there already"},
		{sqlite3.Error{Code: sqlite3.ErrConstraint}, errs.Failed, "f"},
		{sqlite3.Error{Code: sqlite3.ErrNomem}, errs.Failed, "too large"},
		{sqlite3.Error{Code: sqlite3.ErrMisuse}, errs.Failed, "f"},
		{errors.New("strange"), errs.Failed, "f: strange"},
	} {
		err := Explain(test.err, "f")
		if test.err == nil {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if errs.KindOf(err) != test.kind || !strings.Contains(err.Error(), test.part) {
			t.Errorf("%v: %v (%s)", test.err, err, errs.KindOf(err).Name())
		}
	}
}
