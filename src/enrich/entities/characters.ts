// What the tokeniser and the features know about one UTF-16 code unit. Tables answer instead of regular
// expressions, since a post has hundreds of code units; they are filled as code units are met.

/** Classes of a code unit. Halves of surrogate pairs are `PICTURE`: nearly all of them are emoji. */
export const SPACE = 0;
export const LOWER = 1;
export const UPPER = 2;
/** A letter without case (CJK, Arabic, ...) or a mark that belongs to a letter. */
export const LETTER = 3;
export const DIGIT = 4;
export const PUNCTUATION = 5;
export const PICTURE = 6;

const UNITS = 0x1_0000;
const UNKNOWN = 0xff;
const classes = new Uint8Array(UNITS).fill(UNKNOWN);
const folded = new Uint16Array(UNITS);

/** Class of a code unit; `SPACE` for NaN, which is what lies beyond the end of a text. */
export function classOf(unit: number): number {
  const known = classes[unit] ?? SPACE;
  return known === UNKNOWN ? learn(unit) : known;
}

/** A code unit as words are compared: case, accents, which digit and which apostrophe do not count. */
export function fold(unit: number): number {
  if (classes[unit] === UNKNOWN) learn(unit);
  return folded[unit] ?? unit;
}

/** True for what a word is made of: letters, marks and digits. */
export function isWordUnit(unit: number): boolean {
  const unitClass = classOf(unit);
  return unitClass >= LOWER && unitClass <= DIGIT;
}

function learn(unit: number): number {
  const unitClass = classify(unit);
  classes[unit] = unitClass;
  folded[unit] = foldOne(unit, unitClass);
  return unitClass;
}

function classify(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return PICTURE;
  const isVariationSelector = unit >= 0xfe00 && unit <= 0xfe0f;
  if (isVariationSelector) return PICTURE;
  const character = String.fromCharCode(unit);
  if (/[\s\p{C}]/u.test(character)) return SPACE;
  if (/\p{Lu}|\p{Lt}/u.test(character)) return UPPER;
  if (/\p{Ll}/u.test(character)) return LOWER;
  if (/[\p{L}\p{M}]/u.test(character)) return LETTER;
  if (/\p{N}/u.test(character)) return DIGIT;
  const isPicture = unit > 0xff && /\p{Extended_Pictographic}/u.test(character);
  return isPicture ? PICTURE : PUNCTUATION;
}

const APOSTROPHES: readonly number[] = [0x60, 0xb4, 0x2018, 0x2019];

function foldOne(unit: number, unitClass: number): number {
  if (unitClass === DIGIT) return 0x30;
  if (APOSTROPHES.includes(unit)) return 0x27;
  if (unitClass !== UPPER && unitClass !== LOWER) return unit;
  const base = String.fromCharCode(unit).normalize('NFD').charAt(0).toLowerCase();
  return base.length === 1 ? base.charCodeAt(0) : unit;
}
