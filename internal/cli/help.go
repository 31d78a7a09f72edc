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

// helpCmd shows the help of a command or a page of the manual.
func (a *app) helpCmd() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND or TOPIC]", Short: "Help on a command, or a page of the manual", Example: "  tematik help formats",
		RunE: func(c *cobra.Command, given []string) error {
			found, rest, err := a.root.Find(given)
			if err != nil || len(rest) > 0 {
				return usage("tematik --help", "help %s: there is no such command or topic", strings.Join(given, " "))
			}
			return found.Help()
		},
	}
}

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
