package qda

// Proposes gives what chooses among proposals: coders choose by the documents
// that they have begun, for a proposal is no one's.
func (f Filter) Proposes(s *Snapshot) (func(p *Proposal) bool, error) {
	docs, codes, err := f.Choose(s)
	if err != nil {
		return nil, err
	}
	coders, err := f.coders(s)
	if err != nil {
		return nil, err
	}
	origins := map[Origin]bool{}
	for _, name := range f.Origins {
		o, err := ParseOrigin(name)
		if err != nil {
			return nil, err
		}
		origins[o] = true
	}
	place := make(map[DocumentID]int, len(s.Documents))
	for i := range s.Documents {
		if docs[i] && (coders == nil || s.Documents[i].begun(coders)) {
			place[s.Documents[i].ID] = i
		}
	}
	return func(p *Proposal) bool {
		c, ok := s.Tree.Index(p.Code)
		d, in := place[p.Document]
		return ok && in && codes[c] && (len(origins) == 0 || origins[p.Origin]) && f.Holds(s, &s.Documents[d], p.Span)
	}, nil
}
