package study

import (
	"strings"
	"testing"

	"tematik/internal/qda"
	"tematik/internal/store"
)

// Whatever the state of a study, the next step is one that makes sense there.
func TestNextSteps(t *testing.T) {
	fresh := store.Unread{New: 3, First: "a b"}
	begun := store.Unread{Open: 1, New: 2, First: "a", Begun: true}
	read := store.Unread{Begun: true}
	shared := store.Unread{Begun: true, Shared: true}
	for name, c := range map[string]struct {
		st   Status
		want string
	}{
		"empty":                        {Status{}, "import FOLDER"},
		"a codebook, no documents":     {Status{Codes: 5, Ruled: 5}, "import FOLDER"},
		"documents, no codebook":       {Status{Documents: 3, unread: fresh}, "codebook import FILE.yaml; code add NAME; tag -i 'a b'"},
		"documents, reflexive":         {Status{Project: qda.Project{Approach: qda.ReflexiveTA}, Documents: 3, unread: fresh}, "tag -i 'a b'; code add NAME"},
		"imported, rules":              {Status{Documents: 3, Codes: 5, Ruled: 2, unread: fresh}, "apply; tag -i 'a b'"},
		"imported, rules, reflexive":   {Status{Project: qda.Project{Approach: qda.ReflexiveTA}, Documents: 3, Codes: 5, Ruled: 2, unread: fresh}, "tag -i 'a b'"},
		"imported, no rules":           {Status{Documents: 3, Codes: 5, unread: fresh}, "tag -i 'a b'"},
		"begun by hand, rules":         {Status{Documents: 3, New: 2, Open: 1, Codes: 5, Ruled: 2, Codings: 4, unread: begun}, "tag -i a; report saturation; report themes"},
		"begun, nothing coded yet":     {Status{Documents: 3, Codes: 5, Ruled: 2, unread: begun}, "tag -i a"},
		"proposals wait":               {Status{Documents: 3, Codes: 5, Ruled: 2, Proposals: 9, unread: fresh}, "review; apply --accept"},
		"proposals wait, coded":        {Status{Documents: 3, Codes: 5, Ruled: 2, Proposals: 9, Codings: 4, unread: begun}, "review; apply --accept; report saturation; report themes"},
		"only the rules have coded":    {Status{Documents: 3, New: 3, Codes: 5, Ruled: 2, Codings: 4, unread: fresh}, "report saturation; report themes; tag -i 'a b'"},
		"all done":                     {Status{Documents: 3, Done: 3, Codes: 5, Codings: 4, unread: read}, "report saturation; report themes; report methods"},
		"all done by two":              {Status{Documents: 3, Done: 3, Codes: 5, Codings: 4, unread: shared}, "report saturation; report themes; report agreement; report methods"},
		"others are not done":          {Status{Documents: 3, Open: 1, Codes: 5, Codings: 4, unread: shared}, "report saturation; report themes; report agreement"},
		"all done, reflexive":          {Status{Project: qda.Project{Approach: qda.ReflexiveTA}, Documents: 3, Done: 3, Codes: 5, Codings: 4, unread: shared}, "report themes; report cooccurrence; report methods"},
		"all done, closed codebook":    {Status{Documents: 3, Done: 3, Codes: 5, Codings: 4, closed: true, unread: read}, "report themes; report coverage; report methods"},
		"all done, nothing coded":      {Status{Documents: 3, Codes: 5, unread: read}, "doc ls"},
		"others have coded, I not yet": {Status{Documents: 3, New: 1, Open: 2, Codes: 5, Codings: 4, unread: store.Unread{New: 3, First: "a", Begun: true}}, "tag -i a; report saturation; report themes"},
	} {
		t.Run(name, func(t *testing.T) {
			c.st.next()
			var got []string
			for _, s := range c.st.Next {
				got = append(got, strings.TrimPrefix(s.Command, "tematik "))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("%s\nwant %s", s, c.want)
			}
		})
	}
}
