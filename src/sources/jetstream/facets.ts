import { type Fields, listOf, objectOf, textOf } from '../wire/values.ts';

/** What the marked stretches of a text say (`app.bsky.richtext.facet`). */
export interface Marked {
  readonly tags: readonly string[];
  readonly links: readonly string[];
}

const NONE: Marked = { tags: [], links: [] };

/**
 * Tags and links of a post's facets. A facet's offsets count bytes of UTF-8; one that does not lie in the text, is
 * empty or cuts a character in two is ignored, as clients are told to do.
 */
export function markedIn(text: string, facets: unknown): Marked {
  const listed = listOf(facets);
  if (listed.length === 0) return NONE;
  const bytes = Buffer.from(text);
  const tags: string[] = [];
  const links: string[] = [];
  for (const facet of listed) {
    const fields = objectOf(facet);
    if (fields === undefined || !liesIn(bytes, objectOf(fields['index']))) continue;
    for (const feature of listOf(fields['features'])) addFeature(objectOf(feature), tags, links);
  }
  return { tags, links };
}

function addFeature(feature: Fields | undefined, tags: string[], links: string[]): void {
  const tag = feature?.['$type'] === 'app.bsky.richtext.facet#tag' ? textOf(feature['tag']) : undefined;
  const uri = feature?.['$type'] === 'app.bsky.richtext.facet#link' ? textOf(feature['uri']) : undefined;
  if (tag !== undefined) tags.push(tag);
  if (uri !== undefined) links.push(uri);
}

function liesIn(bytes: Buffer, index: Fields | undefined): boolean {
  const [start, end] = [index?.['byteStart'], index?.['byteEnd']];
  if (!Number.isInteger(start) || !Number.isInteger(end)) return false;
  if (typeof start !== 'number' || typeof end !== 'number') return false;
  return start >= 0 && start < end && end <= bytes.length && begins(bytes, start) && begins(bytes, end);
}

/** Whether a character begins (or the text ends) here: its bytes behind the first are 10xxxxxx. */
function begins(bytes: Buffer, at: number): boolean {
  return ((bytes[at] ?? 0) & 0xc0) !== 0x80;
}
