package lang

import (
	"encoding/json"
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		en, id   string
	}{
		{0, 2, "0.00", "0,00"},
		{0.125, 2, "0.13", "0,13"},
		{0.285, 2, "0.29", "0,29"}, // in binary a little less
		{1.005, 2, "1.01", "1,01"},
		{2.5, 0, "3", "3"},
		{-2.5, 0, "-3", "-3"},
		{9.995, 2, "10.00", "10,00"},
		{99999.5, 0, "100,000", "100.000"},
		{0.0449, 1, "0.0", "0,0"},
		{-0.004, 2, "0.00", "0,00"},
		{-0.005, 2, "-0.01", "-0,01"},
		{1234567.891, 2, "1,234,567.89", "1.234.567,89"},
		{1e-300, 3, "0.000", "0,000"},
		{math.NaN(), 1, "–", "–"},
		{math.Inf(-1), 1, "-∞", "-∞"},
	} {
		if en, id := Number(EN, c.v, c.decimals), Number(ID, c.v, c.decimals); en != c.en || id != c.id {
			t.Errorf("%v with %d decimals: %s and %s, want %s and %s", c.v, c.decimals, en, id, c.en, c.id)
		}
	}
}

// Equal distances are shown as such: every half is rounded away from zero.
func TestShare(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{1. / 8, 0, "13%"}, {3. / 8, 0, "38%"}, {5. / 8, 0, "63%"}, {7. / 8, 0, "88%"},
		{0.285, 0, "29%"}, {0.145, 0, "15%"}, {1. / 3, 0, "33%"}, {2. / 3, 1, "66.7%"}, {0.0525, 1, "5.3%"},
		{0.995, 0, "100%"}, {1, 0, "100%"}, {0, 0, "0%"}, {12.3456, 0, "1,235%"}, {-0.125, 0, "-13%"}, {math.NaN(), 0, "–"},
	} {
		if got := Share(EN, c.v, c.decimals); got != c.want {
			t.Errorf("%v: %s, want %s", c.v, got, c.want)
		}
	}
}

func TestMany(t *testing.T) {
	for n, want := range map[int]string{0: "0 documents", 1: "1 document", 1200: "1,200 documents"} {
		if got := Many(n, "document", "documents", "dokumen").In(EN); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// A study's own words are written for machines in its language, the program's
// in English.
func TestMachine(t *testing.T) {
	for _, c := range []struct {
		text Text
		want string
	}{
		{T("meaning", "makna"), "meaning"},
		{Own("meaning", "makna", ID), "makna"},
		{Own("meaning", "makna", EN), "meaning"},
		{Own("meaning", "", ID), "meaning"},
		{Own("meaning", "makna", ""), "meaning"},
	} {
		if got := c.text.Machine(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		if j, _ := json.Marshal(c.text); string(j) != `"`+c.want+`"` {
			t.Errorf("as JSON %s, want %q", j, c.want)
		}
	}
	if got := Own("meaning", "makna", ID).In(EN); got != "meaning" {
		t.Errorf("a reader of English reads %q", got)
	}
}
