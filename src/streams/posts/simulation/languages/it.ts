/** What people write in Italian. */
export const ITALIAN = `
quando:
[stamattina|stasera|ieri|oggi|{giorno}|{small} giorni fa|questa settimana|nel fine settimana]

giorno:
[lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica]

bello:
[meraviglioso|bellissimo|fantastico|stupendo|perfetto|una gioia|splendido|ottimo]

brutto:
[orribile|terribile|una vergogna|deludente|un disastro|insopportabile|un incubo|pessimo]

felice:
[Che bella giornata.|Sono felicissima.|Grazie a tutti!|Lo consiglio davvero.|Grazie {person}!|Da rifare domani.]

triste:
[Mai più.|Che peccato.|Che delusione.|Ho perso {minutes} minuti.|{price} buttati.|Povera {place}.]

neutro:
[Altro {giorno}.|Qualcuno sa qualcosa?|Solo per informazione.|Saluti da {place}.|Finora {n} persone.]

everyday-good:
{quando} a {place} con {person}, è stato {bello}. {felice}
Comincio da {company} {giorno}, che gioia!
Ho visto {film}, è {bello}, {person} è bravissimo. {felice}
{small} chilometri di corsa a {place}, {bello}.

everyday-bad:
{minutes} minuti di attesa a {place}, {brutto}. {triste}
L’assistenza di {company} è {brutto}. {triste}
Il mio treno per {place} è stato cancellato di nuovo, {brutto}.
{film} è {brutto}, peccato per {person}.

everyday-plain:
Incontro con {person} a {place} {giorno} alle {small}.
{body} pubblica {quando} un rapporto su {place}. {neutro}
Cerco una bicicletta usata a {price}, zona {place}.
Treno per {place}, {minutes} minuti, binario {small}.
{company} apre un ufficio a {place} per {n} persone.

shop-good:
È arrivata la mia lampada {model} di Lumera ed è {bello}. {felice}
Lumera ha consegnato la {model} a {place} in {small} giorni, {bello}.

shop-bad:
La mia lampada {model} di Lumera è arrivata rotta, {brutto}. {triste}

shop-plain:
La lampada {model} di Lumera è regolabile? {neutro}

launch-good:
#{tag} di {who} è {bello}, ho ordinato la {model}. {felice}

launch-bad:
{name}? La {model} finita dopo {minutes} minuti, {brutto}.

launch-plain:
{who} comincia oggi {name}, {n} lampade da {price}.

outage-bad:
{who} non funziona di nuovo, {minutes} minuti, {brutto}.
{who} è giù a {place}? È {brutto}. {triste}

outage-plain:
{who} conferma un guasto a {place} dalle {small}.

award-good:
{person} vince ai {name}! {bello}, meritatissimo.

award-plain:
I {name} cominciano tra {minutes} minuti a {place}.

match-good:
Che gol di {person}! {who} gioca {bello}.
{who} batte {other} {small2} a 0. {felice}

match-bad:
{who} è {brutto} contro {other}. {triste}

match-plain:
{small2} a {small2} tra {who} e {other}, minuto {minutes}.

storm-bad:
{name} a {place}: senza luce da {small} ore, {brutto}. {triste}

storm-plain:
{name} arriva a {place} alle {small}, raffiche di {n} km/h.

strike-bad:
Sciopero di {who}: fermi a {place} da {small} ore, {brutto}. {triste}

strike-plain:
{who} cancella {n} viaggi per {place} {giorno}.

summit-good:
L’intervento di {person} a {place} è stato {bello}. {felice}

summit-plain:
{person} di {who} parla al {name} alle {small}.

talk-plain:
#{tag} io a {place} con {person}. {neutro}

talk-good:
#{tag} mi fa ridere, {bello}. {felice}

reply-good:
[È vero, {bello}!|Complimenti, è {bello}.|Grazie per averlo condiviso. {felice}]

reply-bad:
[Mi dispiace, {brutto}.|Anche qui a {place}. {triste}]

reply-plain:
[Dove di preciso a {place}?|{giorno} alle {small}?|Credo che {person} lo sappia.]

short-good:
[che bello|buongiorno a tutti|adoro|complimenti]

short-bad:
[di nuovo no|che tristezza|non ne posso più]

short-plain:
[buonanotte|novità?|arrivo|ancora lunedì]
`;
