import { lowerCase } from './characters.ts';
import { HASH_BASIS, hashPair, hashText, hashUnit, spread } from './hashing.ts';
import type { Lexicon } from './lexicon.ts';
import { markNegated } from './negation.ts';
import {
  DRAWN_OUT,
  EMOTICON,
  HASHTAG,
  LINK,
  MARKS,
  MAX_UNITS,
  MENTION,
  readTokens,
  SHOUTED,
  Tokens,
  WORD,
} from './tokens.ts';
import { hashOfBody, readValence, type Valence } from './valence.ts';

/** Hashes of the features of one kind, as many as `length` says. */
export interface HashList {
  length: number;
  readonly hashes: Uint32Array;
}

/** The features of a text: each list is brought to length 1 before it is weighed, so that long texts count no more. */
export interface Features {
  /** Whether there is a word, a hashtag or an emoticon. */
  readonly meaningful: boolean;
  /** Tokens; those of hashtags also without the sign and split at capitals. */
  readonly words: HashList;
  /** Two and three tokens in a row. */
  readonly phrases: HashList;
  /** Two to five characters of a word. */
  readonly characters: HashList;
  /** How the text is written, negated words, what the lexicon says. Not brought to length 1. */
  readonly style: HashList;
}

const list = (capacity: number): HashList => ({ length: 0, hashes: new Uint32Array(capacity) });

function add(to: HashList, kind: number, hash: number): void {
  to.hashes[to.length] = spread(hash ^ Math.imul(kind, 0x9e3779b1));
  to.length += 1;
}

/** Salts that keep features of different kinds apart. */
const SALT = { word: 1, phrase: 2, triple: 3, characters: 4, negated: 5, drawnOut: 6, shouted: 7, last: 8 };
/** Salts of counts and the like: one for each, the value is the hash. */
const COUNT = {
  shouted: 20,
  exclamations: 21,
  questions: 22,
  mentions: 23,
  hashtags: 24,
  links: 25,
  length: 26,
  negations: 28,
  drawnOut: 29,
  valence: 30,
  signs: 31,
  last: 32,
  extremes: 33,
};
const SHORTEST = 2;
const LONGEST = 5;
const BLANK = 32;
const START = hashText('<s>');
const END = hashText('</s>');

/** Reads the features of texts, one after the other, into arrays that it keeps. */
export class FeatureReader {
  readonly #tokens = new Tokens();
  readonly #negated = new Uint8Array(MAX_UNITS + 1);
  readonly #valence: Valence = { sum: 0, positives: 0, negatives: 0, last: 0, highest: 0, lowest: 0 };
  readonly #lexicon: Lexicon;
  readonly #features: { -readonly [name in keyof Features]: Features[name] } = {
    meaningful: false,
    words: list(MAX_UNITS * 3),
    phrases: list(MAX_UNITS * 3),
    characters: list(MAX_UNITS * 40),
    style: list(MAX_UNITS * 4 + 32),
  };

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
  }

  /** The features of a text. They are valid until the next call. */
  read(text: string): Features {
    const features = this.#features;
    features.words.length = 0;
    features.phrases.length = 0;
    features.characters.length = 0;
    features.style.length = 0;
    readTokens(text, this.#tokens);
    features.meaningful = isMeaningful(this.#tokens);
    const negations = markNegated(this.#tokens, this.#negated);
    addWords(this.#tokens, this.#negated, features);
    addPhrases(this.#tokens, features.phrases);
    addCharacters(this.#tokens, features.characters);
    addHashtagParts(text, this.#tokens, features.words);
    addCounts(this.#tokens, negations, features.style);
    readValence(this.#tokens, this.#negated, this.#lexicon, this.#valence);
    addValence(this.#valence, features.style);
    return features;
  }
}

function isMeaningful({ count, kinds }: Tokens): boolean {
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index];
    if (kind === WORD || kind === HASHTAG || kind === EMOTICON) return true;
  }
  return false;
}

function addWords(tokens: Tokens, negated: Uint8Array, { words, style }: Features): void {
  for (let index = 0; index < tokens.count; index += 1) {
    const hash = tokens.hashes[index] ?? 0;
    add(words, SALT.word, hash);
    if (negated[index] === 1) add(style, SALT.negated, hash);
    const manner = tokens.styles[index] ?? 0;
    if ((manner & DRAWN_OUT) !== 0) add(style, SALT.drawnOut, hash);
    if ((manner & SHOUTED) !== 0) add(style, SALT.shouted, hash);
  }
}

function addPhrases({ count, hashes }: Tokens, phrases: HashList): void {
  let before = START;
  let pairBefore = 0;
  for (let index = 0; index <= count; index += 1) {
    const hash = index === count ? END : (hashes[index] ?? 0);
    const pair = hashPair(before, hash);
    add(phrases, SALT.phrase, pair);
    if (index > 1) add(phrases, SALT.triple, hashPair(pairBefore, hash));
    before = hash;
    pairBefore = pair;
  }
}

function addCharacters({ count, kinds, starts, letters }: Tokens, characters: HashList): void {
  const salt = Math.imul(SALT.characters, 0x9e3779b1);
  const { hashes } = characters;
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index];
    if (kind === MENTION || kind === LINK) continue;
    const first = (starts[index] ?? 0) - 1;
    const last = starts[index + 1] ?? 0;
    for (let from = first; from < last; from += 1) {
      let hash = HASH_BASIS ^ salt;
      const to = Math.min(from + LONGEST, last + 1);
      for (let at = from; at < to; at += 1) {
        hash = hashUnit(hash, at === first || at === last ? BLANK : (letters[at] ?? 0));
        if (at - from >= SHORTEST - 1) {
          hashes[length] = spread(hash);
          length += 1;
        }
      }
    }
  }
  characters.length = length;
}

/** `#BestDayEver` counts as the word `bestdayever` and as `best`, `day` and `ever`. */
function addHashtagParts(text: string, tokens: Tokens, words: HashList): void {
  for (let index = 0; index < tokens.count; index += 1) {
    if (tokens.kinds[index] !== HASHTAG) continue;
    add(words, SALT.word, hashOfBody(tokens, index));
    addParts(text, (tokens.origins[index] ?? 0) + 1, tokens.originEnds[index] ?? 0, words);
  }
}

const isCapital = (unit: number): boolean => lowerCase(unit) !== unit;

function addParts(text: string, from: number, to: number, words: HashList): void {
  let hash = HASH_BASIS;
  let begun = from;
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    if (at > begun && isCapital(unit) && !isCapital(text.charCodeAt(at - 1))) {
      add(words, SALT.word, hash);
      hash = HASH_BASIS;
      begun = at;
    }
    hash = hashUnit(hash, lowerCase(unit));
  }
  if (begun > from) add(words, SALT.word, hash);
}

function countUnits(tokens: Tokens, unit: number): number {
  let found = 0;
  for (let index = 0; index < tokens.count; index += 1) {
    if (tokens.kinds[index] !== MARKS) continue;
    const end = tokens.starts[index + 1] ?? 0;
    for (let at = tokens.starts[index] ?? 0; at < end; at += 1) if (tokens.letters[at] === unit) found += 1;
  }
  return found;
}

function countKind({ count, kinds }: Tokens, kind: number): number {
  let found = 0;
  for (let index = 0; index < count; index += 1) if (kinds[index] === kind) found += 1;
  return found;
}

function countStyle({ count, styles, kinds }: Tokens, style: number): number {
  let found = 0;
  for (let index = 0; index < count; index += 1) {
    if (kinds[index] === WORD && ((styles[index] ?? 0) & style) !== 0) found += 1;
  }
  return found;
}

function addCounts(tokens: Tokens, negations: number, style: HashList): void {
  add(style, COUNT.shouted, Math.min(countStyle(tokens, SHOUTED), 4));
  add(style, COUNT.drawnOut, Math.min(countStyle(tokens, DRAWN_OUT), 3));
  add(style, COUNT.exclamations, Math.min(countUnits(tokens, 33), 4));
  add(style, COUNT.questions, Math.min(countUnits(tokens, 63), 3));
  add(style, COUNT.mentions, Math.min(countKind(tokens, MENTION), 3));
  add(style, COUNT.hashtags, Math.min(countKind(tokens, HASHTAG), 4));
  add(style, COUNT.links, Math.min(countKind(tokens, LINK), 1));
  add(style, COUNT.length, Math.min(Math.floor((tokens.starts[tokens.count] ?? 0) / 16), 8));
  add(style, COUNT.negations, Math.min(negations, 3));
}

function addValence({ sum, positives, negatives, last, highest, lowest }: Valence, style: HashList): void {
  add(style, COUNT.valence, Math.max(-8, Math.min(8, Math.round(sum / 10))));
  add(style, COUNT.signs, Math.min(positives, 3) * 4 + Math.min(negatives, 3));
  add(style, COUNT.last, Math.round(last / 10));
  add(style, COUNT.extremes, Math.round(highest / 10) * 10 - Math.round(lowest / 10));
}
