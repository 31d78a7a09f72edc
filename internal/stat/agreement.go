package stat

import "math"

// Coefficient is a measure of agreement between raters.
type Coefficient int

// The coefficients.
const (
	Percent         Coefficient = iota
	CohenKappa                  // of two raters
	FleissKappa                 // of two raters it is Scott's pi
	Alpha                       // Krippendorff's, nominal
	AC1                         // Gwet's
	BrennanPrediger             // of two categories it is PABAK
	Coefficients                // how many there are
)

// Chance is agreement as observed and as expected by chance, both as the
// coefficient defines them:
//
//	(observed − expected)/(1 − expected)
//
// Undefined where nothing was observed, and at 0/0: then every rating is of one
// category, and there is nothing that raters could agree on beyond it.
type Chance struct{ Observed, Expected float64 }

// Value is the coefficient.
func (c Chance) Value() float64 {
	if !(c.Expected < 1) {
		return nan()
	}
	return (c.Observed - c.Expected) / (1 - c.Expected)
}

// Pooled is one coefficient for several codes (De Vries et al. 2008,
// doi:10.1177/1525822X08317166, who give it for Cohen's kappa):
//
//	(mean observed − mean expected)/(1 − mean expected)
//
// It is neither the mean of their coefficients nor the coefficient of their
// summed tables. Codes for which nothing was observed are left out.
func Pooled(codes []Chance) float64 {
	var sum Chance
	n := 0
	for _, c := range codes {
		if !math.IsNaN(c.Observed) && !math.IsNaN(c.Expected) {
			sum.Observed += c.Observed
			sum.Expected += c.Expected
			n++
		}
	}
	if n == 0 {
		return nan()
	}
	return Chance{sum.Observed / float64(n), sum.Expected / float64(n)}.Value()
}

// Missing is the category of a unit that a rater did not rate.
const Missing int8 = -1

// Panel is raters who put units into categories 0…q−1, or nowhere. Units that
// they rated alike are of one way; it is how many units there are of each way
// that coefficients are made of.
type Panel struct {
	raters, categories int
	ways               []way
	index              map[string]int
}

// way is what each rater said of a unit, and what follows from it.
type way struct {
	rating []int8
	counts []float64 // by category: raters
	rated  float64   // raters who rated it
	agree  float64   // pairs of them that agree, both ways round
	full   bool      // all rated it
}

// NewPanel makes a panel without any ways yet.
func NewPanel(raters, categories int) *Panel {
	return &Panel{raters: raters, categories: categories, index: map[string]int{}}
}

// Full reports whether all raters rated the units of a way.
func (p *Panel) Full(way int) bool { return p.ways[way].full }

// Len is the number of ways.
func (p *Panel) Len() int { return len(p.ways) }

// Way is the number of a way, new or known. Ratings are copied.
func (p *Panel) Way(ratings []int8) int {
	key := make([]byte, len(ratings))
	for i, c := range ratings {
		key[i] = byte(c)
	}
	if i, ok := p.index[string(key)]; ok {
		return i
	}
	w := way{rating: append([]int8(nil), ratings...), counts: make([]float64, p.categories)}
	for _, c := range ratings {
		if c >= 0 {
			w.counts[c]++
			w.rated++
		}
	}
	for _, n := range w.counts {
		w.agree += n * (n - 1)
	}
	w.full = int(w.rated) == p.raters
	p.ways = append(p.ways, w)
	p.index[string(key)] = len(p.ways) - 1
	return len(p.ways) - 1
}

// Agreement gives all coefficients of some units, of which there are so many of
// each way. With two raters 1 and 2, q categories, p the shares of the
// categories and Po the share of units on which both agree:
//
//	percent  of the other ratings of its unit, the share that a rating agrees with
//	kappa    Pe = Σ p1(k)·p2(k)                  Cohen 1960, doi:10.1177/001316446002000104
//	Fleiss   Pe = Σ p(k)²                        Fleiss 1971, doi:10.1037/h0031619
//	alpha    1 − (N−1)·Σo(c≠k)/Σn(c)n(k)         Krippendorff 2011, nominal
//	AC1      Pe = Σ p(k)(1−p(k))/(q−1)           Gwet 2008, doi:10.1348/000711006X126600
//	BP       Pe = 1/q                            Brennan & Prediger 1981, doi:10.1177/001316448104100307
//
// Fleiss' kappa of two raters is Scott's pi (1955, doi:10.1086/266577), and BP
// of two categories PABAK, 2·Po−1. Missing ratings: kappa (two raters alone) and
// Fleiss take units that all rated; percent and alpha those that two or more
// did, N their ratings; AC1 and BP the mean over units that two or more rated, AC1's shares
// the mean over all units (as irrCAC). Alpha has
//
//	observed = A + (1−A)/N, expected = Σ(n(k)/N)²
//
// for A the percentage, which comes to the same.
func (p *Panel) Agreement(units []float64) [Coefficients]Chance {
	var out [Coefficients]Chance
	q := p.categories
	var room [24]float64
	sums := room[:0]
	if 4*q > len(room) {
		sums = make([]float64, 0, 4*q)
	}
	sums = sums[:4*q]
	all, rated, full, second := sums[:q], sums[q:2*q], sums[2*q:3*q], sums[3*q:]
	var any, two, whole, ratings, shares, agree, complete float64
	for i := range p.ways {
		w, n := &p.ways[i], units[i]
		if n == 0 || w.rated == 0 {
			continue
		}
		any += n
		for k, c := range w.counts {
			all[k] += n * (c / w.rated)
		}
		if w.rated < 2 {
			continue
		}
		two += n
		ratings += n * w.rated
		shares += n * (w.agree / (w.rated * (w.rated - 1)))
		agree += n * (w.agree / (w.rated - 1))
		for k, c := range w.counts {
			rated[k] += n * c
		}
		if !w.full {
			continue
		}
		whole += n
		complete += n * w.agree
		for k, c := range w.counts {
			full[k] += n * c
		}
		second[w.rating[p.raters-1]] += n
	}
	m := float64(p.raters)
	out[Percent] = Chance{agree / ratings, 0}
	out[CohenKappa] = Chance{nan(), nan()}
	out[FleissKappa] = Chance{complete / (whole * m * (m - 1)), squares(full, whole*m)}
	if p.raters == 2 {
		pe := 0.0
		for k := range q {
			pe += (full[k] - second[k]) * second[k]
		}
		out[CohenKappa] = Chance{out[FleissKappa].Observed, pe / (whole * whole)}
	}
	// Over one denominator, so that what is 0 is not a trace above or below it.
	out[Alpha] = Chance{(agree*(ratings-1) + ratings) / (ratings * ratings), squares(rated, ratings)}
	pe := 0.0
	for k := range q {
		pe += all[k] / any * (1 - all[k]/any)
	}
	out[AC1] = Chance{shares / two, pe / float64(q-1)}
	out[BrennanPrediger] = Chance{shares / two, 1 / float64(q)}
	return out
}

// squares is the sum of the squared shares.
func squares(n []float64, all float64) float64 {
	sum := 0.0
	for _, x := range n {
		sum += x * x
	}
	return sum / (all * all)
}

// Specific gives, of two raters and one code, the agreement on units that have
// it and on those that do not, from how many units both say have it, the first
// alone, the second alone and neither:
//
//	2·both/(2·both + first + second), 2·neither/(2·neither + first + second)
//
// Cicchetti & Feinstein 1990 (doi:10.1016/0895-4356(90)90159-m). Undefined where
// nobody says so of any unit.
func Specific(both, first, second, neither float64) (positive, negative float64) {
	return 2 * both / (2*both + first + second), 2 * neither / (2*neither + first + second)
}
