import { parse } from 'tldts';

/** How much of a URL is read, in UTF-16 units. */
export const MAX_URL_LENGTH = 4096;

const MAX_HOST_LENGTH = 253;

/** The host of a URL and what the public suffix list says of it. */
export interface Host {
  /** Lower case, punycode, without port and trailing dot; an IPv6 address without its brackets. */
  readonly name: string;
  readonly isIp: boolean;
  /** Registrable domain (`glamira.co.uk`); null for an address, a bare public suffix or a single label. */
  readonly domain: string | null;
  /** The label of the registrable domain before its public suffix (`glamira`). */
  readonly site: string | null;
}

/**
 * The URL in a text, read as browsers do (WHATWG), at most `MAX_URL_LENGTH` of it; null when there is none.
 * `//host/path` and `www.host/path` are taken as if the scheme had been `https:`.
 */
export function readUrl(text: string | null): URL | null {
  if (text === null) return null;
  const head = (text.length > MAX_URL_LENGTH ? text.slice(0, MAX_URL_LENGTH) : text).trim();
  if (head === '') return null;
  if (head.startsWith('//')) return URL.parse(`https:${head}`);
  return URL.parse(/^www\./i.test(head) ? `https://${head}` : head);
}

/** The host of an `http` or `https` URL; null for other schemes and hosts longer than DNS allows. */
export function hostOf(url: URL): Host | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (name === '' || name.length > MAX_HOST_LENGTH || name.startsWith('.') || name.includes('..'))
    return null;
  return describeHost(name);
}

/**
 * Registrable domain and name of a host, by the public suffix list's ICANN section alone: `shop.blogspot.com` belongs to
 * `blogspot.com`, so that what one company runs stays together. An unlisted last label counts as a suffix.
 */
export function describeHost(name: string): Host {
  const found = parse(name, { allowPrivateDomains: false, extractHostname: false });
  const isIp = found.isIp === true;
  return {
    name,
    isIp,
    domain: isIp ? null : found.domain,
    site: isIp ? null : found.domainWithoutSuffix || null,
  };
}
