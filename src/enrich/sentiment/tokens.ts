import {
  classOf,
  DIGIT,
  isApostrophe,
  LETTER,
  lowerCase,
  MARK,
  NOTHING,
  SPACE,
  SYMBOL,
} from './characters.ts';
import { readingOf } from './emoji.ts';
import { emoticonAt } from './emoticon.ts';
import { HASH_BASIS, hashUnit } from './hashing.ts';

/** So many UTF-16 code units of a text are read; what follows does not count. */
export const MAX_UNITS = 2000;

/** Kinds of tokens. */
export const WORD = 1;
export const HASHTAG = 2;
export const MENTION = 3;
export const LINK = 4;
export const NUMBER = 5;
export const EMOTICON = 6;
export const MARKS = 7;

/** Three letters and more, all of them capitals. */
export const SHOUTED = 1;
/** A letter more than twice in a row: `sooo`. */
export const DRAWN_OUT = 2;

/** An emoji of one code unit may become a word of seven. */
const MAX_LETTERS = MAX_UNITS * 8;

/**
 * The tokens of one text, in arrays that the next text uses again: `letters` holds their normal spelling one after the
 * other (small letters, no letter more than twice in a row, digits as 0), `hashes` its hash.
 */
export class Tokens {
  count = 0;
  readonly letters = new Uint16Array(MAX_LETTERS);
  readonly starts = new Uint16Array(MAX_UNITS + 1);
  readonly kinds = new Uint8Array(MAX_UNITS + 1);
  readonly styles = new Uint8Array(MAX_UNITS + 1);
  readonly hashes = new Int32Array(MAX_UNITS + 1);
  /** Where the current token began in the text: hashtags are split there. */
  readonly origins = new Uint16Array(MAX_UNITS + 1);
  readonly originEnds = new Uint16Array(MAX_UNITS + 1);
  #end = 0;
  #hash = 0;

  clear(): void {
    this.count = 0;
    this.#end = 0;
    this.#hash = HASH_BASIS;
    this.starts[0] = 0;
  }

  /** One more unit of the token that is being read. */
  add(unit: number): void {
    this.letters[this.#end] = unit;
    this.#end += 1;
    this.#hash = hashUnit(this.#hash, unit);
  }

  addText(text: string): void {
    for (let at = 0; at < text.length; at += 1) this.add(text.charCodeAt(at));
  }

  /** Whether the last two units of the token are this one. */
  endsWithTwo(unit: number): boolean {
    const end = this.#end;
    return (
      end - (this.starts[this.count] ?? 0) >= 2 &&
      this.letters[end - 1] === unit &&
      this.letters[end - 2] === unit
    );
  }

  /** Ends the token. `from` and `to` are where it stands in the text. */
  close(kind: number, style: number, from: number, to: number): void {
    const index = this.count;
    this.kinds[index] = kind;
    this.styles[index] = style;
    this.hashes[index] = this.#hash;
    this.origins[index] = from;
    this.originEnds[index] = to;
    this.count = index + 1;
    this.starts[index + 1] = this.#end;
    this.#hash = HASH_BASIS;
  }
}

/** Splits a text of posts into tokens: words with their apostrophes, hashtags, mentions, links, numbers, emoticons, marks. */
export function readTokens(text: string, tokens: Tokens): void {
  const end = Math.min(text.length, MAX_UNITS);
  tokens.clear();
  let at = 0;
  while (at < end) {
    const unit = text.charCodeAt(at);
    const kind = classOf(unit);
    if (kind === SPACE || kind === NOTHING) at += 1;
    else if (kind === LETTER)
      at = isLink(text, at, end) ? link(text, at, end, tokens) : word(text, at, end, tokens);
    else if (kind === DIGIT) at = number(text, at, end, tokens);
    else if (kind === SYMBOL) at = symbol(text, at, end, tokens);
    else at = mark(text, at, end, tokens);
  }
}

const isLetterOrDigit = (unit: number): boolean => {
  const kind = classOf(unit);
  return kind === LETTER || kind === DIGIT;
};

/** `http` alone is what is left of a link where links are masked. */
function isLink(text: string, at: number, end: number): boolean {
  const first = lowerCase(text.charCodeAt(at));
  if (first === 119) return text.startsWith('www.', at);
  if (first !== 104 || !text.startsWith('ttp', at + 1)) return false;
  const behind = text.charCodeAt(at + 4) === 115 ? at + 5 : at + 4;
  return behind >= end || text.startsWith('://', behind) || !isLetterOrDigit(text.charCodeAt(behind));
}

function link(text: string, from: number, end: number, tokens: Tokens): number {
  let at = from;
  while (at < end && classOf(text.charCodeAt(at)) !== SPACE) at += 1;
  tokens.addText('http');
  tokens.close(LINK, 0, from, at);
  return at;
}

/** Adds letters and digits up to the first unit that is neither; says how they are written. */
function addWord(text: string, from: number, end: number, tokens: Tokens): { at: number; style: number } {
  let at = from;
  let capitals = 0;
  let drawnOut = 0;
  for (; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    const apostrophe = isApostrophe(unit);
    if (apostrophe ? !startsLetter(text, at + 1, end) : !isLetterOrDigit(unit)) break;
    const small = apostrophe ? 39 : lowerCase(unit);
    if (small !== unit && !apostrophe) capitals += 1;
    else if (!apostrophe) capitals -= MAX_UNITS;
    if (tokens.endsWithTwo(small)) drawnOut = DRAWN_OUT;
    else tokens.add(small);
  }
  return { at, style: drawnOut | (capitals >= 3 ? SHOUTED : 0) };
}

function startsLetter(text: string, at: number, end: number): boolean {
  return at < end && classOf(text.charCodeAt(at)) === LETTER;
}

function word(text: string, from: number, end: number, tokens: Tokens): number {
  const { at, style } = addWord(text, from, end, tokens);
  tokens.close(WORD, style, from, at);
  return at;
}

/** Digits with what stands inside numbers and times (`3-1`, `10:30`, `1,000.50`) and behind them (`2nd`, `10pm`). */
function number(text: string, from: number, end: number, tokens: Tokens): number {
  let at = from;
  for (; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    const kind = classOf(unit);
    if (kind === DIGIT) tokens.add(48);
    else if (kind === LETTER) tokens.add(lowerCase(unit));
    else if (kind === MARK && at + 1 < end && classOf(text.charCodeAt(at + 1)) === DIGIT && unit < 60)
      tokens.add(unit);
    else break;
  }
  tokens.close(NUMBER, 0, from, at);
  return at;
}

function symbol(text: string, from: number, end: number, tokens: Tokens): number {
  const codePoint = text.codePointAt(from) ?? 0;
  const at = Math.min(end, from + (codePoint > 0xffff ? 2 : 1));
  const reading = readingOf(codePoint);
  if (reading === undefined) return at;
  tokens.addText(reading);
  tokens.close(EMOTICON, 0, from, at);
  return at;
}

function mark(text: string, from: number, end: number, tokens: Tokens): number {
  const unit = text.charCodeAt(from);
  if ((unit === 64 || unit === 35) && from + 1 < end && isLetterOrDigit(text.charCodeAt(from + 1))) {
    return unit === 64 ? mention(text, from, end, tokens) : hashtag(text, from, end, tokens);
  }
  const emoticon = emoticonAt(text, from, end);
  if (emoticon !== undefined) {
    tokens.addText(emoticon.spelling);
    tokens.close(EMOTICON, 0, from, from + emoticon.length);
    return from + emoticon.length;
  }
  return marks(text, from, end, tokens);
}

function mention(text: string, from: number, end: number, tokens: Tokens): number {
  let at = from + 1;
  while (at < end && (isLetterOrDigit(text.charCodeAt(at)) || isInsideHandle(text, at, end))) at += 1;
  tokens.addText('@user');
  tokens.close(MENTION, 0, from, at);
  return at;
}

/** Handles of federated networks hold dots, hyphens and a second at sign: `@ann@example.social`, `@ann.example.com`. */
function isInsideHandle(text: string, at: number, end: number): boolean {
  const unit = text.charCodeAt(at);
  return (
    (unit === 46 || unit === 45 || unit === 64) && at + 1 < end && isLetterOrDigit(text.charCodeAt(at + 1))
  );
}

function hashtag(text: string, from: number, end: number, tokens: Tokens): number {
  tokens.add(35);
  const { at, style } = addWord(text, from + 1, end, tokens);
  tokens.close(HASHTAG, style, from, at);
  return at;
}

/** Runs of `!`, `?` and `.` are one token of at most two marks each; every other mark is one by itself. */
function marks(text: string, from: number, end: number, tokens: Tokens): number {
  let at = from;
  const first = text.charCodeAt(from);
  const inRun = (unit: number): boolean => (first === 46 ? unit === 46 : unit === 33 || unit === 63);
  do {
    const unit = text.charCodeAt(at);
    if (!tokens.endsWithTwo(unit)) tokens.add(unit);
    at += 1;
  } while (at < end && (first === 33 || first === 63 || first === 46) && inRun(text.charCodeAt(at)));
  tokens.close(MARKS, at - from > 1 ? DRAWN_OUT : 0, from, at);
  return at;
}
