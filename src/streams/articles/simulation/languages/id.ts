/** Headlines, leads and bodies in Indonesian. */
export const INDONESIAN = `
hari:
[Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu]

quote:
Ini langkah yang bagus, kata {person} dari {who}.
{person2} dari {company} menyebut keadaan ini mengkhawatirkan.
Rincian menyusul pada hari {hari}.

update:
[Pembaruan: |Ralat: ]

everyday-title:
{company} membuka {n} lowongan di {place}
{body} menerbitkan laporan perumahan di {place}
{person} memimpin {company}
Harga listrik di {place} naik {percent} persen

everyday-lead:
{company} ingin berinvestasi di {place}, tempat {n} orang bekerja.
Keputusan ini berdampak pada {n} keluarga di {place}.

launch-title:
{who} memulai {name} dengan {n} lampu baru

launch-lead:
Toko lampu {who} memulai kampanye {name} di {place}.

outage-title:
Gangguan {who}: {n} ribu pelanggan terdampak

outage-lead:
Pelanggan {who} di {place} tidak dapat memakai layanan selama {minutes} menit. {person} meminta maaf.

match-title:
{who} mengalahkan {other} lewat gol {person}

match-lead:
Di depan {n} ratus penonton, {who} melawan {other}.

storm-title:
{name} melanda {place}: {n} ribu rumah tanpa listrik

storm-lead:
Angin {n} kilometer per jam melanda {place}.

summit-title:
{name} dibuka di {place} dengan {n} pembicara

summit-lead:
{person} dari {who} meminta aturan yang jelas di {place}.
`;
