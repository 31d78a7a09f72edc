package study

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"

	codebookdata "tematik/codebook"
	"tematik/internal/errs"
	"tematik/internal/lang"
	"tematik/internal/qda"
	"tematik/transcripts"
)

// sampleName is the project file of the sample study.
const sampleName = "demo" + Suffix

// UnpackSample writes the sample interviews, their tables and the starter
// codebook into a folder and makes a project there with that codebook. The
// tables stand above the interviews, so that these can be imported alone.
func UnpackSample(ctx context.Context, host Host, dir, language string, force bool) (*Project, error) {
	path := filepath.Join(dir, sampleName)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 && !force {
		if _, err := os.Stat(path); err != nil {
			return nil, errs.New(errs.Failed, "%s: the folder is not empty", dir).Hint("tematik demo %s", quoteArg(filepath.Join(dir, "tematik-demo")))
		}
	}
	if _, err := os.Stat(path); err == nil {
		if !force {
			return nil, errs.New(errs.Failed, "%s: there is a demo already", dir).Hint("tematik demo %s --force replaces it, or: tematik -p %s status", dir, path)
		}
		for _, old := range []string{path, path + "-journal"} {
			if err := os.Remove(old); err != nil && !os.IsNotExist(err) {
				return nil, errs.Wrap(errs.Failed, err, "%s: cannot be replaced", old)
			}
		}
	}
	into := filepath.Join(dir, "transcripts")
	if err := os.MkdirAll(into, 0o755); err != nil {
		return nil, cannotWrite(dir, err)
	}
	entries, err := transcripts.Files.ReadDir(".")
	if err != nil {
		return nil, errs.Wrap(errs.Failed, err, "the sample interviews")
	}
	for _, e := range entries {
		where := into
		if filepath.Ext(e.Name()) == ".csv" {
			where = dir
		}
		data, err := fs.ReadFile(transcripts.Files, e.Name())
		if err == nil {
			err = os.WriteFile(filepath.Join(where, e.Name()), data, 0o644)
		}
		if err != nil {
			return nil, errs.Wrap(errs.Failed, err, "%s: cannot be written", e.Name())
		}
	}
	book := filepath.Join(dir, codebookdata.Name)
	if err := os.WriteFile(book, codebookdata.YAML, 0o644); err != nil {
		return nil, errs.Wrap(errs.Failed, err, "%s: cannot be written", book)
	}
	title := lang.T("Legal and customs barriers to exporting (sample study)", "Hambatan hukum dan kepabeanan dalam ekspor (studi contoh)")
	return Init(ctx, host, path, InitOptions{Title: title.In(lang.Lang(language)), Approach: qda.CodebookTA, Language: language, Codebook: book})
}
