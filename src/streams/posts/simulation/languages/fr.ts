/** What people write in French. */
export const FRENCH = `
quand:
[ce matin|ce soir|hier|hier soir|aujourd’hui|{jour}|il y a {small} jours|cette semaine|ce week-end]

jour:
[lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche]

lieu:
[au café|à la boulangerie|à la librairie|au musée|au cinéma|à la bibliothèque|au marché|au parc|à l’exposition|à la gare|chez le disquaire]

super:
[magnifique|génial|merveilleux|superbe|fantastique|formidable|un vrai bonheur|parfait|excellent|trop bien]

nul:
[horrible|nul|une honte|décevant|une catastrophe|insupportable|un cauchemar|lamentable|affreux|pénible]

content:
[Quelle belle journée.|Je suis si heureuse.|Merci à tous !|Je recommande vivement.|Merci {person} !|Ça fait du bien.|À refaire demain.|Tout {place} devrait voir ça.]

triste:
[Plus jamais.|Quel dommage.|Je suis très déçu.|{minutes} minutes perdues.|{price} pour rien.|Même {person} a renoncé.|Pauvre {place}.]

neutre:
[La suite {jour}.|Quelqu’un sait ?|Pour information.|Bonjour de {place}.|Déjà {n} personnes.|Source : {person}.|On verra bien.]

everyday-good:
C’était {super} {lieu} à {place} {quand}, merci à {person}.
Vacances à {place}, il fait {super}. {content}
J’ai tellement ri avec {person} {lieu} {quand}. {content}
Je commence chez {company} {jour}, quelle joie !
J’ai vu {film}, c’est {super}, {person} est parfait. {content}
{small} kilomètres à travers {place}, c’était {super}.

everyday-bad:
{minutes} minutes d’attente {lieu} à {place}, c’est {nul}.
Le service client de {company} est {nul}. {triste}
Mon train pour {place} est encore annulé, {nul}.
{film} est {nul}, dommage pour {person}. {triste}
{small} jours sans eau chaude, c’est {nul}. {triste}
J’ai payé {price} et rien ne marche, {nul}. {triste}

everyday-plain:
Rendez-vous avec {person} à {place} {jour} à {small} heures.
{company} quitte {place} pour la banlieue, {n} personnes concernées.
{body} publie {quand} un rapport sur {place}. {neutre}
Quelqu’un connaît les horaires {lieu} à {place} {jour} ?
Je cherche un vélo d’occasion vers {price}, région de {place}.
Train pour {place}, {minutes} minutes, voie {small}.
{person} donne une conférence {lieu} à {place} {jour}.

shop-good:
Ma lampe {model} de Lumera est arrivée et elle est {super}. {content}
Lumera a livré la {model} à {place} en {small} jours, service {super}.
La {model} de Lumera à {price} : {super}. {content}

shop-bad:
Ma lampe {model} de Lumera est arrivée cassée, {nul}. {triste}
@lumera la {model} clignote après {small} jours, {nul}.

shop-plain:
La lampe {model} de Lumera est-elle réglable ? {neutre}
{model} de Lumera ou quelque chose de {rival} ? {neutre}

launch-good:
#{tag} de {who}, c’est {super}, j’ai commandé la {model}. {content}
J’adore {name}, la {model} est {super}.

launch-bad:
{name} ? La {model} épuisée en {minutes} minutes, {nul}.
Les prix de {name} : {price}, {nul}. {triste}

launch-plain:
{who} lance {name} aujourd’hui, {n} lampes dès {price}.
{person} présente {name} de {who} à {place}. {neutre}

outage-good:
{who} remarche après {minutes} minutes, merci à l’équipe. {content}

outage-bad:
{who} est encore en panne, {minutes} minutes, {nul}.
{who} ne marche plus à {place} ? C’est {nul}. {triste}
{n} commandes perdues à cause de {who}, {nul}.

outage-plain:
{who} confirme une panne à {place} depuis {small} heures.

award-good:
{person} gagne aux {name} ! {super}, tellement mérité.
{small} prix pour {film} aux {name}. {content}

award-bad:
{film} repart sans rien des {name}, {nul}. {triste}

award-plain:
Les {name} commencent dans {minutes} minutes à {place}.

match-good:
Quel but de {person} ! {who}, c’est {super}.
{who} bat {other} {small2} à 0. {content}

match-bad:
{who} est {nul} contre {other}. {triste}
Jamais penalty, l’arbitre est {nul}.

match-plain:
{small2} à {small2} entre {who} et {other}, {minutes}e minute.

storm-good:
Le courant est revenu à {place}, merci à tous. {content}

storm-bad:
{name} à {place} : pas de courant depuis {small} heures, {nul}. {triste}

storm-plain:
{name} arrive à {place} vers {small} heures, rafales de {n} km/h.

strike-bad:
Grève chez {who} : bloqués à {place} depuis {small} heures, {nul}. {triste}

strike-plain:
{who} annule {n} trajets vers {place} {jour}.

summit-good:
La conférence de {person} à {place} était {super}. {content}

summit-plain:
{person} de {who} parle au {name} à {small} heures.
{body} et {who} signent un accord à {place}.

talk-plain:
#{tag} moi {lieu} à {place} avec {person}.

talk-good:
#{tag} me fait rire, {super}. {content}

talk-bad:
Arrêtez avec #{tag}, c’est {nul}.

reply-good:
[C’est vrai, {super} !|Félicitations, c’est {super}.|Merci pour le partage. {content}]

reply-bad:
[Désolé pour toi, {nul}.|Pareil à {place}. {triste}|Non, c’était {nul}.]

reply-plain:
[Où exactement à {place} ?|{jour} à {small} heures ?|Je crois que {person} le sait.|Il y a une source ?]

short-good:
[trop beau|bonjour à tous|j’adore|félicitations|enfin le week-end]

short-bad:
[encore ?|quelle tristesse|je n’en peux plus|quelle honte]

short-plain:
[bonne nuit|des nouvelles ?|j’arrive|encore lundi]
`;
