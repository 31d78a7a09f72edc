package analysis

import (
	"tematik/internal/lang"
	"tematik/internal/report"
)

// replicates is how many permutations there are, unless asked otherwise or the
// study is too large.
const replicates = 999

// PermutationsParam is the setting of how many permutations there are; what is
// not asked for is decided by Permute.
func PermutationsParam(help lang.Text) Param {
	return Param{Name: "permutations", Kind: Whole, Max: 1_000_000, Help: help}
}

// Permutations is the value of PermutationsParam: also before the study decided.
func (v Values) Permutations() int {
	if b, decided := v["permutations"].(int); decided {
		return b
	}
	return replicates
}

// Permute decides how many permutations there are where nobody asked, and warns
// when a study is too large for any: with more units times codes than largest.
func Permute(values Values, unit Unit, units, codes, largest int) []report.Warning {
	if _, asked := values["permutations"]; asked {
		return nil
	}
	values["permutations"] = replicates
	if units*codes <= largest {
		return nil
	}
	values["permutations"] = 0
	return []report.Warning{{ID: "permutations_off", Text: lang.T(
		"No permutations: %v and %v would take long. --permutations %v asks for them all the same.",
		"Tanpa permutasi: %v dan %v akan memakan waktu lama. --permutations %v tetap menjalankannya.",
		unit.Count(units), lang.Many(codes, "code", "codes", "kode"), replicates)}}
}
