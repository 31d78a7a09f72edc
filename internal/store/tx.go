package store

import (
	"bufio"
	"context"
	"database/sql"
	"io"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/sqlite"
)

// Tx is a transaction. Its methods read and write one consistent state of the
// project; those that write need an Update.
type Tx struct {
	c         *sqlite.Conn
	now       time.Time
	random    io.Reader
	event     qda.EventID
	counts    map[string]int
	revised   bool             // the codebook's revision was raised
	revisions []qda.DocumentID // documents with a new text
	bodies    bool             // texts were added
	lastBody  int64            // the newest text before
	fixed     bool             // the event cannot be undone
}

// View reads.
func (db *DB) View(ctx context.Context, read func(*Tx) error) error {
	return db.explain(db.read(ctx, func(c *sqlite.Conn) error { return read(&Tx{c: c}) }))
}

// Update writes. All of it happens, with one time and one event, or nothing;
// where nothing was changed there is no event, and the one given is zero.
func (db *DB) Update(ctx context.Context, stamp Stamp, write func(*Tx) error) (qda.Event, error) {
	if !stamp.Look {
		if err := db.backupOfTheDay(ctx, stamp.Now); err != nil {
			return qda.Event{}, db.explain(err)
		}
	}
	var event qda.Event
	err := db.write(ctx, stamp, func(c *sqlite.Conn) error {
		tx, err := beginEvent(c, stamp, 0)
		if err != nil {
			return err
		}
		if err := write(tx); err != nil {
			return err
		}
		event, err = tx.endEvent(stamp)
		return err
	})
	if err == errNothing {
		return qda.Event{}, nil
	}
	return event, db.explain(err)
}

// Note adds to the event's counts: how many of what. A word, never words of a
// transcript or memo.
func (tx *Tx) Note(what string, n int) {
	if n != 0 {
		tx.counts[what] += n
	}
}

func newTx(c *sqlite.Conn, stamp Stamp) (*Tx, error) {
	if stamp.Now.IsZero() || stamp.Rand == nil || stamp.Kind == "" {
		return nil, errs.New(errs.Failed, "update: needs a time, randomness and a kind")
	}
	return &Tx{c: c, now: stored(stamp.Now), random: bufio.NewReaderSize(stamp.Rand, 1<<10), counts: map[string]int{}}, nil
}

// guid gives a thing its name across files unless it has one.
func (tx *Tx) guid(g qda.GUID) (qda.GUID, error) {
	if !g.IsZero() {
		return g, nil
	}
	return qda.NewGUID(tx.now, tx.random)
}

// stored is a time as the file keeps it.
func stored(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

func timeOf(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func guidOf(b []byte) (g qda.GUID) {
	copy(g[:], b)
	return g
}

// orNull stores the id of nothing as NULL.
func orNull[ID ~int64](id ID) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// read runs a function in a read transaction. The lock is taken by the first
// statement that reads.
func (db *DB) read(ctx context.Context, use func(*sqlite.Conn) error) error {
	return db.transact(ctx, db.readers, "BEGIN; SELECT 1 FROM sqlite_schema", use)
}

// write runs a function in a write transaction; whoever has to wait for it is
// told what it does.
func (db *DB) write(ctx context.Context, stamp Stamp, use func(*sqlite.Conn) error) error {
	return db.transact(ctx, db.writer, "BEGIN IMMEDIATE", func(c *sqlite.Conn) error {
		defer db.announce(stamp)()
		return use(c)
	})
}

// transact begins, runs use and commits; an error, a panic and an
// interruption roll back.
func (db *DB) transact(ctx context.Context, pool *sql.DB, begin string, use func(*sqlite.Conn) error) error {
	return db.patiently(ctx, func() (begun bool, err error) {
		err = sqlite.With(ctx, pool, func(c *sqlite.Conn) error {
			defer func() {
				if c.InTransaction() {
					c.Detached().Exec("ROLLBACK") // the error that led here says more
				}
			}()
			if _, err := c.Exec(begin); err != nil {
				return err
			}
			begun = true
			if err := use(c); err != nil {
				return err
			}
			if !c.InTransaction() {
				return nil
			}
			return db.commit(ctx, c)
		})
		return begun, err
	})
}

// commit ends a transaction; readers are waited for. Where it fails the
// transaction is still open.
func (db *DB) commit(ctx context.Context, c *sqlite.Conn) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return db.patiently(ctx, func() (bool, error) {
		_, err := c.Detached().Exec("COMMIT")
		return false, err
	})
}

// patiently tries again while another program holds a lock, unless the work
// had begun. SQLite itself waits too, but cannot be interrupted.
func (db *DB) patiently(ctx context.Context, try func() (begun bool, err error)) error {
	enough := time.NewTimer(db.wait)
	defer enough.Stop()
	for {
		begun, err := try()
		if begun || !sqlite.IsBusy(err) {
			return err
		}
		select {
		case <-enough.C:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}
