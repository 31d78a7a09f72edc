package qda

import "strings"

// colors are names for colours that also readers who see few of them tell
// apart (Okabe and Ito, 2008), with grey and brown, in both languages.
var colors = []struct{ en, id, code string }{
	{"red", "merah", "#d55e00"}, {"orange", "jingga", "#e69f00"}, {"yellow", "kuning", "#f0e442"}, {"green", "hijau", "#009e73"},
	{"sky", "biru-muda", "#56b4e9"}, {"blue", "biru", "#0072b2"}, {"pink", "merah-muda", "#cc79a7"},
	{"black", "hitam", "#000000"}, {"grey", "abu-abu", "#999999"}, {"brown", "cokelat", "#8c564b"},
}

// ColorNames are the names of colours, in English.
func ColorNames() []string {
	var out []string
	for _, c := range colors {
		out = append(out, c.en)
	}
	return out
}

// ParseColor reads #d55e00, with or without the sign, or a name in either
// language, and gives the first form.
func ParseColor(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, c := range colors {
		if s == c.en || s == c.id || strings.ReplaceAll(s, " ", "-") == c.id {
			return c.code, true
		}
	}
	if s = "#" + strings.TrimPrefix(s, "#"); ValidColor(s) {
		return s, true
	}
	return "", false
}
