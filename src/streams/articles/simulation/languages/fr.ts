/** Headlines, leads and bodies in French. */
export const FRENCH = `
jour:
[lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche]

bon:
[prometteur|excellent|un succès|remarquable]

mauvais:
[désastreux|décevant|inquiétant|chaotique]

quote:
C’est {bon}, a dit {person}, de {who}.
{person2}, de {company}, juge la situation {mauvais}.
D’autres détails suivront {jour}.

update:
[Mise à jour : |Correction : ]

everyday-title:
{company} crée {n} emplois à {place}
{company} supprime {n} postes à {place}
{body} publie un rapport sur le logement à {place}
{person} prend la tête de {company}
Le chauffage augmente de {percent} % à {place}

everyday-lead:
{company} veut investir à {place}, où travaillent {n} personnes.
La décision touche environ {n} foyers à {place}. {body} en débat {jour}.

launch-title:
{who} lance {name} avec {n} nouvelles lampes

launch-lead:
La boutique {who} a commencé sa campagne {name} ; à {place}, le début est {bon}.

outage-title:
Panne chez {who} : {n} mille clients touchés

outage-lead:
Les clients de {who} à {place} sont restés {minutes} minutes sans service. {person} s’est excusé.

award-title:
{person} récompensé aux {name}

award-lead:
{person} a été distingué à {place} pour {who}, devant un public debout.

match-title:
{who} bat {other} grâce à {person}

match-lead:
Devant {n} centaines de spectateurs, {who} affrontait {other}.

storm-title:
{name} frappe {place} : {n} mille foyers sans courant

storm-lead:
Des rafales de {n} kilomètres à l’heure ont touché {place}. Le bilan est {mauvais}.

strike-title:
Grève chez {who} : {n} trajets annulés à {place}

strike-lead:
Les voyageurs attendent des heures à {place}. {person} demande {percent} % de plus à {who}.

summit-title:
{name} s’ouvre à {place} avec {n} orateurs

summit-lead:
À {place}, {person}, de {who}, a demandé des règles claires ; {body} est d’accord.
`;
