package lexicon

import "strings"

// ownWords are words that look like a form of another root, with the root they
// have: "peluang" is itself, not of uang; "mengemas" is of kemas, not of emas,
// so "ngemas=kemas" settles how its nasal is read.
var ownWords = words(`
	` + /* lexicalised forms */ `
	terlalu selalu selaku ketimbang keterlaluan setuju kasihan beruang belantara perhati pengertian peluang
	perdana kalian desain segera seraya menteri pesawat kepala kemari kemarin pegawai perempuan perlahan kemudian
	sebelum setelah sekarang sejarah sebuah sebelah seekor sekali sekalian sekaligus sekolah seperti secara semua
	semakin=makin sesuai sementara semangat seluruh selesai selamat semoga serang seragam senang sebab sebagai
	sepeda sepatu sekitar selatan seberang sekutu semata seolah seakan senyawa serah sertifikat sepuluh seksi
	kepada kemeja keranjang keluar ketua kerabat kemas kelapa kereta kecuali kembali kelola
	berapa berkas berikan=beri berangkat berbagai beringin belajar=ajar beranda beri
	terima terang terbang terbit terapi terasi tertawa=tawa ketawa=tawa mengerti=erti terlantar=lantar teri
	mereka melayu mengapa melainkan mentega mentari mental mentah memori merah meriah merica
	permata perawan perangkat perangkap perinci=rinci pramuka pesisir pegang penjuru pentas pepatah pemilu penghulu pengantin pengacara
	peralatan=alat pekerja=kerja pelajar=ajar merubah=ubah dirubah=ubah memadu=padu pemadu=padu
	masalah adalah makalah istilah jumlah maupun adapun silakan
	kursi polisi abadi pandai petai kopi durian rambutan lebaran jurusan nilai sopan
	selama menurut merupakan sesudah sedangkan percuma segala kemaluan prosesi perdata kepiting kelereng
	beli beras keras peras teras berani berandal berasa=rasa terasa=rasa perasaan=rasa pecat peranti jamin jaman madani
	nanah menara peramal kelabu kedai bangku permadani persen perban mengkudu kecap gulai landai belai tunai topan topi
	mapan pakan kelas kerak serak merak petasan lagi hutan setan sering kering ringan barusan
	blajar=ajar nrima=terima ngerubah=ubah motoin=foto berenti=henti berhentiin=henti dingertiin=erti
	` + /* nasals that belong to the root, and those that are read in one way */ `
	makan mohon mari malu mati marah masak madu mangsa mulai=mula mula menang mutu mas maling malang mana mau masih
	masuk main minum milik minat muat mudah muda murah maju manfaat makna manis mampu mantap masa mata mobil modal
	mahal malam malas mandi muka muncul mundur musim mesin mirip merek mimpi minggu minyak maklum maksud makin maka
	manusia masyarakat matang materi mungkin musuh mulut media merdeka mewah medan meja muara mutasi model motor
	cukai melati permisi naskah divisi bosan bantah rangkai tetapi tapi andai
	naik nama nanti nikah niat nasi nasib nanas nangka nada nomor nota negara negeri nol napas niaga nilam nenek
	nyata nyaman nyawa nyala nyanyi nyeri nyonya ngeri nganggur
	ngubah=ubah ngemas=kemas ngaku=aku ngurus=urus ngarang=karang ngisi=isi ngetik=ketik ngutang=utang ngelak=elak
	nyerah=serah nyari=cari ngenak=kena ngawasan=awas ngelas=las ngoperasi=operasi makai=pakai makaian=pakai
	segerak=segera meluang=luang perbankan=bank langkah selangkah=langkah mentahan=mentah
	desakan=desak tarikan=tarik petikan=petik masakan=masak kemuka=muka kesamping=samping
	ngeluar=keluar kasi=kasih patungan penanya=tanya merangkap=rangkap
`)

// words reads a table of words, or of word=root.
func words(table string) map[string]string {
	m := map[string]string{}
	for _, w := range strings.Fields(table) {
		word, root, ok := strings.Cut(w, "=")
		if !ok {
			root = word
		}
		m[word] = root
	}
	return m
}
