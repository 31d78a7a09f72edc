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
		st.Codes, st.Codebook = len(cb.Codes), codebookVersion(&cb)
		for _, c := range cb.Codes {
			if c.Kind == qda.KindTheme {
				st.Themes++
			}
			if len(c.Rules) > 0 {
				st.Ruled++
			}
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

// next names what is most useful now.
func (st *Status) next() {
	add := func(command, en, id string, args ...any) {
		st.Next = append(st.Next, Step{lang.T(en, id, args...), command})
	}
	switch {
	case st.Documents == 0:
		add("tematik import FOLDER", "bring in the transcripts", "masukkan transkrip")
	case st.Codes == 0:
		add("tematik codebook import FILE.yaml", "bring in a codebook", "masukkan buku kode")
		add("tematik code add NAME", "or begin a code of your own", "atau mulai kode sendiri")
	case st.Codings == 0 && st.Ruled > 0 && st.Proposals == 0:
		add("tematik apply", "let the codebook's rules propose passages", "biarkan aturan buku kode mengusulkan bagian teks")
		add("tematik tag -i", "or read and code yourself, turn by turn", "atau baca dan kode sendiri, giliran demi giliran")
	case st.Codings == 0 && st.Proposals == 0:
		add("tematik tag -i", "read and code, turn by turn", "baca dan kode, giliran demi giliran")
	case st.Proposals > 0:
		add("tematik review", "%v to decide, one by one", "%v untuk diputuskan satu per satu", lang.Many(st.Proposals, "proposal", "proposals", "usulan"))
		add("tematik apply --accept", "or accept them all", "atau terima semuanya")
	case st.New > 0:
		add("tematik tag -i", "%v documents have not been begun: read and code", "%v dokumen belum dimulai: baca dan kode", st.New)
	}
	if st.Codings > 0 {
		add("tematik report saturation", "see whether new interviews still add codes", "lihat apakah wawancara baru masih menambah kode")
		add("tematik report themes", "the theme table", "tabel tema")
	}
}
