/** What a UTF-16 code unit is to the reader of tokens. */
export const SPACE = 0;
export const LETTER = 1;
export const DIGIT = 2;
export const MARK = 3;
/** Begins or is a symbol that may be an emoji. */
export const SYMBOL = 4;
/** Joiners and variation selectors: no meaning of their own here. */
export const NOTHING = 5;

const SPACES = /[\s\p{Zs}]/u;
const MARKS = /[\p{P}\p{Sm}\p{Sc}\p{Sk}\p{Cc}]/u;

function classify(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return SYMBOL;
  if (unit === 0x200d || (unit >= 0xfe00 && unit <= 0xfe0f)) return NOTHING;
  if ((unit >= 0x2600 && unit <= 0x27bf) || (unit >= 0x2b00 && unit <= 0x2bff)) return SYMBOL;
  const text = String.fromCharCode(unit);
  if (unit >= 48 && unit <= 57) return DIGIT;
  if (unit === 95) return LETTER;
  if (SPACES.test(text)) return SPACE;
  return MARKS.test(text) ? MARK : LETTER;
}

const CLASSES = Uint8Array.from({ length: 0x3100 }, (_, unit) => classify(unit));

/** The class of a UTF-16 code unit. What lies beyond the table is a letter, surrogates and variation selectors aside. */
export function classOf(unit: number): number {
  if (unit < 0x3100) return CLASSES[unit] ?? LETTER;
  if (unit >= 0xd800 && unit <= 0xdfff) return SYMBOL;
  return unit >= 0xfe00 && unit <= 0xfe0f ? NOTHING : LETTER;
}

/** A Latin-1 capital as its small letter; every other code unit as it is (the model knows English alone). */
export function lowerCase(unit: number): number {
  if (unit < 91) return unit > 64 ? unit + 32 : unit;
  return unit >= 0xc0 && unit <= 0xde && unit !== 0xd7 ? unit + 32 : unit;
}

/** Whether it is one of the apostrophes that stand inside words. */
export function isApostrophe(unit: number): boolean {
  return unit === 39 || unit === 0x2019 || unit === 96 || unit === 0x2bc;
}
