import { EMPTY_HASH, finish, stir } from './hashing.ts';
import { NAME_LISTS } from './knowledge.ts';
import { MENTION, type Tokens } from './tokens.ts';
import { AFFIXES, type Traits } from './traits.ts';

/** No token has more features. */
const MOST_FEATURES = 48 + 3 * NAME_LISTS.length;

/** One line of a post, read. */
export interface Line {
  readonly tokens: Tokens;
  readonly traits: Traits;
}

/** Features of one token: the first `count` hashes. */
export interface Features {
  count: number;
  readonly hashes: Int32Array;
}

/** Room for the features of a token, used again for each. */
export function makeFeatures(): Features {
  return { count: 0, hashes: new Int32Array(MOST_FEATURES) };
}

/**
 * Writes all features of a token. Each kind of feature has a number, the first argument of `put`. Bigrams of words
 * and words two tokens away were tried and left out: without them the model is smaller and faster and, in
 * cross-validation, no worse.
 */
export function writeFeatures(line: Line, token: number, into: Features): void {
  into.count = 0;
  putOwn(line.traits, token, into);
  putAsPrevious(line.traits, token - 1, into);
  putAsNext(line.traits, token + 1, into);
  putContext(line, token, into);
}

/** What a token says of itself, whatever stands beside it. */
export function putOwn(traits: Traits, token: number, into: Features): void {
  const { word, casing, shape, cluster, habit, prefix, suffix } = traits;
  const here = word[token] ?? 0;
  const written = casing[token] ?? 0;
  const group = cluster[token] ?? 0;
  put(into, 0, 0);
  put(into, 1, here);
  put(into, 2, both(here, written));
  for (let affix = 0; affix < AFFIXES; affix += 1) {
    const start = prefix[AFFIXES * token + affix] ?? 0;
    const end = suffix[AFFIXES * token + affix] ?? 0;
    if (start !== 0) put(into, 7, both(affix, start));
    if (end !== 0) put(into, 8, both(affix, end));
  }
  put(into, 11, shape[token] ?? 0);
  put(into, 20, group);
  put(into, 28, both(group, written));
  put(into, 30, habit[token] ?? 0);
}

const THREE_LETTERS = 2;

/** What a token says of the one after it; -1 stands before the line. */
export function putAsPrevious({ count, word, suffix, cluster }: Traits, token: number, into: Features): void {
  put(into, 3, entry(word, token, count));
  put(into, 19, entry(cluster, token, count));
  if (token >= 0) put(into, 9, suffix[AFFIXES * token + THREE_LETTERS] ?? 0);
}

/** What a token says of the one before it; the count of tokens stands after the line. */
export function putAsNext({ count, word, suffix, cluster }: Traits, token: number, into: Features): void {
  put(into, 4, entry(word, token, count));
  put(into, 21, entry(cluster, token, count));
  if (token < count) put(into, 10, suffix[AFFIXES * token + THREE_LETTERS] ?? 0);
}

/** What only a token and its neighbours together say, and the lists of names. */
export function putContext(line: Line, token: number, into: Features): void {
  putCasing(line, token, into);
  putClusters(line.traits, token, into);
  putHabits(line, token, into);
  putLists(line.traits, token, into);
}

function put(into: Features, kind: number, value: number): void {
  into.hashes[into.count] = finish(stir(stir(EMPTY_HASH, kind), value));
  into.count += 1;
}

/** Hash of two values in their order. */
function both(first: number, second: number): number {
  return stir(stir(EMPTY_HASH, first), second);
}

const BEFORE_THE_LINE = 0x51ab;
const AFTER_THE_LINE = 0x51ac;

/** Entry of a token that may lie beyond the ends of the line. */
function entry(column: Int32Array | Uint8Array, token: number, count: number): number {
  if (token < 0) return BEFORE_THE_LINE;
  return token < count ? (column[token] ?? 0) : AFTER_THE_LINE;
}

/** 1 for the first word of the line, also after the name of whom a reply goes to. */
function startsLine(tokens: Tokens, token: number): number {
  return token === 0 || (token === 1 && tokens.kind[0] === MENTION) ? 1 : 0;
}

function putCasing({ tokens, traits }: Line, token: number, into: Features): void {
  const { count, shape, casing, style } = traits;
  const here = entry(shape, token, count);
  const written = entry(casing, token, count);
  put(into, 12, both(entry(shape, token - 1, count), here));
  put(into, 13, both(here, entry(shape, token + 1, count)));
  put(into, 14, both(both(written, startsLine(tokens, token)), style));
  put(into, 15, both(both(written, entry(casing, token - 1, count)), entry(casing, token + 1, count)));
  put(into, 16, both(tokens.kind[token] ?? 0, style));
  put(into, 17, both(written, style));
}

function putClusters({ count, cluster, casing }: Traits, token: number, into: Features): void {
  const beforePrevious = entry(cluster, token - 2, count);
  const previous = entry(cluster, token - 1, count);
  const here = entry(cluster, token, count);
  const next = entry(cluster, token + 1, count);
  const afterNext = entry(cluster, token + 2, count);
  const written = entry(casing, token, count);
  put(into, 18, beforePrevious);
  put(into, 22, afterNext);
  put(into, 23, both(beforePrevious, previous));
  put(into, 24, both(previous, here));
  put(into, 25, both(previous, next));
  put(into, 26, both(here, next));
  put(into, 27, both(next, afterNext));
  put(into, 29, both(both(previous, written), next));
}

function putHabits({ tokens, traits }: Line, token: number, into: Features): void {
  const { count, habit, casing, style } = traits;
  const here = entry(habit, token, count);
  const written = entry(casing, token, count);
  put(into, 31, both(both(here, written), startsLine(tokens, token)));
  put(into, 32, both(both(entry(habit, token - 1, count), here), entry(habit, token + 1, count)));
  put(into, 33, both(both(here, written), style));
}

function putLists({ count, listed, casing, style }: Traits, token: number, into: Features): void {
  const here = entry(listed, token, count);
  const written = entry(casing, token, count);
  put(into, 34, entry(listed, token - 1, count));
  put(into, 35, entry(listed, token + 1, count));
  put(into, 36, both(here, written));
  for (let list = 0; list < NAME_LISTS.length; list += 1) {
    const place = (here >>> (2 * list)) & 3;
    if (place === 0) continue;
    const named = 4 * list + place;
    put(into, 37, named);
    put(into, 38, both(named, written));
    put(into, 39, both(named, style));
  }
}
