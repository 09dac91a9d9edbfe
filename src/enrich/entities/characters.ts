// What the tokeniser and the features know about one UTF-16 code unit, looked up in tables instead of
// being asked of a regular expression each time: one post has hundreds of code units.

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

function classify(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return PICTURE;
  const character = String.fromCharCode(unit);
  if (/[\s\p{C}]/u.test(character)) return SPACE;
  if (/\p{Lu}|\p{Lt}/u.test(character)) return UPPER;
  if (/\p{Ll}/u.test(character)) return LOWER;
  if (/[\p{L}\p{M}]/u.test(character)) return unit >= 0xfe00 && unit <= 0xfe0f ? PICTURE : LETTER;
  if (/\p{N}/u.test(character)) return DIGIT;
  if (/\p{Extended_Pictographic}/u.test(character) && unit > 0xff) return PICTURE;
  return PUNCTUATION;
}

/** Lower case without accents, one digit for all digits, one apostrophe for all apostrophes. */
function foldUnit(unit: number, unitClass: number): number {
  if (unitClass === DIGIT) return 0x30;
  if (unit === 0x2018 || unit === 0x2019 || unit === 0x60 || unit === 0xb4) return 0x27;
  if (unitClass !== UPPER && unitClass !== LOWER) return unit;
  const base = String.fromCharCode(unit).normalize('NFD').charAt(0).toLowerCase();
  return base.length === 1 ? base.charCodeAt(0) : unit;
}

const classes = new Uint8Array(UNITS);
const folded = new Uint16Array(UNITS);
for (let unit = 0; unit < UNITS; unit += 1) {
  const unitClass = classify(unit);
  classes[unit] = unitClass;
  folded[unit] = foldUnit(unit, unitClass);
}

/** Class of a code unit, by its number. */
export const CLASS_OF: Readonly<Uint8Array> = classes;

/** A code unit as words are compared: case, accents, digits and kinds of apostrophe do not count. */
export const FOLD_OF: Readonly<Uint16Array> = folded;

/** True for what a word is made of: letters, marks and digits. */
export function isWordUnit(unit: number): boolean {
  const unitClass = CLASS_OF[unit] ?? SPACE;
  return unitClass >= LOWER && unitClass <= DIGIT;
}
