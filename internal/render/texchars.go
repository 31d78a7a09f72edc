package render

import (
	"fmt"
	"strings"
	"unicode"
)

// texSigns are characters that LaTeX takes for something else, or has under
// another name; what stands for them is safe in every font encoding.
var texSigns = map[rune]string{
	'&': `\&`, '%': `\%`, '$': `\$`, '#': `\#`, '_': `\_`, '{': `\{`, '}': `\}`,
	'~': `\textasciitilde{}`, '^': `\textasciicircum{}`, '\\': `\textbackslash{}`, '<': `\textless{}`, '>': `\textgreater{}`, '|': `\textbar{}`,
	'"': `{\char34}`, '`': `\textasciigrave{}`, '[': `{[}`, ']': `{]}`, '*': `{*}`, '\n': `\newline `, '\u00A0': `~`, '\u00AD': `\-`,
	'‐': `-`, '‑': `\mbox{-}`, '−': `$-$`, '∞': `$\infty$`, '≈': `$\approx$`, '≠': `$\neq$`,
	'≤': `$\leq$`, '≥': `$\geq$`, '√': `$\surd$`, '∑': `$\sum$`, '→': `$\rightarrow$`, '←': `$\leftarrow$`, '↔': `$\leftrightarrow$`, '✓': `$\surd$`,
	'α': `$\alpha$`, 'β': `$\beta$`, 'γ': `$\gamma$`, 'δ': `$\delta$`, 'ε': `$\varepsilon$`, 'κ': `$\kappa$`, 'λ': `$\lambda$`,
	'π': `$\pi$`, 'ρ': `$\rho$`, 'σ': `$\sigma$`, 'τ': `$\tau$`, 'φ': `$\varphi$`, 'χ': `$\chi$`, 'ψ': `$\psi$`, 'ω': `$\omega$`, 'Δ': `$\Delta$`, 'Σ': `$\Sigma$`, 'Ω': `$\Omega$`,
	'ʼ': `’`, 'ʻ': `‘`, '\u03BC': `$\mu$`,
}

// texKnown are the characters beyond ASCII that pdflatex knows as they stand,
// with the encoding T1.
const texKnown = "“”‘’„‚«»‹›–—…¿¡§¶©®™°·•±×÷¬½¼¾¹²³ªºµ€£¥" +
	"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ" +
	"ĂăĄąĆćČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľŁłŃńŅņŇňŊŋŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž"

// texAccents are marks that stand on the letter before them.
var texAccents = map[rune]string{
	'\u0300': "`", '\u0301': "'", '\u0302': "^", '\u0303': "~", '\u0304': "=", '\u0306': "u", '\u0307': ".", '\u0308': `"`,
	'\u030A': "r", '\u030B': "H", '\u030C': "v", '\u0323': "d", '\u0327': "c", '\u0331': "b",
}

// escapeTeX is anyone's words as LaTeX prints them: nothing of them is a
// command, no two characters melt into another, and what pdflatex does not have
// is named by its number.
func escapeTeX(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if i+1 < len(runes) && unicode.IsLetter(r) && r < 0x80 {
			if accent, ok := texAccents[runes[i+1]]; ok {
				base := string(r)
				if r == 'i' || r == 'j' {
					base = `\` + base
				}
				b.WriteString(`\` + accent + `{` + base + `}`)
				i++
				continue
			}
		}
		sign, ok := texSigns[r]
		switch {
		case ok:
			b.WriteString(sign)
			if r == '_' && tooLong(runes, i) {
				b.WriteString(`\allowbreak{}`)
			}
		case r == '.' || r == '/':
			b.WriteRune(r)
			if tooLong(runes, i) {
				b.WriteString(`\allowbreak{}`)
			}
		case r < 0x80 || strings.ContainsRune(texKnown, r):
			b.WriteRune(r)
			if i+1 < len(runes) && runes[i+1] == r && strings.ContainsRune("-',", r) {
				b.WriteString("{}") // no dash, quotation mark
			}
		case r == '\u200B', r == '\u200C', r == '\u200D', r == '\uFEFF', r >= 0xFE00 && r <= 0xFE0F, r == '\u2060', r == '\u200E', r == '\u200F':
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			fmt.Fprintf(&b, `\tematikchar{%04X}`, r)
		}
	}
	return b.String()
}

// tooLong reports a character inside a word that no narrow column holds: an id,
// an address.
func tooLong(runes []rune, i int) bool {
	from, to := i, i
	for from > 0 && !unicode.IsSpace(runes[from-1]) {
		from--
	}
	for to < len(runes) && !unicode.IsSpace(runes[to]) {
		to++
	}
	return from < i && i+1 < to && to-from > longestWord
}
