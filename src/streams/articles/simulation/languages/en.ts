/** Headlines, leads and bodies in English. The notation is that of `compileGrammar`, the slots those of `story-scene.ts`. */
export const ENGLISH = `
day:
[Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday]

role:
[spokeswoman|spokesman|chief executive|analyst|founder|director|head of research|union leader|professor]

good-word:
[strong|promising|impressive|successful|welcome|record|excellent]

bad-word:
[disastrous|disappointing|worrying|terrible|chaotic|dangerous|costly]

quote:
It is a {good-word} step, said {person}, {role} at {who}.
We did not expect this, {person} told reporters in {place}.
{person2}, {role} at {company}, called the situation {bad-word}.
More details will follow on {day}, according to {person}.
We are working day and night, {person} said on {day}.

update:
[UPDATE: |Correction: |Updated: ]

everyday-title:
{company} opens {n} jobs in {place}
{company} reports {good-word} quarter, shares rise {percent} percent
{company} cuts {n} jobs in {place} after {bad-word} year
{body} publishes report on housing in {place}
{place} plans {small} new tram lines by the end of the decade
{person} appointed {role} of {company}
{company} and {company2} agree on a joint factory near {place}
Museum in {place} shows {n} photographs by {person}
{film} starts in cinemas: a {good-word} portrait of {place}
Researchers in {place} find a way to recycle lamps
Heating prices in {place} rise by {percent} percent
{person} wins the {place} marathon in a {good-word} time
{body} warns of {bad-word} air quality in {place}
Court in {place} fines {company} over {bad-word} data leak

everyday-lead:
{company} wants to invest in {place}, the {role} said on {day}. {n} people work there today.
The decision affects about {n} households in {place}. {body} will look at it on {day}.
Experts from {body} and {company2} spoke of a {good-word} development for the region around {place}.
After months of talks in {place}, {person} of {company} presented the plan on {day}.
Critics call the plan {bad-word}, while {person} expects a {good-word} effect for {place}.

launch-title:
{who} starts {name} with {n} new lamps
{name}: {who} counts on warm light and the {model}
{good-word} start for {name} by {who}
What is behind {name}, the new campaign of {who}

launch-lead:
The lighting shop {who} has started its campaign {name}. Competitors such as {rival} look on with interest.
In {place}, customers queued for the {model} {noun}; {who} speaks of a {good-word} first day.
{person}, designer of the {model}, presented {name} in {place}.

flash-title:
{name}: how good are the offers?
{percent} percent off: {name} draws crowds

flash-lead:
For {minutes} minutes prices fell by up to {percent} percent. Consumer groups in {place} advise to compare.

outage-title:
{who} outage leaves {n} thousand customers without service
{who} down for {minutes} minutes: what we know
{bad-word} breakdown at {who} hits {place}
{who} apologises after {bad-word} outage

outage-lead:
Customers of {who} in {place} could not use the service for {minutes} minutes on {day}. {company} was hit too.
A failed update caused the outage at {who}, the company said. {body} asks for a report.
{n} thousand payments failed. {person} of {who} apologised for the {bad-word} failure.

award-title:
{person} wins at the {name}
{who} takes {small} prizes at the {name} in {place}
{name}: a {good-word} night for {person}
The winners of the {name} at a glance

award-lead:
{person} was honoured in {place} for {who}. The audience rose for {small} minutes.
With {small} prizes, {who} is the {good-word} winner of the {name}; {film} went home with nothing.

match-title:
{who} beat {other} after {good-word} second half
{who} and {other} share the points
{bad-word} night for {other}: {person} decides the match
{person} saves {who} in minute {minutes}

match-lead:
In front of {n} hundred spectators, {who} met {other}. {person} scored in minute {minutes}.
The coach of {other} spoke of a {bad-word} evening after the game against {who}.

storm-title:
{name} hits {place}: {n} thousand homes without power
{place} cleans up after {bad-word} {name}
Schools in {place} stay closed as {name} arrives
Floods in {place}: {who} sends {n} helpers

storm-lead:
Gusts of up to {n} kilometres an hour hit {place}. {who} opened shelters, the {role} said.
The mayor of {place} thanked {n} helpers. Insurers expect {bad-word} damage.
The World Meteorological Organization expects more rain in {place} until {day}.

strike-title:
{name} stops {n} connections in {place}
{who} and union resume talks in {place}
{bad-word} day for travellers: {who} on strike

strike-lead:
Travellers in {place} wait for hours. {person} of the union demands {percent} percent more pay from {who}.
{who} called the strike {bad-word}. Talks go on in {place} on {day}.

summit-title:
{name} opens in {place} with {n} speakers
{body} and {who} sign agreement at the {name}
{person}: {place} can become a model

summit-lead:
At the {name} in {place}, {person} of {who} asked for {good-word} rules. {body} agreed.
Delegates from {company} and {body} discuss in {place} until {day}.
`;
