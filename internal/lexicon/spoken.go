package lexicon

import "strings"

// Lexicon knows spoken forms and spellings, its own and those of a codebook. It
// is immutable.
type Lexicon struct{ extra map[string]string }

// New makes a Lexicon; normalize maps a spoken form or spelling to the word it
// stands for, and goes before what is built in.
func New(normalize map[string]string) *Lexicon {
	lx := &Lexicon{extra: map[string]string{}}
	for form, word := range normalize {
		lx.extra[Fold(form)] = Fold(word)
	}
	return lx
}

// Normal gives the word that a spoken form or spelling stands for: "nggak" is
// tidak, "taunya" is tahunya; ok is false where it stands for itself.
func (lx *Lexicon) Normal(word string, lang Language) (normal string, ok bool) {
	fold := Fold(word)
	named := word != fold // "Tau" is a name
	if normal, ok = lx.stem(fold, named, lang); ok {
		return normal, true
	}
	for _, clitic := range [...]string{"nya", "lah", "kah", "ku", "mu", "pun"} {
		if stem, has := strings.CutSuffix(fold, clitic); has {
			if normal, ok = lx.stem(stem, named, lang); ok {
				return normal + clitic, true
			}
		}
	}
	return fold, false
}

func (lx *Lexicon) stem(fold string, named bool, lang Language) (normal string, ok bool) {
	if normal, ok = spokenWords[fold]; ok && lang != English {
		if own, set := lx.extra[fold]; set {
			return own, true
		}
		return normal, true
	}
	return lx.root(fold, named, lang)
}

// root is stem for what is left of a word without its affixes.
func (lx *Lexicon) root(fold string, named bool, lang Language) (normal string, ok bool) {
	if normal, ok = lx.extra[fold]; ok || lang == English || named && fold == "tau" {
		return normal, ok
	}
	normal, ok = spokenRoots[fold]
	return normal, ok
}

// forms calls yield with what a word is compared as: itself, what it stands
// for, and both without their hyphens.
func (lx *Lexicon) forms(word string, lang Language, yield func(string)) {
	fold := Fold(word)
	each := func(w string) {
		yield(w)
		if strings.IndexByte(w, '-') >= 0 {
			yield(strings.ReplaceAll(w, "-", ""))
		}
	}
	each(fold)
	if normal, ok := lx.Normal(word, lang); ok {
		each(normal)
	}
}

// roots calls yield with what a word may be a form of.
func (lx *Lexicon) roots(word string, lang Language, yield func(string)) {
	named := word != Fold(word)
	lx.forms(word, lang, func(w string) {
		eachRoot(w, func(r string) {
			yield(r)
			if normal, ok := lx.root(r, named, lang); ok {
				yield(normal)
			}
		})
	})
}

// spokenWords are short and spoken forms that stand alone or with a clitic;
// kaya is not among them, for it is also "rich".
var spokenWords = words(`
	nggak=tidak enggak=tidak ngga=tidak engga=tidak gak=tidak ga=tidak gk=tidak ndak=tidak nda=tidak kagak=tidak
	kaga=tidak ngak=tidak tdk=tidak tak=tidak
	udah=sudah udh=sudah dah=sudah uda=sudah sdh=sudah blm=belum blum=belum
	gimana=bagaimana gmn=bagaimana bgmn=bagaimana kenapa=mengapa knp=mengapa gitu=begitu gtu=begitu gini=begini
	emang=memang emg=memang aja=saja aj=saja doang=saja banget=sangat bgt=sangat cuman=cuma ama=sama
	trus=terus trs=terus karna=karena krn=karena krna=karena kayak=seperti kyk=seperti spt=seperti
	yg=yang dgn=dengan dg=dengan utk=untuk tsb=tersebut pd=pada dlm=dalam jgn=jangan bkn=bukan org=orang
	sbg=sebagai tapi=tetapi tp=tetapi hrs=harus bs=bisa sy=saya dpt=dapat msh=masih lg=lagi jd=jadi jg=juga
	byk=banyak bnyk=banyak brp=berapa kpd=kepada thd=terhadap ttg=tentang skrg=sekarang skrng=sekarang td=tadi
	kmrn=kemarin kemaren=kemarin lbh=lebih mgkn=mungkin kalo=kalau klo=kalau klu=kalau ato=atau
	ntar=nanti entar=nanti pengen=ingin pengin=ingin pingin=ingin kepengen=ingin kepingin=ingin
	bentar=sebentar dikit=sedikit
`)

// spokenRoots are spoken forms and common spellings of roots, which take
// affixes: "dapetin", "perijinan".
var spokenRoots = words(`
	tau=tahu kasi=kasih
	pake=pakai sampe=sampai ampe=sampai rame=ramai selese=selesai pande=pandai lante=lantai rante=rantai ijo=hijau
	pulo=pulau cape=capek cabe=cabai maen=main laen=lain naek=naik baek=baik aer=air kaen=kain
	dapet=dapat catet=catat nyatet=nyatat bener=benar seneng=senang cepet=cepat deket=dekat males=malas pinter=pintar temen=teman
	pinjem=pinjam simpen=simpan anter=antar denger=dengar kenceng=kencang tanem=tanam macem=macam malem=malam
	asem=asam garem=garam diem=diam dateng=datang puter=putar tuker=tukar tetep=tetap tangkep=tangkap anggep=anggap
	genep=genap harep=harap hadep=hadap sempet=sempat padet=padat lemes=lemas pantes=pantas laper=lapar seger=segar
	pager=pagar inget=ingat anget=hangat rapet=rapat pesen=pesan bales=balas panes=panas tambel=tambal item=hitam
	kentel=kental inep=inap bates=batas
	abis=habis liat=lihat itung=hitung idup=hidup ilang=hilang apus=hapus ati=hati adep=hadap angus=hangus
	ujan=hujan indar=hindar arga=harga ubung=hubung arap=harap adap=hadap afal=hafal hutang=utang
	ijin=izin jaman=zaman faham=paham resiko=risiko praktek=praktik analisa=analisis aktifitas=aktivitas
	kwalitas=kualitas kwitansi=kuitansi obyek=objek subyek=subjek propinsi=provinsi sertipikat=sertifikat
	sistim=sistem tehnik=teknik tehnologi=teknologi nasehat=nasihat himbau=imbau silahkan=silakan trampil=terampil
	standarisasi=standardisasi komplen=komplain managemen=manajemen
	eksport=ekspor export=ekspor expor=ekspor import=impor kepabeanaan=kepabeanan
`)
