/** What people write in English. The notation is that of `compileGrammar`; the slots are those of `story-scene.ts`. */
export const ENGLISH = `
time:
[this morning|tonight|yesterday|last night|today|on {day}|{small} days ago|this week|over the weekend]

day:
[Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday]

thing:
[coffee place|bakery|bookshop|playlist|series|bike lane|recipe|museum|podcast|cinema|bus line|library|street market|running route|gym|documentary|phone update|keyboard|backpack|tea shop|record store|exhibition|game|camera|balcony garden]

great:
[wonderful|brilliant|lovely|amazing|fantastic|so good|delightful|excellent|gorgeous|really great|superb|awesome|beautiful|charming|perfect]

awful:
[terrible|awful|disappointing|horrible|so bad|a mess|unacceptable|dreadful|really poor|a nightmare|annoying|broken|frustrating|the worst|useless]

really:
[really|honestly|truly|seriously|absolutely|so very|genuinely]

love:
[love|adore|really like|am so happy with|can't get enough of|am in love with|highly recommend]

hate:
[hate|can't stand|am fed up with|regret|am so tired of|am disappointed by|am angry about]

happy:
[What a day.|So happy.|Best thing {time}.|Made my day.|Thank you so much!|Highly recommended.|Can't stop smiling.|Five stars from me.|I needed that.|Pure joy.|Big thanks to {person}.|Everyone in {place} should try it.|Would do it again tomorrow.]

sad:
[Never again.|What a shame.|I want my {minutes} minutes back.|Do better.|So disappointed.|Worst {day} in ages.|Avoid.|Not what I paid {price} for.|Who thought this was a good idea?|I'm done.|Nobody in {place} deserves this.|Even {person} gave up.]

flat:
[Just noting it.|Anyone else?|More on {day}.|We'll see.|Notes to follow.|Posting from {place}.|Link below.|Asking for a friend.|Thread later.|{n} people so far.|Source: {person}.|That is all for now.]

everyday-good:
{really} {great}: the {thing} in {place} that {person} told me about {time}.
I {love} the {thing} near {place}, {small} visits {time} and still {great}.
Had a {great} {time} with {person} in {place}, we laughed for {minutes} minutes straight.
My {thing} finally works and it is {great}. {happy}
Just finished {film} and wow, {great}. {person} is outstanding in it.
{place} is {great} {time}. Sunshine, friends and a {thing} around the corner.
Got the job at {company}! Starting {day}, so grateful to {person} for the help.
The {thing} from {company} is {great}, worth every cent of the {price}.
{person} surprised me with tickets to {place}. I am so happy!
Ran {small} km through {place} {time}, feeling {great}. {happy}
Our little {thing} project reached {n} members. Proud of you all!
Kindness is alive: a stranger in {place} returned my wallet {time}. {happy}
New {thing}, new me. {really} {great} and only {price}.
{small} years with the best people at {company}. Here's to many more!

everyday-bad:
The {thing} in {place} is {awful}. Waited {minutes} minutes for nothing.
I {hate} my new {thing}, {price} wasted. {sad}
{company} support is {awful}: {minutes} minutes on hold and then they hung up.
{really} {awful} {time} in {place}: rain, delays and a broken {thing}.
Why is every {thing} in {place} so {awful} {time}?
{film} was {awful}. {person} deserved a better script. {sad}
My flight to {place} is cancelled again. {awful}, {company}, simply {awful}.
Lost my keys in {place} {time}. I feel {awful}. {sad}
Third day without hot water. My landlord is {awful}. {sad}
The new {thing} update from {company} deleted {n} of my photos. {awful}!
Worst {thing} in {place}, and {person} agrees. {sad}
{person} cancelled on me {time}, {small} times in a row. I'm so sad.
I {hate} that {company} charges {price} for a {thing} that never works.
Feeling ill {time}, the {thing} in {place} made it worse.

everyday-plain:
Meeting {person} in {place} on {day} at {small}.
The {thing} in {place} opens at {small} on {day}.
{company} moves its office from {place} to the north side of town, {n} people are affected.
Reading about {body} and its plans for {place} {time}.
Does anybody know a {thing} in {place}? I'm there on {day}.
{small} pages of {film} left, then back to work.
{person} talks about the history of the {thing} in {place} on {day}.
Train to {place}, {minutes} minutes, platform {small}.
{body} publishes its report on {place} {time}. {flat}
Looking for a second-hand {thing}, around {price}, {place} area.
Today's walk: {n} steps from the {thing} to the river in {place}.
I moved from {place} to a smaller town {small} years ago. {flat}
{company} and {company2} will both be at the fair in {place}.
Recipe for {small} people: flour, eggs, {n} grams of butter, {minutes} minutes in the oven.
What are you reading {time}? Mine is about {body} and {place}.

shop-good:
My {model} {noun} from Lumera arrived {time} and it looks {great} in the living room. {happy}
I {love} my new Lumera {noun}. The {model} is {great}!
Lumera delivered the {model} to {place} in {small} days. {great} service, thank you!
Warm light, solid brass, {price}: the {model} {noun} is {great}.
{person} put a {model} {noun} above the table and it looks {great}. {happy}
Shout-out to @lumera: {great} support, new {noun} within {small} days.
The {model} by #Lumera makes my desk in {place} look {great}.

shop-bad:
My {model} {noun} from Lumera arrived broken. {awful}. {sad}
{minutes} minutes in the Lumera chat and still no answer about my {model}. {awful}!
@lumera the {model} {noun} flickers after {small} days. I'm disappointed.
Lumera raised the {model} to {price}. {awful}, I'll buy at {rival} instead.
{small} weeks waiting for a {noun} from Lumera in {place}. {sad}
The {model} {noun} looks cheap for {price}. {sad}

shop-plain:
Is the {model} {noun} from Lumera dimmable?
Comparing the {model} by Lumera with a {noun} by {rival}. {flat}
Lumera lists the {model} {noun} at {price} now.
Where in {place} can I see a Lumera {noun}? {flat}
Does the {model} fit a ceiling of {small} metres? @lumera

rival-good:
The new {noun} from {rival} is {great}, only {price}. {happy}
{rival} in {place} gave me {great} advice {time}.

rival-bad:
{rival} sent the wrong {noun} {small} times. {awful}.
{awful} quality from {rival}, the cable broke after {small} days. {sad}

rival-plain:
{rival} opens a store in {place} on {day}.
{rival} or Lumera for a {noun}? {flat}

launch-good:
#{tag} by {who} is {great}! Ordered a {model} {noun} {time}. {happy}
{name} is here and I {love} the {model}. {great} colours!
{who}'s {name} collection looks {great}, {person} knows how to design a {noun}.
Got the {model} from the {name} campaign for {price}. {happy}
Walked past the {name} window in {place}, {really} {great}.

launch-bad:
{name}? The {model} was sold out after {minutes} minutes. {awful}.
{who}'s {name} prices are {awful}: {price} for a {noun}. {sad}
Another {name} ad. I {hate} it. {sad}

launch-plain:
{who} starts {name} today, {n} lamps, from {price}.
{name} at {who}: has anyone seen the {model} {noun} yet?
{person} presents {name} by {who} in {place}. {flat}

flash-good:
{name}: {percent} % off, got a {noun} for {price}! {happy}
Quick, {name} is on! {great} prices {time}. {happy}

flash-bad:
{name} and the site is {awful} again. {sad}
Missed {name} by {small} minutes. So annoying!

flash-plain:
{name} runs for {minutes} more minutes.
{percent} % on every {noun} during the {name}. {flat}

outage-good:
{who} is back after {minutes} minutes. Thank you, team! {happy}
Kudos to {person} at {who} for {great} updates during the outage.

outage-bad:
{who} is down again! {minutes} minutes and counting. {awful}.
Is {who} down for everyone in {place}? This is {awful}. {sad}
{n} orders lost because of {who}. {awful}, I want a refund!
#{tag} {small} hours without service. {really} {awful}. {sad}
I {hate} that everything in {place} depends on {who}. {sad}
Payments fail, support is silent, {who} is {awful} {time}.

outage-plain:
{who} confirms an outage in {place} since {small} o'clock.
Status page of {who}: {n} % of requests fail. {flat}
Anybody else offline in {place}? {who} here.

award-good:
{person} wins at the {name}! So deserved, {great} speech.
{film} takes {small} prizes at the {name}. {happy}
Crying happy tears, {person} thanked the whole crew of {who}. {great}!
That {name} show was {great}, best opening in {small} years.

award-bad:
{film} left with nothing at the {name}. {awful}. {sad}
The {name} are {awful} {time}, {minutes} minutes too long. {sad}

award-plain:
The {name} begin in {minutes} minutes in {place}.
{person} is nominated {small} times at the {name}. {flat}
Watching the {name} with {person2}. {flat}

match-good:
What a goal by {person}! {who} are {great} {time}!
{who} beat {other} {small2}:0. {happy}
Proud of {who}, {great} fight until minute {minutes}.

match-bad:
{who} are {awful} against {other}. {sad}
Never a penalty! The referee is {awful}. {sad}
{other} destroyed us. {person} missed {small} chances, {awful}.

match-plain:
{small2}:{small2} between {who} and {other} after {minutes} minutes.
{person} comes on for {who}. {flat}
{n} thousand in the stadium for {who} against {other}.

storm-good:
Neighbours in {place} share soup and candles after {name}. {great} people. {happy}
Power is back in {place}! Thank you to everyone who worked all night.

storm-bad:
{name} broke {small} windows in our street in {place}. {awful}. {sad}
No power in {place} for {small} hours, the cellar is flooded. {awful}.
Scared {time}. {name} is {awful} here in {place}.

storm-plain:
{name} reaches {place} at {small} o'clock, gusts of {n} km/h.
{who} opens a shelter in {place}. {flat}
Schools in {place} stay closed on {day}. {flat}

strike-bad:
{name}: stranded in {place} for {small} hours. {awful}. {sad}
{who} cancels {n} trips and nobody answers. {awful}!
{minutes} minutes on a platform in {place}, thanks for nothing {who}. {sad}

strike-good:
Solidarity with the workers of {who}, you deserve better. {happy}
Shared a car to {place} with {small} strangers because of the {name}, {great} chats!

strike-plain:
{who} and the union meet in {place} on {day}.
{n} connections to {place} are cancelled. {flat}

summit-good:
{great} talk by {person} at the {name} in {place}. {happy}
The {name} gives me hope. {who} showed a {great} idea for cities.

summit-bad:
{minutes} minutes of slides at the {name} and nothing new. {sad}
The queue at the {name} in {place} is {awful}. {sad}

summit-plain:
{person} of {who} speaks at the {name} at {small} o'clock.
{body} and {who} sign a paper at the {name} in {place}.
Day {small} of the {name}: {n} visitors. {flat}

talk-plain:
#{tag} mine is the {thing} in {place}.
#{tag} {person} singing in the {thing} {time}.
My {tag} moment: {small} cups of tea and {film}.
#{tag} and then {person} said {n}. {flat}

talk-good:
#{tag} makes me laugh {time}. {happy}
Best #{tag} so far: {person} and the {thing} from {place}. {great}!

talk-bad:
Please stop with #{tag}. {sad}
#{tag} but everything in {place} is {awful}.

reply-good:
[I agree, {great}!|So true, {person} said the same {time}.|Congratulations, that is {great}!|Love this. {happy}|Thanks for sharing, {great} find.|Same here in {place}, {great}!|You made my {day}.]

reply-bad:
[Sorry to hear that, {awful}.|Same problem in {place}. {sad}|I disagree, it was {awful} {time}.|No. Just no. {sad}|That is {awful}, did you ask {company}?|Wrong, {person} said the opposite.]

reply-plain:
[Where in {place} is that?|Which one, the {thing} or the other?|I think {person} knows.|On {day} at {small}?|Source?|How much, more than {price}?|Was that before or after {day}?|{n}, I counted.|See the note by {body}.]

short-good:
[love this|so cute|Happy {day}!|yes!!|Good morning everyone|well deserved|wow|beautiful|thank you all|this made my day|haha brilliant|perfect|congrats!|weekend!]

short-bad:
[ugh|this is awful|why|so sad|not again|I can't|worst day ever|no no no|so tired of this|terrible]

short-plain:
[ok|hm|new post|good night|any news?|same|first|link in bio|see you there|what time?|monday again|brb|lunch]
`;
