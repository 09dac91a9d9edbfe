/** What people write in Indonesian. */
export const INDONESIAN = `
kapan:
[tadi pagi|malam ini|kemarin|hari ini|hari {hari}|{small} hari lalu|minggu ini|akhir pekan]

hari:
[Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu]

bagus:
[bagus sekali|keren banget|indah|luar biasa|mantap|menyenangkan|sempurna|hebat]

jelek:
[buruk sekali|parah|mengecewakan|menyebalkan|bikin kesal|kacau|payah|mengerikan]

senang:
[Senang sekali.|Terima kasih semuanya!|Sangat direkomendasikan.|Terima kasih {person}!|Bikin hari saya cerah.|Warga {place} wajib coba.]

sedih:
[Tidak lagi.|Sayang sekali.|Kecewa berat.|Buang waktu {minutes} menit.|Rugi {price}.|Kasihan {place}.]

netral:
[Lanjut hari {hari}.|Ada yang tahu?|Sekadar info.|Salam dari {place}.|Sejauh ini {n} orang.]

everyday-good:
{kapan} di {place} bersama {person}, {bagus}. {senang}
Mulai kerja di {company} hari {hari}, bahagia sekali!
Baru nonton {film}, {bagus}, akting {person} {bagus}. {senang}
Lari {small} kilometer keliling {place}, {bagus}.

everyday-bad:
Menunggu {minutes} menit di {place}, {jelek}. {sedih}
Layanan {company} {jelek}. {sedih}
Penerbangan saya ke {place} dibatalkan lagi, {jelek}.
{film} {jelek}, sayang sekali untuk {person}.

everyday-plain:
Rapat dengan {person} di {place} hari {hari} jam {small}.
{body} menerbitkan laporan tentang {place} {kapan}. {netral}
Cari sepeda bekas sekitar {price}, daerah {place}.
Kereta ke {place}, {minutes} menit, jalur {small}.
{company} membuka kantor di {place} untuk {n} orang.

shop-good:
Lampu {model} dari Lumera sudah sampai dan {bagus}. {senang}
Lumera mengirim {model} ke {place} dalam {small} hari, {bagus}.

shop-bad:
Lampu {model} dari Lumera datang rusak, {jelek}. {sedih}

shop-plain:
Apakah lampu {model} dari Lumera bisa diredupkan? {netral}

launch-good:
#{tag} dari {who} {bagus}, saya sudah pesan {model}. {senang}

launch-bad:
{name}? Lampu {model} habis dalam {minutes} menit, {jelek}.

launch-plain:
{who} memulai {name} hari ini, {n} lampu mulai {price}.

outage-bad:
{who} gangguan lagi, {minutes} menit, {jelek}.
{who} mati di {place}? Ini {jelek}. {sedih}

outage-plain:
{who} mengonfirmasi gangguan di {place} sejak jam {small}.

award-good:
{person} menang di {name}! {bagus}, sangat pantas.

award-plain:
{name} dimulai {minutes} menit lagi di {place}.

match-good:
Gol yang luar biasa dari {person}! {who} {bagus}.
{who} menang {small2}-0 lawan {other}. {senang}

match-bad:
{who} {jelek} lawan {other}. {sedih}

match-plain:
{small2}-{small2} antara {who} dan {other}, menit {minutes}.

storm-bad:
{name} di {place}: listrik mati {small} jam, {jelek}. {sedih}

storm-plain:
{name} tiba di {place} jam {small}, angin {n} km/jam.

summit-good:
Presentasi {person} di {place} {bagus}. {senang}

summit-plain:
{person} dari {who} berbicara di {name} jam {small}.

talk-plain:
#{tag} saya di {place} bersama {person}. {netral}

talk-good:
#{tag} bikin saya tertawa, {bagus}. {senang}

reply-good:
[Benar, {bagus}!|Selamat, itu {bagus}.|Terima kasih sudah berbagi. {senang}]

reply-bad:
[Turut sedih, {jelek}.|Di {place} juga begitu. {sedih}]

reply-plain:
[Di mana tepatnya di {place}?|Hari {hari} jam {small}?|Sepertinya {person} tahu.]

short-good:
[cantik sekali|selamat pagi semua|suka banget|selamat ya]

short-bad:
[jangan lagi|sedih banget|capek banget]

short-plain:
[selamat malam|ada kabar?|otw|Senin lagi]
`;
