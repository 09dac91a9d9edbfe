import type { Random } from '../../../stream/random.ts';
import type { Author } from './authors.ts';
import type { Draft } from './composer.ts';
import { drawHome } from './homes.ts';
import type { Platform } from './platforms.ts';

/** How a post relates to another one, as members of a JSON object; empty when it does not. */
export type Relation = '' | `,"${'reply_to' | 'repost_of' | 'quote_of'}_id":"${string}"`;

/** Share of an author's posts with coordinates that come from somewhere else. */
const TRAVELLING = 0.04;

// Only text that needs no escaping goes in (the grammars are checked), so that lines are put together from pieces.

/** One post as a line of JSON. `created` is a JSON value. */
export function renderPost(
  random: Random,
  post: {
    readonly id: string;
    readonly author: Author;
    readonly draft: Draft;
    readonly created: string;
    readonly relation: Relation;
    readonly counts: Counts;
    readonly version: number;
  },
): string {
  const { id, author, draft, created, relation, counts, version } = post;
  const { platform } = author;
  return (
    `{"id":"${id}"${author.json},"text":"${draft.text}"${languageOf(platform, draft)},"created_at":${created}` +
    (author.located ? coordinates(random, author) : '') +
    `,"url":"https://${platform.host}/@${author.handle}/${id.slice(id.indexOf(':') + 1)}"${countsOf(counts, platform)}${relation}` +
    (platform.says.tags && draft.tags.length > 0 ? `,"tags":["${draft.tags.join('","')}"]` : '') +
    (draft.card === '' ? '' : `,"links":["${draft.card}"]`) +
    (version === 0 ? '}' : `,"version":${version}}`)
  );
}

/** The deletion of a post; some platforms tell whose it was. */
export function renderDeletion(id: string, author: Author, created: string): string {
  const { name, says } = author.platform;
  const whose = says.rt ? '' : `,"author_id":"${author.id}"`;
  return `{"id":"${id}","platform":"${name}"${whose},"created_at":${created},"deleted":true}`;
}

/** What others did with a post. */
export interface Counts {
  readonly likes: number;
  readonly reposts: number;
  readonly replies: number;
  readonly quotes: number;
}

/** Engagement: grows slower than the number of followers, and is log-normal around that. */
export function drawCounts(random: Random, { followers, bot }: Author): Counts {
  const likes = Math.floor((bot ? 0.05 : 0.3) * (followers + 1) ** 0.55 * Math.exp(random.normal(0, 1.2)));
  return {
    likes,
    reposts: Math.floor(likes * 0.35 * random.uniform()),
    replies: Math.floor((likes + 1) * 0.25 * random.uniform()),
    quotes: Math.floor(likes * 0.06 * random.uniform()),
  };
}

function countsOf({ likes, reposts, replies, quotes }: Counts, { says, epoch }: Platform): string {
  const shared = epoch ? '' : `,"reposts":${reposts}`;
  return `,"likes":${likes}${shared},"replies":${replies}${says.quotes ? `,"quotes":${quotes}` : ''}`;
}

function languageOf({ says }: Platform, { language, named }: Draft): string {
  return says.language && named ? `,"lang":"${language}"` : '';
}

function coordinates(random: Random, { home, language }: Author): string {
  const { latitude, longitude } = random.chance(TRAVELLING) ? drawHome(random, language.code) : home;
  const degrees = (value: number): number => Math.round(value * 10_000) / 10_000;
  return `,"lat":${degrees(latitude + random.between(-0.04, 0.04))},"lon":${degrees(longitude + random.between(-0.04, 0.04))}`;
}

/**
 * Writes times as JSON values: epoch seconds, or ISO 8601 text with milliseconds. The latest second is remembered, as
 * making a date costs more than the rest of it.
 */
export function timeWriter(): (at: number, platform: Platform) => string {
  let second = Number.NaN;
  let text = '';
  return (at, { epoch }) => {
    const now = Math.floor(at / 1000);
    if (epoch) return String(now);
    if (now !== second) {
      second = now;
      text = `"${new Date(now * 1000).toISOString().slice(0, 20)}`;
    }
    return `${text}${String(at - now * 1000).padStart(3, '0')}Z"`;
  };
}
