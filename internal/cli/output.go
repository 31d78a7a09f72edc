package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/render"
	"tematik/internal/report"
)

// tries adds the flag of a dry run to a command.
func (a *app) tries(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVarP(&a.dry, "dry-run", "n", false, "try it, change nothing")
	return c
}

// tell answers what was done, or, in a dry run, what would be.
func (a *app) tell(done, would lang.Text) {
	if a.dry {
		done = would
	}
	a.put(a.Stdout, done.In(a.lang()))
}

// answer prints the result of a command: JSON with its schema, and marked when it
// was only tried; or as human does.
func (a *app) answer(name string, value any, human func()) error {
	a.busy.stop()
	if !a.json {
		human()
		if a.dry {
			a.say("Nothing was changed (dry run).", "Tidak ada yang diubah (uji coba).")
		}
		return nil
	}
	trial := ""
	if f := a.running.Flags().Lookup("dry-run"); f != nil && f.Value.String() == "true" {
		trial = `,"dry_run":true`
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return errs.Wrap(errs.Failed, err, "%s: the answer cannot be written as JSON", name)
	}
	body := strings.TrimPrefix(strings.TrimSpace(buf.String()), "{")
	comma := ","
	if body == "}" {
		comma = ""
	}
	fmt.Fprintf(a.Stdout, "{\"schema\":\"tematik.%s/1\"%s%s%s\n", name, trial, comma, body)
	return nil
}

// column is a column of a list.
func column(id, en, idn string, t report.Type) report.Column {
	return report.Column{ID: id, Title: lang.T(en, idn), Type: t}
}

// list prints rows: a table on a terminal, tab-separated in a pipe, JSON if
// asked for. Nothing found is a sentence on stderr, and no failure.
func (a *app) list(name string, cols []report.Column, rows [][]report.Cell, empty lang.Text) error {
	a.busy.stop()
	if a.json {
		objects := make([]json.RawMessage, len(rows))
		for i, r := range rows {
			objects[i] = object(cols, r)
		}
		return a.answer(name, map[string]any{name: objects}, nil)
	}
	if len(rows) == 0 {
		fmt.Fprintln(a.Stderr, empty.In(a.lang()))
		return nil
	}
	r := &report.Report{Name: name, Tables: []report.Table{{ID: name, Columns: cols, Rows: rows}}}
	return a.show(r, render.Options{})
}

// object writes a row as a JSON object, keys in the order of the columns.
func object(cols []report.Column, row []report.Cell) json.RawMessage {
	var b bytes.Buffer
	for i, c := range cols {
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		k, _ := json.Marshal(c.ID)
		b.Write(k)
		b.WriteByte(':')
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(row[i]) // cells are of five plain types
		b.Truncate(b.Len() - 1)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// show writes a report to stdout as the reader there wants it.
func (a *app) show(r *report.Report, o render.Options) error {
	a.busy.stop()
	name := "terminal"
	width, tty := terminal(a.Stdout)
	if a.json {
		name = "json"
	} else if !tty {
		name = "tsv"
	}
	o.Lang, o.Width = a.lang(), width
	o.Color = tty && a.color()
	f, err := render.ByName(name)
	if err != nil {
		return err
	}
	return f.Render(a.Stdout, r, o)
}

// color reports that a terminal may be written to in colour.
func (a *app) color() bool { return a.Getenv("NO_COLOR") == "" && ansi(runtime.GOOS, a.Getenv) }

// ansi reports that terminals understand escape sequences: those of Windows do
// where they, or what runs in them, say so.
func ansi(system string, getenv func(string) string) bool {
	says := getenv("TERM") + getenv("WT_SESSION") + getenv("ANSICON")
	return getenv("TERM") != "dumb" && (system != "windows" || says != "")
}

// when writes a moment: by the reader's clock on a terminal, in UTC for
// programs.
func (a *app) when(t time.Time) string {
	if _, tty := terminal(a.Stdout); tty && !a.json {
		return t.Local().Format("2006-01-02 15:04")
	}
	return t.UTC().Format(time.RFC3339)
}

// filterFlags adds the one filter grammar to a command.
func filterFlags(c *cobra.Command, f *qda.Filter) {
	fl := c.Flags()
	fl.StringArrayVar(&f.Codes, "code", nil, "only this code and those below it (repeatable)")
	fl.StringArrayVar(&f.Documents, "doc", nil, "only this document (repeatable)")
	fl.StringArrayVar(&f.Cases, "case", nil, "only this case (repeatable)")
	fl.StringArrayVar(&f.Where, "where", nil, "only documents or cases with ATTRIBUTE=VALUE (repeatable)")
	fl.StringArrayVar(&f.Coders, "coder", nil, "only this coder's codings (repeatable)")
	fl.StringVar(&f.Speaker, "speaker", "", "only speech of respondent, interviewer, any, or a label")
	fl.StringArrayVar(&f.Origins, "origin", nil, "only codings made so: manual, rule, import (repeatable)")
	fl.StringVar(&f.From, "from", "", "only documents collected from this date on")
	fl.StringVar(&f.To, "to", "", "only documents collected up to this date")
}
