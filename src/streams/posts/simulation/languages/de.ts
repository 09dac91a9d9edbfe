/** What people write in German. */
export const GERMAN = `
zeit:
[heute Morgen|heute Abend|gestern|letzte Nacht|heute|am {tag-der-woche}|vor {small} Tagen|diese Woche|am Wochenende]

tag-der-woche:
[Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag]

ort:
[im Café|in der Bäckerei|in der Buchhandlung|im Museum|im Kino|in der Bibliothek|auf dem Wochenmarkt|im Schwimmbad|im Park|im Plattenladen|in der Ausstellung|am Bahnhof|im Garten]

gut:
[wunderbar|großartig|richtig schön|fantastisch|super|wirklich toll|ausgezeichnet|herrlich|perfekt|klasse|einfach genial]

schlecht:
[furchtbar|schrecklich|eine Frechheit|enttäuschend|richtig mies|eine Katastrophe|nervig|unmöglich|ein Albtraum|peinlich|zum Heulen]

froh:
[So ein schöner Tag.|Ich freue mich riesig.|Danke an alle!|Sehr zu empfehlen.|Mein Highlight der Woche.|Danke, {person}!|Gerne wieder.|Da geht mir das Herz auf.|Ganz {place} sollte das sehen.]

traurig:
[Nie wieder.|Wie schade.|Ich bin so enttäuscht.|{minutes} Minuten Lebenszeit weg.|Das waren {price} für nichts.|Mir reicht es.|Selbst {person} hat aufgegeben.|Armes {place}.|Einfach nur traurig.]

sachlich:
[Mehr dazu am {tag-der-woche}.|Kennt das jemand?|Nur zur Information.|Grüße aus {place}.|Bisher {n} Leute.|Quelle: {person}.|Mal sehen.|Link unten.]

everyday-good:
{gut} war es {zeit} {ort} in {place}, danke an {person}!
Endlich Urlaub in {place}, das Wetter ist {gut}. {froh}
Ich habe {zeit} mit {person} {ort} so viel gelacht. {froh}
Neue Stelle bei {company} ab {tag-der-woche}. Ich freue mich so!
{film} gesehen und begeistert, {person} spielt {gut}. {froh}
{small} Kilometer durch {place} gelaufen, das Gefühl ist {gut}.
Unser Verein hat jetzt {n} Mitglieder. Ich bin stolz auf euch!

everyday-bad:
{zeit} {minutes} Minuten {ort} in {place} gewartet, {schlecht}.
Der Kundendienst von {company} ist {schlecht}. {traurig}
Mein Zug nach {place} fällt schon wieder aus. {schlecht}!
{film} ist {schlecht}, schade um {person}. {traurig}
Seit {small} Tagen kein warmes Wasser. {schlecht}. {traurig}
Für {price} hätte ich mehr erwartet, {schlecht}. {traurig}
Ich bin krank und {zeit} war {schlecht}. {traurig}

everyday-plain:
Treffen mit {person} {ort} in {place} am {tag-der-woche} um {small} Uhr.
{company} zieht von {place} in einen Vorort, betroffen sind {n} Leute.
{body} veröffentlicht {zeit} einen Bericht über {place}. {sachlich}
Weiß jemand, wann man {ort} in {place} am {tag-der-woche} Karten bekommt?
Suche ein gebrauchtes Fahrrad um {price}, Raum {place}.
Zug nach {place}, {minutes} Minuten, Gleis {small}.
Was lest ihr gerade? Bei mir geht es um {place} und {body}.
{person} hält am {tag-der-woche} einen Vortrag {ort} in {place}.

shop-good:
Meine neue {model} von Lumera ist da und sie ist {gut}. {froh}
Lumera hat die {model} in {small} Tagen nach {place} geliefert. {gut}, danke!
Warmes Licht, {price}, einfach {gut}: die {model} von Lumera.
Danke @lumera für den Ersatz, euer Service ist {gut}!

shop-bad:
Meine {model} von Lumera kam kaputt an. {schlecht}. {traurig}
@lumera die {model} flackert nach {small} Tagen, {schlecht}.
{small} Wochen Lieferzeit bei Lumera, {schlecht}. {traurig}

shop-plain:
Ist die {model} von Lumera dimmbar? {sachlich}
{model} von Lumera oder doch etwas von {rival}? {sachlich}
Lumera verlangt für die {model} jetzt {price}.

rival-good:
Die Beratung bei {rival} in {place} war {gut}. {froh}

rival-bad:
{rival} hat {small} Mal das Falsche geschickt, {schlecht}. {traurig}

rival-plain:
{rival} eröffnet am {tag-der-woche} in {place}.

launch-good:
#{tag} von {who} ist {gut}! Die {model} ist bestellt. {froh}
{name} ist da und die {model} sieht {gut} aus.
Die Farben von {name} sind {gut}, Kompliment an {person}!

launch-bad:
{name}? Die {model} war nach {minutes} Minuten ausverkauft. {schlecht}.
{price} bei {name}, das ist {schlecht}. {traurig}

launch-plain:
{who} startet heute {name}, {n} Leuchten ab {price}.
{person} stellt {name} von {who} in {place} vor. {sachlich}

outage-good:
{who} läuft wieder nach {minutes} Minuten. Danke an das Team!

outage-bad:
{who} ist schon wieder ausgefallen! {minutes} Minuten, {schlecht}.
Geht {who} in {place} bei euch? Hier {schlecht}. {traurig}
{n} Bestellungen verloren wegen {who}. {schlecht}!

outage-plain:
{who} bestätigt eine Störung in {place} seit {small} Uhr.
Statusseite von {who}: {percent} % der Anfragen schlagen fehl. {sachlich}

award-good:
{person} gewinnt bei den {name}! So verdient, {gut}.
{small} Preise für {film} bei den {name}. {froh}

award-bad:
{film} geht bei den {name} leer aus, {schlecht}. {traurig}

award-plain:
Die {name} beginnen in {minutes} Minuten in {place}.
{person} ist {small} Mal nominiert bei den {name}.

match-good:
Was für ein Tor von {person}! {who} spielt {gut}!
{who} schlägt {other} {small2}:0. {froh}

match-bad:
{who} ist {schlecht} gegen {other}. {traurig}
Nie im Leben Elfmeter, der Schiedsrichter ist {schlecht}.

match-plain:
{small2}:{small2} zwischen {who} und {other} nach {minutes} Minuten.

storm-good:
Der Strom ist zurück in {place}, danke an alle Helfer! {froh}

storm-bad:
{name} in {place}: Keller voll Wasser, kein Strom seit {small} Stunden. {schlecht}.
Ich habe Angst, {name} ist {schlecht} hier in {place}.

storm-plain:
{name} erreicht {place} gegen {small} Uhr, Böen bis {n} km/h.
Die Schulen in {place} bleiben am {tag-der-woche} zu. {sachlich}

strike-bad:
Streik bei {who}: seit {small} Stunden in {place} gestrandet. {schlecht}. {traurig}

strike-good:
Solidarität mit den Leuten von {who}, ihr habt Besseres verdient! {froh}

strike-plain:
{n} Verbindungen nach {place} fallen aus, {who} verhandelt am {tag-der-woche}.

summit-good:
Der Vortrag von {person} beim {name} in {place} war {gut}. {froh}

summit-bad:
{minutes} Minuten Schlange beim {name}, {schlecht}. {traurig}

summit-plain:
{person} von {who} spricht um {small} Uhr beim {name} in {place}.
{body} und {who} unterzeichnen ein Papier in {place}.

talk-plain:
#{tag} bei mir: {small} Tassen Tee {ort}. {sachlich}
#{tag} und {person} singt {zeit} {ort} in {place}.

talk-good:
#{tag} bringt mich zum Lachen, {gut}. {froh}

talk-bad:
Bitte hört auf mit #{tag}, {schlecht}.

reply-good:
[Stimmt, {gut}!|Herzlichen Glückwunsch, das ist {gut}!|Danke fürs Teilen. {froh}|In {place} auch, {gut}!]

reply-bad:
[Das tut mir leid, {schlecht}.|Bei uns in {place} genauso. {traurig}|Nein, es war {schlecht}.]

reply-plain:
[Wo genau in {place}?|Am {tag-der-woche} um {small}?|Ich glaube, {person} weiß das.|Gibt es eine Quelle dafür?|Und was sagt {body} dazu?]

short-good:
[sehr schön|Guten Morgen zusammen|so süß|toll!|Glückwunsch!|endlich Wochenende]

short-bad:
[nicht schon wieder|wie traurig|ich kann nicht mehr|so ein Mist]

short-plain:
[gute Nacht|gibt es was Neues?|bis gleich|na dann|wieder Montag]
`;
