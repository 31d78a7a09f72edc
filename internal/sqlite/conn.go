package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"iter"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// Conn is one connection while a function uses it. Its statements go to the
// driver directly: database/sql would copy and convert every value once more.
type Conn struct {
	raw *sqlite3.SQLiteConn
	ctx context.Context
}

// With lends a connection of a pool to a function.
func With(ctx context.Context, pool *sql.DB, use func(*Conn) error) error {
	c, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Raw(func(raw any) error { return use(&Conn{raw.(*sqlite3.SQLiteConn), ctx}) })
}

// Detached is the same connection without its interruption: for the end of a
// transaction.
func (c *Conn) Detached() *Conn { return &Conn{c.raw, context.WithoutCancel(c.ctx)} }

// InTransaction reports whether a transaction is open.
func (c *Conn) InTransaction() bool { return !c.raw.AutoCommit() }

// Exec runs statements and gives the number of rows the last one changed.
func (c *Conn) Exec(query string, args ...any) (int64, error) {
	named, err := values(args)
	if err != nil {
		return 0, err
	}
	r, err := c.raw.ExecContext(c.ctx, query, named)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Insert is Exec for one INSERT; it gives the new row's id.
func (c *Conn) Insert(query string, args ...any) (int64, error) {
	named, err := values(args)
	if err != nil {
		return 0, err
	}
	r, err := c.raw.ExecContext(c.ctx, query, named)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// Rows runs a query. A Row is valid until the next one.
func (c *Conn) Rows(query string, args ...any) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		named, err := values(args)
		if err != nil {
			yield(nil, err)
			return
		}
		rows, err := c.raw.QueryContext(c.ctx, query, named)
		if err != nil {
			yield(nil, err)
			return
		}
		defer rows.Close()
		row := make(Row, len(rows.Columns()))
		for {
			switch err := rows.Next(row); {
			case err == io.EOF:
				return
			case err != nil:
				yield(nil, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// All collects what scan makes of every row.
func All[T any](c *Conn, scan func(Row) T, query string, args ...any) ([]T, error) {
	var all []T
	for row, err := range c.Rows(query, args...) {
		if err != nil {
			return nil, err
		}
		all = append(all, scan(row))
	}
	return all, nil
}

// One gives what scan makes of the first row; ok is false if there is none.
func One[T any](c *Conn, scan func(Row) T, query string, args ...any) (one T, ok bool, err error) {
	for row, err := range c.Rows(query, args...) {
		if err != nil {
			return one, false, err
		}
		return scan(row), true, nil
	}
	return one, false, nil
}

// Int is the first column of the first row, or 0.
func (c *Conn) Int(query string, args ...any) (int64, error) {
	n, _, err := One(c, func(r Row) int64 { return r.Int(0) }, query, args...)
	return n, err
}

// batch is how many values a statement of Fill binds at most; beyond some
// hundred rows a statement it gets no faster.
const batch = 1000

// Fill inserts many rows in statements of many rows each: head is the INSERT
// up to VALUES, tail what follows them. It is the driver's query path that
// binds all values in one call into C.
func (c *Conn) Fill(head, tail string, rows, width int, fill func(i int, row []driver.NamedValue)) error {
	per := max(1, batch/width)
	args := make([]driver.NamedValue, per*width)
	for i := range args {
		args[i].Ordinal = i + 1
	}
	query := ""
	for done := 0; done < rows; {
		n := min(per, rows-done)
		if query == "" || n < per {
			one := "(?" + strings.Repeat(",?", width-1) + ")"
			query = head + " VALUES " + one + strings.Repeat(","+one, n-1) + " " + tail
		}
		for i := range n {
			fill(done+i, args[i*width:(i+1)*width])
		}
		r, err := c.raw.QueryContext(c.ctx, query, args[:n*width])
		if err != nil {
			return err
		}
		if err := r.Close(); err != nil {
			return err
		}
		done += n
	}
	return nil
}

// Row is a row as the driver gives it. A value that is not of the type asked
// for reads as zero: files can be damaged or made by hand.
type Row []driver.Value

// Int is an integer; NULL is 0.
func (r Row) Int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

// Text is a text; NULL is "".
func (r Row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

// Bytes is a blob; NULL is nil.
func (r Row) Bytes(i int) []byte {
	b, _ := r[i].([]byte)
	return b
}

// Null reports NULL.
func (r Row) Null(i int) bool { return r[i] == nil }

func values(args []any) ([]driver.NamedValue, error) {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i].Ordinal = i + 1
		switch v := a.(type) {
		case nil, int64, string, []byte, bool:
			named[i].Value = v
		case int:
			named[i].Value = int64(v)
		default:
			v, err := driver.DefaultParameterConverter.ConvertValue(a)
			if err != nil {
				return nil, err
			}
			named[i].Value = v
		}
	}
	return named, nil
}

// IsUnique reports that a row would have been there twice.
func IsUnique(err error) bool {
	return is(err, sqlite3.ErrConstraintUnique) || is(err, sqlite3.ErrConstraintPrimaryKey)
}

// IsForeignKey reports that a row would have pointed to nothing.
func IsForeignKey(err error) bool { return is(err, sqlite3.ErrConstraintForeignKey) }

func is(err error, code sqlite3.ErrNoExtended) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == code
}

// IsBusy reports that another connection holds a lock.
func IsBusy(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked)
}
