package transcript

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// none is the time of a turn without a time stamp.
const none time.Duration = -1

// stampAt reads a time stamp at the beginning of a string: [00:12:31],
// [12:31], (12.31), (00:12:31), <00:12:31>, #00:12:31-5#, 00:12:31,
// 00:12:31,200, 12'31", 12m31s, Menit 12.31, a range of two, and a date with a
// time, as chats have them. It gives the time, the bytes read, and whether it can be nothing else:
// a bare 12:31 may be the time of day.
func stampAt(s string) (at time.Duration, n int, sure bool) {
	if s == "" {
		return none, 0, false
	}
	closing := byte(0)
	if i := strings.IndexByte("[({<#", s[0]); i >= 0 {
		closing = "])}>#"[i]
		n = 1 + blanks(s[1:])
	}
	day, said := dayAt(s[n:]), saidAt(s[n:])
	n += day + said
	rest := s[n:]
	if said > 0 {
		rest, _, _ = strings.Cut(rest, ": ") // "Menit 12.33: P: …"
	}
	at, m, parts := clock(rest, closing != 0 || day+said > 0)
	if m == 0 {
		return none, 0, false
	}
	n += m
	if sure = day > 0; sure && parts == 2 {
		at *= 60 // hours and minutes
	}
	if _, m := rangeEnd(s[n:], closing != 0); m > 0 {
		n += m
		sure = true
	}
	if closing == 0 {
		if said > 0 {
			if n < len(s) && s[n] == ':' {
				n++
			}
			sure = sure || n == len(s) || s[n] == '\n' // alone on its line
		}
		if n < len(s) && !strings.ContainsRune(" \t\n-–|", rune(s[n])) && !strings.HasPrefix(s[n:], "–") {
			return none, 0, false
		}
		return at, n, sure || parts == 3
	}
	n += blanks(s[n:])
	if n == len(s) || s[n] != closing {
		return none, 0, false
	}
	return at, n + 1, true
}

// stopped reads a bare 00.12.31 or 12.31, as times are written in Indonesia. It
// may be a sum or a tariff number, and is a time only where a label follows.
func stopped(s string) (at time.Duration, n int) {
	if at, n, _ = clock(s, true); n == 0 || blanks(s[n:]) == 0 {
		return none, 0
	}
	return at, n
}

// saidAt is the length of what says that a time follows: "Menit ", "pukul ", "@".
func saidAt(s string) int {
	if strings.HasPrefix(s, "@") {
		return 1
	}
	for _, word := range [...]string{"menit", "minute", "min.", "pukul", "jam"} {
		if len(s) > len(word) && strings.EqualFold(s[:len(word)], word) {
			if space := blanks(s[len(word):]); space > 0 {
				return len(word) + space
			}
		}
	}
	return 0
}

// dayAt is the length of a date that stands before a time: "12/03/26, ".
func dayAt(s string) int {
	n := 0
	for i := range 3 {
		d := digits(s[n:])
		if n += d; d == 0 || d > 4 || n == len(s) || i < 2 && strings.IndexByte("/.-", s[n]) < 0 {
			return 0
		}
		n += one(i < 2)
	}
	tail := strings.TrimPrefix(s[n:], ",")
	if space := blanks(tail); space > 0 {
		return len(s) - len(tail) + space
	}
	return 0
}

// primed reads minutes and seconds with their marks: 12'31".
func primed(s string) (at time.Duration, n int) {
	m := digits(s)
	if m == 0 || m > 3 {
		return none, 0
	}
	n = m
	for i, marks := range [2][]string{{"'", "’", "′"}, {"\"", "”", "″", "''", "’’", "′′"}} {
		j := slices.IndexFunc(marks, func(mark string) bool { return strings.HasPrefix(s[n:], mark) })
		if j < 0 {
			return none, 0
		}
		n += len(marks[j])
		if i == 0 {
			d := digits(s[n:])
			if d != 2 || number(s[n:n+d]) > 59 {
				return none, 0
			}
			at = time.Duration(number(s[:m])*60+number(s[n:n+d])) * time.Second
			n += d
		}
	}
	return at, n
}

// lettered reads 12m31s and 1h02m31s.
func lettered(s string) (at time.Duration, n int) {
	for i, unit := range [...]time.Duration{time.Hour, time.Minute, time.Second} {
		d := digits(s[n:])
		if d == 0 || d > 3 || n+d == len(s) || s[n+d] != "hms"[i] {
			if unit == time.Hour {
				continue
			}
			return none, 0
		}
		at += time.Duration(number(s[n:n+d])) * unit
		n += d + 1
	}
	return at, n
}

// rangeEnd reads the second half of "00:01 --> 00:05" or "00:01 - 00:05".
func rangeEnd(s string, bracketed bool) (time.Duration, int) {
	n := blanks(s)
	for _, to := range []string{"-->", "–", "-"} {
		if !strings.HasPrefix(s[n:], to) {
			continue
		}
		m := n + len(to)
		m += blanks(s[m:])
		if at, k, _ := clock(s[m:], bracketed); k > 0 {
			return at, m + k
		}
	}
	return none, 0
}

// clock reads h:mm:ss or mm:ss, with a fraction or without; with full stops
// for colons only where brackets say that it is a time at all.
func clock(s string, bracketed bool) (at time.Duration, n, parts int) {
	if at, n := primed(s); n > 0 {
		return at, n, 2 // it may be a height
	}
	if at, n := lettered(s); n > 0 {
		return at, n, 3
	}
	n = digits(s)
	if n == 0 || n > 3 || n == len(s) {
		return none, 0, 0
	}
	sep := s[n]
	if sep != ':' && (sep != '.' || !bracketed) {
		return none, 0, 0
	}
	fields := []int{number(s[:n])}
	for len(fields) < 3 && n < len(s) && s[n] == sep && digits(s[n+1:]) == 2 {
		v := number(s[n+1 : n+3])
		if v > 59 {
			return none, 0, 0
		}
		fields = append(fields, v)
		n += 3
	}
	if len(fields) == 1 {
		return none, 0, 0
	}
	if bracketed && len(fields) == 3 && n < len(s) && s[n] == ':' && digits(s[n+1:]) == 2 {
		n += 3 // frames
	}
	total := 0
	for _, v := range fields {
		total = total*60 + v
	}
	at = time.Duration(total) * time.Second
	if n+1 < len(s) && strings.IndexByte(",.-", s[n]) >= 0 {
		d := digits(s[n+1:])
		if end := n + 1 + d; 1 <= d && d <= 3 && (s[n] != '-' || bracketed) && (end == len(s) || s[end] != ':') {
			ms := number(s[n+1 : n+1+d])
			for range 3 - d {
				ms *= 10
			}
			at += time.Duration(ms) * time.Millisecond
			n += 1 + d
		}
	}
	if n < len(s) && ('0' <= s[n] && s[n] <= '9' || s[n] == ':') {
		return none, 0, 0
	}
	return at, n, len(fields)
}

// number is the value of a few digits.
func number(s string) int {
	v := 0
	for i := range len(s) {
		v = v*10 + int(s[i]-'0')
	}
	return v
}

// blanks is how long the blanks are that a string begins with: spaces and tabs,
// those that do not break, and marks that cannot be seen, as chats have them.
func blanks(s string) int {
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf {
		return 0
	}
	return len(s) - len(strings.TrimLeft(s, " \t\u00a0\u202f\u200b\u200e\u200f\ufeff"))
}
