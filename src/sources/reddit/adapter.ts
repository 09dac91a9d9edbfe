import { type Adapted, type Adapter, rejected, SKIPPED } from '../contract.ts';
import { postEvent } from '../post.ts';
import { adaptObject, rawOf } from '../wire/json-message.ts';
import {
  distinctTexts,
  type Fields,
  figureOf,
  idOf,
  instantOfNumber,
  objectOf,
  textOf,
} from '../wire/values.ts';

/** Reddit: listings of posts (things of the kind `t3`), or such things by themselves. Comments are left out. */
export const reddit: Adapter = {
  name: 'reddit',
  stream: 'posts',
  about: 'listings of Reddit',
  unit: 'json',
  endings: [],
  recognises: ({ value }) => {
    const thing = objectOf(value);
    return (
      (thing?.['kind'] === 'Listing' || thing?.['kind'] === 't3') && objectOf(thing['data']) !== undefined
    );
  },
  complaint: (reply) => {
    const fields = objectOf(reply);
    return fields !== undefined && isError(fields) ? complaintOf(fields) : null;
  },
  adapt: (message) => adaptObject(message, adaptThing),
};

function isError(reply: Fields): boolean {
  return !('kind' in reply) && ('error' in reply || 'message' in reply);
}

function complaintOf(reply: Fields): string {
  return textOf(reply['message']) ?? idOf(reply['error']) ?? 'an error of unknown kind';
}

function adaptThing(thing: Fields): Iterable<Adapted> {
  if (isError(thing)) return [rejected('error_reply')];
  const data = objectOf(thing['data']);
  if (thing['kind'] !== 'Listing') return [adaptChild(thing)];
  if (data === undefined || !Array.isArray(data['children'])) return [rejected('not_a_message')];
  const { children } = data;
  return children.length === 0
    ? [SKIPPED]
    : children.map((child: unknown) => adaptChild(objectOf(child), rawOf(child)));
}

/** Kinds of things that are no posts: comments, accounts, messages, subreddits, awards, and "more of it". */
const OTHER_KINDS = new Set(['t1', 't2', 't4', 't5', 't6', 'more', 'LiveUpdate', 'wikipage', 'UserList']);

function adaptChild(child: Fields | undefined, raw?: string): Adapted {
  const kind = textOf(child?.['kind']);
  if (kind !== undefined && OTHER_KINDS.has(kind)) return SKIPPED;
  const post = objectOf(child?.['data']);
  if (kind !== 't3' || post === undefined) return rejected('not_a_message', raw);
  const name = textOf(post['name']);
  const id = name ?? (idOf(post['id']) === undefined ? undefined : `t3_${idOf(post['id'])}`);
  const head = {
    id: id === undefined ? undefined : `reddit:${id}`,
    platform: 'reddit',
    created_at: instantOfNumber(post['created_utc'], 1),
    ...authorOf(post),
  };
  if (isRemoved(post)) return postEvent({ ...head, deleted: true }, raw);
  const crosspost = textOf(post['crosspost_parent']);
  return postEvent(
    {
      ...head,
      text: textIn(post),
      version: typeof post['edited'] === 'number' ? Math.floor(post['edited']) : undefined,
      url: urlOf(post),
      likes: figureOf(post['score']),
      reposts: figureOf(post['num_crossposts']),
      replies: figureOf(post['num_comments']),
      repost_of_id: crosspost === undefined ? undefined : `reddit:${crosspost}`,
      links: linksIn(post),
    },
    raw,
  );
}

function authorOf(post: Fields) {
  const name = textOf(post['author']);
  const known = name === '[deleted]' ? undefined : name;
  const id = textOf(post['author_fullname']) ?? known;
  return { author_id: id === undefined ? undefined : `reddit:${id}`, author_name: known };
}

/** Taken away by its author, a moderator or Reddit: it stays in listings without its content. */
function isRemoved(post: Fields): boolean {
  const text = post['selftext'];
  return textOf(post['removed_by_category']) !== undefined || text === '[deleted]' || text === '[removed]';
}

function textIn(post: Fields): string | undefined {
  const parts = [textOf(post['title']), textOf(post['selftext'])];
  return textOf(parts.filter((part) => part !== undefined).join('\n\n'));
}

function urlOf(post: Fields): string | undefined {
  const permalink = textOf(post['permalink']);
  return permalink?.startsWith('/') === true ? `https://www.reddit.com${permalink}` : permalink;
}

/** A post of its own text links to itself. */
function linksIn(post: Fields): readonly string[] | undefined {
  if (post['is_self'] === true) return undefined;
  return distinctTexts(
    [post['url_overridden_by_dest'], post['url']].map(textOf).filter(isAddress).slice(0, 1),
  );
}

function isAddress(text: string | undefined): boolean {
  return text !== undefined && /^https?:\/\//i.test(text);
}
