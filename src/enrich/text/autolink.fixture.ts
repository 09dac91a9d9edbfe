import { type FoundEntity, findEntities } from './extract.ts';
import { findUrls } from './urls.ts';

/**
 * Links a text as twitter-text's reference does, from what was extracted: enough of an autolinker to run the cases of
 * autolink.yml, which show what is extracted where several things touch.
 */
export function autolink(text: string, kinds: readonly FoundEntity['kind'][]): string {
  const entities = findEntities(text, findUrls(text, false)).filter(({ kind }) => kinds.includes(kind));
  return replaced(
    text,
    entities.map((entity) => ({
      start: entity.found.start,
      end: entity.found.end,
      html: htmlOf(entity, text.charAt(entity.found.start)),
    })),
  );
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly html: string;
}

function replaced(text: string, replacements: readonly Replacement[]): string {
  let html = '';
  let at = 0;
  for (const one of replacements) {
    html += text.slice(at, one.start) + one.html;
    at = one.end;
  }
  return html + text.slice(at);
}

function htmlOf(entity: FoundEntity, sign: string): string {
  switch (entity.kind) {
    case 'url':
      return `<a href="${escaped(entity.found.url)}">${escaped(entity.found.url)}</a>`;
    case 'mention':
      return mentionHtml(entity.found.name, entity.found.list, sign);
    case 'hashtag':
      return tagHtml(entity.found.tag, sign);
    default:
      return `<a href="https://twitter.com/search?q=%24${entity.found.symbol}" title="$${entity.found.symbol}" class="tweet-url cashtag">$${entity.found.symbol}</a>`;
  }
}

function mentionHtml(name: string, list: string, sign: string): string {
  const kind = list === '' ? 'username' : 'list-slug';
  return `${sign}<a class="tweet-url ${kind}" href="https://twitter.com/${name}${list}">${name}${list}</a>`;
}

const RIGHT_TO_LEFT = /[\u0600-\u06ff\u0750-\u077f\u0590-\u05ff\ufe70-\ufeff]/;

function tagHtml(tag: string, sign: string): string {
  const direction = RIGHT_TO_LEFT.test(tag) ? ' rtl' : '';
  return `<a href="https://twitter.com/search?q=%23${tag}" title="#${tag}" class="tweet-url hashtag${direction}">${sign}${tag}</a>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('>', '&gt;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Entities as a source names them beside a text. */
export interface GivenEntities {
  readonly hashtags: readonly { readonly text: string; readonly indices: readonly [number, number] }[];
  readonly urls: readonly {
    readonly url: string;
    readonly expanded_url: string;
    readonly display_url: string;
    readonly indices: readonly [number, number];
  }[];
  readonly user_mentions: readonly {
    readonly screen_name: string;
    readonly indices: readonly [number, number];
  }[];
}

const HIDDEN = "style='position:absolute;left:-9999px;'";
const NOTHING = `<span class='tco-ellipsis'><span ${HIDDEN}>&nbsp;</span></span>`;

/** Links the entities that a source names. */
export function autolinkGiven(text: string, given: GivenEntities): string {
  const replacements = [
    ...given.hashtags.map(({ text: tag, indices }) => ({ indices, html: tagHtml(tag, '#') })),
    ...given.user_mentions.map(({ screen_name: name, indices }) => ({
      indices,
      html: mentionHtml(name, '', '@'),
    })),
    ...given.urls.map((one) => ({ indices: one.indices, html: givenUrlHtml(one) })),
  ].map(({ indices: [start, end], html }) => ({ start, end, html }));
  return replaced(
    text,
    replacements.sort((a, b) => a.start - b.start),
  );
}

function givenUrlHtml({
  url,
  expanded_url: whole,
  display_url: shown,
}: GivenEntities['urls'][number]): string {
  const at = whole.indexOf(shown);
  const before = whole.slice(0, at);
  const after = whole.slice(at + shown.length);
  const hidden = (part: string): string => `<span ${HIDDEN}>${part}</span>`;
  return `<a href="${url}" title="${whole}">${NOTHING}${hidden(before)}<span class='js-display-url'>${shown}</span>${hidden(after)}${NOTHING}</a>`;
}
