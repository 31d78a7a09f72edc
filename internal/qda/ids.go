package qda

import (
	"encoding/hex"
	"io"
	"time"

	"tematik/internal/errs"
)

// Each thing has a number of its own type, valid within one project file.
type (
	DocumentID  int64
	CaseID      int64
	AttributeID int64
	CodeID      int64
	CoderID     int64
	CodingID    int64
	ProposalID  int64
	MemoID      int64
	EventID     int64
)

// GUID names a thing across files: 16 bytes, ours ordered by time (UUIDv7), a
// foreign one kept as it came.
type GUID [16]byte

// NewGUID makes a UUIDv7 of a time and randomness.
func NewGUID(now time.Time, random io.Reader) (GUID, error) {
	var g GUID
	if _, err := io.ReadFull(random, g[6:]); err != nil {
		return g, errs.Wrap(errs.Failed, err, "guid: no randomness")
	}
	ms := uint64(now.UnixMilli())
	for i := 5; i >= 0; i-- {
		g[i] = byte(ms)
		ms >>= 8
	}
	g[6] = g[6]&0x0f | 0x70
	g[8] = g[8]&0x3f | 0x80
	return g, nil
}

// ParseGUID reads the usual form, with or without hyphens and braces.
func ParseGUID(s string) (GUID, error) {
	var g GUID
	var digits [2 * len(g)]byte
	n := 0
	for i := range len(s) {
		if s[i] == '-' || s[i] == '{' || s[i] == '}' {
			continue
		}
		if n < len(digits) {
			digits[n] = s[i]
		}
		n++
	}
	if _, err := hex.Decode(g[:], digits[:]); err != nil || n != len(digits) {
		return GUID{}, errs.New(errs.Usage, "%.60q: not a GUID", s)
	}
	return g, nil
}

// IsZero reports a GUID that has not been given.
func (g GUID) IsZero() bool { return g == GUID{} }

func (g GUID) String() string {
	h := hex.EncodeToString(g[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// MarshalText writes the usual form.
func (g GUID) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads the usual form.
func (g *GUID) UnmarshalText(b []byte) (err error) {
	*g, err = ParseGUID(string(b))
	return err
}
