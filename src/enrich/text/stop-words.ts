import {
  afr,
  ara,
  ben,
  bul,
  cat,
  ces,
  dan,
  deu,
  ell,
  eng,
  est,
  fas,
  fin,
  fra,
  guj,
  heb,
  hin,
  hrv,
  hun,
  hye,
  ind,
  ita,
  jpn,
  kor,
  lav,
  lit,
  mar,
  msa,
  nld,
  nob,
  pol,
  por,
  porBr,
  ron,
  rus,
  slk,
  slv,
  spa,
  swa,
  swe,
  tgl,
  tha,
  tur,
  ukr,
  urd,
  vie,
  zho,
} from 'stopword';

/** What posts are full of in any language: shorthand of networks and of laughing. */
const EVERYWHERE = 'rt via amp gt lt lol lmao haha hahaha omg http https www com';

/** What the lists of the package leave out: contractions, and small words of conversation. */
const ENGLISH = `i'm i've i'd i'll you're you've you'd you'll he's she's it's we're we've we'll they're they've they'll
  that's there's here's what's who's let's don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't
  shouldn't haven't hasn't hadn't ain't y'all im ive dont doesnt didnt isnt cant wont gonna gotta wanna u ur r n ya yeah
  yes no not just like get got getting gets go going goes went gone come came coming know think say says said see saw
  really still even much many also well now then than too very will would could should may might must shall one ones two
  us our ours me my mine your yours his her hers their theirs them him its about after again all always am an and another
  any are around as at back be because been before being but by can did do does doing done down during each else ever
  every few first for from had has have having here how if in into is it last least less let make makes made making
  maybe more most never new next of off oh ok okay on once only or other out over own please put same since so some
  someone something such sure take tell that the these they thing things this those though through till to today
  tomorrow tonight under until up upon use used want wants was way we were what when where which while who whom why with
  without yet you`;
const SPANISH = `al algo alguien alguna algunas alguno algunos ante antes así aún aunque bien cada casi como con contra cual
  cuando cuanto cuál cuándo cómo cosa cosas creo cualquier dar de decir del desde después dice dicen donde dos durante ella
  ellas ello ellos en entre era eran eres es esa esas ese eso esos esta estaba están estar estas este esto estos estoy está
  fue fueron gracias ha hace hacen hacer hacia han hasta hay he hoy igual incluso ir jaja jajaja las le les lo los luego
  más me mejor menos mi mientras mis misma mismo mucha muchas mucho muchos muy nada nadie ni no nos nosotros nuestra
  nuestro nunca o otra otras otro otros para parece pero poco por porque pues puede pueden que quien quién quiere quiero qué
  sea según ser si sido siempre sin sino sobre solo son soy su sus sí sólo también tampoco tan tanto te tener tengo ti tiene
  tienen toda todas todavía todo todos tu tus tú un una unas uno unos va vamos van ver vez voy y ya yo`;
const PORTUGUESE = `aí ainda alguém algum alguma ali ao aos aquela aquele aqui as assim até bem bom cada cara coisa com como
  cê da dar das de depois do dos e ela elas ele eles em era essa esse está estão eu faz fazer foi gente há hoje isso já lá
  mais mas me melhor mesmo meu minha muito na nada não nas nem no nos nossa nosso num numa nunca né o onde os ou para pela
  pelo pode por porque pra pro qual quando que quem quer se sem sempre ser seu si sim só sou sua são também tem ter to tá
  todo todos tudo um uma vai você vocês vou vcs`;
const FRENCH = `ah ai aller alors après as au aucun aussi autre autres aux avant avec avoir bah bien bon car ce cela celle
  celui ces cet cette ceux chez comme comment d dans de depuis des deux dire dit doit donc du déjà elle elles en encore
  entre est et été être eu eux fait faire faut fois font ici il ils j je jamais jusque juste l la là le les leur leurs lui
  ma mais me même mes moi moins mon n ne ni non nos notre nous on ont ou où oui par pas pendant peu peut plus pour pourquoi
  pourquoi qu quand que quel quelle qui quoi rien s sa sans se sera ses si son sont sous suis sur t ta tant te tellement tes
  toi ton toujours tous tout toute toutes très trop tu un une va vais vers veut voilà vont votre vous vraiment y ça c c'est
  j'ai d'un d'une qu'il qu'on n'est`;
const GERMAN = `mal halt eben ja nein nicht doch schon noch nur sehr ganz gar immer wieder heute gestern morgen jetzt hier da
  dann denn weil dass ob wenn als wie was wer wo warum mehr viel viele alles etwas nichts man mir mich dir dich uns euch ihm
  ihn ihnen ihr sein seine mein meine dein deine kein keine einen einem einer eines habe hab hast hat haben hatte bin bist
  ist sind war waren wird werden wurde kann können muss müssen soll sollte will wollen geht gibt gut`;
const ITALIAN = `che chi ci come con così cosa da dal dalla dei del della delle di dove due e ed era essere fa fare già gli
  ha hai hanno ho i il in io la le lei li lo loro lui ma me mi mia mio molto ne nei nel nella no noi non nostro o ogni oggi
  ora per perché però più poi proprio quando quanto quella quello questa questo qui se sempre senza si sia siamo sono sta
  su sua sul sulla suo ti tra tu tua tuo tutti tutto un una uno va vi voi è`;

const LISTS: Readonly<Record<string, readonly (readonly string[] | string)[]>> = {
  af: [afr],
  ar: [ara],
  bg: [bul],
  bn: [ben],
  ca: [cat],
  cs: [ces],
  da: [dan],
  de: [deu, GERMAN],
  el: [ell],
  en: [eng, ENGLISH],
  es: [spa, SPANISH],
  et: [est],
  fa: [fas],
  fi: [fin],
  fr: [fra, FRENCH],
  gu: [guj],
  he: [heb],
  hi: [hin],
  hr: [hrv],
  hu: [hun],
  hy: [hye],
  id: [ind],
  it: [ita, ITALIAN],
  ja: [jpn],
  ko: [kor],
  lt: [lit],
  lv: [lav],
  mr: [mar],
  ms: [msa, ind],
  nl: [nld],
  no: [nob],
  pl: [pol],
  pt: [por, porBr, PORTUGUESE],
  ro: [ron],
  ru: [rus],
  sk: [slk],
  sl: [slv],
  sv: [swe],
  sw: [swa],
  th: [tha],
  tl: [tgl],
  tr: [tur],
  uk: [ukr],
  ur: [urd],
  vi: [vie],
  zh: [zho],
};

const folded = new Map<string, ReadonlySet<string>>();

/**
 * Words of a language that carry no subject of their own, in lower case: the lists of the package `stopword` (MIT) and what
 * posts need beyond them. Of a language without a list only what is everywhere, such as `rt`.
 */
export function stopWords(language: string | null): ReadonlySet<string> {
  const key = language !== null && Object.hasOwn(LISTS, language) ? language : '';
  const known = folded.get(key);
  if (known !== undefined) return known;
  const lists = [EVERYWHERE, ...(LISTS[key] ?? [])];
  const words = new Set(
    lists
      .flatMap((list) => (typeof list === 'string' ? list.split(/\s+/) : list))
      .map((word) => word.normalize('NFC').toLowerCase()),
  );
  folded.set(key, words);
  return words;
}
