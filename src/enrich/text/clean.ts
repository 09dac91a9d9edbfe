const ASCII = /^[\0-\x7f]*$/;

/**
 * A word that begins with `http` or `www`, up to the next white space, or the next letter or mark of a script that sets
 * no spaces: what is written behind an address in Japanese, Chinese or Korean is not part of it.
 */
const UP_TO_SPACE = '[^\\s\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\uff00-\\uffef]*';
const HTTP_WORDS = new RegExp(`(?<![a-z0-9_])http${UP_TO_SPACE}`, 'gu');
const WWW_WORDS = new RegExp(`(?<![a-z0-9_])www${UP_TO_SPACE}`, 'gu');

/**
 * Emoji: pictographs and flags with what joins and varies them (skin tones, joiners, selectors, tags), so that nothing of
 * a joined one stays. A joiner between letters, as Persian or Sinhala need it, is none of them.
 */
const JOINED = '\\u200d\\ufe0e\\ufe0f\\u20e3\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}';
const EMOJI = new RegExp(
  `[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u{1f3fb}-\\u{1f3ff}][${JOINED}]*|[\\ufe0f\\u20e3]+`,
  'gu',
);

/**
 * A text without what is not said in it, in six steps: lower case; without a leading `rt ` (the whole word, at the start
 * alone); without `http…` words; without `www…` words; a space for each of `( ) : # @`; without emoji. White space is
 * collapsed at the end. Other scripts, and right-to-left text with its marks, stay as they are.
 */
export function cleanText(text: string): string {
  let clean = text.toLowerCase();
  clean = clean.replace(/^\s*rt\s+/u, '');
  if (clean.includes('http')) clean = clean.replace(HTTP_WORDS, '');
  if (clean.includes('www')) clean = clean.replace(WWW_WORDS, '');
  clean = clean.replace(/[():#@]/g, ' ');
  if (!ASCII.test(clean)) clean = clean.replace(EMOJI, '');
  return clean.replace(/\s+/gu, ' ').trim();
}
