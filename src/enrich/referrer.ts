import { KNOWN_SITES, type KnownSite, type ReferrerKind, UNKNOWN_HOSTS } from './referrer-sites.ts';
import { type Host, hostOf, MAX_URL_LENGTH, readHost, readUrl } from './web-address.ts';

/** The derived columns of a referrer's URL. */
export interface ReferrerColumns {
  readonly [column: string]: string | null;
  /** Registrable domain by the public suffix list; null for none, for an IP address and for a mobile app. */
  readonly referrer_domain: string | null;
  /** The registrable domain's label before its public suffix: equal to the page's own for a self referral. */
  readonly referrer_site: string | null;
  /** `unknown` is a referrer that the list does not know; null is no referrer. */
  readonly referrer_kind: ReferrerKind | 'unknown' | null;
  /** The social network's, search engine's, mail service's or AI assistant's name. */
  readonly referrer_network: string | null;
}

const NOTHING: ReferrerColumns = {
  referrer_domain: null,
  referrer_site: null,
  referrer_kind: null,
  referrer_network: null,
};

const APP_SCHEMES = new Set(['android-app:', 'ios-app:']);
/** What the first label of a host says where the list has nothing: `webmail.example.org`, `mastodon.example.org`. */
const FIRST_LABELS: ReadonlyMap<string, { kind: ReferrerKind; network: string | null }> = new Map([
  ['mail', { kind: 'email', network: null }],
  ['webmail', { kind: 'email', network: null }],
  ['email', { kind: 'email', network: null }],
  ['mastodon', { kind: 'social', network: 'Mastodon' }],
  ['mstdn', { kind: 'social', network: 'Mastodon' }],
]);

/**
 * Where a visitor came from, by the host of the referrer's URL or by the id of the mobile app that opened the link.
 * Never throws.
 */
export function parseReferrer(text: string | null): ReferrerColumns {
  const url = readUrl(text);
  if (url === null) return NOTHING;
  if (APP_SCHEMES.has(url.protocol)) return appFacts(KNOWN_SITES.get(`app:${url.hostname.toLowerCase()}`));
  const host = hostOf(url);
  return host === null ? NOTHING : facts(host);
}

/**
 * The same from the referrer's host alone, for engines that take the host out of the URL themselves: there are far fewer
 * different hosts than URLs. The id of a known mobile app (`com.google.android.gm`) is told from a host by the list.
 */
export function referrerHostFacts(name: string | null): ReferrerColumns {
  if (name === null || name.length > MAX_URL_LENGTH) return NOTHING;
  const known = KNOWN_SITES.get(`app:${name.toLowerCase()}`);
  if (known !== undefined) return appFacts(known);
  const host = readHost(name);
  return host === null ? NOTHING : facts(host);
}

function facts(host: Host): ReferrerColumns {
  const site = knownSite(host);
  return {
    referrer_domain: host.domain,
    referrer_site: host.site,
    referrer_kind: site?.kind ?? 'unknown',
    referrer_network: site?.network ?? null,
  };
}

function appFacts(site: KnownSite | undefined): ReferrerColumns {
  return { ...NOTHING, referrer_kind: site?.kind ?? 'unknown', referrer_network: site?.network ?? null };
}

/**
 * The longest pattern that fits: the host itself, then without its labels from the left down to the registrable domain;
 * at each step the domain as it is before the registrable name under any suffix.
 */
function knownSite({
  name,
  icannDomain: domain,
  site,
}: Host): { kind: ReferrerKind; network: string | null } | null {
  if (domain === null || site === null) return null;
  let below = name.slice(0, -domain.length);
  const firstLabel = below.slice(0, below.indexOf('.'));
  for (;;) {
    if (UNKNOWN_HOSTS.has(below + domain)) return null;
    const known = KNOWN_SITES.get(below + domain) ?? KNOWN_SITES.get(`${below}${site}.*`);
    if (known !== undefined) return known;
    if (below === '') return FIRST_LABELS.get(firstLabel) ?? null;
    below = below.slice(below.indexOf('.') + 1);
  }
}
