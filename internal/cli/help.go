package cli

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"
)

// topics are the pages of the manual, one file each; the first line is what a
// page is about.
//
//go:embed help/*.md
var topics embed.FS

// topicCmds are the pages as cobra knows them: commands that only have help.
func topicCmds() []*cobra.Command {
	files, _ := topics.ReadDir("help") // what is embedded can be read
	var out []*cobra.Command
	for _, f := range files {
		page, _ := topics.ReadFile("help/" + f.Name())
		first, _, _ := strings.Cut(string(page), "\n")
		out = append(out, &cobra.Command{Use: strings.TrimSuffix(f.Name(), ".md"), Short: first, Long: strings.TrimSpace(string(page))})
	}
	return out
}
