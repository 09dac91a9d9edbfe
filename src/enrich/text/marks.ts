import { foldCase } from '../campaigns/fold.ts';
import { findEntities } from './extract.ts';
import { findUrls } from './urls.ts';

/** More of a kind are not taken from one post: nobody means to speak about more. */
export const MAX_MARKS = 100;
/** A longer hashtag is none. */
const LONGEST_TAG = 100;
const LONGEST_URL = 4096;

/** Pairs are made of so many hashtags of a post, which gives 28 pairs at most. */
const PAIRED_TAGS = 8;

/** What a post marks, each thing once, in order. */
export interface Marks {
  /** Without `#`, case folded. */
  readonly hashtags: readonly string[];
  /** The same as they are first written in the post. */
  readonly spellings: readonly string[];
  /** Without `@`, in lower case. */
  readonly mentions: readonly string[];
  readonly urls: readonly string[];
}

/**
 * Hashtags, names and links of a text by the rules of twitter-text, and those that its source gives beside it.
 * @param tags hashtags that the source gives, with or without `#`
 * @param links URLs that the source gives
 */
export function readMarks(text: string, tags: readonly string[], links: readonly string[]): Marks {
  const hashtags = new Map<string, string>();
  const mentions = new Set<string>();
  const urls = new Set<string>();
  for (const { kind, found } of findEntities(text, findUrls(text))) {
    if (kind === 'hashtag') addTag(hashtags, found.tag);
    else if (kind === 'mention') add(mentions, found.name.toLowerCase());
    else if (kind === 'url') add(urls, found.url);
  }
  for (const tag of tags) addTag(hashtags, tag.trim().replace(/^[#＃]/u, ''));
  for (const link of links) if (link.length <= LONGEST_URL) add(urls, link.trim());
  return {
    hashtags: [...hashtags.keys()],
    spellings: [...hashtags.values()],
    mentions: [...mentions],
    urls: [...urls],
  };
}

function addTag(tags: Map<string, string>, tag: string): void {
  if (tag === '' || tag.length > LONGEST_TAG || tags.size >= MAX_MARKS) return;
  const folded = foldCase(tag);
  if (!tags.has(folded)) tags.set(folded, tag);
}

function add(values: Set<string>, value: string): void {
  if (value !== '' && values.size < MAX_MARKS) values.add(value);
}

/** Every two of a post's first hashtags, the two in order of their code points. */
export function pairsOf(hashtags: readonly string[]): (readonly [string, string])[] {
  const sorted = hashtags.slice(0, PAIRED_TAGS).sort((a, b) => (a < b ? -1 : 1));
  return sorted.flatMap((one, index) => sorted.slice(index + 1).map((other) => [one, other] as const));
}

/** The texts of a JSON array; none of anything else. */
export function textsOf(json: string): string[] {
  if (!json.startsWith('[')) return [];
  try {
    const values: unknown = JSON.parse(json);
    return Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
