import { type Adapted, SKIPPED } from '../contract.ts';
import { postEvent } from '../post.ts';
import { htmlText } from '../wire/html-text.ts';
import { languageOf } from '../wire/language.ts';
import {
  distinctTexts,
  type Fields,
  figureOf,
  flagOf,
  type Instant,
  idOf,
  instantOfNumber,
  instantOfText,
  listOf,
  objectOf,
  textOf,
} from '../wire/values.ts';

/** Whether an object is a status, by the fields that every server sends. */
export function isStatus(fields: Fields): boolean {
  return 'created_at' in fields && 'content' in fields && objectOf(fields['account']) !== undefined;
}

/**
 * The id of a post. Servers number statuses by themselves, and an event of deletion says no more than that number, so
 * that it, and not the address by which servers know each other's posts, has to be the id.
 */
export function statusId(id: string | undefined): string | undefined {
  return id === undefined ? undefined : `mastodon:${id}`;
}

const ID_NUMBER = /^\d{1,19}$/;

/** When the status with this id was made: the milliseconds are in all but its last 16 bits. */
export function createdWithId(id: string | undefined): Instant {
  if (id === undefined || !ID_NUMBER.test(id)) return undefined;
  return instantOfNumber(Number(BigInt(id) >> 16n), 1000);
}

/**
 * A status as a post. A boost is a post of its own without figures, with the text of what it boosts. What only
 * followers or those who are mentioned may read is none.
 */
export function adaptStatus(status: Fields): Adapted {
  if (status['visibility'] === 'private' || status['visibility'] === 'direct') return SKIPPED;
  const account = objectOf(status['account']);
  const boosted = objectOf(status['reblog']);
  const edited = instantOfText(status['edited_at']);
  return postEvent({
    id: statusId(idOf(status['id'])),
    platform: 'mastodon',
    created_at: instantOfText(status['created_at']),
    version: typeof edited === 'number' ? edited : undefined,
    ...authorOf(account),
    ...contentOf(boosted ?? status),
    source: textOf(objectOf(status['application'])?.['name']),
    url: textOf(status['url']) ?? textOf(status['uri']),
    ...(boosted === undefined ? figuresOf(status) : {}),
    reply_to_id: statusId(idOf(status['in_reply_to_id'])),
    repost_of_id: statusId(idOf(boosted?.['id'])),
    quote_of_id: statusId(quotedIn(status)),
  });
}

function authorOf(account: Fields | undefined) {
  const id = idOf(account?.['id']);
  return {
    author_id: textOf(account?.['url']) ?? (id === undefined ? undefined : `mastodon:${id}`),
    author_name: textOf(account?.['acct']) ?? textOf(account?.['username']),
    author_followers: figureOf(account?.['followers_count']),
    author_bot: flagOf(account?.['bot']),
  };
}

/** The text with its warning, if there is one, above it. */
function contentOf(status: Fields) {
  const { text, links } = htmlText(textOf(status['content']) ?? '');
  const warning = textOf(status['spoiler_text']);
  const lines = warning === undefined ? text : `${warning}\n\n${text}`.trim();
  return {
    text: textOf(lines),
    lang: languageOf(status['language']),
    tags: distinctTexts(listOf(status['tags']).map((tag) => textOf(objectOf(tag)?.['name']))),
    links: distinctTexts([...links, textOf(objectOf(status['card'])?.['url'])]),
  };
}

function figuresOf(status: Fields) {
  return {
    likes: figureOf(status['favourites_count']),
    reposts: figureOf(status['reblogs_count']),
    replies: figureOf(status['replies_count']),
    quotes: figureOf(status['quotes_count']),
  };
}

/** A quote holds the quoted status, or (within another quote) only its id. */
function quotedIn(status: Fields): string | undefined {
  const quote = objectOf(status['quote']);
  return idOf(objectOf(quote?.['quoted_status'])?.['id']) ?? idOf(quote?.['quoted_status_id']);
}
