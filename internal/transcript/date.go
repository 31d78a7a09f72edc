package transcript

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"tematik/internal/lang"
)

// What is wrong with what is no date.
const (
	notDate  trouble = "is not a date"
	twoDates trouble = "can be two dates, day first or month first"
)

// trouble is what is wrong with a date; "" is nothing.
type trouble string

func (p trouble) words() lang.Text {
	if p == twoDates {
		return lang.T(string(p), "bisa berarti dua tanggal: hari dulu atau bulan dulu")
	}
	return lang.T(string(p), "bukan tanggal")
}

// parseDate reads a date of collection: 2026-03-04, 2026-03, 2026, 4 Maret
// 2026, March 4, 2026, 13/03/2026. Where day and month could be exchanged, the
// day is first in an Indonesian document, and the date is unclear elsewhere:
// a wrong date would change the order of the interviews.
func parseDate(s, language string) (date string, problem trouble) {
	if i := strings.IndexByte(s, 'T'); i == len("2026-03-04") {
		s = s[:i]
	}
	var numbers, sizes []int
	month := 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if n := digits(w); n > 0 && (n == len(w) || ordinal(w[n:])) {
			if n > 4 {
				return "", notDate
			}
			numbers, sizes = append(numbers, number(w[:n])), append(sizes, n)
			continue
		}
		if m := monthOf(w); m > 0 && month == 0 {
			month = m
			continue
		}
		if len(numbers) >= 3 || len(numbers) == 2 && month > 0 {
			break // a time of day follows: "2026-03-04T10:30"
		}
		if !weekday(w) {
			return "", notDate
		}
	}
	y, m, d, problem := order(numbers, sizes, month, language)
	if problem != "" {
		return "", problem
	}
	if y < 1900 || y > 2200 || m > 12 || d > 31 || d > 0 && time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Day() != d {
		return "", notDate
	}
	switch {
	case d > 0:
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d), ""
	case m > 0:
		return fmt.Sprintf("%04d-%02d", y, m), ""
	}
	return fmt.Sprintf("%04d", y), ""
}

// order says which number is which.
func order(n, size []int, month int, language string) (y, m, d int, problem trouble) {
	if month > 0 {
		switch {
		case len(n) == 1 && size[0] == 4:
			return n[0], month, 0, ""
		case len(n) >= 2 && size[0] <= 2 && size[1] == 4 && n[0] > 0:
			return n[1], month, n[0], ""
		case len(n) >= 2 && size[0] == 4 && size[1] <= 2 && n[1] > 0:
			return n[0], month, n[1], ""
		}
		return 0, 0, 0, notDate
	}
	switch {
	case len(n) == 0 || slices.Contains(n[:min(len(n), 3)], 0):
		return 0, 0, 0, notDate
	case size[0] == 4 && len(n) == 1:
		return n[0], 0, 0, ""
	case size[0] == 4 && len(n) == 2:
		return n[0], n[1], 0, ""
	case size[0] == 4:
		return n[0], n[1], n[2], ""
	case len(n) == 2 && size[1] == 4:
		return n[1], n[0], 0, ""
	case len(n) < 3 || size[2] != 4:
		return 0, 0, 0, notDate
	case n[1] > 12: // 03/13/2026
		return n[2], n[0], n[1], ""
	case n[0] > 12 || n[0] == n[1] || language == "id":
		return n[2], n[1], n[0], ""
	}
	return 0, 0, 0, twoDates
}

// monthOf is the number of a month by its name, or the beginning of it, in
// Indonesian or English.
func monthOf(w string) int {
	w = strings.ToLower(w)
	if len(w) < 3 {
		return 0
	}
	for i, names := range [12][]string{
		{"januari", "january"}, {"februari", "february", "pebruari"}, {"maret", "march"}, {"april"}, {"mei", "may"}, {"juni", "june"},
		{"juli", "july"}, {"agustus", "august", "agt", "ags"}, {"september"}, {"oktober", "october"}, {"november", "nopember"}, {"desember", "december"},
	} {
		for _, name := range names {
			if strings.HasPrefix(name, w) {
				return i + 1
			}
		}
	}
	return 0
}

// weekday reports a word that may stand before a date.
func weekday(w string) bool {
	switch strings.ToLower(w) {
	case "senin", "selasa", "rabu", "kamis", "jumat", "jum", "at", "sabtu", "minggu", "ahad",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"mon", "tue", "wed", "thu", "fri", "sat", "sun", "tanggal", "tgl", "the", "of":
		return true
	}
	return false
}

// ordinal reports the end of "4th".
func ordinal(s string) bool { return s == "st" || s == "nd" || s == "rd" || s == "th" }
