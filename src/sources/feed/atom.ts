import { articleEvent } from '../article.ts';
import { type Adapted, type Adapter, rejected } from '../contract.ts';
import { languageOf } from '../wire/language.ts';
import { ATOM, child, children, type Element, rawText, readableText } from './element.ts';
import { type FeedItem, readFeed, rootOf } from './read.ts';
import { instantOfDate } from './rfc822.ts';

/** Atom (RFC 4287): feeds, or single entries. */
export const atom: Adapter = {
  name: 'atom',
  stream: 'articles',
  about: 'an Atom feed',
  unit: 'xml',
  endings: ['atom'],
  recognises: ({ text }) => {
    const root = text.startsWith('<') ? rootOf(text) : null;
    return root?.space === ATOM && (root.name === 'feed' || root.name === 'entry');
  },
  adapt: ({ text }) => adaptFeed(text),
};

function adaptFeed(xml: string): Iterable<Adapted> {
  const { root, items, rest } = readFeed(xml, (space, name) => name === 'entry' && space === ATOM);
  const adapted = items.map((item) => adaptEntry(item, root));
  return rest === null ? adapted : [...adapted, rejected('not_a_message', rest)];
}

function adaptEntry({ element, raw, complete }: FeedItem, feed: Element | undefined): Adapted {
  if (!complete) return rejected('not_a_message', raw);
  const alone = `<feed xmlns="${ATOM}">${raw}</feed>`;
  const published = instantOfDate(rawText(child(element, ATOM, 'published')));
  const updated = instantOfDate(rawText(child(element, ATOM, 'updated')));
  const source = child(element, ATOM, 'source') ?? feed;
  return articleEvent(
    {
      guid: rawText(child(element, ATOM, 'id')),
      url: linkOf(element, feed),
      published_at: published ?? updated,
      version:
        typeof published === 'number' && typeof updated === 'number' ? edited(published, updated) : undefined,
      source_name: textConstruct(child(source, ATOM, 'title')),
      author: authorOf(element) ?? authorOf(source),
      title: textConstruct(child(element, ATOM, 'title')),
      description: textConstruct(child(element, ATOM, 'summary')),
      content: textConstruct(child(element, ATOM, 'content')),
      lang: languageOf(element.attributes['xml:lang'] ?? feed?.attributes['xml:lang']),
    },
    alone,
  );
}

function edited(published: number, updated: number): number | undefined {
  return updated > published ? updated : undefined;
}

/** The entry's page; an address may be relative to `xml:base`. */
function linkOf(entry: Element, feed: Element | undefined): string | undefined {
  const links = children(entry, ATOM, 'link');
  const link = links.find(({ attributes }) => (attributes['rel'] ?? 'alternate') === 'alternate');
  const href = link?.attributes['href']?.trim().toWellFormed();
  if (href === undefined || href === '') return undefined;
  const bases = [feed, entry, link].map((element) => element?.attributes['xml:base']);
  const base = bases.reduce<string | undefined>(
    (outer, inner) => (inner === undefined ? outer : (URL.parse(inner, outer)?.href ?? outer)),
    undefined,
  );
  if (URL.canParse(href)) return href;
  return URL.parse(href, base)?.href ?? href;
}

function authorOf(element: Element | undefined): string | undefined {
  return rawText(child(child(element, ATOM, 'author'), ATOM, 'name'));
}

/** Plain text unless its type says `html` or `xhtml`. */
function textConstruct(element: Element | undefined): string | undefined {
  const type = element?.attributes['type'] ?? 'text';
  return /html/i.test(type) ? readableText(element) : rawText(element)?.replace(/\s+/g, ' ');
}
