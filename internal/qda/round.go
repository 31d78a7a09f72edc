package qda

import (
	"strconv"
	"strings"
)

// Round tells whose reading the codings of a coder are, and which: a coder's
// second reading of the same documents is kept under a name of its own,
// "ratna#2"; "ratna" is the first. Any other name is its own first round.
func Round(name string) (coder string, round int) {
	if at := strings.LastIndexByte(name, '#'); at > 0 {
		n, err := strconv.Atoi(name[at+1:])
		if err == nil && n > 1 && InRound(name[:at], n) == name {
			return name[:at], n
		}
	}
	return name, 1
}

// InRound is the name under which a coder's reading of a round is kept.
func InRound(coder string, round int) string {
	if round <= 1 {
		return coder
	}
	return coder + "#" + strconv.Itoa(round)
}
