import { type Area, areas } from './areas.ts';
import { COMMON_WORDS, LEADING, NOT_IN_SENTENCES, TRAILING } from './common-words.ts';
import { foldName } from './fold.ts';
import { gazetteer } from './gazetteer.ts';
import { NICKNAMES } from './nicknames.ts';

/** What a part of a location may mean. */
export interface Mention {
  /** As `foldName` writes it. */
  readonly name: string;
  /** Positions in the gazetteer; of a nickname the city that it stands for comes first. */
  readonly cities: readonly number[];
  readonly areas: readonly Area[];
  /** How it is written: a name, a nickname, or a code such as `TX` that a name has to go before. */
  readonly form: 'name' | 'nickname' | 'code';
}

/** Names of cities inside a sentence are looked for from this population on. */
const WELL_KNOWN = 500_000;
/** The longest name, in words, that is looked for inside a sentence. */
const LONGEST = 4;
const MOST_WORDS = 10;

const NOTHING: readonly number[] = [];
const NO_AREAS: readonly Area[] = [];

let nicknames: ReadonlyMap<string, number> | undefined;

function nicknamed(folded: string): number | undefined {
  nicknames ??= readNicknames();
  return nicknames.get(folded);
}

function readNicknames(): ReadonlyMap<string, number> {
  const { named, countries, divisions } = gazetteer();
  const found = new Map<string, number>();
  for (const line of NICKNAMES.trim().split('\n')) {
    const [head = '', names = ''] = line.split(': ');
    const match = /^(.*?) ([A-Z]{2})(?: (\w+))?$/.exec(head);
    if (match === null) throw new RangeError(`nicknames: ${line}`);
    const [, name = '', country, division] = match;
    const city = named(foldName(name)).find(
      (at) => countries[at] === country && (division === undefined || divisions[at] === division),
    );
    if (city === undefined) throw new RangeError(`nicknames: the gazetteer has no ${head}`);
    for (const nickname of names.split('|')) found.set(foldName(nickname), city);
  }
  return found;
}

const CODE = /^[A-Z]{2,3}$/;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}]/u;
const LATIN = /^[a-z0-9 ]+$/;

/**
 * Everything that a part of a location mentions, in order; nothing when it names no place. `part` has no separators
 * inside, such as `Paris`, `TX`, `Paris TX`, `South London` or `the heart of Texas`.
 */
export function mentionsIn(part: string): readonly Mention[] {
  const text = part.trim();
  const folded = foldName(text);
  if (folded === '') return [];
  const whole = lookUp(folded, text);
  if (whole !== undefined) return [whole];
  if (EAST_ASIAN.test(folded)) return segmented(folded);
  const words = folded.split(' ');
  if (words.length === 1 || words.length > MOST_WORDS) return [];
  return followed(words, text) ?? trimmed(words) ?? wellKnown(words);
}

/** A whole name. `written` tells capitals. */
function lookUp(folded: string, written: string): Mention | undefined {
  const short = folded.length < 3 && LATIN.test(folded);
  const isCode = CODE.test(written);
  const nickname = short && !isCode ? undefined : nicknamed(folded);
  const code = isCode ? areas().coded(written) : NO_AREAS;
  if (nickname !== undefined) {
    const others = gazetteer()
      .named(folded)
      .filter((city) => city !== nickname);
    return { name: folded, cities: [nickname, ...others], areas: merged(code, folded), form: 'nickname' };
  }
  const named = short && folded !== 'uk' ? NO_AREAS : areas().named(folded);
  const cities = short ? NOTHING : gazetteer().named(folded);
  if (named.length > 0 || (cities.length > 0 && code.length === 0)) {
    return { name: folded, cities, areas: named.length > 0 ? named : code, form: 'name' };
  }
  return code.length > 0 ? { name: folded, cities: NOTHING, areas: code, form: 'code' } : undefined;
}

function merged(code: readonly Area[], folded: string): readonly Area[] {
  return code.length > 0 ? code : areas().named(folded);
}

/** `Paris TX`, `London Ontario`, `Santiago Chile`: a city, and where it is. */
function followed(words: readonly string[], text: string): readonly Mention[] | undefined {
  const last = text.split(/\s+/).at(-1) ?? '';
  for (let split = 1; split < words.length; split++) {
    const after = words.slice(split).join(' ');
    const area = lookUp(after, split === words.length - 1 ? last : after);
    if (area === undefined || area.areas.length === 0) continue;
    const before = words.slice(0, split).join(' ');
    const city = lookUp(before, before) ?? trimmed(words.slice(0, split))?.[0];
    if (city !== undefined && city.cities.length > 0) return [city, area];
  }
  return undefined;
}

/** `South London`, `Greater Manchester area`, `somewhere in Ohio`: without the words around the name. */
function trimmed(words: readonly string[]): readonly Mention[] | undefined {
  let from = 0;
  let to = words.length;
  while (from < to - 1 && LEADING.has(words[from] ?? '')) from++;
  for (;;) {
    const name = words.slice(from, to).join(' ');
    const found = to - from === words.length || isCommon(name) ? undefined : lookUp(name, name);
    if (found !== undefined) return [found];
    if (to - from < 2 || !TRAILING.has(words[to - 1] ?? '')) return undefined;
    to--;
  }
}

function isCommon(name: string): boolean {
  return COMMON_WORDS.has(name);
}

/** Names of countries, divisions and large cities inside a sentence, the longest first at each word. */
function wellKnown(words: readonly string[]): readonly Mention[] {
  const found: Mention[] = [];
  for (let from = 0; from < words.length; from++) {
    for (let to = Math.min(words.length, from + LONGEST); to > from; to--) {
      const mention = ofSentence(words.slice(from, to).join(' '));
      if (mention === undefined) continue;
      found.push(mention);
      from = to - 1;
      break;
    }
  }
  return found;
}

function ofSentence(name: string): Mention | undefined {
  if (name.length < 4 || isCommon(name) || NOT_IN_SENTENCES.has(name)) return undefined;
  const named = areas().named(name);
  const { populations, isOwnName, named: citiesOf } = gazetteer();
  const cities = citiesOf(name).filter(
    (city) => (populations[city] ?? 0) >= WELL_KNOWN && isOwnName(city, name),
  );
  if (named.length + cities.length > 0) return { name, cities, areas: named, form: 'name' };
  const nickname = nicknamed(name);
  return nickname === undefined ? undefined : { name, cities: [nickname], areas: [], form: 'nickname' };
}

/** What administrative units are called at the end of a name. */
const UNITS = /(?:市|区|區|都|府|県|縣|省|시|도)$/u;

/** Scripts without blanks: names one after the other, the longest first; all of the text has to be names. */
function segmented(folded: string): readonly Mention[] {
  const found: Mention[] = [];
  for (const word of folded.split(' ')) {
    let rest = word;
    while (rest !== '') {
      const name = longestName(rest);
      if (name === undefined) return [];
      found.push(name.mention);
      rest = rest.slice(name.length);
    }
  }
  return found;
}

function longestName(text: string): { mention: Mention; length: number } | undefined {
  for (let length = Math.min(text.length, 12); length >= 2; length--) {
    const name = text.slice(0, length);
    const mention = lookUp(name, name) ?? (UNITS.test(name) ? lookUp(name.slice(0, -1), name) : undefined);
    if (mention !== undefined) return { mention, length };
  }
  return undefined;
}
