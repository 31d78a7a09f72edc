// Package lang holds texts in the two languages of the program, and writes
// numbers and dates as each language does. It knows no catalogue and no keys:
// words are written where they are meant.
package lang

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Lang is a language of the program.
type Lang string

// The languages.
const (
	EN Lang = "en"
	ID Lang = "id"
)

// Parse takes "id", "id_ID.UTF-8" or "in" for Indonesian, "en…" for English;
// ok is false for anything else, with English as the answer.
func Parse(s string) (l Lang, ok bool) {
	head := strings.ToLower(s)
	if i := strings.IndexAny(head, "_-.@"); i >= 0 {
		head = head[:i]
	}
	switch head {
	case "id", "in", "ind", "indonesia", "indonesian":
		return ID, true
	case "en", "eng", "english":
		return EN, true
	}
	return EN, false
}

// Text is a text in both languages. The zero Text is empty.
type Text struct {
	en, id string
	own    Lang
	args   []any
}

// T makes a Text. Arguments fill %v (only %v) in both sentences; a Text, Num,
// int, float64 or time.Time among them is written in the reader's language.
func T(en, id string, args ...any) Text { return Text{en: en, id: id, args: args} }

// Own is a text whose words are the study's, not the program's: machines read
// it in the study's own language.
func Own(en, id string, own Lang) Text { return Text{en: en, id: id, own: own} }

// Many is a count with its noun: 1 document, 2 documents; 2 dokumen.
func Many(n int, one, many, id string) Text {
	if n == 1 {
		return T("%v "+one, "%v "+id, n)
	}
	return T("%v "+many, "%v "+id, n)
}

// Same is a text that both languages share: a name, a formula.
func Same(s string) Text { return Text{en: s, id: s} }

// IsZero reports an empty text.
func (t Text) IsZero() bool { return t.en == "" && t.id == "" }

// In gives the text in a language.
func (t Text) In(l Lang) string {
	s := t.en
	if l == ID && t.id != "" {
		s = t.id
	}
	if len(t.args) == 0 {
		return s
	}
	args := make([]any, len(t.args))
	for i, a := range t.args {
		args[i] = In(l, a)
	}
	return fmt.Sprintf(s, args...)
}

// String is the English text.
func (t Text) String() string { return t.In(EN) }

// Machine is the text as machines read it, whatever the reader's language: the
// program's words in English, a study's in its own language.
func (t Text) Machine() string {
	if t.own != "" {
		return t.In(t.own)
	}
	return t.In(EN)
}

// MarshalJSON writes the text as machines read it.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.Machine()) }

// Num is a number with the digits after the point that it is shown with.
type Num struct {
	Value    float64
	Decimals int
}

// In writes any value in a language; what it does not know it gives to fmt.
func In(l Lang, v any) string {
	switch v := v.(type) {
	case Text:
		return v.In(l)
	case int:
		return Count(l, v)
	case Num:
		return Number(l, v.Value, v.Decimals)
	case float64:
		return Number(l, v, 2)
	case time.Time:
		return Date(l, v)
	}
	return fmt.Sprint(v)
}

// Count writes a whole number with its thousands marked: 12,345 or 12.345.
func Count(l Lang, n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	mark := ","
	if l == ID {
		mark = "."
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return sign + s
}

// Number writes a number with so many decimals: 0.25 or 0,25; undefined is –.
func Number(l Lang, v float64, decimals int) string { return number(l, v, 0, decimals) }

// Share writes a fraction as a percentage: 45% or 45,5%.
func Share(l Lang, v float64, decimals int) string {
	if math.IsNaN(v) {
		return "–"
	}
	return number(l, v, 2, decimals) + "%"
}

// number writes v × 10^shift.
func number(l Lang, v float64, shift, decimals int) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "-∞"
	}
	whole, frac := round(math.Abs(v), shift, decimals)
	if n, err := strconv.Atoi(whole); err == nil {
		whole = Count(l, n)
	}
	if v < 0 && strings.Trim(whole+frac, "0") != "" {
		whole = "-" + whole
	}
	switch {
	case frac == "":
		return whole
	case l == ID:
		return whole + "," + frac
	}
	return whole + "." + frac
}

// round gives the digits of v × 10^shift before and after the point, a half
// rounded up. It works on the digits that a reader would see of v, so that 1/8
// is 13 % and 0.285 is 0.29, whose binary values lie at or under the half.
func round(v float64, shift, decimals int) (whole, frac string) {
	whole, frac, _ = strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	frac += strings.Repeat("0", max(shift+decimals+1-len(frac), 0))
	digits := []byte("0" + whole + frac[:shift+decimals])
	if frac[shift+decimals] >= '5' {
		i := len(digits) - 1
		for ; digits[i] == '9'; i-- { // stops at the zero before all digits
			digits[i] = '0'
		}
		digits[i]++
	}
	point := len(digits) - decimals
	whole = strings.TrimLeft(string(digits[:point-1]), "0") + string(digits[point-1])
	return whole, string(digits[point:])
}

var monthsID = [...]string{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"}

// Date writes a day: 4 March 2026 or 4 Maret 2026.
func Date(l Lang, t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	if l == ID {
		return fmt.Sprintf("%d %s %d", t.Day(), monthsID[t.Month()-1], t.Year())
	}
	return t.Format("2 January 2006")
}
