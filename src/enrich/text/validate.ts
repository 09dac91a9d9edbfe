import { findMentions, findTags } from './tags.ts';
import { findUrls } from './urls.ts';

/** How the length of a post is counted; weights are in hundredths of a character. */
export interface LengthRules {
  readonly longest: number;
  /** Weight of a character in none of `ranges`. */
  readonly weight: number;
  /** First and last code point, both included. */
  readonly ranges: readonly { readonly first: number; readonly last: number; readonly weight: number }[];
  /** A URL counts as so many characters, however long it is. */
  readonly urlLength: number;
  /** A whole emoji weighs as one character, however many code points it has. */
  readonly wholeEmoji: boolean;
}

/** Scripts that need fewer characters for a sentence weigh double (twitter-text's third configuration). */
export const WEIGHTED_LENGTH: LengthRules = {
  longest: 280,
  weight: 200,
  ranges: [
    { first: 0, last: 4351, weight: 100 },
    { first: 8192, last: 8205, weight: 100 },
    { first: 8208, last: 8223, weight: 100 },
    { first: 8242, last: 8247, weight: 100 },
  ],
  urlLength: 23,
  wholeEmoji: true,
};

/** 140 characters, whatever they are (twitter-text's first configuration). */
export const PLAIN_LENGTH: LengthRules = {
  longest: 140,
  weight: 100,
  ranges: [],
  urlLength: 23,
  wholeEmoji: false,
};

export interface CountedLength {
  /** Characters, as they are weighed. */
  readonly weightedLength: number;
  /** Not empty, not too long, nothing in it that is no character. */
  readonly valid: boolean;
  /** Thousandths of the longest length, rounded down. */
  readonly permillage: number;
  /** The last UTF-16 unit of the text that still counts, and the last one that is there. */
  readonly validEnd: number;
  readonly displayEnd: number;
}

const NO_CHARACTER = /[\ufffe\uffff\ufeff]/;
/** Also as many keyboards write them: keycaps without their variation selector. */
const EMOJI = /\p{RGI_Emoji}|[0-9#*]\ufe0f?\u20e3/vy;

/** Counts a post's length as X does: composed (NFC), each URL as 23 characters. */
export function countLength(text: string, rules: LengthRules = WEIGHTED_LENGTH): CountedLength {
  const composed = text.normalize('NFC');
  const ends = new Map(findUrls(composed).map(({ start, end }) => [start, end]));
  let weight = 0;
  let validEnd = 0;
  let valid = true;
  for (let at = 0; at < composed.length; ) {
    const urlEnd = ends.get(at);
    const next = urlEnd ?? characterEnd(composed, at, rules);
    weight += urlEnd === undefined ? weightAt(composed, at, { next, rules }) : rules.urlLength * 100;
    if (NO_CHARACTER.test(composed.slice(at, next))) valid = false;
    if (valid && weight <= rules.longest * 100) validEnd = next - 1;
    at = next;
  }
  const weightedLength = weight / 100;
  return {
    weightedLength,
    valid: valid && weightedLength > 0 && weightedLength <= rules.longest,
    permillage: Math.floor((weightedLength / rules.longest) * 1000),
    validEnd: validEnd + text.length - composed.length,
    displayEnd: Math.max(0, text.length - 1),
  };
}

function characterEnd(text: string, at: number, { wholeEmoji }: LengthRules): number {
  if (wholeEmoji) {
    EMOJI.lastIndex = at;
    if (EMOJI.test(text)) return EMOJI.lastIndex;
  }
  return at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function weightAt(text: string, at: number, { next, rules }: { next: number; rules: LengthRules }): number {
  const code = text.codePointAt(at) ?? 0;
  const isOne = next - at === (code > 0xffff ? 2 : 1);
  const range = isOne ? rules.ranges.find(({ first, last }) => code >= first && code <= last) : undefined;
  return range?.weight ?? rules.weight;
}

/** True for `@name` and nothing else. */
export function isValidUsername(text: string): boolean {
  const [mention, ...others] = findMentions(text);
  return others.length === 0 && mention?.list === '' && covers(mention, text);
}

/** True for `@name/list` and nothing else. */
export function isValidList(text: string): boolean {
  const [mention, ...others] = findMentions(text);
  return others.length === 0 && mention !== undefined && mention.list !== '' && covers(mention, text);
}

/** True for `#tag` and nothing else. */
export function isValidHashtag(text: string): boolean {
  const [tag, ...others] = findTags(text);
  return others.length === 0 && tag !== undefined && covers(tag, text);
}

function covers({ start, end }: { start: number; end: number }, text: string): boolean {
  return start === 0 && end === text.length;
}

/** The parts of a URL (RFC 3986, appendix B). */
const PARTS = /^(?:([^:/?#]+):\/\/)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su;
const PATH = /^(?:\/(?:[a-z\u0400-\u04ff0-9\-._~!$&'()*+,;=:|@]|%[0-9a-f]{2})*)*$/i;
const QUERY = /^(?:[a-z\u0400-\u04ff0-9\-._~!$&'()*+,;=:|@/?]|%[0-9a-f]{2})*$/i;
const USER = /^(?:[a-z\u0400-\u04ff0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*$/i;
const LABEL = /^(?:[a-z0-9]|[^\0-\x7f])(?:(?:[a-z0-9_-]|[^\0-\x7f])*(?:[a-z0-9]|[^\0-\x7f]))?$/i;
const BYTE = '(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])';
const IP = new RegExp(`^(?:${BYTE}(?:\\.${BYTE}){3}|\\[[a-f0-9:.]+\\])$`, 'i');

/** True for a whole URL with `http` or `https`; without either, too, when no protocol is needed. */
export function isValidUrl(text: string, needsProtocol = true): boolean {
  const [, scheme, authority = '', path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
  if (scheme === undefined ? needsProtocol : !/^https?$/i.test(scheme)) return false;
  return isAuthority(authority) && PATH.test(path) && QUERY.test(query) && QUERY.test(fragment);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1).replace(/:\d{1,5}$/, '');
  return USER.test(authority.slice(0, Math.max(0, at))) && (IP.test(host) || isDomain(host));
}

function isDomain(host: string): boolean {
  const labels = host.split('.');
  const top = labels.at(-1) ?? '';
  const name = labels.at(-2) ?? '';
  return (
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d|_/.test(top) &&
    !name.includes('_')
  );
}
