package qda

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"

	"tematik/internal/text"
)

// Needs says what a Snapshot must hold beyond documents, cases, codes, coders
// and, unless they are not wanted, codings.
type Needs struct {
	Texts     bool // Snapshot.Texts
	Proposals bool
	Memos     bool
	Identity  bool // GUID and time of each coding
	Times     bool // only the time of each
	Uncoded   bool // the codings are left out
	Events    bool // Snapshot.Events and Snapshot.Revisions
}

// Snapshot is the coded study as a value. It is never changed once made;
// filtering makes another that shares what it can.
type Snapshot struct {
	Project   Project
	Codebook  Codebook
	Documents []Document // in order
	Cases     []Case     // by name
	Coders    []Coder    // by name
	Codings   Codings
	Texts     []*text.Text // of each document
	Proposals []Proposal
	Memos     []Memo
	Aspects   map[CodingID]string // notes of the codings that carry one
	Events    []Event             // the oldest first
	Revisions []Revision          // of the codebook, the oldest first
	Changed   time.Time           // of the last event

	Tree *Tree // of Codebook.Codes
}

// Codes are the codes in tree order.
func (s *Snapshot) Codes() []Code { return s.Codebook.Codes }

// Range is the range of codings of the document at an index.
func (s *Snapshot) Range(doc int) (lo, hi int) {
	n := s.Codings.Len()
	lo = sort.Search(n, func(i int) bool { return int(s.Codings.Doc[i]) >= doc })
	hi = lo + sort.Search(n-lo, func(i int) bool { return int(s.Codings.Doc[lo+i]) > doc })
	return lo, hi
}

// FindDocument gives the place of a document that is named: by its name, its
// file name, or as much of the beginning of its name as no other has.
func (s *Snapshot) FindDocument(name string) (int, error) { return FindDocument(s.Documents, name) }

// CaseIndex finds a case by name.
func (s *Snapshot) CaseIndex(name string) (int, bool) {
	for i := range s.Cases {
		if s.Cases[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// CaseOf gives the case with an id, or nil.
func (s *Snapshot) CaseOf(id CaseID) *Case {
	if id == 0 {
		return nil
	}
	for i := range s.Cases {
		if s.Cases[i].ID == id {
			return &s.Cases[i]
		}
	}
	return nil
}

// CoderIndex finds a coder by name.
func (s *Snapshot) CoderIndex(name string) (int, bool) {
	for i := range s.Coders {
		if s.Coders[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// State is a hash of the content: documents, cases, codes and codings in
// canonical order. Two projects with the same content have the same state, whatever
// their history.
func (s *Snapshot) State() string {
	h := sha256.New()
	buf := make([]byte, 0, 1<<16)
	flush := func(limit int) {
		if len(buf) >= limit {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	str := func(v string) {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(len(v)))
		buf = append(buf, v...)
	}
	values := func(m map[string]string) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			str(k)
			str(m[k])
		}
		str("")
	}
	names := map[CaseID]string{}
	for _, c := range s.Cases {
		names[c.ID] = c.Name
	}
	name := func(id CaseID) { str(names[id]) }
	for i := range s.Documents {
		d := &s.Documents[i]
		str(d.Name)
		str(string(d.Kind))
		str(d.Date)
		str(d.Language)
		name(d.Case)
		buf = append(buf, d.Hash[:]...)
		values(d.Values)
		for _, sp := range d.Speakers {
			str(sp.Label)
			str(string(sp.Role))
			name(sp.Case)
		}
		for _, t := range d.Turns {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(t.Span.Start))
			buf = binary.LittleEndian.AppendUint32(buf, uint32(t.Span.End))
			buf = binary.LittleEndian.AppendUint32(buf, uint32(t.Speaker))
		}
		for _, c := range s.Coders {
			state := d.States[c.ID]
			if state == New {
				state = ""
			}
			str(string(state))
		}
		flush(1 << 15)
	}
	for _, c := range s.Cases {
		str(c.Name)
		values(c.Values)
	}
	str(fmt.Sprint(s.Codebook.Closed))
	for i, c := range s.Codebook.Codes {
		str(c.Key)
		str(string(c.Kind))
		for _, w := range []Words{c.Name, c.Definition} {
			str(w.Plain)
			str(w.EN)
			str(w.ID)
		}
		buf = binary.LittleEndian.AppendUint32(buf, uint32(int32(s.Tree.Parent[i])))
	}
	for _, c := range s.Coders {
		str(c.Name)
	}
	c := &s.Codings
	for i := range c.Doc {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(c.Doc[i]))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(c.Start[i]))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(c.End[i]))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(c.Code[i]))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(c.Coder[i])<<8|uint32(c.Origin[i]))
		flush(1 << 15)
	}
	if len(s.Aspects) > 0 {
		for i, id := range c.ID {
			if aspect := s.Aspects[id]; aspect != "" {
				buf = binary.LittleEndian.AppendUint32(buf, uint32(i))
				str(aspect)
			}
		}
	}
	flush(1)
	return hex.EncodeToString(h.Sum(nil)[:16])
}
