/** Letters that have no decomposition in Unicode, as they are typed without their mark. */
const UNMARKED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ə: 'e',
  ħ: 'h',
  ʻ: '',
  ʼ: '',
  '’': '',
  '‘': '',
  "'": '',
  '`': '',
  '´': '',
};

/** Parts of names that are written in two ways, as whole tokens. */
const TOKENS: Readonly<Record<string, string>> = { st: 'saint', ste: 'sainte', ft: 'fort', mt: 'mount' };

const ASCII = /^[\x20-\x7e]*$/;
const UNMARKABLE = /[ßøłđðþæœıəħʻʼ’‘'`´]/g;
const NO_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
/**
 * Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic: left out in everyday writing. And what
 * joins and varies emoji.
 */
const MARKS =
  /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+|\u200d|\u20e3|[\ufe00-\ufe0f]/g;

/**
 * A name as a key: lower case, without marks and apostrophes, words joined by one blank, `St` spelt out, so that
 * `Saint-Étienne`, `St. Etienne` and `SAINT ETIENNE` are the same.
 */
export function foldName(name: string): string {
  const plain = ASCII.test(name)
    ? name.toLowerCase().replaceAll("'", '')
    : name
        .toLowerCase()
        .normalize('NFD')
        .replace(MARKS, '')
        .normalize('NFC')
        .replace(UNMARKABLE, (letter) => UNMARKED[letter] ?? '');
  const words = plain.replace(NO_WORD, ' ').trim();
  if (!SHORT.test(words)) return words;
  return words
    .split(' ')
    .map((word) => TOKENS[word] ?? word)
    .join(' ');
}

const SHORT = /(?:^| )(?:ste?|ft|mt)(?: |$)/;
