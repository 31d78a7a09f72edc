package render

import (
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
)

// What was found stands in one column, by the cells that it takes on a screen.
func TestConcordance(t *testing.T) {
	long := strings.Repeat("kata yang panjang ", 10)
	places := []InContext{
		{"01-E1-kepiting", 7, "sama lagi dengan di surat ", "karantina", ". Padahal ini\nbarang hidup " + long},
		{"01-E1-kepiting", 123, "👩\u200d👧 👍🏽 ya,\t\n", "Karantina", " — cafe\u0301 漢字漢字 👍🏽👍🏽👍🏽 " + long},
		{"02-wawancara-dengan-nelayan-kepiting-di-pesisir-1", 0, "", "karantina", ""},
		{"02-wawancara-dengan-nelayan-kepiting-di-pesisir-2", 2, long, "karantina", "."},
		{"漢字漢字漢字漢字漢字漢字", 2, "\x1b[31mmerah ", "karantina " + long, " x"},
	}
	for _, width := range []int{40, 80, 120} {
		for _, color := range []bool{false, true} {
			var b strings.Builder
			if err := Concordance(&b, places, Options{Width: width, Color: color}); err != nil {
				t.Fatal(err)
			}
			out := strings.NewReplacer("\x1b[1m", "", "\x1b[0m", "").Replace(b.String())
			if !color && out != b.String() || strings.Contains(out, "\x1b") {
				t.Errorf("colour %v: %q", color, b.String())
			}
			at, names := -1, map[string]bool{}
			for i, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
				if n := displaywidth.String(line); n > width {
					t.Errorf("%d cells of %d: %s", n, width, line)
				}
				k := strings.Index(strings.ToLower(line), "karant")
				if k < 0 {
					t.Fatalf("line %d of %d cells: %s", i, width, line)
				}
				if column := displaywidth.String(line[:k]); at < 0 {
					at = column
				} else if column != at {
					t.Errorf("at %d, not %d: %s", column, at, line)
				}
				name, _, _ := strings.Cut(line, "  ")
				names[name] = true
			}
			if len(names) != len(places) {
				t.Errorf("names are alike:\n%s", out)
			}
		}
	}
	if err := Concordance(&strings.Builder{}, nil, Options{}); err != nil {
		t.Error(err)
	}
}
