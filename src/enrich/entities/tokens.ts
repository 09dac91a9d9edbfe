import { classOf, DIGIT, isWordUnit, PICTURE, SPACE, UPPER } from './characters.ts';

/** What a token is. Only words, numbers and hashtags can be part of an entity on their own. */
export const WORD = 0;
export const NUMBER = 1;
export const HASHTAG = 2;
export const MENTION = 3;
export const LINK = 4;
export const EMOJI = 5;
export const MARK = 6;

/** False for mentions, links and emoji, which are never part of a name. */
export function canBeNamed(kind: number): boolean {
  return kind <= HASHTAG || kind === MARK;
}

/** Tokens of one piece of text: offsets in UTF-16 code units, and kinds. The arrays are longer than `count`. */
export interface Tokens {
  text: string;
  count: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly kind: Uint8Array;
}

/** Room for `capacity` tokens, used again for each text. */
export function makeTokens(capacity: number): Tokens {
  return {
    text: '',
    count: 0,
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    kind: new Uint8Array(capacity),
  };
}

const TAB = 0x09;
const LAST_CONTROL = 0x1f;
const HASH = 0x23;
const WIDE_HASH = 0xff03;
const AT = 0x40;
const WIDE_AT = 0xff20;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const RIGHT_QUOTE = 0x2019;
const COMMA = 0x2c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;
/** No name and no word is longer; the rest of such a run is a token of its own. */
const LONGEST_TOKEN = 256;

/**
 * Reads tokens from `text`, from `from` on, until the line, the text or the room in `tokens` ends. Any control
 * character but a tab ends a line, so that none is ever inside an entity.
 * Links, `@names`, `#tags`, numbers, emoji and emoticons are one token each; `n't`, `'s` and their like are split
 * from their word, as in the corpora that the model was trained on. Returns the offset to read on from.
 */
export function readTokens(text: string, from: number, tokens: Tokens): number {
  const capacity = tokens.start.length;
  tokens.text = text;
  tokens.count = 0;
  let at = from;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (classOf(unit) === SPACE) {
      at += 1;
      if (unit <= LAST_CONTROL && unit !== TAB && tokens.count > 0) return at;
      continue;
    }
    // A word may become two tokens.
    if (tokens.count + 2 > capacity) return at;
    at = readToken(tokens, at, unit);
  }
  return at;
}

function readToken(tokens: Tokens, at: number, unit: number): number {
  const { text } = tokens;
  if ((unit === AT || unit === WIDE_AT) && isNameUnit(text.charCodeAt(at + 1))) {
    return add(tokens, MENTION, at, endOfMention(text, at + 1));
  }
  if ((unit === HASH || unit === WIDE_HASH) && isNameUnit(text.charCodeAt(at + 1))) {
    return add(tokens, HASHTAG, at, endOfName(text, at + 1));
  }
  if (isWordUnit(unit)) {
    const link = endOfLink(text, at);
    return link > at ? add(tokens, LINK, at, link) : readWord(tokens, at);
  }
  if (classOf(unit) === PICTURE) return add(tokens, EMOJI, at, endOfPicture(text, at));
  const emoticon = endOfEmoticon(text, at);
  return emoticon > at ? add(tokens, EMOJI, at, emoticon) : add(tokens, MARK, at, endOfRepeat(text, at));
}

function add(tokens: Tokens, kind: number, start: number, end: number): number {
  const index = tokens.count;
  tokens.start[index] = start;
  tokens.end[index] = end;
  tokens.kind[index] = kind;
  tokens.count = index + 1;
  return end;
}

/** NaN, the code unit after the end of the text, is no part of a name. */
function isNameUnit(unit: number): boolean {
  return unit === UNDERSCORE || isWordUnit(unit);
}

function endOfName(text: string, from: number): number {
  const limit = Math.min(text.length, from + LONGEST_TOKEN);
  let at = from;
  while (at < limit && isNameUnit(text.charCodeAt(at))) at += 1;
  return at;
}

/** `@name`, `@name.bsky.social`, `@name@server.social`. */
function endOfMention(text: string, from: number): number {
  let at = endOfName(text, from);
  while (at < text.length && at - from < LONGEST_TOKEN) {
    const unit = text.charCodeAt(at);
    const goesOn = unit === DOT || unit === HYPHEN || unit === AT;
    if (!goesOn || !isNameUnit(text.charCodeAt(at + 1))) break;
    at = endOfName(text, at + 1);
  }
  return at;
}

/** End of a link that begins at `at`, or `at` itself. */
function endOfLink(text: string, at: number): number {
  const isLink =
    startsWith(text, at, 'http://') || startsWith(text, at, 'https://') || startsWith(text, at, 'www.');
  if (!isLink) return at;
  let end = at;
  while (end < text.length && classOf(text.charCodeAt(end)) !== SPACE) end += 1;
  return end;
}

function startsWith(text: string, at: number, lowerCase: string): boolean {
  for (let index = 0; index < lowerCase.length; index += 1) {
    const unit = text.charCodeAt(at + index);
    const lower = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
    if (lower !== lowerCase.charCodeAt(index)) return false;
  }
  return true;
}

function readWord(tokens: Tokens, start: number): number {
  const { text } = tokens;
  const end = endOfWord(text, start);
  const suffix = startOfSuffix(text, start, end);
  const kind = classOf(text.charCodeAt(start)) === DIGIT ? NUMBER : WORD;
  if (suffix === end) return add(tokens, kind, start, end);
  add(tokens, kind, start, suffix);
  return add(tokens, WORD, suffix, end);
}

/** Letters and digits, joined by a hyphen, an apostrophe, a dot, `_` or `&`; and the last dot of `U.S.`. */
function endOfWord(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_TOKEN);
  let at = start;
  let dots = 0;
  let lastJoin = start - 1;
  while (at < limit) {
    const unit = text.charCodeAt(at);
    if (isWordUnit(unit)) {
      at += 1;
      continue;
    }
    if (!isJoin(text, at, unit)) break;
    if (unit === DOT && at - lastJoin === 2) dots += 1;
    lastJoin = at;
    at += 1;
  }
  const endsAsInitials = dots > 0 && at - lastJoin === 2 && text.charCodeAt(at) === DOT;
  return endsAsInitials ? at + 1 : at;
}

function isJoin(text: string, at: number, unit: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (!isWordUnit(next)) return false;
  if (isApostrophe(unit) || unit === HYPHEN || unit === UNDERSCORE) return true;
  const previous = text.charCodeAt(at - 1);
  const digits = classOf(previous) === DIGIT && classOf(next) === DIGIT;
  if (unit === COMMA) return digits;
  if (unit === DOT) return digits || !isSentenceEnd(text, at);
  return unit === AMPERSAND && classOf(previous) === UPPER && classOf(next) === UPPER;
}

/** `end.Next` is the end of a sentence whose writer was in a hurry; `U.S.A`, `bbc.co.uk` and `Node.js` are words. */
function isSentenceEnd(text: string, dot: number): boolean {
  const isCapital = classOf(text.charCodeAt(dot + 1)) === UPPER;
  return isCapital && classOf(text.charCodeAt(dot - 1)) !== UPPER;
}

function isApostrophe(unit: number): boolean {
  return unit === APOSTROPHE || unit === RIGHT_QUOTE;
}

/** Where `'s`, `'m`, `'d`, `'re`, `'ve`, `'ll` or `n't` begins at the end of the word, or its end. */
function startOfSuffix(text: string, start: number, end: number): number {
  if (end - start >= 3 && isApostrophe(text.charCodeAt(end - 2))) {
    const last = text.charCodeAt(end - 1) | 0x20;
    const isNot = last === 0x74 && (text.charCodeAt(end - 3) | 0x20) === 0x6e;
    if (isNot) return end - start > 3 ? end - 3 : end;
    return last === 0x73 || last === 0x6d || last === 0x64 ? end - 2 : end;
  }
  if (end - start < 4 || !isApostrophe(text.charCodeAt(end - 3))) return end;
  const ending = text.slice(end - 2, end).toLowerCase();
  return ending === 're' || ending === 've' || ending === 'll' ? end - 3 : end;
}

function endOfPicture(text: string, from: number): number {
  let at = from;
  while (at < text.length && at - from < LONGEST_TOKEN) {
    const unit = text.charCodeAt(at);
    if (classOf(unit) !== PICTURE && unit !== 0x200d) break;
    at += 1;
  }
  return at;
}

/** `:)`, `;-)`, `=D`, `:P`, `<3`: end of the emoticon, or `at`. */
function endOfEmoticon(text: string, at: number): number {
  const eyes = text.charAt(at);
  if (eyes === '<') return text.charAt(at + 1) === '3' ? at + 2 : at;
  if (eyes !== ':' && eyes !== ';' && eyes !== '=') return at;
  const mouthAt = text.charAt(at + 1) === '-' ? at + 2 : at + 1;
  const mouth = text.charAt(mouthAt);
  if (mouth === '' || !')(DPpO/|*]['.includes(mouth)) return at;
  return isWordUnit(text.charCodeAt(mouthAt + 1)) ? at : mouthAt + 1;
}

/** The same mark again and again (`...`, `!!!`) is one token. */
function endOfRepeat(text: string, from: number): number {
  const unit = text.charCodeAt(from);
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) === unit) at += 1;
  return at;
}
