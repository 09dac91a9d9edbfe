import { has, PLAIN_LABEL } from './characters.ts';
import type { Span } from './host.ts';

/** A hashtag in a text, from its `#` on; `tag` is without it. */
export interface FoundTag extends Span {
  readonly tag: string;
}

/** A name in a text, from its `@` on; a list's slug begins with `/` and is empty where there is none. */
export interface FoundMention extends Span {
  readonly name: string;
  readonly list: string;
}

/** A ticker symbol in a text, from its `$` on. */
export interface FoundCashtag extends Span {
  readonly symbol: string;
}

/** Letters, marks and numbers of any script, and what joins them inside a hashtag. */
const TAG_UNIT =
  '\\p{L}\\p{M}\\p{Nd}_\\u200c\\u200d\\ua67e\\u05be\\u05f3\\u05f4\\uff5e\\u301c\\u309b\\u309c\\u30a0\\u30fb\\u3003\\u0f0b\\u0f0c\\xb7';
const TAG = new RegExp(`[#＃](?![\\ufe0f\\u20e3])([${TAG_UNIT}]+)`, 'gu');
const IN_TAG = new RegExp(`^[${TAG_UNIT}&]$`, 'u');
const LETTER = /[\p{L}\p{M}]/u;
const VARIATION = /[\ufe0e\ufe0f]/;

/** What keeps a tag or a name from being one when it follows. */
const AFTER_TAG = /[#＃]|:\/\//y;

/** Hashtags, those inside URLs included. A tag has a letter, and no letter, number or `&` before it. */
export function findTags(text: string): FoundTag[] {
  if (!text.includes('#') && !text.includes('＃')) return [];
  const tags: FoundTag[] = [];
  let taken = 0;
  for (const match of text.matchAll(TAG)) {
    const [whole, tag = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    if (!LETTER.test(tag) || !mayTagFollow(text, start, taken)) continue;
    taken = end;
    if (!isNext(AFTER_TAG, text, end)) tags.push({ tag, start, end });
  }
  return tags;
}

function mayTagFollow(text: string, start: number, taken: number): boolean {
  if (start === 0) return true;
  const low = text.charCodeAt(start - 1);
  const before = low >= 0xdc00 && low <= 0xdfff && start > 1 ? start - 2 : start - 1;
  if (before < taken) return false;
  const one = text.slice(before, start);
  return VARIATION.test(one) || !IN_TAG.test(one);
}

const MENTION = /[@＠]([a-zA-Z0-9_]{1,20})(\/[a-zA-Z][a-zA-Z0-9_-]{0,24})?/g;
const BARS_MENTION = /[a-zA-Z0-9_!#$%&*@＠]/;
const REPOST = /(^|[^a-zA-Z0-9_+~.-])rt$/i;
/** Names and lists (`@name/list`). */
export function findMentions(text: string): FoundMention[] {
  if (!text.includes('@') && !text.includes('＠')) return [];
  const mentions: FoundMention[] = [];
  let taken = 0;
  for (const match of text.matchAll(MENTION)) {
    const [whole, name = '', list = ''] = match;
    const start = match.index;
    const end = start + whole.length;
    if (!mayMentionFollow(text, start, taken)) continue;
    taken = end;
    if (!isAfterMention(text, end)) mentions.push({ name, list, start, end });
  }
  return mentions;
}

/** True for what shows that a name goes on in another way: an address of mail, a letter with an accent, a protocol. */
function isAfterMention(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit === 0x40 || unit === 0xff20) return true;
  return (unit >= 0xc0 && has(text, at, PLAIN_LABEL)) || text.startsWith('://', at);
}

/** No letter before it, but for the `RT` of a repost. */
function mayMentionFollow(text: string, start: number, taken: number): boolean {
  if (start === 0) return true;
  if (start - 1 < taken) return false;
  if (!BARS_MENTION.test(text.charAt(start - 1))) return true;
  return REPOST.test(text.slice(Math.max(taken, start - 3), start)) && (taken === 0 || start - 3 >= taken);
}

const CASHTAG =
  /(?<=^|[\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069])\$([a-z]{1,6}(?:[._][a-z]{1,2})?)(?=$|\s|[!'#%&()*+,\\\-./:;<=>?@[\]^_{|}~$])/gi;

/** Ticker symbols: up to six letters, and two behind a dot or a low line. */
export function findCashtags(text: string): FoundCashtag[] {
  if (!text.includes('$')) return [];
  return Array.from(text.matchAll(CASHTAG), (match) => ({
    symbol: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function isNext(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
