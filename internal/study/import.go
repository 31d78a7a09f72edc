package study

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"tematik/internal/errs"
	"tematik/internal/exchange"
	"tematik/internal/join"
	"tematik/internal/lang"
	"tematik/internal/progress"
	"tematik/internal/qda"
	"tematik/internal/store"
	"tematik/internal/text"
	"tematik/internal/transcript"
)

// ImportOptions say how to import.
type ImportOptions struct {
	DryRun       bool   // look, take nothing
	AsNew        bool   // a file of a name that is there becomes another document
	AllOrNothing bool   // refuse everything if anything is refused
	Strict       bool   // codings of unknown codes are refused
	Coder        string // of codings without a coder
}

// Outcome is what became of a file.
type Outcome string

// The outcomes.
const (
	Added   Outcome = "added"
	Skipped Outcome = "skipped" // it was there already
	Refused Outcome = "refused"
	// TakenBack is a file that could be taken, but another of an import of all
	// or nothing was refused.
	TakenBack Outcome = "taken back"
)

// FileResult is what became of one file.
type FileResult struct {
	File     string
	Kind     string // transcript, codings, cases, project
	Outcome  Outcome
	Document string // of a transcript
	Case     string
	Words    int
	Turns    int
	Beside   map[string]int // comments, footnotes, endnotes of a transcript that became memos on the document
	Speakers []SpeakerInfo
	Reason   lang.Text // who is taken for the interviewer and why
	Date     string
	Preview  []Paragraph
	Counts   map[string]int // of a table or project: what was taken
	There    map[string]int // and what was there already
	Notes    []lang.Text    // warnings
	Refusals []string       // FILE:LINE: reason, or why the file was not taken
	Hint     string
}

// SpeakerInfo is a speaker as found in a transcript.
type SpeakerInfo = transcript.Speaker

// previewed is how many turns of a transcript a result carries to be shown.
const previewed = 6

// ImportResult is what became of all files.
type ImportResult struct {
	Files   []FileResult
	Ignored []string // files of other kinds in the folders
	Undone  bool     // all or nothing: nothing
}

// Refusals counts what was not taken.
func (r *ImportResult) Refusals() int {
	n := 0
	for _, f := range r.Files {
		n += len(f.Refusals)
	}
	return n
}

// takeBack says of every file that nothing of it was taken after all.
func (r *ImportResult) takeBack() {
	r.Undone = true
	for i := range r.Files {
		f := &r.Files[i]
		f.Beside = nil
		if f.Outcome == Added {
			f.Outcome, f.Counts = TakenBack, nil
		}
	}
}

// Import takes transcripts, tables of codings and cases, and projects: all
// files in one transaction, what is refused left out and listed.
func (p *Project) Import(ctx context.Context, paths []string, o ImportOptions) (*ImportResult, error) {
	list, ignored, err := gather(paths)
	if err != nil {
		return nil, err
	}
	out, err := p.take(ctx, list, paths, o)
	if out != nil {
		out.Ignored = ignored
	}
	return out, err
}

// take reads files and takes in what they hold.
func (p *Project) take(ctx context.Context, list []*source, paths []string, o ImportOptions) (*ImportResult, error) {
	if len(list) == 0 {
		return nil, errs.New(errs.NotFound, "import: no transcript or table in %s", strings.Join(paths, ", ")).Hint("tematik import FILE…, of the kinds %s", strings.Join(transcript.Suffixes(), " "))
	}
	steps, done := 2*len(list), 0 // read and written
	step := func() { done++; progress.Step(ctx, min(done, steps), steps) }
	readAll(ctx, list, step)
	out := &ImportResult{Files: make([]FileResult, len(list))}
	_, err := p.try(ctx, p.stamp("import"), o.DryRun, func(tx *store.Tx) error {
		im := &importer{tx: tx, p: p, o: o, step: step}
		if err := im.run(ctx, list, out.Files); err != nil {
			return err
		}
		for _, f := range out.Files {
			if f.Outcome == Added && f.Kind == "transcript" {
				tx.Note("documents", 1)
			}
			for what, n := range f.Counts {
				tx.Note(what, n)
			}
		}
		if !o.DryRun && o.AllOrNothing && out.Refusals() > 0 {
			out.takeBack()
			return errNothing
		}
		return nil
	})
	return out, err
}

// importer writes parsed files into one transaction: transcripts and projects
// first, then cases, then codings, whatever the order they were named in.
type importer struct {
	tx     *store.Tx
	p      *Project
	o      ImportOptions
	step   func() // a file is through
	byName map[string]*qda.Document
	byHash map[[32]byte]string
}

func (im *importer) run(ctx context.Context, list []*source, out []FileResult) error {
	docs, err := im.tx.Documents()
	if err != nil {
		return err
	}
	for i, s := range list {
		out[i] = FileResult{File: s.path}
		if s.err != nil {
			out[i].refuse(s.err)
		}
	}
	im.byName, im.byHash = map[string]*qda.Document{}, map[[32]byte]string{}
	for i := range docs {
		im.byName[docs[i].Name] = &docs[i]
		im.byHash[docs[i].Hash] = docs[i].Name
	}
	if err := im.phase(ctx, list, out, im.project); err != nil {
		return err
	}
	// A project brings its own order; transcripts find their places in it.
	err = keepingOrder(im.tx, func() error {
		return im.phase(ctx, list, out, func(s *source, f *FileResult) error {
			im.step()
			return im.document(s, f)
		})
	})
	progress.Step(ctx, 1, 1) // what follows cannot say how far it is
	if err != nil {
		return err
	}
	if err := im.phase(ctx, list, out, im.cases); err != nil {
		return err
	}
	return im.phase(ctx, list, out, im.codings)
}

// phase takes what is of one kind among the files.
func (im *importer) phase(ctx context.Context, list []*source, out []FileResult, take func(*source, *FileResult) error) error {
	for i, s := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.err == nil {
			if err := take(s, &out[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *FileResult) refuse(err error) {
	f.Outcome = Refused
	msg := err.Error()
	if !strings.HasPrefix(msg, f.File) && !strings.HasPrefix(msg, filepath.Base(f.File)) {
		msg = f.File + ": " + msg
	}
	f.Refusals = append(f.Refusals, msg)
	f.Hint = errs.HintOf(err)
}

// note adds warnings of readers that speak English alone.
func (f *FileResult) note(warnings []string) {
	for _, w := range warnings {
		f.Notes = append(f.Notes, lang.Same(w))
	}
}

// refused lists rows of a table that were not taken, in the order of lines.
func (f *FileResult) refused(list []qda.Refusal) {
	slices.SortStableFunc(list, func(a, b qda.Refusal) int { return a.Line - b.Line })
	for _, r := range list {
		f.Refusals = append(f.Refusals, r.String())
	}
	if len(list) > 0 {
		f.Hint = "mend these lines and import the file again: what is there already is skipped"
	}
}

// document takes a transcript by the rules for duplicates: same name and text,
// skipped; same text, another name, taken with a note; same name, another
// text, not taken.
func (im *importer) document(s *source, f *FileResult) error {
	if s.doc == nil {
		return nil
	}
	t := text.New(s.doc.Text)
	describe(s.doc, t, f)
	hash := text.Hash(s.doc.Text)
	name := strings.Join(strings.Fields(s.doc.Name), " ")
	if err := validNames(name, s.doc); err != nil {
		f.refuse(err)
		return nil
	}
	if there, ok := im.byName[name]; ok {
		switch {
		case there.Hash == hash:
			f.Outcome, f.Document, f.Notes = Skipped, name, nil // what there is to note was noted when it came
			otherwise, err := im.readsOtherwise(s.doc, name)
			if err != nil {
				return err
			}
			if otherwise {
				f.Notes = append(f.Notes, lang.T(
					"the text is the same, but its turns, speakers or front matter say something else than the project, which stays as it is. To change that: tematik doc set, tematik doc speakers; to take the file as it reads now: tematik doc rm %v, which removes its codings too, then import it again",
					"teksnya sama, tetapi giliran, penutur, atau front matter-nya berbeda dari yang ada dalam proyek; isi proyek tetap. Untuk mengubahnya: tematik doc set, tematik doc speakers; untuk mengambil berkas seperti sekarang: tematik doc rm %v, yang menghapus juga pengodeannya, lalu impor lagi", quoteArg(name)))
			}
			return im.beside(s.doc, there, t, f)
		case !im.o.AsNew:
			f.refuse(errs.New(errs.Partial, "a document %s is there with another text", name).Hint("tematik import --as-new %s adds it under another name; to put it in the place of the other, whose codings go: tematik doc rm %s, then import again", quoteArg(s.path), quoteArg(name)))
			return nil
		}
		for i := 2; im.byName[name] != nil; i++ {
			name = fmt.Sprintf("%s-%d", there.Name, i)
		}
	}
	if other, ok := im.byHash[hash]; ok {
		f.Notes = append(f.Notes, lang.T("the same text as document %v", "teksnya sama dengan dokumen %v", other))
	}
	d, err := im.newDocument(s.doc, name, hash, t)
	if err != nil {
		return err
	}
	if err := im.tx.InsertDocument(d, t); err != nil {
		return err
	}
	if err := im.beside(s.doc, d, t, f); err != nil {
		return err
	}
	im.byName[name], im.byHash[hash] = d, name
	f.Outcome, f.Document = Added, name
	return nil
}

// readsOtherwise says whether a file, of the same text as the document of its
// name, says what the document does not know. Where the file is silent, what
// was set by hand is no difference.
func (im *importer) readsOtherwise(doc *transcript.Transcript, name string) (bool, error) {
	there, err := im.tx.Document(name)
	if err != nil {
		return false, err
	}
	known := map[qda.CaseID]string{}
	cases, err := im.tx.Cases()
	if err != nil {
		return false, err
	}
	for _, c := range cases {
		known[c.ID] = c.Name
	}
	differs := func(said, known string) bool { return said != "" && said != known }
	same := func(a, b qda.Turn) bool { return a.Span == b.Span && a.Speaker == b.Speaker }
	if !slices.EqualFunc(doc.Turns, there.Turns, same) || len(doc.Speakers) != len(there.Speakers) ||
		differs(string(doc.Kind), string(there.Kind)) || differs(doc.Date, there.Date) ||
		differs(doc.Language, there.Language) || differs(doc.Case, known[there.Case]) {
		return true, nil
	}
	for i, sp := range doc.Speakers {
		if sp.Label != there.Speakers[i].Label || !doc.Inferred && sp.Role != there.Speakers[i].Role || differs(sp.Case, known[there.Speakers[i].Case]) {
			return true, nil
		}
	}
	for k, v := range doc.Values {
		if differs(v, there.Values[k]) {
			return true, nil
		}
	}
	return false, nil
}

func (im *importer) newDocument(doc *transcript.Transcript, name string, hash [32]byte, t *text.Text) (*qda.Document, error) {
	d := &qda.Document{
		Name: name, File: doc.File, Kind: qda.Kind(doc.Kind), Date: doc.Date, Language: doc.Language,
		Hash: hash, Length: t.Len(), Turns: doc.Turns, Values: doc.Values,
	}
	var err error
	if d.Case, err = caseFor(im.tx, doc.Case); err != nil {
		return nil, err
	}
	for _, sp := range doc.Speakers {
		speaker := qda.Speaker{Label: sp.Label, Role: sp.Role}
		if speaker.Case, err = caseFor(im.tx, sp.Case); err != nil {
			return nil, err
		}
		d.Speakers = append(d.Speakers, speaker)
	}
	return d, nil
}

// validNames checks every name that a transcript brings.
func validNames(name string, doc *transcript.Transcript) error {
	if err := qda.ValidName("document", name); err != nil {
		return err
	}
	names := []string{doc.Case}
	for _, sp := range doc.Speakers {
		names = append(names, sp.Case)
	}
	for _, n := range names {
		if n == "" {
			continue
		}
		if err := qda.ValidName("case", n); err != nil {
			return err
		}
	}
	return nil
}

// describe fills in what a reader wants to see of a transcript.
func describe(doc *transcript.Transcript, t *text.Text, f *FileResult) {
	f.Kind, f.Document, f.Case = "transcript", doc.Name, doc.Case
	f.Turns, f.Reason, f.Date = len(doc.Turns), doc.Reason, doc.Date
	f.Speakers, f.Words = doc.Speakers, doc.Words
	for i, turn := range doc.Turns[:min(len(doc.Turns), previewed)] {
		sp := doc.Speakers[turn.Speaker]
		f.Preview = append(f.Preview, Paragraph{N: i + 1, Span: turn.Span, Speaker: sp.Label, Role: sp.Role, Words: t.Cut(turn.Span)})
	}
	for _, w := range doc.Warnings {
		words := w.Text
		if w.Line > 0 {
			words = lang.T("line %v: %v", "baris %v: %v", fmt.Sprint(w.Line), w.Text)
		}
		f.Notes = append(f.Notes, words)
	}
}

func (im *importer) cases(s *source, f *FileResult) error {
	if s.table == nil || s.kind != exchange.CasesTable {
		return nil
	}
	f.Kind, f.Outcome = "cases", Added
	table, err := exchange.ReadCases(filepath.Base(s.path), s.table)
	if err != nil {
		f.refuse(err)
		return nil
	}
	f.note(table.Warnings)
	f.refused(table.Refusals)
	for _, c := range table.Cases {
		id, err := im.tx.EnsureCase(c.Name)
		if err != nil {
			return err
		}
		if err := setCase(im.tx, id, c.Values); err != nil {
			return err
		}
	}
	f.Counts = map[string]int{"cases": len(table.Cases)}
	return nil
}

func (im *importer) codings(s *source, f *FileResult) error {
	if s.table == nil || s.kind != exchange.CodingsTable {
		return nil
	}
	f.Kind, f.Outcome = "codings", Added
	table, err := exchange.ReadCodings(filepath.Base(s.path), s.table)
	if err != nil {
		f.refuse(err)
		return nil
	}
	f.note(table.Warnings)
	present, err := im.tx.Snapshot(qda.Needs{Texts: true, Memos: true})
	if err != nil {
		return err
	}
	coder := im.o.Coder
	if coder == "" {
		coder = im.p.Coder()
	} else if _, _, err := im.p.coding(im.tx, coder); err != nil {
		return err
	}
	plan, err := join.Codings(present, table.Rows, join.Options{Strict: im.o.Strict, Coder: coder})
	if err != nil {
		return err
	}
	plan.Refusals = append(plan.Refusals, table.Refusals...)
	err = im.write(plan, f)
	if len(plan.Codes) > 0 {
		f.Notes = append(f.Notes, lang.T("a table does not hold what the codes mean; their names and definitions come with the codebook: tematik codebook export FILE.yaml where they are from, tematik codebook import FILE.yaml here",
			"tabel tidak memuat arti kode; nama dan definisinya ada di buku kode: tematik codebook export FILE.yaml di proyek asalnya, lalu tematik codebook import FILE.yaml di sini"))
	}
	return err
}

func (im *importer) project(s *source, f *FileResult) error {
	if s.incoming == nil {
		return nil
	}
	f.Kind, f.Outcome = "project", Added
	f.note(s.notes)
	present, err := im.tx.Snapshot(qda.Needs{Texts: true, Proposals: true, Memos: true, Identity: true})
	if err != nil {
		return err
	}
	plan, err := join.Project(present, s.incoming)
	if err != nil {
		return err
	}
	return im.write(plan, f)
}
