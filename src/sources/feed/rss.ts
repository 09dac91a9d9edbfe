import { articleEvent } from '../article.ts';
import { type Adapted, type Adapter, rejected } from '../contract.ts';
import { languageOf } from '../wire/language.ts';
import {
  ATOM,
  CONTENT,
  child,
  DC,
  DC_TERMS,
  type Element,
  RDF,
  RSS_1,
  rawText,
  readableText,
} from './element.ts';
import { type FeedItem, readFeed, rootOf } from './read.ts';
import { instantOfDate } from './rfc822.ts';

/** RSS 2.0 and its forerunners, with the elements of Dublin Core and of the modules for content. */
export const rss: Adapter = {
  name: 'rss',
  stream: 'articles',
  about: 'an RSS feed',
  unit: 'xml',
  endings: ['rss'],
  recognises: ({ text }) => {
    const root = text.startsWith('<') ? rootOf(text) : null;
    return root !== null && (root.name === 'rss' || (root.name === 'RDF' && root.space === RDF));
  },
  adapt: ({ text }) => adaptFeed(text),
};

/** RSS 2.0 has no namespace; some write the one of version 1.0, or others that never came into use. */
const SPACES: ReadonlySet<string> = new Set(['', RSS_1, 'http://backend.userland.com/rss2']);

function adaptFeed(xml: string): Iterable<Adapted> {
  const { root, items, rest } = readFeed(xml, (space, name) => name === 'item' && SPACES.has(space));
  const channel = plainChild(root, 'channel');
  const about = {
    source_name: readableText(plainChild(channel, 'title')),
    lang: languageOf(rawText(plainChild(channel, 'language') ?? child(channel, DC, 'language'))),
  };
  const adapted = items.map((item) => adaptItem(item, about));
  return rest === null ? adapted : [...adapted, rejected('not_a_message', rest)];
}

function plainChild(element: Element | undefined, name: string): Element | undefined {
  for (const space of SPACES) {
    const found = child(element, space, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function adaptItem(
  { element, raw, complete }: FeedItem,
  channel: { readonly source_name: string | undefined; readonly lang: string | undefined },
): Adapted {
  if (!complete) return rejected('not_a_message', raw);
  const alone = `<rss><channel>${raw}</channel></rss>`;
  const guid = plainChild(element, 'guid');
  const id = rawText(guid);
  // A guid is the article's address unless it says that it is not.
  const isAddress = guid?.attributes['isPermaLink'] !== 'false' && /^https?:\/\//i.test(id ?? '');
  return articleEvent(
    {
      guid: id,
      url: rawText(plainChild(element, 'link')) ?? (isAddress ? id : undefined),
      published_at: instantOfDate(
        rawText(plainChild(element, 'pubDate')) ??
          rawText(child(element, DC, 'date')) ??
          rawText(child(element, ATOM, 'published')) ??
          rawText(child(element, ATOM, 'updated')),
      ),
      version: editedAt(element),
      source_name: readableText(plainChild(element, 'source')) ?? channel.source_name,
      author: readableText(child(element, DC, 'creator')) ?? authorOf(rawText(plainChild(element, 'author'))),
      title: readableText(plainChild(element, 'title')),
      description: readableText(plainChild(element, 'description')),
      content: readableText(child(element, CONTENT, 'encoded')),
      lang: languageOf(rawText(child(element, DC, 'language'))) ?? channel.lang,
    },
    alone,
  );
}

function editedAt(element: Element): number | undefined {
  const edited = instantOfDate(
    rawText(child(element, ATOM, 'updated')) ?? rawText(child(element, DC_TERMS, 'modified')),
  );
  return typeof edited === 'number' ? edited : undefined;
}

/** `lawyer@boyer.net (Lawyer Boyer)` is the name in brackets, or else as it stands. */
function authorOf(author: string | undefined): string | undefined {
  const open = author?.indexOf('(') ?? -1;
  if (author === undefined || open < 0 || !author.endsWith(')')) return author;
  return author.slice(open + 1, -1).trim() || author;
}
