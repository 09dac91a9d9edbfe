import { type Adapted, SKIPPED } from '../contract.ts';
import { postEvent } from '../post.ts';
import {
  distinctTexts,
  type Fields,
  figureOf,
  idOf,
  instantOfNumber,
  listOf,
  objectOf,
  textOf,
} from '../wire/values.ts';

/** What makes a message one that says something; without any of it, it tells of a new title and the like. */
const CONTENT = [
  ...['text', 'caption', 'photo', 'video', 'animation', 'audio', 'document', 'voice', 'video_note', 'poll'],
  ...['sticker', 'location', 'venue', 'contact', 'story', 'paid_media', 'dice', 'game', 'checklist'],
];

/** A channel's post; `raw` is kept as a dead letter when it came with others. */
export function adaptPost(post: Fields, raw?: string): Adapted {
  if ('message_id' in post && !CONTENT.some((name) => name in post)) return SKIPPED;
  const chat = objectOf(post['chat']);
  const name = textOf(chat?.['username']);
  const message = idOf(post['message_id']);
  const text = textOf(post['text']) ?? textOf(post['caption']);
  const location = objectOf(post['location']);
  return postEvent(
    {
      id: messageId(chat, message),
      platform: 'telegram',
      created_at: instantOfNumber(post['date'], 1),
      version: seconds(post['edit_date']),
      author_id: chatId(chat),
      author_name: name ?? textOf(chat?.['title']),
      text,
      lat: figureOf(location?.['latitude']),
      lon: figureOf(location?.['longitude']),
      url: name === undefined || message === undefined ? undefined : `https://t.me/${name}/${message}`,
      reply_to_id: repliedTo(post),
      repost_of_id: forwardedFrom(post),
      // Offsets lie in the text as it was sent: lone surrogates are one unit before and after mending.
      ...entitiesIn(text ?? '', textOf(post['text']) === undefined ? 'caption_entities' : 'entities', post),
    },
    raw,
  );
}

function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function chatId(chat: Fields | undefined): string | undefined {
  const id = idOf(chat?.['id']);
  return id === undefined ? undefined : `telegram:${id}`;
}

function messageId(chat: Fields | undefined, message: unknown): string | undefined {
  const [channel, number] = [chatId(chat), idOf(message)];
  return channel === undefined || number === undefined ? undefined : `${channel}/${number}`;
}

function repliedTo(post: Fields): string | undefined {
  const own = objectOf(post['reply_to_message']);
  const other = objectOf(post['external_reply']);
  return (
    messageId(objectOf(own?.['chat']) ?? objectOf(post['chat']), own?.['message_id']) ??
    messageId(objectOf(other?.['chat']), other?.['message_id'])
  );
}

/** Since version 7.0 of the API the origin is an object of its own. */
function forwardedFrom(post: Fields): string | undefined {
  const origin = objectOf(post['forward_origin']);
  return (
    messageId(objectOf(origin?.['chat']), origin?.['message_id']) ??
    messageId(objectOf(post['forward_from_chat']), post['forward_from_message_id'])
  );
}

/** Tags and links that are marked in a text. Offsets count UTF-16 units; one that does not lie in it is ignored. */
function entitiesIn(text: string, field: string, post: Fields) {
  const tags: (string | undefined)[] = [];
  const links: (string | undefined)[] = [];
  for (const entity of listOf(post[field]).map(objectOf)) {
    const marked = stretch(text, entity);
    if (marked === undefined) continue;
    if (entity?.['type'] === 'hashtag' && marked.startsWith('#')) tags.push(tagOf(marked));
    else if (entity?.['type'] === 'url')
      links.push(/^[a-z][a-z+.-]*:/i.test(marked) ? marked : `https://${marked}`);
    else if (entity?.['type'] === 'text_link') links.push(textOf(entity['url']));
  }
  return { tags: distinctTexts(tags), links: distinctTexts(links) };
}

/** `#tag@channel` is the tag within a channel. */
function tagOf(marked: string): string | undefined {
  const at = marked.indexOf('@');
  return textOf(marked.slice(1, at < 0 ? undefined : at));
}

function stretch(text: string, entity: Fields | undefined): string | undefined {
  const [offset, length] = [entity?.['offset'], entity?.['length']];
  if (typeof offset !== 'number' || typeof length !== 'number') return undefined;
  if (!Number.isInteger(offset) || !Number.isInteger(length)) return undefined;
  if (offset < 0 || length <= 0 || offset + length > text.length) return undefined;
  const found = text.slice(offset, offset + length);
  return found.isWellFormed() ? found : undefined;
}
