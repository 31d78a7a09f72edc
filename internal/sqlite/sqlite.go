// Package sqlite opens SQLite files, runs statements on raw driver connections
// and turns SQLite's error codes into errors for a reader. It must not know
// what the files hold.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// Mode says what a connection may do with a file.
type Mode int

// The modes. A reader opens with mode=rw because mode=ro cannot roll back the
// journal that a killed writer left behind.
const (
	Read    Mode = iota // reads an existing file
	Write               // reads and writes an existing file
	Create              // as Write, and makes the file
	Foreign             // reads a file of another program, distrusting it
)

// slice is how long SQLite itself waits for a lock; whoever may wait longer
// asks again, and can be interrupted in between.
const slice = "100"

var parameters = [...]string{
	Read:    "mode=rw&_query_only=1&_txlock=deferred&_foreign_keys=1",
	Write:   "mode=rw&_txlock=immediate&_foreign_keys=1&_journal_mode=DELETE&_synchronous=EXTRA&_cache_size=-65536",
	Create:  "mode=rwc&_txlock=immediate&_foreign_keys=1&_journal_mode=DELETE&_synchronous=EXTRA&_cache_size=-65536",
	Foreign: "mode=ro&_query_only=1&_txlock=deferred",
}

// Open makes a pool of connections to a file; the file is touched when the
// first of them is used. Writers are one at a time.
func Open(path string, mode Mode) *sql.DB {
	// A connection is used by one goroutine at a time, so SQLite need not lock
	// it: that would be a fifth of the time of reading many rows.
	db := sql.OpenDB(connector{uri(path) + "?" + parameters[mode] + "&_mutex=no&_busy_timeout=" + slice + "&_stmt_cache_size=64"})
	db.SetMaxIdleConns(2)
	if mode == Write || mode == Create {
		db.SetMaxOpenConns(1)
	}
	return db
}

func uri(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	u := strings.ReplaceAll((&url.URL{Path: path}).EscapedPath(), "?", "%3F")
	return "file:" + u
}

type connector struct{ dsn string }

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// Driver distrusts the schema of the file: what a view or trigger may call is
// limited, and damaged pages are noticed early. Temporary tables may hold
// words of transcripts, so they stay in memory.
func (connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		_, err := c.Exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", nil)
		return err
	}}
}
