package study

import (
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
// codebook into a folder, and says where a project with that codebook is to be
// made. The tables stand above the interviews, so that these can be imported
// alone.
func UnpackSample(dir, language string, force bool) (path string, o InitOptions, err error) {
	path = filepath.Join(dir, sampleName)
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 && !force {
		if _, err := os.Stat(path); err != nil {
			return "", o, errs.New(errs.Failed, "%s: the folder is not empty", dir).Hint("tematik demo %s", quoteArg(filepath.Join(dir, "tematik-demo")))
		}
	}
	if _, err := os.Stat(path); err == nil {
		if !force {
			return "", o, errs.New(errs.Failed, "%s: there is a demo already", dir).Hint("tematik demo %s --force replaces it, or: tematik -p %s status", dir, path)
		}
		for _, old := range []string{path, path + "-journal"} {
			if err := os.Remove(old); err != nil && !os.IsNotExist(err) {
				return "", o, errs.Wrap(errs.Failed, err, "%s: cannot be replaced", old)
			}
		}
	}
	into := filepath.Join(dir, "transcripts")
	if err := os.MkdirAll(into, 0o755); err != nil {
		return "", o, cannotWrite(dir, err)
	}
	entries, err := transcripts.Files.ReadDir(".")
	if err != nil {
		return "", o, errs.Wrap(errs.Failed, err, "the sample interviews")
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
			return "", o, errs.Wrap(errs.Failed, err, "%s: cannot be written", e.Name())
		}
	}
	book := filepath.Join(dir, codebookdata.Name)
	if err := os.WriteFile(book, codebookdata.YAML, 0o644); err != nil {
		return "", o, errs.Wrap(errs.Failed, err, "%s: cannot be written", book)
	}
	title := lang.T("Legal and customs barriers to exporting (sample study)", "Hambatan hukum dan kepabeanan dalam ekspor (studi contoh)")
	return path, InitOptions{Title: title.In(lang.Lang(language)), Approach: qda.CodebookTA, Language: language, Codebook: book}, nil
}

// SampleCode is a code with the theme it stands under.
type SampleCode struct {
	qda.Code
	Under string
}

// SampleCodes are those that the sample study's coders added to the codebook
// while they read, in two candidate themes.
func SampleCodes() []SampleCode {
	node := func(under, key, en, id, meansEN, meansID string, kind qda.CodeKind) SampleCode {
		return SampleCode{qda.Code{Key: key, Name: qda.Words{EN: en, ID: id}, Definition: qda.Words{EN: meansEN, ID: meansID}, Kind: kind}, under}
	}
	return []SampleCode{
		node("", "relations", "Relations and feelings", "Hubungan dan perasaan", "Candidate theme: what people are to one another, and feel, where rules would decide.", "Calon tema: hubungan dan perasaan orang di tempat yang semestinya diatur oleh aturan.", qda.KindTheme),
		node("relations", "trust", "Trust", "Kepercayaan", "Personal, family or religious trust stands in for a contract or a paper.", "Kepercayaan pribadi, keluarga, atau agama menggantikan kontrak atau surat.", qda.KindCode),
		node("relations", "shame", "Shame and face", "Malu dan gengsi", "Shame or face keeps one from asking, telling or joining.", "Rasa malu atau gengsi menahan orang untuk bertanya, bercerita, atau bergabung.", qda.KindCode),
		node("relations", "gender", "Women in business", "Perempuan dalam usaha", "Being a woman or a man as it bears on trading.", "Menjadi perempuan atau laki-laki sejauh memengaruhi usaha.", qda.KindCode),
		node("relations", "offices", "Feelings about offices", "Rasa terhadap kantor", "Distrust, fear or warmth toward offices and officials.", "Curiga, takut, atau akrab terhadap kantor dan petugasnya.", qda.KindCode),
		node("", "logistics", "Payment and transport", "Pembayaran dan pengangkutan", "Candidate theme: money and ships decide before the law does.", "Calon tema: uang dan kapal menentukan lebih dulu daripada hukum.", qda.KindTheme),
		node("logistics", "currency", "Exchange rate and payment", "Kurs dan pembayaran", "Exchange rates, transfers and waiting for money.", "Kurs, transfer, dan menunggu uang masuk.", qda.KindCode),
		node("logistics", "schedule", "Ships and flights", "Jadwal kapal dan pesawat", "Schedules, skipped calls and closing times.", "Jadwal, persinggahan yang dilewati, dan batas waktu muat.", qda.KindCode),
	}
}

// SampleUncoded are the cases of the interviews that nobody coded by hand.
func SampleUncoded() []string {
	return []string{"S2", "F2", "O2", "S3", "G1a", "G1b", "G1c", "O3", "E5"}
}
