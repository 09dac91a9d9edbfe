import { type Adapted, type Adapter, type Message, rejected, SKIPPED } from '../contract.ts';
import { postEvent } from '../post.ts';
import { adaptObject, parseJson } from '../wire/json-message.ts';
import { idOf, objectOf, textOf } from '../wire/values.ts';
import { adaptStatus, createdWithId, isStatus, statusId } from './status.ts';

/**
 * Mastodon: statuses as the REST API gives them, and the events of its streaming API, recorded as server-sent
 * events or as WebSocket messages, whose payload is a text. Of all events only new, edited and deleted statuses
 * are posts.
 */
export const mastodon: Adapter = {
  name: 'mastodon',
  stream: 'posts',
  about: 'statuses or streaming events of Mastodon',
  unit: 'json',
  endings: [],
  recognises: ({ value, event }) => {
    if (event !== undefined) return EVENTS.has(event);
    const fields = objectOf(value);
    if (fields === undefined) return false;
    return isStatus(fields) || (EVENTS.has(textOf(fields['event']) ?? '') && 'payload' in fields);
  },
  complaint: (reply) => {
    const fields = objectOf(reply);
    return fields === undefined || isStatus(fields) ? null : (textOf(fields['error']) ?? null);
  },
  adapt,
};

const POST_EVENTS: ReadonlySet<string> = new Set(['update', 'status.update']);
const EVENTS: ReadonlySet<string> = new Set([
  ...POST_EVENTS,
  ...['delete', 'notification', 'filters_changed', 'conversation', 'announcement', 'announcement.reaction'],
  ...['announcement.delete', 'encrypted_message', 'notifications_merged'],
]);

function adapt(message: Message): Iterable<Adapted> {
  if (message.event !== undefined) return [adaptEvent(message.event, message.text)];
  return adaptObject(message, (fields) => {
    const event = textOf(fields['event']);
    if (event !== undefined) return [adaptEvent(event, fields['payload'])];
    if (textOf(fields['error']) !== undefined) return [rejected('error_reply')];
    return [isStatus(fields) ? adaptStatus(fields) : rejected('not_a_message')];
  });
}

function adaptEvent(event: string, payload: unknown): Adapted {
  if (event === 'delete') return adaptDeletion(payload);
  if (!POST_EVENTS.has(event)) return EVENTS.has(event) ? SKIPPED : rejected('not_a_message');
  const value = typeof payload === 'string' ? parseJson(payload) : payload;
  if (value === undefined) return rejected('not_json');
  const status = objectOf(value);
  if (status === undefined) return rejected('not_an_object');
  return isStatus(status) ? adaptStatus(status) : rejected('not_a_message');
}

/** All that is said is the id, which tells when the status was made. */
function adaptDeletion(payload: unknown): Adapted {
  const id = idOf(typeof payload === 'string' ? payload.trim() : payload);
  return postEvent({
    id: statusId(id),
    platform: 'mastodon',
    created_at: createdWithId(id),
    deleted: true,
  });
}
