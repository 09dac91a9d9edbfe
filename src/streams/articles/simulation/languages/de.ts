/** Headlines, leads and bodies in German. */
export const GERMAN = `
tag-der-woche:
[Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag]

gut:
[erfolgreich|gelungen|hervorragend|vielversprechend|stark]

schlecht:
[katastrophal|enttäuschend|besorgniserregend|chaotisch|gefährlich]

quote:
Das ist {gut}, sagte {person} von {who}.
Damit haben wir nicht gerechnet, sagte {person} in {place}.
{person2} von {company} nannte die Lage {schlecht}.
Weitere Einzelheiten sollen am {tag-der-woche} folgen.

update:
[Aktualisiert: |Korrektur: ]

everyday-title:
{company} schafft {n} Stellen in {place}
{company} streicht {n} Stellen in {place}
{body} legt Bericht über Wohnungen in {place} vor
{place} plant {small} neue Straßenbahnlinien
{person} übernimmt die Leitung von {company}
Museum in {place} zeigt {n} Bilder von {person}
Heizkosten in {place} steigen um {percent} Prozent
Gericht in {place} verurteilt {company} zu einer Strafe

everyday-lead:
{company} will in {place} investieren. Dort arbeiten heute {n} Menschen.
Betroffen sind rund {n} Haushalte in {place}. {body} berät am {tag-der-woche}.
Kritiker nennen den Plan {schlecht}, {person} findet ihn {gut}.

launch-title:
{who} startet {name} mit {n} neuen Leuchten
{name}: {who} setzt auf warmes Licht

launch-lead:
Der Lampenhändler {who} hat seine Kampagne {name} begonnen, der Start in {place} war {gut}.

outage-title:
Störung bei {who}: {n} Tausend Kunden betroffen
{who} {minutes} Minuten nicht erreichbar

outage-lead:
Kunden von {who} in {place} konnten den Dienst {minutes} Minuten lang nicht nutzen. {person} bat um Entschuldigung.

award-title:
{person} gewinnt bei den {name}
{small} Preise für {who} bei den {name}

award-lead:
{person} wurde in {place} für {who} ausgezeichnet, das Publikum stand {small} Minuten.

match-title:
{who} schlägt {other} nach starker zweiter Hälfte
{person} rettet {who} in Minute {minutes}

match-lead:
Vor {n} Hundert Zuschauern traf {who} auf {other}. {person} erzielte das Tor.

storm-title:
{name} trifft {place}: {n} Tausend Haushalte ohne Strom
{place} räumt nach {name} auf

storm-lead:
Böen mit bis zu {n} Kilometern pro Stunde trafen {place}. Die Schäden sind {schlecht}.

strike-title:
Streik bei {who}: {n} Verbindungen in {place} fallen aus

strike-lead:
Reisende in {place} warten stundenlang. {person} fordert {percent} Prozent mehr Lohn von {who}.

summit-title:
{name} in {place} mit {n} Rednern eröffnet

summit-lead:
{person} von {who} forderte in {place} klare Regeln, {body} stimmte zu.
`;
