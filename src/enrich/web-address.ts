import { parse } from 'tldts';

/** How much of a URL is read, in UTF-16 units. */
export const MAX_URL_LENGTH = 4096;

const MAX_HOST_LENGTH = 253;

/** The host of a URL and what the public suffix list says of it. */
export interface Host {
  /** Lower case, punycode, without port and trailing dot; an IPv6 address without its brackets. */
  readonly name: string;
  readonly isIp: boolean;
  /** Registrable domain (`glamira.co.uk`) by the whole public suffix list; null for an address or a bare suffix. */
  readonly domain: string | null;
  /** The same by the list's ICANN section alone: of `a.blogspot.com` it is `blogspot.com`, the one who runs it. */
  readonly icannDomain: string | null;
  /** The label of `icannDomain` before its public suffix (`glamira`). */
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

/** The host of an `http` or `https` URL; null for other schemes and for what DNS would not take. */
export function hostOf(url: URL): Host | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const name = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const broken = name === '' || name.startsWith('.') || name.includes('..');
  return broken || name.length > MAX_HOST_LENGTH ? null : describeHost(name);
}

/** A host as it stands in a URL, in any case, with or without port; null when it is none. */
export function readHost(name: string): Host | null {
  if (name.length > MAX_URL_LENGTH || /[/?#@\\\s]/.test(name)) return null;
  const url = URL.parse(`http://${name}`);
  return url === null ? null : hostOf(url);
}

/**
 * What the public suffix list says of a host in lower case. Its private section (`blogspot.com`, `uk.com`) decides who is
 * registered, as the list's own tests want it; names of sites and brands go by the ICANN section, so that
 * `google.blogspot.com` is not taken for Google. An unlisted last label counts as a suffix.
 */
function describeHost(name: string): Host {
  const whole = parse(name, { allowPrivateDomains: true, extractHostname: false });
  if (whole.isIp === true) return { name, isIp: true, domain: null, icannDomain: null, site: null };
  const icann =
    whole.isPrivate === true ? parse(name, { allowPrivateDomains: false, extractHostname: false }) : whole;
  return {
    name,
    isIp: false,
    domain: whole.domain,
    icannDomain: icann.domain,
    site: icann.domainWithoutSuffix || null,
  };
}
