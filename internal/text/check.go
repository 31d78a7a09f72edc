package text

import (
	"crypto/sha256"
	"encoding/binary"
)

// Check is a stable 64-bit check of a quote: the first eight bytes, big-endian,
// of its SHA-256.
func Check(quote string) uint64 {
	h := Hash(quote)
	return binary.BigEndian.Uint64(h[:8])
}

// Hash is the SHA-256 of a text.
func Hash(s string) [32]byte { return sha256.Sum256([]byte(s)) }
