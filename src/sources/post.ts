import { isoInstant } from '../event/time.ts';
import { type Adapted, rejected } from './contract.ts';
import type { Instant } from './wire/values.ts';

type Text = string | undefined;
/** As it was sent; the stream says whether it can be used. */
type Figure = string | number | boolean | undefined;

/** A post in the fields of the stream `posts`, as an adapter found it. */
export interface FoundPost {
  /** Unique among all platforms. */
  readonly id: Text;
  readonly platform: string;
  readonly created_at: Instant;
  readonly author_id?: Text;
  readonly author_name?: Text;
  readonly author_followers?: Figure;
  readonly author_bot?: boolean | undefined;
  readonly text?: Text;
  readonly lang?: Text;
  readonly source?: Text;
  readonly location?: Text;
  readonly lat?: Figure;
  readonly lon?: Figure;
  readonly url?: Text;
  readonly likes?: Figure;
  readonly reposts?: Figure;
  readonly replies?: Figure;
  readonly quotes?: Figure;
  readonly reply_to_id?: Text;
  readonly repost_of_id?: Text;
  readonly quote_of_id?: Text;
  readonly tags?: readonly string[] | undefined;
  readonly links?: readonly string[] | undefined;
  /** True: the post with this id is deleted. */
  readonly deleted?: true;
  /** Rises with each edit; not given is 0. */
  readonly version?: number | undefined;
}

/**
 * A post as an event; rejected without id or time, so that the dead letter keeps what the source sent.
 * @param raw the part of the message that holds the post, when it holds others, too
 */
export function postEvent(post: FoundPost, raw?: string): Adapted {
  if (post.id === undefined) return rejected('missing:id', raw);
  if (post.created_at === undefined) return rejected('missing:created_at', raw);
  if (post.created_at === null) return rejected('bad:created_at', raw);
  return { outcome: 'event', event: { ...post, created_at: isoInstant(post.created_at) } };
}
