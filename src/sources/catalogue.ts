import { combined } from './combined/adapter.ts';
import type { Adapter } from './contract.ts';
import { atom } from './feed/atom.ts';
import { rss } from './feed/rss.ts';
import { jetstream } from './jetstream/adapter.ts';
import { mastodon } from './mastodon/adapter.ts';
import { newsapi } from './newsapi/adapter.ts';
import { reddit } from './reddit/adapter.ts';
import { telegram } from './telegram/adapter.ts';
import { x } from './x/adapter.ts';

/** Every wire format there is. Adding one is adding its folder and one line here. */
export const ADAPTERS: readonly Adapter[] = [
  combined,
  jetstream,
  mastodon,
  x,
  telegram,
  reddit,
  newsapi,
  rss,
  atom,
];

/** The wire formats that feed a stream. */
export function adaptersOf(stream: string): readonly Adapter[] {
  return ADAPTERS.filter((adapter) => adapter.stream === stream);
}
