package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"time"

	"tematik/internal/errs"
	"tematik/internal/qda"
	"tematik/internal/text"
)

// Schema names the form of a project file; its number grows when an older
// program would misread a newer file.
const (
	schemaName = "tematik.project/"
	schemaNow  = 1
	schema     = schemaName + "1"
)

// The parts of a project file. Things refer to one another by the names that
// people know: documents, cases and coders by name, codes by id; memos by the
// GUID of what they are on. Times are RFC 3339, "" is none.
type (
	projectPart struct {
		GUID     qda.GUID     `json:"guid"`
		Title    string       `json:"title"`
		Approach qda.Approach `json:"approach"`
		Language string       `json:"language"`
		Created  string       `json:"created,omitempty"`
	}
	coderPart struct {
		GUID qda.GUID `json:"guid"`
		Name string   `json:"name"`
	}
	casePart struct {
		GUID       qda.GUID          `json:"guid"`
		Name       string            `json:"name"`
		Attributes map[string]string `json:"attributes,omitempty"`
	}
	codebookPart struct {
		Title     qda.Words         `json:"title,omitzero"`
		Version   string            `json:"version,omitempty"`
		Revision  int               `json:"revision"`
		Language  string            `json:"language,omitempty"`
		Unit      string            `json:"unit,omitempty"`
		Closed    bool              `json:"closed"`
		Normalize map[string]string `json:"normalize,omitempty"`
		Sets      []qda.TermSet     `json:"sets,omitempty"`
	}
	codePart struct {
		ID         string       `json:"id"`
		GUID       qda.GUID     `json:"guid"`
		Parent     string       `json:"parent,omitempty"`
		Kind       qda.CodeKind `json:"kind"`
		Name       qda.Words    `json:"name"`
		Concept    qda.Words    `json:"concept,omitzero"`
		Definition qda.Words    `json:"definition,omitzero"`
		Include    qda.Words    `json:"include,omitzero"`
		Exclude    qda.Words    `json:"exclude,omitzero"`
		Examples   *examples    `json:"examples,omitempty"`
		Color      string       `json:"color,omitempty"`
		Except     []string     `json:"except,omitempty"`
		Rules      []qda.Rule   `json:"rules,omitempty"`
	}
	examples     = qda.Examples
	documentPart struct {
		GUID       qda.GUID             `json:"guid"`
		Name       string               `json:"name"`
		File       string               `json:"file,omitempty"`
		Kind       qda.Kind             `json:"kind"`
		Date       string               `json:"date,omitempty"`
		Language   string               `json:"language,omitempty"`
		Case       string               `json:"case,omitempty"`
		Order      int                  `json:"order"`
		Imported   string               `json:"imported,omitempty"`
		Attributes map[string]string    `json:"attributes,omitempty"`
		States     map[string]qda.State `json:"states,omitempty"` // by coder
		Speakers   []speakerPart        `json:"speakers,omitempty"`
		Turns      [][]int64            `json:"turns,omitempty"` // start, end, speaker from 0, milliseconds if stamped
		Text       string               `json:"text"`
	}
	speakerPart struct {
		Label string   `json:"label"`
		Role  qda.Role `json:"role"`
		Case  string   `json:"case,omitempty"`
	}
	codingPart struct {
		Document string   `json:"document"`
		Start    int      `json:"start"`
		End      int      `json:"end"`
		Code     string   `json:"code"`
		Coder    string   `json:"coder"`
		Origin   string   `json:"origin"`
		Created  string   `json:"created,omitempty"`
		GUID     qda.GUID `json:"guid"`
		Quote    string   `json:"quote"`
		Aspect   string   `json:"aspect,omitempty"`
	}
	proposalPart struct {
		Document string       `json:"document"`
		Start    int          `json:"start"`
		End      int          `json:"end"`
		Code     string       `json:"code"`
		Origin   string       `json:"origin"`
		Rule     string       `json:"rule,omitempty"`
		RuleHash string       `json:"rule_hash,omitempty"`
		Evidence [][2]int     `json:"evidence,omitempty"` // start, end of what matched
		Decision qda.Decision `json:"decision"`
		Created  string       `json:"created,omitempty"`
	}
	memoPart struct {
		GUID    qda.GUID   `json:"guid"`
		On      qda.Target `json:"on"`
		Target  string     `json:"target,omitempty"` // the GUID of what it is on
		Coder   string     `json:"coder,omitempty"`
		Created string     `json:"created,omitempty"`
		Text    string     `json:"text"`
	}
)

// WriteProject writes a study without its history as one JSON object, one
// thing a line, the same bytes for the same study. The Snapshot must hold
// texts, memos, proposals and the identity of codings.
func WriteProject(w io.Writer, s *qda.Snapshot) error {
	if len(s.Texts) != len(s.Documents) || len(s.Codings.GUID) != s.Codings.Len() || len(s.Codings.Created) != s.Codings.Len() {
		return errs.New(errs.Failed, "project: cannot be written without its texts and the identity of its codings")
	}
	p := &projectWriter{s: s, w: bufio.NewWriterSize(w, 1<<16), coders: map[qda.CoderID]string{0: ""}, cases: map[qda.CaseID]string{0: ""}}
	p.enc = json.NewEncoder(&p.buf)
	p.enc.SetEscapeHTML(false)
	for _, c := range s.Coders {
		p.coders[c.ID] = c.Name
	}
	for _, c := range s.Cases {
		p.cases[c.ID] = c.Name
	}
	p.raw("{\n \"schema\": \"" + schema + "\"")
	p.one("project", projectPart{s.Project.GUID, s.Project.Title, s.Project.Approach, s.Project.Language, stamp(s.Project.Created)})
	p.list("coders", len(s.Coders), func(i int) any { return coderPart{s.Coders[i].GUID, s.Coders[i].Name} })
	p.list("cases", len(s.Cases), func(i int) any { return casePart{s.Cases[i].GUID, s.Cases[i].Name, s.Cases[i].Values} })
	cb := &s.Codebook
	p.one("codebook", codebookPart{cb.Title, cb.Version, cb.Revision, cb.Language, cb.Unit, cb.Closed, cb.Normalize, cb.Sets})
	tree := qda.NewTree(cb.Codes)
	p.list("codes", len(cb.Codes), func(i int) any { return p.code(tree, i) })
	p.list("documents", len(s.Documents), p.document)
	p.list("codings", s.Codings.Len(), p.coding)
	p.list("proposals", len(s.Proposals), p.proposal())
	p.list("memos", len(s.Memos), p.memo())
	p.raw("\n}\n")
	if p.err != nil {
		return p.err
	}
	return p.w.Flush()
}

// projectWriter streams: each thing is made, written and forgotten.
type projectWriter struct {
	s      *qda.Snapshot
	w      *bufio.Writer
	buf    bytes.Buffer
	enc    *json.Encoder
	err    error
	coders map[qda.CoderID]string
	cases  map[qda.CaseID]string
	row    codingPart // of the coding at hand: one for all
}

func (p *projectWriter) raw(s string) {
	if p.err == nil {
		_, p.err = p.w.WriteString(s)
	}
}

func (p *projectWriter) json(v any) {
	if p.err != nil {
		return
	}
	p.buf.Reset()
	if p.err = p.enc.Encode(v); p.err == nil {
		_, p.err = p.w.Write(bytes.TrimSuffix(p.buf.Bytes(), []byte("\n")))
	}
}

func (p *projectWriter) one(key string, v any) {
	p.raw(",\n \"" + key + "\": ")
	p.json(v)
}

func (p *projectWriter) list(key string, n int, item func(i int) any) {
	p.raw(",\n \"" + key + "\": [")
	for i := range n {
		if p.err != nil {
			return
		}
		if i > 0 {
			p.raw(",")
		}
		p.raw("\n  ")
		p.json(item(i))
	}
	if n > 0 {
		p.raw("\n ")
	}
	p.raw("]")
}

func (p *projectWriter) code(tree *qda.Tree, i int) any {
	c := &p.s.Codebook.Codes[i]
	part := codePart{ID: c.Key, GUID: c.GUID, Kind: c.Kind, Name: c.Name, Concept: c.Concept, Definition: c.Definition, Include: c.Include,
		Exclude: c.Exclude, Color: c.Color, Except: c.Except, Rules: c.Rules}
	if up := tree.Parent[i]; up >= 0 {
		part.Parent = p.s.Codebook.Codes[up].Key
	}
	if len(c.Examples.Yes)+len(c.Examples.No) > 0 {
		part.Examples = &c.Examples
	}
	return part
}

func (p *projectWriter) document(i int) any {
	d := &p.s.Documents[i]
	part := documentPart{GUID: d.GUID, Name: d.Name, File: d.File, Kind: d.Kind, Date: d.Date, Language: d.Language, Case: p.cases[d.Case], Order: d.Order,
		Imported: stamp(d.Imported), Attributes: d.Values, Text: p.s.Texts[i].String()}
	part.States = make(map[string]qda.State, len(d.States))
	for id, state := range d.States {
		part.States[p.coders[id]] = state
	}
	for k, hi := p.s.Range(i); k < hi; k++ { // who set it back to new, though coded
		if c := p.s.Coders[p.s.Codings.Coder[k]]; d.States[c.ID] == "" {
			part.States[c.Name] = qda.New
		}
	}
	for _, sp := range d.Speakers {
		part.Speakers = append(part.Speakers, speakerPart{sp.Label, sp.Role, p.cases[sp.Case]})
	}
	for _, t := range d.Turns {
		turn := []int64{int64(t.Span.Start), int64(t.Span.End), int64(t.Speaker)}
		if t.Time >= 0 {
			turn = append(turn, t.Time.Milliseconds())
		}
		part.Turns = append(part.Turns, turn)
	}
	return part
}

func (p *projectWriter) coding(i int) any {
	c := &p.s.Codings
	p.row = codingPart{p.s.Documents[c.Doc[i]].Name, int(c.Start[i]), int(c.End[i]), p.s.Codebook.Codes[c.Code[i]].Key, p.s.Coders[c.Coder[i]].Name,
		c.Origin[i].String(), stamp(time.UnixMilli(c.Created[i])), c.GUID[i], p.s.Texts[c.Doc[i]].Cut(c.Span(i)), p.s.Aspects[c.ID[i]]}
	return &p.row
}

func (p *projectWriter) proposal() func(i int) any {
	documents := map[qda.DocumentID]string{}
	for i := range p.s.Documents {
		documents[p.s.Documents[i].ID] = p.s.Documents[i].Name
	}
	codes := map[qda.CodeID]string{}
	for _, c := range p.s.Codebook.Codes {
		codes[c.ID] = c.Key
	}
	return func(i int) any {
		q := &p.s.Proposals[i]
		part := proposalPart{documents[q.Document], q.Span.Start, q.Span.End, codes[q.Code], q.Origin.String(), q.Rule, q.RuleHash, nil, q.Decision, stamp(q.Created)}
		for _, e := range q.Evidence {
			part.Evidence = append(part.Evidence, [2]int{e.Start, e.End})
		}
		return part
	}
}

func (p *projectWriter) memo() func(i int) any {
	type target struct {
		on qda.Target
		id int64
	}
	guids := map[target]qda.GUID{}
	for i := range p.s.Memos {
		if m := &p.s.Memos[i]; m.Target == qda.OnCoding {
			guids[target{m.Target, m.Object}] = qda.GUID{}
		}
	}
	for i, id := range p.s.Codings.ID { // only those that are asked for: there may be a million
		if _, asked := guids[target{qda.OnCoding, int64(id)}]; asked {
			guids[target{qda.OnCoding, int64(id)}] = p.s.Codings.GUID[i]
		}
	}
	for i := range p.s.Documents {
		guids[target{qda.OnDocument, int64(p.s.Documents[i].ID)}] = p.s.Documents[i].GUID
	}
	for _, c := range p.s.Cases {
		guids[target{qda.OnCase, int64(c.ID)}] = c.GUID
	}
	for _, c := range p.s.Codebook.Codes {
		guids[target{qda.OnCode, int64(c.ID)}] = c.GUID
	}
	return func(i int) any {
		m := &p.s.Memos[i]
		part := memoPart{GUID: m.GUID, On: m.Target, Coder: p.coders[m.Coder], Created: stamp(m.Created), Text: m.Text}
		if m.Target != qda.OnProject {
			g := guids[target{m.Target, m.Object}]
			if g.IsZero() && p.err == nil {
				p.err = errs.New(errs.Failed, "memo %s: what it is on is not in the project", m.GUID).Hint("tematik check")
			}
			part.Target = g.String()
		}
		return part
	}
}

// stamp writes a time; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// spanOf makes a span of the two numbers of a file.
func spanOf(start, end int) text.Span { return text.Span{Start: start, End: end} }
