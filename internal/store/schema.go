package store

import (
	"embed"
	"fmt"

	"tematik/internal/errs"
	"tematik/internal/sqlite"
)

// migrations are numbered from 1; a file's schema number says how many it has
// seen. A migration may add tables and columns.
//
//go:embed migrations/*.sql
var migrations embed.FS

// schema are the texts of the migrations, in order.
func schema() []string {
	files, _ := migrations.ReadDir("migrations")
	texts := make([]string, len(files))
	for i, f := range files {
		text, _ := migrations.ReadFile("migrations/" + f.Name()) // embedded, so there
		texts[i] = string(text)
	}
	return texts
}

// migrate brings a file up to date, in the caller's transaction. Another
// process may have done so meanwhile.
func migrate(c *sqlite.Conn, schema []string) error {
	from, err := c.Int("PRAGMA user_version")
	if err != nil || int(from) >= len(schema) {
		return err
	}
	for i, text := range schema[from:] {
		if _, err := c.Exec(text); err != nil {
			return fmt.Errorf("migration %d: %w", int(from)+i+1, err)
		}
	}
	// The images of undone events lack what was added.
	if _, err := c.Exec("UPDATE event SET state = 'dead' WHERE state = 'undone'"); err != nil {
		return err
	}
	if err := installJournal(c); err != nil {
		return err
	}
	_, err = c.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(schema)))
	return err
}

// version is the schema number of the project's file; a file that is not a
// project, or a newer one, is refused.
func (db *DB) version(c *sqlite.Conn) (int, error) {
	id, err := c.Int("PRAGMA application_id")
	if err != nil {
		return 0, err
	}
	n, err := c.Int("PRAGMA user_version")
	switch {
	case err != nil:
		return 0, err
	case id != applicationID || n < 1:
		return 0, errs.New(errs.Failed, "%s: not a tematik project", db.Name()).Hint("tematik init makes one; tematik import takes in files of other programs")
	case int(n) > len(db.schema):
		return 0, errs.New(errs.NewerSchema, "%s: written by a newer tematik (schema %d; this one knows %d)", db.Name(), n, len(db.schema)).Hint("install the newest tematik")
	}
	return int(n), nil
}

// studyTables are the tables that the journal guards, parents first.
func studyTables() []string {
	return []string{"project", "coder", "cases", "document", "speaker", "turn", "value", "state", "codebook", "code", "coding", "proposal", "memo"}
}
