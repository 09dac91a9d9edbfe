import { type Adapted, type Adapter, rejected, SKIPPED } from '../contract.ts';
import { type FoundPost, postEvent } from '../post.ts';
import { adaptObject } from '../wire/json-message.ts';
import { languageOf } from '../wire/language.ts';
import {
  distinctTexts,
  type Fields,
  type Instant,
  idOf,
  instantOfNumber,
  instantOfText,
  listOf,
  objectOf,
  textOf,
} from '../wire/values.ts';
import { markedIn } from './facets.ts';
import { revisionTime } from './revision.ts';

const POSTS = 'app.bsky.feed.post';
const V2 = 'network.bsky.jetstream.subscribeEvents#';
const MICROSECONDS = 1_000_000;

/**
 * Bluesky's Jetstream, both versions: commits of posts. The time of an event is when the relay saw it: `createdAt` is
 * what the client says. All other collections, identities and accounts are no posts; that an account was deleted
 * or taken down is one of them, for the message does not name the posts.
 */
export const jetstream: Adapter = {
  name: 'jetstream',
  stream: 'posts',
  about: "a recording of Bluesky's Jetstream",
  unit: 'json',
  endings: [],
  recognises: ({ value }) => {
    const message = objectOf(value);
    if (message === undefined) return false;
    if (message['$type'] === 'message' || message['$type'] === 'error') return isV2(message);
    return textOf(message['did'])?.startsWith('did:') === true && 'time_us' in message && 'kind' in message;
  },
  adapt: (message) => adaptObject(message, (fields) => [adaptMessage(fields)]),
};

function isV2(message: Fields): boolean {
  return textOf(objectOf(message['payload'])?.['$type'])?.startsWith(V2) === true;
}

/** A commit in either version: there `commit` is an object of its own, here its fields lie beside the others. */
interface Commit {
  readonly did: string | undefined;
  readonly fields: Fields;
  readonly time: Instant;
}

function adaptMessage(message: Fields): Adapted {
  const type = message['$type'];
  if (type === 'error') return SKIPPED;
  if (type === 'message') {
    const payload = objectOf(message['payload']);
    if (payload === undefined || textOf(payload['$type']) === undefined) return rejected('not_a_message');
    if (payload['$type'] !== `${V2}commit`) return SKIPPED;
    return adaptCommit({ did: idOf(payload['did']), fields: payload, time: instantOfText(payload['time']) });
  }
  const { kind } = message;
  if (typeof kind !== 'string') return rejected('not_a_message');
  if (kind !== 'commit') return SKIPPED;
  const fields = objectOf(message['commit']);
  if (fields === undefined) return rejected('not_a_message');
  const time = instantOfNumber(message['time_us'], MICROSECONDS);
  return adaptCommit({ did: idOf(message['did']), fields, time });
}

function adaptCommit(commit: Commit): Adapted {
  const { did, fields, time } = commit;
  const collection = textOf(fields['collection']);
  if (collection === undefined) return rejected('not_a_message');
  if (collection !== POSTS) return SKIPPED;
  const rkey = textOf(fields['rkey']);
  const known = did !== undefined && rkey !== undefined;
  const head = {
    id: known ? `at://${did}/${POSTS}/${rkey}` : undefined,
    platform: 'bluesky',
    author_id: did,
    created_at: time,
  };
  const operation = fields['operation'];
  if (operation === 'delete') return postEvent({ ...head, deleted: true });
  if (operation !== 'create' && operation !== 'update') return rejected('not_a_message');
  const record = objectOf(fields['record']);
  if (record === undefined) return rejected('not_a_message');
  const url = known ? `https://bsky.app/profile/${did}/post/${rkey}` : undefined;
  const version = operation === 'update' ? (revisionTime(fields['rev']) ?? microseconds(time)) : undefined;
  return postEvent({ ...head, url, version, ...contentOf(record) });
}

function microseconds(time: Instant): number | undefined {
  return typeof time === 'number' ? time * 1000 : undefined;
}

function contentOf(record: Fields): Partial<FoundPost> {
  const text = textOf(record['text']);
  const marked = markedIn(text ?? '', record['facets']);
  const embed = embedOf(objectOf(record['embed']));
  return {
    text,
    lang: languageOf(listOf(record['langs'])[0]),
    reply_to_id: textOf(objectOf(objectOf(record['reply'])?.['parent'])?.['uri']),
    quote_of_id: embed.quoted,
    tags: distinctTexts([...marked.tags, ...listOf(record['tags']).map(textOf)]),
    links: distinctTexts([...marked.links, embed.link]),
  };
}

/** What is attached to a post: a link, another post, or both (`recordWithMedia`). */
function embedOf(embed: Fields | undefined): { link: string | undefined; quoted: string | undefined } {
  const media = objectOf(embed?.['media']);
  const external = objectOf(embed?.['external']) ?? objectOf(media?.['external']);
  const record = objectOf(embed?.['record']);
  const quoted = textOf(record?.['uri']) ?? textOf(objectOf(record?.['record'])?.['uri']);
  // Lists, feeds and starter packs can be attached like posts.
  const isPost = quoted?.includes(`/${POSTS}/`) === true;
  return { link: textOf(external?.['uri']), quoted: isPost ? quoted : undefined };
}
