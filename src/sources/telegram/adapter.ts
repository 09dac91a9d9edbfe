import { type Adapted, type Adapter, rejected, SKIPPED } from '../contract.ts';
import { adaptObject, rawOf } from '../wire/json-message.ts';
import { type Fields, idOf, objectOf, textOf } from '../wire/values.ts';
import { adaptPost } from './channel-post.ts';

/**
 * Telegram's Bot API: replies of `getUpdates`, or updates by themselves. Posts of channels and their edits are posts; what
 * is said in groups and to the bot is not public and left out. Telegram tells nobody when a post is deleted.
 */
export const telegram: Adapter = {
  name: 'telegram',
  stream: 'posts',
  about: "updates of Telegram's Bot API",
  unit: 'json',
  endings: [],
  recognises: ({ value }) => {
    const fields = objectOf(value);
    if (fields === undefined) return false;
    return 'update_id' in fields || (fields['ok'] === true && Array.isArray(fields['result']));
  },
  complaint: (reply) => {
    const fields = objectOf(reply);
    return fields?.['ok'] === false ? complaintOf(fields) : null;
  },
  adapt: (message) => adaptObject(message, adaptMessage),
};

function complaintOf(reply: Fields): string {
  return textOf(reply['description']) ?? `error ${idOf(reply['error_code']) ?? 'of unknown kind'}`;
}

function adaptMessage(message: Fields): Iterable<Adapted> {
  if (message['ok'] === false) return [rejected('error_reply')];
  const { result } = message;
  if (message['ok'] === true && Array.isArray(result)) {
    return result.length === 0
      ? [SKIPPED]
      : result.map((update: unknown) => adaptUpdate(objectOf(update), rawOf(update)));
  }
  return [adaptUpdate(message)];
}

function adaptUpdate(update: Fields | undefined, raw?: string): Adapted {
  if (update === undefined || !('update_id' in update)) return rejected('not_a_message', raw);
  const post = objectOf(update['edited_channel_post']) ?? objectOf(update['channel_post']);
  return post === undefined ? SKIPPED : adaptPost(post, raw);
}
