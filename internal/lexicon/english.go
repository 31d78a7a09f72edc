package lexicon

import "github.com/kljensen/snowball/english"

// EnglishStem is the stem that the forms of an English word share, by Porter's
// second algorithm (Snowball).
func EnglishStem(word string) string { return english.Stem(Fold(word), false) }
