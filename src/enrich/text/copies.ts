import { hash } from 'node:crypto';
import { cleanText } from './clean.ts';

/** 72 bits: among a hundred million texts two keys meet by chance with a probability of about one in a million. */
const KEY_LENGTH = 12;

const NAMES = /[@＠][\p{L}\p{N}_.-]+/gu;
const NOISE = /[^\p{L}\p{M}]+/gu;

/** The same for what is written in ASCII alone, where it is quicker. */
const ASCII = /^[\0-\x7f]*$/;
const ASCII_NOISE = /[^a-z]+/g;

/**
 * The key that near copies of a text share: a hash of the cleaned text (without links, emoji and a leading `rt`) of which
 * only the letters count. Who is mentioned, numbers, punctuation, white space, case and compatible forms of letters make
 * no difference: a repost, a copy with another link and a text sent to a hundred names are one. A text without letters
 * goes by its characters as they are. NULL for nothing but white space.
 * @param cleaned what `cleanText` makes of the text, when that is known
 */
export function copyKey(text: string, cleaned?: string): string | null {
  const named = text.includes('@') || text.includes('＠');
  const clean = named ? cleanText(text.replace(NAMES, ' ')) : (cleaned ?? cleanText(text));
  const said = ASCII.test(clean)
    ? clean.replace(ASCII_NOISE, ' ').trim()
    : clean.normalize('NFKC').toLowerCase().replace(NOISE, ' ').trim();
  const kept = said === '' ? text.normalize('NFKC').replace(/\s+/gu, ' ').trim() : said;
  return kept === '' ? null : hash('sha256', kept, 'base64url').slice(0, KEY_LENGTH);
}
