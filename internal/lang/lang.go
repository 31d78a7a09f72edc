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
	args   []any
}

// T makes a Text. Arguments fill %v (only %v) in both sentences; a Text, Num,
// int, float64 or time.Time among them is written in the reader's language.
func T(en, id string, args ...any) Text { return Text{en, id, args} }

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

// MarshalJSON writes the English text: machine output has one language.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.In(EN)) }

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
func Number(l Lang, v float64, decimals int) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "-∞"
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, frac, has := strings.Cut(s, ".")
	if n, err := strconv.Atoi(whole); err == nil && (n != 0 || !strings.HasPrefix(whole, "-")) {
		whole = Count(l, n)
	}
	if strings.Trim(s, "-0.") == "" {
		whole = strings.TrimPrefix(whole, "-")
	}
	if !has {
		return whole
	}
	if l == ID {
		return whole + "," + frac
	}
	return whole + "." + frac
}

// Share writes a fraction as a percentage: 45 % or 45,5 %.
func Share(l Lang, v float64, decimals int) string {
	if math.IsNaN(v) {
		return "–"
	}
	return Number(l, 100*v, decimals) + "%"
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
