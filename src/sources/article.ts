import { createHash } from 'node:crypto';
import { readUrl } from '../enrich/web-address.ts';
import { isoInstant } from '../event/time.ts';
import { type Adapted, rejected } from './contract.ts';
import type { Instant } from './wire/values.ts';

type Text = string | undefined;

/** An article in the fields of the stream `articles`, as an adapter found it. */
export interface FoundArticle {
  /** By what it is known when it has no URL. */
  readonly guid?: Text;
  readonly url: Text;
  readonly published_at: Instant;
  readonly source_name?: Text;
  readonly author?: Text;
  readonly title?: Text;
  readonly description?: Text;
  readonly content?: Text;
  readonly lang?: Text;
  /** Rises with each edit; not given is 0. */
  readonly version?: number | undefined;
}

/**
 * An article as an event; rejected without URL (or guid) or time.
 * @param raw the part of the message that holds the article
 */
export function articleEvent({ guid, ...article }: FoundArticle, raw?: string): Adapted {
  const known = article.url ?? guid;
  if (known === undefined) return rejected('missing:url', raw);
  if (article.published_at === undefined) return rejected('missing:published_at', raw);
  if (article.published_at === null) return rejected('bad:published_at', raw);
  const published_at = isoInstant(article.published_at);
  return { outcome: 'event', event: { id: articleId(known), ...article, published_at } };
}

/** 32 hexadecimal digits of the SHA-256 of an article's canonical URL. */
export function articleId(url: string): string {
  return createHash('sha256').update(canonicalUrl(url)).digest('hex').slice(0, 32);
}

/** Parameters that say where a reader came from, not what he reads. */
const TRACKING =
  /^(?:utm_\w+|at_(?:medium|campaign\w*|custom\d|link_\w+|format|ptr_name|bbc_team)|(?:fb|g|dc|y|ms|wb|gb)clid|mc_[ce]id|igshid|cmpid|ocid|ns_\w+|_ga)$/i;

/**
 * The one form of a URL that feeds and services write in many: `host/path?query`, without scheme, default port, fragment,
 * last slash and parameters of tracking, the others in order of their names. What is no web address stays as it is.
 */
export function canonicalUrl(text: string): string {
  const url = readUrl(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return text.trim();
  const parameters = [...url.searchParams].filter(([name]) => !TRACKING.test(name));
  const query = new URLSearchParams(parameters);
  query.sort();
  const path =
    url.pathname.length > 1 && url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname;
  return `${url.host}${path}${query.size === 0 ? '' : `?${query}`}`;
}
