import { type Adapted, type Adapter, rejected, SKIPPED } from '../contract.ts';
import { postEvent } from '../post.ts';
import { adaptObject, rawOf } from '../wire/json-message.ts';
import { type Fields, idOf, instantOfText, listOf, objectOf, textOf } from '../wire/values.ts';
import { adaptTweet, tweetId, userId } from './tweet.ts';

/**
 * X, version 2 of its API: lines of the filtered and sampled streams, replies of searches (`data` is a list there),
 * deletions of the compliance stream and of compliance jobs. Other notices of compliance are no posts.
 */
export const x: Adapter = {
  name: 'x',
  stream: 'posts',
  about: "lines of X's streams (API v2) or replies of its search",
  unit: 'json',
  endings: [],
  recognises: ({ value }) => {
    const data = objectOf(value)?.['data'];
    const first = objectOf(listOf(data)[0]) ?? objectOf(data);
    if (first === undefined) return false;
    const isTweet = 'edit_history_tweet_ids' in first || ('author_id' in first && 'text' in first);
    return isTweet || objectOf(objectOf(first['delete'])?.['tweet']) !== undefined;
  },
  complaint: (reply) => {
    const fields = objectOf(reply);
    return fields === undefined ? null : complaintIn(fields);
  },
  adapt: (message) => adaptObject(message, adaptMessage),
};

function adaptMessage(message: Fields): Iterable<Adapted> {
  const { data } = message;
  if (Array.isArray(data)) return data.map((each: unknown) => adaptListed(each, message));
  const single = objectOf(data);
  if (single !== undefined) return [adaptData(single, objectOf(message['includes']))];
  if ('action' in message && 'redacted_at' in message) return [adaptJobLine(message)];
  if (complaintIn(message) !== null) return [rejected('error_reply')];
  // A search without results; a stream that says why it ends.
  return ['meta', 'errors'].some((name) => name in message) ? [SKIPPED] : [rejected('not_a_message')];
}

function adaptListed(tweet: unknown, reply: Fields): Adapted {
  const fields = objectOf(tweet);
  const raw = rawOf({ data: tweet });
  return fields === undefined
    ? rejected('not_a_message', raw)
    : adaptTweet(fields, objectOf(reply['includes']), raw);
}

const NOTICES = /^(?:tweet_edit|withheld|drop|undrop|scrub_geo|user_[a-z_]+)$/;

function adaptData(data: Fields, includes: Fields | undefined): Adapted {
  const deletion = objectOf(data['delete']);
  if (deletion !== undefined) {
    const tweet = objectOf(deletion['tweet']);
    return postEvent({
      id: tweetId(tweet?.['id']),
      platform: 'x',
      author_id: userId(tweet?.['author_id']),
      created_at: instantOfText(deletion['event_at']),
      deleted: true,
    });
  }
  if (Object.keys(data).some((name) => NOTICES.test(name))) return SKIPPED;
  return 'id' in data || 'text' in data ? adaptTweet(data, includes) : rejected('not_a_message');
}

/** A line of a compliance job's result; `scrub_geo` asks for less than a deletion. */
function adaptJobLine(line: Fields): Adapted {
  if (line['action'] !== 'delete') return SKIPPED;
  const created_at = instantOfText(line['redacted_at'] ?? line['created_at']);
  return postEvent({ id: tweetId(line['id']), platform: 'x', created_at, deleted: true });
}

/** Words of an error reply; a stream's notice that it disconnects is none. */
function complaintIn(reply: Fields): string | null {
  if ('data' in reply) return null;
  const first = objectOf(listOf(reply['errors'])[0]);
  if (first !== undefined && 'disconnect_type' in first) return null;
  const error = first ?? (idOf(reply['status']) === undefined ? undefined : reply);
  return textOf(error?.['detail']) ?? textOf(error?.['title']) ?? textOf(error?.['message']) ?? null;
}
