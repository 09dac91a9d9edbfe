import { classOf, DIGIT, fold, LETTER, LOWER, UPPER } from './characters.ts';
import { EMPTY_HASH, finish, stir } from './hashing.ts';
import { factOf, type Knowledge, LONGEST_PHRASE, NAME_LISTS } from './knowledge.ts';
import { HASHTAG, LINK, MENTION, type Tokens, WORD } from './tokens.ts';

/** How a token is written. `MIXED` is `iPhone`, `McDonald`; `UNCASED` has letters, but none with case. */
export const NO_CASE = 0;
export const LOWER_CASE = 1;
export const CAPITALISED = 2;
export const UPPER_CASE = 3;
export const MIXED_CASE = 4;
export const UNCASED = 5;

/** How a line is written: capitals say little in a headline or where somebody shouts. */
export const STYLE_UNKNOWN = 0;
export const STYLE_LOWER = 1;
export const STYLE_UPPER = 2;
export const STYLE_TITLE = 3;
export const STYLE_MIXED = 4;

/** Affixes kept of a token: its first one to four letters, and its last. */
export const AFFIXES = 4;

/** What features are made of: a column per trait, an entry per token. */
export interface Traits {
  count: number;
  style: number;
  /** Hash of the folded word. */
  readonly word: Int32Array;
  /** `AFFIXES` per token; 0 where the token is shorter. */
  readonly prefix: Int32Array;
  readonly suffix: Int32Array;
  /** Hash of the sequence of kinds of characters, such as `Aa` or `A.A.`. */
  readonly shape: Int32Array;
  readonly casing: Uint8Array;
  readonly cluster: Uint8Array;
  readonly habit: Uint8Array;
  /** Two bits per list of names: part of no phrase, its beginning, its rest, or a phrase of one word. */
  readonly listed: Int32Array;
}

/** Room for the traits of `capacity` tokens. */
export function makeTraits(capacity: number): Traits {
  return {
    count: 0,
    style: STYLE_UNKNOWN,
    word: new Int32Array(capacity),
    prefix: new Int32Array(AFFIXES * capacity),
    suffix: new Int32Array(AFFIXES * capacity),
    shape: new Int32Array(capacity),
    casing: new Uint8Array(capacity),
    cluster: new Uint8Array(capacity),
    habit: new Uint8Array(capacity),
    listed: new Int32Array(capacity),
  };
}

/** Fills in the traits of all tokens. */
export function readTraits(tokens: Tokens, knowledge: Knowledge, traits: Traits): void {
  readForms(tokens, traits);
  for (let token = 0; token < tokens.count; token += 1) {
    const fact = factOf(knowledge.words, traits.word[token] ?? 0);
    traits.cluster[token] = fact >>> 8;
    traits.habit[token] = fact & 0xff;
  }
  findPhrases(tokens, knowledge, traits);
}

/** Fills in what can be seen of the tokens without knowledge of words: all but clusters, habits and phrases. */
export function readForms(tokens: Tokens, traits: Traits): void {
  traits.count = tokens.count;
  traits.prefix.fill(0, 0, AFFIXES * tokens.count);
  traits.suffix.fill(0, 0, AFFIXES * tokens.count);
  for (let token = 0; token < tokens.count; token += 1) {
    const kind = tokens.kind[token];
    if (kind === MENTION || kind === LINK) standIn(traits, token, kind);
    else readForm(tokens, traits, token);
  }
  traits.style = styleOf(tokens, traits);
}

/** Whom a mention names and where a link leads does not matter: each kind is one word. */
function standIn(traits: Traits, token: number, kind: number): void {
  traits.word[token] = finish(kind);
  traits.shape[token] = kind;
  traits.casing[token] = NO_CASE;
}

function readForm(tokens: Tokens, traits: Traits, token: number): void {
  const { text } = tokens;
  const kind = tokens.kind[token] ?? WORD;
  const start = (tokens.start[token] ?? 0) + (kind === HASHTAG ? 1 : 0);
  const end = tokens.end[token] ?? 0;
  let hash = EMPTY_HASH;
  let length = 0;
  let shape = stir(EMPTY_HASH, kind);
  let lastShape = -1;
  let last = -1;
  let run = 0;
  let upper = 0;
  let lower = 0;
  let uncased = 0;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    const unitClass = classOf(unit);
    const unitFold = fold(unit);
    if (unitClass === UPPER) upper += 1;
    else if (unitClass === LOWER) lower += 1;
    else if (unitClass === LETTER) uncased += 1;
    const part = unitClass <= DIGIT ? unitClass : unitFold;
    if (part !== lastShape) shape = stir(shape, part);
    lastShape = part;
    // `sooooo` is `soo`.
    run = unitFold === last ? run + 1 : 1;
    last = unitFold;
    if (run > 2) continue;
    hash = stir(hash, unitFold);
    if (length < AFFIXES) traits.prefix[AFFIXES * token + length] = hash;
    length += 1;
  }
  traits.word[token] = finish(stir(hash, length));
  traits.shape[token] = shape;
  const startsUpper = classOf(text.charCodeAt(start)) === UPPER;
  traits.casing[token] = casingOf({ upper, lower, uncased, startsUpper });
  readSuffixes(tokens, traits, token);
}

function readSuffixes(tokens: Tokens, traits: Traits, token: number): void {
  const { text } = tokens;
  const start = (tokens.start[token] ?? 0) + (tokens.kind[token] === HASHTAG ? 1 : 0);
  let hash = ~EMPTY_HASH;
  let last = -1;
  let run = 0;
  let length = 0;
  for (let at = (tokens.end[token] ?? 0) - 1; at >= start && length < AFFIXES; at -= 1) {
    const unitFold = fold(text.charCodeAt(at));
    run = unitFold === last ? run + 1 : 1;
    last = unitFold;
    if (run > 2) continue;
    hash = stir(hash, unitFold);
    traits.suffix[AFFIXES * token + length] = hash;
    length += 1;
  }
}

interface LetterCounts {
  readonly upper: number;
  readonly lower: number;
  readonly uncased: number;
  readonly startsUpper: boolean;
}

function casingOf({ upper, lower, uncased, startsUpper }: LetterCounts): number {
  if (upper + lower === 0) return uncased > 0 ? UNCASED : NO_CASE;
  if (upper === 0) return LOWER_CASE;
  if (lower === 0 && upper > 1) return UPPER_CASE;
  return startsUpper && upper === 1 ? CAPITALISED : MIXED_CASE;
}

/** Judged by words of four letters and more: `of`, `the` and `to` are lower case in headlines too. */
function styleOf(tokens: Tokens, traits: Traits): number {
  let words = 0;
  let lower = 0;
  let upper = 0;
  let capital = 0;
  for (let token = 0; token < tokens.count; token += 1) {
    const isLong = (tokens.end[token] ?? 0) - (tokens.start[token] ?? 0) >= 4;
    if (tokens.kind[token] !== WORD || !isLong) continue;
    words += 1;
    const casing = traits.casing[token];
    if (casing === LOWER_CASE) lower += 1;
    else if (casing === UPPER_CASE) upper += 1;
    else if (casing === CAPITALISED || casing === MIXED_CASE) capital += 1;
  }
  if (words === 0) return STYLE_UNKNOWN;
  if (lower === words) return STYLE_LOWER;
  if (3 * upper >= 2 * words) return STYLE_UPPER;
  return words >= 4 && 3 * (capital + upper) >= 2 * words ? STYLE_TITLE : STYLE_MIXED;
}

function findPhrases(tokens: Tokens, knowledge: Knowledge, traits: Traits): void {
  const { count } = tokens;
  traits.listed.fill(0, 0, count);
  for (let from = 0; from < count; from += 1) {
    if ((tokens.kind[from] ?? WORD) > HASHTAG) continue;
    const end = Math.min(count, from + LONGEST_PHRASE);
    let hash = EMPTY_HASH;
    for (let to = from; to < end; to += 1) {
      hash = stirPhrase(hash, traits.word[to] ?? 0);
      const fact = factOf(knowledge.phrases, hash);
      if (fact > 1) markPhrase(traits, { from, to, lists: fact >>> 1 });
      if ((fact & 1) === 0) break;
    }
  }
}

/** One more word of a phrase. */
export function stirPhrase(hash: number, word: number): number {
  return finish(stir(hash, word));
}

export const PHRASE_BEGINS = 1;
export const PHRASE_GOES_ON = 2;
export const PHRASE_OF_ONE = 3;

interface FoundPhrase {
  readonly from: number;
  readonly to: number;
  readonly lists: number;
}

/** Inside a phrase that was found before, no shorter one begins. */
function markPhrase(traits: Traits, { from, to, lists }: FoundPhrase): void {
  for (let token = from; token <= to; token += 1) {
    const isFirst = token === from;
    const place = from === to ? PHRASE_OF_ONE : isFirst ? PHRASE_BEGINS : PHRASE_GOES_ON;
    let listed = traits.listed[token] ?? 0;
    for (let list = 0; list < NAME_LISTS.length; list += 1) {
      if ((lists & (1 << list)) === 0) continue;
      const old = (listed >>> (2 * list)) & 3;
      if (old === PHRASE_GOES_ON && place !== PHRASE_GOES_ON) continue;
      listed = (listed & ~(3 << (2 * list))) | (place << (2 * list));
    }
    traits.listed[token] = listed;
  }
}
