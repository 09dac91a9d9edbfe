import { foldCase } from './fold.ts';

/** A word of a text, case folded. */
export interface Word {
  readonly form: string;
  /** Others that it is known by: `nike's` is also `nike`, `l'oréal` also `oréal`. */
  readonly others: readonly string[];
  /** Nothing is between it and the word before: scripts without spaces have a word for each character. */
  readonly glued: boolean;
}

export interface Tokens {
  readonly words: readonly Word[];
  /** Hashtags without `#`; their words are among the words, too. */
  readonly tags: readonly string[];
}

const OTHER = 0;
/** Letters, numbers and the low line. */
const WORD = 1;
/** A letter of a script that puts no spaces between words, or (Korean) joins endings to them. */
const SOLID = 2;
/** Goes on with what is before it: combining marks and joiners. */
const MARK = 3;
const APOSTROPHE = 4;
const HASH = 5;

const SOLID_LETTER =
  /^[[\p{L}\p{Nl}]&&[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]]$/v;
const MARKS = /^[\p{M}\u200c\u200d]$/u;
const WORDS = /^[\p{L}\p{N}_]$/u;
const LETTER = /[\p{L}\p{M}]/u;

function classOf(character: string): number {
  if (character === "'" || character === '\u2019' || character === '\uff07') return APOSTROPHE;
  if (character === '#' || character === '\uff03') return HASH;
  if (SOLID_LETTER.test(character)) return SOLID;
  if (MARKS.test(character)) return MARK;
  return WORDS.test(character) ? WORD : OTHER;
}

const UNKNOWN = 255;

/** Classes of the basic plane, filled as they are met: a look at Unicode's tables for each character would cost most. */
const classes = new Uint8Array(0x10000).fill(UNKNOWN);

function classAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = classes[unit] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  if (unit >= 0xd800 && unit <= 0xdbff) return classOf(String.fromCodePoint(text.codePointAt(at) ?? 0));
  const found = classOf(String.fromCharCode(unit));
  classes[unit] = found;
  return found;
}

/** 2 for a pair of surrogates. */
function lengthAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return 1;
  const next = text.charCodeAt(at + 1);
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1;
}

/** The words and hashtags of a text, case folded. */
export function tokenize(text: string): Tokens {
  const folded = foldCase(text);
  const words: Word[] = [];
  const tags: string[] = [];
  /** Where the last word ended. */
  let end = -1;
  for (let at = 0; at < folded.length; ) {
    const kind = classAt(folded, at);
    if (kind === WORD) {
      const stop = endOfWord(folded, at);
      const form = trimmed(folded.slice(at, stop));
      if (form !== '') words.push({ form, others: othersOf(form), glued: end === at });
      end = stop;
      at = stop;
    } else if (kind === SOLID) {
      const stop = endOfMarks(folded, at + lengthAt(folded, at));
      words.push({ form: folded.slice(at, stop), others: NONE, glued: end === at });
      end = stop;
      at = stop;
    } else {
      if (kind === HASH && !isInside(folded, at)) {
        const tag = folded.slice(at + 1, endOfTag(folded, at + 1));
        if (LETTER.test(tag)) tags.push(tag);
      }
      at += lengthAt(folded, at);
    }
  }
  return { words, tags };
}

const NONE: readonly string[] = [];

function endOfMarks(text: string, from: number): number {
  let at = from;
  while (at < text.length && classAt(text, at) === MARK) at += lengthAt(text, at);
  return at;
}

/** Letters, numbers and marks; an apostrophe only between them. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const kind = classAt(text, at);
    if (kind === WORD || kind === MARK) at += lengthAt(text, at);
    else if (kind === APOSTROPHE && at + 1 < text.length && classAt(text, at + 1) === WORD) at += 1;
    else break;
  }
  return at;
}

function endOfTag(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const kind = classAt(text, at);
    if (kind !== WORD && kind !== SOLID && kind !== MARK) break;
    at += lengthAt(text, at);
  }
  return at;
}

/** A hash behind a letter (`C#`) or as a part of an entity (`&#39;`) begins no hashtag. */
function isInside(text: string, at: number): boolean {
  if (at === 0) return false;
  if (text.charCodeAt(at - 1) === AMPERSAND) return true;
  const low = text.charCodeAt(at - 1);
  const before = low >= 0xdc00 && low <= 0xdfff && at > 1 ? at - 2 : at - 1;
  const kind = classAt(text, before);
  return kind === WORD || kind === SOLID;
}

const AMPERSAND = 38;

/** Without low lines around it, with which some sites mark what is stressed, and with one kind of apostrophe. */
function trimmed(word: string): string {
  const plain = word.includes('_') ? word.replace(/^_+|_+$/g, '') : word;
  return HAS_CURLY.test(plain) ? plain.replaceAll(/[\u2019\uff07]/g, "'") : plain;
}

const HAS_CURLY = /[\u2019\uff07]/;

/** Articles and pronouns of French, Italian and Catalan that lose their end before a vowel. */
const ELIDED = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|(?:de|ne|su|co|da|a|que)?ll|un|gl|quest)'(.+)$/u;

function othersOf(word: string): readonly string[] {
  if (!word.includes("'")) return NONE;
  const rest = ELIDED.exec(word)?.[1];
  const forms = rest === undefined ? [word] : [word, rest];
  const owners = forms.filter((form) => form.endsWith("'s")).map((form) => form.slice(0, -2));
  return [...forms, ...owners].slice(1);
}

/** A hashtag as campaigns compare it: case folded, without `#`. */
export function foldTag(tag: string): string {
  return foldCase(tag.startsWith('#') || tag.startsWith('\uff03') ? tag.slice(1) : tag);
}
