package study

import (
	"context"

	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/internal/store"
)

// Status is where the study stands.
type Status struct {
	Project   qda.Project
	File      string
	Documents int
	New       int // documents that no coder has begun
	Open      int
	Done      int
	Cases     int
	Themes    int
	Codes     int // nodes of the codebook, themes included
	Ruled     int // codes with rules
	Codings   int
	Proposals int // that wait for a decision
	Memos     int
	Coders    []string
	Coder     string // who is coding
	Codebook  string // its version
	Backup    string // the newest, or ""
	Next      []Step

	unread store.Unread // of who is coding
	closed bool         // the codebook
}

// Step is a next thing to do: why, and the command.
type Step struct {
	Why     lang.Text
	Command string
}

// Status counts without reading the study whole.
func (p *Project) Status(ctx context.Context) (*Status, error) {
	st := &Status{File: p.path, Coder: p.Coder()}
	err := p.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if st.Project, err = tx.Project(); err != nil {
			return err
		}
		n, err := tx.Count()
		if err != nil {
			return err
		}
		st.Documents, st.New, st.Open, st.Done = n.Documents, n.New, n.Open, n.Done
		st.Cases, st.Codings, st.Proposals, st.Memos = n.Cases, n.Codings, n.Pending, n.Memos
		cb, err := tx.Codebook()
		if err != nil {
			return err
		}
		st.Codes, st.Codebook = len(cb.Codes), cb.Label()
		for _, c := range cb.Codes {
			if c.Kind == qda.KindTheme {
				st.Themes++
			}
			if len(c.Rules) > 0 {
				st.Ruled++
			}
		}
		st.closed = cb.Closed
		if st.unread, err = tx.Unread(st.Coder); err != nil {
			return err
		}
		coders, err := tx.Coders()
		for _, c := range coders {
			st.Coders = append(st.Coders, c.Name)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if backups, err := store.Backups(p.path); err == nil && len(backups) > 0 {
		st.Backup = backups[0].Name
	}
	st.next()
	return st, nil
}

// next names what is most useful now, at least one thing: what waits for a
// decision, else what is to be read, then what can be reported.
func (st *Status) next() {
	add := func(command, en, id string, args ...any) {
		st.Next = append(st.Next, Step{lang.T(en, id, args...), command})
	}
	reflexive := st.Project.Approach == qda.ReflexiveTA
	read := func() {
		command := "tematik tag -i " + quoteArg(st.unread.First)
		switch {
		case st.unread.First == "":
		case st.unread.Open > 0:
			add(command, "go on reading and coding it", "lanjutkan membaca dan mengodenya")
		default:
			add(command, "read and code the first of %v", "baca dan kode yang pertama dari %v", lang.Many(st.unread.New, "new document", "new documents", "dokumen baru"))
		}
	}
	hand := st.unread.Begun || reflexive
	switch {
	case st.Documents == 0:
		add("tematik import FOLDER", "bring in the transcripts", "masukkan transkrip")
	case st.Codes == 0 && reflexive:
		read()
		add("tematik code add NAME", "or begin a code of your own", "atau mulai kode sendiri")
	case st.Codes == 0:
		add("tematik codebook import FILE.yaml", "bring in a codebook", "masukkan buku kode")
		add("tematik code add NAME", "or begin a code of your own", "atau mulai kode sendiri")
		read()
	case st.Proposals > 0:
		add("tematik review", "%v to decide, one by one", "%v untuk diputuskan, satu per satu", lang.Many(st.Proposals, "proposal", "proposals", "usulan"))
		add("tematik apply --accept", "or accept them all", "atau terima semuanya")
	case st.Codings == 0 && st.Ruled > 0 && !hand:
		add("tematik apply", "let the codebook's rules propose passages", "biarkan aturan buku kode mengusulkan bagian teks")
		read()
	case st.Codings == 0 || hand:
		read()
	}
	switch {
	case st.Codings == 0:
	case reflexive:
		add("tematik report themes", "the theme table", "tabel tema")
		add("tematik report cooccurrence", "which codes stand together", "kode mana yang muncul bersama")
	case st.closed:
		add("tematik report themes", "the theme table", "tabel tema")
		add("tematik report coverage", "how much of the speech is coded", "seberapa banyak ucapan sudah dikode")
	default:
		add("tematik report saturation", "see whether new interviews still add codes", "lihat apakah wawancara baru masih menambah kode")
		add("tematik report themes", "the theme table", "tabel tema")
	}
	if st.Codings > 0 && st.Proposals == 0 && !hand {
		read() // the rules have coded, and nobody has read
	}
	if st.Codings > 0 && st.unread.Shared && !reflexive {
		add("tematik report agreement", "how far coders of the same documents agree", "seberapa jauh pengode dokumen yang sama sepakat")
	}
	if st.Codings > 0 && st.New+st.Open+st.Proposals == 0 {
		add("tematik report methods", "a draft of the methods section", "rancangan bagian metode")
	}
	if len(st.Next) == 0 {
		add("tematik doc ls", "every document is read, and nothing is coded", "semua dokumen sudah dibaca, tanpa pengodean")
	}
}
