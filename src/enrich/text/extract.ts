import type { Span } from './host.ts';
import { type FoundMention, type FoundTag, findCashtags, findMentions, findTags } from './tags.ts';
import { type FoundUrl, findUrls } from './urls.ts';

/** First and last place in code points, the last excluded, as twitter-text counts. */
export type Indices = readonly [number, number];

/** Everything in a text that twitter-text would link, in the order of the text; none overlaps another. */
export type FoundEntity =
  | { readonly kind: 'url'; readonly found: FoundUrl }
  | { readonly kind: 'mention'; readonly found: FoundMention }
  | { readonly kind: 'hashtag'; readonly found: FoundTag }
  | { readonly kind: 'cashtag'; readonly found: ReturnType<typeof findCashtags>[number] };

/** Hashtags of a text without `#`, as they are written, in order; those inside URLs are none. */
export function extractHashtags(text: string): string[] {
  return hashtagsOutside(text).map(({ tag }) => tag);
}

/** The same with the places from their `#` on. */
export function extractHashtagsWithIndices(text: string): { hashtag: string; indices: Indices }[] {
  const place = codePointsOf(text);
  return hashtagsOutside(text).map((one) => ({ hashtag: one.tag, indices: place(one) }));
}

/** Names that a text mentions, without `@`, as they are written, in order. */
export function extractMentions(text: string): string[] {
  return findMentions(text).map(({ name }) => name);
}

/** The same with the places from their `@` on, lists aside. */
export function extractMentionsWithIndices(text: string): { screenName: string; indices: Indices }[] {
  const place = codePointsOf(text);
  return findMentions(text).map(({ name, start }) => ({
    screenName: name,
    indices: place({ start, end: start + 1 + name.length }),
  }));
}

/** Names and lists; the slug of a list begins with `/`, and is empty where only a name is meant. */
export function extractMentionsOrListsWithIndices(
  text: string,
): { screenName: string; listSlug: string; indices: Indices }[] {
  const place = codePointsOf(text);
  return findMentions(text).map((one) => ({
    screenName: one.name,
    listSlug: one.list,
    indices: place(one),
  }));
}

/** The name that a text replies to: the one it begins with; null when it begins otherwise. */
export function extractReply(text: string): string | null {
  const name =
    /^[\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[@＠]([a-zA-Z0-9_]{1,20})/.exec(
      text,
    );
  if (name === null) return null;
  const at = name[0].length - (name[1] ?? '').length - 1;
  return findMentions(text.slice(at, at + 64))[0]?.start === 0 ? (name[1] ?? null) : null;
}

/** URLs of a text as they are written, in order, also those without a protocol. */
export function extractUrls(text: string): string[] {
  return findUrls(text).map(({ url }) => url);
}

/** The same with their places. */
export function extractUrlsWithIndices(text: string): { url: string; indices: Indices }[] {
  const place = codePointsOf(text);
  return findUrls(text).map((one) => ({ url: one.url, indices: place(one) }));
}

/** Ticker symbols of a text without `$`, as they are written, in order. */
export function extractCashtags(text: string): string[] {
  return findCashtags(text).map(({ symbol }) => symbol);
}

/** The same with the places from their `$` on. */
export function extractCashtagsWithIndices(text: string): { cashtag: string; indices: Indices }[] {
  const place = codePointsOf(text);
  return findCashtags(text).map((one) => ({ cashtag: one.symbol, indices: place(one) }));
}

/** Everything that a text names, without overlaps: of two at one place the one that begins first stays. */
export function findEntities(text: string, urls: readonly FoundUrl[] = findUrls(text)): FoundEntity[] {
  return withoutOverlaps([
    ...urls.map((found) => ({ kind: 'url', found }) as const),
    ...findMentions(text).map((found) => ({ kind: 'mention', found }) as const),
    ...findTags(text).map((found) => ({ kind: 'hashtag', found }) as const),
    ...findCashtags(text).map((found) => ({ kind: 'cashtag', found }) as const),
  ]);
}

function hashtagsOutside(text: string): FoundTag[] {
  const tags = findTags(text);
  if (tags.length === 0) return tags;
  const urls = findUrls(text);
  if (urls.length === 0) return tags;
  const kept = withoutOverlaps([
    ...tags.map((found) => ({ kind: 'hashtag', found }) as const),
    ...urls.map((found) => ({ kind: 'url', found }) as const),
  ]);
  return kept.flatMap((one) => (one.kind === 'hashtag' ? [one.found] : []));
}

function withoutOverlaps<E extends { readonly found: Span }>(entities: readonly E[]): E[] {
  let end = 0;
  return [...entities]
    .sort((a, b) => a.found.start - b.found.start)
    .filter(({ found }) => {
      if (found.start < end) return false;
      end = found.end;
      return true;
    });
}

/** Turns places in UTF-16 units, asked for in rising order, into places in code points. */
function codePointsOf(text: string): (span: Span) => Indices {
  let unit = 0;
  let point = 0;
  const pointAt = (to: number): number => {
    for (; unit < to; point++) unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    return point;
  };
  return ({ start, end }) => [pointAt(start), pointAt(end)];
}
