/**
 * What each UTF-16 unit may be in a post, by the rules of twitter-text: one look-up per unit instead of a regular
 * expression per place, so that reading a text takes time in proportion to its length.
 */

/** A letter or digit of ASCII. */
export const ALPHANUMERIC = 1;
/** May stand in a label of a host name, whatever its script (`-` and `_` may as well, but not at its ends). */
export const LABEL = 2;
/** May stand in a label of a host name that is written without a protocol: ASCII or Latin with accents. */
export const PLAIN_LABEL = 4;
/** May stand in the path of a URL. */
export const PATH = 8;
/** May end the path of a URL. */
export const PATH_END = 16;
/** May stand in the query of a URL. */
export const QUERY = 32;
/** May end the query of a URL. */
export const QUERY_END = 64;
/** Keeps a URL from beginning behind it. */
export const BARS_URL = 128;

const UNITS = 0x10000;

/** Ranges of UTF-16 units, both ends included. */
type Ranges = readonly (readonly [number, number])[];

const DIGITS_AND_LETTERS: Ranges = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x61, 0x7a],
];

export const LATIN_WITH_ACCENTS: Ranges = [
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x24f],
  [0x253, 0x254],
  [0x256, 0x257],
  [0x259, 0x259],
  [0x25b, 0x25b],
  [0x263, 0x263],
  [0x268, 0x268],
  [0x26f, 0x26f],
  [0x272, 0x272],
  [0x289, 0x289],
  [0x28b, 0x28b],
  [0x2bb, 0x2bb],
  [0x300, 0x36f],
  [0x1e00, 0x1eff],
];

const CYRILLIC: Ranges = [[0x400, 0x4ff]];

const SPACES: Ranges = [
  [0x00, 0x20],
  [0x7f, 0x7f],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

/** No characters: byte order marks and such. */
const INVALID: Ranges = [
  [0xfeff, 0xfeff],
  [0xfffe, 0xffff],
];

/** Marks and embeddings that turn the direction of a text. */
const DIRECTIONAL: Ranges = [
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
];

const PUNCTUATION = '!\'#%&()*+,\\-./:;<=>?@[]^_{|}~$"`';

/** The flags of every UTF-16 unit. */
export const FLAGS: Uint8Array = tabulate();

/** True when a flag is set for the unit at a place; false beyond the end of the text. */
export function has(text: string, at: number, flag: number): boolean {
  return at >= 0 && at < text.length && ((FLAGS[text.charCodeAt(at)] ?? 0) & flag) !== 0;
}

function tabulate(): Uint8Array {
  const flags = new Uint8Array(UNITS).fill(LABEL);
  const mark = (ranges: Ranges, set: number, clear = 0): void => {
    for (const [first, last] of ranges) {
      for (let unit = first; unit <= last; unit++) flags[unit] = ((flags[unit] ?? 0) & ~clear) | set;
    }
  };
  const each = (characters: string): Ranges =>
    [...characters].map((one) => [one.charCodeAt(0), one.charCodeAt(0)]);
  mark(SPACES, 0, LABEL);
  mark(DIRECTIONAL, 0, LABEL);
  mark(INVALID, BARS_URL, LABEL);
  mark(each(PUNCTUATION), 0, LABEL);
  mark(each('@＠$#＃'), BARS_URL);
  const anywhere = PATH | PATH_END | PLAIN_LABEL;
  mark(DIGITS_AND_LETTERS, anywhere | ALPHANUMERIC | QUERY | QUERY_END | BARS_URL);
  mark(LATIN_WITH_ACCENTS, anywhere);
  mark(CYRILLIC, PATH | PATH_END);
  mark(each('-'), PLAIN_LABEL);
  mark(each("!*';:=+,.$/%#[]-\u2013_~@|&"), PATH);
  mark(each('+-=_#/'), PATH_END);
  mark(each("!?*'@();:&=+$/%#[]-_.,~|"), QUERY);
  mark(each('-_&=#/'), QUERY_END);
  return flags;
}
