package store

import (
	"embed"
	"fmt"

	"tematik/internal/sqlite"
)

// migrations are numbered from 1; a file's schema number says how many it has
// seen. A migration may add tables and columns.
//
//go:embed migrations/*.sql
var migrations embed.FS

// latest is the schema number this program writes.
func latest() int64 {
	files, _ := migrations.ReadDir("migrations")
	return int64(len(files))
}

// migrate brings a file from a schema number to the latest, in the caller's
// transaction if there is one.
func migrate(c *sqlite.Conn, from int64) error {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	for _, f := range files[from:] {
		text, err := migrations.ReadFile("migrations/" + f.Name())
		if err != nil {
			return err
		}
		if _, err := c.Exec(string(text)); err != nil {
			return fmt.Errorf("%s: %w", f.Name(), err)
		}
	}
	// The images of undone events lack the new columns.
	if _, err := c.Exec("UPDATE event SET state = 'dead' WHERE state = 'undone'"); err != nil {
		return err
	}
	if err := installJournal(c); err != nil {
		return err
	}
	_, err = c.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(files)))
	return err
}

// studyTables are the tables that the journal guards, parents first.
func studyTables() []string {
	return []string{"project", "coder", "cases", "document", "speaker", "turn", "value", "state", "codebook", "code", "coding", "proposal", "memo"}
}
