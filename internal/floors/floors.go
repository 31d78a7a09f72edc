// Package floors holds the plan of the house: which room may know which, which
// library lives where, and how large a thing may grow. Its test reads the
// code and holds it to the plan. It must not be imported by the program.
package floors

// Room is a package, what of ours it may import, and which third-party modules
// have their home there. A name ending in "/*" stands for each package below.
type Room struct {
	Name    string
	Ours    []string
	Modules []string
}

// Rooms is the plan. Siblings do not import each other unless named.
func Rooms() []Room {
	return []Room{
		{Name: "errs"},
		{Name: "lang"},
		{Name: "progress"},
		{Name: "floors"},
		{"text", ours("errs"), mods("golang.org/x/text")},
		{Name: "stat", Modules: mods("gonum.org/v1/gonum")},
		{Name: "cells", Modules: mods("github.com/clipperhouse/displaywidth")},
		{"report", ours("lang"), nil},
		{"sqlite", ours("errs"), mods("github.com/mattn/go-sqlite3")},
		{"lexicon", ours("text"), mods("golang.org/x/text", "github.com/kljensen/snowball")},
		{"anchor", ours("text"), nil},
		{"qda", ours("errs", "text"), nil},
		{"join", ours("errs", "text", "qda", "anchor"), nil},
		{"rules", ours("errs", "text", "lexicon", "qda"), nil},
		{"search", ours("errs", "text", "lexicon", "qda"), nil},
		{"transcript", ours("errs", "lang", "text", "qda"), mods("github.com/goccy/go-yaml")},
		{"exchange", ours("errs", "text", "qda"), mods("github.com/goccy/go-yaml")},
		{"render", ours("errs", "lang", "cells", "report"), mods("gonum.org/v1/plot", "codeberg.org/go-fonts/liberation", "golang.org/x/image", "github.com/clipperhouse/displaywidth")},
		{"store", ours("errs", "text", "qda", "sqlite"), nil},
		{"analysis", ours("errs", "lang", "progress", "text", "qda", "report"), nil},
		{"analysis/*", ours("errs", "lang", "text", "qda", "report", "stat", "progress", "analysis"), nil},
		{"analysis/catalog", ours("analysis", "analysis/*"), nil},
		{"study", ours("errs", "lang", "progress", "text", "report", "anchor", "qda", "join", "rules", "search", "transcript", "exchange", "store", "analysis", "analysis/catalog", "codebook", "transcripts"), nil},
		{"desk", ours("errs", "lang", "cells", "text", "qda", "study"), mods("golang.org/x/term")},
		{"cli", ours("errs", "lang", "cells", "qda", "report", "render", "progress", "study", "desk"), mods("github.com/spf13/cobra", "github.com/spf13/pflag", "github.com/vbauerster/mpb/v8", "golang.org/x/term")},
		{"cmd/tematik", ours("cli"), nil},
		{Name: "codebook"},
		{Name: "transcripts"},
	}
}

// Size laws, in lines. Tests may grow longer than the program.
const (
	MaxFile     = 700
	MaxFunction = 100
)

// WritesFiles are the rooms in which package os may be imported at all:
// reading and writing files is the business of few.
func WritesFiles() []string { return []string{"store", "study", "cli", "cmd/tematik"} }

func ours(names ...string) []string { return names }
func mods(names ...string) []string { return names }
