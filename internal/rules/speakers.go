package rules

import (
	"fmt"
	"slices"
	"strings"

	"tematik/internal/qda"
)

// roles are the words of a rule's speaker that are no label of a transcript.
var roles = []string{string(qda.Respondent), string(qda.Interviewer), qda.Any}

// meant are words for the roles in Indonesian and English that authors write.
var meant = map[string]string{
	"responden": "respondent", "informan": "respondent", "narasumber": "respondent", "partisipan": "respondent", "peserta": "respondent",
	"participant": "respondent", "interviewee": "respondent", "informant": "respondent",
	"pewawancara": "interviewer", "peneliti": "interviewer", "penanya": "interviewer", "moderator": "interviewer", "researcher": "interviewer",
	"semua": "any", "siapa": "any", "siapapun": "any", "siapa saja": "any", "all": "any", "both": "any", "everyone": "any", "anyone": "any",
}

// nearRole gives the role that a mistyped word is near to, or "". A name of
// three letters is near to any too easily.
func nearRole(speaker string) string {
	if slices.Contains(roles, speaker) {
		return ""
	}
	folded := strings.ToLower(strings.TrimSpace(speaker))
	if len([]rune(folded)) <= len(qda.Any) && folded != qda.Any {
		return ""
	}
	return qda.Nearest(folded, roles)
}

// UnknownSpeakers warns of the speakers in rules that no document has: such a
// rule silently never holds. Each is told once, where it stands first. Without
// documents there is nothing to compare with.
func (s *Set) UnknownSpeakers(snap *qda.Snapshot) (problems []Problem) {
	if len(snap.Documents) == 0 {
		return nil
	}
	labels := map[string]bool{}
	for i := range snap.Documents {
		for _, sp := range snap.Documents[i].Speakers {
			labels[sp.Label] = true
		}
	}
	first := map[string]int{} // place in problems
	rules := map[string]int{}
	for _, r := range s.rules {
		for _, name := range s.scopes[r.scope] {
			if labels[name] || slices.Contains(roles, name) || strings.TrimSpace(name) == "" {
				continue
			}
			if rules[name]++; rules[name] == 1 {
				first[name] = len(problems)
				problems = append(problems, Problem{Warning: true, Code: s.codes[r.code].Key, Rule: r.id})
			}
		}
	}
	for name, at := range first {
		what := fmt.Sprintf("no document has a speaker %q, so nothing is found by it", name)
		if better := instead(name, labels); better != "" {
			what += fmt.Sprintf("; did you mean %s?", better)
		}
		switch n := rules[name] - 1; {
		case n == 1:
			what += " (one more rule names it)"
		case n > 1:
			what += fmt.Sprintf(" (%d more rules name it)", n)
		}
		problems[at].Text = what
	}
	return problems
}

// instead is the role or label that an unknown speaker may stand for.
func instead(name string, labels map[string]bool) string {
	if role := nearRole(name); role != "" {
		return role
	}
	if role := meant[strings.ToLower(strings.TrimSpace(name))]; role != "" {
		return role
	}
	known := make([]string, 0, len(labels))
	for l := range labels {
		if strings.EqualFold(l, name) {
			return l
		}
		known = append(known, l)
	}
	slices.Sort(known)
	return qda.Nearest(name, known)
}
